// The C API of ctypes.pythonapi and CDLL(None): the functions of this interpreter under the names that CPython exports.
// Answers to no CPython file: there the dynamic linker finds them.
//
// A function's address is a number that only ctypes understands (C cannot call it). A symbol of data (PyLong_Type, _Py_NoneStruct,
// PyExc_ValueError, Py_OptimizeFlag) is at a real address. Signatures are `result(parameters)`:
//   O object, s text (char *), n integer, i C int, d double, p memory of ours, b truth value, v nothing, P an address as it is

import { HEAPU8, utf8_at, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_INCREF, Py_XDECREF, Py_XINCREF } from '../../include/object';
import type { CFunction } from '../../include/functable';
import { FfiError, type FfiValue } from '../../host';
import * as S from '../../include/statics';
import { static_alloc, static_cstring } from '../../include/typespec';
import * as abstract from '../../objects/abstract';
import { PyBool_FromLong } from '../../objects/boolobject';
import { PyByteArray_FromObject, PyByteArray_FromStringAndSize, PyByteArray_Size } from '../../objects/bytearrayobject';
import { PyBytes_AS_STRING, PyBytes_FromObject, PyBytes_FromString, PyBytes_FromStringAndSize, PyBytes_Size } from '../../objects/bytesobject';
import * as call from '../../objects/call';
import * as capsule from '../../objects/capsule';
import { PyCell_Get, PyCell_New, PyCell_Set } from '../../objects/cellobject';
import { PyComplex_FromDoubles } from '../../objects/complexobject';
import * as dict from '../../objects/dictobject';
import { PyDictProxy_New } from '../../objects/descrobject';
import { PyFloat_AsDouble, PyFloat_FromDouble, PyFloat_FromString } from '../../objects/floatobject';
import { PyFrame_GetBack, PyFrame_GetCode, PyFrame_GetLineNumber, PyFrame_GetLocals } from '../../objects/frameobject';
import { PyFunction_GetCode, PyFunction_GetGlobals, PyFunction_New } from '../../objects/funcobject';
import * as list from '../../objects/listobject';
import * as long from '../../objects/longobject';
import { PyMemoryView_FromMemory, PyMemoryView_FromObject } from '../../objects/memoryobject';
import { PyMethod_New } from '../../objects/classobject';
import { PyModule_GetDict, PyModule_New } from '../../objects/moduleobject';
import * as object from '../../objects/object';
import * as obmalloc from '../../objects/obmalloc';
import * as set from '../../objects/setobject';
import { PySlice_New } from '../../objects/sliceobject';
import * as tuple from '../../objects/tupleobject';
import { PyType_GetFlags, PyType_IsSubtype, PyType_Modified, PyType_Ready } from '../../objects/typeobject';
import * as unicode from '../../objects/unicodeobject';
import { PyUnicode_AsUTF8String } from '../../objects/unicodeobject_codecs';
import { PyWeakref_GetObject, PyWeakref_NewProxy, PyWeakref_NewRef } from '../../objects/weakrefobject';
import { PyEval_EvalCode, PyEval_GetBuiltins, PyEval_GetFrame, PyEval_GetFrameBuiltins, PyEval_GetFrameGlobals, PyEval_GetFrameLocals, PyEval_GetGlobals } from '../../python/ceval';
import { PyThreadState_SetAsyncExc } from '../../python/ceval_gil';
import * as errors from '../../python/errors';
import { PyGC_Collect } from '../../python/gc';
import { PyImport_AddModule, PyImport_GetModuleDict, PyImport_Import, PyImport_ImportModule } from '../../python/import';
import { PyThreadState_Get } from '../../python/pystate';
import { PyErr_Print } from '../../python/pythonrun';
import { PySys_GetObject, PySys_SetObject } from '../../python/sysmodule';
import type { Argument } from './callproc';
import { bytes_at, looks_like_object, wide_at } from './cfield_getset';
import { raise } from './ctypes';
import { copy, heap_base, real, resolve, terminated_length, with_memory } from './memory';
import { cast } from './cast';

interface Internal {
  result: string;
  params: string;
  f: CFunction;
}

