// Answers to Objects/bytearrayobject.c of CPython 3.13.
//
// ob_bytes is the block (ob_alloc bytes, one more than needed for a NUL), ob_start the first byte inside it: deleting at the
// front only moves ob_start. Both are NULL while nothing was ever stored. ob_exports counts buffers: then no resizing.

import { PyUnicode_AsEncodedString, PyUnicode_DecodeLatin1 } from './unicodeobject_codecs';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { Py_buffer, PyByteArrayObject, PyTypeObject, seqiterobject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, memmove, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_INCREF, Py_IS_TYPE, Py_NewRef, Py_SET_SIZE, Py_SIZE, Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, _Py_TPFLAGS_MATCH_SELF, Py_TYPE,
} from '../include/object';
import {
  Py_None, Py_NotImplemented, PyBaseObject_Type, PyByteArray_Type, PyByteArrayIter_Type, PyExc_BufferError, PyExc_IndexError,
  PyExc_OverflowError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { PyErr_Print } from '../python/pythonrun';
import {
  _PyIndex_Check, PyBuffer_FillInfo, PyBuffer_Release, PyIter_Next, PyNumber_AsSsize_t, PyNumber_Check, PyNumber_Index, PyObject_CheckBuffer,
  PyObject_GetBuffer, PyObject_GetIter, PyObject_LengthHint,
} from './abstract';
import { _Py_bytes_contains, type BytesKind, bytes_fromhex, shared_bytes_methods } from './bytes_methods';
import { _PyBytes_Repeat, bytes_repr_text, check_encoding_args, compare_bytes, PyBytes_FromStringAndSize } from './bytesobject';
import { _PyBytes_FormatEx } from './bytesobject_format';
import { PyObject_CallOneArg } from './call';
import { PyList_CheckExact, PyList_GET_ITEM, PyList_GET_SIZE } from './listobject';
import { PyLong_AsLong, PyLong_AsSsize_t, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { PyObject_GenericGetAttr, PyObject_SelfIter } from './object';
import { PyBuffer_ToContiguous } from './memoryobject';
import { PyMem_Free, PyMem_Malloc, PyMem_Realloc, PyObject_Free } from './obmalloc';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from './sliceobject';
import { buffer_len, buffer_ptr, cstring_arg, get_buffer, release_buffer, ssize_arg } from './stringlib/clinic';
import { PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _PyObject_GetState, _PyType_Name, PyType_GenericAlloc, PyType_GenericNew, PyType_IsSubtype } from './typeobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_FromJS, type_name } from './unicodeobject';

const MAX_BYTES = 0x7fffff00;
const PyBUF_FULL_RO = 0x011c;

// ---- struct

export function PyByteArray_Check(op: number): boolean {
  return Py_TYPE(op) === PyByteArray_Type || PyType_IsSubtype(Py_TYPE(op), PyByteArray_Type);
}

export function PyByteArray_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyByteArray_Type);
}

export function PyByteArray_GET_SIZE(op: number): number {
  return Py_SIZE(op);
}

/** The address of the bytes; 0 when there never were any. */
export function PyByteArray_AS_STRING(op: number): number {
  return HEAP32[(op + PyByteArrayObject.ob_start) >> 2];
}

export function PyByteArray_AsString(op: number): number {
  return PyByteArray_AS_STRING(op);
}

export function PyByteArray_Size(op: number): number {
  return Py_SIZE(op);
}

/** The byte that an argument stands for; -1 with an exception. */
function _getbytevalue(arg: number): number {
  const index = PyNumber_Index(arg);
  if (index === 0) return -1;
  const value = PyLong_AsLong(index);
  Py_DECREF(index);
  if (value === -1 && PyErr_Occurred()) PyErr_Clear();
  else if (value >= 0 && value < 256) return value;
  PyErr_SetString(PyExc_ValueError, 'byte must be in range(0, 256)');
  return -1;
}

function bytearray_getbuffer(self: number, view: number, flags: number): number {
  if (view === 0) {
    PyErr_SetString(PyExc_BufferError, 'bytearray_getbuffer: view==NULL argument is obsolete');
    return -1;
  }
  if (PyBuffer_FillInfo(view, self, PyByteArray_AS_STRING(self), Py_SIZE(self), 0, flags) < 0) return -1;
  HEAP32[(self + PyByteArrayObject.ob_exports) >> 2]++;
  return 0;
}

function bytearray_releasebuffer(self: number, _view: number): void {
  HEAP32[(self + PyByteArrayObject.ob_exports) >> 2]--;
}

