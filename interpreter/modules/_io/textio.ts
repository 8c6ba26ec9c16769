// Answers to Modules/_io/textio.c of CPython 3.13: _TextIOBase, IncrementalNewlineDecoder, TextIOWrapper.
// Long, as the C file is.
//
// Writing: encoded text collects in pending_bytes (an ASCII str as it is, bytes, or a list of both) until there is a chunk.
// Reading: read_chunk() decodes a chunk into decoded_chars; decoded_chars_used of them were given out. `snapshot` is
// (decoder flags, bytes since then) of the last point where the decoder held nothing back: what tell() reckons from.

import { nldecoder_object as N, textio as T } from '../../include/generated/offsets';
import { cstring, HEAP8, HEAP32, HEAPF64, HEAPU8, HEAPU16, HEAPU32, memmove, read_ptr, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import {
  _Py_T_OBJECT, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_IS_TYPE, Py_NewRef, Py_READONLY, Py_T_BOOL,
  Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_XDECREF, Py_XSETREF,
} from '../../include/object';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import * as S from '../../include/statics';
import { static_type } from '../../include/typespec';
import { PyBUF_SIMPLE, PyNumber_AsSsize_t, PyNumber_Long } from '../../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_Concat, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { _PyObject_CallMethod, PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs, PyObject_CallMethodObjArgs, PyObject_CallMethodOneArg } from '../../objects/call';
import { PyDict_Contains } from '../../objects/dictobject';
import { PyList_Append, PyList_CheckExact, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from '../../objects/listobject';
import { PyFloat_CheckExact } from '../../objects/floatobject';
import { _PyLong_AsByteArray, _PyLong_FromByteArray, PyLong_AsLong, PyLong_AsLongLong, PyLong_CheckExact, PyLong_FromBigInt, PyLong_FromLong } from '../../objects/longobject';
import { Py_ReprEnter, Py_ReprLeave, PyObject_GetAttr, PyObject_HasAttrWithError, PyObject_IsTrue, PyObject_RichCompareBool, PyObject_Str } from '../../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../../objects/tupleobject';
import { PyType_GenericNew } from '../../objects/typeobject';
import {
  _Py_ID, _PyUnicode_AsASCIIString, _PyUnicode_AsLatin1String, _PyUnicode_AsUTF8String, _PyUnicode_EncodeUTF16, _PyUnicode_EncodeUTF32, 
  PyUnicode_AppendAndDel, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_Concat, PyUnicode_DATA, PyUnicode_FindChar, PyUnicode_FromFormat, PyUnicode_FromKindAndData,
  PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII, PyUnicode_Join, PyUnicode_KIND, PyUnicode_MAX_CHAR_VALUE, PyUnicode_New, PyUnicode_READ,
  PyUnicode_READ_CHAR, PyUnicode_Replace, PyUnicode_Substring, PyUnicode_WRITE, unicode_get_empty,
} from '../../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { PyErr_WarnEx } from '../../python/_warnings';
import { _PyCodec_LookupTextEncoding, _PyCodecInfo_GetIncrementalDecoder, _PyCodecInfo_GetIncrementalEncoder } from '../../python/codecs';
import { _PyErr_ChainExceptions1, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString } from '../../python/errors';
import { _PyObject_GC_UNTRACK, type visitproc } from '../../python/gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../python/getargs';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { arg, as_bool, as_int, as_str, clinic_args, clinic_new, optional_ssize, sys_flag, with_buffer } from '../clinic';
import { _PyBufferedWriter_claim, _PyBufferedWriter_room, _PyBufferedWriter_tail, _PyBufferedWriter_is_plain, buffered_flush } from './bufferedio';
import { _PyFileIO_closed } from './fileio';
import { _PyIO_trap_eintr, _PyIOBase_cannot_pickle, _PyIOBase_check_closed, _PyIOBase_finalize, iobase_unsupported, tp_free, tp_name } from './iobase';

// --- _TextIOBase ----------------------------------------------------------------------------------------------------

const unsupported = (name: string) => (): 0 => iobase_unsupported(name);
const none = (): number => S.Py_None;

static_type(S.PyTextIOBase_Type, {
  tp_name: '_io._TextIOBase', tp_base: S.PyIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, tp_doc: 'Base class of text streams.',
  tp_methods: [
    ['detach', unsupported('detach'), METH_NOARGS, 'detach($self, /)\n--\n\nSeparate the buffer from the stream and return it.'],
    ['read', unsupported('read'), METH_VARARGS, 'read($self, size=-1, /)\n--\n\nAt most size characters.'],
    ['readline', unsupported('readline'), METH_VARARGS, 'readline($self, size=-1, /)\n--\n\nUp to the next newline.'],
    ['write', unsupported('write'), METH_VARARGS, 'write($self, s, /)\n--\n\nWrite text; its length.'],
  ],
  tp_getset: [['encoding', none, null, 'The name of the encoding.'], ['newlines', none, null, 'Line ends seen so far.'], ['errors', none, null, 'How encoding errors are handled.']],
});

// --- IncrementalNewlineDecoder --------------------------------------------------------------------------------------

const SEEN_CR = 1;
const SEEN_LF = 2;
const SEEN_CRLF = 4;

function nldecoder_init(self: number, args: number, kwds: number): number {
  const a = clinic_new({ fname: 'IncrementalNewlineDecoder', keywords: ['decoder', 'translate', 'errors'] }, 2, 3, 0, args, kwds);
  if (a === null) return -1;
  const translate = as_bool(a[1]);
  if (translate === null) return -1;
  const errors = a[2] === 0 ? PyUnicode_FromString('strict') : Py_NewRef(a[2]);
  if (errors === 0) return -1;
  Py_XSETREF(self + N.errors, errors);
  Py_XSETREF(self + N.decoder, Py_NewRef(a[0]));
  HEAPU8[self + N.translate] = translate ? 1 : 0;
  HEAPU8[self + N.seennl] = 0;
  HEAPU8[self + N.pendingcr] = 0;
  return 0;
}
function nldecoder_traverse(self: number, visit: visitproc, a: number): number {
  return visit_fields(self, [N.decoder, N.errors], visit, a);
}
function nldecoder_clear(self: number): number {
  Py_CLEAR(self + N.decoder);
  Py_CLEAR(self + N.errors);
  return 0;
}
function nldecoder_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  nldecoder_clear(self);
  tp_free(self);
}

function visit_fields(self: number, fields: readonly number[], visit: visitproc, a: number): number {
  for (const f of fields) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}

function CHECK_DECODER(self: number): boolean {
  if (read_ptr(self + N.errors) !== 0) return true;
  PyErr_SetString(S.PyExc_ValueError, 'IncrementalNewlineDecoder.__init__() not called');
  return false;
}

/** Whether a decoder gave a str; releases it when not. */
function check_decoded(decoded: number): boolean {
  if (decoded === 0) return false;
  if (PyUnicode_Check(decoded)) return true;
  PyErr_Format(S.PyExc_TypeError, "decoder should return a string result, not '%.200s'", tp_name(decoded));
  Py_DECREF(decoded);
  return false;
}

/** New str: "\r" + s. Steals s. */
function prefix_cr(s: number): number {
  const len = PyUnicode_GET_LENGTH(s);
  const modified = PyUnicode_New(len + 1, PyUnicode_MAX_CHAR_VALUE(s));
  if (modified !== 0) {
    const kind = PyUnicode_KIND(modified);
    PyUnicode_WRITE(kind, PyUnicode_DATA(modified), 0, 13);
    memmove(PyUnicode_DATA(modified) + kind, PyUnicode_DATA(s), kind * len);
  }
  Py_DECREF(s);
  return modified;
}

/** Notes the line ends in the text; with `translate` returns it with "\n" for each, else itself. Steals output. */
function scan_newlines(self: number, output: number): number {
  const len = PyUnicode_GET_LENGTH(output);
  let seen = HEAPU8[self + N.seennl];
  if (len === 0) return output;
  if (PyUnicode_FindChar(output, 13, 0, len, 1) === -1) {
    if ((seen & SEEN_LF) === 0 && PyUnicode_FindChar(output, 10, 0, len, 1) >= 0) HEAPU8[self + N.seennl] |= SEEN_LF;
    return output;
  }
  const kind = PyUnicode_KIND(output);
  const data = PyUnicode_DATA(output);
  seen |= lone_newlines(kind, data, len, seen);
  HEAPU8[self + N.seennl] = seen;
  if (HEAPU8[self + N.translate] === 0) return output;
  const to = PyMem_Malloc(kind * len);
  let out = 0;
  for (let i = 0; i < len; i++) {
    const c = PyUnicode_READ(kind, data, i);
    if (c === 13 && i + 1 < len && PyUnicode_READ(kind, data, i + 1) === 10) i++;
    PyUnicode_WRITE(kind, to, out++, c === 13 ? 10 : c);
  }
  Py_DECREF(output);
  const result = PyUnicode_FromKindAndData(kind, to, out);
  PyMem_Free(to);
  return result;
}

/** Which line ends occur, "\r\n" counting as one. */
function lone_newlines(kind: number, data: number, len: number, seen: number): number {
  for (let i = 0; i < len; i++) {
    const c = PyUnicode_READ(kind, data, i);
    if (c === 10) seen |= SEEN_LF;
    else if (c === 13) {
      if (i + 1 < len && PyUnicode_READ(kind, data, i + 1) === 10) {
        seen |= SEEN_CRLF;
        i++;
      } else seen |= SEEN_CR;
    }
  }
  return seen;
}

/** New str. May run Python code. */
export function _PyIncrementalNewlineDecoder_decode(self: number, input: number, final: boolean): number {
  if (!CHECK_DECODER(self)) return 0;
  const decoder = read_ptr(self + N.decoder);
  let output = decoder !== S.Py_None ? PyObject_CallMethodObjArgs(decoder, _Py_ID('decode'), input, final ? S.Py_True : S.Py_False) : Py_NewRef(input);
  if (!check_decoded(output)) return 0;
  if (HEAPU8[self + N.pendingcr] && (final || PyUnicode_GET_LENGTH(output) > 0)) {
    output = prefix_cr(output);
    if (output === 0) return 0;
    HEAPU8[self + N.pendingcr] = 0;
  }
  // The last \r waits even without translation: then readline() gets \r\n in one piece.
  const len = PyUnicode_GET_LENGTH(output);
  if (!final && len > 0 && PyUnicode_READ_CHAR(output, len - 1) === 13) {
    const modified = PyUnicode_Substring(output, 0, len - 1);
    Py_DECREF(output);
    if (modified === 0) return 0;
    output = modified;
    HEAPU8[self + N.pendingcr] = 1;
  }
  return scan_newlines(self, output);
}

function nldecoder_decode(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'decode', keywords: ['input', 'final'] }, 1, 2, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const final = a[1] === 0 ? false : as_bool(a[1]);
  return final === null ? 0 : _PyIncrementalNewlineDecoder_decode(self, a[0], final);
}

