// Answers to the digit algorithms (x_add, x_sub, k_mul, long_divrem, shifts, bitwise) of Objects/longobject.c of CPython 3.13.
// Deviation: 30x30-bit products and 60/30-bit quotients are made of doubles and Math.imul, since JavaScript has no 64-bit
// integer; where both operands are long (KARATSUBA_CUTOFF digits for products, 2 for divisors) the digits are handed to
// BigInt, whose multiplication and division are subquadratic, instead of k_mul, x_divrem and _pylong.
//
// Magnitudes are arrays of 30-bit digits, least significant first, at ob_digit; lv_tag is ndigits << 3 | sign.

import { PyLongObject } from '../include/generated/offsets';
import { HEAP32, HEAPU32, memmove } from '../include/heap';
import { Py_INCREF, Py_SET_TYPE } from '../include/object';
import { PyExc_MemoryError, PyExc_OverflowError, PyLong_Type, SMALL_INTS } from '../include/statics';
import { PyErr_NoMemory, PyErr_SetNone, PyErr_SetString } from '../python/errors';
import { PyObject_Free, PyObject_Malloc } from './obmalloc';

export const PyLong_SHIFT = 30;
export const PyLong_BASE = 0x40000000;
export const PyLong_MASK = 0x3fffffff;
export const SIGN_ZERO = 1;
export const SIGN_NEGATIVE = 2;
/** Tags below this are of compact ints: one digit or none. */
export const COMPACT_LIMIT = 16;
const KARATSUBA_CUTOFF = 40;
/** No int of more digits fits the heap; it also keeps BigInt below V8's limit of 2^30 bits. */
const MAX_LONG_DIGITS = 35_000_000;
const INV_BASE = 1 / PyLong_BASE;

const TAG = PyLongObject.lv_tag;
const DIGIT = PyLongObject.ob_digit;

/** A new int of `size` digits, not filled in, positive. Returns new; NULL with OverflowError or MemoryError. */
export function _PyLong_New(size: number): number {
  if (size > MAX_LONG_DIGITS) {
    if (size > 2 ** 61) PyErr_SetString(PyExc_OverflowError, 'too many digits in integer');
    else PyErr_NoMemory();
    return 0;
  }
  const o = PyObject_Malloc(DIGIT + (size > 0 ? size : 1) * 4);
  if (o === 0) {
    PyErr_NoMemory();
    return 0;
  }
  HEAP32[o >> 2] = 1;
  HEAP32[(o + 4) >> 2] = 0;
  HEAP32[(o + PyLongObject.ob_type) >> 2] = PyLong_Type;
  HEAP32[(o + PyLongObject.ob_type + 4) >> 2] = 0;
  HEAP32[(o + TAG) >> 2] = size << 3;
  HEAP32[(o + TAG + 4) >> 2] = 0;
  HEAP32[(o + DIGIT) >> 2] = 0;
  return o;
}

/** Borrowed, immortal. -5 <= v <= 256. */
export function get_small_int(v: number): number {
  return SMALL_INTS + ((v + 5) << 5);
}

/** Returns new. |v| < 2^31. */
export function long_from_int32(v: number): number {
  if (v >= -5 && v <= 256) return SMALL_INTS + ((v + 5) << 5);
  const o = PyObject_Malloc(32);
  if (o === 0) {
    PyErr_NoMemory();
    return 0;
  }
  const i = o >> 2;
  const abs = v < 0 ? -v : v;
  const sign = v < 0 ? SIGN_NEGATIVE : 0;
  HEAP32[i] = 1;
  HEAP32[i + 1] = 0;
  HEAP32[i + 2] = PyLong_Type;
  HEAP32[i + 3] = 0;
  HEAP32[i + 5] = 0;
  if (abs < PyLong_BASE) {
    HEAP32[i + 4] = (1 << 3) | sign;
    HEAP32[i + 6] = abs;
  } else {
    HEAP32[i + 4] = (2 << 3) | sign;
    HEAP32[i + 6] = abs & PyLong_MASK;
    HEAP32[i + 7] = (abs / PyLong_BASE) | 0;
  }
  return o;
}

