// Answers to Python/legacy_tracing.c of CPython 3.13: sys.settrace and sys.setprofile as tools of PEP 669. Deviation: the
// two tools are called directly (legacy_call) instead of through registered handler objects.
//
// c_tracefunc and c_profilefunc are function indexes: (obj, frame object, what, arg) => 0 | -1.

import { PyBaseExceptionObject, PyFrameObject, PyInterpreterState, PyMethodObject, PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, HEAPU8, read_ptr, write_ptr } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF, Py_XNewRef } from '../include/object';
import { Py_None, PyCFunction_Type, PyCMethod_Type, PyMethod_Type, PyMethodDescr_Type } from '../include/statics';
import { PyCode_Addr2Line } from '../objects/codeobject';
import { PyLong_AsInt } from '../objects/longobject';
import { PyTuple_Pack } from '../objects/tupleobject';
import { PyEval_GetFrame } from './ceval';
import { _PyFrame_GetCode } from './frame';
import { DISABLE, PY_MONITORING_EVENT_C_RAISE, PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_CALL, PY_MONITORING_EVENT_INSTRUCTION, PY_MONITORING_EVENT_JUMP, PY_MONITORING_EVENT_LINE, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_THROW, PY_MONITORING_EVENT_PY_UNWIND, PY_MONITORING_EVENT_PY_YIELD, PY_MONITORING_EVENT_RAISE, PY_MONITORING_EVENT_STOP_ITERATION, PY_MONITORING_SYS_PROFILE_ID, PY_MONITORING_SYS_TRACE_ID } from '../include/pycore_instruments';
import { _PyInstrumentation_MISSING, _PyMonitoring_GetLocalEvents, _PyMonitoring_SetEvents, _PyMonitoring_SetLocalEvents } from './instrumentation';
import { PySys_Audit } from './sysmodule';

export const PyTrace_CALL = 0;
export const PyTrace_EXCEPTION = 1;
export const PyTrace_LINE = 2;
export const PyTrace_RETURN = 3;
export const PyTrace_C_CALL = 4;
export const PyTrace_C_EXCEPTION = 5;
export const PyTrace_C_RETURN = 6;
export const PyTrace_OPCODE = 7;

const bits = (...events: number[]): number => events.reduce((set, e) => set | (1 << e), 0);

const PROFILE_EVENTS = bits(PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_YIELD,
  PY_MONITORING_EVENT_CALL, PY_MONITORING_EVENT_PY_UNWIND, PY_MONITORING_EVENT_PY_THROW);
const TRACE_EVENTS = bits(PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_YIELD,
  PY_MONITORING_EVENT_RAISE, PY_MONITORING_EVENT_LINE, PY_MONITORING_EVENT_JUMP, PY_MONITORING_EVENT_PY_UNWIND, PY_MONITORING_EVENT_PY_THROW,
  PY_MONITORING_EVENT_STOP_ITERATION);

/** Calls a thread's trace or profile function. 0, or -1 with an error. */
function call_func(tstate: number, func_field: number, obj_field: number, frame: number, what: number, arg: number): number {
  const func = read_ptr(tstate + func_field);
  if (func === 0 || frame === 0) return 0;
  Py_INCREF(frame);
  const err = FUNCS[func](read_ptr(tstate + obj_field), frame, what, arg);
  Py_DECREF(frame);
  return err;
}

function trace(tstate: number, frame: number, what: number, arg: number): number {
  return call_func(tstate, PyThreadState.c_tracefunc, PyThreadState.c_traceobj, frame, what, arg);
}

function profile(tstate: number, what: number, arg: number): number {
  return call_func(tstate, PyThreadState.c_profilefunc, PyThreadState.c_profileobj, PyEval_GetFrame(), what, arg);
}

function trace_exception(tstate: number, exc: number): number {
  const tb = read_ptr(exc + PyBaseExceptionObject.traceback);
  const triple = PyTuple_Pack(3, Py_TYPE(exc), exc, tb === 0 ? Py_None : tb);
  if (triple === 0) return -1;
  const err = trace(tstate, PyEval_GetFrame(), PyTrace_EXCEPTION, triple);
  Py_DECREF(triple);
  return err;
}

