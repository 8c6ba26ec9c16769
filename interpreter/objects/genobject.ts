// Answers to Objects/genobject.c of CPython 3.13: generators, coroutines, asynchronous generators. Deviations: none known.
// One file because the three share one struct, one send and one throw; hence its length.
//
// A generator holds its frame inside itself (gi_iframe). gi_frame_state says whose turn it is: CREATED, SUSPENDED,
// SUSPENDED_YIELD_FROM (in `yield from` or `await`: the delegate is on top of its stack), EXECUTING, COMPLETED, CLEARED.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { _PyInterpreterFrame, PyAsyncMethods, PyCodeObject, PyFunctionObject, PyGenObject, PyStopIterationObject, PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, HEAP8, HEAPU8, memset0, read_ptr, write_ptr } from '../include/heap';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_ITERABLE_COROUTINE } from '../include/cpython_code';
import { _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_INCREF, Py_NewRef, Py_READONLY, Py_T_BOOL, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE, Py_XDECREF, Py_XNewRef, PyType_FastSubclass } from '../include/object';
import { OP } from '../include/pycore_opcode_ids';
import { _PyAnextAwaitable_Type, _PyAsyncGenASend_Type, _PyAsyncGenAThrow_Type, _PyAsyncGenWrappedValue_Type, _PyCoroWrapper_Type, Py_False, Py_None, Py_True, PyAsyncGen_Type, PyCoro_Type, PyExc_DeprecationWarning, PyExc_GeneratorExit, PyExc_RuntimeError, PyExc_StopAsyncIteration, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError, PyGen_Type, PyTraceBack_Type } from '../include/statics';
import { static_type, type MethodSpec } from '../include/typespec';
import { PyObject_CallFunctionObjArgs, PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import { PyIter_Check } from './abstract';
import { PyException_GetTraceback } from './exceptions';
import { Py_GenericAlias } from './genericaliasobject';
import { PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { PyObject_CallFinalizerFromDealloc, PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_SelfIter } from './object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { _Py_ID } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';
import { _PyErr_WarnUnawaitedAgenMethod, _PyErr_WarnUnawaitedCoroutine, PyErr_WarnEx } from '../python/_warnings';
import { _PyEval_EvalFrame } from '../python/ceval';
import { PyExceptionClass_Check, PyExceptionInstance_Check, TP_NAME } from '../python/ceval_macros';
import { _PyErr_ChainStackItem, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_GivenExceptionMatches, PyErr_NormalizeException, PyErr_Occurred, PyErr_Restore, PyErr_SetNone, PyErr_SetRaisedException, PyErr_SetString, PyErr_WriteUnraisable } from '../python/errors';
import { _PyFrame_ClearExceptCode, _PyFrame_ClearLocals, _PyFrame_GetCode, _PyFrame_GetFirstComplete, _PyFrame_GetFrameObject, _PyFrame_NumSlotsForCodeObject, _PyFrame_StackPeek, _PyFrame_StackPush, _PyFrame_Traverse, FRAME_CLEARED, FRAME_COMPLETED, FRAME_CREATED, FRAME_EXECUTING, FRAME_STATE_SUSPENDED, FRAME_SUSPENDED_YIELD_FROM, PyUnstable_InterpreterFrame_GetLine, type visitproc } from '../python/frame';
import { _PyObject_GC_New, _PyObject_GC_NewVar, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_CheckPositional } from '../python/getargs';
import { _PyThreadState_GET } from '../python/pystate';
import { PySys_Audit } from '../python/sysmodule';

const NON_INIT_CORO_MSG = "can't send non-None value to a just-started coroutine";
const ASYNC_GEN_IGNORED_EXIT_MSG = 'async generator ignored GeneratorExit';

/** RESUME's oparg: set when the only handler around the yield is the generator's own. */
const RESUME_OPARG_DEPTH1_MASK = 4;

export const PYGEN_RETURN = 0;
export const PYGEN_ERROR = -1;
export const PYGEN_NEXT = 1;

const GEN_EXC_VALUE = PyGenObject.gi_exc_state_exc_value;

export function PyGen_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyGen_Type;
}

export function PyGen_Check(op: number): boolean {
  return Py_TYPE(op) === PyGen_Type;
}

export function PyCoro_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyCoro_Type;
}

export function PyAsyncGen_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyAsyncGen_Type;
}

function state_of(gen: number): number {
  return HEAP8[gen + PyGenObject.gi_frame_state];
}

function set_state(gen: number, state: number): void {
  HEAP8[gen + PyGenObject.gi_frame_state] = state;
}

function finished(gen: number): boolean {
  return state_of(gen) >= FRAME_COMPLETED;
}

function frame_of(gen: number): number {
  return gen + PyGenObject.gi_iframe;
}

/** Borrowed. */
export function _PyGen_GetCode(gen: number): number {
  return _PyFrame_GetCode(frame_of(gen));
}

/** Returns new. */
export function PyGen_GetCode(gen: number): number {
  return Py_NewRef(_PyGen_GetCode(gen));
}

/** Empties an _PyErr_StackItem. */
export function _PyErr_ClearExcState(exc_state: number): void {
  Py_CLEAR(exc_state);
}

/** `word` for a generator, with the kind in front for the other two. */
function kind_of(gen: number): string {
  return PyCoro_CheckExact(gen) ? 'coroutine' : PyAsyncGen_CheckExact(gen) ? 'async generator' : 'generator';
}

// ---------------------------------------------------------------------------------------------------------------------
// new, dealloc, traverse

function make_gen(type: number, func: number): number {
  const code = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  const slots = _PyFrame_NumSlotsForCodeObject(code);
  const gen = _PyObject_GC_NewVar(type, slots);
  if (gen === 0) return 0;
  // Everything behind the header, the future value stack included: the eval loop writes low words only.
  memset0(gen + PyGenObject.gi_weakreflist, PyGenObject.SIZEOF - PyGenObject.gi_weakreflist + slots * 8);
  set_state(gen, FRAME_CLEARED);
  write_ptr(gen + PyGenObject.gi_name, Py_NewRef(HEAP32[(func + PyFunctionObject.func_name) >> 2]));
  write_ptr(gen + PyGenObject.gi_qualname, Py_NewRef(HEAP32[(func + PyFunctionObject.func_qualname) >> 2]));
  _PyObject_GC_TRACK(gen);
  return gen;
}

/** The generator, coroutine or async generator for a running call of `func`; its frame comes later. Returns new. */
export function _Py_MakeCoro(func: number): number {
  const code = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  const flags = HEAP32[(code + PyCodeObject.co_flags) >> 2] & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR);
  if (flags === CO_GENERATOR) return make_gen(PyGen_Type, func);
  if (flags === CO_ASYNC_GENERATOR) return make_gen(PyAsyncGen_Type, func);
  const coro = make_gen(PyCoro_Type, func);
  if (coro === 0) return 0;
  const tstate = _PyThreadState_GET();
  const depth = HEAP32[(tstate + PyThreadState.coroutine_origin_tracking_depth) >> 2];
  if (depth !== 0) {
    const frame = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
    const origin = compute_cr_origin(depth, _PyFrame_GetFirstComplete(HEAP32[(frame + _PyInterpreterFrame.previous) >> 2]));
    write_ptr(coro + PyGenObject.gi_origin_or_finalizer, origin);
    if (origin === 0) {
      Py_DECREF(coro);
      return 0;
    }
  }
  return coro;
}

