// next: to the next line of this frame, or of one that it returns to.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

/** STEP_OVER of probe/control.ts. */
const STEP_OVER = 2;

export const next: RequestDefinition = {
  command: 'next',
  when: 'stopped',
  arguments: shape<DebugProtocol.NextArguments>({ threadId: 'integer', 'granularity?': 'string' }),
  handle(session, args: DebugProtocol.NextArguments) {
    session.the_debuggee().step(STEP_OVER, args.threadId, args.granularity);
  },
};
