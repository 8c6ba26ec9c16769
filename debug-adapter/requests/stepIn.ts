// stepIn: to the next line, in a function that is called if there is one; with a target, in that of the chosen call.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

/** STEP_IN of probe/control.ts. */
const STEP_IN = 1;

export const stepIn: RequestDefinition = {
  command: 'stepIn',
  when: 'stopped',
  arguments: shape<DebugProtocol.StepInArguments>({ threadId: 'integer', 'granularity?': 'string', 'targetId?': 'integer' }),
  handle(session, args: DebugProtocol.StepInArguments) {
    session.the_debuggee().step(STEP_IN, args.threadId, args.granularity, args.targetId);
  },
};
