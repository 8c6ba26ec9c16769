// Answers to the first third of Objects/dictobject.c of CPython 3.13: the keys object (the hash table) of dicts and classes.
//
//   PyDictKeysObject   | 32 bytes of header | indices: 1 << log2_index_bytes | entries: (2 << log2_size) / 3 |
//
// An index of 1, 2 or 4 bytes per hash slot names the entry, or is EMPTY (-1) or DUMMY (-2, deleted). Entries lie in
// insertion order: {key, value} where all keys are exact str (kind UNICODE, or SPLIT when instances share the keys and
// hold the values), else {hash, key, value} (kind GENERAL). A slot is probed as CPython probes it, with all 64 bits of the
// hash in `perturb`, so that iteration order, resize points and collisions are CPython's.
//
// A hash travels as two parameters, `lo` and `hi`. The value found by a lookup is left in `found_value` (read it at once).

import { FREELIST_dictkeys, freelist_clear, freelist_pop, freelist_push, PyDict_MAXFREELIST } from '../include/freelists';
import { PyASCIIObject, PyCompactUnicodeObject, PyDictKeysObject, PyDictObject } from '../include/generated/offsets';
import { hash_hi } from '../include/hash';
import { HEAP16, HEAP32, HEAP8, HEAPU16, HEAPU8, memmove, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF, Py_EQ, Py_INCREF, Py_IS_TYPE, Py_XDECREF } from '../include/object';
import { Py_EMPTY_KEYS, PyUnicode_Type } from '../include/statics';
import { PyErr_Clear, PyErr_NoMemory } from '../python/errors';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { PyObject_Hash, PyObject_RichCompareBool } from './object';

export const DKIX_EMPTY = -1;
export const DKIX_DUMMY = -2;
export const DKIX_ERROR = -3;
export const DKIX_KEY_CHANGED = -4;

export const DICT_KEYS_GENERAL = 0;
export const DICT_KEYS_UNICODE = 1;
export const DICT_KEYS_SPLIT = 2;

export const PyDict_LOG_MINSIZE = 3;
export const PyDict_MINSIZE = 8;
export const SHARED_KEYS_MAX_SIZE = 30;
export const NEXT_LOG2_SHARED_KEYS_MAX_SIZE = 6;

const INDICES = PyDictKeysObject.dk_indices;
const HASH = PyASCIIObject.hash;

export function DK_LOG_SIZE(dk: number): number {
  return HEAPU8[dk + PyDictKeysObject.dk_log2_size];
}

export function DK_SIZE(dk: number): number {
  return 1 << HEAPU8[dk + PyDictKeysObject.dk_log2_size];
}

export function DK_KIND(dk: number): number {
  return HEAPU8[dk + PyDictKeysObject.dk_kind];
}

export function DK_IS_UNICODE(dk: number): boolean {
  return HEAPU8[dk + PyDictKeysObject.dk_kind] !== DICT_KEYS_GENERAL;
}

export function DK_NENTRIES(dk: number): number {
  return HEAP32[(dk + PyDictKeysObject.dk_nentries) >> 2];
}

export function DK_USABLE(dk: number): number {
  return HEAP32[(dk + PyDictKeysObject.dk_usable) >> 2];
}

/** The address of the first entry, of whatever kind. */
export function DK_ENTRIES(dk: number): number {
  return dk + INDICES + (1 << HEAPU8[dk + PyDictKeysObject.dk_log2_index_bytes]);
}

/** The bytes of an entry: 16 {key, value} or 24 {hash, key, value}. */
export function DK_ENTRY_SIZE(dk: number): number {
  return HEAPU8[dk + PyDictKeysObject.dk_kind] !== DICT_KEYS_GENERAL ? 16 : 24;
}

/** The address of the key slot of entry `ix`; its value slot is 8 bytes on. */
export function DK_KEY_SLOT(dk: number, ix: number): number {
  const entries = DK_ENTRIES(dk);
  return HEAPU8[dk + PyDictKeysObject.dk_kind] !== DICT_KEYS_GENERAL ? entries + (ix << 4) : entries + ix * 24 + 8;
}

