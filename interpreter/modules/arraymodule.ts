// Answers to Modules/arraymodule.c of CPython 3.13: arrays of machine values.

import { Py_buffer, PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { cstring, HEAP32, HEAP64, HEAPDV, HEAPU8, memmove, memset0, read_ptr, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_SET_SIZE, Py_SIZE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_SEQUENCE, Py_TYPE, Py_XDECREF, Py_LT,
} from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc, static_type } from '../include/typespec';
import { PyBUF_SIMPLE, PyIndex_Check, PyIter_Next, PyNumber_AsSsize_t, PyNumber_Index, PyObject_GetIter } from '../objects/abstract';
import { PyByteArray_Check } from '../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { _PyObject_CallMethod, PyObject_CallMethodOneArg } from '../objects/call';
import { PyDict_GET_SIZE } from '../objects/dictobject';
import { type_name_of } from '../objects/fileobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_AsBigInt, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { _PyObject_SIZE, PyObject_GetAttr, PyObject_HashNotImplemented, PyObject_RichCompare, PyObject_RichCompareBool, PyObject_SelfIter } from '../objects/object';
import { PyMem_Free, PyMem_Realloc } from '../objects/obmalloc';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from '../objects/sliceobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { PyObject_TypeCheck, PyType_Check, PyType_GenericAlloc, PyType_IsSubtype } from '../objects/typeobject';
import { _Py_ID, PyUnicode_AsJS, PyUnicode_Check, PyUnicode_FromFormat, PyUnicode_FromKindAndData, PyUnicode_FromOrdinal, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { PyErr_WarnEx } from '../python/_warnings';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_UNTRACK, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddObjectRef, PyModule_AddStringConstant } from '../python/modsupport';
import { tp_free } from './_io/iobase';
import { PyImport_ImportModule } from '../python/import';
import { arg, as_int, as_ssize, optional_attr, with_buffer } from './clinic';

// arrayobject
const ITEM = 24;
const ALLOCATED = 32;
/** The typecode's character. */
const DESCR = 40;
const WEAKREFLIST = 48;
const EXPORTS = 56;
const SIZE = 64;

const TYPECODES = 'bBuwhHiIlLqQfd';
const ITEMSIZE: Record<string, number> = { b: 1, B: 1, u: 4, w: 4, h: 2, H: 2, i: 4, I: 4, l: 8, L: 8, q: 8, Q: 8, f: 4, d: 8 };

function code_of(self: number): string {
  return String.fromCharCode(HEAP32[(self + DESCR) >> 2]);
}
function itemsize_of(self: number): number {
  return ITEMSIZE[code_of(self)];
}
function items(self: number): number {
  return read_ptr(self + ITEM);
}
function array_Check(o: number): boolean {
  return PyObject_TypeCheck(o, S.array_Arraytype);
}

// --- items ------------------------------------------------------------------------------------------------------------

function overflow(message: string): null {
  PyErr_SetString(S.PyExc_OverflowError, message);
  return null;
}
/** [name, minimum, maximum] of the checks that an int goes through; the first that fails gives the message. */
const LONG: [string, bigint, bigint] = ['', -(1n << 63n), (1n << 63n) - 1n];
const SHORT: [string, bigint, bigint] = ['signed short integer', -32768n, 32767n];
const INT: [string, bigint, bigint] = ['signed integer', -(1n << 31n), (1n << 31n) - 1n];
const CHECKS: Record<string, [string, bigint, bigint][]> = {
  b: [LONG, SHORT, ['signed char', -128n, 127n]], B: [LONG, ['unsigned byte integer', 0n, 255n]], h: [LONG, SHORT], H: [LONG, INT, ['unsigned short', 0n, 65535n]], i: [LONG, INT], l: [LONG],
};

/** The int as the typecode takes it; null with an exception. */
function int_value(code: string, o: number): bigint | null {
  const index = PyNumber_Index(o);
  if (index === 0) return null;
  const v = PyLong_AsBigInt(index);
  Py_DECREF(index);
  for (const [name, min, max] of CHECKS[code] ?? []) {
    if (v >= min && v <= max) continue;
    return overflow(name === '' ? 'Python int too large to convert to C long' : `${name} is ${v < min ? 'less than minimum' : 'greater than maximum'}`);
  }
  if (code === 'q' && (v < LONG[1] || v > LONG[2])) return overflow('int too big to convert');
  if (v < 0n && 'ILQ'.includes(code)) return overflow(code === 'Q' ? "can't convert negative int to unsigned" : "can't convert negative value to unsigned int");
  if ('ILQ'.includes(code) && v >= 1n << 64n) return overflow(code === 'Q' ? 'int too big to convert' : 'Python int too large to convert to C unsigned long');
  return code === 'I' && v >= 1n << 32n ? overflow('unsigned int is greater than maximum') : v;
}

