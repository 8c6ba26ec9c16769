// Answers to Modules/_ctypes/cfield.c of CPython 3.13 (its other part is cfield_getset.ts): the descriptor of a structure's field.

import { CFieldObject, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { read_ptr, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import {
  Py_CLEAR, Py_NewRef, Py_READONLY, Py_T_PYSSIZET, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XNewRef,
} from '../../include/object';
import { PyExc_TypeError } from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { PyUnicode_FromFormat } from '../../objects/unicodeobject_format';
import { PyErr_SetString } from '../../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../../python/gc';
import { free_instance, name_of, PyCData_get, PyCData_set } from './cdata';
import { _ctypes_get_fielddesc, is_getfunc } from './cfield_getset';
import { b_ptr, CDataObject_Check, info_proto, info_size, PyCArrayTypeObject_Check, PyStgInfo_FromType, st, raise } from './ctypes';

/** Where the next field goes, and the bit field that is open. Sizes in bytes, field_size and bitofs in bits. */
export interface FieldLayout {
  field_size: number;
  bitofs: number;
  size: number;
  offset: number;
  align: number;
  readonly pack: number;
  readonly big_endian: boolean;
  /** Whether the last bit field began a storage unit. */
  unit_is_new: boolean;
}

// --- new --------------------------------------------------------------------------------------------------------------

function new_field(): number {
  const type = read_ptr(st.PyCField_Type);
  return FUNCS[read_ptr(type + PyTypeObject.tp_alloc)](type, 0);
}

/** New: the field as a field of a structure that has it inside an anonymous one. */
export function copy_field(from: number, index: number, offset: number): number {
  const self = new_field();
  if (self === 0) return 0;
  write_ssize(self + CFieldObject.size, read_ssize(from + CFieldObject.size));
  write_ssize(self + CFieldObject.offset, offset);
  write_ssize(self + CFieldObject.index, index);
  write_ptr(self + CFieldObject.proto, Py_XNewRef(read_ptr(from + CFieldObject.proto)));
  write_ptr(self + CFieldObject.getfunc, read_ptr(from + CFieldObject.getfunc));
  write_ptr(self + CFieldObject.setfunc, read_ptr(from + CFieldObject.setfunc));
  return self;
}

/** Arrays of characters are strings as fields: 's' or 'U', or null. */
function string_code(desc: number): string | null {
  if (!PyCArrayTypeObject_Check(desc)) return null;
  const item = PyStgInfo_FromType(info_proto(PyStgInfo_FromType(desc)));
  const getfunc = item === 0 ? 0 : read_ptr(item + StgInfo.getfunc);
  return is_getfunc(getfunc, 'c') ? 's' : is_getfunc(getfunc, 'u') ? 'U' : null;
}

/** How a bit field is placed by GCC's rules: in a new unit, in the open one, or in the open one made larger. */
function bit_placement(info: number, bitsize: number, l: FieldLayout): 'none' | 'new' | 'cont' | 'expand' {
  const width = info_size(info) * 8;
  if (bitsize === 0) return 'none';
  if (l.field_size !== 0 && width <= l.field_size && l.bitofs + bitsize <= l.field_size) return 'cont';
  if (l.field_size !== 0 && width >= l.field_size && l.bitofs + bitsize <= width) return 'expand';
  return 'new';
}

function align_to(info: number, l: FieldLayout): void {
  const align = read_ssize(info + StgInfo.align);
  l.align = l.pack ? Math.min(l.pack, align) : align;
  const delta = l.align && l.offset % l.align ? l.align - (l.offset % l.align) : 0;
  l.size += delta;
  l.offset += delta;
}

/** New: the descriptor of the next field, of type `desc`. Advances the layout. May fail. */
export function PyCField_FromDesc(desc: number, index: number, bitsize: number, l: FieldLayout): number {
  const self = new_field();
  if (self === 0) return 0;
  const info = PyStgInfo_FromType(desc);
  const size = info_size(info);
  const placement = bit_placement(info, bitsize, l);
  l.unit_is_new = placement === 'new';
  if (placement === 'none' || placement === 'new') {
    l.bitofs = 0;
    l.field_size = placement === 'new' ? size * 8 : 0;
    align_to(info, l);
    write_ssize(self + CFieldObject.offset, l.offset);
    l.size += size;
    l.offset += size;
  } else {
    const grown = placement === 'expand' ? size - l.field_size / 8 : 0;
    l.offset += grown;
    l.size += grown;
    l.field_size += grown * 8;
    write_ssize(self + CFieldObject.offset, l.offset - size);
  }
  if (bitsize !== 0) {
    const low = l.big_endian ? l.field_size - l.bitofs - bitsize : l.bitofs;
    write_ssize(self + CFieldObject.size, bitsize * 65536 + low);
    l.bitofs += bitsize;
  } else write_ssize(self + CFieldObject.size, size);
  const code = string_code(desc);
  write_ptr(self + CFieldObject.getfunc, code === null ? 0 : _ctypes_get_fielddesc(code).getfunc);
  write_ptr(self + CFieldObject.setfunc, code === null ? 0 : _ctypes_get_fielddesc(code).setfunc);
  write_ssize(self + CFieldObject.index, index);
  write_ptr(self + CFieldObject.proto, Py_NewRef(desc));
  return self;
}

function PyCField_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  PyCField_clear(self);
  free_instance(self);
}

function PyCField_traverse(self: number, visit: visitproc, arg: number): number {
  const proto = read_ptr(self + CFieldObject.proto);
  if (proto !== 0) {
    const e = visit(proto, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}

function PyCField_clear(self: number): number {
  Py_CLEAR(self + CFieldObject.proto);
  return 0;
}

function PyCField_repr(self: number): number {
  const size = read_ssize(self + CFieldObject.size);
  const offset = read_ssize(self + CFieldObject.offset);
  const name = name_of(read_ptr(self + CFieldObject.proto));
  const bits = Math.floor(size / 65536);
  if (bits) return PyUnicode_FromFormat('<Field type=%s, ofs=%zd:%zd, bits=%zd>', name, offset, size % 65536, bits);
  return PyUnicode_FromFormat('<Field type=%s, ofs=%zd, size=%zd>', name, offset, size);
}

// --- get, set ---------------------------------------------------------------------------------------------------------

function field_address(self: number, inst: number): number {
  return b_ptr(inst) + read_ssize(self + CFieldObject.offset);
}

function PyCField_get(self: number, inst: number, _type: number): number {
  if (inst === 0) return Py_NewRef(self);
  if (!CDataObject_Check(inst)) return raise(PyExc_TypeError, 'not a ctype instance');
  const index = read_ssize(self + CFieldObject.index);
  return PyCData_get(read_ptr(self + CFieldObject.proto), read_ptr(self + CFieldObject.getfunc), inst, index, read_ssize(self + CFieldObject.size), field_address(self, inst));
}

function PyCField_set(self: number, inst: number, value: number): number {
  if (!CDataObject_Check(inst)) {
    PyErr_SetString(PyExc_TypeError, 'not a ctype instance');
    return -1;
  }
  if (value === 0) {
    PyErr_SetString(PyExc_TypeError, "can't delete attribute");
    return -1;
  }
  const index = read_ssize(self + CFieldObject.index);
  const size = read_ssize(self + CFieldObject.size);
  return PyCData_set(inst, read_ptr(self + CFieldObject.proto), read_ptr(self + CFieldObject.setfunc), value, index, size, field_address(self, inst));
}

export const cfield_spec = type_spec({
  tp_name: '_ctypes.CField',
  tp_basicsize: CFieldObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc: 'A member of a structure or union.',
  tp_dealloc: PyCField_dealloc,
  tp_traverse: PyCField_traverse,
  tp_clear: PyCField_clear,
  tp_repr: PyCField_repr,
  tp_descr_get: PyCField_get,
  tp_descr_set: PyCField_set,
  tp_members: [
    ['offset', Py_T_PYSSIZET, CFieldObject.offset, Py_READONLY, 'Offset in bytes.'],
    ['size', Py_T_PYSSIZET, CFieldObject.size, Py_READONLY, 'Size in bytes, of a bit field bits and lowest bit.'],
  ],
});
