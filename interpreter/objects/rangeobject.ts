// Answers to Objects/rangeobject.c of CPython 3.13: range and its two iterators. start, stop, step and length are exact ints.
// Deviation: arithmetic is in doubles where all parts are below 2^53, in BigInt elsewhere.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { _PyRangeIterObject, longrangeiterobject, PyTypeObject, rangeobject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { cstring, HEAP32, HEAP64, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  _Py_T_OBJECT, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_READONLY, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_SEQUENCE, Py_TYPE,
} from '../include/object';
import {
  Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_IndexError, PyExc_TypeError, PyExc_ValueError, PyLong_Type, PyLongRangeIter_Type, PyRange_Type, PyRangeIter_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_NoKeywords, _PyArg_NoKwnames } from '../python/getargs';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { _PyIndex_Check, _PySequence_IterSearch, PY_ITERSEARCH_CONTAINS, PY_ITERSEARCH_COUNT, PY_ITERSEARCH_INDEX, PyNumber_Index } from './abstract';
import { PyVectorcall_NARGS } from './call';
import { _PyLong_GetOne, _PyLong_GetZero, _PyLong_IsNegative, _PyLong_IsZero, _PyLong_Subtract, PyLong_AsLong, PyLong_AsSsize_t, PyLong_Check, PyLong_FromBigInt, PyLong_FromLong } from './longobject';
import { long_small, long_to_bigint } from './longobject_arith';
import { PyBool_Check } from './boolobject';
import { PyObject_Hash } from './object';
import { PyObject_Free, PyObject_Malloc } from './obmalloc';
import { _PySlice_GetLongIndices, PySlice_Check } from './sliceobject';
import { _PyTuple_ITEMS, PyTuple_GET_SIZE, PyTuple_Pack } from './tupleobject';
import { _Py_ID } from './unicodeobject';

const START = rangeobject.start;
const STOP = rangeobject.stop;
const STEP = rangeobject.step;
const LENGTH = rangeobject.length;

function part(r: number, offset: number): number {
  return HEAP32[(r + offset) >> 2];
}

function alloc(type: number, size: number): number {
  const o = PyObject_Malloc(size);
  if (o === 0) {
    PyErr_NoMemory();
    return 0;
  }
  HEAP32[o >> 2] = 1;
  HEAP32[(o + 4) >> 2] = 0;
  write_ptr(o + 8, type);
  return o;
}

/** a + b * c as an int. Returns new. */
function muladd(a: number, b: number, c: number): number {
  const x = long_small(a);
  const r = x + long_small(b) * long_small(c);
  if (r >= -9007199254740991 && r <= 9007199254740991) return PyLong_FromLong(r);
  return PyLong_FromBigInt(long_to_bigint(a) + long_to_bigint(b) * long_to_bigint(c));
}

/** Number of items of a range. Returns new. */
function compute_range_length(start: number, stop: number, step: number): number {
  const a = long_small(start);
  const b = long_small(stop);
  const s = long_small(step);
  if (a === a && b === b && s === s) {
    const span = s > 0 ? b - a : a - b;
    if (span <= 0) return _PyLong_GetZero();
    const abs = Math.abs(s);
    if (span <= 9007199254740991) {
      const rest = (span - 1) % abs;
      return PyLong_FromLong((span - 1 - rest) / abs + 1);
    }
  }
  const x = long_to_bigint(start);
  const y = long_to_bigint(stop);
  const z = long_to_bigint(step);
  const span = z > 0n ? y - x : x - y;
  if (span <= 0n) return _PyLong_GetZero();
  return PyLong_FromBigInt((span - 1n) / (z > 0n ? z : -z) + 1n);
}

