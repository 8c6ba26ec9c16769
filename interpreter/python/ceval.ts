// Answers to Python/ceval.c of CPython 3.13: entering and leaving the eval loop, unwinding, argument binding, and what
// opcodes need beside their definition. Deviations: the loop itself is python/generated/ceval_cases.ts, made from
// python/bytecodes/; an entry frame carries its trampoline code behind it on the C stack. Longer than a page because ceval.c is.
//
// Python-to-Python calls push a frame and stay in one run of the loop. A builtin that calls back enters the loop again: an
// entry frame (FRAME_OWNED_BY_CSTACK, seen by nobody) goes below the new frame, and its code is INTERPRETER_EXIT.

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { _PyErr_StackItem, _PyInterpreterFrame, PyBaseExceptionObject, PyBytesObject, PyCFunctionObject, PyCodeObject, PyFrameObject, PyFunctionObject, PyGenObject, PyInterpreterState, PyMethodDef, PyMethodObject, PyNameErrorObject, PyThreadState, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP16, HEAP32, HEAP8, HEAPU8, memset0, write_ptr, write_ssize } from '../include/heap';
import { _Py_TPFLAGS_MATCH_SELF, Py_DECREF, Py_EQ, Py_INCREF, Py_NewRef, Py_SET_SIZE, Py_TPFLAGS_TUPLE_SUBCLASS, Py_TYPE, Py_XDECREF, Py_XINCREF, Py_XNewRef, PyType_FastSubclass, PyType_HasFeature, Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS } from '../include/object';
import { _PyOpcode_Caches, _PyOpcode_Deopt } from '../include/pycore_opcode_metadata';
import { OP } from '../include/pycore_opcode_ids';
import { CO_NO_MONITORING_EVENTS, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS, PyCF_MASK, type PyCompilerFlags } from '../include/cpython_code';
import { _Py_SINGLETON_bytes_empty, PyCode_Type, _Py_SINGLETON_tuple_empty, Py_None, PyBaseObject_Type, PyCFunction_Type, PyExc_AttributeError, PyExc_BaseExceptionGroup, PyExc_ImportError, PyExc_KeyError, PyExc_NameError, PyExc_RecursionError, PyExc_RuntimeError, PyExc_StopIteration, PyExc_SystemError, PyExc_TypeError, PyExc_UnboundLocalError, PyExc_ValueError, PyFunction_Type, PyMethod_Type, PyTuple_Type } from '../include/statics';
import { PyIter_Next, PyMapping_GetOptionalItem, PyObject_GetIter, PyObject_IsInstance, PyObject_IsSubclass, PySequence_Check, PySequence_List, PyNumber_AsSsize_t, _PyIndex_Check } from '../objects/abstract';
import { _PyStack_UnpackDict, _PyStack_UnpackDict_FreeNoDecRef, PyObject_Call, PyObject_CallMethod, PyObject_CallNoArgs, PyObject_Vectorcall } from '../objects/call';
import { PyDict_GetItemRef, PyDict_New, PyDict_SetItem, PyDict_Update } from '../objects/dictobject';
import { _PyBaseExceptionGroup_Check, _PyExc_CreateExceptionGroup, PyException_SetCause, PyException_SetTraceback } from '../objects/exceptions';
import { _PyFrame_GetLocals, PyFrameLocalsProxy_Check } from '../objects/frameobject';
import { _PyFunction_FromConstructor } from '../objects/funcobject';
import { PyList_Append, PyList_AsTuple, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { _PyModule_IsPossiblyShadowing, _PyModuleSpec_GetFileOrigin, _PyModuleSpec_IsInitializing, PyModule_Check, PyModule_GetFilenameObject } from '../objects/moduleobject';
import { _PyObject_FunctionStr, _PyObject_GetMethod, PyObject_GetOptionalAttr, PyObject_Repr, PyObject_RichCompareBool, PyObject_SetAttr } from '../objects/object';
import { PyAnySet_Check, PySet_Add, PySet_Contains, PySet_New } from '../objects/setobject';
import { _PyTuple_FromArraySteal, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyExceptionClass_Check, PyExceptionInstance_Check, TP_NAME } from './ceval_macros';
import { _PyErr_GetTopmostException, _PyErr_SetImportErrorWithNameFrom, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_GetRaisedException, PyErr_GivenExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString } from './errors';
import { _PyFrame_ClearExceptCode, _PyFrame_GetCode, _PyFrame_GetFrameObject, _PyFrame_GetGenerator, _PyFrame_GetStackPointer, _PyFrame_Initialize, _PyFrame_IsIncomplete, _PyFrame_SetStackPointer, _PyFrame_Stackbase, _PyInterpreterFrame_LASTI, _PyThreadState_GetFrame, FRAME_CLEARED, FRAME_SPECIALS_SIZE, FRAME_OWNED_BY_CSTACK, FRAME_OWNED_BY_THREAD } from './frame';
import { ceval_loop } from './generated/ceval_cases';
import { _PyImport_IsDefaultImportFunc, PyImport_GetModule, PyImport_ImportModuleLevelObject } from './import';
import { PY_MONITORING_EVENT_EXCEPTION_HANDLED, PY_MONITORING_EVENT_PY_THROW, PY_MONITORING_EVENT_PY_UNWIND, PY_MONITORING_EVENT_RAISE, PY_MONITORING_EVENT_RERAISE, PY_MONITORING_EVENT_STOP_ITERATION } from '../include/pycore_instruments';
import { _Py_call_instrumentation_arg, _Py_Instrument, no_tools_for_global_event, no_tools_for_local_event } from './instrumentation';
import { _PyEval_SetProfile, _PyEval_SetTrace } from './legacy_tracing';
import { _PyErr_ClearExcState } from '../objects/genobject';
import { _PyThreadState_GET, _PyThreadState_PopFrame, _PyThreadState_PushFrame } from './pystate';
import { _Py_CalculateSuggestions } from './suggestions';
import { PySys_Audit, _PySys_GetOptionalAttrString } from './sysmodule';
import { _PyTraceBack_FromFrame, PyTraceBack_Here } from './traceback';
import { _PyEval_BuiltinsFromGlobals } from '../objects/frameobject';

export const UNBOUNDLOCAL_ERROR_MSG = "cannot access local variable '%s' where it is not associated with a value";
export const UNBOUNDFREE_ERROR_MSG = "cannot access free variable '%s' where it is not associated with a value in enclosing scope";
export const NAME_ERROR_MSG = "name '%.200s' is not defined";

/** What one run of the eval loop takes of the C recursion budget. */
const PY_EVAL_C_STACK_UNITS = 2;

// ---------------------------------------------------------------------------------------------------------------------
// Recursion

/** 0, or -1 with a RecursionError. Called when c_recursion_remaining has run out. */
export function _Py_CheckRecursiveCall(tstate: number, where: string): number {
  const headroom = (tstate + PyThreadState.recursion_headroom) >> 2;
  const remaining = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  if (HEAP32[headroom] !== 0) {
    if (HEAP32[remaining] < -50) throw new Error('Cannot recover from stack overflow.');
    return 0;
  }
  if (HEAP32[remaining] <= 0) {
    HEAP32[headroom]++;
    PyErr_Format(PyExc_RecursionError, 'maximum recursion depth exceeded%s', where);
    HEAP32[headroom]--;
    HEAP32[remaining]++;
    return -1;
  }
  return 0;
}

/** 0, or -1 with a RecursionError: then there is nothing to leave. */
export function _Py_EnterRecursiveCallTstate(tstate: number, where: string): number {
  const at = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  const n = HEAP32[at] - 1;
  HEAP32[at] = n;
  return n < 0 ? _Py_CheckRecursiveCall(tstate, where) : 0;
}

export function _Py_EnterRecursiveCall(where: string): number {
  return _Py_EnterRecursiveCallTstate(_PyThreadState_GET(), where);
}

export function _Py_LeaveRecursiveCallTstate(tstate: number): void {
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]++;
}

export function _Py_LeaveRecursiveCall(): void {
  HEAP32[(_PyThreadState_GET() + PyThreadState.c_recursion_remaining) >> 2]++;
}

export function Py_EnterRecursiveCall(where: string): number {
  return _Py_EnterRecursiveCallTstate(_PyThreadState_GET(), where);
}

export function Py_LeaveRecursiveCall(): void {
  _Py_LeaveRecursiveCall();
}

/** 0, or -1 with a RecursionError. Called when py_recursion_remaining has run out. */
export function _Py_CheckRecursiveCallPy(tstate: number): number {
  const headroom = (tstate + PyThreadState.recursion_headroom) >> 2;
  const remaining = HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2];
  if (HEAP32[headroom] !== 0) {
    if (remaining < -50) throw new Error('Cannot recover from Python stack overflow.');
    return 0;
  }
  if (remaining <= 0) {
    HEAP32[headroom]++;
    PyErr_SetString(PyExc_RecursionError, 'maximum recursion depth exceeded');
    HEAP32[headroom]--;
    return -1;
  }
  return 0;
}

/** Returns the limit of sys.getrecursionlimit(). */
export function Py_GetRecursionLimit(): number {
  return HEAP32[(_PyThreadState_GET() + PyThreadState.py_recursion_limit) >> 2];
}

