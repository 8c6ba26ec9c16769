// Answers to Objects/typeobject.c of CPython 3.13: type objects, their attributes, MRO, version tags and method cache.
// What C has in one file is here in six: typeobject (type itself, lookup, subtype_dealloc), typeobject_new (class statement,
// types from a spec), typeobject_ready (PyType_Ready, inheritance of slots), typeobject_slots (slot table, slot_tp_*),
// typeobject_object (object), typeobject_super (super). All public names are exported from here.
//
// Deviations: there is one interpreter, so a static type's dict, subclasses and weak list lie in its struct; no type watchers;
// no audit events. A class whose name is not ASCII keeps the bytes of tp_name in _ht_tpname.
//
//   The method cache. A type has a version tag; 0 is "none yet". A lookup of `name` on a type hashes (tag, address of name)
//   into 4096 entries of (tag, name, value) at TYPE_CACHE; a hit needs no more than two comparisons. Whatever changes what a
//   lookup could find (a dict, bases, an MRO) sets the tag of the type and of all its subclasses to 0; the next lookup gets a
//   new tag, and old entries die by never matching again. The entry owns its name and borrows its value.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { PyHeapTypeObject, PyInterpreterState, PyMemberDef, PyTypeObject, PyASCIIObject } from '../include/generated/offsets';
import { cstring, HEAP32, HEAPU16, HEAPU8, read_ptr, utf8_bytes, write_ptr } from '../include/heap';
import {
  _Py_TPFLAGS_STATIC_BUILTIN, METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_INCREF, Py_IS_TYPE, Py_NewRef, Py_READONLY, Py_REFCNT,
  Py_SETREF, Py_T_OBJECT_EX, Py_T_PYSSIZET, Py_T_ULONG, _Py_T_OBJECT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_IS_ABSTRACT, Py_TPFLAGS_ITEMS_AT_END, Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_READY, Py_TPFLAGS_READYING, Py_TPFLAGS_TYPE_SUBCLASS, Py_TYPE, Py_XDECREF, Py_XNewRef, PyType_HasFeature,
  Py_SIZE, _Py_SetImmortal, METH_COEXIST, METH_STATIC,
} from '../include/object';
import { _PyInterpreterState_Main, Py_None, PyBaseObject_Type, PyExc_AttributeError, PyExc_MemoryError, PyExc_TypeError, PyExc_ValueError, PyType_Type, PyUnicode_Type, TYPE_CACHE, TYPE_STATICS } from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import { PyErr_Clear, PyErr_Format, PyErr_GetRaisedException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_Link, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, _PyType_PreHeaderSize, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyThreadState_GET } from '../python/pystate';
import { _PyObject_RealIsInstance, _PyObject_RealIsSubclass, PySequence_GetItem, PySequence_List, PySequence_Size, PySequence_Tuple } from './abstract';
import { _Py_CheckFunctionResult } from './call';
import { PyDictProxy_New } from './descrobject';
import {
  _PyDict_KeysSize, _PyDictKeys_DecRef, _PyInlineValuesSize, _PyObject_InitInlineValues, PyDict_Clear, PyDict_DelItem,
  PyDict_GET_SIZE, PyDict_GetItemRef, PyDict_Keys, PyDict_New, PyDict_Next, PyDict_Pop, PyDict_SetItem, PyDict_Size, PyDict_Update, PyObject_ClearManagedDict, PyObject_VisitManagedDict,
} from './dictobject';
import { PyList_Append, PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from './listobject';
import { PyBool_FromLong } from './boolobject';
import { PyLong_FromSsize_t, PyLong_FromVoidPtr } from './longobject';
import {
  _PyObject_GET_WEAKREFS_LISTPTR,   _PyObject_ComputedDictPointer, _PyObject_Init, _PyObject_InitVar, _PyObject_SetAttributeErrorContext, _PyObject_VAR_SIZE, _PyType_IS_GC, _PyType_IsReady,
  PyObject_CallFinalizerFromDealloc, PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_Repr,
} from './object';
import { PyMem_Free, PyMem_Malloc, PyObject_Malloc } from './obmalloc';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { type_new } from './typeobject_new';
import { PyType_Ready } from './typeobject_ready';
import { call_unbound_noarg, lookup_maybe_method, lookup_method, lookup_unbound, update_all_slots, update_slot } from './typeobject_slots';
import { _Py_ID, _PyUnicode_Copy, _PyUnicode_Equal, _PyUnicode_InternMortal, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CHECK_INTERNED, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII, PyUnicode_InternFromString } from './unicodeobject';
import { _Py_union_type_or } from './unionobject';
import { _PyWeakref_ClearWeakRefsNoCallbacks, _PyWeakref_GET_REF, PyObject_ClearWeakRefs, PyWeakref_NewRef } from './weakrefobject';

export { _PyType_CalculateMetaclass, PyType_FromMetaclass, PyType_FromModuleAndSpec, PyType_FromSpec, PyType_FromSpecWithBases, PyType_GetModule, PyType_GetModuleByDef, _PyType_GetModuleByDef2, _PyType_GetModuleByDef3, PyType_GetModuleState, PyType_GetSlot, type_new } from './typeobject_new';
export { _Py_BaseObject_RichCompare, _PyObject_GetState, object_init, object_new } from './typeobject_object';
export { _PyType_AddMethod, PyType_Ready } from './typeobject_ready';
export { _Py_slot_tp_getattr_hook, _Py_slot_tp_getattro, lookup_maybe_method, lookup_method } from './typeobject_slots';
export { _PySuper_Lookup } from './typeobject_super';

// ---- small things -------------------------------------------------------------------------------------------------------

/** The text of tp_name ("module.name" for static and spec types), for error messages. */
export function tp_name(tp: number): string {
  return cstring(HEAP32[(tp + PyTypeObject.tp_name) >> 2]);
}

export function PyType_Check(op: number): boolean {
  return (HEAP32[(Py_TYPE(op) + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_TYPE_SUBCLASS) !== 0;
}

export function PyType_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyType_Type;
}

export function PyType_GetFlags(type: number): number {
  return HEAP32[(type + PyTypeObject.tp_flags) >> 2] >>> 0;
}

export function _PyType_SUPPORTS_WEAKREFS(type: number): boolean {
  return HEAP32[(type + PyTypeObject.tp_weaklistoffset) >> 2] !== 0;
}
export { _PyType_SUPPORTS_WEAKREFS as PyType_SUPPORTS_WEAKREFS };

export function PyObject_TypeCheck(ob: number, type: number): boolean {
  const t = Py_TYPE(ob);
  return t === type || PyType_IsSubtype(t, type);
}

/** Borrowed. */
export function _PyType_GetDict(self: number): number {
  return HEAP32[(self + PyTypeObject.tp_dict) >> 2];
}
export const lookup_tp_dict = _PyType_GetDict;

/** Returns new, or NULL. */
export function PyType_GetDict(self: number): number {
  return Py_XNewRef(_PyType_GetDict(self));
}

export function lookup_tp_bases(self: number): number {
  return HEAP32[(self + PyTypeObject.tp_bases) >> 2];
}

/** Returns new. */
export function _PyType_GetBases(self: number): number {
  return Py_NewRef(lookup_tp_bases(self));
}

/** Steals bases. */
export function set_tp_bases(self: number, bases: number): void {
  if (HEAP32[(self + PyTypeObject.tp_flags) >> 2] & _Py_TPFLAGS_STATIC_BUILTIN) immortal_tuple(bases);
  write_ptr(self + PyTypeObject.tp_bases, bases);
}

export function lookup_tp_mro(self: number): number {
  return HEAP32[(self + PyTypeObject.tp_mro) >> 2];
}

/** Returns new, or NULL. */
export function _PyType_GetMRO(self: number): number {
  return Py_XNewRef(lookup_tp_mro(self));
}

function set_tp_mro(self: number, mro: number): void {
  if (HEAP32[(self + PyTypeObject.tp_flags) >> 2] & _Py_TPFLAGS_STATIC_BUILTIN) immortal_tuple(mro);
  write_ptr(self + PyTypeObject.tp_mro, mro);
}

/** Bases and MRO of static types live as long as the process and are not the collector's. */
function immortal_tuple(op: number): void {
  PyObject_GC_UnTrack(op);
  _Py_SetImmortal(op);
}

export function lookup_tp_subclasses(self: number): number {
  return HEAP32[(self + PyTypeObject.tp_subclasses) >> 2];
}

export function _PyType_HasSubclasses(self: number): boolean {
  return lookup_tp_subclasses(self) !== 0;
}

/** A new reference to the type that a weak reference names, or NULL when it is gone. */
function type_from_ref(ref: number): number {
  return _PyWeakref_GET_REF(ref);
}

/** Borrowed keys and values of a dict, alternating. Scratch: nothing may run between this and the use. */
export function dict_entries(dict: number): number[] {
  const mark = stackSave();
  const pos = stackAlloc(24);
  write_ptr(pos, 0);
  const entries: number[] = [];
  while (PyDict_Next(dict, pos, pos + 8, pos + 16)) entries.push(read_ptr(pos + 8), read_ptr(pos + 16));
  stackRestore(mark);
  return entries;
}

/** New references to the living direct subclasses. */
export function subclass_refs(self: number): number[] {
  const subclasses = lookup_tp_subclasses(self);
  const result: number[] = [];
  if (subclasses === 0) return result;
  const entries = dict_entries(subclasses);
  for (let i = 1; i < entries.length; i += 2) {
    const subclass = type_from_ref(entries[i]);
    if (subclass !== 0) result.push(subclass);
  }
  return result;
}

/** A new list of the direct subclasses. May fail. */
export function _PyType_GetSubclasses(self: number): number {
  const list = PyList_New(0);
  if (list === 0) return 0;
  let failed = false;
  for (const subclass of subclass_refs(self)) {
    if (!failed && PyList_Append(list, subclass) < 0) failed = true;
    Py_DECREF(subclass);
  }
  if (failed) {
    Py_DECREF(list);
    return 0;
  }
  return list;
}

// ---- docstrings and signatures ----------------------------------------------------------------------------------------------

const SIGNATURE_END_MARKER = ')\n--\n\n';

function find_signature(name: string, doc: string | null): string | null {
  if (doc === null) return null;
  name = name.slice(name.lastIndexOf('.') + 1);
  if (!doc.startsWith(name)) return null;
  return doc[name.length] === '(' ? doc.slice(name.length) : null;
}

/** The offset after the end marker of a signature, or -1. A blank line ends the search. */
function skip_signature(doc: string): number {
  const end = doc.indexOf(SIGNATURE_END_MARKER);
  if (end < 0) return -1;
  const blank = doc.indexOf('\n\n');
  return blank >= 0 && blank < end ? -1 : end + SIGNATURE_END_MARKER.length;
}

export function _PyType_DocWithoutSignature(name: string, internal_doc: string | null): string | null {
  const doc = find_signature(name, internal_doc);
  if (doc !== null) {
    const end = skip_signature(doc);
    if (end >= 0) return doc.slice(end);
  }
  return internal_doc;
}

/** Returns new. May fail. */
export function _PyType_GetDocFromInternalDoc(name: string, internal_doc: string | null): number {
  const doc = _PyType_DocWithoutSignature(name, internal_doc);
  return doc === null || doc === '' ? Py_None : PyUnicode_FromString(doc);
}

function signature_from_flags(flags: number): string | null {
  switch (flags & ~METH_COEXIST) {
    case METH_NOARGS:
      return '($self, /)';
    case METH_NOARGS | METH_CLASS:
      return '($type, /)';
    case METH_NOARGS | METH_STATIC:
      return '()';
    case METH_O:
      return '($self, object, /)';
    case METH_O | METH_CLASS:
      return '($type, object, /)';
    case METH_O | METH_STATIC:
      return '(object, /)';
    default:
      return null;
  }
}

/** Returns new. May fail. */
export function _PyType_GetTextSignatureFromInternalDoc(name: string, internal_doc: string | null, flags: number): number {
  const start = find_signature(name, internal_doc);
  const end = start === null ? -1 : skip_signature(start);
  if (start === null || end < 0) {
    const made = signature_from_flags(flags);
    return made === null ? Py_None : PyUnicode_FromString(made);
  }
  return PyUnicode_FromString(start.slice(0, end - SIGNATURE_END_MARKER.length + 1));
}

/** The C string at p as text, null for NULL. */
export function cstring_or_null(p: number): string | null {
  return p === 0 ? null : cstring(p);
}

// ---- version tags and the method cache ------------------------------------------------------------------------------------------

const MCACHE_MAX_ATTR_SIZE = 100;
const MCACHE_MASK = 4095;
const MAX_VERSIONS_PER_CLASS = 1000;
export const _Py_TYPE_BASE_VERSION_TAG = 2 << 16;
const _Py_MAX_GLOBAL_TYPE_VERSION_TAG = _Py_TYPE_BASE_VERSION_TAG - 1;
/** The address of the next version tag of immutable types. */
export const NEXT_GLOBAL_VERSION_TAG = TYPE_STATICS;

function NEXT_VERSION_TAG(): number {
  return _PyInterpreterState_Main + PyInterpreterState.next_type_version;
}

function type_cache_clear(value: number): void {
  for (let entry = TYPE_CACHE >> 2, end = entry + (MCACHE_MASK + 1) * 3; entry < end; entry += 3) {
    HEAP32[entry] = 0;
    const name = HEAP32[entry + 1];
    HEAP32[entry + 1] = value;
    HEAP32[entry + 2] = 0;
    Py_XDECREF(name);
  }
}

export function _PyType_InitCache(_interp: number): void {
  type_cache_clear(0);
}

export function PyType_ClearCache(): number {
  type_cache_clear(0);
  return HEAP32[NEXT_VERSION_TAG() >> 2] - 1;
}

function set_version_unlocked(tp: number, version: number): void {
  if (version !== 0) HEAPU16[(tp + PyTypeObject.tp_versions_used) >> 1]++;
  HEAP32[(tp + PyTypeObject.tp_version_tag) >> 2] = version;
}

export function type_modified_unlocked(type: number): void {
  if (HEAP32[(type + PyTypeObject.tp_version_tag) >> 2] === 0) return;
  for (const subclass of subclass_refs(type)) {
    type_modified_unlocked(subclass);
    Py_DECREF(subclass);
  }
  forget_version(type);
}

function forget_version(type: number): void {
  set_version_unlocked(type, 0);
  if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) HEAP32[(type + PyHeapTypeObject.getitem) >> 2] = 0;
}

/** What a lookup on this type or a subclass finds may have changed. */
export function PyType_Modified(type: number): void {
  type_modified_unlocked(type);
}

/** A type with an mro() of its own, or with bases that are not in its MRO, cannot have a version. */
function type_mro_modified(type: number, bases: number): void {
  if (!Py_IS_TYPE(type, PyType_Type)) {
    const mro_meth = lookup_maybe_method(type, _Py_ID('mro'));
    if (mro_meth === 0) return forget_version(type);
    const type_mro_meth = lookup_maybe_method(PyType_Type, _Py_ID('mro'));
    Py_DECREF(mro_meth);
    if (type_mro_meth === 0) return forget_version(type);
    Py_DECREF(type_mro_meth);
    if (mro_meth !== type_mro_meth) return forget_version(type);
  }
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) {
    if (!is_subtype_with_mro(lookup_tp_mro(type), type, PyTuple_GET_ITEM(bases, i))) return forget_version(type);
  }
}

