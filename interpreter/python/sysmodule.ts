// Answers to Python/sysmodule.c of CPython 3.13: the module sys.
//
// The dict of sys is `interp->sysdict`. What a program can see is CPython's for 64-bit Linux; version says 3.13.0.

import { PyBaseExceptionObject, PyInterpreterState, PyThreadState, PyTypeObject, PyVarObject, _PyInterpreterFrame, PyTupleObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { cstring, HEAP32, read_ssize, write_ptr } from '../include/heap';
import { Py_TPFLAGS_DISALLOW_INSTANTIATION, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_DECREF, Py_NewRef, Py_REFCNT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, Py_XNewRef } from '../include/object';
import { _PyInterpreterState_Main, Py_False, Py_None, Py_True, PyExc_AttributeError, PyExc_ImportError, PyExc_RecursionError, PyExc_RuntimeError, PyExc_RuntimeWarning, PyExc_SystemExit, PyExc_TypeError, PyExc_UnicodeEncodeError, PyExc_ValueError } from '../include/statics';
import { builtin_module, type MethodSpec, PyImport_Inittab, static_alloc } from '../include/typespec';
import { host } from '../host';
import { _PyType_PreHeaderSize } from './gc';
import { _PyObject_LookupSpecial } from '../objects/typeobject';
import { _Py_GetGlobalAllocatedBlocks } from '../objects/obmalloc';
import { PyDict_Check, PyDict_GET_SIZE, PyDict_GetItemString, PyDict_DelItemString, PyDict_GetItemRef, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem, PyDict_SetItemString } from '../objects/dictobject';
import { PyFile_WriteObject, PyFile_WriteString } from '../objects/fileobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';

import { PyList_Append, PyList_New } from '../objects/listobject';
import { _PyLong_AsInt, PyLong_AsSsize_t, PyLong_FromBigInt, PyLong_FromLong, PyLong_FromSize_t, PyLong_FromSsize_t } from '../objects/longobject';

import { _PyNamespace_New } from '../objects/namespaceobject';
import { PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_CallFunctionObjArgs, PyObject_Vectorcall } from '../objects/call';
import { PyCallable_Check, PyObject_GetAttrString, PyObject_GetOptionalAttr, PyObject_Repr } from '../objects/object';
import { PyStructSequence_New, PyStructSequence_NewType, PyStructSequence_SetItem } from '../objects/structseq';
import { _PyUnicode_InternMortal, PyUnicode_AsUTF8, PyUnicode_CHECK_INTERNED, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_InternFromString, _Py_ID } from '../objects/unicodeobject';
import { PyTuple_Check, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../objects/tupleobject';
import { _PyType_Name } from '../objects/typeobject';
import { _PyEval_GetSwitchInterval, _PyEval_SetSwitchInterval } from './ceval_gil';
import { _PyEval_SetProfile, _PyEval_SetTrace } from './legacy_tracing';
import { PyEval_SetProfileAllThreads, PyEval_SetTraceAllThreads } from './ceval';
import { func_index } from '../include/functable';
import { PyFrameObject } from '../include/generated/offsets';
import { probes } from '../include/pydtrace';
import { Py_CLEAR, Py_XSETREF } from '../include/object';
import { _PyFrame_GetFirstComplete, _PyFrame_GetFrameObject } from './frame';
import { _PyErr_GetHandledException, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString } from './errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_UnpackKeywords } from './getargs';
import { _PyErr_Display, PyErr_Display_unraisable_default } from './pythonrun';
import { _PyThreadState_GET, Py_SetRecursionLimit, PyInterpreterState_GetDict, thread_states } from './pystate';
import { PyImport_ImportModule } from './import';
import { PyErr_WarnFormat } from './errors';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromString } from '../objects/bytesobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { stdlib_module_names } from './stdlib_module_names';
import { _Py_CreateMonitoringObject } from './instrumentation';

const INTERP = _PyInterpreterState_Main;
const SYSDICT = (INTERP + PyInterpreterState.sysdict) >> 2;

/** What the embedding says at start; read by pylifecycle.ts and this file. Paths are the host's. */
export interface PyConfig {
  argv: string[];
  orig_argv: string[];
  executable: string;
  prefix: string;
  stdlib_dir: string;
  module_search_paths: string[];
  warnoptions: string[];
  xoptions: Record<string, string | true>;
  flags: Partial<Record<(typeof FLAG_NAMES)[number], number>>;
  hash_seed: number | null;
}

const FLAG_NAMES = [
  'debug', 'inspect', 'interactive', 'optimize', 'dont_write_bytecode', 'no_user_site', 'no_site', 'ignore_environment', 'verbose', 'bytes_warning', 'quiet',
  'hash_randomization', 'isolated', 'dev_mode', 'utf8_mode', 'warn_default_encoding', 'safe_path', 'int_max_str_digits',
] as const;
const BOOL_FLAGS = new Set(['dev_mode', 'safe_path']);

/** Borrowed or 0; never raises. */
export function _PySys_GetAttr(_tstate: number, name: number): number {
  const sysdict = HEAP32[SYSDICT];
  if (sysdict === 0) return 0;
  const exc = PyErr_GetRaisedException();
  const v = PyDict_GetItemWithError(sysdict, name);
  if (v === 0) PyErr_Clear();
  if (exc !== 0) PyErr_SetRaisedException(exc);
  return v;
}
/** Borrowed or 0; never raises. */
export function PySys_GetObject(name: string): number {
  return _PySys_GetAttr(0, _Py_ID(name));
}
/** Borrows `v`; 0 deletes. */
export function PySys_SetObject(name: string, v: number): number {
  if (v === 0) {
    if (PySys_GetObject(name) === 0) return 0;
    return PyDict_DelItemString(HEAP32[SYSDICT], name);
  }
  const key = PyUnicode_InternFromString(name);
  if (key === 0) return -1;
  const r = PyDict_SetItem(HEAP32[SYSDICT], key, v);
  Py_DECREF(key);
  return r;
}

/** Text to sys.stderr, or to descriptor 2 when there is none. Keeps an exception that is set. */
export function PySys_FormatStderr(text: string): void {
  write_stream('stderr', 2, text);
}
export function PySys_WriteStderr(text: string): void {
  write_stream('stderr', 2, text);
}
export function PySys_WriteStdout(text: string): void {
  write_stream('stdout', 1, text);
}
function write_stream(name: string, fd: number, text: string): void {
  const exc = PyErr_GetRaisedException();
  const file = PySys_GetObject(name);
  if (file === 0 || file === Py_None || PyFile_WriteString(text, file) !== 0) {
    PyErr_Clear();
    host().write(fd, new TextEncoder().encode(text));
  }
  if (exc !== 0) PyErr_SetRaisedException(exc);
}

/** As PySys_Audit; the format of C's arguments is not needed here. */
export function _PySys_Audit(_tstate: number, event: string, _format: string, ...args: number[]): number {
  return PySys_Audit(event, ...args);
}
/** New reference, or 0 with RuntimeError. */
export function _PySys_GetRequiredAttr(name: number): number {
  const v = PyDict_GetItemWithError(HEAP32[SYSDICT], name);
  if (v === 0 && !PyErr_Occurred()) PyErr_Format(PyExc_RuntimeError, 'lost sys.%U', name);
  return Py_XNewRef(v);
}
/** A new reference (or 0) at address `value`. 1 found, 0 not, -1 with an exception. */
export function _PySys_GetOptionalAttrString(name: string, value: number): number {
  return PyDict_GetItemRef(HEAP32[SYSDICT], _Py_ID(name), value);
}

/** PySys_Audit: there are hooks only when the program added some. 0, or -1 with a hook's exception. */
export function PySys_Audit(event: string, ...args: number[]): number {
  const hooks = HEAP32[(INTERP + PyInterpreterState.audit_hooks) >> 2];
  if (hooks === 0) return 0;
  const name = PyUnicode_FromString(event);
  const tuple = PyTuple_New(args.length);
  args.forEach((a, i) => PyTuple_SET_ITEM(tuple, i, Py_NewRef(a === 0 ? Py_None : a)));
  let r = 0;
  for (let i = 0; i < HEAP32[(hooks + PyVarObject.ob_size) >> 2] && r === 0; i++) {
    const hook = HEAP32[(HEAP32[(hooks + 24) >> 2] + i * 8) >> 2];
    const v = PyObject_CallFunctionObjArgs(hook, name, tuple);
    if (v === 0) r = -1;
    else Py_DECREF(v);
  }
  Py_DECREF(name);
  Py_DECREF(tuple);
  return r;
}

/** Borrowed: the frame object `depth` frames below the newest complete one of a thread; 0 when the stack is not that deep. */
function PyEval_GetFrameObject_at(tstate: number, depth: number): number {
  let f = _PyFrame_GetFirstComplete(HEAP32[(tstate + PyThreadState.current_frame) >> 2]);
  for (; f !== 0 && depth > 0; depth--) f = _PyFrame_GetFirstComplete(HEAP32[(f + _PyInterpreterFrame.previous) >> 2]);
  return f === 0 ? 0 : _PyFrame_GetFrameObject(f);
}

// --- functions ------------------------------------------------------------------------------------------------------

function sys_displayhook(_m: number, o: number): number {
  if (o === Py_None) return Py_None;
  const builtins = HEAP32[(INTERP + PyInterpreterState.builtins) >> 2];
  if (PyDict_SetItemString(builtins, '_', Py_None) < 0) return 0;
  const out = PySys_GetObject('stdout');
  if (out === 0 || out === Py_None) return PyErr_Format(PyExc_RuntimeError, 'lost sys.stdout');
  if (PyFile_WriteObject(o, out, 0) !== 0) {
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return 0;
    PyErr_Clear();
    const repr = PyObject_Repr(o);
    if (repr === 0) return 0;
    const text = (PyUnicode_AsUTF8(repr) ?? '').replace(/[^\x20-\x7e]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
    Py_DECREF(repr);
    if (PyFile_WriteString(text, out) !== 0) return 0;
  }
  if (PyFile_WriteString('\n', out) !== 0) return 0;
  return PyDict_SetItemString(builtins, '_', o) < 0 ? 0 : Py_None;
}

function sys_excepthook(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('excepthook', nargs, 3, 3)) return 0;
  _PyErr_Display(0, HEAP32[args >> 2], HEAP32[(args + 8) >> 2], HEAP32[(args + 16) >> 2]);
  return Py_None;
}

function sys_exception(): number {
  const exc = _PyErr_GetHandledException(_PyThreadState_GET());
  return exc === 0 ? Py_None : exc;
}

function sys_exc_info(): number {
  const exc = _PyErr_GetHandledException(_PyThreadState_GET());
  if (exc === 0) return PyTuple_Pack(3, Py_None, Py_None, Py_None);
  const tb = HEAP32[(exc + PyBaseExceptionObject.traceback) >> 2];
  const r = PyTuple_Pack(3, Py_TYPE(exc), exc, tb === 0 ? Py_None : tb);
  Py_DECREF(exc);
  return r;
}

function sys_exit(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('exit', nargs, 0, 1)) return 0;
  PyErr_SetObject(PyExc_SystemExit, nargs === 0 ? Py_None : HEAP32[args >> 2]);
  return 0;
}

