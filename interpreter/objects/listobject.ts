// Answers to Objects/listobject.c of CPython 3.13; list.sort is in listsort.ts.

import { FREELIST_lists, freelist_clear, freelist_pop, freelist_push, PyList_MAXFREELIST } from '../include/freelists';
import { func_index, FUNCS } from '../include/functable';
import { _PyListIterObject, _PyDictViewObject, PyListObject, PyTupleObject, PyTypeObject, PyVarObject } from '../include/generated/offsets';
import { HEAP32, memmove, memset0, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_TPFLAGS_MATCH_SELF, METH_CLASS, METH_COEXIST, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_INCREF, Py_IS_TYPE, Py_NE,
  Py_NewRef, Py_SIZE, Py_SET_SIZE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_LIST_SUBCLASS, Py_TPFLAGS_SEQUENCE, Py_TYPE,
  Py_XDECREF, PyType_FastSubclass,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  Py_False, Py_None, Py_NotImplemented, Py_True, PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type, PyExc_IndexError, PyExc_StopIteration,
  PyExc_TypeError, PyExc_ValueError, PyList_Type, PyListIter_Type, PyListRevIter_Type,
} from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin, _PyEval_SliceIndexNotNone } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames, _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { _PyIndex_Check, _PyNumber_Index, PyNumber_AsSsize_t, PyObject_GetIter, PyObject_LengthHint, PySequence_Fast, PY_SSIZE_T_MAX } from './abstract';
import { PyVectorcall_NARGS } from './call';
import { dict_next, next_key, next_value, PyDict_CheckExact, PyDict_GET_SIZE } from './dictobject';
import { Py_GenericAlias } from './genericaliasobject';
import { list_sort_impl } from './listsort';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import {
  Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_HashNotImplemented, PyObject_IsTrue, PyObject_RichCompare, PyObject_RichCompareBool,
  PyObject_SelfIter,
} from './object';
import { PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc } from './obmalloc';
import { _PySet_NextEntry, PyAnySet_CheckExact, PySet_GET_SIZE } from './setobject';
import { PySlice_AdjustIndices, PySlice_Check, PySlice_Unpack } from './sliceobject';
import {
  _Py_memory_repeat, _Py_RefcntAdd, _Py_ReprItems, _Py_RichCompareSizes, _PyTuple_FromArray, _PyTuple_FromArraySteal, _PyTuple_FromPair, PyTuple_CheckExact,
  PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New,
} from './tupleobject';
import { PyType_GenericAlloc, PyType_GenericNew } from './typeobject';
import { _Py_ID, PyUnicode_FromString, type_name } from './unicodeobject';

const SIZE = PyVarObject.ob_size;
const ITEMS = PyListObject.ob_item;
const ALLOCATED = PyListObject.allocated;
const MAX_ITEMS = 0x0fffffff;

type visitproc = (op: number, arg: number) => number;

export function PyList_Check(op: number): boolean {
  return PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS);
}

export function PyList_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyList_Type);
}

export function PyList_GET_SIZE(op: number): number {
  return HEAP32[(op + SIZE) >> 2];
}

/** Borrowed. */
export function PyList_GET_ITEM(op: number, i: number): number {
  return HEAP32[(HEAP32[(op + ITEMS) >> 2] + (i << 3)) >> 2];
}

/** Steals `v`; what was there is not released. */
export function PyList_SET_ITEM(op: number, i: number, v: number): void {
  write_ptr(HEAP32[(op + ITEMS) >> 2] + (i << 3), v);
}

/** The address of item `i`'s slot. */
function item_slot(op: number, i: number): number {
  return HEAP32[(op + ITEMS) >> 2] + (i << 3);
}

// ---- memory ----

