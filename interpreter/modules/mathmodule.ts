// Answers to Modules/mathmodule.c of CPython 3.13. Deviations: number theory on long ints is done in BigInt; the functions of
// C's libm are python/libm.ts's.

import { PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_O, Py_DECREF, Py_INCREF, Py_TYPE } from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyFloat_Type } from '../include/statics';
import { builtin_module, type MethodSpec } from '../include/typespec';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_CheckPositional } from '../python/getargs';
import * as libm from '../python/libm';
import { copysign, frexp, ldexp, signbit } from '../python/pymath';
import { PyModule_Add } from '../python/modsupport';
import { PyIter_Next, PyNumber_Add, PyNumber_Index, PyNumber_Multiply, PyNumber_TrueDivide, PyObject_GetIter, PySequence_Tuple } from '../objects/abstract';
import { PyObject_CallNoArgs } from '../objects/call';
import { PyFloat_AS_DOUBLE, PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyLong_Frexp, _PyLong_GCD, _PyLong_IsNegative, _PyLong_IsPositive, PyLong_AsDouble, PyLong_AsLongAndOverflow, PyLong_Check, PyLong_CheckExact, PyLong_FromDouble, PyLong_FromLong } from '../objects/longobject';
import { bigint_guard, long_small, long_to_bigint } from '../objects/longobject_arith';
import { PyBool_Check } from '../objects/boolobject';
import { _PyTuple_FromPairSteal, PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../objects/tupleobject';
import { _PyObject_LookupSpecial } from '../objects/typeobject';
import { _Py_ID } from '../objects/unicodeobject';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { unpack_fast } from './iterutil';

function value_error(text: string): number {
  PyErr_SetString(PyExc_ValueError, text);
  return 0;
}

function domain_error(): number {
  return value_error('math domain error');
}

function range_error(): number {
  PyErr_SetString(PyExc_OverflowError, 'math range error');
  return 0;
}

/** What a function of this file returns in place of a double to say what errno would. */
const EDOM = Symbol('EDOM');
const ERANGE = Symbol('ERANGE');
type Result = number | typeof EDOM | typeof ERANGE;

function finish(r: Result): number {
  if (r === EDOM) return domain_error();
  if (r === ERANGE) return range_error();
  return PyFloat_FromDouble(r as number);
}

/** A function of one double: NaN from a number is a domain error, infinity from a finite number one of domain or range. */
function math_1(arg: number, f: (x: number) => number, can_overflow: boolean): number {
  const x = PyFloat_AsDouble(arg);
  if (x === -1 && PyErr_Occurred()) return 0;
  const r = f(x);
  if (r !== r && x === x) return domain_error();
  if (Math.abs(r) === Number.POSITIVE_INFINITY && x - x === 0) return can_overflow ? range_error() : domain_error();
  return PyFloat_FromDouble(r);
}

function func1(name: string, f: (x: number) => number, can_overflow: boolean, doc: string): MethodSpec {
  const fn = (_m: number, arg: number): number => math_1(arg, f, can_overflow);
  Object.defineProperty(fn, 'name', { value: `math_${name}` });
  return [name, fn, METH_O, `${name}($module, x, /)\n--\n\n${doc}`];
}

/** A function that reports its errors itself. */
function func1a(name: string, f: (x: number) => Result, doc: string): MethodSpec {
  const fn = (_m: number, arg: number): number => {
    const x = PyFloat_AsDouble(arg);
    return x === -1 && PyErr_Occurred() ? 0 : finish(f(x));
  };
  Object.defineProperty(fn, 'name', { value: `math_${name}` });
  return [name, fn, METH_O, `${name}($module, x, /)\n--\n\n${doc}`];
}

/** Two doubles from the arguments, or null with an exception. */
function two_doubles(name: string, args: number, nargs: number): [number, number] | null {
  if (!_PyArg_CheckPositional(name, nargs, 2, 2)) return null;
  const x = PyFloat_AsDouble(HEAP32[args >> 2]);
  if (x === -1 && PyErr_Occurred()) return null;
  const y = PyFloat_AsDouble(HEAP32[(args + 8) >> 2]);
  if (y === -1 && PyErr_Occurred()) return null;
  return [x, y];
}

function func2(name: string, f: (x: number, y: number) => number, doc: string): MethodSpec {
  const fn = (_m: number, args: number, nargs: number): number => {
    const a = two_doubles(name, args, nargs);
    if (a === null) return 0;
    const [x, y] = a;
    const r = f(x, y);
    if (r !== r && x === x && y === y) return domain_error();
    if (Math.abs(r) === Number.POSITIVE_INFINITY && x - x === 0 && y - y === 0) return range_error();
    return PyFloat_FromDouble(r);
  };
  Object.defineProperty(fn, 'name', { value: `math_${name}` });
  return [name, fn, METH_FASTCALL, `${name}($module, x, y, /)\n--\n\n${doc}`];
}

// ------------------------------------------------------------------------------------------------------ gamma and friends

const LANCZOS_NUM = [
  23531376880.41075968857200767445163675473076, 42919803642.64909876895789904700198885093263, 35711959237.35566804944018545154716670596718, 17921034426.03720969991975575445893111267164,
  6039542586.352028005064291644307297921070, 1439720407.311721673663223072794912393972, 248874557.8620541565114603864132294232163, 31426415.58540019438061423162831820536287,
  2876370.628935372441225409051620849613599, 186056.2653952234950402949897160456992822, 8071.672002365816210638002902272250613822, 210.8242777515793458725097339207133627117,
  2.506628274631000270164908177133837338626,
];
const LANCZOS_DEN = [0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1];
const LANCZOS_G = 6.024680040776729583740234375;
const LANCZOS_G_MINUS_HALF = 5.524680040776729583740234375;
const LOGPI = 1.144729885849400174143427351353058711647;

function lanczos_sum(x: number): number {
  let num = 0;
  let den = 0;
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      num = num * x + LANCZOS_NUM[i];
      den = den * x + LANCZOS_DEN[i];
    }
  } else {
    for (let i = 0; i < 13; i++) {
      num = num / x + LANCZOS_NUM[i];
      den = den / x + LANCZOS_DEN[i];
    }
  }
  return num / den;
}

