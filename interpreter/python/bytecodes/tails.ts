// Answers to no CPython file: how opcodes end. A definition that is in the loop and says `return RELEASE(sp - 8, old)` jumps to
// the one copy of that tail behind the loop's switch (tools/regen_eval.mjs); others call it.
//
// One copy and not one an opcode, because V8 compiles a place that has never run to "leave the optimised code": a tail has run
// as soon as any opcode has ended in it. And the loop becomes smaller, which makes its compilation quicker.
// $a, $b, $v and the float $x are variables of the loop. In a tail, `return sp + 8` goes on behind the instruction.

import { _PyInterpreterFrame, _PyStackChunk, PyFloatObject, PyThreadState } from '../../include/generated/offsets';
import { HEAP32, HEAPF64, HEAPU8 } from '../../include/heap';
import { Py_DECREF, Py_INCREF } from '../../include/object';
import { SMALL_INTS } from '../../include/statics';
import { PyFloat_FromDouble } from '../../objects/floatobject';
import { long_from_int32 } from '../../objects/longobject_arith';
import { _PY_EVAL_EVENTS_MASK, ERROR, FRAME_CHANGED, handle_eval_breaker, POKE, PUSH } from '../ceval_macros';
import { _PyEval_FrameClearAndPop } from '../ceval';
import { _PyFrame_StackPush } from '../frame';
import { _PyThreadState_PopFrame } from '../pystate';

/** tail: A borrowed value goes on top. */
export function PUSHED(sp: number, $a: number): number {
  Py_INCREF($a);
  PUSH(sp, $a);
  return sp + 8;
}

/** tail: A borrowed value goes on top, below a NULL when oparg says that a call comes. */
export function PUSHED_CALLABLE(sp: number, $a: number, oparg: number): number {
  Py_INCREF($a);
  PUSH(sp, $a);
  if (oparg & 1) PUSH(sp + 8, 0);
  return sp + 8 + ((oparg & 1) << 3);
}

/** tail: The borrowed $b, and a NULL when oparg says that a call comes, take the place of $a, which is released. */
export function REPLACED(sp: number, $a: number, $b: number, oparg: number): number {
  Py_INCREF($b);
  POKE(sp, 1, $b);
  if (oparg & 1) {
    PUSH(sp, 0);
    return RELEASE(sp + 8, $a);
  }
  return RELEASE(sp, $a);
}

/** tail: The borrowed function $b takes the place of $a, which becomes its self. */
export function REPLACED_METHOD(sp: number, $a: number, $b: number): number {
  Py_INCREF($b);
  POKE(sp, 1, $b);
  PUSH(sp, $a);
  return sp + 8;
}

/** tail: Releases $b, then $a, which may be NULL. */
export function RELEASE2(sp: number, $a: number, $b: number): number {
  Py_DECREF($b);
  return RELEASE(sp, $a);
}

/** tail: Releases $a, which may be NULL. */
export function RELEASE(sp: number, $a: number): number {
  if ($a !== 0) Py_DECREF($a);
  return sp;
}

/** Leaves `frame`, whose stack is in memory (stacktop), for its caller with `retval` (stolen). */
export function return_to_caller(tstate: number, frame: number, retval: number): number {
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]++;
  const caller = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  // Unlinked before it is cleared: clearing can run code that walks the frames.
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = caller;
  _PyEval_FrameClearAndPop(tstate, frame);
  _PyFrame_StackPush(caller, retval);
  return FRAME_CHANGED;
}

/** Pops a frame whose contents are gone off the data stack. */
export function pop_datastack(tstate: number, frame: number): void {
  if (frame - _PyStackChunk.data === HEAP32[(tstate + PyThreadState.datastack_chunk) >> 2]) _PyThreadState_PopFrame(tstate, frame);
  else HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = frame;
}

/** The frame is not a plain one: a generator's, one with a frame object or a namespace. */
export function return_slow(tstate: number, frame: number, sp: number, retval: number): number {
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = (sp - frame - _PyInterpreterFrame.localsplus) >> 3;
  return return_to_caller(tstate, frame, retval);
}