/** Writes `o` at p. 0 or -1. */
function set_at(code: string, p: number, o: number): number {
  if (code === 'u' || code === 'w') {
    if (!PyUnicode_Check(o) || PyUnicode_GET_LENGTH(o) !== 1) {
      PyErr_SetString(S.PyExc_TypeError, 'array item must be unicode character');
      return -1;
    }
    HEAP32[p >> 2] = PyUnicode_READ_CHAR(o, 0);
    return 0;
  }
  if (code === 'f' || code === 'd') {
    const x = PyFloat_AsDouble(o);
    if (x === -1 && PyErr_Occurred()) return -1;
    if (code === 'f') HEAPDV.setFloat32(p, x, true);
    else HEAPDV.setFloat64(p, x, true);
    return 0;
  }
  const v = int_value(code, o);
  if (v === null) return -1;
  const size = ITEMSIZE[code];
  if (size === 8) HEAP64[p >> 3] = BigInt.asIntN(64, v);
  else if (size === 4) HEAP32[p >> 2] = Number(BigInt.asIntN(32, v));
  else if (size === 2) HEAPDV.setUint16(p, Number(BigInt.asUintN(16, v)), true);
  else HEAPU8[p] = Number(BigInt.asUintN(8, v));
  return 0;
}

/** New: the item at p. */
function get_at(code: string, p: number): number {
  switch (code) {
    case 'b': return PyLong_FromLong((HEAPU8[p] << 24) >> 24);
    case 'B': return PyLong_FromLong(HEAPU8[p]);
    case 'h': return PyLong_FromLong(HEAPDV.getInt16(p, true));
    case 'H': return PyLong_FromLong(HEAPDV.getUint16(p, true));
    case 'i': return PyLong_FromLong(HEAP32[p >> 2]);
    case 'I': return PyLong_FromLong(HEAP32[p >> 2] >>> 0);
    case 'l':
    case 'q': return PyLong_FromBigInt(HEAP64[p >> 3]);
    case 'L':
    case 'Q': return PyLong_FromBigInt(BigInt.asUintN(64, HEAP64[p >> 3]));
    case 'f': return PyFloat_FromDouble(HEAPDV.getFloat32(p, true));
    case 'd': return PyFloat_FromDouble(HEAPDV.getFloat64(p, true));
    default: return PyUnicode_FromOrdinal(HEAP32[p >> 2]);
  }
}
function getitem(self: number, i: number): number {
  const code = code_of(self);
  return get_at(code, items(self) + i * ITEMSIZE[code]);
}

/** Changes the number of items, with CPython's growth. 0 or -1. */
function array_resize(self: number, newsize: number): number {
  if (read_ssize(self + EXPORTS) > 0 && newsize !== Py_SIZE(self)) {
    PyErr_SetString(S.PyExc_BufferError, 'cannot resize an array that is exporting buffers');
    return -1;
  }
  const allocated = read_ssize(self + ALLOCATED);
  if (allocated >= newsize && Py_SIZE(self) < newsize + 16 && items(self) !== 0) {
    Py_SET_SIZE(self, newsize);
    return 0;
  }
  if (newsize === 0) {
    PyMem_Free(items(self));
    write_ptr(self + ITEM, 0);
    write_ssize(self + ALLOCATED, 0);
    Py_SET_SIZE(self, 0);
    return 0;
  }
  const room = (newsize >> 4) + (Py_SIZE(self) < 8 ? 3 : 7) + newsize;
  return allocate(self, newsize, room);
}
function allocate(self: number, size: number, room: number): number {
  const p = room * itemsize_of(self) > 0x7fffffff ? 0 : PyMem_Realloc(items(self), room * itemsize_of(self));
  if (p === 0) return PyErr_NoMemory() - 1;
  write_ptr(self + ITEM, p);
  write_ssize(self + ALLOCATED, room);
  Py_SET_SIZE(self, size);
  return 0;
}

/** New array of `size` items that are not set. */
function newarray(type: number, size: number, code: string): number {
  const self = PyType_GenericAlloc(type, 0);
  if (self === 0) return 0;
  HEAP32[(self + DESCR) >> 2] = code.charCodeAt(0);
  if (size > 0 && allocate(self, size, size) < 0) {
    Py_DECREF(self);
    return 0;
  }
  return self;
}

/** Puts `v` in at index i (clipped as list.insert does). 0 or -1. */
function ins1(self: number, i: number, v: number): number {
  const n = Py_SIZE(self);
  const size = itemsize_of(self);
  const mark = stackSave();
  const p = stackAlloc(8);
  let r = set_at(code_of(self), p, v);
  if (r === 0) r = array_resize(self, n + 1);
  if (r === 0) {
    const at = i < 0 ? Math.max(0, i + n) : Math.min(i, n);
    memmove(items(self) + (at + 1) * size, items(self) + at * size, (n - at) * size);
    memmove(items(self) + at * size, p, size);
  }
  stackRestore(mark);
  return r;
}

/** Takes the items [low, high) out. 0 or -1. */
function del_slice(self: number, low: number, high: number): number {
  const n = Py_SIZE(self);
  const size = itemsize_of(self);
  if (high <= low) return 0;
  if (read_ssize(self + EXPORTS) > 0) return array_resize(self, n - (high - low));
  memmove(items(self) + low * size, items(self) + high * size, (n - high) * size);
  return array_resize(self, n - (high - low));
}

// --- new, dealloc -----------------------------------------------------------------------------------------------------

function frombytes(self: number, p: number, n: number): number {
  const size = itemsize_of(self);
  if (n % size !== 0) {
    PyErr_SetString(S.PyExc_ValueError, 'bytes length not a multiple of item size');
    return -1;
  }
  const old = Py_SIZE(self);
  if (n === 0) return 0;
  // The source may be this array itself.
  const bytes = HEAPU8.slice(p, p + n);
  if (array_resize(self, old + n / size) < 0) return -1;
  HEAPU8.set(bytes, items(self) + old * size);
  return 0;
}

