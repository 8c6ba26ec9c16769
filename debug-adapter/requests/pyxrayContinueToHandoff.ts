// pyxray/continueToHandoff: continue, and stop once at the next hand-off, whatever event breakpoints are set.

import type { RequestDefinition } from '../session';

export const pyxrayContinueToHandoff: RequestDefinition = {
  command: 'pyxray/continueToHandoff',
  when: 'stopped',
  handle(session) {
    const debuggee = session.the_debuggee();
    debuggee.stop_at_next_handoff();
    debuggee.resume();
    session.event('continued', { threadId: 0, allThreadsContinued: true });
    return {};
  },
};
