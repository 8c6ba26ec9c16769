// Answers to Objects/odictobject.c of CPython 3.13: collections.OrderedDict. Its iterators and views are in
// odictobject_views.ts, update() in odictobject_update.ts.
//
// A dict with a doubly linked list of its keys beside it. od_fast_nodes mirrors the dict's table of entries, so that a key's
// node is found with one lookup: entry i of the dict belongs to od_fast_nodes[i]. It is made anew when the dict has got another
// keys object (od_resize_sentinel) or another size. A node leaves od_fast_nodes before its key leaves the dict: a deletion may
// move where a colliding key is found.
//
//   od_first -> node <-> node <-> node <- od_last          node: key (owned), hash, next, prev
//
// od_state counts the changes of the list; iterators and comparisons look at it.

import { _ODictNode, PyDictObject, PyODictObject, PyTypeObject } from '../include/generated/offsets';
import { func_index, FUNCS } from '../include/functable';
import { HEAP32, write_ptr } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_EQ, Py_INCREF, Py_NE, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF,
} from '../include/object';
import { Py_False, Py_None, Py_NotImplemented, Py_True, PyDict_Type, PyExc_KeyError, PyExc_RuntimeError, PyODict_Type, PyODictItems_Type, PyODictKeys_Type, PyODictValues_Type } from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import { as_bool, clinic_args } from '../modules/clinic';
import { _PyErr_ChainExceptions1, _PyErr_SetKeyError, PyErr_GetRaisedException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { PyObject_GetItem, PyObject_GetIter, PyObject_SetItem, PySequence_Contains } from './abstract';
import { _PyObject_CallNoArgs, PyObject_CallMethodNoArgs } from './call';
import {
  _PyDict_DelItem_KnownHash, _PyDict_FromKeys, _PyDict_Pop_KnownHash, _PyDict_SetItem_KnownHash, _PyDict_SizeOf, PyDict_Check, PyDict_Clear, PyDict_Copy, PyDict_GetItemWithError, PyObject_GenericGetDict,
} from './dictobject';
import { dict_key_hash, dict_key_hash_hi, dict_lookup, DK_NENTRIES, DK_SIZE, DKIX_EMPTY } from './dictobject_keys';
import { _PyDictView_New } from './dictobject_views';
import { PyLong_FromSsize_t } from './longobject';
import { Py_ReprEnter, Py_ReprLeave, PyObject_GenericSetDict, PyObject_RichCompareBool } from './object';
import { PyMem_Calloc, PyMem_Free, PyMem_Malloc } from './obmalloc';
import { mutablemapping_update, mutablemapping_update_arg, odict_init } from './odictobject_update';
import { odict_iter, odict_reversed } from './odictobject_views';
import { PyTuple_New, PyTuple_Pack } from './tupleobject';
import { _PyObject_GetState, _PyType_Name, PyType_GenericAlloc, PyType_IsSubtype } from './typeobject';
import { _Py_ID, PyUnicode_FromString } from './unicodeobject';
import { PyUnicode_FromFormat } from './unicodeobject_format';
import { PyObject_ClearWeakRefs } from './weakrefobject';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';

const FIRST = PyODictObject.od_first;
const LAST = PyODictObject.od_last;
const FAST = PyODictObject.od_fast_nodes;
const FAST_SIZE = PyODictObject.od_fast_nodes_size;
const SENTINEL = PyODictObject.od_resize_sentinel;
const STATE = PyODictObject.od_state;
const DICT = PyODictObject.od_inst_dict;
const KEYS = PyDictObject.ma_keys;
const NEXT = _ODictNode.next;
const PREV = _ODictNode.prev;
const HASH = _ODictNode.hash;

export const PyODict_Check = (op: number): boolean => Py_TYPE(op) === PyODict_Type || PyType_IsSubtype(Py_TYPE(op), PyODict_Type);
export const PyODict_CheckExact = (op: number): boolean => Py_TYPE(op) === PyODict_Type;
export const PyODict_SIZE = (op: number): number => HEAP32[(op + PyDictObject.ma_used) >> 2];

// --- the list ---------------------------------------------------------------------------------------------------------

/** The dict's entry of the key, or that of the next new one; -1 with an exception. */
function _odict_get_index_raw(od: number, key: number, lo: number, hi: number): number {
  const keys = HEAP32[(od + KEYS) >> 2];
  const ix = dict_lookup(od, key, lo, hi);
  if (ix === DKIX_EMPTY) return DK_NENTRIES(keys);
  return ix < 0 ? -1 : ix;
}

/** Makes od_fast_nodes fit the dict's table. 0 or -1. */
function _odict_resize(od: number): number {
  const size = DK_SIZE(HEAP32[(od + KEYS) >> 2]);
  const fast = PyMem_Calloc(size, 8);
  if (fast === 0) return PyErr_NoMemory() - 1;
  for (let node = HEAP32[(od + FIRST) >> 2]; node !== 0; node = HEAP32[(node + NEXT) >> 2]) {
    const i = _odict_get_index_raw(od, HEAP32[node >> 2], HEAP32[(node + HASH) >> 2], HEAP32[(node + HASH + 4) >> 2]);
    if (i < 0) {
      PyMem_Free(fast);
      return -1;
    }
    write_ptr(fast + i * 8, node);
  }
  PyMem_Free(HEAP32[(od + FAST) >> 2]);
  write_ptr(od + FAST, fast);
  write_ptr(od + FAST_SIZE, size);
  write_ptr(od + SENTINEL, HEAP32[(od + KEYS) >> 2]);
  return 0;
}

function _odict_get_index(od: number, key: number, lo: number, hi: number): number {
  const keys = HEAP32[(od + KEYS) >> 2];
  if ((HEAP32[(od + SENTINEL) >> 2] !== keys || HEAP32[(od + FAST_SIZE) >> 2] !== DK_SIZE(keys)) && _odict_resize(od) < 0) return -1;
  return _odict_get_index_raw(od, key, lo, hi);
}

/** The key's node; 0 when there is none or with an exception. */
function _odict_find_node_hash(od: number, key: number, lo: number, hi: number): number {
  if (HEAP32[(od + FIRST) >> 2] === 0) return 0;
  const i = _odict_get_index(od, key, lo, hi);
  return i < 0 ? 0 : HEAP32[(HEAP32[(od + FAST) >> 2] + i * 8) >> 2];
}

export function _odict_find_node(od: number, key: number): number {
  if (HEAP32[(od + FIRST) >> 2] === 0) return 0;
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  return lo === -1 && hi === -1 ? 0 : _odict_find_node_hash(od, key, lo, hi);
}

function _odict_add_head(od: number, node: number): void {
  const first = HEAP32[(od + FIRST) >> 2];
  write_ptr(node + PREV, 0);
  write_ptr(node + NEXT, first);
  write_ptr(first === 0 ? od + LAST : first + PREV, node);
  write_ptr(od + FIRST, node);
  HEAP32[(od + STATE) >> 2]++;
}

function _odict_add_tail(od: number, node: number): void {
  const last = HEAP32[(od + LAST) >> 2];
  write_ptr(node + PREV, last);
  write_ptr(node + NEXT, 0);
  write_ptr(last === 0 ? od + FIRST : last + NEXT, node);
  write_ptr(od + LAST, node);
  HEAP32[(od + STATE) >> 2]++;
}

/** Adds a node for the key, which is in the dict already, to the end; nothing when it has one. 0 or -1. */
function _odict_add_new_node(od: number, key: number, lo: number, hi: number): number {
  Py_INCREF(key);
  const i = _odict_get_index(od, key, lo, hi);
  if (i < 0) {
    if (!PyErr_Occurred()) _PyErr_SetKeyError(key);
    Py_DECREF(key);
    return -1;
  }
  const slot = HEAP32[(od + FAST) >> 2] + i * 8;
  if (HEAP32[slot >> 2] !== 0) {
    Py_DECREF(key);
    return 0;
  }
  const node = PyMem_Malloc(_ODictNode.SIZEOF);
  if (node === 0) {
    Py_DECREF(key);
    return PyErr_NoMemory() - 1;
  }
  write_ptr(node, key);
  HEAP32[(node + HASH) >> 2] = lo;
  HEAP32[(node + HASH + 4) >> 2] = hi;
  _odict_add_tail(od, node);
  write_ptr(slot, node);
  return 0;
}

function node_dealloc(node: number): void {
  Py_DECREF(HEAP32[node >> 2]);
  PyMem_Free(node);
}

/** Takes the node out of the list. */
function _odict_remove_node(od: number, node: number): void {
  const next = HEAP32[(node + NEXT) >> 2];
  const prev = HEAP32[(node + PREV) >> 2];
  if (HEAP32[(od + FIRST) >> 2] === node) write_ptr(od + FIRST, next);
  else if (prev !== 0) write_ptr(prev + NEXT, next);
  if (HEAP32[(od + LAST) >> 2] === node) write_ptr(od + LAST, prev);
  else if (next !== 0) write_ptr(next + PREV, prev);
  write_ptr(node + PREV, 0);
  write_ptr(node + NEXT, 0);
  HEAP32[(od + STATE) >> 2]++;
}

/** Frees the key's node, if it has one, before the dict forgets the key. 0 or -1. */
function _odict_clear_node(od: number, key: number, lo: number, hi: number): number {
  if (HEAP32[(od + FIRST) >> 2] === 0) return 0;
  const i = _odict_get_index(od, key, lo, hi);
  if (i < 0) return PyErr_Occurred() ? -1 : 0;
  const slot = HEAP32[(od + FAST) >> 2] + i * 8;
  const node = HEAP32[slot >> 2];
  if (node === 0) return 0;
  write_ptr(slot, 0);
  _odict_remove_node(od, node);
  node_dealloc(node);
  return 0;
}

function _odict_clear_nodes(od: number): void {
  PyMem_Free(HEAP32[(od + FAST) >> 2]);
  for (const field of [FAST, FAST_SIZE, SENTINEL]) write_ptr(od + field, 0);
  let node = HEAP32[(od + FIRST) >> 2];
  write_ptr(od + FIRST, 0);
  write_ptr(od + LAST, 0);
  HEAP32[(od + STATE) >> 2]++;
  while (node !== 0) {
    const next = HEAP32[(node + NEXT) >> 2];
    node_dealloc(node);
    node = next;
  }
}

/** 1, 0, or -1 with an exception: also when a comparison changes one of the two. */
function _odict_keys_equal(a: number, b: number): number {
  const state_a = HEAP32[(a + STATE) >> 2];
  const state_b = HEAP32[(b + STATE) >> 2];
  let node_a = HEAP32[(a + FIRST) >> 2];
  let node_b = HEAP32[(b + FIRST) >> 2];
  while (node_a !== 0 && node_b !== 0) {
    const key_a = Py_NewRef(HEAP32[node_a >> 2]);
    const key_b = Py_NewRef(HEAP32[node_b >> 2]);
    const res = PyObject_RichCompareBool(key_a, key_b, Py_EQ);
    Py_DECREF(key_a);
    Py_DECREF(key_b);
    if (res < 0) return -1;
    if (HEAP32[(a + STATE) >> 2] !== state_a || HEAP32[(b + STATE) >> 2] !== state_b) {
      PyErr_SetString(PyExc_RuntimeError, 'OrderedDict mutated during iteration');
      return -1;
    }
    if (res === 0) return 0;
    node_a = HEAP32[(node_a + NEXT) >> 2];
    node_b = HEAP32[(node_b + NEXT) >> 2];
  }
  return node_a === node_b ? 1 : 0;
}

// --- the C API ----------------------------------------------------------------------------------------------------------

/** Returns new. May fail. */
export function PyODict_New(): number {
  return FUNCS[HEAP32[(PyDict_Type + PyTypeObject.tp_new) >> 2]](PyODict_Type, 0, 0);
}

function _PyODict_SetItem_KnownHash(od: number, key: number, value: number, lo: number, hi: number): number {
  let res = _PyDict_SetItem_KnownHash(od, key, value, lo, hi);
  if (res === 0) {
    res = _odict_add_new_node(od, key, lo, hi);
    if (res < 0) {
      const exc = PyErr_GetRaisedException();
      _PyDict_DelItem_KnownHash(od, key, lo, hi);
      _PyErr_ChainExceptions1(exc);
    }
  }
  return res;
}

/** 0 or -1. May run Python code. */
export function PyODict_SetItem(od: number, key: number, value: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  return lo === -1 && hi === -1 ? -1 : _PyODict_SetItem_KnownHash(od, key, value, lo, hi);
}

/** 0 or -1. May run Python code. */
export function PyODict_DelItem(od: number, key: number): number {
  const lo = dict_key_hash(key);
  const hi = dict_key_hash_hi();
  if ((lo === -1 && hi === -1) || _odict_clear_node(od, key, lo, hi) < 0) return -1;
  return _PyDict_DelItem_KnownHash(od, key, lo, hi);
}

// --- slots --------------------------------------------------------------------------------------------------------------

function odict_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  if (Py_TRASHCAN_BEGIN(self, odict_dealloc_index)) return;
  Py_XDECREF(HEAP32[(self + DICT) >> 2]);
  if (HEAP32[(self + PyODictObject.od_weakreflist) >> 2] !== 0) PyObject_ClearWeakRefs(self);
  _odict_clear_nodes(self);
  FUNCS[HEAP32[(PyDict_Type + PyTypeObject.tp_dealloc) >> 2]](self);
  Py_TRASHCAN_END();
}
const odict_dealloc_index = func_index(odict_dealloc);

