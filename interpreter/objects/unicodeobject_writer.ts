// Answers to the _PyUnicodeWriter part of Objects/unicodeobject.c of CPython 3.13.
// Deviation: the struct is a JavaScript object, scratch inside one call; its buffer is a str in the heap as in C.

import { HEAPU16, HEAPU32, HEAPU8 } from '../include/heap';
import { Py_DECREF, Py_INCREF } from '../include/object';
import { _Py_SINGLETON_str_empty } from '../include/statics';
import { PyErr_NoMemory } from '../python/errors';
import { js_max_char } from './stringlib/jstext';
import {
  _PyUnicode_FastCopyCharacters, PyUnicode_CheckExact, PyUnicode_DATA, PyUnicode_FromJS, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_MAX_CHAR_VALUE,
  PyUnicode_New, PyUnicode_Substring, resize_compact, unicode_result, _PyUnicode_FindMaxChar,
} from './unicodeobject';

export class _PyUnicodeWriter {
  /** The str being filled (owned), or 0. */
  buffer = 0;
  data = 0;
  kind = 0;
  maxchar = 0;
  size = 0;
  pos = 0;
  min_length = 0;
  min_char = 0;
  overallocate = false;
  /** The buffer is a whole str of somebody else's: copy before writing. */
  readonly = false;
}

function _PyUnicodeWriter_Update(writer: _PyUnicodeWriter): void {
  writer.maxchar = PyUnicode_MAX_CHAR_VALUE(writer.buffer);
  writer.data = PyUnicode_DATA(writer.buffer);
  if (!writer.readonly) {
    writer.kind = PyUnicode_KIND(writer.buffer);
    writer.size = PyUnicode_GET_LENGTH(writer.buffer);
  } else {
    writer.kind = 0;
    writer.size = 0;
  }
}

export function _PyUnicodeWriter_Init(writer: _PyUnicodeWriter): void {
  writer.buffer = writer.data = writer.kind = writer.maxchar = writer.size = writer.pos = writer.min_length = writer.min_char = 0;
  writer.overallocate = writer.readonly = false;
}

/** Makes room for `length` more characters up to `maxchar`. 0 | -1. */
export function _PyUnicodeWriter_Prepare(writer: _PyUnicodeWriter, length: number, maxchar: number): number {
  if (length === 0 || (maxchar <= writer.maxchar && length <= writer.size - writer.pos)) return 0;
  return _PyUnicodeWriter_PrepareInternal(writer, length, maxchar);
}

function overallocated(writer: _PyUnicodeWriter, newlen: number): number {
  if (writer.overallocate) newlen += Math.floor(newlen / 4);
  return Math.max(newlen, writer.min_length);
}

export function _PyUnicodeWriter_PrepareInternal(writer: _PyUnicodeWriter, length: number, maxchar: number): number {
  const newlen = writer.pos + length;
  maxchar = Math.max(maxchar, writer.min_char);
  if (writer.buffer === 0) {
    writer.buffer = PyUnicode_New(overallocated(writer, newlen), maxchar);
    if (writer.buffer === 0) return -1;
  } else if (newlen > writer.size || writer.readonly || maxchar > writer.maxchar) {
    const grown = newlen > writer.size ? overallocated(writer, newlen) : writer.size;
    if (maxchar > writer.maxchar || writer.readonly) {
      const fresh = PyUnicode_New(grown, Math.max(maxchar, writer.maxchar));
      if (fresh === 0) return -1;
      _PyUnicode_FastCopyCharacters(fresh, 0, writer.buffer, 0, writer.pos);
      Py_DECREF(writer.buffer);
      writer.buffer = fresh;
      writer.readonly = false;
    } else {
      const resized = resize_compact(writer.buffer, grown);
      if (resized === 0) return -1;
      writer.buffer = resized;
    }
  } else return 0;
  _PyUnicodeWriter_Update(writer);
  return 0;
}

/** Stores one character at writer.pos; room must be prepared. */
function put(writer: _PyUnicodeWriter, ch: number): void {
  const i = writer.pos++;
  if (writer.kind === 1) HEAPU8[writer.data + i] = ch;
  else if (writer.kind === 2) HEAPU16[(writer.data >> 1) + i] = ch;
  else HEAPU32[(writer.data >> 2) + i] = ch;
}

export function _PyUnicodeWriter_WriteCharInline(writer: _PyUnicodeWriter, ch: number): number {
  if (_PyUnicodeWriter_Prepare(writer, 1, ch) < 0) return -1;
  put(writer, ch);
  return 0;
}

