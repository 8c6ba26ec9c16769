// The reference count of a watched object: a tagged one. Answers to no CPython file (see include/object.ts).
//
//   ob_refcnt, low word     ≥ 0  a count       -1  immortal       < -1  the count of a watched object, plus TAG
//
// Py_INCREF and Py_DECREF find a negative word in the branch that they take for immortal objects anyway and call
// refcount_hooks: an object that nobody watches pays nothing, whatever is watched. Each single change is seen, also those that a
// builtin or a C extension takes back before it returns. Whoever reads a count reads it through Py_REFCNT or refcount()
// (probe/objects.ts); who reads raw memory does it inside refcount_hooks.bare (ctypes) or with_true_counts (the adapter).
// C code that ctypes calls reads the memory itself and sees the tag.

import { HEAP32 } from '../include/heap';
import { _Py_Dealloc, Py_REFCNT } from '../include/object';
import { refcount_hooks } from '../include/pydtrace';
import { tagged_objects } from './data_slots';

const TAG = -0x80000000;

/** What is told of each change: filled in each realm by probe/data_breakpoints.ts. */
export interface CountListener {
  /** After a change. */
  changed(op: number, from: number, to: number): void;
  /** Before the last reference goes. */
  dying(op: number): void;
}

export function is_tagged(op: number): boolean {
  return HEAP32[op >> 2] < -1;
}

export function tag_count(op: number): void {
  HEAP32[op >> 2] = Py_REFCNT(op) + TAG;
}

export function untag_count(op: number): void {
  if (is_tagged(op)) HEAP32[op >> 2] = Py_REFCNT(op);
}

/** Runs `f` over the bytes from `at` on with true counts in them; afterwards they are tagged again, with what `f` wrote. */
export function with_true_counts<T>(at: number, n: number, f: () => T, changed?: (op: number, from: number, to: number) => void): T {
  const lifted = tagged_objects().filter((op) => op < at + n && at < op + 8 && is_tagged(op));
  if (lifted.length === 0) return f();
  const before = lifted.map((op) => Py_REFCNT(op));
  lifted.forEach(untag_count);
  try {
    return f();
  } finally {
    lifted.forEach((op, i) => {
      const now = HEAP32[op >> 2];
      if (now < 0) return;
      tag_count(op);
      if (now !== before[i]) changed?.(op, before[i], now);
    });
  }
}

/** A copy of the memory from `at` on, with true counts put into it. */
export function true_bytes(at: number, copy: Uint8Array): Uint8Array {
  for (const op of tagged_objects()) {
    const n = Py_REFCNT(op);
    for (let i = 0; i < 4; i++) if (op + i >= at && op + i < at + copy.length) copy[op + i - at] = (n >>> (8 * i)) & 255;
  }
  return copy;
}

/** In each realm of a debugged process. */
export function install_counts(listener: CountListener): void {
  refcount_hooks.incref = (op) => {
    const from = Py_REFCNT(op);
    HEAP32[op >> 2]++;
    listener.changed(op, from, from + 1);
  };
  refcount_hooks.decref = (op) => {
    if (Py_REFCNT(op) === 1) listener.dying(op);
    // Who looked at the dying object may have kept it.
    const from = Py_REFCNT(op);
    if (from > 1) {
      HEAP32[op >> 2]--;
      listener.changed(op, from, from - 1);
      return;
    }
    HEAP32[op >> 2] = 0;
    _Py_Dealloc(op);
  };
  refcount_hooks.bare = (at, n, f) => with_true_counts(at, n, f, (op, from, to) => listener.changed(op, from, to));
}
