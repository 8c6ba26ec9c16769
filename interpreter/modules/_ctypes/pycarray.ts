// Answers to PyCArrayType_Type and PyCArray_Type of Modules/_ctypes/_ctypes.c of CPython 3.13, with the cache of array types.

import { DictRemoverObject, PyGetSetDef, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { func_index } from '../../include/functable';
import { HEAPDV, HEAPU8, read_ptr, write_ptr, write_ssize } from '../../include/heap';
import {
  METH_CLASS, METH_O, Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import * as S from '../../include/statics';
import { type GetSetSpec, type_spec, write_getset } from '../../include/typespec';
import { PyIndex_Check, PyNumber_AsSsize_t, PySequence_GetItem, PySequence_Length, PySequence_SetItem } from '../../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { PyObject_CallNoArgs, PyObject_CallObject } from '../../objects/call';
import { PyDescr_NewGetSet } from '../../objects/descrobject';
import { PyDict_DelItem, PyDict_SetItem, PyDict_SetItemString } from '../../objects/dictobject';
import { type_name_of } from '../../objects/fileobject';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import { PyList_New, PyList_SET_ITEM } from '../../objects/listobject';
import { _PyLong_IsNegative, PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from '../../objects/longobject';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from '../../objects/sliceobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../../objects/tupleobject';
import { PyType_Check } from '../../objects/typeobject';
import { _Py_ID, PyUnicode_Check } from '../../objects/unicodeobject';
import { PyUnicode_AsWideChar, PyUnicode_FromWideChar } from '../../objects/unicodeobject_wchar';
import { PyWeakref_CheckProxy, PyWeakref_GetRef, PyWeakref_NewProxy } from '../../objects/weakrefobject';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../../python/gc';
import { Py_BuildValue } from '../../python/modsupport';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { optional_attr, with_buffer } from '../clinic';
import { pointer_carg } from './cargobject';
import { free_instance, GenericPyCData_new, name_of, PyCData_get, PyCData_NewGetBuffer, PyCData_set } from './cdata';
import { bytes_at, is_getfunc, wide_at } from './cfield_getset';
import { CDataType_from_param, cdata_type_methods } from './ctype_type';
import {
  add_info_flags, b_length, b_ptr, b_size, info_flags, info_length, info_proto, info_size, PyStgInfo_FromObject, PyStgInfo_FromType, st, TYPEFLAG_HASPOINTER, TYPEFLAG_ISPOINTER, raise,
} from './ctypes';
import { copy, real, terminated_length, with_memory } from './memory';
import { dict_item, set_pointer_ffi } from './pycpointer';
import { info_format, info_shape, PyStgInfo_Init, set_cstring, set_shape } from './stgdict';

const SSIZE_MAX = 2 ** 63;

// --- arrays of characters are strings ---------------------------------------------------------------------------------

function fail(exc: number, message: string): -1 {
  PyErr_SetString(exc, message);
  return -1;
}

function get_raw(self: number): number {
  return bytes_at(b_ptr(self), b_size(self));
}

function set_raw(self: number, value: number): number {
  if (value === 0) return fail(S.PyExc_AttributeError, 'cannot delete attribute');
  return with_buffer(value, 0, -1, (p, n) => (n > b_size(self) ? fail(S.PyExc_ValueError, 'byte string too long') : copy(b_ptr(self), real(p), n)));
}

function CharArray_get_value(self: number): number {
  const n = terminated_length(b_ptr(self), 1, b_size(self));
  return n < 0 ? 0 : bytes_at(b_ptr(self), n);
}

function CharArray_set_value(self: number, value: number): number {
  if (value === 0) return fail(S.PyExc_TypeError, "can't delete attribute");
  if (!PyBytes_Check(value)) {
    PyErr_Format(S.PyExc_TypeError, 'bytes expected instead of %s instance', type_name_of(value));
    return -1;
  }
  const size = PyBytes_GET_SIZE(value);
  if (size > b_size(self)) return fail(S.PyExc_ValueError, 'byte string too long');
  // The zero byte that ends a bytes object is copied too where it fits.
  return copy(b_ptr(self), real(PyBytes_AS_STRING(value)), Math.min(size + 1, b_size(self)));
}

function WCharArray_get_value(self: number): number {
  const n = terminated_length(b_ptr(self), 4, b_size(self) / 4);
  return n < 0 ? 0 : wide_at(b_ptr(self), n);
}

function WCharArray_set_value(self: number, value: number): number {
  if (value === 0) return fail(S.PyExc_TypeError, "can't delete attribute");
  if (!PyUnicode_Check(value)) {
    PyErr_Format(S.PyExc_TypeError, 'unicode string expected instead of %s instance', type_name_of(value));
    return -1;
  }
  const room = b_size(self) / 4;
  if (PyUnicode_AsWideChar(value, 0, 0) - 1 > room) return fail(S.PyExc_ValueError, 'string too long');
  return with_memory(b_ptr(self), b_size(self), true, -1, (o) => (PyUnicode_AsWideChar(value, o, room) < 0 ? -1 : 0));
}

const CharArray_getsets: GetSetSpec[] = [
  ['raw', get_raw, set_raw, 'All bytes.'],
  ['value', CharArray_get_value, CharArray_set_value, 'The bytes before the first zero.'],
];
const WCharArray_getsets: GetSetSpec[] = [['value', WCharArray_get_value, WCharArray_set_value, 'The string before the first zero.']];
for (const [, get, set] of [...CharArray_getsets, ...WCharArray_getsets]) {
  func_index(get);
  func_index(set);
}

/** Tables of getsets in memory, made once a realm; types refer to them for ever. */
const tables = new Map<GetSetSpec[], number>();

function add_getset(type: number, specs: GetSetSpec[]): number {
  let table = tables.get(specs);
  if (table === undefined) {
    table = write_getset(specs);
    tables.set(specs, table);
  }
  const dict = read_ptr(type + PyTypeObject.tp_dict);
  for (let i = 0; i < specs.length; i++) {
    const descr = PyDescr_NewGetSet(type, table + i * PyGetSetDef.SIZEOF);
    if (descr === 0) return -1;
    const r = PyDict_SetItemString(dict, specs[i][0], descr);
    Py_DECREF(descr);
    if (r < 0) return -1;
  }
  return 0;
}

// --- the metatype -----------------------------------------------------------------------------------------------------

function paramfunc(self: number): number {
  return pointer_carg('P', b_ptr(self), Py_NewRef(self));
}
const paramfunc_index = func_index(paramfunc);

/** The class's _length_; -1 with an exception. */
function length_attribute(self: number): number {
  const attr = optional_attr(self, _Py_ID('_length_'));
  if (attr < 0) return -1;
  if (attr === 0) return fail(S.PyExc_AttributeError, "class must define a '_length_' attribute");
  const is_int = PyLong_Check(attr);
  const negative = is_int && _PyLong_IsNegative(attr);
  const length = is_int && !negative ? PyLong_AsSsize_t(attr) : 0;
  Py_DECREF(attr);
  if (!is_int) return fail(S.PyExc_TypeError, "The '_length_' attribute must be an integer");
  if (negative) return fail(S.PyExc_ValueError, "The '_length_' attribute must not be negative");
  if (length === -1 && PyErr_Occurred() && PyErr_ExceptionMatches(S.PyExc_OverflowError)) PyErr_SetString(S.PyExc_OverflowError, "The '_length_' attribute is too large");
  return length;
}

function PyCArrayType_init(self: number, _args: number, _kwds: number): number {
  const length = length_attribute(self);
  if (length < 0) return -1;
  const item = optional_attr(self, _Py_ID('_type_'));
  if (item < 0) return -1;
  if (item === 0) return fail(S.PyExc_AttributeError, "class must define a '_type_' attribute");
  const r = init_array_info(self, length, item);
  if (r < 0) Py_DECREF(item);
  return r;
}

/** Steals `item` when it succeeds. 0 or -1. */
function init_array_info(self: number, length: number, item: number): number {
  const info = PyStgInfo_Init(self);
  if (info === 0) return -1;
  const iteminfo = PyStgInfo_FromType(item);
  if (iteminfo === 0) return fail(S.PyExc_TypeError, '_type_ must have storage info');
  if (set_cstring(info + StgInfo.format, info_format(iteminfo) ?? 'B') < 0 || set_shape(info, [length, ...info_shape(iteminfo)]) < 0) return -1;
  const itemsize = info_size(iteminfo);
  if (itemsize !== 0 && length > (SSIZE_MAX - 1) / itemsize) return fail(S.PyExc_OverflowError, 'array too large');
  if (info_flags(iteminfo) & (TYPEFLAG_ISPOINTER | TYPEFLAG_HASPOINTER)) add_info_flags(info, TYPEFLAG_HASPOINTER);
  write_ssize(info + StgInfo.size, itemsize * length);
  write_ptr(info + StgInfo.align, read_ptr(iteminfo + StgInfo.align));
  write_ssize(info + StgInfo.length, length);
  write_ptr(info + StgInfo.paramfunc, paramfunc_index);
  set_pointer_ffi(info);
  const getfunc = read_ptr(iteminfo + StgInfo.getfunc);
  if (is_getfunc(getfunc, 'c') && add_getset(self, CharArray_getsets) < 0) return -1;
  if (is_getfunc(getfunc, 'u') && add_getset(self, WCharArray_getsets) < 0) return -1;
  write_ptr(info + StgInfo.proto, item);
  return 0;
}

export const pycarray_type_spec = type_spec({
  tp_name: '_ctypes.PyCArrayType',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'The metatype of arrays.',
  tp_init: PyCArrayType_init,
  tp_methods: cdata_type_methods(CDataType_from_param),
});

// --- instances --------------------------------------------------------------------------------------------------------

function Array_init(self: number, args: number, _kwds: number): number {
  const n = PyTuple_GET_SIZE(args);
  for (let i = 0; i < n; i++) if (PySequence_SetItem(self, i, PyTuple_GET_ITEM(args, i)) < 0) return -1;
  return 0;
}

function item_size(info: number): number {
  return info_size(info) / info_length(info);
}

function Array_item(self: number, index: number): number {
  if (index < 0 || index >= b_length(self)) return raise(S.PyExc_IndexError, 'invalid index');
  const info = PyStgInfo_FromObject(self);
  const size = item_size(info);
  return PyCData_get(info_proto(info), 0, self, index, size, b_ptr(self) + index * size);
}

function Array_ass_item(self: number, index: number, value: number): number {
  if (value === 0) return fail(S.PyExc_TypeError, 'Array does not support item deletion');
  const info = PyStgInfo_FromObject(self);
  if (index < 0 || index >= info_length(info)) return fail(S.PyExc_IndexError, 'invalid index');
  const size = item_size(info);
  return PyCData_set(self, info_proto(info), 0, value, index, size, b_ptr(self) + index * size);
}

/** The index an object stands for, negative ones from the end; null with an exception. */
function index_of(self: number, key: number): number | null {
  const i = PyNumber_AsSsize_t(key, S.PyExc_IndexError);
  if (i === -1 && PyErr_Occurred()) return null;
  return i < 0 ? i + b_length(self) : i;
}

interface Slice {
  start: number;
  step: number;
  len: number;
}

function slice_of(self: number, key: number): Slice | null {
  const mark = stackSave();
  const at = stackAlloc(24);
  let slice: Slice | null = null;
  if (PySlice_Unpack(key, at, at + 8, at + 16) >= 0) {
    const step = Number(HEAPDV.getBigInt64(at + 16, true));
    const len = PySlice_AdjustIndices(b_length(self), at, at + 8, step);
    slice = { start: Number(HEAPDV.getBigInt64(at, true)), step, len };
  }
  stackRestore(mark);
  return slice;
}

/** New bytes of every step-th byte at address `p`. */
export function strided_bytes(p: number, start: number, step: number, len: number): number {
  const first = Math.min(start, start + (len - 1) * step);
  const span = Math.abs(step) * (len - 1) + 1;
  return with_memory(p + first, span, false, 0, (o) => {
    const mem = PyMem_Malloc(len);
    if (mem === 0) return PyErr_NoMemory();
    for (let i = 0; i < len; i++) HEAPU8[mem + i] = HEAPU8[o + start - first + i * step];
    const r = PyBytes_FromStringAndSize(mem, len);
    PyMem_Free(mem);
    return r;
  });
}

/** New str of every step-th wchar_t at address `p`. */
export function strided_wide(p: number, start: number, step: number, len: number): number {
  const first = Math.min(start, start + (len - 1) * step);
  const span = Math.abs(step) * (len - 1) + 1;
  return with_memory(p + first * 4, span * 4, false, 0, (o) => {
    const mem = PyMem_Malloc(len * 4);
    if (mem === 0) return PyErr_NoMemory();
    for (let i = 0; i < len; i++) HEAPDV.setUint32(mem + i * 4, HEAPDV.getUint32(o + (start - first + i * step) * 4, true), true);
    const r = PyUnicode_FromWideChar(mem, len);
    PyMem_Free(mem);
    return r;
  });
}

function Array_subscript(self: number, key: number): number {
  if (PyIndex_Check(key)) {
    const i = index_of(self, key);
    return i === null ? 0 : Array_item(self, i);
  }
  if (!PySlice_Check(key)) return raise(S.PyExc_TypeError, 'indices must be integers');
  const slice = slice_of(self, key);
  if (slice === null) return 0;
  const { start, step, len } = slice;
  const getfunc = read_ptr(PyStgInfo_FromType(info_proto(PyStgInfo_FromObject(self))) + StgInfo.getfunc);
  if (is_getfunc(getfunc, 'c')) return len <= 0 ? S._Py_SINGLETON_bytes_empty : strided_bytes(b_ptr(self), start, step, len);
  if (is_getfunc(getfunc, 'u')) return len <= 0 ? S._Py_SINGLETON_str_empty : strided_wide(b_ptr(self), start, step, len);
  const list = PyList_New(len);
  for (let i = 0; i < len && list !== 0; i++) {
    const v = Array_item(self, start + i * step);
    if (v === 0) {
      Py_DECREF(list);
      return 0;
    }
    PyList_SET_ITEM(list, i, v);
  }
  return list;
}

function Array_ass_subscript(self: number, key: number, value: number): number {
  if (value === 0) return fail(S.PyExc_TypeError, 'Array does not support item deletion');
  if (PyIndex_Check(key)) {
    const i = index_of(self, key);
    return i === null ? -1 : Array_ass_item(self, i, value);
  }
  if (!PySlice_Check(key)) return fail(S.PyExc_TypeError, 'indices must be integer');
  const slice = slice_of(self, key);
  if (slice === null) return -1;
  if (PySequence_Length(value) !== slice.len) return fail(S.PyExc_ValueError, 'Can only assign sequence of same size');
  for (let i = 0; i < slice.len; i++) {
    const v = PySequence_GetItem(value, i);
    if (v === 0) return -1;
    const r = Array_ass_item(self, slice.start + i * slice.step, v);
    Py_DECREF(v);
    if (r < 0) return -1;
  }
  return 0;
}

export const pycarray_spec = type_spec({
  tp_name: '_ctypes.Array',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'Base of arrays. A concrete array type is made by multiplying a ctypes type with its length.',
  tp_init: Array_init,
  tp_new: GenericPyCData_new,
  tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
  tp_as_sequence: { sq_length: b_length, sq_item: Array_item, sq_ass_item: Array_ass_item },
  tp_as_mapping: { mp_length: b_length, mp_subscript: Array_subscript, mp_ass_subscript: Array_ass_subscript },
  tp_methods: [['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585']],
});

// --- the cache --------------------------------------------------------------------------------------------------------

function remover_clear(self: number): number {
  Py_CLEAR(self + DictRemoverObject.key);
  Py_CLEAR(self + DictRemoverObject.dict);
  return 0;
}
function remover_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  remover_clear(self);
  free_instance(self);
}
function remover_traverse(self: number, visit: visitproc, arg: number): number {
  for (const field of [DictRemoverObject.key, DictRemoverObject.dict]) {
    const o = read_ptr(self + field);
    const e = o === 0 ? 0 : visit(o, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}
/** The weak reference's callback: its type is gone, so is its entry. */
function remover_call(self: number, _args: number, _kwds: number): number {
  const key = read_ptr(self + DictRemoverObject.key);
  const dict = read_ptr(self + DictRemoverObject.dict);
  if (key !== 0 && dict !== 0) {
    if (PyDict_DelItem(dict, key) < 0) PyErr_FormatUnraisable('Exception ignored on calling _ctypes.DictRemover');
    remover_clear(self);
  }
  return S.Py_None;
}

export const dictremover_spec = type_spec({
  tp_name: '_ctypes.DictRemover',
  tp_basicsize: DictRemoverObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'Deletes a key from a dictionary.',
  tp_dealloc: remover_dealloc,
  tp_traverse: remover_traverse,
  tp_clear: remover_clear,
  tp_call: remover_call,
});

/** dict[key] = a weak proxy of `item`, that takes its entry away when it dies. 0 or -1. */
function PyDict_SetItemProxy(dict: number, key: number, item: number): number {
  const remover = PyObject_CallNoArgs(read_ptr(st.DictRemover_Type));
  if (remover === 0) return -1;
  write_ptr(remover + DictRemoverObject.key, Py_NewRef(key));
  write_ptr(remover + DictRemoverObject.dict, Py_NewRef(dict));
  const proxy = PyWeakref_NewProxy(item, remover);
  Py_DECREF(remover);
  if (proxy === 0) return -1;
  const r = PyDict_SetItem(dict, key, proxy);
  Py_DECREF(proxy);
  return r;
}

/** New: what the proxy under `key` refers to; 0: nothing; -1 with an exception. */
function PyDict_GetItemProxy(dict: number, key: number): number {
  const item = dict_item(dict, key);
  if (item <= 0 || !PyWeakref_CheckProxy(item)) return item;
  const mark = stackSave();
  const at = stackAlloc(8);
  const r = PyWeakref_GetRef(item, at);
  const o = read_ptr(at);
  stackRestore(mark);
  Py_DECREF(item);
  return r < 0 ? -1 : r === 0 ? 0 : o;
}

/** Returns new: the array type of `length` items, the same one as long as it lives. May fail. */
export function PyCArrayType_from_ctype(itemtype: number, length: number): number {
  const len = PyLong_FromSsize_t(length);
  if (len === 0) return 0;
  const key = PyTuple_Pack(2, itemtype, len);
  Py_DECREF(len);
  if (key === 0) return 0;
  let result = PyDict_GetItemProxy(read_ptr(st.array_cache), key);
  if (result === 0) result = new_array_type(itemtype, length, key);
  Py_DECREF(key);
  return result < 0 ? 0 : result;
}

function new_array_type(itemtype: number, length: number, key: number): number {
  if (!PyType_Check(itemtype)) return raise(S.PyExc_TypeError, 'Expected a type object');
  const args = Py_BuildValue('s(O){s:n,s:O}', `${name_of(itemtype).slice(0, 200)}_Array_${length}`, read_ptr(st.PyCArray_Type), '_length_', length, '_type_', itemtype);
  if (args === 0) return 0;
  const result = PyObject_CallObject(read_ptr(st.PyCArrayType_Type), args);
  Py_DECREF(args);
  if (result === 0 || PyDict_SetItemProxy(read_ptr(st.array_cache), key, result) >= 0) return result;
  Py_DECREF(result);
  return 0;
}