/** A jump back to the line it comes from is a line event of its own. */
function trace_jump(tstate: number, code: number, from: number, to: number): number {
  if (to > from) return DISABLE;
  const line = PyCode_Addr2Line(code, from);
  if (PyCode_Addr2Line(code, to) !== line) return DISABLE;
  const frame = PyEval_GetFrame();
  if (frame === 0 || !HEAPU8[frame + PyFrameObject.f_trace_lines] || line < 0) return 0;
  HEAP32[(frame + PyFrameObject.f_lineno) >> 2] = line;
  const err = trace(tstate, frame, PyTrace_LINE, Py_None);
  HEAP32[(frame + PyFrameObject.f_lineno) >> 2] = 0;
  return err;
}

function trace_event(tstate: number, event: number, args: number): number {
  const arg0 = read_ptr(args + 16);
  switch (event) {
    case PY_MONITORING_EVENT_PY_START:
    case PY_MONITORING_EVENT_PY_RESUME:
    case PY_MONITORING_EVENT_PY_THROW:
      return trace(tstate, PyEval_GetFrame(), PyTrace_CALL, Py_None);
    case PY_MONITORING_EVENT_PY_RETURN:
    case PY_MONITORING_EVENT_PY_YIELD:
      return trace(tstate, PyEval_GetFrame(), PyTrace_RETURN, arg0);
    case PY_MONITORING_EVENT_PY_UNWIND:
      return trace(tstate, PyEval_GetFrame(), PyTrace_RETURN, 0);
    case PY_MONITORING_EVENT_RAISE:
    case PY_MONITORING_EVENT_STOP_ITERATION:
      return trace_exception(tstate, arg0);
    case PY_MONITORING_EVENT_LINE:
      return trace(tstate, read_ptr(args), PyTrace_LINE, Py_None);
    case PY_MONITORING_EVENT_JUMP:
      return trace_jump(tstate, read_ptr(args), PyLong_AsInt(read_ptr(args + 8)), PyLong_AsInt(arg0));
    case PY_MONITORING_EVENT_INSTRUCTION: {
      const frame = PyEval_GetFrame();
      return frame !== 0 && HEAPU8[frame + PyFrameObject.f_trace_opcodes] ? trace(tstate, frame, PyTrace_OPCODE, Py_None) : 0;
    }
    default:
      return 0;
  }
}

function is_builtin(o: number): boolean {
  const t = Py_TYPE(o);
  return t === PyCFunction_Type || t === PyCMethod_Type;
}

function profile_c(tstate: number, what: number, callable: number, self: number): number {
  const t = Py_TYPE(callable);
  if (is_builtin(callable)) return profile(tstate, what, callable);
  if (t === PyMethodDescr_Type) {
    if (self === _PyInstrumentation_MISSING) return 0;
    const meth = FUNCS[HEAP32[(t + PyTypeObject.tp_descr_get) >> 2]](callable, self, Py_TYPE(self));
    if (meth === 0) return -1;
    const err = profile(tstate, what, meth);
    Py_DECREF(meth);
    return err;
  }
  if (t === PyMethod_Type) {
    const func = read_ptr(callable + PyMethodObject.im_func);
    if (func !== 0 && is_builtin(func)) return profile(tstate, what, func);
  }
  return 0;
}

function profile_event(tstate: number, event: number, args: number): number {
  const arg0 = read_ptr(args + 16);
  switch (event) {
    case PY_MONITORING_EVENT_PY_START:
    case PY_MONITORING_EVENT_PY_RESUME:
    case PY_MONITORING_EVENT_PY_THROW:
      return profile(tstate, PyTrace_CALL, Py_None);
    case PY_MONITORING_EVENT_PY_RETURN:
    case PY_MONITORING_EVENT_PY_YIELD:
      return profile(tstate, PyTrace_RETURN, arg0);
    case PY_MONITORING_EVENT_PY_UNWIND:
      return profile(tstate, PyTrace_RETURN, 0);
    case PY_MONITORING_EVENT_CALL:
      return profile_c(tstate, PyTrace_C_CALL, arg0, read_ptr(args + 24));
    case PY_MONITORING_EVENT_C_RETURN:
      return profile_c(tstate, PyTrace_C_RETURN, arg0, read_ptr(args + 24));
    case PY_MONITORING_EVENT_C_RAISE:
      return profile_c(tstate, PyTrace_C_EXCEPTION, arg0, read_ptr(args + 24));
    default:
      return 0;
  }
}

