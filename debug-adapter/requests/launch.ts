// launch: makes the program's memory and process. It starts with configurationDone, so that no breakpoint comes too late.

import { make_program } from '../program';
import type { PyxrayLaunchArguments } from '../protocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const launch: RequestDefinition = {
  command: 'launch',
  when: 'always',
  async handle(session, args: PyxrayLaunchArguments) {
    if (session.debuggee !== null || globalThis.pyxrayMemory !== undefined) throw new RequestError('this session has launched a program already');
    session.debuggee = await make_program(session, args);
    session.launch_arguments = args;
    if (args.eventBreakpoints !== undefined && session.events.size === 0) session.set_events(args.eventBreakpoints.map((e) => (typeof e === 'string' ? { id: e } : e)));
    session.afterwards(() => session.start_when_ready());
  },
};
