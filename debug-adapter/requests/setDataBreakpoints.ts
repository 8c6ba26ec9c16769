// setDataBreakpoints: all that are set from now on.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { condition_problem } from '../conditionProblem';
import { hit_condition_problem } from '../hitCondition';
import type { RequestDefinition } from '../session';

export const setDataBreakpoints: RequestDefinition = {
  command: 'setDataBreakpoints',
  when: 'always',
  arguments: shape<DebugProtocol.SetDataBreakpointsArguments>({ breakpoints: [{ dataId: 'string', 'accessType?': 'string', 'condition?': 'string', 'hitCondition?': 'string' }] }),
  handle(session, args: DebugProtocol.SetDataBreakpointsArguments): DebugProtocol.SetDataBreakpointsResponse['body'] {
    const wanted = args.breakpoints;
    const breakpoints = session.breakpoints.set_data(wanted, (dataId) => session.debuggee?.offered_data(dataId) ?? 'There is no program: choose it at a stop.');
    session.configure();
    return {
      breakpoints: breakpoints.map((b, i) => {
        const { accessType, condition, hitCondition } = wanted[i];
        const problem = accessType !== undefined && accessType !== 'write' ? 'Only changes can be watched, not reads.' : condition_problem(condition);
        return { ...b, ...hit_condition_problem(hitCondition), ...(problem === null ? {} : { verified: false, message: problem }) };
      }),
    };
  },
};
