// Parser/string_parser.c of CPython 3.13, with the escape decoders of Objects/unicodeobject.c and bytesobject.c.
// Deviation: works on JS strings; byte positions in messages are those of CPython's intermediate buffer, in which a
// non-ASCII character takes ten bytes (\UXXXXXXXX). \N{...} asks the name table registered by the host of the parser.

import type { PyConst } from '../include/pycore_ast';

export type PyStr = Extract<PyConst, { t: 'str' }>;

/** Unicode name to code point, or -1. Stands for _PyUnicode_Name_CAPI.getcode (aliases and named sequences: no sequences). */
let getcode: (name: string) => number = () => -1;
let haveNames = false;

/** Registers the Unicode name lookup that \N{...} needs; without one such a literal is refused, not misread. */
export function setUnicodeNameLookup(fn: (name: string) => number): void {
  getcode = fn;
  haveNames = true;
}

/** "unicode error" or "value error" of _Pypegen_raise_decode_error. */
export class DecodeError extends Error {
  constructor(readonly errtype: 'unicode error' | 'value error', readonly msg: string) {
    super(msg);
  }
}

/** Where and what the first invalid escape is: index into the decoded body, and the text for the warning. */
export interface InvalidEscape { index: number; msg: string }

const SIMPLE: Record<string, string> = {
  '\n': '', '\\': '\\', "'": "'", '"': '"', b: '\b', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v', a: '\x07',
};

const hexValue = (c: number): number => {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 102 ? l - 87 : -1;
};

/** Offset of index `i` of `body` in the buffer that CPython decodes. */
function bufferOffset(body: string, i: number): number {
  let n = 0;
  for (let k = 0; k < i; k++) {
    const c = body.charCodeAt(k);
    if (c >= 0x80) {
      n += 10;
      if ((c & 0xfc00) === 0xd800 && (body.charCodeAt(k + 1) & 0xfc00) === 0xdc00) k++;
    } else if (c === 92 && k + 1 < body.length) {
      if (body.charCodeAt(k + 1) >= 0x80) n += 6;
      else { n += 2; k++; }
    } else n++;
  }
  return n;
}

function unicodeEscapeError(body: string, start: number, end: number, why: string): never {
  const s = bufferOffset(body, start);
  const e = s + (end - start);
  const where = e === s + 1 ? `byte 0x5c in position ${s}` : `bytes in position ${s}-${e - 1}`;
  throw new DecodeError('unicode error', `'unicodeescape' codec can't decode ${where}: ${why}`);
}

function octalEnd(body: string, i: number): number {
  let end = i;
  while (end < i + 3 && end < body.length && body.charCodeAt(end) >= 48 && body.charCodeAt(end) <= 55) end++;
  return end;
}

/** Decodes the body of a str literal with escapes. May set `invalid.found` to the first invalid escape. */
export function decodeUnicodeWithEscapes(body: string, invalid: { found: InvalidEscape | null }): PyStr {
  let out = '';
  let from = 0;
  let surrogates = false;
  const pieces: number[] = [];
  for (let i = body.indexOf('\\'); i >= 0; i = body.indexOf('\\', from)) {
    out += body.slice(from, i);
    const c = body[i + 1];
    const simple = c === undefined ? undefined : SIMPLE[c];
    if (simple !== undefined) {
      out += simple;
      from = i + 2;
      continue;
    }
    if (c === undefined) {
      out += '\\';
      from = i + 1;
      continue;
    }
    if (c >= '0' && c <= '7') {
      const end = octalEnd(body, i + 1);
      const v = parseInt(body.slice(i + 1, end), 8);
      if (v > 0o377 && invalid.found === null)
        invalid.found = { index: i, msg: `invalid octal escape sequence '\\${body.slice(i + 1, i + 4)}'` };
      out += String.fromCharCode(v);
      from = end;
      continue;
    }
    if (c === 'x' || c === 'u' || c === 'U') {
      const count = c === 'x' ? 2 : c === 'u' ? 4 : 8;
      let v = 0;
      let k = i + 2;
      for (; k < i + 2 + count; k++) {
        const h = k < body.length ? hexValue(body.charCodeAt(k)) : -1;
        if (h < 0) unicodeEscapeError(body, i, k, `truncated \\${c === 'x' ? 'xXX' : c === 'u' ? 'uXXXX' : 'UXXXXXXXX'} escape`);
        v = v * 16 + h;
      }
      if (v > 0x10ffff) unicodeEscapeError(body, i, k, 'illegal Unicode character');
      if (v >= 0xd800 && v < 0xe000) {
        surrogates = true;
        pieces.push(out.length);
      }
      out += String.fromCodePoint(v);
      from = k;
      continue;
    }
    if (c === 'N') {
      const open = i + 2;
      if (body[open] !== '{') unicodeEscapeError(body, i, open, 'malformed \\N character escape');
      let close = open + 1;
      while (close < body.length && body[close] !== '}') close++;
      if (close >= body.length || close === open + 1) unicodeEscapeError(body, i, close, 'malformed \\N character escape');
      const name = body.slice(open + 1, close);
      const code = getcode(name);
      if (code < 0) {
        if (!haveNames) throw new DecodeError('unicode error', `PyXray has no Unicode name table loaded for \\N{${name}}`);
        unicodeEscapeError(body, i, close + 1, 'unknown Unicode character name');
      }
      out += String.fromCodePoint(code);
      from = close + 1;
      continue;
    }
    if (c.charCodeAt(0) < 0x80 && invalid.found === null) invalid.found = { index: i, msg: `invalid escape sequence '\\${c}'` };
    out += '\\' + c;
    from = i + 2;
  }
  out += body.slice(from);
  return surrogates ? withSurrogates(out, pieces) : { t: 'str', v: out };
}

