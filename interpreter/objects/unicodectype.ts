// Answers to Objects/unicodectype.c of CPython 3.13: character properties and case mapping of Unicode 15.1.
// Deviation: the tables are unpacked from generated text when the first character is asked for.

import { EXTENDED, INDEX, PAGES, RECORDS, SHIFT } from './generated/unicodetype_db';

const ALPHA_MASK = 0x01;
const DECIMAL_MASK = 0x02;
const DIGIT_MASK = 0x04;
const LOWER_MASK = 0x08;
const LINEBREAK_MASK = 0x10;
const SPACE_MASK = 0x20;
const TITLE_MASK = 0x40;
const UPPER_MASK = 0x80;
const XID_START_MASK = 0x100;
const XID_CONTINUE_MASK = 0x200;
const PRINTABLE_MASK = 0x400;
const NUMERIC_MASK = 0x800;
const CASE_IGNORABLE_MASK = 0x1000;
const CASED_MASK = 0x2000;
const EXTENDED_CASE_MASK = 0x4000;
const FIELDS = 6;

function unpack(runs: string): Uint16Array {
  const out: number[] = [];
  for (const run of runs.split(',')) {
    const star = run.indexOf('*');
    const value = Number(star < 0 ? run : run.slice(0, star));
    for (let n = star < 0 ? 1 : Number(run.slice(star + 1)); n > 0; n--) out.push(value);
  }
  return Uint16Array.from(out);
}

let index: Uint16Array | null = null;
let pages: Uint16Array;
let records: Int32Array;

/** The position of a character's record in `records`. */
function record(ch: number): number {
  if (index === null) {
    pages = unpack(PAGES);
    records = Int32Array.from(RECORDS);
    index = unpack(INDEX);
  }
  if (ch >= 0x110000) return 0;
  return pages[(index[ch >> SHIFT] << SHIFT) + (ch & ((1 << SHIFT) - 1))] * FIELDS;
}

function flags(ch: number): number {
  const r = record(ch);
  return records[r];
}

export function _PyUnicode_IsAlpha(ch: number): boolean {
  return (flags(ch) & ALPHA_MASK) !== 0;
}
export function _PyUnicode_IsLowercase(ch: number): boolean {
  return (flags(ch) & LOWER_MASK) !== 0;
}
export function _PyUnicode_IsUppercase(ch: number): boolean {
  return (flags(ch) & UPPER_MASK) !== 0;
}
export function _PyUnicode_IsTitlecase(ch: number): boolean {
  return (flags(ch) & TITLE_MASK) !== 0;
}
export function _PyUnicode_IsXidStart(ch: number): boolean {
  return (flags(ch) & XID_START_MASK) !== 0;
}
export function _PyUnicode_IsXidContinue(ch: number): boolean {
  return (flags(ch) & XID_CONTINUE_MASK) !== 0;
}
export function _PyUnicode_IsPrintable(ch: number): boolean {
  return ch < 0x7f ? ch >= 0x20 : (flags(ch) & PRINTABLE_MASK) !== 0;
}
export function _PyUnicode_IsNumeric(ch: number): boolean {
  return (flags(ch) & NUMERIC_MASK) !== 0;
}
export function _PyUnicode_IsCaseIgnorable(ch: number): boolean {
  return (flags(ch) & CASE_IGNORABLE_MASK) !== 0;
}
export function _PyUnicode_IsCased(ch: number): boolean {
  return (flags(ch) & CASED_MASK) !== 0;
}
export function _PyUnicode_IsDecimalDigit(ch: number): boolean {
  return (flags(ch) & DECIMAL_MASK) !== 0;
}
export function _PyUnicode_IsDigit(ch: number): boolean {
  return (flags(ch) & DIGIT_MASK) !== 0;
}
export function _PyUnicode_IsWhitespace(ch: number): boolean {
  if (ch < 128) return ch === 0x20 || (ch >= 9 && ch <= 13) || (ch >= 0x1c && ch <= 0x1f);
  return (flags(ch) & SPACE_MASK) !== 0;
}
export function _PyUnicode_IsLinebreak(ch: number): boolean {
  if (ch < 128) return (ch >= 10 && ch <= 13) || (ch >= 0x1c && ch <= 0x1e);
  return (flags(ch) & LINEBREAK_MASK) !== 0;
}
export function Py_UNICODE_ISSPACE(ch: number): boolean {
  return _PyUnicode_IsWhitespace(ch);
}
export function Py_UNICODE_ISALNUM(ch: number): boolean {
  return (flags(ch) & (ALPHA_MASK | DECIMAL_MASK | DIGIT_MASK | NUMERIC_MASK)) !== 0;
}

/** The decimal digit's value, or -1. */
export function _PyUnicode_ToDecimalDigit(ch: number): number {
  const r = record(ch);
  return records[r + 4];
}
export function Py_UNICODE_TODECIMAL(ch: number): number {
  return ch < 128 ? (ch >= 48 && ch <= 57 ? ch - 48 : -1) : _PyUnicode_ToDecimalDigit(ch);
}
export function _PyUnicode_ToDigit(ch: number): number {
  const r = record(ch);
  return records[r + 5];
}
export function _PyUnicode_ToUppercase(ch: number): number {
  const r = record(ch);
  return ch + records[r + 1];
}
export function _PyUnicode_ToLowercase(ch: number): number {
  const r = record(ch);
  return ch + records[r + 2];
}
export function _PyUnicode_ToTitlecase(ch: number): number {
  const r = record(ch);
  return ch + records[r + 3];
}

const NO_EXTENDED = ['', '', '', ''] as const;

function full(ch: number, which: 0 | 1 | 2 | 3, simple: number, res: number[]): number {
  if ((flags(ch) & EXTENDED_CASE_MASK) === 0) {
    res[0] = simple;
    return 1;
  }
  const s = (EXTENDED[ch] ?? NO_EXTENDED)[which];
  let n = 0;
  for (const c of s) res[n++] = c.codePointAt(0) as number;
  return n;
}

/** Writes the full mapping (1 to 3 characters) to `res`; returns their number. */
export function _PyUnicode_ToUpperFull(ch: number, res: number[]): number {
  return full(ch, 0, _PyUnicode_ToUppercase(ch), res);
}
export function _PyUnicode_ToLowerFull(ch: number, res: number[]): number {
  return full(ch, 1, _PyUnicode_ToLowercase(ch), res);
}
export function _PyUnicode_ToTitleFull(ch: number, res: number[]): number {
  return full(ch, 2, _PyUnicode_ToTitlecase(ch), res);
}
export function _PyUnicode_ToFoldedFull(ch: number, res: number[]): number {
  return full(ch, 3, _PyUnicode_ToLowercase(ch), res);
}