function odict_traverse(od: number, visit: visitproc, arg: number): number {
  const dict = HEAP32[(od + DICT) >> 2];
  let e = dict !== 0 ? visit(dict, arg) : 0;
  for (let node = HEAP32[(od + FIRST) >> 2]; node !== 0 && !e; node = HEAP32[(node + NEXT) >> 2]) e = visit(HEAP32[node >> 2], arg);
  return e || (FUNCS[HEAP32[(PyDict_Type + PyTypeObject.tp_traverse) >> 2]](od, visit as unknown as number, arg) as number);
}

function odict_tp_clear(od: number): number {
  Py_CLEAR(od + DICT);
  PyDict_Clear(od);
  _odict_clear_nodes(od);
  return 0;
}

function odict_repr(self: number): number {
  if (PyODict_SIZE(self) === 0) return PyUnicode_FromFormat('%s()', _PyType_Name(Py_TYPE(self)));
  const entered = Py_ReprEnter(self);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('...') : 0;
  const copy = PyDict_Copy(self);
  const result = copy === 0 ? 0 : PyUnicode_FromFormat('%s(%R)', _PyType_Name(Py_TYPE(self)), copy);
  Py_XDECREF(copy);
  Py_ReprLeave(self);
  return result;
}

function odict_richcompare(v: number, w: number, op: number): number {
  if (!PyODict_Check(v) || !PyDict_Check(w) || (op !== Py_EQ && op !== Py_NE)) return Py_NotImplemented;
  const cmp = FUNCS[HEAP32[(PyDict_Type + PyTypeObject.tp_richcompare) >> 2]](v, w, op) as number;
  if (cmp === 0 || !PyODict_Check(w) || cmp === (op === Py_EQ ? Py_False : Py_True)) return cmp;
  const eq = _odict_keys_equal(v, w);
  if (eq < 0) return 0;
  return (eq === 1) === (op === Py_EQ) ? Py_True : Py_False;
}

