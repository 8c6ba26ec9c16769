// Answers to Objects/tupleobject.c of CPython 3.13. Deviation: the hash of a very deep tuple is a RecursionError.

import { FREELIST_tuples, freelist_clear, freelist_pop, freelist_push, PyTuple_MAXFREELIST, PyTuple_MAXSAVESIZE } from '../include/freelists';
import { func_index, FUNCS } from '../include/functable';
import { _PyTupleIterObject, PyTupleObject, PyTypeObject, PyVarObject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { cstring, HEAP32, memmove, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_TPFLAGS_MATCH_SELF, METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_IS_TYPE, Py_LE, Py_LT, Py_NE,
  Py_INCREF, Py_NewRef, Py_REFCNT, Py_SIZE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_SEQUENCE,
  Py_TPFLAGS_TUPLE_SUBCLASS, Py_TYPE, Py_XDECREF, PyType_FastSubclass,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  _Py_SINGLETON_tuple_empty, Py_False, Py_NotImplemented, Py_True, PyExc_IndexError, PyExc_TypeError, PyExc_ValueError, PyTuple_Type,
  PyTupleIter_Type,
} from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import {
  _PyObject_GC_IS_TRACKED, _PyObject_GC_MAY_BE_TRACKED, _PyObject_GC_New, _PyObject_GC_NewVar, _PyObject_GC_Resize, _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK, PyObject_GC_Del, PyObject_GC_UnTrack,
} from '../python/gc';
import { _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall, _PyEval_GetBuiltin, _PyEval_SliceIndexNotNone } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { _PyIndex_Check, PyNumber_AsSsize_t, PySequence_Tuple } from './abstract';
import { PyVectorcall_NARGS } from './call';
import { Py_GenericAlias } from './genericaliasobject';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import { _Py_NewReference, Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_Hash, PyObject_Repr, PyObject_RichCompare, PyObject_RichCompareBool, PyObject_SelfIter } from './object';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from './sliceobject';
import { _Py_ID, PyUnicode_FromString } from './unicodeobject';
import {
  _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteASCIIString, _PyUnicodeWriter_WriteStr,
} from './unicodeobject_writer';

const ITEMS = PyTupleObject.ob_item;

export function PyTuple_Check(op: number): boolean {
  return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS);
}

export function PyTuple_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyTuple_Type);
}

export function PyTuple_GET_SIZE(op: number): number {
  return HEAP32[(op + PyVarObject.ob_size) >> 2];
}

/** Borrowed. */
export function PyTuple_GET_ITEM(op: number, i: number): number {
  return HEAP32[(op + ITEMS + (i << 3)) >> 2];
}

/** Steals `v`. For a fresh tuple only. */
export function PyTuple_SET_ITEM(op: number, i: number, v: number): void {
  write_ptr(op + ITEMS + (i << 3), v);
}

/** The address of the first item. */
export function _PyTuple_ITEMS(op: number): number {
  return op + ITEMS;
}

/** A tuple of `size` > 0 items, untracked, with its items not initialised. 0 when out of memory. */
function tuple_alloc(size: number): number {
  if (size <= PyTuple_MAXSAVESIZE) {
    const op = freelist_pop(FREELIST_tuples + size - 1, ITEMS);
    if (op !== 0) {
      _Py_NewReference(op);
      return op;
    }
  }
  if (size > 0x0fffffff) return PyErr_NoMemory();
  return _PyObject_GC_NewVar(PyTuple_Type, size);
}

/** Returns new (the shared empty tuple for 0). May fail. The items are NULL: fill them before Python can see the tuple. */
export function PyTuple_New(size: number): number {
  if (size === 0) return _Py_SINGLETON_tuple_empty;
  const op = tuple_alloc(size);
  if (op === 0) return 0;
  for (let p = op + ITEMS, end = p + (size << 3); p < end; p += 8) write_ptr(p, 0);
  _PyObject_GC_TRACK(op);
  return op;
}

