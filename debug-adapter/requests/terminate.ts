// terminate: the program ends now.

import type { RequestDefinition } from '../session';

export const terminate: RequestDefinition = {
  command: 'terminate',
  when: 'always',
  capabilities: { supportsTerminateRequest: true },
  handle(session) {
    session.afterwards(() => {
      if (session.debuggee === null || session.state === 'new') session.ended(0);
      else session.debuggee.terminate();
    });
  },
};
