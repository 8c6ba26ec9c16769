// Answers to the PyType_Ready part of Objects/typeobject.c of CPython 3.13: filling a type's dict from its tables, the MRO,
// inheritance of flags and slots, tp_new, tp_hash, the managed dict. See typeobject.ts for the split.
//
// Deviations: static types carry their state themselves (one interpreter), so READYING is a flag for them too.

import { func_index } from '../include/functable';
import {
  PyAsyncMethods, PyBufferProcs, PyGetSetDef, PyHeapTypeObject, PyMappingMethods, PyMemberDef, PyMethodDef, PyNumberMethods, PySequenceMethods, PyTypeObject,
} from '../include/generated/offsets';
import { cstring, HEAP32, read_ptr, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_SetImmortal, _Py_TPFLAGS_MATCH_SELF, _Py_TPFLAGS_STATIC_BUILTIN, MANAGED_WEAKREF_OFFSET, METH_CLASS, METH_COEXIST, METH_STATIC, Py_DECREF, Py_NewRef, Py_SET_TYPE,
  Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_BYTES_SUBCLASS, Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_ITEMS_AT_END, Py_TPFLAGS_LIST_SUBCLASS,
  Py_TPFLAGS_LONG_SUBCLASS, Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_MANAGED_WEAKREF, Py_TPFLAGS_MAPPING, Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TPFLAGS_PREHEADER, Py_TPFLAGS_READY,
  Py_TPFLAGS_READYING, Py_TPFLAGS_SEQUENCE, Py_TPFLAGS_TUPLE_SUBCLASS, Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE,
} from '../include/object';
import {
  Py_None, PyBaseObject_Type, PyBytes_Type, PyDict_Type, PyExc_BaseException, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError, PyList_Type, PyLong_Type, PyTuple_Type, PyType_Type, PyUnicode_Type,
} from '../include/statics';
import { PyErr_Format, PyErr_NoMemory, PyErr_SetString } from '../python/errors';
import { PyObject_GC_Del } from '../python/gc';
import { PyDescr_NAME, PyDescr_NewClassMethod, PyDescr_NewGetSet, PyDescr_NewMember, PyDescr_NewMethod } from './descrobject';
import { _PyDict_NewKeysForClass, PyDict_Contains, PyDict_New, PyDict_SetDefaultRef, PyDict_SetItem } from './dictobject';
import { PyStaticMethod_New } from './funcobject';
import { PyCFunction_NewEx } from './methodobject';
import { _PyType_IsReady, PyObject_HashNotImplemented } from './object';
import { PyObject_Free } from './obmalloc';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack } from './tupleobject';
import {
  _PyType_DocWithoutSignature, add_subclass, is_subtype_with_mro, lookup_tp_bases, lookup_tp_dict, lookup_tp_mro, mro_internal, NEXT_GLOBAL_VERSION_TAG, PyType_Check, set_tp_bases, tp_name,
} from './typeobject';
import { add_operators, add_tp_new_wrapper } from './typeobject_slots';
import { _Py_ID, PyUnicode_FromString } from './unicodeobject';

const COLLECTION_FLAGS = Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING;

function flags_of(type: number): number {
  return HEAP32[(type + PyTypeObject.tp_flags) >> 2];
}

function add_flags(type: number, flags: number): void {
  HEAP32[(type + PyTypeObject.tp_flags) >> 2] |= flags;
}

// ---- the type's dict ------------------------------------------------------------------------------------------------------

/** Stores descr (stolen) under name unless the name is taken. 0 or -1. */
function add_descriptor(type: number, name: number, descr: number): number {
  const res = PyDict_SetDefaultRef(lookup_tp_dict(type), name, descr, 0);
  Py_DECREF(descr);
  return res < 0 ? -1 : 0;
}