function sinpi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = Math.round(2 * y);
  const pi = Math.PI;
  let r: number;
  if (n === 0) r = libm.sin(pi * y);
  else if (n === 1) r = libm.cos(pi * (y - 0.5));
  else if (n === 2) r = libm.sin(pi * (1 - y));
  else if (n === 3) r = -libm.cos(pi * (y - 1.5));
  else r = libm.sin(pi * (y - 2));
  return signbit(x) ? -r : r;
}

function gamma_integral(n: number): number {
  let r = 1;
  for (let i = 2; i < n; i++) r *= i;
  return r;
}

function tgamma(x: number): Result {
  if (x - x !== 0) return x !== x || x > 0 ? x : EDOM;
  if (x === 0) return EDOM;
  if (x === Math.floor(x)) {
    if (x < 0) return EDOM;
    if (x <= 23) return gamma_integral(x);
  }
  const absx = Math.abs(x);
  if (absx < 1e-20) {
    const r = 1 / x;
    return Math.abs(r) === Number.POSITIVE_INFINITY ? ERANGE : r;
  }
  if (absx > 200) return x < 0 ? 0 / sinpi(x) : ERANGE;
  const y = absx + LANCZOS_G_MINUS_HALF;
  let z: number;
  if (absx > LANCZOS_G_MINUS_HALF) z = y - absx - LANCZOS_G_MINUS_HALF;
  else z = y - LANCZOS_G_MINUS_HALF - absx;
  z = (z * LANCZOS_G) / y;
  let r: number;
  if (x < 0) {
    r = ((-Math.PI / sinpi(absx) / absx) * libm.exp(y)) / lanczos_sum(absx);
    r -= z * r;
    if (absx < 140) r /= libm.pow(y, absx - 0.5);
    else {
      const sqrtpow = libm.pow(y, absx / 2 - 0.25);
      r /= sqrtpow;
      r /= sqrtpow;
    }
  } else {
    r = lanczos_sum(absx) / libm.exp(y);
    r += z * r;
    if (absx < 140) r *= libm.pow(y, absx - 0.5);
    else {
      const sqrtpow = libm.pow(y, absx / 2 - 0.25);
      r *= sqrtpow;
      r *= sqrtpow;
    }
  }
  return Math.abs(r) === Number.POSITIVE_INFINITY ? ERANGE : r;
}

function lgamma(x: number): Result {
  if (x - x !== 0) return x !== x ? x : Number.POSITIVE_INFINITY;
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? EDOM : 0;
  const absx = Math.abs(x);
  if (absx < 1e-20) return -libm.log(absx);
  let r = libm.log(lanczos_sum(absx)) - LANCZOS_G;
  r += (absx - 0.5) * (libm.log(absx + LANCZOS_G - 0.5) - 1);
  if (x < 0) r = LOGPI - libm.log(Math.abs(sinpi(absx))) - libm.log(absx) - r;
  return Math.abs(r) === Number.POSITIVE_INFINITY ? ERANGE : r;
}

// --------------------------------------------------------------------------------------------------------- exact helpers

/** The integer m and the exponent e with x = m * 2**e. */
function integer_form(x: number): [m: bigint, e: number] {
  if (x === 0) return [0n, 0];
  const [m, e] = frexp(x);
  return [BigInt(m * 9007199254740992), e - 53];
}

/** m * 2**e rounded once, ties to even. */
function round_scaled(m: bigint, e: number): number {
  const negative = m < 0n;
  let abs = negative ? -m : m;
  if (abs === 0n) return 0;
  const bits = abs.toString(2).length;
  if (bits + e > 1025) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let shift = -1074 - e;
  if (bits + e > -1021 || shift <= 0) {
    // a normal result: Number() rounds to 53 bits
    const drop = bits > 1000 ? bits - 200 : 0;
    if (drop > 0) {
      const low = abs & ((1n << BigInt(drop)) - 1n);
      abs = (abs >> BigInt(drop)) | (low !== 0n ? 1n : 0n);
      e += drop;
    }
    const r = ldexp(Number(abs), e);
    return negative ? -r : r;
  }
  if (shift > bits + 2) shift = bits + 2;
  const s = BigInt(shift);
  let q = abs >> s;
  const rest = abs & ((1n << s) - 1n);
  const half = 1n << (s - 1n);
  if (rest > half || (rest === half && (q & 1n) === 1n)) q += 1n;
  const r = ldexp(Number(q), e + shift);
  return negative ? -r : r;
}

