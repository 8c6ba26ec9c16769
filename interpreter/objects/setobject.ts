// Answers to Objects/setobject.c of CPython 3.13: set and frozenset.
//
// A table of {key, hash} entries, eight of them inside the object; a slot is followed by up to nine neighbours before the
// probe sequence of dict (all 64 bits of the hash) goes on. Deleted entries hold a dummy key and the hash -1. Fill, growth and
// probing are CPython's, so the order of iteration is too. A hash travels as two parameters, `lo` and `hi`.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { func_index, FUNCS } from '../include/functable';
import { PySetObject, PyTypeObject, setiterobject } from '../include/generated/offsets';
import { hash_result } from '../include/hash';
import { HEAP32, memmove, memset0, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_TPFLAGS_MATCH_SELF, METH_CLASS, METH_COEXIST, METH_NOARGS, METH_O, METH_VARARGS, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_IS_TYPE, Py_LE, Py_LT,
  Py_NE, Py_NewRef, Py_REFCNT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  _PySet_Dummy, Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_KeyError, PyExc_RuntimeError, PyExc_TypeError, PyFrozenSet_Type, PySet_Type,
  PySetIter_Type, PyUnicode_Type,
} from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import {
  _PyErr_SetKeyError, PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString,
} from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames, PyArg_UnpackTuple } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { PyIter_Next, PyObject_GetIter, PySequence_List } from './abstract';
import { PyVectorcall_NARGS } from './call';
import { _PyDict_Contains_KnownHash, dict_next, next_hash_hi, next_hash_lo, next_key, PyDict_CheckExact, PyDict_GET_SIZE } from './dictobject';
import { dict_key_hash, dict_key_hash_hi, unicode_eq } from './dictobject_keys';
import { Py_GenericAlias } from './genericaliasobject';
import { PyLong_FromSsize_t } from './longobject';
import {
  Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_HashNotImplemented, PyObject_Repr, PyObject_RichCompareBool, PyObject_SelfIter,
} from './object';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack, umul32_hi } from './tupleobject';
import { _PyObject_GetState, PyType_GenericAlloc, PyType_IsSubtype } from './typeobject';
import { _Py_ID, PyUnicode_GET_LENGTH, PyUnicode_Substring, type_name } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export const PySet_MINSIZE = 8;
const LINEAR_PROBES = 9;
const DISCARD_NOTFOUND = 0;
const DISCARD_FOUND = 1;

const FILL = PySetObject.fill;
const USED = PySetObject.used;
const MASK = PySetObject.mask;
const TABLE = PySetObject.table;
const SMALL = PySetObject.smalltable;
const SMALL_BYTES = PySet_MINSIZE * 16;

type visitproc = (op: number, arg: number) => number;

export function PySet_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PySet_Type);
}

export function PyFrozenSet_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyFrozenSet_Type);
}

export function PyAnySet_CheckExact(op: number): boolean {
  return PySet_CheckExact(op) || PyFrozenSet_CheckExact(op);
}

export function PyAnySet_Check(op: number): boolean {
  const type = Py_TYPE(op);
  return type === PySet_Type || type === PyFrozenSet_Type || PyType_IsSubtype(type, PySet_Type) || PyType_IsSubtype(type, PyFrozenSet_Type);
}

export function PySet_Check(op: number): boolean {
  return Py_IS_TYPE(op, PySet_Type) || PyType_IsSubtype(Py_TYPE(op), PySet_Type);
}

export function PyFrozenSet_Check(op: number): boolean {
  return Py_IS_TYPE(op, PyFrozenSet_Type) || PyType_IsSubtype(Py_TYPE(op), PyFrozenSet_Type);
}

export function PySet_GET_SIZE(op: number): number {
  return HEAP32[(op + USED) >> 2];
}

// ---- the table ----

/** Is the key of entry `entry`, whose hash equals, `key`? 1, 0, -1 (exception) or -2 (the set changed). May run Python code. */
function same_key(so: number, entry: number, key: number): number {
  const startkey = HEAP32[entry >> 2];
  if (startkey === key) return 1;
  if (Py_IS_TYPE(startkey, PyUnicode_Type) && Py_IS_TYPE(key, PyUnicode_Type) && unicode_eq(startkey, key)) return 1;
  const table = HEAP32[(so + TABLE) >> 2];
  Py_INCREF(startkey);
  const cmp = PyObject_RichCompareBool(startkey, key, Py_EQ);
  Py_DECREF(startkey);
  if (cmp < 0) return -1;
  if (table !== HEAP32[(so + TABLE) >> 2] || HEAP32[entry >> 2] !== startkey) return cmp > 0 ? -3 : -2;
  return cmp;
}

/** The entry of the key, or the unused entry where it would go; 0 with an exception. May run Python code. */
function set_lookkey(so: number, key: number, lo: number, hi: number): number {
  let mask = HEAP32[(so + MASK) >> 2];
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  for (;;) {
    let entry = HEAP32[(so + TABLE) >> 2] + (i << 4);
    for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, entry += 16) {
      const elo = HEAP32[(entry + 8) >> 2];
      if (elo === 0 && HEAP32[entry >> 2] === 0) return entry;
      if (elo !== lo || HEAP32[(entry + 12) >> 2] !== hi) continue;
      const same = same_key(so, entry, key);
      if (same === 1) return entry;
      if (same === -1) return 0;
      if (same < 0) return set_lookkey(so, key, lo, hi);
      mask = HEAP32[(so + MASK) >> 2];
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + plo + 1) & mask;
  }
}

/** Adds the key (borrowed) if it is not there. 0 or -1. May run Python code. */
function set_add_entry(so: number, key: number, lo: number, hi: number): number {
  // The set must keep the key alive while it is compared.
  Py_INCREF(key);
  restart: for (;;) {
    let mask = HEAP32[(so + MASK) >> 2];
    let plo = lo;
    let phi = hi;
    let i = lo & mask;
    let freeslot = 0;
    for (;;) {
      let entry = HEAP32[(so + TABLE) >> 2] + (i << 4);
      for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, entry += 16) {
        const elo = HEAP32[(entry + 8) >> 2];
        if (elo === 0 && HEAP32[entry >> 2] === 0) return set_fill_entry(so, entry, freeslot, key, lo, hi, mask);
        if (elo === -1 && HEAP32[entry >> 2] === _PySet_Dummy) freeslot = entry;
        if (elo !== lo || HEAP32[(entry + 12) >> 2] !== hi) continue;
        const same = same_key(so, entry, key);
        if (same === 1 || same === -3 || same === -1) {
          Py_DECREF(key);
          return same === -1 ? -1 : 0;
        }
        if (same === -2) continue restart;
        mask = HEAP32[(so + MASK) >> 2];
      }
      plo = (plo >>> 5) | (phi << 27);
      phi >>>= 5;
      i = ((i << 2) + i + plo + 1) & mask;
    }
  }
}

