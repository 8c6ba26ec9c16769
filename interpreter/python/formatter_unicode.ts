// Answers to Python/formatter_unicode.c of CPython 3.13: the format specs of str, int, float and complex. Deviation: numbers
// are laid out as JavaScript text and written at once; 'n' uses the C locale, the only one that there is.

import { type _PyUnicodeWriter, _PyUnicodeWriter_WriteASCIIString, _PyUnicodeWriter_WriteChar, _PyUnicodeWriter_WriteStr, _PyUnicodeWriter_WriteSubstring } from '../objects/unicodeobject_writer';
import { PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32 } from '../include/heap';
import { Py_DECREF, Py_TYPE } from '../include/object';
import { PyExc_OverflowError, PyExc_ValueError } from '../include/statics';
import { PyNumber_Float } from '../objects/abstract';
import { PyComplex_ImagAsDouble, PyComplex_RealAsDouble } from '../objects/complexobject';
import { PyFloat_AsDouble } from '../objects/floatobject';
import { _PyLong_FormatWriter, PyLong_AsLong, PyLong_CheckExact } from '../objects/longobject';
import { long_text } from '../objects/longobject_str';
import { PyObject_Str } from '../objects/object';
import { PyUnicode_CheckExact, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR, PyUnicode_Substring } from '../objects/unicodeobject';
import { _PyUnicode_ToDecimalDigit } from '../objects/unicodectype';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from './errors';
import { signbit } from './pymath';
import { Py_DTSF_ADD_DOT_0, Py_DTSF_ALT, Py_DTSF_NO_NEG_0, PyOS_double_to_string } from './pystrtod';

interface InternalFormatSpec {
  fill_char: number;
  align: string;
  alternate: boolean;
  no_neg_0: boolean;
  sign: string;
  width: number;
  /** '' for none, ',' or '_'; grouping is the size of a group. */
  separator: string;
  grouping: number;
  precision: number;
  /** Code point; 0 for the default of float and complex. */
  type: number;
}

const ch = (s: string): number => s.charCodeAt(0);

function type_name(obj: number): string {
  return cstring(HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_name) >> 2]);
}

function unknown_presentation_type(type: number, obj: number): number {
  if (type > 32 && type < 128) PyErr_Format(PyExc_ValueError, "Unknown format code '%c' for object of type '%.200s'", type, type_name(obj));
  else PyErr_Format(PyExc_ValueError, "Unknown format code '\\x%x' for object of type '%.200s'", type, type_name(obj));
  return -1;
}

function is_align(c: number): boolean {
  return c === 60 || c === 62 || c === 61 || c === 94;
}

/** The number at `pos`: [digits read, value], or null with ValueError. */
function get_integer(str: number, pos: number, end: number): [consumed: number, value: number] | null {
  let value = 0;
  let n = 0;
  for (; pos + n < end; n++) {
    const c = PyUnicode_READ_CHAR(str, pos + n);
    const d = c < 128 ? (c >= 48 && c <= 57 ? c - 48 : -1) : _PyUnicode_ToDecimalDigit(c);
    if (d < 0) break;
    value = value * 10 + d;
    if (value >= 9223372036854775807) {
      PyErr_SetString(PyExc_ValueError, 'Too many decimal digits in format string');
      return null;
    }
  }
  return [n, value];
}

function both_separators(): null {
  PyErr_SetString(PyExc_ValueError, "Cannot specify both ',' and '_'.");
  return null;
}

