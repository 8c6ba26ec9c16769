// Answers to Modules/_io/fileio.c of CPython 3.13: FileIO, a stream over a file descriptor of the host.
//
// A call that may block runs without the GIL; it reads and writes the heap's bytes directly.

import { fileio, Py_buffer } from '../../include/generated/offsets';
import { HEAP8, HEAP32, HEAPU8, memset0, read_ptr } from '../../include/heap';
import {
  METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_INCREF, Py_T_BOOL, Py_T_UINT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC,
} from '../../include/object';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import * as S from '../../include/statics';
import { static_type } from '../../include/typespec';
import { host, HostError } from '../../host';
import { PyBuffer_Release, PyBUF_SIMPLE, PyObject_GetBuffer } from '../../objects/abstract';
import { _PyBytes_Resize, PyBytes_AS_STRING, PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import { PyObject_CallFunction, PyObject_CallMethodOneArg } from '../../objects/call';
import { _PyLong_AsInt, PyLong_AsLongLong, PyLong_Check, PyLong_FromLong } from '../../objects/longobject';
import { Py_ReprEnter, Py_ReprLeave, PyObject_SetAttr } from '../../objects/object';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import { _Py_ID, PyUnicode_FromFormat, PyUnicode_FromString } from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { PyErr_ResourceWarning, PyErr_WarnEx } from '../../python/_warnings';
import { type BlockedCall, PyEval_RestoreThread, PyEval_SaveThread } from '../../python/ceval_gil';
import { _PyErr_ChainExceptions1, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetFromErrno, PyErr_SetRaisedException, PyErr_SetString, PyErr_WriteUnraisable } from '../../python/errors';
import { EAGAIN, EBADF, EINTR, EISDIR, ESPIPE } from '../../python/errno';
import { _PyObject_GC_UNTRACK, type visitproc } from '../../python/gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../python/getargs';
import { PySys_Audit } from '../../python/sysmodule';
import { arg, as_bool, as_str, clinic_new, fs_path, optional_attr, optional_ssize } from '../clinic';
import { PyErr_CheckSignals } from '../signalmodule';
import { _PyIOBase_cannot_pickle, _PyIOBase_finalize, DEFAULT_BUFFER_SIZE, iobase_unsupported, tp_free, tp_name } from './iobase';

// Linux's flags.
const O_RDONLY = 0;
const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const O_CLOEXEC = 0o2000000;

const SMALLCHUNK = 8192;
/** One call moves at most so much (PY_READ_MAX). */
const READ_MAX = 0x7ffff000;

function fd_of(self: number): number {
  return HEAP32[(self + fileio.fd) >> 2];
}

/** Whether an exact FileIO is closed. */
export function _PyFileIO_closed(self: number): boolean {
  return fd_of(self) < 0;
}

function err_closed(): 0 {
  PyErr_SetString(S.PyExc_ValueError, 'I/O operation on closed file');
  return 0;
}

function err_mode(action: string): 0 {
  return iobase_unsupported(`File not open for ${action}`);
}

/** Runs a host call without the GIL. Host errors come back as the error object. */
export function without_gil<T>(call: BlockedCall, f: () => T): T | HostError {
  const saved = PyEval_SaveThread(call);
  try {
    return f();
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  } finally {
    PyEval_RestoreThread(saved);
  }
}

/** read(2) into the heap: bytes, -1 with an exception, -2 when it would block. */
export function _Py_read(fd: number, p: number, n: number): number {
  let r: number | HostError;
  // A signal's handler runs, then the call is made again (PEP 475).
  do {
    r = without_gil('read', () => host().read(fd, HEAPU8.subarray(p, p + Math.min(n, READ_MAX))));
    if (typeof r === 'number') return r;
    if (r.errno === EINTR && PyErr_CheckSignals() < 0) return -1;
  } while (r.errno === EINTR);
  if (r.errno === EAGAIN) return -2;
  PyErr_SetFromErrno(r.errno);
  return -1;
}

/** write(2) from the heap: bytes, -1 with an exception, -2 when it would block. */
export function _Py_write(fd: number, p: number, n: number): number {
  const bytes = HEAPU8.subarray(p, p + Math.min(n, READ_MAX));
  let r: number | HostError;
  const saved = PyEval_SaveThread('write');
  try {
    r = host().write(fd, bytes);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    r = error;
  } finally {
    PyEval_RestoreThread(saved);
  }
  if (typeof r === 'number') return r;
  if (r.errno === EAGAIN) return -2;
  PyErr_SetFromErrno(r.errno);
  return -1;
}

// --- struct, new, init ----------------------------------------------------------------------------------------------

function fileio_new(type: number, _args: number, _kwds: number): number {
  const self = PyType_GenericAlloc(type, 0);
  if (self === 0) return 0;
  HEAP32[(self + fileio.fd) >> 2] = -1;
  HEAP8[self + fileio.seekable] = -1;
  HEAPU8[self + fileio.closefd] = 1;
  return self;
}

/** Closes the descriptor. 0 or -1. */
function internal_close(self: number): number {
  const fd = fd_of(self);
  if (fd < 0) return 0;
  HEAP32[(self + fileio.fd) >> 2] = -1;
  const r = without_gil('write', () => host().close(fd));
  if (!(r instanceof HostError)) return 0;
  PyErr_SetFromErrno(r.errno);
  return -1;
}

interface Mode {
  flags: number;
  created: boolean;
  readable: boolean;
  writable: boolean;
  appending: boolean;
}

/** What a mode string means; null with ValueError. */
function parse_mode(mode: string): Mode | null {
  const m: Mode = { flags: 0, created: false, readable: false, writable: false, appending: false };
  let rwa = false;
  let plus = false;
  let bad = false;
  for (const c of mode) {
    if ('xrwa'.includes(c)) {
      bad ||= rwa;
      rwa = true;
      if (c === 'r') m.readable = true;
      else m.writable = true;
      if (c === 'x') m.created = true;
      if (c === 'a') m.appending = true;
      m.flags |= c === 'x' ? O_EXCL | O_CREAT : c === 'w' ? O_CREAT | O_TRUNC : c === 'a' ? O_APPEND | O_CREAT : 0;
    } else if (c === '+') {
      bad ||= plus;
      m.readable = m.writable = plus = true;
    } else if (c !== 'b') {
      PyErr_Format(S.PyExc_ValueError, 'invalid mode: %.200s', mode);
      return null;
    }
    if (bad) break;
  }
  if (bad || !rwa) {
    PyErr_SetString(S.PyExc_ValueError, 'Must have exactly one of create/read/write/append mode and at most one plus');
    return null;
  }
  m.flags |= (m.readable && m.writable ? O_RDWR : m.readable ? O_RDONLY : O_WRONLY) | O_CLOEXEC;
  return m;
}

/** The descriptor that `opener` gives; -1 with an exception. Runs Python code. */
function open_with(opener: number, nameobj: number, flags: number): number {
  const fdobj = PyObject_CallFunction(opener, 'Oi', nameobj, flags);
  if (fdobj === 0) return -1;
  if (!PyLong_Check(fdobj)) {
    Py_DECREF(fdobj);
    PyErr_SetString(S.PyExc_TypeError, 'expected integer from opener');
    return -1;
  }
  const fd = _PyLong_AsInt(fdobj);
  Py_DECREF(fdobj);
  if (fd < 0 && !PyErr_Occurred()) PyErr_Format(S.PyExc_ValueError, 'opener returned %d', fd);
  return fd < 0 ? -1 : fd;
}

/** A file may not be a directory; its block size is the size of buffers. 0 or -1. */
function check_file(self: number, nameobj: number): number {
  HEAP32[(self + fileio.blksize) >> 2] = DEFAULT_BUFFER_SIZE;
  const fd = fd_of(self);
  const st = without_gil('stat', () => host().fstat(fd));
  if (st instanceof HostError) {
    // Only an invalid descriptor is an error here.
    if (st.errno !== EBADF) return 0;
    PyErr_SetFromErrno(EBADF);
    return -1;
  }
  if ((st.st_mode & 0o170000) === 0o040000) {
    PyErr_SetFromErrno(EISDIR, nameobj);
    return -1;
  }
  if ((st.st_blksize ?? 0) > 1) HEAP32[(self + fileio.blksize) >> 2] = st.st_blksize as number;
  return 0;
}

const INIT = { fname: 'FileIO', keywords: ['file', 'mode', 'closefd', 'opener'] };

function fileio_init(self: number, args: number, kwds: number): number {
  const a = clinic_new(INIT, 1, 4, 0, args, kwds);
  if (a === null) return -1;
  const mode = a[1] === 0 ? 'r' : as_str(a[1], 'FileIO', "argument 'mode'", false);
  if (mode === undefined) return -1;
  const closefd = a[2] === 0 ? true : as_bool(a[2]);
  if (closefd === null) return -1;
  return fileio_init_impl(self, a[0], mode as string, closefd, a[3] === 0 ? S.Py_None : a[3]);
}

function fileio_init_impl(self: number, nameobj: number, mode: string, closefd: boolean, opener: number): number {
  if (fd_of(self) >= 0) {
    // Initialised again: the old descriptor goes.
    if (HEAPU8[self + fileio.closefd]) {
      if (internal_close(self) < 0) return -1;
    } else HEAP32[(self + fileio.fd) >> 2] = -1;
  }
  if (nameobj === S.Py_True || nameobj === S.Py_False) {
    if (PyErr_WarnEx(S.PyExc_RuntimeWarning, 'bool is used as a file descriptor', 1) < 0) return -1;
  }
  const fd = _PyLong_AsInt(nameobj);
  if (fd < 0) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(S.PyExc_ValueError, 'negative file descriptor');
      return -1;
    }
    PyErr_Clear();
  }
  const path = fd < 0 ? fs_path(nameobj) : '';
  if (path === null) return -1;
  const m = parse_mode(mode);
  if (m === null) return -1;
  HEAPU8[self + fileio.created] = m.created ? 1 : 0;
  HEAPU8[self + fileio.readable] = m.readable ? 1 : 0;
  HEAPU8[self + fileio.writable] = m.writable ? 1 : 0;
  HEAPU8[self + fileio.appending] = m.appending ? 1 : 0;
  HEAP8[self + fileio.seekable] = -1;
  const own = fd < 0;
  if (open_descriptor(self, fd, nameobj, path, m, mode, closefd, opener) === 0 && check_file(self, nameobj) === 0 && PyObject_SetAttr(self, _Py_ID('name'), nameobj) === 0) {
    // For consistent behaviour the position is at the end from the start.
    if (!m.appending) return 0;
    const pos = portable_lseek(self, 0, 2, true);
    if (pos !== 0) {
      Py_DECREF(pos);
      return 0;
    }
  }
  if (!own) HEAP32[(self + fileio.fd) >> 2] = -1;
  if (fd_of(self) >= 0) {
    const exc = PyErr_GetRaisedException();
    internal_close(self);
    _PyErr_ChainExceptions1(exc);
  }
  return -1;
}

