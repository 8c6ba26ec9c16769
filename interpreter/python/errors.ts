// Answers to Python/errors.c of CPython 3.13: the error indicator.
//
// An exception that is being raised is `tstate->current_exception`, an owned instance. A function that fails returns NULL or
// -1 with it set. `exc_info` is something else: the exceptions that are being handled (what sys.exception() returns).

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { _PyErr_StackItem, PyBaseExceptionObject, PyThreadState, PyTypeObject } from '../include/generated/offsets';

import { cstring, HEAP32, write_ptr } from '../include/heap';
import { Py_DECREF, Py_NewRef, Py_TYPE, Py_XDECREF, Py_XNewRef } from '../include/object';
import { Py_None, PyDict_Type, PyExc_Exception, PyExc_ImportError, PyExc_KeyError, PyExc_OSError, PyExc_SystemError, PyExc_TypeError, PyType_Type } from '../include/statics';
import { PyObject_Call, PyObject_CallNoArgs, PyObject_CallOneArg } from '../objects/call';
import { PyDict_GetItemString, PyDict_SetItemString } from '../objects/dictobject';
import { _PyException_AddNote, PyException_GetContext, PyException_SetCause, PyException_SetContext, PyException_SetTraceback, PyExceptionInstance_Check, PyExceptionClass_Check } from '../objects/exceptions';
import { get_memory_error } from '../objects/exceptions_memory';
import { PyLong_FromLong } from '../objects/longobject';

import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyType_IsSubtype } from '../objects/typeobject';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { _PyThreadState_GET } from './pystate';
import { PyTraceBack_Here_current } from './traceback';

import { PyErr_WarnEx } from './_warnings';
import { PyErr_Display_unraisable } from './pythonrun';
import { strerror } from './errno';

const CURRENT = PyThreadState.current_exception;

/** Borrowed: the type of the exception being raised, or 0. Never fails. */
export function _PyErr_Occurred(tstate: number): number {
  const exc = HEAP32[(tstate + CURRENT) >> 2];
  return exc === 0 ? 0 : Py_TYPE(exc);
}
export function PyErr_Occurred(): number {
  return _PyErr_Occurred(_PyThreadState_GET());
}

/** Takes the exception out of the indicator: new reference or 0. */
export function _PyErr_GetRaisedException(tstate: number): number {
  const exc = HEAP32[(tstate + CURRENT) >> 2];
  HEAP32[(tstate + CURRENT) >> 2] = 0;
  return exc;
}
export function PyErr_GetRaisedException(): number {
  return _PyErr_GetRaisedException(_PyThreadState_GET());
}

/** Steals `exc` (may be 0), replacing what was set. */
export function _PyErr_SetRaisedException(tstate: number, exc: number): void {
  const old = HEAP32[(tstate + CURRENT) >> 2];
  HEAP32[(tstate + CURRENT) >> 2] = exc;
  Py_XDECREF(old);
}
export function PyErr_SetRaisedException(exc: number): void {
  _PyErr_SetRaisedException(_PyThreadState_GET(), exc);
}

export function _PyErr_Clear(tstate: number): void {
  _PyErr_SetRaisedException(tstate, 0);
}
export function PyErr_Clear(): void {
  _PyErr_Clear(_PyThreadState_GET());
}

/** Borrowed: the innermost stack item with an exception that is being handled. */
export function _PyErr_GetTopmostException(tstate: number): number {
  let info = HEAP32[(tstate + PyThreadState.exc_info) >> 2];
  for (;;) {
    const value = HEAP32[(info + _PyErr_StackItem.exc_value) >> 2];
    const previous = HEAP32[(info + _PyErr_StackItem.previous_item) >> 2];
    if ((value !== 0 && value !== Py_None) || previous === 0) return info;
    info = previous;
  }
}

