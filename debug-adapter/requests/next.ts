// next: to the next line of this frame, or of one that it returns to.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestDefinition } from '../session';

/** STEP_OVER of probe/control.ts. */
const STEP_OVER = 2;

export const next: RequestDefinition = {
  command: 'next',
  when: 'stopped',
  handle(session, args: DebugProtocol.NextArguments) {
    session.the_debuggee().step(STEP_OVER, args.threadId, args.granularity);
  },
};
