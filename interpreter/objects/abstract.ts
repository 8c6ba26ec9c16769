// Answers to Objects/abstract.c of CPython 3.13: the object, buffer, number, sequence, mapping and iterator protocols.
//
// Deviations: Py_buffer pointers are addresses; `char order` and formats are one-character strings. Long: it is the list of
// everything one can do to an object through its slots.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import {
  Py_buffer, PyAsyncMethods, PyBufferProcs, PyCFunctionObject, PyFloatObject, PyMappingMethods, PyMethodDef, PyNumberMethods, PySequenceMethods, PyTypeObject,
} from '../include/generated/offsets';
import { cstring, HEAP32, HEAPF64, memmove, read_ptr, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  Py_DECREF, Py_EQ, Py_IS_TYPE, Py_NewRef, Py_TPFLAGS_TUPLE_SUBCLASS, Py_TYPE, Py_XDECREF, Py_XNewRef, PyType_FastSubclass,
} from '../include/object';
import {
  Py_None, Py_NotImplemented, PyCFunction_Type, PyExc_BufferError, PyExc_DeprecationWarning, PyExc_IndexError, PyExc_KeyError, PyExc_OverflowError, PyExc_StopIteration,
  PyExc_SystemError, PyExc_TypeError, PyExc_ValueError, PyType_Type,
} from '../include/statics';
import { static_cstring } from '../include/typespec';
import { _Py_EnterRecursiveCallTstate, _Py_LeaveRecursiveCallTstate } from '../python/ceval';
import {
  PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_GivenExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString, PyErr_WarnEx,
  PyErr_WarnFormat,
} from '../python/errors';
import { _PyImport_GetModuleAttrString } from '../python/import';
import { _PyThreadState_GET } from '../python/pystate';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from './bytesobject';
import { PyByteArray_AS_STRING, PyByteArray_Check, PyByteArray_GET_SIZE } from './bytearrayobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg, PyObject_CallNoArgs, PyObject_CallOneArg } from './call';
import { PyComplex_Check } from './complexobject';
import { PyDict_Check, PyDict_CheckExact, PyDict_GetItemRef, PyDict_Items, PyDict_Keys, PyDict_Values } from './dictobject';
import { PyFloat_Check, PyFloat_CheckExact, PyFloat_FromDouble, PyFloat_FromString } from './floatobject';
import { Py_GenericAlias } from './genericaliasobject';
import { _PyGen_FetchStopIterationValue } from './genobject';
import { PySeqIter_New } from './iterobject';
import { _PyList_Extend, PyList_AsTuple, PyList_CheckExact, PyList_New } from './listobject';
import {
  _PyLong_Copy, _PyLong_Format, _PyLong_FromBytes, _PyLong_IsNegative, PyLong_AsDouble, PyLong_AsSsize_t, PyLong_Check, PyLong_CheckExact, PyLong_FromSsize_t, PyLong_FromUnicodeObject,
} from './longobject';
import { _PyObject_NextNotImplemented, PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_RichCompareBool, PyObject_Str } from './object';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { _PySlice_FromIndices } from './sliceobject';
import { _PyTuple_Resize, PyTuple_Check, PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { _PyObject_LookupSpecial, PyObject_TypeCheck, PyType_Check, PyType_IsSubtype, tp_name } from './typeobject';
import { _Py_union_args, _PyUnion_Check } from './unionobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_New } from './unicodeobject';

export const PY_SSIZE_T_MAX = 9223372036854775807;
const PY_SSIZE_T_MIN = -9223372036854775808;

// ---- errors and slots -----------------------------------------------------------------------------------------------------

function type_error(msg: string, obj: number): number {
  PyErr_Format(PyExc_TypeError, msg, tp_name(Py_TYPE(obj)));
  return 0;
}

function null_error(): number {
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, 'null argument to internal routine');
  return 0;
}

/** The function index in a slot of a suite of o's type; 0 when there is none. */
function nb_slot(o: number, slot: number): number {
  const suite = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_number) >> 2];
  return suite === 0 ? 0 : HEAP32[(suite + slot) >> 2];
}
function sq_slot(o: number, slot: number): number {
  const suite = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_sequence) >> 2];
  return suite === 0 ? 0 : HEAP32[(suite + slot) >> 2];
}
function mp_slot(o: number, slot: number): number {
  const suite = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_mapping) >> 2];
  return suite === 0 ? 0 : HEAP32[(suite + slot) >> 2];
}
function am_slot(o: number, slot: number): number {
  const suite = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_async) >> 2];
  return suite === 0 ? 0 : HEAP32[(suite + slot) >> 2];
}
function bf_slot(o: number, slot: number): number {
  const suite = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_buffer) >> 2];
  return suite === 0 ? 0 : HEAP32[(suite + slot) >> 2];
}

// ---- object protocol ---------------------------------------------------------------------------------------------------------

/** Returns new. */
export function PyObject_Type(o: number): number {
  return o === 0 ? null_error() : Py_NewRef(Py_TYPE(o));
}

/** len(o), or -1 with an exception. May run Python code. */
export function PyObject_Size(o: number): number {
  if (o === 0) {
    null_error();
    return -1;
  }
  const f = sq_slot(o, PySequenceMethods.sq_length);
  return f !== 0 ? FUNCS[f](o) : PyMapping_Size(o);
}
export { PyObject_Size as PyObject_Length };

export function _PyObject_HasLen(o: number): boolean {
  return sq_slot(o, PySequenceMethods.sq_length) !== 0 || mp_slot(o, PyMappingMethods.mp_length) !== 0;
}

/** len(o), else o.__length_hint__(), else defaultvalue; -1 with an exception. May run Python code. */
export function PyObject_LengthHint(o: number, defaultvalue: number): number {
  if (_PyObject_HasLen(o)) {
    const res = PyObject_Size(o);
    if (res >= 0) return res;
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
  }
  const hint = _PyObject_LookupSpecial(o, _Py_ID('__length_hint__'));
  if (hint === 0) return PyErr_Occurred() ? -1 : defaultvalue;
  const result = PyObject_CallNoArgs(hint);
  Py_DECREF(hint);
  if (result === 0) {
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
    return defaultvalue;
  }
  if (result === Py_NotImplemented) return defaultvalue;
  if (!PyLong_Check(result)) {
    PyErr_Format(PyExc_TypeError, '__length_hint__ must be an integer, not %.100s', tp_name(Py_TYPE(result)));
    Py_DECREF(result);
    return -1;
  }
  const res = PyLong_AsSsize_t(result);
  Py_DECREF(result);
  if (res < 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, '__length_hint__() should return >= 0');
    return -1;
  }
  return res;
}

/** o[key]. Returns new. May fail, may run Python code. */
export function PyObject_GetItem(o: number, key: number): number {
  if (o === 0 || key === 0) return null_error();
  const subscript = mp_slot(o, PyMappingMethods.mp_subscript);
  if (subscript !== 0) return FUNCS[subscript](o, key);
  if (sq_slot(o, PySequenceMethods.sq_item) !== 0) {
    if (!_PyIndex_Check(key)) return type_error("sequence index must be integer, not '%.200s'", key);
    const i = PyNumber_AsSsize_t(key, PyExc_IndexError);
    return i === -1 && PyErr_Occurred() ? 0 : PySequence_GetItem(o, i);
  }
  if (PyType_Check(o)) return class_getitem(o, key);
  return type_error("'%.200s' object is not subscriptable", o);
}

function class_getitem(o: number, key: number): number {
  if (o === PyType_Type) return Py_GenericAlias(o, key);
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(o, _Py_ID('__class_getitem__'), out);
  const meth = read_ptr(out);
  stackRestore(mark);
  if (rc < 0) return 0;
  if (meth !== 0 && meth !== Py_None) {
    const result = PyObject_CallOneArg(meth, key);
    Py_DECREF(meth);
    return result;
  }
  PyErr_Format(PyExc_TypeError, "type '%.200s' is not subscriptable", tp_name(o));
  return 0;
}

