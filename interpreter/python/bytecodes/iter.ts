// Answers to Python/bytecodes.c of CPython 3.13: iteration and unpacking. See bytecodes/load_store.ts.
// An exhausted FOR_ITER pops the iterator and skips the END_FOR and POP_TOP at its target.

import { _PyInterpreterFrame, _PyListIterObject, _PyRangeIterObject, _PyTupleIterObject, PyCodeObject, PyGenObject, PyListObject, PyThreadState, PyTupleObject, PyTypeObject } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { HEAP32, HEAP8, HEAPU16, HEAPU8, read_ssize, write_ssize } from '../../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_TYPE } from '../../include/object';
import { CO_COROUTINE, CO_ITERABLE_COROUTINE } from '../../include/cpython_code';
import { Py_None, PyCoro_Type, PyExc_StopIteration, PyExc_TypeError, PyGen_Type, PyList_Type, PyListIter_Type, PyRangeIter_Type, PyTuple_Type, PyTupleIter_Type, SMALL_INTS } from '../../include/statics';
import { PyObject_GetIter } from '../../objects/abstract';
import { PyLong_FromLong } from '../../objects/longobject';
import { _PyEval_MonitorRaise, _PyEval_UnpackIterable } from '../ceval';
import { ADAPTIVE, DISPATCH_INLINED, ERROR, INSTR, JUMPBY, PEEK, POKE, PUSH, REDO } from '../ceval_macros';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../errors';
import { _PyFrame_GetCode, _PyFrame_StackPush, FRAME_EXECUTING } from '../frame';
import { PUSHED, RELEASE, RELEASE2 } from './tails';
import { _Py_Specialize_ForIter, _Py_Specialize_UnpackSequence } from '../specialize';

/** (iterable -- iter) */
export function GET_ITER(tstate: number, frame: number, sp: number, oparg: number): number {
  const iterable = PEEK(sp, 1);
  const iter = PyObject_GetIter(iterable);
  Py_DECREF(iterable);
  if (iter === 0) return ERROR(sp - 8);
  POKE(sp, 1, iter);
  return sp;
}

/** (iterable -- iter) */
export function GET_YIELD_FROM_ITER(tstate: number, frame: number, sp: number, oparg: number): number {
  const iterable = PEEK(sp, 1);
  const t = Py_TYPE(iterable);
  if (t === PyCoro_Type) {
    if (HEAP32[(_PyFrame_GetCode(frame) + PyCodeObject.co_flags) >> 2] & (CO_COROUTINE | CO_ITERABLE_COROUTINE)) return sp;
    PyErr_SetString(PyExc_TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    return ERROR(sp);
  }
  if (t === PyGen_Type) return sp;
  const iter = PyObject_GetIter(iterable);
  if (iter === 0) return ERROR(sp);
  POKE(sp, 1, iter);
  Py_DECREF(iterable);
  return sp;
}

/** (iter -- iter, next) or (iter -- ) with a jump. hot */
export function FOR_ITER(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const iter = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_ForIter(iter, ip, oparg);
    return REDO(HEAPU8[ip]);
  }
  const next = FUNCS[HEAP32[(Py_TYPE(iter) + PyTypeObject.tp_iternext) >> 2]](iter);
  if (next !== 0) {
    PUSH(sp, next);
    return sp + 8;
  }
  if (PyErr_Occurred() !== 0) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return ERROR(sp);
    _PyEval_MonitorRaise(tstate, frame, ip);
    PyErr_Clear();
  }
  JUMPBY(frame, oparg + 2);
  return RELEASE(sp - 8, iter);
}

