// Answers to the get and set functions of Modules/_ctypes/cfield.c of CPython 3.13: how each type letter is read and written.
//
// A getfunc(o, size) returns new; a setfunc(o, value, size) returns new the object to keep alive (None: nothing), 0 on error.
// `o` is a heap offset of any alignment (memory.ts brings C's memory there). `size` is the number of bytes, for a bit field
// (bits << 16) | lowest bit. A long double is read and written as the nearest double.

import { ffi_type } from '../../include/generated/offsets';
import { type CFunction, func_index } from '../../include/functable';
import { HEAP16, HEAPDV, HEAPU8, memmove, write_ptr, write_ssize } from '../../include/heap';
import { Py_NewRef } from '../../include/object';
import { Py_False, Py_None, Py_True, PyExc_TypeError, PyExc_ValueError, PyType_Type } from '../../include/statics';
import { static_alloc } from '../../include/typespec';
import { PyByteArray_AS_STRING, PyByteArray_Check, PyByteArray_GET_SIZE } from '../../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { PyCapsule_GetPointer, PyCapsule_New } from '../../objects/capsule';
import { type_name_of } from '../../objects/fileobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../../objects/floatobject';
import { PyLong_AsLong, PyLong_AsUnsignedLongLongMask64, PyLong_Check, PyLong_FromBigInt, PyLong_FromLong } from '../../objects/longobject';
import { PyObject_IsTrue } from '../../objects/object';
import { PyMem_Free } from '../../objects/obmalloc';
import { PyObject_TypeCheck } from '../../objects/typeobject';
import { PyUnicode_Check, PyUnicode_GET_LENGTH } from '../../objects/unicodeobject';
import { PyUnicode_AsWideChar, PyUnicode_AsWideCharString, PyUnicode_FromWideChar } from '../../objects/unicodeobject_wchar';
import { PyErr_Clear, PyErr_Format, PyErr_Occurred } from '../../python/errors';
import { raise } from './ctypes';
import { read_pointer, real, resolve, terminated_length, with_memory, write_pointer } from './memory';

// libffi's type numbers.
export const FFI_TYPE_VOID = 0;
export const FFI_TYPE_STRUCT = 13;
export const FFI_TYPE_POINTER = 14;
const FFI = { float: 2, double: 3, longdouble: 4, uint8: 5, sint8: 6, uint16: 7, sint16: 8, uint32: 9, sint32: 10, uint64: 11, sint64: 12, pointer: 14 };
/** HostFfi's letters by libffi's numbers. */
export const FFI_LETTERS = 'vifdgBbHhIiQq{p';

// --- integers ---------------------------------------------------------------------------------------------------------

interface IntKind {
  bytes: 1 | 2 | 4 | 8;
  signed: boolean;
  big: boolean;
}

function read_word(o: number, k: IntKind): number {
  if (k.bytes === 1) return HEAPU8[o];
  return k.bytes === 2 ? HEAPDV.getUint16(o, !k.big) : HEAPDV.getUint32(o, !k.big);
}
function write_word(o: number, k: IntKind, v: number): void {
  if (k.bytes === 1) HEAPU8[o] = v;
  else if (k.bytes === 2) HEAPDV.setUint16(o, v, !k.big);
  else HEAPDV.setUint32(o, v, !k.big);
}

function int_get(k: IntKind, o: number, size: number): number {
  const width = k.bytes * 8;
  const bits = size >> 16 || width;
  const low = size >> 16 ? size & 0xffff : 0;
  if (k.bytes === 8) {
    const v = HEAPDV.getBigUint64(o, !k.big) >> BigInt(low);
    return PyLong_FromBigInt(k.signed ? BigInt.asIntN(bits, v) : BigInt.asUintN(bits, v));
  }
  const v = read_word(o, k) << (32 - low - bits);
  return k.signed ? PyLong_FromLong(v >> (32 - bits)) : PyLong_FromLong(v >>> (32 - bits));
}

