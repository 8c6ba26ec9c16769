// What travels beside DAP between the extension and the adapter: custom requests and events, launch arguments,
// and, in the browser, the messages between the extension host and the session's worker. Types only.
//
// A `stopped` event's `description` takes the thread's name's place in VS Code's Call Stack when there is little room:
// keep it to the event's label ('GIL hand-off') and put the rest ('worker-1 → worker-2, drop_request, waited 5.1 ms') in `text`.
//
// Addresses are the heap's: plain numbers. DAP strings that name an address (memoryReference) are '0x' + hex.

// ---- launch ----------------------------------------------------------------------------------------------------

export type SchedulerPolicy = 'os' | 'round-robin' | 'seeded' | 'replay' | 'manual';

/** Arguments of DAP's `launch`; package.json's debugger attributes come from extension/contributes.ts. */
export interface PyxrayLaunchArguments {
  /** Exactly one of program, module and code. */
  program?: string;
  module?: string;
  code?: string;
  args?: string[];
  cwd?: string;
  env?: Record<string, string | null>;
  stopOnEntry?: boolean;
  justMyCode?: boolean;
  /** Milliseconds; default 5, as in CPython. */
  switchInterval?: number;
  scheduler?: SchedulerPolicy;
  seed?: number;
  /** The recorded hand-offs that scheduler 'replay' follows: a file. */
  replayFile?: string;
  /** MiB. */
  heapSize?: number;
  console?: 'internalConsole' | 'integratedTerminal' | 'externalTerminal';
  /** Event breakpoints of this session, in addition to those of setExceptionBreakpoints and pyxray/setEventBreakpoints. */
  eventBreakpoints?: (string | EventBreakpointSetting)[];
  /** Record the GIL timeline from the program's first line on, whether a view looks or not. */
  timeline?: boolean;
  /** C files to compile before the program starts: those beside it that define PyInit_<name> ('auto', the default), these, or none. */
  cExtensions?: 'auto' | false | string[];
  /** Report C extensions' mistakes with reference counts; default true. */
  referenceCheck?: boolean;
  noDebug?: boolean;
}

// ---- event breakpoints -----------------------------------------------------------------------------------------

export interface EventBreakpointSetting {
  readonly id: string;
  /** A Python expression over the event's names; absent or empty: every time. */
  readonly condition?: string;
}

/**
 * `pyxray/setEventBreakpoints`: replaces the whole set, as setExceptionBreakpoints does; of the two the later one counts.
 * Allowed at any time after `initialized`, also while the program runs. An unknown id is an error.
 */
export interface SetEventBreakpointsArguments {
  readonly filters: readonly EventBreakpointSetting[];
}
export interface SetEventBreakpointsResponse {
  /** As in setExceptionBreakpoints: one per filter, in order; `message` says why one is not verified (a condition's syntax error). */
  readonly breakpoints: readonly { readonly verified: boolean; readonly message?: string }[];
}

// ---- threads and GIL -------------------------------------------------------------------------------------------

/** What a Python thread does, seen from the GIL. `blocked`: gave up the GIL for a call; `parked`: held back by the scheduler or the debugger. */
export type GilThreadState = 'running' | 'waiting' | 'blocked' | 'parked' | 'starting' | 'exited';

export interface GilThread {
  /** The DAP thread id. */
  readonly id: number;
  readonly name: string;
  /** threading.get_ident(). */
  readonly ident: number;
  readonly state: GilThreadState;
  readonly holdsGil: boolean;
  /** Since when it is in this state, in milliseconds. */
  readonly sinceMs?: number;
  /** Blocked in: 'time.sleep', 'Lock.acquire', … */
  readonly call?: string;
  /** Where it is: function, file name and line, when it can be read. */
  readonly location?: { readonly name: string; readonly path?: string; readonly line: number /** The next instruction, as dis names it. */; readonly instruction?: string };
  readonly frozen?: boolean;
}

