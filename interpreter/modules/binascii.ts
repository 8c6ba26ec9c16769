// Answers to Modules/binascii.c of CPython 3.13: bytes as text and back (base64, hex, uu, quoted-printable), and CRCs.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAPU8, read_ptr, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_O, Py_DECREF } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc } from '../include/typespec';
import { PyBUF_SIMPLE, PyObject_CheckBuffer } from '../objects/abstract';
import { bytes_hex } from '../objects/bytes_methods';
import { PyBytes_FromJS } from '../objects/bytesobject';
import { PyLong_AsUnsignedLongLongMask64, PyLong_FromLong } from '../objects/longobject';
import { PyUnicode_AsASCIIString, PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII } from '../objects/unicodeobject';
import { PyErr_Format, PyErr_NewException, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { type_name_of } from '../objects/fileobject';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { arg, as_bool, clinic_args, with_buffer } from './clinic';

/** Module state: Error and Incomplete. */
const Error_ = static_alloc(8);
const Incomplete = static_alloc(8);

/** A message of binascii.Error in place of a result. */
class Failure {
  constructor(readonly message: string) {}
}

/** New bytes of what `convert` makes of the argument's bytes. */
function convert(data: number, ascii: boolean, f: (bytes: Uint8Array) => Uint8Array | number[] | Failure): number {
  let bytes: Uint8Array | null;
  if (ascii && PyUnicode_Check(data)) {
    if (!PyUnicode_IS_ASCII(data)) {
      PyErr_SetString(S.PyExc_ValueError, 'string argument should contain only ASCII characters');
      return 0;
    }
    bytes = HEAPU8.slice(PyUnicode_DATA(data), PyUnicode_DATA(data) + PyUnicode_GET_LENGTH(data));
  } else if (ascii && !PyObject_CheckBuffer(data)) {
    return PyErr_Format(S.PyExc_TypeError, "argument should be bytes, buffer or ASCII string, not '%.100s'", type_name_of(data));
  } else bytes = with_buffer<Uint8Array | null>(data, PyBUF_SIMPLE, null, (p, n) => HEAPU8.slice(p, p + n));
  if (bytes === null) return 0;
  const r = f(bytes);
  if (r instanceof Failure) {
    PyErr_SetString(read_ptr(Error_), r.message);
    return 0;
  }
  return PyBytes_FromJS(r instanceof Uint8Array ? r : Uint8Array.from(r));
}

/** The keyword-only flag of a function with one positional argument: [data, flag], or null. */
function data_and_flag(fname: string, flag: string, initial: boolean, args: number, nargs: number, kwnames: number): [number, boolean] | null {
  const a = clinic_args({ fname, keywords: ['', flag] }, 1, 1, 0, args, nargs, kwnames);
  const v = a === null ? null : a[1] === 0 ? initial : as_bool(a[1]);
  return a === null || v === null ? null : [a[0], v];
}

// --- base64 ---------------------------------------------------------------------------------------------------------

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Uint8Array(256).fill(64);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
const PAD = 61;

function decode_base64(src: Uint8Array, strict: boolean): Uint8Array | Failure {
  if (strict && src[0] === PAD) return new Failure('Leading padding not allowed');
  const out = new Uint8Array(Math.ceil((src.length * 3) / 4) + 3);
  let n = 0;
  let quad_pos = 0;
  let left = 0;
  let pads = 0;
  let padding_started = false;
  for (let i = 0; i < src.length; i++) {
    if (src[i] === PAD) {
      padding_started = true;
      if (strict && quad_pos === 0) return new Failure('Excess padding not allowed');
      if (quad_pos >= 2 && quad_pos + ++pads >= 4) {
        if (strict && i + 1 < src.length) return new Failure('Excess data after padding');
        return out.subarray(0, n);
      }
      continue;
    }
    const c = VALUES[src[i]];
    if (c >= 64) {
      if (strict) return new Failure('Only base64 data is allowed');
      continue;
    }
    if (strict && padding_started) return new Failure('Discontinuous padding not allowed');
    pads = 0;
    if (quad_pos === 1) out[n++] = (left << 2) | (c >> 4);
    else if (quad_pos === 2) out[n++] = (left << 4) | (c >> 2);
    else if (quad_pos === 3) out[n++] = (left << 6) | c;
    left = c & (quad_pos === 1 ? 15 : quad_pos === 2 ? 3 : 63);
    quad_pos = (quad_pos + 1) & 3;
  }
  if (quad_pos === 1) return new Failure(`Invalid base64-encoded string: number of data characters (${Math.trunc(n / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`);
  return quad_pos !== 0 ? new Failure('Incorrect padding') : out.subarray(0, n);
}

function a2b_base64(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = data_and_flag('a2b_base64', 'strict_mode', false, args, nargs, kwnames);
  return a === null ? 0 : convert(a[0], true, (bytes) => decode_base64(bytes, a[1]));
}

function b2a_base64(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = data_and_flag('b2a_base64', 'newline', true, args, nargs, kwnames);
  if (a === null) return 0;
  return convert(a[0], false, (src) => {
    const out = new Uint8Array(Math.ceil(src.length / 3) * 4 + (a[1] ? 1 : 0));
    let n = 0;
    for (let i = 0; i < src.length; i += 3) {
      const word = (src[i] << 16) | ((src[i + 1] ?? 0) << 8) | (src[i + 2] ?? 0);
      for (let k = 0; k < 4; k++) out[n++] = i + k > src.length ? PAD : ALPHABET.charCodeAt((word >> (18 - 6 * k)) & 63);
    }
    if (a[1]) out[n] = 10;
    return out;
  });
}

// --- hex ------------------------------------------------------------------------------------------------------------

function hexlify_as(fname: string) {
  return (_m: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args({ fname, keywords: ['data', 'sep', 'bytes_per_sep'] }, 1, 3, 0, args, nargs, kwnames);
    if (a === null) return 0;
    const mark = stackSave();
    const rest = stackAlloc(16);
    write_ptr(rest, a[1]);
    write_ptr(rest + 8, a[2] === 0 ? PyLong_FromLong(1) : a[2]);
    const text = with_buffer(a[0], PyBUF_SIMPLE, 0, (p, n) => bytes_hex(p, n, rest, a[1] === 0 ? 0 : 2, 0));
    stackRestore(mark);
    if (text === 0) return 0;
    const r = PyUnicode_AsASCIIString(text);
    Py_DECREF(text);
    return r;
  };
}
const b2a_hex = hexlify_as('b2a_hex');
const hexlify = hexlify_as('hexlify');

function hex_digit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function unhexlify(_m: number, data: number): number {
  return convert(data, true, (src) => {
    if (src.length % 2 !== 0) return new Failure('Odd-length string');
    const out = new Uint8Array(src.length / 2);
    for (let i = 0; i < out.length; i++) {
      const high = hex_digit(src[2 * i]);
      const low = hex_digit(src[2 * i + 1]);
      if (high < 0 || low < 0) return new Failure('Non-hexadecimal digit found');
      out[i] = high * 16 + low;
    }
    return out;
  });
}

// --- uu -------------------------------------------------------------------------------------------------------------

function decode_uu(src: Uint8Array): number[] | Failure {
  const out: number[] = [];
  let bin_len = src.length === 0 ? 32 : (src[0] - 32) & 63;
  let i = 1;
  let left = 0;
  let bits = 0;
  for (; bin_len > 0; i++) {
    let c = i < src.length ? src[i] : 0;
    if (c === 10 || c === 13 || i >= src.length) c = 0;
    else {
      // 64 values more than a blank: some write '`' for zero.
      if (c < 32 || c > 96) return new Failure('Illegal char');
      c = (c - 32) & 63;
    }
    left = (left << 6) | c;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((left >> bits) & 255);
      left &= (1 << bits) - 1;
      bin_len--;
    }
  }
  for (; i < src.length; i++) if (![32, 96, 10, 13].includes(src[i])) return new Failure('Trailing garbage');
  return out;
}
function a2b_uu(_m: number, data: number): number {
  return convert(data, true, decode_uu);
}

