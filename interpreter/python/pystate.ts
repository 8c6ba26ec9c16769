// Answers to Python/pystate.c of CPython 3.13: interpreter state, thread states, the data stack of frames.
//
// A PyThreadState lives in the heap; which one is current is a variable of the realm, because a realm is a thread.

import { _PyInterpreterFrame, _PyRuntimeState, _PyStackChunk, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { set_cstack } from '../include/cstack';
import { HEAP32, memset0, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { Py_CLEAR } from '../include/object';
import { _PyInterpreterState_Main, _PyRuntime } from '../include/statics';
import { PyDict_New } from '../objects/dictobject';
import { PyMem_RawCalloc, PyMem_RawFree, PyMem_RawMalloc } from '../objects/obmalloc';

export const Py_DEFAULT_RECURSION_LIMIT = 1000;
/** C recursion that a realm's JavaScript stack carries; see Py_C_RECURSION_LIMIT in pylifecycle.ts for how it was measured. */
let c_recursion_limit = 1000;
const DATA_STACK_CHUNK_SIZE = 16 * 1024;
const CSTACK_SIZE = 256 * 1024;

/** PyThreadState.state: attached means that the thread holds the GIL. */
export const _Py_THREAD_DETACHED = 0;
export const _Py_THREAD_ATTACHED = 1;
/** PyThreadState._status bits. */
export const STATUS_BOUND = 1;
export const STATUS_FINALIZING = 2;
export const STATUS_DAEMON = 4;

let current_tstate = 0;

/** The thread state of this realm's thread when it is attached; 0 while it is detached. */
export function _PyThreadState_GET(): number {
  return current_tstate;
}

export function PyThreadState_Get(): number {
  if (current_tstate === 0) throw new Error('PyThreadState_Get: the function must be called with the GIL held');
  return current_tstate;
}

export function _PyInterpreterState_GET(): number {
  return _PyInterpreterState_Main;
}

export function PyInterpreterState_Get(): number {
  return _PyInterpreterState_Main;
}

/** Makes `tstate` (or 0) current in this realm. Does not touch the GIL: see ceval_gil.ts. */
/** interp->dict: what a file keeps for the interpreter by name. Borrowed; NULL when there is no memory. */
export function PyInterpreterState_GetDict(interp: number): number {
  const slot = (interp + PyInterpreterState.dict) >> 2;
  if (HEAP32[slot] === 0) HEAP32[slot] = PyDict_New();
  return HEAP32[slot];
}

export function current_fast_set(tstate: number): void {
  current_tstate = tstate;
}

export function set_c_recursion_limit(n: number): void {
  c_recursion_limit = n;
}

export function Py_C_RECURSION_LIMIT(): number {
  return c_recursion_limit;
}

function lock_threads(): void {
  const lock = (_PyRuntime + _PyRuntimeState.threads_mutex) >> 2;
  while (Atomics.compareExchange(HEAP32, lock, 0, 1) !== 0) Atomics.wait(HEAP32, lock, 1, 1);
}

function unlock_threads(): void {
  Atomics.store(HEAP32, (_PyRuntime + _PyRuntimeState.threads_mutex) >> 2, 0);
}

/** A new thread state, linked into the interpreter; 0 when memory is used up. Freed by PyThreadState_Delete. */
export function _PyThreadState_New(interp: number, ident: number): number {
  const t = PyMem_RawCalloc(1, PyThreadState.SIZEOF + CSTACK_SIZE);
  if (t === 0) return 0;
  write_ptr(t + PyThreadState.interp, interp);
  const limit = HEAP32[(_PyRuntime + _PyRuntimeState.initialized) >> 2] && current_tstate ? HEAP32[(current_tstate + PyThreadState.py_recursion_limit) >> 2] : Py_DEFAULT_RECURSION_LIMIT;
  HEAP32[(t + PyThreadState.py_recursion_limit) >> 2] = limit;
  HEAP32[(t + PyThreadState.py_recursion_remaining) >> 2] = limit;
  HEAP32[(t + PyThreadState.c_recursion_remaining) >> 2] = c_recursion_limit;
  write_ptr(t + PyThreadState.exc_info, t + PyThreadState.exc_state);
  HEAP32[(t + PyThreadState.gilstate_counter) >> 2] = 1;
  HEAP32[(t + PyThreadState.what_event) >> 2] = -1;
  HEAP32[(t + PyThreadState.eval_breaker) >> 2] = HEAP32[(interp + PyInterpreterState.monitoring_version) >> 2];
  const base = (t + PyThreadState.SIZEOF + 15) & ~15;
  write_ptr(t + PyThreadState.cstack_base, base);
  write_ptr(t + PyThreadState.cstack_limit, base + CSTACK_SIZE - 32);
  write_ssize(t + PyThreadState.thread_id, ident);
  write_ssize(t + PyThreadState.native_thread_id, ident);
  lock_threads();
  const id = read_ssize(interp + PyInterpreterState.threads_next_unique_id) + 1;
  write_ssize(interp + PyInterpreterState.threads_next_unique_id, id);
  write_ssize(t + PyThreadState.id, id);
  const head = HEAP32[(interp + PyInterpreterState.threads_head) >> 2];
  write_ptr(t + PyThreadState.next, head);
  if (head !== 0) write_ptr(head + PyThreadState.prev, t);
  write_ptr(interp + PyInterpreterState.threads_head, t);
  HEAP32[(interp + PyInterpreterState.threads_count) >> 2]++;
  unlock_threads();
  return t;
}

/** Binds a thread state to this realm (its OS thread): C stack and recursion limit. */
export function bind_tstate(tstate: number): void {
  const base = HEAP32[(tstate + PyThreadState.cstack_base) >> 2];
  set_cstack(base, HEAP32[(tstate + PyThreadState.cstack_limit) >> 2] - base);
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2] = c_recursion_limit;
  HEAP32[(tstate + PyThreadState._status) >> 2] |= STATUS_BOUND;
}

/** Releases the objects that a thread state owns. Needs the GIL; may run Python code. */
export function PyThreadState_Clear(tstate: number): void {
  Py_CLEAR(tstate + PyThreadState.threading_local_key);
  Py_CLEAR(tstate + PyThreadState.threading_local_sentinel);
  Py_CLEAR(tstate + PyThreadState.dict);
  Py_CLEAR(tstate + PyThreadState.async_exc);
  Py_CLEAR(tstate + PyThreadState.current_exception);
  Py_CLEAR(tstate + PyThreadState.exc_state);
  Py_CLEAR(tstate + PyThreadState.c_profileobj);
  Py_CLEAR(tstate + PyThreadState.c_traceobj);
  Py_CLEAR(tstate + PyThreadState.async_gen_firstiter);
  Py_CLEAR(tstate + PyThreadState.async_gen_finalizer);
  Py_CLEAR(tstate + PyThreadState.context);
}

/** Unlinks and frees a cleared thread state. */
export function PyThreadState_Delete(tstate: number): void {
  const interp = HEAP32[(tstate + PyThreadState.interp) >> 2];
  lock_threads();
  const prev = HEAP32[(tstate + PyThreadState.prev) >> 2];
  const next = HEAP32[(tstate + PyThreadState.next) >> 2];
  if (prev !== 0) HEAP32[(prev + PyThreadState.next) >> 2] = next;
  else HEAP32[(interp + PyInterpreterState.threads_head) >> 2] = next;
  if (next !== 0) HEAP32[(next + PyThreadState.prev) >> 2] = prev;
  HEAP32[(interp + PyInterpreterState.threads_count) >> 2]--;
  unlock_threads();
  let chunk = HEAP32[(tstate + PyThreadState.datastack_chunk) >> 2];
  while (chunk !== 0) {
    const previous = HEAP32[(chunk + _PyStackChunk.previous) >> 2];
    PyMem_RawFree(chunk);
    chunk = previous;
  }
  PyMem_RawFree(tstate);
}

/** Every thread state, newest first. A snapshot of addresses. */
export function thread_states(interp: number): number[] {
  const all: number[] = [];
  for (let t = HEAP32[(interp + PyInterpreterState.threads_head) >> 2]; t !== 0; t = HEAP32[(t + PyThreadState.next) >> 2]) all.push(t);
  return all;
}

/** Borrowed; the thread's dict, made on first use; 0 when that fails (no exception). */
export function PyThreadState_GetDict(new_dict: () => number): number {
  const slot = (current_tstate + PyThreadState.dict) >> 2;
  if (HEAP32[slot] === 0) HEAP32[slot] = new_dict();
  return HEAP32[slot];
}

// --- the data stack -------------------------------------------------------------------------------------------------

function push_chunk(tstate: number, size: number): number {
  let allocate = DATA_STACK_CHUNK_SIZE;
  while (allocate < (size + _PyStackChunk.SIZEOF + 64) * 2) allocate *= 2;
  const chunk = PyMem_RawMalloc(allocate);
  if (chunk === 0) return 0;
  memset0(chunk, allocate); // frames write low words only
  const old = HEAP32[(tstate + PyThreadState.datastack_chunk) >> 2];
  write_ptr(chunk + _PyStackChunk.previous, old);
  write_ptr(chunk + _PyStackChunk.size, allocate);
  if (old !== 0) write_ptr(old + _PyStackChunk.top, HEAP32[(tstate + PyThreadState.datastack_top) >> 2]);
  write_ptr(tstate + PyThreadState.datastack_chunk, chunk);
  write_ptr(tstate + PyThreadState.datastack_limit, chunk + allocate);
  // The root chunk keeps its first slot free, so that a frame's address is never the chunk's first byte.
  const res = chunk + _PyStackChunk.SIZEOF + (old === 0 ? 8 : 0);
  write_ptr(tstate + PyThreadState.datastack_top, res + size);
  return res;
}

/** Room for a frame of `size` 8-byte slots on the data stack; 0 when memory is used up. Not cleared. */
export function _PyThreadState_PushFrame(tstate: number, size: number): number {
  const res = HEAP32[(tstate + PyThreadState.datastack_top) >> 2];
  const top = res + size * 8;
  if (res !== 0 && top < HEAP32[(tstate + PyThreadState.datastack_limit) >> 2]) {
    HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = top;
    return res;
  }
  return push_chunk(tstate, size * 8);
}

/** Gives the frame's room back; frames are popped in reverse order of pushing. */
export function _PyThreadState_PopFrame(tstate: number, frame: number): void {
  const chunk = HEAP32[(tstate + PyThreadState.datastack_chunk) >> 2];
  if (frame === chunk + _PyStackChunk.SIZEOF) {
    const previous = HEAP32[(chunk + _PyStackChunk.previous) >> 2];
    HEAP32[(tstate + PyThreadState.datastack_chunk) >> 2] = previous;
    HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = HEAP32[(previous + _PyStackChunk.top) >> 2];
    HEAP32[(tstate + PyThreadState.datastack_limit) >> 2] = previous + HEAP32[(previous + _PyStackChunk.size) >> 2];
    PyMem_RawFree(chunk);
    return;
  }
  HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = frame;
}

/** The newest complete frame of `tstate`; 0 when there is none. */
export function tstate_frame(tstate: number): number {
  return HEAP32[(tstate + PyThreadState.current_frame) >> 2];
}

export const FRAME_LOCALSPLUS = _PyInterpreterFrame.localsplus;

/** Exported as C's: the sys.setrecursionlimit part that touches threads. */
export function Py_SetRecursionLimit(new_limit: number): void {
  for (const t of thread_states(_PyInterpreterState_Main)) {
    const depth = HEAP32[(t + PyThreadState.py_recursion_limit) >> 2] - HEAP32[(t + PyThreadState.py_recursion_remaining) >> 2];
    HEAP32[(t + PyThreadState.py_recursion_limit) >> 2] = new_limit;
    HEAP32[(t + PyThreadState.py_recursion_remaining) >> 2] = new_limit - depth;
  }
}