/** The low bits of an int; without an exception whatever its size. */
function int_set(k: IntKind, o: number, value: number, size: number): number {
  const x = PyLong_AsUnsignedLongLongMask64(value);
  if (x === -1n && PyErr_Occurred()) return 0;
  const bits = size >> 16;
  const low = size & 0xffff;
  if (k.bytes === 8) {
    let v = x;
    if (bits) {
      const mask = ((1n << BigInt(bits)) - 1n) << BigInt(low);
      v = (HEAPDV.getBigUint64(o, !k.big) & ~mask) | ((x << BigInt(low)) & mask);
    }
    HEAPDV.setBigUint64(o, BigInt.asUintN(64, v), !k.big);
    return Py_None;
  }
  const n = Number(BigInt.asUintN(32, x));
  if (!bits) write_word(o, k, n);
  else {
    const mask = (bits === 32 ? -1 : (1 << bits) - 1) << low;
    write_word(o, k, (read_word(o, k) & ~mask) | ((n << low) & mask));
  }
  return Py_None;
}

// --- floating point, bool ---------------------------------------------------------------------------------------------

function as_double(value: number): number | null {
  const x = PyFloat_AsDouble(value);
  return x === -1 && PyErr_Occurred() ? null : x;
}

function float_set(put: (o: number, x: number) => void, o: number, value: number): number {
  const x = as_double(value);
  if (x === null) return 0;
  put(o, x);
  return Py_None;
}

/** x87's 80 bits: 64 of mantissa with its leading one, 15 of exponent, the sign. */
function get_long_double(o: number): number {
  const mantissa = HEAPDV.getBigUint64(o, true);
  const top = HEAPDV.getUint16(o + 8, true);
  const sign = top & 0x8000 ? -1 : 1;
  const exponent = top & 0x7fff;
  if (exponent === 0x7fff) return BigInt.asUintN(63, mantissa) === 0n ? sign * Infinity : NaN;
  return sign * Number(mantissa) * 2 ** Math.max(exponent - 16383 - 63, -1000) * 2 ** Math.min(exponent - 16383 - 63 + 1000, 0);
}
function put_long_double(o: number, x: number): void {
  HEAPU8.fill(0, o + 10, o + 16);
  const negative = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const a = Math.abs(x);
  let exponent = 0;
  let mantissa = 0n;
  if (a === Infinity || Number.isNaN(x)) {
    exponent = 0x7fff;
    mantissa = a === Infinity ? 1n << 63n : 3n << 62n;
  } else if (a !== 0) {
    let e = Math.floor(Math.log2(a));
    let scaled = a / 2 ** Math.max(e, -1000) / 2 ** Math.min(e + 1000, 0);
    if (scaled >= 2) {
      scaled /= 2;
      e++;
    } else if (scaled < 1) {
      scaled *= 2;
      e--;
    }
    exponent = e + 16383;
    mantissa = BigInt(scaled * 2 ** 52) << 11n;
  }
  HEAPDV.setBigUint64(o, mantissa, true);
  HEAPDV.setUint16(o + 8, negative | exponent, true);
}

function bool_set(o: number, value: number): number {
  const r = PyObject_IsTrue(value);
  if (r < 0) return 0;
  HEAPU8[o] = r;
  return Py_None;
}
function bool_get(o: number): number {
  return HEAPU8[o] !== 0 ? Py_True : Py_False;
}
function vbool_set(o: number, value: number): number {
  const r = PyObject_IsTrue(value);
  if (r < 0) return 0;
  HEAPDV.setInt16(o, -r, true);
  return Py_None;
}
function vbool_get(o: number): number {
  return HEAPDV.getInt16(o, true) !== 0 ? Py_True : Py_False;
}

// --- characters and strings -------------------------------------------------------------------------------------------

