// Answers to Objects/bytes_methods.c and the stringlib headers (split.h, transmogrify.h, find.h, partition.h, join.h,
// ctype.h) of CPython 3.13: the methods that bytes and bytearray share.
// Deviation: one set of functions over a BytesKind instead of a macro instance per type.

import { PyObject_IsTrue } from './object';
import { PySequence_Fast_ITEMS } from './abstract';
import { PyUnicode_FromEncodedObject } from './unicodeobject_codecs';
import { PyByteArrayObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, memmove } from '../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import type { CFunction } from '../include/functable';
import {
  METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_STATIC, Py_DECREF, Py_INCREF, Py_SIZE,
} from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import type { MethodSpec } from '../include/typespec';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _Py_strhex_with_sep } from '../python/pystrhex';
import { _PyIndex_Check, PyNumber_AsSsize_t, PyObject_CheckBuffer, PySequence_Fast } from './abstract';
import { PyByteArray_AS_STRING, PyByteArray_Check } from './bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_CheckExact, PyBytes_FromStringAndSize } from './bytesobject';
import { PyList_Append, PyList_GET_SIZE, PyList_New } from './listobject';
import { _PyLong_AsInt, PyLong_FromSsize_t } from './longobject';
import { adjust_indices, arg_at, buffer_len, buffer_ptr, cstring_arg, get_buffer, hi, lo, PY_SSIZE_MAX, release_buffer, slice_index, ssize_arg } from './stringlib/clinic';
import { FAST_COUNT, FAST_RSEARCH, FAST_SEARCH, fastsearch, mem_equal } from './stringlib/fastsearch';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { ensure_unicode, PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, type_name } from './unicodeobject';

/** What differs between bytes and bytearray. */
export interface BytesKind {
  name: 'bytes' | 'bytearray';
  /** The address of an object's bytes. */
  data(op: number): number;
  /** Returns new: `n` bytes from the address (0: not set). */
  make(addr: number, n: number): number;
  /** Returns new: the same bytes (bytes itself, or a copy). */
  unchanged(op: number): number;
  mutable: boolean;
}

// ---- character classes (Python/pyctype.c: ASCII only, no locale)

export function Py_ISLOWER(c: number): boolean {
  return c >= 0x61 && c <= 0x7a;
}
export function Py_ISUPPER(c: number): boolean {
  return c >= 0x41 && c <= 0x5a;
}
export function Py_ISALPHA(c: number): boolean {
  return Py_ISLOWER(c | 0x20);
}
export function Py_ISDIGIT(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}
export function Py_ISALNUM(c: number): boolean {
  return Py_ISALPHA(c) || Py_ISDIGIT(c);
}
export function Py_ISSPACE(c: number): boolean {
  return c === 0x20 || (c >= 9 && c <= 13);
}
export function Py_TOLOWER(c: number): number {
  return Py_ISUPPER(c) ? c + 32 : c;
}
export function Py_TOUPPER(c: number): number {
  return Py_ISLOWER(c) ? c - 32 : c;
}

function all_are(test: (c: number) => boolean, p: number, n: number): number {
  for (let i = 0; i < n; i++) if (!test(HEAPU8[p + i])) return Py_False;
  return n > 0 ? Py_True : Py_False;
}

function is_ascii(c: number): boolean {
  return c < 128;
}

function _Py_bytes_isascii(p: number, n: number): number {
  return n === 0 ? Py_True : all_are(is_ascii, p, n);
}

function cased_only(own: (c: number) => boolean, other: (c: number) => boolean, p: number, n: number): number {
  let cased = false;
  for (let i = 0; i < n; i++) {
    if (other(HEAPU8[p + i])) return Py_False;
    if (own(HEAPU8[p + i])) cased = true;
  }
  return cased ? Py_True : Py_False;
}

function _Py_bytes_istitle(p: number, n: number): number {
  let cased = false;
  let previous = false;
  for (let i = 0; i < n; i++) {
    const c = HEAPU8[p + i];
    if (Py_ISUPPER(c)) {
      if (previous) return Py_False;
      previous = cased = true;
    } else if (Py_ISLOWER(c)) {
      if (!previous) return Py_False;
      cased = true;
    } else previous = false;
  }
  return cased ? Py_True : Py_False;
}

function mapped(k: BytesKind, self: number, f: (c: number, i: number) => number): number {
  const n = Py_SIZE(self);
  const result = k.make(0, n);
  if (result === 0 || n === 0) return result;
  const to = k.data(result);
  const from = k.data(self);
  for (let i = 0; i < n; i++) HEAPU8[to + i] = f(HEAPU8[from + i], i);
  return result;
}

function title_case(): (c: number) => number {
  let previous = false;
  return (c) => {
    const r = previous ? Py_TOLOWER(c) : Py_TOUPPER(c);
    previous = Py_ISALPHA(c);
    return r;
  };
}

// ---- find, count, contains

/** One byte or a buffer to look for. The C stack holds the buffer: the caller restores it. */
let needle = 0;
let needle_len = 0;
let needle_view = 0;

/** Reads the argument `sub` of find and its like. 0 | -1. */
function parse_needle(sub: number): number {
  if (PyObject_CheckBuffer(sub)) {
    needle_view = get_buffer(sub);
    if (needle_view === 0) return -1;
    needle = buffer_ptr(needle_view);
    needle_len = buffer_len(needle_view);
    return 0;
  }
  if (!_PyIndex_Check(sub)) {
    PyErr_Format(PyExc_TypeError, "argument should be integer or bytes-like object, not '%.200s'", type_name(sub));
    return -1;
  }
  const byte = byte_value(sub);
  if (byte < 0) return -1;
  needle_view = 0;
  needle = stackAlloc(8);
  needle_len = 1;
  HEAPU8[needle] = byte;
  return 0;
}