/** Sets ob_size; grows by an eighth and a bit. New slots hold rubbish: fill them. 0, or -1 with MemoryError. */
function list_resize(self: number, newsize: number): number {
  const allocated = HEAP32[(self + ALLOCATED) >> 2];
  if (allocated >= newsize && newsize >= allocated >> 1) {
    HEAP32[(self + SIZE) >> 2] = newsize;
    return 0;
  }
  if (newsize > MAX_ITEMS) {
    PyErr_NoMemory();
    return -1;
  }
  let new_allocated = (newsize + (newsize >> 3) + 6) & ~3;
  if (newsize - HEAP32[(self + SIZE) >> 2] > new_allocated - newsize) new_allocated = (newsize + 3) & ~3;
  if (newsize === 0) new_allocated = 0;
  const items = new_allocated > MAX_ITEMS ? 0 : PyMem_Realloc(HEAP32[(self + ITEMS) >> 2], new_allocated << 3);
  if (items === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(self + ITEMS, items);
  HEAP32[(self + SIZE) >> 2] = newsize;
  write_ptr(self + ALLOCATED, new_allocated);
  return 0;
}

/** Room for `size` items (rounded up to an even number) in a list that has no array. */
function list_preallocate_exact(self: number, size: number): number {
  const even = size > MAX_ITEMS ? MAX_ITEMS + 1 : (size + 1) & ~1;
  const items = even > MAX_ITEMS ? 0 : PyMem_Malloc(even << 3);
  if (items === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(self + ITEMS, items);
  write_ptr(self + ALLOCATED, even);
  return 0;
}

/** Returns new, with items NULL. May fail. */
export function PyList_New(size: number): number {
  if (size < 0) {
    PyErr_BadInternalCall();
    return 0;
  }
  let op = freelist_pop(FREELIST_lists, ITEMS);
  if (op !== 0) {
    write_ptr(op, 1);
  } else {
    op = _PyObject_GC_New(PyList_Type);
    if (op === 0) return 0;
  }
  write_ptr(op + SIZE, 0);
  write_ptr(op + ITEMS, 0);
  write_ptr(op + ALLOCATED, 0);
  if (size > 0) {
    const items = size > MAX_ITEMS ? 0 : PyMem_Calloc(size, 8);
    if (items === 0) {
      Py_DECREF(op);
      return PyErr_NoMemory();
    }
    write_ptr(op + SIZE, size);
    write_ptr(op + ITEMS, items);
    write_ptr(op + ALLOCATED, size);
  }
  _PyObject_GC_TRACK(op);
  return op;
}

/** An empty list with room for exactly `size` > 0 items, whose slots hold rubbish. */
function list_new_prealloc(size: number): number {
  const op = PyList_New(0);
  if (op === 0) return 0;
  const items = size > MAX_ITEMS ? 0 : PyMem_Malloc(size << 3);
  if (items === 0) {
    Py_DECREF(op);
    return PyErr_NoMemory();
  }
  write_ptr(op + ITEMS, items);
  write_ptr(op + ALLOCATED, size);
  return op;
}

function list_dealloc(op: number): void {
  PyObject_GC_UnTrack(op);
  if (Py_TRASHCAN_BEGIN(op, list_dealloc_index)) return;
  const items = HEAP32[(op + ITEMS) >> 2];
  if (items !== 0) {
    for (let p = items + ((Py_SIZE(op) - 1) << 3); p >= items; p -= 8) {
      const v = HEAP32[p >> 2];
      if (v !== 0) Py_DECREF(v);
    }
    PyMem_Free(items);
  }
  if (!PyList_CheckExact(op)) FUNCS[HEAP32[(Py_TYPE(op) + PyTypeObject.tp_free) >> 2]](op);
  else if (!freelist_push(FREELIST_lists, ITEMS, PyList_MAXFREELIST, op)) PyObject_GC_Del(op);
  Py_TRASHCAN_END();
}
const list_dealloc_index = func_index(list_dealloc);

/** Gives the free lists back to the allocator. */
export function _PyList_ClearFreeList(): void {
  freelist_clear(FREELIST_lists, ITEMS, PyObject_GC_Del);
}

function list_traverse(op: number, visit: visitproc, arg: number): number {
  for (let i = Py_SIZE(op) - 1; i >= 0; i--) {
    const v = PyList_GET_ITEM(op, i);
    const e = v !== 0 ? visit(v, arg) : 0;
    if (e) return e;
  }
  return 0;
}

function list_clear(self: number): number {
  const items = HEAP32[(self + ITEMS) >> 2];
  if (items === 0) return 0;
  // Empty first: a finalizer may look at the list, or change it.
  let i = Py_SIZE(self);
  Py_SET_SIZE(self, 0);
  HEAP32[(self + ITEMS) >> 2] = 0;
  write_ptr(self + ALLOCATED, 0);
  while (--i >= 0) Py_XDECREF(HEAP32[(items + (i << 3)) >> 2]);
  PyMem_Free(items);
  return 0;
}

/** 0 or -1. May run Python code. */
export function PyList_Clear(self: number): number {
  if (!PyList_Check(self)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return list_clear(self);
}

// ---- items ----

export function PyList_Size(op: number): number {
  if (!PyList_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return PyList_GET_SIZE(op);
}

function index_error(): 0 {
  PyErr_SetString(PyExc_IndexError, 'list index out of range');
  return 0;
}

/** Returns borrowed. May fail. */
export function PyList_GetItem(op: number, i: number): number {
  if (!PyList_Check(op)) {
    PyErr_BadInternalCall();
    return 0;
  }
  return i >= 0 && i < Py_SIZE(op) ? PyList_GET_ITEM(op, i) : index_error();
}

/** Returns new. May fail. */
export function PyList_GetItemRef(op: number, i: number): number {
  if (!PyList_Check(op)) {
    PyErr_SetString(PyExc_TypeError, 'expected a list');
    return 0;
  }
  return i >= 0 && i < Py_SIZE(op) ? Py_NewRef(PyList_GET_ITEM(op, i)) : index_error();
}

/** Returns new, or NULL without an exception when out of range. For the eval loop. */
export function _PyList_GetItemRef(op: number, i: number): number {
  return i >= 0 && i < Py_SIZE(op) ? Py_NewRef(PyList_GET_ITEM(op, i)) : 0;
}

/** Steals `newitem`, also on failure. May run Python code. */
export function PyList_SetItem(op: number, i: number, newitem: number): number {
  if (!PyList_Check(op)) {
    Py_XDECREF(newitem);
    PyErr_BadInternalCall();
    return -1;
  }
  if (i < 0 || i >= Py_SIZE(op)) {
    Py_XDECREF(newitem);
    PyErr_SetString(PyExc_IndexError, 'list assignment index out of range');
    return -1;
  }
  const old = PyList_GET_ITEM(op, i);
  PyList_SET_ITEM(op, i, newitem);
  Py_XDECREF(old);
  return 0;
}

/** 0 or -1. */
export function PyList_Insert(self: number, index: number, v: number): number {
  if (!PyList_Check(self) || v === 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  const n = Py_SIZE(self);
  if (list_resize(self, n + 1) < 0) return -1;
  let where = index;
  if (where < 0) where = Math.max(0, where + n);
  if (where > n) where = n;
  const at = item_slot(self, where);
  memmove(at + 8, at, (n - where) << 3);
  write_ptr(at, Py_NewRef(v));
  return 0;
}

/** Steals `newitem`, also on failure. 0 or -1. */
export function _PyList_AppendTakeRef(self: number, newitem: number): number {
  const len = HEAP32[(self + SIZE) >> 2];
  if (HEAP32[(self + ALLOCATED) >> 2] > len) {
    write_ptr(HEAP32[(self + ITEMS) >> 2] + (len << 3), newitem);
    HEAP32[(self + SIZE) >> 2] = len + 1;
    return 0;
  }
  if (list_resize(self, len + 1) < 0) {
    Py_DECREF(newitem);
    return -1;
  }
  write_ptr(HEAP32[(self + ITEMS) >> 2] + (len << 3), newitem);
  return 0;
}

export function _PyList_AppendTakeRefListResize(self: number, newitem: number): number {
  return _PyList_AppendTakeRef(self, newitem);
}

/** 0 or -1. */
export function PyList_Append(op: number, newitem: number): number {
  if (newitem !== 0 && PyList_Check(op)) {
    Py_INCREF(newitem);
    return _PyList_AppendTakeRef(op, newitem);
  }
  PyErr_BadInternalCall();
  return -1;
}

/** Returns new; steals the `n` references at `src`, also on failure. */
export function _PyList_FromArraySteal(src: number, n: number): number {
  const list = PyList_New(n);
  if (list === 0) {
    for (let i = 0; i < n; i++) Py_DECREF(HEAP32[(src + (i << 3)) >> 2]);
    return 0;
  }
  const items = HEAP32[(list + ITEMS) >> 2];
  for (let i = 0; i < n; i++) HEAP32[(items + (i << 3)) >> 2] = HEAP32[(src + (i << 3)) >> 2];
  return list;
}

// ---- repr, compare ----

function list_repr(v: number): number {
  if (Py_SIZE(v) === 0) return PyUnicode_FromString('[]');
  const res = Py_ReprEnter(v);
  if (res !== 0) return res > 0 ? PyUnicode_FromString('[...]') : 0;
  const result = _Py_ReprItems(v, PyList_GET_SIZE, PyList_GET_ITEM, '[', ']');
  Py_ReprLeave(v);
  return result;
}

function list_richcompare(v: number, w: number, op: number): number {
  if (!PyList_Check(v) || !PyList_Check(w)) return Py_NotImplemented;
  if (Py_SIZE(v) !== Py_SIZE(w) && (op === Py_EQ || op === Py_NE)) return op === Py_EQ ? Py_False : Py_True;
  let i = 0;
  for (; i < Py_SIZE(v) && i < Py_SIZE(w); i++) {
    const vitem = PyList_GET_ITEM(v, i);
    const witem = PyList_GET_ITEM(w, i);
    if (vitem === witem) continue;
    Py_INCREF(vitem);
    Py_INCREF(witem);
    const k = PyObject_RichCompareBool(vitem, witem, Py_EQ);
    Py_DECREF(vitem);
    Py_DECREF(witem);
    if (k < 0) return 0;
    if (k === 0) break;
  }
  if (i >= Py_SIZE(v) || i >= Py_SIZE(w)) return _Py_RichCompareSizes(Py_SIZE(v), Py_SIZE(w), op);
  if (op === Py_EQ) return Py_False;
  if (op === Py_NE) return Py_True;
  const vitem = Py_NewRef(PyList_GET_ITEM(v, i));
  const witem = Py_NewRef(PyList_GET_ITEM(w, i));
  const result = PyObject_RichCompare(vitem, witem, op);
  Py_DECREF(vitem);
  Py_DECREF(witem);
  return result;
}

/** A reference to item i, compared with `value`: 1, 0 or -1. Runs Python code. */
function item_equals(a: number, i: number, value: number): number {
  const item = PyList_GET_ITEM(a, i);
  Py_INCREF(item);
  const cmp = PyObject_RichCompareBool(item, value, Py_EQ);
  Py_DECREF(item);
  return cmp;
}

// ---- sequence ----

function list_contains(a: number, el: number): number {
  for (let i = 0; i < Py_SIZE(a); i++) {
    const cmp = item_equals(a, i, el);
    if (cmp !== 0) return cmp;
  }
  return 0;
}

function list_item(a: number, i: number): number {
  return i >= 0 && i < Py_SIZE(a) ? Py_NewRef(PyList_GET_ITEM(a, i)) : index_error();
}

function list_slice(a: number, ilow: number, ihigh: number): number {
  const len = ihigh - ilow;
  if (len <= 0) return PyList_New(0);
  const np = list_new_prealloc(len);
  if (np === 0) return 0;
  const src = item_slot(a, ilow);
  const dest = HEAP32[(np + ITEMS) >> 2];
  for (let i = 0; i < len; i++) write_ptr(dest + (i << 3), Py_NewRef(HEAP32[(src + (i << 3)) >> 2]));
  Py_SET_SIZE(np, len);
  return np;
}

/** Returns new. May fail. */
export function PyList_GetSlice(a: number, low: number, high: number): number {
  if (!PyList_Check(a)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const size = Py_SIZE(a);
  const ilow = Math.min(Math.max(low, 0), size);
  return list_slice(a, ilow, Math.min(Math.max(high, ilow), size));
}

function list_concat(a: number, b: number): number {
  if (!PyList_Check(b)) {
    PyErr_Format(PyExc_TypeError, 'can only concatenate list (not "%.200s") to list', type_name(b));
    return 0;
  }
  const na = Py_SIZE(a);
  const nb = Py_SIZE(b);
  if (na + nb === 0) return PyList_New(0);
  const np = list_new_prealloc(na + nb);
  if (np === 0) return 0;
  const dest = HEAP32[(np + ITEMS) >> 2];
  for (let i = 0; i < na; i++) write_ptr(dest + (i << 3), Py_NewRef(PyList_GET_ITEM(a, i)));
  for (let i = 0; i < nb; i++) write_ptr(dest + ((na + i) << 3), Py_NewRef(PyList_GET_ITEM(b, i)));
  Py_SET_SIZE(np, na + nb);
  return np;
}

function list_repeat(a: number, n: number): number {
  const input = Py_SIZE(a);
  if (input === 0 || n <= 0) return PyList_New(0);
  if (input * n > MAX_ITEMS) return PyErr_NoMemory();
  const np = list_new_prealloc(input * n);
  if (np === 0) return 0;
  const dest = HEAP32[(np + ITEMS) >> 2];
  for (let i = 0; i < input; i++) {
    const v = PyList_GET_ITEM(a, i);
    _Py_RefcntAdd(v, n);
    write_ptr(dest + (i << 3), v);
  }
  _Py_memory_repeat(dest, (input * n) << 3, input << 3);
  Py_SET_SIZE(np, input * n);
  return np;
}

function list_inplace_repeat(self: number, n: number): number {
  return inplace_repeat(self, n) < 0 ? 0 : Py_NewRef(self);
}

function inplace_repeat(self: number, n: number): number {
  const input = Py_SIZE(self);
  if (input === 0 || n === 1) return 0;
  if (n < 1) return list_clear(self);
  if (input * n > MAX_ITEMS) {
    PyErr_NoMemory();
    return -1;
  }
  if (list_resize(self, input * n) < 0) return -1;
  for (let i = 0; i < input; i++) _Py_RefcntAdd(PyList_GET_ITEM(self, i), n - 1);
  _Py_memory_repeat(HEAP32[(self + ITEMS) >> 2], (input * n) << 3, input << 3);
  return 0;
}

function list_inplace_concat(self: number, other: number): number {
  return list_extend(self, other) < 0 ? 0 : Py_NewRef(self);
}

/** The items of `v` (stolen or NULL to delete) take the place of [low, high). 0 or -1. May run Python code. */
function list_ass_slice(a: number, low: number, high: number, v: number): number {
  let source = v;
  if (a === v) {
    source = list_slice(a, 0, Py_SIZE(a));
    if (source === 0) return -1;
    const res = list_ass_slice(a, low, high, source);
    Py_DECREF(source);
    return res;
  }
  let n = 0;
  if (v !== 0) {
    source = PySequence_Fast(v, 'can only assign an iterable');
    if (source === 0) return -1;
    n = Py_SIZE(source);
  }
  const size = Py_SIZE(a);
  const ilow = Math.min(Math.max(low, 0), size);
  const ihigh = Math.min(Math.max(high, ilow), size);
  const norig = ihigh - ilow;
  if (size + n - norig === 0) {
    Py_XDECREF(source);
    return list_clear(a);
  }
  const recycle: number[] = [];
  for (let i = 0; i < norig; i++) recycle.push(PyList_GET_ITEM(a, ilow + i));
  const result = open_gap(a, ihigh, n - norig);
  if (result === 0) {
    const from = n === 0 ? 0 : fast_items(source);
    for (let i = 0; i < n; i++) write_ptr(item_slot(a, ilow + i), Py_NewRef(HEAP32[(from + (i << 3)) >> 2]));
    for (let i = norig - 1; i >= 0; i--) Py_XDECREF(recycle[i]);
  }
  Py_XDECREF(source);
  return result;
}

/** Moves the items from `ihigh` on by `d` slots and sets the size. 0, or -1 with the list as it was. */
function open_gap(a: number, ihigh: number, d: number): number {
  const size = Py_SIZE(a);
  const tail = (size - ihigh) << 3;
  if (d < 0) {
    const at = item_slot(a, ihigh);
    const saved: number[] = [];
    for (let p = at + (d << 3); p < at; p += 8) saved.push(HEAP32[p >> 2]);
    memmove(at + (d << 3), at, tail);
    if (list_resize(a, size + d) < 0) {
      memmove(at, at + (d << 3), tail);
      saved.forEach((v, i) => write_ptr(at + ((d + i) << 3), v));
      return -1;
    }
  } else if (d > 0) {
    if (list_resize(a, size + d) < 0) return -1;
    memmove(item_slot(a, ihigh + d), item_slot(a, ihigh), tail);
  }
  return 0;
}

/** The address of the first item of a list or tuple (PySequence_Fast_ITEMS). */
function fast_items(seq: number): number {
  return PyList_Check(seq) ? HEAP32[(seq + ITEMS) >> 2] : seq + PyTupleObject.ob_item;
}

/** 0 or -1. May run Python code. */
export function PyList_SetSlice(a: number, ilow: number, ihigh: number, v: number): number {
  if (!PyList_Check(a)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return list_ass_slice(a, ilow, ihigh, v);
}

function list_ass_item(a: number, i: number, v: number): number {
  if (i < 0 || i >= Py_SIZE(a)) {
    PyErr_SetString(PyExc_IndexError, 'list assignment index out of range');
    return -1;
  }
  if (v === 0) return list_ass_slice(a, i, i + 1, v);
  const slot = item_slot(a, i) >> 2;
  const old = HEAP32[slot];
  HEAP32[slot] = Py_NewRef(v);
  Py_DECREF(old);
  return 0;
}

// ---- extend ----

/** Appends the items of a list or tuple. */
function list_extend_fast(self: number, seq: number): number {
  const n = Py_SIZE(seq);
  if (n === 0) return 0;
  const m = Py_SIZE(self);
  if (HEAP32[(self + ITEMS) >> 2] === 0) {
    if (list_preallocate_exact(self, n) < 0) return -1;
    Py_SET_SIZE(self, n);
  } else if (list_resize(self, m + n) < 0) return -1;
  const src = fast_items(seq);
  const dest = item_slot(self, m);
  for (let i = 0; i < n; i++) write_ptr(dest + (i << 3), Py_NewRef(HEAP32[(src + (i << 3)) >> 2]));
  return 0;
}

/** Appends what any iterable yields. */
function list_extend_iter(self: number, iterable: number): number {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return -1;
  const n = PyObject_LengthHint(iterable, 8);
  const ok = n >= 0 && reserve(self, n) && append_all(self, it);
  Py_DECREF(it);
  return ok ? 0 : -1;
}

function reserve(self: number, n: number): boolean {
  const m = Py_SIZE(self);
  if (HEAP32[(self + ITEMS) >> 2] === 0) return n === 0 || list_preallocate_exact(self, n) === 0;
  // m + n would be more than a Py_ssize_t: the hint cannot be right, and is not taken.
  if (n >= PY_SSIZE_T_MAX) return true;
  if (list_resize(self, m + n) < 0) return false;
  Py_SET_SIZE(self, m);
  return true;
}

function append_all(self: number, it: number): boolean {
  const iternext = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]];
  for (let item = iternext(it) as number; item !== 0; item = iternext(it)) if (_PyList_AppendTakeRef(self, item) < 0) return false;
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return false;
    PyErr_Clear();
  }
  // The hint was too large: give the rest back.
  return Py_SIZE(self) >= HEAP32[(self + ALLOCATED) >> 2] || list_resize(self, Py_SIZE(self)) === 0;
}

function list_extend_set(self: number, set: number): number {
  const m = Py_SIZE(self);
  const n = PySet_GET_SIZE(set);
  if (list_resize(self, m + n) < 0) return -1;
  const mark = stackSave();
  const pos = stackAlloc(24);
  write_ssize(pos, 0);
  let dest = item_slot(self, m);
  while (_PySet_NextEntry(set, pos, pos + 8, pos + 16)) {
    write_ptr(dest, Py_NewRef(HEAP32[(pos + 8) >> 2]));
    dest += 8;
  }
  stackRestore(mark);
  return 0;
}

function list_extend_dict(self: number, dict: number, values: boolean): number {
  const m = Py_SIZE(self);
  if (list_resize(self, m + PyDict_GET_SIZE(dict)) < 0) return -1;
  let dest = item_slot(self, m);
  for (let i = dict_next(dict, 0); i >= 0; i = dict_next(dict, i)) {
    write_ptr(dest, Py_NewRef(values ? next_value : next_key));
    dest += 8;
  }
  return 0;
}

function list_extend_dictitems(self: number, dict: number): number {
  const m = Py_SIZE(self);
  const n = PyDict_GET_SIZE(dict);
  if (list_resize(self, m + n) < 0) return -1;
  // Making a pair may collect garbage: only the filled part of the list may be seen.
  memset0(item_slot(self, m), n << 3);
  let j = m;
  for (let i = dict_next(dict, 0); i >= 0; i = dict_next(dict, i)) {
    const item = _PyTuple_FromPair(next_key, next_value);
    if (item === 0) {
      Py_SET_SIZE(self, j);
      return -1;
    }
    PyList_SET_ITEM(self, j++, item);
  }
  return 0;
}

/** Appends all of any iterable. 0 or -1. Runs Python code. */
function list_extend(self: number, iterable: number): number {
  if (self === iterable) return inplace_repeat(self, 2);
  const type = Py_TYPE(iterable);
  if (PyList_CheckExact(iterable) || PyTuple_CheckExact(iterable)) return list_extend_fast(self, iterable);
  if (PyAnySet_CheckExact(iterable)) return list_extend_set(self, iterable);
  if (PyDict_CheckExact(iterable)) return list_extend_dict(self, iterable, false);
  if (type === PyDictKeys_Type || type === PyDictValues_Type) {
    return list_extend_dict(self, HEAP32[(iterable + _PyDictViewObject.dv_dict) >> 2], type === PyDictValues_Type);
  }
  if (type === PyDictItems_Type) return list_extend_dictitems(self, HEAP32[(iterable + _PyDictViewObject.dv_dict) >> 2]);
  return list_extend_iter(self, iterable);
}

/** None, or NULL with an exception. Runs Python code. */
export function _PyList_Extend(self: number, iterable: number): number {
  return list_extend(self, iterable) < 0 ? 0 : Py_None;
}

/** 0 or -1. Runs Python code. */
export function PyList_Extend(self: number, iterable: number): number {
  if (!PyList_Check(self)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return list_extend(self, iterable);
}

// ---- subscript ----

function list_subscript(self: number, item: number): number {
  if (_PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return 0;
    if (i < 0) i += Py_SIZE(self);
    return list_item(self, i);
  }
  if (!PySlice_Check(item)) {
    PyErr_Format(PyExc_TypeError, 'list indices must be integers or slices, not %.200s', type_name(item));
    return 0;
  }
  const mark = stackSave();
  const at = stackAlloc(24);
  const unpacked = PySlice_Unpack(item, at, at + 8, at + 16) === 0;
  const step = read_ssize(at + 16);
  const n = unpacked ? PySlice_AdjustIndices(Py_SIZE(self), at, at + 8, step) : 0;
  const start = read_ssize(at);
  stackRestore(mark);
  if (!unpacked) return 0;
  if (n <= 0) return PyList_New(0);
  return step === 1 ? list_slice(self, start, start + n) : list_stride(self, start, step, n);
}

function list_stride(self: number, start: number, step: number, n: number): number {
  const result = list_new_prealloc(n);
  if (result === 0) return 0;
  const dest = HEAP32[(result + ITEMS) >> 2];
  for (let cur = start, i = 0; i < n; cur += step, i++) write_ptr(dest + (i << 3), Py_NewRef(PyList_GET_ITEM(self, cur)));
  Py_SET_SIZE(result, n);
  return result;
}

function list_ass_subscript(self: number, item: number, value: number): number {
  if (_PyIndex_Check(item)) {
    let i = PyNumber_AsSsize_t(item, PyExc_IndexError);
    if (i === -1 && PyErr_Occurred()) return -1;
    if (i < 0) i += Py_SIZE(self);
    return list_ass_item(self, i, value);
  }
  if (!PySlice_Check(item)) {
    PyErr_Format(PyExc_TypeError, 'list indices must be integers or slices, not %.200s', type_name(item));
    return -1;
  }
  return list_ass_subscript_slice(self, item, value);
}

/** Reading the value may run code that changes the list: the indices are taken afterwards. */
function list_ass_subscript_slice(self: number, item: number, value: number): number {
  const mark = stackSave();
  const at = stackAlloc(24);
  let result = -1;
  if (PySlice_Unpack(item, at, at + 8, at + 16) === 0) {
    const step = read_ssize(at + 16);
    if (value === 0) {
      const n = PySlice_AdjustIndices(Py_SIZE(self), at, at + 8, step);
      result = step === 1 ? list_ass_slice(self, read_ssize(at), read_ssize(at + 8), 0) : delete_stride(self, read_ssize(at), read_ssize(at + 8), step, n);
    } else {
      const seq = self === value ? list_slice(self, 0, Py_SIZE(self)) : PySequence_Fast(value, 'must assign iterable to extended slice');
      if (seq !== 0) {
        const n = PySlice_AdjustIndices(Py_SIZE(self), at, at + 8, step);
        result = step === 1 ? list_ass_slice(self, read_ssize(at), read_ssize(at + 8), seq) : assign_stride(self, read_ssize(at), step, n, seq);
        Py_DECREF(seq);
      }
    }
  }
  stackRestore(mark);
  return result;
}

function delete_stride(self: number, from: number, to: number, by: number, n: number): number {
  if (n <= 0) return 0;
  let start = from;
  let stop = to;
  let step = by;
  if (step < 0) {
    stop = start + 1;
    start = stop + step * (n - 1) - 1;
    step = -step;
  }
  const size = Py_SIZE(self);
  const garbage: number[] = [];
  for (let cur = start, i = 0; cur < stop; cur += step, i++) {
    garbage.push(PyList_GET_ITEM(self, cur));
    const lim = cur + step >= size ? size - cur - 1 : step - 1;
    memmove(item_slot(self, cur - i), item_slot(self, cur + 1), lim << 3);
  }
  const end = start + n * step;
  if (end < size) memmove(item_slot(self, end - n), item_slot(self, end), (size - end) << 3);
  Py_SET_SIZE(self, size - n);
  const res = list_resize(self, size - n);
  garbage.forEach(Py_DECREF);
  return res;
}

function assign_stride(self: number, start: number, step: number, n: number, seq: number): number {
  if (Py_SIZE(seq) !== n) {
    PyErr_Format(PyExc_ValueError, 'attempt to assign sequence of size %zd to extended slice of size %zd', Py_SIZE(seq), n);
    return -1;
  }
  const garbage: number[] = [];
  const from = n === 0 ? 0 : fast_items(seq);
  for (let cur = start, i = 0; i < n; cur += step, i++) {
    garbage.push(PyList_GET_ITEM(self, cur));
    PyList_SET_ITEM(self, cur, Py_NewRef(HEAP32[(from + (i << 3)) >> 2]));
  }
  garbage.forEach(Py_DECREF);
  return 0;
}

// ---- methods ----

/** An argument that must be an index: the number, or -1 with an exception. */
function index_arg(arg: number): number {
  const iobj = _PyNumber_Index(arg);
  if (iobj === 0) return -1;
  const i = PyLong_AsSsize_t(iobj);
  Py_DECREF(iobj);
  return i;
}

function list_insert(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('insert', nargs, 2, 2)) return 0;
  const index = index_arg(HEAP32[args >> 2]);
  if (index === -1 && PyErr_Occurred()) return 0;
  return PyList_Insert(self, index, HEAP32[(args + 8) >> 2]) < 0 ? 0 : Py_None;
}

function list_append(self: number, object: number): number {
  Py_INCREF(object);
  return _PyList_AppendTakeRef(self, object) < 0 ? 0 : Py_None;
}

function list_pop(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('pop', nargs, 0, 1)) return 0;
  let index = -1;
  if (nargs > 0) {
    index = index_arg(HEAP32[args >> 2]);
    if (index === -1 && PyErr_Occurred()) return 0;
  }
  const size = Py_SIZE(self);
  if (size === 0) {
    PyErr_SetString(PyExc_IndexError, 'pop from empty list');
    return 0;
  }
  if (index < 0) index += size;
  if (index < 0 || index >= size) {
    PyErr_SetString(PyExc_IndexError, 'pop index out of range');
    return 0;
  }
  const v = PyList_GET_ITEM(self, index);
  if (size === 1) {
    Py_INCREF(v);
    list_clear(self);
    return v;
  }
  const at = item_slot(self, index);
  memmove(at, at + 8, (size - 1 - index) << 3);
  if (list_resize(self, size - 1) < 0) {
    memmove(at + 8, at, (size - 1 - index) << 3);
    write_ptr(at, v);
    return 0;
  }
  return v;
}

function list_sort(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  let reverse = 0;
  let keyfunc = 0;
  let ok = true;
  if (nargs !== 0 || kwnames !== 0) {
    const argv = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, sort_parser, 0, 0, 0, stackAlloc(16));
    ok = argv !== 0;
    if (ok) {
      keyfunc = HEAP32[argv >> 2];
      const flag = HEAP32[(argv + 8) >> 2];
      reverse = flag === 0 ? 0 : PyObject_IsTrue(flag);
      ok = reverse >= 0;
    }
  }
  stackRestore(mark);
  return ok && list_sort_impl(self, keyfunc === Py_None ? 0 : keyfunc, reverse !== 0) === 0 ? Py_None : 0;
}
const sort_parser = { fname: 'sort', keywords: ['key', 'reverse'] };

/** 0 or -1. Runs Python code. */
export function PyList_Sort(v: number): number {
  if (v === 0 || !PyList_Check(v)) {
    PyErr_BadInternalCall();
    return -1;
  }
  return list_sort_impl(v, 0, false);
}

function reverse_slice(low: number, high: number): void {
  for (let lo = low >> 2, hi = (high - 8) >> 2; lo < hi; lo += 2, hi -= 2) {
    const t = HEAP32[lo];
    HEAP32[lo] = HEAP32[hi];
    HEAP32[hi] = t;
  }
}

function list_reverse(self: number): number {
  const n = Py_SIZE(self);
  if (n > 1) reverse_slice(item_slot(self, 0), item_slot(self, n));
  return Py_None;
}

export function PyList_Reverse(v: number): number {
  if (v === 0 || !PyList_Check(v)) {
    PyErr_BadInternalCall();
    return -1;
  }
  list_reverse(v);
  return 0;
}

/** Returns new. May fail. */
export function PyList_AsTuple(v: number): number {
  if (v === 0 || !PyList_Check(v)) {
    PyErr_BadInternalCall();
    return 0;
  }
  return _PyTuple_FromArray(HEAP32[(v + ITEMS) >> 2], Py_SIZE(v));
}

/** Returns new: a tuple of the list's items, which leave the list. May fail. */
export function _PyList_AsTupleAndClear(self: number): number {
  const size = Py_SIZE(self);
  if (size === 0) return PyTuple_New(0);
  const items = HEAP32[(self + ITEMS) >> 2];
  Py_SET_SIZE(self, 0);
  HEAP32[(self + ITEMS) >> 2] = 0;
  write_ptr(self + ALLOCATED, 0);
  const ret = _PyTuple_FromArraySteal(items, size);
  PyMem_Free(items);
  return ret;
}

function list_index(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('index', nargs, 1, 3)) return 0;
  const mark = stackSave();
  const at = stackAlloc(16);
  write_ssize(at, 0);
  write_ssize(at + 8, Number.MAX_SAFE_INTEGER);
  const ok =
    (nargs < 2 || _PyEval_SliceIndexNotNone(HEAP32[(args + 8) >> 2], at)) && (nargs < 3 || _PyEval_SliceIndexNotNone(HEAP32[(args + 16) >> 2], at + 8));
  let start = read_ssize(at);
  let stop = read_ssize(at + 8);
  stackRestore(mark);
  if (!ok) return 0;
  if (start < 0) start = Math.max(0, start + Py_SIZE(self));
  if (stop < 0) stop = Math.max(0, stop + Py_SIZE(self));
  const value = HEAP32[args >> 2];
  for (let i = start; i < stop && i < Py_SIZE(self); i++) {
    const cmp = item_equals(self, i, value);
    if (cmp > 0) return PyLong_FromSsize_t(i);
    if (cmp < 0) return 0;
  }
  PyErr_Format(PyExc_ValueError, '%R is not in list', value);
  return 0;
}

function list_count(self: number, value: number): number {
  let count = 0;
  for (let i = 0; i < Py_SIZE(self); i++) {
    if (PyList_GET_ITEM(self, i) === value) {
      count++;
      continue;
    }
    const cmp = item_equals(self, i, value);
    if (cmp < 0) return 0;
    count += cmp;
  }
  return PyLong_FromSsize_t(count);
}

function list_remove(self: number, value: number): number {
  for (let i = 0; i < Py_SIZE(self); i++) {
    const cmp = item_equals(self, i, value);
    if (cmp > 0) return list_ass_slice(self, i, i + 1, 0) === 0 ? Py_None : 0;
    if (cmp < 0) return 0;
  }
  PyErr_SetString(PyExc_ValueError, 'list.remove(x): x not in list');
  return 0;
}

function py_list_clear(self: number): number {
  list_clear(self);
  return Py_None;
}

function list_copy(self: number): number {
  return list_slice(self, 0, Py_SIZE(self));
}

function list___sizeof__(self: number): number {
  return PyLong_FromSsize_t(HEAP32[(Py_TYPE(self) + PyTypeObject.tp_basicsize) >> 2] + HEAP32[(self + ALLOCATED) >> 2] * 8);
}

/** list.__init__. 0 or -1. */
function list_init_impl(self: number, iterable: number): number {
  list_clear(self);
  return iterable === 0 ? 0 : list_extend(self, iterable);
}

function list___init__(self: number, args: number, kwargs: number): number {
  const type = Py_TYPE(self);
  const own_new = type === PyList_Type || HEAP32[(type + PyTypeObject.tp_new) >> 2] === HEAP32[(PyList_Type + PyTypeObject.tp_new) >> 2];
  if (own_new && !_PyArg_NoKeywords('list', kwargs)) return -1;
  const n = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('list', n, 0, 1)) return -1;
  return list_init_impl(self, n > 0 ? PyTuple_GET_ITEM(args, 0) : 0);
}

