// Answers to Python/gc.c of CPython 3.13.0 (three generations; the incremental collector was taken out before 3.13.0).
//
// Reference counting frees everything but cycles. Objects of types with Py_TPFLAGS_HAVE_GC carry a 16-byte head before them
// and, while tracked, sit in one of three doubly linked lists, the generations. A collection of generation n merges the
// younger lists into n and then asks: which of these objects are kept alive only by each other?
//
//   1 update_refs       copy every object's count into its head (gc_refs), marking it COLLECTING
//   2 subtract_refs     for every reference from one object of the list to another, take one off the target's gc_refs.
//                       What is left counts references from outside: > 0 means reachable
//   3 move_unreachable  walk the list; an object with gc_refs 0 is moved to `unreachable`, tentatively; an object with
//                       gc_refs > 0 is reachable, and so is all that it references: those are moved back
//   4 finalizers        weak references to the unreachable are cleared and their callbacks called, tp_finalize is called once
//                       per object, objects that finalizers resurrected go back to an older generation
//   5 delete_garbage    tp_clear breaks the cycles; reference counting does the rest
//
//   _gc_next: pointer, 0 = untracked; bit 0 = NEXT_MASK_UNREACHABLE while step 3 runs
//   _gc_prev: pointer or gc_refs << 2; bit 0 = FINALIZED, bit 1 = COLLECTING
//
// Deviation: list heads are at fixed places of the interpreter state. `probes` are asked where CPython has gc__start/gc__done,
// and also when the unreachable set is known.

import { _gc_runtime_state, gc_generation, gc_generation_stats, PyGC_Head, PyInterpreterState, PyTypeObject, PyVarObject, PyWeakReference } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_REFCNT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_PREHEADER, Py_TYPE, Py_XDECREF, PyType_HasFeature } from '../include/object';
import { DTRACE_GC, PyDTrace_ENABLED, probes } from '../include/pydtrace';
import { _Py_set_eval_breaker_bit, _Py_unset_eval_breaker_bit, _PY_GC_SCHEDULED_BIT } from '../include/pycore_ceval';
import { _PyInterpreterState_Main, PyExc_ResourceWarning, PyTuple_Type } from '../include/statics';
import { PyObject_Free, PyObject_Malloc, PyObject_Realloc } from '../objects/obmalloc';
import { PyObject_CallOneArg, PyObject_Vectorcall } from '../objects/call';
import { _PyDict_MaybeUntrack, PyDict_CheckExact, PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyList_Append, PyList_New } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyTuple_CheckExact, _PyTuple_MaybeUntrack } from '../objects/tupleobject';
import { _PyType_SUPPORTS_WEAKREFS, _PyWeakref_ClearRef, PyWeakref_Check } from '../objects/weakrefobject';
import { _PyErr_Occurred, PyErr_FormatUnraisable, PyErr_GetRaisedException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetRaisedException, PyErr_WarnEx } from './errors';
import { _PyThreadState_GET } from './pystate';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { _PyTime_PerfCounterSeconds } from './pytime';
import { PySys_FormatStderr } from './sysmodule';
import { _PyObject_ClearFreeLists, _PyObject_GET_WEAKREFS_LISTPTR, _PyObject_Init, _PyObject_InitVar } from '../objects/object';
import { _PyType_Name } from '../objects/typeobject';

export type visitproc = (op: number, arg: number) => number;

const GC = _PyInterpreterState_Main + PyInterpreterState.gc;
const NUM_GENERATIONS = 3;
export const _PyGC_PREV_MASK_FINALIZED = 1;
export const _PyGC_PREV_MASK_COLLECTING = 2;
export const _PyGC_PREV_SHIFT = 2;
const PREV_MASK = ~3;
const NEXT_MASK_UNREACHABLE = 1;
const HEAD = PyGC_Head.SIZEOF;
export const DEBUG_STATS = 1;
export const DEBUG_COLLECTABLE = 2;
export const DEBUG_UNCOLLECTABLE = 4;
export const DEBUG_SAVEALL = 32;
export const DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;

/** The list head of generation 0, 1 or 2. */
export function GEN_HEAD(n: number): number {
  return GC + _gc_runtime_state.generations + n * gc_generation.SIZEOF;
}
export const PERMANENT = GC + _gc_runtime_state.permanent_generation;

export function gc_state(field: number): number {
  return GC + field;
}
export function generation_count(n: number): number {
  return GEN_HEAD(n) + gc_generation.count;
}
export function generation_threshold(n: number): number {
  return GEN_HEAD(n) + gc_generation.threshold;
}
export function generation_stats(n: number): number {
  return GC + _gc_runtime_state.generation_stats + n * gc_generation_stats.SIZEOF;
}