/** New reference to the exception being handled, or 0. */
export function _PyErr_GetHandledException(tstate: number): number {
  const value = HEAP32[(_PyErr_GetTopmostException(tstate) + _PyErr_StackItem.exc_value) >> 2];
  return value === 0 || value === Py_None ? 0 : Py_NewRef(value);
}
export function PyErr_GetHandledException(): number {
  return _PyErr_GetHandledException(_PyThreadState_GET());
}

/** Borrows `exc`; None or 0 for "nothing is being handled". */
export function _PyErr_SetHandledException(tstate: number, exc: number): void {
  const slot = (HEAP32[(tstate + PyThreadState.exc_info) >> 2] + _PyErr_StackItem.exc_value) >> 2;
  const old = HEAP32[slot];
  HEAP32[slot] = Py_XNewRef(exc === Py_None ? 0 : exc);
  Py_XDECREF(old);
}
export function PyErr_SetHandledException(exc: number): void {
  _PyErr_SetHandledException(_PyThreadState_GET(), exc);
}

/** Makes an instance: calls `type` with `value` (a tuple is the arguments, 0 or None is none). New reference or 0. */
export function _PyErr_CreateException(type: number, value: number): number {
  let exc: number;
  if (value === 0 || value === Py_None) exc = PyObject_CallNoArgs(type);
  else if (PyTuple_Check(value)) exc = PyObject_Call(type, value, 0);
  else exc = PyObject_CallOneArg(type, value);
  if (exc !== 0 && !PyExceptionInstance_Check(exc)) {
    PyErr_Format(PyExc_TypeError, 'calling %R should have returned an instance of BaseException, not %s', type, type_name(Py_TYPE(exc)));
    Py_DECREF(exc);
    return 0;
  }
  return exc;
}

function type_name(tp: number): string {
  return cstring(HEAP32[(tp + PyTypeObject.tp_name) >> 2]);
}

/** Sets `exc` as __context__ of nothing that would make a loop; steals nothing. */
function chain_context(value: number, exc_value: number): void {
  // Avoid a cycle through the context chain (Brent's algorithm would be CPython's; a set does the same).
  if (exc_value === value) return;
  const seen = new Set<number>();
  let o = exc_value;
  for (;;) {
    const context = PyException_GetContext(o);
    if (context === 0) break;
    Py_DECREF(context);
    if (context === value) {
      PyException_SetContext(o, 0);
      break;
    }
    if (seen.has(context)) break;
    seen.add(context);
    o = context;
  }
  PyException_SetContext(value, Py_NewRef(exc_value));
}

/** Raises `type(value)`, with the handled exception as its context. Borrows both. */
export function _PyErr_SetObject(tstate: number, exception: number, value: number): void {
  if (exception !== 0 && !PyExceptionClass_Check(exception)) {
    _PyErr_Format(tstate, PyExc_SystemError, '_PyErr_SetObject: exception %R is not a BaseException subclass', exception);
    return;
  }
  let exc: number;
  const exc_value = HEAP32[(_PyErr_GetTopmostException(tstate) + _PyErr_StackItem.exc_value) >> 2];
  const is_subclass = value !== 0 && PyExceptionInstance_Check(value) && PyType_IsSubtype(Py_TYPE(value), exception);
  if (is_subclass) {
    exc = Py_NewRef(value);
  } else {
    _PyErr_Clear(tstate);
    exc = _PyErr_CreateException(exception, value);
    if (exc === 0) return;
  }
  if (exc_value !== 0 && exc_value !== Py_None) chain_context(exc, exc_value);
  _PyErr_SetRaisedException(tstate, exc);
}
export function PyErr_SetObject(type: number, value: number): void {
  _PyErr_SetObject(_PyThreadState_GET(), type, value);
}

