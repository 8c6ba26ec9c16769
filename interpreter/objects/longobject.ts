// Answers to Objects/longobject.c of CPython 3.13: int. Deviations: see longobject_arith.ts (digit algorithms) and
// longobject_str.ts (text); C integers beyond 2^53 are exact only in the BigInt variants (PyLong_AsInt64, PyLong_AsBigInt).
// Long, because the API of int is: conversions to every C type, each with its own error text.
//
//   PyLongObject: ob_refcnt, ob_type, lv_tag = ndigits << 3 | sign (0 positive, 1 zero, 2 negative), ob_digit[] of 30 bits.
//   An int of one digit or none is "compact"; -5..256 are immortal and static. Results below 257 are never fresh objects.

import { _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteASCIIString } from './unicodeobject_writer';
import { PyLongObject, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { hash_result } from '../include/hash';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, HEAP64, write_ptr } from '../include/heap';
import {
  _Py_SetImmortal,
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  Py_DECREF,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  Py_NewRef,
  Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_LONG_SUBCLASS,
  Py_TYPE,
  _Py_TPFLAGS_MATCH_SELF,
} from '../include/object';
import {
  Py_False,
  Py_None,
  Py_NotImplemented,
  Py_True,
  PyExc_OverflowError,
  PyExc_TypeError,
  PyExc_ValueError,
  PyExc_ZeroDivisionError,
  PyLong_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_BadInternalCall, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { _PyLong_FormatAdvancedWriter } from '../python/formatter_unicode';
import { ldexp } from '../python/pymath';
import { _PyThreadState_GET } from '../python/pystate';
import { _PyNumber_Index, PyNumber_AsSsize_t, PyNumber_Long } from './abstract';
import { init_bools } from './boolobject';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize } from './bytesobject';
import { _PyObject_MakeTpCall, PyObject_CallOneArg, PyVectorcall_NARGS } from './call';
import { float_pow, PyFloat_FromDouble } from './floatobject';
import {
  _PyLong_New,
  bigint_guard,
  COMPACT_LIMIT,
  compare_magnitudes,
  copy_digits,
  digits_to_bigint,
  flip_sign,
  get_small_int,
  init_small_ints,
  init_subtype,
  inplace_divrem1,
  inplace_rem1,
  k_mul,
  long_bitwise,
  long_from_bigint,
  long_from_double,
  long_from_int32,
  long_long,
  long_lshift1,
  long_magnitude,
  long_normalize,
  long_rshift1,
  long_small,
  long_to_bigint,
  maybe_small_long,
  mul_high,
  PyLong_BASE,
  PyLong_MASK,
  PyLong_SHIFT,
  SIGN_NEGATIVE,
  SIGN_ZERO,
  x_add,
  x_sub,
} from './longobject_arith';
import { _PyLong_AsByteArray, _PyLong_FromByteArray, _PyLong_FromBytes, long_text, long_to_decimal_string, PyLong_FromUnicodeObject } from './longobject_str';
import { PyObject_Bytes, PyObject_IsTrue } from './object';
import { PyObject_Free } from './obmalloc';
import { _PyTuple_FromPairSteal, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { _PyUnicode_Equal, _Py_ID, PyUnicode_Check, PyUnicode_GET_LENGTH } from './unicodeobject';
import { PyDict_GET_SIZE } from './dictobject';

// CPython has these in longobject.c; they live in the two files of its parts.
export { _PyLong_New, PyLong_BASE, PyLong_MASK, PyLong_SHIFT } from './longobject_arith';
export { _PyLong_AsByteArray, _PyLong_Format, _PyLong_FromByteArray, _PyLong_FromBytes, PyLong_FromString, PyLong_FromUnicodeObject } from './longobject_str';

const TAG = PyLongObject.lv_tag;
const DIGIT = PyLongObject.ob_digit;

// ---------------------------------------------------------------------------------------------------- representation

export function PyLong_Check(op: number): boolean {
  return (HEAP32[(HEAP32[(op + 8) >> 2] + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_LONG_SUBCLASS) !== 0;
}

export function PyLong_CheckExact(op: number): boolean {
  return HEAP32[(op + 8) >> 2] === PyLong_Type;
}

export function _PyLong_IsCompact(op: number): boolean {
  return HEAP32[(op + TAG) >> 2] < COMPACT_LIMIT;
}

export const PyUnstable_Long_IsCompact = _PyLong_IsCompact;

export function _PyLong_BothAreCompact(a: number, b: number): boolean {
  return HEAP32[(a + TAG) >> 2] < COMPACT_LIMIT && HEAP32[(b + TAG) >> 2] < COMPACT_LIMIT;
}

/** The value of a compact int. */
export function _PyLong_CompactValue(op: number): number {
  return (1 - (HEAP32[(op + TAG) >> 2] & 3)) * HEAP32[(op + DIGIT) >> 2];
}

export function _PyLong_IsNonNegativeCompact(op: number): boolean {
  return HEAP32[(op + TAG) >> 2] <= 9;
}

export function _PyLong_IsZero(op: number): boolean {
  return (HEAP32[(op + TAG) >> 2] & 3) === SIGN_ZERO;
}

export function _PyLong_IsNegative(op: number): boolean {
  return (HEAP32[(op + TAG) >> 2] & 3) === SIGN_NEGATIVE;
}

export function _PyLong_IsPositive(op: number): boolean {
  return (HEAP32[(op + TAG) >> 2] & 3) === 0;
}

export function _PyLong_DigitCount(op: number): number {
  return HEAP32[(op + TAG) >> 2] >>> 3;
}

export function _PyLong_SignedDigitCount(op: number): number {
  const tag = HEAP32[(op + TAG) >> 2];
  return (1 - (tag & 3)) * (tag >>> 3);
}

/** -1, 0 or 1. */
export function _PyLong_Sign(op: number): number {
  return 1 - (HEAP32[(op + TAG) >> 2] & 3);
}

/** Borrowed. */
export function _PyLong_GetZero(): number {
  return get_small_int(0);
}

/** Borrowed. */
export function _PyLong_GetOne(): number {
  return get_small_int(1);
}

/** Number of bits of |op|. */
export function _PyLong_NumBits(op: number): number {
  const n = HEAP32[(op + TAG) >> 2] >>> 3;
  return n === 0 ? 0 : (n - 1) * PyLong_SHIFT + 32 - Math.clz32(HEAP32[(op + DIGIT + (n - 1) * 4) >> 2]);
}

/** Returns new: a private copy, or a small int. */
export function _PyLong_Copy(src: number): number {
  return maybe_small_long(copy_digits(src));
}

// ------------------------------------------------------------------------------------------------------ constructors

/** Returns new. `ival` is an integer. */
export function PyLong_FromLong(ival: number): number {
  return ival >= -0x7fffffff && ival <= 0x7fffffff ? long_from_int32(ival) : long_from_double(ival);
}

/** Returns new. */
export const PyLong_FromLongLong = PyLong_FromLong;
/** Returns new. */
export function PyLong_FromSsize_t(ival: number): number {
  return ival >= INT64_MAX_DOUBLE ? PyLong_FromBigInt(9223372036854775807n) : PyLong_FromLong(ival);
}
/** Returns new. */
export const PyLong_FromSize_t = PyLong_FromLong;
/** Returns new. */
export const PyLong_FromUnsignedLong = PyLong_FromLong;
/** Returns new. */
export const PyLong_FromUnsignedLongLong = PyLong_FromLong;
/** Returns new. */
export const PyLong_FromVoidPtr = PyLong_FromLong;
/** Returns new. */
export const PyLong_FromInt32 = PyLong_FromLong;
/** Returns new. */
export const PyLong_FromUInt32 = PyLong_FromLong;
/** Returns new. */
export const _PyLong_FromSTwoDigits = PyLong_FromLong;

/** Returns new. Any size. */
export function PyLong_FromBigInt(value: bigint): number {
  return long_from_bigint(value);
}

export const PyLong_FromInt64 = PyLong_FromBigInt;
export const PyLong_FromUInt64 = PyLong_FromBigInt;

/** Returns new: `lo` and `hi` are the words of a signed 64-bit integer (a hash, for one). */
export function long_from_words(lo: number, hi: number): number {
  const value = (hi | 0) * 4294967296 + (lo >>> 0);
  if (value >= -9007199254740991 && value <= 9007199254740991) return PyLong_FromLong(value);
  return long_from_bigint((BigInt(hi | 0) << 32n) | BigInt(lo >>> 0));
}

/** Returns new. Truncates; OverflowError for infinities, ValueError for NaN. */
export function PyLong_FromDouble(dval: number): number {
  const v = Math.trunc(dval);
  if (v - v !== 0) {
    if (Number.isNaN(dval)) PyErr_SetString(PyExc_ValueError, 'cannot convert float NaN to integer');
    else PyErr_SetString(PyExc_OverflowError, 'cannot convert float infinity to integer');
    return 0;
  }
  return PyLong_FromLong(v);
}

/** Returns new, never a small int's sign trouble: `digits` is an address of `count` digits. */
export function _PyLong_FromDigits(negative: number, count: number, digits: number): number {
  if (count === 0) return get_small_int(0);
  const o = _PyLong_New(count);
  if (o === 0) return 0;
  for (let i = 0; i < count; i++) HEAP32[(o + DIGIT + i * 4) >> 2] = HEAP32[(digits + i * 4) >> 2];
  if (negative) HEAP32[(o + TAG) >> 2] |= SIGN_NEGATIVE;
  return maybe_small_long(long_normalize(o));
}

// ------------------------------------------------------------------------------------------------ conversions to C

/** What the conversions below read: the value as a double (exact below 2^53), and whether it is an int64 / a uint64. */
function magnitude_double(o: number, n: number): number {
  const d = (o + DIGIT) >> 2;
  if (n === 1) return HEAP32[d];
  if (n === 0) return 0;
  if (n === 2) return HEAP32[d + 1] * PyLong_BASE + HEAP32[d];
  return Number(digits_to_bigint(d, n));
}

/** -1, 0 or 1: below, within, above the range of int64. */
function int64_range(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  const n = tag >>> 3;
  if (n < 3) return 0;
  const negative = (tag & 3) === SIGN_NEGATIVE;
  if (n === 3) {
    const d = (o + DIGIT) >> 2;
    if (HEAP32[d + 2] < 8) return 0;
    if (negative && HEAP32[d + 2] === 8 && HEAP32[d + 1] === 0 && HEAP32[d] === 0) return 0;
  }
  return negative ? -1 : 1;
}

/** The value of an int that fits int64. The largest, which no double holds, come out as the largest double below 2^63. */
function int64_value(o: number): number {
  const v = signed_value(o);
  return v > INT64_MAX_DOUBLE ? INT64_MAX_DOUBLE : v;
}

/** The number nearest to 2^63 - 1 is 2^63: it stands for PY_SSIZE_T_MAX on its way through a Py_ssize_t. */
const INT64_MAX_DOUBLE = 9223372036854775808;

function signed_value(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag < COMPACT_LIMIT) return (1 - (tag & 3)) * HEAP32[(o + DIGIT) >> 2];
  return (1 - (tag & 3)) * magnitude_double(o, tag >>> 3);
}

/** The int behind `vv`, which may have __index__; 0 with an exception. Returns new. */
function as_int_object(vv: number): number {
  if (vv === 0) {
    PyErr_BadInternalCall();
    return 0;
  }
  return PyLong_Check(vv) ? Py_NewRef(vv) : _PyNumber_Index(vv);
}

/** -1 with `*overflow` (an int) -1 or 1 where the value is no C long. May run Python code (__index__). */
export function PyLong_AsLongAndOverflow(vv: number, overflow: number): number {
  HEAP32[overflow >> 2] = 0;
  const v = as_int_object(vv);
  if (v === 0) return -1;
  const range = int64_range(v);
  const result = range === 0 ? int64_value(v) : -1;
  HEAP32[overflow >> 2] = range;
  Py_DECREF(v);
  return result;
}

export const PyLong_AsLongLongAndOverflow = PyLong_AsLongAndOverflow;

function as_int64_number(vv: number, what: string): number {
  if (vv !== 0 && PyLong_CheckExact(vv) && HEAP32[(vv + TAG) >> 2] < COMPACT_LIMIT) return _PyLong_CompactValue(vv);
  const v = as_int_object(vv);
  if (v === 0) return -1;
  const range = int64_range(v);
  const result = range === 0 ? int64_value(v) : -1;
  if (range !== 0) PyErr_SetString(PyExc_OverflowError, `Python int too large to convert to C ${what}`);
  Py_DECREF(v);
  return result;
}

/** -1 with OverflowError beyond int64; exact below 2^53. May run Python code (__index__). */
export function PyLong_AsLong(vv: number): number {
  return as_int64_number(vv, 'long');
}

/** As PyLong_AsLong. (CPython's text for long long differs.) */
export function PyLong_AsLongLong(vv: number): number {
  if (vv !== 0 && PyLong_CheckExact(vv) && HEAP32[(vv + TAG) >> 2] < COMPACT_LIMIT) return _PyLong_CompactValue(vv);
  const v = as_int_object(vv);
  if (v === 0) return -1;
  const fits = int64_range(v) === 0;
  const result = fits ? int64_value(v) : -1;
  if (!fits) PyErr_SetString(PyExc_OverflowError, 'int too big to convert');
  Py_DECREF(v);
  return result;
}

/** Exact. 0n..; -1n with an exception. */
export function PyLong_AsInt64(vv: number): bigint {
  const v = as_int_object(vv);
  if (v === 0) return -1n;
  const fits = int64_range(v) === 0;
  const result = fits ? long_to_bigint(v) : -1n;
  if (!fits) PyErr_SetString(PyExc_OverflowError, 'int too big to convert');
  Py_DECREF(v);
  return result;
}

/** Exact; -1n with an exception. May run Python code (__index__). */
export function PyLong_AsUInt64(vv: number): bigint {
  const v = as_int_object(vv);
  if (v === 0) return -1n;
  const negative = _PyLong_IsNegative(v);
  const fits = !negative && _PyLong_NumBits(v) <= 64;
  const result = fits ? long_to_bigint(v) : -1n;
  if (!fits) PyErr_SetString(PyExc_OverflowError, negative ? "can't convert negative value to unsigned int" : 'Python int too large to convert to C uint64_t');
  Py_DECREF(v);
  return result;
}

/** Exact, of any size. `o` must be an int. */
export function PyLong_AsBigInt(o: number): bigint {
  return long_to_bigint(o);
}

export function _PyLong_AsInt(vv: number): number {
  const result = as_int64_number(vv, 'int');
  if (result > 0x7fffffff || result < -0x80000000) {
    PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C int');
    return -1;
  }
  return result;
}

export const PyLong_AsInt = _PyLong_AsInt;

/** No __index__ here: TypeError for what is no int. */
export function PyLong_AsSsize_t(vv: number): number {
  if (vv === 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  const tag = HEAP32[(vv + TAG) >> 2];
  if (!PyLong_Check(vv)) {
    PyErr_SetString(PyExc_TypeError, 'an integer is required');
    return -1;
  }
  if (tag < COMPACT_LIMIT) return (1 - (tag & 3)) * HEAP32[(vv + DIGIT) >> 2];
  if (int64_range(vv) !== 0) {
    PyErr_SetString(PyExc_OverflowError, 'Python int too large to convert to C ssize_t');
    return -1;
  }
  return int64_value(vv);
}

function as_unsigned(vv: number, what: string, negative_text: string): number {
  if (vv === 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (!PyLong_Check(vv)) {
    PyErr_SetString(PyExc_TypeError, 'an integer is required');
    return -1;
  }
  const tag = HEAP32[(vv + TAG) >> 2];
  if ((tag & 3) === SIGN_NEGATIVE) {
    PyErr_SetString(PyExc_OverflowError, negative_text);
    return -1;
  }
  if (tag < COMPACT_LIMIT) return HEAP32[(vv + DIGIT) >> 2];
  if (_PyLong_NumBits(vv) > 64) {
    PyErr_SetString(PyExc_OverflowError, `Python int too large to convert to C ${what}`);
    return -1;
  }
  return signed_value(vv);
}

export function PyLong_AsUnsignedLong(vv: number): number {
  return as_unsigned(vv, 'unsigned long', "can't convert negative value to unsigned int");
}

export function PyLong_AsUnsignedLongLong(vv: number): number {
  if (vv !== 0 && PyLong_Check(vv) && !_PyLong_IsNegative(vv) && _PyLong_NumBits(vv) > 64) {
    PyErr_SetString(PyExc_OverflowError, 'int too big to convert');
    return -1;
  }
  return as_unsigned(vv, 'unsigned long long', "can't convert negative int to unsigned");
}

export function PyLong_AsSize_t(vv: number): number {
  return as_unsigned(vv, 'size_t', "can't convert negative value to size_t");
}

/** The low 64 bits, unsigned. May run Python code (__index__). -1n with an exception. */
export function PyLong_AsUnsignedLongLongMask64(vv: number): bigint {
  const v = as_int_object(vv);
  if (v === 0) return -1n;
  const r = BigInt.asUintN(64, long_to_bigint(v));
  Py_DECREF(v);
  return r;
}

/** The low 64 bits as a number: exact below 2^53. */
export function PyLong_AsUnsignedLongMask(vv: number): number {
  if (vv !== 0 && PyLong_CheckExact(vv) && HEAP32[(vv + TAG) >> 2] <= 9) return HEAP32[(vv + DIGIT) >> 2];
  return Number(PyLong_AsUnsignedLongLongMask64(vv));
}

export const PyLong_AsUnsignedLongLongMask = PyLong_AsUnsignedLongMask;

/** Writes the low 64 bits of an int at `p`. 0 or -1. */
export function long_store_int64(vv: number, p: number): number {
  const v = as_int_object(vv);
  if (v === 0) return -1;
  HEAP64[p >> 3] = BigInt.asIntN(64, long_to_bigint(v));
  Py_DECREF(v);
  return 0;
}

export function PyLong_AsVoidPtr(vv: number): number {
  if (!PyLong_Check(vv)) {
    PyErr_BadInternalCall();
    return 0;
  }
  return PyLong_AsLong(vv);
}

/** The nearest double (ties to even); Infinity where it overflows. No exception. */
export function long_to_double(o: number): number {
  const tag = HEAP32[(o + TAG) >> 2];
  if (tag < COMPACT_LIMIT) return (1 - (tag & 3)) * HEAP32[(o + DIGIT) >> 2];
  const n = tag >>> 3;
  const sign = 1 - (tag & 3);
  if (n <= 4) return sign * magnitude_double(o, n);
  if (n > 36) return sign * Number.POSITIVE_INFINITY;
  return sign * top_double(o, n) * 2 ** (PyLong_SHIFT * (n - 4));
}

/** The four top digits of |o|, with a sticky bit for those below, rounded to a double. n > 4. */
function top_double(o: number, n: number): number {
  const d = (o + DIGIT) >> 2;
  let sticky = 0n;
  for (let i = 0; i < n - 4; i++) {
    if (HEAP32[d + i] !== 0) {
      sticky = 1n;
      break;
    }
  }
  return Number(digits_to_bigint(d + n - 4, 4) | sticky);
}

/** |o| rounded = m * 2**e with 0.5 <= m < 1; [0, 0] for zero. Any size. */
export function _PyLong_Frexp(o: number): [m: number, e: number] {
  const tag = HEAP32[(o + TAG) >> 2];
  const n = tag >>> 3;
  if (n === 0) return [0, 0];
  let x = n <= 4 ? magnitude_double(o, n) : top_double(o, n);
  let e = n <= 4 ? 0 : PyLong_SHIFT * (n - 4);
  const bits = Math.min(_PyLong_NumBits(o) - e, 200);
  x = x / 2 ** bits;
  e += bits;
  if (x === 1) {
    x = 0.5;
    e++;
  }
  return [(1 - (tag & 3)) * x, e];
}

/** -1 with OverflowError where no double is near, or TypeError. */
export function PyLong_AsDouble(v: number): number {
  if (v === 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (!PyLong_Check(v)) {
    PyErr_SetString(PyExc_TypeError, 'an integer is required');
    return -1;
  }
  const x = long_to_double(v);
  if (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY) {
    PyErr_SetString(PyExc_OverflowError, 'int too large to convert to float');
    return -1;
  }
  return x;
}

// O& converters: (object, address of the C variable) -> 1, or 0 with an exception.

function unsigned_converter(name: string, max: number, store: (p: number, v: number) => void) {
  return (obj: number, p: number): number => {
    if (PyLong_Check(obj) && _PyLong_IsNegative(obj)) {
      PyErr_SetString(PyExc_ValueError, 'value must be positive');
      return 0;
    }
    const v = PyLong_AsUnsignedLong(obj);
    if (v === -1 && PyErr_Occurred()) return 0;
    if (v > max) {
      PyErr_SetString(PyExc_OverflowError, `Python int too large for C ${name}`);
      return 0;
    }
    store(p, v);
    return 1;
  };
}

const store32 = (p: number, v: number): void => {
  HEAP32[p >> 2] = v;
};
export const _PyLong_UnsignedInt_Converter = unsigned_converter('unsigned int', 0xffffffff, store32);
export const _PyLong_UnsignedShort_Converter = unsigned_converter('unsigned short', 0xffff, store32);

/** Writes a Py_ssize_t / size_t at `p`. */
export function _PyLong_Size_t_Converter(obj: number, p: number): number {
  if (PyLong_Check(obj) && _PyLong_IsNegative(obj)) {
    PyErr_SetString(PyExc_ValueError, 'value must be positive');
    return 0;
  }
  const v = PyLong_AsSize_t(obj);
  if (v === -1 && PyErr_Occurred()) return 0;
  HEAP64[p >> 3] = BigInt.asIntN(64, long_to_bigint(obj));
  return 1;
}

export const _PyLong_UnsignedLong_Converter = _PyLong_Size_t_Converter;
export const _PyLong_UnsignedLongLong_Converter = _PyLong_Size_t_Converter;

// -------------------------------------------------------------------------------------------------------- comparison

/** Negative, 0 or positive. */
export function long_compare(a: number, b: number): number {
  const ta = HEAP32[(a + TAG) >> 2];
  const tb = HEAP32[(b + TAG) >> 2];
  if (ta < COMPACT_LIMIT && tb < COMPACT_LIMIT) return (1 - (ta & 3)) * HEAP32[(a + DIGIT) >> 2] - (1 - (tb & 3)) * HEAP32[(b + DIGIT) >> 2];
  const sa = 1 - (ta & 3);
  const sb = 1 - (tb & 3);
  if (sa !== sb) return sa - sb;
  return sa * compare_magnitudes(a, b);
}

function long_richcompare(self: number, other: number, op: number): number {
  if (!PyLong_Check(self) || !PyLong_Check(other)) return Py_NotImplemented;
  const c = self === other ? 0 : long_compare(self, other);
  let r: boolean;
  switch (op) {
    case Py_LT:
      r = c < 0;
      break;
    case Py_LE:
      r = c <= 0;
      break;
    case Py_EQ:
      r = c === 0;
      break;
    case Py_NE:
      r = c !== 0;
      break;
    case Py_GT:
      r = c > 0;
      break;
    case Py_GE:
      r = c >= 0;
      break;
    default:
      r = false;
  }
  return r ? Py_True : Py_False;
}

/** The hash modulo 2^61-1, as PyObject_Hash returns it. No failure. */
export function long_hash(v: number): number {
  const tag = HEAP32[(v + TAG) >> 2];
  if (tag < COMPACT_LIMIT) {
    const x = (1 - (tag & 3)) * HEAP32[(v + DIGIT) >> 2];
    return x === -1 ? hash_result(-2, -1) : hash_result(x, x < 0 ? -1 : 0);
  }
  // x = high * 2^30 + low, high of 31 bits: multiplying by 2^30 rotates the 61 bits
  let high = 0;
  let low = 0;
  for (let i = (tag >>> 3) - 1; i >= 0; i--) {
    const h = low + (high & 1) * PyLong_BASE;
    low = (high >>> 1) + HEAP32[(v + DIGIT + i * 4) >> 2];
    high = h;
    if (low >= PyLong_BASE) {
      low -= PyLong_BASE;
      high++;
    }
    if (high >= 0x80000000) {
      high -= 0x80000000;
      low++;
    }
    if (high === 0x7fffffff && low === PyLong_MASK) high = low = 0;
  }
  let lo = (low | (high << 30)) | 0;
  let hi = high >>> 2;
  if ((tag & 3) === SIGN_NEGATIVE) {
    lo = -lo | 0;
    hi = lo === 0 ? -hi | 0 : ~hi;
    if (lo === -1 && hi === -1) lo = -2;
  }
  return hash_result(lo, hi);
}

// ---------------------------------------------------------------------------------------------------------- add, mul

/** Returns new. Both are ints (checked by the caller). No Python code. */
export function _PyLong_Add(a: number, b: number): number {
  const ta = HEAP32[(a + TAG) >> 2];
  const tb = HEAP32[(b + TAG) >> 2];
  if (ta < COMPACT_LIMIT && tb < COMPACT_LIMIT)
    return long_from_int32(((1 - (ta & 3)) * HEAP32[(a + DIGIT) >> 2] + (1 - (tb & 3)) * HEAP32[(b + DIGIT) >> 2]) | 0);
  if ((ta & 3) === SIGN_NEGATIVE) {
    if ((tb & 3) !== SIGN_NEGATIVE) return x_sub(b, a);
    const z = x_add(a, b);
    if (z !== 0) flip_sign(z);
    return z;
  }
  if ((tb & 3) === SIGN_NEGATIVE) return x_sub(a, b);
  return x_add(a, b);
}

/** Returns new. */
export function _PyLong_Subtract(a: number, b: number): number {
  const ta = HEAP32[(a + TAG) >> 2];
  const tb = HEAP32[(b + TAG) >> 2];
  if (ta < COMPACT_LIMIT && tb < COMPACT_LIMIT)
    return long_from_int32(((1 - (ta & 3)) * HEAP32[(a + DIGIT) >> 2] - (1 - (tb & 3)) * HEAP32[(b + DIGIT) >> 2]) | 0);
  if ((ta & 3) === SIGN_NEGATIVE) {
    if ((tb & 3) === SIGN_NEGATIVE) return x_sub(b, a);
    const z = x_add(a, b);
    if (z !== 0) flip_sign(z);
    return z;
  }
  if ((tb & 3) === SIGN_NEGATIVE) return x_add(a, b);
  return x_sub(a, b);
}

/** Returns new. */
export function _PyLong_Multiply(a: number, b: number): number {
  const ta = HEAP32[(a + TAG) >> 2];
  const tb = HEAP32[(b + TAG) >> 2];
  if (ta < COMPACT_LIMIT && tb < COMPACT_LIMIT) {
    const da = HEAP32[(a + DIGIT) >> 2];
    const db = HEAP32[(b + DIGIT) >> 2];
    const sign = (1 - (ta & 3)) * (1 - (tb & 3));
    const p = da * db;
    if (p < PyLong_BASE) return long_from_int32(sign * p);
    const z = _PyLong_New(2);
    if (z === 0) return 0;
    HEAP32[(z + DIGIT) >> 2] = Math.imul(da, db) & PyLong_MASK;
    HEAP32[(z + DIGIT + 4) >> 2] = mul_high(da, db);
    if (sign < 0) HEAP32[(z + TAG) >> 2] |= SIGN_NEGATIVE;
    return z;
  }
  const z = k_mul(a, b);
  if (z === 0) return 0;
  const negative = (ta & 3) + (tb & 3) === SIGN_NEGATIVE && (ta & 3) !== SIGN_ZERO;
  const tz = HEAP32[(z + TAG) >> 2];
  if (tz < COMPACT_LIMIT) return negative ? negate_compact(z) : maybe_small_long(z);
  if (negative) flip_sign(z);
  return z;
}

/** Steals a compact int; returns new: its negative. */
function negate_compact(z: number): number {
  const v = _PyLong_CompactValue(z);
  Py_DECREF(z);
  return long_from_int32(-v);
}

function long_add(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  return _PyLong_Add(a, b);
}

function long_sub(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  return _PyLong_Subtract(a, b);
}

function long_mul(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  return _PyLong_Multiply(a, b);
}

// ---------------------------------------------------------------------------------------------------------- division

function zero_division(text: string): number {
  PyErr_SetString(PyExc_ZeroDivisionError, text);
  return 0;
}

/** floor(a / b). Returns new. */
export function l_floordiv(a: number, b: number): number {
  const x = long_small(a);
  const y = long_small(b);
  if (y === 0) return zero_division('integer division or modulo by zero');
  if (x === x && y === y) {
    let q: number;
    if (x >= 0 && x <= PyLong_MASK && y > 0 && y <= PyLong_MASK) q = ((x | 0) / (y | 0)) | 0;
    else {
      const r = x % y;
      q = (x - r) / y;
      if (r !== 0 && r < 0 !== y < 0) q--;
    }
    return PyLong_FromLong(q + 0);
  }
  const tb = HEAP32[(b + TAG) >> 2];
  if (tb >>> 3 === 1) return divmod1(a, b, true);
  if (x === x || compare_magnitudes(a, b) < 0) {
    const different = _PyLong_Sign(a) * _PyLong_Sign(b) < 0;
    return get_small_int(different ? -1 : 0);
  }
  return bigint_guard(() => bigint_floordiv(long_to_bigint(a), long_to_bigint(b)));
}

function bigint_floordiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a < 0n !== b < 0n && q * b !== a ? q - 1n : q;
}

function bigint_mod(a: bigint, b: bigint): bigint {
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
}

let remainder_of_divmod1 = 0;

/** Floor division of a long int by a one-digit one. Returns the quotient if wanted (new), else 0; the remainder stays in a variable. */
function divmod1(a: number, b: number, want_quotient: boolean): number {
  const size = HEAP32[(a + TAG) >> 2] >>> 3;
  const n = HEAP32[(b + DIGIT) >> 2];
  const different = _PyLong_Sign(a) * _PyLong_Sign(b) < 0;
  const da = (a + DIGIT) >> 2;
  let z = 0;
  let rem: number;
  if (want_quotient) {
    z = _PyLong_New(size);
    if (z === 0) return 0;
    const dz = (z + DIGIT) >> 2;
    rem = inplace_divrem1(dz, da, size, n);
    if (different) {
      if (rem !== 0) {
        let i = 0;
        while (HEAP32[dz + i] === PyLong_MASK) HEAP32[dz + i++] = 0;
        HEAP32[dz + i]++;
      }
      HEAP32[(z + TAG) >> 2] |= SIGN_NEGATIVE;
    }
    z = maybe_small_long(long_normalize(z));
  } else rem = inplace_rem1(da, size, n);
  if (different && rem !== 0) rem = n - rem;
  remainder_of_divmod1 = _PyLong_IsNegative(b) ? -rem : rem;
  return z;
}

/** a mod b, with b's sign. Returns new. */
export function l_mod(a: number, b: number): number {
  const x = long_small(a);
  const y = long_small(b);
  if (y === 0) return zero_division('integer modulo by zero');
  if (x === x && y === y) {
    let r: number;
    if (x >= 0 && x <= PyLong_MASK && y > 0 && y <= PyLong_MASK) r = (x | 0) % (y | 0);
    else {
      r = x % y;
      if (r !== 0 && r < 0 !== y < 0) r += y;
    }
    return PyLong_FromLong(r + 0);
  }
  if (HEAP32[(b + TAG) >> 2] >>> 3 === 1) {
    divmod1(a, b, false);
    return long_from_int32(remainder_of_divmod1);
  }
  if (compare_magnitudes(a, b) < 0) {
    if (_PyLong_Sign(a) * _PyLong_Sign(b) < 0) return _PyLong_Add(a, b);
    return long_long(a);
  }
  return bigint_guard(() => bigint_mod(long_to_bigint(a), long_to_bigint(b)));
}

function long_div(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  return l_floordiv(a, b);
}

function long_mod(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  return l_mod(a, b);
}

/** Returns new: the tuple (a // b, a % b). */
export function long_divmod(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_IsZero(b)) return zero_division('integer division or modulo by zero');
  const q = l_floordiv(a, b);
  if (q === 0) return 0;
  const r = l_mod(a, b);
  if (r === 0) {
    Py_DECREF(q);
    return 0;
  }
  return _PyTuple_FromPairSteal(q, r);
}

/** a / b rounded once; Infinity where it overflows. b is not 0. */
export function bigint_true_divide(a: bigint, b: bigint, bits_a: number, bits_b: number): number {
  const diff = bits_a - bits_b;
  if (diff > 1024) return Number.POSITIVE_INFINITY;
  if (diff < -1021 - 53 - 1) return 0;
  const shift = Math.max(diff, -1021) - 55;
  let x: bigint;
  let inexact: boolean;
  if (shift <= 0) {
    const n = a << BigInt(-shift);
    x = n / b;
    inexact = x * b !== n;
  } else {
    const d = b << BigInt(shift);
    x = a / d;
    inexact = x * d !== a;
  }
  if (inexact) x |= 1n;
  // x has at most 57 bits; drop what the result's precision does not hold, ties to even
  const bits = x.toString(2).length;
  const extra = Math.max(bits, -1021 - shift) - 53;
  const mask = (1n << BigInt(extra)) - 1n;
  const low = x & mask;
  let high = x >> BigInt(extra);
  const half = 1n << BigInt(extra - 1);
  if (low > half || (low === half && (high & 1n) === 1n)) high += 1n;
  return ldexp(Number(high), shift + extra);
}

function long_true_divide(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_IsZero(b)) return zero_division('division by zero');
  const x = long_small(a);
  const y = long_small(b);
  if (x === 0) return PyFloat_FromDouble(_PyLong_IsNegative(b) ? -0 : 0);
  if (x === x && y === y) return PyFloat_FromDouble(x / y);
  const negative = _PyLong_Sign(a) * _PyLong_Sign(b) < 0;
  const r = bigint_true_divide(long_magnitude(a), long_magnitude(b), _PyLong_NumBits(a), _PyLong_NumBits(b));
  if (r === Number.POSITIVE_INFINITY) {
    PyErr_SetString(PyExc_OverflowError, 'integer division result too large for a float');
    return 0;
  }
  return PyFloat_FromDouble(negative ? -r : r);
}

/** Returns new: (q, r) with q = a / b rounded to nearest, ties to even. */
export function _PyLong_DivmodNear(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) {
    PyErr_SetString(PyExc_TypeError, 'non-integer arguments in division');
    return 0;
  }
  if (_PyLong_IsZero(b)) return zero_division('integer division or modulo by zero');
  const x = long_to_bigint(a);
  const y = long_to_bigint(b);
  let q = bigint_floordiv(x, y);
  let r = x - q * y;
  const twice = 2n * r;
  const beyond = y > 0n ? twice > y : twice < y;
  if (beyond || (twice === y && (q & 1n) === 1n)) {
    q += 1n;
    r -= y;
  }
  const quo = long_from_bigint(q);
  if (quo === 0) return 0;
  const rem = long_from_bigint(r);
  if (rem === 0) {
    Py_DECREF(quo);
    return 0;
  }
  return _PyTuple_FromPairSteal(quo, rem);
}

// ------------------------------------------------------------------------------------------------------------- power

function mod_inverse(a: bigint, n: bigint): bigint | null {
  let b = 1n;
  let c = 0n;
  let m = n;
  a = bigint_mod(a, n);
  while (m !== 0n) {
    const q = a / m;
    [a, m] = [m, a - q * m];
    [b, c] = [c, b - q * c];
  }
  return a === 1n ? b : null;
}

/** base ** exponent % modulus for a non-negative exponent and a modulus above 1: left to right, 5 bits at a time when long. */
function mod_power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (modulus <= 94906265n && exponent <= 9007199254740991n) {
    const m = Number(modulus);
    let e = Number(exponent);
    let b = Number(base);
    let r = 1;
    while (e > 0) {
      if (e % 2 === 1) r = (r * b) % m;
      b = (b * b) % m;
      e = Math.floor(e / 2);
    }
    return BigInt(r);
  }
  const digits = exponent.toString(16);
  const table: bigint[] = [1n, base];
  let r = 1n;
  for (const c of digits) {
    if (r !== 1n) {
      r = (r * r) % modulus;
      r = (r * r) % modulus;
      r = (r * r) % modulus;
      r = (r * r) % modulus;
    }
    const d = parseInt(c, 16);
    while (table.length <= d) table.push((table[table.length - 1] * base) % modulus);
    if (d !== 0) r = (r * table[d]) % modulus;
  }
  return r % modulus;
}

