// Answers to Modules/_ctypes/stgdict.c of CPython 3.13: what a ctypes class knows of its memory (StgInfo), and how `_fields_`
// are laid out.
//
// Deviation: the elements of a structure's ffi_type are text, `offset:type,...` in HostFfi's letters; arrays in it keep their
// true type whatever the structure's size.

import { CFieldObject, StgInfo } from '../../include/generated/offsets';
import { cstring, HEAP16, HEAP32, HEAPU8, memmove, read_ptr, read_ssize, utf8_bytes, write_ptr, write_ssize } from '../../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { Py_CLEAR, Py_DECREF, Py_NewRef, Py_XINCREF } from '../../include/object';
import * as S from '../../include/statics';
import { PyObject_IsInstance, PySequence_Fast, PySequence_GetItem, PySequence_Size } from '../../objects/abstract';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE } from '../../objects/listobject';
import { PyLong_AsInt } from '../../objects/longobject';
import { PyObject_GetAttr, PyObject_HasAttrWithError, PyObject_SetAttr } from '../../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Size } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_AsUTF8 } from '../../objects/unicodeobject';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyArg_ParseTuple } from '../../python/getargs';
import { optional_attr } from '../clinic';
import { name_of } from './cdata';
import { copy_field, type FieldLayout, PyCField_FromDesc } from './cfield';
import { FFI_LETTERS, FFI_TYPE_STRUCT, is_getfunc } from './cfield_getset';
import {
  add_info_flags, DICTFLAG_FINAL, info_flags, info_length, info_proto, info_size, PyCArrayTypeObject_Check, PyStgInfo_FromType, st, tp_base, TYPE_DATA, TYPEFLAG_HASPOINTER,
  TYPEFLAG_ISPOINTER,
} from './ctypes';
import { Py_IS_TYPE } from '../../include/object';

const OBJECTS = [StgInfo.proto, StgInfo.argtypes, StgInfo.converters, StgInfo.restype, StgInfo.checker, StgInfo.module] as const;

/** Borrowed references of an info, for tp_traverse. */
export function stginfo_objects(info: number): number[] {
  return OBJECTS.map((offset) => read_ptr(info + offset)).filter((o) => o !== 0);
}

export function ctype_clear_stginfo(info: number): void {
  for (const offset of OBJECTS) Py_CLEAR(info + offset);
}

/** Frees an info's memory that is no object. */
export function free_stginfo_memory(info: number): void {
  for (const offset of [StgInfo.ffi_type_pointer_elements, StgInfo.format, StgInfo.shape]) {
    PyMem_Free(read_ptr(info + offset));
    write_ptr(info + offset, 0);
  }
}

/** Marks the fresh type as a ctypes class; its info, zeroed, or 0 with SystemError. */
export function PyStgInfo_Init(type: number): number {
  const is = PyObject_IsInstance(type, read_ptr(st.PyCType_Type));
  if (is < 0) return 0;
  if (is === 0) return PyErr_Format(S.PyExc_SystemError, "'%s' is not a ctypes class.", name_of(type));
  const info = type + TYPE_DATA;
  if (HEAP32[(info + StgInfo.initialized) >> 2] !== 0) return PyErr_Format(S.PyExc_SystemError, "StgInfo of '%s' is already initialized.", name_of(type));
  write_ptr(info + StgInfo.module, Py_NewRef(read_ptr(st.module)));
  HEAP32[(info + StgInfo.initialized) >> 2] = 1;
  return info;
}

/** Puts a copy of `text` into the char * field at `slot`, whose old content is freed. 0 or -1. */
export function set_cstring(slot: number, text: string): number {
  const bytes = utf8_bytes(text);
  const p = PyMem_Malloc(bytes.length + 1);
  if (p === 0) {
    PyErr_NoMemory();
    return -1;
  }
  HEAPU8.set(bytes, p);
  HEAPU8[p + bytes.length] = 0;
  PyMem_Free(read_ptr(slot));
  write_ptr(slot, p);
  return 0;
}

/** The PEP 3118 format; null when the type is not complete. */
export function info_format(info: number): string | null {
  const p = read_ptr(info + StgInfo.format);
  return p === 0 ? null : cstring(p);
}

export function info_shape(info: number): number[] {
  const ndim = HEAP32[(info + StgInfo.ndim) >> 2];
  const shape = read_ptr(info + StgInfo.shape);
  return shape === 0 ? [] : Array.from({ length: ndim }, (_, i) => read_ssize(shape + i * 8));
}

/** The format with an array's shape before it: "(2,3)<i". */
export function format_with_shape(info: number, format: string): string {
  const shape = info_shape(info);
  return shape.length === 0 ? format : `(${shape.join(',')})${format}`;
}