/** The key (stolen) goes to the deleted entry `freeslot` if there is one on the way, else to the unused `entry`. */
function set_fill_entry(so: number, entry: number, freeslot: number, key: number, lo: number, hi: number, mask: number): number {
  const at = freeslot !== 0 ? freeslot : entry;
  HEAP32[at >> 2] = key;
  HEAP32[(at + 8) >> 2] = lo;
  HEAP32[(at + 12) >> 2] = hi;
  if (freeslot !== 0) {
    HEAP32[(so + USED) >> 2]++;
    return 0;
  }
  const fill = ++HEAP32[(so + FILL) >> 2];
  const used = ++HEAP32[(so + USED) >> 2];
  if (fill * 5 < mask * 3) return 0;
  return set_table_resize(so, used > 50000 ? used * 2 : used * 4);
}

/** Puts a key (stolen) that is known to be absent into a table without dummies. */
function set_insert_clean(table: number, mask: number, key: number, lo: number, hi: number): void {
  let plo = lo;
  let phi = hi;
  let i = lo & mask;
  for (;;) {
    let entry = table + (i << 4);
    for (let probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0; probes >= 0; probes--, entry += 16) {
      if (HEAP32[entry >> 2] !== 0) continue;
      HEAP32[entry >> 2] = key;
      HEAP32[(entry + 8) >> 2] = lo;
      HEAP32[(entry + 12) >> 2] = hi;
      return;
    }
    plo = (plo >>> 5) | (phi << 27);
    phi >>>= 5;
    i = ((i << 2) + i + plo + 1) & mask;
  }
}

function is_active(key: number): boolean {
  return key !== 0 && key !== _PySet_Dummy;
}

/** A new table of more than `minused` entries, without dummies. 0, or -1 with MemoryError. */
function set_table_resize(so: number, minused: number): number {
  let newsize = PySet_MINSIZE;
  while (newsize <= minused) newsize *= 2;
  const own_small = so + SMALL;
  let oldtable = HEAP32[(so + TABLE) >> 2];
  const old_malloced = oldtable !== own_small;
  const oldmask = HEAP32[(so + MASK) >> 2];
  const mark = stackSave();
  let newtable = own_small;
  if (newsize === PySet_MINSIZE) {
    if (!old_malloced) {
      if (HEAP32[(so + FILL) >> 2] === HEAP32[(so + USED) >> 2]) return 0;
      oldtable = stackAlloc(SMALL_BYTES);
      memmove(oldtable, own_small, SMALL_BYTES);
    }
  } else {
    newtable = newsize > 0x4000000 ? 0 : PyMem_Malloc(newsize * 16);
    if (newtable === 0) {
      PyErr_NoMemory();
      return -1;
    }
  }
  memset0(newtable, newsize * 16);
  HEAP32[(so + MASK) >> 2] = newsize - 1;
  HEAP32[(so + TABLE) >> 2] = newtable;
  HEAP32[(so + FILL) >> 2] = HEAP32[(so + USED) >> 2];
  for (let entry = oldtable, end = oldtable + (oldmask << 4); entry <= end; entry += 16) {
    const key = HEAP32[entry >> 2];
    if (is_active(key)) set_insert_clean(newtable, newsize - 1, key, HEAP32[(entry + 8) >> 2], HEAP32[(entry + 12) >> 2]);
  }
  if (old_malloced) PyMem_Free(oldtable);
  stackRestore(mark);
  return 0;
}

/** 1, 0 or -1. */
/** Files the keys under the hashes that they have now (the hash secret has changed). Runs no Python code where no key's type is Python's. */
export function set_rehash(so: number): void {
  const table = HEAP32[(so + TABLE) >> 2];
  const mask = HEAP32[(so + MASK) >> 2];
  const keys: number[] = [];
  for (let entry = table; entry <= table + (mask << 4); entry += 16) if (is_active(HEAP32[entry >> 2])) keys.push(HEAP32[entry >> 2]);
  memset0(table, (mask + 1) << 4);
  HEAP32[(so + FILL) >> 2] = keys.length;
  for (const key of keys) {
    const lo = dict_key_hash(key);
    set_insert_clean(table, mask, key, lo, dict_key_hash_hi());
  }
}

function set_contains_entry(so: number, key: number, lo: number, hi: number): number {
  const entry = set_lookkey(so, key, lo, hi);
  if (entry === 0) return -1;
  return HEAP32[entry >> 2] !== 0 ? 1 : 0;
}

/** DISCARD_FOUND, DISCARD_NOTFOUND or -1. */
function set_discard_entry(so: number, key: number, lo: number, hi: number): number {
  const entry = set_lookkey(so, key, lo, hi);
  if (entry === 0) return -1;
  const old_key = HEAP32[entry >> 2];
  if (old_key === 0) return DISCARD_NOTFOUND;
  make_dummy(so, entry);
  Py_DECREF(old_key);
  return DISCARD_FOUND;
}

function make_dummy(so: number, entry: number): void {
  HEAP32[entry >> 2] = _PySet_Dummy;
  HEAP32[(entry + 8) >> 2] = -1;
  HEAP32[(entry + 12) >> 2] = -1;
  HEAP32[(so + USED) >> 2]--;
}

function set_add_key(so: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  return lo === -1 && hi === -1 ? -1 : set_add_entry(so, key, lo, hi);
}

function set_contains_key(so: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  return lo === -1 && hi === -1 ? -1 : set_contains_entry(so, key, lo, hi);
}

function set_discard_key(so: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  return lo === -1 && hi === -1 ? -1 : set_discard_entry(so, key, lo, hi);
}

function set_empty_to_minsize(so: number): void {
  memset0(so + SMALL, SMALL_BYTES);
  write_ptr(so + FILL, 0);
  write_ptr(so + USED, 0);
  write_ptr(so + MASK, PySet_MINSIZE - 1);
  write_ptr(so + TABLE, so + SMALL);
  write_ssize(so + PySetObject.hash, -1);
}

/** Empties the set first, then releases the keys: finalizers may use it. */
function set_clear_internal(so: number): void {
  let table = HEAP32[(so + TABLE) >> 2];
  const malloced = table !== so + SMALL;
  let used = HEAP32[(so + USED) >> 2];
  const mark = stackSave();
  if (!malloced) {
    if (HEAP32[(so + FILL) >> 2] === 0) return;
    table = stackAlloc(SMALL_BYTES);
    memmove(table, so + SMALL, SMALL_BYTES);
  }
  set_empty_to_minsize(so);
  for (let entry = table; used > 0; entry += 16) {
    const key = HEAP32[entry >> 2];
    if (!is_active(key)) continue;
    used--;
    Py_DECREF(key);
  }
  if (malloced) PyMem_Free(table);
  stackRestore(mark);
}

