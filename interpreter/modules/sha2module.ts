// Answers to Modules/sha2module.c of CPython 3.13: SHA-224, SHA-256, SHA-384, SHA-512 (FIPS 180).
// 64-bit words are pairs of 32-bit words, the high one first.

import { HEAPU8, HEAPU32 } from '../include/heap';
import { SHA224Type, SHA256Type, SHA384Type, SHA512Type } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { digest_words, hash_function, hash_type, pad_and_compress } from './hashtype';

// --- the constants: bits of square and cube roots of the first primes ---------------------------------------------------

function primes(n: number): bigint[] {
  const found: bigint[] = [];
  for (let c = 2; found.length < n; c++) if (found.every((p) => c % Number(p) !== 0)) found.push(BigInt(c));
  return found;
}
/** The integer k-th root. */
function root(n: bigint, k: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / Number(k)));
  for (;;) {
    const y = ((k - 1n) * x + n / x ** (k - 1n)) / k;
    if (y >= x) return x;
    x = y;
  }
}
/** The first 64 bits of the fractions of the k-th roots of the first n primes. */
function fractions(n: number, k: bigint, skip = 0): bigint[] {
  return primes(n + skip).slice(skip).map((p) => BigInt.asUintN(64, root(p << (64n * k), k)));
}
function split(values: bigint[]): Int32Array {
  return Int32Array.from(values.flatMap((v) => [Number(v >> 32n) | 0, Number(v & 0xffffffffn) | 0]));
}
const K64 = split(fractions(80, 3n));
const INIT_512 = split(fractions(8, 2n));
const INIT_384 = split(fractions(8, 2n, 8));
/** SHA-256's are the high words. */
const highs = (words: Int32Array): Int32Array => words.filter((_, i) => i % 2 === 0);
const K32 = highs(K64).subarray(0, 64);
const INIT_256 = highs(INIT_512);
/** SHA-224's are the low words of SHA-384's. */
const INIT_224 = INIT_384.filter((_, i) => i % 2 === 1);

// --- SHA-256 ----------------------------------------------------------------------------------------------------------

const W = new Int32Array(160);

function load(block: number, n: number): void {
  for (let i = 0; i < n; i++) {
    const p = block + i * 4;
    W[i] = (HEAPU8[p] << 24) | (HEAPU8[p + 1] << 16) | (HEAPU8[p + 2] << 8) | HEAPU8[p + 3];
  }
}

