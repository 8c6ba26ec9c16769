// Answers to the character predicates and SRE(charset), SRE(at) of CPython 3.13's Modules/_sre/sre.c and sre_lib.h.
// Deviation: the locale is the C locale's (C.UTF-8 says the same of single bytes), so the LOC predicates are the ASCII ones.
//
// A set is an index into HEAP32: the words that follow <IN> <skip>, ended by FAILURE.

import { HEAP32, HEAPU8 } from '../../include/heap';
import {
  _PyUnicode_IsLinebreak, _PyUnicode_IsWhitespace, _PyUnicode_ToLowerFull, _PyUnicode_ToUpperFull, Py_UNICODE_ISALNUM, Py_UNICODE_TODECIMAL,
} from '../../objects/unicodectype';
import { AT, CATEGORY, OP } from './sre_constants';

export type Chars = Uint8Array | Uint16Array | Uint32Array;

export function sre_lower_ascii(ch: number): number {
  return ch >= 65 && ch <= 90 ? ch + 32 : ch;
}
export function sre_upper_ascii(ch: number): number {
  return ch >= 97 && ch <= 122 ? ch - 32 : ch;
}
export const sre_lower_locale = sre_lower_ascii;
export const sre_upper_locale = sre_upper_ascii;

const mapped: number[] = [];

/** The first character of what the character becomes: of 'ß'.upper() the S. */
export function sre_lower_unicode(ch: number): number {
  if (ch < 128) return sre_lower_ascii(ch);
  _PyUnicode_ToLowerFull(ch, mapped);
  return mapped[0];
}
export function sre_upper_unicode(ch: number): number {
  if (ch < 128) return sre_upper_ascii(ch);
  _PyUnicode_ToUpperFull(ch, mapped);
  return mapped[0];
}

function is_digit(ch: number): boolean {
  return ch >= 48 && ch <= 57;
}
function is_space(ch: number): boolean {
  return ch === 32 || (ch >= 9 && ch <= 13);
}
export function is_word(ch: number): boolean {
  return is_digit(ch) || (ch >= 97 && ch <= 122) || (ch >= 65 && ch <= 90) || ch === 95;
}

function category(code: number, ch: number): boolean {
  switch (code) {
    case CATEGORY.DIGIT: return is_digit(ch);
    case CATEGORY.NOT_DIGIT: return !is_digit(ch);
    case CATEGORY.SPACE: return is_space(ch);
    case CATEGORY.NOT_SPACE: return !is_space(ch);
    case CATEGORY.WORD: case CATEGORY.LOC_WORD: return is_word(ch);
    case CATEGORY.NOT_WORD: case CATEGORY.LOC_NOT_WORD: return !is_word(ch);
    case CATEGORY.LINEBREAK: return ch === 10;
    case CATEGORY.NOT_LINEBREAK: return ch !== 10;
    case CATEGORY.UNI_DIGIT: return Py_UNICODE_TODECIMAL(ch) >= 0;
    case CATEGORY.UNI_NOT_DIGIT: return Py_UNICODE_TODECIMAL(ch) < 0;
    case CATEGORY.UNI_SPACE: return _PyUnicode_IsWhitespace(ch);
    case CATEGORY.UNI_NOT_SPACE: return !_PyUnicode_IsWhitespace(ch);
    case CATEGORY.UNI_WORD: return Py_UNICODE_ISALNUM(ch) || ch === 95;
    case CATEGORY.UNI_NOT_WORD: return !Py_UNICODE_ISALNUM(ch) && ch !== 95;
    case CATEGORY.UNI_LINEBREAK: return _PyUnicode_IsLinebreak(ch);
    case CATEGORY.UNI_NOT_LINEBREAK: return !_PyUnicode_IsLinebreak(ch);
    default: return false;
  }
}

/** category << 8 | ch: 1 or 0; made at first use, the same in every realm. */
let latin1: Uint8Array | null = null;

function latin1_table(): Uint8Array {
  latin1 = new Uint8Array(CATEGORY.COUNT << 8);
  for (let c = 0; c < CATEGORY.COUNT; c++) for (let ch = 0; ch < 256; ch++) latin1[(c << 8) | ch] = category(c, ch) ? 1 : 0;
  return latin1;
}

export function sre_category(code: number, ch: number): boolean {
  return ch < 256 ? (latin1 ?? latin1_table())[(code << 8) | ch] === 1 : category(code, ch);
}