/** Gives the type (and, first, its bases) a version tag: false when it cannot have one. */
export function assign_version_tag(type: number): boolean {
  if (HEAP32[(type + PyTypeObject.tp_version_tag) >> 2] !== 0) return true;
  if (!PyType_HasFeature(type, Py_TPFLAGS_READY)) return false;
  if (HEAPU16[(type + PyTypeObject.tp_versions_used) >> 1] >= MAX_VERSIONS_PER_CLASS) return false;
  const bases = lookup_tp_bases(type);
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) if (!assign_version_tag(PyTuple_GET_ITEM(bases, i))) return false;
  const immutable = (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_IMMUTABLETYPE) !== 0;
  const at = (immutable ? NEXT_GLOBAL_VERSION_TAG : NEXT_VERSION_TAG()) >> 2;
  const tag = HEAP32[at];
  if (immutable ? tag > _Py_MAX_GLOBAL_TYPE_VERSION_TAG : tag === 0) return false;
  HEAP32[at] = tag + 1;
  set_version_unlocked(type, tag);
  return true;
}

export function PyUnstable_Type_AssignVersionTag(type: number): number {
  return assign_version_tag(type) ? 1 : 0;
}

let find_error = 0;
/** Why find_name_in_mro returned NULL: 0 not found, 1 the type has no MRO yet, -1 exception. Read at once. */
export function find_name_error(): number {
  return find_error;
}

/** Returns new, or NULL (see find_name_error). */
export function find_name_in_mro(type: number, name: number): number {
  let mro = lookup_tp_mro(type);
  if (mro === 0) {
    if ((HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_READYING) === 0) {
      if (PyType_Ready(type) < 0) {
        find_error = -1;
        return 0;
      }
      mro = lookup_tp_mro(type);
    }
    if (mro === 0) {
      find_error = 1;
      return 0;
    }
  }
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  let error = 0;
  let res = 0;
  Py_INCREF(mro);
  const n = PyTuple_GET_SIZE(mro);
  for (let i = 0; i < n; i++) {
    const rc = PyDict_GetItemRef(lookup_tp_dict(PyTuple_GET_ITEM(mro, i)), name, out);
    if (rc < 0) {
      error = -1;
      break;
    }
    res = HEAP32[out >> 2];
    if (res !== 0) break;
  }
  stackRestore(mark);
  Py_DECREF(mro);
  find_error = error;
  return res;
}

/** Looks name up along the MRO. Returns new, or NULL without an exception. */
export function _PyType_LookupRef(type: number, name: number): number {
  const version = HEAP32[(type + PyTypeObject.tp_version_tag) >> 2];
  const entry = (TYPE_CACHE >> 2) + ((version ^ (name >> 3)) & MCACHE_MASK) * 3;
  if (HEAP32[entry] === version && HEAP32[entry + 1] === name) {
    const value = HEAP32[entry + 2];
    if (value !== 0) Py_INCREF(value);
    return value;
  }
  return lookup_and_cache(type, name);
}

function lookup_and_cache(type: number, name: number): number {
  let version = 0;
  if (Py_TYPE(name) === PyUnicode_Type && PyUnicode_GET_LENGTH(name) <= MCACHE_MAX_ATTR_SIZE && assign_version_tag(type)) {
    version = HEAP32[(type + PyTypeObject.tp_version_tag) >> 2];
  }
  const res = find_name_in_mro(type, name);
  if (res === 0 && find_error !== 0) {
    // A lookup cannot fail: what went wrong while readying or comparing is forgotten.
    if (find_error === -1) PyErr_Clear();
    return 0;
  }
  if (version !== 0) {
    const entry = (TYPE_CACHE >> 2) + ((version ^ (name >> 3)) & MCACHE_MASK) * 3;
    const old_name = HEAP32[entry + 1];
    HEAP32[entry] = version;
    HEAP32[entry + 1] = name;
    HEAP32[entry + 2] = res;
    Py_INCREF(name);
    Py_XDECREF(old_name);
  }
  return res;
}

/** Borrowed, or NULL without an exception. */
export function _PyType_Lookup(type: number, name: number): number {
  const res = _PyType_LookupRef(type, name);
  Py_XDECREF(res);
  return res;
}

export function _PyType_SetFlags(self: number, mask: number, flags: number): void {
  const at = (self + PyTypeObject.tp_flags) >> 2;
  HEAP32[at] = (HEAP32[at] & ~mask) | flags;
}