function nldecoder_getstate(self: number): number {
  if (!CHECK_DECODER(self)) return 0;
  const decoder = read_ptr(self + N.decoder);
  let buffer: number;
  let flag = 0n;
  if (decoder !== S.Py_None) {
    const state = PyObject_CallMethodNoArgs(decoder, _Py_ID('getstate'));
    if (state === 0) return 0;
    if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) !== 2) {
      PyErr_SetString(S.PyExc_TypeError, 'illegal decoder state');
      Py_DECREF(state);
      return 0;
    }
    buffer = Py_NewRef(PyTuple_GET_ITEM(state, 0));
    flag = BigInt(PyLong_AsLongLong(PyTuple_GET_ITEM(state, 1)));
    Py_DECREF(state);
    if (PyErr_Occurred()) {
      Py_DECREF(buffer);
      return 0;
    }
  } else buffer = PyBytes_FromStringAndSize(0, 0);
  const number = PyLong_FromBigInt((flag << 1n) | BigInt(HEAPU8[self + N.pendingcr]));
  const r = PyTuple_Pack(2, buffer, number);
  Py_DECREF(buffer);
  Py_DECREF(number);
  return r;
}

function nldecoder_setstate(self: number, state: number): number {
  if (!CHECK_DECODER(self)) return 0;
  if (!PyTuple_Check(state)) {
    PyErr_SetString(S.PyExc_TypeError, 'state argument must be a tuple');
    return 0;
  }
  if (PyTuple_GET_SIZE(state) !== 2) {
    PyErr_SetString(S.PyExc_TypeError, 'setstate(): illegal state argument');
    return 0;
  }
  const flag = PyLong_AsLongLong(PyTuple_GET_ITEM(state, 1));
  if (flag === -1 && PyErr_Occurred()) return 0;
  HEAPU8[self + N.pendingcr] = flag & 1;
  const decoder = read_ptr(self + N.decoder);
  if (decoder === S.Py_None) return S.Py_None;
  return _PyObject_CallMethod(decoder, _Py_ID('setstate'), '((Oi))', PyTuple_GET_ITEM(state, 0), Math.floor(flag / 2));
}

function nldecoder_reset(self: number): number {
  if (!CHECK_DECODER(self)) return 0;
  HEAPU8[self + N.seennl] = 0;
  HEAPU8[self + N.pendingcr] = 0;
  const decoder = read_ptr(self + N.decoder);
  return decoder !== S.Py_None ? PyObject_CallMethodNoArgs(decoder, _Py_ID('reset')) : S.Py_None;
}

function nldecoder_newlines(self: number): number {
  if (!CHECK_DECODER(self)) return 0;
  const seen = HEAPU8[self + N.seennl];
  const found = [seen & SEEN_CR ? '\r' : '', seen & SEEN_LF ? '\n' : '', seen & SEEN_CRLF ? '\r\n' : ''].filter((s) => s !== '').map((s) => PyUnicode_FromString(s));
  if (found.length === 0) return S.Py_None;
  if (found.length === 1) return found[0];
  const t = PyTuple_Pack(found.length, ...found);
  for (const s of found) Py_DECREF(s);
  return t;
}

static_type(S.PyIncrementalNewlineDecoder_Type, {
  tp_name: '_io.IncrementalNewlineDecoder', tp_basicsize: N.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nWraps an incremental decoder and notes, or translates, line ends.",
  tp_new: PyType_GenericNew, tp_init: nldecoder_init, tp_dealloc: nldecoder_dealloc, tp_traverse: nldecoder_traverse, tp_clear: nldecoder_clear,
  tp_methods: [
    ['decode', nldecoder_decode, METH_FASTCALL | METH_KEYWORDS, 'decode($self, /, input, final=False)\n--\n\n'],
    ['getstate', nldecoder_getstate, METH_NOARGS, 'getstate($self, /)\n--\n\n'],
    ['setstate', nldecoder_setstate, METH_O, 'setstate($self, state, /)\n--\n\n'],
    ['reset', nldecoder_reset, METH_NOARGS, 'reset($self, /)\n--\n\n'],
  ],
  tp_getset: [['newlines', nldecoder_newlines, null]],
});

// --- TextIOWrapper: struct ------------------------------------------------------------------------------------------


function obj(self: number, field: number): number {
  return HEAP32[(self + field) >> 2];
}
function set_obj(self: number, field: number, v: number): void {
  Py_XSETREF(self + field, v);
}
function b(self: number, field: number): boolean {
  return HEAPU8[self + field] !== 0;
}
function set_b(self: number, field: number, v: boolean): void {
  HEAPU8[self + field] = v ? 1 : 0;
}

const ENCODEFUNCS = ['ascii', 'iso8859-1', 'utf-8', 'utf-16-be', 'utf-16-le', 'utf-16', 'utf-32-be', 'utf-32-le', 'utf-32'];

/** `encodefunc` is an index + 1 into ENCODEFUNCS: the encoder is called without its Python object. Returns new. */
function encode_text(self: number, text: number): number {
  const errors = PyUnicode_AsUTF8(obj(self, T.errors));
  const start = b(self, T.encoding_start_of_stream);
  switch (HEAP32[(self + T.encodefunc) >> 2]) {
    case 1: return _PyUnicode_AsASCIIString(text, errors);
    case 2: return _PyUnicode_AsLatin1String(text, errors);
    case 3: return _PyUnicode_AsUTF8String(text, errors);
    case 4: return _PyUnicode_EncodeUTF16(text, errors, 1);
    case 5: return _PyUnicode_EncodeUTF16(text, errors, -1);
    // A byte order mark only at the start of the stream.
    case 6: return _PyUnicode_EncodeUTF16(text, errors, start ? 0 : -1);
    case 7: return _PyUnicode_EncodeUTF32(text, errors, 1);
    case 8: return _PyUnicode_EncodeUTF32(text, errors, -1);
    default: return _PyUnicode_EncodeUTF32(text, errors, start ? 0 : -1);
  }
}

function validate_newline(newline: string | null): boolean {
  if (newline === null || ['', '\n', '\r', '\r\n'].includes(newline)) return true;
  PyErr_Format(S.PyExc_ValueError, 'illegal newline value: %s', newline);
  return false;
}

function set_newline(self: number, newline: string | null): number {
  let readnl = 0;
  if (newline !== null) {
    readnl = PyUnicode_FromString(newline);
    if (readnl === 0) return -1;
  }
  set_obj(self, T.readnl, readnl);
  set_b(self, T.readuniversal, newline === null || newline === '');
  set_b(self, T.readtranslate, newline === null);
  set_b(self, T.writetranslate, newline !== '');
  write_ptr(self + T.writenl, newline !== null && newline !== '' && newline !== '\n' ? PyUnicode_DATA(readnl) : 0);
  return 0;
}

/** 1, 0 or -1: whether the buffer can do that. */
function buffer_can(self: number, method: string): number {
  const res = PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID(method));
  if (res === 0) return -1;
  const r = PyObject_IsTrue(res);
  Py_DECREF(res);
  return r;
}

function set_decoder(self: number, codec_info: number, errors: string): number {
  const r = buffer_can(self, 'readable');
  if (r !== 1) return r;
  Py_CLEAR(self + T.decoder);
  const decoder = _PyCodecInfo_GetIncrementalDecoder(codec_info, errors);
  if (decoder === 0) return -1;
  write_ptr(self + T.decoder, decoder);
  if (b(self, T.readuniversal)) {
    const universal = PyObject_CallFunctionObjArgs(S.PyIncrementalNewlineDecoder_Type, decoder, b(self, T.readtranslate) ? S.Py_True : S.Py_False);
    if (universal === 0) return -1;
    set_obj(self, T.decoder, universal);
  }
  return 0;
}

function set_encoder(self: number, codec_info: number, errors: string): number {
  const r = buffer_can(self, 'writable');
  if (r !== 1) return r;
  Py_CLEAR(self + T.encoder);
  write_ptr(self + T.encodefunc, 0);
  const encoder = _PyCodecInfo_GetIncrementalEncoder(codec_info, errors);
  if (encoder === 0) return -1;
  write_ptr(self + T.encoder, encoder);
  const name = PyObject_GetAttr(codec_info, _Py_ID('name'));
  if (name === 0) {
    if (!PyErr_ExceptionMatches(S.PyExc_AttributeError)) return -1;
    PyErr_Clear();
  } else {
    if (PyUnicode_Check(name)) HEAP32[(self + T.encodefunc) >> 2] = ENCODEFUNCS.indexOf(PyUnicode_AsUTF8(name) ?? '') + 1;
    Py_DECREF(name);
  }
  return 0;
}