function fma(x: number, y: number, z: number): number {
  if (x - x === 0 && y - y === 0 && Math.abs(z) === Number.POSITIVE_INFINITY) return z;
  if (x - x !== 0 || y - y !== 0 || z !== z || x === 0 || y === 0) return x * y + z;
  const [mx, ex] = integer_form(x);
  const [my, ey] = integer_form(y);
  const [mz, ez] = integer_form(z);
  const p = mx * my;
  const ep = ex + ey;
  if (mz === 0n) {
    const r = round_scaled(p, ep);
    return r === 0 && p < 0n ? -0 : r;
  }
  // far apart: the smaller only matters as a sticky bit
  const e = Math.min(ep, ez);
  const span = Math.abs(ep - ez);
  if (span > 3000) {
    const product_larger = ep > ez;
    const big = product_larger ? p : mz;
    const sticky = (product_larger ? mz : p) > 0n ? 1n : -1n;
    return round_scaled((big << 200n) + sticky, (product_larger ? ep : ez) - 200);
  }
  const sum = (p << BigInt(ep - e)) + (mz << BigInt(ez - e));
  if (sum === 0n) return 0;
  const r = round_scaled(sum, e);
  return r === 0 && sum < 0n ? -0 : r;
}

/** The low part of the product x * y, exactly: fma(x, y, -x*y). */
function product_low(x: number, y: number, p: number): number {
  const big = Math.abs(x) > 1e290 || Math.abs(y) > 1e290 || (Math.abs(p) < 1e-280 && p !== 0);
  return big ? fma(x, y, -p) : libm.two_product(x, y)[1];
}

// --------------------------------------------------------------------------------------------------- rounding, splitting

/** Calls the special method of a number that is no float: new, 0 where there is none (without an exception) or it failed. */
function call_special(number: number, name: string): number {
  const method = _PyObject_LookupSpecial(number, _Py_ID(name));
  if (method === 0) return 0;
  const r = PyObject_CallNoArgs(method);
  Py_DECREF(method);
  return r;
}

function rounding(name: string, special: string, f: (x: number) => number): (m: number, number: number) => number {
  return (_m, number) => {
    if (Py_TYPE(number) !== PyFloat_Type) {
      const r = call_special(number, special);
      if (r !== 0 || PyErr_Occurred()) return r;
    }
    const x = PyFloat_AsDouble(number);
    return x === -1 && PyErr_Occurred() ? 0 : PyLong_FromDouble(f(x));
  };
}

function math_trunc(_m: number, x: number): number {
  if (Py_TYPE(x) === PyFloat_Type) return PyLong_FromDouble(PyFloat_AS_DOUBLE(x));
  const r = call_special(x, '__trunc__');
  if (r === 0 && !PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "type %.100s doesn't define __trunc__ method", cstring(HEAP32[(Py_TYPE(x) + PyTypeObject.tp_name) >> 2]));
  return r;
}

function pair(a: number, b: number): number {
  if (a === 0 || b === 0) {
    if (a !== 0) Py_DECREF(a);
    if (b !== 0) Py_DECREF(b);
    return 0;
  }
  return _PyTuple_FromPairSteal(a, b);
}

function math_frexp(_m: number, arg: number): number {
  const x = PyFloat_AsDouble(arg);
  if (x === -1 && PyErr_Occurred()) return 0;
  const [m, e] = frexp(x);
  return pair(PyFloat_FromDouble(m), PyLong_FromLong(e));
}

function math_ldexp(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('ldexp', nargs, 2, 2)) return 0;
  const x = PyFloat_AsDouble(HEAP32[args >> 2]);
  if (x === -1 && PyErr_Occurred()) return 0;
  const i = HEAP32[(args + 8) >> 2];
  if (!PyLong_Check(i)) {
    PyErr_SetString(PyExc_TypeError, 'Expected an int as second argument to ldexp.');
    return 0;
  }
  let e = long_small(i);
  if (e !== e) e = _PyLong_IsNegative(i) ? -1e9 : 1e9;
  if (x === 0 || x - x !== 0) return PyFloat_FromDouble(x);
  const r = ldexp(x, Math.max(-1e9, Math.min(1e9, e)));
  return r - r !== 0 ? range_error() : PyFloat_FromDouble(r);
}

function math_modf(_m: number, arg: number): number {
  const x = PyFloat_AsDouble(arg);
  if (x === -1 && PyErr_Occurred()) return 0;
  if (Math.abs(x) === Number.POSITIVE_INFINITY) return pair(PyFloat_FromDouble(copysign(0, x)), PyFloat_FromDouble(x));
  const whole = Math.trunc(x);
  return pair(PyFloat_FromDouble(copysign(x - whole, x)), PyFloat_FromDouble(whole));
}

// --------------------------------------------------------------------------------------------------- logarithms, powers

/** A logarithm of a float or of an int of any size. */
function loghelper(arg: number, f: (x: number) => number): number {
  if (!PyLong_Check(arg)) return math_1(arg, f, false);
  if (!_PyLong_IsPositive(arg)) return domain_error();
  const x = PyLong_AsDouble(arg);
  if (x !== -1 || !PyErr_Occurred()) return PyFloat_FromDouble(f(x));
  if (!PyErr_ExceptionMatches(PyExc_OverflowError)) return 0;
  PyErr_Clear();
  const [m, e] = _PyLong_Frexp(arg);
  return PyFloat_FromDouble(f(m) + f(2) * e);
}

/** log as C's, but an error where C has -inf or NaN for a number. */
const m_log = (x: number): number => (x > 0 || x !== x ? libm.log(x) : x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN);
const m_log2 = (x: number): number => (x > 0 || x !== x ? libm.log2(x) : x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN);
const m_log10 = (x: number): number => (x > 0 || x !== x ? libm.log10(x) : x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN);

function math_log(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('log', nargs, 1, 2)) return 0;
  const num = loghelper(HEAP32[args >> 2], m_log);
  if (num === 0 || nargs === 1) return num;
  const den = loghelper(HEAP32[(args + 8) >> 2], m_log);
  if (den === 0) {
    Py_DECREF(num);
    return 0;
  }
  const ans = PyNumber_TrueDivide(num, den);
  Py_DECREF(num);
  Py_DECREF(den);
  return ans;
}

