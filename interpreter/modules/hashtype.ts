// What Modules/md5module.c, sha1module.c, sha2module.c, sha3module.c and blake2module.c of CPython 3.13 have in common:
// a type whose instances take bytes and give a digest. The state lies in the object, so that every thread sees it.
//
//   16 bytes fed (float64) | 24 bytes in `block` | 28 digest size | 32 words of state (64 x 4) | 288 block (up to 168)

import { HEAP32, HEAPF64, HEAPU8, HEAPU32, memmove, memset0 } from '../include/heap';
import { type CFunction } from '../include/functable';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TYPE } from '../include/object';
import * as S from '../include/statics';
import { type MethodSpec, static_type } from '../include/typespec';
import { PyBUF_SIMPLE } from '../objects/abstract';
import { PyBytes_FromJS } from '../objects/bytesobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyObject_Free } from '../objects/obmalloc';
import { _PyObject_New } from '../objects/object';
import { PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_SetString } from '../python/errors';
import { clinic_args, with_buffer } from './clinic';

export const FED = 16;
export const FILL = 24;
export const DIGEST_SIZE = 28;
export const STATE = 32;
export const BLOCK = 288;
const SIZE = 464;

/** A hash function over the struct above. Addresses in, bytes out. */
export interface Algorithm {
  name: string;
  digest_size: number;
  block_size: number;
  /** Writes the initial state. */
  init(words: number): void;
  /** Takes the block at `block` in; `words` is an index into HEAPU32. */
  compress(words: number, block: number, self: number): void;
  /** The digest of the (already copied) object. */
  finish(self: number): Uint8Array;
  /** A full block is kept back until more comes (BLAKE2 marks the last one). */
  lazy?: boolean;
}

export function words_of(self: number): number {
  return (self + STATE) >> 2;
}

const algorithms = new Map<number, Algorithm>();
function algorithm(self: number): Algorithm {
  return algorithms.get(Py_TYPE(self)) as Algorithm;
}

/** New object in its initial state. May fail. */
export function hash_new(type: number): number {
  const self = _PyObject_New(type);
  if (self === 0) return 0;
  memset0(self + FED, SIZE - FED);
  const a = algorithms.get(type) as Algorithm;
  HEAP32[(self + DIGEST_SIZE) >> 2] = a.digest_size;
  a.init(words_of(self));
  return self;
}

/** Takes the bytes [p, p+n) in. */
export function hash_update(self: number, p: number, n: number): void {
  const a = algorithm(self);
  const size = a.block_size;
  let fill = HEAP32[(self + FILL) >> 2];
  const end = p + n;
  while (p < end) {
    if (a.lazy && fill === size) {
      HEAPF64[(self + FED) >> 3] += size;
      a.compress(words_of(self), self + BLOCK, self);
      fill = 0;
    }
    const take = Math.min(size - fill, end - p);
    memmove(self + BLOCK + fill, p, take);
    fill += take;
    p += take;
    if (!a.lazy && fill === size) {
      HEAPF64[(self + FED) >> 3] += size;
      a.compress(words_of(self), self + BLOCK, self);
      fill = 0;
    }
  }
  HEAP32[(self + FILL) >> 2] = fill;
}

/** hash_update with an object's bytes. 0 or -1. */
export function hash_update_object(self: number, data: number): number {
  if (PyUnicode_Check(data)) {
    PyErr_SetString(S.PyExc_TypeError, 'Strings must be encoded before hashing');
    return -1;
  }
  return with_buffer(data, PyBUF_SIMPLE, -1, (p, n) => {
    hash_update(self, p, n);
    return 0;
  });
}

/** New object with the same state. May fail. */
export function hash_copy(self: number): number {
  const copy = _PyObject_New(Py_TYPE(self));
  if (copy !== 0) memmove(copy + FED, self + FED, SIZE - FED);
  return copy;
}

