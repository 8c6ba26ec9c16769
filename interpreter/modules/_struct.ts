// Answers to Modules/_struct.c of CPython 3.13: packing values into bytes.
//
// A Struct keeps its format taken apart: 32-byte entries (what, offset, size, repeat), ended by what == 0. "what" is the
// format character, with NATIVE and BIG set for formats of the machine and for big-endian ones.

import { Py_buffer, PyStructObject, unpackiterobject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAPDV, HEAPU8, memmove, memset0, read_ptr, read_ssize, utf8_at, write_ptr, write_ssize } from '../include/heap';
import {
  METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_IS_TYPE, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XSETREF,
} from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc, static_type } from '../include/typespec';
import { PyBuffer_Release, PyBUF_SIMPLE, PyBUF_WRITABLE, PyIndex_Check, PyNumber_AsSsize_t, PyNumber_Index, PyObject_GetBuffer } from '../objects/abstract';
import { PyByteArray_AS_STRING, PyByteArray_Check, PyByteArray_GET_SIZE } from '../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyDict_Clear, PyDict_GET_SIZE, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { PyFloat_AsDouble, PyFloat_FromDouble, PyFloat_Pack2, PyFloat_Pack4, PyFloat_Unpack2 } from '../objects/floatobject';
import { PyLong_AsBigInt, PyLong_Check, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { _PyObject_SIZE, PyObject_IsTrue, PyObject_SelfIter } from '../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyType_GenericAlloc } from '../objects/typeobject';
import { PyUnicode_AsASCIIString, PyUnicode_Check, PyUnicode_FromStringAndSize, PyUnicode_FromFormat } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NewException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_UNTRACK, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { type_name_of } from '../objects/fileobject';
import { tp_free } from './_io/iobase';
import { arg, clinic_args, clinic_new } from './clinic';

/** Module state: the class error, and the cache of Structs by format. */
const StructError = static_alloc(8);
const cache = static_alloc(8);

function error(format: string, ...args: (number | string)[]): 0 {
  return PyErr_Format(read_ptr(StructError), format, ...args);
}

// --- formats --------------------------------------------------------------------------------------------------------

const NATIVE = 0x100;
const BIG = 0x200;
const CODE_SIZE = 32;

/** Sizes: [standard, native, native alignment]; standard 0: not there. */
const FORMATS: Record<string, readonly [number, number, number]> = {
  x: [1, 1, 0], b: [1, 1, 0], B: [1, 1, 0], c: [1, 1, 0], s: [1, 1, 0], p: [1, 1, 0], h: [2, 2, 2], H: [2, 2, 2], i: [4, 4, 4], I: [4, 4, 4], l: [4, 8, 8], L: [4, 8, 8],
  q: [8, 8, 8], Q: [8, 8, 8], n: [0, 8, 8], N: [0, 8, 8], '?': [1, 1, 1], e: [2, 2, 2], f: [4, 4, 4], d: [8, 8, 8], P: [0, 8, 8],
};

interface Code {
  what: number;
  offset: number;
  size: number;
  repeat: number;
}
interface Parsed {
  codes: Code[];
  len: number;
  size: number;
}
const SSIZE_MAX = 2 ** 63;

/** Takes a format apart; null with struct.error. */
function prepare(format: string): Parsed | null {
  const first = format[0];
  const native = first === undefined || !'<>!='.includes(first);
  const order = first === '>' || first === '!' ? BIG : 0;
  const codes: Code[] = [];
  let len = 0;
  let size = 0;
  for (let i = first !== undefined && '<>!=@'.includes(first) ? 1 : 0; i < format.length; i++) {
    let c = format[i];
    if (/[ \t\n\v\f\r]/.test(c)) continue;
    let num = 1;
    const digits = /^\d+/.exec(format.slice(i))?.[0];
    if (digits !== undefined) {
      num = Number(digits);
      i += digits.length;
      if (num >= SSIZE_MAX) return bad('total struct size too long');
      if (i >= format.length) return bad('repeat count given without format specifier');
      c = format[i];
    }
    const entry = FORMATS[c];
    const itemsize = entry?.[native ? 1 : 0];
    if (!itemsize || !Object.hasOwn(FORMATS, c)) return bad('bad char in struct format');
    const alignment = entry[2];
    if (native && alignment > 1 && size > 0) size = Math.ceil(size / alignment) * alignment;
    const what = c.charCodeAt(0) | (native ? NATIVE : order);
    if (c === 's' || c === 'p') codes.push({ what, offset: size, size: num, repeat: 1 });
    else if (c !== 'x' && num > 0) codes.push({ what, offset: size, size: itemsize, repeat: num });
    len += c === 's' || c === 'p' ? 1 : c === 'x' ? 0 : num;
    size += num * itemsize;
    if (size >= SSIZE_MAX) return bad('total struct size too long');
  }
  return { codes, len, size };
}
function bad(message: string): null {
  error(message);
  return null;
}

const CH = (c: string): number => c.charCodeAt(0);

// --- packing --------------------------------------------------------------------------------------------------------

/** New int for an argument that must be one; 0 with struct.error. */
function get_pylong(v: number): number {
  if (PyLong_Check(v)) return Py_NewRef(v);
  if (!PyIndex_Check(v)) return error('required argument is not an integer');
  return PyNumber_Index(v);
}

/** Writes `value` in `size` bytes at p. */
function put_int(p: number, size: number, big: boolean, value: bigint): void {
  let word = Number(BigInt.asUintN(32, value));
  for (let i = 0; i < size; i++) {
    if (i === 4) word = Number(BigInt.asUintN(32, value >> 32n));
    HEAPU8[p + (big ? size - 1 - i : i)] = word & 255;
    word >>>= 8;
  }
}

function pack_int(p: number, v: number, code: string, size: number, big: boolean): boolean {
  const o = get_pylong(v);
  if (o === 0) return false;
  const value = PyLong_AsBigInt(o);
  Py_DECREF(o);
  const bits = BigInt(size * 8);
  if (code === 'P') {
    if (value < -(1n << (bits - 1n)) || value >= 1n << bits) return error('int too large to convert') !== 0;
  } else {
    const signed = code === code.toLowerCase();
    const min = signed ? -(1n << (bits - 1n)) : 0n;
    const max = (signed ? 1n << (bits - 1n) : 1n << bits) - 1n;
    if (value < min || value > max) return error("'%c' format requires %s <= number <= %s", code.charCodeAt(0), String(min), String(max)) !== 0;
  }
  put_int(p, size, big, value);
  return true;
}

function pack_float(p: number, v: number, code: string, native: boolean, big: boolean): boolean {
  const x = PyFloat_AsDouble(v);
  if (x === -1 && PyErr_Occurred()) {
    if (PyErr_ExceptionMatches(S.PyExc_TypeError)) return error('required argument is not a float') !== 0;
    return false;
  }
  if (code === 'd') HEAPDV.setFloat64(p, x, !big);
  else if (code === 'e') return PyFloat_Pack2(x, p, big ? 0 : 1) >= 0;
  else if (native) HEAPDV.setFloat32(p, x, true);
  else return PyFloat_Pack4(x, p, big ? 0 : 1) >= 0;
  return true;
}

/** 's' and 'p': bytes or bytearray, cut or padded. */
function pack_string(p: number, v: number, code: string, size: number): boolean {
  const is_bytes = PyBytes_Check(v);
  if (!is_bytes && !PyByteArray_Check(v)) return error("argument for '%s' must be a bytes object", code) !== 0;
  const from = is_bytes ? PyBytes_AS_STRING(v) : PyByteArray_AS_STRING(v);
  const len = is_bytes ? PyBytes_GET_SIZE(v) : PyByteArray_GET_SIZE(v);
  if (code === 's') memmove(p, from, Math.min(len, size));
  else if (size > 0) {
    const n = Math.min(len, size - 1);
    memmove(p + 1, from, n);
    HEAPU8[p] = Math.min(n, 255);
  }
  return true;
}

function pack_one(p: number, v: number, what: number, size: number): boolean {
  const code = String.fromCharCode(what & 0xff);
  const big = (what & BIG) !== 0;
  switch (code) {
    case 's':
    case 'p':
      return pack_string(p, v, code, size);
    case 'c':
      if (!PyBytes_Check(v) || PyBytes_GET_SIZE(v) !== 1) return error('char format requires a bytes object of length 1') !== 0;
      HEAPU8[p] = HEAPU8[PyBytes_AS_STRING(v)];
      return true;
    case '?': {
      const y = PyObject_IsTrue(v);
      HEAPU8[p] = y > 0 ? 1 : 0;
      return y >= 0;
    }
    case 'e':
    case 'f':
    case 'd':
      return pack_float(p, v, code, (what & NATIVE) !== 0, big);
    default:
      return pack_int(p, v, code, size, big);
  }
}

function code_at(self: number, i: number, field: number): number {
  return read_ssize(read_ptr(self + PyStructObject.s_codes) + i * CODE_SIZE + field * 8);
}

/** Packs the arguments (an array) into the memory at `buf`. 0 or -1. */
function s_pack_internal(self: number, args: number, buf: number): number {
  memset0(buf, read_ssize(self + PyStructObject.s_size));
  let k = 0;
  for (let i = 0; ; i++) {
    const what = code_at(self, i, 0);
    if (what === 0) return 0;
    const size = code_at(self, i, 2);
    const repeat = code_at(self, i, 3);
    let at = buf + code_at(self, i, 1);
    for (let j = 0; j < repeat; j++) {
      const v = arg(args, k++);
      if (!pack_one(at, v, what, size)) {
        if (PyLong_Check(v) && PyErr_ExceptionMatches(S.PyExc_OverflowError)) error('int too large to convert');
        return -1;
      }
      at += size;
    }
  }
}

// --- unpacking ------------------------------------------------------------------------------------------------------

/** New int of `size` bytes at p. */
function get_int(p: number, size: number, big: boolean, signed: boolean): number {
  if (size === 8) {
    const high = HEAPDV.getInt32(big ? p : p + 4, !big);
    if (high >= (signed ? -0x200000 : 0) && high < 0x200000) return PyLong_FromLong(high * 4294967296 + HEAPDV.getUint32(big ? p + 4 : p, !big));
    return PyLong_FromBigInt(signed ? HEAPDV.getBigInt64(p, !big) : HEAPDV.getBigUint64(p, !big));
  }
  if (size === 4) return PyLong_FromLong(signed ? HEAPDV.getInt32(p, !big) : HEAPDV.getUint32(p, !big));
  if (size === 2) return PyLong_FromLong(signed ? HEAPDV.getInt16(p, !big) : HEAPDV.getUint16(p, !big));
  return PyLong_FromLong(signed ? HEAPDV.getInt8(p) : HEAPU8[p]);
}

/** New reference. */
function unpack_one(p: number, what: number, size: number): number {
  const c = what & 0xff;
  const big = (what & BIG) !== 0;
  switch (c) {
    case CH('s'):
      return PyBytes_FromStringAndSize(size === 0 ? 0 : p, size);
    case CH('p'): {
      const n = size === 0 ? 0 : Math.min(HEAPU8[p], size - 1);
      return PyBytes_FromStringAndSize(n === 0 ? 0 : p + 1, n);
    }
    case CH('c'):
      return PyBytes_FromStringAndSize(p, 1);
    case CH('?'):
      return HEAPU8[p] !== 0 ? S.Py_True : S.Py_False;
    case CH('e'):
      return PyFloat_FromDouble(PyFloat_Unpack2(p, big ? 0 : 1));
    case CH('f'):
      return PyFloat_FromDouble(HEAPDV.getFloat32(p, !big));
    case CH('d'):
      return PyFloat_FromDouble(HEAPDV.getFloat64(p, !big));
    default:
      // Lower case is signed.
      return get_int(p, size, big, c >= 97);
  }
}

/** New tuple. */
function s_unpack_internal(self: number, start: number): number {
  const result = PyTuple_New(read_ssize(self + PyStructObject.s_len));
  if (result === 0) return 0;
  let k = 0;
  for (let i = 0; ; i++) {
    const what = code_at(self, i, 0);
    if (what === 0) return result;
    const size = code_at(self, i, 2);
    const repeat = code_at(self, i, 3);
    let at = start + code_at(self, i, 1);
    for (let j = 0; j < repeat; j++) {
      const v = unpack_one(at, what, size);
      if (v === 0) {
        Py_DECREF(result);
        return 0;
      }
      PyTuple_SET_ITEM(result, k++, v);
      at += size;
    }
  }
}

/** Runs `body` over a buffer's bytes. */
function with_view(o: number, flags: number, body: (p: number, n: number) => number): number {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  memset0(view, Py_buffer.SIZEOF);
  let r = 0;
  if (PyObject_GetBuffer(o, view, flags) === 0) {
    r = body(read_ptr(view + Py_buffer.buf), read_ssize(view + Py_buffer.len));
    PyBuffer_Release(view);
  } else if (flags === PyBUF_WRITABLE) {
    PyErr_Clear();
    PyErr_Format(S.PyExc_TypeError, 'argument must be read-write bytes-like object, not %.50s', type_name_of(o));
  }
  stackRestore(mark);
  return r;
}
// --- Struct ---------------------------------------------------------------------------------------------------------

function Struct_new(type: number): number {
  const self = PyType_GenericAlloc(type, 0);
  if (self === 0) return 0;
  write_ptr(self + PyStructObject.s_format, S.Py_None);
  write_ssize(self + PyStructObject.s_size, -1);
  write_ssize(self + PyStructObject.s_len, -1);
  return self;
}

function Struct_init(self: number, args: number, kwds: number): number {
  const a = clinic_new({ fname: 'Struct', keywords: ['format'] }, 1, 1, 0, args, kwds);
  return a === null ? -1 : init_impl(self, a[0]);
}

function init_impl(self: number, format: number): number {
  const bytes = PyUnicode_Check(format) ? PyUnicode_AsASCIIString(format) : Py_NewRef(format);
  if (bytes === 0) return -1;
  if (!PyBytes_Check(bytes)) {
    PyErr_Format(S.PyExc_TypeError, 'Struct() argument 1 must be a str or bytes object, not %.200s', type_name_of(bytes));
    Py_DECREF(bytes);
    return -1;
  }
  Py_XSETREF(self + PyStructObject.s_format, bytes);
  const text = utf8_at(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
  if (text.includes('\0')) {
    error('embedded null character');
    return -1;
  }
  const parsed = prepare(text);
  return parsed === null ? -1 : store(self, parsed);
}

function store(self: number, parsed: Parsed): number {
  const codes = PyMem_Malloc((parsed.codes.length + 1) * CODE_SIZE);
  if (codes === 0) {
    PyErr_NoMemory();
    return -1;
  }
  parsed.codes.forEach((c, i) => [c.what, c.offset, c.size, c.repeat].forEach((v, j) => write_ssize(codes + i * CODE_SIZE + j * 8, v)));
  memset0(codes + parsed.codes.length * CODE_SIZE, CODE_SIZE);
  PyMem_Free(read_ptr(self + PyStructObject.s_codes));
  write_ptr(self + PyStructObject.s_codes, codes);
  write_ssize(self + PyStructObject.s_size, parsed.size);
  write_ssize(self + PyStructObject.s_len, parsed.len);
  return 0;
}

function s_traverse(self: number, visit: visitproc, a: number): number {
  const format = read_ptr(self + PyStructObject.s_format);
  return format !== 0 ? visit(format, a) : 0;
}
function s_clear(self: number): number {
  Py_CLEAR(self + PyStructObject.s_format);
  return 0;
}
function s_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + PyStructObject.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  PyMem_Free(read_ptr(self + PyStructObject.s_codes));
  Py_CLEAR(self + PyStructObject.s_format);
  tp_free(self);
}

function ENSURE_READY(self: number): boolean {
  if (read_ptr(self + PyStructObject.s_codes) !== 0) return true;
  PyErr_SetString(S.PyExc_RuntimeError, 'Struct object is not initialized');
  return false;
}
function size_of(self: number): number {
  return read_ssize(self + PyStructObject.s_size);
}

function Struct_pack(self: number, args: number, nargs: number): number {
  if (!ENSURE_READY(self)) return 0;
  const len = read_ssize(self + PyStructObject.s_len);
  if (nargs !== len) return error('pack expected %zd items for packing (got %zd)', len, nargs);
  const size = size_of(self);
  if (size > 0x7fffff00) return PyErr_NoMemory();
  const result = PyBytes_FromStringAndSize(0, size);
  if (result === 0) return 0;
  // A single byte is a shared object once it has a value: packed aside.
  if (size <= 1) {
    const mark = stackSave();
    const p = stackAlloc(8);
    const rc = s_pack_internal(self, args, p);
    Py_DECREF(result);
    const r = rc < 0 ? 0 : PyBytes_FromStringAndSize(size === 0 ? 0 : p, size);
    stackRestore(mark);
    return r;
  }
  if (s_pack_internal(self, args, PyBytes_AS_STRING(result)) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function Struct_pack_into(self: number, args: number, nargs: number): number {
  if (!ENSURE_READY(self)) return 0;
  const len = read_ssize(self + PyStructObject.s_len);
  if (nargs !== len + 2) {
    if (nargs === 0) return error('pack_into expected buffer argument');
    if (nargs === 1) return error('pack_into expected offset argument');
    return error('pack_into expected %zd items for packing (got %zd)', len, nargs - 2);
  }
  return with_view(arg(args, 0), PyBUF_WRITABLE, (p, n) => {
    let offset = PyNumber_AsSsize_t(arg(args, 1), S.PyExc_IndexError);
    if (offset === -1 && PyErr_Occurred()) return 0;
    const size = size_of(self);
    if (offset < 0) {
      if (offset + size > 0) return error('no space to pack %zd bytes at offset %zd', size, offset);
      if (offset + n < 0) return error('offset %zd out of range for %zd-byte buffer', offset, n);
      offset += n;
    }
    if (n - offset < size) return error('pack_into requires a buffer of at least %zu bytes for packing %zd bytes at offset %zd (actual buffer size is %zd)', size + offset, size, offset, n);
    return s_pack_internal(self, args + 16, p + offset) < 0 ? 0 : S.Py_None;
  });
}

function Struct_unpack(self: number, buffer: number): number {
  if (!ENSURE_READY(self)) return 0;
  return with_view(buffer, PyBUF_SIMPLE, (p, n) => (n !== size_of(self) ? error('unpack requires a buffer of %zd bytes', size_of(self)) : s_unpack_internal(self, p)));
}

function unpack_from(self: number, buffer: number, offset: number): number {
  if (!ENSURE_READY(self)) return 0;
  return with_view(buffer, PyBUF_SIMPLE, (p, n) => {
    const size = size_of(self);
    if (offset < 0) {
      if (offset + size > 0) return error('not enough data to unpack %zd bytes at offset %zd', size, offset);
      if (offset + n < 0) return error('offset %zd out of range for %zd-byte buffer', offset, n);
      offset += n;
    }
    if (n - offset < size) return error('unpack_from requires a buffer of at least %zu bytes for unpacking %zd bytes at offset %zd (actual buffer size is %zd)', size + offset, size, offset, n);
    return s_unpack_internal(self, p + offset);
  });
}

function offset_arg(o: number): number | null {
  if (o === 0) return 0;
  const n = PyNumber_AsSsize_t(o, S.PyExc_OverflowError);
  return n === -1 && PyErr_Occurred() ? null : n;
}

function Struct_unpack_from(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'unpack_from', keywords: ['buffer', 'offset'] }, 1, 2, 0, args, nargs, kwnames);
  const offset = a === null ? null : offset_arg(a[1]);
  return a === null || offset === null ? 0 : unpack_from(self, a[0], offset);
}

function s_get_format(self: number): number {
  const f = read_ptr(self + PyStructObject.s_format);
  return ENSURE_READY(self) ? PyUnicode_FromStringAndSize(PyBytes_AS_STRING(f), PyBytes_GET_SIZE(f)) : 0;
}
function s_get_size(self: number): number {
  return ENSURE_READY(self) ? PyLong_FromBigInt(BigInt(size_of(self))) : 0;
}
function s_sizeof(self: number): number {
  let codes = 1;
  while (read_ptr(self + PyStructObject.s_codes) !== 0 && code_at(self, codes - 1, 0) !== 0) codes++;
  return PyLong_FromLong(_PyObject_SIZE(Py_TYPE(self)) + codes * CODE_SIZE);
}
function s_repr(self: number): number {
  const format = s_get_format(self);
  if (format === 0) return 0;
  const r = PyUnicode_FromFormat('%s(%R)', 'Struct', format);
  Py_DECREF(format);
  return r;
}

static_type(S.PyStructType, {
  tp_name: '_struct.Struct', tp_basicsize: PyStructObject.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Struct(fmt) --> compiled struct object',
  tp_new: Struct_new, tp_init: Struct_init, tp_dealloc: s_dealloc, tp_traverse: s_traverse, tp_clear: s_clear, tp_repr: s_repr, tp_weaklistoffset: PyStructObject.weakreflist,
  tp_methods: [
    ['iter_unpack', Struct_iter_unpack, METH_O, 'iter_unpack($self, buffer, /)\n--\n\nAn iterator over the tuples in buffer.'],
    ['pack', Struct_pack, METH_FASTCALL, 'pack($self, /, *values)\n--\n\nValues as bytes.'],
    ['pack_into', Struct_pack_into, METH_FASTCALL, 'pack_into($self, buffer, offset, /, *values)\n--\n\nValues into a writable buffer.'],
    ['unpack', Struct_unpack, METH_O, 'unpack($self, buffer, /)\n--\n\nThe values in buffer as a tuple.'],
    ['unpack_from', Struct_unpack_from, METH_FASTCALL | METH_KEYWORDS, 'unpack_from($self, /, buffer, offset=0)\n--\n\nThe values in buffer from offset on.'],
    ['__sizeof__', s_sizeof, METH_NOARGS, 'S.__sizeof__() -> size of S in memory, in bytes'],
  ],
  tp_getset: [['format', s_get_format, null, 'struct format string'], ['size', s_get_size, null, 'struct size in bytes']],
});

// --- iter_unpack ----------------------------------------------------------------------------------------------------

function Struct_iter_unpack(self: number, buffer: number): number {
  if (!ENSURE_READY(self)) return 0;
  const size = size_of(self);
  if (size === 0) return error('cannot iteratively unpack with a struct of length 0');
  const it = PyType_GenericAlloc(S.unpackiter_Type, 0);
  if (it === 0) return 0;
  const view = it + unpackiterobject.buf;
  if (PyObject_GetBuffer(buffer, view, PyBUF_SIMPLE) < 0) {
    Py_DECREF(it);
    return 0;
  }
  const n = read_ssize(view + Py_buffer.len);
  if (n % size !== 0) {
    Py_DECREF(it);
    return error('iterative unpacking requires a buffer of a multiple of %zd bytes', size);
  }
  write_ptr(it + unpackiterobject.so, Py_NewRef(self));
  return it;
}
function unpackiter_iternext(self: number): number {
  const so = read_ptr(self + unpackiterobject.so);
  if (so === 0) return 0;
  const view = self + unpackiterobject.buf;
  const index = read_ssize(self + unpackiterobject.index);
  if (index >= read_ssize(view + Py_buffer.len)) {
    Py_CLEAR(self + unpackiterobject.so);
    PyBuffer_Release(view);
    return 0;
  }
  const result = s_unpack_internal(so, read_ptr(view + Py_buffer.buf) + index);
  write_ssize(self + unpackiterobject.index, index + size_of(so));
  return result;
}
function unpackiter_len(self: number): number {
  const so = read_ptr(self + unpackiterobject.so);
  if (so === 0) return PyLong_FromLong(0);
  return PyLong_FromLong((read_ssize(self + unpackiterobject.buf + Py_buffer.len) - read_ssize(self + unpackiterobject.index)) / size_of(so));
}
function unpackiter_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of [unpackiterobject.so, unpackiterobject.buf + Py_buffer.obj]) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function unpackiter_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_CLEAR(self + unpackiterobject.so);
  PyBuffer_Release(self + unpackiterobject.buf);
  tp_free(self);
}

