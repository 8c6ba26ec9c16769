// Answers to the two-way half of Objects/stringlib/fastsearch.h of CPython 3.13 (Crochemore and Perrin, "Two-way string-matching",
// 1991): substring search in linear time, whatever the needle. Deviation: no table of shifts, because only a search that
// default_find found slow comes here.
//
// The needle is cut so that no period of it crosses the cut within either half (the maximal suffix under one of the two
// orders of the alphabet begins there). The right half is compared first, from left to right: a mismatch after j characters
// moves the window by j + 1. Then the left half: a mismatch moves it by the needle's period, and of a periodic needle the part
// that the old and the new window share need not be read again.

import type { CharView } from './fastsearch';

interface Prework {
  cut: number;
  period: number;
  is_periodic: boolean;
}

/** Start and period of the lexicographically greatest suffix, with the alphabet reversed when `inverted`. */
function lex_search(pv: CharView, pb: number, m: number, inverted: boolean): [max_suffix: number, period: number] {
  let max_suffix = 0;
  let candidate = 1;
  let k = 0;
  let period = 1;
  while (candidate + k < m) {
    const a = pv[pb + candidate + k];
    const b = pv[pb + max_suffix + k];
    if (a === b) {
      if (k + 1 !== period) k++;
      else {
        candidate += period;
        k = 0;
      }
    } else if (inverted ? b < a : a < b) {
      candidate += k + 1;
      k = 0;
      period = candidate - max_suffix;
    } else {
      max_suffix = candidate++;
      k = 0;
      period = 1;
    }
  }
  return [max_suffix, period];
}

function preprocess(pv: CharView, pb: number, m: number): Prework {
  const [cut1, period1] = lex_search(pv, pb, m, false);
  const [cut2, period2] = lex_search(pv, pb, m, true);
  const cut = Math.max(cut1, cut2);
  const period = cut1 > cut2 ? period1 : period2;
  let i = 0;
  while (i < cut && pv[pb + i] === pv[pb + period + i]) i++;
  return i === cut ? { cut, period, is_periodic: true } : { cut, period: Math.max(cut, m - cut) + 1, is_periodic: false };
}

/** The first match at or after element `i` of the haystack, or -1. */
function two_way(sv: CharView, sb: number, n: number, pv: CharView, pb: number, m: number, p: Prework, i: number): number {
  let memory = 0;
  while (i <= n - m) {
    let j = Math.max(p.cut, memory);
    while (j < m && sv[sb + i + j] === pv[pb + j]) j++;
    if (j < m) {
      i += j - p.cut + 1;
      memory = 0;
      continue;
    }
    j = memory;
    while (j < p.cut && sv[sb + i + j] === pv[pb + j]) j++;
    if (j >= p.cut) return i;
    i += p.period;
    if (p.is_periodic) memory = m - p.period;
  }
  return -1;
}

/** The first match at or after element `from` of the haystack, or -1. */
export function two_way_find(sv: CharView, sb: number, n: number, pv: CharView, pb: number, m: number, from: number): number {
  return two_way(sv, sb, n, pv, pb, m, preprocess(pv, pb, m), from);
}

/** The number of matches, at most `maxcount`, that do not overlap, at or after element `from` of the haystack. */
export function two_way_count(sv: CharView, sb: number, n: number, pv: CharView, pb: number, m: number, maxcount: number, from: number): number {
  const p = preprocess(pv, pb, m);
  let count = 0;
  for (let i = two_way(sv, sb, n, pv, pb, m, p, from); i >= 0 && count < maxcount; i = two_way(sv, sb, n, pv, pb, m, p, i + m)) count++;
  return count;
}
