// Answers to the PyCData_Type of Modules/_ctypes/_ctypes.c of CPython 3.13: the base of every ctypes object, and how its memory
// is made, read and assigned.
//
// Deviation: memory that lies outside of the heap is exported by the buffer protocol as a read-only copy.

import { CDataObject, Py_buffer, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { hash_result } from '../../include/hash';
import { cstring, HEAP32, memset0, read_ptr, write_ptr, write_ssize } from '../../include/heap';
import {
  METH_NOARGS, METH_VARARGS, _Py_T_OBJECT, Py_CLEAR, Py_DECREF, Py_NewRef, Py_READONLY, Py_T_INT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION,
  Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import * as S from '../../include/statics';
import { static_cstring, type_spec } from '../../include/typespec';
import { PyBUF_WRITABLE, PyObject_IsInstance } from '../../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_FromStringAndSize } from '../../objects/bytesobject';
import { PyObject_CallObject } from '../../objects/call';
import { PyDict_Check, PyDict_Update } from '../../objects/dictobject';
import { type_name_of } from '../../objects/fileobject';
import { PyLong_FromBigInt } from '../../objects/longobject';
import { PyObject_GetAttr } from '../../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { PyTuple_Check, PyTuple_Pack } from '../../objects/tupleobject';
import { _Py_ID } from '../../objects/unicodeobject';
import { PyErr_Format, PyErr_NoMemory, PyErr_SetString } from '../../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../../python/gc';
import { PyArg_ParseTuple } from '../../python/getargs';
import { Py_BuildValue } from '../../python/modsupport';
import { PySys_Audit } from '../../python/sysmodule';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { with_buffer } from '../clinic';
import { _ctypes_extend_error } from './callproc';
import {
  ArrayObject_Check, b_ptr, b_size, CDataObject_Check, DICTFLAG_FINAL, add_info_flags, info_flags, info_length, info_proto, info_size, PyCArrayTypeObject_Check,
  PyCPointerTypeObject_Check, PyCSimpleTypeObject_Check, PyStgInfo_FromObject, PyStgInfo_FromType, set_b_ptr, st, tp_base, TYPEFLAG_HASPOINTER, TYPEFLAG_ISPOINTER, raise,
} from './ctypes';
import { GetKeepedObjects, KeepRef } from './keepref';
import { copy, real, resolve, with_memory, write_pointer } from './memory';

/** tp_name of a type. */
export function name_of(type: number): string {
  return cstring(read_ptr(type + PyTypeObject.tp_name));
}

/** An int of a real address. */
export function address_int(p: number): number {
  return PyLong_FromBigInt(BigInt(p));
}

function tp_alloc(type: number): number {
  return FUNCS[read_ptr(type + PyTypeObject.tp_alloc)](type, 0);
}

/** The StgInfo of a type that instances can be made of; 0 with TypeError. */
export function concrete_info(type: number): number {
  const info = PyStgInfo_FromType(type);
  return info !== 0 ? info : raise(S.PyExc_TypeError, 'abstract class');
}

// --- new, dealloc, traverse, clear ------------------------------------------------------------------------------------

/** Gives a fresh object its own zeroed memory: inside it up to 16 bytes, else allocated. 0 or -1. */
function PyCData_MallocBuffer(obj: number, info: number): number {
  const size = info_size(info);
  let p = obj + CDataObject.b_value;
  if (size > 16) {
    p = PyMem_Malloc(size);
    if (p === 0) {
      PyErr_NoMemory();
      return -1;
    }
    memset0(p, size);
  }
  set_b_ptr(obj, real(p));
  HEAP32[(obj + CDataObject.b_needsfree) >> 2] = 1;
  write_ssize(obj + CDataObject.b_size, size);
  return 0;
}

/** tp_new of the concrete classes. Returns new. May fail. */
export function GenericPyCData_new(type: number, _args = 0, _kwds = 0): number {
  const info = concrete_info(type);
  if (info === 0) return 0;
  add_info_flags(info, DICTFLAG_FINAL);
  const obj = tp_alloc(type);
  if (obj === 0) return 0;
  write_ssize(obj + CDataObject.b_length, info_length(info));
  if (PyCData_MallocBuffer(obj, info) < 0) {
    Py_DECREF(obj);
    return 0;
  }
  return obj;
}

/** Returns new: an object of `type` over the memory of `base` at address `adr`, or, base 0, with a copy of it. May fail. */
export function PyCData_FromBaseObj(type: number, base: number, index: number, adr: number): number {
  const info = concrete_info(type);
  if (info === 0) return 0;
  add_info_flags(info, DICTFLAG_FINAL);
  const cmem = tp_alloc(type);
  if (cmem === 0) return 0;
  write_ssize(cmem + CDataObject.b_length, info_length(info));
  write_ssize(cmem + CDataObject.b_size, info_size(info));
  write_ssize(cmem + CDataObject.b_index, index);
  if (base !== 0) {
    set_b_ptr(cmem, adr);
    write_ptr(cmem + CDataObject.b_base, Py_NewRef(base));
  } else if (PyCData_MallocBuffer(cmem, info) < 0 || copy(b_ptr(cmem), adr, info_size(info)) < 0) {
    Py_DECREF(cmem);
    return 0;
  }
  return cmem;
}

/** Returns new: an object of `type` over the memory at address `buf`, real or bare. May fail. */
export function PyCData_AtAddress(type: number, buf: number): number {
  const shown = address_int(buf);
  const audited = PySys_Audit('ctypes.cdata', shown);
  Py_DECREF(shown);
  const info = audited < 0 ? 0 : concrete_info(type);
  if (info === 0) return 0;
  add_info_flags(info, DICTFLAG_FINAL);
  const pd = tp_alloc(type);
  if (pd === 0) return 0;
  const o = resolve(buf);
  set_b_ptr(pd, o < 0 ? buf : real(o));
  write_ssize(pd + CDataObject.b_length, info_length(info));
  write_ssize(pd + CDataObject.b_size, info_size(info));
  return pd;
}

export function PyCData_traverse(self: number, visit: visitproc, arg: number): number {
  const objects = read_ptr(self + CDataObject.b_objects);
  if (objects !== 0) {
    const e = visit(objects, arg);
    if (e) return e;
  }
  const base = read_ptr(self + CDataObject.b_base);
  if (base !== 0) {
    const e = visit(base, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}

export function PyCData_clear(self: number): number {
  Py_CLEAR(self + CDataObject.b_objects);
  const p = resolve(b_ptr(self));
  if (HEAP32[(self + CDataObject.b_needsfree) >> 2] !== 0 && p > 0 && p !== self + CDataObject.b_value) PyMem_Free(p);
  set_b_ptr(self, 0);
  Py_CLEAR(self + CDataObject.b_base);
  return 0;
}

/** The end of every ctypes object's tp_dealloc, after its own fields are cleared. */
export function free_instance(self: number): void {
  const type = Py_TYPE(self);
  FUNCS[read_ptr(type + PyTypeObject.tp_free)](self);
  Py_DECREF(type);
}

function PyCData_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  PyCData_clear(self);
  free_instance(self);
}

// --- reading and assigning --------------------------------------------------------------------------------------------

/** A class that derives from c_int and the like: its values stay objects. */
export function _ctypes_simple_instance(type: number): boolean {
  return PyCSimpleTypeObject_Check(type) && tp_base(type) !== read_ptr(st.Simple_Type);
}

/** Returns new: the value of `type` at address `adr`. `size`: bytes, or bits as cfield_getset.ts says. May fail. */
export function PyCData_get(type: number, getfunc: number, src: number, index: number, size: number, adr: number): number {
  const info = PyStgInfo_FromType(type);
  let get = getfunc;
  if (get === 0 && info !== 0 && !_ctypes_simple_instance(type)) get = read_ptr(info + StgInfo.getfunc);
  if (get === 0) return PyCData_FromBaseObj(type, src, index, adr);
  return with_memory(adr, info === 0 ? size : info_size(info), false, 0, (o) => FUNCS[get](o, size));
}

/** Stores `value` at `adr`. New: what is to be kept alive. */
function _PyCData_set(type: number, setfunc: number, value: number, size: number, adr: number): number {
  const info = PyStgInfo_FromType(type);
  const bytes = info === 0 ? size : info_size(info);
  if (setfunc !== 0) return with_memory(adr, bytes, true, 0, (o) => FUNCS[setfunc](o, value, size));
  if (!CDataObject_Check(value)) return set_converted(type, info, value, size, adr);
  const is = PyObject_IsInstance(value, type);
  if (is < 0) return 0;
  if (is > 0) {
    if (copy(adr, b_ptr(value), size) < 0) return 0;
    const keep = GetKeepedObjects(value);
    return keep === 0 ? 0 : Py_NewRef(keep);
  }
  if (PyCPointerTypeObject_Check(type) && ArrayObject_Check(value)) return set_array_as_pointer(type, info, value, adr);
  return incompatible(type, value);
}

function incompatible(type: number, value: number): 0 {
  return PyErr_Format(S.PyExc_TypeError, 'incompatible types, %s instance instead of %s instance', type_name_of(value), name_of(type));
}

/** A value that is no ctypes object: through the type's setfunc, as the arguments of the type, or None for a pointer. */
function set_converted(type: number, info: number, value: number, size: number, adr: number): number {
  const set = info === 0 ? 0 : read_ptr(info + StgInfo.setfunc);
  if (set !== 0) return with_memory(adr, info_size(info), true, 0, (o) => FUNCS[set](o, value, size));
  if (PyTuple_Check(value)) {
    const ob = PyObject_CallObject(type, value);
    if (ob === 0) {
      _ctypes_extend_error(S.PyExc_RuntimeError, `(${name_of(type)}) `);
      return 0;
    }
    const result = _PyCData_set(type, 0, ob, size, adr);
    Py_DECREF(ob);
    return result;
  }
  if (value === S.Py_None && PyCPointerTypeObject_Check(type)) return with_memory(adr, 8, true, 0, (o) => (write_pointer(o, 0), S.Py_None));
  return PyErr_Format(S.PyExc_TypeError, 'expected %s instance, got %s', name_of(type), type_name_of(value));
}

/** An array assigned to a pointer: its objects are kept, and it itself. */
function set_array_as_pointer(type: number, info: number, value: number, adr: number): number {
  if (info_proto(PyStgInfo_FromObject(value)) !== info_proto(info)) return incompatible(type, value);
  with_memory(adr, 8, true, 0, (o) => (write_pointer(o, b_ptr(value)), 0));
  const keep = GetKeepedObjects(value);
  return keep === 0 ? 0 : PyTuple_Pack(2, keep, value);
}

/** Assigns `value` to place `index` of `dst`, at address `adr`. 0 or -1. */
export function PyCData_set(dst: number, type: number, setfunc: number, value: number, index: number, size: number, adr: number): number {
  if (!CDataObject_Check(dst)) {
    PyErr_SetString(S.PyExc_TypeError, 'not a ctype instance');
    return -1;
  }
  const result = _PyCData_set(type, setfunc, value, size, adr);
  return result === 0 ? -1 : KeepRef(dst, index, result);
}

// --- buffer protocol, pickling, type ----------------------------------------------------------------------------------

function innermost_item_type(type: number): number {
  let t = type;
  while (PyCArrayTypeObject_Check(t)) t = info_proto(PyStgInfo_FromType(t));
  return t;
}

export function PyCData_NewGetBuffer(self: number, view: number, flags: number): number {
  const info = PyStgInfo_FromObject(self);
  const item = PyStgInfo_FromType(innermost_item_type(Py_TYPE(self)));
  let owner = self;
  let p = resolve(b_ptr(self));
  if (p < 0) {
    if (flags & PyBUF_WRITABLE) {
      PyErr_SetString(S.PyExc_BufferError, 'memory of C cannot be exported as a writable buffer: copy it with bytes() or string_at()');
      return -1;
    }
    owner = with_memory(b_ptr(self), b_size(self), false, 0, (o) => PyBytes_FromStringAndSize(o, b_size(self)));
    if (owner === 0) return -1;
    p = PyBytes_AS_STRING(owner);
  } else Py_NewRef(self);
  write_ptr(view + Py_buffer.buf, p);
  write_ptr(view + Py_buffer.obj, owner);
  write_ssize(view + Py_buffer.len, b_size(self));
  HEAP32[(view + Py_buffer.readonly) >> 2] = owner === self ? 0 : 1;
  write_ptr(view + Py_buffer.format, read_ptr(info + StgInfo.format) || static_cstring('B'));
  HEAP32[(view + Py_buffer.ndim) >> 2] = HEAP32[(info + StgInfo.ndim) >> 2];
  write_ptr(view + Py_buffer.shape, read_ptr(info + StgInfo.shape));
  write_ssize(view + Py_buffer.itemsize, info_size(item));
  write_ptr(view + Py_buffer.strides, 0);
  write_ptr(view + Py_buffer.suboffsets, 0);
  write_ptr(view + Py_buffer.internal, 0);
  return 0;
}

function nohash(_self: number): number {
  PyErr_SetString(S.PyExc_TypeError, 'unhashable type');
  return hash_result(-1, -1);
}

function reduce(self: number): number {
  if (info_flags(PyStgInfo_FromObject(self)) & (TYPEFLAG_ISPOINTER | TYPEFLAG_HASPOINTER)) return raise(S.PyExc_ValueError, 'ctypes objects containing pointers cannot be pickled');
  const dict = PyObject_GetAttr(self, _Py_ID('__dict__'));
  if (dict === 0) return 0;
  const bytes = with_memory(b_ptr(self), b_size(self), false, 0, (o) => PyBytes_FromStringAndSize(o, b_size(self)));
  return Py_BuildValue('O(O(NN))', read_ptr(st.unpickle), Py_TYPE(self), dict, bytes);
}

function setstate(self: number, args: number): number {
  const mark = stackSave();
  const at = stackAlloc(16);
  const ok = PyArg_ParseTuple(args, 'O!O', S.PyDict_Type, at, at + 8);
  const dict = read_ptr(at);
  const data = read_ptr(at + 8);
  stackRestore(mark);
  if (!ok) return 0;
  if (with_buffer(data, 0, -1, (p, n) => copy(b_ptr(self), p, Math.min(n, b_size(self)))) < 0) return 0;
  const mydict = PyObject_GetAttr(self, _Py_ID('__dict__'));
  if (mydict === 0) return 0;
  let res = -1;
  if (PyDict_Check(mydict)) res = PyDict_Update(mydict, dict);
  else PyErr_Format(S.PyExc_TypeError, '%.200s.__dict__ must be a dictionary, not %.200s', type_name_of(self), type_name_of(mydict));
  Py_DECREF(mydict);
  return res < 0 ? 0 : S.Py_None;
}

function from_outparam(self: number): number {
  return Py_NewRef(self);
}

export const pycdata_spec = type_spec({
  tp_name: '_ctypes._CData',
  tp_basicsize: CDataObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc: 'Base of all ctypes instances.',
  tp_dealloc: PyCData_dealloc,
  tp_hash: nohash,
  tp_traverse: PyCData_traverse,
  tp_clear: PyCData_clear,
  tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
  tp_members: [
    ['_b_base_', _Py_T_OBJECT, CDataObject.b_base, Py_READONLY, 'The object whose memory this one shares.'],
    ['_b_needsfree_', Py_T_INT, CDataObject.b_needsfree, Py_READONLY, 'Whether the object owns its memory.'],
    ['_objects', _Py_T_OBJECT, CDataObject.b_objects, Py_READONLY, 'What is kept alive because the memory points to it.'],
  ],
  tp_methods: [
    ['__ctypes_from_outparam__', from_outparam, METH_NOARGS, '__ctypes_from_outparam__($self, /)\n--\n\nThe object itself.'],
    ['__setstate__', setstate, METH_VARARGS],
    ['__reduce__', reduce, METH_NOARGS, '__reduce__($self, /)\n--\n\n'],
  ],
});