function byte_value(sub: number): number {
  const value = PyNumber_AsSsize_t(sub, PyExc_OverflowError);
  if (value === -1 && PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(PyExc_OverflowError)) return -1;
    PyErr_Clear();
  } else if (value >= 0 && value < 256) return value;
  PyErr_SetString(PyExc_ValueError, 'byte must be in range(0, 256)');
  return -1;
}

/** find, rfind (-1 when there is none) or count; -2 with an exception. */
function search(k: BytesKind, name: string, self: number, args: number, nargs: number, mode: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 1, 3)) return -2;
  const start = slice_index(arg_at(args, 1, nargs), 0);
  if (Number.isNaN(start)) return -2;
  const end = slice_index(arg_at(args, 2, nargs), PY_SSIZE_MAX);
  if (Number.isNaN(end)) return -2;
  const mark = stackSave();
  let result = -2;
  if (parse_needle(HEAP32[args >> 2]) === 0) {
    adjust_indices(start, end, Py_SIZE(self));
    result = search_slice(k.data(self), lo, hi, mode);
    release_buffer(needle_view);
  }
  stackRestore(mark);
  return result;
}

function search_slice(p: number, start: number, end: number, mode: number): number {
  const n = end - start;
  if (mode === FAST_COUNT) {
    if (n < 0) return 0;
    if (needle_len === 0) return n + 1;
    return fastsearch(HEAPU8, p + start, n, HEAPU8, needle, needle_len, PY_SSIZE_MAX, mode);
  }
  if (n < needle_len) return -1;
  if (needle_len === 0) return mode === FAST_SEARCH ? start : end;
  const i = fastsearch(HEAPU8, p + start, n, HEAPU8, needle, needle_len, -1, mode);
  return i < 0 ? -1 : i + start;
}

function found(result: number): number {
  return result === -2 ? 0 : PyLong_FromSsize_t(result);
}

function must_find(result: number): number {
  if (result === -1) {
    PyErr_SetString(PyExc_ValueError, 'subsection not found');
    return 0;
  }
  return found(result);
}

/** 1, 0, or -1 with an exception. */
export function _Py_bytes_contains(p: number, n: number, arg: number): number {
  const value = _PyIndex_Check(arg) ? PyNumber_AsSsize_t(arg, 0) : -1;
  if (_PyIndex_Check(arg) && !(value === -1 && PyErr_Occurred())) {
    if (value < 0 || value >= 256) {
      PyErr_SetString(PyExc_ValueError, 'byte must be in range(0, 256)');
      return -1;
    }
    for (let i = 0; i < n; i++) if (HEAPU8[p + i] === value) return 1;
    return 0;
  }
  PyErr_Clear();
  const mark = stackSave();
  const view = get_buffer(arg);
  let result = -1;
  if (view !== 0) {
    const m = buffer_len(view);
    result = m === 0 || fastsearch(HEAPU8, p, n, HEAPU8, buffer_ptr(view), m, -1, FAST_SEARCH) >= 0 ? 1 : 0;
    release_buffer(view);
  }
  stackRestore(mark);
  return result;
}

// ---- startswith, endswith, removeprefix, removesuffix

function tailmatch_one(k: BytesKind, self: number, sub: number, start: number, end: number, at_end: boolean): number {
  const mark = stackSave();
  const view = get_buffer(sub);
  let result = -1;
  if (view !== 0) {
    const m = buffer_len(view);
    adjust_indices(start, end, Py_SIZE(self));
    const at = at_end ? Math.max(lo, hi - m) : lo;
    result = hi - lo >= m && lo <= Py_SIZE(self) && mem_equal(k.data(self) + at, buffer_ptr(view), m) ? 1 : 0;
    if (m === 0) result = lo <= hi && lo <= Py_SIZE(self) ? 1 : 0;
    release_buffer(view);
  }
  stackRestore(mark);
  return result;
}

function tailmatch(k: BytesKind, name: string, self: number, args: number, nargs: number, at_end: boolean): number {
  if (!_PyArg_CheckPositional(name, nargs, 1, 3)) return 0;
  const start = slice_index(arg_at(args, 1, nargs), 0);
  if (Number.isNaN(start)) return 0;
  const end = slice_index(arg_at(args, 2, nargs), PY_SSIZE_MAX);
  if (Number.isNaN(end)) return 0;
  const sub = HEAP32[args >> 2];
  if (PyTuple_Check(sub)) {
    for (let i = 0; i < PyTuple_GET_SIZE(sub); i++) {
      const r = tailmatch_one(k, self, PyTuple_GET_ITEM(sub, i), start, end, at_end);
      if (r < 0) return 0;
      if (r) return Py_True;
    }
    return Py_False;
  }
  const r = tailmatch_one(k, self, sub, start, end, at_end);
  if (r < 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_Format(PyExc_TypeError, '%s first arg must be bytes or a tuple of bytes, not %s', name, type_name(sub));
    }
    return 0;
  }
  return r ? Py_True : Py_False;
}

