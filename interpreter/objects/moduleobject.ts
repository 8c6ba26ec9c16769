// Answers to Objects/moduleobject.c of CPython 3.13: module objects and the C API that makes and reads them.
//
// Deviations: a builtin module is declared by a ModuleSpec (include/typespec.ts) and made by _PyModule_CreateFromSpec; the
// PyModuleDef functions serve C extensions. For the hint about a file that shadows a module of the library, sys.path[0] stands
// for the configuration's sys_path_0; a single-phase module's name is m_name without package context.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { PyInterpreterState, PyMethodDef, PyModuleDef, PyModuleObject, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, memset0, read_ptr, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_NOARGS, METH_STATIC, Py_CLEAR, Py_DECREF, Py_NewRef, Py_READONLY, Py_SET_REFCNT, Py_SET_TYPE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, Py_XSETREF,
} from '../include/object';
import { Py_None, PyExc_AttributeError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError, PyModule_Type, PyModuleDef_Type, TYPE_STATICS } from '../include/statics';
import { type ModuleSpec, static_type, write_methods } from '../include/typespec';
import { _PyErr_FormatFromCause, PyErr_BadArgument, PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_NoMemory, PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from '../python/errors';
import { PyObject_GC_Del, PyObject_GC_Track, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_BadArgument } from '../python/getargs';
import { _PyInterpreterState_GET } from '../python/pystate';
import { PySys_GetObject } from '../python/sysmodule';
import { PySequence_Contains } from './abstract';
import { PyObject_CallMethodOneArg, PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import { unpack_tuple_keywords } from './descrobject';
import { PyDict_Check, PyDict_GetItemRef, PyDict_GetItemWithError, PyDict_Keys, PyDict_New, PyDict_Pop, PyDict_SetItem } from './dictobject';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE } from './listobject';
import { PyCFunction_NewEx } from './methodobject';
import { _PyObject_GenericGetAttrWithDict, PyObject_GenericSetAttr, PyObject_GetAttr, PyObject_GetAttrString, PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_SetAttr, PyObject_SetAttrString } from './object';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { PyAnySet_Check, PySet_Contains } from './setobject';
import { _PyType_AllocNoTrack, dict_entries, PyObject_TypeCheck, PyType_GenericAlloc } from './typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export function PyModule_Check(op: number): boolean {
  return PyObject_TypeCheck(op, PyModule_Type);
}
export function PyModule_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyModule_Type;
}
/** Borrowed. */
export function _PyModule_GetDict(mod: number): number {
  return HEAP32[(mod + PyModuleObject.md_dict) >> 2];
}
/** The address of the PyModuleDef of a C extension, or NULL. */
export function _PyModule_GetDef(mod: number): number {
  return HEAP32[(mod + PyModuleObject.md_def) >> 2];
}
/** The address of the module's state, or NULL. */
export function _PyModule_GetState(mod: number): number {
  return HEAP32[(mod + PyModuleObject.md_state) >> 2];
}

/** What a module's dict has for an identifier: new, NULL without an exception, or NULL with one. */
function dict_get(dict: number, id: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  PyDict_GetItemRef(dict, id, out);
  const value = read_ptr(out);
  stackRestore(mark);
  return value;
}

// ---- new ------------------------------------------------------------------------------------------------------------------

function module_init_dict(mod: number, md_dict: number, name: number, doc: number): number {
  if (PyDict_SetItem(md_dict, _Py_ID('__name__'), name) !== 0) return -1;
  if (PyDict_SetItem(md_dict, _Py_ID('__doc__'), doc || Py_None) !== 0) return -1;
  for (const id of ['__package__', '__loader__', '__spec__']) if (PyDict_SetItem(md_dict, _Py_ID(id), Py_None) !== 0) return -1;
  if (PyUnicode_CheckExact(name)) Py_XSETREF(mod + PyModuleObject.md_name, Py_NewRef(name));
  return 0;
}