/** Sets self.fd: the one given, or a new one. 0 or -1. */
function open_descriptor(self: number, fd: number, nameobj: number, path: string, m: Mode, mode: string, closefd: boolean, opener: number): number {
  const modeobj = PyUnicode_FromString(mode);
  const flagsobj = PyLong_FromLong(m.flags);
  const audit = PySys_Audit('open', nameobj, modeobj, flagsobj);
  Py_DECREF(modeobj);
  Py_DECREF(flagsobj);
  if (audit < 0) return -1;
  HEAPU8[self + fileio.closefd] = fd < 0 || closefd ? 1 : 0;
  if (fd >= 0) {
    HEAP32[(self + fileio.fd) >> 2] = fd;
    return 0;
  }
  if (!closefd) {
    PyErr_SetString(S.PyExc_ValueError, 'Cannot use closefd=False with file name');
    return -1;
  }
  let opened: number | HostError;
  if (opener !== S.Py_None) {
    opened = open_with(opener, nameobj, m.flags);
    if (opened < 0) return -1;
  } else opened = without_gil('open', () => host().open(path, m.flags, 0o666));
  if (opened instanceof HostError) {
    PyErr_SetFromErrno(opened.errno, nameobj);
    return -1;
  }
  HEAP32[(self + fileio.fd) >> 2] = opened;
  return 0;
}