/** Returns new; steals the three ints, also when it fails. */
function make_range_object(type: number, start: number, stop: number, step: number): number {
  const length = compute_range_length(start, stop, step);
  const r = length === 0 ? 0 : alloc(type, rangeobject.SIZEOF);
  if (r === 0) {
    Py_DECREF(start);
    Py_DECREF(stop);
    Py_DECREF(step);
    if (length !== 0) Py_DECREF(length);
    return 0;
  }
  write_ptr(r + START, start);
  write_ptr(r + STOP, stop);
  write_ptr(r + STEP, step);
  write_ptr(r + LENGTH, length);
  return r;
}

function validate_step(o: number): number {
  if (o === 0) return _PyLong_GetOne();
  const step = PyNumber_Index(o);
  if (step !== 0 && _PyLong_IsZero(step)) {
    PyErr_SetString(PyExc_ValueError, 'range() arg 3 must not be zero');
    return 0;
  }
  return step;
}

function range_from_array(type: number, args: number, num_args: number): number {
  if (num_args === 0) {
    PyErr_SetString(PyExc_TypeError, 'range expected at least 1 argument, got 0');
    return 0;
  }
  if (num_args > 3) {
    PyErr_Format(PyExc_TypeError, 'range expected at most 3 arguments, got %zd', num_args);
    return 0;
  }
  const first = PyNumber_Index(HEAP32[args >> 2]);
  if (first === 0) return 0;
  if (num_args === 1) return make_range_object(type, _PyLong_GetZero(), first, _PyLong_GetOne());
  const stop = PyNumber_Index(HEAP32[(args + 8) >> 2]);
  if (stop === 0) {
    Py_DECREF(first);
    return 0;
  }
  const step = validate_step(num_args === 3 ? HEAP32[(args + 16) >> 2] : 0);
  if (step === 0) {
    Py_DECREF(first);
    Py_DECREF(stop);
    return 0;
  }
  return make_range_object(type, first, stop, step);
}

function range_new(type: number, args: number, kw: number): number {
  if (kw !== 0 && !_PyArg_NoKeywords('range', kw)) return 0;
  return range_from_array(type, _PyTuple_ITEMS(args), PyTuple_GET_SIZE(args));
}

function range_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (kwnames !== 0 && !_PyArg_NoKwnames('range', kwnames)) return 0;
  return range_from_array(type, args, PyVectorcall_NARGS(nargsf));
}

function range_dealloc(r: number): void {
  Py_DECREF(part(r, START));
  Py_DECREF(part(r, STOP));
  Py_DECREF(part(r, STEP));
  Py_DECREF(part(r, LENGTH));
  PyObject_Free(r);
}

// --------------------------------------------------------------------------------------------------------------- sequence

function range_length(r: number): number {
  return PyLong_AsSsize_t(part(r, LENGTH));
}

function index_error(): number {
  PyErr_SetString(PyExc_IndexError, 'range object index out of range');
  return 0;
}

/** The item at the int `arg`, from the end when negative. Returns new. */
function compute_range_item(r: number, arg: number): number {
  const i = long_small(arg);
  const n = long_small(part(r, LENGTH));
  if (i === i && n === n) {
    const k = i < 0 ? i + n : i;
    if (k < 0 || k >= n) return index_error();
    const v = long_small(part(r, START)) + k * long_small(part(r, STEP));
    if (v >= -9007199254740991 && v <= 9007199254740991) return PyLong_FromLong(v);
  }
  const length = long_to_bigint(part(r, LENGTH));
  let k = long_to_bigint(arg);
  if (k < 0n) k += length;
  if (k < 0n || k >= length) return index_error();
  return PyLong_FromBigInt(long_to_bigint(part(r, START)) + k * long_to_bigint(part(r, STEP)));
}

function range_item(r: number, i: number): number {
  const arg = PyLong_FromLong(i);
  if (arg === 0) return 0;
  const res = compute_range_item(r, arg);
  Py_DECREF(arg);
  return res;
}

