// setInstructionBreakpoints: stop before an instruction, as the disassembly view names it.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestDefinition } from '../session';

export const setInstructionBreakpoints: RequestDefinition = {
  command: 'setInstructionBreakpoints',
  when: 'always',
  capabilities: { supportsInstructionBreakpoints: true },
  handle(session, args: DebugProtocol.SetInstructionBreakpointsArguments) {
    const starts_one = (address: number): boolean => session.debuggee?.code_at(address)?.instructions.some((i) => i.address === address) ?? false;
    const breakpoints = session.breakpoints.set_instructions(args.breakpoints ?? [], starts_one);
    session.configure();
    return { breakpoints };
  },
};
