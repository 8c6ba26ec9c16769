// disconnect: the client leaves; the program ends with it.

import type { RequestDefinition } from '../session';

export const disconnect: RequestDefinition = {
  command: 'disconnect',
  when: 'always',
  capabilities: { supportTerminateDebuggee: true },
  handle(session) {
    session.afterwards(() => {
      const left = session.close();
      // The response is on its way: give it time to leave.
      setTimeout(() => void left.then(() => session.host.quit()), 20);
    });
  },
};