/** 1 with a new reference at *result, 0 with NULL there (KeyError cleared), or -1. May run Python code. */
export function PyMapping_GetOptionalItem(obj: number, key: number, result: number): number {
  if (PyDict_CheckExact(obj)) return PyDict_GetItemRef(obj, key, result);
  const item = PyObject_GetItem(obj, key);
  write_ptr(result, item);
  if (item !== 0) return 1;
  if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -1;
  PyErr_Clear();
  return 0;
}

/** o[key] = value, or del o[key] when value is NULL. */
function assign_item(o: number, key: number, value: number, unsupported: string): number {
  const f = mp_slot(o, PyMappingMethods.mp_ass_subscript);
  if (f !== 0) return FUNCS[f](o, key, value);
  if (HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_sequence) >> 2] !== 0) {
    if (_PyIndex_Check(key)) {
      const i = PyNumber_AsSsize_t(key, PyExc_IndexError);
      if (i === -1 && PyErr_Occurred()) return -1;
      return value !== 0 ? PySequence_SetItem(o, i, value) : PySequence_DelItem(o, i);
    }
    if (sq_slot(o, PySequenceMethods.sq_ass_item) !== 0) {
      type_error("sequence index must be integer, not '%.200s'", key);
      return -1;
    }
  }
  type_error(unsupported, o);
  return -1;
}

/** 0 or -1. May run Python code. */
export function PyObject_SetItem(o: number, key: number, value: number): number {
  if (o === 0 || key === 0 || value === 0) {
    null_error();
    return -1;
  }
  return assign_item(o, key, value, "'%.200s' object does not support item assignment");
}

/** 0 or -1. May run Python code. */
export function PyObject_DelItem(o: number, key: number): number {
  if (o === 0 || key === 0) {
    null_error();
    return -1;
  }
  return assign_item(o, key, 0, "'%.200s' object does not support item deletion");
}

export function PyObject_DelItemString(o: number, key: string): number {
  const okey = PyUnicode_FromString(key);
  if (okey === 0) return -1;
  const ret = PyObject_DelItem(o, okey);
  Py_DECREF(okey);
  return ret;
}

// ---- buffer protocol -------------------------------------------------------------------------------------------------------------

export const PyBUF_SIMPLE = 0;
export const PyBUF_WRITABLE = 0x0001;
export const PyBUF_FORMAT = 0x0004;
export const PyBUF_ND = 0x0008;
export const PyBUF_STRIDES = 0x0010 | PyBUF_ND;
export const PyBUF_C_CONTIGUOUS = 0x0020 | PyBUF_STRIDES;
export const PyBUF_F_CONTIGUOUS = 0x0040 | PyBUF_STRIDES;
export const PyBUF_ANY_CONTIGUOUS = 0x0080 | PyBUF_STRIDES;
export const PyBUF_INDIRECT = 0x0100 | PyBUF_STRIDES;
export const PyBUF_CONTIG = PyBUF_ND | PyBUF_WRITABLE;
export const PyBUF_CONTIG_RO = PyBUF_ND;
export const PyBUF_STRIDED = PyBUF_STRIDES | PyBUF_WRITABLE;
export const PyBUF_STRIDED_RO = PyBUF_STRIDES;
export const PyBUF_RECORDS = PyBUF_STRIDES | PyBUF_WRITABLE | PyBUF_FORMAT;
export const PyBUF_RECORDS_RO = PyBUF_STRIDES | PyBUF_FORMAT;
export const PyBUF_FULL = PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT;
export const PyBUF_FULL_RO = PyBUF_INDIRECT | PyBUF_FORMAT;
export const PyBUF_READ = 0x100;
export const PyBUF_WRITE = 0x200;
export const PyBUF_MAX_NDIM = 64;

export function PyObject_CheckBuffer(obj: number): boolean {
  return bf_slot(obj, PyBufferProcs.bf_getbuffer) !== 0;
}

/** Fills *view: 0, or -1 with an exception. The view owns a reference to its exporter. */
export function PyObject_GetBuffer(obj: number, view: number, flags: number): number {
  if (flags === PyBUF_READ || flags === PyBUF_WRITE) {
    PyErr_BadInternalCall();
    return -1;
  }
  const f = bf_slot(obj, PyBufferProcs.bf_getbuffer);
  if (f === 0) {
    PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'", tp_name(Py_TYPE(obj)));
    return -1;
  }
  return FUNCS[f](obj, view, flags);
}

function ndim_of(view: number): number {
  return HEAP32[(view + Py_buffer.ndim) >> 2];
}

function _IsFortranContiguous(view: number): boolean {
  if (read_ssize(view + Py_buffer.len) === 0) return true;
  const ndim = ndim_of(view);
  const shape = read_ptr(view + Py_buffer.shape);
  const strides = read_ptr(view + Py_buffer.strides);
  if (strides === 0) {
    if (ndim <= 1) return true;
    let long_dims = 0;
    for (let i = 0; i < ndim; i++) if (read_ssize(shape + 8 * i) > 1) long_dims++;
    return long_dims <= 1;
  }
  let sd = read_ssize(view + Py_buffer.itemsize);
  for (let i = 0; i < ndim; i++) {
    const dim = read_ssize(shape + 8 * i);
    if (dim > 1 && read_ssize(strides + 8 * i) !== sd) return false;
    sd *= dim;
  }
  return true;
}

function _IsCContiguous(view: number): boolean {
  const strides = read_ptr(view + Py_buffer.strides);
  if (read_ssize(view + Py_buffer.len) === 0 || strides === 0) return true;
  const shape = read_ptr(view + Py_buffer.shape);
  let sd = read_ssize(view + Py_buffer.itemsize);
  for (let i = ndim_of(view) - 1; i >= 0; i--) {
    const dim = read_ssize(shape + 8 * i);
    if (dim > 1 && read_ssize(strides + 8 * i) !== sd) return false;
    sd *= dim;
  }
  return true;
}

/** order is 'C', 'F' or 'A'. */
export function PyBuffer_IsContiguous(view: number, order: string): boolean {
  if (read_ptr(view + Py_buffer.suboffsets) !== 0) return false;
  if (order === 'C') return _IsCContiguous(view);
  if (order === 'F') return _IsFortranContiguous(view);
  return order === 'A' && (_IsCContiguous(view) || _IsFortranContiguous(view));
}

/** The address of the element with these indices (an array of ndim Py_ssize_t). */
export function PyBuffer_GetPointer(view: number, indices: number): number {
  const strides = read_ptr(view + Py_buffer.strides);
  const suboffsets = read_ptr(view + Py_buffer.suboffsets);
  let pointer = read_ptr(view + Py_buffer.buf);
  const ndim = ndim_of(view);
  for (let i = 0; i < ndim; i++) {
    pointer += read_ssize(strides + 8 * i) * read_ssize(indices + 8 * i);
    if (suboffsets !== 0 && read_ssize(suboffsets + 8 * i) >= 0) pointer = read_ptr(pointer) + read_ssize(suboffsets + 8 * i);
  }
  return pointer;
}

export function _Py_add_one_to_index_F(nd: number, index: number, shape: number): void {
  for (let k = 0; k < nd; k++) {
    const at = index + 8 * k;
    if (read_ssize(at) < read_ssize(shape + 8 * k) - 1) return write_ssize(at, read_ssize(at) + 1);
    write_ssize(at, 0);
  }
}

export function _Py_add_one_to_index_C(nd: number, index: number, shape: number): void {
  for (let k = nd - 1; k >= 0; k--) {
    const at = index + 8 * k;
    if (read_ssize(at) < read_ssize(shape + 8 * k) - 1) return write_ssize(at, read_ssize(at) + 1);
    write_ssize(at, 0);
  }
}