function extend_iterable(self: number, iterable: number): number {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return -1;
  let r = 0;
  for (let v = PyIter_Next(it); v !== 0 && r === 0; v = r === 0 ? PyIter_Next(it) : 0) {
    r = ins1(self, Py_SIZE(self), v);
    Py_DECREF(v);
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? -1 : r;
}

/** Appends the characters of a str. 0 or -1. */
function extend_str(self: number, text: number): number {
  const old = Py_SIZE(self);
  const n = PyUnicode_GET_LENGTH(text);
  if (array_resize(self, old + n) < 0) return -1;
  for (let i = 0; i < n; i++) HEAP32[(items(self) + (old + i) * 4) >> 2] = PyUnicode_READ_CHAR(text, i);
  return 0;
}

function array_new(type: number, args: number, kwds: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (type === S.array_Arraytype && kwds !== 0 && PyDict_GET_SIZE(kwds) > 0) return PyErr_Format(S.PyExc_TypeError, 'array.array() takes no keyword arguments');
  if (n < 1) return PyErr_Format(S.PyExc_TypeError, 'array() takes at least 1 argument (%zd given)', n);
  if (n > 2) return PyErr_Format(S.PyExc_TypeError, 'array() takes at most 2 arguments (%zd given)', n);
  const o = PyTuple_GET_ITEM(args, 0);
  if (!PyUnicode_Check(o)) return PyErr_Format(S.PyExc_TypeError, 'array() argument 1 must be a unicode character, not %.50s', type_name_of(o));
  if (PyUnicode_GET_LENGTH(o) !== 1) return PyErr_Format(S.PyExc_TypeError, 'array() argument 1 must be a unicode character, not a string of length %zd', PyUnicode_GET_LENGTH(o));
  const code = PyUnicode_AsJS(o);
  if (code === 'u' && PyErr_WarnEx(S.PyExc_DeprecationWarning, "The 'u' type code is deprecated and will be removed in Python 3.16", 1) < 0) return 0;
  const initial = n > 1 ? PyTuple_GET_ITEM(args, 1) : 0;
  const unicode = code === 'u' || code === 'w';
  if (initial !== 0 && !unicode) {
    if (PyUnicode_Check(initial)) return PyErr_Format(S.PyExc_TypeError, "cannot use a str to initialize an array with typecode '%s'", code);
    if (array_Check(initial) && 'uw'.includes(code_of(initial))) return PyErr_Format(S.PyExc_TypeError, "cannot use a unicode array to initialize an array with typecode '%s'", code);
  }
  if (!TYPECODES.includes(code)) {
    PyErr_SetString(S.PyExc_ValueError, 'bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)');
    return 0;
  }
  const self = newarray(type, 0, code);
  if (self === 0 || initial === 0) return self;
  let r: number;
  if (PyUnicode_Check(initial)) r = extend_str(self, initial);
  else if (array_Check(initial) && code_of(initial) === code) r = frombytes(self, items(initial), Py_SIZE(initial) * itemsize_of(initial));
  else if (PyBytes_Check(initial) || PyByteArray_Check(initial)) r = with_buffer(initial, PyBUF_SIMPLE, -1, (p, len) => frombytes(self, p, len));
  else r = extend_iterable(self, initial);
  if (r === 0) return self;
  Py_DECREF(self);
  return 0;
}

function array_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + WEAKREFLIST) !== 0) PyObject_ClearWeakRefs(self);
  PyMem_Free(items(self));
  tp_free(self);
}
const no_traverse = (): number => 0;

// --- sequence ---------------------------------------------------------------------------------------------------------

function slice_copy(self: number, low: number, high: number): number {
  const size = itemsize_of(self);
  const n = Math.max(0, high - low);
  const r = newarray(S.array_Arraytype, n, code_of(self));
  if (r !== 0 && n > 0) memmove(items(r), items(self) + low * size, n * size);
  return r;
}

function array_concat(a: number, b: number): number {
  if (!array_Check(b)) return PyErr_Format(S.PyExc_TypeError, 'can only append array (not "%.200s") to array', type_name_of(b));
  if (code_of(a) !== code_of(b)) {
    PyErr_SetString(S.PyExc_TypeError, 'bad argument type for built-in operation');
    return 0;
  }
  const size = itemsize_of(a);
  const r = newarray(S.array_Arraytype, Py_SIZE(a) + Py_SIZE(b), code_of(a));
  if (r === 0) return 0;
  memmove(items(r), items(a), Py_SIZE(a) * size);
  memmove(items(r) + Py_SIZE(a) * size, items(b), Py_SIZE(b) * size);
  return r;
}
function repeat_into(r: number, from: number, bytes: number, times: number): void {
  for (let i = 0; i < times; i++) memmove(items(r) + i * bytes, from, bytes);
}
function array_repeat(a: number, times: number): number {
  const n = Math.max(0, times);
  const r = newarray(S.array_Arraytype, Py_SIZE(a) * n, code_of(a));
  if (r !== 0) repeat_into(r, items(a), Py_SIZE(a) * itemsize_of(a), n);
  return r;
}
function array_inplace_concat(self: number, b: number): number {
  if (!array_Check(b)) return PyErr_Format(S.PyExc_TypeError, 'can only extend with array (not "%.200s")', type_name_of(b));
  return do_extend(self, b) < 0 ? 0 : Py_NewRef(self);
}
function array_inplace_repeat(self: number, times: number): number {
  const old = Py_SIZE(self);
  const n = Math.max(0, times);
  if (old > 0 && n !== 1) {
    if (array_resize(self, old * n) < 0) return 0;
    if (n > 1) repeat_into(self, items(self), old * itemsize_of(self), n);
  }
  return Py_NewRef(self);
}
function do_extend(self: number, other: number): number {
  if (!array_Check(other)) return extend_iterable(self, other);
  if (code_of(self) !== code_of(other)) {
    PyErr_SetString(S.PyExc_TypeError, 'can only extend with array of same kind');
    return -1;
  }
  return frombytes(self, items(other), Py_SIZE(other) * itemsize_of(other));
}

