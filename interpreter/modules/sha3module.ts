// Answers to Modules/sha3module.c of CPython 3.13: SHA-3 and SHAKE (FIPS 202), the sponge of Keccak-f[1600].
// Lane i is the words 2i (low) and 2i + 1 (high) of the state, as its bytes lie in memory.

import { HEAP32, HEAPU8, HEAPU32 } from '../include/heap';
import { METH_O } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, type MethodSpec } from '../include/typespec';
import { PyNumber_AsSsize_t } from '../objects/abstract';
import { PyBytes_FromJS } from '../objects/bytesobject';
import { PyObject_Free } from '../objects/obmalloc';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { clinic_new } from './clinic';
import { type Algorithm, BLOCK, FILL, hash_copy, hash_new, hash_type, hash_update_object, hex, words_of } from './hashtype';

/** Round constants by the LFSR of the specification, rotations by its walk. */
const RC = new Int32Array(48);
const ROTATION = new Int32Array(25);
const TARGET = new Int32Array(25);
(() => {
  let lfsr = 1;
  for (let round = 0; round < 24; round++) {
    for (let j = 0; j < 7; j++) {
      const bit = (1 << j) - 1;
      if (lfsr & 1) RC[round * 2 + (bit >> 5)] ^= 1 << (bit & 31);
      lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0);
    }
  }
  let x = 1;
  let y = 0;
  for (let t = 0; t < 24; t++) {
    ROTATION[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  for (let i = 0; i < 25; i++) TARGET[i] = Math.floor(i / 5) + 5 * ((2 * (i % 5) + 3 * Math.floor(i / 5)) % 5);
})();

const B = new Int32Array(50);
const C = new Int32Array(10);

function keccak_f(w: number): void {
  for (let round = 0; round < 24; round++) {
    for (let x = 0; x < 10; x++) C[x] = HEAPU32[w + x] ^ HEAPU32[w + x + 10] ^ HEAPU32[w + x + 20] ^ HEAPU32[w + x + 30] ^ HEAPU32[w + x + 40];
    for (let x = 0; x < 5; x++) {
      const left = ((x + 4) % 5) * 2;
      const right = ((x + 1) % 5) * 2;
      const lo = C[left] ^ ((C[right] << 1) | (C[right + 1] >>> 31));
      const hi = C[left + 1] ^ ((C[right + 1] << 1) | (C[right] >>> 31));
      for (let y = x * 2; y < 50; y += 10) {
        HEAPU32[w + y] ^= lo;
        HEAPU32[w + y + 1] ^= hi;
      }
    }
    for (let i = 0; i < 25; i++) rotate_into(TARGET[i] * 2, HEAPU32[w + i * 2], HEAPU32[w + i * 2 + 1], ROTATION[i]);
    for (let y = 0; y < 50; y += 10) {
      for (let x = 0; x < 10; x++) HEAPU32[w + y + x] = B[y + x] ^ (~B[y + ((x + 2) % 10)] & B[y + ((x + 4) % 10)]);
    }
    HEAPU32[w] ^= RC[round * 2];
    HEAPU32[w + 1] ^= RC[round * 2 + 1];
  }
}
function rotate_into(to: number, lo: number, hi: number, n: number): void {
  if (n >= 32) [lo, hi, n] = [hi, lo, n - 32];
  B[to] = n === 0 ? lo : (lo << n) | (hi >>> (32 - n));
  B[to + 1] = n === 0 ? hi : (hi << n) | (lo >>> (32 - n));
}

function absorb(rate: number) {
  return (w: number, block: number): void => {
    for (let i = 0; i < rate; i += 4) HEAPU32[w + (i >> 2)] ^= HEAPU8[block + i] | (HEAPU8[block + i + 1] << 8) | (HEAPU8[block + i + 2] << 16) | (HEAPU8[block + i + 3] << 24);
    keccak_f(w);
  };
}

/** Ends the message with `suffix` and squeezes n bytes out. Changes the object. */
function squeeze(self: number, rate: number, suffix: number, n: number): Uint8Array {
  const fill = HEAP32[(self + FILL) >> 2];
  HEAPU8.fill(0, self + BLOCK + fill, self + BLOCK + rate);
  HEAPU8[self + BLOCK + fill] ^= suffix;
  HEAPU8[self + BLOCK + rate - 1] ^= 0x80;
  const w = words_of(self);
  absorb(rate)(w, self + BLOCK);
  const out = new Uint8Array(n);
  for (let at = 0; at < n; at += rate) {
    if (at > 0) keccak_f(w);
    out.set(HEAPU8.subarray(w * 4, w * 4 + Math.min(rate, n - at)), at);
  }
  return out;
}

const SHA3_SUFFIX = 0x06;
const SHAKE_SUFFIX = 0x1f;

function algorithm(name: string, digest_size: number, rate: number): Algorithm {
  return { name, digest_size, block_size: rate, init: () => {}, compress: absorb(rate), finish: (self) => squeeze(self, rate, SHA3_SUFFIX, digest_size) };
}

function py_sha3_new(fname: string) {
  return (type: number, args: number, kwds: number): number => {
    const a = clinic_new({ fname, keywords: ['', 'usedforsecurity'] }, 0, 1, 0, args, kwds);
    if (a === null) return 0;
    const self = hash_new(type);
    if (self === 0 || a[0] === 0 || hash_update_object(self, a[0]) === 0) return self;
    PyObject_Free(self);
    return 0;
  };
}

/** The first `length` bytes of a SHAKE; null with an exception. */
function shake_bytes(self: number, length: number, rate: number): Uint8Array | null {
  const n = PyNumber_AsSsize_t(length, S.PyExc_OverflowError);
  if (n === -1 && PyErr_Occurred()) return null;
  if (n < 0) {
    PyErr_SetString(S.PyExc_ValueError, 'value must be positive');
    return null;
  }
  if (n >= 1 << 29) {
    PyErr_SetString(S.PyExc_ValueError, 'length is too large');
    return null;
  }
  const copy = hash_copy(self);
  if (copy === 0) return null;
  const out = squeeze(copy, rate, SHAKE_SUFFIX, n);
  PyObject_Free(copy);
  return out;
}
function shake_methods(rate: number): MethodSpec[] {
  const digest = (self: number, length: number): number => {
    const bytes = shake_bytes(self, length, rate);
    return bytes === null ? 0 : PyBytes_FromJS(bytes);
  };
  const hexdigest = (self: number, length: number): number => {
    const bytes = shake_bytes(self, length, rate);
    return bytes === null ? 0 : PyUnicode_FromString(hex(bytes));
  };
  return [['digest', digest, METH_O, 'digest($self, length, /)\n--\n\nlength bytes of the digest.'], ['hexdigest', hexdigest, METH_O, 'hexdigest($self, length, /)\n--\n\nThe same in hexadecimal digits.']];
}

const TYPES: readonly (readonly [number, string, number, number])[] = [
  [S.SHA3_224Type, 'sha3_224', 28, 144], [S.SHA3_256Type, 'sha3_256', 32, 136], [S.SHA3_384Type, 'sha3_384', 48, 104], [S.SHA3_512Type, 'sha3_512', 64, 72],
  [S.SHAKE128Type, 'shake_128', 0, 168], [S.SHAKE256Type, 'shake_256', 0, 136],
];
for (const [type, name, size, rate] of TYPES) hash_type(type, `_sha3.${name}`, algorithm(name, size, rate), size === 0 ? shake_methods(rate) : [], py_sha3_new(name));

builtin_module({ m_name: '_sha3', m_exec: (m) => (TYPES.every(([type, name]) => PyModule_AddObjectRef(m, name, type) === 0) ? 0 : -1) });
