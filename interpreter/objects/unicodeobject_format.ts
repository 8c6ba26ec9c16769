// Answers to PyUnicode_FromFormat and PyUnicode_Format (%) of Objects/unicodeobject.c of CPython 3.13.
// Deviation: C's variable arguments are JavaScript arguments: text or address for %s, number or bigint for integers.

import { cstring, utf8_bytes } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_TYPE } from '../include/object';
import { Py_NotImplemented, PyExc_OverflowError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyNumber_Index } from './abstract';
import { _PyLong_Format, PyLong_AsLong, PyLong_Check, PyLong_CheckExact } from './longobject';
import { PyObject_ASCII, PyObject_Repr, PyObject_Str } from './object';
import { F_LJUST, FormatArgs, type FormatSpec, type FormatText, format_long, format_number, is_float_format, is_int_format, parse_spec } from './stringlib/percent_format';
import { _PyType_GetFullyQualifiedName } from './typeobject';
import {
  ensure_unicode, MAX_UNICODE, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_DATA, PyUnicode_FromJS, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ,
  PyUnicode_READ_CHAR, PyUnicode_Substring, unicode_char,
} from './unicodeobject';
import {
  _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteASCIIString, _PyUnicodeWriter_WriteChar, _PyUnicodeWriter_WriteFill,
  _PyUnicodeWriter_WriteStr, _PyUnicodeWriter_WriteSubstring,
} from './unicodeobject_writer';

// ---- PyUnicode_FromFormat

export type FormatArgument = string | number | bigint | null;

interface Conversion {
  ljust: boolean;
  zero: boolean;
  alt: boolean;
  width: number;
  precision: number;
  size: string;
  conv: string;
}

