// Answers to Objects/dictobject.c of CPython 3.13: dict. The hash table is in dictobject_keys.ts, instance attributes in
// dictobject_values.ts, iterators and views in dictobject_views.ts; their API is exported from here as well.
//
// Deviations: no dict watchers, so ma_version_tag is never written (0); a Py_hash_t parameter is two numbers, `lo` and `hi`.
//
// A dict is combined (ma_values NULL: its keys object is its own and holds the values) or split (the keys object belongs to a
// class, ma_values holds the values and, after them, the order of insertion). It is not tracked by the collector until
// something is stored in it that could be part of a cycle.

import { FREELIST_dicts, freelist_clear, freelist_pop, freelist_push, PyDict_MAXFREELIST } from '../include/freelists';
import { func_index, FUNCS } from '../include/functable';
import { PyASCIIObject, PyDictKeysObject, PyDictObject, PyDictValues, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, memmove, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_COEXIST, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, _Py_TPFLAGS_MATCH_SELF, Py_DECREF, Py_EQ,
  Py_INCREF, Py_IS_TYPE, Py_NE, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_MAPPING, Py_TYPE, Py_XDECREF, PyType_FastSubclass,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  Py_EMPTY_KEYS, Py_False, Py_None, Py_NotImplemented, Py_True, PyDict_Type, PyDictItems_Type, PyDictIterKey_Type, PyDictKeys_Type,
  PyDictRevIterKey_Type, PyDictValues_Type, PyExc_KeyError, PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError, PyUnicode_Type,
} from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import {
  _PyErr_SetKeyError, PyErr_BadInternalCall, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_GetRaisedException,
  PyErr_GivenExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString,
} from '../python/errors';
import {
  _PyObject_GC_IS_TRACKED, _PyObject_GC_MAY_BE_TRACKED, _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del,
  PyObject_GC_UnTrack,
} from '../python/gc';
import { _PyArg_CheckPositional, PyArg_UnpackTuple, PyArg_ValidateKeywordArguments } from '../python/getargs';
import {
  PyIter_Next, PyMapping_Keys, PyObject_GetItem, PyObject_SetItem, PySequence_Fast, PySequence_Fast_GET_ITEM, PySequence_Fast_GET_SIZE, PyObject_GetIter,
} from './abstract';
import { _PyObject_CallNoArgs, PyObject_CallOneArg, PyVectorcall_NARGS } from './call';
import {
  _PyDict_KeysSize, _PyDictKeys_ClearFreeList, build_indices, calculate_log2_keysize, clone_combined_dict_keys, DICT_KEYS_GENERAL, DICT_KEYS_SPLIT, dict_key_hash, dict_key_hash_hi, dict_lookup, dictkeys_decref, dictkeys_get_index, dictkeys_incref, dictkeys_set_index,
  DK_ENTRIES, DK_ENTRY_SIZE, DK_IS_UNICODE, DK_KEY_SLOT, DK_KIND, DK_LOG_SIZE, DK_NENTRIES, DK_SIZE, DK_USABLE, DKIX_DUMMY, DKIX_EMPTY, DKIX_ERROR,
  estimate_log2_keysize, find_empty_slot, found_value, free_keys_object, lookdict_index, new_keys_object, PyDict_LOG_MINSIZE, PyDict_MINSIZE,
  SHARED_KEYS_MAX_SIZE, USABLE_FRACTION,
} from './dictobject_keys';
import { _PyDictValues_AddToInsertionOrder, copy_values, delete_index_from_values, free_values, get_index_from_order, shared_keys_usable_size } from './dictobject_values';
import { _PyDictView_New, dictiter_new } from './dictobject_views';
import { Py_GenericAlias } from './genericaliasobject';
import { PyList_GET_ITEM, PyList_New, PyList_SET_ITEM } from './listobject';
import { PyLong_FromSsize_t } from './longobject';
import {
  _Py_NewReference, Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_HasAttrWithError, PyObject_HashNotImplemented,
  PyObject_RichCompareBool,
} from './object';
import { _PySet_NextEntryRef, PyAnySet_CheckExact, PySet_GET_SIZE } from './setobject';
import { _Py_FinishRepr, _Py_WriteRepr, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { _PyObject_LookupSpecial, _PyType_AllocNoTrack } from './typeobject';
import { _Py_ID, intern_common, PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import { _PyUnicodeWriter, _PyUnicodeWriter_WriteASCIIString } from './unicodeobject_writer';

export {
  _PyDict_InitEmptyKeys, _PyDict_KeysSize, _PyDictKeys_DecRef, _PyDictKeys_StringLookup, dict_key_hash, dict_key_hash_hi, DK_ENTRIES, DK_IS_UNICODE,
  DK_KIND, DK_LOG_SIZE, DK_NENTRIES, DK_SIZE, DICT_KEYS_GENERAL, DICT_KEYS_SPLIT, DICT_KEYS_UNICODE, DKIX_DUMMY, DKIX_EMPTY, DKIX_ERROR,
  SHARED_KEYS_MAX_SIZE, unicode_eq,
} from './dictobject_keys';
export {
  _PyDict_DetachFromObject, _PyDict_NewKeysForClass, _PyDictKeys_GetVersionForCurrentState, _PyDictValues_AddToInsertionOrder, _PyInlineValuesSize,
  _PyObject_ClearManagedDict, _PyObject_GetManagedDict, _PyObject_InitInlineValues, _PyObject_InlineValues, _PyObject_IsInstanceDictEmpty,
  _PyObject_ManagedDictPointer, _PyObject_MaterializeManagedDict, _PyObject_SetManagedDict, _PyObject_StoreInstanceAttribute,
  _PyObject_TryGetInstanceAttribute, _PyObjectDict_SetItem, PyObject_ClearManagedDict, PyObject_GenericGetDict, PyObject_VisitManagedDict,
  shared_keys_usable_size,
} from './dictobject_values';
export { _PyDictView_Intersect, _PyDictView_New } from './dictobject_views';

const USED = PyDictObject.ma_used;
const KEYS = PyDictObject.ma_keys;
const VALUES = PyDictObject.ma_values;

export function PyDict_Check(op: number): boolean {
  return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_DICT_SUBCLASS);
}

export function PyDict_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyDict_Type);
}

export function PyDict_GET_SIZE(op: number): number {
  return HEAP32[(op + USED) >> 2];
}

export function _PyDict_HasSplitTable(mp: number): boolean {
  return HEAP32[(mp + VALUES) >> 2] !== 0;
}

export function PyDictKeys_Check(op: number): boolean {
  return Py_IS_TYPE(op, PyDictKeys_Type);
}

export function PyDictItems_Check(op: number): boolean {
  return Py_IS_TYPE(op, PyDictItems_Type);
}

export function PyDictValues_Check(op: number): boolean {
  return Py_IS_TYPE(op, PyDictValues_Type);
}

export function PyDictViewSet_Check(op: number): boolean {
  return PyDictKeys_Check(op) || PyDictItems_Check(op);
}

// ---- making ----

/** Steals the reference to `keys`. Returns new, untracked. May fail (then nothing of `values` is freed). */
export function new_dict(keys: number, values: number, used: number): number {
  let mp = freelist_pop(FREELIST_dicts, USED);
  if (mp !== 0) {
    _Py_NewReference(mp);
  } else {
    mp = _PyObject_GC_New(PyDict_Type);
    if (mp === 0) {
      dictkeys_decref(keys);
      return 0;
    }
  }
  write_ptr(mp + USED, used);
  write_ptr(mp + PyDictObject.ma_version_tag, 0);
  write_ptr(mp + KEYS, keys);
  write_ptr(mp + VALUES, values);
  return mp;
}

/** Returns new. May fail. */
export function PyDict_New(): number {
  return new_dict(Py_EMPTY_KEYS, 0, 0);
}

export function dict_new_presized(minused: number, unicode: boolean): number {
  if (minused <= USABLE_FRACTION(PyDict_MINSIZE)) return PyDict_New();
  const log2 = minused > USABLE_FRACTION(1 << 17) ? 17 : estimate_log2_keysize(minused);
  const keys = new_keys_object(log2, unicode);
  return keys === 0 ? 0 : new_dict(keys, 0, 0);
}

/** Returns new. May fail. */
export function _PyDict_NewPresized(minused: number): number {
  return dict_new_presized(minused, false);
}

