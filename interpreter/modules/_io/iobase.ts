// Answers to Modules/_io/iobase.c of CPython 3.13: _IOBase and _RawIOBase.
//
// Python code may subclass these, so nearly every step is a method call on `self`. Closing is what a finalizer does.
// Deviation (all of _io): the types are static types here and heap types in CPython; `gc.get_objects()` does not show either.

import { iobase, PyOSErrorObject, PyTypeObject } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { cstring, HEAPU8, memmove, read_ptr } from '../../include/heap';
import {
  METH_FASTCALL, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_INCREF, Py_NewRef, Py_REFCNT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HEAPTYPE, Py_TYPE, Py_XDECREF, PyType_HasFeature,
} from '../../include/object';
import * as S from '../../include/statics';
import { static_alloc, static_type } from '../../include/typespec';
import { PyIter_Next, PyNumber_AsSsize_t, PyObject_GetIter, PyObject_Size } from '../../objects/abstract';
import { PyByteArray_AS_STRING, PyByteArray_FromStringAndSize, PyByteArray_GET_SIZE, PyByteArray_Resize } from '../../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { _PyObject_CallMethod, PyObject_CallMethodNoArgs, PyObject_CallMethodObjArgs, PyObject_CallMethodOneArg, PyObject_CallOneArg } from '../../objects/call';
import { PyObject_GenericGetDict } from '../../objects/dictobject';
import { PyList_Append, PyList_Extend, PyList_New } from '../../objects/listobject';
import { PyLong_AsLong, PyLong_FromLong } from '../../objects/longobject';
import { PyObject_CallFinalizer, PyObject_CallFinalizerFromDealloc, PyObject_IsTrue, PyObject_SelfIter, PyObject_SetAttr } from '../../objects/object';
import { PyType_GenericNew } from '../../objects/typeobject';
import { _Py_ID } from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { _PyErr_ChainExceptions1, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetNone, PyErr_SetRaisedException, PyErr_SetString, PyErr_WriteUnraisable } from '../../python/errors';
import { EINTR } from '../../python/errno';
import { _PyObject_GC_UNTRACK, type visitproc } from '../../python/gc';
import { arg, optional_attr, optional_ssize } from '../clinic';

export const DEFAULT_BUFFER_SIZE = 8192;

/** Module state: the class UnsupportedOperation. */
export const unsupported_operation = static_alloc(8);

export function iobase_unsupported(message: string): 0 {
  PyErr_SetString(read_ptr(unsupported_operation), message);
  return 0;
}

export function tp_name(o: number): string {
  return cstring(read_ptr(Py_TYPE(o) + PyTypeObject.tp_name));
}

/** Whether the error that is set is an OSError of EINTR; then it is cleared and the call is to be made again. */
export function _PyIO_trap_eintr(): boolean {
  if (!PyErr_ExceptionMatches(S.PyExc_OSError)) return false;
  const exc = PyErr_GetRaisedException();
  const number = read_ptr(exc + PyOSErrorObject.myerrno);
  if (number !== 0 && PyLong_AsLong(number) === EINTR) {
    Py_DECREF(exc);
    return true;
  }
  PyErr_SetRaisedException(exc);
  return false;
}

// --- struct, dealloc ------------------------------------------------------------------------------------------------

/** Closes the stream before it goes, once. 0, or -1 when closing brought it back to life. Runs Python code. */
export function _PyIOBase_finalize(self: number): number {
  if (Py_REFCNT(self) === 0) return PyObject_CallFinalizerFromDealloc(self);
  PyObject_CallFinalizer(self);
  return 0;
}

function iobase_finalize(self: number): void {
  const exc = PyErr_GetRaisedException();
  const res = optional_attr(self, _Py_ID('closed'));
  let closed = -1;
  if (res > 0) {
    closed = PyObject_IsTrue(res);
    Py_DECREF(res);
  }
  if (closed === -1) PyErr_Clear();
  if (closed === 0) {
    // close() is told that it is part of the object's end.
    if (PyObject_SetAttr(self, _Py_ID('_finalizing'), S.Py_True) < 0) PyErr_Clear();
    const r = PyObject_CallMethodNoArgs(self, _Py_ID('close'));
    if (r === 0) PyErr_WriteUnraisable(self);
    else Py_DECREF(r);
  }
  if (exc !== 0) PyErr_SetRaisedException(exc);
}