/** Sets flags on a type and those of its subclasses that differ. */
export function _PyType_SetFlagsRecursive(self: number, mask: number, flags: number): void {
  if (PyType_HasFeature(self, Py_TPFLAGS_IMMUTABLETYPE) || (HEAP32[(self + PyTypeObject.tp_flags) >> 2] & mask) === flags) return;
  _PyType_SetFlags(self, mask, flags);
  for (const child of subclass_refs(self)) {
    _PyType_SetFlagsRecursive(child, mask, flags);
    Py_DECREF(child);
  }
}

export function is_dunder_name(name: number): boolean {
  const s = PyUnicode_GET_LENGTH(name) > 4 && PyUnicode_IS_ASCII(name) ? PyUnicode_AsUTF8(name) : null;
  return s !== null && s.startsWith('__') && s.endsWith('__');
}

// ---- special lookup ----------------------------------------------------------------------------------------------------------------

/** A special method bound to self, looked up on its type. Returns new, or NULL with or without an exception. May run Python code. */
export function _PyObject_LookupSpecial(self: number, attr: number): number {
  const tp = Py_TYPE(self);
  const res = _PyType_LookupRef(tp, attr);
  if (res === 0) return 0;
  const f = HEAP32[(Py_TYPE(res) + PyTypeObject.tp_descr_get) >> 2];
  if (f === 0) return res;
  const bound = FUNCS[f](res, self, tp);
  Py_DECREF(res);
  return bound;
}

// ---- attributes of a type ------------------------------------------------------------------------------------------------------------

function check_set_special_type_attr(type: number, value: number, name: string): boolean {
  if (PyType_HasFeature(type, Py_TPFLAGS_IMMUTABLETYPE)) {
    PyErr_Format(PyExc_TypeError, "cannot set '%s' attribute of immutable type '%s'", name, tp_name(type));
    return false;
  }
  if (value === 0) {
    PyErr_Format(PyExc_TypeError, "cannot delete '%s' attribute of immutable type '%s'", name, tp_name(type));
    return false;
  }
  return true;
}

function is_heap_type(type: number): boolean {
  return (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HEAPTYPE) !== 0;
}

/** The last component of tp_name. */
export function _PyType_Name(type: number): string {
  const s = tp_name(type);
  return s.slice(s.lastIndexOf('.') + 1);
}

/** Returns new. */
export function type_name(type: number, _context = 0): number {
  return is_heap_type(type) ? Py_NewRef(read_ptr(type + PyHeapTypeObject.ht_name)) : PyUnicode_FromString(_PyType_Name(type));
}
export { type_name as PyType_GetName };

/** Returns new. */
export function type_qualname(type: number, _context = 0): number {
  return is_heap_type(type) ? Py_NewRef(read_ptr(type + PyHeapTypeObject.ht_qualname)) : PyUnicode_FromString(_PyType_Name(type));
}
export { type_qualname as PyType_GetQualName };

/** Points tp_name at the UTF-8 of str (which ht_name keeps alive, or a copy that _ht_tpname owns). 0 or -1. */
export function set_tp_name(type: number, str: number): number {
  const text = PyUnicode_AsUTF8(str);
  if (text === null) return -1;
  if (text.includes('\0')) {
    PyErr_SetString(PyExc_ValueError, 'type name must not contain null characters');
    return -1;
  }
  let at = str + PyASCIIObject.SIZEOF;
  if (!PyUnicode_IS_ASCII(str)) {
    at = malloc_cstring(text);
    if (at === 0) return -1;
    PyMem_Free(read_ptr(type + PyHeapTypeObject._ht_tpname));
    write_ptr(type + PyHeapTypeObject._ht_tpname, at);
  } else if (!PyUnicode_CheckExact(str) && HEAPU8[at + text.length] !== 0) throw new Error('set_tp_name: str is not compact');
  write_ptr(type + PyTypeObject.tp_name, at);
  return 0;
}

/** PyMem_Malloc'd copy of a text, or NULL with MemoryError. */
export function malloc_cstring(text: string): number {
  const bytes = utf8_bytes(text);
  const p = PyMem_Malloc(bytes.length + 1);
  if (p === 0) {
    PyErr_NoMemory();
    return 0;
  }
  HEAPU8.set(bytes, p);
  HEAPU8[p + bytes.length] = 0;
  return p;
}

function type_set_name(type: number, value: number, _context: number): number {
  if (!check_set_special_type_attr(type, value, '__name__')) return -1;
  if (!PyUnicode_Check(value)) {
    PyErr_Format(PyExc_TypeError, "can only assign string to %s.__name__, not '%s'", tp_name(type), tp_name(Py_TYPE(value)));
    return -1;
  }
  if (set_tp_name(type, value) < 0) return -1;
  Py_SETREF(type + PyHeapTypeObject.ht_name, Py_NewRef(value));
  return 0;
}

function type_set_qualname(type: number, value: number, _context: number): number {
  if (!check_set_special_type_attr(type, value, '__qualname__')) return -1;
  if (!PyUnicode_Check(value)) {
    PyErr_Format(PyExc_TypeError, "can only assign string to %s.__qualname__, not '%s'", tp_name(type), tp_name(Py_TYPE(value)));
    return -1;
  }
  Py_SETREF(type + PyHeapTypeObject.ht_qualname, Py_NewRef(value));
  return 0;
}

/** What the type's dict has for an identifier: new, NULL without exception, or NULL with one. */
export function type_dict_get(type: number, id: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  PyDict_GetItemRef(lookup_tp_dict(type), id, out);
  const res = read_ptr(out);
  stackRestore(mark);
  return res;
}

/** Returns new. May fail. */
export function type_module(type: number): number {
  if (is_heap_type(type)) {
    const mod = type_dict_get(type, _Py_ID('__module__'));
    if (mod === 0 && !PyErr_Occurred()) PyErr_Format(PyExc_AttributeError, '__module__');
    return mod;
  }
  const s = tp_name(type);
  const dot = s.lastIndexOf('.');
  return dot < 0 ? _Py_ID('builtins') : PyUnicode_InternFromString(s.slice(0, dot));
}
export { type_module as PyType_GetModuleName };

function type_get_module(type: number, _context: number): number {
  return type_module(type);
}

function type_set_module(type: number, value: number, _context: number): number {
  if (!check_set_special_type_attr(type, value, '__module__')) return -1;
  PyType_Modified(type);
  if (PyDict_Pop(lookup_tp_dict(type), _Py_ID('__firstlineno__'), 0) < 0) return -1;
  return PyDict_SetItem(lookup_tp_dict(type), _Py_ID('__module__'), value);
}

/** "module.qualname", or qualname alone for builtins and __main__. Returns new. May fail. */
export function _PyType_GetFullyQualifiedName(type: number, sep: string): number {
  if (!is_heap_type(type)) return PyUnicode_FromString(tp_name(type));
  const qualname = type_qualname(type);
  if (qualname === 0) return 0;
  const module = type_module(type);
  if (module === 0) {
    Py_DECREF(qualname);
    return 0;
  }
  const prefixed = PyUnicode_Check(module) && !_PyUnicode_Equal(module, _Py_ID('builtins')) && !_PyUnicode_Equal(module, _Py_ID('__main__'));
  const result = prefixed ? PyUnicode_FromFormat('%U%c%U', module, sep.charCodeAt(0), qualname) : Py_NewRef(qualname);
  Py_DECREF(module);
  Py_DECREF(qualname);
  return result;
}

export function PyType_GetFullyQualifiedName(type: number): number {
  return _PyType_GetFullyQualifiedName(type, '.');
}

export function type_abstractmethods(type: number, _context: number): number {
  const mod = type === PyType_Type ? 0 : type_dict_get(type, _Py_ID('__abstractmethods__'));
  if (mod === 0 && !PyErr_Occurred()) PyErr_SetObject(PyExc_AttributeError, _Py_ID('__abstractmethods__'));
  return mod;
}

function type_set_abstractmethods(type: number, value: number, _context: number): number {
  const dict = lookup_tp_dict(type);
  let abstract = 0;
  let res: number;
  if (value !== 0) {
    abstract = PyObject_IsTrue(value);
    if (abstract < 0) return -1;
    res = PyDict_SetItem(dict, _Py_ID('__abstractmethods__'), value);
  } else {
    res = PyDict_Pop(dict, _Py_ID('__abstractmethods__'), 0);
    if (res === 0) {
      PyErr_SetObject(PyExc_AttributeError, _Py_ID('__abstractmethods__'));
      return -1;
    }
  }
  if (res < 0) return -1;
  PyType_Modified(type);
  const at = (type + PyTypeObject.tp_flags) >> 2;
  if (abstract) HEAP32[at] |= Py_TPFLAGS_IS_ABSTRACT;
  else HEAP32[at] &= ~Py_TPFLAGS_IS_ABSTRACT;
  return 0;
}

function type_get_bases(type: number, _context: number): number {
  const bases = lookup_tp_bases(type);
  return bases === 0 ? Py_None : Py_NewRef(bases);
}

function type_get_mro(type: number, _context: number): number {
  const mro = lookup_tp_mro(type);
  return mro === 0 ? Py_None : Py_NewRef(mro);
}

function type_dict(type: number, _context: number): number {
  const dict = lookup_tp_dict(type);
  return dict === 0 ? Py_None : PyDictProxy_New(dict);
}

/** Passes what a class dict held (stolen) through its type's tp_descr_get. Returns new, or NULL. */
function bind_to_type(attr: number, type: number): number {
  const get = HEAP32[(Py_TYPE(attr) + PyTypeObject.tp_descr_get) >> 2];
  if (get === 0) return attr;
  const bound = FUNCS[get](attr, 0, type);
  Py_DECREF(attr);
  return bound;
}

function type_get_doc(type: number, _context: number): number {
  const doc = read_ptr(type + PyTypeObject.tp_doc);
  if (!is_heap_type(type) && doc !== 0) return _PyType_GetDocFromInternalDoc(tp_name(type), cstring(doc));
  const result = type_dict_get(type, _Py_ID('__doc__'));
  if (result === 0) return PyErr_Occurred() ? 0 : Py_None;
  return bind_to_type(result, type);
}

