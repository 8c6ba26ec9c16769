// Answers to Modules/_threadmodule.c, Python/lock.c and Python/thread_pthread.h of CPython 3.13: threads and locks.
//
// A thread is a worker over the same memory; the host starts it (Host.start_thread) and calls thread_run there. A lock is a
// futex word: 0 free, 1 held, 2 held and somebody waits. Waiting releases the GIL. Under a repeatable GIL policy a lock is taken
// with the GIL held and who must wait hands the GIL on instead, so that the order depends on nothing but the policy.
//
// Deviations: `_local` is in _threadmodule_local.ts; thread identifiers are small numbers, counted from 1.

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { _PyRuntimeState, PyInterpreterState, PyObject, PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { HEAP32, HEAPF64, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_BASETYPE, Py_TYPE, Py_XDECREF, Py_XNewRef } from '../include/object';
import { DTRACE_THREAD, PyDTrace_ENABLED, probes } from '../include/pydtrace';
import { _PyInterpreterState_Main, _PyRuntime, Py_False, Py_None, Py_True, PyExc_OverflowError, PyExc_RuntimeError, PyExc_SystemExit, PyExc_TypeError, PyExc_ValueError, PyExc_PythonFinalizationError } from '../include/statics';
import { builtin_module, set_raw_alloc, static_alloc, type_spec } from '../include/typespec';
import { host } from '../host';
import { PyObject_Call } from '../objects/call';
import { PyDict_Check } from '../objects/dictobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyLong_AsInt, PyLong_AsSsize_t, PyLong_FromLong, PyLong_FromSsize_t } from '../objects/longobject';
import { PyMem_RawCalloc, PyMem_RawFree } from '../objects/obmalloc';
import { PyCallable_Check, PyObject_GetAttr, PyObject_IsTrue } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_New, PyTuple_Pack, PyTuple_GET_SIZE } from '../objects/tupleobject';
import { _PyType_Name, PyType_FromModuleAndSpec, PyType_IsSubtype } from '../objects/typeobject';

import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { drop_gil, PyEval_RestoreThread, PyEval_SaveThread, take_gil, ThreadExit, BLOCKED_CALLS } from '../python/ceval_gil';
import { DROP_EXIT, gil_is_repeatable, SCHED_LOCK, sched_block, sched_start, sched_timed_out, sched_wake } from '../python/gil_policy';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_Occurred, PyErr_SetNone, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, PyObject_GC_Del, PyObject_GC_Track, PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords, _PyArg_NoKeywords } from '../python/getargs';
import { PyModule_AddObjectRef, PyModule_Add } from '../python/modsupport';
import { _PyThreadState_GET, _PyThreadState_New, bind_tstate, PyThreadState_Clear, PyThreadState_Delete } from '../python/pystate';
import { monotonic_ms } from '../python/pytime';
import { local_spec } from './_threadmodule_local';
import { PySys_Audit, PySys_GetObject } from '../python/sysmodule';
import { _PyErr_Display } from '../python/pythonrun';
import { PyFile_WriteObject } from '../objects/fileobject';
import { PyStructSequence_GetItem, PyStructSequence_NewType } from '../objects/structseq';
import { _Py_ID } from '../objects/unicodeobject';
import { PyErr_CheckSignals, PyErr_SetInterrupt, wait_or_signal } from './signalmodule';

const INTERP = _PyInterpreterState_Main;

/** The main thread's identifier; others count up from here. */
export const THREAD_IDENT_BASE = 1;
/** TIMEOUT_MAX in seconds, as on Linux. */
const PY_TIMEOUT_MAX = 9223372036;

// --- locks (Python/lock.c) ------------------------------------------------------------------------------------------

/**
 * Takes the lock at `lock` (an int in the heap). ms: 0 does not wait, Infinity waits for ever. True when taken.
 * Releases the GIL while it waits. With intr_flag it may run signal handlers: false with an exception when one raises.
 */
export function PyThread_acquire_lock_timed(lock: number, ms: number, call: (typeof BLOCKED_CALLS)[number] = 'Lock.acquire', intr_flag = false): boolean {
  const w = lock >> 2;
  if (Atomics.compareExchange(HEAP32, w, 0, 1) === 0) return true;
  if (ms === 0) return false;
  return gil_is_repeatable() ? acquire_in_turn(lock, ms, call) : acquire_waiting(lock, ms, call, intr_flag);
}