function math_fmod(_m: number, args: number, nargs: number): number {
  const a = two_doubles('fmod', args, nargs);
  if (a === null) return 0;
  const [x, y] = a;
  const r = x % y;
  return r !== r && x === x && y === y ? domain_error() : PyFloat_FromDouble(r);
}

function math_pow(_m: number, args: number, nargs: number): number {
  const a = two_doubles('pow', args, nargs);
  if (a === null) return 0;
  const [x, y] = a;
  if (x - x !== 0 || y - y !== 0) return PyFloat_FromDouble(y === 0 ? 1 : libm.pow(x, y));
  const r = libm.pow(x, y);
  if (r !== r) return domain_error();
  if (Math.abs(r) === Number.POSITIVE_INFINITY) return x === 0 ? domain_error() : range_error();
  return PyFloat_FromDouble(r);
}

function m_remainder(x: number, y: number): number {
  if (x - x === 0 && y - y === 0) {
    if (y === 0) return Number.NaN;
    const absx = Math.abs(x);
    const absy = Math.abs(y);
    const m = absx % absy;
    const c = absy - m;
    let r: number;
    if (m < c) r = m;
    else if (m > c) r = -c;
    else r = m - 2 * ((0.5 * (absx - m)) % absy);
    return signbit(x) ? -r : r;
  }
  if (x !== x || y !== y) return Number.NaN;
  return Math.abs(x) === Number.POSITIVE_INFINITY ? Number.NaN : x;
}

function math_fma(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('fma', nargs, 3, 3)) return 0;
  const v: number[] = [];
  for (let i = 0; i < 3; i++) {
    const x = PyFloat_AsDouble(HEAP32[(args + 8 * i) >> 2]);
    if (x === -1 && PyErr_Occurred()) return 0;
    v.push(x);
  }
  const r = fma(v[0], v[1], v[2]);
  if (r - r === 0) return PyFloat_FromDouble(r);
  if (r !== r) {
    if (v.every((x) => x === x)) return value_error('invalid operation in fma');
  } else if (v.every((x) => x - x === 0)) {
    PyErr_SetString(PyExc_OverflowError, 'overflow in fma');
    return 0;
  }
  return PyFloat_FromDouble(r);
}

const f64 = new Float64Array(1);
const u64 = new BigUint64Array(f64.buffer);

/** The double `steps` doubles from x towards y. */
function nextafter(x: number, y: number, steps: bigint): number {
  if (x !== x || y !== y) return x + y;
  if (steps === 0n) return x;
  if (x === y) return y;
  // doubles as integers that count along the line, both zeros at 0
  const ordinal = (v: number): bigint => {
    f64[0] = v;
    const b = u64[0];
    return b >> 63n ? -(b & 0x7fffffffffffffffn) : b;
  };
  const from = ordinal(x);
  const to = ordinal(y);
  let at = from < to ? from + steps : from - steps;
  if (from < to ? at >= to : at <= to) return y;
  const sign = at < 0n || (at === 0n && from < 0n) ? 1n << 63n : 0n;
  if (at < 0n) at = -at;
  u64[0] = at | sign;
  return f64[0];
}

function math_nextafter(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = unpack_fast(args, nargs, kwnames, { fname: 'nextafter', keywords: ['', '', 'steps'] }, 2, 2);
  if (a === null) return 0;
  const x = PyFloat_AsDouble(a[0]);
  if (x === -1 && PyErr_Occurred()) return 0;
  const y = PyFloat_AsDouble(a[1]);
  if (y === -1 && PyErr_Occurred()) return 0;
  if (a[2] === 0 || a[2] === Py_None) return PyFloat_FromDouble(nextafter(x, y, 1n));
  const steps = PyNumber_Index(a[2]);
  if (steps === 0) return 0;
  const n = long_to_bigint(steps);
  Py_DECREF(steps);
  return n < 0n ? value_error('steps must be a non-negative integer') : PyFloat_FromDouble(nextafter(x, y, n));
}

function ulp(x: number): number {
  if (x !== x) return x;
  const a = Math.abs(x);
  if (a === Number.POSITIVE_INFINITY) return a;
  const above = nextafter(a, Number.POSITIVE_INFINITY, 1n);
  return above === Number.POSITIVE_INFINITY ? a - nextafter(a, Number.NEGATIVE_INFINITY, 1n) : above - a;
}

function math_isclose(_m: number, args: number, nargs: number, kwnames: number): number {
  const v = unpack_fast(args, nargs, kwnames, { fname: 'isclose', keywords: ['a', 'b', 'rel_tol', 'abs_tol'] }, 2, 2);
  if (v === null) return 0;
  const d: number[] = [];
  for (let i = 0; i < 4; i++) {
    const x = v[i] === 0 ? (i === 2 ? 1e-9 : 0) : PyFloat_AsDouble(v[i]);
    if (x === -1 && PyErr_Occurred()) return 0;
    d.push(x);
  }
  const [a, b, rel_tol, abs_tol] = d;
  if (rel_tol < 0 || abs_tol < 0) return value_error('tolerances must be non-negative');
  if (a === b) return Py_True;
  if (Math.abs(a) === Number.POSITIVE_INFINITY || Math.abs(b) === Number.POSITIVE_INFINITY) return Py_False;
  const diff = Math.abs(b - a);
  return diff <= Math.abs(rel_tol * b) || diff <= Math.abs(rel_tol * a) || diff <= abs_tol ? Py_True : Py_False;
}