function c_set(o: number, value: number): number {
  if (PyBytes_Check(value) && PyBytes_GET_SIZE(value) === 1) HEAPU8[o] = HEAPU8[PyBytes_AS_STRING(value)];
  else if (PyByteArray_Check(value) && PyByteArray_GET_SIZE(value) === 1) HEAPU8[o] = HEAPU8[PyByteArray_AS_STRING(value)];
  else {
    const n = PyLong_Check(value) ? PyLong_AsLong(value) : -1;
    if (n < 0 || n >= 256) {
      PyErr_Clear();
      return raise(PyExc_TypeError, 'one character bytes, bytearray or integer expected');
    }
    HEAPU8[o] = n;
  }
  return Py_None;
}
function c_get(o: number): number {
  return PyBytes_FromStringAndSize(o, 1);
}

function check_str(value: number): boolean {
  if (PyUnicode_Check(value)) return true;
  PyErr_Format(PyExc_TypeError, 'unicode string expected instead of %s instance', type_name_of(value));
  return false;
}
function u_set(o: number, value: number): number {
  if (!check_str(value)) return 0;
  if (PyUnicode_GET_LENGTH(value) !== 1) return raise(PyExc_TypeError, 'one character unicode string expected');
  PyUnicode_AsWideChar(value, o, 1);
  return Py_None;
}
function u_get(o: number): number {
  return PyUnicode_FromWideChar(o, 1);
}

function U_get(o: number, size: number): number {
  return PyUnicode_FromWideChar(o, terminated_length(real(o), 4, size / 4));
}
function U_set(o: number, value: number, size: number): number {
  if (!check_str(value)) return 0;
  const room = Math.floor(size / 4);
  const n = PyUnicode_AsWideChar(value, 0, 0) - 1;
  if (n > room) return PyErr_Format(PyExc_ValueError, 'string too long (%zd, maximum length %zd)', n, room);
  PyUnicode_AsWideChar(value, o, room);
  return Py_NewRef(value);
}

function s_get(o: number, size: number): number {
  return PyBytes_FromStringAndSize(o, terminated_length(real(o), 1, size));
}
function s_set(o: number, value: number, length: number): number {
  if (!PyBytes_Check(value)) return PyErr_Format(PyExc_TypeError, 'expected bytes, %s found', type_name_of(value));
  const data = PyBytes_AS_STRING(value);
  let n = terminated_length(real(data), 1);
  if (n < length) n++;
  else if (n > length) return PyErr_Format(PyExc_ValueError, 'bytes too long (%zd, maximum length %zd)', n, length);
  memmove(o, data, n);
  return Py_None;
}

// --- pointers ---------------------------------------------------------------------------------------------------------

function set_int_pointer(o: number, value: number): number {
  HEAPDV.setBigUint64(o, PyLong_AsUnsignedLongLongMask64(value), true);
  return Py_None;
}

function z_set(o: number, value: number): number {
  if (value === Py_None) {
    write_pointer(o, 0);
    return Py_None;
  }
  if (PyBytes_Check(value)) {
    write_pointer(o, real(PyBytes_AS_STRING(value)));
    return Py_NewRef(value);
  }
  if (PyLong_Check(value)) return set_int_pointer(o, value);
  return PyErr_Format(PyExc_TypeError, 'bytes or integer address expected instead of %s instance', type_name_of(value));
}
function z_get(o: number): number {
  const p = read_pointer(o);
  return p === 0 ? Py_None : bytes_at(p, -1);
}

const PYMEM_CAPSULE = '_ctypes/cfield.c pymem';
function pymem_destructor(capsule: number): void {
  PyMem_Free(PyCapsule_GetPointer(capsule, PYMEM_CAPSULE));
}
const pymem_destructor_index = func_index(pymem_destructor);