function compute_cr_origin(depth: number, current: number): number {
  const frames: number[] = [];
  for (let f = current; f !== 0 && frames.length < depth; f = _PyFrame_GetFirstComplete(HEAP32[(f + _PyInterpreterFrame.previous) >> 2])) frames.push(f);
  const origin = PyTuple_New(frames.length);
  for (let i = 0; origin !== 0 && i < frames.length; i++) {
    const code = _PyFrame_GetCode(frames[i]);
    const line = PyLong_FromLong(PyUnstable_InterpreterFrame_GetLine(frames[i]));
    const info = line === 0 ? 0 : PyTuple_New(3);
    if (info === 0) {
      Py_XDECREF(line);
      Py_DECREF(origin);
      return 0;
    }
    PyTuple_SET_ITEM(info, 0, Py_NewRef(HEAP32[(code + PyCodeObject.co_filename) >> 2]));
    PyTuple_SET_ITEM(info, 1, line);
    PyTuple_SET_ITEM(info, 2, Py_NewRef(HEAP32[(code + PyCodeObject.co_name) >> 2]));
    PyTuple_SET_ITEM(origin, i, info);
  }
  return origin;
}

function gen_dealloc(gen: number): void {
  _PyObject_GC_UNTRACK(gen);
  if (read_ptr(gen + PyGenObject.gi_weakreflist) !== 0) PyObject_ClearWeakRefs(gen);
  _PyObject_GC_TRACK(gen);
  if (PyObject_CallFinalizerFromDealloc(gen)) return;
  _PyObject_GC_UNTRACK(gen);
  if (PyAsyncGen_CheckExact(gen)) Py_CLEAR(gen + PyGenObject.gi_origin_or_finalizer);
  const code = _PyGen_GetCode(gen);
  if (state_of(gen) !== FRAME_CLEARED) {
    set_state(gen, FRAME_CLEARED);
    HEAP32[(frame_of(gen) + _PyInterpreterFrame.previous) >> 2] = 0;
    _PyFrame_ClearExceptCode(frame_of(gen));
    _PyErr_ClearExcState(gen + PyGenObject.gi_exc_state);
  }
  if (code !== 0 && HEAP32[(code + PyCodeObject.co_flags) >> 2] & CO_COROUTINE) Py_CLEAR(gen + PyGenObject.gi_origin_or_finalizer);
  Py_XDECREF(code);
  Py_CLEAR(gen + PyGenObject.gi_name);
  Py_CLEAR(gen + PyGenObject.gi_qualname);
  PyObject_GC_Del(gen);
}

function visit_field(op: number, visit: visitproc, arg: number): number {
  return op === 0 ? 0 : visit(op, arg);
}

function gen_traverse(gen: number, visit: visitproc, arg: number): number {
  let e = visit_field(read_ptr(gen + PyGenObject.gi_name), visit, arg) || visit_field(read_ptr(gen + PyGenObject.gi_qualname), visit, arg);
  if (e) return e;
  if (state_of(gen) !== FRAME_CLEARED) {
    e = _PyFrame_Traverse(frame_of(gen), visit, arg);
    if (e) return e;
  }
  return visit_field(read_ptr(gen + GEN_EXC_VALUE), visit, arg);
}

function async_gen_traverse(gen: number, visit: visitproc, arg: number): number {
  return visit_field(read_ptr(gen + PyGenObject.gi_origin_or_finalizer), visit, arg) || gen_traverse(gen, visit, arg);
}

/** tp_finalize: closes a suspended generator, hands an async one to its loop, warns of a coroutine never awaited. */
export function _PyGen_Finalize(gen: number): void {
  if (finished(gen)) return;
  const exc = PyErr_GetRaisedException();
  const finalizer = PyAsyncGen_CheckExact(gen) && !HEAPU8[gen + PyGenObject.gi_closed] ? read_ptr(gen + PyGenObject.gi_origin_or_finalizer) : 0;
  if (finalizer !== 0) {
    const res = PyObject_CallOneArg(finalizer, gen);
    if (res === 0) PyErr_WriteUnraisable(gen);
    else Py_DECREF(res);
  } else if (HEAP32[(_PyGen_GetCode(gen) + PyCodeObject.co_flags) >> 2] & CO_COROUTINE && state_of(gen) === FRAME_CREATED) {
    _PyErr_WarnUnawaitedCoroutine(gen);
  } else {
    const res = gen_close(gen, 0);
    if (res !== 0) Py_DECREF(res);
    else if (PyErr_Occurred() !== 0) PyErr_WriteUnraisable(gen);
  }
  PyErr_SetRaisedException(exc);
}

// ---------------------------------------------------------------------------------------------------------------------
// send, close, throw

/** The value sent out or returned by gen_send_ex2 (new), valid until the next call. */
let send_result = 0;

function cannot_send(gen: number, arg: number, exc: boolean, closing: boolean): number | undefined {
  const state = state_of(gen);
  if (state === FRAME_CREATED && arg !== 0 && arg !== Py_None) {
    PyErr_SetString(PyExc_TypeError, PyCoro_CheckExact(gen) ? NON_INIT_CORO_MSG : `can't send non-None value to a just-started ${kind_of(gen)}`);
    return PYGEN_ERROR;
  }
  if (state === FRAME_EXECUTING) {
    PyErr_SetString(PyExc_ValueError, `${kind_of(gen)} already executing`);
    return PYGEN_ERROR;
  }
  if (state < FRAME_COMPLETED) return undefined;
  if (PyCoro_CheckExact(gen) && !closing) PyErr_SetString(PyExc_RuntimeError, 'cannot reuse already awaited coroutine');
  else if (arg !== 0 && !exc) {
    send_result = Py_None;
    return PYGEN_RETURN;
  }
  return PYGEN_ERROR;
}

/** Runs the generator to its next yield or its end: PYGEN_NEXT, PYGEN_RETURN or PYGEN_ERROR; the value is in send_result. */
function gen_send_ex2(gen: number, arg: number, exc: boolean, closing: boolean): number {
  send_result = 0;
  const refused = cannot_send(gen, arg, exc, closing);
  if (refused !== undefined) return refused;
  const tstate = _PyThreadState_GET();
  const frame = frame_of(gen);
  _PyFrame_StackPush(frame, Py_NewRef(arg === 0 ? Py_None : arg));
  HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2] = HEAP32[(tstate + PyThreadState.exc_info) >> 2];
  HEAP32[(tstate + PyThreadState.exc_info) >> 2] = gen + PyGenObject.gi_exc_state;
  if (exc) _PyErr_ChainStackItem();
  set_state(gen, FRAME_EXECUTING);
  let result = _PyEval_EvalFrame(tstate, frame, exc ? 1 : 0);
  if (result !== 0) {
    if (FRAME_STATE_SUSPENDED(state_of(gen))) {
      send_result = result;
      return PYGEN_NEXT;
    }
    if (result === Py_None && !PyAsyncGen_CheckExact(gen) && arg === 0) {
      Py_DECREF(result);
      result = 0;
    }
  }
  send_result = result;
  return result !== 0 ? PYGEN_RETURN : PYGEN_ERROR;
}

