// Answers to Modules/_codecsmodule.c of CPython 3.13: the registry and the built-in codecs as functions.

import { PyBytes_DecodeEscape } from '../objects/bytesobject_format';
import { PyObject_IsTrue } from '../objects/object';
import { _PyUnicode_AsASCIIString, _PyUnicode_AsLatin1String, _PyUnicode_AsUTF8String, _PyUnicode_EncodeUTF16, _PyUnicode_EncodeUTF32, PyUnicode_DecodeASCII, PyUnicode_DecodeLatin1, PyUnicode_DecodeUTF16Stateful, PyUnicode_DecodeUTF32Stateful, PyUnicode_DecodeUTF8Stateful } from '../objects/unicodeobject_codecs';
import { _PyUnicode_DecodeRawUnicodeEscapeStateful, _PyUnicode_DecodeUnicodeEscapeStateful, PyUnicode_AsRawUnicodeEscapeString, PyUnicode_AsUnicodeEscapeString } from '../objects/unicodeobject_escape';
import { _PyUnicode_EncodeCharmap, PyUnicode_BuildEncodingMap, PyUnicode_DecodeCharmap } from '../objects/unicodeobject_charmap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, HEAPU8, read_ssize, write_ssize } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_O } from '../include/object';
import { Py_None } from '../include/statics';
import { builtin_module, type MethodSpec } from '../include/typespec';
import { PyBytes_Check, PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';

import { _PyLong_AsInt } from '../objects/longobject';
import { arg_at, buffer_len, buffer_ptr, cstring_arg, get_buffer, release_buffer } from '../objects/stringlib/clinic';
import { ByteSink } from '../objects/stringlib/codec_errors';
import { PyUnicode_AsUTF8Addr, PyUnicode_Check, PyUnicode_GET_LENGTH, PyUnicode_UTF8_LENGTH } from '../objects/unicodeobject';
import { _PyUnicode_EncodeUTF7, PyUnicode_DecodeUTF7Stateful } from '../objects/unicodeobject_utf7';
import {
  _PyCodec_Lookup, PyCodec_Decode, PyCodec_Encode, PyCodec_LookupError, PyCodec_Register, PyCodec_RegisterError, PyCodec_Unregister,
} from '../python/codecs';
import { PyErr_Occurred } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';

// ---- arguments

let failed = false;

/** Argument i as text: null when it is absent or (with `none`) None. Sets `failed` with an exception. */
function text(name: string, args: number, nargs: number, i: number, none = true): string | null {
  const v = arg_at(args, i, nargs);
  failed = false;
  if (v === 0 || (none && v === Py_None)) return null;
  const s = cstring_arg(name, `argument ${i + 1}`, v);
  if (s === null) failed = true;
  else if (none && !PyUnicode_Check(v)) failed = true;
  return s;
}

/** Argument i as bool: -1 with an exception. */
function flag(args: number, nargs: number, i: number): number {
  const v = arg_at(args, i, nargs);
  return v === 0 ? 0 : PyObject_IsTrue(v);
}

function codec_tuple(obj: number, len: number): number {
  return obj === 0 ? 0 : Py_BuildValue('Nn', obj, len);
}

/** The `data` argument: a buffer, or (with `str`) the UTF-8 of a str. Runs `f(address, length)`. */
function with_data(v: number, str: boolean, f: (p: number, n: number) => number): number {
  if (str && PyUnicode_Check(v)) {
    const p = PyUnicode_AsUTF8Addr(v);
    return p === 0 ? 0 : f(p, PyUnicode_UTF8_LENGTH(v));
  }
  const mark = stackSave();
  const view = get_buffer(v);
  const result = view === 0 ? 0 : f(buffer_ptr(view), buffer_len(view));
  release_buffer(view);
  stackRestore(mark);
  return result;
}

// ---- registry

function _codecs_register(_m: number, search_function: number): number {
  return PyCodec_Register(search_function) < 0 ? 0 : Py_None;
}
function _codecs_unregister(_m: number, search_function: number): number {
  return PyCodec_Unregister(search_function) < 0 ? 0 : Py_None;
}
function _codecs_lookup(_m: number, arg: number): number {
  const encoding = cstring_arg('lookup', 'argument', arg);
  return encoding === null ? 0 : _PyCodec_Lookup(encoding);
}

const ENCODE_PARSER = { fname: 'encode', keywords: ['obj', 'encoding', 'errors'] };
const DECODE_PARSER = { fname: 'decode', keywords: ['obj', 'encoding', 'errors'] };

function code(args: number, nargs: number, kwnames: number, encode: boolean): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, encode ? ENCODE_PARSER : DECODE_PARSER, 1, 3, 0, stackAlloc(24));
  const obj = a === 0 ? 0 : HEAP32[a >> 2];
  const e = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  const r = a === 0 ? 0 : HEAP32[(a + 16) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  const name = encode ? 'encode' : 'decode';
  const encoding = e === 0 ? 'utf-8' : cstring_arg(name, "argument 'encoding'", e);
  if (encoding === null) return 0;
  const errors = r === 0 ? null : cstring_arg(name, "argument 'errors'", r);
  if (r !== 0 && errors === null) return 0;
  return encode ? PyCodec_Encode(obj, encoding, errors) : PyCodec_Decode(obj, encoding, errors);
}

