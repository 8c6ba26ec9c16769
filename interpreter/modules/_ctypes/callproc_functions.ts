// Answers to the functions for Python of Modules/_ctypes/callproc.c of CPython 3.13.

import { CDataObject, StgInfo } from '../../include/generated/offsets';
import { HEAP32, memset0, read_ssize, write_ssize } from '../../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_INCREF, Py_NewRef } from '../../include/object';
import * as S from '../../include/statics';
import type { MethodSpec } from '../../include/typespec';
import { PyObject_CallMethodObjArgs } from '../../objects/call';
import { type_name_of } from '../../objects/fileobject';
import { PyLong_AsInt, PyLong_AsUnsignedLongLongMask64, PyLong_Check, PyLong_FromLong, PyLong_FromSsize_t } from '../../objects/longobject';
import { PyMem_Malloc, PyMem_Realloc } from '../../objects/obmalloc';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_FromString } from '../../objects/unicodeobject';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred } from '../../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../python/getargs';
import { Py_BuildValue } from '../../python/modsupport';
import { PySys_Audit } from '../../python/sysmodule';
import { arg, as_int, as_ssize, as_str, fs_path } from '../clinic';
import { _ctypes_callproc, _ctypes_get_errobj } from './callproc';
import { byref } from './cargobject';
import { address_int } from './cdata';
import { looks_like_object } from './cfield_getset';
import { b_ptr, b_size, CDataObject_Check, FUNCFLAG_CDECL, info_size, PyStgInfo_FromObject, PyStgInfo_FromType, set_b_ptr, raise } from './ctypes';
import { dlclose, dlopen, dlsym, RTLD_NOW } from './dlfcn';
import { as_address, real, resolve } from './memory';
import { POINTER, pointer } from './pycpointer';
import { info_format, info_shape } from './stgdict';

// --- libraries --------------------------------------------------------------------------------------------------------

function py_dl_open(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('dlopen', nargs, 1, 2)) return 0;
  const name_obj = arg(args, 0);
  const mode = nargs > 1 ? as_int(arg(args, 1)) : RTLD_NOW;
  if (mode === null) return 0;
  const name = name_obj === S.Py_None ? null : fs_path(name_obj);
  if (name === null && name_obj !== S.Py_None) return 0;
  if (PySys_Audit('ctypes.dlopen', name_obj) < 0) return 0;
  const handle = dlopen(name, mode | RTLD_NOW);
  return handle === 0 ? 0 : address_int(handle);
}

function handle_of(o: number): number | null {
  if (!PyLong_Check(o)) {
    PyErr_Format(S.PyExc_TypeError, 'an integer is required (got type %s)', type_name_of(o));
    return null;
  }
  return as_address(PyLong_AsUnsignedLongLongMask64(o));
}

function py_dl_close(_module: number, handle: number): number {
  const h = handle_of(handle);
  return h === null || dlclose(h) < 0 ? 0 : S.Py_None;
}

function py_dl_sym(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('dlsym', nargs, 2, 2)) return 0;
  const handle = handle_of(arg(args, 0));
  const name = handle === null ? null : as_str(arg(args, 1), 'dlsym', 'argument 2', false);
  if (handle === null || name === null || name === undefined || PySys_Audit('ctypes.dlsym/handle', arg(args, 0), arg(args, 1)) < 0) return 0;
  const address = dlsym(handle, name, S.PyExc_OSError);
  return address === 0 ? 0 : address_int(address);
}

// --- calls by address -------------------------------------------------------------------------------------------------

function call_with(flags: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('call_function', nargs, 2, 2)) return 0;
  if (!PyTuple_Check(arg(args, 1))) return _PyArg_BadArgument('call_function', 'argument 2', 'tuple', arg(args, 1));
  const address = handle_of(arg(args, 0));
  if (address === null || PySys_Audit('ctypes.call_function', arg(args, 0), arg(args, 1)) < 0) return 0;
  return _ctypes_callproc(address, arg(args, 1), flags, 0, 0, 0);
}
function call_function(_module: number, args: number, nargs: number): number {
  return call_with(0, args, nargs);
}
function call_cdeclfunction(_module: number, args: number, nargs: number): number {
  return call_with(FUNCFLAG_CDECL, args, nargs);
}

