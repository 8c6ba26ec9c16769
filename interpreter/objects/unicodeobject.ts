// Answers to Objects/unicodeobject.c and Include/cpython/unicodeobject.h of CPython 3.13 (PEP 393 strings): the core.
// Deviation: split; formatting, writer, codecs and methods are in unicodeobject_*.ts. C strings are JavaScript strings.
//
//   PyASCIIObject            40 bytes, then the characters            compact, ascii
//   PyCompactUnicodeObject   56 bytes (utf8 cache), then them         compact, kind 1 (latin-1), 2 or 4
//   PyUnicodeObject          64 bytes, data points to them            instances of subclasses of str
//
// state: interned (bits 0-1), kind (2-4), compact (5), ascii (6), statically allocated (7). A string always has the smallest
// kind that fits; the character after the last is NUL. The singletons '' and chr(0)..chr(255) have fixed addresses.
// Interning: the interpreter's dict of interned strings does not count its two references to a mortal string.

import { PySequence_Fast_ITEMS } from './abstract';
import { PyASCIIObject, PyCompactUnicodeObject, PyInterpreterState, PyTypeObject, PyUnicodeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, HEAPU16, HEAPU32, HEAPU8, memmove, utf8_at, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_IsImmortal, _Py_SetImmortal, _Py_TPFLAGS_MATCH_SELF, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_IS_TYPE, Py_LE, Py_LT, Py_NE, Py_NewRef, Py_SET_REFCNT,
  Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE, PyType_FastSubclass,
} from '../include/object';
import {
  _Py_SINGLETON_str_empty, LATIN1_CHARACTERS, Py_False, Py_NotImplemented, Py_True, PyBaseObject_Type, PyExc_IndexError, PyExc_OverflowError,
  PyExc_SystemError, PyExc_TypeError, PyExc_ValueError, PyUnicode_Type,
} from '../include/statics';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { static_alloc, static_type } from '../include/typespec';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_Format, PyErr_NoMemory, PyErr_SetString } from '../python/errors';
import { _PyInterpreterState_GET } from '../python/pystate';
import { _Py_HashBytes } from '../python/pyhash';
import { PySequence_Fast } from './abstract';
import { PyDict_DelItem, PyDict_New, PyDict_Next, PyDict_SetDefaultRef } from './dictobject';
import { PyList_GET_SIZE } from './listobject';
import { PyObject_Free, PyObject_Malloc, PyObject_Realloc, PyMem_Free, PyMem_Malloc } from './obmalloc';
import { fastsearch, FAST_RSEARCH, FAST_SEARCH, find_char, kind_view, rfind_char } from './stringlib/fastsearch';
import { js_code_points, js_max_char, js_text } from './stringlib/jstext';
import { encode_utf8_into, PyUnicode_DecodeUTF8Stateful, raise_surrogates_not_allowed, utf8_length } from './unicodeobject_codecs';
import { unicode_mod } from './unicodeobject_format';
import { unicode_iter } from './unicodeobject_iter';
import { unicode_methods, unicode_new, unicode_repeat, unicode_repr, unicode_subscript, unicode_getitem, unicode_str, unicode_vectorcall } from './unicodeobject_methods';

export * from './unicodeobject_codecs';
export * from './unicodeobject_format';
export * from './unicodeobject_iter';
export * from './unicodeobject_methods';
export * from './unicodeobject_writer';

export const SSTATE_NOT_INTERNED = 0;
export const SSTATE_INTERNED_MORTAL = 1;
export const SSTATE_INTERNED_IMMORTAL = 2;
export const SSTATE_INTERNED_IMMORTAL_STATIC = 3;
export const PyUnicode_1BYTE_KIND = 1;
export const PyUnicode_2BYTE_KIND = 2;
export const PyUnicode_4BYTE_KIND = 4;
export const MAX_UNICODE = 0x10ffff;

const KIND_SHIFT = 2;
const STATE_COMPACT = 0x20;
const STATE_ASCII = 0x40;
const STATE_STATIC = 0x80;
const COMPACT_ASCII = STATE_COMPACT | STATE_ASCII;
const MAX_BYTES = 0x7fffff00;

// ---- access

export function PyUnicode_Check(op: number): boolean {
  return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS);
}

export function PyUnicode_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyUnicode_Type);
}

export function PyUnicode_GET_LENGTH(op: number): number {
  return HEAP32[(op + PyASCIIObject.length) >> 2];
}

export function PyUnicode_KIND(op: number): number {
  return (HEAP32[(op + PyASCIIObject.state) >> 2] >> KIND_SHIFT) & 7;
}

/** The address of the characters. */
export function PyUnicode_DATA(op: number): number {
  const state = HEAP32[(op + PyASCIIObject.state) >> 2];
  if ((state & COMPACT_ASCII) === COMPACT_ASCII) return op + PyASCIIObject.SIZEOF;
  return state & STATE_COMPACT ? op + PyCompactUnicodeObject.SIZEOF : HEAP32[(op + PyUnicodeObject.data) >> 2];
}

export function PyUnicode_IS_ASCII(op: number): boolean {
  return (HEAP32[(op + PyASCIIObject.state) >> 2] & STATE_ASCII) !== 0;
}

export function PyUnicode_IS_COMPACT(op: number): boolean {
  return (HEAP32[(op + PyASCIIObject.state) >> 2] & STATE_COMPACT) !== 0;
}

export function PyUnicode_IS_COMPACT_ASCII(op: number): boolean {
  return (HEAP32[(op + PyASCIIObject.state) >> 2] & COMPACT_ASCII) === COMPACT_ASCII;
}

/** SSTATE_...; 0 when it is not interned. */
export function PyUnicode_CHECK_INTERNED(op: number): number {
  return HEAP32[(op + PyASCIIObject.state) >> 2] & 3;
}

function set_interned(op: number, sstate: number): void {
  HEAP32[(op + PyASCIIObject.state) >> 2] = (HEAP32[(op + PyASCIIObject.state) >> 2] & ~3) | sstate;
}

export function PyUnicode_READ(kind: number, data: number, i: number): number {
  if (kind === 1) return HEAPU8[data + i];
  return kind === 2 ? HEAPU16[(data >> 1) + i] : HEAPU32[(data >> 2) + i];
}