export interface GilSnapshot {
  readonly locked: boolean;
  /** DAP thread ids; null: nobody. */
  readonly holder: number | null;
  readonly lastHolder: number | null;
  readonly switchNumber: number;
  readonly dropRequest: boolean;
  /** Milliseconds. */
  readonly switchInterval: number;
  readonly scheduler: SchedulerPolicy;
  /** The cause of the last hand-off. */
  readonly lastReason?: HandoffReason;
  readonly threads: readonly GilThread[];
  /** All threads stand still. */
  readonly stopped: boolean;
}

/** `pyxray/gil`, no arguments: the present state; allowed while the program runs. Also the body of the event `pyxray/gil`, sent at most ten times a second while the program runs. */
export type GilResponse = GilSnapshot;

/** `pyxray/chooseNextOwner` (scheduler 'manual', or a stopped program): this thread gets the GIL next. */
export interface ChooseNextOwnerArguments {
  readonly threadId: number;
}

/** `pyxray/freezeThread`: a frozen thread does not ask for the GIL until it is thawed. */
export interface FreezeThreadArguments {
  readonly threadId: number;
  readonly frozen: boolean;
}

/** `pyxray/continueToHandoff`: continue, and stop once at the next hand-off, whatever event breakpoints are set. */
export interface ContinueToHandoffArguments {
  readonly threadId: number;
}

// ---- GIL timeline ----------------------------------------------------------------------------------------------

/** What a lane of the timeline shows: 1 holds the GIL, 2 waits for it, 3 blocked without it, 4 would wait for it but is frozen. */
export type TimelineState = 1 | 2 | 3 | 4;

/** How much of each table somebody has; also "from here on". */
export interface GilTimelineCursor {
  readonly places: number;
  readonly segments: number;
  readonly handoffs: number;
  readonly cuts: number;
}

/** `pyxray/gilTimeline`: allowed while the program runs, and after its end. */
export interface GilTimelineArguments {
  /** The recording that `since` is of; another one is sent from its beginning. */
  readonly recording?: number;
  readonly since?: GilTimelineCursor;
  /**
   * true: record, and send the event `pyxray/gilTimeline` when there is more; after false this begins a new recording.
   * false: stop recording; what there is stays. (A recording that `launch` asked for goes on, without events.)
   */
  readonly subscribe?: boolean;
}

/**
 * Columns: entry i of each column of a table belongs together. Times are milliseconds of the program since the recording began:
 * while the debugger holds the program no time passes, a cut marks the place. `thread`, `from`, `to` are indexes of `threads`;
 * `place` and `call` are indexes of `places`, 0: none. Tables hold what came since the cursor; `threads` is always whole.
 */
export interface GilTimelineColumns {
  readonly version: 1;
  /** Counts recordings; 0: nothing was recorded yet. */
  readonly recording: number;
  readonly recordingNow: boolean;
  /** Up to where everything is known. */
  readonly now: number;
  /** The program stands still; the last cut is not over. */
  readonly stopped: boolean;
  readonly threads: {
    readonly id: readonly number[];
    readonly name: readonly string[];
    /** -1: alive. */
    readonly ended: readonly number[];
    /** What it does at `now`, and since when; 0: nothing any more. */
    readonly state: readonly (TimelineState | 0)[];
    readonly since: readonly number[];
    readonly call: readonly number[];
    readonly place: readonly number[];
    readonly line: readonly number[];
  };
  /** Functions (with their file) and calls (''). */
  readonly places: { readonly name: readonly string[]; readonly path: readonly string[] };
  /** What is over, in order of the end. `place`: where the thread was at the end of a run, or where it waits or is blocked. */
  readonly segments: {
    readonly thread: readonly number[];
    readonly state: readonly TimelineState[];
    readonly from: readonly number[];
    readonly to: readonly number[];
    readonly call: readonly number[];
    readonly place: readonly number[];
    readonly line: readonly number[];
  };
  readonly handoffs: {
    /** When `from` let go, and when `to` had it. */
    readonly released: readonly number[];
    readonly taken: readonly number[];
    /** -1: a thread that had ended before the recording. */
    readonly from: readonly number[];
    readonly to: readonly number[];
    readonly reason: readonly HandoffReason[];
    readonly waited: readonly number[];
    readonly switchNumber: readonly number[];
  };
  readonly cuts: {
    readonly at: readonly number[];
    /** How long the debugger held the program; -1: it still does. */
    readonly ms: readonly number[];
    readonly thread: readonly number[];
  };
  /** Where the tables begin: what was asked for, or later if that is kept no more. */
  readonly since: GilTimelineCursor;
  readonly next: GilTimelineCursor;
  /** There is more than one answer holds: ask again from `next`. */
  readonly more: boolean;
  /** Events that came faster than they could be kept. */
  readonly lost: number;
}

