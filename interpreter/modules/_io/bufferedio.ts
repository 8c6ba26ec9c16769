// Answers to Modules/_io/bufferedio.c of CPython 3.13: BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair.
// Long, as the C file is: the three classes share one struct and nearly all of its code.
//
//   buffer   0 ......... pos ......... raw_pos/read_end ......... buffer_size        pos      where the program reads or writes
//                        └─ read ahead ─┘                                            raw_pos  where the raw stream stands
//            write_pos .. write_end   not yet written                                abs_pos  its absolute position, -1: unknown
//
// One buffer serves reading and writing. The lock keeps other threads out while a raw call runs without the GIL.
// Deviation: a raw stream that is exactly FileIO is read and written without a memoryview in between.

import { buffered, Py_buffer, rwpair } from '../../include/generated/offsets';
import { HEAP32, HEAPU8, memmove, memset0, read_ptr, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import {
  _Py_T_OBJECT, METH_FASTCALL, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_IS_TYPE, Py_NewRef, Py_READONLY, Py_T_BOOL, Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, Py_XSETREF,
} from '../../include/object';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import * as S from '../../include/statics';
import { type MethodSpec, static_type } from '../../include/typespec';
import { PyBuffer_FillInfo, PyBuffer_Release, PyBUF_CONTIG, PyBUF_CONTIG_RO, PyBUF_SIMPLE, PyNumber_AsSsize_t, PyObject_GetBuffer } from '../../objects/abstract';
import { _PyBytes_Resize, PyBytes_AS_STRING, PyBytes_Check, PyBytes_Concat, PyBytes_FromJS, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { _PyObject_CallMethod, PyObject_CallFunction, PyObject_CallMethodNoArgs, PyObject_CallMethodObjArgs, PyObject_CallMethodOneArg, PyObject_CallNoArgs, PyObject_CallObject } from '../../objects/call';
import { _PyLong_AsInt, PyLong_FromLong } from '../../objects/longobject';
import { PyMemoryView_FromBuffer } from '../../objects/memoryobject';
import { _PyObject_SIZE, Py_ReprEnter, Py_ReprLeave, PyObject_GetAttr, PyObject_IsTrue } from '../../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { PyType_GenericNew } from '../../objects/typeobject';
import { _Py_ID, PyUnicode_FromFormat } from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import {
  _PyErr_ChainExceptions1, _PyErr_FormatFromCause, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_GivenExceptionMatches, PyErr_NoMemory,
  PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString,
} from '../../python/errors';
import { EAGAIN } from '../../python/errno';
import { _PyObject_GC_UNTRACK, type visitproc } from '../../python/gc';
import { _PyArg_CheckPositional } from '../../python/getargs';
import { PyThread_acquire_lock_timed, PyThread_get_thread_ident, PyThread_release_lock } from '../_threadmodule';
import { PyErr_CheckSignals } from '../signalmodule';
import { arg, as_ssize, clinic_new, optional_attr, optional_ssize } from '../clinic';
import { _PyFileIO_closed, _PyFileIO_readinto, _PyFileIO_write, writable_view } from './fileio';
import { _PyIO_trap_eintr, _PyIOBase_cannot_pickle, _PyIOBase_check_readable, _PyIOBase_check_seekable, _PyIOBase_check_writable, _PyIOBase_finalize, DEFAULT_BUFFER_SIZE, iobase_unsupported, tp_free, tp_name } from './iobase';

// --- _BufferedIOBase ------------------------------------------------------------------------------------------------

function readinto_generic(self: number, o: number, fname: string, method: string): number {
  return writable_view(fname, o, (p, n) => {
    const data = _PyObject_CallMethod(self, _Py_ID(method), 'n', n);
    if (data === 0) return 0;
    let res = 0;
    if (!PyBytes_Check(data)) PyErr_SetString(S.PyExc_TypeError, 'read() should return bytes');
    else if (PyBytes_GET_SIZE(data) > n) {
      PyErr_Format(S.PyExc_ValueError, 'read() returned too much data: %zd bytes requested, %zd returned', n, PyBytes_GET_SIZE(data));
    } else {
      memmove(p, PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data));
      res = PyLong_FromLong(PyBytes_GET_SIZE(data));
    }
    Py_DECREF(data);
    return res;
  });
}
const unsupported = (name: string) => (): 0 => iobase_unsupported(name);

static_type(S.PyBufferedIOBase_Type, {
  tp_name: '_io._BufferedIOBase', tp_base: S.PyIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
  tp_doc: 'Base class of buffered binary streams.',
  tp_methods: [
    ['detach', unsupported('detach'), METH_NOARGS, 'detach($self, /)\n--\n\nDisconnect this buffer from its raw stream and return that.'],
    ['read', unsupported('read'), METH_VARARGS, 'read($self, size=-1, /)\n--\n\nAt most size bytes; everything without a size.'],
    ['read1', unsupported('read1'), METH_VARARGS, 'read1($self, size=-1, /)\n--\n\nAt most size bytes, with at most one raw read.'],
    ['readinto', (self: number, o: number) => readinto_generic(self, o, 'readinto', 'read'), METH_O, 'readinto($self, buffer, /)\n--\n\n'],
    ['readinto1', (self: number, o: number) => readinto_generic(self, o, 'readinto1', 'read1'), METH_O, 'readinto1($self, buffer, /)\n--\n\n'],
    ['write', unsupported('write'), METH_VARARGS, 'write($self, b, /)\n--\n\nWrite bytes; the number written.'],
  ],
});

// --- struct ---------------------------------------------------------------------------------------------------------

function get(self: number, field: number): number {
  return read_ssize(self + field);
}
function set(self: number, field: number, v: number): void {
  write_ssize(self + field, v);
}
function flag(self: number, field: number): boolean {
  return HEAP32[(self + field) >> 2] !== 0;
}
function set_flag(self: number, field: number, v: boolean): void {
  HEAP32[(self + field) >> 2] = v ? 1 : 0;
}
function raw_of(self: number): number {
  return read_ptr(self + buffered.raw);
}
function buffer_of(self: number): number {
  return read_ptr(self + buffered.buffer);
}

/** Takes the stream's lock; false with RuntimeError when this thread has it already. */
function ENTER_BUFFERED(self: number): boolean {
  const me = PyThread_get_thread_ident();
  if (flag(self, buffered.lock)) {
    if (get(self, buffered.owner) === me) {
      PyErr_Format(S.PyExc_RuntimeError, 'reentrant call inside %R', self);
      return false;
    }
  }
  PyThread_acquire_lock_timed(self + buffered.lock, Infinity);
  set(self, buffered.owner, me);
  return true;
}
function LEAVE_BUFFERED(self: number): void {
  set(self, buffered.owner, 0);
  PyThread_release_lock(self + buffered.lock);
}

function CHECK_INITIALIZED(self: number): boolean {
  if (HEAP32[(self + buffered.ok) >> 2] > 0) return true;
  PyErr_SetString(S.PyExc_ValueError, flag(self, buffered.detached) ? 'raw stream has been detached' : 'I/O operation on uninitialized object');
  return false;
}

/** 1, 0 or -1. */
function IS_CLOSED(self: number): number {
  if (buffer_of(self) === 0) return 1;
  if (flag(self, buffered.fast_closed_checks)) return _PyFileIO_closed(raw_of(self)) ? 1 : 0;
  return buffered_closed(self);
}

/** Initialised, and not closed with nothing left in the buffer. */
function CHECK_CLOSED(self: number, message: string): boolean {
  if (IS_CLOSED(self) === 0) return true;
  if (READAHEAD(self) !== 0) {
    PyErr_Clear();
    return true;
  }
  PyErr_SetString(S.PyExc_ValueError, message);
  return false;
}

function VALID_READ_BUFFER(self: number): boolean {
  return flag(self, buffered.readable) && HEAP32[(self + buffered.read_end + 4) >> 2] !== -1;
}
function VALID_WRITE_BUFFER(self: number): boolean {
  return flag(self, buffered.writable) && HEAP32[(self + buffered.write_end + 4) >> 2] !== -1;
}
function ADJUST_POSITION(self: number, new_pos: number): void {
  set(self, buffered.pos, new_pos);
  if (VALID_READ_BUFFER(self) && get(self, buffered.read_end) < new_pos) set(self, buffered.read_end, new_pos);
}
function READAHEAD(self: number): number {
  return VALID_READ_BUFFER(self) ? get(self, buffered.read_end) - get(self, buffered.pos) : 0;
}
function RAW_OFFSET(self: number): number {
  const raw_pos = get(self, buffered.raw_pos);
  return (VALID_READ_BUFFER(self) || VALID_WRITE_BUFFER(self)) && raw_pos >= 0 ? raw_pos - get(self, buffered.pos) : 0;
}
/** `size` without the part that does not fill a block. */
function MINUS_LAST_BLOCK(self: number, size: number): number {
  const block = get(self, buffered.buffer_size);
  return block * Math.floor(size / block);
}
function reader_reset_buf(self: number): void {
  set(self, buffered.read_end, -1);
}
function writer_reset_buf(self: number): void {
  set(self, buffered.write_pos, 0);
  set(self, buffered.write_end, -1);
}

function resize_bytes(bytes: number, size: number): number {
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, bytes);
  _PyBytes_Resize(p, size);
  const r = read_ptr(p);
  stackRestore(mark);
  return r;
}