/** The index of the first active entry at or after `pos`; -1 at the end. */
function set_next(so: number, pos: number): number {
  const mask = HEAP32[(so + MASK) >> 2];
  const table = HEAP32[(so + TABLE) >> 2];
  for (let i = pos; i <= mask; i++) if (is_active(HEAP32[(table + (i << 4)) >> 2])) return i;
  return -1;
}

/** The address of entry `i`. */
function entry_at(so: number, i: number): number {
  return HEAP32[(so + TABLE) >> 2] + (i << 4);
}

/** Calls `f` for each key, held meanwhile, until it returns other than 0; that is returned. The set may change. */
function each_key(so: number, f: (key: number, lo: number, hi: number) => number): number {
  for (let i = set_next(so, 0); i >= 0; i = set_next(so, i + 1)) {
    const entry = entry_at(so, i);
    const key = Py_NewRef(HEAP32[entry >> 2]);
    const r = f(key, HEAP32[(entry + 8) >> 2], HEAP32[(entry + 12) >> 2]);
    Py_DECREF(key);
    if (r !== 0) return r;
  }
  return 0;
}

/** Calls `f` for each item of any iterable until it returns other than 0; that is returned, -1 with an exception. */
function each_item(iterable: number, f: (item: number) => number): number {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return -1;
  let r = 0;
  for (let item = PyIter_Next(it); item !== 0; item = r === 0 ? PyIter_Next(it) : 0) {
    r = f(item);
    Py_DECREF(item);
  }
  Py_DECREF(it);
  return r === 0 && PyErr_Occurred() ? -1 : r;
}

// ---- making ----

/** Returns new; `iterable` may be NULL. May run Python code. */
function make_new_set(type: number, iterable: number): number {
  const so = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (so === 0) return 0;
  set_empty_to_minsize(so);
  write_ptr(so + PySetObject.finger, 0);
  write_ptr(so + PySetObject.weakreflist, 0);
  if (iterable !== 0 && set_update_internal(so, iterable) < 0) {
    Py_DECREF(so);
    return 0;
  }
  return so;
}

/** As make_new_set, a plain set or frozenset for a subtype of these. */
function make_new_set_basetype(type: number, iterable: number): number {
  if (type === PySet_Type || type === PyFrozenSet_Type) return make_new_set(type, iterable);
  return make_new_set(PyType_IsSubtype(type, PySet_Type) ? PySet_Type : PyFrozenSet_Type, iterable);
}

function make_new_frozenset(type: number, iterable: number): number {
  if (type === PyFrozenSet_Type && iterable !== 0 && PyFrozenSet_CheckExact(iterable)) return Py_NewRef(iterable);
  return make_new_set(type, iterable);
}

function frozenset_new(type: number, args: number, kwds: number): number {
  const own_init =
    type === PyFrozenSet_Type || HEAP32[(type + PyTypeObject.tp_init) >> 2] === HEAP32[(PyFrozenSet_Type + PyTypeObject.tp_init) >> 2];
  if (own_init && !_PyArg_NoKeywords('frozenset', kwds)) return 0;
  const n = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('frozenset', n, 0, 1)) return 0;
  return make_new_frozenset(type, n > 0 ? PyTuple_GET_ITEM(args, 0) : 0);
}

function frozenset_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('frozenset', kwnames)) return 0;
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('frozenset', nargs, 0, 1)) return 0;
  return make_new_frozenset(type, nargs > 0 ? HEAP32[args >> 2] : 0);
}

function set_new(type: number, _args: number, _kwds: number): number {
  return make_new_set(type, 0);
}

function set_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('set', kwnames)) return 0;
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('set', nargs, 0, 1)) return 0;
  return make_new_set(type, nargs > 0 ? HEAP32[args >> 2] : 0);
}

function set_init(self: number, args: number, kwds: number): number {
  if (!_PyArg_NoKeywords('set', kwds)) return -1;
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  const ok = PyArg_UnpackTuple(args, type_name(self), 0, 1, slot);
  const iterable = HEAP32[slot >> 2];
  stackRestore(mark);
  if (!ok) return -1;
  if (HEAP32[(self + FILL) >> 2]) set_clear_internal(self);
  write_ssize(self + PySetObject.hash, -1);
  return iterable === 0 ? 0 : set_update_internal(self, iterable);
}

// ---- life ----

function set_dealloc(so: number): void {
  PyObject_GC_UnTrack(so);
  const tp_dealloc = HEAP32[(Py_TYPE(so) + PyTypeObject.tp_dealloc) >> 2];
  if (Py_TRASHCAN_BEGIN(so, tp_dealloc === set_dealloc_index ? set_dealloc_index : -1)) return;
  if (HEAP32[(so + PySetObject.weakreflist) >> 2] !== 0) PyObject_ClearWeakRefs(so);
  let used = HEAP32[(so + USED) >> 2];
  const table = HEAP32[(so + TABLE) >> 2];
  for (let entry = table; used > 0; entry += 16) {
    const key = HEAP32[entry >> 2];
    if (!is_active(key)) continue;
    used--;
    Py_DECREF(key);
  }
  if (table !== so + SMALL) PyMem_Free(table);
  FUNCS[HEAP32[(Py_TYPE(so) + PyTypeObject.tp_free) >> 2]](so);
  Py_TRASHCAN_END();
}
const set_dealloc_index = func_index(set_dealloc);

function set_traverse(so: number, visit: visitproc, arg: number): number {
  for (let i = set_next(so, 0); i >= 0; i = set_next(so, i + 1)) {
    const e = visit(HEAP32[entry_at(so, i) >> 2], arg);
    if (e) return e;
  }
  return 0;
}

function set_tp_clear(so: number): number {
  set_clear_internal(so);
  return 0;
}

// ---- repr, hash, compare ----

function set_repr(so: number): number {
  const status = Py_ReprEnter(so);
  const name = type_name(so);
  if (status !== 0) return status < 0 ? 0 : PyUnicode_FromFormat('%s(...)', name);
  const result = HEAP32[(so + USED) >> 2] === 0 ? PyUnicode_FromFormat('%s()', name) : repr_keys(so, name);
  Py_ReprLeave(so);
  return result;
}

function repr_keys(so: number, name: string): number {
  const keys = PySequence_List(so);
  if (keys === 0) return 0;
  const listrepr = PyObject_Repr(keys);
  Py_DECREF(keys);
  if (listrepr === 0) return 0;
  const inner = PyUnicode_Substring(listrepr, 1, PyUnicode_GET_LENGTH(listrepr) - 1);
  Py_DECREF(listrepr);
  if (inner === 0) return 0;
  const result = PySet_CheckExact(so) ? PyUnicode_FromFormat('{%U}', inner) : PyUnicode_FromFormat('%s({%U})', name, inner);
  Py_DECREF(inner);
  return result;
}

