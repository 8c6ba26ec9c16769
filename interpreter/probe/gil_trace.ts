// Records hand-offs of the GIL for a run without a debugger: what `pyxray run --trace-gil FILE` writes.

import { _PyRuntimeState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, read_ssize } from '../include/heap';
import { DTRACE_GIL, probes } from '../include/pydtrace';
import { _PyRuntime } from '../include/statics';
import { type Decision, policy_hooks } from '../python/gil_policy';

export interface Handoff extends Record<string, unknown> {
  switch_number: number;
  /** threading.get_ident() of both. */
  from: number;
  to: number;
  reason: string;
}

/** Calls `record` in the thread that has just got the GIL from another. Once in each realm. */
export function trace_gil(record: (handoff: Handoff) => void): void {
  probes.gil_handoff = (tstate, from, reason, _waited_ms, switch_number) => record({ switch_number, from, to: read_ssize(tstate + PyThreadState.thread_id), reason });
  Atomics.or(HEAP32, (_PyRuntime + _PyRuntimeState.dtrace_mask) >> 2, DTRACE_GIL);
}

/** Calls `record` for every decision of a repeatable policy: what policy `replay` follows. Once in each realm. */
export function record_decisions(record: (decision: Decision) => void): void {
  policy_hooks.decided = record;
}
