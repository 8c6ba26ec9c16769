// Answers to PyCStructType_Type, UnionType_Type, Struct_Type and Union_Type of Modules/_ctypes/_ctypes.c of CPython 3.13.

import { PyTypeObject, StgInfo, StructParamObject } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { HEAP32, read_ptr, write_ptr } from '../../include/heap';
import {
  Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import * as S from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { func_index } from '../../include/functable';
import { PySequence_GetItem } from '../../objects/abstract';
import { PyDict_Contains, PyDict_GetItemWithError, PyDict_Next } from '../../objects/dictobject';
import { PyObject_SetAttr } from '../../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../../objects/tupleobject';
import { PyType_GetDict } from '../../objects/typeobject';
import { _Py_ID, _PyUnicode_EqualToASCIIString, PyUnicode_Check } from '../../objects/unicodeobject';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyCArgObject_new, set_carg_pointer } from './cargobject';
import { GenericPyCData_new, PyCData_NewGetBuffer } from './cdata';
import { cdata_type_methods, CDataType_from_param } from './ctype_type';
import { add_info_flags, b_ptr, b_size, DICTFLAG_FINAL, info_length, PyStgInfo_FromObject, PyStgInfo_FromType, st, tp_base, type_slot } from './ctypes';
import { copy, real } from './memory';
import { PyCStgInfo_clone, PyCStructUnionType_update_stginfo, PyStgInfo_Init, set_cstring } from './stgdict';

// --- passing by value -------------------------------------------------------------------------------------------------

function StructParam_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  PyMem_Free(read_ptr(self + StructParamObject.ptr));
  FUNCS[read_ptr(tp + PyTypeObject.tp_free)](self);
  Py_DECREF(tp);
}

export const structparam_spec = type_spec({
  tp_name: '_ctypes.StructParam_Type',
  tp_basicsize: StructParamObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: StructParam_dealloc,
});

/** New: the owner of a copy of the structure's bytes. */
function copied_structure(self: number): number {
  const ptr = PyMem_Malloc(b_size(self));
  if (ptr === 0) return PyErr_NoMemory();
  const type = read_ptr(st.StructParam_Type);
  const obj = FUNCS[read_ptr(type + PyTypeObject.tp_alloc)](type, 0);
  if (obj === 0) PyMem_Free(ptr);
  else {
    write_ptr(obj + StructParamObject.ptr, ptr);
    copy(real(ptr), b_ptr(self), b_size(self));
  }
  return obj;
}

/** New: a structure as a parameter: its bytes as they are now. */
function StructUnionType_paramfunc(self: number): number {
  const large = b_size(self) > 8;
  const obj = large ? copied_structure(self) : Py_NewRef(self);
  if (obj === 0) return 0;
  const ptr = large ? real(read_ptr(obj + StructParamObject.ptr)) : b_ptr(self);
  const parg = PyCArgObject_new();
  if (parg === 0) Py_DECREF(obj);
  else set_carg_pointer(parg, 'V', PyStgInfo_FromObject(self) + StgInfo.ffi_type_pointer, ptr, obj, b_size(self));
  return parg;
}
const paramfunc = func_index(StructUnionType_paramfunc);

// --- the metatypes ----------------------------------------------------------------------------------------------------

/** Borrowed: an entry of the class's own dict, or 0 (perhaps with an exception). */
export function own_attribute(type: number, name: string): number {
  const dict = PyType_GetDict(type);
  const v = PyDict_GetItemWithError(dict, _Py_ID(name));
  Py_DECREF(dict);
  return v;
}

/** tp_init of a new class: lays out `_fields_`, or takes over the base's layout. */
function StructUnionType_init(self: number, _args: number, _kwds: number): number {
  if (own_attribute(self, '_abstract_') !== 0) return 0;
  if (PyErr_Occurred()) return -1;
  const info = PyStgInfo_Init(self);
  if (info === 0 || set_cstring(info + StgInfo.format, 'B') < 0) return -1;
  write_ptr(info + StgInfo.paramfunc, paramfunc);
  const fields = own_attribute(self, '_fields_');
  if (fields !== 0) {
    Py_NewRef(fields);
    const r = PyObject_SetAttr(self, _Py_ID('_fields_'), fields);
    Py_DECREF(fields);
    return r;
  }
  if (PyErr_Occurred()) return -1;
  const base = PyStgInfo_FromType(tp_base(self));
  if (base === 0) return 0;
  if (PyCStgInfo_clone(info, base) < 0) return -1;
  HEAP32[(info + StgInfo.flags) >> 2] &= ~DICTFLAG_FINAL;
  add_info_flags(base, DICTFLAG_FINAL);
  return 0;
}

