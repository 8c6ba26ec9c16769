// Answers to Modules/_io/_iomodule.c of CPython 3.13: the module _io with open(), open_code() and text_encoding().

import { read_ptr, write_ptr } from '../../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, Py_DECREF, Py_NewRef } from '../../include/object';
import * as S from '../../include/statics';
import { builtin_module } from '../../include/typespec';
import { PyNumber_Check } from '../../objects/abstract';
import { PyObject_CallFunction, PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs } from '../../objects/call';
import { _PyLong_AsInt, PyLong_AsLong } from '../../objects/longobject';
import { PyObject_GetAttr, PyObject_IsTrue, PyObject_SetAttr } from '../../objects/object';
import { PyTuple_Pack } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_FromString } from '../../objects/unicodeobject';
import { PyErr_WarnEx } from '../../python/_warnings';
import { _PyErr_ChainExceptions1, PyErr_Format, PyErr_GetRaisedException, PyErr_NewException, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../../python/modsupport';
import { as_bool, as_int, as_str, clinic_args, sys_flag, arg } from '../clinic';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../python/getargs';
import { PyOS_FSPath } from '../posixmodule';
import { DEFAULT_BUFFER_SIZE, unsupported_operation } from './iobase';
import './bufferedio';
import './bytesio';
import './fileio';
import './stringio';
import './textio';

interface OpenMode {
  raw: string;
  updating: boolean;
  writing: boolean;
  reading: boolean;
  binary: boolean;
}

function value_error(message: string): null {
  PyErr_SetString(S.PyExc_ValueError, message);
  return null;
}

/** Takes a mode of open() apart; null with ValueError. */
function decode_mode(mode: string): OpenMode | null {
  const has = (c: string): boolean => mode.includes(c);
  for (let i = 0; i < mode.length; i++) {
    if (!'xrwa+tb'.includes(mode[i]) || mode.includes(mode[i], i + 1)) {
      PyErr_Format(S.PyExc_ValueError, "invalid mode: '%s'", mode);
      return null;
    }
  }
  if (has('t') && has('b')) return value_error("can't have text and binary mode at once");
  if ([...'xrwa'].filter(has).length > 1) return value_error('must have exactly one of create/read/write/append mode');
  return { raw: mode.replace(/[tb]/g, ''), updating: has('+'), writing: has('x') || has('w') || has('a'), reading: has('r'), binary: has('b') };
}

const OPEN = { fname: 'open', keywords: ['file', 'mode', 'buffering', 'encoding', 'errors', 'newline', 'closefd', 'opener'] };

/** Arguments 1 to 5 of open() as JavaScript values; null with an exception. */
function open_strings(a: number[]): [mode: string, encoding: string | null, errors: string | null, newline: string | null] | null {
  const mode = a[1] === 0 ? 'r' : as_str(a[1], 'open', "argument 'mode'", false);
  if (mode === undefined) return null;
  const rest: (string | null)[] = [];
  for (const [i, name] of [[3, 'encoding'], [4, 'errors'], [5, 'newline']] as const) {
    const s = a[i] === 0 ? null : as_str(a[i], 'open', `argument '${name}'`, true);
    if (s === undefined) return null;
    rest.push(s);
  }
  return [mode as string, rest[0], rest[1], rest[2]];
}

function _io_open(_module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args(OPEN, 1, 8, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const strings = open_strings(a);
  const buffering = a[2] === 0 ? -1 : as_int(a[2]);
  const closefd = a[6] === 0 ? true : as_bool(a[6]);
  if (strings === null || buffering === null || closefd === null) return 0;
  const [mode, encoding, errors, newline] = strings;
  const path_or_fd = PyNumber_Check(a[0]) ? Py_NewRef(a[0]) : PyOS_FSPath(a[0]);
  if (path_or_fd === 0) return 0;
  const m = decode_mode(mode);
  let result = 0;
  if (m !== null && check_binary(m, buffering, encoding, errors, newline)) {
    const raw = new_fileio(path_or_fd, m.raw, closefd, a[7] === 0 ? S.Py_None : a[7]);
    if (raw !== 0) result = wrap(raw, m, mode, buffering, encoding, errors, newline);
  }
  Py_DECREF(path_or_fd);
  return result;
}

function check_binary(m: OpenMode, buffering: number, encoding: string | null, errors: string | null, newline: string | null): boolean {
  if (!m.binary) return true;
  if (encoding !== null) return value_error("binary mode doesn't take an encoding argument") !== null;
  if (errors !== null) return value_error("binary mode doesn't take an errors argument") !== null;
  if (newline !== null) return value_error("binary mode doesn't take a newline argument") !== null;
  if (buffering !== 1) return true;
  return PyErr_WarnEx(S.PyExc_RuntimeWarning, "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used", 1) >= 0;
}

/** FileIO(file, mode, closefd, opener). */
function new_fileio(file: number, rawmode: string, closefd: boolean, opener: number): number {
  const mode = PyUnicode_FromString(rawmode);
  if (mode === 0) return 0;
  const raw = PyObject_CallFunctionObjArgs(S.PyFileIO_Type, file, mode, closefd ? S.Py_True : S.Py_False, opener);
  Py_DECREF(mode);
  return raw;
}

/** Closes what open() made so far and keeps the error. Steals `stream`. */
function give_up(stream: number): 0 {
  const exc = PyErr_GetRaisedException();
  const closed = PyObject_CallMethodNoArgs(stream, _Py_ID('close'));
  _PyErr_ChainExceptions1(exc);
  if (closed !== 0) Py_DECREF(closed);
  Py_DECREF(stream);
  return 0;
}

/** 1, 0 or -1: raw.isatty(). */
function is_tty(raw: number): number {
  const res = PyObject_CallMethodNoArgs(raw, _Py_ID('isatty'));
  if (res === 0) return -1;
  const r = PyObject_IsTrue(res);
  Py_DECREF(res);
  return r;
}

/** The size of the buffer that the file's block size asks for; -1 with an exception. */
function block_size(raw: number): number {
  const o = PyObject_GetAttr(raw, _Py_ID('_blksize'));
  if (o === 0) return -1;
  const n = PyLong_AsLong(o);
  Py_DECREF(o);
  return n;
}

/** Puts a buffer and, in text mode, a TextIOWrapper around the raw file. Steals raw. */
function wrap(raw: number, m: OpenMode, mode: string, buffering: number, encoding: string | null, errors: string | null, newline: string | null): number {
  const tty = buffering < 0 ? is_tty(raw) : 0;
  if (tty < 0) return give_up(raw);
  const line_buffering = buffering === 1 || tty > 0;
  let size = line_buffering ? -1 : buffering;
  if (size < 0) {
    size = block_size(raw);
    if (size === -1 && PyErr_Occurred()) return give_up(raw);
  }
  if (size < 0) {
    value_error('invalid buffering size');
    return give_up(raw);
  }
  if (size === 0) {
    if (m.binary) return raw;
    value_error("can't have unbuffered text I/O");
    return give_up(raw);
  }
  const type = m.updating ? S.PyBufferedRandom_Type : m.writing ? S.PyBufferedWriter_Type : m.reading ? S.PyBufferedReader_Type : 0;
  if (type === 0) {
    PyErr_Format(S.PyExc_ValueError, "unknown mode: '%s'", mode);
    return give_up(raw);
  }
  const buffer = PyObject_CallFunction(type, 'Oi', raw, size);
  if (buffer === 0) return give_up(raw);
  Py_DECREF(raw);
  if (m.binary) return buffer;
  const wrapper = PyObject_CallFunction(S.PyTextIOWrapper_Type, 'OzzzO', buffer, encoding, errors, newline, line_buffering ? S.Py_True : S.Py_False);
  if (wrapper === 0) return give_up(buffer);
  Py_DECREF(buffer);
  const modeobj = PyUnicode_FromString(mode);
  const rc = modeobj === 0 ? -1 : PyObject_SetAttr(wrapper, _Py_ID('mode'), modeobj);
  if (modeobj !== 0) Py_DECREF(modeobj);
  return rc < 0 ? give_up(wrapper) : wrapper;
}

function _io_text_encoding(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('text_encoding', nargs, 1, 2)) return 0;
  const encoding = arg(args, 0);
  const stacklevel = nargs > 1 ? _PyLong_AsInt(arg(args, 1)) : 2;
  if (stacklevel === -1 && PyErr_Occurred()) return 0;
  if (encoding !== 0 && encoding !== S.Py_None) return Py_NewRef(encoding);
  if (sys_flag('warn_default_encoding') && PyErr_WarnEx(S.PyExc_EncodingWarning, "'encoding' argument not specified", stacklevel) < 0) return 0;
  return Py_NewRef(_Py_ID(sys_flag('utf8_mode') ? 'utf-8' : 'locale'));
}

function _io_open_code(_module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'open_code', keywords: ['path'] }, 1, 1, 0, args, nargs, kwnames);
  if (a === null) return 0;
  if (!PyUnicode_Check(a[0])) return _PyArg_BadArgument('open_code', "argument 'path'", 'str', a[0]);
  const raw = new_fileio(a[0], 'r', true, S.Py_None);
  return raw === 0 ? 0 : wrap(raw, { raw: 'r', updating: false, writing: false, reading: true, binary: true }, 'rb', -1, null, null, null);
}

