// Answers to Modules/_io/stringio.c of CPython 3.13: StringIO.
// Deviation: the text is always an array of UCS4 (CPython's STATE_REALIZED); there is no accumulating writer.

import { stringio as T } from '../../include/generated/offsets';
import { HEAPU8, HEAPU32, read_ptr, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_IS_TYPE, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_XDECREF } from '../../include/object';
import * as S from '../../include/statics';
import { static_type } from '../../include/typespec';
import { PyNumber_AsSsize_t } from '../../objects/abstract';
import { PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs } from '../../objects/call';
import { PyDict_Copy } from '../../objects/dictobject';
import { _PyLong_AsInt, PyLong_AsSsize_t, PyLong_Check, PyLong_FromLong } from '../../objects/longobject';
import { PyObject_GetAttr } from '../../objects/object';
import { PyMem_Free, PyMem_Realloc } from '../../objects/obmalloc';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice, PyTuple_Pack } from '../../objects/tupleobject';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Replace, unicode_get_empty } from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { _PyObject_GC_UNTRACK, type visitproc } from '../../python/gc';
import { _PyArg_CheckPositional } from '../../python/getargs';
import { arg, clinic_new, optional_ssize } from '../clinic';
import { restore_dict } from './bytesio';
import { tp_free, tp_name } from './iobase';
import { _PyIncrementalNewlineDecoder_decode, _PyIO_find_line_ending } from './textio';

const UCS4 = 4;

function get(self: number, field: number): number {
  return read_ssize(self + field);
}
function set(self: number, field: number, v: number): void {
  write_ssize(self + field, v);
}

function check(self: number): boolean {
  if (HEAPU8[self + T.ok] === 0) PyErr_SetString(S.PyExc_ValueError, 'I/O operation on uninitialized object');
  else if (HEAPU8[self + T.closed]) PyErr_SetString(S.PyExc_ValueError, 'I/O operation on closed file');
  else return true;
  return false;
}

/** Makes room for `size` characters, with CPython's growth. 0 or -1. */
function resize_buffer(self: number, size: number): number {
  let alloc = get(self, T.buf_size);
  if (size > 0x1fffff00) {
    PyErr_SetString(S.PyExc_OverflowError, 'new buffer size too large');
    return -1;
  }
  size++;
  if (size < alloc / 2) alloc = size + 1;
  else if (size < alloc) return 0;
  else if (size <= alloc * 1.125) alloc = size + (size >> 3) + (size < 9 ? 3 : 6);
  else alloc = size + 1;
  const p = PyMem_Realloc(read_ptr(self + T.buf), alloc * 4);
  if (p === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(self + T.buf, p);
  set(self, T.buf_size, alloc);
  return 0;
}

/** Copies the characters of a str to position `at`. */
function store(self: number, text: number, at: number): void {
  const n = PyUnicode_GET_LENGTH(text);
  const kind = PyUnicode_KIND(text);
  const data = PyUnicode_DATA(text);
  const to = (read_ptr(self + T.buf) >> 2) + at;
  if (kind === 1) for (let i = 0; i < n; i++) HEAPU32[to + i] = HEAPU8[data + i];
  else for (let i = 0; i < n; i++) HEAPU32[to + i] = PyUnicode_READ(kind, data, i);
}

/** Writes at the position, translating line ends. 0 or -1. */
function write_str(self: number, obj: number): number {
  const decoder = read_ptr(self + T.decoder);
  let decoded = decoder !== 0 ? _PyIncrementalNewlineDecoder_decode(decoder, obj, true) : Py_NewRef(obj);
  const writenl = read_ptr(self + T.writenl);
  if (decoded !== 0 && writenl !== 0) {
    const translated = PyUnicode_Replace(decoded, _Py_ID('\n'), writenl, -1);
    Py_DECREF(decoded);
    decoded = translated;
  }
  if (decoded === 0) return -1;
  const pos = get(self, T.pos);
  const end = pos + PyUnicode_GET_LENGTH(decoded);
  const size = get(self, T.string_size);
  if (end > size && resize_buffer(self, end) < 0) {
    Py_DECREF(decoded);
    return -1;
  }
  // Behind the end there are NUL characters.
  if (pos > size) HEAPU32.fill(0, (read_ptr(self + T.buf) >> 2) + size, (read_ptr(self + T.buf) >> 2) + pos);
  store(self, decoded, pos);
  Py_DECREF(decoded);
  set(self, T.pos, end);
  if (size < end) set(self, T.string_size, end);
  return 0;
}

function substring(self: number, at: number, n: number): number {
  return n === 0 ? unicode_get_empty() : PyUnicode_FromKindAndData(UCS4, read_ptr(self + T.buf) + at * 4, n);
}

// --- methods --------------------------------------------------------------------------------------------------------

function stringio_getvalue(self: number): number {
  return check(self) ? substring(self, 0, get(self, T.string_size)) : 0;
}
function stringio_tell(self: number): number {
  return check(self) ? PyLong_FromLong(get(self, T.pos)) : 0;
}

function stringio_read(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('read', nargs, 0, 1)) return 0;
  const size = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  if (size === null || !check(self)) return 0;
  const pos = get(self, T.pos);
  const n = Math.max(0, get(self, T.string_size) - pos);
  const take = size < 0 || size > n ? n : size;
  set(self, T.pos, pos + take);
  return substring(self, pos, take);
}

