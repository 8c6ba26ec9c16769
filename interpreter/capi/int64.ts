// A 64-bit integer between C and TypeScript without a BigInt: as an argument two words, as a result in a cell that the caller
// in WebAssembly reads (see glue.ts). Answers to no CPython file.

import { HEAP32, HEAP64 } from '../include/heap';

/** The low word of a 64-bit argument; the parameter after it is its int64_hi. (tools/regen_capi.mjs reads these names.) */
export type int64_lo = number;
export type int64_hi = number;
/** A 64-bit result: left with set_int64; what the function returns is not looked at. */
export type int64 = number;

let cell = 0;

/** The address of this realm's cell of 8 bytes, given by the loader. */
export function set_int64_cell(p: number): void {
  cell = p;
}
export function int64_cell(): number {
  return cell;
}
/** `return int64_result(lo, hi)`. */
export function int64_result(lo: number, hi: number): int64 {
  HEAP32[cell >> 2] = lo;
  HEAP32[(cell + 4) >> 2] = hi;
  return 0;
}
export function bigint_result(v: bigint): int64 {
  HEAP64[cell >> 3] = BigInt.asIntN(64, v);
  return 0;
}
/** An integral double below 2^53 in magnitude. */
export function number_result(v: number): int64 {
  return int64_result(v | 0, Math.floor(v / 4294967296));
}
export function to_bigint(lo: int64_lo, hi: int64_hi): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo >>> 0);
}
/** The value as a number where that is exact, else as a bigint. */
export function to_integer(lo: int64_lo, hi: int64_hi): number | bigint {
  return hi >= -2097152 && hi < 2097152 ? hi * 4294967296 + (lo >>> 0) : to_bigint(lo, hi);
}
