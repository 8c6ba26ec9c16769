// Answers to Include/internal/pycore_freelist.h of CPython 3.13: the free lists of the interpreter, kept in its state.
//
// A list is PyInterpreterState.freelists[i] (the object freed last) and freelist_counts[i]. Deviation: CPython keeps most
// of them as arrays and links only tuples and floats; here every list is linked, through the slot `link` of the free object.
// The order of reuse, last freed first, and the limits are the same. The GIL guards them.

import { PyInterpreterState } from './generated/offsets';
import { HEAP32 } from './heap';
import { _PyInterpreterState_Main } from './statics';

export const FREELIST_floats = 0;
/** Tuples of size n (1..20) are list FREELIST_tuples + n - 1. */
export const FREELIST_tuples = 1;
export const FREELIST_lists = 21;
export const FREELIST_dicts = 22;
export const FREELIST_dictkeys = 23;
export const FREELIST_slices = 24;
export const FREELIST_contexts = 25;
export const FREELIST_async_gens = 26;
export const FREELIST_async_gen_asends = 27;
export const FREELIST_object_stacks = 28;

export const PyTuple_MAXSAVESIZE = 20;
export const PyTuple_MAXFREELIST = 2000;
export const PyList_MAXFREELIST = 80;
export const PyDict_MAXFREELIST = 80;
export const PyFloat_MAXFREELIST = 100;
export const PyContext_MAXFREELIST = 255;
export const _PyAsyncGen_MAXFREELIST = 80;
export const _PyObjectStackChunk_MAXFREELIST = 4;

const HEADS = _PyInterpreterState_Main + PyInterpreterState.freelists;
const COUNTS = _PyInterpreterState_Main + PyInterpreterState.freelist_counts;

/** The object freed last in list `index`, taken off it; 0 when the list is empty. */
export function freelist_pop(index: number, link: number): number {
  const head = (HEADS + (index << 3)) >> 2;
  const op = HEAP32[head];
  if (op !== 0) {
    HEAP32[head] = HEAP32[(op + link) >> 2];
    HEAP32[(COUNTS + (index << 2)) >> 2]--;
  }
  return op;
}

/** Puts `op` on list `index` unless that holds `max` already: then false, and the caller frees it. */
export function freelist_push(index: number, link: number, max: number, op: number): boolean {
  const count = (COUNTS + (index << 2)) >> 2;
  if (HEAP32[count] >= max) return false;
  const head = (HEADS + (index << 3)) >> 2;
  HEAP32[(op + link) >> 2] = HEAP32[head];
  HEAP32[(op + link + 4) >> 2] = 0;
  HEAP32[head] = op;
  HEAP32[count]++;
  return true;
}

/** How many objects list `index` holds. */
export function freelist_size(index: number): number {
  return HEAP32[(COUNTS + (index << 2)) >> 2];
}

/** Frees what list `index` holds. */
export function freelist_clear(index: number, link: number, free: (op: number) => void): void {
  for (let op = freelist_pop(index, link); op !== 0; op = freelist_pop(index, link)) free(op);
}