function type_add_method(type: number, meth: number): number {
  const flags = HEAP32[(meth + PyMethodDef.ml_flags) >> 2];
  let descr: number;
  let name: number;
  if (flags & METH_STATIC) {
    if (flags & METH_CLASS) {
      PyErr_SetString(PyExc_ValueError, 'method cannot be both class and static');
      return -1;
    }
    const cfunc = PyCFunction_NewEx(meth, type, 0);
    if (cfunc === 0) return -1;
    descr = PyStaticMethod_New(cfunc);
    Py_DECREF(cfunc);
    if (descr === 0) return -1;
    name = PyUnicode_FromString(cstring(read_ptr(meth + PyMethodDef.ml_name)));
    if (name === 0) {
      Py_DECREF(descr);
      return -1;
    }
  } else {
    descr = flags & METH_CLASS ? PyDescr_NewClassMethod(type, meth) : PyDescr_NewMethod(type, meth);
    if (descr === 0) return -1;
    name = Py_NewRef(PyDescr_NAME(descr));
  }
  const dict = lookup_tp_dict(type);
  // METH_COEXIST replaces a slot wrapper of the same name.
  const err = flags & METH_COEXIST ? PyDict_SetItem(dict, name, descr) : PyDict_SetDefaultRef(dict, name, descr, 0);
  Py_DECREF(name);
  Py_DECREF(descr);
  return err < 0 ? -1 : 0;
}
export { type_add_method as _PyType_AddMethod };

function type_add_methods(type: number): number {
  for (let meth = read_ptr(type + PyTypeObject.tp_methods); meth !== 0 && read_ptr(meth + PyMethodDef.ml_name) !== 0; meth += PyMethodDef.SIZEOF) {
    if (type_add_method(type, meth) < 0) return -1;
  }
  return 0;
}

function type_add_members(type: number): number {
  for (let memb = read_ptr(type + PyTypeObject.tp_members); memb !== 0 && read_ptr(memb + PyMemberDef.name) !== 0; memb += PyMemberDef.SIZEOF) {
    const descr = PyDescr_NewMember(type, memb);
    if (descr === 0 || add_descriptor(type, PyDescr_NAME(descr), descr) < 0) return -1;
  }
  return 0;
}

function type_add_getset(type: number): number {
  for (let gsp = read_ptr(type + PyTypeObject.tp_getset); gsp !== 0 && read_ptr(gsp + PyGetSetDef.name) !== 0; gsp += PyGetSetDef.SIZEOF) {
    const descr = PyDescr_NewGetSet(type, gsp);
    if (descr === 0 || add_descriptor(type, PyDescr_NAME(descr), descr) < 0) return -1;
  }
  return 0;
}

function type_dict_set_doc(type: number): number {
  const dict = lookup_tp_dict(type);
  const r = PyDict_Contains(dict, _Py_ID('__doc__'));
  if (r !== 0) return r < 0 ? -1 : 0;
  const tp_doc = read_ptr(type + PyTypeObject.tp_doc);
  if (tp_doc === 0) return PyDict_SetItem(dict, _Py_ID('__doc__'), Py_None);
  const doc = PyUnicode_FromString(_PyType_DocWithoutSignature(tp_name(type), cstring(tp_doc)) ?? '');
  if (doc === 0) return -1;
  const res = PyDict_SetItem(dict, _Py_ID('__doc__'), doc);
  Py_DECREF(doc);
  return res;
}

function type_ready_fill_dict(type: number): number {
  if (add_operators(type) < 0 || type_add_methods(type) < 0 || type_add_members(type) < 0 || type_add_getset(type) < 0) return -1;
  return type_dict_set_doc(type);
}

// ---- inheritance -------------------------------------------------------------------------------------------------------------