function odict_mp_ass_sub(od: number, v: number, w: number): number {
  return w === 0 ? PyODict_DelItem(od, v) : PyODict_SetItem(od, v, w);
}

function odict_or(left: number, right: number): number {
  const self = PyODict_Check(left) ? left : right;
  if (!PyDict_Check(self === left ? right : left)) return Py_NotImplemented;
  const args = PyTuple_Pack(1, left);
  const merged = args === 0 ? 0 : (FUNCS[HEAP32[(Py_TYPE(Py_TYPE(self)) + PyTypeObject.tp_call) >> 2]](Py_TYPE(self), args, 0) as number);
  Py_XDECREF(args);
  if (merged !== 0 && mutablemapping_update_arg(merged, right) < 0) {
    Py_DECREF(merged);
    return 0;
  }
  return merged;
}

function odict_inplace_or(self: number, other: number): number {
  return mutablemapping_update_arg(self, other) < 0 ? 0 : Py_NewRef(self);
}

// --- methods ------------------------------------------------------------------------------------------------------------

function OrderedDict_fromkeys(type: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'fromkeys', keywords: ['iterable', 'value'] }, 1, 2, 0, args, nargs, kwnames);
  return a ? _PyDict_FromKeys(type, a[0], a[1] || Py_None) : 0;
}