function acquire_waiting(lock: number, ms: number, call: (typeof BLOCKED_CALLS)[number], intr_flag: boolean): boolean {
  const w = lock >> 2;
  const deadline = ms === Infinity ? Infinity : monotonic_ms() + ms;
  write_ptr(_PyThreadState_GET() + PyThreadState.sched_lock, lock);
  HEAPF64[(_PyThreadState_GET() + PyThreadState.sched_deadline) >> 3] = deadline;
  const tstate = PyEval_SaveThread(call);
  let taken = false;
  for (;;) {
    if (Atomics.exchange(HEAP32, w, 2) === 0) {
      taken = true;
      break;
    }
    const left = deadline === Infinity ? Infinity : deadline - monotonic_ms();
    if (left <= 0) break;
    if (!wait_or_signal(tstate, w, 2, left) || !intr_flag) continue;
    PyEval_RestoreThread(tstate);
    if (PyErr_CheckSignals() < 0) {
      write_ptr(tstate + PyThreadState.sched_lock, 0);
      return false;
    }
    PyEval_SaveThread(call);
  }
  PyEval_RestoreThread(tstate);
  write_ptr(tstate + PyThreadState.sched_lock, 0);
  return taken;
}

function acquire_in_turn(lock: number, ms: number, call: (typeof BLOCKED_CALLS)[number]): boolean {
  const tstate = _PyThreadState_GET();
  const w = lock >> 2;
  let first = true;
  for (;;) {
    if (Atomics.compareExchange(HEAP32, w, 0, 1) === 0) return true;
    if (!first && sched_timed_out(tstate)) return false;
    if (first) sched_block(tstate, SCHED_LOCK, ms, lock);
    else sched_block(tstate, SCHED_LOCK, -1, lock);
    first = false;
    const saved = PyEval_SaveThread(call);
    PyEval_RestoreThread(saved);
  }
}

export function PyThread_release_lock(lock: number): void {
  const old = Atomics.exchange(HEAP32, lock >> 2, 0);
  if (gil_is_repeatable()) sched_wake(lock);
  else if (old === 2) Atomics.notify(HEAP32, lock >> 2, 1);
}

/** Milliseconds of (blocking, timeout) as Lock.acquire takes them; null with an exception. */
function lock_acquire_parse(args: number, nargs: number, kwnames: number, fname: string): number | null {
  const mark = stackSave();
  const buf = stackAlloc(16);
  write_ptr(buf, 0);
  write_ptr(buf + 8, 0);
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname, keywords: ['blocking', 'timeout'] }, 0, 2, 0, buf);
  const blocking_obj = a === 0 || (a === args && nargs < 1) ? 0 : HEAP32[a >> 2];
  const timeout_obj = a === 0 || (a === args && nargs < 2) ? 0 : HEAP32[(a + 8) >> 2];
  stackRestore(mark);
  if (a === 0) return null;
  const blocking = blocking_obj === 0 ? 1 : PyObject_IsTrue(blocking_obj);
  if (blocking < 0) return null;
  const timeout = timeout_obj === 0 ? -1 : seconds_of(timeout_obj);
  if (timeout === -1 && PyErr_Occurred()) return null;
  if (!blocking && timeout !== -1) {
    PyErr_SetString(PyExc_ValueError, `can't specify a timeout for a non-blocking call`);
    return null;
  }
  if (timeout < 0 && timeout !== -1) {
    PyErr_SetString(PyExc_ValueError, 'timeout value must be a non-negative number');
    return null;
  }
  if (timeout > PY_TIMEOUT_MAX) {
    PyErr_SetString(PyExc_OverflowError, 'timeout value is too large');
    return null;
  }
  return !blocking ? 0 : timeout === -1 ? Infinity : timeout * 1000;
}

// lockobject: lock_lock (the futex word), in_weakreflist, locked
const L_LOCK = PyObject.SIZEOF;
const L_WEAK = PyObject.SIZEOF + 8;
const LOCK_SIZE = PyObject.SIZEOF + 24;

function lock_alloc(type: number): number {
  const self = _PyObject_GC_New(type);
  if (self === 0) return 0;
  for (let i = PyObject.SIZEOF; i < LOCK_SIZE; i += 8) write_ptr(self + i, 0);
  PyObject_GC_Track(self);
  return self;
}
function lock_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  if (HEAP32[(self + L_WEAK) >> 2] !== 0) PyObject_ClearWeakRefs(self);
  const type = Py_TYPE(self);
  PyObject_GC_Del(self);
  Py_DECREF(type);
}
function visit_type(self: number, visit: visitproc, arg: number): number {
  return visit(Py_TYPE(self), arg);
}
function lock_acquire(self: number, args: number, nargs: number, kwnames: number): number {
  const ms = lock_acquire_parse(args, nargs, kwnames, 'acquire');
  if (ms === null) return 0;
  return lock_take(self, ms);
}
/** The lock's slot has room beside its word: there the ident of who took it last is noted, for who looks at a deadlock (probe/waits.ts). */
function lock_take(self: number, ms: number): number {
  const taken = PyThread_acquire_lock_timed(self + L_LOCK, ms, 'Lock.acquire', true);
  if (taken) HEAP32[(self + L_LOCK + 4) >> 2] = PyThread_get_thread_ident();
  return acquired(taken);
}
/** True, False, or NULL when a signal handler raised. */
function acquired(taken: boolean): number {
  if (taken) return Py_True;
  return PyErr_Occurred() ? 0 : Py_False;
}
function lock_release(self: number): number {
  if (HEAP32[(self + L_LOCK) >> 2] === 0) return PyErr_Format(PyExc_RuntimeError, 'release unlocked lock');
  PyThread_release_lock(self + L_LOCK);
  return Py_None;
}
function lock_locked(self: number): number {
  return Atomics.load(HEAP32, (self + L_LOCK) >> 2) !== 0 ? Py_True : Py_False;
}
function lock_enter(self: number): number {
  return lock_take(self, Infinity);
}
function lock_repr(self: number): number {
  return PyUnicode_FromFormat('<%s %s object at %p>', HEAP32[(self + L_LOCK) >> 2] !== 0 ? 'locked' : 'unlocked', _PyType_Name_full(Py_TYPE(self)), self);
}
import { tp_name as _PyType_Name_full } from '../objects/typeobject';
function lock_reinit(self: number): number {
  HEAP32[(self + L_LOCK) >> 2] = 0;
  return Py_None;
}
function lock_new(type: number, args: number, kwargs: number): number {
  if ((kwargs !== 0 && !_PyArg_NoKeywords('lock', kwargs)) || !_PyArg_CheckPositional('lock', PyTuple_GET_SIZE(args), 0, 0)) return 0;
  return lock_alloc(type);
}

