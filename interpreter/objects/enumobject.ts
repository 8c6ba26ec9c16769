// Answers to Objects/enumobject.c of CPython 3.13: enumerate and reversed.
// Deviation: enumerate counts in en_longindex from 2**53 on (CPython: from 2**63 - 1), which no program can see.

import { FUNCS } from '../include/functable';
import { enumobject, PyTupleObject, PyTypeObject, reversedobject } from '../include/generated/offsets';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_NOARGS, METH_O, Py_DECREF, Py_INCREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  Py_None, PyEnum_Type, PyExc_IndexError, PyExc_StopIteration, PyExc_TypeError, PyReversed_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames, _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { PyNumber_Add, PyNumber_Index, PyObject_GetIter, PySequence_Check, PySequence_GetItem, PySequence_Size } from './abstract';
import { _PyObject_CallNoArgs, PyVectorcall_NARGS } from './call';
import { Py_GenericAlias } from './genericaliasobject';
import { _PyLong_GetOne, PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import { PyObject_GenericGetAttr, PyObject_SelfIter } from './object';
import { _PyTuple_FromPairSteal, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from './tupleobject';
import { _PyObject_LookupSpecial, PyType_GenericAlloc } from './typeobject';
import { _Py_ID, _PyUnicode_EqualToASCIIString, PyUnicode_AsUTF8, type_name } from './unicodeobject';

type visitproc = (op: number, arg: number) => number;

const EN_INDEX = enumobject.en_index;
const EN_SIT = enumobject.en_sit;
const EN_RESULT = enumobject.en_result;
const EN_LONGINDEX = enumobject.en_longindex;
/** en_index when the count is in en_longindex. */
const BIG = Number.MAX_SAFE_INTEGER;

/** Sets where to count from. 0 or -1. */
function set_start(en: number, start: number): number {
  write_ptr(en + EN_LONGINDEX, 0);
  if (start === 0) {
    write_ptr(en + EN_INDEX, 0);
    return 0;
  }
  const index = PyNumber_Index(start);
  if (index === 0) return -1;
  const value = PyLong_AsSsize_t(index);
  const overflow = value === -1 && PyErr_Occurred() !== 0;
  if (overflow) PyErr_Clear();
  if (overflow || Math.abs(value) >= BIG) {
    write_ssize(en + EN_INDEX, BIG);
    write_ptr(en + EN_LONGINDEX, index);
  } else {
    write_ssize(en + EN_INDEX, value);
    Py_DECREF(index);
  }
  return 0;
}

function enum_new_impl(type: number, iterable: number, start: number): number {
  const en = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (en === 0) return 0;
  write_ptr(en + enumobject.one, _PyLong_GetOne());
  let ok = set_start(en, start) === 0;
  if (ok) write_ptr(en + EN_SIT, PyObject_GetIter(iterable));
  ok = ok && HEAP32[(en + EN_SIT) >> 2] !== 0;
  if (ok) write_ptr(en + EN_RESULT, PyTuple_Pack(2, Py_None, Py_None));
  if (ok && HEAP32[(en + EN_RESULT) >> 2] !== 0) return en;
  Py_DECREF(en);
  return 0;
}

const enum_parser = { fname: 'enumerate', keywords: ['iterable', 'start'] };

function enum_new(type: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const argv = _PyArg_UnpackKeywords(args + PyTupleObject.ob_item, PyTuple_GET_SIZE(args), kwargs, 0, enum_parser, 1, 2, 0, stackAlloc(16));
  const iterable = argv === 0 ? 0 : HEAP32[argv >> 2];
  const start = argv === 0 ? 0 : HEAP32[(argv + 8) >> 2];
  stackRestore(mark);
  return argv === 0 ? 0 : enum_new_impl(type, iterable, start);
}

/** The keyword at `index` of kwnames must be `name`. */
function check_keyword(kwnames: number, index: number, name: string): boolean {
  const kw = PyTuple_GET_ITEM(kwnames, index);
  if (_PyUnicode_EqualToASCIIString(kw, name)) return true;
  PyErr_Format(PyExc_TypeError, "'%.200s' is an invalid keyword argument for enumerate()", PyUnicode_AsUTF8(kw) ?? '?');
  return false;
}

function enumerate_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  const nargs = PyVectorcall_NARGS(nargsf);
  const nkwargs = kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames);
  const first = nargs + nkwargs > 0 ? HEAP32[args >> 2] : 0;
  const second = nargs + nkwargs > 1 ? HEAP32[(args + 8) >> 2] : 0;
  if (nargs + nkwargs === 2) {
    if (nkwargs === 1 && !check_keyword(kwnames, 0, 'start')) return 0;
    if (nkwargs === 2) {
      if (_PyUnicode_EqualToASCIIString(PyTuple_GET_ITEM(kwnames, 0), 'start')) {
        return check_keyword(kwnames, 1, 'iterable') ? enum_new_impl(type, second, first) : 0;
      }
      if (!check_keyword(kwnames, 0, 'iterable') || !check_keyword(kwnames, 1, 'start')) return 0;
    }
    return enum_new_impl(type, first, second);
  }
  if (nargs + nkwargs === 1) return nkwargs === 1 && !check_keyword(kwnames, 0, 'iterable') ? 0 : enum_new_impl(type, first, 0);
  if (nargs + nkwargs === 0) PyErr_SetString(PyExc_TypeError, "enumerate() missing required argument 'iterable'");
  else PyErr_Format(PyExc_TypeError, 'enumerate() takes at most %d arguments (%zd given)', 2, nargs + nkwargs);
  return 0;
}

