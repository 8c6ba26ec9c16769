// pyxray/gil: who holds the GIL, who waits.

import type { GilResponse } from '../protocol';
import type { RequestDefinition } from '../session';

export const pyxrayGil: RequestDefinition = {
  command: 'pyxray/gil',
  when: 'launched',
  handle(session): GilResponse {
    return session.the_debuggee().gil.snapshot();
  },
};