/** A copy of the base's info for a class without `_fields_` of its own. 0 or -1. */
export function PyCStgInfo_clone(dst: number, src: number): number {
  ctype_clear_stginfo(dst);
  free_stginfo_memory(dst);
  memmove(dst, src, StgInfo.SIZEOF);
  for (const offset of OBJECTS) Py_XINCREF(read_ptr(dst + offset));
  for (const offset of [StgInfo.ffi_type_pointer_elements, StgInfo.format]) {
    write_ptr(dst + offset, 0);
    const text = read_ptr(src + offset);
    if (text !== 0 && set_cstring(dst + offset, cstring(text)) < 0) return -1;
  }
  return set_shape(dst, info_shape(src));
}

/** 0 or -1. The old shape is not freed. */
export function set_shape(info: number, shape: readonly number[]): number {
  write_ptr(info + StgInfo.shape, 0);
  HEAP32[(info + StgInfo.ndim) >> 2] = shape.length;
  if (shape.length === 0) return 0;
  const p = PyMem_Malloc(shape.length * 8);
  if (p === 0) {
    PyErr_NoMemory();
    return -1;
  }
  shape.forEach((n, i) => write_ssize(p + i * 8, n));
  write_ptr(info + StgInfo.shape, p);
  return 0;
}

/** How a value of the type is described to HostFfi inside a structure or as a parameter. */
export function ffi_signature(type: number): string {
  const info = PyStgInfo_FromType(type);
  if (PyCArrayTypeObject_Check(type)) return `[${info_length(info)} ${ffi_signature(info_proto(info))}]`;
  return info_signature(info);
}

export function info_signature(info: number): string {
  const number = HEAP16[(info + StgInfo.ffi_type_pointer_type) >> 1];
  if (number !== FFI_TYPE_STRUCT) return FFI_LETTERS[number];
  const inner = cstring(read_ptr(info + StgInfo.ffi_type_pointer_elements));
  return `{${info_size(info)},${read_ssize(info + StgInfo.align)}|${inner}}`;
}

// --- anonymous fields -------------------------------------------------------------------------------------------------

function items_of(fast: number): number[] {
  const list = PyList_Check(fast);
  const n = list ? PyList_GET_SIZE(fast) : PyTuple_GET_SIZE(fast);
  return Array.from({ length: n }, (_, i) => (list ? PyList_GET_ITEM(fast, i) : PyTuple_GET_ITEM(fast, i)));
}

/** Runs `f` over the items of a sequence (borrowed) until it gives -1. 0 or -1. */
function each(sequence: number, message: string, f: (item: number) => number): number {
  const fast = PySequence_Fast(sequence, message);
  if (fast === 0) return -1;
  const r = items_of(fast).every((item) => f(item) === 0) ? 0 : -1;
  Py_DECREF(fast);
  return r;
}

/** The fields of an anonymous field's type as fields of `type`. 0 or -1. */
function MakeFields(type: number, proto: number, index: number, offset: number): number {
  const fields = PyObject_GetAttr(proto, _Py_ID('_fields_'));
  if (fields === 0) return -1;
  const r = each(fields, '_fields_ must be a sequence', (pair) => {
    const parsed = parse_pair(pair, 'OO|O');
    if (parsed === null) return -1;
    const fdescr = PyObject_GetAttr(proto, parsed.name);
    if (fdescr === 0) return -1;
    const result = make_field(type, parsed.name, fdescr, index, offset);
    Py_DECREF(fdescr);
    return result;
  });
  Py_DECREF(fields);
  return r;
}

function make_field(type: number, name: number, fdescr: number, index: number, offset: number): number {
  if (!Py_IS_TYPE(fdescr, read_ptr(st.PyCField_Type))) {
    PyErr_SetString(S.PyExc_TypeError, 'unexpected type');
    return -1;
  }
  const at = offset + read_ssize(fdescr + CFieldObject.offset);
  const i = index + read_ssize(fdescr + CFieldObject.index);
  if (HEAP32[(fdescr + CFieldObject.anonymous) >> 2] !== 0) return MakeFields(type, read_ptr(fdescr + CFieldObject.proto), i, at);
  const copy = copy_field(fdescr, i, at);
  if (copy === 0) return -1;
  const r = PyObject_SetAttr(type, name, copy);
  Py_DECREF(copy);
  return r;
}

