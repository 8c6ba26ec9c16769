// Answers to the functions of Objects/unicodeobject.c of CPython 3.13 that give or take C strings, or variable arguments.

import { HEAP32, HEAPU8, HEAPU32, read_ssize, utf8_bytes, write_ssize } from '../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { PyExc_SystemError } from '../include/statics';
import { static_cstring } from '../include/typespec';
import { PyMem_Malloc } from '../objects/obmalloc';
import * as ctype from '../objects/unicodectype';
import * as unicode from '../objects/unicodeobject';
import { type FormatArgument, PyUnicode_FromFormatV as from_format } from '../objects/unicodeobject_format';
import { PyBytes_FromFormatV as bytes_from_format } from '../objects/bytesobject_format';
import { PyErr_NoMemory, PyErr_SetString } from '../python/errors';
import { double_type, PyOS_double_to_string as double_to_string } from '../python/pystrtod';
import { VaList } from './va_list';

/** The address of the UTF-8 text, which the object owns; NULL with an exception. */
export function PyUnicode_AsUTF8(op: number): number {
  return unicode.PyUnicode_AsUTF8AndSize(op, 0);
}
export function PyUnicode_GetDefaultEncoding(): number {
  return static_cstring('utf-8');
}

const DIRECTIVE = /%[-0#]*(\*|\d+)?(?:\.(\*|\d*))?(ll|l|z|t|j)?(.)/gsu;

/** The arguments that a PyUnicode_FromFormat format takes, in its order. */
export function format_arguments(format: string, va: VaList): FormatArgument[] {
  const args: FormatArgument[] = [];
  for (const [, width, precision, size, conversion] of format.matchAll(DIRECTIVE)) {
    if (width === '*') args.push(va.int());
    if (precision === '*') args.push(va.int());
    if (conversion === '%') continue;
    if ('di'.includes(conversion)) args.push(size ? va.long() : va.int());
    else if ('uxXo'.includes(conversion)) args.push(size ? va.unsigned_long() : va.int() >>> 0);
    else if (conversion === 'c') args.push(va.int());
    else if (conversion === 's' && size === 'l') args.push(wide_string(va.pointer()));
    else args.push(va.pointer());
    if (conversion === 'V') args.push(va.pointer());
  }
  return args;
}

/** A wchar_t string (UTF-32) as text. */
export function wide_string(p: number): string {
  let s = '';
  for (let q = p >> 2; HEAPU32[q] !== 0; q++) s += String.fromCodePoint(HEAPU32[q]);
  return s;
}

/** Returns new. May run Python code; may fail. */
export function PyUnicode_FromFormatV(format: string, va: number): number {
  return from_format(format, format_arguments(format, new VaList(va)));
}
export function PyUnicode_FromFormat(format: string, va: number): number {
  return PyUnicode_FromFormatV(format, va);
}
/** Returns new. May fail. */
export function PyBytes_FromFormatV(format: string, va: number): number {
  return bytes_from_format(format, format_arguments(format, new VaList(va)));
}
export function PyBytes_FromFormat(format: string, va: number): number {
  return PyBytes_FromFormatV(format, va);
}

/** Returns new; size -1 for a NUL-terminated string. May fail. */
export function PyUnicode_FromWideChar(w: number, size: number): number {
  if (w === 0 && size !== 0) {
    PyErr_SetString(PyExc_SystemError, 'NULL string passed to PyUnicode_FromWideChar');
    return 0;
  }
  let n = size;
  if (size < 0) for (n = 0; HEAP32[(w >> 2) + n] !== 0; ) n++;
  return unicode.PyUnicode_FromKindAndData(4, w, n);
}

/** Copies the characters, and a NUL with copy_null, to `buffer` (buflen Py_UCS4s). Returns buffer, or NULL with an exception. */
export function PyUnicode_AsUCS4(op: number, buffer: number, buflen: number, copy_null: number): number {
  const n = unicode.PyUnicode_GET_LENGTH(op);
  if (buflen < n + (copy_null ? 1 : 0)) {
    PyErr_SetString(PyExc_SystemError, 'string is longer than the buffer');
    return 0;
  }
  for (let i = 0; i < n; i++) HEAPU32[(buffer >> 2) + i] = unicode.PyUnicode_READ_CHAR(op, i);
  if (copy_null) HEAPU32[(buffer >> 2) + n] = 0;
  return buffer;
}
/** PyMem memory that the caller frees; NULL with an exception. */
export function PyUnicode_AsUCS4Copy(op: number): number {
  const n = unicode.PyUnicode_GET_LENGTH(op) + 1;
  const p = PyMem_Malloc(n * 4);
  return p === 0 ? PyErr_NoMemory() : PyUnicode_AsUCS4(op, p, n, 1);
}

/** Whether the text equals these UTF-8 bytes. Never fails. */
export function PyUnicode_EqualToUTF8AndSize(op: number, str: number, size: number): number {
  const mark = stackSave();
  const psize = stackAlloc(8);
  const p = unicode.PyUnicode_KIND(op) === 1 || unicode.PyUnicode_AsUTF8(op) !== null ? unicode.PyUnicode_AsUTF8AndSize(op, psize) : 0;
  const n = p === 0 ? -1 : read_ssize(psize);
  stackRestore(mark);
  return n === size && HEAPU8.subarray(p, p + n).every((c, i) => c === HEAPU8[str + i]) ? 1 : 0;
}
export function PyUnicode_EqualToUTF8(op: number, str: number): number {
  let n = 0;
  while (HEAPU8[str + n] !== 0) n++;
  return PyUnicode_EqualToUTF8AndSize(op, str, n);
}

/** Fills characters with one. The number written, or -1 with an exception. */
export function PyUnicode_Fill(op: number, start: number, length: number, fill: number): number {
  const n = Math.min(length, unicode.PyUnicode_GET_LENGTH(op) - start);
  if (n <= 0) return 0;
  const kind = unicode.PyUnicode_KIND(op);
  const data = unicode.PyUnicode_DATA(op);
  for (let i = 0; i < n; i++) unicode.PyUnicode_WRITE(kind, data, start + i, fill);
  return n;
}

/** PyMem memory that the caller frees with the text as wchar_t and a NUL; its length at `size` unless that is NULL. NULL with an exception. */
export function PyUnicode_AsWideCharString(op: number, size: number): number {
  const p = PyUnicode_AsUCS4Copy(op);
  if (p !== 0 && size !== 0) write_ssize(size, unicode.PyUnicode_GET_LENGTH(op));
  return p;
}

/** Returns new: the text of a double by format code e, E, f, F, g, G or r; PyMem memory that the caller frees. `ptype`: 0 finite, 1 infinite, 2 NaN. */
export function PyOS_double_to_string(val: number, code: string, precision: number, flags: number, ptype: number): number {
  if (ptype !== 0) HEAP32[ptype >> 2] = double_type(val);
  const bytes = utf8_bytes(double_to_string(val, code, precision, flags));
  const p = PyMem_Malloc(bytes.length + 1);
  if (p === 0) return PyErr_NoMemory();
  HEAPU8.set(bytes, p);
  HEAPU8[p + bytes.length] = 0;
  return p;
}

/** The first character of what the character becomes: 'S' for the German sharp s. */
function first(full: (ch: number, res: number[]) => number, ch: number): number {
  const res: number[] = [];
  full(ch, res);
  return res[0];
}
export function _PyUnicode_ToUppercase(ch: number): number {
  return first(ctype._PyUnicode_ToUpperFull, ch);
}
export function _PyUnicode_ToLowercase(ch: number): number {
  return first(ctype._PyUnicode_ToLowerFull, ch);
}
export function _PyUnicode_ToTitlecase(ch: number): number {
  return first(ctype._PyUnicode_ToTitleFull, ch);
}
