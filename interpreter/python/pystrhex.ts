// Answers to Python/pystrhex.c of CPython 3.13: bytes as hexadecimal digits, with a separator.

import { HEAPU8 } from '../include/heap';
import { PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyObject_Size } from '../objects/abstract';
import { _PyBytes_FromSize, PyBytes_AS_STRING, PyBytes_Check } from '../objects/bytesobject';
import { PyUnicode_Check, PyUnicode_DATA, PyUnicode_New, PyUnicode_READ_CHAR } from '../objects/unicodeobject';
import { PyErr_SetString } from './errors';

function refuse(type: number, message: string): null {
  PyErr_SetString(type, message);
  return null;
}

/** The separator's character ('' for none), at most `max`; null with an exception. */
function separator(sep: number, max: number): string | null {
  if (sep === 0) return '';
  const length = PyObject_Size(sep);
  if (length < 0) return null;
  if (length !== 1) return refuse(PyExc_ValueError, 'sep must be length 1.');
  if (!PyUnicode_Check(sep) && !PyBytes_Check(sep)) return refuse(PyExc_TypeError, 'sep must be str or bytes.');
  const c = PyUnicode_Check(sep) ? PyUnicode_READ_CHAR(sep, 0) : HEAPU8[PyBytes_AS_STRING(sep)];
  return c > max ? refuse(PyExc_ValueError, 'sep must be ASCII.') : String.fromCharCode(c);
}

const ZERO = 48;
const TEN = 87;

function digit(v: number): number {
  return v + (v < 10 ? ZERO : TEN);
}

/** Writes the digits of the bytes at `p` from `out` on, with `sep` (-1: none) between groups counted from the right (left when negative). */
function write_digits(p: number, n: number, sep: number, bytes_per_group: number, out: number): void {
  const group = Math.abs(bytes_per_group);
  let until = sep < 0 || group === 0 ? n : bytes_per_group < 0 ? group : n % group || group;
  for (let i = 0; i < n; i++) {
    if (i === until) {
      HEAPU8[out++] = sep;
      until += group;
    }
    const c = HEAPU8[p + i];
    HEAPU8[out++] = digit(c >> 4);
    HEAPU8[out++] = digit(c & 15);
  }
}

/** Makes the object by `alloc` (whose characters are at `data`) and fills it. */
function hexlify(p: number, n: number, sep: number, bytes_per_group: number, max_sep: number, alloc: (size: number) => number, data: (op: number) => number): number {
  const s = separator(sep, max_sep);
  if (s === null) return 0;
  if (n === 0) return alloc(0);
  const group = Math.abs(bytes_per_group);
  const seps = s === '' || group === 0 ? 0 : Math.floor((n - 1) / group);
  const op = alloc(n * 2 + seps);
  if (op !== 0) write_digits(p, n, seps === 0 ? -1 : s.charCodeAt(0), bytes_per_group, data(op));
  return op;
}

function new_ascii(size: number): number {
  return PyUnicode_New(size, 127);
}

/** Returns new: str. May fail. */
export function _Py_strhex(argbuf: number, arglen: number): number {
  return _Py_strhex_with_sep(argbuf, arglen, 0, 0);
}

export function _Py_strhex_bytes(argbuf: number, arglen: number): number {
  return _Py_strhex_bytes_with_sep(argbuf, arglen, 0, 0);
}

export function _Py_strhex_with_sep(argbuf: number, arglen: number, sep: number, bytes_per_group: number): number {
  return hexlify(argbuf, arglen, sep, bytes_per_group, 127, new_ascii, PyUnicode_DATA);
}

/** Returns new: bytes. May fail. */
export function _Py_strhex_bytes_with_sep(argbuf: number, arglen: number, sep: number, bytes_per_group: number): number {
  return hexlify(argbuf, arglen, sep, bytes_per_group, 255, _PyBytes_FromSize, PyBytes_AS_STRING);
}
