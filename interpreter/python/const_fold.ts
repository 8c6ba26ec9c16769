// The arithmetic that Python/ast_opt.c of CPython 3.13 gets from the object protocol, here on constants in plain JS.
// Each function returns the folded constant or null, which is "an exception, or over a size limit: leave it to run time".
// Deviation: a power that needs exp and log on complex numbers is left to run time, and a float power is exact only where
// its true value can be computed by integers (all that programs write); otherwise it is what Math.pow gives.

import type { operator, PyConst } from '../include/pycore_ast';
import { const_is_true, FALSE, TRUE } from './const_cache';

const MAX_INT_SIZE = 128;
const MAX_COLLECTION_SIZE = 256;
const MAX_STR_SIZE = 4096;
const MAX_TOTAL_ITEMS = 1024;

type Complex = { re: number; im: number };

function mk_int(v: bigint): PyConst {
  return { t: 'int', v };
}

function mk_float(v: number): PyConst {
  return { t: 'float', v };
}

function mk_bool(v: boolean): PyConst {
  return v ? TRUE : FALSE;
}

/** The value of an int or bool, else null. */
function as_int(c: PyConst): bigint | null {
  if (c.t === 'int') return c.v;
  return c.t === 'True' ? 1n : c.t === 'False' ? 0n : null;
}

function bit_length(v: bigint): number {
  return v === 0n ? 0 : (v < 0n ? -v : v).toString(2).length;
}

/** The nearest double of numerator/denominator (denominator > 0), ties to even; null on overflow. */
export function ratio_to_float(numerator: bigint, denominator: bigint): number | null {
  if (numerator === 0n) return 0;
  const negative = numerator < 0n;
  const a = negative ? -numerator : numerator;
  const shift = bit_length(a) - bit_length(denominator);
  // The quotient gets at least 55 bits, or fewer where the result is subnormal: then the last bit is 2**-1074.
  let exponent = Math.max(shift - 55, -1076);
  let quotient = exponent > 0 ? a / (denominator << BigInt(exponent)) : (a << BigInt(-exponent)) / denominator;
  const exact = exponent > 0 ? quotient * (denominator << BigInt(exponent)) === a : quotient * denominator === a << BigInt(-exponent);
  if (!exact) quotient |= 1n;
  const extra = Math.max(bit_length(quotient) - 53, -1074 - exponent);
  if (extra > 0) {
    const half = 1n << BigInt(extra - 1);
    const rest = quotient & ((half << 1n) - 1n);
    quotient >>= BigInt(extra);
    exponent += extra;
    if (rest > half || (rest === half && (quotient & 1n) === 1n)) quotient += 1n;
  }
  if (bit_length(quotient) + exponent > 1024) return null;
  // Two factors, for 2**exponent alone may be out of range.
  const half_exponent = exponent >> 1;
  const result = Number(quotient) * 2 ** half_exponent * 2 ** (exponent - half_exponent);
  return negative ? -result : result;
}

function int_to_float(v: bigint): number | null {
  return ratio_to_float(v, 1n);
}

/** The value of a float, int or bool as a double; null for others and where it overflows. */
function as_float(c: PyConst): number | null {
  if (c.t === 'float') return c.v;
  const i = as_int(c);
  return i === null ? null : int_to_float(i);
}

function as_complex(c: PyConst): Complex | null {
  if (c.t === 'complex') return c;
  const re = as_float(c);
  return re === null ? null : { re, im: 0 };
}

/***** Integers *****/

function floor_divmod(a: bigint, b: bigint): [bigint, bigint] {
  let q = a / b;
  let r = a % b;
  if (r !== 0n && r < 0n !== b < 0n) {
    q -= 1n;
    r += b;
  }
  return [q, r];
}

function int_power(a: bigint, b: bigint): PyConst | null {
  if (b < 0n) {
    const x = int_to_float(a);
    const y = int_to_float(b);
    return x === null || y === null ? null : float_power(x, y);
  }
  if (a !== 0n && b > 0n) {
    if (b > BigInt(MAX_INT_SIZE) || bit_length(a) > Math.floor(MAX_INT_SIZE / Number(b))) return null;
  }
  return mk_int(b > 0n && a === 0n ? 0n : a ** b);
}

function int_lshift(a: bigint, b: bigint): PyConst | null {
  if (b < 0n) return null;
  if (a === 0n) return mk_int(0n);
  if (b > BigInt(MAX_INT_SIZE) || bit_length(a) > MAX_INT_SIZE - Number(b)) return null;
  return mk_int(a << b);
}