function odict_sizeof(od: number): number {
  const nodes = HEAP32[(od + FIRST) >> 2] === 0 ? 0 : PyODict_SIZE(od) * _ODictNode.SIZEOF;
  return PyLong_FromSsize_t(_PyDict_SizeOf(od) + HEAP32[(od + FAST_SIZE) >> 2] * 8 + nodes);
}

function odict_reduce(od: number): number {
  const state = _PyObject_GetState(od);
  if (state === 0) return 0;
  const args = PyTuple_New(0);
  const items = PyObject_CallMethodNoArgs(od, _Py_ID('items'));
  const iter = items === 0 ? 0 : PyObject_GetIter(items);
  Py_XDECREF(items);
  const result = iter === 0 ? 0 : PyTuple_Pack(5, Py_TYPE(od), args, state, Py_None, iter);
  Py_XDECREF(iter);
  Py_DECREF(args);
  Py_DECREF(state);
  return result;
}

function OrderedDict_setdefault(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'setdefault', keywords: ['key', 'default'] }, 1, 2, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const [key, value] = [a[0], a[1] || Py_None];
  if (PyODict_CheckExact(self)) {
    const found = PyDict_GetItemWithError(self, key);
    if (found !== 0) return Py_NewRef(found);
    return PyErr_Occurred() || PyODict_SetItem(self, key, value) < 0 ? 0 : Py_NewRef(value);
  }
  const exists = PySequence_Contains(self, key);
  if (exists < 0) return 0;
  if (exists) return PyObject_GetItem(self, key);
  return PyObject_SetItem(self, key, value) < 0 ? 0 : Py_NewRef(value);
}