/** Is ch a member of the set? */
export function charset(set: number, ch: number): boolean {
  let ok = true;
  for (;;) {
    switch (HEAP32[set++]) {
      case OP.FAILURE:
        return !ok;
      case OP.LITERAL:
        if (ch === HEAP32[set]) return ok;
        set++;
        break;
      case OP.CATEGORY:
        if (sre_category(HEAP32[set], ch)) return ok;
        set++;
        break;
      case OP.CHARSET:
        if (ch < 256 && (HEAP32[set + (ch >> 5)] & (1 << (ch & 31))) !== 0) return ok;
        set += 8;
        break;
      case OP.RANGE:
        if (HEAP32[set] <= ch && ch <= HEAP32[set + 1]) return ok;
        set += 2;
        break;
      case OP.RANGE_UNI_IGNORE: {
        if (HEAP32[set] <= ch && ch <= HEAP32[set + 1]) return ok;
        const up = sre_upper_unicode(ch);
        if (HEAP32[set] <= up && up <= HEAP32[set + 1]) return ok;
        set += 2;
        break;
      }
      case OP.NEGATE:
        ok = !ok;
        break;
      case OP.BIGCHARSET: {
        const count = HEAP32[set++];
        const blocks = set + 64;
        if (ch < 0x10000) {
          const bit = (HEAPU8[(set << 2) + (ch >> 8)] << 8) + (ch & 255);
          if ((HEAP32[blocks + (bit >> 5)] & (1 << (ch & 31))) !== 0) return ok;
        }
        set = blocks + count * 8;
        break;
      }
      default:
        return false;
    }
  }
}

export function charset_loc_ignore(set: number, ch: number): boolean {
  const lo = sre_lower_locale(ch);
  if (charset(set, lo)) return true;
  const up = sre_upper_locale(ch);
  return up !== lo && charset(set, up);
}

export function char_loc_ignore(pattern: number, ch: number): boolean {
  return ch === pattern || sre_lower_locale(ch) === pattern || sre_upper_locale(ch) === pattern;
}

/** The first position from ptr whose character is (`want`) or is not (`!want`) in the set, or end. */
export function scan_charset(chars: Chars, ptr: number, end: number, set: number, want: boolean): number {
  if (HEAP32[set] === OP.CATEGORY && HEAP32[set + 2] === OP.FAILURE) {
    const code = HEAP32[set + 1];
    while (ptr < end && sre_category(code, chars[ptr]) !== want) ptr++;
  } else if (HEAP32[set] === OP.CHARSET && HEAP32[set + 9] === OP.FAILURE) {
    for (; ptr < end; ptr++) {
      const ch = chars[ptr];
      if ((ch < 256 && (HEAP32[set + 1 + (ch >> 5)] & (1 << (ch & 31))) !== 0) === want) break;
    }
  } else while (ptr < end && charset(set, chars[ptr]) !== want) ptr++;
  return ptr;
}

/** Does the condition hold between ptr - 1 and ptr of the subject [beginning, end)? */
export function sre_at(chars: Chars, beginning: number, end: number, ptr: number, code: number): boolean {
  switch (code) {
    case AT.BEGINNING:
    case AT.BEGINNING_STRING:
      return ptr === beginning;
    case AT.BEGINNING_LINE:
      return ptr === beginning || chars[ptr - 1] === 10;
    case AT.END:
      return ptr === end || (end - ptr === 1 && chars[ptr] === 10);
    case AT.END_LINE:
      return ptr === end || chars[ptr] === 10;
    case AT.END_STRING:
      return ptr === end;
    case AT.BOUNDARY:
    case AT.LOC_BOUNDARY:
      return boundary(chars, beginning, end, ptr, CATEGORY.WORD, true);
    case AT.NON_BOUNDARY:
    case AT.LOC_NON_BOUNDARY:
      return boundary(chars, beginning, end, ptr, CATEGORY.WORD, false);
    case AT.UNI_BOUNDARY:
      return boundary(chars, beginning, end, ptr, CATEGORY.UNI_WORD, true);
    case AT.UNI_NON_BOUNDARY:
      return boundary(chars, beginning, end, ptr, CATEGORY.UNI_WORD, false);
    default:
      return false;
  }
}

/** In an empty subject there is neither a boundary nor a place that is none. */
function boundary(chars: Chars, beginning: number, end: number, ptr: number, word: number, differ: boolean): boolean {
  if (beginning === end) return false;
  const before = ptr > beginning && sre_category(word, chars[ptr - 1]);
  const after = ptr < end && sre_category(word, chars[ptr]);
  return (before !== after) === differ;
}
