// What unicode_format_arg_parse (Objects/unicodeobject.c) and _PyBytes_FormatEx (Objects/bytesobject.c) of CPython 3.13
// have in common: %-format specifications, the argument cursor, and numbers. Deviation: shared, as JavaScript text.

import { PyTupleObject } from '../../include/generated/offsets';
import { HEAP32 } from '../../include/heap';
import { Py_DECREF, Py_NewRef } from '../../include/object';
import { PyExc_TypeError, PyExc_ValueError } from '../../include/statics';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyOS_double_to_string } from '../../python/pystrtod';
import { PyMapping_Check, PyNumber_Check, PyNumber_Index, PyNumber_Long, PyObject_GetItem } from '../abstract';
import { PyFloat_AsDouble } from '../floatobject';
import { _PyLong_AsInt, _PyLong_Format, PyLong_AsSsize_t, PyLong_Check } from '../longobject';
import { PyTuple_Check, PyTuple_GET_SIZE } from '../tupleobject';
import { PyUnicode_AsJS, type_name } from '../unicodeobject';

export const F_LJUST = 1;
export const F_SIGN = 2;
export const F_BLANK = 4;
export const F_ALT = 8;
export const F_ZERO = 16;
const Py_DTSF_ALT = 4;

/** The arguments of one % operation. `args` is borrowed unless `args_owned`. */
export class FormatArgs {
  arglen = -1;
  argidx = -2;
  dict = 0;
  args_owned = false;
  constructor(
    public args: number,
    is_text: (op: number) => boolean,
  ) {
    if (PyTuple_Check(args)) {
      this.arglen = PyTuple_GET_SIZE(args);
      this.argidx = 0;
    }
    if (PyMapping_Check(args) && !PyTuple_Check(args) && !is_text(args)) this.dict = args;
  }

  /** Borrowed: the next argument; 0 with TypeError. */
  next(): number {
    const i = this.argidx;
    if (i < this.arglen) {
      this.argidx++;
      return this.arglen < 0 ? this.args : HEAP32[(this.args + PyTupleObject.ob_item + i * 8) >> 2];
    }
    PyErr_SetString(PyExc_TypeError, 'not enough arguments for format string');
    return 0;
  }

  /** Takes args[key] as the only argument. Steals key. 0 | -1. */
  lookup(key: number): number {
    if (this.args_owned) {
      Py_DECREF(this.args);
      this.args_owned = false;
    }
    const value = PyObject_GetItem(this.dict, key);
    Py_DECREF(key);
    if (value === 0) return -1;
    this.args = value;
    this.args_owned = true;
    this.arglen = -1;
    this.argidx = -2;
    return 0;
  }

  close(): void {
    if (this.args_owned) Py_DECREF(this.args);
    this.args_owned = false;
  }

  /** 0, or -1 with TypeError when arguments are left over. */
  check_all_used(kind: string): number {
    if (this.argidx < this.arglen && this.dict === 0) {
      PyErr_Format(PyExc_TypeError, 'not all arguments converted during %s formatting', kind);
      return -1;
    }
    return 0;
  }
}

export interface FormatSpec {
  flags: number;
  width: number;
  prec: number;
  ch: number;
}

const INT_MAX = 2147483647;
/** Wider is more than this memory (and a JavaScript string) holds. */
const MAX_WIDTH = 0x1fffffe0;

/** A source of format characters: `at(i)` is the i-th character, `key(from, to)` a new key object. */
export interface FormatText {
  length: number;
  at(i: number): number;
  key(from: number, to: number): number;
}

/** Parses what follows '%' at `pos`. Returns the position after it, or -1 with an exception. */
export function parse_spec(text: FormatText, pos: number, args: FormatArgs, spec: FormatSpec): number {
  spec.flags = 0;
  spec.width = -1;
  spec.prec = -1;
  if (pos < text.length && text.at(pos) === 0x28) {
    pos = parse_key(text, pos + 1, args);
    if (pos < 0) return -1;
  }
  for (; pos < text.length; pos++) {
    const c = text.at(pos);
    if (c === 0x2d) spec.flags |= F_LJUST;
    else if (c === 0x2b) spec.flags |= F_SIGN;
    else if (c === 0x20) spec.flags |= F_BLANK;
    else if (c === 0x23) spec.flags |= F_ALT;
    else if (c === 0x30) spec.flags |= F_ZERO;
    else break;
  }
  pos = parse_number(text, pos, args, 'width too big', false);
  if (pos >= 0 && Math.abs(parsed) > MAX_WIDTH) {
    PyErr_NoMemory();
    return -1;
  }
  if (pos < 0) return -1;
  spec.width = parsed;
  if (spec.width < 0 && parsed_given) {
    spec.flags |= F_LJUST;
    spec.width = -spec.width;
  }
  if (pos < text.length && text.at(pos) === 0x2e) {
    pos = parse_number(text, pos + 1, args, 'precision too big', true);
    if (pos < 0) return -1;
    spec.prec = parsed_given ? Math.max(parsed, 0) : 0;
  }
  if (pos < text.length) {
    const c = text.at(pos);
    if (c === 0x68 || c === 0x6c || c === 0x4c) pos++;
  }
  if (pos >= text.length) {
    PyErr_SetString(PyExc_ValueError, 'incomplete format');
    return -1;
  }
  spec.ch = text.at(pos);
  return pos + 1;
}

