// pyxray/gilTimeline: what each thread did with the GIL, as columns; begins and ends the recording.

import { shape } from '../argumentShape';
import type { GilTimelineArguments, GilTimelineColumns } from '../protocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const pyxrayGilTimeline: RequestDefinition = {
  command: 'pyxray/gilTimeline',
  when: 'always',
  arguments: shape<GilTimelineArguments>({ 'recording?': 'integer', 'subscribe?': 'boolean', 'since?': { places: 'integer', segments: 'integer', handoffs: 'integer', cuts: 'integer' } }),
  handle(session, args: GilTimelineArguments): GilTimelineColumns {
    const { since } = args;
    if (since !== undefined && ![since.places, since.segments, since.handoffs, since.cuts].every((n) => n >= 0)) throw new RequestError('"since" is the "next" of an earlier answer');
    return session.the_debuggee().timeline.answer(args);
  },
};
