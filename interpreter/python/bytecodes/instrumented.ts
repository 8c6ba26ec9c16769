// Answers to the INSTRUMENTED_* opcodes of Python/bytecodes.c of CPython 3.13. See bytecodes/load_store.ts.
// While a tool runs, the frame's stack is in memory: it may look at it, and may set f_lineno.

import { _PyInterpreterFrame, PyCodeObject, PyThreadState, PyTupleObject, PyTypeObject } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { HEAP32, HEAPU8 } from '../../include/heap';
import { Py_DECREF, Py_INCREF, Py_TYPE } from '../../include/object';
import { _PyOpcode_Caches } from '../../include/pycore_opcode_metadata';
import { Py_False, Py_None, Py_True, PyCoro_Type, PyExc_StopIteration, PyFunction_Type, PyGen_Type, PyMethod_Type } from '../../include/statics';
import { PyObject_Call, PyObject_Vectorcall } from '../../objects/call';
import { _PyEval_MonitorRaise, monitor_stop_iteration } from '../ceval';
import { _PY_EVAL_EVENTS_MASK, CHECK_EVAL_BREAKER, ERROR, GETCONST, INSTR, JUMPED, PAUSE_ADAPTIVE_COUNTER, PEEK, PUSH, REDO, set_jump, VECTORCALL_OFFSET } from '../ceval_macros';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred } from '../errors';
import { _PyFrame_GetCode, _PyFrame_SetStackPointer } from '../frame';
import { PY_MONITORING_EVENT_BRANCH, PY_MONITORING_EVENT_C_RAISE, PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_CALL, PY_MONITORING_EVENT_JUMP, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_YIELD } from '../../include/pycore_instruments';
import { _Py_call_instrumentation, _Py_call_instrumentation_2args, _Py_call_instrumentation_arg, _Py_call_instrumentation_exc2, _Py_call_instrumentation_instruction, _Py_call_instrumentation_jump, _Py_call_instrumentation_line, _Py_Instrument, _PyInstrumentation_MISSING, original_line_opcode } from '../instrumentation';
import { load_from_super } from './attr';
import { callargs_to_tuple, enter_function, expand_method, is_plain_function } from './call';
import { suspend } from './generator';
import { CALL_RESULT, return_to_caller } from './tails';
import { RESUME_AFTER_YIELD_FROM } from './jump';

function leave_stack(frame: number): void {
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
}

/** An event with one argument, the stack in memory. 0, or -1 with an error. */
function event_arg(tstate: number, frame: number, sp: number, event: number, arg: number): number {
  _PyFrame_SetStackPointer(frame, sp);
  const err = _Py_call_instrumentation_arg(tstate, event, frame, INSTR(frame), arg);
  leave_stack(frame);
  return err;
}

function event_2args(tstate: number, frame: number, sp: number, event: number, arg0: number, arg1: number): number {
  _PyFrame_SetStackPointer(frame, sp);
  const err = _Py_call_instrumentation_2args(tstate, event, frame, INSTR(frame), arg0, arg1);
  leave_stack(frame);
  return err;
}

/** C_RETURN or C_RAISE. The result, or NULL when a tool raised. */
function after_c_call(tstate: number, frame: number, sp: number, callable: number, arg: number, res: number): number {
  _PyFrame_SetStackPointer(frame, sp);
  if (res === 0) _Py_call_instrumentation_exc2(tstate, PY_MONITORING_EVENT_C_RAISE, frame, INSTR(frame), callable, arg);
  else if (_Py_call_instrumentation_2args(tstate, PY_MONITORING_EVENT_C_RETURN, frame, INSTR(frame), callable, arg) < 0) {
    Py_DECREF(res);
    res = 0;
  }
  leave_stack(frame);
  return res;
}