export function Py_SetRecursionLimit(new_limit: number): void {
  const interp = HEAP32[(_PyThreadState_GET() + PyThreadState.interp) >> 2];
  let p = HEAP32[(interp + PyInterpreterState.threads_head) >> 2];
  for (; p !== 0; p = HEAP32[(p + PyThreadState.next) >> 2]) {
    const depth = HEAP32[(p + PyThreadState.py_recursion_limit) >> 2] - HEAP32[(p + PyThreadState.py_recursion_remaining) >> 2];
    HEAP32[(p + PyThreadState.py_recursion_limit) >> 2] = new_limit;
    HEAP32[(p + PyThreadState.py_recursion_remaining) >> 2] = new_limit - depth;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Entering and leaving the loop

/** Returns new, or NULL. Consumes the frame. Runs Python code. */
export function _PyEval_EvalFrame(tstate: number, frame: number, throwflag: number): number {
  return _PyEval_EvalFrameDefault(tstate, frame, throwflag);
}

export function PyEval_EvalFrame(f: number): number {
  return _PyEval_EvalFrame(_PyThreadState_GET(), HEAP32[(f + PyFrameObject.f_frame) >> 2], 0);
}

/**
 * The entry frame: one value of stack, and behind it the trampoline NOP, EXIT (reached on return), NOP, EXIT (on yield).
 * The slot behind instr_ptr + return_offset tells which: 0 after a return, 2 after a yield.
 */
const ENTRY_FRAME_SIZE = _PyInterpreterFrame.SIZEOF + 8 + 16;

function push_entry_frame(tstate: number, frame: number): void {
  const entry = stackAlloc(ENTRY_FRAME_SIZE);
  const code = entry + _PyInterpreterFrame.SIZEOF + 8;
  for (let at = entry >> 2; at < code >> 2; at++) HEAP32[at] = 0;
  HEAP32[code >> 2] = OP.NOP | (OP.INTERPRETER_EXIT << 16);
  HEAP32[(code + 4) >> 2] = OP.NOP | (OP.INTERPRETER_EXIT << 16);
  HEAP32[(entry + _PyInterpreterFrame.f_executable) >> 2] = Py_None;
  HEAP32[(entry + _PyInterpreterFrame.instr_ptr) >> 2] = code + 2;
  HEAPU8[entry + _PyInterpreterFrame.owner] = FRAME_OWNED_BY_CSTACK;
  HEAP32[(entry + _PyInterpreterFrame.previous) >> 2] = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.previous) >> 2] = entry;
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = frame;
}

/** The code of the shim frame below an __init__: checks its result, returns the instance. Nobody sees such a frame. */
export const _Py_InitCleanup = 0x40300;

/** Once a process. */
export function init_Py_InitCleanup(): void {
  const co = _Py_InitCleanup;
  memset0(co, PyCodeObject.SIZEOF + 8);
  HEAP32[co >> 2] = -1;
  write_ptr(co + PyCodeObject.ob_type, PyCode_Type);
  write_ssize(co + PyCodeObject.ob_size, 3);
  for (const field of [PyCodeObject.co_consts, PyCodeObject.co_names, PyCodeObject.co_localsplusnames]) write_ptr(co + field, _Py_SINGLETON_tuple_empty);
  for (const field of [PyCodeObject.co_exceptiontable, PyCodeObject.co_localspluskinds, PyCodeObject.co_linetable]) write_ptr(co + field, _Py_SINGLETON_bytes_empty);
  for (const field of [PyCodeObject.co_filename, PyCodeObject.co_name, PyCodeObject.co_qualname]) write_ptr(co + field, _Py_ID('__init__'));
  HEAP32[(co + PyCodeObject.co_flags) >> 2] = CO_OPTIMIZED | CO_NO_MONITORING_EVENTS;
  HEAP32[(co + PyCodeObject.co_stacksize) >> 2] = 2;
  HEAP32[(co + PyCodeObject.co_framesize) >> 2] = 2 + FRAME_SPECIALS_SIZE;
  // Behind the end: such a frame never counts as complete.
  HEAP32[(co + PyCodeObject._co_unique_id_or_firsttraceable) >> 2] = 4;
  HEAP32[(co + PyCodeObject.co_code_adaptive) >> 2] = OP.EXIT_INIT_CHECK | (OP.RETURN_VALUE << 16);
  HEAP32[(co + PyCodeObject.co_code_adaptive + 4) >> 2] = OP.RESUME;
}

export function _PyEval_EvalFrameDefault(tstate: number, frame: number, throwflag: number): number {
  const c_remaining = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  HEAP32[c_remaining] -= PY_EVAL_C_STACK_UNITS - 1;
  if (_Py_EnterRecursiveCallTstate(tstate, '') < 0) {
    HEAP32[c_remaining] += PY_EVAL_C_STACK_UNITS - 1;
    _PyEval_FrameClearAndPop(tstate, frame);
    return 0;
  }
  const mark = stackSave();
  push_entry_frame(tstate, frame);
  const remaining = HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2];
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2] = remaining - 1;
  let ip = 0;
  let result = 0;
  if (remaining <= 0 && _Py_CheckRecursiveCallPy(tstate) < 0) ip = exit_unwind(tstate, frame);
  else if (throwflag !== 0) ip = begin_with_throw(tstate, frame);
  else ip = HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2];
  if (ip !== 0) result = ceval_loop(tstate, ip);
  HEAP32[c_remaining] += PY_EVAL_C_STACK_UNITS;
  stackRestore(mark);
  return result;
}

/** generator.throw(): the frame goes on as if its yield had raised. The address to go on at, or 0. */
function begin_with_throw(tstate: number, frame: number): number {
  const instr = HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2];
  _Py_Instrument(_PyFrame_GetCode(frame), HEAP32[(tstate + PyThreadState.interp) >> 2]);
  if (!no_tools_for_global_event(tstate, PY_MONITORING_EVENT_PY_THROW)) do_monitor_exc(tstate, frame, instr, PY_MONITORING_EVENT_PY_THROW);
  return _PyEval_Error(tstate, frame, _PyFrame_GetStackPointer(frame), instr);
}

/**
 * The error indicator is set and `next_instr` is behind the instruction that failed. Unwinds to the next handler.
 * Returns the handler's address (the stack is in current_frame), or 0 when the entry frame was reached and popped.
 */
export function _PyEval_Error(tstate: number, frame: number, sp: number, next_instr: number): number {
  log_traceback(tstate, frame, next_instr);
  return _PyEval_Unwind(tstate, frame, sp, next_instr);
}

/** The address behind the instruction at `ip`. */
export function next_instr_of(ip: number): number {
  return ip + 2 + (_PyOpcode_Caches[_PyOpcode_Deopt[HEAPU8[ip]]] << 1);
}

function log_traceback(tstate: number, frame: number, next_instr: number): void {
  if (PyErr_Occurred() === 0) PyErr_SetString(PyExc_SystemError, 'error return without exception set');
  if (!_PyFrame_IsIncomplete(frame)) {
    const f = _PyFrame_GetFrameObject(frame);
    if (f !== 0) PyTraceBack_Here(f);
  }
  _PyEval_MonitorRaise(tstate, frame, next_instr - 2);
}

/** As _PyEval_Error, but this frame is in the traceback already. */
export function _PyEval_Unwind(tstate: number, frame: number, sp: number, next_instr: number): number {
  for (;;) {
    const code = _PyFrame_GetCode(frame);
    if (!get_exception_handler(code, ((next_instr - code - PyCodeObject.co_code_adaptive) >> 1) - 1)) {
      pop_to(sp, _PyFrame_Stackbase(frame));
      _PyFrame_SetStackPointer(frame, _PyFrame_Stackbase(frame));
      if (!no_tools_for_global_event(tstate, PY_MONITORING_EVENT_PY_UNWIND)) do_monitor_exc(tstate, frame, next_instr - 2, PY_MONITORING_EVENT_PY_UNWIND);
      return exit_unwind(tstate, frame);
    }
    const level = handler_level;
    const handler = handler_offset;
    const top = _PyFrame_Stackbase(frame) + (level << 3);
    pop_to(sp, top);
    sp = top;
    if (handler_lasti) {
      const lasti = PyLong_FromLong(_PyInterpreterFrame_LASTI(frame));
      if (lasti === 0) continue;
      HEAP32[sp >> 2] = lasti;
      sp += 8;
    }
    const exc = PyErr_GetRaisedException();
    HEAP32[sp >> 2] = exc;
    sp += 8;
    next_instr = code + PyCodeObject.co_code_adaptive + (handler << 1);
    if (!no_tools_for_global_event(tstate, PY_MONITORING_EVENT_EXCEPTION_HANDLED)) {
      _PyFrame_SetStackPointer(frame, sp);
      const err = _Py_call_instrumentation_arg(tstate, PY_MONITORING_EVENT_EXCEPTION_HANDLED, frame, next_instr, exc);
      sp = _PyFrame_GetStackPointer(frame);
      if (err < 0) continue;
    }
    _PyFrame_SetStackPointer(frame, sp);
    return next_instr;
  }
}

function pop_to(sp: number, base: number): void {
  while (sp > base) {
    sp -= 8;
    Py_XDECREF(HEAP32[sp >> 2]);
  }
}

/** Leaves `frame` (the current one) with the error set; goes on in its caller. */
function exit_unwind(tstate: number, frame: number): number {
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]++;
  const caller = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = caller;
  _PyEval_FrameClearAndPop(tstate, frame);
  HEAP16[(caller + _PyInterpreterFrame.return_offset) >> 1] = 0;
  if (HEAP8[caller + _PyInterpreterFrame.owner] === FRAME_OWNED_BY_CSTACK) {
    HEAP32[(tstate + PyThreadState.current_frame) >> 2] = HEAP32[(caller + _PyInterpreterFrame.previous) >> 2];
    return 0;
  }
  return _PyEval_Error(tstate, caller, _PyFrame_GetStackPointer(caller), HEAP32[(caller + _PyInterpreterFrame.instr_ptr) >> 2]);
}