/** (iter -- iter, next) hot */
export function FOR_ITER_LIST(tstate: number, frame: number, sp: number, oparg: number): number {
  const iter = PEEK(sp, 1);
  if (HEAP32[(iter + 8) >> 2] !== PyListIter_Type) return FOR_ITER(tstate, frame, sp, oparg);
  const seq = HEAP32[(iter + _PyListIterObject.it_seq) >> 2];
  const index = HEAP32[(iter + _PyListIterObject.it_index) >> 2];
  if (seq !== 0 && index < HEAP32[(seq + PyListObject.ob_size) >> 2]) {
    const next = HEAP32[(HEAP32[(seq + PyListObject.ob_item) >> 2] >> 2) + (index << 1)];
    HEAP32[(iter + _PyListIterObject.it_index) >> 2] = index + 1;
    return PUSHED(sp, next);
  }
  write_ssize(iter + _PyListIterObject.it_index, -1);
  if (seq !== 0) {
    HEAP32[(iter + _PyListIterObject.it_seq) >> 2] = 0;
  }
  JUMPBY(frame, oparg + 2);
  return RELEASE2(sp - 8, seq, iter);
}

/** (iter -- iter, next) hot */
export function FOR_ITER_TUPLE(tstate: number, frame: number, sp: number, oparg: number): number {
  const iter = PEEK(sp, 1);
  if (HEAP32[(iter + 8) >> 2] !== PyTupleIter_Type) return FOR_ITER(tstate, frame, sp, oparg);
  const seq = HEAP32[(iter + _PyTupleIterObject.it_seq) >> 2];
  const index = HEAP32[(iter + _PyTupleIterObject.it_index) >> 2];
  if (seq !== 0 && index < HEAP32[(seq + PyTupleObject.ob_size) >> 2]) {
    const next = HEAP32[((seq + PyTupleObject.ob_item) >> 2) + (index << 1)];
    HEAP32[(iter + _PyTupleIterObject.it_index) >> 2] = index + 1;
    return PUSHED(sp, next);
  }
  if (seq !== 0) {
    HEAP32[(iter + _PyTupleIterObject.it_seq) >> 2] = 0;
  }
  JUMPBY(frame, oparg + 2);
  return RELEASE2(sp - 8, seq, iter);
}

/** (iter -- iter, next) hot. Values within 30 bits and short counts stay in int32 arithmetic. */
export function FOR_ITER_RANGE(tstate: number, frame: number, sp: number, oparg: number): number {
  const iter = PEEK(sp, 1);
  if (HEAP32[(iter + 8) >> 2] !== PyRangeIter_Type) return FOR_ITER(tstate, frame, sp, oparg);
  const len = HEAP32[(iter + _PyRangeIterObject.len) >> 2];
  if (HEAP32[(iter + _PyRangeIterObject.len + 4) >> 2] === 0 && len > 0) {
    const start = HEAP32[(iter + _PyRangeIterObject.start) >> 2];
    const step = HEAP32[(iter + _PyRangeIterObject.step) >> 2];
    const next_start = start + step;
    if (start >> 31 !== HEAP32[(iter + _PyRangeIterObject.start + 4) >> 2] || step >> 31 !== HEAP32[(iter + _PyRangeIterObject.step + 4) >> 2] || next_start !== (next_start | 0)) {
      return for_iter_range_big(iter, sp);
    }
    HEAP32[(iter + _PyRangeIterObject.start) >> 2] = next_start;
    HEAP32[(iter + _PyRangeIterObject.start + 4) >> 2] = next_start >> 31;
    HEAP32[(iter + _PyRangeIterObject.len) >> 2] = len - 1;
    const next = start >= -5 && start <= 256 ? SMALL_INTS + ((start + 5) << 5) : PyLong_FromLong(start);
    if (next === 0) return ERROR(sp);
    PUSH(sp, next);
    return sp + 8;
  }
  if (read_ssize(iter + _PyRangeIterObject.len) > 0) return for_iter_range_big(iter, sp);
  JUMPBY(frame, oparg + 2);
  return RELEASE(sp - 8, iter);
}

/** Any 64-bit range, not exhausted: the type's own tp_iternext. */
export function for_iter_range_big(iter: number, sp: number): number {
  const next = FUNCS[HEAP32[(PyRangeIter_Type + PyTypeObject.tp_iternext) >> 2]](iter);
  if (next === 0) return ERROR(sp);
  PUSH(sp, next);
  return sp + 8;
}

