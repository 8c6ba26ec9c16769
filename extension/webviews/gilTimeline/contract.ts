// Both ends of the GIL timeline: the panel in the extension host, the view in the webview.

import type { GilTimelineColumns } from '../../../debug-adapter/protocol';

export type SessionState = 'none' | 'running' | 'stopped';

export type ToView =
  /** `place`: the session's name. */
  | { readonly type: 'session'; readonly state: SessionState; readonly place: string }
  /** Rows to add; those of another recording replace what there is. */
  | { readonly type: 'columns'; readonly columns: GilTimelineColumns }
  /** A new session: nothing of the old one is shown any more. */
  | { readonly type: 'clear' }
  /** Bring the lane of a thread to the front. */
  | { readonly type: 'thread'; readonly id: number }
  | { readonly type: 'error'; readonly message: string };

export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'record'; readonly on: boolean }
  | { readonly type: 'open'; readonly path: string; readonly line: number }
  | { readonly type: 'debug' }
  | { readonly type: 'copy'; readonly text: string };
