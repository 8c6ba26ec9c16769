// Who gets the GIL next: the policies that make a run repeatable, or leave the choice to a person. Answers to no CPython file;
// python/ceval_gil.ts asks.
//
// These policies do not use time: the holder counts its eval-breaker checks (its breaker keeps CALLS_TO_DO set, so that each
// check comes here) and, when its slice is used up or it blocks, names the next owner among the runnable threads; only that
// one may take the GIL. Runnable is a logical state, not "happens to wait": a thread is runnable from start_new_thread on, even
// if its worker is still starting; one that waits for a lock becomes runnable when the lock is released; one that sleeps when
// the virtual clock, which advances one interval a decision, reaches its deadline.
//
//   round-robin   the next by age, every 100 checks
//   seeded        random slices of 1 to 128 checks, a random thread
//   manual        every 100 checks, or when the holder blocks, the person is asked (policy_hooks.choose) if there is a choice
//   replay        the decisions of an earlier run, one after the other
//
// Under every policy, `os` included, a person can choose the next owner once (`choice`), and freeze threads: a frozen thread
// is no candidate and does not take the GIL.

import { _gil_runtime_state, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPF64, read_ssize, write_ptr } from '../include/heap';
import { DTRACE_GIL_STATE, PyDTrace_ENABLED, probes } from '../include/pydtrace';
import { _PyInterpreterState_Main } from '../include/statics';
import { PyMem_RawMalloc } from '../objects/obmalloc';
import { thread_states } from './pystate';
import { monotonic_ms } from './pytime';

const GIL = _PyInterpreterState_Main + PyInterpreterState.gil;
const INTERVAL = (GIL + _gil_runtime_state.interval_us) >> 2;
export const NEXT_OWNER = (GIL + _gil_runtime_state.next_owner) >> 2;
export const POLICY = (GIL + _gil_runtime_state.policy) >> 2;
/** The thread that a person chose; 0: none. */
export const CHOICE = (GIL + _gil_runtime_state.choice) >> 2;
/** Threads from start_new_thread to their last drop of the GIL. (When a thread state is deleted depends on the worker.) */
const LIVE_THREADS = (GIL + _gil_runtime_state.live_threads) >> 2;
const SEED = (GIL + _gil_runtime_state.policy_seed) >> 2;
const SLICE_LEFT = (GIL + _gil_runtime_state.slice_left) >> 2;
const CHECKS = (GIL + _gil_runtime_state.checks) >> 2;
const VIRTUAL_NOW = (GIL + _gil_runtime_state.virtual_now) >> 3;
const REPLAY = (GIL + _gil_runtime_state.replay) >> 2;
const REPLAY_AT = (GIL + _gil_runtime_state.replay_at) >> 2;
const REPLAY_LEN = (GIL + _gil_runtime_state.replay_len) >> 2;

export const POLICIES = ['os', 'round-robin', 'seeded', 'replay', 'manual'] as const;
export const POLICY_OS = 0;

export const DROP_REASONS = ['', 'drop_request', 'blocking', 'exit', 'manual'] as const;
export const DROP_REQUEST = 1;
export const DROP_BLOCKING = 2;
export const DROP_EXIT = 3;
export const DROP_MANUAL = 4;

/** NEXT_OWNER: no thread can run (each waits for another, or is frozen). */
export const NOBODY = -1;

/** PyThreadState.sched_state under a repeatable policy. */
export const SCHED_RUNNABLE = 0;
export const SCHED_LOCK = 1;
export const SCHED_SLEEP = 2;
export const SCHED_DEAD = 3;

/** A decision: eval-breaker checks since the one before, why the GIL was given up (DROP_), PyThreadState.id of the next owner (0: nobody). */
export type Decision = readonly [checks: number, reason: number, next: number];

export const policy_hooks = {
  /** Asks a person to choose among several candidates (thread states, by age): CHOICE is set when it returns, or `suggestion` is taken. The GIL is held. */
  choose: (_tstate: number, _reason: number, _candidates: readonly number[], _suggestion: number): void => {},
  /** Every decision, for a record of the run. The GIL is held. */
  decided: null as ((decision: Decision) => void) | null,
  /** The run is not the recorded one any more: at decision `at`. The GIL is held. */
  diverged: (_at: number): void => {},
};

interface Policy {
  /** Eval-breaker checks until the next decision. */
  slice(): number;
  /** The next owner among `candidates`: thread states by age, never none. */
  pick(tstate: number, reason: number, candidates: readonly number[]): number;
}

function id_of(tstate: number): number {
  return read_ssize(tstate + PyThreadState.id);
}

/** xorshift32, in memory, so that every realm draws from one sequence. */
function next_random(): number {
  let x = HEAP32[SEED];
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  HEAP32[SEED] = x;
  return x >>> 0;
}