function _canresize(self: number): boolean {
  if (HEAP32[(self + PyByteArrayObject.ob_exports) >> 2] > 0) {
    PyErr_SetString(PyExc_BufferError, 'Existing exports of data: object cannot be re-sized');
    return false;
  }
  return true;
}

// ---- new, resize

/** Returns new: `size` bytes from the address (0: not set). May fail. */
export function PyByteArray_FromStringAndSize(bytes: number, size: number): number {
  if (size < 0) {
    PyErr_SetString(PyExc_SystemError, 'Negative size passed to PyByteArray_FromStringAndSize');
    return 0;
  }
  if (size > MAX_BYTES) return PyErr_NoMemory();
  const op = PyType_GenericAlloc(PyByteArray_Type, 0);
  if (op === 0) return 0;
  let block = 0;
  if (size > 0) {
    block = PyMem_Malloc(size + 1);
    if (block === 0) {
      Py_DECREF(op);
      return PyErr_NoMemory();
    }
    if (bytes !== 0) memmove(block, bytes, size);
    HEAPU8[block + size] = 0;
  }
  write_ptr(op + PyByteArrayObject.ob_bytes, block);
  write_ptr(op + PyByteArrayObject.ob_start, block);
  write_ssize(op + PyByteArrayObject.ob_alloc, size > 0 ? size + 1 : 0);
  write_ssize(op + PyByteArrayObject.ob_exports, 0);
  Py_SET_SIZE(op, size);
  return op;
}

/** Returns new: the bytes of a JavaScript array. */
export function PyByteArray_FromJS(bytes: Uint8Array): number {
  const op = PyByteArray_FromStringAndSize(0, bytes.length);
  if (op !== 0 && bytes.length > 0) HEAPU8.set(bytes, PyByteArray_AS_STRING(op));
  return op;
}

/** Returns new: bytearray(input). May run Python code; may fail. */
export function PyByteArray_FromObject(input: number): number {
  return PyObject_CallOneArg(PyByteArray_Type, input);
}

/** Returns new: the bytes of two buffers. May fail. */
export function PyByteArray_Concat(a: number, b: number): number {
  const mark = stackSave();
  let result = 0;
  const va = PyObject_CheckBuffer(a) ? get_buffer(a) : 0;
  const vb = va !== 0 && PyObject_CheckBuffer(b) ? get_buffer(b) : 0;
  if (va === 0 || vb === 0) {
    PyErr_Clear();
    PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", type_name(b), type_name(a));
  } else {
    result = PyByteArray_FromStringAndSize(0, buffer_len(va) + buffer_len(vb));
    if (result !== 0) {
      const p = PyByteArray_AS_STRING(result);
      memmove(p, buffer_ptr(va), buffer_len(va));
      memmove(p + buffer_len(va), buffer_ptr(vb), buffer_len(vb));
    }
  }
  release_buffer(va);
  release_buffer(vb);
  stackRestore(mark);
  return result;
}

/** The block size for `size` bytes in a block of `alloc`; 0: the block stays. */
function new_alloc(size: number, alloc: number, logical_offset: number): number {
  if (size + logical_offset + 1 <= alloc) return size < Math.floor(alloc / 2) ? size + 1 : 0;
  return size <= alloc * 1.125 ? size + (size >> 3) + (size < 9 ? 3 : 6) : size + 1;
}

