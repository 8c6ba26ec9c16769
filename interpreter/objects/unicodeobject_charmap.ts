// Answers to the charmap codec of Objects/unicodeobject.c of CPython 3.13.
// Deviation: PyUnicode_BuildEncodingMap gives a dict always, never an EncodingMap (a three-level table): same encodings.

import { HEAPU8 } from '../include/heap';
import { Py_DECREF } from '../include/object';
import { _Py_SINGLETON_str_empty, Py_None, PyExc_LookupError, PyExc_TypeError } from '../include/statics';
import { PyErr_BadArgument, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyObject_GetItem } from './abstract';
import { PyBytes_AsJS, PyBytes_Check } from './bytesobject';
import { PyDict_New, PyDict_SetItem } from './dictobject';
import { PyLong_AsLong, PyLong_Check, PyLong_FromLong } from './longobject';
import { Decoder, Encoder } from './stringlib/codec_errors';
import {
  MAX_UNICODE, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR, type_name,
} from './unicodeobject';
import { _PyUnicode_AsLatin1String, escape_char, PyUnicode_DecodeLatin1 } from './unicodeobject_codecs';
import { _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteCharInline, _PyUnicodeWriter_WriteStr } from './unicodeobject_writer';

const UNDEFINED = 0xfffe;
const UNDEFINED_REASON = 'character maps to <undefined>';

/** Returns new. `mapping`: a str, anything with __getitem__, or NULL for latin-1. May run Python code; may fail. */
export function PyUnicode_DecodeCharmap(s: number, size: number, mapping: number, errors: string | null): number {
  if (mapping === 0) return PyUnicode_DecodeLatin1(s, size, errors);
  if (size === 0) return _Py_SINGLETON_str_empty;
  const d = new Decoder('charmap', errors, s, size);
  const decode = PyUnicode_CheckExact(mapping) ? decode_string_char : decode_mapping_char;
  let i = 0;
  while (i >= 0 && i < d.size) {
    const r = decode(d, HEAPU8[d.s + i], mapping);
    if (r < 0) i = -1;
    else i = r === 0 ? i + 1 : d.error(UNDEFINED_REASON, i, i + 1);
  }
  d.close();
  if (i >= 0) return _PyUnicodeWriter_Finish(d.writer);
  _PyUnicodeWriter_Dealloc(d.writer);
  return 0;
}

/** Writes what byte `c` stands for: 0; 1 when it is undefined; -1 with an exception. */
function decode_string_char(d: Decoder, c: number, mapping: number): number {
  const x = c < PyUnicode_GET_LENGTH(mapping) ? PyUnicode_READ_CHAR(mapping, c) : UNDEFINED;
  return x === UNDEFINED ? 1 : _PyUnicodeWriter_WriteCharInline(d.writer, x);
}

function decode_mapping_char(d: Decoder, c: number, mapping: number): number {
  const item = get_item(mapping, c);
  if (item === 0) return PyErr_Occurred() ? -1 : 1;
  const r = write_item(d, item);
  Py_DECREF(item);
  return r;
}

function write_item(d: Decoder, item: number): number {
  if (item === Py_None) return 1;
  if (PyLong_Check(item)) {
    const value = PyLong_AsLong(item);
    if (value === UNDEFINED) return 1;
    if (value < 0 || value > MAX_UNICODE) {
      PyErr_Format(PyExc_TypeError, 'character mapping must be in range(0x%x)', MAX_UNICODE + 1);
      return -1;
    }
    return _PyUnicodeWriter_WriteCharInline(d.writer, value);
  }
  if (PyUnicode_Check(item)) {
    if (PyUnicode_GET_LENGTH(item) === 1 && PyUnicode_READ_CHAR(item, 0) === UNDEFINED) return 1;
    return _PyUnicodeWriter_WriteStr(d.writer, item);
  }
  PyErr_SetString(PyExc_TypeError, 'character mapping must return integer, None or str');
  return -1;
}

/** mapping[c] (new); 0 without an exception when it has none. */
function get_item(mapping: number, c: number): number {
  const key = PyLong_FromLong(c);
  if (key === 0) return 0;
  const item = PyObject_GetItem(mapping, key);
  Py_DECREF(key);
  if (item === 0 && PyErr_ExceptionMatches(PyExc_LookupError)) PyErr_Clear();
  return item;
}

