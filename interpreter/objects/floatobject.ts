// Answers to Objects/floatobject.c of CPython 3.13: float. Deviations: text conversions are JavaScript's (the same digits);
// pow is python/libm.ts's. Up to 100 dead floats are kept in a free list, linked through ob_type as in CPython.

import { _PyUnicode_TransformDecimalAndSpaceToASCII } from './unicodeobject_methods';
import { _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish } from './unicodeobject_writer';
import { Py_buffer, PyFloatObject, PyNumberMethods, PyTypeObject } from '../include/generated/offsets';
import { FREELIST_floats, freelist_pop, freelist_push, PyFloat_MAXFREELIST } from '../include/freelists';
import { FUNCS } from '../include/functable';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { cstring, HEAP32, HEAPDV, HEAPF64, HEAPU8 } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_LE, Py_LT, Py_NE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TYPE,
  _Py_TPFLAGS_MATCH_SELF,
} from '../include/object';
import {
  Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_DeprecationWarning, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyExc_ZeroDivisionError, PyFloat_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_WarnFormat } from '../python/errors';
import { _Py_dg_dtoa } from '../python/dtoa';
import { PyErr_BadArgument, PyErr_Clear, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from '../python/errors';
import { _PyFloat_FormatAdvancedWriter } from '../python/formatter_unicode';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from '../python/getargs';
import { pow } from '../python/libm';
import { _Py_HashDouble } from '../python/pyhash';
import { copysign, frexp, ldexp, signbit } from '../python/pymath';
import { _PyOS_ascii_strtod, double_repr, strip_underscores } from '../python/pystrtod';
import { _PyNumber_Index, PyBuffer_Release, PyIndex_Check, PyNumber_Float, PyObject_CheckBuffer, PyObject_GetBuffer } from './abstract';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check } from './bytesobject';
import { PyObject_CallOneArg, PyVectorcall_NARGS } from './call';
import { complex_pow } from './complexobject';
import { _PyLong_NumBits, _PyLong_Sign, PyLong_AsDouble, PyLong_Check, PyLong_FromBigInt, PyLong_FromDouble, PyLong_FromLong, bigint_true_divide } from './longobject';
import { long_small, long_to_bigint } from './longobject_arith';
import { PyObject_Free, PyObject_Malloc } from './obmalloc';
import { _PyTuple_FromPairSteal, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { PyType_IsSubtype } from './typeobject';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_GET_LENGTH } from './unicodeobject';

const FVAL = PyFloatObject.ob_fval;

export function PyFloat_Check(op: number): boolean {
  const type = HEAP32[(op + 8) >> 2];
  return type === PyFloat_Type || PyType_IsSubtype(type, PyFloat_Type);
}

export function PyFloat_CheckExact(op: number): boolean {
  return HEAP32[(op + 8) >> 2] === PyFloat_Type;
}

/** The value of a float. */
export function PyFloat_AS_DOUBLE(op: number): number {
  return HEAPF64[(op + FVAL) >> 3];
}

/** Returns new; NULL with MemoryError. */
export function PyFloat_FromDouble(x: number): number {
  let op = freelist_pop(FREELIST_floats, PyFloatObject.ob_type);
  if (op === 0) {
    op = PyObject_Malloc(PyFloatObject.SIZEOF);
    if (op === 0) {
      PyErr_NoMemory();
      return 0;
    }
  }
  const i = op >> 2;
  HEAP32[i] = 1;
  HEAP32[i + 1] = 0;
  HEAP32[i + 2] = PyFloat_Type;
  HEAP32[i + 3] = 0;
  HEAPF64[(op + FVAL) >> 3] = x;
  return op;
}

/** Frees an exact float whose count has reached 0. */
export function _PyFloat_ExactDealloc(op: number): void {
  if (!freelist_push(FREELIST_floats, PyFloatObject.ob_type, PyFloat_MAXFREELIST, op)) PyObject_Free(op);
}

function float_dealloc(op: number): void {
  const type = HEAP32[(op + 8) >> 2];
  if (type === PyFloat_Type) _PyFloat_ExactDealloc(op);
  else FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](op);
}

// -------------------------------------------------------------------------------------------------------- conversions

/** A double from text that is wholly a float literal as float() takes it; null where it is none. */
export function parse_float(s: string): number | null {
  const text = strip_underscores(s.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, ''));
  if (text === null) return null;
  const [value, end] = _PyOS_ascii_strtod(text, 0);
  return end === 0 || end !== text.length ? null : value;
}