function parse_key(text: FormatText, pos: number, args: FormatArgs): number {
  if (args.dict === 0) {
    PyErr_SetString(PyExc_TypeError, 'format requires a mapping');
    return -1;
  }
  const start = pos;
  let depth = 1;
  for (; pos < text.length && depth > 0; pos++) {
    const c = text.at(pos);
    if (c === 0x29) depth--;
    else if (c === 0x28) depth++;
  }
  if (depth > 0 || pos > text.length) {
    PyErr_SetString(PyExc_ValueError, 'incomplete format key');
    return -1;
  }
  const key = text.key(start, pos - 1);
  if (key === 0) return -1;
  return args.lookup(key) < 0 ? -1 : pos;
}

let parsed = -1;
let parsed_given = false;

/** A number or '*' at `pos`; leaves it in `parsed` (-1 when there is none). */
function parse_number(text: FormatText, pos: number, args: FormatArgs, too_big: string, is_prec: boolean): number {
  parsed = -1;
  parsed_given = false;
  if (pos < text.length && text.at(pos) === 0x2a) {
    const v = args.next();
    if (v === 0) return -1;
    if (!PyLong_Check(v)) {
      PyErr_SetString(PyExc_TypeError, '* wants int');
      return -1;
    }
    const n = is_prec ? _PyLong_AsInt(v) : PyLong_AsSsize_t(v);
    if (n === -1 && PyErr_Occurred()) return -1;
    parsed = n;
    parsed_given = true;
    return pos + 1;
  }
  let n = 0;
  for (; pos < text.length; pos++) {
    const d = text.at(pos) - 48;
    if (d < 0 || d > 9) break;
    n = n * 10 + d;
    parsed_given = true;
    if (n > (is_prec ? INT_MAX : 9223372036854775807)) {
      PyErr_SetString(PyExc_ValueError, too_big);
      return -1;
    }
  }
  if (parsed_given) parsed = n;
  return pos;
}

function wrongtype(ch: number, v: number): null {
  const what = ch === 0x6f || ch === 0x78 || ch === 0x58 ? 'an integer' : 'a real number';
  PyErr_Format(PyExc_TypeError, `%%%c format: ${what} is required, not %.200s`, ch, type_name(v));
  return null;
}

/** The digits of int `v` for d i u o x X, with sign and (with `alt`) prefix; null with an exception. */
export function format_long(v: number, alt: boolean, prec: number, ch: number): string | null {
  const base = ch === 0x6f ? 8 : ch === 0x78 || ch === 0x58 ? 16 : 10;
  if (prec > INT_MAX - 3) {
    PyErr_SetString(PyExc_ValueError, 'precision too large');
    return null;
  }
  const str = _PyLong_Format(v, base);
  if (str === 0) return null;
  let digits = PyUnicode_AsJS(str);
  Py_DECREF(str);
  const sign = digits[0] === '-' ? '-' : '';
  if (sign) digits = digits.slice(1);
  let prefix = '';
  if (base !== 10) {
    if (alt) prefix = digits.slice(0, 2);
    digits = digits.slice(2);
  }
  const text = sign + prefix + digits.padStart(prec, '0');
  return ch === 0x58 ? text.toUpperCase() : text;
}

function mainformatlong(v: number, spec: FormatSpec): string | null {
  if (!PyNumber_Check(v)) return wrongtype(spec.ch, v);
  let iobj: number;
  if (!PyLong_Check(v)) {
    iobj = spec.ch === 0x6f || spec.ch === 0x78 || spec.ch === 0x58 ? PyNumber_Index(v) : PyNumber_Long(v);
    if (iobj === 0) return PyErr_ExceptionMatches(PyExc_TypeError) ? wrongtype(spec.ch, v) : null;
  } else iobj = Py_NewRef(v);
  const text = format_long(iobj, (spec.flags & F_ALT) !== 0, spec.prec, spec.ch);
  Py_DECREF(iobj);
  return text;
}

function formatfloat(v: number, spec: FormatSpec): string | null {
  const x = PyFloat_AsDouble(v);
  if (x === -1 && PyErr_Occurred()) return null;
  return PyOS_double_to_string(x, String.fromCharCode(spec.ch), spec.prec < 0 ? 6 : spec.prec, spec.flags & F_ALT ? Py_DTSF_ALT : 0);
}

export function is_int_format(ch: number): boolean {
  return ch === 0x64 || ch === 0x69 || ch === 0x75 || ch === 0x6f || ch === 0x78 || ch === 0x58;
}

export function is_float_format(ch: number): boolean {
  return (ch >= 0x65 && ch <= 0x67) || (ch >= 0x45 && ch <= 0x47);
}

/** `v` as a number by `spec`, with sign, fill and width; null with an exception. */
export function format_number(v: number, spec: FormatSpec): string | null {
  const raw = is_int_format(spec.ch) ? mainformatlong(v, spec) : formatfloat(v, spec);
  if (raw === null) return null;
  let digits = raw;
  let sign = '';
  if (digits[0] === '-' || digits[0] === '+') {
    sign = digits[0];
    digits = digits.slice(1);
  } else if (spec.flags & F_SIGN) sign = '+';
  else if (spec.flags & F_BLANK) sign = ' ';
  if (spec.flags & F_LJUST) return (sign + digits).padEnd(spec.width, ' ');
  if (!(spec.flags & F_ZERO)) return (sign + digits).padStart(spec.width, ' ');
  let prefix = '';
  if (spec.flags & F_ALT && (spec.ch === 0x6f || spec.ch === 0x78 || spec.ch === 0x58)) {
    prefix = digits.slice(0, 2);
    digits = digits.slice(2);
  }
  return sign + prefix + digits.padStart(spec.width - sign.length - prefix.length, '0');
}