function b2a_uu(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = data_and_flag('b2a_uu', 'backtick', false, args, nargs, kwnames);
  if (a === null) return 0;
  return convert(a[0], false, (src) => {
    if (src.length > 45) return new Failure('At most 45 bytes at once');
    const digit = (v: number): number => (a[1] && v === 0 ? 96 : v + 32);
    const out = [digit(src.length)];
    for (let i = 0; i < src.length; i += 3) {
      const word = (src[i] << 16) | ((src[i + 1] ?? 0) << 8) | (src[i + 2] ?? 0);
      for (let k = 0; k < 4; k++) out.push(digit((word >> (18 - 6 * k)) & 63));
    }
    out.push(10);
    return out;
  });
}

// --- quoted-printable -----------------------------------------------------------------------------------------------

function decode_qp(src: Uint8Array, header: boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < src.length; ) {
    const c = src[i++];
    if (c === 95 && header) out.push(32);
    else if (c !== PAD) out.push(c);
    else if (i >= src.length) break;
    else if (src[i] === 10 || src[i] === 13) {
      // A soft line break.
      while (i < src.length && src[i] !== 10) i++;
      i++;
    } else if (src[i] === PAD) {
      out.push(PAD);
      i++;
    } else if (i + 1 < src.length && hex_digit(src[i]) >= 0 && hex_digit(src[i + 1]) >= 0) {
      out.push(hex_digit(src[i]) * 16 + hex_digit(src[i + 1]));
      i += 2;
    } else out.push(PAD);
  }
  return out;
}
function a2b_qp(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'a2b_qp', keywords: ['data', 'header'] }, 1, 2, 0, args, nargs, kwnames);
  const header = a === null || a[1] === 0 ? false : as_bool(a[1]);
  return a === null || header === null ? 0 : convert(a[0], true, (bytes) => decode_qp(bytes, header));
}