// _shuffle_bits: ((h ^ 89869747) ^ (h << 16)) * 3644798167, in halves.
const SHUFFLE_MUL = 3644798167;
let shuffled_hi = 0;

function shuffle_bits(lo: number, hi: number): number {
  const xlo = lo ^ 89869747 ^ (lo << 16);
  const xhi = hi ^ ((hi << 16) | (lo >>> 16));
  shuffled_hi = (umul32_hi(xlo, SHUFFLE_MUL) + Math.imul(xhi, SHUFFLE_MUL)) | 0;
  return Math.imul(xlo, SHUFFLE_MUL);
}

function frozenset_hash(so: number): number {
  const known_lo = HEAP32[(so + PySetObject.hash) >> 2];
  const known_hi = HEAP32[(so + PySetObject.hash + 4) >> 2];
  if (known_lo !== -1 || known_hi !== -1) return hash_result(known_lo, known_hi);
  let lo = 0;
  let hi = 0;
  for (let i = set_next(so, 0); i >= 0; i = set_next(so, i + 1)) {
    const entry = entry_at(so, i);
    lo ^= shuffle_bits(HEAP32[(entry + 8) >> 2], HEAP32[(entry + 12) >> 2]);
    hi ^= shuffled_hi;
  }
  // The number of keys.
  const n = HEAP32[(so + USED) >> 2] + 1;
  lo ^= Math.imul(n, 1927868237);
  hi ^= umul32_hi(n, 1927868237);
  // hash ^= (hash >> 11) ^ (hash >> 25)
  const s11_lo = (lo >>> 11) | (hi << 21);
  const s25_lo = (lo >>> 25) | (hi << 7);
  const s_hi = (hi >>> 11) ^ (hi >>> 25);
  lo ^= s11_lo ^ s25_lo;
  hi ^= s_hi;
  // hash * 69069 + 907133923
  const mul_lo = Math.imul(lo, 69069);
  const mul_hi = umul32_hi(lo, 69069) + Math.imul(hi, 69069);
  lo = (mul_lo + 907133923) | 0;
  hi = (mul_hi + (lo >>> 0 < 907133923 ? 1 : 0)) | 0;
  if (lo === -1 && hi === -1) {
    lo = 590923713;
    hi = 0;
  }
  HEAP32[(so + PySetObject.hash) >> 2] = lo;
  HEAP32[(so + PySetObject.hash + 4) >> 2] = hi;
  return hash_result(lo, hi);
}

function py_bool(x: number): number {
  return x < 0 ? 0 : x ? Py_True : Py_False;
}

/** 1, 0 or -1. */
function is_subset(so: number, other: number): number {
  if (!PyAnySet_Check(other)) {
    const tmp = set_intersection(so, other);
    if (tmp === 0) return -1;
    const result = PySet_GET_SIZE(tmp) === PySet_GET_SIZE(so);
    Py_DECREF(tmp);
    return result ? 1 : 0;
  }
  if (PySet_GET_SIZE(so) > PySet_GET_SIZE(other)) return 0;
  // each_key stops at a result other than 0: 2 stands for "not contained".
  const r = each_key(so, (key, lo, hi) => {
    const rv = set_contains_entry(other, key, lo, hi);
    return rv < 0 ? -1 : rv ? 0 : 2;
  });
  return r === 2 ? 0 : r < 0 ? -1 : 1;
}

function is_superset(so: number, other: number): number {
  if (PyAnySet_Check(other)) return is_subset(other, so);
  const r = each_item(other, (item) => {
    const rv = set_contains_key(so, item);
    return rv < 0 ? -1 : rv ? 0 : 2;
  });
  return r === 2 ? 0 : r < 0 ? -1 : 1;
}

function hashes_differ(v: number, w: number): boolean {
  const at = PySetObject.hash;
  const vlo = HEAP32[(v + at) >> 2];
  const vhi = HEAP32[(v + at + 4) >> 2];
  const wlo = HEAP32[(w + at) >> 2];
  const whi = HEAP32[(w + at + 4) >> 2];
  if ((vlo === -1 && vhi === -1) || (wlo === -1 && whi === -1)) return false;
  return vlo !== wlo || vhi !== whi;
}

function set_richcompare(v: number, w: number, op: number): number {
  if (!PyAnySet_Check(w)) return Py_NotImplemented;
  const nv = PySet_GET_SIZE(v);
  const nw = PySet_GET_SIZE(w);
  switch (op) {
    case Py_EQ:
    case Py_NE: {
      const eq = nv !== nw || hashes_differ(v, w) ? 0 : is_subset(v, w);
      return eq < 0 ? 0 : py_bool(op === Py_EQ ? eq : 1 - eq);
    }
    case Py_LE: return py_bool(is_subset(v, w));
    case Py_GE: return py_bool(is_superset(v, w));
    case Py_LT: return nv >= nw ? Py_False : py_bool(is_subset(v, w));
    case Py_GT: return nv <= nw ? Py_False : py_bool(is_superset(v, w));
    default: return Py_NotImplemented;
  }
}

// ---- union ----

function set_merge(so: number, other: number): number {
  const other_used = HEAP32[(other + USED) >> 2];
  if (other === so || other_used === 0) return 0;
  if (
    (HEAP32[(so + FILL) >> 2] + other_used) * 5 >= HEAP32[(so + MASK) >> 2] * 3 &&
    set_table_resize(so, (HEAP32[(so + USED) >> 2] + other_used) * 2) < 0
  ) {
    return -1;
  }
  const empty = HEAP32[(so + FILL) >> 2] === 0;
  if (!empty) return each_key(other, (key, lo, hi) => set_add_entry(so, key, lo, hi));
  const mask = HEAP32[(so + MASK) >> 2];
  const table = HEAP32[(so + TABLE) >> 2];
  const other_mask = HEAP32[(other + MASK) >> 2];
  const copy = mask === other_mask && HEAP32[(other + FILL) >> 2] === other_used;
  write_ptr(so + FILL, other_used);
  write_ptr(so + USED, other_used);
  for (let i = 0; i <= other_mask; i++) {
    const entry = entry_at(other, i);
    const key = HEAP32[entry >> 2];
    if (!is_active(key)) continue;
    Py_INCREF(key);
    if (copy) memmove(table + (i << 4), entry, 16);
    else set_insert_clean(table, mask, key, HEAP32[(entry + 8) >> 2], HEAP32[(entry + 12) >> 2]);
  }
  return 0;
}

