// A person schedules: the next owner of the GIL, once; threads that are frozen; and, under policy `manual`, every decision.
// Called in the watcher's realm, but for install_manual. What the words mean: python/gil_policy.ts.

import { _gil_runtime_state, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPF64 } from '../include/heap';
import { _PY_GIL_DROP_REQUEST_BIT } from '../include/pycore_ceval';
import { _PyInterpreterState_Main } from '../include/statics';
import { thread_activity } from './gil';

const GIL = _PyInterpreterState_Main + PyInterpreterState.gil;
const word = (field: number): number => (GIL + field) >> 2;
const LOCKED = word(_gil_runtime_state.locked);
const HOLDER = word(_gil_runtime_state.holder);
const POLICY = word(_gil_runtime_state.policy);
const CHOICE = word(_gil_runtime_state.choice);
const NEXT_OWNER = word(_gil_runtime_state.next_owner);
// As in python/gil_policy.ts.
const POLICY_OS = 0;
const NOBODY = -1;
const SCHED_RUNNABLE = 0;
const SCHED_DEAD = 3;

const state_of = (tstate: number): number => HEAP32[(tstate + PyThreadState.sched_state) >> 2];

export function is_frozen(tstate: number): boolean {
  return Atomics.load(HEAP32, (tstate + PyThreadState.frozen) >> 2) !== 0;
}

/** The holder hands over at its next look. */
function ask_to_drop(holder: number): void {
  if (holder !== 0) Atomics.or(HEAP32, (holder + PyThreadState.eval_breaker) >> 2, _PY_GIL_DROP_REQUEST_BIT);
}

/** `tstate` gets the GIL next; `stopped`: the thread that stands still with the GIL, or 0. Null, or why it cannot. */
export function choose_next_owner(tstate: number, stopped: number): string | null {
  if (is_frozen(tstate)) return 'is frozen: thaw it first';
  const os = HEAP32[POLICY] === POLICY_OS;
  const holder = stopped || Atomics.load(HEAP32, HOLDER);
  if (tstate === holder && os) {
    Atomics.store(HEAP32, CHOICE, 0);
    return null;
  }
  const { activity, call } = thread_activity(tstate);
  const waits = os ? activity === 'waiting' && HEAPF64[(tstate + PyThreadState.gil_wait_since) >> 3] !== 0 : state_of(tstate) === SCHED_RUNNABLE;
  if (!waits) return call === '' ? `does not wait for the GIL (${activity})` : `is blocked in ${call}: it cannot take the GIL now`;
  Atomics.store(HEAP32, CHOICE, tstate);
  if (os) ask_to_drop(holder);
  return null;
}

/** A frozen thread does not take the GIL; one that holds it gives it up at its next look. */
export function freeze_thread(tstate: number, stopped: number): void {
  Atomics.store(HEAP32, (tstate + PyThreadState.frozen) >> 2, 1);
  Atomics.compareExchange(HEAP32, CHOICE, tstate, 0);
  if (tstate === (stopped || Atomics.load(HEAP32, HOLDER))) ask_to_drop(tstate);
  // It was to be next and has not come yet: whoever comes.
  else if (HEAP32[POLICY] !== POLICY_OS && Atomics.compareExchange(HEAP32, NEXT_OWNER, tstate, 0) === tstate) Atomics.notify(HEAP32, NEXT_OWNER);
  Atomics.notify(HEAP32, LOCKED);
}

export function thaw_thread(tstate: number): void {
  const frozen = (tstate + PyThreadState.frozen) >> 2;
  Atomics.store(HEAP32, frozen, 0);
  Atomics.notify(HEAP32, frozen);
  const can_run = state_of(tstate) === SCHED_RUNNABLE || (state_of(tstate) !== SCHED_DEAD && HEAPF64[(tstate + PyThreadState.sched_deadline) >> 3] !== Infinity);
  if (HEAP32[POLICY] !== POLICY_OS && can_run && Atomics.compareExchange(HEAP32, NEXT_OWNER, NOBODY, tstate) === NOBODY) Atomics.notify(HEAP32, NEXT_OWNER);
}

/** Whether a person has asked the holder for something that a stop must not forget. */
export function has_wish(tstate: number): boolean {
  return HEAP32[CHOICE] !== 0 || is_frozen(tstate);
}