const SUBCLASS_FLAGS: readonly (readonly [base: number, flag: number])[] = [
  [PyExc_BaseException, Py_TPFLAGS_BASE_EXC_SUBCLASS], [PyType_Type, Py_TPFLAGS_TYPE_SUBCLASS], [PyLong_Type, Py_TPFLAGS_LONG_SUBCLASS], [PyBytes_Type, Py_TPFLAGS_BYTES_SUBCLASS],
  [PyUnicode_Type, Py_TPFLAGS_UNICODE_SUBCLASS], [PyTuple_Type, Py_TPFLAGS_TUPLE_SUBCLASS], [PyList_Type, Py_TPFLAGS_LIST_SUBCLASS], [PyDict_Type, Py_TPFLAGS_DICT_SUBCLASS],
];

/** Copies a slot or size field that the type leaves 0. */
function copy_value(type: number, base: number, field: number): void {
  if (HEAP32[(type + field) >> 2] === 0) {
    HEAP32[(type + field) >> 2] = HEAP32[(base + field) >> 2];
    HEAP32[(type + field + 4) >> 2] = HEAP32[(base + field + 4) >> 2];
  }
}

function inherit_special(type: number, base: number): void {
  const base_flags = flags_of(base);
  if (
    !(flags_of(type) & Py_TPFLAGS_HAVE_GC) && base_flags & Py_TPFLAGS_HAVE_GC &&
    read_ptr(type + PyTypeObject.tp_traverse) === 0 && read_ptr(type + PyTypeObject.tp_clear) === 0
  ) {
    add_flags(type, Py_TPFLAGS_HAVE_GC);
    copy_value(type, base, PyTypeObject.tp_traverse);
    copy_value(type, base, PyTypeObject.tp_clear);
  }
  add_flags(type, base_flags & Py_TPFLAGS_PREHEADER);
  copy_value(type, base, PyTypeObject.tp_basicsize);
  copy_value(type, base, PyTypeObject.tp_itemsize);
  copy_value(type, base, PyTypeObject.tp_weaklistoffset);
  copy_value(type, base, PyTypeObject.tp_dictoffset);
  const mro = lookup_tp_mro(base);
  for (const [of, flag] of SUBCLASS_FLAGS) {
    if (is_subtype_with_mro(mro, base, of)) {
      add_flags(type, flag);
      break;
    }
  }
  add_flags(type, base_flags & (_Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_ITEMS_AT_END));
}

/** 1 when the class defines __eq__ or __hash__, 0, or -1. */
function overrides_hash(type: number): number {
  const dict = lookup_tp_dict(type);
  const r = PyDict_Contains(dict, _Py_ID('__eq__'));
  return r === 0 ? PyDict_Contains(dict, _Py_ID('__hash__')) : r;
}

function all_slots(size: number, except: readonly number[] = []): number[] {
  const slots: number[] = [];
  for (let offset = 0; offset < size; offset += 8) if (!except.includes(offset)) slots.push(offset);
  return slots;
}

const INHERITED_SUITES: readonly (readonly [field: number, slots: readonly number[]])[] = [
  [PyTypeObject.tp_as_number, all_slots(PyNumberMethods.SIZEOF, [PyNumberMethods.nb_reserved])],
  // am_send is not inherited.
  [PyTypeObject.tp_as_async, [PyAsyncMethods.am_await, PyAsyncMethods.am_aiter, PyAsyncMethods.am_anext]],
  [PyTypeObject.tp_as_sequence, all_slots(PySequenceMethods.SIZEOF, [PySequenceMethods.was_sq_slice, PySequenceMethods.was_sq_ass_slice])],
  [PyTypeObject.tp_as_mapping, all_slots(PyMappingMethods.SIZEOF)],
  [PyTypeObject.tp_as_buffer, all_slots(PyBufferProcs.SIZEOF)],
];

/** Copies slots of a suite that the base itself (not its own base) defines. */
function inherit_suite(type: number, base: number, basebase: number, field: number, slots: readonly number[]): void {
  const to = read_ptr(type + field);
  const from = read_ptr(base + field);
  if (to === 0 || from === 0) return;
  const basefrom = basebase === 0 ? 0 : read_ptr(basebase + field);
  for (const slot of slots) {
    const f = HEAP32[(from + slot) >> 2];
    if (HEAP32[(to + slot) >> 2] === 0 && f !== 0 && (basefrom === 0 || f !== HEAP32[(basefrom + slot) >> 2])) HEAP32[(to + slot) >> 2] = f;
  }
}

