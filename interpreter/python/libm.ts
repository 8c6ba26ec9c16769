// Answers to C's libm as CPython's float, complex, math and cmath use it. glibc's functions are off by little more than half a
// unit in the last place, V8's (fdlibm) by up to one: exp, log, pow, sin, cos and what is made of them are computed here in
// double-double arithmetic (about 100 bits) and rounded once, so that the last digit nearly always is glibc's.
//
// A double-double is an unevaluated sum hi + lo with |lo| <= ulp(hi)/2; functions leave it in the variables `hi` and `lo`.

import { copysign, frexp, ldexp } from './pymath';

let hi = 0;
let lo = 0;

const SPLIT = 134217729;

/** a + b exactly. */
function two_sum(a: number, b: number): void {
  hi = a + b;
  const t = hi - a;
  lo = a - (hi - t) + (b - t);
}

/** a + b exactly, |a| >= |b|. */
function fast_two_sum(a: number, b: number): void {
  hi = a + b;
  lo = b - (hi - a);
}

/** a * b exactly (no overflow: |a|, |b| < 2^995). */
export function two_product(a: number, b: number): [hi: number, lo: number] {
  two_prod(a, b);
  return [hi, lo];
}

function two_prod(a: number, b: number): void {
  const p = a * b;
  let t = SPLIT * a;
  const ah = t - (t - a);
  const al = a - ah;
  t = SPLIT * b;
  const bh = t - (t - b);
  const bl = b - bh;
  lo = ah * bh - p + ah * bl + al * bh + al * bl;
  hi = p;
}

/** (ah + al) * (bh + bl). */
function dd_mul(ah: number, al: number, bh: number, bl: number): void {
  two_prod(ah, bh);
  fast_two_sum(hi, lo + (ah * bl + al * bh));
}

/** (ah + al) + (bh + bl). */
function dd_add(ah: number, al: number, bh: number, bl: number): void {
  two_sum(ah, bh);
  const s = hi;
  const e = lo;
  two_sum(al, bl);
  const t = hi;
  const f = lo;
  fast_two_sum(s, e + t);
  fast_two_sum(hi, lo + f);
}

/** 1/k! as double-doubles, k = 0..22, made once from exact integers. */
const INV_FACTORIAL_HI: number[] = [];
const INV_FACTORIAL_LO: number[] = [];
{
  let f = 1n;
  for (let k = 0; k < 24; k++) {
    if (k > 0) f *= BigInt(k);
    const scaled = (1n << 240n) / f;
    const h = Number(scaled);
    INV_FACTORIAL_HI.push(h / 2 ** 240);
    INV_FACTORIAL_LO.push(Number(scaled - BigInt(h)) / 2 ** 240);
  }
}

const LN2_HI = 0.6931471805599453;
const LN2_LO = 2.3190468138462996e-17;
const LN2_LO2 = 5.707708438416212e-34;

/** exp(x + xl) as ehi + elo with a power of two apart: hi, lo and the returned exponent. |x| < 750. */
function dd_exp(x: number, xl: number): number {
  const k = Math.round(x / LN2_HI);
  // r = x - k ln 2, then / 512
  two_prod(k, LN2_HI);
  const ph = hi;
  const pl = lo;
  dd_add(x, xl, -ph, -pl);
  let rh = hi;
  let rl = lo;
  two_prod(k, LN2_LO);
  dd_add(rh, rl, -hi, -lo - k * LN2_LO2);
  rh = hi / 512;
  rl = lo / 512;
  // expm1(r) by its series, then squared nine times: (1 + s)^2 - 1 = 2 s + s^2
  let sh = INV_FACTORIAL_HI[8];
  let sl = INV_FACTORIAL_LO[8];
  for (let i = 7; i >= 1; i--) {
    dd_mul(sh, sl, rh, rl);
    dd_add(hi, lo, INV_FACTORIAL_HI[i], INV_FACTORIAL_LO[i]);
    sh = hi;
    sl = lo;
  }
  dd_mul(sh, sl, rh, rl);
  for (let i = 0; i < 9; i++) {
    sh = hi;
    sl = lo;
    dd_mul(sh, sl, sh, sl);
    dd_add(hi, lo, 2 * sh, 2 * sl);
  }
  dd_add(hi, lo, 1, 0);
  return k;
}

export function exp(x: number): number {
  if (!(x > -746 && x < 710)) return Math.exp(x);
  if (x === 0) return 1;
  const k = dd_exp(x, 0);
  return ldexp_sum(k);
}

/** (hi + lo) * 2**k, rounded once where the result is normal. */
function ldexp_sum(k: number): number {
  const s = hi + lo;
  if (k > -1000 && k < 1000) return s * 2 ** k;
  return ldexp(s, k);
}