function sys_getrefcount(_m: number, o: number): number {
  return PyLong_FromSize_t(Py_REFCNT(o));
}

/** Bytes of `o` with its GC head and managed pointers; -1 with an exception. */
export function _PySys_GetSizeOf(o: number): number {
  const mark = stackSave();
  const method = _PyObject_LookupSpecial(o, _Py_ID('__sizeof__'));
  stackRestore(mark);
  if (method === 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, `Type %.100s doesn't define __sizeof__`, _PyType_Name(Py_TYPE(o)));
    return -1;
  }
  const res = PyObject_CallNoArgs(method);
  Py_DECREF(method);
  if (res === 0) return -1;
  const size = PyLong_AsSsize_t(res);
  Py_DECREF(res);
  if (size === -1 && PyErr_Occurred()) return -1;
  if (size < 0) {
    PyErr_SetString(PyExc_ValueError, '__sizeof__() should return >= 0');
    return -1;
  }
  return size + presize(o);
}
function presize(o: number): number {
  const type = Py_TYPE(o);
  // A static type is an object of a GC type without a GC head.
  if (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HAVE_GC && o >= 0x10000 && o < 0x40000) return 0;
  return _PyType_PreHeaderSize(type);
}
function sys_getsizeof(_m: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const nargs = PyTuple_GET_SIZE(args);
  const a = _PyArg_UnpackKeywords(args + PyTupleObject.ob_item, nargs, kwargs, 0, { fname: 'getsizeof', keywords: ['object', 'default'] }, 1, 2, 0, stackAlloc(16));
  const o = a === 0 ? 0 : HEAP32[a >> 2];
  const dflt = a === 0 || nargs + (kwargs === 0 ? 0 : PyDict_GET_SIZE(kwargs)) < 2 ? 0 : HEAP32[(a + 8) >> 2];
  stackRestore(mark);
  if (o === 0) return 0;
  const size = _PySys_GetSizeOf(o);
  if (size >= 0) return PyLong_FromSsize_t(size);
  if (dflt !== 0 && PyErr_ExceptionMatches(PyExc_TypeError)) {
    PyErr_Clear();
    return Py_NewRef(dflt);
  }
  return 0;
}

