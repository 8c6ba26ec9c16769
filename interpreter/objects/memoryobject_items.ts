// Answers to unpack_single, pack_single and memory_richcompare of Objects/memoryobject.c of CPython 3.13.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { Py_buffer } from '../include/generated/offsets';
import { HEAP8, HEAPDV, HEAPU8, read_ptr, read_ssize } from '../include/heap';
import { Py_DECREF, Py_EQ, Py_NE, Py_XDECREF } from '../include/object';
import { Py_False, Py_NotImplemented, Py_True, PyExc_NotImplementedError, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred } from '../python/errors';
import { PyImport_ImportModule } from '../python/import';
import { _PyNumber_Index, PyBuffer_Release, PyObject_GetBuffer } from './abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from './bytesobject';
import { PyObject_CallFunctionObjArgs } from './call';
import { PyFloat_AsDouble, PyFloat_FromDouble, PyFloat_Pack2, PyFloat_Unpack2 } from './floatobject';
import { PyLong_AsBigInt, PyLong_FromBigInt, PyLong_FromLong } from './longobject';
import { base_inaccessible, check_released, each_item, PyMemoryView_Check, view_format, view_itemsize, view_ndim, view_of, view_shape } from './memoryobject';
import { PyObject_GetAttr, PyObject_IsTrue, PyObject_RichCompareBool } from './object';
import { _Py_ID, PyUnicode_FromJS } from './unicodeobject';

const PyBUF_FULL_RO = 0x011c;

/** The size of a native format of one character (with an optional '@'); -1 for any other. */
export function native_size(format: string): number {
  const fmt = format[0] === '@' ? format.slice(1) : format;
  switch (fmt) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
    default: return -1;
  }
}

/** The one format character of a view; null with NotImplementedError. */
export function adjust_fmt(view: number): string | null {
  const format = view_format(view);
  if (native_size(format) >= 0) return format[format.length - 1];
  PyErr_Format(PyExc_NotImplementedError, 'memoryview: unsupported format %s', format);
  return null;
}

/** Returns new: the item at `ptr`. May fail. */
export function unpack_single(ptr: number, fmt: string): number {
  switch (fmt) {
    case 'B': return PyLong_FromLong(HEAPU8[ptr]);
    case 'b': return PyLong_FromLong(HEAP8[ptr]);
    case 'h': return PyLong_FromLong(HEAPDV.getInt16(ptr, true));
    case 'H': return PyLong_FromLong(HEAPDV.getUint16(ptr, true));
    case 'i': return PyLong_FromLong(HEAPDV.getInt32(ptr, true));
    case 'I': return PyLong_FromLong(HEAPDV.getUint32(ptr, true));
    case 'l': case 'q': case 'n': return PyLong_FromBigInt(HEAPDV.getBigInt64(ptr, true));
    case 'L': case 'Q': case 'N': case 'P': return PyLong_FromBigInt(HEAPDV.getBigUint64(ptr, true));
    case '?': return HEAPU8[ptr] ? Py_True : Py_False;
    case 'c': return PyBytes_FromStringAndSize(ptr, 1);
    case 'e': {
      const x = PyFloat_Unpack2(ptr, 1);
      return x === -1 && PyErr_Occurred() ? 0 : PyFloat_FromDouble(x);
    }
    case 'f': return PyFloat_FromDouble(HEAPDV.getFloat32(ptr, true));
    case 'd': return PyFloat_FromDouble(HEAPDV.getFloat64(ptr, true));
    default:
      PyErr_Format(PyExc_NotImplementedError, 'memoryview: format %s not supported', fmt);
      return 0;
  }
}

function type_error(fmt: string): -1 {
  PyErr_Format(PyExc_TypeError, "memoryview: invalid type for format '%s'", fmt);
  return -1;
}

function value_error(fmt: string): -1 {
  PyErr_Format(PyExc_ValueError, "memoryview: invalid value for format '%s'", fmt);
  return -1;
}