function new_module_notrack(mt: number): number {
  const m = _PyType_AllocNoTrack(mt, 0);
  if (m === 0) return 0;
  const md_dict = PyDict_New();
  write_ptr(m + PyModuleObject.md_dict, md_dict);
  if (md_dict === 0) {
    Py_DECREF(m);
    return 0;
  }
  return m;
}

function track_module(m: number): void {
  PyObject_GC_Track(_PyModule_GetDict(m));
  PyObject_GC_Track(m);
}

function new_module(mt: number, _args: number, _kws: number): number {
  const m = new_module_notrack(mt);
  if (m !== 0) track_module(m);
  return m;
}

/** Returns new. May fail. */
export function PyModule_NewObject(name: number): number {
  const m = new_module_notrack(PyModule_Type);
  if (m === 0) return 0;
  if (module_init_dict(m, _PyModule_GetDict(m), name, 0) !== 0) {
    Py_DECREF(m);
    return 0;
  }
  track_module(m);
  return m;
}

/** Returns new. May fail. */
export function PyModule_New(name: string): number {
  const nameobj = PyUnicode_FromString(name);
  if (nameobj === 0) return 0;
  const module = PyModule_NewObject(nameobj);
  Py_DECREF(nameobj);
  return module;
}

function _add_methods_to_object(module: number, name: number, functions: number): number {
  for (let fdef = functions; read_ptr(fdef + PyMethodDef.ml_name) !== 0; fdef += PyMethodDef.SIZEOF) {
    if (HEAP32[(fdef + PyMethodDef.ml_flags) >> 2] & (METH_CLASS | METH_STATIC)) {
      PyErr_SetString(PyExc_ValueError, 'module functions cannot set METH_CLASS or METH_STATIC');
      return -1;
    }
    const func = PyCFunction_NewEx(fdef, module, name);
    if (func === 0) return -1;
    const res = PyObject_SetAttrString(module, cstring(read_ptr(fdef + PyMethodDef.ml_name)), func);
    Py_DECREF(func);
    if (res !== 0) return -1;
  }
  return 0;
}

/** Method tables of builtin modules, made once a realm. */
const spec_methods = new Map<ModuleSpec, number>();

/** The module that a ModuleSpec declares, filled but not yet executed (m_exec). Returns new. May fail. */
export function _PyModule_CreateFromSpec(spec: ModuleSpec, module_name: string): number {
  const name = PyUnicode_FromString(module_name);
  if (name === 0) return 0;
  const m = PyModule_NewObject(name);
  if (m === 0) {
    Py_DECREF(name);
    return 0;
  }
  let methods = spec_methods.get(spec);
  if (methods === undefined) {
    methods = write_methods(spec.m_methods);
    spec_methods.set(spec, methods);
  }
  const ok =
    (methods === 0 || _add_methods_to_object(m, name, methods) === 0) &&
    (spec.m_doc === null || spec.m_doc === undefined || PyModule_SetDocString(m, spec.m_doc) === 0);
  Py_DECREF(name);
  if (!ok) {
    Py_DECREF(m);
    return 0;
  }
  return m;
}

/** Runs the spec's m_exec on a module made from it. 0 or -1. */
export function _PyModule_ExecSpec(module: number, spec: ModuleSpec): number {
  const ret = spec.m_exec ? spec.m_exec(module) : 0;
  return checked_exec(ret, spec.m_name);
}

function checked_exec(ret: number, name: string): number {
  if (ret !== 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_SystemError, 'execution of module %s failed without setting an exception', name);
    return -1;
  }
  if (PyErr_Occurred()) {
    _PyErr_FormatFromCause(PyExc_SystemError, 'execution of module %s raised unreported exception', name);
    return -1;
  }
  return 0;
}

// ---- PyModuleDef: modules of C extensions --------------------------------------------------------------------------------------