function MakeAnonFields(type: number): number {
  const anon = optional_attr(type, _Py_ID('_anonymous_'));
  if (anon <= 0) return anon;
  const r = each(anon, '_anonymous_ must be a sequence', (fname) => {
    const descr = PyObject_GetAttr(type, fname);
    if (descr === 0) return -1;
    let result = -1;
    if (Py_IS_TYPE(descr, read_ptr(st.PyCField_Type))) {
      HEAP32[(descr + CFieldObject.anonymous) >> 2] = 1;
      result = MakeFields(type, read_ptr(descr + CFieldObject.proto), read_ssize(descr + CFieldObject.index), read_ssize(descr + CFieldObject.offset));
    } else PyErr_Format(S.PyExc_AttributeError, "'%U' is specified in _anonymous_ but not in _fields_", fname);
    Py_DECREF(descr);
    return result;
  });
  Py_DECREF(anon);
  return r;
}

// --- _fields_ ---------------------------------------------------------------------------------------------------------

/** A small non-negative int attribute of the class; null with ValueError. */
function int_attribute(type: number, name: string, missing: number): number | null {
  const v = optional_attr(type, _Py_ID(name));
  if (v < 0) return null;
  if (v === 0) return missing;
  const n = PyLong_AsInt(v);
  Py_DECREF(v);
  if (n >= 0) return n;
  if (!PyErr_Occurred() || PyErr_ExceptionMatches(S.PyExc_TypeError) || PyErr_ExceptionMatches(S.PyExc_OverflowError)) {
    PyErr_SetString(S.PyExc_ValueError, `${name} must be a non-negative integer`);
  }
  return null;
}

interface Pair {
  name: number;
  desc: number;
  bitsize: number;
}

/** The parts of a `_fields_` item, borrowed; null with an exception. */
function parse_pair(pair: number, format: string): Pair | null {
  const mark = stackSave();
  const at = stackAlloc(24);
  HEAP32[(at + 16) >> 2] = 0;
  const ok = PyArg_ParseTuple(pair, format, at, at + 8, at + 16);
  const parsed = { name: read_ptr(at), desc: read_ptr(at + 8), bitsize: HEAP32[(at + 16) >> 2] };
  stackRestore(mark);
  return ok ? parsed : null;
}

/** Whether libffi's type number is an integer's that may be a bit field. */
function bits_allowed(info: number): boolean {
  const letter = FFI_LETTERS[HEAP16[(info + StgInfo.ffi_type_pointer_type) >> 1]];
  const getfunc = read_ptr(info + StgInfo.getfunc);
  return 'BbHhIiQq'.includes(letter) && !is_getfunc(getfunc, 'c') && !is_getfunc(getfunc, 'u');
}

/** What grows while the fields are placed. */
interface Layout extends FieldLayout {
  union_size: number;
  total_align: number;
  format: string;
  elements: string[];
}

/** Places one field. 0 or -1. */
function add_field(type: number, stginfo: number, isStruct: boolean, layout: Layout, i: number, pair: number): number {
  const parsed = parse_pair(pair, 'UO|i');
  if (parsed === null) {
    PyErr_SetString(S.PyExc_TypeError, "'_fields_' must be a sequence of (name, C type) pairs");
    return -1;
  }
  const { name, desc } = parsed;
  const info = PyStgInfo_FromType(desc);
  if (info === 0) {
    PyErr_Format(S.PyExc_TypeError, 'second item in _fields_ tuple (index %zd) must be a C type', i);
    return -1;
  }
  if (info_flags(info) & (TYPEFLAG_ISPOINTER | TYPEFLAG_HASPOINTER)) add_info_flags(stginfo, TYPEFLAG_HASPOINTER);
  add_info_flags(info, DICTFLAG_FINAL);
  const bitsize = PyTuple_Size(pair) === 3 ? check_bits(info, desc, parsed.bitsize) : 0;
  if (bitsize < 0) return -1;
  if (!isStruct) layout.size = layout.offset = layout.align = 0;
  const last_size = layout.size;
  const prop = PyCField_FromDesc(desc, i, bitsize, layout);
  if (prop === 0) return -1;
  const offset = read_ssize(prop + CFieldObject.offset);
  if (isStruct) {
    const text = PyUnicode_AsUTF8(name);
    if (text === null) {
      Py_DECREF(prop);
      return -1;
    }
    layout.format += padding(offset - last_size) + format_with_shape(info, `${info_format(info) ?? 'B'}:${text}:`);
  } else layout.union_size = Math.max(layout.size, layout.union_size);
  // Bit fields share a unit: it is described once.
  if (bitsize === 0 || layout.unit_is_new) layout.elements.push(`${offset}:${ffi_signature(desc)}`);
  layout.total_align = Math.max(layout.align, layout.total_align);
  const r = PyObject_SetAttr(type, name, prop);
  Py_DECREF(prop);
  return r;
}