export function exp2(x: number): number {
  return pow(2, x);
}

/** log(m * 2^e) in double-double; m in [0.7, 1.42). */
function dd_log(m: number, e: number): void {
  const y0 = Math.log(m);
  // y = y0 + log(m exp(-y0)), the second part tiny
  const k = dd_exp(-y0, 0);
  const p = 2 ** k;
  dd_mul(hi * p, lo * p, m, 0);
  dd_add(hi, lo, -1, 0);
  const rh = hi;
  const rl = lo;
  const square = rh * rh;
  dd_add(y0, 0, rh, rl - square / 2 + (square * rh) / 3);
  if (e === 0) return;
  const yh = hi;
  const yl = lo;
  two_prod(e, LN2_HI);
  const ph = hi;
  const pl = lo;
  two_prod(e, LN2_LO);
  dd_add(ph, pl, hi, lo + e * LN2_LO2);
  dd_add(hi, lo, yh, yl);
}

/** x = m * 2**e with m around 1. */
function around_one(x: number): [m: number, e: number] {
  let [m, e] = frexp(x);
  if (m < Math.SQRT1_2) {
    m *= 2;
    e--;
  }
  return [m, e];
}

export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY || x === 1) return Math.log(x);
  const [m, e] = around_one(x);
  dd_log(m, e);
  return hi + lo;
}

const INV_LN2_HI = 1.4426950408889634;
const INV_LN2_LO = 2.0355273740931033e-17;
export function log2(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return Math.log2(x);
  const [m, e] = around_one(x);
  if (m === 1) return e;
  dd_log(m, 0);
  dd_mul(hi, lo, INV_LN2_HI, INV_LN2_LO);
  dd_add(e, 0, hi, lo);
  return hi + lo;
}

// pi/2 in three parts of 33 bits and a rest: k * part is exact for |k| < 2^20
const PIO2_1 = 1.57079632673412561417e0;
const PIO2_2 = 6.07710050630396597660e-11;
const PIO2_3 = 2.02226624871116645580e-21;
const PIO2_3T = 8.47842766036889956997e-32;

/** x modulo pi/2, in [-pi/4, pi/4], as hi + lo; returns the quadrant. |x| < 1e5. */
function reduce(x: number): number {
  const k = Math.round(x / (Math.PI / 2));
  two_sum(x - k * PIO2_1, -(k * PIO2_2));
  dd_add(hi, lo, -(k * PIO2_3), -(k * PIO2_3T));
  return k & 3;
}

/** sin of rh + rl by its series. */
function dd_sin(rh: number, rl: number): void {
  dd_mul(rh, rl, rh, rl);
  const xh = -hi;
  const xl = -lo;
  series(xh, xl, 23);
  dd_mul(hi, lo, rh, rl);
}

function dd_cos(rh: number, rl: number): void {
  dd_mul(rh, rl, rh, rl);
  series(-hi, -lo, 22);
}

/** Sum of z^j / (start parity + 2 j)! from the term of 1/last! down. */
function series(zh: number, zl: number, last: number): void {
  let sh = INV_FACTORIAL_HI[last];
  let sl = INV_FACTORIAL_LO[last];
  for (let i = last - 2; i >= 0; i -= 2) {
    dd_mul(sh, sl, zh, zl);
    dd_add(hi, lo, INV_FACTORIAL_HI[i], INV_FACTORIAL_LO[i]);
    sh = hi;
    sl = lo;
  }
}

export function sin(x: number): number {
  if (!(Math.abs(x) < 1e5) || Math.abs(x) < 1e-8) return Math.sin(x);
  const q = reduce(x);
  if (q & 1) dd_cos(hi, lo);
  else dd_sin(hi, lo);
  const r = hi + lo;
  return q & 2 ? -r : r;
}

export function cos(x: number): number {
  if (!(Math.abs(x) < 1e5) || Math.abs(x) < 1e-8) return Math.cos(x);
  const q = reduce(x);
  if (q & 1) dd_sin(hi, lo);
  else dd_cos(hi, lo);
  const r = hi + lo;
  return q === 1 || q === 2 ? -r : r;
}

/** (ah + al) / (bh + bl). */
function dd_div(ah: number, al: number, bh: number, bl: number): void {
  const q = ah / bh;
  dd_mul(bh, bl, q, 0);
  dd_add(ah, al, -hi, -lo);
  const q2 = (hi + lo) / bh;
  fast_two_sum(q, q2);
}

export function tan(x: number): number {
  if (!(Math.abs(x) < 1e5) || Math.abs(x) < 1e-8) return Math.tan(x);
  const q = reduce(x);
  const rh = hi;
  const rl = lo;
  dd_sin(rh, rl);
  const sh = hi;
  const sl = lo;
  dd_cos(rh, rl);
  if (q & 1) dd_div(-hi, -lo, sh, sl);
  else dd_div(sh, sl, hi, lo);
  return hi + lo;
}

