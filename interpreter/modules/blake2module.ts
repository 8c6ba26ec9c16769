// Answers to Modules/blake2module.c of CPython 3.13: BLAKE2b and BLAKE2s (RFC 7693) with key, salt, person and tree parameters.
// State words 0..15: h (64-bit words as low, high). Word 62: 1 when this is the last node of its tree level.

import { HEAP32, HEAPF64, HEAPU8, HEAPU32, memset0, read_ptr } from '../include/heap';
import * as S from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyBUF_SIMPLE } from '../objects/abstract';
import { PyLong_AsBigInt, PyLong_Check, PyLong_FromLong } from '../objects/longobject';
import { PyObject_Free } from '../objects/obmalloc';
import { PyDict_SetItemString } from '../objects/dictobject';
import { PyTypeObject } from '../include/generated/offsets';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { as_bool, as_int, clinic_new, with_buffer } from './clinic';
import { type Algorithm, BLOCK, DIGEST_SIZE, FED, FILL, hash_new, hash_type, hash_update_object, words_of } from './hashtype';

const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3], [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8], [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10], [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const MIX = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
/** SHA-512's initial values, low word first; SHA-256's are the high words. */
const IV64 = Int32Array.from([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);
const IV32 = IV64.filter((_, i) => i % 2 === 1);
const LAST_NODE = 62;

const V = new Int32Array(32);
const M = new Int32Array(32);

function load(block: number, words: number): void {
  for (let i = 0; i < words; i++) {
    const p = block + i * 4;
    M[i] = HEAPU8[p] | (HEAPU8[p + 1] << 8) | (HEAPU8[p + 2] << 16) | (HEAPU8[p + 3] << 24);
  }
}

const rotr = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function mix32(a: number, b: number, c: number, d: number, x: number, y: number): void {
  V[a] = V[a] + V[b] + x;
  V[d] = rotr(V[d] ^ V[a], 16);
  V[c] = V[c] + V[d];
  V[b] = rotr(V[b] ^ V[c], 12);
  V[a] = V[a] + V[b] + y;
  V[d] = rotr(V[d] ^ V[a], 8);
  V[c] = V[c] + V[d];
  V[b] = rotr(V[b] ^ V[c], 7);
}

function compress32(w: number, self: number, last: boolean): void {
  const fed = HEAPF64[(self + FED) >> 3];
  load(self + BLOCK, 16);
  for (let i = 0; i < 8; i++) {
    V[i] = HEAPU32[w + i];
    V[i + 8] = IV32[i];
  }
  V[12] ^= fed % 4294967296;
  V[13] ^= Math.floor(fed / 4294967296);
  if (last) V[14] = ~V[14];
  if (last && HEAPU32[w + LAST_NODE]) V[15] = ~V[15];
  for (let r = 0; r < 10; r++) MIX.forEach(([a, b, c, d], i) => mix32(a, b, c, d, M[SIGMA[r][2 * i]], M[SIGMA[r][2 * i + 1]]));
  for (let i = 0; i < 8; i++) HEAPU32[w + i] ^= V[i] ^ V[i + 8];
}

/** V[a] += V[b] + (lo, hi), 64-bit words at index 2a. */
function add64(a: number, b: number, lo: number, hi: number): void {
  const low = (V[2 * a] >>> 0) + (V[2 * b] >>> 0) + (lo >>> 0);
  V[2 * a] = low;
  V[2 * a + 1] = V[2 * a + 1] + V[2 * b + 1] + hi + Math.floor(low / 4294967296);
}
/** V[d] = rotr64(V[d] ^ V[a], n). */
function xor_rotate(d: number, a: number, n: number): void {
  let lo = V[2 * d] ^ V[2 * a];
  let hi = V[2 * d + 1] ^ V[2 * a + 1];
  if (n >= 32) [lo, hi, n] = [hi, lo, n - 32];
  V[2 * d] = n === 0 ? lo : (lo >>> n) | (hi << (32 - n));
  V[2 * d + 1] = n === 0 ? hi : (hi >>> n) | (lo << (32 - n));
}
function mix64(a: number, b: number, c: number, d: number, x: number, y: number): void {
  add64(a, b, M[2 * x], M[2 * x + 1]);
  xor_rotate(d, a, 32);
  add64(c, d, 0, 0);
  xor_rotate(b, c, 24);
  add64(a, b, M[2 * y], M[2 * y + 1]);
  xor_rotate(d, a, 16);
  add64(c, d, 0, 0);
  xor_rotate(b, c, 63);
}

function compress64(w: number, self: number, last: boolean): void {
  const fed = HEAPF64[(self + FED) >> 3];
  load(self + BLOCK, 32);
  for (let i = 0; i < 16; i++) {
    V[i] = HEAPU32[w + i];
    V[i + 16] = IV64[i];
  }
  V[24] ^= fed % 4294967296;
  V[25] ^= Math.floor(fed / 4294967296);
  for (const i of last ? (HEAPU32[w + LAST_NODE] ? [28, 29, 30, 31] : [28, 29]) : []) V[i] = ~V[i];
  for (let r = 0; r < 12; r++) MIX.forEach(([a, b, c, d], i) => mix64(a, b, c, d, SIGMA[r % 10][2 * i], SIGMA[r % 10][2 * i + 1]));
  for (let i = 0; i < 16; i++) HEAPU32[w + i] ^= V[i] ^ V[i + 16];
}

function algorithm(name: string, wide: boolean): Algorithm {
  const size = wide ? 128 : 64;
  const compress = wide ? compress64 : compress32;
  return {
    name, digest_size: size / 2, block_size: size, lazy: true,
    init: (w) => HEAPU32.set(wide ? IV64 : IV32, w),
    compress: (w, _block, self) => compress(w, self, false),
    finish: (self) => {
      const fill = HEAP32[(self + FILL) >> 2];
      memset0(self + BLOCK + fill, size - fill);
      HEAPF64[(self + FED) >> 3] += fill;
      compress(words_of(self), self, true);
      const w = words_of(self) * 4;
      return HEAPU8.slice(w, w + HEAP32[(self + DIGEST_SIZE) >> 2]);
    },
  };
}

// --- parameters -------------------------------------------------------------------------------------------------------

const KEYWORDS = ['', 'digest_size', 'key', 'salt', 'person', 'fanout', 'depth', 'leaf_size', 'node_offset', 'node_depth', 'inner_size', 'last_node', 'usedforsecurity'];

function value_error(format: string, ...args: number[]): null {
  PyErr_Format(S.PyExc_ValueError, format, ...args);
  return null;
}

/** The bytes of a parameter, at most `max`; null with an exception. */
function bytes_parameter(o: number, name: string, max: number): Uint8Array | null {
  if (o === 0) return new Uint8Array(0);
  const bytes = with_buffer<Uint8Array | null>(o, PyBUF_SIMPLE, null, (p, n) => HEAPU8.slice(p, p + n));
  if (bytes === null || bytes.length <= max) return bytes;
  return value_error(name === 'key' ? `maximum key length is %d bytes` : `maximum ${name} length is %d bytes`, max);
}
function int_parameter(o: number, initial: number, min: number, max: number, message: string): number | null {
  const v = o === 0 ? initial : as_int(o);
  if (v === null) return null;
  return v < min || v > max ? value_error(message) : v;
}
function big_parameter(o: number, bits: number, message: string): bigint | null {
  if (o === 0) return 0n;
  if (!PyLong_Check(o)) {
    PyErr_SetString(S.PyExc_TypeError, 'an integer is required');
    return null;
  }
  const v = PyLong_AsBigInt(o);
  if (v < 0n) {
    PyErr_SetString(S.PyExc_OverflowError, "can't convert negative value to unsigned int");
    return null;
  }
  if (v >= 1n << BigInt(bits)) {
    PyErr_SetString(S.PyExc_OverflowError, message);
    return null;
  }
  return v;
}

/** The parameter block of RFC 7693, 2.5 and 2.8; null with an exception. */
function parameter_block(a: number[], wide: boolean, digest_size: number, key: Uint8Array): Uint8Array | null {
  const width = wide ? 16 : 8;
  const salt = bytes_parameter(a[3], 'salt', width);
  const person = salt === null ? null : bytes_parameter(a[4], 'person', width);
  if (salt === null || person === null) return null;
  const fanout = int_parameter(a[5], 1, 0, 255, 'fanout must be between 0 and 255');
  const depth = fanout === null ? null : int_parameter(a[6], 1, 1, 255, 'depth must be between 1 and 255');
  const leaf_size = depth === null ? null : big_parameter(a[7], 32, 'leaf_size is too large');
  const node_offset = leaf_size === null ? null : big_parameter(a[8], wide ? 64 : 48, 'node_offset is too large');
  const node_depth = node_offset === null ? null : int_parameter(a[9], 0, 0, 255, 'node_depth must be between 0 and 255');
  const inner_size = node_depth === null ? null : int_parameter(a[10], 0, 0, width * 4, `inner_size must be between 0 and is ${width * 4}`);
  if (fanout === null || depth === null || leaf_size === null || node_offset === null || node_depth === null || inner_size === null) return null;
  const p = new Uint8Array(width * 4);
  const view = new DataView(p.buffer);
  p.set([digest_size, key.length, fanout, depth]);
  view.setUint32(4, Number(leaf_size), true);
  view.setBigUint64(8, node_offset, true);
  // BLAKE2s has 6 bytes of node offset.
  p[wide ? 16 : 14] = node_depth;
  p[wide ? 17 : 15] = inner_size;
  p.set(salt, width * 2);
  p.set(person, width * 3);
  return p;
}

function py_blake2_new(name: string, wide: boolean) {
  const outbytes = wide ? 64 : 32;
  return (type: number, args: number, kwds: number): number => {
    const a = clinic_new({ fname: name, keywords: KEYWORDS }, 0, 1, 0, args, kwds);
    if (a === null) return 0;
    const digest_size = a[1] === 0 ? outbytes : as_int(a[1]);
    if (digest_size === null) return 0;
    if (digest_size <= 0 || digest_size > outbytes) return value_error('digest_size for %s must be between 1 and %d bytes, here it is %d'.replace('%s', wide ? 'Blake2b' : 'Blake2s'), outbytes, digest_size) ?? 0;
    const key = bytes_parameter(a[2], 'key', outbytes);
    const block = key === null ? null : parameter_block(a, wide, digest_size, key);
    const last_node = block === null ? null : a[11] === 0 ? false : as_bool(a[11]);
    if (key === null || block === null || last_node === null) return 0;
    const self = hash_new(type);
    if (self === 0) return 0;
    HEAP32[(self + DIGEST_SIZE) >> 2] = digest_size;
    const w = words_of(self);
    new Uint32Array(block.buffer).forEach((v, i) => {
      HEAPU32[w + i] ^= v;
    });
    HEAPU32[w + LAST_NODE] = last_node ? 1 : 0;
    if (key.length > 0) {
      // The key is a block of its own, before the data.
      HEAPU8.set(key, self + BLOCK);
      HEAP32[(self + FILL) >> 2] = wide ? 128 : 64;
    }
    if (a[0] !== 0 && hash_update_object(self, a[0]) < 0) {
      PyObject_Free(self);
      return 0;
    }
    return PyErr_Occurred() ? 0 : self;
  };
}

hash_type(S.BLAKE2bType, '_blake2.blake2b', algorithm('blake2b', true), [], py_blake2_new('blake2b', true));
hash_type(S.BLAKE2sType, '_blake2.blake2s', algorithm('blake2s', false), [], py_blake2_new('blake2s', false));

/** Constants of the classes and, with a prefix, of the module. */
function add_constants(m: number, type: number, prefix: string, width: number): number {
  if (PyModule_AddObjectRef(m, prefix.toLowerCase(), type) < 0) return -1;
  for (const [name, value] of [['SALT_SIZE', width], ['PERSON_SIZE', width], ['MAX_KEY_SIZE', width * 4], ['MAX_DIGEST_SIZE', width * 4]] as const) {
    if (PyDict_SetItemString(read_ptr(type + PyTypeObject.tp_dict), name, PyLong_FromLong(value)) < 0) return -1;
    if (PyModule_AddIntConstant(m, `${prefix}_${name}`, value) < 0) return -1;
  }
  return 0;
}

builtin_module({ m_name: '_blake2', m_exec: (m) => (add_constants(m, S.BLAKE2bType, 'BLAKE2B', 16) < 0 ? -1 : add_constants(m, S.BLAKE2sType, 'BLAKE2S', 8)) });
