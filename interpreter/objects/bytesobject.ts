// Answers to Objects/bytesobject.c of CPython 3.13. Deviation: the methods that bytes and bytearray share are in
// bytes_methods.ts, % formatting in bytesobject_format.ts, the iterator in bytesobject_iter.ts. A `char *` is an address.
//
// b'' and the 256 one-byte objects are immortal singletons at fixed addresses. The byte after the last is NUL.

import { PyErr_WarnEx } from '../python/_warnings';
import { PyUnicode_AsEncodedString } from './unicodeobject_codecs';
import { PyBytesObject, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, HEAPU8, memmove, read_ssize, utf8_bytes, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_SetImmortal, _Py_TPFLAGS_MATCH_SELF, METH_CLASS, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_IS_TYPE, Py_LE, Py_LT, Py_NE,
  Py_NewRef, Py_REFCNT, Py_SIZE, Py_SET_SIZE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_BYTES_SUBCLASS, Py_TPFLAGS_DEFAULT, Py_TYPE, PyType_FastSubclass,
} from '../include/object';
import {
  _Py_SINGLETON_bytes_empty, BYTES_CHARACTERS, Py_False, Py_NotImplemented, Py_True, PyBaseObject_Type, PyBytes_Type, PyExc_BytesWarning, PyExc_IndexError,
  PyExc_OverflowError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError,
} from '../include/statics';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { static_type } from '../include/typespec';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';

import { _Py_HashBytes } from '../python/pyhash';
import {
  _PyIndex_Check, PyBuffer_FillInfo, PyBuffer_Release, PyIter_Next, PyNumber_AsSsize_t, PyObject_CheckBuffer, PyObject_GetBuffer, PyObject_GetIter,
  PyObject_LengthHint,
} from './abstract';
import { _PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import { _PyBytes_FormatEx } from './bytesobject_format';
import { bytes_iter } from './bytesobject_iter';
import { _Py_bytes_contains, type BytesKind, bytes_fromhex, shared_bytes_methods } from './bytes_methods';
import { PyList_CheckExact, PyList_GET_ITEM, PyList_GET_SIZE } from './listobject';
import { PyLong_FromLong } from './longobject';
import { PyObject_GenericGetAttr } from './object';
import { PyBuffer_ToContiguous } from './memoryobject';
import { PyObject_Free, PyObject_Malloc, PyObject_Realloc } from './obmalloc';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from './sliceobject';
import { buffer_len, buffer_ptr, get_buffer, release_buffer, cstring_arg } from './stringlib/clinic';
import { memcmp, mem_equal } from './stringlib/fastsearch';
import { PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _PyObject_LookupSpecial } from './typeobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_FromJS, type_name } from './unicodeobject';

export * from './bytesobject_format';
export * from './bytesobject_iter';

const HEADER = PyBytesObject.ob_sval;
const MAX_BYTES = 0x7fffff00;

// ---- struct

export function PyBytes_Check(op: number): boolean {
  return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS);
}

export function PyBytes_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyBytes_Type);
}

export function PyBytes_GET_SIZE(op: number): number {
  return HEAP32[(op + PyBytesObject.ob_size) >> 2];
}

/** The address of the bytes. */
export function PyBytes_AS_STRING(op: number): number {
  return op + PyBytesObject.ob_sval;
}

/** bytes([c]): immortal. */
export function CHARACTER(c: number): number {
  return BYTES_CHARACTERS + c * 48;
}

function init_header(op: number, size: number): void {
  HEAP32[op >> 2] = 1;
  HEAP32[(op + 4) >> 2] = 0;
  HEAP32[(op + 8) >> 2] = PyBytes_Type;
  HEAP32[(op + 12) >> 2] = 0;
  HEAP32[(op + 16) >> 2] = size;
  HEAP32[(op + 20) >> 2] = 0;
  HEAP32[(op + 24) >> 2] = -1;
  HEAP32[(op + 28) >> 2] = -1;
  HEAPU8[op + HEADER + size] = 0;
}