const LOCK_METHODS = [
  ['acquire_lock', lock_acquire, METH_FASTCALL | METH_KEYWORDS, 'An obsolete synonym of acquire().'], ['acquire', lock_acquire, METH_FASTCALL | METH_KEYWORDS, 'acquire($self, /, blocking=True, timeout=-1)\n--\n\nLock the lock.'],
  ['release_lock', lock_release, METH_NOARGS], ['release', lock_release, METH_NOARGS, 'release($self, /)\n--\n\nRelease the lock.'],
  ['locked_lock', lock_locked, METH_NOARGS], ['locked', lock_locked, METH_NOARGS, 'locked($self, /)\n--\n\nWhether the lock is held.'],
  ['__enter__', lock_enter, METH_NOARGS], ['__exit__', lock_release, METH_VARARGS], ['_at_fork_reinit', lock_reinit, METH_NOARGS],
] as [string, (...a: number[]) => number, number, string?][];

const lock_spec = type_spec({
  tp_name: '_thread.lock', tp_basicsize: LOCK_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_weaklistoffset: L_WEAK,
  tp_doc: 'A lock object is a synchronization primitive.', tp_new: lock_new, tp_dealloc: lock_dealloc, tp_repr: lock_repr, tp_traverse: visit_type, tp_methods: LOCK_METHODS,
});

// rlockobject: rlock_lock, rlock_owner, rlock_count, in_weakreflist
const R_LOCK = PyObject.SIZEOF;
const R_OWNER = PyObject.SIZEOF + 8;
const R_COUNT = PyObject.SIZEOF + 16;
const R_WEAK = PyObject.SIZEOF + 24;
const RLOCK_SIZE = PyObject.SIZEOF + 32;