export function _PyGC_InitState(): void {
  for (let i = 0; i < NUM_GENERATIONS; i++) gc_list_init(GEN_HEAD(i));
  gc_list_init(PERMANENT);
  HEAP32[(GC + _gc_runtime_state.enabled) >> 2] = 1;
  write_ptr(GC + _gc_runtime_state.generation0, GEN_HEAD(0));
  [2000, 10, 10].forEach((t, i) => {
    HEAP32[generation_threshold(i) >> 2] = t;
  });
}

/** Makes gc.garbage and gc.callbacks. 0 or -1. */
export function _PyGC_Init(): number {
  const garbage = PyList_New(0);
  const callbacks = PyList_New(0);
  if (garbage === 0 || callbacks === 0) return -1;
  write_ptr(GC + _gc_runtime_state.garbage, garbage);
  write_ptr(GC + _gc_runtime_state.callbacks, callbacks);
  return 0;
}

// --- heads and lists ------------------------------------------------------------------------------------------------

export function _Py_AS_GC(op: number): number {
  return op - HEAD;
}
export function _Py_FROM_GC(gc: number): number {
  return gc + HEAD;
}
/** Pointer bits of a list head's or object's _gc_next. */
export function GC_NEXT(g: number): number {
  return HEAP32[g >> 2];
}
function GC_PREV(g: number): number {
  return HEAP32[(g + 8) >> 2] & PREV_MASK;
}
function set_next(g: number, v: number): void {
  HEAP32[g >> 2] = v;
}
function set_prev(g: number, v: number): void {
  HEAP32[(g + 8) >> 2] = (HEAP32[(g + 8) >> 2] & 3) | v;
}

export function gc_list_init(list: number): void {
  write_ptr(list, list);
  write_ptr(list + 8, list);
}
export function gc_list_is_empty(list: number): boolean {
  return GC_NEXT(list) === list;
}
function gc_list_append(node: number, list: number): void {
  const last = HEAP32[(list + 8) >> 2];
  set_prev(node, last);
  set_next(last, node);
  set_next(node, list);
  HEAP32[(list + 8) >> 2] = node;
}
function gc_list_move(node: number, list: number): void {
  const from_prev = GC_PREV(node);
  const from_next = GC_NEXT(node);
  set_next(from_prev, from_next);
  set_prev(from_next, from_prev);
  const to_prev = HEAP32[(list + 8) >> 2];
  set_prev(node, to_prev);
  set_next(to_prev, node);
  HEAP32[(list + 8) >> 2] = node;
  set_next(node, list);
}
function gc_list_merge(from: number, to: number): void {
  if (gc_list_is_empty(from)) return;
  const to_tail = GC_PREV(to);
  const from_head = GC_NEXT(from);
  const from_tail = GC_PREV(from);
  set_next(to_tail, from_head);
  set_prev(from_head, to_tail);
  set_next(from_tail, to);
  set_prev(to, from_tail);
  gc_list_init(from);
}
export function gc_list_size(list: number): number {
  let n = 0;
  for (let g = GC_NEXT(list); g !== list; g = GC_NEXT(g)) n++;
  return n;
}

// --- tracking and allocation ----------------------------------------------------------------------------------------

export function _PyObject_GC_IS_TRACKED(op: number): boolean {
  return HEAP32[(op - HEAD) >> 2] !== 0;
}
/** Whether the object is tracked now or may come to be: not for atoms and untracked exact tuples. */
export function _PyObject_GC_MAY_BE_TRACKED(op: number): boolean {
  return _PyObject_IS_GC(op) && (Py_TYPE(op) !== PyTuple_Type || _PyObject_GC_IS_TRACKED(op));
}
export function PyObject_GC_IsTracked(op: number): number {
  return _PyObject_IS_GC(op) && _PyObject_GC_IS_TRACKED(op) ? 1 : 0;
}
export function _PyGC_FINALIZED(op: number): boolean {
  return (HEAP32[(op - HEAD + 8) >> 2] & _PyGC_PREV_MASK_FINALIZED) !== 0;
}
export function _PyGC_SET_FINALIZED(op: number): void {
  HEAP32[(op - HEAD + 8) >> 2] |= _PyGC_PREV_MASK_FINALIZED;
}
export function PyObject_GC_IsFinalized(op: number): number {
  return _PyObject_IS_GC(op) && _PyGC_FINALIZED(op) ? 1 : 0;
}

export function PyType_IS_GC(type: number): boolean {
  return PyType_HasFeature(type, Py_TPFLAGS_HAVE_GC);
}
export function _PyObject_IS_GC(op: number): boolean {
  const type = Py_TYPE(op);
  if (!PyType_HasFeature(type, Py_TPFLAGS_HAVE_GC)) return false;
  const is_gc = HEAP32[(type + PyTypeObject.tp_is_gc) >> 2];
  return is_gc === 0 || FUNCS[is_gc](op) !== 0;
}
export function PyObject_IS_GC(op: number): boolean {
  return _PyObject_IS_GC(op);
}

