// Answers to the iterator and the views of Objects/odictobject.c of CPython 3.13. An iterator remembers the key it will give
// next, not the node: the node may be freed by then.

import { _ODictNode, _PyDictViewObject, odictiterobject, PyODictObject } from '../include/generated/offsets';
import { HEAP32, read_ptr, write_ptr, write_ssize } from '../include/heap';
import { METH_NOARGS, Py_CLEAR, Py_DECREF, Py_NewRef, Py_REFCNT, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_XDECREF, Py_XNewRef } from '../include/object';
import { Py_None, PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type, PyExc_RuntimeError, PyODictItems_Type, PyODictIter_Type, PyODictKeys_Type, PyODictValues_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { _PyErr_SetKeyError, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del, type visitproc } from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { PySequence_List } from './abstract';
import { PyDict_GetItemWithError } from './dictobject';
import { PyObject_GenericGetAttr, PyObject_SelfIter } from './object';
import { _odict_find_node, PyODict_SIZE } from './odictobject';
import { PyTuple_GET_ITEM, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { _Py_ID } from './unicodeobject';

const _odict_ITER_REVERSED = 1;
const _odict_ITER_KEYS = 2;
const _odict_ITER_VALUES = 4;
const _odict_ITER_ITEMS = _odict_ITER_KEYS | _odict_ITER_VALUES;

const KIND = odictiterobject.kind;
const ODICT = odictiterobject.di_odict;
const SIZE = odictiterobject.di_size;
const STATE = odictiterobject.di_state;
const CURRENT = odictiterobject.di_current;
const RESULT = odictiterobject.di_result;

const is_items = (kind: number): boolean => (kind & _odict_ITER_ITEMS) === _odict_ITER_ITEMS;

/** Returns new, not yet tracked; its fields but ob_base and `kind` are 0, items have their tuple. */
function odictiter_alloc(kind: number): number {
  const di = _PyObject_GC_New(PyODictIter_Type);
  if (di === 0) return 0;
  for (const field of [KIND, ODICT, SIZE, STATE, CURRENT, RESULT]) write_ptr(di + field, 0);
  HEAP32[(di + KIND) >> 2] = kind;
  if (!is_items(kind)) return di;
  const result = PyTuple_Pack(2, Py_None, Py_None);
  write_ptr(di + RESULT, result);
  if (result !== 0) return di;
  Py_DECREF(di);
  return 0;
}

function odictiter_new(od: number, kind: number): number {
  const di = odictiter_alloc(kind);
  if (di === 0) return 0;
  const node = read_ptr(od + (kind & _odict_ITER_REVERSED ? PyODictObject.od_last : PyODictObject.od_first));
  write_ptr(di + CURRENT, node === 0 ? 0 : Py_NewRef(read_ptr(node)));
  write_ptr(di + SIZE, PyODict_SIZE(od));
  HEAP32[(di + STATE) >> 2] = HEAP32[(od + PyODictObject.od_state) >> 2];
  write_ptr(di + ODICT, Py_NewRef(od));
  _PyObject_GC_TRACK(di);
  return di;
}

function odictiter_dealloc(di: number): void {
  if (_PyObject_GC_IS_TRACKED(di)) _PyObject_GC_UNTRACK(di);
  for (const field of [ODICT, CURRENT, RESULT]) Py_XDECREF(read_ptr(di + field));
  PyObject_GC_Del(di);
}

function odictiter_traverse(di: number, visit: visitproc, arg: number): number {
  for (const field of [ODICT, CURRENT, RESULT]) {
    const op = read_ptr(di + field);
    const e = op !== 0 ? visit(op, arg) : 0;
    if (e) return e;
  }
  return 0;
}

/** Returns new: the next key; 0 at the end or with an exception. */
function odictiter_nextkey(di: number): number {
  const od = read_ptr(di + ODICT);
  if (od === 0) return 0;
  const key = read_ptr(di + CURRENT);
  const mutated = key !== 0 && HEAP32[(od + PyODictObject.od_state) >> 2] !== HEAP32[(di + STATE) >> 2];
  if (key === 0 || mutated) {
    if (mutated) PyErr_SetString(PyExc_RuntimeError, 'OrderedDict mutated during iteration');
    Py_CLEAR(di + ODICT);
    return 0;
  }
  if (HEAP32[(di + SIZE) >> 2] !== PyODict_SIZE(od)) {
    PyErr_SetString(PyExc_RuntimeError, 'OrderedDict changed size during iteration');
    write_ssize(di + SIZE, -1);
    return 0;
  }
  const node = _odict_find_node(od, key);
  if (node === 0) {
    if (!PyErr_Occurred()) _PyErr_SetKeyError(key);
    Py_CLEAR(di + CURRENT);
    return 0;
  }
  const next = read_ptr(node + (HEAP32[(di + KIND) >> 2] & _odict_ITER_REVERSED ? _ODictNode.prev : _ODictNode.next));
  write_ptr(di + CURRENT, next === 0 ? 0 : Py_NewRef(read_ptr(next)));
  return key;
}

/** (key, value), both stolen, in the iterator's own tuple when nobody else has it. */
function item_of(di: number, key: number, value: number): number {
  let result = read_ptr(di + RESULT);
  if (Py_REFCNT(result) === 1) {
    Py_NewRef(result);
    Py_DECREF(PyTuple_GET_ITEM(result, 0));
    Py_DECREF(PyTuple_GET_ITEM(result, 1));
    if (!_PyObject_GC_IS_TRACKED(result)) _PyObject_GC_TRACK(result);
  } else {
    result = PyTuple_New(2);
    if (result === 0) {
      Py_DECREF(key);
      Py_DECREF(value);
      return 0;
    }
  }
  PyTuple_SET_ITEM(result, 0, key);
  PyTuple_SET_ITEM(result, 1, value);
  return result;
}

function odictiter_iternext(di: number): number {
  const key = odictiter_nextkey(di);
  const kind = HEAP32[(di + KIND) >> 2];
  if (key === 0 || !(kind & _odict_ITER_VALUES)) return key;
  const value = Py_XNewRef(PyDict_GetItemWithError(read_ptr(di + ODICT), key));
  if (value === 0) {
    if (!PyErr_Occurred()) _PyErr_SetKeyError(key);
    Py_DECREF(key);
  } else if (!(kind & _odict_ITER_KEYS)) {
    Py_DECREF(key);
    return value;
  }
  const result = value === 0 ? 0 : item_of(di, key, value);
  if (result === 0) {
    Py_CLEAR(di + CURRENT);
    Py_CLEAR(di + ODICT);
  }
  return result;
}

/** (iter, ([what is left],)): a second iterator in the same state is run to its end. */
function odictiter_reduce(di: number): number {
  const copy = odictiter_alloc(HEAP32[(di + KIND) >> 2]);
  if (copy === 0) return 0;
  for (const field of [ODICT, CURRENT]) write_ptr(copy + field, Py_XNewRef(read_ptr(di + field)));
  for (const word of [SIZE, SIZE + 4, STATE, STATE + 4]) HEAP32[(copy + word) >> 2] = HEAP32[(di + word) >> 2];
  const list = PySequence_List(copy);
  Py_DECREF(copy);
  return list === 0 ? 0 : Py_BuildValue('N(N)', _PyEval_GetBuiltin(_Py_ID('iter')), list);
}

static_type(PyODictIter_Type, {
  tp_name: 'odict_iterator',
  tp_basicsize: odictiterobject.SIZEOF,
  tp_dealloc: odictiter_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: odictiter_traverse,
  tp_iter: PyObject_SelfIter,
  tp_iternext: odictiter_iternext,
  tp_methods: [['__reduce__', odictiter_reduce, METH_NOARGS, 'State for pickling.']],
});

export function odict_iter(od: number): number {
  return odictiter_new(od, _odict_ITER_KEYS);
}
export function odict_reversed(od: number): number {
  return odictiter_new(od, _odict_ITER_KEYS | _odict_ITER_REVERSED);
}

for (const [address, name, base, kind] of [
  [PyODictKeys_Type, 'odict_keys', PyDictKeys_Type, _odict_ITER_KEYS],
  [PyODictItems_Type, 'odict_items', PyDictItems_Type, _odict_ITER_ITEMS],
  [PyODictValues_Type, 'odict_values', PyDictValues_Type, _odict_ITER_VALUES],
] as const) {
  const iterate = (reversed: number) => (dv: number): number => {
    const od = read_ptr(dv + _PyDictViewObject.dv_dict);
    return od === 0 ? Py_None : odictiter_new(od, kind | reversed);
  };
  static_type(address, { tp_name: name, tp_base: base, tp_iter: iterate(0), tp_methods: [['__reversed__', iterate(_odict_ITER_REVERSED), METH_NOARGS]] });
}