static_type(S.unpackiter_Type, {
  tp_name: '_struct.unpack_iterator', tp_basicsize: unpackiterobject.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: unpackiter_dealloc, tp_traverse: unpackiter_traverse, tp_iter: PyObject_SelfIter, tp_iternext: unpackiter_iternext,
  tp_methods: [['__length_hint__', unpackiter_len, METH_NOARGS]],
});

// --- the module -----------------------------------------------------------------------------------------------------

const MAXCACHE = 100;

/** New reference: the Struct for a format, from the cache where it can be. */
function cache_struct(fmt: number): number {
  if (Py_IS_TYPE(fmt, S.PyStructType)) return Py_NewRef(fmt);
  if (read_ptr(cache) === 0) write_ptr(cache, PyDict_New());
  const known = PyDict_GetItemWithError(read_ptr(cache), fmt);
  if (known !== 0) return Py_NewRef(known);
  if (PyErr_Occurred()) return 0;
  const s = Struct_new(S.PyStructType);
  if (s === 0) return 0;
  if (init_impl(s, fmt) < 0) {
    Py_DECREF(s);
    return 0;
  }
  if (PyDict_GET_SIZE(read_ptr(cache)) >= MAXCACHE) PyDict_Clear(read_ptr(cache));
  // Without the cache it works as well.
  if (PyDict_SetItem(read_ptr(cache), fmt, s) < 0) PyErr_Clear();
  return s;
}