function rlock_new(type: number): number {
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  return self;
}
function rlock_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  if (HEAP32[(self + R_WEAK) >> 2] !== 0) PyObject_ClearWeakRefs(self);
  const type = Py_TYPE(self);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(type);
}
const owns = (self: number): boolean => HEAP32[(self + R_COUNT) >> 2] > 0 && read_ssize(self + R_OWNER) === PyThread_get_thread_ident();
function rlock_take(self: number, ms: number): boolean {
  if (owns(self)) {
    HEAP32[(self + R_COUNT) >> 2]++;
    return true;
  }
  if (!PyThread_acquire_lock_timed(self + R_LOCK, ms, 'Lock.acquire', true)) return false;
  write_ssize(self + R_OWNER, PyThread_get_thread_ident());
  HEAP32[(self + R_COUNT) >> 2] = 1;
  return true;
}
function rlock_acquire(self: number, args: number, nargs: number, kwnames: number): number {
  const ms = lock_acquire_parse(args, nargs, kwnames, 'acquire');
  if (ms === null) return 0;
  return acquired(rlock_take(self, ms));
}
function rlock_release(self: number): number {
  if (!owns(self)) return PyErr_Format(PyExc_RuntimeError, 'cannot release un-acquired lock');
  if (--HEAP32[(self + R_COUNT) >> 2] === 0) {
    write_ssize(self + R_OWNER, 0);
    PyThread_release_lock(self + R_LOCK);
  }
  return Py_None;
}
function rlock_enter(self: number): number {
  return acquired(rlock_take(self, Infinity));
}
function rlock_acquire_restore(self: number, args: number): number {
  const state = PyTuple_GET_ITEM(args, 0);
  const count = _PyLong_AsInt(PyTuple_GET_ITEM(state, 0));
  const owner = PyLong_AsSsize_t(PyTuple_GET_ITEM(state, 1));
  PyThread_acquire_lock_timed(self + R_LOCK, Infinity);
  write_ssize(self + R_OWNER, owner);
  HEAP32[(self + R_COUNT) >> 2] = count;
  return Py_None;
}
function rlock_release_save(self: number): number {
  if (HEAP32[(self + R_COUNT) >> 2] === 0) return PyErr_Format(PyExc_RuntimeError, 'cannot release un-acquired lock');
  const c = PyLong_FromLong(HEAP32[(self + R_COUNT) >> 2]);
  const o = PyLong_FromSsize_t(read_ssize(self + R_OWNER));
  HEAP32[(self + R_COUNT) >> 2] = 0;
  write_ssize(self + R_OWNER, 0);
  PyThread_release_lock(self + R_LOCK);
  const r = PyTuple_Pack(2, c, o);
  Py_DECREF(c);
  Py_DECREF(o);
  return r;
}
function rlock_recursion_count(self: number): number {
  return PyLong_FromLong(owns(self) ? HEAP32[(self + R_COUNT) >> 2] : 0);
}
function rlock_is_owned(self: number): number {
  return owns(self) ? Py_True : Py_False;
}
function rlock_repr(self: number): number {
  return PyUnicode_FromFormat('<%s %s object owner=%zd count=%zd at %p>', HEAP32[(self + R_COUNT) >> 2] ? 'locked' : 'unlocked', _PyType_Name_full(Py_TYPE(self)), read_ssize(self + R_OWNER), HEAP32[(self + R_COUNT) >> 2], self);
}
function rlock_reinit(self: number): number {
  HEAP32[(self + R_LOCK) >> 2] = 0;
  HEAP32[(self + R_COUNT) >> 2] = 0;
  write_ssize(self + R_OWNER, 0);
  return Py_None;
}
const rlock_spec = type_spec({
  tp_name: '_thread.RLock', tp_basicsize: RLOCK_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_weaklistoffset: R_WEAK,
  tp_new: rlock_new, tp_dealloc: rlock_dealloc, tp_repr: rlock_repr, tp_traverse: visit_type,
  tp_methods: [
    ['acquire', rlock_acquire, METH_FASTCALL | METH_KEYWORDS, 'acquire($self, /, blocking=True, timeout=-1)\n--\n\nLock the lock.'], ['release', rlock_release, METH_NOARGS],
    ['_is_owned', rlock_is_owned, METH_NOARGS], ['_acquire_restore', rlock_acquire_restore, METH_VARARGS], ['_release_save', rlock_release_save, METH_NOARGS],
    ['_recursion_count', rlock_recursion_count, METH_NOARGS], ['__enter__', rlock_enter, METH_NOARGS], ['__exit__', rlock_release, METH_VARARGS], ['_at_fork_reinit', rlock_reinit, METH_NOARGS],
  ],
});

// --- the import lock of _imp ----------------------------------------------------------------------------------------

const IMPORT_LOCK = INTERP + PyInterpreterState.import_lock;
const IMPORT_LEVEL = (INTERP + PyInterpreterState.import_lock_level) >> 2;
const IMPORT_OWNER = INTERP + PyInterpreterState.import_lock_owner;
export function import_lock_held(): boolean {
  return HEAP32[IMPORT_LEVEL] > 0;
}
export function import_lock_acquire(): void {
  const me = PyThread_get_thread_ident();
  if (HEAP32[IMPORT_LEVEL] > 0 && read_ssize(IMPORT_OWNER) === me) {
    HEAP32[IMPORT_LEVEL]++;
    return;
  }
  PyThread_acquire_lock_timed(IMPORT_LOCK, Infinity);
  write_ssize(IMPORT_OWNER, me);
  HEAP32[IMPORT_LEVEL] = 1;
}
/** False when the calling thread does not hold it. */
export function import_lock_release(): boolean {
  if (HEAP32[IMPORT_LEVEL] === 0 || read_ssize(IMPORT_OWNER) !== PyThread_get_thread_ident()) return false;
  if (--HEAP32[IMPORT_LEVEL] === 0) {
    write_ssize(IMPORT_OWNER, 0);
    PyThread_release_lock(IMPORT_LOCK);
  }
  return true;
}

// --- thread handles -------------------------------------------------------------------------------------------------
// ThreadHandle lives in raw memory, shared by the Python object, the running thread and the list of _shutdown().

const H_REFCNT = 0;
const H_STATE = 4;
const H_DONE = 8; // futex: 1 when the thread has exited
const H_DAEMON = 12;
const H_IDENT = 16;
const H_NEXT = 24;
const HANDLE_SIZE = 32;
const NOT_STARTED = 1;
const RUNNING = 3;
const DONE = 4;

