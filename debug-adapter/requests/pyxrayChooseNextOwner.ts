// pyxray/chooseNextOwner: this thread gets the GIL next, once, whatever the scheduler; with 'manual' the answer to "Choose who gets the GIL".

import type { ChooseNextOwnerArguments } from '../protocol';
import type { RequestDefinition } from '../session';

export const pyxrayChooseNextOwner: RequestDefinition = {
  command: 'pyxray/chooseNextOwner',
  when: 'launched',
  handle(session, args: ChooseNextOwnerArguments) {
    session.the_debuggee().choose_next_owner(args.threadId);
    return {};
  },
};
