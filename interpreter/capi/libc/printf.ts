// printf's formats. Answers to vfprintf of the C library. Text is a "binary string": one character a byte.

import { HEAP32, HEAPU32, HEAPU8, HEAPDV, write_ssize } from '../../include/heap';
import { PyOS_double_to_string, Py_DTSF_ALT } from '../../python/pystrtod';
import { VaList } from '../va_list';

interface Spec {
  flags: string;
  width: number;
  precision: number;
  size: string;
  conversion: string;
}

/** The bytes of the C string at `p`, at most `limit`. */
export function bytes_at(p: number, limit = Number.POSITIVE_INFINITY): string {
  if (p === 0) return '(null)'.slice(0, limit < 6 ? 0 : 6);
  let s = '';
  for (let i = 0; i < limit && HEAPU8[p + i] !== 0; i++) s += String.fromCharCode(HEAPU8[p + i]);
  return s;
}
/** A wchar_t string as UTF-8 bytes. */
function wide_at(p: number): string {
  let s = '';
  for (let q = p >> 2; HEAPU32[q] !== 0; q++) s += String.fromCodePoint(HEAPU32[q]);
  return utf8_binary(s);
}
export function utf8_binary(s: string): string {
  let out = '';
  for (const b of new TextEncoder().encode(s)) out += String.fromCharCode(b);
  return out;
}

function pad(s: Spec, sign: string, digits: string, zero: boolean): string {
  const n = sign.length + digits.length;
  if (n >= s.width) return sign + digits;
  if (s.flags.includes('-')) return (sign + digits).padEnd(s.width);
  return zero ? sign + digits.padStart(s.width - sign.length, '0') : (sign + digits).padStart(s.width);
}
function sign_of(s: Spec, negative: boolean): string {
  return negative ? '-' : s.flags.includes('+') ? '+' : s.flags.includes(' ') ? ' ' : '';
}

const BITS: Record<string, number> = { hh: 8, h: 16 };

function integer(s: Spec, va: VaList): string {
  const wide = /^(l|ll|z|j|t|q)$/.test(s.size);
  const signed = 'di'.includes(s.conversion);
  let v = BigInt(wide ? (signed ? va.long() : va.unsigned_long()) : signed ? va.int() : va.int() >>> 0);
  if (s.size in BITS) v = signed ? BigInt.asIntN(BITS[s.size], v) : BigInt.asUintN(BITS[s.size], v);
  const negative = v < 0n;
  const radix = s.conversion === 'o' ? 8 : 'xXp'.includes(s.conversion) ? 16 : 10;
  let digits = (negative ? -v : v).toString(radix);
  if (s.conversion === 'X') digits = digits.toUpperCase();
  if (s.precision === 0 && v === 0n) digits = '';
  digits = digits.padStart(s.precision, '0');
  let prefix = signed ? sign_of(s, negative) : '';
  if (s.flags.includes('#')) {
    if (radix === 8 && !digits.startsWith('0')) digits = `0${digits}`;
    if (radix === 16 && v !== 0n) prefix = s.conversion === 'X' ? '0X' : '0x';
  }
  return pad(s, prefix, digits, s.flags.includes('0') && s.precision < 0);
}