function int_rshift(a: bigint, b: bigint): PyConst | null {
  if (b < 0n) return null;
  return mk_int(b > BigInt(bit_length(a)) ? (a < 0n ? -1n : 0n) : a >> b);
}

function int_multiply(a: bigint, b: bigint): PyConst | null {
  if (a !== 0n && b !== 0n && bit_length(a) + bit_length(b) > MAX_INT_SIZE) return null;
  return mk_int(a * b);
}

function int_true_divide(a: bigint, b: bigint): PyConst | null {
  if (b === 0n) return null;
  const v = b < 0n ? ratio_to_float(-a, -b) : ratio_to_float(a, b);
  if (v === null) return null;
  return mk_float(a === 0n && b < 0n ? -0 : v);
}

function int_binop(op: operator, a: bigint, b: bigint, both_bool: boolean): PyConst | null {
  switch (op) {
    case 'Add': return mk_int(a + b);
    case 'Sub': return mk_int(a - b);
    case 'Mult': return int_multiply(a, b);
    case 'Div': return int_true_divide(a, b);
    case 'FloorDiv': return b === 0n ? null : mk_int(floor_divmod(a, b)[0]);
    case 'Mod': return b === 0n ? null : mk_int(floor_divmod(a, b)[1]);
    case 'Pow': return int_power(a, b);
    case 'LShift': return int_lshift(a, b);
    case 'RShift': return int_rshift(a, b);
    case 'BitOr': return both_bool ? mk_bool((a | b) !== 0n) : mk_int(a | b);
    case 'BitXor': return both_bool ? mk_bool((a ^ b) !== 0n) : mk_int(a ^ b);
    case 'BitAnd': return both_bool ? mk_bool((a & b) !== 0n) : mk_int(a & b);
    case 'MatMult': return null;
  }
}

/***** Floats *****/

/** An integral double of moderate size as mantissa * 2**exponent. */
function decompose(x: number): [bigint, number] {
  let exponent = 0;
  while (!Number.isInteger(x)) {
    x *= 2;
    exponent--;
  }
  return [BigInt(x), exponent];
}

/** x ** n, rounded once; null where the integers would be too large. */
function exact_power(x: number, n: number): number | null {
  const [m, e] = decompose(x);
  const abs_n = Math.abs(n);
  if (bit_length(m) * abs_n > 20000) return null;
  const power = m ** BigInt(abs_n);
  const shift = e * abs_n;
  const num = shift > 0 ? power << BigInt(shift) : power;
  const den = shift < 0 ? 1n << BigInt(-shift) : 1n;
  if (n >= 0) return ratio_to_float(num, den) ?? (num < 0n ? -Infinity : Infinity);
  const inverse = num < 0n ? ratio_to_float(-den, -num) : ratio_to_float(den, num);
  return inverse ?? (num < 0n ? -Infinity : Infinity);
}

function float_power(x: number, y: number): PyConst | null {
  if (y === 0 || x === 1) return mk_float(1);
  if (Number.isNaN(x) || Number.isNaN(y)) return mk_float(NaN);
  if (!Number.isFinite(y)) {
    const ax = Math.abs(x);
    if (ax === 1) return mk_float(1);
    return mk_float(y > 0 === ax > 1 ? Infinity : 0);
  }
  if (x === 0 && y < 0) return null;
  if (x < 0 && Number.isFinite(x) && !Number.isInteger(y)) return null;
  let v: number | null = null;
  if (Number.isFinite(x) && x !== 0) {
    if (Number.isInteger(y) && Math.abs(y) <= 4096) v = exact_power(x, y);
    else if (y === 0.5) v = Math.sqrt(x);
  }
  v ??= x ** y;
  return Number.isFinite(x) && !Number.isFinite(v) ? null : mk_float(v);
}

function float_mod(x: number, y: number): number {
  const m = x % y;
  if (m !== 0) return y < 0 !== m < 0 ? m + y : m;
  return y < 0 ? -0 : 0;
}

function float_floor_div(x: number, y: number): number {
  const mod = x % y;
  let div = (x - mod) / y;
  if (mod !== 0 && y < 0 !== mod < 0) div -= 1;
  if (div === 0) return x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  const floordiv = Math.floor(div);
  return div - floordiv > 0.5 ? floordiv + 1 : floordiv;
}

function float_binop(op: operator, x: number, y: number): PyConst | null {
  switch (op) {
    case 'Add': return mk_float(x + y);
    case 'Sub': return mk_float(x - y);
    case 'Mult': return mk_float(x * y);
    case 'Div': return y === 0 ? null : mk_float(x / y);
    case 'FloorDiv': return y === 0 ? null : mk_float(float_floor_div(x, y));
    case 'Mod': return y === 0 ? null : mk_float(float_mod(x, y));
    case 'Pow': return float_power(x, y);
    default: return null;
  }
}