const rotr = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function compress256(w: number, block: number): void {
  load(block, 16);
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    W[i] = (W[i - 16] + (rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3)) + W[i - 7] + (rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = HEAPU32.subarray(w, w + 8);
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + K32[i] + W[i]) | 0;
    const t2 = ((rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((v, i) => {
    HEAPU32[w + i] += v;
  });
}

// --- SHA-512 ----------------------------------------------------------------------------------------------------------

/** The low word of the sum of low words is returned, the carry goes into `carry`. */
let carry = 0;
function sum_low(total: number): number {
  carry = Math.floor(total / 4294967296);
  return total | 0;
}
const u = (x: number): number => x >>> 0;
/** Words of a 64-bit rotation to the right by n. */
const rot_hi = (h: number, l: number, n: number): number => (n < 32 ? (h >>> n) | (l << (32 - n)) : n === 32 ? l : (l >>> (n - 32)) | (h << (64 - n)));
const rot_lo = (h: number, l: number, n: number): number => rot_hi(l, h, n);

function schedule512(): void {
  for (let i = 32; i < 160; i += 2) {
    const xh = W[i - 30];
    const xl = W[i - 29];
    const yh = W[i - 4];
    const yl = W[i - 3];
    const s0h = rot_hi(xh, xl, 1) ^ rot_hi(xh, xl, 8) ^ (xh >>> 7);
    const s0l = rot_lo(xh, xl, 1) ^ rot_lo(xh, xl, 8) ^ ((xl >>> 7) | (xh << 25));
    const s1h = rot_hi(yh, yl, 19) ^ rot_hi(yh, yl, 61) ^ (yh >>> 6);
    const s1l = rot_lo(yh, yl, 19) ^ rot_lo(yh, yl, 61) ^ ((yl >>> 6) | (yh << 26));
    W[i + 1] = sum_low(u(W[i - 31]) + u(s0l) + u(W[i - 13]) + u(s1l));
    W[i] = (W[i - 32] + s0h + W[i - 14] + s1h + carry) | 0;
  }
}

/** a..h as pairs: V[0], V[1] is a. */
const V = new Int32Array(16);

function compress512(w: number, block: number): void {
  load(block, 32);
  schedule512();
  for (let i = 0; i < 16; i++) V[i] = HEAPU32[w + i];
  for (let i = 0; i < 160; i += 2) {
    const [ah, al, bh, bl, ch, cl] = V;
    const eh = V[8];
    const el = V[9];
    const s1l = rot_lo(eh, el, 14) ^ rot_lo(eh, el, 18) ^ rot_lo(eh, el, 41);
    const s1h = rot_hi(eh, el, 14) ^ rot_hi(eh, el, 18) ^ rot_hi(eh, el, 41);
    const t1l = sum_low(u(V[15]) + u(s1l) + u((el & V[11]) ^ (~el & V[13])) + u(K64[i + 1]) + u(W[i + 1]));
    const t1h = (V[14] + s1h + ((eh & V[10]) ^ (~eh & V[12])) + K64[i] + W[i] + carry) | 0;
    const s0l = rot_lo(ah, al, 28) ^ rot_lo(ah, al, 34) ^ rot_lo(ah, al, 39);
    const s0h = rot_hi(ah, al, 28) ^ rot_hi(ah, al, 34) ^ rot_hi(ah, al, 39);
    const t2l = sum_low(u(s0l) + u((al & bl) ^ (al & cl) ^ (bl & cl)));
    const t2h = (s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + carry) | 0;
    const dl = sum_low(u(V[7]) + u(t1l));
    const dh = (V[6] + t1h + carry) | 0;
    V.copyWithin(2, 0, 14);
    V[9] = dl;
    V[8] = dh;
    V[1] = sum_low(u(t1l) + u(t2l));
    V[0] = (t1h + t2h + carry) | 0;
  }
  for (let i = 0; i < 16; i += 2) {
    HEAPU32[w + i + 1] = sum_low(HEAPU32[w + i + 1] + u(V[i + 1]));
    HEAPU32[w + i] += V[i] + carry;
  }
}

// --- types ------------------------------------------------------------------------------------------------------------

function sha2(type: number, name: string, digest_size: number, init: Int32Array): void {
  const wide = init.length === 16;
  hash_type(type, `_sha2.SHA${digest_size * 8}Type`, {
    name, digest_size, block_size: wide ? 128 : 64, compress: wide ? compress512 : compress256,
    init: (w) => HEAPU32.set(init, w),
    finish: (self) => {
      pad_and_compress(self, wide ? 16 : 8, true);
      return digest_words(self, digest_size, true);
    },
  });
}
sha2(SHA224Type, 'sha224', 28, INIT_224);
sha2(SHA256Type, 'sha256', 32, INIT_256);
sha2(SHA384Type, 'sha384', 48, INIT_384);
sha2(SHA512Type, 'sha512', 64, INIT_512);

const TYPES = { SHA224Type, SHA256Type, SHA384Type, SHA512Type };
builtin_module({
  m_name: '_sha2',
  m_methods: [hash_function('sha224', SHA224Type), hash_function('sha256', SHA256Type), hash_function('sha384', SHA384Type), hash_function('sha512', SHA512Type)],
  m_exec: (m) => (Object.entries(TYPES).every(([name, type]) => PyModule_AddObjectRef(m, name, type) === 0) ? 0 : -1),
});
