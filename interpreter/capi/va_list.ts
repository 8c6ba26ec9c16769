// The variable arguments of a C call, as clang lays them out for wasm64: in memory, each at its natural alignment, no less
// than 4 bytes; float comes as double, what is smaller than int as int. Answers to <stdarg.h>.

import { cstring, HEAP32, HEAPF64, HEAPU32 } from '../include/heap';
import { to_bigint, to_integer } from './int64';

export class VaList {
  constructor(private p: number) {}

  int(): number {
    const v = HEAP32[this.p >> 2];
    this.p += 4;
    return v;
  }
  private wide(): number {
    const p = (this.p + 7) & ~7;
    this.p = p + 8;
    return p;
  }
  pointer(): number {
    return HEAP32[this.wide() >> 2];
  }
  double(): number {
    return HEAPF64[this.wide() >> 3];
  }
  /** An IEEE quadruple, rounded to double. */
  long_double(): number {
    const p = (this.p + 15) & ~15;
    this.p = p + 16;
    const high = HEAPU32[(p + 12) >> 2];
    const exponent = (high >>> 16) & 0x7fff;
    const fraction = (high & 0xffff) / 2 ** 16 + HEAPU32[(p + 8) >> 2] / 2 ** 48 + HEAPU32[(p + 4) >> 2] / 2 ** 80;
    const sign = high >>> 31 ? -1 : 1;
    if (exponent === 0x7fff) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * 0 : sign * (1 + fraction) * 2 ** (exponent - 16383);
  }
  /** long, long long, Py_ssize_t: a number where it is exact. */
  long(): number | bigint {
    const p = this.wide() >> 2;
    return to_integer(HEAP32[p], HEAP32[p + 1]);
  }
  unsigned_long(): number | bigint {
    const p = this.wide() >> 2;
    return HEAP32[p + 1] >= 0 ? to_integer(HEAP32[p], HEAP32[p + 1]) : BigInt.asUintN(64, to_bigint(HEAP32[p], HEAP32[p + 1]));
  }
  /** Text behind a pointer; null for NULL. */
  string(): string | null {
    const p = this.pointer();
    return p === 0 ? null : cstring(p);
  }
  /** A Py_ssize_t that is a size. */
  ssize(): number {
    return Number(this.long());
  }
}
