// Answers to the unicode_escape and raw_unicode_escape codecs of Objects/unicodeobject.c of CPython 3.13.

import { HEAPU8, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF } from '../include/object';
import { _Py_SINGLETON_str_empty, PyExc_DeprecationWarning, PyExc_KeyError, PyExc_UnicodeError } from '../include/statics';
import { PyErr_BadArgument, PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString, PyErr_WarnFormat } from '../python/errors';
import { PyImport_ImportModule } from '../python/import';
import { PyObject_CallMethodOneArg } from './call';
import { PyBytes_FromStringAndSize } from './bytesobject';
import { ByteSink, Decoder } from './stringlib/codec_errors';
import { _Py_ID, PyUnicode_Check, PyUnicode_DATA, PyUnicode_FromStringAndSize, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR } from './unicodeobject';
import { _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteCharInline } from './unicodeobject_writer';

const SIMPLE: Record<number, number> = { 0x5c: 0x5c, 0x27: 0x27, 0x22: 0x22, 0x62: 8, 0x66: 12, 0x74: 9, 0x6e: 10, 0x72: 13, 0x76: 11, 0x61: 7 };

function hex_value(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 102 ? l - 87 : -1;
}

/** The first invalid escape found by the decoder that ran last: its position, or -1. */
export let first_invalid_escape = -1;

/** The end of a numeric escape whose digits start at `i`; the value in `hex_result`. -1: the digits end before `count`, at `hex_end`. */
let hex_result = 0;
let hex_end = 0;
function read_hex(d: Decoder, i: number, count: number): boolean {
  hex_result = 0;
  for (hex_end = i; hex_end < i + count; hex_end++) {
    const v = hex_end < d.size ? hex_value(HEAPU8[d.s + hex_end]) : -1;
    if (v < 0) return false;
    hex_result = hex_result * 16 + v;
  }
  return true;
}

const TRUNCATED: Record<number, string> = { 2: 'truncated \\xXX escape', 4: 'truncated \\uXXXX escape', 8: 'truncated \\UXXXXXXXX escape' };

/** A character by name: its code point, -1 when there is none, -2 with an exception. */
function lookup_name(name_addr: number, n: number): number {
  const module = PyImport_ImportModule('unicodedata');
  if (module === 0) {
    PyErr_SetString(PyExc_UnicodeError, "\\N escapes not supported (can't load unicodedata module)");
    return -2;
  }
  const name = PyUnicode_FromStringAndSize(name_addr, n);
  const ch = name === 0 ? 0 : PyObject_CallMethodOneArg(module, _Py_ID('lookup'), name);
  Py_DECREF(module);
  if (name !== 0) Py_DECREF(name);
  if (ch === 0) {
    if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -2;
    PyErr_Clear();
    return -1;
  }
  const code = PyUnicode_GET_LENGTH(ch) === 1 ? PyUnicode_READ_CHAR(ch, 0) : -1;
  Py_DECREF(ch);
  return code;
}

/** Decodes the escape at the backslash `start`. Returns the position after it, or -1; -3: incomplete (when stateful). */
function decode_escape(d: Decoder, start: number, stateful: boolean): number {
  const i = start + 1;
  if (i >= d.size) return stateful ? -3 : d.error('\\ at end of string', start, i);
  const c = HEAPU8[d.s + i];
  if (c === 10) return i + 1;
  const simple = SIMPLE[c];
  if (simple !== undefined) return _PyUnicodeWriter_WriteCharInline(d.writer, simple) < 0 ? -1 : i + 1;
  if (c >= 0x30 && c <= 0x37) return decode_octal(d, i);
  const count = c === 0x78 ? 2 : c === 0x75 ? 4 : c === 0x55 ? 8 : 0;
  if (count > 0) return decode_hex(d, start, i + 1, count, stateful);
  if (c === 0x4e) return decode_name(d, start, stateful);
  if (first_invalid_escape < 0) first_invalid_escape = i;
  if (_PyUnicodeWriter_WriteCharInline(d.writer, 0x5c) < 0 || _PyUnicodeWriter_WriteCharInline(d.writer, c) < 0) return -1;
  return i + 1;
}

