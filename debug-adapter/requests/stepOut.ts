// stepOut: to the next line of a frame below this one.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

/** STEP_OUT of probe/control.ts. */
const STEP_OUT = 3;

export const stepOut: RequestDefinition = {
  command: 'stepOut',
  when: 'stopped',
  arguments: shape<DebugProtocol.StepOutArguments>({ threadId: 'integer', 'granularity?': 'string' }),
  handle(session, args: DebugProtocol.StepOutArguments) {
    session.the_debuggee().step(STEP_OUT, args.threadId, args.granularity);
  },
};
