// Answers to PyCSimpleType_Type and Simple_Type of Modules/_ctypes/_ctypes.c of CPython 3.13: c_int, c_char_p and their like.

import { CDataObject, PyCArgObject, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { func_index, FUNCS } from '../../include/functable';
import { HEAP16, HEAPU8, memmove, read_ptr, write_ptr, write_ssize } from '../../include/heap';
import {
  METH_NOARGS, METH_O, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import * as S from '../../include/statics';
import { type MethodSpec, type_spec, write_methods } from '../../include/typespec';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { PyObject_IsInstance } from '../../objects/abstract';
import { PyBytes_Check } from '../../objects/bytesobject';
import { PyDescr_NewClassMethod } from '../../objects/descrobject';
import { PyDict_SetItem } from '../../objects/dictobject';
import { type_name_of } from '../../objects/fileobject';
import { PyLong_Check } from '../../objects/longobject';
import { PyObject_SetAttr } from '../../objects/object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_Concat, PyUnicode_FromString, PyUnicode_GET_LENGTH } from '../../objects/unicodeobject';
import { PyUnicode_FromFormat } from '../../objects/unicodeobject_format';
import { PyErr_Format, PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString } from '../../python/errors';
import { PyArg_UnpackTuple } from '../../python/getargs';
import { optional_attr } from '../clinic';
import { converted_carg, pointer_carg, PyCArgObject_new, set_carg_pointer } from './cargobject';
import { _ctypes_simple_instance, concrete_info, GenericPyCData_new, PyCData_NewGetBuffer } from './cdata';
import { _ctypes_get_fielddesc, type FieldDesc, find_fielddesc, SIMPLE_TYPE_CHARS } from './cfield_getset';
import { cdata_type_methods, through_as_parameter } from './ctype_type';
import {
  add_info_flags, ArrayObject_Check, b_ptr, b_size, CDataObject_Check, info_proto, info_size, PointerObject_Check, PyCArg_CheckExact, PyCFuncPtrObject_Check,
  PyStgInfo_FromObject, PyStgInfo_FromType, st, tp_base, type_slot, TYPEFLAG_ISPOINTER, raise,
} from './ctypes';
import { KeepRef } from './keepref';
import { with_memory } from './memory';
import { deref } from './pycpointer';
import { info_format, PyStgInfo_Init, set_cstring } from './stgdict';

/** The type letter of an info whose _type_ is one; '' for others. */
export function simple_code(info: number): string {
  const proto = info === 0 ? 0 : info_proto(info);
  return proto !== 0 && PyUnicode_Check(proto) ? (PyUnicode_AsUTF8(proto) ?? '')[0] : '';
}

// --- from_param -------------------------------------------------------------------------------------------------------

/** Whether the object is an array of, a pointer to or a reference to items of this letter. */
function points_to(value: number, code: string): boolean {
  let type = 0;
  if (ArrayObject_Check(value) || PointerObject_Check(value)) type = info_proto(PyStgInfo_FromObject(value));
  else if (PyCArg_CheckExact(value) && read_ptr(value + PyCArgObject.obj) !== 0) type = Py_TYPE(read_ptr(value + PyCArgObject.obj));
  const info = type === 0 ? 0 : PyStgInfo_FromType(type);
  return info !== 0 && read_ptr(info + StgInfo.setfunc) === _ctypes_get_fielddesc(code).setfunc;
}

function set_carg(code: string, value: number, size = 0): number {
  const fd = _ctypes_get_fielddesc(code);
  return converted_carg(code, fd.pffi_type, fd.setfunc, value, size);
}

/** from_param of c_char_p (z: bytes, item c) and c_wchar_p (Z: str, item u). */
function string_from_param(type: number, value: number, code: 'z' | 'Z'): number {
  if (value === S.Py_None) return value;
  if (code === 'z' ? PyBytes_Check(value) : PyUnicode_Check(value)) return set_carg(code, value);
  const is = PyObject_IsInstance(value, type);
  if (is !== 0) return is < 0 ? 0 : Py_NewRef(value);
  if (points_to(value, code === 'z' ? 'c' : 'u')) return Py_NewRef(value);
  const converted = through_as_parameter(value, (v) => string_from_param(type, v, code));
  if (converted >= 0) return converted;
  return PyErr_Format(S.PyExc_TypeError, "'%.200s' object cannot be interpreted as ctypes.%s", type_name_of(value), code === 'z' ? 'c_char_p' : 'c_wchar_p');
}
function c_char_p_from_param(type: number, value: number): number {
  return string_from_param(type, value, 'z');
}
function c_wchar_p_from_param(type: number, value: number): number {
  return string_from_param(type, value, 'Z');
}

function c_void_p_from_param(type: number, value: number): number {
  if (value === S.Py_None) return value;
  if (PyLong_Check(value)) return set_carg('P', value, 8);
  if (PyBytes_Check(value)) return set_carg('z', value);
  if (PyUnicode_Check(value)) return set_carg('Z', value);
  const is = PyObject_IsInstance(value, type);
  if (is !== 0) return is < 0 ? 0 : Py_NewRef(value);
  if (ArrayObject_Check(value) || PointerObject_Check(value)) return Py_NewRef(value);
  if (PyCArg_CheckExact(value) && read_ptr(value + PyCArgObject.tag) === 0x50) return Py_NewRef(value);
  if (PyCFuncPtrObject_Check(value)) return pointer_carg('P', deref(value), Py_NewRef(value));
  if (CDataObject_Check(value) && 'zZ'.includes(simple_code(PyStgInfo_FromObject(value)) || ' ')) return pointer_carg('Z', deref(value), Py_NewRef(value));
  const converted = through_as_parameter(value, (v) => c_void_p_from_param(type, v));
  if (converted >= 0) return converted;
  return PyErr_Format(S.PyExc_TypeError, "'%.200s' object cannot be interpreted as ctypes.c_void_p", type_name_of(value));
}

function from_param_of(f: (type: number, value: number) => number): MethodSpec[] {
  func_index(f);
  return [['from_param', f, METH_O, 'from_param($self, value, /)\n--\n\n']];
}
const OWN_FROM_PARAM: Record<string, MethodSpec[]> = { z: from_param_of(c_char_p_from_param), Z: from_param_of(c_wchar_p_from_param), P: from_param_of(c_void_p_from_param) };

function PyCSimpleType_from_param(type: number, value: number): number {
  const is = PyObject_IsInstance(value, type);
  if (is !== 0) return is < 0 ? 0 : Py_NewRef(value);
  const info = concrete_info(type);
  if (info === 0) return 0;
  const parg = set_carg(simple_code(info), value, info_size(info));
  if (parg !== 0) return parg;
  const exc = PyErr_GetRaisedException();
  const converted = through_as_parameter(value, (v) => PyCSimpleType_from_param(type, v));
  if (converted >= 0) {
    if (exc !== 0) Py_DECREF(exc);
    return converted;
  }
  if (exc === 0) return raise(S.PyExc_TypeError, 'wrong type');
  PyErr_SetRaisedException(exc);
  return 0;
}

// --- the metatype -----------------------------------------------------------------------------------------------------

/** New: an instance as a parameter: its value as it is now. */
function paramfunc(self: number): number {
  const fd = _ctypes_get_fielddesc(simple_code(PyStgInfo_FromObject(self)));
  const parg = PyCArgObject_new();
  if (parg === 0) return 0;
  set_carg_pointer(parg, fd.code, fd.pffi_type, 0, Py_NewRef(self));
  const n = b_size(self);
  with_memory(b_ptr(self), n, false, 0, (o) => (memmove(parg + PyCArgObject.value, o, n), 0));
  return parg;
}
const paramfunc_index = func_index(paramfunc);

/** The description of the class's _type_ letter, and the str (new); null with an exception. */
function type_letter(self: number): { fd: FieldDesc; proto: number } | null {
  const proto = optional_attr(self, _Py_ID('_type_'));
  if (proto < 0) return null;
  if (proto === 0) {
    PyErr_SetString(S.PyExc_AttributeError, "class must define a '_type_' attribute");
    return null;
  }
  const fd = check_letter(proto);
  if (fd === null) Py_DECREF(proto);
  return fd === null ? null : { fd, proto };
}

function check_letter(proto: number): FieldDesc | null {
  if (!PyUnicode_Check(proto)) PyErr_SetString(S.PyExc_TypeError, "class must define a '_type_' string attribute");
  else if (PyUnicode_GET_LENGTH(proto) !== 1) PyErr_SetString(S.PyExc_ValueError, "class must define a '_type_' attribute which must be a string of length 1");
  else {
    const code = PyUnicode_AsUTF8(proto);
    if (code === null) return null;
    const fd = find_fielddesc(code);
    if (!SIMPLE_TYPE_CHARS.includes(code)) {
      PyErr_Format(S.PyExc_AttributeError, "class must define a '_type_' attribute which must be\na single character string containing one of '%s'.", SIMPLE_TYPE_CHARS);
    } else if (fd === undefined) PyErr_Format(S.PyExc_ValueError, "_type_ '%s' not supported", code);
    else return fd;
  }
  return null;
}

function fill_info(info: number, fd: FieldDesc, setfunc: number, getfunc: number, proto: number): void {
  const [size, align, type] = fd.ffi;
  write_ssize(info + StgInfo.ffi_type_pointer_size, size);
  HEAP16[(info + StgInfo.ffi_type_pointer_alignment) >> 1] = align;
  HEAP16[(info + StgInfo.ffi_type_pointer_type) >> 1] = type;
  write_ssize(info + StgInfo.align, align);
  write_ssize(info + StgInfo.length, 0);
  write_ssize(info + StgInfo.size, size);
  write_ptr(info + StgInfo.setfunc, setfunc);
  write_ptr(info + StgInfo.getfunc, getfunc);
  write_ptr(info + StgInfo.proto, proto);
}

/** The PEP 3118 letter in standard sizes. */
function pep3118(code: string): string {
  return `<${code === 'l' ? 'q' : code === 'L' ? 'Q' : code}`;
}

const method_tables = new Map<string, number>();

/** c_char_p, c_wchar_p and c_void_p take more than their metatype's from_param does. 0 or -1. */
function install_from_param(self: number, code: string): number {
  let table = method_tables.get(code);
  if (table === undefined) {
    table = write_methods(OWN_FROM_PARAM[code]);
    method_tables.set(code, table);
  }
  const meth = PyDescr_NewClassMethod(self, table);
  if (meth === 0) return -1;
  const r = PyDict_SetItem(read_ptr(self + PyTypeObject.tp_dict), _Py_ID('from_param'), meth);
  Py_DECREF(meth);
  return r;
}

function PyCSimpleType_init(self: number, args: number, kwds: number): number {
  if (type_slot(PyTypeObject.tp_init)(self, args, kwds) < 0) return -1;
  const letter = type_letter(self);
  if (letter === null) return -1;
  const { fd, proto } = letter;
  const info = PyStgInfo_Init(self);
  if (info === 0 || set_cstring(info + StgInfo.format, pep3118(fd.code)) < 0) {
    Py_DECREF(proto);
    return -1;
  }
  fill_info(info, fd, fd.setfunc, fd.getfunc, proto);
  write_ptr(info + StgInfo.paramfunc, paramfunc_index);
  if (tp_base(self) === read_ptr(st.Simple_Type)) {
    if ('zZPsXO'.includes(fd.code)) add_info_flags(info, TYPEFLAG_ISPOINTER);
    if (OWN_FROM_PARAM[fd.code] !== undefined && install_from_param(self, fd.code) < 0) return -1;
  }
  const type = Py_TYPE(self);
  if (type !== read_ptr(st.PyCSimpleType_Type) || fd.setfunc_swapped === 0) return 0;
  return add_swapped_type(self, type, args, kwds, fd, proto, info);
}

/** __ctype_be__ and __ctype_le__ of a type that has a byte order. 0 or -1. */
function add_swapped_type(self: number, type: number, args: number, kwds: number, fd: FieldDesc, proto: number, info: number): number {
  const swapped = CreateSwappedType(type, args, kwds, fd, proto);
  if (swapped === 0) return -1;
  const be = _Py_ID('__ctype_be__');
  const le = _Py_ID('__ctype_le__');
  let r = 0;
  for (const [o, name, value] of [[self, be, swapped], [self, le, self], [swapped, le, self], [swapped, be, swapped]] as const) r = r || PyObject_SetAttr(o, name, value);
  if (r === 0) r = set_cstring(PyStgInfo_FromType(swapped) + StgInfo.format, `>${(info_format(info) as string).slice(1)}`);
  Py_DECREF(swapped);
  return r;
}

/** New: the type with the other byte order. May fail. */
function CreateSwappedType(type: number, args: number, kwds: number, fd: FieldDesc, proto: number): number {
  const suffix = PyUnicode_FromString('_be');
  const newname = PyUnicode_Concat(PyTuple_GET_ITEM(args, 0), suffix);
  Py_DECREF(suffix);
  if (newname === 0) return 0;
  const n = PyTuple_GET_SIZE(args);
  const swapped_args = PyTuple_New(n);
  if (swapped_args === 0) return 0;
  PyTuple_SET_ITEM(swapped_args, 0, newname);
  for (let i = 1; i < n; i++) PyTuple_SET_ITEM(swapped_args, i, Py_NewRef(PyTuple_GET_ITEM(args, i)));
  const result = type_slot(PyTypeObject.tp_new)(type, swapped_args, kwds) as number;
  Py_DECREF(swapped_args);
  if (result === 0) return 0;
  const info = PyStgInfo_Init(result);
  if (info === 0) {
    Py_DECREF(result);
    return 0;
  }
  fill_info(info, fd, fd.setfunc_swapped, fd.getfunc_swapped, Py_NewRef(proto));
  // CPython leaves it NULL; then a swapped value as a parameter is a crash.
  write_ptr(info + StgInfo.paramfunc, paramfunc_index);
  return result;
}

export const pycsimple_type_spec = type_spec({
  tp_name: '_ctypes.PyCSimpleType',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'The metatype of simple types.',
  tp_init: PyCSimpleType_init,
  tp_methods: cdata_type_methods(PyCSimpleType_from_param),
});

// --- instances --------------------------------------------------------------------------------------------------------

function set_value(self: number, value: number): number {
  if (value === 0) {
    PyErr_SetString(S.PyExc_TypeError, "can't delete attribute");
    return -1;
  }
  const info = PyStgInfo_FromObject(self);
  const size = info_size(info);
  const keep = with_memory(b_ptr(self), size, true, 0, (o) => FUNCS[read_ptr(info + StgInfo.setfunc)](o, value, size) as number);
  return keep === 0 ? -1 : KeepRef(self, 0, keep);
}

function get_value(self: number): number {
  const info = PyStgInfo_FromObject(self);
  const size = b_size(self);
  return with_memory(b_ptr(self), size, false, 0, (o) => FUNCS[read_ptr(info + StgInfo.getfunc)](o, size) as number);
}

function Simple_init(self: number, args: number, _kwds: number): number {
  const mark = stackSave();
  const at = stackAlloc(8);
  write_ptr(at, 0);
  const ok = PyArg_UnpackTuple(args, '__init__', 0, 1, at);
  const value = read_ptr(at);
  stackRestore(mark);
  if (!ok) return -1;
  return value === 0 ? 0 : set_value(self, value);
}

function from_outparam(self: number): number {
  return _ctypes_simple_instance(Py_TYPE(self)) ? Py_NewRef(self) : get_value(self);
}

function bool(self: number): number {
  const n = b_size(self);
  return with_memory(b_ptr(self), n, false, -1, (o) => (HEAPU8.subarray(o, o + n).some((b) => b !== 0) ? 1 : 0));
}

function repr(self: number): number {
  const type = Py_TYPE(self);
  if (tp_base(type) !== read_ptr(st.Simple_Type)) return PyUnicode_FromFormat('<%s object at %p>', type_name_of(self), self);
  const val = get_value(self);
  if (val === 0) return 0;
  const result = PyUnicode_FromFormat('%s(%R)', type_name_of(self), val);
  Py_DECREF(val);
  return result;
}

export const pycsimple_spec = type_spec({
  tp_name: '_ctypes._SimpleCData',
  tp_basicsize: CDataObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'Base of simple types.',
  tp_repr: repr,
  tp_init: Simple_init,
  tp_new: GenericPyCData_new,
  tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
  tp_as_number: { nb_bool: bool },
  tp_methods: [['__ctypes_from_outparam__', from_outparam, METH_NOARGS, '__ctypes_from_outparam__($self, /)\n--\n\n']],
  tp_getset: [['value', get_value, set_value, 'The value as a Python object.']],
});
