// Answers to Objects/complexobject.c of CPython 3.13: complex. Deviation: a Py_complex is a pair [real, imag] here.

import { _PyUnicode_TransformDecimalAndSpaceToASCII } from './unicodeobject_methods';
import { _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish } from './unicodeobject_writer';
import { PyComplexObject, PyNumberMethods, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { hash_hi, hash_result } from '../include/hash';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { cstring, HEAP32, HEAPF64, write_ptr } from '../include/heap';
import {
  METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_INCREF, Py_NE, Py_READONLY, Py_T_DOUBLE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TYPE,
} from '../include/object';
import {
  Py_False, Py_None, Py_NotImplemented, Py_True, PyComplex_Type, PyExc_DeprecationWarning, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyExc_ZeroDivisionError,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_WarnFormat } from '../python/errors';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyComplex_FormatAdvancedWriter } from '../python/formatter_unicode';
import { _PyArg_BadArgument, _PyArg_UnpackKeywords } from '../python/getargs';
import { atan2, cos, exp, hypot, log, pow, sin } from '../python/libm';
import { _Py_HashDouble } from '../python/pyhash';
import { signbit } from '../python/pymath';
import { _PyOS_ascii_strtod, Py_DTSF_SIGN, PyOS_double_to_string, strip_underscores } from '../python/pystrtod';
import { PyNumber_Float } from './abstract';
import { PyObject_CallNoArgs } from './call';
import { PyDict_GET_SIZE } from './dictobject';
import { PyFloat_AS_DOUBLE, PyFloat_AsDouble, PyFloat_Check, PyFloat_FromDouble } from './floatobject';
import { _PyLong_GetZero, PyLong_AsDouble, PyLong_Check } from './longobject';
import { PyObject_RichCompare } from './object';
import { PyObject_Free, PyObject_Malloc } from './obmalloc';
import { _PyTuple_FromPairSteal, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _PyObject_LookupSpecial, PyType_IsSubtype } from './typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString, PyUnicode_GET_LENGTH } from './unicodeobject';

export type Py_complex = [real: number, imag: number];

const REAL = PyComplexObject.real;
const IMAG = PyComplexObject.imag;

export function PyComplex_Check(op: number): boolean {
  const type = HEAP32[(op + 8) >> 2];
  return type === PyComplex_Type || PyType_IsSubtype(type, PyComplex_Type);
}

export function PyComplex_CheckExact(op: number): boolean {
  return HEAP32[(op + 8) >> 2] === PyComplex_Type;
}

function value(op: number): Py_complex {
  return [HEAPF64[(op + REAL) >> 3], HEAPF64[(op + IMAG) >> 3]];
}

function tp_name(op: number): string {
  return cstring(HEAP32[(Py_TYPE(op) + PyTypeObject.tp_name) >> 2]);
}

// ------------------------------------------------------------------------------------------------ arithmetic on pairs

