// Answers to PyCFuncPtrType_Type and PyCFuncPtr_Type of Modules/_ctypes/_ctypes.c of CPython 3.13: function pointers.

import { PyCFuncPtrObject, StgInfo } from '../../include/generated/offsets';
import { func_index } from '../../include/functable';
import { cstring, HEAP32, read_ptr, write_ptr } from '../../include/heap';
import {
  Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_XNewRef, Py_XSETREF,
} from '../../include/object';
import * as S from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { PySequence_Tuple } from '../../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check } from '../../objects/bytesobject';
import { PyObject_CallFunctionObjArgs } from '../../objects/call';
import { type_name_of } from '../../objects/fileobject';
import { PyLong_AsUnsignedLongLongMask64, PyLong_AsUnsignedLongMask, PyLong_Check } from '../../objects/longobject';
import { PyCallable_Check } from '../../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from '../../objects/unicodeobject';
import { PyUnicode_FromFormat } from '../../objects/unicodeobject_format';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../../python/gc';
import { _PyArg_CheckPositional } from '../../python/getargs';
import { PySys_Audit } from '../../python/sysmodule';
import { optional_attr } from '../clinic';
import { pointer_carg } from './cargobject';
import { _ctypes_alloc_callback, thunk_address } from './callbacks';
import { _ctypes_callproc } from './callproc';
import { build_callargs, build_result, type CallArgs, validate_paramflags } from './paramflags';
import { free_instance, GenericPyCData_new, PyCData_clear, PyCData_NewGetBuffer, PyCData_traverse } from './cdata';
import { CDataType_from_param, cdata_type_methods, dll_handle } from './ctype_type';
import { b_ptr, CTYPES_MAX_ARGCOUNT, FUNCFLAG_CDECL, info_flags, PyStgInfo_FromObject, PyStgInfo_FromType, st, TYPEFLAG_ISPOINTER, raise } from './ctypes';
import { dlsym } from './dlfcn';
import { KeepRef } from './keepref';
import { as_address, resolve, write_pointer } from './memory';
import { deref, set_pointer_info } from './pycpointer';
import { own_attribute } from './pycstruct';
import { PyStgInfo_Init, set_cstring } from './stgdict';

// --- the metatype -----------------------------------------------------------------------------------------------------

/** New: a tuple of the from_param methods of a sequence of types. May fail. */
function converters_from_argtypes(argtypes: number): number {
  const ob = PySequence_Tuple(argtypes);
  if (ob === 0) return raise(S.PyExc_TypeError, '_argtypes_ must be a sequence of types');
  const n = PyTuple_GET_SIZE(ob);
  let converters = 0;
  if (n > CTYPES_MAX_ARGCOUNT) PyErr_Format(read_ptr(st.PyExc_ArgError), '_argtypes_ has too many arguments (%zi), maximum is %i', n, CTYPES_MAX_ARGCOUNT);
  else converters = PyTuple_New(n);
  for (let i = 0; i < n && converters !== 0; i++) {
    const cnv = optional_attr(PyTuple_GET_ITEM(ob, i), _Py_ID('from_param'));
    if (cnv > 0) {
      PyTuple_SET_ITEM(converters, i, cnv);
      continue;
    }
    Py_DECREF(converters);
    converters = 0;
    if (cnv === 0) PyErr_Format(S.PyExc_TypeError, 'item %zd in _argtypes_ has no from_param method', i + 1);
  }
  Py_DECREF(ob);
  return converters;
}

/** Reads _flags_, _argtypes_, _restype_ of the class. 0 or -1. */
function make_funcptrtype_dict(self: number, info: number): number {
  set_pointer_info(info);
  const flags = own_attribute(self, '_flags_');
  if (flags === 0 || !PyLong_Check(flags)) {
    PyErr_SetString(S.PyExc_TypeError, 'class must define _flags_ which must be an integer');
    return -1;
  }
  HEAP32[(info + StgInfo.flags) >> 2] = PyLong_AsUnsignedLongMask(flags) | TYPEFLAG_ISPOINTER;
  const argtypes = own_attribute(self, '_argtypes_');
  if (argtypes !== 0) {
    const converters = converters_from_argtypes(argtypes);
    if (converters === 0) return -1;
    write_ptr(info + StgInfo.argtypes, Py_NewRef(argtypes));
    write_ptr(info + StgInfo.converters, converters);
  }
  const restype = own_attribute(self, '_restype_');
  if (restype === 0) return PyErr_Occurred() ? -1 : 0;
  if (restype !== S.Py_None && PyStgInfo_FromType(restype) === 0 && !PyCallable_Check(restype)) {
    PyErr_SetString(S.PyExc_TypeError, '_restype_ must be a type, a callable, or None');
    return -1;
  }
  write_ptr(info + StgInfo.restype, Py_NewRef(restype));
  const checker = optional_attr(restype, _Py_ID('_check_retval_'));
  if (checker < 0) return -1;
  write_ptr(info + StgInfo.checker, checker);
  return 0;
}

