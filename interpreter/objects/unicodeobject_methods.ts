// Answers to the methods of str in Objects/unicodeobject.c of CPython 3.13 (and the stringlib headers they instantiate).
// Deviation: searching and splitting are one code for all kinds. Long because str has 47 methods.

import { PyObject_IsTrue } from './object';
import { PyASCIIObject, PyCompactUnicodeObject, PyTypeObject, PyUnicodeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { HEAP32, HEAPU8, memmove, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_STATIC, METH_VARARGS, Py_DECREF, Py_NewRef,
} from '../include/object';
import {
  _Py_SINGLETON_str_empty, Py_False, Py_None, Py_True, PyExc_IndexError, PyExc_LookupError, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError, PyUnicode_Type,
} from '../include/statics';
import type { MethodSpec } from '../include/typespec';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyUnicode_FormatAdvancedWriter } from '../python/formatter_unicode';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { _PyIndex_Check, PyNumber_AsSsize_t, PyObject_GetItem } from './abstract';
import { PyDict_CheckExact, PyDict_New, PyDict_Next, PyDict_SetItem } from './dictobject';
import { PyList_Append, PyList_New } from './listobject';
import { _PyLong_AsInt, PyLong_AsLong, PyLong_Check, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { PyObject_Str } from './object';
import { PyMem_Malloc } from './obmalloc';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from './sliceobject';
import { adjust_indices, arg_at, cstring_arg, hi, lo, PY_SSIZE_MAX, slice_index, ssize_arg } from './stringlib/clinic';
import { FAST_COUNT, fastsearch, kind_view, mem_equal } from './stringlib/fastsearch';
import { do_string_format, do_string_format_map } from './stringlib/unicode_format';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import {
  _PyUnicode_IsAlpha, _PyUnicode_IsCased, _PyUnicode_IsCaseIgnorable, _PyUnicode_IsDecimalDigit, _PyUnicode_IsDigit, _PyUnicode_IsLinebreak, _PyUnicode_IsLowercase,
  _PyUnicode_IsNumeric, _PyUnicode_IsPrintable, _PyUnicode_IsTitlecase, _PyUnicode_IsUppercase, _PyUnicode_IsWhitespace, _PyUnicode_IsXidContinue,
  _PyUnicode_IsXidStart, _PyUnicode_ToFoldedFull, _PyUnicode_ToLowerFull, _PyUnicode_ToTitleFull, _PyUnicode_ToUpperFull, Py_UNICODE_ISALNUM, Py_UNICODE_TODECIMAL,
} from './unicodectype';
import { PyUnicode_AsEncodedString, PyUnicode_FromEncodedObject } from './unicodeobject_codecs';
import {
  _PyUnicode_Copy, _PyUnicode_FastCopyCharacters, _PyUnicode_FastFill, any_find_slice, copy_kind, ensure_unicode, find_max_char, MAX_UNICODE, PyUnicode_Check,
  PyUnicode_CheckExact, PyUnicode_DATA, PyUnicode_FromJS, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII,
  PyUnicode_IS_COMPACT, PyUnicode_IS_COMPACT_ASCII, PyUnicode_Join, PyUnicode_KIND, PyUnicode_MAX_CHAR_VALUE, PyUnicode_New, PyUnicode_READ, PyUnicode_READ_CHAR,
  PyUnicode_Substring, PyUnicode_WRITE, type_name, unicode_char, unicode_result_unchanged,
} from './unicodeobject';
import { _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteChar, _PyUnicodeWriter_WriteStr } from './unicodeobject_writer';

// ---- new

/** Returns new: code points as a str of the smallest kind. May fail. */
export function from_code_points(chars: ArrayLike<number>, n = chars.length): number {
  if (n === 0) return _Py_SINGLETON_str_empty;
  let or = 0;
  for (let i = 0; i < n; i++) or |= chars[i];
  if (n === 1) return unicode_char(chars[0]);
  const op = PyUnicode_New(n, or >= 0x10000 ? MAX_UNICODE : or);
  if (op === 0) return 0;
  const kind = PyUnicode_KIND(op);
  const view = kind_view(kind);
  const base = PyUnicode_DATA(op) >> (kind >> 1);
  for (let i = 0; i < n; i++) view[base + i] = chars[i];
  return op;
}

/** Steals. Returns new: the same characters in the smallest kind. */
export function unicode_adjust_maxchar(op: number): number {
  if (op === 0 || PyUnicode_IS_ASCII(op)) return op;
  const kind = PyUnicode_KIND(op);
  const n = PyUnicode_GET_LENGTH(op);
  const max = find_max_char(kind, PyUnicode_DATA(op), 0, n);
  if (max === PyUnicode_MAX_CHAR_VALUE(op)) return op;
  const copy = PyUnicode_FromKindAndData(kind, PyUnicode_DATA(op), n);
  Py_DECREF(op);
  return copy;
}

const NEW_PARSER = { fname: 'str', keywords: ['object', 'encoding', 'errors'] };

export function unicode_new(type: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args + 24, PyTuple_GET_SIZE(args), kwargs, 0, NEW_PARSER, 0, 3, 0, stackAlloc(24));
  const result = a === 0 ? 0 : unicode_new_args(type, HEAP32[a >> 2], HEAP32[(a + 8) >> 2], HEAP32[(a + 16) >> 2]);
  stackRestore(mark);
  return result;
}

function unicode_new_args(type: number, x: number, encoding_obj: number, errors_obj: number): number {
  let encoding: string | null = null;
  let errors: string | null = null;
  if (encoding_obj !== 0 && (encoding = cstring_arg('str', "argument 'encoding'", encoding_obj)) === null) return 0;
  if (errors_obj !== 0 && (errors = cstring_arg('str', "argument 'errors'", errors_obj)) === null) return 0;
  let unicode: number;
  if (x === 0) unicode = _Py_SINGLETON_str_empty;
  else if (encoding === null && errors === null) unicode = PyObject_Str(x);
  else unicode = PyUnicode_FromEncodedObject(x, encoding, errors);
  if (unicode === 0 || type === PyUnicode_Type) return unicode;
  const self = unicode_subtype_new(type, unicode);
  Py_DECREF(unicode);
  return self;
}

/** str(...) through vectorcall. */
export function unicode_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  const nargs = nargsf & 0x7fffffff;
  if (kwnames !== 0 && PyTuple_GET_SIZE(kwnames) !== 0) {
    const mark = stackSave();
    const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, NEW_PARSER, 0, 3, 0, stackAlloc(24));
    const result = a === 0 ? 0 : unicode_new_args(type, HEAP32[a >> 2], HEAP32[(a + 8) >> 2], HEAP32[(a + 16) >> 2]);
    stackRestore(mark);
    return result;
  }
  if (!_PyArg_CheckPositional('str', nargs, 0, 3)) return 0;
  if (nargs === 0) return _Py_SINGLETON_str_empty;
  if (nargs === 1) return PyObject_Str(HEAP32[args >> 2]);
  return unicode_new_args(type, HEAP32[args >> 2], arg_at(args, 1, nargs), arg_at(args, 2, nargs));
}

