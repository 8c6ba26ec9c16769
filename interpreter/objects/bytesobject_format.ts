// Answers to PyBytes_FromFormat, _PyBytes_FormatEx (%) and _PyBytes_DecodeEscape of Objects/bytesobject.c of CPython 3.13.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAPU8, read_ptr, utf8_bytes, write_ptr } from '../include/heap';
import { Py_DECREF, Py_SIZE } from '../include/object';
import { PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyIndex_Check, PyNumber_Index, PyObject_CheckBuffer } from './abstract';
import { PyByteArray_AS_STRING, PyByteArray_Check, PyByteArray_FromJS } from './bytearrayobject';
import { PyBytes_AsJS, PyBytes_Check, PyBytes_FromJS, PyBytes_FromStringAndSize } from './bytesobject';
import { _PyObject_CallNoArgs } from './call';
import { PyFloat_AsDouble } from './floatobject';
import { PyLong_AsLong } from './longobject';
import { PyObject_ASCII } from './object';
import { buffer_len, buffer_ptr, get_buffer, release_buffer } from './stringlib/clinic';
import { ByteSink } from './stringlib/codec_errors';
import { F_LJUST, FormatArgs, type FormatSpec, type FormatText, format_number, is_float_format, is_int_format, parse_spec } from './stringlib/percent_format';
import { _PyObject_LookupSpecial } from './typeobject';
import { _Py_ID, PyUnicode_AsJS, PyUnicode_Check, type_name } from './unicodeobject';
import { PyUnicode_FromFormatV, type FormatArgument } from './unicodeobject_format';
import { PyUnicode_AsUTF8String } from './unicodeobject_codecs';
import { warn_invalid } from './unicodeobject_escape';

/** Returns new: bytes. As PyUnicode_FromFormat, without objects. May fail. */
export function PyBytes_FromFormat(format: string, ...args: FormatArgument[]): number {
  return PyBytes_FromFormatV(format, args);
}

export function PyBytes_FromFormatV(format: string, args: readonly FormatArgument[]): number {
  const s = PyUnicode_FromFormatV(format, args);
  if (s === 0) return 0;
  const b = PyUnicode_AsUTF8String(s);
  Py_DECREF(s);
  return b;
}

// ---- bytes % args

/** The byte of %c, or -1 with an exception. */
function byte_converter(arg: number): number {
  if (PyBytes_Check(arg) && Py_SIZE(arg) === 1) return HEAPU8[arg + 32];
  if (PyByteArray_Check(arg) && Py_SIZE(arg) === 1) return HEAPU8[PyByteArray_AS_STRING(arg)];
  if (PyIndex_Check(arg)) {
    const iobj = PyNumber_Index(arg);
    if (iobj === 0) return -1;
    const ival = PyLong_AsLong(iobj);
    Py_DECREF(iobj);
    if (ival === -1 && PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_OverflowError)) return -1;
    if (ival >= 0 && ival <= 255) return ival;
    PyErr_SetString(PyExc_OverflowError, '%c arg not in range(256)');
    return -1;
  }
  PyErr_SetString(PyExc_TypeError, '%c requires an integer in range(256) or a single byte');
  return -1;
}