/** Frees the memory through the type's tp_free. */
export function tp_free(self: number): void {
  FUNCS[read_ptr(Py_TYPE(self) + PyTypeObject.tp_free)](self);
}

function iobase_dealloc(self: number): void {
  if (_PyIOBase_finalize(self) < 0) {
    // subtype_dealloc, our caller then, releases the type of an object that lives on.
    if (PyType_HasFeature(Py_TYPE(self), Py_TPFLAGS_HEAPTYPE)) Py_INCREF(Py_TYPE(self));
    return;
  }
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + iobase.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  Py_CLEAR(self + iobase.dict);
  tp_free(self);
}

function iobase_traverse(self: number, visit: visitproc, a: number): number {
  const dict = read_ptr(self + iobase.dict);
  return dict !== 0 ? visit(dict, a) : 0;
}

function iobase_clear(self: number): number {
  Py_CLEAR(self + iobase.dict);
  return 0;
}

// --- closed ---------------------------------------------------------------------------------------------------------

/** 1, 0 or -1: whether close() of this base class was called (`__IOBase_closed` is in the object's dict). */
function iobase_is_closed(self: number): number {
  const v = optional_attr(self, _Py_ID('__IOBase_closed'));
  if (v > 0) Py_DECREF(v);
  return v > 0 ? 1 : v;
}

function iobase_check_closed(self: number): number {
  // This gets the derived attribute, which is *not* __IOBase_closed in most cases.
  const res = optional_attr(self, _Py_ID('closed'));
  if (res <= 0) return res;
  const closed = PyObject_IsTrue(res);
  Py_DECREF(res);
  if (closed > 0) {
    PyErr_SetString(S.PyExc_ValueError, 'I/O operation on closed file.');
    return -1;
  }
  return closed;
}

/** True when self.closed is false or missing; false with ValueError. */
export function _PyIOBase_check_closed(self: number): boolean {
  return iobase_check_closed(self) >= 0;
}

function iobase_closed_get(self: number): number {
  const closed = iobase_is_closed(self);
  return closed < 0 ? 0 : closed ? S.Py_True : S.Py_False;
}

function iobase_close(self: number): number {
  const closed = iobase_is_closed(self);
  if (closed !== 0) return closed < 0 ? 0 : S.Py_None;
  const res = PyObject_CallMethodNoArgs(self, _Py_ID('flush'));
  const exc = PyErr_GetRaisedException();
  const rc = PyObject_SetAttr(self, _Py_ID('__IOBase_closed'), S.Py_True);
  _PyErr_ChainExceptions1(exc);
  Py_XDECREF(res);
  return rc < 0 || res === 0 ? 0 : S.Py_None;
}

function iobase_flush(self: number): number {
  const closed = iobase_is_closed(self);
  if (closed < 0) return 0;
  if (closed) {
    PyErr_SetString(S.PyExc_ValueError, 'I/O operation on closed file.');
    return 0;
  }
  return S.Py_None;
}

// --- inquiries ------------------------------------------------------------------------------------------------------

/** Calls self.<method>(), which must give True. New reference, or 0 with UnsupportedOperation. */
function check_ability(self: number, method: string, message: string): number {
  const res = PyObject_CallMethodNoArgs(self, _Py_ID(method));
  if (res === 0) return 0;
  if (res !== S.Py_True) {
    Py_DECREF(res);
    return iobase_unsupported(message);
  }
  return res;
}
export function _PyIOBase_check_seekable(self: number): number {
  return check_ability(self, 'seekable', 'File or stream is not seekable.');
}
export function _PyIOBase_check_readable(self: number): number {
  return check_ability(self, 'readable', 'File or stream is not readable.');
}
export function _PyIOBase_check_writable(self: number): number {
  return check_ability(self, 'writable', 'File or stream is not writable.');
}

/** __reduce__ of a stream. */
export function _PyIOBase_cannot_pickle(self: number): 0 {
  const name = tp_name(self);
  return PyErr_Format(S.PyExc_TypeError, 'cannot pickle %.100s instances', PyType_HasFeature(Py_TYPE(self), Py_TPFLAGS_HEAPTYPE) ? name : name.slice(name.lastIndexOf('.') + 1));
}