export const PYTHON_API_VERSION = 1013;
const Py_mod_create = 1;
const Py_mod_exec = 2;
const Py_mod_multiple_interpreters = 3;
const Py_mod_gil = 4;
/** The address of the last m_index given out. */
const LAST_MODULE_INDEX = TYPE_STATICS + 8;
/** struct PyModuleDef_Slot { int slot; void *value; } */
const SLOT_SIZE = 16;

/** Returns borrowed: the definition as an object. */
export function PyModuleDef_Init(def: number): number {
  if (read_ptr(def + PyModuleDef.m_index) === 0) {
    Py_SET_REFCNT(def, 1);
    Py_SET_TYPE(def, PyModuleDef_Type);
    write_ssize(def + PyModuleDef.m_index, ++HEAP32[LAST_MODULE_INDEX >> 2]);
  }
  return def;
}

/** Gives the module zeroed state of m_size bytes. 0 or -1. */
function alloc_state(m: number, def: number): number {
  const size = HEAP32[(def + PyModuleDef.m_size) >> 2];
  const state = PyMem_Malloc(size);
  if (state === 0) {
    PyErr_NoMemory();
    return -1;
  }
  memset0(state, size);
  write_ptr(m + PyModuleObject.md_state, state);
  return 0;
}

/** Single-phase initialisation. Returns new. May fail. */
export function PyModule_Create2(def: number, _module_api_version: number): number {
  return _PyModule_CreateInitialized(def, _module_api_version);
}

export function _PyModule_CreateInitialized(def: number, _module_api_version: number): number {
  PyModuleDef_Init(def);
  const m_name = cstring(read_ptr(def + PyModuleDef.m_name));
  if (read_ptr(def + PyModuleDef.m_slots) !== 0) {
    PyErr_Format(PyExc_SystemError, 'module %s: PyModule_Create is incompatible with m_slots', m_name);
    return 0;
  }
  const m = PyModule_New(m_name);
  if (m === 0) return 0;
  const methods = read_ptr(def + PyModuleDef.m_methods);
  const doc = read_ptr(def + PyModuleDef.m_doc);
  const ok =
    (HEAP32[(def + PyModuleDef.m_size) >> 2] <= 0 || alloc_state(m, def) === 0) &&
    (methods === 0 || PyModule_AddFunctions(m, methods) === 0) &&
    (doc === 0 || PyModule_SetDocString(m, cstring(doc)) === 0);
  if (!ok) {
    Py_DECREF(m);
    return 0;
  }
  write_ptr(m + PyModuleObject.md_def, def);
  return m;
}

interface def_slots {
  create: number;
  has_execution_slots: boolean;
}

function read_slots(def: number, name: string): def_slots | null {
  const slots: def_slots = { create: 0, has_execution_slots: false };
  const seen = new Set<number>();
  for (let cur = read_ptr(def + PyModuleDef.m_slots); cur !== 0 && HEAP32[cur >> 2] !== 0; cur += SLOT_SIZE) {
    const slot = HEAP32[cur >> 2];
    if (slot !== Py_mod_exec && seen.has(slot)) {
      const what: Record<number, string> = { [Py_mod_create]: 'multiple create slots', [Py_mod_multiple_interpreters]: "more than one 'multiple interpreters' slots", [Py_mod_gil]: "more than one 'gil' slot" };
      PyErr_Format(PyExc_SystemError, 'module %s has %s', name, what[slot] ?? 'a repeated slot');
      return null;
    }
    seen.add(slot);
    if (slot === Py_mod_create) slots.create = read_ptr(cur + 8);
    else if (slot === Py_mod_exec) slots.has_execution_slots = true;
    else if (slot !== Py_mod_multiple_interpreters && slot !== Py_mod_gil) {
      PyErr_Format(PyExc_SystemError, 'module %s uses unknown slot ID %i', name, slot);
      return null;
    }
  }
  return slots;
}