function remove_affix(k: BytesKind, self: number, affix: number, at_end: boolean): number {
  const mark = stackSave();
  const view = get_buffer(affix);
  let result = 0;
  if (view !== 0) {
    const n = Py_SIZE(self);
    const m = buffer_len(view);
    const p = k.data(self);
    if (m > 0 && n >= m && mem_equal(at_end ? p + n - m : p, buffer_ptr(view), m)) result = k.make(at_end ? p : p + m, n - m);
    else result = k.unchanged(self);
    release_buffer(view);
  }
  stackRestore(mark);
  return result;
}

// ---- strip, pad, expandtabs

const STRIP_LEFT = 1;
const STRIP_RIGHT = 2;

function strip_with(k: BytesKind, self: number, how: number, stripped: (c: number) => boolean): number {
  const p = k.data(self);
  const n = Py_SIZE(self);
  let i = 0;
  let j = n;
  if (how & STRIP_LEFT) while (i < n && stripped(HEAPU8[p + i])) i++;
  if (how & STRIP_RIGHT) while (j > i && stripped(HEAPU8[p + j - 1])) j--;
  return i === 0 && j === n ? k.unchanged(self) : k.make(p + i, j - i);
}

function strip(k: BytesKind, name: string, self: number, args: number, nargs: number, how: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 0, 1)) return 0;
  const sep = arg_at(args, 0, nargs);
  if (sep === 0 || sep === Py_None) return strip_with(k, self, how, Py_ISSPACE);
  const mark = stackSave();
  const view = get_buffer(sep);
  let result = 0;
  if (view !== 0) {
    const p = buffer_ptr(view);
    const m = buffer_len(view);
    result = strip_with(k, self, how, (c) => {
      for (let i = 0; i < m; i++) if (HEAPU8[p + i] === c) return true;
      return false;
    });
    release_buffer(view);
  }
  stackRestore(mark);
  return result;
}

function pad(k: BytesKind, self: number, left: number, right: number, fill: number): number {
  left = Math.max(left, 0);
  right = Math.max(right, 0);
  if (left === 0 && right === 0) return k.unchanged(self);
  const n = Py_SIZE(self);
  if (left + n + right > 0x7fffff00) return PyErr_NoMemory();
  const result = k.make(0, left + n + right);
  if (result === 0) return 0;
  const p = k.data(result);
  HEAPU8.fill(fill, p, p + left);
  memmove(p + left, k.data(self), n);
  HEAPU8.fill(fill, p + left + n, p + left + n + right);
  return result;
}

/** The one byte of a fill argument, -1 with TypeError. */
function fill_char(name: string, arg: number): number {
  if (PyBytes_Check(arg) && Py_SIZE(arg) === 1) return HEAPU8[arg + 32];
  if (PyByteArray_Check(arg) && Py_SIZE(arg) === 1) return HEAPU8[PyByteArray_AS_STRING(arg)];
  _PyArg_BadArgument(name, 'argument 2', 'a byte string of length 1', arg);
  return -1;
}

function justify(k: BytesKind, name: string, self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 1, 2)) return 0;
  const width = ssize_arg(HEAP32[args >> 2]);
  if (width === -1 && PyErr_Occurred()) return 0;
  const fill = nargs < 2 ? 0x20 : fill_char(name, HEAP32[(args + 8) >> 2]);
  if (fill < 0) return 0;
  const extra = width - Py_SIZE(self);
  if (extra <= 0) return k.unchanged(self);
  if (name === 'ljust') return pad(k, self, 0, extra, fill);
  if (name === 'rjust') return pad(k, self, extra, 0, fill);
  const left = Math.floor(extra / 2) + (extra % 2 === 1 && width % 2 === 1 ? 1 : 0);
  return pad(k, self, left, extra - left, fill);
}

function zfill(k: BytesKind, self: number, arg: number): number {
  const width = ssize_arg(arg);
  if (width === -1 && PyErr_Occurred()) return 0;
  const extra = width - Py_SIZE(self);
  if (extra <= 0) return k.unchanged(self);
  const s = pad(k, self, extra, 0, 0x30);
  if (s === 0) return 0;
  const p = k.data(s);
  const c = HEAPU8[p + extra];
  if (c === 0x2b || c === 0x2d) {
    HEAPU8[p] = c;
    HEAPU8[p + extra] = 0x30;
  }
  return s;
}

function expandtabs(k: BytesKind, self: number, tabsize: number): number {
  const p = k.data(self);
  const out: number[] = [];
  let column = 0;
  for (let i = 0; i < Py_SIZE(self); i++) {
    const c = HEAPU8[p + i];
    if (c === 9) {
      if (tabsize > 0) {
        const n = tabsize - (column % tabsize);
        column += n;
        if (out.length + n > 0x7fffff) return expandtabs_overflow();
        for (let j = 0; j < n; j++) out.push(0x20);
      }
    } else {
      column++;
      out.push(c);
      if (c === 10 || c === 13) column = 0;
    }
  }
  return from_array(k, out);
}

function expandtabs_overflow(): number {
  PyErr_SetString(PyExc_OverflowError, 'result too long');
  return 0;
}

function from_array(k: BytesKind, bytes: ArrayLike<number>): number {
  const result = k.make(0, bytes.length);
  if (result !== 0 && bytes.length > 0) HEAPU8.set(bytes, k.data(result));
  return result;
}

// ---- split, partition, join, replace

function append_slice(k: BytesKind, list: number, self: number, from: number, to: number): number {
  const sub = k.make(k.data(self) + from, to - from);
  if (sub === 0) return -1;
  const r = PyList_Append(list, sub);
  Py_DECREF(sub);
  return r;
}

