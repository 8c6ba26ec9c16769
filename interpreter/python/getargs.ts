// Answers to Python/getargs.c of CPython 3.13: parsing of arguments. Formats as documented for PyArg_ParseTuple.
//
// Out-parameters are addresses. A string unit ('s', 'z', 'y') writes the address of the UTF-8 bytes, as in C.
// Deviation: `_PyArg_Parser` is a JavaScript constant.

import { Py_buffer, PyBufferProcs, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, HEAP64, HEAPF32, HEAPF64, HEAPU16, HEAPU8, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { Py_TYPE } from '../include/object';
import { Py_None, PyExc_OverflowError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyByteArray_AsString, PyByteArray_Check, PyByteArray_GET_SIZE } from '../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyDict_GET_SIZE, PyDict_Next } from '../objects/dictobject';
import { PyComplex_AsCComplex } from '../objects/complexobject';
import { PyFloat_AsDouble } from '../objects/floatobject';
import { PyLong_AsBigInt, PyLong_AsLong, PyLong_AsSsize_t, PyLong_AsUnsignedLongMask, PyLong_Check } from '../objects/longobject';
import { _PyNumber_Index } from '../objects/abstract';
import { PyObject_IsTrue, PyObject_RichCompareBool } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_SIZE } from '../objects/tupleobject';
import { PyType_IsSubtype } from '../objects/typeobject';
import { PyUnicode_AsUTF8AndSize, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR, _PyUnicode_EqualToASCIIString } from '../objects/unicodeobject';
import { PyBuffer_FillInfo, PyBuffer_Release, PyObject_GetBuffer } from '../objects/abstract';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { PyUnicode_AsEncodedString } from '../objects/unicodeobject_codecs';
import { nearest } from './suggestions';
import { PyErr_Clear, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { Py_DECREF, Py_EQ, Py_NewRef, Py_XDECREF } from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';

export interface _PyArg_Parser {
  /** Function name for messages. */
  fname: string;
  /** '' marks a positional-only parameter. */
  keywords: readonly string[];
  /** No parentheses after the name in messages. */
  bare?: boolean;
  /** A keyword is told by its text, whatever a subclass of str says it equals (PyArg_ParseTupleAndKeywords). */
  by_text?: boolean;
}

function tp_name(o: number): string {
  return cstring(HEAP32[(Py_TYPE(o) + PyTypeObject.tp_name) >> 2]);
}

export function _PyArg_BadArgument(fname: string, displayname: string, expected: string, arg: number): 0 {
  return PyErr_Format(PyExc_TypeError, '%.200s() %.200s must be %.50s, not %.50s', fname, displayname, expected, arg === Py_None ? 'None' : tp_name(arg));
}

/** Checks the number of positional arguments of `name`; false with TypeError. */
export function _PyArg_CheckPositional(name: string | null, nargs: number, min: number, max: number): boolean {
  if (nargs >= min && nargs <= max) return true;
  const short = nargs < min;
  const bound = short ? min : max;
  const how = min === max ? '' : short ? 'at least ' : 'at most ';
  if (name !== null) PyErr_Format(PyExc_TypeError, '%.200s expected %s%zd argument%s, got %zd', name, how, bound, bound === 1 ? '' : 's', nargs);
  else PyErr_Format(PyExc_TypeError, 'unpacked tuple should have %s%zd element%s, but has %zd', how, bound, bound === 1 ? '' : 's', nargs);
  return false;
}

/** True when there are no keyword arguments (a dict or 0). */
export function _PyArg_NoKeywords(funcname: string, kwargs: number): boolean {
  if (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0) return true;
  PyErr_Format(PyExc_TypeError, '%.200s() takes no keyword arguments', funcname);
  return false;
}
export function _PyArg_NoPositional(funcname: string, args: number): boolean {
  if (args === 0 || PyTuple_GET_SIZE(args) === 0) return true;
  PyErr_Format(PyExc_TypeError, '%.200s() takes no positional arguments', funcname);
  return false;
}
export function _PyArg_NoKwnames(funcname: string, kwnames: number): boolean {
  if (kwnames === 0 || PyTuple_GET_SIZE(kwnames) === 0) return true;
  PyErr_Format(PyExc_TypeError, '%s() takes no keyword arguments', funcname);
  return false;
}

/** As PyArg_UnpackTuple over an argument array. */
export function _PyArg_UnpackStack(args: number, nargs: number, name: string, min: number, max: number, ...out: number[]): boolean {
  if (!_PyArg_CheckPositional(name, nargs, min, max)) return false;
  for (let i = 0; i < nargs; i++) write_ptr(out[i], HEAP32[(args + i * 8) >> 2]);
  return true;
}
/** Borrowed references into the addresses `out`; those of missing arguments stay untouched. */
export function PyArg_UnpackTuple(args: number, name: string, min: number, max: number, ...out: number[]): boolean {
  return _PyArg_UnpackStack(args + PyTupleObject.ob_item, PyTuple_GET_SIZE(args), name, min, max, ...out);
}

/** The value of keyword `name` in kwnames/kwvalues (vectorcall) or a dict; borrowed or 0. */
function find_keyword(kwargs: number, kwnames: number, kwvalues: number, name: string): number {
  if (kwnames !== 0) {
    const n = PyTuple_GET_SIZE(kwnames);
    for (let i = 0; i < n; i++) {
      if (_PyUnicode_EqualToASCIIString(HEAP32[(kwnames + PyTupleObject.ob_item + i * 8) >> 2], name)) return HEAP32[(kwvalues + i * 8) >> 2];
    }
    return 0;
  }
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  let found = 0;
  while (found === 0 && PyDict_Next(kwargs, p, p + 8, p + 16)) {
    const key = HEAP32[(p + 8) >> 2];
    if (PyUnicode_Check(key) && _PyUnicode_EqualToASCIIString(key, name)) found = HEAP32[(p + 16) >> 2];
  }
  stackRestore(mark);
  return found;
}

/** TypeError for a keyword that is no parameter, or that was given by position too. */
export function error_unexpected_keyword_arg(kwargs: number, kwnames: number, parser: _PyArg_Parser, nargs: number): 0 {
  const names: number[] = [];
  if (kwnames !== 0) for (let i = 0; i < PyTuple_GET_SIZE(kwnames); i++) names.push(HEAP32[(kwnames + PyTupleObject.ob_item + i * 8) >> 2]);
  else {
    const mark = stackSave();
    const p = stackAlloc(24);
    write_ssize(p, 0);
    while (PyDict_Next(kwargs, p, p + 8, p + 16)) names.push(HEAP32[(p + 8) >> 2]);
    stackRestore(mark);
  }
  for (const key of names) {
    if (!PyUnicode_Check(key)) return PyErr_Format(PyExc_TypeError, 'keywords must be strings');
    const i = parser.keywords.indexOf(PyUnicode_AsUTF8(key) ?? '');
    if (i < 0 && !PyUnicode_CheckExact(key) && !parser.by_text) {
      const equal = equals_keyword(parser, key);
      if (equal < 0) return 0;
      if (equal) continue;
    }
    if (i < 0 || parser.keywords[i] === '') return unexpected(parser, key);
    if (i < nargs) return PyErr_Format(PyExc_TypeError, `argument for %.200s%s given by name ('%s') and position (%d)`, parser.fname, parser.bare ? '' : '()', parser.keywords[i], i + 1);
  }
  return PyErr_Format(PyExc_TypeError, 'invalid keyword argument for %.200s%s', parser.fname, parser.bare ? '' : '()');
}
/** Whether a key of a subclass of str says that it equals a keyword: 1, 0, -1. Runs Python code. */
function equals_keyword(parser: _PyArg_Parser, key: number): number {
  let equal = 0;
  for (let i = 0; equal === 0 && i < parser.keywords.length; i++) {
    if (parser.keywords[i] === '') continue;
    const keyword = PyUnicode_FromString(parser.keywords[i]);
    equal = keyword === 0 ? -1 : PyObject_RichCompareBool(keyword, key, Py_EQ);
    Py_XDECREF(keyword);
  }
  return equal;
}
function unexpected(parser: _PyArg_Parser, key: number): 0 {
  const near = nearest(parser.keywords.filter((k) => k !== ''), PyUnicode_AsUTF8(key) ?? '');
  if (near !== null) return PyErr_Format(PyExc_TypeError, `%.200s%s got an unexpected keyword argument '%S'. Did you mean '%s'?`, parser.fname, parser.bare ? '' : '()', key, near);
  return PyErr_Format(PyExc_TypeError, `%.200s%s got an unexpected keyword argument '%S'`, parser.fname, parser.bare ? '' : '()', key);
}

/**
 * Lays the arguments of a METH_FASTCALL|METH_KEYWORDS function (or of tp_new/tp_init: kwargs a dict, kwnames 0) out by
 * parameter. Returns the address of an array of borrowed references (`args` itself, or `buf`: 8 bytes a parameter), 0 with
 * TypeError. Missing optional ones are 0.
 */
export function _PyArg_UnpackKeywords(args: number, nargs: number, kwargs: number, kwnames: number, parser: _PyArg_Parser, minpos: number, maxpos: number, minkw: number, buf: number): number {
  const len = parser.keywords.length;
  let kwvalues = 0;
  let nkwargs = 0;
  if (kwnames !== 0) {
    nkwargs = PyTuple_GET_SIZE(kwnames);
    kwvalues = args + nargs * 8;
  } else if (kwargs !== 0) nkwargs = PyDict_GET_SIZE(kwargs);
  const minposonly = Math.min(minpos, count_posonly(parser));
  if (nkwargs === 0 && minkw === 0 && minpos <= nargs && nargs <= maxpos && nargs === len) return args;
  if (nargs + nkwargs > len) {
    return PyErr_Format(PyExc_TypeError, '%.200s%s takes %s %zd %sargument%s (%zd given)', parser.fname, '()', len === 0 ? 'no' : 'at most', len, nargs === 0 ? 'keyword ' : '', len === 1 ? '' : 's', nargs + nkwargs);
  }
  if (nargs > maxpos) {
    if (maxpos === 0) return PyErr_Format(PyExc_TypeError, '%.200s%s takes no positional arguments', parser.fname, '()');
    return PyErr_Format(PyExc_TypeError, '%.200s%s takes %s %zd positional argument%s (%zd given)', parser.fname, '()', minpos < maxpos ? 'at most' : 'exactly', maxpos, maxpos === 1 ? '' : 's', nargs);
  }
  if (nargs < minposonly) {
    const pos = count_posonly(parser);
    return PyErr_Format(PyExc_TypeError, '%.200s%s takes %s %zd positional argument%s (%zd given)', parser.fname, '()', minposonly < maxpos || pos < len ? 'at least' : 'exactly', minposonly, minposonly === 1 ? '' : 's', nargs);
  }
  for (let i = 0; i < nargs; i++) write_ptr(buf + i * 8, HEAP32[(args + i * 8) >> 2]);
  let left = nkwargs;
  const reqlimit = minkw ? maxpos + minkw : minpos;
  for (let i = Math.max(nargs, count_posonly(parser)); i < len; i++) {
    const value = left > 0 ? find_keyword(kwargs, kwnames, kwvalues, parser.keywords[i]) : 0;
    write_ptr(buf + i * 8, value);
    if (value !== 0) left--;
    else if (i < minpos || (maxpos <= i && i < reqlimit)) {
      // CPython reports the missing argument before an unexpected keyword.
      return PyErr_Format(PyExc_TypeError, `%.200s%s missing required argument '%s' (pos %d)`, parser.fname, '()', parser.keywords[i], i + 1);
    }
  }
  for (let i = nargs; i < count_posonly(parser); i++) write_ptr(buf + i * 8, 0);
  if (left > 0) return error_unexpected_keyword_arg(kwargs, kwnames, parser, nargs);
  return buf;
}

function count_posonly(parser: _PyArg_Parser): number {
  let n = 0;
  while (n < parser.keywords.length && parser.keywords[n] === '') n++;
  return n;
}

// --- format strings -------------------------------------------------------------------------------------------------

const PyBUF_WRITABLE = 1;

interface Format {
  /** One unit a parameter ('O!', 's#', '(ii)', ...). */
  units: string[];
  min: number;
  /** Index of the first keyword-only parameter. */
  keyword_only: number;
  fname: string | null;
  message: string | null;
}
const formats = new Map<string, Format>();

function parse_format(text: string): Format {
  const known = formats.get(text);
  if (known) return known;
  const f: Format = { units: [], min: -1, keyword_only: -1, fname: null, message: null };
  let i = 0;
  while (i < text.length) {
    const c = text[i];
    if (c === ':') {
      f.fname = text.slice(i + 1);
      break;
    }
    if (c === ';') {
      f.message = text.slice(i + 1);
      break;
    }
    if (c === '|') {
      f.min = f.units.length;
      i++;
      continue;
    }
    if (c === '$') {
      f.keyword_only = f.units.length;
      i++;
      continue;
    }
    let end = i + 1;
    if (c === '(') {
      for (let depth = 1; depth > 0; end++) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
    } else {
      if (c === 'e') end++;
      while (end < text.length && (text[end] === '#' || text[end] === '*' || text[end] === '!' || text[end] === '&')) end++;
    }
    f.units.push(text.slice(i, end));
    i = end;
  }
  if (f.min < 0) f.min = f.units.length;
  formats.set(text, f);
  return f;
}

/** `undo`: what a failure of a later argument takes back. */
type Out = { p: readonly unknown[]; i: number; undo: (() => void)[] };

/** How many out-parameters a unit takes. */
function out_count(unit: string): number {
  if (unit[0] === '(') return parse_format(unit.slice(1, -1)).units.reduce((n, u) => n + out_count(u), 0);
  if (unit[0] === 'e') return unit.endsWith('#') ? 3 : 2;
  return unit.endsWith('#') || unit.endsWith('!') || unit.endsWith('&') ? 2 : 1;
}

/** How many variable arguments a format takes. */
export function format_out_count(text: string): number {
  return parse_format(text).units.reduce((n, u) => n + out_count(u), 0);
}

/** Which of them are converter functions (O&) or encodings. */
export function converter_positions(text: string): Set<number> {
  const found = new Set<number>();
  let at = 0;
  const walk = (units: readonly string[]): void => {
    for (const u of units) {
      if (u[0] === '(') walk(parse_format(u.slice(1, -1)).units);
      else {
        if (u === 'O&') found.add(at);
        at += out_count(u);
      }
    }
  };
  walk(parse_format(text).units);
  return found;
}

/** Converts one argument; a message ("must be ...") or null. '' means that an exception is set already. */
function convert(arg: number, unit: string, out: Out): string | null {
  const next = (): number => out.p[out.i++] as number;
  const expected = (what: string): string => `must be ${what}, not ${arg === Py_None ? 'None' : tp_name(arg)}`;
  switch (unit[0]) {
    case '(': {
      const f = parse_format(unit.slice(1, -1));
      if (!PyTuple_Check(arg)) return `must be ${f.units.length}-item tuple, not ${arg === Py_None ? 'None' : tp_name(arg)}`;
      const n = PyTuple_GET_SIZE(arg);
      if (n !== f.units.length) return `must be tuple of length ${f.units.length}, not ${n}`;
      for (let i = 0; i < n; i++) {
        const e = convert(HEAP32[(arg + PyTupleObject.ob_item + i * 8) >> 2], f.units[i], out);
        if (e !== null) return e;
      }
      return null;
    }
    case 'O': {
      if (unit === 'O!') {
        const type = next();
        const p = next();
        if (!PyType_IsSubtype(Py_TYPE(arg), type)) return expected(cstring(HEAP32[(type + PyTypeObject.tp_name) >> 2]));
        write_ptr(p, arg);
        return null;
      }
      if (unit === 'O&') {
        const converter = out.p[out.i++] as unknown as (o: number, p: number) => number;
        return converter(arg, next()) ? null : '';
      }
      write_ptr(next(), arg);
      return null;
    }
    case 'U':
      if (!PyUnicode_Check(arg)) return expected('str');
      write_ptr(next(), arg);
      return null;
    case 'S':
      if (!PyBytes_Check(arg)) return expected('bytes');
      write_ptr(next(), arg);
      return null;
    case 'Y':
      if (!PyByteArray_Check(arg)) return expected('bytearray');
      write_ptr(next(), arg);
      return null;
    case 'p': {
      const v = PyObject_IsTrue(arg);
      if (v < 0) return '';
      HEAP32[next() >> 2] = v;
      return null;
    }
    case 'd':
    case 'f': {
      const v = PyFloat_AsDouble(arg);
      if (v === -1 && PyErr_Occurred()) return '';
      if (unit === 'd') HEAPF64[next() >> 3] = v;
      else HEAPF32[next() >> 2] = v;
      return null;
    }
    case 'D': {
      const c = PyComplex_AsCComplex(arg);
      if (PyErr_Occurred()) return '';
      const p = next() >> 3;
      HEAPF64[p] = c[0];
      HEAPF64[p + 1] = c[1];
      return null;
    }
    case 'e':
      return convert_encoded(arg, unit, out);
    case 'C':
    case 'c': {
      const p = next();
      if (unit[0] === 'C') {
        if (!PyUnicode_Check(arg)) return expected('a unicode character');
        if (PyUnicode_GET_LENGTH(arg) !== 1) return 'must be a unicode character, not a string of length ' + PyUnicode_GET_LENGTH(arg);
        HEAP32[p >> 2] = PyUnicode_READ_CHAR(arg, 0);
        return null;
      }
      if (PyBytes_Check(arg) && PyBytes_GET_SIZE(arg) === 1) HEAPU8[p] = HEAPU8[arg + 32];
      else if (PyByteArray_Check(arg) && PyByteArray_GET_SIZE(arg) === 1) return expected('a byte string of length 1');
      else return expected('a byte string of length 1');
      return null;
    }
    case 's':
    case 'z':
    case 'y':
    case 'w':
      return convert_string(arg, unit, out);
    default:
      return convert_int(arg, unit, next());
  }
}

/** Fills the Py_buffer at `view`; a message, '' with an exception, or null. */
function getbuffer(arg: number, view: number, flags: number, out: Out): string | null {
  if (PyObject_GetBuffer(arg, view, flags) !== 0) return '';
  out.undo.push(() => PyBuffer_Release(view));
  return null;
}

/** s*, z*, y*, w*: a Py_buffer, which the caller releases. */
function convert_buffer(arg: number, unit: string, view: number, out: Out): string | null {
  if (unit[0] === 'z' && arg === Py_None) return PyBuffer_FillInfo(view, 0, 0, 0, 1, 0) === 0 ? null : '';
  if ((unit[0] === 's' || unit[0] === 'z') && PyUnicode_Check(arg)) {
    const { at, size } = utf8_of(arg);
    if (at === 0 || PyBuffer_FillInfo(view, arg, at, size, 1, 0) !== 0) return '';
    out.undo.push(() => PyBuffer_Release(view));
    return null;
  }
  if (unit[0] !== 'w') return getbuffer(arg, view, 0, out);
  if (getbuffer(arg, view, PyBUF_WRITABLE, out) === null) return null;
  PyErr_Clear();
  return `must be read-write bytes-like object, not ${arg === Py_None ? 'None' : tp_name(arg)}`;
}

function utf8_of(arg: number): { at: number; size: number } {
  const mark = stackSave();
  const n = stackAlloc(8);
  const at = PyUnicode_AsUTF8AndSize(arg, n);
  const size = read_ssize(n);
  stackRestore(mark);
  return { at, size };
}

/** s, z, y, with # or without: the address of bytes that `arg` keeps. */
function convert_string(arg: number, unit: string, out: Out): string | null {
  const p = out.p[out.i++] as number;
  if (unit.endsWith('*')) return convert_buffer(arg, unit, p, out);
  const name = arg === Py_None ? 'None' : tp_name(arg);
  const sized = unit.endsWith('#') ? (out.p[out.i++] as number) : 0;
  if (unit[0] === 'z' && arg === Py_None) {
    write_ptr(p, 0);
    if (sized) write_ssize(sized, 0);
    return null;
  }
  let bytes: { at: number; size: number };
  if (unit[0] !== 'y' && PyUnicode_Check(arg)) {
    bytes = utf8_of(arg);
    if (bytes.at === 0) return '';
  } else if (unit[0] === 'y' || sized) {
    const procs = HEAP32[(Py_TYPE(arg) + PyTypeObject.tp_as_buffer) >> 2];
    if (procs !== 0 && HEAP32[(procs + PyBufferProcs.bf_releasebuffer) >> 2] !== 0) return `must be read-only bytes-like object, not ${name}`;
    const mark = stackSave();
    const view = stackAlloc(Py_buffer.SIZEOF);
    const failed = PyObject_GetBuffer(arg, view, 0) !== 0;
    bytes = { at: HEAP32[view >> 2], size: failed ? 0 : read_ssize(view + Py_buffer.len) };
    // Nothing to release for such a type but the reference.
    if (!failed) PyBuffer_Release(view);
    stackRestore(mark);
    if (failed) return '';
  } else return `must be ${unit[0] === 'z' ? 'str or None' : 'str'}, not ${name}`;
  if (!sized && HEAPU8.subarray(bytes.at, bytes.at + bytes.size).includes(0)) {
    PyErr_SetString(PyExc_ValueError, unit[0] === 'y' ? 'embedded null byte' : 'embedded null character');
    return '';
  }
  write_ptr(p, bytes.at);
  if (sized) write_ssize(sized, bytes.size);
  return null;
}

/** es, et, es#, et#: a copy in PyMem memory, which the caller frees, or in the caller's own buffer. */
function convert_encoded(arg: number, unit: string, out: Out): string | null {
  const encoding_at = out.p[out.i++] as number;
  const buffer = out.p[out.i++] as number;
  const sized = unit.endsWith('#') ? (out.p[out.i++] as number) : 0;
  const as_is = unit[1] === 't' && (PyBytes_Check(arg) || PyByteArray_Check(arg));
  if (!as_is && !PyUnicode_Check(arg)) return `must be ${unit[1] === 't' ? 'str, bytes or bytearray' : 'str'}, not ${arg === Py_None ? 'None' : tp_name(arg)}`;
  const encoded = as_is ? Py_NewRef(arg) : PyUnicode_AsEncodedString(arg, encoding_at === 0 ? 'utf-8' : cstring(encoding_at), null);
  if (encoded === 0) return '';
  const at = PyByteArray_Check(encoded) ? PyByteArray_AsString(encoded) : PyBytes_AS_STRING(encoded);
  const size = PyByteArray_Check(encoded) ? PyByteArray_GET_SIZE(encoded) : PyBytes_GET_SIZE(encoded);
  const error = store_encoded(at, size, buffer, sized, out);
  Py_DECREF(encoded);
  return error;
}
function store_encoded(at: number, size: number, buffer: number, sized: number, out: Out): string | null {
  if (sized === 0 && HEAPU8.subarray(at, at + size).includes(0)) return 'must be encoded string without null bytes, not str';
  let p = sized === 0 ? 0 : HEAP32[buffer >> 2];
  if (p === 0) {
    p = PyMem_Malloc(size + 1);
    if (p === 0) {
      PyErr_NoMemory();
      return '';
    }
    write_ptr(buffer, p);
    out.undo.push(() => PyMem_Free(p));
  } else if (size + 1 > read_ssize(sized)) {
    PyErr_Format(PyExc_ValueError, 'encoded string too long (%zd, maximum length %zd)', size, read_ssize(sized) - 1);
    return '';
  }
  HEAPU8.copyWithin(p, at, at + size);
  HEAPU8[p + size] = 0;
  if (sized !== 0) write_ssize(sized, size);
  return null;
}

const INT_RANGE: Record<string, [number, number, string]> = {
  b: [0, 255, 'unsigned byte integer'], h: [-32768, 32767, 'signed short integer'], i: [-2147483648, 2147483647, 'signed integer'],
};

function convert_int(arg: number, unit: string, p: number): string | null {
  const c = unit[0];
  if (c === 'n') {
    const index = _PyNumber_Index(arg);
    if (index === 0) return '';
    const v = PyLong_AsSsize_t(index);
    const failed = v === -1 && PyErr_Occurred() !== 0;
    // Exact beyond 2^53 too.
    if (!failed) HEAP64[p >> 3] = PyLong_AsBigInt(index);
    Py_DECREF(index);
    return failed ? '' : null;
  }
  if (c === 'l' || c === 'L') {
    const index = _PyNumber_Index(arg);
    if (index === 0) return '';
    const v = PyLong_AsBigInt(index);
    Py_DECREF(index);
    if (BigInt.asIntN(64, v) !== v) {
      PyErr_SetString(PyExc_OverflowError, c === 'l' ? 'Python int too large to convert to C long' : 'int too big to convert');
      return '';
    }
    HEAP64[p >> 3] = v;
    return null;
  }
  if (c === 'k' || c === 'K') {
    if (!PyLong_Check(arg)) return `must be int, not ${arg === Py_None ? 'None' : tp_name(arg)}`;
    HEAP64[p >> 3] = BigInt.asIntN(64, PyLong_AsBigInt(arg));
    return null;
  }
  if (c === 'B' || c === 'H' || c === 'I') {
    const v = PyLong_AsUnsignedLongMask(arg);
    if (v === -1 && PyErr_Occurred()) return '';
    if (c === 'B') HEAPU8[p] = v;
    else if (c === 'H') HEAPU16[p >> 1] = v;
    else HEAP32[p >> 2] = v;
    return null;
  }
  const range = INT_RANGE[c];
  if (!range) {
    PyErr_Format(PyExc_SystemError, 'impossible<bad format char: %s>', unit);
    return '';
  }
  const v = PyLong_AsLong(arg);
  if (v === -1 && PyErr_Occurred()) return '';
  if (v < range[0] || v > range[1]) {
    PyErr_SetString(PyExc_OverflowError, c === 'i' ? `${range[2]} is ${v > range[1] ? 'greater than maximum' : 'less than minimum'}` : `${range[2]} is ${v > range[1] ? 'greater than maximum' : 'less than minimum'}`);
    return '';
  }
  if (c === 'b') HEAPU8[p] = v;
  else if (c === 'h') HEAPU16[p >> 1] = v;
  else HEAP32[p >> 2] = v;
  return null;
}

function seterror(position: number, msg: string, f: Format): false {
  if (PyErr_Occurred()) return false;
  if (f.message !== null) PyErr_SetString(PyExc_TypeError, f.message);
  else if (msg.startsWith('a bytes-like')) PyErr_SetString(PyExc_TypeError, msg);
  else PyErr_SetString(PyExc_TypeError, `${f.fname === null ? '' : `${f.fname}() `}argument ${position}${msg.startsWith(' ') ? '' : ' '}${msg}`);
  return false;
}

function arity(f: Format, n: number): false {
  if (f.message !== null) {
    PyErr_SetString(PyExc_TypeError, f.message);
    return false;
  }
  const max = f.units.length;
  const bound = n < f.min ? f.min : max;
  if (max === 0) PyErr_Format(PyExc_TypeError, '%.150s%s takes no arguments', f.fname ?? 'function', f.fname === null ? '' : '()');
  else
    PyErr_Format(PyExc_TypeError, '%.150s%s takes %s %d argument%s (%zd given)', f.fname ?? 'function', f.fname === null ? '' : '()', f.min === max ? 'exactly' : n < f.min ? 'at least' : 'at most', bound, bound === 1 ? '' : 's', n);
  return false;
}

/** What was converted already is given back. */
function failed(position: number, message: string, f: Format, out: Out): false {
  seterror(position, message, f);
  for (const undo of out.undo) undo();
  return false;
}

/** Parses an argument array. True, or false with an exception. */
export function _PyArg_ParseStack(args: number, nargs: number, format: string, ...out: unknown[]): boolean {
  const f = parse_format(format);
  if (nargs < f.min || nargs > f.units.length) return arity(f, nargs);
  const cursor: Out = { p: out, i: 0, undo: [] };
  for (let i = 0; i < nargs; i++) {
    const e = convert(HEAP32[(args + i * 8) >> 2], f.units[i], cursor);
    if (e !== null) return failed(i + 1, e, f, cursor);
  }
  return true;
}

/** Parses a tuple. Out-parameters: addresses (for O!: type, address; for O&: converter function, address). */
export function PyArg_ParseTuple(args: number, format: string, ...out: unknown[]): boolean {
  return _PyArg_ParseStack(args + PyTupleObject.ob_item, PyTuple_GET_SIZE(args), format, ...out);
}

/** Parses positional and keyword arguments (a dict or 0). */
export function PyArg_ParseTupleAndKeywords(args: number, kwargs: number, format: string, kwlist: readonly string[], ...out: unknown[]): boolean {
  const f = parse_format(format);
  const nargs = PyTuple_GET_SIZE(args);
  const nkw = kwargs === 0 ? 0 : PyDict_GET_SIZE(kwargs);
  const len = kwlist.length;
  const fname = f.fname ?? 'function';
  const paren = f.fname === null ? '' : '()';
  const max_pos = f.keyword_only >= 0 ? f.keyword_only : len;
  if (nargs + nkw > len) {
    PyErr_Format(PyExc_TypeError, '%.200s%s takes %s %d %sargument%s (%zd given)', fname, paren, f.min < len ? 'at most' : 'exactly', len, nargs === 0 ? 'keyword ' : '', len === 1 ? '' : 's', nargs + nkw);
    return false;
  }
  if (nargs > max_pos) {
    if (max_pos === 0) PyErr_Format(PyExc_TypeError, '%.200s%s takes no positional arguments', fname, paren);
    else PyErr_Format(PyExc_TypeError, '%.200s%s takes %s %d positional argument%s (%zd given)', fname, paren, f.min < max_pos ? 'at most' : 'exactly', max_pos, max_pos === 1 ? '' : 's', nargs);
    return false;
  }
  const cursor: Out = { p: out, i: 0, undo: [] };
  let left = nkw;
  for (let i = 0; i < len; i++) {
    let value = 0;
    if (i < nargs) value = HEAP32[(args + PyTupleObject.ob_item + i * 8) >> 2];
    else if (left > 0 && kwlist[i] !== '') {
      value = find_keyword(kwargs, 0, 0, kwlist[i]);
      if (value !== 0) left--;
    }
    if (value === 0) {
      if (i < f.min) {
        PyErr_Format(PyExc_TypeError, kwlist[i] === '' ? `%.200s%s takes %s %d positional argument%s (%zd given)` : `%.200s%s missing required argument '%s' (pos %d)`, ...(kwlist[i] === '' ? [fname, paren, f.min < Math.min(f.keyword_only, len) ? 'at least' : 'exactly', f.min, f.min === 1 ? '' : 's', nargs] : [fname, paren, kwlist[i], i + 1]));
        return false;
      }
      cursor.i += out_count(f.units[i]);
      continue;
    }
    const e = convert(value, f.units[i], cursor);
    if (e !== null) return failed(i + 1, e, f, cursor);
  }
  if (left > 0) {
    for (const undo of cursor.undo) undo();
    error_unexpected_keyword_arg(kwargs, 0, { fname: f.fname ?? 'this function', keywords: kwlist, bare: f.fname === null, by_text: true }, nargs);
    return false;
  }
  return true;
}

/** True when all of `kwargs`'s keys are strings. */
export function PyArg_ValidateKeywordArguments(kwargs: number): boolean {
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  let ok = true;
  while (ok && PyDict_Next(kwargs, p, p + 8, p + 16)) ok = PyUnicode_Check(HEAP32[(p + 8) >> 2]);
  stackRestore(mark);
  if (!ok) PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
  return ok;
}
