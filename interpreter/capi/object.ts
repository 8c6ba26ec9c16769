// Answers to the functions of Objects/object.c, Modules/gcmodule.c, Objects/moduleobject.c, Python/sysmodule.c and
// Python/import.c of CPython 3.13 that C needs in another shape than TypeScript.

import { _gc_runtime_state } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import * as base from '../include/object';
import { static_cstring } from '../include/typespec';
import * as modules from '../objects/moduleobject';
import { Py_GetConstant } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../objects/tupleobject';
import { tp_name } from '../objects/typeobject';
import { PyObject_CallMethodObjArgs } from '../objects/call';
import { _PyDict_GetItem_KnownHash as get_known_hash } from '../objects/dictobject';
import * as ceval from '../python/ceval';
import { Py_VaBuildValue } from './modsupport';
import type { int64_hi, int64_lo } from './int64';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { gc_state } from '../python/gc';
import { PyImport_AddModule, PyImport_ImportModule, PyImport_ImportModuleLevelObject } from '../python/import';
import * as sys from '../python/sysmodule';
import { cprintf } from './libc/printf';
import { format_arguments } from './unicodeobject';
import { PyUnicode_FromFormatV } from '../objects/unicodeobject_format';
import { VaList } from './va_list';

export function Py_IncRef(op: number): void {
  base.Py_XINCREF(op);
}
export function Py_DecRef(op: number): void {
  base.Py_XDECREF(op);
}
export function Py_GetConstantBorrowed(id: number): number {
  return Py_GetConstant(id);
}

const ENABLED = gc_state(_gc_runtime_state.enabled) >> 2;
/** The state before. */
export function PyGC_Enable(): number {
  const old = HEAP32[ENABLED];
  HEAP32[ENABLED] = 1;
  return old;
}
export function PyGC_Disable(): number {
  const old = HEAP32[ENABLED];
  HEAP32[ENABLED] = 0;
  return old;
}
export function PyGC_IsEnabled(): number {
  return HEAP32[ENABLED];
}

/** The name's bytes, which live as long as the process; NULL with an exception. */
export function PyModule_GetName(m: number): number {
  return static_cstring(modules.PyModule_GetName(m));
}
export function PyModule_GetFilename(m: number): number {
  return static_cstring(modules.PyModule_GetFilename(m));
}

/** Returns borrowed. May fail. */
export function PyImport_AddModuleObject(name: number): number {
  const text = PyUnicode_AsUTF8(name);
  return text === null ? 0 : PyImport_AddModule(text);
}
/** Returns new. May fail. */
export function PyImport_AddModuleRef(name: string): number {
  return base.Py_XNewRef(PyImport_AddModule(name));
}
export function PyImport_ImportModuleNoBlock(name: string): number {
  return PyImport_ImportModule(name);
}
export function PyImport_ImportModuleLevel(name: string, globals: number, locals: number, fromlist: number, level: number): number {
  const n = PyUnicode_FromString(name);
  if (n === 0) return 0;
  const m = PyImport_ImportModuleLevelObject(n, globals, locals, fromlist, level);
  base.Py_DECREF(n);
  return m;
}

export function PySys_WriteStdout(format: string, va: number): void {
  sys.PySys_WriteStdout(cprintf(format, new VaList(va)));
}
export function PySys_WriteStderr(format: string, va: number): void {
  sys.PySys_WriteStderr(cprintf(format, new VaList(va)));
}
function write_formatted(write: (text: string) => void, format: string, va: number): void {
  const s = PyUnicode_FromFormatV(format, format_arguments(format, new VaList(va)));
  if (s === 0) return;
  write(PyUnicode_AsUTF8(s) ?? '');
  base.Py_DECREF(s);
}
export function PySys_FormatStdout(format: string, va: number): void {
  write_formatted(sys.PySys_WriteStdout, format, va);
}
export function PySys_FormatStderr(format: string, va: number): void {
  write_formatted(sys.PySys_WriteStderr, format, va);
}
/** Returns borrowed: sys._xoptions. */
export function PySys_GetXOptions(): number {
  return sys.PySys_GetObject('_xoptions');
}

/** Returns new: importlib.reload(m). Runs Python code; may fail. */
export function PyImport_ReloadModule(m: number): number {
  const importlib = PyImport_ImportModule('importlib');
  if (importlib === 0) return 0;
  const name = PyUnicode_FromString('reload');
  const r = name === 0 ? 0 : PyObject_CallMethodObjArgs(importlib, name, m);
  base.Py_XDECREF(name);
  base.Py_DECREF(importlib);
  return r;
}

/** The hooks are asked with the values of `format`, as Py_BuildValue makes them. 0, or -1 with a hook's exception. Runs Python code. */
export function PySys_Audit(event: string, format: string | null, va: number): number {
  const value = format === null || format === '' ? 0 : Py_VaBuildValue(format, va);
  if (value === 0) return format === null || format === '' ? sys.PySys_Audit(event) : -1;
  const r = PyTuple_Check(value) ? PySys_AuditTuple(event, value) : sys.PySys_Audit(event, value);
  base.Py_DECREF(value);
  return r;
}
export function PySys_AuditTuple(event: string, args: number): number {
  const items = args === 0 ? [] : Array.from({ length: PyTuple_GET_SIZE(args) }, (_, i) => PyTuple_GET_ITEM(args, i));
  return sys.PySys_Audit(event, ...items);
}

/** Returns new. */
export function PyLong_GetInfo(): number {
  return base.Py_XNewRef(sys.PySys_GetObject('int_info'));
}
export function PyFloat_GetInfo(): number {
  return base.Py_XNewRef(sys.PySys_GetObject('float_info'));
}
export function PyFloat_GetMin(): number {
  return 2.2250738585072014e-308;
}

/** The last part of the type's name; the bytes live as long as the process. */
export function _PyType_Name(type: number): number {
  const name = tp_name(type);
  return static_cstring(name.slice(name.lastIndexOf('.') + 1));
}
/** Text for messages about a callable; the bytes live as long as the process. */
export function PyEval_GetFuncName(func: number): number {
  return static_cstring(ceval.PyEval_GetFuncName(func));
}
export function PyEval_GetFuncDesc(func: number): number {
  return static_cstring(ceval.PyEval_GetFuncDesc(func));
}

/** Returns borrowed; NULL without an exception where the key is missing. May run Python code. */
export function _PyDict_GetItem_KnownHash(op: number, key: number, lo: int64_lo, hi: int64_hi): number {
  return get_known_hash(op, key, lo, hi);
}
