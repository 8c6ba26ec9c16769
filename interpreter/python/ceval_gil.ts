// Answers to Python/ceval_gil.c of CPython 3.13: the global interpreter lock, and what the eval breaker asks for.
//
// The GIL is one word, `locked`, guarding everything that a bytecode touches. Who wants it waits on that word; who has it
// looks at its eval breaker now and then.
//
//    holder                                             waiter
//    ── bytecode ── RESUME / backward jump / call       take_gil: wait on `locked`, at most `interval` (5 ms)
//                        │ eval_breaker == 0: go on        │ the interval ran out and switch_number did not move:
//                        │                                 └─► set DROP_REQUEST in the holder's eval_breaker
//                        ▼ DROP_REQUEST
//                    drop_gil: locked = 0, notify ───────► locked = 1, last_holder = me, switch_number++
//                    wait until last_holder != me  ◄─────  notify switch_number         ("forced switching")
//                    take_gil
//
// A thread that is going to block (sleep, a lock, a read) drops the GIL before and takes it after: PyEval_SaveThread,
// PyEval_RestoreThread. A released GIL goes to whichever waiter the operating system wakes first: that is policy `os`.
//
// The other policies (gil_policy.ts) make a run repeatable, or let a person choose: the holder names the next owner.
//
// Deviations: `locked` is a futex of Atomics.wait instead of mutex and condition variable; policies; probes.