/** am_send. *presult gets a new reference. */
export function PyGen_am_send(gen: number, arg: number, presult: number): number {
  const status = gen_send_ex2(gen, arg, false, false);
  write_ptr(presult, send_result);
  return status;
}

/** The yielded value (new); at the end NULL with StopIteration or StopAsyncIteration. */
function gen_send_ex(gen: number, arg: number, exc: boolean, closing: boolean): number {
  const status = gen_send_ex2(gen, arg, exc, closing);
  const result = send_result;
  if (status !== PYGEN_RETURN) return result;
  if (PyAsyncGen_CheckExact(gen)) PyErr_SetNone(PyExc_StopAsyncIteration);
  else if (result === Py_None) PyErr_SetNone(PyExc_StopIteration);
  else _PyGen_SetStopIterationValue(result);
  Py_DECREF(result);
  return 0;
}

function gen_send(gen: number, arg: number): number {
  return gen_send_ex(gen, arg, false, false);
}

function gen_iternext(gen: number): number {
  const status = gen_send_ex2(gen, 0, false, false);
  const result = send_result;
  if (status !== PYGEN_RETURN) return result;
  if (result !== Py_None) _PyGen_SetStopIterationValue(result);
  Py_DECREF(result);
  return 0;
}

/** PyObject_GetOptionalAttr with the status in attr_err. */
let attr_err = 0;

function optional_attr(o: number, name: string): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  attr_err = PyObject_GetOptionalAttr(o, _Py_ID(name), out);
  const attr = HEAP32[out >> 2];
  stackRestore(mark);
  return attr;
}

/** Closes what a generator delegates to. 0, or -1 with an error. */
function gen_close_iter(yf: number): number {
  let retval = 0;
  if (PyGen_CheckExact(yf) || PyCoro_CheckExact(yf)) {
    retval = gen_close(yf, 0);
    if (retval === 0) return -1;
  } else {
    const meth = optional_attr(yf, 'close');
    if (attr_err < 0) PyErr_WriteUnraisable(yf);
    if (meth !== 0) {
      retval = PyObject_CallNoArgs(meth);
      Py_DECREF(meth);
      if (retval === 0) return -1;
    }
  }
  Py_XDECREF(retval);
  return 0;
}

/** What the generator delegates to (new), or NULL. */
export function _PyGen_yf(gen: number): number {
  return state_of(gen) === FRAME_SUSPENDED_YIELD_FROM ? Py_NewRef(_PyFrame_StackPeek(frame_of(gen))) : 0;
}

/** Whether only the generator's own StopIteration handler is around the yield it waits at. */
function at_depth_1(gen: number): boolean {
  const instr = HEAP32[(frame_of(gen) + _PyInterpreterFrame.instr_ptr) >> 2];
  const opcode = HEAPU8[instr];
  return (opcode === OP.RESUME || opcode === OP.RESUME_CHECK || opcode === OP.INSTRUMENTED_RESUME) && (HEAPU8[instr + 1] & RESUME_OPARG_DEPTH1_MASK) !== 0;
}

function gen_close(gen: number, _: number): number {
  if (state_of(gen) === FRAME_CREATED) {
    set_state(gen, FRAME_COMPLETED);
    return Py_None;
  }
  if (finished(gen)) return Py_None;
  let err = 0;
  const yf = _PyGen_yf(gen);
  if (yf !== 0) {
    const state = state_of(gen);
    set_state(gen, FRAME_EXECUTING);
    err = gen_close_iter(yf);
    set_state(gen, state);
    Py_DECREF(yf);
  }
  if (state_of(gen) !== FRAME_EXECUTING && at_depth_1(gen)) {
    set_state(gen, FRAME_COMPLETED);
    _PyFrame_ClearLocals(frame_of(gen));
    return Py_None;
  }
  if (err === 0) PyErr_SetNone(PyExc_GeneratorExit);
  const retval = gen_send_ex(gen, Py_None, true, true);
  if (retval !== 0) {
    Py_DECREF(retval);
    PyErr_SetString(PyExc_RuntimeError, PyAsyncGen_CheckExact(gen) ? ASYNC_GEN_IGNORED_EXIT_MSG : `${kind_of(gen)} ignored GeneratorExit`);
    return 0;
  }
  if (PyErr_ExceptionMatches(PyExc_GeneratorExit)) {
    PyErr_Clear();
    return Py_None;
  }
  return fetch_stop_value();
}

/** The value of a StopIteration that is set (new), or NULL when another error is set. */
function fetch_stop_value(): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const err = _PyGen_FetchStopIterationValue(out);
  const value = HEAP32[out >> 2];
  stackRestore(mark);
  return err === 0 ? value : 0;
}

/** Raises (typ, val, tb) inside the generator. Borrows. Returns new. */
function _gen_throw(gen: number, close_on_genexit: boolean, typ: number, val: number, tb: number): number {
  const yf = _PyGen_yf(gen);
  if (yf === 0) return throw_here(gen, typ, val, tb);
  const state = state_of(gen);
  if (close_on_genexit && PyErr_GivenExceptionMatches(typ, PyExc_GeneratorExit)) {
    set_state(gen, FRAME_EXECUTING);
    const err = gen_close_iter(yf);
    set_state(gen, state);
    Py_DECREF(yf);
    return err < 0 ? gen_send_ex(gen, Py_None, true, false) : throw_here(gen, typ, val, tb);
  }
  let ret: number;
  if (PyGen_CheckExact(yf) || PyCoro_CheckExact(yf)) {
    // The delegator's frame is linked in, so that the traceback shows it.
    const tstate = _PyThreadState_GET();
    const prev = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
    HEAP32[(frame_of(gen) + _PyInterpreterFrame.previous) >> 2] = prev;
    HEAP32[(tstate + PyThreadState.current_frame) >> 2] = frame_of(gen);
    set_state(gen, FRAME_EXECUTING);
    ret = _gen_throw(yf, close_on_genexit, typ, val, tb);
    set_state(gen, state);
    HEAP32[(tstate + PyThreadState.current_frame) >> 2] = prev;
    HEAP32[(frame_of(gen) + _PyInterpreterFrame.previous) >> 2] = 0;
  } else {
    const meth = optional_attr(yf, 'throw');
    if (attr_err < 0) {
      Py_DECREF(yf);
      return 0;
    }
    if (meth === 0) {
      Py_DECREF(yf);
      return throw_here(gen, typ, val, tb);
    }
    set_state(gen, FRAME_EXECUTING);
    const args = [typ, val, tb];
    const n = val === 0 ? 1 : tb === 0 ? 2 : 3;
    ret = PyObject_CallFunctionObjArgs(meth, ...args.slice(0, n), 0);
    set_state(gen, state);
    Py_DECREF(meth);
  }
  Py_DECREF(yf);
  return ret === 0 ? gen_send_ex(gen, Py_None, true, false) : ret;
}

