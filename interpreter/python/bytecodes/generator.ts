// Answers to Python/bytecodes.c of CPython 3.13: returning, yielding, awaiting. See bytecodes/load_store.ts.
// Who goes back to a frame leaves in its return_offset how far behind its instr_ptr it goes on.

import { _PyInterpreterFrame, PyAsyncMethods, PyGenObject, PyThreadState, PyTypeObject } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { HEAP32, HEAP8, HEAPU16, HEAPU8, write_ptr } from '../../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { Py_DECREF, Py_INCREF, Py_TYPE } from '../../include/object';
import { Py_None, PyAsyncGen_Type, PyCoro_Type, PyExc_RuntimeError, PyExc_StopIteration, PyExc_TypeError, PyGen_Type } from '../../include/statics';
import { PyIter_Check } from '../../objects/abstract';
import { PyObject_CallMethodOneArg } from '../../objects/call';
import { _Py_MakeCoro, _PyCoro_GetAwaitableIter, _PyGen_FetchStopIterationValue, _PyGen_yf } from '../../objects/genobject';
import { _Py_ID } from '../../objects/unicodeobject';
import { _PyEval_FormatAwaitableError, _PyEval_MonitorRaise } from '../ceval';
import { ADAPTIVE, DISPATCH_INLINED, ERROR, EXIT_EVAL, FRAME_CHANGED, GETCONST, INSTR, JUMPBY, PEEK, POKE, PUSH, REDO, TP_NAME } from '../ceval_macros';
import { _PyErr_FormatFromCause, PyErr_ExceptionMatches, PyErr_Format, PyErr_SetString } from '../errors';
import { _PyFrame_Copy, _PyFrame_GetGenerator, _PyFrame_SetStackPointer, _PyFrame_StackPush, FRAME_CREATED, FRAME_EXECUTING, FRAME_OWNED_BY_GENERATOR, FRAME_SUSPENDED } from '../frame';
import { _PyThreadState_PopFrame } from '../pystate';
import { LEAVE } from './tails';
import { _Py_Specialize_Send } from '../specialize';

/** (value -- ) hot. The value goes to the caller's stack. */
export function RETURN_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  return LEAVE(tstate, frame, sp - 8, PEEK(sp, 1));
}

/** ( -- ) hot */
export function RETURN_CONST(tstate: number, frame: number, sp: number, oparg: number): number {
  const retval = GETCONST(frame, oparg);
  Py_INCREF(retval);
  return LEAVE(tstate, frame, sp, retval);
}

/** (result -- ) The entry frame's only code. */
export function INTERPRETER_EXIT(tstate: number, frame: number, sp: number, oparg: number): number {
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  return EXIT_EVAL;
}

/** ( -- generator) in the caller: the frame moves into a new generator, coroutine or async generator. */
export function RETURN_GENERATOR(tstate: number, frame: number, sp: number, oparg: number): number {
  const gen = _Py_MakeCoro(HEAP32[(frame + _PyInterpreterFrame.f_funcobj) >> 2]);
  if (gen === 0) return ERROR(sp);
  _PyFrame_SetStackPointer(frame, sp);
  const gen_frame = gen + PyGenObject.gi_iframe;
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] += 2;
  _PyFrame_Copy(frame, gen_frame);
  HEAPU8[gen + PyGenObject.gi_frame_state] = FRAME_CREATED;
  HEAPU8[gen_frame + _PyInterpreterFrame.owner] = FRAME_OWNED_BY_GENERATOR;
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]++;
  const caller = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.return_offset) >> 2] = 0;
  _PyThreadState_PopFrame(tstate, frame);
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = caller;
  _PyFrame_StackPush(caller, gen);
  return FRAME_CHANGED;
}

/** (value -- ) The value goes to the caller's stack; the frame waits behind this instruction. Never raises. */
export function YIELD_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const retval = PEEK(sp, 1);
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] += 2;
  return suspend(tstate, frame, sp - 8, oparg, retval);
}

/** instr_ptr is where the generator goes on. */
export function suspend(tstate: number, frame: number, sp: number, oparg: number, retval: number): number {
  const gen = _PyFrame_GetGenerator(frame);
  HEAPU8[gen + PyGenObject.gi_frame_state] = FRAME_SUSPENDED + oparg;
  _PyFrame_SetStackPointer(frame, sp);
  HEAP32[(tstate + PyThreadState.exc_info) >> 2] = HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2];
  HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2] = 0;
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]++;
  const caller = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = caller;
  HEAP32[(frame + _PyInterpreterFrame.previous) >> 2] = 0;
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 0;
  // The caller stands on SEND or FOR_ITER, both one unit with one cache, or on the trampoline's first exit.
  HEAPU16[(caller + _PyInterpreterFrame.return_offset) >> 1] = 2;
  _PyFrame_StackPush(caller, retval);
  return FRAME_CHANGED;
}

/** Sends `v` (stolen) into a suspended generator or coroutine, in this loop. */
export function enter_generator(tstate: number, frame: number, sp: number, oparg: number, gen: number, v: number): number {
  const gen_frame = gen + PyGenObject.gi_iframe;
  _PyFrame_StackPush(gen_frame, v);
  HEAPU8[gen + PyGenObject.gi_frame_state] = FRAME_EXECUTING;
  HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2] = HEAP32[(tstate + PyThreadState.exc_info) >> 2];
  HEAP32[(tstate + PyThreadState.exc_info) >> 2] = gen + PyGenObject.gi_exc_state;
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 2 + oparg;
  return DISPATCH_INLINED(tstate, frame, sp - 8, gen_frame);
}