/** Puts the object at the end of generation 0. It must not be tracked. */
export function _PyObject_GC_TRACK(op: number): void {
  const gc = op - HEAD;
  const gen0 = GEN_HEAD(0);
  const last = HEAP32[(gen0 + 8) >> 2];
  HEAP32[last >> 2] = gc;
  HEAP32[(gc + 8) >> 2] = (HEAP32[(gc + 8) >> 2] & _PyGC_PREV_MASK_FINALIZED) | last;
  HEAP32[gc >> 2] = gen0;
  HEAP32[(gen0 + 8) >> 2] = gc;
}
export function _PyObject_GC_UNTRACK(op: number): void {
  const gc = op - HEAD;
  const prev = HEAP32[(gc + 8) >> 2] & PREV_MASK;
  const next = HEAP32[gc >> 2];
  HEAP32[prev >> 2] = next;
  HEAP32[(next + 8) >> 2] = (HEAP32[(next + 8) >> 2] & 3) | prev;
  HEAP32[gc >> 2] = 0;
  HEAP32[(gc + 8) >> 2] &= _PyGC_PREV_MASK_FINALIZED;
}
export function PyObject_GC_Track(op: number): void {
  if (_PyObject_GC_IS_TRACKED(op)) throw new Error(`object 0x${op.toString(16)} is already tracked by the garbage collector`);
  _PyObject_GC_TRACK(op);
}
export function PyObject_GC_UnTrack(op: number): void {
  if (_PyObject_GC_IS_TRACKED(op)) _PyObject_GC_UNTRACK(op);
}

/** Counts a new container and schedules a collection when generation 0 is full. */
export function _PyObject_GC_Link(op: number): void {
  const g = op - HEAD;
  write_ptr(g, 0);
  write_ptr(g + 8, 0);
  const gen0 = GEN_HEAD(0);
  const count = ++HEAP32[(gen0 + gc_generation.count) >> 2];
  const threshold = HEAP32[(gen0 + gc_generation.threshold) >> 2];
  if (count > threshold && threshold !== 0) maybe_schedule();
}

function maybe_schedule(): void {
  if (HEAP32[(GC + _gc_runtime_state.enabled) >> 2] === 0 || HEAP32[(GC + _gc_runtime_state.collecting) >> 2] !== 0) return;
  const tstate = _PyThreadState_GET();
  if (!_PyErr_Occurred(tstate)) _Py_ScheduleGC(tstate);
}

export function _Py_ScheduleGC(tstate: number): void {
  _Py_set_eval_breaker_bit(tstate, _PY_GC_SCHEDULED_BIT);
}

const FREQUENTLY = 20;

/**
 * Runs `f` with empty young generations of its own and frequent collections of the youngest, collects what it leaves, and puts
 * generations 0 and 1, thresholds, counts and statistics back.
 */
export function gc_run_apart(tstate: number, f: () => void): void {
  const mark = stackSave();
  const aside = [stackAlloc(HEAD), stackAlloc(HEAD)];
  for (const [i, list] of aside.entries()) {
    gc_list_init(list);
    gc_list_merge(GEN_HEAD(i), list);
  }
  const numbers: number[] = [GC + _gc_runtime_state.enabled, GC + _gc_runtime_state.long_lived_pending];
  for (let i = 0; i < NUM_GENERATIONS; i++) {
    numbers.push(generation_count(i), generation_threshold(i));
    for (let at = 0; at < gc_generation_stats.SIZEOF; at += 8) numbers.push(generation_stats(i) + at);
  }
  const saved = numbers.map((at) => HEAP32[at >> 2]);
  for (const [i, threshold] of [FREQUENTLY, 1000, 1000].entries()) HEAP32[generation_threshold(i) >> 2] = threshold;
  for (const i of [0, 1]) HEAP32[generation_count(i) >> 2] = 0;
  f();
  gc_collect_main(tstate, 1, 'shutdown');
  _Py_unset_eval_breaker_bit(tstate, _PY_GC_SCHEDULED_BIT);
  for (const [i, at] of numbers.entries()) HEAP32[at >> 2] = saved[i];
  for (const [i, list] of aside.entries()) gc_list_merge(list, GEN_HEAD(i));
  stackRestore(mark);
}

/** Called by _Py_HandlePending. */
export function _Py_RunGC(tstate: number): void {
  if (HEAP32[(GC + _gc_runtime_state.enabled) >> 2] === 0) return;
  gc_collect_main(tstate, -1, 'heap');
}

