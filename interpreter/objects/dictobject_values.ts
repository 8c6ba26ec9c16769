// Answers to the last third of Objects/dictobject.c of CPython 3.13 (and inline functions of pycore_dict.h, pycore_object.h):
// how instances keep their attributes.
//
// A class with MANAGED_DICT has shared keys (ht_cached_keys); its instances have a dict pointer at -24 and, with INLINE_VALUES,
// a PyDictValues right after the object header:
//
//   | GC head | weakrefs, dict (pre-header) | refcnt, type | capacity size embedded valid | values[capacity] | order bytes |
//
// Storing an attribute needs no dict. `__dict__` makes one that borrows the inline values ("embedded"); when the dict has to
// become a combined one, or leaves the object, the inline values turn invalid for good.

import { PyDictKeysObject, PyDictObject, PyDictValues, PyHeapTypeObject, PyInterpreterState, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, HEAPU8, memmove, write_ptr } from '../include/heap';
import {
  MANAGED_DICT_OFFSET, Py_DECREF, Py_INCREF, Py_IS_TYPE, Py_NewRef, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_MANAGED_DICT, Py_TYPE,
  Py_XDECREF, Py_XNewRef, PyType_HasFeature,
} from '../include/object';
import { PyExc_AttributeError, PyUnicode_Type } from '../include/statics';
import { PyErr_Clear, PyErr_Format, PyErr_NoMemory, PyErr_SetString, PyErr_WriteUnraisable } from '../python/errors';
import { _PyObject_GC_MAY_BE_TRACKED, _PyObject_GC_TRACK } from '../python/gc';
import { new_dict, PyDict_DelItem, PyDict_New, PyDict_SetItem } from './dictobject';
import {
  _PyDictKeys_StringLookup, DICT_KEYS_SPLIT, dict_key_hash, dict_key_hash_hi, dictkeys_incref, dictkeys_set_index, DK_ENTRIES, DK_NENTRIES,
  DK_USABLE, DKIX_EMPTY, find_empty_slot, new_keys_object, NEXT_LOG2_SHARED_KEYS_MAX_SIZE, SHARED_KEYS_MAX_SIZE, unicodekeys_lookup_unicode,
} from './dictobject_keys';
import { _PyObject_ComputedDictPointer } from './object';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';

const VALUES = PyDictValues.values;

function CACHED_KEYS(tp: number): number {
  return HEAP32[(tp + PyHeapTypeObject.ht_cached_keys) >> 2];
}

// ---- PyDictValues ----

/** How many values an instance of the class with these keys has room for. */
export function shared_keys_usable_size(keys: number): number {
  return DK_NENTRIES(keys) + DK_USABLE(keys);
}

/** Bytes of the inline values of a new instance. */
export function _PyInlineValuesSize(tp: number): number {
  const size = shared_keys_usable_size(CACHED_KEYS(tp));
  return ((size + 7) & ~7) + (size + 1) * 8;
}

function get_insertion_order_array(values: number): number {
  return values + VALUES + (HEAPU8[values + PyDictValues.capacity] << 3);
}

/** The index of the value inserted as number `i`. */
export function get_index_from_order(values: number, i: number): number {
  return HEAPU8[get_insertion_order_array(values) + i];
}

export function _PyDictValues_AddToInsertionOrder(values: number, ix: number): void {
  const size = HEAPU8[values + PyDictValues.size];
  HEAPU8[get_insertion_order_array(values) + size] = ix;
  HEAPU8[values + PyDictValues.size] = size + 1;
}

export function delete_index_from_values(values: number, ix: number): void {
  const array = get_insertion_order_array(values);
  const size = HEAPU8[values + PyDictValues.size] - 1;
  let i = 0;
  while (HEAPU8[array + i] !== ix) i++;
  for (; i < size; i++) HEAPU8[array + i] = HEAPU8[array + i + 1];
  HEAPU8[values + PyDictValues.size] = size;
}