/** `at` holds the indices of surrogates that came from escapes: two in a row are two code points, which JS cannot say. */
function withSurrogates(v: string, at: number[]): PyStr {
  const lone = new Set(at);
  let pair = false;
  const cps: number[] = [];
  for (let i = 0; i < v.length; i++) {
    const c = v.charCodeAt(i);
    const next = v.charCodeAt(i + 1);
    if ((c & 0xfc00) === 0xd800 && (next & 0xfc00) === 0xdc00) {
      if (lone.has(i)) {
        cps.push(c);
        pair = true;
      } else {
        cps.push(v.codePointAt(i)!);
        i++;
      }
    } else cps.push(c);
  }
  return pair ? { t: 'str', v, cps } : { t: 'str', v };
}

const isHigh = (c: number): boolean => (c & 0xfc00) === 0xd800;
const isLow = (c: number): boolean => (c & 0xfc00) === 0xdc00;

/** Concatenation that keeps two lone surrogates apart where JS would join them. */
export function concatStr(a: PyStr, b: PyStr): PyStr {
  const v = a.v + b.v;
  const joins = a.v.length > 0 && isHigh(a.v.charCodeAt(a.v.length - 1)) && isLow(b.v.charCodeAt(0));
  if (!joins && a.cps === undefined && b.cps === undefined) return { t: 'str', v };
  return { t: 'str', v, cps: [...codePoints(a), ...codePoints(b)] };
}

const codePoints = (s: PyStr): number[] => s.cps ?? Array.from(s.v, (ch) => ch.codePointAt(0)!);

/** Decodes the body of a bytes literal, which is ASCII. */
export function decodeBytesWithEscapes(body: string, invalid: { found: InvalidEscape | null }): Uint8Array {
  const out = new Uint8Array(body.length);
  let n = 0;
  for (let i = 0; i < body.length; i++) {
    const c = body.charCodeAt(i);
    if (c !== 92) {
      out[n++] = c;
      continue;
    }
    const e = body[i + 1];
    const simple = SIMPLE[e];
    if (simple !== undefined) {
      if (simple !== '') out[n++] = simple.charCodeAt(0);
      i++;
    } else if (e >= '0' && e <= '7') {
      const end = octalEnd(body, i + 1);
      const v = parseInt(body.slice(i + 1, end), 8);
      if (v > 0o377 && invalid.found === null)
        invalid.found = { index: i, msg: `invalid octal escape sequence '\\${body.slice(i + 1, i + 4)}'` };
      out[n++] = v & 255;
      i = end - 1;
    } else if (e === 'x') {
      const hi = i + 2 < body.length ? hexValue(body.charCodeAt(i + 2)) : -1;
      const lo = i + 3 < body.length ? hexValue(body.charCodeAt(i + 3)) : -1;
      if (hi < 0 || lo < 0) throw new DecodeError('value error', `invalid \\x escape at position ${i}`);
      out[n++] = hi * 16 + lo;
      i += 3;
    } else {
      if (invalid.found === null) invalid.found = { index: i, msg: `invalid escape sequence '\\${e}'` };
      out[n++] = 92;
    }
  }
  return out.slice(0, n);
}

/** Splits a string token into its prefix letters and body. */
export function splitLiteral(text: string): { prefix: string; body: string; bodyStart: number } {
  let i = 0;
  while (text[i] !== "'" && text[i] !== '"') i++;
  const q = text[i];
  const triple = text.length - i >= 6 && text[i + 1] === q && text[i + 2] === q;
  const size = triple ? 3 : 1;
  return { prefix: text.slice(0, i), body: text.slice(i + size, text.length - size), bodyStart: i + size };
}
