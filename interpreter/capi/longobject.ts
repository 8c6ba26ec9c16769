// Answers to the conversions of Objects/longobject.c of CPython 3.13 at C's border, where all 64 bits count.

import { cstring, utf8_bytes, write_ptr } from '../include/heap';
import { PyExc_ValueError } from '../include/statics';
import * as long from '../objects/longobject';
import { parse_long, PyLong_FromString as from_string } from '../objects/longobject_str';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { bigint_result, type int64, type int64_hi, type int64_lo, number_result, to_bigint } from './int64';

/** Returns new. May fail. */
export function PyLong_FromLong(lo: int64_lo, hi: int64_hi): number {
  return hi === lo >> 31 ? long.PyLong_FromLong(lo) : long.PyLong_FromBigInt(to_bigint(lo, hi));
}
export function PyLong_FromLongLong(lo: int64_lo, hi: int64_hi): number {
  return PyLong_FromLong(lo, hi);
}
export function PyLong_FromSsize_t(lo: int64_lo, hi: int64_hi): number {
  return PyLong_FromLong(lo, hi);
}
/** Returns new. May fail. */
export function PyLong_FromUnsignedLong(lo: int64_lo, hi: int64_hi): number {
  return hi === 0 && lo >= 0 ? long.PyLong_FromLong(lo) : long.PyLong_FromBigInt(BigInt.asUintN(64, to_bigint(lo, hi)));
}
export function PyLong_FromUnsignedLongLong(lo: int64_lo, hi: int64_hi): number {
  return PyLong_FromUnsignedLong(lo, hi);
}
export function PyLong_FromSize_t(lo: int64_lo, hi: int64_hi): number {
  return PyLong_FromUnsignedLong(lo, hi);
}

/** What `convert` found, exact: it is asked first for its checks and errors. */
function exact(o: number, v: number): int64 {
  if (Number.isSafeInteger(v)) return number_result(v);
  const index = long.PyLong_Check(o) ? o : 0;
  // Beyond 2^53 only an int itself can be: __index__ was called by `convert` and would be called twice.
  return bigint_result(index !== 0 ? long.PyLong_AsBigInt(index) : BigInt(v));
}
/** -1 with an exception. May run Python code (__index__). */
export function PyLong_AsLong(o: number): int64 {
  return exact(o, long.PyLong_AsLong(o));
}
export function PyLong_AsLongLong(o: number): int64 {
  return exact(o, long.PyLong_AsLongLong(o));
}
export function PyLong_AsSsize_t(o: number): int64 {
  return exact(o, long.PyLong_AsSsize_t(o));
}
export function PyLong_AsSize_t(o: number): int64 {
  return exact(o, long.PyLong_AsSize_t(o));
}
export function PyLong_AsUnsignedLong(o: number): int64 {
  return exact(o, long.PyLong_AsUnsignedLong(o));
}
export function PyLong_AsUnsignedLongLong(o: number): int64 {
  return exact(o, long.PyLong_AsUnsignedLongLong(o));
}
export function PyLong_AsLongAndOverflow(o: number, overflow: number): int64 {
  return exact(o, long.PyLong_AsLongAndOverflow(o, overflow));
}
export function PyLong_AsLongLongAndOverflow(o: number, overflow: number): int64 {
  return exact(o, long.PyLong_AsLongAndOverflow(o, overflow));
}
export function PyLong_AsUnsignedLongMask(o: number): int64 {
  return bigint_result(long.PyLong_AsUnsignedLongLongMask64(o));
}
export function PyLong_AsUnsignedLongLongMask(o: number): int64 {
  return bigint_result(long.PyLong_AsUnsignedLongLongMask64(o));
}

/** Returns new; `*pend` (pend may be NULL) is set to the first byte that was not read. May fail. */
export function PyLong_FromString(str: number, pend: number, base: number): number {
  if (pend === 0) return from_string(cstring(str), 0, base);
  const text = cstring(str);
  const parsed = parse_long(text, base);
  write_ptr(pend, str + utf8_bytes(text.slice(0, Math.max(parsed.end, 0))).length);
  if (parsed.value === 0 && !PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, `invalid literal for int() with base ${base}`);
  return parsed.value;
}