import { _gil_runtime_state, _PyRuntimeState, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPF64, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { _Py_eval_breaker_bit_is_set, _Py_set_eval_breaker_bit, _Py_unset_eval_breaker_bit, _PY_ASYNC_EXCEPTION_BIT, _PY_CALLS_TO_DO_BIT, _PY_EVAL_PLEASE_STOP_BIT, _PY_GC_SCHEDULED_BIT, _PY_GIL_DROP_REQUEST_BIT, _PY_SIGNALS_PENDING_BIT } from '../include/pycore_ceval';
import { DTRACE_BEFORE_DROP, DTRACE_BLOCKING, DTRACE_GIL, DTRACE_GIL_STATE, PyDTrace_ENABLED, probes } from '../include/pydtrace';
import { Py_DECREF } from '../include/object';
import { _PyInterpreterState_Main, _PyRuntime } from '../include/statics';
import { monotonic_ms } from './pytime';
import { _Py_RunGC } from './gc';
import { _PyErr_SetNone } from './errors';
import { _PyThreadState_GET, current_fast_set, thread_states } from './pystate';
import { CHOICE, choose_next, type Decision, DROP_EXIT, DROP_MANUAL, DROP_BLOCKING, DROP_REASONS, DROP_REQUEST, init_policy, is_frozen, is_runnable, NEXT_OWNER, type POLICIES, POLICY, POLICY_OS, SCHED_RUNNABLE, slice_is_over } from './gil_policy';
import { PyErr_CheckSignalsTstate } from '../modules/signalmodule';

const GIL = _PyInterpreterState_Main + PyInterpreterState.gil;
const LOCKED = (GIL + _gil_runtime_state.locked) >> 2;
const SWITCH_NUMBER = (GIL + _gil_runtime_state.switch_number) >> 2;
const LAST_HOLDER = (GIL + _gil_runtime_state.last_holder) >> 2;
const HOLDER = (GIL + _gil_runtime_state.holder) >> 2;
const WAITERS = (GIL + _gil_runtime_state.waiters) >> 2;
const INTERVAL = (GIL + _gil_runtime_state.interval_us) >> 2;
const DROP_REASON = (GIL + _gil_runtime_state.drop_reason) >> 2;
const ACQUIRED_AT = (GIL + _gil_runtime_state.acquired_at) >> 3;

/** What a thread is blocked in (PyThreadState.blocked_in); 0: in nothing. */
export const BLOCKED_CALLS = ['', 'time.sleep', 'Lock.acquire', 'Thread.join', 'read', 'write', 'open', 'stat', 'ctypes call', 'C extension', 'input', 'start'] as const;
export type BlockedCall = (typeof BLOCKED_CALLS)[number];

/** `interval` of sys.setswitchinterval in seconds. */
export function _PyEval_GetSwitchInterval(): number {
  return HEAP32[INTERVAL] / 1e6;
}
export function _PyEval_SetSwitchInterval(seconds: number): void {
  HEAP32[INTERVAL] = Math.max(1, Math.min(2147483647, Math.round(seconds * 1e6)));
}

export interface GilConfig {
  policy: (typeof POLICIES)[number];
  seed: number;
  interval_us: number;
  /** What policy `replay` follows. */
  decisions?: readonly Decision[];
}

/** Once a process, before the first take_gil. */
export function _PyEval_InitGIL(config: GilConfig): void {
  HEAP32[INTERVAL] = config.interval_us;
  init_policy(config.policy, config.seed, config.decisions);
}

function die_if_finalizing(tstate: number): void {
  const finalizing = HEAP32[(_PyInterpreterState_Main + PyInterpreterState.finalizing_tstate) >> 2];
  if (finalizing !== 0 && finalizing !== tstate) throw new ThreadExit();
}

/** Unwinds the JavaScript stack of a thread that must not run any more (PyThread_exit_thread). */
export class ThreadExit extends Error {}

/** Waits for the GIL and makes `tstate` current. Throws ThreadExit when the interpreter is being finalised by another thread. */
export function take_gil(tstate: number): void {
  die_if_finalizing(tstate);
  // The clock is asked only by those who wait; 0: not at all.
  let since = 0;
  let waited = false;
  while (!try_lock(tstate)) {
    if (!waited) {
      waited = true;
      HEAPF64[(tstate + PyThreadState.gil_wait_since) >> 3] = monotonic_ms();
      Atomics.add(HEAP32, WAITERS, 1);
      if (PyDTrace_ENABLED(DTRACE_GIL_STATE) && is_runnable(tstate)) probes.gil_wait(tstate);
    }
    wait_for_gil(tstate);
    const finalizing = HEAP32[(_PyInterpreterState_Main + PyInterpreterState.finalizing_tstate) >> 2];
    if (finalizing !== 0 && finalizing !== tstate) {
      Atomics.sub(HEAP32, WAITERS, 1);
      throw new ThreadExit();
    }
  }
  if (waited) {
    Atomics.sub(HEAP32, WAITERS, 1);
    // Not what was stored: whoever lets the time stand still moves it.
    since = HEAPF64[(tstate + PyThreadState.gil_wait_since) >> 3];
    HEAPF64[(tstate + PyThreadState.gil_wait_since) >> 3] = 0;
    HEAP32[(tstate + PyThreadState.gil_wait_count) >> 2]++;
  }
  own_gil(tstate, since);
}

function try_lock(tstate: number): boolean {
  if (is_frozen(tstate)) return false;
  const next = Atomics.load(HEAP32, HEAP32[POLICY] === POLICY_OS ? CHOICE : NEXT_OWNER);
  if (next !== 0 && next !== tstate) return false;
  return Atomics.compareExchange(HEAP32, LOCKED, 0, 1) === 0;
}

/** One timed wait on the lock word; asks the holder to drop the GIL when the interval ran out. */
function wait_for_gil(tstate: number): void {
  if (is_frozen(tstate)) {
    // What woke this one was meant for somebody who can take the GIL.
    Atomics.notify(HEAP32, LOCKED, 1);
    Atomics.wait(HEAP32, (tstate + PyThreadState.frozen) >> 2, 1, 20);
    return;
  }
  if (HEAP32[POLICY] !== POLICY_OS) {
    const turn = Atomics.load(HEAP32, NEXT_OWNER);
    if (turn === tstate) Atomics.wait(HEAP32, LOCKED, 1, 20);
    else Atomics.wait(HEAP32, NEXT_OWNER, turn, 20);
    return;
  }
  const chosen = Atomics.load(HEAP32, CHOICE);
  if (chosen !== 0 && chosen !== tstate) {
    Atomics.wait(HEAP32, CHOICE, chosen, 20);
    return;
  }
  const saved_switch = Atomics.load(HEAP32, SWITCH_NUMBER);
  const result = Atomics.wait(HEAP32, LOCKED, 1, Math.max(HEAP32[INTERVAL] / 1000, 0.001));
  if (result !== 'timed-out' || Atomics.load(HEAP32, LOCKED) === 0 || Atomics.load(HEAP32, SWITCH_NUMBER) !== saved_switch) return;
  const holder = Atomics.load(HEAP32, HOLDER);
  if (holder === 0 || _Py_eval_breaker_bit_is_set(holder, _PY_GIL_DROP_REQUEST_BIT)) return;
  _Py_set_eval_breaker_bit(holder, _PY_GIL_DROP_REQUEST_BIT);
  if (PyDTrace_ENABLED(DTRACE_GIL)) probes.gil_drop_request(holder, tstate, monotonic_ms() - HEAPF64[ACQUIRED_AT]);
}

/** `since`: when the wait began, 0 without one. */
function own_gil(tstate: number, since: number): void {
  const last = HEAP32[LAST_HOLDER];
  const from_ident = read_ssize(GIL + _gil_runtime_state.last_ident);
  if (HEAP32[CHOICE] === tstate) {
    HEAP32[DROP_REASON] = DROP_MANUAL;
    Atomics.store(HEAP32, CHOICE, 0);
    Atomics.notify(HEAP32, CHOICE);
  }
  const reason = HEAP32[DROP_REASON];
  Atomics.store(HEAP32, HOLDER, tstate);
  HEAP32[(tstate + PyThreadState.state) >> 2] = 1;
  HEAP32[(tstate + PyThreadState.blocked_in) >> 2] = 0;
  HEAP32[(tstate + PyThreadState.sched_state) >> 2] = SCHED_RUNNABLE;
  const now = monotonic_ms();
  HEAPF64[ACQUIRED_AT] = now;
  const switched = last !== tstate;
  if (switched) {
    Atomics.store(HEAP32, LAST_HOLDER, tstate);
    write_ssize(GIL + _gil_runtime_state.last_ident, read_ssize(tstate + PyThreadState.thread_id));
    Atomics.add(HEAP32, SWITCH_NUMBER, 1);
    Atomics.notify(HEAP32, SWITCH_NUMBER);
  }
  _Py_unset_eval_breaker_bit(tstate, _PY_GIL_DROP_REQUEST_BIT);
  if (HEAP32[POLICY] !== POLICY_OS) {
    Atomics.store(HEAP32, NEXT_OWNER, tstate);
    _Py_set_eval_breaker_bit(tstate, _PY_CALLS_TO_DO_BIT);
  }
  current_fast_set(tstate);
  if (PyDTrace_ENABLED(DTRACE_GIL_STATE)) probes.gil_take(tstate, switched && last !== 0 ? from_ident : 0, DROP_REASONS[reason], HEAP32[SWITCH_NUMBER]);
  if (switched && last !== 0 && PyDTrace_ENABLED(DTRACE_GIL)) probes.gil_handoff(tstate, from_ident, DROP_REASONS[reason], since === 0 ? 0 : now - since, HEAP32[SWITCH_NUMBER]);
}

/** Gives the GIL up. The thread state is detached. `reason`: DROP_. With a drop request pending it waits until another took it. */
export function drop_gil(tstate: number, reason: number): void {
  if (PyDTrace_ENABLED(DTRACE_BEFORE_DROP)) probes.gil_before_drop(tstate);
  if (PyDTrace_ENABLED(DTRACE_GIL_STATE)) probes.gil_drop(tstate, DROP_REASONS[reason], BLOCKED_CALLS[HEAP32[(tstate + PyThreadState.blocked_in) >> 2]]);
  HEAP32[DROP_REASON] = HEAP32[POLICY] === POLICY_OS ? reason : choose_next(tstate, reason);
  HEAP32[(tstate + PyThreadState.state) >> 2] = 0;
  current_fast_set(0);
  Atomics.store(HEAP32, HOLDER, 0);
  Atomics.store(HEAP32, LOCKED, 0);
  if (HEAP32[POLICY] === POLICY_OS) {
    // Where a person has chosen, the one that is woken may not be the one.
    Atomics.notify(HEAP32, LOCKED, HEAP32[CHOICE] === 0 ? 1 : Infinity);
    if (reason !== DROP_EXIT && _Py_eval_breaker_bit_is_set(tstate, _PY_GIL_DROP_REQUEST_BIT)) force_switch(tstate);
  } else {
    Atomics.notify(HEAP32, LOCKED);
    Atomics.notify(HEAP32, NEXT_OWNER);
  }
}

/** Forced switching: whoever asked gets the GIL before the one who dropped it may compete again. */
function force_switch(tstate: number): void {
  const n = Atomics.load(HEAP32, SWITCH_NUMBER);
  if (Atomics.load(HEAP32, LAST_HOLDER) !== tstate) return;
  _Py_unset_eval_breaker_bit(tstate, _PY_GIL_DROP_REQUEST_BIT);
  // A waiter may have gone away (its process is ending): do not wait for ever.
  if (Atomics.load(HEAP32, WAITERS) > 0) Atomics.wait(HEAP32, SWITCH_NUMBER, n, 1000);
}

// --- save and restore -----------------------------------------------------------------------------------------------

/** Py_BEGIN_ALLOW_THREADS: drops the GIL before a call that may block; the thread state to give to PyEval_RestoreThread. */
export function PyEval_SaveThread(call: BlockedCall = 'C extension'): number {
  const tstate = _PyThreadState_GET();
  HEAP32[(tstate + PyThreadState.blocked_in) >> 2] = BLOCKED_CALLS.indexOf(call);
  HEAPF64[(tstate + PyThreadState.blocked_since) >> 3] = monotonic_ms();
  if (PyDTrace_ENABLED(DTRACE_BLOCKING)) probes.gil_release(tstate, call);
  drop_gil(tstate, DROP_BLOCKING);
  return tstate;
}

/** Py_END_ALLOW_THREADS. */
export function PyEval_RestoreThread(tstate: number): void {
  const call = BLOCKED_CALLS[HEAP32[(tstate + PyThreadState.blocked_in) >> 2]];
  take_gil(tstate);
  if (PyDTrace_ENABLED(DTRACE_BLOCKING)) probes.gil_acquire(tstate, call);
}

// --- the eval breaker -----------------------------------------------------------------------------------------------

/** Hooks of probe/: pause requests and the like, called with the GIL held when EVAL_PLEASE_STOP is set. 0, or -1 with an exception. */
export const pending_hooks = { please_stop: (_tstate: number): number => 0 };

/** What the set bits of the eval breaker ask for, in CPython's order. 0, or -1 with an exception. May run Python code. */
export function _Py_HandlePending(tstate: number): number {
  const breaker = Atomics.load(HEAP32, (tstate + PyThreadState.eval_breaker) >> 2);
  if (breaker & _PY_EVAL_PLEASE_STOP_BIT) {
    _Py_unset_eval_breaker_bit(tstate, _PY_EVAL_PLEASE_STOP_BIT);
    if (pending_hooks.please_stop(tstate) < 0) return -1;
  }
  if (breaker & _PY_SIGNALS_PENDING_BIT && PyErr_CheckSignalsTstate(tstate) < 0) return -1;
  if (breaker & _PY_GC_SCHEDULED_BIT) {
    _Py_unset_eval_breaker_bit(tstate, _PY_GC_SCHEDULED_BIT);
    _Py_RunGC(tstate);
  }
  if (breaker & _PY_GIL_DROP_REQUEST_BIT) switch_threads(tstate, DROP_REQUEST);
  if (breaker & _PY_CALLS_TO_DO_BIT && HEAP32[POLICY] !== POLICY_OS && slice_is_over(tstate)) switch_threads(tstate, DROP_REQUEST);
  if (breaker & _PY_ASYNC_EXCEPTION_BIT) {
    _Py_unset_eval_breaker_bit(tstate, _PY_ASYNC_EXCEPTION_BIT);
    const exc = HEAP32[(tstate + PyThreadState.async_exc) >> 2];
    HEAP32[(tstate + PyThreadState.async_exc) >> 2] = 0;
    if (exc !== 0) {
      _PyErr_SetNone(tstate, exc);
      Py_DECREF(exc);
      return -1;
    }
  }
  return 0;
}

function switch_threads(tstate: number, reason: number): void {
  drop_gil(tstate, reason);
  take_gil(tstate);
}

/** Raises `exc` (a class; 0 takes a pending one back) in the thread with this ident; the number of threads found. */
export function PyThreadState_SetAsyncExc(ident: number, exc: number): number {
  for (const t of thread_states(_PyInterpreterState_Main)) {
    if (read_ssize(t + PyThreadState.thread_id) !== ident) continue;
    const old = HEAP32[(t + PyThreadState.async_exc) >> 2];
    HEAP32[(t + PyThreadState.async_exc) >> 2] = exc;
    if (exc !== 0 && exc !== -1 && HEAP32[exc >> 2] !== -1) HEAP32[exc >> 2]++;
    if (old !== 0) Py_DECREF(old);
    _Py_set_eval_breaker_bit(t, _PY_ASYNC_EXCEPTION_BIT);
    return 1;
  }
  return 0;
}

/** Wakes every thread that waits for the GIL, so that it sees that the interpreter is finalising. */
export function wake_all_waiters(): void {
  Atomics.notify(HEAP32, LOCKED);
  Atomics.notify(HEAP32, NEXT_OWNER);
  Atomics.notify(HEAP32, SWITCH_NUMBER);
}

/** The process is going: whoever takes the GIL from now on ends. */
export function _PyRuntimeState_SetFinalizing(tstate: number): void {
  write_ptr(_PyInterpreterState_Main + PyInterpreterState.finalizing_tstate, tstate);
  HEAP32[(_PyRuntime + _PyRuntimeState.finalizing) >> 2] = 1;
  wake_all_waiters();
}