function buffered_dealloc(self: number): void {
  HEAPU8[self + buffered.finalizing] = 1;
  if (_PyIOBase_finalize(self) < 0) return;
  _PyObject_GC_UNTRACK(self);
  set_flag(self, buffered.ok, false);
  if (read_ptr(self + buffered.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  Py_CLEAR(self + buffered.raw);
  free_buffer(self);
  Py_CLEAR(self + buffered.dict);
  tp_free(self);
}
function free_buffer(self: number): void {
  if (buffer_of(self) === 0) return;
  PyMem_Free(buffer_of(self));
  write_ptr(self + buffered.buffer, 0);
}

function buffered_sizeof(self: number): number {
  return PyLong_FromLong(_PyObject_SIZE(Py_TYPE(self)) + (buffer_of(self) === 0 ? 0 : get(self, buffered.buffer_size)));
}

function buffered_traverse(self: number, visit: visitproc, a: number): number {
  const raw = raw_of(self);
  if (raw !== 0) {
    const e = visit(raw, a);
    if (e) return e;
  }
  const dict = read_ptr(self + buffered.dict);
  return dict !== 0 ? visit(dict, a) : 0;
}

function buffered_clear(self: number): number {
  set_flag(self, buffered.ok, false);
  Py_CLEAR(self + buffered.raw);
  Py_CLEAR(self + buffered.dict);
  return 0;
}

/** Not to be called at count 0: it runs Python code. */
function buffered_dealloc_warn(self: number, source: number): number {
  if (flag(self, buffered.ok) && raw_of(self) !== 0) {
    const r = PyObject_CallMethodOneArg(raw_of(self), _Py_ID('_dealloc_warn'), source);
    if (r !== 0) Py_DECREF(r);
    else PyErr_Clear();
  }
  return S.Py_None;
}

// --- closing, inquiries ---------------------------------------------------------------------------------------------

/** A method that is the raw stream's. */
const forwarded = (name: string) => (self: number): number => (CHECK_INITIALIZED(self) ? PyObject_CallMethodNoArgs(raw_of(self), _Py_ID(name)) : 0);
const raw_attr = (name: string) => (self: number): number => (CHECK_INITIALIZED(self) ? PyObject_GetAttr(raw_of(self), _Py_ID(name)) : 0);

function buffered_closed(self: number): number {
  if (!CHECK_INITIALIZED(self)) return -1;
  const res = PyObject_GetAttr(raw_of(self), _Py_ID('closed'));
  if (res === 0) return -1;
  const closed = PyObject_IsTrue(res);
  Py_DECREF(res);
  return closed;
}

function buffered_close(self: number): number {
  if (!CHECK_INITIALIZED(self) || !ENTER_BUFFERED(self)) return 0;
  const r = buffered_closed(self);
  if (r !== 0) {
    LEAVE_BUFFERED(self);
    return r < 0 ? 0 : S.Py_None;
  }
  if (HEAPU8[self + buffered.finalizing]) buffered_dealloc_warn(self, self);
  // flush() will most probably take the lock again.
  LEAVE_BUFFERED(self);
  let res = PyObject_CallMethodNoArgs(self, _Py_ID('flush'));
  const exc = res === 0 ? PyErr_GetRaisedException() : 0;
  Py_XDECREF(res);
  if (!ENTER_BUFFERED(self)) {
    Py_XDECREF(exc);
    return 0;
  }
  res = PyObject_CallMethodNoArgs(raw_of(self), _Py_ID('close'));
  free_buffer(self);
  if (exc !== 0) {
    _PyErr_ChainExceptions1(exc);
    Py_XDECREF(res);
    res = 0;
  }
  set(self, buffered.read_end, 0);
  set(self, buffered.pos, 0);
  LEAVE_BUFFERED(self);
  return res;
}

function buffered_detach(self: number): number {
  if (!CHECK_INITIALIZED(self)) return 0;
  const res = PyObject_CallMethodNoArgs(self, _Py_ID('flush'));
  if (res === 0) return 0;
  Py_DECREF(res);
  const raw = raw_of(self);
  write_ptr(self + buffered.raw, 0);
  set_flag(self, buffered.detached, true);
  set_flag(self, buffered.ok, false);
  return raw;
}

// --- the raw stream -------------------------------------------------------------------------------------------------

function set_BlockingIOError(message: string, written: number): void {
  PyErr_Clear();
  const err = PyObject_CallFunction(S.PyExc_BlockingIOError, 'isn', EAGAIN, message, written);
  if (err !== 0) PyErr_SetObject(S.PyExc_BlockingIOError, err);
  Py_XDECREF(err);
}

function is_blocking_error(): boolean {
  const exc = PyErr_GetRaisedException();
  const r = exc !== 0 && PyErr_GivenExceptionMatches(exc, S.PyExc_BlockingIOError) !== 0;
  if (exc !== 0) PyErr_SetRaisedException(exc);
  return r;
}

/** Takes an answer of raw.tell() or raw.seek(), steals it. */
function raw_position(self: number, res: number): number {
  if (res === 0) return -1;
  const n = PyNumber_AsSsize_t(res, S.PyExc_ValueError);
  Py_DECREF(res);
  if (n < 0) {
    if (!PyErr_Occurred()) PyErr_Format(S.PyExc_OSError, 'Raw stream returned invalid position %zd', n);
    return -1;
  }
  set(self, buffered.abs_pos, n);
  return n;
}

function buffered_raw_tell(self: number): number {
  return raw_position(self, PyObject_CallMethodNoArgs(raw_of(self), _Py_ID('tell')));
}
function buffered_raw_seek(self: number, target: number, whence: number): number {
  const posobj = PyLong_FromLong(target);
  const whenceobj = PyLong_FromLong(whence);
  const res = PyObject_CallMethodObjArgs(raw_of(self), _Py_ID('seek'), posobj, whenceobj);
  Py_DECREF(posobj);
  Py_DECREF(whenceobj);
  return raw_position(self, res);
}
function RAW_TELL(self: number): number {
  const abs = get(self, buffered.abs_pos);
  return abs !== -1 ? abs : buffered_raw_tell(self);
}

function buffered_init(self: number): number {
  const size = get(self, buffered.buffer_size);
  if (size <= 0) {
    PyErr_SetString(S.PyExc_ValueError, 'buffer size must be strictly positive');
    return -1;
  }
  free_buffer(self);
  const p = size > 0x7fffffff ? 0 : PyMem_Malloc(size);
  if (p === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(self + buffered.buffer, p);
  set_flag(self, buffered.lock, false);
  set(self, buffered.owner, 0);
  set(self, buffered.buffer_mask, (size & (size - 1)) === 0 ? size - 1 : 0);
  if (buffered_raw_tell(self) === -1) PyErr_Clear();
  return 0;
}

/** A memoryview of our memory for the duration of one raw call. */
function call_with_view(self: number, method: string, p: number, n: number, readonly: number): number {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  memset0(view, Py_buffer.SIZEOF);
  let res = 0;
  if (PyBuffer_FillInfo(view, 0, p, n, readonly, readonly ? PyBUF_CONTIG_RO : PyBUF_CONTIG) === 0) {
    const memobj = PyMemoryView_FromBuffer(view);
    if (memobj !== 0) {
      do res = PyObject_CallMethodOneArg(raw_of(self), _Py_ID(method), memobj);
      while (res === 0 && _PyIO_trap_eintr());
      Py_DECREF(memobj);
    }
  }
  stackRestore(mark);
  return res;
}

/** One raw readinto: bytes, 0 at the end, -1 with an exception, -2 when it would block. */
function raw_read(self: number, start: number, len: number): number {
  let n: number;
  if (Py_IS_TYPE(raw_of(self), S.PyFileIO_Type)) {
    do n = _PyFileIO_readinto(raw_of(self), start, len);
    while (n === -1 && _PyIO_trap_eintr());
    if (n < 0) return n;
  } else {
    const res = call_with_view(self, 'readinto', start, len, 0);
    if (res === 0) return -1;
    if (res === S.Py_None) return -2;
    n = PyNumber_AsSsize_t(res, S.PyExc_ValueError);
    Py_DECREF(res);
    if (n === -1 && PyErr_Occurred()) {
      _PyErr_FormatFromCause(S.PyExc_OSError, 'raw readinto() failed');
      return -1;
    }
    if (n < 0 || n > len) {
      PyErr_Format(S.PyExc_OSError, 'raw readinto() returned invalid length %zd (should have been between 0 and %zd)', n, len);
      return -1;
    }
  }
  const abs = get(self, buffered.abs_pos);
  if (n > 0 && abs !== -1) set(self, buffered.abs_pos, abs + n);
  return n;
}

/** One raw write: bytes, -1 with an exception, -2 when it would block. */
function raw_write(self: number, start: number, len: number): number {
  let n: number;
  if (Py_IS_TYPE(raw_of(self), S.PyFileIO_Type)) {
    do n = _PyFileIO_write(raw_of(self), start, len);
    while (n === -1 && _PyIO_trap_eintr());
    if (n < 0) return n;
  } else {
    const res = call_with_view(self, 'write', start, len, 1);
    if (res === 0) return -1;
    if (res === S.Py_None) return -2;
    n = PyNumber_AsSsize_t(res, S.PyExc_ValueError);
    Py_DECREF(res);
    if (n < 0 || n > len) {
      if (n === -1 && PyErr_Occurred()) PyErr_Clear();
      PyErr_Format(S.PyExc_OSError, 'raw write() returned invalid length %zd (should have been between 0 and %zd)', n, len);
      return -1;
    }
  }
  const abs = get(self, buffered.abs_pos);
  if (n > 0 && abs !== -1) set(self, buffered.abs_pos, abs + n);
  return n;
}

/** Reads into the free part of the buffer; as raw_read. */
function fill_buffer(self: number): number {
  const start = VALID_READ_BUFFER(self) ? get(self, buffered.read_end) : 0;
  const n = raw_read(self, buffer_of(self) + start, get(self, buffered.buffer_size) - start);
  if (n <= 0) return n;
  set(self, buffered.read_end, start + n);
  set(self, buffered.raw_pos, start + n);
  return n;
}

/** Writes what waits. 0 or -1. Afterwards VALID_WRITE_BUFFER is false, so that RAW_OFFSET is 0 for tell(). */
function flush_unlocked(self: number): number {
  if (!VALID_WRITE_BUFFER(self) || get(self, buffered.write_pos) === get(self, buffered.write_end)) {
    writer_reset_buf(self);
    return 0;
  }
  const rewind = RAW_OFFSET(self) + (get(self, buffered.pos) - get(self, buffered.write_pos));
  if (rewind !== 0) {
    if (buffered_raw_seek(self, -rewind, 1) < 0) return -1;
    set(self, buffered.raw_pos, get(self, buffered.raw_pos) - rewind);
  }
  for (;;) {
    const write_pos = get(self, buffered.write_pos);
    const write_end = get(self, buffered.write_end);
    if (write_pos >= write_end) break;
    const n = raw_write(self, buffer_of(self) + write_pos, write_end - write_pos);
    if (n === -1) return -1;
    if (n === -2) {
      set_BlockingIOError('write could not complete without blocking', 0);
      return -1;
    }
    set(self, buffered.write_pos, write_pos + n);
    set(self, buffered.raw_pos, write_pos + n);
    // A partial write may be a signal's doing: its handler runs before we block again.
    if (PyErr_CheckSignals() < 0) return -1;
  }
  writer_reset_buf(self);
  return 0;
}

/** Writes what waits and puts the raw stream where the program is. 0 or -1. */
function flush_and_rewind(self: number): number {
  if (flush_unlocked(self) < 0) return -1;
  if (!flag(self, buffered.readable)) return 0;
  const n = buffered_raw_seek(self, -RAW_OFFSET(self), 1);
  reader_reset_buf(self);
  return n === -1 ? -1 : 0;
}

// --- reading --------------------------------------------------------------------------------------------------------

export function buffered_flush(self: number): number {
  if (!CHECK_INITIALIZED(self) || !CHECK_CLOSED(self, 'flush of closed file') || !ENTER_BUFFERED(self)) return 0;
  const r = flush_and_rewind(self);
  LEAVE_BUFFERED(self);
  return r < 0 ? 0 : S.Py_None;
}
function buffered_simple_flush(self: number): number {
  return CHECK_INITIALIZED(self) ? PyObject_CallMethodNoArgs(raw_of(self), _Py_ID('flush')) : 0;
}

function peek_unlocked(self: number): number {
  // The position may not move, and the buffer may not be shifted: what there is, or one full buffer.
  const have = READAHEAD(self);
  if (have > 0) return PyBytes_FromStringAndSize(buffer_of(self) + get(self, buffered.pos), have);
  reader_reset_buf(self);
  const r = fill_buffer(self);
  if (r === -1) return 0;
  set(self, buffered.pos, 0);
  return PyBytes_FromStringAndSize(buffer_of(self), r === -2 ? 0 : r);
}

function buffered_peek(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('peek', nargs, 0, 1)) return 0;
  if (nargs > 0 && as_ssize(arg(args, 0)) === null) return 0;
  if (!CHECK_INITIALIZED(self) || !CHECK_CLOSED(self, 'peek of closed file') || !ENTER_BUFFERED(self)) return 0;
  const res = flag(self, buffered.writable) && flush_and_rewind(self) < 0 ? 0 : peek_unlocked(self);
  LEAVE_BUFFERED(self);
  return res;
}

/** What is buffered, if that is enough; 0 without exception when it is not. Needs no lock. */
function read_fast(self: number, n: number): number {
  if (n > READAHEAD(self)) return 0;
  const pos = get(self, buffered.pos);
  const res = PyBytes_FromStringAndSize(buffer_of(self) + pos, n);
  if (res !== 0) set(self, buffered.pos, pos + n);
  return res;
}

function buffered_read(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('read', nargs, 0, 1)) return 0;
  const n = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  if (n === null || !CHECK_INITIALIZED(self)) return 0;
  if (n < -1) {
    PyErr_SetString(S.PyExc_ValueError, 'read length must be non-negative or -1');
    return 0;
  }
  if (!CHECK_CLOSED(self, 'read of closed file')) return 0;
  if (n >= 0) {
    const res = read_fast(self, n);
    if (res !== 0 || PyErr_Occurred()) return res;
  }
  if (!ENTER_BUFFERED(self)) return 0;
  const res = n === -1 ? read_all(self) : read_generic(self, n);
  LEAVE_BUFFERED(self);
  return res;
}

function buffered_read1(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('read1', nargs, 0, 1)) return 0;
  let n = nargs > 0 ? as_ssize(arg(args, 0)) : -1;
  if (n === null || !CHECK_INITIALIZED(self)) return 0;
  if (n < 0) n = get(self, buffered.buffer_size);
  if (!CHECK_CLOSED(self, 'read of closed file')) return 0;
  if (n === 0) return PyBytes_FromStringAndSize(0, 0);
  const have = READAHEAD(self);
  if (have > 0) return read_fast(self, Math.min(have, n));
  const res = PyBytes_FromStringAndSize(0, n);
  if (res === 0) return 0;
  if (!ENTER_BUFFERED(self)) {
    Py_DECREF(res);
    return 0;
  }
  const flushed = flag(self, buffered.writable) ? flush_and_rewind(self) : 0;
  reader_reset_buf(self);
  const r = flushed < 0 ? -1 : raw_read(self, PyBytes_AS_STRING(res), n);
  LEAVE_BUFFERED(self);
  if (r === -1) {
    Py_DECREF(res);
    return 0;
  }
  const got = r === -2 ? 0 : r;
  return n > got ? resize_bytes(res, got) : res;
}