export function _Py_c_prod(a: Py_complex, b: Py_complex): Py_complex {
  return [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
}

/** null for a division by zero. */
export function _Py_c_quot(a: Py_complex, b: Py_complex): Py_complex | null {
  const abs_real = Math.abs(b[0]);
  const abs_imag = Math.abs(b[1]);
  if (abs_real >= abs_imag) {
    if (abs_real === 0) return null;
    const ratio = b[1] / b[0];
    const denom = b[0] + b[1] * ratio;
    return [(a[0] + a[1] * ratio) / denom, (a[1] - a[0] * ratio) / denom];
  }
  if (abs_imag >= abs_real) {
    const ratio = b[0] / b[1];
    const denom = b[0] * ratio + b[1];
    return [(a[0] * ratio + a[1]) / denom, (a[1] * ratio - a[0]) / denom];
  }
  return [Number.NaN, Number.NaN];
}

/** null for 0 to a negative or complex power. */
export function _Py_c_pow(a: Py_complex, b: Py_complex): Py_complex | null {
  if (b[0] === 0 && b[1] === 0) return [1, 0];
  if (a[0] === 0 && a[1] === 0) return b[1] !== 0 || b[0] < 0 ? null : [0, 0];
  const vabs = hypot(a[0], a[1]);
  let len = pow(vabs, b[0]);
  const at = atan2(a[1], a[0]);
  let phase = at * b[0];
  if (b[1] !== 0) {
    len *= exp(-at * b[1]);
    phase += b[1] * log(vabs);
  }
  return [len * cos(phase), len * sin(phase)];
}

function c_powu(x: Py_complex, n: number): Py_complex {
  let r: Py_complex = [1, 0];
  let p = x;
  for (let mask = 1; n >= mask; mask *= 2) {
    if (n & mask) r = _Py_c_prod(r, p);
    p = _Py_c_prod(p, p);
  }
  return r;
}

/** |z|; Infinity with finite parts is an overflow. */
export function _Py_c_abs(z: Py_complex): number {
  if (Math.abs(z[0]) === Number.POSITIVE_INFINITY || Math.abs(z[1]) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (z[0] !== z[0] || z[1] !== z[1]) return Number.NaN;
  return hypot(z[0], z[1]);
}

// ------------------------------------------------------------------------------------------------------ new, conversions

/** Returns new. */
export function PyComplex_FromDoubles(real: number, imag: number): number {
  const op = PyObject_Malloc(PyComplexObject.SIZEOF);
  if (op === 0) {
    PyErr_NoMemory();
    return 0;
  }
  const i = op >> 2;
  HEAP32[i] = 1;
  HEAP32[i + 1] = 0;
  HEAP32[i + 2] = PyComplex_Type;
  HEAP32[i + 3] = 0;
  HEAPF64[(op + REAL) >> 3] = real;
  HEAPF64[(op + IMAG) >> 3] = imag;
  return op;
}

/** Returns new. */
export function PyComplex_FromCComplex(c: Py_complex): number {
  return PyComplex_FromDoubles(c[0], c[1]);
}

function subtype_from_doubles(type: number, real: number, imag: number): number {
  const op = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (op !== 0) {
    HEAPF64[(op + REAL) >> 3] = real;
    HEAPF64[(op + IMAG) >> 3] = imag;
  }
  return op;
}

/** What op.__complex__() gives, new; 0 without an exception where there is no such method. */
function try_complex_special_method(op: number): number {
  const f = _PyObject_LookupSpecial(op, _Py_ID('__complex__'));
  if (f === 0) return 0;
  const res = PyObject_CallNoArgs(f);
  Py_DECREF(f);
  if (res === 0 || PyComplex_CheckExact(res)) return res;
  if (!PyComplex_Check(res)) {
    PyErr_Format(PyExc_TypeError, '__complex__ returned non-complex (type %.200s)', tp_name(res));
    Py_DECREF(res);
    return 0;
  }
  const text =
    '__complex__ returned non-complex (type %.200s).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python.';
  if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1, text, tp_name(res)) !== 0) {
    Py_DECREF(res);
    return 0;
  }
  return res;
}

/** -1 with an exception in the real part. May run Python code. */
export function PyComplex_AsCComplex(op: number): Py_complex {
  if (PyComplex_Check(op)) return value(op);
  const newop = try_complex_special_method(op);
  if (newop !== 0) {
    const c = value(newop);
    Py_DECREF(newop);
    return c;
  }
  if (PyErr_Occurred()) return [-1, 0];
  return [PyFloat_AsDouble(op), 0];
}

export function PyComplex_RealAsDouble(op: number): number {
  return PyComplex_AsCComplex(op)[0];
}

export function PyComplex_ImagAsDouble(op: number): number {
  const c = PyComplex_AsCComplex(op);
  return c[0] === -1 && PyErr_Occurred() ? -1 : c[1];
}

/** TO_COMPLEX: null where a slot must return `unconverted`. */
function to_complex(obj: number): Py_complex | null {
  if (PyComplex_Check(obj)) return value(obj);
  if (PyLong_Check(obj)) {
    const x = PyLong_AsDouble(obj);
    if (x === -1 && PyErr_Occurred()) {
      unconverted = 0;
      return null;
    }
    return [x, 0];
  }
  if (PyFloat_Check(obj)) return [PyFloat_AS_DOUBLE(obj), 0];
  unconverted = Py_NotImplemented;
  return null;
}

let unconverted = 0;

// ------------------------------------------------------------------------------------------------------------ the slots

function complex_repr(v: number): number {
  const [re, im] = value(v);
  if (re === 0 && !signbit(re)) return PyUnicode_FromString(`${PyOS_double_to_string(im, 'r', 0, 0)}j`);
  return PyUnicode_FromString(`(${PyOS_double_to_string(re, 'r', 0, 0)}${PyOS_double_to_string(im, 'r', 0, Py_DTSF_SIGN)}j)`);
}

