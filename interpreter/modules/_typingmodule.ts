// Answers to Modules/_typingmodule.c of CPython 3.13: the types of Objects/typevarobject.c for typing.py.

import { _Py_interp_cached_objects } from '../include/generated/offsets';
import { METH_O, Py_NewRef } from '../include/object';
import { _Py_NoDefaultStruct, _PyTypeAlias_Type } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { generic_type } from '../objects/typevarobject';
import { PyModule_AddObjectRef } from '../python/modsupport';

function _idfunc(_module: number, x: number): number {
  return Py_NewRef(x);
}

const TYPES = [
  ['TypeVar', _Py_interp_cached_objects.typevar_type], ['TypeVarTuple', _Py_interp_cached_objects.typevartuple_type], ['ParamSpec', _Py_interp_cached_objects.paramspec_type],
  ['ParamSpecArgs', _Py_interp_cached_objects.paramspecargs_type], ['ParamSpecKwargs', _Py_interp_cached_objects.paramspeckwargs_type],
  ['Generic', _Py_interp_cached_objects.generic_type],
] as const;

function _typing_exec(module: number): number {
  for (const [name, which] of TYPES) {
    const type = generic_type(which);
    if (type === 0 || PyModule_AddObjectRef(module, name, type) < 0) return -1;
  }
  if (PyModule_AddObjectRef(module, 'TypeAliasType', _PyTypeAlias_Type) < 0) return -1;
  return PyModule_AddObjectRef(module, 'NoDefault', _Py_NoDefaultStruct);
}

builtin_module({
  m_name: '_typing',
  m_doc: 'Primitives and accelerators for the typing module.\n',
  m_methods: [['_idfunc', _idfunc, METH_O, null]],
  m_exec: _typing_exec,
});