/** Runs a create slot. Returns new. May fail. */
function run_create(create: number, spec: number, def: number, name: string): number {
  const m = FUNCS[create](spec, def);
  if (m === 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_SystemError, 'creation of module %s failed without setting an exception', name);
    return 0;
  }
  if (PyErr_Occurred()) {
    _PyErr_FormatFromCause(PyExc_SystemError, 'creation of module %s raised unreported exception', name);
    Py_DECREF(m);
    return 0;
  }
  return m;
}

/** Whether what a create slot made can be the module of this definition; a module gets its md_def. */
function adopt_created(m: number, def: number, slots: def_slots, name: string): boolean {
  if (PyModule_Check(m)) {
    write_ptr(m + PyModuleObject.md_state, 0);
    write_ptr(m + PyModuleObject.md_def, def);
    return true;
  }
  const needs_state = HEAP32[(def + PyModuleDef.m_size) >> 2] > 0 || [PyModuleDef.m_traverse, PyModuleDef.m_clear, PyModuleDef.m_free].some((f) => read_ptr(def + f) !== 0);
  if (needs_state) {
    PyErr_Format(PyExc_SystemError, 'module %s is not a module object, but requests module state', name);
    return false;
  }
  if (slots.has_execution_slots) {
    PyErr_Format(PyExc_SystemError, 'module %s specifies execution slots, but did not create a ModuleType instance', name);
    return false;
  }
  return true;
}

/** Multi-phase initialisation, first phase: the module of a definition and an import spec object. Returns new. May fail. */
export function PyModule_FromDefAndSpec2(def: number, spec: number, _module_api_version: number): number {
  PyModuleDef_Init(def);
  const nameobj = PyObject_GetAttrString(spec, 'name');
  if (nameobj === 0) return 0;
  const name = PyUnicode_AsUTF8(nameobj);
  let m = 0;
  if (name !== null) {
    if (HEAP32[(def + PyModuleDef.m_size) >> 2] < 0) {
      PyErr_Format(PyExc_SystemError, 'module %s: m_size may not be negative for multi-phase initialization', name);
    } else {
      const slots = read_slots(def, name);
      if (slots !== null) {
        m = slots.create !== 0 ? run_create(slots.create, spec, def, name) : PyModule_NewObject(nameobj);
        const methods = read_ptr(def + PyModuleDef.m_methods);
        const doc = read_ptr(def + PyModuleDef.m_doc);
        const ok =
          m !== 0 &&
          adopt_created(m, def, slots, name) &&
          (methods === 0 || _add_methods_to_object(m, nameobj, methods) === 0) &&
          (doc === 0 || PyModule_SetDocString(m, cstring(doc)) === 0);
        if (!ok) {
          Py_XDECREF(m);
          m = 0;
        }
      }
    }
  }
  Py_DECREF(nameobj);
  return m;
}

export function PyModule_FromDefAndSpec(def: number, spec: number): number {
  return PyModule_FromDefAndSpec2(def, spec, PYTHON_API_VERSION);
}

/** Second phase: state and execution slots. 0 or -1. */
export function PyModule_ExecDef(module: number, def: number): number {
  const name = PyModule_GetName(module);
  if (name === null) return -1;
  if (HEAP32[(def + PyModuleDef.m_size) >> 2] >= 0 && _PyModule_GetState(module) === 0 && alloc_state(module, def) < 0) return -1;
  for (let cur = read_ptr(def + PyModuleDef.m_slots); cur !== 0 && HEAP32[cur >> 2] !== 0; cur += SLOT_SIZE) {
    if (HEAP32[cur >> 2] === Py_mod_exec && checked_exec(FUNCS[read_ptr(cur + 8)](module), name) < 0) return -1;
  }
  return 0;
}

/** functions is the address of a PyMethodDef table. 0 or -1. */
export function PyModule_AddFunctions(m: number, functions: number): number {
  const name = PyModule_GetNameObject(m);
  if (name === 0) return -1;
  const res = _add_methods_to_object(m, name, functions);
  Py_DECREF(name);
  return res;
}

