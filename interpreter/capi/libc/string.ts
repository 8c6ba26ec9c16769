// Memory and strings. Answers to <string.h>, <strings.h> and <ctype.h> in the C locale.

import { HEAPU8, HEAPU32, memmove } from '../../include/heap';
import { PyMem_RawMalloc } from '../../objects/obmalloc';
import { int64_cell } from '../int64';

export function strlen(p: number): number {
  let n = p;
  while (HEAPU8[n] !== 0) n++;
  return n - p;
}
function memcmp(a: number, b: number, n: number): number {
  for (let i = 0; i < n; i++) if (HEAPU8[a + i] !== HEAPU8[b + i]) return HEAPU8[a + i] - HEAPU8[b + i];
  return 0;
}
function move(dst: number, src: number, n: number): number {
  memmove(dst, src, n);
  return dst;
}
function memset(p: number, c: number, n: number): number {
  HEAPU8.fill(c & 255, p, p + n);
  return p;
}
function memchr(p: number, c: number, n: number): number {
  const i = HEAPU8.subarray(p, p + n).indexOf(c & 255);
  return i < 0 ? 0 : p + i;
}
function compare(a: number, b: number, n: number, fold: (c: number) => number): number {
  for (let i = 0; i < n; i++) {
    const x = fold(HEAPU8[a + i]);
    const y = fold(HEAPU8[b + i]);
    if (x !== y) return x - y;
    if (x === 0) return 0;
  }
  return 0;
}
const same = (c: number): number => c;
function copy(dst: number, src: number, n: number): number {
  memmove(dst, src, n);
  HEAPU8[dst + n] = 0;
  return dst;
}
function strnlen(p: number, n: number): number {
  for (let i = 0; i < n; i++) if (HEAPU8[p + i] === 0) return i;
  return n;
}
function strncpy(dst: number, src: number, n: number): number {
  const k = strnlen(src, n);
  memmove(dst, src, k);
  HEAPU8.fill(0, dst + k, dst + n);
  return dst;
}
function strchr(p: number, c: number): number {
  for (let q = p; ; q++) {
    if (HEAPU8[q] === (c & 255)) return q;
    if (HEAPU8[q] === 0) return 0;
  }
}
function strrchr(p: number, c: number): number {
  for (let q = p + strlen(p); q >= p; q--) if (HEAPU8[q] === (c & 255)) return q;
  return 0;
}
function strstr(p: number, what: number): number {
  const n = strlen(what);
  for (let q = p; ; q++) {
    if (memcmp(q, what, n) === 0) return q;
    if (HEAPU8[q] === 0) return 0;
  }
}
/** Length of the part of `p` whose bytes all are (or are not) in `set`. */
function span(p: number, set: number, inside: boolean): number {
  const all = HEAPU8.subarray(set, set + strlen(set));
  let n = 0;
  while (HEAPU8[p + n] !== 0 && all.includes(HEAPU8[p + n]) === inside) n++;
  return n;
}
function strtok_r(s: number, delim: number, saved: number): number {
  const slot = saved >> 2;
  const from = s || HEAPU32[slot];
  const start = from + span(from, delim, true);
  if (HEAPU8[start] === 0) {
    HEAPU32[slot] = start;
    return 0;
  }
  const end = start + span(start, delim, false);
  HEAPU32[slot] = HEAPU8[end] === 0 ? end : end + 1;
  HEAPU32[slot + 1] = 0;
  HEAPU8[end] = 0;
  return start;
}
function duplicate(p: number, n: number): number {
  const d = PyMem_RawMalloc(n + 1);
  return d === 0 ? 0 : copy(d, p, n);
}

const is = (low: number, high: number) => (c: number): boolean => c >= low && c <= high;
const upper = is(65, 90);
const lower = is(97, 122);
const digit = is(48, 57);
const alpha = (c: number): boolean => upper(c) || lower(c);
const alnum = (c: number): boolean => alpha(c) || digit(c);
const tolower = (c: number): number => (upper(c) ? c + 32 : c);
const toupper = (c: number): number => (lower(c) ? c - 32 : c);
const space = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);
const graph = is(33, 126);

export const STRING = {
  strlen: [strlen, 'ZP', ''], strnlen: [strnlen, 'ZPZ', ''], memcmp: [memcmp, 'iPPZ', ''], memcpy: [move, 'PPPZ', ''], memmove: [move, 'PPPZ', ''], memset: [memset, 'PPiZ', ''], memchr: [memchr, 'PPiZ', ''],
  strcmp: [(a: number, b: number) => compare(a, b, Number.POSITIVE_INFINITY, same), 'iPP', ''], strncmp: [(a: number, b: number, n: number) => compare(a, b, n, same), 'iPPZ', ''],
  strcoll: [(a: number, b: number) => compare(a, b, Number.POSITIVE_INFINITY, same), 'iPP', ''],
  strcasecmp: [(a: number, b: number) => compare(a, b, Number.POSITIVE_INFINITY, tolower), 'iPP', ''], strncasecmp: [(a: number, b: number, n: number) => compare(a, b, n, tolower), 'iPPZ', ''],
  strcpy: [(d: number, s: number) => copy(d, s, strlen(s)), 'PPP', ''], strncpy: [strncpy, 'PPPZ', ''],
  stpcpy: [(d: number, s: number) => copy(d, s, strlen(s)) + strlen(s), 'PPP', ''],
  strcat: [(d: number, s: number) => (copy(d + strlen(d), s, strlen(s)), d), 'PPP', ''], strncat: [(d: number, s: number, n: number) => (copy(d + strlen(d), s, strnlen(s, n)), d), 'PPPZ', ''],
  strchr: [strchr, 'PPi', ''], strrchr: [strrchr, 'PPi', ''], strstr: [strstr, 'PPP', ''],
  strspn: [(p: number, set: number) => span(p, set, true), 'ZPP', ''], strcspn: [(p: number, set: number) => span(p, set, false), 'ZPP', ''],
  strpbrk: [(p: number, set: number) => (HEAPU8[p + span(p, set, false)] === 0 ? 0 : p + span(p, set, false)), 'PPP', ''],
  strtok_r: [strtok_r, 'PPPP', ''], strtok: [(s: number, delim: number) => strtok_r(s, delim, int64_cell() + 24), 'PPP', ''],
  strdup: [(p: number) => duplicate(p, strlen(p)), 'PP', ''], strndup: [(p: number, n: number) => duplicate(p, strnlen(p, n)), 'PPZ', ''],
  isalpha: [alpha, 'ii', ''], isdigit: [digit, 'ii', ''], isalnum: [alnum, 'ii', ''], isspace: [space, 'ii', ''], isupper: [upper, 'ii', ''], islower: [lower, 'ii', ''],
  isprint: [is(32, 126), 'ii', ''], isgraph: [graph, 'ii', ''], ispunct: [(c: number) => graph(c) && !alnum(c), 'ii', ''], iscntrl: [(c: number) => (c >= 0 && c < 32) || c === 127, 'ii', ''],
  isxdigit: [(c: number) => digit(c) || is(65, 70)(c) || is(97, 102)(c), 'ii', ''], isblank: [(c: number) => c === 32 || c === 9, 'ii', ''], tolower: [tolower, 'ii', ''], toupper: [toupper, 'ii', ''],
} as const;
