// Answers to Modules/_collectionsmodule.c of CPython 3.13: deque, defaultdict, _count_elements, _tuplegetter.
// OrderedDict is in objects/odictobject.ts.
//
// A deque is a doubly linked list of blocks of 64 items; leftindex and rightindex say where in the outer blocks the items begin
// and end. Up to 16 empty blocks are kept for reuse. Every change of the ends raises `state`, which iterators check.

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { FUNCS } from '../include/functable';
import { PyModuleObject, PyHeapTypeObject, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_LE, Py_LT, Py_NE, Py_NewRef,
  Py_SET_SIZE, Py_SIZE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_SEQUENCE, Py_TYPE, Py_XDECREF, PyType_HasFeature,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  Py_False, Py_None, Py_NotImplemented, Py_True, PyDict_Type, PyExc_AttributeError, PyExc_IndexError, PyExc_RuntimeError, PyExc_StopIteration, PyODict_Type,
  PyExc_TypeError, PyExc_ValueError,
} from '../include/statics';
import { builtin_module, type_spec } from '../include/typespec';
import { _PyEval_SliceIndexNotNone } from '../python/ceval';
import { _PyErr_SetKeyError, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, PyObject_GC_Del, PyObject_GC_Track, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, PyArg_ParseTuple, PyArg_ParseTupleAndKeywords } from '../python/getargs';
import { Py_BuildValue, PyModule_AddObjectRef } from '../python/modsupport';
import { _PyNumber_Index, PyIter_Next, PyNumber_Add, PyObject_GetIter, PyObject_SetItem, PySequence_GetSlice, PySequence_List } from '../objects/abstract';
import { _PyObject_CallNoArgs, PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs, PyObject_CallOneArg } from '../objects/call';
import { _PyDict_GetItem_KnownHash, _PyDict_SetItem_KnownHash, dict_key_hash, dict_key_hash_hi, PyDict_Check, PyDict_Update } from '../objects/dictobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { _PyLong_GetOne, _PyLong_GetZero, PyLong_AsSsize_t, PyLong_FromSsize_t } from '../objects/longobject';
import {
  Py_ReprEnter, Py_ReprLeave, PyCallable_Check, PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_HashNotImplemented, PyObject_Repr,
  PyObject_RichCompareBool, PyObject_SelfIter,
} from '../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack } from '../objects/tupleobject';
import { _PyObject_GetState, _PyType_Lookup, PyObject_TypeCheck, PyType_FromModuleAndSpec, PyType_GenericAlloc } from '../objects/typeobject';
import { _Py_ID, PyUnicode_FromString, type_name } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';

type visitproc = (op: number, arg: number) => number;

const BLOCKLEN = 64;
const CENTER = (BLOCKLEN - 1) >> 1;
const MAXFREEBLOCKS = 16;

/** struct BLOCK { BLOCK *leftlink; PyObject *data[BLOCKLEN]; BLOCK *rightlink; } */
const enum block {
  leftlink = 0,
  data = 8,
  rightlink = 520,
  SIZEOF = 528,
}

const enum dequeobject {
  leftblock = 24,
  rightblock = 32,
  leftindex = 40,
  rightindex = 48,
  state = 56,
  maxlen = 64,
  numfreeblocks = 72,
  freeblocks = 80,
  weakreflist = 208,
  SIZEOF = 216,
}

const enum dequeiterobject {
  b = 16,
  index = 24,
  deque = 32,
  state = 40,
  counter = 48,
  SIZEOF = 56,
}

const enum defdictobject {
  default_factory = 48,
  SIZEOF = 56,
}

const enum tuplegetterobject {
  index = 16,
  doc = 24,
  SIZEOF = 32,
}

/** The module's state: its types (owned). */
const enum collections_state {
  deque_type = 0,
  defdict_type = 8,
  dequeiter_type = 16,
  dequereviter_type = 24,
  tuplegetter_type = 32,
  SIZEOF = 40,
}

/** The type of this module that `type` is or derives from: what Python makes is never immutable. */
function own_type(type: number): number {
  let t = type;
  while (!PyType_HasFeature(t, Py_TPFLAGS_IMMUTABLETYPE)) t = HEAP32[(t + PyTypeObject.tp_base) >> 2];
  return t;
}

/** The state of the module that the object's type comes from. */
function state_of(op: number): number {
  const module = HEAP32[(own_type(Py_TYPE(op)) + PyHeapTypeObject.ht_module) >> 2];
  return HEAP32[(module + PyModuleObject.md_state) >> 2];
}

function is_deque(op: number, state: number): boolean {
  return PyObject_TypeCheck(op, HEAP32[(state + collections_state.deque_type) >> 2]);
}

// ---- blocks ----

function newblock(deque: number): number {
  const n = HEAP32[(deque + dequeobject.numfreeblocks) >> 2];
  if (n > 0) {
    HEAP32[(deque + dequeobject.numfreeblocks) >> 2] = n - 1;
    return HEAP32[(deque + dequeobject.freeblocks + ((n - 1) << 3)) >> 2];
  }
  const b = PyMem_Malloc(block.SIZEOF);
  return b !== 0 ? b : PyErr_NoMemory();
}

function freeblock(deque: number, b: number): void {
  const n = HEAP32[(deque + dequeobject.numfreeblocks) >> 2];
  if (n >= MAXFREEBLOCKS) {
    PyMem_Free(b);
    return;
  }
  write_ptr(deque + dequeobject.freeblocks + (n << 3), b);
  HEAP32[(deque + dequeobject.numfreeblocks) >> 2] = n + 1;
}

function leftlink(b: number): number {
  return HEAP32[(b + block.leftlink) >> 2];
}

function rightlink(b: number): number {
  return HEAP32[(b + block.rightlink) >> 2];
}

/** The address of slot `i` of a block. */
function slot(b: number, i: number): number {
  return b + block.data + (i << 3);
}

function leftblock(deque: number): number {
  return HEAP32[(deque + dequeobject.leftblock) >> 2];
}

function rightblock(deque: number): number {
  return HEAP32[(deque + dequeobject.rightblock) >> 2];
}

function leftindex(deque: number): number {
  return HEAP32[(deque + dequeobject.leftindex) >> 2];
}

/** May be -1 while a block is exchanged, never between calls. */
function rightindex(deque: number): number {
  return HEAP32[(deque + dequeobject.rightindex) >> 2];
}

function state_count(deque: number): number {
  return HEAP32[(deque + dequeobject.state) >> 2];
}

function touch(deque: number): void {
  HEAP32[(deque + dequeobject.state) >> 2]++;
}

function maxlen_of(deque: number): number {
  return read_ssize(deque + dequeobject.maxlen);
}

function set_empty(deque: number, b: number): void {
  Py_SET_SIZE(deque, 0);
  write_ptr(deque + dequeobject.leftblock, b);
  write_ptr(deque + dequeobject.rightblock, b);
  write_ptr(deque + dequeobject.leftindex, CENTER + 1);
  write_ptr(deque + dequeobject.rightindex, CENTER);
}