/** A wchar_t copy of a str, stored as a pointer at `o`. New: the capsule that owns it. */
export function set_wide_string(o: number, value: number): number {
  const buffer = PyUnicode_AsWideCharString(value);
  if (buffer === 0) return 0;
  const keep = PyCapsule_New(buffer, PYMEM_CAPSULE, pymem_destructor_index);
  if (keep === 0) PyMem_Free(buffer);
  else write_pointer(o, real(buffer));
  return keep;
}
function Z_set(o: number, value: number): number {
  if (value === Py_None) {
    write_pointer(o, 0);
    return Py_None;
  }
  if (PyLong_Check(value)) return set_int_pointer(o, value);
  if (PyUnicode_Check(value)) return set_wide_string(o, value);
  return PyErr_Format(PyExc_TypeError, 'unicode string or integer address expected instead of %s instance', type_name_of(value));
}
function Z_get(o: number): number {
  const p = read_pointer(o);
  return p === 0 ? Py_None : wide_at(p, -1);
}

function P_set(o: number, value: number): number {
  if (value === Py_None) {
    write_pointer(o, 0);
    return Py_None;
  }
  if (!PyLong_Check(value)) return raise(PyExc_TypeError, 'cannot be converted to pointer');
  return set_int_pointer(o, value);
}
function P_get(o: number): number {
  const p = read_pointer(o);
  return p === 0 ? Py_None : PyLong_FromBigInt(HEAPDV.getBigUint64(o, true));
}

/** Whether a Python object can be at heap offset `o`: its type is a type. */
export function looks_like_object(o: number): boolean {
  if (o <= 0 || (o & 7) !== 0) return false;
  const type = resolve(read_pointer(o + 8));
  return type > 0 && (type & 7) === 0 && resolve(read_pointer(type + 8)) > 0 && PyObject_TypeCheck(type, PyType_Type);
}

function O_get(o: number): number {
  const p = read_pointer(o);
  if (p === 0) return raise(PyExc_ValueError, 'PyObject is NULL');
  const ob = resolve(p);
  if (!looks_like_object(ob)) return PyErr_Format(PyExc_ValueError, 'there is no Python object at address 0x%s', p.toString(16));
  return Py_NewRef(ob);
}
function O_set(o: number, value: number): number {
  write_pointer(o, value);
  return Py_NewRef(value);
}

// --- memory of C ------------------------------------------------------------------------------------------------------

/** New bytes of `size` bytes at address `p`, size -1: up to the first zero. May fail. */
export function bytes_at(p: number, size: number): number {
  const n = size < 0 ? terminated_length(p, 1) : size;
  if (n < 0) return 0;
  return with_memory(p, n, false, 0, (o) => PyBytes_FromStringAndSize(o, n));
}

/** New str of `size` wchar_t at address `p`, size -1: up to the first zero. May fail. */
export function wide_at(p: number, size: number): number {
  const n = size < 0 ? terminated_length(p, 4) : size;
  if (n < 0) return 0;
  return with_memory(p, n * 4, false, 0, (o) => PyUnicode_FromWideChar(o, n));
}

// --- the table --------------------------------------------------------------------------------------------------------

/** What CPython's struct fielddesc holds. Functions by their index; pffi_type is the address of an ffi_type. */
export interface FieldDesc {
  readonly code: string;
  readonly setfunc: number;
  readonly getfunc: number;
  readonly setfunc_swapped: number;
  readonly getfunc_swapped: number;
  readonly pffi_type: number;
  /** [size, alignment, libffi's number] of pffi_type. */
  readonly ffi: readonly [number, number, number];
}

const FFI_SIZES: Record<number, number> = { 2: 4, 3: 8, 4: 16, 5: 1, 6: 1, 7: 2, 8: 2, 9: 4, 10: 4, 11: 8, 12: 8, 14: 8 };
const fields = new Map<string, FieldDesc>();

function field(code: string, type: number, set: CFunction, get: CFunction, set_swapped: CFunction | null = null, get_swapped: CFunction | null = null): void {
  const size = FFI_SIZES[type];
  fields.set(code, {
    code, setfunc: func_index(set), getfunc: func_index(get), setfunc_swapped: func_index(set_swapped), getfunc_swapped: func_index(get_swapped),
    pffi_type: static_alloc(ffi_type.SIZEOF), ffi: [size, size, type],
  });
}