function index_error(message = 'array index out of range'): 0 {
  PyErr_SetString(S.PyExc_IndexError, message);
  return 0;
}
function array_item(self: number, i: number): number {
  return i < 0 || i >= Py_SIZE(self) ? index_error() : getitem(self, i);
}
function array_ass_item(self: number, i: number, v: number): number {
  if (i < 0 || i >= Py_SIZE(self)) return index_error('array assignment index out of range') - 1;
  return v === 0 ? del_slice(self, i, i + 1) : set_at(code_of(self), items(self) + i * itemsize_of(self), v);
}
function array_contains(self: number, v: number): number {
  const i = find(self, v, 0, Py_SIZE(self));
  return i === -2 ? -1 : i >= 0 ? 1 : 0;
}
/** The index of the first item equal to v in [start, stop); -1 none, -2 with an exception. */
function find(self: number, v: number, start: number, stop: number): number {
  for (let i = start; i < stop && i < Py_SIZE(self); i++) {
    const item = getitem(self, i);
    if (item === 0) return -2;
    const cmp = PyObject_RichCompareBool(item, v, Py_EQ);
    Py_DECREF(item);
    if (cmp !== 0) return cmp > 0 ? i : -2;
  }
  return -1;
}

interface SliceIndices {
  start: number;
  stop: number;
  step: number;
  length: number;
}
function slice_of(o: number, n: number): SliceIndices | null {
  const mark = stackSave();
  const p = stackAlloc(24);
  let r: SliceIndices | null = null;
  if (PySlice_Unpack(o, p, p + 8, p + 16) >= 0) {
    const step = read_ssize(p + 16);
    const length = PySlice_AdjustIndices(n, p, p + 8, step);
    r = { start: read_ssize(p), stop: read_ssize(p + 8), step, length };
  }
  stackRestore(mark);
  return r;
}
/** An index argument, from the end when negative; null with an exception. */
function index_of(self: number, o: number): number | null {
  const i = PyNumber_AsSsize_t(o, S.PyExc_IndexError);
  if (i === -1 && PyErr_Occurred()) return null;
  return i < 0 ? i + Py_SIZE(self) : i;
}

function array_subscr(self: number, o: number): number {
  if (PyIndex_Check(o)) {
    const i = index_of(self, o);
    return i === null ? 0 : array_item(self, i);
  }
  if (!PySlice_Check(o)) {
    PyErr_SetString(S.PyExc_TypeError, 'array indices must be integers');
    return 0;
  }
  const s = slice_of(o, Py_SIZE(self));
  if (s === null) return 0;
  if (s.step === 1) return slice_copy(self, s.start, s.start + s.length);
  const r = newarray(S.array_Arraytype, s.length, code_of(self));
  const size = itemsize_of(self);
  for (let k = 0; r !== 0 && k < s.length; k++) memmove(items(r) + k * size, items(self) + (s.start + k * s.step) * size, size);
  return r;
}

function array_ass_subscr(self: number, o: number, value: number): number {
  if (PyIndex_Check(o)) {
    const i = index_of(self, o);
    return i === null ? -1 : array_ass_item(self, i, value);
  }
  if (!PySlice_Check(o)) {
    PyErr_SetString(S.PyExc_TypeError, 'array indices must be integers');
    return -1;
  }
  const s = slice_of(o, Py_SIZE(self));
  if (s === null) return -1;
  if (value !== 0 && !array_Check(value)) {
    PyErr_Format(S.PyExc_TypeError, 'can only assign array (not "%.200s") to array slice', type_name_of(value));
    return -1;
  }
  if (value !== 0 && code_of(value) !== code_of(self)) {
    PyErr_SetString(S.PyExc_TypeError, 'bad argument type for built-in operation');
    return -1;
  }
  const bytes = value === 0 ? new Uint8Array(0) : HEAPU8.slice(items(value), items(value) + Py_SIZE(value) * itemsize_of(value));
  return assign_slice(self, s, bytes, value === 0);
}

