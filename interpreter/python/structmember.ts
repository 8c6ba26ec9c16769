// Answers to Python/structmember.c of CPython 3.13: fields of a struct as attributes.

import { PyMemberDef } from '../include/generated/offsets';
import { cstring, HEAP32, HEAP64, HEAP8, HEAPDV, HEAPF64, HEAPU32, HEAPU8, read_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, Py_DECREF, Py_NewRef, Py_READONLY, Py_RELATIVE_OFFSET, Py_T_BOOL, Py_T_BYTE, Py_T_CHAR, Py_T_DOUBLE, Py_T_FLOAT, Py_T_INT, Py_T_LONG, Py_T_LONGLONG, Py_T_OBJECT_EX,
  Py_T_PYSSIZET, Py_T_SHORT, Py_T_STRING, Py_T_STRING_INPLACE, Py_T_UBYTE, Py_T_UINT, Py_T_ULONG, Py_T_ULONGLONG, Py_T_USHORT, Py_TYPE, Py_XDECREF, Py_XNewRef,
} from '../include/object';
import { Py_None, Py_True, PyBool_Type, PyExc_AttributeError, PyExc_RuntimeWarning, PyExc_SystemError, PyExc_TypeError } from '../include/statics';
import { _PyNumber_Index } from '../objects/abstract';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyLong_IsNegative, PyLong_AsInt64, PyLong_AsLong, PyLong_AsUInt64, PyLong_FromInt64, PyLong_FromLong, PyLong_FromSsize_t, PyLong_FromUInt64 } from '../objects/longobject';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_BadArgument, PyErr_Format, PyErr_Occurred, PyErr_SetString, PyErr_WarnEx } from './errors';

const _Py_T_NONE = 20;

function from_int64(v: bigint): number {
  return v >= -9007199254740991n && v <= 9007199254740991n ? PyLong_FromSsize_t(Number(v)) : PyLong_FromInt64(v);
}

/** The value of member l (address of a PyMemberDef) of the struct at obj_addr. Returns new. May fail. */
export function PyMember_GetOne(obj_addr: number, l: number): number {
  if (HEAP32[(l + PyMemberDef.flags) >> 2] & Py_RELATIVE_OFFSET) {
    PyErr_SetString(PyExc_SystemError, 'PyMember_GetOne used with Py_RELATIVE_OFFSET');
    return 0;
  }
  const addr = obj_addr + HEAP32[(l + PyMemberDef.offset) >> 2];
  switch (HEAP32[(l + PyMemberDef.type) >> 2]) {
    case Py_T_OBJECT_EX: {
      const v = HEAP32[addr >> 2];
      if (v !== 0) return Py_NewRef(v);
      PyErr_Format(PyExc_AttributeError, "'%T' object has no attribute '%s'", obj_addr, cstring(read_ptr(l + PyMemberDef.name)));
      return 0;
    }
    case _Py_T_OBJECT:
      return Py_NewRef(HEAP32[addr >> 2] || Py_None);
    case Py_T_BOOL:
      return PyBool_FromLong(HEAP8[addr]);
    case Py_T_BYTE:
      return PyLong_FromLong(HEAP8[addr]);
    case Py_T_UBYTE:
      return PyLong_FromLong(HEAPU8[addr]);
    case Py_T_SHORT:
      return PyLong_FromLong(HEAPDV.getInt16(addr, true));
    case Py_T_USHORT:
      return PyLong_FromLong(HEAPDV.getUint16(addr, true));
    case Py_T_INT:
      return PyLong_FromLong(HEAP32[addr >> 2]);
    case Py_T_UINT:
      return PyLong_FromSsize_t(HEAPU32[addr >> 2]);
    case Py_T_LONG:
    case Py_T_PYSSIZET:
    case Py_T_LONGLONG:
      return from_int64(HEAP64[addr >> 3]);
    case Py_T_ULONG:
    case Py_T_ULONGLONG:
      return PyLong_FromUInt64(BigInt.asUintN(64, HEAP64[addr >> 3]));
    case Py_T_FLOAT:
      return PyFloat_FromDouble(HEAPDV.getFloat32(addr, true));
    case Py_T_DOUBLE:
      return PyFloat_FromDouble(HEAPF64[addr >> 3]);
    case Py_T_STRING: {
      const s = read_ptr(addr);
      return s === 0 ? Py_None : PyUnicode_FromString(cstring(s));
    }
    case Py_T_STRING_INPLACE:
      return PyUnicode_FromString(cstring(addr));
    case Py_T_CHAR:
      return PyUnicode_FromString(String.fromCharCode(HEAPU8[addr]));
    case _Py_T_NONE:
      return Py_None;
    default:
      PyErr_SetString(PyExc_SystemError, 'bad memberdescr type');
      return 0;
  }
}

function warn(msg: string): number {
  return PyErr_WarnEx(PyExc_RuntimeWarning, msg, 1) < 0 ? -1 : 0;
}

