// The GIL and the collector's state, read from memory.

import { _gc_runtime_state, _gil_runtime_state, gc_generation, gc_generation_stats, PyGC_Head, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPF64 } from '../include/heap';
import { _PyInterpreterState_Main } from '../include/statics';
import { int32, is_object, readable, slot, ssize } from './memory';

const GIL = _PyInterpreterState_Main + PyInterpreterState.gil;
const GC = _PyInterpreterState_Main + PyInterpreterState.gc;
export const POLICY_NAMES = ['os', 'round-robin', 'seeded', 'replay', 'manual'] as const;
export const REASON_NAMES = ['', 'drop_request', 'blocking', 'exit', 'manual'] as const;
/** As BLOCKED_CALLS of python/ceval_gil.ts. */
export const CALL_NAMES = ['', 'time.sleep', 'Lock.acquire', 'Thread.join', 'read', 'write', 'open', 'stat', 'ctypes call', 'C extension', 'input', 'start'] as const;

export interface GilState {
  locked: boolean;
  holder: number;
  last_holder: number;
  switch_number: number;
  interval_ms: number;
  policy: (typeof POLICY_NAMES)[number];
  reason: string;
  drop_request: boolean;
  acquired_at: number;
  waiters: number;
  /** Checks of the eval breaker until the next hand-off, under a repeatable policy. */
  slice_left: number;
}

export function gil_state(): GilState {
  const holder = Atomics.load(HEAP32, (GIL + _gil_runtime_state.holder) >> 2);
  return {
    locked: Atomics.load(HEAP32, (GIL + _gil_runtime_state.locked) >> 2) !== 0,
    holder,
    last_holder: slot(GIL + _gil_runtime_state.last_holder),
    switch_number: int32(GIL + _gil_runtime_state.switch_number),
    interval_ms: int32(GIL + _gil_runtime_state.interval_us) / 1000,
    policy: POLICY_NAMES[int32(GIL + _gil_runtime_state.policy)] ?? 'os',
    reason: REASON_NAMES[int32(GIL + _gil_runtime_state.drop_reason)] ?? '',
    drop_request: holder !== 0 && readable(holder, PyThreadState.SIZEOF) && (int32(holder + PyThreadState.eval_breaker) & 1) !== 0,
    acquired_at: HEAPF64[(GIL + _gil_runtime_state.acquired_at) >> 3],
    waiters: int32(GIL + _gil_runtime_state.waiters),
    slice_left: int32(GIL + _gil_runtime_state.slice_left),
  };
}

export type ThreadActivity = 'running' | 'waiting' | 'blocked' | 'starting' | 'exited';

export interface ThreadState {
  activity: ThreadActivity;
  /** Of the clock monotonic_ms; 0: unknown. */
  since: number;
  call: string;
}

/** What a thread does, as the lock and its own notes tell. */
export function thread_activity(tstate: number): ThreadState {
  const gil = gil_state();
  if (gil.holder === tstate) return { activity: 'running', since: gil.acquired_at, call: '' };
  const waits = HEAPF64[(tstate + PyThreadState.gil_wait_since) >> 3];
  // Under a repeatable policy a blocked thread asks for the GIL at once and gets it when it can run.
  if (waits !== 0 && int32(tstate + PyThreadState.sched_state) === 0) return { activity: 'waiting', since: waits, call: '' };
  const call = CALL_NAMES[int32(tstate + PyThreadState.blocked_in)] ?? '';
  if (call !== '') return { activity: 'blocked', since: HEAPF64[(tstate + PyThreadState.blocked_since) >> 3], call };
  if (slot(tstate + PyThreadState.current_frame) === 0) return { activity: int32(tstate + PyThreadState.started) === 0 ? 'starting' : 'exited', since: 0, call: '' };
  return { activity: 'waiting', since: 0, call: '' };
}

export interface GenerationState {
  threshold: number;
  count: number;
  collections: number;
  collected: number;
  uncollectable: number;
}

export interface GcState {
  enabled: boolean;
  collecting: boolean;
  debug: number;
  generations: GenerationState[];
  garbage: number;
}

export function gc_state(): GcState {
  const generations = [0, 1, 2].map((i) => {
    const g = GC + _gc_runtime_state.generations + i * gc_generation.SIZEOF;
    const s = GC + _gc_runtime_state.generation_stats + i * gc_generation_stats.SIZEOF;
    return {
      threshold: int32(g + gc_generation.threshold),
      count: int32(g + gc_generation.count),
      collections: ssize(s + gc_generation_stats.collections),
      collected: ssize(s + gc_generation_stats.collected),
      uncollectable: ssize(s + gc_generation_stats.uncollectable),
    };
  });
  return {
    enabled: int32(GC + _gc_runtime_state.enabled) !== 0,
    collecting: int32(GC + _gc_runtime_state.collecting) !== 0,
    debug: int32(GC + _gc_runtime_state.debug),
    generations,
    garbage: slot(GC + _gc_runtime_state.garbage),
  };
}

/** The tracked objects of generation 0, 1, 2 or 3 (permanent). Only while the program stands still. */
export function generation_objects(generation: number, limit = 10_000_000): number[] {
  const head = generation === 3 ? GC + _gc_runtime_state.permanent_generation : GC + _gc_runtime_state.generations + generation * gc_generation.SIZEOF;
  return list_objects(head, limit);
}

/** The objects of a GC list, given its head. */
export function list_objects(head: number, limit = 10_000_000): number[] {
  const objects: number[] = [];
  for (let g = slot(head + PyGC_Head._gc_next) & ~3; g !== head && g !== 0 && objects.length < limit; g = slot(g + PyGC_Head._gc_next) & ~3) {
    if (!is_object(g + 16)) break;
    objects.push(g + 16);
  }
  return objects;
}