/** KeyError(key) where key is a tuple must not be unpacked. */
export function _PyErr_SetKeyError(key: number): void {
  const tstate = _PyThreadState_GET();
  if (!PyTuple_Check(key) && !PyExceptionInstance_Check(key)) {
    _PyErr_SetObject(tstate, PyExc_KeyError, key);
    return;
  }
  const exc = PyObject_CallOneArg(PyExc_KeyError, key);
  if (exc === 0) return;
  _PyErr_SetObject(tstate, Py_TYPE(exc), exc);
  Py_DECREF(exc);
}

export function _PyErr_SetNone(tstate: number, type: number): void {
  _PyErr_SetObject(tstate, type, 0);
}
export function PyErr_SetNone(type: number): void {
  _PyErr_SetNone(_PyThreadState_GET(), type);
}

/** Raises `type(message)`. */
export function _PyErr_SetString(tstate: number, type: number, message: string): void {
  const value = PyUnicode_FromString(message);
  if (value === 0) return;
  _PyErr_SetObject(tstate, type, value);
  Py_DECREF(value);
}
export function PyErr_SetString(type: number, message: string): void {
  _PyErr_SetString(_PyThreadState_GET(), type, message);
}

type FormatArg = number | string | bigint;

/** Raises `type` with a formatted message (PyUnicode_FromFormat's directives). Returns 0 so that `return PyErr_Format(..)` works. */
export function _PyErr_Format(tstate: number, type: number, format: string, ...args: FormatArg[]): 0 {
  _PyErr_Clear(tstate);
  const value = PyUnicode_FromFormat(format, ...args);
  if (value !== 0) {
    _PyErr_SetObject(tstate, type, value);
    Py_DECREF(value);
  }
  return 0;
}
export function PyErr_Format(type: number, format: string, ...args: FormatArg[]): 0 {
  return _PyErr_Format(_PyThreadState_GET(), type, format, ...args);
}

/** Formats a new exception whose __cause__ and __context__ are the one that is set now. */
export function _PyErr_FormatFromCause(exception: number, format: string, ...args: FormatArg[]): 0 {
  const tstate = _PyThreadState_GET();
  const cause = _PyErr_GetRaisedException(tstate);
  _PyErr_Format(tstate, exception, format, ...args);
  const exc = _PyErr_GetRaisedException(tstate);
  if (cause !== 0 && exc !== 0) {
    PyException_SetCause(exc, Py_NewRef(cause));
    PyException_SetContext(exc, cause);
  }
  _PyErr_SetRaisedException(tstate, exc);
  return 0;
}

/** Whether `err` (type, instance or 0) matches `exc` (class or tuple of classes). Never fails. */
export function PyErr_GivenExceptionMatches(err: number, exc: number): number {
  if (err === 0 || exc === 0) return 0;
  if (PyTuple_Check(exc)) {
    const n = PyTuple_GET_SIZE(exc);
    for (let i = 0; i < n; i++) if (PyErr_GivenExceptionMatches(err, PyTuple_GET_ITEM(exc, i))) return 1;
    return 0;
  }
  if (PyExceptionInstance_Check(err)) err = Py_TYPE(err);
  if (PyExceptionClass_Check(err) && PyExceptionClass_Check(exc)) return PyType_IsSubtype(err, exc) ? 1 : 0;
  return err === exc ? 1 : 0;
}
export function _PyErr_ExceptionMatches(tstate: number, exc: number): number {
  return PyErr_GivenExceptionMatches(_PyErr_Occurred(tstate), exc);
}
export function PyErr_ExceptionMatches(exc: number): number {
  return _PyErr_ExceptionMatches(_PyThreadState_GET(), exc);
}