/** The value of a key that has a node, taken out of the dict itself; new. */
function pop_value(od: number, key: number, lo: number, hi: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  _PyDict_Pop_KnownHash(od, key, lo, hi, slot);
  const value = HEAP32[slot >> 2];
  stackRestore(mark);
  return value;
}

/** Returns new: the value, `failobj` when that is not NULL, or NULL with KeyError. */
function _odict_popkey_hash(od: number, key: number, failobj: number, lo: number, hi: number): number {
  let value = 0;
  if (_odict_find_node_hash(od, key, lo, hi) !== 0) {
    if (_odict_clear_node(od, key, lo, hi) < 0) return 0;
    value = pop_value(od, key, lo, hi);
  }
  if (value !== 0 || PyErr_Occurred()) return value;
  if (failobj !== 0) return Py_NewRef(failobj);
  _PyErr_SetKeyError(key);
  return 0;
}

function OrderedDict_pop(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'pop', keywords: ['key', 'default'] }, 1, 2, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const lo = dict_key_hash(a[0]);
  const hi = dict_key_hash_hi();
  return lo === -1 && hi === -1 ? 0 : _odict_popkey_hash(self, a[0], a[1], lo, hi);
}

function OrderedDict_popitem(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'popitem', keywords: ['last'] }, 0, 1, 0, args, nargs, kwnames);
  const last = a && (a[0] === 0 || as_bool(a[0]));
  if (last === null) return 0;
  const node = HEAP32[(self + (last ? LAST : FIRST)) >> 2];
  if (node === 0) {
    PyErr_SetString(PyExc_KeyError, 'dictionary is empty');
    return 0;
  }
  const key = Py_NewRef(HEAP32[node >> 2]);
  const value = _odict_popkey_hash(self, key, 0, HEAP32[(node + HASH) >> 2], HEAP32[(node + HASH + 4) >> 2]);
  const item = value === 0 ? 0 : PyTuple_Pack(2, key, value);
  Py_DECREF(key);
  Py_XDECREF(value);
  return item;
}

function odict_clear(od: number): number {
  PyDict_Clear(od);
  _odict_clear_nodes(od);
  return Py_None;
}

/** Copies one node's item. 0 or -1. */
function copy_node(od: number, od_copy: number, node: number): number {
  const key = HEAP32[node >> 2];
  if (PyODict_CheckExact(od)) {
    const value = PyDict_GetItemWithError(od, key);
    if (value !== 0) return _PyODict_SetItem_KnownHash(od_copy, key, value, HEAP32[(node + HASH) >> 2], HEAP32[(node + HASH + 4) >> 2]);
    if (!PyErr_Occurred()) _PyErr_SetKeyError(key);
    return -1;
  }
  const value = PyObject_GetItem(od, key);
  if (value === 0) return -1;
  const res = PyObject_SetItem(od_copy, key, value);
  Py_DECREF(value);
  return res;
}

