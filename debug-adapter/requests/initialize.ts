// initialize: who is there, what each side can do.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestDefinition } from '../session';

export const initialize: RequestDefinition = {
  command: 'initialize',
  when: 'always',
  capabilities: { supportsSteppingGranularity: true, supportsValueFormattingOptions: true },
  handle(session, args: DebugProtocol.InitializeRequestArguments) {
    session.lines_start_at_1 = args.linesStartAt1 !== false;
    session.columns_start_at_1 = args.columnsStartAt1 !== false;
    session.client_has_terminals = args.supportsRunInTerminalRequest === true;
    session.afterwards(() => {
      session.event('initialized');
      session.host.prepare?.();
    });
    return session.capabilities();
  },
};