export function latin1_at(p: number, n: number): string {
  let s = '';
  for (let i = 0; i < n; i++) s += String.fromCharCode(HEAPU8[p + i]);
  return s;
}

/** Returns new. float(v) of text in a str, bytes or buffer. */
export function PyFloat_FromString(v: number): number {
  let s: string | null;
  if (PyUnicode_Check(v)) {
    const ascii = _PyUnicode_TransformDecimalAndSpaceToASCII(v);
    if (ascii === 0) return 0;
    s = PyUnicode_AsUTF8(ascii);
    Py_DECREF(ascii);
    if (s === null) return 0;
  } else if (PyBytes_Check(v)) s = latin1_at(PyBytes_AS_STRING(v), HEAP32[(v + 16) >> 2]);
  else if (PyByteArray_Check(v)) s = latin1_at(PyByteArray_AS_STRING(v), HEAP32[(v + 16) >> 2]);
  else if (PyObject_CheckBuffer(v)) {
    const mark = stackSave();
    const view = stackAlloc(Py_buffer.SIZEOF);
    if (PyObject_GetBuffer(v, view, 0) !== 0) {
      stackRestore(mark);
      PyErr_Clear();
      return not_a_number(v);
    }
    s = latin1_at(HEAP32[(view + Py_buffer.buf) >> 2], HEAP32[(view + Py_buffer.len) >> 2]);
    PyBuffer_Release(view);
    stackRestore(mark);
  } else return not_a_number(v);
  const x = parse_float(s);
  if (x === null) {
    PyErr_Format(PyExc_ValueError, 'could not convert string to float: %R', v);
    return 0;
  }
  return PyFloat_FromDouble(x);
}

function not_a_number(v: number): number {
  PyErr_Format(PyExc_TypeError, "float() argument must be a string or a real number, not '%.200s'", cstring(HEAP32[(Py_TYPE(v) + PyTypeObject.tp_name) >> 2]));
  return 0;
}

function tp_name(op: number): string {
  return cstring(HEAP32[(Py_TYPE(op) + PyTypeObject.tp_name) >> 2]);
}

/** -1 with an exception. May run Python code (__float__, __index__). */
export function PyFloat_AsDouble(op: number): number {
  if (op === 0) {
    PyErr_BadArgument();
    return -1;
  }
  const type = HEAP32[(op + 8) >> 2];
  if (type === PyFloat_Type || PyFloat_Check(op)) return HEAPF64[(op + FVAL) >> 3];
  const nb = HEAP32[(type + PyTypeObject.tp_as_number) >> 2];
  const nb_float = nb === 0 ? 0 : HEAP32[(nb + PyNumberMethods.nb_float) >> 2];
  if (nb_float === 0) {
    if (nb !== 0 && PyIndex_Check(op)) {
      const index = _PyNumber_Index(op);
      if (index === 0) return -1;
      const x = PyLong_AsDouble(index);
      Py_DECREF(index);
      return x;
    }
    PyErr_Format(PyExc_TypeError, 'must be real number, not %.50s', tp_name(op));
    return -1;
  }
  const res = FUNCS[nb_float](op) as number;
  if (res === 0) return -1;
  if (!PyFloat_CheckExact(res)) {
    if (!PyFloat_Check(res)) {
      PyErr_Format(PyExc_TypeError, '%.50s.__float__ returned non-float (type %.50s)', tp_name(op), tp_name(res));
      Py_DECREF(res);
      return -1;
    }
    const text =
      '%.50s.__float__ returned non-float (type %.50s).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.';
    if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1, text, tp_name(op), tp_name(res)) !== 0) {
      Py_DECREF(res);
      return -1;
    }
  }
  const x = HEAPF64[(res + FVAL) >> 3];
  Py_DECREF(res);
  return x;
}

/** What convert found: a value, no number (the slot returns NotImplemented), or an exception. */
const OK = 0;
const NOT_A_NUMBER = 1;
const FAILED = 2;
let status = OK;

/** CONVERT_TO_DOUBLE: look at `status` afterwards. */
function convert(o: number): number {
  status = OK;
  const type = HEAP32[(o + 8) >> 2];
  if (type === PyFloat_Type) return HEAPF64[(o + FVAL) >> 3];
  if (PyLong_Check(o)) {
    const x = PyLong_AsDouble(o);
    if (x === -1 && PyErr_Occurred()) status = FAILED;
    return x;
  }
  if (PyFloat_Check(o)) return HEAPF64[(o + FVAL) >> 3];
  status = NOT_A_NUMBER;
  return 0;
}