// The exception table: entries of varints (start, size, handler, depth * 2 + lasti) in code units; a first byte has bit 7 set.

let handler_level = 0;
let handler_offset = 0;
let handler_lasti = false;
let varint_end = 0;

function parse_varint(p: number): number {
  let b = HEAPU8[p];
  let v = b & 63;
  while (b & 64) {
    v <<= 6;
    b = HEAPU8[++p];
    v |= b & 63;
  }
  varint_end = p + 1;
  return v;
}

/** Finds the handler of instruction `index`: handler_level, handler_offset, handler_lasti. */
function get_exception_handler(code: number, index: number): boolean {
  const table = HEAP32[(code + PyCodeObject.co_exceptiontable) >> 2];
  let start = table + PyBytesObject.ob_sval;
  let end = start + HEAP32[(table + PyBytesObject.ob_size) >> 2];
  if (end - start > 40) {
    if (parse_varint(start) > index) return false;
    do {
      let mid = start + ((end - start) >> 1);
      while ((HEAPU8[mid] & 128) === 0) mid--;
      if (parse_varint(mid) > index) end = mid;
      else start = mid;
    } while (end - start > 40);
  }
  let scan = start;
  while (scan < end) {
    const from = parse_varint(scan);
    if (from > index) break;
    const size = parse_varint(varint_end);
    if (from + size > index) {
      handler_offset = parse_varint(varint_end);
      const depth_and_lasti = parse_varint(varint_end);
      handler_level = depth_and_lasti >> 1;
      handler_lasti = (depth_and_lasti & 1) !== 0;
      return true;
    }
    scan = varint_end;
    while (scan < end && (HEAPU8[scan] & 128) === 0) scan++;
  }
  return false;
}

// ---------------------------------------------------------------------------------------------------------------------
// Frames

function clear_thread_frame(tstate: number, frame: number): void {
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]--;
  _PyFrame_ClearExceptCode(frame);
  Py_DECREF(HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2]);
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]++;
  // Slots of later frames overlap this word: pointers have high words of 0.
  HEAP32[(frame + _PyInterpreterFrame.return_offset) >> 2] = 0;
  _PyThreadState_PopFrame(tstate, frame);
}

function clear_gen_frame(tstate: number, frame: number): void {
  const gen = _PyFrame_GetGenerator(frame);
  HEAPU8[gen + PyGenObject.gi_frame_state] = FRAME_CLEARED;
  HEAP32[(tstate + PyThreadState.exc_info) >> 2] = HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2];
  HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2] = 0;
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]--;
  _PyFrame_ClearExceptCode(frame);
  _PyErr_ClearExcState(gen + PyGenObject.gi_exc_state);
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]++;
  HEAP32[(frame + _PyInterpreterFrame.previous) >> 2] = 0;
}

/** The frame is already unlinked. */
export function _PyEval_FrameClearAndPop(tstate: number, frame: number): void {
  if (HEAP8[frame + _PyInterpreterFrame.owner] === FRAME_OWNED_BY_THREAD) clear_thread_frame(tstate, frame);
  else clear_gen_frame(tstate, frame);
}

/** A new frame for a call. Steals func, locals and all arguments, also when it fails. */
export function _PyEvalFramePushAndInit(tstate: number, func: number, locals: number, args: number, argcount: number, kwnames: number): number {
  const code = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  const frame = _PyThreadState_PushFrame(tstate, HEAP32[(code + PyCodeObject.co_framesize) >> 2]);
  if (frame === 0) {
    Py_DECREF(func);
    Py_XDECREF(locals);
    const n = argcount + (kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames));
    for (let i = 0; i < n; i++) Py_DECREF(HEAP32[(args + (i << 3)) >> 2]);
    PyErr_NoMemory();
    return 0;
  }
  _PyFrame_Initialize(frame, func, locals, code, 0);
  if (initialize_locals(tstate, func, frame + _PyInterpreterFrame.localsplus, args, argcount, kwnames) < 0) {
    clear_thread_frame(tstate, frame);
    return 0;
  }
  return frame;
}

/** As _PyEvalFramePushAndInit, from a tuple and a dict (or NULL). Steals func, locals, callargs and kwargs. */
export function _PyEvalFramePushAndInit_Ex(tstate: number, func: number, locals: number, nargs: number, callargs: number, kwargs: number): number {
  let frame: number;
  if (kwargs !== 0 && dict_size(kwargs) > 0) {
    const mark = stackSave();
    const kwnames_out = stackAlloc(8);
    write_ptr(kwnames_out, 0);
    const newargs = _PyStack_UnpackDict(tstate, callargs + PyTupleObject.ob_item, nargs, kwargs, kwnames_out);
    const kwnames = HEAP32[kwnames_out >> 2];
    stackRestore(mark);
    if (newargs === 0) {
      Py_DECREF(func);
      Py_XDECREF(locals);
      frame = 0;
    } else {
      frame = _PyEvalFramePushAndInit(tstate, func, locals, newargs, nargs, kwnames);
      _PyStack_UnpackDict_FreeNoDecRef(newargs, kwnames);
    }
  } else {
    const args = callargs + PyTupleObject.ob_item;
    for (let i = 0; i < nargs; i++) Py_INCREF(HEAP32[(args + (i << 3)) >> 2]);
    frame = _PyEvalFramePushAndInit(tstate, func, locals, args, nargs, 0);
  }
  Py_DECREF(callargs);
  Py_XDECREF(kwargs);
  return frame;
}

function dict_size(d: number): number {
  return HEAP32[(d + 16) >> 2];
}

/** Calls a Python function. Returns new. Borrows everything. */
export function _PyEval_Vector(tstate: number, func: number, locals: number, args: number, argcount: number, kwnames: number): number {
  Py_INCREF(func);
  Py_XINCREF(locals);
  const n = argcount + (kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames));
  for (let i = 0; i < n; i++) Py_INCREF(HEAP32[(args + (i << 3)) >> 2]);
  const frame = _PyEvalFramePushAndInit(tstate, func, locals, args, argcount, kwnames);
  if (frame === 0) return 0;
  return _PyEval_EvalFrame(tstate, frame, 0);
}

/** Runs a code object as a module, class body or exec. `locals` may be NULL: globals. Returns new. */
export function PyEval_EvalCode(co: number, globals: number, locals: number): number {
  return PyEval_EvalCodeEx(co, globals, locals, 0, 0, 0, 0, 0, 0, 0, 0);
}

/** Runs a code object with free variables. Returns new. */
export function PyEval_EvalCodeEx_closure(co: number, globals: number, locals: number, closure: number): number {
  return PyEval_EvalCodeEx(co, globals, locals, 0, 0, 0, 0, 0, 0, 0, closure);
}

/** With arguments, keywords (name, value pairs), defaults and a closure (a tuple of cells). Returns new. Borrows all. */
export function PyEval_EvalCodeEx(
  co: number, globals: number, locals: number, args: number, argcount: number, kws: number, kwcount: number, defs: number, defcount: number,
  kwdefs: number, closure: number,
): number {
  const tstate = _PyThreadState_GET();
  if (locals === 0) locals = globals;
  const builtins = _PyEval_BuiltinsFromGlobals(tstate, globals);
  if (builtins === 0) return 0;
  let defaults = 0;
  if (defs !== 0) {
    for (let i = 0; i < defcount; i++) Py_INCREF(HEAP32[(defs + (i << 3)) >> 2]);
    defaults = _PyTuple_FromArraySteal(defs, defcount);
    if (defaults === 0) return 0;
  }
  const name = HEAP32[(co + PyCodeObject.co_name) >> 2];
  const func = _PyFunction_FromConstructor({
    fc_globals: globals, fc_builtins: builtins, fc_name: name, fc_qualname: name, fc_code: co, fc_defaults: defaults, fc_kwdefaults: kwdefs,
    fc_closure: closure,
  });
  let res = 0;
  const mark = stackSave();
  if (func !== 0) {
    let kwnames = 0;
    let allargs = args;
    if (kwcount > 0) {
      kwnames = PyTuple_New(kwcount);
      allargs = stackAlloc((argcount + kwcount) * 8);
      for (let i = 0; i < argcount; i++) write_ptr(allargs + i * 8, HEAP32[(args + i * 8) >> 2]);
      for (let i = 0; i < kwcount; i++) {
        if (kwnames !== 0) PyTuple_SET_ITEM(kwnames, i, Py_NewRef(HEAP32[(kws + i * 16) >> 2]));
        write_ptr(allargs + (argcount + i) * 8, HEAP32[(kws + i * 16 + 8) >> 2]);
      }
    }
    if (kwcount === 0 || kwnames !== 0) res = _PyEval_Vector(tstate, func, locals, allargs, argcount, kwnames);
    Py_XDECREF(kwnames);
  }
  stackRestore(mark);
  Py_XDECREF(func);
  Py_XDECREF(defaults);
  return res;
}

// ---------------------------------------------------------------------------------------------------------------------
// Binding arguments

function format_missing(kind: string, names: number[], qualname: number): void {
  const text = names.map((n) => PyUnicode_AsUTF8(n) ?? '');
  const len = text.length;
  let list: string;
  if (len === 1) list = text[0];
  else if (len === 2) list = `${text[0]} and ${text[1]}`;
  else list = `${text.slice(0, len - 2).join(', ')}, ${text[len - 2]}, and ${text[len - 1]}`;
  PyErr_Format(PyExc_TypeError, '%U() missing %d required %s argument%s: %s', qualname, len, kind, len === 1 ? '' : 's', list);
}