/** 0 | -1 (BufferError, MemoryError). */
export function PyByteArray_Resize(self: number, size: number): number {
  const block = HEAP32[(self + PyByteArrayObject.ob_bytes) >> 2];
  const start = PyByteArray_AS_STRING(self);
  if (size === Py_SIZE(self)) return 0;
  if (!_canresize(self)) return -1;
  const alloc = new_alloc(size, HEAP32[(self + PyByteArrayObject.ob_alloc) >> 2], start - block);
  if (alloc === 0) {
    Py_SET_SIZE(self, size);
    HEAPU8[start + size] = 0;
    return 0;
  }
  if (alloc > MAX_BYTES) {
    PyErr_NoMemory();
    return -1;
  }
  let sval: number;
  if (start > block) {
    sval = PyMem_Malloc(alloc);
    if (sval !== 0) {
      memmove(sval, start, Math.min(size, Py_SIZE(self)));
      PyMem_Free(block);
    }
  } else sval = PyMem_Realloc(block, alloc);
  if (sval === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(self + PyByteArrayObject.ob_bytes, sval);
  write_ptr(self + PyByteArrayObject.ob_start, sval);
  Py_SET_SIZE(self, size);
  write_ssize(self + PyByteArrayObject.ob_alloc, alloc);
  HEAPU8[sval + size] = 0;
  return 0;
}

// ---- sequence

function bytearray_length(self: number): number {
  return Py_SIZE(self);
}

function bytearray_iconcat(self: number, other: number): number {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  let result = 0;
  if (!PyObject_CheckBuffer(other) || PyObject_GetBuffer(other, view, 0) !== 0) {
    PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", type_name(other), type_name(self));
  } else {
    const size = Py_SIZE(self);
    if (PyByteArray_Resize(self, size + buffer_len(view)) === 0) {
      memmove(PyByteArray_AS_STRING(self) + size, buffer_ptr(view), buffer_len(view));
      result = Py_NewRef(self);
    }
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return result;
}

function bytearray_repeat(self: number, count: number): number {
  const n = Math.max(count, 0);
  const size = Py_SIZE(self) * n;
  if (size > MAX_BYTES) return PyErr_NoMemory();
  const result = PyByteArray_FromStringAndSize(0, size);
  if (result !== 0 && size > 0) _PyBytes_Repeat(PyByteArray_AS_STRING(result), size, PyByteArray_AS_STRING(self), Py_SIZE(self));
  return result;
}

function bytearray_irepeat(self: number, count: number): number {
  const n = Math.max(count, 0);
  const mysize = Py_SIZE(self);
  if (mysize * n > MAX_BYTES) return PyErr_NoMemory();
  if (PyByteArray_Resize(self, mysize * n) < 0) return 0;
  const p = PyByteArray_AS_STRING(self);
  if (mysize * n > 0) _PyBytes_Repeat(p, mysize * n, p, mysize);
  return Py_NewRef(self);
}

function bytearray_getitem(self: number, i: number): number {
  if (i < 0 || i >= Py_SIZE(self)) {
    PyErr_SetString(PyExc_IndexError, 'bytearray index out of range');
    return 0;
  }
  return PyLong_FromLong(HEAPU8[PyByteArray_AS_STRING(self) + i]);
}

/** start, stop, step and length of the slice that was read last. */
let slice_start = 0;
let slice_stop = 0;
let slice_step = 0;
let slice_length = 0;

function read_slice(index: number, size: number): boolean {
  const mark = stackSave();
  const p = stackAlloc(24);
  const ok = PySlice_Unpack(index, p, p + 8, p + 16) === 0;
  if (ok) {
    slice_step = read_ssize(p + 16);
    slice_length = PySlice_AdjustIndices(size, p, p + 8, slice_step);
    slice_start = HEAP32[p >> 2];
    slice_stop = HEAP32[(p + 8) >> 2];
  }
  stackRestore(mark);
  return ok;
}

function bytearray_subscript(self: number, index: number): number {
  if (_PyIndex_Check(index)) {
    let i = PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return 0;
    if (i < 0) i += Py_SIZE(self);
    return bytearray_getitem(self, i);
  }
  if (!PySlice_Check(index)) {
    PyErr_Format(PyExc_TypeError, 'bytearray indices must be integers or slices, not %.200s', type_name(index));
    return 0;
  }
  if (!read_slice(index, Py_SIZE(self))) return 0;
  const n = Math.max(slice_length, 0);
  if (slice_step === 1 || n === 0) return PyByteArray_FromStringAndSize(PyByteArray_AS_STRING(self) + slice_start, n);
  const result = PyByteArray_FromStringAndSize(0, n);
  if (result === 0) return 0;
  const from = PyByteArray_AS_STRING(self);
  const to = PyByteArray_AS_STRING(result);
  for (let i = 0, cur = slice_start; i < n; i++, cur += slice_step) HEAPU8[to + i] = HEAPU8[from + cur];
  return result;
}

/** self[lo:hi] = the `bytes_len` bytes at `bytes`. 0 | -1. */
function bytearray_setslice_linear(self: number, lo: number, hi: number, bytes: number, bytes_len: number): number {
  const growth = bytes_len - (hi - lo);
  let buf = PyByteArray_AS_STRING(self);
  if (growth < 0) {
    if (!_canresize(self)) return -1;
    if (lo === 0) write_ptr(self + PyByteArrayObject.ob_start, buf - growth);
    else memmove(buf + lo + bytes_len, buf + hi, Py_SIZE(self) - hi);
    if (PyByteArray_Resize(self, Py_SIZE(self) + growth) < 0) {
      Py_SET_SIZE(self, Py_SIZE(self) + growth);
      return -1;
    }
    buf = PyByteArray_AS_STRING(self);
  } else if (growth > 0) {
    if (PyByteArray_Resize(self, Py_SIZE(self) + growth) < 0) return -1;
    buf = PyByteArray_AS_STRING(self);
    memmove(buf + lo + bytes_len, buf + hi, Py_SIZE(self) - lo - bytes_len);
  }
  if (bytes_len > 0) memmove(buf + lo, bytes, bytes_len);
  return 0;
}

/** self[lo:hi] = values (NULL deletes). 0 | -1. */
function bytearray_setslice(self: number, lo: number, hi: number, values: number): number {
  if (values === self) {
    const copy = PyByteArray_FromStringAndSize(PyByteArray_AS_STRING(values), Py_SIZE(values));
    if (copy === 0) return -1;
    const err = bytearray_setslice(self, lo, hi, copy);
    Py_DECREF(copy);
    return err;
  }
  const mark = stackSave();
  const view = values === 0 ? 0 : get_buffer_or_type_error(values);
  let res = -1;
  if (values === 0 || view !== 0) {
    const low = Math.max(0, lo);
    const high = Math.min(Math.max(hi, low), Py_SIZE(self));
    res = bytearray_setslice_linear(self, Math.min(low, Py_SIZE(self)), Math.max(high, Math.min(low, Py_SIZE(self))), view === 0 ? 0 : buffer_ptr(view), view === 0 ? 0 : buffer_len(view));
    release_buffer(view);
  }
  stackRestore(mark);
  return res;
}

function get_buffer_or_type_error(values: number): number {
  const view = PyObject_CheckBuffer(values) ? get_buffer(values) : 0;
  if (view === 0) PyErr_Format(PyExc_TypeError, "can't set bytearray slice from %.100s", type_name(values));
  return view;
}

function bytearray_setitem(self: number, i: number, value: number): number {
  let byte = 0;
  if (value !== 0) {
    byte = _getbytevalue(value);
    if (byte < 0) return -1;
  }
  if (i < 0) i += Py_SIZE(self);
  if (i < 0 || i >= Py_SIZE(self)) {
    PyErr_SetString(PyExc_IndexError, 'bytearray index out of range');
    return -1;
  }
  if (value === 0) return bytearray_setslice(self, i, i + 1, 0);
  HEAPU8[PyByteArray_AS_STRING(self) + i] = byte;
  return 0;
}

function bytearray_ass_subscript(self: number, index: number, values: number): number {
  if (_PyIndex_Check(index)) {
    const i = PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return -1;
    return bytearray_setitem(self, i, values);
  }
  if (!PySlice_Check(index)) {
    PyErr_Format(PyExc_TypeError, 'bytearray indices must be integers or slices, not %.200s', type_name(index));
    return -1;
  }
  if (values !== 0 && (values === self || !PyByteArray_Check(values))) {
    if (PyNumber_Check(values) || PyUnicode_Check(values)) {
      PyErr_SetString(PyExc_TypeError, 'can assign only bytes, buffers, or iterables of ints in range(0, 256)');
      return -1;
    }
    const copy = PyByteArray_FromObject(values);
    if (copy === 0) return -1;
    const err = bytearray_ass_subscript(self, index, copy);
    Py_DECREF(copy);
    return err;
  }
  if (!read_slice(index, Py_SIZE(self))) return -1;
  const needed = values === 0 ? 0 : Py_SIZE(values);
  if ((slice_step < 0 && slice_start < slice_stop) || (slice_step > 0 && slice_start > slice_stop)) slice_stop = slice_start;
  if (slice_step === 1) return bytearray_setslice_linear(self, slice_start, slice_stop, values === 0 ? 0 : PyByteArray_AS_STRING(values), needed);
  if (needed === 0) return delete_extended(self, slice_start, slice_step, slice_length);
  if (needed !== slice_length) {
    PyErr_Format(PyExc_ValueError, 'attempt to assign bytes of size %zd to extended slice of size %zd', needed, slice_length);
    return -1;
  }
  const buf = PyByteArray_AS_STRING(self);
  const bytes = PyByteArray_AS_STRING(values);
  for (let i = 0, cur = slice_start; i < slice_length; i++, cur += slice_step) HEAPU8[buf + cur] = HEAPU8[bytes + i];
  return 0;
}

function delete_extended(self: number, start: number, step: number, n: number): number {
  if (!_canresize(self)) return -1;
  if (n <= 0) return 0;
  if (step < 0) {
    start += step * (n - 1);
    step = -step;
  }
  const buf = PyByteArray_AS_STRING(self);
  const size = Py_SIZE(self);
  for (let i = 0, cur = start; i < n; i++, cur += step) {
    const lim = cur + step >= size ? size - cur - 1 : step - 1;
    memmove(buf + cur - i, buf + cur + 1, lim);
  }
  const tail = start + n * step;
  if (tail < size) memmove(buf + tail - n, buf + tail, size - tail);
  return PyByteArray_Resize(self, size - n);
}

// ---- init

const INIT_PARSER = { fname: 'bytearray', keywords: ['source', 'encoding', 'errors'] };

function bytearray___init__(self: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args + 24, PyTuple_GET_SIZE(args), kwargs, 0, INIT_PARSER, 0, 3, 0, stackAlloc(24));
  let result = -1;
  if (a !== 0) {
    const e = HEAP32[(a + 8) >> 2];
    const r = HEAP32[(a + 16) >> 2];
    const encoding = e === 0 ? null : cstring_arg('bytearray', "argument 'encoding'", e);
    const errors = r === 0 || (e !== 0 && encoding === null) ? null : cstring_arg('bytearray', "argument 'errors'", r);
    if (!(e !== 0 && encoding === null) && !(r !== 0 && errors === null)) result = init(self, HEAP32[a >> 2], encoding, errors);
  }
  stackRestore(mark);
  return result;
}

function init(self: number, arg: number, encoding: string | null, errors: string | null): number {
  if (Py_SIZE(self) !== 0 && PyByteArray_Resize(self, 0) < 0) return -1;
  if (arg !== 0 && PyUnicode_Check(arg)) return init_from_str(self, arg, encoding, errors);
  if (check_encoding_args(arg, encoding, errors) < 0) return -1;
  if (arg === 0) return 0;
  if (_PyIndex_Check(arg)) {
    const count = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
    if (count === -1 && PyErr_Occurred()) {
      if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
      PyErr_Clear();
    } else {
      if (count < 0) {
        PyErr_SetString(PyExc_ValueError, 'negative count');
        return -1;
      }
      if (count > 0) {
        if (PyByteArray_Resize(self, count) < 0) return -1;
        HEAPU8.fill(0, PyByteArray_AS_STRING(self), PyByteArray_AS_STRING(self) + count);
      }
      return 0;
    }
  }
  return PyObject_CheckBuffer(arg) ? init_from_buffer(self, arg) : init_from_iterable(self, arg);
}

function init_from_str(self: number, arg: number, encoding: string | null, errors: string | null): number {
  if (encoding === null) {
    PyErr_SetString(PyExc_TypeError, 'string argument without an encoding');
    return -1;
  }
  const encoded = PyUnicode_AsEncodedString(arg, encoding, errors);
  if (encoded === 0) return -1;
  const fresh = bytearray_iconcat(self, encoded);
  Py_DECREF(encoded);
  if (fresh === 0) return -1;
  Py_DECREF(fresh);
  return 0;
}

function init_from_buffer(self: number, arg: number): number {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  let result = -1;
  if (PyObject_GetBuffer(arg, view, PyBUF_FULL_RO) === 0) {
    const n = buffer_len(view);
    if (PyByteArray_Resize(self, n) === 0 && (n === 0 || PyBuffer_ToContiguous(PyByteArray_AS_STRING(self), view, n, 'C') === 0)) result = 0;
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return result;
}

function init_from_iterable(self: number, arg: number): number {
  if (PyList_CheckExact(arg) || PyTuple_CheckExact(arg)) {
    const is_list = PyList_CheckExact(arg);
    for (let i = 0; i < (is_list ? PyList_GET_SIZE(arg) : PyTuple_GET_SIZE(arg)); i++) {
      const item = is_list ? PyList_GET_ITEM(arg, i) : PyTuple_GET_ITEM(arg, i);
      Py_INCREF(item);
      const r = append_value(self, item);
      Py_DECREF(item);
      if (r < 0) return -1;
    }
    return 0;
  }
  const it = PyObject_GetIter(arg);
  if (it === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_Format(PyExc_TypeError, "cannot convert '%.200s' object to bytearray", type_name(arg));
    return -1;
  }
  let result = 0;
  for (;;) {
    const item = PyIter_Next(it);
    if (item === 0) {
      if (PyErr_Occurred()) result = -1;
      break;
    }
    result = append_value(self, item);
    Py_DECREF(item);
    if (result < 0) break;
  }
  Py_DECREF(it);
  return result;
}

function append_value(self: number, item: number): number {
  const value = _getbytevalue(item);
  if (value < 0) return -1;
  const n = Py_SIZE(self);
  if (PyByteArray_Resize(self, n + 1) < 0) return -1;
  HEAPU8[PyByteArray_AS_STRING(self) + n] = value;
  return 0;
}

// ---- repr, compare, dealloc

function bytearray_repr(self: number): number {
  const text = bytes_repr_text(PyByteArray_AS_STRING(self), Py_SIZE(self), true, true);
  return PyUnicode_FromJS(`${_PyType_Name(Py_TYPE(self))}(${text})`);
}

function bytearray_richcompare(self: number, other: number, op: number): number {
  if (!PyObject_CheckBuffer(self) || !PyObject_CheckBuffer(other)) return Py_NotImplemented;
  const mark = stackSave();
  const va = get_buffer(self);
  const vb = va === 0 ? 0 : get_buffer(other);
  let result = Py_NotImplemented;
  if (vb === 0) PyErr_Clear();
  else result = compare_bytes(buffer_ptr(va), buffer_len(va), buffer_ptr(vb), buffer_len(vb), op);
  release_buffer(vb);
  release_buffer(va);
  stackRestore(mark);
  return result;
}

function bytearray_dealloc(self: number): void {
  if (HEAP32[(self + PyByteArrayObject.ob_exports) >> 2] > 0) {
    PyErr_SetString(PyExc_SystemError, 'deallocated bytearray object has exported buffers');
    PyErr_Print();
  }
  const block = HEAP32[(self + PyByteArrayObject.ob_bytes) >> 2];
  if (block !== 0) PyMem_Free(block);
  FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}

function bytearray_contains(self: number, arg: number): number {
  return _Py_bytes_contains(PyByteArray_AS_STRING(self), Py_SIZE(self), arg);
}

function bytearray_mod(v: number, w: number): number {
  if (!PyByteArray_Check(v)) return Py_NotImplemented;
  return _PyBytes_FormatEx(PyByteArray_AS_STRING(v), Py_SIZE(v), w, true);
}

// ---- methods

function bytearray_append(self: number, item: number): number {
  return append_value(self, item) < 0 ? 0 : Py_None;
}

function bytearray_extend(self: number, iterable: number): number {
  if (PyObject_CheckBuffer(iterable)) return bytearray_setslice(self, Py_SIZE(self), Py_SIZE(self), iterable) < 0 ? 0 : Py_None;
  const it = PyObject_GetIter(iterable);
  if (it === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_Format(PyExc_TypeError, "can't extend bytearray with %.100s", type_name(iterable));
    return 0;
  }
  const hint = PyObject_LengthHint(iterable, 32);
  const bytes: number[] = [];
  let ok = hint !== -1;
  while (ok) {
    const item = PyIter_Next(it);
    if (item === 0) break;
    const value = _getbytevalue(item);
    Py_DECREF(item);
    if (value < 0) {
      if (PyErr_ExceptionMatches(PyExc_TypeError) && PyUnicode_Check(iterable)) PyErr_SetString(PyExc_TypeError, "expected iterable of integers; got: 'str'");
      ok = false;
    } else bytes.push(value);
  }
  Py_DECREF(it);
  if (!ok || PyErr_Occurred()) return 0;
  const n = Py_SIZE(self);
  if (bytes.length > 0) {
    if (PyByteArray_Resize(self, n + bytes.length) < 0) return 0;
    HEAPU8.set(bytes, PyByteArray_AS_STRING(self) + n);
  }
  return Py_None;
}

function bytearray_insert(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('insert', nargs, 2, 2)) return 0;
  let index = ssize_arg(HEAP32[args >> 2]);
  if (index === -1 && PyErr_Occurred()) return 0;
  const value = _getbytevalue(HEAP32[(args + 8) >> 2]);
  if (value < 0) return 0;
  const n = Py_SIZE(self);
  if (PyByteArray_Resize(self, n + 1) < 0) return 0;
  if (index < 0) index = Math.max(0, index + n);
  index = Math.min(index, n);
  const buf = PyByteArray_AS_STRING(self);
  memmove(buf + index + 1, buf + index, n - index);
  HEAPU8[buf + index] = value;
  return Py_None;
}

function bytearray_pop(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('pop', nargs, 0, 1)) return 0;
  let index = nargs < 1 ? -1 : ssize_arg(HEAP32[args >> 2]);
  if (index === -1 && PyErr_Occurred()) return 0;
  const n = Py_SIZE(self);
  if (n === 0) {
    PyErr_SetString(PyExc_IndexError, 'pop from empty bytearray');
    return 0;
  }
  if (index < 0) index += n;
  if (index < 0 || index >= n) {
    PyErr_SetString(PyExc_IndexError, 'pop index out of range');
    return 0;
  }
  if (!_canresize(self)) return 0;
  const buf = PyByteArray_AS_STRING(self);
  const value = HEAPU8[buf + index];
  memmove(buf + index, buf + index + 1, n - index);
  return PyByteArray_Resize(self, n - 1) < 0 ? 0 : PyLong_FromLong(value);
}