function predicate(name: string, f: (x: number) => boolean, doc: string): MethodSpec {
  const fn = (_m: number, arg: number): number => {
    const x = PyFloat_AsDouble(arg);
    if (x === -1 && PyErr_Occurred()) return 0;
    return f(x) ? Py_True : Py_False;
  };
  Object.defineProperty(fn, 'name', { value: `math_${name}` });
  return [name, fn, METH_O, `${name}($module, x, /)\n--\n\n${doc}`];
}

// ------------------------------------------------------------------------------------------------------------------ sums

/** Every item of an iterable: f returns false to stop with an exception set. False with an exception. */
function for_each(iterable: number, f: (item: number) => boolean): boolean {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return false;
  for (;;) {
    const item = PyIter_Next(it);
    if (item === 0) break;
    const ok = f(item);
    Py_DECREF(item);
    if (!ok) {
      Py_DECREF(it);
      return false;
    }
  }
  Py_DECREF(it);
  return !PyErr_Occurred();
}

/** Shewchuk's exact sum: `p` holds partial sums that do not overlap. */
function math_fsum(_m: number, seq: number): number {
  let p: number[] = [];
  let special = 0;
  let inf_sum = 0;
  const ok = for_each(seq, (item) => {
    let x = PyFloat_AsDouble(item);
    if (x === -1 && PyErr_Occurred()) return false;
    const xsave = x;
    let i = 0;
    for (let y of p) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const hi = x + y;
      const lo = y - (hi - x);
      if (lo !== 0) p[i++] = lo;
      x = hi;
    }
    p.length = i;
    if (x === 0) return true;
    if (x - x !== 0) {
      if (xsave - xsave === 0) {
        PyErr_SetString(PyExc_OverflowError, 'intermediate overflow in fsum');
        return false;
      }
      if (xsave === xsave) inf_sum += xsave;
      special += xsave;
      p = [];
    } else p.push(x);
    return true;
  });
  if (!ok) return 0;
  if (special !== 0) return inf_sum !== inf_sum ? value_error('-inf + inf in fsum') : PyFloat_FromDouble(special);
  return PyFloat_FromDouble(round_partials(p));
}

function round_partials(p: number[]): number {
  let n = p.length;
  if (n === 0) return 0;
  let hi = p[--n];
  let lo = 0;
  while (n > 0) {
    const x = hi;
    const y = p[--n];
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  // half-even over what is left
  if (n > 0 && ((lo < 0 && p[n - 1] < 0) || (lo > 0 && p[n - 1] > 0))) {
    const y = lo * 2;
    const x = hi + y;
    if (y === x - hi) hi = x;
  }
  return hi;
}

function math_prod(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = unpack_fast(args, nargs, kwnames, { fname: 'prod', keywords: ['', 'start'] }, 1, 1);
  if (a === null) return 0;
  let result = a[1] === 0 ? PyLong_FromLong(1) : a[1];
  if (a[1] !== 0) Py_INCREF(result);
  const ok = for_each(a[0], (item) => {
    const next = PyNumber_Multiply(result, item);
    if (next === 0) return false;
    Py_DECREF(result);
    result = next;
    return true;
  });
  if (ok) return result;
  Py_DECREF(result);
  return 0;
}

/** sum += x * y in three doubles (TripleLength of CPython). */
function triple_fma(x: number, y: number, t: [number, number, number]): void {
  const ph = x * y;
  const pl = product_low(x, y, ph);
  const [smh, sml] = exact_sum(t[0], ph);
  const [r1h, r1l] = exact_sum(t[1], pl);
  const [r2h, r2l] = exact_sum(r1h, sml);
  t[0] = smh;
  t[1] = r2h;
  t[2] += r1l + r2l;
}

function exact_sum(a: number, b: number): [number, number] {
  const x = a + b;
  const z = x - a;
  return [x, a - (x - z) + (b - z)];
}

function triple_to_double(t: [number, number, number]): number {
  const [lh, ll] = exact_sum(t[2], t[1]);
  const [hh, hl] = exact_sum(t[0], lh);
  return hh + (ll + hl);
}

function math_sumprod(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('sumprod', nargs, 2, 2)) return 0;
  const p_it = PyObject_GetIter(HEAP32[args >> 2]);
  if (p_it === 0) return 0;
  const q_it = PyObject_GetIter(HEAP32[(args + 8) >> 2]);
  if (q_it === 0) {
    Py_DECREF(p_it);
    return 0;
  }
  const total = sumprod(p_it, q_it);
  Py_DECREF(p_it);
  Py_DECREF(q_it);
  return total;
}

/** total + v, where v is new and stolen like total. Returns new, 0 with an exception. */
function add_steal(total: number, v: number): number {
  const r = v === 0 ? 0 : PyNumber_Add(total, v);
  Py_DECREF(total);
  if (v !== 0) Py_DECREF(v);
  return r;
}

