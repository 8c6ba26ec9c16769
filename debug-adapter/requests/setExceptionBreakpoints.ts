// setExceptionBreakpoints: the event breakpoints that are ticked, with their conditions.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const setExceptionBreakpoints: RequestDefinition = {
  command: 'setExceptionBreakpoints',
  when: 'always',
  capabilities: { supportsExceptionFilterOptions: true, supportsExceptionOptions: false },
  arguments: shape<DebugProtocol.SetExceptionBreakpointsArguments>({ filters: ['string'], 'filterOptions?': [{ filterId: 'string', 'condition?': 'string' }] }),
  handle(session, args: DebugProtocol.SetExceptionBreakpointsArguments) {
    const settings = [...(args.filters ?? []).map((id) => ({ id })), ...(args.filterOptions ?? []).map((o) => ({ id: o.filterId, condition: o.condition }))];
    return { breakpoints: session.set_events(settings).map((problem) => (problem === null ? { verified: true } : { verified: false, message: problem })) };
  },
};