/** Returns new, from keys and values at addresses, each `offset` slots apart. May fail. May run Python code. */
export function _PyDict_FromItems(keys: number, keys_offset: number, values: number, values_offset: number, length: number): number {
  let unicode = true;
  for (let i = 0; i < length && unicode; i++) unicode = Py_IS_TYPE(HEAP32[(keys + ((i * keys_offset) << 3)) >> 2], PyUnicode_Type);
  const dict = dict_new_presized(length, unicode);
  if (dict === 0) return 0;
  for (let i = 0; i < length; i++) {
    if (PyDict_SetItem(dict, HEAP32[(keys + ((i * keys_offset) << 3)) >> 2], HEAP32[(values + ((i * values_offset) << 3)) >> 2]) < 0) {
      Py_DECREF(dict);
      return 0;
    }
  }
  return dict;
}

// ---- lookup ----

/** The entry of `key`, DKIX_EMPTY, or DKIX_ERROR with an exception; its value (borrowed) or NULL in *value_addr. */
export function _Py_dict_lookup(mp: number, key: number, lo: number, hi: number, value_addr: number): number {
  const ix = dict_lookup(mp, key, lo, hi);
  write_ptr(value_addr, found_value);
  return ix;
}

/** As _Py_dict_lookup with a new reference in *value_addr. */
export function _Py_dict_lookup_threadsafe(mp: number, key: number, lo: number, hi: number, value_addr: number): number {
  const ix = dict_lookup(mp, key, lo, hi);
  const value = found_value;
  if (value !== 0) Py_INCREF(value);
  write_ptr(value_addr, value);
  return ix;
}

/** The entry of an exact str, DKIX_EMPTY, or DKIX_ERROR. */
export function _PyDict_LookupIndex(mp: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  return dict_lookup(mp, key, lo, hi);
}

/** Borrowed value or NULL, without an exception set by the lookup (which is reported as unraisable). */
function dict_getitem(op: number, key: number, warnmsg: string): number {
  if (!PyDict_Check(op)) return 0;
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) {
    PyErr_FormatUnraisable(warnmsg);
    return 0;
  }
  const exc = PyErr_GetRaisedException();
  dict_lookup(op, key, lo, hi);
  const value = found_value;
  const exc2 = PyErr_Occurred();
  if (exc2 && !PyErr_GivenExceptionMatches(exc2, PyExc_KeyError)) PyErr_FormatUnraisable(warnmsg);
  PyErr_SetRaisedException(exc);
  return value;
}

/** Returns borrowed or NULL; suppresses errors. May run Python code. */
export function PyDict_GetItem(op: number, key: number): number {
  return dict_getitem(op, key, 'Exception ignored in PyDict_GetItem(); consider using PyDict_GetItemRef() or PyDict_GetItemWithError()');
}

/** Returns borrowed; NULL with or without an exception. May run Python code. */
export function PyDict_GetItemWithError(op: number, key: number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return 0;
  dict_lookup(op, key, lo, hi);
  return found_value;
}

/** PyDict_GetItemWithError for an exact str. */
export function _PyDict_GetItemWithError(op: number, key: number): number {
  return PyDict_GetItemWithError(op, key);
}

/** Returns borrowed; NULL with or without an exception. */
export function _PyDict_GetItem_KnownHash(op: number, key: number, lo: number, hi: number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return 0;
  }
  dict_lookup(op, key, lo, hi);
  return found_value;
}

/** 1 and a new reference in *result; 0 and NULL; -1 and NULL with an exception. */
export function _PyDict_GetItemRef_KnownHash(op: number, key: number, lo: number, hi: number, result: number): number {
  const ix = dict_lookup(op, key, lo, hi);
  const value = found_value;
  write_ptr(result, value);
  if (value === 0) return ix === DKIX_ERROR ? -1 : 0;
  Py_INCREF(value);
  return 1;
}

/** 1 and a new reference in *result; 0 and NULL; -1 and NULL with an exception. May run Python code. */
export function PyDict_GetItemRef(op: number, key: number, result: number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    write_ptr(result, 0);
    return -1;
  }
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) {
    write_ptr(result, 0);
    return -1;
  }
  return _PyDict_GetItemRef_KnownHash(op, key, lo, hi, result);
}

/** Returns borrowed or NULL; suppresses errors. */
export function PyDict_GetItemString(op: number, key: string): number {
  const kv = PyUnicode_FromString(key);
  const msg = 'Exception ignored in PyDict_GetItemString(); consider using PyDict_GetItemRefString()';
  if (kv === 0) {
    PyErr_FormatUnraisable(msg);
    return 0;
  }
  const rv = dict_getitem(op, kv, msg);
  Py_DECREF(kv);
  return rv;
}

/** Returns borrowed; NULL with or without an exception. */
export function _PyDict_GetItemStringWithError(op: number, key: string): number {
  const kv = PyUnicode_FromString(key);
  if (kv === 0) return 0;
  const rv = PyDict_GetItemWithError(op, kv);
  Py_DECREF(kv);
  return rv;
}

export function PyDict_GetItemStringRef(op: number, key: string, result: number): number {
  const kv = PyUnicode_FromString(key);
  if (kv === 0) {
    write_ptr(result, 0);
    return -1;
  }
  const rv = PyDict_GetItemRef(op, kv, result);
  Py_DECREF(kv);
  return rv;
}

/** Returns new; NULL with or without an exception: a name in globals, else in builtins. May run Python code. */
export function _PyDict_LoadGlobal(globals: number, builtins: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return 0;
  if (dict_lookup(globals, key, lo, hi) === DKIX_ERROR) return 0;
  if (found_value === 0) dict_lookup(builtins, key, lo, hi);
  const value = found_value;
  if (value !== 0) Py_INCREF(value);
  return value;
}

/** 1, 0, or -1 with an exception. May run Python code. */
export function PyDict_Contains(op: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  return _PyDict_Contains_KnownHash(op, key, lo, hi);
}

export function _PyDict_Contains_KnownHash(op: number, key: number, lo: number, hi: number): number {
  if (dict_lookup(op, key, lo, hi) === DKIX_ERROR) return -1;
  return found_value !== 0 ? 1 : 0;
}

export function PyDict_ContainsString(op: number, key: string): number {
  const kv = PyUnicode_FromString(key);
  if (kv === 0) return -1;
  const res = PyDict_Contains(op, kv);
  Py_DECREF(kv);
  return res;
}

export function _PyDict_HasOnlyStringKeys(dict: number): number {
  if (DK_KIND(HEAP32[(dict + KEYS) >> 2]) !== DICT_KEYS_GENERAL) return 1;
  for (let i = dict_next(dict, 0); i >= 0; i = dict_next(dict, i)) if (!PyUnicode_Check(next_key)) return 0;
  return 1;
}

// ---- iteration ----

/** What the last dict_next found, all borrowed. */
export let next_key = 0;
export let next_value = 0;
export let next_hash_lo = 0;
export let next_hash_hi = 0;

/** The position after the next item at or after `i`, or -1 at the end; the item is in next_key, next_value, next_hash_*. */
export function dict_next(mp: number, i: number): number {
  const keys = HEAP32[(mp + KEYS) >> 2];
  const values = HEAP32[(mp + VALUES) >> 2];
  if (values !== 0) {
    if (i < 0 || i >= HEAP32[(mp + USED) >> 2]) return -1;
    const index = get_index_from_order(values, i);
    next_value = HEAP32[(values + PyDictValues.values + (index << 3)) >> 2];
    next_key = HEAP32[(DK_ENTRIES(keys) + (index << 4)) >> 2];
    next_hash_lo = HEAP32[(next_key + PyASCIIObject.hash) >> 2];
    next_hash_hi = HEAP32[(next_key + PyASCIIObject.hash + 4) >> 2];
    return i + 1;
  }
  const n = DK_NENTRIES(keys);
  if (i < 0 || i >= n) return -1;
  const unicode = DK_IS_UNICODE(keys);
  const size = unicode ? 16 : 24;
  let slot = DK_KEY_SLOT(keys, i);
  while (HEAP32[(slot + 8) >> 2] === 0) {
    slot += size;
    if (++i >= n) return -1;
  }
  next_key = HEAP32[slot >> 2];
  next_value = HEAP32[(slot + 8) >> 2];
  const at = unicode ? next_key + PyASCIIObject.hash : slot - 8;
  next_hash_lo = HEAP32[at >> 2];
  next_hash_hi = HEAP32[(at + 4) >> 2];
  return i + 1;
}

/** 1 while there are items: *ppos moves on, key, value (borrowed) and hash go to the addresses that are not NULL. */
export function _PyDict_Next(op: number, ppos: number, pkey: number, pvalue: number, phash: number): number {
  if (!PyDict_Check(op)) return 0;
  const i = dict_next(op, read_ssize(ppos));
  if (i < 0) return 0;
  write_ssize(ppos, i);
  if (pkey !== 0) write_ptr(pkey, next_key);
  if (pvalue !== 0) write_ptr(pvalue, next_value);
  if (phash !== 0) {
    HEAP32[phash >> 2] = next_hash_lo;
    HEAP32[(phash + 4) >> 2] = next_hash_hi;
  }
  return 1;
}