/** Bytes in front of an object of this type: GC head, managed dict and weakref pointers. */
export function _PyType_PreHeaderSize(type: number): number {
  return (PyType_HasFeature(type, Py_TPFLAGS_HAVE_GC) ? HEAD : 0) + (PyType_HasFeature(type, Py_TPFLAGS_PREHEADER) ? 16 : 0);
}

/** Raw memory of an object with GC head and `presize` bytes before that, cleared in front; the object's address or 0 (MemoryError). */
export function gc_alloc(basicsize: number, presize: number): number {
  const mem = PyObject_Malloc(basicsize + presize);
  if (mem === 0) return PyErr_NoMemory();
  if (presize > HEAD) {
    write_ptr(mem, 0);
    write_ptr(mem + 8, 0);
  }
  const op = mem + presize;
  _PyObject_GC_Link(op);
  return op;
}

/** New reference, untracked. The body is not cleared. */
export function _PyObject_GC_New(tp: number): number {
  const op = gc_alloc(HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2], _PyType_PreHeaderSize(tp));
  if (op !== 0) _PyObject_Init(op, tp);
  return op;
}
export const PyObject_GC_New = _PyObject_GC_New;

/** New reference, untracked, ob_size set. The body is not cleared. */
export function _PyObject_GC_NewVar(tp: number, nitems: number): number {
  const size = (HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2] + nitems * HEAP32[(tp + PyTypeObject.tp_itemsize) >> 2] + 7) & ~7;
  if (nitems > 0x7fffffff || size < 0) return PyErr_NoMemory();
  const op = gc_alloc(size, _PyType_PreHeaderSize(tp));
  if (op !== 0) _PyObject_InitVar(op, tp, nitems);
  return op;
}
export const PyObject_GC_NewVar = _PyObject_GC_NewVar;

/** Resizes an untracked var object; 0 (MemoryError, the object stays) on failure. */
export function _PyObject_GC_Resize(op: number, nitems: number): number {
  const tp = Py_TYPE(op);
  const size = (HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2] + nitems * HEAP32[(tp + PyTypeObject.tp_itemsize) >> 2] + 7) & ~7;
  const presize = _PyType_PreHeaderSize(tp);
  const mem = PyObject_Realloc(op - presize, size + presize);
  if (mem === 0) return PyErr_NoMemory();
  const moved = mem + presize;
  HEAP32[(moved + PyVarObject.ob_size) >> 2] = nitems;
  return moved;
}

export function PyObject_GC_Del(op: number): void {
  const presize = _PyType_PreHeaderSize(Py_TYPE(op));
  if (_PyObject_GC_IS_TRACKED(op)) _PyObject_GC_UNTRACK(op);
  const count = generation_count(0) >> 2;
  if (HEAP32[count] > 0) HEAP32[count]--;
  PyObject_Free(op - presize);
}

// --- the collection -------------------------------------------------------------------------------------------------

function gc_refs(g: number): number {
  return HEAP32[(g + 8) >> 2] >> _PyGC_PREV_SHIFT;
}
function gc_is_collecting(g: number): boolean {
  return (HEAP32[(g + 8) >> 2] & _PyGC_PREV_MASK_COLLECTING) !== 0;
}
function gc_clear_collecting(g: number): void {
  HEAP32[(g + 8) >> 2] &= ~_PyGC_PREV_MASK_COLLECTING;
}

function traverse(op: number, visit: visitproc, arg: number): number {
  const f = HEAP32[(Py_TYPE(op) + PyTypeObject.tp_traverse) >> 2];
  return f === 0 ? 0 : FUNCS[f](op, visit, arg);
}

/** Step 1. Immortal objects leave the list, as in CPython. */
function update_refs(containers: number): void {
  let g = GC_NEXT(containers);
  while (g !== containers) {
    const next = GC_NEXT(g);
    const op = g + HEAD;
    if (HEAP32[op >> 2] === -1) {
      gc_list_move(g, GEN_HEAD(2));
      g = next;
      continue;
    }
    HEAP32[(g + 8) >> 2] = (HEAP32[(g + 8) >> 2] & _PyGC_PREV_MASK_FINALIZED) | _PyGC_PREV_MASK_COLLECTING | (Py_REFCNT(op) << _PyGC_PREV_SHIFT);
    g = next;
  }
}

const visit_decref: visitproc = (op) => {
  if (_PyObject_IS_GC(op)) {
    const g = op - HEAD;
    if (gc_is_collecting(g)) HEAP32[(g + 8) >> 2] -= 1 << _PyGC_PREV_SHIFT;
  }
  return 0;
};

/** Step 2. */
function subtract_refs(containers: number): void {
  for (let g = GC_NEXT(containers); g !== containers; g = GC_NEXT(g)) traverse(g + HEAD, visit_decref, g + HEAD);
}

