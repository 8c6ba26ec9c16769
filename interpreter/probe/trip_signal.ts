// Answers to trip_signal of Modules/signalmodule.c of CPython 3.13, for callers that have the memory and no interpreter.

import { _PyRuntimeState, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { _PY_SIGNALS_PENDING_BIT } from '../include/signal_flags';
import { _PyInterpreterState_Main, _PyRuntime } from '../include/statics';

/** Asks the main Python thread to handle a signal. False when an earlier one of that number still waits. Callable from any thread. */
export function trip_signal(memory: WebAssembly.Memory, signum: number): boolean {
  const words = new Int32Array(memory.buffer as unknown as ArrayBuffer);
  const before = Atomics.or(words, (_PyRuntime + _PyRuntimeState.signals_pending) >> 2, 1 << signum);
  const main = Atomics.load(words, (_PyInterpreterState_Main + PyInterpreterState.threads_main) >> 2);
  if (main === 0) return false;
  Atomics.or(words, (main + PyThreadState.eval_breaker) >> 2, _PY_SIGNALS_PENDING_BIT);
  Atomics.notify(words, (_PyRuntime + _PyRuntimeState.signals_pending) >> 2);
  return (before & (1 << signum)) === 0;
}