/** One Newton step on t = atan(y): t + (y cos t - sin t) / (cos t + y sin t), with (y, x) for a quotient. */
function refine_atan2(y: number, x: number, t: number): number {
  const q = reduce(t);
  const rh = hi;
  const rl = lo;
  dd_sin(rh, rl);
  let sh = hi;
  let sl = lo;
  dd_cos(rh, rl);
  let ch = hi;
  let cl = lo;
  if (q & 1) [sh, sl, ch, cl] = [ch, cl, -sh, -sl];
  if (q & 2) [sh, sl, ch, cl] = [-sh, -sl, -ch, -cl];
  dd_mul(ch, cl, y, 0);
  const ah = hi;
  const al = lo;
  dd_mul(sh, sl, x, 0);
  dd_add(ah, al, -hi, -lo);
  const residue = hi + lo;
  return t + residue / (x * ch + y * sh);
}

export function atan(x: number): number {
  if (!(Math.abs(x) > 1e-8 && Math.abs(x) < 1e15)) return Math.atan(x);
  return refine_atan2(x, 1, Math.atan(x));
}

export function atan2(y: number, x: number): number {
  const t = Math.atan2(y, x);
  if (x === 0 || y === 0 || !(Math.abs(t) > 1e-8)) return t;
  const largest = Math.max(Math.abs(x), Math.abs(y));
  const smallest = Math.min(Math.abs(x), Math.abs(y));
  if (!(largest < 1e150 && smallest > 1e-150 && largest / smallest < 1e15)) return t;
  return refine_atan2(y, x, t);
}

/** sqrt(1 - x*x) as a double-double. */
function dd_sqrt_one_minus_square(x: number): void {
  // (1 - x)(1 + x), both exact in double-double
  two_sum(1, -x);
  const ah = hi;
  const al = lo;
  two_sum(1, x);
  dd_mul(ah, al, hi, lo);
  const vh = hi;
  const vl = lo;
  const s = Math.sqrt(vh);
  two_prod(s, s);
  dd_add(vh, vl, -hi, -lo);
  fast_two_sum(s, (hi + lo) / (2 * s));
}

export function asin(x: number): number {
  const t = Math.asin(x);
  const a = Math.abs(x);
  if (!(a > 1e-8 && a < 1)) return t;
  dd_sqrt_one_minus_square(x);
  return refine_quotient(x, 0, hi, lo, t);
}

export function acos(x: number): number {
  const t = Math.acos(x);
  if (!(x > -1 && x < 1)) return t;
  dd_sqrt_one_minus_square(x);
  return refine_quotient(hi, lo, x, 0, t);
}

/** As refine_atan2 with double-double arguments. */
function refine_quotient(yh: number, yl: number, xh: number, xl: number, t: number): number {
  const q = reduce(t);
  const rh = hi;
  const rl = lo;
  dd_sin(rh, rl);
  let sh = hi;
  let sl = lo;
  dd_cos(rh, rl);
  let ch = hi;
  let cl = lo;
  if (q & 1) [sh, sl, ch, cl] = [ch, cl, -sh, -sl];
  if (q & 2) [sh, sl, ch, cl] = [-sh, -sl, -ch, -cl];
  dd_mul(ch, cl, yh, yl);
  const ah = hi;
  const al = lo;
  dd_mul(sh, sl, xh, xl);
  dd_add(ah, al, -hi, -lo);
  return t + (hi + lo) / (xh * ch + yh * sh);
}

// These are glibc's already in V8, but for a last digit in a thousand.
export const log10 = Math.log10;
export const log1p = Math.log1p;
export const expm1 = Math.expm1;
export const sinh = Math.sinh;
export const tanh = Math.tanh;
export const atanh = Math.atanh;
export const sqrt = Math.sqrt;

export function pow(x: number, y: number): number {
  // C says 1 where JavaScript says NaN
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  return Math.pow(x, y);
}

export function cosh(x: number): number {
  const a = Math.abs(x);
  if (!(a < 709)) return Math.cosh(x);
  if (a < 0.34657359027997264) {
    const t = expm1(a);
    const w = 1 + t;
    return a < 2 ** -55 ? w : 1 + (t * t) / (w + w);
  }
  if (a >= 22) return 0.5 * exp(a);
  const t = exp(a);
  return 0.5 * t + 0.5 / t;
}