export function PyDict_Next(op: number, ppos: number, pkey: number, pvalue: number): number {
  return _PyDict_Next(op, ppos, pkey, pvalue, 0);
}

// ---- insertion ----

/** A dict that gets something which may be part of a cycle has to be tracked. */
function MAINTAIN_TRACKING(mp: number, key: number, value: number): void {
  if (!_PyObject_GC_IS_TRACKED(mp) && (_PyObject_GC_MAY_BE_TRACKED(key) || _PyObject_GC_MAY_BE_TRACKED(value))) _PyObject_GC_TRACK(mp);
}

/** Called by the collector: a dict of untracked things need not be tracked itself. */
export function _PyDict_MaybeUntrack(op: number): void {
  if (!PyDict_CheckExact(op) || !_PyObject_GC_IS_TRACKED(op)) return;
  const keys = HEAP32[(op + KEYS) >> 2];
  const values = HEAP32[(op + VALUES) >> 2];
  const n = DK_NENTRIES(keys);
  const general = !DK_IS_UNICODE(keys);
  for (let i = 0; i < n; i++) {
    const slot = values !== 0 ? 0 : DK_KEY_SLOT(keys, i);
    const value = values !== 0 ? HEAP32[(values + PyDictValues.values + (i << 3)) >> 2] : HEAP32[(slot + 8) >> 2];
    if (value === 0) continue;
    if (_PyObject_GC_MAY_BE_TRACKED(value) || (general && _PyObject_GC_MAY_BE_TRACKED(HEAP32[slot >> 2]))) return;
  }
  _PyObject_GC_UNTRACK(op);
}

/** Room for used * 3 entries; general entries when not `unicode`. */
function insertion_resize(mp: number, unicode: boolean): number {
  return dictresize(mp, calculate_log2_keysize(HEAP32[(mp + USED) >> 2] * 3), unicode);
}

/** Steals key and value on success. */
function insert_combined_dict(mp: number, lo: number, hi: number, key: number, value: number): number {
  if (DK_USABLE(HEAP32[(mp + KEYS) >> 2]) <= 0 && insertion_resize(mp, true) < 0) return -1;
  const keys = HEAP32[(mp + KEYS) >> 2];
  const n = DK_NENTRIES(keys);
  dictkeys_set_index(keys, find_empty_slot(keys, lo, hi), n);
  const slot = DK_KEY_SLOT(keys, n);
  HEAP32[slot >> 2] = key;
  HEAP32[(slot + 8) >> 2] = value;
  if (!DK_IS_UNICODE(keys)) {
    HEAP32[(slot - 8) >> 2] = lo;
    HEAP32[(slot - 4) >> 2] = hi;
  }
  HEAP32[(keys + PyDictKeysObject.dk_usable) >> 2]--;
  HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2] = n + 1;
  return 0;
}

/** Steals key and value on success. */
function insert_split_dict(mp: number, lo: number, hi: number, key: number, value: number): number {
  const keys = HEAP32[(mp + KEYS) >> 2];
  if (DK_USABLE(keys) <= 0) {
    if (insertion_resize(mp, true) < 0) return -1;
    return insert_combined_dict(mp, lo, hi, key, value);
  }
  const n = DK_NENTRIES(keys);
  dictkeys_set_index(keys, find_empty_slot(keys, lo, hi), n);
  HEAP32[(DK_ENTRIES(keys) + (n << 4)) >> 2] = key;
  const values = HEAP32[(mp + VALUES) >> 2];
  _PyDictValues_AddToInsertionOrder(values, n);
  HEAP32[(values + PyDictValues.values + (n << 3)) >> 2] = value;
  HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2] = n + 1;
  HEAP32[(keys + PyDictKeysObject.dk_usable) >> 2]--;
  return 0;
}

/** Steals key and value, also on failure. May run Python code. */
function insertdict(mp: number, key: number, lo: number, hi: number, value: number): number {
  if (DK_IS_UNICODE(HEAP32[(mp + KEYS) >> 2]) && !Py_IS_TYPE(key, PyUnicode_Type) && insertion_resize(mp, false) < 0) {
    return insert_failed(key, value);
  }
  const ix = dict_lookup(mp, key, lo, hi);
  const old_value = found_value;
  if (ix === DKIX_ERROR) return insert_failed(key, value);
  MAINTAIN_TRACKING(mp, key, value);
  if (ix === DKIX_EMPTY) {
    HEAP32[(HEAP32[(mp + KEYS) >> 2] + PyDictKeysObject.dk_version) >> 2] = 0;
    const failed =
      HEAP32[(mp + VALUES) >> 2] === 0 ? insert_combined_dict(mp, lo, hi, key, value) : insert_split_dict(mp, lo, hi, key, value);
    if (failed < 0) return insert_failed(key, value);
    HEAP32[(mp + USED) >> 2]++;
    return 0;
  }
  if (old_value !== value) {
    const values = HEAP32[(mp + VALUES) >> 2];
    if (values !== 0) {
      HEAP32[(values + PyDictValues.values + (ix << 3)) >> 2] = value;
      if (old_value === 0) {
        _PyDictValues_AddToInsertionOrder(values, ix);
        HEAP32[(mp + USED) >> 2]++;
      }
    } else {
      HEAP32[(DK_KEY_SLOT(HEAP32[(mp + KEYS) >> 2], ix) + 8) >> 2] = value;
    }
  }
  if (old_value !== 0) Py_DECREF(old_value);
  Py_DECREF(key);
  return 0;
}

function insert_failed(key: number, value: number): number {
  Py_DECREF(value);
  Py_DECREF(key);
  return -1;
}

/** insertdict for a dict with the empty table. Steals key and value, also on failure. */
function insert_to_emptydict(mp: number, key: number, lo: number, hi: number, value: number): number {
  const unicode = Py_IS_TYPE(key, PyUnicode_Type);
  const keys = new_keys_object(PyDict_LOG_MINSIZE, unicode);
  if (keys === 0) return insert_failed(key, value);
  MAINTAIN_TRACKING(mp, key, value);
  dictkeys_set_index(keys, lo & (PyDict_MINSIZE - 1), 0);
  const slot = DK_KEY_SLOT(keys, 0);
  HEAP32[slot >> 2] = key;
  HEAP32[(slot + 8) >> 2] = value;
  if (!unicode) {
    HEAP32[(slot - 8) >> 2] = lo;
    HEAP32[(slot - 4) >> 2] = hi;
  }
  HEAP32[(mp + USED) >> 2]++;
  HEAP32[(keys + PyDictKeysObject.dk_usable) >> 2]--;
  HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2]++;
  HEAP32[(mp + KEYS) >> 2] = keys;
  return 0;
}

/** Gives the dict a new, combined table of 1 << log2_newsize slots. The entries move; no count changes but that of shared keys. */
function dictresize(mp: number, log2_newsize: number, unicode: boolean): number {
  const oldkeys = HEAP32[(mp + KEYS) >> 2];
  const oldvalues = HEAP32[(mp + VALUES) >> 2];
  if (!DK_IS_UNICODE(oldkeys)) unicode = false;
  const newkeys = new_keys_object(log2_newsize, unicode);
  if (newkeys === 0) return -1;
  const n = HEAP32[(mp + USED) >> 2];
  if (oldvalues !== 0) move_split_entries(oldkeys, oldvalues, newkeys, n);
  else move_combined_entries(oldkeys, newkeys, n);
  build_indices(newkeys, n);
  HEAP32[(mp + KEYS) >> 2] = newkeys;
  HEAP32[(newkeys + PyDictKeysObject.dk_usable) >> 2] -= n;
  HEAP32[(newkeys + PyDictKeysObject.dk_nentries) >> 2] = n;
  if (oldvalues !== 0) {
    HEAP32[(mp + VALUES) >> 2] = 0;
    dictkeys_decref(oldkeys);
    if (HEAPU8[oldvalues + PyDictValues.embedded]) HEAPU8[oldvalues + PyDictValues.valid] = 0;
    else free_values(oldvalues);
  } else if (oldkeys !== Py_EMPTY_KEYS) {
    free_keys_object(oldkeys);
  }
  return 0;
}

/** Keys are shared and gain a reference; values move. */
function move_split_entries(oldkeys: number, oldvalues: number, newkeys: number, n: number): void {
  const entries = DK_ENTRIES(oldkeys);
  const general = !DK_IS_UNICODE(newkeys);
  for (let i = 0; i < n; i++) {
    const index = get_index_from_order(oldvalues, i);
    const key = Py_NewRef(HEAP32[(entries + (index << 4)) >> 2]);
    const slot = DK_KEY_SLOT(newkeys, i);
    HEAP32[slot >> 2] = key;
    HEAP32[(slot + 8) >> 2] = HEAP32[(oldvalues + PyDictValues.values + (index << 3)) >> 2];
    if (general) copy_str_hash(slot - 8, key);
  }
}

