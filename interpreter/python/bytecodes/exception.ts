// Answers to Python/bytecodes.c of CPython 3.13: raising, handling, `with`. See bytecodes/load_store.ts.

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { _PyErr_StackItem, _PyInterpreterFrame, PyStopIterationObject, PyThreadState } from '../../include/generated/offsets';
import { HEAP32, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_NewRef, Py_TPFLAGS_LONG_SUBCLASS, Py_TYPE, Py_XDECREF, PyType_FastSubclass } from '../../include/object';
import { Py_False, Py_None, Py_True, PyExc_StopAsyncIteration, PyExc_StopIteration, PyExc_SystemError, PyExc_TypeError } from '../../include/statics';
import { PyObject_CallNoArgs, PyObject_Vectorcall } from '../../objects/call';
import { PyException_GetTraceback } from '../../objects/exceptions';
import { PyLong_AsLong } from '../../objects/longobject';
import { _PyObject_LookupSpecial } from '../../objects/typeobject';
import { _Py_ID } from '../../objects/unicodeobject';
import { _PyEval_CheckExceptStarTypeValid, _PyEval_CheckExceptTypeValid, _PyEval_ExceptionGroupMatch, do_raise, monitor_reraise } from '../ceval';
import { ERROR, INSTR, PEEK, POKE, PUSH, TP_NAME, UNWIND, VECTORCALL_OFFSET } from '../ceval_macros';
import { PyErr_Format, PyErr_GivenExceptionMatches, PyErr_Occurred, PyErr_SetHandledException, PyErr_SetRaisedException, PyErr_SetString } from '../errors';
import { _PyCode_CODE, _PyFrame_GetCode, _PyFrame_SetStackPointer } from '../frame';

/** Goes on unwinding with `exc` (a new reference is taken); the operands below sp stay for the unwinder. */
export function reraise(tstate: number, frame: number, sp: number, exc: number): number {
  const instr = INSTR(frame);
  PyErr_SetRaisedException(exc);
  monitor_reraise(tstate, frame, instr);
  _PyFrame_SetStackPointer(frame, sp);
  return UNWIND;
}

/** (args[oparg] -- ) */
export function RAISE_VARARGS(tstate: number, frame: number, sp: number, oparg: number): number {
  const cause = oparg === 2 ? PEEK(sp, 1) : 0;
  const exc = oparg > 0 ? PEEK(sp, oparg) : 0;
  if (oparg > 2) {
    PyErr_SetString(PyExc_SystemError, 'bad RAISE_VARARGS oparg');
    return ERROR(sp);
  }
  if (do_raise(tstate, exc, cause)) {
    monitor_reraise(tstate, frame, INSTR(frame));
    _PyFrame_SetStackPointer(frame, sp);
    return UNWIND;
  }
  return ERROR(sp - (oparg << 3));
}

/** (values[oparg], exc -- values[oparg]) With oparg, the deepest value is the place where the exception was raised. */
export function RERAISE(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 1);
  const here = INSTR(frame);
  if (oparg > 0) {
    const lasti = PEEK(sp, oparg + 1);
    if (!PyType_FastSubclass(Py_TYPE(lasti), Py_TPFLAGS_LONG_SUBCLASS)) {
      PyErr_SetString(PyExc_SystemError, 'lasti is not an int');
      return ERROR(sp);
    }
    HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = _PyCode_CODE(_PyFrame_GetCode(frame)) + PyLong_AsLong(lasti) * 2;
  }
  PyErr_SetRaisedException(Py_NewRef(exc));
  monitor_reraise(tstate, frame, here);
  _PyFrame_SetStackPointer(frame, sp);
  return UNWIND;
}

/** (awaitable, exc -- ) */
export function END_ASYNC_FOR(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 1);
  if (!PyErr_GivenExceptionMatches(exc, PyExc_StopAsyncIteration)) return reraise(tstate, frame, sp, Py_NewRef(exc));
  Py_DECREF(PEEK(sp, 2));
  Py_DECREF(exc);
  return sp - 16;
}

/** (sub_iter, last_sent, exc -- None, value) */
export function CLEANUP_THROW(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 1);
  if (!PyErr_GivenExceptionMatches(exc, PyExc_StopIteration)) return reraise(tstate, frame, sp, Py_NewRef(exc));
  const value = Py_NewRef(HEAP32[(exc + PyStopIterationObject.value) >> 2]);
  Py_DECREF(PEEK(sp, 3));
  Py_DECREF(PEEK(sp, 2));
  Py_DECREF(exc);
  POKE(sp, 3, Py_None);
  POKE(sp, 2, value);
  return sp - 8;
}