function assign_slice(self: number, s: SliceIndices, bytes: Uint8Array, remove: boolean): number {
  const size = itemsize_of(self);
  const needed = bytes.length / size;
  if (read_ssize(self + EXPORTS) > 0 && needed !== s.length) {
    PyErr_SetString(S.PyExc_BufferError, 'cannot resize an array that is exporting buffers');
    return -1;
  }
  if (s.step === 1) {
    const n = Py_SIZE(self);
    if (s.length > needed) {
      if (del_slice(self, s.start + needed, s.start + s.length) < 0) return -1;
    } else if (s.length < needed) {
      if (array_resize(self, n + needed - s.length) < 0) return -1;
      memmove(items(self) + (s.start + needed) * size, items(self) + (s.start + s.length) * size, (n - s.start - s.length) * size);
    }
    HEAPU8.set(bytes, items(self) + s.start * size);
    return 0;
  }
  if (remove) {
    const gone = Array.from({ length: s.length }, (_, k) => s.start + k * s.step).sort((a, b) => b - a);
    for (const i of gone) if (del_slice(self, i, i + 1) < 0) return -1;
    return 0;
  }
  if (needed !== s.length) {
    PyErr_Format(S.PyExc_ValueError, 'attempt to assign array of size %zd to extended slice of size %zd', needed, s.length);
    return -1;
  }
  for (let k = 0; k < s.length; k++) HEAPU8.set(bytes.subarray(k * size, (k + 1) * size), items(self) + (s.start + k * s.step) * size);
  return 0;
}

function array_richcompare(v: number, w: number, op: number): number {
  if (!array_Check(v) || !array_Check(w)) return S.Py_NotImplemented;
  const [nv, nw] = [Py_SIZE(v), Py_SIZE(w)];
  if (nv !== nw && (op === Py_EQ || op === Py_NE)) return op === Py_EQ ? S.Py_False : S.Py_True;
  for (let i = 0; i < nv && i < nw; i++) {
    const a = getitem(v, i);
    const b = getitem(w, i);
    const equal = PyObject_RichCompareBool(a, b, Py_EQ);
    let r = -1;
    if (equal === 0) r = op === Py_EQ ? S.Py_False : op === Py_NE ? S.Py_True : PyObject_RichCompare(a, b, op);
    Py_DECREF(a);
    Py_DECREF(b);
    if (equal < 0) return 0;
    if (equal === 0) return r;
  }
  const cmp = [nv < nw, nv <= nw, nv === nw, nv !== nw, nv > nw, nv >= nw][op - Py_LT];
  return cmp ? S.Py_True : S.Py_False;
}

function array_repr(self: number): number {
  const name = type_name_of(self);
  const short = name.slice(name.lastIndexOf('.') + 1);
  const code = code_of(self);
  if (Py_SIZE(self) === 0) return PyUnicode_FromFormat("%s('%s')", short, code);
  const v = 'uw'.includes(code) ? array_tounicode(self) : array_tolist(self);
  if (v === 0) return 0;
  const r = PyUnicode_FromFormat("%s('%s', %R)", short, code, v);
  Py_DECREF(v);
  return r;
}

// --- methods ----------------------------------------------------------------------------------------------------------

const none_or_error = (r: number): number => (r < 0 ? 0 : S.Py_None);