function ThreadHandle_new(): number {
  const h = PyMem_RawCalloc(1, HANDLE_SIZE);
  HEAP32[(h + H_REFCNT) >> 2] = 1;
  HEAP32[(h + H_STATE) >> 2] = NOT_STARTED;
  return h;
}
function ThreadHandle_decref(h: number): void {
  if (--HEAP32[(h + H_REFCNT) >> 2] === 0) PyMem_RawFree(h);
}
const SHUTDOWN = (INTERP + PyInterpreterState.shutdown_handles) >> 2;
function add_to_shutdown_handles(h: number): void {
  HEAP32[(h + H_REFCNT) >> 2]++;
  write_ptr(h + H_NEXT, HEAP32[SHUTDOWN]);
  HEAP32[SHUTDOWN] = h;
}
function remove_from_shutdown_handles(h: number): void {
  let prev = SHUTDOWN;
  for (let at = HEAP32[prev]; at !== 0; at = HEAP32[prev]) {
    if (at === h) {
      HEAP32[prev] = HEAP32[(h + H_NEXT) >> 2];
      ThreadHandle_decref(h);
      return;
    }
    prev = (at + H_NEXT) >> 2;
  }
}
function ThreadHandle_set_done(h: number): void {
  HEAP32[(h + H_STATE) >> 2] = DONE;
  Atomics.store(HEAP32, (h + H_DONE) >> 2, 1);
  Atomics.notify(HEAP32, (h + H_DONE) >> 2);
  if (gil_is_repeatable()) sched_wake(h);
}

/** Waits for the thread's end; false when the time ran out. -1 is an exception. */
function ThreadHandle_join(h: number, ms: number): boolean | -1 {
  if (HEAP32[(h + H_STATE) >> 2] === NOT_STARTED) {
    PyErr_SetString(PyExc_RuntimeError, 'thread not started');
    return -1;
  }
  const done = (h + H_DONE) >> 2;
  if (Atomics.load(HEAP32, done) === 0 && read_ssize(h + H_IDENT) === PyThread_get_thread_ident()) {
    PyErr_SetString(PyExc_RuntimeError, 'Cannot join current thread');
    return -1;
  }
  HEAP32[(h + H_REFCNT) >> 2]++;
  const tstate = _PyThreadState_GET();
  if (gil_is_repeatable()) {
    for (let first = true; Atomics.load(HEAP32, done) === 0; first = false) {
      if (!first && sched_timed_out(tstate)) break;
      sched_block(tstate, SCHED_LOCK, first ? ms : -1, h);
      PyEval_RestoreThread(PyEval_SaveThread('Thread.join'));
    }
  } else if (Atomics.load(HEAP32, done) === 0) {
    write_ptr(tstate + PyThreadState.sched_lock, h);
    const deadline = monotonic_ms() + ms;
    HEAPF64[(tstate + PyThreadState.sched_deadline) >> 3] = deadline;
    for (let left = ms; left > 0 && Atomics.load(HEAP32, done) === 0; left = deadline - monotonic_ms()) {
      PyEval_SaveThread('Thread.join');
      const signal = wait_or_signal(tstate, done, 0, left);
      PyEval_RestoreThread(tstate);
      if (signal && PyErr_CheckSignals() < 0) {
        write_ptr(tstate + PyThreadState.sched_lock, 0);
        ThreadHandle_decref(h);
        return -1;
      }
    }
    write_ptr(tstate + PyThreadState.sched_lock, 0);
  }
  const ok = Atomics.load(HEAP32, done) !== 0;
  ThreadHandle_decref(h);
  return ok;
}

const T_HANDLE = PyObject.SIZEOF;
function handle_new(type: number): number {
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  if (self !== 0) write_ptr(self + T_HANDLE, ThreadHandle_new());
  return self;
}
function handle_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  ThreadHandle_decref(HEAP32[(self + T_HANDLE) >> 2]);
  const type = Py_TYPE(self);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(type);
}
function handle_repr(self: number): number {
  return PyUnicode_FromFormat('<%s object: ident=%zd>', _PyType_Name(Py_TYPE(self)), read_ssize(HEAP32[(self + T_HANDLE) >> 2] + H_IDENT));
}
function handle_join(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('join', nargs, 0, 1)) return 0;
  let ms = Infinity;
  if (nargs === 1 && HEAP32[args >> 2] !== Py_None) {
    const s = PyFloat_AsDouble(HEAP32[args >> 2]);
    if (s === -1 && PyErr_Occurred()) return 0;
    if (s >= 0) ms = s * 1000;
  }
  return ThreadHandle_join(HEAP32[(self + T_HANDLE) >> 2], ms) === -1 ? 0 : Py_None;
}
function handle_is_done(self: number): number {
  return Atomics.load(HEAP32, (HEAP32[(self + T_HANDLE) >> 2] + H_DONE) >> 2) ? Py_True : Py_False;
}
function handle_set_done(self: number): number {
  const h = HEAP32[(self + T_HANDLE) >> 2];
  if (HEAP32[(h + H_STATE) >> 2] === NOT_STARTED) return PyErr_Format(PyExc_RuntimeError, 'thread not started');
  remove_from_shutdown_handles(h);
  ThreadHandle_set_done(h);
  return Py_None;
}
function handle_ident(self: number): number {
  return PyLong_FromSsize_t(read_ssize(HEAP32[(self + T_HANDLE) >> 2] + H_IDENT));
}
const handle_spec = type_spec({
  tp_name: '_thread._ThreadHandle', tp_basicsize: PyObject.SIZEOF + 8, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC,
  tp_new: handle_new, tp_dealloc: handle_dealloc, tp_repr: handle_repr, tp_traverse: visit_type,
  tp_methods: [['join', handle_join, METH_FASTCALL], ['_set_done', handle_set_done, METH_NOARGS], ['is_done', handle_is_done, METH_NOARGS]],
  tp_getset: [['ident', handle_ident, null]],
});