export function PyModule_SetDocString(m: number, doc: string): number {
  const v = PyUnicode_FromString(doc);
  if (v === 0) return -1;
  const res = PyObject_SetAttr(m, _Py_ID('__doc__'), v);
  Py_DECREF(v);
  return res === 0 ? 0 : -1;
}

// ---- accessors --------------------------------------------------------------------------------------------------------------------

/** Borrowed. */
export function PyModule_GetDict(m: number): number {
  if (PyModule_Check(m)) return _PyModule_GetDict(m);
  PyErr_BadInternalCall();
  return 0;
}

/** A string of the module's dict: new, or NULL with SystemError. */
function string_in_dict(mod: number, id: string, error: string): number {
  if (!PyModule_Check(mod)) {
    PyErr_BadArgument();
    return 0;
  }
  const dict = _PyModule_GetDict(mod);
  const value = dict !== 0 && PyDict_Check(dict) ? dict_get(dict, _Py_ID(id)) : 0;
  if (value !== 0 && PyUnicode_Check(value)) return value;
  Py_XDECREF(value);
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, error);
  return 0;
}

/** Returns new. May fail. */
export function PyModule_GetNameObject(mod: number): number {
  return string_in_dict(mod, '__name__', 'nameless module');
}

export function PyModule_GetName(m: number): string | null {
  const name = PyModule_GetNameObject(m);
  if (name === 0) return null;
  const text = PyUnicode_AsUTF8(name);
  Py_DECREF(name);
  return text;
}

/** Returns new. May fail. */
export function PyModule_GetFilenameObject(mod: number): number {
  return string_in_dict(mod, '__file__', 'module filename missing');
}

export function PyModule_GetFilename(m: number): string | null {
  const file = PyModule_GetFilenameObject(m);
  if (file === 0) return null;
  const text = PyUnicode_AsUTF8(file);
  Py_DECREF(file);
  return text;
}

export function PyModule_GetDef(m: number): number {
  if (PyModule_Check(m)) return _PyModule_GetDef(m);
  PyErr_BadArgument();
  return 0;
}

export function PyModule_GetState(m: number): number {
  if (PyModule_Check(m)) return _PyModule_GetState(m);
  PyErr_BadArgument();
  return 0;
}

/** Whether this is a module of a C extension. */
export function _PyModule_IsExtension(obj: number): boolean {
  if (!PyModule_Check(obj)) return false;
  const def = _PyModule_GetDef(obj);
  return def !== 0 && read_ptr(def + PyModuleDef.m_methods) !== 0;
}

// ---- clearing at the end of the interpreter ---------------------------------------------------------------------------------------------

export function _PyModule_Clear(m: number): void {
  const d = _PyModule_GetDict(m);
  if (d !== 0) _PyModule_ClearDict(d);
}

/** Sets names to None: first those with one leading underscore, then all but __builtins__. Runs Python code (finalizers). */
export function _PyModule_ClearDict(d: number): void {
  const clear = (chosen: (name: string) => boolean): void => {
    const entries = dict_entries(d);
    for (let i = 0; i < entries.length; i += 2) {
      const key = entries[i];
      if (!PyUnicode_Check(key)) continue;
      const name = PyUnicode_AsUTF8(key) ?? '';
      // Something else may have set or deleted it meanwhile.
      const value = PyDict_GetItemWithError(d, key);
      if (value === 0 || value === Py_None || !chosen(name)) continue;
      if (PyDict_SetItem(d, key, Py_None) !== 0) PyErr_FormatUnraisable('Exception ignored on clearing module dict');
    }
  };
  clear((name) => name[0] === '_' && name[1] !== '_');
  clear((name) => name[0] !== '_' || name !== '__builtins__');
}

// ---- import state of a spec -------------------------------------------------------------------------------------------------------------------

/** The truth or membership of an optional attribute of spec: `test` gets the value. 1, 0 or -1. */
function spec_attribute(spec: number, id: string, test: (value: number) => number): number {
  if (spec === 0) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  let rc = PyObject_GetOptionalAttr(spec, _Py_ID(id), out);
  const value = read_ptr(out);
  stackRestore(mark);
  if (rc > 0) {
    rc = test(value);
    Py_DECREF(value);
  }
  return rc;
}

