// Answers to Modules/sha1module.c of CPython 3.13: SHA-1 (FIPS 180).

import { HEAPU8, HEAPU32 } from '../include/heap';
import { SHA1Type } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { digest_words, hash_function, hash_type, pad_and_compress } from './hashtype';

const W = new Int32Array(80);
const K = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc | 0, 0xca62c1d6 | 0];

function compress(w: number, block: number): void {
  for (let i = 0; i < 16; i++) {
    const p = block + i * 4;
    W[i] = (HEAPU8[p] << 24) | (HEAPU8[p + 1] << 16) | (HEAPU8[p + 2] << 8) | HEAPU8[p + 3];
  }
  for (let i = 16; i < 80; i++) {
    const x = W[i - 3] ^ W[i - 8] ^ W[i - 14] ^ W[i - 16];
    W[i] = (x << 1) | (x >>> 31);
  }
  let [a, b, c, d, e] = [HEAPU32[w] | 0, HEAPU32[w + 1] | 0, HEAPU32[w + 2] | 0, HEAPU32[w + 3] | 0, HEAPU32[w + 4] | 0];
  for (let i = 0; i < 80; i++) {
    const round = Math.floor(i / 20);
    const f = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    const t = (((a << 5) | (a >>> 27)) + f + e + K[round] + W[i]) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = t;
  }
  HEAPU32[w] += a;
  HEAPU32[w + 1] += b;
  HEAPU32[w + 2] += c;
  HEAPU32[w + 3] += d;
  HEAPU32[w + 4] += e;
}

hash_type(SHA1Type, '_sha1.sha1', {
  name: 'sha1', digest_size: 20, block_size: 64, compress,
  init: (w) => HEAPU32.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0], w),
  finish: (self) => {
    pad_and_compress(self, 8, true);
    return digest_words(self, 20, true);
  },
});

builtin_module({ m_name: '_sha1', m_methods: [hash_function('sha1', SHA1Type)], m_exec: (m) => PyModule_AddObjectRef(m, 'SHA1Type', SHA1Type) });
