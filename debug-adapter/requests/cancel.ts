// cancel: what the stopped thread runs for the console, a watch or a changed value ends with a KeyboardInterrupt.

import type { RequestDefinition } from '../session';

export const cancel: RequestDefinition = {
  command: 'cancel',
  when: 'always',
  capabilities: { supportsCancelRequest: true },
  handle(session) {
    session.debuggee?.cancel_evaluation();
  },
};
