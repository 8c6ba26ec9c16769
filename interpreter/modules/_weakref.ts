// Answers to Modules/_weakref.c of CPython 3.13.

import { HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_O, Py_NewRef } from '../include/object';
import { PyWeakReference } from '../include/generated/offsets';
import { _PyWeakref_CallableProxyType, _PyWeakref_ProxyType, _PyWeakref_RefType, Py_None, PyExc_KeyError, PyExc_TypeError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { _PyDict_DelItemIf, PyDict_Check } from '../objects/dictobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromSsize_t } from '../objects/longobject';
import { _PyObject_GET_WEAKREFS_LISTPTR } from '../objects/object';
import { _PyWeakref_GetWeakrefCount, _PyWeakref_IS_DEAD, PyWeakref_Check, PyWeakref_NewProxy } from '../objects/weakrefobject';

function getweakrefcount(_module: number, object: number): number {
  return PyLong_FromSsize_t(_PyWeakref_GetWeakrefCount(object));
}

/** 1, 0, or -1 with TypeError. */
function is_dead_weakref(value: number): number {
  if (PyWeakref_Check(value)) return _PyWeakref_IS_DEAD(value) ? 1 : 0;
  PyErr_SetString(PyExc_TypeError, 'not a weakref');
  return -1;
}

function _remove_dead_weakref(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_remove_dead_weakref', nargs, 2, 2)) return 0;
  const dct = HEAP32[args >> 2];
  if (!PyDict_Check(dct)) return _PyArg_BadArgument('_remove_dead_weakref', 'argument 1', 'dict', dct);
  if (_PyDict_DelItemIf(dct, HEAP32[(args + 8) >> 2], is_dead_weakref) < 0) {
    // The key may have been removed meanwhile: as good.
    if (!PyErr_ExceptionMatches(PyExc_KeyError)) return 0;
    PyErr_Clear();
  }
  return Py_None;
}

function getweakrefs(_module: number, object: number): number {
  const n = _PyWeakref_GetWeakrefCount(object);
  const result = PyList_New(n);
  if (result === 0 || n === 0) return result;
  let ref = HEAP32[_PyObject_GET_WEAKREFS_LISTPTR(object) >> 2];
  for (let i = 0; i < n; i++) {
    PyList_SET_ITEM(result, i, Py_NewRef(ref));
    ref = HEAP32[(ref + PyWeakReference.wr_next) >> 2];
  }
  return result;
}

function proxy(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('proxy', nargs, 1, 2)) return 0;
  return PyWeakref_NewProxy(HEAP32[args >> 2], nargs > 1 ? HEAP32[(args + 8) >> 2] : 0);
}

function weakref_exec(module: number): number {
  const types: [string, number][] = [
    ['ref', _PyWeakref_RefType],
    ['ReferenceType', _PyWeakref_RefType],
    ['ProxyType', _PyWeakref_ProxyType],
    ['CallableProxyType', _PyWeakref_CallableProxyType],
  ];
  for (const [name, type] of types) if (PyModule_AddObjectRef(module, name, type) < 0) return -1;
  return 0;
}

builtin_module({
  m_name: '_weakref',
  m_doc: 'Weak-reference support module.',
  m_methods: [
    ['getweakrefcount', getweakrefcount, METH_O, 'getweakrefcount($module, object, /)\n--\n\nHow many weak references and proxies the object has.'],
    ['_remove_dead_weakref', _remove_dead_weakref, METH_FASTCALL, '_remove_dead_weakref($module, dct, key, /)\n--\n\nRemoves key from dct if its value is a dead weak reference.'],
    ['getweakrefs', getweakrefs, METH_O, 'getweakrefs($module, object, /)\n--\n\nThe weak references and proxies of the object.'],
    ['proxy', proxy, METH_FASTCALL, 'proxy($module, object, callback=None, /)\n--\n\nA proxy that refers to the object weakly.'],
  ],
  m_exec: weakref_exec,
});