/** struct.calcsize(format), or -1 with an exception. */
export function PyBuffer_SizeFromFormat(format: string): number {
  const calcsize = _PyImport_GetModuleAttrString('struct', 'calcsize');
  const fmt = calcsize === 0 ? 0 : PyUnicode_FromString(format);
  const res = fmt === 0 ? 0 : PyObject_CallFunctionObjArgs(calcsize, fmt);
  const itemsize = res === 0 ? -1 : PyLong_AsSsize_t(res);
  Py_XDECREF(calcsize);
  Py_XDECREF(fmt);
  Py_XDECREF(res);
  return itemsize;
}

/** Copies len contiguous bytes from buf into the view. 0 or -1. */
export function PyBuffer_FromContiguous(view: number, buf: number, len: number, fort: string): number {
  len = Math.min(len, read_ssize(view + Py_buffer.len));
  if (PyBuffer_IsContiguous(view, fort)) {
    memmove(read_ptr(view + Py_buffer.buf), buf, len);
    return 0;
  }
  const ndim = ndim_of(view);
  const indices = PyMem_Malloc(8 * ndim);
  if (indices === 0) {
    PyErr_NoMemory();
    return -1;
  }
  for (let k = 0; k < ndim; k++) write_ssize(indices + 8 * k, 0);
  const addone = fort === 'F' ? _Py_add_one_to_index_F : _Py_add_one_to_index_C;
  const itemsize = read_ssize(view + Py_buffer.itemsize);
  for (let elements = Math.floor(len / itemsize); elements > 0; elements--, buf += itemsize) {
    memmove(PyBuffer_GetPointer(view, indices), buf, itemsize);
    addone(ndim, indices, read_ptr(view + Py_buffer.shape));
  }
  PyMem_Free(indices);
  return 0;
}

export function PyBuffer_FillContiguousStrides(nd: number, shape: number, strides: number, itemsize: number, fort: string): void {
  let sd = itemsize;
  for (let n = 0; n < nd; n++) {
    const k = fort === 'F' ? n : nd - 1 - n;
    write_ssize(strides + 8 * k, sd);
    sd *= read_ssize(shape + 8 * k);
  }
}

/** Fills *view for a block of bytes. 0 or -1. */
export function PyBuffer_FillInfo(view: number, obj: number, buf: number, len: number, readonly: number, flags: number): number {
  if (flags === PyBUF_READ || flags === PyBUF_WRITE) {
    PyErr_BadInternalCall();
    return -1;
  }
  if ((flags & PyBUF_WRITABLE) === PyBUF_WRITABLE && readonly) {
    PyErr_SetString(PyExc_BufferError, 'Object is not writable.');
    return -1;
  }
  write_ptr(view + Py_buffer.obj, Py_XNewRef(obj));
  write_ptr(view + Py_buffer.buf, buf);
  write_ssize(view + Py_buffer.len, len);
  HEAP32[(view + Py_buffer.readonly) >> 2] = readonly ? 1 : 0;
  write_ssize(view + Py_buffer.itemsize, 1);
  write_ptr(view + Py_buffer.format, (flags & PyBUF_FORMAT) === PyBUF_FORMAT ? static_cstring('B') : 0);
  HEAP32[(view + Py_buffer.ndim) >> 2] = 1;
  write_ptr(view + Py_buffer.shape, (flags & PyBUF_ND) === PyBUF_ND ? view + Py_buffer.len : 0);
  write_ptr(view + Py_buffer.strides, (flags & PyBUF_STRIDES) === PyBUF_STRIDES ? view + Py_buffer.itemsize : 0);
  write_ptr(view + Py_buffer.suboffsets, 0);
  write_ptr(view + Py_buffer.internal, 0);
  return 0;
}

/** Gives the buffer back; a released view may be released again. */
export function PyBuffer_Release(view: number): void {
  const obj = read_ptr(view + Py_buffer.obj);
  if (obj === 0) return;
  const f = bf_slot(obj, PyBufferProcs.bf_releasebuffer);
  if (f !== 0) FUNCS[f](obj, view);
  write_ptr(view + Py_buffer.obj, 0);
  Py_DECREF(obj);
}

// ---- format ---------------------------------------------------------------------------------------------------------------------

/** format(obj, format_spec); format_spec may be NULL. Returns new. May fail, may run Python code. */
export function PyObject_Format(obj: number, format_spec: number): number {
  if (format_spec !== 0 && !PyUnicode_Check(format_spec)) {
    PyErr_Format(PyExc_SystemError, 'Format specifier must be a string, not %.200s', tp_name(Py_TYPE(format_spec)));
    return 0;
  }
  if (format_spec === 0 || PyUnicode_GET_LENGTH(format_spec) === 0) {
    if (PyUnicode_CheckExact(obj)) return Py_NewRef(obj);
    if (PyLong_CheckExact(obj)) return PyObject_Str(obj);
  }
  const empty = format_spec === 0 ? PyUnicode_New(0, 0) : 0;
  const meth = _PyObject_LookupSpecial(obj, _Py_ID('__format__'));
  let result = 0;
  if (meth === 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "Type %.100s doesn't define __format__", tp_name(Py_TYPE(obj)));
  } else {
    result = PyObject_CallOneArg(meth, format_spec || empty);
    Py_DECREF(meth);
    if (result !== 0 && !PyUnicode_Check(result)) {
      PyErr_Format(PyExc_TypeError, '__format__ must return a str, not %.200s', tp_name(Py_TYPE(result)));
      Py_DECREF(result);
      result = 0;
    }
  }
  Py_XDECREF(empty);
  return result;
}

// ---- number protocol ---------------------------------------------------------------------------------------------------------------

export function PyNumber_Check(o: number): boolean {
  if (o === 0) return false;
  return nb_slot(o, PyNumberMethods.nb_index) !== 0 || nb_slot(o, PyNumberMethods.nb_int) !== 0 || nb_slot(o, PyNumberMethods.nb_float) !== 0 || PyComplex_Check(o);
}

/**
 * v op w through one slot of PyNumberMethods. Returns new, maybe NotImplemented. The order: w's function first when its type is
 * a subclass of v's that has another one; then v's; then w's.
 */
function binary_op1(v: number, w: number, op_slot: number): number {
  const slotv = nb_slot(v, op_slot);
  let slotw = 0;
  if (Py_TYPE(v) !== Py_TYPE(w)) {
    slotw = nb_slot(w, op_slot);
    if (slotw === slotv) slotw = 0;
  }
  if (slotv !== 0) {
    if (slotw !== 0 && PyType_IsSubtype(Py_TYPE(w), Py_TYPE(v))) {
      const x = FUNCS[slotw](v, w);
      if (x !== Py_NotImplemented) return x;
      slotw = 0;
    }
    const x = FUNCS[slotv](v, w);
    if (x !== Py_NotImplemented) return x;
  }
  return slotw !== 0 ? FUNCS[slotw](v, w) : Py_NotImplemented;
}