function enum_dealloc(en: number): void {
  PyObject_GC_UnTrack(en);
  Py_XDECREF(HEAP32[(en + EN_SIT) >> 2]);
  Py_XDECREF(HEAP32[(en + EN_RESULT) >> 2]);
  Py_XDECREF(HEAP32[(en + EN_LONGINDEX) >> 2]);
  FUNCS[HEAP32[(Py_TYPE(en) + PyTypeObject.tp_free) >> 2]](en);
}

function enum_traverse(en: number, visit: visitproc, arg: number): number {
  for (const field of [EN_SIT, EN_RESULT, EN_LONGINDEX]) {
    const op = HEAP32[(en + field) >> 2];
    const e = op !== 0 ? visit(op, arg) : 0;
    if (e) return e;
  }
  return 0;
}

/** Returns new: the count, which moves on. */
function next_count(en: number): number {
  const index = read_ssize(en + EN_INDEX);
  if (index !== BIG) {
    write_ssize(en + EN_INDEX, index + 1);
    return PyLong_FromSsize_t(index);
  }
  let count = HEAP32[(en + EN_LONGINDEX) >> 2];
  if (count === 0) {
    count = PyLong_FromSsize_t(BIG);
    if (count === 0) return 0;
  }
  const stepped_up = PyNumber_Add(count, HEAP32[(en + enumobject.one) >> 2]);
  if (stepped_up === 0) return 0;
  write_ptr(en + EN_LONGINDEX, stepped_up);
  return count;
}

function enum_next(en: number): number {
  const it = HEAP32[(en + EN_SIT) >> 2];
  const next_item = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]](it) as number;
  if (next_item === 0) return 0;
  const next_index = next_count(en);
  if (next_index === 0) {
    Py_DECREF(next_item);
    return 0;
  }
  const result = HEAP32[(en + EN_RESULT) >> 2];
  if ((HEAP32[result >> 2] & 0x7fffffff) !== 1) return _PyTuple_FromPairSteal(next_index, next_item);
  Py_INCREF(result);
  const old_index = PyTuple_GET_ITEM(result, 0);
  const old_item = PyTuple_GET_ITEM(result, 1);
  HEAP32[(result + PyTupleObject.ob_item) >> 2] = next_index;
  HEAP32[(result + PyTupleObject.ob_item + 8) >> 2] = next_item;
  Py_DECREF(old_index);
  Py_DECREF(old_item);
  // bpo-42536: the collector may have untracked the tuple when it held only atoms.
  if (!_PyObject_GC_IS_TRACKED(result)) _PyObject_GC_TRACK(result);
  return result;
}

function enum_reduce(en: number): number {
  const longindex = HEAP32[(en + EN_LONGINDEX) >> 2];
  const sit = HEAP32[(en + EN_SIT) >> 2];
  if (longindex !== 0) return Py_BuildValue('O(OO)', Py_TYPE(en), sit, longindex);
  return Py_BuildValue('O(On)', Py_TYPE(en), sit, read_ssize(en + EN_INDEX));
}