/** Values outside an object, not initialised. 0 without an exception. */
function new_values(size: number): number {
  const values = PyMem_Malloc((size + 1) * 8 + ((size + 7) & ~7));
  if (values === 0) return 0;
  write_ptr(values, 0);
  HEAPU8[values + PyDictValues.capacity] = size;
  return values;
}

/** For values that are not embedded. Counts are the caller's. */
export function free_values(values: number): void {
  PyMem_Free(values);
}

/** A copy outside any object; counts do not change. 0 with MemoryError. */
export function copy_values(values: number): number {
  const capacity = HEAPU8[values + PyDictValues.capacity];
  const copy = new_values(capacity);
  if (copy === 0) return PyErr_NoMemory();
  HEAPU8[copy + PyDictValues.size] = HEAPU8[values + PyDictValues.size];
  memmove(copy + VALUES, values + VALUES, capacity * 9);
  return copy;
}

// ---- classes ----

/** Shared keys for a new class; 0, without an exception, when out of memory. */
export function _PyDict_NewKeysForClass(): number {
  const keys = new_keys_object(NEXT_LOG2_SHARED_KEYS_MAX_SIZE, true);
  if (keys === 0) {
    PyErr_Clear();
    return 0;
  }
  write_ptr(keys + PyDictKeysObject.dk_usable, SHARED_KEYS_MAX_SIZE);
  HEAPU8[keys + PyDictKeysObject.dk_kind] = DICT_KEYS_SPLIT;
  return keys;
}

/** A version that stands for the present keys, for specialised bytecode; 0 when versions have run out. */
export function _PyDictKeys_GetVersionForCurrentState(interp: number, keys: number): number {
  const version = HEAP32[(keys + PyDictKeysObject.dk_version) >> 2];
  if (version !== 0) return version >>> 0;
  const next = (interp + PyInterpreterState.next_dict_keys_version) >> 2;
  if (HEAP32[next] === 0) return 0;
  const v = HEAP32[next];
  HEAP32[next] = v + 1;
  HEAP32[(keys + PyDictKeysObject.dk_version) >> 2] = v;
  return v >>> 0;
}

// ---- instances ----

/** The address of the managed dict pointer. */
export function _PyObject_ManagedDictPointer(obj: number): number {
  return obj + MANAGED_DICT_OFFSET;
}

/** Borrowed, or NULL when there is none yet. */
export function _PyObject_GetManagedDict(obj: number): number {
  return HEAP32[(obj + MANAGED_DICT_OFFSET) >> 2];
}

/** The PyDictValues inside the object. */
export function _PyObject_InlineValues(obj: number): number {
  return obj + 16;
}

/** Makes the inline values of a new object. */
export function _PyObject_InitInlineValues(obj: number, tp: number): void {
  const keys = CACHED_KEYS(tp);
  if (DK_USABLE(keys) > 1) HEAP32[(keys + PyDictKeysObject.dk_usable) >> 2]--;
  const size = shared_keys_usable_size(keys);
  const values = _PyObject_InlineValues(obj);
  // capacity, size 0, embedded 1, valid 1
  HEAP32[values >> 2] = size | 0x01010000;
  HEAP32[(values + 4) >> 2] = 0;
  for (let p = (values + VALUES) >> 2, end = p + size * 2; p < end; p++) HEAP32[p] = 0;
  write_ptr(obj + MANAGED_DICT_OFFSET, 0);
}

/** A split dict over these values, which it does not own. Returns new, tracked when a value may be. */
function make_dict_from_instance_attributes(keys: number, values: number): number {
  dictkeys_incref(keys);
  let used = 0;
  let track = false;
  for (let i = 0, n = shared_keys_usable_size(keys); i < n; i++) {
    const value = HEAP32[(values + VALUES + (i << 3)) >> 2];
    if (value !== 0) {
      used++;
      track = track || _PyObject_GC_MAY_BE_TRACKED(value);
    }
  }
  const dict = new_dict(keys, values, used);
  if (track && dict !== 0) _PyObject_GC_TRACK(dict);
  return dict;
}