const MAXLINESIZE = 76;
const HEX = '0123456789ABCDEF';

function must_quote(src: Uint8Array, i: number, linelen: number, quotetabs: boolean, istext: boolean, header: boolean): boolean {
  const c = src[i];
  const next = i + 1 === src.length ? -1 : src[i + 1];
  const blank = c === 9 || c === 32;
  const newline = c === 13 || c === 10;
  if (c > 126 || c === PAD || (header && c === 95)) return true;
  if (c === 46 && linelen === 0 && (next === -1 || next === 10 || next === 13 || next === 0)) return true;
  if (!istext && newline) return true;
  if (blank && next === -1) return true;
  return c < 33 && !newline && (quotetabs || !blank);
}

function encode_qp(src: Uint8Array, quotetabs: boolean, istext: boolean, header: boolean): number[] {
  const first = src.indexOf(10);
  const eol = first > 0 && src[first - 1] === 13 ? [13, 10] : [10];
  const out: number[] = [];
  let linelen = 0;
  const quote = (c: number): void => {
    out.push(PAD, HEX.charCodeAt(c >> 4), HEX.charCodeAt(c & 15));
  };
  for (let i = 0; i < src.length; ) {
    const c = src[i];
    if (must_quote(src, i, linelen, quotetabs, istext, header)) {
      if (linelen + 3 >= MAXLINESIZE) {
        out.push(PAD, ...eol);
        linelen = 0;
      }
      quote(c);
      linelen += 3;
      i++;
    } else if (istext && (c === 10 || (c === 13 && src[i + 1] === 10))) {
      linelen = 0;
      const last = out[out.length - 1];
      if (last === 32 || last === 9) {
        // White space at the end of a line would be lost.
        out.pop();
        quote(last);
      }
      out.push(...eol);
      i += c === 13 ? 2 : 1;
    } else {
      if (i + 1 !== src.length && src[i + 1] !== 10 && linelen + 1 >= MAXLINESIZE) {
        out.push(PAD, ...eol);
        linelen = 0;
      }
      linelen++;
      out.push(header && c === 32 ? 95 : c);
      i++;
    }
  }
  return out;
}
function b2a_qp(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'b2a_qp', keywords: ['data', 'quotetabs', 'istext', 'header'] }, 1, 4, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const flags = [a[1] === 0 ? false : as_bool(a[1]), a[2] === 0 ? true : as_bool(a[2]), a[3] === 0 ? false : as_bool(a[3])];
  if (flags.includes(null)) return 0;
  return convert(a[0], false, (bytes) => encode_qp(bytes, flags[0] as boolean, flags[1] as boolean, flags[2] as boolean));
}

// --- checksums ------------------------------------------------------------------------------------------------------

const CRC32 = new Uint32Array(256);
for (let i = 0; i < 256; i++) {
  let c = i;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  CRC32[i] = c;
}