/** Runs `body` with the Struct of the format. */
function with_struct(fmt: number, body: (s: number) => number): number {
  const s = cache_struct(fmt);
  if (s === 0) return 0;
  const r = body(s);
  Py_DECREF(s);
  return r;
}

function clearcache(): number {
  if (read_ptr(cache) !== 0) PyDict_Clear(read_ptr(cache));
  return S.Py_None;
}
function calcsize(_m: number, fmt: number): number {
  return with_struct(fmt, s_get_size);
}
function missing_format(nargs: number): boolean {
  if (nargs > 0) return false;
  PyErr_SetString(S.PyExc_TypeError, 'missing format argument');
  return true;
}
function pack(_m: number, args: number, nargs: number): number {
  return missing_format(nargs) ? 0 : with_struct(arg(args, 0), (s) => Struct_pack(s, args + 8, nargs - 1));
}
function pack_into(_m: number, args: number, nargs: number): number {
  return missing_format(nargs) ? 0 : with_struct(arg(args, 0), (s) => Struct_pack_into(s, args + 8, nargs - 1));
}
function unpack(_m: number, args: number, nargs: number): number {
  return _PyArg_CheckPositional('unpack', nargs, 2, 2) ? with_struct(arg(args, 0), (s) => Struct_unpack(s, arg(args, 1))) : 0;
}
function unpack_from_function(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'unpack_from', keywords: ['', 'buffer', 'offset'] }, 2, 3, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const offset = offset_arg(a[2]);
  return offset === null ? 0 : with_struct(a[0], (s) => unpack_from(s, a[1], offset));
}
function iter_unpack(_m: number, args: number, nargs: number): number {
  return _PyArg_CheckPositional('iter_unpack', nargs, 2, 2) ? with_struct(arg(args, 0), (s) => Struct_iter_unpack(s, arg(args, 1))) : 0;
}