function compute_slice(r: number, slice: number): number {
  const mark = stackSave();
  const out = stackAlloc(24);
  const error = _PySlice_GetLongIndices(slice, part(r, LENGTH), out, out + 8, out + 16);
  const start = HEAP32[out >> 2];
  const stop = HEAP32[(out + 8) >> 2];
  const step = HEAP32[(out + 16) >> 2];
  stackRestore(mark);
  if (error < 0) return 0;
  const substep = muladd(_PyLong_GetZero(), part(r, STEP), step);
  const substart = substep === 0 ? 0 : muladd(part(r, START), start, part(r, STEP));
  const substop = substart === 0 ? 0 : muladd(part(r, START), stop, part(r, STEP));
  Py_DECREF(start);
  Py_DECREF(stop);
  Py_DECREF(step);
  if (substop === 0) {
    if (substart !== 0) Py_DECREF(substart);
    if (substep !== 0) Py_DECREF(substep);
    return 0;
  }
  return make_range_object(Py_TYPE(r), substart, substop, substep);
}

function range_subscript(self: number, item: number): number {
  if (_PyIndex_Check(item)) {
    const i = PyNumber_Index(item);
    if (i === 0) return 0;
    const result = compute_range_item(self, i);
    Py_DECREF(i);
    return result;
  }
  if (PySlice_Check(item)) return compute_slice(self, item);
  PyErr_Format(PyExc_TypeError, 'range indices must be integers or slices, not %.200s', cstring(HEAP32[(Py_TYPE(item) + PyTypeObject.tp_name) >> 2]));
  return 0;
}

function is_exact_int(ob: number): boolean {
  return HEAP32[(ob + 8) >> 2] === PyLong_Type || PyBool_Check(ob);
}

/** Is the int `ob` in the range? */
function range_contains_long(r: number, ob: number): boolean {
  const x = long_small(ob);
  const a = long_small(part(r, START));
  const b = long_small(part(r, STOP));
  const s = long_small(part(r, STEP));
  if (x === x && a === a && b === b && s === s) {
    if (s > 0 ? x < a || x >= b : x > a || x <= b) return false;
    if (Number.isSafeInteger(x - a)) return (x - a) % s === 0;
  }
  const X = long_to_bigint(ob);
  const A = long_to_bigint(part(r, START));
  const B = long_to_bigint(part(r, STOP));
  const S = long_to_bigint(part(r, STEP));
  if (S > 0n ? X < A || X >= B : X > A || X <= B) return false;
  return (X - A) % S === 0n;
}

function range_contains(r: number, ob: number): number {
  if (is_exact_int(ob)) return range_contains_long(r, ob) ? 1 : 0;
  return _PySequence_IterSearch(r, ob, PY_ITERSEARCH_CONTAINS);
}

function range_bool(self: number): number {
  return _PyLong_IsZero(part(self, LENGTH)) ? 0 : 1;
}

// --------------------------------------------------------------------------------------------------------- compare, repr

/** The three that two ranges are equal in: length, and start and step where they matter. */
function range_equals(r0: number, r1: number): boolean {
  if (r0 === r1) return true;
  const n = long_to_bigint(part(r0, LENGTH));
  if (n !== long_to_bigint(part(r1, LENGTH))) return false;
  if (n === 0n) return true;
  if (long_to_bigint(part(r0, START)) !== long_to_bigint(part(r1, START))) return false;
  return n === 1n || long_to_bigint(part(r0, STEP)) === long_to_bigint(part(r1, STEP));
}

function range_richcompare(self: number, other: number, op: number): number {
  if (Py_TYPE(other) !== PyRange_Type || (op !== Py_EQ && op !== Py_NE)) return Py_NotImplemented;
  return range_equals(self, other) === (op === Py_EQ) ? Py_True : Py_False;
}

function range_hash(r: number): number {
  const length = part(r, LENGTH);
  const n = long_small(length);
  const t = PyTuple_Pack(3, length, n === 0 ? Py_None : part(r, START), n === 0 || n === 1 ? Py_None : part(r, STEP));
  if (t === 0) return hash_result(-1, -1);
  const lo = PyObject_Hash(t);
  const hi = hash_hi();
  Py_DECREF(t);
  return hash_result(lo, hi);
}