/** No byte order mark when we write behind something. */
function fix_encoder_state(self: number): number {
  if (!b(self, T.seekable) || obj(self, T.encoder) === 0) return 0;
  set_b(self, T.encoding_start_of_stream, true);
  const cookie = PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID('tell'));
  if (cookie === 0) return -1;
  const cmp = PyObject_RichCompareBool(cookie, PyLong_FromLong(0), 2);
  Py_DECREF(cookie);
  if (cmp < 0) return -1;
  if (cmp === 0) {
    set_b(self, T.encoding_start_of_stream, false);
    const res = PyObject_CallMethodOneArg(obj(self, T.encoder), _Py_ID('setstate'), PyLong_FromLong(0));
    if (res === 0) return -1;
    Py_DECREF(res);
  }
  return 0;
}

/** The locale's encoding: always UTF-8 here. */
const LOCALE_ENCODING = 'UTF-8';

const INIT = { fname: 'TextIOWrapper', keywords: ['buffer', 'encoding', 'errors', 'newline', 'line_buffering', 'write_through'] };

function textiowrapper_init(self: number, args: number, kwds: number): number {
  const a = clinic_new(INIT, 1, 6, 0, args, kwds);
  if (a === null) return -1;
  const encoding = a[1] === 0 ? null : as_str(a[1], 'TextIOWrapper', "argument 'encoding'", true);
  const newline = a[3] === 0 ? null : as_str(a[3], 'TextIOWrapper', "argument 'newline'", true);
  const line_buffering = a[4] === 0 ? false : as_bool(a[4]);
  const write_through = a[5] === 0 ? false : as_bool(a[5]);
  if (encoding === undefined || newline === undefined || line_buffering === null || write_through === null) return -1;
  HEAP32[(self + T.ok) >> 2] = 0;
  HEAP32[(self + T.detached) >> 2] = 0;
  if (encoding === null && sys_flag('warn_default_encoding')) {
    if (PyErr_WarnEx(S.PyExc_EncodingWarning, "'encoding' argument not specified", 1) < 0) return -1;
  }
  let errors = 'strict';
  if (a[2] !== 0 && a[2] !== S.Py_None) {
    if (!PyUnicode_Check(a[2])) {
      PyErr_Format(S.PyExc_TypeError, "TextIOWrapper() argument 'errors' must be str or None, not %.50s", tp_name(a[2]));
      return -1;
    }
    const text = as_str(a[2], 'TextIOWrapper', "argument 'errors'", false);
    if (typeof text !== 'string') return -1;
    errors = text;
  }
  if (!validate_newline(newline)) return -1;
  return init_impl(self, a[0], encoding, errors, newline, line_buffering, write_through);
}

function init_impl(self: number, buffer: number, encoding: string | null, errors: string, newline: string | null, line_buffering: boolean, write_through: boolean): number {
  clear_fields(self);
  write_ssize(self + T.decoded_chars_used, 0);
  write_ssize(self + T.pending_bytes_count, 0);
  write_ptr(self + T.encodefunc, 0);
  HEAPF64[(self + T.b2cratio) >> 3] = 0;
  const name = encoding === null || encoding === 'locale' ? (sys_flag('utf8_mode') && encoding === null ? 'utf-8' : LOCALE_ENCODING) : encoding;
  const codec_info = _PyCodec_LookupTextEncoding(name, 'codecs.open()');
  if (codec_info === 0) return -1;
  set_obj(self, T.encoding, PyUnicode_FromString(name));
  set_obj(self, T.errors, PyUnicode_FromString(errors));
  write_ssize(self + T.chunk_size, 8192);
  set_b(self, T.line_buffering, line_buffering);
  set_b(self, T.write_through, write_through);
  set_obj(self, T.buffer, Py_NewRef(buffer));
  const ok = set_newline(self, newline) === 0 && set_decoder(self, codec_info, errors) === 0 && set_encoder(self, codec_info, errors) === 0;
  Py_DECREF(codec_info);
  if (!ok || find_raw(self, buffer) < 0) return -1;
  const seekable = buffer_can(self, 'seekable');
  if (seekable < 0) return -1;
  set_b(self, T.seekable, seekable > 0);
  set_b(self, T.telling, seekable > 0);
  const has_read1 = PyObject_HasAttrWithError(buffer, _Py_ID('read1'));
  if (has_read1 < 0) return -1;
  set_b(self, T.has_read1, has_read1 > 0);
  set_b(self, T.encoding_start_of_stream, false);
  if (fix_encoder_state(self) < 0) return -1;
  HEAP32[(self + T.ok) >> 2] = 1;
  return 0;
}

/** Notes the FileIO below a buffer of ours, which makes "closed?" cheap. 0 or -1. */
function find_raw(self: number, buffer: number): number {
  if (!Py_IS_TYPE(buffer, S.PyBufferedReader_Type) && !Py_IS_TYPE(buffer, S.PyBufferedWriter_Type) && !Py_IS_TYPE(buffer, S.PyBufferedRandom_Type)) return 0;
  const raw = PyObject_GetAttr(buffer, _Py_ID('raw'));
  if (raw === 0) {
    if (!PyErr_ExceptionMatches(S.PyExc_AttributeError)) return -1;
    PyErr_Clear();
  } else if (Py_IS_TYPE(raw, S.PyFileIO_Type)) set_obj(self, T.raw, raw);
  else Py_DECREF(raw);
  return 0;
}

const FIELDS = [T.buffer, T.encoding, T.encoder, T.decoder, T.readnl, T.decoded_chars, T.pending_bytes, T.snapshot, T.errors, T.raw];