/** The sum of products: exact for ints, in extended precision for floats, by + and * for the rest. */
function sumprod(p_it: number, q_it: number): number {
  let total = PyLong_FromLong(0);
  let int_path = true;
  let int_total = 0n;
  let int_used = false;
  let flt_path = true;
  let flt: [number, number, number] = [0, 0, 0];
  let flt_used = false;
  const flush = (): boolean => {
    if (int_used) {
      total = add_steal(total, bigint_guard(() => int_total));
      int_total = 0n;
      int_used = false;
    }
    if (total !== 0 && flt_used) {
      total = add_steal(total, PyFloat_FromDouble(triple_to_double(flt)));
      flt = [0, 0, 0];
      flt_used = false;
    }
    return total !== 0;
  };
  for (;;) {
    const p = PyIter_Next(p_it);
    if (p === 0 && PyErr_Occurred()) break;
    const q = PyIter_Next(q_it);
    if (q === 0 && PyErr_Occurred()) {
      if (p !== 0) Py_DECREF(p);
      break;
    }
    if ((p === 0) !== (q === 0)) {
      if (p !== 0) Py_DECREF(p);
      if (q !== 0) Py_DECREF(q);
      value_error('Inputs are not the same length');
      break;
    }
    if (p === 0) {
      flush();
      return total;
    }
    let done = false;
    if (int_path && PyLong_CheckExact(p) && PyLong_CheckExact(q)) {
      int_total += long_to_bigint(p) * long_to_bigint(q);
      int_used = done = true;
    } else int_path = false;
    if (!done && flt_path) {
      const x = float_operand(p, q);
      const y = x === null ? null : float_operand(q, p);
      if (x !== null && y !== null) {
        if (int_used) flush();
        const next: [number, number, number] = [flt[0], flt[1], flt[2]];
        triple_fma(x, y, next);
        if (next[0] - next[0] === 0) {
          flt = next;
          flt_used = done = true;
        }
      }
      if (!done) flt_path = false;
    }
    if (!done) {
      if (flush()) total = add_steal(total, PyNumber_Multiply(p, q));
    }
    Py_DECREF(p);
    Py_DECREF(q);
    if (total === 0) return 0;
  }
  if (total !== 0) Py_DECREF(total);
  return 0;
}

/** a as a double where the pair of a and b is float with float, int or bool. */
function float_operand(a: number, b: number): number | null {
  if (Py_TYPE(a) === PyFloat_Type) return PyFloat_AS_DOUBLE(a);
  if (Py_TYPE(b) !== PyFloat_Type || !(PyLong_CheckExact(a) || PyBool_Check(a))) return null;
  const x = PyLong_AsDouble(a);
  if (x === -1 && PyErr_Occurred()) {
    PyErr_Clear();
    return null;
  }
  return x;
}

/** The norm of a vector with the largest component max (CPython's vector_norm: lossless scaling, a differential correction). */
function vector_norm(vec: number[], max: number, found_nan: boolean): number {
  if (max === Number.POSITIVE_INFINITY) return max;
  if (found_nan) return Number.NaN;
  if (max === 0 || vec.length <= 1) return max;
  const max_e = frexp(max)[1];
  if (max_e < -1023) {
    const tiny = 2.2250738585072014e-308;
    return tiny * vector_norm(vec.map((v) => v / tiny), max / tiny, found_nan);
  }
  const scale = ldexp(1, -max_e);
  let csum = 1;
  let frac1 = 0;
  let frac2 = 0;
  const accumulate = (a: number, b: number): void => {
    const ph = a * b;
    const pl = product_low(a, b, ph);
    const x = csum + ph;
    frac1 += pl;
    frac2 += csum - x + ph;
    csum = x;
  };
  for (const v of vec) accumulate(v * scale, v * scale);
  let h = Math.sqrt(csum - 1 + (frac1 + frac2));
  accumulate(-h, h);
  const x = csum - 1 + (frac1 + frac2);
  h += x / (2 * h);
  return h / scale;
}

function math_hypot(_m: number, args: number, nargs: number): number {
  const vec: number[] = [];
  let max = 0;
  let found_nan = false;
  for (let i = 0; i < nargs; i++) {
    let x = PyFloat_AsDouble(HEAP32[(args + 8 * i) >> 2]);
    if (x === -1 && PyErr_Occurred()) return 0;
    x = Math.abs(x);
    vec.push(x);
    found_nan ||= x !== x;
    if (x > max) max = x;
  }
  return PyFloat_FromDouble(vector_norm(vec, max, found_nan));
}

function math_dist(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('dist', nargs, 2, 2)) return 0;
  const p = as_tuple(HEAP32[args >> 2]);
  if (p === 0) return 0;
  const q = as_tuple(HEAP32[(args + 8) >> 2]);
  const r = q === 0 ? 0 : distance(p, q);
  Py_DECREF(p);
  if (q !== 0) Py_DECREF(q);
  return r;
}

function as_tuple(o: number): number {
  if (!PyTuple_CheckExact(o)) return PySequence_Tuple(o);
  Py_INCREF(o);
  return o;
}

function distance(p: number, q: number): number {
  const n = PyTuple_GET_SIZE(p);
  if (n !== PyTuple_GET_SIZE(q)) return value_error('both points must have the same number of dimensions');
  const diffs: number[] = [];
  let max = 0;
  let found_nan = false;
  for (let i = 0; i < n; i++) {
    const px = PyFloat_AsDouble(PyTuple_GET_ITEM(p, i));
    if (px === -1 && PyErr_Occurred()) return 0;
    const qx = PyFloat_AsDouble(PyTuple_GET_ITEM(q, i));
    if (qx === -1 && PyErr_Occurred()) return 0;
    const x = Math.abs(px - qx);
    diffs.push(x);
    found_nan ||= x !== x;
    if (x > max) max = x;
  }
  return PyFloat_FromDouble(vector_norm(diffs, max, found_nan));
}

// ---------------------------------------------------------------------------------------------------------- number theory

/** Product of the integers [from, to]. */
function product_range(from: bigint, to: bigint): bigint {
  if (to - from < 16n) {
    let r = 1n;
    for (let i = from; i <= to; i++) r *= i;
    return r;
  }
  const middle = (from + to) / 2n;
  return product_range(from, middle) * product_range(middle + 1n, to);
}