function complex_hash(v: number): number {
  const [re, im] = value(v);
  const rl = _Py_HashDouble(v, re);
  const rh = hash_hi();
  const il = _Py_HashDouble(v, im);
  const ih = hash_hi();
  // combined = hashreal + 1000003 * hashimag, modulo 2^64: 1000003 in 21 bits, so products of 32-bit words are exact
  const product = (il >>> 0) * 1000003;
  const low = (product % 4294967296) + (rl >>> 0);
  const high = Math.floor(product / 4294967296) + Math.imul(ih, 1000003) + rh + (low >= 4294967296 ? 1 : 0);
  let lo = low | 0;
  const hi = high | 0;
  if (lo === -1 && hi === -1) lo = -2;
  return hash_result(lo, hi);
}

function complex_add(v: number, w: number): number {
  const a = to_complex(v);
  if (a === null) return unconverted;
  const b = to_complex(w);
  return b === null ? unconverted : PyComplex_FromDoubles(a[0] + b[0], a[1] + b[1]);
}

function complex_sub(v: number, w: number): number {
  const a = to_complex(v);
  if (a === null) return unconverted;
  const b = to_complex(w);
  return b === null ? unconverted : PyComplex_FromDoubles(a[0] - b[0], a[1] - b[1]);
}

function complex_mul(v: number, w: number): number {
  const a = to_complex(v);
  if (a === null) return unconverted;
  const b = to_complex(w);
  return b === null ? unconverted : PyComplex_FromCComplex(_Py_c_prod(a, b));
}

function zero_division(text: string): number {
  PyErr_SetString(PyExc_ZeroDivisionError, text);
  return 0;
}

function complex_div(v: number, w: number): number {
  const a = to_complex(v);
  if (a === null) return unconverted;
  const b = to_complex(w);
  if (b === null) return unconverted;
  const q = _Py_c_quot(a, b);
  return q === null ? zero_division('complex division by zero') : PyComplex_FromCComplex(q);
}

/** Returns new. */
export function complex_pow(v: number, w: number, z: number): number {
  const a = to_complex(v);
  if (a === null) return unconverted;
  const b = to_complex(w);
  if (b === null) return unconverted;
  if (z !== Py_None) {
    PyErr_SetString(PyExc_ValueError, 'complex modulo');
    return 0;
  }
  let p: Py_complex | null;
  if (b[1] === 0 && b[0] === Math.floor(b[0]) && Math.abs(b[0]) <= 100) p = b[0] > 0 ? c_powu(a, b[0]) : _Py_c_quot([1, 0], c_powu(a, -b[0]));
  else p = _Py_c_pow(a, b);
  if (p === null) return zero_division('0.0 to a negative or complex power');
  if (Math.abs(p[0]) === Number.POSITIVE_INFINITY || Math.abs(p[1]) === Number.POSITIVE_INFINITY) {
    PyErr_SetString(PyExc_OverflowError, 'complex exponentiation');
    return 0;
  }
  return PyComplex_FromCComplex(p);
}

function complex_neg(v: number): number {
  const c = value(v);
  return PyComplex_FromDoubles(-c[0], -c[1]);
}

/** The value as an exact complex. Returns new. */
function complex_pos(v: number): number {
  if (!PyComplex_CheckExact(v)) return PyComplex_FromCComplex(value(v));
  Py_INCREF(v);
  return v;
}

function complex_abs(v: number): number {
  const c = value(v);
  const r = _Py_c_abs(c);
  if (r === Number.POSITIVE_INFINITY && Math.abs(c[0]) !== r && Math.abs(c[1]) !== r) {
    PyErr_SetString(PyExc_OverflowError, 'absolute value too large');
    return 0;
  }
  return PyFloat_FromDouble(r);
}

function complex_bool(v: number): number {
  const c = value(v);
  return c[0] !== 0 || c[1] !== 0 ? 1 : 0;
}