function long_pow_modulo(v: number, w: number, x: number): number {
  let c = long_to_bigint(x);
  if (c === 0n) {
    PyErr_SetString(PyExc_ValueError, 'pow() 3rd argument cannot be 0');
    return 0;
  }
  const negative = c < 0n;
  if (negative) c = -c;
  if (c === 1n) return get_small_int(0);
  let a = long_to_bigint(v);
  let b = long_to_bigint(w);
  if (b < 0n) {
    b = -b;
    const inverse = mod_inverse(a, c);
    if (inverse === null) {
      PyErr_SetString(PyExc_ValueError, 'base is not invertible for the given modulus');
      return 0;
    }
    a = inverse;
  }
  return bigint_guard(() => {
    const z = mod_power(bigint_mod(a, c), b, c);
    return negative && z !== 0n ? z - c : z;
  });
}

/** pow(v, w) or pow(v, w, x); x is Py_None for none. Returns new. */
export function long_pow(v: number, w: number, x: number): number {
  if (!PyLong_Check(v) || !PyLong_Check(w)) return Py_NotImplemented;
  if (PyLong_Check(x)) return long_pow_modulo(v, w, x);
  if (x !== Py_None) return Py_NotImplemented;
  if (_PyLong_IsNegative(w)) return float_pow(v, w, x);
  const a = long_small(v);
  const n = long_small(w);
  if (n === 0) return get_small_int(1);
  if (a === 0 || a === 1) return get_small_int(a);
  if (a === -1) return get_small_int((HEAP32[(w + DIGIT) >> 2] & 1) === 1 ? -1 : 1);
  if (n !== n) {
    PyErr_NoMemory();
    return 0;
  }
  if (a === a && n <= 53) {
    let r = a;
    let i = 1;
    for (; i < n && r <= 9007199254740991 && r >= -9007199254740991; i++) r *= a;
    if (i === n && r <= 9007199254740991 && r >= -9007199254740991) return PyLong_FromLong(r);
  }
  if (a === 2) return long_lshift1(get_small_int(1), Math.floor(n / PyLong_SHIFT), n % PyLong_SHIFT);
  return bigint_guard(() => long_to_bigint(v) ** BigInt(n));
}