function throw_here(gen: number, typ: number, val: number, tb: number): number {
  if (tb === Py_None) tb = 0;
  else if (tb !== 0 && Py_TYPE(tb) !== PyTraceBack_Type) {
    PyErr_SetString(PyExc_TypeError, 'throw() third argument must be a traceback object');
    return 0;
  }
  if (PyExceptionClass_Check(typ)) {
    const mark = stackSave();
    const triple = stackAlloc(24);
    write_ptr(triple, Py_NewRef(typ));
    write_ptr(triple + 8, Py_XNewRef(val));
    write_ptr(triple + 16, Py_XNewRef(tb));
    PyErr_NormalizeException(triple, triple + 8, triple + 16);
    const [t, v, b] = [read_ptr(triple), read_ptr(triple + 8), read_ptr(triple + 16)];
    stackRestore(mark);
    PyErr_Restore(t, v, b);
  } else if (PyExceptionInstance_Check(typ)) {
    if (val !== 0 && val !== Py_None) {
      PyErr_SetString(PyExc_TypeError, 'instance exception may not have a separate value');
      return 0;
    }
    PyErr_Restore(Py_NewRef(Py_TYPE(typ)), Py_NewRef(typ), tb !== 0 ? Py_NewRef(tb) : PyException_GetTraceback(typ));
  } else {
    PyErr_Format(PyExc_TypeError, 'exceptions must be classes or instances deriving from BaseException, not %s', TP_NAME(typ));
    return 0;
  }
  return gen_send_ex(gen, Py_None, true, false);
}

const THROW_SIGNATURE_WARNING = (name: string): string => `the (type, exc, tb) signature of ${name}() is deprecated, use the single-arg signature instead.`;

function gen_throw(gen: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('throw', nargs, 1, 3)) return 0;
  if (nargs > 1 && PyErr_WarnEx(PyExc_DeprecationWarning, THROW_SIGNATURE_WARNING('throw'), 1) < 0) return 0;
  return _gen_throw(gen, true, read_ptr(args), nargs > 1 ? read_ptr(args + 8) : 0, nargs > 2 ? read_ptr(args + 16) : 0);
}

/** Sets StopIteration(value); value may be NULL. 0, or -1 when another error is set. */
export function _PyGen_SetStopIterationValue(value: number): number {
  const exc = value === 0 ? PyObject_CallNoArgs(PyExc_StopIteration) : PyObject_CallOneArg(PyExc_StopIteration, value);
  if (exc === 0) return -1;
  PyErr_SetRaisedException(exc);
  return 0;
}

/** Takes the value of a StopIteration that is set, or None when nothing is, into *pvalue (new). -1 when another error is set. */
export function _PyGen_FetchStopIterationValue(pvalue: number): number {
  let value = 0;
  if (PyErr_ExceptionMatches(PyExc_StopIteration)) {
    const exc = PyErr_GetRaisedException();
    value = Py_XNewRef(read_ptr(exc + PyStopIterationObject.value));
    Py_DECREF(exc);
  } else if (PyErr_Occurred() !== 0) return -1;
  write_ptr(pvalue, value === 0 ? Py_None : value);
  return 0;
}

// ---------------------------------------------------------------------------------------------------------------------
// Attributes

function named_repr(kind: string): (gen: number) => number {
  return (gen) => PyUnicode_FromFormat(`<${kind} object %S at %p>`, read_ptr(gen + PyGenObject.gi_qualname), gen);
}

const gen_repr = named_repr('generator');
const coro_repr = named_repr('coroutine');
const async_gen_repr = named_repr('async_generator');

function gen_get_name(gen: number): number {
  return Py_NewRef(read_ptr(gen + PyGenObject.gi_name));
}

function gen_get_qualname(gen: number): number {
  return Py_NewRef(read_ptr(gen + PyGenObject.gi_qualname));
}

function set_string(gen: number, field: number, value: number, name: string): number {
  if (value === 0 || !PyType_FastSubclass(Py_TYPE(value), Py_TPFLAGS_UNICODE_SUBCLASS)) {
    PyErr_SetString(PyExc_TypeError, `${name} must be set to a string object`);
    return -1;
  }
  const old = read_ptr(gen + field);
  write_ptr(gen + field, Py_NewRef(value));
  Py_XDECREF(old);
  return 0;
}

function gen_set_name(gen: number, value: number): number {
  return set_string(gen, PyGenObject.gi_name, value, '__name__');
}

function gen_set_qualname(gen: number, value: number): number {
  return set_string(gen, PyGenObject.gi_qualname, value, '__qualname__');
}

function gen_getyieldfrom(gen: number): number {
  return _PyGen_yf(gen) || Py_None;
}

function gen_getrunning(gen: number): number {
  return state_of(gen) === FRAME_EXECUTING ? Py_True : Py_False;
}

function gen_getsuspended(gen: number): number {
  return FRAME_STATE_SUSPENDED(state_of(gen)) ? Py_True : Py_False;
}

function getframe(name: string): (gen: number) => number {
  return (gen) => {
    if (PySys_Audit('object.__getattr__', gen, _Py_ID(name)) < 0) return 0;
    return finished(gen) ? Py_None : Py_XNewRef(_PyFrame_GetFrameObject(frame_of(gen)));
  };
}

function getcode(name: string): (gen: number) => number {
  return (gen) => (PySys_Audit('object.__getattr__', gen, _Py_ID(name)) < 0 ? 0 : Py_NewRef(_PyGen_GetCode(gen)));
}

function gen_sizeof(gen: number, _: number): number {
  return PyLong_FromSsize_t(PyGenObject.SIZEOF + _PyFrame_NumSlotsForCodeObject(_PyGen_GetCode(gen)) * 8);
}

// ---------------------------------------------------------------------------------------------------------------------
// Awaiting

function gen_is_coroutine(o: number): boolean {
  return PyGen_CheckExact(o) && (HEAP32[(_PyGen_GetCode(o) + PyCodeObject.co_flags) >> 2] & CO_ITERABLE_COROUTINE) !== 0;
}

/** The iterator that `await o` runs. Returns new, or NULL with a TypeError. */
export function _PyCoro_GetAwaitableIter(o: number): number {
  if (PyCoro_CheckExact(o) || gen_is_coroutine(o)) return Py_NewRef(o);
  const as_async = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_async) >> 2];
  const getter = as_async === 0 ? 0 : HEAP32[(as_async + PyAsyncMethods.am_await) >> 2];
  if (getter === 0) {
    PyErr_Format(PyExc_TypeError, "object %.100s can't be used in 'await' expression", TP_NAME(o));
    return 0;
  }
  const res = FUNCS[getter](o);
  if (res === 0) return 0;
  if (PyCoro_CheckExact(res) || gen_is_coroutine(res)) PyErr_SetString(PyExc_TypeError, '__await__() returned a coroutine');
  else if (!PyIter_Check(res)) PyErr_Format(PyExc_TypeError, "__await__() returned non-iterator of type '%.100s'", TP_NAME(res));
  else return res;
  Py_DECREF(res);
  return 0;
}

