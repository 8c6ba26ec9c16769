// Answers to PyCPointerType_Type and PyCPointer_Type of Modules/_ctypes/_ctypes.c of CPython 3.13, with POINTER() and pointer() of
// callproc.c.

import { PySliceObject, StgInfo } from '../../include/generated/offsets';
import { func_index } from '../../include/functable';
import { HEAP16, read_ptr, write_ptr, write_ssize } from '../../include/heap';
import {
  METH_O, Py_DECREF, Py_INCREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XSETREF,
} from '../../include/object';
import * as S from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { PyIndex_Check, PyNumber_AsSsize_t, PyObject_IsInstance, PyObject_IsSubclass } from '../../objects/abstract';
import { PyObject_CallObject, PyObject_CallOneArg } from '../../objects/call';
import { PyDict_GetItemRef, PyDict_SetItem } from '../../objects/dictobject';
import { type_name_of } from '../../objects/fileobject';
import { PyList_New, PyList_SET_ITEM } from '../../objects/listobject';
import { PyLong_FromVoidPtr } from '../../objects/longobject';
import { PySlice_Check } from '../../objects/sliceobject';
import { PyTuple_GetItem } from '../../objects/tupleobject';
import { PyType_Check, PyType_GetDict } from '../../objects/typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_CheckExact } from '../../objects/unicodeobject';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyArg_UnpackTuple } from '../../python/getargs';
import { Py_BuildValue } from '../../python/modsupport';
import { byref, pointer_carg } from './cargobject';
import { concrete_info, GenericPyCData_new, name_of, PyCData_FromBaseObj, PyCData_get, PyCData_NewGetBuffer, PyCData_set } from './cdata';
import { bytes_at, FFI_TYPE_POINTER, is_getfunc, wide_at } from './cfield_getset';
import { CDataType_from_param, cdata_type_methods } from './ctype_type';
import { add_info_flags, ArrayObject_Check, b_ptr, CDataObject_Check, info_proto, info_size, PointerObject_Check, PyStgInfo_FromObject, PyStgInfo_FromType, st, TYPEFLAG_ISPOINTER, raise } from './ctypes';
import { GetKeepedObjects, KeepRef } from './keepref';
import { read_pointer, with_memory, write_pointer } from './memory';
import { strided_bytes, strided_wide } from './pycarray';
import { format_with_shape, info_format, PyStgInfo_Init, set_cstring } from './stgdict';

/** The pointer that a pointer object holds; -1 with an exception when its own memory is gone. */
export function deref(self: number): number {
  return with_memory(b_ptr(self), 8, false, -1, read_pointer);
}

/** The pointer of an object that must point somewhere; 0 with ValueError. */
function target(self: number): number {
  const p = deref(self);
  if (p === 0) PyErr_SetString(S.PyExc_ValueError, 'NULL pointer access');
  return p < 0 ? 0 : p;
}

/** Makes the info that of a pointer: size, alignment, how it is passed. */
export function set_pointer_info(info: number): void {
  write_ssize(info + StgInfo.size, 8);
  write_ssize(info + StgInfo.align, 8);
  write_ssize(info + StgInfo.length, 1);
  set_pointer_ffi(info);
}
export function set_pointer_ffi(info: number): void {
  write_ssize(info + StgInfo.ffi_type_pointer_size, 8);
  HEAP16[(info + StgInfo.ffi_type_pointer_alignment) >> 1] = 8;
  HEAP16[(info + StgInfo.ffi_type_pointer_type) >> 1] = FFI_TYPE_POINTER;
}

// --- the metatype -----------------------------------------------------------------------------------------------------

function PyCPointerType_SetProto(stginfo: number, proto: number): number {
  if (proto === 0 || !PyType_Check(proto)) PyErr_SetString(S.PyExc_TypeError, '_type_ must be a type');
  else if (PyStgInfo_FromType(proto) === 0) PyErr_SetString(S.PyExc_TypeError, '_type_ must have storage info');
  else {
    Py_XSETREF(stginfo + StgInfo.proto, Py_NewRef(proto));
    return 0;
  }
  return -1;
}

function paramfunc(self: number): number {
  const p = deref(self);
  return p < 0 ? 0 : pointer_carg('P', p, Py_NewRef(self));
}
const paramfunc_index = func_index(paramfunc);

/** New: dict[name], or 0; -1 with an exception. */
export function dict_item(dict: number, key: number): number {
  const mark = stackSave();
  const at = stackAlloc(8);
  const r = PyDict_GetItemRef(dict, key, at);
  const v = read_ptr(at);
  stackRestore(mark);
  return r < 0 ? -1 : r === 0 ? 0 : v;
}

