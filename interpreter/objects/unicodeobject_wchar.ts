// Answers to the wchar_t part of Objects/unicodeobject.c of CPython 3.13. wchar_t has 4 bytes, as on Linux; any alignment is taken.

import { HEAPDV, memmove } from '../include/heap';
import { PyExc_ValueError } from '../include/statics';
import { PyErr_BadArgument, PyErr_Format, PyErr_NoMemory } from '../python/errors';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { PyUnicode_Check, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR } from './unicodeobject';

export const SIZEOF_WCHAR_T = 4;
const MAX_UNICODE = 0x10ffff;

/** Returns new: the str of `size` wchar_t at `w`. May fail. */
export function PyUnicode_FromWideChar(w: number, size: number): number {
  for (let i = 0; i < size; i++) {
    const ch = HEAPDV.getUint32(w + i * 4, true);
    if (ch > MAX_UNICODE) return PyErr_Format(PyExc_ValueError, 'character U+%x is not in range [U+0000; U+%x]', ch, MAX_UNICODE);
  }
  if ((w & 3) === 0 || size === 0) return PyUnicode_FromKindAndData(4, w, size);
  const aligned = PyMem_Malloc(size * 4);
  if (aligned === 0) return PyErr_NoMemory();
  memmove(aligned, w, size * 4);
  const s = PyUnicode_FromKindAndData(4, aligned, size);
  PyMem_Free(aligned);
  return s;
}

/** Writes at most `size` wchar_t at `w`, with the final zero when it fits; the number without it. w 0: the number with it. -1 on error. */
export function PyUnicode_AsWideChar(unicode: number, w: number, size: number): number {
  if (unicode === 0 || !PyUnicode_Check(unicode)) {
    PyErr_BadArgument();
    return -1;
  }
  const length = PyUnicode_GET_LENGTH(unicode);
  if (w === 0) return length + 1;
  const n = Math.min(length, size);
  for (let i = 0; i < n; i++) HEAPDV.setUint32(w + i * 4, PyUnicode_READ_CHAR(unicode, i), true);
  if (size > length) HEAPDV.setUint32(w + length * 4, 0, true);
  return n;
}

/** A zero-terminated copy in memory that the caller gives to PyMem_Free; 0 with an exception. */
export function PyUnicode_AsWideCharString(unicode: number): number {
  const n = PyUnicode_AsWideChar(unicode, 0, 0);
  if (n < 0) return 0;
  const buffer = PyMem_Malloc(n * 4);
  if (buffer === 0) return PyErr_NoMemory();
  PyUnicode_AsWideChar(unicode, buffer, n);
  return buffer;
}