function list_vectorcall(type: number, args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('list', kwnames)) return 0;
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('list', nargs, 0, 1)) return 0;
  const list = PyType_GenericAlloc(type, 0);
  if (list !== 0 && nargs > 0 && list_init_impl(list, HEAP32[args >> 2]) < 0) {
    Py_DECREF(list);
    return 0;
  }
  return list;
}

// ---- iterators ----

const IT_INDEX = _PyListIterObject.it_index;
const IT_SEQ = _PyListIterObject.it_seq;

function new_iter(type: number, seq: number, index: number): number {
  const it = _PyObject_GC_New(type);
  if (it === 0) return 0;
  write_ssize(it + IT_INDEX, index);
  write_ptr(it + IT_SEQ, Py_NewRef(seq));
  _PyObject_GC_TRACK(it);
  return it;
}

function list_iter(seq: number): number {
  return new_iter(PyListIter_Type, seq, 0);
}

function list___reversed__(self: number): number {
  return new_iter(PyListRevIter_Type, self, Py_SIZE(self) - 1);
}

function listiter_dealloc(it: number): void {
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(HEAP32[(it + IT_SEQ) >> 2]);
  PyObject_GC_Del(it);
}

function listiter_traverse(it: number, visit: visitproc, arg: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  return seq !== 0 ? visit(seq, arg) : 0;
}

