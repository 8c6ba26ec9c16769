// Answers to Modules/_randommodule.c of CPython 3.13: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998).

import { RandomObject } from '../include/generated/offsets';
import { hash_hi } from '../include/hash';
import { HEAP32, HEAPU32 } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TYPE } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_type } from '../include/typespec';
import { host } from '../host';
import { PyDict_GET_SIZE } from '../objects/dictobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { _PyLong_AsInt, PyLong_AsBigInt, PyLong_AsUnsignedLong, PyLong_Check, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { PyObject_Hash } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyType_GenericAlloc } from '../objects/typeobject';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from '../python/getargs';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { tp_free } from './_io/iobase';
import { arg } from './clinic';

const N = 624;
const M = 397;

function mt(self: number): number {
  return (self + RandomObject.state) >> 2;
}
function set_index(self: number, index: number): void {
  HEAP32[(self + RandomObject.index) >> 2] = index;
}

/** The next 624 words of the state. */
function twist(s: number): void {
  const step = (k: number, next: number, other: number): void => {
    const y = (HEAPU32[s + k] & 0x80000000) | (HEAPU32[s + next] & 0x7fffffff);
    HEAPU32[s + k] = HEAPU32[s + other] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  };
  for (let k = 0; k < N - M; k++) step(k, k + 1, k + M);
  for (let k = N - M; k < N - 1; k++) step(k, k + 1, k + M - N);
  step(N - 1, 0, M - 1);
}

/** A random number of 32 bits. */
function genrand_uint32(self: number): number {
  const s = mt(self);
  if (HEAP32[(self + RandomObject.index) >> 2] >= N) {
    twist(s);
    set_index(self, 0);
  }
  let y = HEAPU32[s + HEAP32[(self + RandomObject.index) >> 2]++];
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}

function init_genrand(self: number, seed: number): void {
  const s = mt(self);
  HEAPU32[s] = seed;
  for (let i = 1; i < N; i++) {
    const prev = HEAPU32[s + i - 1];
    HEAPU32[s + i] = Math.imul(1812433253, prev ^ (prev >>> 30)) + i;
  }
  set_index(self, N);
}