// --- memory -----------------------------------------------------------------------------------------------------------

function sizeof(_module: number, obj: number): number {
  const info = PyStgInfo_FromType(obj);
  if (info !== 0) return PyLong_FromSsize_t(info_size(info));
  if (CDataObject_Check(obj)) return PyLong_FromSsize_t(b_size(obj));
  return raise(S.PyExc_TypeError, 'this type has no size');
}

function alignment(_module: number, obj: number): number {
  const info = PyStgInfo_FromType(obj) || (CDataObject_Check(obj) ? PyStgInfo_FromObject(obj) : 0);
  if (info !== 0) return PyLong_FromSsize_t(read_ssize(info + StgInfo.align));
  return raise(S.PyExc_TypeError, 'no alignment info');
}

function py_byref(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('byref', nargs, 1, 2)) return 0;
  const offset = nargs > 1 ? as_ssize(arg(args, 1)) : 0;
  if (offset === null) return 0;
  const obj = arg(args, 0);
  if (!CDataObject_Check(obj)) return PyErr_Format(S.PyExc_TypeError, "byref() argument must be a ctypes instance, not '%s'", type_name_of(obj));
  return byref(Py_NewRef(obj), offset);
}

function addressof(_module: number, obj: number): number {
  if (!CDataObject_Check(obj)) return raise(S.PyExc_TypeError, 'invalid type');
  if (PySys_Audit('ctypes.addressof', obj) < 0) return 0;
  return address_int(b_ptr(obj));
}

function resize(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('resize', nargs, 2, 2)) return 0;
  const obj = arg(args, 0);
  const size = as_ssize(arg(args, 1));
  if (size === null) return 0;
  const info = CDataObject_Check(obj) ? PyStgInfo_FromObject(obj) : 0;
  if (info === 0) return raise(S.PyExc_TypeError, 'expected ctypes instance');
  if (size < info_size(info)) return PyErr_Format(S.PyExc_ValueError, 'minimum size is %zd', info_size(info));
  if (HEAP32[(obj + CDataObject.b_needsfree) >> 2] === 0) return PyErr_Format(S.PyExc_ValueError, "Memory cannot be resized because this object doesn't own it");
  const inside = obj + CDataObject.b_value;
  const old = resolve(b_ptr(obj));
  const old_size = b_size(obj);
  if (old !== inside || size > 16) {
    const p = old === inside ? PyMem_Malloc(size) : PyMem_Realloc(old, size);
    if (p === 0) return PyErr_NoMemory();
    if (old === inside) for (let i = 0; i < 16; i += 4) HEAP32[(p + i) >> 2] = HEAP32[(inside + i) >> 2];
    if (size > old_size) memset0(p + old_size, size - old_size);
    set_b_ptr(obj, real(p));
  }
  write_ssize(obj + CDataObject.b_size, size);
  return S.Py_None;
}

function buffer_info(_module: number, obj: number): number {
  const info = PyStgInfo_FromType(obj) || PyStgInfo_FromObject(obj);
  if (info === 0) return raise(S.PyExc_TypeError, 'not a ctypes type or object');
  const shape = info_shape(info);
  const tuple = Py_BuildValue(`(${'n'.repeat(shape.length)})`, ...shape);
  const format = PyUnicode_FromString(info_format(info) ?? '');
  return tuple === 0 || format === 0 ? 0 : Py_BuildValue('NiN', format, shape.length, tuple);
}

// --- errno, objects ---------------------------------------------------------------------------------------------------