/** `defcount` is -1 for keyword-only arguments. */
function missing_arguments(co: number, defcount: number, localsplus: number, qualname: number): void {
  const positional = defcount !== -1;
  const argcount = HEAP32[(co + PyCodeObject.co_argcount) >> 2];
  const start = positional ? 0 : argcount;
  const end = positional ? argcount - defcount : argcount + HEAP32[(co + PyCodeObject.co_kwonlyargcount) >> 2];
  const names: number[] = [];
  let failed = false;
  for (let i = start; i < end; i++) {
    if (HEAP32[(localsplus + (i << 3)) >> 2] !== 0) continue;
    const name = PyObject_Repr(PyTuple_GET_ITEM(HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2], i));
    if (name === 0) {
      failed = true;
      break;
    }
    names.push(name);
  }
  if (!failed) format_missing(positional ? 'positional' : 'keyword-only', names, qualname);
  for (const n of names) Py_DECREF(n);
}

function too_many_positional(co: number, given: number, defaults: number, localsplus: number, qualname: number): void {
  const co_argcount = HEAP32[(co + PyCodeObject.co_argcount) >> 2];
  const kwonly = HEAP32[(co + PyCodeObject.co_kwonlyargcount) >> 2];
  let kwonly_given = 0;
  for (let i = co_argcount; i < co_argcount + kwonly; i++) if (HEAP32[(localsplus + (i << 3)) >> 2] !== 0) kwonly_given++;
  const defcount = defaults === 0 ? 0 : PyTuple_GET_SIZE(defaults);
  const plural = defcount ? true : co_argcount !== 1;
  const sig = defcount ? `from ${co_argcount - defcount} to ${co_argcount}` : `${co_argcount}`;
  const kwonly_sig = kwonly_given
    ? ` positional argument${given !== 1 ? 's' : ''} (and ${kwonly_given} keyword-only argument${kwonly_given !== 1 ? 's' : ''})`
    : '';
  PyErr_Format(PyExc_TypeError, '%U() takes %s positional argument%s but %zd%s %s given', qualname, sig, plural ? 's' : '', given, kwonly_sig,
    given === 1 && !kwonly_given ? 'was' : 'were');
}

/** 1 when an error is set. */
function positional_only_passed_as_keyword(co: number, kwcount: number, kwnames: number, qualname: number): number {
  const conflicts: string[] = [];
  const names = HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2];
  for (let k = 0; k < HEAP32[(co + PyCodeObject.co_posonlyargcount) >> 2]; k++) {
    const posonly = PyTuple_GET_ITEM(names, k);
    for (let k2 = 0; k2 < kwcount; k2++) {
      const kwname = PyTuple_GET_ITEM(kwnames, k2);
      const cmp = kwname === posonly ? 1 : PyObject_RichCompareBool(posonly, kwname, Py_EQ);
      if (cmp < 0) return 1;
      if (cmp > 0) conflicts.push(PyUnicode_AsUTF8(kwname) ?? '');
    }
  }
  if (conflicts.length === 0) return 0;
  PyErr_Format(PyExc_TypeError, "%U() got some positional-only arguments passed as keyword arguments: '%s'", qualname, conflicts.join(', '));
  return 1;
}

function unexpected_keyword(co: number, func: number, keyword: number, kwcount: number, kwnames: number): void {
  const qualname = HEAP32[(func + PyFunctionObject.func_qualname) >> 2];
  const posonly = HEAP32[(co + PyCodeObject.co_posonlyargcount) >> 2];
  if (posonly && positional_only_passed_as_keyword(co, kwcount, kwnames, qualname)) return;
  const total_args = HEAP32[(co + PyCodeObject.co_argcount) >> 2] + HEAP32[(co + PyCodeObject.co_kwonlyargcount) >> 2];
  let suggestion = 0;
  if (total_args > posonly) {
    const possible = PyList_New(total_args - posonly);
    if (possible === 0) PyErr_Clear();
    else {
      const names = HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2];
      for (let k = posonly; k < total_args; k++) PyList_SET_ITEM(possible, k - posonly, Py_NewRef(PyTuple_GET_ITEM(names, k)));
      suggestion = _Py_CalculateSuggestions(possible, keyword);
      Py_DECREF(possible);
    }
  }
  if (suggestion !== 0) {
    PyErr_Format(PyExc_TypeError, "%U() got an unexpected keyword argument '%S'. Did you mean '%S'?", qualname, keyword, suggestion);
    Py_DECREF(suggestion);
  } else PyErr_Format(PyExc_TypeError, "%U() got an unexpected keyword argument '%S'", qualname, keyword);
}

/** The parameter that `keyword` names, -1 for none, -2 for an error. */
function find_parameter(co: number, keyword: number, total_args: number): number {
  const names = HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2];
  const posonly = HEAP32[(co + PyCodeObject.co_posonlyargcount) >> 2];
  for (let j = posonly; j < total_args; j++) if (PyTuple_GET_ITEM(names, j) === keyword) return j;
  for (let j = posonly; j < total_args; j++) {
    const cmp = PyObject_RichCompareBool(keyword, PyTuple_GET_ITEM(names, j), Py_EQ);
    if (cmp > 0) return j;
    if (cmp < 0) return -2;
  }
  return -1;
}

/** Steals the values args[argcount ..]. 0, or -1 with an error. */
function bind_keywords(func: number, co: number, localsplus: number, args: number, argcount: number, kwnames: number, kwdict: number): number {
  const total_args = HEAP32[(co + PyCodeObject.co_argcount) >> 2] + HEAP32[(co + PyCodeObject.co_kwonlyargcount) >> 2];
  const kwcount = PyTuple_GET_SIZE(kwnames);
  for (let i = 0; i < kwcount; i++) {
    const keyword = PyTuple_GET_ITEM(kwnames, i);
    const value = HEAP32[(args + ((i + argcount) << 3)) >> 2];
    const qualname = HEAP32[(func + PyFunctionObject.func_qualname) >> 2];
    let ok = false;
    if (keyword === 0 || !PyType_FastSubclass(Py_TYPE(keyword), Py_TPFLAGS_UNICODE_SUBCLASS)) {
      PyErr_Format(PyExc_TypeError, '%U() keywords must be strings', qualname);
    } else {
      const j = find_parameter(co, keyword, total_args);
      if (j >= 0) {
        if (HEAP32[(localsplus + (j << 3)) >> 2] !== 0) {
          PyErr_Format(PyExc_TypeError, "%U() got multiple values for argument '%S'", qualname, keyword);
        } else {
          HEAP32[(localsplus + (j << 3)) >> 2] = value;
          ok = true;
        }
      } else if (j === -1) {
        if (kwdict === 0) unexpected_keyword(co, func, keyword, kwcount, kwnames);
        else if (PyDict_SetItem(kwdict, keyword, value) === 0) {
          Py_DECREF(value);
          ok = true;
        }
      }
    }
    if (!ok) {
      for (; i < kwcount; i++) Py_DECREF(HEAP32[(args + ((i + argcount) << 3)) >> 2]);
      return -1;
    }
  }
  return 0;
}

/** Fills the parameters that the call did not. 0, or -1 with an error. */
function bind_defaults(func: number, co: number, localsplus: number, argcount: number): number {
  const co_argcount = HEAP32[(co + PyCodeObject.co_argcount) >> 2];
  const qualname = HEAP32[(func + PyFunctionObject.func_qualname) >> 2];
  const at = localsplus >> 2;
  if (argcount < co_argcount) {
    const defaults = HEAP32[(func + PyFunctionObject.func_defaults) >> 2];
    const defcount = defaults === 0 ? 0 : PyTuple_GET_SIZE(defaults);
    const m = co_argcount - defcount;
    for (let i = argcount; i < m; i++) {
      if (HEAP32[at + (i << 1)] === 0) {
        missing_arguments(co, defcount, localsplus, qualname);
        return -1;
      }
    }
    for (let i = argcount > m ? argcount - m : 0; i < defcount; i++) {
      if (HEAP32[at + ((m + i) << 1)] === 0) HEAP32[at + ((m + i) << 1)] = Py_NewRef(PyTuple_GET_ITEM(defaults, i));
    }
  }
  const kwonly = HEAP32[(co + PyCodeObject.co_kwonlyargcount) >> 2];
  return kwonly > 0 ? bind_kwdefaults(func, co, at, co_argcount, co_argcount + kwonly) : 0;
}

function bind_kwdefaults(func: number, co: number, at: number, start: number, end: number): number {
  const kwdefaults = HEAP32[(func + PyFunctionObject.func_kwdefaults) >> 2];
  let missing = 0;
  for (let i = start; i < end; i++) {
    if (HEAP32[at + (i << 1)] !== 0) continue;
    if (kwdefaults !== 0) {
      const varname = PyTuple_GET_ITEM(HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2], i);
      if (PyDict_GetItemRef(kwdefaults, varname, (at + (i << 1)) << 2) < 0) return -1;
      if (HEAP32[at + (i << 1)] !== 0) continue;
    }
    missing++;
  }
  if (missing === 0) return 0;
  missing_arguments(co, -1, at << 2, HEAP32[(func + PyFunctionObject.func_qualname) >> 2]);
  return -1;
}