function readline(self: number, limit: number): number {
  const pos = get(self, T.pos);
  const left = get(self, T.string_size) - pos;
  if (left <= 0) return unicode_get_empty();
  const max = limit < 0 || limit > left ? left : limit;
  const len = _PyIO_find_line_ending(HEAPU8[self + T.readtranslate] !== 0, HEAPU8[self + T.readuniversal] !== 0, read_ptr(self + T.readnl), UCS4, read_ptr(self + T.buf), pos, pos + max);
  const take = len < 0 ? max : len;
  set(self, T.pos, pos + take);
  return substring(self, pos, take);
}

function stringio_readline(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('readline', nargs, 0, 1)) return 0;
  const size = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  return size === null || !check(self) ? 0 : readline(self, size);
}

function stringio_iternext(self: number): number {
  if (!check(self)) return 0;
  let line: number;
  if (Py_IS_TYPE(self, S.PyStringIO_Type)) line = readline(self, -1);
  else {
    line = PyObject_CallMethodNoArgs(self, _Py_ID('readline'));
    if (line !== 0 && !PyUnicode_Check(line)) {
      PyErr_Format(S.PyExc_OSError, "readline() should have returned a str object, not '%.200s'", tp_name(line));
      Py_DECREF(line);
      return 0;
    }
  }
  if (line !== 0 && PyUnicode_GET_LENGTH(line) === 0) {
    Py_DECREF(line);
    return 0;
  }
  return line;
}

function stringio_truncate(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('truncate', nargs, 0, 1) || !check(self)) return 0;
  let size: number | null = get(self, T.pos);
  if (nargs > 0 && arg(args, 0) !== S.Py_None) size = optional_ssize(arg(args, 0));
  if (size === null) return 0;
  if (size < 0) return PyErr_Format(S.PyExc_ValueError, 'Negative size value %zd', size);
  if (size < get(self, T.string_size)) {
    if (resize_buffer(self, size) < 0) return 0;
    set(self, T.string_size, size);
  }
  return PyLong_FromLong(size);
}

function stringio_seek(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('seek', nargs, 1, 2)) return 0;
  let pos = PyNumber_AsSsize_t(arg(args, 0), S.PyExc_OverflowError);
  if (pos === -1 && PyErr_Occurred()) return 0;
  const whence = nargs > 1 ? _PyLong_AsInt(arg(args, 1)) : 0;
  if (whence === -1 && PyErr_Occurred()) return 0;
  if (!check(self)) return 0;
  if (whence < 0 || whence > 2) return PyErr_Format(S.PyExc_ValueError, 'Invalid whence (%i, should be 0, 1 or 2)', whence);
  if (pos < 0 && whence === 0) return PyErr_Format(S.PyExc_ValueError, 'Negative seek position %zd', pos);
  if (whence !== 0 && pos !== 0) {
    PyErr_SetString(S.PyExc_OSError, "Can't do nonzero cur-relative seeks");
    return 0;
  }
  if (whence === 1) pos = get(self, T.pos);
  else if (whence === 2) pos = get(self, T.string_size);
  set(self, T.pos, pos);
  return PyLong_FromLong(pos);
}

function stringio_write(self: number, obj: number): number {
  if (HEAPU8[self + T.ok] === 0) {
    check(self);
    return 0;
  }
  if (!PyUnicode_Check(obj)) return PyErr_Format(S.PyExc_TypeError, "string argument expected, got '%s'", tp_name(obj));
  if (!check(self)) return 0;
  const size = PyUnicode_GET_LENGTH(obj);
  if (size > 0 && write_str(self, obj) < 0) return 0;
  return PyLong_FromLong(size);
}