export function _PyModuleSpec_IsInitializing(spec: number): number {
  return spec_attribute(spec, '_initializing', PyObject_IsTrue);
}

export function _PyModuleSpec_IsUninitializedSubmodule(spec: number, name: number): number {
  return spec_attribute(spec, '_uninitialized_submodules', (value) => PySequence_Contains(value, name));
}

/** 1 with a new str at *p_origin when the spec has a file location, 0, or -1. */
export function _PyModuleSpec_GetFileOrigin(spec: number, p_origin: number): number {
  const rc = spec_attribute(spec, 'has_location', PyObject_IsTrue);
  if (rc <= 0) return rc;
  return spec_attribute(spec, 'origin', (value) => {
    if (!PyUnicode_Check(value)) return 0;
    write_ptr(p_origin, Py_NewRef(value));
    return 1;
  });
}

/** Whether a file (a str, or NULL) lies in the directory that is first on sys.path. 1, 0 or -1. */
export function _PyModule_IsPossiblyShadowing(origin: number): number {
  if (origin === 0) return 0;
  let root = PyUnicode_AsUTF8(origin);
  if (root === null) return -1;
  if (!root.includes('/')) return 0;
  root = root.replace(/\/__init__\.py$/, '/');
  root = root.slice(0, root.lastIndexOf('/'));
  if (root.endsWith('/')) root = root.slice(0, -1);
  const path = PySys_GetObject('path');
  if (path === 0 || !PyList_Check(path) || PyList_GET_SIZE(path) === 0) return 0;
  const first = PyList_GET_ITEM(path, 0);
  if (!PyUnicode_Check(first)) return 0;
  return PyUnicode_AsUTF8(first) === root ? 1 : 0;
}

// ---- module.__getattribute__ ----------------------------------------------------------------------------------------------------------------------

/** Sets the AttributeError for a missing attribute, with what is likely wrong. spec and origin (or NULL) are borrowed. */
function missing_attribute(mod_name: number, name: number, spec: number, origin: number): void {
  const shadowing = _PyModule_IsPossiblyShadowing(origin);
  if (shadowing < 0) return;
  if (shadowing) {
    const stdlib_modules = PySys_GetObject('stdlib_module_names');
    const shadows_stdlib = stdlib_modules !== 0 && PyAnySet_Check(stdlib_modules) ? PySet_Contains(stdlib_modules, mod_name) : 0;
    if (shadows_stdlib < 0) return;
    if (shadows_stdlib) {
      const text =
        "module '%U' has no attribute '%U' (consider renaming '%U' since it has the same name as the standard library module named '%U' " +
        'and the import system gives it precedence)';
      PyErr_Format(PyExc_AttributeError, text, mod_name, name, origin, mod_name);
      return;
    }
  }
  let rc = _PyModuleSpec_IsInitializing(spec);
  if (rc < 0) return;
  if (rc > 0) {
    if (shadowing) {
      const text = "module '%U' has no attribute '%U' (consider renaming '%U' if it has the same name as a third-party module you intended to import)";
      PyErr_Format(PyExc_AttributeError, text, mod_name, name, origin);
    } else if (origin !== 0) {
      const text = "partially initialized module '%U' from '%U' has no attribute '%U' (most likely due to a circular import)";
      PyErr_Format(PyExc_AttributeError, text, mod_name, origin, name);
    } else {
      PyErr_Format(PyExc_AttributeError, "partially initialized module '%U' has no attribute '%U' (most likely due to a circular import)", mod_name, name);
    }
    return;
  }
  rc = _PyModuleSpec_IsUninitializedSubmodule(spec, name);
  if (rc > 0) PyErr_Format(PyExc_AttributeError, "cannot access submodule '%U' of module '%U' (most likely due to a circular import)", name, mod_name);
  else if (rc === 0) PyErr_Format(PyExc_AttributeError, "module '%U' has no attribute '%U'", mod_name, name);
}

