// Answers to cast() of Modules/_ctypes/_ctypes.c of CPython 3.13.

import { CDataObject } from '../../include/generated/offsets';
import { read_ptr, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_XNewRef } from '../../include/object';
import { Py_None, PyExc_TypeError } from '../../include/statics';
import { PyObject_CallNoArgs } from '../../objects/call';
import { PyDict_CheckExact, PyDict_New, PyDict_SetItem } from '../../objects/dictobject';
import { type_name_of } from '../../objects/fileobject';
import { PyLong_FromVoidPtr } from '../../objects/longobject';
import { PyType_Check } from '../../objects/typeobject';
import { PyErr_Format } from '../../python/errors';
import { name_of } from './cdata';
import { b_ptr, CDataObject_Check, PyCFuncPtrTypeObject_Check, PyCPointerTypeObject_Check, PyStgInfo_FromType } from './ctypes';
import { PyCData_GetContainer } from './keepref';
import { resolve, write_pointer } from './memory';
import { simple_code } from './pycsimple';

function check_pointertype(type: number): boolean {
  if (PyCPointerTypeObject_Check(type) || PyCFuncPtrTypeObject_Check(type)) return true;
  if ('sPzUZXO'.includes(simple_code(PyStgInfo_FromType(type)) || ' ')) return true;
  PyErr_Format(PyExc_TypeError, 'cast() argument 2 must be a pointer type, not %s', PyType_Check(type) ? name_of(type) : type_name_of(type));
  return false;
}

/** What the result keeps alive: all that the source keeps (one dict for both), and the source. 0 or -1. */
function share_objects(result: number, src: number): number {
  if (PyCData_GetContainer(src) === 0) return -1;
  if (read_ptr(src + CDataObject.b_objects) === Py_None) {
    const dict = PyDict_New();
    if (dict === 0) return -1;
    write_ptr(src + CDataObject.b_objects, dict);
  }
  const objects = read_ptr(src + CDataObject.b_objects);
  write_ptr(result + CDataObject.b_objects, Py_XNewRef(objects));
  if (objects === 0 || !PyDict_CheckExact(objects)) return 0;
  const index = PyLong_FromVoidPtr(src);
  if (index === 0) return -1;
  const r = PyDict_SetItem(objects, index, src);
  Py_DECREF(index);
  return r;
}

/** Returns new: a pointer of type `ctype` to `ptr`, which came from `src`. May fail. */
export function cast(ptr: number, src: number, ctype: number): number {
  if (!check_pointertype(ctype)) return 0;
  const result = PyObject_CallNoArgs(ctype);
  if (result === 0) return 0;
  if (CDataObject_Check(src) && share_objects(result, src) < 0) {
    Py_DECREF(result);
    return 0;
  }
  write_pointer(resolve(b_ptr(result)), ptr);
  return result;
}
