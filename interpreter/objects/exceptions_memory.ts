// Answers to the saved MemoryErrors of Objects/exceptions.c of CPython 3.13 (get_memory_error): raising one must not need memory.
//
// Deviation: CPython makes sixteen at its start and keeps them in a free list. Here they lie in the static region, where a
// bit says which are in use; a word of zeros is the state at the start. MemoryError(...) itself makes an ordinary object.

import { PyBaseExceptionObject as E } from '../include/generated/offsets';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import { _Py_IMMORTAL_REFCNT } from '../include/object';
import { _Py_SINGLETON_tuple_empty, PyExc_MemoryError } from '../include/statics';
import { static_alloc } from '../include/typespec';
import { _PyObject_GC_TRACK } from '../python/gc';
import { _PyObject_Init } from './object';

const MEMERRORS_SAVE = 16;
const GC_HEAD = 16;
const STRIDE = (GC_HEAD + E.SIZEOF + 15) & ~15;
/** Bit n: saved error n is somewhere in use. Guarded by the GIL. */
const IN_USE = static_alloc(4) >> 2;
/** The saved ones, then the one that is raised when all of them are in use. */
const SAVED = static_alloc((MEMERRORS_SAVE + 1) * STRIDE);
const LAST_RESORT = SAVED + MEMERRORS_SAVE * STRIDE + GC_HEAD;

function blank(op: number): number {
  HEAPU8.fill(0, op - GC_HEAD, op + E.SIZEOF);
  write_ptr(_PyObject_Init(op, PyExc_MemoryError) + E.args, _Py_SINGLETON_tuple_empty);
  return op;
}

/** A MemoryError without arguments. New reference; cannot fail. The last one is shared by all who get it, and immortal. */
export function get_memory_error(): number {
  const n = 31 - Math.clz32(~HEAP32[IN_USE] & ((1 << MEMERRORS_SAVE) - 1));
  if (n < 0) {
    if (HEAP32[LAST_RESORT >> 2] === 0) HEAP32[blank(LAST_RESORT) >> 2] = _Py_IMMORTAL_REFCNT;
    return LAST_RESORT;
  }
  HEAP32[IN_USE] |= 1 << n;
  const op = blank(SAVED + n * STRIDE + GC_HEAD);
  _PyObject_GC_TRACK(op);
  return op;
}

/** At its deallocation, when it is untracked and cleared: whether `op` was a saved one, which is free again. */
export function give_back_memory_error(op: number): boolean {
  if (op < SAVED || op >= LAST_RESORT) return false;
  HEAP32[IN_USE] &= ~(1 << ((op - SAVED) / STRIDE));
  return true;
}
