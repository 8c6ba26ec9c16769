// Answers to the iterators of Objects/unicodeobject.c of CPython 3.13: str_iterator and str_ascii_iterator.

import { unicodeiterobject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, write_ptr, write_ssize } from '../include/heap';
import { METH_NOARGS, METH_O, Py_DECREF, Py_INCREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC } from '../include/object';
import { _Py_SINGLETON_str_empty, _PyUnicodeASCIIIter_Type, Py_None, PyUnicodeIter_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Occurred } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import { PyObject_GenericGetAttr, PyObject_SelfIter } from './object';
import { _Py_ID, get_latin1_char, PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_IS_COMPACT_ASCII, PyUnicode_READ_CHAR, unicode_char } from './unicodeobject';

/** Returns new: iter(seq). */
export function unicode_iter(seq: number): number {
  if (!PyUnicode_Check(seq)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const it = _PyObject_GC_New(PyUnicode_IS_COMPACT_ASCII(seq) ? _PyUnicodeASCIIIter_Type : PyUnicodeIter_Type);
  if (it === 0) return 0;
  write_ssize(it + unicodeiterobject.it_index, 0);
  write_ptr(it + unicodeiterobject.it_seq, Py_NewRef(seq));
  _PyObject_GC_TRACK(it);
  return it;
}

function unicodeiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  if (seq !== 0) Py_DECREF(seq);
  PyObject_GC_Del(it);
}

function unicodeiter_traverse(it: number, visit: (op: number, arg: number) => number, arg: number): number {
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function exhausted(it: number, seq: number): number {
  HEAP32[(it + unicodeiterobject.it_seq) >> 2] = 0;
  Py_DECREF(seq);
  return 0;
}

function unicodeiter_next(it: number): number {
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  if (seq === 0) return 0;
  const i = HEAP32[(it + unicodeiterobject.it_index) >> 2];
  if (i >= PyUnicode_GET_LENGTH(seq)) return exhausted(it, seq);
  const item = unicode_char(PyUnicode_READ_CHAR(seq, i));
  if (item !== 0) HEAP32[(it + unicodeiterobject.it_index) >> 2] = i + 1;
  return item;
}

function unicode_ascii_iter_next(it: number): number {
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  if (seq === 0) return 0;
  const i = HEAP32[(it + unicodeiterobject.it_index) >> 2];
  if (i >= PyUnicode_GET_LENGTH(seq)) return exhausted(it, seq);
  HEAP32[(it + unicodeiterobject.it_index) >> 2] = i + 1;
  return get_latin1_char(HEAPU8[PyUnicode_DATA(seq) + i]);
}

function unicodeiter_len(it: number): number {
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  return PyLong_FromSsize_t(seq === 0 ? 0 : PyUnicode_GET_LENGTH(seq) - HEAP32[(it + unicodeiterobject.it_index) >> 2]);
}

function unicodeiter_reduce(it: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  if (seq !== 0) return Py_BuildValue('N(O)n', iter, seq, HEAP32[(it + unicodeiterobject.it_index) >> 2]);
  Py_INCREF(_Py_SINGLETON_str_empty);
  return Py_BuildValue('N(N)', iter, _Py_SINGLETON_str_empty);
}

function unicodeiter_setstate(it: number, state: number): number {
  let index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(it + unicodeiterobject.it_seq) >> 2];
  if (seq !== 0) {
    index = Math.min(Math.max(index, 0), PyUnicode_GET_LENGTH(seq));
    HEAP32[(it + unicodeiterobject.it_index) >> 2] = index;
  }
  return Py_None;
}


const ITER = {
  tp_basicsize: unicodeiterobject.SIZEOF,
  tp_dealloc: unicodeiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: unicodeiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_methods: [
    ['__length_hint__', unicodeiter_len, METH_NOARGS, 'Private method returning an estimate of len(list(it)).'],
    ['__reduce__', unicodeiter_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', unicodeiter_setstate, METH_O, 'Set state information for unpickling.'],
  ] as [string, (...a: number[]) => number, number, string][],
};

static_type(PyUnicodeIter_Type, { tp_name: 'str_iterator', tp_iternext: unicodeiter_next, ...ITER });
static_type(_PyUnicodeASCIIIter_Type, { tp_name: 'str_ascii_iterator', tp_iternext: unicode_ascii_iter_next, ...ITER });
