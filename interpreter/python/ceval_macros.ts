// Answers to Python/ceval_macros.h of CPython 3.13: what an opcode definition (python/bytecodes/) may say. Deviation: the
// macros take frame and stack pointer as arguments; tools/regen_eval.mjs expands the ones that hot opcodes use.
//
// An opcode is a function (tstate, frame, sp, oparg) => r. While it runs, frame->instr_ptr is its own address. r is
//   >= 4096        the new stack pointer; the loop goes on behind the instruction and its caches
//   ERROR(sp)      (negative) the error indicator is set; the operands above sp are gone
//   FRAME_CHANGED  go on with tstate->current_frame, at its instr_ptr
//   EXIT_EVAL      leave the loop; the result is on top of the entry frame's stack
//   UNWIND         like ERROR with the stack pointer in frame->stacktop, but no traceback entry is added
//   JUMPED         go on at frame->instr_ptr, with the stack pointer in frame->stacktop (a trace function set f_lineno)
//   REDO(op)       run `op` at the same place with the same oparg

import { _PyInterpreterFrame, PyCodeObject, PyThreadState, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { cstring, HEAP32, HEAPU16, HEAPU32 } from '../include/heap';
import { DTRACE_DEALLOC, PyDTrace_ENABLED } from '../include/pydtrace';
import { PyFloat_Type, PyLong_Type } from '../include/statics';
import { _PyFloat_ExactDealloc } from '../objects/floatobject';
import { PyObject_Free } from '../objects/obmalloc';
import { Py_DECREF, Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_TYPE_SUBCLASS, Py_TYPE, Py_XDECREF, PyType_FastSubclass } from '../include/object';
import { _Py_HandlePending } from './ceval_gil';
import { _Py_CheckRecursiveCallPy, _PyEval_FrameClearAndPop } from './ceval';

export const FRAME_CHANGED = 1;
export const EXIT_EVAL = 2;
export const UNWIND = 3;
export const JUMPED = 4;

/** Low bits of eval_breaker are events, the bits above are the version of the monitoring state. */
export const _PY_EVAL_EVENTS_BITS = 8;
export const _PY_EVAL_EVENTS_MASK = 255;

/** PY_VECTORCALL_ARGUMENTS_OFFSET as int32. */
export const VECTORCALL_OFFSET = -0x80000000;

export function ERROR(sp: number): number {
  return -sp;
}

export function REDO(opcode: number): number {
  return 16 + opcode;
}

/** The n-th value from the top (1 is the top). */
export function PEEK(sp: number, n: number): number {
  return HEAP32[(sp - (n << 3)) >> 2];
}

export function POKE(sp: number, n: number, v: number): void {
  HEAP32[(sp - (n << 3)) >> 2] = v;
}

/** Writes the slot at the stack pointer (the caller returns sp + 8). */
export function PUSH(sp: number, v: number): void {
  HEAP32[sp >> 2] = v;
}

export function GETLOCAL(frame: number, i: number): number {
  return HEAP32[((frame + _PyInterpreterFrame.localsplus) >> 2) + (i << 1)];
}

/** Stores first, releases the old value afterwards: the release may run code that looks at the frame. */
export function SETLOCAL(frame: number, i: number, v: number): void {
  const at = ((frame + _PyInterpreterFrame.localsplus) >> 2) + (i << 1);
  const old = HEAP32[at];
  HEAP32[at] = v;
  Py_XDECREF(old);
}

/** The address of the running instruction. */
export function INSTR(frame: number): number {
  return HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2];
}

let jump_delta = 0;

/** Relative to the next instruction, in code units; the last thing before `return sp`. frame->instr_ptr stays. */
export function JUMPBY(_frame: number, n: number): void {
  jump_delta = n << 1;
}

/** As JUMPBY, in bytes. */
export function set_jump(bytes: number): void {
  jump_delta = bytes;
}

/** For the loop: how far the opcode that returned wants to jump. */
export function take_jump(): number {
  const delta = jump_delta;
  jump_delta = 0;
  return delta;
}

export function GETCONST(frame: number, i: number): number {
  const consts = HEAP32[(HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2] + PyCodeObject.co_consts) >> 2];
  return HEAP32[((consts + PyTupleObject.ob_item) >> 2) + (i << 1)];
}

export function GETNAME(frame: number, i: number): number {
  const names = HEAP32[(HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2] + PyCodeObject.co_names) >> 2];
  return HEAP32[((names + PyTupleObject.ob_item) >> 2) + (i << 1)];
}

export function GLOBALS(frame: number): number {
  return HEAP32[(frame + _PyInterpreterFrame.f_globals) >> 2];
}

export function BUILTINS(frame: number): number {
  return HEAP32[(frame + _PyInterpreterFrame.f_builtins) >> 2];
}