function get_errno(_module: number): number {
  if (PySys_Audit('ctypes.get_errno') < 0) return 0;
  const space = _ctypes_get_errobj();
  return space === 0 ? 0 : PyLong_FromLong(HEAP32[space >> 2]);
}

function set_errno(_module: number, value: number): number {
  const n = PyLong_AsInt(value);
  if (n === -1 && PyErr_Occurred()) return 0;
  if (PySys_Audit('ctypes.set_errno', value) < 0) return 0;
  const space = _ctypes_get_errobj();
  if (space === 0) return 0;
  const old = HEAP32[space >> 2];
  HEAP32[space >> 2] = n;
  return PyLong_FromLong(old);
}

function PyObj_FromPtr(_module: number, value: number): number {
  const p = handle_of(value);
  if (p === null) return 0;
  const o = resolve(p);
  if (!looks_like_object(o)) return PyErr_Format(S.PyExc_ValueError, 'there is no Python object at address 0x%s', p.toString(16));
  if (PySys_Audit('ctypes.PyObj_FromPtr', o) < 0) return 0;
  return Py_NewRef(o);
}

function My_Py_INCREF(_module: number, o: number): number {
  Py_INCREF(o);
  return Py_NewRef(o);
}
function My_Py_DECREF(_module: number, o: number): number {
  Py_DECREF(o);
  return Py_NewRef(o);
}

/** _unpickle(type, (dict, bytes)) */
function unpickle(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_unpickle', nargs, 2, 2)) return 0;
  const typ = arg(args, 0);
  const state = arg(args, 1);
  if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) !== 2) return _PyArg_BadArgument('_unpickle', 'argument 2', 'tuple', state);
  const obj = PyObject_CallMethodObjArgs(typ, _Py_ID('__new__'), typ);
  if (obj === 0) return 0;
  const result = PyObject_CallMethodObjArgs(obj, _Py_ID('__setstate__'), PyTuple_GET_ITEM(state, 0), PyTuple_GET_ITEM(state, 1));
  if (result === 0) {
    Py_DECREF(obj);
    return 0;
  }
  Py_DECREF(result);
  return obj;
}

export const module_methods: MethodSpec[] = [
  ['get_errno', get_errno, METH_NOARGS, "get_errno($module, /)\n--\n\nThis thread's copy of errno."],
  ['set_errno', set_errno, METH_O, "set_errno($module, value, /)\n--\n\nSets this thread's copy of errno; the old one."],
  ['_unpickle', unpickle, METH_FASTCALL],
  ['buffer_info', buffer_info, METH_O, 'Format, number of dimensions and shape of a type or object.'],
  ['resize', resize, METH_FASTCALL, 'Resizes the memory of an object.'],
  ['dlopen', py_dl_open, METH_FASTCALL, 'dlopen(name, flag={RTLD_GLOBAL|RTLD_LOCAL}) loads a library.'],
  ['dlclose', py_dl_close, METH_O, 'Closes a library.'],
  ['dlsym', py_dl_sym, METH_FASTCALL, 'The address of a symbol in a library.'],
  ['alignment', alignment, METH_O, 'The alignment of a type or object.'],
  ['sizeof', sizeof, METH_O, 'The size of a type or object in bytes.'],
  ['byref', py_byref, METH_FASTCALL, 'byref(obj[, offset=0]): a pointer to an object, as an argument only.'],
  ['addressof', addressof, METH_O, "The real address of an object's memory."],
  ['call_function', call_function, METH_FASTCALL],
  ['call_cdeclfunction', call_cdeclfunction, METH_FASTCALL],
  ['PyObj_FromPtr', PyObj_FromPtr, METH_O],
  ['Py_INCREF', My_Py_INCREF, METH_O],
  ['Py_DECREF', My_Py_DECREF, METH_O],
  ['POINTER', POINTER, METH_O, 'POINTER($module, type, /)\n--\n\nThe pointer type to a type.'],
  ['pointer', pointer, METH_O, 'pointer($module, obj, /)\n--\n\nA pointer to an object.'],
];