export function USABLE_FRACTION(n: number): number {
  return ((n * 2) / 3) | 0;
}

/** log2 of the smallest table with at least `minsize` slots, as CPython computes it. */
export function calculate_log2_keysize(minsize: number): number {
  return 32 - Math.clz32(((minsize | PyDict_MINSIZE) - 1) | (PyDict_MINSIZE - 1));
}

/** log2 of a table that takes `n` entries without a resize. */
export function estimate_log2_keysize(n: number): number {
  return calculate_log2_keysize(((n * 3 + 1) / 2) | 0);
}

// ---- the hash of a key ----

let key_hash_hi = 0;

/** The hash of any key: low word returned, high word in dict_key_hash_hi(). -1 and -1 with an exception. May run Python code. */
export function dict_key_hash(key: number): number {
  if (HEAP32[(key + 8) >> 2] === PyUnicode_Type) {
    const lo = HEAP32[(key + HASH) >> 2];
    const hi = HEAP32[(key + HASH + 4) >> 2];
    if (lo !== -1 || hi !== -1) {
      key_hash_hi = hi;
      return lo;
    }
  }
  const lo = PyObject_Hash(key);
  key_hash_hi = hash_hi();
  return lo;
}

export function dict_key_hash_hi(): number {
  return key_hash_hi;
}

/** Two exact strings of equal hash: are they equal? (stringlib/eq.h) */
export function unicode_eq(a: number, b: number): boolean {
  const n = HEAP32[(a + PyASCIIObject.length) >> 2];
  if (n !== HEAP32[(b + PyASCIIObject.length) >> 2]) return false;
  const sa = HEAP32[(a + PyASCIIObject.state) >> 2];
  const sb = HEAP32[(b + PyASCIIObject.state) >> 2];
  // state: interned:2, kind:3, compact:1, ascii:1
  if (((sa ^ sb) & 0x5c) !== 0) return false;
  const kind = (sa >> 2) & 7;
  const header = (sa & 0x40) !== 0 ? PyASCIIObject.SIZEOF : PyCompactUnicodeObject.SIZEOF;
  const bytes = n * kind;
  const pa = a + header;
  const pb = b + header;
  let i = 0;
  for (const words = bytes & ~3; i < words; i += 4) if (HEAP32[(pa + i) >> 2] !== HEAP32[(pb + i) >> 2]) return false;
  for (; i < bytes; i++) if (HEAPU8[pa + i] !== HEAPU8[pb + i]) return false;
  return true;
}

// ---- making and freeing ----

/** A fresh table of 1 << log2_size slots. Not a PyObject: freed with dictkeys_decref. 0 with MemoryError. */
export function new_keys_object(log2_size: number, unicode: boolean): number {
  const usable = USABLE_FRACTION(2 ** log2_size);
  const log2_bytes = log2_size < 8 ? log2_size : log2_size < 16 ? log2_size + 1 : log2_size + 2;
  const entries = (unicode ? 16 : 24) * usable;
  let dk = 0;
  if (log2_size === PyDict_LOG_MINSIZE && unicode) dk = freelist_pop(FREELIST_dictkeys, 0);
  if (dk === 0) {
    dk = log2_size > 26 ? 0 : PyMem_Malloc(INDICES + (1 << log2_bytes) + entries);
    if (dk === 0) return PyErr_NoMemory();
  }
  write_ptr(dk + PyDictKeysObject.dk_refcnt, 1);
  HEAPU8[dk + PyDictKeysObject.dk_log2_size] = log2_size;
  HEAPU8[dk + PyDictKeysObject.dk_log2_index_bytes] = log2_bytes;
  HEAPU8[dk + PyDictKeysObject.dk_kind] = unicode ? DICT_KEYS_UNICODE : DICT_KEYS_GENERAL;
  HEAPU8[dk + PyDictKeysObject.dk_kind + 1] = 0;
  HEAP32[(dk + PyDictKeysObject.dk_version) >> 2] = 0;
  write_ptr(dk + PyDictKeysObject.dk_usable, usable);
  write_ptr(dk + PyDictKeysObject.dk_nentries, 0);
  const indices = dk + INDICES;
  if (log2_bytes <= 6) {
    const end = (indices + (1 << log2_bytes) + entries) >> 2;
    const mid = (indices + (1 << log2_bytes)) >> 2;
    let p = indices >> 2;
    for (; p < mid; p++) HEAP32[p] = -1;
    for (; p < end; p++) HEAP32[p] = 0;
  } else {
    HEAPU8.fill(0xff, indices, indices + (1 << log2_bytes));
    HEAPU8.fill(0, indices + (1 << log2_bytes), indices + (1 << log2_bytes) + entries);
  }
  return dk;
}