function array_append(self: number, v: number): number {
  return none_or_error(ins1(self, Py_SIZE(self), v));
}
function array_insert(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('insert', nargs, 2, 2)) return 0;
  const i = as_ssize(arg(args, 0));
  return i === null ? 0 : none_or_error(ins1(self, i, arg(args, 1)));
}
function array_extend(self: number, o: number): number {
  return none_or_error(do_extend(self, o));
}
function array_pop(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('pop', nargs, 0, 1)) return 0;
  let i = nargs > 0 ? as_ssize(arg(args, 0)) : -1;
  if (i === null) return 0;
  const n = Py_SIZE(self);
  if (n === 0) return index_error('pop from empty array');
  if (i < 0) i += n;
  if (i < 0 || i >= n) return index_error('pop index out of range');
  const v = getitem(self, i);
  if (v !== 0 && del_slice(self, i, i + 1) < 0) {
    Py_DECREF(v);
    return 0;
  }
  return v;
}
function array_remove(self: number, v: number): number {
  const i = find(self, v, 0, Py_SIZE(self));
  if (i >= 0) return none_or_error(del_slice(self, i, i + 1));
  if (i === -1) PyErr_SetString(S.PyExc_ValueError, 'array.remove(x): x not in array');
  return 0;
}
function array_index(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('index', nargs, 1, 3)) return 0;
  const n = Py_SIZE(self);
  const bounds = [nargs > 1 ? as_ssize(arg(args, 1)) : 0, nargs > 2 ? as_ssize(arg(args, 2)) : n];
  if (bounds.includes(null)) return 0;
  const [start, stop] = (bounds as number[]).map((b) => (b < 0 ? Math.max(0, b + n) : b));
  const i = find(self, arg(args, 0), start, stop);
  if (i >= 0) return PyLong_FromLong(i);
  if (i === -1) PyErr_SetString(S.PyExc_ValueError, 'array.index(x): x not in array');
  return 0;
}
function array_count(self: number, v: number): number {
  let count = 0;
  for (let i = find(self, v, 0, Py_SIZE(self)); i !== -1; i = find(self, v, i + 1, Py_SIZE(self))) {
    if (i === -2) return 0;
    count++;
  }
  return PyLong_FromLong(count);
}
function array_reverse(self: number): number {
  const size = itemsize_of(self);
  const n = Py_SIZE(self);
  const old = HEAPU8.slice(items(self), items(self) + n * size);
  for (let i = 0; i < n; i++) HEAPU8.set(old.subarray(i * size, (i + 1) * size), items(self) + (n - 1 - i) * size);
  return S.Py_None;
}
function array_byteswap(self: number): number {
  const size = itemsize_of(self);
  for (let p = items(self); p < items(self) + Py_SIZE(self) * size; p += size) HEAPU8.subarray(p, p + size).reverse();
  return S.Py_None;
}
function array_clear(self: number): number {
  return none_or_error(array_resize(self, 0));
}
function array_copy(self: number): number {
  return slice_copy(self, 0, Py_SIZE(self));
}
function array_buffer_info(self: number): number {
  const parts = [PyLong_FromLong(items(self)), PyLong_FromLong(Py_SIZE(self))];
  const r = PyTuple_Pack(2, parts[0], parts[1]);
  for (const p of parts) Py_DECREF(p);
  return r;
}
function array_tobytes(self: number): number {
  return PyBytes_FromStringAndSize(Py_SIZE(self) === 0 ? 0 : items(self), Py_SIZE(self) * itemsize_of(self));
}
function array_tolist(self: number): number {
  const list = PyList_New(Py_SIZE(self));
  for (let i = 0; list !== 0 && i < Py_SIZE(self); i++) PyList_SET_ITEM(list, i, getitem(self, i));
  return list;
}
function array_fromlist(self: number, list: number): number {
  if (!PyList_Check(list)) {
    PyErr_SetString(S.PyExc_TypeError, 'arg must be list');
    return 0;
  }
  const old = Py_SIZE(self);
  for (let i = 0; i < PyList_GET_SIZE(list); i++) {
    if (ins1(self, Py_SIZE(self), PyList_GET_ITEM(list, i)) === 0) continue;
    Py_SET_SIZE(self, old);
    return 0;
  }
  return S.Py_None;
}
function array_frombytes(self: number, o: number): number {
  return with_buffer(o, PyBUF_SIMPLE, 0, (p, n) => none_or_error(frombytes(self, p, n)));
}
function array_tounicode(self: number): number {
  if (!'uw'.includes(code_of(self))) return PyErr_Format(S.PyExc_ValueError, "tounicode() may only be called on unicode type arrays ('u' or 'w')");
  return PyUnicode_FromKindAndData(4, items(self), Py_SIZE(self));
}
function array_fromunicode(self: number, o: number): number {
  if (!PyUnicode_Check(o)) return PyErr_Format(S.PyExc_TypeError, 'fromunicode() argument must be str, not %.50s', type_name_of(o));
  if (!'uw'.includes(code_of(self))) return PyErr_Format(S.PyExc_ValueError, "fromunicode() may only be called on unicode type arrays ('u' or 'w')");
  return none_or_error(extend_str(self, o));
}
function array_tofile(self: number, f: number): number {
  const bytes = array_tobytes(self);
  const r = bytes === 0 ? 0 : PyObject_CallMethodOneArg(f, _Py_ID('write'), bytes);
  Py_XDECREF(bytes);
  if (r === 0) return 0;
  Py_DECREF(r);
  return S.Py_None;
}
function array_fromfile(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('fromfile', nargs, 2, 2)) return 0;
  const n = as_ssize(arg(args, 1));
  if (n === null) return 0;
  if (n < 0) return PyErr_Format(S.PyExc_ValueError, 'negative count');
  const want = n * itemsize_of(self);
  const b = _PyObject_CallMethod(arg(args, 0), _Py_ID('read'), 'n', want);
  if (b === 0) return 0;
  let r = 0;
  if (!PyBytes_Check(b)) PyErr_SetString(S.PyExc_TypeError, "read() didn't return bytes");
  else {
    const got = PyBytes_GET_SIZE(b);
    r = none_or_error(frombytes(self, PyBytes_AS_STRING(b), got));
    if (r !== 0 && got !== want) {
      PyErr_SetString(S.PyExc_EOFError, "read() didn't return enough bytes");
      r = 0;
    }
  }
  Py_DECREF(b);
  return r;
}
/** From protocol 3 on (reconstructor, (type, typecode, format, bytes), dict), before (type, (typecode, list), dict). */
function array_reduce_ex(self: number, value: number): number {
  const protocol = as_int(value);
  const dict = protocol === null ? -1 : optional_attr(self, _Py_ID('__dict__'));
  if (dict === -1 || protocol === null) return 0;
  const code = PyUnicode_FromString(code_of(self));
  if (protocol >= 3) {
    const array = PyImport_ImportModule('array');
    const f = array === 0 ? 0 : PyObject_GetAttr(array, _Py_ID('_array_reconstructor'));
    Py_XDECREF(array);
    if (f === 0) return 0;
    const [format, bytes] = [PyLong_FromLong(OWN_FORMAT[code_of(self)]), array_tobytes(self)];
    const args = PyTuple_Pack(4, Py_TYPE(self), code, format, bytes);
    const r = PyTuple_Pack(3, f, args, dict === 0 ? S.Py_None : dict);
    for (const o of [f, code, format, bytes, args]) Py_DECREF(o);
    Py_XDECREF(dict);
    return r;
  }
  const list = array_tolist(self);
  const args = PyTuple_Pack(2, code, list);
  const r = PyTuple_Pack(3, Py_TYPE(self), args, dict === 0 ? S.Py_None : dict);
  for (const o of [code, list, args]) Py_DECREF(o);
  Py_XDECREF(dict);
  return r;
}
function array_sizeof(self: number): number {
  return PyLong_FromLong(_PyObject_SIZE(Py_TYPE(self)) + read_ssize(self + ALLOCATED) * itemsize_of(self));
}

// --- buffer -----------------------------------------------------------------------------------------------------------

const formats = static_alloc(64);