function binop_type_error(v: number, w: number, op_name: string): number {
  PyErr_Format(PyExc_TypeError, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'", op_name, tp_name(Py_TYPE(v)), tp_name(Py_TYPE(w)));
  return 0;
}

function binary_op(v: number, w: number, op_slot: number, op_name: string): number {
  const result = binary_op1(v, w, op_slot);
  if (result !== Py_NotImplemented) return result;
  if (op_slot === PyNumberMethods.nb_rshift && Py_IS_TYPE(v, PyCFunction_Type)) {
    const ml = read_ptr(v + PyCFunctionObject.m_ml);
    if (cstring(read_ptr(ml + PyMethodDef.ml_name)) === 'print') {
      const text = "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'. Did you mean \"print(<message>, file=<output_stream>)\"?";
      PyErr_Format(PyExc_TypeError, text, op_name, tp_name(Py_TYPE(v)), tp_name(Py_TYPE(w)));
      return 0;
    }
  }
  return binop_type_error(v, w, op_name);
}

function ternary_op(v: number, w: number, z: number, op_slot: number, op_name: string): number {
  const slotv = nb_slot(v, op_slot);
  let slotw = 0;
  if (Py_TYPE(v) !== Py_TYPE(w)) {
    slotw = nb_slot(w, op_slot);
    if (slotw === slotv) slotw = 0;
  }
  let asked_w = slotw;
  if (slotv !== 0) {
    if (slotw !== 0 && PyType_IsSubtype(Py_TYPE(w), Py_TYPE(v))) {
      const x = FUNCS[slotw](v, w, z);
      if (x !== Py_NotImplemented) return x;
      slotw = 0;
      asked_w = 0;
    }
    const x = FUNCS[slotv](v, w, z);
    if (x !== Py_NotImplemented) return x;
  }
  if (slotw !== 0) {
    const x = FUNCS[slotw](v, w, z);
    if (x !== Py_NotImplemented) return x;
  }
  const slotz = nb_slot(z, op_slot);
  if (slotz !== 0 && slotz !== slotv && slotz !== asked_w) {
    const x = FUNCS[slotz](v, w, z);
    if (x !== Py_NotImplemented) return x;
  }
  if (z === Py_None) return binop_type_error(v, w, op_name);
  const text = "unsupported operand type(s) for %.100s: '%.100s', '%.100s', '%.100s'";
  PyErr_Format(PyExc_TypeError, text, op_name, tp_name(Py_TYPE(v)), tp_name(Py_TYPE(w)), tp_name(Py_TYPE(z)));
  return 0;
}

// All return new, may fail, may run Python code.
export function PyNumber_Or(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_or, '|');
}
export function PyNumber_Xor(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_xor, '^');
}
export function PyNumber_And(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_and, '&');
}
export function PyNumber_Lshift(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_lshift, '<<');
}
export function PyNumber_Rshift(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_rshift, '>>');
}
export function PyNumber_Subtract(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_subtract, '-');
}
export function PyNumber_Divmod(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_divmod, 'divmod()');
}
export function PyNumber_MatrixMultiply(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_matrix_multiply, '@');
}
export function PyNumber_FloorDivide(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_floor_divide, '//');
}
export function PyNumber_TrueDivide(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_true_divide, '/');
}
export function PyNumber_Remainder(v: number, w: number): number {
  return binary_op(v, w, PyNumberMethods.nb_remainder, '%');
}

export function PyNumber_Add(v: number, w: number): number {
  const result = binary_op1(v, w, PyNumberMethods.nb_add);
  if (result !== Py_NotImplemented) return result;
  const concat = sq_slot(v, PySequenceMethods.sq_concat);
  return concat !== 0 ? FUNCS[concat](v, w) : binop_type_error(v, w, '+');
}

function sequence_repeat(repeatfunc: number, seq: number, n: number): number {
  if (!_PyIndex_Check(n)) return type_error("can't multiply sequence by non-int of type '%.200s'", n);
  const count = PyNumber_AsSsize_t(n, PyExc_OverflowError);
  if (count === -1 && PyErr_Occurred()) return 0;
  return FUNCS[repeatfunc](seq, count);
}

export function PyNumber_Multiply(v: number, w: number): number {
  const result = binary_op1(v, w, PyNumberMethods.nb_multiply);
  if (result !== Py_NotImplemented) return result;
  const repeatv = sq_slot(v, PySequenceMethods.sq_repeat);
  if (repeatv !== 0) return sequence_repeat(repeatv, v, w);
  const repeatw = sq_slot(w, PySequenceMethods.sq_repeat);
  if (repeatw !== 0) return sequence_repeat(repeatw, w, v);
  return binop_type_error(v, w, '*');
}

export function PyNumber_Power(v: number, w: number, z: number): number {
  return ternary_op(v, w, z, PyNumberMethods.nb_power, '** or pow()');
}
export function _PyNumber_PowerNoMod(lhs: number, rhs: number): number {
  return PyNumber_Power(lhs, rhs, Py_None);
}

function binary_iop1(v: number, w: number, iop_slot: number, op_slot: number): number {
  const slot = nb_slot(v, iop_slot);
  if (slot !== 0) {
    const x = FUNCS[slot](v, w);
    if (x !== Py_NotImplemented) return x;
  }
  return binary_op1(v, w, op_slot);
}

function binary_iop(v: number, w: number, iop_slot: number, op_slot: number, op_name: string): number {
  const result = binary_iop1(v, w, iop_slot, op_slot);
  return result === Py_NotImplemented ? binop_type_error(v, w, op_name) : result;
}

export function PyNumber_InPlaceOr(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_or, PyNumberMethods.nb_or, '|=');
}
export function PyNumber_InPlaceXor(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_xor, PyNumberMethods.nb_xor, '^=');
}
export function PyNumber_InPlaceAnd(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_and, PyNumberMethods.nb_and, '&=');
}
export function PyNumber_InPlaceLshift(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_lshift, PyNumberMethods.nb_lshift, '<<=');
}
export function PyNumber_InPlaceRshift(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_rshift, PyNumberMethods.nb_rshift, '>>=');
}
export function PyNumber_InPlaceSubtract(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_subtract, PyNumberMethods.nb_subtract, '-=');
}
export function PyNumber_InPlaceMatrixMultiply(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_matrix_multiply, PyNumberMethods.nb_matrix_multiply, '@=');
}
export function PyNumber_InPlaceFloorDivide(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_floor_divide, PyNumberMethods.nb_floor_divide, '//=');
}
export function PyNumber_InPlaceTrueDivide(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_true_divide, PyNumberMethods.nb_true_divide, '/=');
}
export function PyNumber_InPlaceRemainder(v: number, w: number): number {
  return binary_iop(v, w, PyNumberMethods.nb_inplace_remainder, PyNumberMethods.nb_remainder, '%=');
}

export function PyNumber_InPlaceAdd(v: number, w: number): number {
  const result = binary_iop1(v, w, PyNumberMethods.nb_inplace_add, PyNumberMethods.nb_add);
  if (result !== Py_NotImplemented) return result;
  const f = sq_slot(v, PySequenceMethods.sq_inplace_concat) || sq_slot(v, PySequenceMethods.sq_concat);
  return f !== 0 ? FUNCS[f](v, w) : binop_type_error(v, w, '+=');
}

export function PyNumber_InPlaceMultiply(v: number, w: number): number {
  const result = binary_iop1(v, w, PyNumberMethods.nb_inplace_multiply, PyNumberMethods.nb_multiply);
  if (result !== Py_NotImplemented) return result;
  if (HEAP32[(Py_TYPE(v) + PyTypeObject.tp_as_sequence) >> 2] !== 0) {
    const f = sq_slot(v, PySequenceMethods.sq_inplace_repeat) || sq_slot(v, PySequenceMethods.sq_repeat);
    if (f !== 0) return sequence_repeat(f, v, w);
  } else {
    // The right operand is never changed in place.
    const f = sq_slot(w, PySequenceMethods.sq_repeat);
    if (f !== 0) return sequence_repeat(f, w, v);
  }
  return binop_type_error(v, w, '*=');
}

export function PyNumber_InPlacePower(v: number, w: number, z: number): number {
  const slot = nb_slot(v, PyNumberMethods.nb_inplace_power);
  if (slot !== 0) {
    const x = FUNCS[slot](v, w, z);
    if (x !== Py_NotImplemented) return x;
  }
  return ternary_op(v, w, z, PyNumberMethods.nb_power, '**=');
}
export function _PyNumber_InPlacePowerNoMod(lhs: number, rhs: number): number {
  return PyNumber_InPlacePower(lhs, rhs, Py_None);
}

function unary_op(o: number, slot: number, descr: string): number {
  if (o === 0) return null_error();
  const f = nb_slot(o, slot);
  return f !== 0 ? FUNCS[f](o) : type_error(`bad operand type for ${descr}: '%.200s'`, o);
}
export function PyNumber_Negative(o: number): number {
  return unary_op(o, PyNumberMethods.nb_negative, 'unary -');
}
export function PyNumber_Positive(o: number): number {
  return unary_op(o, PyNumberMethods.nb_positive, 'unary +');
}
export function PyNumber_Invert(o: number): number {
  return unary_op(o, PyNumberMethods.nb_invert, 'unary ~');
}
export function PyNumber_Absolute(o: number): number {
  return unary_op(o, PyNumberMethods.nb_absolute, 'abs()');
}