/** Adds the keys of an exact dict. */
function set_update_dict(so: number, other: number): number {
  const n = PyDict_GET_SIZE(other);
  if ((HEAP32[(so + FILL) >> 2] + n) * 5 >= HEAP32[(so + MASK) >> 2] * 3 && set_table_resize(so, (HEAP32[(so + USED) >> 2] + n) * 2) < 0) return -1;
  for (let i = dict_next(other, 0); i >= 0; i = dict_next(other, i)) if (set_add_entry(so, next_key, next_hash_lo, next_hash_hi) < 0) return -1;
  return 0;
}

/** Adds the items of any iterable. 0 or -1. May run Python code. */
function set_update_internal(so: number, other: number): number {
  if (PyAnySet_Check(other)) return set_merge(so, other);
  if (PyDict_CheckExact(other)) return set_update_dict(so, other);
  return each_item(other, (item) => set_add_key(so, item));
}

function set_update(so: number, others: number): number {
  for (let i = 0, n = PyTuple_GET_SIZE(others); i < n; i++) if (set_update_internal(so, PyTuple_GET_ITEM(others, i)) < 0) return 0;
  return Py_None;
}

function set_copy(so: number): number {
  return make_new_set_basetype(Py_TYPE(so), so);
}

function frozenset_copy(so: number): number {
  return PyFrozenSet_CheckExact(so) ? Py_NewRef(so) : set_copy(so);
}

function set_clear(so: number): number {
  set_clear_internal(so);
  return Py_None;
}

function set_union(so: number, others: number): number {
  const result = set_copy(so);
  if (result === 0) return 0;
  for (let i = 0, n = PyTuple_GET_SIZE(others); i < n; i++) {
    const other = PyTuple_GET_ITEM(others, i);
    if (so !== other && set_update_internal(result, other) < 0) {
      Py_DECREF(result);
      return 0;
    }
  }
  return result;
}