/** The digest, without changing the object; null with an exception. */
function final(self: number): Uint8Array | null {
  const copy = hash_copy(self);
  if (copy === 0) return null;
  const digest = algorithm(self).finish(copy);
  PyObject_Free(copy);
  return digest;
}
export function hash_digest(self: number): number {
  const d = final(self);
  return d === null ? 0 : PyBytes_FromJS(d);
}
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
function hash_hexdigest(self: number): number {
  const d = final(self);
  return d === null ? 0 : PyUnicode_FromString(hex(d));
}
function hash_update_method(self: number, data: number): number {
  return hash_update_object(self, data) < 0 ? 0 : S.Py_None;
}
function hash_name(self: number): number {
  return PyUnicode_FromString(algorithm(self).name);
}
function hash_block_size(self: number): number {
  return PyLong_FromLong(algorithm(self).block_size);
}
function hash_digest_size(self: number): number {
  return PyLong_FromLong(HEAP32[(self + DIGEST_SIZE) >> 2]);
}
function hash_dealloc(self: number): void {
  PyObject_Free(self);
}

/** Declares the type of an algorithm. `own`: methods in place of digest and hexdigest. */
export function hash_type(type: number, tp_name: string, a: Algorithm, own: MethodSpec[] = [], tp_new?: CFunction): void {
  algorithms.set(type, a);
  const digests: MethodSpec[] = [
    ['digest', hash_digest, METH_NOARGS, 'digest($self, /)\n--\n\nThe digest as bytes.'],
    ['hexdigest', hash_hexdigest, METH_NOARGS, 'hexdigest($self, /)\n--\n\nThe digest in hexadecimal digits.'],
  ];
  static_type(type, {
    tp_name, tp_basicsize: SIZE, tp_flags: Py_TPFLAGS_DEFAULT | (tp_new ? 0 : Py_TPFLAGS_DISALLOW_INSTANTIATION), tp_dealloc: hash_dealloc, ...(tp_new ? { tp_new } : {}),
    tp_methods: [
      ['copy', hash_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA copy of the hash object.'],
      ['update', hash_update_method, METH_O, 'update($self, obj, /)\n--\n\nTake more bytes in.'],
      ...(own.length > 0 ? own : digests),
    ],
    tp_getset: [['name', hash_name, null], ['block_size', hash_block_size, null], ['digest_size', hash_digest_size, null]],
  });
}

/** The module function that makes an object: name(string=b'', *, usedforsecurity=True). */
export function hash_function(name: string, type: number): MethodSpec {
  const parser = { fname: name, keywords: ['string', 'usedforsecurity'] };
  const make = (_m: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args(parser, 0, 1, 0, args, nargs, kwnames);
    if (a === null) return 0;
    const self = hash_new(type);
    if (self === 0 || a[0] === 0 || hash_update_object(self, a[0]) === 0) return self;
    PyObject_Free(self);
    return 0;
  };
  return [name, make, METH_FASTCALL | METH_KEYWORDS, `${name}($module, /, string=b'', *, usedforsecurity=True)\n--\n\nA new hash object.`];
}

/** The end of MD5 and SHA: 1 bit, zeros, the length in bits. The state is complete after it. */
export function pad_and_compress(self: number, length_bytes: number, big_endian: boolean): void {
  const a = algorithm(self);
  const fill = HEAP32[(self + FILL) >> 2];
  const bits = (HEAPF64[(self + FED) >> 3] + fill) * 8;
  const block = self + BLOCK;
  HEAPU8[block + fill] = 0x80;
  memset0(block + fill + 1, a.block_size - fill - 1);
  if (fill + 1 > a.block_size - length_bytes) {
    a.compress(words_of(self), block, self);
    memset0(block, a.block_size);
  }
  let left = bits;
  for (let i = 0; i < 8; i++) {
    HEAPU8[block + a.block_size - (big_endian ? 1 + i : length_bytes - i)] = left % 256;
    left = Math.floor(left / 256);
  }
  a.compress(words_of(self), block, self);
}

/** The first n bytes of the state's words. */
export function digest_words(self: number, n: number, big_endian: boolean): Uint8Array {
  const out = new Uint8Array(n);
  const w = words_of(self);
  for (let i = 0; i < n; i++) out[i] = HEAPU32[w + (i >> 2)] >>> (8 * (big_endian ? 3 - (i & 3) : i & 3));
  return out;
}