/** Returns borrowed: the dict of an object with valid inline values. May fail. */
export function _PyObject_MaterializeManagedDict(obj: number): number {
  const there = _PyObject_GetManagedDict(obj);
  if (there !== 0) return there;
  const dict = make_dict_from_instance_attributes(CACHED_KEYS(Py_TYPE(obj)), _PyObject_InlineValues(obj));
  write_ptr(obj + MANAGED_DICT_OFFSET, dict);
  return dict;
}

/** The index of the name in the shared keys, added when there is room; else DKIX_EMPTY. */
function insert_into_splitdictkeys(keys: number, name: number, lo: number, hi: number): number {
  const found = unicodekeys_lookup_unicode(keys, name, lo, hi);
  if (found !== DKIX_EMPTY || DK_USABLE(keys) <= 0) return found;
  const ix = DK_NENTRIES(keys);
  HEAP32[(keys + PyDictKeysObject.dk_version) >> 2] = 0;
  dictkeys_set_index(keys, find_empty_slot(keys, lo, hi), ix);
  HEAP32[(DK_ENTRIES(keys) + (ix << 4)) >> 2] = Py_NewRef(name);
  HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2] = ix + 1;
  HEAP32[(keys + PyDictKeysObject.dk_usable) >> 2]--;
  return ix;
}

function set_or_del(dict: number, name: number, value: number): number {
  return value === 0 ? PyDict_DelItem(dict, name) : PyDict_SetItem(dict, name, value);
}

/** The name is in no shared keys: the attribute goes to a dict of the object's own. */
function store_in_dict(obj: number, keys: number, values: number, name: number, value: number): number {
  const there = _PyObject_GetManagedDict(obj);
  if (there !== 0) return set_or_del(there, name, value);
  const dict = make_dict_from_instance_attributes(keys, values);
  if (dict === 0) return -1;
  if (set_or_del(dict, name, value) < 0) {
    Py_DECREF(dict);
    return -1;
  }
  write_ptr(obj + MANAGED_DICT_OFFSET, dict);
  return 0;
}

function store_instance_attr(obj: number, values: number, name: number, value: number): number {
  const keys = CACHED_KEYS(Py_TYPE(obj));
  let ix = DKIX_EMPTY;
  if (Py_IS_TYPE(name, PyUnicode_Type)) {
    const lo = dict_key_hash(name);
    ix = insert_into_splitdictkeys(keys, name, lo, dict_key_hash_hi());
  }
  if (ix === DKIX_EMPTY) return store_in_dict(obj, keys, values, name, value);
  const slot = (values + VALUES + (ix << 3)) >> 2;
  const old_value = HEAP32[slot];
  if (old_value === 0 && value === 0) {
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", cstring(HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_name) >> 2]), name);
    return -1;
  }
  HEAP32[slot] = Py_XNewRef(value);
  const dict = _PyObject_GetManagedDict(obj);
  if (old_value === 0) {
    _PyDictValues_AddToInsertionOrder(values, ix);
    if (dict !== 0) HEAP32[(dict + PyDictObject.ma_used) >> 2]++;
    return 0;
  }
  if (value === 0) {
    delete_index_from_values(values, ix);
    if (dict !== 0) HEAP32[(dict + PyDictObject.ma_used) >> 2]--;
  }
  Py_DECREF(old_value);
  return 0;
}

