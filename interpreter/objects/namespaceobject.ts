// Answers to Objects/namespaceobject.c of CPython 3.13: types.SimpleNamespace.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { FUNCS } from '../include/functable';
import { _PyNamespaceObject, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_KEYWORDS, METH_NOARGS, METH_VARARGS, Py_DECREF, Py_INCREF, Py_READONLY, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC,
  Py_TYPE, Py_XDECREF,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { _PyNamespace_Type, Py_NotImplemented, PyDict_Type, PyExc_TypeError } from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_Format, PyErr_Occurred } from '../python/errors';
import { PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_NoPositional, PyArg_UnpackTuple, PyArg_ValidateKeywordArguments } from '../python/getargs';

import { _PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import { PyDict_CheckExact, PyDict_GetItemWithError, PyDict_Keys, PyDict_New, PyDict_Update } from './dictobject';
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New } from './listobject';
import { Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_GenericSetAttr, PyObject_RichCompare } from './object';
import { PyTuple_New, PyTuple_Pack } from './tupleobject';
import { _PyType_Name, PyObject_TypeCheck, PyType_GenericAlloc } from './typeobject';
import { PyUnicode_Check, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_Join, type_name } from './unicodeobject';

const NS_DICT = _PyNamespaceObject.ns_dict;

type visitproc = (op: number, arg: number) => number;

function namespace_dict(ns: number): number {
  return HEAP32[(ns + NS_DICT) >> 2];
}

function namespace_new(type: number, _args: number, _kwds: number): number {
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (self === 0) return 0;
  write_ptr(self + NS_DICT, PyDict_New());
  if (namespace_dict(self) !== 0) return self;
  Py_DECREF(self);
  return 0;
}

/** A mapping or an iterable of pairs: all its keys must be strings. 0 or -1. */
function update_from_arg(ns: number, arg: number): number {
  let dict: number;
  if (PyDict_CheckExact(arg)) {
    dict = arg;
    Py_INCREF(dict);
  } else {
    dict = PyObject_CallOneArg(PyDict_Type, arg);
    if (dict === 0) return -1;
  }
  const status = PyArg_ValidateKeywordArguments(dict) ? PyDict_Update(namespace_dict(ns), dict) : -1;
  Py_DECREF(dict);
  return status;
}

function namespace_init(ns: number, args: number, kwds: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  const ok = PyArg_UnpackTuple(args, _PyType_Name(Py_TYPE(ns)), 0, 1, slot);
  const arg = HEAP32[slot >> 2];
  stackRestore(mark);
  if (!ok || (arg !== 0 && update_from_arg(ns, arg) < 0)) return -1;
  if (kwds === 0) return 0;
  return PyArg_ValidateKeywordArguments(kwds) ? PyDict_Update(namespace_dict(ns), kwds) : -1;
}

function namespace_dealloc(ns: number): void {
  PyObject_GC_UnTrack(ns);
  Py_XDECREF(namespace_dict(ns));
  FUNCS[HEAP32[(Py_TYPE(ns) + PyTypeObject.tp_free) >> 2]](ns);
}

function namespace_traverse(ns: number, visit: visitproc, arg: number): number {
  const dict = namespace_dict(ns);
  return dict !== 0 ? visit(dict, arg) : 0;
}

function namespace_clear(ns: number): number {
  const dict = namespace_dict(ns);
  write_ptr(ns + NS_DICT, 0);
  Py_XDECREF(dict);
  return 0;
}

function namespace_repr(ns: number): number {
  const name = Py_TYPE(ns) === _PyNamespace_Type ? 'namespace' : type_name(ns);
  const entered = Py_ReprEnter(ns);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromFormat('%s(...)', name) : 0;
  const result = repr_attributes(namespace_dict(ns), name);
  Py_ReprLeave(ns);
  return result;
}

function repr_attributes(dict: number, name: string): number {
  const keys = PyDict_Keys(dict);
  const pairs = keys === 0 ? 0 : PyList_New(0);
  let ok = pairs !== 0;
  for (let i = 0; ok && i < PyList_GET_SIZE(keys); i++) {
    const key = PyList_GET_ITEM(keys, i);
    if (PyUnicode_Check(key) && PyUnicode_GET_LENGTH(key) > 0) ok = append_pair(pairs, dict, key);
  }
  const separator = ok ? PyUnicode_FromString(', ') : 0;
  const joined = separator !== 0 ? PyUnicode_Join(separator, pairs) : 0;
  const result = joined !== 0 ? PyUnicode_FromFormat('%s(%S)', name, joined) : 0;
  Py_XDECREF(keys);
  Py_XDECREF(pairs);
  Py_XDECREF(separator);
  Py_XDECREF(joined);
  return result;
}

function append_pair(pairs: number, dict: number, key: number): boolean {
  const value = PyDict_GetItemWithError(dict, key);
  if (value === 0) return !PyErr_Occurred();
  const text = PyUnicode_FromFormat('%U=%R', key, value);
  const ok = text !== 0 && PyList_Append(pairs, text) === 0;
  Py_XDECREF(text);
  return ok;
}

function namespace_richcompare(self: number, other: number, op: number): number {
  if (!PyObject_TypeCheck(self, _PyNamespace_Type) || !PyObject_TypeCheck(other, _PyNamespace_Type)) return Py_NotImplemented;
  return PyObject_RichCompare(namespace_dict(self), namespace_dict(other), op);
}

function namespace_reduce(ns: number): number {
  const args = PyTuple_New(0);
  if (args === 0) return 0;
  const result = PyTuple_Pack(3, Py_TYPE(ns), args, namespace_dict(ns));
  Py_DECREF(args);
  return result;
}

function namespace_replace(self: number, args: number, kwargs: number): number {
  if (!_PyArg_NoPositional('__replace__', args)) return 0;
  const result = _PyObject_CallNoArgs(Py_TYPE(self));
  if (result === 0) return 0;
  if (!PyObject_TypeCheck(result, _PyNamespace_Type)) {
    PyErr_Format(PyExc_TypeError, 'expect %N type, but %T() returned \'%T\' object', _PyNamespace_Type, self, result);
    Py_DECREF(result);
    return 0;
  }
  const dict = namespace_dict(result);
  if (PyDict_Update(dict, namespace_dict(self)) < 0 || (kwargs !== 0 && PyDict_Update(dict, kwargs) < 0)) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

/** Returns new: a namespace with the items of `kwds` (may be NULL). May fail. */
export function _PyNamespace_New(kwds: number): number {
  const ns = namespace_new(_PyNamespace_Type, 0, 0);
  if (ns === 0 || kwds === 0) return ns;
  if (PyDict_Update(namespace_dict(ns), kwds) === 0) return ns;
  Py_DECREF(ns);
  return 0;
}

static_type(_PyNamespace_Type, {
  tp_name: 'types.SimpleNamespace',
  tp_basicsize: _PyNamespaceObject.SIZEOF,
  tp_dealloc: namespace_dealloc,
  tp_repr: namespace_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nAn object with these attributes.',
  tp_traverse: namespace_traverse,
  tp_clear: namespace_clear,
  tp_richcompare: namespace_richcompare,
  tp_members: [['__dict__', _Py_T_OBJECT, NS_DICT, Py_READONLY, null]],
  tp_dictoffset: NS_DICT,
  tp_init: namespace_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: namespace_new,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    ['__reduce__', namespace_reduce, METH_NOARGS, 'State for pickling.'],
    ['__replace__', namespace_replace, METH_VARARGS | METH_KEYWORDS, '__replace__($self, /, **changes)\n--\n\nA copy with some attributes changed.'],
  ],
});