function complex_richcompare(v: number, w: number, op: number): number {
  if (op !== Py_EQ && op !== Py_NE) return Py_NotImplemented;
  const i = value(v);
  let equal: boolean;
  if (PyLong_Check(w)) {
    if (i[1] === 0) {
      const j = PyFloat_FromDouble(i[0]);
      if (j === 0) return 0;
      const res = PyObject_RichCompare(j, w, op);
      Py_DECREF(j);
      return res;
    }
    equal = false;
  } else if (PyFloat_Check(w)) equal = i[0] === PyFloat_AS_DOUBLE(w) && i[1] === 0;
  else if (PyComplex_Check(w)) {
    const j = value(w);
    equal = i[0] === j[0] && i[1] === j[1];
  } else return Py_NotImplemented;
  return equal === (op === Py_EQ) ? Py_True : Py_False;
}

// --------------------------------------------------------------------------------------------------------------- methods

function complex_conjugate(self: number): number {
  const c = value(self);
  return PyComplex_FromDoubles(c[0], -c[1]);
}

function complex___getnewargs__(self: number): number {
  const c = value(self);
  const re = PyFloat_FromDouble(c[0]);
  if (re === 0) return 0;
  const im = PyFloat_FromDouble(c[1]);
  if (im === 0) {
    Py_DECREF(re);
    return 0;
  }
  return _PyTuple_FromPairSteal(re, im);
}

function complex___format__(self: number, format_spec: number): number {
  if (!PyUnicode_Check(format_spec)) {
    _PyArg_BadArgument('__format__', 'argument', 'str', format_spec);
    return 0;
  }
  const writer = new _PyUnicodeWriter();
  if (_PyComplex_FormatAdvancedWriter(writer, self, format_spec, 0, PyUnicode_GET_LENGTH(format_spec)) === -1) {
    _PyUnicodeWriter_Dealloc(writer);
    return 0;
  }
  return _PyUnicodeWriter_Finish(writer);
}

/** The value of complex text, null where it is malformed. */
function parse_complex(s: string): Py_complex | null {
  let t = s.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, '');
  if (t[0] === '(') {
    if (!t.endsWith(')')) return null;
    t = t.slice(1, -1).replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, '');
  }
  const is_j = (i: number): boolean => (t[i] === 'j' || t[i] === 'J') && i + 1 === t.length;
  let [z, i] = _PyOS_ascii_strtod(t, 0);
  if (i === 0) {
    let y = 1;
    if (t[0] === '+' || t[0] === '-') y = t[i++] === '+' ? 1 : -1;
    return is_j(i) ? [0, y] : null;
  }
  if (t[i] === '+' || t[i] === '-') {
    const [y, end] = _PyOS_ascii_strtod(t, i);
    if (end !== i) return is_j(end) ? [z, y] : null;
    return is_j(i + 1) ? [z, t[i] === '+' ? 1 : -1] : null;
  }
  if (is_j(i)) return [0, z];
  return i === t.length ? [z, 0] : null;
}

function complex_from_string(type: number, v: number): number {
  const ascii = _PyUnicode_TransformDecimalAndSpaceToASCII(v);
  if (ascii === 0) return 0;
  const s = PyUnicode_AsUTF8(ascii);
  Py_DECREF(ascii);
  if (s === null) return 0;
  const text = strip_underscores(s);
  if (text === null) {
    PyErr_Format(PyExc_ValueError, 'could not convert string to complex: %R', v);
    return 0;
  }
  const c = parse_complex(text);
  if (c === null) {
    PyErr_SetString(PyExc_ValueError, 'complex() arg is a malformed string');
    return 0;
  }
  return subtype_from_doubles(type, c[0], c[1]);
}

function is_number(op: number): boolean {
  const nb = HEAP32[(Py_TYPE(op) + PyTypeObject.tp_as_number) >> 2];
  return nb !== 0 && (HEAP32[(nb + PyNumberMethods.nb_float) >> 2] !== 0 || HEAP32[(nb + PyNumberMethods.nb_index) >> 2] !== 0 || PyComplex_Check(op));
}

/** The double behind a number that is no complex, or null with an exception. */
function number_as_double(op: number): number | null {
  const tmp = PyNumber_Float(op);
  if (tmp === 0) return null;
  const x = PyFloat_AS_DOUBLE(tmp);
  Py_DECREF(tmp);
  return x;
}

