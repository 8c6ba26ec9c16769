// Answers to Objects/memoryobject.c of CPython 3.13: memoryview and the managed buffer. Items as Python objects, and
// comparison, are in memoryobject_items.ts.
//
// A managed buffer holds the one Py_buffer that was got from the exporter (`master`); memoryviews that are made from each other
// share it. `exports` of the managed buffer counts memoryviews, `exports` of a memoryview counts buffers got from it. A view's
// shape, strides and suboffsets are arrays in the object itself (ob_array).

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { Py_buffer, PyMemoryViewObject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { cstring, HEAP32, HEAPU8, memmove, read_ptr, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_SEQUENCE, Py_TYPE,
} from '../include/object';
import {
  _PyManagedBuffer_Type, _PyMemoryIter_Type, Py_Ellipsis, Py_False, Py_None, Py_True, PyExc_BufferError, PyExc_IndexError, PyExc_NotImplementedError,
  PyExc_SystemError, PyExc_TypeError, PyExc_ValueError, PyMemoryView_Type,
} from '../include/statics';
import { static_cstring, static_type } from '../include/typespec';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_NewVar, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_BadArgument, _PyArg_UnpackKeywords } from '../python/getargs';
import { _Py_HashBytes } from '../python/pyhash';
import { _PyIndex_Check, PyBuffer_FillInfo, PyBuffer_IsContiguous, PyBuffer_Release, PyNumber_AsSsize_t, PyObject_CheckBuffer, PyObject_GetBuffer, PySequence_Fast_ITEMS } from './abstract';
import { bytes_hex } from './bytes_methods';
import { _PyBytes_FromSize, PyBytes_AS_STRING } from './bytesobject';
import { PyList_Check, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from './listobject';
import { _PyLong_AsInt, PyLong_AsSsize_t, PyLong_Check, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { adjust_fmt, memory_richcompare, native_size, pack_single, unpack_single } from './memoryobject_items';
import { PyObject_GenericGetAttr, PyObject_Hash, PyObject_SelfIter } from './object';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from './sliceobject';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { PyUnicode_AsJS, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromJS, type_name } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

/** The layout of _PyManagedBufferObject: head, flags, exports, master (a Py_buffer). */
const enum M { flags = 16, exports = 24, master = 32, SIZEOF = 112 }
/** The layout of memoryiterobject: head, index, sequence, length, format. */
const enum I { it_index = 16, it_seq = 24, it_length = 32, it_fmt = 40, SIZEOF = 48 }

export const _Py_MANAGED_BUFFER_RELEASED = 1;
export const _Py_MANAGED_BUFFER_FREE_FORMAT = 2;
export const _Py_MEMORYVIEW_RELEASED = 1;
export const _Py_MEMORYVIEW_C = 2;
export const _Py_MEMORYVIEW_FORTRAN = 4;
export const _Py_MEMORYVIEW_SCALAR = 8;
export const _Py_MEMORYVIEW_PIL = 16;
export const _Py_MEMORYVIEW_RESTRICTED = 32;

const PyBUF_MAX_NDIM = 64;
const PyBUF_WRITABLE = 1;
const PyBUF_FORMAT = 4;
const PyBUF_ND = 8;
const PyBUF_STRIDES = 0x18;
const PyBUF_C_CONTIGUOUS = 0x38;
const PyBUF_F_CONTIGUOUS = 0x58;
const PyBUF_ANY_CONTIGUOUS = 0x98;
const PyBUF_INDIRECT = 0x118;
const PyBUF_FULL_RO = PyBUF_INDIRECT | PyBUF_FORMAT;
const PyBUF_READ = 0x100;
export const PyBUF_WRITE = 0x200;

type Visit = (op: number, arg: number) => number;

// ---- managed buffer

function mbuf_alloc(): number {
  const mbuf = _PyObject_GC_New(_PyManagedBuffer_Type);
  if (mbuf === 0) return 0;
  HEAP32[(mbuf + M.flags) >> 2] = 0;
  write_ssize(mbuf + M.exports, 0);
  HEAPU8.fill(0, mbuf + M.master, mbuf + M.SIZEOF);
  _PyObject_GC_TRACK(mbuf);
  return mbuf;
}

function _PyManagedBuffer_FromObject(base: number, flags: number): number {
  const mbuf = mbuf_alloc();
  if (mbuf === 0) return 0;
  if (PyObject_GetBuffer(base, mbuf + M.master, flags) < 0) {
    write_ptr(mbuf + M.master + Py_buffer.obj, 0);
    Py_DECREF(mbuf);
    return 0;
  }
  return mbuf;
}

function mbuf_release(mbuf: number): void {
  if (HEAP32[(mbuf + M.flags) >> 2] & _Py_MANAGED_BUFFER_RELEASED) return;
  HEAP32[(mbuf + M.flags) >> 2] |= _Py_MANAGED_BUFFER_RELEASED;
  _PyObject_GC_UNTRACK(mbuf);
  PyBuffer_Release(mbuf + M.master);
}

function mbuf_dealloc(mbuf: number): void {
  mbuf_release(mbuf);
  PyObject_GC_Del(mbuf);
}

function mbuf_traverse(mbuf: number, visit: Visit, arg: number): number {
  const obj = read_ptr(mbuf + M.master + Py_buffer.obj);
  return obj !== 0 ? visit(obj, arg) : 0;
}

function mbuf_clear(mbuf: number): number {
  mbuf_release(mbuf);
  return 0;
}

// ---- the view inside a memoryview

/** The Py_buffer of a memoryview: its fields follow each other as those of Py_buffer do. */
export function view_of(self: number): number {
  return self + PyMemoryViewObject.view_buf;
}

export function view_ndim(view: number): number {
  return HEAP32[(view + Py_buffer.ndim) >> 2];
}

export function view_shape(view: number, dim: number): number {
  return read_ssize(read_ptr(view + Py_buffer.shape) + dim * 8);
}

export function view_strides(view: number, dim: number): number {
  return read_ssize(read_ptr(view + Py_buffer.strides) + dim * 8);
}

export function view_itemsize(view: number): number {
  return HEAP32[(view + Py_buffer.itemsize) >> 2];
}

/** The format as text; "B" when there is none. */
export function view_format(view: number): string {
  const p = read_ptr(view + Py_buffer.format);
  return p === 0 ? 'B' : cstring(p);
}

/** Follows a pointer when dimension `dim` has suboffsets. */
export function adjust_ptr(ptr: number, view: number, dim: number): number {
  const suboffsets = read_ptr(view + Py_buffer.suboffsets);
  if (suboffsets === 0) return ptr;
  const off = read_ssize(suboffsets + dim * 8);
  return off >= 0 ? read_ptr(ptr) + off : ptr;
}

function flags_of(self: number): number {
  return HEAP32[(self + PyMemoryViewObject.flags) >> 2];
}

export function base_inaccessible(self: number): boolean {
  const mbuf = read_ptr(self + PyMemoryViewObject.mbuf);
  return (flags_of(self) & _Py_MEMORYVIEW_RELEASED) !== 0 || (HEAP32[(mbuf + M.flags) >> 2] & _Py_MANAGED_BUFFER_RELEASED) !== 0;
}

/** false with ValueError. */
export function check_released(self: number): boolean {
  if (!base_inaccessible(self)) return true;
  PyErr_SetString(PyExc_ValueError, 'operation forbidden on released memoryview object');
  return false;
}

function check_restricted(self: number): boolean {
  if (!(flags_of(self) & _Py_MEMORYVIEW_RESTRICTED)) return true;
  PyErr_SetString(PyExc_ValueError, 'cannot create new view on restricted memoryview');
  return false;
}

function memory_alloc(ndim: number): number {
  const mv = _PyObject_GC_NewVar(PyMemoryView_Type, 3 * ndim);
  if (mv === 0) return 0;
  HEAPU8.fill(0, mv + PyMemoryViewObject.mbuf, mv + PyMemoryViewObject.ob_array);
  write_ssize(mv + PyMemoryViewObject.hash, -1);
  HEAP32[(mv + PyMemoryViewObject.view_ndim) >> 2] = ndim;
  const array = mv + PyMemoryViewObject.ob_array;
  write_ptr(mv + PyMemoryViewObject.view_shape, array);
  write_ptr(mv + PyMemoryViewObject.view_strides, array + 8 * ndim);
  write_ptr(mv + PyMemoryViewObject.view_suboffsets, array + 16 * ndim);
  _PyObject_GC_TRACK(mv);
  return mv;
}

function init_shared_values(dest: number, src: number): void {
  write_ptr(dest + Py_buffer.obj, read_ptr(src + Py_buffer.obj));
  write_ptr(dest + Py_buffer.buf, read_ptr(src + Py_buffer.buf));
  write_ssize(dest + Py_buffer.len, read_ssize(src + Py_buffer.len));
  write_ssize(dest + Py_buffer.itemsize, read_ssize(src + Py_buffer.itemsize));
  HEAP32[(dest + Py_buffer.readonly) >> 2] = HEAP32[(src + Py_buffer.readonly) >> 2];
  write_ptr(dest + Py_buffer.format, read_ptr(src + Py_buffer.format) || static_cstring('B'));
  write_ptr(dest + Py_buffer.internal, read_ptr(src + Py_buffer.internal));
}

function init_strides_from_shape(view: number): void {
  const ndim = view_ndim(view);
  const strides = read_ptr(view + Py_buffer.strides);
  let stride = view_itemsize(view);
  for (let i = ndim - 1; i >= 0; i--) {
    write_ssize(strides + i * 8, stride);
    stride *= view_shape(view, i);
  }
}

function init_shape_strides(dest: number, src: number): void {
  const ndim = view_ndim(src);
  if (ndim === 0) {
    write_ptr(dest + Py_buffer.shape, 0);
    write_ptr(dest + Py_buffer.strides, 0);
    return;
  }
  const shape = read_ptr(src + Py_buffer.shape);
  const strides = read_ptr(src + Py_buffer.strides);
  const to_shape = read_ptr(dest + Py_buffer.shape);
  const to_strides = read_ptr(dest + Py_buffer.strides);
  if (ndim === 1 && shape === 0) write_ssize(to_shape, Math.floor(read_ssize(src + Py_buffer.len) / view_itemsize(src)));
  else for (let i = 0; i < ndim; i++) write_ssize(to_shape + i * 8, read_ssize(shape + i * 8));
  if (strides === 0) init_strides_from_shape(dest);
  else for (let i = 0; i < ndim; i++) write_ssize(to_strides + i * 8, read_ssize(strides + i * 8));
}

function init_suboffsets(dest: number, src: number): void {
  const from = read_ptr(src + Py_buffer.suboffsets);
  if (from === 0) {
    write_ptr(dest + Py_buffer.suboffsets, 0);
    return;
  }
  const to = read_ptr(dest + Py_buffer.suboffsets);
  for (let i = 0; i < view_ndim(src); i++) write_ssize(to + i * 8, read_ssize(from + i * 8));
}

function init_len(view: number): void {
  let len = 1;
  for (let i = 0; i < view_ndim(view); i++) len *= view_shape(view, i);
  write_ssize(view + Py_buffer.len, len * view_itemsize(view));
}

function init_flags(mv: number): void {
  const view = view_of(mv);
  const ndim = view_ndim(view);
  let flags = 0;
  if (ndim === 0) flags = _Py_MEMORYVIEW_SCALAR | _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN;
  else if (ndim === 1) {
    if (view_shape(view, 0) === 1 || view_strides(view, 0) === view_itemsize(view)) flags = _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN;
  } else {
    if (PyBuffer_IsContiguous(view, 'C')) flags |= _Py_MEMORYVIEW_C;
    if (PyBuffer_IsContiguous(view, 'F')) flags |= _Py_MEMORYVIEW_FORTRAN;
  }
  if (read_ptr(view + Py_buffer.suboffsets) !== 0) flags = (flags | _Py_MEMORYVIEW_PIL) & ~(_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN);
  HEAP32[(mv + PyMemoryViewObject.flags) >> 2] = flags;
}

function attach(mv: number, mbuf: number): number {
  write_ptr(mv + PyMemoryViewObject.mbuf, Py_NewRef(mbuf));
  HEAP32[(mbuf + M.exports) >> 2]++;
  return mv;
}

/** Returns new: a memoryview of `mbuf` like the Py_buffer `src` (0: its master). */
function mbuf_add_view(mbuf: number, src: number): number {
  if (src === 0) src = mbuf + M.master;
  if (view_ndim(src) > PyBUF_MAX_NDIM) {
    PyErr_SetString(PyExc_ValueError, 'memoryview: number of dimensions must not exceed 64');
    return 0;
  }
  const mv = memory_alloc(view_ndim(src));
  if (mv === 0) return 0;
  const dest = view_of(mv);
  init_shared_values(dest, src);
  init_shape_strides(dest, src);
  init_suboffsets(dest, src);
  init_flags(mv);
  return attach(mv, mbuf);
}

// ---- new

export function PyMemoryView_Check(op: number): boolean {
  return Py_TYPE(op) === PyMemoryView_Type;
}

/** The Py_buffer of a memoryview. */
export function PyMemoryView_GET_BUFFER(op: number): number {
  return view_of(op);
}

export function PyMemoryView_GET_BASE(op: number): number {
  return read_ptr(op + PyMemoryViewObject.view_obj);
}

/** Returns new: a view of memory that nobody owns. */
export function PyMemoryView_FromMemory(mem: number, size: number, flags: number): number {
  const mbuf = mbuf_alloc();
  if (mbuf === 0) return 0;
  PyBuffer_FillInfo(mbuf + M.master, 0, mem, size, flags === PyBUF_WRITE ? 0 : 1, PyBUF_FULL_RO);
  const mv = mbuf_add_view(mbuf, 0);
  Py_DECREF(mbuf);
  return mv;
}

/** Returns new: a view of what the Py_buffer at `info` describes, which stays the caller's to release. */
export function PyMemoryView_FromBuffer(info: number): number {
  if (read_ptr(info + Py_buffer.buf) === 0 && read_ssize(info + Py_buffer.len) > 0) {
    PyErr_SetString(PyExc_ValueError, 'PyMemoryView_FromBuffer(): info->buf must not be NULL');
    return 0;
  }
  const mbuf = mbuf_alloc();
  if (mbuf === 0) return 0;
  memmove(mbuf + M.master, info, Py_buffer.SIZEOF);
  write_ptr(mbuf + M.master + Py_buffer.obj, 0);
  const mv = mbuf_add_view(mbuf, 0);
  Py_DECREF(mbuf);
  return mv;
}

function PyMemoryView_FromObjectAndFlags(v: number, flags: number): number {
  if (PyMemoryView_Check(v)) {
    if (!check_released(v) || !check_restricted(v)) return 0;
    return mbuf_add_view(read_ptr(v + PyMemoryViewObject.mbuf), view_of(v));
  }
  if (PyObject_CheckBuffer(v)) {
    const mbuf = _PyManagedBuffer_FromObject(v, flags);
    if (mbuf === 0) return 0;
    const mv = mbuf_add_view(mbuf, 0);
    Py_DECREF(mbuf);
    return mv;
  }
  PyErr_Format(PyExc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'", type_name(v));
  return 0;
}

/** Returns new: memoryview(v). May run Python code (__buffer__); may fail. */
export function PyMemoryView_FromObject(v: number): number {
  return PyMemoryView_FromObjectAndFlags(v, PyBUF_FULL_RO);
}

/** Returns new: a view of the buffer that `bufferproc` gives for `v`. */
export function _PyMemoryView_FromBufferProc(v: number, flags: number, bufferproc: (v: number, view: number, flags: number) => number): number {
  const mbuf = mbuf_alloc();
  if (mbuf === 0) return 0;
  if (bufferproc(v, mbuf + M.master, flags) < 0) {
    write_ptr(mbuf + M.master + Py_buffer.obj, 0);
    Py_DECREF(mbuf);
    return 0;
  }
  const mv = mbuf_add_view(mbuf, 0);
  Py_DECREF(mbuf);
  return mv;
}

const NEW_PARSER = { fname: 'memoryview', keywords: ['object'] };
const FROM_FLAGS_PARSER = { fname: '_from_flags', keywords: ['object', 'flags'] };

function memoryview(_type: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args + 24, PyTuple_GET_SIZE(args), kwargs, 0, NEW_PARSER, 1, 1, 0, stackAlloc(8));
  const result = a === 0 ? 0 : PyMemoryView_FromObject(HEAP32[a >> 2]);
  stackRestore(mark);
  return result;
}

function memoryview__from_flags(_type: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, FROM_FLAGS_PARSER, 2, 2, 0, stackAlloc(16));
  let result = 0;
  if (a !== 0) {
    const flags = _PyLong_AsInt(HEAP32[(a + 8) >> 2]);
    if (!(flags === -1 && PyErr_Occurred())) result = PyMemoryView_FromObjectAndFlags(HEAP32[a >> 2], flags);
  }
  stackRestore(mark);
  return result;
}

// ---- release, dealloc

function _memory_release(self: number): number {
  if (flags_of(self) & _Py_MEMORYVIEW_RELEASED) return 0;
  const exports = read_ssize(self + PyMemoryViewObject.exports);
  if (exports > 0) {
    PyErr_Format(PyExc_BufferError, 'memoryview has %zd exported buffer%s', exports, exports === 1 ? '' : 's');
    return -1;
  }
  if (exports < 0) {
    PyErr_SetString(PyExc_SystemError, 'memoryview: negative export count');
    return -1;
  }
  HEAP32[(self + PyMemoryViewObject.flags) >> 2] |= _Py_MEMORYVIEW_RELEASED;
  const mbuf = read_ptr(self + PyMemoryViewObject.mbuf);
  if (--HEAP32[(mbuf + M.exports) >> 2] === 0) mbuf_release(mbuf);
  return 0;
}

function memoryview_release(self: number): number {
  return _memory_release(self) < 0 ? 0 : Py_None;
}

function memory_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  const mbuf = read_ptr(self + PyMemoryViewObject.mbuf);
  if (mbuf !== 0) {
    _memory_release(self);
    write_ptr(self + PyMemoryViewObject.mbuf, 0);
    Py_DECREF(mbuf);
  }
  if (read_ptr(self + PyMemoryViewObject.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  PyObject_GC_Del(self);
}

function memory_traverse(self: number, visit: Visit, arg: number): number {
  const mbuf = read_ptr(self + PyMemoryViewObject.mbuf);
  return mbuf !== 0 ? visit(mbuf, arg) : 0;
}

function memory_clear(self: number): number {
  const mbuf = read_ptr(self + PyMemoryViewObject.mbuf);
  if (mbuf !== 0 && _memory_release(self) === 0) {
    write_ptr(self + PyMemoryViewObject.mbuf, 0);
    Py_DECREF(mbuf);
  }
  return 0;
}

function memory_enter(self: number): number {
  return check_released(self) ? Py_NewRef(self) : 0;
}

function memory_exit(self: number): number {
  return memoryview_release(self);
}

// ---- buffer protocol

function buffer_error(message: string): -1 {
  PyErr_SetString(PyExc_BufferError, `memoryview: ${message}`);
  return -1;
}

function has(flags: number, wanted: number): boolean {
  return (flags & wanted) === wanted;
}

function memory_getbuf(self: number, view: number, flags: number): number {
  if (!check_released(self)) return -1;
  const base = view_of(self);
  const baseflags = flags_of(self);
  memmove(view, base, Py_buffer.SIZEOF);
  write_ptr(view + Py_buffer.obj, 0);
  if (has(flags, PyBUF_WRITABLE) && HEAP32[(base + Py_buffer.readonly) >> 2]) return buffer_error('underlying buffer is not writable');
  if (!has(flags, PyBUF_FORMAT)) write_ptr(view + Py_buffer.format, 0);
  const c = (baseflags & (_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_SCALAR)) !== 0;
  const f = (baseflags & (_Py_MEMORYVIEW_FORTRAN | _Py_MEMORYVIEW_SCALAR)) !== 0;
  if (has(flags, PyBUF_C_CONTIGUOUS) && !c) return buffer_error('underlying buffer is not C-contiguous');
  if (has(flags, PyBUF_F_CONTIGUOUS) && !f) return buffer_error('underlying buffer is not Fortran contiguous');
  if (has(flags, PyBUF_ANY_CONTIGUOUS) && !c && !f) return buffer_error('underlying buffer is not contiguous');
  if (!has(flags, PyBUF_INDIRECT) && baseflags & _Py_MEMORYVIEW_PIL) return buffer_error('underlying buffer requires suboffsets');
  if (!has(flags, PyBUF_STRIDES)) {
    if (!c) return buffer_error('underlying buffer is not C-contiguous');
    write_ptr(view + Py_buffer.strides, 0);
  }
  if (!has(flags, PyBUF_ND)) {
    if (read_ptr(view + Py_buffer.format) !== 0) return buffer_error('cannot cast to unsigned bytes if the format flag is present');
    HEAP32[(view + Py_buffer.ndim) >> 2] = 1;
    write_ptr(view + Py_buffer.shape, 0);
  }
  write_ptr(view + Py_buffer.obj, Py_NewRef(self));
  HEAP32[(self + PyMemoryViewObject.exports) >> 2]++;
  return 0;
}

function memory_releasebuf(self: number, _view: number): void {
  HEAP32[(self + PyMemoryViewObject.exports) >> 2]--;
}

/** Calls f with the address of every item, in C order ('C') or Fortran order. */
export function each_item(view: number, order: 'C' | 'F', f: (ptr: number) => void): void {
  const ndim = view_ndim(view);
  const start = read_ptr(view + Py_buffer.buf);
  if (ndim === 0) {
    f(start);
    return;
  }
  const shape: number[] = [];
  const strides: number[] = [];
  let contiguous = view_itemsize(view);
  const no_strides = read_ptr(view + Py_buffer.strides) === 0;
  const no_shape = read_ptr(view + Py_buffer.shape) === 0;
  for (let i = 0; i < ndim; i++) shape.push(no_shape ? Math.floor(read_ssize(view + Py_buffer.len) / view_itemsize(view)) : view_shape(view, i));
  for (let i = ndim - 1; i >= 0; i--) {
    strides[i] = no_strides ? contiguous : view_strides(view, i);
    contiguous *= shape[i];
  }
  if (shape.includes(0)) return;
  const index = new Array<number>(ndim).fill(0);
  for (;;) {
    let ptr = start;
    for (let d = 0; d < ndim; d++) ptr = adjust_ptr(ptr + strides[d] * index[d], view, d);
    f(ptr);
    let d = order === 'C' ? ndim - 1 : 0;
    for (;;) {
      if (++index[d] < shape[d]) break;
      index[d] = 0;
      d += order === 'C' ? -1 : 1;
      if (d < 0 || d >= ndim) return;
    }
  }
}

/** Copies the items of `view` to `buf` one after the other; order 'C', 'F' or 'A' (the view's own). 0 | -1. */
export function PyBuffer_ToContiguous(buf: number, view: number, len: number, order: string): number {
  if (len !== read_ssize(view + Py_buffer.len)) {
    PyErr_SetString(PyExc_ValueError, 'PyBuffer_ToContiguous: len != view->len');
    return -1;
  }
  if (PyBuffer_IsContiguous(view, order)) {
    memmove(buf, read_ptr(view + Py_buffer.buf), len);
    return 0;
  }
  const itemsize = view_itemsize(view);
  let at = buf;
  each_item(view, order === 'F' ? 'F' : 'C', (ptr) => {
    memmove(at, ptr, itemsize);
    at += itemsize;
  });
  return 0;
}

/** Returns new: a contiguous memoryview of obj, a copy when need be. buffertype PyBUF_READ or PyBUF_WRITE. */
export function PyMemoryView_GetContiguous(obj: number, buffertype: number, order: string): number {
  const mv = PyMemoryView_FromObject(obj);
  if (mv === 0) return 0;
  const view = view_of(mv);
  if (buffertype !== PyBUF_READ && HEAP32[(view + Py_buffer.readonly) >> 2]) {
    PyErr_SetString(PyExc_BufferError, 'underlying buffer is not writable');
    Py_DECREF(mv);
    return 0;
  }
  if (PyBuffer_IsContiguous(view, order)) return mv;
  if (buffertype !== PyBUF_READ) {
    PyErr_SetString(PyExc_BufferError, 'writable contiguous buffer requested for a non-contiguous object.');
    Py_DECREF(mv);
    return 0;
  }
  const bytes = tobytes(mv, order);
  Py_DECREF(mv);
  if (bytes === 0) return 0;
  const copy = PyMemoryView_FromObject(bytes);
  Py_DECREF(bytes);
  return copy;
}

// ---- cast, tobytes, tolist, toreadonly

const CAST_PARSER = { fname: 'cast', keywords: ['format', 'shape'] };

function memoryview_cast(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, CAST_PARSER, 1, 2, 0, stackAlloc(16));
  const format = a === 0 ? 0 : HEAP32[a >> 2];
  const shape = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  if (!PyUnicode_Check(format)) return _PyArg_BadArgument('cast', "argument 'format'", 'str', format);
  return cast(self, format, shape === Py_None ? 0 : shape);
}

function type_error(message: string): 0 {
  PyErr_SetString(PyExc_TypeError, message);
  return 0;
}

function zero_in_shape(view: number): boolean {
  for (let i = 0; i < view_ndim(view); i++) if (view_shape(view, i) === 0) return true;
  return false;
}

function cast(self: number, format: number, shape: number): number {
  if (!check_released(self) || !check_restricted(self)) return 0;
  const view = view_of(self);
  if (!(flags_of(self) & _Py_MEMORYVIEW_C)) return type_error('memoryview: casts are restricted to C-contiguous views');
  if ((shape !== 0 || view_ndim(view) !== 1) && zero_in_shape(view)) return type_error('memoryview: cannot cast view with zeros in shape or strides');
  let ndim = 1;
  if (shape !== 0) {
    if (!PyList_Check(shape) && !PyTuple_Check(shape)) return type_error('shape must be a list or a tuple');
    ndim = PyList_GET_SIZE(shape);
    if (ndim > PyBUF_MAX_NDIM) {
      PyErr_SetString(PyExc_ValueError, 'memoryview: number of dimensions must not exceed 64');
      return 0;
    }
    if (view_ndim(view) !== 1 && ndim !== 1) return type_error('memoryview: cast must be 1D -> ND or ND -> 1D');
  }
  const mv = memory_alloc(ndim === 0 ? 1 : ndim);
  if (mv === 0) return 0;
  init_shared_values(view_of(mv), view);
  attach(mv, read_ptr(self + PyMemoryViewObject.mbuf));
  if (cast_to_1D(mv, format) && (shape === 0 || cast_to_ND(mv, shape, ndim))) return mv;
  Py_DECREF(mv);
  return 0;
}

function is_byte_format(fmt: string): boolean {
  return /^@?[bBc]$/.test(fmt);
}

function cast_to_1D(mv: number, format: number): boolean {
  const view = view_of(mv);
  const fmt = PyUnicode_AsUTF8(format);
  if (fmt === null) return false;
  const itemsize = native_size(fmt);
  if (itemsize < 0) {
    PyErr_SetString(PyExc_ValueError, "memoryview: destination format must be a native single character format prefixed with an optional '@'");
    return false;
  }
  if (!is_byte_format(view_format(view)) && !is_byte_format(fmt)) return type_error('memoryview: cannot cast between two non-byte formats') !== 0;
  const len = read_ssize(view + Py_buffer.len);
  if (len % itemsize) return type_error('memoryview: length is not a multiple of itemsize') !== 0;
  write_ptr(view + Py_buffer.format, static_cstring(fmt));
  write_ssize(view + Py_buffer.itemsize, itemsize);
  HEAP32[(view + Py_buffer.ndim) >> 2] = 1;
  write_ssize(read_ptr(view + Py_buffer.shape), len / itemsize);
  write_ssize(read_ptr(view + Py_buffer.strides), itemsize);
  write_ptr(view + Py_buffer.suboffsets, 0);
  init_flags(mv);
  return true;
}

function cast_to_ND(mv: number, shape: number, ndim: number): boolean {
  const view = view_of(mv);
  HEAP32[(view + Py_buffer.ndim) >> 2] = ndim;
  let product = 1;
  if (ndim === 0) {
    write_ptr(view + Py_buffer.shape, 0);
    write_ptr(view + Py_buffer.strides, 0);
  } else {
    for (let i = 0; i < ndim; i++) {
      const item = HEAP32[(PySequence_Fast_ITEMS(shape) + i * 8) >> 2];
      if (!PyLong_Check(item)) return type_error('memoryview.cast(): elements of shape must be integers') !== 0;
      const x = PyLong_AsSsize_t(item);
      if (x === -1 && PyErr_Occurred()) return false;
      if (x <= 0 || x * product > 9223372036854775000) {
        PyErr_SetString(PyExc_ValueError, x <= 0 ? 'memoryview.cast(): elements of shape must be integers > 0' : 'memoryview.cast(): product(shape) > SSIZE_MAX');
        return false;
      }
      product *= x;
      write_ssize(read_ptr(view + Py_buffer.shape) + i * 8, x);
    }
    init_strides_from_shape(view);
  }
  if (read_ssize(view + Py_buffer.len) !== product * view_itemsize(view)) return type_error('memoryview: product(shape) * itemsize != buffer size') !== 0;
  init_flags(mv);
  return true;
}

function memoryview_toreadonly(self: number): number {
  if (!check_released(self) || !check_restricted(self)) return 0;
  const mv = mbuf_add_view(read_ptr(self + PyMemoryViewObject.mbuf), view_of(self));
  if (mv !== 0) HEAP32[(mv + PyMemoryViewObject.view_readonly) >> 2] = 1;
  return mv;
}

function tobytes(self: number, order: string): number {
  const view = view_of(self);
  const n = read_ssize(view + Py_buffer.len);
  const bytes = _PyBytes_FromSize(n);
  if (bytes !== 0 && n > 0) PyBuffer_ToContiguous(PyBytes_AS_STRING(bytes), view, n, order);
  return bytes;
}

const TOBYTES_PARSER = { fname: 'tobytes', keywords: ['order'] };

function memoryview_tobytes(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, TOBYTES_PARSER, 0, 1, 0, stackAlloc(8));
  const arg = a === 0 ? 0 : HEAP32[a >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  if (arg !== 0 && arg !== Py_None && !PyUnicode_Check(arg)) return _PyArg_BadArgument('tobytes', "argument 'order'", 'str or None', arg);
  if (!check_released(self)) return 0;
  const order = arg === 0 || arg === Py_None ? 'C' : PyUnicode_AsJS(arg);
  if (order !== 'C' && order !== 'F' && order !== 'A') {
    PyErr_SetString(PyExc_ValueError, "order must be 'C', 'F' or 'A'");
    return 0;
  }
  return tobytes(self, order);
}

function memoryview_hex(self: number, args: number, nargs: number, kwnames: number): number {
  if (!check_released(self)) return 0;
  const view = view_of(self);
  if (flags_of(self) & (_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_SCALAR)) {
    return bytes_hex(read_ptr(view + Py_buffer.buf), read_ssize(view + Py_buffer.len), args, nargs, kwnames);
  }
  const bytes = tobytes(self, 'C');
  if (bytes === 0) return 0;
  const result = bytes_hex(PyBytes_AS_STRING(bytes), read_ssize(view + Py_buffer.len), args, nargs, kwnames);
  Py_DECREF(bytes);
  return result;
}

/** Returns new: the list of dimension `dim` from `ptr` on. */
function tolist_rec(view: number, ptr: number, dim: number, fmt: string): number {
  const n = view_shape(view, dim);
  const list = PyList_New(n);
  if (list === 0) return 0;
  for (let i = 0; i < n; i++) {
    const at = adjust_ptr(ptr + i * view_strides(view, dim), view, dim);
    const item = dim === view_ndim(view) - 1 ? unpack_single(at, fmt) : tolist_rec(view, at, dim + 1, fmt);
    if (item === 0) {
      Py_DECREF(list);
      return 0;
    }
    PyList_SET_ITEM(list, i, item);
  }
  return list;
}

function memoryview_tolist(self: number): number {
  if (!check_released(self)) return 0;
  const view = view_of(self);
  const fmt = adjust_fmt(view);
  if (fmt === null) return 0;
  const buf = read_ptr(view + Py_buffer.buf);
  return view_ndim(view) === 0 ? unpack_single(buf, fmt) : tolist_rec(view, buf, 0, fmt);
}

// ---- items

/** The address of item `index` of dimension `dim`, 0 with IndexError. */
function lookup_dimension(view: number, ptr: number, dim: number, index: number): number {
  const nitems = view_shape(view, dim);
  if (index < 0) index += nitems;
  if (index < 0 || index >= nitems) {
    PyErr_Format(PyExc_IndexError, 'index out of bounds on dimension %d', dim + 1);
    return 0;
  }
  return adjust_ptr(ptr + view_strides(view, dim) * index, view, dim);
}

function ptr_from_tuple(view: number, tup: number): number {
  const n = PyTuple_GET_SIZE(tup);
  if (n > view_ndim(view)) {
    PyErr_Format(PyExc_TypeError, 'cannot index %zd-dimension view with %zd-element tuple', view_ndim(view), n);
    return 0;
  }
  let ptr = read_ptr(view + Py_buffer.buf);
  for (let dim = 0; dim < n; dim++) {
    const index = PyNumber_AsSsize_t(PyTuple_GET_ITEM(tup, dim), PyExc_IndexError);
    if (index === -1 && PyErr_Occurred()) return 0;
    ptr = lookup_dimension(view, ptr, dim, index);
    if (ptr === 0) return 0;
  }
  return ptr;
}

function not_implemented(message: string): 0 {
  PyErr_SetString(PyExc_NotImplementedError, message);
  return 0;
}

function memory_item(self: number, index: number): number {
  if (!check_released(self)) return 0;
  const view = view_of(self);
  const fmt = adjust_fmt(view);
  if (fmt === null) return 0;
  if (view_ndim(view) === 0) return type_error('invalid indexing of 0-dim memory');
  if (view_ndim(view) > 1) return not_implemented('multi-dimensional sub-views are not implemented');
  const ptr = lookup_dimension(view, read_ptr(view + Py_buffer.buf), 0, index);
  return ptr === 0 ? 0 : unpack_single(ptr, fmt);
}

function all_items(key: number, test: (op: number) => boolean): boolean {
  if (!PyTuple_Check(key)) return false;
  for (let i = 0; i < PyTuple_GET_SIZE(key); i++) if (!test(PyTuple_GET_ITEM(key, i))) return false;
  return true;
}

/** Narrows dimension `dim` of the Py_buffer `view` to the slice. 0 | -1. */
function init_slice(view: number, key: number, dim: number): number {
  const mark = stackSave();
  const p = stackAlloc(24);
  const ok = PySlice_Unpack(key, p, p + 8, p + 16);
  if (ok === 0) {
    const step = read_ssize(p + 16);
    const n = PySlice_AdjustIndices(view_shape(view, dim), p, p + 8, step);
    const start = read_ssize(p);
    const suboffsets = read_ptr(view + Py_buffer.suboffsets);
    let at = -1;
    for (let d = dim - 1; d >= 0 && at < 0 && suboffsets !== 0; d--) if (read_ssize(suboffsets + d * 8) >= 0) at = d;
    if (at < 0) write_ptr(view + Py_buffer.buf, read_ptr(view + Py_buffer.buf) + view_strides(view, dim) * start);
    else write_ssize(suboffsets + at * 8, read_ssize(suboffsets + at * 8) + view_strides(view, dim) * start);
    write_ssize(read_ptr(view + Py_buffer.shape) + dim * 8, n);
    write_ssize(read_ptr(view + Py_buffer.strides) + dim * 8, view_strides(view, dim) * step);
  }
  stackRestore(mark);
  return ok;
}

function memory_subscript(self: number, key: number): number {
  if (!check_released(self)) return 0;
  const view = view_of(self);
  if (view_ndim(view) === 0) {
    if (PyTuple_Check(key) && PyTuple_GET_SIZE(key) === 0) {
      const fmt = adjust_fmt(view);
      return fmt === null ? 0 : unpack_single(read_ptr(view + Py_buffer.buf), fmt);
    }
    return key === Py_Ellipsis ? Py_NewRef(self) : type_error('invalid indexing of 0-dim memory');
  }
  if (_PyIndex_Check(key)) {
    const index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    return index === -1 && PyErr_Occurred() ? 0 : memory_item(self, index);
  }
  if (PySlice_Check(key)) {
    if (!check_restricted(self)) return 0;
    const sliced = mbuf_add_view(read_ptr(self + PyMemoryViewObject.mbuf), view);
    if (sliced === 0) return 0;
    if (init_slice(view_of(sliced), key, 0) < 0) {
      Py_DECREF(sliced);
      return 0;
    }
    init_len(view_of(sliced));
    init_flags(sliced);
    return sliced;
  }
  if (all_items(key, _PyIndex_Check)) return memory_item_multi(self, key);
  if (all_items(key, PySlice_Check)) return not_implemented('multi-dimensional slicing is not implemented');
  return type_error('memoryview: invalid slice key');
}

function memory_item_multi(self: number, tup: number): number {
  const view = view_of(self);
  const fmt = adjust_fmt(view);
  if (fmt === null) return 0;
  if (PyTuple_GET_SIZE(tup) < view_ndim(view)) return not_implemented('sub-views are not implemented');
  const ptr = ptr_from_tuple(view, tup);
  return ptr === 0 || !check_released(self) ? 0 : unpack_single(ptr, fmt);
}

function memory_ass_sub(self: number, key: number, value: number): number {
  if (!check_released(self)) return -1;
  const view = view_of(self);
  const fmt = adjust_fmt(view);
  if (fmt === null) return -1;
  if (HEAP32[(view + Py_buffer.readonly) >> 2]) return type_error('cannot modify read-only memory') - 1;
  if (value === 0) return type_error('cannot delete memory') - 1;
  const buf = read_ptr(view + Py_buffer.buf);
  const ndim = view_ndim(view);
  if (ndim === 0) {
    if (key === Py_Ellipsis || (PyTuple_Check(key) && PyTuple_GET_SIZE(key) === 0)) return pack_single(self, buf, value, fmt);
    return type_error('invalid indexing of 0-dim memory') - 1;
  }
  if (_PyIndex_Check(key)) {
    if (ndim > 1) return not_implemented('sub-views are not implemented') - 1;
    const index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (index === -1 && PyErr_Occurred()) return -1;
    const ptr = lookup_dimension(view, buf, 0, index);
    return ptr === 0 ? -1 : pack_single(self, ptr, value, fmt);
  }
  if (PySlice_Check(key) && ndim === 1) return assign_slice(self, key, value);
  if (all_items(key, _PyIndex_Check)) {
    if (PyTuple_GET_SIZE(key) < ndim) return not_implemented('sub-views are not implemented') - 1;
    const ptr = ptr_from_tuple(view, key);
    return ptr === 0 ? -1 : pack_single(self, ptr, value, fmt);
  }
  if (PySlice_Check(key) || all_items(key, PySlice_Check)) {
    return not_implemented('memoryview slice assignments are currently restricted to ndim = 1') - 1;
  }
  return type_error('memoryview: invalid slice key') - 1;
}

/** self[key] = value for a slice of a view of one dimension. 0 | -1. */
function assign_slice(self: number, key: number, value: number): number {
  const mark = stackSave();
  const src = stackAlloc(Py_buffer.SIZEOF);
  let ret = -1;
  if (PyObject_GetBuffer(value, src, PyBUF_FULL_RO) === 0) {
    const dest = stackAlloc(Py_buffer.SIZEOF);
    const arrays = stackAlloc(24);
    const view = view_of(self);
    memmove(dest, view, Py_buffer.SIZEOF);
    write_ptr(dest + Py_buffer.shape, arrays);
    write_ptr(dest + Py_buffer.strides, arrays + 8);
    write_ssize(arrays, view_shape(view, 0));
    write_ssize(arrays + 8, view_strides(view, 0));
    if (read_ptr(view + Py_buffer.suboffsets) !== 0) {
      write_ptr(dest + Py_buffer.suboffsets, arrays + 16);
      write_ssize(arrays + 16, read_ssize(read_ptr(view + Py_buffer.suboffsets)));
    }
    if (init_slice(dest, key, 0) === 0) {
      write_ssize(dest + Py_buffer.len, view_shape(dest, 0) * view_itemsize(dest));
      ret = check_released(self) ? copy_single(dest, src) : -1;
    }
    PyBuffer_Release(src);
  }
  stackRestore(mark);
  return ret;
}

function equiv_structure(dest: number, src: number): boolean {
  const same = view_format(dest).replace(/^@/, '') === view_format(src).replace(/^@/, '') && view_itemsize(dest) === view_itemsize(src)
    && view_ndim(dest) === view_ndim(src) && view_shape(dest, 0) === (read_ptr(src + Py_buffer.shape) === 0 ? read_ssize(src + Py_buffer.len) : view_shape(src, 0));
  if (!same) PyErr_SetString(PyExc_ValueError, 'memoryview assignment: lvalue and rvalue have different structures');
  return same;
}

/** Copies the items of one one-dimensional buffer to another, which may overlap. 0 | -1. */
function copy_single(dest: number, src: number): number {
  if (!equiv_structure(dest, src)) return -1;
  const n = read_ssize(src + Py_buffer.len);
  const itemsize = view_itemsize(src);
  const bytes = new Uint8Array(n);
  let at = 0;
  each_item(src, 'C', (ptr) => {
    bytes.set(HEAPU8.subarray(ptr, ptr + itemsize), at);
    at += itemsize;
  });
  at = 0;
  each_item(dest, 'C', (ptr) => {
    HEAPU8.set(bytes.subarray(at, at + itemsize), ptr);
    at += itemsize;
  });
  return 0;
}

function memory_length(self: number): number {
  if (!check_released(self)) return -1;
  const view = view_of(self);
  if (view_ndim(view) > 0) return view_shape(view, 0);
  return type_error('0-dim memory has no length') - 1;
}

// ---- hash, repr

function memory_hash(self: number): number {
  const lo = HEAP32[(self + PyMemoryViewObject.hash) >> 2];
  const hi = HEAP32[(self + PyMemoryViewObject.hash + 4) >> 2];
  if (lo !== -1 || hi !== -1) return hash_result(lo, hi);
  if (!check_released(self)) return hash_result(-1, -1);
  const view = view_of(self);
  if (!HEAP32[(view + Py_buffer.readonly) >> 2]) {
    PyErr_SetString(PyExc_ValueError, 'cannot hash writable memoryview object');
    return hash_result(-1, -1);
  }
  if (!is_byte_format(view_format(view))) {
    PyErr_SetString(PyExc_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
    return hash_result(-1, -1);
  }
  const obj = read_ptr(view + Py_buffer.obj);
  if (obj !== 0 && PyObject_Hash(obj) === -1 && hash_hi() === -1) return hash_result(-1, -1);
  const bytes = tobytes(self, 'C');
  if (bytes === 0) return hash_result(-1, -1);
  const x = _Py_HashBytes(PyBytes_AS_STRING(bytes), read_ssize(view + Py_buffer.len));
  const high = hash_hi();
  Py_DECREF(bytes);
  HEAP32[(self + PyMemoryViewObject.hash) >> 2] = x;
  HEAP32[(self + PyMemoryViewObject.hash + 4) >> 2] = high;
  return hash_result(x, high);
}

function memory_repr(self: number): number {
  return PyUnicode_FromJS(`<${flags_of(self) & _Py_MEMORYVIEW_RELEASED ? 'released ' : ''}memory at 0x${self.toString(16)}>`);
}

// ---- attributes

/** Returns new: a tuple of the integers of an array; () for NULL. */
function IntTupleFromSsizet(ndim: number, values: number): number {
  const tuple = PyTuple_New(values === 0 ? 0 : ndim);
  if (tuple === 0 || values === 0) return tuple;
  for (let i = 0; i < ndim; i++) {
    const x = PyLong_FromSsize_t(read_ssize(values + i * 8));
    if (x === 0) {
      Py_DECREF(tuple);
      return 0;
    }
    PyTuple_SET_ITEM(tuple, i, x);
  }
  return tuple;
}

function memory_obj_get(self: number): number {
  if (!check_released(self)) return 0;
  return Py_NewRef(read_ptr(self + PyMemoryViewObject.view_obj) || Py_None);
}
function memory_nbytes_get(self: number): number {
  return check_released(self) ? PyLong_FromSsize_t(read_ssize(self + PyMemoryViewObject.view_len)) : 0;
}
function memory_format_get(self: number): number {
  return check_released(self) ? PyUnicode_FromJS(view_format(view_of(self))) : 0;
}
function memory_itemsize_get(self: number): number {
  return check_released(self) ? PyLong_FromSsize_t(read_ssize(self + PyMemoryViewObject.view_itemsize)) : 0;
}
function memory_shape_get(self: number): number {
  return check_released(self) ? IntTupleFromSsizet(view_ndim(view_of(self)), read_ptr(self + PyMemoryViewObject.view_shape)) : 0;
}
function memory_strides_get(self: number): number {
  return check_released(self) ? IntTupleFromSsizet(view_ndim(view_of(self)), read_ptr(self + PyMemoryViewObject.view_strides)) : 0;
}
function memory_suboffsets_get(self: number): number {
  return check_released(self) ? IntTupleFromSsizet(view_ndim(view_of(self)), read_ptr(self + PyMemoryViewObject.view_suboffsets)) : 0;
}
function memory_readonly_get(self: number): number {
  if (!check_released(self)) return 0;
  return HEAP32[(self + PyMemoryViewObject.view_readonly) >> 2] ? Py_True : Py_False;
}
function memory_ndim_get(self: number): number {
  return check_released(self) ? PyLong_FromLong(view_ndim(view_of(self))) : 0;
}
function contiguity(self: number, flags: number): number {
  if (!check_released(self)) return 0;
  return flags_of(self) & (flags | _Py_MEMORYVIEW_SCALAR) ? Py_True : Py_False;
}
function memory_c_contiguous(self: number): number {
  return contiguity(self, _Py_MEMORYVIEW_C);
}
function memory_f_contiguous(self: number): number {
  return contiguity(self, _Py_MEMORYVIEW_FORTRAN);
}
function memory_contiguous(self: number): number {
  return contiguity(self, _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN);
}

// ---- iterator

function memory_iter(self: number): number {
  if (!check_released(self)) return 0;
  const view = view_of(self);
  if (view_ndim(view) === 0) return type_error('invalid indexing of 0-dim memory');
  if (view_ndim(view) !== 1) return not_implemented('multi-dimensional sub-views are not implemented');
  const fmt = adjust_fmt(view);
  if (fmt === null) return 0;
  const it = _PyObject_GC_New(_PyMemoryIter_Type);
  if (it === 0) return 0;
  write_ptr(it + I.it_fmt, static_cstring(fmt));
  write_ssize(it + I.it_length, memory_length(self));
  write_ssize(it + I.it_index, 0);
  write_ptr(it + I.it_seq, Py_NewRef(self));
  _PyObject_GC_TRACK(it);
  return it;
}

function memoryiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  const seq = read_ptr(it + I.it_seq);
  if (seq !== 0) Py_DECREF(seq);
  PyObject_GC_Del(it);
}

function memoryiter_traverse(it: number, visit: Visit, arg: number): number {
  const seq = read_ptr(it + I.it_seq);
  return seq !== 0 ? visit(seq, arg) : 0;
}

function memoryiter_next(it: number): number {
  const seq = read_ptr(it + I.it_seq);
  if (seq === 0) return 0;
  const i = read_ssize(it + I.it_index);
  if (i < read_ssize(it + I.it_length)) {
    if (!check_released(seq)) return 0;
    write_ssize(it + I.it_index, i + 1);
    const view = view_of(seq);
    const ptr = lookup_dimension(view, read_ptr(view + Py_buffer.buf), 0, i);
    return ptr === 0 ? 0 : unpack_single(ptr, cstring(read_ptr(it + I.it_fmt)));
  }
  write_ptr(it + I.it_seq, 0);
  Py_DECREF(seq);
  return 0;
}

static_type(_PyManagedBuffer_Type, {
  tp_name: 'managedbuffer',
  tp_basicsize: M.SIZEOF,
  tp_dealloc: mbuf_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: mbuf_traverse,
  tp_clear: mbuf_clear,
});

static_type(PyMemoryView_Type, {
  tp_name: 'memoryview',
  tp_basicsize: PyMemoryViewObject.ob_array,
  tp_itemsize: 8,
  tp_dealloc: memory_dealloc,
  tp_repr: memory_repr,
  tp_hash: memory_hash,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE,
  tp_doc: 'memoryview(object)\n--\n\nA view of the memory of an object that supports the buffer protocol.',
  tp_traverse: memory_traverse,
  tp_clear: memory_clear,
  tp_richcompare: memory_richcompare,
  tp_weaklistoffset: PyMemoryViewObject.weakreflist,
  tp_iter: memory_iter,
  tp_new: memoryview,
  tp_as_sequence: { sq_length: memory_length, sq_item: memory_item },
  tp_as_mapping: { mp_length: memory_length, mp_subscript: memory_subscript, mp_ass_subscript: memory_ass_sub },
  tp_as_buffer: { bf_getbuffer: memory_getbuf, bf_releasebuffer: memory_releasebuf },
  tp_methods: [
    ['release', memoryview_release, METH_NOARGS, 'release($self, /)\n--\n\nRelease the underlying buffer.'],
    ['tobytes', memoryview_tobytes, METH_FASTCALL | METH_KEYWORDS, "tobytes($self, /, order='C')\n--\n\nThe data as bytes."],
    ['hex', memoryview_hex, METH_FASTCALL | METH_KEYWORDS, 'hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nThe data as hexadecimal digits.'],
    ['tolist', memoryview_tolist, METH_NOARGS, 'tolist($self, /)\n--\n\nThe items as a list.'],
    ['cast', memoryview_cast, METH_FASTCALL | METH_KEYWORDS, 'cast($self, /, format, shape=<unrepresentable>)\n--\n\nA view with another format or shape.'],
    ['toreadonly', memoryview_toreadonly, METH_NOARGS, 'toreadonly($self, /)\n--\n\nA view that cannot be written through.'],
    ['_from_flags', memoryview__from_flags, METH_FASTCALL | METH_KEYWORDS | METH_CLASS, '_from_flags($type, /, object, flags)\n--\n\nA view got with the given flags.'],
    ['__enter__', memory_enter, METH_NOARGS, null],
    ['__exit__', memory_exit, METH_FASTCALL, null],
  ],
  tp_getset: [
    ['obj', memory_obj_get, null, 'The underlying object of the memoryview.'],
    ['nbytes', memory_nbytes_get, null, 'The bytes that the data would take when contiguous.'],
    ['readonly', memory_readonly_get, null, 'Whether the memory is read only.'],
    ['itemsize', memory_itemsize_get, null, 'The size of an item in bytes.'],
    ['format', memory_format_get, null, 'The format of an item, as struct writes it.'],
    ['ndim', memory_ndim_get, null, 'The number of dimensions.'],
    ['shape', memory_shape_get, null, 'The number of items of each dimension.'],
    ['strides', memory_strides_get, null, 'The bytes from item to item of each dimension.'],
    ['suboffsets', memory_suboffsets_get, null, 'Used internally for PIL-style arrays.'],
    ['c_contiguous', memory_c_contiguous, null, 'Whether the memory is C contiguous.'],
    ['f_contiguous', memory_f_contiguous, null, 'Whether the memory is Fortran contiguous.'],
    ['contiguous', memory_contiguous, null, 'Whether the memory is contiguous.'],
  ],
});

static_type(_PyMemoryIter_Type, {
  tp_name: 'memory_iterator',
  tp_basicsize: I.SIZEOF,
  tp_dealloc: memoryiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: memoryiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: memoryiter_next,
});
