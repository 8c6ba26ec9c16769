// The shape of a request's file in requests/: its command, the capabilities that it answers for, when it is allowed, what it does.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Session } from './session';

/** 'always'; 'launched': there is a program, running or not; 'stopped': it stands still. */
export type When = 'always' | 'launched' | 'stopped';

export interface RequestDefinition {
  readonly command: string;
  readonly capabilities?: DebugProtocol.Capabilities;
  readonly when: When;
  /** Answers the response's body. */
  // biome-ignore lint/suspicious/noExplicitAny: each request has arguments of its own, which it checks
  handle(session: Session, args: any): unknown;
}

/** Refuses a request, in words for the user. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly show_user = false,
  ) {
    super(message);
  }
}