function math_factorial(_m: number, arg: number): number {
  const mark = stackSave();
  const overflow = stackAlloc(4);
  const x = PyLong_AsLongAndOverflow(arg, overflow);
  const over = HEAP32[overflow >> 2];
  stackRestore(mark);
  if (over === 1) {
    PyErr_Format(PyExc_OverflowError, 'factorial() argument should not exceed %s', '9223372036854775807');
    return 0;
  }
  if (over === -1 || x < 0) {
    if (x === -1 && over === 0 && PyErr_Occurred()) return 0;
    return value_error('factorial() not defined for negative values');
  }
  return bigint_guard(() => product_range(1n, BigInt(x)));
}

/** The arguments n and k as BigInts, or null with an exception. */
function n_and_k(args: number): [n: bigint, k: bigint] | null {
  const n = PyNumber_Index(HEAP32[args >> 2]);
  if (n === 0) return null;
  const k = PyNumber_Index(HEAP32[(args + 8) >> 2]);
  if (k === 0) {
    Py_DECREF(n);
    return null;
  }
  const r: [bigint, bigint] = [long_to_bigint(n), long_to_bigint(k)];
  Py_DECREF(n);
  Py_DECREF(k);
  if (r[0] < 0n) {
    value_error('n must be a non-negative integer');
    return null;
  }
  if (r[1] < 0n) {
    value_error('k must be a non-negative integer');
    return null;
  }
  return r;
}

const LLONG_MAX = 9223372036854775807n;

function math_comb(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('comb', nargs, 2, 2)) return 0;
  const a = n_and_k(args);
  if (a === null) return 0;
  const [n] = a;
  let k = a[1];
  if (n - k < k) k = n - k;
  if (k < 0n) return PyLong_FromLong(0);
  if (k > LLONG_MAX) {
    PyErr_Format(PyExc_OverflowError, 'min(n - k, k) must not exceed %s', '9223372036854775807');
    return 0;
  }
  return bigint_guard(() => product_range(n - k + 1n, n) / product_range(1n, k));
}

function math_perm(m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('perm', nargs, 1, 2)) return 0;
  if (nargs === 1 || HEAP32[(args + 8) >> 2] === Py_None) return math_factorial(m, HEAP32[args >> 2]);
  const a = n_and_k(args);
  if (a === null) return 0;
  const [n, k] = a;
  if (n < k) return PyLong_FromLong(0);
  if (k > LLONG_MAX) {
    PyErr_Format(PyExc_OverflowError, 'k must not exceed %s', '9223372036854775807');
    return 0;
  }
  return bigint_guard(() => product_range(n - k + 1n, n));
}

function math_gcd(_m: number, args: number, nargs: number): number {
  let res = PyLong_FromLong(0);
  for (let i = 0; i < nargs; i++) {
    const x = PyNumber_Index(HEAP32[(args + 8 * i) >> 2]);
    const next = x === 0 ? 0 : _PyLong_GCD(res, x);
    Py_DECREF(res);
    if (x !== 0) Py_DECREF(x);
    if (next === 0) return 0;
    res = next;
  }
  return res;
}

function math_lcm(_m: number, args: number, nargs: number): number {
  let res = 1n;
  for (let i = 0; i < nargs; i++) {
    const x = PyNumber_Index(HEAP32[(args + 8 * i) >> 2]);
    if (x === 0) return 0;
    let v = long_to_bigint(x);
    Py_DECREF(x);
    if (v < 0n) v = -v;
    if (v === 0n) res = 0n;
    else if (res !== 0n) {
      let [p, q] = [res, v];
      while (q !== 0n) [p, q] = [q, p % q];
      res = (res / p) * v;
    }
  }
  return bigint_guard(() => res);
}