/** Runs before whatever it hides. `ip` is its address; frame->instr_ptr is still that of the instruction before. */
export function INSTRUMENTED_LINE(tstate: number, frame: number, sp: number, ip: number): number {
  const prev = INSTR(frame);
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = ip;
  let original: number;
  if (HEAP32[(tstate + PyThreadState.tracing) >> 2] !== 0) original = original_line_opcode(frame, ip);
  else {
    _PyFrame_SetStackPointer(frame, sp);
    original = _Py_call_instrumentation_line(tstate, frame, ip, prev);
    if (INSTR(frame) !== ip && original >= 0) return JUMPED;
    leave_stack(frame);
    if (original < 0) return ERROR(sp);
  }
  if (_PyOpcode_Caches[original]) PAUSE_ADAPTIVE_COUNTER(ip);
  return REDO(original);
}

/** ( -- ) Runs before whatever it hides. */
export function INSTRUMENTED_INSTRUCTION(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  _PyFrame_SetStackPointer(frame, sp);
  const next = _Py_call_instrumentation_instruction(tstate, frame, ip);
  if (INSTR(frame) !== ip && next >= 0) return JUMPED;
  leave_stack(frame);
  if (next < 0) return ERROR(sp);
  if (_PyOpcode_Caches[next]) PAUSE_ADAPTIVE_COUNTER(ip);
  return REDO(next);
}

/** ( -- ) */
export function INSTRUMENTED_RESUME(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const code = _PyFrame_GetCode(frame);
  const version = HEAP32[(tstate + PyThreadState.eval_breaker) >> 2] & ~_PY_EVAL_EVENTS_MASK;
  if (HEAP32[(code + PyCodeObject._co_instrumentation_version) >> 2] !== version && HEAP32[(tstate + PyThreadState.tracing) >> 2] === 0) {
    if (_Py_Instrument(code, HEAP32[(tstate + PyThreadState.interp) >> 2]) < 0) return ERROR(sp);
    return REDO(HEAPU8[ip]);
  }
  if ((oparg & 3) < RESUME_AFTER_YIELD_FROM) {
    const r = CHECK_EVAL_BREAKER(tstate, frame, sp);
    if (r !== sp) return r;
  }
  _PyFrame_SetStackPointer(frame, sp);
  const err = _Py_call_instrumentation(tstate, oparg > 0 ? PY_MONITORING_EVENT_PY_RESUME : PY_MONITORING_EVENT_PY_START, frame, ip);
  if (err === 0 && INSTR(frame) !== ip) return JUMPED;
  leave_stack(frame);
  return err < 0 ? ERROR(sp) : sp;
}

/** (value -- ) */
export function INSTRUMENTED_RETURN_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const retval = PEEK(sp, 1);
  if (event_arg(tstate, frame, sp, PY_MONITORING_EVENT_PY_RETURN, retval) < 0) return ERROR(sp);
  _PyFrame_SetStackPointer(frame, sp - 8);
  return return_to_caller(tstate, frame, retval);
}

/** ( -- ) */
export function INSTRUMENTED_RETURN_CONST(tstate: number, frame: number, sp: number, oparg: number): number {
  const retval = GETCONST(frame, oparg);
  if (event_arg(tstate, frame, sp, PY_MONITORING_EVENT_PY_RETURN, retval) < 0) return ERROR(sp);
  Py_INCREF(retval);
  _PyFrame_SetStackPointer(frame, sp);
  return return_to_caller(tstate, frame, retval);
}

/** (value -- ) */
export function INSTRUMENTED_YIELD_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const retval = PEEK(sp, 1);
  if (event_arg(tstate, frame, sp, PY_MONITORING_EVENT_PY_YIELD, retval) < 0) return ERROR(sp);
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] += 2;
  return suspend(tstate, frame, sp - 8, oparg, retval);
}

/** (receiver, value -- receiver) */
export function INSTRUMENTED_END_FOR(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (Py_TYPE(PEEK(sp, 2)) === PyGen_Type && monitor_stop_iteration(tstate, frame, INSTR(frame), v) < 0) return ERROR(sp);
  Py_DECREF(v);
  return sp - 8;
}

/** (receiver, value -- value) */
export function INSTRUMENTED_END_SEND(tstate: number, frame: number, sp: number, oparg: number): number {
  const receiver = PEEK(sp, 2);
  const v = PEEK(sp, 1);
  const t = Py_TYPE(receiver);
  if ((t === PyGen_Type || t === PyCoro_Type) && monitor_stop_iteration(tstate, frame, INSTR(frame), v) < 0) return ERROR(sp);
  HEAP32[(sp - 16) >> 2] = v;
  Py_DECREF(receiver);
  return sp - 8;
}

