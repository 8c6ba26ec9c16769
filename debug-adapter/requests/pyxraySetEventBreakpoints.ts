// pyxray/setEventBreakpoints: as setExceptionBreakpoints, from the extension's own view.

import { shape } from '../argumentShape';
import { eventBreakpoints } from '../eventBreakpoints';
import type { SetEventBreakpointsArguments, SetEventBreakpointsResponse } from '../protocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const pyxraySetEventBreakpoints: RequestDefinition = {
  command: 'pyxray/setEventBreakpoints',
  when: 'always',
  arguments: shape<SetEventBreakpointsArguments>({ filters: [{ id: 'string', 'condition?': 'string' }] }),
  handle(session, args: SetEventBreakpointsArguments): SetEventBreakpointsResponse {
    const unknown = (args.filters ?? []).find((f) => !eventBreakpoints.some((e) => e.id === f.id));
    if (unknown !== undefined) throw new RequestError(`there is no event breakpoint "${unknown.id}"`);
    return { breakpoints: session.set_events(args.filters ?? []).map((problem) => (problem === null ? { verified: true } : { verified: false, message: problem })) };
  },
};