/** Makes the singletons. Once a process. */
export function _PyBytes_InitGlobalObjects(): void {
  init_header(_Py_SINGLETON_bytes_empty, 0);
  _Py_SetImmortal(_Py_SINGLETON_bytes_empty);
  for (let c = 0; c < 256; c++) {
    init_header(CHARACTER(c), 1);
    HEAPU8[CHARACTER(c) + HEADER] = c;
    _Py_SetImmortal(CHARACTER(c));
  }
}

// ---- new

/** Returns new: `size` bytes at the address `str` (0: not set), or the first of a byte array or UTF-8 text. May fail. */
export function PyBytes_FromStringAndSize(str: number | Uint8Array | string, size: number): number {
  if (size < 0) {
    PyErr_SetString(PyExc_SystemError, 'Negative size passed to PyBytes_FromStringAndSize');
    return 0;
  }
  if (size === 0) return _Py_SINGLETON_bytes_empty;
  if (typeof str === 'string') str = utf8_bytes(str);
  if (size === 1 && str !== 0) return CHARACTER(typeof str === 'number' ? HEAPU8[str] : str[0]);
  const op = _PyBytes_FromSize(size);
  if (op === 0 || str === 0) return op;
  if (typeof str === 'number') memmove(op + HEADER, str, size);
  else HEAPU8.set(str.length === size ? str : str.subarray(0, size), op + HEADER);
  return op;
}

/** Returns new: `size` bytes, not set. May fail. */
export function _PyBytes_FromSize(size: number): number {
  if (size === 0) return _Py_SINGLETON_bytes_empty;
  if (size > MAX_BYTES) {
    if (size > 9223372036854775000) PyErr_SetString(PyExc_OverflowError, 'byte string is too large');
    else PyErr_NoMemory();
    return 0;
  }
  const op = PyObject_Malloc(HEADER + size + 1);
  if (op === 0) return PyErr_NoMemory();
  init_header(op, size);
  return op;
}

/** Returns new: UTF-8 of a JavaScript string, or the C string at an address. May fail. */
export function PyBytes_FromString(str: string | number): number {
  if (typeof str === 'string') {
    const bytes = utf8_bytes(str);
    return PyBytes_FromStringAndSize(bytes, bytes.length);
  }
  let end = str;
  while (HEAPU8[end] !== 0) end++;
  return PyBytes_FromStringAndSize(str, end - str);
}

/** Returns new: the bytes of a JavaScript array. May fail. */
export function PyBytes_FromJS(bytes: Uint8Array): number {
  return PyBytes_FromStringAndSize(bytes, bytes.length);
}

/** A private copy of the bytes. */
export function PyBytes_AsJS(op: number): Uint8Array {
  return HEAPU8.slice(op + HEADER, op + HEADER + PyBytes_GET_SIZE(op));
}

/** The length; -1 with TypeError. */
export function PyBytes_Size(op: number): number {
  if (PyBytes_Check(op)) return PyBytes_GET_SIZE(op);
  PyErr_Format(PyExc_TypeError, 'expected bytes, %.200s found', type_name(op));
  return -1;
}

/** The address of the bytes; 0 with TypeError. */
export function PyBytes_AsString(op: number): number {
  if (PyBytes_Check(op)) return op + HEADER;
  PyErr_Format(PyExc_TypeError, 'expected bytes, %.200s found', type_name(op));
  return 0;
}

/** Writes address and length; without `len` a NUL among the bytes is a ValueError. 0 | -1. */
export function PyBytes_AsStringAndSize(obj: number, s: number, len: number): number {
  if (!PyBytes_Check(obj)) {
    PyErr_Format(PyExc_TypeError, 'expected bytes, %.200s found', type_name(obj));
    return -1;
  }
  write_ptr(s, obj + HEADER);
  if (len !== 0) write_ssize(len, PyBytes_GET_SIZE(obj));
  else if (PyBytes_AsJS(obj).indexOf(0) >= 0) {
    PyErr_SetString(PyExc_ValueError, 'embedded null byte');
    return -1;
  }
  return 0;
}

const NEW_PARSER = { fname: 'bytes', keywords: ['source', 'encoding', 'errors'] };