function PyCPointerType_init(self: number, args: number, _kwds: number): number {
  const typedict = PyTuple_GetItem(args, 2);
  if (typedict === 0) return -1;
  const info = PyStgInfo_Init(self);
  if (info === 0) return -1;
  set_pointer_info(info);
  write_ptr(info + StgInfo.paramfunc, paramfunc_index);
  add_info_flags(info, TYPEFLAG_ISPOINTER);
  const proto = dict_item(typedict, _Py_ID('_type_'));
  if (proto <= 0) return proto;
  let r = PyCPointerType_SetProto(info, proto);
  if (r === 0) {
    const item = PyStgInfo_FromType(proto);
    r = set_cstring(info + StgInfo.format, `&${format_with_shape(item, info_format(item) ?? 'B')}`);
  }
  Py_DECREF(proto);
  return r;
}

function set_type(self: number, type: number): number {
  const info = concrete_info(self);
  if (info === 0 || PyCPointerType_SetProto(info, type) < 0) return 0;
  const dict = PyType_GetDict(self);
  const r = PyDict_SetItem(dict, _Py_ID('_type_'), type);
  Py_DECREF(dict);
  return r < 0 ? 0 : S.Py_None;
}

function from_param(type: number, value: number): number {
  if (value === S.Py_None) return value;
  const info = concrete_info(type);
  if (info === 0) return 0;
  const proto = info_proto(info);
  const is = proto === 0 ? 0 : PyObject_IsInstance(value, proto);
  if (is < 0) return 0;
  if (is > 0) return byref(Py_NewRef(value));
  if (PointerObject_Check(value) || ArrayObject_Check(value)) {
    const item = info_proto(PyStgInfo_FromObject(value));
    const sub = proto === 0 || item === 0 ? 0 : PyObject_IsSubclass(item, proto);
    if (sub < 0) return 0;
    if (sub > 0) return Py_NewRef(value);
  }
  return CDataType_from_param(type, value);
}

export const pycpointer_type_spec = type_spec({
  tp_name: '_ctypes.PyCPointerType',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'The metatype of pointers.',
  tp_init: PyCPointerType_init,
  tp_methods: [...cdata_type_methods(from_param), ['set_type', set_type, METH_O, 'set_type($self, type, /)\n--\n\n']],
});

// --- instances --------------------------------------------------------------------------------------------------------

function Pointer_new(type: number, _args: number, _kwds: number): number {
  const info = PyStgInfo_FromType(type);
  if (info === 0 || info_proto(info) === 0) return raise(S.PyExc_TypeError, 'Cannot create instance: has no _type_');
  return GenericPyCData_new(type);
}

function Pointer_init(self: number, args: number, _kwds: number): number {
  const mark = stackSave();
  const at = stackAlloc(8);
  write_ptr(at, 0);
  const ok = PyArg_UnpackTuple(args, 'POINTER', 0, 1, at);
  const value = read_ptr(at);
  stackRestore(mark);
  if (!ok) return -1;
  return value === 0 ? 0 : set_contents(self, value);
}

function item(self: number, index: number): number {
  const p = target(self);
  if (p === 0) return 0;
  const proto = info_proto(PyStgInfo_FromObject(self));
  const size = info_size(PyStgInfo_FromType(proto));
  return PyCData_get(proto, 0, self, index, size, p + index * size);
}

function ass_item(self: number, index: number, value: number): number {
  if (value === 0) {
    PyErr_SetString(S.PyExc_TypeError, 'Pointer does not support item deletion');
    return -1;
  }
  const p = target(self);
  if (p === 0) return -1;
  const proto = info_proto(PyStgInfo_FromObject(self));
  const size = info_size(PyStgInfo_FromType(proto));
  return PyCData_set(self, proto, 0, value, index, size, p + index * size);
}

function get_contents(self: number): number {
  const p = target(self);
  return p === 0 ? 0 : PyCData_FromBaseObj(info_proto(PyStgInfo_FromObject(self)), self, 0, p);
}

function set_contents(self: number, value: number): number {
  if (value === 0) {
    PyErr_SetString(S.PyExc_TypeError, 'Pointer does not support item deletion');
    return -1;
  }
  const proto = info_proto(PyStgInfo_FromObject(self));
  if (!CDataObject_Check(value)) {
    const is = PyObject_IsInstance(value, proto);
    if (is === 0) PyErr_Format(S.PyExc_TypeError, 'expected %s instead of %s', name_of(proto), type_name_of(value));
    if (is <= 0) return -1;
  }
  if (with_memory(b_ptr(self), 8, true, -1, (o) => (write_pointer(o, b_ptr(value)), 0)) < 0) return -1;
  // The pointer keeps what it points to, and what that keeps.
  Py_INCREF(value);
  if (KeepRef(self, 1, value) < 0) return -1;
  const keep = GetKeepedObjects(value);
  return keep === 0 ? -1 : KeepRef(self, 0, Py_NewRef(keep));
}

interface Range {
  start: number;
  step: number;
  len: number;
}