/** Returns new: an instance of a subclass of str, whose characters are in a block of their own. */
function unicode_subtype_new(type: number, unicode: number): number {
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (self === 0) return 0;
  const kind = PyUnicode_KIND(unicode);
  const length = PyUnicode_GET_LENGTH(unicode);
  const ascii = PyUnicode_IS_ASCII(unicode);
  HEAP32[(self + PyASCIIObject.length) >> 2] = length;
  HEAP32[(self + PyASCIIObject.hash) >> 2] = HEAP32[(unicode + PyASCIIObject.hash) >> 2];
  HEAP32[(self + PyASCIIObject.hash + 4) >> 2] = HEAP32[(unicode + PyASCIIObject.hash + 4) >> 2];
  HEAP32[(self + PyASCIIObject.state) >> 2] = (kind << 2) | (ascii ? 0x40 : 0);
  write_ptr(self + PyCompactUnicodeObject.utf8, 0);
  write_ssize(self + PyCompactUnicodeObject.utf8_length, 0);
  write_ptr(self + PyUnicodeObject.data, 0);
  const data = PyMem_Malloc((length + 1) * kind);
  if (data === 0) {
    Py_DECREF(self);
    return PyErr_NoMemory();
  }
  write_ptr(self + PyUnicodeObject.data, data);
  if (ascii) {
    write_ssize(self + PyCompactUnicodeObject.utf8_length, length);
    write_ptr(self + PyCompactUnicodeObject.utf8, data);
  }
  memmove(data, PyUnicode_DATA(unicode), (length + 1) * kind);
  return self;
}

export function unicode_str(self: number): number {
  return unicode_result_unchanged(self);
}

// ---- repr

function hex(ch: number, width: number): string {
  return ch.toString(16).padStart(width, '0');
}

function repr_char(ch: number): string {
  if (ch === 9) return '\\t';
  if (ch === 10) return '\\n';
  if (ch === 13) return '\\r';
  if (ch < 32 || ch === 0x7f) return `\\x${hex(ch, 2)}`;
  if (ch < 0x7f || _PyUnicode_IsPrintable(ch)) return String.fromCodePoint(ch);
  return ch < 256 ? `\\x${hex(ch, 2)}` : ch < 0x10000 ? `\\u${hex(ch, 4)}` : `\\U${hex(ch, 8)}`;
}

/** Returns new. May fail (MemoryError). */
export function unicode_repr(op: number): number {
  const n = PyUnicode_GET_LENGTH(op);
  const kind = PyUnicode_KIND(op);
  const data = PyUnicode_DATA(op);
  let singles = false;
  let doubles = false;
  for (let i = 0; i < n; i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (ch === 0x27) singles = true;
    else if (ch === 0x22) doubles = true;
  }
  const quote = singles && !doubles ? '"' : "'";
  const q = quote.charCodeAt(0);
  let s = quote;
  for (let i = 0; i < n; i++) {
    const ch = PyUnicode_READ(kind, data, i);
    s += ch === q || ch === 0x5c ? `\\${String.fromCharCode(ch)}` : repr_char(ch);
  }
  return PyUnicode_FromJS(s + quote);
}

// ---- items

export function unicode_getitem(self: number, index: number): number {
  if (!PyUnicode_Check(self)) {
    PyErr_BadInternalCall();
    return 0;
  }
  if (index < 0 || index >= PyUnicode_GET_LENGTH(self)) {
    PyErr_SetString(PyExc_IndexError, 'string index out of range');
    return 0;
  }
  return unicode_char(PyUnicode_READ_CHAR(self, index));
}

export function unicode_subscript(self: number, item: number): number {
  if (_PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return 0;
    if (i < 0) i += PyUnicode_GET_LENGTH(self);
    return unicode_getitem(self, i);
  }
  if (PySlice_Check(item)) return unicode_slice(self, item);
  PyErr_Format(PyExc_TypeError, "string indices must be integers, not '%.200s'", type_name(item));
  return 0;
}

function unicode_slice(self: number, item: number): number {
  const mark = stackSave();
  const p = stackAlloc(24);
  let result = 0;
  if (PySlice_Unpack(item, p, p + 8, p + 16) === 0) {
    const step = read_ssize(p + 16);
    const n = PySlice_AdjustIndices(PyUnicode_GET_LENGTH(self), p, p + 8, step);
    const start = HEAP32[p >> 2];
    if (n <= 0) result = _Py_SINGLETON_str_empty;
    else if (step === 1) result = start === 0 && n === PyUnicode_GET_LENGTH(self) ? unicode_result_unchanged(self) : PyUnicode_Substring(self, start, start + n);
    else {
      const chars = new Uint32Array(n);
      const kind = PyUnicode_KIND(self);
      const data = PyUnicode_DATA(self);
      for (let i = 0, j = start; i < n; i++, j += step) chars[i] = PyUnicode_READ(kind, data, j);
      result = from_code_points(chars);
    }
  }
  stackRestore(mark);
  return result;
}

/** Returns new: str * len. */
export function unicode_repeat(str: number, len: number): number {
  const n = PyUnicode_GET_LENGTH(str);
  if (len < 1 || n === 0) return _Py_SINGLETON_str_empty;
  if (len === 1) return unicode_result_unchanged(str);
  if (n * len > PY_SSIZE_MAX) {
    PyErr_SetString(PyExc_OverflowError, 'repeated string is too long');
    return 0;
  }
  const u = PyUnicode_New(n * len, PyUnicode_MAX_CHAR_VALUE(str));
  if (u === 0) return 0;
  if (n === 1) {
    _PyUnicode_FastFill(u, 0, len, PyUnicode_READ_CHAR(str, 0));
    return u;
  }
  const bytes = n * PyUnicode_KIND(str);
  const data = PyUnicode_DATA(u);
  memmove(data, PyUnicode_DATA(str), bytes);
  for (let done = bytes; done < bytes * len; ) {
    const m = Math.min(done, bytes * len - done);
    memmove(data + done, data, m);
    done += m;
  }
  return u;
}

// ---- searching

/** The number of occurrences of `sub` in str[start:end], or -1 with an exception. */
export function PyUnicode_Count(str: number, sub: number, start: number, end: number): number {
  if (ensure_unicode(str) < 0 || ensure_unicode(sub) < 0) return -1;
  return count_slice(str, sub, start, end, PY_SSIZE_MAX);
}

function count_slice(str: number, sub: number, start: number, end: number, maxcount: number): number {
  adjust_indices(start, end, PyUnicode_GET_LENGTH(str));
  const n = hi - lo;
  const m = PyUnicode_GET_LENGTH(sub);
  if (n < 0 || n < m) return 0;
  if (m === 0) return n + 1;
  const kind = PyUnicode_KIND(str);
  const sub_kind = PyUnicode_KIND(sub);
  if (kind < sub_kind) return 0;
  return fastsearch(kind_view(kind), (PyUnicode_DATA(str) >> (kind >> 1)) + lo, n, kind_view(sub_kind), PyUnicode_DATA(sub) >> (sub_kind >> 1), m, maxcount, FAST_COUNT);
}

/** find, rfind, index, rindex: -1 when there is none, -2 with an exception. */
function find_args(name: string, self: number, args: number, nargs: number, direction: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 1, 3)) return -2;
  const sub = HEAP32[args >> 2];
  if (!PyUnicode_Check(sub)) {
    _PyArg_BadArgument(name, 'argument 1', 'str', sub);
    return -2;
  }
  const start = slice_index(arg_at(args, 1, nargs), 0);
  if (Number.isNaN(start)) return -2;
  const end = slice_index(arg_at(args, 2, nargs), PY_SSIZE_MAX);
  if (Number.isNaN(end)) return -2;
  if (direction === 0) return count_slice(self, sub, start, end, PY_SSIZE_MAX);
  adjust_indices(start, end, PyUnicode_GET_LENGTH(self));
  return any_find_slice(self, sub, lo, hi, direction);
}

function found(i: number): number {
  return i === -2 ? 0 : PyLong_FromSsize_t(i);
}

function must_find(i: number): number {
  if (i !== -1) return found(i);
  PyErr_SetString(PyExc_ValueError, 'substring not found');
  return 0;
}