function unconverted(): number {
  return status === FAILED ? 0 : Py_NotImplemented;
}

// -------------------------------------------------------------------------------------------------- repr, compare, hash

function float_repr(v: number): number {
  return PyUnicode_FromString(double_repr(HEAPF64[(v + FVAL) >> 3]));
}

/** Sign of (double i) - (int w), exactly; i is finite. */
function compare_with_int(i: number, w: number): number {
  const j = long_small(w);
  if (j === j) return i < j ? -1 : i > j ? 1 : 0;
  const isign = i > 0 ? 1 : i < 0 ? -1 : 0;
  const wsign = _PyLong_Sign(w);
  if (isign !== wsign) return isign - wsign;
  const bits = _PyLong_NumBits(w);
  const exponent = frexp(i)[1];
  if (exponent !== bits) return exponent < bits ? -isign : isign;
  // both of more than 53 bits: i is an integer
  const a = BigInt(i);
  const b = long_to_bigint(w);
  return a < b ? -1 : a > b ? 1 : 0;
}

function float_richcompare(v: number, w: number, op: number): number {
  let i = HEAPF64[(v + FVAL) >> 3];
  let j: number;
  if (HEAP32[(w + 8) >> 2] === PyFloat_Type) j = HEAPF64[(w + FVAL) >> 3];
  else if (PyLong_Check(w)) {
    if (i - i !== 0) j = 0;
    else {
      i = compare_with_int(i, w);
      j = 0;
    }
  } else if (PyFloat_Check(w)) j = HEAPF64[(w + FVAL) >> 3];
  else return Py_NotImplemented;
  let r = false;
  switch (op) {
    case Py_EQ:
      r = i === j;
      break;
    case Py_NE:
      r = i !== j;
      break;
    case Py_LE:
      r = i <= j;
      break;
    case Py_GE:
      r = i >= j;
      break;
    case Py_LT:
      r = i < j;
      break;
    case Py_GT:
      r = i > j;
      break;
  }
  return r ? Py_True : Py_False;
}

function float_hash(v: number): number {
  return _Py_HashDouble(v, HEAPF64[(v + FVAL) >> 3]);
}

// ----------------------------------------------------------------------------------------------------------- arithmetic

function float_add(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  return status !== OK ? unconverted() : PyFloat_FromDouble(a + b);
}

function float_sub(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  return status !== OK ? unconverted() : PyFloat_FromDouble(a - b);
}

function float_mul(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  return status !== OK ? unconverted() : PyFloat_FromDouble(a * b);
}

function zero_division(text: string): number {
  PyErr_SetString(PyExc_ZeroDivisionError, text);
  return 0;
}

function float_div(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  if (status !== OK) return unconverted();
  return b === 0 ? zero_division('float division by zero') : PyFloat_FromDouble(a / b);
}

/** Python's remainder, with the sign of `w`. */
export function py_mod(v: number, w: number): number {
  const mod = v % w;
  if (mod === 0) return copysign(0, w);
  return w < 0 !== mod < 0 ? mod + w : mod;
}

function py_floordiv(v: number, w: number): number {
  const mod = v % w;
  let div = (v - mod) / w;
  if (mod !== 0 && w < 0 !== mod < 0) div -= 1;
  if (div === 0) return copysign(0, v / w);
  const f = Math.floor(div);
  return div - f > 0.5 ? f + 1 : f;
}

function float_rem(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  if (status !== OK) return unconverted();
  return b === 0 ? zero_division('float modulo by zero') : PyFloat_FromDouble(py_mod(a, b));
}

function float_divmod(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  if (status !== OK) return unconverted();
  if (b === 0) return zero_division('float divmod()');
  const q = PyFloat_FromDouble(py_floordiv(a, b));
  if (q === 0) return 0;
  const r = PyFloat_FromDouble(py_mod(a, b));
  if (r === 0) {
    Py_DECREF(q);
    return 0;
  }
  return _PyTuple_FromPairSteal(q, r);
}

function float_floor_div(v: number, w: number): number {
  const a = convert(v);
  if (status !== OK) return unconverted();
  const b = convert(w);
  if (status !== OK) return unconverted();
  return b === 0 ? zero_division('float floor division by zero') : PyFloat_FromDouble(py_floordiv(a, b));
}