function type_get_text_signature(type: number, _context: number): number {
  return _PyType_GetTextSignatureFromInternalDoc(tp_name(type), cstring_or_null(read_ptr(type + PyTypeObject.tp_doc)), 0);
}

function type_set_doc(type: number, value: number, _context: number): number {
  if (!check_set_special_type_attr(type, value, '__doc__')) return -1;
  PyType_Modified(type);
  return PyDict_SetItem(lookup_tp_dict(type), _Py_ID('__doc__'), value);
}

function type_get_annotations(type: number, _context: number): number {
  if (!is_heap_type(type)) {
    PyErr_Format(PyExc_AttributeError, "type object '%s' has no attribute '__annotations__'", tp_name(type));
    return 0;
  }
  const annotations = type_dict_get(type, _Py_ID('__annotations__'));
  if (annotations !== 0) return bind_to_type(annotations, type);
  if (PyErr_Occurred()) return 0;
  const made = PyDict_New();
  if (made === 0) return 0;
  if (PyDict_SetItem(lookup_tp_dict(type), _Py_ID('__annotations__'), made) < 0) {
    Py_DECREF(made);
    return 0;
  }
  PyType_Modified(type);
  return made;
}

function type_set_annotations(type: number, value: number, _context: number): number {
  if (PyType_HasFeature(type, Py_TPFLAGS_IMMUTABLETYPE)) {
    PyErr_Format(PyExc_TypeError, "cannot set '__annotations__' attribute of immutable type '%s'", tp_name(type));
    return -1;
  }
  const dict = lookup_tp_dict(type);
  let result: number;
  if (value !== 0) result = PyDict_SetItem(dict, _Py_ID('__annotations__'), value);
  else {
    result = PyDict_Pop(dict, _Py_ID('__annotations__'), 0);
    if (result === 0) {
      PyErr_SetString(PyExc_AttributeError, '__annotations__');
      return -1;
    }
  }
  if (result < 0) return -1;
  PyType_Modified(type);
  return 0;
}

function type_get_type_params(type: number, _context: number): number {
  const params = type === PyType_Type ? 0 : type_dict_get(type, _Py_ID('__type_params__'));
  if (params === 0 && !PyErr_Occurred()) return PyTuple_New(0);
  return params;
}

function type_set_type_params(type: number, value: number, _context: number): number {
  if (!check_set_special_type_attr(type, value, '__type_params__')) return -1;
  const result = PyDict_SetItem(lookup_tp_dict(type), _Py_ID('__type_params__'), value);
  if (result === 0) PyType_Modified(type);
  return result;
}

// ---- assignment to __bases__ -----------------------------------------------------------------------------------------------------------

/** Recomputes the MRO of a type and its subclasses; appends (type, new mro[, old mro]) to `temp` for undoing. */
function mro_hierarchy(type: number, temp: number): number {
  const mark = stackSave();
  const p_old_mro = stackAlloc(8);
  write_ptr(p_old_mro, 0);
  let res = mro_internal(type, p_old_mro);
  const old_mro = read_ptr(p_old_mro);
  stackRestore(mark);
  if (res <= 0) return res;
  const new_mro = lookup_tp_mro(type);
  const tuple = old_mro !== 0 ? PyTuple_Pack(3, type, new_mro, old_mro) : PyTuple_Pack(2, type, new_mro);
  res = tuple !== 0 ? PyList_Append(temp, tuple) : -1;
  Py_XDECREF(tuple);
  if (res < 0) {
    set_tp_mro(type, old_mro);
    Py_DECREF(new_mro);
    return -1;
  }
  Py_XDECREF(old_mro);
  for (const subclass of subclass_refs(type)) {
    if (res >= 0) res = mro_hierarchy(subclass, temp);
    Py_DECREF(subclass);
  }
  return res;
}

function check_new_bases(type: number, new_bases: number): boolean {
  if (!check_set_special_type_attr(type, new_bases, '__bases__')) return false;
  if (!PyTuple_Check(new_bases)) {
    PyErr_Format(PyExc_TypeError, 'can only assign tuple to %s.__bases__, not %s', tp_name(type), tp_name(Py_TYPE(new_bases)));
    return false;
  }
  const n = PyTuple_GET_SIZE(new_bases);
  if (n === 0) {
    PyErr_Format(PyExc_TypeError, 'can only assign non-empty tuple to %s.__bases__, not ()', tp_name(type));
    return false;
  }
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(new_bases, i);
    if (!PyType_Check(base)) {
      PyErr_Format(PyExc_TypeError, "%s.__bases__ must be tuple of classes, not '%s'", tp_name(type), tp_name(Py_TYPE(base)));
      return false;
    }
    const mro = lookup_tp_mro(base);
    if (is_subtype_with_mro(mro, base, type) || (mro !== 0 && type_is_subtype_base_chain(base, type))) {
      PyErr_SetString(PyExc_TypeError, 'a __bases__ item causes an inheritance cycle');
      return false;
    }
  }
  return true;
}

function type_set_bases(type: number, new_bases: number, _context: number): number {
  if (!check_new_bases(type, new_bases)) return -1;
  const new_base = best_base(new_bases);
  if (new_base === 0) return -1;
  if (!compatible_for_assignment(read_ptr(type + PyTypeObject.tp_base), new_base, '__bases__')) return -1;

  const old_bases = lookup_tp_bases(type);
  const old_base = read_ptr(type + PyTypeObject.tp_base);
  set_tp_bases(type, Py_NewRef(new_bases));
  write_ptr(type + PyTypeObject.tp_base, Py_NewRef(new_base));

  const temp = PyList_New(0);
  if (temp !== 0) {
    if (mro_hierarchy(type, temp) >= 0) {
      Py_DECREF(temp);
      let res = 0;
      // An mro() that ran may have assigned __bases__ again; then that assignment did the rest.
      if (lookup_tp_bases(type) === new_bases) {
        remove_all_subclasses(type, old_bases);
        res = add_all_subclasses(type, new_bases);
        update_all_slots(type);
      }
      Py_DECREF(old_bases);
      Py_DECREF(old_base);
      return res;
    }
    for (let i = PyList_GET_SIZE(temp) - 1; i >= 0; i--) {
      const entry = PyList_GET_ITEM(temp, i);
      const cls = PyTuple_GET_ITEM(entry, 0);
      const new_mro = PyTuple_GET_ITEM(entry, 1);
      const old_mro = PyTuple_GET_SIZE(entry) > 2 ? PyTuple_GET_ITEM(entry, 2) : 0;
      if (lookup_tp_mro(cls) === new_mro) {
        set_tp_mro(cls, Py_XNewRef(old_mro));
        Py_DECREF(new_mro);
      }
    }
    Py_DECREF(temp);
  }
  if (lookup_tp_bases(type) === new_bases) {
    set_tp_bases(type, old_bases);
    write_ptr(type + PyTypeObject.tp_base, old_base);
    Py_DECREF(new_bases);
    Py_DECREF(new_base);
  } else {
    Py_DECREF(old_bases);
    Py_DECREF(old_base);
  }
  return -1;
}

// ---- repr, call --------------------------------------------------------------------------------------------------------------------------

function type_repr(type: number): number {
  if (read_ptr(type + PyTypeObject.tp_name) === 0) return PyUnicode_FromFormat('<class at %p>', type);
  let mod = type_module(type);
  if (mod === 0) PyErr_Clear();
  else if (!PyUnicode_Check(mod)) {
    Py_DECREF(mod);
    mod = 0;
  }
  const name = type_qualname(type);
  if (name === 0) {
    Py_XDECREF(mod);
    return 0;
  }
  const result = mod !== 0 && !_PyUnicode_Equal(mod, _Py_ID('builtins')) ? PyUnicode_FromFormat("<class '%U.%U'>", mod, name) : PyUnicode_FromFormat("<class '%s'>", tp_name(type));
  Py_XDECREF(mod);
  Py_DECREF(name);
  return result;
}

function type_call(type: number, args: number, kwds: number): number {
  if (type === PyType_Type) {
    const nargs = PyTuple_GET_SIZE(args);
    if (nargs === 1 && (kwds === 0 || PyDict_GET_SIZE(kwds) === 0)) return Py_NewRef(Py_TYPE(PyTuple_GET_ITEM(args, 0)));
    if (nargs !== 3) {
      PyErr_SetString(PyExc_TypeError, 'type() takes 1 or 3 arguments');
      return 0;
    }
  }
  const tp_new = HEAP32[(type + PyTypeObject.tp_new) >> 2];
  if (tp_new === 0) {
    PyErr_Format(PyExc_TypeError, "cannot create '%s' instances", tp_name(type));
    return 0;
  }
  const obj = _Py_CheckFunctionResult(_PyThreadState_GET(), type, FUNCS[tp_new](type, args, kwds), null);
  if (obj === 0) return 0;
  // __new__ may return something else: then it is not initialised.
  if (!PyObject_TypeCheck(obj, type)) return obj;
  const init = HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_init) >> 2];
  if (init !== 0 && FUNCS[init](obj, args, kwds) < 0) {
    Py_DECREF(obj);
    return 0;
  }
  return obj;
}

// ---- allocation ----------------------------------------------------------------------------------------------------------------------------