/** Returns new. `v` is an integer of any size that a double holds. */
export function long_from_double(v: number): number {
  const abs = v < 0 ? -v : v;
  if (abs < 0x7fffffff) return long_from_int32(v);
  let n = 2;
  let top = Math.floor(abs * INV_BASE * INV_BASE);
  while (top > 0) {
    top = Math.floor(top * INV_BASE);
    n++;
  }
  const o = _PyLong_New(n);
  if (o === 0) return 0;
  HEAP32[(o + TAG) >> 2] = (n << 3) | (v < 0 ? SIGN_NEGATIVE : 0);
  let rest = abs;
  for (let i = 0; i < n; i++) {
    const d = rest % PyLong_BASE;
    HEAP32[(o + DIGIT + i * 4) >> 2] = d;
    rest = (rest - d) * INV_BASE;
  }
  return o;
}

/** The exact value where a double surely holds it (below 2^53), else NaN. */
export function long_small(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag < COMPACT_LIMIT) return (1 - (tag & 3)) * HEAP32[(o + DIGIT) >> 2];
  if (tag >>> 3 === 2) {
    const d1 = HEAP32[(o + DIGIT + 4) >> 2];
    if (d1 < 0x800000) return (1 - (tag & 3)) * (d1 * PyLong_BASE + HEAP32[(o + DIGIT) >> 2]);
  }
  return Number.NaN;
}

/** Drops leading zero digits of a private int. */
export function long_normalize(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  const n = tag >>> 3;
  let i = n;
  while (i > 0 && HEAP32[(o + DIGIT + (i - 1) * 4) >> 2] === 0) i--;
  if (i !== n) HEAP32[(o + TAG) >> 2] = i === 0 ? SIGN_ZERO : (i << 3) | (tag & 3);
  else if (n === 0) HEAP32[(o + TAG) >> 2] = SIGN_ZERO;
  return o;
}

/** Replaces a fresh int by the small int of its value. Steals `o` (which may be NULL). */
export function maybe_small_long(o: number): number {
  if (o === 0) return 0;
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag < COMPACT_LIMIT) {
    const v = (1 - (tag & 3)) * HEAP32[(o + DIGIT) >> 2];
    if (v >= -5 && v <= 256) {
      const small = SMALL_INTS + ((v + 5) << 5);
      if (small !== o) PyObject_Free(o);
      return small;
    }
  }
  return o;
}

export function flip_sign(o: number): void {
  const tag = HEAP32[(o + TAG) >> 2];
  HEAP32[(o + TAG) >> 2] = (tag & ~3) | (2 - (tag & 3));
}

const word = new Uint32Array(2);
const word64 = new BigUint64Array(word.buffer);

/** |o| as BigInt. */
export function long_magnitude(o: number): bigint {
  const n = HEAP32[(o + TAG) >> 2] >>> 3;
  const d = (o + DIGIT) >> 2;
  return digits_to_bigint(d, n);
}

/** The value of `n` digits from HEAP32 index `d`. */
export function digits_to_bigint(d: number, n: number): bigint {
  if (n === 0) return 0n;
  let i = n;
  let acc = 0n;
  if (n & 1) {
    acc = BigInt(HEAP32[d + n - 1]);
    i--;
  }
  if (n <= 32) {
    for (; i > 0; i -= 2) {
      const high = HEAP32[d + i - 1];
      word[0] = HEAP32[d + i - 2] | (high << 30);
      word[1] = high >>> 2;
      acc = i === n ? word64[0] : (acc << 60n) | word64[0];
    }
    return acc;
  }
  const parts = ['0x', n & 1 ? HEAP32[d + n - 1].toString(16) : ''];
  for (; i > 0; i -= 2) {
    const high = HEAP32[d + i - 1];
    const low = HEAP32[d + i - 2] | (high << 30);
    parts.push((high >>> 2).toString(16).padStart(7, '0'), (low >>> 0).toString(16).padStart(8, '0'));
  }
  return BigInt(parts.join(''));
}

export function long_to_bigint(o: number): bigint {
  const m = long_magnitude(o);
  return (HEAP32[(o + TAG) >> 2] & 3) === SIGN_NEGATIVE ? -m : m;
}