/** Binds a call's arguments to the parameters. Steals all arguments. 0, or -1 with an error (the frame holds what was bound). */
function initialize_locals(_tstate: number, func: number, localsplus: number, args: number, argcount: number, kwnames: number): number {
  const co = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  const flags = HEAP32[(co + PyCodeObject.co_flags) >> 2];
  const co_argcount = HEAP32[(co + PyCodeObject.co_argcount) >> 2];
  const total_args = co_argcount + HEAP32[(co + PyCodeObject.co_kwonlyargcount) >> 2];
  const at = localsplus >> 2;
  const from = args >> 2;
  let kwdict = 0;
  if (flags & CO_VARKEYWORDS) {
    kwdict = PyDict_New();
    if (kwdict === 0) {
      const n = argcount + (kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames));
      for (let j = 0; j < n; j++) Py_DECREF(HEAP32[from + (j << 1)]);
      return -1;
    }
    HEAP32[at + ((total_args + (flags & CO_VARARGS ? 1 : 0)) << 1)] = kwdict;
  }
  const n = argcount > co_argcount ? co_argcount : argcount;
  for (let j = 0; j < n; j++) HEAP32[at + (j << 1)] = HEAP32[from + (j << 1)];
  if (flags & CO_VARARGS) {
    const u = argcount === n ? _Py_SINGLETON_tuple_empty : _PyTuple_FromArraySteal(args + (n << 3), argcount - n);
    if (u === 0) {
      const kwcount = kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames);
      for (let j = argcount; j < argcount + kwcount; j++) Py_DECREF(HEAP32[from + (j << 1)]);
      return -1;
    }
    HEAP32[at + (total_args << 1)] = u;
  } else {
    for (let j = n; j < argcount; j++) Py_DECREF(HEAP32[from + (j << 1)]);
  }
  if (kwnames !== 0 && bind_keywords(func, co, localsplus, args, argcount, kwnames, kwdict) < 0) return -1;
  if (argcount > co_argcount && !(flags & CO_VARARGS)) {
    too_many_positional(co, argcount, HEAP32[(func + PyFunctionObject.func_defaults) >> 2], localsplus, HEAP32[(func + PyFunctionObject.func_qualname) >> 2]);
    return -1;
  }
  return argcount >= co_argcount && total_args === co_argcount ? 0 : bind_defaults(func, co, localsplus, argcount);
}

// ---------------------------------------------------------------------------------------------------------------------
// raise, except, except*

/** Steals exc and cause (NULL: none). 1 for a re-raise (the traceback has this frame), else 0; the error is set either way. */
export function do_raise(tstate: number, exc: number, cause: number): number {
  if (exc === 0) {
    exc = HEAP32[(_PyErr_GetTopmostException(tstate) + _PyErr_StackItem.exc_value) >> 2];
    if (exc === 0 || exc === Py_None) {
      PyErr_SetString(PyExc_RuntimeError, 'No active exception to reraise');
      return 0;
    }
    PyErr_SetRaisedException(Py_NewRef(exc));
    return 1;
  }
  let type: number;
  let value: number;
  if (PyExceptionClass_Check(exc)) {
    type = exc;
    value = PyObject_CallNoArgs(exc);
    if (value !== 0 && !PyExceptionInstance_Check(value)) {
      PyErr_Format(PyExc_TypeError, 'calling %R should have returned an instance of BaseException, not %R', type, Py_TYPE(value));
      Py_DECREF(value);
      value = 0;
    }
  } else if (PyExceptionInstance_Check(exc)) {
    value = exc;
    type = Py_NewRef(Py_TYPE(exc));
  } else {
    Py_DECREF(exc);
    PyErr_SetString(PyExc_TypeError, 'exceptions must derive from BaseException');
    Py_XDECREF(cause);
    return 0;
  }
  if (value === 0) {
    Py_DECREF(type);
    Py_XDECREF(cause);
    return 0;
  }
  if (cause === 0 || set_cause(value, cause) === 0) PyErr_SetObject(type, value);
  Py_DECREF(value);
  Py_DECREF(type);
  return 0;
}

/** Steals cause. 0, or -1 with an error. */
function set_cause(value: number, cause: number): number {
  let fixed = 0;
  if (PyExceptionClass_Check(cause)) {
    fixed = PyObject_CallNoArgs(cause);
    if (fixed !== 0 && !PyExceptionInstance_Check(fixed)) {
      PyErr_Format(PyExc_TypeError, 'calling %R should have returned an instance of BaseException, not %R', cause, Py_TYPE(fixed));
      Py_DECREF(fixed);
      fixed = 0;
    }
    Py_DECREF(cause);
    if (fixed === 0) return -1;
  } else if (PyExceptionInstance_Check(cause)) {
    fixed = cause;
  } else if (cause === Py_None) {
    fixed = 0;
  } else {
    Py_DECREF(cause);
    PyErr_SetString(PyExc_TypeError, 'exception causes must derive from BaseException');
    return -1;
  }
  PyException_SetCause(value, fixed);
  return 0;
}

export function _PyEval_CheckExceptTypeValid(_tstate: number, right: number): number {
  if (PyType_FastSubclass(Py_TYPE(right), Py_TPFLAGS_TUPLE_SUBCLASS)) {
    const n = PyTuple_GET_SIZE(right);
    for (let i = 0; i < n; i++) if (!PyExceptionClass_Check(PyTuple_GET_ITEM(right, i))) return cannot_catch();
    return 0;
  }
  return PyExceptionClass_Check(right) ? 0 : cannot_catch();
}

function cannot_catch(): number {
  PyErr_SetString(PyExc_TypeError, 'catching classes that do not inherit from BaseException is not allowed');
  return -1;
}

export function _PyEval_CheckExceptStarTypeValid(tstate: number, right: number): number {
  if (_PyEval_CheckExceptTypeValid(tstate, right) < 0) return -1;
  let is_subclass = 0;
  if (PyType_FastSubclass(Py_TYPE(right), Py_TPFLAGS_TUPLE_SUBCLASS)) {
    for (let i = 0; i < PyTuple_GET_SIZE(right) && is_subclass === 0; i++) {
      is_subclass = PyObject_IsSubclass(PyTuple_GET_ITEM(right, i), PyExc_BaseExceptionGroup);
    }
  } else is_subclass = PyObject_IsSubclass(right, PyExc_BaseExceptionGroup);
  if (is_subclass < 0) return -1;
  if (is_subclass) {
    PyErr_SetString(PyExc_TypeError, 'catching ExceptionGroup with except* is not allowed. Use except instead.');
    return -1;
  }
  return 0;
}

/** Writes new references to *match and *rest. 0, or -1 with an error. */
export function _PyEval_ExceptionGroupMatch(exc_value: number, match_type: number, match: number, rest: number): number {
  if (exc_value === Py_None) {
    write_ptr(match, Py_None);
    write_ptr(rest, Py_None);
    return 0;
  }
  if (PyErr_GivenExceptionMatches(exc_value, match_type)) {
    const matched = _PyBaseExceptionGroup_Check(exc_value) ? Py_NewRef(exc_value) : wrap_naked(exc_value);
    if (matched === 0) return -1;
    write_ptr(match, matched);
    write_ptr(rest, Py_None);
    return 0;
  }
  if (_PyBaseExceptionGroup_Check(exc_value)) return split_group(exc_value, match_type, match, rest);
  write_ptr(match, Py_None);
  write_ptr(rest, Py_NewRef(exc_value));
  return 0;
}

function wrap_naked(exc_value: number): number {
  const excs = PyTuple_Pack(1, exc_value);
  if (excs === 0) return 0;
  const wrapped = _PyExc_CreateExceptionGroup('', excs);
  Py_DECREF(excs);
  if (wrapped === 0) return 0;
  const f = _PyFrame_GetFrameObject(_PyThreadState_GetFrame(_PyThreadState_GET()));
  if (f !== 0) {
    const tb = _PyTraceBack_FromFrame(0, f);
    if (tb === 0) return 0;
    PyException_SetTraceback(wrapped, tb);
    Py_DECREF(tb);
  }
  return wrapped;
}

function split_group(exc_value: number, match_type: number, match: number, rest: number): number {
  const pair = PyObject_CallMethod(exc_value, 'split', '(O)', match_type);
  if (pair === 0) return -1;
  if (Py_TYPE(pair) !== PyTuple_Type) {
    PyErr_Format(PyExc_TypeError, '%.200s.split must return a tuple, not %.200s', TP_NAME(exc_value), TP_NAME(pair));
    Py_DECREF(pair);
    return -1;
  }
  if (PyTuple_GET_SIZE(pair) < 2) {
    PyErr_Format(PyExc_TypeError, '%.200s.split must return a 2-tuple, got tuple of size %zd', TP_NAME(exc_value), PyTuple_GET_SIZE(pair));
    Py_DECREF(pair);
    return -1;
  }
  write_ptr(match, Py_NewRef(PyTuple_GET_ITEM(pair, 0)));
  write_ptr(rest, Py_NewRef(PyTuple_GET_ITEM(pair, 1)));
  Py_DECREF(pair);
  return 0;
}

// ---------------------------------------------------------------------------------------------------------------------
// Monitoring of exceptions

export function do_monitor_exc(tstate: number, frame: number, instr: number, event: number): number {
  if (HEAP32[(_PyFrame_GetCode(frame) + PyCodeObject.co_flags) >> 2] & CO_NO_MONITORING_EVENTS) return 0;
  const exc = PyErr_GetRaisedException();
  const err = _Py_call_instrumentation_arg(tstate, event, frame, instr, exc);
  if (err === 0) PyErr_SetRaisedException(exc);
  else Py_DECREF(exc);
  return err;
}

export function _PyEval_MonitorRaise(tstate: number, frame: number, instr: number): void {
  if (no_tools_for_global_event(tstate, PY_MONITORING_EVENT_RAISE)) return;
  do_monitor_exc(tstate, frame, instr, PY_MONITORING_EVENT_RAISE);
}

