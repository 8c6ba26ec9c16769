// Answers to the text and byte conversions of Objects/longobject.c of CPython 3.13. Deviation: decimal text of long ints is
// made and read by BigInt (subquadratic in V8) instead of CPython's quadratic loops and _pylong; results and limits are equal.

import { _PyUnicode_TransformDecimalAndSpaceToASCII } from './unicodeobject_methods';
import { PyInterpreterState, PyASCIIObject, PyLongObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { Py_DECREF } from '../include/object';
import { PyExc_OverflowError, PyExc_ValueError } from '../include/statics';
import { PyErr_Format, PyErr_SetString } from '../python/errors';
import { _PyInterpreterState_GET } from '../python/pystate';
import { PyBytes_FromStringAndSize } from './bytesobject';
import {
  _PyLong_New,
  bigint_guard,
  flip_sign,
  get_small_int,
  long_from_double,
  long_magnitude,
  long_normalize,
  maybe_small_long,
  PyLong_MASK,
  SIGN_NEGATIVE,
} from './longobject_arith';
import { PyUnicode_AsUTF8, PyUnicode_FromString, PyUnicode_New } from './unicodeobject';

const TAG = PyLongObject.lv_tag;
const DIGIT = PyLongObject.ob_digit;
export const _PY_LONG_DEFAULT_MAX_STR_DIGITS = 4300;
export const _PY_LONG_MAX_STR_DIGITS_THRESHOLD = 640;

function max_str_digits(): number {
  return HEAP32[(_PyInterpreterState_GET() + PyInterpreterState.int_max_str_digits) >> 2];
}

function too_many_digits(max: number): null {
  PyErr_Format(
    PyExc_ValueError,
    'Exceeds the limit (%d digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit',
    max,
  );
  return null;
}

/** Decimal text, or null with ValueError beyond the digit limit. */
function decimal(o: number): string | null {
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag < 16) return String((1 - (tag & 3)) * HEAP32[(o + DIGIT) >> 2]);
  const size = tag >>> 3;
  const max = max_str_digits();
  // the fast check: even the smallest int of this size has too many digits
  if (size >= (10 * _PY_LONG_MAX_STR_DIGITS_THRESHOLD) / 90 + 2 && max > 0 && Math.trunc(max / 90) <= Math.trunc((size - 11) / 10)) return too_many_digits(max);
  const text = long_magnitude(o).toString();
  if (text.length > _PY_LONG_MAX_STR_DIGITS_THRESHOLD && max > 0 && text.length > max) return too_many_digits(max);
  return (tag & 3) === SIGN_NEGATIVE ? `-${text}` : text;
}

/** Text in base 2, 8, 10 or 16, with its prefix when `alternate`. null with an exception. */
export function long_text(o: number, base: number, alternate: boolean): string | null {
  if (base === 10) return decimal(o);
  const negative = (HEAP32[(o + TAG) >> 2] & 3) === SIGN_NEGATIVE;
  const digits = HEAP32[(o + TAG) >> 2] < 16 ? HEAP32[(o + DIGIT) >> 2].toString(base) : long_magnitude(o).toString(base);
  const prefix = alternate ? (base === 16 ? '0x' : base === 8 ? '0o' : '0b') : '';
  return (negative ? '-' : '') + prefix + digits;
}

/** A new str of ASCII text, never the shared one-character one: int's str() makes it so. Returns new. */
export function ascii_str(s: string): number {
  const u = PyUnicode_New(s.length, 127);
  if (u === 0) return 0;
  const p = u + PyASCIIObject.SIZEOF;
  for (let i = 0; i < s.length; i++) HEAPU8[p + i] = s.charCodeAt(i);
  return u;
}

function char_value(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 122 ? l - 87 : 37;
}

/** The value of digits [start, end) of `s` in a base that is no power of two nor ten. */
function parse_digits(s: string, base: number, chunk: number): bigint {
  if (s.length <= chunk) return BigInt(parseInt(s, base));
  const low = chunk * Math.ceil(s.length / chunk / 2);
  return parse_digits(s.slice(0, s.length - low), base, chunk) * BigInt(base) ** BigInt(low) + parse_digits(s.slice(s.length - low), base, chunk);
}

function magnitude(digits: string, base: number): bigint {
  if (base === 10) return BigInt(digits);
  if (base === 16) return BigInt(`0x${digits}`);
  if (base === 8) return BigInt(`0o${digits}`);
  if (base === 2) return BigInt(`0b${digits}`);
  return parse_digits(digits, base, Math.floor(52 / Math.log2(base)));
}

/** Where the digits of `s` from `start` end; -1 when underscores are misplaced or there are none. */
function scan_digits(s: string, start: number, base: number): number {
  let i = start;
  let previous = 0;
  while (i < s.length) {
    const c = s.charCodeAt(i);
    if (c === 95) {
      if (previous === 95) return -1;
    } else if (char_value(c) >= base) break;
    previous = c;
    i++;
  }
  if (previous === 95 || i === start || s.charCodeAt(start) === 95) return -1;
  return i;
}