/***** Complex numbers *****/

function c_prod(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

function c_quot(a: Complex, b: Complex): Complex | null {
  const abs_re = Math.abs(b.re);
  const abs_im = Math.abs(b.im);
  if (abs_re >= abs_im) {
    if (abs_re === 0) return null;
    const ratio = b.im / b.re;
    const denom = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / denom, im: (a.im - a.re * ratio) / denom };
  }
  if (abs_im >= abs_re) {
    const ratio = b.re / b.im;
    const denom = b.re * ratio + b.im;
    return { re: (a.re * ratio + a.im) / denom, im: (a.im * ratio - a.re) / denom };
  }
  return { re: NaN, im: NaN };
}

function c_powu(x: Complex, n: number): Complex {
  let r: Complex = { re: 1, im: 0 };
  let p = x;
  for (let mask = 1; mask > 0 && n >= mask; mask <<= 1) {
    if (n & mask) r = c_prod(r, p);
    p = c_prod(p, p);
  }
  return r;
}

function c_pow(a: Complex, b: Complex): Complex | null {
  if (b.im !== 0 || !Number.isInteger(b.re) || Math.abs(b.re) > 100) return null;
  const r = b.re > 0 ? c_powu(a, b.re) : c_quot({ re: 1, im: 0 }, c_powu(a, -b.re));
  if (r === null || !Number.isFinite(r.re) || !Number.isFinite(r.im)) return null;
  return r;
}

function complex_binop(op: operator, a: Complex, b: Complex): PyConst | null {
  let r: Complex | null = null;
  switch (op) {
    case 'Add': r = { re: a.re + b.re, im: a.im + b.im }; break;
    case 'Sub': r = { re: a.re - b.re, im: a.im - b.im }; break;
    case 'Mult': r = c_prod(a, b); break;
    case 'Div': r = c_quot(a, b); break;
    case 'Pow': r = c_pow(a, b); break;
  }
  return r === null ? null : { t: 'complex', re: r.re, im: r.im };
}

/***** Strings, bytes, tuples *****/

/** The code points of a string constant. */
export function code_points(c: PyConst & { t: 'str' }): number[] {
  if (c.cps !== undefined) return c.cps;
  const out: number[] = [];
  for (const ch of c.v) out.push(ch.codePointAt(0)!);
  return out;
}

function str_from_code_points(cps: number[]): PyConst {
  let v = '';
  let ambiguous = false;
  for (let i = 0; i < cps.length; i++) {
    v += String.fromCodePoint(cps[i]);
    if (i > 0 && cps[i] >= 0xdc00 && cps[i] <= 0xdfff && cps[i - 1] >= 0xd800 && cps[i - 1] <= 0xdbff) ambiguous = true;
  }
  return ambiguous ? { t: 'str', v, cps } : { t: 'str', v };
}

function has_surrogates(s: string): boolean {
  return /[\ud800-\udfff]/.test(s);
}

export function str_length(c: PyConst & { t: 'str' }): number {
  return c.cps !== undefined || has_surrogates(c.v) ? code_points(c).length : c.v.length;
}

type Sequence = PyConst & { t: 'str' | 'bytes' | 'tuple' };