const SLICE = 100;
const MAX_SEEDED_SLICE = 128;
const NO_SLICE = 0x7fffffff;

function next_in_turn(tstate: number, candidates: readonly number[]): number {
  return candidates.find((t) => id_of(t) > id_of(tstate)) ?? candidates[0];
}

const round_robin: Policy = { slice: () => SLICE, pick: (tstate, _reason, candidates) => next_in_turn(tstate, candidates) };

const seeded: Policy = { slice: () => 1 + (next_random() % MAX_SEEDED_SLICE), pick: (_tstate, _reason, candidates) => (candidates.length === 1 ? candidates[0] : candidates[next_random() % candidates.length]) };

const manual: Policy = {
  slice: () => SLICE,
  pick(tstate, reason, candidates) {
    if (candidates.length === 1) return candidates[0];
    // A call that only may block (a write): no reason to ask.
    if (reason === DROP_BLOCKING && candidates.includes(tstate)) return tstate;
    const suggestion = next_in_turn(tstate, candidates);
    policy_hooks.choose(tstate, reason, candidates, suggestion);
    return suggestion;
  },
};

/** The recorded decision number `i`, or null after the last. */
function recorded(i: number): Decision | null {
  if (i >= HEAP32[REPLAY_LEN]) return null;
  const at = (HEAP32[REPLAY] >> 2) + i * 3;
  return [HEAP32[at], HEAP32[at + 1], HEAP32[at + 2]];
}

const replay: Policy = {
  slice() {
    const next = recorded(HEAP32[REPLAY_AT]);
    if (next === null) return SLICE;
    return next[1] === DROP_REQUEST ? next[0] : NO_SLICE;
  },
  pick(tstate, reason, candidates) {
    const decision = recorded(HEAP32[REPLAY_AT]);
    const next = decision === null ? undefined : candidates.find((t) => id_of(t) === decision[2]);
    if (decision !== null && next !== undefined && decision[1] === reason) {
      HEAP32[REPLAY_AT]++;
      return next;
    }
    if (decision !== null) {
      policy_hooks.diverged(HEAP32[REPLAY_AT]);
      HEAP32[REPLAY_LEN] = 0;
    }
    return next_in_turn(tstate, candidates);
  },
};

/** As POLICIES; `os` decides nothing here. */
const POLICY_TABLE: readonly Policy[] = [round_robin, round_robin, seeded, replay, manual];

export function gil_is_repeatable(): boolean {
  return HEAP32[POLICY] !== POLICY_OS;
}

/** Once a process. */
export function init_policy(policy: (typeof POLICIES)[number], seed: number, decisions: readonly Decision[] = []): void {
  HEAP32[POLICY] = POLICIES.indexOf(policy);
  HEAP32[SEED] = seed | 0 || 1;
  HEAPF64[VIRTUAL_NOW] = 0;
  HEAP32[LIVE_THREADS] = 1;
  const at = decisions.length === 0 ? 0 : PyMem_RawMalloc(decisions.length * 12);
  write_ptr(REPLAY << 2, at);
  HEAP32[REPLAY_LEN] = at === 0 ? 0 : decisions.length;
  decisions.flat().forEach((n, i) => (HEAP32[(at >> 2) + i] = n));
  new_slice();
}

function new_slice(): void {
  HEAP32[SLICE_LEFT] = POLICY_TABLE[HEAP32[POLICY]].slice();
}

/** A check under a repeatable policy: whether the holder's slice is used up and somebody else may be next. */
export function slice_is_over(tstate: number): boolean {
  if (is_alone()) return is_frozen(tstate);
  HEAP32[CHECKS]++;
  return --HEAP32[SLICE_LEFT] <= 0 || HEAP32[CHOICE] !== 0 || is_frozen(tstate);
}

/** While there is one thread nothing is counted: what the start does differs from machine to machine. */
function is_alone(): boolean {
  return HEAP32[LIVE_THREADS] < 2;
}

// --- who can run ----------------------------------------------------------------------------------------------------

export function is_frozen(tstate: number): boolean {
  return Atomics.load(HEAP32, (tstate + PyThreadState.frozen) >> 2) !== 0;
}

/** Logical time for sleepers: ms since the start, advancing one switch interval a decision. */
function virtual_now(): number {
  return HEAPF64[VIRTUAL_NOW];
}

function sched_state(tstate: number): number {
  return HEAP32[(tstate + PyThreadState.sched_state) >> 2];
}

/** False for a thread that a repeatable policy lets wait for something else than the GIL. */
export function is_runnable(tstate: number): boolean {
  return sched_state(tstate) === SCHED_RUNNABLE;
}