// ------------------------------------------------------------------------------------------------------------- unary

function long_invert(v: number): number {
  if (HEAP32[(v + TAG) >> 2] < COMPACT_LIMIT) return long_from_int32(~_PyLong_CompactValue(v));
  const x = _PyLong_Add(v, get_small_int(1));
  if (x === 0) return 0;
  if (HEAP32[(x + TAG) >> 2] < COMPACT_LIMIT) return negate_compact(x);
  flip_sign(x);
  return x;
}

/** Returns new. */
export function long_neg(v: number): number {
  if (HEAP32[(v + TAG) >> 2] < COMPACT_LIMIT) return long_from_int32(-_PyLong_CompactValue(v));
  const z = copy_digits(v);
  if (z !== 0) flip_sign(z);
  return z;
}

function long_abs(v: number): number {
  return _PyLong_IsNegative(v) ? long_neg(v) : long_long(v);
}

function long_bool(v: number): number {
  return (HEAP32[(v + TAG) >> 2] & 3) === SIGN_ZERO ? 0 : 1;
}

/** Replaces the int in the pointer slot at `x_p` by its negative; the slot is NULL afterwards where that fails. */
export function _PyLong_Negate(x_p: number): void {
  const x = HEAP32[x_p >> 2];
  const z = long_neg(x);
  write_ptr(x_p, z);
  Py_DECREF(x);
}