function range_repr(r: number): number {
  if (long_small(part(r, STEP)) === 1) return PyUnicode_FromFormat('range(%R, %R)', part(r, START), part(r, STOP));
  return PyUnicode_FromFormat('range(%R, %R, %R)', part(r, START), part(r, STOP), part(r, STEP));
}

// --------------------------------------------------------------------------------------------------------------- methods

function range_reduce(r: number): number {
  const args = PyTuple_Pack(3, part(r, START), part(r, STOP), part(r, STEP));
  if (args === 0) return 0;
  const t = PyTuple_Pack(2, Py_TYPE(r), args);
  Py_DECREF(args);
  return t;
}

function range_count(r: number, ob: number): number {
  if (is_exact_int(ob)) return PyLong_FromLong(range_contains_long(r, ob) ? 1 : 0);
  const count = _PySequence_IterSearch(r, ob, PY_ITERSEARCH_COUNT);
  return count === -1 ? 0 : PyLong_FromLong(count);
}

function range_index(r: number, ob: number): number {
  if (!is_exact_int(ob)) {
    const index = _PySequence_IterSearch(r, ob, PY_ITERSEARCH_INDEX);
    return index === -1 ? 0 : PyLong_FromLong(index);
  }
  if (range_contains_long(r, ob)) return PyLong_FromBigInt((long_to_bigint(ob) - long_to_bigint(part(r, START))) / long_to_bigint(part(r, STEP)));
  PyErr_Format(PyExc_ValueError, '%R is not in range', ob);
  return 0;
}

// --------------------------------------------------------------------------------------------------------- the iterators

const IT_START = _PyRangeIterObject.start;
const IT_STEP = _PyRangeIterObject.step;
const IT_LEN = _PyRangeIterObject.len;

function fits_long(v: bigint): boolean {
  return v >= -0x8000000000000000n && v <= 0x7fffffffffffffffn;
}

function fast_range_iter(start: bigint, step: bigint, len: bigint): number {
  const it = alloc(PyRangeIter_Type, _PyRangeIterObject.SIZEOF);
  if (it === 0) return 0;
  HEAP64[(it + IT_START) >> 3] = start;
  HEAP64[(it + IT_STEP) >> 3] = step;
  HEAP64[(it + IT_LEN) >> 3] = len;
  return it;
}

function small_range_iter(start: number, step: number, len: number): number {
  const it = alloc(PyRangeIter_Type, _PyRangeIterObject.SIZEOF);
  if (it === 0) return 0;
  write_ssize(it + IT_START, start);
  write_ssize(it + IT_STEP, step);
  write_ssize(it + IT_LEN, len);
  return it;
}

/** The next int, or NULL without an exception at the end. Returns new. */
export function rangeiter_next(r: number): number {
  const len_lo = HEAP32[(r + IT_LEN) >> 2];
  const len_hi = HEAP32[(r + IT_LEN + 4) >> 2];
  if (len_hi < 0 || (len_hi === 0 && len_lo === 0)) return 0;
  const start = read_ssize(r + IT_START);
  const step = read_ssize(r + IT_STEP);
  const next = start + step;
  if (next >= -9007199254740991 && next <= 9007199254740991 && start >= -9007199254740991 && start <= 9007199254740991) {
    write_ssize(r + IT_START, next);
    HEAP32[(r + IT_LEN) >> 2] = len_lo - 1;
    if (len_lo === 0) HEAP32[(r + IT_LEN + 4) >> 2] = len_hi - 1;
    return PyLong_FromLong(start);
  }
  const value = HEAP64[(r + IT_START) >> 3];
  HEAP64[(r + IT_START) >> 3] = BigInt.asIntN(64, value + HEAP64[(r + IT_STEP) >> 3]);
  HEAP64[(r + IT_LEN) >> 3]--;
  return PyLong_FromBigInt(value);
}

