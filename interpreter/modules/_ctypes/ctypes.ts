// Answers to Modules/_ctypes/ctypes.h of CPython 3.13: module state, type checks, the fields of a CDataObject.
//
// Deviation: the state is a fixed block instead of the module's (there is one interpreter).

import { CDataObject, PyHeapTypeObject, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { type CFunction, FUNCS } from '../../include/functable';
import { HEAP32, read_ptr, read_ssize } from '../../include/heap';
import { Py_IS_TYPE, Py_TYPE } from '../../include/object';
import { PyType_Type } from '../../include/statics';
import { static_alloc } from '../../include/typespec';
import { PyObject_TypeCheck } from '../../objects/typeobject';
import { PyErr_SetString } from '../../python/errors';
import { read_pointer, write_pointer } from './memory';

export const FUNCFLAG_CDECL = 0x1;
export const FUNCFLAG_PYTHONAPI = 0x4;
export const FUNCFLAG_USE_ERRNO = 0x8;
export const FUNCFLAG_USE_LASTERROR = 0x10;
export const TYPEFLAG_ISPOINTER = 0x100;
export const TYPEFLAG_HASPOINTER = 0x200;
export const DICTFLAG_FINAL = 0x1000;
export const PARAMFLAG_FIN = 0x1;
export const PARAMFLAG_FOUT = 0x2;
export const PARAMFLAG_FLCID = 0x4;
export const CTYPES_MAX_ARGCOUNT = 1024;

const STATE = static_alloc(32 * 8);
const slot = (i: number): number => STATE + i * 8;
/** Addresses of the state's slots; each owns its reference. */
export const st = {
  DictRemover_Type: slot(0), PyCArg_Type: slot(1), PyCField_Type: slot(2), PyCThunk_Type: slot(3), StructParam_Type: slot(4), PyCType_Type: slot(5),
  PyCStructType_Type: slot(6), UnionType_Type: slot(7), PyCPointerType_Type: slot(8), PyCArrayType_Type: slot(9), PyCSimpleType_Type: slot(10),
  PyCFuncPtrType_Type: slot(11), PyCData_Type: slot(12), Struct_Type: slot(13), Union_Type: slot(14), PyCArray_Type: slot(15), Simple_Type: slot(16),
  PyCPointer_Type: slot(17), PyCFuncPtr_Type: slot(18), ptrtype_cache: slot(19), array_cache: slot(20), unpickle: slot(21), PyExc_ArgError: slot(22),
  module: slot(23),
  /** The last id given to a thunk. */
  thunk_id: slot(24),
} as const;

const instance_check = (type: number) => (o: number): boolean => PyObject_TypeCheck(o, read_ptr(type));
export const CDataObject_Check = instance_check(st.PyCData_Type);
export const PointerObject_Check = instance_check(st.PyCPointer_Type);
export const ArrayObject_Check = instance_check(st.PyCArray_Type);
export const PyCFuncPtrObject_Check = instance_check(st.PyCFuncPtr_Type);
export const PyCPointerTypeObject_Check = instance_check(st.PyCPointerType_Type);
export const PyCArrayTypeObject_Check = instance_check(st.PyCArrayType_Type);
export const PyCSimpleTypeObject_Check = instance_check(st.PyCSimpleType_Type);
export const PyCFuncPtrTypeObject_Check = instance_check(st.PyCFuncPtrType_Type);

export function PyCArg_CheckExact(o: number): boolean {
  return Py_IS_TYPE(o, read_ptr(st.PyCArg_Type));
}

/** Sets the exception. Returns 0. */
export function raise(exc: number, message: string): 0 {
  PyErr_SetString(exc, message);
  return 0;
}

/** Where a ctypes type keeps its StgInfo: behind the struct of a heap type. */
export const TYPE_DATA = Math.ceil(PyHeapTypeObject.SIZEOF / 16) * 16;

/** The StgInfo of a type, or 0: not a ctypes type, or an abstract one. Never raises. */
export function PyStgInfo_FromType(type: number): number {
  if (!PyObject_TypeCheck(type, read_ptr(st.PyCType_Type))) return 0;
  const info = type + TYPE_DATA;
  return HEAP32[(info + StgInfo.initialized) >> 2] !== 0 ? info : 0;
}

/** The StgInfo of an instance's type, or 0. */
export function PyStgInfo_FromObject(o: number): number {
  return PyStgInfo_FromType(Py_TYPE(o));
}

export function info_flags(info: number): number {
  return HEAP32[(info + StgInfo.flags) >> 2];
}
export function add_info_flags(info: number, flags: number): void {
  HEAP32[(info + StgInfo.flags) >> 2] |= flags;
}
export function info_size(info: number): number {
  return read_ssize(info + StgInfo.size);
}
export function info_length(info: number): number {
  return read_ssize(info + StgInfo.length);
}
/** Borrowed. */
export function info_proto(info: number): number {
  return read_ptr(info + StgInfo.proto);
}

/** Where the instance's memory is: a real address. */
export function b_ptr(self: number): number {
  return read_pointer(self + CDataObject.b_ptr);
}
export function set_b_ptr(self: number, p: number): void {
  write_pointer(self + CDataObject.b_ptr, p);
}
export function b_size(self: number): number {
  return read_ssize(self + CDataObject.b_size);
}
export function b_length(self: number): number {
  return read_ssize(self + CDataObject.b_length);
}

/** A slot of `type`, as a metatype calls its base's: PyType_Type.tp_init(...). */
export function type_slot(offset: number): CFunction {
  return FUNCS[read_ptr(PyType_Type + offset)];
}

export function tp_base(type: number): number {
  return read_ptr(type + PyTypeObject.tp_base);
}