/** The old triple API: type, value and traceback into the three addresses, new references; clears the indicator. */
export function PyErr_Fetch(p_type: number, p_value: number, p_traceback: number): void {
  const exc = PyErr_GetRaisedException();
  write_ptr(p_type, exc === 0 ? 0 : Py_NewRef(Py_TYPE(exc)));
  write_ptr(p_value, exc);
  write_ptr(p_traceback, exc === 0 ? 0 : Py_XNewRef(HEAP32[(exc + PyBaseExceptionObject.traceback) >> 2]));
}
/** Steals all three. */
export function PyErr_Restore(type: number, value: number, traceback: number): void {
  const tstate = _PyThreadState_GET();
  if (type === 0) {
    _PyErr_Clear(tstate);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return;
  }
  let exc = value;
  if (value === 0 || !PyExceptionInstance_Check(value)) {
    exc = _PyErr_CreateException(type, value);
    Py_XDECREF(value);
  }
  Py_DECREF(type);
  if (exc === 0) {
    Py_XDECREF(traceback);
    return;
  }
  if (traceback !== 0) {
    PyException_SetTraceback(exc, traceback);
    Py_DECREF(traceback);
  }
  _PyErr_SetRaisedException(tstate, exc);
}

/** If the exception set now replaced `exc`, chains `exc` as its context; steals `exc` (may be 0). */
export function _PyErr_ChainExceptions1(exc: number): void {
  if (exc === 0) return;
  const tstate = _PyThreadState_GET();
  const current = HEAP32[(tstate + CURRENT) >> 2];
  if (current === 0) {
    _PyErr_SetRaisedException(tstate, exc);
    return;
  }
  PyException_SetContext(current, exc);
}

/** As _PyErr_ChainExceptions1 with a handled-exception stack item; used by the eval loop for generators. */
export function _PyErr_ChainStackItem(): void {
  const tstate = _PyThreadState_GET();
  const info = _PyErr_GetTopmostException(tstate);
  const value = HEAP32[(info + _PyErr_StackItem.exc_value) >> 2];
  const exc = HEAP32[(tstate + CURRENT) >> 2];
  if (value !== 0 && value !== Py_None && exc !== 0 && HEAP32[(exc + PyBaseExceptionObject.context) >> 2] === 0) chain_context(exc, value);
}

export function PyErr_BadArgument(): 0 {
  PyErr_SetString(PyExc_TypeError, 'bad argument type for built-in operation');
  return 0;
}
/** MemoryError; returns 0. Needs no memory, and sets no context. */
export function PyErr_NoMemory(): 0 {
  _PyErr_NoMemory(_PyThreadState_GET());
  return 0;
}
export function _PyErr_NoMemory(tstate: number): 0 {
  _PyErr_SetRaisedException(tstate, get_memory_error());
  return 0;
}
export function PyErr_BadInternalCall(): 0 {
  PyErr_SetString(PyExc_SystemError, 'bad argument to internal function');
  return 0;
}

/** A corner of CPython that PyXray does not have yet: SystemError that names it, so that nothing is silently wrong. Returns 0. */
export function Py_UNIMPLEMENTED(what: string): 0 {
  PyErr_SetString(PyExc_SystemError, `PyXray does not implement ${what} yet`);
  return 0;
}

/** Raises the OSError subclass for `errno` (Linux's number), with up to two file names (borrowed, may be 0). Returns 0. */
export function PyErr_SetFromErrno(errno: number, filename = 0, filename2 = 0, type = PyExc_OSError): 0 {
  const tstate = _PyThreadState_GET();
  const message = PyUnicode_FromString(strerror(errno));
  const number = PyLong_FromLong(errno);
  let args: number;
  if (filename === 0) args = PyTuple_Pack(2, number, message);
  else if (filename2 === 0) args = PyTuple_Pack(3, number, message, filename);
  else {
    const zero = PyLong_FromLong(0);
    args = PyTuple_Pack(5, number, message, filename, zero, filename2);
  }
  Py_DECREF(number);
  Py_DECREF(message);
  const exc = PyObject_Call(type, args, 0);
  Py_DECREF(args);
  if (exc !== 0) {
    _PyErr_SetObject(tstate, Py_TYPE(exc), exc);
    Py_DECREF(exc);
  }
  return 0;
}