/** Frees the table, without touching what its entries hold. */
export function free_keys_object(dk: number): void {
  if (
    HEAPU8[dk + PyDictKeysObject.dk_log2_size] === PyDict_LOG_MINSIZE && DK_IS_UNICODE(dk) &&
    freelist_push(FREELIST_dictkeys, 0, PyDict_MAXFREELIST, dk)
  ) {
    return;
  }
  PyMem_Free(dk);
}

export function _PyDictKeys_ClearFreeList(): void {
  freelist_clear(FREELIST_dictkeys, 0, PyMem_Free);
}

export function dictkeys_incref(dk: number): void {
  if (dk !== Py_EMPTY_KEYS) HEAP32[(dk + PyDictKeysObject.dk_refcnt) >> 2]++;
}

/** May run Python code. */
export function dictkeys_decref(dk: number): void {
  if (dk === Py_EMPTY_KEYS) return;
  if (--HEAP32[(dk + PyDictKeysObject.dk_refcnt) >> 2] > 0) return;
  const size = DK_ENTRY_SIZE(dk);
  for (let slot = DK_KEY_SLOT(dk, 0), n = DK_NENTRIES(dk); n > 0; slot += size, n--) {
    Py_XDECREF(HEAP32[slot >> 2]);
    Py_XDECREF(HEAP32[(slot + 8) >> 2]);
  }
  free_keys_object(dk);
}

export function _PyDictKeys_DecRef(dk: number): void {
  dictkeys_decref(dk);
}

/** Bytes of the table. */
export function _PyDict_KeysSize(dk: number): number {
  return INDICES + (1 << HEAPU8[dk + PyDictKeysObject.dk_log2_index_bytes]) + USABLE_FRACTION(DK_SIZE(dk)) * DK_ENTRY_SIZE(dk);
}

/** A copy of a combined table that owns what it holds. 0 with MemoryError. */
export function clone_combined_dict_keys(orig_keys: number): number {
  const bytes = _PyDict_KeysSize(orig_keys);
  const dk = PyMem_Malloc(bytes);
  if (dk === 0) return PyErr_NoMemory();
  memmove(dk, orig_keys, bytes);
  const size = DK_ENTRY_SIZE(dk);
  for (let slot = DK_KEY_SLOT(dk, 0), n = DK_NENTRIES(dk); n > 0; slot += size, n--) {
    const value = HEAP32[(slot + 8) >> 2];
    if (value !== 0) {
      Py_INCREF(value);
      Py_INCREF(HEAP32[slot >> 2]);
    }
  }
  return dk;
}

// ---- indices ----

export function dictkeys_get_index(dk: number, i: number): number {
  const log2 = HEAPU8[dk + PyDictKeysObject.dk_log2_size];
  if (log2 < 8) return HEAP8[dk + INDICES + i];
  if (log2 < 16) return HEAP16[(dk + INDICES + i + i) >> 1];
  return HEAP32[(dk + INDICES + (i << 2)) >> 2];
}

export function dictkeys_set_index(dk: number, i: number, ix: number): void {
  const log2 = HEAPU8[dk + PyDictKeysObject.dk_log2_size];
  if (log2 < 8) HEAP8[dk + INDICES + i] = ix;
  else if (log2 < 16) HEAP16[(dk + INDICES + i + i) >> 1] = ix;
  else HEAP32[(dk + INDICES + (i << 2)) >> 2] = ix;
}