function complex_new_impl(type: number, r: number, i: number): number {
  if (r === 0) r = _PyLong_GetZero();
  if (i === 0 && type === PyComplex_Type && PyComplex_CheckExact(r)) {
    Py_INCREF(r);
    return r;
  }
  if (PyUnicode_Check(r)) {
    if (i !== 0) {
      PyErr_SetString(PyExc_TypeError, "complex() can't take second arg if first is a string");
      return 0;
    }
    return complex_from_string(type, r);
  }
  if (i !== 0 && PyUnicode_Check(i)) {
    PyErr_SetString(PyExc_TypeError, "complex() second arg can't be a string");
    return 0;
  }
  const tmp = try_complex_special_method(r);
  if (tmp === 0 && PyErr_Occurred()) return 0;
  const result = from_numbers(type, tmp !== 0 ? tmp : r, i);
  if (tmp !== 0) Py_DECREF(tmp);
  return result;
}

function from_numbers(type: number, r: number, i: number): number {
  if (!is_number(r)) {
    PyErr_Format(PyExc_TypeError, "complex() first argument must be a string or a number, not '%.200s'", tp_name(r));
    return 0;
  }
  if (i !== 0 && !is_number(i)) {
    PyErr_Format(PyExc_TypeError, "complex() second argument must be a number, not '%.200s'", tp_name(i));
    return 0;
  }
  // complex(r, i) is r + i*1j, where each of them may be complex
  let cr: Py_complex;
  let ci: Py_complex = [0, 0];
  const r_is_complex = PyComplex_Check(r);
  if (r_is_complex) cr = value(r);
  else {
    const x = number_as_double(r);
    if (x === null) return 0;
    cr = [x, 0];
  }
  const i_is_complex = i !== 0 && PyComplex_Check(i);
  if (i_is_complex) ci = value(i);
  else if (i !== 0) {
    const x = number_as_double(i);
    if (x === null) return 0;
    ci = [x, 0];
  }
  if (i_is_complex) cr[0] -= ci[1];
  if (r_is_complex && i !== 0) ci[0] += cr[1];
  else if (r_is_complex) ci[0] = cr[1];
  return subtype_from_doubles(type, cr[0], ci[0]);
}

const complex_new_parser = { fname: 'complex', keywords: ['real', 'imag'] };

function complex_new(type: number, args: number, kwargs: number): number {
  const nargs = PyTuple_GET_SIZE(args);
  if (nargs <= 2 && (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0))
    return complex_new_impl(type, nargs > 0 ? PyTuple_GET_ITEM(args, 0) : 0, nargs > 1 ? PyTuple_GET_ITEM(args, 1) : 0);
  const mark = stackSave();
  const items = stackAlloc(8 * Math.max(nargs, 1));
  for (let i = 0; i < nargs; i++) write_ptr(items + 8 * i, PyTuple_GET_ITEM(args, i));
  const a = _PyArg_UnpackKeywords(items, nargs, kwargs, 0, complex_new_parser, 0, 2, 0, stackAlloc(16));
  const result = a === 0 ? 0 : complex_new_impl(type, HEAP32[a >> 2], HEAP32[(a + 8) >> 2]);
  stackRestore(mark);
  return result;
}

static_type(PyComplex_Type, {
  tp_name: 'complex',
  tp_doc: 'complex(real=0, imag=0)\n--\n\nA complex number from numbers or from text.',
  tp_basicsize: PyComplexObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
  tp_repr: complex_repr,
  tp_hash: complex_hash,
  tp_richcompare: complex_richcompare,
  tp_new: complex_new,
  tp_free: PyObject_Free,
  tp_as_number: {
    nb_add: complex_add, nb_subtract: complex_sub, nb_multiply: complex_mul, nb_power: complex_pow, nb_negative: complex_neg, nb_positive: complex_pos,
    nb_absolute: complex_abs, nb_bool: complex_bool, nb_true_divide: complex_div,
  },
  tp_methods: [
    ['conjugate', complex_conjugate, METH_NOARGS, 'conjugate($self, /)\n--\n\nThe number with the imaginary part negated.'],
    ['__complex__', complex_pos, METH_NOARGS, '__complex__($self, /)\n--\n\nThe value as an exact complex.'],
    ['__getnewargs__', complex___getnewargs__, METH_NOARGS, '__getnewargs__($self, /)\n--\n\n'],
    ['__format__', complex___format__, METH_O, '__format__($self, format_spec, /)\n--\n\nText according to format_spec.'],
  ],
  tp_members: [
    ['real', Py_T_DOUBLE, REAL, Py_READONLY, 'the real part of a complex number'],
    ['imag', Py_T_DOUBLE, IMAG, Py_READONLY, 'the imaginary part of a complex number'],
  ],
});