function copy_str_hash(to: number, key: number): void {
  HEAP32[to >> 2] = HEAP32[(key + PyASCIIObject.hash) >> 2];
  HEAP32[(to + 4) >> 2] = HEAP32[(key + PyASCIIObject.hash + 4) >> 2];
}

function move_combined_entries(oldkeys: number, newkeys: number, n: number): void {
  const size = DK_ENTRY_SIZE(oldkeys);
  const same = size === DK_ENTRY_SIZE(newkeys);
  if (same && DK_NENTRIES(oldkeys) === n) {
    memmove(DK_ENTRIES(newkeys), DK_ENTRIES(oldkeys), n * size);
    return;
  }
  let slot = n === 0 ? 0 : DK_KEY_SLOT(oldkeys, 0);
  for (let i = 0; i < n; i++, slot += size) {
    while (HEAP32[(slot + 8) >> 2] === 0) slot += size;
    const to = DK_KEY_SLOT(newkeys, i);
    const key = HEAP32[slot >> 2];
    HEAP32[to >> 2] = key;
    HEAP32[(to + 8) >> 2] = HEAP32[(slot + 8) >> 2];
    if (!same) copy_str_hash(to - 8, key);
    else if (size === 24) memmove(to - 8, slot - 8, 8);
  }
}

/** Steals key and value, also on failure. May run Python code. */
export function _PyDict_SetItem_Take2(mp: number, key: number, value: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return insert_failed(key, value);
  if (HEAP32[(mp + KEYS) >> 2] === Py_EMPTY_KEYS) return insert_to_emptydict(mp, key, lo, hi, value);
  return insertdict(mp, key, lo, hi, value);
}

/** Never resizes when the key is there already. 0 or -1. May run Python code. */
export function PyDict_SetItem(op: number, key: number, value: number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  Py_INCREF(key);
  Py_INCREF(value);
  return _PyDict_SetItem_Take2(op, key, value);
}

export function _PyDict_SetItem_KnownHash(op: number, key: number, value: number, lo: number, hi: number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  Py_INCREF(key);
  Py_INCREF(value);
  if (HEAP32[(op + KEYS) >> 2] === Py_EMPTY_KEYS) return insert_to_emptydict(op, key, lo, hi, value);
  return insertdict(op, key, lo, hi, value);
}

/** The key is interned, and immortal from then on. */
export function PyDict_SetItemString(op: number, key: string, item: number): number {
  const kv = intern_common(PyUnicode_FromString(key), true);
  if (kv === 0) return -1;
  const err = PyDict_SetItem(op, kv, item);
  Py_DECREF(kv);
  return err;
}

// ---- deletion ----

/** Steals `old_value`. May run Python code. */
function delitem_common(mp: number, lo: number, hi: number, ix: number, old_value: number): number {
  const keys = HEAP32[(mp + KEYS) >> 2];
  const values = HEAP32[(mp + VALUES) >> 2];
  HEAP32[(mp + USED) >> 2]--;
  if (values !== 0) {
    HEAP32[(values + PyDictValues.values + (ix << 3)) >> 2] = 0;
    delete_index_from_values(values, ix);
  } else {
    const hashpos = lookdict_index(keys, lo, hi, ix);
    HEAP32[(keys + PyDictKeysObject.dk_version) >> 2] = 0;
    dictkeys_set_index(keys, hashpos, DKIX_DUMMY);
    const slot = DK_KEY_SLOT(keys, ix);
    const old_key = HEAP32[slot >> 2];
    HEAP32[slot >> 2] = 0;
    HEAP32[(slot + 8) >> 2] = 0;
    if (!DK_IS_UNICODE(keys)) write_ptr(slot - 8, 0);
    Py_DECREF(old_key);
  }
  Py_DECREF(old_value);
  return 0;
}

/** 0, or -1 with KeyError or another exception. May run Python code. */
export function PyDict_DelItem(op: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  return _PyDict_DelItem_KnownHash(op, key, lo, hi);
}

