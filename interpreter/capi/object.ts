// Answers to the functions of Objects/object.c, Modules/gcmodule.c, Objects/moduleobject.c, Python/sysmodule.c and
// Python/import.c of CPython 3.13 that C needs in another shape than TypeScript.

import { _gc_runtime_state } from '../include/generated/offsets';
import { cstring, HEAP32 } from '../include/heap';
import * as base from '../include/object';
import { static_cstring } from '../include/typespec';
import * as modules from '../objects/moduleobject';
import { Py_GetConstant } from '../objects/object';
import { PyStructSequence_NewType as new_type } from '../objects/structseq';
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

/** Returns new: a struct sequence type after a PyStructSequence_Desc. May fail. */
export function PyStructSequence_NewType(desc: number): number {
  const fields: [string, string | null][] = [];
  for (let f = HEAP32[(desc + 16) >> 2]; HEAP32[f >> 2] !== 0; f += 16) fields.push([cstring(HEAP32[f >> 2]), HEAP32[(f + 8) >> 2] === 0 ? null : cstring(HEAP32[(f + 8) >> 2])]);
  const doc = HEAP32[(desc + 8) >> 2];
  return new_type({ name: cstring(HEAP32[desc >> 2]), doc: doc === 0 ? null : cstring(doc), fields, n_in_sequence: HEAP32[(desc + 24) >> 2] });
}