function iobase_check_closed_method(self: number): number {
  return _PyIOBase_check_closed(self) ? S.Py_None : 0;
}
function iobase_enter(self: number): number {
  return _PyIOBase_check_closed(self) ? Py_NewRef(self) : 0;
}
function iobase_exit(self: number): number {
  return PyObject_CallMethodNoArgs(self, _Py_ID('close'));
}
function iobase_isatty(self: number): number {
  return _PyIOBase_check_closed(self) ? S.Py_False : 0;
}
function iobase_tell(self: number): number {
  return _PyObject_CallMethod(self, _Py_ID('seek'), 'ii', 0, 1);
}
const unsupported = (name: string) => (): 0 => iobase_unsupported(name);
const answer_false = (): number => S.Py_False;

// --- lines ----------------------------------------------------------------------------------------------------------

/** How many bytes of `readahead` (bytes) belong to the line, at most `limit`. */
function line_part(readahead: number, limit: number): number {
  const p = PyBytes_AS_STRING(readahead);
  const size = PyBytes_GET_SIZE(readahead);
  const max = limit >= 0 && limit < size ? limit : size;
  let n = 0;
  while (n < max) if (HEAPU8[p + n++] === 10) break;
  return n;
}

/** The number of bytes that the next read(n) may take without passing the line's end; -1 with an exception, -2: again. */
function next_read_size(peek: number, limit: number): number {
  if (peek === 0) return 1;
  const readahead = PyObject_CallOneArg(peek, PyLong_FromLong(1));
  if (readahead === 0) return _PyIO_trap_eintr() ? -2 : -1;
  if (!PyBytes_Check(readahead)) {
    PyErr_Format(S.PyExc_OSError, "peek() should have returned a bytes object, not '%.200s'", tp_name(readahead));
    Py_DECREF(readahead);
    return -1;
  }
  const n = PyBytes_GET_SIZE(readahead) > 0 ? line_part(readahead, limit) : 1;
  Py_DECREF(readahead);
  return n;
}

/** Fills the bytearray with one line. 0 or -1. */
function read_line_into(self: number, buffer: number, peek: number, limit: number): number {
  while (limit < 0 || PyByteArray_GET_SIZE(buffer) < limit) {
    const n = next_read_size(peek, limit);
    if (n === -2) continue;
    if (n === -1) return -1;
    const b = _PyObject_CallMethod(self, _Py_ID('read'), 'n', n);
    if (b === 0) {
      if (_PyIO_trap_eintr()) continue;
      return -1;
    }
    if (!PyBytes_Check(b)) {
      PyErr_Format(S.PyExc_OSError, "read() should have returned a bytes object, not '%.200s'", tp_name(b));
      Py_DECREF(b);
      return -1;
    }
    const size = PyBytes_GET_SIZE(b);
    const old_size = PyByteArray_GET_SIZE(buffer);
    if (size > 0 && PyByteArray_Resize(buffer, old_size + size) === 0) memmove(PyByteArray_AS_STRING(buffer) + old_size, PyBytes_AS_STRING(b), size);
    Py_DECREF(b);
    if (PyErr_Occurred()) return -1;
    if (size === 0 || HEAPU8[PyByteArray_AS_STRING(buffer) + old_size + size - 1] === 10) break;
  }
  return 0;
}

function iobase_readline(self: number, args: number, nargs: number): number {
  const limit = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  if (limit === null) return 0;
  const peek = optional_attr(self, _Py_ID('peek'));
  if (peek === -1) return 0;
  const buffer = PyByteArray_FromStringAndSize(0, 0);
  let result = 0;
  if (buffer !== 0) {
    if (read_line_into(self, buffer, peek, limit) === 0) result = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(buffer), PyByteArray_GET_SIZE(buffer));
    Py_DECREF(buffer);
  }
  Py_XDECREF(peek);
  return result;
}

function iobase_iter(self: number): number {
  return _PyIOBase_check_closed(self) ? PyObject_SelfIter(self) : 0;
}

function iobase_iternext(self: number): number {
  const line = PyObject_CallMethodNoArgs(self, _Py_ID('readline'));
  if (line === 0) return 0;
  if (PyObject_Size(line) <= 0) {
    // Error, or the end.
    Py_DECREF(line);
    return 0;
  }
  return line;
}