static_type(PyEnum_Type, {
  tp_name: 'enumerate',
  tp_basicsize: enumobject.SIZEOF,
  tp_dealloc: enum_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'enumerate(iterable, start=0)\n--\n\nAn iterator over pairs of a count and an item.',
  tp_traverse: enum_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: enum_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: enum_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: enumerate_vectorcall,
  tp_methods: [
    ['__reduce__', enum_reduce, METH_NOARGS, 'State for pickling.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

// ---- reversed ----

const RO_INDEX = reversedobject.index;
const RO_SEQ = reversedobject.seq;

function reversed_new_impl(type: number, seq: number): number {
  const method = _PyObject_LookupSpecial(seq, _Py_ID('__reversed__'));
  if (method === 0 && PyErr_Occurred()) return 0;
  if (method !== 0 && method !== Py_None) {
    const res = _PyObject_CallNoArgs(method);
    Py_DECREF(method);
    return res;
  }
  if (method === Py_None || !PySequence_Check(seq)) {
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not reversible", type_name(seq));
    return 0;
  }
  const n = PySequence_Size(seq);
  if (n === -1) return 0;
  const ro = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (ro === 0) return 0;
  write_ssize(ro + RO_INDEX, n - 1);
  write_ptr(ro + RO_SEQ, Py_NewRef(seq));
  return ro;
}

function reversed_new(type: number, args: number, kwargs: number): number {
  if (type === PyReversed_Type && !_PyArg_NoKeywords('reversed', kwargs)) return 0;
  if (!_PyArg_CheckPositional('reversed', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  return reversed_new_impl(type, PyTuple_GET_ITEM(args, 0));
}

function reversed_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('reversed', kwnames)) return 0;
  if (!_PyArg_CheckPositional('reversed', PyVectorcall_NARGS(nargsf), 1, 1)) return 0;
  return reversed_new_impl(type, HEAP32[args >> 2]);
}

function reversed_dealloc(ro: number): void {
  PyObject_GC_UnTrack(ro);
  Py_XDECREF(HEAP32[(ro + RO_SEQ) >> 2]);
  FUNCS[HEAP32[(Py_TYPE(ro) + PyTypeObject.tp_free) >> 2]](ro);
}

function reversed_traverse(ro: number, visit: visitproc, arg: number): number {
  const seq = HEAP32[(ro + RO_SEQ) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function reversed_next(ro: number): number {
  const index = read_ssize(ro + RO_INDEX);
  const seq = HEAP32[(ro + RO_SEQ) >> 2];
  if (index >= 0) {
    const item = PySequence_GetItem(seq, index);
    if (item !== 0) {
      write_ssize(ro + RO_INDEX, index - 1);
      return item;
    }
    if (PyErr_ExceptionMatches(PyExc_IndexError) || PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
  }
  write_ssize(ro + RO_INDEX, -1);
  write_ptr(ro + RO_SEQ, 0);
  Py_XDECREF(seq);
  return 0;
}

function reversed_len(ro: number): number {
  const seq = HEAP32[(ro + RO_SEQ) >> 2];
  if (seq === 0) return PyLong_FromSsize_t(0);
  const seqsize = PySequence_Size(seq);
  if (seqsize === -1) return 0;
  const position = read_ssize(ro + RO_INDEX) + 1;
  return PyLong_FromSsize_t(seqsize < position ? 0 : position);
}

function reversed_reduce(ro: number): number {
  const seq = HEAP32[(ro + RO_SEQ) >> 2];
  if (seq !== 0) return Py_BuildValue('O(O)n', Py_TYPE(ro), seq, read_ssize(ro + RO_INDEX));
  return Py_BuildValue('O(())', Py_TYPE(ro));
}

function reversed_setstate(ro: number, state: number): number {
  let index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(ro + RO_SEQ) >> 2];
  if (seq !== 0) {
    const n = PySequence_Size(seq);
    if (n < 0) return 0;
    if (index < -1) index = -1;
    else if (index > n - 1) index = n - 1;
    write_ssize(ro + RO_INDEX, index);
  }
  return Py_None;
}

static_type(PyReversed_Type, {
  tp_name: 'reversed',
  tp_basicsize: reversedobject.SIZEOF,
  tp_dealloc: reversed_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'reversed(sequence, /)\n--\n\nAn iterator over a sequence from the last item to the first.',
  tp_traverse: reversed_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: reversed_next,
  tp_alloc: PyType_GenericAlloc,
  tp_new: reversed_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: reversed_vectorcall,
  tp_methods: [
    ['__length_hint__', reversed_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', reversed_reduce, METH_NOARGS, 'State for pickling.'],
    ['__setstate__', reversed_setstate, METH_O, 'Restores state from pickling.'],
  ],
});