const CONVERSION = /^([-0#]*)(\d+|\*)?(?:\.(\d+|\*)?)?(ll|l|z|t|j)?(.)/su;

/** Returns new. `args` in the order of the conversions; objects are borrowed. May run Python code (%R %S %A); may fail. */
export function PyUnicode_FromFormat(format: string, ...args: FormatArgument[]): number {
  return PyUnicode_FromFormatV(format, args);
}

export function PyUnicode_FromFormatV(format: string, args: readonly FormatArgument[]): number {
  const writer = new _PyUnicodeWriter();
  writer.min_length = format.length + 100;
  writer.overallocate = true;
  if (write_format(writer, format, args) < 0) {
    _PyUnicodeWriter_Dealloc(writer);
    return 0;
  }
  return _PyUnicodeWriter_Finish(writer);
}

export const _PyUnicode_FromFormatV = PyUnicode_FromFormatV;

function write_format(writer: _PyUnicodeWriter, format: string, args: readonly FormatArgument[]): number {
  let next = 0;
  for (let i = 0; i < format.length; ) {
    const percent = format.indexOf('%', i);
    const end = percent < 0 ? format.length : percent;
    if (end > i && _PyUnicodeWriter_WriteASCIIString(writer, format.slice(i, end)) < 0) return -1;
    if (percent < 0) break;
    const m = CONVERSION.exec(format.slice(percent + 1));
    if (m === null) {
      PyErr_SetString(PyExc_SystemError, `invalid format string: ${format.slice(percent)}`);
      return -1;
    }
    const star = (s: string | undefined, none: number): number => (s === undefined ? none : s === '*' ? Number(args[next++]) : Number(s));
    const width = star(m[2], -1);
    const has_dot = m[0].indexOf('.') >= 0 && m[5] !== '.';
    const precision = star(m[3], has_dot ? 0 : -1);
    const c: Conversion = {
      ljust: m[1].indexOf('-') >= 0 || width < -1, zero: m[1].indexOf('0') >= 0, alt: m[1].indexOf('#') >= 0, width: Math.abs(width) === 1 && width < 0 ? -1 : Math.abs(width),
      precision, size: m[4] ?? '', conv: m[5],
    };
    const used = write_conversion(writer, c, args, next, format.slice(percent));
    if (used < 0) return -1;
    next += used;
    i = percent + 1 + m[0].length;
  }
  return 0;
}

/** Returns the number of arguments used, or -1. */
function write_conversion(writer: _PyUnicodeWriter, c: Conversion, args: readonly FormatArgument[], at: number, rest: string): number {
  const arg = args[at];
  switch (c.conv) {
    case '%':
      return _PyUnicodeWriter_WriteChar(writer, 0x25) < 0 ? -1 : 0;
    case 'c': {
      const ordinal = typeof arg === 'string' ? (arg.codePointAt(0) as number) : Number(arg);
      if (ordinal < 0 || ordinal > MAX_UNICODE) {
        PyErr_SetString(PyExc_OverflowError, 'character argument not in range(0x110000)');
        return -1;
      }
      return _PyUnicodeWriter_WriteChar(writer, ordinal) < 0 ? -1 : 1;
    }
    case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
      return _PyUnicodeWriter_WriteASCIIString(writer, integer_text(c, arg as number | bigint)) < 0 ? -1 : 1;
    case 'p':
      return _PyUnicodeWriter_WriteASCIIString(writer, Number(arg) === 0 ? '0x(nil)' : `0x${Number(arg).toString(16)}`) < 0 ? -1 : 1;
    case 's':
      return write_text(writer, c, typeof arg === 'number' ? cstring(arg) : String(arg ?? '(null)')) < 0 ? -1 : 1;
    case 'V': {
      if (Number(arg) !== 0) return write_object(writer, c, arg as number, false) < 0 ? -1 : 2;
      const text = args[at + 1];
      return write_text(writer, c, typeof text === 'number' ? cstring(text) : String(text ?? '(null)')) < 0 ? -1 : 2;
    }
    case 'U':
      return write_object(writer, c, arg as number, false) < 0 ? -1 : 1;
    case 'S':
      return write_object(writer, c, PyObject_Str(arg as number), true) < 0 ? -1 : 1;
    case 'R':
      return write_object(writer, c, PyObject_Repr(arg as number), true) < 0 ? -1 : 1;
    case 'A':
      return write_object(writer, c, PyObject_ASCII(arg as number), true) < 0 ? -1 : 1;
    case 'T': case 'N': {
      const type = c.conv === 'T' ? Py_TYPE(arg as number) : (arg as number);
      return write_object(writer, c, _PyType_GetFullyQualifiedName(type, c.alt ? ':' : '.'), true) < 0 ? -1 : 1;
    }
    default:
      PyErr_SetString(PyExc_SystemError, `invalid format string: ${rest}`);
      return -1;
  }
}

function integer_text(c: Conversion, arg: number | bigint): string {
  let big = typeof arg === 'bigint' ? arg : BigInt(Math.trunc(Number(arg)));
  if (c.conv !== 'd' && c.conv !== 'i') big = BigInt.asUintN(c.size === '' ? 32 : 64, big);
  let digits = big.toString(c.conv === 'x' || c.conv === 'X' ? 16 : c.conv === 'o' ? 8 : 10);
  if (c.conv === 'X') digits = digits.toUpperCase();
  const sign = digits[0] === '-' ? '-' : '';
  if (sign) digits = digits.slice(1);
  if (c.precision >= 0) digits = digits.padStart(c.precision, '0');
  if (c.ljust) return (sign + digits).padEnd(c.width, ' ');
  if (c.zero) return sign + digits.padStart(c.width - sign.length, '0');
  return (sign + digits).padStart(c.width, ' ');
}

/** At most `precision` bytes of UTF-8, as C counts. */
function cut_utf8(text: string, precision: number): string {
  if (precision < 0 || text.length * 3 <= precision) return text;
  const bytes = utf8_bytes(text);
  return bytes.length <= precision ? text : new TextDecoder().decode(bytes.slice(0, precision));
}

function write_text(writer: _PyUnicodeWriter, c: Conversion, text: string): number {
  const cut = cut_utf8(text, c.precision);
  const pad = c.width > 0 ? c.width - [...cut].length : 0;
  if (pad > 0 && !c.ljust && _PyUnicodeWriter_WriteFill(writer, 0x20, pad) < 0) return -1;
  if (_PyUnicodeWriter_WriteASCIIString(writer, cut) < 0) return -1;
  return pad > 0 && c.ljust ? _PyUnicodeWriter_WriteFill(writer, 0x20, pad) : 0;
}

function write_object(writer: _PyUnicodeWriter, c: Conversion, str: number, owned: boolean): number {
  if (str === 0) return -1;
  const length = PyUnicode_GET_LENGTH(str);
  const end = c.precision >= 0 && c.precision < length ? c.precision : length;
  const pad = c.width - end;
  let r = pad > 0 && !c.ljust ? _PyUnicodeWriter_WriteFill(writer, 0x20, pad) : 0;
  if (r === 0) r = _PyUnicodeWriter_WriteSubstring(writer, str, 0, end);
  if (r === 0 && pad > 0 && c.ljust) r = _PyUnicodeWriter_WriteFill(writer, 0x20, pad);
  if (owned) Py_DECREF(str);
  return r;
}

// ---- str % args

/** Returns new: int `val` in d i u o x X with precision, as str. May fail. */
export function _PyUnicode_FormatLong(val: number, alt: number | boolean, prec: number, type: number | string): number {
  const text = format_long(val, Boolean(alt), prec, typeof type === 'string' ? type.charCodeAt(0) : type);
  return text === null ? 0 : PyUnicode_FromJS(text);
}

/** The character of %c, or -1 with an exception. */
function formatchar(v: number): number {
  if (PyUnicode_Check(v)) {
    if (PyUnicode_GET_LENGTH(v) === 1) return PyUnicode_READ_CHAR(v, 0);
    PyErr_SetString(PyExc_TypeError, '%c requires int or char');
    return -1;
  }
  const iobj = PyLong_Check(v) ? Py_NewRef(v) : PyNumber_Index(v);
  if (iobj === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_SetString(PyExc_TypeError, '%c requires int or char');
    }
    return -1;
  }
  const x = PyLong_AsLong(iobj);
  Py_DECREF(iobj);
  if (x === -1 && PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_OverflowError)) return -1;
  if (x < 0 || x > MAX_UNICODE) {
    PyErr_SetString(PyExc_OverflowError, '%c arg not in range(0x110000)');
    return -1;
  }
  return x;
}