/** Everything: the buffer's rest and what raw.readall() or repeated raw.read() give. */
function read_all(self: number): number {
  const have = READAHEAD(self);
  let data = 0;
  if (have > 0) {
    data = PyBytes_FromStringAndSize(buffer_of(self) + get(self, buffered.pos), have);
    if (data === 0) return 0;
    set(self, buffered.pos, get(self, buffered.pos) + have);
  }
  let res = 0;
  const readall = flag(self, buffered.writable) && flush_and_rewind(self) < 0 ? -1 : (reader_reset_buf(self), optional_attr(raw_of(self), _Py_ID('readall')));
  if (readall > 0) {
    const tmp = PyObject_CallNoArgs(readall);
    Py_DECREF(readall);
    if (tmp !== 0 && tmp !== S.Py_None && !PyBytes_Check(tmp)) {
      PyErr_SetString(S.PyExc_TypeError, 'readall() should return bytes');
      Py_DECREF(tmp);
    } else if (tmp !== 0) res = data === 0 ? Py_NewRef(tmp) : tmp === S.Py_None ? Py_NewRef(data) : concat(data, tmp);
    if (tmp !== 0 && (tmp === S.Py_None || PyBytes_Check(tmp))) Py_DECREF(tmp);
  } else if (readall === 0) res = read_chunks(self, data);
  Py_XDECREF(data);
  return res;
}