/** Returns new, zeroed and initialised, not tracked by the collector. May fail. */
export function _PyType_AllocNoTrack(type: number, nitems: number): number {
  // One item more than asked for: room for a sentinel.
  let size = HEAP32[(type + PyTypeObject.tp_itemsize) >> 2] === 0 ? HEAP32[(type + PyTypeObject.tp_basicsize) >> 2] : _PyObject_VAR_SIZE(type, nitems + 1);
  const presize = _PyType_PreHeaderSize(type);
  const inline_values = (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_INLINE_VALUES) !== 0;
  if (inline_values) size += _PyInlineValuesSize(type);
  const alloc = PyObject_Malloc(size + presize);
  if (alloc === 0) {
    PyErr_NoMemory();
    return 0;
  }
  const obj = alloc + presize;
  for (let p = alloc >> 2, end = (obj + size + 3) >> 2; p < end; p++) HEAP32[p] = 0;
  if (_PyType_IS_GC(type)) _PyObject_GC_Link(obj);
  if (HEAP32[(type + PyTypeObject.tp_itemsize) >> 2] === 0) _PyObject_Init(obj, type);
  else _PyObject_InitVar(obj, type, nitems);
  if (inline_values) _PyObject_InitInlineValues(obj, type);
  return obj;
}

/** Returns new, tracked. May fail. The default tp_alloc. */
export function PyType_GenericAlloc(type: number, nitems: number): number {
  const obj = _PyType_AllocNoTrack(type, nitems);
  if (obj !== 0 && _PyType_IS_GC(type)) _PyObject_GC_TRACK(obj);
  return obj;
}

export function _PyType_NewManagedObject(type: number): number {
  return PyType_GenericAlloc(type, 0);
}

/** Returns new. May fail. A tp_new. */
export function PyType_GenericNew(type: number, _args: number, _kwds: number): number {
  return FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
}

export function PyObject_GetItemData(obj: number): number {
  const tp = Py_TYPE(obj);
  if (!PyType_HasFeature(tp, Py_TPFLAGS_ITEMS_AT_END)) {
    PyErr_Format(PyExc_TypeError, "type '%s' does not have Py_TPFLAGS_ITEMS_AT_END", tp_name(tp));
    return 0;
  }
  return obj + HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2];
}

/** The address of the PyMemberDefs behind a heap type's struct. */
export function _PyHeapType_GET_MEMBERS(type: number): number {
  return type + HEAP32[(Py_TYPE(type) + PyTypeObject.tp_basicsize) >> 2];
}

function _align_up(size: number): number {
  return (size + 15) & ~15;
}

/** The address of the data that `cls` adds to an instance whose spec had a negative basicsize. */
export function PyObject_GetTypeData(obj: number, cls: number): number {
  return obj + _align_up(HEAP32[(read_ptr(cls + PyTypeObject.tp_base) + PyTypeObject.tp_basicsize) >> 2]);
}

export function PyType_GetTypeDataSize(cls: number): number {
  const result = HEAP32[(cls + PyTypeObject.tp_basicsize) >> 2] - _align_up(HEAP32[(read_ptr(cls + PyTypeObject.tp_base) + PyTypeObject.tp_basicsize) >> 2]);
  return result < 0 ? 0 : result;
}

// ---- instances of classes: traverse, clear, dealloc --------------------------------------------------------------------------------------------

type visitproc = (op: number, arg: number) => number;

function traverse_slots(type: number, self: number, visit: visitproc, arg: number): number {
  let mp = _PyHeapType_GET_MEMBERS(type);
  for (let n = Py_SIZE(type); n > 0; n--, mp += PyMemberDef.SIZEOF) {
    if (HEAP32[(mp + PyMemberDef.type) >> 2] !== Py_T_OBJECT_EX) continue;
    const obj = HEAP32[(self + HEAP32[(mp + PyMemberDef.offset) >> 2]) >> 2];
    if (obj !== 0) {
      const err = visit(obj, arg);
      if (err) return err;
    }
  }
  return 0;
}

export function subtype_traverse(self: number, visit: visitproc, arg: number): number {
  const type = Py_TYPE(self);
  let base = type;
  let basetraverse: number;
  while ((basetraverse = HEAP32[(base + PyTypeObject.tp_traverse) >> 2]) === subtype_traverse_index) {
    if (Py_SIZE(base)) {
      const err = traverse_slots(base, self, visit, arg);
      if (err) return err;
    }
    base = HEAP32[(base + PyTypeObject.tp_base) >> 2];
  }
  const flags = HEAP32[(type + PyTypeObject.tp_flags) >> 2];
  if (HEAP32[(type + PyTypeObject.tp_dictoffset) >> 2] !== HEAP32[(base + PyTypeObject.tp_dictoffset) >> 2]) {
    if ((flags & Py_TPFLAGS_MANAGED_DICT) !== 0) {
      const err = PyObject_VisitManagedDict(self, visit, arg);
      if (err) return err;
    } else {
      const dictptr = _PyObject_ComputedDictPointer(self);
      if (dictptr !== 0 && HEAP32[dictptr >> 2] !== 0) {
        const err = visit(HEAP32[dictptr >> 2], arg);
        if (err) return err;
      }
    }
  }
  // The instance owns its type, unless a base that is a heap type visits it.
  if ((flags & Py_TPFLAGS_HEAPTYPE) !== 0 && (basetraverse === 0 || !is_heap_type(base))) {
    const err = visit(type, arg);
    if (err) return err;
  }
  return basetraverse !== 0 ? FUNCS[basetraverse](self, visit, arg) : 0;
}
const subtype_traverse_index = func_index(subtype_traverse);

function clear_slots(type: number, self: number): void {
  let mp = _PyHeapType_GET_MEMBERS(type);
  for (let n = Py_SIZE(type); n > 0; n--, mp += PyMemberDef.SIZEOF) {
    if (HEAP32[(mp + PyMemberDef.type) >> 2] === Py_T_OBJECT_EX && (HEAP32[(mp + PyMemberDef.flags) >> 2] & Py_READONLY) === 0) {
      Py_CLEAR(self + HEAP32[(mp + PyMemberDef.offset) >> 2]);
    }
  }
}

export function subtype_clear(self: number): number {
  const type = Py_TYPE(self);
  let base = type;
  let baseclear: number;
  while ((baseclear = HEAP32[(base + PyTypeObject.tp_clear) >> 2]) === subtype_clear_index) {
    if (Py_SIZE(base)) clear_slots(base, self);
    base = HEAP32[(base + PyTypeObject.tp_base) >> 2];
  }
  // The dict is cleared here unless the base does it.
  if (PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)) {
    if (!PyType_HasFeature(base, Py_TPFLAGS_MANAGED_DICT)) PyObject_ClearManagedDict(self);
  } else if (HEAP32[(type + PyTypeObject.tp_dictoffset) >> 2] !== HEAP32[(base + PyTypeObject.tp_dictoffset) >> 2]) {
    const dictptr = _PyObject_ComputedDictPointer(self);
    if (dictptr !== 0) Py_CLEAR(dictptr);
  }
  return baseclear !== 0 ? FUNCS[baseclear](self) : 0;
}
const subtype_clear_index = func_index(subtype_clear);

/** The nearest base whose tp_dealloc is not subtype_dealloc. */
function dealloc_base(type: number): number {
  let base = type;
  while (HEAP32[(base + PyTypeObject.tp_dealloc) >> 2] === subtype_dealloc_index) base = HEAP32[(base + PyTypeObject.tp_base) >> 2];
  return base;
}

/** The tp_dealloc of classes: finalizer, weak references, slots, dict, then the base's dealloc. May run Python code. */
export function subtype_dealloc(self: number): void {
  if (!_PyType_IS_GC(Py_TYPE(self))) return subtype_dealloc_nogc(self);
  PyObject_GC_UnTrack(self);
  if (Py_TRASHCAN_BEGIN(self, subtype_dealloc_index)) return;
  subtype_dealloc_gc(self);
  Py_TRASHCAN_END();
}
const subtype_dealloc_index = func_index(subtype_dealloc);
const gc_del_index = func_index(PyObject_GC_Del);

function subtype_dealloc_nogc(self: number): void {
  let type = Py_TYPE(self);
  if (HEAP32[(type + PyTypeObject.tp_finalize) >> 2] !== 0 && PyObject_CallFinalizerFromDealloc(self) < 0) return;
  const del = HEAP32[(type + PyTypeObject.tp_del) >> 2];
  if (del !== 0) {
    FUNCS[del](self);
    if (Py_REFCNT(self) > 0) return;
  }
  const base = dealloc_base(type);
  type = Py_TYPE(self);
  const type_needs_decref = is_heap_type(type) && !is_heap_type(base);
  FUNCS[HEAP32[(base + PyTypeObject.tp_dealloc) >> 2]](self);
  if (type_needs_decref) Py_DECREF(type);
}

function subtype_dealloc_gc(self: number): void {
  let type = Py_TYPE(self);
  let base = dealloc_base(type);
  const finalize = HEAP32[(type + PyTypeObject.tp_finalize) >> 2];
  const del = HEAP32[(type + PyTypeObject.tp_del) >> 2];
  const own_weaklist = HEAP32[(type + PyTypeObject.tp_weaklistoffset) >> 2] !== 0 && HEAP32[(base + PyTypeObject.tp_weaklistoffset) >> 2] === 0;
  if (finalize !== 0) {
    _PyObject_GC_TRACK(self);
    if (PyObject_CallFinalizerFromDealloc(self) < 0) return;
    _PyObject_GC_UNTRACK(self);
  }
  if (own_weaklist && HEAP32[_PyObject_GET_WEAKREFS_LISTPTR(self) >> 2] !== 0) PyObject_ClearWeakRefs(self);
  if (del !== 0) {
    _PyObject_GC_TRACK(self);
    FUNCS[del](self);
    if (Py_REFCNT(self) > 0) return;
    _PyObject_GC_UNTRACK(self);
  }
  // Weak references that the finalizer made get no callback.
  if ((finalize !== 0 || del !== 0) && own_weaklist) _PyWeakref_ClearWeakRefsNoCallbacks(self);

  base = type;
  while (HEAP32[(base + PyTypeObject.tp_dealloc) >> 2] === subtype_dealloc_index) {
    if (Py_SIZE(base)) clear_slots(base, self);
    base = HEAP32[(base + PyTypeObject.tp_base) >> 2];
  }
  if (PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)) PyObject_ClearManagedDict(self);
  else if (HEAP32[(type + PyTypeObject.tp_dictoffset) >> 2] !== 0 && HEAP32[(base + PyTypeObject.tp_dictoffset) >> 2] === 0) {
    const dictptr = _PyObject_ComputedDictPointer(self);
    if (dictptr !== 0) {
      const dict = HEAP32[dictptr >> 2];
      if (dict !== 0) {
        Py_DECREF(dict);
        HEAP32[dictptr >> 2] = 0;
      }
    }
  }
  type = Py_TYPE(self);
  if (base === PyBaseObject_Type && HEAP32[(type + PyTypeObject.tp_free) >> 2] === gc_del_index) {
    PyObject_GC_Del(self);
    Py_DECREF(type);
    return;
  }
  // The base's dealloc untracks what it expects to be tracked.
  if (_PyType_IS_GC(base)) _PyObject_GC_TRACK(self);
  const type_needs_decref = is_heap_type(type) && !is_heap_type(base);
  FUNCS[HEAP32[(base + PyTypeObject.tp_dealloc) >> 2]](self);
  if (type_needs_decref) Py_DECREF(type);
}