function bytes_new(type: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args + 24, PyTuple_GET_SIZE(args), kwargs, 0, NEW_PARSER, 0, 3, 0, stackAlloc(24));
  let result = 0;
  if (a !== 0) result = bytes_new_args(type, HEAP32[a >> 2], HEAP32[(a + 8) >> 2], HEAP32[(a + 16) >> 2]);
  stackRestore(mark);
  return result;
}

function bytes_new_args(type: number, x: number, encoding_obj: number, errors_obj: number): number {
  let encoding: string | null = null;
  let errors: string | null = null;
  if (encoding_obj !== 0 && (encoding = cstring_arg('bytes', "argument 'encoding'", encoding_obj)) === null) return 0;
  if (errors_obj !== 0 && (errors = cstring_arg('bytes', "argument 'errors'", errors_obj)) === null) return 0;
  const bytes = bytes_new_impl(x, encoding, errors);
  if (bytes === 0 || type === PyBytes_Type) return bytes;
  const sub = bytes_subtype_new(type, bytes);
  Py_DECREF(bytes);
  return sub;
}

/** Checks `bytes(x, encoding, errors)` that need a str. 1: x is encoded, 0: no encoding given, -1: error. */
export function check_encoding_args(x: number, encoding: string | null, errors: string | null): number {
  if (encoding !== null || errors !== null) {
    if (x !== 0 && PyUnicode_Check(x) && encoding !== null) return 1;
    if (x !== 0 && PyUnicode_Check(x)) PyErr_SetString(PyExc_TypeError, 'string argument without an encoding');
    else PyErr_SetString(PyExc_TypeError, encoding !== null ? 'encoding without a string argument' : 'errors without a string argument');
    return -1;
  }
  return 0;
}

function bytes_new_impl(x: number, encoding: string | null, errors: string | null): number {
  const how = check_encoding_args(x, encoding, errors);
  if (how < 0) return 0;
  if (how > 0) return PyUnicode_AsEncodedString(x, encoding, errors);
  if (x === 0) return _Py_SINGLETON_bytes_empty;
  const func = _PyObject_LookupSpecial(x, _Py_ID('__bytes__'));
  if (func !== 0) return from_dunder_bytes(func);
  if (PyErr_Occurred()) return 0;
  if (PyUnicode_Check(x)) {
    PyErr_SetString(PyExc_TypeError, 'string argument without an encoding');
    return 0;
  }
  if (_PyIndex_Check(x)) {
    const size = PyNumber_AsSsize_t(x, PyExc_OverflowError);
    if (size === -1 && PyErr_Occurred()) {
      if (!PyErr_ExceptionMatches(PyExc_TypeError)) return 0;
      PyErr_Clear();
    } else {
      if (size < 0) {
        PyErr_SetString(PyExc_ValueError, 'negative count');
        return 0;
      }
      const zeros = _PyBytes_FromSize(size);
      if (zeros !== 0) HEAPU8.fill(0, zeros + HEADER, zeros + HEADER + size);
      return zeros;
    }
  }
  return PyBytes_FromObject(x);
}

function from_dunder_bytes(func: number): number {
  const r = _PyObject_CallNoArgs(func);
  Py_DECREF(func);
  if (r === 0 || PyBytes_Check(r)) return r;
  PyErr_Format(PyExc_TypeError, '__bytes__ returned non-bytes (type %.200s)', type_name(r));
  Py_DECREF(r);
  return 0;
}

/** Returns new: an instance of a subclass with the same bytes. */
function bytes_subtype_new(type: number, tmp: number): number {
  const n = PyBytes_GET_SIZE(tmp);
  const pnew = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, n) as number;
  if (pnew === 0) return 0;
  memmove(pnew + HEADER, tmp + HEADER, n + 1);
  HEAP32[(pnew + PyBytesObject.ob_shash) >> 2] = HEAP32[(tmp + PyBytesObject.ob_shash) >> 2];
  HEAP32[(pnew + PyBytesObject.ob_shash + 4) >> 2] = HEAP32[(tmp + PyBytesObject.ob_shash + 4) >> 2];
  return pnew;
}