function concat_bytes(parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

function concat(parts: Sequence[]): PyConst | null {
  const [first] = parts;
  switch (first.t) {
    case 'str': {
      const strs = parts as (PyConst & { t: 'str' })[];
      if (strs.some((p) => p.cps !== undefined || has_surrogates(p.v))) return str_from_code_points(strs.flatMap(code_points));
      return { t: 'str', v: strs.map((p) => p.v).join('') };
    }
    case 'bytes': return { t: 'bytes', v: concat_bytes((parts as (PyConst & { t: 'bytes' })[]).map((p) => p.v)) };
    case 'tuple': return { t: 'tuple', v: (parts as (PyConst & { t: 'tuple' })[]).flatMap((p) => p.v) };
  }
}

/** Negative when the tuple has more than `limit` items, nested ones included. */
function check_complexity(c: PyConst, limit: number): number {
  if (c.t !== 'tuple') return limit;
  limit -= c.v.length;
  for (let i = 0; limit >= 0 && i < c.v.length; i++) limit = check_complexity(c.v[i], limit);
  return limit;
}

function repeat(seq: Sequence, times: bigint): PyConst | null {
  const size = seq.t === 'str' ? str_length(seq) : seq.v.length;
  const empty: Sequence = seq.t === 'str' ? { t: 'str', v: '' } : seq.t === 'bytes' ? { t: 'bytes', v: new Uint8Array(0) } : { t: 'tuple', v: [] };
  if (size === 0) return times >= -(1n << 63n) && times < 1n << 63n ? empty : null;
  const limit = Math.floor((seq.t === 'tuple' ? MAX_COLLECTION_SIZE : MAX_STR_SIZE) / size);
  if (times < 0n || times > BigInt(limit)) return null;
  const n = Number(times);
  if (n === 0) return empty;
  if (seq.t === 'tuple' && check_complexity(seq, Math.floor(MAX_TOTAL_ITEMS / n)) < 0) return null;
  return concat(new Array<Sequence>(n).fill(seq));
}

function is_sequence(c: PyConst): c is Sequence {
  return c.t === 'str' || c.t === 'bytes' || c.t === 'tuple';
}

function sequence_binop(op: operator, a: PyConst, b: PyConst): PyConst | null {
  if (op === 'Add') return is_sequence(a) && a.t === b.t ? concat([a, b as Sequence]) : null;
  if (op !== 'Mult') return null;
  const n = as_int(a) ?? as_int(b);
  if (n === null) return null;
  if (is_sequence(a)) return repeat(a, n);
  return is_sequence(b) ? repeat(b, n) : null;
}

/***** The operations *****/

export function fold_binary(op: operator, a: PyConst, b: PyConst): PyConst | null {
  const ai = as_int(a);
  const bi = as_int(b);
  if (ai !== null && bi !== null) return int_binop(op, ai, bi, a.t !== 'int' && b.t !== 'int');
  if (is_sequence(a) || is_sequence(b)) return sequence_binop(op, a, b);
  if (a.t === 'complex' || b.t === 'complex') {
    const x = as_complex(a);
    const y = as_complex(b);
    return x === null || y === null ? null : complex_binop(op, x, y);
  }
  const x = as_float(a);
  const y = as_float(b);
  return x === null || y === null ? null : float_binop(op, x, y);
}

export function fold_unary(op: 'Invert' | 'Not' | 'UAdd' | 'USub', a: PyConst): PyConst | null {
  if (op === 'Not') return mk_bool(!const_is_true(a));
  const i = as_int(a);
  if (i !== null) return mk_int(op === 'Invert' ? ~i : op === 'USub' ? -i : i);
  if (op === 'Invert') return null;
  const sign = op === 'USub' ? -1 : 1;
  if (a.t === 'float') return mk_float(sign * a.v);
  if (a.t === 'complex') return { t: 'complex', re: sign * a.re, im: sign * a.im };
  return null;
}

export function fold_subscript(seq: PyConst, index: PyConst): PyConst | null {
  const i = as_int(index);
  if (i === null || !is_sequence(seq)) return null;
  const items: ArrayLike<number | PyConst> = seq.t === 'str' ? code_points(seq) : seq.v as ArrayLike<number | PyConst>;
  const at = i < 0n ? i + BigInt(items.length) : i;
  if (at < 0n || at >= BigInt(items.length)) return null;
  const item = items[Number(at)];
  if (seq.t === 'str') return str_from_code_points([item as number]);
  return seq.t === 'bytes' ? mk_int(BigInt(item as number)) : item as PyConst;
}

/** Equal keys for constants that compare equal in Python (1 == 1.0 == True). */
function equality_key(c: PyConst): unknown {
  const i = as_int(c);
  if (i !== null) return `n${i}`;
  switch (c.t) {
    case 'float': return Number.isNaN(c.v) ? c : Number.isInteger(c.v) ? `n${BigInt(c.v)}` : `n${c.v}`;
    case 'complex': {
      if (c.im === 0) return equality_key({ t: 'float', v: c.re });
      return Number.isNaN(c.re) || Number.isNaN(c.im) ? c : `c${c.re + 0},${c.im}`;
    }
    case 'str': return c.cps !== undefined ? `S${c.cps.join()}` : `s${c.v}`;
    case 'bytes': return `b${c.v.join()}`;
    case 'tuple': {
      const keys = c.v.map(equality_key);
      if (keys.some((k) => typeof k !== 'string')) return c;
      return `(${keys.map((k) => `${(k as string).length}:${k as string}`).join('')}`;
    }
    case 'frozenset': return c;
    default: return c.t;
  }
}

/** The items without those that equal an earlier one. */
export function unique_items(items: PyConst[]): PyConst[] {
  const seen = new Set<unknown>();
  return items.filter((c) => {
    const key = equality_key(c);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Whether two constants are equal in Python; `mapping pattern checks duplicate key` needs it. */
export function const_equal(a: PyConst, b: PyConst): boolean {
  return equality_key(a) === equality_key(b);
}