function array_buffer_getbuf(self: number, view: number, flags: number): number {
  memset0(view, Py_buffer.SIZEOF);
  const size = itemsize_of(self);
  const n = Py_SIZE(self);
  write_ptr(view + Py_buffer.buf, n === 0 ? formats : items(self));
  write_ptr(view + Py_buffer.obj, Py_NewRef(self));
  write_ssize(view + Py_buffer.len, n * size);
  write_ssize(view + Py_buffer.itemsize, size);
  HEAP32[(view + Py_buffer.ndim) >> 2] = 1;
  if (flags & 0x0008) write_ptr(view + Py_buffer.shape, self + 16);
  if ((flags & 0x0018) === 0x0018) write_ptr(view + Py_buffer.strides, view + Py_buffer.itemsize);
  if (flags & 0x0004) {
    const code = code_of(self);
    const at = formats + TYPECODES.indexOf(code) * 4;
    HEAPU8[at] = code === 'u' || code === 'w' ? 119 : code.charCodeAt(0);
    write_ptr(view + Py_buffer.format, at);
  }
  write_ssize(self + EXPORTS, read_ssize(self + EXPORTS) + 1);
  return 0;
}
function array_buffer_relbuf(self: number): void {
  write_ssize(self + EXPORTS, read_ssize(self + EXPORTS) - 1);
}

// --- pickling between machines ----------------------------------------------------------------------------------------

/** machine_format_code: [size, kind, big endian]. */
const FORMATS: readonly (readonly [number, 'u' | 's' | 'f' | 'c', boolean])[] = [
  [1, 'u', false], [1, 's', false], [2, 'u', false], [2, 'u', true], [2, 's', false], [2, 's', true], [4, 'u', false], [4, 'u', true], [4, 's', false], [4, 's', true],
  [8, 'u', false], [8, 'u', true], [8, 's', false], [8, 's', true], [4, 'f', false], [4, 'f', true], [8, 'f', false], [8, 'f', true], [2, 'c', false], [2, 'c', true], [4, 'c', false], [4, 'c', true],
];

/** New: one item in a machine format. */
function foreign_item(view: DataView, at: number, [size, kind, big]: (typeof FORMATS)[number]): number {
  if (kind === 'f') return PyFloat_FromDouble(size === 4 ? view.getFloat32(at, !big) : view.getFloat64(at, !big));
  let v = 0n;
  for (let i = 0; i < size; i++) v = (v << 8n) | BigInt(view.getUint8(at + (big ? i : size - 1 - i)));
  return PyLong_FromBigInt(kind === 's' ? BigInt.asIntN(size * 8, v) : v);
}

function array_reconstructor(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_array_reconstructor', nargs, 4, 4)) return 0;
  const [type, typecode, format, data] = [0, 1, 2, 3].map((i) => arg(args, i));
  if (!PyType_Check(type)) return PyErr_Format(S.PyExc_TypeError, '_array_reconstructor() argument 1 must be type, not %.200s', type_name_of(type));
  if (!PyType_IsSubtype(type, S.array_Arraytype)) return PyErr_Format(S.PyExc_TypeError, '%.200s is not a subtype of %.200s', type_name_of_type(type), 'array.array');
  if (!PyUnicode_Check(typecode) || PyUnicode_GET_LENGTH(typecode) !== 1) return PyErr_Format(S.PyExc_TypeError, '_array_reconstructor() argument 2 must be a unicode character, not %.50s', type_name_of(typecode));
  const code = PyUnicode_AsJS(typecode);
  if (!TYPECODES.includes(code)) return PyErr_Format(S.PyExc_ValueError, 'second argument must be a valid type code');
  const number = as_int(format);
  if (number === null) return 0;
  const f = FORMATS[number];
  if (f === undefined) return PyErr_Format(S.PyExc_ValueError, 'third argument must be a valid machine format code.');
  if (!PyBytes_Check(data)) return PyErr_Format(S.PyExc_TypeError, 'fourth argument should be bytes, not %.200s', type_name_of(data));
  const bytes = HEAPU8.slice(PyBytes_AS_STRING(data), PyBytes_AS_STRING(data) + PyBytes_GET_SIZE(data));
  if (bytes.length % f[0] !== 0) return PyErr_Format(S.PyExc_ValueError, 'bytes length not a multiple of item size');
  return fill_reconstructed(newarray(type, 0, code), bytes, f);
}

/** Steals self (may be 0). */
function fill_reconstructed(self: number, bytes: Uint8Array, f: (typeof FORMATS)[number]): number {
  if (self === 0) return 0;
  let ok: boolean;
  if (f[1] === 'c') {
    const text = PyUnicode_FromString(f[0] === 2 ? new TextDecoder(f[2] ? 'utf-16be' : 'utf-16le').decode(bytes) : utf32(bytes, f[2]));
    ok = text !== 0 && extend_str(self, text) === 0;
    Py_XDECREF(text);
  } else {
    const view = new DataView(bytes.buffer);
    ok = true;
    for (let at = 0; ok && at < bytes.length; at += f[0]) {
      const item = foreign_item(view, at, f);
      ok = ins1(self, Py_SIZE(self), item) === 0;
      Py_DECREF(item);
    }
  }
  if (ok) return self;
  Py_DECREF(self);
  return 0;
}
function utf32(bytes: Uint8Array, big: boolean): string {
  const view = new DataView(bytes.buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) text += String.fromCodePoint(view.getUint32(at, !big));
  return text;
}
function type_name_of_type(type: number): string {
  return cstring(read_ptr(type + PyTypeObject.tp_name));
}

