// Answers to CType_Type and the CDataType methods of Modules/_ctypes/_ctypes.c of CPython 3.13: what every ctypes class can do.

import { Py_buffer, PyCArgObject, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { cstring, HEAP32, read_ptr, read_ssize } from '../../include/heap';
import {
  METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_NewRef, Py_SIZE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import * as S from '../../include/statics';
import { type MethodSpec, type_spec } from '../../include/typespec';
import { PyBuffer_IsContiguous, PyObject_IsInstance } from '../../objects/abstract';
import { type_name_of } from '../../objects/fileobject';
import { PyLong_AsUnsignedLongLongMask64, PyLong_Check, PyLong_FromSsize_t } from '../../objects/longobject';
import { PyMemoryView_FromObject, PyMemoryView_GET_BUFFER } from '../../objects/memoryobject';
import { PyObject_GetAttr } from '../../objects/object';
import { _Py_ID, PyUnicode_Check } from '../../objects/unicodeobject';
import { _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from '../../python/ceval';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { type visitproc } from '../../python/gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../python/getargs';
import { PySys_Audit } from '../../python/sysmodule';
import { arg, as_ssize, as_str, optional_attr, with_buffer } from '../clinic';
import { address_int, concrete_info, GenericPyCData_new, name_of, PyCData_AtAddress } from './cdata';
import { b_ptr, info_proto, info_size, PyCArg_CheckExact, PyStgInfo_FromType, TYPE_DATA, type_slot, raise } from './ctypes';
import { dlsym } from './dlfcn';
import { KeepRef } from './keepref';
import { as_address, copy, real } from './memory';
import { PyCArrayType_from_ctype } from './pycarray';
import { ctype_clear_stginfo, free_stginfo_memory, stginfo_objects } from './stgdict';

// --- the common metatype ----------------------------------------------------------------------------------------------

function CType_Type_traverse(self: number, visit: visitproc, arg: number): number {
  const info = PyStgInfo_FromType(self);
  if (info !== 0) {
    for (const o of stginfo_objects(info)) {
      const e = visit(o, arg);
      if (e) return e;
    }
  }
  const e = visit(Py_TYPE(self), arg);
  return e || type_slot(PyTypeObject.tp_traverse)(self, visit, arg);
}

function CType_Type_clear(self: number): number {
  const info = PyStgInfo_FromType(self);
  if (info !== 0) ctype_clear_stginfo(info);
  return type_slot(PyTypeObject.tp_clear)(self);
}

function CType_Type_dealloc(self: number): void {
  const info = PyStgInfo_FromType(self);
  if (info !== 0) {
    free_stginfo_memory(info);
    ctype_clear_stginfo(info);
  }
  const tp = Py_TYPE(self);
  type_slot(PyTypeObject.tp_dealloc)(self);
  Py_DECREF(tp);
}

function sizeof(self: number): number {
  const tp = Py_TYPE(self);
  let size = read_ssize(tp + PyTypeObject.tp_basicsize) + read_ssize(tp + PyTypeObject.tp_itemsize) * Py_SIZE(self);
  const info = PyStgInfo_FromType(self);
  if (info !== 0) {
    const format = read_ptr(info + StgInfo.format);
    if (format !== 0) size += cstring(format).length + 1;
    if (read_ptr(info + StgInfo.ffi_type_pointer_elements) !== 0) size += (read_ssize(info + StgInfo.length) + 1) * 8;
    size += HEAP32[(info + StgInfo.ndim) >> 2] * 8;
  }
  return PyLong_FromSsize_t(size);
}

function repeat(self: number, length: number): number {
  if (length < 0) return PyErr_Format(S.PyExc_ValueError, 'Array length must be >= 0, not %zd', length);
  return PyCArrayType_from_ctype(self, length);
}

export const pyctype_type_spec = type_spec({
  tp_name: '_ctypes.CType_Type',
  tp_basicsize: TYPE_DATA + StgInfo.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_traverse: CType_Type_traverse,
  tp_clear: CType_Type_clear,
  tp_dealloc: CType_Type_dealloc,
  tp_as_sequence: { sq_repeat: repeat },
  tp_methods: [['__sizeof__', sizeof, METH_NOARGS, '__sizeof__($self, /)\n--\n\nMemory of the type object in bytes.']],
});

// --- making instances over memory -------------------------------------------------------------------------------------

function from_address(type: number, value: number): number {
  if (!PyLong_Check(value)) return raise(S.PyExc_TypeError, 'integer expected');
  const v = PyLong_AsUnsignedLongLongMask64(value);
  if (PyErr_Occurred()) return 0;
  return PyCData_AtAddress(type, as_address(v));
}

/** Whether `size` bytes from `offset` lie in a buffer of `len` bytes; false with ValueError. */
function check_room(offset: number, len: number, size: number): boolean {
  if (offset < 0) PyErr_SetString(S.PyExc_ValueError, 'offset cannot be negative');
  else if (size > len - offset) PyErr_Format(S.PyExc_ValueError, 'Buffer size too small (%zd instead of at least %zd bytes)', len, size + offset);
  else return true;
  return false;
}

function audit_buffer(buf: number, len: number, offset: number): number {
  const args = [address_int(real(buf)), PyLong_FromSsize_t(len), PyLong_FromSsize_t(offset)];
  const r = PySys_Audit('ctypes.cdata/buffer', ...args);
  for (const a of args) Py_DECREF(a);
  return r;
}

function offset_argument(args: number, nargs: number, name: string): number | null {
  if (!_PyArg_CheckPositional(name, nargs, 1, 2)) return null;
  return nargs < 2 ? 0 : as_ssize(arg(args, 1));
}

/** Steals `mv`. */
function over_view(type: number, info: number, mv: number, offset: number): number {
  const buffer = PyMemoryView_GET_BUFFER(mv);
  const buf = read_ptr(buffer + Py_buffer.buf);
  const len = read_ssize(buffer + Py_buffer.len);
  let result = 0;
  if (HEAP32[(buffer + Py_buffer.readonly) >> 2] !== 0) PyErr_SetString(S.PyExc_TypeError, 'underlying buffer is not writable');
  else if (!PyBuffer_IsContiguous(buffer, 'C')) PyErr_SetString(S.PyExc_TypeError, 'underlying buffer is not C contiguous');
  else if (check_room(offset, len, info_size(info)) && audit_buffer(buf, len, offset) >= 0) result = PyCData_AtAddress(type, real(buf) + offset);
  if (result === 0) {
    Py_DECREF(mv);
    return 0;
  }
  if (KeepRef(result, -1, mv) >= 0) return result;
  Py_DECREF(result);
  return 0;
}

function from_buffer(type: number, args: number, nargs: number): number {
  const offset = offset_argument(args, nargs, 'from_buffer');
  if (offset === null) return 0;
  const info = concrete_info(type);
  if (info === 0) return 0;
  const mv = PyMemoryView_FromObject(arg(args, 0));
  return mv === 0 ? 0 : over_view(type, info, mv, offset);
}

function from_buffer_copy(type: number, args: number, nargs: number): number {
  const offset = offset_argument(args, nargs, 'from_buffer_copy');
  if (offset === null) return 0;
  return with_buffer(arg(args, 0), 0, 0, (buf, len) => {
    const info = concrete_info(type);
    if (info === 0 || !check_room(offset, len, info_size(info)) || audit_buffer(buf, len, offset) < 0) return 0;
    const result = GenericPyCData_new(type);
    if (result !== 0) copy(b_ptr(result), real(buf) + offset, info_size(info));
    return result;
  });
}

/** The library's handle: its _handle attribute; null with an exception. */
export function dll_handle(dll: number): number | null {
  const obj = PyObject_GetAttr(dll, _Py_ID('_handle'));
  if (obj === 0) return null;
  const is_int = PyLong_Check(obj);
  const handle = is_int ? as_address(PyLong_AsUnsignedLongLongMask64(obj)) : 0;
  Py_DECREF(obj);
  if (is_int) return handle;
  PyErr_SetString(S.PyExc_TypeError, 'the _handle attribute of the second argument must be an integer');
  return null;
}

function in_dll(type: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('in_dll', nargs, 2, 2)) return 0;
  const name_obj = arg(args, 1);
  if (!PyUnicode_Check(name_obj)) return _PyArg_BadArgument('in_dll', 'argument 2', 'str', name_obj);
  const name = as_str(name_obj, 'in_dll', 'argument 2', false);
  if (name === null || name === undefined) return 0;
  if (PySys_Audit('ctypes.dlsym', arg(args, 0), name_obj) < 0) return 0;
  const handle = dll_handle(arg(args, 0));
  if (handle === null) return 0;
  const address = dlsym(handle, name, S.PyExc_ValueError);
  return address === 0 ? 0 : PyCData_AtAddress(type, address);
}

/** Converts the object's _as_parameter_ with `convert`; -1 when it has none, 0 with an exception. */
export function through_as_parameter(value: number, convert: (v: number) => number): number {
  const as_parameter = optional_attr(value, _Py_ID('_as_parameter_'));
  if (as_parameter === 0) return -1;
  if (as_parameter < 0) return 0;
  let result = 0;
  if (_Py_EnterRecursiveCall(' while processing _as_parameter_') === 0) {
    result = convert(as_parameter);
    _Py_LeaveRecursiveCall();
  }
  Py_DECREF(as_parameter);
  return result;
}

/** New: `value` as a parameter of this type. May fail, may run Python code. */
export function CDataType_from_param(type: number, value: number): number {
  const is = PyObject_IsInstance(value, type);
  if (is !== 0) return is < 0 ? 0 : Py_NewRef(value);
  if (PyCArg_CheckExact(value)) {
    const ob = read_ptr(value + PyCArgObject.obj);
    const info = PyStgInfo_FromType(type);
    if (info !== 0 && ob !== 0 && info_proto(info) !== 0) {
      const fits = PyObject_IsInstance(ob, info_proto(info));
      if (fits !== 0) return fits < 0 ? 0 : Py_NewRef(value);
    }
    return PyErr_Format(S.PyExc_TypeError, 'expected %s instance instead of pointer to %s', name_of(type), ob === 0 ? '???' : type_name_of(ob));
  }
  const converted = through_as_parameter(value, (v) => CDataType_from_param(type, v));
  if (converted >= 0) return converted;
  return PyErr_Format(S.PyExc_TypeError, 'expected %s instance instead of %s', name_of(type), type_name_of(value));
}

/** The methods of every ctypes metatype, with its from_param. (A function, so that files may import one another in a circle.) */
export function cdata_type_methods(from_param: (type: number, value: number) => number): MethodSpec[] {
  return [
    ['from_param', from_param, METH_O, 'from_param($self, value, /)\n--\n\nConverts an object into a parameter.'],
    ['from_address', from_address, METH_O, 'from_address($self, value, /)\n--\n\nAn instance over the memory at an address.'],
    ['from_buffer', from_buffer, METH_FASTCALL, 'from_buffer($self, obj, offset=0, /)\n--\n\nAn instance over the memory of a writable buffer.'],
    ['from_buffer_copy', from_buffer_copy, METH_FASTCALL, 'from_buffer_copy($self, buffer, offset=0, /)\n--\n\nAn instance with a copy of a buffer.'],
    ['in_dll', in_dll, METH_FASTCALL, 'in_dll($self, dll, name, /)\n--\n\nAn instance over a variable of a library.'],
  ];
}
