// The two sides between which the program's own files stand: what they tell the session, and what those that report of the
// program ask it. Neither knows the session's requests.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StopReport } from '../interpreter/probe/control';
import type { gil_state } from '../interpreter/probe/gil';
import type { SessionHost } from './session_host';

export type SessionState = 'new' | 'running' | 'stopped' | 'ended';

/** The session, as the program sees it. */
export interface Client {
  readonly host: SessionHost;
  readonly state: SessionState;
  /** The event breakpoints that are set; id → condition. */
  readonly events: ReadonlyMap<string, string>;
  /** What data breakpoints watched has gone. */
  end_data_breakpoints(message: string, ids?: readonly number[]): void;
  event(event: string, body?: object): void;
  output(text: string, category?: 'console' | 'stdout' | 'stderr' | 'important'): void;
  stopped(body: DebugProtocol.StoppedEvent['body']): void;
  /** `from_client`: a request resumes the program, so the client knows. */
  resumed(thread_id: number, from_client: boolean): void;
  ended(status: number): void;
}

/** The program, as those see it who report of it. */
export interface ObservedProgram {
  /** Why it stands still; null while it runs. */
  readonly stop: StopReport | null;
  /** Since when it stands still, on the threads' clock. */
  readonly stopped_at: number | null;
  /** The adapter holds the GIL: no thread can run code. */
  readonly frozen: boolean;
  /** References that results shown to the user hold: not the program's. */
  readonly held: ReadonlyMap<number, number>;
  readonly function_name: (index: number) => string;
  gil_state(): ReturnType<typeof gil_state>;
  name_of(tstate: number): string;
  is_library(path: string): boolean;
  /** The frame of this id, or the top one of the stopped thread. */
  frame(id: number | undefined): { tstate: number; frame: number };
  stop_where_all_wait(report: StopReport): boolean;
}