/** The CRC-32 of zip and PNG, continued from `crc`. */
export function crc32_of(p: number, n: number, crc: number): number {
  let c = ~crc;
  for (let i = p; i < p + n; i++) c = (c >>> 8) ^ CRC32[(c ^ HEAPU8[i]) & 255];
  return ~c >>> 0;
}

function crc_arguments(fname: string, args: number, nargs: number, min: number): number | null {
  if (!_PyArg_CheckPositional(fname, nargs, min, 2)) return null;
  const crc = nargs > 1 ? PyLong_AsUnsignedLongLongMask64(arg(args, 1)) : 0n;
  return PyErr_Occurred() ? null : Number(BigInt.asUintN(32, crc));
}
export function binascii_crc32(_m: number, args: number, nargs: number): number {
  const crc = crc_arguments('crc32', args, nargs, 1);
  return crc === null ? 0 : with_buffer(arg(args, 0), PyBUF_SIMPLE, 0, (p, n) => PyLong_FromLong(crc32_of(p, n, crc)));
}
function crc_hqx(_m: number, args: number, nargs: number): number {
  const crc = crc_arguments('crc_hqx', args, nargs, 2);
  if (crc === null) return 0;
  return with_buffer(arg(args, 0), PyBUF_SIMPLE, 0, (p, n) => {
    let c = crc & 0xffff;
    for (let i = p; i < p + n; i++) {
      c ^= HEAPU8[i] << 8;
      for (let k = 0; k < 8; k++) c = c & 0x8000 ? ((c << 1) ^ 0x1021) & 0xffff : c << 1;
    }
    return PyLong_FromLong(c);
  });
}

builtin_module({
  m_name: 'binascii',
  m_doc: 'Conversion between binary data and ASCII',
  m_methods: [
    ['a2b_uu', a2b_uu, METH_O, 'a2b_uu($module, data, /)\n--\n\nDecode a line of uuencoded data.'],
    ['b2a_uu', b2a_uu, METH_FASTCALL | METH_KEYWORDS, 'b2a_uu($module, data, /, *, backtick=False)\n--\n\nUuencode a line of data.'],
    ['a2b_base64', a2b_base64, METH_FASTCALL | METH_KEYWORDS, 'a2b_base64($module, data, /, *, strict_mode=False)\n--\n\nDecode base64.'],
    ['b2a_base64', b2a_base64, METH_FASTCALL | METH_KEYWORDS, 'b2a_base64($module, data, /, *, newline=True)\n--\n\nEncode as base64.'],
    ['a2b_hex', unhexlify, METH_O, 'a2b_hex($module, hexstr, /)\n--\n\nDecode hexadecimal digits.'],
    ['b2a_hex', b2a_hex, METH_FASTCALL | METH_KEYWORDS, 'b2a_hex($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nHexadecimal digits of data.'],
    ['hexlify', hexlify, METH_FASTCALL | METH_KEYWORDS, 'hexlify($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nHexadecimal digits of data.'],
    ['unhexlify', unhexlify, METH_O, 'unhexlify($module, hexstr, /)\n--\n\nDecode hexadecimal digits.'],
    ['crc_hqx', crc_hqx, METH_FASTCALL, 'crc_hqx($module, data, crc, /)\n--\n\nThe CRC-CCITT of data.'],
    ['crc32', binascii_crc32, METH_FASTCALL, 'crc32($module, data, crc=0, /)\n--\n\nThe CRC-32 of data.'],
    ['b2a_qp', b2a_qp, METH_FASTCALL | METH_KEYWORDS, 'b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)\n--\n\nEncode as quoted-printable.'],
    ['a2b_qp', a2b_qp, METH_FASTCALL | METH_KEYWORDS, 'a2b_qp($module, /, data, header=False)\n--\n\nDecode quoted-printable.'],
  ],
  m_exec: (m) => {
    for (const [slot, name, base] of [[Error_, 'Error', S.PyExc_ValueError], [Incomplete, 'Incomplete', 0]] as const) {
      if (read_ptr(slot) === 0) write_ptr(slot, PyErr_NewException(`binascii.${name}`, base, 0));
      if (read_ptr(slot) === 0 || PyModule_AddObjectRef(m, name, read_ptr(slot)) < 0) return -1;
    }
    return 0;
  },
});