function listiter_next(it: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  if (seq === 0) return 0;
  const i = HEAP32[(it + IT_INDEX) >> 2];
  if (i < HEAP32[(seq + SIZE) >> 2]) {
    HEAP32[(it + IT_INDEX) >> 2] = i + 1;
    return Py_NewRef(PyList_GET_ITEM(seq, i));
  }
  HEAP32[(it + IT_SEQ) >> 2] = 0;
  Py_DECREF(seq);
  return 0;
}

function listiter_len(it: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  return PyLong_FromSsize_t(seq === 0 ? 0 : Math.max(0, Py_SIZE(seq) - HEAP32[(it + IT_INDEX) >> 2]));
}

function listiter_reduce(it: number): number {
  return reduce_iter(it, 'iter');
}

/** builtins.<name>(list) at its index, or of an empty list. Looking the builtin up may run code that exhausts `it`: it comes first. */
function reduce_iter(it: number, name: string): number {
  const builtin = _PyEval_GetBuiltin(_Py_ID(name));
  if (builtin === 0) return 0;
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  const index = read_ssize(it + IT_INDEX);
  if (seq !== 0 && index >= 0) return Py_BuildValue('N(O)n', builtin, seq, index);
  return Py_BuildValue('N(N)', builtin, PyList_New(0));
}