/** The first argument of a call, or MISSING. */
function first_arg(base: number, total: number): number {
  if (total === 0) return _PyInstrumentation_MISSING;
  const self = HEAP32[(base + 8) >> 2];
  return self !== 0 ? self : HEAP32[(base + 16) >> 2];
}

/** (callable, self_or_null, args[oparg] -- result) */
export function INSTRUMENTED_CALL(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  PAUSE_ADAPTIVE_COUNTER(INSTR(frame));
  const total_before = oparg + (HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0);
  if (event_2args(tstate, frame, sp, PY_MONITORING_EVENT_CALL, HEAP32[base >> 2], first_arg(base, total_before)) < 0) return ERROR(sp);
  if (HEAP32[(base + 8) >> 2] === 0 && Py_TYPE(HEAP32[base >> 2]) === PyMethod_Type) expand_method(base);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const total = oparg + has_self;
  const args = base + 16 - (has_self << 3);
  if (is_plain_function(callable)) return enter_function(tstate, frame, base, callable, args, total, 0, 4);
  const res = PyObject_Vectorcall(callable, args, total | VECTORCALL_OFFSET, 0);
  return CALL_RESULT(tstate, frame, sp, base, after_c_call(tstate, frame, sp, callable, first_arg(base, total), res));
}

/** (callable, self_or_null, args[oparg], kwnames -- result) */
export function INSTRUMENTED_CALL_KW(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 3) << 3);
  const total_before = oparg + (HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0);
  if (event_2args(tstate, frame, sp, PY_MONITORING_EVENT_CALL, HEAP32[base >> 2], first_arg(base, total_before)) < 0) return ERROR(sp);
  if (HEAP32[(base + 8) >> 2] === 0 && Py_TYPE(HEAP32[base >> 2]) === PyMethod_Type) expand_method(base);
  const callable = HEAP32[base >> 2];
  const kwnames = PEEK(sp, 1);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const total = oparg + has_self;
  const args = base + 16 - (has_self << 3);
  const positional = total - HEAP32[(kwnames + PyTupleObject.ob_size) >> 2];
  if (is_plain_function(callable)) {
    const r = enter_function(tstate, frame, base, callable, args, positional, kwnames, 1);
    Py_DECREF(kwnames);
    return r;
  }
  const res = PyObject_Vectorcall(callable, args, positional | VECTORCALL_OFFSET, kwnames);
  return CALL_RESULT(tstate, frame, sp, base, after_c_call(tstate, frame, sp, callable, first_arg(base, total), res));
}