// PyCoroWrapper { PyObject ob_base; PyCoroObject *cw_coroutine; }
const CW_COROUTINE = 16;

function coro_await(coro: number): number {
  const cw = _PyObject_GC_New(_PyCoroWrapper_Type);
  if (cw === 0) return 0;
  write_ptr(cw + CW_COROUTINE, Py_NewRef(coro));
  _PyObject_GC_TRACK(cw);
  return cw;
}

function coro_wrapper_dealloc(cw: number): void {
  _PyObject_GC_UNTRACK(cw);
  Py_CLEAR(cw + CW_COROUTINE);
  PyObject_GC_Del(cw);
}

function coro_wrapper_traverse(cw: number, visit: visitproc, arg: number): number {
  return visit_field(read_ptr(cw + CW_COROUTINE), visit, arg);
}

function coro_wrapper_iternext(cw: number): number {
  return gen_iternext(read_ptr(cw + CW_COROUTINE));
}

function coro_wrapper_send(cw: number, arg: number): number {
  return gen_send(read_ptr(cw + CW_COROUTINE), arg);
}

function coro_wrapper_throw(cw: number, args: number, nargs: number): number {
  return gen_throw(read_ptr(cw + CW_COROUTINE), args, nargs);
}

function coro_wrapper_close(cw: number, _: number): number {
  return gen_close(read_ptr(cw + CW_COROUTINE), 0);
}

// ---------------------------------------------------------------------------------------------------------------------
// Asynchronous generators

// PyAsyncGenASend { ob_base; ags_gen; ags_sendval (NULL for __anext__); int ags_state }, PyAsyncGenAThrow likewise with
// agt_args (NULL for aclose), _PyAsyncGenWrappedValue { ob_base; agw_val }.
const AWAIT_GEN = 16;
const AWAIT_ARG = 24;
const AWAIT_STATE = 32;
const AWAIT_SIZE = 40;
const AGW_VAL = 16;

const AWAITABLE_STATE_INIT = 0;
const AWAITABLE_STATE_ITER = 1;
const AWAITABLE_STATE_CLOSED = 2;

function await_gen(o: number): number {
  return read_ptr(o + AWAIT_GEN);
}

function await_state(o: number): number {
  return HEAP32[(o + AWAIT_STATE) >> 2];
}

function set_await_state(o: number, state: number): void {
  HEAP32[(o + AWAIT_STATE) >> 2] = state;
}

function running_async(gen: number): boolean {
  return HEAPU8[gen + PyGenObject.gi_running_async] !== 0;
}

function set_running_async(gen: number, v: number): void {
  HEAPU8[gen + PyGenObject.gi_running_async] = v;
}

/** Calls the loop's firstiter hook once. 0, or -1 with an error. */
function async_gen_init_hooks(gen: number): number {
  if (HEAPU8[gen + PyGenObject.gi_hooks_inited]) return 0;
  HEAPU8[gen + PyGenObject.gi_hooks_inited] = 1;
  const tstate = _PyThreadState_GET();
  const finalizer = read_ptr(tstate + PyThreadState.async_gen_finalizer);
  if (finalizer !== 0) write_ptr(gen + PyGenObject.gi_origin_or_finalizer, Py_NewRef(finalizer));
  const firstiter = read_ptr(tstate + PyThreadState.async_gen_firstiter);
  if (firstiter === 0) return 0;
  Py_INCREF(firstiter);
  const res = PyObject_CallOneArg(firstiter, gen);
  Py_DECREF(firstiter);
  if (res === 0) return -1;
  Py_DECREF(res);
  return 0;
}

function new_awaitable(type: number, gen: number, arg: number): number {
  const o = _PyObject_GC_New(type);
  if (o === 0) return 0;
  write_ptr(o + AWAIT_GEN, Py_NewRef(gen));
  write_ptr(o + AWAIT_ARG, Py_XNewRef(arg));
  set_await_state(o, AWAITABLE_STATE_INIT);
  _PyObject_GC_TRACK(o);
  return o;
}

function async_gen_anext(gen: number): number {
  return async_gen_init_hooks(gen) ? 0 : new_awaitable(_PyAsyncGenASend_Type, gen, 0);
}

function async_gen_asend(gen: number, arg: number): number {
  return async_gen_init_hooks(gen) ? 0 : new_awaitable(_PyAsyncGenASend_Type, gen, arg);
}

function async_gen_aclose(gen: number, _: number): number {
  return async_gen_init_hooks(gen) ? 0 : new_awaitable(_PyAsyncGenAThrow_Type, gen, 0);
}

function async_gen_athrow(gen: number, args: number): number {
  if (PyTuple_GET_SIZE(args) > 1 && PyErr_WarnEx(PyExc_DeprecationWarning, THROW_SIGNATURE_WARNING('athrow'), 1) < 0) return 0;
  return async_gen_init_hooks(gen) ? 0 : new_awaitable(_PyAsyncGenAThrow_Type, gen, args);
}

/** An `yield`ed value inside an async generator, to tell it from an `await`ed one. Returns new. */
export function _PyAsyncGenValueWrapperNew(_tstate: number, val: number): number {
  const o = _PyObject_GC_New(_PyAsyncGenWrappedValue_Type);
  if (o === 0) return 0;
  write_ptr(o + AGW_VAL, Py_NewRef(val));
  _PyObject_GC_TRACK(o);
  return o;
}

function async_gen_wrapped_val_dealloc(o: number): void {
  _PyObject_GC_UNTRACK(o);
  Py_CLEAR(o + AGW_VAL);
  PyObject_GC_Del(o);
}

function async_gen_wrapped_val_traverse(o: number, visit: visitproc, arg: number): number {
  return visit_field(read_ptr(o + AGW_VAL), visit, arg);
}

/** Steals result. A yielded value leaves as StopIteration(value); what is awaited passes through. */
function async_gen_unwrap_value(gen: number, result: number): number {
  if (result === 0) {
    if (PyErr_Occurred() === 0) PyErr_SetNone(PyExc_StopAsyncIteration);
    if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit)) HEAPU8[gen + PyGenObject.gi_closed] = 1;
    set_running_async(gen, 0);
    return 0;
  }
  if (Py_TYPE(result) !== _PyAsyncGenWrappedValue_Type) return result;
  _PyGen_SetStopIterationValue(read_ptr(result + AGW_VAL));
  Py_DECREF(result);
  set_running_async(gen, 0);
  return 0;
}