export function PyTuple_Size(op: number): number {
  if (!PyTuple_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return Py_SIZE(op);
}

/** Returns borrowed. May fail. */
export function PyTuple_GetItem(op: number, i: number): number {
  if (!PyTuple_Check(op)) {
    PyErr_BadInternalCall();
    return 0;
  }
  if (i < 0 || i >= Py_SIZE(op)) {
    PyErr_SetString(PyExc_IndexError, 'tuple index out of range');
    return 0;
  }
  return PyTuple_GET_ITEM(op, i);
}

/** Steals `newitem`, also on failure. */
export function PyTuple_SetItem(op: number, i: number, newitem: number): number {
  if (!PyTuple_Check(op) || Py_REFCNT(op) !== 1) {
    Py_XDECREF(newitem);
    PyErr_BadInternalCall();
    return -1;
  }
  if (i < 0 || i >= Py_SIZE(op)) {
    Py_XDECREF(newitem);
    PyErr_SetString(PyExc_IndexError, 'tuple assignment index out of range');
    return -1;
  }
  const old = PyTuple_GET_ITEM(op, i);
  PyTuple_SET_ITEM(op, i, newitem);
  Py_XDECREF(old);
  return 0;
}

/** Called by the collector: a tuple of untracked things need not be tracked itself. */
export function _PyTuple_MaybeUntrack(op: number): void {
  if (!PyTuple_CheckExact(op) || !_PyObject_GC_IS_TRACKED(op)) return;
  const n = Py_SIZE(op);
  for (let i = 0; i < n; i++) {
    const elt = PyTuple_GET_ITEM(op, i);
    if (elt === 0 || _PyObject_GC_MAY_BE_TRACKED(elt)) return;
  }
  _PyObject_GC_UNTRACK(op);
}

/** Returns new; the items are borrowed. May fail. */
export function PyTuple_Pack(n: number, ...items: number[]): number {
  if (n === 0) return _Py_SINGLETON_tuple_empty;
  const op = tuple_alloc(n);
  if (op === 0) return 0;
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(op, i, Py_NewRef(items[i]));
  _PyObject_GC_TRACK(op);
  return op;
}

/** PyTuple_Pack(2, a, b) without a rest parameter. */
export function _PyTuple_FromPair(a: number, b: number): number {
  const op = tuple_alloc(2);
  if (op === 0) return 0;
  PyTuple_SET_ITEM(op, 0, Py_NewRef(a));
  PyTuple_SET_ITEM(op, 1, Py_NewRef(b));
  _PyObject_GC_TRACK(op);
  return op;
}

/** _PyTuple_FromPair that steals both, also on failure. */
export function _PyTuple_FromPairSteal(a: number, b: number): number {
  const op = tuple_alloc(2);
  if (op === 0) {
    Py_DECREF(a);
    Py_DECREF(b);
    return 0;
  }
  PyTuple_SET_ITEM(op, 0, a);
  PyTuple_SET_ITEM(op, 1, b);
  _PyObject_GC_TRACK(op);
  return op;
}

/** Returns new from `n` borrowed references at address `src`. May fail. */
export function _PyTuple_FromArray(src: number, n: number): number {
  if (n === 0) return _Py_SINGLETON_tuple_empty;
  const op = tuple_alloc(n);
  if (op === 0) return 0;
  for (let i = 0, d = op + ITEMS, s = src; i < n; i++, d += 8, s += 8) write_ptr(d, Py_NewRef(HEAP32[s >> 2]));
  _PyObject_GC_TRACK(op);
  return op;
}

/** Returns new; steals the `n` references at `src`, also on failure. */
export function _PyTuple_FromArraySteal(src: number, n: number): number {
  if (n === 0) return _Py_SINGLETON_tuple_empty;
  const op = tuple_alloc(n);
  if (op === 0) {
    for (let i = 0; i < n; i++) Py_DECREF(HEAP32[(src + (i << 3)) >> 2]);
    return 0;
  }
  for (let i = 0, d = op + ITEMS, s = src; i < n; i++, d += 8, s += 8) write_ptr(d, HEAP32[s >> 2]);
  _PyObject_GC_TRACK(op);
  return op;
}

// ---- life ----

function tuple_dealloc(op: number): void {
  if (op === _Py_SINGLETON_tuple_empty) return;
  PyObject_GC_UnTrack(op);
  if (Py_TRASHCAN_BEGIN(op, tuple_dealloc_index)) return;
  const size = Py_SIZE(op);
  for (let i = size - 1; i >= 0; i--) {
    const v = PyTuple_GET_ITEM(op, i);
    if (v !== 0) Py_DECREF(v);
  }
  if (
    size === 0 || size > PyTuple_MAXSAVESIZE || !PyTuple_CheckExact(op) ||
    !freelist_push(FREELIST_tuples + size - 1, ITEMS, PyTuple_MAXFREELIST, op)
  ) {
    FUNCS[HEAP32[(Py_TYPE(op) + PyTypeObject.tp_free) >> 2]](op);
  }
  Py_TRASHCAN_END();
}
const tuple_dealloc_index = func_index(tuple_dealloc);

function tuple_traverse(op: number, visit: (op: number, arg: number) => number, arg: number): number {
  for (let i = Py_SIZE(op) - 1; i >= 0; i--) {
    const v = PyTuple_GET_ITEM(op, i);
    if (v !== 0) {
      const e = visit(v, arg);
      if (e) return e;
    }
  }
  return 0;
}

/** Steals `*pv` when the tuple must move, and stores the new address there. 0, or -1 with `*pv` NULL. */
export function _PyTuple_Resize(pv: number, newsize: number): number {
  const v = HEAP32[pv >> 2];
  if (v === 0 || !Py_IS_TYPE(v, PyTuple_Type) || (Py_SIZE(v) !== 0 && Py_REFCNT(v) !== 1)) {
    write_ptr(pv, 0);
    Py_XDECREF(v);
    PyErr_BadInternalCall();
    return -1;
  }
  const oldsize = Py_SIZE(v);
  if (oldsize === newsize) return 0;
  if (newsize === 0 || oldsize === 0) {
    Py_DECREF(v);
    const fresh = PyTuple_New(newsize);
    write_ptr(pv, fresh);
    return fresh === 0 ? -1 : 0;
  }
  if (_PyObject_GC_IS_TRACKED(v)) _PyObject_GC_UNTRACK(v);
  for (let i = newsize; i < oldsize; i++) Py_CLEAR(v + ITEMS + (i << 3));
  const sv = _PyObject_GC_Resize(v, newsize);
  if (sv === 0) {
    write_ptr(pv, 0);
    PyObject_GC_Del(v);
    return -1;
  }
  for (let i = oldsize; i < newsize; i++) PyTuple_SET_ITEM(sv, i, 0);
  write_ptr(pv, sv);
  _PyObject_GC_TRACK(sv);
  return 0;
}

/** Gives the free tuples back to the allocator. */
export function _PyTuple_ClearFreeList(): void {
  for (let i = 0; i < PyTuple_MAXSAVESIZE; i++) freelist_clear(FREELIST_tuples + i, ITEMS, PyObject_GC_Del);
}

// ---- repr, hash, compare ----

function tuple_repr(v: number): number {
  const n = Py_SIZE(v);
  if (n === 0) return PyUnicode_FromString('()');
  const res = Py_ReprEnter(v);
  if (res !== 0) return res > 0 ? PyUnicode_FromString('(...)') : 0;
  const result = _Py_ReprItems(v, PyTuple_GET_SIZE, PyTuple_GET_ITEM, '(', n === 1 ? ',)' : ')');
  Py_ReprLeave(v);
  return result;
}

/** repr of a sequence's items, joined. The size is asked anew each time: a repr may change the sequence. Returns new. */
export function _Py_ReprItems(v: number, size: (v: number) => number, get: (v: number, i: number) => number, open: string, close: string): number {
  const writer = new _PyUnicodeWriter();
  writer.overallocate = true;
  writer.min_length = 2 + 3 * size(v);
  let ok = _PyUnicodeWriter_WriteASCIIString(writer, open) === 0;
  for (let i = 0; ok && i < size(v); i++) {
    ok = (i === 0 || _PyUnicodeWriter_WriteASCIIString(writer, ', ') === 0) && _Py_WriteRepr(writer, get(v, i));
  }
  writer.overallocate = false;
  return _Py_FinishRepr(writer, ok && _PyUnicodeWriter_WriteASCIIString(writer, close) === 0);
}

/** Writes repr(item); the item is not held meanwhile, as in 3.13. False with an exception. Runs Python code. */
export function _Py_WriteRepr(writer: _PyUnicodeWriter, item: number): boolean {
  const s = PyObject_Repr(item);
  if (s === 0) return false;
  const ok = _PyUnicodeWriter_WriteStr(writer, s) === 0;
  Py_DECREF(s);
  return ok;
}

/** Returns new: what was written, or NULL when not `ok`. */
export function _Py_FinishRepr(writer: _PyUnicodeWriter, ok: boolean): number {
  if (ok) return _PyUnicodeWriter_Finish(writer);
  _PyUnicodeWriter_Dealloc(writer);
  return 0;
}

/** The high word of the 64-bit product of two unsigned 32-bit numbers. */
export function umul32_hi(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const p = a1 * b0 + ((a0 * b0) >>> 16);
  const q = a0 * b1 + (p & 0xffff);
  return (a1 * b1 + (p >>> 16) + (q >>> 16)) | 0;
}

// xxHash's primes, in halves.
const P1_LO = 0x85ebca87;
const P1_HI = 0x9e3779b1;
const P2_LO = 0x27d4eb4f;
const P2_HI = 0xc2b2ae3d;
const P5_LO = 0x165667c5;
const P5_HI = 0x27d4eb2f;

/** CPython's own stack is deep enough for any tuple that people make; this one ends in a RecursionError. */
function nested_hash(v: number): number {
  if (_Py_EnterRecursiveCall(' while hashing a tuple')) return hash_result(-1, -1);
  const lo = tuple_hash(v);
  _Py_LeaveRecursiveCall();
  return lo;
}

function tuple_hash(v: number): number {
  const len = Py_SIZE(v);
  let lo = P5_LO | 0;
  let hi = P5_HI | 0;
  for (let i = 0; i < len; i++) {
    const item = PyTuple_GET_ITEM(v, i);
    const lane = PyTuple_CheckExact(item) ? nested_hash(item) : PyObject_Hash(item);
    const lane_hi = hash_hi();
    if (lane === -1 && lane_hi === -1) return hash_result(-1, -1);
    const add_lo = Math.imul(lane, P2_LO);
    const add_hi = umul32_hi(lane, P2_LO) + Math.imul(lane, P2_HI) + Math.imul(lane_hi, P2_LO);
    const sum = (lo + add_lo) | 0;
    const carry = sum >>> 0 < add_lo >>> 0 ? 1 : 0;
    const sum_hi = (hi + add_hi + carry) | 0;
    const rot_lo = (sum << 31) | (sum_hi >>> 1);
    const rot_hi = (sum_hi << 31) | (sum >>> 1);
    lo = Math.imul(rot_lo, P1_LO);
    hi = (umul32_hi(rot_lo, P1_LO) + Math.imul(rot_lo, P1_HI) + Math.imul(rot_hi, P1_LO)) | 0;
  }
  const end = len ^ (P5_LO ^ 3527539);
  const last = (lo + end) | 0;
  hi = (hi + P5_HI + (last >>> 0 < end >>> 0 ? 1 : 0)) | 0;
  if (last === -1 && hi === -1) return hash_result(1546275796, 0);
  return hash_result(last, hi);
}

function tuple_richcompare(v: number, w: number, op: number): number {
  if (!PyTuple_Check(v) || !PyTuple_Check(w)) return Py_NotImplemented;
  const vlen = Py_SIZE(v);
  const wlen = Py_SIZE(w);
  let i = 0;
  for (; i < vlen && i < wlen; i++) {
    const k = PyObject_RichCompareBool(PyTuple_GET_ITEM(v, i), PyTuple_GET_ITEM(w, i), Py_EQ);
    if (k < 0) return 0;
    if (k === 0) break;
  }
  if (i >= vlen || i >= wlen) return _Py_RichCompareSizes(vlen, wlen, op);
  if (op === Py_EQ) return Py_False;
  if (op === Py_NE) return Py_True;
  return PyObject_RichCompare(PyTuple_GET_ITEM(v, i), PyTuple_GET_ITEM(w, i), op);
}

/** Py_RETURN_RICHCOMPARE for two numbers (True and False are immortal). */
export function _Py_RichCompareSizes(a: number, b: number, op: number): number {
  let r: boolean;
  switch (op) {
    case Py_LT: r = a < b; break;
    case Py_LE: r = a <= b; break;
    case Py_EQ: r = a === b; break;
    case Py_NE: r = a !== b; break;
    case Py_GT: r = a > b; break;
    case Py_GE: r = a >= b; break;
    default: throw new Error('bad comparison operator');
  }
  return r ? Py_True : Py_False;
}

// ---- sequence ----

function tuple_contains(a: number, el: number): number {
  let cmp = 0;
  for (let i = 0; cmp === 0 && i < Py_SIZE(a); i++) cmp = PyObject_RichCompareBool(PyTuple_GET_ITEM(a, i), el, Py_EQ);
  return cmp;
}

function tuple_item(a: number, i: number): number {
  if (i < 0 || i >= Py_SIZE(a)) {
    PyErr_SetString(PyExc_IndexError, 'tuple index out of range');
    return 0;
  }
  return Py_NewRef(PyTuple_GET_ITEM(a, i));
}

/** Returns new. May fail. */
export function PyTuple_GetSlice(op: number, low: number, high: number): number {
  if (op === 0 || !PyTuple_Check(op)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const lo = low < 0 ? 0 : low;
  let hi = high > Py_SIZE(op) ? Py_SIZE(op) : high;
  if (hi < lo) hi = lo;
  if (lo === 0 && hi === Py_SIZE(op) && PyTuple_CheckExact(op)) return Py_NewRef(op);
  return _PyTuple_FromArray(op + ITEMS + (lo << 3), hi - lo);
}

function tuple_concat(a: number, b: number): number {
  if (Py_SIZE(a) === 0 && PyTuple_CheckExact(b)) return Py_NewRef(b);
  if (!PyTuple_Check(b)) {
    PyErr_Format(PyExc_TypeError, 'can only concatenate tuple (not "%.200s") to tuple', cstring(HEAP32[(Py_TYPE(b) + PyTypeObject.tp_name) >> 2]));
    return 0;
  }
  if (Py_SIZE(b) === 0 && PyTuple_CheckExact(a)) return Py_NewRef(a);
  const na = Py_SIZE(a);
  const size = na + Py_SIZE(b);
  if (size === 0) return _Py_SINGLETON_tuple_empty;
  const np = tuple_alloc(size);
  if (np === 0) return 0;
  for (let i = 0; i < na; i++) PyTuple_SET_ITEM(np, i, Py_NewRef(PyTuple_GET_ITEM(a, i)));
  for (let i = na; i < size; i++) PyTuple_SET_ITEM(np, i, Py_NewRef(PyTuple_GET_ITEM(b, i - na)));
  _PyObject_GC_TRACK(np);
  return np;
}

function tuple_repeat(a: number, n: number): number {
  const input = Py_SIZE(a);
  if ((input === 0 || n === 1) && PyTuple_CheckExact(a)) return Py_NewRef(a);
  if (input === 0 || n <= 0) return _Py_SINGLETON_tuple_empty;
  const size = input * n;
  if (size > 0x0fffffff) return PyErr_NoMemory();
  const np = tuple_alloc(size);
  if (np === 0) return 0;
  for (let i = 0; i < input; i++) {
    const v = PyTuple_GET_ITEM(a, i);
    _Py_RefcntAdd(v, n);
    PyTuple_SET_ITEM(np, i, v);
  }
  _Py_memory_repeat(np + ITEMS, size << 3, input << 3);
  _PyObject_GC_TRACK(np);
  return np;
}

/** `n` more references to `op`. */
export function _Py_RefcntAdd(op: number, n: number): void {
  const r = HEAP32[op >> 2];
  if (r >= 0) HEAP32[op >> 2] = r + n;
  else for (let i = 0; r !== -1 && i < n; i++) Py_INCREF(op);
}

/** Fills [dest, dest + len_dest) with copies of its first `len_src` bytes. */
export function _Py_memory_repeat(dest: number, len_dest: number, len_src: number): void {
  let copied = len_src;
  while (copied < len_dest) {
    const n = Math.min(copied, len_dest - copied);
    memmove(dest + copied, dest, n);
    copied += n;
  }
}

function tuple_subscript(self: number, item: number): number {
  if (_PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return 0;
    if (i < 0) i += Py_SIZE(self);
    return tuple_item(self, i);
  }
  if (!PySlice_Check(item)) {
    PyErr_Format(PyExc_TypeError, 'tuple indices must be integers or slices, not %.200s', cstring(HEAP32[(Py_TYPE(item) + PyTypeObject.tp_name) >> 2]));
    return 0;
  }
  const mark = stackSave();
  const at = stackAlloc(24);
  const result = PySlice_Unpack(item, at, at + 8, at + 16) < 0 ? 0 : tuple_slice(self, at);
  stackRestore(mark);
  return result;
}

/** `at`: start, stop, step as PySlice_Unpack wrote them. */
function tuple_slice(self: number, at: number): number {
  const step = read_ssize(at + 16);
  const n = PySlice_AdjustIndices(Py_SIZE(self), at, at + 8, step);
  const start = read_ssize(at);
  if (n <= 0) return _Py_SINGLETON_tuple_empty;
  if (start === 0 && step === 1 && n === Py_SIZE(self) && PyTuple_CheckExact(self)) return Py_NewRef(self);
  const np = tuple_alloc(n);
  if (np === 0) return 0;
  for (let cur = start, i = 0; i < n; cur += step, i++) PyTuple_SET_ITEM(np, i, Py_NewRef(PyTuple_GET_ITEM(self, cur)));
  _PyObject_GC_TRACK(np);
  return np;
}

// ---- methods ----

function tuple_index(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('index', nargs, 1, 3)) return 0;
  const mark = stackSave();
  const at = stackAlloc(16);
  write_ssize(at, 0);
  write_ssize(at + 8, Py_SIZE(self));
  const ok =
    (nargs < 2 || _PyEval_SliceIndexNotNone(HEAP32[(args + 8) >> 2], at)) && (nargs < 3 || _PyEval_SliceIndexNotNone(HEAP32[(args + 16) >> 2], at + 8));
  let start = read_ssize(at);
  let stop = read_ssize(at + 8);
  stackRestore(mark);
  if (!ok) return 0;
  if (start < 0) start = Math.max(0, start + Py_SIZE(self));
  if (stop < 0) stop += Py_SIZE(self);
  else if (stop > Py_SIZE(self)) stop = Py_SIZE(self);
  const value = HEAP32[args >> 2];
  for (let i = start; i < stop; i++) {
    const cmp = PyObject_RichCompareBool(PyTuple_GET_ITEM(self, i), value, Py_EQ);
    if (cmp > 0) return PyLong_FromSsize_t(i);
    if (cmp < 0) return 0;
  }
  PyErr_SetString(PyExc_ValueError, 'tuple.index(x): x not in tuple');
  return 0;
}

function tuple_count(self: number, value: number): number {
  let count = 0;
  for (let i = 0; i < Py_SIZE(self); i++) {
    const cmp = PyObject_RichCompareBool(PyTuple_GET_ITEM(self, i), value, Py_EQ);
    if (cmp < 0) return 0;
    count += cmp;
  }
  return PyLong_FromSsize_t(count);
}

function tuple___getnewargs__(v: number): number {
  const copy = PyTuple_GetSlice_copy(v);
  if (copy === 0) return 0;
  const result = PyTuple_Pack(1, copy);
  Py_DECREF(copy);
  return result;
}

/** An exact tuple of the items of `v`. Returns new. */
function PyTuple_GetSlice_copy(v: number): number {
  return PyTuple_CheckExact(v) ? Py_NewRef(v) : _PyTuple_FromArray(v + ITEMS, Py_SIZE(v));
}

function tuple_new(type: number, args: number, kwds: number): number {
  const n = PyTuple_GET_SIZE(args);
  const own_init = type !== PyTuple_Type && HEAP32[(type + PyTypeObject.tp_init) >> 2] !== HEAP32[(PyTuple_Type + PyTypeObject.tp_init) >> 2];
  if (!own_init && kwds !== 0 && !_PyArg_NoKeywords('tuple', kwds)) return 0;
  if (!_PyArg_CheckPositional('tuple', n, 0, 1)) return 0;
  const iterable = n > 0 ? PyTuple_GET_ITEM(args, 0) : 0;
  if (type !== PyTuple_Type) return tuple_subtype_new(type, iterable);
  return iterable === 0 ? _Py_SINGLETON_tuple_empty : PySequence_Tuple(iterable);
}

function tuple_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('tuple', kwnames)) return 0;
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('tuple', nargs, 0, 1)) return 0;
  const iterable = nargs > 0 ? HEAP32[args >> 2] : 0;
  if (type !== PyTuple_Type) return tuple_subtype_new(type, iterable);
  return iterable === 0 ? _Py_SINGLETON_tuple_empty : PySequence_Tuple(iterable);
}

