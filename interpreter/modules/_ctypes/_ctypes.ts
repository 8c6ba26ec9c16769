// Answers to Modules/_ctypes/_ctypes.c of CPython 3.13: the module. Its types are one a file:
//
//   cdata, ctype_type                  what every instance and every class has; keepref: what instances keep alive
//   pycstruct, pycarray, pycpointer,
//   pycsimple, pycfuncptr              metatype and base class; cfield, stgdict: how structures are laid out
//   callproc, cargobject, callbacks    calls into C and back; paramflags, dlfcn, cast, callproc_functions
//   memory                             what an address is here (read this first); pythonapi: the C API by name

import { read_ptr, write_ptr } from '../../include/heap';
import { Py_DECREF } from '../../include/object';
import { PyExc_Exception, PyType_Type } from '../../include/statics';
import { builtin_module, type TypeSpec } from '../../include/typespec';
import { PyDict_New } from '../../objects/dictobject';
import { PyObject_GetAttrString } from '../../objects/object';
import { PyType_FromMetaclass } from '../../objects/typeobject';
import { PyErr_NewException } from '../../python/errors';
import { PyModule_AddIntConstant, PyModule_AddObjectRef, PyModule_AddStringConstant, PyModule_AddType } from '../../python/modsupport';
import { module_methods } from './callproc_functions';
import { carg_spec } from './cargobject';
import { cthunk_spec } from './callbacks';
import { address_int, pycdata_spec } from './cdata';
import { cfield_spec } from './cfield';
import { init_ffi_types } from './cfield_getset';
import { pyctype_type_spec } from './ctype_type';
import { CTYPES_MAX_ARGCOUNT, FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR, st } from './ctypes';
import { RTLD_GLOBAL, RTLD_LOCAL } from './dlfcn';
import { dictremover_spec, pycarray_spec, pycarray_type_spec } from './pycarray';
import { pycfuncptr_spec, pycfuncptr_type_spec } from './pycfuncptr';
import { pycpointer_spec, pycpointer_type_spec } from './pycpointer';
import { pycsimple_spec, pycsimple_type_spec } from './pycsimple';
import { pycstruct_spec, pycstruct_type_spec, pycunion_spec, structparam_spec, union_type_spec } from './pycstruct';
import { ADDRESS_OF } from './pythonapi';

interface TypePlan {
  slot: number;
  spec: TypeSpec;
  /** Slots of the state with the metatype and the base. */
  meta?: number;
  base?: number;
  /** Whether it is an attribute of the module. */
  exported?: boolean;
}

const TYPES: TypePlan[] = [
  { slot: st.PyCArg_Type, spec: carg_spec },
  { slot: st.PyCThunk_Type, spec: cthunk_spec },
  { slot: st.PyCData_Type, spec: pycdata_spec },
  { slot: st.PyCType_Type, spec: pyctype_type_spec },
  { slot: st.PyCStructType_Type, spec: pycstruct_type_spec, base: st.PyCType_Type },
  { slot: st.UnionType_Type, spec: union_type_spec, base: st.PyCType_Type },
  { slot: st.PyCPointerType_Type, spec: pycpointer_type_spec, base: st.PyCType_Type },
  { slot: st.PyCArrayType_Type, spec: pycarray_type_spec, base: st.PyCType_Type },
  { slot: st.PyCSimpleType_Type, spec: pycsimple_type_spec, base: st.PyCType_Type },
  { slot: st.PyCFuncPtrType_Type, spec: pycfuncptr_type_spec, base: st.PyCType_Type },
  { slot: st.Struct_Type, spec: pycstruct_spec, meta: st.PyCStructType_Type, base: st.PyCData_Type, exported: true },
  { slot: st.Union_Type, spec: pycunion_spec, meta: st.UnionType_Type, base: st.PyCData_Type, exported: true },
  { slot: st.PyCPointer_Type, spec: pycpointer_spec, meta: st.PyCPointerType_Type, base: st.PyCData_Type, exported: true },
  { slot: st.PyCArray_Type, spec: pycarray_spec, meta: st.PyCArrayType_Type, base: st.PyCData_Type, exported: true },
  { slot: st.Simple_Type, spec: pycsimple_spec, meta: st.PyCSimpleType_Type, base: st.PyCData_Type, exported: true },
  { slot: st.PyCFuncPtr_Type, spec: pycfuncptr_spec, meta: st.PyCFuncPtrType_Type, base: st.PyCData_Type, exported: true },
  { slot: st.PyCField_Type, spec: cfield_spec },
  { slot: st.DictRemover_Type, spec: dictremover_spec },
  { slot: st.StructParam_Type, spec: structparam_spec },
];

function add_types(module: number): number {
  for (const { slot, spec, meta, base, exported } of TYPES) {
    const bases = base !== undefined ? read_ptr(base) : spec === pyctype_type_spec ? PyType_Type : 0;
    const type = PyType_FromMetaclass(meta === undefined ? 0 : read_ptr(meta), module, spec, bases);
    if (type === 0) return -1;
    write_ptr(slot, type);
    if (exported && PyModule_AddType(module, type) < 0) return -1;
  }
  return 0;
}

/** Adds a new object (stolen) that the state keeps too. 0 or -1. */
function add_state(module: number, name: string, slot: number, value: number): number {
  if (value === 0) return -1;
  write_ptr(slot, value);
  return PyModule_AddObjectRef(module, name, value);
}

function add_objects(module: number): number {
  if (add_state(module, '_pointer_type_cache', st.ptrtype_cache, PyDict_New()) < 0) return -1;
  const array_cache = PyDict_New();
  write_ptr(st.array_cache, array_cache);
  const unpickle = PyObject_GetAttrString(module, '_unpickle');
  write_ptr(st.unpickle, unpickle);
  if (array_cache === 0 || unpickle === 0) return -1;
  const constants: [string, number][] = [
    ['FUNCFLAG_CDECL', FUNCFLAG_CDECL], ['FUNCFLAG_USE_ERRNO', FUNCFLAG_USE_ERRNO], ['FUNCFLAG_USE_LASTERROR', FUNCFLAG_USE_LASTERROR], ['FUNCFLAG_PYTHONAPI', FUNCFLAG_PYTHONAPI],
    ['RTLD_LOCAL', RTLD_LOCAL], ['RTLD_GLOBAL', RTLD_GLOBAL], ['CTYPES_MAX_ARGCOUNT', CTYPES_MAX_ARGCOUNT], ['SIZEOF_TIME_T', 8],
  ];
  for (const [name, value] of constants) if (PyModule_AddIntConstant(module, name, value) < 0) return -1;
  for (const [name, address] of Object.entries(ADDRESS_OF)) {
    const o = address_int(address);
    const r = o === 0 ? -1 : PyModule_AddObjectRef(module, name, o);
    if (o !== 0) Py_DECREF(o);
    if (r < 0) return -1;
  }
  if (PyModule_AddStringConstant(module, '__version__', '1.1.0') < 0) return -1;
  return add_state(module, 'ArgumentError', st.PyExc_ArgError, PyErr_NewException('ctypes.ArgumentError', PyExc_Exception, 0));
}

function exec(module: number): number {
  // The module lives as long as its types do: the state keeps it.
  write_ptr(st.module, module);
  init_ffi_types();
  return add_types(module) < 0 ? -1 : add_objects(module);
}

builtin_module({ m_name: '_ctypes', m_doc: 'C types and calls of C functions.', m_methods: module_methods, m_exec: exec });