/** Sets (or, with NULL, deletes) an attribute of an object with inline values. 0 or -1. May run Python code. */
export function _PyObject_StoreInstanceAttribute(obj: number, name: number, value: number): number {
  const values = _PyObject_InlineValues(obj);
  if (HEAPU8[values + PyDictValues.valid]) return store_instance_attr(obj, values, name, value);
  let dict = _PyObject_GetManagedDict(obj);
  if (dict === 0) {
    dict = PyObject_GenericGetDict(obj, 0);
    if (dict === 0) return -1;
    Py_DECREF(dict);
  }
  return set_or_del(dict, name, value);
}

/** False: look in the dict. True: *attr is the attribute (new) or NULL. `name` is an exact str. */
export function _PyObject_TryGetInstanceAttribute(obj: number, name: number, attr: number): boolean {
  const values = _PyObject_InlineValues(obj);
  if (!HEAPU8[values + PyDictValues.valid]) return false;
  const ix = _PyDictKeys_StringLookup(CACHED_KEYS(Py_TYPE(obj)), name);
  const value = ix < 0 ? 0 : HEAP32[(values + VALUES + (ix << 3)) >> 2];
  if (value !== 0) Py_INCREF(value);
  write_ptr(attr, value);
  return true;
}

/** 1 when the object has no attributes of its own. */
export function _PyObject_IsInstanceDictEmpty(obj: number): number {
  const tp = Py_TYPE(obj);
  if (HEAP32[(tp + PyTypeObject.tp_dictoffset) >> 2] === 0) return 1;
  let dict: number;
  if (PyType_HasFeature(tp, Py_TPFLAGS_INLINE_VALUES) && HEAPU8[_PyObject_InlineValues(obj) + PyDictValues.valid]) {
    return HEAPU8[_PyObject_InlineValues(obj) + PyDictValues.size] === 0 ? 1 : 0;
  }
  if (PyType_HasFeature(tp, Py_TPFLAGS_MANAGED_DICT)) dict = _PyObject_GetManagedDict(obj);
  else dict = HEAP32[_PyObject_ComputedDictPointer(obj) >> 2];
  return dict === 0 || HEAP32[(dict + PyDictObject.ma_used) >> 2] === 0 ? 1 : 0;
}

/** For tp_traverse. */
export function PyObject_VisitManagedDict(obj: number, visit: (op: number, arg: number) => number, arg: number): number {
  const tp = Py_TYPE(obj);
  if (!PyType_HasFeature(tp, Py_TPFLAGS_MANAGED_DICT)) return 0;
  if (PyType_HasFeature(tp, Py_TPFLAGS_INLINE_VALUES)) {
    const values = _PyObject_InlineValues(obj);
    if (HEAPU8[values + PyDictValues.valid]) {
      for (let i = 0, n = HEAPU8[values + PyDictValues.capacity]; i < n; i++) {
        const value = HEAP32[(values + VALUES + (i << 3)) >> 2];
        const e = value !== 0 ? visit(value, arg) : 0;
        if (e) return e;
      }
      return 0;
    }
  }
  const dict = _PyObject_GetManagedDict(obj);
  return dict !== 0 ? visit(dict, arg) : 0;
}

/** Replaces the inline values by a dict (borrowed, may be NULL). May run Python code. */
function set_dict_inline_values(obj: number, dict: number): void {
  const values = _PyObject_InlineValues(obj);
  write_ptr(obj + MANAGED_DICT_OFFSET, Py_XNewRef(dict));
  if (!HEAPU8[values + PyDictValues.valid]) return;
  HEAPU8[values + PyDictValues.valid] = 0;
  for (let i = 0, n = HEAPU8[values + PyDictValues.capacity]; i < n; i++) {
    const slot = (values + VALUES + (i << 3)) >> 2;
    const value = HEAP32[slot];
    HEAP32[slot] = 0;
    Py_XDECREF(value);
  }
}