builtin_module({
  m_name: '_struct',
  m_doc: 'Conversion between Python values and C structs as bytes.',
  m_methods: [
    ['_clearcache', clearcache, METH_NOARGS, '_clearcache($module, /)\n--\n\nClear the internal cache.'],
    ['calcsize', calcsize, METH_O, 'calcsize($module, format, /)\n--\n\nThe size of the struct described by format.'],
    ['iter_unpack', iter_unpack, METH_FASTCALL, 'iter_unpack($module, format, buffer, /)\n--\n\nAn iterator over the tuples in buffer.'],
    ['pack', pack, METH_FASTCALL, 'pack($module, format, /, *values)\n--\n\nValues as bytes.'],
    ['pack_into', pack_into, METH_FASTCALL, 'pack_into($module, format, buffer, offset, /, *values)\n--\n\nValues into a writable buffer.'],
    ['unpack', unpack, METH_FASTCALL, 'unpack($module, format, buffer, /)\n--\n\nThe values in buffer as a tuple.'],
    ['unpack_from', unpack_from_function, METH_FASTCALL | METH_KEYWORDS, 'unpack_from($module, format, /, buffer, offset=0)\n--\n\nThe values in buffer from offset on.'],
  ],
  m_exec: (m) => {
    if (read_ptr(StructError) === 0) {
      const e = PyErr_NewException('struct.error', 0, 0);
      if (e === 0) return -1;
      write_ptr(StructError, e);
    }
    if (PyModule_AddObjectRef(m, 'Struct', S.PyStructType) < 0) return -1;
    return PyModule_AddObjectRef(m, 'error', read_ptr(StructError));
  },
});