/** OverflowError(34, 'Numerical result out of range'), as errno gives it. Returns NULL. */
export function range_error(): number {
  const errno = PyLong_FromLong(34);
  const text = PyUnicode_FromString('Numerical result out of range');
  if (text === 0) return 0;
  const args = _PyTuple_FromPairSteal(errno, text);
  if (args === 0) return 0;
  PyErr_SetObject(PyExc_OverflowError, args);
  Py_DECREF(args);
  return 0;
}

/** pow(v, w) of numbers. Returns new. */
export function float_pow(v: number, w: number, z: number): number {
  if (z !== Py_None) {
    PyErr_SetString(PyExc_TypeError, 'pow() 3rd argument not allowed unless all arguments are integers');
    return 0;
  }
  let iv = convert(v);
  if (status !== OK) return unconverted();
  const iw = convert(w);
  if (status !== OK) return unconverted();
  if (iw === 0) return PyFloat_FromDouble(1);
  if (iv !== iv) return PyFloat_FromDouble(iv);
  if (iw !== iw) return PyFloat_FromDouble(iv === 1 ? 1 : iw);
  if (iw - iw !== 0) {
    iv = Math.abs(iv);
    if (iv === 1) return PyFloat_FromDouble(1);
    return PyFloat_FromDouble(iw > 0 === iv > 1 ? Math.abs(iw) : 0);
  }
  const odd = Math.abs(iw) % 2 === 1;
  if (iv - iv !== 0) {
    if (iw > 0) return PyFloat_FromDouble(odd ? iv : Math.abs(iv));
    return PyFloat_FromDouble(odd ? copysign(0, iv) : 0);
  }
  if (iv === 0) {
    if (iw < 0) return zero_division('0.0 cannot be raised to a negative power');
    return PyFloat_FromDouble(odd ? iv : 0);
  }
  let negate = false;
  if (iv < 0) {
    if (iw !== Math.floor(iw)) return complex_pow(v, w, z);
    iv = -iv;
    negate = odd;
  }
  if (iv === 1) return PyFloat_FromDouble(negate ? -1 : 1);
  const ix = pow(iv, iw);
  if (ix === Number.POSITIVE_INFINITY) return range_error();
  return PyFloat_FromDouble(negate ? -ix : ix);
}

function float_neg(v: number): number {
  return PyFloat_FromDouble(-HEAPF64[(v + FVAL) >> 3]);
}

function float_abs(v: number): number {
  return PyFloat_FromDouble(Math.abs(HEAPF64[(v + FVAL) >> 3]));
}

function float_bool(v: number): number {
  return HEAPF64[(v + FVAL) >> 3] !== 0 ? 1 : 0;
}

function float_float(v: number): number {
  if (PyFloat_CheckExact(v)) {
    Py_INCREF(v);
    return v;
  }
  return PyFloat_FromDouble(HEAPF64[(v + FVAL) >> 3]);
}

// -------------------------------------------------------------------------------------------------------------- methods

function float_is_integer(v: number): number {
  return Number.isInteger(HEAPF64[(v + FVAL) >> 3]) ? Py_True : Py_False;
}

function float___trunc__(v: number): number {
  return PyLong_FromDouble(HEAPF64[(v + FVAL) >> 3]);
}

function float___floor__(v: number): number {
  return PyLong_FromDouble(Math.floor(HEAPF64[(v + FVAL) >> 3]));
}

function float___ceil__(v: number): number {
  return PyLong_FromDouble(Math.ceil(HEAPF64[(v + FVAL) >> 3]));
}

/** x rounded to the closest multiple of 10**-ndigits, correctly. */
export function double_round(x: number, ndigits: number): number {
  const { digits, decpt } = _Py_dg_dtoa(Math.abs(x), 3, ndigits);
  const r = Number(`0${digits}e${decpt - digits.length}`);
  return signbit(x) ? -r : r;
}