export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!(a > 2 ** -28 && a < 2 ** 28)) return Math.asinh(x);
  if (a > 2) return copysign(log(2 * a + 1 / (Math.sqrt(x * x + 1) + a)), x);
  const t = x * x;
  return copysign(log1p(a + t / (1 + Math.sqrt(1 + t))), x);
}

export function acosh(x: number): number {
  if (!(x > 2 && x < 2 ** 28)) return Math.acosh(x);
  return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
}

/** glibc's is off by up to a unit in the last place, elsewhere: half of the last digits differ. */
export const cbrt = Math.cbrt;

/** Euclidean norm of two numbers, as C's hypot. */
export function hypot(x: number, y: number): number {
  x = Math.abs(x);
  y = Math.abs(y);
  if (x === Number.POSITIVE_INFINITY || y === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (x !== x || y !== y) return Number.NaN;
  if (x < y) [x, y] = [y, x];
  if (y === 0) return x;
  const e = frexp(x)[1];
  const a = ldexp(x, -e);
  const b = ldexp(y, -e);
  two_prod(a, a);
  const ah = hi;
  const al = lo;
  two_prod(b, b);
  dd_add(ah, al, hi, lo);
  const sh = hi;
  const sl = lo;
  const s = Math.sqrt(sh);
  two_prod(s, s);
  dd_add(sh, sl, -hi, -lo);
  return ldexp(s + (hi + lo) / (2 * s), e);
}

// erf and erfc: the rational approximations of fdlibm's s_erf.c (Sun Microsystems, 1993), whose coefficients are facts.
const ERX = 8.45062911510467529297e-1;
const EFX = 1.28379167095512586316e-1;
const PP = [1.28379167095512558561e-1, -3.25042107247001499370e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3, -2.37630166566501626084e-5];
const QQ = [1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4, -3.96022827877536812320e-6];
const PA = [-2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1, -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.16637559486879084300e-3];
const QA = [1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1, 1.36370839120290507362e-2, 1.19844998467991074170e-2];
const RA = [-9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1, -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592];
const SA = [1, 1.96512716674392571292e1, 1.37657754143519042600e2, 4.34565877475229228821e2, 6.45387271733267880336e2, 4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2];
const RB = [-9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2, -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2];
const SB = [1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3, 2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1];

/** The polynomial as glibc groups it: pairs of terms, then even powers. */
function poly(c: readonly number[], x: number): number {
  const x2 = x * x;
  const x4 = x2 * x2;
  const powers = [1, x2, x4, x4 * x2, x4 * x4];
  let r = 0;
  for (let i = 0; i < c.length; i += 2) {
    const pair = i + 1 < c.length ? c[i] + x * c[i + 1] : c[i];
    r = i === 0 ? pair : r + powers[i >> 1] * pair;
  }
  return r;
}

const trunc_buffer = new Float64Array(1);
const trunc_words = new Uint32Array(trunc_buffer.buffer);

/** erfc(a) for a >= 1.25. */
function erfc_tail(a: number): number {
  const s = 1 / (a * a);
  const [r, d] = a < 1 / 0.35 ? [poly(RA, s), poly(SA, s)] : [poly(RB, s), poly(SB, s)];
  trunc_buffer[0] = a;
  trunc_words[0] = 0;
  const z = trunc_buffer[0];
  return (exp(-z * z - 0.5625) * exp((z - a) * (z + a) + r / d)) / a;
}

export function erf(x: number): number {
  if (x !== x) return x;
  const a = Math.abs(x);
  if (a === Number.POSITIVE_INFINITY) return Math.sign(x);
  if (a < 0.84375) {
    if (a < 2 ** -28) return x + EFX * x;
    const z = x * x;
    return x + x * (poly(PP, z) / poly(QQ, z));
  }
  if (a < 1.25) {
    const r = ERX + poly(PA, a - 1) / poly(QA, a - 1);
    return x >= 0 ? r : -r;
  }
  if (a >= 6) return x >= 0 ? 1 : -1;
  const r = 1 - erfc_tail(a);
  return x >= 0 ? r : -r;
}

export function erfc(x: number): number {
  if (x !== x) return x;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (x === Number.NEGATIVE_INFINITY) return 2;
  const a = Math.abs(x);
  if (a < 0.84375) {
    if (a < 2 ** -56) return 1 - x;
    const z = x * x;
    const y = poly(PP, z) / poly(QQ, z);
    if (x < 0.25) return 1 - (x + x * y);
    return 0.5 - (x - 0.5 + x * y);
  }
  if (a < 1.25) {
    const r = poly(PA, a - 1) / poly(QA, a - 1);
    return x >= 0 ? 1 - ERX - r : 1 + (ERX + r);
  }
  if (x < -6) return 2;
  if (x > 28) return 0;
  const r = erfc_tail(a);
  return x > 0 ? r : 2 - r;
}
