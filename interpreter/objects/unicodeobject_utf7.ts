// Answers to the utf-7 codec of Objects/unicodeobject.c of CPython 3.13 (RFC 2152).
//
// Outside '+...-' characters are themselves; inside, base 64 (without padding) of big-endian UTF-16 units. '+-' is '+'.

import { HEAPU8, write_ssize } from '../include/heap';
import { _Py_SINGLETON_str_empty } from '../include/statics';
import { PyBytes_FromStringAndSize } from './bytesobject';
import { ByteSink, Decoder } from './stringlib/codec_errors';
import { PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ } from './unicodeobject';
import { _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteCharInline } from './unicodeobject_writer';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Characters that a decoder takes as they are but that the encoder shifts in (set O, '+', '~', '\\' and controls are not direct). */
const DIRECT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:? \t\n\r";
const OPTIONAL = '!"#$%&*;<=>@[]^_`{|}';

function from_base64(c: number): number {
  return c < 128 ? BASE64.indexOf(String.fromCharCode(c)) : -1;
}

function is_direct(ch: number): boolean {
  return ch < 128 && ch > 0 && (DIRECT.includes(String.fromCharCode(ch)) || OPTIONAL.includes(String.fromCharCode(ch)));
}

interface Shift {
  active: boolean;
  bits: number;
  buffer: number;
  /** Where the shift sequence starts in the input, and in the output. */
  start: number;
  out: number;
  surrogate: number;
}

/** Adds a UTF-16 unit to the output, pairing surrogates. */
function put_unit(d: Decoder, s: Shift, unit: number): boolean {
  if (s.surrogate !== 0) {
    const high = s.surrogate;
    s.surrogate = 0;
    if (unit >= 0xdc00 && unit <= 0xdfff) return _PyUnicodeWriter_WriteCharInline(d.writer, 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff)) === 0;
    if (_PyUnicodeWriter_WriteCharInline(d.writer, high) < 0) return false;
  }
  if (unit >= 0xd800 && unit <= 0xdbff) {
    s.surrogate = unit;
    return true;
  }
  return _PyUnicodeWriter_WriteCharInline(d.writer, unit) === 0;
}

/** Takes the byte at i inside a shift sequence. Returns the next position, -1 with an exception. */
function shifted(d: Decoder, s: Shift, i: number): number {
  const ch = HEAPU8[d.s + i];
  const v = from_base64(ch);
  if (v >= 0) {
    s.buffer = ((s.buffer & 0x3ffff) << 6) | v;
    s.bits += 6;
    if (s.bits >= 16) {
      s.bits -= 16;
      const unit = (s.buffer >> s.bits) & 0xffff;
      s.buffer &= (1 << s.bits) - 1;
      if (!put_unit(d, s, unit)) return -1;
    }
    return i + 1;
  }
  s.active = false;
  if (s.bits > 0) {
    if (s.bits >= 6) return d.error('partial character in base64 sequence', s.start, i + 1);
    if (s.buffer !== 0) return d.error('non-zero padding bits in base64 sequence', s.start, i + 1);
  }
  if (s.surrogate !== 0 && ch <= 127 && ch !== 0x2b) {
    const high = s.surrogate;
    s.surrogate = 0;
    if (_PyUnicodeWriter_WriteCharInline(d.writer, high) < 0) return -1;
  }
  s.surrogate = 0;
  return ch === 0x2d ? i + 1 : i;
}

/** Takes the byte at i outside of shift sequences. */
function unshifted(d: Decoder, s: Shift, i: number): number {
  const ch = HEAPU8[d.s + i];
  if (ch === 0x2b) {
    if (i + 1 < d.size && HEAPU8[d.s + i + 1] === 0x2d) return _PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0 ? -1 : i + 2;
    if (i + 1 < d.size && from_base64(HEAPU8[d.s + i + 1]) < 0) return d.error('ill-formed sequence', i, i + 2);
    s.active = true;
    s.start = i;
    s.out = d.writer.pos;
    s.bits = s.buffer = s.surrogate = 0;
    return i + 1;
  }
  if (ch < 128) return _PyUnicodeWriter_WriteCharInline(d.writer, ch) < 0 ? -1 : i + 1;
  return d.error('unexpected special character', i, i + 1);
}

/** Returns new. With `consumed` an open shift sequence is left. May run Python code (an error handler); may fail. */
export function PyUnicode_DecodeUTF7Stateful(bytes: number, size: number, errors: string | null, consumed: number): number {
  if (consumed !== 0) write_ssize(consumed, size);
  if (size === 0) return _Py_SINGLETON_str_empty;
  const d = new Decoder('utf7', errors, bytes, size);
  const s: Shift = { active: false, bits: 0, buffer: 0, start: 0, out: 0, surrogate: 0 };
  let i = 0;
  for (;;) {
    while (i >= 0 && i < d.size) i = s.active ? shifted(d, s, i) : unshifted(d, s, i);
    if (i < 0 || !s.active || consumed !== 0) break;
    s.active = false;
    if (s.surrogate !== 0 || s.bits >= 6 || (s.bits > 0 && s.buffer !== 0)) {
      i = d.error('unterminated shift sequence', s.start, d.size);
      if (i < 0 || i >= d.size) break;
    } else break;
  }
  if (i >= 0 && s.active && consumed !== 0) {
    write_ssize(consumed, s.start);
    d.writer.pos = s.out;
  }
  d.close();
  if (i >= 0) return _PyUnicodeWriter_Finish(d.writer);
  _PyUnicodeWriter_Dealloc(d.writer);
  return 0;
}

export function PyUnicode_DecodeUTF7(s: number, size: number, errors: string | null): number {
  return PyUnicode_DecodeUTF7Stateful(s, size, errors, 0);
}

/** Returns new: bytes. */
export function _PyUnicode_EncodeUTF7(str: number, _errors: string | null): number {
  const kind = PyUnicode_KIND(str);
  const data = PyUnicode_DATA(str);
  const sink = new ByteSink();
  let shift = false;
  let bits = 0;
  let buffer = 0;
  const unit = (u: number): void => {
    buffer = ((buffer << 16) | u) >>> 0;
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      sink.push(BASE64.charCodeAt((buffer >>> bits) & 63));
    }
    buffer &= (1 << bits) - 1;
  };
  const close = (): void => {
    if (bits > 0) sink.push(BASE64.charCodeAt((buffer << (6 - bits)) & 63));
    bits = buffer = 0;
    shift = false;
  };
  for (let i = 0; i < PyUnicode_GET_LENGTH(str); i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (is_direct(ch)) {
      if (shift) {
        close();
        if (from_base64(ch) >= 0 || ch === 0x2d) sink.push(0x2d);
      }
      sink.push(ch);
      continue;
    }
    if (!shift) {
      sink.push(0x2b);
      if (ch === 0x2b) {
        sink.push(0x2d);
        continue;
      }
      shift = true;
    }
    if (ch >= 0x10000) {
      unit(0xd800 + ((ch - 0x10000) >> 10));
      unit(0xdc00 + (ch & 0x3ff));
    } else unit(ch);
  }
  if (shift) {
    close();
    sink.push(0x2d);
  }
  return PyBytes_FromStringAndSize(sink.bytes, sink.length);
}