/** A conversion failed: the error as memoryview words it. */
function fix_error(fmt: string): -1 {
  if (PyErr_ExceptionMatches(PyExc_TypeError)) {
    PyErr_Clear();
    return type_error(fmt);
  }
  if (PyErr_ExceptionMatches(PyExc_OverflowError) || PyErr_ExceptionMatches(PyExc_ValueError)) {
    PyErr_Clear();
    return value_error(fmt);
  }
  return -1;
}

function store_int(ptr: number, fmt: string, v: bigint): -1 | 0 {
  const bits = native_size(fmt) * 8;
  if (fmt === 'P') {
    if (v < -(1n << 63n) || v >= 1n << 64n) return value_error(fmt);
    v = BigInt.asUintN(64, v);
  }
  const is_signed = 'bhilqn'.includes(fmt);
  if ((is_signed ? BigInt.asIntN(bits, v) : BigInt.asUintN(bits, v)) !== v) return value_error(fmt);
  if (bits === 8) HEAPU8[ptr] = Number(BigInt.asUintN(8, v));
  else if (bits === 16) HEAPDV.setUint16(ptr, Number(BigInt.asUintN(16, v)), true);
  else if (bits === 32) HEAPDV.setUint32(ptr, Number(BigInt.asUintN(32, v)), true);
  else HEAPDV.setBigUint64(ptr, BigInt.asUintN(64, v), true);
  return 0;
}

function pack_float(self: number, ptr: number, item: number, fmt: string): number {
  const d = PyFloat_AsDouble(item);
  if (d === -1 && PyErr_Occurred()) return fix_error(fmt);
  if (!check_released(self)) return -1;
  if (fmt === 'd') HEAPDV.setFloat64(ptr, d, true);
  else if (fmt === 'f') HEAPDV.setFloat32(ptr, d, true);
  else if (PyFloat_Pack2(d, ptr, 1) < 0) return fix_error(fmt);
  return 0;
}

/** Stores `item` at `ptr`. 0 | -1. May run Python code (__index__, __float__, __bool__), which may release the view. */
export function pack_single(self: number, ptr: number, item: number, fmt: string): number {
  switch (fmt) {
    case 'e': case 'f': case 'd':
      return pack_float(self, ptr, item, fmt);
    case '?': {
      const truth = PyObject_IsTrue(item);
      if (truth < 0 || !check_released(self)) return -1;
      HEAPU8[ptr] = truth;
      return 0;
    }
    case 'c':
      if (!PyBytes_Check(item)) return type_error(fmt);
      if (PyBytes_GET_SIZE(item) !== 1) return value_error(fmt);
      if (!check_released(self)) return -1;
      HEAPU8[ptr] = HEAPU8[PyBytes_AS_STRING(item)];
      return 0;
    default: {
      const index = _PyNumber_Index(item);
      if (index === 0) return fix_error(fmt);
      const v = PyLong_AsBigInt(index);
      Py_DECREF(index);
      return check_released(self) ? store_int(ptr, fmt, v) : -1;
    }
  }
}

// ---- comparison

function dimension(view: number, i: number): number {
  return read_ptr(view + Py_buffer.shape) === 0 ? read_ssize(view + Py_buffer.len) / view_itemsize(view) : view_shape(view, i);
}

function equiv_shape(a: number, b: number): boolean {
  if (view_ndim(a) !== view_ndim(b)) return false;
  for (let i = 0; i < view_ndim(a); i++) {
    if (dimension(a, i) !== dimension(b, i)) return false;
    if (dimension(a, i) === 0) break;
  }
  return true;
}

/** Unpacks items: by one native character, or by struct.unpack_from. Returns new, or 0 with an exception. */
class Unpacker {
  private func = 0;
  private format = 0;
  constructor(
    private fmt: string,
    private itemsize: number,
  ) {}