/** (exc -- previous, exc) */
export function PUSH_EXC_INFO(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 1);
  const exc_info = HEAP32[(tstate + PyThreadState.exc_info) >> 2];
  const previous = HEAP32[(exc_info + _PyErr_StackItem.exc_value) >> 2];
  POKE(sp, 1, previous === 0 ? Py_None : previous);
  PUSH(sp, exc);
  HEAP32[(exc_info + _PyErr_StackItem.exc_value) >> 2] = Py_NewRef(exc);
  return sp + 8;
}

/** (previous -- ) */
export function POP_EXCEPT(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const slot = HEAP32[(tstate + PyThreadState.exc_info) >> 2] + _PyErr_StackItem.exc_value;
  const old = HEAP32[slot >> 2];
  HEAP32[slot >> 2] = v === Py_None ? 0 : v;
  Py_XDECREF(old);
  return sp - 8;
}

/** (exc, type -- exc, bool) */
export function CHECK_EXC_MATCH(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (_PyEval_CheckExceptTypeValid(tstate, right) < 0) {
    Py_DECREF(right);
    return ERROR(sp - 8);
  }
  const res = PyErr_GivenExceptionMatches(exc, right);
  Py_DECREF(right);
  POKE(sp, 1, res ? Py_True : Py_False);
  return sp;
}

/** (exc, type -- rest, match) */
export function CHECK_EG_MATCH(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 2);
  const type = PEEK(sp, 1);
  let res = _PyEval_CheckExceptStarTypeValid(tstate, type);
  const mark = stackSave();
  const out = stackAlloc(16);
  write_ptr(out, 0);
  write_ptr(out + 8, 0);
  if (res === 0) res = _PyEval_ExceptionGroupMatch(exc, type, out, out + 8);
  const match = HEAP32[out >> 2];
  const rest = HEAP32[(out + 8) >> 2];
  stackRestore(mark);
  Py_DECREF(exc);
  Py_DECREF(type);
  if (res < 0 || match === 0) return ERROR(sp - 16);
  if (match !== Py_None) PyErr_SetHandledException(match);
  POKE(sp, 2, rest);
  POKE(sp, 1, match);
  return sp;
}

/** (manager -- exit, result of enter) */
export function before_with(sp: number, enter_name: string, exit_name: string, protocol: string): number {
  const mgr = PEEK(sp, 1);
  const enter = _PyObject_LookupSpecial(mgr, _Py_ID(enter_name));
  if (enter === 0) {
    if (PyErr_Occurred() === 0) PyErr_Format(PyExc_TypeError, "'%.200s' object does not support the %s protocol", TP_NAME(mgr), protocol);
    return ERROR(sp);
  }
  const exit = _PyObject_LookupSpecial(mgr, _Py_ID(exit_name));
  if (exit === 0) {
    if (PyErr_Occurred() === 0) {
      PyErr_Format(PyExc_TypeError, "'%.200s' object does not support the %s protocol (missed %s method)", TP_NAME(mgr), protocol, exit_name);
    }
    Py_DECREF(enter);
    return ERROR(sp);
  }
  Py_DECREF(mgr);
  const res = PyObject_CallNoArgs(enter);
  Py_DECREF(enter);
  if (res === 0) {
    Py_DECREF(exit);
    return ERROR(sp - 8);
  }
  POKE(sp, 1, exit);
  PUSH(sp, res);
  return sp + 8;
}

/** (manager -- exit, result) */
export function BEFORE_WITH(tstate: number, frame: number, sp: number, oparg: number): number {
  return before_with(sp, '__enter__', '__exit__', 'context manager');
}

/** (manager -- exit, awaitable) */
export function BEFORE_ASYNC_WITH(tstate: number, frame: number, sp: number, oparg: number): number {
  return before_with(sp, '__aenter__', '__aexit__', 'asynchronous context manager');
}

/** (exit, lasti, previous, exc -- exit, lasti, previous, exc, result) */
export function WITH_EXCEPT_START(tstate: number, frame: number, sp: number, oparg: number): number {
  const exc = PEEK(sp, 1);
  const tb = PyException_GetTraceback(exc);
  Py_XDECREF(tb);
  const mark = stackSave();
  const args = stackAlloc(32);
  write_ptr(args, 0);
  write_ptr(args + 8, Py_TYPE(exc));
  write_ptr(args + 16, exc);
  write_ptr(args + 24, tb === 0 ? Py_None : tb);
  const res = PyObject_Vectorcall(PEEK(sp, 4), args + 8, 3 | VECTORCALL_OFFSET, 0);
  stackRestore(mark);
  if (res === 0) return ERROR(sp);
  PUSH(sp, res);
  return sp + 8;
}