function copy_slot(type: number, base: number, basebase: number, field: number): void {
  if (HEAP32[(type + field) >> 2] !== 0) return;
  const f = HEAP32[(base + field) >> 2];
  if (f !== 0 && (basebase === 0 || f !== HEAP32[(basebase + field) >> 2])) {
    HEAP32[(type + field) >> 2] = f;
    HEAP32[(type + field + 4) >> 2] = HEAP32[(base + field + 4) >> 2];
  }
}

const object_free = func_index(PyObject_Free);
const gc_del = func_index(PyObject_GC_Del);

function inherit_attribute_slots(type: number, base: number): void {
  if (read_ptr(type + PyTypeObject.tp_getattr) === 0 && read_ptr(type + PyTypeObject.tp_getattro) === 0) {
    copy_value(type, base, PyTypeObject.tp_getattr);
    copy_value(type, base, PyTypeObject.tp_getattro);
  }
  if (read_ptr(type + PyTypeObject.tp_setattr) === 0 && read_ptr(type + PyTypeObject.tp_setattro) === 0) {
    copy_value(type, base, PyTypeObject.tp_setattr);
    copy_value(type, base, PyTypeObject.tp_setattro);
  }
}

function inherit_slots(type: number, base: number): number {
  const basebase = read_ptr(base + PyTypeObject.tp_base);
  for (const [field, slots] of INHERITED_SUITES) inherit_suite(type, base, basebase, field, slots);

  copy_slot(type, base, basebase, PyTypeObject.tp_dealloc);
  inherit_attribute_slots(type, base);
  copy_slot(type, base, basebase, PyTypeObject.tp_repr);
  copy_slot(type, base, basebase, PyTypeObject.tp_vectorcall_offset);
  // A class that defines __call__ must not be called past it: it inherits vectorcall only together with tp_call.
  if (read_ptr(type + PyTypeObject.tp_call) === 0) add_flags(type, flags_of(base) & Py_TPFLAGS_HAVE_VECTORCALL);
  copy_slot(type, base, basebase, PyTypeObject.tp_call);
  copy_slot(type, base, basebase, PyTypeObject.tp_str);
  // Comparison and hash are inherited together or not at all.
  if (read_ptr(type + PyTypeObject.tp_richcompare) === 0 && read_ptr(type + PyTypeObject.tp_hash) === 0) {
    const r = overrides_hash(type);
    if (r < 0) return -1;
    if (r === 0) {
      copy_value(type, base, PyTypeObject.tp_richcompare);
      copy_value(type, base, PyTypeObject.tp_hash);
    }
  }
  copy_slot(type, base, basebase, PyTypeObject.tp_iter);
  copy_slot(type, base, basebase, PyTypeObject.tp_iternext);
  copy_slot(type, base, basebase, PyTypeObject.tp_descr_get);
  const descr_get = read_ptr(base + PyTypeObject.tp_descr_get);
  if (
    descr_get !== 0 && read_ptr(type + PyTypeObject.tp_descr_get) === descr_get &&
    flags_of(type) & Py_TPFLAGS_IMMUTABLETYPE && flags_of(base) & Py_TPFLAGS_METHOD_DESCRIPTOR
  ) {
    add_flags(type, Py_TPFLAGS_METHOD_DESCRIPTOR);
  }
  copy_slot(type, base, basebase, PyTypeObject.tp_descr_set);
  copy_slot(type, base, basebase, PyTypeObject.tp_dictoffset);
  copy_slot(type, base, basebase, PyTypeObject.tp_init);
  copy_slot(type, base, basebase, PyTypeObject.tp_alloc);
  copy_slot(type, base, basebase, PyTypeObject.tp_is_gc);
  copy_slot(type, base, basebase, PyTypeObject.tp_finalize);
  if ((flags_of(type) & Py_TPFLAGS_HAVE_GC) === (flags_of(base) & Py_TPFLAGS_HAVE_GC)) copy_slot(type, base, basebase, PyTypeObject.tp_free);
  else if (flags_of(type) & Py_TPFLAGS_HAVE_GC && read_ptr(type + PyTypeObject.tp_free) === 0 && read_ptr(base + PyTypeObject.tp_free) === object_free) {
    // A GC type with a non-GC base gets the fitting deallocator.
    write_ptr(type + PyTypeObject.tp_free, gc_del);
  }
  return 0;
}