const ADDRESSES = 2 ** 52;
const STRIDE = 16;
const table: Internal[] = [];
const names = new Map<string, number>();

/** Adds a function; its address. */
function define(name: string, signature: string, f: CFunction): number {
  const m = /^(\w)\((\w*)\)$/.exec(signature);
  if (m === null) throw new Error(`pythonapi: bad signature ${signature} of ${name}`);
  const address = ADDRESSES + table.length * STRIDE;
  table.push({ result: m[1], params: m[2], f });
  names.set(name, address);
  return address;
}

function define_all(signature: string, functions: Record<string, CFunction>): void {
  for (const [name, f] of Object.entries(functions)) define(name, signature, f);
}

export function is_internal(p: number): boolean {
  return p >= ADDRESSES && p < ADDRESSES + table.length * STRIDE;
}

// --- what ctypes itself calls by address ------------------------------------------------------------------------------

function c_memmove(to: number, from: number, n: number): number {
  copy(to, from, n);
  return to;
}
function c_memset(p: number, c: number, n: number): number {
  with_memory(p, n, true, 0, (o) => (HEAPU8.fill(c, o, o + n), 0));
  return p;
}

/** Whether a size is one; false with SystemError. */
function check_size(n: number, maker: string): boolean {
  if (n >= -1) return true;
  errors.PyErr_Format(S.PyExc_SystemError, 'Negative size passed to %s', maker);
  return false;
}
function string_at(p: number, n: number): number {
  return check_size(n, 'PyBytes_FromStringAndSize') ? bytes_at(p, n) : 0;
}
function wstring_at(p: number, n: number): number {
  return check_size(n, 'PyUnicode_New') ? wide_at(p, n) : 0;
}

export const ADDRESS_OF = {
  _memmove_addr: define('memmove()', 'P(PPn)', c_memmove),
  _memset_addr: define('memset()', 'P(Pnn)', c_memset),
  _string_at_addr: define('string_at()', 'O(Pi)', string_at),
  _cast_addr: define('cast()', 'O(POO)', cast),
  _wstring_at_addr: define('wstring_at()', 'O(Pi)', wstring_at),
} as const;

// --- objects ----------------------------------------------------------------------------------------------------------