function fast_decimal(v: number, spec: FormatSpec): boolean {
  return spec.width === -1 && spec.prec === -1 && spec.flags === 0 && PyLong_CheckExact(v) && (spec.ch === 0x64 || spec.ch === 0x69 || spec.ch === 0x75);
}

function write_fitted(writer: _PyUnicodeWriter, str: number, spec: FormatSpec): number {
  let len = PyUnicode_GET_LENGTH(str);
  if (spec.prec >= 0 && len > spec.prec && spec.ch !== 0x63) len = spec.prec;
  const pad = spec.width - len;
  if (pad > 0 && !(spec.flags & F_LJUST) && _PyUnicodeWriter_WriteFill(writer, 0x20, pad) < 0) return -1;
  if (_PyUnicodeWriter_WriteSubstring(writer, str, 0, len) < 0) return -1;
  return pad > 0 && spec.flags & F_LJUST ? _PyUnicodeWriter_WriteFill(writer, 0x20, pad) : 0;
}

function text_of(v: number, ch: number): number {
  if (ch === 0x73) return PyUnicode_CheckExact(v) ? Py_NewRef(v) : PyObject_Str(v);
  if (ch === 0x72) return PyObject_Repr(v);
  if (ch === 0x61) return PyObject_ASCII(v);
  const c = formatchar(v);
  return c < 0 ? 0 : unicode_char(c);
}

/** Formats one argument. 0 | -1. */
function format_arg(writer: _PyUnicodeWriter, args: FormatArgs, spec: FormatSpec, pos: number): number {
  const v = args.next();
  if (v === 0) return -1;
  if (is_int_format(spec.ch) || is_float_format(spec.ch)) {
    if (fast_decimal(v, spec)) {
      const digits = _PyLong_Format(v, 10);
      if (digits === 0) return -1;
      const r = _PyUnicodeWriter_WriteStr(writer, digits);
      Py_DECREF(digits);
      return r;
    }
    const text = format_number(v, spec);
    return text === null ? -1 : _PyUnicodeWriter_WriteASCIIString(writer, text);
  }
  if (spec.ch !== 0x73 && spec.ch !== 0x72 && spec.ch !== 0x61 && spec.ch !== 0x63) {
    PyErr_Format(PyExc_ValueError, "unsupported format character '%c' (0x%x) at index %zd", spec.ch >= 32 && spec.ch <= 126 ? spec.ch : 0x3f, spec.ch, pos - 1);
    return -1;
  }
  const str = text_of(v, spec.ch);
  if (str === 0) return -1;
  const r = write_fitted(writer, str, spec);
  Py_DECREF(str);
  return r;
}

/** Returns new: format % args. May run Python code; may fail. */
export function PyUnicode_Format(format: number, args: number): number {
  if (ensure_unicode(format) < 0) return 0;
  const kind = PyUnicode_KIND(format);
  const data = PyUnicode_DATA(format);
  const n = PyUnicode_GET_LENGTH(format);
  const text: FormatText = { length: n, at: (i) => PyUnicode_READ(kind, data, i), key: (from, to) => PyUnicode_Substring(format, from, to) };
  const cursor = new FormatArgs(args, PyUnicode_Check);
  const writer = new _PyUnicodeWriter();
  writer.min_length = n + 100;
  writer.overallocate = true;
  const spec: FormatSpec = { flags: 0, width: -1, prec: -1, ch: 0 };
  let ok = true;
  for (let pos = 0; ok && pos < n; ) {
    let end = pos;
    while (end < n && text.at(end) !== 0x25) end++;
    if (end === n) writer.overallocate = false;
    ok = _PyUnicodeWriter_WriteSubstring(writer, format, pos, end) === 0;
    if (!ok || end === n) break;
    if (end + 1 < n && text.at(end + 1) === 0x25) {
      ok = _PyUnicodeWriter_WriteChar(writer, 0x25) === 0;
      pos = end + 2;
      continue;
    }
    pos = parse_spec(text, end + 1, cursor, spec);
    if (pos === n) writer.overallocate = false;
    ok = pos >= 0 && format_arg(writer, cursor, spec, pos) === 0;
    if (ok && cursor.dict !== 0 && cursor.argidx < cursor.arglen) {
      PyErr_SetString(PyExc_TypeError, 'not all arguments converted during string formatting');
      ok = false;
    }
  }
  if (ok) ok = cursor.check_all_used('string') === 0;
  cursor.close();
  if (ok) return _PyUnicodeWriter_Finish(writer);
  _PyUnicodeWriter_Dealloc(writer);
  return 0;
}

/** nb_remainder. */
export function unicode_mod(v: number, w: number): number {
  if (PyUnicode_Check(v)) return PyUnicode_Format(v, w);
  Py_INCREF(Py_NotImplemented);
  return Py_NotImplemented;
}