function float___round__(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('__round__', nargs, 0, 1)) return 0;
  const o_ndigits = nargs > 0 ? HEAP32[args >> 2] : Py_None;
  const x = HEAPF64[(self + FVAL) >> 3];
  if (o_ndigits === Py_None) {
    let rounded = x - x !== 0 ? x : Math.trunc(x);
    const diff = Math.abs(x - rounded);
    if (diff > 0.5 || (diff === 0.5 && rounded % 2 !== 0)) rounded += Math.sign(x);
    return PyLong_FromDouble(rounded);
  }
  const index = _PyNumber_Index(o_ndigits);
  if (index === 0) return 0;
  let ndigits = long_small(index);
  if (ndigits !== ndigits) ndigits = _PyLong_Sign(index) * 1e9;
  Py_DECREF(index);
  if (x - x !== 0) return PyFloat_FromDouble(x);
  if (ndigits > 323) return PyFloat_FromDouble(x);
  if (ndigits < -308) return PyFloat_FromDouble(0 * x);
  const r = double_round(x, ndigits);
  if (r - r !== 0) {
    PyErr_SetString(PyExc_OverflowError, 'rounded value too large to represent');
    return 0;
  }
  return PyFloat_FromDouble(r);
}

function float_hex(self: number): number {
  const x = HEAPF64[(self + FVAL) >> 3];
  if (x - x !== 0) return float_repr(self);
  const sign = signbit(x) ? '-' : '';
  if (x === 0) return PyUnicode_FromString(`${sign}0x0.0p+0`);
  let [m, e] = frexp(Math.abs(x));
  const shift = 1 - Math.max(-1021 - e, 0);
  m = ldexp(m, shift);
  e -= shift;
  let s = `${Math.trunc(m)}.`;
  m -= Math.trunc(m);
  for (let i = 0; i < 13; i++) {
    m *= 16;
    s += Math.trunc(m).toString(16);
    m -= Math.trunc(m);
  }
  return PyUnicode_FromString(`${sign}0x${s}p${e < 0 ? '-' : '+'}${Math.abs(e)}`);
}

const HEX = /^[ \t\n\r\f\v]*([+-]?)(?:(inf(?:inity)?|nan)|(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?[0-9]+))?)[ \t\n\r\f\v]*$/i;

/** The double that hexadecimal text stands for: null where the text is bad, Infinity where the value is too large. */
function parse_hex(s: string): { value: number; overflow: boolean } | null {
  const match = HEX.exec(s);
  if (!match) return null;
  const [, sign, special, whole = '', fraction = '', exponent] = match;
  const negate = (x: number): number => (sign === '-' ? -x : x);
  if (special !== undefined) return { value: negate(special[0].toLowerCase() === 'n' ? Number.NaN : Number.POSITIVE_INFINITY), overflow: false };
  if (whole === '' && fraction === '') return null;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  if (mantissa === 0n) return { value: negate(0), overflow: false };
  const e = (exponent === undefined ? 0 : Number(exponent)) - 4 * fraction.length;
  const bits = mantissa.toString(2).length;
  if (bits + e > 1024) return { value: 0, overflow: true };
  if (bits + e < -1080) return { value: negate(0), overflow: false };
  const value = e >= 0 ? Number(mantissa << BigInt(e)) : bigint_true_divide(mantissa, 1n << BigInt(-e), bits, -e + 1);
  return { value: negate(value), overflow: value === Number.POSITIVE_INFINITY };
}

function float_fromhex(type: number, string: number): number {
  if (!PyUnicode_Check(string)) {
    PyErr_BadArgument();
    return 0;
  }
  const s = PyUnicode_AsUTF8(string);
  if (s === null) return 0;
  const parsed = parse_hex(s);
  if (parsed === null) {
    PyErr_SetString(PyExc_ValueError, 'invalid hexadecimal floating-point string');
    return 0;
  }
  if (parsed.overflow) {
    PyErr_SetString(PyExc_OverflowError, 'hexadecimal value too large to represent as a float');
    return 0;
  }
  const result = PyFloat_FromDouble(parsed.value);
  if (result === 0 || type === PyFloat_Type) return result;
  const instance = PyObject_CallOneArg(type, result);
  Py_DECREF(result);
  return instance;
}

function float_as_integer_ratio(self: number): number {
  const x = HEAPF64[(self + FVAL) >> 3];
  if (x - x !== 0) {
    if (x !== x) PyErr_SetString(PyExc_ValueError, 'cannot convert NaN to integer ratio');
    else PyErr_SetString(PyExc_OverflowError, 'cannot convert Infinity to integer ratio');
    return 0;
  }
  let [m, e] = frexp(x);
  while (m !== Math.floor(m)) {
    m *= 2;
    e--;
  }
  const numerator = PyLong_FromBigInt(e > 0 ? BigInt(m) << BigInt(e) : BigInt(m));
  if (numerator === 0) return 0;
  const denominator = PyLong_FromBigInt(e < 0 ? 1n << BigInt(-e) : 1n);
  if (denominator === 0) {
    Py_DECREF(numerator);
    return 0;
  }
  return _PyTuple_FromPairSteal(numerator, denominator);
}