// --- dealloc --------------------------------------------------------------------------------------------------------

function fileio_dealloc(self: number): void {
  HEAPU8[self + fileio.finalizing] = 1;
  if (_PyIOBase_finalize(self) < 0) return;
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + fileio.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  Py_CLEAR(self + fileio.dict);
  tp_free(self);
}

function fileio_traverse(self: number, visit: visitproc, a: number): number {
  const dict = read_ptr(self + fileio.dict);
  return dict !== 0 ? visit(dict, a) : 0;
}

function fileio_clear(self: number): number {
  Py_CLEAR(self + fileio.dict);
  return 0;
}

/** ResourceWarning about an open file that goes away. */
function fileio_dealloc_warn(self: number, source: number): number {
  if (fd_of(self) >= 0 && HEAPU8[self + fileio.closefd]) {
    const exc = PyErr_GetRaisedException();
    if (PyErr_ResourceWarning(source, 1, 'unclosed file %R', source) !== 0) {
      // Spurious errors can appear at shutdown.
      if (PyErr_ExceptionMatches(S.PyExc_Warning)) PyErr_WriteUnraisable(self);
    }
    PyErr_SetRaisedException(exc);
  }
  return S.Py_None;
}

function fileio_close(self: number): number {
  let res = PyObject_CallMethodOneArg(S.PyRawIOBase_Type, _Py_ID('close'), self);
  if (!HEAPU8[self + fileio.closefd]) {
    HEAP32[(self + fileio.fd) >> 2] = -1;
    return res;
  }
  const exc = res === 0 ? PyErr_GetRaisedException() : 0;
  if (HEAPU8[self + fileio.finalizing]) fileio_dealloc_warn(self, self);
  const rc = internal_close(self);
  if (res === 0) _PyErr_ChainExceptions1(exc);
  if (rc < 0 && res !== 0) {
    Py_DECREF(res);
    res = 0;
  }
  return res;
}

