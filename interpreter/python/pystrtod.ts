// Answers to Python/pystrtod.c of CPython 3.13: text to double and back. Texts are JavaScript strings.

import { PyExc_ValueError } from '../include/statics';
import { _Py_dg_dtoa } from './dtoa';
import { PyErr_BadInternalCall, PyErr_Format } from './errors';
import { signbit } from './pymath';

export const Py_DTSF_SIGN = 0x01;
export const Py_DTSF_ADD_DOT_0 = 0x02;
export const Py_DTSF_ALT = 0x04;
export const Py_DTSF_NO_NEG_0 = 0x08;

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SPECIAL = /[+-]?(?:inf(?:inity)?|nan)/iy;

/** Reads the longest prefix of `s` from `start` that is a double: [value, end]; end === start when there is none. */
export function _PyOS_ascii_strtod(s: string, start: number): [value: number, end: number] {
  NUMBER.lastIndex = start;
  if (NUMBER.test(s)) return [Number(s.slice(start, NUMBER.lastIndex)), NUMBER.lastIndex];
  SPECIAL.lastIndex = start;
  if (!SPECIAL.test(s)) return [0, start];
  const text = s.slice(start, SPECIAL.lastIndex).toLowerCase();
  const value = text.includes('nan') ? Number.NaN : text[0] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return [value, SPECIAL.lastIndex];
}

/** The whole of `s` as a double. -1 with ValueError, or with `overflow_exception` (0 for none) where it is too large. */
export function PyOS_string_to_double(s: string, endptr: number, overflow_exception: number): number {
  if (endptr !== 0) throw new Error('PyOS_string_to_double: endptr is not supported, use _PyOS_ascii_strtod');
  const [value, end] = _PyOS_ascii_strtod(s, 0);
  if (end === 0 || end !== s.length) {
    PyErr_Format(PyExc_ValueError, 'could not convert string to float: \'%.200s\'', s);
    return -1;
  }
  if (overflow_exception !== 0 && Math.abs(value) === Number.POSITIVE_INFINITY && !/inf/i.test(s)) {
    PyErr_Format(overflow_exception, 'value too large to convert to float: \'%.200s\'', s);
    return -1;
  }
  return value;
}

/** Digits with underscores between them, as numbers in source and in float() have; null where one is misplaced. */
export function strip_underscores(s: string): string | null {
  if (!s.includes('_')) return s;
  if (/(^|[^0-9])_|_($|[^0-9])/.test(s)) return null;
  return s.replaceAll('_', '');
}

const LOWER = { inf: 'inf', nan: 'nan', e: 'e' };
const UPPER = { inf: 'INF', nan: 'NAN', e: 'E' };

/** Is `val` finite (0), infinite (1) or NaN (2)? CPython's `*type`. */
export function double_type(val: number): number {
  return val - val === 0 ? 0 : Number.isNaN(val) ? 2 : 1;
}

/** Text of a double by format code e, E, f, F, g, G or r. */
export function PyOS_double_to_string(val: number, format_code: string, precision: number, flags: number): string {
  let mode = 0;
  const upper = format_code === 'E' || format_code === 'F' || format_code === 'G';
  const code = upper ? format_code.toLowerCase() : format_code;
  switch (code) {
    case 'e':
      mode = 2;
      precision++;
      break;
    case 'f':
      mode = 3;
      break;
    case 'g':
      mode = 2;
      if (precision === 0) precision = 1;
      break;
    case 'r':
      precision = 17;
      break;
    default:
      PyErr_BadInternalCall();
      return '';
  }
  return format_float_short(val, code, mode, precision, flags, upper ? UPPER : LOWER);
}

function format_float_short(d: number, code: string, mode: number, precision: number, flags: number, strings: typeof LOWER): string {
  const plus = (flags & Py_DTSF_SIGN) !== 0 ? '+' : '';
  if (d - d !== 0) {
    if (Number.isNaN(d)) return plus + strings.nan;
    return (d < 0 ? '-' : plus) + strings.inf;
  }
  const { digits, decpt: point } = _Py_dg_dtoa(Math.abs(d), mode, precision);
  let decpt = point;
  let negative = signbit(d);
  if ((flags & Py_DTSF_NO_NEG_0) !== 0 && negative && (digits === '' || digits === '0')) negative = false;
  const add_dot_0 = (flags & Py_DTSF_ADD_DOT_0) !== 0;
  const alternate = (flags & Py_DTSF_ALT) !== 0;
  let use_exp = false;
  let end = digits.length;
  switch (code) {
    case 'e':
      use_exp = true;
      end = precision;
      break;
    case 'f':
      end = decpt + precision;
      break;
    case 'g':
      if (decpt <= -4 || decpt > precision - (add_dot_0 ? 1 : 0)) use_exp = true;
      if (alternate) end = precision;
      break;
    default:
      if (decpt <= -4 || decpt > 16) use_exp = true;
  }
  let exp = 0;
  if (use_exp) {
    exp = decpt - 1;
    decpt = 1;
  }
  const start = decpt <= 0 ? decpt - 1 : 0;
  if (!use_exp && add_dot_0) end = end > decpt ? end : decpt + 1;
  else end = end > decpt ? end : decpt;
  // digits at virtual positions start..end, the point before position decpt
  const body = '0'.repeat(-start) + digits + '0'.repeat(Math.max(0, end - digits.length));
  let text = `${body.slice(0, decpt - start)}.${body.slice(decpt - start, end - start)}`;
  if (text.endsWith('.') && !alternate) text = text.slice(0, -1);
  if (use_exp) {
    const abs = Math.abs(exp);
    text += `${strings.e}${exp < 0 ? '-' : '+'}${abs < 10 ? '0' : ''}${abs}`;
  }
  return (negative ? '-' : plus) + text;
}

/** repr(x) of a double. */
export function double_repr(x: number): string {
  const abs = Math.abs(x);
  if (abs >= 1e-4 && abs < 1e16) {
    const s = String(x);
    return Number.isInteger(x) ? `${s}.0` : s;
  }
  return PyOS_double_to_string(x, 'r', 0, Py_DTSF_ADD_DOT_0);
}