/** The machine format of each typecode here. */
const OWN_FORMAT: Record<string, number> = { b: 1, B: 0, h: 4, H: 2, i: 8, I: 6, l: 12, L: 10, q: 12, Q: 10, f: 14, d: 16, u: 20, w: 20 };

// --- types ------------------------------------------------------------------------------------------------------------

const IT_INDEX = 16;
const IT_ARRAY = 24;

function array_iter(self: number): number {
  const it = PyType_GenericAlloc(S.array_ArrayIter_Type, 0);
  if (it !== 0) write_ptr(it + IT_ARRAY, Py_NewRef(self));
  return it;
}
function arrayiter_next(it: number): number {
  const a = read_ptr(it + IT_ARRAY);
  if (a === 0) return 0;
  const i = read_ssize(it + IT_INDEX);
  if (i < Py_SIZE(a)) {
    write_ssize(it + IT_INDEX, i + 1);
    return getitem(a, i);
  }
  Py_CLEAR(it + IT_ARRAY);
  return 0;
}
function arrayiter_traverse(it: number, visit: visitproc, a: number): number {
  const o = read_ptr(it + IT_ARRAY);
  return o === 0 ? 0 : visit(o, a);
}
function arrayiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  Py_CLEAR(it + IT_ARRAY);
  tp_free(it);
}
static_type(S.array_ArrayIter_Type, {
  tp_name: 'array.arrayiterator', tp_basicsize: 40, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: arrayiter_dealloc, tp_traverse: arrayiter_traverse, tp_iter: PyObject_SelfIter, tp_iternext: arrayiter_next,
});



static_type(S.array_Arraytype, {
  tp_name: 'array.array', tp_basicsize: SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE, tp_doc: 'array(typecode [, initializer]) -> array',
  tp_new: array_new, tp_dealloc: array_dealloc, tp_traverse: no_traverse, tp_repr: array_repr, tp_richcompare: array_richcompare, tp_hash: PyObject_HashNotImplemented, tp_iter: array_iter,
  tp_weaklistoffset: WEAKREFLIST,
  tp_as_sequence: {
    sq_length: Py_SIZE, sq_concat: array_concat, sq_repeat: array_repeat, sq_item: array_item, sq_ass_item: array_ass_item, sq_contains: array_contains,
    sq_inplace_concat: array_inplace_concat, sq_inplace_repeat: array_inplace_repeat,
  },
  tp_as_mapping: { mp_length: Py_SIZE, mp_subscript: array_subscr, mp_ass_subscript: array_ass_subscr },
  tp_as_buffer: { bf_getbuffer: array_buffer_getbuf, bf_releasebuffer: array_buffer_relbuf },
  tp_methods: [
    ['append', array_append, METH_O], ['buffer_info', array_buffer_info, METH_NOARGS], ['byteswap', array_byteswap, METH_NOARGS], ['clear', array_clear, METH_NOARGS],
    ['__copy__', array_copy, METH_NOARGS], ['count', array_count, METH_O], ['__deepcopy__', array_copy, METH_O], ['extend', array_extend, METH_O], ['fromfile', array_fromfile, METH_FASTCALL],
    ['fromlist', array_fromlist, METH_O], ['frombytes', array_frombytes, METH_O], ['fromunicode', array_fromunicode, METH_O], ['index', array_index, METH_FASTCALL],
    ['insert', array_insert, METH_FASTCALL], ['pop', array_pop, METH_FASTCALL], ['__reduce_ex__', array_reduce_ex, METH_O], ['remove', array_remove, METH_O], ['reverse', array_reverse, METH_NOARGS],
    ['tofile', array_tofile, METH_O], ['tolist', array_tolist, METH_NOARGS], ['tobytes', array_tobytes, METH_NOARGS], ['tounicode', array_tounicode, METH_NOARGS],
    ['__sizeof__', array_sizeof, METH_NOARGS], ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS],
  ],
  tp_getset: [
    ['typecode', (self: number) => PyUnicode_FromString(code_of(self)), null, 'the typecode character used to create the array'],
    ['itemsize', (self: number) => PyLong_FromLong(itemsize_of(self)), null, 'the size, in bytes, of one array item'],
  ],
});

/** collections.abc.MutableSequence.register(array): 0 or -1. */
function register_sequence(): number {
  const abc = PyImport_ImportModule('collections.abc');
  const sequence = abc === 0 ? 0 : PyObject_GetAttr(abc, _Py_ID('MutableSequence'));
  const result = sequence === 0 ? 0 : PyObject_CallMethodOneArg(sequence, _Py_ID('register'), S.array_Arraytype);
  for (const o of [abc, sequence, result]) Py_XDECREF(o);
  return result === 0 ? -1 : 0;
}

builtin_module({
  m_name: 'array',
  m_doc: 'Arrays of numbers or characters.',
  m_methods: [['_array_reconstructor', array_reconstructor, METH_FASTCALL]],
  m_exec: (m) => {
    if (PyModule_AddObjectRef(m, 'array', S.array_Arraytype) < 0 || PyModule_AddObjectRef(m, 'ArrayType', S.array_Arraytype) < 0) return -1;
    return register_sequence() < 0 ? -1 : PyModule_AddStringConstant(m, 'typecodes', TYPECODES);
  },
});
