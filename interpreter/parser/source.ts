// Parser/tokenizer/helpers.c, string_tokenizer.c (decode_str, translate_newlines) and the PEP 263 part of the file tokenizer,
// CPython 3.13: from bytes to text. Deviations: decodes the whole source at once into a JS string, so a wrong byte is found
// wherever it stands (compile() overlooks one in a comment) and its position counts from the start of the source, not of the
// literal it is in; encodings besides utf-8, latin-1 and ascii are left to a Decoder.

import { PySyntaxError } from '../include/pycore_ast';

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:[#\r\n]|$)/;

interface DecoderLike { decode(bytes: Uint8Array): string }
declare const TextDecoder: { new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): DecoderLike } | undefined;

const sourceError = (msg: string, filename: string, lineno: number): PySyntaxError =>
  new PySyntaxError('SyntaxError', msg, filename, lineno, lineno === 0 ? -1 : 0, null, null, null);

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let s = '';
  for (let i = from; i < to; i += 8192) s += String.fromCharCode(...bytes.subarray(i, Math.min(i + 8192, to)));
  return s;
}

/** The encoding that a cookie in the first two lines names, normalised as get_normal_name does, or null. */
function findCookie(bytes: Uint8Array, from: number): string | null {
  let at = from;
  for (let line = 0; line < 2; line++) {
    let end = at;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const text = latin1(bytes, at, end);
    const m = COOKIE.exec(text);
    if (m !== null) return normalName(m[1]);
    if (!BLANK_OR_COMMENT.test(text)) return null;
    at = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1;
  }
  return null;
}

function normalName(name: string): string {
  const s = name.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (s === 'utf-8' || s.startsWith('utf-8-')) return 'utf-8';
  if (/^(latin-1|iso-8859-1|iso-latin-1)(-|$)/.test(s)) return 'iso-8859-1';
  return name;
}

/** First byte that is not UTF-8, with the reason CPython's decoder gives, or null. */
function invalidUtf8(b: Uint8Array): { at: number; end: number; why: string } | null {
  let i = 0;
  while (i < b.length) {
    const c = b[i];
    if (c < 0x80) {
      i++;
      continue;
    }
    const need = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
    if (need === 0) return { at: i, end: i + 1, why: 'invalid start byte' };
    for (let k = 1; k <= need; k++) {
      if (i + k >= b.length) return { at: i, end: b.length, why: 'unexpected end of data' };
      const d = b[i + k];
      const low = k === 1 ? (c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80) : 0x80;
      const high = k === 1 ? (c === 0xed ? 0xa0 : c === 0xf4 ? 0x90 : 0xc0) : 0xc0;
      if (d < low || d >= high) return { at: i, end: i + k, why: 'invalid continuation byte' };
    }
    i += need + 1;
  }
  return null;
}

function decodeUtf8(bytes: Uint8Array): string {
  if (typeof TextDecoder !== 'undefined') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let s = '';
  for (let i = 0; i < bytes.length; ) {
    const c = bytes[i];
    const n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    let v = n === 1 ? c : c & (0xff >> (n + 1));
    for (let k = 1; k < n; k++) v = v * 64 + (bytes[i + k] & 63);
    s += String.fromCodePoint(v);
    i += n;
  }
  return s;
}

/** `python file.py` words a wrong byte differently from compile(bytes). */
export type SourceKind = 'file' | 'string';

/** Decodes by an encoding's Python name; throws an Error whose message is the syntax error's. */
export type Decoder = (bytes: Uint8Array, encoding: string) => string;

/** Decodes source bytes by BOM and cookie; refuses what CPython refuses, in its words. */
export function decodeSource(bytes: Uint8Array, filename: string, kind: SourceKind, decode: Decoder): string {
  const bom = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const from = bom ? 3 : 0;
  const cookie = findCookie(bytes, from);
  if (bom && cookie !== null && cookie !== 'utf-8') throw sourceError(`encoding problem: ${cookie} with BOM`, filename, 0);
  const body = from > 0 ? bytes.subarray(from) : bytes;
  if (cookie === null || cookie === 'utf-8') {
    const bad = invalidUtf8(body);
    const nul = body.indexOf(0);
    // A file is read line by line, and a line ends at a null byte.
    if (bad !== null && kind === 'file' && nul >= 0 && nul < bad.at) throw nullBytes(filename, kind, decodeUtf8(body.subarray(0, nul)));
    if (bad !== null) throw badUtf8(body, bad, filename, kind, cookie);
    return decodeUtf8(body);
  }
  if (cookie === 'iso-8859-1') return latin1(body, 0, body.length);
  return decodeOther(bytes, body, cookie, filename, decode);
}