// ------------------------------------------------------------------------------------------------------------ shifts

/** The shift count; beyond 2^53 it is clipped (a right shift gives 0 then, a left shift fails). */
function shift_count(b: number): number {
  const n = long_small(b);
  return n === n ? n : 2 ** 62 * PyLong_SHIFT;
}

function rshift(a: number, count: number): number {
  const tag = HEAP32[(a + TAG) >> 2];
  if (tag < COMPACT_LIMIT) return long_from_int32(_PyLong_CompactValue(a) >> (count < 31 ? count : 31));
  return long_rshift1(a, Math.floor(count / PyLong_SHIFT), count % PyLong_SHIFT);
}

/** Returns new: a >> shiftby for a non-negative number of bits. */
export function _PyLong_Rshift(a: number, shiftby: number): number {
  return rshift(a, shiftby);
}

/** Returns new: a << shiftby for a non-negative number of bits. */
export function _PyLong_Lshift(a: number, shiftby: number): number {
  if (_PyLong_IsZero(a)) return get_small_int(0);
  return long_lshift1(a, Math.floor(shiftby / PyLong_SHIFT), shiftby % PyLong_SHIFT);
}

function long_rshift(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_IsNegative(b)) {
    PyErr_SetString(PyExc_ValueError, 'negative shift count');
    return 0;
  }
  if (_PyLong_IsZero(a)) return get_small_int(0);
  return rshift(a, shift_count(b));
}

