// Time that the program stood still for the debugger is nobody's waiting, blocking or holding time.

import { _gil_runtime_state, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAPF64 } from '../include/heap';
import { _PyInterpreterState_Main } from '../include/statics';
import { thread_states } from './frames';

const ACQUIRED_AT = (_PyInterpreterState_Main + PyInterpreterState.gil + _gil_runtime_state.acquired_at) >> 3;

/** A stop from `begin` to `end` (ms, monotonic) is over: everything that began before began later by as much. The caller holds the GIL. */
export function leave_out(begin: number, end: number): void {
  move(ACQUIRED_AT, begin, end);
  for (const t of thread_states()) {
    move((t + PyThreadState.gil_wait_since) >> 3, begin, end);
    move((t + PyThreadState.blocked_since) >> 3, begin, end);
  }
}

/** 0 stays: nothing began. What began during the stop begins with its end. */
function move(at: number, begin: number, end: number): void {
  const since = HEAPF64[at];
  if (since !== 0) HEAPF64[at] = since < begin ? since + (end - begin) : Math.max(since, end);
}