function check_bits(info: number, desc: number, bitsize: number): number {
  if (!bits_allowed(info)) PyErr_Format(S.PyExc_TypeError, 'bit fields not allowed for type %s', name_of(desc));
  else if (bitsize <= 0 || bitsize > info_size(info) * 8) PyErr_SetString(S.PyExc_ValueError, 'number of bits invalid for bit field');
  else return bitsize;
  return -1;
}

function padding(n: number): string {
  return n <= 0 ? '' : n === 1 ? 'x' : `${n}x`;
}

/** The beginning: what a base class has laid out. */
function start_layout(base: number, pack: number, big_endian: boolean, forced_alignment: number, isStruct: boolean): Layout {
  const layout: Layout = {
    field_size: 0, bitofs: 0, size: 0, offset: 0, align: 0, pack, big_endian, unit_is_new: false, union_size: 0, total_align: forced_alignment, format: isStruct ? 'T{' : 'B', elements: [],
  };
  if (base !== 0) {
    layout.size = layout.offset = info_size(base);
    layout.align = read_ssize(base + StgInfo.align);
    layout.total_align = Math.max(layout.align || 1, forced_alignment);
    const elements = read_ptr(base + StgInfo.ffi_type_pointer_elements);
    if (elements !== 0 && info_length(base) > 0) layout.elements.push(cstring(elements));
  }
  return layout;
}

/** Lays the fields out: makes a CField of each, and the class's info. 0 or -1. */
export function PyCStructUnionType_update_stginfo(type: number, fields: number, isStruct: boolean): number {
  if (fields === 0) return 0;
  const swapped = PyObject_HasAttrWithError(type, _Py_ID('_swappedbytes_'));
  if (swapped < 0) return -1;
  const pack = int_attribute(type, '_pack_', 0);
  if (pack === null) return -1;
  const forced_alignment = int_attribute(type, '_align_', 1);
  if (forced_alignment === null) return -1;
  const len = PySequence_Size(fields);
  if (len === -1) {
    if (PyErr_ExceptionMatches(S.PyExc_TypeError)) PyErr_SetString(S.PyExc_TypeError, "'_fields_' must be a sequence of pairs");
    return -1;
  }
  const stginfo = PyStgInfo_FromType(type);
  if (stginfo === 0) {
    PyErr_SetString(S.PyExc_TypeError, 'ctypes state is not initialized');
    return -1;
  }
  if (info_flags(stginfo) & DICTFLAG_FINAL) {
    PyErr_SetString(S.PyExc_AttributeError, '_fields_ is final');
    return -1;
  }
  const base = PyStgInfo_FromType(tp_base(type));
  const layout = start_layout(base, pack, swapped > 0, forced_alignment, isStruct);
  for (let i = 0; i < len; i++) {
    const pair = PySequence_GetItem(fields, i);
    if (pair === 0) return -1;
    const r = add_field(type, stginfo, isStruct, layout, i, pair);
    Py_DECREF(pair);
    if (r < 0) return -1;
  }
  if (finish_layout(stginfo, isStruct, layout, (base === 0 ? 0 : info_length(base)) + len) < 0) return -1;
  if (info_flags(stginfo) & DICTFLAG_FINAL) {
    PyErr_SetString(S.PyExc_AttributeError, 'Structure or union cannot contain itself');
    return -1;
  }
  add_info_flags(stginfo, DICTFLAG_FINAL);
  return MakeAnonFields(type);
}

function finish_layout(stginfo: number, isStruct: boolean, layout: Layout, length: number): number {
  const size = isStruct ? layout.size : layout.union_size;
  const align = layout.total_align || 1;
  const aligned = Math.ceil(size / align) * align;
  if (isStruct) layout.format += `${padding(aligned - size)}}`;
  if (set_cstring(stginfo + StgInfo.format, layout.format) < 0) return -1;
  const elements = (isStruct ? '' : '<') + layout.elements.join(',');
  if (set_cstring(stginfo + StgInfo.ffi_type_pointer_elements, elements) < 0) return -1;
  HEAP16[(stginfo + StgInfo.ffi_type_pointer_type) >> 1] = FFI_TYPE_STRUCT;
  HEAP16[(stginfo + StgInfo.ffi_type_pointer_alignment) >> 1] = align;
  write_ssize(stginfo + StgInfo.ffi_type_pointer_size, aligned);
  write_ssize(stginfo + StgInfo.size, aligned);
  write_ssize(stginfo + StgInfo.align, align);
  write_ssize(stginfo + StgInfo.length, length);
  return 0;
}