function _codecs_encode(_m: number, args: number, nargs: number, kwnames: number): number {
  return code(args, nargs, kwnames, true);
}
function _codecs_decode(_m: number, args: number, nargs: number, kwnames: number): number {
  return code(args, nargs, kwnames, false);
}

function _codecs_register_error(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('register_error', nargs, 2, 2)) return 0;
  const name = cstring_arg('register_error', 'argument 1', HEAP32[args >> 2]);
  return name === null || PyCodec_RegisterError(name, HEAP32[(args + 8) >> 2]) < 0 ? 0 : Py_None;
}
function _codecs_lookup_error(_m: number, arg: number): number {
  const name = cstring_arg('lookup_error', 'argument', arg);
  return name === null ? 0 : PyCodec_LookupError(name);
}

// ---- decoders

type StatefulDecoder = (s: number, size: number, errors: string | null, consumed: number) => number;
type PlainDecoder = (s: number, size: number, errors: string | null) => number;

/** name(data, errors=None, final=False): (text, consumed). */
function stateful(name: string, f: StatefulDecoder, str = false, final_default = 0): MethodSpec {
  return [name, (_m: number, args: number, nargs: number): number => {
    if (!_PyArg_CheckPositional(name, nargs, 1, 3)) return 0;
    const errors = text(name, args, nargs, 1);
    if (failed) return 0;
    const final = nargs < 3 ? final_default : flag(args, nargs, 2);
    if (final < 0) return 0;
    return with_data(HEAP32[args >> 2], str, (p, n) => consuming(n, final, (consumed) => f(p, n, errors, consumed)));
  }, METH_FASTCALL];
}

function consuming(n: number, final: number, f: (consumed: number) => number): number {
  const mark = stackSave();
  const consumed = stackAlloc(8);
  write_ssize(consumed, n);
  const decoded = f(final ? 0 : consumed);
  const used = read_ssize(consumed);
  stackRestore(mark);
  return codec_tuple(decoded, used);
}

/** name(data, errors=None): (text, length). */
function plain(name: string, f: PlainDecoder): MethodSpec {
  return [name, (_m: number, args: number, nargs: number): number => {
    if (!_PyArg_CheckPositional(name, nargs, 1, 2)) return 0;
    const errors = text(name, args, nargs, 1);
    if (failed) return 0;
    return with_data(HEAP32[args >> 2], false, (p, n) => codec_tuple(f(p, n, errors), n));
  }, METH_FASTCALL];
}

/** A decoder of utf-16 or utf-32 with a fixed byte order. */
function ordered(f: (s: number, size: number, errors: string | null, byteorder: number, consumed: number) => number, order: number): StatefulDecoder {
  return (s, size, errors, consumed) => {
    const mark = stackSave();
    const byteorder = stackAlloc(8);
    HEAP32[byteorder >> 2] = order;
    const result = f(s, size, errors, byteorder, consumed);
    stackRestore(mark);
    return result;
  };
}

/** name(data, errors=None, byteorder=0, final=False): (text, consumed, byteorder). */
function ex_decode(name: string, f: (s: number, size: number, errors: string | null, byteorder: number, consumed: number) => number): MethodSpec {
  return [name, (_m: number, args: number, nargs: number): number => {
    if (!_PyArg_CheckPositional(name, nargs, 1, 4)) return 0;
    const errors = text(name, args, nargs, 1);
    if (failed) return 0;
    const order = nargs < 3 ? 0 : _PyLong_AsInt(HEAP32[(args + 16) >> 2]);
    if (order === -1 && PyErr_Occurred()) return 0;
    const final = flag(args, nargs, 3);
    if (final < 0) return 0;
    return with_data(HEAP32[args >> 2], false, (p, n) => {
      const mark = stackSave();
      const consumed = stackAlloc(8);
      const byteorder = stackAlloc(8);
      write_ssize(consumed, n);
      HEAP32[byteorder >> 2] = order;
      const decoded = f(p, n, errors, byteorder, final ? 0 : consumed);
      const used = read_ssize(consumed);
      const found = HEAP32[byteorder >> 2];
      stackRestore(mark);
      return decoded === 0 ? 0 : Py_BuildValue('Nni', decoded, used, found);
    });
  }, METH_FASTCALL];
}