/** (func, NULL, callargs[, kwargs] -- result) Python functions recurse here, as in CPython. */
export function INSTRUMENTED_CALL_FUNCTION_EX(tstate: number, frame: number, sp: number, oparg: number): number {
  const n = (oparg & 1) + 1;
  const base = sp - ((oparg & 1) + 3) * 8;
  const func = HEAP32[base >> 2];
  if (callargs_to_tuple(sp, n, func) < 0) return ERROR(sp);
  const callargs = PEEK(sp, n);
  const arg = HEAP32[(callargs + PyTupleObject.ob_size) >> 2] > 0 ? HEAP32[(callargs + PyTupleObject.ob_item) >> 2] : _PyInstrumentation_MISSING;
  if (event_2args(tstate, frame, sp, PY_MONITORING_EVENT_CALL, func, arg) < 0) return ERROR(sp);
  let res = PyObject_Call(func, callargs, oparg & 1 ? PEEK(sp, 1) : 0);
  const t = Py_TYPE(func);
  if (t !== PyFunction_Type && t !== PyMethod_Type) res = after_c_call(tstate, frame, sp, func, arg, res);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (super, class, self -- attr[, NULL]) */
export function INSTRUMENTED_LOAD_SUPER_ATTR(tstate: number, frame: number, sp: number, oparg: number): number {
  PAUSE_ADAPTIVE_COUNTER(INSTR(frame));
  const global_super = PEEK(sp, 3);
  const arg = oparg & 2 ? PEEK(sp, 2) : _PyInstrumentation_MISSING;
  if (event_2args(tstate, frame, sp, PY_MONITORING_EVENT_CALL, global_super, arg) < 0) return ERROR(sp);
  const zuper = PyObject_Vectorcall(global_super, sp - 16, oparg & 2, 0);
  return load_from_super(frame, sp, oparg, after_c_call(tstate, frame, sp, global_super, arg, zuper));
}

/** Goes to `dest` after telling the tools. `next` is behind the instruction. */
function instrumented_jump(tstate: number, frame: number, sp: number, next: number, dest: number, event: number): number {
  const ip = INSTR(frame);
  if (HEAP32[(tstate + PyThreadState.tracing) >> 2] !== 0) {
    set_jump(dest - next);
    return sp;
  }
  _PyFrame_SetStackPointer(frame, sp);
  const target = _Py_call_instrumentation_jump(tstate, event, frame, ip, dest);
  if (target !== 0 && INSTR(frame) !== ip) return JUMPED;
  leave_stack(frame);
  if (target === 0) return ERROR(sp);
  set_jump(dest - next);
  return sp;
}

/** ( -- ) */
export function INSTRUMENTED_JUMP_FORWARD(tstate: number, frame: number, sp: number, oparg: number): number {
  const next = INSTR(frame) + 2;
  return instrumented_jump(tstate, frame, sp, next, next + oparg * 2, PY_MONITORING_EVENT_JUMP);
}

/** ( -- ) */
export function INSTRUMENTED_JUMP_BACKWARD(tstate: number, frame: number, sp: number, oparg: number): number {
  const r = CHECK_EVAL_BREAKER(tstate, frame, sp);
  if (r !== sp) return r;
  const next = INSTR(frame) + 4;
  return instrumented_jump(tstate, frame, sp, next, next - oparg * 2, PY_MONITORING_EVENT_JUMP);
}

function branch(tstate: number, frame: number, sp: number, oparg: number, taken: boolean): number {
  const next = INSTR(frame) + 4;
  return instrumented_jump(tstate, frame, sp, next, taken ? next + oparg * 2 : next, PY_MONITORING_EVENT_BRANCH);
}

/** (bool -- ) */
export function INSTRUMENTED_POP_JUMP_IF_TRUE(tstate: number, frame: number, sp: number, oparg: number): number {
  return branch(tstate, frame, sp - 8, oparg, PEEK(sp, 1) === Py_True);
}

/** (bool -- ) */
export function INSTRUMENTED_POP_JUMP_IF_FALSE(tstate: number, frame: number, sp: number, oparg: number): number {
  return branch(tstate, frame, sp - 8, oparg, PEEK(sp, 1) === Py_False);
}

/** (value -- ) */
export function INSTRUMENTED_POP_JUMP_IF_NONE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (v !== Py_None) Py_DECREF(v);
  return branch(tstate, frame, sp - 8, oparg, v === Py_None);
}

/** (value -- ) */
export function INSTRUMENTED_POP_JUMP_IF_NOT_NONE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (v !== Py_None) Py_DECREF(v);
  return branch(tstate, frame, sp - 8, oparg, v !== Py_None);
}

/** (iter -- iter, next) or (iter -- ) with a jump. */
export function INSTRUMENTED_FOR_ITER(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const iter = PEEK(sp, 1);
  const next = FUNCS[HEAP32[(Py_TYPE(iter) + PyTypeObject.tp_iternext) >> 2]](iter);
  if (next !== 0) {
    PUSH(sp, next);
    return instrumented_jump(tstate, frame, sp + 8, ip + 4, ip + 4, PY_MONITORING_EVENT_BRANCH);
  }
  if (PyErr_Occurred() !== 0) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return ERROR(sp);
    _PyEval_MonitorRaise(tstate, frame, ip);
    PyErr_Clear();
  }
  Py_DECREF(iter);
  return instrumented_jump(tstate, frame, sp - 8, ip + 4, ip + 4 + (oparg + 2) * 2, PY_MONITORING_EVENT_BRANCH);
}