function deque_new(type: number, _args: number, _kwds: number): number {
  const deque = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (deque === 0) return 0;
  write_ptr(deque + dequeobject.numfreeblocks, 0);
  const b = newblock(deque);
  if (b === 0) {
    Py_DECREF(deque);
    return 0;
  }
  set_empty(deque, b);
  write_ptr(deque + dequeobject.state, 0);
  write_ssize(deque + dequeobject.maxlen, -1);
  write_ptr(deque + dequeobject.weakreflist, 0);
  return deque;
}

// ---- the ends ----

/** Returns the reference that the deque had, or NULL with IndexError. */
function deque_pop(deque: number): number {
  const size = Py_SIZE(deque);
  if (size === 0) {
    PyErr_SetString(PyExc_IndexError, 'pop from an empty deque');
    return 0;
  }
  const b = rightblock(deque);
  let index = rightindex(deque);
  const item = HEAP32[slot(b, index) >> 2];
  index--;
  Py_SET_SIZE(deque, size - 1);
  touch(deque);
  if (index < 0) {
    if (size > 1) {
      const prev = leftlink(b);
      freeblock(deque, b);
      write_ptr(deque + dequeobject.rightblock, prev);
      index = BLOCKLEN - 1;
    } else {
      HEAP32[(deque + dequeobject.leftindex) >> 2] = CENTER + 1;
      index = CENTER;
    }
  }
  HEAP32[(deque + dequeobject.rightindex) >> 2] = index;
  return item;
}

/** Returns the reference that the deque had, or NULL with IndexError. */
function deque_popleft(deque: number): number {
  const size = Py_SIZE(deque);
  if (size === 0) {
    PyErr_SetString(PyExc_IndexError, 'pop from an empty deque');
    return 0;
  }
  const b = leftblock(deque);
  let index = leftindex(deque);
  const item = HEAP32[slot(b, index) >> 2];
  index++;
  Py_SET_SIZE(deque, size - 1);
  touch(deque);
  if (index === BLOCKLEN) {
    if (size > 1) {
      const next = rightlink(b);
      freeblock(deque, b);
      write_ptr(deque + dequeobject.leftblock, next);
      index = 0;
    } else {
      HEAP32[(deque + dequeobject.rightindex) >> 2] = CENTER;
      index = CENTER + 1;
    }
  }
  HEAP32[(deque + dequeobject.leftindex) >> 2] = index;
  return item;
}

/** Steals `item` on success. 0 or -1. May run Python code when the deque is full. */
function append_internal(deque: number, item: number, maxlen: number): number {
  let index = rightindex(deque);
  if (index === BLOCKLEN - 1) {
    const b = newblock(deque);
    if (b === 0) return -1;
    write_ptr(b + block.leftlink, rightblock(deque));
    write_ptr(rightblock(deque) + block.rightlink, b);
    write_ptr(deque + dequeobject.rightblock, b);
    index = -1;
  }
  const size = Py_SIZE(deque) + 1;
  Py_SET_SIZE(deque, size);
  HEAP32[(deque + dequeobject.rightindex) >> 2] = ++index;
  write_ptr(slot(rightblock(deque), index), item);
  if (maxlen >= 0 && size > maxlen) Py_DECREF(deque_popleft(deque));
  else touch(deque);
  return 0;
}

/** Steals `item` on success. 0 or -1. May run Python code when the deque is full. */
function appendleft_internal(deque: number, item: number, maxlen: number): number {
  let index = leftindex(deque);
  if (index === 0) {
    const b = newblock(deque);
    if (b === 0) return -1;
    write_ptr(b + block.rightlink, leftblock(deque));
    write_ptr(leftblock(deque) + block.leftlink, b);
    write_ptr(deque + dequeobject.leftblock, b);
    index = BLOCKLEN;
  }
  const size = Py_SIZE(deque) + 1;
  Py_SET_SIZE(deque, size);
  HEAP32[(deque + dequeobject.leftindex) >> 2] = --index;
  write_ptr(slot(leftblock(deque), index), item);
  if (maxlen >= 0 && size > maxlen) Py_DECREF(deque_pop(deque));
  else touch(deque);
  return 0;
}

type append_function = (deque: number, item: number, maxlen: number) => number;

function append_borrowed(f: append_function, deque: number, item: number): number {
  Py_INCREF(item);
  if (f(deque, item, maxlen_of(deque)) === 0) return 0;
  Py_DECREF(item);
  return -1;
}

function deque_append(deque: number, item: number): number {
  return append_borrowed(append_internal, deque, item) < 0 ? 0 : Py_None;
}

function deque_appendleft(deque: number, item: number): number {
  return append_borrowed(appendleft_internal, deque, item) < 0 ? 0 : Py_None;
}

/** Appends all of an iterable with `f`; an empty deque starts at the `start` end of its block. 0 or -1. */
function extend_with(deque: number, iterable: number, f: append_function, start: number): number {
  if (deque === iterable) {
    const s = PySequence_List(iterable);
    if (s === 0) return -1;
    const r = extend_with(deque, s, f, start);
    Py_DECREF(s);
    return r;
  }
  const it = PyObject_GetIter(iterable);
  if (it === 0) return -1;
  const maxlen = maxlen_of(deque);
  const iternext = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]];
  if (maxlen !== 0 && Py_SIZE(deque) === 0) {
    HEAP32[(deque + dequeobject.leftindex) >> 2] = start;
    HEAP32[(deque + dequeobject.rightindex) >> 2] = start - 1;
  }
  for (let item = iternext(it) as number; item !== 0; item = iternext(it)) {
    if (maxlen === 0) {
      Py_DECREF(item);
    } else if (f(deque, item, maxlen) < 0) {
      Py_DECREF(item);
      Py_DECREF(it);
      return -1;
    }
  }
  Py_DECREF(it);
  if (!PyErr_Occurred()) return 0;
  if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return -1;
  PyErr_Clear();
  return 0;
}

function extend(deque: number, iterable: number): number {
  return extend_with(deque, iterable, append_internal, 1);
}

function deque_extend(deque: number, iterable: number): number {
  return extend(deque, iterable) < 0 ? 0 : Py_None;
}

function deque_extendleft(deque: number, iterable: number): number {
  return extend_with(deque, iterable, appendleft_internal, BLOCKLEN - 1) < 0 ? 0 : Py_None;
}

function deque_inplace_concat(deque: number, other: number): number {
  return extend(deque, other) < 0 ? 0 : Py_NewRef(deque);
}

// ---- whole deques ----