/** The hash slot whose index is `index` (an entry or DKIX_EMPTY). */
export function lookdict_index(dk: number, lo: number, hi: number, index: number): number {
  const mask = DK_SIZE(dk) - 1;
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  for (;;) {
    const ix = dictkeys_get_index(dk, i);
    if (ix === index) return i;
    if (ix === DKIX_EMPTY) return DKIX_EMPTY;
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + plo + 1) & mask;
  }
}

/** The hash slot for a key that is known to be absent. (A DUMMY slot is taken again.) */
export function find_empty_slot(dk: number, lo: number, hi: number): number {
  const mask = DK_SIZE(dk) - 1;
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  while (dictkeys_get_index(dk, i) >= 0) {
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + plo + 1) & mask;
  }
  return i;
}

/** Fills the indices of a fresh table for its first `n` entries. */
export function build_indices(dk: number, n: number): void {
  const mask = DK_SIZE(dk) - 1;
  const unicode = DK_IS_UNICODE(dk);
  const entries = DK_ENTRIES(dk);
  for (let ix = 0; ix < n; ix++) {
    const at = unicode ? HEAP32[(entries + (ix << 4)) >> 2] + HASH : entries + ix * 24;
    let plo = HEAP32[at >> 2];
    let phi = HEAP32[(at + 4) >> 2];
    let i = plo & mask;
    while (dictkeys_get_index(dk, i) !== DKIX_EMPTY) {
      plo = (plo >>> 5) | (phi << 27);
      phi >>>= 5;
      i = ((i << 2) + i + plo + 1) & mask;
    }
    dictkeys_set_index(dk, i, ix);
  }
}

/** Files the keys under the hashes that they have now (the hash secret has changed). Runs no Python code where no key's type is Python's. */
export function dictkeys_rehash(dk: number): void {
  const bytes = 1 << HEAPU8[dk + PyDictKeysObject.dk_log2_index_bytes];
  HEAPU8.fill(0xff, dk + INDICES, dk + INDICES + bytes);
  const general = !DK_IS_UNICODE(dk);
  const n = DK_NENTRIES(dk);
  for (let ix = 0; ix < n; ix++) {
    const slot = DK_KEY_SLOT(dk, ix);
    const key = HEAP32[slot >> 2];
    if (key === 0) continue;
    const lo = dict_key_hash(key);
    if (general) {
      HEAP32[(slot - 8) >> 2] = lo;
      HEAP32[(slot - 4) >> 2] = key_hash_hi;
    }
    dictkeys_set_index(dk, find_empty_slot(dk, lo, key_hash_hi), ix);
  }
}

// ---- lookups ----

/** An exact str in a table of exact strs: its entry or DKIX_EMPTY. The hottest function there is. Runs no Python code. */
export function unicodekeys_lookup_unicode(dk: number, key: number, lo: number, hi: number): number {
  const log2 = HEAPU8[dk + PyDictKeysObject.dk_log2_size];
  const entries = dk + INDICES + (1 << HEAPU8[dk + PyDictKeysObject.dk_log2_index_bytes]);
  const mask = (1 << log2) - 1;
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  for (;;) {
    let ix: number;
    if (log2 < 8) ix = HEAP8[dk + INDICES + i];
    else if (log2 < 16) ix = HEAP16[(dk + INDICES + i + i) >> 1];
    else ix = HEAP32[(dk + INDICES + (i << 2)) >> 2];
    if (ix >= 0) {
      const k = HEAP32[(entries + (ix << 4)) >> 2];
      if (k === key) return ix;
      if (HEAP32[(k + HASH) >> 2] === lo && HEAP32[(k + HASH + 4) >> 2] === hi && unicode_eq(k, key)) return ix;
    } else if (ix === DKIX_EMPTY) {
      return DKIX_EMPTY;
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + plo + 1) & mask;
  }
}