function type_ready_inherit(type: number): number {
  const base = read_ptr(type + PyTypeObject.tp_base);
  if (base !== 0) inherit_special(type, base);
  const mro = lookup_tp_mro(type);
  const n = PyTuple_GET_SIZE(mro);
  for (let i = 1; i < n; i++) {
    const b = PyTuple_GET_ITEM(mro, i);
    if (!PyType_Check(b)) continue;
    if (inherit_slots(type, b) < 0) return -1;
    if ((flags_of(type) & COLLECTION_FLAGS) === 0) add_flags(type, flags_of(b) & COLLECTION_FLAGS);
  }
  if (base !== 0) for (const [field] of INHERITED_SUITES) copy_value(type, base, field);
  const tp_free = read_ptr(type + PyTypeObject.tp_free);
  if (flags_of(type) & Py_TPFLAGS_HAVE_GC && flags_of(type) & Py_TPFLAGS_BASETYPE && (tp_free === 0 || tp_free === object_free)) {
    PyErr_Format(PyExc_TypeError, "type '%.100s' participates in gc and is a base type but has inappropriate tp_free slot", tp_name(type));
    return -1;
  }
  return 0;
}

// ---- the steps -------------------------------------------------------------------------------------------------------------------

function type_ready_pre_checks(type: number): number {
  const flags = flags_of(type);
  const broken = (what: string): never => {
    throw new Error(`type ${tp_name(type)}: ${what}`);
  };
  if (flags & Py_TPFLAGS_METHOD_DESCRIPTOR && read_ptr(type + PyTypeObject.tp_descr_get) === 0) broken('METHOD_DESCRIPTOR without tp_descr_get');
  if (flags & Py_TPFLAGS_HAVE_VECTORCALL && (read_ptr(type + PyTypeObject.tp_vectorcall_offset) === 0 || read_ptr(type + PyTypeObject.tp_call) === 0)) {
    broken('HAVE_VECTORCALL without tp_vectorcall_offset and tp_call');
  }
  if ((flags & COLLECTION_FLAGS) === COLLECTION_FLAGS) broken('both a sequence and a mapping');
  if (read_ptr(type + PyTypeObject.tp_name) === 0) {
    PyErr_Format(PyExc_SystemError, 'Type does not define the tp_name field.');
    return -1;
  }
  return 0;
}

function type_ready_set_dict(type: number): number {
  if (lookup_tp_dict(type) !== 0) return 0;
  const dict = PyDict_New();
  if (dict === 0) return -1;
  write_ptr(type + PyTypeObject.tp_dict, dict);
  return 0;
}

function type_ready_set_base(type: number): number {
  let base = read_ptr(type + PyTypeObject.tp_base);
  if (base === 0 && type !== PyBaseObject_Type) {
    base = PyBaseObject_Type;
    write_ptr(type + PyTypeObject.tp_base, base);
  }
  return base !== 0 && !_PyType_IsReady(base) && PyType_Ready(base) < 0 ? -1 : 0;
}

function type_ready_set_type(type: number): number {
  const base = read_ptr(type + PyTypeObject.tp_base);
  if (Py_TYPE(type) === 0 && base !== 0) Py_SET_TYPE(type, Py_TYPE(base));
  return 0;
}