/** The list of self[a:b] for the pairs of `cuts`. */
function list_of(k: BytesKind, self: number, cuts: number[]): number {
  const list = PyList_New(0);
  if (list === 0) return 0;
  if (cuts.length === 2 && cuts[0] === 0 && cuts[1] === Py_SIZE(self) && !k.mutable) {
    const whole = k.unchanged(self);
    const r = whole === 0 ? -1 : PyList_Append(list, whole);
    if (whole !== 0) Py_DECREF(whole);
    if (r === 0) return list;
    Py_DECREF(list);
    return 0;
  }
  for (let i = 0; i < cuts.length; i += 2) {
    if (append_slice(k, list, self, cuts[i], cuts[i + 1]) < 0) {
      Py_DECREF(list);
      return 0;
    }
  }
  return list;
}

function split_whitespace_cuts(p: number, n: number, maxcount: number): number[] {
  const cuts: number[] = [];
  let i = 0;
  for (; maxcount > 0; maxcount--) {
    while (i < n && Py_ISSPACE(HEAPU8[p + i])) i++;
    if (i === n) return cuts;
    const j = i;
    while (i < n && !Py_ISSPACE(HEAPU8[p + i])) i++;
    cuts.push(j, i);
  }
  while (i < n && Py_ISSPACE(HEAPU8[p + i])) i++;
  if (i < n) cuts.push(i, n);
  return cuts;
}

function rsplit_whitespace_cuts(p: number, n: number, maxcount: number): number[] {
  const cuts: number[] = [];
  let i = n;
  for (; maxcount > 0; maxcount--) {
    while (i > 0 && Py_ISSPACE(HEAPU8[p + i - 1])) i--;
    if (i === 0) return reversed_pairs(cuts);
    const j = i;
    while (i > 0 && !Py_ISSPACE(HEAPU8[p + i - 1])) i--;
    cuts.push(i, j);
  }
  while (i > 0 && Py_ISSPACE(HEAPU8[p + i - 1])) i--;
  if (i > 0) cuts.push(0, i);
  return reversed_pairs(cuts);
}

function reversed_pairs(cuts: number[]): number[] {
  const out: number[] = [];
  for (let i = cuts.length - 2; i >= 0; i -= 2) out.push(cuts[i], cuts[i + 1]);
  return out;
}

function split_cuts(p: number, n: number, sep: number, m: number, maxcount: number): number[] {
  const cuts: number[] = [];
  let i = 0;
  for (; maxcount > 0; maxcount--) {
    const at = fastsearch(HEAPU8, p + i, n - i, HEAPU8, sep, m, -1, FAST_SEARCH);
    if (at < 0) break;
    cuts.push(i, i + at);
    i += at + m;
  }
  cuts.push(i, n);
  return cuts;
}

function rsplit_cuts(p: number, n: number, sep: number, m: number, maxcount: number): number[] {
  const cuts: number[] = [];
  let j = n;
  for (; maxcount > 0; maxcount--) {
    const at = fastsearch(HEAPU8, p, j, HEAPU8, sep, m, -1, FAST_RSEARCH);
    if (at < 0) break;
    cuts.push(at + m, j);
    j = at;
  }
  cuts.push(0, j);
  return reversed_pairs(cuts);
}

const SPLIT_PARSER = { fname: 'split', keywords: ['sep', 'maxsplit'] };
const RSPLIT_PARSER = { fname: 'rsplit', keywords: ['sep', 'maxsplit'] };

function split(k: BytesKind, self: number, args: number, nargs: number, kwnames: number, right: boolean): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, right ? RSPLIT_PARSER : SPLIT_PARSER, 0, 2, 0, stackAlloc(16));
  const result = a === 0 ? 0 : split_args(k, self, HEAP32[a >> 2], HEAP32[(a + 8) >> 2], right);
  stackRestore(mark);
  return result;
}

function split_args(k: BytesKind, self: number, sep: number, maxsplit: number, right: boolean): number {
  let maxcount = -1;
  if (maxsplit !== 0) {
    maxcount = ssize_arg(maxsplit);
    if (maxcount === -1 && PyErr_Occurred()) return 0;
  }
  if (maxcount < 0) maxcount = PY_SSIZE_MAX;
  if (sep === 0 || sep === Py_None) {
    const p = k.data(self);
    return list_of(k, self, right ? rsplit_whitespace_cuts(p, Py_SIZE(self), maxcount) : split_whitespace_cuts(p, Py_SIZE(self), maxcount));
  }
  const view = get_buffer(sep);
  if (view === 0) return 0;
  const m = buffer_len(view);
  let result = 0;
  if (m === 0) PyErr_SetString(PyExc_ValueError, 'empty separator');
  else result = list_of(k, self, (right ? rsplit_cuts : split_cuts)(k.data(self), Py_SIZE(self), buffer_ptr(view), m, maxcount));
  release_buffer(view);
  return result;
}

function splitlines(k: BytesKind, self: number, keepends: boolean): number {
  const p = k.data(self);
  const n = Py_SIZE(self);
  const cuts: number[] = [];
  for (let i = 0; i < n; ) {
    const j = i;
    while (i < n && HEAPU8[p + i] !== 10 && HEAPU8[p + i] !== 13) i++;
    let eol = i;
    if (i < n) {
      i += HEAPU8[p + i] === 13 && i + 1 < n && HEAPU8[p + i + 1] === 10 ? 2 : 1;
      if (keepends) eol = i;
    }
    cuts.push(j, eol);
  }
  return list_of(k, self, cuts);
}

