// Answers to Python/dtoa.c of CPython 3.13. Deviation: the shortest digits come from JavaScript's own conversion, which has
// the same definition (the shortest text that reads back as the same double, the nearest of them); rounding to a number of
// digits is done on exact integers (BigInt), with ties to even, unless a quick test shows that no tie is possible.

const f64 = new Float64Array(1);
const u64 = new BigUint64Array(f64.buffer);

/** Decimal digits without trailing zeros; the value is 0.DIGITS * 10**decpt. */
export interface Digits {
  digits: string;
  decpt: number;
}

function strip_zeros(s: string): string {
  let n = s.length;
  while (n > 0 && s.charCodeAt(n - 1) === 48) n--;
  return n === s.length ? s : s.slice(0, n);
}

function shortest(x: number): Digits {
  const s = x.toExponential();
  const e = s.indexOf('e');
  return { digits: s[0] + s.slice(2, e), decpt: parseInt(s.slice(e + 1), 10) + 1 };
}

/** x / 10**k rounded to an integer, ties to even. x > 0. */
function scaled(x: number, k: number): bigint {
  f64[0] = x;
  let m = u64[0] & 0xfffffffffffffn;
  let e = Number(u64[0] >> 52n) & 0x7ff;
  if (e === 0) e = 1;
  else m |= 0x10000000000000n;
  e -= 1075;
  let num = e > 0 ? m << BigInt(e) : m;
  let den = e < 0 ? 1n << BigInt(-e) : 1n;
  if (k > 0) den *= 10n ** BigInt(k);
  else num *= 10n ** BigInt(-k);
  const q = num / den;
  const twice = 2n * (num - q * den);
  return twice > den || (twice === den && (q & 1n) === 1n) ? q + 1n : q;
}

/** Below this doubles have too few bits for the reasoning of quick(). */
const TINY = 2.3e-308;

/** Rounds to `n` significant digits, 1 <= n <= 14, where the shortest digits `s` rule a tie out; else null. */
function quick(x: number, s: Digits, n: number): Digits | null {
  if (x < TINY) return null;
  if (s.digits.length <= n) return s;
  if (n > 14 || n < 1 || (s.digits.length === n + 1 && s.digits.charCodeAt(n) === 53)) return null;
  const t = x.toExponential(n - 1);
  const e = t.indexOf('e');
  return { digits: strip_zeros(t[0] + t.slice(2, e)), decpt: parseInt(t.slice(e + 1), 10) + 1 };
}

/** Digits of a finite x >= 0. Mode 0: shortest; 2: max(1, ndigits) significant ones; 3: up to 10**-ndigits. */
export function _Py_dg_dtoa(x: number, mode: number, ndigits: number): Digits {
  if (x === 0) return { digits: '0', decpt: 1 };
  const s = shortest(x);
  if (mode === 0) return s;
  if (mode === 2) {
    const n = Math.min(Math.max(ndigits, 1), 1100);
    const q = quick(x, s, n);
    if (q !== null && (n <= 15 || s.digits.length > n)) return q;
    return exact_significant(x, s.decpt, n);
  }
  const places = Math.min(ndigits, 1100);
  const n = s.decpt + places;
  if (n < 0) return { digits: '', decpt: -ndigits };
  if (n >= 1 && n <= 14) {
    const q = quick(x, s, n);
    if (q !== null) return q;
  }
  const text = scaled(x, -places).toString();
  if (text === '0') return { digits: '', decpt: -ndigits };
  return { digits: strip_zeros(text), decpt: text.length - places };
}

function exact_significant(x: number, decpt: number, n: number): Digits {
  let text = scaled(x, decpt - n).toString();
  if (text.length < n) text = scaled(x, --decpt - n).toString();
  return { digits: strip_zeros(text), decpt: text.length > n ? decpt + 1 : decpt };
}