// --- position -------------------------------------------------------------------------------------------------------

/** lseek(2). New int, or 0 with an exception; a pipe is at 0 when `suppress_pipe_error`. posobj may be 0. */
function portable_lseek(self: number, posobj: number, whence: number, suppress_pipe_error: boolean): number {
  let pos = 0;
  if (posobj !== 0) {
    pos = PyLong_AsLongLong(posobj);
    if (pos === -1 && PyErr_Occurred()) return 0;
  }
  const fd = fd_of(self);
  let res = without_gil('stat', () => host().lseek(fd, pos, whence));
  if (HEAP8[self + fileio.seekable] < 0) HEAP8[self + fileio.seekable] = res instanceof HostError ? 0 : 1;
  if (res instanceof HostError) {
    if (!suppress_pipe_error || res.errno !== ESPIPE) return PyErr_SetFromErrno(res.errno);
    res = 0;
  }
  return PyLong_FromLong(res);
}

function fileio_seek(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('seek', nargs, 1, 2)) return 0;
  const whence = nargs > 1 ? _PyLong_AsInt(arg(args, 1)) : 0;
  if (whence === -1 && PyErr_Occurred()) return 0;
  if (fd_of(self) < 0) return err_closed();
  return portable_lseek(self, arg(args, 0), whence, false);
}

function fileio_tell(self: number): number {
  return fd_of(self) < 0 ? err_closed() : portable_lseek(self, 0, 1, false);
}

