// Answers to Objects/iterobject.c of CPython 3.13: iterators over sequences and callables, and anext(it, default).

import { calliterobject, PyAsyncMethods, PyTypeObject, seqiterobject } from '../include/generated/offsets';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_NOARGS, METH_O, METH_VARARGS, Py_DECREF, Py_EQ, Py_IS_TYPE, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF,
} from '../include/object';
import { FUNCS } from '../include/functable';
import {
  _PyAnextAwaitable_Type, Py_None, Py_NotImplemented, PyCallIter_Type, PyExc_IndexError, PyExc_OverflowError, PyExc_StopAsyncIteration,
  PyExc_StopIteration, PyExc_TypeError, PySeqIter_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { _PyObject_HasLen, PyIter_Check, PySequence_Check, PySequence_GetItem, PySequence_Size } from './abstract';
import { _PyObject_CallNoArgs, PyObject_Call, PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from './call';
import { _PyCoro_GetAwaitableIter, _PyGen_SetStopIterationValue } from './genobject';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import { PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_RichCompareBool, PyObject_SelfIter } from './object';
import { _Py_ID } from './unicodeobject';

type visitproc = (op: number, arg: number) => number;

// ---- iter(sequence) ----

const IT_INDEX = seqiterobject.it_index;
const IT_SEQ = seqiterobject.it_seq;

/** Returns new. May fail. */
export function PySeqIter_New(seq: number): number {
  if (!PySequence_Check(seq)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const it = _PyObject_GC_New(PySeqIter_Type);
  if (it === 0) return 0;
  write_ptr(it + IT_INDEX, 0);
  write_ptr(it + IT_SEQ, Py_NewRef(seq));
  _PyObject_GC_TRACK(it);
  return it;
}

export function PySeqIter_Check(op: number): boolean {
  return Py_IS_TYPE(op, PySeqIter_Type);
}

function seqiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(HEAP32[(it + IT_SEQ) >> 2]);
  PyObject_GC_Del(it);
}

function seqiter_traverse(it: number, visit: visitproc, arg: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function seqiter_next(it: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  if (seq === 0) return 0;
  const index = read_ssize(it + IT_INDEX);
  if (index >= Number.MAX_SAFE_INTEGER) {
    PyErr_SetString(PyExc_OverflowError, 'iter index too large');
    return 0;
  }
  const result = PySequence_GetItem(seq, index);
  if (result !== 0) {
    write_ssize(it + IT_INDEX, index + 1);
    return result;
  }
  if (PyErr_ExceptionMatches(PyExc_IndexError) || PyErr_ExceptionMatches(PyExc_StopIteration)) {
    PyErr_Clear();
    write_ptr(it + IT_SEQ, 0);
    Py_DECREF(seq);
  }
  return 0;
}

function seqiter_len(it: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  if (seq === 0) return PyLong_FromSsize_t(0);
  if (!_PyObject_HasLen(seq)) return Py_NotImplemented;
  const seqsize = PySequence_Size(seq);
  if (seqsize === -1) return 0;
  return PyLong_FromSsize_t(Math.max(0, seqsize - read_ssize(it + IT_INDEX)));
}

function seqiter_reduce(it: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  return seq !== 0 ? Py_BuildValue('N(O)n', iter, seq, read_ssize(it + IT_INDEX)) : Py_BuildValue('N(())', iter);
}

function seqiter_setstate(it: number, state: number): number {
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  if (HEAP32[(it + IT_SEQ) >> 2] !== 0) write_ssize(it + IT_INDEX, Math.max(0, index));
  return Py_None;
}

static_type(PySeqIter_Type, {
  tp_name: 'iterator',
  tp_basicsize: seqiterobject.SIZEOF,
  tp_dealloc: seqiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: seqiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: seqiter_next,
  tp_methods: [
    ['__length_hint__', seqiter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', seqiter_reduce, METH_NOARGS, 'State for pickling.'],
    ['__setstate__', seqiter_setstate, METH_O, 'Restores state from pickling.'],
  ],
});

// ---- iter(callable, sentinel) ----

const IT_CALLABLE = calliterobject.it_callable;
const IT_SENTINEL = calliterobject.it_sentinel;

/** Returns new. May fail. */
export function PyCallIter_New(callable: number, sentinel: number): number {
  const it = _PyObject_GC_New(PyCallIter_Type);
  if (it === 0) return 0;
  write_ptr(it + IT_CALLABLE, Py_NewRef(callable));
  write_ptr(it + IT_SENTINEL, Py_NewRef(sentinel));
  _PyObject_GC_TRACK(it);
  return it;
}

export function PyCallIter_Check(op: number): boolean {
  return Py_IS_TYPE(op, PyCallIter_Type);
}

function calliter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(HEAP32[(it + IT_CALLABLE) >> 2]);
  Py_XDECREF(HEAP32[(it + IT_SENTINEL) >> 2]);
  PyObject_GC_Del(it);
}

function calliter_traverse(it: number, visit: visitproc, arg: number): number {
  const callable = HEAP32[(it + IT_CALLABLE) >> 2];
  const e = callable !== 0 ? visit(callable, arg) : 0;
  if (e) return e;
  const sentinel = HEAP32[(it + IT_SENTINEL) >> 2];
  return sentinel !== 0 ? visit(sentinel, arg) : 0;
}

function calliter_finish(it: number): void {
  for (const field of [IT_CALLABLE, IT_SENTINEL]) {
    const old = HEAP32[(it + field) >> 2];
    write_ptr(it + field, 0);
    Py_XDECREF(old);
  }
}

function calliter_iternext(it: number): number {
  const callable = HEAP32[(it + IT_CALLABLE) >> 2];
  if (callable === 0) return 0;
  const result = _PyObject_CallNoArgs(callable);
  const sentinel = HEAP32[(it + IT_SENTINEL) >> 2];
  if (result !== 0 && sentinel !== 0) {
    const ok = PyObject_RichCompareBool(sentinel, result, Py_EQ);
    if (ok === 0) return result;
    if (ok > 0) calliter_finish(it);
  } else if (result === 0 && PyErr_ExceptionMatches(PyExc_StopIteration)) {
    PyErr_Clear();
    calliter_finish(it);
  }
  Py_XDECREF(result);
  return 0;
}

function calliter_reduce(it: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const callable = HEAP32[(it + IT_CALLABLE) >> 2];
  const sentinel = HEAP32[(it + IT_SENTINEL) >> 2];
  return callable !== 0 && sentinel !== 0 ? Py_BuildValue('N(OO)', iter, callable, sentinel) : Py_BuildValue('N(())', iter);
}

static_type(PyCallIter_Type, {
  tp_name: 'callable_iterator',
  tp_basicsize: calliterobject.SIZEOF,
  tp_dealloc: calliter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: calliter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: calliter_iternext,
  tp_methods: [['__reduce__', calliter_reduce, METH_NOARGS, 'State for pickling.']],
});

// ---- anext(it, default): struct anextawaitableobject { PyObject_HEAD; PyObject *wrapped; PyObject *default_value; } ----

const WRAPPED = 16;
const DEFAULT_VALUE = 24;

/** Returns new. May fail. */
export function PyAnextAwaitable_New(awaitable: number, default_value: number): number {
  const obj = _PyObject_GC_New(_PyAnextAwaitable_Type);
  if (obj === 0) return 0;
  write_ptr(obj + WRAPPED, Py_NewRef(awaitable));
  write_ptr(obj + DEFAULT_VALUE, Py_NewRef(default_value));
  _PyObject_GC_TRACK(obj);
  return obj;
}

function anextawaitable_dealloc(obj: number): void {
  _PyObject_GC_UNTRACK(obj);
  Py_XDECREF(HEAP32[(obj + WRAPPED) >> 2]);
  Py_XDECREF(HEAP32[(obj + DEFAULT_VALUE) >> 2]);
  PyObject_GC_Del(obj);
}

function anextawaitable_traverse(obj: number, visit: visitproc, arg: number): number {
  return visit(HEAP32[(obj + WRAPPED) >> 2], arg) || visit(HEAP32[(obj + DEFAULT_VALUE) >> 2], arg);
}

/** Returns new: the iterator behind the awaitable. */
function anextawaitable_getiter(obj: number): number {
  const awaitable = _PyCoro_GetAwaitableIter(HEAP32[(obj + WRAPPED) >> 2]);
  if (awaitable === 0 || HEAP32[(Py_TYPE(awaitable) + PyTypeObject.tp_iternext) >> 2] !== 0) return awaitable;
  // Only a coroutine has no tp_iternext: ask it for its iterator.
  const as_async = HEAP32[(Py_TYPE(awaitable) + PyTypeObject.tp_as_async) >> 2];
  const iter = FUNCS[HEAP32[(as_async + PyAsyncMethods.am_await) >> 2]](awaitable) as number;
  Py_DECREF(awaitable);
  if (iter !== 0 && !PyIter_Check(iter)) {
    PyErr_SetString(PyExc_TypeError, '__await__ must return an iterable');
    Py_DECREF(iter);
    return 0;
  }
  return iter;
}

/** A failed step: the end of the asynchronous iterator becomes the default value. */
function or_default(obj: number, result: number): number {
  if (result === 0 && PyErr_ExceptionMatches(PyExc_StopAsyncIteration)) {
    PyErr_Clear();
    _PyGen_SetStopIterationValue(HEAP32[(obj + DEFAULT_VALUE) >> 2]);
  }
  return result;
}

function with_iter(obj: number, f: (iter: number) => number): number {
  const iter = anextawaitable_getiter(obj);
  if (iter === 0) return 0;
  const result = f(iter);
  Py_DECREF(iter);
  return or_default(obj, result);
}

function anextawaitable_iternext(obj: number): number {
  return with_iter(obj, (iter) => FUNCS[HEAP32[(Py_TYPE(iter) + PyTypeObject.tp_iternext) >> 2]](iter));
}

function anextawaitable_send(obj: number, arg: number): number {
  return with_iter(obj, (iter) => PyObject_CallMethodOneArg(iter, _Py_ID('send'), arg));
}

function anextawaitable_throw(obj: number, args: number): number {
  return with_iter(obj, (iter) => {
    const method = PyObject_GetAttr(iter, _Py_ID('throw'));
    if (method === 0) return 0;
    const result = PyObject_Call(method, args, 0);
    Py_DECREF(method);
    return result;
  });
}

function anextawaitable_close(obj: number): number {
  return with_iter(obj, (iter) => PyObject_CallMethodNoArgs(iter, _Py_ID('close')));
}

static_type(_PyAnextAwaitable_Type, {
  tp_name: 'anext_awaitable',
  tp_basicsize: 32,
  tp_dealloc: anextawaitable_dealloc,
  tp_as_async: { am_await: PyObject_SelfIter },
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: anextawaitable_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: anextawaitable_iternext,
  tp_methods: [
    ['send', anextawaitable_send, METH_O, 'Sends a value into the awaitable.'],
    ['throw', anextawaitable_throw, METH_VARARGS, 'Raises an exception in the awaitable.'],
    ['close', anextawaitable_close, METH_NOARGS, 'Ends the awaitable.'],
  ],
});