function long_lshift(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_IsNegative(b)) {
    PyErr_SetString(PyExc_ValueError, 'negative shift count');
    return 0;
  }
  return _PyLong_Lshift(a, shift_count(b));
}

export function long_and(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_BothAreCompact(a, b)) return long_from_int32(_PyLong_CompactValue(a) & _PyLong_CompactValue(b));
  return long_bitwise(a, 38, b);
}

export function long_xor(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_BothAreCompact(a, b)) return long_from_int32(_PyLong_CompactValue(a) ^ _PyLong_CompactValue(b));
  return long_bitwise(a, 94, b);
}

export function long_or(a: number, b: number): number {
  if (!PyLong_Check(a) || !PyLong_Check(b)) return Py_NotImplemented;
  if (_PyLong_BothAreCompact(a, b)) return long_from_int32(_PyLong_CompactValue(a) | _PyLong_CompactValue(b));
  return long_bitwise(a, 124, b);
}

function bigint_gcd(a: bigint, b: bigint): bigint {
  while (b > 9007199254740991n) [a, b] = [b, a % b];
  if (b === 0n) return a;
  return BigInt(small_gcd(Number(b), Number(a % b)));
}

function small_gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Returns new: the greatest common divisor, not negative. */
export function _PyLong_GCD(a: number, b: number): number {
  const x = long_small(a);
  const y = long_small(b);
  if (x === x && y === y) return PyLong_FromLong(small_gcd(Math.abs(x), Math.abs(y)));
  return long_from_bigint(bigint_gcd(long_magnitude(a), long_magnitude(b)));
}