export function _PyUnicodeWriter_WriteChar(writer: _PyUnicodeWriter, ch: number): number {
  return _PyUnicodeWriter_WriteCharInline(writer, ch);
}

/** Appends a str (borrowed). 0 | -1. */
export function _PyUnicodeWriter_WriteStr(writer: _PyUnicodeWriter, str: number): number {
  const len = PyUnicode_GET_LENGTH(str);
  if (len === 0) return 0;
  const maxchar = PyUnicode_MAX_CHAR_VALUE(str);
  if (maxchar > writer.maxchar || len > writer.size - writer.pos) {
    if (writer.buffer === 0 && !writer.overallocate && PyUnicode_CheckExact(str)) {
      writer.readonly = true;
      Py_INCREF(str);
      writer.buffer = str;
      _PyUnicodeWriter_Update(writer);
      writer.pos += len;
      return 0;
    }
    if (_PyUnicodeWriter_PrepareInternal(writer, len, maxchar) < 0) return -1;
  }
  _PyUnicode_FastCopyCharacters(writer.buffer, writer.pos, str, 0, len);
  writer.pos += len;
  return 0;
}

export function _PyUnicodeWriter_WriteSubstring(writer: _PyUnicodeWriter, str: number, start: number, end: number): number {
  if (start === end) return 0;
  if (start === 0 && end === PyUnicode_GET_LENGTH(str)) return _PyUnicodeWriter_WriteStr(writer, str);
  const maxchar = PyUnicode_MAX_CHAR_VALUE(str) > writer.maxchar ? _PyUnicode_FindMaxChar(str, start, end) : writer.maxchar;
  const len = end - start;
  if (_PyUnicodeWriter_Prepare(writer, len, maxchar) < 0) return -1;
  _PyUnicode_FastCopyCharacters(writer.buffer, writer.pos, str, start, len);
  writer.pos += len;
  return 0;
}

/** Appends JavaScript text (any characters; surrogate pairs become one character). 0 | -1. */
export function _PyUnicodeWriter_WriteASCIIString(writer: _PyUnicodeWriter, text: string, len = -1): number {
  const s = len >= 0 && len < text.length ? text.slice(0, len) : text;
  if (s.length === 0) return 0;
  const maxchar = js_max_char(s);
  if (maxchar > 0xffff || (maxchar >= 0xd800 && maxchar < 0xe000)) {
    const str = PyUnicode_FromJS(s);
    if (str === 0) return -1;
    const r = _PyUnicodeWriter_WriteStr(writer, str);
    Py_DECREF(str);
    return r;
  }
  if (_PyUnicodeWriter_Prepare(writer, s.length, maxchar) < 0) return -1;
  for (let i = 0; i < s.length; i++) put(writer, s.charCodeAt(i));
  return 0;
}

export const _PyUnicodeWriter_WriteLatin1String = _PyUnicodeWriter_WriteASCIIString;

/** Appends `n` times `ch`. 0 | -1. */
export function _PyUnicodeWriter_WriteFill(writer: _PyUnicodeWriter, ch: number, n: number): number {
  if (n <= 0) return 0;
  if (_PyUnicodeWriter_Prepare(writer, n, ch) < 0) return -1;
  for (let i = 0; i < n; i++) put(writer, ch);
  return 0;
}

/** Returns new: the str. The writer is empty afterwards. May fail. */
export function _PyUnicodeWriter_Finish(writer: _PyUnicodeWriter): number {
  if (writer.pos === 0) {
    _PyUnicodeWriter_Dealloc(writer);
    return _Py_SINGLETON_str_empty;
  }
  const str = writer.buffer;
  writer.buffer = 0;
  if (writer.readonly) {
    writer.readonly = false;
    if (writer.pos === PyUnicode_GET_LENGTH(str)) return str;
    const part = PyUnicode_Substring(str, 0, writer.pos);
    Py_DECREF(str);
    return part;
  }
  if (PyUnicode_GET_LENGTH(str) === writer.pos) return unicode_result(str);
  const fitted = resize_compact(str, writer.pos);
  if (fitted === 0) {
    Py_DECREF(str);
    PyErr_NoMemory();
    return 0;
  }
  return unicode_result(fitted);
}

export function _PyUnicodeWriter_Dealloc(writer: _PyUnicodeWriter): void {
  if (writer.buffer !== 0) Py_DECREF(writer.buffer);
  writer.buffer = 0;
}