function unicode_find(self: number, args: number, nargs: number): number {
  return found(find_args('find', self, args, nargs, 1));
}
function unicode_rfind(self: number, args: number, nargs: number): number {
  return found(find_args('rfind', self, args, nargs, -1));
}
function unicode_index(self: number, args: number, nargs: number): number {
  return must_find(find_args('index', self, args, nargs, 1));
}
function unicode_rindex(self: number, args: number, nargs: number): number {
  return must_find(find_args('rindex', self, args, nargs, -1));
}
function unicode_count(self: number, args: number, nargs: number): number {
  return found(find_args('count', self, args, nargs, 0));
}

/** 1 when str[start:end] starts (direction < 0) or ends with `sub`. */
function tailmatch(self: number, sub: number, start: number, end: number, at_end: boolean): number {
  adjust_indices(start, end, PyUnicode_GET_LENGTH(self));
  const m = PyUnicode_GET_LENGTH(sub);
  const last = hi - m;
  if (last < lo) return 0;
  if (m === 0) return 1;
  return same_at(self, at_end ? last : lo, sub, m) ? 1 : 0;
}

function same_at(self: number, at: number, sub: number, m: number): boolean {
  const kind = PyUnicode_KIND(self);
  const sub_kind = PyUnicode_KIND(sub);
  if (kind < sub_kind) return false;
  if (kind === sub_kind) return mem_equal(PyUnicode_DATA(self) + at * kind, PyUnicode_DATA(sub), m * kind);
  const data = PyUnicode_DATA(self);
  const sub_data = PyUnicode_DATA(sub);
  for (let i = 0; i < m; i++) if (PyUnicode_READ(kind, data, at + i) !== PyUnicode_READ(sub_kind, sub_data, i)) return false;
  return true;
}

/** 1, 0, or -1 with TypeError. */
export function PyUnicode_Tailmatch(str: number, substr: number, start: number, end: number, direction: number): number {
  if (ensure_unicode(str) < 0 || ensure_unicode(substr) < 0) return -1;
  return tailmatch(str, substr, start, end, direction > 0);
}

function tailmatch_args(name: string, self: number, args: number, nargs: number, at_end: boolean): number {
  if (!_PyArg_CheckPositional(name, nargs, 1, 3)) return 0;
  const start = slice_index(arg_at(args, 1, nargs), 0);
  if (Number.isNaN(start)) return 0;
  const end = slice_index(arg_at(args, 2, nargs), PY_SSIZE_MAX);
  if (Number.isNaN(end)) return 0;
  const sub = HEAP32[args >> 2];
  if (PyTuple_Check(sub)) {
    for (let i = 0; i < PyTuple_GET_SIZE(sub); i++) {
      const s = PyTuple_GET_ITEM(sub, i);
      if (!PyUnicode_Check(s)) {
        PyErr_Format(PyExc_TypeError, 'tuple for %s must only contain str, not %.100s', name, type_name(s));
        return 0;
      }
      if (tailmatch(self, s, start, end, at_end)) return Py_True;
    }
    return Py_False;
  }
  if (!PyUnicode_Check(sub)) {
    PyErr_Format(PyExc_TypeError, '%s first arg must be str or a tuple of str, not %.100s', name, type_name(sub));
    return 0;
  }
  return tailmatch(self, sub, start, end, at_end) ? Py_True : Py_False;
}

function unicode_startswith(self: number, args: number, nargs: number): number {
  return tailmatch_args('startswith', self, args, nargs, false);
}
function unicode_endswith(self: number, args: number, nargs: number): number {
  return tailmatch_args('endswith', self, args, nargs, true);
}

function unicode_removeprefix(self: number, prefix: number): number {
  if (!PyUnicode_Check(prefix)) {
    _PyArg_BadArgument('removeprefix', 'argument', 'str', prefix);
    return 0;
  }
  if (tailmatch(self, prefix, 0, PY_SSIZE_MAX, false)) return PyUnicode_Substring(self, PyUnicode_GET_LENGTH(prefix), PyUnicode_GET_LENGTH(self));
  return unicode_result_unchanged(self);
}

function unicode_removesuffix(self: number, suffix: number): number {
  if (!PyUnicode_Check(suffix)) {
    _PyArg_BadArgument('removesuffix', 'argument', 'str', suffix);
    return 0;
  }
  if (tailmatch(self, suffix, 0, PY_SSIZE_MAX, true)) return PyUnicode_Substring(self, 0, PyUnicode_GET_LENGTH(self) - PyUnicode_GET_LENGTH(suffix));
  return unicode_result_unchanged(self);
}

// ---- character tests

function all_are(self: number, test: (ch: number) => boolean): number {
  const n = PyUnicode_GET_LENGTH(self);
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  for (let i = 0; i < n; i++) if (!test(PyUnicode_READ(kind, data, i))) return Py_False;
  return n > 0 ? Py_True : Py_False;
}

function unicode_isalpha(self: number): number {
  return all_are(self, _PyUnicode_IsAlpha);
}
function unicode_isalnum(self: number): number {
  return all_are(self, Py_UNICODE_ISALNUM);
}
function unicode_isdecimal(self: number): number {
  return all_are(self, _PyUnicode_IsDecimalDigit);
}
function unicode_isdigit(self: number): number {
  return all_are(self, _PyUnicode_IsDigit);
}
function unicode_isnumeric(self: number): number {
  return all_are(self, _PyUnicode_IsNumeric);
}
function unicode_isspace(self: number): number {
  return all_are(self, _PyUnicode_IsWhitespace);
}
function unicode_isprintable(self: number): number {
  return PyUnicode_GET_LENGTH(self) === 0 ? Py_True : all_are(self, _PyUnicode_IsPrintable);
}
function unicode_isascii(self: number): number {
  return PyUnicode_IS_ASCII(self) ? Py_True : Py_False;
}

function cased_only(self: number, own: (ch: number) => boolean, other: (ch: number) => boolean): number {
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  let cased = false;
  for (let i = 0; i < PyUnicode_GET_LENGTH(self); i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (other(ch) || _PyUnicode_IsTitlecase(ch)) return Py_False;
    if (!cased && own(ch)) cased = true;
  }
  return cased ? Py_True : Py_False;
}

function unicode_islower(self: number): number {
  return cased_only(self, _PyUnicode_IsLowercase, _PyUnicode_IsUppercase);
}
function unicode_isupper(self: number): number {
  return cased_only(self, _PyUnicode_IsUppercase, _PyUnicode_IsLowercase);
}

function unicode_istitle(self: number): number {
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  let cased = false;
  let previous = false;
  for (let i = 0; i < PyUnicode_GET_LENGTH(self); i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (_PyUnicode_IsUppercase(ch) || _PyUnicode_IsTitlecase(ch)) {
      if (previous) return Py_False;
      previous = cased = true;
    } else if (_PyUnicode_IsLowercase(ch)) {
      if (!previous) return Py_False;
      cased = true;
    } else previous = false;
  }
  return cased ? Py_True : Py_False;
}

/** The length of the identifier that self starts with. */
export function _PyUnicode_ScanIdentifier(self: number): number {
  const n = PyUnicode_GET_LENGTH(self);
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  if (n === 0) return 0;
  const first = PyUnicode_READ(kind, data, 0);
  if (!_PyUnicode_IsXidStart(first) && first !== 0x5f) return 0;
  let i = 1;
  while (i < n && _PyUnicode_IsXidContinue(PyUnicode_READ(kind, data, i))) i++;
  return i;
}

/** 1 or 0. */
export function PyUnicode_IsIdentifier(self: number): number {
  const i = _PyUnicode_ScanIdentifier(self);
  return i > 0 && i === PyUnicode_GET_LENGTH(self) ? 1 : 0;
}