export function _PyDict_DelItem_KnownHash(op: number, key: number, lo: number, hi: number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  const ix = dict_lookup(op, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  const old_value = found_value;
  if (old_value === 0) {
    _PyErr_SetKeyError(key);
    return -1;
  }
  return delitem_common(op, lo, hi, ix, old_value);
}

/** Deletes the item if predicate(value) says so (1); 0, or -1 with an exception. */
export function _PyDict_DelItemIf(op: number, key: number, predicate: (value: number) => number): number {
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  const ix = dict_lookup(op, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  const old_value = found_value;
  if (old_value === 0) {
    _PyErr_SetKeyError(key);
    return -1;
  }
  const res = predicate(old_value);
  return res > 0 ? delitem_common(op, lo, hi, ix, old_value) : res;
}

export function PyDict_DelItemString(op: number, key: string): number {
  const kv = PyUnicode_FromString(key);
  if (kv === 0) return -1;
  const err = PyDict_DelItem(op, kv);
  Py_DECREF(kv);
  return err;
}

/** May run Python code. */
export function PyDict_Clear(op: number): void {
  if (!PyDict_Check(op)) return;
  const oldkeys = HEAP32[(op + KEYS) >> 2];
  const oldvalues = HEAP32[(op + VALUES) >> 2];
  if (oldkeys === Py_EMPTY_KEYS) return;
  HEAP32[(op + USED) >> 2] = 0;
  if (oldvalues === 0) {
    HEAP32[(op + KEYS) >> 2] = Py_EMPTY_KEYS;
    dictkeys_decref(oldkeys);
    return;
  }
  for (let slot = oldvalues + PyDictValues.values, n = DK_NENTRIES(oldkeys); n > 0; slot += 8, n--) {
    const value = HEAP32[slot >> 2];
    HEAP32[slot >> 2] = 0;
    Py_XDECREF(value);
  }
  if (HEAPU8[oldvalues + PyDictValues.embedded]) {
    HEAPU8[oldvalues + PyDictValues.size] = 0;
    return;
  }
  HEAP32[(op + VALUES) >> 2] = 0;
  HEAP32[(op + KEYS) >> 2] = Py_EMPTY_KEYS;
  free_values(oldvalues);
  dictkeys_decref(oldkeys);
}

/** 1 and the value (new) in *result (when not NULL), 0 when absent, -1 with an exception. */
export function _PyDict_Pop_KnownHash(mp: number, key: number, lo: number, hi: number, result: number): number {
  if (result !== 0) write_ptr(result, 0);
  if (HEAP32[(mp + USED) >> 2] === 0) return 0;
  const ix = dict_lookup(mp, key, lo, hi);
  if (ix === DKIX_ERROR) return -1;
  const old_value = found_value;
  if (old_value === 0) return 0;
  delitem_common(mp, lo, hi, ix, Py_NewRef(old_value));
  if (result !== 0) write_ptr(result, old_value);
  else Py_DECREF(old_value);
  return 1;
}

/** 1 and the value (new) in *result (when not NULL), 0 when absent, -1 with an exception. May run Python code. */
export function PyDict_Pop(op: number, key: number, result: number): number {
  if (result !== 0) write_ptr(result, 0);
  if (!PyDict_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (HEAP32[(op + USED) >> 2] === 0) return 0;
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  return _PyDict_Pop_KnownHash(op, key, lo, hi, result);
}

export function PyDict_PopString(op: number, key: string, result: number): number {
  const kv = PyUnicode_FromString(key);
  if (kv === 0) {
    if (result !== 0) write_ptr(result, 0);
    return -1;
  }
  const res = PyDict_Pop(op, kv, result);
  Py_DECREF(kv);
  return res;
}

/** Returns new: the value, or `default_value` when that is not NULL, or NULL with KeyError. May run Python code. */
export function _PyDict_Pop(dict: number, key: number, default_value: number): number {
  const mark = stackSave();
  const result = stackAlloc(8);
  const found = PyDict_Pop(dict, key, result);
  const value = HEAP32[result >> 2];
  stackRestore(mark);
  if (found !== 0) return value;
  if (default_value !== 0) return Py_NewRef(default_value);
  _PyErr_SetKeyError(key);
  return 0;
}

/** 1 when the key was there, 0 when `default_value` was inserted, -1; the value goes to *result: new, or borrowed. May run Python code. */
function dict_setdefault_ref(d: number, key: number, default_value: number, result: number, incref_result: boolean): number {
  if (result !== 0) write_ptr(result, 0);
  if (!PyDict_Check(d)) {
    PyErr_BadInternalCall();
    return -1;
  }
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  let value = default_value;
  let found = 0;
  if (HEAP32[(d + KEYS) >> 2] === Py_EMPTY_KEYS) {
    if (insert_to_emptydict(d, Py_NewRef(key), lo, hi, Py_NewRef(value)) < 0) return -1;
  } else {
    if (!Py_IS_TYPE(key, PyUnicode_Type) && DK_IS_UNICODE(HEAP32[(d + KEYS) >> 2]) && insertion_resize(d, false) < 0) return -1;
    const ix = dict_lookup(d, key, lo, hi);
    if (ix === DKIX_ERROR) return -1;
    if (found_value !== 0) {
      value = found_value;
      found = 1;
    } else if (setdefault_insert(d, key, lo, hi, ix, value) < 0) return -1;
  }
  if (result !== 0) write_ptr(result, incref_result ? Py_NewRef(value) : value);
  return found;
}

/** Inserts an absent key; `ix` is its entry in shared keys, or DKIX_EMPTY. */
function setdefault_insert(mp: number, key: number, lo: number, hi: number, ix: number, value: number): number {
  Py_INCREF(value);
  const values = HEAP32[(mp + VALUES) >> 2];
  if (ix === DKIX_EMPTY) {
    HEAP32[(HEAP32[(mp + KEYS) >> 2] + PyDictKeysObject.dk_version) >> 2] = 0;
    Py_INCREF(key);
    if ((values === 0 ? insert_combined_dict(mp, lo, hi, key, value) : insert_split_dict(mp, lo, hi, key, value)) < 0) return insert_failed(key, value);
  } else {
    HEAP32[(values + PyDictValues.values + (ix << 3)) >> 2] = value;
    _PyDictValues_AddToInsertionOrder(values, ix);
  }
  MAINTAIN_TRACKING(mp, key, value);
  HEAP32[(mp + USED) >> 2]++;
  return 0;
}

/** 1 when the key was there, 0 when the default was inserted, -1; the value (new) in *result when that is not NULL. */
export function PyDict_SetDefaultRef(d: number, key: number, default_value: number, result: number): number {
  return dict_setdefault_ref(d, key, default_value, result, true);
}

/** Returns borrowed. */
export function PyDict_SetDefault(d: number, key: number, defaultobj: number): number {
  const mark = stackSave();
  const result = stackAlloc(8);
  dict_setdefault_ref(d, key, defaultobj, result, false);
  const value = HEAP32[result >> 2];
  stackRestore(mark);
  return value;
}

// ---- merging ----

/** Fills the empty dict `mp` with the keys of another dict. Steals `mp`; returns it. */
function dict_dict_fromkeys(mp: number, iterable: number, value: number): number {
  const keys = HEAP32[(iterable + KEYS) >> 2];
  const log2 = Math.max(estimate_log2_keysize(PyDict_GET_SIZE(iterable)), DK_LOG_SIZE(HEAP32[(mp + KEYS) >> 2]));
  let ok = dictresize(mp, log2, DK_IS_UNICODE(keys)) === 0;
  for (let i = dict_next(iterable, 0); ok && i >= 0; i = dict_next(iterable, i)) {
    ok = insertdict(mp, Py_NewRef(next_key), next_hash_lo, next_hash_hi, Py_NewRef(value)) === 0;
  }
  if (ok) return mp;
  Py_DECREF(mp);
  return 0;
}

/** Fills the empty dict `mp` with the keys of a set. Steals `mp`; returns it. */
function dict_set_fromkeys(mp: number, iterable: number, value: number): number {
  const mark = stackSave();
  const pos = stackAlloc(24);
  write_ssize(pos, 0);
  let ok = dictresize(mp, estimate_log2_keysize(PySet_GET_SIZE(iterable)), false) === 0;
  while (ok && _PySet_NextEntryRef(iterable, pos, pos + 8, pos + 16)) {
    ok = insertdict(mp, HEAP32[(pos + 8) >> 2], HEAP32[(pos + 16) >> 2], HEAP32[(pos + 20) >> 2], Py_NewRef(value)) === 0;
  }
  stackRestore(mark);
  if (ok) return mp;
  Py_DECREF(mp);
  return 0;
}

/** Returns new. May fail. May run Python code. */
export function _PyDict_FromKeys(cls: number, iterable: number, value: number): number {
  const d = _PyObject_CallNoArgs(cls);
  if (d === 0) return 0;
  const exact = PyDict_CheckExact(d);
  if (exact && PyDict_CheckExact(iterable)) return dict_dict_fromkeys(d, iterable, value);
  if (exact && PyAnySet_CheckExact(iterable)) return dict_set_fromkeys(d, iterable, value);
  const it = PyObject_GetIter(iterable);
  if (it === 0) {
    Py_DECREF(d);
    return 0;
  }
  for (let key = PyIter_Next(it); key !== 0; key = PyIter_Next(it)) {
    const status = exact ? PyDict_SetItem(d, key, value) : PyObject_SetItem(d, key, value);
    Py_DECREF(key);
    if (status < 0) break;
  }
  Py_DECREF(it);
  if (!PyErr_Occurred()) return d;
  Py_DECREF(d);
  return 0;
}

/** dict.update with one argument. */
function dict_update_arg(self: number, arg: number): number {
  if (PyDict_CheckExact(arg)) return PyDict_Merge(self, arg, 1);
  const has_keys = PyObject_HasAttrWithError(arg, _Py_ID('keys'));
  if (has_keys < 0) return -1;
  return has_keys ? PyDict_Merge(self, arg, 1) : PyDict_MergeFromSeq2(self, arg, 1);
}

function dict_update_common(self: number, args: number, kwds: number, methname: string): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  const unpacked = PyArg_UnpackTuple(args, methname, 0, 1, slot);
  const arg = HEAP32[slot >> 2];
  stackRestore(mark);
  if (!unpacked) return -1;
  if (arg !== 0 && dict_update_arg(self, arg) < 0) return -1;
  if (kwds === 0) return 0;
  return PyArg_ValidateKeywordArguments(kwds) ? PyDict_Merge(self, kwds, 1) : -1;
}

/** One element of an update sequence. */
function merge_pair(d: number, item: number, i: number, override: number): number {
  const fast = PySequence_Fast(item, '');
  if (fast === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) {
      PyErr_Format(PyExc_TypeError, 'cannot convert dictionary update sequence element #%zd to a sequence', i);
    }
    return -1;
  }
  const n = PySequence_Fast_GET_SIZE(fast);
  let status = -1;
  if (n !== 2) {
    PyErr_Format(PyExc_ValueError, 'dictionary update sequence element #%zd has length %zd; 2 is required', i, n);
  } else {
    const key = Py_NewRef(PySequence_Fast_GET_ITEM(fast, 0));
    const value = Py_NewRef(PySequence_Fast_GET_ITEM(fast, 1));
    status = override ? PyDict_SetItem(d, key, value) : dict_setdefault_ref(d, key, value, 0, false);
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_DECREF(fast);
  return status < 0 ? -1 : 0;
}

/** 0 or -1. May run Python code. */
export function PyDict_MergeFromSeq2(d: number, seq2: number, override: number): number {
  const it = PyObject_GetIter(seq2);
  if (it === 0) return -1;
  let status = 0;
  for (let i = 0; status === 0; i++) {
    const item = PyIter_Next(it);
    if (item === 0) {
      if (PyErr_Occurred()) status = -1;
      break;
    }
    status = merge_pair(d, item, i, override);
    Py_DECREF(item);
  }
  Py_DECREF(it);
  return status;
}

/** override: 0 keeps what is there, 1 replaces it, 2 is a KeyError. */
function dict_dict_merge(mp: number, other: number, override: number): number {
  const other_used = HEAP32[(other + USED) >> 2];
  if (other === mp || other_used === 0) return 0;
  if (HEAP32[(mp + USED) >> 2] === 0) {
    override = 1;
    const okeys = HEAP32[(other + KEYS) >> 2];
    if (
      HEAP32[(mp + VALUES) >> 2] === 0 && HEAP32[(other + VALUES) >> 2] === 0 && other_used === DK_NENTRIES(okeys) &&
      (DK_LOG_SIZE(okeys) === PyDict_LOG_MINSIZE || USABLE_FRACTION(DK_SIZE(okeys) / 2) < other_used)
    ) {
      return clone_into_empty(mp, other, okeys);
    }
  }
  if (
    USABLE_FRACTION(DK_SIZE(HEAP32[(mp + KEYS) >> 2])) < other_used &&
    dictresize(mp, estimate_log2_keysize(HEAP32[(mp + USED) >> 2] + other_used), DK_IS_UNICODE(HEAP32[(other + KEYS) >> 2])) < 0
  ) {
    return -1;
  }
  const orig_size = DK_NENTRIES(HEAP32[(other + KEYS) >> 2]);
  for (let i = dict_next(other, 0); i >= 0; i = dict_next(other, i)) {
    if (merge_item(mp, next_key, next_hash_lo, next_hash_hi, next_value, override) < 0) return -1;
    if (orig_size !== DK_NENTRIES(HEAP32[(other + KEYS) >> 2])) {
      PyErr_SetString(PyExc_RuntimeError, 'dict mutated during update');
      return -1;
    }
  }
  return 0;
}

function clone_into_empty(mp: number, other: number, okeys: number): number {
  const keys = clone_combined_dict_keys(okeys);
  if (keys === 0) return -1;
  dictkeys_decref(HEAP32[(mp + KEYS) >> 2]);
  HEAP32[(mp + KEYS) >> 2] = keys;
  HEAP32[(mp + USED) >> 2] = HEAP32[(other + USED) >> 2];
  if (_PyObject_GC_IS_TRACKED(other) && !_PyObject_GC_IS_TRACKED(mp)) _PyObject_GC_TRACK(mp);
  return 0;
}

function merge_item(mp: number, key: number, lo: number, hi: number, value: number, override: number): number {
  Py_INCREF(key);
  Py_INCREF(value);
  let err = 0;
  if (override === 1) {
    err = insertdict(mp, Py_NewRef(key), lo, hi, Py_NewRef(value));
  } else {
    err = _PyDict_Contains_KnownHash(mp, key, lo, hi);
    if (err === 0) {
      err = insertdict(mp, Py_NewRef(key), lo, hi, Py_NewRef(value));
    } else if (err > 0) {
      err = 0;
      if (override !== 0) {
        _PyErr_SetKeyError(key);
        err = -1;
      }
    }
  }
  Py_DECREF(value);
  Py_DECREF(key);
  return err;
}

function dict_merge(a: number, b: number, override: number): number {
  if (a === 0 || b === 0 || !PyDict_Check(a)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (PyDict_Check(b) && HEAP32[(Py_TYPE(b) + PyTypeObject.tp_iter) >> 2] === dict_iter_index) return dict_dict_merge(a, b, override);
  const keys = PyMapping_Keys(b);
  if (keys === 0) return -1;
  const iter = PyObject_GetIter(keys);
  Py_DECREF(keys);
  if (iter === 0) return -1;
  let status = 0;
  for (let key = PyIter_Next(iter); key !== 0 && status === 0; key = status === 0 ? PyIter_Next(iter) : 0) {
    status = merge_key_of_mapping(a, b, key, override);
    Py_DECREF(key);
  }
  Py_DECREF(iter);
  return status < 0 || PyErr_Occurred() ? -1 : 0;
}

function merge_key_of_mapping(a: number, b: number, key: number, override: number): number {
  if (override !== 1) {
    const there = PyDict_Contains(a, key);
    if (there < 0) return -1;
    if (there > 0) {
      if (override === 0) return 0;
      _PyErr_SetKeyError(key);
      return -1;
    }
  }
  const value = PyObject_GetItem(b, key);
  if (value === 0) return -1;
  const status = PyDict_SetItem(a, key, value);
  Py_DECREF(value);
  return status;
}

/** 0 or -1. May run Python code. */
export function PyDict_Update(a: number, b: number): number {
  return dict_merge(a, b, 1);
}

export function PyDict_Merge(a: number, b: number, override: number): number {
  return dict_merge(a, b, override !== 0 ? 1 : 0);
}

/** override 2: a key that is there already is a KeyError. */
export function _PyDict_MergeEx(a: number, b: number, override: number): number {
  return dict_merge(a, b, override);
}

/** Returns new. May fail. */
export function PyDict_Copy(o: number): number {
  if (o === 0 || !PyDict_Check(o)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const used = HEAP32[(o + USED) >> 2];
  if (used === 0) return PyDict_New();
  const keys = HEAP32[(o + KEYS) >> 2];
  if (_PyDict_HasSplitTable(o)) return copy_split(o, keys);
  if (HEAP32[(Py_TYPE(o) + PyTypeObject.tp_iter) >> 2] === dict_iter_index && used >= ((DK_NENTRIES(keys) * 2) / 3 | 0)) {
    const copy_keys = clone_combined_dict_keys(keys);
    if (copy_keys === 0) return 0;
    const copy = new_dict(copy_keys, 0, used);
    if (copy !== 0 && _PyObject_GC_IS_TRACKED(o)) _PyObject_GC_TRACK(copy);
    return copy;
  }
  const copy = PyDict_New();
  if (copy !== 0 && dict_merge(copy, o, 1) < 0) {
    Py_DECREF(copy);
    return 0;
  }
  return copy;
}

function copy_split(o: number, keys: number): number {
  const values = copy_values(HEAP32[(o + VALUES) >> 2]);
  if (values === 0) return PyErr_NoMemory();
  const copy = _PyObject_GC_New(PyDict_Type);
  if (copy === 0) {
    free_values(values);
    return 0;
  }
  for (let i = 0, n = HEAPU8[values + PyDictValues.capacity]; i < n; i++) {
    const value = HEAP32[(values + PyDictValues.values + (i << 3)) >> 2];
    if (value !== 0) Py_INCREF(value);
  }
  write_ptr(copy + USED, HEAP32[(o + USED) >> 2]);
  write_ptr(copy + PyDictObject.ma_version_tag, 0);
  write_ptr(copy + KEYS, keys);
  write_ptr(copy + VALUES, values);
  dictkeys_incref(keys);
  if (_PyObject_GC_IS_TRACKED(o)) _PyObject_GC_TRACK(copy);
  return copy;
}

export function PyDict_Size(mp: number): number {
  if (mp === 0 || !PyDict_Check(mp)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return HEAP32[(mp + USED) >> 2];
}

/** Returns new: the keys in order. May fail. */
export function PyDict_Keys(dict: number): number {
  return list_of(dict, false);
}

/** Returns new: the values in order. May fail. */
export function PyDict_Values(dict: number): number {
  return list_of(dict, true);
}

function list_of(dict: number, value: boolean): number {
  if (dict === 0 || !PyDict_Check(dict)) {
    PyErr_BadInternalCall();
    return 0;
  }
  for (;;) {
    const n = HEAP32[(dict + USED) >> 2];
    const v = PyList_New(n);
    if (v === 0) return 0;
    if (n !== HEAP32[(dict + USED) >> 2]) {
      Py_DECREF(v);
      continue;
    }
    let j = 0;
    for (let i = dict_next(dict, 0); i >= 0; i = dict_next(dict, i)) PyList_SET_ITEM(v, j++, Py_NewRef(value ? next_value : next_key));
    return v;
  }
}

/** Returns new: (key, value) tuples in order. May fail. */
export function PyDict_Items(dict: number): number {
  if (dict === 0 || !PyDict_Check(dict)) {
    PyErr_BadInternalCall();
    return 0;
  }
  for (;;) {
    const n = HEAP32[(dict + USED) >> 2];
    const v = PyList_New(n);
    if (v === 0) return 0;
    for (let i = 0; i < n; i++) {
      const item = PyTuple_New(2);
      if (item === 0) {
        Py_DECREF(v);
        return 0;
      }
      PyList_SET_ITEM(v, i, item);
    }
    if (n !== HEAP32[(dict + USED) >> 2]) {
      Py_DECREF(v);
      continue;
    }
    let j = 0;
    for (let i = dict_next(dict, 0); i >= 0; i = dict_next(dict, i)) {
      const item = PyList_GET_ITEM(v, j++);
      PyTuple_SET_ITEM(item, 0, Py_NewRef(next_key));
      PyTuple_SET_ITEM(item, 1, Py_NewRef(next_value));
    }
    return v;
  }
}

// ---- life ----

function dict_dealloc(mp: number): void {
  PyObject_GC_UnTrack(mp);
  if (Py_TRASHCAN_BEGIN(mp, dict_dealloc_index)) return;
  const keys = HEAP32[(mp + KEYS) >> 2];
  const values = HEAP32[(mp + VALUES) >> 2];
  if (values !== 0) {
    if (!HEAPU8[values + PyDictValues.embedded]) {
      for (let i = 0, n = DK_NENTRIES(keys); i < n; i++) Py_XDECREF(HEAP32[(values + PyDictValues.values + (i << 3)) >> 2]);
      free_values(values);
    }
    dictkeys_decref(keys);
  } else if (keys !== 0) {
    dictkeys_decref(keys);
  }
  if (!PyDict_CheckExact(mp) || !freelist_push(FREELIST_dicts, USED, PyDict_MAXFREELIST, mp)) {
    FUNCS[HEAP32[(Py_TYPE(mp) + PyTypeObject.tp_free) >> 2]](mp);
  }
  Py_TRASHCAN_END();
}
const dict_dealloc_index = func_index(dict_dealloc);

/** Gives the free dicts and tables back to the allocator. */
export function _PyDict_ClearFreeList(): void {
  freelist_clear(FREELIST_dicts, USED, PyObject_GC_Del);
  _PyDictKeys_ClearFreeList();
}

function dict_traverse(op: number, visit: (op: number, arg: number) => number, arg: number): number {
  const keys = HEAP32[(op + KEYS) >> 2];
  const values = HEAP32[(op + VALUES) >> 2];
  const n = DK_NENTRIES(keys);
  if (values !== 0) {
    if (HEAPU8[values + PyDictValues.embedded]) return 0;
    for (let i = 0; i < n; i++) {
      const value = HEAP32[(values + PyDictValues.values + (i << 3)) >> 2];
      const e = value !== 0 ? visit(value, arg) : 0;
      if (e) return e;
    }
    return 0;
  }
  const general = !DK_IS_UNICODE(keys);
  for (let i = 0; i < n; i++) {
    const slot = DK_KEY_SLOT(keys, i);
    const value = HEAP32[(slot + 8) >> 2];
    if (value === 0) continue;
    const e = visit(value, arg) || (general ? visit(HEAP32[slot >> 2], arg) : 0);
    if (e) return e;
  }
  return 0;
}

function dict_tp_clear(op: number): number {
  PyDict_Clear(op);
  return 0;
}

// ---- repr, compare ----

function dict_repr(mp: number): number {
  const entered = Py_ReprEnter(mp);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('{...}') : 0;
  const result = HEAP32[(mp + USED) >> 2] === 0 ? PyUnicode_FromString('{}') : repr_items(mp);
  Py_ReprLeave(mp);
  return result;
}

function repr_items(mp: number): number {
  const writer = new _PyUnicodeWriter();
  writer.overallocate = true;
  writer.min_length = 6 * HEAP32[(mp + USED) >> 2];
  let ok = _PyUnicodeWriter_WriteASCIIString(writer, '{') === 0;
  let first = true;
  for (let i = dict_next(mp, 0); ok && i >= 0; i = dict_next(mp, i)) {
    const key = Py_NewRef(next_key);
    const value = Py_NewRef(next_value);
    ok = (first || _PyUnicodeWriter_WriteASCIIString(writer, ', ') === 0) && _Py_WriteRepr(writer, key);
    ok = ok && _PyUnicodeWriter_WriteASCIIString(writer, ': ') === 0 && _Py_WriteRepr(writer, value);
    first = false;
    Py_DECREF(key);
    Py_DECREF(value);
  }
  writer.overallocate = false;
  return _Py_FinishRepr(writer, ok && _PyUnicodeWriter_WriteASCIIString(writer, '}') === 0);
}

/** 1, 0, or -1 with an exception. */
function dict_equal(a: number, b: number): number {
  if (HEAP32[(a + USED) >> 2] !== HEAP32[(b + USED) >> 2]) return 0;
  for (let i = 0; i < DK_NENTRIES(HEAP32[(a + KEYS) >> 2]); i++) {
    const keys = HEAP32[(a + KEYS) >> 2];
    const values = HEAP32[(a + VALUES) >> 2];
    const slot = DK_KEY_SLOT(keys, i);
    const key = HEAP32[slot >> 2];
    if (key === 0) continue;
    const aval = values !== 0 ? HEAP32[(values + PyDictValues.values + (i << 3)) >> 2] : HEAP32[(slot + 8) >> 2];
    if (aval === 0) continue;
    const at = DK_IS_UNICODE(keys) ? key + PyASCIIObject.hash : slot - 8;
    Py_INCREF(aval);
    Py_INCREF(key);
    dict_lookup(b, key, HEAP32[at >> 2], HEAP32[(at + 4) >> 2]);
    const bval = found_value;
    let cmp = 0;
    if (bval === 0) {
      cmp = PyErr_Occurred() ? -1 : 0;
    } else {
      Py_INCREF(bval);
      cmp = PyObject_RichCompareBool(aval, bval, Py_EQ);
      Py_DECREF(bval);
    }
    Py_DECREF(key);
    Py_DECREF(aval);
    if (cmp <= 0) return cmp;
  }
  return 1;
}

function dict_richcompare(v: number, w: number, op: number): number {
  if (!PyDict_Check(v) || !PyDict_Check(w) || (op !== Py_EQ && op !== Py_NE)) return Py_NotImplemented;
  const cmp = dict_equal(v, w);
  if (cmp < 0) return 0;
  return (cmp === 1) === (op === Py_EQ) ? Py_True : Py_False;
}

// ---- mapping and methods ----

export function dict_subscript(mp: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return 0;
  if (dict_lookup(mp, key, lo, hi) === DKIX_ERROR) return 0;
  const value = found_value;
  if (value !== 0) {
    Py_INCREF(value);
    return value;
  }
  if (!PyDict_CheckExact(mp)) {
    const missing = _PyObject_LookupSpecial(mp, _Py_ID('__missing__'));
    if (missing !== 0) {
      const res = PyObject_CallOneArg(missing, key);
      Py_DECREF(missing);
      return res;
    }
    if (PyErr_Occurred()) return 0;
  }
  _PyErr_SetKeyError(key);
  return 0;
}

function dict_ass_sub(mp: number, key: number, value: number): number {
  return value === 0 ? PyDict_DelItem(mp, key) : PyDict_SetItem(mp, key, value);
}

function dict___contains__(self: number, key: number): number {
  const contains = PyDict_Contains(self, key);
  if (contains < 0) return 0;
  return contains ? Py_True : Py_False;
}

function dict_get(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('get', nargs, 1, 2)) return 0;
  const key = HEAP32[args >> 2];
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return 0;
  if (dict_lookup(self, key, lo, hi) === DKIX_ERROR) return 0;
  const value = found_value;
  if (value !== 0) return Py_NewRef(value);
  return nargs > 1 ? Py_NewRef(HEAP32[(args + 8) >> 2]) : Py_None;
}

function dict_setdefault(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('setdefault', nargs, 1, 2)) return 0;
  const mark = stackSave();
  const result = stackAlloc(8);
  dict_setdefault_ref(self, HEAP32[args >> 2], nargs > 1 ? HEAP32[(args + 8) >> 2] : Py_None, result, true);
  const value = HEAP32[result >> 2];
  stackRestore(mark);
  return value;
}

function dict_clear(self: number): number {
  PyDict_Clear(self);
  return Py_None;
}

function dict_pop(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('pop', nargs, 1, 2)) return 0;
  return _PyDict_Pop(self, HEAP32[args >> 2], nargs > 1 ? HEAP32[(args + 8) >> 2] : 0);
}

function dict_popitem(self: number): number {
  // The tuple first: its allocation may collect garbage, and that may empty the dict.
  const res = PyTuple_New(2);
  if (res === 0) return 0;
  if (HEAP32[(self + USED) >> 2] === 0) {
    Py_DECREF(res);
    PyErr_SetString(PyExc_KeyError, 'popitem(): dictionary is empty');
    return 0;
  }
  if (_PyDict_HasSplitTable(self) && dictresize(self, DK_LOG_SIZE(HEAP32[(self + KEYS) >> 2]), true) < 0) {
    Py_DECREF(res);
    return 0;
  }
  const keys = HEAP32[(self + KEYS) >> 2];
  HEAP32[(keys + PyDictKeysObject.dk_version) >> 2] = 0;
  let i = DK_NENTRIES(keys) - 1;
  while (HEAP32[(DK_KEY_SLOT(keys, i) + 8) >> 2] === 0) i--;
  const slot = DK_KEY_SLOT(keys, i);
  const key = HEAP32[slot >> 2];
  const at = DK_IS_UNICODE(keys) ? key + PyASCIIObject.hash : slot - 8;
  dictkeys_set_index(keys, lookdict_index(keys, HEAP32[at >> 2], HEAP32[(at + 4) >> 2], i), DKIX_DUMMY);
  PyTuple_SET_ITEM(res, 0, key);
  PyTuple_SET_ITEM(res, 1, HEAP32[(slot + 8) >> 2]);
  HEAP32[slot >> 2] = 0;
  HEAP32[(slot + 8) >> 2] = 0;
  if (!DK_IS_UNICODE(keys)) write_ssize(slot - 8, -1);
  HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2] = i;
  HEAP32[(self + USED) >> 2]--;
  return res;
}

function dict_update(self: number, args: number, kwds: number): number {
  return dict_update_common(self, args, kwds, 'update') < 0 ? 0 : Py_None;
}

function dict_fromkeys(type: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('fromkeys', nargs, 1, 2)) return 0;
  return _PyDict_FromKeys(type, HEAP32[args >> 2], nargs > 1 ? HEAP32[(args + 8) >> 2] : Py_None);
}