/** Stores an int of up to 32 bits, warning of what is cut off. */
function set_small(addr: number, v: number, bytes: number, signed: boolean, name: string): number {
  const value = PyLong_AsLong(v);
  if (value === -1 && PyErr_Occurred()) return -1;
  const span = 2 ** (8 * bytes);
  const min = signed ? -span / 2 : 0;
  const low = Number(BigInt.asUintN(8 * bytes, BigInt(value)));
  for (let i = 0; i < bytes; i++) HEAPU8[addr + i] = Math.floor(low / 2 ** (8 * i)) & 255;
  return value < min || value >= min + span ? warn(`Truncation of value to ${name}`) : 0;
}

/** Stores an unsigned field; a negative value is taken modulo 2^bits, with a warning. */
function set_unsigned(addr: number, v: number, bits: 32 | 64): number {
  const index = _PyNumber_Index(v);
  if (index === 0) return -1;
  const negative = _PyLong_IsNegative(index);
  const value: bigint = negative ? PyLong_AsInt64(index) : PyLong_AsUInt64(index);
  Py_DECREF(index);
  if (PyErr_Occurred()) return -1;
  if (bits === 64) HEAP64[addr >> 3] = BigInt.asIntN(64, value);
  else HEAP32[addr >> 2] = Number(BigInt.asIntN(32, value));
  if (negative) return warn('Writing negative value into unsigned field');
  return bits === 32 && value > 0xffffffffn ? warn('Truncation of value to unsigned int') : 0;
}

function set_int64(addr: number, v: number): number {
  const value: bigint = PyLong_AsInt64(v);
  if (PyErr_Occurred()) return -1;
  HEAP64[addr >> 3] = value;
  return 0;
}

/** May v be NULL, for deletion? Sets the exception when not. */
function may_delete(addr: number, l: number, type: number): boolean {
  if (type === Py_T_OBJECT_EX) {
    if (read_ptr(addr) !== 0) return true;
    PyErr_SetString(PyExc_AttributeError, cstring(read_ptr(l + PyMemberDef.name)));
    return false;
  }
  if (type === _Py_T_OBJECT) return true;
  PyErr_SetString(PyExc_TypeError, "can't delete numeric/char attribute");
  return false;
}

/** Sets member l of the struct at obj_addr; v NULL deletes. 0 or -1. */
export function PyMember_SetOne(obj_addr: number, l: number, v: number): number {
  const flags = HEAP32[(l + PyMemberDef.flags) >> 2];
  if (flags & Py_RELATIVE_OFFSET) {
    PyErr_SetString(PyExc_SystemError, 'PyMember_SetOne used with Py_RELATIVE_OFFSET');
    return -1;
  }
  if (flags & Py_READONLY) {
    PyErr_SetString(PyExc_AttributeError, 'readonly attribute');
    return -1;
  }
  const addr = obj_addr + HEAP32[(l + PyMemberDef.offset) >> 2];
  const type = HEAP32[(l + PyMemberDef.type) >> 2];
  if (v === 0 && !may_delete(addr, l, type)) return -1;
  switch (type) {
    case _Py_T_OBJECT:
    case Py_T_OBJECT_EX: {
      const oldv = HEAP32[addr >> 2];
      HEAP32[addr >> 2] = Py_XNewRef(v);
      Py_XDECREF(oldv);
      return 0;
    }
    case Py_T_BOOL:
      if (Py_TYPE(v) !== PyBool_Type) {
        PyErr_SetString(PyExc_TypeError, 'attribute value type must be bool');
        return -1;
      }
      HEAP8[addr] = v === Py_True ? 1 : 0;
      return 0;
    case Py_T_BYTE:
      return set_small(addr, v, 1, true, 'char');
    case Py_T_UBYTE:
      return set_small(addr, v, 1, false, 'unsigned char');
    case Py_T_SHORT:
      return set_small(addr, v, 2, true, 'short');
    case Py_T_USHORT:
      return set_small(addr, v, 2, false, 'unsigned short');
    case Py_T_INT:
      return set_small(addr, v, 4, true, 'int');
    case Py_T_UINT:
      return set_unsigned(addr, v, 32);
    case Py_T_LONG:
    case Py_T_PYSSIZET:
    case Py_T_LONGLONG:
      return set_int64(addr, v);
    case Py_T_ULONG:
    case Py_T_ULONGLONG:
      return set_unsigned(addr, v, 64);
    case Py_T_FLOAT:
    case Py_T_DOUBLE: {
      const value = PyFloat_AsDouble(v);
      if (value === -1 && PyErr_Occurred()) return -1;
      if (type === Py_T_FLOAT) HEAPDV.setFloat32(addr, value, true);
      else HEAPF64[addr >> 3] = value;
      return 0;
    }
    case Py_T_CHAR: {
      const string = PyUnicode_AsUTF8(v);
      if (string === null || string.length !== 1 || string.charCodeAt(0) > 127) {
        PyErr_BadArgument();
        return -1;
      }
      HEAPU8[addr] = string.charCodeAt(0);
      return 0;
    }
    case Py_T_STRING:
    case Py_T_STRING_INPLACE:
      PyErr_SetString(PyExc_TypeError, 'readonly attribute');
      return -1;
    default:
      PyErr_Format(PyExc_SystemError, 'bad memberdescr type for %s', cstring(read_ptr(l + PyMemberDef.name)));
      return -1;
  }
}