/** tail: Leaves the frame for its caller with $a (stolen); sp is above what is left on the stack. */
export function LEAVE(tstate: number, frame: number, sp: number, $a: number): number {
  if (HEAPU8[frame + _PyInterpreterFrame.owner] !== 0 || HEAP32[(frame + _PyInterpreterFrame.frame_obj) >> 2] !== 0 || HEAP32[(frame + _PyInterpreterFrame.f_locals) >> 2] !== 0) {
    return return_slow(tstate, frame, sp, $a);
  }
  // Unlinked before it is cleared: clearing can run code that walks the frames.
  const caller = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = caller;
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2] = HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2] + 1;
  for (let p = frame + _PyInterpreterFrame.localsplus; p < sp; p += 8) {
    const local = HEAP32[p >> 2];
    if (local !== 0) Py_DECREF(local);
  }
  HEAP32[(frame + _PyInterpreterFrame.return_offset) >> 2] = 0; // a later frame's slot has a high word here
  const func = HEAP32[(frame + _PyInterpreterFrame.f_funcobj) >> 2];
  Py_DECREF(func);
  const code = HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2];
  Py_DECREF(code);
  if (frame - _PyStackChunk.data === HEAP32[(tstate + PyThreadState.datastack_chunk) >> 2]) pop_datastack(tstate, frame);
  else HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = frame;
  const top = HEAP32[(caller + _PyInterpreterFrame.stacktop) >> 2];
  HEAP32[((caller + _PyInterpreterFrame.localsplus) >> 2) + (top << 1)] = $a;
  HEAP32[(caller + _PyInterpreterFrame.stacktop) >> 2] = top + 1;
  return FRAME_CHANGED;
}

/** tail: The result $v (NULL: an error is set) of two operands, which are released. */
export function BINARY_RESULT(sp: number, $a: number, $b: number, $v: number): number {
  if ($v === 0) {
    Py_DECREF($b);
    Py_DECREF($a);
    return ERROR(sp - 16);
  }
  POKE(sp, 2, $v);
  return RELEASE2(sp - 8, $a, $b);
}

/** tail: As BINARY_RESULT, an int: $v is its value, within 32 bits. */
export function INT_RESULT(sp: number, $a: number, $b: number, $v: number): number {
  if ($v >= -5 && $v <= 256) {
    POKE(sp, 2, SMALL_INTS + (($v + 5) << 5));
    return RELEASE2(sp - 8, $a, $b);
  }
  $v = long_from_int32($v);
  return BINARY_RESULT(sp, $a, $b, $v);
}

/** tail: As BINARY_RESULT, a float of value $x: it takes the place of an operand that has no other owner. */
export function FLOAT_RESULT(sp: number, $a: number, $b: number, $x: number): number {
  if (HEAP32[$a >> 2] === 1) {
    HEAPF64[($a + PyFloatObject.ob_fval) >> 3] = $x;
    POKE(sp, 2, $a);
    return RELEASE(sp - 8, $b);
  }
  if (HEAP32[$b >> 2] === 1) {
    HEAPF64[($b + PyFloatObject.ob_fval) >> 3] = $x;
    POKE(sp, 2, $b);
    return RELEASE(sp - 8, $a);
  }
  const res = PyFloat_FromDouble($x);
  return BINARY_RESULT(sp, $a, $b, res);
}

/** tail: Releases callable and arguments, from $a up to sp; the result $v (NULL: an error is set) takes their place. */
export function CALL_RESULT(tstate: number, frame: number, sp: number, $a: number, $v: number): number {
  for (let p = $a; p < sp; p += 8) {
    const o = HEAP32[p >> 2];
    if (o !== 0) Py_DECREF(o);
  }
  if ($v === 0) return ERROR($a);
  PUSH($a, $v);
  if ((HEAP32[(tstate + PyThreadState.eval_breaker) >> 2] & _PY_EVAL_EVENTS_MASK) !== 0 && handle_eval_breaker(tstate, frame, $a + 8) < 0) return ERROR($a + 8);
  return $a + 8;
}