/** New: a + b. */
function concat(a: number, b: number): number {
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, Py_NewRef(a));
  PyBytes_Concat(p, b);
  const r = read_ptr(p);
  stackRestore(mark);
  return r;
}

/** `first` (0 or bytes) and all that raw.read() gives until it ends or would block. */
function read_chunks(self: number, first: number): number {
  let all = first === 0 ? 0 : Py_NewRef(first);
  for (;;) {
    const data = PyObject_CallMethodNoArgs(raw_of(self), _Py_ID('read'));
    if (data !== 0 && data !== S.Py_None && !PyBytes_Check(data)) PyErr_SetString(S.PyExc_TypeError, 'read() should return bytes');
    if (data === 0 || PyErr_Occurred()) {
      Py_XDECREF(data);
      Py_XDECREF(all);
      return 0;
    }
    if (data === S.Py_None || PyBytes_GET_SIZE(data) === 0) {
      if (all === 0) return data;
      Py_DECREF(data);
      return all;
    }
    const abs = get(self, buffered.abs_pos);
    if (abs !== -1) set(self, buffered.abs_pos, abs + PyBytes_GET_SIZE(data));
    if (all === 0) all = data;
    else {
      const joined = concat(all, data);
      Py_DECREF(all);
      Py_DECREF(data);
      if (joined === 0) return 0;
      all = joined;
    }
  }
}

/** What read_generic returns when a raw read gave 0 or -2 after `written` of its bytes. Steals res. */
function short_read(res: number, r: number, written: number): number {
  if (r === 0 || written > 0) return resize_bytes(res, written);
  Py_DECREF(res);
  return S.Py_None;
}