/** An event for tool 6 or 7. `args` are (code, offset, ...) as for any tool; for LINE, the frame object. 0, -1 or DISABLE. */
export function legacy_call(tstate: number, tool: number, event: number, args: number, _nargs: number): number {
  return tool === PY_MONITORING_SYS_TRACE_ID ? trace_event(tstate, event, args) : profile_event(tstate, event, args);
}

/** Replaces a thread's function; returns the old object (new reference). Counts the threads that have one. */
function setup(tstate: number, func_field: number, obj_field: number, counter: number, func: number, arg: number): number {
  const delta = (func !== 0 ? 1 : 0) - (read_ptr(tstate + func_field) !== 0 ? 1 : 0);
  const old = read_ptr(tstate + obj_field);
  write_ptr(tstate + func_field, func);
  write_ptr(tstate + obj_field, Py_XNewRef(arg));
  HEAP32[(read_ptr(tstate + PyThreadState.interp) + counter) >> 2] += delta;
  return old;
}

/** `func` is a function index, 0 for none. 0, or -1 with an error. */
export function _PyEval_SetProfile(tstate: number, func: number, arg: number): number {
  if (PySys_Audit('sys.setprofile') < 0) return -1;
  const old = setup(tstate, PyThreadState.c_profilefunc, PyThreadState.c_profileobj, PyInterpreterState.sys_profiling_threads, func, arg);
  Py_XDECREF(old);
  const active = HEAP32[(read_ptr(tstate + PyThreadState.interp) + PyInterpreterState.sys_profiling_threads) >> 2] > 0;
  return _PyMonitoring_SetEvents(PY_MONITORING_SYS_PROFILE_ID, active ? PROFILE_EVENTS : 0);
}

/** `func` is a function index, 0 for none. 0, or -1 with an error. */
export function _PyEval_SetTrace(tstate: number, func: number, arg: number): number {
  if (PySys_Audit('sys.settrace') < 0) return -1;
  const old = setup(tstate, PyThreadState.c_tracefunc, PyThreadState.c_traceobj, PyInterpreterState.sys_tracing_threads, func, arg);
  Py_XDECREF(old);
  const active = HEAP32[(read_ptr(tstate + PyThreadState.interp) + PyInterpreterState.sys_tracing_threads) >> 2] > 0;
  if (active) {
    const frame = PyEval_GetFrame();
    if (frame !== 0 && read_ptr(frame + PyFrameObject.f_trace) !== 0 && HEAPU8[frame + PyFrameObject.f_trace_opcodes] && _PyEval_SetOpcodeTrace(frame, true) < 0) return -1;
  }
  return _PyMonitoring_SetEvents(PY_MONITORING_SYS_TRACE_ID, active ? TRACE_EVENTS : 0);
}

/** Opcode events for the code of a traced frame (`f_trace_opcodes`). 0, or -1 with an error. */
export function _PyEval_SetOpcodeTrace(f: number, enable: boolean): number {
  const code = _PyFrame_GetCode(read_ptr(f + PyFrameObject.f_frame));
  const events = _PyMonitoring_GetLocalEvents(code, PY_MONITORING_SYS_TRACE_ID);
  const bit = 1 << PY_MONITORING_EVENT_INSTRUCTION;
  if (enable) {
    if (read_ptr(f + PyFrameObject.f_trace) === 0 || events & bit) return 0;
    return _PyMonitoring_SetLocalEvents(code, PY_MONITORING_SYS_TRACE_ID, events | bit);
  }
  if (!(events & bit)) return 0;
  return _PyMonitoring_SetLocalEvents(code, PY_MONITORING_SYS_TRACE_ID, events & ~bit);
}
