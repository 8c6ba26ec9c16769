// threads: every Python thread, by PyThreadState.id.

import type { RequestDefinition } from '../session';

export const threads: RequestDefinition = {
  command: 'threads',
  when: 'always',
  handle(session) {
    return { threads: session.state === 'ended' ? [] : (session.debuggee?.threads() ?? []) };
  },
};