/** Reads until there are n bytes, the end, or it would block: whole blocks directly, the rest through the buffer. */
function read_generic(self: number, n: number): number {
  const current = READAHEAD(self);
  if (n <= current) return read_fast(self, n);
  const res = PyBytes_FromStringAndSize(0, n);
  if (res === 0) return 0;
  const out = PyBytes_AS_STRING(res);
  let remaining = n;
  let written = 0;
  if (current > 0) {
    memmove(out, buffer_of(self) + get(self, buffered.pos), current);
    remaining -= current;
    written += current;
    set(self, buffered.pos, get(self, buffered.pos) + current);
  }
  if (flag(self, buffered.writable) && flush_and_rewind(self) < 0) {
    Py_DECREF(res);
    return 0;
  }
  reader_reset_buf(self);
  while (remaining > 0) {
    const whole = MINUS_LAST_BLOCK(self, remaining);
    if (whole === 0) break;
    const r = raw_read(self, out + written, whole);
    if (r === -1) {
      Py_DECREF(res);
      return 0;
    }
    if (r <= 0) return short_read(res, r, written);
    remaining -= r;
    written += r;
  }
  set(self, buffered.pos, 0);
  set(self, buffered.raw_pos, 0);
  set(self, buffered.read_end, 0);
  // When the read is satisfied there is no further one: it could block for ever (a socket).
  while (remaining > 0 && get(self, buffered.read_end) < get(self, buffered.buffer_size)) {
    const r = fill_buffer(self);
    if (r === -1) {
      Py_DECREF(res);
      return 0;
    }
    if (r <= 0) return short_read(res, r, written);
    const take = Math.min(remaining, r);
    const pos = get(self, buffered.pos);
    memmove(out + written, buffer_of(self) + pos, take);
    written += take;
    set(self, buffered.pos, pos + take);
    remaining -= take;
  }
  return res;
}

function readinto(self: number, fname: string, o: number, readinto1: boolean): number {
  return writable_view(fname, o, (p, len) => {
    if (!CHECK_INITIALIZED(self) || !CHECK_CLOSED(self, 'readinto of closed file')) return 0;
    const avail = READAHEAD(self);
    const have = Math.min(avail, len);
    if (avail > 0) {
      memmove(p, buffer_of(self) + get(self, buffered.pos), have);
      set(self, buffered.pos, get(self, buffered.pos) + have);
      if (avail >= len) return PyLong_FromLong(have);
    }
    if (!ENTER_BUFFERED(self)) return 0;
    const res = readinto_locked(self, p, len, have, readinto1);
    LEAVE_BUFFERED(self);
    return res;
  });
}

function readinto_locked(self: number, p: number, len: number, written: number, readinto1: boolean): number {
  if (flag(self, buffered.writable) && flush_and_rewind(self) < 0) return 0;
  reader_reset_buf(self);
  set(self, buffered.pos, 0);
  for (let remaining = len - written; remaining > 0; remaining = len - written) {
    let n = 0;
    // More than the buffer holds goes directly to the caller; readinto1 makes no further read once it has something.
    if (remaining > get(self, buffered.buffer_size)) n = raw_read(self, p + written, remaining);
    else if (!(readinto1 && written > 0)) {
      n = fill_buffer(self);
      if (n > 0) {
        const pos = get(self, buffered.pos);
        n = Math.min(n, remaining);
        memmove(p + written, buffer_of(self) + pos, n);
        set(self, buffered.pos, pos + n);
        written += n;
        continue;
      }
    }
    if (n === 0 || (n === -2 && written > 0)) break;
    if (n < 0) return n === -2 ? S.Py_None : 0;
    written += n;
    if (readinto1) break;
  }
  return PyLong_FromLong(written);
}

// --- lines ----------------------------------------------------------------------------------------------------------

/** The index after the first newline of [p, p+n), or -1. */
function after_newline(p: number, n: number): number {
  const i = HEAPU8.subarray(p, p + n).indexOf(10);
  return i < 0 ? -1 : i + 1;
}

/** New bytes: one line of at most `limit` bytes (-1: any). */
function buffered_readline(self: number, limit: number): number {
  if (!CHECK_CLOSED(self, 'readline of closed file')) return 0;
  // A line within the buffer needs no lock.
  let n = READAHEAD(self);
  if (limit >= 0 && n > limit) n = limit;
  const start = buffer_of(self) + get(self, buffered.pos);
  const end = after_newline(start, n);
  if (end >= 0 || n === limit) return read_fast(self, end >= 0 ? end : n);
  if (!ENTER_BUFFERED(self)) return 0;
  const line = readline_slow(self, n, limit);
  LEAVE_BUFFERED(self);
  return line;
}

/** The line begins with the `n` buffered bytes (without a newline); the rest comes from the raw stream. */
function readline_slow(self: number, n: number, limit: number): number {
  const start = buffer_of(self) + get(self, buffered.pos);
  const parts = [HEAPU8.slice(start, start + n)];
  set(self, buffered.pos, get(self, buffered.pos) + n);
  let left = limit >= 0 ? limit - n : -1;
  if (flag(self, buffered.writable) && flush_and_rewind(self) < 0) return 0;
  for (;;) {
    reader_reset_buf(self);
    let got = fill_buffer(self);
    if (got === -1) return 0;
    if (got <= 0) break;
    if (left >= 0 && got > left) got = left;
    const end = after_newline(buffer_of(self), got);
    const take = end >= 0 ? end : got;
    parts.push(HEAPU8.slice(buffer_of(self), buffer_of(self) + take));
    set(self, buffered.pos, take);
    if (end >= 0 || got === left) break;
    if (left >= 0) left -= got;
  }
  return join(parts);
}

function join(parts: Uint8Array[]): number {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return PyBytes_FromJS(all);
}

function buffered_readline_method(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('readline', nargs, 0, 1)) return 0;
  const size = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  return size === null || !CHECK_INITIALIZED(self) ? 0 : buffered_readline(self, size);
}

function buffered_iternext(self: number): number {
  if (!CHECK_INITIALIZED(self)) return 0;
  let line: number;
  if (Py_IS_TYPE(self, S.PyBufferedReader_Type) || Py_IS_TYPE(self, S.PyBufferedRandom_Type)) line = buffered_readline(self, -1);
  else {
    line = PyObject_CallMethodNoArgs(self, _Py_ID('readline'));
    if (line !== 0 && !PyBytes_Check(line)) {
      PyErr_Format(S.PyExc_OSError, "readline() should have returned a bytes object, not '%.200s'", tp_name(line));
      Py_DECREF(line);
      return 0;
    }
  }
  if (line !== 0 && PyBytes_GET_SIZE(line) === 0) {
    // The end, or it would have blocked.
    Py_DECREF(line);
    return 0;
  }
  return line;
}

// --- position -------------------------------------------------------------------------------------------------------

function buffered_tell(self: number): number {
  if (!CHECK_INITIALIZED(self)) return 0;
  const pos = buffered_raw_tell(self);
  return pos === -1 ? 0 : PyLong_FromLong(Math.max(0, pos - RAW_OFFSET(self)));
}

