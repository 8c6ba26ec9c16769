// Answers to Python/pylifecycle.c, pythonrun.c, getversion.c, mysnprintf.c and pystrcmp.c of CPython 3.13, as far as C extensions call them.

import { _PyRuntimeState } from '../include/generated/offsets';
import { HEAP32, HEAP64, HEAPU8 } from '../include/heap';
import { Py_DECREF } from '../include/object';
import { _PyRuntime } from '../include/statics';
import { static_cstring } from '../include/typespec';
import { host } from '../host';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyImport_AddModule } from '../python/import';
import { PyErr_Print, Py_CompileStringObject, PyRun_SourceObject } from '../python/pythonrun';
import { PySys_GetObject } from '../python/sysmodule';
import { Py_FinalizeEx } from '../python/pylifecycle';
import { fatal } from './cfunction';
import { type int64_hi, type int64_lo, to_integer } from './int64';
import { atexit_functions } from './libc/stdlib';
import { vsnprintf } from './libc/printf';

export function Py_IsInitialized(): number {
  return HEAP32[(_PyRuntime + _PyRuntimeState.initialized) >> 2] !== 0 ? 1 : 0;
}
export function Py_IsFinalizing(): number {
  return HEAP32[(_PyRuntime + _PyRuntimeState.finalizing) >> 2] !== 0 ? 1 : 0;
}
/** Calls `f` (void(void)) when the process ends. 0, or -1 when there are 32 already, as in CPython. */
export function Py_AtExit(f: number): number {
  if (atexit_functions.length >= 32) return -1;
  atexit_functions.push(f);
  return 0;
}
/** Finalises and ends the process. */
export function Py_Exit(status: number): void {
  Py_FinalizeEx();
  host().exit(status);
}

function sys_text(name: string): string {
  const v = PySys_GetObject(name);
  return v === 0 ? '' : (PyUnicode_AsUTF8(v) ?? '');
}
export function Py_GetVersion(): number {
  return static_cstring(sys_text('version'));
}
export function Py_GetPlatform(): number {
  return static_cstring(sys_text('platform'));
}
export function Py_GetCopyright(): number {
  return static_cstring(sys_text('copyright'));
}
export function Py_GetCompiler(): number {
  return static_cstring('[PyXray]');
}
export function Py_GetBuildInfo(): number {
  return static_cstring('main');
}

const MODES: Record<number, 'single' | 'exec' | 'eval'> = { 256: 'single', 257: 'exec', 258: 'eval' };

/** Returns new: a code object. May fail. */
export function Py_CompileString(source: string, filename: string, start: number): number {
  const name = PyUnicode_FromString(filename);
  const code = Py_CompileStringObject(source, name, MODES[start] ?? 'exec', 0, -1);
  Py_DECREF(name);
  return code;
}
/** Returns new: None, or an expression's value. Runs Python code; may fail. */
export function PyRun_String(source: string, start: number, globals: number, locals: number): number {
  const name = PyUnicode_FromString('<string>');
  const v = PyRun_SourceObject(source, name, MODES[start] ?? 'exec', globals, locals);
  Py_DECREF(name);
  return v;
}
export function PyRun_StringFlags(source: string, start: number, globals: number, locals: number, _flags: number): number {
  return PyRun_String(source, start, globals, locals);
}
/** Runs in __main__: 0, or -1 after the traceback was printed. */
export function PyRun_SimpleString(source: string): number {
  const d = PyModule_GetDict(PyImport_AddModule('__main__'));
  const v = PyRun_String(source, 257, d, d);
  if (v === 0) {
    PyErr_Print();
    return -1;
  }
  Py_DECREF(v);
  return 0;
}
export function PyRun_SimpleStringFlags(source: string, _flags: number): number {
  return PyRun_SimpleString(source);
}

export function PyOS_vsnprintf(str: number, size: number, format: number, va: number): number {
  return vsnprintf(str, size, format, va);
}
export function PyOS_snprintf(str: number, size: number, format: number, va: number): number {
  return vsnprintf(str, size, format, va);
}
const lower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
export function PyOS_mystrnicmp(a: number, b: number, n: number): number {
  for (let i = 0; i < n; i++) {
    const d = lower(HEAPU8[a + i]) - lower(HEAPU8[b + i]);
    if (d !== 0 || HEAPU8[a + i] === 0) return d;
  }
  return 0;
}
export function PyOS_mystricmp(a: number, b: number): number {
  return PyOS_mystrnicmp(a, b, Number.POSITIVE_INFINITY);
}

/** Ends the process. */
export function _Py_FatalErrorFunc(func: string, message: string): void {
  fatal(`Fatal Python error: ${func}: ${message}\nPython runtime state: initialized\n`, 134);
}

/** Nanoseconds; `result`: where the PyTime_t goes. 0. */
export function PyTime_Time(result: number): number {
  HEAP64[result >> 3] = host().time_ns();
  return 0;
}
export function PyTime_Monotonic(result: number): number {
  HEAP64[result >> 3] = host().monotonic_ns();
  return 0;
}
export function PyTime_PerfCounter(result: number): number {
  return PyTime_Monotonic(result);
}
export function PyTime_AsSecondsDouble(lo: int64_lo, hi: int64_hi): number {
  return Number(to_integer(lo, hi)) / 1e9;
}