function deque_copy(deque: number): number {
  const state = state_of(deque);
  const type = Py_TYPE(deque);
  const deque_type = HEAP32[(state + collections_state.deque_type) >> 2];
  const maxlen = maxlen_of(deque);
  if (type === deque_type) {
    const copy = deque_new(type, 0, 0);
    if (copy === 0) return 0;
    write_ssize(copy + dequeobject.maxlen, maxlen);
    const failed =
      Py_SIZE(deque) === 1 ? append_borrowed(append_internal, copy, HEAP32[slot(leftblock(deque), leftindex(deque)) >> 2]) : extend(copy, deque);
    if (failed === 0) return copy;
    Py_DECREF(copy);
    return 0;
  }
  let result: number;
  if (maxlen < 0) {
    result = PyObject_CallOneArg(type, deque);
  } else {
    const n = PyLong_FromSsize_t(maxlen);
    result = n === 0 ? 0 : PyObject_CallFunctionObjArgs(type, deque, n, 0);
    Py_XDECREF(n);
  }
  if (result !== 0 && !PyObject_TypeCheck(result, deque_type)) {
    PyErr_Format(PyExc_TypeError, '%.200s() must return a deque, not %.200s', type_name(deque), type_name(result));
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function deque_concat(deque: number, other: number): number {
  if (!is_deque(other, state_of(deque))) {
    PyErr_Format(PyExc_TypeError, 'can only concatenate deque (not "%.200s") to deque', type_name(other));
    return 0;
  }
  const copy = deque_copy(deque);
  if (copy !== 0 && extend(copy, other) < 0) {
    Py_DECREF(copy);
    return 0;
  }
  return copy;
}

/** Empties the deque first, then releases the items. */
function deque_clear(deque: number): number {
  let n = Py_SIZE(deque);
  if (n === 0) return 0;
  const fresh = newblock(deque);
  if (fresh === 0) {
    PyErr_Clear();
    while (Py_SIZE(deque) > 0) Py_DECREF(deque_pop(deque));
    return 0;
  }
  let b = leftblock(deque);
  let i = leftindex(deque);
  set_empty(deque, fresh);
  touch(deque);
  for (;;) {
    for (; i < BLOCKLEN && n > 0; i++, n--) Py_DECREF(HEAP32[slot(b, i) >> 2]);
    const next = n > 0 ? rightlink(b) : 0;
    freeblock(deque, b);
    if (next === 0) return 0;
    b = next;
    i = 0;
  }
}

function deque_clearmethod(deque: number): number {
  deque_clear(deque);
  return Py_None;
}

function deque_inplace_repeat(deque: number, times: number): number {
  const size = Py_SIZE(deque);
  let n = times;
  if (size === 0 || n === 1) return Py_NewRef(deque);
  if (n <= 0) {
    deque_clear(deque);
    return Py_NewRef(deque);
  }
  const maxlen = maxlen_of(deque);
  if (size * n > 0x0fffffff && maxlen < 0) return PyErr_NoMemory();
  if (size === 1) {
    if (maxlen >= 0 && n > maxlen) n = maxlen;
    const item = HEAP32[slot(leftblock(deque), leftindex(deque)) >> 2];
    for (let i = 1; i < n; i++) if (append_borrowed(append_internal, deque, item) < 0) return 0;
    return Py_NewRef(deque);
  }
  const seq = PySequence_List(deque);
  if (seq === 0) return 0;
  if (maxlen >= 0 && n * size > maxlen) n = Math.floor((maxlen + size - 1) / size);
  let ok = true;
  for (let i = 1; ok && i < n; i++) ok = extend(deque, seq) === 0;
  Py_DECREF(seq);
  return ok ? Py_NewRef(deque) : 0;
}

function deque_repeat(deque: number, n: number): number {
  const copy = deque_copy(deque);
  if (copy === 0) return 0;
  const result = deque_inplace_repeat(copy, n);
  Py_DECREF(copy);
  return result;
}

/** Moves |n| items from one end to the other without touching counts. 0 or -1. */
function rotate(deque: number, by: number): number {
  const len = Py_SIZE(deque);
  const half = len >> 1;
  if (len <= 1) return 0;
  let n = by;
  if (n > half || n < -half) {
    n %= len;
    if (n > half) n -= len;
    else if (n < -half) n += len;
  }
  touch(deque);
  for (; n > 0; n--) if (move_right_to_left(deque) < 0) return -1;
  for (; n < 0; n++) if (move_left_to_right(deque) < 0) return -1;
  return 0;
}

function move_right_to_left(deque: number): number {
  let index = leftindex(deque);
  if (index === 0) {
    const b = newblock(deque);
    if (b === 0) return -1;
    write_ptr(b + block.rightlink, leftblock(deque));
    write_ptr(leftblock(deque) + block.leftlink, b);
    write_ptr(deque + dequeobject.leftblock, b);
    index = BLOCKLEN;
  }
  index--;
  const right = rightblock(deque);
  const r = rightindex(deque);
  write_ptr(slot(leftblock(deque), index), HEAP32[slot(right, r) >> 2]);
  HEAP32[(deque + dequeobject.leftindex) >> 2] = index;
  if (r > 0) {
    HEAP32[(deque + dequeobject.rightindex) >> 2] = r - 1;
  } else {
    write_ptr(deque + dequeobject.rightblock, leftlink(right));
    freeblock(deque, right);
    HEAP32[(deque + dequeobject.rightindex) >> 2] = BLOCKLEN - 1;
  }
  return 0;
}

function move_left_to_right(deque: number): number {
  let index = rightindex(deque);
  if (index === BLOCKLEN - 1) {
    const b = newblock(deque);
    if (b === 0) return -1;
    write_ptr(b + block.leftlink, rightblock(deque));
    write_ptr(rightblock(deque) + block.rightlink, b);
    write_ptr(deque + dequeobject.rightblock, b);
    index = -1;
  }
  index++;
  const left = leftblock(deque);
  const l = leftindex(deque);
  write_ptr(slot(rightblock(deque), index), HEAP32[slot(left, l) >> 2]);
  HEAP32[(deque + dequeobject.rightindex) >> 2] = index;
  if (l < BLOCKLEN - 1) {
    HEAP32[(deque + dequeobject.leftindex) >> 2] = l + 1;
  } else {
    write_ptr(deque + dequeobject.leftblock, rightlink(left));
    freeblock(deque, left);
    HEAP32[(deque + dequeobject.leftindex) >> 2] = 0;
  }
  return 0;
}

/** An argument that must be an index: the number, or -1 with an exception. */
function index_arg(arg: number): number {
  const iobj = _PyNumber_Index(arg);
  if (iobj === 0) return -1;
  const i = PyLong_AsSsize_t(iobj);
  Py_DECREF(iobj);
  return i;
}

function deque_rotate(deque: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('rotate', nargs, 0, 1)) return 0;
  const n = nargs > 0 ? index_arg(HEAP32[args >> 2]) : 1;
  if (n === -1 && PyErr_Occurred()) return 0;
  return rotate(deque, n) < 0 ? 0 : Py_None;
}

function deque_reverse(deque: number): number {
  let lb = leftblock(deque);
  let rb = rightblock(deque);
  let li = leftindex(deque);
  let ri = rightindex(deque);
  for (let n = Py_SIZE(deque) >> 1; n > 0; n--) {
    const a = slot(lb, li) >> 2;
    const b = slot(rb, ri) >> 2;
    const t = HEAP32[a];
    HEAP32[a] = HEAP32[b];
    HEAP32[b] = t;
    if (++li === BLOCKLEN) {
      lb = rightlink(lb);
      li = 0;
    }
    if (--ri < 0) {
      rb = leftlink(rb);
      ri = BLOCKLEN - 1;
    }
  }
  return Py_None;
}

// ---- searching ----

/** Compares items [start, stop) with `v`; calls `f` with 1 or 0 and the position until it says stop. False with an exception. */
function each_comparison(deque: number, v: number, start: number, stop: number, f: (cmp: number, i: number) => boolean): boolean {
  const state = state_count(deque);
  let b = leftblock(deque);
  let index = leftindex(deque) + start;
  for (; index >= BLOCKLEN; index -= BLOCKLEN) b = rightlink(b);
  for (let i = start; i < stop; i++) {
    const item = Py_NewRef(HEAP32[slot(b, index) >> 2]);
    const cmp = PyObject_RichCompareBool(item, v, Py_EQ);
    Py_DECREF(item);
    if (cmp < 0) return false;
    if (f(cmp, i)) return true;
    if (state !== state_count(deque)) {
      PyErr_SetString(PyExc_RuntimeError, 'deque mutated during iteration');
      return false;
    }
    if (++index === BLOCKLEN) {
      b = rightlink(b);
      index = 0;
    }
  }
  return true;
}

function deque_count(deque: number, v: number): number {
  let count = 0;
  const ok = each_comparison(deque, v, 0, Py_SIZE(deque), (cmp) => {
    count += cmp;
    return false;
  });
  return ok ? PyLong_FromSsize_t(count) : 0;
}

function deque_contains(deque: number, v: number): number {
  let found = 0;
  const ok = each_comparison(deque, v, 0, Py_SIZE(deque), (cmp) => {
    found = cmp;
    return cmp > 0;
  });
  return ok ? found : -1;
}

function deque_index(deque: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('index', nargs, 1, 3)) return 0;
  const size = Py_SIZE(deque);
  const mark = stackSave();
  const at = stackAlloc(16);
  write_ssize(at, 0);
  write_ssize(at + 8, size);
  const ok =
    (nargs < 2 || _PyEval_SliceIndexNotNone(HEAP32[(args + 8) >> 2], at)) && (nargs < 3 || _PyEval_SliceIndexNotNone(HEAP32[(args + 16) >> 2], at + 8));
  let start = read_ssize(at);
  let stop = read_ssize(at + 8);
  stackRestore(mark);
  if (!ok) return 0;
  if (start < 0) start = Math.max(0, start + size);
  if (stop < 0) stop = Math.max(0, stop + size);
  stop = Math.min(stop, size);
  start = Math.min(start, stop);
  const v = HEAP32[args >> 2];
  let found = -1;
  const compared = each_comparison(deque, v, start, stop, (cmp, i) => {
    if (cmp > 0) found = i;
    return cmp > 0;
  });
  if (!compared) return 0;
  if (found >= 0) return PyLong_FromSsize_t(found);
  PyErr_Format(PyExc_ValueError, '%R is not in deque', v);
  return 0;
}