function init_by_array(self: number, key: readonly number[]): void {
  init_genrand(self, 19650218);
  const s = mt(self);
  let i = 1;
  let j = 0;
  const advance = (): void => {
    if (++i < N) return;
    HEAPU32[s] = HEAPU32[s + N - 1];
    i = 1;
  };
  const mixed = (factor: number): number => {
    const prev = HEAPU32[s + i - 1];
    return HEAPU32[s + i] ^ Math.imul(prev ^ (prev >>> 30), factor);
  };
  for (let k = Math.max(N, key.length); k > 0; k--) {
    HEAPU32[s + i] = mixed(1664525) + key[j] + j;
    advance();
    if (++j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    HEAPU32[s + i] = mixed(1566083941) - i;
    advance();
  }
  HEAPU32[s] = 0x80000000;
}

/** The absolute value of an int in words of 32 bits, least significant first; at least one. */
function words_of(value: bigint): number[] {
  let n = value < 0n ? -value : value;
  const words: number[] = [];
  do {
    words.push(Number(n & 0xffffffffn));
    n >>= 32n;
  } while (n > 0n);
  return words;
}

/** Seeds from an int, another object's hash, or (0, None) the system's entropy. 0 or -1. May run Python code. */
function random_seed(self: number, a: number): number {
  if (a === 0 || a === S.Py_None) {
    init_by_array(self, [...new Uint32Array(host().urandom(N * 4).buffer)]);
    return 0;
  }
  let value: bigint;
  if (PyLong_Check(a)) value = PyLong_AsBigInt(a);
  else {
    const lo = PyObject_Hash(a);
    const hi = hash_hi();
    if (lo === -1 && hi === -1) return -1;
    value = (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
  }
  init_by_array(self, words_of(value));
  return 0;
}

function random_new(type: number): number {
  return PyType_GenericAlloc(type, 0);
}
function random_init(self: number, args: number, kwds: number): number {
  if (Py_TYPE(self) === S.Random_Type && kwds !== 0 && PyDict_GET_SIZE(kwds) > 0 && !_PyArg_NoKeywords('Random', kwds)) return -1;
  const n = PyTuple_GET_SIZE(args);
  if (n > 1) {
    PyErr_SetString(S.PyExc_TypeError, 'Random() requires 0 or 1 argument');
    return -1;
  }
  return random_seed(self, n > 0 ? PyTuple_GET_ITEM(args, 0) : 0);
}
function random_dealloc(self: number): void {
  tp_free(self);
}

function random_random(self: number): number {
  const a = genrand_uint32(self) >>> 5;
  const b = genrand_uint32(self) >>> 6;
  return PyFloat_FromDouble((a * 67108864 + b) * (1 / 9007199254740992));
}
function random_seed_method(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('seed', nargs, 0, 1)) return 0;
  return random_seed(self, nargs > 0 ? arg(args, 0) : 0) < 0 ? 0 : S.Py_None;
}

function random_getstate(self: number): number {
  const state = PyTuple_New(N + 1);
  if (state === 0) return 0;
  for (let i = 0; i < N; i++) PyTuple_SET_ITEM(state, i, PyLong_FromLong(HEAPU32[mt(self) + i]));
  PyTuple_SET_ITEM(state, N, PyLong_FromLong(HEAP32[(self + RandomObject.index) >> 2]));
  return state;
}
function random_setstate(self: number, state: number): number {
  if (!PyTuple_Check(state)) {
    PyErr_SetString(S.PyExc_TypeError, 'state vector must be a tuple');
    return 0;
  }
  if (PyTuple_GET_SIZE(state) !== N + 1) {
    PyErr_SetString(S.PyExc_ValueError, 'state vector is the wrong size');
    return 0;
  }
  const words: number[] = [];
  for (let i = 0; i < N; i++) {
    const w = PyLong_AsUnsignedLong(PyTuple_GET_ITEM(state, i));
    if (PyErr_Occurred()) return 0;
    words.push(w);
  }
  const index = _PyLong_AsInt(PyTuple_GET_ITEM(state, N));
  if (index === -1 && PyErr_Occurred()) return 0;
  if (index < 0 || index > N) {
    PyErr_SetString(S.PyExc_ValueError, 'invalid state');
    return 0;
  }
  HEAPU32.set(words, mt(self));
  set_index(self, index);
  return S.Py_None;
}

function random_getrandbits(self: number, o: number): number {
  const k = _PyLong_AsInt(o);
  if (k === -1 && PyErr_Occurred()) return 0;
  if (k < 0) {
    PyErr_SetString(S.PyExc_ValueError, 'number of bits must be non-negative');
    return 0;
  }
  if (k === 0) return PyLong_FromLong(0);
  if (k <= 32) return PyLong_FromLong(genrand_uint32(self) >>> (32 - k));
  // The first word drawn is the least significant.
  const words: string[] = [];
  for (let left = k; left > 0; left -= 32) {
    const r = genrand_uint32(self);
    words.push((left < 32 ? r >>> (32 - left) : r).toString(16).padStart(8, '0'));
  }
  return PyLong_FromBigInt(BigInt(`0x${words.reverse().join('')}`));
}

static_type(S.Random_Type, {
  tp_name: '_random.Random', tp_basicsize: RandomObject.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, tp_doc: 'Random() -> create a random number generator with its own internal state.',
  tp_new: random_new, tp_init: random_init, tp_dealloc: random_dealloc,
  tp_methods: [
    ['random', random_random, METH_NOARGS, 'random($self, /)\n--\n\nrandom() -> x in the interval [0, 1).'],
    ['seed', random_seed_method, METH_FASTCALL, 'seed($self, n=None, /)\n--\n\nDefines the state by an int, or by the hash of anything else.'],
    ['getstate', random_getstate, METH_NOARGS, 'getstate($self, /)\n--\n\nThe state as a tuple.'],
    ['setstate', random_setstate, METH_O, 'setstate($self, state, /)\n--\n\nGo back to a state of getstate().'],
    ['getrandbits', random_getrandbits, METH_O, 'getrandbits($self, k, /)\n--\n\nAn int of k random bits.'],
  ],
});

builtin_module({ m_name: '_random', m_doc: 'Module implements the Mersenne Twister random number generator.', m_exec: (m) => PyModule_AddObjectRef(m, 'Random', S.Random_Type) });