/** Returns new. With suppress 1 a missing attribute is NULL without an exception. May run Python code (a module's __getattr__). */
export function _Py_module_getattro_impl(m: number, name: number, suppress: number): number {
  const attr = _PyObject_GenericGetAttrWithDict(m, name, 0, suppress);
  if (attr !== 0) return attr;
  if (suppress === 1) {
    if (PyErr_Occurred()) return 0;
  } else {
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return 0;
    PyErr_Clear();
  }
  const dict = _PyModule_GetDict(m);
  const getattr = dict_get(dict, _Py_ID('__getattr__'));
  if (getattr !== 0) {
    const result = PyObject_CallOneArg(getattr, name);
    if (result === 0 && suppress === 1 && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
    Py_DECREF(getattr);
    return result;
  }
  if (suppress === 1 || PyErr_Occurred()) return 0;
  const mod_name = dict_get(dict, _Py_ID('__name__'));
  if (mod_name === 0 || !PyUnicode_Check(mod_name)) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_AttributeError, "module has no attribute '%U'", name);
    Py_XDECREF(mod_name);
    return 0;
  }
  const spec = dict_get(dict, _Py_ID('__spec__'));
  if (spec === 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_AttributeError, "module '%U' has no attribute '%U'", mod_name, name);
  } else {
    const mark = stackSave();
    const p_origin = stackAlloc(8);
    write_ptr(p_origin, 0);
    const rc = _PyModuleSpec_GetFileOrigin(spec, p_origin);
    const origin = read_ptr(p_origin);
    stackRestore(mark);
    if (rc >= 0) missing_attribute(mod_name, name, spec, origin);
    Py_XDECREF(origin);
    Py_DECREF(spec);
  }
  Py_DECREF(mod_name);
  return 0;
}

export function _Py_module_getattro(m: number, name: number): number {
  return _Py_module_getattro_impl(m, name, 0);
}

// ---- the type's other slots -----------------------------------------------------------------------------------------------------------------------

function module___init__(self: number, args: number, kwargs: number): number {
  const values = unpack_tuple_keywords(args, kwargs, 'module', ['name', 'doc'], 1);
  if (values === null) return -1;
  if (!PyUnicode_Check(values[0])) {
    _PyArg_BadArgument('module', "argument 'name'", 'str', values[0]);
    return -1;
  }
  return module_init_dict(self, _PyModule_GetDict(self), values[0], values[1]);
}

/** The function in a field of the module's definition, if the module has the state that it may look at. */
function def_function(m: number, field: number): number {
  const def = _PyModule_GetDef(m);
  if (def === 0) return 0;
  return HEAP32[(def + PyModuleDef.m_size) >> 2] <= 0 || _PyModule_GetState(m) !== 0 ? read_ptr(def + field) : 0;
}

function module_dealloc(m: number): void {
  PyObject_GC_UnTrack(m);
  if (read_ptr(m + PyModuleObject.md_weaklist) !== 0) PyObject_ClearWeakRefs(m);
  const m_free = def_function(m, PyModuleDef.m_free);
  if (m_free !== 0) FUNCS[m_free](m);
  Py_XDECREF(_PyModule_GetDict(m));
  Py_XDECREF(read_ptr(m + PyModuleObject.md_name));
  const state = _PyModule_GetState(m);
  if (state !== 0) PyMem_Free(state);
  FUNCS[read_ptr(Py_TYPE(m) + PyTypeObject.tp_free)](m);
}

function module_repr(m: number): number {
  return PyObject_CallMethodOneArg(read_ptr(_PyInterpreterState_GET() + PyInterpreterState.importlib), _Py_ID('_module_repr'), m);
}

