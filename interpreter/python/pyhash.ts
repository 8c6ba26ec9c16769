// Answers to Python/pyhash.c and Python/bootstrap_hash.c of CPython 3.13: SipHash-1-3 over bytes, hashes of doubles and
// pointers, the hash secret. 64-bit values are pairs of 32-bit words (include/hash.ts); no BigInt.

import { _PyRuntimeState } from '../include/generated/offsets';
import { hash_result } from '../include/hash';
import { HEAP32, HEAPU8 } from '../include/heap';
import { _PyRuntime } from '../include/statics';
import { frexp } from './pymath';

export const _PyHASH_BITS = 61;
export const _PyHASH_INF = 314159;
export const _PyHASH_IMAG = 1000003;

const KEYS = (_PyRuntime + _PyRuntimeState.hash_seed_k0_lo) >> 2;

/** Sets the secret: `seed` 0 is PYTHONHASHSEED=0, another number seeds it, null takes 16 bytes of `random`. Once a process. */
export function _Py_HashRandomization_Init(seed: number | null, random: (n: number) => Uint8Array): void {
  const bytes = new Uint8Array(24);
  if (seed === null) bytes.set(random(24));
  else if (seed !== 0) {
    let x = seed >>> 0;
    for (let i = 0; i < 24; i++) {
      x = (Math.imul(x, 214013) + 2531011) >>> 0;
      bytes[i] = (x >>> 16) & 0xff;
    }
  }
  const words = new Int32Array(bytes.buffer);
  for (let i = 0; i < 4; i++) HEAP32[KEYS + i] = words[i];
}

let v0l = 0;
let v0h = 0;
let v1l = 0;
let v1h = 0;
let v2l = 0;
let v2h = 0;
let v3l = 0;
let v3h = 0;

function sip_round(): void {
  // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
  let l = (v0l >>> 0) + (v1l >>> 0);
  let ah = (v0h + v1h + (l >= 4294967296 ? 1 : 0)) | 0;
  let al = l | 0;
  let bl = ((v1l << 13) | (v1h >>> 19)) ^ al;
  let bh = ((v1h << 13) | (v1l >>> 19)) ^ ah;
  // v2 += v3; v3 = rotl(v3, 16) ^ v2
  l = (v2l >>> 0) + (v3l >>> 0);
  let ch = (v2h + v3h + (l >= 4294967296 ? 1 : 0)) | 0;
  let cl = l | 0;
  let dl = ((v3l << 16) | (v3h >>> 16)) ^ cl;
  let dh = ((v3h << 16) | (v3l >>> 16)) ^ ch;
  // v0 is rotated by 32 now: words swapped. v0 += v3; v3 = rotl(v3, 21) ^ v0
  l = (ah >>> 0) + (dl >>> 0);
  const al2 = l | 0;
  ah = (al + dh + (l >= 4294967296 ? 1 : 0)) | 0;
  al = al2;
  let t = dl;
  dl = ((dl << 21) | (dh >>> 11)) ^ al;
  dh = ((dh << 21) | (t >>> 11)) ^ ah;
  // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
  l = (cl >>> 0) + (bl >>> 0);
  cl = l | 0;
  ch = (ch + bh + (l >= 4294967296 ? 1 : 0)) | 0;
  t = bl;
  bl = ((bl << 17) | (bh >>> 15)) ^ cl;
  bh = ((bh << 17) | (t >>> 15)) ^ ch;
  v0l = al;
  v0h = ah;
  v1l = bl;
  v1h = bh;
  v2l = ch;
  v2h = cl;
  v3l = dl;
  v3h = dh;
}

/** SipHash-1-3 of the bytes [p, p + len) under the secret; never -1. */
export function _Py_HashBytes(p: number, len: number): number {
  if (len === 0) return hash_result(0, 0);
  const k0l = HEAP32[KEYS];
  const k0h = HEAP32[KEYS + 1];
  const k1l = HEAP32[KEYS + 2];
  const k1h = HEAP32[KEYS + 3];
  return siphash13(k0l, k0h, k1l, k1h, p, len);
}

