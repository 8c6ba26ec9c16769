// Answers to Python/pystrhex.c of CPython 3.13: bytes as hexadecimal digits, with a separator.

import { HEAPU8 } from '../include/heap';
import { PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyObject_Size } from '../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromString } from '../objects/bytesobject';
import { PyUnicode_Check, PyUnicode_FromJS, PyUnicode_READ_CHAR } from '../objects/unicodeobject';
import { PyErr_SetString } from './errors';

const DIGITS = '0123456789abcdef';

/** The separator's character ('' for none); null with an exception. */
function separator(sep: number): string | null {
  if (sep === 0) return '';
  const length = PyObject_Size(sep);
  if (length < 0) return null;
  if (length !== 1) {
    PyErr_SetString(PyExc_ValueError, 'sep must be length 1.');
    return null;
  }
  let c: number;
  if (PyUnicode_Check(sep)) {
    c = PyUnicode_READ_CHAR(sep, 0);
    if (c > 127) {
      PyErr_SetString(PyExc_ValueError, 'sep must be ASCII.');
      return null;
    }
  } else if (PyBytes_Check(sep)) c = HEAPU8[PyBytes_AS_STRING(sep)];
  else {
    PyErr_SetString(PyExc_TypeError, 'sep must be str or bytes.');
    return null;
  }
  return String.fromCharCode(c);
}

function hexlify(argbuf: number, arglen: number, sep: number, bytes_per_sep: number): string | null {
  const s = separator(sep);
  if (s === null) return null;
  if (s !== '' && s > '\x7f') {
    PyErr_SetString(PyExc_ValueError, 'sep must be ASCII.');
    return null;
  }
  const group = Math.abs(bytes_per_sep);
  let out = '';
  for (let i = 0; i < arglen; i++) {
    if (i > 0 && s !== '' && group !== 0 && (bytes_per_sep < 0 ? i : arglen - i) % group === 0) out += s;
    const c = HEAPU8[argbuf + i];
    out += DIGITS[c >> 4] + DIGITS[c & 15];
  }
  return out;
}

/** Returns new: str. May fail. */
export function _Py_strhex(argbuf: number, arglen: number): number {
  return _Py_strhex_with_sep(argbuf, arglen, 0, 0);
}

export function _Py_strhex_bytes(argbuf: number, arglen: number): number {
  return _Py_strhex_bytes_with_sep(argbuf, arglen, 0, 0);
}

export function _Py_strhex_with_sep(argbuf: number, arglen: number, sep: number, bytes_per_group: number): number {
  const s = hexlify(argbuf, arglen, sep, bytes_per_group);
  return s === null ? 0 : PyUnicode_FromJS(s);
}

/** Returns new: bytes. May fail. */
export function _Py_strhex_bytes_with_sep(argbuf: number, arglen: number, sep: number, bytes_per_group: number): number {
  const s = hexlify(argbuf, arglen, sep, bytes_per_group);
  return s === null ? 0 : PyBytes_FromString(s);
}