export function monitor_reraise(tstate: number, frame: number, instr: number): void {
  if (no_tools_for_global_event(tstate, PY_MONITORING_EVENT_RERAISE)) return;
  do_monitor_exc(tstate, frame, instr, PY_MONITORING_EVENT_RERAISE);
}

export function monitor_stop_iteration(tstate: number, frame: number, instr: number, value: number): number {
  if (no_tools_for_local_event(tstate, frame, PY_MONITORING_EVENT_STOP_ITERATION)) return 0;
  PyErr_SetObject(PyExc_StopIteration, value);
  const res = do_monitor_exc(tstate, frame, instr, PY_MONITORING_EVENT_STOP_ITERATION);
  if (res < 0) return res;
  PyErr_SetRaisedException(0);
  return 0;
}

// ---------------------------------------------------------------------------------------------------------------------
// Unpacking, matching

/**
 * Unpacks `argcnt` values of v, and with argcntafter >= 0 a list and that many more, downward into the slots below `sp`
 * (an address one past the highest slot). 1, or 0 with an error and nothing left on the stack.
 */
export function _PyEval_UnpackIterable(_tstate: number, v: number, argcnt: number, argcntafter: number, sp: number): number {
  const it = PyObject_GetIter(v);
  if (it === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) && HEAP32[(Py_TYPE(v) + PyTypeObject.tp_iter) >> 2] === 0 && !PySequence_Check(v)) {
      PyErr_Format(PyExc_TypeError, 'cannot unpack non-iterable %.200s object', TP_NAME(v));
    }
    return 0;
  }
  let i = 0;
  for (; i < argcnt; i++) {
    const w = PyIter_Next(it);
    if (w === 0) {
      if (PyErr_Occurred() === 0) {
        if (argcntafter === -1) PyErr_Format(PyExc_ValueError, 'not enough values to unpack (expected %d, got %d)', argcnt, i);
        else PyErr_Format(PyExc_ValueError, 'not enough values to unpack (expected at least %d, got %d)', argcnt + argcntafter, i);
      }
      return unpack_error(it, sp, i);
    }
    sp -= 8;
    HEAP32[sp >> 2] = w;
  }
  if (argcntafter === -1) {
    const w = PyIter_Next(it);
    if (w === 0) {
      if (PyErr_Occurred() !== 0) return unpack_error(it, sp, i);
      Py_DECREF(it);
      return 1;
    }
    Py_DECREF(w);
    PyErr_Format(PyExc_ValueError, 'too many values to unpack (expected %d)', argcnt);
    return unpack_error(it, sp, i);
  }
  const l = PySequence_List(it);
  if (l === 0) return unpack_error(it, sp, i);
  sp -= 8;
  HEAP32[sp >> 2] = l;
  i++;
  const ll = PyList_GET_SIZE(l);
  if (ll < argcntafter) {
    PyErr_Format(PyExc_ValueError, 'not enough values to unpack (expected at least %d, got %zd)', argcnt + argcntafter, argcnt + ll);
    return unpack_error(it, sp, i);
  }
  for (let j = argcntafter; j > 0; j--) {
    sp -= 8;
    HEAP32[sp >> 2] = PyList_GET_ITEM(l, ll - j);
  }
  Py_SET_SIZE(l, ll - argcntafter);
  Py_DECREF(it);
  return 1;
}

function unpack_error(it: number, sp: number, n: number): number {
  for (; n > 0; n--, sp += 8) Py_DECREF(HEAP32[sp >> 2]);
  Py_DECREF(it);
  return 0;
}

/** A tuple of the values for `keys` in `map`, None when one is missing, NULL with an error. Returns new. */
export function _PyEval_MatchKeys(_tstate: number, map: number, keys: number): number {
  const nkeys = PyTuple_GET_SIZE(keys);
  if (nkeys === 0) return PyTuple_New(0);
  const mark = stackSave();
  const args = stackAlloc(32);
  memset0(args, 32);
  const meth_found = _PyObject_GetMethod(map, _Py_ID('get'), args + 24);
  const get = HEAP32[(args + 24) >> 2];
  let seen = 0;
  let dummy = 0;
  let values = 0;
  let ok = false;
  if (get !== 0 && (seen = PySet_New(0)) !== 0 && (dummy = PyObject_CallNoArgs(PyBaseObject_Type)) !== 0 && (values = PyTuple_New(nkeys)) !== 0) {
    ok = true;
    for (let i = 0; i < nkeys; i++) {
      const key = PyTuple_GET_ITEM(keys, i);
      if (PySet_Contains(seen, key) || PySet_Add(seen, key)) {
        if (PyErr_Occurred() === 0) PyErr_Format(PyExc_ValueError, 'mapping pattern checks duplicate key (%R)', key);
        ok = false;
        break;
      }
      write_ptr(args, map);
      write_ptr(args + 8, key);
      write_ptr(args + 16, dummy);
      const value = meth_found ? PyObject_Vectorcall(get, args, 3, 0) : PyObject_Vectorcall(get, args + 8, 2, 0);
      if (value === 0) {
        ok = false;
        break;
      }
      if (value === dummy) {
        Py_DECREF(value);
        Py_DECREF(values);
        values = Py_None;
        break;
      }
      PyTuple_SET_ITEM(values, i, value);
    }
  }
  stackRestore(mark);
  Py_XDECREF(get);
  Py_XDECREF(seen);
  Py_XDECREF(dummy);
  if (ok) return values;
  Py_XDECREF(values);
  return 0;
}

/** The attribute (new), or NULL with or without an error. */
function match_class_attr(subject: number, type: number, name: number, seen: number): number {
  if (PySet_Contains(seen, name) || PySet_Add(seen, name)) {
    if (PyErr_Occurred() === 0) {
      PyErr_Format(PyExc_TypeError, '%s() got multiple sub-patterns for attribute %R', cstring(HEAP32[(type + PyTypeObject.tp_name) >> 2]), name);
    }
    return 0;
  }
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  PyObject_GetOptionalAttr(subject, name, out);
  const attr = HEAP32[out >> 2];
  stackRestore(mark);
  return attr;
}

/** Appends subject's attribute `name` to attrs. */
function match_one(attrs: number, subject: number, type: number, name: number, seen: number): boolean {
  const attr = match_class_attr(subject, type, name, seen);
  if (attr === 0) return false;
  const err = PyList_Append(attrs, attr);
  Py_DECREF(attr);
  return err === 0;
}

/** A tuple of attributes, or NULL: no match, or an error. Returns new. */
export function _PyEval_MatchClass(_tstate: number, subject: number, type: number, nargs: number, kwargs: number): number {
  if (!PyType_FastSubclass(Py_TYPE(type), Py_TPFLAGS_TYPE_SUBCLASS)) {
    PyErr_SetString(PyExc_TypeError, 'called match pattern must be a class');
    return 0;
  }
  if (PyObject_IsInstance(subject, type) <= 0) return 0;
  const seen = PySet_New(0);
  if (seen === 0) return 0;
  const attrs = PyList_New(0);
  if (attrs === 0) {
    Py_DECREF(seen);
    return 0;
  }
  let ok = nargs === 0 || match_positional(attrs, subject, type, nargs, seen);
  for (let i = 0; ok && i < PyTuple_GET_SIZE(kwargs); i++) ok = match_one(attrs, subject, type, PyTuple_GET_ITEM(kwargs, i), seen);
  const result = ok ? PyList_AsTuple(attrs) : 0;
  Py_DECREF(attrs);
  Py_DECREF(seen);
  return result;
}

function match_positional(attrs: number, subject: number, type: number, nargs: number, seen: number): boolean {
  const tp_name = cstring(HEAP32[(type + PyTypeObject.tp_name) >> 2]);
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const err = PyObject_GetOptionalAttr(type, _Py_ID('__match_args__'), out);
  const match_args = HEAP32[out >> 2];
  stackRestore(mark);
  if (err < 0) return false;
  let ok = false;
  const match_self = match_args === 0 && PyType_HasFeature(type, _Py_TPFLAGS_MATCH_SELF);
  const allowed = match_args === 0 ? (match_self ? 1 : 0) : Py_TYPE(match_args) === PyTuple_Type ? PyTuple_GET_SIZE(match_args) : -1;
  if (allowed < 0) PyErr_Format(PyExc_TypeError, '%s.__match_args__ must be a tuple (got %s)', tp_name, TP_NAME(match_args));
  else if (allowed < nargs) {
    PyErr_Format(PyExc_TypeError, '%s() accepts %d positional sub-pattern%s (%d given)', tp_name, allowed, allowed === 1 ? '' : 's', nargs);
  } else if (match_self) ok = PyList_Append(attrs, subject) === 0;
  else {
    ok = true;
    for (let i = 0; ok && i < nargs; i++) {
      const name = PyTuple_GET_ITEM(match_args, i);
      if (!PyType_FastSubclass(Py_TYPE(name), Py_TPFLAGS_UNICODE_SUBCLASS)) {
        PyErr_Format(PyExc_TypeError, '__match_args__ elements must be strings (got %s)', TP_NAME(name));
        ok = false;
      } else ok = match_one(attrs, subject, type, name, seen);
    }
  }
  Py_XDECREF(match_args);
  return ok;
}

// ---------------------------------------------------------------------------------------------------------------------
// Imports