function buffered_seek(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('seek', nargs, 1, 2)) return 0;
  const whence = nargs > 1 ? _PyLong_AsInt(arg(args, 1)) : 0;
  if (whence === -1 && PyErr_Occurred()) return 0;
  if (!CHECK_INITIALIZED(self)) return 0;
  if (whence < 0 || whence > 4) return PyErr_Format(S.PyExc_ValueError, 'whence value %d unsupported', whence);
  if (!CHECK_CLOSED(self, 'seek of closed file')) return 0;
  const seekable = _PyIOBase_check_seekable(raw_of(self));
  if (seekable === 0) return 0;
  Py_DECREF(seekable);
  const target = PyNumber_AsSsize_t(arg(args, 0), S.PyExc_ValueError);
  if (target === -1 && PyErr_Occurred()) return 0;
  // A move within what is buffered needs neither the raw stream nor the lock.
  if (whence <= 1 && flag(self, buffered.readable)) {
    const current = RAW_TELL(self);
    const avail = READAHEAD(self);
    if (avail > 0) {
      const offset = whence === 0 ? target - (current - RAW_OFFSET(self)) : target;
      if (offset >= -get(self, buffered.pos) && offset <= avail) {
        set(self, buffered.pos, get(self, buffered.pos) + offset);
        return PyLong_FromLong(Math.max(0, current - avail + offset));
      }
    }
  }
  if (!ENTER_BUFFERED(self)) return 0;
  const res = seek_locked(self, target, whence);
  LEAVE_BUFFERED(self);
  return res;
}

function seek_locked(self: number, target: number, whence: number): number {
  if (flag(self, buffered.writable) && flush_unlocked(self) < 0) return 0;
  const n = buffered_raw_seek(self, whence === 1 ? target - RAW_OFFSET(self) : target, whence);
  if (n === -1) return 0;
  set(self, buffered.raw_pos, -1);
  if (flag(self, buffered.readable)) reader_reset_buf(self);
  return PyLong_FromLong(n);
}

function buffered_truncate(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('truncate', nargs, 0, 1)) return 0;
  const pos = nargs > 0 ? arg(args, 0) : S.Py_None;
  if (!CHECK_INITIALIZED(self) || !CHECK_CLOSED(self, 'truncate of closed file')) return 0;
  if (!flag(self, buffered.writable)) return iobase_unsupported('truncate');
  if (!ENTER_BUFFERED(self)) return 0;
  let res = 0;
  if (flush_and_rewind(self) === 0) {
    res = PyObject_CallMethodOneArg(raw_of(self), _Py_ID('truncate'), pos);
    if (res !== 0 && buffered_raw_tell(self) === -1) PyErr_Clear();
  }
  LEAVE_BUFFERED(self);
  return res;
}

function buffered_repr(self: number): number {
  let nameobj = optional_attr(self, _Py_ID('name'));
  if (nameobj === -1) {
    // Detached streams raise ValueError.
    if (!PyErr_ExceptionMatches(S.PyExc_ValueError)) return 0;
    PyErr_Clear();
    nameobj = 0;
  }
  if (nameobj === 0) return PyUnicode_FromFormat('<%s>', tp_name(self));
  const status = Py_ReprEnter(self);
  let res = 0;
  if (status === 0) {
    res = PyUnicode_FromFormat('<%s name=%R>', tp_name(self), nameobj);
    Py_ReprLeave(self);
  } else if (status > 0) PyErr_Format(S.PyExc_RuntimeError, 'reentrant call inside %s.__repr__', tp_name(self));
  Py_DECREF(nameobj);
  return res;
}

// --- writing --------------------------------------------------------------------------------------------------------

function buffered_write(self: number, o: number): number {
  if (!CHECK_INITIALIZED(self)) return 0;
  if (PyBytes_Check(o)) return write_bytes(self, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o));
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  memset0(view, Py_buffer.SIZEOF);
  let res = 0;
  if (PyObject_GetBuffer(o, view, PyBUF_SIMPLE) === 0) {
    res = write_bytes(self, read_ptr(view + Py_buffer.buf), read_ptr(view + Py_buffer.len));
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return res;
}

/** New int: how many of the bytes were taken. The memory stays put meanwhile. */
function write_bytes(self: number, p: number, len: number): number {
  if (!ENTER_BUFFERED(self)) return 0;
  const n = write_locked(self, p, len);
  LEAVE_BUFFERED(self);
  return n < 0 ? 0 : PyLong_FromLong(n);
}

function write_locked(self: number, p: number, len: number): number {
  // Asked after the lock was taken: another thread may have closed the file meanwhile.
  const closed = IS_CLOSED(self);
  if (closed !== 0) {
    if (closed > 0) PyErr_SetString(S.PyExc_ValueError, 'write to closed file');
    return -1;
  }
  if (!VALID_READ_BUFFER(self) && !VALID_WRITE_BUFFER(self)) {
    set(self, buffered.pos, 0);
    set(self, buffered.raw_pos, 0);
  }
  const pos = get(self, buffered.pos);
  const size = get(self, buffered.buffer_size);
  if (len <= size - pos) {
    memmove(buffer_of(self) + pos, p, len);
    count_written(self, pos, len);
    return len;
  }
  if (flush_unlocked(self) < 0) return is_blocking_error() ? buffer_some(self, p, len) : -1;
  // The read buffer may have been filled but not changed: then the raw stream is ahead of us.
  const offset = RAW_OFFSET(self);
  if (offset !== 0) {
    if (buffered_raw_seek(self, -offset, 1) < 0) return -1;
    set(self, buffered.raw_pos, get(self, buffered.raw_pos) - offset);
  }
  return write_through(self, p, len, size);
}

/** The `len` bytes at `pos` of the buffer are to be written. */
function count_written(self: number, pos: number, len: number): void {
  if (!VALID_WRITE_BUFFER(self) || get(self, buffered.write_pos) > pos) set(self, buffered.write_pos, pos);
  ADJUST_POSITION(self, pos + len);
  if (pos + len > get(self, buffered.write_end)) set(self, buffered.write_end, pos + len);
}

/** Whether its methods are the ones below, whatever the program did: a BufferedWriter itself, with no attributes of its own. */
export function _PyBufferedWriter_is_plain(self: number): boolean {
  return Py_IS_TYPE(self, S.PyBufferedWriter_Type) && read_ptr(self + buffered.dict) === 0;
}

/** How many bytes a plain BufferedWriter takes without a write to its raw stream; -1 where write() must decide: closed, locked, any other stream. */
export function _PyBufferedWriter_room(self: number): number {
  if (!_PyBufferedWriter_is_plain(self) || !flag(self, buffered.ok) || flag(self, buffered.lock)) return -1;
  if (buffer_of(self) === 0 || !flag(self, buffered.fast_closed_checks) || _PyFileIO_closed(raw_of(self))) return -1;
  return get(self, buffered.buffer_size) - write_at(self);
}

/** Where the next byte goes in a writer that has room. */
export function _PyBufferedWriter_tail(self: number): number {
  return buffer_of(self) + write_at(self);
}
function write_at(self: number): number {
  return VALID_WRITE_BUFFER(self) ? get(self, buffered.pos) : 0;
}

/**
 * What write() of `len` bytes does, but for the copy: their address in a plain BufferedWriter. The caller has copied them there,
 * or does so at once. 0 where write() must decide. Runs no Python code, sets no exception.
 */
export function _PyBufferedWriter_claim(self: number, len: number): number {
  if (len > _PyBufferedWriter_room(self)) return 0;
  const pos = write_at(self);
  if (!VALID_WRITE_BUFFER(self)) {
    set(self, buffered.pos, 0);
    set(self, buffered.raw_pos, 0);
  }
  count_written(self, pos, len);
  return buffer_of(self) + pos;
}