function bytearray_remove(self: number, arg: number): number {
  const value = _getbytevalue(arg);
  if (value < 0) return 0;
  const n = Py_SIZE(self);
  const buf = PyByteArray_AS_STRING(self);
  let at = 0;
  while (at < n && HEAPU8[buf + at] !== value) at++;
  if (at === n) {
    PyErr_SetString(PyExc_ValueError, 'value not found in bytearray');
    return 0;
  }
  if (!_canresize(self)) return 0;
  memmove(buf + at, buf + at + 1, n - at);
  return PyByteArray_Resize(self, n - 1) < 0 ? 0 : Py_None;
}

function bytearray_reverse(self: number): number {
  const buf = PyByteArray_AS_STRING(self);
  for (let i = 0, j = Py_SIZE(self) - 1; i < j; i++, j--) {
    const c = HEAPU8[buf + i];
    HEAPU8[buf + i] = HEAPU8[buf + j];
    HEAPU8[buf + j] = c;
  }
  return Py_None;
}

function bytearray_clear(self: number): number {
  return PyByteArray_Resize(self, 0) < 0 ? 0 : Py_None;
}

function bytearray_copy(self: number): number {
  return PyByteArray_FromStringAndSize(PyByteArray_AS_STRING(self), Py_SIZE(self));
}

