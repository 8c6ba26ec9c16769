// setInstructionBreakpoints: stop before an instruction, as the disassembly view names it.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const setInstructionBreakpoints: RequestDefinition = {
  command: 'setInstructionBreakpoints',
  when: 'always',
  capabilities: { supportsInstructionBreakpoints: true },
  arguments: shape<DebugProtocol.SetInstructionBreakpointsArguments>({ breakpoints: [{ instructionReference: 'string', 'offset?': 'integer', 'condition?': 'string', 'hitCondition?': 'string' }] }),
  handle(session, args: DebugProtocol.SetInstructionBreakpointsArguments) {
    const starts_one = (address: number): boolean => session.debuggee?.code_at(address)?.instructions.some((i) => i.address === address) ?? false;
    const breakpoints = session.breakpoints.set_instructions(args.breakpoints ?? [], starts_one);
    session.configure();
    return { breakpoints };
  },
};