export function _PyIndex_Check(obj: number): boolean {
  return nb_slot(obj, PyNumberMethods.nb_index) !== 0;
}
export { _PyIndex_Check as PyIndex_Check };

const returned_subclass =
  '%s returned non-int (type %.200s).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.';

/** An int, maybe of a subclass. Returns new. May fail, may run Python code. */
export function _PyNumber_Index(item: number): number {
  if (item === 0) return null_error();
  if (PyLong_Check(item)) return Py_NewRef(item);
  const f = nb_slot(item, PyNumberMethods.nb_index);
  if (f === 0) return type_error("'%.200s' object cannot be interpreted as an integer", item);
  const result = FUNCS[f](item);
  if (result === 0 || PyLong_CheckExact(result)) return result;
  if (!PyLong_Check(result)) {
    type_error('__index__ returned non-int (type %.200s)', result);
    Py_DECREF(result);
    return 0;
  }
  if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1, returned_subclass, '__index__', tp_name(Py_TYPE(result)))) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}

/** Replaces a result (stolen) of a subclass of int by an exact int. */
function exact_int(result: number): number {
  if (result === 0 || PyLong_CheckExact(result)) return result;
  const copy = _PyLong_Copy(result);
  Py_DECREF(result);
  return copy;
}

/** An exact int. Returns new. May fail, may run Python code. */
export function PyNumber_Index(item: number): number {
  return exact_int(_PyNumber_Index(item));
}

/** As an index: clipped when err is NULL, else err is raised for what does not fit. -1 on error. May run Python code. */
export function PyNumber_AsSsize_t(item: number, err: number): number {
  const value = _PyNumber_Index(item);
  if (value === 0) return -1;
  let result = PyLong_AsSsize_t(value);
  if (result === -1) {
    const runerr = PyErr_Occurred();
    if (runerr && PyErr_GivenExceptionMatches(runerr, PyExc_OverflowError)) {
      PyErr_Clear();
      if (err === 0) result = _PyLong_IsNegative(value) ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
      else PyErr_Format(err, "cannot fit '%.200s' into an index-sized integer", tp_name(Py_TYPE(item)));
    }
  }
  Py_DECREF(value);
  return result;
}

function long_from_int_slot(o: number, f: number): number {
  const result = FUNCS[f](o);
  if (result === 0 || PyLong_CheckExact(result)) return result;
  if (!PyLong_Check(result)) {
    type_error('__int__ returned non-int (type %.200s)', result);
    Py_DECREF(result);
    return 0;
  }
  if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1, returned_subclass, '__int__', tp_name(Py_TYPE(result)))) {
    Py_DECREF(result);
    return 0;
  }
  return exact_int(result);
}

/** int(x) through __trunc__. Steals trunc_func. */
function long_from_trunc(trunc_func: number): number {
  if (PyErr_WarnEx(PyExc_DeprecationWarning, 'The delegation of int() to __trunc__ is deprecated.', 1)) {
    Py_DECREF(trunc_func);
    return 0;
  }
  const result = PyObject_CallNoArgs(trunc_func);
  Py_DECREF(trunc_func);
  if (result === 0 || PyLong_Check(result)) return exact_int(result);
  let index = 0;
  if (_PyIndex_Check(result)) index = PyNumber_Index(result);
  else type_error('__trunc__ returned non-Integral (type %.200s)', result);
  Py_DECREF(result);
  return index;
}

/** int(o). Returns new. May fail, may run Python code. */
export function PyNumber_Long(o: number): number {
  if (o === 0) return null_error();
  if (PyLong_CheckExact(o)) return Py_NewRef(o);
  const nb_int = nb_slot(o, PyNumberMethods.nb_int);
  if (nb_int !== 0) return long_from_int_slot(o, nb_int);
  if (_PyIndex_Check(o)) return PyNumber_Index(o);
  const trunc_func = _PyObject_LookupSpecial(o, _Py_ID('__trunc__'));
  if (trunc_func !== 0) return long_from_trunc(trunc_func);
  if (PyErr_Occurred()) return 0;
  if (PyUnicode_Check(o)) return PyLong_FromUnicodeObject(o, 10);
  if (PyBytes_Check(o)) return _PyLong_FromBytes(PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o), 10);
  if (PyByteArray_Check(o)) return _PyLong_FromBytes(PyByteArray_AS_STRING(o), PyByteArray_GET_SIZE(o), 10);
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  let result = -1;
  if (PyObject_GetBuffer(o, view, PyBUF_SIMPLE) === 0) {
    // Copied, so that the digits end with a NUL.
    const bytes = PyBytes_FromStringAndSize(read_ptr(view + Py_buffer.buf), read_ssize(view + Py_buffer.len));
    result = bytes === 0 ? 0 : _PyLong_FromBytes(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), 10);
    Py_XDECREF(bytes);
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  if (result >= 0) return result;
  return type_error("int() argument must be a string, a bytes-like object or a real number, not '%.200s'", o);
}

function float_from_slot(o: number, f: number): number {
  const res = FUNCS[f](o);
  if (res === 0 || PyFloat_CheckExact(res)) return res;
  if (!PyFloat_Check(res)) {
    PyErr_Format(PyExc_TypeError, '%.50s.__float__ returned non-float (type %.50s)', tp_name(Py_TYPE(o)), tp_name(Py_TYPE(res)));
    Py_DECREF(res);
    return 0;
  }
  const text =
    '%.50s.__float__ returned non-float (type %.50s).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.';
  if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1, text, tp_name(Py_TYPE(o)), tp_name(Py_TYPE(res)))) {
    Py_DECREF(res);
    return 0;
  }
  const val = HEAPF64[(res + PyFloatObject.ob_fval) >> 3];
  Py_DECREF(res);
  return PyFloat_FromDouble(val);
}

/** float(o). Returns new. May fail, may run Python code. */
export function PyNumber_Float(o: number): number {
  if (o === 0) return null_error();
  if (PyFloat_CheckExact(o)) return Py_NewRef(o);
  const nb_float = nb_slot(o, PyNumberMethods.nb_float);
  if (nb_float !== 0) return float_from_slot(o, nb_float);
  if (_PyIndex_Check(o)) {
    const res = _PyNumber_Index(o);
    if (res === 0) return 0;
    const val = PyLong_AsDouble(res);
    Py_DECREF(res);
    return val === -1 && PyErr_Occurred() ? 0 : PyFloat_FromDouble(val);
  }
  if (PyFloat_Check(o)) return PyFloat_FromDouble(HEAPF64[(o + PyFloatObject.ob_fval) >> 3]);
  return PyFloat_FromString(o);
}

/** The digits of n in base 2, 8, 10 or 16 with prefix. Returns new. */
export function PyNumber_ToBase(n: number, base: number): number {
  if (![2, 8, 10, 16].includes(base)) {
    PyErr_SetString(PyExc_SystemError, 'PyNumber_ToBase: base must be 2, 8, 10 or 16');
    return 0;
  }
  const index = _PyNumber_Index(n);
  if (index === 0) return 0;
  const res = _PyLong_Format(index, base);
  Py_DECREF(index);
  return res;
}

// ---- sequence protocol -----------------------------------------------------------------------------------------------------------------

export function PySequence_Check(s: number): boolean {
  return !PyDict_Check(s) && sq_slot(s, PySequenceMethods.sq_item) !== 0;
}

/** -1 with an exception. */
export function PySequence_Size(s: number): number {
  if (s === 0) {
    null_error();
    return -1;
  }
  const f = sq_slot(s, PySequenceMethods.sq_length);
  if (f !== 0) return FUNCS[f](s);
  type_error(mp_slot(s, PyMappingMethods.mp_length) !== 0 ? '%.200s is not a sequence' : "object of type '%.200s' has no len()", s);
  return -1;
}
export { PySequence_Size as PySequence_Length };