// ---- subtype tests ---------------------------------------------------------------------------------------------------------------------------------

function type_is_subtype_base_chain(a: number, b: number): boolean {
  for (let t = a; t !== 0; t = HEAP32[(t + PyTypeObject.tp_base) >> 2]) if (t === b) return true;
  return b === PyBaseObject_Type;
}

export function is_subtype_with_mro(a_mro: number, a: number, b: number): boolean {
  if (a_mro === 0) return type_is_subtype_base_chain(a, b);
  const n = PyTuple_GET_SIZE(a_mro);
  for (let i = 0; i < n; i++) if (PyTuple_GET_ITEM(a_mro, i) === b) return true;
  return false;
}

export function PyType_IsSubtype(a: number, b: number): boolean {
  return is_subtype_with_mro(HEAP32[(a + PyTypeObject.tp_mro) >> 2], a, b);
}

// ---- method resolution order (C3) ----------------------------------------------------------------------------------------------------------------------

function tail_contains(tuple: number, whence: number, o: number): boolean {
  const size = PyTuple_GET_SIZE(tuple);
  for (let j = whence + 1; j < size; j++) if (PyTuple_GET_ITEM(tuple, j) === o) return true;
  return false;
}

/** A class's __name__, or its repr. Returns new. May fail. */
function class_name(cls: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(cls, _Py_ID('__name__'), out);
  const name = read_ptr(out);
  stackRestore(mark);
  return rc === 0 ? PyObject_Repr(cls) : name;
}

function check_duplicates(tuple: number): number {
  const n = PyTuple_GET_SIZE(tuple);
  for (let i = 0; i < n; i++) {
    const o = PyTuple_GET_ITEM(tuple, i);
    for (let j = i + 1; j < n; j++) {
      if (PyTuple_GET_ITEM(tuple, j) !== o) continue;
      const name = class_name(o);
      if (name !== 0) {
        if (PyUnicode_Check(name)) PyErr_Format(PyExc_TypeError, 'duplicate base class %U', name);
        else PyErr_SetString(PyExc_TypeError, 'duplicate base class');
        Py_DECREF(name);
      }
      return -1;
    }
  }
  return 0;
}

function set_mro_error(to_merge: number[], remain: number[]): void {
  const classes = new Set<number>();
  to_merge.forEach((L, i) => {
    if (remain[i] < PyTuple_GET_SIZE(L)) classes.add(PyTuple_GET_ITEM(L, remain[i]));
  });
  const names: string[] = [];
  for (const cls of classes) {
    const name = class_name(cls);
    if (name === 0) return;
    const text = PyUnicode_Check(name) ? PyUnicode_AsUTF8(name) : '?';
    Py_DECREF(name);
    if (text === null) return;
    names.push(text);
  }
  PyErr_SetString(PyExc_TypeError, `Cannot create a consistent method resolution order (MRO) for bases ${names.join(', ')}`.slice(0, 999));
}

/** Appends the C3 merge of the tuples to the list `acc`. 0 or -1. */
function pmerge(acc: number, to_merge: number[]): number {
  const remain = to_merge.map(() => 0);
  for (;;) {
    let candidate = 0;
    let empty_cnt = 0;
    for (let i = 0; i < to_merge.length; i++) {
      if (remain[i] >= PyTuple_GET_SIZE(to_merge[i])) {
        empty_cnt++;
        continue;
      }
      const c = PyTuple_GET_ITEM(to_merge[i], remain[i]);
      if (!to_merge.some((other, j) => tail_contains(other, remain[j], c))) {
        candidate = c;
        break;
      }
    }
    if (candidate === 0) {
      if (empty_cnt === to_merge.length) return 0;
      set_mro_error(to_merge, remain);
      return -1;
    }
    if (PyList_Append(acc, candidate) < 0) return -1;
    to_merge.forEach((L, j) => {
      if (remain[j] < PyTuple_GET_SIZE(L) && PyTuple_GET_ITEM(L, remain[j]) === candidate) remain[j]++;
    });
  }
}

/** A new tuple or list. May fail. */
function mro_implementation(type: number): number {
  if (!_PyType_IsReady(type) && PyType_Ready(type) < 0) return 0;
  const bases = lookup_tp_bases(type);
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(bases, i);
    if (lookup_tp_mro(base) === 0) {
      PyErr_Format(PyExc_TypeError, "Cannot extend an incomplete type '%.100s'", tp_name(base));
      return 0;
    }
  }
  if (n === 1) {
    const base_mro = lookup_tp_mro(PyTuple_GET_ITEM(bases, 0));
    const k = PyTuple_GET_SIZE(base_mro);
    const result = PyTuple_New(k + 1);
    if (result === 0) return 0;
    PyTuple_SET_ITEM(result, 0, Py_NewRef(type));
    for (let i = 0; i < k; i++) PyTuple_SET_ITEM(result, i + 1, Py_NewRef(PyTuple_GET_ITEM(base_mro, i)));
    return result;
  }
  if (check_duplicates(bases) < 0) return 0;
  const to_merge: number[] = [];
  for (let i = 0; i < n; i++) to_merge.push(lookup_tp_mro(PyTuple_GET_ITEM(bases, i)));
  to_merge.push(bases);
  const result = PyList_New(1);
  if (result === 0) return 0;
  PyList_SET_ITEM(result, 0, Py_NewRef(type));
  if (pmerge(result, to_merge) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function type_mro(self: number, _args: number): number {
  const seq = mro_implementation(self);
  if (seq === 0 || PyList_Check(seq)) return seq;
  const list = PySequence_List(seq);
  Py_DECREF(seq);
  return list;
}

function mro_check(type: number, mro: number): number {
  const solid = solid_base(type);
  const n = PyTuple_GET_SIZE(mro);
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(mro, i);
    if (!PyType_Check(base)) {
      PyErr_Format(PyExc_TypeError, "mro() returned a non-class ('%.500s')", tp_name(Py_TYPE(base)));
      return -1;
    }
    if (!is_subtype_with_mro(lookup_tp_mro(solid), solid, solid_base(base))) {
      PyErr_Format(PyExc_TypeError, "mro() returned base with unsuitable layout ('%.500s')", tp_name(base));
      return -1;
    }
  }
  return 0;
}

function mro_invoke(type: number): number {
  const custom = !Py_IS_TYPE(type, PyType_Type);
  let mro_result: number;
  if (custom) {
    const mro_meth = lookup_method(type, _Py_ID('mro'));
    if (mro_meth === 0) return 0;
    mro_result = call_unbound_noarg(lookup_unbound(), mro_meth, type);
    Py_DECREF(mro_meth);
  } else mro_result = mro_implementation(type);
  if (mro_result === 0) return 0;
  const new_mro = PySequence_Tuple(mro_result);
  Py_DECREF(mro_result);
  if (new_mro === 0) return 0;
  if (PyTuple_GET_SIZE(new_mro) === 0) {
    Py_DECREF(new_mro);
    PyErr_Format(PyExc_TypeError, 'type MRO must not be empty');
    return 0;
  }
  if (custom && mro_check(type, new_mro) < 0) {
    Py_DECREF(new_mro);
    return 0;
  }
  return new_mro;
}

/** Sets tp_mro. 1 done, 0 an mro() that ran has set it already, -1 error. *p_old_mro (unless NULL) gets a reference to the old one. */
export function mro_internal(type: number, p_old_mro: number): number {
  const old_mro = Py_XNewRef(lookup_tp_mro(type));
  const new_mro = mro_invoke(type);
  const reent = lookup_tp_mro(type) !== old_mro;
  Py_XDECREF(old_mro);
  if (new_mro === 0) return -1;
  if (reent) {
    Py_DECREF(new_mro);
    return 0;
  }
  set_tp_mro(type, new_mro);
  type_mro_modified(type, new_mro);
  type_mro_modified(type, lookup_tp_bases(type));
  if ((HEAP32[(type + PyTypeObject.tp_flags) >> 2] & _Py_TPFLAGS_STATIC_BUILTIN) === 0) PyType_Modified(type);
  if (p_old_mro !== 0) write_ptr(p_old_mro, old_mro);
  else Py_XDECREF(old_mro);
  return 1;
}

// ---- layouts -------------------------------------------------------------------------------------------------------------------------------------------

/** Borrowed: the base whose layout a class with these bases extends; NULL with TypeError. */
export function best_base(bases: number): number {
  const n = PyTuple_GET_SIZE(bases);
  let base = 0;
  let winner = 0;
  for (let i = 0; i < n; i++) {
    const base_i = PyTuple_GET_ITEM(bases, i);
    if (!PyType_Check(base_i)) {
      PyErr_SetString(PyExc_TypeError, 'bases must be types');
      return 0;
    }
    if (!_PyType_IsReady(base_i) && PyType_Ready(base_i) < 0) return 0;
    if (!PyType_HasFeature(base_i, Py_TPFLAGS_BASETYPE)) {
      PyErr_Format(PyExc_TypeError, "type '%.100s' is not an acceptable base type", tp_name(base_i));
      return 0;
    }
    const candidate = solid_base(base_i);
    if (winner === 0 || (!PyType_IsSubtype(winner, candidate) && PyType_IsSubtype(candidate, winner))) {
      winner = candidate;
      base = base_i;
    } else if (!PyType_IsSubtype(winner, candidate)) {
      PyErr_SetString(PyExc_TypeError, 'multiple bases have instance lay-out conflict');
      return 0;
    }
  }
  return base;
}

