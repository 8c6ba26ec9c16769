// Answers to the keep-alive part of Modules/_ctypes/_ctypes.c of CPython 3.13: what a ctypes object's memory points to.
//
// The root of a tree of objects over one memory (b_base leads there) has in `_objects` what must live as long as the memory:
// a single object, or a dict with one entry a place, keyed by the indexes on the way to the root ("1:0").

import { CDataObject } from '../../include/generated/offsets';
import { HEAP32, read_ptr, read_ssize, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_XSETREF } from '../../include/object';
import { Py_None, PyExc_ValueError } from '../../include/statics';
import { PyDict_CheckExact, PyDict_New, PyDict_SetItem } from '../../objects/dictobject';
import { PyUnicode_FromString } from '../../objects/unicodeobject';
import { b_length, raise } from './ctypes';

const KEY_ROOM = 255;

/** Borrowed: the root, with its `_objects` made; 0 with an exception. */
export function PyCData_GetContainer(self: number): number {
  let root = self;
  for (let base = read_ptr(root + CDataObject.b_base); base !== 0; base = read_ptr(root + CDataObject.b_base)) root = base;
  if (HEAP32[(root + CDataObject.b_objects) >> 2] === 0) {
    const objects = b_length(root) !== 0 ? PyDict_New() : Py_None;
    if (objects === 0) return 0;
    write_ptr(root + CDataObject.b_objects, objects);
  }
  return root;
}

/** Borrowed. May fail. */
export function GetKeepedObjects(target: number): number {
  const container = PyCData_GetContainer(target);
  return container === 0 ? 0 : read_ptr(container + CDataObject.b_objects);
}

function hex(index: number): string {
  return (index >>> 0).toString(16);
}

function unique_key(target: number, index: number): number {
  let key = hex(index);
  let t = target;
  for (let base = read_ptr(t + CDataObject.b_base); base !== 0; base = read_ptr(t + CDataObject.b_base)) {
    if (KEY_ROOM - key.length < 16) return raise(PyExc_ValueError, 'ctypes object structure too deep');
    key += `:${hex(read_ssize(t + CDataObject.b_index))}`;
    t = base;
  }
  return PyUnicode_FromString(key);
}

/** Keeps `keep` alive for place `index` of `target`. Steals `keep`, also when it fails. 0 or -1. */
export function KeepRef(target: number, index: number, keep: number): number {
  if (keep === Py_None) return 0;
  const ob = PyCData_GetContainer(target);
  if (ob === 0) {
    Py_DECREF(keep);
    return -1;
  }
  const objects = read_ptr(ob + CDataObject.b_objects);
  if (objects === 0 || !PyDict_CheckExact(objects)) {
    Py_XSETREF(ob + CDataObject.b_objects, keep);
    return 0;
  }
  const key = unique_key(target, index);
  if (key === 0) {
    Py_DECREF(keep);
    return -1;
  }
  const result = PyDict_SetItem(objects, key, keep);
  Py_DECREF(key);
  Py_DECREF(keep);
  return result;
}