define_all('v(O)', { Py_IncRef: Py_XINCREF, Py_DecRef: Py_XDECREF, _Py_IncRef: Py_INCREF, _Py_DecRef: Py_DECREF });
define_all('O(O)', {
  PyObject_Repr: object.PyObject_Repr, PyObject_Str: object.PyObject_Str, PyObject_ASCII: object.PyObject_ASCII, PyObject_Bytes: object.PyObject_Bytes, PyObject_Type: abstract.PyObject_Type,
  PyObject_Dir: object.PyObject_Dir, PyObject_SelfIter: object.PyObject_SelfIter, PyObject_GetIter: abstract.PyObject_GetIter, PyIter_Next: abstract.PyIter_Next,
  PyObject_CallNoArgs: call.PyObject_CallNoArgs,
  PyNumber_Negative: abstract.PyNumber_Negative, PyNumber_Positive: abstract.PyNumber_Positive, PyNumber_Absolute: abstract.PyNumber_Absolute, PyNumber_Invert: abstract.PyNumber_Invert,
  PyNumber_Long: abstract.PyNumber_Long, PyNumber_Float: abstract.PyNumber_Float, PyNumber_Index: abstract.PyNumber_Index,
  PySequence_List: abstract.PySequence_List, PySequence_Tuple: abstract.PySequence_Tuple, PyMapping_Keys: abstract.PyMapping_Keys, PyMapping_Values: abstract.PyMapping_Values,
  PyMapping_Items: abstract.PyMapping_Items, PyFloat_FromString, PyUnicode_AsUTF8String, PyUnicode_FromObject: unicode.PyUnicode_FromObject, PyBytes_FromObject, PyByteArray_FromObject,
  PyList_AsTuple: list.PyList_AsTuple, PyDict_Keys: dict.PyDict_Keys, PyDict_Values: dict.PyDict_Values, PyDict_Items: dict.PyDict_Items, PyDict_Copy: dict.PyDict_Copy,
  PySet_New: set.PySet_New, PyFrozenSet_New: set.PyFrozenSet_New, PySet_Pop: set.PySet_Pop, PyCell_New, PyCell_Get, PyDictProxy_New, PyMemoryView_FromObject, PyModule_GetDict,
  PyFunction_GetCode, PyFunction_GetGlobals, PyFrame_GetBack, PyFrame_GetCode, PyFrame_GetLocals, PyWeakref_GetObject, PyImport_Import,
});
define_all('O(OO)', {
  PyObject_GetAttr: object.PyObject_GetAttr, PyObject_GenericGetAttr: object.PyObject_GenericGetAttr, PyObject_GetItem: abstract.PyObject_GetItem, PyObject_Format: abstract.PyObject_Format,
  PyObject_CallObject: call.PyObject_CallObject, PyObject_CallOneArg: call.PyObject_CallOneArg,
  PyNumber_Add: abstract.PyNumber_Add, PyNumber_Subtract: abstract.PyNumber_Subtract, PyNumber_Multiply: abstract.PyNumber_Multiply, PyNumber_TrueDivide: abstract.PyNumber_TrueDivide,
  PyNumber_FloorDivide: abstract.PyNumber_FloorDivide, PyNumber_Remainder: abstract.PyNumber_Remainder, PyNumber_And: abstract.PyNumber_And, PyNumber_Or: abstract.PyNumber_Or,
  PyNumber_Xor: abstract.PyNumber_Xor, PyNumber_Lshift: abstract.PyNumber_Lshift, PyNumber_Rshift: abstract.PyNumber_Rshift, PyNumber_InPlaceAdd: abstract.PyNumber_InPlaceAdd,
  PySequence_Concat: abstract.PySequence_Concat, PyUnicode_Concat: unicode.PyUnicode_Concat, PyUnicode_Join: unicode.PyUnicode_Join, PyDict_GetItem: dict.PyDict_GetItem,
  PyDict_GetItemWithError: dict.PyDict_GetItemWithError, PyFunction_New, PyMethod_New, PyWeakref_NewRef, PyWeakref_NewProxy,
});
define_all('O(OOO)', { PyObject_Call: call.PyObject_Call, PyNumber_Power: abstract.PyNumber_Power, PySlice_New, PyEval_EvalCode });
define_all('O(On)', {
  PySequence_GetItem: abstract.PySequence_GetItem, PySequence_Repeat: abstract.PySequence_Repeat, PyList_GetItem: list.PyList_GetItem, PyTuple_GetItem: tuple.PyTuple_GetItem,
  PyNumber_ToBase: abstract.PyNumber_ToBase,
});
define_all('O(Onn)', { PyList_GetSlice: list.PyList_GetSlice, PyTuple_GetSlice: tuple.PyTuple_GetSlice });
define_all('O(OOn)', { PyObject_RichCompare: object.PyObject_RichCompare });
define_all('n(OOn)', { PyObject_RichCompareBool: object.PyObject_RichCompareBool });
define_all('n(O)', {
  PyObject_IsTrue: object.PyObject_IsTrue, PyObject_Not: object.PyObject_Not, PyObject_Size: abstract.PyObject_Size, PyObject_Length: abstract.PyObject_Size, PySequence_Size: abstract.PySequence_Size,
  PySequence_Length: abstract.PySequence_Size, PyMapping_Size: abstract.PyMapping_Size, PyBytes_Size, PyByteArray_Size, PyList_Size: list.PyList_Size, PyTuple_Size: tuple.PyTuple_Size,
  PyDict_Size: dict.PyDict_Size, PySet_Size: set.PySet_Size, PyUnicode_GetLength: unicode.PyUnicode_GetLength, PyList_Sort: list.PyList_Sort, PyList_Reverse: list.PyList_Reverse,
  PyLong_AsLong: long.PyLong_AsLong, PyLong_AsLongLong: long.PyLong_AsLongLong, PyLong_AsSsize_t: long.PyLong_AsSsize_t, PyLong_AsInt: long.PyLong_AsInt,
  PyFrame_GetLineNumber, PyType_Ready, PyType_GetFlags,
});
define_all('b(O)', {
  PyCallable_Check: object.PyCallable_Check, PyNumber_Check: abstract.PyNumber_Check, PySequence_Check: abstract.PySequence_Check, PyMapping_Check: abstract.PyMapping_Check,
  PyIter_Check: abstract.PyIter_Check, PyObject_CheckBuffer: abstract.PyObject_CheckBuffer,
});
define_all('b(OO)', { PyType_IsSubtype, PyErr_GivenExceptionMatches: errors.PyErr_GivenExceptionMatches });
define_all('n(OO)', {
  PyObject_HasAttr: object.PyObject_HasAttr, PyObject_IsInstance: abstract.PyObject_IsInstance, PyObject_IsSubclass: abstract.PyObject_IsSubclass, PyObject_DelItem: abstract.PyObject_DelItem,
  PyList_Append: list.PyList_Append, PyDict_DelItem: dict.PyDict_DelItem, PyDict_Contains: dict.PyDict_Contains, PyDict_Update: dict.PyDict_Update, PySet_Add: set.PySet_Add,
  PySet_Contains: set.PySet_Contains, PySet_Discard: set.PySet_Discard, PySequence_Contains: abstract.PySequence_Contains, PySequence_Index: abstract.PySequence_Index,
  PySequence_Count: abstract.PySequence_Count, PyUnicode_Compare: unicode.PyUnicode_Compare, PyUnicode_Contains: unicode.PyUnicode_Contains, PyCell_Set,
});
define_all('n(OOO)', {
  PyObject_SetAttr: object.PyObject_SetAttr, PyObject_GenericSetAttr: object.PyObject_GenericSetAttr, PyObject_SetItem: abstract.PyObject_SetItem, PyDict_SetItem: dict.PyDict_SetItem,
});
define_all('n(OnO)', {
  PyList_Insert: list.PyList_Insert, PyList_SetItem: list.PyList_SetItem, PyTuple_SetItem: tuple.PyTuple_SetItem, PySequence_SetItem: abstract.PySequence_SetItem,
});
define_all('v(O)', { PyDict_Clear: dict.PyDict_Clear, PyType_Modified, PyErr_SetNone: errors.PyErr_SetNone, PyErr_WriteUnraisable: errors.PyErr_WriteUnraisable });
define_all('O(Os)', { PyObject_GetAttrString: object.PyObject_GetAttrString, PyDict_GetItemString: dict.PyDict_GetItemString, PyMapping_GetItemString: abstract.PyMapping_GetItemString });
define_all('n(Os)', { PyObject_HasAttrString: object.PyObject_HasAttrString });
define_all('n(OsO)', { PyObject_SetAttrString: object.PyObject_SetAttrString, PyDict_SetItemString: dict.PyDict_SetItemString });