function clear_fields(self: number): void {
  HEAP32[(self + T.ok) >> 2] = 0;
  for (const f of FIELDS) Py_CLEAR(self + f);
}
function textiowrapper_dealloc(self: number): void {
  HEAPU8[self + T.finalizing] = 1;
  if (_PyIOBase_finalize(self) < 0) return;
  HEAP32[(self + T.ok) >> 2] = 0;
  _PyObject_GC_UNTRACK(self);
  if (obj(self, T.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  clear_fields(self);
  Py_CLEAR(self + T.dict);
  tp_free(self);
}
function textiowrapper_traverse(self: number, visit: visitproc, a: number): number {
  return visit_fields(self, FIELDS, visit, a) || visit_fields(self, [T.dict], visit, a);
}
function textiowrapper_clear(self: number): number {
  clear_fields(self);
  Py_CLEAR(self + T.dict);
  return 0;
}

// --- checks ---------------------------------------------------------------------------------------------------------

function CHECK_INITIALIZED(self: number): boolean {
  if (HEAP32[(self + T.ok) >> 2] > 0) return true;
  PyErr_SetString(S.PyExc_ValueError, 'I/O operation on uninitialized object');
  return false;
}
function CHECK_ATTACHED(self: number): boolean {
  if (!CHECK_INITIALIZED(self)) return false;
  if (HEAP32[(self + T.detached) >> 2] === 0) return true;
  PyErr_SetString(S.PyExc_ValueError, 'underlying buffer has been detached');
  return false;
}
function CHECK_CLOSED(self: number): boolean {
  if (!Py_IS_TYPE(self, S.PyTextIOWrapper_Type)) return _PyIOBase_check_closed(self);
  let closed: boolean;
  if (obj(self, T.raw) !== 0) closed = _PyFileIO_closed(obj(self, T.raw));
  else {
    const res = textiowrapper_closed_get(self);
    if (res === 0) return false;
    const r = PyObject_IsTrue(res);
    Py_DECREF(res);
    if (r < 0) return false;
    closed = r > 0;
  }
  if (closed) PyErr_SetString(S.PyExc_ValueError, 'I/O operation on closed file.');
  return !closed;
}

// --- reconfigure ----------------------------------------------------------------------------------------------------

const RECONFIGURE = { fname: 'reconfigure', keywords: ['encoding', 'errors', 'newline', 'line_buffering', 'write_through'] };

function textiowrapper_reconfigure(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args(RECONFIGURE, 0, 0, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const or_none = (v: number): number => (v === 0 ? S.Py_None : v);
  for (const [i, name] of [[0, 'encoding'], [1, 'errors']] as const) {
    if (or_none(a[i]) !== S.Py_None && !PyUnicode_Check(a[i])) return PyErr_Format(S.PyExc_TypeError, "reconfigure() argument '%s' must be str or None, not %s", name, tp_name(a[i]));
  }
  if (obj(self, T.decoded_chars) !== 0 && (or_none(a[0]) !== S.Py_None || or_none(a[1]) !== S.Py_None || a[2] !== 0)) {
    return iobase_unsupported('It is not possible to set the encoding or newline of stream after the first read');
  }
  let newline: string | null | undefined = null;
  if (a[2] !== 0 && a[2] !== S.Py_None) {
    if (!PyUnicode_Check(a[2])) return PyErr_Format(S.PyExc_TypeError, "reconfigure() argument 'newline' must be str or None, not %s", tp_name(a[2]));
    newline = PyUnicode_AsUTF8(a[2]);
    if (newline === null || !validate_newline(newline)) return 0;
  }
  const flags = [b(self, T.line_buffering) ? 1 : 0, b(self, T.write_through) ? 1 : 0].map((old, i) => (or_none(a[3 + i]) === S.Py_None ? old : as_int(a[3 + i])));
  if (flags.includes(null)) return 0;
  if (_PyFile_Flush(self) < 0) return 0;
  HEAPF64[(self + T.b2cratio) >> 3] = 0;
  if (a[2] !== 0 && set_newline(self, newline) < 0) return 0;
  if (change_encoding(self, or_none(a[0]), or_none(a[1]), a[2] !== 0) < 0) return 0;
  set_b(self, T.line_buffering, flags[0] !== 0);
  set_b(self, T.write_through, flags[1] !== 0);
  return S.Py_None;
}

function change_encoding(self: number, encoding: number, errors: number, newline_changed: boolean): number {
  if (encoding === S.Py_None && errors === S.Py_None && !newline_changed) return 0;
  let name: string | null;
  if (encoding === S.Py_None) {
    name = PyUnicode_AsUTF8(obj(self, T.encoding));
    if (errors === S.Py_None) errors = obj(self, T.errors);
  } else {
    name = PyUnicode_AsUTF8(encoding);
    if (name === 'locale') name = sys_flag('utf8_mode') ? 'utf-8' : LOCALE_ENCODING;
    if (errors === S.Py_None) errors = _Py_ID('strict');
  }
  const c_errors = PyUnicode_AsUTF8(errors);
  if (name === null || c_errors === null) return -1;
  const codec_info = _PyCodec_LookupTextEncoding(name, 'codecs.open()');
  if (codec_info === 0) return -1;
  const r = set_decoder(self, codec_info, c_errors) === 0 && set_encoder(self, codec_info, c_errors) === 0;
  Py_DECREF(codec_info);
  if (!r) return -1;
  set_obj(self, T.encoding, PyUnicode_FromString(name));
  set_obj(self, T.errors, Py_NewRef(errors));
  return fix_encoder_state(self);
}

/** file.flush(). 0 or -1. */
export function _PyFile_Flush(file: number): number {
  const res = PyObject_CallMethodNoArgs(file, _Py_ID('flush'));
  if (res === 0) return -1;
  Py_DECREF(res);
  return 0;
}

function textiowrapper_detach(self: number): number {
  if (!CHECK_ATTACHED(self) || _PyFile_Flush(self) < 0) return 0;
  const buffer = obj(self, T.buffer);
  write_ptr(self + T.buffer, 0);
  HEAP32[(self + T.detached) >> 2] = 1;
  return buffer;
}

/** Up to here a loop is quicker than a call for the whole. */
const SHORT = 32;

// --- writing --------------------------------------------------------------------------------------------------------

/** Copies one pending piece to `to`; the address after it. */
function copy_pending(piece: number, to: number): number {
  const is_str = PyUnicode_Check(piece);
  const n = is_str ? PyUnicode_GET_LENGTH(piece) : PyBytes_GET_SIZE(piece);
  const from = is_str ? PyUnicode_DATA(piece) : PyBytes_AS_STRING(piece);
  if (n > SHORT) memmove(to, from, n);
  else for (let i = 0; i < n; i++) HEAPU8[to + i] = HEAPU8[from + i];
  return to + n;
}

function copy_all_pending(pending: number, to: number): void {
  if (!PyList_CheckExact(pending)) copy_pending(pending, to);
  else for (let i = 0; i < PyList_GET_SIZE(pending); i++) to = copy_pending(PyList_GET_ITEM(pending, i), to);
}

function drop_pending(self: number, pending: number): void {
  write_ssize(self + T.pending_bytes_count, 0);
  write_ptr(self + T.pending_bytes, 0);
  Py_DECREF(pending);
}

/** buffer.flush(). 0 or -1. May run Python code. */
function flush_buffer(buffer: number): number {
  return _PyBufferedWriter_is_plain(buffer) ? (buffered_flush(buffer) === 0 ? -1 : 0) : _PyFile_Flush(buffer);
}

/** Gives what waits to the buffer, which is not flushed. 0 or -1. May run Python code. */
function writeflush(self: number): number {
  const pending = obj(self, T.pending_bytes);
  if (pending === 0) return 0;
  const room = _PyBufferedWriter_claim(obj(self, T.buffer), read_ssize(self + T.pending_bytes_count));
  if (room !== 0) {
    copy_all_pending(pending, room);
    drop_pending(self, pending);
    return 0;
  }
  let bytes: number;
  if (PyBytes_Check(pending)) bytes = Py_NewRef(pending);
  else {
    bytes = PyBytes_FromStringAndSize(0, read_ssize(self + T.pending_bytes_count));
    if (bytes === 0) return -1;
    copy_all_pending(pending, PyBytes_AS_STRING(bytes));
  }
  drop_pending(self, pending);
  let ret: number;
  do ret = PyObject_CallMethodOneArg(obj(self, T.buffer), _Py_ID('write'), bytes);
  while (ret === 0 && _PyIO_trap_eintr());
  Py_DECREF(bytes);
  if (ret === 0) return -1;
  Py_DECREF(ret);
  return 0;
}

/** Puts `piece` (stolen) behind what waits. 0 or -1. */
function add_pending(self: number, piece: number, len: number): number {
  const pending = obj(self, T.pending_bytes);
  if (pending === 0) write_ptr(self + T.pending_bytes, piece);
  else if (!PyList_CheckExact(pending)) {
    const list = PyList_New(2);
    if (list === 0) {
      Py_DECREF(piece);
      return -1;
    }
    PyList_SET_ITEM(list, 0, pending);
    PyList_SET_ITEM(list, 1, piece);
    write_ptr(self + T.pending_bytes, list);
  } else {
    const rc = PyList_Append(pending, piece);
    Py_DECREF(piece);
    if (rc < 0) return -1;
  }
  write_ssize(self + T.pending_bytes_count, read_ssize(self + T.pending_bytes_count) + len);
  return 0;
}

/** New: what goes into pending_bytes for the text, bytes or an ASCII str. */
function encode_pending(self: number, text: number): number {
  const encodefunc = HEAP32[(self + T.encodefunc) >> 2];
  let piece: number;
  if (encodefunc !== 0) {
    const compatible = encodefunc <= 3;
    if (compatible && PyUnicode_IS_ASCII(text) && PyUnicode_GET_LENGTH(text) <= read_ssize(self + T.chunk_size)) piece = Py_NewRef(text);
    else piece = encode_text(self, text);
    set_b(self, T.encoding_start_of_stream, false);
  } else piece = PyObject_CallMethodOneArg(obj(self, T.encoder), _Py_ID('encode'), text);
  if (piece !== 0 && piece !== text && !PyBytes_Check(piece)) {
    PyErr_Format(S.PyExc_TypeError, "encoder should return a bytes object, not '%.200s'", tp_name(piece));
    Py_DECREF(piece);
    return 0;
  }
  return piece;
}

/** Whether `file.write` is textiowrapper_write: a TextIOWrapper itself, with no attribute of that name of its own. */
export function has_plain_write(file: number): boolean {
  if (!Py_IS_TYPE(file, S.PyTextIOWrapper_Type)) return false;
  const dict = obj(file, T.dict);
  return dict === 0 || PyDict_Contains(dict, (ID_write ||= _Py_ID('write'))) === 0;
}
let ID_write = 0;

/** Whether a "\n", or with `cr` a "\r", occurs. */
function has_line_end(text: number, len: number, cr: boolean): boolean {
  if (len <= SHORT && PyUnicode_IS_ASCII(text)) {
    const data = PyUnicode_DATA(text);
    for (let i = 0; i < len; i++) if (HEAPU8[data + i] === 10 || (cr && HEAPU8[data + i] === 13)) return true;
    return false;
  }
  return PyUnicode_FindChar(text, 10, 0, len, 1) !== -1 || (cr && PyUnicode_FindChar(text, 13, 0, len, 1) !== -1);
}

/** New int: the characters of `text`. May run Python code. */
export function textiowrapper_write(self: number, text: number): number {
  if (!PyUnicode_Check(text)) return _PyArg_BadArgument('write', 'argument', 'str', text);
  if (!CHECK_ATTACHED(self) || !CHECK_CLOSED(self)) return 0;
  if (obj(self, T.encoder) === 0) return iobase_unsupported('not writable');
  const textlen = PyUnicode_GET_LENGTH(text);
  const writenl = b(self, T.writetranslate) ? obj(self, T.writenl) : 0;
  const line_buffering = b(self, T.line_buffering);
  const translated = writenl !== 0 && has_line_end(text, textlen, false) ? replace_newlines(text, writenl) : Py_NewRef(text);
  if (translated === 0) return 0;
  const needflush = line_buffering && has_line_end(text, textlen, true);
  const piece = encode_pending(self, translated);
  const len = piece === 0 ? 0 : piece === translated ? PyUnicode_GET_LENGTH(piece) : PyBytes_GET_SIZE(piece);
  Py_DECREF(translated);
  if (piece === 0) return 0;
  const chunk_size = read_ssize(self + T.chunk_size);
  // Large data is not concatenated with what waits. Others may append while buffer.write() runs.
  while (len >= chunk_size && obj(self, T.pending_bytes) !== 0) {
    if (writeflush(self) < 0) {
      Py_DECREF(piece);
      return 0;
    }
  }
  if (add_pending(self, piece, len) < 0) return 0;
  if (read_ssize(self + T.pending_bytes_count) >= chunk_size || needflush || b(self, T.write_through)) {
    if (writeflush(self) < 0) return 0;
  }
  if (needflush && flush_buffer(obj(self, T.buffer)) < 0) return 0;
  if (obj(self, T.snapshot) !== 0) {
    set_decoded_chars(self, 0);
    Py_CLEAR(self + T.snapshot);
  }
  if (obj(self, T.decoder) !== 0) {
    const ret = PyObject_CallMethodNoArgs(obj(self, T.decoder), _Py_ID('reset'));
    if (ret === 0) return 0;
    Py_DECREF(ret);
  }
  return PyLong_FromLong(textlen);
}

/** Whether a line of ASCII goes to the buffer as it is, and from there on at once. */
function passes_lines(self: number): boolean {
  const encodefunc = HEAP32[(self + T.encodefunc) >> 2];
  return HEAP32[(self + T.ok) >> 2] > 0 && HEAP32[(self + T.detached) >> 2] === 0 && b(self, T.line_buffering) && obj(self, T.encoder) !== 0 && encodefunc !== 0 && encodefunc <= 3 && obj(self, T.writenl) === 0 && obj(self, T.pending_bytes) === 0 && obj(self, T.snapshot) === 0 && obj(self, T.decoder) === 0;
}

/** New or 0: str(o) of an object whose str() runs no Python code. Sets no exception. */
function plain_str(o: number): number {
  if (PyUnicode_CheckExact(o)) return Py_NewRef(o);
  if (!PyLong_CheckExact(o) && !PyFloat_CheckExact(o)) return 0;
  const text = PyObject_Str(o);
  if (text === 0) PyErr_Clear();
  return text;
}

/**
 * What print(*objects) comes to on a line-buffered stream with a plain write(), in one go: the same bytes in the same one write to
 * the raw stream. 1: done; 0: nothing was written, it is not that simple; -1 with an exception of the flush.
 */
export function _PyTextIOWrapper_PrintLine(self: number, objects: number, n: number): number {
  if (!passes_lines(self)) return 0;
  const buffer = obj(self, T.buffer);
  const most = Math.min(_PyBufferedWriter_room(buffer), read_ssize(self + T.chunk_size) - 1);
  if (most < 0) return 0;
  const start = _PyBufferedWriter_tail(buffer);
  const end = start + most;
  let to = start;
  for (let i = 0; i < n; i++) {
    const text = plain_str(read_ptr(objects + 8 * i));
    if (text === 0) return 0;
    const len = PyUnicode_GET_LENGTH(text);
    const fits = PyUnicode_IS_ASCII(text) && to + len + 2 <= end && !has_line_end(text, len, true);
    if (fits) {
      if (i > 0) HEAPU8[to++] = 32;
      to = copy_pending(text, to);
    }
    Py_DECREF(text);
    if (!fits) return 0;
  }
  if (to >= end) return 0;
  HEAPU8[to++] = 10;
  set_b(self, T.encoding_start_of_stream, false);
  _PyBufferedWriter_claim(buffer, to - start);
  return flush_buffer(buffer) < 0 ? -1 : 1;
}

function replace_newlines(text: number, writenl: number): number {
  const nl = PyUnicode_FromString(cstring(writenl));
  const r = nl === 0 ? 0 : PyUnicode_Replace(text, _Py_ID('\n'), nl, -1);
  Py_XDECREF(nl);
  return r;
}

// --- reading --------------------------------------------------------------------------------------------------------

/** Steals chars (0 or str). */
function set_decoded_chars(self: number, chars: number): void {
  Py_XSETREF(self + T.decoded_chars, chars);
  write_ssize(self + T.decoded_chars_used, 0);
}

/** New str: at most n (-1: all) of the decoded characters that are left. */
function get_decoded_chars(self: number, n: number): number {
  const chars = obj(self, T.decoded_chars);
  if (chars === 0) return unicode_get_empty();
  const used = read_ssize(self + T.decoded_chars_used);
  const avail = PyUnicode_GET_LENGTH(chars) - used;
  if (n < 0 || n > avail) n = avail;
  const r = used > 0 || n < avail ? PyUnicode_Substring(chars, used, used + n) : Py_NewRef(chars);
  if (r !== 0) write_ssize(self + T.decoded_chars_used, used + n);
  return r;
}

/** The decoder's state before a chunk: [bytes held back, flags], both new; null with an exception. */
function decoder_snapshot(self: number): [number, number] | null {
  const state = PyObject_CallMethodNoArgs(obj(self, T.decoder), _Py_ID('getstate'));
  if (state === 0) return null;
  let r: [number, number] | null = null;
  if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) !== 2) PyErr_SetString(S.PyExc_TypeError, 'illegal decoder state');
  else if (!PyBytes_Check(PyTuple_GET_ITEM(state, 0))) {
    PyErr_Format(S.PyExc_TypeError, "illegal decoder state: the first item should be a bytes object, not '%.200s'", tp_name(PyTuple_GET_ITEM(state, 0)));
  } else r = [Py_NewRef(PyTuple_GET_ITEM(state, 0)), Py_NewRef(PyTuple_GET_ITEM(state, 1))];
  Py_DECREF(state);
  return r;
}

/** decoder.decode(input, final) as checked new str. */
function decode(self: number, input: number, final: boolean): number {
  const decoder = obj(self, T.decoder);
  if (Py_IS_TYPE(decoder, S.PyIncrementalNewlineDecoder_Type)) return _PyIncrementalNewlineDecoder_decode(decoder, input, final);
  const decoded = PyObject_CallMethodObjArgs(decoder, _Py_ID('decode'), input, final ? S.Py_True : S.Py_False);
  return check_decoded(decoded) ? decoded : 0;
}

/** Decodes the next chunk into decoded_chars. 1, 0 at the end, -1 with an exception. */
function read_chunk(self: number, size_hint: number): number {
  if (obj(self, T.decoder) === 0) return iobase_unsupported('not readable') - 1;
  const state = b(self, T.telling) ? decoder_snapshot(self) : undefined;
  if (state === null) return -1;
  const r = read_chunk_from(self, size_hint, state);
  if (state !== undefined) {
    Py_DECREF(state[0]);
    Py_DECREF(state[1]);
  }
  return r;
}

function read_chunk_from(self: number, size_hint: number, state: [number, number] | undefined): number {
  if (size_hint > 0) size_hint = Math.trunc(Math.max(HEAPF64[(self + T.b2cratio) >> 3], 1) * size_hint);
  const chunk_size = PyLong_FromLong(Math.max(read_ssize(self + T.chunk_size), size_hint));
  const method = b(self, T.has_read1) ? 'read1' : 'read';
  const input = PyObject_CallMethodOneArg(obj(self, T.buffer), _Py_ID(method), chunk_size);
  Py_DECREF(chunk_size);
  if (input === 0) return -1;
  const nbytes = PyBytes_Check(input) ? PyBytes_GET_SIZE(input) : with_buffer(input, PyBUF_SIMPLE, -1, (_p, n) => n);
  if (nbytes < 0) {
    PyErr_Format(S.PyExc_TypeError, "underlying %s() should have returned a bytes-like object, not '%.200s'", method, tp_name(input));
    Py_DECREF(input);
    return -1;
  }
  const decoded = decode(self, input, nbytes === 0);
  if (decoded === 0) {
    Py_DECREF(input);
    return -1;
  }
  set_decoded_chars(self, decoded);
  const nchars = PyUnicode_GET_LENGTH(decoded);
  HEAPF64[(self + T.b2cratio) >> 3] = nchars > 0 ? nbytes / nchars : 0;
  let ok = true;
  if (state !== undefined) {
    // The next input at the snapshot point is what the decoder held back and this chunk.
    const next_input = concat(state[0], input);
    const snapshot = next_input === 0 ? 0 : PyTuple_Pack(2, state[1], next_input);
    Py_XDECREF(next_input);
    ok = snapshot !== 0;
    if (ok) Py_XSETREF(self + T.snapshot, snapshot);
  }
  Py_DECREF(input);
  return !ok ? -1 : nbytes > 0 || nchars > 0 ? 1 : 0;
}

function concat(a: number, bytes: number): number {
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, Py_NewRef(a));
  PyBytes_Concat(p, bytes);
  const r = read_ptr(p);
  stackRestore(mark);
  return r;
}

