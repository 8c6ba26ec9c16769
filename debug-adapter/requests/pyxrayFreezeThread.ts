// pyxray/freezeThread: a frozen thread does not get the GIL until it is thawed.

import { shape } from '../argumentShape';
import type { FreezeThreadArguments } from '../protocol';
import type { RequestDefinition } from '../session';

export const pyxrayFreezeThread: RequestDefinition = {
  command: 'pyxray/freezeThread',
  when: 'launched',
  arguments: shape<FreezeThreadArguments>({ threadId: 'integer', frozen: 'boolean' }),
  handle(session, args: FreezeThreadArguments) {
    session.the_debuggee().freeze(args.threadId, args.frozen);
    return {};
  },
};
