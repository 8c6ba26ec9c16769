// Answers to PyLong_AsNativeBytes and PyLong_From[Unsigned]NativeBytes of Objects/longobject.c of CPython 3.13.

import { HEAPU8 } from '../include/heap';
import { Py_DECREF, Py_NewRef } from '../include/object';
import { PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { _PyNumber_Index } from '../objects/abstract';
import { _PyLong_FromByteArray, PyLong_AsBigInt, PyLong_Check } from '../objects/longobject';
import { PyErr_BadInternalCall, PyErr_Format, PyErr_SetString } from '../python/errors';

const UNSIGNED_BUFFER = 4;
const REJECT_NEGATIVE = 8;
const ALLOW_INDEX = 16;
/** Digits of an int whose value CPython keeps in one: such a value asks for a whole Py_ssize_t. */
const COMPACT = 1n << 30n;

const is_little = (flags: number): boolean => flags === -1 || (flags & 2) !== 0 || (flags & 1) !== 0;
const has = (flags: number, bit: number): boolean => flags !== -1 && (flags & bit) !== 0;
/** Whether `v` is a signed integer of `bits`. */
const fits = (v: bigint, bits: number): boolean => BigInt.asIntN(bits, v) === v;
/** The size that CPython names for a value in a buffer of `n` bytes; `unsigned`: the top bit need not be the sign. */
function size_for(v: bigint, n: number, unsigned: boolean): number {
  const absolute = v < 0n ? -v : v;
  const without_sign = v > 0n && fits(v, n * 8 + 1);
  if (absolute < COMPACT) return n > 0 && fits(v, n * 8) ? Math.min(n, 8) : n > 0 && without_sign ? n + (unsigned ? 0 : 1) : 8;
  const size = Math.floor(absolute.toString(2).length / 8) + 1;
  return size === n + 1 && (fits(v, n * 8) || (unsigned && without_sign)) ? n : size;
}

/** Writes the low `n` bytes. The size that the whole value needs, no more than n when it fits; -1 with an exception. May run Python code. */
export function PyLong_AsNativeBytes(o: number, buffer: number, n: number, flags: number): number {
  if (o === 0 || n < 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (!PyLong_Check(o) && !has(flags, ALLOW_INDEX)) {
    PyErr_Format(PyExc_TypeError, 'expect int, got %T', o);
    return -1;
  }
  const v = PyLong_Check(o) ? Py_NewRef(o) : _PyNumber_Index(o);
  if (v === 0) return -1;
  const value = PyLong_AsBigInt(v);
  Py_DECREF(v);
  if (value < 0n && has(flags, REJECT_NEGATIVE)) {
    PyErr_SetString(PyExc_ValueError, 'Cannot convert negative int');
    return -1;
  }
  let rest = value;
  for (let i = 0; i < n; i++, rest >>= 8n) HEAPU8[buffer + (is_little(flags) ? i : n - 1 - i)] = Number(rest & 255n);
  return size_for(value, n, flags === -1 || (flags & UNSIGNED_BUFFER) !== 0);
}

/** Returns new. May fail. */
export function PyLong_FromNativeBytes(buffer: number, n: number, flags: number): number {
  const unsigned = has(flags, UNSIGNED_BUFFER);
  return _PyLong_FromByteArray(buffer, n, is_little(flags), !unsigned);
}
/** Returns new. May fail. */
export function PyLong_FromUnsignedNativeBytes(buffer: number, n: number, flags: number): number {
  return _PyLong_FromByteArray(buffer, n, is_little(flags), false);
}
