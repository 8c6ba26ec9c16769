// Answers to Objects/sliceobject.c of CPython 3.13: slice, and the type of Ellipsis. One dead slice is kept for reuse.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { PySliceObject } from '../include/generated/offsets';
import { FREELIST_slices, freelist_pop, freelist_push } from '../include/freelists';
import { hash_hi, hash_result } from '../include/hash';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_SetImmortal, _Py_T_OBJECT, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_GE, Py_INCREF, Py_LE, Py_NewRef, Py_READONLY, Py_SET_REFCNT, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC, Py_TYPE,
} from '../include/object';
import {
  Py_Ellipsis, Py_False, Py_None, Py_NotImplemented, Py_True, PyEllipsis_Type, PyExc_TypeError, PyExc_ValueError, PySlice_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del, type visitproc } from '../python/gc';
import { _PyArg_NoKeywords, PyArg_UnpackTuple } from '../python/getargs';
import { _PyIndex_Check, PyNumber_AsSsize_t, PyNumber_Index } from './abstract';
import { PyDict_GET_SIZE } from './dictobject';
import { _PyLong_Add, _PyLong_GetOne, _PyLong_GetZero, _PyLong_IsNegative, _PyLong_IsZero, _PyLong_Subtract, long_compare, long_neg, PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from './longobject';
import { PyObject_Hash, PyObject_RichCompare } from './object';
import { PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { PyUnicode_FromString } from './unicodeobject';

const START = PySliceObject.start;
const STOP = PySliceObject.stop;
const STEP = PySliceObject.step;

/** The largest double below 2^63: where CPython says PY_SSIZE_T_MAX, a length that nothing reaches. */
const SSIZE_MAX = 9223372036854774784;

// ------------------------------------------------------------------------------------------------------------- Ellipsis

function ellipsis_new(_type: number, args: number, kwargs: number): number {
  if (PyTuple_GET_SIZE(args) !== 0 || (kwargs !== 0 && PyDict_GET_SIZE(kwargs) !== 0)) {
    PyErr_SetString(PyExc_TypeError, 'EllipsisType takes no arguments');
    return 0;
  }
  return Py_Ellipsis;
}

function ellipsis_repr(_op: number): number {
  return PyUnicode_FromString('Ellipsis');
}

static_type(PyEllipsis_Type, {
  tp_name: 'ellipsis',
  tp_doc: 'ellipsis()\n--\n\nThe type of the Ellipsis singleton.',
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_dealloc: _Py_SetImmortal,
  tp_repr: ellipsis_repr,
  tp_new: ellipsis_new,
  tp_methods: [['__reduce__', ellipsis_repr, METH_NOARGS, null]],
});

// ------------------------------------------------------------------------------------------------------------ new, dealloc

export function PySlice_Check(op: number): boolean {
  return HEAP32[(op + 8) >> 2] === PySlice_Type;
}

export function _PySlice_ClearFreeList(is_finalization: number | boolean): void {
  if (!is_finalization) return;
  const op = freelist_pop(FREELIST_slices, START);
  if (op !== 0) PyObject_GC_Del(op);
}

/** Steals start and stop, not step. */
function build_consume2(start: number, stop: number, step: number): number {
  let o = freelist_pop(FREELIST_slices, START);
  if (o !== 0) Py_SET_REFCNT(o, 1);
  else {
    o = _PyObject_GC_New(PySlice_Type);
    if (o === 0) {
      Py_DECREF(start);
      Py_DECREF(stop);
      return 0;
    }
  }
  write_ptr(o + START, start);
  write_ptr(o + STOP, stop);
  Py_INCREF(step);
  write_ptr(o + STEP, step);
  _PyObject_GC_TRACK(o);
  return o;
}

/** Returns new. NULL arguments are None. */
export function PySlice_New(start: number, stop: number, step: number): number {
  return build_consume2(Py_NewRef(start === 0 ? Py_None : start), Py_NewRef(stop === 0 ? Py_None : stop), step === 0 ? Py_None : step);
}

/** Returns new. Steals both. */
export function _PyBuildSlice_ConsumeRefs(start: number, stop: number): number {
  return build_consume2(start, stop, Py_None);
}

/** Returns new. */
export function _PySlice_FromIndices(istart: number, istop: number): number {
  const start = PyLong_FromSsize_t(istart);
  if (start === 0) return 0;
  const stop = PyLong_FromSsize_t(istop);
  if (stop === 0) {
    Py_DECREF(start);
    return 0;
  }
  return build_consume2(start, stop, Py_None);
}

function slice_dealloc(r: number): void {
  _PyObject_GC_UNTRACK(r);
  Py_DECREF(HEAP32[(r + STEP) >> 2]);
  Py_DECREF(HEAP32[(r + START) >> 2]);
  Py_DECREF(HEAP32[(r + STOP) >> 2]);
  if (!freelist_push(FREELIST_slices, START, 1, r)) PyObject_GC_Del(r);
}

function slice_traverse(v: number, visit: visitproc, arg: number): number {
  return visit(HEAP32[(v + START) >> 2], arg) || visit(HEAP32[(v + STOP) >> 2], arg) || visit(HEAP32[(v + STEP) >> 2], arg);
}

function slice_new(_type: number, args: number, kw: number): number {
  if (kw !== 0 && !_PyArg_NoKeywords('slice', kw)) return 0;
  const mark = stackSave();
  const a = stackAlloc(24);
  for (let i = 0; i < 3; i++) write_ptr(a + 8 * i, 0);
  const ok = PyArg_UnpackTuple(args, 'slice', 1, 3, a, a + 8, a + 16);
  let start = HEAP32[a >> 2];
  let stop = HEAP32[(a + 8) >> 2];
  const step = HEAP32[(a + 16) >> 2];
  stackRestore(mark);
  if (!ok) return 0;
  if (stop === 0) {
    stop = start;
    start = 0;
  }
  return PySlice_New(start, stop, step);
}

// --------------------------------------------------------------------------------------------------------------- indices

let failed = false;

/** An index clipped to a Py_ssize_t; `failed` says whether there is an exception. */
function slice_index(v: number): number {
  failed = false;
  if (!_PyIndex_Check(v)) {
    PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or None or have an __index__ method');
    failed = true;
    return 0;
  }
  const x = PyNumber_AsSsize_t(v, 0);
  if (x === -1 && PyErr_Occurred()) failed = true;
  return x > SSIZE_MAX ? SSIZE_MAX : x < -SSIZE_MAX ? -SSIZE_MAX : x;
}

/** Writes start, stop and step (Py_ssize_t at three addresses), clipped. 0, or -1 with an exception. May run Python code. */
export function PySlice_Unpack(r: number, p_start: number, p_stop: number, p_step: number): number {
  const o_start = HEAP32[(r + START) >> 2];
  const o_stop = HEAP32[(r + STOP) >> 2];
  const o_step = HEAP32[(r + STEP) >> 2];
  let step = 1;
  if (o_step !== Py_None) {
    step = slice_index(o_step);
    if (failed) return -1;
    if (step === 0) {
      PyErr_SetString(PyExc_ValueError, 'slice step cannot be zero');
      return -1;
    }
  }
  let start = step < 0 ? SSIZE_MAX : 0;
  if (o_start !== Py_None) {
    start = slice_index(o_start);
    if (failed) return -1;
  }
  let stop = step < 0 ? -SSIZE_MAX : SSIZE_MAX;
  if (o_stop !== Py_None) {
    stop = slice_index(o_stop);
    if (failed) return -1;
  }
  write_ssize(p_start, start);
  write_ssize(p_stop, stop);
  write_ssize(p_step, step);
  return 0;
}

function clip(i: number, length: number, step: number): number {
  if (i < 0) {
    i += length;
    return i < 0 ? (step < 0 ? -1 : 0) : i;
  }
  return i >= length ? (step < 0 ? length - 1 : length) : i;
}

/** Clips *start and *stop (addresses) to a sequence of `length` items; returns how many items the slice has. */
export function PySlice_AdjustIndices(length: number, p_start: number, p_stop: number, step: number): number {
  const start = clip(read_ssize(p_start), length, step);
  const stop = clip(read_ssize(p_stop), length, step);
  write_ssize(p_start, start);
  write_ssize(p_stop, stop);
  if (step < 0) return stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0;
  return start < stop ? Math.floor((stop - start - 1) / step) + 1 : 0;
}

export function PySlice_GetIndicesEx(r: number, length: number, p_start: number, p_stop: number, p_step: number, p_slicelength: number): number {
  if (PySlice_Unpack(r, p_start, p_stop, p_step) < 0) return -1;
  write_ssize(p_slicelength, PySlice_AdjustIndices(length, p_start, p_stop, read_ssize(p_step)));
  return 0;
}

export function PySlice_GetIndices(r: number, length: number, p_start: number, p_stop: number, p_step: number): number {
  const read = (o: number, none: number, base: number): number | null => {
    if (o === Py_None) return none;
    if (!PyLong_Check(o)) return null;
    const x = PyLong_AsSsize_t(o);
    return x < 0 ? x + base : x;
  };
  const step = read(HEAP32[(r + STEP) >> 2], 1, 0);
  if (step === null) return -1;
  const start = read(HEAP32[(r + START) >> 2], step < 0 ? length - 1 : 0, length);
  if (start === null) return -1;
  const stop = read(HEAP32[(r + STOP) >> 2], step < 0 ? -1 : length, length);
  if (stop === null) return -1;
  write_ssize(p_start, start);
  write_ssize(p_stop, stop);
  write_ssize(p_step, step);
  return stop > length || start >= length || step === 0 ? -1 : 0;
}

/** The int of a slice's part. Returns new. */
function evaluate_slice_index(v: number): number {
  if (_PyIndex_Check(v)) return PyNumber_Index(v);
  PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or None or have an __index__ method');
  return 0;
}

/** Part `v` of a slice over `length` items, between lower and upper. Returns new; none is new already (stolen). */
function long_bound(v: number, none: number, length: number, lower: number, upper: number): number {
  if (v === Py_None) return Py_NewRef(none);
  const i = evaluate_slice_index(v);
  if (i === 0) return 0;
  if (_PyLong_IsNegative(i)) {
    const sum = _PyLong_Add(i, length);
    Py_DECREF(i);
    if (sum === 0 || long_compare(sum, lower) >= 0) return sum;
    Py_DECREF(sum);
    return Py_NewRef(lower);
  }
  if (long_compare(i, upper) <= 0) return i;
  Py_DECREF(i);
  return Py_NewRef(upper);
}

/** Writes new references to start, stop and step at the three addresses, for a sequence of `length` (an int) items. 0 or -1. */
export function _PySlice_GetLongIndices(self: number, length: number, start_ptr: number, stop_ptr: number, step_ptr: number): number {
  write_ptr(start_ptr, 0);
  write_ptr(stop_ptr, 0);
  write_ptr(step_ptr, 0);
  const o_step = HEAP32[(self + STEP) >> 2];
  const step = o_step === Py_None ? Py_NewRef(_PyLong_GetOne()) : evaluate_slice_index(o_step);
  if (step === 0) return -1;
  if (_PyLong_IsZero(step)) {
    PyErr_SetString(PyExc_ValueError, 'slice step cannot be zero');
    Py_DECREF(step);
    return -1;
  }
  const backwards = _PyLong_IsNegative(step);
  const lower = backwards ? long_neg(_PyLong_GetOne()) : _PyLong_GetZero();
  const upper = backwards ? _PyLong_Subtract(length, _PyLong_GetOne()) : Py_NewRef(length);
  if (upper === 0) {
    Py_DECREF(step);
    return -1;
  }
  const start = long_bound(HEAP32[(self + START) >> 2], backwards ? upper : lower, length, lower, upper);
  const stop = start === 0 ? 0 : long_bound(HEAP32[(self + STOP) >> 2], backwards ? lower : upper, length, lower, upper);
  Py_DECREF(upper);
  if (stop === 0) {
    if (start !== 0) Py_DECREF(start);
    Py_DECREF(step);
    return -1;
  }
  write_ptr(start_ptr, start);
  write_ptr(stop_ptr, stop);
  write_ptr(step_ptr, step);
  return 0;
}

// --------------------------------------------------------------------------------------------------------------- methods

function tuple3(a: number, b: number, c: number): number {
  const t = PyTuple_New(3);
  if (t === 0) {
    Py_DECREF(a);
    Py_DECREF(b);
    Py_DECREF(c);
    return 0;
  }
  PyTuple_SET_ITEM(t, 0, a);
  PyTuple_SET_ITEM(t, 1, b);
  PyTuple_SET_ITEM(t, 2, c);
  return t;
}

function slice_indices(self: number, len: number): number {
  const length = PyNumber_Index(len);
  if (length === 0) return 0;
  if (_PyLong_IsNegative(length)) {
    PyErr_SetString(PyExc_ValueError, 'length should not be negative');
    Py_DECREF(length);
    return 0;
  }
  const mark = stackSave();
  const out = stackAlloc(24);
  const error = _PySlice_GetLongIndices(self, length, out, out + 8, out + 16);
  const start = HEAP32[out >> 2];
  const stop = HEAP32[(out + 8) >> 2];
  const step = HEAP32[(out + 16) >> 2];
  stackRestore(mark);
  Py_DECREF(length);
  return error < 0 ? 0 : tuple3(start, stop, step);
}

function parts(v: number): number {
  return PyTuple_Pack(3, HEAP32[(v + START) >> 2], HEAP32[(v + STOP) >> 2], HEAP32[(v + STEP) >> 2]);
}

function slice_reduce(self: number): number {
  const args = parts(self);
  if (args === 0) return 0;
  const t = PyTuple_Pack(2, Py_TYPE(self), args);
  Py_DECREF(args);
  return t;
}

function slice_repr(r: number): number {
  return PyUnicode_FromFormat('slice(%R, %R, %R)', HEAP32[(r + START) >> 2], HEAP32[(r + STOP) >> 2], HEAP32[(r + STEP) >> 2]);
}

function slice_richcompare(v: number, w: number, op: number): number {
  if (!PySlice_Check(v) || !PySlice_Check(w)) return Py_NotImplemented;
  if (v === w) return op === Py_EQ || op === Py_LE || op === Py_GE ? Py_True : Py_False;
  const t1 = parts(v);
  if (t1 === 0) return 0;
  const t2 = parts(w);
  if (t2 === 0) {
    Py_DECREF(t1);
    return 0;
  }
  const res = PyObject_RichCompare(t1, t2, op);
  Py_DECREF(t1);
  Py_DECREF(t2);
  return res;
}

const PRIME_1 = 11400714785074694791n;
const PRIME_2 = 14029467366897019727n;
const PRIME_5 = 2870177450012600261n;

function slice_hash(v: number): number {
  let acc = PRIME_5;
  for (const part of [START, STOP, STEP]) {
    const lo = PyObject_Hash(HEAP32[(v + part) >> 2]);
    const hi = hash_hi();
    if (lo === -1 && hi === -1) return hash_result(-1, -1);
    const lane = (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
    acc = BigInt.asUintN(64, acc + lane * PRIME_2);
    acc = BigInt.asUintN(64, (acc << 31n) | (acc >> 33n));
    acc = BigInt.asUintN(64, acc * PRIME_1);
  }
  if (acc === 0xffffffffffffffffn) return hash_result(1546275796, 0);
  return hash_result(Number(acc & 0xffffffffn), Number(acc >> 32n));
}

static_type(PySlice_Type, {
  tp_name: 'slice',
  tp_doc: 'slice(stop)\nslice(start, stop[, step])\n\nWhat a subscription with colons makes: start, stop and step.',
  tp_basicsize: PySliceObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_dealloc: slice_dealloc,
  tp_traverse: slice_traverse,
  tp_repr: slice_repr,
  tp_hash: slice_hash,
  tp_richcompare: slice_richcompare,
  tp_new: slice_new,
  tp_methods: [
    ['indices', slice_indices, METH_O, 'S.indices(len) -> (start, stop, stride)\n\nThe parts as they apply to a sequence of len items.'],
    ['__reduce__', slice_reduce, METH_NOARGS, 'State information for pickling.'],
  ],
  tp_members: [
    ['start', _Py_T_OBJECT, START, Py_READONLY],
    ['stop', _Py_T_OBJECT, STOP, Py_READONLY],
    ['step', _Py_T_OBJECT, STEP, Py_READONLY],
  ],
});