/** (iter -- iter, next) A generator, entered without recursion. hot */
export function FOR_ITER_GEN(tstate: number, frame: number, sp: number, oparg: number): number {
  const gen = PEEK(sp, 1);
  if (Py_TYPE(gen) !== PyGen_Type || HEAP8[gen + PyGenObject.gi_frame_state] >= FRAME_EXECUTING) return FOR_ITER(tstate, frame, sp, oparg);
  const gen_frame = gen + PyGenObject.gi_iframe;
  _PyFrame_StackPush(gen_frame, Py_None);
  HEAP8[gen + PyGenObject.gi_frame_state] = FRAME_EXECUTING;
  HEAP32[(gen + PyGenObject.gi_exc_state_previous_item) >> 2] = HEAP32[(tstate + PyThreadState.exc_info) >> 2];
  HEAP32[(tstate + PyThreadState.exc_info) >> 2] = gen + PyGenObject.gi_exc_state;
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 2 + oparg;
  return DISPATCH_INLINED(tstate, frame, sp, gen_frame);
}

/** (iter, value -- iter) hot */
export function END_FOR(tstate: number, frame: number, sp: number, oparg: number): number {
  return RELEASE(sp - 8, PEEK(sp, 1));
}

/** (seq -- values[oparg]) The first value ends on top. */
export function UNPACK_SEQUENCE(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const seq = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_UnpackSequence(seq, ip, oparg);
    return REDO(HEAPU8[ip]);
  }
  const top = sp + ((oparg - 1) << 3);
  const ok = _PyEval_UnpackIterable(tstate, seq, oparg, -1, top);
  Py_DECREF(seq);
  return ok ? top : ERROR(sp - 8);
}

/** (seq -- value1, value0) hot */
export function UNPACK_SEQUENCE_TWO_TUPLE(tstate: number, frame: number, sp: number, oparg: number): number {
  const seq = PEEK(sp, 1);
  if (HEAP32[(seq + 8) >> 2] !== PyTuple_Type || HEAP32[(seq + PyTupleObject.ob_size) >> 2] !== 2) return UNPACK_SEQUENCE(tstate, frame, sp, oparg);
  const v = HEAP32[(seq + PyTupleObject.ob_item) >> 2];
  const w = HEAP32[(seq + PyTupleObject.ob_item + 8) >> 2];
  Py_INCREF(v);
  Py_INCREF(w);
  POKE(sp, 1, w);
  PUSH(sp, v);
  return RELEASE(sp + 8, seq);
}

export function unpack_items(sp: number, seq: number, items: number, n: number): number {
  let at = sp - 8;
  for (let i = n - 1; i >= 0; i--, at += 8) HEAP32[at >> 2] = Py_NewRef(HEAP32[(items + (i << 3)) >> 2]);
  Py_DECREF(seq);
  return at;
}

/** (seq -- values[oparg]) hot */
export function UNPACK_SEQUENCE_TUPLE(tstate: number, frame: number, sp: number, oparg: number): number {
  const seq = PEEK(sp, 1);
  if (Py_TYPE(seq) !== PyTuple_Type || HEAP32[(seq + PyTupleObject.ob_size) >> 2] !== oparg) return UNPACK_SEQUENCE(tstate, frame, sp, oparg);
  return unpack_items(sp, seq, seq + PyTupleObject.ob_item, oparg);
}

/** (seq -- values[oparg]) */
export function UNPACK_SEQUENCE_LIST(tstate: number, frame: number, sp: number, oparg: number): number {
  const seq = PEEK(sp, 1);
  if (Py_TYPE(seq) !== PyList_Type || HEAP32[(seq + PyListObject.ob_size) >> 2] !== oparg) return UNPACK_SEQUENCE(tstate, frame, sp, oparg);
  return unpack_items(sp, seq, HEAP32[(seq + PyListObject.ob_item) >> 2], oparg);
}

/** (seq -- after[oparg >> 8], list, before[oparg & 255]) */
export function UNPACK_EX(tstate: number, frame: number, sp: number, oparg: number): number {
  const seq = PEEK(sp, 1);
  const top = sp + (((oparg & 0xff) + (oparg >> 8)) << 3);
  const ok = _PyEval_UnpackIterable(tstate, seq, oparg & 0xff, oparg >> 8, top);
  Py_DECREF(seq);
  return ok ? top : ERROR(sp - 8);
}