function listiter_setstate(it: number, state: number): number {
  let index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  if (seq !== 0) {
    if (index < -1) index = -1;
    else if (index > Py_SIZE(seq)) index = Py_SIZE(seq);
    write_ssize(it + IT_INDEX, Math.max(index, 0));
  }
  return Py_None;
}

function listreviter_next(it: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  if (seq === 0) return 0;
  const index = read_ssize(it + IT_INDEX);
  if (index >= 0 && index < Py_SIZE(seq)) {
    write_ssize(it + IT_INDEX, index - 1);
    return Py_NewRef(PyList_GET_ITEM(seq, index));
  }
  write_ssize(it + IT_INDEX, -1);
  HEAP32[(it + IT_SEQ) >> 2] = 0;
  Py_DECREF(seq);
  return 0;
}

function listreviter_len(it: number): number {
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  const len = read_ssize(it + IT_INDEX) + 1;
  return PyLong_FromSsize_t(seq === 0 || Py_SIZE(seq) < len ? 0 : len);
}

function listreviter_reduce(it: number): number {
  return reduce_iter(it, 'reversed');
}

function listreviter_setstate(it: number, state: number): number {
  let index = PyLong_AsSsize_t(state);
  if (index === -1 && PyErr_Occurred()) return 0;
  const seq = HEAP32[(it + IT_SEQ) >> 2];
  if (seq !== 0) {
    if (index < -1) index = -1;
    else if (index > Py_SIZE(seq) - 1) index = Py_SIZE(seq) - 1;
    write_ssize(it + IT_INDEX, index);
  }
  return Py_None;
}

