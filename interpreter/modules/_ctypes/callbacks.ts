// Answers to Modules/_ctypes/callbacks.c of CPython 3.13: Python functions that C can call.
//
// A CThunkObject owns the Python function; the C function that leads to it is made by the host, for one thread: JavaScript
// runs only on the thread that it belongs to. A CFUNCTYPE object that another Python thread passes or calls gets a C function
// of that thread's (`thunk_address`). Where there is no C (the browser) the address is a number that only ctypes understands.
// A callback arrives on the thread that called into C; it takes the GIL back (PyGILState_Ensure) and gives it up again.

import { CThunkObject, PyTypeObject, StgInfo } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { HEAP32, read_ptr, write_ptr } from '../../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE } from '../../include/object';
import * as S from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { FfiError, type FfiValue } from '../../host';
import { PyObject_CallNoArgs, PyObject_Vectorcall } from '../../objects/call';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Check } from '../../objects/tupleobject';
import { PyErr_WarnEx } from '../../python/_warnings';
import { PyEval_RestoreThread, PyEval_SaveThread } from '../../python/ceval_gil';
import { PyErr_FormatUnraisable, PyErr_SetString, PyErr_WriteUnraisable } from '../../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../../python/gc';
import { _PyThreadState_GET } from '../../python/pystate';
import { PySequence_Tuple } from '../../objects/abstract';
import { _ctypes_get_errobj, parameter_type, read_value, result_type, swap_errno, write_value } from './callproc';
import { _ctypes_simple_instance, free_instance } from './cdata';
import { is_getfunc } from './cfield_getset';
import { b_ptr, CDataObject_Check, FUNCFLAG_USE_ERRNO, info_size, PyStgInfo_FromType, st, raise } from './ctypes';
import { copy, ffi, real } from './memory';

// --- this realm's calls -----------------------------------------------------------------------------------------------

/** What foreign calls and callbacks of this thread tell each other. */
export const call_state = {
  /** The thread states of foreign calls that run without the GIL, the innermost last. */
  released: [] as number[],
  /** A JavaScript exception of a callback: it may not unwind C, and goes on when the call returns. */
  pending: undefined as unknown,
  take_pending(): unknown {
    const e = this.pending;
    this.pending = undefined;
    return e;
  },
};

// --- thunks -----------------------------------------------------------------------------------------------------------

const THUNK_ADDRESSES = 2 ** 51;
const HEAP_LIMIT = 2 ** 31;

export function is_thunk_address(p: number): boolean {
  return p >= THUNK_ADDRESSES && p < THUNK_ADDRESSES + HEAP_LIMIT;
}
export function thunk_at(p: number): number {
  return p - THUNK_ADDRESSES;
}

/** C functions made in this realm, by the thunk's id. */
const made = new Map<number, number>();

function thunk_id(thunk: number): number {
  return read_ptr(thunk + CThunkObject.id);
}

function signature_of(thunk: number): string {
  const converters = read_ptr(thunk + CThunkObject.converters);
  let types = '';
  for (let i = 0; i < PyTuple_GET_SIZE(converters); i++) types += parameter_type(PyTuple_GET_ITEM(converters, i));
  return `${result_type(read_ptr(thunk + CThunkObject.restype) || S.Py_None)}(${types})`;
}

/** The address of a C function that calls the thunk on this thread; 0 with MemoryError or, for types that C cannot be given, TypeError. */
export function thunk_address(thunk: number): number {
  const native = ffi();
  if (native === undefined) return THUNK_ADDRESSES + thunk;
  const id = thunk_id(thunk);
  let address = made.get(id);
  if (address !== undefined) return address;
  try {
    address = native.callback(signature_of(thunk), (args) => closure_fcn(thunk, id, args));
  } catch (error) {
    if (!(error instanceof FfiError)) throw error;
    return raise(S.PyExc_TypeError, error.message);
  }
  if (address === 0) return raise(S.PyExc_MemoryError, 'there are no callback functions left: too many are in use');
  made.set(id, address);
  return address;
}

function dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  const id = thunk_id(self);
  const address = made.get(id);
  if (address !== undefined) {
    made.delete(id);
    ffi()?.free_callback(address);
  }
  write_ptr(self + CThunkObject.id, 0);
  clear(self);
  free_instance(self);
}

const FIELDS = [CThunkObject.converters, CThunkObject.callable, CThunkObject.restype] as const;

function traverse(self: number, visit: visitproc, arg: number): number {
  for (const field of FIELDS) {
    const o = read_ptr(self + field);
    const e = o === 0 ? 0 : visit(o, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}

function clear(self: number): number {
  for (const field of FIELDS) Py_CLEAR(self + field);
  return 0;
}

export const cthunk_spec = type_spec({
  tp_name: '_ctypes.CThunkObject',
  tp_basicsize: CThunkObject.SIZEOF,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_doc: 'What a C function that calls Python holds.',
  tp_dealloc: dealloc,
  tp_traverse: traverse,
  tp_clear: clear,
});

/** Returns new: a thunk for a Python function. `converters`: the argtypes. May fail. */
export function _ctypes_alloc_callback(callable: number, converters: number, restype: number, flags: number): number {
  const info = restype === 0 || restype === S.Py_None ? 0 : PyStgInfo_FromType(restype);
  if (restype !== 0 && restype !== S.Py_None && (info === 0 || read_ptr(info + StgInfo.setfunc) === 0)) {
    return raise(S.PyExc_TypeError, 'invalid result type for callback function');
  }
  const tuple = PyTuple_Check(converters) ? Py_NewRef(converters) : PySequence_Tuple(converters);
  if (tuple === 0) return 0;
  const type = read_ptr(st.PyCThunk_Type);
  const p = FUNCS[read_ptr(type + PyTypeObject.tp_alloc)](type, PyTuple_GET_SIZE(tuple)) as number;
  if (p === 0) {
    Py_DECREF(tuple);
    return 0;
  }
  write_ptr(p + CThunkObject.id, ++HEAP32[st.thunk_id >> 2]);
  HEAP32[(p + CThunkObject.flags) >> 2] = flags;
  write_ptr(p + CThunkObject.converters, tuple);
  write_ptr(p + CThunkObject.callable, Py_NewRef(callable));
  write_ptr(p + CThunkObject.restype, info === 0 ? 0 : Py_NewRef(restype));
  write_ptr(p + CThunkObject.setfunc, info === 0 ? 0 : read_ptr(info + StgInfo.setfunc));
  return p;
}

// --- the call from C --------------------------------------------------------------------------------------------------

/** What C calls: takes the GIL, keeps JavaScript exceptions off C's stack. */
function closure_fcn(thunk: number, id: number, args: FfiValue[]): FfiValue {
  const outer = _PyThreadState_GET() === 0 ? (call_state.released.at(-1) ?? 0) : 0;
  const mark = stackSave();
  try {
    if (call_state.pending !== undefined) return 0;
    if (outer !== 0) PyEval_RestoreThread(outer);
    // Its object may have died in another thread, whose realm cannot take this one's C function back.
    const result = thunk_id(thunk) === id ? invoke(thunk, args) : gone();
    if (outer !== 0) PyEval_SaveThread('ctypes call');
    return result;
  } catch (error) {
    call_state.pending ??= error;
    return 0;
  } finally {
    stackRestore(mark);
  }
}

function gone(): FfiValue {
  PyErr_SetString(S.PyExc_RuntimeError, 'C called a ctypes callback whose function object is gone: keep a reference to it');
  PyErr_WriteUnraisable(0);
  return 0;
}

/** New: one argument as Python sees it; 0 when it cannot be made (reported). */
function make_argument(cnv: number, value: FfiValue, index: number): number {
  const info = PyStgInfo_FromType(cnv);
  if (info === 0) {
    PyErr_SetString(S.PyExc_TypeError, 'cannot build parameter');
    PyErr_FormatUnraisable('Parsing argument %zd', index);
    return 0;
  }
  const size = Math.max(16, info_size(info));
  const o = stackAlloc(size);
  write_value(o, parameter_type(cnv), value);
  const getfunc = read_ptr(info + StgInfo.getfunc);
  if (getfunc !== 0 && !_ctypes_simple_instance(cnv)) {
    const v = FUNCS[getfunc](o, info_size(info)) as number;
    if (v === 0) PyErr_FormatUnraisable('create argument %zd:', index);
    return v;
  }
  const obj = PyObject_CallNoArgs(cnv);
  if (obj === 0) PyErr_FormatUnraisable('create argument %zd:', index);
  else if (CDataObject_Check(obj)) copy(b_ptr(obj), real(o), info_size(info));
  else {
    Py_DECREF(obj);
    PyErr_FormatUnraisable('unexpected result of create argument %zd:', index);
    return 0;
  }
  return obj;
}

/** Calls the thunk's function with C's values; what C gets. The caller holds the GIL. Exceptions are reported and dropped. */
export function invoke(thunk: number, values: FfiValue[]): FfiValue {
  const mark = stackSave();
  Py_NewRef(thunk);
  const converters = read_ptr(thunk + CThunkObject.converters);
  const n = Math.min(PyTuple_GET_SIZE(converters), values.length);
  const args = stackAlloc(8 * n + 8);
  let made_args = 0;
  let result: FfiValue = 0;
  for (let v = 1; made_args < n && v !== 0; ) {
    v = make_argument(PyTuple_GET_ITEM(converters, made_args), values[made_args], made_args);
    if (v !== 0) write_ptr(args + 8 * made_args++, v);
  }
  if (made_args === n) result = call_python(thunk, args, n);
  for (let i = 0; i < made_args; i++) Py_DECREF(read_ptr(args + 8 * i));
  Py_DECREF(thunk);
  stackRestore(mark);
  return result;
}

function call_python(thunk: number, args: number, n: number): FfiValue {
  const callable = read_ptr(thunk + CThunkObject.callable);
  const space = HEAP32[(thunk + CThunkObject.flags) >> 2] & FUNCFLAG_USE_ERRNO ? _ctypes_get_errobj() : 0;
  if (space !== 0) swap_errno(space);
  const result = PyObject_Vectorcall(callable, args, n, 0);
  if (result === 0) PyErr_FormatUnraisable('Exception ignored on calling ctypes callback function %R', callable);
  if (space !== 0) swap_errno(space);
  if (result === 0) return 0;
  const value = convert_result(thunk, callable, result);
  Py_DECREF(result);
  return value;
}

/** The function's result as C's value. */
function convert_result(thunk: number, callable: number, result: number): FfiValue {
  const setfunc = read_ptr(thunk + CThunkObject.setfunc);
  if (setfunc === 0) return undefined;
  const restype = read_ptr(thunk + CThunkObject.restype);
  const o = stackAlloc(16);
  const keep = FUNCS[setfunc](o, result, 0) as number;
  if (keep === 0) {
    PyErr_FormatUnraisable('Exception ignored on converting result of ctypes callback function %R', callable);
    return 0;
  }
  const value = read_value(o, result_type(restype));
  // C owns the reference that a py_object result is.
  if (is_getfunc(read_ptr(PyStgInfo_FromType(restype) + StgInfo.getfunc), 'O')) return value;
  if (keep !== S.Py_None && PyErr_WarnEx(S.PyExc_RuntimeWarning, 'memory leak in callback function.', 1) === -1) PyErr_WriteUnraisable(callable);
  // What C was given a pointer to has no owner but this: CPython leaks it too.
  return value;
}