function stringio_close(self: number): number {
  HEAPU8[self + T.closed] = 1;
  free_buffer(self);
  return S.Py_None;
}
function free_buffer(self: number): void {
  PyMem_Free(read_ptr(self + T.buf));
  write_ptr(self + T.buf, 0);
  set(self, T.buf_size, 0);
  set(self, T.string_size, 0);
}

// --- new, init, dealloc ---------------------------------------------------------------------------------------------

function stringio_new(type: number): number {
  return PyType_GenericAlloc(type, 0);
}

/** The newline argument: text, or null for None; undefined with an exception. */
function newline_arg(o: number): string | null | undefined {
  if (o === 0) return '\n';
  if (o === S.Py_None) return null;
  if (!PyUnicode_Check(o)) {
    PyErr_Format(S.PyExc_TypeError, 'newline must be str or None, not %.200s', tp_name(o));
    return undefined;
  }
  const text = PyUnicode_AsUTF8(o);
  if (text === null) return undefined;
  if (['', '\n', '\r', '\r\n'].includes(text)) return text;
  PyErr_Format(S.PyExc_ValueError, 'illegal newline value: %R', o);
  return undefined;
}

function stringio_init(self: number, args: number, kwds: number): number {
  const a = clinic_new({ fname: 'StringIO', keywords: ['initial_value', 'newline'] }, 0, 2, 0, args, kwds);
  if (a === null) return -1;
  const newline = newline_arg(a[1]);
  if (newline === undefined) return -1;
  const value = a[0] === S.Py_None ? 0 : a[0];
  if (value !== 0 && !PyUnicode_Check(value)) {
    PyErr_Format(S.PyExc_TypeError, 'initial_value must be str or None, not %.200s', tp_name(value));
    return -1;
  }
  HEAPU8[self + T.ok] = 0;
  for (const f of [T.readnl, T.writenl, T.decoder]) Py_CLEAR(self + f);
  if (newline !== null) write_ptr(self + T.readnl, PyUnicode_FromString(newline));
  HEAPU8[self + T.readuniversal] = newline === null || newline === '' ? 1 : 0;
  HEAPU8[self + T.readtranslate] = newline === null ? 1 : 0;
  // Only "\r" and "\r\n" change what is written: "\n" is itself.
  if (newline?.startsWith('\r')) write_ptr(self + T.writenl, Py_NewRef(read_ptr(self + T.readnl)));
  if (HEAPU8[self + T.readuniversal]) {
    const decoder = PyObject_CallFunctionObjArgs(S.PyIncrementalNewlineDecoder_Type, S.Py_None, newline === null ? S.Py_True : S.Py_False);
    if (decoder === 0) return -1;
    write_ptr(self + T.decoder, decoder);
  }
  set(self, T.string_size, 0);
  set(self, T.pos, 0);
  if (resize_buffer(self, 0) < 0) return -1;
  if (value !== 0 && PyUnicode_GET_LENGTH(value) > 0 && write_str(self, value) < 0) return -1;
  set(self, T.pos, 0);
  HEAPU8[self + T.closed] = 0;
  HEAPU8[self + T.ok] = 1;
  return 0;
}

const FIELDS = [T.readnl, T.writenl, T.decoder, T.dict];