/** The parsed spec, or null with an exception. */
function parse_spec(obj: number, spec: number, start: number, end: number, default_type: number, default_align: string): InternalFormatSpec | null {
  const f: InternalFormatSpec = {
    fill_char: 32, align: default_align, alternate: false, no_neg_0: false, sign: '', width: -1, separator: '', grouping: 0, precision: -1, type: default_type,
  };
  let pos = start;
  const at = (i: number): number => (i < end ? PyUnicode_READ_CHAR(spec, i) : -1);
  let align_specified = false;
  let fill_specified = false;
  if (end - pos >= 2 && is_align(at(pos + 1))) {
    f.align = String.fromCharCode(at(pos + 1));
    f.fill_char = at(pos);
    fill_specified = align_specified = true;
    pos += 2;
  } else if (is_align(at(pos))) {
    f.align = String.fromCharCode(at(pos));
    align_specified = true;
    pos++;
  }
  if (at(pos) === 32 || at(pos) === 43 || at(pos) === 45) f.sign = String.fromCharCode(at(pos++));
  if (at(pos) === ch('z')) {
    f.no_neg_0 = true;
    pos++;
  }
  if (at(pos) === ch('#')) {
    f.alternate = true;
    pos++;
  }
  if (!fill_specified && at(pos) === 48) {
    f.fill_char = 48;
    if (!align_specified && default_align === '>') f.align = '=';
    pos++;
  }
  const width = get_integer(spec, pos, end);
  if (width === null) return null;
  pos += width[0];
  if (width[0] > 0) f.width = width[1];
  if (at(pos) === ch(',')) {
    f.separator = ',';
    pos++;
  }
  if (at(pos) === ch('_')) {
    if (f.separator !== '') return both_separators();
    f.separator = '_';
    pos++;
  }
  if (at(pos) === ch(',') && f.separator === '_') return both_separators();
  if (at(pos) === ch('.')) {
    pos++;
    const precision = get_integer(spec, pos, end);
    if (precision === null) return null;
    if (precision[0] === 0) {
      PyErr_SetString(PyExc_ValueError, 'Format specifier missing precision');
      return null;
    }
    pos += precision[0];
    f.precision = precision[1];
  }
  if (end - pos > 1) {
    const actual = PyUnicode_Substring(spec, start, end);
    if (actual !== 0) {
      PyErr_Format(PyExc_ValueError, "Invalid format specifier '%U' for object of type '%.200s'", actual, type_name(obj));
      Py_DECREF(actual);
    }
    return null;
  }
  if (end - pos === 1) f.type = at(pos);
  if (f.separator !== '' && !check_separator(f)) return null;
  return f;
}

function check_separator(f: InternalFormatSpec): boolean {
  const type = f.type === 0 ? '' : String.fromCodePoint(f.type);
  f.grouping = 3;
  if (type === '' || 'defgEG%F'.includes(type)) return true;
  if (f.separator === '_' && 'boxX'.includes(type)) {
    f.grouping = 4;
    return true;
  }
  if (f.type > 32 && f.type < 128) PyErr_Format(PyExc_ValueError, "Cannot specify '%c' with '%c'.", ch(f.separator), f.type);
  else PyErr_Format(PyExc_ValueError, "Cannot specify '%c' with '\\x%x'.", ch(f.separator), f.type);
  return false;
}

/** `digits` in groups, filled with zeros up to min_width. (_PyUnicode_InsertThousandsGrouping) */
function insert_grouping(digits: string, min_width: number, grouping: number, separator: string): string {
  if (grouping === 0) return digits.padStart(min_width, '0');
  const parts: string[] = [];
  let remaining = digits.length;
  for (;;) {
    const len = Math.min(grouping, Math.max(remaining, min_width, 1));
    const n_chars = Math.max(0, Math.min(remaining, len));
    parts.unshift('0'.repeat(len - n_chars) + digits.slice(remaining - n_chars, remaining));
    remaining -= n_chars;
    min_width -= len;
    if (remaining <= 0 && min_width <= 0) break;
    min_width -= separator.length;
  }
  return parts.join(separator);
}

function write_fill(writer: _PyUnicodeWriter, c: number, n: number): number {
  if (n <= 0) return 0;
  if (c < 128) return ascii(writer, String.fromCharCode(c).repeat(n));
  for (let i = 0; i < n; i++) if (_PyUnicodeWriter_WriteChar(writer, c) < 0) return -1;
  return 0;
}

function ascii(writer: _PyUnicodeWriter, s: string): number {
  return s.length === 0 ? 0 : _PyUnicodeWriter_WriteASCIIString(writer, s, s.length);
}

function padding(align: string, total: number): [left: number, right: number] {
  if (total <= 0) return [0, 0];
  const left = align === '>' ? total : align === '^' ? Math.floor(total / 2) : 0;
  return [left, total - left];
}

/** Lays out sign, prefix, digits and remainder. `c` is the character of type 'c', else 0. */
function write_number(writer: _PyUnicodeWriter, f: InternalFormatSpec, negative: boolean, prefix: string, digits: string, rest: string, c: number): number {
  const sign = f.sign === '+' || f.sign === ' ' ? (negative ? '-' : f.sign) : negative ? '-' : '';
  const others = sign.length + prefix.length + rest.length + (c !== 0 ? 1 : 0);
  const zero_fill = f.fill_char === 48 && f.align === '=';
  const grouped = digits === '' ? '' : insert_grouping(digits, zero_fill ? f.width - others : 0, f.grouping, f.separator);
  const pad = f.width - others - grouped.length;
  let spadding = 0;
  let sides: [number, number] = [0, 0];
  if (pad > 0) {
    if (f.align === '=') spadding = pad;
    else sides = padding(f.align, pad);
  }
  if (write_fill(writer, f.fill_char, sides[0]) < 0 || ascii(writer, sign + prefix) < 0 || write_fill(writer, f.fill_char, spadding) < 0) return -1;
  if (ascii(writer, grouped + rest) < 0) return -1;
  if (c !== 0 && _PyUnicodeWriter_WriteChar(writer, c < 0 ? 0 : c) < 0) return -1;
  return write_fill(writer, f.fill_char, sides[1]);
}