function sys_getrecursionlimit(): number {
  return PyLong_FromLong(HEAP32[(_PyThreadState_GET() + PyThreadState.py_recursion_limit) >> 2]);
}
function sys_setrecursionlimit(_m: number, o: number): number {
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return 0;
  if (n < 1) return PyErr_Format(PyExc_ValueError, 'recursion limit must be greater or equal than 1');
  const t = _PyThreadState_GET();
  const depth = HEAP32[(t + PyThreadState.py_recursion_limit) >> 2] - HEAP32[(t + PyThreadState.py_recursion_remaining) >> 2];
  if (depth >= n) return PyErr_Format(PyExc_RecursionError, 'cannot set the recursion limit to %i at the recursion depth %i: the limit is too low', n, depth);
  Py_SetRecursionLimit(n);
  return Py_None;
}
function sys_getswitchinterval(): number {
  return PyFloat_FromDouble(_PyEval_GetSwitchInterval());
}
function sys_setswitchinterval(_m: number, o: number): number {
  const v = PyFloat_AsDouble(o);
  if (v === -1 && PyErr_Occurred()) return 0;
  if (v <= 0) return PyErr_Format(PyExc_ValueError, 'switch interval must be strictly positive');
  _PyEval_SetSwitchInterval(v);
  return Py_None;
}

function sys_intern(_m: number, s: number): number {
  if (!PyUnicode_Check(s)) return _PyArg_BadArgument('intern', 'argument', 'str', s);
  if (!PyUnicode_CheckExact(s)) return PyErr_Format(PyExc_TypeError, `can't intern %.400s`, _PyType_Name(Py_TYPE(s)));
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, Py_NewRef(s));
  _PyUnicode_InternMortal(INTERP, p);
  const r = HEAP32[p >> 2];
  stackRestore(mark);
  return r;
}
function sys__is_interned(_m: number, s: number): number {
  if (!PyUnicode_Check(s)) return _PyArg_BadArgument('_is_interned', 'argument', 'str', s);
  return PyUnicode_CHECK_INTERNED(s) ? Py_True : Py_False;
}