function stringio_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of FIELDS) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function stringio_clear(self: number): number {
  Py_CLEAR(self + T.dict);
  return 0;
}
function stringio_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  HEAPU8[self + T.ok] = 0;
  free_buffer(self);
  for (const f of FIELDS) Py_CLEAR(self + f);
  if (read_ptr(self + T.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  tp_free(self);
}

// --- pickling and attributes ----------------------------------------------------------------------------------------

function stringio_getstate(self: number): number {
  const value = stringio_getvalue(self);
  if (value === 0) return 0;
  const dict = read_ptr(self + T.dict) === 0 ? S.Py_None : PyDict_Copy(read_ptr(self + T.dict));
  const readnl = read_ptr(self + T.readnl);
  const pos = PyLong_FromLong(get(self, T.pos));
  const state = dict === 0 ? 0 : PyTuple_Pack(4, value, readnl === 0 ? S.Py_None : readnl, pos, dict);
  Py_DECREF(value);
  Py_DECREF(pos);
  Py_XDECREF(dict);
  return state;
}

function stringio_setstate(self: number, state: number): number {
  if (HEAPU8[self + T.closed] && !check(self)) return 0;
  if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) < 4) {
    return PyErr_Format(S.PyExc_TypeError, '%.200s.__setstate__ argument should be 4-tuple, got %.200s', tp_name(self), tp_name(state));
  }
  const initarg = PyTuple_GetSlice(state, 0, 2);
  if (initarg === 0) return 0;
  const rc = stringio_init(self, initarg, 0);
  Py_DECREF(initarg);
  if (rc < 0) return 0;
  // __init__ may have translated line ends, which the pickled text has behind it: once more, as it is.
  const value = PyTuple_GET_ITEM(state, 0);
  if (PyUnicode_Check(value)) {
    if (resize_buffer(self, PyUnicode_GET_LENGTH(value)) < 0) return 0;
    store(self, value, 0);
    set(self, T.string_size, PyUnicode_GET_LENGTH(value));
  }
  const position = PyTuple_GET_ITEM(state, 2);
  if (!PyLong_Check(position)) return PyErr_Format(S.PyExc_TypeError, 'third item of state must be an integer, got %.200s', tp_name(position));
  const pos = PyLong_AsSsize_t(position);
  if (pos === -1 && PyErr_Occurred()) return 0;
  if (pos < 0) {
    PyErr_SetString(S.PyExc_ValueError, 'position value cannot be negative');
    return 0;
  }
  set(self, T.pos, pos);
  return restore_dict(self, T.dict, PyTuple_GET_ITEM(state, 3), 'fourth') < 0 ? 0 : S.Py_None;
}

const answer_true = (self: number): number => (check(self) ? S.Py_True : 0);

function stringio_closed(self: number): number {
  if (HEAPU8[self + T.ok] === 0) {
    check(self);
    return 0;
  }
  return HEAPU8[self + T.closed] ? S.Py_True : S.Py_False;
}
function stringio_line_buffering(self: number): number {
  return check(self) ? S.Py_False : 0;
}
function stringio_newlines(self: number): number {
  if (!check(self)) return 0;
  const decoder = read_ptr(self + T.decoder);
  return decoder === 0 ? S.Py_None : PyObject_GetAttr(decoder, _Py_ID('newlines'));
}

static_type(S.PyStringIO_Type, {
  tp_name: '_io.StringIO', tp_basicsize: T.SIZEOF, tp_base: S.PyTextIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: "StringIO(initial_value='', newline='\\n')\n--\n\nA text stream in memory.",
  tp_new: stringio_new, tp_init: stringio_init, tp_dealloc: stringio_dealloc, tp_traverse: stringio_traverse, tp_clear: stringio_clear, tp_iternext: stringio_iternext,
  tp_dictoffset: T.dict, tp_weaklistoffset: T.weakreflist,
  tp_methods: [
    ['close', stringio_close, METH_NOARGS, 'close($self, /)\n--\n\n'],
    ['getvalue', stringio_getvalue, METH_NOARGS, 'getvalue($self, /)\n--\n\nAll the contents.'],
    ['read', stringio_read, METH_FASTCALL, 'read($self, size=-1, /)\n--\n\n'],
    ['readline', stringio_readline, METH_FASTCALL, 'readline($self, size=-1, /)\n--\n\n'],
    ['tell', stringio_tell, METH_NOARGS, 'tell($self, /)\n--\n\n'],
    ['truncate', stringio_truncate, METH_FASTCALL, 'truncate($self, pos=None, /)\n--\n\n'],
    ['seek', stringio_seek, METH_FASTCALL, 'seek($self, pos, whence=0, /)\n--\n\n'],
    ['write', stringio_write, METH_O, 'write($self, s, /)\n--\n\n'],
    ['seekable', answer_true, METH_NOARGS, 'seekable($self, /)\n--\n\n'],
    ['readable', answer_true, METH_NOARGS, 'readable($self, /)\n--\n\n'],
    ['writable', answer_true, METH_NOARGS, 'writable($self, /)\n--\n\n'],
    ['__getstate__', stringio_getstate, METH_NOARGS, '__getstate__($self, /)\n--\n\n'],
    ['__setstate__', stringio_setstate, METH_O, '__setstate__($self, state, /)\n--\n\n'],
  ],
  tp_getset: [['closed', stringio_closed, null], ['newlines', stringio_newlines, null], ['line_buffering', stringio_line_buffering, null]],
});