/** Returns new. */
export function long_from_bigint(value: bigint): number {
  const negative = value < 0n;
  const b = negative ? -value : value;
  if (b <= 9007199254740991n) return long_from_double(Number(value));
  if (b >> 1920n === 0n) return from_short_bigint(b, negative);
  const hex = b.toString(16);
  const pairs = Math.ceil(hex.length / 15);
  const o = _PyLong_New(pairs * 2);
  if (o === 0) return 0;
  for (let i = 0, end = hex.length; i < pairs; i++, end -= 15) {
    const low = parseInt(hex.slice(Math.max(0, end - 8), end), 16);
    const high = end > 8 ? parseInt(hex.slice(Math.max(0, end - 15), end - 8), 16) : 0;
    HEAP32[(o + DIGIT + i * 8) >> 2] = low & PyLong_MASK;
    HEAP32[(o + DIGIT + i * 8 + 4) >> 2] = (high << 2) | (low >>> 30);
  }
  return finish(o, negative);
}

const scratch = new Int32Array(64);

function from_short_bigint(b: bigint, negative: boolean): number {
  let n = 0;
  for (let rest = b; rest !== 0n; rest >>= 60n) {
    word64[0] = rest;
    scratch[n++] = word[0] & PyLong_MASK;
    scratch[n++] = ((word[1] << 2) | (word[0] >>> 30)) & PyLong_MASK;
  }
  if (scratch[n - 1] === 0) n--;
  const o = _PyLong_New(n);
  if (o === 0) return 0;
  for (let i = 0; i < n; i++) HEAP32[(o + DIGIT + i * 4) >> 2] = scratch[i];
  return finish(o, negative);
}

function finish(o: number, negative: boolean): number {
  if (negative) HEAP32[(o + TAG) >> 2] |= SIGN_NEGATIVE;
  return maybe_small_long(long_normalize(o));
}

/** Runs BigInt work whose result may be too large for V8 or for memory. Returns new, or NULL with MemoryError. */
export function bigint_guard(f: () => bigint): number {
  let r: bigint;
  try {
    r = f();
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    PyErr_SetNone(PyExc_MemoryError);
    return 0;
  }
  return long_from_bigint(r);
}

/** |a| + |b|. Returns new. */
export function x_add(a: number, b: number): number {
  let size_a = HEAP32[(a + TAG) >> 2] >>> 3;
  let size_b = HEAP32[(b + TAG) >> 2] >>> 3;
  if (size_a < size_b) {
    let t = a;
    a = b;
    b = t;
    t = size_a;
    size_a = size_b;
    size_b = t;
  }
  const z = _PyLong_New(size_a + 1);
  if (z === 0) return 0;
  const da = (a + DIGIT) >> 2;
  const db = (b + DIGIT) >> 2;
  const dz = (z + DIGIT) >> 2;
  let carry = 0;
  let i = 0;
  for (; i < size_b; i++) {
    carry = (carry + HEAP32[da + i] + HEAP32[db + i]) | 0;
    HEAP32[dz + i] = carry & PyLong_MASK;
    carry = carry >>> 30;
  }
  for (; i < size_a; i++) {
    carry = (carry + HEAP32[da + i]) | 0;
    HEAP32[dz + i] = carry & PyLong_MASK;
    carry = carry >>> 30;
  }
  HEAP32[dz + i] = carry;
  if (carry === 0) HEAP32[(z + TAG) >> 2] = size_a === 0 ? SIGN_ZERO : size_a << 3;
  return z;
}