function sys__getframe(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_getframe', nargs, 0, 1)) return 0;
  const depth = nargs === 0 ? 0 : _PyLong_AsInt(HEAP32[args >> 2]);
  if (depth === -1 && PyErr_Occurred()) return 0;
  const frame = PyEval_GetFrameObject_at(_PyThreadState_GET(), Math.max(depth, 0));
  if (frame === 0 && !PyErr_Occurred()) return PyErr_Format(PyExc_ValueError, 'call stack is not deep enough');
  return Py_XNewRef(frame);
}
function sys__getframemodulename(_m: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname: '_getframemodulename', keywords: ['depth'] }, 0, 1, 0, stackAlloc(8));
  const d = a === 0 || (nargs === 0 && !kwnames) ? 0 : HEAP32[a >> 2];
  stackRestore(mark);
  if (a === 0) return 0;
  const depth = d === 0 ? 0 : _PyLong_AsInt(d);
  const frame = PyEval_GetFrameObject_at(_PyThreadState_GET(), depth);
  if (frame === 0) return PyErr_Occurred() ? 0 : Py_None;
  const f = HEAP32[(frame + 24) >> 2];
  const func = HEAP32[(f + _PyInterpreterFrame.f_funcobj) >> 2];
  if (func === 0) return Py_None;
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(func, _Py_ID('__module__'), slot);
  const v = HEAP32[slot >> 2];
  stackRestore(mark);
  return r < 0 ? 0 : v === 0 ? Py_None : v;
}

/** {ident: f(tstate)} over all threads. */
function by_thread(f: (tstate: number) => number): number {
  const d = PyDict_New();
  for (const t of thread_states(INTERP)) {
    const v = f(t);
    if (v === 0) continue;
    const id = PyLong_FromSize_t(read_ssize(t + PyThreadState.thread_id));
    PyDict_SetItem(d, id, v);
    Py_DECREF(id);
    Py_DECREF(v);
  }
  return d;
}
function sys__current_frames(): number {
  return by_thread((t) => Py_XNewRef(PyEval_GetFrameObject_at(t, 0)));
}
function sys__current_exceptions(): number {
  return by_thread((t) => _PyErr_GetHandledException(t) || Py_None);
}

function sys_addaudithook(_m: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname: 'addaudithook', keywords: ['hook'] }, 1, 1, 0, stackAlloc(8));
  const hook = a === 0 ? 0 : HEAP32[a >> 2];
  stackRestore(mark);
  if (hook === 0) return 0;
  const slot = (INTERP + PyInterpreterState.audit_hooks) >> 2;
  if (HEAP32[slot] === 0) HEAP32[slot] = PyList_New(0);
  return PyList_Append(HEAP32[slot], hook) < 0 ? 0 : Py_None;
}
function sys_audit(_m: number, args: number, nargs: number): number {
  if (nargs === 0) return PyErr_Format(PyExc_TypeError, 'audit() missing 1 required positional argument: \'event\'');
  const rest = Array.from({ length: nargs - 1 }, (_x, i) => HEAP32[(args + (i + 1) * 8) >> 2]);
  return PySys_Audit(PyUnicode_AsUTF8(HEAP32[args >> 2]) ?? '', ...rest) < 0 ? 0 : Py_None;
}

function sys_get_int_max_str_digits(): number {
  return PyLong_FromLong(HEAP32[(INTERP + PyInterpreterState.int_max_str_digits) >> 2]);
}
function sys_set_int_max_str_digits(_m: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname: 'set_int_max_str_digits', keywords: ['maxdigits'] }, 1, 1, 0, stackAlloc(8));
  const o = a === 0 ? 0 : HEAP32[a >> 2];
  stackRestore(mark);
  if (o === 0) return 0;
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return 0;
  if (n !== 0 && n < 640) return PyErr_Format(PyExc_ValueError, 'maxdigits must be 0 or larger than %d', 640);
  HEAP32[(INTERP + PyInterpreterState.int_max_str_digits) >> 2] = n;
  return Py_None;
}

const WHATNAMES = ['call', 'exception', 'line', 'return', 'c_call', 'c_exception', 'c_return', 'opcode'];

/** callback(frame, event, arg): new reference or 0. */
function call_trampoline(callback: number, frame: number, what: number, argument: number): number {
  const event = _Py_ID(WHATNAMES[what]);
  const r = PyObject_CallFunctionObjArgs(callback, frame, event, argument === 0 ? Py_None : argument);
  return r;
}
function profile_trampoline(self: number, frame: number, what: number, argument: number): number {
  const r = call_trampoline(self, frame, what, argument);
  if (r === 0) {
    _PyEval_SetProfile(_PyThreadState_GET(), 0, 0);
    return -1;
  }
  Py_DECREF(r);
  return 0;
}
function trace_trampoline(self: number, frame: number, what: number, argument: number): number {
  const callback = what === 0 ? self : HEAP32[(frame + PyFrameObject.f_trace) >> 2];
  if (callback === 0) return 0;
  const r = call_trampoline(callback, frame, what, argument);
  if (r === 0) {
    _PyEval_SetTrace(_PyThreadState_GET(), 0, 0);
    Py_CLEAR(frame + PyFrameObject.f_trace);
    return -1;
  }
  if (r !== Py_None) Py_XSETREF(frame + PyFrameObject.f_trace, r);
  return 0;
}
const trace_func = func_index(trace_trampoline);
const profile_func = func_index(profile_trampoline);
function sys_settrace(_m: number, f: number): number {
  return _PyEval_SetTrace(_PyThreadState_GET(), f === Py_None ? 0 : trace_func, f === Py_None ? 0 : f) < 0 ? 0 : Py_None;
}
function sys__settraceallthreads(_m: number, f: number): number {
  PyEval_SetTraceAllThreads(f === Py_None ? 0 : trace_func, f === Py_None ? 0 : f);
  return Py_None;
}
function sys__setprofileallthreads(_m: number, f: number): number {
  PyEval_SetProfileAllThreads(f === Py_None ? 0 : profile_func, f === Py_None ? 0 : f);
  return Py_None;
}
function sys_setprofile(_m: number, f: number): number {
  return _PyEval_SetProfile(_PyThreadState_GET(), f === Py_None ? 0 : profile_func, f === Py_None ? 0 : f) < 0 ? 0 : Py_None;
}