function fileio_truncate(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('truncate', nargs, 0, 1)) return 0;
  if (fd_of(self) < 0) return err_closed();
  if (!HEAPU8[self + fileio.writable]) return err_mode('writing');
  let posobj = nargs > 0 ? arg(args, 0) : S.Py_None;
  if (posobj === S.Py_None) {
    posobj = portable_lseek(self, 0, 1, false);
    if (posobj === 0) return 0;
  } else Py_INCREF(posobj);
  const pos = PyLong_AsLongLong(posobj);
  const fd = fd_of(self);
  const r = pos === -1 && PyErr_Occurred() ? -1 : without_gil('write', () => host().ftruncate(fd, pos));
  if (r === undefined) return posobj;
  Py_DECREF(posobj);
  return r instanceof HostError ? PyErr_SetFromErrno(r.errno) : 0;
}

function fileio_seekable(self: number): number {
  if (fd_of(self) < 0) return err_closed();
  if (HEAP8[self + fileio.seekable] < 0) {
    const pos = portable_lseek(self, 0, 1, false);
    if (pos === 0) PyErr_Clear();
    else Py_DECREF(pos);
  }
  return HEAP8[self + fileio.seekable] > 0 ? S.Py_True : S.Py_False;
}

// --- reading and writing --------------------------------------------------------------------------------------------

/** The size of the buffer of readall(): the rest of the file and one byte, to see its end. */
function rest_of_file(fd: number): number {
  const r = without_gil('stat', () => {
    const pos = host().lseek(fd, 0, 1);
    const end = host().fstat(fd).st_size;
    return end > 0 && end >= pos && end - pos < READ_MAX ? end - pos + 1 : SMALLCHUNK;
  });
  return r instanceof HostError ? SMALLCHUNK : r;
}

function new_buffersize(current: number): number {
  const addend = current > 65536 ? current >> 3 : 256 + current;
  return current + Math.max(addend, SMALLCHUNK);
}

function resize_bytes(result: number, size: number): number {
  const mark = stackSave();
  const p = stackAlloc(8);
  HEAP32[p >> 2] = result;
  HEAP32[(p + 4) >> 2] = 0;
  _PyBytes_Resize(p, size);
  const r = HEAP32[p >> 2];
  stackRestore(mark);
  return r;
}

function fileio_readall(self: number): number {
  const fd = fd_of(self);
  if (fd < 0) return err_closed();
  if (!HEAPU8[self + fileio.readable]) return err_mode('reading');
  let bufsize = rest_of_file(fd);
  let result = PyBytes_FromStringAndSize(0, bufsize);
  let bytes_read = 0;
  while (result !== 0) {
    if (bytes_read >= bufsize) {
      bufsize = new_buffersize(bytes_read);
      if (bufsize > 0x7fffffff) {
        PyErr_SetString(S.PyExc_OverflowError, 'unbounded read returned more bytes than a Python bytes object can hold');
        Py_DECREF(result);
        return 0;
      }
      result = resize_bytes(result, bufsize);
      continue;
    }
    const n = _Py_read(fd, PyBytes_AS_STRING(result) + bytes_read, bufsize - bytes_read);
    if (n > 0) bytes_read += n;
    else if (n === 0 || (n === -2 && bytes_read > 0)) return bytes_read < bufsize ? resize_bytes(result, bytes_read) : result;
    else {
      Py_DECREF(result);
      return n === -2 ? S.Py_None : 0;
    }
  }
  return 0;
}

function fileio_read(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('read', nargs, 0, 1)) return 0;
  const size = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  if (size === null) return 0;
  const fd = fd_of(self);
  if (fd < 0) return err_closed();
  if (!HEAPU8[self + fileio.readable]) return err_mode('reading');
  if (size < 0) return fileio_readall(self);
  const want = Math.min(size, READ_MAX);
  const bytes = PyBytes_FromStringAndSize(0, want);
  if (bytes === 0) return 0;
  const n = _Py_read(fd, PyBytes_AS_STRING(bytes), want);
  if (n < 0) {
    Py_DECREF(bytes);
    return n === -2 ? S.Py_None : 0;
  }
  return n === want ? bytes : resize_bytes(bytes, n);
}