/** A part of a slice: null with an exception. */
function slice_part(o: number): number | null {
  const n = PyNumber_AsSsize_t(o, S.PyExc_ValueError);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** Pointers have no length: the slice must say where it ends. null with an exception. */
function slice_range(slice: number): Range | null {
  const [o_start, o_stop, o_step] = [PySliceObject.start, PySliceObject.stop, PySliceObject.step].map((f) => read_ptr(slice + f));
  const step = o_step === S.Py_None ? 1 : slice_part(o_step);
  if (step === null) return null;
  let message = step === 0 ? 'slice step cannot be zero' : o_start === S.Py_None && step < 0 ? 'slice start is required for step < 0' : '';
  const start = message !== '' || o_start === S.Py_None ? 0 : slice_part(o_start);
  if (start === null) return null;
  if (message === '' && o_stop === S.Py_None) message = 'slice stop is required';
  if (message !== '') {
    PyErr_SetString(S.PyExc_ValueError, message);
    return null;
  }
  const stop = slice_part(o_stop);
  if (stop === null) return null;
  const len = (step > 0 && start > stop) || (step < 0 && start < stop) ? 0 : Math.trunc((stop - start - Math.sign(step)) / step) + 1;
  return { start, step, len };
}

function subscript(self: number, key: number): number {
  if (PyIndex_Check(key)) {
    const i = PyNumber_AsSsize_t(key, S.PyExc_IndexError);
    return i === -1 && PyErr_Occurred() ? 0 : item(self, i);
  }
  if (!PySlice_Check(key)) return raise(S.PyExc_TypeError, 'Pointer indices must be integer');
  const range = slice_range(key);
  if (range === null) return 0;
  const getfunc = read_ptr(PyStgInfo_FromType(info_proto(PyStgInfo_FromObject(self))) + StgInfo.getfunc);
  if (is_getfunc(getfunc, 'c') || is_getfunc(getfunc, 'u')) return text_slice(self, range, is_getfunc(getfunc, 'c'));
  const list = PyList_New(range.len);
  for (let i = 0; i < range.len && list !== 0; i++) {
    const v = item(self, range.start + i * range.step);
    if (v === 0) {
      Py_DECREF(list);
      return 0;
    }
    PyList_SET_ITEM(list, i, v);
  }
  return list;
}

function text_slice(self: number, { start, step, len }: Range, bytes: boolean): number {
  if (len <= 0) return bytes ? S._Py_SINGLETON_bytes_empty : S._Py_SINGLETON_str_empty;
  const p = target(self);
  if (p === 0) return 0;
  if (step === 1) return bytes ? bytes_at(p + start, len) : wide_at(p + start * 4, len);
  return bytes ? strided_bytes(p, start, step, len) : strided_wide(p, start, step, len);
}

function bool(self: number): number {
  const p = deref(self);
  return p < 0 ? -1 : p !== 0 ? 1 : 0;
}

export const pycpointer_spec = type_spec({
  tp_name: '_ctypes._Pointer',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'Base of pointers.',
  tp_init: Pointer_init,
  tp_new: Pointer_new,
  tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
  tp_as_number: { nb_bool: bool },
  tp_as_mapping: { mp_subscript: subscript },
  tp_as_sequence: { sq_item: item, sq_ass_item: ass_item },
  tp_getset: [['contents', get_contents, set_contents, 'The object this pointer points to.']],
});

// --- POINTER, pointer -------------------------------------------------------------------------------------------------

/** Returns new: the pointer type to `type`, made once; for a str the pointer type of that name, to be completed. May fail. */
export function POINTER(_module: number, type: number): number {
  const cache = read_ptr(st.ptrtype_cache);
  const cached = dict_item(cache, type);
  if (cached !== 0) return cached < 0 ? 0 : cached;
  const base = read_ptr(st.PyCPointer_Type);
  let key = 0;
  let result = 0;
  if (PyUnicode_CheckExact(type)) {
    const args = Py_BuildValue('s(O){}', `LP_${PyUnicode_AsUTF8(type) ?? ''}`, base);
    result = args === 0 ? 0 : PyObject_CallObject(Py_TYPE(base), args);
    if (args !== 0) Py_DECREF(args);
    if (result !== 0) key = PyLong_FromVoidPtr(result);
  } else if (PyType_Check(type)) {
    const args = Py_BuildValue('s(O){sO}', `LP_${name_of(type)}`, base, '_type_', type);
    result = args === 0 ? 0 : PyObject_CallObject(Py_TYPE(base), args);
    if (args !== 0) Py_DECREF(args);
    if (result !== 0) key = Py_NewRef(type);
  } else return raise(S.PyExc_TypeError, 'must be a ctypes type');
  if (result === 0) return 0;
  const r = PyDict_SetItem(cache, key, result);
  Py_DECREF(key);
  if (r >= 0) return result;
  Py_DECREF(result);
  return 0;
}

/** Returns new: a pointer object to the ctypes object. May fail. */
export function pointer(_module: number, obj: number): number {
  const type = POINTER(0, Py_TYPE(obj));
  if (type === 0) return 0;
  const result = PyObject_CallOneArg(type, obj);
  Py_DECREF(type);
  return result;
}
