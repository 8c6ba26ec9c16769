// scopes: Locals, Globals, Value stack, GIL, GC.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const scopes: RequestDefinition = {
  command: 'scopes',
  when: 'stopped',
  arguments: shape<DebugProtocol.ScopesArguments>({ frameId: 'integer' }),
  handle(session, args: DebugProtocol.ScopesArguments) {
    const debuggee = session.the_debuggee();
    const { tstate, frame } = debuggee.frame(args.frameId);
    return { scopes: debuggee.variables.scopes(tstate, frame) };
  },
};