function tuple_subtype_new(type: number, iterable: number): number {
  const tmp = iterable === 0 ? _Py_SINGLETON_tuple_empty : PySequence_Tuple(iterable);
  if (tmp === 0) return 0;
  const n = Py_SIZE(tmp);
  const fresh = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, n) as number;
  if (fresh !== 0) for (let i = 0; i < n; i++) PyTuple_SET_ITEM(fresh, i, Py_NewRef(PyTuple_GET_ITEM(tmp, i)));
  Py_DECREF(tmp);
  return fresh;
}

// ---- iterator ----

function tuple_iter(seq: number): number {
  const it = _PyObject_GC_New(PyTupleIter_Type);
  if (it === 0) return 0;
  write_ssize(it + _PyTupleIterObject.it_index, 0);
  write_ptr(it + _PyTupleIterObject.it_seq, Py_NewRef(seq));
  _PyObject_GC_TRACK(it);
  return it;
}

function tupleiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(HEAP32[(it + _PyTupleIterObject.it_seq) >> 2]);
  PyObject_GC_Del(it);
}

function tupleiter_traverse(it: number, visit: (op: number, arg: number) => number, arg: number): number {
  const seq = HEAP32[(it + _PyTupleIterObject.it_seq) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function tupleiter_next(it: number): number {
  const seq = HEAP32[(it + _PyTupleIterObject.it_seq) >> 2];
  if (seq === 0) return 0;
  const i = HEAP32[(it + _PyTupleIterObject.it_index) >> 2];
  if (i < HEAP32[(seq + PyVarObject.ob_size) >> 2]) {
    HEAP32[(it + _PyTupleIterObject.it_index) >> 2] = i + 1;
    return Py_NewRef(PyTuple_GET_ITEM(seq, i));
  }
  HEAP32[(it + _PyTupleIterObject.it_seq) >> 2] = 0;
  Py_DECREF(seq);
  return 0;
}

function tupleiter_len(it: number): number {
  const seq = HEAP32[(it + _PyTupleIterObject.it_seq) >> 2];
  return PyLong_FromSsize_t(seq === 0 ? 0 : Py_SIZE(seq) - HEAP32[(it + _PyTupleIterObject.it_index) >> 2]);
}

function tupleiter_reduce(it: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const seq = HEAP32[(it + _PyTupleIterObject.it_seq) >> 2];
  if (seq !== 0) return Py_BuildValue('N(O)n', iter, seq, HEAP32[(it + _PyTupleIterObject.it_index) >> 2]);
  return Py_BuildValue('N(())', iter);
}

function tupleiter_setstate(it: number, state: number): number {
  let index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(it + _PyTupleIterObject.it_seq) >> 2];
  if (seq !== 0) {
    if (index < 0) index = 0;
    else if (index > Py_SIZE(seq)) index = Py_SIZE(seq);
    HEAP32[(it + _PyTupleIterObject.it_index) >> 2] = index;
  }
  return Py_BuildValue('');
}

static_type(PyTuple_Type, {
  tp_name: 'tuple',
  tp_basicsize: PyTupleObject.SIZEOF,
  tp_itemsize: 8,
  tp_dealloc: tuple_dealloc,
  tp_repr: tuple_repr,
  tp_as_sequence: {
    sq_length: PyTuple_GET_SIZE, sq_concat: tuple_concat, sq_repeat: tuple_repeat, sq_item: tuple_item, sq_contains: tuple_contains,
  },
  tp_as_mapping: { mp_length: PyTuple_GET_SIZE, mp_subscript: tuple_subscript },
  tp_hash: tuple_hash,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TUPLE_SUBCLASS | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_SEQUENCE,
  tp_doc: 'tuple(iterable=(), /)\n--\n\nAn immutable sequence; without an argument the empty one.',
  tp_traverse: tuple_traverse,
  tp_richcompare: tuple_richcompare,
  tp_iter: tuple_iter,
  tp_new: tuple_new,
  tp_vectorcall: tuple_vectorcall,
  tp_methods: [
    ['__getnewargs__', tuple___getnewargs__, METH_NOARGS, '__getnewargs__($self, /)\n--\n\n'],
    ['index', tuple_index, METH_FASTCALL, 'index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first index of value; ValueError where there is none.'],
    ['count', tuple_count, METH_O, 'count($self, value, /)\n--\n\nHow often value occurs.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

static_type(PyTupleIter_Type, {
  tp_name: 'tuple_iterator',
  tp_basicsize: _PyTupleIterObject.SIZEOF,
  tp_dealloc: tupleiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: tupleiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: tupleiter_next,
  tp_methods: [
    ['__length_hint__', tupleiter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', tupleiter_reduce, METH_NOARGS, 'State for pickling.'],
    ['__setstate__', tupleiter_setstate, METH_O, 'Restores state from pickling.'],
  ],
});