function shape_differs(t1: number, t2: number): boolean {
  return (
    HEAP32[(t1 + PyTypeObject.tp_basicsize) >> 2] !== HEAP32[(t2 + PyTypeObject.tp_basicsize) >> 2] ||
    HEAP32[(t1 + PyTypeObject.tp_itemsize) >> 2] !== HEAP32[(t2 + PyTypeObject.tp_itemsize) >> 2]
  );
}

/** Borrowed: the nearest base that added something to the layout. */
export function solid_base(type: number): number {
  const tp_base = HEAP32[(type + PyTypeObject.tp_base) >> 2];
  const base = tp_base !== 0 ? solid_base(tp_base) : PyBaseObject_Type;
  return shape_differs(type, base) ? type : base;
}

function compatible_with_tp_base(child: number): boolean {
  const parent = HEAP32[(child + PyTypeObject.tp_base) >> 2];
  if (parent === 0 || shape_differs(child, parent)) return false;
  const dealloc = HEAP32[(child + PyTypeObject.tp_dealloc) >> 2];
  return (
    HEAP32[(child + PyTypeObject.tp_dictoffset) >> 2] === HEAP32[(parent + PyTypeObject.tp_dictoffset) >> 2] &&
    HEAP32[(child + PyTypeObject.tp_weaklistoffset) >> 2] === HEAP32[(parent + PyTypeObject.tp_weaklistoffset) >> 2] &&
    _PyType_IS_GC(child) === _PyType_IS_GC(parent) &&
    (dealloc === subtype_dealloc_index || dealloc === HEAP32[(parent + PyTypeObject.tp_dealloc) >> 2])
  );
}

function same_slots_added(a: number, b: number): boolean {
  if (!is_heap_type(a) || !is_heap_type(b)) return false;
  let size = HEAP32[(HEAP32[(a + PyTypeObject.tp_base) >> 2] + PyTypeObject.tp_basicsize) >> 2];
  const both_have = (field: number): boolean => HEAP32[(a + field) >> 2] === size && HEAP32[(b + field) >> 2] === size;
  if (both_have(PyTypeObject.tp_dictoffset)) size += 8;
  if (both_have(PyTypeObject.tp_weaklistoffset)) size += 8;
  const slots_a = read_ptr(a + PyHeapTypeObject.ht_slots);
  const slots_b = read_ptr(b + PyHeapTypeObject.ht_slots);
  if (slots_a !== 0 && slots_b !== 0) {
    const n = PyTuple_GET_SIZE(slots_a);
    if (n !== PyTuple_GET_SIZE(slots_b)) return false;
    for (let i = 0; i < n; i++) if (!_PyUnicode_Equal(PyTuple_GET_ITEM(slots_a, i), PyTuple_GET_ITEM(slots_b, i))) return false;
    size += 8 * n;
  }
  return size === HEAP32[(a + PyTypeObject.tp_basicsize) >> 2] && size === HEAP32[(b + PyTypeObject.tp_basicsize) >> 2];
}

const PREHEADER = (1 << 3) | (1 << 4);

/** Whether an instance of oldto can become one of newto; sets TypeError when not. */
export function compatible_for_assignment(oldto: number, newto: number, attr: string): boolean {
  if (read_ptr(newto + PyTypeObject.tp_free) !== read_ptr(oldto + PyTypeObject.tp_free)) {
    PyErr_Format(PyExc_TypeError, "%s assignment: '%s' deallocator differs from '%s'", attr, tp_name(newto), tp_name(oldto));
    return false;
  }
  let newbase = newto;
  let oldbase = oldto;
  while (compatible_with_tp_base(newbase)) newbase = HEAP32[(newbase + PyTypeObject.tp_base) >> 2];
  while (compatible_with_tp_base(oldbase)) oldbase = HEAP32[(oldbase + PyTypeObject.tp_base) >> 2];
  const same_layout =
    newbase === oldbase ||
    (HEAP32[(newbase + PyTypeObject.tp_base) >> 2] === HEAP32[(oldbase + PyTypeObject.tp_base) >> 2] && same_slots_added(newbase, oldbase));
  const changed = HEAP32[(oldto + PyTypeObject.tp_flags) >> 2] ^ HEAP32[(newto + PyTypeObject.tp_flags) >> 2];
  if (same_layout && (changed & (Py_TPFLAGS_INLINE_VALUES | PREHEADER)) === 0) return true;
  PyErr_Format(PyExc_TypeError, "%s assignment: '%s' object layout differs from '%s'", attr, tp_name(newto), tp_name(oldto));
  return false;
}

// ---- subclasses: base.tp_subclasses is a dict {address: weak reference} -------------------------------------------------------------------------------------

export function add_subclass(base: number, type: number): number {
  const key = PyLong_FromVoidPtr(type);
  if (key === 0) return -1;
  const ref = PyWeakref_NewRef(type, 0);
  if (ref === 0) {
    Py_DECREF(key);
    return -1;
  }
  let subclasses = lookup_tp_subclasses(base);
  if (subclasses === 0) {
    subclasses = PyDict_New();
    if (subclasses === 0) {
      Py_DECREF(key);
      Py_DECREF(ref);
      return -1;
    }
    write_ptr(base + PyTypeObject.tp_subclasses, subclasses);
  }
  const result = PyDict_SetItem(subclasses, key, ref);
  Py_DECREF(ref);
  Py_DECREF(key);
  return result;
}

function add_all_subclasses(type: number, bases: number): number {
  let res = 0;
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) if (add_subclass(PyTuple_GET_ITEM(bases, i), type) < 0) res = -1;
  return res;
}

function remove_subclass(base: number, type: number): void {
  const subclasses = lookup_tp_subclasses(base);
  if (subclasses === 0) return;
  const key = PyLong_FromVoidPtr(type);
  if (key === 0 || PyDict_DelItem(subclasses, key)) PyErr_Clear();
  Py_XDECREF(key);
  if (PyDict_Size(subclasses) === 0) Py_CLEAR(base + PyTypeObject.tp_subclasses);
}

function remove_all_subclasses(type: number, bases: number): void {
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(bases, i);
    if (PyType_Check(base)) remove_subclass(base, type);
  }
}

// ---- type: getattro, setattro, dealloc, traverse, clear -------------------------------------------------------------------------------------------------------

/** Returns new. May fail; with a suppress address a missing attribute sets *suppress to 1 instead of an exception. May run Python code. */
export function _Py_type_getattro_impl(type: number, name: number, suppress_missing_attribute: number): number {
  const metatype = Py_TYPE(type);
  if (!PyUnicode_Check(name)) {
    PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", tp_name(Py_TYPE(name)));
    return 0;
  }
  if (!_PyType_IsReady(type) && PyType_Ready(type) < 0) return 0;

  let meta_get = 0;
  const meta_attribute = _PyType_LookupRef(metatype, name);
  if (meta_attribute !== 0) {
    const t = Py_TYPE(meta_attribute);
    meta_get = HEAP32[(t + PyTypeObject.tp_descr_get) >> 2];
    if (meta_get !== 0 && HEAP32[(t + PyTypeObject.tp_descr_set) >> 2] !== 0) {
      const res = FUNCS[meta_get](meta_attribute, type, metatype);
      Py_DECREF(meta_attribute);
      return res;
    }
  }
  const attribute = _PyType_LookupRef(type, name);
  if (attribute !== 0) {
    Py_XDECREF(meta_attribute);
    return bind_to_type(attribute, type);
  }
  if (meta_get !== 0) {
    const res = FUNCS[meta_get](meta_attribute, type, metatype);
    Py_DECREF(meta_attribute);
    return res;
  }
  if (meta_attribute !== 0) return meta_attribute;
  if (suppress_missing_attribute === 0) PyErr_Format(PyExc_AttributeError, "type object '%.100s' has no attribute '%U'", tp_name(type), name);
  else HEAP32[suppress_missing_attribute >> 2] = 1;
  return 0;
}

export function _Py_type_getattro(type: number, name: number): number {
  return _Py_type_getattro_impl(type, name, 0);
}

function type_update_dict(type: number, dict: number, name: number, value: number): number {
  // The old value outlives the change: its dealloc may look at the type.
  const old_value = type_dict_get(type, name);
  if (old_value === 0 && PyErr_Occurred()) return -1;
  type_modified_unlocked(type);
  let res = 0;
  if ((value !== 0 ? PyDict_SetItem(dict, name, value) : PyDict_DelItem(dict, name)) < 0) {
    PyErr_Format(PyExc_AttributeError, "type object '%.50s' has no attribute '%U'", tp_name(type), name);
    _PyObject_SetAttributeErrorContext(type, name);
    res = -1;
  } else if (is_dunder_name(name)) res = update_slot(type, name);
  Py_XDECREF(old_value);
  return res;
}