/** `before`: the text up to the null byte. In a file the line is named, and ends there; there is no caret. */
export function nullBytes(filename: string, kind: SourceKind, before: string): PySyntaxError {
  if (kind === 'string') return new PySyntaxError('SyntaxError', 'source code string cannot contain null bytes', filename, null, null, null, null, null);
  const lines = before.split('\n');
  return new PySyntaxError('SyntaxError', 'source code cannot contain null bytes', filename, lines.length, 0, lines[lines.length - 1], lines.length, 0);
}

function badUtf8(
  body: Uint8Array, bad: { at: number; end: number; why: string }, filename: string, kind: SourceKind, cookie: string | null,
): PySyntaxError {
  const hex = body[bad.at].toString(16).padStart(2, '0');
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < bad.at; i++) {
    if (body[i] !== 10) continue;
    line++;
    lineStart = i + 1;
  }
  if (kind === 'file' && cookie === null) {
    const msg = `Non-UTF-8 code starting with '\\x${hex}' in file ${filename} on line ${line}, but no encoding declared; ` +
      'see https://peps.python.org/pep-0263/ for details';
    return new PySyntaxError('SyntaxError', msg, filename, null, null, null, null, null);
  }
  const where = bad.end - bad.at === 1 ? `byte 0x${hex} in position ${bad.at}` : `bytes in position ${bad.at}-${bad.end - 1}`;
  const eol = body.indexOf(10, bad.at);
  const text = latin1(body, lineStart, eol < 0 ? body.length : eol).replace(/[\x80-\xff]/g, '\ufffd') + '\n';
  const offset = bad.at - lineStart + 1;
  return new PySyntaxError('SyntaxError', `(unicode error) 'utf-8' codec can't decode ${where}: ${bad.why}`, filename, line,
    offset, text, line, offset + 1);
}

function decodeOther(bytes: Uint8Array, body: Uint8Array, cookie: string, filename: string, decode: Decoder): string {
  const label = cookie.toLowerCase().replaceAll('_', '-');
  if (label === 'ascii' || label === 'us-ascii') {
    const at = bytes.findIndex((b) => b >= 0x80);
    if (at >= 0) {
      const hex = bytes[at].toString(16).padStart(2, '0');
      throw sourceError(`'ascii' codec can't decode byte 0x${hex} in position ${at}: ordinal not in range(128)`, filename, 0);
    }
    return latin1(body, 0, body.length);
  }
  try {
    return decode(body, cookie);
  } catch (e) {
    throw sourceError((e as Error).message, filename, 0);
  }
}

/** The Decoder of those who parse without an interpreter. */
export function decodeByHost(bytes: Uint8Array, encoding: string): string {
  const label = encoding.toLowerCase().replaceAll('_', '-');
  let decoder: DecoderLike | null = null;
  try {
    decoder = typeof TextDecoder === 'undefined' ? null : new TextDecoder(PYTHON_TO_WHATWG[label] ?? label, { fatal: true, ignoreBOM: true });
  } catch {
    decoder = null;
  }
  if (decoder === null) throw new Error(`unknown encoding: ${encoding}`);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Error(`(unicode error) '${encoding}' codec can't decode the source`);
  }
}

/** Python codec names that the WHATWG list spells otherwise. */
const PYTHON_TO_WHATWG: Record<string, string> = {
  cp1250: 'windows-1250', cp1251: 'windows-1251', cp1252: 'windows-1252', cp1253: 'windows-1253', cp1254: 'windows-1254',
  cp1255: 'windows-1255', cp1256: 'windows-1256', cp1257: 'windows-1257', cp1258: 'windows-1258', cp866: 'ibm866',
  'euc-jp': 'euc-jp', 'shift-jis': 'shift_jis', sjis: 'shift_jis', cp932: 'shift_jis', gb2312: 'gbk', 'koi8-r': 'koi8-r',
  'euc-kr': 'euc-kr', cp949: 'euc-kr', 'iso8859-2': 'iso-8859-2', 'iso8859-15': 'iso-8859-15', 'latin-9': 'iso-8859-15',
};

/** "\r\n" and "\r" become "\n"; `exec` input ends with one. */
export function translateNewlines(s: string, exec: boolean): string {
  if (s.includes('\r')) s = s.replace(/\r\n?/g, '\n');
  return exec && s.length > 0 && !s.endsWith('\n') ? s + '\n' : s;
}