function partition(k: BytesKind, self: number, sep: number, right: boolean): number {
  const mark = stackSave();
  const view = get_buffer(sep);
  let result = 0;
  if (view !== 0) {
    if (buffer_len(view) === 0) PyErr_SetString(PyExc_ValueError, 'empty separator');
    else result = partition_at(k, self, sep, buffer_ptr(view), buffer_len(view), right);
    release_buffer(view);
  }
  stackRestore(mark);
  return result;
}

function partition_at(k: BytesKind, self: number, sep: number, sub: number, m: number, right: boolean): number {
  const p = k.data(self);
  const n = Py_SIZE(self);
  const i = fastsearch(HEAPU8, p, n, HEAPU8, sub, m, -1, right ? FAST_RSEARCH : FAST_SEARCH);
  const out = PyTuple_New(3);
  if (out === 0) return 0;
  if (i < 0) {
    PyTuple_SET_ITEM(out, right ? 2 : 0, k.unchanged(self));
    PyTuple_SET_ITEM(out, 1, k.make(0, 0));
    PyTuple_SET_ITEM(out, right ? 0 : 2, k.make(0, 0));
  } else {
    PyTuple_SET_ITEM(out, 0, k.make(p, i));
    if (!k.mutable) Py_INCREF(sep);
    PyTuple_SET_ITEM(out, 1, k.mutable ? k.make(sub, m) : sep);
    PyTuple_SET_ITEM(out, 2, k.make(p + i + m, n - i - m));
  }
  if (PyErr_Occurred()) {
    Py_DECREF(out);
    return 0;
  }
  return out;
}

/** Runs `f` while the bytearray `self` cannot be resized. */
function pinned(self: number, f: () => number): number {
  HEAP32[(self + PyByteArrayObject.ob_exports) >> 2]++;
  const result = f();
  HEAP32[(self + PyByteArrayObject.ob_exports) >> 2]--;
  return result;
}

/** Returns new: the buffers of `iterable` joined. May run Python code. */
export function bytes_join(k: BytesKind, self: number, iterable: number): number {
  const seq = PySequence_Fast(iterable, 'can only join an iterable');
  if (seq === 0) return 0;
  const n = PyList_GET_SIZE(seq);
  if (n === 1 && !k.mutable && PyBytes_CheckExact(HEAP32[PySequence_Fast_ITEMS(seq) >> 2])) {
    const only = HEAP32[PySequence_Fast_ITEMS(seq) >> 2];
    Py_INCREF(only);
    Py_DECREF(seq);
    return only;
  }
  const result = join_items(k, self, seq, n);
  Py_DECREF(seq);
  return result;
}

/** How many items that are no bytes may be held by a view at once; views lie on the C stack. */
const MAX_VIEWS = 256;

/** What an item gives to the result: itself (bytes), a view of it, or a copy of its bytes. */
type Piece = { item: number } | { view: number } | { copy: Uint8Array };

function piece_of(item: number, views: number): Piece | null {
  if (PyBytes_CheckExact(item)) return { item };
  const mark = stackSave();
  const view = PyObject_CheckBuffer(item) ? get_buffer(item) : 0;
  if (view === 0) return null;
  if (views < MAX_VIEWS) return { view };
  const copy = HEAPU8.slice(buffer_ptr(view), buffer_ptr(view) + buffer_len(view));
  release_buffer(view);
  stackRestore(mark);
  return { copy };
}
function piece_len(p: Piece): number {
  return 'item' in p ? Py_SIZE(p.item) : 'view' in p ? buffer_len(p.view) : p.copy.length;
}

function join_items(k: BytesKind, self: number, seq: number, n: number): number {
  const mark = stackSave();
  const pieces: Piece[] = [];
  let views = 0;
  let ok = true;
  let size = 0;
  for (let i = 0; ok && i < n; i++) {
    const item = HEAP32[(PySequence_Fast_ITEMS(seq) + i * 8) >> 2];
    const piece = piece_of(item, views);
    if (piece === null) {
      PyErr_Format(PyExc_TypeError, 'sequence item %zd: expected a bytes-like object, %.80s found', i, type_name(item));
      ok = false;
    } else {
      pieces.push(piece);
      if ('view' in piece) views++;
      size += piece_len(piece) + (i > 0 ? Py_SIZE(self) : 0);
    }
  }
  const result = ok ? k.make(0, size) : 0;
  if (result !== 0) copy_joined(k, self, result, pieces);
  for (const piece of pieces) if ('view' in piece) release_buffer(piece.view);
  stackRestore(mark);
  return result;
}

function copy_joined(k: BytesKind, self: number, result: number, pieces: Piece[]): void {
  let at = k.data(result);
  const sep = k.data(self);
  const m = Py_SIZE(self);
  pieces.forEach((piece, i) => {
    if (i > 0 && m > 0) {
      memmove(at, sep, m);
      at += m;
    }
    if ('copy' in piece) HEAPU8.set(piece.copy, at);
    else memmove(at, 'item' in piece ? PyBytes_AS_STRING(piece.item) : buffer_ptr(piece.view), piece_len(piece));
    at += piece_len(piece);
  });
}

