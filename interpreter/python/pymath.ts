// Answers to Python/pymath.c and Include/pymath.h of CPython 3.13, and to the parts of C's math.h that JavaScript lacks.

const f64 = new Float64Array(1);
const u32 = new Uint32Array(f64.buffer);

export const DBL_MAX = Number.MAX_VALUE;
export const DBL_MIN = 2.2250738585072014e-308;
export const DBL_EPSILON = Number.EPSILON;
export const DBL_MANT_DIG = 53;
export const DBL_MIN_EXP = -1021;
export const DBL_MAX_EXP = 1024;
export const DBL_DIG = 15;

/** The high and low words of a double. */
export function high_word(x: number): number {
  f64[0] = x;
  return u32[1] | 0;
}

export function low_word(x: number): number {
  f64[0] = x;
  return u32[0] | 0;
}

export function from_words(lo: number, hi: number): number {
  u32[0] = lo;
  u32[1] = hi;
  return f64[0];
}

/** Is the sign bit set (also of -0 and NaN)? */
export function signbit(x: number): boolean {
  f64[0] = x;
  return u32[1] >>> 31 === 1;
}

export function copysign(x: number, y: number): number {
  const abs = Math.abs(x);
  return signbit(y) ? -abs : abs;
}

export function isfinite(x: number): boolean {
  return x - x === 0;
}

/** x = m * 2**e with 0.5 <= |m| < 1; [x, 0] for 0, infinities and NaN. */
export function frexp(x: number): [m: number, e: number] {
  if (x === 0 || x - x !== 0) return [x, 0];
  f64[0] = x;
  let e = (u32[1] >>> 20) & 0x7ff;
  let bias = 1022;
  if (e === 0) {
    f64[0] = x * 18014398509481984;
    e = (u32[1] >>> 20) & 0x7ff;
    bias += 54;
  }
  u32[1] = (u32[1] & 0x800fffff) | (1022 << 20);
  return [f64[0], e - bias];
}

/** x * 2**e, rounded once. */
export function ldexp(x: number, e: number): number {
  if (x === 0 || x - x !== 0) return x;
  if (e >= -1000 && e <= 1000 && (e >= 0 || Math.abs(x) >= 1)) return x * 2 ** e;
  if (e > 2200) e = 2200;
  if (e < -2200) e = -2200;
  const [m, k] = frexp(x);
  let n = k + e;
  if (n > 1024) return m < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (n < -1080) return m < 0 ? -0 : 0;
  if (n >= -1021) {
    // a normal result: exact but for overflow
    n--;
    return m * 2 * 2 ** n;
  }
  return m * 2 ** -500 * 2 ** (n + 500);
}

/** C's fmod: JavaScript's % on doubles. */
export function fmod(x: number, y: number): number {
  return x % y;
}

/** Nearest integer, ties to even. */
export function rint(x: number): number {
  const r = Math.round(x);
  if (Math.abs(x - Math.trunc(x)) === 0.5) return 2 * Math.round(x / 2);
  return r;
}

/** C's round: ties away from zero. */
export function round_half_away(x: number): number {
  const t = Math.trunc(x);
  return Math.abs(x - t) >= 0.5 ? t + Math.sign(x) : t;
}