function float_new_impl(type: number, x: number): number {
  if (type !== PyFloat_Type) return float_subtype_new(type, x);
  if (x === 0) return PyFloat_FromDouble(0);
  return PyUnicode_CheckExact(x) ? PyFloat_FromString(x) : PyNumber_Float(x);
}

function float_subtype_new(type: number, x: number): number {
  const tmp = float_new_impl(PyFloat_Type, x);
  if (tmp === 0) return 0;
  const newobj = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (newobj !== 0) HEAPF64[(newobj + FVAL) >> 3] = HEAPF64[(tmp + FVAL) >> 3];
  Py_DECREF(tmp);
  return newobj;
}

function float_new(type: number, args: number, kwargs: number): number {
  const own_init = HEAP32[(type + PyTypeObject.tp_init) >> 2] === HEAP32[(PyFloat_Type + PyTypeObject.tp_init) >> 2];
  if ((type === PyFloat_Type || own_init) && kwargs !== 0 && !_PyArg_NoKeywords('float', kwargs)) return 0;
  const nargs = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('float', nargs, 0, 1)) return 0;
  return float_new_impl(type, nargs === 0 ? 0 : PyTuple_GET_ITEM(args, 0));
}

function float_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (kwnames !== 0 && !_PyArg_NoKwnames('float', kwnames)) return 0;
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('float', nargs, 0, 1)) return 0;
  return float_new_impl(type, nargs === 0 ? 0 : HEAP32[args >> 2]);
}

function float___getnewargs__(self: number): number {
  const x = PyFloat_FromDouble(HEAPF64[(self + FVAL) >> 3]);
  if (x === 0) return 0;
  const t = PyTuple_New(1);
  if (t === 0) Py_DECREF(x);
  else PyTuple_SET_ITEM(t, 0, x);
  return t;
}

