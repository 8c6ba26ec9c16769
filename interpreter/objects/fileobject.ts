// Answers to Objects/fileobject.c of CPython 3.13: what C code does with file-like Python objects.
// Deviation: PyFile_NewStdPrinter (a stderr for the time before io exists) is missing; sysmodule.ts writes to descriptor 2 then.

import { PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, HEAPU8 } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF } from '../include/object';
import { PyExc_EOFError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { _PyObject_CallMethod } from './call';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from './bytesobject';
import { PyObject_CallMethodNoArgs, PyObject_CallOneArg } from './call';
import { _PyLong_AsInt, PyLong_Check } from './longobject';
import { PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_Repr, PyObject_Str } from './object';
import { _Py_ID, PyUnicode_Check, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR, PyUnicode_Substring } from './unicodeobject';
import { has_plain_write, textiowrapper_write } from '../modules/_io/textio';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyImport_ImportModule } from '../python/import';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';


export const Py_PRINT_RAW = 1;

/** New file object through io.open. Strings may be null. */
export function PyFile_FromFd(fd: number, _name: string | null, mode: string, buffering: number, encoding: string | null, errors: string | null, newline: string | null, closefd: number): number {
  const io = PyImport_ImportModule('_io');
  if (io === 0) return 0;
  const stream = _PyObject_CallMethod(io, _Py_ID('open'), 'isizzzi', fd, mode, buffering, encoding, errors, newline, closefd);
  Py_DECREF(io);
  return stream;
}

/** New: one line of `f` (file.readline). n > 0: at most n; n < 0: without its newline, EOFError at the end. May run Python code. */
export function PyFile_GetLine(f: number, n: number): number {
  let result = n <= 0 ? PyObject_CallMethodNoArgs(f, _Py_ID('readline')) : _PyObject_CallMethod(f, _Py_ID('readline'), 'i', n);
  if (result !== 0 && !PyBytes_Check(result) && !PyUnicode_Check(result)) {
    Py_DECREF(result);
    result = 0;
    PyErr_SetString(PyExc_TypeError, 'object.readline() returned non-string');
  }
  if (n >= 0 || result === 0) return result;
  const is_bytes = PyBytes_Check(result);
  const len = is_bytes ? PyBytes_GET_SIZE(result) : PyUnicode_GET_LENGTH(result);
  if (len === 0) {
    Py_DECREF(result);
    PyErr_SetString(PyExc_EOFError, 'EOF when reading a line');
    return 0;
  }
  const last = is_bytes ? HEAPU8[PyBytes_AS_STRING(result) + len - 1] : PyUnicode_READ_CHAR(result, len - 1);
  if (last !== 10) return result;
  const stripped = is_bytes ? PyBytes_FromStringAndSize(PyBytes_AS_STRING(result), len - 1) : PyUnicode_Substring(result, 0, len - 1);
  Py_DECREF(result);
  return stripped;
}

/** Writes repr(v), or str(v) with Py_PRINT_RAW, to `f`. 0 or -1. May run Python code. */
export function PyFile_WriteObject(v: number, f: number, flags: number): number {
  if (f === 0) {
    PyErr_SetString(PyExc_TypeError, 'writeobject with NULL file');
    return -1;
  }
  if (has_plain_write(f)) return write_plain(v, f, flags);
  const writer = PyObject_GetAttr(f, _Py_ID('write'));
  if (writer === 0) return -1;
  const value = flags & Py_PRINT_RAW ? PyObject_Str(v) : PyObject_Repr(v);
  if (value === 0) {
    Py_DECREF(writer);
    return -1;
  }
  const result = PyObject_CallOneArg(writer, value);
  Py_DECREF(value);
  Py_DECREF(writer);
  if (result === 0) return -1;
  Py_DECREF(result);
  return 0;
}

/** As PyFile_WriteObject to a stream whose write() is TextIOWrapper's own, without the bound method: only the reference that it holds. */
function write_plain(v: number, f: number, flags: number): number {
  Py_INCREF(f);
  const value = flags & Py_PRINT_RAW ? PyObject_Str(v) : PyObject_Repr(v);
  const result = value === 0 ? 0 : textiowrapper_write(f, value);
  Py_XDECREF(value);
  Py_DECREF(f);
  if (result === 0) return -1;
  Py_DECREF(result);
  return 0;
}

/** Writes text to `f`. 0 or -1; does nothing when an exception is set. May run Python code. */
export function PyFile_WriteString(s: string, f: number): number {
  if (f === 0) {
    // Should be caused by a pre-existing error.
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, 'null file for PyFile_WriteString');
    return -1;
  }
  if (PyErr_Occurred()) return -1;
  const v = PyUnicode_FromString(s);
  if (v === 0) return -1;
  const err = PyFile_WriteObject(v, f, Py_PRINT_RAW);
  Py_DECREF(v);
  return err;
}

/** The descriptor of an int or of an object with fileno(); -1 with an exception. May run Python code. */
export function PyObject_AsFileDescriptor(o: number): number {
  let fd: number;
  if (PyLong_Check(o)) fd = _PyLong_AsInt(o);
  else {
    const mark = stackSave();
    const p = stackAlloc(8);
    const found = PyObject_GetOptionalAttr(o, _Py_ID('fileno'), p);
    const meth = HEAP32[p >> 2];
    stackRestore(mark);
    if (found < 0) return -1;
    if (meth === 0) {
      PyErr_SetString(PyExc_TypeError, 'argument must be an int, or have a fileno() method.');
      return -1;
    }
    Py_DECREF(meth);
    const fno = PyObject_CallMethodNoArgs(o, _Py_ID('fileno'));
    if (fno === 0) return -1;
    if (!PyLong_Check(fno)) {
      PyErr_SetString(PyExc_TypeError, 'fileno() returned a non-integer');
      Py_DECREF(fno);
      return -1;
    }
    fd = _PyLong_AsInt(fno);
    Py_DECREF(fno);
  }
  if (fd === -1 && PyErr_Occurred()) return -1;
  if (fd < 0) {
    PyErr_Format(PyExc_ValueError, 'file descriptor cannot be a negative integer (%i)', fd);
    return -1;
  }
  return fd;
}

/** tp_name of an object's type. */
export function type_name_of(o: number): string {
  return cstring(HEAP32[(Py_TYPE(o) + PyTypeObject.tp_name) >> 2]);
}