function replace(k: BytesKind, self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('replace', nargs, 2, 3)) return 0;
  const mark = stackSave();
  const v1 = get_buffer(HEAP32[args >> 2]);
  const v2 = v1 === 0 ? 0 : get_buffer(HEAP32[(args + 8) >> 2]);
  let count = -1;
  let result = 0;
  if (v2 !== 0 && nargs > 2) count = ssize_arg(HEAP32[(args + 16) >> 2]);
  if (v2 !== 0 && !(count === -1 && PyErr_Occurred())) {
    result = replace_bytes(k, self, buffer_ptr(v1), buffer_len(v1), buffer_ptr(v2), buffer_len(v2), count < 0 ? PY_SSIZE_MAX : count);
  }
  release_buffer(v2);
  release_buffer(v1);
  stackRestore(mark);
  return result;
}

function replace_bytes(k: BytesKind, self: number, from: number, m: number, to: number, r: number, maxcount: number): number {
  const p = k.data(self);
  const n = Py_SIZE(self);
  if (n < m || maxcount === 0 || (m === 0 && r === 0) || (m === r && m > 0 && mem_equal(from, to, m))) return k.unchanged(self);
  const count = m === 0 ? Math.min(n + 1, maxcount) : fastsearch(HEAPU8, p, n, HEAPU8, from, m, maxcount, FAST_COUNT);
  if (count === 0) return k.unchanged(self);
  const size = n + count * (r - m);
  if (size > 0x7fffff00) {
    if (size > PY_SSIZE_MAX) PyErr_SetString(PyExc_OverflowError, 'replace bytes is too long');
    else PyErr_NoMemory();
    return 0;
  }
  const result = k.make(0, size);
  if (result === 0 || size === 0) return result;
  let out = k.data(result);
  let i = 0;
  for (let c = 0; c < count; c++) {
    const at = m === 0 ? (c === 0 ? 0 : 1) : fastsearch(HEAPU8, p + i, n - i, HEAPU8, from, m, -1, FAST_SEARCH);
    memmove(out, p + i, at);
    memmove(out + at, to, r);
    out += at + r;
    i += at + m;
  }
  memmove(out, p + i, n - i);
  return result;
}

// ---- translate, maketrans, hex, decode

const TRANSLATE_PARSER = { fname: 'translate', keywords: ['', 'delete'] };

function translate(k: BytesKind, self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, TRANSLATE_PARSER, 1, 2, 0, stackAlloc(16));
  const result = a === 0 ? 0 : translate_args(k, self, HEAP32[a >> 2], HEAP32[(a + 8) >> 2]);
  stackRestore(mark);
  return result;
}

function translate_args(k: BytesKind, self: number, table: number, deletechars: number): number {
  const vt = table === Py_None ? 0 : get_buffer(table);
  if (table !== Py_None && vt === 0) return 0;
  if (vt !== 0 && buffer_len(vt) !== 256) {
    PyErr_SetString(PyExc_ValueError, 'translation table must be 256 characters long');
    release_buffer(vt);
    return 0;
  }
  const vd = deletechars === 0 ? 0 : get_buffer(deletechars);
  let result = 0;
  if (deletechars === 0 || vd !== 0) result = translate_bytes(k, self, vt === 0 ? 0 : buffer_ptr(vt), vd);
  release_buffer(vd);
  release_buffer(vt);
  return result;
}

function translate_bytes(k: BytesKind, self: number, table: number, vd: number): number {
  const deleted = new Uint8Array(256);
  if (vd !== 0) for (let i = 0; i < buffer_len(vd); i++) deleted[HEAPU8[buffer_ptr(vd) + i]] = 1;
  const p = k.data(self);
  const n = Py_SIZE(self);
  const out = new Uint8Array(n);
  let m = 0;
  let changed = false;
  for (let i = 0; i < n; i++) {
    const c = HEAPU8[p + i];
    if (deleted[c]) continue;
    const t = table === 0 ? c : HEAPU8[table + c];
    if (t !== c) changed = true;
    out[m++] = t;
  }
  return !changed && m === n ? k.unchanged(self) : from_array(k, out.subarray(0, m));
}

function bytes_maketrans(args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('maketrans', nargs, 2, 2)) return 0;
  const mark = stackSave();
  const vf = get_buffer(HEAP32[args >> 2]);
  const vt = vf === 0 ? 0 : get_buffer(HEAP32[(args + 8) >> 2]);
  let result = 0;
  if (vt !== 0) {
    if (buffer_len(vf) !== buffer_len(vt)) PyErr_SetString(PyExc_ValueError, 'maketrans arguments must have same length');
    else {
      const table = Uint8Array.from({ length: 256 }, (_, i) => i);
      for (let i = 0; i < buffer_len(vf); i++) table[HEAPU8[buffer_ptr(vf) + i]] = HEAPU8[buffer_ptr(vt) + i];
      result = PyBytes_FromStringAndSize(table, 256);
    }
  }
  release_buffer(vt);
  release_buffer(vf);
  stackRestore(mark);
  return result;
}

function maketrans(_null: number, args: number, nargs: number): number {
  return bytes_maketrans(args, nargs);
}

const HEX_PARSER = { fname: 'hex', keywords: ['sep', 'bytes_per_sep'] };

/** The method hex of bytes, bytearray and memoryview over `n` bytes at `p`. */
export function bytes_hex(p: number, n: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, HEX_PARSER, 0, 2, 0, stackAlloc(16));
  let result = 0;
  if (a !== 0) {
    let group = 1;
    if (HEAP32[(a + 8) >> 2] !== 0) group = _PyLong_AsInt(HEAP32[(a + 8) >> 2]);
    if (!(group === -1 && PyErr_Occurred())) result = _Py_strhex_with_sep(p, n, HEAP32[a >> 2], group);
  }
  stackRestore(mark);
  return result;
}