export function PyUnicode_WRITE(kind: number, data: number, i: number, ch: number): void {
  if (kind === 1) HEAPU8[data + i] = ch;
  else if (kind === 2) HEAPU16[(data >> 1) + i] = ch;
  else HEAPU32[(data >> 2) + i] = ch;
}

export function PyUnicode_READ_CHAR(op: number, i: number): number {
  return PyUnicode_READ(PyUnicode_KIND(op), PyUnicode_DATA(op), i);
}

/** An upper bound of the characters that the string's kind can hold. */
export function PyUnicode_MAX_CHAR_VALUE(op: number): number {
  if (PyUnicode_IS_ASCII(op)) return 0x7f;
  const kind = PyUnicode_KIND(op);
  return kind === 1 ? 0xff : kind === 2 ? 0xffff : MAX_UNICODE;
}

export function PyUnicode_IS_READY(_op: number): boolean {
  return true;
}

/** May fail (op is not a str). */
export function PyUnicode_GetLength(op: number): number {
  if (!PyUnicode_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return PyUnicode_GET_LENGTH(op);
}

/** The character, or -1 with IndexError. */
export function PyUnicode_ReadChar(op: number, index: number): number {
  if (!PyUnicode_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (index < 0 || index >= PyUnicode_GET_LENGTH(op)) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return -1;
  }
  return PyUnicode_READ_CHAR(op, index);
}

/** Writes into a string nobody else has seen. 0 | -1. */
export function PyUnicode_WriteChar(op: number, index: number, ch: number): number {
  if (!PyUnicode_Check(op) || !PyUnicode_IS_COMPACT(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (index < 0 || index >= PyUnicode_GET_LENGTH(op)) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return -1;
  }
  if (unicode_check_modifiable(op) < 0) return -1;
  if (ch > PyUnicode_MAX_CHAR_VALUE(op)) {
    PyErr_SetString(PyExc_ValueError, 'character out of range');
    return -1;
  }
  PyUnicode_WRITE(PyUnicode_KIND(op), PyUnicode_DATA(op), index, ch);
  return 0;
}

// ---- allocation

export function unicode_get_empty(): number {
  return _Py_SINGLETON_str_empty;
}

/** chr(ch) for ch < 256: immortal. */
export function get_latin1_char(ch: number): number {
  return LATIN1_CHARACTERS + ch * 64;
}

export const LATIN1 = get_latin1_char;

function init_header(op: number, length: number, kind: number, ascii: boolean): void {
  HEAP32[op >> 2] = 1;
  HEAP32[(op + 4) >> 2] = 0;
  HEAP32[(op + 8) >> 2] = PyUnicode_Type;
  HEAP32[(op + 12) >> 2] = 0;
  HEAP32[(op + 16) >> 2] = length;
  HEAP32[(op + 20) >> 2] = 0;
  HEAP32[(op + 24) >> 2] = -1;
  HEAP32[(op + 28) >> 2] = -1;
  HEAP32[(op + 32) >> 2] = (kind << KIND_SHIFT) | (ascii ? COMPACT_ASCII : STATE_COMPACT);
  HEAP32[(op + 36) >> 2] = 0;
  if (!ascii) {
    HEAP32[(op + 40) >> 2] = 0;
    HEAP32[(op + 44) >> 2] = 0;
    HEAP32[(op + 48) >> 2] = 0;
    HEAP32[(op + 52) >> 2] = 0;
  }
}

/** Returns new: a compact string whose characters are not set. May fail (MemoryError). */
export function PyUnicode_New(size: number, maxchar: number): number {
  if (size === 0) return _Py_SINGLETON_str_empty;
  const ascii = maxchar < 128;
  const kind = maxchar < 256 ? 1 : maxchar < 65536 ? 2 : 4;
  if (maxchar > MAX_UNICODE) {
    PyErr_SetString(PyExc_SystemError, 'invalid maximum character passed to PyUnicode_New');
    return 0;
  }
  if (size < 0) {
    PyErr_SetString(PyExc_SystemError, 'Negative size passed to PyUnicode_New');
    return 0;
  }
  const struct_size = ascii ? PyASCIIObject.SIZEOF : PyCompactUnicodeObject.SIZEOF;
  const bytes = struct_size + (size + 1) * kind;
  if (bytes > MAX_BYTES) return PyErr_NoMemory();
  const op = PyObject_Malloc(bytes);
  if (op === 0) return PyErr_NoMemory();
  init_header(op, size, kind, ascii);
  PyUnicode_WRITE(kind, op + struct_size, size, 0);
  return op;
}

/** 1 when the string may be changed in place: nobody else has it, its hash is not known, it is not interned. */
export function unicode_modifiable(op: number): boolean {
  return HEAP32[op >> 2] === 1 && HEAP32[(op + PyASCIIObject.hash) >> 2] === -1 && HEAP32[(op + PyASCIIObject.hash + 4) >> 2] === -1
    && PyUnicode_CHECK_INTERNED(op) === 0 && PyUnicode_CheckExact(op);
}

function unicode_check_modifiable(op: number): number {
  if (unicode_modifiable(op)) return 0;
  PyErr_SetString(PyExc_SystemError, 'Cannot modify a string currently used');
  return -1;
}

function free_utf8_cache(op: number): void {
  if (PyUnicode_IS_COMPACT_ASCII(op)) return;
  const utf8 = HEAP32[(op + PyCompactUnicodeObject.utf8) >> 2];
  if (utf8 !== 0) {
    if (utf8 !== PyUnicode_DATA(op)) PyMem_Free(utf8);
    write_ptr(op + PyCompactUnicodeObject.utf8, 0);
    write_ssize(op + PyCompactUnicodeObject.utf8_length, 0);
  }
}

/** Changes the length of a compact string that the caller owns alone. Returns it, moved perhaps; 0 on MemoryError (op is kept). */
export function resize_compact(op: number, length: number): number {
  const kind = PyUnicode_KIND(op);
  const struct_size = PyUnicode_IS_ASCII(op) ? PyASCIIObject.SIZEOF : PyCompactUnicodeObject.SIZEOF;
  const bytes = struct_size + (length + 1) * kind;
  if (bytes > MAX_BYTES) return PyErr_NoMemory();
  free_utf8_cache(op);
  const p = PyObject_Realloc(op, bytes);
  if (p === 0) return PyErr_NoMemory();
  HEAP32[(p + PyASCIIObject.length) >> 2] = length;
  PyUnicode_WRITE(kind, p + struct_size, length, 0);
  return p;
}

/** Resizes the string in the slot `p_unicode`. 0 | -1. */
export function PyUnicode_Resize(p_unicode: number, length: number): number {
  const op = HEAP32[p_unicode >> 2];
  if (op === 0 || !PyUnicode_Check(op) || length < 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  return unicode_resize(p_unicode, length);
}

function unicode_resize(p_unicode: number, length: number): number {
  const op = HEAP32[p_unicode >> 2];
  if (PyUnicode_GET_LENGTH(op) === length) return 0;
  if (length === 0) {
    HEAP32[p_unicode >> 2] = _Py_SINGLETON_str_empty;
    Py_DECREF(op);
    return 0;
  }
  let fresh: number;
  if (!unicode_modifiable(op)) {
    fresh = PyUnicode_New(length, PyUnicode_MAX_CHAR_VALUE(op));
    if (fresh === 0) return -1;
    _PyUnicode_FastCopyCharacters(fresh, 0, op, 0, Math.min(length, PyUnicode_GET_LENGTH(op)));
    Py_DECREF(op);
  } else {
    fresh = resize_compact(op, length);
    if (fresh === 0) return -1;
  }
  HEAP32[p_unicode >> 2] = fresh;
  return 0;
}

/** Steals and returns: '' and latin-1 characters become the singletons. */
export function unicode_result(op: number): number {
  const length = PyUnicode_GET_LENGTH(op);
  if (length === 0) {
    if (op !== _Py_SINGLETON_str_empty) Py_DECREF(op);
    return _Py_SINGLETON_str_empty;
  }
  if (length === 1 && PyUnicode_KIND(op) === 1) {
    const single = get_latin1_char(HEAPU8[PyUnicode_DATA(op)]);
    if (single !== op) Py_DECREF(op);
    return single;
  }
  return op;
}

/** Returns new: op itself, or an exact copy of an instance of a subclass. */
export function unicode_result_unchanged(op: number): number {
  return PyUnicode_CheckExact(op) ? Py_NewRef(op) : _PyUnicode_Copy(op);
}

/** Returns new: an exact str with the same characters. May fail. */
export function _PyUnicode_Copy(op: number): number {
  const length = PyUnicode_GET_LENGTH(op);
  const copy = PyUnicode_New(length, PyUnicode_MAX_CHAR_VALUE(op));
  if (copy === 0 || length === 0) return copy;
  memmove(PyUnicode_DATA(copy), PyUnicode_DATA(op), length * PyUnicode_KIND(op));
  return copy;
}

export function unicode_dealloc(op: number): void {
  const state = HEAP32[(op + PyASCIIObject.state) >> 2];
  if (state & STATE_STATIC) {
    _Py_SetImmortal(op);
    return;
  }
  if ((state & 3) !== 0) {
    if ((state & 3) !== SSTATE_INTERNED_MORTAL) {
      _Py_SetImmortal(op);
      return;
    }
    unintern(op);
  }
  free_utf8_cache(op);
  if (!(state & STATE_COMPACT)) {
    const data = HEAP32[(op + PyUnicodeObject.data) >> 2];
    if (data !== 0) PyMem_Free(data);
  }
  if (Py_TYPE(op) === PyUnicode_Type) PyObject_Free(op);
  else FUNCS[HEAP32[(Py_TYPE(op) + PyTypeObject.tp_free) >> 2]](op);
}

/** Takes a dying string out of the interned dict, whose two references are revived for that. */
function unintern(op: number): void {
  Py_SET_REFCNT(op, 3);
  const interned = HEAP32[(_PyInterpreterState_GET() + PyInterpreterState.interned_strings) >> 2];
  if (interned !== 0 && PyDict_DelItem(interned, op) < 0) PyErr_Clear();
  Py_SET_REFCNT(op, 0);
}

// ---- copying characters

/** Copies `n` characters; `to` must be of a kind that holds them. */
export function _PyUnicode_FastCopyCharacters(to: number, to_start: number, from: number, from_start: number, n: number): void {
  if (n <= 0) return;
  const fk = PyUnicode_KIND(from);
  const tk = PyUnicode_KIND(to);
  copy_kind(tk, PyUnicode_DATA(to), to_start, fk, PyUnicode_DATA(from), from_start, n);
}

/** Copies characters between buffers, widening or narrowing. */
export function copy_kind(tk: number, to: number, to_start: number, fk: number, from: number, from_start: number, n: number): void {
  if (tk === fk) {
    if (n * tk < 24) {
      const d = to + to_start * tk;
      const s = from + from_start * fk;
      for (let i = 0; i < n * tk; i++) HEAPU8[d + i] = HEAPU8[s + i];
    } else memmove(to + to_start * tk, from + from_start * fk, n * tk);
    return;
  }
  const tv = kind_view(tk);
  const fv = kind_view(fk);
  const t0 = (to >> (tk >> 1)) + to_start;
  const f0 = (from >> (fk >> 1)) + from_start;
  for (let i = 0; i < n; i++) tv[t0 + i] = fv[f0 + i];
}

/** The number of characters copied, or -1. */
export function PyUnicode_CopyCharacters(to: number, to_start: number, from: number, from_start: number, how_many: number): number {
  if (!PyUnicode_Check(from) || !PyUnicode_Check(to)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (from_start > PyUnicode_GET_LENGTH(from) || to_start > PyUnicode_GET_LENGTH(to)) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return -1;
  }
  const n = Math.min(PyUnicode_GET_LENGTH(from) - from_start, how_many);
  if (to_start + n > PyUnicode_GET_LENGTH(to)) {
    PyErr_Format(PyExc_SystemError, 'Cannot write %zi characters at %zi in a string of %zi characters', n, to_start, PyUnicode_GET_LENGTH(to));
    return -1;
  }
  if (n === 0) return 0;
  if (unicode_check_modifiable(to) < 0) return -1;
  _PyUnicode_FastCopyCharacters(to, to_start, from, from_start, n);
  return n;
}

export function _PyUnicode_FastFill(op: number, start: number, length: number, ch: number): void {
  const kind = PyUnicode_KIND(op);
  const base = (PyUnicode_DATA(op) >> (kind >> 1)) + start;
  kind_view(kind).fill(ch, base, base + length);
}

/** A bound of the characters in [start, end), as exact as PyUnicode_New needs. */
export function _PyUnicode_FindMaxChar(op: number, start: number, end: number): number {
  if (start === 0 && end === PyUnicode_GET_LENGTH(op)) return PyUnicode_MAX_CHAR_VALUE(op);
  if (PyUnicode_IS_ASCII(op)) return 0x7f;
  return find_max_char(PyUnicode_KIND(op), PyUnicode_DATA(op), start, end);
}

/** One of 0x7f, 0xff, 0xffff, 0x10ffff. */
export function find_max_char(kind: number, data: number, start: number, end: number): number {
  let or = 0;
  if (kind === 1) {
    for (let i = data + start; i < data + end; i++) or |= HEAPU8[i];
    return or & 0x80 ? 0xff : 0x7f;
  }
  const view = kind_view(kind);
  const base = data >> (kind >> 1);
  for (let i = base + start; i < base + end; i++) or |= view[i];
  return or >= 0x10000 ? MAX_UNICODE : or >= 0x100 ? 0xffff : or >= 0x80 ? 0xff : 0x7f;
}

// ---- to and from JavaScript text, bytes, characters

/** JavaScript text: lone surrogates are kept, a character beyond the BMP becomes a surrogate pair. */
export function PyUnicode_AsJS(op: number): string {
  return js_text(PyUnicode_KIND(op), PyUnicode_DATA(op), 0, PyUnicode_GET_LENGTH(op));
}

/** Returns new. With `pair` (the default) a surrogate pair becomes one character. May fail (MemoryError). */
export function PyUnicode_FromJS(s: string, pair = true): number {
  const n = s.length;
  if (n === 0) return _Py_SINGLETON_str_empty;
  const max = js_max_char(s);
  if (n === 1 && max < 256) return get_latin1_char(max);
  if (max > 0xffff && pair) return from_js_pairs(s);
  const op = PyUnicode_New(n, Math.min(max, 0xffff));
  if (op === 0) return 0;
  const data = PyUnicode_DATA(op);
  if (max < 256) for (let i = 0; i < n; i++) HEAPU8[data + i] = s.charCodeAt(i);
  else for (let i = 0, d = data >> 1; i < n; i++) HEAPU16[d + i] = s.charCodeAt(i);
  return op;
}

function from_js_pairs(s: string): number {
  const op = PyUnicode_New(js_code_points(s), MAX_UNICODE);
  if (op === 0) return 0;
  let d = PyUnicode_DATA(op) >> 2;
  for (let i = 0; i < s.length; i++) {
    const c = s.codePointAt(i) as number;
    if (c > 0xffff) i++;
    HEAPU32[d++] = c;
  }
  return op;
}

/** Returns new: the str of a C string, which is a JavaScript string here, or the address of UTF-8 bytes. May fail. */
export function PyUnicode_FromString(u: string | number): number {
  if (typeof u === 'string') return PyUnicode_FromJS(u);
  let end = u;
  while (HEAPU8[end] !== 0) end++;
  return PyUnicode_FromStringAndSize(u, end - u);
}

/** Returns new: UTF-8 at the address `u`, or the first `size` characters of a JavaScript string. May fail. */
export function PyUnicode_FromStringAndSize(u: string | number, size: number): number {
  if (typeof u === 'string') return PyUnicode_FromJS(size >= 0 && size < u.length ? u.slice(0, size) : u);
  if (size < 0) {
    PyErr_SetString(PyExc_SystemError, 'Negative size passed to PyUnicode_FromStringAndSize');
    return 0;
  }
  if (u !== 0) return PyUnicode_DecodeUTF8Stateful(u, size, null, 0);
  if (size > 0) {
    PyErr_SetString(PyExc_SystemError, 'NULL string with positive size with NULL passed to PyUnicode_FromStringAndSize');
    return 0;
  }
  return _Py_SINGLETON_str_empty;
}

/** Returns new: characters of width `kind` at `buffer`; the result has the smallest kind that fits. May fail. */
export function PyUnicode_FromKindAndData(kind: number, buffer: number, size: number): number {
  if (size < 0) {
    PyErr_SetString(PyExc_ValueError, 'size must be positive');
    return 0;
  }
  if (kind !== 1 && kind !== 2 && kind !== 4) {
    PyErr_SetString(PyExc_SystemError, 'invalid kind');
    return 0;
  }
  if (size === 0) return _Py_SINGLETON_str_empty;
  if (size === 1) return unicode_char(PyUnicode_READ(kind, buffer, 0));
  const op = PyUnicode_New(size, find_max_char(kind, buffer, 0, size));
  if (op !== 0) copy_kind(PyUnicode_KIND(op), PyUnicode_DATA(op), 0, kind, buffer, 0, size);
  return op;
}

/** Returns new: ASCII bytes. */
export function _PyUnicode_FromASCII(buffer: number | string, size: number): number {
  if (typeof buffer === 'string') return PyUnicode_FromStringAndSize(buffer, size);
  if (size === 1) return get_latin1_char(HEAPU8[buffer]);
  const op = PyUnicode_New(size, 127);
  if (op !== 0 && size > 0) memmove(PyUnicode_DATA(op), buffer, size);
  return op;
}

/** Returns new: the one-character string. May fail. */
export function unicode_char(ch: number): number {
  if (ch < 256) return get_latin1_char(ch);
  const op = PyUnicode_New(1, ch);
  if (op !== 0) PyUnicode_WRITE(PyUnicode_KIND(op), PyUnicode_DATA(op), 0, ch);
  return op;
}

/** Returns new. May fail (ValueError). */
export function PyUnicode_FromOrdinal(ordinal: number): number {
  if (ordinal < 0 || ordinal > MAX_UNICODE) {
    PyErr_SetString(PyExc_ValueError, 'chr() arg not in range(0x110000)');
    return 0;
  }
  return unicode_char(ordinal);
}

/** Returns new: an exact str. May fail (TypeError). */
export function PyUnicode_FromObject(op: number): number {
  if (PyUnicode_CheckExact(op)) return Py_NewRef(op);
  if (PyUnicode_Check(op)) return _PyUnicode_Copy(op);
  PyErr_Format(PyExc_TypeError, "Can't convert '%.100s' object to str implicitly", type_name(op));
  return 0;
}

/** tp_name of op's type, as text. */
export function type_name(op: number): string {
  const p = HEAP32[(Py_TYPE(op) + PyTypeObject.tp_name) >> 2];
  let end = p;
  while (HEAPU8[end] !== 0) end++;
  return utf8_at(p, end - p);
}

/** The address of op's UTF-8 form, which lives as long as op; 0 with UnicodeEncodeError or MemoryError. */
export function PyUnicode_AsUTF8Addr(op: number): number {
  if (PyUnicode_IS_COMPACT_ASCII(op)) return op + PyASCIIObject.SIZEOF;
  const cached = HEAP32[(op + PyCompactUnicodeObject.utf8) >> 2];
  return cached !== 0 ? cached : unicode_fill_utf8(op);
}

function unicode_fill_utf8(op: number): number {
  const n = utf8_length(op);
  if (n < 0) {
    raise_surrogates_not_allowed(op, 'utf-8');
    return 0;
  }
  const p = PyMem_Malloc(n + 1);
  if (p === 0) return PyErr_NoMemory();
  encode_utf8_into(op, p);
  HEAPU8[p + n] = 0;
  write_ssize(op + PyCompactUnicodeObject.utf8_length, n);
  write_ptr(op + PyCompactUnicodeObject.utf8, p);
  return p;
}

/** The length in bytes of op's UTF-8 form, once PyUnicode_AsUTF8Addr has succeeded. */
export function PyUnicode_UTF8_LENGTH(op: number): number {
  return PyUnicode_IS_COMPACT_ASCII(op) ? PyUnicode_GET_LENGTH(op) : HEAP32[(op + PyCompactUnicodeObject.utf8_length) >> 2];
}

/** The address of the UTF-8 form; its length is written at `psize` (an address or 0). */
export function PyUnicode_AsUTF8AndSize(op: number, psize: number): number {
  if (!PyUnicode_Check(op)) {
    PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
    if (psize !== 0) write_ssize(psize, -1);
    return 0;
  }
  const p = PyUnicode_AsUTF8Addr(op);
  if (psize !== 0) write_ssize(psize, p === 0 ? -1 : PyUnicode_UTF8_LENGTH(op));
  return p;
}

/** As JavaScript text; null with an exception when it is not a str or has a lone surrogate. */
export function PyUnicode_AsUTF8(op: number): string | null {
  if (!PyUnicode_Check(op)) {
    PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
    return null;
  }
  if (PyUnicode_KIND(op) !== 1 && utf8_length(op) < 0) {
    raise_surrogates_not_allowed(op, 'utf-8');
    return null;
  }
  return PyUnicode_AsJS(op);
}

/** As PyUnicode_AsUTF8; null with ValueError when there is a NUL in it. */
export function _PyUnicode_AsUTF8NoNUL(op: number): string | null {
  const s = PyUnicode_AsUTF8(op);
  if (s === null || s.indexOf('\0') < 0) return s;
  PyErr_SetString(PyExc_ValueError, 'embedded null character');
  return null;
}

// ---- hash, interning, identifiers

export function unicode_hash(op: number): number {
  const lo = HEAP32[(op + PyASCIIObject.hash) >> 2];
  const hi = HEAP32[(op + PyASCIIObject.hash + 4) >> 2];
  if (lo !== -1 || hi !== -1) return hash_result(lo, hi);
  const x = _Py_HashBytes(PyUnicode_DATA(op), PyUnicode_GET_LENGTH(op) * PyUnicode_KIND(op));
  HEAP32[(op + PyASCIIObject.hash + 4) >> 2] = hash_hi();
  HEAP32[(op + PyASCIIObject.hash) >> 2] = x;
  return x;
}

function get_interned_dict(): number {
  return HEAP32[(_PyInterpreterState_GET() + PyInterpreterState.interned_strings) >> 2];
}

function immortalize_interned(s: number): void {
  set_interned(s, SSTATE_INTERNED_IMMORTAL);
  _Py_SetImmortal(s);
}

/** Steals `s`. Returns new: the interned string equal to `s`, or `s`. Does not fail. */
export function intern_common(s: number, immortalize: boolean): number {
  if (s === 0 || !PyUnicode_Check(s)) return s;
  const state = PyUnicode_CHECK_INTERNED(s);
  if (state !== SSTATE_NOT_INTERNED) {
    if (state === SSTATE_INTERNED_MORTAL && immortalize) immortalize_interned(s);
    return s;
  }
  if (!PyUnicode_CheckExact(s)) return s;
  if (_Py_IsImmortal(s)) immortalize = true;
  if (PyUnicode_GET_LENGTH(s) === 0 || (PyUnicode_GET_LENGTH(s) === 1 && PyUnicode_KIND(s) === 1)) return unicode_result(s);
  const interned = get_interned_dict();
  if (interned === 0) return s;
  const mark = stackSave();
  const out = stackAlloc(8);
  const res = PyDict_SetDefaultRef(interned, s, s, out);
  const t = HEAP32[out >> 2];
  stackRestore(mark);
  if (res < 0) {
    PyErr_Clear();
    return s;
  }
  if (res === 1) {
    Py_DECREF(s);
    if (immortalize && PyUnicode_CHECK_INTERNED(t) === SSTATE_INTERNED_MORTAL) immortalize_interned(t);
    return t;
  }
  Py_DECREF(t);
  if (!_Py_IsImmortal(s)) HEAP32[s >> 2] -= 2;
  set_interned(s, SSTATE_INTERNED_MORTAL);
  if (immortalize) immortalize_interned(s);
  return s;
}

/** Interns the string in the slot `p`. */
export function PyUnicode_InternInPlace(p: number): void {
  HEAP32[p >> 2] = intern_common(HEAP32[p >> 2], false);
}

export function _PyUnicode_InternMortal(_interp: number, p: number): void {
  HEAP32[p >> 2] = intern_common(HEAP32[p >> 2], false);
}

export function _PyUnicode_InternImmortal(_interp: number, p: number): void {
  HEAP32[p >> 2] = intern_common(HEAP32[p >> 2], true);
}

export function _PyUnicode_InternInPlace(_interp: number, p: number): void {
  HEAP32[p >> 2] = intern_common(HEAP32[p >> 2], true);
}

/** Marks an immortal interned string as one that is static data in CPython. */
export function _PyUnicode_InternStatic(s: number): void {
  set_interned(s, SSTATE_INTERNED_IMMORTAL_STATIC);
}

/** Returns new: an interned string. May fail (MemoryError). */
export function PyUnicode_InternFromString(text: string): number {
  const s = PyUnicode_FromString(text);
  return s === 0 ? 0 : intern_common(s, false);
}

const identifiers = new Map<string, number>();

/** Borrowed: the immortal interned string of an identifier. Immortal strings never move: the cache holds in every realm. */
export function _Py_ID(name: string): number {
  let s = identifiers.get(name);
  if (s === undefined) {
    s = intern_common(PyUnicode_FromJS(name), true);
    if (s === 0) throw new Error('out of memory while interning an identifier');
    identifiers.set(name, s);
  }
  return s;
}

export const _Py_STR = _Py_ID;

function init_static(op: number, ch: number): void {
  const ascii = ch < 128;
  init_header(op, ch < 0 ? 0 : 1, 1, ascii);
  _Py_SetImmortal(op);
  HEAP32[(op + PyASCIIObject.state) >> 2] |= STATE_STATIC | SSTATE_INTERNED_IMMORTAL_STATIC;
  const data = PyUnicode_DATA(op);
  if (ch < 0) {
    HEAPU8[data] = 0;
    return;
  }
  HEAPU8[data] = ch;
  HEAPU8[data + 1] = 0;
  if (ascii) return;
  const utf8 = static_alloc(3);
  HEAPU8[utf8] = 0xc0 | (ch >> 6);
  HEAPU8[utf8 + 1] = 0x80 | (ch & 63);
  write_ssize(op + PyCompactUnicodeObject.utf8_length, 2);
  write_ptr(op + PyCompactUnicodeObject.utf8, utf8);
}

/** Makes the singletons and the dict of interned strings. Once a process, when dicts can be made. 0 | -1. */
export function _PyUnicode_InitGlobalObjects(interp: number): number {
  init_static(_Py_SINGLETON_str_empty, -1);
  for (let c = 0; c < 256; c++) init_static(get_latin1_char(c), c);
  const d = PyDict_New();
  if (d === 0) return -1;
  write_ptr(interp + PyInterpreterState.interned_strings, d);
  return 0;
}

/** Gives the interned dict's references back and drops it; strings that are still used stay. At the end of the process. */
export function _PyUnicode_ClearInterned(interp: number): void {
  const d = HEAP32[(interp + PyInterpreterState.interned_strings) >> 2];
  if (d === 0) return;
  const mark = stackSave();
  const pos = stackAlloc(8);
  const key = stackAlloc(8);
  write_ssize(pos, 0);
  while (PyDict_Next(d, pos, key, 0)) {
    const s = HEAP32[key >> 2];
    if (PyUnicode_CHECK_INTERNED(s) === SSTATE_INTERNED_MORTAL) {
      HEAP32[s >> 2] += 2;
      set_interned(s, SSTATE_NOT_INTERNED);
    }
  }
  stackRestore(mark);
  write_ptr(interp + PyInterpreterState.interned_strings, 0);
  Py_DECREF(d);
}

// ---- comparison

/** Same characters. Both are strings. */
export function unicode_eq(a: number, b: number): boolean {
  const length = HEAP32[(a + PyASCIIObject.length) >> 2];
  if (length !== HEAP32[(b + PyASCIIObject.length) >> 2]) return false;
  const kind = PyUnicode_KIND(a);
  if (kind !== PyUnicode_KIND(b)) return false;
  const n = length * kind;
  const da = PyUnicode_DATA(a);
  const db = PyUnicode_DATA(b);
  const wa = da >> 2;
  const wb = db >> 2;
  const words = n >> 2;
  for (let i = 0; i < words; i++) if (HEAP32[wa + i] !== HEAP32[wb + i]) return false;
  for (let i = words << 2; i < n; i++) if (HEAPU8[da + i] !== HEAPU8[db + i]) return false;
  return true;
}

export function _PyUnicode_Equal(a: number, b: number): boolean {
  return a === b || unicode_eq(a, b);
}

export const _PyUnicode_EQ = _PyUnicode_Equal;
export const unicode_compare_eq = unicode_eq;

/** -1, 0 or 1 by code points. */
export function unicode_compare(a: number, b: number): number {
  const av = kind_view(PyUnicode_KIND(a));
  const bv = kind_view(PyUnicode_KIND(b));
  const a0 = PyUnicode_DATA(a) >> (PyUnicode_KIND(a) >> 1);
  const b0 = PyUnicode_DATA(b) >> (PyUnicode_KIND(b) >> 1);
  const la = PyUnicode_GET_LENGTH(a);
  const lb = PyUnicode_GET_LENGTH(b);
  const n = Math.min(la, lb);
  for (let i = 0; i < n; i++) {
    const x = av[a0 + i];
    const y = bv[b0 + i];
    if (x !== y) return x < y ? -1 : 1;
  }
  return la === lb ? 0 : la < lb ? -1 : 1;
}

/** -1, 0 or 1; -1 with TypeError when one is not a str. */
export function PyUnicode_Compare(left: number, right: number): number {
  if (PyUnicode_Check(left) && PyUnicode_Check(right)) return left === right ? 0 : unicode_compare(left, right);
  PyErr_Format(PyExc_TypeError, "Can't compare %.200s and %.200s", type_name(left), type_name(right));
  return -1;
}

/** -1, 0 or 1: op against text. Does not fail. */
export function PyUnicode_CompareWithASCIIString(op: number, text: string): number {
  const s = PyUnicode_AsJS(op);
  return s === text ? 0 : s < text ? -1 : 1;
}

export function _PyUnicode_EqualToASCIIString(op: number, text: string): boolean {
  const n = text.length;
  if (!PyUnicode_IS_ASCII(op) || PyUnicode_GET_LENGTH(op) !== n) return false;
  const data = PyUnicode_DATA(op);
  for (let i = 0; i < n; i++) if (HEAPU8[data + i] !== text.charCodeAt(i)) return false;
  return true;
}

export function PyUnicode_EqualToUTF8(op: number, text: string): boolean {
  return PyUnicode_IS_ASCII(op) ? _PyUnicode_EqualToASCIIString(op, text) : PyUnicode_AsJS(op) === text;
}

/** Returns new: True, False or NotImplemented. */
export function PyUnicode_RichCompare(left: number, right: number, op: number): number {
  if (!PyUnicode_Check(left) || !PyUnicode_Check(right)) return Py_NotImplemented;
  if (left === right) return op === Py_EQ || op === Py_LE || op === Py_GE ? Py_True : Py_False;
  if (op === Py_EQ) return unicode_eq(left, right) ? Py_True : Py_False;
  if (op === Py_NE) return unicode_eq(left, right) ? Py_False : Py_True;
  const c = unicode_compare(left, right);
  const yes = op === Py_LT ? c < 0 : op === Py_LE ? c <= 0 : op === Py_GT ? c > 0 : c >= 0;
  return yes ? Py_True : Py_False;
}

// ---- searching

/** 0, or -1 with TypeError. */
export function ensure_unicode(op: number): number {
  if (PyUnicode_Check(op)) return 0;
  PyErr_Format(PyExc_TypeError, 'must be str, not %.100s', type_name(op));
  return -1;
}

/** Index of the first (last) occurrence of `sub` in str[start:end], or -1. Indices are already adjusted. */
export function any_find_slice(str: number, sub: number, start: number, end: number, direction: number): number {
  const m = PyUnicode_GET_LENGTH(sub);
  const n = end - start;
  if (n < m) return -1;
  if (m === 0) return direction > 0 ? start : end;
  const kind = PyUnicode_KIND(str);
  const sub_kind = PyUnicode_KIND(sub);
  if (kind < sub_kind) return -1;
  const i = fastsearch(
    kind_view(kind), (PyUnicode_DATA(str) >> (kind >> 1)) + start, n, kind_view(sub_kind), PyUnicode_DATA(sub) >> (sub_kind >> 1), m, -1,
    direction > 0 ? FAST_SEARCH : FAST_RSEARCH,
  );
  return i < 0 ? -1 : i + start;
}

/** Index, -1 when there is none, -2 with an exception. */
export function PyUnicode_Find(str: number, sub: number, start: number, end: number, direction: number): number {
  if (ensure_unicode(str) < 0 || ensure_unicode(sub) < 0) return -2;
  const length = PyUnicode_GET_LENGTH(str);
  if (end > length) end = length;
  else if (end < 0) end = Math.max(0, end + length);
  if (start < 0) start = Math.max(0, start + length);
  return any_find_slice(str, sub, start, end, direction);
}

/** Index, -1 when there is none, -2 with an exception. */
export function PyUnicode_FindChar(str: number, ch: number, start: number, end: number, direction: number): number {
  if (start < 0 || end < 0) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return -2;
  }
  end = Math.min(end, PyUnicode_GET_LENGTH(str));
  if (start >= end) return -1;
  const kind = PyUnicode_KIND(str);
  const base = (PyUnicode_DATA(str) >> (kind >> 1)) + start;
  const i = direction > 0 ? find_char(kind_view(kind), base, end - start, ch) : rfind_char(kind_view(kind), base, end - start, ch);
  return i < 0 ? -1 : i + start;
}

/** 1, 0, or -1 with TypeError. */
export function PyUnicode_Contains(str: number, sub: number): number {
  if (!PyUnicode_Check(sub)) {
    PyErr_Format(PyExc_TypeError, "'in <string>' requires string as left operand, not %.100s", type_name(sub));
    return -1;
  }
  if (ensure_unicode(str) < 0) return -1;
  return any_find_slice(str, sub, 0, PyUnicode_GET_LENGTH(str), 1) >= 0 ? 1 : 0;
}

// ---- concatenation

/** Returns new. May fail. */
export function PyUnicode_Concat(left: number, right: number): number {
  if (ensure_unicode(left) < 0) return 0;
  if (!PyUnicode_Check(right)) {
    PyErr_Format(PyExc_TypeError, 'can only concatenate str (not "%.200s") to str', type_name(right));
    return 0;
  }
  const left_len = PyUnicode_GET_LENGTH(left);
  const right_len = PyUnicode_GET_LENGTH(right);
  if (left_len === 0) return PyUnicode_FromObject(right);
  if (right_len === 0) return PyUnicode_FromObject(left);
  const maxchar = Math.max(PyUnicode_MAX_CHAR_VALUE(left), PyUnicode_MAX_CHAR_VALUE(right));
  const result = PyUnicode_New(left_len + right_len, maxchar);
  if (result === 0) return 0;
  _PyUnicode_FastCopyCharacters(result, 0, left, 0, left_len);
  _PyUnicode_FastCopyCharacters(result, left_len, right, 0, right_len);
  return result;
}

/** Appends `right` to the string in the slot `p_left`, in place when nobody else has it. On failure the slot becomes NULL. */
export function PyUnicode_Append(p_left: number, right: number): void {
  const left = HEAP32[p_left >> 2];
  if (left === 0) return;
  if (right === 0 || !PyUnicode_Check(left) || !PyUnicode_Check(right)) {
    if (right !== 0 && PyUnicode_Check(left)) PyErr_Format(PyExc_TypeError, 'can only concatenate str (not "%.200s") to str', type_name(right));
    else PyErr_BadInternalCall();
    HEAP32[p_left >> 2] = 0;
    Py_DECREF(left);
    return;
  }
  const fresh = append(left, right);
  HEAP32[p_left >> 2] = fresh;
}

/** Steals `left`. Returns new or 0. */
function append(left: number, right: number): number {
  const left_len = PyUnicode_GET_LENGTH(left);
  const right_len = PyUnicode_GET_LENGTH(right);
  let result: number;
  if (left_len === 0 || right_len === 0) {
    if (right_len === 0 && left_len !== 0) return left;
    result = PyUnicode_FromObject(right);
    Py_DECREF(left);
    return result;
  }
  if (unicode_modifiable(left) && PyUnicode_CheckExact(right) && PyUnicode_KIND(right) <= PyUnicode_KIND(left)
    && !(PyUnicode_IS_ASCII(left) && !PyUnicode_IS_ASCII(right))) {
    result = resize_compact(left, left_len + right_len);
    if (result === 0) Py_DECREF(left);
    else _PyUnicode_FastCopyCharacters(result, left_len, right, 0, right_len);
    return result;
  }
  const maxchar = Math.max(PyUnicode_MAX_CHAR_VALUE(left), PyUnicode_MAX_CHAR_VALUE(right));
  result = PyUnicode_New(left_len + right_len, maxchar);
  if (result !== 0) {
    _PyUnicode_FastCopyCharacters(result, 0, left, 0, left_len);
    _PyUnicode_FastCopyCharacters(result, left_len, right, 0, right_len);
  }
  Py_DECREF(left);
  return result;
}

/** As PyUnicode_Append; steals `right`. */
export function PyUnicode_AppendAndDel(p_left: number, right: number): void {
  PyUnicode_Append(p_left, right);
  if (right !== 0) Py_DECREF(right);
}

/** Returns new: str[start:end]. May fail. */
export function PyUnicode_Substring(op: number, start: number, end: number): number {
  const size = PyUnicode_GET_LENGTH(op);
  end = Math.min(end, size);
  if (start === 0 && end === size) return unicode_result_unchanged(op);
  if (start < 0 || end < 0) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return 0;
  }
  if (start >= size || end < start) return _Py_SINGLETON_str_empty;
  const length = end - start;
  const kind = PyUnicode_KIND(op);
  const data = PyUnicode_DATA(op);
  if (PyUnicode_IS_ASCII(op)) return _PyUnicode_FromASCII(data + start, length);
  return PyUnicode_FromKindAndData(kind, data + start * kind, length);
}

/** Returns new. May run Python code (iterating seq); may fail. */
export function PyUnicode_Join(separator: number, seq: number): number {
  const fseq = PySequence_Fast(seq, 'can only join an iterable');
  if (fseq === 0) return 0;
  const res = _PyUnicode_JoinArray(separator, PySequence_Fast_ITEMS(fseq), PyList_GET_SIZE(fseq));
  Py_DECREF(fseq);
  return res;
}

/** Returns new: the strings at `items` (an array of pointers) joined by `separator` (NULL means a space). May fail. */
export function _PyUnicode_JoinArray(separator: number, items: number, seqlen: number): number {
  if (seqlen === 0) return _Py_SINGLETON_str_empty;
  if (seqlen === 1 && PyUnicode_CheckExact(HEAP32[items >> 2])) return Py_NewRef(HEAP32[items >> 2]);
  let seplen = 1;
  let maxchar = 0x7f;
  if (separator === 0) separator = get_latin1_char(0x20);
  else {
    if (!PyUnicode_Check(separator)) {
      PyErr_Format(PyExc_TypeError, 'separator: expected str instance, %.80s found', type_name(separator));
      return 0;
    }
    seplen = PyUnicode_GET_LENGTH(separator);
    if (seplen !== 0 && seqlen > 1) maxchar = PyUnicode_MAX_CHAR_VALUE(separator);
  }
  let size = seplen * (seqlen - 1);
  for (let i = 0; i < seqlen; i++) {
    const item = HEAP32[(items + i * 8) >> 2];
    if (!PyUnicode_Check(item)) {
      PyErr_Format(PyExc_TypeError, 'sequence item %zd: expected str instance, %.80s found', i, type_name(item));
      return 0;
    }
    size += PyUnicode_GET_LENGTH(item);
    const m = PyUnicode_MAX_CHAR_VALUE(item);
    if (m > maxchar) maxchar = m;
  }
  if (size > MAX_BYTES) {
    PyErr_SetString(PyExc_OverflowError, 'join() result is too long for a Python string');
    return 0;
  }
  const res = PyUnicode_New(size, maxchar);
  if (res === 0 || size === 0) return res;
  const kind = PyUnicode_KIND(res);
  const data = PyUnicode_DATA(res);
  const sep_kind = PyUnicode_KIND(separator);
  const sep_data = PyUnicode_DATA(separator);
  let at = 0;
  for (let i = 0; i < seqlen; i++) {
    if (i !== 0 && seplen !== 0) {
      copy_kind(kind, data, at, sep_kind, sep_data, 0, seplen);
      at += seplen;
    }
    const item = HEAP32[(items + i * 8) >> 2];
    const n = PyUnicode_GET_LENGTH(item);
    if (n !== 0) copy_kind(kind, data, at, PyUnicode_KIND(item), PyUnicode_DATA(item), 0, n);
    at += n;
  }
  return res;
}

/** -1 with OverflowError instead of a count that does not fit; kept for callers that ask. */
export function unicode_length(op: number): number {
  return PyUnicode_GET_LENGTH(op);
}

static_type(PyUnicode_Type, {
  tp_name: 'str',
  tp_basicsize: PyUnicodeObject.SIZEOF,
  tp_dealloc: unicode_dealloc,
  tp_repr: unicode_repr,
  tp_hash: unicode_hash,
  tp_str: unicode_str,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_UNICODE_SUBCLASS | _Py_TPFLAGS_MATCH_SELF,
  tp_doc:
    "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nText of an object, or bytes decoded by an encoding.",
  tp_base: PyBaseObject_Type,
  tp_richcompare: PyUnicode_RichCompare,
  tp_iter: unicode_iter,
  tp_new: unicode_new,
  tp_free: PyObject_Free,
  tp_vectorcall: unicode_vectorcall,
  tp_as_number: { nb_remainder: unicode_mod },
  tp_as_sequence: {
    sq_length: unicode_length, sq_concat: PyUnicode_Concat, sq_repeat: unicode_repeat, sq_item: unicode_getitem, sq_contains: PyUnicode_Contains,
  },
  tp_as_mapping: { mp_length: unicode_length, mp_subscript: unicode_subscript },
  tp_methods: unicode_methods(),
});
