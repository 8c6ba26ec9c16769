// Answers to the functions of Objects/typeobject.c of CPython 3.13 that take a PyType_Spec or a slot number of typeslots.h.

import { type CFunction, FUNCS } from '../include/functable';
import { PyGetSetDef, PyMemberDef, PyMethodDef, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, HEAPU32, read_ssize } from '../include/heap';
import { Py_RELATIVE_OFFSET } from '../include/object';
import { PyBaseObject_Type, PyExc_SystemError } from '../include/statics';
import { type GetSetSpec, type MemberSpec, type MethodSpec, SUITES, TYPE_FUNC_SLOTS, type TypeSpec } from '../include/typespec';
import { PyObject_GetAttrString } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM } from '../objects/tupleobject';
import * as types from '../objects/typeobject_new';
import { PyErr_BadInternalCall, PyErr_Format } from '../python/errors';
import { register_type } from './ledger';
import { adopt_getset, adopt_methods, adopt_slot } from './adopt';

/** Slot names by their number (Include/typeslots.h). */
export const SLOT_NAMES = (
  ' bf_getbuffer bf_releasebuffer mp_ass_subscript mp_length mp_subscript nb_absolute nb_add nb_and nb_bool nb_divmod nb_float nb_floor_divide nb_index nb_inplace_add nb_inplace_and' +
  ' nb_inplace_floor_divide nb_inplace_lshift nb_inplace_multiply nb_inplace_or nb_inplace_power nb_inplace_remainder nb_inplace_rshift nb_inplace_subtract nb_inplace_true_divide nb_inplace_xor nb_int' +
  ' nb_invert nb_lshift nb_multiply nb_negative nb_or nb_positive nb_power nb_remainder nb_rshift nb_subtract nb_true_divide nb_xor sq_ass_item sq_concat sq_contains sq_inplace_concat sq_inplace_repeat' +
  ' sq_item sq_length sq_repeat tp_alloc tp_base tp_bases tp_call tp_clear tp_dealloc tp_del tp_descr_get tp_descr_set tp_doc tp_getattr tp_getattro tp_hash tp_init tp_is_gc tp_iter tp_iternext' +
  ' tp_methods tp_new tp_repr tp_richcompare tp_setattr tp_setattro tp_str tp_traverse tp_members tp_getset tp_free nb_matrix_multiply nb_inplace_matrix_multiply am_await am_aiter am_anext tp_finalize am_send'
).split(' ');
const SUITE_OF: Record<string, keyof typeof SUITES> = { nb: 'tp_as_number', sq: 'tp_as_sequence', mp: 'tp_as_mapping', am: 'tp_as_async', bf: 'tp_as_buffer' };

const text_or_null = (p: number): string | null => (p === 0 ? null : cstring(p));

function methods(table: number): MethodSpec[] {
  adopt_methods(table);
  const all: MethodSpec[] = [];
  for (let p = table; HEAP32[(p + PyMethodDef.ml_name) >> 2] !== 0; p += PyMethodDef.SIZEOF) {
    all.push([cstring(HEAP32[(p + PyMethodDef.ml_name) >> 2]), FUNCS[HEAP32[(p + PyMethodDef.ml_meth) >> 2]], HEAP32[(p + PyMethodDef.ml_flags) >> 2], text_or_null(HEAP32[(p + PyMethodDef.ml_doc) >> 2])]);
  }
  return all;
}
function members(table: number, base_size: number): MemberSpec[] {
  const all: MemberSpec[] = [];
  for (let p = table; HEAP32[(p + PyMemberDef.name) >> 2] !== 0; p += PyMemberDef.SIZEOF) {
    const flags = HEAP32[(p + PyMemberDef.flags) >> 2];
    const offset = read_ssize(p + PyMemberDef.offset) + (flags & Py_RELATIVE_OFFSET ? base_size : 0);
    all.push([cstring(HEAP32[(p + PyMemberDef.name) >> 2]), HEAP32[(p + PyMemberDef.type) >> 2], offset, flags & ~Py_RELATIVE_OFFSET, text_or_null(HEAP32[(p + PyMemberDef.doc) >> 2])]);
  }
  return all;
}
function getset(table: number): GetSetSpec[] {
  adopt_getset(table);
  const all: GetSetSpec[] = [];
  const f = (i: number): CFunction | null => (i === 0 ? null : FUNCS[i]);
  for (let p = table; HEAP32[(p + PyGetSetDef.name) >> 2] !== 0; p += PyGetSetDef.SIZEOF) {
    all.push([cstring(HEAP32[(p + PyGetSetDef.name) >> 2]), f(HEAP32[(p + PyGetSetDef.get) >> 2]), f(HEAP32[(p + PyGetSetDef.set) >> 2]), text_or_null(HEAP32[(p + PyGetSetDef.doc) >> 2]), HEAP32[(p + PyGetSetDef.closure) >> 2]]);
  }
  return all;
}