function value_error(text: string): number {
  PyErr_SetString(PyExc_ValueError, text);
  return -1;
}

function format_string_internal(value: number, f: InternalFormatSpec, writer: _PyUnicodeWriter): number {
  let len = PyUnicode_GET_LENGTH(value);
  if (f.sign !== '') return value_error(f.sign === ' ' ? 'Space not allowed in string format specifier' : 'Sign not allowed in string format specifier');
  if (f.no_neg_0) return value_error('Negative zero coercion (z) not allowed in string format specifier');
  if (f.alternate) return value_error('Alternate form (#) not allowed in string format specifier');
  if (f.align === '=') return value_error("'=' alignment not allowed in string format specifier");
  if ((f.width === -1 || f.width <= len) && (f.precision === -1 || f.precision >= len)) return _PyUnicodeWriter_WriteStr(writer, value);
  if (f.precision >= 0 && len >= f.precision) len = f.precision;
  const [left, right] = padding(f.align, f.width - len);
  if (write_fill(writer, f.fill_char, left) < 0 || (len > 0 && _PyUnicodeWriter_WriteSubstring(writer, value, 0, len) < 0)) return -1;
  return write_fill(writer, f.fill_char, right);
}

function format_char(value: number, f: InternalFormatSpec, writer: _PyUnicodeWriter): number {
  if (f.sign !== '') return value_error("Sign not allowed with integer format specifier 'c'");
  if (f.alternate) return value_error("Alternate form (#) not allowed with integer format specifier 'c'");
  const x = PyLong_AsLong(value);
  if (x === -1 && PyErr_Occurred()) return -1;
  if (x < 0 || x > 0x10ffff) {
    PyErr_SetString(PyExc_OverflowError, '%c arg not in range(0x110000)');
    return -1;
  }
  return write_number(writer, f, false, '', '', '', x === 0 ? -1 : x);
}

function format_long_internal(value: number, f: InternalFormatSpec, writer: _PyUnicodeWriter): number {
  if (f.precision !== -1) return value_error('Precision not allowed in integer format specifier');
  if (f.no_neg_0) return value_error('Negative zero coercion (z) not allowed in integer format specifier');
  const type = String.fromCodePoint(f.type);
  if (type === 'c') return format_char(value, f, writer);
  const base = type === 'b' ? 2 : type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  let text = long_text(value, base, false);
  if (text === null) return -1;
  const negative = text[0] === '-';
  if (negative) text = text.slice(1);
  let prefix = f.alternate && base !== 10 ? `0${type}` : '';
  if (type === 'X') {
    text = text.toUpperCase();
    prefix = prefix.toUpperCase();
  }
  return write_number(writer, f, negative, prefix, text, '', 0);
}

/** What format code and flags a float spec means. */
function float_code(f: InternalFormatSpec): { code: string; precision: number; flags: number; percent: boolean } | null {
  if (f.precision > 0x7fffffff) {
    value_error('precision too big');
    return null;
  }
  let flags = (f.alternate ? Py_DTSF_ALT : 0) | (f.no_neg_0 ? Py_DTSF_NO_NEG_0 : 0);
  let code = f.type === 0 ? 'r' : String.fromCodePoint(f.type);
  let default_precision = 6;
  if (f.type === 0) {
    flags |= Py_DTSF_ADD_DOT_0;
    default_precision = 0;
  }
  const percent = code === '%';
  if (percent) code = 'f';
  if (code === 'n') code = 'g';
  if (f.precision >= 0 && code === 'r') code = 'g';
  return { code, precision: f.precision < 0 ? default_precision : f.precision, flags, percent };
}

/** The digits before the point or exponent, and the rest. */
function split_number(text: string): [digits: string, rest: string] {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
  return [text.slice(0, i), text.slice(i)];
}

function format_float_internal(value: number, f: InternalFormatSpec, writer: _PyUnicodeWriter): number {
  const c = float_code(f);
  if (c === null) return -1;
  let val = PyFloat_AsDouble(value);
  if (val === -1 && PyErr_Occurred()) return -1;
  if (c.percent) val *= 100;
  let text = PyOS_double_to_string(val, c.code, c.precision, c.flags);
  if (c.percent) text += '%';
  if (f.sign !== '+' && f.sign !== ' ' && f.width === -1 && f.separator === '') return ascii(writer, text);
  const negative = text[0] === '-';
  const [digits, rest] = split_number(negative ? text.slice(1) : text);
  return write_number(writer, f, negative, '', digits, rest, 0);
}

