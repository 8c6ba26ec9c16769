// Answers to Modules/_io/bytesio.c of CPython 3.13: BytesIO and the object behind its getbuffer().
//
// `buf` is a bytes object that may be larger than string_size. While somebody else holds it too (getvalue(), the initial
// value), it is shared, and writing makes a copy first.

import { bytesio as B, bytesiobuf, Py_buffer } from '../../include/generated/offsets';
import { HEAPU8, memmove, memset0, read_ptr, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import {
  METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_NewRef, Py_REFCNT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XSETREF,
} from '../../include/object';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import * as S from '../../include/statics';
import { static_type } from '../../include/typespec';
import { PyBuffer_FillInfo, PyBuffer_Release, PyBUF_CONTIG_RO, PyIter_Next, PyNumber_AsSsize_t, PyObject_GetBuffer, PyObject_GetIter } from '../../objects/abstract';
import { _PyBytes_Resize, PyBytes_AS_STRING, PyBytes_CheckExact, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { PyDict_Check, PyDict_Copy, PyDict_Update } from '../../objects/dictobject';
import { PyList_Append, PyList_New } from '../../objects/listobject';
import { _PyLong_AsInt, PyLong_AsSsize_t, PyLong_Check, PyLong_FromLong } from '../../objects/longobject';
import { PyMemoryView_FromObject } from '../../objects/memoryobject';
import { _PyObject_SIZE, PyObject_SelfIter } from '../../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../../objects/tupleobject';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { PyErr_Clear, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { _PyObject_GC_UNTRACK, type visitproc } from '../../python/gc';
import { _PyArg_CheckPositional } from '../../python/getargs';
import { _PySys_GetSizeOf } from '../../python/sysmodule';
import { arg, clinic_new, optional_ssize } from '../clinic';
import { writable_view } from './fileio';
import { tp_free, tp_name } from './iobase';


function buf_of(self: number): number {
  return read_ptr(self + B.buf);
}
function get(self: number, field: number): number {
  return read_ssize(self + field);
}
function set(self: number, field: number, v: number): void {
  write_ssize(self + field, v);
}

function check_closed(self: number): boolean {
  if (buf_of(self) !== 0) return true;
  PyErr_SetString(S.PyExc_ValueError, 'I/O operation on closed file.');
  return false;
}
function check_exports(self: number): boolean {
  if (get(self, B.exports) === 0) return true;
  PyErr_SetString(S.PyExc_BufferError, 'Existing exports of data: object cannot be re-sized');
  return false;
}
function SHARED_BUF(self: number): boolean {
  return Py_REFCNT(buf_of(self)) > 1;
}

/** A copy of our own with `size` bytes. 0 or -1. */
function unshare_buffer(self: number, size: number): number {
  const fresh = PyBytes_FromStringAndSize(0, size);
  if (fresh === 0) return -1;
  memmove(PyBytes_AS_STRING(fresh), PyBytes_AS_STRING(buf_of(self)), get(self, B.string_size));
  Py_XSETREF(self + B.buf, fresh);
  return 0;
}

/** Makes room for `size` bytes, over-allocating as a growing buffer needs it. 0 or -1. */
function resize_buffer(self: number, size: number): number {
  let alloc = PyBytes_GET_SIZE(buf_of(self));
  if (size > 0x7fffff00) {
    PyErr_SetString(S.PyExc_OverflowError, 'new buffer size too large');
    return -1;
  }
  if (size < alloc / 2) alloc = size + 1;
  else if (size < alloc) return 0;
  else if (size <= alloc * 1.125) alloc = size + (size >> 3) + (size < 9 ? 3 : 6);
  else alloc = size + 1;
  return SHARED_BUF(self) ? unshare_buffer(self, alloc) : _PyBytes_Resize(self + B.buf, alloc);
}

/** Writes at the position. The number of bytes, or -1. */
function write_bytes(self: number, b: number): number {
  if (!check_closed(self) || !check_exports(self)) return -1;
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  memset0(view, Py_buffer.SIZEOF);
  if (PyObject_GetBuffer(b, view, PyBUF_CONTIG_RO) < 0) {
    stackRestore(mark);
    return -1;
  }
  const nbytes = read_ssize(view + Py_buffer.len);
  let r = nbytes;
  if (nbytes > 0) {
    const pos = get(self, B.pos);
    const endpos = pos + nbytes;
    if (endpos > PyBytes_GET_SIZE(buf_of(self))) r = resize_buffer(self, endpos) < 0 ? -1 : nbytes;
    else if (SHARED_BUF(self)) r = unshare_buffer(self, Math.max(endpos, get(self, B.string_size))) < 0 ? -1 : nbytes;
    if (r >= 0) put(self, read_ptr(view + Py_buffer.buf), pos, nbytes);
  }
  PyBuffer_Release(view);
  stackRestore(mark);
  return r;
}

function put(self: number, from: number, pos: number, n: number): void {
  const data = PyBytes_AS_STRING(buf_of(self));
  const size = get(self, B.string_size);
  // Behind the end there are zeros.
  if (pos > size) memset0(data + size, pos - size);
  memmove(data + pos, from, n);
  set(self, B.pos, pos + n);
  if (size < pos + n) set(self, B.string_size, pos + n);
}

// --- methods --------------------------------------------------------------------------------------------------------

const answer_true = (self: number): number => (check_closed(self) ? S.Py_True : 0);

function bytesio_isatty(self: number): number {
  return check_closed(self) ? S.Py_False : 0;
}
function bytesio_flush(self: number): number {
  return check_closed(self) ? S.Py_None : 0;
}
function bytesio_tell(self: number): number {
  return check_closed(self) ? PyLong_FromLong(get(self, B.pos)) : 0;
}

function bytesio_getbuffer(self: number): number {
  if (!check_closed(self)) return 0;
  const buf = PyType_GenericAlloc(S._PyBytesIOBuffer_Type, 0);
  if (buf === 0) return 0;
  write_ptr(buf + bytesiobuf.source, Py_NewRef(self));
  const view = PyMemoryView_FromObject(buf);
  Py_DECREF(buf);
  return view;
}

function bytesio_getvalue(self: number): number {
  if (!check_closed(self)) return 0;
  const size = get(self, B.string_size);
  if (size !== PyBytes_GET_SIZE(buf_of(self)) && get(self, B.exports) === 0) {
    if (SHARED_BUF(self) ? unshare_buffer(self, size) < 0 : _PyBytes_Resize(self + B.buf, size) < 0) return 0;
  }
  return Py_NewRef(buf_of(self));
}

/** How many bytes the line at the position has, at most `len` (-1: any). */
function scan_eol(self: number, len: number): number {
  const pos = get(self, B.pos);
  const left = get(self, B.string_size) - pos;
  if (left <= 0) return 0;
  const max = len < 0 || len > left ? left : len;
  const start = PyBytes_AS_STRING(buf_of(self)) + pos;
  const i = HEAPU8.subarray(start, start + max).indexOf(10);
  return i < 0 ? max : i + 1;
}

/** New bytes: `size` from the position on, which moves. */
function read_bytes(self: number, size: number): number {
  const pos = get(self, B.pos);
  const buf = buf_of(self);
  set(self, B.pos, pos + size);
  if (size > 1 && pos === 0 && size === PyBytes_GET_SIZE(buf) && get(self, B.exports) === 0) return Py_NewRef(buf);
  return PyBytes_FromStringAndSize(size === 0 ? 0 : PyBytes_AS_STRING(buf) + pos, size);
}

function read(self: number, size: number): number {
  const n = Math.max(0, get(self, B.string_size) - get(self, B.pos));
  return read_bytes(self, size < 0 || size > n ? n : size);
}

/** The optional size argument of a reading method; null with an exception. */
function size_arg(name: string, args: number, nargs: number): number | null {
  if (!_PyArg_CheckPositional(name, nargs, 0, 1)) return null;
  return nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
}

function bytesio_read(self: number, args: number, nargs: number): number {
  const size = size_arg('read', args, nargs);
  return size === null || !check_closed(self) ? 0 : read(self, size);
}
function bytesio_read1(self: number, args: number, nargs: number): number {
  const size = size_arg('read1', args, nargs);
  return size === null || !check_closed(self) ? 0 : read(self, size);
}
function bytesio_readline(self: number, args: number, nargs: number): number {
  const size = size_arg('readline', args, nargs);
  return size === null || !check_closed(self) ? 0 : read_bytes(self, scan_eol(self, size));
}

function bytesio_readlines(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('readlines', nargs, 0, 1) || !check_closed(self)) return 0;
  let maxsize = 0;
  if (nargs > 0 && arg(args, 0) !== S.Py_None) {
    if (!PyLong_Check(arg(args, 0))) return PyErr_Format(S.PyExc_TypeError, "integer argument expected, got '%s'", tp_name(arg(args, 0)));
    maxsize = PyLong_AsSsize_t(arg(args, 0));
    if (maxsize === -1 && PyErr_Occurred()) return 0;
  }
  const result = PyList_New(0);
  let size = 0;
  for (let n = scan_eol(self, -1); n !== 0 && result !== 0; n = scan_eol(self, -1)) {
    const line = read_bytes(self, n);
    const rc = line === 0 ? -1 : PyList_Append(result, line);
    if (line !== 0) Py_DECREF(line);
    if (rc < 0) {
      Py_DECREF(result);
      return 0;
    }
    size += n;
    if (maxsize > 0 && size >= maxsize) break;
  }
  return result;
}

function bytesio_readinto(self: number, buffer: number): number {
  return writable_view('readinto', buffer, (p, len) => {
    if (!check_closed(self)) return 0;
    const n = Math.max(0, Math.min(len, get(self, B.string_size) - get(self, B.pos)));
    memmove(p, PyBytes_AS_STRING(buf_of(self)) + get(self, B.pos), n);
    set(self, B.pos, get(self, B.pos) + n);
    return PyLong_FromLong(n);
  });
}

function bytesio_truncate(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('truncate', nargs, 0, 1)) return 0;
  let size: number | null = null;
  if (nargs > 0 && arg(args, 0) !== S.Py_None) {
    size = optional_ssize(arg(args, 0));
    if (size === null) return 0;
  }
  if (!check_closed(self) || !check_exports(self)) return 0;
  size ??= get(self, B.pos);
  if (size < 0) return PyErr_Format(S.PyExc_ValueError, 'negative size value %zd', size);
  if (size < get(self, B.string_size)) {
    set(self, B.string_size, size);
    if (resize_buffer(self, size) < 0) return 0;
  }
  return PyLong_FromLong(size);
}

function bytesio_iternext(self: number): number {
  if (!check_closed(self)) return 0;
  const n = scan_eol(self, -1);
  return n === 0 ? 0 : read_bytes(self, n);
}

function bytesio_seek(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('seek', nargs, 1, 2)) return 0;
  let pos = PyNumber_AsSsize_t(arg(args, 0), S.PyExc_OverflowError);
  if (pos === -1 && PyErr_Occurred()) return 0;
  const whence = nargs > 1 ? _PyLong_AsInt(arg(args, 1)) : 0;
  if (whence === -1 && PyErr_Occurred()) return 0;
  if (!check_closed(self)) return 0;
  if (pos < 0 && whence === 0) return PyErr_Format(S.PyExc_ValueError, 'negative seek value %zd', pos);
  if (whence === 1) pos += get(self, B.pos);
  else if (whence === 2) pos += get(self, B.string_size);
  else if (whence !== 0) return PyErr_Format(S.PyExc_ValueError, 'invalid whence (%i, should be 0, 1 or 2)', whence);
  set(self, B.pos, Math.max(0, pos));
  return PyLong_FromLong(get(self, B.pos));
}