function sys_call_tracing(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('call_tracing', nargs, 2, 2)) return 0;
  const func = HEAP32[args >> 2];
  const tuple = HEAP32[(args + 8) >> 2];
  if (!PyTuple_Check(tuple)) return _PyArg_BadArgument('call_tracing', 'argument 2', 'tuple', tuple);
  const t = (_PyThreadState_GET() + PyThreadState.tracing) >> 2;
  const saved = HEAP32[t];
  HEAP32[t] = 0;
  const items = Array.from({ length: PyTuple_GET_SIZE(tuple) }, (_x, i) => PyTuple_GET_ITEM(tuple, i));
  const r = PyObject_CallFunctionObjArgs(func, ...items);
  HEAP32[t] = saved;
  return r;
}

function hook_is_callable(name: string, v: number): boolean {
  if (v === 0 || v === Py_None || PyCallable_Check(v)) return true;
  PyErr_Format(PyExc_TypeError, 'callable %s expected, got %.50s', name, _PyType_Name(Py_TYPE(v)));
  return false;
}
/** A hook of async generators: None clears, a callable sets. */
function set_hook(offset: number, v: number): void {
  if (v === 0) return;
  const slot = (_PyThreadState_GET() + offset) >> 2;
  const old = HEAP32[slot];
  HEAP32[slot] = v === Py_None ? 0 : Py_NewRef(v);
  Py_XDECREF(old);
}
function sys_set_asyncgen_hooks(_m: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const buf = stackAlloc(16);
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname: 'set_asyncgen_hooks', keywords: ['firstiter', 'finalizer'] }, 0, 2, 0, buf);
  const given = a === buf || nargs === 2;
  const first = a !== 0 && given ? HEAP32[a >> 2] : 0;
  const fin = a !== 0 && given ? HEAP32[(a + 8) >> 2] : 0;
  stackRestore(mark);
  if (a === 0) return 0;
  if (!hook_is_callable('finalizer', fin) || !hook_is_callable('firstiter', first)) return 0;
  set_hook(PyThreadState.async_gen_finalizer, fin);
  set_hook(PyThreadState.async_gen_firstiter, first);
  return Py_None;
}
function sys_get_asyncgen_hooks(): number {
  const type = sys_type('asyncgen_hooks');
  const t = _PyThreadState_GET();
  const r = PyStructSequence_New(type);
  [PyThreadState.async_gen_firstiter, PyThreadState.async_gen_finalizer].forEach((f, i) => {
    const v = HEAP32[(t + f) >> 2];
    PyStructSequence_SetItem(r, i, Py_NewRef(v === 0 ? Py_None : v));
  });
  return r;
}
function sys_get_coroutine_origin_tracking_depth(): number {
  return PyLong_FromLong(HEAP32[(_PyThreadState_GET() + PyThreadState.coroutine_origin_tracking_depth) >> 2]);
}
function sys_set_coroutine_origin_tracking_depth(_m: number, o: number): number {
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return 0;
  if (n < 0) return PyErr_Format(PyExc_ValueError, 'depth must be >= 0');
  HEAP32[(_PyThreadState_GET() + PyThreadState.coroutine_origin_tracking_depth) >> 2] = n;
  return Py_None;
}

const RTLD_NOW = 2;
/** The flags, xor the default. */
const DLOPENFLAGS = static_alloc(8) >> 2;
function sys_setdlopenflags(_m: number, o: number): number {
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return 0;
  HEAP32[DLOPENFLAGS] = n ^ RTLD_NOW;
  return Py_None;
}
function sys_unraisablehook(_m: number, unraisable: number): number {
  if (_PyType_Name(Py_TYPE(unraisable)) !== 'UnraisableHookArgs') {
    PyErr_SetString(PyExc_TypeError, 'sys.unraisablehook argument type must be UnraisableHookArgs');
    return 0;
  }
  return PyErr_Display_unraisable_default(unraisable);
}

/** $PYTHONBREAKPOINT as os.environ has it; '' when it is not set. */
function breakpoint_variable(): string {
  const modules = PySys_GetObject('modules');
  const posix = modules === 0 ? 0 : PyDict_GetItemString(modules, 'posix');
  const environ = posix === 0 ? 0 : PyDict_GetItemString(PyModule_GetDict(posix), 'environ');
  if (environ === 0 || !PyDict_Check(environ)) return '';
  const key = PyBytes_FromString('PYTHONBREAKPOINT');
  const value = PyDict_GetItemWithError(environ, key);
  Py_DECREF(key);
  return value === 0 || !PyBytes_Check(value) ? '' : cstring(PyBytes_AS_STRING(value));
}