function awaitable_dealloc(o: number): void {
  if (PyObject_CallFinalizerFromDealloc(o)) return;
  _PyObject_GC_UNTRACK(o);
  Py_CLEAR(o + AWAIT_GEN);
  Py_CLEAR(o + AWAIT_ARG);
  PyObject_GC_Del(o);
}

function awaitable_traverse(o: number, visit: visitproc, arg: number): number {
  return visit_field(read_ptr(o + AWAIT_GEN), visit, arg) || visit_field(read_ptr(o + AWAIT_ARG), visit, arg);
}

const REUSE_ASEND = 'cannot reuse already awaited __anext__()/asend()';
const REUSE_ATHROW = 'cannot reuse already awaited aclose()/athrow()';

function runtime_error(msg: string): number {
  PyErr_SetString(PyExc_RuntimeError, msg);
  return 0;
}

function async_gen_asend_send(o: number, arg: number): number {
  const gen = await_gen(o);
  if (await_state(o) === AWAITABLE_STATE_CLOSED) return runtime_error(REUSE_ASEND);
  if (await_state(o) === AWAITABLE_STATE_INIT) {
    if (running_async(gen)) {
      set_await_state(o, AWAITABLE_STATE_CLOSED);
      return runtime_error('anext(): asynchronous generator is already running');
    }
    if (arg === 0 || arg === Py_None) arg = read_ptr(o + AWAIT_ARG);
    set_await_state(o, AWAITABLE_STATE_ITER);
  }
  set_running_async(gen, 1);
  const result = async_gen_unwrap_value(gen, gen_send(gen, arg));
  if (result === 0) set_await_state(o, AWAITABLE_STATE_CLOSED);
  return result;
}

function async_gen_asend_iternext(o: number): number {
  return async_gen_asend_send(o, 0);
}

function async_gen_asend_throw(o: number, args: number, nargs: number): number {
  const gen = await_gen(o);
  if (await_state(o) === AWAITABLE_STATE_CLOSED) return runtime_error(REUSE_ASEND);
  if (await_state(o) === AWAITABLE_STATE_INIT) {
    if (running_async(gen)) {
      set_await_state(o, AWAITABLE_STATE_CLOSED);
      return runtime_error('anext(): asynchronous generator is already running');
    }
    set_await_state(o, AWAITABLE_STATE_ITER);
    set_running_async(gen, 1);
  }
  const result = async_gen_unwrap_value(gen, gen_throw(gen, args, nargs));
  if (result === 0) {
    set_running_async(gen, 0);
    set_await_state(o, AWAITABLE_STATE_CLOSED);
  }
  return result;
}

/** close() by throwing GeneratorExit with `throw_`. */
function awaitable_close(o: number, throw_: (o: number, args: number, nargs: number) => number): number {
  if (await_state(o) === AWAITABLE_STATE_CLOSED) return Py_None;
  const mark = stackSave();
  const args = stackAlloc(8);
  write_ptr(args, PyExc_GeneratorExit);
  const result = throw_(o, args, 1);
  stackRestore(mark);
  if (result !== 0) {
    Py_DECREF(result);
    return runtime_error('coroutine ignored GeneratorExit');
  }
  if (PyErr_ExceptionMatches(PyExc_StopIteration) || PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit)) {
    PyErr_Clear();
    return Py_None;
  }
  return 0;
}

function async_gen_asend_close(o: number, _: number): number {
  return awaitable_close(o, async_gen_asend_throw);
}

function async_gen_asend_finalize(o: number): void {
  if (await_state(o) === AWAITABLE_STATE_INIT) _PyErr_WarnUnawaitedAgenMethod(await_gen(o), _Py_ID('asend'));
}

/** The first step of aclose() or athrow(). Sets `raw` results apart: returns the generator's answer, undefined when refused. */
function athrow_start(o: number, gen: number): number | undefined {
  if (HEAPU8[gen + PyGenObject.gi_closed]) {
    set_await_state(o, AWAITABLE_STATE_CLOSED);
    PyErr_SetNone(PyExc_StopAsyncIteration);
    return undefined;
  }
  const args = read_ptr(o + AWAIT_ARG);
  set_await_state(o, AWAITABLE_STATE_ITER);
  set_running_async(gen, 1);
  if (args === 0) {
    HEAPU8[gen + PyGenObject.gi_closed] = 1;
    return _gen_throw(gen, false, PyExc_GeneratorExit, 0, 0);
  }
  const n = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('athrow', n, 1, 3)) {
    set_running_async(gen, 0);
    return undefined;
  }
  return async_gen_unwrap_value(gen, _gen_throw(gen, false, PyTuple_GET_ITEM(args, 0), n > 1 ? PyTuple_GET_ITEM(args, 1) : 0, n > 2 ? PyTuple_GET_ITEM(args, 2) : 0));
}

/** aclose() got an answer: GeneratorExit and StopAsyncIteration end it well, a yield does not. Steals retval. */
function aclose_result(o: number, gen: number, retval: number): number {
  if (retval !== 0) {
    if (Py_TYPE(retval) === _PyAsyncGenWrappedValue_Type) {
      Py_DECREF(retval);
      set_running_async(gen, 0);
      set_await_state(o, AWAITABLE_STATE_CLOSED);
      return runtime_error(ASYNC_GEN_IGNORED_EXIT_MSG);
    }
    return retval;
  }
  set_running_async(gen, 0);
  set_await_state(o, AWAITABLE_STATE_CLOSED);
  if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit)) {
    PyErr_Clear();
    PyErr_SetNone(PyExc_StopIteration);
  }
  return 0;
}

function async_gen_athrow_send(o: number, arg: number): number {
  const gen = await_gen(o);
  const closing = read_ptr(o + AWAIT_ARG) === 0;
  if (await_state(o) === AWAITABLE_STATE_CLOSED) return runtime_error(REUSE_ATHROW);
  if (finished(gen)) {
    set_await_state(o, AWAITABLE_STATE_CLOSED);
    PyErr_SetNone(PyExc_StopIteration);
    return 0;
  }
  if (await_state(o) === AWAITABLE_STATE_INIT) {
    if (running_async(gen)) {
      set_await_state(o, AWAITABLE_STATE_CLOSED);
      return runtime_error(closing ? 'aclose(): asynchronous generator is already running' : 'athrow(): asynchronous generator is already running');
    }
    if (HEAPU8[gen + PyGenObject.gi_closed]) {
      set_await_state(o, AWAITABLE_STATE_CLOSED);
      PyErr_SetNone(PyExc_StopAsyncIteration);
      return 0;
    }
    if (arg !== Py_None) {
      PyErr_SetString(PyExc_RuntimeError, NON_INIT_CORO_MSG);
      return 0;
    }
    const retval = athrow_start(o, gen);
    if (retval === undefined) return 0;
    return finish_athrow(o, gen, closing, retval);
  }
  const retval = gen_send(gen, arg);
  if (!closing) {
    const unwrapped = async_gen_unwrap_value(gen, retval);
    if (unwrapped === 0) set_await_state(o, AWAITABLE_STATE_CLOSED);
    return unwrapped;
  }
  return aclose_result(o, gen, retval);
}

