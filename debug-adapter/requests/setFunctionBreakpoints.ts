// setFunctionBreakpoints: stop where a Python function of this name, or qualified name, starts.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const setFunctionBreakpoints: RequestDefinition = {
  command: 'setFunctionBreakpoints',
  when: 'always',
  capabilities: { supportsFunctionBreakpoints: true },
  arguments: shape<DebugProtocol.SetFunctionBreakpointsArguments>({ breakpoints: [{ name: 'string', 'condition?': 'string', 'hitCondition?': 'string' }] }),
  handle(session, args: DebugProtocol.SetFunctionBreakpointsArguments) {
    const breakpoints = session.breakpoints.set_functions(args.breakpoints ?? []);
    session.configure();
    return { breakpoints };
  },
};