function unicode_isidentifier(self: number): number {
  return PyUnicode_IsIdentifier(self) ? Py_True : Py_False;
}

// ---- case

function ascii_mapped(self: number, first: number, delta: number): number {
  const n = PyUnicode_GET_LENGTH(self);
  const u = PyUnicode_New(n, 127);
  if (u === 0 || n === 0) return u;
  const to = PyUnicode_DATA(u);
  const from = PyUnicode_DATA(self);
  for (let i = 0; i < n; i++) {
    const c = HEAPU8[from + i];
    HEAPU8[to + i] = c >= first && c < first + 26 ? c + delta : c;
  }
  return u;
}

type CaseMapping = (ch: number, res: number[], i: number) => number;

function mapped(self: number, f: CaseMapping): number {
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  const out: number[] = [];
  const res = [0, 0, 0];
  for (let i = 0; i < PyUnicode_GET_LENGTH(self); i++) {
    const n = f(PyUnicode_READ(kind, data, i), res, i);
    for (let j = 0; j < n; j++) out.push(res[j]);
  }
  return from_code_points(out);
}

/** Lower case of the character at `i`: a capital sigma at the end of a word is final. */
function lower_ucs4(self: number): CaseMapping {
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  const n = PyUnicode_GET_LENGTH(self);
  const final_sigma = (i: number): boolean => {
    let j = i - 1;
    while (j >= 0 && _PyUnicode_IsCaseIgnorable(PyUnicode_READ(kind, data, j))) j--;
    if (j < 0 || !_PyUnicode_IsCased(PyUnicode_READ(kind, data, j))) return false;
    j = i + 1;
    while (j < n && _PyUnicode_IsCaseIgnorable(PyUnicode_READ(kind, data, j))) j++;
    return j === n || !_PyUnicode_IsCased(PyUnicode_READ(kind, data, j));
  };
  return (ch, res, i) => {
    if (ch !== 0x3a3) return _PyUnicode_ToLowerFull(ch, res);
    res[0] = final_sigma(i) ? 0x3c2 : 0x3c3;
    return 1;
  };
}

function unicode_lower(self: number): number {
  return PyUnicode_IS_ASCII(self) ? ascii_mapped(self, 65, 32) : mapped(self, lower_ucs4(self));
}
function unicode_upper(self: number): number {
  return PyUnicode_IS_ASCII(self) ? ascii_mapped(self, 97, -32) : mapped(self, _PyUnicode_ToUpperFull);
}
function unicode_casefold(self: number): number {
  return PyUnicode_IS_ASCII(self) ? ascii_mapped(self, 65, 32) : mapped(self, _PyUnicode_ToFoldedFull);
}
function unicode_swapcase(self: number): number {
  const lower = lower_ucs4(self);
  return mapped(self, (ch, res, i) => {
    if (_PyUnicode_IsUppercase(ch)) return lower(ch, res, i);
    if (_PyUnicode_IsLowercase(ch)) return _PyUnicode_ToUpperFull(ch, res);
    res[0] = ch;
    return 1;
  });
}
function unicode_capitalize(self: number): number {
  const lower = lower_ucs4(self);
  return mapped(self, (ch, res, i) => (i === 0 ? _PyUnicode_ToTitleFull(ch, res) : lower(ch, res, i)));
}
function unicode_title(self: number): number {
  const lower = lower_ucs4(self);
  let previous = false;
  return mapped(self, (ch, res, i) => {
    const n = previous ? lower(ch, res, i) : _PyUnicode_ToTitleFull(ch, res);
    previous = _PyUnicode_IsCased(ch);
    return n;
  });
}

// ---- strip and pad

const LEFTSTRIP = 0;
const RIGHTSTRIP = 1;
const BOTHSTRIP = 2;

function strip_where(self: number, striptype: number, stripped: (ch: number) => boolean): number {
  const n = PyUnicode_GET_LENGTH(self);
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  let i = 0;
  let j = n;
  if (striptype !== RIGHTSTRIP) while (i < n && stripped(PyUnicode_READ(kind, data, i))) i++;
  if (striptype !== LEFTSTRIP) while (j > i && stripped(PyUnicode_READ(kind, data, j - 1))) j--;
  return PyUnicode_Substring(self, i, j);
}

/** Returns new: without the characters of `sepobj` on the sides named by striptype. */
export function _PyUnicode_XStrip(self: number, striptype: number, sepobj: number): number {
  const kind = PyUnicode_KIND(sepobj);
  const data = PyUnicode_DATA(sepobj);
  const n = PyUnicode_GET_LENGTH(sepobj);
  return strip_where(self, striptype, (ch) => {
    for (let i = 0; i < n; i++) if (PyUnicode_READ(kind, data, i) === ch) return true;
    return false;
  });
}

function strip_args(name: string, self: number, args: number, nargs: number, striptype: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 0, 1)) return 0;
  const sep = arg_at(args, 0, nargs);
  if (sep === 0 || sep === Py_None) return strip_where(self, striptype, _PyUnicode_IsWhitespace);
  if (PyUnicode_Check(sep)) return _PyUnicode_XStrip(self, striptype, sep);
  PyErr_Format(PyExc_TypeError, '%s arg must be None or str', name);
  return 0;
}

function unicode_strip(self: number, args: number, nargs: number): number {
  return strip_args('strip', self, args, nargs, BOTHSTRIP);
}
function unicode_lstrip(self: number, args: number, nargs: number): number {
  return strip_args('lstrip', self, args, nargs, LEFTSTRIP);
}
function unicode_rstrip(self: number, args: number, nargs: number): number {
  return strip_args('rstrip', self, args, nargs, RIGHTSTRIP);
}

/** Returns new: `left` and `right` fill characters around self. */
function pad(self: number, left: number, right: number, fill: number): number {
  left = Math.max(left, 0);
  right = Math.max(right, 0);
  if (left === 0 && right === 0) return unicode_result_unchanged(self);
  const n = PyUnicode_GET_LENGTH(self);
  if (left + n + right > PY_SSIZE_MAX) {
    PyErr_SetString(PyExc_OverflowError, 'padded string is too long');
    return 0;
  }
  const u = PyUnicode_New(left + n + right, Math.max(PyUnicode_MAX_CHAR_VALUE(self), fill));
  if (u === 0) return 0;
  _PyUnicode_FastFill(u, 0, left, fill);
  _PyUnicode_FastFill(u, left + n, right, fill);
  _PyUnicode_FastCopyCharacters(u, left, self, 0, n);
  return u;
}

function justify(name: string, self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 1, 2)) return 0;
  const width = ssize_arg(HEAP32[args >> 2]);
  if (width === -1 && PyErr_Occurred()) return 0;
  let fill = 0x20;
  if (nargs > 1) {
    const f = HEAP32[(args + 8) >> 2];
    if (!PyUnicode_Check(f)) {
      PyErr_Format(PyExc_TypeError, 'The fill character must be a unicode character, not %.100s', type_name(f));
      return 0;
    }
    if (PyUnicode_GET_LENGTH(f) !== 1) {
      PyErr_SetString(PyExc_TypeError, 'The fill character must be exactly one character long');
      return 0;
    }
    fill = PyUnicode_READ_CHAR(f, 0);
  }
  const marg = width - PyUnicode_GET_LENGTH(self);
  if (marg <= 0) return unicode_result_unchanged(self);
  if (name === 'ljust') return pad(self, 0, marg, fill);
  if (name === 'rjust') return pad(self, marg, 0, fill);
  const left = Math.floor(marg / 2) + (marg % 2 === 1 && width % 2 === 1 ? 1 : 0);
  return pad(self, left, marg - left, fill);
}