  open(): boolean {
    if (native_size(this.fmt) >= 0) return true;
    const module = PyImport_ImportModule('struct');
    if (module === 0) return false;
    this.func = PyObject_GetAttr(module, _Py_ID('unpack'));
    Py_DECREF(module);
    this.format = PyUnicode_FromJS(this.fmt);
    return this.func !== 0 && this.format !== 0;
  }

  item(ptr: number): number {
    if (this.func === 0) return unpack_single(ptr, this.fmt[this.fmt.length - 1]);
    const bytes = PyBytes_FromStringAndSize(ptr, this.itemsize);
    if (bytes === 0) return 0;
    const result = PyObject_CallFunctionObjArgs(this.func, this.format, bytes, 0);
    Py_DECREF(bytes);
    return result;
  }

  close(): void {
    Py_XDECREF(this.func);
    Py_XDECREF(this.format);
  }
}

/** 1, 0, or -1 with an exception: whether the items of two buffers of one shape are equal. */
function equal_items(vv: number, ww: number): number {
  const pv: number[] = [];
  const pw: number[] = [];
  each_item(vv, 'C', (p) => pv.push(p));
  each_item(ww, 'C', (p) => pw.push(p));
  const vf = view_format(vv).replace(/^@/, '');
  const wf = view_format(ww).replace(/^@/, '');
  if (vf === wf && 'BbcHhIiLlQqNnP'.includes(vf) && vf.length === 1) return same_bytes(pv, pw, view_itemsize(vv)) ? 1 : 0;
  const uv = new Unpacker(vf, view_itemsize(vv));
  const uw = new Unpacker(wf, view_itemsize(ww));
  let equal = uv.open() && uw.open() ? 1 : -1;
  if (equal < 0 && PyErr_Occurred()) {
    PyErr_Clear();
    equal = 0;
  }
  for (let i = 0; equal === 1 && i < pv.length; i++) equal = compare_one(uv.item(pv[i]), uw, pw[i]);
  uv.close();
  uw.close();
  return equal;
}

function compare_one(a: number, uw: Unpacker, ptr: number): number {
  const b = a === 0 ? 0 : uw.item(ptr);
  let equal: number;
  if (b === 0) {
    PyErr_Clear();
    equal = 0;
  } else equal = PyObject_RichCompareBool(a, b, Py_EQ);
  Py_XDECREF(a);
  Py_XDECREF(b);
  return equal;
}

function same_bytes(pv: number[], pw: number[], size: number): boolean {
  for (let i = 0; i < pv.length; i++) for (let j = 0; j < size; j++) if (HEAPU8[pv[i] + j] !== HEAPU8[pw[i] + j]) return false;
  return true;
}

/** tp_richcompare of memoryview: == and != only. */
export function memory_richcompare(v: number, w: number, op: number): number {
  if (op !== Py_EQ && op !== Py_NE) return Py_NotImplemented;
  if (base_inaccessible(v)) return (v === w) === (op === Py_EQ) ? Py_True : Py_False;
  if (PyMemoryView_Check(w)) {
    if (base_inaccessible(w)) return (v === w) === (op === Py_EQ) ? Py_True : Py_False;
    return answer(compare_views(view_of(v), view_of(w)), op);
  }
  const mark = stackSave();
  const wbuf = stackAlloc(Py_buffer.SIZEOF);
  let result = Py_NotImplemented;
  if (PyObject_GetBuffer(w, wbuf, PyBUF_FULL_RO) < 0) PyErr_Clear();
  else {
    result = answer(compare_views(view_of(v), wbuf), op);
    PyBuffer_Release(wbuf);
  }
  stackRestore(mark);
  return result;
}

function compare_views(vv: number, ww: number): number {
  return equiv_shape(vv, ww) ? equal_items(vv, ww) : 0;
}

function answer(equal: number, op: number): number {
  if (equal < 0) return 0;
  return (equal === 1) === (op === Py_EQ) ? Py_True : Py_False;
}