/** What is read: `value` is new or NULL; `end` is how far, -1 when an exception other than bad syntax is set. */
export interface ParsedLong {
  value: number;
  end: number;
  base: number;
}

/** The text reader under int(): reads a prefix of `s`. No exception for bad syntax: value 0 and end >= 0 say it. */
export function parse_long(s: string, base: number): ParsedLong {
  let i = 0;
  while (i < s.length && (s.charCodeAt(i) === 32 || (s.charCodeAt(i) >= 9 && s.charCodeAt(i) <= 13))) i++;
  let negative = false;
  if (s[i] === '+') i++;
  else if (s[i] === '-') {
    i++;
    negative = true;
  }
  let must_be_zero = false;
  const next = s[i] === '0' ? (s[i + 1] ?? '').toLowerCase() : '';
  if (base === 0) {
    if (s[i] !== '0') base = 10;
    else if (next === 'x') base = 16;
    else if (next === 'o') base = 8;
    else if (next === 'b') base = 2;
    else {
      must_be_zero = true;
      base = 10;
    }
  }
  if ((base === 16 && next === 'x') || (base === 8 && next === 'o') || (base === 2 && next === 'b')) {
    i += 2;
    if (s[i] === '_') i++;
  }
  let end = scan_digits(s, i, base);
  if (end < 0) return { value: 0, end: i, base: must_be_zero ? 0 : base };
  const raw = s.slice(i, end);
  const digits = raw.includes('_') ? raw.replaceAll('_', '') : raw;
  let value: number;
  if (digits.length <= 10 && base <= 36) value = long_from_double(parseInt(digits, base));
  else {
    if ((base & (base - 1)) !== 0 && digits.length > _PY_LONG_MAX_STR_DIGITS_THRESHOLD) {
      const max = max_str_digits();
      if (max > 0 && digits.length > max) {
        PyErr_Format(
          PyExc_ValueError,
          'Exceeds the limit (%d digits) for integer string conversion: value has %zd digits; use sys.set_int_max_str_digits() to increase the limit',
          max,
          digits.length,
        );
        return { value: 0, end: -1, base };
      }
    }
    value = bigint_guard(() => magnitude(digits, base));
  }
  if (value === 0) return { value: 0, end: -1, base };
  if (must_be_zero && (HEAP32[(value + TAG) >> 2] & 3) !== 1) {
    Py_DECREF(value);
    return { value: 0, end, base: 0 };
  }
  if (negative) value = negate(value);
  while (end < s.length && (s.charCodeAt(end) === 32 || (s.charCodeAt(end) >= 9 && s.charCodeAt(end) <= 13))) end++;
  return { value, end, base: must_be_zero ? 0 : base };
}

/** Steals `o`, a fresh or small int. Returns new. */
function negate(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag < 16) {
    const v = HEAP32[(o + DIGIT) >> 2];
    Py_DECREF(o);
    return long_from_double(-v);
  }
  flip_sign(o);
  return o;
}

/** Returns new. int(u, base) for a str. */
export function PyLong_FromUnicodeObject(u: number, base: number): number {
  const ascii = _PyUnicode_TransformDecimalAndSpaceToASCII(u);
  if (ascii === 0) return 0;
  const s = PyUnicode_AsUTF8(ascii);
  Py_DECREF(ascii);
  if (s === null) return 0;
  if (!check_base(base)) return 0;
  const parsed = parse_long(s, base);
  if (parsed.value !== 0 && parsed.end === s.length) return parsed.value;
  if (parsed.end < 0) return 0;
  if (parsed.value !== 0) Py_DECREF(parsed.value);
  PyErr_Format(PyExc_ValueError, 'invalid literal for int() with base %d: %.200R', base, u);
  return 0;
}

function check_base(base: number): boolean {
  if ((base !== 0 && base < 2) || base > 36) {
    PyErr_SetString(PyExc_ValueError, 'int() arg 2 must be >= 2 and <= 36');
    return false;
  }
  return true;
}

/** Returns new. `s` must be a whole literal. */
export function PyLong_FromString(s: string, pend: number, base: number): number {
  if (pend !== 0) throw new Error('PyLong_FromString: pend is not supported, use parse_long');
  if (!check_base(base)) return 0;
  const parsed = parse_long(s, base);
  if (parsed.value !== 0 && parsed.end === s.length) return parsed.value;
  if (parsed.end < 0) return 0;
  if (parsed.value !== 0) Py_DECREF(parsed.value);
  const strobj = PyUnicode_FromString(s.slice(0, 200));
  if (strobj === 0) return 0;
  PyErr_Format(PyExc_ValueError, 'invalid literal for int() with base %d: %.200R', parsed.base, strobj);
  Py_DECREF(strobj);
  return 0;
}

