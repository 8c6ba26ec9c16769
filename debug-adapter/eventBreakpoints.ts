// Event breakpoints, once for all: the adapter announces them as exception filters, the extension lists them in its own
// view before any session has run. What a condition can name is in DEBUGGER terms: see conditionDescription.

export interface EventBreakpoint {
  /** The exception filter's id. */
  readonly id: string;
  readonly group: 'GIL' | 'Reference counts' | 'Garbage collector' | 'Allocator' | 'Threads' | 'Exceptions';
  readonly label: string;
  readonly description: string;
  /** Placeholder of the condition's input box: the names a condition can use. */
  readonly conditionDescription: string;
  readonly default: boolean;
  /** Only what the interpreter really raises is offered. */
  readonly implemented: boolean;
}

export const eventBreakpoints: readonly EventBreakpoint[] = [
  {
    id: 'gil.handoff',
    group: 'GIL',
    label: 'GIL hand-off',
    description: 'Stop in the thread that has just got the GIL from another one; with "justMyCode" where it runs your own code.',
    conditionDescription: "from_thread, to_thread, reason ('drop_request', 'blocking', 'exit', 'manual'), waited_ms, switch_number, line",
    default: false,
    implemented: true,
  },
  {
    id: 'gil.drop_request',
    group: 'GIL',
    label: 'GIL drop request',
    description: "Stop in the holder when a waiting thread's switch interval has run out (scheduler 'os').",
    conditionDescription: 'holder, waiter, held_ms',
    default: false,
    implemented: true,
  },
  {
    id: 'gil.release',
    group: 'GIL',
    label: 'GIL release for a blocking call',
    description: 'Stop before a blocking call (time.sleep, read, Lock.acquire, …) gives up the GIL.',
    conditionDescription: 'thread, call',
    default: false,
    implemented: true,
  },
  {
    id: 'gil.acquire',
    group: 'GIL',
    label: 'GIL re-acquired after a blocking call',
    description: 'Stop when a thread has the GIL again after a blocking call.',
    conditionDescription: 'thread, call',
    default: false,
    implemented: true,
  },
  {
    id: 'refcount.zero',
    group: 'Reference counts',
    label: 'Reference count reaches zero',
    description: 'Stop before an object is deallocated.',
    conditionDescription: 'type, repr, address, size',
    default: false,
    implemented: true,
  },
  {
    id: 'refcount.error',
    group: 'Reference counts',
    label: 'Reference count error',
    description: 'Stop on a negative count, a count below the real references, a use after free or a stale borrowed reference.',
    conditionDescription: 'type, address, kind, c_file, c_line',
    default: false,
    implemented: true,
  },
  {
    id: 'gc.start',
    group: 'Garbage collector',
    label: 'Garbage collection starts',
    description: 'Stop before a collection.',
    conditionDescription: 'generation',
    default: false,
    implemented: true,
  },
  {
    id: 'gc.unreachable',
    group: 'Garbage collector',
    label: 'Unreachable objects found',
    description: "Stop when a collection's unreachable set is known, before finalizers run.",
    conditionDescription: 'generation, unreachable',
    default: false,
    implemented: true,
  },
  {
    id: 'gc.done',
    group: 'Garbage collector',
    label: 'Garbage collection done',
    description: 'Stop after a collection.',
    conditionDescription: 'generation, collected, uncollectable',
    default: false,
    implemented: true,
  },
  {
    id: 'alloc.arena',
    group: 'Allocator',
    label: 'Arena mapped or released',
    description: 'Stop after the allocator has mapped or released an arena, at the next look at the eval breaker.',
    conditionDescription: "arenas, bytes, change ('mapped', 'released')",
    default: false,
    implemented: true,
  },
  {
    id: 'thread.start',
    group: 'Threads',
    label: 'Thread starts',
    description: 'Stop in a thread before its first instruction.',
    conditionDescription: 'thread',
    default: false,
    implemented: true,
  },
  {
    id: 'thread.exit',
    group: 'Threads',
    label: 'Thread exits',
    description: 'Stop in a thread after its last instruction.',
    conditionDescription: 'thread',
    default: false,
    implemented: true,
  },
  {
    id: 'deadlock',
    group: 'Threads',
    label: 'Deadlock',
    description: 'Stop when every thread waits for another one.',
    conditionDescription: 'threads',
    default: false,
    implemented: true,
  },
  {
    id: 'raised',
    group: 'Exceptions',
    label: 'Raised exceptions',
    description: 'Stop where an exception is raised.',
    conditionDescription: "type, value; for example type == 'ValueError'",
    default: false,
    implemented: true,
  },
  {
    id: 'uncaught',
    group: 'Exceptions',
    label: 'Uncaught exceptions',
    description: 'Stop where an exception is raised that nobody will catch. SystemExit is none: the program asks for its end.',
    conditionDescription: "type, value; for example type != 'KeyboardInterrupt'",
    default: true,
    implemented: true,
  },
  {
    id: 'userUncaught',
    group: 'Exceptions',
    label: 'User uncaught exceptions',
    description: 'Stop where an exception leaves your own code uncaught for library code to catch.',
    conditionDescription: 'type, value',
    default: false,
    implemented: true,
  },
];

export const implementedEventBreakpoints: readonly EventBreakpoint[] = eventBreakpoints.filter((event) => event.implemented);