export function can_enter(receiver: number): boolean {
  const t = Py_TYPE(receiver);
  return (t === PyGen_Type || t === PyCoro_Type) && HEAP8[receiver + PyGenObject.gi_frame_state] < FRAME_EXECUTING;
}

/** (receiver, value -- receiver, result), with a jump when the receiver is exhausted. */
export function SEND(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const receiver = PEEK(sp, 2);
  const v = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_Send(receiver, ip);
    return REDO(HEAPU8[ip]);
  }
  if (can_enter(receiver)) return enter_generator(tstate, frame, sp, oparg, receiver, v);
  let retval = v === Py_None && PyIter_Check(receiver)
    ? FUNCS[HEAP32[(Py_TYPE(receiver) + PyTypeObject.tp_iternext) >> 2]](receiver)
    : PyObject_CallMethodOneArg(receiver, _Py_ID('send'), v);
  let done = false;
  if (retval === 0) {
    if (PyErr_ExceptionMatches(PyExc_StopIteration)) _PyEval_MonitorRaise(tstate, frame, ip);
    const mark = stackSave();
    const out = stackAlloc(8);
    write_ptr(out, 0);
    const err = _PyGen_FetchStopIterationValue(out);
    retval = HEAP32[out >> 2];
    stackRestore(mark);
    if (err < 0) return ERROR(sp);
    done = true;
  }
  Py_DECREF(v);
  POKE(sp, 1, retval);
  if (done) JUMPBY(frame, oparg);
  return sp;
}

/** (generator, value -- generator, result) */
export function SEND_GEN(tstate: number, frame: number, sp: number, oparg: number): number {
  const gen = PEEK(sp, 2);
  if (!can_enter(gen)) return SEND(tstate, frame, sp, oparg);
  return enter_generator(tstate, frame, sp, oparg, gen, PEEK(sp, 1));
}

/** (receiver, value -- value) */
export function END_SEND(tstate: number, frame: number, sp: number, oparg: number): number {
  const receiver = PEEK(sp, 2);
  POKE(sp, 2, PEEK(sp, 1));
  Py_DECREF(receiver);
  return sp - 8;
}

export function async_slot(type: number, slot: number): number {
  const as_async = HEAP32[(type + PyTypeObject.tp_as_async) >> 2];
  return as_async === 0 ? 0 : HEAP32[(as_async + slot) >> 2];
}

/** (obj -- iter) */
export function GET_AITER(tstate: number, frame: number, sp: number, oparg: number): number {
  const obj = PEEK(sp, 1);
  const getter = async_slot(Py_TYPE(obj), PyAsyncMethods.am_aiter);
  if (getter === 0) {
    PyErr_Format(PyExc_TypeError, "'async for' requires an object with __aiter__ method, got %.100s", TP_NAME(obj));
    Py_DECREF(obj);
    return ERROR(sp - 8);
  }
  const iter = FUNCS[getter](obj);
  Py_DECREF(obj);
  if (iter === 0) return ERROR(sp - 8);
  if (async_slot(Py_TYPE(iter), PyAsyncMethods.am_anext) === 0) {
    PyErr_Format(PyExc_TypeError, "'async for' received an object from __aiter__ that does not implement __anext__: %.100s", TP_NAME(iter));
    Py_DECREF(iter);
    return ERROR(sp - 8);
  }
  POKE(sp, 1, iter);
  return sp;
}

/** (aiter -- aiter, awaitable) */
export function GET_ANEXT(tstate: number, frame: number, sp: number, oparg: number): number {
  const aiter = PEEK(sp, 1);
  const getter = async_slot(Py_TYPE(aiter), PyAsyncMethods.am_anext);
  if (getter === 0) {
    PyErr_Format(PyExc_TypeError, "'async for' requires an iterator with __anext__ method, got %.100s", TP_NAME(aiter));
    return ERROR(sp);
  }
  let awaitable = FUNCS[getter](aiter);
  if (awaitable === 0) return ERROR(sp);
  if (Py_TYPE(aiter) !== PyAsyncGen_Type) {
    const next_iter = awaitable;
    awaitable = _PyCoro_GetAwaitableIter(next_iter);
    if (awaitable === 0) _PyErr_FormatFromCause(PyExc_TypeError, "'async for' received an invalid object from __anext__: %.100s", TP_NAME(next_iter));
    Py_DECREF(next_iter);
    if (awaitable === 0) return ERROR(sp);
  }
  PUSH(sp, awaitable);
  return sp + 8;
}

/** (iterable -- iter) */
export function GET_AWAITABLE(tstate: number, frame: number, sp: number, oparg: number): number {
  const iterable = PEEK(sp, 1);
  let iter = _PyCoro_GetAwaitableIter(iterable);
  if (iter === 0) _PyEval_FormatAwaitableError(tstate, Py_TYPE(iterable), oparg);
  Py_DECREF(iterable);
  if (iter !== 0 && Py_TYPE(iter) === PyCoro_Type) {
    const yf = _PyGen_yf(iter);
    if (yf !== 0) {
      Py_DECREF(yf);
      Py_DECREF(iter);
      iter = 0;
      PyErr_SetString(PyExc_RuntimeError, 'coroutine is being awaited already');
    }
  }
  if (iter === 0) return ERROR(sp - 8);
  POKE(sp, 1, iter);
  return sp;
}