/** |a| - |b|, signed. Returns new. */
export function x_sub(a: number, b: number): number {
  let size_a = HEAP32[(a + TAG) >> 2] >>> 3;
  let size_b = HEAP32[(b + TAG) >> 2] >>> 3;
  let negative = false;
  if (size_a < size_b) {
    negative = true;
  } else if (size_a === size_b) {
    let i = size_a - 1;
    while (i >= 0 && HEAP32[(a + DIGIT + i * 4) >> 2] === HEAP32[(b + DIGIT + i * 4) >> 2]) i--;
    if (i < 0) return get_small_int(0);
    negative = HEAP32[(a + DIGIT + i * 4) >> 2] < HEAP32[(b + DIGIT + i * 4) >> 2];
    size_a = size_b = i + 1;
  }
  if (negative) {
    let t = a;
    a = b;
    b = t;
    t = size_a;
    size_a = size_b;
    size_b = t;
  }
  const z = _PyLong_New(size_a);
  if (z === 0) return 0;
  const da = (a + DIGIT) >> 2;
  const db = (b + DIGIT) >> 2;
  const dz = (z + DIGIT) >> 2;
  let borrow = 0;
  let i = 0;
  for (; i < size_b; i++) {
    borrow = (HEAP32[da + i] - HEAP32[db + i] - borrow) | 0;
    HEAP32[dz + i] = borrow & PyLong_MASK;
    borrow = borrow >>> 31;
  }
  for (; i < size_a; i++) {
    borrow = (HEAP32[da + i] - borrow) | 0;
    HEAP32[dz + i] = borrow & PyLong_MASK;
    borrow = borrow >>> 31;
  }
  if (negative) HEAP32[(z + TAG) >> 2] |= SIGN_NEGATIVE;
  return maybe_small_long(long_normalize(z));
}

/** |a| * |b|. Returns new. */
export function k_mul(a: number, b: number): number {
  let size_a = HEAP32[(a + TAG) >> 2] >>> 3;
  let size_b = HEAP32[(b + TAG) >> 2] >>> 3;
  if (size_a > size_b) {
    let t = a;
    a = b;
    b = t;
    t = size_a;
    size_a = size_b;
    size_b = t;
  }
  if (size_a === 0) return get_small_int(0);
  if (size_a >= KARATSUBA_CUTOFF) return bigint_guard(() => long_magnitude(a) * long_magnitude(b));
  const z = _PyLong_New(size_a + size_b);
  if (z === 0) return 0;
  const da = (a + DIGIT) >> 2;
  const db = (b + DIGIT) >> 2;
  const dz = (z + DIGIT) >> 2;
  HEAP32.fill(0, dz, dz + size_a + size_b);
  for (let i = 0; i < size_a; i++) {
    const f = HEAP32[da + i];
    let carry = 0;
    for (let j = 0; j < size_b; j++) {
      const g = HEAP32[db + j];
      const low = Math.imul(f, g) & PyLong_MASK;
      // f * g is off by less than 2^7, so the quotient rounds to the exact high part
      const high = Math.floor((f * g - low) * INV_BASE + 0.5);
      const t = low + HEAP32[dz + i + j] + carry;
      HEAP32[dz + i + j] = t & PyLong_MASK;
      carry = high + (t >= PyLong_BASE ? (t >>> 0) >>> 30 : 0);
    }
    HEAP32[dz + i + size_b] = carry;
  }
  return long_normalize(z);
}

/** High digit of the 60-bit product of two digits. */
export function mul_high(f: number, g: number): number {
  return Math.floor((f * g - (Math.imul(f, g) & PyLong_MASK)) * INV_BASE + 0.5);
}

/** dz[0..size) = da[0..size) / n (HEAP32 indexes; may be the same); returns the remainder. 0 < n < 2^30. */
export function inplace_divrem1(dz: number, da: number, size: number, n: number): number {
  let rem = 0;
  for (let i = size - 1; i >= 0; i--) {
    const d = HEAP32[da + i];
    let t = rem * 32768 + (d >>> 15);
    const q1 = Math.floor(t / n);
    rem = t - q1 * n;
    t = rem * 32768 + (d & 0x7fff);
    const q0 = Math.floor(t / n);
    rem = t - q0 * n;
    HEAP32[dz + i] = q1 * 32768 + q0;
  }
  return rem;
}

/** da[0..size) modulo n. */
export function inplace_rem1(da: number, size: number, n: number): number {
  let rem = 0;
  for (let i = size - 1; i >= 0; i--) {
    const d = HEAP32[da + i];
    rem = (rem * 32768 + (d >>> 15)) % n;
    rem = (rem * 32768 + (d & 0x7fff)) % n;
  }
  return rem;
}