// --- threads --------------------------------------------------------------------------------------------------------

export function PyThread_get_thread_ident(): number {
  return read_ssize(_PyThreadState_GET() + PyThreadState.thread_id);
}

// bootstate: func, args, kwargs, handle
const B_FUNC = 0;
const B_ARGS = 8;
const B_KWARGS = 16;
const B_HANDLE = 24;

/** Starts a thread. Borrows func, args, kwargs (or 0). True, or false with an exception. */
function do_start_new_thread(func: number, args: number, kwargs: number, handle: number, daemon: boolean): boolean {
  if (HEAP32[(INTERP + PyInterpreterState.finalizing) >> 2]) {
    PyErr_SetString(PyExc_PythonFinalizationError, `can't create new thread at interpreter shutdown`);
    return false;
  }
  const next = _PyRuntime + _PyRuntimeState.next_thread_ident;
  const ident = read_ssize(next) + 1;
  write_ssize(next, ident);
  const tstate = _PyThreadState_New(INTERP, ident);
  const boot = tstate === 0 ? 0 : PyMem_RawCalloc(1, 32);
  if (boot === 0) {
    PyErr_SetString(PyExc_RuntimeError, `can't start new thread`);
    return false;
  }
  write_ptr(boot + B_FUNC, Py_NewRef(func));
  write_ptr(boot + B_ARGS, Py_NewRef(args));
  write_ptr(boot + B_KWARGS, Py_XNewRef(kwargs));
  write_ptr(boot + B_HANDLE, handle);
  HEAP32[(handle + H_REFCNT) >> 2]++;
  HEAP32[(handle + H_STATE) >> 2] = RUNNING;
  HEAP32[(handle + H_DAEMON) >> 2] = daemon ? 1 : 0;
  write_ssize(handle + H_IDENT, ident);
  if (!daemon) add_to_shutdown_handles(handle);
  write_ptr(tstate + PyThreadState.boot, boot);
  sched_start();
  host().start_thread(tstate);
  return true;
}

/** The body of a thread's worker. Returns when the thread has ended. */
export function thread_run(tstate: number): void {
  bind_tstate(tstate);
  set_raw_alloc((n) => PyMem_RawCalloc(1, n));
  const boot = HEAP32[(tstate + PyThreadState.boot) >> 2];
  const handle = HEAP32[(boot + B_HANDLE) >> 2];
  try {
    take_gil(tstate);
    if (PyDTrace_ENABLED(DTRACE_THREAD)) probes.thread_start(tstate);
    const [func, args, kwargs] = [B_FUNC, B_ARGS, B_KWARGS].map((f) => HEAP32[(boot + f) >> 2]);
    const res = PyObject_Call(func, args, kwargs);
    if (res === 0) {
      if (PyErr_ExceptionMatches(PyExc_SystemExit)) PyErr_Clear();
      else PyErr_FormatUnraisable('Exception ignored in thread started by %R', func);
    } else Py_DECREF(res);
    Py_DECREF(func);
    Py_DECREF(args);
    Py_XDECREF(kwargs);
    PyMem_RawFree(boot);
    PyThreadState_Clear(tstate);
    if (PyDTrace_ENABLED(DTRACE_THREAD)) probes.thread_exit(tstate);
    HEAP32[(tstate + PyThreadState.exiting) >> 2] = 1;
    remove_from_shutdown_handles(handle);
    ThreadHandle_set_done(handle);
    ThreadHandle_decref(handle);
    drop_gil(tstate, DROP_EXIT);
    PyThreadState_Delete(tstate);
  } catch (error) {
    if (!(error instanceof ThreadExit)) throw error;
  }
}

function thread_start_new_thread(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('start_new_thread', nargs, 2, 3)) return 0;
  const [func, tuple, kwargs] = [HEAP32[args >> 2], HEAP32[(args + 8) >> 2], nargs > 2 ? HEAP32[(args + 16) >> 2] : 0];
  if (!PyCallable_Check(func)) return PyErr_Format(PyExc_TypeError, 'first arg must be callable');
  if (!PyTuple_Check(tuple)) return PyErr_Format(PyExc_TypeError, '2nd arg must be a tuple');
  if (kwargs !== 0 && !PyDict_Check(kwargs)) return PyErr_Format(PyExc_TypeError, 'optional 3rd arg must be a dictionary');
  if (PySys_Audit('_thread.start_new_thread', func, tuple, kwargs) < 0) return 0;
  const handle = ThreadHandle_new();
  const ok = do_start_new_thread(func, tuple, kwargs, handle, true);
  const ident = read_ssize(handle + H_IDENT);
  ThreadHandle_decref(handle);
  return ok ? PyLong_FromSsize_t(ident) : 0;
}