function set_or(so: number, other: number): number {
  if (!PyAnySet_Check(so) || !PyAnySet_Check(other)) return Py_NotImplemented;
  const result = set_copy(so);
  if (result === 0 || so === other) return result;
  if (set_update_internal(result, other) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function set_ior(so: number, other: number): number {
  if (!PyAnySet_Check(other)) return Py_NotImplemented;
  return set_update_internal(so, other) < 0 ? 0 : Py_NewRef(so);
}

// ---- intersection ----

/** Exchanges the contents of two sets. */
function set_swap_bodies(a: number, b: number): void {
  for (const field of [FILL, USED, MASK]) {
    const t = HEAP32[(a + field) >> 2];
    HEAP32[(a + field) >> 2] = HEAP32[(b + field) >> 2];
    HEAP32[(b + field) >> 2] = t;
  }
  const a_table = HEAP32[(a + TABLE) >> 2];
  const b_table = HEAP32[(b + TABLE) >> 2];
  HEAP32[(a + TABLE) >> 2] = b_table === b + SMALL ? a + SMALL : b_table;
  HEAP32[(b + TABLE) >> 2] = a_table === a + SMALL ? b + SMALL : a_table;
  if (a_table === a + SMALL || b_table === b + SMALL) {
    const mark = stackSave();
    const tab = stackAlloc(SMALL_BYTES);
    memmove(tab, a + SMALL, SMALL_BYTES);
    memmove(a + SMALL, b + SMALL, SMALL_BYTES);
    memmove(b + SMALL, tab, SMALL_BYTES);
    stackRestore(mark);
  }
  const frozen = PyType_IsSubtype(Py_TYPE(a), PyFrozenSet_Type) && PyType_IsSubtype(Py_TYPE(b), PyFrozenSet_Type);
  const at = PySetObject.hash;
  const lo = frozen ? HEAP32[(a + at) >> 2] : -1;
  const hi = frozen ? HEAP32[(a + at + 4) >> 2] : -1;
  HEAP32[(a + at) >> 2] = frozen ? HEAP32[(b + at) >> 2] : -1;
  HEAP32[(a + at + 4) >> 2] = frozen ? HEAP32[(b + at + 4) >> 2] : -1;
  HEAP32[(b + at) >> 2] = lo;
  HEAP32[(b + at + 4) >> 2] = hi;
}

/** Returns new. May run Python code. */
function set_intersection(self: number, items: number): number {
  if (self === items) return set_copy(self);
  const result = make_new_set_basetype(Py_TYPE(self), 0);
  if (result === 0) return 0;
  let so = self;
  let other = items;
  let r: number;
  if (PyAnySet_Check(other)) {
    if (PySet_GET_SIZE(other) > PySet_GET_SIZE(so)) {
      so = items;
      other = self;
    }
    r = each_key(other, (key, lo, hi) => {
      const rv = set_contains_entry(so, key, lo, hi);
      return rv > 0 ? set_add_entry(result, key, lo, hi) : rv;
    });
  } else {
    r = each_item(other, (key) => {
      const lo = dict_key_hash(key);
      const hi = dict_key_hash_hi();
      if (lo === -1 && hi === -1) return -1;
      const rv = set_contains_entry(so, key, lo, hi);
      if (rv <= 0) return rv;
      if (set_add_entry(result, key, lo, hi) < 0) return -1;
      // All of them found: no need to look further.
      return PySet_GET_SIZE(result) >= PySet_GET_SIZE(so) ? 1 : 0;
    });
  }
  if (r >= 0) return result;
  Py_DECREF(result);
  return 0;
}

function set_intersection_multi(so: number, others: number): number {
  const n = PyTuple_GET_SIZE(others);
  if (n === 0) return set_copy(so);
  let result = Py_NewRef(so);
  for (let i = 0; i < n; i++) {
    const next = set_intersection(result, PyTuple_GET_ITEM(others, i));
    Py_DECREF(result);
    if (next === 0) return 0;
    result = next;
  }
  return result;
}

/** The contents of `tmp` (stolen, NULL for an exception) become those of `so`. */
function take_body(so: number, tmp: number): boolean {
  if (tmp === 0) return false;
  set_swap_bodies(so, tmp);
  Py_DECREF(tmp);
  return true;
}

function set_intersection_update_multi(so: number, others: number): number {
  return take_body(so, set_intersection_multi(so, others)) ? Py_None : 0;
}

function set_and(so: number, other: number): number {
  if (!PyAnySet_Check(so) || !PyAnySet_Check(other)) return Py_NotImplemented;
  return set_intersection(so, other);
}

function set_iand(so: number, other: number): number {
  if (!PyAnySet_Check(other)) return Py_NotImplemented;
  return take_body(so, set_intersection(so, other)) ? Py_NewRef(so) : 0;
}

function set_isdisjoint(self: number, items: number): number {
  if (self === items) return PySet_GET_SIZE(self) === 0 ? Py_True : Py_False;
  let so = self;
  let other = items;
  let r: number;
  if (PyAnySet_CheckExact(other)) {
    if (PySet_GET_SIZE(other) > PySet_GET_SIZE(so)) {
      so = items;
      other = self;
    }
    r = each_key(other, (key, lo, hi) => set_contains_entry(so, key, lo, hi));
  } else {
    r = each_item(other, (key) => set_contains_key(so, key));
  }
  return r < 0 ? 0 : r ? Py_False : Py_True;
}

// ---- difference ----

function set_difference_update_internal(so: number, items: number): number {
  if (so === items) {
    set_clear_internal(so);
    return 0;
  }
  let r: number;
  if (PyAnySet_Check(items)) {
    // Much larger: only what both have matters.
    const other = PySet_GET_SIZE(items) >> 3 > PySet_GET_SIZE(so) ? set_intersection(so, items) : Py_NewRef(items);
    if (other === 0) return -1;
    r = each_key(other, (key, lo, hi) => (set_discard_entry(so, key, lo, hi) < 0 ? -1 : 0));
    Py_DECREF(other);
  } else {
    r = each_item(items, (key) => (set_discard_key(so, key) < 0 ? -1 : 0));
  }
  if (r < 0) return -1;
  const used = HEAP32[(so + USED) >> 2];
  if (HEAP32[(so + FILL) >> 2] - used <= HEAP32[(so + MASK) >> 2] >> 2) return 0;
  return set_table_resize(so, used > 50000 ? used * 2 : used * 4);
}

function set_difference_update(so: number, others: number): number {
  for (let i = 0, n = PyTuple_GET_SIZE(others); i < n; i++) if (set_difference_update_internal(so, PyTuple_GET_ITEM(others, i)) < 0) return 0;
  return Py_None;
}

function set_copy_and_difference(so: number, other: number): number {
  const result = set_copy(so);
  if (result !== 0 && set_difference_update_internal(result, other) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

/** Returns new. May run Python code. */
function set_difference(so: number, other: number): number {
  const is_dict = PyDict_CheckExact(other);
  if (!is_dict && !PyAnySet_Check(other)) return set_copy_and_difference(so, other);
  const other_size = is_dict ? PyDict_GET_SIZE(other) : PySet_GET_SIZE(other);
  if (PySet_GET_SIZE(so) >> 2 > other_size) return set_copy_and_difference(so, other);
  const result = make_new_set_basetype(Py_TYPE(so), 0);
  if (result === 0) return 0;
  const contains = is_dict ? _PyDict_Contains_KnownHash : set_contains_entry;
  const r = each_key(so, (key, lo, hi) => {
    const rv = contains(other, key, lo, hi);
    return rv < 0 ? -1 : rv ? 0 : set_add_entry(result, key, lo, hi);
  });
  if (r === 0) return result;
  Py_DECREF(result);
  return 0;
}

function set_difference_multi(so: number, others: number): number {
  const n = PyTuple_GET_SIZE(others);
  if (n === 0) return set_copy(so);
  const result = set_difference(so, PyTuple_GET_ITEM(others, 0));
  for (let i = 1; result !== 0 && i < n; i++) {
    if (set_difference_update_internal(result, PyTuple_GET_ITEM(others, i)) < 0) {
      Py_DECREF(result);
      return 0;
    }
  }
  return result;
}

function set_sub(so: number, other: number): number {
  if (!PyAnySet_Check(so) || !PyAnySet_Check(other)) return Py_NotImplemented;
  return set_difference(so, other);
}

function set_isub(so: number, other: number): number {
  if (!PyAnySet_Check(other)) return Py_NotImplemented;
  return set_difference_update_internal(so, other) < 0 ? 0 : Py_NewRef(so);
}

// ---- symmetric difference ----

/** Removes the key if it is there, else adds it. */
function toggle(so: number, key: number, lo: number, hi: number): number {
  const rv = set_discard_entry(so, key, lo, hi);
  return rv === DISCARD_NOTFOUND ? set_add_entry(so, key, lo, hi) : rv < 0 ? -1 : 0;
}

function set_symmetric_difference_update_internal(so: number, other: number): number {
  if (so === other) {
    set_clear_internal(so);
    return 0;
  }
  if (PyDict_CheckExact(other)) {
    for (let i = dict_next(other, 0); i >= 0; i = dict_next(other, i)) {
      const key = Py_NewRef(next_key);
      const r = toggle(so, key, next_hash_lo, next_hash_hi);
      Py_DECREF(key);
      if (r < 0) return -1;
    }
    return 0;
  }
  const otherset = PyAnySet_Check(other) ? Py_NewRef(other) : make_new_set_basetype(Py_TYPE(so), other);
  if (otherset === 0) return -1;
  const r = each_key(otherset, (key, lo, hi) => toggle(so, key, lo, hi));
  Py_DECREF(otherset);
  return r;
}

function set_symmetric_difference_update(so: number, other: number): number {
  return set_symmetric_difference_update_internal(so, other) < 0 ? 0 : Py_None;
}

function set_symmetric_difference(so: number, other: number): number {
  const result = make_new_set_basetype(Py_TYPE(so), other);
  if (result !== 0 && set_symmetric_difference_update_internal(result, so) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function set_xor(so: number, other: number): number {
  if (!PyAnySet_Check(so) || !PyAnySet_Check(other)) return Py_NotImplemented;
  return set_symmetric_difference(so, other);
}

function set_ixor(so: number, other: number): number {
  if (!PyAnySet_Check(other)) return Py_NotImplemented;
  return set_symmetric_difference_update_internal(so, other) < 0 ? 0 : Py_NewRef(so);
}

// ---- methods ----

function set_issubset(so: number, other: number): number {
  return py_bool(is_subset(so, other));
}

function set_issuperset(so: number, other: number): number {
  return py_bool(is_superset(so, other));
}

function set_add(so: number, key: number): number {
  return set_add_key(so, key) < 0 ? 0 : Py_None;
}

/** A set as a key is looked up as a frozenset: what `f` says for that, after it failed with TypeError for the set. */
function retry_as_frozenset(key: number, rv: number, f: (key: number) => number): number {
  if (rv >= 0 || !PySet_Check(key) || !PyErr_ExceptionMatches(PyExc_TypeError)) return rv;
  PyErr_Clear();
  const tmpkey = make_new_set(PyFrozenSet_Type, key);
  if (tmpkey === 0) return -1;
  const again = f(tmpkey);
  Py_DECREF(tmpkey);
  return again;
}

function set_contains(so: number, key: number): number {
  return retry_as_frozenset(key, set_contains_key(so, key), (k) => set_contains_key(so, k));
}

export function _PySet_Contains(so: number, key: number): number {
  return set_contains(so, key);
}

function set___contains__(so: number, key: number): number {
  return py_bool(set_contains(so, key));
}

function set_remove(so: number, key: number): number {
  const rv = retry_as_frozenset(key, set_discard_key(so, key), (k) => set_discard_key(so, k));
  if (rv < 0) return 0;
  if (rv === DISCARD_NOTFOUND) {
    _PyErr_SetKeyError(key);
    return 0;
  }
  return Py_None;
}

function set_discard(so: number, key: number): number {
  return retry_as_frozenset(key, set_discard_key(so, key), (k) => set_discard_key(so, k)) < 0 ? 0 : Py_None;
}

function set_pop(so: number): number {
  if (HEAP32[(so + USED) >> 2] === 0) {
    PyErr_SetString(PyExc_KeyError, 'pop from an empty set');
    return 0;
  }
  const mask = HEAP32[(so + MASK) >> 2];
  let i = HEAP32[(so + PySetObject.finger) >> 2] & mask;
  while (!is_active(HEAP32[entry_at(so, i) >> 2])) i = i === mask ? 0 : i + 1;
  const entry = entry_at(so, i);
  const key = HEAP32[entry >> 2];
  make_dummy(so, entry);
  write_ptr(so + PySetObject.finger, i + 1);
  return key;
}

function set_reduce(so: number): number {
  const keys = PySequence_List(so);
  if (keys === 0) return 0;
  const args = PyTuple_Pack(1, keys);
  const state = args !== 0 ? _PyObject_GetState(so) : 0;
  const result = state !== 0 ? PyTuple_Pack(3, Py_TYPE(so), args, state) : 0;
  Py_DECREF(keys);
  Py_XDECREF(args);
  Py_XDECREF(state);
  return result;
}

function set___sizeof__(so: number): number {
  let size = HEAP32[(Py_TYPE(so) + PyTypeObject.tp_basicsize) >> 2];
  if (HEAP32[(so + TABLE) >> 2] !== so + SMALL) size += (HEAP32[(so + MASK) >> 2] + 1) * 16;
  return PyLong_FromSsize_t(size);
}

// ---- C API ----

/** Returns new; `iterable` may be NULL. */
export function PySet_New(iterable: number): number {
  return make_new_set(PySet_Type, iterable);
}

/** Returns new; `iterable` may be NULL. */
export function PyFrozenSet_New(iterable: number): number {
  return make_new_set(PyFrozenSet_Type, iterable);
}

export function PySet_Size(anyset: number): number {
  if (!PyAnySet_Check(anyset)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return PySet_GET_SIZE(anyset);
}

export function PySet_Clear(set: number): number {
  if (!PySet_Check(set)) {
    PyErr_BadInternalCall();
    return -1;
  }
  set_clear_internal(set);
  return 0;
}

/** 1, 0 or -1. */
export function PySet_Contains(anyset: number, key: number): number {
  if (!PyAnySet_Check(anyset)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return set_contains_key(anyset, key);
}

/** 1 found, 0, or -1. */
export function PySet_Discard(set: number, key: number): number {
  if (!PySet_Check(set)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return set_discard_key(set, key);
}

/** 0 or -1. A frozenset only before anybody else has it. */
export function PySet_Add(anyset: number, key: number): number {
  if (!PySet_Check(anyset) && (!PyFrozenSet_Check(anyset) || Py_REFCNT(anyset) !== 1)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return set_add_key(anyset, key);
}

/** Returns new. */
export function PySet_Pop(set: number): number {
  if (!PySet_Check(set)) {
    PyErr_BadInternalCall();
    return 0;
  }
  return set_pop(set);
}

/** 0 or -1. */
export function _PySet_Update(set: number, iterable: number): number {
  if (!PySet_Check(set)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return set_update_internal(set, iterable);
}

/** 1 while there are keys: *pos moves on, the key (borrowed) and its hash go to the addresses. -1 for no set. */
export function _PySet_NextEntry(set: number, pos: number, key: number, hash: number): number {
  if (!PyAnySet_Check(set)) {
    PyErr_BadInternalCall();
    return -1;
  }
  const i = set_next(set, read_ssize(pos));
  if (i < 0) return 0;
  write_ptr(pos, i + 1);
  const entry = entry_at(set, i);
  write_ptr(key, HEAP32[entry >> 2]);
  HEAP32[hash >> 2] = HEAP32[(entry + 8) >> 2];
  HEAP32[(hash + 4) >> 2] = HEAP32[(entry + 12) >> 2];
  return 1;
}

/** As _PySet_NextEntry with a new reference. */
export function _PySet_NextEntryRef(set: number, pos: number, key: number, hash: number): number {
  const r = _PySet_NextEntry(set, pos, key, hash);
  if (r > 0) Py_INCREF(HEAP32[key >> 2]);
  return r;
}

// ---- iterator ----

const SI_SET = setiterobject.si_set;
const SI_USED = setiterobject.si_used;
const SI_POS = setiterobject.si_pos;
const SI_LEN = setiterobject.len;

function set_iter(so: number): number {
  const si = _PyObject_GC_New(PySetIter_Type);
  if (si === 0) return 0;
  const used = HEAP32[(so + USED) >> 2];
  write_ptr(si + SI_SET, Py_NewRef(so));
  write_ptr(si + SI_USED, used);
  write_ptr(si + SI_POS, 0);
  write_ptr(si + SI_LEN, used);
  _PyObject_GC_TRACK(si);
  return si;
}

function setiter_dealloc(si: number): void {
  _PyObject_GC_UNTRACK(si);
  Py_XDECREF(HEAP32[(si + SI_SET) >> 2]);
  PyObject_GC_Del(si);
}

function setiter_traverse(si: number, visit: visitproc, arg: number): number {
  const so = HEAP32[(si + SI_SET) >> 2];
  return so !== 0 ? visit(so, arg) : 0;
}

function setiter_len(si: number): number {
  const so = HEAP32[(si + SI_SET) >> 2];
  return PyLong_FromSsize_t(so !== 0 && HEAP32[(si + SI_USED) >> 2] === HEAP32[(so + USED) >> 2] ? HEAP32[(si + SI_LEN) >> 2] : 0);
}

function setiter_iternext(si: number): number {
  const so = HEAP32[(si + SI_SET) >> 2];
  if (so === 0) return 0;
  if (HEAP32[(si + SI_USED) >> 2] !== HEAP32[(so + USED) >> 2]) {
    PyErr_SetString(PyExc_RuntimeError, 'Set changed size during iteration');
    write_ssize(si + SI_USED, -1);
    return 0;
  }
  const i = set_next(so, HEAP32[(si + SI_POS) >> 2]);
  if (i < 0) {
    write_ptr(si + SI_SET, 0);
    Py_DECREF(so);
    return 0;
  }
  HEAP32[(si + SI_POS) >> 2] = i + 1;
  HEAP32[(si + SI_LEN) >> 2]--;
  return Py_NewRef(HEAP32[entry_at(so, i) >> 2]);
}

function setiter_reduce(si: number): number {
  const copy = _PyObject_GC_New(PySetIter_Type);
  if (copy === 0) return 0;
  memmove(copy + SI_SET, si + SI_SET, setiterobject.SIZEOF - SI_SET);
  const so = HEAP32[(copy + SI_SET) >> 2];
  if (so !== 0) Py_INCREF(so);
  _PyObject_GC_TRACK(copy);
  const list = PySequence_List(copy);
  Py_DECREF(copy);
  return list === 0 ? 0 : Py_BuildValue('N(N)', _PyEval_GetBuiltin(_Py_ID('iter')), list);
}

static_type(PySetIter_Type, {
  tp_name: 'set_iterator',
  tp_basicsize: setiterobject.SIZEOF,
  tp_dealloc: setiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: setiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: setiter_iternext,
  tp_methods: [
    ['__length_hint__', setiter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', setiter_reduce, METH_NOARGS, 'State for pickling.'],
  ],
});

static_type(PySet_Type, {
  tp_name: 'set',
  tp_basicsize: PySetObject.SIZEOF,
  tp_dealloc: set_dealloc,
  tp_repr: set_repr,
  tp_as_number: {
    nb_subtract: set_sub, nb_and: set_and, nb_xor: set_xor, nb_or: set_or, nb_inplace_subtract: set_isub, nb_inplace_and: set_iand, nb_inplace_xor: set_ixor,
    nb_inplace_or: set_ior,
  },
  tp_as_sequence: { sq_length: PySet_GET_SIZE, sq_contains: set_contains },
  tp_hash: PyObject_HashNotImplemented,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_doc: 'set(iterable=(), /)\n--\n\nA collection of different items without an order.',
  tp_traverse: set_traverse,
  tp_clear: set_tp_clear,
  tp_richcompare: set_richcompare,
  tp_weaklistoffset: PySetObject.weakreflist,
  tp_iter: set_iter,
  tp_init: set_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: set_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: set_vectorcall,
  tp_methods: [
    ['add', set_add, METH_O, 'add($self, object, /)\n--\n\nAdds an item; nothing happens if it is there.'],
    ['clear', set_clear, METH_NOARGS, 'clear($self, /)\n--\n\nRemoves all items.'],
    ['__contains__', set___contains__, METH_O | METH_COEXIST, '__contains__($self, object, /)\n--\n\nIs the item there?'],
    ['copy', set_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA shallow copy.'],
    ['discard', set_discard, METH_O, 'discard($self, object, /)\n--\n\nRemoves an item if it is there.'],
    ['difference', set_difference_multi, METH_VARARGS, 'difference($self, /, *others)\n--\n\nThe items that are in none of the others.'],
    ['difference_update', set_difference_update, METH_VARARGS, 'difference_update($self, /, *others)\n--\n\nRemoves the items of the others.'],
    ['intersection', set_intersection_multi, METH_VARARGS, 'intersection($self, /, *others)\n--\n\nThe items that are in all of the others.'],
    ['intersection_update', set_intersection_update_multi, METH_VARARGS, 'intersection_update($self, /, *others)\n--\n\nKeeps the items that are in all of the others.'],
    ['isdisjoint', set_isdisjoint, METH_O, 'isdisjoint($self, other, /)\n--\n\nHave the two nothing in common?'],
    ['issubset', set_issubset, METH_O, 'issubset($self, other, /)\n--\n\nDoes other contain this set?'],
    ['issuperset', set_issuperset, METH_O, 'issuperset($self, other, /)\n--\n\nDoes this set contain other?'],
    ['pop', set_pop, METH_NOARGS, 'pop($self, /)\n--\n\nRemoves some item and returns it; KeyError when empty.'],
    ['__reduce__', set_reduce, METH_NOARGS, '__reduce__($self, /)\n--\n\nState for pickling.'],
    ['remove', set_remove, METH_O, 'remove($self, object, /)\n--\n\nRemoves an item; KeyError if it is not there.'],
    ['__sizeof__', set___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nBytes of memory.'],
    ['symmetric_difference', set_symmetric_difference, METH_O, 'symmetric_difference($self, other, /)\n--\n\nThe items that are in one of the two.'],
    ['symmetric_difference_update', set_symmetric_difference_update, METH_O, 'symmetric_difference_update($self, other, /)\n--\n\nKeeps what is in one of the two.'],
    ['union', set_union, METH_VARARGS, 'union($self, /, *others)\n--\n\nThe items of all.'],
    ['update', set_update, METH_VARARGS, 'update($self, /, *others)\n--\n\nAdds the items of the others.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

static_type(PyFrozenSet_Type, {
  tp_name: 'frozenset',
  tp_basicsize: PySetObject.SIZEOF,
  tp_dealloc: set_dealloc,
  tp_repr: set_repr,
  tp_as_number: { nb_subtract: set_sub, nb_and: set_and, nb_xor: set_xor, nb_or: set_or },
  tp_as_sequence: { sq_length: PySet_GET_SIZE, sq_contains: set_contains },
  tp_hash: frozenset_hash,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | _Py_TPFLAGS_MATCH_SELF,
  tp_doc: 'frozenset(iterable=(), /)\n--\n\nA set that never changes.',
  tp_traverse: set_traverse,
  tp_clear: set_tp_clear,
  tp_richcompare: set_richcompare,
  tp_weaklistoffset: PySetObject.weakreflist,
  tp_iter: set_iter,
  tp_alloc: PyType_GenericAlloc,
  tp_new: frozenset_new,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: frozenset_vectorcall,
  tp_methods: [
    ['__contains__', set___contains__, METH_O | METH_COEXIST, '__contains__($self, object, /)\n--\n\nIs the item there?'],
    ['copy', frozenset_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA shallow copy.'],
    ['difference', set_difference_multi, METH_VARARGS, 'difference($self, /, *others)\n--\n\nThe items that are in none of the others.'],
    ['intersection', set_intersection_multi, METH_VARARGS, 'intersection($self, /, *others)\n--\n\nThe items that are in all of the others.'],
    ['isdisjoint', set_isdisjoint, METH_O, 'isdisjoint($self, other, /)\n--\n\nHave the two nothing in common?'],
    ['issubset', set_issubset, METH_O, 'issubset($self, other, /)\n--\n\nDoes other contain this set?'],
    ['issuperset', set_issuperset, METH_O, 'issuperset($self, other, /)\n--\n\nDoes this set contain other?'],
    ['__reduce__', set_reduce, METH_NOARGS, '__reduce__($self, /)\n--\n\nState for pickling.'],
    ['__sizeof__', set___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nBytes of memory.'],
    ['symmetric_difference', set_symmetric_difference, METH_O, 'symmetric_difference($self, other, /)\n--\n\nThe items that are in one of the two.'],
    ['union', set_union, METH_VARARGS, 'union($self, /, *others)\n--\n\nThe items of all.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});