function float___getformat__(_type: number, arg: number): number {
  if (!PyUnicode_Check(arg)) {
    _PyArg_BadArgument('__getformat__', 'argument', 'str', arg);
    return 0;
  }
  const s = PyUnicode_AsUTF8(arg);
  if (s === null) return 0;
  if (s !== 'double' && s !== 'float') {
    PyErr_SetString(PyExc_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
    return 0;
  }
  return PyUnicode_FromString('IEEE, little-endian');
}

function float___format__(self: number, format_spec: number): number {
  if (!PyUnicode_Check(format_spec)) {
    _PyArg_BadArgument('__format__', 'argument', 'str', format_spec);
    return 0;
  }
  const writer = new _PyUnicodeWriter();
  if (_PyFloat_FormatAdvancedWriter(writer, self, format_spec, 0, PyUnicode_GET_LENGTH(format_spec)) === -1) {
    _PyUnicodeWriter_Dealloc(writer);
    return 0;
  }
  return _PyUnicodeWriter_Finish(writer);
}

// ------------------------------------------------------------------------------------------------------- pack, unpack

/** Writes x as binary16 at address p. 0, or -1 with OverflowError. */
export function PyFloat_Pack2(x: number, p: number, le: number | boolean): number {
  const sign = signbit(x) ? 0x8000 : 0;
  let bits: number;
  if (x !== x) bits = 0x7e00;
  else if (x - x !== 0) bits = 0x7c00;
  else if (x === 0) bits = 0;
  else {
    let [m, e] = frexp(Math.abs(x));
    m *= 2;
    e--;
    if (e >= 16) return pack_overflow('e');
    if (e < -25) m = e = 0;
    else if (e < -14) {
      m = ldexp(m, 14 + e);
      e = 0;
    } else {
      e += 15;
      m -= 1;
    }
    m *= 1024;
    let n = Math.floor(m);
    const rest = m - n;
    if (rest > 0.5 || (rest === 0.5 && n % 2 === 1)) {
      n++;
      if (n === 1024) {
        n = 0;
        e++;
        if (e === 31) return pack_overflow('e');
      }
    }
    bits = (e << 10) | n;
  }
  HEAPDV.setUint16(p, bits | sign, !!le);
  return 0;
}

function pack_overflow(format: string): number {
  PyErr_SetString(PyExc_OverflowError, `float too large to pack with ${format} format`);
  return -1;
}

/** Writes x as binary32 at address p. 0, or -1 with OverflowError. */
export function PyFloat_Pack4(x: number, p: number, le: number | boolean): number {
  const y = Math.fround(x);
  if (y - y !== 0 && x - x === 0) return pack_overflow('f');
  HEAPDV.setFloat32(p, y, !!le);
  return 0;
}

export function PyFloat_Pack8(x: number, p: number, le: number | boolean): number {
  HEAPDV.setFloat64(p, x, !!le);
  return 0;
}

export function PyFloat_Unpack2(p: number, le: number | boolean): number {
  const bits = HEAPDV.getUint16(p, !!le);
  const e = (bits >> 10) & 31;
  const f = bits & 1023;
  let x: number;
  if (e === 31) x = f === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  else x = e === 0 ? f * 2 ** -24 : (1024 + f) * 2 ** (e - 25);
  return (bits & 0x8000) !== 0 ? -x : x;
}

export function PyFloat_Unpack4(p: number, le: number | boolean): number {
  return HEAPDV.getFloat32(p, !!le);
}

export function PyFloat_Unpack8(p: number, le: number | boolean): number {
  return HEAPDV.getFloat64(p, !!le);
}

export function PyFloat_GetMax(): number {
  return Number.MAX_VALUE;
}

static_type(PyFloat_Type, {
  tp_name: 'float',
  tp_doc: 'float(x=0, /)\n--\n\nA floating-point number (IEEE 754 double) from a number or from text.',
  tp_basicsize: PyFloatObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_dealloc: float_dealloc,
  tp_repr: float_repr,
  tp_hash: float_hash,
  tp_richcompare: float_richcompare,
  tp_new: float_new,
  tp_vectorcall: float_vectorcall,
  tp_as_number: {
    nb_add: float_add, nb_subtract: float_sub, nb_multiply: float_mul, nb_remainder: float_rem, nb_divmod: float_divmod, nb_power: float_pow, nb_negative: float_neg,
    nb_positive: float_float, nb_absolute: float_abs, nb_bool: float_bool, nb_int: float___trunc__, nb_float: float_float, nb_floor_divide: float_floor_div,
    nb_true_divide: float_div,
  },
  tp_methods: [
    ['conjugate', float_float, METH_NOARGS, 'conjugate($self, /)\n--\n\nThe number itself.'],
    ['__trunc__', float___trunc__, METH_NOARGS, '__trunc__($self, /)\n--\n\nThe nearest integer towards 0.'],
    ['__floor__', float___floor__, METH_NOARGS, '__floor__($self, /)\n--\n\nThe largest integer not above.'],
    ['__ceil__', float___ceil__, METH_NOARGS, '__ceil__($self, /)\n--\n\nThe smallest integer not below.'],
    ['__round__', float___round__, METH_FASTCALL, '__round__($self, ndigits=None, /)\n--\n\nThe nearest integer, or the nearest float with ndigits decimals.'],
    ['as_integer_ratio', float_as_integer_ratio, METH_NOARGS, 'as_integer_ratio($self, /)\n--\n\nThe pair of integers, in lowest terms, whose ratio it is exactly.'],
    ['fromhex', float_fromhex, METH_O | METH_CLASS, 'fromhex($type, string, /)\n--\n\nThe number that hexadecimal text stands for.'],
    ['hex', float_hex, METH_NOARGS, 'hex($self, /)\n--\n\nHexadecimal text of the number.'],
    ['is_integer', float_is_integer, METH_NOARGS, 'is_integer($self, /)\n--\n\nIs it a whole number?'],
    ['__getnewargs__', float___getnewargs__, METH_NOARGS, '__getnewargs__($self, /)\n--\n\n'],
    ['__getformat__', float___getformat__, METH_O | METH_CLASS, '__getformat__($type, typestr, /)\n--\n\nThe format of C doubles or floats; for tests.'],
    ['__format__', float___format__, METH_O, '__format__($self, format_spec, /)\n--\n\nText according to format_spec.'],
  ],
  tp_getset: [
    ['real', float_float, null, 'the real part of a complex number'],
    ['imag', () => PyFloat_FromDouble(0), null, 'the imaginary part of a complex number'],
  ],
});