/** read_chunk that is made again after EINTR. */
function next_chunk(self: number, size_hint: number): number {
  for (;;) {
    const r = read_chunk(self, size_hint);
    if (r >= 0 || !_PyIO_trap_eintr()) return r;
  }
}

function textiowrapper_read(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('read', nargs, 0, 1)) return 0;
  const n = nargs > 0 ? optional_ssize(arg(args, 0)) : -1;
  if (n === null || !CHECK_ATTACHED(self) || !CHECK_CLOSED(self)) return 0;
  if (obj(self, T.decoder) === 0) return iobase_unsupported('not readable');
  if (writeflush(self) < 0) return 0;
  return n < 0 ? read_everything(self) : read_some(self, n);
}

function read_everything(self: number): number {
  const bytes = PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID('read'));
  if (bytes === 0) return 0;
  const decoded = decode(self, bytes, true);
  Py_DECREF(bytes);
  if (decoded === 0) return 0;
  const first = get_decoded_chars(self, -1);
  if (first === 0) {
    Py_DECREF(decoded);
    return 0;
  }
  if (obj(self, T.snapshot) !== 0) Py_CLEAR(self + T.snapshot);
  set_decoded_chars(self, 0);
  if (PyUnicode_GET_LENGTH(first) === 0) {
    Py_DECREF(first);
    return decoded;
  }
  return append(first, decoded);
}

/** New: left + right, steals both. */
function append(left: number, right: number): number {
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, left);
  PyUnicode_AppendAndDel(p, right);
  const r = read_ptr(p);
  stackRestore(mark);
  return r;
}

function read_some(self: number, n: number): number {
  let result = get_decoded_chars(self, n);
  if (result === 0) return 0;
  let remaining = n - PyUnicode_GET_LENGTH(result);
  let chunks = 0;
  while (remaining > 0) {
    const res = next_chunk(self, remaining);
    if (res === 0) break;
    const more = res < 0 ? 0 : get_decoded_chars(self, remaining);
    if (more === 0) {
      Py_DECREF(result);
      Py_XDECREF(chunks);
      return 0;
    }
    remaining -= PyUnicode_GET_LENGTH(more);
    if (PyUnicode_GET_LENGTH(result) === 0) {
      Py_DECREF(result);
      result = more;
      continue;
    }
    if (chunks === 0) chunks = PyList_New(0);
    PyList_Append(chunks, result);
    Py_DECREF(result);
    result = more;
  }
  return chunks === 0 ? result : join_chunks(chunks, result);
}