function module_traverse(m: number, visit: (op: number, arg: number) => number, arg: number): number {
  const m_traverse = def_function(m, PyModuleDef.m_traverse);
  if (m_traverse !== 0) {
    const res = FUNCS[m_traverse](m, visit, arg);
    if (res) return res;
  }
  const dict = _PyModule_GetDict(m);
  return dict !== 0 ? visit(dict, arg) : 0;
}

function module_clear(m: number): number {
  const m_clear = def_function(m, PyModuleDef.m_clear);
  if (m_clear !== 0) {
    const res = FUNCS[m_clear](m);
    if (PyErr_Occurred()) {
      const name = read_ptr(m + PyModuleObject.md_name);
      PyErr_FormatUnraisable('Exception ignored in m_clear of module%s%s', name !== 0 ? ' ' : '', name !== 0 ? (PyUnicode_AsUTF8(name) ?? '') : '');
    }
    if (res) return res;
  }
  Py_CLEAR(m + PyModuleObject.md_dict);
  return 0;
}

/** m.__dict__ as a dict: new. May fail. */
function dict_attribute(m: number): number {
  const dict = PyObject_GetAttr(m, _Py_ID('__dict__'));
  if (dict === 0 || PyDict_Check(dict)) return dict;
  PyErr_Format(PyExc_TypeError, '<module>.__dict__ is not a dictionary');
  Py_DECREF(dict);
  return 0;
}

function module_dir(self: number, _args: number): number {
  const dict = dict_attribute(self);
  if (dict === 0) return 0;
  const dirfunc = PyDict_GetItemWithError(dict, _Py_ID('__dir__'));
  let result = 0;
  if (dirfunc !== 0) result = PyObject_CallNoArgs(dirfunc);
  else if (!PyErr_Occurred()) result = PyDict_Keys(dict);
  Py_DECREF(dict);
  return result;
}

function module_get_annotations(m: number, _closure: number): number {
  const dict = dict_attribute(m);
  if (dict === 0) return 0;
  let annotations = dict_get(dict, _Py_ID('__annotations__'));
  if (annotations === 0 && !PyErr_Occurred()) {
    annotations = PyDict_New();
    if (annotations !== 0 && PyDict_SetItem(dict, _Py_ID('__annotations__'), annotations) !== 0) {
      Py_DECREF(annotations);
      annotations = 0;
    }
  }
  Py_DECREF(dict);
  return annotations;
}

function module_set_annotations(m: number, value: number, _closure: number): number {
  const dict = dict_attribute(m);
  if (dict === 0) return -1;
  let ret: number;
  if (value !== 0) ret = PyDict_SetItem(dict, _Py_ID('__annotations__'), value);
  else {
    ret = PyDict_Pop(dict, _Py_ID('__annotations__'), 0);
    if (ret === 0) PyErr_SetObject(PyExc_AttributeError, _Py_ID('__annotations__'));
    ret = ret > 0 ? 0 : -1;
  }
  Py_DECREF(dict);
  return ret;
}

static_type(PyModule_Type, {
  tp_name: 'module',
  tp_basicsize: PyModuleObject.SIZEOF,
  tp_dealloc: module_dealloc,
  tp_repr: module_repr,
  tp_getattro: _Py_module_getattro,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'module(name, doc=None)\n--\n\nA module object.',
  tp_traverse: module_traverse,
  tp_clear: module_clear,
  tp_weaklistoffset: PyModuleObject.md_weaklist,
  tp_methods: [['__dir__', module_dir, METH_NOARGS, 'The names of the module.']],
  tp_members: [['__dict__', _Py_T_OBJECT, PyModuleObject.md_dict, Py_READONLY]],
  tp_getset: [['__annotations__', module_get_annotations, module_set_annotations]],
  tp_dictoffset: PyModuleObject.md_dict,
  tp_init: module___init__,
  tp_alloc: PyType_GenericAlloc,
  tp_new: new_module,
  tp_free: PyObject_GC_Del,
});

static_type(PyModuleDef_Type, {
  tp_name: 'moduledef',
  tp_basicsize: PyModuleDef.SIZEOF,
});
