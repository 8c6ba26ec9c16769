// Answers to the iterator of Objects/bytesobject.c of CPython 3.13. Its struct is that of seqiterobject: an index and a bytes.

import { seqiterobject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, write_ptr, write_ssize } from '../include/heap';
import { METH_NOARGS, METH_O, Py_DECREF, Py_NewRef, Py_SIZE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC } from '../include/object';
import { Py_None, PyBytesIter_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Occurred } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { PyBytes_AS_STRING, PyBytes_Check } from './bytesobject';
import { PyLong_AsSsize_t, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { PyObject_GenericGetAttr, PyObject_SelfIter } from './object';
import { _Py_ID } from './unicodeobject';

/** Returns new: iter(seq). */
export function bytes_iter(seq: number): number {
  if (!PyBytes_Check(seq)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const it = _PyObject_GC_New(PyBytesIter_Type);
  if (it === 0) return 0;
  write_ssize(it + seqiterobject.it_index, 0);
  write_ptr(it + seqiterobject.it_seq, Py_NewRef(seq));
  _PyObject_GC_TRACK(it);
  return it;
}

function striter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (seq !== 0) Py_DECREF(seq);
  PyObject_GC_Del(it);
}

function striter_traverse(it: number, visit: (op: number, arg: number) => number, arg: number): number {
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function striter_next(it: number): number {
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (seq === 0) return 0;
  const i = HEAP32[(it + seqiterobject.it_index) >> 2];
  if (i < Py_SIZE(seq)) {
    HEAP32[(it + seqiterobject.it_index) >> 2] = i + 1;
    return PyLong_FromLong(HEAPU8[PyBytes_AS_STRING(seq) + i]);
  }
  HEAP32[(it + seqiterobject.it_seq) >> 2] = 0;
  Py_DECREF(seq);
  return 0;
}

function striter_len(it: number): number {
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  return PyLong_FromSsize_t(seq === 0 ? 0 : Py_SIZE(seq) - HEAP32[(it + seqiterobject.it_index) >> 2]);
}

function striter_reduce(it: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (seq !== 0) return Py_BuildValue('N(O)n', iter, seq, HEAP32[(it + seqiterobject.it_index) >> 2]);
  return Py_BuildValue('N(())', iter);
}

function striter_setstate(it: number, state: number): number {
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (seq !== 0) HEAP32[(it + seqiterobject.it_index) >> 2] = Math.min(Math.max(index, 0), Py_SIZE(seq));
  return Py_None;
}

static_type(PyBytesIter_Type, {
  tp_name: 'bytes_iterator',
  tp_basicsize: seqiterobject.SIZEOF,
  tp_dealloc: striter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: striter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: striter_next,
  tp_methods: [
    ['__length_hint__', striter_len, METH_NOARGS, 'Private method returning an estimate of len(list(it)).'],
    ['__reduce__', striter_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', striter_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});