function _codecs_charmap_decode(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('charmap_decode', nargs, 1, 3)) return 0;
  const errors = text('charmap_decode', args, nargs, 1);
  if (failed) return 0;
  const mapping = arg_at(args, 2, nargs);
  return with_data(HEAP32[args >> 2], false, (p, n) => codec_tuple(PyUnicode_DecodeCharmap(p, n, mapping === Py_None ? 0 : mapping, errors), n));
}

function _codecs_escape_decode(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('escape_decode', nargs, 1, 2)) return 0;
  const errors = text('escape_decode', args, nargs, 1);
  if (failed) return 0;
  return with_data(HEAP32[args >> 2], true, (p, n) => codec_tuple(PyBytes_DecodeEscape(p, n, errors, 0, null), n));
}

/** bytes as the inside of a bytes literal: (bytes, length). */
function _codecs_escape_encode(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('escape_encode', nargs, 1, 2)) return 0;
  const data = HEAP32[args >> 2];
  if (!PyBytes_Check(data)) return _PyArg_BadArgument('escape_encode', 'argument 1', 'bytes', data);
  text('escape_encode', args, nargs, 1);
  if (failed) return 0;
  const sink = new ByteSink();
  const n = PyBytes_GET_SIZE(data);
  const push = (s: string): void => {
    for (let i = 0; i < s.length; i++) sink.push(s.charCodeAt(i));
  };
  for (let i = 0; i < n; i++) {
    const c = HEAPU8[PyBytes_AS_STRING(data) + i];
    if (c === 0x27 || c === 0x5c) push(`\\${String.fromCharCode(c)}`);
    else if (c === 9) push('\\t');
    else if (c === 10) push('\\n');
    else if (c === 13) push('\\r');
    else if (c < 32 || c >= 0x7f) push(`\\x${c.toString(16).padStart(2, '0')}`);
    else sink.push(c);
  }
  return codec_tuple(PyBytes_FromStringAndSize(sink.bytes, sink.length), n);
}

// ---- encoders

/** name(str, errors=None): (bytes, length). */
function encoder(name: string, f: (str: number, errors: string | null) => number): MethodSpec {
  return [name, (_m: number, args: number, nargs: number): number => {
    if (!_PyArg_CheckPositional(name, nargs, 1, 2)) return 0;
    const str = HEAP32[args >> 2];
    if (!PyUnicode_Check(str)) return _PyArg_BadArgument(name, 'argument 1', 'str', str);
    const errors = text(name, args, nargs, 1);
    if (failed) return 0;
    return codec_tuple(f(str, errors), PyUnicode_GET_LENGTH(str));
  }, METH_FASTCALL];
}

/** name(str, errors=None, byteorder=0): (bytes, length). */
function wide_encoder(name: string, f: (str: number, errors: string | null, byteorder: number) => number): MethodSpec {
  return [name, (_m: number, args: number, nargs: number): number => {
    if (!_PyArg_CheckPositional(name, nargs, 1, 3)) return 0;
    const str = HEAP32[args >> 2];
    if (!PyUnicode_Check(str)) return _PyArg_BadArgument(name, 'argument 1', 'str', str);
    const errors = text(name, args, nargs, 1);
    if (failed) return 0;
    const order = nargs < 3 ? 0 : _PyLong_AsInt(HEAP32[(args + 16) >> 2]);
    if (order === -1 && PyErr_Occurred()) return 0;
    return codec_tuple(f(str, errors, order), PyUnicode_GET_LENGTH(str));
  }, METH_FASTCALL];
}

function _codecs_charmap_encode(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('charmap_encode', nargs, 1, 3)) return 0;
  const str = HEAP32[args >> 2];
  if (!PyUnicode_Check(str)) return _PyArg_BadArgument('charmap_encode', 'argument 1', 'str', str);
  const errors = text('charmap_encode', args, nargs, 1);
  if (failed) return 0;
  const mapping = arg_at(args, 2, nargs);
  return codec_tuple(_PyUnicode_EncodeCharmap(str, mapping === Py_None ? 0 : mapping, errors), PyUnicode_GET_LENGTH(str));
}

function _codecs_charmap_build(_m: number, map: number): number {
  if (!PyUnicode_Check(map)) return _PyArg_BadArgument('charmap_build', 'argument', 'str', map);
  return PyUnicode_BuildEncodingMap(map);
}