function int_field(code: string, bytes: 1 | 2 | 4 | 8, signed: boolean, type: number): void {
  const kind = (big: boolean): IntKind => ({ bytes, signed, big });
  const setter = (k: IntKind) => (o: number, value: number, size: number) => int_set(k, o, value, size);
  const getter = (k: IntKind) => (o: number, size: number) => int_get(k, o, size);
  const native = kind(false);
  const swapped = kind(true);
  if (bytes === 1) field(code, type, setter(native), getter(native));
  else field(code, type, setter(native), getter(native), setter(swapped), getter(swapped));
}

function float_field(code: string, type: number, put: (o: number, x: number, little: boolean) => void, get: (o: number, little: boolean) => number): void {
  field(
    code, type,
    (o: number, value: number) => float_set((at, x) => put(at, x, true), o, value), (o: number) => PyFloat_FromDouble(get(o, true)),
    (o: number, value: number) => float_set((at, x) => put(at, x, false), o, value), (o: number) => PyFloat_FromDouble(get(o, false)),
  );
}

int_field('b', 1, true, FFI.sint8);
int_field('B', 1, false, FFI.uint8);
int_field('h', 2, true, FFI.sint16);
int_field('H', 2, false, FFI.uint16);
int_field('i', 4, true, FFI.sint32);
int_field('I', 4, false, FFI.uint32);
int_field('l', 8, true, FFI.sint64);
int_field('L', 8, false, FFI.uint64);
int_field('q', 8, true, FFI.sint64);
int_field('Q', 8, false, FFI.uint64);
float_field('f', FFI.float, (o, x, little) => HEAPDV.setFloat32(o, x, little), (o, little) => HEAPDV.getFloat32(o, little));
float_field('d', FFI.double, (o, x, little) => HEAPDV.setFloat64(o, x, little), (o, little) => HEAPDV.getFloat64(o, little));
field('g', FFI.longdouble, (o: number, value: number) => float_set(put_long_double, o, value), (o: number) => PyFloat_FromDouble(get_long_double(o)));
field('?', FFI.uint8, bool_set, bool_get);
field('v', FFI.sint16, vbool_set, vbool_get);
field('c', FFI.sint8, c_set, c_get);
field('u', FFI.sint32, u_set, u_get);
field('s', FFI.pointer, s_set, s_get);
field('U', FFI.pointer, U_set, U_get);
field('z', FFI.pointer, z_set, z_get);
field('Z', FFI.pointer, Z_set, Z_get);
field('P', FFI.pointer, P_set, P_get);
field('O', FFI.pointer, O_set, O_get);

export const SIMPLE_TYPE_CHARS = 'cbBhHiIlLdfuzZqQPXOv?g';
export const ffi_type_void = static_alloc(ffi_type.SIZEOF);

/** The description of a type letter that there is. */
export function _ctypes_get_fielddesc(code: string): FieldDesc {
  return fields.get(code) as FieldDesc;
}
export function find_fielddesc(code: string): FieldDesc | undefined {
  return fields.get(code);
}
export const ffi_type_sint = _ctypes_get_fielddesc('i').pffi_type;
export const ffi_type_pointer = _ctypes_get_fielddesc('P').pffi_type;

/** Writes the ffi_types; once a process. */
export function init_ffi_types(): void {
  for (const f of fields.values()) write_ffi_type(f.pffi_type, ...f.ffi);
}

export function write_ffi_type(p: number, size: number, align: number, type: number): void {
  write_ssize(p + ffi_type.size, size);
  HEAP16[(p + ffi_type.alignment) >> 1] = align;
  HEAP16[(p + ffi_type.type) >> 1] = type;
  write_ptr(p + ffi_type.elements, 0);
}

export function is_getfunc(getfunc: number, code: string): boolean {
  return getfunc === _ctypes_get_fielddesc(code).getfunc;
}