const visit_reachable: visitproc = (op, reachable) => {
  if (!_PyObject_IS_GC(op)) return 0;
  const g = op - HEAD;
  if (!gc_is_collecting(g)) return 0;
  if ((HEAP32[g >> 2] & NEXT_MASK_UNREACHABLE) !== 0) {
    // Tentatively unreachable, and reached after all: unlink by hand (its _gc_next carries the flag) and move back.
    const prev = GC_PREV(g);
    const next = HEAP32[g >> 2] & ~NEXT_MASK_UNREACHABLE;
    HEAP32[prev >> 2] = (HEAP32[prev >> 2] & NEXT_MASK_UNREACHABLE) | next;
    set_prev(next, prev);
    HEAP32[g >> 2] = 0;
    gc_list_append(g, reachable);
    set_refs(g, 1);
  } else if (gc_refs(g) === 0) set_refs(g, 1);
  return 0;
};

/**
 * While objects wait in the young list, their _gc_prev holds gc_refs, not a pointer: only the part already walked is doubly
 * linked. gc_list_append links through the list head's prev, which is kept right.
 */
function set_refs(g: number, refs: number): void {
  HEAP32[(g + 8) >> 2] = (HEAP32[(g + 8) >> 2] & 3) | (refs << _PyGC_PREV_SHIFT);
}

/** Step 3. On return `young` is the reachable, doubly linked again; `unreachable` has its flags on every _gc_next. */
function move_unreachable(young: number, unreachable: number): void {
  let prev = young;
  let g = GC_NEXT(young);
  while (g !== young) {
    if (gc_refs(g) !== 0) {
      traverse(g + HEAD, visit_reachable, young);
      set_prev(g, prev);
      gc_clear_collecting(g);
      prev = g;
    } else {
      HEAP32[prev >> 2] = HEAP32[g >> 2];
      const last = HEAP32[(unreachable + 8) >> 2];
      HEAP32[last >> 2] = NEXT_MASK_UNREACHABLE | g;
      set_prev(g, last);
      HEAP32[g >> 2] = NEXT_MASK_UNREACHABLE | unreachable;
      HEAP32[(unreachable + 8) >> 2] = g;
    }
    g = HEAP32[prev >> 2];
  }
  HEAP32[(young + 8) >> 2] = prev;
  HEAP32[unreachable >> 2] &= ~NEXT_MASK_UNREACHABLE;
}

function clear_unreachable_mask(unreachable: number): void {
  HEAP32[unreachable >> 2] &= ~NEXT_MASK_UNREACHABLE;
  let g = HEAP32[unreachable >> 2];
  while (g !== unreachable) {
    const next = HEAP32[g >> 2] & ~NEXT_MASK_UNREACHABLE;
    HEAP32[g >> 2] = next;
    g = next;
  }
}

function deduce_unreachable(base: number, unreachable: number): void {
  update_refs(base);
  subtract_refs(base);
  gc_list_init(unreachable);
  move_unreachable(base, unreachable);
}

function untrack_tuples(head: number): void {
  for (let g = GC_NEXT(head); g !== head; ) {
    const next = GC_NEXT(g);
    if (PyTuple_CheckExact(g + HEAD)) _PyTuple_MaybeUntrack(g + HEAD);
    g = next;
  }
}
function untrack_dicts(head: number): void {
  for (let g = GC_NEXT(head); g !== head; ) {
    const next = GC_NEXT(g);
    if (PyDict_CheckExact(g + HEAD)) _PyDict_MaybeUntrack(g + HEAD);
    g = next;
  }
}

function has_legacy_finalizer(op: number): boolean {
  return HEAP32[(Py_TYPE(op) + PyTypeObject.tp_del) >> 2] !== 0;
}

/** Objects with tp_del, and what is reachable from them, cannot be collected. */
function move_legacy_finalizers(unreachable: number, finalizers: number): void {
  for (let g = GC_NEXT(unreachable); g !== unreachable; ) {
    HEAP32[g >> 2] &= ~NEXT_MASK_UNREACHABLE;
    const next = GC_NEXT(g);
    if (has_legacy_finalizer(g + HEAD)) {
      gc_clear_collecting(g);
      gc_list_move(g, finalizers);
    }
    g = next;
  }
}
const visit_move: visitproc = (op, tolist) => {
  if (_PyObject_IS_GC(op)) {
    const g = op - HEAD;
    if (gc_is_collecting(g)) {
      gc_list_move(g, tolist);
      gc_clear_collecting(g);
    }
  }
  return 0;
};
function move_legacy_finalizer_reachable(finalizers: number): void {
  for (let g = GC_NEXT(finalizers); g !== finalizers; g = GC_NEXT(g)) traverse(g + HEAD, visit_move, finalizers);
}