/** Returns new: a mapping from character to byte for the decoding table `string`. May fail. */
export function PyUnicode_BuildEncodingMap(string: number): number {
  if (!PyUnicode_Check(string) || PyUnicode_GET_LENGTH(string) === 0) return PyErr_BadArgument();
  const result = PyDict_New();
  if (result === 0) return 0;
  const kind = PyUnicode_KIND(string);
  const data = PyUnicode_DATA(string);
  for (let i = 0; i < Math.min(PyUnicode_GET_LENGTH(string), 256); i++) {
    const key = PyLong_FromLong(PyUnicode_READ(kind, data, i));
    const value = PyLong_FromLong(i);
    const r = key === 0 || value === 0 ? -1 : PyUnicode_READ(kind, data, i) === UNDEFINED ? 0 : PyDict_SetItem(result, key, value);
    if (key !== 0) Py_DECREF(key);
    if (value !== 0) Py_DECREF(value);
    if (r < 0) {
      Py_DECREF(result);
      return 0;
    }
  }
  return result;
}

/** Appends what `c` becomes. 0; 1 when the mapping has nothing for it; -1 with an exception. */
function charmapencode_output(e: Encoder, c: number, mapping: number): number {
  const x = get_item(mapping, c);
  if (x === 0) return PyErr_Occurred() ? -1 : 1;
  let r = 0;
  if (x === Py_None) r = 1;
  else if (PyLong_Check(x)) {
    const value = PyLong_AsLong(x);
    if (value < 0 || value > 255) {
      PyErr_SetString(PyExc_TypeError, 'character mapping must be in range(256)');
      r = -1;
    } else e.sink.push(value);
  } else if (PyBytes_Check(x)) e.sink.append(PyBytes_AsJS(x));
  else {
    PyErr_Format(PyExc_TypeError, 'character mapping must return integer, bytes or None, not %.400s', type_name(x));
    r = -1;
  }
  Py_DECREF(x);
  return r;
}

/** Appends the mapped characters of `text`; an unmapped one raises the error of [start, end). 0 | -1. */
function output_text(e: Encoder, text: string, mapping: number, start: number, end: number): number {
  for (const ch of text) {
    const r = charmapencode_output(e, ch.codePointAt(0) as number, mapping);
    if (r < 0) return -1;
    if (r > 0) return e.raise(UNDEFINED_REASON, start, end);
  }
  return 0;
}

/** Whether the mapping has nothing for `c`: 1, 0, -1 with an exception. */
function unmapped(e: Encoder, c: number, mapping: number): number {
  const length = e.sink.length;
  const r = charmapencode_output(e, c, mapping);
  e.sink.length = length;
  return r;
}

function charmap_encoding_error(e: Encoder, start: number, mapping: number): number {
  const n = PyUnicode_GET_LENGTH(e.unicode);
  let end = start + 1;
  for (; end < n; end++) {
    const r = unmapped(e, PyUnicode_READ_CHAR(e.unicode, end), mapping);
    if (r < 0) return -1;
    if (r === 0) break;
  }
  switch (e.errors) {
    case 'ignore':
      return end;
    case 'replace':
      for (let i = start; i < end; i++) if (output_text(e, '?', mapping, start, end) < 0) return -1;
      return end;
    case 'xmlcharrefreplace':
      for (let i = start; i < end; i++) {
        if (output_text(e, escape_char('xmlcharrefreplace', PyUnicode_READ_CHAR(e.unicode, i)), mapping, start, end) < 0) return -1;
      }
      return end;
    default:
  }
  const pos = e.error(UNDEFINED_REASON, start, end);
  if (pos < 0) return -1;
  if (e.bytes !== null) {
    e.sink.append(e.bytes);
    return pos;
  }
  for (let i = 0; i < PyUnicode_GET_LENGTH(e.text); i++) {
    if (output_text(e, String.fromCodePoint(PyUnicode_READ_CHAR(e.text, i)), mapping, start, end) < 0) return -1;
  }
  return pos;
}

/** Returns new: bytes. May run Python code; may fail. */
export function _PyUnicode_EncodeCharmap(unicode: number, mapping: number, errors: string | null): number {
  if (mapping === 0) return _PyUnicode_AsLatin1String(unicode, errors);
  const n = PyUnicode_GET_LENGTH(unicode);
  const e = new Encoder('charmap', errors, unicode, n);
  let i = 0;
  while (i >= 0 && i < n) {
    const r = charmapencode_output(e, PyUnicode_READ_CHAR(unicode, i), mapping);
    if (r < 0) i = -1;
    else i = r === 0 ? i + 1 : charmap_encoding_error(e, i, mapping);
  }
  e.close();
  return i < 0 ? 0 : e.sink.finish();
}

export function PyUnicode_AsCharmapString(unicode: number, mapping: number): number {
  return PyUnicode_Check(unicode) && mapping !== 0 ? _PyUnicode_EncodeCharmap(unicode, mapping, null) : PyErr_BadArgument();
}