function unicode_center(self: number, args: number, nargs: number): number {
  return justify('center', self, args, nargs);
}
function unicode_ljust(self: number, args: number, nargs: number): number {
  return justify('ljust', self, args, nargs);
}
function unicode_rjust(self: number, args: number, nargs: number): number {
  return justify('rjust', self, args, nargs);
}

function unicode_zfill(self: number, arg: number): number {
  const width = ssize_arg(arg);
  if (width === -1 && PyErr_Occurred()) return 0;
  const fill = width - PyUnicode_GET_LENGTH(self);
  if (fill <= 0) return unicode_result_unchanged(self);
  const u = pad(self, fill, 0, 0x30);
  if (u === 0) return 0;
  const kind = PyUnicode_KIND(u);
  const data = PyUnicode_DATA(u);
  const c = fill < width ? PyUnicode_READ(kind, data, fill) : 0;
  if (c === 0x2b || c === 0x2d) {
    PyUnicode_WRITE(kind, data, 0, c);
    PyUnicode_WRITE(kind, data, fill, 0x30);
  }
  return u;
}

/** Parses the one optional integer argument of expandtabs and its like; NaN with an exception. */
function int_keyword(parser: { fname: string; keywords: string[] }, args: number, nargs: number, kwnames: number, none: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, parser, 0, 1, 0, stackAlloc(8));
  let value = Number.NaN;
  if (a !== 0) {
    value = HEAP32[a >> 2] === 0 ? none : _PyLong_AsInt(HEAP32[a >> 2]);
    if (value === -1 && PyErr_Occurred()) value = Number.NaN;
  }
  stackRestore(mark);
  return value;
}

const EXPANDTABS_PARSER = { fname: 'expandtabs', keywords: ['tabsize'] };

function unicode_expandtabs(self: number, args: number, nargs: number, kwnames: number): number {
  const tabsize = int_keyword(EXPANDTABS_PARSER, args, nargs, kwnames, 8);
  if (Number.isNaN(tabsize)) return 0;
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  const n = PyUnicode_GET_LENGTH(self);
  const out: number[] = [];
  let column = 0;
  let tabs = false;
  for (let i = 0; i < n; i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (ch === 9) {
      tabs = true;
      if (tabsize > 0) {
        const incr = tabsize - (column % tabsize);
        if (out.length + incr > 0x3fffffff) {
          PyErr_SetString(PyExc_OverflowError, 'new string is too long');
          return 0;
        }
        column += incr;
        for (let j = 0; j < incr; j++) out.push(0x20);
      }
    } else {
      column++;
      out.push(ch);
      if (ch === 10 || ch === 13) column = 0;
    }
  }
  return tabs ? from_code_points(out) : unicode_result_unchanged(self);
}

// ---- split, partition, replace

/** Appends self[a:b]. 0 | -1. */
function append_slice(list: number, self: number, a: number, b: number): number {
  const sub = PyUnicode_Substring(self, a, b);
  if (sub === 0) return -1;
  const r = PyList_Append(list, sub);
  Py_DECREF(sub);
  return r;
}

/** The list of self[a:b] for the pairs of `cuts`, in reverse order of pairs when `reversed`. */
function list_of(self: number, cuts: number[], reversed: boolean): number {
  const list = PyList_New(0);
  if (list === 0) return 0;
  const pairs = cuts.length / 2;
  for (let c = 0; c < pairs; c++) {
    const i = (reversed ? pairs - 1 - c : c) * 2;
    if (append_slice(list, self, cuts[i], cuts[i + 1]) < 0) {
      Py_DECREF(list);
      return 0;
    }
  }
  return list;
}

function split_whitespace(self: number, maxcount: number): number {
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  const n = PyUnicode_GET_LENGTH(self);
  const cuts: number[] = [];
  let i = 0;
  for (; maxcount > 0; maxcount--) {
    while (i < n && _PyUnicode_IsWhitespace(PyUnicode_READ(kind, data, i))) i++;
    if (i === n) break;
    const j = i;
    while (i < n && !_PyUnicode_IsWhitespace(PyUnicode_READ(kind, data, i))) i++;
    cuts.push(j, i);
  }
  while (i < n && _PyUnicode_IsWhitespace(PyUnicode_READ(kind, data, i))) i++;
  if (i < n) cuts.push(i, n);
  return list_of(self, cuts, false);
}

function rsplit_whitespace(self: number, maxcount: number): number {
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  const cuts: number[] = [];
  let i = PyUnicode_GET_LENGTH(self);
  for (; maxcount > 0; maxcount--) {
    while (i > 0 && _PyUnicode_IsWhitespace(PyUnicode_READ(kind, data, i - 1))) i--;
    if (i === 0) break;
    const j = i;
    while (i > 0 && !_PyUnicode_IsWhitespace(PyUnicode_READ(kind, data, i - 1))) i--;
    cuts.push(i, j);
  }
  while (i > 0 && _PyUnicode_IsWhitespace(PyUnicode_READ(kind, data, i - 1))) i--;
  if (i > 0) cuts.push(0, i);
  return list_of(self, cuts, true);
}

function split_at(self: number, sep: number, maxcount: number, right: boolean): number {
  const m = PyUnicode_GET_LENGTH(sep);
  if (m === 0) {
    PyErr_SetString(PyExc_ValueError, 'empty separator');
    return 0;
  }
  const cuts: number[] = [];
  let i = 0;
  let j = PyUnicode_GET_LENGTH(self);
  for (; maxcount > 0; maxcount--) {
    const at = any_find_slice(self, sep, i, j, right ? -1 : 1);
    if (at < 0) break;
    if (right) {
      cuts.push(at + m, j);
      j = at;
    } else {
      cuts.push(i, at);
      i = at + m;
    }
  }
  cuts.push(i, j);
  return list_of(self, cuts, right);
}

function split(self: number, sep: number, maxcount: number, right: boolean): number {
  if (maxcount < 0) maxcount = PY_SSIZE_MAX;
  if (sep === 0) return right ? rsplit_whitespace(self, maxcount) : split_whitespace(self, maxcount);
  return split_at(self, sep, maxcount, right);
}

/** Returns new: a list; sep NULL means whitespace. May fail. */
export function PyUnicode_Split(s: number, sep: number, maxsplit: number): number {
  if (ensure_unicode(s) < 0 || (sep !== 0 && ensure_unicode(sep) < 0)) return 0;
  return split(s, sep, maxsplit, false);
}

export function PyUnicode_RSplit(s: number, sep: number, maxsplit: number): number {
  if (ensure_unicode(s) < 0 || (sep !== 0 && ensure_unicode(sep) < 0)) return 0;
  return split(s, sep, maxsplit, true);
}

const SPLIT_PARSER = { fname: 'split', keywords: ['sep', 'maxsplit'] };
const RSPLIT_PARSER = { fname: 'rsplit', keywords: ['sep', 'maxsplit'] };

function split_args(self: number, args: number, nargs: number, kwnames: number, right: boolean): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, right ? RSPLIT_PARSER : SPLIT_PARSER, 0, 2, 0, stackAlloc(16));
  const sep = a === 0 ? 0 : HEAP32[a >> 2];
  const max = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  let maxsplit = -1;
  if (max !== 0) {
    maxsplit = ssize_arg(max);
    if (maxsplit === -1 && PyErr_Occurred()) return 0;
  }
  if (sep === 0 || sep === Py_None) return split(self, 0, maxsplit, right);
  if (PyUnicode_Check(sep)) return split(self, sep, maxsplit, right);
  PyErr_Format(PyExc_TypeError, 'must be str or None, not %.100s', type_name(sep));
  return 0;
}

