// Answers to Objects/stringlib/fastsearch.h and find.h of CPython 3.13: substring search over 1, 2 and 4 byte characters.
// Deviation: one code for all kinds (a typed array and an index instead of a macro instance per kind); every search starts as
// default_find and turns to the two-way algorithm when it has compared too much in vain, as CPython's adaptive_find.

import { HEAPU16, HEAPU32, HEAPU8 } from '../../include/heap';
import { two_way_count, two_way_find } from './two_way';

export type CharView = Uint8Array | Uint16Array | Uint32Array;

export const FAST_COUNT = 0;
export const FAST_SEARCH = 1;
export const FAST_RSEARCH = 2;
/** No limit on the number of matches. */
export const PY_SSIZE_T_MAX = Number.MAX_SAFE_INTEGER;

/** The heap view whose elements are characters of this kind (1, 2 or 4 bytes). */
export function kind_view(kind: number): CharView {
  return kind === 1 ? HEAPU8 : kind === 2 ? HEAPU16 : HEAPU32;
}

/** First index i in [0, n) with s[i] === ch, else -1. `sb` is an element index of `sv`. */
export function find_char(sv: CharView, sb: number, n: number, ch: number): number {
  if (n > 64) {
    const i = sv.subarray(sb, sb + n).indexOf(ch);
    return i;
  }
  for (let i = 0; i < n; i++) if (sv[sb + i] === ch) return i;
  return -1;
}

export function rfind_char(sv: CharView, sb: number, n: number, ch: number): number {
  for (let i = n - 1; i >= 0; i--) if (sv[sb + i] === ch) return i;
  return -1;
}

function count_char(sv: CharView, sb: number, n: number, ch: number, maxcount: number): number {
  let count = 0;
  for (let i = 0; i < n && count < maxcount; i++) if (sv[sb + i] === ch) count++;
  return count;
}

function matches(sv: CharView, at: number, pv: CharView, pb: number, m: number): boolean {
  for (let j = 0; j < m; j++) if (sv[at + j] !== pv[pb + j]) return false;
  return true;
}

/** A search with fewer positions left is not worth the two-way algorithm's preparation. */
const WORTH_TWO_WAY = 2000;

/** Bloom filter over the low five bits, gap of the last character (Sunday/Horspool), as CPython's default_find. */
function forward(sv: CharView, sb: number, n: number, pv: CharView, pb: number, m: number, maxcount: number, mode: number): number {
  const w = n - m;
  const mlast = m - 1;
  const last = pv[pb + mlast];
  let gap = mlast;
  let mask = 0;
  for (let i = 0; i < mlast; i++) {
    mask |= 1 << (pv[pb + i] & 31);
    if (pv[pb + i] === last) gap = mlast - i - 1;
  }
  mask |= 1 << (last & 31);
  let count = 0;
  let hits = 0;
  for (let i = 0; i <= w; i++) {
    if (sv[sb + i + mlast] === last) {
      let j = 0;
      while (j < mlast && sv[sb + i + j] === pv[pb + j]) j++;
      if (j === mlast) {
        if (mode !== FAST_COUNT) return i;
        if (++count === maxcount) return maxcount;
        i += mlast;
        continue;
      }
      hits += j + 1;
      if (hits > m / 4 && w - i > WORTH_TWO_WAY) {
        if (mode !== FAST_COUNT) return two_way_find(sv, sb, n, pv, pb, m, i + 1);
        return count + two_way_count(sv, sb, n, pv, pb, m, maxcount - count, i + 1);
      }
      if (i < w && (mask & (1 << (sv[sb + i + m] & 31))) === 0) i += m;
      else i += gap;
    } else if (i < w && (mask & (1 << (sv[sb + i + m] & 31))) === 0) i += m;
  }
  return mode === FAST_COUNT ? count : -1;
}

function backward(sv: CharView, sb: number, n: number, pv: CharView, pb: number, m: number): number {
  const mlast = m - 1;
  const first = pv[pb];
  let skip = mlast;
  let mask = 1 << (first & 31);
  for (let i = mlast; i > 0; i--) {
    mask |= 1 << (pv[pb + i] & 31);
    if (pv[pb + i] === first) skip = i - 1;
  }
  for (let i = n - m; i >= 0; i--) {
    if (sv[sb + i] === first) {
      if (matches(sv, sb + i + 1, pv, pb + 1, mlast)) return i;
      if (i > 0 && (mask & (1 << (sv[sb + i - 1] & 31))) === 0) i -= m;
      else i -= skip;
    } else if (i > 0 && (mask & (1 << (sv[sb + i - 1] & 31))) === 0) i -= m;
  }
  return -1;
}

/** Index of the first (last) match or -1; or the number of matches that do not overlap. `m` is at least 1. */
export function fastsearch(sv: CharView, sb: number, n: number, pv: CharView, pb: number, m: number, maxcount: number, mode: number): number {
  if (n < m || (mode === FAST_COUNT && maxcount === 0)) return mode === FAST_COUNT ? 0 : -1;
  if (m === 1) {
    const ch = pv[pb];
    if (mode === FAST_SEARCH) return find_char(sv, sb, n, ch);
    if (mode === FAST_RSEARCH) return rfind_char(sv, sb, n, ch);
    return count_char(sv, sb, n, ch, maxcount);
  }
  if (mode === FAST_RSEARCH) return backward(sv, sb, n, pv, pb, m);
  return forward(sv, sb, n, pv, pb, m, maxcount, mode);
}

/** memcmp(a, b, n) === 0. */
export function mem_equal(a: number, b: number, n: number): boolean {
  for (let i = 0; i < n; i++) if (HEAPU8[a + i] !== HEAPU8[b + i]) return false;
  return true;
}

/** memcmp: -1, 0 or 1. */
export function memcmp(a: number, b: number, n: number): number {
  for (let i = 0; i < n; i++) {
    const d = HEAPU8[a + i] - HEAPU8[b + i];
    if (d !== 0) return d < 0 ? -1 : 1;
  }
  return 0;
}