export function LOCALS(frame: number): number {
  return HEAP32[(frame + _PyInterpreterFrame.f_locals) >> 2];
}

/** The name of variable `i` of the frame's code. Borrowed. */
export function LOCALNAME(frame: number, i: number): number {
  const names = HEAP32[(HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2] + PyCodeObject.co_localsplusnames) >> 2];
  return HEAP32[((names + PyTupleObject.ob_item) >> 2) + (i << 1)];
}

export function TP_NAME(o: number): string {
  return cstring(HEAP32[(Py_TYPE(o) + PyTypeObject.tp_name) >> 2]);
}

export function PyExceptionInstance_Check(o: number): boolean {
  return PyType_FastSubclass(Py_TYPE(o), Py_TPFLAGS_BASE_EXC_SUBCLASS);
}

export function PyExceptionClass_Check(o: number): boolean {
  return PyType_FastSubclass(Py_TYPE(o), Py_TPFLAGS_TYPE_SUBCLASS) && PyType_FastSubclass(o, Py_TPFLAGS_BASE_EXC_SUBCLASS);
}

/** A 16-bit inline cache entry. */
export function read_u16(p: number): number {
  return HEAPU16[p >> 1];
}

/** A 32-bit inline cache entry (2-byte aligned). */
export function read_u32(p: number): number {
  return HEAPU16[p >> 1] | (HEAPU16[(p + 2) >> 1] << 16);
}

export function write_u32(p: number, v: number): void {
  HEAPU16[p >> 1] = v & 0xffff;
  HEAPU16[(p + 2) >> 1] = v >>> 16;
}

/** The last reference to `o` goes, or its count is special. An exact int, most often, or float goes straight back to its pool. */
export function decref_slow(o: number): void {
  if (HEAP32[o >> 2] !== 1 || PyDTrace_ENABLED(DTRACE_DEALLOC)) return Py_DECREF(o);
  const type = HEAP32[(o + 8) >> 2];
  if (type === PyLong_Type) PyObject_Free(o);
  else if (type === PyFloat_Type) _PyFloat_ExactDealloc(o);
  else {
    HEAP32[o >> 2] = 0;
    FUNCS[HEAP32[(type + PyTypeObject.tp_dealloc) >> 2]](o);
  }
}

// Back-off counters (pycore_backoff.h): 12 bits of value above 4 bits of exponent; value 0 triggers.

/** Counts the adaptive instruction at `ip` down; true when it is time to specialise. */
export function ADAPTIVE(ip: number): boolean {
  const counter = HEAPU16[(ip + 2) >> 1];
  if (counter < 16) return true;
  HEAPU16[(ip + 2) >> 1] = counter - 16;
  return false;
}

/** Keeps an instrumented instruction from specialising: takes back one count. */
export function PAUSE_ADAPTIVE_COUNTER(ip: number): void {
  HEAPU16[(ip + 2) >> 1] |= 1 << 4;
}

/** True when something waits: signals, pending calls, a GIL request, a collection, an asynchronous exception. */
export function EVAL_BREAKER(tstate: number): boolean {
  return (HEAPU32[(tstate + PyThreadState.eval_breaker) >> 2] & _PY_EVAL_EVENTS_MASK) !== 0;
}

/** sp, or ERROR(sp). May run Python code. */
export function CHECK_EVAL_BREAKER(tstate: number, frame: number, sp: number): number {
  if ((HEAP32[(tstate + PyThreadState.eval_breaker) >> 2] & _PY_EVAL_EVENTS_MASK) === 0) return sp;
  return handle_eval_breaker(tstate, frame, sp);
}

/** The stack is in memory while others may look at it or run. */
export function handle_eval_breaker(tstate: number, frame: number, sp: number): number {
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = (sp - frame - _PyInterpreterFrame.localsplus) >> 3;
  const err = _Py_HandlePending(tstate);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
  return err === 0 ? sp : ERROR(sp);
}

/** Goes on in `new_frame`, a callee of `frame`. */
export function DISPATCH_INLINED(tstate: number, frame: number, sp: number, new_frame: number): number {
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = (sp - frame - _PyInterpreterFrame.localsplus) >> 3;
  HEAP32[(new_frame + _PyInterpreterFrame.previous) >> 2] = frame;
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = new_frame;
  const remaining = HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2];
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2] = remaining - 1;
  if (remaining <= 0 && _Py_CheckRecursiveCallPy(tstate) < 0) return drop_frame(tstate, frame, sp, new_frame);
  return FRAME_CHANGED;
}

function drop_frame(tstate: number, frame: number, sp: number, dying: number): number {
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]++;
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = frame;
  _PyEval_FrameClearAndPop(tstate, dying);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
  return ERROR(sp);
}