function type_ready_set_bases(type: number): number {
  if (lookup_tp_bases(type) !== 0) return 0;
  const base = read_ptr(type + PyTypeObject.tp_base);
  const bases = base === 0 ? PyTuple_New(0) : PyTuple_Pack(1, base);
  if (bases === 0) return -1;
  set_tp_bases(type, bases);
  return 0;
}

function type_ready_mro(type: number): number {
  if (mro_internal(type, 0) < 0) return -1;
  if (flags_of(type) & Py_TPFLAGS_HEAPTYPE) return 0;
  const mro = lookup_tp_mro(type);
  const n = PyTuple_GET_SIZE(mro);
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(mro, i);
    if (flags_of(base) & Py_TPFLAGS_HEAPTYPE) {
      PyErr_Format(PyExc_TypeError, "type '%.100s' is not dynamically allocated but its base type '%.100s' is dynamically allocated", tp_name(type), tp_name(base));
      return -1;
    }
  }
  return 0;
}

function type_ready_set_new(type: number): number {
  const base = read_ptr(type + PyTypeObject.tp_base);
  // A static type without a tp_new that derives from object cannot be instantiated from Python.
  if (read_ptr(type + PyTypeObject.tp_new) === 0 && base === PyBaseObject_Type && !(flags_of(type) & Py_TPFLAGS_HEAPTYPE)) {
    add_flags(type, Py_TPFLAGS_DISALLOW_INSTANTIATION);
  }
  if (flags_of(type) & Py_TPFLAGS_DISALLOW_INSTANTIATION) write_ptr(type + PyTypeObject.tp_new, 0);
  else if (read_ptr(type + PyTypeObject.tp_new) !== 0) return add_tp_new_wrapper(type);
  else write_ptr(type + PyTypeObject.tp_new, read_ptr(base + PyTypeObject.tp_new));
  return 0;
}

function type_ready_preheader(type: number): number {
  const dictoffset = HEAP32[(type + PyTypeObject.tp_dictoffset) >> 2];
  if (flags_of(type) & Py_TPFLAGS_MANAGED_DICT) {
    if (dictoffset > 0 || dictoffset < -1) {
      PyErr_Format(PyExc_TypeError, 'type %s has the Py_TPFLAGS_MANAGED_DICT flag but tp_dictoffset is set', tp_name(type));
      return -1;
    }
    write_ssize(type + PyTypeObject.tp_dictoffset, -1);
  }
  const weaklistoffset = HEAP32[(type + PyTypeObject.tp_weaklistoffset) >> 2];
  if (flags_of(type) & Py_TPFLAGS_MANAGED_WEAKREF) {
    if (weaklistoffset !== 0 && weaklistoffset !== MANAGED_WEAKREF_OFFSET) {
      PyErr_Format(PyExc_TypeError, 'type %s has the Py_TPFLAGS_MANAGED_WEAKREF flag but tp_weaklistoffset is set', tp_name(type));
      return -1;
    }
    write_ssize(type + PyTypeObject.tp_weaklistoffset, MANAGED_WEAKREF_OFFSET);
  }
  return 0;
}

function type_ready_set_hash(type: number): number {
  if (read_ptr(type + PyTypeObject.tp_hash) !== 0) return 0;
  const dict = lookup_tp_dict(type);
  const r = PyDict_Contains(dict, _Py_ID('__hash__'));
  if (r !== 0) return r < 0 ? -1 : 0;
  if (PyDict_SetItem(dict, _Py_ID('__hash__'), Py_None) < 0) return -1;
  write_ptr(type + PyTypeObject.tp_hash, func_index(PyObject_HashNotImplemented));
  return 0;
}

function type_ready_add_subclasses(type: number): number {
  const bases = lookup_tp_bases(type);
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) {
    const b = PyTuple_GET_ITEM(bases, i);
    if (PyType_Check(b) && add_subclass(b, type) < 0) return -1;
  }
  return 0;
}