function format_complex_internal(value: number, f: InternalFormatSpec, writer: _PyUnicodeWriter): number {
  if (f.precision > 0x7fffffff) return value_error('precision too big');
  if (f.fill_char === 48) return value_error('Zero padding is not allowed in complex format specifier');
  if (f.align === '=') return value_error("'=' alignment flag is not allowed in complex format specifier");
  const c = float_code(f);
  if (c === null) return -1;
  const re = PyComplex_RealAsDouble(value);
  if (re === -1 && PyErr_Occurred()) return -1;
  const im = PyComplex_ImagAsDouble(value);
  if (im === -1 && PyErr_Occurred()) return -1;
  const flags = c.flags & ~Py_DTSF_ADD_DOT_0;
  const skip_re = f.type === 0 && re === 0 && !signbit(re);
  const parens = f.type === 0 && !skip_re;
  const part = (x: number, sign: string): string => {
    const text = PyOS_double_to_string(x, c.code, c.precision, flags);
    const negative = text[0] === '-';
    const [digits, rest] = split_number(negative ? text.slice(1) : text);
    const s = sign === '+' || sign === ' ' ? (negative ? '-' : sign) : negative ? '-' : '';
    return s + (digits === '' ? '' : insert_grouping(digits, 0, f.grouping, f.separator)) + rest;
  };
  let text = skip_re ? '' : part(re, f.sign);
  text += `${part(im, skip_re ? f.sign : '+')}j`;
  if (parens) text = `(${text})`;
  const [left, right] = padding(f.align, f.width - text.length);
  if (write_fill(writer, f.fill_char, left) < 0 || ascii(writer, text) < 0) return -1;
  return write_fill(writer, f.fill_char, right);
}

function format_obj(obj: number, writer: _PyUnicodeWriter): number {
  const str = PyObject_Str(obj);
  if (str === 0) return -1;
  const err = _PyUnicodeWriter_WriteStr(writer, str);
  Py_DECREF(str);
  return err;
}

/** Writes format(obj, format_spec[start:end]) of a str. 0 or -1. */
export function _PyUnicode_FormatAdvancedWriter(writer: _PyUnicodeWriter, obj: number, format_spec: number, start: number, end: number): number {
  if (start === end) return PyUnicode_CheckExact(obj) ? _PyUnicodeWriter_WriteStr(writer, obj) : format_obj(obj, writer);
  const f = parse_spec(obj, format_spec, start, end, 115, '<');
  if (f === null) return -1;
  return f.type === 115 ? format_string_internal(obj, f, writer) : unknown_presentation_type(f.type, obj);
}

function is_one_of(type: number, set: string): boolean {
  return type > 32 && type < 128 && set.includes(String.fromCharCode(type));
}

/** As above, of an int. */
export function _PyLong_FormatAdvancedWriter(writer: _PyUnicodeWriter, obj: number, format_spec: number, start: number, end: number): number {
  if (start === end) return PyLong_CheckExact(obj) ? _PyLong_FormatWriter(writer, obj, 10, 0) : format_obj(obj, writer);
  const f = parse_spec(obj, format_spec, start, end, 100, '>');
  if (f === null) return -1;
  if (is_one_of(f.type, 'bcdoxXn')) return format_long_internal(obj, f, writer);
  if (!is_one_of(f.type, 'eEfFgG%')) return unknown_presentation_type(f.type, obj);
  const tmp = PyNumber_Float(obj);
  if (tmp === 0) return -1;
  const result = format_float_internal(tmp, f, writer);
  Py_DECREF(tmp);
  return result;
}

/** As above, of a float. */
export function _PyFloat_FormatAdvancedWriter(writer: _PyUnicodeWriter, obj: number, format_spec: number, start: number, end: number): number {
  if (start === end) return format_obj(obj, writer);
  const f = parse_spec(obj, format_spec, start, end, 0, '>');
  if (f === null) return -1;
  return f.type === 0 || is_one_of(f.type, 'eEfFgGn%') ? format_float_internal(obj, f, writer) : unknown_presentation_type(f.type, obj);
}

/** As above, of a complex. */
export function _PyComplex_FormatAdvancedWriter(writer: _PyUnicodeWriter, obj: number, format_spec: number, start: number, end: number): number {
  if (start === end) return format_obj(obj, writer);
  const f = parse_spec(obj, format_spec, start, end, 0, '>');
  if (f === null) return -1;
  return f.type === 0 || is_one_of(f.type, 'eEfFgGn') ? format_complex_internal(obj, f, writer) : unknown_presentation_type(f.type, obj);
}