/** Any other key. An entry, DKIX_EMPTY, DKIX_ERROR, or DKIX_KEY_CHANGED: a comparison changed the dict. May run Python code. */
function dictkeys_lookup_generic(mp: number, dk: number, key: number, lo: number, hi: number): number {
  const unicode = DK_IS_UNICODE(dk);
  const mask = DK_SIZE(dk) - 1;
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  for (;;) {
    const ix = dictkeys_get_index(dk, i);
    if (ix >= 0) {
      const slot = DK_KEY_SLOT(dk, ix);
      const startkey = HEAP32[slot >> 2];
      if (startkey === key) return ix;
      const at = unicode ? startkey + HASH : slot - 8;
      if (HEAP32[at >> 2] === lo && HEAP32[(at + 4) >> 2] === hi) {
        Py_INCREF(startkey);
        const cmp = PyObject_RichCompareBool(startkey, key, Py_EQ);
        Py_DECREF(startkey);
        if (cmp < 0) return DKIX_ERROR;
        if (dk !== HEAP32[(mp + PyDictObject.ma_keys) >> 2] || HEAP32[slot >> 2] !== startkey) return DKIX_KEY_CHANGED;
        if (cmp > 0) return ix;
      }
    } else if (ix === DKIX_EMPTY) {
      return DKIX_EMPTY;
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + plo + 1) & mask;
  }
}

/** The value (borrowed) that the last dict_lookup found, or 0. Any later lookup overwrites it. */
export let found_value = 0;

/** _Py_dict_lookup without an out-parameter: the entry, DKIX_EMPTY or DKIX_ERROR; the value is in `found_value`. */
export function dict_lookup(mp: number, key: number, lo: number, hi: number): number {
  for (;;) {
    const dk = HEAP32[(mp + PyDictObject.ma_keys) >> 2];
    const kind = HEAPU8[dk + PyDictKeysObject.dk_kind];
    let ix: number;
    if (kind !== DICT_KEYS_GENERAL && HEAP32[(key + 8) >> 2] === PyUnicode_Type) {
      ix = unicodekeys_lookup_unicode(dk, key, lo, hi);
    } else {
      ix = dictkeys_lookup_generic(mp, dk, key, lo, hi);
      if (ix === DKIX_KEY_CHANGED) continue;
    }
    if (ix < 0) {
      found_value = 0;
    } else if (kind === DICT_KEYS_UNICODE) {
      found_value = HEAP32[(dk + INDICES + (1 << HEAPU8[dk + PyDictKeysObject.dk_log2_index_bytes]) + (ix << 4) + 8) >> 2];
    } else if (kind === DICT_KEYS_SPLIT) {
      found_value = HEAP32[(HEAP32[(mp + PyDictObject.ma_values) >> 2] + 8 + (ix << 3)) >> 2];
    } else {
      found_value = HEAP32[(DK_ENTRIES(dk) + ix * 24 + 16) >> 2];
    }
    return ix;
  }
}

/** The entry of a str in an all-str table; DKIX_EMPTY when absent; DKIX_ERROR, without an exception, when not applicable. */
export function _PyDictKeys_StringLookup(dk: number, key: number): number {
  if (!Py_IS_TYPE(key, PyUnicode_Type) || DK_KIND(dk) === DICT_KEYS_GENERAL) return DKIX_ERROR;
  const lo = dict_key_hash(key);
  const hi = key_hash_hi;
  if (lo === -1 && hi === -1) {
    PyErr_Clear();
    return DKIX_ERROR;
  }
  return unicodekeys_lookup_unicode(dk, key, lo, hi);
}

/** Writes the shared table of empty dicts. Called once, by the first realm, before any dict is made. */
export function _PyDict_InitEmptyKeys(): void {
  const dk = Py_EMPTY_KEYS;
  write_ssize(dk + PyDictKeysObject.dk_refcnt, 0xffffffff);
  HEAPU16[(dk + PyDictKeysObject.dk_log2_size) >> 1] = 0;
  HEAPU8[dk + PyDictKeysObject.dk_kind] = DICT_KEYS_UNICODE;
  HEAP32[(dk + PyDictKeysObject.dk_version) >> 2] = 1;
  write_ptr(dk + PyDictKeysObject.dk_usable, 0);
  write_ptr(dk + PyDictKeysObject.dk_nentries, 0);
  HEAPU8.fill(0xff, dk + INDICES, dk + INDICES + 8);
}