/** New: the chunks (a list, stolen) and `last` (stolen, may be 0) in one. */
function join_chunks(chunks: number, last: number): number {
  if (last !== 0) {
    PyList_Append(chunks, last);
    Py_DECREF(last);
  }
  const r = PyUnicode_Join(unicode_get_empty(), chunks);
  Py_DECREF(chunks);
  return r;
}

// --- lines ----------------------------------------------------------------------------------------------------------

/** The index of character ch in [i, end), or -1. */
function find_control_char(kind: number, data: number, i: number, end: number, ch: number): number {
  if (i >= end) return -1;
  let at: number;
  if (kind === 1) at = end - i < 40 ? find_short(data, i, end, ch) : HEAPU8.subarray(data + i, data + end).indexOf(ch);
  else if (kind === 2) at = HEAPU16.subarray((data >> 1) + i, (data >> 1) + end).indexOf(ch);
  else at = HEAPU32.subarray((data >> 2) + i, (data >> 2) + end).indexOf(ch);
  return at < 0 ? -1 : i + at;
}
function find_short(data: number, i: number, end: number, ch: number): number {
  for (let k = i; k < end; k++) if (HEAPU8[data + k] === ch) return k - i;
  return -1;
}

/** How many characters from the start may be put aside when _PyIO_find_line_ending found no line end. */
export let line_consumed = 0;

/** The number of characters of the line at [start, end) with its end, or -1 and line_consumed. */
export function _PyIO_find_line_ending(translated: boolean, universal: boolean, readnl: number, kind: number, data: number, start: number, end: number): number {
  line_consumed = end - start;
  if (translated) {
    const at = find_control_char(kind, data, start, end, 10);
    return at < 0 ? -1 : at - start + 1;
  }
  if (universal) {
    // \r\n is never in two pieces: the decoder sees to that.
    for (let i = start; i < end; i++) {
      const c = PyUnicode_READ(kind, data, i);
      if (c === 10) return i - start + 1;
      if (c === 13) return i - start + (i + 1 < end && PyUnicode_READ(kind, data, i + 1) === 10 ? 2 : 1);
    }
    return -1;
  }
  const n = PyUnicode_GET_LENGTH(readnl);
  const first = PyUnicode_READ_CHAR(readnl, 0);
  for (let i = start; ; i++) {
    i = find_control_char(kind, data, i, end, first);
    if (i < 0) return -1;
    if (n === 1) return i - start + 1;
    if (i + 1 >= end) {
      // Half of it at the end: stays for the next chunk.
      line_consumed = i - start;
      return -1;
    }
    if (PyUnicode_READ(kind, data, i + 1) === PyUnicode_READ_CHAR(readnl, 1)) return i - start + 2;
  }
}

function readline(self: number, limit: number): number {
  if (!CHECK_CLOSED(self) || writeflush(self) < 0) return 0;
  let chunked = 0;
  let chunks = 0;
  let remaining = 0;
  let line = 0;
  const fail = (): 0 => {
    Py_XDECREF(chunks);
    Py_XDECREF(remaining);
    Py_XDECREF(line);
    return 0;
  };
  let start = 0;
  let endpos = 0;
  let offset_to_buffer = 0;
  for (;;) {
    let res = 1;
    while (res > 0 && (obj(self, T.decoded_chars) === 0 || PyUnicode_GET_LENGTH(obj(self, T.decoded_chars)) === 0)) res = next_chunk(self, 0);
    if (res < 0) return fail();
    if (res === 0) {
      set_decoded_chars(self, 0);
      Py_CLEAR(self + T.snapshot);
      break;
    }
    if (remaining === 0) {
      line = Py_NewRef(obj(self, T.decoded_chars));
      start = read_ssize(self + T.decoded_chars_used);
      offset_to_buffer = 0;
    } else {
      line = PyUnicode_Concat(remaining, obj(self, T.decoded_chars));
      start = 0;
      offset_to_buffer = PyUnicode_GET_LENGTH(remaining);
      Py_DECREF(remaining);
      remaining = 0;
      if (line === 0) return fail();
    }
    const line_len = PyUnicode_GET_LENGTH(line);
    endpos = _PyIO_find_line_ending(b(self, T.readtranslate), b(self, T.readuniversal), obj(self, T.readnl), PyUnicode_KIND(line), PyUnicode_DATA(line), start, line_len);
    const found = endpos >= 0;
    endpos = start + (found ? endpos : line_consumed);
    if (limit >= 0 && endpos - start + chunked >= limit) {
      endpos = start + limit - chunked;
      break;
    }
    if (found) break;
    if (endpos > start) {
      // No line end yet: what is certain to belong to the line is put aside.
      const s = PyUnicode_Substring(line, start, endpos);
      if (s === 0) return fail();
      if (chunks === 0) chunks = PyList_New(0);
      PyList_Append(chunks, s);
      chunked += PyUnicode_GET_LENGTH(s);
      Py_DECREF(s);
    }
    if (endpos < line_len) {
      remaining = PyUnicode_Substring(line, endpos, line_len);
      if (remaining === 0) return fail();
    }
    Py_DECREF(line);
    line = 0;
    set_decoded_chars(self, 0);
  }
  if (line !== 0) {
    write_ssize(self + T.decoded_chars_used, endpos - offset_to_buffer);
    if (start > 0 || endpos < PyUnicode_GET_LENGTH(line)) {
      const s = PyUnicode_Substring(line, start, endpos);
      Py_DECREF(line);
      line = s;
      if (s === 0) return fail();
    }
  }
  if (remaining !== 0) {
    if (chunks === 0) chunks = PyList_New(0);
    PyList_Append(chunks, remaining);
    Py_DECREF(remaining);
  }
  if (chunks !== 0) return join_chunks(chunks, line);
  return line !== 0 ? line : unicode_get_empty();
}

function textiowrapper_readline(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('readline', nargs, 0, 1)) return 0;
  const size = nargs > 0 ? PyNumber_AsSsize_t(arg(args, 0), S.PyExc_OverflowError) : -1;
  if (size === -1 && PyErr_Occurred()) return 0;
  return CHECK_ATTACHED(self) ? readline(self, size) : 0;
}

function textiowrapper_iternext(self: number): number {
  if (!CHECK_ATTACHED(self)) return 0;
  set_b(self, T.telling, false);
  let line: number;
  if (Py_IS_TYPE(self, S.PyTextIOWrapper_Type)) line = readline(self, -1);
  else {
    line = PyObject_CallMethodNoArgs(self, _Py_ID('readline'));
    if (line !== 0 && !PyUnicode_Check(line)) {
      PyErr_Format(S.PyExc_OSError, "readline() should have returned a str object, not '%.200s'", tp_name(line));
      Py_DECREF(line);
      return 0;
    }
  }
  if (line === 0) return 0;
  if (PyUnicode_GET_LENGTH(line) === 0) {
    Py_DECREF(line);
    Py_CLEAR(self + T.snapshot);
    set_b(self, T.telling, b(self, T.seekable));
    return 0;
  }
  return line;
}

// --- seek and tell --------------------------------------------------------------------------------------------------

/** What the opaque number of tell() holds: 8 + 4 + 4 + 4 + 1 bytes, little endian. */
interface cookie_type {
  start_pos: number;
  dec_flags: number;
  bytes_to_feed: number;
  chars_to_skip: number;
  need_eof: boolean;
}
const COOKIE_BUF_LEN = 21;

function parse_cookie(cookieObj: number): cookie_type | null {
  const long = PyNumber_Long(cookieObj);
  if (long === 0) return null;
  const mark = stackSave();
  const p = stackAlloc(24);
  const rc = _PyLong_AsByteArray(long, p, COOKIE_BUF_LEN, true, false);
  const word = (at: number): number => HEAP32[(p + at) >> 2];
  const cookie = { start_pos: read_ssize(p), dec_flags: word(8), bytes_to_feed: word(12), chars_to_skip: word(16), need_eof: HEAP8[p + 20] !== 0 };
  stackRestore(mark);
  Py_DECREF(long);
  return rc < 0 ? null : cookie;
}

function build_cookie(cookie: cookie_type): number {
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, cookie.start_pos);
  HEAP32[(p + 8) >> 2] = cookie.dec_flags;
  HEAP32[(p + 12) >> 2] = cookie.bytes_to_feed;
  HEAP32[(p + 16) >> 2] = cookie.chars_to_skip;
  HEAP8[p + 20] = cookie.need_eof ? 1 : 0;
  const r = _PyLong_FromByteArray(p, COOKIE_BUF_LEN, true, false);
  stackRestore(mark);
  return r;
}

/** decoder.setstate((b'', dec_flags)), or reset() at the very start (utf-16 expects a byte order mark there). 0 or -1. */
function decoder_setstate(self: number, cookie: cookie_type): number {
  const decoder = obj(self, T.decoder);
  const res = cookie.start_pos === 0 && cookie.dec_flags === 0 ? PyObject_CallMethodNoArgs(decoder, _Py_ID('reset')) : _PyObject_CallMethod(decoder, _Py_ID('setstate'), '((yi))', '', cookie.dec_flags);
  if (res === 0) return -1;
  Py_DECREF(res);
  return 0;
}

function encoder_reset(self: number, start_of_stream: boolean): number {
  const encoder = obj(self, T.encoder);
  const res = start_of_stream ? PyObject_CallMethodNoArgs(encoder, _Py_ID('reset')) : PyObject_CallMethodOneArg(encoder, _Py_ID('setstate'), PyLong_FromLong(0));
  set_b(self, T.encoding_start_of_stream, start_of_stream);
  if (res === 0) return -1;
  Py_DECREF(res);
  return 0;
}