function bytesio_write(self: number, b: number): number {
  const n = write_bytes(self, b);
  return n >= 0 ? PyLong_FromLong(n) : 0;
}

function bytesio_writelines(self: number, lines: number): number {
  if (!check_closed(self)) return 0;
  const it = PyObject_GetIter(lines);
  if (it === 0) return 0;
  for (let item = PyIter_Next(it); item !== 0; item = PyIter_Next(it)) {
    const n = write_bytes(self, item);
    Py_DECREF(item);
    if (n < 0) break;
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? 0 : S.Py_None;
}

function bytesio_close(self: number): number {
  if (!check_exports(self)) return 0;
  Py_CLEAR(self + B.buf);
  return S.Py_None;
}

function bytesio_getstate(self: number): number {
  const value = bytesio_getvalue(self);
  if (value === 0) return 0;
  const dict = read_ptr(self + B.dict) === 0 ? S.Py_None : PyDict_Copy(read_ptr(self + B.dict));
  const pos = PyLong_FromLong(get(self, B.pos));
  const state = dict === 0 ? 0 : PyTuple_Pack(3, value, pos, dict);
  Py_DECREF(value);
  Py_DECREF(pos);
  if (dict !== 0) Py_DECREF(dict);
  return state;
}

/** Restores self.__dict__ of a pickled stream. 0 or -1. */
export function restore_dict(self: number, slot: number, dict: number, which: string): number {
  if (dict === S.Py_None) return 0;
  if (!PyDict_Check(dict)) {
    PyErr_Format(S.PyExc_TypeError, '%s item of state should be a dict, got a %.200s', which, tp_name(dict));
    return -1;
  }
  if (read_ptr(self + slot) !== 0) return PyDict_Update(read_ptr(self + slot), dict);
  write_ptr(self + slot, Py_NewRef(dict));
  return 0;
}

function bytesio_setstate(self: number, state: number): number {
  if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) < 3) {
    return PyErr_Format(S.PyExc_TypeError, '%.200s.__setstate__ argument should be 3-tuple, got %.200s', tp_name(self), tp_name(state));
  }
  if (!check_exports(self)) return 0;
  set(self, B.string_size, 0);
  set(self, B.pos, 0);
  if (write_bytes(self, PyTuple_GET_ITEM(state, 0)) < 0) return 0;
  const position = PyTuple_GET_ITEM(state, 1);
  if (!PyLong_Check(position)) return PyErr_Format(S.PyExc_TypeError, 'second item of state must be an integer, not %.200s', tp_name(position));
  const pos = PyLong_AsSsize_t(position);
  if (pos === -1 && PyErr_Occurred()) return 0;
  if (pos < 0) {
    PyErr_SetString(S.PyExc_ValueError, 'position value cannot be negative');
    return 0;
  }
  set(self, B.pos, pos);
  return restore_dict(self, B.dict, PyTuple_GET_ITEM(state, 2), 'third') < 0 ? 0 : S.Py_None;
}