/** floor(sqrt(n)). */
export function bigint_isqrt(n: bigint): bigint {
  if (n < 4503599627370496n) return BigInt(Math.floor(Math.sqrt(Number(n))));
  // Newton's method from above, from the root of the upper half of the digits
  const bits = n.toString(16).length * 4;
  const shift = BigInt(Math.floor(bits / 4));
  let x = bits > 200 ? (bigint_isqrt(n >> (2n * shift)) + 1n) << shift : BigInt(Math.ceil(Math.sqrt(Number(n)) * (1 + 1e-15)));
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function math_isqrt(_m: number, arg: number): number {
  const n = PyNumber_Index(arg);
  if (n === 0) return 0;
  const negative = _PyLong_IsNegative(n);
  const v = long_to_bigint(n);
  Py_DECREF(n);
  return negative ? value_error('isqrt() argument must be nonnegative') : bigint_guard(() => bigint_isqrt(v));
}

// ---------------------------------------------------------------------------------------------------------------- module

const FAST = METH_FASTCALL;
const KEYWORDS = METH_FASTCALL | METH_KEYWORDS;

function math_exec(module: number): number {
  const constants: [string, number][] = [['pi', Math.PI], ['e', Math.E], ['tau', 2 * Math.PI], ['inf', Number.POSITIVE_INFINITY], ['nan', Number.NaN]];
  for (const [name, value] of constants) if (PyModule_Add(module, name, PyFloat_FromDouble(value)) < 0) return -1;
  return 0;
}

builtin_module({
  m_name: 'math',
  m_doc: 'The mathematical functions of the C standard, and some more.',
  m_methods: [
    func1('acos', libm.acos, false, 'The arc cosine (measured in radians).'),
    func1('acosh', libm.acosh, false, 'The inverse hyperbolic cosine.'),
    func1('asin', libm.asin, false, 'The arc sine (measured in radians).'),
    func1('asinh', libm.asinh, false, 'The inverse hyperbolic sine.'),
    func1('atan', libm.atan, false, 'The arc tangent (measured in radians).'),
    func2('atan2', libm.atan2, 'The arc tangent of the quotient of the arguments, in the quadrant that their signs say.'),
    func1('atanh', libm.atanh, false, 'The inverse hyperbolic tangent.'),
    func1('cbrt', libm.cbrt, false, 'The cube root.'),
    ['ceil', rounding('ceil', '__ceil__', Math.ceil), METH_O, 'ceil($module, x, /)\n--\n\nThe smallest integer not below x.'],
    func2('copysign', copysign, 'The absolute value of x with the sign of y.'),
    func1('cos', libm.cos, false, 'The cosine of x (measured in radians).'),
    func1('cosh', libm.cosh, true, 'The hyperbolic cosine.'),
    func1('degrees', (x) => x * (180 / Math.PI), true, 'Radians as degrees.'),
    ['dist', math_dist, FAST, 'dist($module, p, q, /)\n--\n\nThe Euclidean distance between two points.'],
    func1a('erf', libm.erf, 'Error function.'),
    func1a('erfc', libm.erfc, 'Complementary error function.'),
    func1('exp', libm.exp, true, 'e to the power of x.'),
    func1('exp2', (x) => libm.pow(2, x), true, '2 to the power of x.'),
    func1('expm1', libm.expm1, true, 'exp(x) - 1, precise for small x.'),
    func1('fabs', Math.abs, false, 'The absolute value as a float.'),
    ['factorial', math_factorial, METH_O, 'factorial($module, n, /)\n--\n\nn!.'],
    ['floor', rounding('floor', '__floor__', Math.floor), METH_O, 'floor($module, x, /)\n--\n\nThe largest integer not above x.'],
    ['fma', math_fma, FAST, 'fma($module, x, y, z, /)\n--\n\nx * y + z, rounded once.'],
    ['fmod', math_fmod, FAST, "fmod($module, x, y, /)\n--\n\nC's fmod: the remainder with the sign of x."],
    ['frexp', math_frexp, METH_O, 'frexp($module, x, /)\n--\n\nThe pair (m, e) with x = m * 2.**e and 0.5 <= abs(m) < 1.'],
    ['fsum', math_fsum, METH_O, 'fsum($module, seq, /)\n--\n\nThe sum of floats, rounded once.'],
    func1a('gamma', tgamma, 'Gamma function.'),
    ['gcd', math_gcd, FAST, 'gcd($module, *integers)\n--\n\nThe greatest common divisor.'],
    ['hypot', math_hypot, FAST, 'hypot(*coordinates) -> value\n\nThe Euclidean norm of the vector of the coordinates.'],
    ['isclose', math_isclose, KEYWORDS, 'isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nAre two numbers within a tolerance of each other?'],
    predicate('isfinite', (x) => x - x === 0, 'Is x neither infinite nor NaN?'),
    predicate('isinf', (x) => Math.abs(x) === Number.POSITIVE_INFINITY, 'Is x infinite?'),
    predicate('isnan', (x) => x !== x, 'Is x a NaN?'),
    ['isqrt', math_isqrt, METH_O, 'isqrt($module, n, /)\n--\n\nThe integer part of the square root.'],
    ['lcm', math_lcm, FAST, 'lcm($module, *integers)\n--\n\nThe least common multiple.'],
    ['ldexp', math_ldexp, FAST, 'ldexp($module, x, i, /)\n--\n\nx * (2**i).'],
    func1a('lgamma', lgamma, 'The natural logarithm of the absolute value of the gamma function.'),
    ['log', math_log, FAST, 'log(x, [base=math.e])\nThe logarithm of x to the given base.'],
    func1('log1p', libm.log1p, false, 'log(1 + x), precise for small x.'),
    ['log10', (_m: number, x: number) => loghelper(x, m_log10), METH_O, 'log10($module, x, /)\n--\n\nThe logarithm to base 10.'],
    ['log2', (_m: number, x: number) => loghelper(x, m_log2), METH_O, 'log2($module, x, /)\n--\n\nThe logarithm to base 2.'],
    ['modf', math_modf, METH_O, 'modf($module, x, /)\n--\n\nThe fractional and the integer part.'],
    ['pow', math_pow, FAST, 'pow($module, x, y, /)\n--\n\nx to the power of y, as floats.'],
    func1('radians', (x) => x * (Math.PI / 180), false, 'Degrees as radians.'),
    func2('remainder', m_remainder, 'The difference between x and the closest integer multiple of y.'),
    func1('sin', libm.sin, false, 'The sine of x (measured in radians).'),
    func1('sinh', libm.sinh, true, 'The hyperbolic sine.'),
    func1('sqrt', libm.sqrt, false, 'The square root.'),
    func1('tan', libm.tan, false, 'The tangent of x (measured in radians).'),
    func1('tanh', libm.tanh, false, 'The hyperbolic tangent.'),
    ['sumprod', math_sumprod, FAST, 'sumprod($module, p, q, /)\n--\n\nThe sum of products of two iterables of equal length.'],
    ['trunc', math_trunc, METH_O, 'trunc($module, x, /)\n--\n\nThe integer towards 0.'],
    ['prod', math_prod, KEYWORDS, 'prod($module, iterable, /, *, start=1)\n--\n\nThe product of all items.'],
    ['perm', math_perm, FAST, 'perm($module, n, k=None, /)\n--\n\nThe number of ways to choose k items in order.'],
    ['comb', math_comb, FAST, 'comb($module, n, k, /)\n--\n\nThe number of ways to choose k items.'],
    ['nextafter', math_nextafter, KEYWORDS, 'nextafter($module, x, y, /, *, steps=None)\n--\n\nThe float that is so many steps from x towards y.'],
    func1a('ulp', ulp, 'The value of the least significant bit.'),
  ],
  m_exec: math_exec,
});