/** Appends lines until their lengths add up to more than `hint`. 0 or -1. */
function collect_lines(it: number, result: number, hint: number): number {
  let length = 0;
  for (;;) {
    const line = PyIter_Next(it);
    if (line === 0) return PyErr_Occurred() ? -1 : 0;
    const rc = PyList_Append(result, line);
    const size = rc < 0 ? -1 : PyObject_Size(line);
    Py_DECREF(line);
    if (size < 0) return -1;
    if (size > hint - length) return 0;
    length += size;
  }
}

function iobase_readlines(self: number, args: number, nargs: number): number {
  const hint = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  if (hint === null) return 0;
  const result = PyList_New(0);
  if (result === 0) return 0;
  let rc: number;
  if (hint <= 0) rc = PyList_Extend(result, self);
  else {
    const it = PyObject_GetIter(self);
    rc = it === 0 ? -1 : collect_lines(it, result, hint);
    Py_XDECREF(it);
  }
  if (rc < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function iobase_writelines(self: number, lines: number): number {
  if (!_PyIOBase_check_closed(self)) return 0;
  const iter = PyObject_GetIter(lines);
  if (iter === 0) return 0;
  for (;;) {
    const line = PyIter_Next(iter);
    if (line === 0) break;
    let res: number;
    do res = PyObject_CallMethodOneArg(self, _Py_ID('write'), line);
    while (res === 0 && _PyIO_trap_eintr());
    Py_DECREF(line);
    if (res === 0) break;
    Py_DECREF(res);
  }
  Py_DECREF(iter);
  return PyErr_Occurred() ? 0 : S.Py_None;
}

static_type(S.PyIOBase_Type, {
  tp_name: '_io._IOBase', tp_basicsize: iobase.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'The abstract base class of all streams: iteration over lines, closing, the with statement.',
  tp_new: PyType_GenericNew, tp_dealloc: iobase_dealloc, tp_traverse: iobase_traverse, tp_clear: iobase_clear, tp_finalize: iobase_finalize,
  tp_iter: iobase_iter, tp_iternext: iobase_iternext, tp_dictoffset: iobase.dict, tp_weaklistoffset: iobase.weakreflist,
  tp_methods: [
    ['seek', unsupported('seek'), METH_VARARGS, 'seek($self, offset, whence=os.SEEK_SET, /)\n--\n\nChange the stream position to the given byte offset.'],
    ['tell', iobase_tell, METH_NOARGS, 'tell($self, /)\n--\n\nThe current stream position.'],
    ['truncate', unsupported('truncate'), METH_VARARGS, 'truncate($self, size=None, /)\n--\n\nTruncate to size bytes; None is the current position.'],
    ['flush', iobase_flush, METH_NOARGS, 'flush($self, /)\n--\n\nFlush write buffers, if there are any.'],
    ['close', iobase_close, METH_NOARGS, 'close($self, /)\n--\n\nFlush and close the stream.'],
    ['seekable', answer_false, METH_NOARGS, 'seekable($self, /)\n--\n\nWhether seek() works.'],
    ['readable', answer_false, METH_NOARGS, 'readable($self, /)\n--\n\nWhether read() works.'],
    ['writable', answer_false, METH_NOARGS, 'writable($self, /)\n--\n\nWhether write() works.'],
    ['_checkClosed', iobase_check_closed_method, METH_NOARGS, '_checkClosed($self, /)\n--\n\n'],
    ['_checkSeekable', _PyIOBase_check_seekable, METH_NOARGS, '_checkSeekable($self, /)\n--\n\n'],
    ['_checkReadable', _PyIOBase_check_readable, METH_NOARGS, '_checkReadable($self, /)\n--\n\n'],
    ['_checkWritable', _PyIOBase_check_writable, METH_NOARGS, '_checkWritable($self, /)\n--\n\n'],
    ['fileno', unsupported('fileno'), METH_NOARGS, 'fileno($self, /)\n--\n\nThe file descriptor, where there is one.'],
    ['isatty', iobase_isatty, METH_NOARGS, 'isatty($self, /)\n--\n\nWhether this is a terminal.'],
    ['__enter__', iobase_enter, METH_NOARGS, '__enter__($self, /)\n--\n\n'],
    ['__exit__', iobase_exit, METH_VARARGS],
    ['readline', iobase_readline, METH_FASTCALL, 'readline($self, size=-1, /)\n--\n\nOne line, of at most size bytes.'],
    ['readlines', iobase_readlines, METH_FASTCALL, 'readlines($self, hint=-1, /)\n--\n\nA list of lines, of at least hint bytes together.'],
    ['writelines', iobase_writelines, METH_O, 'writelines($self, lines, /)\n--\n\nWrite lines; no line ends are added.'],
  ],
  tp_getset: [['__dict__', PyObject_GenericGetDict, null], ['closed', iobase_closed_get, null]],
});

// --- _RawIOBase -----------------------------------------------------------------------------------------------------

function rawiobase_read(self: number, args: number, nargs: number): number {
  const n = nargs > 0 ? PyNumber_AsSsize_t(arg(args, 0), S.PyExc_OverflowError) : -1;
  if (n === -1 && nargs > 0 && PyErr_Occurred()) return 0;
  if (n < 0) return PyObject_CallMethodNoArgs(self, _Py_ID('readall'));
  const b = PyByteArray_FromStringAndSize(0, n);
  if (b === 0) return 0;
  let res = PyObject_CallMethodObjArgs(self, _Py_ID('readinto'), b);
  if (res !== 0 && res !== S.Py_None) {
    const got = PyNumber_AsSsize_t(res, S.PyExc_ValueError);
    Py_DECREF(res);
    if (got === -1 && PyErr_Occurred()) res = 0;
    else if (got < 0 || got > PyByteArray_GET_SIZE(b)) {
      PyErr_Format(S.PyExc_ValueError, 'readinto returned %zd outside buffer size %zd', got, PyByteArray_GET_SIZE(b));
      res = 0;
    } else res = PyBytes_FromStringAndSize(PyByteArray_AS_STRING(b), got);
  }
  Py_DECREF(b);
  return res;
}

function rawiobase_readall(self: number): number {
  const chunks: number[] = [];
  let total = 0;
  let ok = true;
  for (;;) {
    const data = _PyObject_CallMethod(self, _Py_ID('read'), 'i', DEFAULT_BUFFER_SIZE);
    if (data === 0) {
      if (_PyIO_trap_eintr()) continue;
      ok = false;
      break;
    }
    if (data === S.Py_None) {
      if (chunks.length === 0) return data;
      break;
    }
    if (!PyBytes_Check(data)) {
      Py_DECREF(data);
      PyErr_SetString(S.PyExc_TypeError, 'read() should return bytes');
      ok = false;
      break;
    }
    if (PyBytes_GET_SIZE(data) === 0) {
      Py_DECREF(data);
      break;
    }
    chunks.push(data);
    total += PyBytes_GET_SIZE(data);
  }
  const result = ok ? PyBytes_FromStringAndSize(0, total) : 0;
  let at = result === 0 ? 0 : PyBytes_AS_STRING(result);
  for (const c of chunks) {
    const n = PyBytes_GET_SIZE(c);
    if (result !== 0) memmove(at, PyBytes_AS_STRING(c), n);
    at += n;
    Py_DECREF(c);
  }
  return result;
}

const not_implemented = (): number => {
  PyErr_SetNone(S.PyExc_NotImplementedError);
  return 0;
};

static_type(S.PyRawIOBase_Type, {
  tp_name: '_io._RawIOBase', tp_basicsize: iobase.SIZEOF, tp_base: S.PyIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Base class for raw binary streams.',
  tp_dealloc: iobase_dealloc, tp_traverse: iobase_traverse, tp_clear: iobase_clear, tp_dictoffset: iobase.dict, tp_weaklistoffset: iobase.weakreflist,
  tp_methods: [
    ['read', rawiobase_read, METH_FASTCALL, 'read($self, size=-1, /)\n--\n\n'],
    ['readall', rawiobase_readall, METH_NOARGS, 'readall($self, /)\n--\n\nRead until the end, by several read() calls.'],
    ['readinto', not_implemented, METH_VARARGS],
    ['write', not_implemented, METH_VARARGS],
  ],
});