/** struct PyType_Spec { const char *name; int basicsize; int itemsize; unsigned int flags; PyType_Slot *slots; } */
function read_spec(spec: number, bases: number): { spec: TypeSpec; bases: number } | null {
  const slots = new Map<string, number>();
  for (let s = HEAP32[(spec + 24) >> 2]; HEAP32[s >> 2] !== 0; s += 16) {
    const name = SLOT_NAMES[HEAP32[s >> 2]];
    if (name === undefined || name === '') {
      PyErr_Format(PyExc_SystemError, 'invalid slot offset');
      return null;
    }
    slots.set(name, HEAP32[(s + 8) >> 2]);
  }
  const base = slots.get('tp_base') ?? 0;
  const all_bases = bases || (slots.get('tp_bases') ?? 0);
  const first_base = all_bases === 0 ? base || PyBaseObject_Type : PyTuple_Check(all_bases) ? PyTuple_GET_ITEM(all_bases, 0) : all_bases;
  const base_size = HEAP32[(first_base + PyTypeObject.tp_basicsize) >> 2];
  const size = HEAP32[(spec + 8) >> 2];
  const aligned = (base_size + 15) & ~15;
  const out: TypeSpec & Record<string, unknown> = {
    tp_name: cstring(HEAP32[spec >> 2]), tp_basicsize: size < 0 ? aligned - size : size, tp_itemsize: HEAP32[(spec + 12) >> 2], tp_flags: HEAPU32[(spec + 16) >> 2] | 0, tp_base: base,
  };
  for (const [name, value] of slots) {
    const suite = SUITE_OF[name.slice(0, 2)];
    if (name === 'tp_base' || name === 'tp_bases') continue;
    if (name === 'tp_doc') out.tp_doc = text_or_null(value);
    else if (name === 'tp_methods') out.tp_methods = methods(value);
    else if (name === 'tp_members') out.tp_members = members(value, size < 0 ? aligned : 0);
    else if (name === 'tp_getset') out.tp_getset = getset(value);
    else {
      adopt_slot(name, value);
      if (suite === undefined) out[name] = FUNCS[value];
      else (out[suite] as Record<string, CFunction> | undefined) ??= {};
      if (suite !== undefined) (out[suite] as Record<string, CFunction>)[name] = FUNCS[value];
    }
  }
  return { spec: out, bases: all_bases };
}

/** Returns new: a heap type. module, bases may be NULL. May fail. */
export function PyType_FromMetaclass(metaclass: number, module: number, spec: number, bases: number): number {
  const s = read_spec(spec, bases);
  if (s === null) return 0;
  const type = types.PyType_FromMetaclass(metaclass, module, s.spec, s.bases);
  if (type !== 0) register_type(type);
  return type;
}
export function PyType_FromModuleAndSpec(module: number, spec: number, bases: number): number {
  return PyType_FromMetaclass(0, module, spec, bases);
}
export function PyType_FromSpecWithBases(spec: number, bases: number): number {
  return PyType_FromMetaclass(0, 0, spec, bases);
}
export function PyType_FromSpec(spec: number): number {
  return PyType_FromMetaclass(0, 0, spec, 0);
}

/** What the slot holds; NULL where it is empty. */
export function PyType_GetSlot(type: number, slot: number): number {
  const name = SLOT_NAMES[slot];
  if (!name) {
    PyErr_BadInternalCall();
    return 0;
  }
  const suite = SUITE_OF[name.slice(0, 2)];
  if (suite !== undefined) {
    const at = HEAP32[(type + SUITES[suite].field) >> 2];
    return at === 0 ? 0 : HEAP32[(at + SUITES[suite].slots[name]) >> 2];
  }
  const data: Record<string, number> = { tp_base: PyTypeObject.tp_base, tp_bases: PyTypeObject.tp_bases, tp_doc: PyTypeObject.tp_doc, tp_methods: PyTypeObject.tp_methods, tp_members: PyTypeObject.tp_members, tp_getset: PyTypeObject.tp_getset };
  return HEAP32[(type + (data[name] ?? TYPE_FUNC_SLOTS[name])) >> 2];
}

/** Returns new. May fail. */
export function PyType_GetName(type: number): number {
  return PyObject_GetAttrString(type, '__name__');
}
export function PyType_GetQualName(type: number): number {
  return PyObject_GetAttrString(type, '__qualname__');
}
export function PyType_GetModuleName(type: number): number {
  return PyObject_GetAttrString(type, '__module__');
}