function finish_athrow(o: number, gen: number, closing: boolean, retval: number): number {
  if (closing) return aclose_result(o, gen, retval);
  if (retval === 0) {
    set_running_async(gen, 0);
    set_await_state(o, AWAITABLE_STATE_CLOSED);
  }
  return retval;
}

function async_gen_athrow_throw(o: number, args: number, nargs: number): number {
  const gen = await_gen(o);
  const closing = read_ptr(o + AWAIT_ARG) === 0;
  if (await_state(o) === AWAITABLE_STATE_CLOSED) return runtime_error(REUSE_ATHROW);
  if (await_state(o) === AWAITABLE_STATE_INIT) {
    if (running_async(gen)) {
      set_await_state(o, AWAITABLE_STATE_CLOSED);
      return runtime_error(closing ? 'aclose(): asynchronous generator is already running' : 'athrow(): asynchronous generator is already running');
    }
    set_await_state(o, AWAITABLE_STATE_ITER);
    set_running_async(gen, 1);
  }
  const retval = gen_throw(gen, args, nargs);
  if (!closing) {
    const unwrapped = async_gen_unwrap_value(gen, retval);
    if (unwrapped === 0) {
      set_running_async(gen, 0);
      set_await_state(o, AWAITABLE_STATE_CLOSED);
    }
    return unwrapped;
  }
  if (retval !== 0 && Py_TYPE(retval) === _PyAsyncGenWrappedValue_Type) {
    set_running_async(gen, 0);
    set_await_state(o, AWAITABLE_STATE_CLOSED);
    Py_DECREF(retval);
    return runtime_error(ASYNC_GEN_IGNORED_EXIT_MSG);
  }
  if (retval === 0) {
    set_running_async(gen, 0);
    set_await_state(o, AWAITABLE_STATE_CLOSED);
    if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration) || PyErr_ExceptionMatches(PyExc_GeneratorExit)) {
      PyErr_Clear();
      PyErr_SetNone(PyExc_StopIteration);
    }
  }
  return retval;
}

function async_gen_athrow_iternext(o: number): number {
  return async_gen_athrow_send(o, Py_None);
}

function async_gen_athrow_close(o: number, _: number): number {
  return awaitable_close(o, async_gen_athrow_throw);
}

function async_gen_athrow_finalize(o: number): void {
  if (await_state(o) === AWAITABLE_STATE_INIT) _PyErr_WarnUnawaitedAgenMethod(await_gen(o), _Py_ID(read_ptr(o + AWAIT_ARG) === 0 ? 'aclose' : 'athrow'));
}

// ---------------------------------------------------------------------------------------------------------------------
// anext(x, default): CPython keeps it in Objects/iterobject.c

// anextawaitableobject { ob_base; wrapped; default_value }
const ANEXT_WRAPPED = 16;
const ANEXT_DEFAULT = 24;

/** Returns new. */
export function PyAnextAwaitable_New(awaitable: number, default_value: number): number {
  const o = _PyObject_GC_New(_PyAnextAwaitable_Type);
  if (o === 0) return 0;
  write_ptr(o + ANEXT_WRAPPED, Py_NewRef(awaitable));
  write_ptr(o + ANEXT_DEFAULT, Py_NewRef(default_value));
  _PyObject_GC_TRACK(o);
  return o;
}

function anextawaitable_dealloc(o: number): void {
  _PyObject_GC_UNTRACK(o);
  Py_CLEAR(o + ANEXT_WRAPPED);
  Py_CLEAR(o + ANEXT_DEFAULT);
  PyObject_GC_Del(o);
}

function anextawaitable_traverse(o: number, visit: visitproc, arg: number): number {
  return visit_field(read_ptr(o + ANEXT_WRAPPED), visit, arg) || visit_field(read_ptr(o + ANEXT_DEFAULT), visit, arg);
}

/** The iterator of the wrapped awaitable. Returns new. */
function anextawaitable_getiter(o: number): number {
  let awaitable = _PyCoro_GetAwaitableIter(read_ptr(o + ANEXT_WRAPPED));
  if (awaitable === 0) return 0;
  if (HEAP32[(Py_TYPE(awaitable) + PyTypeObject.tp_iternext) >> 2] !== 0) return awaitable;
  // A coroutine is no iterator: its __await__ is.
  const as_async = HEAP32[(Py_TYPE(awaitable) + PyTypeObject.tp_as_async) >> 2];
  const inner = FUNCS[HEAP32[(as_async + PyAsyncMethods.am_await) >> 2]](awaitable);
  Py_DECREF(awaitable);
  if (inner === 0) return 0;
  awaitable = inner;
  if (!PyIter_Check(awaitable)) {
    PyErr_SetString(PyExc_TypeError, '__await__ must return an iterable');
    Py_DECREF(awaitable);
    return 0;
  }
  return awaitable;
}

/** StopAsyncIteration becomes StopIteration(default). */
function anext_result(o: number, result: number): number {
  if (result !== 0) return result;
  if (PyErr_ExceptionMatches(PyExc_StopAsyncIteration)) {
    PyErr_Clear();
    _PyGen_SetStopIterationValue(read_ptr(o + ANEXT_DEFAULT));
  }
  return 0;
}

function anextawaitable_iternext(o: number): number {
  const awaitable = anextawaitable_getiter(o);
  if (awaitable === 0) return 0;
  const result = FUNCS[HEAP32[(Py_TYPE(awaitable) + PyTypeObject.tp_iternext) >> 2]](awaitable);
  Py_DECREF(awaitable);
  return anext_result(o, result);
}

/** Passes send, throw or close on. */
function anextawaitable_proxy(o: number, name: string, args: number[]): number {
  const awaitable = anextawaitable_getiter(o);
  if (awaitable === 0) return 0;
  const meth = PyObject_GetAttr(awaitable, _Py_ID(name));
  Py_DECREF(awaitable);
  if (meth === 0) return 0;
  const result = PyObject_CallFunctionObjArgs(meth, ...args, 0);
  Py_DECREF(meth);
  return anext_result(o, result);
}

function anextawaitable_send(o: number, arg: number): number {
  return anextawaitable_proxy(o, 'send', [arg]);
}

function anextawaitable_throw(o: number, args: number, nargs: number): number {
  return anextawaitable_proxy(o, 'throw', Array.from({ length: nargs }, (_, i) => read_ptr(args + i * 8)));
}

function anextawaitable_close(o: number, _: number): number {
  return anextawaitable_proxy(o, 'close', []);
}

// ---------------------------------------------------------------------------------------------------------------------
// The types