// ------------------------------------------------------------------------------------------------------------- text

/** Writes |obj| in base 2, 8, 10 or 16 to a _PyUnicodeWriter. 0 or -1. */
export function _PyLong_FormatWriter(writer: _PyUnicodeWriter, obj: number, base: number, alternate: number | boolean): number {
  const s = long_text(obj, base, !!alternate);
  return s === null ? -1 : _PyUnicodeWriter_WriteASCIIString(writer, s, s.length);
}

function int___format__(self: number, format_spec: number): number {
  if (!PyUnicode_Check(format_spec)) {
    _PyArg_BadArgument('__format__', 'argument', 'str', format_spec);
    return 0;
  }
  const writer = new _PyUnicodeWriter();
  if (_PyLong_FormatAdvancedWriter(writer, self, format_spec, 0, PyUnicode_GET_LENGTH(format_spec)) === -1) {
    _PyUnicodeWriter_Dealloc(writer);
    return 0;
  }
  return _PyUnicodeWriter_Finish(writer);
}

// ---------------------------------------------------------------------------------------------------------- new, dealloc

/** Returns new. int(x, base) with NULLs for what is absent. */
export function long_new_impl(type: number, x: number, obase: number): number {
  if (type !== PyLong_Type) return long_subtype_new(type, x, obase);
  if (x === 0) {
    if (obase !== 0) {
      PyErr_SetString(PyExc_TypeError, 'int() missing string argument');
      return 0;
    }
    return get_small_int(0);
  }
  if (obase === 0) return PyNumber_Long(x);
  const base = PyNumber_AsSsize_t(obase, 0);
  if (base === -1 && PyErr_Occurred()) return 0;
  if ((base !== 0 && base < 2) || base > 36) {
    PyErr_SetString(PyExc_ValueError, 'int() base must be >= 2 and <= 36, or 0');
    return 0;
  }
  if (PyUnicode_Check(x)) return PyLong_FromUnicodeObject(x, base);
  if (PyByteArray_Check(x)) return _PyLong_FromBytes(PyByteArray_AS_STRING(x), HEAP32[(x + 16) >> 2], base);
  if (PyBytes_Check(x)) return _PyLong_FromBytes(PyBytes_AS_STRING(x), HEAP32[(x + 16) >> 2], base);
  PyErr_SetString(PyExc_TypeError, "int() can't convert non-string with explicit base");
  return 0;
}

