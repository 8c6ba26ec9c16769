// configurationDone: breakpoints are set, the program may start.

import type { RequestDefinition } from '../session';

export const configurationDone: RequestDefinition = {
  command: 'configurationDone',
  when: 'always',
  capabilities: { supportsConfigurationDoneRequest: true },
  handle(session) {
    session.configured = true;
    session.afterwards(() => session.start_when_ready());
  },
};