function bytearray_alloc(self: number): number {
  return PyLong_FromSsize_t(HEAP32[(self + PyByteArrayObject.ob_alloc) >> 2]);
}

function bytearray_sizeof(self: number): number {
  const basic = HEAP32[(Py_TYPE(self) + PyTypeObject.tp_basicsize) >> 2];
  return PyLong_FromSsize_t(basic + HEAP32[(self + PyByteArrayObject.ob_alloc) >> 2]);
}

function common_reduce(self: number, proto: number): number {
  const state = _PyObject_GetState(self);
  if (state === 0) return 0;
  if (Py_SIZE(self) === 0) return Py_BuildValue('(O()N)', Py_TYPE(self), state);
  const buf = PyByteArray_AS_STRING(self);
  if (proto < 3) return Py_BuildValue('(O(Ns)N)', Py_TYPE(self), PyUnicode_DecodeLatin1(buf, Py_SIZE(self), null), 'latin-1', state);
  return Py_BuildValue('(O(N)N)', Py_TYPE(self), PyBytes_FromStringAndSize(buf, Py_SIZE(self)), state);
}

function bytearray_reduce(self: number): number {
  return common_reduce(self, 2);
}

function bytearray_reduce_ex(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('__reduce_ex__', nargs, 0, 1)) return 0;
  const proto = nargs < 1 ? 0 : PyLong_AsLong(HEAP32[args >> 2]);
  if (proto === -1 && PyErr_Occurred()) return 0;
  return common_reduce(self, proto);
}

