// Answers to Modules/md5module.c of CPython 3.13: MD5 (RFC 1321).

import { HEAPU8, HEAPU32 } from '../include/heap';
import { MD5Type } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { digest_words, hash_function, hash_type, pad_and_compress } from './hashtype';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const K = Uint32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296));
const X = new Int32Array(16);

function compress(w: number, block: number): void {
  for (let i = 0; i < 16; i++) {
    const p = block + i * 4;
    X[i] = HEAPU8[p] | (HEAPU8[p + 1] << 8) | (HEAPU8[p + 2] << 16) | (HEAPU8[p + 3] << 24);
  }
  let a = HEAPU32[w] | 0;
  let b = HEAPU32[w + 1] | 0;
  let c = HEAPU32[w + 2] | 0;
  let d = HEAPU32[w + 3] | 0;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const k = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
    const s = SHIFTS[round * 4 + (i & 3)];
    const t = (a + f + K[i] + X[k]) | 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((t << s) | (t >>> (32 - s)))) | 0;
  }
  HEAPU32[w] += a;
  HEAPU32[w + 1] += b;
  HEAPU32[w + 2] += c;
  HEAPU32[w + 3] += d;
}

hash_type(MD5Type, '_md5.md5', {
  name: 'md5', digest_size: 16, block_size: 64, compress,
  init: (w) => HEAPU32.set([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476], w),
  finish: (self) => {
    pad_and_compress(self, 8, false);
    return digest_words(self, 16, false);
  },
});

builtin_module({ m_name: '_md5', m_methods: [hash_function('md5', MD5Type)], m_exec: (m) => PyModule_AddObjectRef(m, 'MD5Type', MD5Type) });
