// Memory, numbers, sorting, the end. Answers to <stdlib.h>, <assert.h> and <unistd.h>, as far as extensions use them: malloc is
// the raw domain of the one heap.

import { FUNCS } from '../../include/functable';
import { cstring, HEAPU8, memmove, write_ptr } from '../../include/heap';
import { static_cstring } from '../../include/typespec';
import { host } from '../../host';
import { PyMem_RawCalloc, PyMem_RawFree, PyMem_RawMalloc, PyMem_RawRealloc } from '../../objects/obmalloc';
import { _PyOS_ascii_strtod } from '../../python/pystrtod';
import { fatal } from '../cfunction';
import { bigint_result, type int64 } from '../int64';
import { set_errno } from './errno';
import { bytes_at } from './printf';
import { flush_c_streams, put_stderr } from './stdio';

const ERANGE = 34;

/** C functions to call when the process ends, the last first. Of the realm that finalises: the main thread's. */
export const atexit_functions: number[] = [];

/** What exit() does: atexit functions, streams. */
export function c_exit(): void {
  while (atexit_functions.length > 0) FUNCS[atexit_functions.pop() as number]();
  flush_c_streams();
}
function exit(status: number): never {
  c_exit();
  return host().exit(status & 255);
}
function abort(): never {
  flush_c_streams();
  return fatal('Fatal Python error: Aborted\n', 134);
}
function __assert_fail(expression: number, file: number, line: number, func: number): never {
  put_stderr(`python3.13: ${bytes_at(file)}:${line}: ${bytes_at(func)}: Assertion \`${bytes_at(expression)}' failed.\n`);
  return abort();
}

/** Digits of `base` after white space, sign and prefix: the value, and the address behind it (p itself where there are none). */
function parse_integer(p: number, base: number): { value: bigint; end: number } {
  let q = p;
  while (HEAPU8[q] === 32 || (HEAPU8[q] >= 9 && HEAPU8[q] <= 13)) q++;
  const negative = HEAPU8[q] === 45;
  if (negative || HEAPU8[q] === 43) q++;
  const digit = (c: number): number => (c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 90 ? c - 55 : c >= 97 && c <= 122 ? c - 87 : 99);
  const hex = HEAPU8[q] === 48 && (HEAPU8[q + 1] | 32) === 120 && digit(HEAPU8[q + 2]) < 16;
  if (hex && (base === 0 || base === 16)) {
    q += 2;
    base = 16;
  } else if (base === 0) base = HEAPU8[q] === 48 ? 8 : 10;
  const start = q;
  let value = 0n;
  for (; digit(HEAPU8[q]) < base; q++) value = value * BigInt(base) + BigInt(digit(HEAPU8[q]));
  return { value: negative ? -value : value, end: q === start ? p : q };
}
function strto(p: number, end: number, base: number, min: bigint, max: bigint): int64 {
  const r = parse_integer(p, base);
  if (end !== 0) write_ptr(end, r.end);
  const out = r.value > max ? max : r.value < min ? min : r.value;
  if (out !== r.value) set_errno(ERANGE);
  return bigint_result(out);
}
const LONG_MAX = 0x7fffffffffffffffn;
const ULONG_MAX = 0xffffffffffffffffn;
const strtol = (p: number, end: number, base: number): int64 => strto(p, end, base, -LONG_MAX - 1n, LONG_MAX);
const strtoul = (p: number, end: number, base: number): int64 => strto(p, end, base, -ULONG_MAX, ULONG_MAX);

function strtod(p: number, end: number): number {
  let text = '';
  for (let q = p; HEAPU8[q] !== 0 && HEAPU8[q] < 128; q++) text += String.fromCharCode(HEAPU8[q]);
  const blank = /^\s*/.exec(text)?.[0].length ?? 0;
  const [value, at] = _PyOS_ascii_strtod(text, blank);
  if (end !== 0) write_ptr(end, at <= blank ? p : p + at);
  return at <= blank ? 0 : value;
}

/** Merge sort is stable, as glibc's is. */
function qsort(base: number, count: number, size: number, compar: number): void {
  const compare = FUNCS[compar];
  const all = HEAPU8.slice(base, base + count * size);
  const slots = PyMem_RawMalloc(Math.max(count * size, 1));
  if (slots === 0) return;
  HEAPU8.set(all, slots);
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => compare(slots + a * size, slots + b * size) as number);
  order.forEach((from, to) => memmove(base + to * size, slots + from * size, size));
  PyMem_RawFree(slots);
}
function bsearch(key: number, base: number, count: number, size: number, compar: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const c = FUNCS[compar](key, base + middle * size) as number;
    if (c === 0) return base + middle * size;
    if (c < 0) high = middle;
    else low = middle + 1;
  }
  return 0;
}

let environment: Map<string, number> | undefined;
function getenv(name: number): number {
  environment ??= new Map(Object.entries(host().environ()).map(([k, v]) => [k, static_cstring(v)]));
  return environment.get(cstring(name)) ?? 0;
}

// glibc's rand() is an additive feedback generator; this is a linear congruential one: the numbers differ.
let seed = 1;
function rand(): number {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return seed;
}
export const STDLIB = {
  malloc: [PyMem_RawMalloc, 'PZ', ''], calloc: [PyMem_RawCalloc, 'PZZ', ''], realloc: [PyMem_RawRealloc, 'PPZ', ''], free: [PyMem_RawFree, 'vP', ''],
  exit: [exit, 'vi', ''], _Exit: [(s: number) => host().exit(s & 255), 'vi', ''], _exit: [(s: number) => host().exit(s & 255), 'vi', ''], abort: [abort, 'v', ''], __assert_fail: [__assert_fail, 'vPPiP', ''],
  atexit: [(f: number) => (atexit_functions.push(f), 0), 'iP', ''],
  strtol: [strtol, 'LPPi', ''], strtoll: [strtol, 'LPPi', ''], strtoul: [strtoul, 'LPPi', ''], strtoull: [strtoul, 'LPPi', ''], strtod: [strtod, 'dPP', ''],
  strtof: [(p: number, e: number) => Math.fround(strtod(p, e)), 'fPP', ''], atof: [(p: number) => strtod(p, 0), 'dP', ''],
  atoi: [(p: number) => Number(BigInt.asIntN(32, parse_integer(p, 10).value)), 'iP', ''], atol: [(p: number) => strtol(p, 0, 10), 'LP', ''], atoll: [(p: number) => strtol(p, 0, 10), 'LP', ''],
  abs: [(v: number) => (v < 0 ? -v : v), 'ii', ''], labs: [Math.abs, 'ZZ', ''], llabs: [Math.abs, 'ZZ', ''],
  qsort: [qsort, 'vPZZP', ''], bsearch: [bsearch, 'PPPZZP', ''], getenv: [getenv, 'PP', ''],
  rand: [rand, 'i', ''], srand: [(s: number) => void (seed = s & 0x7fffffff), 'vi', ''], random: [rand, 'Z', ''], srandom: [(s: number) => void (seed = s & 0x7fffffff), 'vi', ''],
  getpid: [() => host().getpid(), 'i', ''],
  write: [(fd: number, p: number, n: number) => host().write(fd, HEAPU8.slice(p, p + n)), 'ZiPZ', ''],
} as const;
