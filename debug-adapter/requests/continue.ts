// continue: the stopped thread goes on, and the others can have the GIL again.

import type { RequestDefinition } from '../session';

export const continue_: RequestDefinition = {
  command: 'continue',
  when: 'stopped',
  handle(session) {
    session.the_debuggee().resume();
    return { allThreadsContinued: true };
  },
};