function long_subtype_new(type: number, x: number, obase: number): number {
  const tmp = long_new_impl(PyLong_Type, x, obase);
  if (tmp === 0) return 0;
  const n = _PyLong_DigitCount(tmp);
  const newobj = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, n === 0 ? 1 : n) as number;
  if (newobj !== 0) init_subtype(newobj, tmp);
  Py_DECREF(tmp);
  return newobj;
}

const long_new_parser = { fname: 'int', keywords: ['', 'base'] };

function long_new(type: number, args: number, kwargs: number): number {
  const nargs = PyTuple_GET_SIZE(args);
  if (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0) {
    if (nargs <= 2) return long_new_impl(type, nargs > 0 ? PyTuple_GET_ITEM(args, 0) : 0, nargs > 1 ? PyTuple_GET_ITEM(args, 1) : 0);
  }
  const mark = stackSave();
  const items = stackAlloc(8 * Math.max(nargs, 1));
  for (let i = 0; i < nargs; i++) write_ptr(items + 8 * i, PyTuple_GET_ITEM(args, i));
  const argsbuf = _PyArg_UnpackKeywords(items, nargs, kwargs, 0, long_new_parser, 0, 2, 0, stackAlloc(16));
  const result = argsbuf === 0 ? 0 : long_new_impl(type, HEAP32[argsbuf >> 2], HEAP32[(argsbuf + 8) >> 2]);
  stackRestore(mark);
  return result;
}

function long_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  const nargs = PyVectorcall_NARGS(nargsf);
  if (kwnames !== 0) return _PyObject_MakeTpCall(_PyThreadState_GET(), type, args, nargs, kwnames);
  switch (nargs) {
    case 0:
      return get_small_int(0);
    case 1:
      return PyNumber_Long(HEAP32[args >> 2]);
    case 2:
      return long_new_impl(type, HEAP32[args >> 2], HEAP32[(args + 8) >> 2]);
    default:
      PyErr_Format(PyExc_TypeError, 'int expected at most 2 arguments, got %zd', nargs);
      return 0;
  }
}

function long_dealloc(self: number): void {
  const tag = HEAP32[(self + TAG) >> 2];
  if (tag < COMPACT_LIMIT) {
    const v = _PyLong_CompactValue(self);
    if (v >= -5 && v <= 256 && get_small_int(v) === self) {
      _Py_SetImmortal(self);
      return;
    }
  }
  const type = HEAP32[(self + 8) >> 2];
  if (type === PyLong_Type) PyObject_Free(self);
  else FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
}

/** Frees an exact int whose count has reached 0. */
export function _PyLong_ExactDealloc(self: number): void {
  PyObject_Free(self);
}

// ---------------------------------------------------------------------------------------------------------- methods

function long_float(v: number): number {
  const x = PyLong_AsDouble(v);
  if (x === -1 && PyErr_Occurred()) return 0;
  return PyFloat_FromDouble(x);
}

function int___getnewargs__(self: number): number {
  const copy = _PyLong_Copy(self);
  if (copy === 0) return 0;
  const t = PyTuple_New(1);
  if (t === 0) Py_DECREF(copy);
  else PyTuple_SET_ITEM(t, 0, copy);
  return t;
}

function int___round__(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('__round__', nargs, 0, 1)) return 0;
  // 3.13: ndigits=None is not accepted for int
  if (nargs === 0) return long_long(self);
  const ndigits = _PyNumber_Index(HEAP32[args >> 2]);
  if (ndigits === 0) return 0;
  if (!_PyLong_IsNegative(ndigits)) {
    Py_DECREF(ndigits);
    return long_long(self);
  }
  const n = long_small(ndigits);
  Py_DECREF(ndigits);
  if (!(n >= -300_000_000)) {
    PyErr_NoMemory();
    return 0;
  }
  // |self| < 10**-n / 2 rounds to 0 without making the power
  if (_PyLong_NumBits(self) < -n * 3.32 - 2) return get_small_int(0);
  return bigint_guard(() => {
    const m = long_to_bigint(self);
    const p = 10n ** BigInt(-n);
    let q = bigint_floordiv(m, p);
    const twice = 2n * (m - q * p);
    if (twice > p || (twice === p && (q & 1n) === 1n)) q += 1n;
    return q * p;
  });
}

function int___sizeof__(self: number): number {
  return PyLong_FromLong(HEAP32[(Py_TYPE(self) + PyTypeObject.tp_basicsize) >> 2] + 4 * Math.max(1, _PyLong_DigitCount(self)));
}

function int_bit_length(self: number): number {
  return PyLong_FromLong(_PyLong_NumBits(self));
}