function deque_insert(deque: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('insert', nargs, 2, 2)) return 0;
  const index = index_arg(HEAP32[args >> 2]);
  if (index === -1 && PyErr_Occurred()) return 0;
  const value = HEAP32[(args + 8) >> 2];
  const n = Py_SIZE(deque);
  if (maxlen_of(deque) === n) {
    PyErr_SetString(PyExc_IndexError, 'deque already at its maximum size');
    return 0;
  }
  if (index >= n) return deque_append(deque, value);
  if (index <= -n || index === 0) return deque_appendleft(deque, value);
  if (rotate(deque, -index) < 0) return 0;
  const rv = index < 0 ? deque_append(deque, value) : deque_appendleft(deque, value);
  return rv === 0 || rotate(deque, index) < 0 ? 0 : Py_None;
}

function deque_remove(deque: number, value: number): number {
  const n = Py_SIZE(deque);
  const state = state_count(deque);
  let b = leftblock(deque);
  let index = leftindex(deque);
  for (let i = 0; i < n; i++) {
    const item = Py_NewRef(HEAP32[slot(b, index) >> 2]);
    const cmp = PyObject_RichCompareBool(item, value, Py_EQ);
    Py_DECREF(item);
    if (cmp < 0) return 0;
    if (state !== state_count(deque)) {
      PyErr_SetString(PyExc_IndexError, 'deque mutated during iteration');
      return 0;
    }
    if (cmp > 0) return deque_del_item(deque, i) < 0 ? 0 : Py_None;
    if (++index === BLOCKLEN) {
      b = rightlink(b);
      index = 0;
    }
  }
  PyErr_Format(PyExc_ValueError, '%R is not in deque', value);
  return 0;
}

// ---- sequence ----

/** The address of the slot of item `i`, found from the nearer end. */
function item_slot(deque: number, i: number): number {
  const size = Py_SIZE(deque);
  const at = i + leftindex(deque);
  let n = Math.floor(at / BLOCKLEN);
  let b: number;
  if (i < size >> 1) {
    for (b = leftblock(deque); n > 0; n--) b = rightlink(b);
  } else {
    n = Math.floor((leftindex(deque) + size - 1) / BLOCKLEN) - n;
    for (b = rightblock(deque); n > 0; n--) b = leftlink(b);
  }
  return slot(b, at % BLOCKLEN);
}

function check_index(deque: number, i: number): boolean {
  if (i >= 0 && i < Py_SIZE(deque)) return true;
  PyErr_SetString(PyExc_IndexError, 'deque index out of range');
  return false;
}

function deque_item(deque: number, i: number): number {
  return check_index(deque, i) ? Py_NewRef(HEAP32[item_slot(deque, i) >> 2]) : 0;
}

function deque_del_item(deque: number, i: number): number {
  if (rotate(deque, -i) < 0) return -1;
  const item = deque_popleft(deque);
  const rv = rotate(deque, i);
  Py_DECREF(item);
  return rv;
}

function deque_ass_item(deque: number, i: number, v: number): number {
  if (!check_index(deque, i)) return -1;
  if (v === 0) return deque_del_item(deque, i);
  const at = item_slot(deque, i) >> 2;
  const old = HEAP32[at];
  HEAP32[at] = Py_NewRef(v);
  Py_DECREF(old);
  return 0;
}

function deque_bool(deque: number): number {
  return Py_SIZE(deque) !== 0 ? 1 : 0;
}

// ---- life ----

function deque_dealloc(deque: number): void {
  const type = Py_TYPE(deque);
  PyObject_GC_UnTrack(deque);
  if (HEAP32[(deque + dequeobject.weakreflist) >> 2] !== 0) PyObject_ClearWeakRefs(deque);
  if (leftblock(deque) !== 0) {
    deque_clear(deque);
    PyMem_Free(leftblock(deque));
  }
  write_ptr(deque + dequeobject.leftblock, 0);
  write_ptr(deque + dequeobject.rightblock, 0);
  for (let i = 0, n = HEAP32[(deque + dequeobject.numfreeblocks) >> 2]; i < n; i++) PyMem_Free(HEAP32[(deque + dequeobject.freeblocks + (i << 3)) >> 2]);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](deque);
  Py_DECREF(type);
}

function deque_traverse(deque: number, visit: visitproc, arg: number): number {
  let e = visit(Py_TYPE(deque), arg);
  let b = leftblock(deque);
  let index = leftindex(deque);
  for (let n = Py_SIZE(deque); n > 0 && !e; n--) {
    e = visit(HEAP32[slot(b, index) >> 2], arg);
    if (++index === BLOCKLEN) {
      b = rightlink(b);
      index = 0;
    }
  }
  return e;
}