/** Clears weak references to unreachable objects; callbacks of reachable ones are called. The number of cleared dead ones. */
function handle_weakrefs(unreachable: number, old: number): number {
  const mark = stackSave();
  const wrcb_to_call = stackAlloc(HEAD);
  gc_list_init(wrcb_to_call);
  for (let g = GC_NEXT(unreachable); g !== unreachable; ) {
    const op = g + HEAD;
    const next = GC_NEXT(g);
    // An unreachable weakref's callback must not run: take it out of its referent's hands.
    if (PyWeakref_Check(op)) _PyWeakref_ClearRef(op);
    const list = _PyType_SUPPORTS_WEAKREFS(Py_TYPE(op)) ? _PyObject_GET_WEAKREFS_LISTPTR(op) : 0;
    if (list !== 0) {
      for (let wr = HEAP32[list >> 2]; wr !== 0; wr = HEAP32[list >> 2]) {
        _PyWeakref_ClearRef(wr);
        if (HEAP32[(wr + PyWeakReference.wr_callback) >> 2] === 0) continue;
        const wrasgc = wr - HEAD;
        if (gc_is_collecting(wrasgc)) continue;
        Py_INCREF(wr);
        gc_list_move(wrasgc, wrcb_to_call);
      }
    }
    g = next;
  }
  let num_freed = 0;
  while (!gc_list_is_empty(wrcb_to_call)) {
    const g = GC_NEXT(wrcb_to_call);
    const op = g + HEAD;
    const callback = HEAP32[(op + PyWeakReference.wr_callback) >> 2];
    const temp = PyObject_CallOneArg(callback, op);
    if (temp === 0) PyErr_FormatUnraisable('Exception ignored on calling weakref callback %R', callback);
    else Py_DECREF(temp);
    Py_DECREF(op);
    if (wrcb_to_call !== 0 && GC_NEXT(wrcb_to_call) === g) gc_list_move(g, old);
    else num_freed++;
  }
  stackRestore(mark);
  return num_freed;
}

/** Calls tp_finalize once per object. The collected objects stay in `collectable`. */
function finalize_garbage(collectable: number): void {
  const mark = stackSave();
  const seen = stackAlloc(HEAD);
  gc_list_init(seen);
  while (!gc_list_is_empty(collectable)) {
    const g = GC_NEXT(collectable);
    const op = g + HEAD;
    gc_list_move(g, seen);
    const finalize = HEAP32[(Py_TYPE(op) + PyTypeObject.tp_finalize) >> 2];
    if (finalize !== 0 && !_PyGC_FINALIZED(op)) {
      _PyGC_SET_FINALIZED(op);
      Py_INCREF(op);
      FUNCS[finalize](op);
      Py_DECREF(op);
    }
  }
  gc_list_merge(seen, collectable);
  stackRestore(mark);
}

function handle_resurrected_objects(unreachable: number, still_unreachable: number, old: number): void {
  gc_list_clear_collecting(unreachable);
  deduce_unreachable(unreachable, still_unreachable);
  clear_unreachable_mask(still_unreachable);
  gc_list_merge(unreachable, old);
}
function gc_list_clear_collecting(list: number): void {
  for (let g = GC_NEXT(list); g !== list; g = GC_NEXT(g)) gc_clear_collecting(g);
}

/** Step 5. */
function delete_garbage(collectable: number, old: number): void {
  const tstate = _PyThreadState_GET();
  const save_all = (HEAP32[(GC + _gc_runtime_state.debug) >> 2] & DEBUG_SAVEALL) !== 0;
  while (!gc_list_is_empty(collectable)) {
    const g = GC_NEXT(collectable);
    const op = g + HEAD;
    if (save_all) {
      if (PyList_Append(HEAP32[(GC + _gc_runtime_state.garbage) >> 2], op) < 0) PyErr_FormatUnraisable('Exception ignored in garbage collection');
    } else {
      const clear = HEAP32[(Py_TYPE(op) + PyTypeObject.tp_clear) >> 2];
      if (clear !== 0) {
        Py_INCREF(op);
        FUNCS[clear](op);
        if (_PyErr_Occurred(tstate)) PyErr_FormatUnraisable('Exception ignored in tp_clear of %s', _PyType_Name(Py_TYPE(op)));
        Py_DECREF(op);
      }
    }
    if (GC_NEXT(collectable) === g) {
      gc_clear_collecting(g);
      gc_list_move(g, old);
    }
  }
}

function debug_cycle(msg: string, op: number): void {
  PySys_FormatStderr(`gc: ${msg} <${_PyType_Name(Py_TYPE(op))} 0x${op.toString(16)}>\n`);
}