function unicode_split(self: number, args: number, nargs: number, kwnames: number): number {
  return split_args(self, args, nargs, kwnames, false);
}
function unicode_rsplit(self: number, args: number, nargs: number, kwnames: number): number {
  return split_args(self, args, nargs, kwnames, true);
}

/** Returns new: the list of lines. */
export function PyUnicode_Splitlines(self: number, keepends: number | boolean): number {
  if (ensure_unicode(self) < 0) return 0;
  const kind = PyUnicode_KIND(self);
  const data = PyUnicode_DATA(self);
  const n = PyUnicode_GET_LENGTH(self);
  const cuts: number[] = [];
  for (let i = 0; i < n; ) {
    const j = i;
    while (i < n && !_PyUnicode_IsLinebreak(PyUnicode_READ(kind, data, i))) i++;
    let eol = i;
    if (i < n) {
      i += PyUnicode_READ(kind, data, i) === 13 && i + 1 < n && PyUnicode_READ(kind, data, i + 1) === 10 ? 2 : 1;
      if (keepends) eol = i;
    }
    cuts.push(j, eol);
  }
  return list_of(self, cuts, false);
}

const SPLITLINES_PARSER = { fname: 'splitlines', keywords: ['keepends'] };

function unicode_splitlines(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, SPLITLINES_PARSER, 0, 1, 0, stackAlloc(8));
  const flag = a === 0 ? 0 : HEAP32[a >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  const keepends = flag === 0 ? 0 : PyObject_IsTrue(flag);
  return keepends < 0 ? 0 : PyUnicode_Splitlines(self, keepends);
}

function partition(self: number, sep: number, right: boolean): number {
  if (ensure_unicode(self) < 0 || ensure_unicode(sep) < 0) return 0;
  const m = PyUnicode_GET_LENGTH(sep);
  const n = PyUnicode_GET_LENGTH(self);
  if (m === 0) {
    PyErr_SetString(PyExc_ValueError, 'empty separator');
    return 0;
  }
  const at = any_find_slice(self, sep, 0, n, right ? -1 : 1);
  if (at < 0) {
    const empty = _Py_SINGLETON_str_empty;
    return right ? PyTuple_Pack(3, empty, empty, self) : PyTuple_Pack(3, self, empty, empty);
  }
  const out = PyTuple_New(3);
  if (out === 0) return 0;
  PyTuple_SET_ITEM(out, 0, PyUnicode_Substring(self, 0, at));
  PyTuple_SET_ITEM(out, 1, Py_NewRef(sep));
  PyTuple_SET_ITEM(out, 2, PyUnicode_Substring(self, at + m, n));
  if (PyErr_Occurred()) {
    Py_DECREF(out);
    return 0;
  }
  return out;
}

/** Returns new: (head, sep, tail). May fail. */
export function PyUnicode_Partition(self: number, sep: number): number {
  return partition(self, sep, false);
}

export function PyUnicode_RPartition(self: number, sep: number): number {
  return partition(self, sep, true);
}

/** Returns new. May fail. */
export function PyUnicode_Replace(str: number, substr: number, replstr: number, maxcount: number): number {
  if (ensure_unicode(str) < 0 || ensure_unicode(substr) < 0 || ensure_unicode(replstr) < 0) return 0;
  return replace(str, substr, replstr, maxcount);
}

function replace(self: number, str1: number, str2: number, maxcount: number): number {
  const n = PyUnicode_GET_LENGTH(self);
  const m = PyUnicode_GET_LENGTH(str1);
  const r = PyUnicode_GET_LENGTH(str2);
  if (maxcount < 0) maxcount = PY_SSIZE_MAX;
  if (maxcount === 0 || n < m || str1 === str2) return unicode_result_unchanged(self);
  const count = m === 0 ? Math.min(n + 1, maxcount) : count_slice(self, str1, 0, n, maxcount);
  if (count === 0) return unicode_result_unchanged(self);
  const size = n + count * (r - m);
  if (size > PY_SSIZE_MAX) {
    PyErr_SetString(PyExc_OverflowError, 'replace string is too long');
    return 0;
  }
  const u = PyUnicode_New(size, Math.max(PyUnicode_MAX_CHAR_VALUE(self), PyUnicode_MAX_CHAR_VALUE(str2)));
  if (u === 0 || size === 0) return u;
  const kind = PyUnicode_KIND(u);
  const data = PyUnicode_DATA(u);
  const k0 = PyUnicode_KIND(self);
  const d0 = PyUnicode_DATA(self);
  let out = 0;
  let i = 0;
  for (let c = 0; c < count; c++) {
    const at = m === 0 ? (c === 0 ? i : i + 1) : any_find_slice(self, str1, i, n, 1);
    copy_kind(kind, data, out, k0, d0, i, at - i);
    out += at - i;
    if (r > 0) copy_kind(kind, data, out, PyUnicode_KIND(str2), PyUnicode_DATA(str2), 0, r);
    out += r;
    i = at + m;
  }
  if (i < n) copy_kind(kind, data, out, k0, d0, i, n - i);
  return unicode_adjust_maxchar(u);
}

const REPLACE_PARSER = { fname: 'replace', keywords: ['', '', 'count'] };

function unicode_replace(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, REPLACE_PARSER, 2, 3, 0, stackAlloc(24));
  const old = a === 0 ? 0 : HEAP32[a >> 2];
  const fresh = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  const count_obj = a === 0 ? 0 : HEAP32[(a + 16) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  if (!PyUnicode_Check(old) || !PyUnicode_Check(fresh)) {
    const first = !PyUnicode_Check(old);
    _PyArg_BadArgument('replace', first ? 'argument 1' : 'argument 2', 'str', first ? old : fresh);
    return 0;
  }
  let count = -1;
  if (count_obj !== 0) {
    count = ssize_arg(count_obj);
    if (count === -1 && PyErr_Occurred()) return 0;
  }
  return replace(self, old, fresh, count);
}

// ---- translate, maketrans

/** What `mapping` has for character `ch` (new), or 0: with an exception, or (LookupError is cleared) without one. */
function charmaptranslate_lookup(ch: number, mapping: number): number {
  const w = PyLong_FromLong(ch);
  if (w === 0) return 0;
  const x = PyObject_GetItem(mapping, w);
  Py_DECREF(w);
  if (x === 0) {
    if (PyErr_ExceptionMatches(PyExc_LookupError)) PyErr_Clear();
    return 0;
  }
  if (x === Py_None || PyUnicode_Check(x)) return x;
  if (PyLong_Check(x)) {
    const value = PyLong_AsLong(x);
    if (value < 0 || value > MAX_UNICODE) {
      PyErr_Format(PyExc_ValueError, 'character mapping must be in range(0x%lx)', MAX_UNICODE + 1);
      Py_DECREF(x);
      return 0;
    }
    return x;
  }
  PyErr_SetString(PyExc_TypeError, 'character mapping must return integer, None or str');
  Py_DECREF(x);
  return 0;
}

/** Writes what `ch` becomes. Returns the single character written, -2 for anything else, -1 with an exception. */
function translate_char(writer: _PyUnicodeWriter, ch: number, mapping: number): number {
  const x = charmaptranslate_lookup(ch, mapping);
  if (x === 0) {
    if (PyErr_Occurred()) return -1;
    return _PyUnicodeWriter_WriteChar(writer, ch) < 0 ? -1 : ch;
  }
  let result = -2;
  if (PyLong_Check(x)) {
    result = PyLong_AsLong(x);
    if (_PyUnicodeWriter_WriteChar(writer, result) < 0) result = -1;
  } else if (x !== Py_None) {
    if (PyUnicode_GET_LENGTH(x) === 1) result = PyUnicode_READ_CHAR(x, 0);
    if (_PyUnicodeWriter_WriteStr(writer, x) < 0) result = -1;
  }
  Py_DECREF(x);
  return result;
}