function deque_reduce(deque: number): number {
  const state = _PyObject_GetState(deque);
  if (state === 0) return 0;
  const it = PyObject_GetIter(deque);
  if (it === 0) {
    Py_DECREF(state);
    return 0;
  }
  const maxlen = maxlen_of(deque);
  if (maxlen < 0) return Py_BuildValue('O()NN', Py_TYPE(deque), state, it);
  return Py_BuildValue('O(()n)NN', Py_TYPE(deque), maxlen, state, it);
}

/** The last component of the type's name. */
function short_name(op: number): string {
  const name = type_name(op);
  return name.slice(name.lastIndexOf('.') + 1);
}

function deque_repr(deque: number): number {
  const entered = Py_ReprEnter(deque);
  if (entered !== 0) return entered < 0 ? 0 : PyUnicode_FromString('[...]');
  const list = PySequence_List(deque);
  let result = 0;
  if (list !== 0) {
    const maxlen = maxlen_of(deque);
    result =
      maxlen >= 0 ? PyUnicode_FromFormat('%s(%R, maxlen=%zd)', short_name(deque), list, maxlen) : PyUnicode_FromFormat('%s(%R)', short_name(deque), list);
    Py_DECREF(list);
  }
  Py_ReprLeave(deque);
  return result;
}

function py_bool(x: boolean): number {
  return x ? Py_True : Py_False;
}

function deque_richcompare(v: number, w: number, op: number): number {
  const state = state_of(v);
  if (!is_deque(v, state) || !is_deque(w, state)) return Py_NotImplemented;
  if (op === Py_EQ && (v === w || Py_SIZE(v) !== Py_SIZE(w))) return py_bool(v === w);
  if (op === Py_NE && (v === w || Py_SIZE(v) !== Py_SIZE(w))) return py_bool(v !== w);
  const it1 = PyObject_GetIter(v);
  const it2 = it1 === 0 ? 0 : PyObject_GetIter(w);
  const result = it2 === 0 ? 0 : compare_iterators(it1, it2, op);
  Py_XDECREF(it1);
  Py_XDECREF(it2);
  return result;
}

function compare_iterators(it1: number, it2: number, op: number): number {
  for (;;) {
    const x = PyIter_Next(it1);
    if (x === 0 && PyErr_Occurred()) return 0;
    const y = PyIter_Next(it2);
    if (x === 0 || y === 0) {
      Py_XDECREF(x);
      Py_XDECREF(y);
      if (PyErr_Occurred()) return 0;
      switch (op) {
        case Py_LT: return py_bool(y !== 0);
        case Py_LE: return py_bool(x === 0);
        case Py_EQ: return py_bool(x === y);
        case Py_NE: return py_bool(x !== y);
        case Py_GT: return py_bool(x !== 0);
        case Py_GE: return py_bool(y === 0);
        default: return Py_NotImplemented;
      }
    }
    let b = PyObject_RichCompareBool(x, y, Py_EQ);
    const differ = b === 0;
    if (differ) b = PyObject_RichCompareBool(x, y, op);
    Py_DECREF(x);
    Py_DECREF(y);
    if (b < 0) return 0;
    if (differ) return py_bool(b > 0);
  }
}

function deque_init(deque: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const at = stackAlloc(16);
  write_ptr(at, 0);
  write_ptr(at + 8, 0);
  const ok = PyArg_ParseTupleAndKeywords(args, kwargs, '|OO:deque', ['iterable', 'maxlen'], at, at + 8);
  const iterable = HEAP32[at >> 2];
  const maxlenobj = HEAP32[(at + 8) >> 2];
  stackRestore(mark);
  if (!ok) return -1;
  let maxlen = -1;
  if (maxlenobj !== 0 && maxlenobj !== Py_None) {
    maxlen = PyLong_AsSsize_t(maxlenobj);
    if (maxlen === -1 && PyErr_Occurred()) return -1;
    if (maxlen < 0) {
      PyErr_SetString(PyExc_ValueError, 'maxlen must be non-negative');
      return -1;
    }
  }
  write_ssize(deque + dequeobject.maxlen, maxlen);
  if (Py_SIZE(deque) > 0) deque_clear(deque);
  return iterable === 0 ? 0 : extend(deque, iterable);
}

function deque_sizeof(deque: number): number {
  const blocks = Math.floor((leftindex(deque) + Py_SIZE(deque) + BLOCKLEN - 1) / BLOCKLEN);
  return PyLong_FromSsize_t(HEAP32[(Py_TYPE(deque) + PyTypeObject.tp_basicsize) >> 2] + blocks * block.SIZEOF);
}

function deque_get_maxlen(deque: number): number {
  const maxlen = maxlen_of(deque);
  return maxlen < 0 ? Py_None : PyLong_FromSsize_t(maxlen);
}