/** readbuffer_encode(data, errors=None): the bytes of a buffer or of a str's UTF-8. */
function _codecs_readbuffer_encode(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('readbuffer_encode', nargs, 1, 2)) return 0;
  text('readbuffer_encode', args, nargs, 1);
  if (failed) return 0;
  return with_data(HEAP32[args >> 2], true, (p, n) => codec_tuple(PyBytes_FromStringAndSize(p, n), n));
}

builtin_module({
  m_name: '_codecs',
  m_methods: [
    ['register', _codecs_register, METH_O, 'register($module, search_function, /)\n--\n\nAdd a codec search function.'],
    ['unregister', _codecs_unregister, METH_O, 'unregister($module, search_function, /)\n--\n\nRemove a codec search function.'],
    ['lookup', _codecs_lookup, METH_O, 'lookup($module, encoding, /)\n--\n\nThe codec of an encoding.'],
    ['encode', _codecs_encode, METH_FASTCALL | METH_KEYWORDS, "encode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nEncode by a codec."],
    ['decode', _codecs_decode, METH_FASTCALL | METH_KEYWORDS, "decode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nDecode by a codec."],
    ['escape_encode', _codecs_escape_encode, METH_FASTCALL],
    ['escape_decode', _codecs_escape_decode, METH_FASTCALL],
    encoder('utf_8_encode', _PyUnicode_AsUTF8String),
    stateful('utf_8_decode', PyUnicode_DecodeUTF8Stateful),
    encoder('utf_7_encode', _PyUnicode_EncodeUTF7),
    stateful('utf_7_decode', PyUnicode_DecodeUTF7Stateful),
    wide_encoder('utf_16_encode', _PyUnicode_EncodeUTF16),
    encoder('utf_16_le_encode', (s, e) => _PyUnicode_EncodeUTF16(s, e, -1)),
    encoder('utf_16_be_encode', (s, e) => _PyUnicode_EncodeUTF16(s, e, 1)),
    stateful('utf_16_decode', ordered(PyUnicode_DecodeUTF16Stateful, 0)),
    stateful('utf_16_le_decode', ordered(PyUnicode_DecodeUTF16Stateful, -1)),
    stateful('utf_16_be_decode', ordered(PyUnicode_DecodeUTF16Stateful, 1)),
    ex_decode('utf_16_ex_decode', PyUnicode_DecodeUTF16Stateful),
    wide_encoder('utf_32_encode', _PyUnicode_EncodeUTF32),
    encoder('utf_32_le_encode', (s, e) => _PyUnicode_EncodeUTF32(s, e, -1)),
    encoder('utf_32_be_encode', (s, e) => _PyUnicode_EncodeUTF32(s, e, 1)),
    stateful('utf_32_decode', ordered(PyUnicode_DecodeUTF32Stateful, 0)),
    stateful('utf_32_le_decode', ordered(PyUnicode_DecodeUTF32Stateful, -1)),
    stateful('utf_32_be_decode', ordered(PyUnicode_DecodeUTF32Stateful, 1)),
    ex_decode('utf_32_ex_decode', PyUnicode_DecodeUTF32Stateful),
    encoder('unicode_escape_encode', PyUnicode_AsUnicodeEscapeString),
    stateful('unicode_escape_decode', _PyUnicode_DecodeUnicodeEscapeStateful, true, 1),
    encoder('raw_unicode_escape_encode', PyUnicode_AsRawUnicodeEscapeString),
    stateful('raw_unicode_escape_decode', _PyUnicode_DecodeRawUnicodeEscapeStateful, true, 1),
    encoder('latin_1_encode', _PyUnicode_AsLatin1String),
    plain('latin_1_decode', PyUnicode_DecodeLatin1),
    encoder('ascii_encode', _PyUnicode_AsASCIIString),
    plain('ascii_decode', PyUnicode_DecodeASCII),
    ['charmap_encode', _codecs_charmap_encode, METH_FASTCALL],
    ['charmap_decode', _codecs_charmap_decode, METH_FASTCALL],
    ['charmap_build', _codecs_charmap_build, METH_O],
    ['readbuffer_encode', _codecs_readbuffer_encode, METH_FASTCALL],
    ['register_error', _codecs_register_error, METH_FASTCALL, 'register_error($module, errors, handler, /)\n--\n\nRegister an error handler.'],
    ['lookup_error', _codecs_lookup_error, METH_O, 'lookup_error($module, name, /)\n--\n\nThe error handler of this name.'],
  ],
});
