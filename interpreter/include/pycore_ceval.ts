// Answers to Include/internal/pycore_ceval.h of CPython 3.13: the bits of PyThreadState.eval_breaker.
// The bits above EVENTS hold the instrumentation version. Deviation: 24 bits of it, and one bit for the probe's mailbox.

import { PyThreadState } from './generated/offsets';
import { HEAP32 } from './heap';

export const _PY_GIL_DROP_REQUEST_BIT = 1 << 0;
export { _PY_SIGNALS_PENDING_BIT } from './signal_flags';
export const _PY_CALLS_TO_DO_BIT = 1 << 2;
export const _PY_ASYNC_EXCEPTION_BIT = 1 << 3;
export const _PY_GC_SCHEDULED_BIT = 1 << 4;
export const _PY_EVAL_PLEASE_STOP_BIT = 1 << 5;
export const _PY_EVAL_EXPLICIT_MERGE_BIT = 1 << 6;
export const _PY_EVAL_EVENTS_BITS = 8;
export const _PY_EVAL_EVENTS_MASK = (1 << _PY_EVAL_EVENTS_BITS) - 1;

/** Callable from any thread. */
export function _Py_set_eval_breaker_bit(tstate: number, bit: number): void {
  Atomics.or(HEAP32, (tstate + PyThreadState.eval_breaker) >> 2, bit);
}

export function _Py_unset_eval_breaker_bit(tstate: number, bit: number): void {
  Atomics.and(HEAP32, (tstate + PyThreadState.eval_breaker) >> 2, ~bit);
}

export function _Py_eval_breaker_bit_is_set(tstate: number, bit: number): boolean {
  return (Atomics.load(HEAP32, (tstate + PyThreadState.eval_breaker) >> 2) & bit) !== 0;
}