export type HandoffReason = 'drop_request' | 'blocking' | 'exit' | 'manual';

/** Event `pyxray/gilTimeline`: there is more than was asked for, at most four times a second. */
export interface GilTimelineEvent {
  readonly recording: number;
  /** The program has ended, the session is about to: what came after the last answer but one, as the last one may be on its way or not arrive. */
  readonly last?: GilTimelineColumns;
}

// ---- heap graph ------------------------------------------------------------------------------------------------

/**
 * `pyxray/heapGraph`: objects from some roots along their references. Answered only while the program stands still.
 * `locals`: what the frame's locals name; `module`: the globals of the frame's module; `cycles`: the strongly connected
 * components among the tracked objects of the program's own (not of the packed library); addresses: these objects.
 */
export interface HeapGraphArguments {
  readonly roots: 'locals' | 'module' | 'cycles' | readonly number[];
  /** DAP frame id, for locals and module; default: the top frame of the thread that stopped. */
  readonly frameId?: number;
  /** How many references away from a root, 0 … */
  readonly depth: number;
  readonly maxNodes: number;
  /** Also modules, types and functions of the standard library, interned names, small ints and the like. */
  readonly includeBuiltins: boolean;
  /** 'referents' (default) follows references; 'referrers' finds what holds the roots, by a walk over all tracked objects. */
  readonly direction?: 'referents' | 'referrers';
}

/** Column-oriented: entry i of each node column is one object, entry j of each edge column one reference. */
export interface HeapGraphColumns {
  readonly version: 1;
  readonly address: readonly number[];
  readonly typeIndex: readonly number[];
  readonly types: readonly string[];
  /** Short: at most 60 characters, made without running Python code. */
  readonly repr: readonly string[];
  /** As sys.getrefcount(x) - 1; -1: immortal. */
  readonly refcount: readonly number[];
  readonly size: readonly number[];
  /** 0, 1, 2; 3: permanent; -1: not tracked. */
  readonly generation: readonly number[];
  /** Indexes into the node columns. */
  readonly edgesFrom: readonly number[];
  readonly edgesTo: readonly number[];
  /** Slot, key, index or attribute: '.parent', "['a']", '[3]', '__dict__', 'ob_type'. */
  readonly edgeLabel: readonly string[];
  /** Indexes of the roots among the nodes, with the name by which they were reached ('' for an address). */
  readonly roots: readonly number[];
  readonly rootName: readonly string[];
  /** Strongly connected component of each node, computed by the adapter over the whole reachable heap; -1: none or of one node. */
  readonly scc: readonly number[];
  /** How many references each node holds, those to objects that were not sent included. */
  readonly references: readonly number[];
  /** All objects that were reached. */
  readonly total: number;
  /** False: reading ended there; what lies beyond is not known, nor cycles through it. */
  readonly complete: boolean;
}

