// Answers to the functions of Python/errors.c and _warnings.c of CPython 3.13 that take variable arguments or C's errno.

import { write_ptr } from '../include/heap';
import { Py_NewRef, Py_TYPE, Py_XDECREF } from '../include/object';
import { static_cstring } from '../include/typespec';
import { PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyException_GetTraceback } from '../objects/exceptions';
import { tp_name } from '../objects/typeobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import * as errors from '../python/errors';
import { PyErr_SetInterrupt as simulate_signal } from '../modules/signalmodule';
import * as warnings from '../python/_warnings';
import { errno_value } from './libc/errno';
import { format_arguments } from './unicodeobject';
import { VaList } from './va_list';

const SIGINT = 2;

/** Returns NULL with the exception. */
export function PyErr_FormatV(type: number, format: string, va: number): number {
  return errors.PyErr_Format(type, format, ...(format_arguments(format, new VaList(va)) as (number | string | bigint)[]));
}
export function PyErr_Format(type: number, format: string, va: number): number {
  return PyErr_FormatV(type, format, va);
}
export function PyErr_FormatUnraisable(format: string | null, va: number): void {
  errors.PyErr_FormatUnraisable(format ?? '', ...(format === null ? [] : (format_arguments(format, new VaList(va)) as (number | string | bigint)[])));
}
/** 0, or -1 with the warning as exception. */
export function PyErr_WarnFormat(category: number, stack_level: number, format: string, va: number): number {
  return errors.PyErr_WarnFormat(category, stack_level, format, ...(format_arguments(format, new VaList(va)) as (number | string | bigint)[]));
}

/** Returns NULL with an OSError of C's errno. */
export function PyErr_SetFromErrno(type: number): number {
  return errors.PyErr_SetFromErrno(errno_value(), 0, 0, type);
}
export function PyErr_SetFromErrnoWithFilenameObject(type: number, filename: number): number {
  return errors.PyErr_SetFromErrno(errno_value(), filename, 0, type);
}
export function PyErr_SetFromErrnoWithFilename(type: number, filename: string | null): number {
  const name = filename === null ? 0 : PyUnicode_FromString(filename);
  errors.PyErr_SetFromErrno(errno_value(), name, 0, type);
  Py_XDECREF(name);
  return 0;
}

/** Returns new. dict may be NULL. May fail. */
export function PyErr_NewExceptionWithDoc(name: string, doc: string | null, base: number, dict: number): number {
  if (doc === null) return errors.PyErr_NewException(name, base, dict);
  const mydict = dict === 0 ? PyDict_New() : Py_NewRef(dict);
  const text = mydict === 0 ? 0 : PyUnicode_FromString(doc);
  const ok = text !== 0 && PyDict_SetItemString(mydict, '__doc__', text) === 0;
  const result = ok ? errors.PyErr_NewException(name, base, mydict) : 0;
  Py_XDECREF(text);
  Py_XDECREF(mydict);
  return result;
}

/** New references to type, value, traceback of the exception that is handled, or NULLs. */
export function PyErr_GetExcInfo(p_type: number, p_value: number, p_traceback: number): void {
  const exc = errors.PyErr_GetHandledException();
  write_ptr(p_type, exc === 0 ? 0 : Py_NewRef(Py_TYPE(exc)));
  write_ptr(p_value, exc);
  write_ptr(p_traceback, exc === 0 ? 0 : PyException_GetTraceback(exc));
}
/** Steals all three. */
export function PyErr_SetExcInfo(type: number, value: number, traceback: number): void {
  errors.PyErr_SetHandledException(value);
  for (const o of [type, value, traceback]) Py_XDECREF(o);
}
export function PyExceptionClass_Name(type: number): number {
  return static_cstring(tp_name(type));
}
/** SystemError: an internal function was called with a wrong argument. */
export function PyErr_BadInternalCall(): void {
  errors.PyErr_BadInternalCall();
}

/** 0, or -1 with the warning as exception. */
export function PyErr_ResourceWarning(source: number, stack_level: number, format: string, va: number): number {
  return warnings.PyErr_ResourceWarning(source, stack_level, format, ...(format_arguments(format, new VaList(va)) as (number | string)[]));
}
/** Returns NULL with an OSError of C's errno. filename2 may be NULL. */
export function PyErr_SetFromErrnoWithFilenameObjects(type: number, filename: number, filename2: number): number {
  return errors.PyErr_SetFromErrno(errno_value(), filename, filename2, type);
}
/** As if the signal had arrived. 0, or -1 for a number that is no signal. */
export function PyErr_SetInterruptEx(signum: number): number {
  return simulate_signal(signum) ? 0 : -1;
}
export function PyErr_SetInterrupt(): void {
  simulate_signal(SIGINT);
}