/** The raw stream would block with bytes still in the buffer: takes what fits behind them. */
function buffer_some(self: number, p: number, len: number): number {
  if (flag(self, buffered.readable)) reader_reset_buf(self);
  const write_pos = get(self, buffered.write_pos);
  memmove(buffer_of(self), buffer_of(self) + write_pos, get(self, buffered.write_end) - write_pos);
  set(self, buffered.write_end, get(self, buffered.write_end) - write_pos);
  set(self, buffered.raw_pos, get(self, buffered.raw_pos) - write_pos);
  set(self, buffered.pos, get(self, buffered.pos) - write_pos);
  set(self, buffered.write_pos, 0);
  const write_end = get(self, buffered.write_end);
  const take = Math.min(len, get(self, buffered.buffer_size) - write_end);
  memmove(buffer_of(self) + write_end, p, take);
  set(self, buffered.write_end, write_end + take);
  set(self, buffered.pos, get(self, buffered.pos) + take);
  if (take === len) {
    PyErr_Clear();
    return len;
  }
  set_BlockingIOError('write could not complete without blocking', take);
  return -1;
}

/** The buffer is empty: what is larger than it goes directly, the rest into it. */
function write_through(self: number, p: number, len: number, size: number): number {
  let remaining = len;
  let written = 0;
  while (remaining > size) {
    const n = raw_write(self, p + written, len - written);
    if (n === -1) return -1;
    if (n === -2) {
      memmove(buffer_of(self), p + written, size);
      set(self, buffered.raw_pos, 0);
      ADJUST_POSITION(self, size);
      set(self, buffered.write_end, size);
      set_BlockingIOError('write could not complete without blocking', written + size);
      return -1;
    }
    written += n;
    remaining -= n;
    if (PyErr_CheckSignals() < 0) return -1;
  }
  if (flag(self, buffered.readable)) reader_reset_buf(self);
  if (remaining > 0) memmove(buffer_of(self), p + written, remaining);
  set(self, buffered.write_pos, 0);
  set(self, buffered.write_end, remaining);
  ADJUST_POSITION(self, remaining);
  set(self, buffered.raw_pos, 0);
  return written + remaining;
}

// --- the three types ------------------------------------------------------------------------------------------------

/** __init__ of all three. `check`: what the raw stream must be able to do. */
function init(self: number, args: number, kwds: number, fname: string, type: number, checks: ((raw: number) => number)[], readable: boolean, writable: boolean): number {
  const a = clinic_new({ fname, keywords: ['raw', 'buffer_size'] }, 1, 2, 0, args, kwds);
  if (a === null) return -1;
  const size = a[1] === 0 ? DEFAULT_BUFFER_SIZE : as_ssize(a[1]);
  if (size === null) return -1;
  set_flag(self, buffered.ok, false);
  set_flag(self, buffered.detached, false);
  for (const check of checks) {
    const r = check(a[0]);
    if (r === 0) return -1;
    Py_DECREF(r);
  }
  Py_XSETREF(self + buffered.raw, Py_NewRef(a[0]));
  set(self, buffered.buffer_size, size);
  set_flag(self, buffered.readable, readable);
  set_flag(self, buffered.writable, writable);
  if (buffered_init(self) < 0) return -1;
  if (readable) reader_reset_buf(self);
  if (writable) {
    writer_reset_buf(self);
    set(self, buffered.pos, 0);
  }
  set_flag(self, buffered.fast_closed_checks, Py_IS_TYPE(self, type) && Py_IS_TYPE(a[0], S.PyFileIO_Type));
  set_flag(self, buffered.ok, true);
  return 0;
}
function bufferedreader_init(self: number, args: number, kwds: number): number {
  return init(self, args, kwds, 'BufferedReader', S.PyBufferedReader_Type, [_PyIOBase_check_readable], true, false);
}
function bufferedwriter_init(self: number, args: number, kwds: number): number {
  return init(self, args, kwds, 'BufferedWriter', S.PyBufferedWriter_Type, [_PyIOBase_check_writable], false, true);
}
function bufferedrandom_init(self: number, args: number, kwds: number): number {
  return init(self, args, kwds, 'BufferedRandom', S.PyBufferedRandom_Type, [_PyIOBase_check_seekable, _PyIOBase_check_readable, _PyIOBase_check_writable], true, true);
}

const raw_seekable = forwarded('seekable');
const raw_readable = forwarded('readable');
const raw_writable = forwarded('writable');
const raw_fileno = forwarded('fileno');
const raw_isatty = forwarded('isatty');

const COMMON: MethodSpec[] = [
  ['detach', buffered_detach, METH_NOARGS, 'detach($self, /)\n--\n\n'],
  ['close', buffered_close, METH_NOARGS, 'close($self, /)\n--\n\n'],
  ['seekable', raw_seekable, METH_NOARGS, 'seekable($self, /)\n--\n\n'],
  ['fileno', raw_fileno, METH_NOARGS, 'fileno($self, /)\n--\n\n'],
  ['isatty', raw_isatty, METH_NOARGS, 'isatty($self, /)\n--\n\n'],
  ['_dealloc_warn', buffered_dealloc_warn, METH_O, '_dealloc_warn($self, source, /)\n--\n\n'],
  ['seek', buffered_seek, METH_FASTCALL, 'seek($self, target, whence=0, /)\n--\n\n'],
  ['tell', buffered_tell, METH_NOARGS, 'tell($self, /)\n--\n\n'],
  ['truncate', buffered_truncate, METH_FASTCALL, 'truncate($self, pos=None, /)\n--\n\n'],
  ['__sizeof__', buffered_sizeof, METH_NOARGS, '__sizeof__($self, /)\n--\n\n'],
  ['__reduce__', _PyIOBase_cannot_pickle, METH_NOARGS, '__reduce__($self, /)\n--\n\n'],
  ['__reduce_ex__', _PyIOBase_cannot_pickle, METH_O, '__reduce_ex__($self, object, /)\n--\n\n'],
];
const READING: MethodSpec[] = [
  ['readable', raw_readable, METH_NOARGS, 'readable($self, /)\n--\n\n'],
  ['read', buffered_read, METH_FASTCALL, 'read($self, size=-1, /)\n--\n\n'],
  ['peek', buffered_peek, METH_FASTCALL, 'peek($self, size=0, /)\n--\n\n'],
  ['read1', buffered_read1, METH_FASTCALL, 'read1($self, size=-1, /)\n--\n\n'],
  ['readinto', (self: number, o: number) => readinto(self, 'readinto', o, false), METH_O, 'readinto($self, buffer, /)\n--\n\n'],
  ['readinto1', (self: number, o: number) => readinto(self, 'readinto1', o, true), METH_O, 'readinto1($self, buffer, /)\n--\n\n'],
  ['readline', buffered_readline_method, METH_FASTCALL, 'readline($self, size=-1, /)\n--\n\n'],
];
const WRITING: MethodSpec[] = [
  ['writable', raw_writable, METH_NOARGS, 'writable($self, /)\n--\n\n'],
  ['write', buffered_write, METH_O, 'write($self, buffer, /)\n--\n\n'],
];