function thread_start_joinable_thread(m: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const buf = stackAlloc(24);
  for (let i = 0; i < 3; i++) write_ptr(buf + i * 8, 0);
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname: 'start_joinable_thread', keywords: ['function', 'handle', 'daemon'] }, 1, 3, 0, buf);
  const at = (i: number): number => (a === 0 || (a === args && i >= nargs) ? 0 : HEAP32[(a + i * 8) >> 2]);
  const [func, hobj, daemon_obj] = [at(0), at(1), at(2)];
  stackRestore(mark);
  if (func === 0) return 0;
  if (!PyCallable_Check(func)) return PyErr_Format(PyExc_TypeError, 'thread function must be callable');
  const daemon = daemon_obj === 0 ? 1 : PyObject_IsTrue(daemon_obj);
  if (daemon < 0) return 0;
  const type = handle_type(m);
  if (hobj !== 0 && hobj !== Py_None && !PyType_IsSubtype(Py_TYPE(hobj), type)) return PyErr_Format(PyExc_TypeError, `'handle' must be a _ThreadHandle`);
  if (PySys_Audit('_thread.start_joinable_thread', func, PyLong_FromLong(daemon), hobj || Py_None) < 0) return 0;
  const handle = hobj === 0 || hobj === Py_None ? handle_new(type) : Py_NewRef(hobj);
  const h = HEAP32[(handle + T_HANDLE) >> 2];
  if (HEAP32[(h + H_STATE) >> 2] !== NOT_STARTED) {
    Py_DECREF(handle);
    return PyErr_Format(PyExc_RuntimeError, 'thread already started');
  }
  const empty = PyTuple_New(0);
  const ok = do_start_new_thread(func, empty, 0, h, daemon !== 0);
  Py_DECREF(empty);
  if (ok) return handle;
  Py_DECREF(handle);
  return 0;
}

import { PyModule_GetDict } from '../objects/moduleobject';
import { PyDict_GetItemString } from '../objects/dictobject';
import { seconds_of } from './timemodule';
const handle_type = (m: number): number => PyDict_GetItemString(PyModule_GetDict(m), '_ThreadHandle');

let expected = false;

/** What the module threading makes of the thread that imports it: a sign that threads may come. */
function thread__make_thread_handle(m: number, ident: number): number {
  if (!expected) host().post('threads_expected', {});
  expected = true;
  const n = PyLong_AsSsize_t(ident);
  if (n === -1 && PyErr_Occurred()) return 0;
  const self = handle_new(handle_type(m));
  const h = HEAP32[(self + T_HANDLE) >> 2];
  write_ssize(h + H_IDENT, n);
  HEAP32[(h + H_STATE) >> 2] = RUNNING;
  return self;
}

/** Joins every non-daemon thread. */
function thread_shutdown(): number {
  const me = PyThread_get_thread_ident();
  for (;;) {
    let h = HEAP32[SHUTDOWN];
    while (h !== 0 && read_ssize(h + H_IDENT) === me) h = HEAP32[(h + H_NEXT) >> 2];
    if (h === 0) return Py_None;
    if (ThreadHandle_join(h, Infinity) === -1) return PyErr_Occurred() ? (PyErr_FormatUnraisable('Exception ignored on joining a thread in _thread._shutdown()'), Py_None) : Py_None;
  }
}

/** threading.excepthook: "Exception in thread NAME:" and the traceback, to sys.stderr or the thread's own. */
function thread_excepthook(m: number, args: number): number {
  if (Py_TYPE(args) !== PyDict_GetItemString(PyModule_GetDict(m), '_ExceptHookArgs')) return PyErr_Format(PyExc_TypeError, '_thread.excepthook argument type must be ExceptHookArgs');
  const [type, value, tb, thread] = [0, 1, 2, 3].map((i) => PyStructSequence_GetItem(args, i));
  if (type === PyExc_SystemExit) return Py_None;
  const file = error_stream(thread);
  if (file === Py_None) return Py_None;
  if (file === 0) return 0;
  const name = thread === Py_None ? 0 : PyObject_GetAttr(thread, _Py_ID('name'));
  if (name === 0) PyErr_Clear();
  const head = name === 0 ? PyUnicode_FromFormat('Exception in thread %zd:\n', PyThread_get_thread_ident()) : PyUnicode_FromFormat('Exception in thread %S:\n', name);
  Py_XDECREF(name);
  const ok = head !== 0 && PyFile_WriteObject(head, file, 1) === 0;
  Py_XDECREF(head);
  if (ok) _PyErr_Display(file, type, value, tb);
  Py_DECREF(file);
  return ok ? Py_None : 0;
}

