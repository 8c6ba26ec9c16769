// What Argument Clinic writes into str, bytes and bytearray methods of CPython 3.13, as functions: conversions of arguments.

import { HEAP32, read_ssize } from '../../include/heap';
import { stackAlloc } from '../../include/cstack';
import { Py_buffer } from '../../include/generated/offsets';
import { Py_DECREF } from '../../include/object';
import { Py_None, PyExc_TypeError, PyExc_ValueError } from '../../include/statics';
import { PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { _PyArg_BadArgument } from '../../python/getargs';
import { _PyNumber_Index, PyIndex_Check, PyNumber_AsSsize_t, PyObject_GetBuffer, PyBuffer_Release } from '../abstract';
import { PyLong_AsSsize_t } from '../longobject';
import { PyUnicode_AsUTF8, PyUnicode_Check } from '../unicodeobject';

export const PY_SSIZE_MAX = 9223372036854775807;
export const PyBUF_SIMPLE = 0;

/** Py_ssize_t: -1 with an exception set when it fails. */
export function ssize_arg(v: number): number {
  const iobj = _PyNumber_Index(v);
  if (iobj === 0) return -1;
  const n = PyLong_AsSsize_t(iobj);
  Py_DECREF(iobj);
  return n;
}

/** A slice index (None gives `none`), clamped; NaN with an exception. */
export function slice_index(v: number, none: number): number {
  if (v === 0 || v === Py_None) return none;
  if (!PyIndex_Check(v)) {
    PyErr_SetString(PyExc_TypeError, 'slice indices must be integers or None or have an __index__ method');
    return Number.NaN;
  }
  const n = PyNumber_AsSsize_t(v, 0);
  return n === -1 && PyErr_Occurred() ? Number.NaN : n;
}

/** `const char *`: text without NUL; null with an exception. */
export function cstring_arg(fname: string, displayname: string, v: number): string | null {
  if (!PyUnicode_Check(v)) {
    _PyArg_BadArgument(fname, displayname, 'str', v);
    return null;
  }
  const s = PyUnicode_AsUTF8(v);
  if (s === null) return null;
  if (s.indexOf('\0') >= 0) {
    PyErr_SetString(PyExc_ValueError, 'embedded null character');
    return null;
  }
  return s;
}

/** The i-th argument of an argument array, 0 when there are only `nargs`. */
export function arg_at(args: number, i: number, nargs: number): number {
  return i < nargs ? HEAP32[(args + i * 8) >> 2] : 0;
}

/** A simple buffer of `v` on the C stack (the caller restores it and calls release_buffer); 0 with TypeError. */
export function get_buffer(v: number): number {
  const view = stackAlloc(Py_buffer.SIZEOF);
  HEAP32[(view + Py_buffer.buf) >> 2] = 0;
  HEAP32[(view + Py_buffer.obj) >> 2] = 0;
  HEAP32[(view + Py_buffer.obj + 4) >> 2] = 0;
  return PyObject_GetBuffer(v, view, PyBUF_SIMPLE) < 0 ? 0 : view;
}

export function buffer_ptr(view: number): number {
  return HEAP32[(view + Py_buffer.buf) >> 2];
}

export function buffer_len(view: number): number {
  return read_ssize(view + Py_buffer.len);
}

export function release_buffer(view: number): void {
  if (view !== 0) PyBuffer_Release(view);
}

/** start and end of s[start:end] made to lie in [0, length] as ADJUST_INDICES does; the results are in `lo` and `hi`. */
export function adjust_indices(start: number, end: number, length: number): void {
  hi = end > length ? length : end < 0 ? Math.max(0, end + length) : end;
  lo = start < 0 ? Math.max(0, start + length) : start;
}

export let lo = 0;
export let hi = 0;
