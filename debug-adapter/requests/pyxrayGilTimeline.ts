// pyxray/gilTimeline: what each thread did with the GIL, as columns; begins and ends the recording.

import type { GilTimelineArguments, GilTimelineColumns } from '../protocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const pyxrayGilTimeline: RequestDefinition = {
  command: 'pyxray/gilTimeline',
  when: 'always',
  handle(session, args: GilTimelineArguments): GilTimelineColumns {
    if (args.subscribe !== undefined && typeof args.subscribe !== 'boolean') throw new RequestError('"subscribe" is true or false');
    const { since } = args;
    if (since !== undefined && ![since?.places, since?.segments, since?.handoffs, since?.cuts].every((n) => Number.isSafeInteger(n) && n >= 0)) throw new RequestError('"since" is the "next" of an earlier answer');
    return session.the_debuggee().timeline.answer(args);
  },
};
