// JavaScript text and characters in the heap. Answers to no CPython file: C strings are JavaScript strings in this runtime.

import { HEAPU16, HEAPU32, HEAPU8 } from '../../include/heap';

/** The largest code unit of `s`, or 0x10ffff when it has a surrogate pair. */
export function js_max_char(s: string): number {
  let max = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c > max) max = c;
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < s.length) {
      const d = s.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) return 0x10ffff;
    }
  }
  return max;
}

/** The number of code points of `s`. */
export function js_code_points(s: string): number {
  let n = s.length;
  for (let i = 1; i < s.length; i++) {
    const d = s.charCodeAt(i);
    if (d >= 0xdc00 && d < 0xe000) {
      const c = s.charCodeAt(i - 1);
      if (c >= 0xd800 && c < 0xdc00) n--;
    }
  }
  return n;
}

const CHUNK = 4096;

/** The characters [start, end) of this kind at `data`; lone surrogates are kept, a non-BMP character becomes a pair. */
export function js_text(kind: number, data: number, start: number, end: number): string {
  let s = '';
  if (kind === 4) {
    for (let i = start; i < end; i++) s += String.fromCodePoint(HEAPU32[(data >> 2) + i]);
    return s;
  }
  if (end - start < 24) {
    if (kind === 1) for (let i = start; i < end; i++) s += String.fromCharCode(HEAPU8[data + i]);
    else for (let i = start; i < end; i++) s += String.fromCharCode(HEAPU16[(data >> 1) + i]);
    return s;
  }
  const view = kind === 1 ? HEAPU8 : HEAPU16;
  const base = kind === 1 ? data : data >> 1;
  for (let i = start; i < end; i += CHUNK) {
    s += String.fromCharCode.apply(null, view.subarray(base + i, base + Math.min(end, i + CHUNK)) as unknown as number[]);
  }
  return s;
}
