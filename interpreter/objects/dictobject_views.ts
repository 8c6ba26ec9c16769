// Answers to the dictionary iterators and views of Objects/dictobject.c of CPython 3.13.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { _PyDictViewObject, dictiterobject, PyDictObject, PyDictValues, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, write_ptr, write_ssize } from '../include/heap';
import {
  METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_LE, Py_LT, Py_NE, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE,
  Py_XDECREF,
} from '../include/object';
import {
  Py_False, Py_None, Py_NotImplemented, Py_True, PyDictItems_Type, PyDictIterItem_Type, PyDictIterKey_Type, PyDictIterValue_Type, PyDictKeys_Type,
  PyDictRevIterItem_Type, PyDictRevIterKey_Type, PyDictRevIterValue_Type, PyDictValues_Type, PyExc_RuntimeError, PyExc_TypeError,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import {
  _PyObject_GC_IS_TRACKED, _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del,
} from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { PyIter_Next, PyObject_GetIter, PyObject_Size, PySequence_Contains, PySequence_List } from './abstract';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from './call';
import { PyDictProxy_New } from './descrobject';
import {
  _PyDict_DelItem_KnownHash, _PyDict_GetItem_KnownHash, _PyDict_HasSplitTable, dict_next, next_hash_hi, next_hash_lo, next_key, next_value, PyDict_Check,
  PyDict_CheckExact, PyDict_Contains, PyDict_Copy, PyDict_GetItemWithError, PyDictItems_Check, PyDictKeys_Check, PyDictViewSet_Check,
} from './dictobject';
import { DK_ENTRIES, DK_KEY_SLOT, DK_NENTRIES } from './dictobject_keys';
import { get_index_from_order } from './dictobject_values';
import { PyLong_FromSsize_t } from './longobject';
import { Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_RichCompareBool, PyObject_SelfIter } from './object';
import { _PySet_Update, PyAnySet_Check, PySet_Add, PySet_CheckExact, PySet_New } from './setobject';
import { _PyTuple_FromPair, _PyTuple_FromPairSteal, PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from './tupleobject';
import { _Py_ID, PyUnicode_FromString } from './unicodeobject';

const DI_DICT = dictiterobject.di_dict;
const DI_USED = dictiterobject.di_used;
const DI_POS = dictiterobject.di_pos;
const DI_RESULT = dictiterobject.di_result;
const DI_LEN = dictiterobject.len;
const DV_DICT = _PyDictViewObject.dv_dict;
const USED = PyDictObject.ma_used;
const KEYS = PyDictObject.ma_keys;
const VALUES = PyDictObject.ma_values;

type visitproc = (op: number, arg: number) => number;

// ---- iterators ----

function is_reverse(type: number): boolean {
  return type === PyDictRevIterKey_Type || type === PyDictRevIterItem_Type || type === PyDictRevIterValue_Type;
}

/** Returns new. May fail. */
export function dictiter_new(dict: number, itertype: number): number {
  const di = _PyObject_GC_New(itertype);
  if (di === 0) return 0;
  const used = HEAP32[(dict + USED) >> 2];
  write_ptr(di + DI_DICT, Py_NewRef(dict));
  write_ptr(di + DI_USED, used);
  write_ptr(di + DI_LEN, used);
  write_ptr(di + DI_RESULT, 0);
  if (is_reverse(itertype)) write_ssize(di + DI_POS, (_PyDict_HasSplitTable(dict) ? used : DK_NENTRIES(HEAP32[(dict + KEYS) >> 2])) - 1);
  else write_ptr(di + DI_POS, 0);
  if (itertype === PyDictIterItem_Type || itertype === PyDictRevIterItem_Type) {
    const result = PyTuple_Pack(2, Py_None, Py_None);
    if (result === 0) {
      Py_DECREF(di);
      return 0;
    }
    write_ptr(di + DI_RESULT, result);
  }
  _PyObject_GC_TRACK(di);
  return di;
}

function dictiter_dealloc(di: number): void {
  if (_PyObject_GC_IS_TRACKED(di)) _PyObject_GC_UNTRACK(di);
  Py_XDECREF(HEAP32[(di + DI_DICT) >> 2]);
  Py_XDECREF(HEAP32[(di + DI_RESULT) >> 2]);
  PyObject_GC_Del(di);
}

function dictiter_traverse(di: number, visit: visitproc, arg: number): number {
  const dict = HEAP32[(di + DI_DICT) >> 2];
  const e = dict !== 0 ? visit(dict, arg) : 0;
  if (e) return e;
  const result = HEAP32[(di + DI_RESULT) >> 2];
  return result !== 0 ? visit(result, arg) : 0;
}

function dictiter_len(di: number): number {
  const dict = HEAP32[(di + DI_DICT) >> 2];
  const len = dict !== 0 && HEAP32[(di + DI_USED) >> 2] === HEAP32[(dict + USED) >> 2] ? HEAP32[(di + DI_LEN) >> 2] : 0;
  return PyLong_FromSsize_t(len);
}

/** The iterator is at its end: forgets the dict. */
function exhausted(di: number, d: number): boolean {
  write_ptr(di + DI_DICT, 0);
  Py_DECREF(d);
  return false;
}

function changed_size(di: number): boolean {
  PyErr_SetString(PyExc_RuntimeError, 'dictionary changed size during iteration');
  write_ssize(di + DI_USED, -1);
  return false;
}

/** Moves a forward iterator on: the item (borrowed) is in next_key and next_value. False at the end or with an exception. */
function dictiter_advance(di: number): boolean {
  const d = HEAP32[(di + DI_DICT) >> 2];
  if (d === 0) return false;
  if (HEAP32[(di + DI_USED) >> 2] !== HEAP32[(d + USED) >> 2]) return changed_size(di);
  const i = dict_next(d, HEAP32[(di + DI_POS) >> 2]);
  if (i < 0) return exhausted(di, d);
  if (HEAP32[(di + DI_LEN) >> 2] === 0) {
    PyErr_SetString(PyExc_RuntimeError, 'dictionary keys changed during iteration');
    return exhausted(di, d);
  }
  HEAP32[(di + DI_POS) >> 2] = i;
  HEAP32[(di + DI_LEN) >> 2]--;
  return true;
}

function dictiter_iternextkey(di: number): number {
  return dictiter_advance(di) ? Py_NewRef(next_key) : 0;
}

function dictiter_iternextvalue(di: number): number {
  return dictiter_advance(di) ? Py_NewRef(next_value) : 0;
}

function dictiter_iternextitem(di: number): number {
  return dictiter_advance(di) ? pair_result(di, Py_NewRef(next_key), Py_NewRef(next_value)) : 0;
}

/** The iterator's own tuple when nobody else has it, else a new one. Steals key and value. */
function pair_result(di: number, key: number, value: number): number {
  const result = HEAP32[(di + DI_RESULT) >> 2];
  if ((HEAP32[result >> 2] & 0x7fffffff) !== 1) return _PyTuple_FromPairSteal(key, value);
  const oldkey = PyTuple_GET_ITEM(result, 0);
  const oldvalue = PyTuple_GET_ITEM(result, 1);
  HEAP32[(result + PyTupleObject.ob_item) >> 2] = key;
  HEAP32[(result + PyTupleObject.ob_item + 8) >> 2] = value;
  Py_INCREF(result);
  Py_DECREF(oldkey);
  Py_DECREF(oldvalue);
  // bpo-42536: the collector may have untracked the tuple when it held only atoms.
  if (!_PyObject_GC_IS_TRACKED(result)) _PyObject_GC_TRACK(result);
  return result;
}

function dictreviter_iternext(di: number): number {
  const d = HEAP32[(di + DI_DICT) >> 2];
  if (d === 0) return 0;
  if (HEAP32[(di + DI_USED) >> 2] !== HEAP32[(d + USED) >> 2]) {
    changed_size(di);
    return 0;
  }
  let i = HEAP32[(di + DI_POS) >> 2];
  const keys = HEAP32[(d + KEYS) >> 2];
  const values = HEAP32[(d + VALUES) >> 2];
  let key = 0;
  let value = 0;
  if (i >= 0 && values !== 0) {
    const index = get_index_from_order(values, i);
    key = HEAP32[(DK_ENTRIES(keys) + (index << 4)) >> 2];
    value = HEAP32[(values + PyDictValues.values + (index << 3)) >> 2];
  } else if (i >= 0) {
    while (i >= 0 && HEAP32[(DK_KEY_SLOT(keys, i) + 8) >> 2] === 0) i--;
    if (i >= 0) {
      key = HEAP32[DK_KEY_SLOT(keys, i) >> 2];
      value = HEAP32[(DK_KEY_SLOT(keys, i) + 8) >> 2];
    }
  }
  if (i < 0) {
    exhausted(di, d);
    return 0;
  }
  write_ssize(di + DI_POS, i - 1);
  HEAP32[(di + DI_LEN) >> 2]--;
  const type = Py_TYPE(di);
  if (type === PyDictRevIterKey_Type) return Py_NewRef(key);
  if (type === PyDictRevIterValue_Type) return Py_NewRef(value);
  return pair_result(di, Py_NewRef(key), Py_NewRef(value));
}

/** iter(list of what is left); the iterator itself does not move. */
function dictiter_reduce(di: number): number {
  const copy = _PyObject_GC_New(Py_TYPE(di));
  if (copy === 0) return 0;
  for (let at = DI_DICT; at < dictiterobject.SIZEOF; at += 8) {
    HEAP32[(copy + at) >> 2] = HEAP32[(di + at) >> 2];
    HEAP32[(copy + at + 4) >> 2] = HEAP32[(di + at + 4) >> 2];
  }
  const dict = HEAP32[(copy + DI_DICT) >> 2];
  const result = HEAP32[(copy + DI_RESULT) >> 2];
  if (dict !== 0) Py_INCREF(dict);
  if (result !== 0) Py_INCREF(result);
  _PyObject_GC_TRACK(copy);
  const list = PySequence_List(copy);
  Py_DECREF(copy);
  if (list === 0) return 0;
  return Py_BuildValue('N(N)', _PyEval_GetBuiltin(_Py_ID('iter')), list);
}

// ---- views ----

function dictview_dealloc(dv: number): void {
  _PyObject_GC_UNTRACK(dv);
  Py_XDECREF(HEAP32[(dv + DV_DICT) >> 2]);
  PyObject_GC_Del(dv);
}

function dictview_traverse(dv: number, visit: visitproc, arg: number): number {
  const dict = HEAP32[(dv + DV_DICT) >> 2];
  return dict !== 0 ? visit(dict, arg) : 0;
}

function dictview_len(dv: number): number {
  const dict = HEAP32[(dv + DV_DICT) >> 2];
  return dict !== 0 ? HEAP32[(dict + USED) >> 2] : 0;
}

/** Returns new. May fail. */
export function _PyDictView_New(dict: number, type: number): number {
  if (dict === 0) {
    PyErr_BadInternalCall();
    return 0;
  }
  if (!PyDict_Check(dict)) {
    PyErr_Format(
      PyExc_TypeError, "%s() requires a dict argument, not '%s'", cstring(HEAP32[(type + PyTypeObject.tp_name) >> 2]),
      cstring(HEAP32[(Py_TYPE(dict) + PyTypeObject.tp_name) >> 2]),
    );
    return 0;
  }
  const dv = _PyObject_GC_New(type);
  if (dv === 0) return 0;
  write_ptr(dv + DV_DICT, Py_NewRef(dict));
  _PyObject_GC_TRACK(dv);
  return dv;
}

function dictview_mapping(dv: number): number {
  return PyDictProxy_New(HEAP32[(dv + DV_DICT) >> 2]);
}

/** 1 when `other` contains all of `self`, 0, or -1. */
function all_contained_in(self: number, other: number): number {
  const iter = PyObject_GetIter(self);
  if (iter === 0) return -1;
  let ok = 1;
  while (ok > 0) {
    const next = PyIter_Next(iter);
    if (next === 0) {
      if (PyErr_Occurred()) ok = -1;
      break;
    }
    ok = PySequence_Contains(other, next);
    Py_DECREF(next);
  }
  Py_DECREF(iter);
  return ok;
}

function dictview_richcompare(self: number, other: number, op: number): number {
  if (!PyAnySet_Check(other) && !PyDictViewSet_Check(other)) return Py_NotImplemented;
  const len_self = PyObject_Size(self);
  if (len_self < 0) return 0;
  const len_other = PyObject_Size(other);
  if (len_other < 0) return 0;
  let ok = 0;
  if (op === Py_EQ || op === Py_NE) {
    if (len_self === len_other) ok = all_contained_in(self, other);
    if (op === Py_NE && ok >= 0) ok = ok ? 0 : 1;
  } else if (op === Py_LT ? len_self < len_other : op === Py_LE && len_self <= len_other) {
    ok = all_contained_in(self, other);
  } else if (op === Py_GT ? len_self > len_other : op === Py_GE && len_self >= len_other) {
    ok = all_contained_in(other, self);
  }
  if (ok < 0) return 0;
  return ok ? Py_True : Py_False;
}

function dictview_repr(dv: number): number {
  const entered = Py_ReprEnter(dv);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('...') : 0;
  const seq = PySequence_List(dv);
  let result = 0;
  if (seq !== 0) {
    result = PyUnicode_FromFormat('%s(%R)', cstring(HEAP32[(Py_TYPE(dv) + PyTypeObject.tp_name) >> 2]), seq);
    Py_DECREF(seq);
  }
  Py_ReprLeave(dv);
  return result;
}

function dictkeys_contains(dv: number, obj: number): number {
  const dict = HEAP32[(dv + DV_DICT) >> 2];
  return dict === 0 ? 0 : PyDict_Contains(dict, obj);
}

function dictitems_contains(dv: number, obj: number): number {
  const dict = HEAP32[(dv + DV_DICT) >> 2];
  if (dict === 0 || !PyTuple_Check(obj) || PyTuple_GET_SIZE(obj) !== 2) return 0;
  const found = PyDict_GetItemWithError(dict, PyTuple_GET_ITEM(obj, 0));
  if (found === 0) return PyErr_Occurred() ? -1 : 0;
  Py_INCREF(found);
  const result = PyObject_RichCompareBool(found, PyTuple_GET_ITEM(obj, 1), Py_EQ);
  Py_DECREF(found);
  return result;
}

function dictviews_to_set(self: number): number {
  const dict = HEAP32[(self + DV_DICT) >> 2];
  // PySet_New is fast for an exact dict.
  return PySet_New(PyDictKeys_Check(self) && PyDict_CheckExact(dict) ? dict : self);
}

/** A set of `self`, changed by calling its method with `other`. */
function set_changed_by(self: number, method: string, other: number): number {
  const result = PyDictViewSet_Check(self) ? dictviews_to_set(self) : PySet_New(self);
  if (result === 0) return 0;
  const tmp = PyObject_CallMethodOneArg(result, _Py_ID(method), other);
  if (tmp === 0) {
    Py_DECREF(result);
    return 0;
  }
  Py_DECREF(tmp);
  return result;
}

function dictviews_sub(self: number, other: number): number {
  return set_changed_by(self, 'difference_update', other);
}

/** Returns new. May run Python code. */
export function _PyDictView_Intersect(a: number, b: number): number {
  // The interpreter calls this with the view on either side.
  let self = PyDictViewSet_Check(a) ? a : b;
  let other = self === a ? b : a;
  const len_self = dictview_len(self);
  if (PySet_CheckExact(other) && len_self <= PyObject_Size(other)) return PyObject_CallMethodOneArg(other, _Py_ID('intersection'), self);
  if (PyDictViewSet_Check(other) && dictview_len(other) > len_self) {
    const tmp = other;
    other = self;
    self = tmp;
  }
  const result = PySet_New(0);
  if (result === 0) return 0;
  const it = PyObject_GetIter(other);
  if (it === 0) {
    Py_DECREF(result);
    return 0;
  }
  const contains = PyDictKeys_Check(self) ? dictkeys_contains : dictitems_contains;
  let ok = true;
  for (let key = PyIter_Next(it); key !== 0 && ok; key = ok ? PyIter_Next(it) : 0) {
    const rv = contains(self, key);
    ok = rv === 0 || (rv > 0 && PySet_Add(result, key) === 0);
    Py_DECREF(key);
  }
  Py_DECREF(it);
  if (ok && !PyErr_Occurred()) return result;
  Py_DECREF(result);
  return 0;
}

function dictviews_or(self: number, other: number): number {
  const result = PyDictViewSet_Check(self) ? dictviews_to_set(self) : PySet_New(self);
  if (result === 0) return 0;
  if (_PySet_Update(result, other) < 0) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

/** Pairs that are in one of two dicts. */
function dictitems_xor(d1: number, d2: number): number {
  const temp = PyDict_Copy(d1);
  if (temp === 0) return 0;
  const result = PySet_New(0);
  let ok = result !== 0;
  for (let i = dict_next(d2, 0); ok && i >= 0; i = dict_next(d2, i)) ok = xor_pair(temp, result, next_key, next_hash_lo, next_hash_hi, next_value);
  if (ok) {
    const remaining = PyObject_CallMethodNoArgs(temp, _Py_ID('items'));
    ok = remaining !== 0 && _PySet_Update(result, remaining) >= 0;
    Py_XDECREF(remaining);
  }
  Py_DECREF(temp);
  if (ok) return result;
  Py_XDECREF(result);
  return 0;
}

function xor_pair(temp: number, result: number, key: number, lo: number, hi: number, val2: number): boolean {
  Py_INCREF(key);
  Py_INCREF(val2);
  const val1 = _PyDict_GetItem_KnownHash(temp, key, lo, hi);
  let same = 0;
  if (val1 !== 0) {
    Py_INCREF(val1);
    same = PyObject_RichCompareBool(val1, val2, Py_EQ);
  } else if (PyErr_Occurred()) {
    same = -1;
  }
  let ok = same >= 0;
  if (same > 0) {
    ok = _PyDict_DelItem_KnownHash(temp, key, lo, hi) === 0;
  } else if (same === 0) {
    const pair = _PyTuple_FromPair(key, val2);
    ok = pair !== 0 && PySet_Add(result, pair) === 0;
    Py_XDECREF(pair);
  }
  Py_DECREF(key);
  Py_XDECREF(val1);
  Py_DECREF(val2);
  return ok;
}

function dictviews_xor(self: number, other: number): number {
  if (PyDictItems_Check(self) && PyDictItems_Check(other)) return dictitems_xor(HEAP32[(self + DV_DICT) >> 2], HEAP32[(other + DV_DICT) >> 2]);
  return set_changed_by(self, 'symmetric_difference_update', other);
}

function dictviews_isdisjoint(self: number, other: number): number {
  if (self === other) return dictview_len(self) === 0 ? Py_True : Py_False;
  let container = self;
  let items = other;
  if (PyAnySet_Check(other) || PyDictViewSet_Check(other)) {
    const len_other = PyObject_Size(other);
    if (len_other === -1) return 0;
    if (len_other > dictview_len(self)) {
      container = other;
      items = self;
    }
  }
  const it = PyObject_GetIter(items);
  if (it === 0) return 0;
  for (let item = PyIter_Next(it); item !== 0; item = PyIter_Next(it)) {
    const contains = PySequence_Contains(container, item);
    Py_DECREF(item);
    if (contains !== 0) {
      Py_DECREF(it);
      return contains < 0 ? 0 : Py_False;
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? 0 : Py_True;
}

function dictkeys_iter(dv: number): number {
  return dictiter_new(HEAP32[(dv + DV_DICT) >> 2], PyDictIterKey_Type);
}

function dictkeys_reversed(dv: number): number {
  return dictiter_new(HEAP32[(dv + DV_DICT) >> 2], PyDictRevIterKey_Type);
}

function dictvalues_iter(dv: number): number {
  return dictiter_new(HEAP32[(dv + DV_DICT) >> 2], PyDictIterValue_Type);
}

function dictvalues_reversed(dv: number): number {
  return dictiter_new(HEAP32[(dv + DV_DICT) >> 2], PyDictRevIterValue_Type);
}

function dictitems_iter(dv: number): number {
  return dictiter_new(HEAP32[(dv + DV_DICT) >> 2], PyDictIterItem_Type);
}

function dictitems_reversed(dv: number): number {
  return dictiter_new(HEAP32[(dv + DV_DICT) >> 2], PyDictRevIterItem_Type);
}

for (const [address, name, next] of [
  [PyDictIterKey_Type, 'dict_keyiterator', dictiter_iternextkey],
  [PyDictIterValue_Type, 'dict_valueiterator', dictiter_iternextvalue],
  [PyDictIterItem_Type, 'dict_itemiterator', dictiter_iternextitem],
  [PyDictRevIterKey_Type, 'dict_reversekeyiterator', dictreviter_iternext],
  [PyDictRevIterValue_Type, 'dict_reversevalueiterator', dictreviter_iternext],
  [PyDictRevIterItem_Type, 'dict_reverseitemiterator', dictreviter_iternext],
] as const) {
  static_type(address, {
    tp_name: name,
    tp_basicsize: dictiterobject.SIZEOF,
    tp_dealloc: dictiter_dealloc,
    tp_getattro: PyObject_GenericGetAttr,
    tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    tp_traverse: dictiter_traverse,
    tp_iter: PyObject_SelfIter,
    tp_iternext: next,
    tp_methods: [
      ['__length_hint__', dictiter_len, METH_NOARGS, 'How many items may be left.'],
      ['__reduce__', dictiter_reduce, METH_NOARGS, 'State for pickling.'],
    ],
  });
}

const dictviews_as_number = { nb_subtract: dictviews_sub, nb_and: _PyDictView_Intersect, nb_xor: dictviews_xor, nb_or: dictviews_or };
const isdisjoint_doc = 'Have the view and the iterable nothing in common?';

static_type(PyDictKeys_Type, {
  tp_name: 'dict_keys',
  tp_basicsize: _PyDictViewObject.SIZEOF,
  tp_dealloc: dictview_dealloc,
  tp_repr: dictview_repr,
  tp_as_number: dictviews_as_number,
  tp_as_sequence: { sq_length: dictview_len, sq_contains: dictkeys_contains },
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: dictview_traverse,
  tp_richcompare: dictview_richcompare,
  tp_iter: dictkeys_iter,
  tp_methods: [
    ['isdisjoint', dictviews_isdisjoint, METH_O, isdisjoint_doc],
    ['__reversed__', dictkeys_reversed, METH_NOARGS, 'An iterator over the keys from the last to the first.'],
  ],
  tp_getset: [['mapping', dictview_mapping, null, 'the dictionary of the view']],
});

static_type(PyDictItems_Type, {
  tp_name: 'dict_items',
  tp_basicsize: _PyDictViewObject.SIZEOF,
  tp_dealloc: dictview_dealloc,
  tp_repr: dictview_repr,
  tp_as_number: dictviews_as_number,
  tp_as_sequence: { sq_length: dictview_len, sq_contains: dictitems_contains },
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: dictview_traverse,
  tp_richcompare: dictview_richcompare,
  tp_iter: dictitems_iter,
  tp_methods: [
    ['isdisjoint', dictviews_isdisjoint, METH_O, isdisjoint_doc],
    ['__reversed__', dictitems_reversed, METH_NOARGS, 'An iterator over the pairs from the last to the first.'],
  ],
  tp_getset: [['mapping', dictview_mapping, null, 'the dictionary of the view']],
});

static_type(PyDictValues_Type, {
  tp_name: 'dict_values',
  tp_basicsize: _PyDictViewObject.SIZEOF,
  tp_dealloc: dictview_dealloc,
  tp_repr: dictview_repr,
  tp_as_sequence: { sq_length: dictview_len },
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: dictview_traverse,
  tp_iter: dictvalues_iter,
  tp_methods: [['__reversed__', dictvalues_reversed, METH_NOARGS, 'An iterator over the values from the last to the first.']],
  tp_getset: [['mapping', dictview_mapping, null, 'the dictionary of the view']],
});
