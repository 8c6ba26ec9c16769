// disassemble: the bytecode around an instruction of a code object that runs.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';
import { source_of } from '../sources';

const MOST = 100_000;

export const disassemble: RequestDefinition = {
  command: 'disassemble',
  when: 'stopped',
  capabilities: { supportsDisassembleRequest: true },
  arguments: shape<DebugProtocol.DisassembleArguments>({ memoryReference: 'string', instructionCount: 'integer', 'offset?': 'integer', 'instructionOffset?': 'integer' }),
  handle(session, args: DebugProtocol.DisassembleArguments) {
    const debuggee = session.the_debuggee();
    if (args.instructionCount < 0 || args.instructionCount > MOST) throw new RequestError(`"instructionCount" is ${args.instructionCount}: at most ${MOST} instructions are shown at once`);
    const address = Number(args.memoryReference) + (args.offset ?? 0);
    const code = debuggee.code_at(address);
    if (code === null) throw new RequestError(`no code object that runs has an instruction at ${args.memoryReference}`);
    const here = Math.max(0, code.instructions.findLastIndex((i) => i.address <= address));
    const first = here + (args.instructionOffset ?? 0);
    const answer: DebugProtocol.DisassembledInstruction[] = [];
    let line = -1;
    for (let n = first; n < first + args.instructionCount; n++) {
      const instruction = code.instructions[n];
      if (instruction === undefined) {
        // Outside of the code object there is nothing; the client wants exactly as many as it asked for.
        const edge = n < 0 ? code.start + n * 2 : code.end + (n - code.instructions.length) * 2;
        answer.push({ address: `0x${Math.max(0, edge).toString(16)}`, instruction: '', presentationHint: 'invalid' });
        continue;
      }
      const bytes = [...debuggee.read_memory(instruction.address, instruction.size)].map((b) => b.toString(16).padStart(2, '0')).join(' ');
      const place = instruction.line > 0 && instruction.line !== line ? { line: instruction.line - (session.lines_start_at_1 ? 0 : 1), location: source_of(debuggee, code.filename) } : {};
      line = instruction.line;
      answer.push({ address: `0x${instruction.address.toString(16)}`, instructionBytes: bytes, instruction: instruction.text, symbol: n === 0 ? code.name : undefined, ...place });
    }
    return { instructions: answer };
  },
};
