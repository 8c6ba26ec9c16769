// Answers to Include/pydtrace.h of CPython 3.13: the places where a runtime event can be observed. Deviation: more places.
//
// The interpreter asks `PyDTrace_ENABLED(bit)`, one load and a test, and calls `probes.xxx` only where someone listens; what
// listens is set by probe/ in each worker. The interpreter does not know who observes or why.

import { _PyRuntimeState } from './generated/offsets';
import { HEAP32 } from './heap';
import { _PyRuntime } from './statics';

/** Bits of _PyRuntime.dtrace_mask. */
export const DTRACE_GIL = 1;
export const DTRACE_GC = 2;
export const DTRACE_DEALLOC = 4;
export const DTRACE_ARENA = 8;
export const DTRACE_THREAD = 16;
export const DTRACE_BLOCKING = 32;
/** Every change of what a thread does with the GIL: gil_wait, gil_take, gil_drop. */
export const DTRACE_GIL_STATE = 64;
/** gil_before_drop */
export const DTRACE_BEFORE_DROP = 128;

export function PyDTrace_ENABLED(bit: number): boolean {
  return (HEAP32[(_PyRuntime + _PyRuntimeState.dtrace_mask) >> 2] & bit) !== 0;
}

export interface Probes {
  /** In the thread that has just got the GIL from another. waited in ms; reason as ceval_gil.ts names it. */
  gil_handoff(tstate: number, from_tstate: number, reason: string, waited_ms: number, switch_number: number): void;
  /** In the waiter that has just set the holder's drop request. */
  gil_drop_request(holder: number, waiter: number, held_ms: number): void;
  /** The thread waits for the GIL from now on. It does not hold it. */
  gil_wait(tstate: number): void;
  /** The thread has just got the GIL, before gil_handoff. from: ident of the last holder, 0 if that was this thread. */
  gil_take(tstate: number, from: number, reason: string, switch_number: number): void;
  /** The thread is about to give the GIL up. call: what it is going to block in, or ''. */
  gil_drop(tstate: number, reason: string, call: string): void;
  /** The thread, which holds the GIL, is going to give it up: whatever it changed, others have not seen yet. */
  gil_before_drop(tstate: number): void;
  gil_release(tstate: number, call: string): void;
  gil_acquire(tstate: number, call: string): void;
  /** Before tp_dealloc; the count is 0. */
  dealloc(op: number): void;
  gc_start(generation: number, reason: string): void;
  /** The unreachable set is known (a GC list head), before finalizers and callbacks. */
  gc_unreachable(generation: number, head: number): void;
  gc_done(generation: number, collected: number, uncollectable: number): void;
  arena(address: number, mapped: boolean): void;
  thread_start(tstate: number): void;
  thread_exit(tstate: number): void;
  /** The program called breakpoint() and did not say what for. True when somebody stopped it: then there is no pdb. */
  breakpoint(tstate: number): boolean;
}

const nothing = (): void => {};

/** Replaced by probe/install.ts in a worker that is debugged. */
export const probes: Probes = {
  gil_handoff: nothing, gil_drop_request: nothing, gil_wait: nothing, gil_take: nothing, gil_drop: nothing, gil_before_drop: nothing, gil_release: nothing, gil_acquire: nothing, dealloc: nothing, gc_start: nothing,
  gc_unreachable: nothing, gc_done: nothing, arena: nothing, thread_start: nothing, thread_exit: nothing, breakpoint: () => false,
};

/** What a negative, not immortal ob_refcnt means: see probe/watch.ts. Without a watcher it is a broken count. */
export const refcount_hooks = {
  refcnt: (op: number): number => HEAP32[op >> 2] & 0x3fffffff,
  incref: (op: number): void => {
    HEAP32[op >> 2]++;
  },
  decref: (_op: number): void => {},
  /** Runs `f`, which reads or writes the `n` bytes at `at` as they are, with true counts in them. */
  bare: <T>(_at: number, _n: number, f: () => T): T => f(),
  negative: (op: number): void => {
    throw new Error(`object at 0x${op.toString(16)} has a reference count of ${HEAP32[op >> 2]} and loses another`);
  },
};