function bytearray_fromhex(type: number, string: number): number {
  const result = bytes_fromhex(string, true, PyByteArray_FromJS);
  if (result === 0 || type === PyByteArray_Type) return result;
  const sub = PyObject_CallOneArg(type, result);
  Py_DECREF(result);
  return sub;
}

// ---- iterator

function bytearray_iter(seq: number): number {
  if (!PyByteArray_Check(seq)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const it = _PyObject_GC_New(PyByteArrayIter_Type);
  if (it === 0) return 0;
  write_ssize(it + seqiterobject.it_index, 0);
  write_ptr(it + seqiterobject.it_seq, Py_NewRef(seq));
  _PyObject_GC_TRACK(it);
  return it;
}

function bytearrayiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (seq !== 0) Py_DECREF(seq);
  PyObject_GC_Del(it);
}

function bytearrayiter_traverse(it: number, visit: (op: number, arg: number) => number, arg: number): number {
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function bytearrayiter_next(it: number): number {
  const i = HEAP32[(it + seqiterobject.it_index) >> 2];
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (i < 0 || seq === 0) return 0;
  if (i < Py_SIZE(seq)) {
    HEAP32[(it + seqiterobject.it_index) >> 2] = i + 1;
    return PyLong_FromLong(HEAPU8[PyByteArray_AS_STRING(seq) + i]);
  }
  write_ssize(it + seqiterobject.it_index, -1);
  HEAP32[(it + seqiterobject.it_seq) >> 2] = 0;
  Py_DECREF(seq);
  return 0;
}

function bytearrayiter_length_hint(it: number): number {
  const i = HEAP32[(it + seqiterobject.it_index) >> 2];
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  return PyLong_FromSsize_t(i >= 0 && seq !== 0 ? Math.max(0, Py_SIZE(seq) - i) : 0);
}

function bytearrayiter_reduce(it: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const i = HEAP32[(it + seqiterobject.it_index) >> 2];
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  return i >= 0 && seq !== 0 ? Py_BuildValue('N(O)n', iter, seq, i) : Py_BuildValue('N(())', iter);
}

function bytearrayiter_setstate(it: number, state: number): number {
  const index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(it + seqiterobject.it_seq) >> 2];
  if (HEAP32[(it + seqiterobject.it_index) >> 2] >= 0 && seq !== 0) HEAP32[(it + seqiterobject.it_index) >> 2] = Math.min(Math.max(index, 0), Py_SIZE(seq));
  return Py_None;
}

