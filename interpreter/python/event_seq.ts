// The order of a process's messages (Host.post) over all its threads. Answers to no CPython file.

import { _PyRuntimeState } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { _PyRuntime } from '../include/statics';

const SEQ = (_PyRuntime + _PyRuntimeState.event_seq) >> 2;

/** The next number, from 0; each is given once in a process. */
export function next_event_seq(): number {
  return Atomics.add(HEAP32, SEQ, 1);
}