function paramfunc(self: number): number {
  return pointer_carg('P', function_address(self), Py_NewRef(self));
}
const paramfunc_index = func_index(paramfunc);

function PyCFuncPtrType_init(self: number, _args: number, _kwds: number): number {
  const info = PyStgInfo_Init(self);
  if (info === 0) return -1;
  write_ptr(info + StgInfo.paramfunc, paramfunc_index);
  if (set_cstring(info + StgInfo.format, 'X{}') < 0) return -1;
  return make_funcptrtype_dict(self, info);
}

export const pycfuncptr_type_spec = type_spec({
  tp_name: '_ctypes.PyCFuncPtrType',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'The metatype of function pointers.',
  tp_init: PyCFuncPtrType_init,
  tp_methods: cdata_type_methods(CDataType_from_param),
});

// --- new --------------------------------------------------------------------------------------------------------------

/** A fresh function pointer with this address; 0 with an exception. */
function new_with_address(type: number, address: number): number {
  const self = GenericPyCData_new(type);
  if (self !== 0) write_pointer(resolve(b_ptr(self)), address);
  return self;
}

/** The name in (name, dll): str or bytes; null with TypeError. */
function symbol_name(obj: number): string | null {
  if (PyBytes_Check(obj)) return cstring(PyBytes_AS_STRING(obj));
  if (PyUnicode_Check(obj)) return PyUnicode_AsUTF8(obj);
  PyErr_SetString(S.PyExc_TypeError, 'function name must be string, bytes object or integer');
  return null;
}

function audit_dlsym(dll: number, name: string): number {
  const text = PyUnicode_FromString(name);
  const r = PySys_Audit('ctypes.dlsym', dll, text);
  Py_DECREF(text);
  return r;
}

/** (name, dll)[, paramflags] */
function PyCFuncPtr_FromDll(type: number, args: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('function', n, 1, 2)) return 0;
  const given = n > 1 ? PyTuple_GET_ITEM(args, 1) : 0;
  const paramflags = given === S.Py_None ? 0 : given;
  const ftuple = PyTuple_GET_ITEM(args, 0);
  if (PyTuple_GET_SIZE(ftuple) !== 2) return raise(S.PyExc_TypeError, 'illegal func_spec argument');
  const name = symbol_name(PyTuple_GET_ITEM(ftuple, 0));
  const dll = PyTuple_GET_ITEM(ftuple, 1);
  if (name === null || audit_dlsym(dll, name) < 0) return 0;
  const handle = dll_handle(dll);
  if (handle === null) return 0;
  const address = dlsym(handle, name, S.PyExc_AttributeError);
  if (address === 0 || !validate_paramflags(type, paramflags)) return 0;
  const self = new_with_address(type, address);
  if (self === 0) return 0;
  write_ptr(self + PyCFuncPtrObject.paramflags, Py_XNewRef(paramflags));
  if (KeepRef(self, 0, Py_NewRef(dll)) < 0) {
    Py_DECREF(self);
    return 0;
  }
  write_ptr(self + PyCFuncPtrObject.callable, Py_NewRef(self));
  return self;
}