function hex_digit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = c | 32;
  return l >= 97 && l <= 102 ? l - 87 : -1;
}

/** Returns new: bytes (bytearray) of hexadecimal digits. May fail (TypeError, ValueError). */
export function bytes_fromhex(string: number, as_bytearray: boolean, make?: (bytes: Uint8Array) => number): number {
  if (!PyUnicode_Check(string)) {
    PyErr_Format(PyExc_TypeError, 'fromhex() argument must be str, not %T', string);
    return 0;
  }
  if (ensure_unicode(string) < 0) return 0;
  const kind = PyUnicode_KIND(string);
  const data = PyUnicode_DATA(string);
  const n = PyUnicode_GET_LENGTH(string);
  const out = new Uint8Array((n >> 1) + 1);
  let m = 0;
  for (let i = 0; i < n; ) {
    if (Py_ISSPACE(PyUnicode_READ(kind, data, i))) {
      i++;
      continue;
    }
    const top = hex_digit(PyUnicode_READ(kind, data, i));
    const bot = top < 0 || i + 1 >= n ? -1 : hex_digit(PyUnicode_READ(kind, data, i + 1));
    if (bot < 0) {
      PyErr_Format(PyExc_ValueError, 'non-hexadecimal number found in fromhex() arg at position %zd', top < 0 ? i : i + 1);
      return 0;
    }
    out[m++] = top * 16 + bot;
    i += 2;
  }
  const bytes = out.subarray(0, m);
  return as_bytearray && make ? make(bytes) : PyBytes_FromStringAndSize(bytes, m);
}

const DECODE_PARSER = { fname: 'decode', keywords: ['encoding', 'errors'] };

function decode(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, DECODE_PARSER, 0, 2, 0, stackAlloc(16));
  let result = 0;
  if (a !== 0) {
    const e = HEAP32[a >> 2];
    const r = HEAP32[(a + 8) >> 2];
    const encoding = e === 0 ? null : cstring_arg('decode', "argument 'encoding'", e);
    if (e === 0 || encoding !== null) {
      const errors = r === 0 ? null : cstring_arg('decode', "argument 'errors'", r);
      if (r === 0 || errors !== null) result = PyUnicode_FromEncodedObject(self, encoding, errors);
    }
  }
  stackRestore(mark);
  return result;
}

const EXPANDTABS_PARSER = { fname: 'expandtabs', keywords: ['tabsize'] };
const SPLITLINES_PARSER = { fname: 'splitlines', keywords: ['keepends'] };

function expandtabs_args(k: BytesKind, self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, EXPANDTABS_PARSER, 0, 1, 0, stackAlloc(8));
  let result = 0;
  if (a !== 0) {
    const tabsize = HEAP32[a >> 2] === 0 ? 8 : _PyLong_AsInt(HEAP32[a >> 2]);
    if (!(tabsize === -1 && PyErr_Occurred())) result = expandtabs(k, self, tabsize);
  }
  stackRestore(mark);
  return result;
}

function splitlines_args(k: BytesKind, self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, SPLITLINES_PARSER, 0, 1, 0, stackAlloc(8));
  let result = 0;
  if (a !== 0) {
    const keep = HEAP32[a >> 2] === 0 ? 0 : PyObject_IsTrue(HEAP32[a >> 2]);
    if (keep >= 0) result = splitlines(k, self, keep > 0);
  }
  stackRestore(mark);
  return result;
}

// ---- the table

type Args = (self: number, args: number, nargs: number) => number;