export function type_setattro(type: number, name: number, value: number): number {
  if (PyType_HasFeature(type, Py_TPFLAGS_IMMUTABLETYPE)) {
    PyErr_Format(PyExc_TypeError, "cannot set %R attribute of immutable type '%s'", name, tp_name(type));
    return -1;
  }
  if (!PyUnicode_Check(name)) {
    PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", tp_name(Py_TYPE(name)));
    return -1;
  }
  name = PyUnicode_CheckExact(name) ? Py_NewRef(name) : _PyUnicode_Copy(name);
  if (name === 0) return -1;
  if (!PyUnicode_CHECK_INTERNED(name)) {
    const mark = stackSave();
    const slot = stackAlloc(8);
    write_ptr(slot, name);
    _PyUnicode_InternMortal(_PyInterpreterState_Main, slot);
    name = read_ptr(slot);
    stackRestore(mark);
    if (!PyUnicode_CHECK_INTERNED(name)) {
      PyErr_SetString(PyExc_MemoryError, 'Out of memory interning an attribute name');
      Py_DECREF(name);
      return -1;
    }
  }
  const descr = _PyType_LookupRef(Py_TYPE(type), name);
  const f = descr !== 0 ? HEAP32[(Py_TYPE(descr) + PyTypeObject.tp_descr_set) >> 2] : 0;
  const res = f !== 0 ? FUNCS[f](descr, type, value) : type_update_dict(type, lookup_tp_dict(type), name, value);
  Py_DECREF(name);
  Py_XDECREF(descr);
  return res;
}

function type_dealloc(type: number): void {
  _PyObject_GC_UNTRACK(type);
  const bases = lookup_tp_bases(type);
  if (bases !== 0) {
    const exc = PyErr_GetRaisedException();
    remove_all_subclasses(type, bases);
    PyErr_SetRaisedException(exc);
  }
  PyObject_ClearWeakRefs(type);
  Py_XDECREF(read_ptr(type + PyTypeObject.tp_base));
  Py_XDECREF(read_ptr(type + PyTypeObject.tp_dict));
  Py_XDECREF(read_ptr(type + PyTypeObject.tp_bases));
  Py_XDECREF(read_ptr(type + PyTypeObject.tp_mro));
  Py_XDECREF(read_ptr(type + PyTypeObject.tp_cache));
  Py_CLEAR(type + PyTypeObject.tp_subclasses);
  PyMem_Free(read_ptr(type + PyTypeObject.tp_doc));
  Py_XDECREF(read_ptr(type + PyHeapTypeObject.ht_name));
  Py_XDECREF(read_ptr(type + PyHeapTypeObject.ht_qualname));
  Py_XDECREF(read_ptr(type + PyHeapTypeObject.ht_slots));
  const cached_keys = read_ptr(type + PyHeapTypeObject.ht_cached_keys);
  if (cached_keys !== 0) _PyDictKeys_DecRef(cached_keys);
  Py_XDECREF(read_ptr(type + PyHeapTypeObject.ht_module));
  PyMem_Free(read_ptr(type + PyHeapTypeObject._ht_tpname));
  FUNCS[read_ptr(Py_TYPE(type) + PyTypeObject.tp_free)](type);
}

function type_traverse(type: number, visit: visitproc, arg: number): number {
  if (!is_heap_type(type)) throw new Error(`type_traverse() called on non-heap type '${tp_name(type)}'`);
  for (const field of TRAVERSED) {
    const op = HEAP32[(type + field) >> 2];
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}
// Not visited: tp_subclasses holds weak references only; ht_slots and names hold strings only.
const TRAVERSED = [PyTypeObject.tp_dict, PyTypeObject.tp_cache, PyTypeObject.tp_mro, PyTypeObject.tp_bases, PyTypeObject.tp_base, PyHeapTypeObject.ht_module];

function type_clear(type: number): number {
  PyType_Modified(type);
  const dict = lookup_tp_dict(type);
  if (dict !== 0) PyDict_Clear(dict);
  Py_CLEAR(type + PyHeapTypeObject.ht_module);
  Py_CLEAR(type + PyTypeObject.tp_mro);
  return 0;
}

function type_is_gc(type: number): number {
  return is_heap_type(type) ? 1 : 0;
}

// ---- methods of type ------------------------------------------------------------------------------------------------------------------------------------------------

function type___subclasses__(self: number, _args: number): number {
  return _PyType_GetSubclasses(self);
}

function type_prepare(_self: number, _args: number, _nargs: number, _kwnames: number): number {
  return PyDict_New();
}

function type___instancecheck__(self: number, instance: number): number {
  const r = _PyObject_RealIsInstance(instance, self);
  return r < 0 ? 0 : PyBool_FromLong(r);
}

function type___subclasscheck__(self: number, subclass: number): number {
  const r = _PyObject_RealIsSubclass(subclass, self);
  return r < 0 ? 0 : PyBool_FromLong(r);
}

/** An optional attribute: new or NULL at no exception; -1 on error. */
function optional_attr(obj: number, name: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(obj, name, out);
  const value = read_ptr(out);
  stackRestore(mark);
  return rc < 0 ? -1 : value;
}

/** Merges the __dict__s of a class and, recursively, of its bases into dict. 0 or -1. */
export function merge_class_dict(dict: number, aclass: number): number {
  const classdict = optional_attr(aclass, _Py_ID('__dict__'));
  if (classdict < 0) return -1;
  if (classdict !== 0) {
    const status = PyDict_Update(dict, classdict);
    Py_DECREF(classdict);
    if (status < 0) return -1;
  }
  const bases = optional_attr(aclass, _Py_ID('__bases__'));
  if (bases < 0) return -1;
  if (bases === 0) return 0;
  const n = PySequence_Size(bases);
  let status = n < 0 ? -1 : 0;
  for (let i = 0; i < n && status === 0; i++) {
    const base = PySequence_GetItem(bases, i);
    if (base === 0) status = -1;
    else {
      status = merge_class_dict(dict, base);
      Py_DECREF(base);
    }
  }
  Py_DECREF(bases);
  return status;
}

function type___dir__(self: number, _args: number): number {
  const dict = PyDict_New();
  const result = dict !== 0 && merge_class_dict(dict, self) === 0 ? PyDict_Keys(dict) : 0;
  Py_XDECREF(dict);
  return result;
}

function type___sizeof__(self: number, _args: number): number {
  if (!is_heap_type(self)) return PyLong_FromSsize_t(PyTypeObject.SIZEOF);
  const cached_keys = read_ptr(self + PyHeapTypeObject.ht_cached_keys);
  return PyLong_FromSsize_t(PyHeapTypeObject.SIZEOF + (cached_keys !== 0 ? _PyDict_KeysSize(cached_keys) : 0));
}

function type_init(_cls: number, args: number, kwds: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (kwds !== 0 && n === 1 && PyDict_GET_SIZE(kwds) !== 0) {
    PyErr_SetString(PyExc_TypeError, 'type.__init__() takes no keyword arguments');
    return -1;
  }
  if (n !== 1 && n !== 3) {
    PyErr_SetString(PyExc_TypeError, 'type.__init__() takes 1 or 3 arguments');
    return -1;
  }
  return 0;
}

static_type(PyType_Type, {
  tp_name: 'type',
  tp_basicsize: PyHeapTypeObject.SIZEOF,
  tp_itemsize: PyMemberDef.SIZEOF,
  tp_dealloc: type_dealloc,
  tp_vectorcall_offset: PyTypeObject.tp_vectorcall,
  tp_repr: type_repr,
  tp_as_number: { nb_or: _Py_union_type_or },
  tp_call: type_call,
  tp_getattro: _Py_type_getattro,
  tp_setattro: type_setattro,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TYPE_SUBCLASS | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_ITEMS_AT_END,
  tp_doc: 'type(object) gives the type of object;\ntype(name, bases, dict, **kwds) makes a new type.',
  tp_traverse: type_traverse,
  tp_clear: type_clear,
  tp_weaklistoffset: PyTypeObject.tp_weaklist,
  tp_methods: [
    ['mro', type_mro, METH_NOARGS, "mro($self, /)\n--\n\nComputes the type's method resolution order."],
    ['__subclasses__', type___subclasses__, METH_NOARGS, '__subclasses__($self, /)\n--\n\nLists the living direct subclasses.'],
    ['__prepare__', type_prepare, METH_FASTCALL | METH_KEYWORDS | METH_CLASS, '__prepare__($cls, name, bases, /, **kwds)\n--\n\nMakes the namespace for a class statement.'],
    ['__instancecheck__', type___instancecheck__, METH_O, '__instancecheck__($self, instance, /)\n--\n\nTells whether an object is an instance.'],
    ['__subclasscheck__', type___subclasscheck__, METH_O, '__subclasscheck__($self, subclass, /)\n--\n\nTells whether a class is a subclass.'],
    ['__dir__', type___dir__, METH_NOARGS, '__dir__($self, /)\n--\n\nThe dir() of a type.'],
    ['__sizeof__', type___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nThe size of the type object in bytes.'],
  ],
  tp_members: [
    ['__basicsize__', Py_T_PYSSIZET, PyTypeObject.tp_basicsize, Py_READONLY],
    ['__itemsize__', Py_T_PYSSIZET, PyTypeObject.tp_itemsize, Py_READONLY],
    ['__flags__', Py_T_ULONG, PyTypeObject.tp_flags, Py_READONLY],
    ['__weakrefoffset__', Py_T_PYSSIZET, PyTypeObject.tp_weaklistoffset, Py_READONLY],
    ['__base__', _Py_T_OBJECT, PyTypeObject.tp_base, Py_READONLY],
    ['__dictoffset__', Py_T_PYSSIZET, PyTypeObject.tp_dictoffset, Py_READONLY],
  ],
  tp_getset: [
    ['__name__', type_name, type_set_name],
    ['__qualname__', type_qualname, type_set_qualname],
    ['__bases__', type_get_bases, type_set_bases],
    ['__mro__', type_get_mro, null],
    ['__module__', type_get_module, type_set_module],
    ['__abstractmethods__', type_abstractmethods, type_set_abstractmethods],
    ['__dict__', type_dict, null],
    ['__doc__', type_get_doc, type_set_doc],
    ['__text_signature__', type_get_text_signature, null],
    ['__annotations__', type_get_annotations, type_set_annotations],
    ['__type_params__', type_get_type_params, type_set_type_params],
  ],
  tp_dictoffset: PyTypeObject.tp_dict,
  tp_init: type_init,
  tp_new: type_new,
  tp_free: PyObject_GC_Del,
  tp_is_gc: type_is_gc,
});