/** New reference: a new exception class `module.name`. base: class, tuple or 0; dict: borrowed or 0. */
export function PyErr_NewException(name: string, base: number, dict: number): number {
  const dot = name.lastIndexOf('.');
  if (dot < 0) return PyErr_Format(PyExc_SystemError, 'PyErr_NewException: name must be module.class');
  let mydict = 0;
  const attrs = dict === 0 ? (mydict = PyObject_CallNoArgs(PyDict_Type)) : dict;
  if (attrs === 0) return 0;
  if (PyDict_GetItemString(attrs, '__module__') === 0) {
    const mod = PyUnicode_FromString(name.slice(0, dot));
    PyDict_SetItemString(attrs, '__module__', mod);
    Py_DECREF(mod);
  }
  const bases = base !== 0 && PyTuple_Check(base) ? Py_NewRef(base) : PyTuple_Pack(1, base === 0 ? PyExc_Exception : base);
  const nm = PyUnicode_FromString(name.slice(dot + 1));
  const args = PyTuple_New(3);
  PyTuple_SET_ITEM(args, 0, nm);
  PyTuple_SET_ITEM(args, 1, bases);
  PyTuple_SET_ITEM(args, 2, Py_NewRef(attrs));
  const result = PyObject_Call(PyType_Type, args, 0);
  Py_DECREF(args);
  Py_XDECREF(mydict);
  return result;
}

/** An exception that cannot be raised: goes to sys.unraisablehook. `format` may be '' for the default message about `obj`. */
export function PyErr_FormatUnraisable(format: string, ...args: FormatArg[]): void {
  const tstate = _PyThreadState_GET();
  const exc = _PyErr_GetRaisedException(tstate);
  let msg = 0;
  if (format !== '') {
    msg = PyUnicode_FromFormat(format, ...args);
    if (msg === 0) _PyErr_Clear(tstate);
  }
  unraisable(tstate, exc, msg, 0);
}
/** `obj` (borrowed, may be 0): where it happened. */
export function PyErr_WriteUnraisable(obj: number): void {
  const tstate = _PyThreadState_GET();
  unraisable(tstate, _PyErr_GetRaisedException(tstate), 0, obj);
}
export function _PyErr_WriteUnraisableMsg(err_msg: string | null, obj: number): void {
  if (err_msg === null) return PyErr_WriteUnraisable(obj);
  const tstate = _PyThreadState_GET();
  const exc = _PyErr_GetRaisedException(tstate);
  const msg = PyUnicode_FromString(`Exception ignored ${err_msg}`);
  unraisable(tstate, exc, msg, obj);
}

/** Steals exc and msg. */
function unraisable(tstate: number, exc: number, msg: number, obj: number): void {
  if (exc !== 0) {
    if (HEAP32[(exc + PyBaseExceptionObject.traceback) >> 2] === 0 && HEAP32[(tstate + PyThreadState.current_frame) >> 2] !== 0) add_here(tstate, exc);
    const holder = Py_NewRef(obj === 0 ? Py_None : obj);
    PyErr_Display_unraisable(tstate, exc, msg, obj);
    Py_DECREF(holder);
    Py_DECREF(exc);
  }
  Py_XDECREF(msg);
  _PyErr_Clear(tstate);
}

function add_here(tstate: number, exc: number): void {
  _PyErr_SetRaisedException(tstate, exc);
  if (PyTraceBack_Here_current(tstate) < 0) {
    _PyErr_SetRaisedException(tstate, Py_NewRef(exc));
    Py_DECREF(exc);
    return;
  }
  _PyErr_GetRaisedException(tstate);
}