/** The method table of bytes or bytearray. Called at module evaluation. */
export function shared_bytes_methods(k: BytesKind): MethodSpec[] {
  const none = (name: string, f: (self: number) => number, doc: string): MethodSpec => [name, f as CFunction, METH_NOARGS, `${name}($self, /)\n--\n\n${doc}`];
  const test = (name: string, f: (p: number, n: number) => number, doc: string): MethodSpec => none(name, (self) => f(k.data(self), Py_SIZE(self)), doc);
  const one = (name: string, arg: string, f: (self: number, arg: number) => number, doc: string): MethodSpec => [name, f as CFunction, METH_O, `${name}($self, ${arg}, /)\n--\n\n${doc}`];
  const fast = (name: string, sig: string, f: Args, doc: string): MethodSpec => [name, f as CFunction, METH_FASTCALL, `${name}($self, ${sig}, /)\n--\n\n${doc}`];
  const keywords = (name: string, sig: string, f: (self: number, args: number, nargs: number, kwnames: number) => number, doc: string): MethodSpec => [
    name, f as CFunction, METH_FASTCALL | METH_KEYWORDS, `${name}($self, ${sig})\n--\n\n${doc}`,
  ];
  const range = 'sub[, start[, end]]';
  return [
    none('capitalize', (s) => mapped(k, s, (c, i) => (i === 0 ? Py_TOUPPER(c) : Py_TOLOWER(c))), 'A copy with its first byte upper case and the rest lower case.'),
    fast('center', "width, fillchar=b' '", (s, a, n) => justify(k, 'center', s, a, n), 'A copy centred in a field of the given width.'),
    fast('count', range, (s, a, n) => found(search(k, 'count', s, a, n, FAST_COUNT)), 'How often sub occurs without overlap.'),
    keywords('decode', "/, encoding='utf-8', errors='strict'", decode, 'The text that these bytes encode.'),
    fast('endswith', 'suffix[, start[, end]]', (s, a, n) => tailmatch(k, 'endswith', s, a, n, true), 'Whether the bytes end with the suffix or one of a tuple.'),
    keywords('expandtabs', '/, tabsize=8', (s, a, n, kw) => expandtabs_args(k, s, a, n, kw), 'A copy with tabs expanded to spaces.'),
    fast('find', range, (s, a, n) => found(search(k, 'find', s, a, n, FAST_SEARCH)), 'The lowest index of sub, or -1.'),
    keywords('hex', "/, sep=<unrepresentable>, bytes_per_sep=1", (s, a, n, kw) => bytes_hex(k.data(s), Py_SIZE(s), a, n, kw), 'The bytes as hexadecimal digits.'),
    fast('index', range, (s, a, n) => must_find(search(k, 'index', s, a, n, FAST_SEARCH)), 'The lowest index of sub; ValueError when there is none.'),
    test('isalnum', (p, n) => all_are(Py_ISALNUM, p, n), 'Whether all bytes are ASCII letters or digits.'),
    test('isalpha', (p, n) => all_are(Py_ISALPHA, p, n), 'Whether all bytes are ASCII letters.'),
    test('isascii', _Py_bytes_isascii, 'Whether all bytes are ASCII.'),
    test('isdigit', (p, n) => all_are(Py_ISDIGIT, p, n), 'Whether all bytes are ASCII digits.'),
    test('islower', (p, n) => cased_only(Py_ISLOWER, Py_ISUPPER, p, n), 'Whether all cased bytes are lower case.'),
    test('isspace', (p, n) => all_are(Py_ISSPACE, p, n), 'Whether all bytes are ASCII whitespace.'),
    test('istitle', _Py_bytes_istitle, 'Whether the bytes are title-cased.'),
    test('isupper', (p, n) => cased_only(Py_ISUPPER, Py_ISLOWER, p, n), 'Whether all cased bytes are upper case.'),
    one('join', 'iterable_of_bytes', (s, a) => (k.mutable ? pinned(s, () => bytes_join(k, s, a)) : bytes_join(k, s, a)), 'The items of the iterable with these bytes between them.'),
    fast('ljust', "width, fillchar=b' '", (s, a, n) => justify(k, 'ljust', s, a, n), 'A copy padded on the right.'),
    none('lower', (s) => mapped(k, s, Py_TOLOWER), 'A copy in lower case.'),
    fast('lstrip', 'bytes=None', (s, a, n) => strip(k, 'lstrip', s, a, n, STRIP_LEFT), 'A copy without leading whitespace or the given bytes.'),
    ['maketrans', maketrans, METH_FASTCALL | METH_STATIC, 'maketrans(frm, to, /)\n--\n\nA table for translate.'],
    one('partition', 'sep', (s, a) => partition(k, s, a, false), 'What is before, at and after the first separator.'),
    fast('replace', 'old, new, count=-1', (s, a, n) => replace(k, s, a, n), 'A copy with occurrences of old replaced by new.'),
    one('removeprefix', 'prefix', (s, a) => remove_affix(k, s, a, false), 'A copy without the prefix.'),
    one('removesuffix', 'suffix', (s, a) => remove_affix(k, s, a, true), 'A copy without the suffix.'),
    fast('rfind', range, (s, a, n) => found(search(k, 'rfind', s, a, n, FAST_RSEARCH)), 'The highest index of sub, or -1.'),
    fast('rindex', range, (s, a, n) => must_find(search(k, 'rindex', s, a, n, FAST_RSEARCH)), 'The highest index of sub; ValueError when there is none.'),
    fast('rjust', "width, fillchar=b' '", (s, a, n) => justify(k, 'rjust', s, a, n), 'A copy padded on the left.'),
    one('rpartition', 'sep', (s, a) => partition(k, s, a, true), 'What is before, at and after the last separator.'),
    keywords('rsplit', '/, sep=None, maxsplit=-1', (s, a, n, kw) => split(k, s, a, n, kw, true), 'The parts between separators, split from the right.'),
    fast('rstrip', 'bytes=None', (s, a, n) => strip(k, 'rstrip', s, a, n, STRIP_RIGHT), 'A copy without trailing whitespace or the given bytes.'),
    keywords('split', '/, sep=None, maxsplit=-1', (s, a, n, kw) => split(k, s, a, n, kw, false), 'The parts between separators.'),
    keywords('splitlines', '/, keepends=False', (s, a, n, kw) => splitlines_args(k, s, a, n, kw), 'The lines.'),
    fast('startswith', 'prefix[, start[, end]]', (s, a, n) => tailmatch(k, 'startswith', s, a, n, false), 'Whether the bytes start with the prefix or one of a tuple.'),
    fast('strip', 'bytes=None', (s, a, n) => strip(k, 'strip', s, a, n, STRIP_LEFT | STRIP_RIGHT), 'A copy without surrounding whitespace or the given bytes.'),
    none('swapcase', (s) => mapped(k, s, (c) => (Py_ISLOWER(c) ? c - 32 : Py_TOLOWER(c))), 'A copy with upper and lower case exchanged.'),
    none('title', (s) => mapped(k, s, title_case()), 'A title-cased copy.'),
    keywords('translate', "table, /, delete=b''", (s, a, n, kw) => translate(k, s, a, n, kw), 'A copy with every byte mapped by the table.'),
    none('upper', (s) => mapped(k, s, Py_TOUPPER), 'A copy in upper case.'),
    one('zfill', 'width', (s, a) => zfill(k, s, a), 'A copy padded with zeros on the left.'),
  ];
}