function decode_octal(d: Decoder, i: number): number {
  let ch = 0;
  let end = i;
  while (end < d.size && end < i + 3 && HEAPU8[d.s + end] >= 0x30 && HEAPU8[d.s + end] <= 0x37) ch = ch * 8 + HEAPU8[d.s + end++] - 0x30;
  if (ch > 0o377 && first_invalid_escape < 0) first_invalid_escape = i;
  return _PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0 ? -1 : end;
}

function decode_hex(d: Decoder, start: number, i: number, count: number, stateful: boolean): number {
  if (!read_hex(d, i, count)) {
    if (stateful && hex_end >= d.size) return -3;
    return d.error(TRUNCATED[count], start, hex_end);
  }
  if (hex_result > 0x10ffff) return d.error('illegal Unicode character', start, hex_end);
  return _PyUnicodeWriter_WriteCharInline(d.writer, hex_result) < 0 ? -1 : hex_end;
}

function decode_name(d: Decoder, start: number, stateful: boolean): number {
  let i = start + 2;
  if (stateful && i >= d.size) return -3;
  if (i < d.size && HEAPU8[d.s + i] === 0x7b) {
    const name = ++i;
    while (i < d.size && HEAPU8[d.s + i] !== 0x7d) i++;
    if (stateful && i >= d.size) return -3;
    if (i < d.size && i > name) {
      const ch = lookup_name(d.s + name, i - name);
      if (ch === -2) return -1;
      if (ch >= 0) return _PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0 ? -1 : i + 1;
      return d.error('unknown Unicode character name', start, i + 1);
    }
    if (i < d.size) i++;
  }
  return d.error('malformed \\N character escape', start, i);
}

/** Returns new; the first invalid escape's address is written at `first_invalid` (an address or 0; NULL when there is none). */
export function _PyUnicode_DecodeUnicodeEscapeInternal(s: number, size: number, errors: string | null, consumed: number, first_invalid: number): number {
  first_invalid_escape = -1;
  const result = decode_all(s, size, errors, consumed, 'unicodeescape', decode_escape);
  if (first_invalid !== 0) write_ptr(first_invalid, first_invalid_escape < 0 ? 0 : s + first_invalid_escape);
  return result;
}

function decode_all(
  s: number, size: number, errors: string | null, consumed: number, encoding: string, escape: (d: Decoder, start: number, stateful: boolean) => number,
): number {
  if (consumed !== 0) write_ssize(consumed, size);
  if (size === 0) return _Py_SINGLETON_str_empty;
  const d = new Decoder(encoding, errors, s, size);
  let i = 0;
  while (i >= 0 && i < d.size) {
    const c = HEAPU8[d.s + i];
    if (c !== 0x5c) {
      i = _PyUnicodeWriter_WriteCharInline(d.writer, c) < 0 ? -1 : i + 1;
      continue;
    }
    const next = escape(d, i, consumed !== 0);
    if (next === -3) {
      write_ssize(consumed, i);
      break;
    }
    i = next;
  }
  d.close();
  if (i >= 0) return _PyUnicodeWriter_Finish(d.writer);
  _PyUnicodeWriter_Dealloc(d.writer);
  return 0;
}

/** Returns new. An invalid escape is a DeprecationWarning. May run Python code; may fail. */
export function _PyUnicode_DecodeUnicodeEscapeStateful(s: number, size: number, errors: string | null, consumed: number): number {
  const result = _PyUnicode_DecodeUnicodeEscapeInternal(s, size, errors, consumed, 0);
  if (result === 0 || first_invalid_escape < 0) return result;
  if (warn_invalid(s + first_invalid_escape) === 0) return result;
  Py_DECREF(result);
  return 0;
}