const deque_spec = type_spec({
  tp_name: 'collections.deque',
  tp_basicsize: dequeobject.SIZEOF,
  tp_dealloc: deque_dealloc,
  tp_repr: deque_repr,
  tp_as_number: { nb_bool: deque_bool },
  tp_as_sequence: {
    sq_length: Py_SIZE, sq_concat: deque_concat, sq_repeat: deque_repeat, sq_item: deque_item, sq_ass_item: deque_ass_item, sq_contains: deque_contains,
    sq_inplace_concat: deque_inplace_concat, sq_inplace_repeat: deque_inplace_repeat,
  },
  tp_hash: PyObject_HashNotImplemented,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'deque([iterable[, maxlen]])\n--\n\nA sequence that is quick at both ends.',
  tp_traverse: deque_traverse,
  tp_clear: deque_clear,
  tp_richcompare: deque_richcompare,
  tp_weaklistoffset: dequeobject.weakreflist,
  tp_iter: deque_iter,
  tp_init: deque_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: deque_new,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    ['append', deque_append, METH_O, 'append($self, item, /)\n--\n\nAdds an item at the right end.'],
    ['appendleft', deque_appendleft, METH_O, 'appendleft($self, item, /)\n--\n\nAdds an item at the left end.'],
    ['clear', deque_clearmethod, METH_NOARGS, 'clear($self, /)\n--\n\nRemoves all items.'],
    ['__copy__', deque_copy, METH_NOARGS, '__copy__($self, /)\n--\n\nA shallow copy.'],
    ['copy', deque_copy, METH_NOARGS, 'copy($self, /)\n--\n\nA shallow copy.'],
    ['count', deque_count, METH_O, 'count($self, value, /)\n--\n\nHow often value occurs.'],
    ['extend', deque_extend, METH_O, 'extend($self, iterable, /)\n--\n\nAdds the items of the iterable at the right end.'],
    ['extendleft', deque_extendleft, METH_O, 'extendleft($self, iterable, /)\n--\n\nAdds the items of the iterable at the left end, one by one.'],
    ['index', deque_index, METH_FASTCALL, 'index($self, value, [start, [stop]])\n--\n\nThe first index of value; ValueError where there is none.'],
    ['insert', deque_insert, METH_FASTCALL, 'insert($self, index, value, /)\n--\n\nPuts value before the item at index.'],
    ['pop', deque_pop, METH_NOARGS, 'pop($self, /)\n--\n\nRemoves the rightmost item and returns it.'],
    ['popleft', deque_popleft, METH_NOARGS, 'popleft($self, /)\n--\n\nRemoves the leftmost item and returns it.'],
    ['__reduce__', deque_reduce, METH_NOARGS, '__reduce__($self, /)\n--\n\nState for pickling.'],
    ['remove', deque_remove, METH_O, 'remove($self, value, /)\n--\n\nRemoves the first item equal to value.'],
    ['__reversed__', deque_reviter, METH_NOARGS, '__reversed__($self, /)\n--\n\nAn iterator from right to left.'],
    ['reverse', deque_reverse, METH_NOARGS, 'reverse($self, /)\n--\n\nReverses the order in place.'],
    ['rotate', deque_rotate, METH_FASTCALL, 'rotate($self, n=1, /)\n--\n\nMoves n items from the right end to the left; to the other side when n is negative.'],
    ['__sizeof__', deque_sizeof, METH_NOARGS, '__sizeof__($self, /)\n--\n\nBytes of memory.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
  tp_getset: [['maxlen', deque_get_maxlen, null, 'maximum size, or None']],
});

// ---- iterators ----

function new_iter(type: number, deque: number, b: number, index: number): number {
  const it = _PyObject_GC_New(type);
  if (it === 0) return 0;
  write_ptr(it + dequeiterobject.b, b);
  write_ssize(it + dequeiterobject.index, index);
  write_ptr(it + dequeiterobject.deque, Py_NewRef(deque));
  write_ptr(it + dequeiterobject.state, state_count(deque));
  write_ptr(it + dequeiterobject.counter, Py_SIZE(deque));
  PyObject_GC_Track(it);
  return it;
}

function deque_iter(deque: number): number {
  return new_iter(HEAP32[(state_of(deque) + collections_state.dequeiter_type) >> 2], deque, leftblock(deque), leftindex(deque));
}

function deque_reviter(deque: number): number {
  return new_iter(HEAP32[(state_of(deque) + collections_state.dequereviter_type) >> 2], deque, rightblock(deque), rightindex(deque));
}

function dequeiter_traverse(it: number, visit: visitproc, arg: number): number {
  const e = visit(Py_TYPE(it), arg);
  const deque = HEAP32[(it + dequeiterobject.deque) >> 2];
  return e || (deque !== 0 ? visit(deque, arg) : 0);
}

function dequeiter_clear(it: number): number {
  const deque = HEAP32[(it + dequeiterobject.deque) >> 2];
  write_ptr(it + dequeiterobject.deque, 0);
  Py_XDECREF(deque);
  return 0;
}

function dequeiter_dealloc(it: number): void {
  const type = Py_TYPE(it);
  PyObject_GC_UnTrack(it);
  dequeiter_clear(it);
  PyObject_GC_Del(it);
  Py_DECREF(type);
}

function mutated(it: number): boolean {
  const deque = HEAP32[(it + dequeiterobject.deque) >> 2];
  if (state_count(deque) === HEAP32[(it + dequeiterobject.state) >> 2]) return false;
  HEAP32[(it + dequeiterobject.counter) >> 2] = 0;
  PyErr_SetString(PyExc_RuntimeError, 'deque mutated during iteration');
  return true;
}

function dequeiter_next(it: number): number {
  if (mutated(it)) return 0;
  const counter = HEAP32[(it + dequeiterobject.counter) >> 2];
  if (counter === 0) return 0;
  const b = HEAP32[(it + dequeiterobject.b) >> 2];
  const index = HEAP32[(it + dequeiterobject.index) >> 2];
  const item = HEAP32[slot(b, index) >> 2];
  const wrap = index + 1 === BLOCKLEN && counter > 1;
  if (wrap) write_ptr(it + dequeiterobject.b, rightlink(b));
  HEAP32[(it + dequeiterobject.index) >> 2] = wrap ? 0 : index + 1;
  HEAP32[(it + dequeiterobject.counter) >> 2] = counter - 1;
  return Py_NewRef(item);
}

function dequereviter_next(it: number): number {
  const counter = HEAP32[(it + dequeiterobject.counter) >> 2];
  if (counter === 0 || mutated(it)) return 0;
  const b = HEAP32[(it + dequeiterobject.b) >> 2];
  const index = HEAP32[(it + dequeiterobject.index) >> 2];
  const item = HEAP32[slot(b, index) >> 2];
  const wrap = index === 0 && counter > 1;
  if (wrap) write_ptr(it + dequeiterobject.b, leftlink(b));
  write_ssize(it + dequeiterobject.index, wrap ? BLOCKLEN - 1 : index - 1);
  HEAP32[(it + dequeiterobject.counter) >> 2] = counter - 1;
  return Py_NewRef(item);
}

/** _deque_iterator(deque, consumed=0): as pickled. */
function new_consumed(type: number, args: number, kwds: number, make: (deque: number) => number, next: (it: number) => number): number {
  if (!_PyArg_NoKeywords(type_name_of(type), kwds)) return 0;
  const module = HEAP32[(type + PyHeapTypeObject.ht_module) >> 2];
  const deque_type = HEAP32[(HEAP32[(module + PyModuleObject.md_state) >> 2] + collections_state.deque_type) >> 2];
  const mark = stackSave();
  const at = stackAlloc(16);
  write_ptr(at + 8, 0);
  const ok = PyArg_ParseTuple(args, 'O!|n', deque_type, at, at + 8);
  const deque = HEAP32[at >> 2];
  const index = read_ssize(at + 8);
  stackRestore(mark);
  if (!ok) return 0;
  const it = make(deque);
  for (let i = 0; it !== 0 && i < index; i++) {
    const item = next(it);
    if (item !== 0) {
      Py_DECREF(item);
    } else if (PyErr_Occurred()) {
      Py_DECREF(it);
      return 0;
    } else {
      break;
    }
  }
  return it;
}

function type_name_of(type: number): string {
  return type === 0 ? '' : '_deque_iterator';
}

function dequeiter_new(type: number, args: number, kwds: number): number {
  return new_consumed(type, args, kwds, deque_iter, dequeiter_next);
}

function dequereviter_new(type: number, args: number, kwds: number): number {
  return new_consumed(type, args, kwds, deque_reviter, dequereviter_next);
}

function dequeiter_len(it: number): number {
  return PyLong_FromSsize_t(HEAP32[(it + dequeiterobject.counter) >> 2]);
}

function dequeiter_reduce(it: number): number {
  const deque = HEAP32[(it + dequeiterobject.deque) >> 2];
  return Py_BuildValue('O(On)', Py_TYPE(it), deque, Py_SIZE(deque) - HEAP32[(it + dequeiterobject.counter) >> 2]);
}

const dequeiter_common = {
  tp_basicsize: dequeiterobject.SIZEOF,
  tp_dealloc: dequeiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_traverse: dequeiter_traverse,
  tp_clear: dequeiter_clear,
  tp_iter: PyObject_SelfIter,
};

const dequeiter_spec = type_spec({
  ...dequeiter_common,
  tp_name: 'collections._deque_iterator',
  tp_iternext: dequeiter_next,
  tp_new: dequeiter_new,
  tp_methods: [
    ['__length_hint__', dequeiter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', dequeiter_reduce, METH_NOARGS, 'State for pickling.'],
  ],
});

const dequereviter_spec = type_spec({
  ...dequeiter_common,
  tp_name: 'collections._deque_reverse_iterator',
  tp_iternext: dequereviter_next,
  tp_new: dequereviter_new,
  tp_methods: [
    ['__length_hint__', dequeiter_len, METH_NOARGS, 'How many items may be left.'],
    ['__reduce__', dequeiter_reduce, METH_NOARGS, 'State for pickling.'],
  ],
});

// ---- defaultdict ----

function factory_of(dd: number): number {
  return HEAP32[(dd + defdictobject.default_factory) >> 2];
}

function defdict_missing(dd: number, key: number): number {
  const factory = factory_of(dd);
  if (factory === 0 || factory === Py_None) {
    _PyErr_SetKeyError(key);
    return 0;
  }
  const value = _PyObject_CallNoArgs(factory);
  if (value !== 0 && PyObject_SetItem(dd, key, value) < 0) {
    Py_DECREF(value);
    return 0;
  }
  return value;
}

function new_defdict(dd: number, arg: number): number {
  const factory = factory_of(dd);
  return PyObject_CallFunctionObjArgs(Py_TYPE(dd), factory !== 0 ? factory : Py_None, arg, 0);
}

function defdict_copy(dd: number): number {
  return new_defdict(dd, dd);
}

function defdict_reduce(dd: number): number {
  const factory = factory_of(dd);
  const args = factory === 0 || factory === Py_None ? PyTuple_New(0) : PyTuple_Pack(1, factory);
  const items = args === 0 ? 0 : PyObject_CallMethodNoArgs(dd, _Py_ID('items'));
  const iter = items === 0 ? 0 : PyObject_GetIter(items);
  const result = iter === 0 ? 0 : PyTuple_Pack(5, Py_TYPE(dd), args, Py_None, Py_None, iter);
  Py_XDECREF(iter);
  Py_XDECREF(items);
  Py_XDECREF(args);
  return result;
}

/** A function slot of dict. */
function dict_slot(offset: number): (...args: number[]) => number {
  return FUNCS[HEAP32[(PyDict_Type + offset) >> 2]];
}

function defdict_dealloc(dd: number): void {
  const type = Py_TYPE(dd);
  PyObject_GC_UnTrack(dd);
  const factory = factory_of(dd);
  write_ptr(dd + defdictobject.default_factory, 0);
  Py_XDECREF(factory);
  dict_slot(PyTypeObject.tp_dealloc)(dd);
  Py_DECREF(type);
}

function defdict_traverse(dd: number, visit: visitproc, arg: number): number {
  const factory = factory_of(dd);
  const e = visit(Py_TYPE(dd), arg) || (factory !== 0 ? visit(factory, arg) : 0);
  return e || (FUNCS[HEAP32[(PyDict_Type + PyTypeObject.tp_traverse) >> 2]](dd, visit, arg) as number);
}

function defdict_tp_clear(dd: number): number {
  const factory = factory_of(dd);
  write_ptr(dd + defdictobject.default_factory, 0);
  Py_XDECREF(factory);
  return dict_slot(PyTypeObject.tp_clear)(dd);
}

/** Returns new. */
function repr_factory(factory: number): number {
  if (factory === 0) return PyUnicode_FromString('None');
  const status = Py_ReprEnter(factory);
  if (status < 0) return 0;
  const repr = status > 0 ? PyUnicode_FromString('...') : PyObject_Repr(factory);
  Py_ReprLeave(factory);
  return repr;
}

function defdict_repr(dd: number): number {
  const baserepr = dict_slot(PyTypeObject.tp_repr)(dd);
  if (baserepr === 0) return 0;
  const defrepr = repr_factory(factory_of(dd));
  const result = defrepr === 0 ? 0 : PyUnicode_FromFormat('%s(%U, %U)', short_name(dd), defrepr, baserepr);
  Py_XDECREF(defrepr);
  Py_DECREF(baserepr);
  return result;
}

/** Is the type a defaultdict? Its dealloc is inherited by no class made in Python, so the base chain is walked. */
function is_defdict(op: number): boolean {
  if (!PyDict_Check(op)) return false;
  const own = own_type(Py_TYPE(op));
  return own !== PyDict_Type && HEAP32[(own + PyTypeObject.tp_basicsize) >> 2] === defdictobject.SIZEOF && FUNCS[HEAP32[(own + PyTypeObject.tp_repr) >> 2]] === defdict_repr;
}

function defdict_or(left: number, right: number): number {
  const self = is_defdict(left) ? left : right;
  const other = self === left ? right : left;
  if (!PyDict_Check(other)) return Py_NotImplemented;
  const result = new_defdict(self, left);
  if (result !== 0 && PyDict_Update(result, right) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

function defdict_init(dd: number, args: number, kwds: number): number {
  const olddefault = factory_of(dd);
  const n = args === 0 ? 0 : PyTuple_GET_SIZE(args);
  const newdefault = n > 0 ? PyTuple_GET_ITEM(args, 0) : 0;
  if (newdefault !== 0 && newdefault !== Py_None && !PyCallable_Check(newdefault)) {
    PyErr_SetString(PyExc_TypeError, 'first argument must be callable or None');
    return -1;
  }
  const newargs = args === 0 ? PyTuple_New(0) : PySequence_GetSlice(args, 1, n);
  if (newargs === 0) return -1;
  if (newdefault !== 0) Py_INCREF(newdefault);
  write_ptr(dd + defdictobject.default_factory, newdefault);
  const result = dict_slot(PyTypeObject.tp_init)(dd, newargs, kwds);
  Py_DECREF(newargs);
  Py_XDECREF(olddefault);
  return result;
}

const defdict_spec = type_spec({
  tp_name: 'collections.defaultdict',
  tp_basicsize: defdictobject.SIZEOF,
  tp_dealloc: defdict_dealloc,
  tp_repr: defdict_repr,
  tp_as_number: { nb_or: defdict_or },
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'defaultdict(default_factory=None, /, [...])\n--\n\nA dict that calls the factory for the value of a missing key.',
  tp_traverse: defdict_traverse,
  tp_clear: defdict_tp_clear,
  tp_init: defdict_init,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    ['__missing__', defdict_missing, METH_O, '__missing__(key): called by __getitem__ for a missing key.'],
    ['copy', defdict_copy, METH_NOARGS, 'A shallow copy.'],
    ['__copy__', defdict_copy, METH_NOARGS, 'A shallow copy.'],
    ['__reduce__', defdict_reduce, METH_NOARGS, 'State for pickling.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
  tp_members: [['default_factory', _Py_T_OBJECT, defdictobject.default_factory, 0, 'what __missing__ calls for a value']],
});

// ---- Counter's helper ----

/** mapping[key] of a plain dict one up. 0 or -1. */
function count_in_dict(mapping: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if (lo === -1 && hi === -1) return -1;
  const oldval = _PyDict_GetItem_KnownHash(mapping, key, lo, hi);
  if (oldval === 0) return PyErr_Occurred() ? -1 : _PyDict_SetItem_KnownHash(mapping, key, _PyLong_GetOne(), lo, hi);
  const newval = PyNumber_Add(oldval, _PyLong_GetOne());
  if (newval === 0) return -1;
  const r = _PyDict_SetItem_KnownHash(mapping, key, newval, lo, hi);
  Py_DECREF(newval);
  return r;
}

/** mapping[key] = bound_get(key, 0) + 1. 0 or -1. */
function count_with_get(mapping: number, bound_get: number, key: number): number {
  const oldval = PyObject_CallFunctionObjArgs(bound_get, key, _PyLong_GetZero(), 0);
  if (oldval === 0) return -1;
  const newval = PyNumber_Add(oldval, _PyLong_GetOne());
  Py_DECREF(oldval);
  if (newval === 0) return -1;
  const r = PyObject_SetItem(mapping, key, newval);
  Py_DECREF(newval);
  return r;
}

/** Are `get` and `__setitem__` those of dict? */
function counts_as_dict(mapping: number): boolean {
  if (!PyDict_Check(mapping)) return false;
  for (const name of ['get', '__setitem__']) {
    const own = _PyType_Lookup(Py_TYPE(mapping), _Py_ID(name));
    if (own === 0 || own !== _PyType_Lookup(PyDict_Type, _Py_ID(name))) return false;
  }
  return true;
}

function _count_elements(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_count_elements', nargs, 2, 2)) return 0;
  const mapping = HEAP32[args >> 2];
  const it = PyObject_GetIter(HEAP32[(args + 8) >> 2]);
  if (it === 0) return 0;
  const fast = counts_as_dict(mapping);
  const bound_get = fast ? 0 : PyObject_GetAttr(mapping, _Py_ID('get'));
  let ok = fast || bound_get !== 0;
  for (let key = ok ? PyIter_Next(it) : 0; key !== 0; key = ok ? PyIter_Next(it) : 0) {
    ok = (fast ? count_in_dict(mapping, key) : count_with_get(mapping, bound_get, key)) === 0;
    Py_DECREF(key);
  }
  Py_DECREF(it);
  Py_XDECREF(bound_get);
  return PyErr_Occurred() ? 0 : Py_None;
}

// ---- namedtuple's attributes ----

function tuplegetter_new(type: number, args: number, kwds: number): number {
  if (!_PyArg_NoKeywords('_tuplegetter', kwds) || !_PyArg_CheckPositional('_tuplegetter', PyTuple_GET_SIZE(args), 2, 2)) return 0;
  const index = index_arg(PyTuple_GET_ITEM(args, 0));
  if (index === -1 && PyErr_Occurred()) return 0;
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (self === 0) return 0;
  write_ssize(self + tuplegetterobject.index, index);
  write_ptr(self + tuplegetterobject.doc, Py_NewRef(PyTuple_GET_ITEM(args, 1)));
  return self;
}

function tuplegetter_descr_get(self: number, obj: number, _type: number): number {
  if (obj === 0) return Py_NewRef(self);
  const index = read_ssize(self + tuplegetterobject.index);
  if (!PyTuple_Check(obj)) {
    if (obj === Py_None) return Py_NewRef(self);
    PyErr_Format(PyExc_TypeError, "descriptor for index '%zd' for tuple subclasses doesn't apply to '%s' object", index, type_name(obj));
    return 0;
  }
  if (index < 0 || index >= PyTuple_GET_SIZE(obj)) {
    PyErr_SetString(PyExc_IndexError, 'tuple index out of range');
    return 0;
  }
  return Py_NewRef(PyTuple_GET_ITEM(obj, index));
}

function tuplegetter_descr_set(_self: number, _obj: number, value: number): number {
  PyErr_SetString(PyExc_AttributeError, value === 0 ? "can't delete attribute" : "can't set attribute");
  return -1;
}

function tuplegetter_traverse(self: number, visit: visitproc, arg: number): number {
  const doc = HEAP32[(self + tuplegetterobject.doc) >> 2];
  return visit(Py_TYPE(self), arg) || (doc !== 0 ? visit(doc, arg) : 0);
}

function tuplegetter_clear(self: number): number {
  const doc = HEAP32[(self + tuplegetterobject.doc) >> 2];
  write_ptr(self + tuplegetterobject.doc, 0);
  Py_XDECREF(doc);
  return 0;
}

function tuplegetter_dealloc(self: number): void {
  const type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  tuplegetter_clear(self);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(type);
}

function tuplegetter_reduce(self: number): number {
  return Py_BuildValue('(O(nO))', Py_TYPE(self), read_ssize(self + tuplegetterobject.index), HEAP32[(self + tuplegetterobject.doc) >> 2]);
}

function tuplegetter_repr(self: number): number {
  return PyUnicode_FromFormat('%s(%zd, %R)', short_name(self), read_ssize(self + tuplegetterobject.index), HEAP32[(self + tuplegetterobject.doc) >> 2]);
}

const tuplegetter_spec = type_spec({
  tp_name: 'collections._tuplegetter',
  tp_basicsize: tuplegetterobject.SIZEOF,
  tp_dealloc: tuplegetter_dealloc,
  tp_repr: tuplegetter_repr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_traverse: tuplegetter_traverse,
  tp_clear: tuplegetter_clear,
  tp_descr_get: tuplegetter_descr_get,
  tp_descr_set: tuplegetter_descr_set,
  tp_new: tuplegetter_new,
  tp_methods: [['__reduce__', tuplegetter_reduce, METH_NOARGS, null]],
  tp_members: [['__doc__', _Py_T_OBJECT, tuplegetterobject.doc, 0, null]],
});

// ---- module ----

function collections_exec(module: number): number {
  const state = PyMem_Malloc(collections_state.SIZEOF);
  if (state === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(module + PyModuleObject.md_state, state);
  for (let i = 0; i < collections_state.SIZEOF; i += 8) write_ptr(state + i, 0);
  const dict_bases = PyTuple_Pack(1, PyDict_Type);
  if (dict_bases === 0) return -1;
  const types = [
    [collections_state.deque_type, 'deque', deque_spec, 0],
    [collections_state.defdict_type, 'defaultdict', defdict_spec, dict_bases],
    [collections_state.dequeiter_type, '_deque_iterator', dequeiter_spec, 0],
    [collections_state.dequereviter_type, '_deque_reverse_iterator', dequereviter_spec, 0],
    [collections_state.tuplegetter_type, '_tuplegetter', tuplegetter_spec, 0],
  ] as const;
  let status = 0;
  for (const [at, name, spec, bases] of types) {
    const type = PyType_FromModuleAndSpec(module, spec, bases);
    if (type === 0) {
      status = -1;
      break;
    }
    write_ptr(state + at, type);
    if (PyModule_AddObjectRef(module, name, type) < 0) {
      status = -1;
      break;
    }
  }
  Py_DECREF(dict_bases);
  return status < 0 ? status : PyModule_AddObjectRef(module, 'OrderedDict', PyODict_Type);
}

builtin_module({
  m_name: '_collections',
  m_doc: 'High performance data structures.',
  m_methods: [['_count_elements', _count_elements, METH_FASTCALL, '_count_elements($module, mapping, iterable, /)\n--\n\nCounts the items of the iterable in the mapping.']],
  m_exec: collections_exec,
});
