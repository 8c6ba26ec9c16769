// restart: the program ends and starts anew, with new launch arguments if some are given. Breakpoints stay, hit counts begin again.

import { make_program } from '../program';
import type { PyxrayLaunchArguments } from '../protocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const restart: RequestDefinition = {
  command: 'restart',
  when: 'launched',
  capabilities: { supportsRestartRequest: true },
  async handle(session, { arguments: args = session.launch_arguments ?? {} }: { arguments?: PyxrayLaunchArguments }) {
    const old = session.the_debuggee();
    // In the browser nobody tells when a worker has really gone and touches the memory no more.
    if (session.host.platform === 'web') throw new RequestError('in the browser a program is started anew by a new session');
    session.debuggee = await make_program(session, args, () => old.replace());
    session.launch_arguments = args;
    // Addresses of the program that was.
    session.breakpoints.instructions = [];
    session.end_data_breakpoints('the program was started anew: choose it again at a stop');
    session.state = 'new';
    session.afterwards(() => session.start_when_ready());
  },
};