/** Gives an object with a managed dict another one (borrowed, may be NULL). 0, or -1 with MemoryError. May run Python code. */
export function _PyObject_SetManagedDict(obj: number, fresh: number): number {
  const dict = _PyObject_GetManagedDict(obj);
  if (PyType_HasFeature(Py_TYPE(obj), Py_TPFLAGS_INLINE_VALUES)) {
    if (dict === 0) {
      set_dict_inline_values(obj, fresh);
      return 0;
    }
    if (_PyDict_DetachFromObject(dict, obj) < 0) return -1;
  }
  write_ptr(obj + MANAGED_DICT_OFFSET, Py_XNewRef(fresh));
  Py_XDECREF(dict);
  return 0;
}

/** For tp_clear. May run Python code. */
export function PyObject_ClearManagedDict(obj: number): void {
  if (_PyObject_SetManagedDict(obj, 0) < 0) PyErr_WriteUnraisable(0);
}

export const _PyObject_ClearManagedDict = PyObject_ClearManagedDict;

/** Makes a dict that borrows the object's inline values independent of it. 0, or -1 with MemoryError. */
export function _PyDict_DetachFromObject(mp: number, obj: number): number {
  const inline = _PyObject_InlineValues(obj);
  if (HEAP32[(mp + PyDictObject.ma_values) >> 2] !== inline) return 0;
  const values = copy_values(inline);
  if (values === 0) return -1;
  write_ptr(mp + PyDictObject.ma_values, values);
  HEAPU8[inline + PyDictValues.valid] = 0;
  return 0;
}

/** A split dict with values of its own. Returns new. Takes a reference to the keys. */
function new_dict_with_shared_keys(keys: number): number {
  const size = shared_keys_usable_size(keys);
  const values = new_values(size);
  if (values === 0) return PyErr_NoMemory();
  for (let i = 0; i < size; i++) write_ptr(values + VALUES + (i << 3), 0);
  dictkeys_incref(keys);
  const dict = new_dict(keys, values, 0);
  if (dict === 0) free_values(values);
  return dict;
}

/** The getter of `__dict__`. Returns new. May fail. */
export function PyObject_GenericGetDict(obj: number, _context: number): number {
  const tp = Py_TYPE(obj);
  if (PyType_HasFeature(tp, Py_TPFLAGS_MANAGED_DICT)) {
    let dict = _PyObject_GetManagedDict(obj);
    if (dict === 0) {
      if (PyType_HasFeature(tp, Py_TPFLAGS_INLINE_VALUES) && HEAPU8[_PyObject_InlineValues(obj) + PyDictValues.valid]) {
        dict = _PyObject_MaterializeManagedDict(obj);
      } else {
        dict = new_dict_with_shared_keys(CACHED_KEYS(tp));
        write_ptr(obj + MANAGED_DICT_OFFSET, dict);
      }
    }
    return Py_XNewRef(dict);
  }
  const dictptr = _PyObject_ComputedDictPointer(obj);
  if (dictptr === 0) {
    PyErr_SetString(PyExc_AttributeError, 'This object has no __dict__');
    return 0;
  }
  if (HEAP32[dictptr >> 2] === 0) write_ptr(dictptr, new_instance_dict(tp));
  return Py_XNewRef(HEAP32[dictptr >> 2]);
}

/** The dict of an object whose dict pointer is not managed. Returns new. */
function new_instance_dict(tp: number): number {
  const keys = PyType_HasFeature(tp, Py_TPFLAGS_HEAPTYPE) ? CACHED_KEYS(tp) : 0;
  return keys !== 0 ? new_dict_with_shared_keys(keys) : PyDict_New();
}

/** Sets or deletes (value NULL) an attribute in the dict at *dictptr, which is made when missing. 0 or -1. May run Python code. */
export function _PyObjectDict_SetItem(tp: number, _obj: number, dictptr: number, key: number, value: number): number {
  let dict = HEAP32[dictptr >> 2];
  if (dict === 0) {
    dict = new_instance_dict(tp);
    if (dict === 0) return -1;
    write_ptr(dictptr, dict);
  }
  return set_or_del(dict, key, value);
}

