// Answers to the codecs of Objects/unicodeobject.c and Objects/stringlib/codecs.h of CPython 3.13: encode, decode and the
// built-in codecs utf-8, utf-16, utf-32, latin-1, ascii. Deviation: unicode_escape and charmap are in unicodeobject_escape.ts
// and unicodeobject_charmap.ts; the locale encoding is always UTF-8. A `const char *` of bytes is an address.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { Py_buffer, PyInterpreterState } from '../include/generated/offsets';
import { HEAP32, HEAPU16, HEAPU32, HEAPU8, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF, Py_XDECREF } from '../include/object';
import { _Py_SINGLETON_str_empty, _PyInterpreterState_Main, PyExc_RuntimeWarning, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { _PyCodec_DecodeText, _PyCodec_EncodeText, _PyCodec_Lookup, PyCodec_LookupError, PyCodec_StrictErrors } from '../python/codecs';
import { PyErr_BadArgument, PyErr_Format, PyErr_SetString, PyErr_WarnFormat } from '../python/errors';
import { PyOS_FSPath } from '../modules/posixmodule';
import { PyBuffer_FillInfo, PyBuffer_Release, PyObject_CheckBuffer, PyObject_GetBuffer } from './abstract';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { _PyBytes_FromSize, PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from './bytesobject';
import { _PyUnicodeEncodeError_Create } from './exceptions';
import { PyMemoryView_FromBuffer } from './memoryobject';
import { buffer_len, buffer_ptr } from './stringlib/clinic';
import { Decoder, Encoder } from './stringlib/codec_errors';
import {
  _PyUnicode_FromASCII, get_latin1_char, PyUnicode_AsJS, PyUnicode_Check, PyUnicode_DATA, PyUnicode_FromJS, PyUnicode_GET_LENGTH,
  PyUnicode_IS_ASCII, PyUnicode_KIND, PyUnicode_New, PyUnicode_READ, type_name,
} from './unicodeobject';
import { _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_Prepare, _PyUnicodeWriter_WriteCharInline } from './unicodeobject_writer';

export * from './unicodeobject_charmap';
export * from './unicodeobject_escape';

const PyBUF_FULL_RO = 0x011c;

// ---- choosing a codec

/** Lower case, runs of other characters than letters, digits and '.' as one '_'. null when it is not ASCII. */
export function _Py_normalize_encoding(encoding: string): string | null {
  let out = '';
  let punct = false;
  for (const ch of encoding) {
    if (/[A-Za-z0-9.]/.test(ch)) {
      if (punct && out !== '') out += '_';
      punct = false;
      out += ch.toLowerCase();
    } else punct = true;
    if (ch > '\x7f') return null;
  }
  return out;
}

type BuiltinCodec = 'utf-8' | 'utf-16' | 'utf-32' | 'ascii' | 'latin-1' | null;

function builtin_codec(encoding: string | null): BuiltinCodec {
  if (encoding === null) return 'utf-8';
  switch (_Py_normalize_encoding(encoding)) {
    case 'utf_8': case 'utf8': return 'utf-8';
    case 'utf_16': case 'utf16': return 'utf-16';
    case 'utf_32': case 'utf32': return 'utf-32';
    case 'ascii': case 'us_ascii': return 'ascii';
    case 'latin1': case 'latin_1': case 'iso_8859_1': case 'iso8859_1': return 'latin-1';
    default: return null;
  }
}

const KNOWN_ERRORS = new Set(['strict', 'ignore', 'replace', 'surrogateescape', 'surrogatepass']);

/** In dev mode names are looked up that may not be needed. 0 | -1. */
function unicode_check_encoding_errors(encoding: string | null, errors: string | null): number {
  if (HEAP32[(_PyInterpreterState_Main + PyInterpreterState.dev_mode) >> 2] === 0) return 0;
  if (encoding !== null && builtin_codec(encoding) === null) {
    const codec = _PyCodec_Lookup(encoding);
    if (codec === 0) return -1;
    Py_DECREF(codec);
  }
  if (errors !== null && !KNOWN_ERRORS.has(errors)) {
    const handler = PyCodec_LookupError(errors);
    if (handler === 0) return -1;
    Py_DECREF(handler);
  }
  return 0;
}

/** Returns new. May run Python code (a codec); may fail. */
export function PyUnicode_Decode(s: number, size: number, encoding: string | null, errors: string | null): number {
  if (unicode_check_encoding_errors(encoding, errors) < 0) return 0;
  switch (builtin_codec(encoding)) {
    case 'utf-8': return PyUnicode_DecodeUTF8Stateful(s, size, errors, 0);
    case 'utf-16': return PyUnicode_DecodeUTF16Stateful(s, size, errors, 0, 0);
    case 'utf-32': return PyUnicode_DecodeUTF32Stateful(s, size, errors, 0, 0);
    case 'ascii': return PyUnicode_DecodeASCII(s, size, errors);
    case 'latin-1': return PyUnicode_DecodeLatin1(s, size, errors);
    default: return decode_by_registry(s, size, encoding as string, errors);
  }
}

function decode_by_registry(s: number, size: number, encoding: string, errors: string | null): number {
  const mark = stackSave();
  const info = stackAlloc(Py_buffer.SIZEOF);
  let unicode = 0;
  if (PyBuffer_FillInfo(info, 0, s, size, 1, PyBUF_FULL_RO) === 0) {
    const buffer = PyMemoryView_FromBuffer(info);
    if (buffer !== 0) {
      unicode = _PyCodec_DecodeText(buffer, encoding, errors);
      Py_DECREF(buffer);
    }
  }
  stackRestore(mark);
  if (unicode !== 0 && !PyUnicode_Check(unicode)) {
    PyErr_Format(
      PyExc_TypeError, "'%.400s' decoder returned '%.400s' instead of 'str'; use codecs.decode() to decode to arbitrary types", encoding, type_name(unicode),
    );
    Py_DECREF(unicode);
    return 0;
  }
  return unicode;
}

/** Returns new: text of bytes or a buffer. May run Python code; may fail. */
export function PyUnicode_FromEncodedObject(obj: number, encoding: string | null, errors: string | null): number {
  if (PyBytes_Check(obj)) {
    if (PyBytes_GET_SIZE(obj) === 0) return empty_checked(encoding, errors);
    return PyUnicode_Decode(PyBytes_AS_STRING(obj), PyBytes_GET_SIZE(obj), encoding, errors);
  }
  if (PyUnicode_Check(obj)) {
    PyErr_SetString(PyExc_TypeError, 'decoding str is not supported');
    return 0;
  }
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  let result = 0;
  if (!PyObject_CheckBuffer(obj) || PyObject_GetBuffer(obj, view, 0) < 0) {
    PyErr_Format(PyExc_TypeError, 'decoding to str: need a bytes-like object, %.80s found', type_name(obj));
  } else {
    result = buffer_len(view) === 0 ? empty_checked(encoding, errors) : PyUnicode_Decode(buffer_ptr(view), buffer_len(view), encoding, errors);
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return result;
}

/** Nothing to decode: encoding and errors are not even looked up, but in dev mode. */
function empty_checked(encoding: string | null, errors: string | null): number {
  return unicode_check_encoding_errors(encoding, errors) < 0 ? 0 : _Py_SINGLETON_str_empty;
}

/** Returns new: bytes. May run Python code; may fail. */
export function PyUnicode_AsEncodedString(unicode: number, encoding: string | null, errors: string | null): number {
  if (!PyUnicode_Check(unicode)) return PyErr_BadArgument();
  if (unicode_check_encoding_errors(encoding, errors) < 0) return 0;
  switch (builtin_codec(encoding)) {
    case 'utf-8': return _PyUnicode_AsUTF8String(unicode, errors);
    case 'utf-16': return _PyUnicode_EncodeUTF16(unicode, errors, 0);
    case 'utf-32': return _PyUnicode_EncodeUTF32(unicode, errors, 0);
    case 'ascii': return _PyUnicode_AsASCIIString(unicode, errors);
    case 'latin-1': return _PyUnicode_AsLatin1String(unicode, errors);
    default: return encode_by_registry(unicode, encoding as string, errors);
  }
}

function encode_by_registry(unicode: number, encoding: string, errors: string | null): number {
  const v = _PyCodec_EncodeText(unicode, encoding, errors);
  if (v === 0 || PyBytes_Check(v)) return v;
  if (PyByteArray_Check(v)) {
    const warned = PyErr_WarnFormat(PyExc_RuntimeWarning, 1, "encoder %s returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types", encoding);
    const b = warned < 0 ? 0 : PyBytes_FromStringAndSize(PyByteArray_AS_STRING(v), HEAP32[(v + 16) >> 2]);
    Py_DECREF(v);
    return b;
  }
  PyErr_Format(
    PyExc_TypeError, "'%.400s' encoder returned '%.400s' instead of 'bytes'; use codecs.encode() to encode to arbitrary types", encoding, type_name(v),
  );
  Py_DECREF(v);
  return 0;
}

/** Raises UnicodeEncodeError at the first surrogate. */
export function raise_surrogates_not_allowed(unicode: number, encoding: string): void {
  const kind = PyUnicode_KIND(unicode);
  const data = PyUnicode_DATA(unicode);
  const n = PyUnicode_GET_LENGTH(unicode);
  let start = 0;
  while (start < n && !is_surrogate(PyUnicode_READ(kind, data, start))) start++;
  let end = start;
  while (end < n && is_surrogate(PyUnicode_READ(kind, data, end))) end++;
  const exc = _PyUnicodeEncodeError_Create(encoding, unicode, start, end, 'surrogates not allowed');
  if (exc !== 0) PyCodec_StrictErrors(exc);
  Py_XDECREF(exc);
}

export function is_surrogate(ch: number): boolean {
  return ch >= 0xd800 && ch <= 0xdfff;
}

export const Py_UNICODE_IS_SURROGATE = is_surrogate;

/** Finishes a decoder: the str, or 0 when `ok` is false. */
function finish(d: Decoder, ok: boolean): number {
  d.close();
  if (ok) return _PyUnicodeWriter_Finish(d.writer);
  _PyUnicodeWriter_Dealloc(d.writer);
  return 0;
}

function finish_encoder(e: Encoder, ok: boolean): number {
  e.close();
  return ok ? e.sink.finish() : 0;
}

// ---- utf-8

/** The length of the UTF-8 form; -1 when there is a surrogate. */
export function utf8_length(op: number): number {
  const n = PyUnicode_GET_LENGTH(op);
  if (PyUnicode_IS_ASCII(op)) return n;
  const kind = PyUnicode_KIND(op);
  const data = PyUnicode_DATA(op);
  let total = n;
  for (let i = 0; i < n; i++) {
    const c = PyUnicode_READ(kind, data, i);
    if (c < 0x80) continue;
    if (c < 0x800) total += 1;
    else if (c < 0x10000) {
      if (is_surrogate(c)) return -1;
      total += 2;
    } else total += 3;
  }
  return total;
}

/** Writes the UTF-8 form at `p`; there are no surrogates. Returns the end. */
export function encode_utf8_into(op: number, p: number): number {
  const n = PyUnicode_GET_LENGTH(op);
  const kind = PyUnicode_KIND(op);
  const data = PyUnicode_DATA(op);
  for (let i = 0; i < n; i++) {
    const c = PyUnicode_READ(kind, data, i);
    if (c < 0x80) HEAPU8[p++] = c;
    else if (c < 0x800) {
      HEAPU8[p++] = 0xc0 | (c >> 6);
      HEAPU8[p++] = 0x80 | (c & 63);
    } else if (c < 0x10000) {
      HEAPU8[p++] = 0xe0 | (c >> 12);
      HEAPU8[p++] = 0x80 | ((c >> 6) & 63);
      HEAPU8[p++] = 0x80 | (c & 63);
    } else {
      HEAPU8[p++] = 0xf0 | (c >> 18);
      HEAPU8[p++] = 0x80 | ((c >> 12) & 63);
      HEAPU8[p++] = 0x80 | ((c >> 6) & 63);
      HEAPU8[p++] = 0x80 | (c & 63);
    }
  }
  return p;
}

function push_utf8(e: Encoder, c: number): void {
  const { sink } = e;
  if (c < 0x80) sink.push(c);
  else if (c < 0x800) {
    sink.push(0xc0 | (c >> 6));
    sink.push(0x80 | (c & 63));
  } else {
    if (c < 0x10000) sink.push(0xe0 | (c >> 12));
    else {
      sink.push(0xf0 | (c >> 18));
      sink.push(0x80 | ((c >> 12) & 63));
    }
    sink.push(0x80 | ((c >> 6) & 63));
    sink.push(0x80 | (c & 63));
  }
}

export function PyUnicode_AsUTF8String(unicode: number): number {
  return _PyUnicode_AsUTF8String(unicode, null);
}

/** Returns new: bytes. May run Python code (an error handler); may fail. */
export function _PyUnicode_AsUTF8String(unicode: number, errors: string | null): number {
  if (!PyUnicode_Check(unicode)) return PyErr_BadArgument();
  if (PyUnicode_IS_ASCII(unicode)) return PyBytes_FromStringAndSize(PyUnicode_DATA(unicode), PyUnicode_GET_LENGTH(unicode));
  const n = utf8_length(unicode);
  if (n >= 0) {
    const bytes = _PyBytes_FromSize(n);
    if (bytes !== 0) encode_utf8_into(unicode, PyBytes_AS_STRING(bytes));
    return bytes;
  }
  const e = new Encoder('utf-8', errors, unicode, PyUnicode_GET_LENGTH(unicode));
  return finish_encoder(e, encode_utf8_errors(e));
}

function encode_utf8_errors(e: Encoder): boolean {
  const n = PyUnicode_GET_LENGTH(e.unicode);
  const kind = PyUnicode_KIND(e.unicode);
  const data = PyUnicode_DATA(e.unicode);
  for (let i = 0; i < n; ) {
    const c = PyUnicode_READ(kind, data, i);
    if (!is_surrogate(c)) {
      push_utf8(e, c);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < n && is_surrogate(PyUnicode_READ(kind, data, end))) end++;
    i = surrogate_error(e, i, end, kind, data, 1);
    if (i < 0) return false;
  }
  return true;
}

/** Writes what stands for the surrogates [start, end) in utf-8. Returns the position to go on at, or -1. */
function surrogate_error(e: Encoder, start: number, end: number, kind: number, data: number, _unit: number): number {
  const reason = 'surrogates not allowed';
  switch (e.errors) {
    case 'replace':
      for (let i = start; i < end; i++) e.sink.push(0x3f);
      return end;
    case 'ignore':
      return end;
    case 'surrogatepass':
      for (let i = start; i < end; i++) push_utf8(e, PyUnicode_READ(kind, data, i));
      return end;
    case 'backslashreplace': case 'xmlcharrefreplace':
      for (let i = start; i < end; i++) push_ascii(e, escape_char(e.errors, PyUnicode_READ(kind, data, i)));
      return end;
    case 'surrogateescape': {
      let i = start;
      for (; i < end; i++) {
        const c = PyUnicode_READ(kind, data, i);
        if (c < 0xdc80 || c > 0xdcff) break;
        e.sink.push(c & 0xff);
      }
      if (i === end) return end;
      start = i;
      break;
    }
    default:
  }
  const pos = e.error(reason, start, end);
  if (pos < 0) return -1;
  if (e.bytes !== null) e.sink.append(e.bytes);
  else {
    if (!PyUnicode_IS_ASCII(e.text)) return e.raise(reason, start, end);
    push_ascii(e, PyUnicode_AsJS(e.text));
  }
  return pos;
}

export function push_ascii(e: Encoder, text: string): void {
  for (let i = 0; i < text.length; i++) e.sink.push(text.charCodeAt(i));
}

/** A character as backslashreplace or xmlcharrefreplace writes it. */
export function escape_char(errors: string, c: number): string {
  if (errors === 'xmlcharrefreplace') return `&#${c};`;
  if (c < 0x100) return `\\x${c.toString(16).padStart(2, '0')}`;
  return c < 0x10000 ? `\\u${c.toString(16).padStart(4, '0')}` : `\\U${c.toString(16).padStart(8, '0')}`;
}

let decoded = 0;
let reason_of_error = '';

/** The character at s (the result; its length in `decoded`), or -1: an error of `decoded` bytes. `decoded` 0: incomplete at the end. */
function utf8_char(s: number, end: number): number {
  const c = HEAPU8[s];
  const b1 = s + 1 < end ? HEAPU8[s + 1] : -1;
  reason_of_error = 'invalid start byte';
  decoded = 1;
  if (c < 0xc2 || c > 0xf4) return -1;
  reason_of_error = 'invalid continuation byte';
  if (c < 0xe0) {
    if (b1 < 0) return incomplete(end - s);
    if ((b1 & 0xc0) !== 0x80) return -1;
    decoded = 2;
    return ((c & 31) << 6) | (b1 & 63);
  }
  const low = c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
  const high = c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
  if (b1 < 0) return incomplete(end - s);
  if (b1 < low || b1 > high) return -1;
  if (s + 2 >= end) return incomplete(end - s);
  const b2 = HEAPU8[s + 2];
  decoded = 2;
  if ((b2 & 0xc0) !== 0x80) return -1;
  decoded = 3;
  if (c < 0xf0) return ((c & 15) << 12) | ((b1 & 63) << 6) | (b2 & 63);
  if (s + 3 >= end) return incomplete(end - s);
  const b3 = HEAPU8[s + 3];
  if ((b3 & 0xc0) !== 0x80) return -1;
  decoded = 4;
  return ((c & 7) << 18) | ((b1 & 63) << 12) | ((b2 & 63) << 6) | (b3 & 63);
}

function incomplete(n: number): -1 {
  reason_of_error = 'unexpected end of data';
  decoded = -n;
  return -1;
}

function ascii_run(s: number, end: number): number {
  let p = s;
  while (p < end && HEAPU8[p] < 0x80) p++;
  return p - s;
}

export function PyUnicode_DecodeUTF8(s: number, size: number, errors: string | null): number {
  return PyUnicode_DecodeUTF8Stateful(s, size, errors, 0);
}

/** Returns new. With `consumed` (an address) an incomplete end is left. May run Python code (an error handler); may fail. */
export function PyUnicode_DecodeUTF8Stateful(s: number, size: number, errors: string | null, consumed: number): number {
  if (consumed !== 0) write_ssize(consumed, size);
  if (size === 0) return _Py_SINGLETON_str_empty;
  if (size === 1 && HEAPU8[s] < 128) return get_latin1_char(HEAPU8[s]);
  if (ascii_run(s, s + size) === size) return _PyUnicode_FromASCII(s, size);
  const d = new Decoder('utf-8', errors, s, size);
  return finish(d, decode_utf8(d, consumed));
}

/** Whether s ends in the first two bytes of a surrogate, which an error handler may want whole. */
function half_surrogate(s: number, size: number): boolean {
  return size === 2 && HEAPU8[s] === 0xed && HEAPU8[s + 1] >= 0xa0 && HEAPU8[s + 1] <= 0xbf;
}

function decode_utf8(d: Decoder, consumed: number): boolean {
  for (let i = 0; i < d.size; ) {
    const run = ascii_run(d.s + i, d.s + d.size);
    if (run > 0) {
      if (write_latin1(d, i, run) < 0) return false;
      i += run;
      continue;
    }
    const ch = utf8_char(d.s + i, d.s + d.size);
    if (ch >= 0) {
      if (_PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0) return false;
      i += decoded;
      continue;
    }
    if (consumed !== 0 && (decoded < 0 || half_surrogate(d.s + i, d.size - i))) {
      write_ssize(consumed, i);
      return true;
    }
    const end = i + Math.abs(decoded);
    if (d.errors === 'surrogateescape') {
      for (; i < end; i++) if (_PyUnicodeWriter_WriteCharInline(d.writer, 0xdc00 + HEAPU8[d.s + i]) < 0) return false;
    } else i = d.error(reason_of_error, i, end);
    if (i < 0) return false;
  }
  return true;
}

/** Writes `n` bytes from position `i` as the characters of the same number. */
function write_latin1(d: Decoder, i: number, n: number): number {
  const w = d.writer;
  if (_PyUnicodeWriter_Prepare(w, n, 0x7f) < 0) return -1;
  const s = d.s + i;
  if (w.kind === 1) HEAPU8.copyWithin(w.data + w.pos, s, s + n);
  else if (w.kind === 2) for (let j = 0, t = (w.data >> 1) + w.pos; j < n; j++) HEAPU16[t + j] = HEAPU8[s + j];
  else for (let j = 0, t = (w.data >> 2) + w.pos; j < n; j++) HEAPU32[t + j] = HEAPU8[s + j];
  w.pos += n;
  return 0;
}

// ---- latin-1, ascii

/** Returns new. Does not fail but for memory. */
export function PyUnicode_DecodeLatin1(s: number, size: number, _errors: string | null): number {
  if (size === 0) return _Py_SINGLETON_str_empty;
  if (size === 1) return get_latin1_char(HEAPU8[s]);
  const op = PyUnicode_New(size, ascii_run(s, s + size) === size ? 127 : 255);
  if (op !== 0) HEAPU8.copyWithin(PyUnicode_DATA(op), s, s + size);
  return op;
}

/** Returns new. May run Python code (an error handler); may fail. */
export function PyUnicode_DecodeASCII(s: number, size: number, errors: string | null): number {
  if (size === 0) return _Py_SINGLETON_str_empty;
  if (size === 1 && HEAPU8[s] < 128) return get_latin1_char(HEAPU8[s]);
  if (ascii_run(s, s + size) === size) return _PyUnicode_FromASCII(s, size);
  const d = new Decoder('ascii', errors, s, size);
  let ok = true;
  for (let i = 0; ok && i < d.size; ) {
    const run = ascii_run(d.s + i, d.s + d.size);
    if (run > 0) {
      ok = write_latin1(d, i, run) === 0;
      i += run;
    } else if (errors === 'surrogateescape') ok = _PyUnicodeWriter_WriteCharInline(d.writer, 0xdc00 + HEAPU8[d.s + i++]) === 0;
    else {
      i = d.error('ordinal not in range(128)', i, i + 1);
      ok = i >= 0;
    }
  }
  return finish(d, ok);
}

export function PyUnicode_AsLatin1String(unicode: number): number {
  return _PyUnicode_AsLatin1String(unicode, null);
}

export function _PyUnicode_AsLatin1String(unicode: number, errors: string | null): number {
  if (!PyUnicode_Check(unicode)) return PyErr_BadArgument();
  if (PyUnicode_KIND(unicode) === 1) return PyBytes_FromStringAndSize(PyUnicode_DATA(unicode), PyUnicode_GET_LENGTH(unicode));
  return unicode_encode_ucs1(unicode, errors, 256);
}

export function PyUnicode_AsASCIIString(unicode: number): number {
  return _PyUnicode_AsASCIIString(unicode, null);
}

export function _PyUnicode_AsASCIIString(unicode: number, errors: string | null): number {
  if (!PyUnicode_Check(unicode)) return PyErr_BadArgument();
  if (PyUnicode_IS_ASCII(unicode)) return PyBytes_FromStringAndSize(PyUnicode_DATA(unicode), PyUnicode_GET_LENGTH(unicode));
  return unicode_encode_ucs1(unicode, errors, 128);
}

function unicode_encode_ucs1(unicode: number, errors: string | null, limit: number): number {
  const e = new Encoder(limit === 256 ? 'latin-1' : 'ascii', errors, unicode, PyUnicode_GET_LENGTH(unicode));
  return finish_encoder(e, encode_ucs1(e, limit));
}

function encode_ucs1(e: Encoder, limit: number): boolean {
  const n = PyUnicode_GET_LENGTH(e.unicode);
  const kind = PyUnicode_KIND(e.unicode);
  const data = PyUnicode_DATA(e.unicode);
  for (let i = 0; i < n; ) {
    const c = PyUnicode_READ(kind, data, i);
    if (c < limit) {
      e.sink.push(c);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < n && PyUnicode_READ(kind, data, end) >= limit) end++;
    i = ucs1_error(e, i, end, kind, data, limit);
    if (i < 0) return false;
  }
  return true;
}

function ucs1_error(e: Encoder, start: number, end: number, kind: number, data: number, limit: number): number {
  const reason = `ordinal not in range(${limit})`;
  switch (e.errors) {
    case 'replace':
      for (let i = start; i < end; i++) e.sink.push(0x3f);
      return end;
    case 'ignore':
      return end;
    case 'backslashreplace': case 'xmlcharrefreplace':
      for (let i = start; i < end; i++) push_ascii(e, escape_char(e.errors, PyUnicode_READ(kind, data, i)));
      return end;
    case 'surrogateescape': {
      let i = start;
      for (; i < end; i++) {
        const c = PyUnicode_READ(kind, data, i);
        if (c < 0xdc80 || c > 0xdcff) break;
        e.sink.push(c & 0xff);
      }
      if (i === end) return end;
      start = i;
      break;
    }
    default:
  }
  const pos = e.error(reason, start, end);
  if (pos < 0) return -1;
  if (e.bytes !== null) {
    e.sink.append(e.bytes);
    return pos;
  }
  const text_kind = PyUnicode_KIND(e.text);
  const text_data = PyUnicode_DATA(e.text);
  for (let i = 0; i < PyUnicode_GET_LENGTH(e.text); i++) {
    const c = PyUnicode_READ(text_kind, text_data, i);
    if (c >= limit) return e.raise(reason, start, end);
    e.sink.push(c);
  }
  return pos;
}

// ---- utf-16, utf-32

/** The byte order that the int at `byteorder` asks for (-1, 0, 1), 0 for NULL. */
function byte_order(byteorder: number): number {
  return byteorder === 0 ? 0 : HEAP32[byteorder >> 2];
}

function unit16(p: number, big: boolean): number {
  return big ? (HEAPU8[p] << 8) | HEAPU8[p + 1] : HEAPU8[p] | (HEAPU8[p + 1] << 8);
}

function unit32(p: number, big: boolean): number {
  const u = big
    ? (HEAPU8[p] << 24) | (HEAPU8[p + 1] << 16) | (HEAPU8[p + 2] << 8) | HEAPU8[p + 3]
    : HEAPU8[p] | (HEAPU8[p + 1] << 8) | (HEAPU8[p + 2] << 16) | (HEAPU8[p + 3] << 24);
  return u >>> 0;
}

type DecodeUnits = (d: Decoder, i: number, big: boolean, stateful: boolean) => number;

/** UTF-16 and UTF-32 alike: finds the byte order (`byteorder` or the mark), then decodes the units. Returns new. */
function decode_wide(s: number, size: number, errors: string | null, byteorder: number, consumed: number, unit: 2 | 4, decode: DecodeUnits): number {
  let bo = byte_order(byteorder);
  let start = 0;
  if (bo === 0 && size >= unit) {
    const mark = unit === 2 ? unit16(s, false) : unit32(s, false);
    if (mark === 0xfeff) bo = -1;
    else if (mark === (unit === 2 ? 0xfffe : 0xfffe0000)) bo = 1;
    if (bo !== 0) start = unit;
  }
  if (size === start) {
    if (consumed !== 0) write_ssize(consumed, size);
    if (byteorder !== 0) HEAP32[byteorder >> 2] = bo;
    return _Py_SINGLETON_str_empty;
  }
  const big = bo === 1;
  const d = new Decoder(`utf-${8 * unit}-${big ? 'be' : 'le'}`, errors, s, size);
  d.writer.min_length = Math.floor(size / unit);
  const end = decode(d, start, big, consumed !== 0);
  if (byteorder !== 0) HEAP32[byteorder >> 2] = bo;
  if (consumed !== 0 && end >= 0) write_ssize(consumed, end);
  return finish(d, end >= 0);
}

export function PyUnicode_DecodeUTF16(s: number, size: number, errors: string | null, byteorder: number): number {
  return PyUnicode_DecodeUTF16Stateful(s, size, errors, byteorder, 0);
}

/** Returns new. `byteorder` (address of an int, or 0): -1 little, 1 big, 0 by the mark; what was found is written there. */
export function PyUnicode_DecodeUTF16Stateful(s: number, size: number, errors: string | null, byteorder: number, consumed: number): number {
  return decode_wide(s, size, errors, byteorder, consumed, 2, decode_utf16);
}

function decode_utf16(d: Decoder, i: number, big: boolean, stateful: boolean): number {
  while (i < d.size) {
    if (i + 1 >= d.size) {
      if (stateful) return i;
      i = d.error('truncated data', i, d.size);
    } else {
      const u = unit16(d.s + i, big);
      let ch = u;
      let n = 2;
      if (is_surrogate(u)) {
        ch = -1;
        if (u >= 0xdc00) i = d.error('illegal encoding', i, i + 2);
        else if (i + 3 >= d.size) {
          if (stateful) return i;
          i = d.error('unexpected end of data', i, d.size);
        } else {
          const low = unit16(d.s + i + 2, big);
          if (low >= 0xdc00 && low <= 0xdfff) {
            ch = 0x10000 + ((u & 0x3ff) << 10) + (low & 0x3ff);
            n = 4;
          } else i = d.error('illegal UTF-16 surrogate', i, i + 2);
        }
      }
      if (ch >= 0) {
        if (_PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0) return -1;
        i += n;
      }
    }
    if (i < 0) return -1;
  }
  return i;
}

export function PyUnicode_DecodeUTF32(s: number, size: number, errors: string | null, byteorder: number): number {
  return PyUnicode_DecodeUTF32Stateful(s, size, errors, byteorder, 0);
}

export function PyUnicode_DecodeUTF32Stateful(s: number, size: number, errors: string | null, byteorder: number, consumed: number): number {
  return decode_wide(s, size, errors, byteorder, consumed, 4, decode_utf32);
}

function decode_utf32(d: Decoder, i: number, big: boolean, stateful: boolean): number {
  while (i < d.size) {
    if (i + 3 >= d.size) {
      if (stateful) return i;
      i = d.error('truncated data', i, d.size);
    } else {
      const ch = unit32(d.s + i, big);
      if (is_surrogate(ch)) i = d.error('code point in surrogate code point range(0xd800, 0xe000)', i, i + 4);
      else if (ch > 0x10ffff) i = d.error('code point not in range(0x110000)', i, i + 4);
      else {
        if (_PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0) return -1;
        i += 4;
      }
    }
    if (i < 0) return -1;
  }
  return i;
}

function push_unit(e: Encoder, u: number, bytes: number, big: boolean): void {
  for (let i = 0; i < bytes; i++) e.sink.push((u >>> (8 * (big ? bytes - 1 - i : i))) & 0xff);
}

function push_utf16(e: Encoder, ch: number, big: boolean): void {
  if (ch < 0x10000) push_unit(e, ch, 2, big);
  else {
    push_unit(e, 0xd800 + ((ch - 0x10000) >> 10), 2, big);
    push_unit(e, 0xdc00 + (ch & 0x3ff), 2, big);
  }
}

function encode_wide(str: number, errors: string | null, byteorder: number, unit: 2 | 4): number {
  if (!PyUnicode_Check(str)) return PyErr_BadArgument();
  const encoding = `utf-${unit * 8}${byteorder < 0 ? '-le' : byteorder > 0 ? '-be' : ''}`;
  const big = byteorder > 0;
  const n = PyUnicode_GET_LENGTH(str);
  const kind = PyUnicode_KIND(str);
  const data = PyUnicode_DATA(str);
  const e = new Encoder(encoding, errors, str, n);
  const push = (ch: number): void => (unit === 2 ? push_utf16(e, ch, big) : push_unit(e, ch, 4, big));
  if (byteorder === 0) push(0xfeff);
  let ok = true;
  for (let i = 0; ok && i < n; ) {
    const ch = PyUnicode_READ(kind, data, i);
    if (is_surrogate(ch)) {
      i = wide_error(e, i, unit, push);
      ok = i >= 0;
    } else {
      push(ch);
      i++;
    }
  }
  return finish_encoder(e, ok);
}

function wide_error(e: Encoder, i: number, unit: number, push: (ch: number) => void): number {
  const reason = 'surrogates not allowed';
  const pos = e.error(reason, i, i + 1);
  if (pos < 0) return -1;
  if (e.bytes !== null) {
    if (e.bytes.length % unit !== 0) return e.raise(reason, i, i + 1);
    e.sink.append(e.bytes);
  } else {
    if (!PyUnicode_IS_ASCII(e.text)) return e.raise(reason, i, i + 1);
    for (const c of PyUnicode_AsJS(e.text)) push(c.charCodeAt(0));
  }
  return pos;
}

/** Returns new: bytes; byteorder -1 little, 1 big, 0 little with a mark. */
export function _PyUnicode_EncodeUTF16(str: number, errors: string | null, byteorder: number): number {
  return encode_wide(str, errors, byteorder, 2);
}

export function _PyUnicode_EncodeUTF32(str: number, errors: string | null, byteorder: number): number {
  return encode_wide(str, errors, byteorder, 4);
}

export function PyUnicode_AsUTF16String(unicode: number): number {
  return _PyUnicode_EncodeUTF16(unicode, null, 0);
}

export function PyUnicode_AsUTF32String(unicode: number): number {
  return _PyUnicode_EncodeUTF32(unicode, null, 0);
}

// ---- the file system's encoding: utf-8 with surrogateescape

/** Returns new: bytes. May fail. */
export function PyUnicode_EncodeFSDefault(unicode: number): number {
  return _PyUnicode_AsUTF8String(unicode, 'surrogateescape');
}

export function PyUnicode_EncodeLocale(unicode: number, errors: string | null): number {
  return _PyUnicode_AsUTF8String(unicode, errors);
}

/** Returns new: the str of a path, which is JavaScript text or the address of a C string. May fail. */
export function PyUnicode_DecodeFSDefault(s: string | number): number {
  if (typeof s === 'string') return PyUnicode_FromJS(s);
  let end = s;
  while (HEAPU8[end] !== 0) end++;
  return PyUnicode_DecodeFSDefaultAndSize(s, end - s);
}

export function PyUnicode_DecodeFSDefaultAndSize(s: string | number, size: number): number {
  if (typeof s === 'string') return PyUnicode_FromJS(s.slice(0, size));
  return PyUnicode_DecodeUTF8Stateful(s, size, 'surrogateescape', 0);
}

export function PyUnicode_DecodeLocale(s: string | number, errors: string | null): number {
  if (typeof s === 'string') return PyUnicode_FromJS(s);
  let end = s;
  while (HEAPU8[end] !== 0) end++;
  return PyUnicode_DecodeUTF8Stateful(s, end - s, errors, 0);
}

export const PyUnicode_DecodeLocaleAndSize = PyUnicode_DecodeUTF8;

/** Converter: writes the bytes (new) of a path (str, bytes, os.PathLike) at `addr`. 1 | 0. */
export function PyUnicode_FSConverter(arg: number, addr: number): number {
  if (arg === 0) {
    Py_DECREF(HEAP32[addr >> 2]);
    write_ptr(addr, 0);
    return 1;
  }
  const path = PyOS_FSPath(arg);
  if (path === 0) return 0;
  let output = path;
  if (!PyBytes_Check(path)) {
    output = PyUnicode_EncodeFSDefault(path);
    Py_DECREF(path);
    if (output === 0) return 0;
  }
  const p = PyBytes_AS_STRING(output);
  for (let i = 0; i < PyBytes_GET_SIZE(output); i++) {
    if (HEAPU8[p + i] === 0) {
      PyErr_SetString(PyExc_ValueError, 'embedded null byte');
      Py_DECREF(output);
      return 0;
    }
  }
  write_ptr(addr, output);
  return 0x20000;
}

/** Converter: writes the str (new) of a path at `addr`. 1 | 0. */
export function PyUnicode_FSDecoder(arg: number, addr: number): number {
  if (arg === 0) {
    Py_DECREF(HEAP32[addr >> 2]);
    write_ptr(addr, 0);
    return 1;
  }
  const path = PyOS_FSPath(arg);
  if (path === 0) return 0;
  let output = path;
  if (!PyUnicode_Check(path)) {
    output = PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(path), PyBytes_GET_SIZE(path));
    Py_DECREF(path);
    if (output === 0) return 0;
  }
  if (PyUnicode_AsJS(output).indexOf('\0') >= 0) {
    PyErr_SetString(PyExc_ValueError, 'embedded null character');
    Py_DECREF(output);
    return 0;
  }
  write_ptr(addr, output);
  return 0x20000;
}