function runnable_threads(): number[] {
  const now = virtual_now();
  return thread_states(_PyInterpreterState_Main)
    .filter((t) => !is_frozen(t) && (is_runnable(t) || (sched_state(t) !== SCHED_DEAD && HEAPF64[(t + PyThreadState.sched_deadline) >> 3] <= now)))
    .sort((a, b) => id_of(a) - id_of(b));
}

/** Nobody is runnable: the virtual clock jumps to the first deadline. */
function earliest_sleeper(): number[] {
  let best = 0;
  let deadline = Infinity;
  for (const t of thread_states(_PyInterpreterState_Main)) {
    if (sched_state(t) === SCHED_DEAD || is_frozen(t)) continue;
    const d = HEAPF64[(t + PyThreadState.sched_deadline) >> 3];
    if (d < deadline || (d === deadline && best !== 0 && id_of(t) < id_of(best))) {
      best = t;
      deadline = d;
    }
  }
  if (best === 0) return [];
  HEAPF64[VIRTUAL_NOW] = Math.max(virtual_now(), deadline);
  return [best];
}

/** Names the next owner. The caller holds the GIL and gives it up for `reason`; answers the reason that others shall see. */
export function choose_next(tstate: number, reason: number): number {
  if (reason === DROP_EXIT) {
    HEAP32[(tstate + PyThreadState.sched_state) >> 2] = SCHED_DEAD;
    HEAP32[LIVE_THREADS]--;
  } else if (is_alone() && is_runnable(tstate) && !is_frozen(tstate)) {
    Atomics.store(HEAP32, NEXT_OWNER, tstate);
    return reason;
  }
  HEAPF64[VIRTUAL_NOW] += HEAP32[INTERVAL] / 1000;
  let candidates = runnable_threads();
  if (candidates.length === 0) candidates = earliest_sleeper();
  let next = NOBODY;
  let why = reason;
  if (candidates.length > 0) {
    if (!candidates.includes(HEAP32[CHOICE])) next = POLICY_TABLE[HEAP32[POLICY]].pick(tstate, reason, candidates);
    // Asking takes time, in which a person can choose, and freeze.
    if (candidates.includes(HEAP32[CHOICE])) [next, why] = [HEAP32[CHOICE], DROP_MANUAL];
    else if (is_frozen(next)) next = candidates.find((t) => !is_frozen(t)) ?? NOBODY;
  }
  HEAP32[CHOICE] = 0;
  policy_hooks.decided?.([HEAP32[CHECKS], reason, next === NOBODY ? 0 : id_of(next)]);
  HEAP32[CHECKS] = 0;
  new_slice();
  // Nobody can be asked at a thread's end: the person is asked at the next owner's first check.
  if (reason === DROP_EXIT && POLICIES[HEAP32[POLICY]] === 'manual') HEAP32[SLICE_LEFT] = 1;
  Atomics.store(HEAP32, NEXT_OWNER, next);
  return why;
}

/** A thread will come. The caller holds the GIL. */
export function sched_start(): void {
  HEAP32[LIVE_THREADS]++;
}

// --- blocking -------------------------------------------------------------------------------------------------------

/** Marks the current thread as blocked for the repeatable policies. `ms`: Infinity for no deadline, -1 keeps it; `lock`: what it waits for. */
export function sched_block(tstate: number, state: number, ms: number, lock = 0): void {
  HEAP32[(tstate + PyThreadState.sched_state) >> 2] = state;
  if (ms !== -1) HEAPF64[(tstate + PyThreadState.sched_deadline) >> 3] = ms === Infinity ? Infinity : virtual_now() + ms;
  write_ptr(tstate + PyThreadState.sched_lock, lock);
}

/** Whether the deadline that sched_block set has passed on the virtual clock. */
export function sched_timed_out(tstate: number): boolean {
  return HEAPF64[(tstate + PyThreadState.sched_deadline) >> 3] <= virtual_now();
}

/** Whoever waits for `lock` is runnable again. The caller holds the GIL. */
export function sched_wake(lock: number): void {
  for (const t of thread_states(_PyInterpreterState_Main)) {
    if (sched_state(t) !== SCHED_LOCK || HEAP32[(t + PyThreadState.sched_lock) >> 2] !== lock) continue;
    HEAP32[(t + PyThreadState.sched_state) >> 2] = SCHED_RUNNABLE;
    // It asked for the GIL when it blocked; it waits for it from now on.
    if (HEAPF64[(t + PyThreadState.gil_wait_since) >> 3] !== 0) HEAPF64[(t + PyThreadState.gil_wait_since) >> 3] = monotonic_ms();
    if (PyDTrace_ENABLED(DTRACE_GIL_STATE)) probes.gil_wait(t);
  }
}