/** Returns new. */
export function PySequence_Concat(s: number, o: number): number {
  if (s === 0 || o === 0) return null_error();
  const f = sq_slot(s, PySequenceMethods.sq_concat);
  if (f !== 0) return FUNCS[f](s, o);
  if (PySequence_Check(s) && PySequence_Check(o)) {
    const result = binary_op1(s, o, PyNumberMethods.nb_add);
    if (result !== Py_NotImplemented) return result;
  }
  return type_error("'%.200s' object can't be concatenated", s);
}

function repeat_by_multiply(o: number, count: number, iop: boolean): number {
  if (PySequence_Check(o)) {
    const n = PyLong_FromSsize_t(count);
    if (n === 0) return 0;
    const result = iop ? binary_iop1(o, n, PyNumberMethods.nb_inplace_multiply, PyNumberMethods.nb_multiply) : binary_op1(o, n, PyNumberMethods.nb_multiply);
    Py_DECREF(n);
    if (result !== Py_NotImplemented) return result;
  }
  return type_error("'%.200s' object can't be repeated", o);
}

export function PySequence_Repeat(o: number, count: number): number {
  if (o === 0) return null_error();
  const f = sq_slot(o, PySequenceMethods.sq_repeat);
  return f !== 0 ? FUNCS[f](o, count) : repeat_by_multiply(o, count, false);
}

export function PySequence_InPlaceConcat(s: number, o: number): number {
  if (s === 0 || o === 0) return null_error();
  const f = sq_slot(s, PySequenceMethods.sq_inplace_concat) || sq_slot(s, PySequenceMethods.sq_concat);
  if (f !== 0) return FUNCS[f](s, o);
  if (PySequence_Check(s) && PySequence_Check(o)) {
    const result = binary_iop1(s, o, PyNumberMethods.nb_inplace_add, PyNumberMethods.nb_add);
    if (result !== Py_NotImplemented) return result;
  }
  return type_error("'%.200s' object can't be concatenated", s);
}

export function PySequence_InPlaceRepeat(o: number, count: number): number {
  if (o === 0) return null_error();
  const f = sq_slot(o, PySequenceMethods.sq_inplace_repeat) || sq_slot(o, PySequenceMethods.sq_repeat);
  return f !== 0 ? FUNCS[f](o, count) : repeat_by_multiply(o, count, true);
}

/** i counted from the end when negative. NaN on error. */
function wrapped_index(s: number, i: number): number {
  if (i >= 0) return i;
  const f = sq_slot(s, PySequenceMethods.sq_length);
  if (f === 0) return i;
  const l = FUNCS[f](s);
  return l < 0 ? Number.NaN : i + l;
}

/** Returns new. May fail, may run Python code. */
export function PySequence_GetItem(s: number, i: number): number {
  if (s === 0) return null_error();
  const f = sq_slot(s, PySequenceMethods.sq_item);
  if (f !== 0) {
    const index = wrapped_index(s, i);
    return Number.isNaN(index) ? 0 : FUNCS[f](s, index);
  }
  if (mp_slot(s, PyMappingMethods.mp_subscript) !== 0) return type_error('%.200s is not a sequence', s);
  return type_error("'%.200s' object does not support indexing", s);
}

function assign_index(s: number, i: number, o: number, unsupported: string): number {
  if (s === 0) {
    null_error();
    return -1;
  }
  const f = sq_slot(s, PySequenceMethods.sq_ass_item);
  if (f !== 0) {
    const index = wrapped_index(s, i);
    return Number.isNaN(index) ? -1 : FUNCS[f](s, index, o);
  }
  type_error(mp_slot(s, PyMappingMethods.mp_ass_subscript) !== 0 ? '%.200s is not a sequence' : unsupported, s);
  return -1;
}

export function PySequence_SetItem(s: number, i: number, o: number): number {
  return assign_index(s, i, o, "'%.200s' object does not support item assignment");
}

export function PySequence_DelItem(s: number, i: number): number {
  return assign_index(s, i, 0, "'%.200s' object doesn't support item deletion");
}

/** s[i1:i2]. Returns new. */
export function PySequence_GetSlice(s: number, i1: number, i2: number): number {
  if (s === 0) return null_error();
  const f = mp_slot(s, PyMappingMethods.mp_subscript);
  if (f === 0) return type_error("'%.200s' object is unsliceable", s);
  const slice = _PySlice_FromIndices(i1, i2);
  if (slice === 0) return 0;
  const res = FUNCS[f](s, slice);
  Py_DECREF(slice);
  return res;
}

function assign_slice(s: number, i1: number, i2: number, o: number, what: string): number {
  if (s === 0) {
    null_error();
    return -1;
  }
  const f = mp_slot(s, PyMappingMethods.mp_ass_subscript);
  if (f === 0) {
    type_error(`'%.200s' object doesn't support slice ${what}`, s);
    return -1;
  }
  const slice = _PySlice_FromIndices(i1, i2);
  if (slice === 0) return -1;
  const res = FUNCS[f](s, slice, o);
  Py_DECREF(slice);
  return res;
}

export function PySequence_SetSlice(s: number, i1: number, i2: number, o: number): number {
  return assign_slice(s, i1, i2, o, 'assignment');
}

export function PySequence_DelSlice(s: number, i1: number, i2: number): number {
  return assign_slice(s, i1, i2, 0, 'deletion');
}

/** tuple(v). Returns new. May fail, may run Python code. */
export function PySequence_Tuple(v: number): number {
  if (v === 0) return null_error();
  if (PyTuple_CheckExact(v)) return Py_NewRef(v);
  if (PyList_CheckExact(v)) return PyList_AsTuple(v);
  const it = PyObject_GetIter(v);
  if (it === 0) return 0;
  const mark = stackSave();
  const result = stackAlloc(8);
  write_ptr(result, 0);
  const ok = fill_tuple(v, it, result);
  const tuple = read_ptr(result);
  stackRestore(mark);
  Py_DECREF(it);
  if (ok) return tuple;
  Py_XDECREF(tuple);
  return 0;
}

function fill_tuple(v: number, it: number, result: number): boolean {
  let n = PyObject_LengthHint(v, 10);
  if (n === -1) return false;
  write_ptr(result, PyTuple_New(n));
  if (read_ptr(result) === 0) return false;
  let j = 0;
  for (; ; j++) {
    const item = PyIter_Next(it);
    if (item === 0) {
      if (PyErr_Occurred()) return false;
      break;
    }
    if (j >= n) {
      n += 10;
      n += Math.floor(n / 4);
      if (_PyTuple_Resize(result, n) !== 0) {
        Py_DECREF(item);
        return false;
      }
    }
    PyTuple_SET_ITEM(read_ptr(result), j, item);
  }
  return j >= n || _PyTuple_Resize(result, j) === 0;
}

/** list(v). Returns new. May fail, may run Python code. */
export function PySequence_List(v: number): number {
  if (v === 0) return null_error();
  const result = PyList_New(0);
  if (result === 0) return 0;
  const rv = _PyList_Extend(result, v);
  if (rv === 0) {
    Py_DECREF(result);
    return 0;
  }
  Py_DECREF(rv);
  return result;
}

/** v when it is a list or tuple, else list(v); m is the text of the TypeError. Returns new. */
export function PySequence_Fast(v: number, m: string): number {
  if (v === 0) return null_error();
  if (PyList_CheckExact(v) || PyTuple_CheckExact(v)) return Py_NewRef(v);
  const it = PyObject_GetIter(v);
  if (it === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_SetString(PyExc_TypeError, m);
    return 0;
  }
  const list = PySequence_List(it);
  Py_DECREF(it);
  return list;
}

/** Of a list or tuple from PySequence_Fast. */
export function PySequence_Fast_GET_SIZE(o: number): number {
  return HEAP32[(o + 16) >> 2];
}

/** The address of the items of a list or tuple from PySequence_Fast. */
export function PySequence_Fast_ITEMS(o: number): number {
  return PyType_FastSubclass(Py_TYPE(o), Py_TPFLAGS_TUPLE_SUBCLASS) ? o + 24 : read_ptr(o + 24);
}