export function compare_magnitudes(a: number, b: number): number {
  const size_a = HEAP32[(a + TAG) >> 2] >>> 3;
  const size_b = HEAP32[(b + TAG) >> 2] >>> 3;
  if (size_a !== size_b) return size_a - size_b;
  for (let i = size_a - 1; i >= 0; i--) {
    const diff = HEAP32[(a + DIGIT + i * 4) >> 2] - HEAP32[(b + DIGIT + i * 4) >> 2];
    if (diff !== 0) return diff;
  }
  return 0;
}

/** a << (wordshift * 30 + remshift). Returns new. */
export function long_lshift1(a: number, wordshift: number, remshift: number): number {
  const tag = HEAP32[(a + TAG) >> 2];
  const size_a = tag >>> 3;
  if (size_a === 1 && wordshift === 0) {
    const d = HEAP32[(a + DIGIT) >> 2] * 2 ** remshift;
    if (d <= Number.MAX_SAFE_INTEGER) return long_from_double((tag & 3) === SIGN_NEGATIVE ? -d : d);
  }
  const newsize = wordshift + size_a + (remshift > 0 ? 1 : 0);
  const z = _PyLong_New(newsize);
  if (z === 0) return 0;
  HEAP32[(z + TAG) >> 2] |= tag & SIGN_NEGATIVE;
  const da = (a + DIGIT) >> 2;
  const dz = (z + DIGIT) >> 2;
  HEAP32.fill(0, dz, dz + wordshift);
  let carry = 0;
  const hishift = 30 - remshift;
  for (let i = 0; i < size_a; i++) {
    const d = HEAP32[da + i];
    HEAP32[dz + wordshift + i] = ((d << remshift) & PyLong_MASK) | carry;
    carry = remshift === 0 ? 0 : d >>> hishift;
  }
  if (remshift > 0) HEAP32[dz + newsize - 1] = carry;
  return maybe_small_long(long_normalize(z));
}

/** a >> (wordshift * 30 + remshift), towards minus infinity, for an `a` that is not compact. Returns new. */
export function long_rshift1(a: number, wordshift: number, remshift: number): number {
  const tag = HEAP32[(a + TAG) >> 2];
  const negative = (tag & 3) === SIGN_NEGATIVE;
  const size_a = tag >>> 3;
  const newsize = size_a - wordshift;
  if (newsize <= 0) return get_small_int(negative ? -1 : 0);
  // one digit more: the increment of a negative result may carry
  const z = _PyLong_New(newsize + (negative ? 1 : 0));
  if (z === 0) return 0;
  const da = (a + DIGIT) >> 2;
  const dz = (z + DIGIT) >> 2;
  const hishift = 30 - remshift;
  let lost = 0;
  if (negative) {
    for (let i = 0; i < wordshift && lost === 0; i++) lost = HEAP32[da + i];
    lost |= HEAP32[da + wordshift] & ((1 << remshift) - 1);
  }
  for (let i = 0; i < newsize; i++) {
    const d = HEAP32[da + wordshift + i] >>> remshift;
    const above = i + 1 < newsize && remshift > 0 ? (HEAP32[da + wordshift + i + 1] << hishift) & PyLong_MASK : 0;
    HEAP32[dz + i] = d | above;
  }
  if (negative) {
    HEAP32[dz + newsize] = 0;
    for (let i = 0, carry = lost !== 0 ? 1 : 0; carry !== 0; i++) {
      const d = HEAP32[dz + i] + carry;
      HEAP32[dz + i] = d & PyLong_MASK;
      carry = d >>> 30;
    }
    HEAP32[(z + TAG) >> 2] |= SIGN_NEGATIVE;
  }
  return maybe_small_long(long_normalize(z));
}

