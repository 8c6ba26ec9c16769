// Answers to Python/pytime.c of CPython 3.13: clocks. Deviation: times are JavaScript numbers (ms or seconds) or bigint ns.

import { host } from '../host';

/** Monotonic time in ms, with what precision the host's clock has. Comparable between threads. */
export function monotonic_ms(): number {
  return host().monotonic_ms();
}

/** time.perf_counter() in seconds. */
export function _PyTime_PerfCounterSeconds(): number {
  return Number(host().monotonic_ns()) / 1e9;
}