/** `pyxray/heapSummary`: all objects by type, for a heap that is too large to draw. */
export interface HeapSummaryArguments {
  readonly includeBuiltins: boolean;
}
export interface HeapSummaryColumns {
  readonly version: 1;
  readonly types: readonly string[];
  readonly count: readonly number[];
  readonly bytes: readonly number[];
  /** Some objects of the type, at most 20, for the graph to start from. */
  readonly examples: readonly (readonly number[])[];
}

/** `pyxray/resolveVariable`: the address behind a variable, for "Show in PyXray heap graph" where it has no memoryReference. */
export interface ResolveVariableArguments {
  readonly variablesReference: number;
  readonly name: string;
}
export interface ResolveVariableResponse {
  readonly address: number;
}

/** Request name → arguments and response. */
export interface PyxrayRequests {
  'pyxray/setEventBreakpoints': [SetEventBreakpointsArguments, SetEventBreakpointsResponse];
  'pyxray/gil': [Record<string, never>, GilResponse];
  'pyxray/chooseNextOwner': [ChooseNextOwnerArguments, Record<string, never>];
  'pyxray/freezeThread': [FreezeThreadArguments, Record<string, never>];
  'pyxray/continueToHandoff': [ContinueToHandoffArguments, Record<string, never>];
  'pyxray/gilTimeline': [GilTimelineArguments, GilTimelineColumns];
  'pyxray/heapGraph': [HeapGraphArguments, HeapGraphColumns];
  'pyxray/heapSummary': [HeapSummaryArguments, HeapSummaryColumns];
  'pyxray/resolveVariable': [ResolveVariableArguments, ResolveVariableResponse];
}

/** Event name → body. */
export interface PyxrayEvents {
  'pyxray/gil': GilSnapshot;
  'pyxray/gilTimeline': GilTimelineEvent;
}

// ---- browser: extension host ↔ session worker --------------------------------------------------------------------
//
// dist/session.web.js is an ES module; a classic worker (VS Code makes no others) imports it from distUrl, where its
// siblings are. It sets self.onmessage or listens for `message` while it is evaluated; what came earlier is delivered
// then. The first message is `start`. Workers that the session starts itself are its own affair: there `Worker` is the
// browser's own. Their URL must have the worker's origin, so make them of a blob that imports from distUrl, as above.
// DAP messages travel both ways as `dap`. The session's paths are POSIX paths: a workspace folder is mounted at its
// URI's path; the host maps them in every DAP `source`, in GilThread.location and in launch's program and cwd.

export interface StartMessage {
  readonly type: 'start';
  /** Ends with a slash: fetch(new URL('python_stdlib.zip', distUrl)). */
  readonly distUrl: string;
  /** The mounted folders: what exists for the program, apart from its own temporary files. */
  readonly mounts: readonly string[];
}
export interface DapMessage {
  readonly type: 'dap';
  readonly message: object;
}
/** The worker cannot go on; the session ends with this text. */
export interface FatalMessage {
  readonly type: 'fatal';
  readonly text: string;
}
export interface FsStat {
  readonly kind: 'file' | 'directory';
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
}
export type FsRequestMessage =
  | { readonly type: 'fs'; readonly id: number; readonly op: 'readFile' | 'stat' | 'readDirectory'; readonly path: string }
  | { readonly type: 'fs'; readonly id: number; readonly op: 'writeFile'; readonly path: string; readonly content: Uint8Array };
/** `value`: readFile: Uint8Array; stat: FsStat; readDirectory: [name, kind][]; writeFile: null. `error`: an errno name (ENOENT, EACCES, EISDIR, ENOTDIR, EIO). */
export type FsResponseMessage =
  | { readonly type: 'fsResult'; readonly id: number; readonly ok: true; readonly value: Uint8Array | FsStat | readonly (readonly [string, 'file' | 'directory'])[] | null }
  | { readonly type: 'fsResult'; readonly id: number; readonly ok: false; readonly error: string; readonly message: string };

export type HostToSessionMessage = StartMessage | DapMessage | FsResponseMessage;
export type SessionToHostMessage = DapMessage | FsRequestMessage | FatalMessage;