/** Returns new. */
export function _PyEval_ImportName(tstate: number, frame: number, name: number, fromlist: number, level: number): number {
  const mark = stackSave();
  const args = stackAlloc(40);
  write_ptr(args, 0);
  const err = PyMapping_GetOptionalItem(HEAP32[(frame + _PyInterpreterFrame.f_builtins) >> 2], _Py_ID('__import__'), args);
  const import_func = HEAP32[args >> 2];
  let res = 0;
  if (err >= 0) {
    if (import_func === 0) PyErr_SetString(PyExc_ImportError, '__import__ not found');
    else {
      const locals = HEAP32[(frame + _PyInterpreterFrame.f_locals) >> 2] || Py_None;
      const globals = HEAP32[(frame + _PyInterpreterFrame.f_globals) >> 2];
      if (_PyImport_IsDefaultImportFunc(HEAP32[(tstate + PyThreadState.interp) >> 2], import_func)) {
        const ilevel = PyLong_AsInt(level);
        if (ilevel !== -1 || PyErr_Occurred() === 0) res = PyImport_ImportModuleLevelObject(name, globals, locals, fromlist, ilevel);
      } else {
        write_ptr(args, name);
        write_ptr(args + 8, globals);
        write_ptr(args + 16, locals);
        write_ptr(args + 24, fromlist);
        write_ptr(args + 32, level);
        res = PyObject_Vectorcall(import_func, args, 5, 0);
      }
      Py_DECREF(import_func);
    }
  }
  stackRestore(mark);
  return res;
}

let out_err = 0;

/** PyObject_GetOptionalAttr with the result as value and the status in out_err. */
function optional_attr(v: number, name: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  out_err = PyObject_GetOptionalAttr(v, name, out);
  const attr = HEAP32[out >> 2];
  stackRestore(mark);
  return attr;
}

/** Returns new. */
export function _PyEval_ImportFrom(tstate: number, v: number, name: number): number {
  const x = optional_attr(v, name);
  if (out_err !== 0) return x;
  let mod_name = optional_attr(v, _Py_ID('__name__'));
  if (out_err < 0) return 0;
  if (mod_name !== 0 && !PyType_FastSubclass(Py_TYPE(mod_name), Py_TPFLAGS_UNICODE_SUBCLASS)) {
    Py_DECREF(mod_name);
    mod_name = 0;
  }
  if (mod_name !== 0) {
    // A circular relative import: the submodule may be in sys.modules already.
    const fullmodname = PyUnicode_FromFormat('%U.%U', mod_name, name);
    if (fullmodname === 0) {
      Py_DECREF(mod_name);
      return 0;
    }
    const found = PyImport_GetModule(fullmodname);
    Py_DECREF(fullmodname);
    if (found !== 0 || PyErr_Occurred() !== 0) {
      Py_DECREF(mod_name);
      return found;
    }
  }
  import_from_error(tstate, v, name, mod_name);
  return 0;
}

function import_from_error(tstate: number, v: number, name: number, mod_name: number): void {
  const shown = mod_name !== 0 ? mod_name : PyUnicode_FromString('<unknown module name>');
  if (shown === 0) return;
  const spec = optional_attr(v, _Py_ID('__spec__'));
  if (out_err >= 0) {
    const mark = stackSave();
    const origin_out = stackAlloc(8);
    write_ptr(origin_out, 0);
    const errmsg = spec === 0
      ? PyUnicode_FromFormat('cannot import name %R from %R (unknown location)', name, shown)
      : import_from_message(tstate, v, name, shown, spec, origin_out);
    const origin = HEAP32[origin_out >> 2];
    stackRestore(mark);
    if (errmsg !== 0) {
      _PyErr_SetImportErrorWithNameFrom(errmsg, mod_name, origin, name);
      Py_DECREF(errmsg);
    }
    Py_XDECREF(origin);
    Py_XDECREF(spec);
  }
  Py_DECREF(shown);
}

/** The message (new), or NULL with an error; *origin_out gets the file (new) or stays NULL. */
function import_from_message(_tstate: number, v: number, name: number, shown: number, spec: number, origin_out: number): number {
  if (_PyModuleSpec_GetFileOrigin(spec, origin_out) < 0) return 0;
  let origin = HEAP32[origin_out >> 2];
  const shadowing = _PyModule_IsPossiblyShadowing(origin);
  if (shadowing < 0) return 0;
  let shadowing_stdlib = 0;
  if (shadowing) {
    const mark = stackSave();
    const out = stackAlloc(8);
    write_ptr(out, 0);
    const err = _PySys_GetOptionalAttrString('stdlib_module_names', out);
    const names = HEAP32[out >> 2];
    stackRestore(mark);
    if (err < 0) return 0;
    if (names !== 0 && PyAnySet_Check(names)) shadowing_stdlib = PySet_Contains(names, shown);
    Py_XDECREF(names);
    if (shadowing_stdlib < 0) return 0;
  }
  if (origin === 0 && PyModule_Check(v)) {
    origin = PyModule_GetFilenameObject(v);
    if (origin === 0) {
      if (!PyErr_ExceptionMatches(PyExc_SystemError)) return 0;
      PyErr_Clear();
    }
    write_ptr(origin_out, origin);
  }
  if (shadowing_stdlib) {
    return PyUnicode_FromFormat(
      'cannot import name %R from %R (consider renaming %R since it has the same name as the standard library module named %R and prevents importing that standard library module)',
      name, shown, origin, shown);
  }
  const initializing = _PyModuleSpec_IsInitializing(spec);
  if (initializing < 0) return 0;
  if (initializing) {
    if (shadowing) return PyUnicode_FromFormat('cannot import name %R from %R (consider renaming %R if it has the same name as a library you intended to import)', name, shown, origin);
    if (origin !== 0) return PyUnicode_FromFormat('cannot import name %R from partially initialized module %R (most likely due to a circular import) (%S)', name, shown, origin);
    return PyUnicode_FromFormat('cannot import name %R from partially initialized module %R (most likely due to a circular import)', name, shown);
  }
  if (origin !== 0) return PyUnicode_FromFormat('cannot import name %R from %R (%S)', name, shown, origin);
  return PyUnicode_FromFormat('cannot import name %R from %R (unknown location)', name, shown);
}

// ---------------------------------------------------------------------------------------------------------------------
// Messages

/** `format_str` has one %s for the name. */
export function _PyEval_FormatExcCheckArg(_tstate: number, exc: number, format_str: string, obj: number): void {
  if (obj === 0) return;
  const obj_str = PyUnicode_AsUTF8(obj);
  if (obj_str === null) return;
  PyErr_Format(exc, format_str, obj_str);
  if (exc !== PyExc_NameError) return;
  const e = PyErr_GetRaisedException();
  if (PyErr_GivenExceptionMatches(e, PyExc_NameError) && HEAP32[(e + PyNameErrorObject.name) >> 2] === 0) PyObject_SetAttr(e, _Py_ID('name'), obj);
  PyErr_SetRaisedException(e);
}

export function _PyEval_FormatExcUnbound(tstate: number, co: number, oparg: number): void {
  if (PyErr_Occurred() !== 0) return;
  const name = PyTuple_GET_ITEM(HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2], oparg);
  const first_free = HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2] - HEAP32[(co + PyCodeObject.co_nfreevars) >> 2];
  if (oparg < first_free) _PyEval_FormatExcCheckArg(tstate, PyExc_UnboundLocalError, UNBOUNDLOCAL_ERROR_MSG, name);
  else _PyEval_FormatExcCheckArg(tstate, PyExc_NameError, UNBOUNDFREE_ERROR_MSG, name);
}

export function _PyEval_FormatAwaitableError(_tstate: number, type: number, oparg: number): void {
  const as_async = HEAP32[(type + PyTypeObject.tp_as_async) >> 2];
  if (as_async !== 0 && HEAP32[as_async >> 2] !== 0) return;
  if (oparg !== 1 && oparg !== 2) return;
  PyErr_Format(PyExc_TypeError, "'async with' received an object from %s that does not implement __await__: %.100s",
    oparg === 1 ? '__aenter__' : '__aexit__', cstring(HEAP32[(type + PyTypeObject.tp_name) >> 2]));
}

export function check_args_iterable(func: number, args: number): number {
  if (HEAP32[(Py_TYPE(args) + PyTypeObject.tp_iter) >> 2] !== 0 || PySequence_Check(args)) return 0;
  PyErr_Clear();
  const funcstr = _PyObject_FunctionStr(func);
  if (funcstr !== 0) {
    PyErr_Format(PyExc_TypeError, '%U argument after * must be an iterable, not %.200s', funcstr, TP_NAME(args));
    Py_DECREF(funcstr);
  }
  return -1;
}

export function _PyEval_FormatKwargsError(_tstate: number, func: number, kwargs: number): void {
  if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
    PyErr_Clear();
    const funcstr = _PyObject_FunctionStr(func);
    if (funcstr !== 0) {
      PyErr_Format(PyExc_TypeError, '%U argument after ** must be a mapping, not %.200s', funcstr, TP_NAME(kwargs));
      Py_DECREF(funcstr);
    }
    return;
  }
  if (!PyErr_ExceptionMatches(PyExc_KeyError)) return;
  const exc = PyErr_GetRaisedException();
  const args = HEAP32[(exc + PyBaseExceptionObject.args) >> 2];
  if (args !== 0 && PyType_FastSubclass(Py_TYPE(args), Py_TPFLAGS_TUPLE_SUBCLASS) && PyTuple_GET_SIZE(args) === 1) {
    const funcstr = _PyObject_FunctionStr(func);
    if (funcstr !== 0) {
      PyErr_Format(PyExc_TypeError, "%U got multiple values for keyword argument '%S'", funcstr, PyTuple_GET_ITEM(args, 0));
      Py_DECREF(funcstr);
    }
    Py_DECREF(exc);
  } else PyErr_SetRaisedException(exc);
}