/** Returns new: every character replaced as `mapping` says. May run Python code; may fail. */
export function _PyUnicode_TranslateCharmap(input: number, mapping: number, _errors: string | null): number {
  const n = PyUnicode_GET_LENGTH(input);
  if (n === 0) return unicode_result_unchanged(input);
  const kind = PyUnicode_KIND(input);
  const data = PyUnicode_DATA(input);
  const known = new Map<number, number>();
  const cacheable = PyUnicode_IS_ASCII(input);
  const writer = new _PyUnicodeWriter();
  writer.min_length = n;
  for (let i = 0; i < n; i++) {
    const ch = PyUnicode_READ(kind, data, i);
    const cached = known.get(ch);
    const to = cached !== undefined ? (_PyUnicodeWriter_WriteChar(writer, cached) < 0 ? -1 : cached) : translate_char(writer, ch, mapping);
    if (to === -1) {
      _PyUnicodeWriter_Dealloc(writer);
      return 0;
    }
    if (cacheable && to >= 0 && to < 128) known.set(ch, to);
  }
  return _PyUnicodeWriter_Finish(writer);
}

export function PyUnicode_Translate(str: number, mapping: number, errors: string | null): number {
  return ensure_unicode(str) < 0 ? 0 : _PyUnicode_TranslateCharmap(str, mapping, errors);
}

function unicode_translate(self: number, table: number): number {
  return _PyUnicode_TranslateCharmap(self, table, 'ignore');
}

/** Sets dict[ord] = value (stolen; new). 0 | -1. */
function set_ordinal(dict: number, ch: number, value: number): number {
  const key = value === 0 ? 0 : PyLong_FromLong(ch);
  const r = key === 0 ? -1 : PyDict_SetItem(dict, key, value);
  if (key !== 0) Py_DECREF(key);
  if (value !== 0) Py_DECREF(value);
  return r;
}

function maketrans_strings(dict: number, x: number, y: number, z: number): number {
  if (!PyUnicode_Check(x)) {
    PyErr_SetString(PyExc_TypeError, 'first maketrans argument must be a string if there is a second argument');
    return -1;
  }
  if (PyUnicode_GET_LENGTH(x) !== PyUnicode_GET_LENGTH(y)) {
    PyErr_SetString(PyExc_ValueError, 'the first two maketrans arguments must have equal length');
    return -1;
  }
  for (let i = 0; i < PyUnicode_GET_LENGTH(x); i++) {
    if (set_ordinal(dict, PyUnicode_READ_CHAR(x, i), PyLong_FromLong(PyUnicode_READ_CHAR(y, i))) < 0) return -1;
  }
  for (let i = 0; z !== 0 && i < PyUnicode_GET_LENGTH(z); i++) {
    if (set_ordinal(dict, PyUnicode_READ_CHAR(z, i), Py_NewRef(Py_None)) < 0) return -1;
  }
  return 0;
}

function maketrans_dict(dict: number, x: number): number {
  if (!PyDict_CheckExact(x)) {
    PyErr_SetString(PyExc_TypeError, 'if you give only one argument to maketrans it must be a dict');
    return -1;
  }
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  let r = 0;
  while (r === 0 && PyDict_Next(x, p, p + 8, p + 16)) {
    const key = HEAP32[(p + 8) >> 2];
    const value = HEAP32[(p + 16) >> 2];
    if (PyUnicode_Check(key)) {
      if (PyUnicode_GET_LENGTH(key) !== 1) {
        PyErr_SetString(PyExc_ValueError, 'string keys in translate table must be of length 1');
        r = -1;
      } else r = set_ordinal(dict, PyUnicode_READ_CHAR(key, 0), Py_NewRef(value));
    } else if (PyLong_Check(key)) r = PyDict_SetItem(dict, key, value);
    else {
      PyErr_SetString(PyExc_TypeError, 'keys in translate table must be strings or integers');
      r = -1;
    }
  }
  stackRestore(mark);
  return r;
}

function unicode_maketrans(_null: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('maketrans', nargs, 1, 3)) return 0;
  const y = arg_at(args, 1, nargs);
  const z = arg_at(args, 2, nargs);
  if (y !== 0 && !PyUnicode_Check(y)) {
    _PyArg_BadArgument('maketrans', 'argument 2', 'str', y);
    return 0;
  }
  if (z !== 0 && !PyUnicode_Check(z)) {
    _PyArg_BadArgument('maketrans', 'argument 3', 'str', z);
    return 0;
  }
  const dict = PyDict_New();
  if (dict === 0) return 0;
  const x = HEAP32[args >> 2];
  if ((y !== 0 ? maketrans_strings(dict, x, y, z) : maketrans_dict(dict, x)) === 0) return dict;
  Py_DECREF(dict);
  return 0;
}

// ---- conversions for int(), float()

/** Returns new: whitespace as spaces and decimal digits as ASCII; a character that is neither ends it with '?'. */
export function _PyUnicode_TransformDecimalAndSpaceToASCII(unicode: number): number {
  if (PyUnicode_IS_ASCII(unicode)) return unicode_result_unchanged(unicode);
  const n = PyUnicode_GET_LENGTH(unicode);
  const kind = PyUnicode_KIND(unicode);
  const data = PyUnicode_DATA(unicode);
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    const ch = PyUnicode_READ(kind, data, i);
    if (ch < 127) out.push(ch);
    else if (_PyUnicode_IsWhitespace(ch)) out.push(0x20);
    else {
      const decimal = Py_UNICODE_TODECIMAL(ch);
      if (decimal < 0) {
        out.push(0x3f);
        break;
      }
      out.push(0x30 + decimal);
    }
  }
  return from_code_points(out);
}

// ---- the other methods

const ENCODE_PARSER = { fname: 'encode', keywords: ['encoding', 'errors'] };

function unicode_encode(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, ENCODE_PARSER, 0, 2, 0, stackAlloc(16));
  const e = a === 0 ? 0 : HEAP32[a >> 2];
  const r = a === 0 ? 0 : HEAP32[(a + 8) >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  const encoding = e === 0 ? null : cstring_arg('encode', "argument 'encoding'", e);
  if (e !== 0 && encoding === null) return 0;
  const errors = r === 0 ? null : cstring_arg('encode', "argument 'errors'", r);
  if (r !== 0 && errors === null) return 0;
  return PyUnicode_AsEncodedString(self, encoding, errors);
}

function unicode___format__(self: number, format_spec: number): number {
  if (!PyUnicode_Check(format_spec)) {
    _PyArg_BadArgument('__format__', 'argument', 'str', format_spec);
    return 0;
  }
  if (PyUnicode_GET_LENGTH(format_spec) === 0) return PyUnicode_CheckExact(self) ? Py_NewRef(self) : PyObject_Str(self);
  const writer = new _PyUnicodeWriter();
  if (_PyUnicode_FormatAdvancedWriter(writer, self, format_spec, 0, PyUnicode_GET_LENGTH(format_spec)) < 0) {
    _PyUnicodeWriter_Dealloc(writer);
    return 0;
  }
  return _PyUnicodeWriter_Finish(writer);
}

function unicode_format(self: number, args: number, kwds: number): number {
  return do_string_format(self, args, kwds);
}

function unicode_format_map(self: number, mapping: number): number {
  return do_string_format_map(self, mapping);
}