/** The hook that `name`, "module.attribute" or a builtin's name, stands for. Returns new; 0 without an exception for what cannot be imported. */
function import_hook(name: string): number {
  const dot = name.lastIndexOf('.');
  if (dot === 0) return 0;
  const module = PyImport_ImportModule(dot < 0 ? 'builtins' : name.slice(0, dot));
  if (module === 0) {
    if (PyErr_ExceptionMatches(PyExc_ImportError)) PyErr_Clear();
    return 0;
  }
  const hook = PyObject_GetAttrString(module, name.slice(dot + 1));
  Py_DECREF(module);
  if (hook === 0 && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
  return hook;
}

function sys_breakpointhook(_m: number, args: number, nargs: number, kwnames: number): number {
  const said = breakpoint_variable();
  if (said === '0' || (said === '' && nargs === 0 && kwnames === 0 && probes.breakpoint(_PyThreadState_GET()))) return Py_None;
  const envar = said || 'pdb.set_trace';
  const hook = import_hook(envar);
  if (hook !== 0) {
    const result = PyObject_Vectorcall(hook, args, nargs, kwnames);
    Py_DECREF(hook);
    return result;
  }
  if (PyErr_Occurred() || PyErr_WarnFormat(PyExc_RuntimeWarning, 0, 'Ignoring unimportable $PYTHONBREAKPOINT: "%s"', envar) < 0) return 0;
  return Py_None;
}

const constant = (v: () => number) => (): number => v();
const id = (s: string) => constant(() => _Py_ID(s));

const METHODS: MethodSpec[] = [
  ['addaudithook', sys_addaudithook, METH_FASTCALL | METH_KEYWORDS], ['audit', sys_audit, METH_FASTCALL],
  ['breakpointhook', sys_breakpointhook, METH_FASTCALL | METH_KEYWORDS], ['displayhook', sys_displayhook, METH_O, 'displayhook($module, object, /)\n--\n\nPrint an object to sys.stdout and also save it in builtins._'],
  ['excepthook', sys_excepthook, METH_FASTCALL, 'excepthook($module, exctype, value, traceback, /)\n--\n\nHandle an exception by displaying it with a traceback on sys.stderr.'],
  ['exception', sys_exception, METH_NOARGS, 'exception($module, /)\n--\n\nReturn the exception that is being handled.'], ['exc_info', sys_exc_info, METH_NOARGS],
  ['exit', sys_exit, METH_FASTCALL, 'exit($module, status=None, /)\n--\n\nExit the interpreter by raising SystemExit(status).'],
  ['getdefaultencoding', id('utf-8'), METH_NOARGS], ['getfilesystemencoding', id('utf-8'), METH_NOARGS], ['getfilesystemencodeerrors', id('surrogateescape'), METH_NOARGS],
  ['getrefcount', sys_getrefcount, METH_O, 'getrefcount($module, object, /)\n--\n\nReturn the reference count of object.'],
  ['getsizeof', sys_getsizeof, METH_VARARGS | METH_KEYWORDS], ['getrecursionlimit', sys_getrecursionlimit, METH_NOARGS], ['setrecursionlimit', sys_setrecursionlimit, METH_O],
  ['getswitchinterval', sys_getswitchinterval, METH_NOARGS], ['setswitchinterval', sys_setswitchinterval, METH_O], ['intern', sys_intern, METH_O], ['_is_interned', sys__is_interned, METH_O],
  ['_getframe', sys__getframe, METH_FASTCALL], ['_getframemodulename', sys__getframemodulename, METH_FASTCALL | METH_KEYWORDS],
  ['_current_frames', sys__current_frames, METH_NOARGS], ['_current_exceptions', sys__current_exceptions, METH_NOARGS],
  ['is_finalizing', () => (HEAP32[(INTERP + PyInterpreterState.finalizing) >> 2] ? Py_True : Py_False), METH_NOARGS],
  ['get_int_max_str_digits', sys_get_int_max_str_digits, METH_NOARGS], ['set_int_max_str_digits', sys_set_int_max_str_digits, METH_FASTCALL | METH_KEYWORDS],
  ['settrace', sys_settrace, METH_O], ['setprofile', sys_setprofile, METH_O], ['_settraceallthreads', sys__settraceallthreads, METH_O], ['_setprofileallthreads', sys__setprofileallthreads, METH_O],
  ['gettrace', () => Py_NewRef(HEAP32[(_PyThreadState_GET() + PyThreadState.c_traceobj) >> 2] || Py_None), METH_NOARGS],
  ['getprofile', () => Py_NewRef(HEAP32[(_PyThreadState_GET() + PyThreadState.c_profileobj) >> 2] || Py_None), METH_NOARGS],
  ['call_tracing', sys_call_tracing, METH_FASTCALL], ['set_asyncgen_hooks', sys_set_asyncgen_hooks, METH_FASTCALL | METH_KEYWORDS], ['get_asyncgen_hooks', sys_get_asyncgen_hooks, METH_NOARGS],
  ['get_coroutine_origin_tracking_depth', sys_get_coroutine_origin_tracking_depth, METH_NOARGS], ['set_coroutine_origin_tracking_depth', sys_set_coroutine_origin_tracking_depth, METH_O],
  ['unraisablehook', sys_unraisablehook, METH_O], ['getallocatedblocks', () => PyLong_FromSsize_t(_Py_GetGlobalAllocatedBlocks()), METH_NOARGS],
  ['_is_gil_enabled', () => Py_True, METH_NOARGS], ['_clear_type_cache', () => Py_None, METH_NOARGS], ['_clear_internal_caches', () => Py_None, METH_NOARGS],
  ['getdlopenflags', () => PyLong_FromLong(HEAP32[DLOPENFLAGS] ^ RTLD_NOW), METH_NOARGS], ['setdlopenflags', sys_setdlopenflags, METH_O], ['is_stack_trampoline_active', () => Py_False, METH_NOARGS],
  ['getunicodeinternedsize', () => PyLong_FromSsize_t(read_ssize(HEAP32[(INTERP + PyInterpreterState.interned_strings) >> 2] + 16)), METH_FASTCALL | METH_KEYWORDS],
  ['_get_cpu_count_config', () => PyLong_FromLong(-1), METH_NOARGS],
];

// --- the module -----------------------------------------------------------------------------------------------------

type Fields = [string, string][];
const fields = (names: string): Fields => names.split(' ').map((n) => [n, '']);

/** Struct sequence types of sys are kept in interp->dict by name. Borrowed. */
function sys_type(name: string): number {
  return PyDict_GetItemWithError(PyInterpreterState_GetDict(INTERP), _Py_ID(`sys.${name}`));
}
function new_type(name: string, f: Fields, hidden = 0): number {
  const type = PyStructSequence_NewType({ name: `sys.${name}`, doc: `sys.${name}`, fields: f, n_in_sequence: f.length - hidden });
  PyDict_SetItemString(PyInterpreterState_GetDict(INTERP), `sys.${name}`, type);
  return type;
}
/** A struct sequence `sys.name` with these values (stolen), the last `hidden` of them by name only. */
function struct(name: string, names: string, values: number[], hidden = 0): number {
  const type = new_type(name, fields(names), hidden);
  const r = struct_of(type, values);
  Py_DECREF(type);
  return r;
}
/** Programs make no other instance of its type. */
function only_one(o: number): number {
  const type = Py_TYPE(o);
  HEAP32[(type + PyTypeObject.tp_flags) >> 2] |= Py_TPFLAGS_DISALLOW_INSTANTIATION;
  HEAP32[(type + PyTypeObject.tp_new) >> 2] = 0;
  if (PyDict_DelItemString(HEAP32[(type + PyTypeObject.tp_dict) >> 2], '__new__') < 0) PyErr_Clear();
  return o;
}
function struct_of(type: number, values: number[]): number {
  const r = PyStructSequence_New(type);
  values.forEach((v, i) => PyStructSequence_SetItem(r, i, v));
  return r;
}
const int = (n: number): number => PyLong_FromLong(n);
const text = (s: string): number => PyUnicode_FromString(s);

function put(dict: number, name: string, value: number): void {
  if (value === 0 || PyDict_SetItemString(dict, name, value) < 0) throw new Error(`sys.${name} cannot be made`);
  Py_DECREF(value);
}
function list_of(items: string[]): number {
  const l = PyList_New(0);
  for (const s of items) {
    const o = text(s);
    PyList_Append(l, o);
    Py_DECREF(o);
  }
  return l;
}
function tuple_of(items: string[]): number {
  const t = PyTuple_New(items.length);
  items.forEach((s, i) => PyTuple_SET_ITEM(t, i, text(s)));
  return t;
}

const VERSION_FIELDS = 'major minor micro releaselevel serial';
const version_info = (): number => struct('version_info', VERSION_FIELDS, [int(3), int(13), int(0), text('final'), int(0)]);

/** The constants that do not depend on the configuration. 0 or -1. */
export function _PySys_InitCore(sysdict: number): void {
  put(sysdict, 'version', text('3.13.0 (main, Oct  7 2024, 00:00:00) [PyXray]'));
  put(sysdict, 'hexversion', int(0x030d00f0));
  put(sysdict, '_git', tuple_of(['CPython', '', '']));
  put(sysdict, '_framework', text(''));
  put(sysdict, 'api_version', int(1013));
  put(sysdict, 'copyright', text('Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.'));
  put(sysdict, 'platform', text('linux'));
  put(sysdict, 'maxsize', PyLong_FromBigInt(0x7fffffffffffffffn));
  put(sysdict, 'maxunicode', int(0x10ffff));
  put(sysdict, 'byteorder', text('little'));
  put(sysdict, 'abiflags', text(''));
  put(sysdict, 'float_repr_style', text('short'));
  put(sysdict, 'builtin_module_names', tuple_of([...PyImport_Inittab.keys()].sort()));
  put(sysdict, 'stdlib_module_names', frozenset_of(stdlib_module_names));
  put(sysdict, 'version_info', only_one(version_info()));
  put(sysdict, 'float_info', struct('float_info', 'max max_exp max_10_exp min min_exp min_10_exp dig mant_dig epsilon radix rounds', [
    PyFloat_FromDouble(Number.MAX_VALUE), int(1024), int(308), PyFloat_FromDouble(2.2250738585072014e-308), int(-1021), int(-307), int(15), int(53), PyFloat_FromDouble(Number.EPSILON), int(2), int(1)]));
  put(sysdict, 'int_info', struct('int_info', 'bits_per_digit sizeof_digit default_max_str_digits str_digits_check_threshold', [int(30), int(4), int(4300), int(640)]));
  put(sysdict, 'hash_info', struct('hash_info', 'width modulus inf nan imag algorithm hash_bits seed_bits cutoff', [
    int(64), PyLong_FromBigInt((1n << 61n) - 1n), int(314159), int(0), int(1000003), text('siphash13'), int(64), int(128), int(0)]));
  put(sysdict, 'thread_info', struct('thread_info', 'name lock version', [text('pthread'), text('semaphore'), text('NPTL 2.36')]));
  Py_DECREF(new_type('asyncgen_hooks', fields('firstiter finalizer')));
  const impl = PyDict_New();
  put(impl, 'name', text('cpython'));
  put(impl, 'cache_tag', text('cpython-313'));
  put(impl, 'version', Py_NewRef(PyDict_GetItemWithError(sysdict, _Py_ID('version_info'))));
  put(impl, 'hexversion', int(0x030d00f0));
  put(impl, '_multiarch', text('x86_64-linux-gnu'));
  put(sysdict, 'implementation', _PyNamespace_New(impl));
  Py_DECREF(impl);
  for (const hook of ['displayhook', 'excepthook', 'breakpointhook', 'unraisablehook']) put(sysdict, `__${hook}__`, Py_NewRef(PyDict_GetItemWithError(sysdict, _Py_ID(hook))));
  put(sysdict, 'warnoptions', PyList_New(0));
  put(sysdict, '_xoptions', PyDict_New());
  put(sysdict, 'meta_path', PyList_New(0));
  put(sysdict, 'path_hooks', PyList_New(0));
  put(sysdict, 'path_importer_cache', PyDict_New());
  HEAP32[(INTERP + PyInterpreterState.int_max_str_digits) >> 2] = 4300;
}

function frozenset_of(names: readonly string[]): number {
  const l = list_of([...names]);
  const r = PyObject_CallOneArg(frozenset_type, l);
  Py_DECREF(l);
  return r;
}
import { PyFrozenSet_Type as frozenset_type } from '../include/statics';

/** What the configuration says. Again when a run begins on a heap that was made for another: sys.flags keeps its type. */
export function _PySys_UpdateConfig(config: PyConfig): void {
  const d = HEAP32[SYSDICT];
  put(d, 'argv', list_of(config.argv));
  put(d, 'orig_argv', list_of(config.orig_argv));
  put(d, 'path', list_of(config.module_search_paths));
  for (const name of ['executable', '_base_executable']) put(d, name, text(config.executable));
  for (const name of ['prefix', 'base_prefix', 'exec_prefix', 'base_exec_prefix']) put(d, name, text(config.prefix));
  put(d, '_stdlib_dir', text(config.stdlib_dir));
  put(d, '_home', Py_None);
  put(d, 'platlibdir', text('lib'));
  put(d, 'pycache_prefix', Py_None);
  put(d, 'warnoptions', list_of(config.warnoptions));
  const x = PyDict_New();
  for (const [k, v] of Object.entries(config.xoptions)) put(x, k, v === true ? Py_True : text(v));
  put(d, '_xoptions', x);
  put(d, 'dont_write_bytecode', (config.flags.dont_write_bytecode ?? 1) ? Py_True : Py_False);
  const defaults: PyConfig['flags'] = { dont_write_bytecode: 1, hash_randomization: config.hash_seed === 0 ? 0 : 1, int_max_str_digits: 4300 };
  const value = (n: (typeof FLAG_NAMES)[number]): number => {
    const v = config.flags[n] ?? defaults[n] ?? 0;
    return BOOL_FLAGS.has(n) ? (v ? Py_True : Py_False) : int(v);
  };
  const flag_values = [...FLAG_NAMES.map(value), int(1)];
  const flags = PyDict_GetItemString(d, 'flags');
  put(d, 'flags', flags === 0 ? only_one(struct('flags', `${FLAG_NAMES.join(' ')} gil`, flag_values, 1)) : struct_of(Py_TYPE(flags), flag_values));
  HEAP32[(INTERP + PyInterpreterState.optimization_level) >> 2] = Math.min(config.flags.optimize ?? 0, 2);
  HEAP32[(INTERP + PyInterpreterState.dev_mode) >> 2] = config.flags.dev_mode ?? 0;
  HEAP32[(INTERP + PyInterpreterState.int_max_str_digits) >> 2] = config.flags.int_max_str_digits ?? 4300;
}

/** sys.monitoring, once types are ready. */
export function _PySys_AddMonitoring(): void {
  put(HEAP32[SYSDICT], 'monitoring', _Py_CreateMonitoringObject());
}

builtin_module({
  m_name: 'sys',
  m_doc: 'Objects that the interpreter uses or maintains, and functions that interact strongly with it.',
  m_methods: METHODS,
});