function bytesio_sizeof(self: number): number {
  let size = _PyObject_SIZE(Py_TYPE(self));
  if (buf_of(self) !== 0 && !SHARED_BUF(self)) size += _PySys_GetSizeOf(buf_of(self));
  return PyLong_FromLong(size);
}

function bytesio_closed_get(self: number): number {
  return buf_of(self) === 0 ? S.Py_True : S.Py_False;
}

// --- new, init, dealloc ---------------------------------------------------------------------------------------------

function bytesio_new(type: number): number {
  const self = PyType_GenericAlloc(type, 0);
  if (self !== 0) write_ptr(self + B.buf, PyBytes_FromStringAndSize(0, 0));
  return self;
}

function bytesio_init(self: number, args: number, kwds: number): number {
  const a = clinic_new({ fname: 'BytesIO', keywords: ['initial_bytes'] }, 0, 1, 0, args, kwds);
  if (a === null) return -1;
  set(self, B.string_size, 0);
  set(self, B.pos, 0);
  if (get(self, B.exports) > 0) return check_exports(self) ? 0 : -1;
  if (a[0] === 0 || a[0] === S.Py_None) return 0;
  if (PyBytes_CheckExact(a[0])) {
    Py_XSETREF(self + B.buf, Py_NewRef(a[0]));
    set(self, B.string_size, PyBytes_GET_SIZE(a[0]));
    return 0;
  }
  if (write_bytes(self, a[0]) < 0) return -1;
  set(self, B.pos, 0);
  return 0;
}