function rangeiter_len(r: number): number {
  return PyLong_FromBigInt(HEAP64[(r + IT_LEN) >> 3]);
}

/** (iter builtin, (range(start, stop, step),), None). */
function reduce_iter(start: bigint, step: bigint, len: bigint): number {
  const range = make_range_object(PyRange_Type, PyLong_FromBigInt(start), PyLong_FromBigInt(start + len * step), PyLong_FromBigInt(step));
  if (range === 0) return 0;
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const args = iter === 0 ? 0 : PyTuple_Pack(1, range);
  Py_DECREF(range);
  const t = args === 0 ? 0 : PyTuple_Pack(3, iter, args, Py_None);
  if (args !== 0) Py_DECREF(args);
  if (iter !== 0) Py_DECREF(iter);
  return t;
}

function rangeiter_reduce(r: number): number {
  return reduce_iter(HEAP64[(r + IT_START) >> 3], HEAP64[(r + IT_STEP) >> 3], HEAP64[(r + IT_LEN) >> 3]);
}

function rangeiter_setstate(r: number, state: number): number {
  let index = PyLong_AsLong(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const len = read_ssize(r + IT_LEN);
  index = index < 0 ? 0 : index > len ? len : index;
  HEAP64[(r + IT_START) >> 3] += BigInt(index) * HEAP64[(r + IT_STEP) >> 3];
  write_ssize(r + IT_LEN, len - index);
  return Py_None;
}

function longrangeiter_dealloc(r: number): void {
  for (const f of [longrangeiterobject.start, longrangeiterobject.step, longrangeiterobject.len]) if (HEAP32[(r + f) >> 2] !== 0) Py_DECREF(HEAP32[(r + f) >> 2]);
  PyObject_Free(r);
}

function longrangeiter_next(r: number): number {
  const len = HEAP32[(r + longrangeiterobject.len) >> 2];
  if (_PyLong_IsZero(len) || _PyLong_IsNegative(len)) return 0;
  const new_len = _PyLong_Subtract(len, _PyLong_GetOne());
  if (new_len === 0) return 0;
  const result = HEAP32[(r + longrangeiterobject.start) >> 2];
  const new_start = muladd(result, HEAP32[(r + longrangeiterobject.step) >> 2], _PyLong_GetOne());
  if (new_start === 0) {
    Py_DECREF(new_len);
    return 0;
  }
  write_ptr(r + longrangeiterobject.start, new_start);
  write_ptr(r + longrangeiterobject.len, new_len);
  Py_DECREF(len);
  return result;
}

function longrangeiter_len(r: number): number {
  return Py_NewRef(HEAP32[(r + longrangeiterobject.len) >> 2]);
}

function long_value(r: number, field: number): bigint {
  return long_to_bigint(HEAP32[(r + field) >> 2]);
}

function longrangeiter_reduce(r: number): number {
  return reduce_iter(long_value(r, longrangeiterobject.start), long_value(r, longrangeiterobject.step), long_value(r, longrangeiterobject.len));
}

function longrangeiter_setstate(r: number, state: number): number {
  if (!PyLong_Check(state)) {
    PyErr_Format(PyExc_TypeError, 'state must be an int, not %T', state);
    return 0;
  }
  let index = long_to_bigint(state);
  const len = long_value(r, longrangeiterobject.len);
  index = index < 0n ? 0n : index > len ? len : index;
  replace(r + longrangeiterobject.start, PyLong_FromBigInt(long_value(r, longrangeiterobject.start) + index * long_value(r, longrangeiterobject.step)));
  replace(r + longrangeiterobject.len, PyLong_FromBigInt(len - index));
  return Py_None;
}

/** Stores a new int in a slot and releases the old one. */
function replace(slot: number, value: number): void {
  const old = HEAP32[slot >> 2];
  write_ptr(slot, value);
  Py_DECREF(old);
}

function make_iter(start: bigint, step: bigint, len: bigint): number {
  if (fits_long(start) && fits_long(step) && fits_long(len) && fits_long(start + len * step)) return fast_range_iter(start, step, len);
  const it = alloc(PyLongRangeIter_Type, longrangeiterobject.SIZEOF);
  if (it === 0) return 0;
  write_ptr(it + longrangeiterobject.start, PyLong_FromBigInt(start));
  write_ptr(it + longrangeiterobject.step, PyLong_FromBigInt(step));
  write_ptr(it + longrangeiterobject.len, PyLong_FromBigInt(len));
  return it;
}

function range_iter(r: number): number {
  const start = long_small(part(r, START));
  const step = long_small(part(r, STEP));
  const len = long_small(part(r, LENGTH));
  if (start === start && step === step && len === len && Math.abs(start + len * step) <= 9007199254740991) return small_range_iter(start, step, len);
  return make_iter(long_to_bigint(part(r, START)), long_to_bigint(part(r, STEP)), long_to_bigint(part(r, LENGTH)));
}

function range_reverse(r: number): number {
  const start = long_to_bigint(part(r, START));
  const step = long_to_bigint(part(r, STEP));
  const len = long_to_bigint(part(r, LENGTH));
  if (len === 0n) return make_iter(start, step, 0n);
  return make_iter(start + (len - 1n) * step, -step, len);
}

static_type(PyRange_Type, {
  tp_name: 'range',
  tp_doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe integers from start (included) to stop (excluded) by step, as a sequence that computes its items.',
  tp_basicsize: rangeobject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_SEQUENCE,
  tp_dealloc: range_dealloc,
  tp_repr: range_repr,
  tp_hash: range_hash,
  tp_richcompare: range_richcompare,
  tp_iter: range_iter,
  tp_new: range_new,
  tp_vectorcall: range_vectorcall,
  tp_as_number: { nb_bool: range_bool },
  tp_as_sequence: { sq_length: range_length, sq_item: range_item, sq_contains: range_contains },
  tp_as_mapping: { mp_length: range_length, mp_subscript: range_subscript },
  tp_methods: [
    ['__reversed__', range_reverse, METH_NOARGS, 'A reverse iterator.'],
    ['__reduce__', range_reduce, METH_NOARGS, null],
    ['count', range_count, METH_O, 'rangeobject.count(value) -> integer -- how often value occurs'],
    ['index', range_index, METH_O, 'rangeobject.index(value) -> integer -- where value is.\nRaises ValueError where it is not present.'],
  ],
  tp_members: [
    ['start', _Py_T_OBJECT, START, Py_READONLY],
    ['stop', _Py_T_OBJECT, STOP, Py_READONLY],
    ['step', _Py_T_OBJECT, STEP, Py_READONLY],
  ],
});

static_type(PyRangeIter_Type, {
  tp_name: 'range_iterator',
  tp_basicsize: _PyRangeIterObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_dealloc: PyObject_Free,
  tp_iter: Py_NewRef,
  tp_iternext: rangeiter_next,
  tp_methods: [
    ['__length_hint__', rangeiter_len, METH_NOARGS, 'Private method returning an estimate of len(list(it)).'],
    ['__reduce__', rangeiter_reduce, METH_NOARGS, 'State information for pickling.'],
    ['__setstate__', rangeiter_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

static_type(PyLongRangeIter_Type, {
  tp_name: 'longrange_iterator',
  tp_basicsize: longrangeiterobject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_dealloc: longrangeiter_dealloc,
  tp_iter: Py_NewRef,
  tp_iternext: longrangeiter_next,
  tp_methods: [
    ['__length_hint__', longrangeiter_len, METH_NOARGS, 'Private method returning an estimate of len(list(it)).'],
    ['__reduce__', longrangeiter_reduce, METH_NOARGS, 'State information for pickling.'],
    ['__setstate__', longrangeiter_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});