const TYPES: Record<string, number> = {
  _IOBase: S.PyIOBase_Type, _RawIOBase: S.PyRawIOBase_Type, _BufferedIOBase: S.PyBufferedIOBase_Type, _TextIOBase: S.PyTextIOBase_Type, FileIO: S.PyFileIO_Type,
  BytesIO: S.PyBytesIO_Type, _BytesIOBuffer: S._PyBytesIOBuffer_Type, BufferedReader: S.PyBufferedReader_Type, BufferedWriter: S.PyBufferedWriter_Type,
  BufferedRandom: S.PyBufferedRandom_Type, BufferedRWPair: S.PyBufferedRWPair_Type, StringIO: S.PyStringIO_Type, TextIOWrapper: S.PyTextIOWrapper_Type,
  IncrementalNewlineDecoder: S.PyIncrementalNewlineDecoder_Type, BlockingIOError: S.PyExc_BlockingIOError,
};

function iomodule_exec(module: number): number {
  if (PyModule_AddIntConstant(module, 'DEFAULT_BUFFER_SIZE', DEFAULT_BUFFER_SIZE) < 0) return -1;
  if (read_ptr(unsupported_operation) === 0) {
    const bases = PyTuple_Pack(2, S.PyExc_OSError, S.PyExc_ValueError);
    const type = bases === 0 ? 0 : PyErr_NewException('io.UnsupportedOperation', bases, 0);
    if (bases !== 0) Py_DECREF(bases);
    if (type === 0) return -1;
    write_ptr(unsupported_operation, type);
  }
  if (PyModule_AddObjectRef(module, 'UnsupportedOperation', read_ptr(unsupported_operation)) < 0) return -1;
  for (const [name, type] of Object.entries(TYPES)) if (PyModule_AddObjectRef(module, name, type) < 0) return -1;
  return 0;
}

builtin_module({
  m_name: '_io',
  m_doc: 'Streams: the implementation of the io module.',
  m_methods: [
    ['open', _io_open, METH_FASTCALL | METH_KEYWORDS, "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)\n--\n\nOpen a file and return a stream."],
    ['text_encoding', _io_text_encoding, METH_FASTCALL, 'text_encoding($module, encoding, stacklevel=2, /)\n--\n\nThe encoding that open() uses for this argument.'],
    ['open_code', _io_open_code, METH_FASTCALL | METH_KEYWORDS, 'open_code($module, /, path)\n--\n\nOpen a file to run what it contains.'],
  ],
  m_exec: iomodule_exec,
});
