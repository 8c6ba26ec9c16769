// Answers to <math.h>: the functions of python/libm.ts and pymath.ts, which are as exact as glibc's, and the rest.

import { HEAP32, HEAPF64 } from '../../include/heap';
import * as libm from '../../python/libm';
import { copysign, fmod, frexp, ldexp, rint, round_half_away, signbit } from '../../python/pymath';
import { bigint_result, type int64 } from '../int64';

type Entry = readonly [(...args: never[]) => unknown, string, string];

function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y) || !Number.isFinite(x) || y === 0) return Number.NaN;
  if (!Number.isFinite(y)) return x;
  const r = Math.abs(x % y);
  const a = Math.abs(y);
  let v = r;
  // Nearest, ties to the even quotient.
  if (r > a - r || (r === a - r && fmod(Math.abs(x), 2 * a) > a)) v = r - a;
  return x < 0 || Object.is(x, -0) ? -v : v;
}
function to_long(v: number): int64 {
  return bigint_result(Number.isFinite(v) ? BigInt(v) : -(2n ** 63n));
}
function frexp_to(x: number, exp: number): number {
  const [m, e] = frexp(x);
  HEAP32[exp >> 2] = e;
  return m;
}
function modf(x: number, whole: number): number {
  const w = Number.isFinite(x) ? Math.trunc(x) : x;
  HEAPF64[whole >> 3] = w;
  return Number.isFinite(x) ? copysign(x - w, x) : Number.isNaN(x) ? x : copysign(0, x);
}
function nextafter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (y > x === x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
const logb = (x: number): number => (x === 0 ? Number.NEGATIVE_INFINITY : Number.isFinite(x) ? frexp(x)[1] - 1 : Number.isNaN(x) ? x : Number.POSITIVE_INFINITY);

const UNARY: Record<string, (x: number) => number> = {
  sin: libm.sin, cos: libm.cos, tan: libm.tan, asin: libm.asin, acos: libm.acos, atan: libm.atan, sinh: libm.sinh, cosh: libm.cosh, tanh: libm.tanh, asinh: libm.asinh, acosh: libm.acosh, atanh: libm.atanh,
  exp: libm.exp, exp2: libm.exp2, expm1: libm.expm1, log: libm.log, log2: libm.log2, log10: libm.log10, log1p: libm.log1p, sqrt: libm.sqrt, cbrt: libm.cbrt, erf: libm.erf, erfc: libm.erfc,
  floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc, fabs: Math.abs, round: round_half_away, rint, nearbyint: rint, logb,
};
const BINARY: Record<string, (x: number, y: number) => number> = {
  pow: libm.pow, atan2: libm.atan2, hypot: libm.hypot, fmod, remainder, drem: remainder, copysign, nextafter,
  fmax: (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y)), fmin: (x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y)),
  fdim: (x, y) => (x > y ? x - y : Number.isNaN(x + y) ? Number.NaN : 0),
};

export const MATH: Record<string, Entry> = {
  ldexp: [ldexp, 'ddi', ''], scalbn: [ldexp, 'ddi', ''], scalbln: [ldexp, 'ddZ', ''], frexp: [frexp_to, 'ddP', ''], modf: [modf, 'ddP', ''],
  lround: [(x: number) => to_long(round_half_away(x)), 'Ld', ''], llround: [(x: number) => to_long(round_half_away(x)), 'Ld', ''], lrint: [(x: number) => to_long(rint(x)), 'Ld', ''], llrint: [(x: number) => to_long(rint(x)), 'Ld', ''],
  ilogb: [(x: number) => (x === 0 || Number.isNaN(x) ? -2147483648 : Number.isFinite(x) ? logb(x) : 2147483647), 'id', ''], __signbit: [signbit, 'id', ''],
};
for (const [name, f] of Object.entries(UNARY)) {
  MATH[name] = [f, 'dd', ''];
  MATH[`${name}f`] = [(x: number) => Math.fround(f(x)), 'ff', ''];
}
for (const [name, f] of Object.entries(BINARY)) {
  MATH[name] = [f, 'ddd', ''];
  MATH[`${name}f`] = [(x: number, y: number) => Math.fround(f(x, y)), 'fff', ''];
}