function textiowrapper_seek(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('seek', nargs, 1, 2)) return 0;
  const whence = nargs > 1 ? as_int(arg(args, 1)) : 0;
  if (whence === null || !CHECK_ATTACHED(self) || !CHECK_CLOSED(self)) return 0;
  if (!b(self, T.seekable)) return iobase_unsupported('underlying stream is not seekable');
  let cookieObj = arg(args, 0);
  if (whence === 1 || whence === 2) {
    const cmp = PyObject_RichCompareBool(cookieObj, PyLong_FromLong(0), 2);
    if (cmp < 0) return 0;
    if (cmp === 0) return iobase_unsupported(`can't do nonzero ${whence === 1 ? 'cur' : 'end'}-relative seeks`);
    if (whence === 2) return seek_to_end(self);
    cookieObj = PyObject_CallMethodNoArgs(self, _Py_ID('tell'));
    if (cookieObj === 0) return 0;
  } else if (whence !== 0) return PyErr_Format(S.PyExc_ValueError, 'invalid whence (%d, should be 0, 1 or 2)', whence);
  else Py_NewRef(cookieObj);
  if (seek_cookie(self, cookieObj) === 0) return cookieObj;
  Py_DECREF(cookieObj);
  return 0;
}

function seek_to_end(self: number): number {
  if (_PyFile_Flush(self) < 0) return 0;
  set_decoded_chars(self, 0);
  Py_CLEAR(self + T.snapshot);
  if (obj(self, T.decoder) !== 0) {
    const r = PyObject_CallMethodNoArgs(obj(self, T.decoder), _Py_ID('reset'));
    if (r === 0) return 0;
    Py_DECREF(r);
  }
  const res = _PyObject_CallMethod(obj(self, T.buffer), _Py_ID('seek'), 'ii', 0, 2);
  if (res === 0) return 0;
  if (obj(self, T.encoder) !== 0) {
    const cmp = PyObject_RichCompareBool(res, PyLong_FromLong(0), 2);
    if (cmp < 0 || encoder_reset(self, cmp > 0) < 0) {
      Py_DECREF(res);
      return 0;
    }
  }
  return res;
}

/** Goes back to the cookie's safe start point and reads again what leads from there to the position. 0 or -1. */
function seek_cookie(self: number, cookieObj: number): number {
  const cmp = PyObject_RichCompareBool(cookieObj, PyLong_FromLong(0), 0);
  if (cmp < 0) return -1;
  if (cmp === 1) {
    PyErr_Format(S.PyExc_ValueError, 'negative seek position %R', cookieObj);
    return -1;
  }
  if (_PyFile_Flush(self) < 0) return -1;
  const cookie = parse_cookie(cookieObj);
  if (cookie === null) return -1;
  const posobj = PyLong_FromLong(cookie.start_pos);
  const res = PyObject_CallMethodOneArg(obj(self, T.buffer), _Py_ID('seek'), posobj);
  Py_DECREF(posobj);
  if (res === 0) return -1;
  Py_DECREF(res);
  set_decoded_chars(self, 0);
  Py_CLEAR(self + T.snapshot);
  if (obj(self, T.decoder) !== 0 && decoder_setstate(self, cookie) < 0) return -1;
  if ((cookie.chars_to_skip ? replay(self, cookie) : empty_snapshot(self, cookie)) < 0) return -1;
  // Merely for a byte order mark.
  return obj(self, T.encoder) !== 0 ? encoder_reset(self, cookie.start_pos === 0 && cookie.dec_flags === 0) : 0;
}

function empty_snapshot(self: number, cookie: cookie_type): number {
  const flags = PyLong_FromLong(cookie.dec_flags);
  const empty = PyBytes_FromStringAndSize(0, 0);
  const snapshot = PyTuple_Pack(2, flags, empty);
  Py_DECREF(flags);
  if (snapshot === 0) return -1;
  Py_XSETREF(self + T.snapshot, snapshot);
  return 0;
}

function replay(self: number, cookie: cookie_type): number {
  const input = _PyObject_CallMethod(obj(self, T.buffer), _Py_ID('read'), 'i', cookie.bytes_to_feed);
  if (input === 0) return -1;
  if (!PyBytes_Check(input)) {
    PyErr_Format(S.PyExc_TypeError, "underlying read() should have returned a bytes object, not '%.200s'", tp_name(input));
    Py_DECREF(input);
    return -1;
  }
  const flags = PyLong_FromLong(cookie.dec_flags);
  const snapshot = PyTuple_Pack(2, flags, input);
  Py_DECREF(flags);
  Py_XSETREF(self + T.snapshot, snapshot);
  const decoded = snapshot === 0 ? 0 : PyObject_CallMethodObjArgs(obj(self, T.decoder), _Py_ID('decode'), input, cookie.need_eof ? S.Py_True : S.Py_False);
  Py_DECREF(input);
  if (!check_decoded(decoded)) return -1;
  set_decoded_chars(self, decoded);
  if (PyUnicode_GET_LENGTH(decoded) < cookie.chars_to_skip) {
    PyErr_SetString(S.PyExc_OSError, "can't restore logical file position");
    return -1;
  }
  write_ssize(self + T.decoded_chars_used, cookie.chars_to_skip);
  return 0;
}

function textiowrapper_tell(self: number): number {
  if (!CHECK_ATTACHED(self) || !CHECK_CLOSED(self)) return 0;
  if (!b(self, T.seekable)) return iobase_unsupported('underlying stream is not seekable');
  if (!b(self, T.telling)) {
    PyErr_SetString(S.PyExc_OSError, 'telling position disabled by next() call');
    return 0;
  }
  if (writeflush(self) < 0 || _PyFile_Flush(self) < 0) return 0;
  const posobj = PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID('tell'));
  if (posobj === 0) return 0;
  const snapshot = obj(self, T.snapshot);
  if (obj(self, T.decoder) === 0 || snapshot === 0) return posobj;
  const start_pos = PyLong_AsLongLong(posobj);
  Py_DECREF(posobj);
  if (start_pos === -1 && PyErr_Occurred()) return 0;
  const dec_flags = PyLong_AsLong(PyTuple_GET_ITEM(snapshot, 0));
  if (dec_flags === -1 && PyErr_Occurred()) return 0;
  const next_input = PyTuple_GET_ITEM(snapshot, 1);
  const cookie: cookie_type = { start_pos: start_pos - PyBytes_GET_SIZE(next_input), dec_flags, bytes_to_feed: 0, chars_to_skip: 0, need_eof: false };
  const used = read_ssize(self + T.decoded_chars_used);
  if (used === 0) return build_cookie(cookie);
  const saved_state = PyObject_CallMethodNoArgs(obj(self, T.decoder), _Py_ID('getstate'));
  if (saved_state === 0) return 0;
  const bytes = HEAPU8.slice(PyBytes_AS_STRING(next_input), PyBytes_AS_STRING(next_input) + PyBytes_GET_SIZE(next_input));
  const ok = find_start_point(self, cookie, bytes, used);
  const exc = ok ? 0 : PyErr_GetRaisedException();
  const res = PyObject_CallMethodOneArg(obj(self, T.decoder), _Py_ID('setstate'), saved_state);
  Py_DECREF(saved_state);
  if (exc !== 0) {
    Py_XDECREF(res);
    PyErr_SetRaisedException(exc);
    return 0;
  }
  if (res === 0) return 0;
  Py_DECREF(res);
  return build_cookie(cookie);
}

/** How many characters the decoder makes of the bytes; -1 with an exception. */
function decoded_length(self: number, bytes: Uint8Array, final: boolean): number {
  const o = PyBytes_FromStringAndSize(bytes, bytes.length);
  if (o === 0) return -1;
  const decoded = PyObject_CallMethodObjArgs(obj(self, T.decoder), _Py_ID('decode'), o, final ? S.Py_True : S.Py_False);
  Py_DECREF(o);
  if (!check_decoded(decoded)) return -1;
  const n = PyUnicode_GET_LENGTH(decoded);
  Py_DECREF(decoded);
  return n;
}

/** The number of bytes that the decoder holds back, and its flags; null with an exception. */
function decoder_getstate(self: number): [held: number, flags: number] | null {
  const state = decoder_snapshot(self);
  if (state === null) return null;
  const r: [number, number] = [PyBytes_GET_SIZE(state[0]), PyLong_AsLong(state[1])];
  Py_DECREF(state[0]);
  Py_DECREF(state[1]);
  return PyErr_Occurred() ? null : r;
}

/** Moves the cookie to a safe start point as near as possible before character `chars_to_skip` of `input`. */
function find_start_point(self: number, cookie: cookie_type, input: Uint8Array, chars_to_skip: number): boolean {
  // A guess by the ratio of bytes and characters, stepping back until the decoder holds nothing.
  let skip_bytes = Math.trunc(HEAPF64[(self + T.b2cratio) >> 3] * chars_to_skip);
  let skip_back = 1;
  while (skip_bytes > 0) {
    if (decoder_setstate(self, cookie) < 0) return false;
    const n = decoded_length(self, input.subarray(0, skip_bytes), false);
    if (n < 0) return false;
    if (n <= chars_to_skip) {
      const state = decoder_getstate(self);
      if (state === null) return false;
      if (state[0] === 0) {
        cookie.dec_flags = state[1];
        chars_to_skip -= n;
        break;
      }
      skip_bytes -= state[0];
      skip_back = 1;
    } else {
      skip_bytes -= skip_back;
      skip_back *= 2;
    }
  }
  if (skip_bytes <= 0) {
    skip_bytes = 0;
    if (decoder_setstate(self, cookie) < 0) return false;
  }
  cookie.start_pos += skip_bytes;
  cookie.chars_to_skip = chars_to_skip;
  return chars_to_skip === 0 || feed_bytewise(self, cookie, input.subarray(skip_bytes), chars_to_skip);
}

