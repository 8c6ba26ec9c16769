// Both ends of the heap graph: the panel in the extension host, the view in the webview.

import type { HeapGraphColumns, HeapSummaryColumns } from '../../../debug-adapter/protocol';

export type Roots = 'locals' | 'module' | 'cycles' | readonly number[];

export interface Query {
  readonly roots: Roots;
  /** What the variable is called whose object is the root. */
  readonly name?: string;
  readonly depth: number;
  readonly includeBuiltins: boolean;
}

/** other: the session in front is not that of the graph. */
export type SessionState = 'none' | 'running' | 'stopped' | 'other';

export type ToView =
  /** `place`: the name of the graph's session. */
  | { readonly type: 'session'; readonly state: SessionState; readonly place: string }
  /** A whole new graph. `select`: an address to put in the middle. */
  | { readonly type: 'graph'; readonly query: Query; readonly columns: HeapGraphColumns; readonly select?: number }
  /** Something to add to the graph. */
  | { readonly type: 'expansion'; readonly address: number; readonly direction: 'referents' | 'referrers'; readonly columns: HeapGraphColumns }
  | { readonly type: 'summary'; readonly columns: HeapSummaryColumns }
  | { readonly type: 'busy' }
  /** `noSession`: a session has to be started first. */
  | { readonly type: 'error'; readonly message: string; readonly noSession?: boolean };

export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'query'; readonly query: Query }
  | { readonly type: 'expand'; readonly address: number; readonly direction: 'referents' | 'referrers' }
  | { readonly type: 'summary'; readonly includeBuiltins: boolean }
  | { readonly type: 'debug' }
  | { readonly type: 'copy'; readonly text: string };