/** Bytes of the dict and what belongs to it alone. */
export function _PyDict_SizeOf(mp: number): number {
  const keys = HEAP32[(mp + KEYS) >> 2];
  let res = HEAP32[(Py_TYPE(mp) + PyTypeObject.tp_basicsize) >> 2];
  if (_PyDict_HasSplitTable(mp)) res += shared_keys_usable_size(keys) * 8;
  if (HEAP32[(keys + PyDictKeysObject.dk_refcnt) >> 2] === 1) res += _PyDict_KeysSize(keys);
  return res;
}

function dict___sizeof__(self: number): number {
  return PyLong_FromSsize_t(_PyDict_SizeOf(self));
}

function dict_or(self: number, other: number): number {
  if (!PyDict_Check(self) || !PyDict_Check(other)) return Py_NotImplemented;
  const copy = PyDict_Copy(self);
  if (copy !== 0 && dict_update_arg(copy, other) < 0) {
    Py_DECREF(copy);
    return 0;
  }
  return copy;
}

function dict_ior(self: number, other: number): number {
  return dict_update_arg(self, other) < 0 ? 0 : Py_NewRef(self);
}

function dict_copy(self: number): number {
  return PyDict_Copy(self);
}

function dict_keys(self: number): number {
  return _PyDictView_New(self, PyDictKeys_Type);
}