/** Feeds byte by byte, noting the nearest safe start point, until the characters are there. */
function feed_bytewise(self: number, cookie: cookie_type, input: Uint8Array, chars_to_skip: number): boolean {
  let chars_decoded = 0;
  let i = 0;
  for (; i < input.length; i++) {
    const n = decoded_length(self, input.subarray(i, i + 1), false);
    if (n < 0) return false;
    chars_decoded += n;
    cookie.bytes_to_feed += 1;
    const state = decoder_getstate(self);
    if (state === null) return false;
    if (state[0] === 0 && chars_decoded <= chars_to_skip) {
      cookie.start_pos += cookie.bytes_to_feed;
      chars_to_skip -= chars_decoded;
      cookie.dec_flags = state[1];
      cookie.bytes_to_feed = 0;
      chars_decoded = 0;
    }
    if (chars_decoded >= chars_to_skip) break;
  }
  if (i === input.length) {
    // Not enough: the end of the file may bring more.
    const n = decoded_length(self, new Uint8Array(0), true);
    if (n < 0) return false;
    chars_decoded += n;
    cookie.need_eof = true;
    if (chars_decoded < chars_to_skip) {
      PyErr_SetString(S.PyExc_OSError, "can't reconstruct logical file position");
      return false;
    }
  }
  cookie.chars_to_skip = chars_to_skip;
  return true;
}

function textiowrapper_truncate(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('truncate', nargs, 0, 1)) return 0;
  if (!CHECK_ATTACHED(self) || _PyFile_Flush(self) < 0) return 0;
  return PyObject_CallMethodOneArg(obj(self, T.buffer), _Py_ID('truncate'), nargs > 0 ? arg(args, 0) : S.Py_None);
}

// --- the rest -------------------------------------------------------------------------------------------------------

/** " name=..." for repr, '' without the attribute; null with an exception that is no Exception. */
function repr_part(self: number, attr: string, res: number): number {
  const o = PyObject_GetAttr(self, _Py_ID(attr));
  if (o === 0) {
    if (!PyErr_ExceptionMatches(S.PyExc_Exception)) {
      Py_DECREF(res);
      return 0;
    }
    PyErr_Clear();
    return res;
  }
  const s = PyUnicode_FromFormat('%U %s=%R', res, attr, o);
  Py_DECREF(o);
  Py_DECREF(res);
  return s;
}

function textiowrapper_repr(self: number): number {
  if (!CHECK_INITIALIZED(self)) return 0;
  const status = Py_ReprEnter(self);
  if (status !== 0) {
    if (status > 0) PyErr_Format(S.PyExc_RuntimeError, 'reentrant call inside %.100s.__repr__', tp_name(self));
    return 0;
  }
  let res = PyUnicode_FromFormat('<%.100s', tp_name(self));
  if (res !== 0) res = repr_part(self, 'name', res);
  if (res !== 0) res = repr_part(self, 'mode', res);
  if (res !== 0) {
    const s = PyUnicode_FromFormat('%U encoding=%R>', res, obj(self, T.encoding));
    Py_DECREF(res);
    res = s;
  }
  Py_ReprLeave(self);
  return res;
}

const forwarded = (name: string) => (self: number): number => (CHECK_ATTACHED(self) ? PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID(name)) : 0);

function textiowrapper_flush(self: number): number {
  if (!CHECK_ATTACHED(self) || !CHECK_CLOSED(self)) return 0;
  set_b(self, T.telling, b(self, T.seekable));
  return writeflush(self) < 0 ? 0 : PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID('flush'));
}

function textiowrapper_close(self: number): number {
  if (!CHECK_ATTACHED(self)) return 0;
  let res = textiowrapper_closed_get(self);
  if (res === 0) return 0;
  const r = PyObject_IsTrue(res);
  Py_DECREF(res);
  if (r !== 0) return r < 0 ? 0 : S.Py_None;
  if (b(self, T.finalizing)) {
    res = PyObject_CallMethodOneArg(obj(self, T.buffer), _Py_ID('_dealloc_warn'), self);
    if (res !== 0) Py_DECREF(res);
    else PyErr_Clear();
  }
  const exc = _PyFile_Flush(self) < 0 ? PyErr_GetRaisedException() : 0;
  res = PyObject_CallMethodNoArgs(obj(self, T.buffer), _Py_ID('close'));
  if (exc !== 0) {
    _PyErr_ChainExceptions1(exc);
    Py_XDECREF(res);
    res = 0;
  }
  return res;
}

function textiowrapper_name_get(self: number): number {
  return CHECK_ATTACHED(self) ? PyObject_GetAttr(obj(self, T.buffer), _Py_ID('name')) : 0;
}
function textiowrapper_closed_get(self: number): number {
  return CHECK_ATTACHED(self) ? PyObject_GetAttr(obj(self, T.buffer), _Py_ID('closed')) : 0;
}
function textiowrapper_newlines_get(self: number): number {
  if (!CHECK_ATTACHED(self)) return 0;
  const decoder = obj(self, T.decoder);
  if (decoder === 0 || PyObject_HasAttrWithError(decoder, _Py_ID('newlines')) !== 1) return PyErr_Occurred() ? 0 : S.Py_None;
  return PyObject_GetAttr(decoder, _Py_ID('newlines'));
}
function textiowrapper_errors_get(self: number): number {
  return CHECK_INITIALIZED(self) ? Py_NewRef(obj(self, T.errors)) : 0;
}
function textiowrapper_chunk_size_get(self: number): number {
  return CHECK_ATTACHED(self) ? PyLong_FromLong(read_ssize(self + T.chunk_size)) : 0;
}
function textiowrapper_chunk_size_set(self: number, value: number): number {
  if (!CHECK_ATTACHED(self)) return -1;
  if (value === 0) {
    PyErr_SetString(S.PyExc_AttributeError, 'cannot delete attribute');
    return -1;
  }
  const n = PyNumber_AsSsize_t(value, S.PyExc_ValueError);
  if (n === -1 && PyErr_Occurred()) return -1;
  if (n <= 0) {
    PyErr_SetString(S.PyExc_ValueError, 'a strictly positive integer is required');
    return -1;
  }
  write_ssize(self + T.chunk_size, n);
  return 0;
}

static_type(S.PyTextIOWrapper_Type, {
  tp_name: '_io.TextIOWrapper', tp_basicsize: T.SIZEOF, tp_base: S.PyTextIOBase_Type, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)\n--\n\nText over a buffered binary stream.',
  tp_new: PyType_GenericNew, tp_init: textiowrapper_init, tp_dealloc: textiowrapper_dealloc, tp_traverse: textiowrapper_traverse, tp_clear: textiowrapper_clear,
  tp_repr: textiowrapper_repr, tp_iternext: textiowrapper_iternext, tp_dictoffset: T.dict, tp_weaklistoffset: T.weakreflist,
  tp_methods: [
    ['detach', textiowrapper_detach, METH_NOARGS, 'detach($self, /)\n--\n\n'],
    ['reconfigure', textiowrapper_reconfigure, METH_FASTCALL | METH_KEYWORDS, 'reconfigure($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, write_through=None)\n--\n\nChange the stream in place; it is flushed first.'],
    ['write', textiowrapper_write, METH_O, 'write($self, text, /)\n--\n\n'],
    ['read', textiowrapper_read, METH_FASTCALL, 'read($self, size=-1, /)\n--\n\n'],
    ['readline', textiowrapper_readline, METH_FASTCALL, 'readline($self, size=-1, /)\n--\n\n'],
    ['flush', textiowrapper_flush, METH_NOARGS, 'flush($self, /)\n--\n\n'],
    ['close', textiowrapper_close, METH_NOARGS, 'close($self, /)\n--\n\n'],
    ['fileno', forwarded('fileno'), METH_NOARGS, 'fileno($self, /)\n--\n\n'],
    ['seekable', forwarded('seekable'), METH_NOARGS, 'seekable($self, /)\n--\n\n'],
    ['readable', forwarded('readable'), METH_NOARGS, 'readable($self, /)\n--\n\n'],
    ['writable', forwarded('writable'), METH_NOARGS, 'writable($self, /)\n--\n\n'],
    ['isatty', forwarded('isatty'), METH_NOARGS, 'isatty($self, /)\n--\n\n'],
    ['seek', textiowrapper_seek, METH_FASTCALL, 'seek($self, cookie, whence=os.SEEK_SET, /)\n--\n\nGo to a position that tell() gave.'],
    ['tell', textiowrapper_tell, METH_NOARGS, 'tell($self, /)\n--\n\nThe position as an opaque number.'],
    ['truncate', textiowrapper_truncate, METH_FASTCALL, 'truncate($self, pos=None, /)\n--\n\n'],
    ['__reduce__', _PyIOBase_cannot_pickle, METH_NOARGS, '__reduce__($self, /)\n--\n\n'],
    ['__reduce_ex__', _PyIOBase_cannot_pickle, METH_O, '__reduce_ex__($self, object, /)\n--\n\n'],
  ],
  tp_members: [
    ['encoding', _Py_T_OBJECT, T.encoding, Py_READONLY], ['buffer', _Py_T_OBJECT, T.buffer, Py_READONLY], ['line_buffering', Py_T_BOOL, T.line_buffering, Py_READONLY],
    ['write_through', Py_T_BOOL, T.write_through, Py_READONLY], ['_finalizing', Py_T_BOOL, T.finalizing, 0],
  ],
  tp_getset: [
    ['name', textiowrapper_name_get, null], ['closed', textiowrapper_closed_get, null], ['newlines', textiowrapper_newlines_get, null], ['errors', textiowrapper_errors_get, null],
    ['_CHUNK_SIZE', textiowrapper_chunk_size_get, textiowrapper_chunk_size_set],
  ],
});