const SHARED = {
  tp_basicsize: buffered.SIZEOF, tp_base: S.PyBufferedIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_new: PyType_GenericNew, tp_dealloc: buffered_dealloc, tp_traverse: buffered_traverse, tp_clear: buffered_clear, tp_repr: buffered_repr,
  tp_dictoffset: buffered.dict, tp_weaklistoffset: buffered.weakreflist,
  tp_members: [['raw', _Py_T_OBJECT, buffered.raw, Py_READONLY], ['_finalizing', Py_T_BOOL, buffered.finalizing, 0]] as [string, number, number, number][],
  tp_getset: [['closed', raw_attr('closed'), null], ['name', raw_attr('name'), null], ['mode', raw_attr('mode'), null]] as [string, (self: number) => number, null][],
};

static_type(S.PyBufferedReader_Type, {
  ...SHARED, tp_name: '_io.BufferedReader', tp_doc: 'BufferedReader(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer for reading a raw stream.',
  tp_init: bufferedreader_init, tp_iternext: buffered_iternext, tp_methods: [...COMMON, ['flush', buffered_simple_flush, METH_NOARGS, 'flush($self, /)\n--\n\n'], ...READING],
});
static_type(S.PyBufferedWriter_Type, {
  ...SHARED, tp_name: '_io.BufferedWriter', tp_doc: 'BufferedWriter(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer for writing to a raw stream.',
  tp_init: bufferedwriter_init, tp_methods: [...COMMON, ['flush', buffered_flush, METH_NOARGS, 'flush($self, /)\n--\n\n'], ...WRITING],
});
static_type(S.PyBufferedRandom_Type, {
  ...SHARED, tp_name: '_io.BufferedRandom', tp_doc: 'BufferedRandom(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer for reading and writing a seekable raw stream.',
  tp_init: bufferedrandom_init, tp_iternext: buffered_iternext,
  tp_methods: [...COMMON, ['flush', buffered_flush, METH_NOARGS, 'flush($self, /)\n--\n\n'], ...READING, ...WRITING],
});

// --- BufferedRWPair -------------------------------------------------------------------------------------------------

function rwpair_init(self: number, args: number, kwds: number): number {
  const a = clinic_new({ fname: 'BufferedRWPair', keywords: ['', '', ''] }, 2, 3, 0, args, kwds);
  if (a === null) return -1;
  const size = a[2] === 0 ? DEFAULT_BUFFER_SIZE : as_ssize(a[2]);
  if (size === null) return -1;
  for (const [check, stream] of [[_PyIOBase_check_readable, a[0]], [_PyIOBase_check_writable, a[1]]] as const) {
    const r = check(stream);
    if (r === 0) return -1;
    Py_DECREF(r);
  }
  const reader = PyObject_CallFunction(S.PyBufferedReader_Type, 'On', a[0], size);
  if (reader === 0) return -1;
  Py_XSETREF(self + rwpair.reader, reader);
  const writer = PyObject_CallFunction(S.PyBufferedWriter_Type, 'On', a[1], size);
  if (writer === 0) {
    Py_CLEAR(self + rwpair.reader);
    return -1;
  }
  Py_XSETREF(self + rwpair.writer, writer);
  return 0;
}

function rwpair_traverse(self: number, visit: visitproc, a: number): number {
  for (const field of [rwpair.reader, rwpair.writer, rwpair.dict]) {
    const o = read_ptr(self + field);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function rwpair_clear(self: number): number {
  Py_CLEAR(self + rwpair.reader);
  Py_CLEAR(self + rwpair.writer);
  Py_CLEAR(self + rwpair.dict);
  return 0;
}
function rwpair_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + rwpair.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  rwpair_clear(self);
  tp_free(self);
}

/** Calls a method of the reader or the writer (an object, or 0 before __init__); args: a tuple or 0. */
function forward_call(stream: number, name: string, args: number): number {
  if (stream === 0) {
    PyErr_SetString(S.PyExc_ValueError, 'I/O operation on uninitialized object');
    return 0;
  }
  const func = PyObject_GetAttr(stream, _Py_ID(name));
  if (func === 0) {
    PyErr_SetObject(S.PyExc_AttributeError, _Py_ID(name));
    return 0;
  }
  const ret = PyObject_CallObject(func, args);
  Py_DECREF(func);
  return ret;
}
const to_reader = (name: string) => (self: number, args: number): number => forward_call(read_ptr(self + rwpair.reader), name, args);
const to_writer = (name: string) => (self: number, args: number): number => forward_call(read_ptr(self + rwpair.writer), name, args);

function rwpair_close(self: number): number {
  let ret = forward_call(read_ptr(self + rwpair.writer), 'close', 0);
  const exc = ret === 0 ? PyErr_GetRaisedException() : 0;
  Py_XDECREF(ret);
  ret = forward_call(read_ptr(self + rwpair.reader), 'close', 0);
  if (exc !== 0) {
    _PyErr_ChainExceptions1(exc);
    Py_XDECREF(ret);
    ret = 0;
  }
  return ret;
}
function rwpair_isatty(self: number): number {
  const ret = forward_call(read_ptr(self + rwpair.writer), 'isatty', 0);
  return ret !== S.Py_False ? ret : forward_call(read_ptr(self + rwpair.reader), 'isatty', 0);
}
function rwpair_closed_get(self: number): number {
  if (read_ptr(self + rwpair.writer) === 0) {
    PyErr_SetString(S.PyExc_RuntimeError, 'the BufferedRWPair object is being garbage-collected');
    return 0;
  }
  return PyObject_GetAttr(read_ptr(self + rwpair.writer), _Py_ID('closed'));
}

static_type(S.PyBufferedRWPair_Type, {
  tp_name: '_io.BufferedRWPair', tp_basicsize: rwpair.SIZEOF, tp_base: S.PyBufferedIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\nA reader and a writer, of a pipe for instance, as one stream.',
  tp_new: PyType_GenericNew, tp_init: rwpair_init, tp_dealloc: rwpair_dealloc, tp_traverse: rwpair_traverse, tp_clear: rwpair_clear,
  tp_dictoffset: rwpair.dict, tp_weaklistoffset: rwpair.weakreflist,
  tp_methods: [
    ['read', to_reader('read'), METH_VARARGS],
    ['peek', to_reader('peek'), METH_VARARGS],
    ['read1', to_reader('read1'), METH_VARARGS],
    ['readinto', to_reader('readinto'), METH_VARARGS],
    ['readinto1', to_reader('readinto1'), METH_VARARGS],
    ['write', to_writer('write'), METH_VARARGS],
    ['flush', to_writer('flush'), METH_NOARGS, 'flush($self, /)\n--\n\n'],
    ['readable', to_reader('readable'), METH_NOARGS, 'readable($self, /)\n--\n\n'],
    ['writable', to_writer('writable'), METH_NOARGS, 'writable($self, /)\n--\n\n'],
    ['close', rwpair_close, METH_NOARGS, 'close($self, /)\n--\n\n'],
    ['isatty', rwpair_isatty, METH_NOARGS, 'isatty($self, /)\n--\n\n'],
  ],
  tp_getset: [['closed', rwpair_closed_get, null]],
});