/** Borrowed. */
export function PySequence_Fast_GET_ITEM(o: number, i: number): number {
  return HEAP32[(PySequence_Fast_ITEMS(o) + i * 8) >> 2];
}

export const PY_ITERSEARCH_COUNT = 1;
export const PY_ITERSEARCH_INDEX = 2;
export const PY_ITERSEARCH_CONTAINS = 3;

/** Counts, finds or tests for obj by iterating. -1 with an exception. May run Python code. */
export function _PySequence_IterSearch(seq: number, obj: number, operation: number): number {
  if (seq === 0 || obj === 0) {
    null_error();
    return -1;
  }
  const it = PyObject_GetIter(seq);
  if (it === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) type_error("argument of type '%.200s' is not iterable", seq);
    return -1;
  }
  let n = 0;
  for (;;) {
    const item = PyIter_Next(it);
    if (item === 0) {
      if (PyErr_Occurred()) n = -1;
      else if (operation === PY_ITERSEARCH_INDEX) {
        PyErr_SetString(PyExc_ValueError, 'sequence.index(x): x not in sequence');
        n = -1;
      }
      break;
    }
    const cmp = PyObject_RichCompareBool(item, obj, Py_EQ);
    Py_DECREF(item);
    if (cmp < 0) {
      n = -1;
      break;
    }
    if (cmp > 0) {
      if (operation === PY_ITERSEARCH_INDEX) break;
      n++;
      if (operation === PY_ITERSEARCH_CONTAINS) break;
    } else if (operation === PY_ITERSEARCH_INDEX) n++;
  }
  Py_DECREF(it);
  return n;
}

export function PySequence_Count(s: number, o: number): number {
  return _PySequence_IterSearch(s, o, PY_ITERSEARCH_COUNT);
}

/** 1, 0, or -1 with an exception. May run Python code. */
export function PySequence_Contains(seq: number, ob: number): number {
  const f = sq_slot(seq, PySequenceMethods.sq_contains);
  return f !== 0 ? FUNCS[f](seq, ob) : _PySequence_IterSearch(seq, ob, PY_ITERSEARCH_CONTAINS);
}
export { PySequence_Contains as PySequence_In };

export function PySequence_Index(s: number, o: number): number {
  return _PySequence_IterSearch(s, o, PY_ITERSEARCH_INDEX);
}

// ---- mapping protocol ------------------------------------------------------------------------------------------------------------------

export function PyMapping_Check(o: number): boolean {
  return o !== 0 && mp_slot(o, PyMappingMethods.mp_subscript) !== 0;
}

/** -1 with an exception. */
export function PyMapping_Size(o: number): number {
  if (o === 0) {
    null_error();
    return -1;
  }
  const f = mp_slot(o, PyMappingMethods.mp_length);
  if (f !== 0) return FUNCS[f](o);
  type_error(sq_slot(o, PySequenceMethods.sq_length) !== 0 ? '%.200s is not a mapping' : "object of type '%.200s' has no len()", o);
  return -1;
}
export { PyMapping_Size as PyMapping_Length };

/** Returns new. */
export function PyMapping_GetItemString(o: number, key: string): number {
  const okey = PyUnicode_FromString(key);
  if (okey === 0) return 0;
  const r = PyObject_GetItem(o, okey);
  Py_DECREF(okey);
  return r;
}

export function PyMapping_GetOptionalItemString(obj: number, key: string, result: number): number {
  const okey = PyUnicode_FromString(key);
  if (okey === 0) {
    write_ptr(result, 0);
    return -1;
  }
  const rc = PyMapping_GetOptionalItem(obj, okey, result);
  Py_DECREF(okey);
  return rc;
}

export function PyMapping_SetItemString(o: number, key: string, value: number): number {
  const okey = PyUnicode_FromString(key);
  if (okey === 0) return -1;
  const r = PyObject_SetItem(o, okey, value);
  Py_DECREF(okey);
  return r;
}

export function PyMapping_HasKeyWithError(obj: number, key: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyMapping_GetOptionalItem(obj, key, out);
  Py_XDECREF(read_ptr(out));
  stackRestore(mark);
  return rc;
}

export function PyMapping_HasKeyStringWithError(obj: number, key: string): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyMapping_GetOptionalItemString(obj, key, out);
  Py_XDECREF(read_ptr(out));
  stackRestore(mark);
  return rc;
}

/** 1 or 0; an exception is reported and forgotten. */
export function PyMapping_HasKey(obj: number, key: number): number {
  const rc = PyMapping_HasKeyWithError(obj, key);
  if (rc >= 0) return rc;
  PyErr_FormatUnraisable(
    'Exception ignored in PyMapping_HasKey(); consider using PyMapping_HasKeyWithError(), PyMapping_GetOptionalItem() or PyObject_GetItem()',
  );
  return 0;
}

export function PyMapping_HasKeyString(obj: number, key: string): number {
  const rc = PyMapping_HasKeyStringWithError(obj, key);
  if (rc >= 0) return rc;
  PyErr_FormatUnraisable(
    'Exception ignored in PyMapping_HasKeyString(); consider using PyMapping_HasKeyStringWithError(), ' +
      'PyMapping_GetOptionalItemString() or PyMapping_GetItemString()',
  );
  return 0;
}

/** list(o.meth()). */
function method_output_as_list(o: number, meth: number): number {
  const meth_output = PyObject_CallMethodNoArgs(o, meth);
  if (meth_output === 0 || PyList_CheckExact(meth_output)) return meth_output;
  const it = PyObject_GetIter(meth_output);
  if (it === 0 && PyErr_ExceptionMatches(PyExc_TypeError)) {
    PyErr_Format(PyExc_TypeError, '%.200s.%U() returned a non-iterable (type %.200s)', tp_name(Py_TYPE(o)), meth, tp_name(Py_TYPE(meth_output)));
  }
  Py_DECREF(meth_output);
  if (it === 0) return 0;
  const result = PySequence_List(it);
  Py_DECREF(it);
  return result;
}

// New lists. May fail, may run Python code.
export function PyMapping_Keys(o: number): number {
  if (o === 0) return null_error();
  return PyDict_CheckExact(o) ? PyDict_Keys(o) : method_output_as_list(o, _Py_ID('keys'));
}
export function PyMapping_Items(o: number): number {
  if (o === 0) return null_error();
  return PyDict_CheckExact(o) ? PyDict_Items(o) : method_output_as_list(o, _Py_ID('items'));
}
export function PyMapping_Values(o: number): number {
  if (o === 0) return null_error();
  return PyDict_CheckExact(o) ? PyDict_Values(o) : method_output_as_list(o, _Py_ID('values'));
}

// ---- isinstance and issubclass ------------------------------------------------------------------------------------------------------------

/** cls.__bases__ when it is a tuple: new; else NULL, with an exception only if looking failed. */
function abstract_get_bases(cls: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  PyObject_GetOptionalAttr(cls, _Py_ID('__bases__'), out);
  const bases = read_ptr(out);
  stackRestore(mark);
  if (bases !== 0 && !PyTuple_Check(bases)) {
    Py_DECREF(bases);
    return 0;
  }
  return bases;
}

function abstract_issubclass(derived: number, cls: number): number {
  let bases = 0;
  for (;;) {
    if (derived === cls) {
      Py_XDECREF(bases);
      return 1;
    }
    const next = abstract_get_bases(derived);
    Py_XDECREF(bases);
    bases = next;
    if (bases === 0) return PyErr_Occurred() ? -1 : 0;
    const n = PyTuple_GET_SIZE(bases);
    if (n === 0) {
      Py_DECREF(bases);
      return 0;
    }
    if (n > 1) break;
    // Single inheritance needs no recursion.
    derived = PyTuple_GET_ITEM(bases, 0);
  }
  const tstate = _PyThreadState_GET();
  if (_Py_EnterRecursiveCallTstate(tstate, ' in __issubclass__')) {
    Py_DECREF(bases);
    return -1;
  }
  let r = 0;
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n && r === 0; i++) r = abstract_issubclass(PyTuple_GET_ITEM(bases, i), cls);
  _Py_LeaveRecursiveCallTstate(tstate);
  Py_DECREF(bases);
  return r;
}