function int_bit_count(self: number): number {
  let count = 0;
  const n = _PyLong_DigitCount(self);
  for (let i = 0; i < n; i++) {
    let x = HEAP32[(self + DIGIT + i * 4) >> 2];
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    count += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return PyLong_FromLong(count);
}

function int_as_integer_ratio(self: number): number {
  const numerator = long_long(self);
  return numerator === 0 ? 0 : _PyTuple_FromPairSteal(numerator, get_small_int(1));
}

function int_is_integer(_self: number): number {
  return Py_True;
}

/** 1 little, 0 big, -1 with ValueError. */
function byte_order(order: number): number {
  if (_PyUnicode_Equal(order, _Py_ID('little'))) return 1;
  if (_PyUnicode_Equal(order, _Py_ID('big'))) return 0;
  PyErr_SetString(PyExc_ValueError, "byteorder must be either 'little' or 'big'");
  return -1;
}

const to_bytes_parser = { fname: 'to_bytes', keywords: ['length', 'byteorder', 'signed'] };

function int_to_bytes(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, to_bytes_parser, 0, 2, 0, stackAlloc(24));
  const length = a === 0 ? 0 : HEAP32[a >> 2];
  const order = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  const is_signed = a === 0 ? 0 : HEAP32[(a + 16) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  let n = 1;
  if (length !== 0) {
    const index = _PyNumber_Index(length);
    if (index === 0) return 0;
    n = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (n === -1 && PyErr_Occurred()) return 0;
  }
  if (order !== 0 && !PyUnicode_Check(order)) {
    _PyArg_BadArgument('to_bytes', "argument 'byteorder'", 'str', order);
    return 0;
  }
  const sign = is_signed === 0 ? 0 : truth(is_signed);
  if (sign < 0) return 0;
  const little = order === 0 ? 0 : byte_order(order);
  if (little < 0) return 0;
  if (n < 0) {
    PyErr_SetString(PyExc_ValueError, 'length argument must be non-negative');
    return 0;
  }
  const bytes = PyBytes_FromStringAndSize(0, n);
  if (bytes === 0) return 0;
  if (_PyLong_AsByteArray(self, PyBytes_AS_STRING(bytes), n, little, sign) < 0) {
    Py_DECREF(bytes);
    return 0;
  }
  return bytes;
}

const from_bytes_parser = { fname: 'from_bytes', keywords: ['bytes', 'byteorder', 'signed'] };

function int_from_bytes(type: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, from_bytes_parser, 1, 2, 0, stackAlloc(24));
  const bytes_obj = a === 0 ? 0 : HEAP32[a >> 2];
  const order = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  const is_signed = a === 0 ? 0 : HEAP32[(a + 16) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  if (order !== 0 && !PyUnicode_Check(order)) {
    _PyArg_BadArgument('from_bytes', "argument 'byteorder'", 'str', order);
    return 0;
  }
  const sign = is_signed === 0 ? 0 : truth(is_signed);
  if (sign < 0) return 0;
  const little = order === 0 ? 0 : byte_order(order);
  if (little < 0) return 0;
  const bytes = PyObject_Bytes(bytes_obj);
  if (bytes === 0) return 0;
  const o = _PyLong_FromByteArray(PyBytes_AS_STRING(bytes), HEAP32[(bytes + 16) >> 2], little, sign);
  Py_DECREF(bytes);
  if (o === 0 || type === PyLong_Type) return o;
  const result = PyObject_CallOneArg(type, o);
  Py_DECREF(o);
  return result;
}

function truth(o: number): number {
  return o === Py_True ? 1 : o === Py_False ? 0 : PyObject_IsTrue(o);
}

/** The small ints, True and False. Once a process, before any other code of this file runs. */
export function _PyLong_InitGlobalObjects(): void {
  init_small_ints();
  init_bools();
}

const self_method = (self: number): number => long_long(self);

static_type(PyLong_Type, {
  tp_name: 'int',
  tp_doc:
    'int([x]) -> integer\nint(x, base=10) -> integer\n\nAn integer of any size, from a number or from text in a base of 2 to 36 (0: as in source code).',
  tp_basicsize: PyLongObject.ob_digit,
  tp_itemsize: 4,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LONG_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
  tp_dealloc: long_dealloc,
  tp_repr: long_to_decimal_string,
  tp_hash: long_hash,
  tp_richcompare: long_richcompare,
  tp_new: long_new,
  tp_free: PyObject_Free,
  tp_vectorcall: long_vectorcall,
  tp_as_number: {
    nb_add: long_add,
    nb_subtract: long_sub,
    nb_multiply: long_mul,
    nb_remainder: long_mod,
    nb_divmod: long_divmod,
    nb_power: long_pow,
    nb_negative: long_neg,
    nb_positive: long_long,
    nb_absolute: long_abs,
    nb_bool: long_bool,
    nb_invert: long_invert,
    nb_lshift: long_lshift,
    nb_rshift: long_rshift,
    nb_and: long_and,
    nb_xor: long_xor,
    nb_or: long_or,
    nb_int: long_long,
    nb_float: long_float,
    nb_floor_divide: long_div,
    nb_true_divide: long_true_divide,
    nb_index: long_long,
  },
  tp_methods: [
    ['conjugate', self_method, METH_NOARGS, 'Returns self, the complex conjugate of any int.'],
    ['bit_length', int_bit_length, METH_NOARGS, 'bit_length($self, /)\n--\n\nThe number of bits of the absolute value.'],
    ['bit_count', int_bit_count, METH_NOARGS, 'bit_count($self, /)\n--\n\nThe number of one bits of the absolute value.'],
    ['to_bytes', int_to_bytes, METH_FASTCALL | METH_KEYWORDS, "to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\nThe integer as an array of bytes."],
    ['from_bytes', int_from_bytes, METH_FASTCALL | METH_KEYWORDS | METH_CLASS, "from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\nThe integer that an array of bytes holds."],
    ['as_integer_ratio', int_as_integer_ratio, METH_NOARGS, 'as_integer_ratio($self, /)\n--\n\nThe pair (self, 1).'],
    ['__trunc__', self_method, METH_NOARGS, 'Truncating an Integral returns itself.'],
    ['__floor__', self_method, METH_NOARGS, 'Flooring an Integral returns itself.'],
    ['__ceil__', self_method, METH_NOARGS, 'Ceiling of an Integral returns itself.'],
    ['__round__', int___round__, METH_FASTCALL, '__round__($self, ndigits=<unrepresentable>, /)\n--\n\nRounds to a power of ten; to itself without an argument.'],
    ['__getnewargs__', int___getnewargs__, METH_NOARGS, '__getnewargs__($self, /)\n--\n\n'],
    ['__format__', int___format__, METH_O, '__format__($self, format_spec, /)\n--\n\nText according to format_spec.'],
    ['__sizeof__', int___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nSize in memory, in bytes.'],
    ['is_integer', int_is_integer, METH_NOARGS, 'is_integer($self, /)\n--\n\nTrue; for duck type compatibility with float.is_integer.'],
  ],
  tp_getset: [
    ['real', self_method, null, 'the real part of a complex number'],
    ['imag', () => get_small_int(0), null, 'the imaginary part of a complex number'],
    ['numerator', self_method, null, 'the numerator of a rational number in lowest terms'],
    ['denominator', () => get_small_int(1), null, 'the denominator of a rational number in lowest terms'],
  ],
});