const BYTEARRAY_KIND: BytesKind = { name: 'bytearray', data: PyByteArray_AS_STRING, make: PyByteArray_FromStringAndSize, unchanged: bytearray_copy, mutable: true };

static_type(PyByteArray_Type, {
  tp_name: 'bytearray',
  tp_basicsize: PyByteArrayObject.SIZEOF,
  tp_dealloc: bytearray_dealloc,
  tp_repr: bytearray_repr,
  tp_str: bytearray_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_doc: 'bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n\nA mutable sequence of bytes.',
  tp_base: PyBaseObject_Type,
  tp_richcompare: bytearray_richcompare,
  tp_iter: bytearray_iter,
  tp_init: bytearray___init__,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_Free,
  tp_as_number: { nb_remainder: bytearray_mod },
  tp_as_sequence: {
    sq_length: bytearray_length, sq_concat: PyByteArray_Concat, sq_repeat: bytearray_repeat, sq_item: bytearray_getitem, sq_ass_item: bytearray_setitem,
    sq_contains: bytearray_contains, sq_inplace_concat: bytearray_iconcat, sq_inplace_repeat: bytearray_irepeat,
  },
  tp_as_mapping: { mp_length: bytearray_length, mp_subscript: bytearray_subscript, mp_ass_subscript: bytearray_ass_subscript },
  tp_as_buffer: { bf_getbuffer: bytearray_getbuffer, bf_releasebuffer: bytearray_releasebuffer },
  tp_methods: [
    ['__alloc__', bytearray_alloc, METH_NOARGS, 'The number of bytes that are allocated.'],
    ['__reduce__', bytearray_reduce, METH_NOARGS, '__reduce__($self, /)\n--\n\nState for pickling.'],
    ['__reduce_ex__', bytearray_reduce_ex, METH_FASTCALL, '__reduce_ex__($self, proto=0, /)\n--\n\nState for pickling.'],
    ['__sizeof__', bytearray_sizeof, METH_NOARGS, '__sizeof__($self, /)\n--\n\nThe size of the object in memory, in bytes.'],
    ['append', bytearray_append, METH_O, 'append($self, item, /)\n--\n\nAdd a byte at the end.'],
    ['clear', bytearray_clear, METH_NOARGS, 'clear($self, /)\n--\n\nRemove all bytes.'],
    ['copy', bytearray_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA copy.'],
    ['extend', bytearray_extend, METH_O, 'extend($self, iterable_of_ints, /)\n--\n\nAdd bytes at the end.'],
    ['fromhex', bytearray_fromhex, METH_O | METH_CLASS, 'fromhex($type, string, /)\n--\n\nA bytearray from pairs of hexadecimal digits; spaces are skipped.'],
    ['insert', bytearray_insert, METH_FASTCALL, 'insert($self, index, item, /)\n--\n\nPut a byte before an index.'],
    ['pop', bytearray_pop, METH_FASTCALL, 'pop($self, index=-1, /)\n--\n\nRemove and give a byte.'],
    ['remove', bytearray_remove, METH_O, 'remove($self, value, /)\n--\n\nRemove the first occurrence of a byte.'],
    ['reverse', bytearray_reverse, METH_NOARGS, 'reverse($self, /)\n--\n\nReverse in place.'],
    ...shared_bytes_methods(BYTEARRAY_KIND),
  ],
});

static_type(PyByteArrayIter_Type, {
  tp_name: 'bytearray_iterator',
  tp_basicsize: seqiterobject.SIZEOF,
  tp_dealloc: bytearrayiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: bytearrayiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: bytearrayiter_next,
  tp_methods: [
    ['__length_hint__', bytearrayiter_length_hint, METH_NOARGS, 'Private method returning an estimate of len(list(it)).'],
    ['__reduce__', bytearrayiter_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', bytearrayiter_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});