function odict_copy(od: number): number {
  const od_copy = PyODict_CheckExact(od) ? PyODict_New() : _PyObject_CallNoArgs(Py_TYPE(od));
  if (od_copy === 0) return 0;
  for (let node = HEAP32[(od + FIRST) >> 2]; node !== 0; node = HEAP32[(node + NEXT) >> 2]) {
    if (copy_node(od, od_copy, node) < 0) {
      Py_DECREF(od_copy);
      return 0;
    }
  }
  return od_copy;
}

function OrderedDict_move_to_end(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'move_to_end', keywords: ['key', 'last'] }, 1, 2, 0, args, nargs, kwnames);
  const last = a && (a[1] === 0 || as_bool(a[1]));
  if (a === null || last === null) return 0;
  const end = HEAP32[(self + (last ? LAST : FIRST)) >> 2];
  if (end !== 0 && a[0] === HEAP32[end >> 2]) return Py_None;
  const node = end === 0 ? 0 : _odict_find_node(self, a[0]);
  if (node === 0) {
    if (!PyErr_Occurred()) _PyErr_SetKeyError(a[0]);
    return 0;
  }
  if (node === end) return Py_None;
  _odict_remove_node(self, node);
  (last ? _odict_add_tail : _odict_add_head)(self, node);
  return Py_None;
}

const FK = METH_FASTCALL | METH_KEYWORDS;

static_type(PyODict_Type, {
  tp_name: 'collections.OrderedDict',
  tp_basicsize: PyODictObject.SIZEOF,
  tp_dealloc: odict_dealloc,
  tp_repr: odict_repr,
  tp_as_number: { nb_or: odict_or, nb_inplace_or: odict_inplace_or },
  tp_as_mapping: { mp_ass_subscript: odict_mp_ass_sub },
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Dictionary that remembers insertion order',
  tp_traverse: odict_traverse,
  tp_clear: odict_tp_clear,
  tp_richcompare: odict_richcompare,
  tp_weaklistoffset: PyODictObject.od_weakreflist,
  tp_iter: odict_iter,
  tp_base: PyDict_Type,
  tp_dictoffset: PyODictObject.od_inst_dict,
  tp_init: odict_init,
  tp_alloc: PyType_GenericAlloc,
  tp_methods: [
    ['fromkeys', OrderedDict_fromkeys, FK | METH_CLASS, 'fromkeys($type, /, iterable, value=None)\n--\n\nAn ordered dictionary with these keys, all with this value.'],
    ['__sizeof__', odict_sizeof, METH_NOARGS],
    ['__reduce__', odict_reduce, METH_NOARGS, 'State for pickling.'],
    ['setdefault', OrderedDict_setdefault, FK, 'setdefault($self, /, key, default=None)\n--\n\nThe value of the key, which is set to default if it was absent.'],
    ['pop', OrderedDict_pop, FK, 'pop($self, /, key, default=<unrepresentable>)\n--\n\nRemoves the key and returns its value, or default, or raises KeyError.'],
    ['popitem', OrderedDict_popitem, FK, 'popitem($self, /, last=True)\n--\n\nRemoves the last pair (or the first) and returns it; KeyError when empty.'],
    ['keys', (od: number) => _PyDictView_New(od, PyODictKeys_Type), METH_NOARGS],
    ['values', (od: number) => _PyDictView_New(od, PyODictValues_Type), METH_NOARGS],
    ['items', (od: number) => _PyDictView_New(od, PyODictItems_Type), METH_NOARGS],
    ['update', mutablemapping_update, METH_VARARGS | METH_KEYWORDS],
    ['clear', odict_clear, METH_NOARGS, 'Removes all items.'],
    ['copy', odict_copy, METH_NOARGS, 'A shallow copy.'],
    ['__reversed__', odict_reversed, METH_NOARGS, 'An iterator over the keys from the last to the first.'],
    ['move_to_end', OrderedDict_move_to_end, FK, 'move_to_end($self, /, key, last=True)\n--\n\nMoves the key to the end (or the beginning); KeyError when it is not there.'],
  ],
  tp_getset: [['__dict__', (self: number, context: number) => PyObject_GenericGetDict(self, context), (self: number, value: number, context: number) => PyObject_GenericSetDict(self, value, context)]],
});