function type_ready_managed_dict(type: number): number {
  if (!(flags_of(type) & Py_TPFLAGS_MANAGED_DICT)) return 0;
  if (!(flags_of(type) & Py_TPFLAGS_HEAPTYPE)) {
    PyErr_Format(PyExc_SystemError, 'type %s has the Py_TPFLAGS_MANAGED_DICT flag but not Py_TPFLAGS_HEAPTYPE flag', tp_name(type));
    return -1;
  }
  if (read_ptr(type + PyHeapTypeObject.ht_cached_keys) === 0) {
    const keys = _PyDict_NewKeysForClass();
    if (keys === 0) {
      PyErr_NoMemory();
      return -1;
    }
    write_ptr(type + PyHeapTypeObject.ht_cached_keys, keys);
  }
  if (read_ptr(type + PyTypeObject.tp_itemsize) === 0 && read_ptr(type + PyTypeObject.tp_basicsize) === 16) add_flags(type, Py_TPFLAGS_INLINE_VALUES);
  return 0;
}

function type_ready_post_checks(type: number): number {
  const dictoffset = HEAP32[(type + PyTypeObject.tp_dictoffset) >> 2];
  if (flags_of(type) & Py_TPFLAGS_HAVE_GC && read_ptr(type + PyTypeObject.tp_traverse) === 0) {
    PyErr_Format(PyExc_SystemError, 'type %s has the Py_TPFLAGS_HAVE_GC flag but has no traverse function', tp_name(type));
    return -1;
  }
  if (flags_of(type) & Py_TPFLAGS_MANAGED_DICT) {
    if (dictoffset !== -1) {
      PyErr_Format(PyExc_SystemError, 'type %s has the Py_TPFLAGS_MANAGED_DICT flag but tp_dictoffset is set to incompatible value', tp_name(type));
      return -1;
    }
  } else if (dictoffset < 0 && dictoffset + HEAP32[(type + PyTypeObject.tp_basicsize) >> 2] <= 0) {
    PyErr_Format(PyExc_SystemError, 'type %s has a tp_dictoffset that is too small', tp_name(type));
    return -1;
  }
  return 0;
}

const STEPS: readonly ((type: number) => number)[] = [
  type_ready_pre_checks, type_ready_set_dict, type_ready_set_base, type_ready_set_type, type_ready_set_bases, type_ready_mro, type_ready_set_new, type_ready_fill_dict,
  type_ready_inherit, type_ready_preheader, type_ready_set_hash, type_ready_add_subclasses, type_ready_managed_dict, type_ready_post_checks,
];

/** Completes a type object whose tables and slots are set. 0, or -1 with an exception. May run Python code (an mro()). */
export function PyType_Ready(type: number): number {
  const flags = flags_of(type);
  if (flags & Py_TPFLAGS_READY) return 0;
  if (flags & Py_TPFLAGS_READYING) throw new Error(`PyType_Ready: ${tp_name(type)} is being readied`);
  if (!(flags & Py_TPFLAGS_HEAPTYPE)) {
    add_flags(type, Py_TPFLAGS_IMMUTABLETYPE);
    _Py_SetImmortal(type);
    if (flags & _Py_TPFLAGS_STATIC_BUILTIN) {
      HEAP32[(type + PyTypeObject.tp_version_tag) >> 2] = HEAP32[NEXT_GLOBAL_VERSION_TAG >> 2]++;
    }
  }
  add_flags(type, Py_TPFLAGS_READYING);
  let res = 0;
  for (const step of STEPS) {
    if (step(type) < 0) {
      res = -1;
      break;
    }
  }
  HEAP32[(type + PyTypeObject.tp_flags) >> 2] &= ~Py_TPFLAGS_READYING;
  if (res === 0) add_flags(type, Py_TPFLAGS_READY);
  return res;
}