function unicode_sizeof(self: number): number {
  const n = PyUnicode_GET_LENGTH(self);
  let size: number;
  if (PyUnicode_IS_COMPACT_ASCII(self)) return PyLong_FromSsize_t(PyASCIIObject.SIZEOF + n + 1);
  if (PyUnicode_IS_COMPACT(self)) size = PyCompactUnicodeObject.SIZEOF + (n + 1) * PyUnicode_KIND(self);
  else size = PyUnicodeObject.SIZEOF + (n + 1) * PyUnicode_KIND(self);
  const utf8 = HEAP32[(self + PyCompactUnicodeObject.utf8) >> 2];
  if (utf8 !== 0 && utf8 !== PyUnicode_DATA(self)) size += HEAP32[(self + PyCompactUnicodeObject.utf8_length) >> 2] + 1;
  return PyLong_FromSsize_t(size);
}

function unicode_getnewargs(self: number): number {
  const copy = _PyUnicode_Copy(self);
  return copy === 0 ? 0 : Py_BuildValue('(N)', copy);
}

/** The method table of str. Called at module evaluation. */
export function unicode_methods(): MethodSpec[] {
  const range = 'sub[, start[, end]]';
  const doc = (sig: string, text: string): string => `${sig}\n--\n\n${text}`;
  const none = (name: string, f: (self: number) => number, text: string): MethodSpec => [name, f, METH_NOARGS, doc(`${name}($self, /)`, text)];
  return [
    ['encode', unicode_encode, METH_FASTCALL | METH_KEYWORDS, doc("encode($self, /, encoding='utf-8', errors='strict')", 'The bytes of this text in an encoding.')],
    ['replace', unicode_replace, METH_FASTCALL | METH_KEYWORDS, doc('replace($self, old, new, /, count=-1)', 'A copy with occurrences of old replaced by new.')],
    ['split', unicode_split, METH_FASTCALL | METH_KEYWORDS, doc('split($self, /, sep=None, maxsplit=-1)', 'The parts between separators.')],
    ['rsplit', unicode_rsplit, METH_FASTCALL | METH_KEYWORDS, doc('rsplit($self, /, sep=None, maxsplit=-1)', 'The parts between separators, split from the right.')],
    ['join', PyUnicode_Join, METH_O, doc('join($self, iterable, /)', 'The strings of the iterable with this string between them.')],
    none('capitalize', unicode_capitalize, 'A copy with its first character upper case and the rest lower case.'),
    none('casefold', unicode_casefold, 'A copy for caseless comparison.'),
    none('title', unicode_title, 'A title-cased copy.'),
    ['center', unicode_center, METH_FASTCALL, doc("center($self, width, fillchar=' ', /)", 'A copy centred in a field of the given width.')],
    ['count', unicode_count, METH_FASTCALL, doc(`count(${range})`, 'How often sub occurs without overlap.')],
    ['expandtabs', unicode_expandtabs, METH_FASTCALL | METH_KEYWORDS, doc('expandtabs($self, /, tabsize=8)', 'A copy with tabs expanded to spaces.')],
    ['find', unicode_find, METH_FASTCALL, doc(`find(${range})`, 'The lowest index of sub, or -1.')],
    ['partition', PyUnicode_Partition, METH_O, doc('partition($self, sep, /)', 'What is before, at and after the first separator.')],
    ['index', unicode_index, METH_FASTCALL, doc(`index(${range})`, 'The lowest index of sub; ValueError when there is none.')],
    ['ljust', unicode_ljust, METH_FASTCALL, doc("ljust($self, width, fillchar=' ', /)", 'A copy padded on the right.')],
    none('lower', unicode_lower, 'A copy in lower case.'),
    ['lstrip', unicode_lstrip, METH_FASTCALL, doc('lstrip($self, chars=None, /)', 'A copy without leading whitespace or the given characters.')],
    ['rfind', unicode_rfind, METH_FASTCALL, doc(`rfind(${range})`, 'The highest index of sub, or -1.')],
    ['rindex', unicode_rindex, METH_FASTCALL, doc(`rindex(${range})`, 'The highest index of sub; ValueError when there is none.')],
    ['rjust', unicode_rjust, METH_FASTCALL, doc("rjust($self, width, fillchar=' ', /)", 'A copy padded on the left.')],
    ['rstrip', unicode_rstrip, METH_FASTCALL, doc('rstrip($self, chars=None, /)', 'A copy without trailing whitespace or the given characters.')],
    ['rpartition', PyUnicode_RPartition, METH_O, doc('rpartition($self, sep, /)', 'What is before, at and after the last separator.')],
    ['splitlines', unicode_splitlines, METH_FASTCALL | METH_KEYWORDS, doc('splitlines($self, /, keepends=False)', 'The lines.')],
    ['strip', unicode_strip, METH_FASTCALL, doc('strip($self, chars=None, /)', 'A copy without surrounding whitespace or the given characters.')],
    none('swapcase', unicode_swapcase, 'A copy with upper and lower case exchanged.'),
    ['translate', unicode_translate, METH_O, doc('translate($self, table, /)', 'A copy with every character replaced as the table says.')],
    none('upper', unicode_upper, 'A copy in upper case.'),
    ['startswith', unicode_startswith, METH_FASTCALL, doc('startswith(prefix[, start[, end]])', 'Whether the string starts with the prefix or one of a tuple.')],
    ['endswith', unicode_endswith, METH_FASTCALL, doc('endswith(suffix[, start[, end]])', 'Whether the string ends with the suffix or one of a tuple.')],
    ['removeprefix', unicode_removeprefix, METH_O, doc('removeprefix($self, prefix, /)', 'A copy without the prefix.')],
    ['removesuffix', unicode_removesuffix, METH_O, doc('removesuffix($self, suffix, /)', 'A copy without the suffix.')],
    none('isascii', unicode_isascii, 'Whether all characters are ASCII.'),
    none('islower', unicode_islower, 'Whether all cased characters are lower case.'),
    none('isupper', unicode_isupper, 'Whether all cased characters are upper case.'),
    none('istitle', unicode_istitle, 'Whether the string is title-cased.'),
    none('isspace', unicode_isspace, 'Whether all characters are whitespace.'),
    none('isdecimal', unicode_isdecimal, 'Whether all characters are decimal digits.'),
    none('isdigit', unicode_isdigit, 'Whether all characters are digits.'),
    none('isnumeric', unicode_isnumeric, 'Whether all characters are numeric.'),
    none('isalpha', unicode_isalpha, 'Whether all characters are letters.'),
    none('isalnum', unicode_isalnum, 'Whether all characters are letters or numbers.'),
    none('isidentifier', unicode_isidentifier, 'Whether the string is an identifier.'),
    none('isprintable', unicode_isprintable, 'Whether all characters are printable.'),
    ['zfill', unicode_zfill, METH_O, doc('zfill($self, width, /)', 'A copy padded with zeros on the left.')],
    ['format', unicode_format, METH_VARARGS | METH_KEYWORDS, doc('format($self, /, *args, **kwargs)', 'Replacement fields in braces filled with the arguments.')],
    ['format_map', unicode_format_map, METH_O, doc('format_map($self, mapping, /)', 'Replacement fields in braces filled from a mapping.')],
    ['__format__', unicode___format__, METH_O, doc('__format__($self, format_spec, /)', 'The string formatted by format_spec.')],
    ['maketrans', unicode_maketrans, METH_FASTCALL | METH_STATIC, 'A table for translate.'],
    none('__sizeof__', unicode_sizeof, 'The size of the string in memory, in bytes.'),
    ['__getnewargs__', unicode_getnewargs, METH_NOARGS],
  ];
}