/** readinto() over an address; as _Py_read. For BufferedReader over an exact FileIO. */
export function _PyFileIO_readinto(self: number, p: number, n: number): number {
  if (fd_of(self) < 0) return err_closed() - 1;
  if (!HEAPU8[self + fileio.readable]) return err_mode('reading') - 1;
  return _Py_read(fd_of(self), p, n);
}

/** write() from an address; as _Py_write. For BufferedWriter over an exact FileIO. */
export function _PyFileIO_write(self: number, p: number, n: number): number {
  if (fd_of(self) < 0) return err_closed() - 1;
  if (!HEAPU8[self + fileio.writable]) return err_mode('writing') - 1;
  return _Py_write(fd_of(self), p, n);
}

/** A buffer's memory through `move`; the count as int, None when it would block. */
function with_view(o: number, flags: number, move: (p: number, n: number) => number): number {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  memset0(view, Py_buffer.SIZEOF);
  let result = 0;
  if (PyObject_GetBuffer(o, view, flags) === 0) {
    const n = move(read_ptr(view + Py_buffer.buf), read_ptr(view + Py_buffer.len));
    PyBuffer_Release(view);
    result = n === -2 ? S.Py_None : n < 0 ? 0 : PyLong_FromLong(n);
  }
  stackRestore(mark);
  return result;
}