/** Returns new: bytes of a buffer, or of an iterable of integers. May run Python code; may fail. */
export function PyBytes_FromObject(x: number): number {
  if (PyBytes_CheckExact(x)) return Py_NewRef(x);
  if (PyObject_CheckBuffer(x)) return bytes_from_buffer(x);
  if (PyList_CheckExact(x)) return bytes_from_items(x, () => PyList_GET_SIZE(x), (i) => PyList_GET_ITEM(x, i));
  if (PyTuple_CheckExact(x)) return bytes_from_items(x, () => PyTuple_GET_SIZE(x), (i) => PyTuple_GET_ITEM(x, i));
  if (!PyUnicode_Check(x)) {
    const it = PyObject_GetIter(x);
    if (it !== 0) {
      const result = bytes_from_iterator(it, x);
      Py_DECREF(it);
      return result;
    }
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return 0;
  }
  PyErr_Format(PyExc_TypeError, "cannot convert '%.200s' object to bytes", type_name(x));
  return 0;
}

const PyBUF_FULL_RO = 0x011c;

function bytes_from_buffer(x: number): number {
  const mark = stackSave();
  const view = stackAlloc(80);
  let op = 0;
  if (PyObject_GetBuffer(x, view, PyBUF_FULL_RO) === 0) {
    const n = buffer_len(view);
    op = _PyBytes_FromSize(n);
    if (op !== 0 && n > 0 && PyBuffer_ToContiguous(op + HEADER, view, n, 'C') < 0) {
      Py_DECREF(op);
      op = 0;
    }
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return op;
}

/** The byte value of an item; -1 with an exception. */
export function byte_of(item: number): number {
  const value = PyNumber_AsSsize_t(item, 0);
  if (value === -1 && PyErr_Occurred()) return -1;
  if (value >= 0 && value < 256) return value;
  PyErr_SetString(PyExc_ValueError, 'bytes must be in range(0, 256)');
  return -1;
}

function bytes_from_items(_x: number, size: () => number, item: (i: number) => number): number {
  const out: number[] = [];
  for (let i = 0; i < size(); i++) {
    const v = item(i);
    Py_INCREF(v);
    const b = byte_of(v);
    Py_DECREF(v);
    if (b < 0) return 0;
    out.push(b);
  }
  return PyBytes_FromStringAndSize(Uint8Array.from(out), out.length);
}

function bytes_from_iterator(it: number, x: number): number {
  if (PyObject_LengthHint(x, 64) === -1 && PyErr_Occurred()) return 0;
  const out: number[] = [];
  for (;;) {
    const item = PyIter_Next(it);
    if (item === 0) break;
    const b = byte_of(item);
    Py_DECREF(item);
    if (b < 0) return 0;
    out.push(b);
  }
  return PyErr_Occurred() ? 0 : PyBytes_FromStringAndSize(Uint8Array.from(out), out.length);
}

// ---- resize, concatenate

/** Resizes the bytes in the slot `pv`, which nobody else has. On failure the slot becomes NULL. 0 | -1. */
export function _PyBytes_Resize(pv: number, newsize: number): number {
  const v = HEAP32[pv >> 2];
  if (!PyBytes_Check(v) || newsize < 0) return resize_failed(pv, v);
  if (Py_SIZE(v) === newsize) return 0;
  if (Py_SIZE(v) === 0 || newsize === 0) {
    const fresh = _PyBytes_FromSize(newsize);
    HEAP32[pv >> 2] = fresh;
    Py_DECREF(v);
    return fresh === 0 ? -1 : 0;
  }
  if (Py_REFCNT(v) !== 1) {
    if (newsize < Py_SIZE(v)) {
      HEAP32[pv >> 2] = PyBytes_FromStringAndSize(v + HEADER, newsize);
      Py_DECREF(v);
      return HEAP32[pv >> 2] === 0 ? -1 : 0;
    }
    return resize_failed(pv, v);
  }
  const p = newsize > MAX_BYTES ? 0 : PyObject_Realloc(v, HEADER + newsize + 1);
  if (p === 0) {
    HEAP32[pv >> 2] = 0;
    PyObject_Free(v);
    PyErr_NoMemory();
    return -1;
  }
  HEAP32[pv >> 2] = p;
  Py_SET_SIZE(p, newsize);
  HEAPU8[p + HEADER + newsize] = 0;
  write_ssize(p + PyBytesObject.ob_shash, -1);
  return 0;
}

function resize_failed(pv: number, v: number): number {
  HEAP32[pv >> 2] = 0;
  Py_DECREF(v);
  PyErr_BadInternalCall();
  return -1;
}

/** Returns new. May fail. */
export function bytes_concat(a: number, b: number): number {
  const mark = stackSave();
  let result = 0;
  const va = PyObject_CheckBuffer(a) ? get_buffer(a) : 0;
  const vb = va !== 0 && PyObject_CheckBuffer(b) ? get_buffer(b) : 0;
  if (va === 0 || vb === 0) {
    PyErr_Clear();
    PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", type_name(b), type_name(a));
  } else result = concat_buffers(a, va, b, vb);
  release_buffer(va);
  release_buffer(vb);
  stackRestore(mark);
  return result;
}

function concat_buffers(a: number, va: number, b: number, vb: number): number {
  const la = buffer_len(va);
  const lb = buffer_len(vb);
  if (la === 0 && PyBytes_CheckExact(b)) return Py_NewRef(b);
  if (lb === 0 && PyBytes_CheckExact(a)) return Py_NewRef(a);
  const result = _PyBytes_FromSize(la + lb);
  if (result === 0 || la + lb === 0) return result;
  memmove(result + HEADER, buffer_ptr(va), la);
  memmove(result + HEADER + la, buffer_ptr(vb), lb);
  return result;
}

/** Appends `w` to the bytes in the slot `pv`; NULL there on failure. */
export function PyBytes_Concat(pv: number, w: number): void {
  const v = HEAP32[pv >> 2];
  if (v === 0) return;
  if (w === 0) HEAP32[pv >> 2] = 0;
  else HEAP32[pv >> 2] = bytes_concat(v, w);
  Py_DECREF(v);
}

export function PyBytes_ConcatAndDel(pv: number, w: number): void {
  PyBytes_Concat(pv, w);
  if (w !== 0) Py_DECREF(w);
}

/** Fills [dest, dest + len_dest) with repetitions of the bytes at src. */
export function _PyBytes_Repeat(dest: number, len_dest: number, src: number, len_src: number): void {
  if (len_dest === 0) return;
  if (len_src === 1) {
    HEAPU8.fill(HEAPU8[src], dest, dest + len_dest);
    return;
  }
  memmove(dest, src, len_src);
  for (let copied = len_src; copied < len_dest; ) {
    const n = Math.min(copied, len_dest - copied);
    memmove(dest + copied, dest, n);
    copied += n;
  }
}

function bytes_repeat(a: number, n: number): number {
  if (n < 0) n = 0;
  const size = Py_SIZE(a) * n;
  if (size > 9223372036854775000) {
    PyErr_SetString(PyExc_OverflowError, 'repeated bytes are too long');
    return 0;
  }
  if (size === Py_SIZE(a) && PyBytes_CheckExact(a)) return Py_NewRef(a);
  const op = _PyBytes_FromSize(size);
  if (op !== 0 && size > 0) _PyBytes_Repeat(op + HEADER, size, a + HEADER, Py_SIZE(a));
  return op;
}

// ---- dealloc, repr, hash, compare, items

function bytes_dealloc(op: number): void {
  FUNCS[HEAP32[(Py_TYPE(op) + PyTypeObject.tp_free) >> 2]](op);
}

/** The repr of bytes at an address as text: b'...'. bytearray escapes every apostrophe, bytes only the quote that is used. */
export function bytes_repr_text(p: number, n: number, smartquotes: boolean, escape_apostrophe = false): string {
  let singles = false;
  let doubles = false;
  for (let i = 0; i < n && smartquotes; i++) {
    if (HEAPU8[p + i] === 0x27) singles = true;
    else if (HEAPU8[p + i] === 0x22) doubles = true;
  }
  const quote = singles && !doubles ? 0x22 : 0x27;
  let s = '';
  for (let i = 0; i < n; i++) {
    const c = HEAPU8[p + i];
    if (c === quote || c === 0x5c || (escape_apostrophe && c === 0x27)) s += `\\${String.fromCharCode(c)}`;
    else if (c === 9) s += '\\t';
    else if (c === 10) s += '\\n';
    else if (c === 13) s += '\\r';
    else if (c < 32 || c >= 127) s += `\\x${c.toString(16).padStart(2, '0')}`;
    else s += String.fromCharCode(c);
  }
  const q = String.fromCharCode(quote);
  return `b${q}${s}${q}`;
}

/** Returns new. May fail. */
export function PyBytes_Repr(obj: number, smartquotes: number | boolean): number {
  return PyUnicode_FromJS(bytes_repr_text(obj + HEADER, Py_SIZE(obj), Boolean(smartquotes)));
}

function bytes_repr(op: number): number {
  return PyBytes_Repr(op, 1);
}

function bytes_str(op: number): number {
  if (bytes_warning() && PyErr_WarnEx(PyExc_BytesWarning, 'str() on a bytes instance', 1) < 0) return 0;
  return bytes_repr(op);
}

function bytes_length(op: number): number {
  return Py_SIZE(op);
}

function bytes_hash(op: number): number {
  const lo = HEAP32[(op + PyBytesObject.ob_shash) >> 2];
  const hi = HEAP32[(op + PyBytesObject.ob_shash + 4) >> 2];
  if (lo !== -1 || hi !== -1) return hash_result(lo, hi);
  const x = _Py_HashBytes(op + HEADER, Py_SIZE(op));
  HEAP32[(op + PyBytesObject.ob_shash + 4) >> 2] = hash_hi();
  HEAP32[(op + PyBytesObject.ob_shash) >> 2] = x;
  return x;
}

/** The result of comparing two runs of bytes. */
export function compare_bytes(a: number, la: number, b: number, lb: number, op: number): number {
  if (op === Py_EQ || op === Py_NE) {
    const same = la === lb && mem_equal(a, b, la);
    return same === (op === Py_EQ) ? Py_True : Py_False;
  }
  let c = memcmp(a, b, Math.min(la, lb));
  if (c === 0) c = la < lb ? -1 : la > lb ? 1 : 0;
  const yes = op === Py_LT ? c < 0 : op === Py_LE ? c <= 0 : op === Py_GT ? c > 0 : c >= 0;
  return yes ? Py_True : Py_False;
}

function bytes_richcompare(a: number, b: number, op: number): number {
  if (!PyBytes_Check(a) || !PyBytes_Check(b)) {
    if (bytes_warning() && (op === Py_EQ || op === Py_NE) && warn_compare(a, b) < 0) return 0;
    return Py_NotImplemented;
  }
  if (a === b) return op === Py_EQ || op === Py_LE || op === Py_GE ? Py_True : Py_False;
  return compare_bytes(a + HEADER, Py_SIZE(a), b + HEADER, Py_SIZE(b), op);
}

function warn_compare(a: number, b: number): number {
  if (PyUnicode_Check(a) || PyUnicode_Check(b)) return PyErr_WarnEx(PyExc_BytesWarning, 'Comparison between bytes and string', 1);
  return 0;
}

/** sys.flags.bytes_warning. Deviation: there is no -b option, so it is off. */
export function bytes_warning(): boolean {
  return false;
}

/** Same bytes. Both are bytes. */
export function _PyBytes_Equal(a: number, b: number): boolean {
  return Py_SIZE(a) === Py_SIZE(b) && mem_equal(a + HEADER, b + HEADER, Py_SIZE(a));
}

function bytes_item(op: number, i: number): number {
  if (i < 0 || i >= Py_SIZE(op)) {
    PyErr_SetString(PyExc_IndexError, 'index out of range');
    return 0;
  }
  return PyLong_FromLong(HEAPU8[op + HEADER + i]);
}

function bytes_subscript(op: number, item: number): number {
  if (_PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return 0;
    if (i < 0) i += Py_SIZE(op);
    return bytes_item(op, i);
  }
  if (PySlice_Check(item)) return bytes_slice(op, item);
  PyErr_Format(PyExc_TypeError, 'byte indices must be integers or slices, not %.200s', type_name(item));
  return 0;
}

function bytes_slice(op: number, item: number): number {
  const mark = stackSave();
  const p = stackAlloc(24);
  let result = 0;
  if (PySlice_Unpack(item, p, p + 8, p + 16) === 0) {
    const n = PySlice_AdjustIndices(Py_SIZE(op), p, p + 8, read_ssize(p + 16));
    const start = HEAP32[p >> 2];
    const step = read_ssize(p + 16);
    if (n <= 0) result = _Py_SINGLETON_bytes_empty;
    else if (start === 0 && step === 1 && n === Py_SIZE(op) && PyBytes_CheckExact(op)) result = Py_NewRef(op);
    else if (step === 1) result = PyBytes_FromStringAndSize(op + HEADER + start, n);
    else {
      result = _PyBytes_FromSize(n);
      for (let i = 0, j = start; result !== 0 && i < n; i++, j += step) HEAPU8[result + HEADER + i] = HEAPU8[op + HEADER + j];
    }
  }
  stackRestore(mark);
  return result;
}

function bytes_buffer_getbuffer(self: number, view: number, flags: number): number {
  return PyBuffer_FillInfo(view, self, self + HEADER, Py_SIZE(self), 1, flags);
}

function bytes_mod(self: number, arg: number): number {
  if (!PyBytes_Check(self)) return Py_NotImplemented;
  return _PyBytes_FormatEx(self + HEADER, Py_SIZE(self), arg, false);
}

function bytes_contains(self: number, arg: number): number {
  return _Py_bytes_contains(self + HEADER, Py_SIZE(self), arg);
}

// ---- methods

function bytes_getnewargs(self: number): number {
  return Py_BuildValue('(N)', PyBytes_FromStringAndSize(self + HEADER, Py_SIZE(self)));
}

function bytes___bytes__(self: number): number {
  return PyBytes_CheckExact(self) ? Py_NewRef(self) : PyBytes_FromStringAndSize(self + HEADER, Py_SIZE(self));
}

function bytes_fromhex_impl(type: number, string: number): number {
  const result = bytes_fromhex(string, false);
  if (result === 0 || type === PyBytes_Type) return result;
  const sub = PyObject_CallOneArg(type, result);
  Py_DECREF(result);
  return sub;
}

function bytes_data(op: number): number {
  return op + HEADER;
}

function bytes_unchanged(op: number): number {
  return PyBytes_CheckExact(op) ? Py_NewRef(op) : PyBytes_FromStringAndSize(op + HEADER, Py_SIZE(op));
}

const BYTES_KIND: BytesKind = { name: 'bytes', data: bytes_data, make: PyBytes_FromStringAndSize, unchanged: bytes_unchanged, mutable: false };

static_type(PyBytes_Type, {
  tp_name: 'bytes',
  tp_basicsize: PyBytesObject.ob_sval + 1,
  tp_itemsize: 1,
  tp_dealloc: bytes_dealloc,
  tp_repr: bytes_repr,
  tp_hash: bytes_hash,
  tp_str: bytes_str,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BYTES_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
  tp_doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n\nAn immutable sequence of bytes.',
  tp_base: PyBaseObject_Type,
  tp_richcompare: bytes_richcompare,
  tp_iter: bytes_iter,
  tp_new: bytes_new,
  tp_free: PyObject_Free,
  tp_as_number: { nb_remainder: bytes_mod },
  tp_as_sequence: { sq_length: bytes_length, sq_concat: bytes_concat, sq_repeat: bytes_repeat, sq_item: bytes_item, sq_contains: bytes_contains },
  tp_as_mapping: { mp_length: bytes_length, mp_subscript: bytes_subscript },
  tp_as_buffer: { bf_getbuffer: bytes_buffer_getbuffer },
  tp_methods: [
    ['__getnewargs__', bytes_getnewargs, METH_NOARGS],
    ['__bytes__', bytes___bytes__, METH_NOARGS, '__bytes__($self, /)\n--\n\nThis object as exact bytes.'],
    ['fromhex', bytes_fromhex_impl, METH_O | METH_CLASS, 'fromhex($type, string, /)\n--\n\nBytes from pairs of hexadecimal digits; spaces are skipped.'],
    ...shared_bytes_methods(BYTES_KIND),
  ],
});