/** A C function that calls `callable`. */
function from_callable(type: number, callable: number): number {
  if (!PyCallable_Check(callable)) return raise(S.PyExc_TypeError, 'argument must be callable or integer function address');
  const info = PyStgInfo_FromType(type);
  const argtypes = info === 0 ? 0 : read_ptr(info + StgInfo.argtypes);
  if (argtypes === 0) return raise(S.PyExc_TypeError, 'cannot construct instance of this class: no argtypes');
  const thunk = _ctypes_alloc_callback(callable, argtypes, read_ptr(info + StgInfo.restype), info_flags(info));
  if (thunk === 0) return 0;
  const address = thunk_address(thunk);
  const self = address === 0 ? 0 : new_with_address(type, address);
  if (self === 0) {
    Py_DECREF(thunk);
    return 0;
  }
  write_ptr(self + PyCFuncPtrObject.callable, Py_NewRef(callable));
  write_ptr(self + PyCFuncPtrObject.thunk, thunk);
  if (KeepRef(self, 0, Py_NewRef(thunk)) >= 0) return self;
  Py_DECREF(self);
  return 0;
}

function PyCFuncPtr_new(type: number, args: number, _kwds: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (n === 0) return GenericPyCData_new(type);
  const first = PyTuple_GET_ITEM(args, 0);
  if (PyTuple_Check(first)) return PyCFuncPtr_FromDll(type, args);
  if (n !== 1) return PyErr_Format(S.PyExc_TypeError, 'function takes exactly 1 argument (%d given)', n);
  if (PyLong_Check(first)) return new_with_address(type, as_address(PyLong_AsUnsignedLongLongMask64(first)));
  return from_callable(type, first);
}

// --- dealloc, traverse, clear -----------------------------------------------------------------------------------------

const FIELDS = [
  PyCFuncPtrObject.callable, PyCFuncPtrObject.restype, PyCFuncPtrObject.checker, PyCFuncPtrObject.errcheck, PyCFuncPtrObject.argtypes, PyCFuncPtrObject.converters,
  PyCFuncPtrObject.paramflags, PyCFuncPtrObject.thunk,
] as const;

function dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  clear(self);
  free_instance(self);
}

function traverse(self: number, visit: visitproc, arg: number): number {
  for (const field of FIELDS) {
    const o = read_ptr(self + field);
    const e = o === 0 ? 0 : visit(o, arg);
    if (e) return e;
  }
  return PyCData_traverse(self, visit, arg);
}

function clear(self: number): number {
  for (const field of FIELDS) Py_CLEAR(self + field);
  return PyCData_clear(self);
}

// --- call -------------------------------------------------------------------------------------------------------------

/** The address to call or to pass on this thread. */
function function_address(self: number): number {
  const thunk = read_ptr(self + PyCFuncPtrObject.thunk);
  return thunk !== 0 ? thunk_address(thunk) : deref(self);
}

/** What is set on the object, or else on its class. */
function own_or_class(self: number, info: number, own: number, of_class: number): number {
  return read_ptr(self + own) || read_ptr(info + of_class);
}

/** Whether the number of arguments fits argtypes; false with TypeError. */
function check_count(info: number, converters: number, callargs: number): boolean {
  if (converters === 0) return true;
  const required = PyTuple_GET_SIZE(converters);
  const actual = PyTuple_GET_SIZE(callargs);
  const cdecl = (info_flags(info) & FUNCFLAG_CDECL) !== 0;
  if (cdecl ? required <= actual : required === actual) return true;
  const s = required === 1 ? '' : 's';
  PyErr_Format(S.PyExc_TypeError, `this function takes ${cdecl ? 'at least ' : ''}%d argument%s (%d given)`, required, s, actual);
  return false;
}

/** The errcheck protocol: new, what it makes of the result (stolen); the args tuple itself: go on. null: go on with `result`. */
function run_errcheck(self: number, errcheck: number, result: number, callargs: number): number | null {
  const v = PyObject_CallFunctionObjArgs(errcheck, result, self, callargs);
  if (v !== 0 && v === callargs) {
    Py_DECREF(v);
    return null;
  }
  Py_DECREF(result);
  return v;
}

