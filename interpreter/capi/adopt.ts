// Function pointers that C puts into types, method tables and module definitions: each is told what it is (cfunction.ts) by the
// API function that gets the table. Answers to the places of CPython 3.13 that take such tables from C.

import { PyGetSetDef, PyMethodDef, PyModuleDef, PyTypeObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { Py_TPFLAGS_READY, Py_TYPE, PyType_HasFeature } from '../include/object';
import { PyType_Type } from '../include/statics';
import { SUITES, TYPE_FUNC_SLOTS } from '../include/typespec';
import * as capsule from '../objects/capsule';
import * as descr from '../objects/descrobject';
import * as method from '../objects/methodobject';
import * as modules from '../objects/moduleobject';
import * as ready from '../objects/typeobject_ready';
import * as ceval from '../python/ceval';
import * as modsupport from '../python/modsupport';
import { adopt } from './cfunction';
import { register_type } from './ledger';
import { in_extension_data } from './runtime';
import { kind_of, kind_of_method } from './signatures';

export function adopt_slot(name: string, index: number): void {
  adopt(index, kind_of(name));
}
function adopt_method(def: number): void {
  adopt(HEAP32[(def + PyMethodDef.ml_meth) >> 2], kind_of_method(HEAP32[(def + PyMethodDef.ml_flags) >> 2]));
}
/** A PyMethodDef table, ended by a NULL name. */
export function adopt_methods(table: number): void {
  if (table !== 0) for (let p = table; HEAP32[(p + PyMethodDef.ml_name) >> 2] !== 0; p += PyMethodDef.SIZEOF) adopt_method(p);
}
/** A PyGetSetDef table, ended by a NULL name. */
export function adopt_getset(table: number): void {
  if (table === 0) return;
  for (let p = table; HEAP32[(p + PyGetSetDef.name) >> 2] !== 0; p += PyGetSetDef.SIZEOF) {
    adopt(HEAP32[(p + PyGetSetDef.get) >> 2], kind_of('getter'));
    adopt(HEAP32[(p + PyGetSetDef.set) >> 2], kind_of('setter'));
  }
}
/** A static type that C filled in. */
function adopt_type(type: number): void {
  register_type(type);
  for (const [name, offset] of Object.entries(TYPE_FUNC_SLOTS)) adopt_slot(name, HEAP32[(type + offset) >> 2]);
  for (const suite of Object.values(SUITES)) {
    const at = HEAP32[(type + suite.field) >> 2];
    if (at !== 0) for (const [name, offset] of Object.entries(suite.slots)) adopt_slot(name, HEAP32[(at + offset) >> 2]);
  }
  adopt_methods(HEAP32[(type + PyTypeObject.tp_methods) >> 2]);
  adopt_getset(HEAP32[(type + PyTypeObject.tp_getset) >> 2]);
}

/** A static type that C adds to a module without PyType_Ready: it is made ready when it is first used. */
function adopt_unready(value: number): void {
  if (value === 0 || !in_extension_data(value)) return;
  const metatype = Py_TYPE(value);
  if ((metatype === PyType_Type || metatype === 0) && !PyType_HasFeature(value, Py_TPFLAGS_READY)) adopt_type(value);
}
/** 0 or -1; steals on success. */
export function PyModule_AddObject(m: number, name: string, value: number): number {
  adopt_unready(value);
  return modsupport.PyModule_AddObject(m, name, value);
}
export function PyModule_AddObjectRef(m: number, name: string, value: number): number {
  adopt_unready(value);
  return modsupport.PyModule_AddObjectRef(m, name, value);
}
export function PyModule_Add(m: number, name: string, value: number): number {
  adopt_unready(value);
  return modsupport.PyModule_Add(m, name, value);
}
export function PyModule_AddType(m: number, type: number): number {
  adopt_type(type);
  return modsupport.PyModule_AddType(m, type);
}

const Py_mod_create = 1;
const Py_mod_exec = 2;
function adopt_module(def: number): void {
  adopt_methods(HEAP32[(def + PyModuleDef.m_methods) >> 2]);
  adopt_slot('m_traverse', HEAP32[(def + PyModuleDef.m_traverse) >> 2]);
  adopt_slot('m_clear', HEAP32[(def + PyModuleDef.m_clear) >> 2]);
  adopt_slot('m_free', HEAP32[(def + PyModuleDef.m_free) >> 2]);
  const slots = HEAP32[(def + PyModuleDef.m_slots) >> 2];
  if (slots === 0) return;
  for (let s = slots; HEAP32[s >> 2] !== 0; s += 16) {
    if (HEAP32[s >> 2] === Py_mod_create) adopt_slot('m_create', HEAP32[(s + 8) >> 2]);
    else if (HEAP32[s >> 2] === Py_mod_exec) adopt_slot('m_exec', HEAP32[(s + 8) >> 2]);
  }
}

/** 0 or -1. */
export function PyType_Ready(type: number): number {
  adopt_type(type);
  return ready.PyType_Ready(type);
}
/** Returns new. May fail. */
export function PyModule_Create2(def: number, api_version: number): number {
  adopt_module(def);
  return modules.PyModule_Create2(def, api_version);
}
/** Returns borrowed. */
export function PyModuleDef_Init(def: number): number {
  adopt_module(def);
  return modules.PyModuleDef_Init(def);
}
/** Returns new. May fail. */
export function PyModule_FromDefAndSpec2(def: number, spec: number, api_version: number): number {
  adopt_module(def);
  return modules.PyModule_FromDefAndSpec2(def, spec, api_version);
}
export function PyModule_AddFunctions(m: number, functions: number): number {
  adopt_methods(functions);
  return modules.PyModule_AddFunctions(m, functions);
}
export function PyCFunction_New(ml: number, self: number): number {
  adopt_method(ml);
  return method.PyCFunction_New(ml, self);
}
export function PyCFunction_NewEx(ml: number, self: number, module: number): number {
  adopt_method(ml);
  return method.PyCFunction_NewEx(ml, self, module);
}
export function PyCMethod_New(ml: number, self: number, module: number, cls: number): number {
  adopt_method(ml);
  return method.PyCMethod_New(ml, self, module, cls);
}
export function PyDescr_NewMethod(type: number, def: number): number {
  adopt_method(def);
  return descr.PyDescr_NewMethod(type, def);
}
export function PyDescr_NewClassMethod(type: number, def: number): number {
  adopt_method(def);
  return descr.PyDescr_NewClassMethod(type, def);
}
export function PyDescr_NewGetSet(type: number, getset: number): number {
  adopt(HEAP32[(getset + PyGetSetDef.get) >> 2], kind_of('getter'));
  adopt(HEAP32[(getset + PyGetSetDef.set) >> 2], kind_of('setter'));
  return descr.PyDescr_NewGetSet(type, getset);
}
/** A trace function of C: sees what sys.settrace sees. `func` NULL ends it. */
export function PyEval_SetTrace(func: number, arg: number): void {
  adopt(func, kind_of('Py_tracefunc'));
  ceval.PyEval_SetTrace(func, arg);
}
export function PyEval_SetProfile(func: number, arg: number): void {
  adopt(func, kind_of('Py_tracefunc'));
  ceval.PyEval_SetProfile(func, arg);
}
export function PyCapsule_New(pointer: number, name: number, destructor: number): number {
  adopt_slot('tp_dealloc', destructor);
  return capsule.PyCapsule_New(pointer, name, destructor);
}
export function PyCapsule_SetDestructor(op: number, destructor: number): number {
  adopt_slot('tp_dealloc', destructor);
  return capsule.PyCapsule_SetDestructor(op, destructor);
}