/** The oldest generation that is due; -1 for none. */
function gc_select_generation(): number {
  for (let i = NUM_GENERATIONS - 1; i >= 0; i--) {
    if (HEAP32[generation_count(i) >> 2] <= HEAP32[generation_threshold(i) >> 2]) continue;
    // A full collection waits until the pending objects are more than a quarter of the old ones.
    if (i === NUM_GENERATIONS - 1 && read_ssize(GC + _gc_runtime_state.long_lived_pending) < Math.floor(read_ssize(GC + _gc_runtime_state.long_lived_total) / 4)) continue;
    return i;
  }
  return -1;
}

/** gc.callbacks with phase and info. */
function invoke_gc_callback(phase: string, generation: number, collected: number, uncollectable: number): void {
  const callbacks = HEAP32[(GC + _gc_runtime_state.callbacks) >> 2];
  if (callbacks === 0 || HEAP32[(callbacks + PyVarObject.ob_size) >> 2] === 0) return;
  const info = PyDict_New();
  if (info === 0) return PyErr_FormatUnraisable('Exception ignored while invoking gc callbacks');
  for (const [k, v] of [['generation', generation], ['collected', collected], ['uncollectable', uncollectable]] as const) {
    const n = PyLong_FromLong(v);
    PyDict_SetItemString(info, k, n);
    Py_XDECREF(n);
  }
  const phase_obj = PyUnicode_FromString(phase);
  for (let i = 0; i < HEAP32[(callbacks + PyVarObject.ob_size) >> 2]; i++) {
    const cb = HEAP32[(HEAP32[(callbacks + 24) >> 2] + i * 8) >> 2];
    Py_INCREF(cb);
    const mark = stackSave();
    const args = stackAlloc(16);
    write_ptr(args, phase_obj);
    write_ptr(args + 8, info);
    const r = PyObject_Vectorcall(cb, args, 2, 0);
    stackRestore(mark);
    if (r === 0) PyErr_FormatUnraisable('Exception ignored while calling GC callback %R', cb);
    else Py_DECREF(r);
    Py_DECREF(cb);
  }
  Py_DECREF(phase_obj);
  Py_DECREF(info);
}

function print_stats(generation: number): void {
  PySys_FormatStderr(`gc: collecting generation ${generation}...\ngc: objects in each generation: ${[0, 1, 2].map((i) => gc_list_size(GEN_HEAD(i))).join(' ')}\ngc: objects in permanent generation: ${gc_list_size(PERMANENT)}\n`);
}

/**
 * Collects `generation` (-1: the one that is due). reason: 'heap' | 'manual' | 'shutdown'. Returns the number of unreachable
 * objects found. Runs Python code (finalizers, callbacks). An exception that is set on entry is kept.
 */