/** The argument of readinto(): a writable buffer. */
export function writable_view(fname: string, o: number, move: (p: number, n: number) => number): number {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  memset0(view, Py_buffer.SIZEOF);
  let result = 0;
  if (PyObject_GetBuffer(o, view, 1) < 0) {
    PyErr_Clear();
    _PyArg_BadArgument(fname, 'argument', 'read-write bytes-like object', o);
  } else {
    result = move(read_ptr(view + Py_buffer.buf), read_ptr(view + Py_buffer.len));
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return result;
}

function fileio_readinto(self: number, o: number): number {
  return writable_view('readinto', o, (p, n) => {
    if (fd_of(self) < 0) return err_closed();
    if (!HEAPU8[self + fileio.readable]) return err_mode('reading');
    const got = _Py_read(fd_of(self), p, n);
    return got === -2 ? S.Py_None : got < 0 ? 0 : PyLong_FromLong(got);
  });
}

function fileio_write(self: number, o: number): number {
  return with_view(o, PyBUF_SIMPLE, (p, n) => _PyFileIO_write(self, p, n));
}

// --- the rest -------------------------------------------------------------------------------------------------------

function fileio_fileno(self: number): number {
  return fd_of(self) < 0 ? err_closed() : PyLong_FromLong(fd_of(self));
}
function fileio_readable(self: number): number {
  return fd_of(self) < 0 ? err_closed() : HEAPU8[self + fileio.readable] ? S.Py_True : S.Py_False;
}
function fileio_writable(self: number): number {
  return fd_of(self) < 0 ? err_closed() : HEAPU8[self + fileio.writable] ? S.Py_True : S.Py_False;
}
function fileio_isatty(self: number): number {
  const fd = fd_of(self);
  if (fd < 0) return err_closed();
  const r = without_gil('stat', () => host().isatty(fd));
  return r === true ? S.Py_True : S.Py_False;
}

function mode_string(self: number): string {
  const at = (field: number): boolean => HEAPU8[self + field] !== 0;
  if (at(fileio.created)) return at(fileio.readable) ? 'xb+' : 'xb';
  if (at(fileio.appending)) return at(fileio.readable) ? 'ab+' : 'ab';
  if (at(fileio.readable)) return at(fileio.writable) ? 'rb+' : 'rb';
  return 'wb';
}

function fileio_repr(self: number): number {
  const name = tp_name(self);
  if (fd_of(self) < 0) return PyUnicode_FromFormat('<%.100s [closed]>', name);
  const nameobj = optional_attr(self, _Py_ID('name'));
  if (nameobj === -1) return 0;
  const closefd = HEAPU8[self + fileio.closefd] ? 'True' : 'False';
  if (nameobj === 0) return PyUnicode_FromFormat("<%.100s fd=%d mode='%s' closefd=%s>", name, fd_of(self), mode_string(self), closefd);
  const status = Py_ReprEnter(self);
  let res = 0;
  if (status === 0) {
    res = PyUnicode_FromFormat("<%.100s name=%R mode='%s' closefd=%s>", name, nameobj, mode_string(self), closefd);
    Py_ReprLeave(self);
  } else if (status > 0) PyErr_Format(S.PyExc_RuntimeError, 'reentrant call inside %s.__repr__', name);
  Py_DECREF(nameobj);
  return res;
}

function get_closed(self: number): number {
  return fd_of(self) < 0 ? S.Py_True : S.Py_False;
}
function get_closefd(self: number): number {
  return HEAPU8[self + fileio.closefd] ? S.Py_True : S.Py_False;
}
function get_mode(self: number): number {
  return PyUnicode_FromString(mode_string(self));
}

static_type(S.PyFileIO_Type, {
  tp_name: '_io.FileIO', tp_basicsize: fileio.SIZEOF, tp_base: S.PyRawIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nA raw binary stream over a file of the operating system.",
  tp_new: fileio_new, tp_init: fileio_init, tp_dealloc: fileio_dealloc, tp_traverse: fileio_traverse, tp_clear: fileio_clear, tp_repr: fileio_repr,
  tp_dictoffset: fileio.dict, tp_weaklistoffset: fileio.weakreflist,
  tp_methods: [
    ['read', fileio_read, METH_FASTCALL, 'read($self, size=-1, /)\n--\n\nAt most size bytes, by one system call.'],
    ['readall', fileio_readall, METH_NOARGS, 'readall($self, /)\n--\n\nEverything up to the end.'],
    ['readinto', fileio_readinto, METH_O, 'readinto($self, buffer, /)\n--\n\n'],
    ['write', fileio_write, METH_O, 'write($self, b, /)\n--\n\nWrite bytes; the number that was written.'],
    ['seek', fileio_seek, METH_FASTCALL, 'seek($self, pos, whence=0, /)\n--\n\nMove to another position.'],
    ['tell', fileio_tell, METH_NOARGS, 'tell($self, /)\n--\n\nThe current position.'],
    ['truncate', fileio_truncate, METH_FASTCALL, 'truncate($self, size=None, /)\n--\n\nChange the size of the file.'],
    ['close', fileio_close, METH_NOARGS, 'close($self, /)\n--\n\nClose the file.'],
    ['seekable', fileio_seekable, METH_NOARGS, 'seekable($self, /)\n--\n\n'],
    ['readable', fileio_readable, METH_NOARGS, 'readable($self, /)\n--\n\n'],
    ['writable', fileio_writable, METH_NOARGS, 'writable($self, /)\n--\n\n'],
    ['fileno', fileio_fileno, METH_NOARGS, 'fileno($self, /)\n--\n\nThe file descriptor.'],
    ['isatty', fileio_isatty, METH_NOARGS, 'isatty($self, /)\n--\n\n'],
    ['_dealloc_warn', fileio_dealloc_warn, METH_O, '_dealloc_warn($self, object, /)\n--\n\n'],
    ['__reduce__', _PyIOBase_cannot_pickle, METH_NOARGS, '__reduce__($self, /)\n--\n\n'],
    ['__reduce_ex__', _PyIOBase_cannot_pickle, METH_O, '__reduce_ex__($self, object, /)\n--\n\n'],
  ],
  tp_members: [['_blksize', Py_T_UINT, fileio.blksize, 0], ['_finalizing', Py_T_BOOL, fileio.finalizing, 0]],
  tp_getset: [['closed', get_closed, null, 'True when the file is closed'], ['closefd', get_closefd, null], ['mode', get_mode, null]],
});