const SEND_DOC = 'send(value) -> next yielded value, or StopIteration.';
const THROW_DOC = 'throw(value)\nthrow(type[,value[,tb]])\n\nRaise an exception at the place where it waits.';
const CLOSE_DOC = 'close() -> raise GeneratorExit at the place where it waits.';
const COMMON_METHODS: MethodSpec[] = [
  ['__sizeof__', gen_sizeof, METH_NOARGS, 'gen.__sizeof__() -> size of gen in memory, in bytes'],
  ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
];
const CORO_METHODS: MethodSpec[] = [
  ['send', gen_send, METH_O, "send(arg) -> send 'arg' into coroutine: the next value, or StopIteration."],
  ['throw', gen_throw, METH_FASTCALL, 'throw(value)\nthrow(type[,value[,traceback]])\n\nRaise an exception in coroutine, where it waits.'],
  ['close', gen_close, METH_NOARGS, 'close() -> raise GeneratorExit inside coroutine.'],
  ...COMMON_METHODS,
];
const GEN_METHODS: MethodSpec[] = [['send', gen_send, METH_O, SEND_DOC], ['throw', gen_throw, METH_FASTCALL, THROW_DOC], ['close', gen_close, METH_NOARGS, CLOSE_DOC], ...COMMON_METHODS];
const GEN_TYPE = {
  tp_basicsize: PyGenObject.SIZEOF, tp_itemsize: 8, tp_dealloc: gen_dealloc, tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, tp_weaklistoffset: PyGenObject.gi_weakreflist, tp_finalize: _PyGen_Finalize,
};

static_type(PyGen_Type, {
  ...GEN_TYPE,
  tp_name: 'generator',
  tp_as_async: { am_send: PyGen_am_send },
  tp_repr: gen_repr,
  tp_traverse: gen_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: gen_iternext,
  tp_methods: GEN_METHODS,
  tp_getset: [
    ['__name__', gen_get_name, gen_set_name, 'name of the generator'],
    ['__qualname__', gen_get_qualname, gen_set_qualname, 'qualified name of the generator'],
    ['gi_yieldfrom', gen_getyieldfrom, null, 'object being iterated by yield from, or None'],
    ['gi_running', gen_getrunning, null],
    ['gi_frame', getframe('gi_frame'), null],
    ['gi_suspended', gen_getsuspended, null],
    ['gi_code', getcode('gi_code'), null],
  ],
});

static_type(PyCoro_Type, {
  ...GEN_TYPE,
  tp_name: 'coroutine',
  tp_as_async: { am_await: coro_await, am_send: PyGen_am_send },
  tp_repr: coro_repr,
  tp_traverse: gen_traverse,
  tp_methods: CORO_METHODS,
  tp_members: [['cr_origin', _Py_T_OBJECT, PyGenObject.gi_origin_or_finalizer, Py_READONLY]],
  tp_getset: [
    ['__name__', gen_get_name, gen_set_name, 'name of the coroutine'],
    ['__qualname__', gen_get_qualname, gen_set_qualname, 'qualified name of the coroutine'],
    ['cr_await', gen_getyieldfrom, null, 'object being awaited on, or None'],
    ['cr_running', gen_getrunning, null],
    ['cr_frame', getframe('cr_frame'), null],
    ['cr_code', getcode('cr_code'), null],
    ['cr_suspended', gen_getsuspended, null],
  ],
});

static_type(_PyCoroWrapper_Type, {
  tp_name: 'coroutine_wrapper',
  tp_basicsize: 24,
  tp_dealloc: coro_wrapper_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'A wrapper object implementing __await__ for coroutines.',
  tp_traverse: coro_wrapper_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: coro_wrapper_iternext,
  tp_methods: [['send', coro_wrapper_send, METH_O, SEND_DOC], ['throw', coro_wrapper_throw, METH_FASTCALL, THROW_DOC], ['close', coro_wrapper_close, METH_NOARGS, CLOSE_DOC]],
});

static_type(PyAsyncGen_Type, {
  ...GEN_TYPE,
  tp_name: 'async_generator',
  tp_as_async: { am_aiter: PyObject_SelfIter, am_anext: async_gen_anext, am_send: PyGen_am_send },
  tp_repr: async_gen_repr,
  tp_traverse: async_gen_traverse,
  tp_methods: [
    ['asend', async_gen_asend, METH_O, "asend(v) -> send 'v' in generator."],
    ['athrow', async_gen_athrow, METH_VARARGS, 'athrow(value)\nathrow(type[,value[,tb]])\n\nRaise an exception in the generator.'],
    ['aclose', async_gen_aclose, METH_NOARGS, 'aclose() -> raise GeneratorExit inside generator.'],
    ...COMMON_METHODS,
  ],
  tp_members: [['ag_running', Py_T_BOOL, PyGenObject.gi_running_async, Py_READONLY]],
  tp_getset: [
    ['__name__', gen_get_name, gen_set_name, 'name of the async generator'],
    ['__qualname__', gen_get_qualname, gen_set_qualname, 'qualified name of the async generator'],
    ['ag_await', gen_getyieldfrom, null, 'object being awaited on, or None'],
    ['ag_frame', getframe('ag_frame'), null],
    ['ag_code', getcode('ag_code'), null],
    ['ag_suspended', gen_getsuspended, null],
  ],
});

const AWAITABLE_TYPE = {
  tp_basicsize: AWAIT_SIZE, tp_dealloc: awaitable_dealloc, tp_getattro: PyObject_GenericGetAttr, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: awaitable_traverse, tp_iter: PyObject_SelfIter, tp_as_async: { am_await: PyObject_SelfIter },
};

static_type(_PyAsyncGenASend_Type, {
  ...AWAITABLE_TYPE,
  tp_name: 'async_generator_asend',
  tp_iternext: async_gen_asend_iternext,
  tp_finalize: async_gen_asend_finalize,
  tp_methods: [['send', async_gen_asend_send, METH_O, SEND_DOC], ['throw', async_gen_asend_throw, METH_FASTCALL, THROW_DOC], ['close', async_gen_asend_close, METH_NOARGS, CLOSE_DOC]],
});

static_type(_PyAsyncGenAThrow_Type, {
  ...AWAITABLE_TYPE,
  tp_name: 'async_generator_athrow',
  tp_iternext: async_gen_athrow_iternext,
  tp_finalize: async_gen_athrow_finalize,
  tp_methods: [['send', async_gen_athrow_send, METH_O, SEND_DOC], ['throw', async_gen_athrow_throw, METH_FASTCALL, THROW_DOC], ['close', async_gen_athrow_close, METH_NOARGS, CLOSE_DOC]],
});

static_type(_PyAsyncGenWrappedValue_Type, {
  tp_name: 'async_generator_wrapped_value',
  tp_basicsize: 24,
  tp_dealloc: async_gen_wrapped_val_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: async_gen_wrapped_val_traverse,
});

static_type(_PyAnextAwaitable_Type, {
  tp_name: 'anext_awaitable',
  tp_basicsize: 32,
  tp_dealloc: anextawaitable_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: anextawaitable_traverse,
  tp_as_async: { am_await: PyObject_SelfIter },
  tp_iter: PyObject_SelfIter,
  tp_iternext: anextawaitable_iternext,
  tp_methods: [['send', anextawaitable_send, METH_O, SEND_DOC], ['throw', anextawaitable_throw, METH_FASTCALL, THROW_DOC], ['close', anextawaitable_close, METH_NOARGS, CLOSE_DOC]],
});
