// Answers to Modules/_ctypes/callproc.c of CPython 3.13 (its parameter object is cargobject.ts, its functions for Python are
// callproc_functions.ts): a call of a foreign function.
//
//   arguments --converters' from_param--> ConvParam --> HostFfi.call (without the GIL, but for PyDLL) --> GetResult --> checker
//
// Deviation: functions of the C API (ctypes.pythonapi) are called directly, with the GIL.

import { PyCArgObject, StgInfo, ffi_type } from '../../include/generated/offsets';
import { func_index, FUNCS } from '../../include/functable';
import { HEAP16, HEAP32, HEAPDV, HEAPU8, memset0, read_ptr } from '../../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { Py_DECREF, Py_NewRef, Py_TYPE } from '../../include/object';
import * as S from '../../include/statics';
import { FfiError, type FfiValue } from '../../host';
import { PyBytes_AS_STRING, PyBytes_Check } from '../../objects/bytesobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallOneArg } from '../../objects/call';
import { PyCapsule_GetPointer, PyCapsule_New } from '../../objects/capsule';
import { PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from '../../objects/dictobject';
import { PyLong_AsBigInt, PyLong_Check, PyLong_FromLong } from '../../objects/longobject';
import { PyObject_Str } from '../../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../../objects/obmalloc';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check } from '../../objects/unicodeobject';
import { _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from '../../python/ceval';
import { PyEval_RestoreThread, PyEval_SaveThread } from '../../python/ceval_gil';
import { PyErr_Clear, PyErr_Format, PyErr_GetRaisedException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyThreadState_GetDict } from '../../python/pystate';
import { optional_attr } from '../clinic';
import { call_state, is_thunk_address, thunk_at, invoke } from './callbacks';
import { _ctypes_simple_instance, name_of, PyCData_FromBaseObj } from './cdata';
import { FFI_LETTERS, is_getfunc, set_wide_string } from './cfield_getset';
import { CTYPES_MAX_ARGCOUNT, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, info_size, PyCArg_CheckExact, PyStgInfo_FromObject, PyStgInfo_FromType, st, raise } from './ctypes';
import { copy, ffi, no_native_calls, read_pointer, real, to_c, write_pointer } from './memory';
import { call_internal, is_internal } from './pythonapi';
import { info_signature } from './stgdict';

/** A converted argument: its type for HostFfi, its value, what must live during the call (owned, 0: nothing). */
export interface Argument {
  type: string;
  value: FfiValue;
  keep: number;
}

// --- values in memory -------------------------------------------------------------------------------------------------

/** Reads a value of a HostFfi type at heap offset `o`. */
export function read_value(o: number, type: string): FfiValue {
  switch (type[0]) {
    case 'b': return HEAPDV.getInt8(o);
    case 'B': return HEAPU8[o];
    case 'h': return HEAPDV.getInt16(o, true);
    case 'H': return HEAPDV.getUint16(o, true);
    case 'i': return HEAPDV.getInt32(o, true);
    case 'I': return HEAPDV.getUint32(o, true);
    case 'q': return HEAPDV.getBigInt64(o, true);
    case 'Q': return HEAPDV.getBigUint64(o, true);
    case 'f': return HEAPDV.getFloat32(o, true);
    case 'd': return HEAPDV.getFloat64(o, true);
    case 'p': return to_c(read_pointer(o));
    case 'g': throw new FfiError('long double cannot be passed to or returned by a C function here: use double');
    default: return undefined;
  }
}

/** Writes what C gave at heap offset `o`. */
export function write_value(o: number, type: string, v: FfiValue): void {
  if (v instanceof Uint8Array) HEAPU8.set(v, o);
  else if (type === 'f') HEAPDV.setFloat32(o, Number(v), true);
  else if (type === 'd') HEAPDV.setFloat64(o, Number(v), true);
  else if (type === 'p') write_pointer(o, Number(v ?? 0));
  else if (type === 'q' || type === 'Q') HEAPDV.setBigUint64(o, BigInt.asUintN(64, BigInt(v ?? 0)), true);
  else if (type !== 'v') HEAPDV.setBigUint64(o, BigInt.asUintN(64, BigInt(Number(v ?? 0))), true);
}

/** Bytes that a value of the type takes in memory, at least a word. */
function room_for(restype: number): number {
  const info = restype === 0 ? 0 : PyStgInfo_FromType(restype);
  return Math.max(16, info === 0 ? 0 : info_size(info));
}

// --- arguments --------------------------------------------------------------------------------------------------------

/** What a parameter object holds. `keep` is the object itself (a new reference). */
function from_carg(carg: number): Argument {
  const pffi = read_ptr(carg + PyCArgObject.pffi_type);
  const letter = FFI_LETTERS[HEAP16[(pffi + ffi_type.type) >> 1]];
  if (letter !== '{') return { type: letter, value: read_value(carg + PyCArgObject.value, letter), keep: carg };
  // The ffi_type of a structure is inside its StgInfo.
  const info = pffi - StgInfo.ffi_type_pointer;
  const size = info_size(info);
  const mark = stackSave();
  const at = stackAlloc(size + 16);
  copy(real(at), read_pointer(carg + PyCArgObject.value), size);
  const bytes = HEAPU8.slice(at, at + size);
  stackRestore(mark);
  return { type: info_signature(info), value: bytes, keep: carg };
}

function int_argument(obj: number): Argument | null {
  const v = PyLong_AsBigInt(obj);
  if (v >= 1n << 64n || v < -(1n << 63n)) {
    PyErr_SetString(S.PyExc_OverflowError, 'int too long to convert');
    return null;
  }
  return { type: 'i', value: Number(BigInt.asIntN(32, v)), keep: 0 };
}

function str_argument(obj: number): Argument | null {
  const mark = stackSave();
  const at = stackAlloc(8);
  const keep = set_wide_string(at, obj);
  const value = read_pointer(at);
  stackRestore(mark);
  return keep === 0 ? null : { type: 'p', value, keep };
}

/** Makes a C argument of an object; null with an exception. May run Python code. */
function ConvParam(obj: number, index: number): Argument | null {
  const info = PyStgInfo_FromObject(obj);
  if (info !== 0) {
    const carg = FUNCS[read_ptr(info + StgInfo.paramfunc)](obj) as number;
    return carg === 0 ? null : from_carg(carg);
  }
  if (PyCArg_CheckExact(obj)) return from_carg(Py_NewRef(obj));
  if (obj === S.Py_None) return { type: 'p', value: 0, keep: 0 };
  if (PyLong_Check(obj)) return int_argument(obj);
  if (PyBytes_Check(obj)) return { type: 'p', value: real(PyBytes_AS_STRING(obj)), keep: Py_NewRef(obj) };
  if (PyUnicode_Check(obj)) return str_argument(obj);
  const as_parameter = optional_attr(obj, _Py_ID('_as_parameter_'));
  if (as_parameter < 0) return null;
  if (as_parameter === 0) {
    PyErr_Format(S.PyExc_TypeError, "Don't know how to convert parameter %d", index);
    return null;
  }
  let converted: Argument | null = null;
  if (_Py_EnterRecursiveCall(' while processing _as_parameter_') === 0) {
    converted = ConvParam(as_parameter, index);
    _Py_LeaveRecursiveCall();
  }
  Py_DECREF(as_parameter);
  return converted;
}

/** Replaces the exception by one of `exc_class` whose text is `prefix`, the old one's class and text. */
export function _ctypes_extend_error(exc_class: number, prefix: string): void {
  const exc = PyErr_GetRaisedException();
  const str = PyObject_Str(exc);
  if (str === 0) PyErr_Clear();
  const text = str === 0 ? '???' : (PyUnicode_AsUTF8(str) ?? '???');
  if (str !== 0) Py_DECREF(str);
  const name = name_of(Py_TYPE(exc));
  Py_DECREF(exc);
  PyErr_Format(exc_class, '%s%s: %s', prefix, name.slice(name.lastIndexOf('.') + 1), text);
}

function release_arguments(args: readonly Argument[]): void {
  for (const a of args) if (a.keep !== 0) Py_DECREF(a.keep);
}

/** The arguments as C wants them; null with ArgumentError. */
function convert_arguments(argtuple: number, converters: number): Argument[] | null {
  const n = PyTuple_GET_SIZE(argtuple);
  const argtype_count = converters === 0 ? 0 : PyTuple_GET_SIZE(converters);
  if (n > CTYPES_MAX_ARGCOUNT) {
    PyErr_Format(read_ptr(st.PyExc_ArgError), 'too many arguments (%zi), maximum is %i', n, CTYPES_MAX_ARGCOUNT);
    return null;
  }
  const args: Argument[] = [];
  for (let i = 0; i < n; i++) {
    const given = PyTuple_GET_ITEM(argtuple, i);
    const arg = i < argtype_count ? PyObject_CallOneArg(PyTuple_GET_ITEM(converters, i), given) : Py_NewRef(given);
    const a = arg === 0 ? null : ConvParam(arg, i + 1);
    if (arg !== 0) Py_DECREF(arg);
    if (a === null) {
      _ctypes_extend_error(read_ptr(st.PyExc_ArgError), `argument ${i + 1}: `);
      release_arguments(args);
      return null;
    }
    args.push(a);
  }
  return args;
}

// --- errno ------------------------------------------------------------------------------------------------------------

const ERRNO_CAPSULE = 'ctypes.error_object';
function free_errno(capsule: number): void {
  PyMem_Free(PyCapsule_GetPointer(capsule, ERRNO_CAPSULE));
}
const free_errno_index = func_index(free_errno);

/** The address of this thread's ctypes errno (int[2]); 0 with an exception. */
export function _ctypes_get_errobj(): number {
  const dict = PyThreadState_GetDict(PyDict_New);
  if (dict === 0) return raise(S.PyExc_RuntimeError, 'cannot get thread state');
  const name = _Py_ID(ERRNO_CAPSULE);
  const errobj = PyDict_GetItemWithError(dict, name);
  if (errobj !== 0) return PyCapsule_GetPointer(errobj, ERRNO_CAPSULE);
  if (PyErr_Occurred()) return 0;
  const space = PyMem_Malloc(8);
  if (space === 0) return PyErr_NoMemory();
  memset0(space, 8);
  const capsule = PyCapsule_New(space, ERRNO_CAPSULE, free_errno_index);
  if (capsule === 0) {
    PyMem_Free(space);
    return 0;
  }
  const r = PyDict_SetItem(dict, name, capsule);
  Py_DECREF(capsule);
  return r < 0 ? 0 : space;
}

/** C's errno on this thread between foreign calls: what the runtime does itself does not change it. */
export const c_errno = new Int32Array(1);

/** Exchanges C's errno and the thread's ctypes errno at `space`. */
export function swap_errno(space: number): void {
  const temp = HEAP32[space >> 2];
  HEAP32[space >> 2] = c_errno[0];
  c_errno[0] = temp;
}

// --- the call ---------------------------------------------------------------------------------------------------------

/** Calls into C. undefined with an exception. */
function call_native(address: number, signature: string, values: FfiValue[], flags: number): { value: FfiValue } | undefined {
  const native = ffi();
  if (native === undefined) {
    no_native_calls();
    return undefined;
  }
  const space = flags & FUNCFLAG_USE_ERRNO ? _ctypes_get_errobj() : 0;
  if (flags & FUNCFLAG_USE_ERRNO && space === 0) return undefined;
  if (space !== 0) swap_errno(space);
  const with_gil = (flags & FUNCFLAG_PYTHONAPI) !== 0;
  if (!with_gil) call_state.released.push(PyEval_SaveThread('ctypes call'));
  let value: FfiValue;
  let failure: unknown;
  try {
    value = native.call(address, signature, values, c_errno);
  } catch (error) {
    failure = error;
  }
  if (!with_gil) PyEval_RestoreThread(call_state.released.pop() as number);
  if (space !== 0) swap_errno(space);
  native.flush_output();
  const pending = call_state.take_pending();
  if (pending !== undefined) throw pending;
  if (failure === undefined) return { value };
  if (!(failure instanceof FfiError)) throw failure;
  PyErr_SetString(S.PyExc_TypeError, failure.message);
  return undefined;
}

/** Calls what is at `address`: a function of ours, a callback where there is no C, or C. */
function call_function_pointer(address: number, restype: string, args: readonly Argument[], fixed: number, flags: number): { value: FfiValue } | undefined {
  if (is_internal(address)) return call_internal(address, args);
  const values = args.map((a) => a.value);
  if (is_thunk_address(address)) return { value: invoke(thunk_at(address), values) };
  if (address === 0) {
    PyErr_SetString(S.PyExc_ValueError, 'call of a NULL function pointer');
    return undefined;
  }
  const types = args.map((a) => a.type);
  if (fixed > 0 && fixed < types.length) types.splice(fixed, 0, '.');
  return call_native(address, `${restype}(${types.join('')})`, values, flags);
}

/** Returns new: the result of the foreign function at `address`. May run Python code, may fail. */
export function _ctypes_callproc(address: number, argtuple: number, flags: number, converters: number, restype: number, checker: number): number {
  let args: Argument[] | null = null;
  try {
    args = convert_arguments(argtuple, converters);
    if (args === null) return 0;
    const fixed = converters === 0 ? 0 : PyTuple_GET_SIZE(converters);
    const result = call_function_pointer(address, result_type(restype), args, fixed, flags);
    if (result === undefined || (flags & FUNCFLAG_PYTHONAPI && PyErr_Occurred())) return 0;
    const mark = stackSave();
    const o = stackAlloc(room_for(restype));
    write_value(o, result_type(restype), result.value);
    const r = GetResult(restype, o, checker);
    stackRestore(mark);
    return r;
  } catch (error) {
    if (!(error instanceof FfiError)) throw error;
    return raise(S.PyExc_TypeError, error.message);
  } finally {
    if (args !== null) release_arguments(args);
  }
}

/** HostFfi's type of a restype: none is int, None is void, a callable takes an int. */
export function result_type(restype: number): string {
  if (restype === 0) return 'i';
  return restype === S.Py_None ? 'v' : parameter_type(restype);
}

/** HostFfi's type of a parameter: arrays are pointers, what is no ctypes class is an int. */
export function parameter_type(type: number): string {
  const info = PyStgInfo_FromType(type);
  return info === 0 ? 'i' : info_signature(info);
}

/** Returns new: the value at heap offset `o` as `restype` says, through `checker` (_check_retval_). */
function GetResult(restype: number, o: number, checker: number): number {
  if (restype === S.Py_None) return restype;
  const int = HEAPDV.getInt32(o, true);
  if (restype === 0) return PyLong_FromLong(int);
  const info = PyStgInfo_FromType(restype);
  if (info === 0) {
    const n = PyLong_FromLong(int);
    const r = PyObject_CallFunctionObjArgs(restype, n);
    Py_DECREF(n);
    return r;
  }
  const getfunc = read_ptr(info + StgInfo.getfunc);
  let retval: number;
  if (getfunc !== 0 && !_ctypes_simple_instance(restype)) {
    retval = FUNCS[getfunc](o, info_size(info));
    // The function's own reference is the result.
    if (retval !== 0 && is_getfunc(getfunc, 'O')) Py_DECREF(retval);
  } else retval = PyCData_FromBaseObj(restype, 0, 0, real(o));
  if (checker === 0 || retval === 0) return retval;
  const v = PyObject_CallOneArg(checker, retval);
  Py_DECREF(retval);
  return v;
}