function dict_values(self: number): number {
  return _PyDictView_New(self, PyDictValues_Type);
}

function dict_items(self: number): number {
  return _PyDictView_New(self, PyDictItems_Type);
}

function dict___reversed__(self: number): number {
  return dictiter_new(self, PyDictRevIterKey_Type);
}

function dict_iter(self: number): number {
  return dictiter_new(self, PyDictIterKey_Type);
}
const dict_iter_index = func_index(dict_iter);

function dict_new(type: number, _args: number, _kwds: number): number {
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (self === 0) return 0;
  write_ptr(self + USED, 0);
  write_ptr(self + PyDictObject.ma_version_tag, 0);
  write_ptr(self + KEYS, Py_EMPTY_KEYS);
  write_ptr(self + VALUES, 0);
  if (type !== PyDict_Type && !_PyObject_GC_IS_TRACKED(self)) _PyObject_GC_TRACK(self);
  return self;
}

function dict_init(self: number, args: number, kwds: number): number {
  return dict_update_common(self, args, kwds, 'dict');
}

function dict_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('dict', nargs, 0, 1)) return 0;
  const self = dict_new(type, 0, 0);
  if (self === 0) return 0;
  let ok = nargs === 0 || dict_update_arg(self, HEAP32[args >> 2]) === 0;
  if (ok && kwnames !== 0) {
    const at = args + (nargs << 3);
    for (let i = 0, n = PyTuple_GET_SIZE(kwnames); ok && i < n; i++) {
      ok = PyDict_SetItem(self, PyTuple_GET_ITEM(kwnames, i), HEAP32[(at + (i << 3)) >> 2]) === 0;
    }
  }
  if (ok) return self;
  Py_DECREF(self);
  return 0;
}