// --- making objects ---------------------------------------------------------------------------------------------------

/** A text object of a char * and its length; without memory the characters are to be filled in. */
function from_memory(make: (p: number, n: number) => number): (p: number, n: number) => number {
  return (p, n) => (p === 0 ? make(0, n) : with_memory(p, n, false, 0, (o) => make(o, n)));
}
function capsule_pointer(o: number, name: string | null): number {
  return capsule.PyCapsule_GetPointer(o, static_cstring(name));
}
function capsule_is_valid(o: number, name: string | null): boolean {
  return capsule.PyCapsule_IsValid(o, static_cstring(name));
}
function memory_view(p: number, n: number, flags: number): number {
  const o = resolve(p);
  return o >= 0 ? PyMemoryView_FromMemory(o, n, flags) : raise(S.PyExc_BufferError, 'memory of C cannot be exported as a buffer: copy it with string_at()');
}

define_all('O(n)', {
  PyLong_FromLong: long.PyLong_FromLong, PyLong_FromLongLong: long.PyLong_FromLong, PyLong_FromSsize_t: long.PyLong_FromLong, PyLong_FromUnsignedLong: long.PyLong_FromLong,
  PyLong_FromSize_t: long.PyLong_FromLong, PyBool_FromLong, PyList_New: list.PyList_New, PyTuple_New: tuple.PyTuple_New, PyUnicode_FromOrdinal: unicode.PyUnicode_FromOrdinal,
});
define_all('O(P)', { PyLong_FromVoidPtr: long.PyLong_FromVoidPtr });
define_all('O(d)', { PyFloat_FromDouble, PyLong_FromDouble: long.PyLong_FromDouble });
define_all('O(dd)', { PyComplex_FromDoubles });
define_all('d(O)', { PyFloat_AsDouble, PyLong_AsDouble: long.PyLong_AsDouble });
define_all('O()', {
  PyDict_New: dict.PyDict_New, PyImport_GetModuleDict, PyEval_GetBuiltins, PyEval_GetGlobals, PyEval_GetFrame, PyErr_GetRaisedException: errors.PyErr_GetRaisedException,
  PyEval_GetFrameBuiltins, PyEval_GetFrameGlobals, PyEval_GetFrameLocals, PyErr_Occurred: () => errors.PyErr_Occurred(),
});
define_all('O(s)', {
  PyUnicode_FromString: unicode.PyUnicode_FromString, PyUnicode_InternFromString: unicode.PyUnicode_InternFromString, PyBytes_FromString, PyImport_ImportModule, PyImport_AddModule, PyModule_New,
  PySys_GetObject,
});
define_all('n(sO)', { PySys_SetObject });
define_all('O(Pn)', {
  PyUnicode_FromStringAndSize: from_memory(unicode.PyUnicode_FromStringAndSize), PyBytes_FromStringAndSize: from_memory(PyBytes_FromStringAndSize),
  PyByteArray_FromStringAndSize: from_memory(PyByteArray_FromStringAndSize),
});
define_all('O(Pnn)', { PyMemoryView_FromMemory: memory_view });
define_all('p(O)', { PyUnicode_AsUTF8: unicode.PyUnicode_AsUTF8Addr, PyBytes_AsString: PyBytes_AS_STRING, PyLong_AsVoidPtr: long.PyLong_AsVoidPtr, PyCapsule_GetName: capsule.PyCapsule_GetName });
define_all('p(Os)', { PyCapsule_GetPointer: capsule_pointer });
define_all('b(Os)', { PyCapsule_IsValid: capsule_is_valid });