/** The bytes of %b and %s, or null with an exception. */
function format_obj(v: number): Uint8Array | null {
  if (PyBytes_Check(v)) return PyBytes_AsJS(v);
  if (PyByteArray_Check(v)) return HEAPU8.slice(PyByteArray_AS_STRING(v), PyByteArray_AS_STRING(v) + Py_SIZE(v));
  const func = _PyObject_LookupSpecial(v, _Py_ID('__bytes__'));
  if (func !== 0) {
    const result = _PyObject_CallNoArgs(func);
    Py_DECREF(func);
    if (result === 0) return null;
    if (!PyBytes_Check(result)) {
      PyErr_Format(PyExc_TypeError, '__bytes__ returned non-bytes (type %.200s)', type_name(result));
      Py_DECREF(result);
      return null;
    }
    const bytes = PyBytes_AsJS(result);
    Py_DECREF(result);
    return bytes;
  }
  if (PyErr_Occurred()) return null;
  if (PyObject_CheckBuffer(v)) {
    const mark = stackSave();
    const view = get_buffer(v);
    const bytes = view === 0 ? null : HEAPU8.slice(buffer_ptr(view), buffer_ptr(view) + buffer_len(view));
    release_buffer(view);
    stackRestore(mark);
    return bytes;
  }
  PyErr_Format(PyExc_TypeError, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%.100s'", type_name(v));
  return null;
}

function ascii_repr(v: number): Uint8Array | null {
  const s = PyObject_ASCII(v);
  if (s === 0) return null;
  const bytes = utf8_bytes(PyUnicode_AsJS(s));
  Py_DECREF(s);
  return bytes;
}

function fitted(bytes: Uint8Array, spec: FormatSpec, sink: ByteSink): void {
  const cut = spec.prec >= 0 && spec.prec < bytes.length && spec.ch !== 0x63 ? bytes.subarray(0, spec.prec) : bytes;
  const pad = new Uint8Array(Math.max(0, spec.width - cut.length)).fill(0x20);
  if (!(spec.flags & F_LJUST)) sink.append(pad);
  sink.append(cut);
  if (spec.flags & F_LJUST) sink.append(pad);
}

function float_required(v: number): boolean {
  const x = PyFloat_AsDouble(v);
  if (!(x === -1 && PyErr_Occurred())) return false;
  PyErr_Format(PyExc_TypeError, 'float argument required, not %.200s', type_name(v));
  return true;
}

/** Formats one argument. 0 | -1. */
function format_arg(sink: ByteSink, args: FormatArgs, spec: FormatSpec, pos: number): number {
  const v = args.next();
  if (v === 0) return -1;
  if (is_int_format(spec.ch) || is_float_format(spec.ch)) {
    if (is_float_format(spec.ch) && float_required(v)) return -1;
    if (spec.ch === 0x69) spec.ch = 0x64;
    const text = format_number(v, spec);
    if (text === null) return -1;
    sink.append(utf8_bytes(text));
    return 0;
  }
  let bytes: Uint8Array | null;
  if (spec.ch === 0x63) {
    const c = byte_converter(v);
    bytes = c < 0 ? null : Uint8Array.of(c);
  } else if (spec.ch === 0x62 || spec.ch === 0x73) bytes = format_obj(v);
  else if (spec.ch === 0x61 || spec.ch === 0x72) bytes = ascii_repr(v);
  else {
    PyErr_Format(PyExc_ValueError, "unsupported format character '%c' (0x%x) at index %zd", spec.ch, spec.ch, pos - 1);
    return -1;
  }
  if (bytes === null) return -1;
  fitted(bytes, spec, sink);
  return 0;
}

function is_bytes_like(op: number): boolean {
  return PyBytes_Check(op) || PyByteArray_Check(op) || PyUnicode_Check(op);
}

/** Returns new: format % args as bytes or bytearray. May run Python code; may fail. */
export function _PyBytes_FormatEx(format: number, format_len: number, args: number, use_bytearray: boolean | number): number {
  const source = HEAPU8.slice(format, format + format_len);
  const text: FormatText = { length: format_len, at: (i) => source[i], key: (from, to) => PyBytes_FromStringAndSize(source.slice(from, to), to - from) };
  const cursor = new FormatArgs(args, is_bytes_like);
  const sink = new ByteSink();
  const spec: FormatSpec = { flags: 0, width: -1, prec: -1, ch: 0 };
  let ok = true;
  for (let pos = 0; ok && pos < format_len; ) {
    let end = source.indexOf(0x25, pos);
    if (end < 0) end = format_len;
    sink.append(source.subarray(pos, end));
    if (end === format_len) break;
    if (end + 1 < format_len && source[end + 1] === 0x25) {
      sink.push(0x25);
      pos = end + 2;
      continue;
    }
    pos = parse_spec(text, end + 1, cursor, spec);
    ok = pos >= 0 && format_arg(sink, cursor, spec, pos) === 0;
    if (ok && cursor.dict !== 0 && cursor.argidx < cursor.arglen) {
      PyErr_SetString(PyExc_TypeError, 'not all arguments converted during bytes formatting');
      ok = false;
    }
  }
  if (ok) ok = cursor.check_all_used('bytes') === 0;
  cursor.close();
  if (!ok) return 0;
  const result = sink.bytes.subarray(0, sink.length);
  return use_bytearray ? PyByteArray_FromJS(result) : PyBytes_FromJS(result);
}

// ---- escapes

const SIMPLE: Record<number, number> = { 0x5c: 0x5c, 0x27: 0x27, 0x22: 0x22, 0x62: 8, 0x66: 12, 0x74: 9, 0x6e: 10, 0x72: 13, 0x76: 11, 0x61: 7 };

function hex_value(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 102 ? l - 87 : -1;
}

/** Returns new: bytes; the address of the first invalid escape (or NULL) is written at `first_invalid_escape` (or 0). May fail. */
export function _PyBytes_DecodeEscape(s: number, len: number, errors: string | null, first_invalid_escape: number): number {
  const sink = new ByteSink();
  let invalid = 0;
  for (let i = 0; i < len; ) {
    const ch = HEAPU8[s + i];
    if (ch !== 0x5c) {
      sink.push(ch);
      i++;
      continue;
    }
    if (++i === len) {
      PyErr_SetString(PyExc_ValueError, 'Trailing \\ in string');
      return 0;
    }
    const c = HEAPU8[s + i++];
    if (c === 10) continue;
    if (SIMPLE[c] !== undefined) sink.push(SIMPLE[c]);
    else if (c >= 0x30 && c <= 0x37) {
      const start = i - 1;
      let v = c - 0x30;
      while (i < len && i < start + 3 && HEAPU8[s + i] >= 0x30 && HEAPU8[s + i] <= 0x37) v = v * 8 + HEAPU8[s + i++] - 0x30;
      if (v > 0o377 && invalid === 0) invalid = s + start;
      sink.push(v & 0xff);
    } else if (c === 0x78) {
      const hi = i < len ? hex_value(HEAPU8[s + i]) : -1;
      const lo = hi >= 0 && i + 1 < len ? hex_value(HEAPU8[s + i + 1]) : -1;
      if (lo >= 0) {
        sink.push(hi * 16 + lo);
        i += 2;
      } else {
        if (errors === null || errors === 'strict') {
          PyErr_Format(PyExc_ValueError, 'invalid \\x escape at position %zd', i - 2);
          return 0;
        }
        if (errors === 'replace') sink.push(0x3f);
        else if (errors !== 'ignore') {
          PyErr_Format(PyExc_ValueError, 'decoding error; unknown error handling code: %.400s', errors);
          return 0;
        }
        if (hi >= 0) i++;
      }
    } else {
      if (invalid === 0) invalid = s + i - 1;
      sink.push(0x5c);
      i--;
      sink.push(HEAPU8[s + i++]);
    }
  }
  if (first_invalid_escape !== 0) write_ptr(first_invalid_escape, invalid);
  return PyBytes_FromStringAndSize(sink.bytes, sink.length);
}

/** Returns new: bytes; an invalid escape is a DeprecationWarning. */
export function PyBytes_DecodeEscape(s: number, len: number, errors: string | null, _unicode: number, _recode_encoding: string | null): number {
  const mark = stackSave();
  const first = stackAlloc(8);
  let result = _PyBytes_DecodeEscape(s, len, errors, first);
  const p = result === 0 ? 0 : read_ptr(first);
  stackRestore(mark);
  if (result !== 0 && p !== 0 && warn_invalid(p) < 0) {
    Py_DECREF(result);
    result = 0;
  }
  return result;
}