export function PyEval_GetFuncName(func: number): string {
  const t = Py_TYPE(func);
  if (t === PyMethod_Type) return PyEval_GetFuncName(HEAP32[(func + PyMethodObject.im_func) >> 2]);
  if (t === PyFunction_Type) return PyUnicode_AsUTF8(HEAP32[(func + PyFunctionObject.func_name) >> 2]) ?? '';
  if (t === PyCFunction_Type) return cstring(HEAP32[(HEAP32[(func + PyCFunctionObject.m_ml) >> 2] + PyMethodDef.ml_name) >> 2]);
  return TP_NAME(func);
}

export function PyEval_GetFuncDesc(func: number): string {
  const t = Py_TYPE(func);
  return t === PyMethod_Type || t === PyFunction_Type || t === PyCFunction_Type ? '()' : ' object';
}

/** v as a slice index in *pi, clipped; None leaves it. 1, or 0 with an error. */
export function _PyEval_SliceIndex(v: number, pi: number): number {
  if (v === Py_None) return 1;
  return slice_index(v, pi, 'slice indices must be integers or None or have an __index__ method');
}

export function _PyEval_SliceIndexNotNone(v: number, pi: number): number {
  return slice_index(v, pi, 'slice indices must be integers or have an __index__ method');
}

function slice_index(v: number, pi: number, message: string): number {
  if (!_PyIndex_Check(v)) {
    PyErr_SetString(PyExc_TypeError, message);
    return 0;
  }
  const x = PyNumber_AsSsize_t(v, 0);
  if (x === -1 && PyErr_Occurred() !== 0) return 0;
  write_ssize(pi, x);
  return 1;
}

// ---------------------------------------------------------------------------------------------------------------------
// What runs now

export function _PyEval_GetFrame(): number {
  return _PyThreadState_GetFrame(_PyThreadState_GET());
}

/** Borrowed; NULL when nothing runs. */
export function PyEval_GetFrame(): number {
  const frame = _PyEval_GetFrame();
  if (frame === 0) return 0;
  const f = _PyFrame_GetFrameObject(frame);
  if (f === 0) PyErr_Clear();
  return f;
}

/** Borrowed. */
export function _PyEval_GetBuiltins(tstate: number): number {
  const frame = _PyThreadState_GetFrame(tstate);
  if (frame !== 0) return HEAP32[(frame + _PyInterpreterFrame.f_builtins) >> 2];
  return HEAP32[(HEAP32[(tstate + PyThreadState.interp) >> 2] + PyInterpreterState.builtins) >> 2];
}

/** Borrowed. */
export function PyEval_GetBuiltins(): number {
  return _PyEval_GetBuiltins(_PyThreadState_GET());
}

/** Returns new, or NULL with an AttributeError. */
export function _PyEval_GetBuiltin(name: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  if (PyMapping_GetOptionalItem(PyEval_GetBuiltins(), name, out) === 0) PyErr_SetObject(PyExc_AttributeError, name);
  const attr = HEAP32[out >> 2];
  stackRestore(mark);
  return attr;
}

/** Borrowed. */
export function PyEval_GetGlobals(): number {
  const frame = _PyEval_GetFrame();
  return frame === 0 ? 0 : HEAP32[(frame + _PyInterpreterFrame.f_globals) >> 2];
}

/** Returns new. */
export function PyEval_GetFrameGlobals(): number {
  return Py_XNewRef(PyEval_GetGlobals());
}

/** Returns new. */
export function PyEval_GetFrameBuiltins(): number {
  return Py_XNewRef(PyEval_GetBuiltins());
}

/** Returns new: the mapping of a module or class, or a fresh dict of a function's variables. */
export function PyEval_GetFrameLocals(): number {
  const frame = _PyEval_GetFrame();
  if (frame === 0) {
    PyErr_SetString(PyExc_SystemError, 'frame does not exist');
    return 0;
  }
  const locals = _PyFrame_GetLocals(frame);
  if (locals === 0 || !PyFrameLocalsProxy_Check(locals)) return locals;
  const ret = PyDict_New();
  if (ret !== 0 && PyDict_Update(ret, locals) < 0) {
    Py_DECREF(ret);
    Py_DECREF(locals);
    return 0;
  }
  Py_DECREF(locals);
  return ret;
}

export function _PyEval_GetFrameLocals(): number {
  return PyEval_GetFrameLocals();
}

/** Borrowed: for a function, a dict kept by the frame object. */
export function PyEval_GetLocals(): number {
  const frame = _PyEval_GetFrame();
  if (frame === 0) {
    PyErr_SetString(PyExc_SystemError, 'frame does not exist');
    return 0;
  }
  const locals = _PyFrame_GetLocals(frame);
  if (locals === 0) return 0;
  if (!PyFrameLocalsProxy_Check(locals)) {
    Py_DECREF(locals);
    return locals;
  }
  const f = _PyFrame_GetFrameObject(frame);
  let ret = HEAP32[(f + PyFrameObject.f_locals_cache) >> 2];
  if (ret === 0) {
    ret = PyDict_New();
    if (ret !== 0) write_ptr(f + PyFrameObject.f_locals_cache, ret);
  }
  if (ret !== 0 && PyDict_Update(ret, locals) < 0) ret = 0;
  Py_DECREF(locals);
  return ret;
}

/** Adds the __future__ flags of the running code. Returns 1 when any flag is set. */
export function PyEval_MergeCompilerFlags(cf: PyCompilerFlags): number {
  const frame = _PyEval_GetFrame();
  let result = cf.cf_flags !== 0 ? 1 : 0;
  if (frame !== 0) {
    const flags = HEAP32[(_PyFrame_GetCode(frame) + PyCodeObject.co_flags) >> 2] & PyCF_MASK;
    if (flags) {
      result = 1;
      cf.cf_flags |= flags;
    }
  }
  return result;
}

// ---------------------------------------------------------------------------------------------------------------------
// Tracing switches, coroutine hooks

export function PyThreadState_EnterTracing(tstate: number): void {
  HEAP32[(tstate + PyThreadState.tracing) >> 2]++;
}

export function PyThreadState_LeaveTracing(tstate: number): void {
  HEAP32[(tstate + PyThreadState.tracing) >> 2]--;
}

/** Returns new. */
export function _PyEval_CallTracing(func: number, args: number): number {
  const at = (_PyThreadState_GET() + PyThreadState.tracing) >> 2;
  const saved = HEAP32[at];
  HEAP32[at] = 0;
  const result = PyObject_Call(func, args, 0);
  HEAP32[at] = saved;
  return result;
}

/** `func` is a function index (see legacy_tracing.ts), 0 for none. */
export function PyEval_SetProfile(func: number, arg: number): void {
  if (_PyEval_SetProfile(_PyThreadState_GET(), func, arg) < 0) PyErr_FormatUnraisable('Exception ignored in PyEval_SetProfile');
}

export function PyEval_SetTrace(func: number, arg: number): void {
  if (_PyEval_SetTrace(_PyThreadState_GET(), func, arg) < 0) PyErr_FormatUnraisable('Exception ignored in PyEval_SetTrace');
}

function for_all_threads(f: (tstate: number) => void): void {
  const interp = HEAP32[(_PyThreadState_GET() + PyThreadState.interp) >> 2];
  for (let p = HEAP32[(interp + PyInterpreterState.threads_head) >> 2]; p !== 0; p = HEAP32[(p + PyThreadState.next) >> 2]) f(p);
}

export function PyEval_SetProfileAllThreads(func: number, arg: number): void {
  for_all_threads((ts) => {
    if (_PyEval_SetProfile(ts, func, arg) < 0) PyErr_FormatUnraisable('Exception ignored in PyEval_SetProfileAllThreads');
  });
}

export function PyEval_SetTraceAllThreads(func: number, arg: number): void {
  for_all_threads((ts) => {
    if (_PyEval_SetTrace(ts, func, arg) < 0) PyErr_FormatUnraisable('Exception ignored in PyEval_SetTraceAllThreads');
  });
}

export function _PyEval_SetCoroutineOriginTrackingDepth(depth: number): number {
  if (depth < 0) {
    PyErr_SetString(PyExc_ValueError, 'depth must be >= 0');
    return -1;
  }
  HEAP32[(_PyThreadState_GET() + PyThreadState.coroutine_origin_tracking_depth) >> 2] = depth;
  return 0;
}

export function _PyEval_GetCoroutineOriginTrackingDepth(): number {
  return HEAP32[(_PyThreadState_GET() + PyThreadState.coroutine_origin_tracking_depth) >> 2];
}

function set_hook(field: number, name: string, hook: number): number {
  const tstate = _PyThreadState_GET();
  if (PySys_Audit(name) < 0) return -1;
  const old = HEAP32[(tstate + field) >> 2];
  write_ptr(tstate + field, Py_XNewRef(hook));
  Py_XDECREF(old);
  return 0;
}

export function _PyEval_SetAsyncGenFirstiter(firstiter: number): number {
  return set_hook(PyThreadState.async_gen_firstiter, 'sys.set_asyncgen_hook_firstiter', firstiter);
}

/** Borrowed. */
export function _PyEval_GetAsyncGenFirstiter(): number {
  return HEAP32[(_PyThreadState_GET() + PyThreadState.async_gen_firstiter) >> 2];
}

export function _PyEval_SetAsyncGenFinalizer(finalizer: number): number {
  return set_hook(PyThreadState.async_gen_finalizer, 'sys.set_asyncgen_hook_finalizer', finalizer);
}

/** Borrowed. */
export function _PyEval_GetAsyncGenFinalizer(): number {
  return HEAP32[(_PyThreadState_GET() + PyThreadState.async_gen_finalizer) >> 2];
}