// --- the runtime ------------------------------------------------------------------------------------------------------

const NO_LOCALS_TO_FAST = (): void => {};
function compiler_version(): number {
  const version = PySys_GetObject('version');
  return version === 0 ? 0 : unicode.PyUnicode_AsUTF8Addr(version);
}

define_all('v(Os)', { PyErr_SetString: errors.PyErr_SetString });
define_all('v(OO)', { PyErr_SetObject: errors.PyErr_SetObject, PyFrame_LocalsToFast: NO_LOCALS_TO_FAST });
define_all('v(On)', { PyFrame_LocalsToFast: NO_LOCALS_TO_FAST });
define_all('v()', { PyErr_Clear: errors.PyErr_Clear, PyErr_Print });
define_all('n(O)', { PyErr_ExceptionMatches: (exc: number) => Number(errors.PyErr_ExceptionMatches(exc)) });
define_all('n(nO)', { PyThreadState_SetAsyncExc });
define_all('n()', { PyGC_Collect, Py_IsInitialized: () => 1, PyGILState_Check: () => 1, PyGILState_Ensure: () => 0 });
define_all('v(n)', { PyGILState_Release: NO_LOCALS_TO_FAST });
define_all('p()', { PyThreadState_Get, Py_GetVersion: compiler_version });
define_all('p(n)', { PyMem_Malloc: obmalloc.PyMem_Malloc, PyObject_Malloc: obmalloc.PyObject_Malloc, PyMem_RawMalloc: obmalloc.PyMem_RawMalloc });
define_all('p(nn)', { PyMem_Calloc: obmalloc.PyMem_Calloc });
define_all('p(pn)', { PyMem_Realloc: obmalloc.PyMem_Realloc });
define_all('v(p)', { PyMem_Free: obmalloc.PyMem_Free, PyObject_Free: obmalloc.PyObject_Free, PyMem_RawFree: obmalloc.PyMem_RawFree, PyBuffer_Release: abstract.PyBuffer_Release });
define_all('n(Opn)', { PyObject_GetBuffer: abstract.PyObject_GetBuffer });