/** For tests: throws where the dict breaks an invariant. */
export function _PyDict_CheckConsistency(op: number, check_content: boolean): boolean {
  const CHECK = (ok: boolean, what: string): void => {
    if (!ok) throw new Error(`dict at 0x${op.toString(16)}: ${what}`);
  };
  const keys = HEAP32[(op + KEYS) >> 2];
  const values = HEAP32[(op + VALUES) >> 2];
  const used = HEAP32[(op + USED) >> 2];
  const usable = USABLE_FRACTION(DK_SIZE(keys));
  CHECK(used >= 0 && used <= usable, 'ma_used');
  CHECK(DK_USABLE(keys) >= 0 && DK_NENTRIES(keys) >= 0 && DK_USABLE(keys) + DK_NENTRIES(keys) <= usable, 'dk_usable + dk_nentries');
  CHECK((values !== 0) === (DK_KIND(keys) === DICT_KEYS_SPLIT), 'split table');
  CHECK(values !== 0 || keys === Py_EMPTY_KEYS || HEAP32[(keys + PyDictKeysObject.dk_refcnt) >> 2] === 1, 'dk_refcnt');
  if (!check_content) return true;
  for (let i = 0; i < DK_SIZE(keys); i++) {
    const ix = dictkeys_get_index(keys, i);
    CHECK(ix >= DKIX_DUMMY && ix <= usable, 'index');
  }
  let count = 0;
  for (let i = 0; i < usable && keys !== Py_EMPTY_KEYS; i++) {
    const slot = DK_KEY_SLOT(keys, i);
    const key = HEAP32[slot >> 2];
    const value = HEAP32[(slot + 8) >> 2];
    if (values !== 0) CHECK(value === 0, 'value in shared keys');
    else CHECK((key === 0) === (value === 0), 'key without value');
    if (key !== 0 && DK_IS_UNICODE(keys)) CHECK(Py_IS_TYPE(key, PyUnicode_Type), 'key is no str');
    if (value !== 0) count++;
  }
  if (values !== 0) {
    CHECK(used <= SHARED_KEYS_MAX_SIZE && used === HEAPU8[values + PyDictValues.size], 'size of values');
    for (let i = 0; i < used; i++) CHECK(HEAP32[(values + PyDictValues.values + (get_index_from_order(values, i) << 3)) >> 2] !== 0, 'order');
  } else CHECK(count === used, 'count of values');
  return true;
}

static_type(PyDict_Type, {
  tp_name: 'dict',
  tp_basicsize: PyDictObject.SIZEOF,
  tp_dealloc: dict_dealloc,
  tp_repr: dict_repr,
  tp_as_number: { nb_or: dict_or, nb_inplace_or: dict_ior },
  tp_as_sequence: { sq_contains: PyDict_Contains },
  tp_as_mapping: { mp_length: PyDict_GET_SIZE, mp_subscript: dict_subscript, mp_ass_subscript: dict_ass_sub },
  tp_hash: PyObject_HashNotImplemented,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DICT_SUBCLASS | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_MAPPING,
  tp_doc: 'dict() -> an empty dictionary; dict(mapping), dict(iterable of pairs), dict(**kwargs) -> one filled from these.',
  tp_traverse: dict_traverse,
  tp_clear: dict_tp_clear,
  tp_richcompare: dict_richcompare,
  tp_iter: dict_iter,
  tp_init: dict_init,
  tp_alloc: _PyType_AllocNoTrack,
  tp_new: dict_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: dict_vectorcall,
  tp_methods: [
    ['__contains__', dict___contains__, METH_O | METH_COEXIST, '__contains__($self, key, /)\n--\n\nIs the key there?'],
    ['__getitem__', dict_subscript, METH_O | METH_COEXIST, '__getitem__($self, key, /)\n--\n\nThe value of the key.'],
    ['__sizeof__', dict___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nBytes of memory.'],
    ['get', dict_get, METH_FASTCALL, 'get($self, key, default=None, /)\n--\n\nThe value of the key, or default.'],
    ['setdefault', dict_setdefault, METH_FASTCALL, 'setdefault($self, key, default=None, /)\n--\n\nThe value of the key, which is set to default if it was absent.'],
    ['pop', dict_pop, METH_FASTCALL, 'D.pop(k[,d]) -> v: removes the key and returns its value, or d, or raises KeyError.'],
    ['popitem', dict_popitem, METH_NOARGS, 'popitem($self, /)\n--\n\nRemoves the pair inserted last and returns it; KeyError when empty.'],
    ['keys', dict_keys, METH_NOARGS, 'keys($self, /)\n--\n\nA view on the keys.'],
    ['items', dict_items, METH_NOARGS, 'items($self, /)\n--\n\nA view on the pairs.'],
    ['values', dict_values, METH_NOARGS, 'values($self, /)\n--\n\nA view on the values.'],
    ['update', dict_update, METH_VARARGS | METH_KEYWORDS, 'D.update([E, ]**F) -> None: sets what the mapping or pairs E and the keywords F name.'],
    ['fromkeys', dict_fromkeys, METH_FASTCALL | METH_CLASS, 'fromkeys($type, iterable, value=None, /)\n--\n\nA dictionary with these keys, all with this value.'],
    ['clear', dict_clear, METH_NOARGS, 'clear($self, /)\n--\n\nRemoves all items.'],
    ['copy', dict_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA shallow copy.'],
    ['__reversed__', dict___reversed__, METH_NOARGS, '__reversed__($self, /)\n--\n\nAn iterator over the keys from the last to the first.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});