static_type(PyList_Type, {
  tp_name: 'list',
  tp_basicsize: PyListObject.SIZEOF,
  tp_dealloc: list_dealloc,
  tp_repr: list_repr,
  tp_as_sequence: {
    sq_length: PyList_GET_SIZE, sq_concat: list_concat, sq_repeat: list_repeat, sq_item: list_item, sq_ass_item: list_ass_item, sq_contains: list_contains,
    sq_inplace_concat: list_inplace_concat, sq_inplace_repeat: list_inplace_repeat,
  },
  tp_as_mapping: { mp_length: PyList_GET_SIZE, mp_subscript: list_subscript, mp_ass_subscript: list_ass_subscript },
  tp_hash: PyObject_HashNotImplemented,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LIST_SUBCLASS | _Py_TPFLAGS_MATCH_SELF | Py_TPFLAGS_SEQUENCE,
  tp_doc: 'list(iterable=(), /)\n--\n\nA sequence that can change; without an argument an empty one.',
  tp_traverse: list_traverse,
  tp_clear: list_clear,
  tp_richcompare: list_richcompare,
  tp_iter: list_iter,
  tp_init: list___init__,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: list_vectorcall,
  tp_methods: [
    ['__getitem__', list_subscript, METH_O | METH_COEXIST, '__getitem__($self, index, /)\n--\n\nReturn self[index].'],
    ['__reversed__', list___reversed__, METH_NOARGS, '__reversed__($self, /)\n--\n\nAn iterator from the last item to the first.'],
    ['__sizeof__', list___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nBytes of memory.'],
    ['clear', py_list_clear, METH_NOARGS, 'clear($self, /)\n--\n\nRemoves all items.'],
    ['copy', list_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA shallow copy.'],
    ['append', list_append, METH_O, 'append($self, object, /)\n--\n\nAdds object at the end.'],
    ['insert', list_insert, METH_FASTCALL, 'insert($self, index, object, /)\n--\n\nPuts object before the item at index.'],
    ['extend', _PyList_Extend, METH_O, 'extend($self, iterable, /)\n--\n\nAdds the items of the iterable at the end.'],
    ['pop', list_pop, METH_FASTCALL, 'pop($self, index=-1, /)\n--\n\nRemoves the item at index and returns it; IndexError where there is none.'],
    ['remove', list_remove, METH_O, 'remove($self, value, /)\n--\n\nRemoves the first item equal to value; ValueError where there is none.'],
    ['index', list_index, METH_FASTCALL, 'index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nThe first index of value; ValueError where there is none.'],
    ['count', list_count, METH_O, 'count($self, value, /)\n--\n\nHow often value occurs.'],
    ['reverse', list_reverse, METH_NOARGS, 'reverse($self, /)\n--\n\nReverses the order in place.'],
    ['sort', list_sort, METH_FASTCALL | METH_KEYWORDS, 'sort($self, /, *, key=None, reverse=False)\n--\n\nSorts in place; equal items keep their order.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

static_type(PyListIter_Type, {
  tp_name: 'list_iterator',
  tp_basicsize: _PyListIterObject.SIZEOF,
  tp_dealloc: listiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: listiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: listiter_next,
  tp_methods: [
    ['__length_hint__', listiter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', listiter_reduce, METH_NOARGS, 'State for pickling.'],
    ['__setstate__', listiter_setstate, METH_O, 'Restores state from pickling.'],
  ],
});

static_type(PyListRevIter_Type, {
  tp_name: 'list_reverseiterator',
  tp_basicsize: _PyListIterObject.SIZEOF,
  tp_dealloc: listiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: listiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: listreviter_next,
  tp_methods: [
    ['__length_hint__', listreviter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', listreviter_reduce, METH_NOARGS, 'State for pickling.'],
    ['__setstate__', listreviter_setstate, METH_O, 'Restores state from pickling.'],
  ],
});