// --- symbols ----------------------------------------------------------------------------------------------------------

/** A word in memory for each PyExc_ variable and flag, made when first asked for. */
const FLAGS = ['Py_DebugFlag', 'Py_VerboseFlag', 'Py_QuietFlag', 'Py_InteractiveFlag', 'Py_InspectFlag', 'Py_OptimizeFlag', 'Py_NoSiteFlag', 'Py_BytesWarningFlag', 'Py_FrozenFlag', 'Py_IgnoreEnvironmentFlag', 'Py_DontWriteBytecodeFlag', 'Py_NoUserSiteDirectory', 'Py_UnbufferedStdioFlag', 'Py_HashRandomizationFlag', 'Py_IsolatedFlag'];
const flag_words = static_alloc(FLAGS.length * 8);
const statics = S as unknown as Record<string, unknown>;
const EXCEPTIONS = Object.keys(statics).filter((name) => name.startsWith('PyExc_')).sort();
const exception_words = static_alloc(EXCEPTIONS.length * 8);

/** The sys.flags attribute of a flag variable. */
function flag_value(name: string): number {
  const flags = PySys_GetObject('flags');
  const attribute = name.replace(/^Py_|Flag$/g, '').replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase().replace('directory', '').replace(/_$/, '');
  const v = flags === 0 ? 0 : object.PyObject_GetAttrString(flags, attribute);
  if (v === 0) errors.PyErr_Clear();
  const n = v === 0 ? 0 : long.PyLong_AsLong(v);
  if (v !== 0) Py_DECREF(v);
  return n;
}

/** The address of an exported symbol, or 0. */
export function internal_symbol(name: string): number {
  const f = names.get(name);
  if (f !== undefined) return f;
  const flag = FLAGS.indexOf(name);
  if (flag >= 0) {
    write_ptr(flag_words + flag * 8, flag_value(name));
    return real(flag_words + flag * 8);
  }
  const exception = EXCEPTIONS.indexOf(name);
  if (exception >= 0) {
    write_ptr(exception_words + exception * 8, statics[name] as number);
    return real(exception_words + exception * 8);
  }
  const data = statics[name];
  return /^_?Py\w*(_Type|Struct|Object)$/.test(name) && typeof data === 'number' ? heap_base() + data : 0;
}

// --- the call ---------------------------------------------------------------------------------------------------------

function object_argument(v: number, i: number): number {
  if (v === 0) return 0;
  const o = resolve(v);
  if (!looks_like_object(o)) throw new FfiError(`argument ${i + 1}: there is no Python object at address 0x${v.toString(16)}`);
  return o;
}

function text_argument(v: number): string | null {
  if (v === 0) return null;
  const n = terminated_length(v, 1);
  return n < 0 ? '' : with_memory(v, n, false, '', (o) => utf8_at(o, n));
}

function argument(kind: string, value: FfiValue, i: number): unknown {
  const v = typeof value === 'bigint' ? Number(value) : ((value as number | undefined) ?? 0);
  switch (kind) {
    case 'O': return object_argument(v, i);
    case 's': return text_argument(v);
    case 'p': return v === 0 ? 0 : Math.max(resolve(v), 0);
    case 'i': return v | 0;
    default: return v;
  }
}

/** Calls one of these functions. undefined with an exception. Throws FfiError for arguments that it cannot take. */
export function call_internal(address: number, args: readonly Argument[]): { value: FfiValue } | undefined {
  const { result, params, f } = table[(address - ADDRESSES) / STRIDE];
  if (args.length < params.length) throw new FfiError(`the function takes ${params.length} arguments (${args.length} given)`);
  const value = f(...[...params].map((kind, i) => argument(kind, args[i].value, i))) as unknown;
  if (result === 'O' && value === 0 && errors.PyErr_Occurred()) return undefined;
  if (result === 'p') return { value: real(value as number) };
  if (result === 'b') return { value: Number(value) };
  return { value: result === 'v' ? 0 : (value as FfiValue) };
}