/** Returns new: sys.stderr, or what it was when the thread was made; None when there is none. */
function error_stream(thread: number): number {
  const file = PySys_GetObject('stderr');
  if (file !== 0 && file !== Py_None) return Py_NewRef(file);
  return thread === Py_None ? Py_None : PyObject_GetAttr(thread, _Py_ID('_stderr'));
}

/** What stack_size() was told last; the stacks are the workers' own, of one size. */
const pythread_stacksize = static_alloc(8);
const THREAD_STACK_MIN = 0x8000;
function thread_stack_size(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('stack_size', nargs, 0, 1)) return 0;
  const size = nargs === 0 ? 0 : PyLong_AsSsize_t(HEAP32[args >> 2]);
  if (size === -1 && PyErr_Occurred()) return 0;
  if (size < 0) return PyErr_Format(PyExc_ValueError, 'size must be 0 or a positive value');
  if (size !== 0 && size < THREAD_STACK_MIN) return PyErr_Format(PyExc_ValueError, 'size not valid: %zd bytes', size);
  const old = read_ssize(pythread_stacksize);
  if (nargs > 0) write_ssize(pythread_stacksize, size);
  return PyLong_FromSsize_t(old);
}

function thread_interrupt_main(_m: number, args: number, nargs: number): number {
  const signum = nargs ? _PyLong_AsInt(HEAP32[args >> 2]) : 2;
  if (signum === -1 && PyErr_Occurred()) return 0;
  if (!PyErr_SetInterrupt(signum)) return PyErr_Format(PyExc_ValueError, 'signal number out of range');
  return Py_None;
}

function add_type(m: number, name: string, spec: ReturnType<typeof type_spec>): number {
  const type = PyType_FromModuleAndSpec(m, spec, 0);
  return type === 0 ? -1 : PyModule_Add(m, name, type);
}
function thread_module_exec(m: number): number {
  if (add_type(m, 'lock', lock_spec) < 0) return -1;
  PyModule_AddObjectRef(m, 'LockType', PyDict_GetItemString(PyModule_GetDict(m), 'lock'));
  if (add_type(m, 'RLock', rlock_spec) < 0 || add_type(m, '_ThreadHandle', handle_spec) < 0 || add_type(m, '_local', local_spec) < 0) return -1;
  if (PyModule_AddObjectRef(m, 'error', PyExc_RuntimeError) < 0) return -1;
  const hook_args = PyStructSequence_NewType({
    name: '_thread._ExceptHookArgs', doc: 'Type used to pass arguments to threading.excepthook.', n_in_sequence: 4,
    fields: [['exc_type', 'Exception type'], ['exc_value', 'Exception value'], ['exc_traceback', 'Exception traceback'], ['thread', 'Thread']],
  });
  if (hook_args === 0 || PyModule_Add(m, '_ExceptHookArgs', hook_args) < 0) return -1;
  return PyModule_Add(m, 'TIMEOUT_MAX', PyFloat_FromDouble(PY_TIMEOUT_MAX));
}

builtin_module({
  m_name: '_thread',
  m_doc: 'Primitive operations on threads and locks.',
  m_exec: thread_module_exec,
  m_methods: [
    ['start_new_thread', thread_start_new_thread, METH_FASTCALL], ['start_new', thread_start_new_thread, METH_FASTCALL],
    ['start_joinable_thread', thread_start_joinable_thread, METH_FASTCALL | METH_KEYWORDS], ['daemon_threads_allowed', () => Py_True, METH_NOARGS],
    ['allocate_lock', (m: number) => lock_alloc(PyDict_GetItemString(PyModule_GetDict(m), 'lock')), METH_NOARGS], ['allocate', (m: number) => lock_alloc(PyDict_GetItemString(PyModule_GetDict(m), 'lock')), METH_NOARGS],
    ['exit_thread', () => (PyErr_SetNone(PyExc_SystemExit), 0), METH_NOARGS], ['exit', () => (PyErr_SetNone(PyExc_SystemExit), 0), METH_NOARGS],
    ['interrupt_main', thread_interrupt_main, METH_FASTCALL], ['get_ident', () => PyLong_FromSsize_t(PyThread_get_thread_ident()), METH_NOARGS],
    ['get_native_id', () => PyLong_FromSsize_t(read_ssize(_PyThreadState_GET() + PyThreadState.native_thread_id)), METH_NOARGS],
    ['_count', () => PyLong_FromLong(HEAP32[(INTERP + PyInterpreterState.threads_count) >> 2] - 1), METH_NOARGS], ['stack_size', thread_stack_size, METH_FASTCALL],
    ['_excepthook', thread_excepthook, METH_O], ['_is_main_interpreter', () => Py_True, METH_NOARGS], ['_shutdown', thread_shutdown, METH_NOARGS], ['_make_thread_handle', thread__make_thread_handle, METH_O],
    ['_get_main_thread_ident', () => PyLong_FromSsize_t(read_ssize(_PyRuntime + _PyRuntimeState.main_thread)), METH_NOARGS],
  ],
});