/** 0 | -1. */
export function warn_invalid(p: number): number {
  const c = HEAPU8[p];
  if (c >= 0x34 && c <= 0x37) {
    const digits = String.fromCharCode(c, HEAPU8[p + 1], HEAPU8[p + 2]);
    return PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "invalid octal escape sequence '\\%s'", digits);
  }
  return PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "invalid escape sequence '\\%c'", c);
}

export function PyUnicode_DecodeUnicodeEscape(s: number, size: number, errors: string | null): number {
  return _PyUnicode_DecodeUnicodeEscapeStateful(s, size, errors, 0);
}

function decode_raw_escape(d: Decoder, start: number, stateful: boolean): number {
  const c = start + 1 < d.size ? HEAPU8[d.s + start + 1] : -1;
  if (c === -1 && stateful) return -3;
  const count = c === 0x75 ? 4 : c === 0x55 ? 8 : 0;
  if (count === 0) {
    if (_PyUnicodeWriter_WriteCharInline(d.writer, 0x5c) < 0) return -1;
    if (c < 0) return start + 1;
    return _PyUnicodeWriter_WriteCharInline(d.writer, c) < 0 ? -1 : start + 2;
  }
  if (!read_hex(d, start + 2, count)) {
    if (stateful && hex_end >= d.size) return -3;
    return d.error(TRUNCATED[count], start, hex_end);
  }
  if (hex_result > 0x10ffff) return d.error('\\Uxxxxxxxx out of range', start, hex_end);
  return _PyUnicodeWriter_WriteCharInline(d.writer, hex_result) < 0 ? -1 : hex_end;
}

export function _PyUnicode_DecodeRawUnicodeEscapeStateful(s: number, size: number, errors: string | null, consumed: number): number {
  return decode_all(s, size, errors, consumed, 'rawunicodeescape', decode_raw_escape);
}

export function PyUnicode_DecodeRawUnicodeEscape(s: number, size: number, errors: string | null): number {
  return _PyUnicode_DecodeRawUnicodeEscapeStateful(s, size, errors, 0);
}

function push_text(sink: ByteSink, text: string): void {
  for (let i = 0; i < text.length; i++) sink.push(text.charCodeAt(i));
}

function u_escape(ch: number): string {
  return ch < 0x10000 ? `\\u${ch.toString(16).padStart(4, '0')}` : `\\U${ch.toString(16).padStart(8, '0')}`;
}

/** Returns new: bytes. */
export function PyUnicode_AsUnicodeEscapeString(unicode: number): number {
  if (!PyUnicode_Check(unicode)) return PyErr_BadArgument();
  const sink = new ByteSink();
  const kind = PyUnicode_KIND(unicode);
  const data = PyUnicode_DATA(unicode);
  for (let i = 0; i < PyUnicode_GET_LENGTH(unicode); i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (ch === 0x5c) push_text(sink, '\\\\');
    else if (ch === 9) push_text(sink, '\\t');
    else if (ch === 10) push_text(sink, '\\n');
    else if (ch === 13) push_text(sink, '\\r');
    else if (ch >= 0x20 && ch < 0x7f) sink.push(ch);
    else push_text(sink, ch < 0x100 ? `\\x${ch.toString(16).padStart(2, '0')}` : u_escape(ch));
  }
  return PyBytes_FromStringAndSize(sink.bytes, sink.length);
}

/** Returns new: bytes. */
export function PyUnicode_AsRawUnicodeEscapeString(unicode: number): number {
  if (!PyUnicode_Check(unicode)) return PyErr_BadArgument();
  const sink = new ByteSink();
  const kind = PyUnicode_KIND(unicode);
  const data = PyUnicode_DATA(unicode);
  for (let i = 0; i < PyUnicode_GET_LENGTH(unicode); i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (ch < 0x100) sink.push(ch);
    else push_text(sink, u_escape(ch));
  }
  return PyBytes_FromStringAndSize(sink.bytes, sink.length);
}
