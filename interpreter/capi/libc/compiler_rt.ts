// What clang calls for types that WebAssembly has no instructions for. Answers to compiler-rt's builtins: 128-bit integers exactly;
// long double (IEEE quadruple in memory) with the precision of double.

import type { CFunction } from '../../include/functable';
import { HEAP64 } from '../../include/heap';
import { to_bigint } from '../int64';

/** C's 128-bit argument is two 64-bit ones, which here are two words each; a 128-bit result goes to the address that comes first. */
type Words = [lo_lo: number, lo_hi: number, hi_lo: number, hi_hi: number];
const wide = (...[a, b, c, d]: Words): bigint => (to_bigint(c, d) << 64n) | BigInt.asUintN(64, to_bigint(a, b));
const unsigned = (v: bigint): bigint => BigInt.asUintN(128, v);

function store(out: number, v: bigint): void {
  HEAP64[out >> 3] = BigInt.asIntN(64, v);
  HEAP64[(out + 8) >> 3] = BigInt.asIntN(64, v >> 64n);
}
const binary = (f: (x: bigint, y: bigint) => bigint): readonly [CFunction, string, string] => [
  (out: number, ...w: number[]) => store(out, f(wide(...(w.slice(0, 4) as Words)), wide(...(w.slice(4) as Words)))), 'vPLLLL', '',
];
const shift = (f: (x: bigint, n: bigint) => bigint): readonly [CFunction, string, string] => [(out: number, a: number, b: number, c: number, d: number, n: number) => store(out, f(wide(a, b, c, d), BigInt(n & 127))), 'vPLLi', ''];
const to_double = (f: (x: bigint) => number): readonly [CFunction, string, string] => [(a: number, b: number, c: number, d: number) => f(wide(a, b, c, d)), 'dLL', ''];

// ---- long double ------------------------------------------------------------------------------------------------------------

const scratch = new DataView(new ArrayBuffer(8));
/** The quadruple with these words, its fraction cut to a double's. */
function narrow(...[, b, c, d]: Words): number {
  const exponent = (d >>> 16) & 0x7fff;
  const fraction = (d & 0xffff) / 2 ** 16 + (c >>> 0) / 2 ** 48 + ((b & 0xf0000000) >>> 0) / 2 ** 80;
  const sign = d >>> 31 ? -1 : 1;
  if (exponent === 0x7fff) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * 0 : sign * (1 + fraction) * 2 ** (exponent - 16383);
}
function store_quad(out: number, v: number): void {
  scratch.setFloat64(0, v);
  const high = scratch.getUint32(0);
  const low = scratch.getUint32(4);
  let exponent = (high >>> 20) & 0x7ff;
  let fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(low);
  if (exponent === 0x7ff) exponent = 0x7fff;
  else if (exponent !== 0) exponent += 16383 - 1023;
  else if (fraction !== 0n) {
    // A subnormal double is a normal quadruple.
    const bits = fraction.toString(2).length;
    exponent = 16383 - 1022 - (53 - bits);
    fraction = (fraction << BigInt(53 - bits)) & 0xfffffffffffffn;
  }
  const quad = (BigInt(high >>> 31) << 127n) | (BigInt(exponent) << 112n) | (fraction << 60n);
  store(out, quad);
}
const quad_binary = (f: (x: number, y: number) => number): readonly [CFunction, string, string] => [
  (out: number, ...w: number[]) => store_quad(out, f(narrow(...(w.slice(0, 4) as Words)), narrow(...(w.slice(4) as Words)))), 'vPLLLL', '',
];
const quad_compare = (unordered: number): readonly [CFunction, string, string] => [
  (...w: number[]) => {
    const x = narrow(...(w.slice(0, 4) as Words));
    const y = narrow(...(w.slice(4) as Words));
    return x < y ? -1 : x > y ? 1 : x === y ? 0 : unordered;
  }, 'iLLLL', '',
];
const from_quad = (f: (x: number) => number, result: string): readonly [CFunction, string, string] => [(a: number, b: number, c: number, d: number) => f(narrow(a, b, c, d)), `${result}LL`, ''];

export const COMPILER_RT: Record<string, readonly [CFunction, string, string]> = {
  __multi3: binary((x, y) => x * y), __divti3: binary((x, y) => x / y), __modti3: binary((x, y) => x % y),
  __udivti3: binary((x, y) => unsigned(x) / unsigned(y)), __umodti3: binary((x, y) => unsigned(x) % unsigned(y)),
  __ashlti3: shift((x, n) => x << n), __ashrti3: shift((x, n) => x >> n), __lshrti3: shift((x, n) => unsigned(x) >> n),
  __floattidf: to_double(Number), __floatuntidf: to_double((x) => Number(unsigned(x))),
  __fixdfti: [(out: number, x: number) => store(out, BigInt(Math.trunc(x))), 'vPd', ''], __fixunsdfti: [(out: number, x: number) => store(out, BigInt(Math.trunc(x))), 'vPd', ''],
  __addtf3: quad_binary((x, y) => x + y), __subtf3: quad_binary((x, y) => x - y), __multf3: quad_binary((x, y) => x * y), __divtf3: quad_binary((x, y) => x / y),
  __eqtf2: quad_compare(1), __netf2: quad_compare(1), __lttf2: quad_compare(1), __letf2: quad_compare(1), __gttf2: quad_compare(-1), __getf2: quad_compare(-1),
  __unordtf2: [(...w: number[]) => (Number.isNaN(narrow(...(w.slice(0, 4) as Words))) || Number.isNaN(narrow(...(w.slice(4) as Words))) ? 1 : 0), 'iLLLL', ''],
  __extenddftf2: [store_quad, 'vPd', ''], __extendsftf2: [store_quad, 'vPf', ''], __trunctfdf2: from_quad((x) => x, 'd'), __trunctfsf2: from_quad(Math.fround, 'f'),
  __floatsitf: [store_quad, 'vPi', ''], __floatunsitf: [(out: number, v: number) => store_quad(out, v >>> 0), 'vPi', ''], __floatditf: [store_quad, 'vPZ', ''],
  __fixtfsi: from_quad(Math.trunc, 'i'), __fixtfdi: from_quad(Math.trunc, 'Z'),
};