function setattro(self: number, key: number, value: number, isStruct: boolean): number {
  if (PyUnicode_Check(key) && _PyUnicode_EqualToASCIIString(key, '_fields_') && PyCStructUnionType_update_stginfo(self, value, isStruct) < 0) return -1;
  return type_slot(PyTypeObject.tp_setattro)(self, key, value);
}
function PyCStructType_setattro(self: number, key: number, value: number): number {
  return setattro(self, key, value, true);
}
function UnionType_setattro(self: number, key: number, value: number): number {
  return setattro(self, key, value, false);
}

const META_FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE;
const methods = cdata_type_methods(CDataType_from_param);

export const pycstruct_type_spec = type_spec({
  tp_name: '_ctypes.PyCStructType', tp_flags: META_FLAGS, tp_doc: 'The metatype of structures.', tp_setattro: PyCStructType_setattro, tp_init: StructUnionType_init, tp_methods: methods,
});
export const union_type_spec = type_spec({
  tp_name: '_ctypes.UnionType', tp_flags: META_FLAGS, tp_doc: 'The metatype of unions.', tp_setattro: UnionType_setattro, tp_init: StructUnionType_init, tp_methods: methods,
});

// --- instances --------------------------------------------------------------------------------------------------------

/** Sets the i-th field of `fields` from the argument. 0 or -1. */
function init_field(self: number, fields: number, i: number, value: number, kwds: number): number {
  const pair = PySequence_GetItem(fields, i);
  if (pair === 0) return -1;
  const name = PySequence_GetItem(pair, 0);
  Py_DECREF(pair);
  if (name === 0) return -1;
  const twice = kwds === 0 ? 0 : PyDict_Contains(kwds, name);
  if (twice > 0) PyErr_Format(S.PyExc_TypeError, 'duplicate values for field %R', name);
  const r = twice !== 0 ? -1 : PyObject_SetAttr(self, name, value);
  Py_DECREF(name);
  return r;
}

/** Gives positional arguments to the fields, the base classes' first; the index of the next argument, or -1. */
function _init_pos_args(self: number, type: number, args: number, kwds: number, first: number): number {
  let index = first;
  if (PyStgInfo_FromType(tp_base(type)) !== 0) {
    index = _init_pos_args(self, tp_base(type), args, kwds, index);
    if (index === -1) return -1;
  }
  const fields = own_attribute(type, '_fields_');
  if (fields === 0) return PyErr_Occurred() ? -1 : index;
  const length = info_length(PyStgInfo_FromType(type));
  const n = Math.min(length, PyTuple_GET_SIZE(args));
  for (let i = index; i < n; i++) if (init_field(self, fields, i - index, PyTuple_GET_ITEM(args, i), kwds) < 0) return -1;
  return length;
}

function Struct_init(self: number, args: number, kwds: number): number {
  if (PyTuple_GET_SIZE(args) > 0) {
    const res = _init_pos_args(self, Py_TYPE(self), args, kwds, 0);
    if (res === -1) return -1;
    if (res < PyTuple_GET_SIZE(args)) {
      PyErr_SetString(S.PyExc_TypeError, 'too many initializers');
      return -1;
    }
  }
  return kwds === 0 ? 0 : init_keywords(self, kwds);
}

function init_keywords(self: number, kwds: number): number {
  const mark = stackSave();
  const at = stackAlloc(24);
  write_ptr(at, 0);
  let r = 0;
  while (r === 0 && PyDict_Next(kwds, at, at + 8, at + 16)) r = PyObject_SetAttr(self, read_ptr(at + 8), read_ptr(at + 16));
  stackRestore(mark);
  return r;
}

const FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE;
export const pycstruct_spec = type_spec({
  tp_name: '_ctypes.Structure', tp_flags: FLAGS, tp_doc: 'Base of structures.', tp_init: Struct_init, tp_new: GenericPyCData_new, tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
});
export const pycunion_spec = type_spec({
  tp_name: '_ctypes.Union', tp_flags: FLAGS, tp_doc: 'Base of unions.', tp_init: Struct_init, tp_new: GenericPyCData_new, tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
});
