// Answers to the MutableMapping part of Objects/odictobject.c of CPython 3.13: OrderedDict.update() and __init__(), which store
// item by item, as collections.abc.MutableMapping does.

import { Py_DECREF, Py_INCREF, Py_XDECREF } from '../include/object';
import { Py_None, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { optional_attr } from '../modules/clinic';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyIter_Next, PyObject_GetItem, PyObject_GetIter, PyObject_SetItem } from './abstract';
import { PyObject_CallNoArgs } from './call';
import { PyDict_CheckExact, PyDict_GET_SIZE, PyDict_Items } from './dictobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _Py_ID } from './unicodeobject';

/** The next value of a pair's iterator; 0 with an exception, which is ValueError(short) at its end. */
function next_of_pair(iterator: number, short: string): number {
  const value = PyIter_Next(iterator);
  if (value === 0 && !PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, short);
  return value;
}

/** self[key] = value of one pair. 0 or -1. */
function set_pair(self: number, pair: number): number {
  const iterator = PyObject_GetIter(pair);
  if (iterator === 0) return -1;
  const key = next_of_pair(iterator, 'need more than 0 values to unpack');
  const value = key === 0 ? 0 : next_of_pair(iterator, 'need more than 1 value to unpack');
  let res = -1;
  if (value !== 0) {
    const unexpected = PyIter_Next(iterator);
    if (unexpected !== 0) {
      Py_DECREF(unexpected);
      PyErr_SetString(PyExc_ValueError, 'too many values to unpack (expected 2)');
    } else if (!PyErr_Occurred()) res = PyObject_SetItem(self, key, value);
  }
  Py_DECREF(iterator);
  Py_XDECREF(key);
  Py_XDECREF(value);
  return res;
}

function mutablemapping_add_pairs(self: number, pairs: number): number {
  const iterator = PyObject_GetIter(pairs);
  if (iterator === 0) return -1;
  let res = 0;
  while (res === 0) {
    const pair = PyIter_Next(iterator);
    if (pair === 0) break;
    res = set_pair(self, pair);
    Py_DECREF(pair);
  }
  Py_DECREF(iterator);
  return PyErr_Occurred() ? -1 : res;
}

/** The pairs of `items` (stolen; 0 with an exception). */
function add_items(self: number, items: number): number {
  if (items === 0) return -1;
  const res = mutablemapping_add_pairs(self, items);
  Py_DECREF(items);
  return res;
}

/** self[key] = arg[key] for the keys that the method `keys` (stolen) gives. */
function add_keys(self: number, arg: number, keys_method: number): number {
  const keys = PyObject_CallNoArgs(keys_method);
  Py_DECREF(keys_method);
  if (keys === 0) return -1;
  const iterator = PyObject_GetIter(keys);
  Py_DECREF(keys);
  if (iterator === 0) return -1;
  let res = 0;
  while (res === 0) {
    const key = PyIter_Next(iterator);
    if (key === 0) break;
    const value = PyObject_GetItem(arg, key);
    res = value === 0 ? -1 : PyObject_SetItem(self, key, value);
    Py_XDECREF(value);
    Py_DECREF(key);
  }
  Py_DECREF(iterator);
  return res !== 0 || PyErr_Occurred() ? -1 : 0;
}

/** update(arg): a mapping or pairs. 0 or -1. May run Python code. */
export function mutablemapping_update_arg(self: number, arg: number): number {
  if (PyDict_CheckExact(arg)) return add_items(self, PyDict_Items(arg));
  const keys = optional_attr(arg, _Py_ID('keys'));
  if (keys < 0) return -1;
  if (keys !== 0) return add_keys(self, arg, keys);
  const items = optional_attr(arg, _Py_ID('items'));
  if (items < 0) return -1;
  if (items === 0) return mutablemapping_add_pairs(self, arg);
  const pairs = PyObject_CallNoArgs(items);
  Py_DECREF(items);
  return add_items(self, pairs);
}

export function mutablemapping_update(self: number, args: number, kwargs: number): number {
  const len = args === 0 ? 0 : PyTuple_GET_SIZE(args);
  if (len > 1) return PyErr_Format(PyExc_TypeError, 'update() takes at most 1 positional argument (%zd given)', len);
  if (len === 1) {
    const other = PyTuple_GET_ITEM(args, 0);
    Py_INCREF(other);
    const res = mutablemapping_update_arg(self, other);
    Py_DECREF(other);
    if (res < 0) return 0;
  }
  if (kwargs !== 0 && PyDict_GET_SIZE(kwargs) > 0 && add_items(self, PyDict_Items(kwargs)) < 0) return 0;
  return Py_None;
}

export function odict_init(self: number, args: number, kwds: number): number {
  const len = PyTuple_GET_SIZE(args);
  if (len > 1) return PyErr_Format(PyExc_TypeError, 'expected at most 1 arguments, got %zd', len) - 1;
  return mutablemapping_update(self, args, kwds) === 0 ? -1 : 0;
}
