// Answers to Modules/_ctypes/ctypes_dlfcn.h of CPython 3.13: dlopen, dlsym, dlclose.
//
// The program itself, CDLL(None), has first the symbols of the C API that pythonapi.ts has in TypeScript, then C's own.

import { PyExc_OSError } from '../../include/statics';
import { PySys_GetObject } from '../../python/sysmodule';
import { PyErr_SetString } from '../../python/errors';
import { raise } from './ctypes';
import { PyUnicode_AsUTF8, PyUnicode_Check } from '../../objects/unicodeobject';
import { ffi, no_native_calls } from './memory';
import { internal_symbol } from './pythonapi';

export const RTLD_LOCAL = 0;
export const RTLD_NOW = 2;
export const RTLD_GLOBAL = 0x100;

/** The handle of the program itself. */
const MAIN_HANDLE = 0x1000;

/** The handle; 0 with OSError. `name` null: the program itself. */
export function dlopen(name: string | null, flags: number): number {
  if (name === null) return MAIN_HANDLE;
  const native = ffi();
  if (native === undefined) return no_native_calls();
  const handle = native.dlopen(name, flags);
  if (handle !== 0) return handle;
  return raise(PyExc_OSError, native.dlerror() ?? 'dlopen() error');
}

function executable(): string {
  const o = PySys_GetObject('executable');
  return o !== 0 && PyUnicode_Check(o) ? (PyUnicode_AsUTF8(o) ?? '') : '';
}

/** The symbol's address; 0 with `exc`. */
export function dlsym(handle: number, name: string, exc: number): number {
  const native = ffi();
  if (handle === MAIN_HANDLE) {
    const internal = internal_symbol(name);
    if (internal !== 0) return internal;
    const main = native?.dlopen(null, RTLD_NOW) ?? 0;
    const address = main === 0 ? 0 : (native?.dlsym(main, name) ?? 0);
    if (address !== 0) return address;
    native?.dlerror();
    return raise(exc, `${executable()}: undefined symbol: ${name}`);
  }
  if (native === undefined) return no_native_calls();
  const address = native.dlsym(handle, name);
  if (address !== 0) return address;
  return raise(exc, native.dlerror() ?? `symbol '${name}' not found`);
}

/** 0 or -1 with OSError. */
export function dlclose(handle: number): number {
  const native = ffi();
  if (handle === MAIN_HANDLE || native === undefined || native.dlclose(handle) === 0) return 0;
  PyErr_SetString(PyExc_OSError, native.dlerror() ?? 'dlclose() error');
  return -1;
}