function hexadecimal(v: number, precision: number, alt: boolean): string {
  if (v === 0) return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : alt ? '.' : ''}p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, v);
  let bits = view.getBigUint64(0) & 0xfffffffffffffn;
  let exponent = (view.getUint32(0) >>> 20) & 0x7ff;
  let lead = exponent === 0 ? 0n : 1n;
  exponent = exponent === 0 ? -1022 : exponent - 1023;
  let digits = 13;
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(4 * (13 - precision));
    let all = (lead << 52n) | bits;
    const half = 1n << (drop - 1n);
    const rest = all & ((1n << drop) - 1n);
    all >>= drop;
    if (rest > half || (rest === half && (all & 1n) === 1n)) all++;
    lead = all >> BigInt(4 * precision);
    bits = all & ((1n << BigInt(4 * precision)) - 1n);
    digits = precision;
  }
  let fraction = digits === 0 ? '' : bits.toString(16).padStart(digits, '0');
  if (precision < 0) fraction = fraction.replace(/0+$/, '');
  else fraction = fraction.padEnd(precision, '0');
  return `0x${lead}${fraction === '' && !alt ? '' : `.${fraction}`}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

function floating(s: Spec, v: number): string {
  const lower = s.conversion.toLowerCase();
  const negative = v < 0 || Object.is(v, -0);
  const magnitude = Math.abs(v);
  let text: string;
  if (!Number.isFinite(v)) text = Number.isNaN(v) ? 'nan' : 'inf';
  else if (lower === 'a') text = hexadecimal(magnitude, s.precision, s.flags.includes('#'));
  else {
    const precision = s.precision < 0 ? 6 : lower === 'g' && s.precision === 0 ? 1 : s.precision;
    text = PyOS_double_to_string(magnitude, lower, precision, s.flags.includes('#') ? Py_DTSF_ALT : 0);
  }
  if (s.conversion !== lower) text = text.toUpperCase();
  const zero = s.flags.includes('0') && Number.isFinite(v);
  if (lower === 'a' && Number.isFinite(v)) return pad(s, sign_of(s, negative) + text.slice(0, 2), text.slice(2), zero);
  return pad(s, sign_of(s, negative && !Number.isNaN(v)), text, zero);
}

const SPEC = /([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(hh|h|ll|l|j|z|t|q|L)?([diouxXcspneEfFgGaAmSC%])/y;

/** Formats: `format` and the result are binary strings. An unknown conversion stands as it is. */
export function printf(format: string, va: VaList): string {
  let out = '';
  for (let i = 0; i < format.length; ) {
    const percent = format.indexOf('%', i);
    if (percent < 0) return out + format.slice(i);
    out += format.slice(i, percent);
    SPEC.lastIndex = percent + 1;
    const m = SPEC.exec(format);
    if (m === null) {
      out += '%';
      i = percent + 1;
      continue;
    }
    i = SPEC.lastIndex;
    let flags = m[1];
    let width = m[2] === '*' ? va.int() : Number(m[2] ?? 0);
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    const precision = m[3] === undefined ? -1 : m[3] === '*' ? va.int() : Number(m[3] || 0);
    out += conversion({ flags, width, precision, size: m[4] ?? '', conversion: m[5] }, va, out.length);
  }
  return out;
}

function conversion(s: Spec, va: VaList, written: number): string {
  switch (s.conversion) {
    case '%':
      return '%';
    case 'c':
    case 'C': {
      const c = va.int();
      return pad(s, '', s.size === 'l' || s.conversion === 'C' ? utf8_binary(String.fromCodePoint(c)) : String.fromCharCode(c & 255), false);
    }
    case 's':
    case 'S': {
      const p = va.pointer();
      const limit = s.precision < 0 ? Number.POSITIVE_INFINITY : s.precision;
      return pad(s, '', s.size === 'l' || s.conversion === 'S' ? wide_at(p).slice(0, limit) : bytes_at(p, limit), false);
    }
    case 'p': {
      const p = va.pointer();
      return pad(s, '', p === 0 ? '(nil)' : `0x${p.toString(16)}`, false);
    }
    case 'n': {
      const p = va.pointer();
      if (/^(l|ll|z|j|t)$/.test(s.size)) write_ssize(p, written);
      else if (s.size === 'h') HEAPDV.setInt16(p, written, true);
      else if (s.size === 'hh') HEAPU8[p] = written;
      else HEAP32[p >> 2] = written;
      return '';
    }
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return integer(s, va);
    default:
      return floating(s, s.size === 'L' ? va.long_double() : va.double());
  }
}

/** A format given as text, for PySys_WriteStdout: UTF-8 in, text out. */
export function cprintf(format: string, va: VaList): string {
  const binary = printf(utf8_binary(format), va);
  return new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
}

/** Writes at most size - 1 bytes and a NUL; the length that all would have. */
export function vsnprintf(str: number, size: number, format: number, va: number): number {
  const s = printf(bytes_at(format), new VaList(va));
  if (size > 0) {
    const n = Math.min(s.length, size - 1);
    for (let i = 0; i < n; i++) HEAPU8[str + i] = s.charCodeAt(i);
    HEAPU8[str + n] = 0;
  }
  return s.length;
}