/** Returns new. The `len` bytes at `s`. */
export function _PyLong_FromBytes(s: number, len: number, base: number): number {
  if (!check_base(base)) return 0;
  let text = '';
  for (let i = 0; i < len; i++) text += String.fromCharCode(HEAPU8[s + i]);
  const parsed = parse_long(text, base);
  if (parsed.value !== 0 && parsed.end === len) return parsed.value;
  if (parsed.end < 0) return 0;
  if (parsed.value !== 0) Py_DECREF(parsed.value);
  const strobj = PyBytes_FromStringAndSize(s, Math.min(len, 200));
  if (strobj === 0) return 0;
  PyErr_Format(PyExc_ValueError, 'invalid literal for int() with base %d: %.200R', base, strobj);
  Py_DECREF(strobj);
  return 0;
}

/** Returns new. The `n` bytes at address `bytes` as an int. */
export function _PyLong_FromByteArray(bytes: number, n: number, little_endian: boolean | number, is_signed: boolean | number): number {
  if (n === 0) return get_small_int(0);
  const at = little_endian ? (i: number): number => HEAPU8[bytes + i] : (i: number): number => HEAPU8[bytes + n - 1 - i];
  const negative = !!is_signed && (at(n - 1) & 0x80) !== 0;
  const size = Math.floor((n * 8 + 29) / 30);
  const o = _PyLong_New(size);
  if (o === 0) return 0;
  let accum = 0;
  let bits = 0;
  let carry = 1;
  let idigit = 0;
  for (let i = 0; i < n; i++) {
    let b = at(i);
    if (negative) {
      b = (b ^ 0xff) + carry;
      carry = b >>> 8;
      b &= 0xff;
    }
    accum += b * 2 ** bits;
    bits += 8;
    if (bits >= 30) {
      HEAP32[(o + DIGIT + idigit * 4) >> 2] = accum % 1073741824;
      accum = Math.floor(accum / 1073741824);
      bits -= 30;
      idigit++;
    }
  }
  if (bits > 0 && idigit < size) HEAP32[(o + DIGIT + idigit++ * 4) >> 2] = accum & PyLong_MASK;
  // -(2^8n) has one digit more than its bytes suggest only when all of them are zero, which a negative is not
  HEAP32[(o + TAG) >> 2] = (idigit << 3) | (negative ? SIGN_NEGATIVE : 0);
  return maybe_small_long(long_normalize(o));
}

/** Writes `v` into the `n` bytes at address `bytes`. 0, or -1 with OverflowError. */
export function _PyLong_AsByteArray(v: number, bytes: number, n: number, little_endian: boolean | number, is_signed: boolean | number, with_exceptions = 1): number {
  const tag = HEAP32[(v + TAG) >> 2];
  const negative = (tag & 3) === SIGN_NEGATIVE;
  if (negative && !is_signed) {
    if (with_exceptions) PyErr_SetString(PyExc_OverflowError, "can't convert negative int to unsigned");
    return -1;
  }
  const size = tag >>> 3;
  let accum = 0;
  let bits = 0;
  let carry = negative ? 1 : 0;
  let idigit = 0;
  let overflow = false;
  let last = 0;
  for (let i = 0; i < n; i++) {
    if (bits < 8 && idigit < size) {
      accum += HEAP32[(v + DIGIT + idigit++ * 4) >> 2] * 2 ** bits;
      bits += 30;
    }
    let b = accum & 0xff;
    accum = Math.floor(accum / 256);
    bits = bits > 8 ? bits - 8 : 0;
    if (negative) {
      b = (b ^ 0xff) + carry;
      carry = b >>> 8;
      b &= 0xff;
    }
    last = b;
    HEAPU8[little_endian ? bytes + i : bytes + n - 1 - i] = b;
  }
  if (accum !== 0 || idigit < size) overflow = true;
  if (is_signed && !overflow && n > 0 && (last & 0x80) !== (negative ? 0x80 : 0)) overflow = true;
  if (n === 0 && size > 0) overflow = true;
  if (overflow) {
    if (with_exceptions) PyErr_SetString(PyExc_OverflowError, 'int too big to convert');
    return -1;
  }
  return 0;
}

/** The decimal digits of a positive int32. Returns new. */
function digits_str(v: number): number {
  let n = 1;
  for (let most = 10; n < 10 && v >= most; most *= 10) n++;
  const u = PyUnicode_New(n, 127);
  if (u === 0) return 0;
  for (let p = u + PyASCIIObject.SIZEOF + n; n > 0; n--) {
    const rest = (v / 10) | 0;
    HEAPU8[--p] = 48 + v - rest * 10;
    v = rest;
  }
  return u;
}

/** str(o) for an int. Returns new. */
export function long_to_decimal_string(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag >>> 3 === 1 && (tag & 3) === 0) return digits_str(HEAP32[(o + DIGIT) >> 2]);
  const s = decimal(o);
  return s === null ? 0 : ascii_str(s);
}

/** Returns new: text in base 2, 8, 10 or 16 with its prefix, as bin(), oct(), hex() give it. */
export function _PyLong_Format(o: number, base: number): number {
  const s = long_text(o, base, true);
  return s === null ? 0 : ascii_str(s);
}