function siphash13(k0l: number, k0h: number, k1l: number, k1h: number, p: number, len: number): number {
  v0l = k0l ^ 0x70736575;
  v0h = k0h ^ 0x736f6d65;
  v1l = k1l ^ 0x6e646f6d;
  v1h = k1h ^ 0x646f7261;
  v2l = k0l ^ 0x6e657261;
  v2h = k0h ^ 0x6c796765;
  v3l = k1l ^ 0x79746573;
  v3h = k1h ^ 0x74656462;
  let i = p;
  const whole = p + (len & ~7);
  if ((p & 3) === 0) {
    for (; i < whole; i += 8) {
      const ml = HEAP32[i >> 2];
      const mh = HEAP32[(i >> 2) + 1];
      v3l ^= ml;
      v3h ^= mh;
      sip_round();
      v0l ^= ml;
      v0h ^= mh;
    }
  } else {
    for (; i < whole; i += 8) {
      const ml = HEAPU8[i] | (HEAPU8[i + 1] << 8) | (HEAPU8[i + 2] << 16) | (HEAPU8[i + 3] << 24);
      const mh = HEAPU8[i + 4] | (HEAPU8[i + 5] << 8) | (HEAPU8[i + 6] << 16) | (HEAPU8[i + 7] << 24);
      v3l ^= ml;
      v3h ^= mh;
      sip_round();
      v0l ^= ml;
      v0h ^= mh;
    }
  }
  let ml = 0;
  let mh = len << 24;
  const rest = len & 7;
  for (let j = 0; j < rest; j++) {
    if (j < 4) ml |= HEAPU8[i + j] << (8 * j);
    else mh |= HEAPU8[i + j] << (8 * (j - 4));
  }
  v3l ^= ml;
  v3h ^= mh;
  sip_round();
  v0l ^= ml;
  v0h ^= mh;
  v2l ^= 0xff;
  sip_round();
  sip_round();
  sip_round();
  let lo = v0l ^ v1l ^ v2l ^ v3l;
  const hi = v0h ^ v1h ^ v2h ^ v3h;
  if (lo === -1 && hi === -1) lo = -2;
  return hash_result(lo, hi);
}

/** Keyed 64-bit hash of source bytes, as importlib's _imp.source_hash wants it: SipHash-1-3 with k0 = key, k1 = 0. */
export function _Py_KeyedHash(key_lo: number, key_hi: number, p: number, len: number): number {
  return siphash13(key_lo, key_hi, 0, 0, p, len);
}

/** Hash of a pointer: its low four bits, which are 0, go to the top. */
export function _Py_HashPointerRaw(p: number): number {
  return hash_result(p >>> 4, (p & 15) << 28);
}

export const _Py_HashPointer = _Py_HashPointerRaw;
export const Py_HashPointer = _Py_HashPointerRaw;
/** tp_hash of objects that compare by identity. */
export const PyObject_GenericHash = _Py_HashPointerRaw;

// The value modulo 2^61-1 while a double is hashed: top of 28 bits, low of 33, both as doubles.
let top = 0;
let low = 0;

const P33 = 8589934592;
const P28 = 268435456;

/** Multiplies by 2**k modulo 2^61-1, k <= 20. */
function rotate(k: number): void {
  const l = low * 2 ** k;
  const rest = l % P33;
  const t = top * 2 ** k + (l - rest) / P33;
  top = t % P28;
  low = rest + (t - top) / P28;
}

/** The hash of a double; a NaN hashes as the object `inst`. */
export function _Py_HashDouble(inst: number, v: number): number {
  if (v - v !== 0) {
    if (v !== v) return _Py_HashPointerRaw(inst);
    return v > 0 ? hash_result(_PyHASH_INF, 0) : hash_result(-_PyHASH_INF, -1);
  }
  if (v >= -9007199254740991 && v <= 9007199254740991 && Number.isInteger(v)) {
    if (v === -1) return hash_result(-2, -1);
    return hash_result(v % 4294967296, Math.floor(v / 4294967296));
  }
  let [m, e] = frexp(v);
  let negative = false;
  if (m < 0) {
    negative = true;
    m = -m;
  }
  top = 0;
  low = 0;
  while (m !== 0) {
    rotate(14);
    rotate(14);
    m *= P28;
    e -= 28;
    const y = Math.floor(m);
    m -= y;
    low += y;
    if (low >= P33) {
      low -= P33;
      top++;
      if (top === P28) {
        top = 0;
        low++;
      }
    }
    if (top === P28 - 1 && low === P33 - 1) top = low = 0;
  }
  e = e >= 0 ? e % 61 : 60 - ((-1 - e) % 61);
  while (e > 0) {
    const k = e > 20 ? 20 : e;
    rotate(k);
    e -= k;
  }
  let lo = low | 0;
  let hi = (low >= 4294967296 ? 1 : 0) + top * 2;
  if (negative) {
    lo = -lo | 0;
    hi = lo === 0 ? -hi | 0 : ~hi;
  }
  if (lo === -1 && hi === -1) lo = -2;
  return hash_result(lo, hi);
}