/** a & b, a ^ b, a | b in two's complement; op is '&', '^' or '|' as its character code. Returns new. */
export function long_bitwise(a: number, op: number, b: number): number {
  let size_a = HEAP32[(a + TAG) >> 2] >>> 3;
  let size_b = HEAP32[(b + TAG) >> 2] >>> 3;
  let nega = (HEAP32[(a + TAG) >> 2] & 3) === SIGN_NEGATIVE;
  let negb = (HEAP32[(b + TAG) >> 2] & 3) === SIGN_NEGATIVE;
  if (size_a < size_b) {
    let t = a;
    a = b;
    b = t;
    t = size_a;
    size_a = size_b;
    size_b = t;
    const n = nega;
    nega = negb;
    negb = n;
  }
  let negz: boolean;
  let size_z: number;
  if (op === 38) {
    negz = nega && negb;
    size_z = negb ? size_a : size_b;
  } else if (op === 124) {
    negz = nega || negb;
    size_z = negb ? size_b : size_a;
  } else {
    negz = nega !== negb;
    size_z = size_a;
  }
  const z = _PyLong_New(size_z + (negz ? 1 : 0));
  if (z === 0) return 0;
  const da = (a + DIGIT) >> 2;
  const db = (b + DIGIT) >> 2;
  const dz = (z + DIGIT) >> 2;
  let carry_a = nega ? 1 : 0;
  let carry_b = negb ? 1 : 0;
  let carry_z = negz ? 1 : 0;
  for (let i = 0; i < size_z; i++) {
    let x = i < size_a ? HEAP32[da + i] : 0;
    let y = i < size_b ? HEAP32[db + i] : 0;
    if (nega) {
      x = (x ^ PyLong_MASK) + carry_a;
      carry_a = x >>> 30;
      x &= PyLong_MASK;
    }
    if (negb) {
      y = (y ^ PyLong_MASK) + carry_b;
      carry_b = y >>> 30;
      y &= PyLong_MASK;
    }
    let r = op === 38 ? x & y : op === 124 ? x | y : x ^ y;
    if (negz) {
      r = (r ^ PyLong_MASK) + carry_z;
      carry_z = r >>> 30;
      r &= PyLong_MASK;
    }
    HEAP32[dz + i] = r;
  }
  if (negz) {
    HEAP32[dz + size_z] = carry_z;
    HEAP32[(z + TAG) >> 2] |= SIGN_NEGATIVE;
  }
  return maybe_small_long(long_normalize(z));
}

/** A private copy, never a small int. Returns new. */
export function copy_digits(src: number): number {
  const n = HEAP32[(src + TAG) >> 2] >>> 3;
  const o = _PyLong_New(n);
  if (o === 0) return 0;
  HEAP32[(o + TAG) >> 2] = HEAP32[(src + TAG) >> 2];
  memmove(o + DIGIT, src + DIGIT, (n > 0 ? n : 1) * 4);
  return o;
}

/** Fills in an int of a subclass, whose memory the type allocated, from `src`. */
export function init_subtype(o: number, src: number): void {
  const n = HEAP32[(src + TAG) >> 2] >>> 3;
  HEAPU32[(o + TAG) >> 2] = HEAPU32[(src + TAG) >> 2];
  HEAP32[(o + TAG + 4) >> 2] = 0;
  for (let i = 0; i < (n > 0 ? n : 1); i++) HEAP32[(o + DIGIT + i * 4) >> 2] = HEAP32[(src + DIGIT + i * 4) >> 2];
}

/** The 262 small ints. Once a process, before anything else runs. */
export function init_small_ints(): void {
  for (let v = -5; v <= 256; v++) {
    const o = get_small_int(v);
    HEAP32[o >> 2] = -1;
    HEAP32[(o + 4) >> 2] = 0;
    Py_SET_TYPE(o, PyLong_Type);
    HEAP32[(o + TAG) >> 2] = v === 0 ? SIGN_ZERO : (1 << 3) | (v < 0 ? SIGN_NEGATIVE : 0);
    HEAP32[(o + DIGIT) >> 2] = v < 0 ? -v : v;
  }
}

/** New reference to an int, exact or not: an exact int of the same value. */
export function long_long(v: number): number {
  if (HEAP32[(v + PyLongObject.ob_type) >> 2] === PyLong_Type) {
    Py_INCREF(v);
    return v;
  }
  return maybe_small_long(copy_digits(v));
}