/** The message and position of a SyntaxError made by the front end: sets the exception with its attributes. */
export function _PyErr_SetSyntaxError(type: number, msg: string, filename: number, lineno: number, offset: number, text: number, end_lineno = -1, end_offset = -1): 0 {
  const m = PyUnicode_FromString(msg);
  const parts = [filename, PyLong_FromLong(lineno), PyLong_FromLong(offset), text === 0 ? Py_None : text];
  if (end_lineno >= 0) parts.push(PyLong_FromLong(end_lineno), PyLong_FromLong(end_offset));
  const details = PyTuple_Pack(parts.length, ...parts);
  for (let i = 1; i < parts.length; i++) if (i !== 3) Py_DECREF(parts[i]);
  const args = PyTuple_Pack(2, m, details);
  Py_DECREF(m);
  Py_DECREF(details);
  PyErr_SetObject(type, args);
  Py_DECREF(args);
  return 0;
}

/** ImportError(msg, name=, path=). Borrows all. Returns 0. */
export function PyErr_SetImportErrorSubclass(exception: number, msg: number, name: number, path: number): 0 {
  return import_error(exception, msg, { name, path });
}
function import_error(exception: number, msg: number, keywords: Record<string, number>): 0 {
  const kwargs = PyObject_CallNoArgs(PyDict_Type);
  if (kwargs === 0) return 0;
  for (const [k, v] of Object.entries(keywords)) PyDict_SetItemString(kwargs, k, v === 0 ? Py_None : v);
  const args = PyTuple_Pack(1, msg);
  const error = PyObject_Call(exception, args, kwargs);
  Py_DECREF(args);
  Py_DECREF(kwargs);
  if (error !== 0) {
    PyErr_SetObject(Py_TYPE(error), error);
    Py_DECREF(error);
  }
  return 0;
}
export function PyErr_SetImportError(msg: number, name: number, path: number): 0 {
  return PyErr_SetImportErrorSubclass(PyExc_ImportError, msg, name, path);
}

export function _PyErr_BadInternalCall(file: string, line: number): 0 {
  return PyErr_Format(PyExc_SystemError, '%s:%d: bad argument to internal function', file, line);
}

/** Adds a note to the exception that is set. */
export function _PyErr_FormatNote(format: string, ...args: FormatArg[]): void {
  const tstate = _PyThreadState_GET();
  const exc = _PyErr_GetRaisedException(tstate);
  const note = PyUnicode_FromFormat(format, ...args);
  if (note !== 0) {
    _PyException_AddNote(exc, note);
    Py_DECREF(note);
  }
  _PyErr_SetRaisedException(tstate, exc);
}

/** Makes *p_value an instance of *p_type (the old triple API; the addresses hold owned references). */
export function PyErr_NormalizeException(p_type: number, p_value: number, p_traceback: number): void {
  const [type, value] = [HEAP32[p_type >> 2], HEAP32[p_value >> 2]];
  if (type === 0 || (value !== 0 && PyExceptionInstance_Check(value) && PyType_IsSubtype(Py_TYPE(value), type))) {
    if (type !== 0 && Py_TYPE(value) !== type) {
      write_ptr(p_type, Py_NewRef(Py_TYPE(value)));
      Py_DECREF(type);
    }
    return;
  }
  const exc = _PyErr_CreateException(type, value);
  Py_XDECREF(value);
  if (exc !== 0) {
    write_ptr(p_value, exc);
    return;
  }
  Py_DECREF(type);
  PyErr_Fetch(p_type, p_value, p_traceback);
}

/** ImportError(msg, name=, path=, name_from=). Borrows all, 0 for None. Returns 0. */
export function _PyErr_SetImportErrorWithNameFrom(msg: number, name: number, path: number, from_name: number): 0 {
  return import_error(PyExc_ImportError, msg, { name, path, name_from: from_name });
}

export { PyErr_WarnEx };
export function PyErr_WarnFormat(category: number, stack_level: number, format: string, ...args: FormatArg[]): number {
  const message = PyUnicode_FromFormat(format, ...args);
  if (message === 0) return -1;
  const text = PyUnicode_AsUTF8(message) ?? '';
  Py_DECREF(message);
  return PyErr_WarnEx(category, text, stack_level);
}
