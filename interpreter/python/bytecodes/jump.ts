// Answers to Python/bytecodes.c of CPython 3.13: jumps and RESUME. See bytecodes/load_store.ts.

import { _PyInterpreterFrame, PyCodeObject, PyThreadState } from '../../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../../include/heap';
import { OP } from '../../include/pycore_opcode_ids';
import { Py_False, Py_None, Py_True } from '../../include/statics';
import { _PY_EVAL_EVENTS_MASK, CHECK_EVAL_BREAKER, ERROR, handle_eval_breaker, INSTR, JUMPBY, PEEK, REDO } from '../ceval_macros';
import { _PyFrame_GetCode } from '../frame';
import { RELEASE } from './tails';
import { _Py_Instrument } from '../instrumentation';

/** Low two bits of RESUME's oparg: where it stands. */
export const RESUME_AFTER_YIELD_FROM = 2;
const RESUME_OPARG_LOCATION_MASK = 3;

/** ( -- ) */
export function RESUME(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  if (HEAP32[(tstate + PyThreadState.tracing) >> 2] === 0) {
    const code = _PyFrame_GetCode(frame);
    const global_version = HEAP32[(tstate + PyThreadState.eval_breaker) >> 2] & ~_PY_EVAL_EVENTS_MASK;
    if (HEAP32[(code + PyCodeObject._co_instrumentation_version) >> 2] !== global_version) {
      if (_Py_Instrument(code, HEAP32[(tstate + PyThreadState.interp) >> 2]) < 0) return ERROR(sp);
      return REDO(HEAPU8[ip]);
    }
    if (HEAPU8[ip] === OP.RESUME) HEAPU8[ip] = OP.RESUME_CHECK;
  }
  return (oparg & RESUME_OPARG_LOCATION_MASK) < RESUME_AFTER_YIELD_FROM ? CHECK_EVAL_BREAKER(tstate, frame, sp) : sp;
}

/** ( -- ) hot */
export function RESUME_CHECK(tstate: number, frame: number, sp: number, oparg: number): number {
  const version = HEAP32[(HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2] + PyCodeObject._co_instrumentation_version) >> 2];
  if (HEAP32[(tstate + PyThreadState.eval_breaker) >> 2] !== version) return RESUME(tstate, frame, sp, oparg);
  return sp;
}

/** ( -- ) hot */
export function JUMP_FORWARD(tstate: number, frame: number, sp: number, oparg: number): number {
  JUMPBY(frame, oparg);
  return sp;
}

/** ( -- ) hot */
export function JUMP_BACKWARD(tstate: number, frame: number, sp: number, oparg: number): number {
  if ((HEAP32[(tstate + PyThreadState.eval_breaker) >> 2] & _PY_EVAL_EVENTS_MASK) !== 0) return jump_backward_breaker(tstate, frame, sp, oparg);
  JUMPBY(frame, -oparg);
  return sp;
}

export function jump_backward_breaker(tstate: number, frame: number, sp: number, oparg: number): number {
  const r = handle_eval_breaker(tstate, frame, sp);
  if (r === sp) JUMPBY(frame, -oparg);
  return r;
}

/** ( -- ) In the loop of `yield from` and `await`: interrupts belong to the innermost generator. */
export function JUMP_BACKWARD_NO_INTERRUPT(tstate: number, frame: number, sp: number, oparg: number): number {
  JUMPBY(frame, -oparg);
  return sp;
}

/** (bool -- ) hot */
export function POP_JUMP_IF_FALSE(tstate: number, frame: number, sp: number, oparg: number): number {
  if (PEEK(sp, 1) === Py_False) JUMPBY(frame, oparg);
  return sp - 8;
}

/** (bool -- ) hot */
export function POP_JUMP_IF_TRUE(tstate: number, frame: number, sp: number, oparg: number): number {
  if (PEEK(sp, 1) === Py_True) JUMPBY(frame, oparg);
  return sp - 8;
}

/** (value -- ) hot */
export function POP_JUMP_IF_NONE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (v === Py_None) JUMPBY(frame, oparg);
  return RELEASE(sp - 8, v);
}

/** (value -- ) hot */
export function POP_JUMP_IF_NOT_NONE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (v !== Py_None) JUMPBY(frame, oparg);
  return RELEASE(sp - 8, v);
}
