// Answers to Python/pystate.c (thread states as C sees them, PyGILState, PyState), Python/thread.c and pythread.h of CPython 3.13.
// Deviation: a thread that C itself started does not exist, so PyGILState_Ensure always finds a thread state.

import { _gil_runtime_state, PyInterpreterState, PyModuleDef, PyModuleObject, PyThreadState } from '../include/generated/offsets';
import { cstring, HEAP32, HEAPU8 } from '../include/heap';
import { Py_NewRef } from '../include/object';
import { _PyInterpreterState_Main, PyExc_SystemError } from '../include/statics';
import { PyDict_GetItemString, PyDict_New } from '../objects/dictobject';
import { PyModule_Check } from '../objects/moduleobject';
import { PyMem_RawFree, PyMem_RawMalloc } from '../objects/obmalloc';
import * as threads from '../modules/_threadmodule';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { fatal } from './cfunction';
import { PyEval_RestoreThread, PyEval_SaveThread } from '../python/ceval_gil';
import { _PyFrame_GetFrameObject } from '../python/frame';
import { PyImport_GetModuleDict } from '../python/import';
import * as pystate from '../python/pystate';

export function PyThreadState_GetUnchecked(): number {
  return pystate._PyThreadState_GET();
}
export function PyThreadState_GetInterpreter(_tstate: number): number {
  return _PyInterpreterState_Main;
}
export function PyThreadState_GetID(tstate: number): number {
  return HEAP32[(tstate + PyThreadState.id) >> 2];
}
export function PyInterpreterState_GetID(_interp: number): number {
  return 0;
}
/** Returns new: the frame that runs, or NULL. */
export function PyThreadState_GetFrame(tstate: number): number {
  const f = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
  const frame = f === 0 ? 0 : _PyFrame_GetFrameObject(f);
  return frame === 0 ? 0 : Py_NewRef(frame);
}
/** Returns borrowed. */
export function PyThreadState_GetDict(): number {
  return pystate.PyThreadState_GetDict(PyDict_New);
}

const HOLDER = (_PyInterpreterState_Main + PyInterpreterState.gil + _gil_runtime_state.holder) >> 2;
function gil_holder(): number {
  return Atomics.load(HEAP32, HOLDER);
}
const PyGILState_LOCKED = 0;
const PyGILState_UNLOCKED = 1;
/** Takes the GIL where this thread does not have it. */
export function PyGILState_Ensure(): number {
  const tstate = pystate._PyThreadState_GET();
  if (gil_holder() === tstate) return PyGILState_LOCKED;
  PyEval_RestoreThread(tstate);
  return PyGILState_UNLOCKED;
}
export function PyGILState_Release(state: number): void {
  if (state === PyGILState_UNLOCKED) PyEval_SaveThread();
}
export function PyGILState_Check(): number {
  return gil_holder() === pystate._PyThreadState_GET() ? 1 : 0;
}
export function PyGILState_GetThisThreadState(): number {
  return pystate._PyThreadState_GET();
}

/** A lock that Python code may share; NULL when there is no memory. */
export function PyThread_allocate_lock(): number {
  const lock = PyMem_RawMalloc(16);
  if (lock !== 0) HEAP32[lock >> 2] = 0;
  return lock;
}
export function PyThread_free_lock(lock: number): void {
  PyMem_RawFree(lock);
}
/** 1 when taken. As in C the caller has dropped the GIL when waiting may take long; while it waits it is dropped here. */
export function PyThread_acquire_lock(lock: number, waitflag: number): number {
  return threads.PyThread_acquire_lock_timed(lock, waitflag ? Number.POSITIVE_INFINITY : 0, 'C extension') ? 1 : 0;
}

/** Result as of PyThread_acquire_lock_timed of Include/pythread.h. */
const PY_LOCK_FAILURE = 0;
const PY_LOCK_ACQUIRED = 1;
const PY_LOCK_INTR = 2;
/** `microseconds` below 0 waits for ever. PY_LOCK_INTR when a signal came and intr_flag is set. */
export function PyThread_acquire_lock_timed(lock: number, microseconds: number, intr_flag: number): number {
  const ms = microseconds < 0 ? Number.POSITIVE_INFINITY : microseconds / 1000;
  if (threads.PyThread_acquire_lock_timed(lock, ms, 'C extension', intr_flag !== 0)) return PY_LOCK_ACQUIRED;
  return intr_flag !== 0 && PyErr_Occurred() ? PY_LOCK_INTR : PY_LOCK_FAILURE;
}
export function PyThread_get_thread_native_id(): number {
  return threads.PyThread_get_thread_ident();
}
/** Nothing is left to initialise. */
export function PyThread_init_thread(): void {}

const nap = new Int32Array(new SharedArrayBuffer(4));
/** A mutex is one byte, 1 while locked. Who waits lets the others run. */
export function PyMutex_Lock(mutex: number): void {
  if (Atomics.compareExchange(HEAPU8, mutex, 0, 1) === 0) return;
  const has_gil = PyGILState_Check() === 1;
  const tstate = has_gil ? PyEval_SaveThread() : 0;
  while (Atomics.compareExchange(HEAPU8, mutex, 0, 1) !== 0) Atomics.wait(nap, 0, 0, 0.05);
  if (has_gil) PyEval_RestoreThread(tstate);
}
export function PyMutex_Unlock(mutex: number): void {
  if (Atomics.exchange(HEAPU8, mutex, 0) === 0) fatal('Fatal Python error: PyMutex_Unlock: unlocking mutex that is not locked\n', 134);
}

export function PyInterpreterState_Main(): number {
  return _PyInterpreterState_Main;
}

/** Thread specific storage: this realm is the thread. */
const tss = new Map<number, number>();
/** Py_tss_t: int _is_initialized; unsigned int _key. */
export function PyThread_tss_alloc(): number {
  const key = PyMem_RawMalloc(8);
  if (key !== 0) HEAP32[key >> 2] = 0;
  return key;
}
export function PyThread_tss_free(key: number): void {
  PyThread_tss_delete(key);
  PyMem_RawFree(key);
}
export function PyThread_tss_is_created(key: number): number {
  return HEAP32[key >> 2] !== 0 ? 1 : 0;
}
export function PyThread_tss_create(key: number): number {
  HEAP32[key >> 2] = 1;
  return 0;
}
export function PyThread_tss_delete(key: number): void {
  HEAP32[key >> 2] = 0;
  tss.delete(key);
}
export function PyThread_tss_set(key: number, value: number): number {
  tss.set(key, value);
  return 0;
}
export function PyThread_tss_get(key: number): number {
  return HEAP32[key >> 2] === 0 ? 0 : (tss.get(key) ?? 0);
}

/** Returns borrowed: the module that was made of `def`, found in sys.modules (CPython keeps a list of its own). */
export function PyState_FindModule(def: number): number {
  const m = PyDict_GetItemString(PyImport_GetModuleDict(), cstring(HEAP32[(def + PyModuleDef.m_name) >> 2]));
  return m !== 0 && PyModule_Check(m) && HEAP32[(m + PyModuleObject.md_def) >> 2] === def ? m : 0;
}
/** 0, or -1 with SystemError. The module is found where it is imported. */
export function PyState_AddModule(_module: number, def: number): number {
  if (HEAP32[(def + PyModuleDef.m_slots) >> 2] === 0) return 0;
  PyErr_SetString(PyExc_SystemError, 'PyState_AddModule called on module with slots');
  return -1;
}
export function PyState_RemoveModule(_def: number): number {
  return 0;
}