function check_class(cls: number, error: string): boolean {
  const bases = abstract_get_bases(cls);
  if (bases === 0) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, error);
    return false;
  }
  Py_DECREF(bases);
  return true;
}

/** inst.__class__: new, NULL when there is none, -1 on error. */
function class_of(inst: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(inst, _Py_ID('__class__'), out);
  const icls = read_ptr(out);
  stackRestore(mark);
  return rc < 0 ? -1 : icls;
}

function object_isinstance(inst: number, cls: number): number {
  let retval = 0;
  if (PyType_Check(cls)) {
    if (PyObject_TypeCheck(inst, cls)) return 1;
    const icls = class_of(inst);
    if (icls <= 0) return icls;
    if (icls !== Py_TYPE(inst) && PyType_Check(icls)) retval = PyType_IsSubtype(icls, cls) ? 1 : 0;
    Py_DECREF(icls);
    return retval;
  }
  if (!check_class(cls, 'isinstance() arg 2 must be a type, a tuple of types, or a union')) return -1;
  const icls = class_of(inst);
  if (icls <= 0) return icls;
  retval = abstract_issubclass(icls, cls);
  Py_DECREF(icls);
  return retval;
}

/** The answer of cls.__xcheck__(arg): 1, 0, -1; -2 when cls has no such method. */
function ask_checker(tstate: number, cls: number, name: number, where: string, arg: number): number {
  const checker = _PyObject_LookupSpecial(cls, name);
  if (checker === 0) return PyErr_Occurred() ? -1 : -2;
  if (_Py_EnterRecursiveCallTstate(tstate, where)) {
    Py_DECREF(checker);
    return -1;
  }
  const res = PyObject_CallOneArg(checker, arg);
  _Py_LeaveRecursiveCallTstate(tstate);
  Py_DECREF(checker);
  if (res === 0) return -1;
  const ok = PyObject_IsTrue(res);
  Py_DECREF(res);
  return ok;
}

function object_recursive_isinstance(tstate: number, inst: number, cls: number): number {
  if (Py_TYPE(inst) === cls) return 1;
  // type's own __instancecheck__ would say the same.
  if (Py_IS_TYPE(cls, PyType_Type)) return object_isinstance(inst, cls);
  if (_PyUnion_Check(cls)) cls = _Py_union_args(cls);
  if (PyTuple_Check(cls)) {
    if (_Py_EnterRecursiveCallTstate(tstate, ' in __instancecheck__')) return -1;
    let r = 0;
    const n = PyTuple_GET_SIZE(cls);
    for (let i = 0; i < n && r === 0; i++) r = object_recursive_isinstance(tstate, inst, PyTuple_GET_ITEM(cls, i));
    _Py_LeaveRecursiveCallTstate(tstate);
    return r;
  }
  const ok = ask_checker(tstate, cls, _Py_ID('__instancecheck__'), ' in __instancecheck__', inst);
  return ok === -2 ? object_isinstance(inst, cls) : ok;
}

/** 1, 0, or -1 with an exception. May run Python code. */
export function PyObject_IsInstance(inst: number, cls: number): number {
  return object_recursive_isinstance(_PyThreadState_GET(), inst, cls);
}

function recursive_issubclass(derived: number, cls: number): number {
  if (PyType_Check(cls) && PyType_Check(derived)) return PyType_IsSubtype(derived, cls) ? 1 : 0;
  if (!check_class(derived, 'issubclass() arg 1 must be a class')) return -1;
  if (!_PyUnion_Check(cls) && !check_class(cls, 'issubclass() arg 2 must be a class, a tuple of classes, or a union')) return -1;
  return abstract_issubclass(derived, cls);
}

function object_issubclass(tstate: number, derived: number, cls: number): number {
  if (Py_IS_TYPE(cls, PyType_Type)) return derived === cls ? 1 : recursive_issubclass(derived, cls);
  if (_PyUnion_Check(cls)) cls = _Py_union_args(cls);
  if (PyTuple_Check(cls)) {
    if (_Py_EnterRecursiveCallTstate(tstate, ' in __subclasscheck__')) return -1;
    let r = 0;
    const n = PyTuple_GET_SIZE(cls);
    for (let i = 0; i < n && r === 0; i++) r = object_issubclass(tstate, derived, PyTuple_GET_ITEM(cls, i));
    _Py_LeaveRecursiveCallTstate(tstate);
    return r;
  }
  const ok = ask_checker(tstate, cls, _Py_ID('__subclasscheck__'), ' in __subclasscheck__', derived);
  return ok === -2 ? recursive_issubclass(derived, cls) : ok;
}

/** 1, 0, or -1 with an exception. May run Python code. */
export function PyObject_IsSubclass(derived: number, cls: number): number {
  return object_issubclass(_PyThreadState_GET(), derived, cls);
}

/** Without __instancecheck__. */
export function _PyObject_RealIsInstance(inst: number, cls: number): number {
  return object_isinstance(inst, cls);
}

/** Without __subclasscheck__. */
export function _PyObject_RealIsSubclass(derived: number, cls: number): number {
  return recursive_issubclass(derived, cls);
}

// ---- iterators ------------------------------------------------------------------------------------------------------------------------------

/** iter(o). Returns new. May fail, may run Python code. */
export function PyObject_GetIter(o: number): number {
  const f = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_iter) >> 2];
  if (f === 0) return PySequence_Check(o) ? PySeqIter_New(o) : type_error("'%.200s' object is not iterable", o);
  const res = FUNCS[f](o);
  if (res !== 0 && !PyIter_Check(res)) {
    type_error("iter() returned non-iterator of type '%.100s'", res);
    Py_DECREF(res);
    return 0;
  }
  return res;
}

/** aiter(o). Returns new. May fail, may run Python code. */
export function PyObject_GetAIter(o: number): number {
  const f = am_slot(o, PyAsyncMethods.am_aiter);
  if (f === 0) return type_error("'%.200s' object is not an async iterable", o);
  const it = FUNCS[f](o);
  if (it !== 0 && !PyAIter_Check(it)) {
    type_error("aiter() returned not an async iterator of type '%.100s'", it);
    Py_DECREF(it);
    return 0;
  }
  return it;
}

const next_not_implemented = func_index(_PyObject_NextNotImplemented);

export function PyIter_Check(obj: number): boolean {
  const f = HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_iternext) >> 2];
  return f !== 0 && f !== next_not_implemented;
}

export function PyAIter_Check(obj: number): boolean {
  const f = am_slot(obj, PyAsyncMethods.am_anext);
  return f !== 0 && f !== next_not_implemented;
}

/** Returns new; NULL without an exception at the end. May run Python code. */
export function PyIter_Next(iter: number): number {
  const result = FUNCS[HEAP32[(Py_TYPE(iter) + PyTypeObject.tp_iternext) >> 2]](iter);
  if (result === 0 && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_StopIteration)) PyErr_Clear();
  return result;
}

export const PYGEN_RETURN = 0;
export const PYGEN_ERROR = -1;
export const PYGEN_NEXT = 1;

/** Sends arg into an iterator: PYGEN_NEXT or PYGEN_RETURN with a new reference at *result, or PYGEN_ERROR. */
export function PyIter_Send(iter: number, arg: number, result: number): number {
  const send = am_slot(iter, PyAsyncMethods.am_send);
  if (send !== 0) return FUNCS[send](iter, arg, result);
  const res =
    arg === Py_None && PyIter_Check(iter)
      ? FUNCS[HEAP32[(Py_TYPE(iter) + PyTypeObject.tp_iternext) >> 2]](iter)
      : PyObject_CallMethodOneArg(iter, _Py_ID('send'), arg);
  write_ptr(result, res);
  if (res !== 0) return PYGEN_NEXT;
  return _PyGen_FetchStopIterationValue(result) === 0 ? PYGEN_RETURN : PYGEN_ERROR;
}