function bytesio_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of [B.dict, B.buf]) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function bytesio_clear(self: number): number {
  Py_CLEAR(self + B.dict);
  if (get(self, B.exports) === 0) Py_CLEAR(self + B.buf);
  return 0;
}
function bytesio_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  if (get(self, B.exports) > 0) {
    PyErr_SetString(S.PyExc_SystemError, 'deallocated BytesIO object has exported buffers');
    PyErr_Clear();
  }
  Py_CLEAR(self + B.buf);
  Py_CLEAR(self + B.dict);
  if (read_ptr(self + B.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  tp_free(self);
}

static_type(S.PyBytesIO_Type, {
  tp_name: '_io.BytesIO', tp_basicsize: B.SIZEOF, tp_base: S.PyBufferedIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: "BytesIO(initial_bytes=b'')\n--\n\nA binary stream in memory.",
  tp_new: bytesio_new, tp_init: bytesio_init, tp_dealloc: bytesio_dealloc, tp_traverse: bytesio_traverse, tp_clear: bytesio_clear, tp_iter: PyObject_SelfIter, tp_iternext: bytesio_iternext,
  tp_dictoffset: B.dict, tp_weaklistoffset: B.weakreflist,
  tp_methods: [
    ['readable', answer_true, METH_NOARGS, 'readable($self, /)\n--\n\n'],
    ['seekable', answer_true, METH_NOARGS, 'seekable($self, /)\n--\n\n'],
    ['writable', answer_true, METH_NOARGS, 'writable($self, /)\n--\n\n'],
    ['close', bytesio_close, METH_NOARGS, 'close($self, /)\n--\n\n'],
    ['flush', bytesio_flush, METH_NOARGS, 'flush($self, /)\n--\n\n'],
    ['isatty', bytesio_isatty, METH_NOARGS, 'isatty($self, /)\n--\n\n'],
    ['tell', bytesio_tell, METH_NOARGS, 'tell($self, /)\n--\n\n'],
    ['write', bytesio_write, METH_O, 'write($self, b, /)\n--\n\n'],
    ['writelines', bytesio_writelines, METH_O, 'writelines($self, lines, /)\n--\n\n'],
    ['read1', bytesio_read1, METH_FASTCALL, 'read1($self, size=-1, /)\n--\n\n'],
    ['readinto', bytesio_readinto, METH_O, 'readinto($self, buffer, /)\n--\n\n'],
    ['readline', bytesio_readline, METH_FASTCALL, 'readline($self, size=-1, /)\n--\n\n'],
    ['readlines', bytesio_readlines, METH_FASTCALL, 'readlines($self, size=None, /)\n--\n\n'],
    ['read', bytesio_read, METH_FASTCALL, 'read($self, size=-1, /)\n--\n\n'],
    ['getbuffer', bytesio_getbuffer, METH_NOARGS, 'getbuffer($self, /)\n--\n\nA view of the contents that can be read and written.'],
    ['getvalue', bytesio_getvalue, METH_NOARGS, 'getvalue($self, /)\n--\n\nAll the contents.'],
    ['seek', bytesio_seek, METH_FASTCALL, 'seek($self, pos, whence=0, /)\n--\n\n'],
    ['truncate', bytesio_truncate, METH_FASTCALL, 'truncate($self, size=None, /)\n--\n\n'],
    ['__getstate__', bytesio_getstate, METH_NOARGS, '__getstate__($self, /)\n--\n\n'],
    ['__setstate__', bytesio_setstate, METH_O, '__setstate__($self, object, /)\n--\n\n'],
    ['__sizeof__', bytesio_sizeof, METH_NOARGS, '__sizeof__($self, /)\n--\n\n'],
  ],
  tp_getset: [['closed', bytesio_closed_get, null]],
});

// --- _BytesIOBuffer -------------------------------------------------------------------------------------------------

function bytesiobuf_getbuffer(self: number, view: number, flags: number): number {
  const b = read_ptr(self + bytesiobuf.source);
  if (SHARED_BUF(b) && unshare_buffer(b, get(b, B.string_size)) < 0) return -1;
  if (PyBuffer_FillInfo(view, self, PyBytes_AS_STRING(buf_of(b)), get(b, B.string_size), 0, flags) < 0) return -1;
  set(b, B.exports, get(b, B.exports) + 1);
  return 0;
}
function bytesiobuf_releasebuffer(self: number, _view: number): void {
  const b = read_ptr(self + bytesiobuf.source);
  set(b, B.exports, get(b, B.exports) - 1);
}
function bytesiobuf_traverse(self: number, visit: visitproc, a: number): number {
  const source = read_ptr(self + bytesiobuf.source);
  return source !== 0 ? visit(source, a) : 0;
}
function bytesiobuf_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_CLEAR(self + bytesiobuf.source);
  tp_free(self);
}

static_type(S._PyBytesIOBuffer_Type, {
  tp_name: '_io._BytesIOBuffer', tp_basicsize: bytesiobuf.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: bytesiobuf_dealloc, tp_traverse: bytesiobuf_traverse, tp_as_buffer: { bf_getbuffer: bytesiobuf_getbuffer, bf_releasebuffer: bytesiobuf_releasebuffer },
});
