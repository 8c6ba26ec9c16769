// pause: the first thread that looks at its eval breaker stops.

import type { RequestDefinition } from '../session';

export const pause: RequestDefinition = {
  command: 'pause',
  when: 'launched',
  handle(session) {
    if (session.state === 'running') session.the_debuggee().pause();
  },
};