export function gc_collect_main(tstate: number, generation: number, reason: 'heap' | 'manual' | 'shutdown'): number {
  if (HEAP32[(GC + _gc_runtime_state.collecting) >> 2] !== 0) return 0;
  HEAP32[(GC + _gc_runtime_state.collecting) >> 2] = 1;
  if (generation < 0) {
    generation = gc_select_generation();
    if (generation < 0) {
      HEAP32[(GC + _gc_runtime_state.collecting) >> 2] = 0;
      return 0;
    }
  }
  const saved = PyErr_GetRaisedException();
  if (reason !== 'shutdown') invoke_gc_callback('start', generation, 0, 0);
  const debug = HEAP32[(GC + _gc_runtime_state.debug) >> 2];
  let t1 = 0;
  if (debug & DEBUG_STATS) {
    print_stats(generation);
    t1 = _PyTime_PerfCounterSeconds();
  }
  if (PyDTrace_ENABLED(DTRACE_GC)) probes.gc_start(generation, reason);
  if (generation + 1 < NUM_GENERATIONS) HEAP32[generation_count(generation + 1) >> 2]++;
  for (let i = 0; i <= generation; i++) HEAP32[generation_count(i) >> 2] = 0;
  for (let i = 0; i < generation; i++) gc_list_merge(GEN_HEAD(i), GEN_HEAD(generation));

  const young = GEN_HEAD(generation);
  const old = generation < NUM_GENERATIONS - 1 ? GEN_HEAD(generation + 1) : young;
  const mark = stackSave();
  const unreachable = stackAlloc(HEAD);
  const finalizers = stackAlloc(HEAD);
  const final_unreachable = stackAlloc(HEAD);
  deduce_unreachable(young, unreachable);
  untrack_tuples(young);
  if (young !== old) {
    if (generation === NUM_GENERATIONS - 2) write_ssize(GC + _gc_runtime_state.long_lived_pending, read_ssize(GC + _gc_runtime_state.long_lived_pending) + gc_list_size(young));
    gc_list_merge(young, old);
  } else {
    untrack_dicts(young);
    write_ssize(GC + _gc_runtime_state.long_lived_pending, 0);
    write_ssize(GC + _gc_runtime_state.long_lived_total, gc_list_size(young));
  }

  gc_list_init(finalizers);
  move_legacy_finalizers(unreachable, finalizers);
  move_legacy_finalizer_reachable(finalizers);
  if (PyDTrace_ENABLED(DTRACE_GC)) probes.gc_unreachable(generation, unreachable);
  if (debug & DEBUG_COLLECTABLE) for (let g = GC_NEXT(unreachable); g !== unreachable; g = GC_NEXT(g)) debug_cycle('collectable', g + HEAD);

  let m = handle_weakrefs(unreachable, old);
  finalize_garbage(unreachable);
  handle_resurrected_objects(unreachable, final_unreachable, old);
  m += gc_list_size(final_unreachable);
  delete_garbage(final_unreachable, old);

  let n = 0;
  for (let g = GC_NEXT(finalizers); g !== finalizers; g = GC_NEXT(g)) {
    n++;
    if (debug & DEBUG_UNCOLLECTABLE) debug_cycle('uncollectable', g + HEAD);
  }
  if (debug & DEBUG_STATS) PySys_FormatStderr(`gc: done, ${m + n} unreachable, ${n} uncollectable, ${(_PyTime_PerfCounterSeconds() - t1).toFixed(4)}s elapsed\n`);
  handle_legacy_finalizers(finalizers, old);
  if (generation === NUM_GENERATIONS - 1) _PyObject_ClearFreeLists(false);
  stackRestore(mark);
  if (PyErr_Occurred()) PyErr_FormatUnraisable('Exception ignored in garbage collection');
  const stats = generation_stats(generation);
  write_ssize(stats + gc_generation_stats.collections, read_ssize(stats + gc_generation_stats.collections) + 1);
  write_ssize(stats + gc_generation_stats.collected, read_ssize(stats + gc_generation_stats.collected) + m);
  write_ssize(stats + gc_generation_stats.uncollectable, read_ssize(stats + gc_generation_stats.uncollectable) + n);
  if (PyDTrace_ENABLED(DTRACE_GC)) probes.gc_done(generation, m, n);
  if (reason !== 'shutdown') invoke_gc_callback('stop', generation, m, n);
  if (saved !== 0) PyErr_SetRaisedException(saved);
  HEAP32[(GC + _gc_runtime_state.collecting) >> 2] = 0;
  return n + m;
}

/** Uncollectable objects with tp_del go to gc.garbage. */
function handle_legacy_finalizers(finalizers: number, old: number): void {
  const garbage = HEAP32[(GC + _gc_runtime_state.garbage) >> 2];
  const save_all = (HEAP32[(GC + _gc_runtime_state.debug) >> 2] & DEBUG_SAVEALL) !== 0;
  for (let g = GC_NEXT(finalizers); g !== finalizers; g = GC_NEXT(g)) {
    if ((save_all || has_legacy_finalizer(g + HEAD)) && PyList_Append(garbage, g + HEAD) < 0) break;
  }
  gc_list_merge(finalizers, old);
}

/** gc.collect() from C. */
export function PyGC_Collect(): number {
  const tstate = _PyThreadState_GET();
  if (HEAP32[(GC + _gc_runtime_state.enabled) >> 2] === 0) return 0;
  return gc_collect_main(tstate, NUM_GENERATIONS - 1, 'manual');
}

/** The collection at shutdown: no callbacks, whatever gc.disable() said. */
export function _PyGC_CollectNoFail(tstate: number): number {
  return gc_collect_main(tstate, NUM_GENERATIONS - 1, 'shutdown');
}

export function _PyGC_Freeze(): void {
  for (let i = 0; i < NUM_GENERATIONS; i++) {
    gc_list_merge(GEN_HEAD(i), PERMANENT);
    HEAP32[generation_count(i) >> 2] = 0;
  }
}
export function _PyGC_Unfreeze(): void {
  gc_list_merge(PERMANENT, GEN_HEAD(NUM_GENERATIONS - 1));
}

/** The warning about gc.garbage at exit. */
export function _PyGC_DumpShutdownStats(): void {
  const garbage = HEAP32[(GC + _gc_runtime_state.garbage) >> 2];
  const debug = HEAP32[(GC + _gc_runtime_state.debug) >> 2];
  if (garbage === 0 || debug & DEBUG_SAVEALL) return;
  const n = HEAP32[(garbage + PyVarObject.ob_size) >> 2];
  if (n > 0 && !(debug & DEBUG_UNCOLLECTABLE)) PyErr_WarnEx(PyExc_ResourceWarning, `gc: ${n} uncollectable objects at shutdown; use gc.set_debug(gc.DEBUG_UNCOLLECTABLE) to list them`, 1);
}

