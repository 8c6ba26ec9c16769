// goto: the stopped thread goes on at another line, by the rules of a frame's f_lineno.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const goto_: RequestDefinition = {
  command: 'goto',
  when: 'stopped',
  arguments: shape<DebugProtocol.GotoArguments>({ threadId: 'integer', targetId: 'integer' }),
  async handle(session, args: DebugProtocol.GotoArguments) {
    await session.the_debuggee().go_to(args.threadId, args.targetId);
  },
};
