// The shape of a request's file in requests/: its command, the capabilities that it answers for, when it is allowed, what it does.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Shape } from './argumentShape';

/** 'always'; 'launched': there is a program, running or not; 'stopped': it stands still. */
export type When = 'always' | 'launched' | 'stopped';

export interface RequestOf<Session> {
  readonly command: string;
  readonly capabilities?: DebugProtocol.Capabilities;
  readonly when: When;
  /** What the arguments are held against before `handle` sees them; without it they may be anything. */
  readonly arguments?: Shape;
  /** Answers the response's body. */
  // biome-ignore lint/suspicious/noExplicitAny: each request has arguments of its own, whose shape it says
  handle(session: Session, args: any): unknown;
}