function call(self: number, inargs: number, kwds: number): number {
  const info = PyStgInfo_FromObject(self);
  const restype = own_or_class(self, info, PyCFuncPtrObject.restype, StgInfo.restype);
  const converters = own_or_class(self, info, PyCFuncPtrObject.converters, StgInfo.converters);
  const checker = own_or_class(self, info, PyCFuncPtrObject.checker, StgInfo.checker);
  const argtypes = own_or_class(self, info, PyCFuncPtrObject.argtypes, StgInfo.argtypes);
  const address = function_address(self);
  if (address < 0 || PyErr_Occurred()) return 0;
  const callargs: CallArgs | null = build_callargs(read_ptr(self + PyCFuncPtrObject.paramflags), argtypes, inargs, kwds);
  if (callargs === null) return 0;
  if (!check_count(info, converters, callargs.tuple)) {
    Py_DECREF(callargs.tuple);
    return 0;
  }
  const result = _ctypes_callproc(address, callargs.tuple, info_flags(info), converters, restype, checker);
  const errcheck = read_ptr(self + PyCFuncPtrObject.errcheck);
  if (result !== 0 && errcheck !== 0) {
    const v = run_errcheck(self, errcheck, result, callargs.tuple);
    if (v !== null) {
      Py_DECREF(callargs.tuple);
      return v;
    }
  }
  return build_result(result, callargs);
}

// --- attributes -------------------------------------------------------------------------------------------------------

function get_errcheck(self: number): number {
  return Py_NewRef(read_ptr(self + PyCFuncPtrObject.errcheck) || S.Py_None);
}

function set_errcheck(self: number, value: number): number {
  if (value !== 0 && !PyCallable_Check(value)) {
    PyErr_SetString(S.PyExc_TypeError, 'the errcheck attribute must be callable');
    return -1;
  }
  Py_XSETREF(self + PyCFuncPtrObject.errcheck, Py_XNewRef(value));
  return 0;
}

function get_restype(self: number): number {
  return Py_NewRef(own_or_class(self, PyStgInfo_FromObject(self), PyCFuncPtrObject.restype, StgInfo.restype) || S.Py_None);
}

function set_restype(self: number, value: number): number {
  if (value === 0) {
    Py_CLEAR(self + PyCFuncPtrObject.checker);
    Py_CLEAR(self + PyCFuncPtrObject.restype);
    return 0;
  }
  if (value !== S.Py_None && PyStgInfo_FromType(value) === 0 && !PyCallable_Check(value)) {
    PyErr_SetString(S.PyExc_TypeError, 'restype must be a type, a callable, or None');
    return -1;
  }
  const checker = optional_attr(value, _Py_ID('_check_retval_'));
  if (checker < 0) return -1;
  Py_XSETREF(self + PyCFuncPtrObject.checker, checker);
  Py_XSETREF(self + PyCFuncPtrObject.restype, Py_NewRef(value));
  return 0;
}

function get_argtypes(self: number): number {
  return Py_NewRef(own_or_class(self, PyStgInfo_FromObject(self), PyCFuncPtrObject.argtypes, StgInfo.argtypes) || S.Py_None);
}

function set_argtypes(self: number, value: number): number {
  if (value === 0 || value === S.Py_None) {
    Py_CLEAR(self + PyCFuncPtrObject.converters);
    Py_CLEAR(self + PyCFuncPtrObject.argtypes);
    return 0;
  }
  const converters = converters_from_argtypes(value);
  if (converters === 0) return -1;
  Py_XSETREF(self + PyCFuncPtrObject.converters, converters);
  Py_XSETREF(self + PyCFuncPtrObject.argtypes, Py_NewRef(value));
  return 0;
}

function repr(self: number): number {
  return PyUnicode_FromFormat('<%s object at %p>', type_name_of(self), self);
}

function bool(self: number): number {
  const p = deref(self);
  return p < 0 ? -1 : p !== 0 ? 1 : 0;
}

export const pycfuncptr_spec = type_spec({
  tp_name: '_ctypes.CFuncPtr',
  tp_basicsize: PyCFuncPtrObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'Function pointer.',
  tp_dealloc: dealloc,
  tp_traverse: traverse,
  tp_clear: clear,
  tp_repr: repr,
  tp_call: call,
  tp_new: PyCFuncPtr_new,
  tp_as_buffer: { bf_getbuffer: PyCData_NewGetBuffer },
  tp_as_number: { nb_bool: bool },
  tp_getset: [
    ['errcheck', get_errcheck, set_errcheck, 'A function that checks the result.'],
    ['restype', get_restype, set_restype, 'The type of the result.'],
    ['argtypes', get_argtypes, set_argtypes, 'The types of the arguments.'],
  ],
});
