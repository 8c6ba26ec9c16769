// pyxray/chooseNextOwner: this thread gets the GIL next, once, whatever the scheduler; with 'manual' the answer to "Choose who gets the GIL".

import { shape } from '../argumentShape';
import type { ChooseNextOwnerArguments } from '../protocol';
import type { RequestDefinition } from '../session';

export const pyxrayChooseNextOwner: RequestDefinition = {
  command: 'pyxray/chooseNextOwner',
  when: 'launched',
  arguments: shape<ChooseNextOwnerArguments>({ threadId: 'integer' }),
  handle(session, args: ChooseNextOwnerArguments) {
    session.the_debuggee().choose_next_owner(args.threadId);
    return {};
  },
};
