// Answers to Objects/object.c and the inline functions of Include/internal/pycore_object.h of CPython 3.13: what every
// object can do (repr, compare, hash, attributes, truth, dir), None and NotImplemented, the trashcan, the list of static types.
//
// Deviations: PyObject_Repr and PyObject_Str do not look for signals; PyObject_Print and the reference tracer do not exist;
// _Py_Dealloc lives in include/object.ts. A file as long as its subject: attribute lookup reads best in one piece.

import { _PyUnicode_AsASCIIString, PyUnicode_DecodeASCII } from './unicodeobject_codecs';
import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FREELIST_floats, freelist_clear } from '../include/freelists';
import { FUNCS, func_index } from '../include/functable';
import { PyAttributeErrorObject, PyMappingMethods, PyNumberMethods, PyObject, PySequenceMethods, PyThreadState, PyTypeObject, PyVarObject } from '../include/generated/offsets';
import { hash_result } from '../include/hash';
import { HEAP32, read_ptr, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_SetImmortal, METH_NOARGS, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_LE, Py_LT, Py_NE, Py_NewRef, Py_REFCNT, Py_SET_REFCNT,
  Py_SIZE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TYPE, Py_XDECREF, Py_XSETREF,
} from '../include/object';
import * as statics from '../include/statics';
import { _PyNone_Type, _PyNotImplemented_Type, Py_False, Py_None, Py_NotImplemented, Py_True, PyBool_Type, PyExc_AttributeError, PyExc_DeprecationWarning, PyExc_TypeError, PyUnicode_Type } from '../include/statics';
import { static_type, static_types, write_static_type } from '../include/typespec';
import { _Py_EnterRecursiveCallTstate, _Py_LeaveRecursiveCallTstate } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_GetRaisedException, PyErr_GivenExceptionMatches, PyErr_NoMemory, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString } from '../python/errors';
import { PyErr_WarnEx } from '../python/_warnings';
import { _PyEval_GetFrameLocals } from '../python/ceval';
import { _PyGC_FINALIZED, _PyGC_SET_FINALIZED } from '../python/gc';
import { _PyThreadState_GET, PyThreadState_GetDict } from '../python/pystate';
import { PyMapping_Keys, PySequence_List } from './abstract';
import { PyBytes_AS_STRING, PyBytes_CheckExact, PyBytes_FromObject, PyBytes_FromString, PyBytes_GET_SIZE, PyBytes_Check } from './bytesobject';
import { PyObject_CallNoArgs } from './call';
import {
  _PyObject_GetManagedDict, _PyObject_ManagedDictPointer, _PyObject_MaterializeManagedDict, _PyObject_StoreInstanceAttribute,
  _PyObject_TryGetInstanceAttribute, _PyObjectDict_SetItem, PyDict_Check, PyDict_DelItem, PyDict_GET_SIZE, PyDict_GetItemRef, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem,
} from './dictobject';
import { _PyDict_ClearFreeList } from './dictobject';
import { _PyList_ClearFreeList, PyList_Append, PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SetSlice, PyList_Sort } from './listobject';
import { _Py_module_getattro, _Py_module_getattro_impl } from './moduleobject';
import { PyObject_Free, PyObject_Malloc } from './obmalloc';
import { _PySlice_ClearFreeList } from './sliceobject';
import { _PyTuple_ClearFreeList, PyTuple_GET_SIZE } from './tupleobject';
import { init_type_statics } from './typeobject_slots';
import { _Py_BaseObject_RichCompare, _Py_type_getattro, _Py_type_getattro_impl, _PyObject_LookupSpecial, _PyType_LookupRef, PyType_IsSubtype, PyType_Ready, tp_name } from './typeobject';
import { _Py_ID, _PyUnicode_InternMortal, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CHECK_INTERNED, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_InternFromString, PyUnicode_IS_ASCII } from './unicodeobject';

// ---- sizes and creation -----------------------------------------------------------------------------------------------

export function _PyType_HasFeature(type: number, feature: number): boolean {
  return (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & feature) !== 0;
}

export function _PyType_IS_GC(type: number): boolean {
  return (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HAVE_GC) !== 0;
}

/** Whether PyType_Ready has at least begun: the type has its dict. */
export function _PyType_IsReady(type: number): boolean {
  return HEAP32[(type + PyTypeObject.tp_dict) >> 2] !== 0;
}

export { _PyObject_IS_GC, _PyType_PreHeaderSize } from '../python/gc';

export function _PyObject_SIZE(tp: number): number {
  return HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2];
}

export function _PyObject_VAR_SIZE(tp: number, nitems: number): number {
  const size = HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2] + nitems * HEAP32[(tp + PyTypeObject.tp_itemsize) >> 2];
  return Math.ceil(size / 8) * 8;
}

export function _Py_NewReference(op: number): void {
  Py_SET_REFCNT(op, 1);
}

/** Writes the header of a fresh object: type (a reference is taken), count 1. Returns op. */
export function _PyObject_Init(op: number, tp: number): number {
  HEAP32[op >> 2] = 1;
  HEAP32[(op + 4) >> 2] = 0;
  HEAP32[(op + PyObject.ob_type) >> 2] = tp;
  HEAP32[(op + PyObject.ob_type + 4) >> 2] = 0;
  Py_INCREF(tp);
  return op;
}

export function _PyObject_InitVar(op: number, tp: number, size: number): number {
  _PyObject_Init(op, tp);
  write_ssize(op + PyVarObject.ob_size, size);
  return op;
}

export function PyObject_Init(op: number, tp: number): number {
  if (op === 0) {
    PyErr_NoMemory();
    return 0;
  }
  return _PyObject_Init(op, tp);
}

export function PyObject_InitVar(op: number, tp: number, size: number): number {
  if (op === 0) {
    PyErr_NoMemory();
    return 0;
  }
  return _PyObject_InitVar(op, tp, size);
}

/** Returns new, its fields past the header not initialised. May fail (NULL). */
export function _PyObject_New(tp: number): number {
  const op = PyObject_Malloc(_PyObject_SIZE(tp));
  if (op === 0) {
    PyErr_NoMemory();
    return 0;
  }
  return _PyObject_Init(op, tp);
}

/** Returns new, its fields past ob_size not initialised. May fail (NULL). */
export function _PyObject_NewVar(tp: number, nitems: number): number {
  const op = PyObject_Malloc(_PyObject_VAR_SIZE(tp, nitems));
  if (op === 0) {
    PyErr_NoMemory();
    return 0;
  }
  return _PyObject_InitVar(op, tp, nitems);
}

// ---- finalizers and resurrection -----------------------------------------------------------------------------------------

export function _PyObject_ResurrectStart(op: number): void {
  Py_SET_REFCNT(op, 1);
}

/** Gives back the temporary reference: true when somebody else took one meanwhile. */
export function _PyObject_ResurrectEnd(op: number): boolean {
  Py_SET_REFCNT(op, Py_REFCNT(op) - 1);
  return Py_REFCNT(op) !== 0;
}

/** Runs tp_finalize once. Runs Python code. */
export function PyObject_CallFinalizer(self: number): void {
  const tp = Py_TYPE(self);
  const finalize = HEAP32[(tp + PyTypeObject.tp_finalize) >> 2];
  if (finalize === 0) return;
  const gc = _PyType_IS_GC(tp);
  if (gc && _PyGC_FINALIZED(self)) return;
  FUNCS[finalize](self);
  if (gc) _PyGC_SET_FINALIZED(self);
}

/** Called by tp_dealloc at count 0: 0, or -1 when the finalizer resurrected the object. */
export function PyObject_CallFinalizerFromDealloc(self: number): number {
  if (Py_REFCNT(self) !== 0) throw new Error('PyObject_CallFinalizerFromDealloc called on object with a non-zero refcount');
  _PyObject_ResurrectStart(self);
  PyObject_CallFinalizer(self);
  return _PyObject_ResurrectEnd(self) ? -1 : 0;
}

// ---- repr, str -----------------------------------------------------------------------------------------------------------

/** Returns new. May fail, may run Python code. */
export function PyObject_Repr(v: number): number {
  if (v === 0) return PyUnicode_FromString('<NULL>');
  const repr = HEAP32[(Py_TYPE(v) + PyTypeObject.tp_repr) >> 2];
  if (repr === 0) return PyUnicode_FromFormat('<%s object at %p>', tp_name(Py_TYPE(v)), v);
  const tstate = _PyThreadState_GET();
  if (_Py_EnterRecursiveCallTstate(tstate, ' while getting the repr of an object')) return 0;
  const res = FUNCS[repr](v);
  _Py_LeaveRecursiveCallTstate(tstate);
  if (res === 0) return 0;
  if (!PyUnicode_Check(res)) {
    PyErr_Format(PyExc_TypeError, '__repr__ returned non-string (type %.200s)', tp_name(Py_TYPE(res)));
    Py_DECREF(res);
    return 0;
  }
  return res;
}

/** Returns new. May fail, may run Python code. */
export function PyObject_Str(v: number): number {
  if (v === 0) return PyUnicode_FromString('<NULL>');
  if (PyUnicode_CheckExact(v)) return Py_NewRef(v);
  const str = HEAP32[(Py_TYPE(v) + PyTypeObject.tp_str) >> 2];
  if (str === 0) return PyObject_Repr(v);
  const tstate = _PyThreadState_GET();
  if (_Py_EnterRecursiveCallTstate(tstate, ' while getting the str of an object')) return 0;
  const res = FUNCS[str](v);
  _Py_LeaveRecursiveCallTstate(tstate);
  if (res === 0) return 0;
  if (!PyUnicode_Check(res)) {
    PyErr_Format(PyExc_TypeError, '__str__ returned non-string (type %.200s)', tp_name(Py_TYPE(res)));
    Py_DECREF(res);
    return 0;
  }
  return res;
}

/** Returns new. May fail, may run Python code. */
export function PyObject_ASCII(v: number): number {
  const repr = PyObject_Repr(v);
  if (repr === 0) return 0;
  if (PyUnicode_IS_ASCII(repr)) return repr;
  const ascii = _PyUnicode_AsASCIIString(repr, 'backslashreplace');
  Py_DECREF(repr);
  if (ascii === 0) return 0;
  const res = PyUnicode_DecodeASCII(PyBytes_AS_STRING(ascii), PyBytes_GET_SIZE(ascii), null);
  Py_DECREF(ascii);
  return res;
}

/** Returns new. May fail, may run Python code. */
export function PyObject_Bytes(v: number): number {
  if (v === 0) return PyBytes_FromString('<NULL>');
  if (PyBytes_CheckExact(v)) return Py_NewRef(v);
  const func = _PyObject_LookupSpecial(v, _Py_ID('__bytes__'));
  if (func !== 0) {
    const result = PyObject_CallNoArgs(func);
    Py_DECREF(func);
    if (result === 0) return 0;
    if (!PyBytes_Check(result)) {
      PyErr_Format(PyExc_TypeError, '__bytes__ returned non-bytes (type %.200s)', tp_name(Py_TYPE(result)));
      Py_DECREF(result);
      return 0;
    }
    return result;
  }
  if (PyErr_Occurred()) return 0;
  return PyBytes_FromObject(v);
}

/** "module.qualname()" for error messages. Returns new. May fail, may run Python code. */
export function _PyObject_FunctionStr(x: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  let ret = PyObject_GetOptionalAttr(x, _Py_ID('__qualname__'), out);
  const qualname = read_ptr(out);
  if (qualname === 0) {
    stackRestore(mark);
    return ret < 0 ? 0 : PyObject_Str(x);
  }
  ret = PyObject_GetOptionalAttr(x, _Py_ID('__module__'), out);
  const module = read_ptr(out);
  stackRestore(mark);
  let result = 0;
  let done = false;
  if (module !== 0 && module !== Py_None) {
    ret = PyObject_RichCompareBool(module, _Py_ID('builtins'), Py_NE);
    if (ret < 0) done = true;
    else if (ret > 0) {
      result = PyUnicode_FromFormat('%S.%S()', module, qualname);
      done = true;
    }
  } else if (ret < 0) done = true;
  if (!done) result = PyUnicode_FromFormat('%S()', qualname);
  Py_DECREF(qualname);
  Py_XDECREF(module);
  return result;
}

// ---- comparison and hash --------------------------------------------------------------------------------------------------

export const _Py_SwappedOp = [Py_GT, Py_GE, Py_EQ, Py_NE, Py_LT, Py_LE];
const opstrings = ['<', '<=', '==', '!=', '>', '>='];

function do_richcompare(_tstate: number, v: number, w: number, op: number): number {
  const tv = Py_TYPE(v);
  const tw = Py_TYPE(w);
  let checked_reverse_op = false;
  let f = 0;
  if (tv !== tw && PyType_IsSubtype(tw, tv) && (f = HEAP32[(tw + PyTypeObject.tp_richcompare) >> 2]) !== 0) {
    checked_reverse_op = true;
    const res = FUNCS[f](w, v, _Py_SwappedOp[op]);
    if (res !== Py_NotImplemented) return res;
  }
  if ((f = HEAP32[(tv + PyTypeObject.tp_richcompare) >> 2]) !== 0) {
    const res = FUNCS[f](v, w, op);
    if (res !== Py_NotImplemented) return res;
  }
  if (!checked_reverse_op && (f = HEAP32[(tw + PyTypeObject.tp_richcompare) >> 2]) !== 0) {
    const res = FUNCS[f](w, v, _Py_SwappedOp[op]);
    if (res !== Py_NotImplemented) return res;
  }
  if (op === Py_EQ) return v === w ? Py_True : Py_False;
  if (op === Py_NE) return v !== w ? Py_True : Py_False;
  PyErr_Format(PyExc_TypeError, "'%s' not supported between instances of '%.100s' and '%.100s'", opstrings[op], tp_name(Py_TYPE(v)), tp_name(Py_TYPE(w)));
  return 0;
}

/** Returns new. May fail, may run Python code. */
export function PyObject_RichCompare(v: number, w: number, op: number): number {
  if (v === 0 || w === 0) {
    if (!PyErr_Occurred()) PyErr_BadInternalCall();
    return 0;
  }
  const tstate = _PyThreadState_GET();
  if (_Py_EnterRecursiveCallTstate(tstate, ' in comparison')) return 0;
  const res = do_richcompare(tstate, v, w, op);
  _Py_LeaveRecursiveCallTstate(tstate);
  return res;
}

/** 1, 0, or -1 with an exception. Identity implies equality. May run Python code. */
export function PyObject_RichCompareBool(v: number, w: number, op: number): number {
  if (v === w) {
    if (op === Py_EQ) return 1;
    if (op === Py_NE) return 0;
  }
  const res = PyObject_RichCompare(v, w, op);
  if (res === 0) return -1;
  const ok = Py_TYPE(res) === PyBool_Type ? (res === Py_True ? 1 : 0) : PyObject_IsTrue(res);
  Py_DECREF(res);
  return ok;
}

export function PyObject_HashNotImplemented(v: number): number {
  PyErr_Format(PyExc_TypeError, "unhashable type: '%.200s'", tp_name(Py_TYPE(v)));
  return hash_result(-1, -1);
}

/** The low word of the hash; hash_hi() is the other. -1, -1 on error. May run Python code. */
export function PyObject_Hash(v: number): number {
  const tp = Py_TYPE(v);
  const f = HEAP32[(tp + PyTypeObject.tp_hash) >> 2];
  if (f !== 0) return FUNCS[f](v);
  if (!_PyType_IsReady(tp)) {
    if (PyType_Ready(tp) < 0) return hash_result(-1, -1);
    const g = HEAP32[(tp + PyTypeObject.tp_hash) >> 2];
    if (g !== 0) return FUNCS[g](v);
  }
  return PyObject_HashNotImplemented(v);
}

// ---- attributes by C string -------------------------------------------------------------------------------------------------

/** Returns new. May fail, may run Python code. */
export function PyObject_GetAttrString(v: number, name: string): number {
  const getattr = HEAP32[(Py_TYPE(v) + PyTypeObject.tp_getattr) >> 2];
  if (getattr !== 0) return FUNCS[getattr](v, name);
  const w = PyUnicode_FromString(name);
  if (w === 0) return 0;
  const res = PyObject_GetAttr(v, w);
  Py_DECREF(w);
  return res;
}

export function PyObject_HasAttrStringWithError(obj: number, name: string): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttrString(obj, name, out);
  const res = read_ptr(out);
  stackRestore(mark);
  Py_XDECREF(res);
  return rc;
}

export function PyObject_HasAttrString(obj: number, name: string): number {
  const rc = PyObject_HasAttrStringWithError(obj, name);
  if (rc < 0) {
    PyErr_FormatUnraisable(
      'Exception ignored in PyObject_HasAttrString(); consider using PyObject_HasAttrStringWithError(), ' +
        'PyObject_GetOptionalAttrString() or PyObject_GetAttrString()',
    );
    return 0;
  }
  return rc;
}

/** 0 or -1. w NULL deletes. May run Python code. */
export function PyObject_SetAttrString(v: number, name: string, w: number): number {
  const setattr = HEAP32[(Py_TYPE(v) + PyTypeObject.tp_setattr) >> 2];
  if (setattr !== 0) return FUNCS[setattr](v, name, w);
  const s = PyUnicode_InternFromString(name);
  if (s === 0) return -1;
  const res = PyObject_SetAttr(v, s, w);
  Py_DECREF(s);
  return res;
}

export function PyObject_DelAttrString(v: number, name: string): number {
  return PyObject_SetAttrString(v, name, 0);
}

/** 1, 0, or -1 with an exception. obj may be NULL. May run Python code. */
export function _PyObject_IsAbstract(obj: number): number {
  if (obj === 0) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  let res = PyObject_GetOptionalAttr(obj, _Py_ID('__isabstractmethod__'), out);
  const isabstract = read_ptr(out);
  stackRestore(mark);
  if (res > 0) {
    res = PyObject_IsTrue(isabstract);
    Py_DECREF(isabstract);
  }
  return res;
}

// ---- attributes -------------------------------------------------------------------------------------------------------------

/** Gives the current AttributeError its `name` and `obj`, unless it has them. */
export function _PyObject_SetAttributeErrorContext(v: number, name: number): number {
  if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return 0;
  const exc = PyErr_GetRaisedException();
  if (
    PyErr_GivenExceptionMatches(exc, PyExc_AttributeError) &&
    read_ptr(exc + PyAttributeErrorObject.name) === 0 &&
    read_ptr(exc + PyAttributeErrorObject.obj) === 0
  ) {
    if (PyObject_SetAttr(exc, _Py_ID('name'), name) || PyObject_SetAttr(exc, _Py_ID('obj'), v)) {
      Py_DECREF(exc);
      return 1;
    }
  }
  PyErr_SetRaisedException(exc);
  return 0;
}

function attribute_name_must_be_string(name: number): void {
  PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", tp_name(Py_TYPE(name)));
}

/** Returns new. May fail, may run Python code. */
export function PyObject_GetAttr(v: number, name: number): number {
  const tp = Py_TYPE(v);
  if (!PyUnicode_Check(name)) {
    attribute_name_must_be_string(name);
    return 0;
  }
  let result = 0;
  const getattro = HEAP32[(tp + PyTypeObject.tp_getattro) >> 2];
  if (getattro !== 0) result = FUNCS[getattro](v, name);
  else {
    const getattr = HEAP32[(tp + PyTypeObject.tp_getattr) >> 2];
    if (getattr !== 0) {
      const name_str = PyUnicode_AsUTF8(name);
      if (name_str === null) return 0;
      result = FUNCS[getattr](v, name_str);
    } else PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", tp_name(tp), name);
  }
  if (result === 0) _PyObject_SetAttributeErrorContext(v, name);
  return result;
}

/** 1 with a new reference at *result, 0 with NULL there and no exception, or -1. May run Python code. */
export function PyObject_GetOptionalAttr(v: number, name: number, result: number): number {
  const tp = Py_TYPE(v);
  write_ptr(result, 0);
  if (!PyUnicode_Check(name)) {
    attribute_name_must_be_string(name);
    return -1;
  }
  const getattro = HEAP32[(tp + PyTypeObject.tp_getattro) >> 2];
  let res = 0;
  if (getattro === generic_getattr) {
    res = _PyObject_GenericGetAttrWithDict(v, name, 0, 1);
    write_ptr(result, res);
    if (res !== 0) return 1;
    return PyErr_Occurred() ? -1 : 0;
  }
  const f = FUNCS[getattro];
  if (f === _Py_type_getattro) {
    const mark = stackSave();
    const suppress = stackAlloc(8);
    HEAP32[suppress >> 2] = 0;
    res = _Py_type_getattro_impl(v, name, suppress);
    const suppressed = HEAP32[suppress >> 2];
    stackRestore(mark);
    if (suppressed) return 0;
  } else if (f === _Py_module_getattro) {
    res = _Py_module_getattro_impl(v, name, 1);
    write_ptr(result, res);
    if (res !== 0) return 1;
    return PyErr_Occurred() ? -1 : 0;
  } else if (getattro !== 0) res = f(v, name);
  else {
    const getattr = HEAP32[(tp + PyTypeObject.tp_getattr) >> 2];
    if (getattr === 0) return 0;
    const name_str = PyUnicode_AsUTF8(name);
    if (name_str === null) return -1;
    res = FUNCS[getattr](v, name_str);
  }
  write_ptr(result, res);
  if (res !== 0) return 1;
  if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
  PyErr_Clear();
  return 0;
}

/** As PyObject_GetOptionalAttr. */
export function PyObject_GetOptionalAttrString(obj: number, name: string, result: number): number {
  const getattr = HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_getattr) >> 2];
  if (getattr === 0) {
    const oname = PyUnicode_FromString(name);
    if (oname === 0) {
      write_ptr(result, 0);
      return -1;
    }
    const rc = PyObject_GetOptionalAttr(obj, oname, result);
    Py_DECREF(oname);
    return rc;
  }
  const res = FUNCS[getattr](obj, name);
  write_ptr(result, res);
  if (res !== 0) return 1;
  if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
  PyErr_Clear();
  return 0;
}

export function PyObject_HasAttrWithError(obj: number, name: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(obj, name, out);
  const res = read_ptr(out);
  stackRestore(mark);
  Py_XDECREF(res);
  return rc;
}

export function PyObject_HasAttr(obj: number, name: number): number {
  const rc = PyObject_HasAttrWithError(obj, name);
  if (rc < 0) {
    PyErr_FormatUnraisable(
      'Exception ignored in PyObject_HasAttr(); consider using PyObject_HasAttrWithError(), ' +
        'PyObject_GetOptionalAttr() or PyObject_GetAttr()',
    );
    return 0;
  }
  return rc;
}

/** The interned str equal to name. Steals name, returns new. */
function interned(name: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, name);
  _PyUnicode_InternMortal(statics._PyInterpreterState_Main, slot);
  const result = read_ptr(slot);
  stackRestore(mark);
  return result;
}

/** 0 or -1. value NULL deletes. May run Python code. */
export function PyObject_SetAttr(v: number, name: number, value: number): number {
  const tp = Py_TYPE(v);
  if (!PyUnicode_Check(name)) {
    attribute_name_must_be_string(name);
    return -1;
  }
  Py_INCREF(name);
  if (!PyUnicode_CHECK_INTERNED(name)) name = interned(name);
  const setattro = HEAP32[(tp + PyTypeObject.tp_setattro) >> 2];
  if (setattro !== 0) {
    const err = FUNCS[setattro](v, name, value);
    Py_DECREF(name);
    return err;
  }
  const setattr = HEAP32[(tp + PyTypeObject.tp_setattr) >> 2];
  if (setattr !== 0) {
    const name_str = PyUnicode_AsUTF8(name);
    if (name_str === null) {
      Py_DECREF(name);
      return -1;
    }
    const err = FUNCS[setattr](v, name_str, value);
    Py_DECREF(name);
    return err;
  }
  const none_at_all = read_ptr(tp + PyTypeObject.tp_getattr) === 0 && read_ptr(tp + PyTypeObject.tp_getattro) === 0;
  PyErr_Format(
    PyExc_TypeError,
    none_at_all ? "'%.100s' object has no attributes (%s .%U)" : "'%.100s' object has only read-only attributes (%s .%U)",
    tp_name(tp),
    value === 0 ? 'del' : 'assign to',
    name,
  );
  Py_DECREF(name);
  return -1;
}

export function PyObject_DelAttr(v: number, name: number): number {
  return PyObject_SetAttr(v, name, 0);
}

/** The address of the instance's __dict__ slot for a type with tp_dictoffset (not a managed dict), or NULL. */
export function _PyObject_ComputedDictPointer(obj: number): number {
  const tp = Py_TYPE(obj);
  let dictoffset = HEAP32[(tp + PyTypeObject.tp_dictoffset) >> 2];
  if (dictoffset === 0) return 0;
  if (dictoffset < 0) dictoffset += _PyObject_VAR_SIZE(tp, Math.abs(Py_SIZE(obj)));
  return obj + dictoffset;
}

/** The address of the slot that holds the instance's dict (made if need be for inline values), or NULL. */
export function _PyObject_GetDictPtr(obj: number): number {
  const flags = HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_flags) >> 2];
  if ((flags & Py_TPFLAGS_MANAGED_DICT) === 0) return _PyObject_ComputedDictPointer(obj);
  if (_PyObject_GetManagedDict(obj) === 0 && (flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
    if (_PyObject_MaterializeManagedDict(obj) === 0) {
      PyErr_Clear();
      return 0;
    }
  }
  return _PyObject_ManagedDictPointer(obj);
}

/** The address of the slot that holds the list of weak references to op. */
export function _PyObject_GET_WEAKREFS_LISTPTR(op: number): number {
  return op + HEAP32[(Py_TYPE(op) + PyTypeObject.tp_weaklistoffset) >> 2];
}
export { _PyObject_GET_WEAKREFS_LISTPTR as PyObject_GET_WEAKREFS_LISTPTR };

/** Returns new. */
export function PyObject_SelfIter(obj: number): number {
  return Py_NewRef(obj);
}

export function _PyObject_NextNotImplemented(self: number): number {
  PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", tp_name(Py_TYPE(self)));
  return 0;
}

/**
 * Looks `name` up for a call. Stores a new reference at *method (NULL on error) and returns 1 when it is an unbound method
 * to be called with obj as its first argument, else 0. May run Python code.
 */
export function _PyObject_GetMethod(obj: number, name: number, method: number): number {
  const tp = Py_TYPE(obj);
  write_ptr(method, 0);
  if (!_PyType_IsReady(tp) && PyType_Ready(tp) < 0) return 0;
  if (HEAP32[(tp + PyTypeObject.tp_getattro) >> 2] !== generic_getattr || Py_TYPE(name) !== PyUnicode_Type) {
    HEAP32[method >> 2] = PyObject_GetAttr(obj, name);
    return 0;
  }
  const descr = _PyType_LookupRef(tp, name);
  let meth_found = false;
  let f = 0;
  if (descr !== 0) {
    const dt = Py_TYPE(descr);
    if (_PyType_HasFeature(dt, Py_TPFLAGS_METHOD_DESCRIPTOR)) meth_found = true;
    else {
      f = HEAP32[(dt + PyTypeObject.tp_descr_get) >> 2];
      if (f !== 0 && HEAP32[(dt + PyTypeObject.tp_descr_set) >> 2] !== 0) {
        HEAP32[method >> 2] = FUNCS[f](descr, obj, tp);
        Py_DECREF(descr);
        return 0;
      }
    }
  }
  const flags = HEAP32[(tp + PyTypeObject.tp_flags) >> 2];
  let dict = 0;
  if ((flags & Py_TPFLAGS_INLINE_VALUES) !== 0 && _PyObject_TryGetInstanceAttribute(obj, name, method)) {
    if (HEAP32[method >> 2] !== 0) {
      Py_XDECREF(descr);
      return 0;
    }
  } else if ((flags & Py_TPFLAGS_MANAGED_DICT) !== 0) dict = _PyObject_GetManagedDict(obj);
  else {
    const dictptr = _PyObject_ComputedDictPointer(obj);
    if (dictptr !== 0) dict = HEAP32[dictptr >> 2];
  }
  if (dict !== 0) {
    Py_INCREF(dict);
    const rc = PyDict_GetItemRef(dict, name, method);
    Py_DECREF(dict);
    if (rc !== 0) {
      Py_XDECREF(descr);
      return 0;
    }
  }
  if (meth_found) {
    HEAP32[method >> 2] = descr;
    return 1;
  }
  if (f !== 0) {
    HEAP32[method >> 2] = FUNCS[f](descr, obj, Py_TYPE(obj));
    Py_DECREF(descr);
    return 0;
  }
  if (descr !== 0) {
    HEAP32[method >> 2] = descr;
    return 0;
  }
  PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", tp_name(tp), name);
  _PyObject_SetAttributeErrorContext(obj, name);
  return 0;
}

/** The value in the instance's own storage: new; 0 not there; -1 error (only where suppress does not swallow it). */
function get_from_instance(obj: number, tp: number, name: number, dict: number, suppress: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  let res = 0;
  let looked = false;
  if (dict === 0) {
    const flags = HEAP32[(tp + PyTypeObject.tp_flags) >> 2];
    if ((flags & Py_TPFLAGS_INLINE_VALUES) !== 0) {
      if (Py_TYPE(name) === PyUnicode_Type && _PyObject_TryGetInstanceAttribute(obj, name, out)) {
        res = HEAP32[out >> 2];
        looked = true;
      } else {
        dict = _PyObject_MaterializeManagedDict(obj);
        if (dict === 0) res = -1;
      }
    } else if ((flags & Py_TPFLAGS_MANAGED_DICT) !== 0) dict = _PyObject_GetManagedDict(obj);
    else {
      const dictptr = _PyObject_ComputedDictPointer(obj);
      if (dictptr !== 0) dict = HEAP32[dictptr >> 2];
    }
  }
  if (!looked && dict !== 0) {
    Py_INCREF(dict);
    const rc = PyDict_GetItemRef(dict, name, out);
    Py_DECREF(dict);
    res = HEAP32[out >> 2];
    if (res === 0 && rc < 0) {
      if (suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
      else res = -1;
    }
  }
  stackRestore(mark);
  return res;
}

/** Returns new. With suppress, a missing attribute is NULL without an exception. May run Python code. */
export function _PyObject_GenericGetAttrWithDict(obj: number, name: number, dict: number, suppress: number): number {
  const tp = Py_TYPE(obj);
  if (!PyUnicode_Check(name)) {
    attribute_name_must_be_string(name);
    return 0;
  }
  Py_INCREF(name);
  const res = generic_getattr_found(obj, tp, name, dict, suppress);
  Py_DECREF(name);
  return res;
}

function generic_getattr_found(obj: number, tp: number, name: number, dict: number, suppress: number): number {
  if (!_PyType_IsReady(tp) && PyType_Ready(tp) < 0) return 0;
  const descr = _PyType_LookupRef(tp, name);
  let f = 0;
  if (descr !== 0) {
    const dt = Py_TYPE(descr);
    f = HEAP32[(dt + PyTypeObject.tp_descr_get) >> 2];
    if (f !== 0 && HEAP32[(dt + PyTypeObject.tp_descr_set) >> 2] !== 0) {
      const res = FUNCS[f](descr, obj, tp);
      if (res === 0 && suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
      Py_DECREF(descr);
      return res;
    }
  }
  const own = get_from_instance(obj, tp, name, dict, suppress);
  if (own !== 0) {
    Py_XDECREF(descr);
    return own === -1 ? 0 : own;
  }
  if (f !== 0) {
    const res = FUNCS[f](descr, obj, Py_TYPE(obj));
    if (res === 0 && suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Clear();
    Py_DECREF(descr);
    return res;
  }
  if (descr !== 0) return descr;
  if (!suppress) {
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", tp_name(tp), name);
    _PyObject_SetAttributeErrorContext(obj, name);
  }
  return 0;
}

/** Returns new. May fail, may run Python code. */
export function PyObject_GenericGetAttr(obj: number, name: number): number {
  return _PyObject_GenericGetAttrWithDict(obj, name, 0, 0);
}
const generic_getattr = func_index(PyObject_GenericGetAttr);

/** 0 or -1. value NULL deletes. May run Python code. */
export function _PyObject_GenericSetAttrWithDict(obj: number, name: number, value: number, dict: number): number {
  const tp = Py_TYPE(obj);
  if (!PyUnicode_Check(name)) {
    attribute_name_must_be_string(name);
    return -1;
  }
  if (!_PyType_IsReady(tp) && PyType_Ready(tp) < 0) return -1;
  Py_INCREF(name);
  Py_INCREF(tp);
  const descr = _PyType_LookupRef(tp, name);
  const res = generic_setattr_found(obj, tp, name, value, dict, descr);
  Py_XDECREF(descr);
  Py_DECREF(tp);
  Py_DECREF(name);
  return res;
}

function generic_setattr_found(obj: number, tp: number, name: number, value: number, dict: number, descr: number): number {
  if (descr !== 0) {
    const f = HEAP32[(Py_TYPE(descr) + PyTypeObject.tp_descr_set) >> 2];
    if (f !== 0) return FUNCS[f](descr, obj, value);
  }
  let res = -1;
  if (dict === 0) {
    const flags = HEAP32[(tp + PyTypeObject.tp_flags) >> 2];
    if ((flags & Py_TPFLAGS_INLINE_VALUES) !== 0) res = _PyObject_StoreInstanceAttribute(obj, name, value);
    else {
      const dictptr = (flags & Py_TPFLAGS_MANAGED_DICT) !== 0 ? _PyObject_ManagedDictPointer(obj) : _PyObject_ComputedDictPointer(obj);
      if (dictptr === 0) {
        no_place_for_attribute(obj, tp, name, descr);
        return -1;
      }
      res = _PyObjectDict_SetItem(tp, obj, dictptr, name, value);
    }
  } else {
    Py_INCREF(dict);
    res = value === 0 ? PyDict_DelItem(dict, name) : PyDict_SetItem(dict, name, value);
    Py_DECREF(dict);
  }
  if (res < 0 && PyErr_ExceptionMatches(statics.PyExc_KeyError)) {
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", tp_name(tp), name);
    _PyObject_SetAttributeErrorContext(obj, name);
  }
  return res;
}

function no_place_for_attribute(obj: number, tp: number, name: number, descr: number): void {
  if (descr !== 0) {
    PyErr_Format(PyExc_AttributeError, "'%.100s' object attribute '%U' is read-only", tp_name(tp), name);
    return;
  }
  if (HEAP32[(tp + PyTypeObject.tp_setattro) >> 2] === generic_setattr) {
    PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U' and no __dict__ for setting new attributes", tp_name(tp), name);
  } else PyErr_Format(PyExc_AttributeError, "'%.100s' object has no attribute '%U'", tp_name(tp), name);
  _PyObject_SetAttributeErrorContext(obj, name);
}

/** 0 or -1. May run Python code. */
export function PyObject_GenericSetAttr(obj: number, name: number, value: number): number {
  return _PyObject_GenericSetAttrWithDict(obj, name, value, 0);
}
const generic_setattr = func_index(PyObject_GenericSetAttr);

/** The setter of __dict__: 0 or -1. */
export function PyObject_GenericSetDict(obj: number, value: number, _context: number): number {
  const dictptr = _PyObject_GetDictPtr(obj);
  if (dictptr === 0) {
    if (_PyType_HasFeature(Py_TYPE(obj), Py_TPFLAGS_INLINE_VALUES) && _PyObject_GetManagedDict(obj) === 0) PyErr_NoMemory();
    else PyErr_SetString(PyExc_AttributeError, 'This object has no __dict__');
    return -1;
  }
  if (value === 0) {
    PyErr_SetString(PyExc_TypeError, 'cannot delete __dict__');
    return -1;
  }
  if (!PyDict_Check(value)) {
    PyErr_Format(PyExc_TypeError, "__dict__ must be set to a dictionary, not a '%.200s'", tp_name(Py_TYPE(value)));
    return -1;
  }
  Py_XSETREF(dictptr, Py_NewRef(value));
  return 0;
}
export { PyObject_GenericGetDict } from './dictobject';

// ---- truth, callability, dir --------------------------------------------------------------------------------------------------

/** 1, 0, or -1 with an exception. May run Python code. */
export function PyObject_IsTrue(v: number): number {
  if (v === Py_True) return 1;
  if (v === Py_False || v === Py_None) return 0;
  const tp = Py_TYPE(v);
  let suite: number;
  let f: number;
  let res: number;
  if ((suite = HEAP32[(tp + PyTypeObject.tp_as_number) >> 2]) !== 0 && (f = HEAP32[(suite + PyNumberMethods.nb_bool) >> 2]) !== 0) res = FUNCS[f](v);
  else if ((suite = HEAP32[(tp + PyTypeObject.tp_as_mapping) >> 2]) !== 0 && (f = HEAP32[(suite + PyMappingMethods.mp_length) >> 2]) !== 0) res = FUNCS[f](v);
  else if ((suite = HEAP32[(tp + PyTypeObject.tp_as_sequence) >> 2]) !== 0 && (f = HEAP32[(suite + PySequenceMethods.sq_length) >> 2]) !== 0) res = FUNCS[f](v);
  else return 1;
  return res > 0 ? 1 : res;
}

/** 1, 0, or -1 with an exception. May run Python code. */
export function PyObject_Not(v: number): number {
  const res = PyObject_IsTrue(v);
  return res < 0 ? res : res === 0 ? 1 : 0;
}

export function PyCallable_Check(x: number): boolean {
  return x !== 0 && HEAP32[(Py_TYPE(x) + PyTypeObject.tp_call) >> 2] !== 0;
}

function _dir_locals(): number {
  const locals = _PyEval_GetFrameLocals();
  if (locals === 0) return 0;
  const names = PyMapping_Keys(locals);
  Py_DECREF(locals);
  if (names === 0) return 0;
  if (!PyList_Check(names)) {
    PyErr_Format(PyExc_TypeError, "dir(): expected keys() of locals to be a list, not '%.200s'", tp_name(Py_TYPE(names)));
    Py_DECREF(names);
    return 0;
  }
  if (PyList_Sort(names)) {
    Py_DECREF(names);
    return 0;
  }
  return names;
}

function _dir_object(obj: number): number {
  const dirfunc = _PyObject_LookupSpecial(obj, _Py_ID('__dir__'));
  if (dirfunc === 0) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, 'object does not provide __dir__');
    return 0;
  }
  const result = PyObject_CallNoArgs(dirfunc);
  Py_DECREF(dirfunc);
  if (result === 0) return 0;
  const sorted = PySequence_List(result);
  Py_DECREF(result);
  if (sorted === 0) return 0;
  if (PyList_Sort(sorted)) {
    Py_DECREF(sorted);
    return 0;
  }
  return sorted;
}

/** A new sorted list of names; of the current frame's locals when obj is NULL. May fail, may run Python code. */
export function PyObject_Dir(obj: number): number {
  return obj === 0 ? _dir_locals() : _dir_object(obj);
}

// ---- recursive repr ------------------------------------------------------------------------------------------------------------

/** 0: go on; 1: obj's repr is under way already; -1: error. */
export function Py_ReprEnter(obj: number): number {
  const dict = PyThreadState_GetDict(PyDict_New);
  if (dict === 0) return 0;
  let list = PyDict_GetItemWithError(dict, _Py_ID('Py_Repr'));
  if (list === 0) {
    if (PyErr_Occurred()) return -1;
    list = PyList_New(0);
    if (list === 0) return -1;
    if (PyDict_SetItem(dict, _Py_ID('Py_Repr'), list) < 0) return -1;
    Py_DECREF(list);
  }
  for (let i = PyList_GET_SIZE(list) - 1; i >= 0; i--) if (PyList_GET_ITEM(list, i) === obj) return 1;
  return PyList_Append(list, obj) < 0 ? -1 : 0;
}

export function Py_ReprLeave(obj: number): void {
  const exc = PyErr_GetRaisedException();
  const dict = PyThreadState_GetDict(PyDict_New);
  if (dict !== 0) {
    const list = PyDict_GetItemWithError(dict, _Py_ID('Py_Repr'));
    if (list !== 0 && PyList_Check(list)) {
      for (let i = PyList_GET_SIZE(list) - 1; i >= 0; i--) {
        if (PyList_GET_ITEM(list, i) === obj) {
          PyList_SetSlice(list, i, i + 1, 0);
          break;
        }
      }
    }
  }
  PyErr_SetRaisedException(exc);
}

// ---- the trashcan (see include/trashcan.ts): deep chains of deallocation become a loop before the C stack ends ------------------

/** Links an untracked object of count 0 into the thread's list, through _gc_prev of its GC head. */
export function _PyTrash_thread_deposit_object(tstate: number, op: number): void {
  const prev = (op - 16 + 8) >> 2;
  HEAP32[prev] = (HEAP32[prev] & 3) | HEAP32[(tstate + PyThreadState.delete_later) >> 2];
  HEAP32[(tstate + PyThreadState.delete_later) >> 2] = op;
}

export function _PyTrash_thread_destroy_chain(tstate: number): void {
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]--;
  for (;;) {
    const op = HEAP32[(tstate + PyThreadState.delete_later) >> 2];
    if (op === 0) break;
    HEAP32[(tstate + PyThreadState.delete_later) >> 2] = HEAP32[(op - 16 + 8) >> 2] & ~3;
    FUNCS[HEAP32[(Py_TYPE(op) + PyTypeObject.tp_dealloc) >> 2]](op);
  }
  HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2]++;
}

// ---- constants -------------------------------------------------------------------------------------------------------------------

export function Py_Is(x: number, y: number): boolean {
  return x === y;
}
export function Py_IsNone(x: number): boolean {
  return x === Py_None;
}
export function Py_IsTrue(x: number): boolean {
  return x === Py_True;
}
export function Py_IsFalse(x: number): boolean {
  return x === Py_False;
}

const constants = [
  Py_None, Py_False, Py_True, statics.Py_Ellipsis, Py_NotImplemented, statics.SMALL_INTS + statics._PY_NSMALLNEGINTS * 32,
  statics.SMALL_INTS + (statics._PY_NSMALLNEGINTS + 1) * 32, statics._Py_SINGLETON_str_empty, statics._Py_SINGLETON_bytes_empty, statics._Py_SINGLETON_tuple_empty,
];

/** Returns new (all are immortal). */
export function Py_GetConstant(constant_id: number): number {
  if (constant_id >= 0 && constant_id < constants.length) return constants[constant_id];
  PyErr_BadInternalCall();
  return 0;
}
export { Py_GetConstant as Py_GetConstantBorrowed };

// ---- the list of static types ------------------------------------------------------------------------------------------------------

/** CPython's order, which is the order of object.__subclasses__(). Names missing in statics.ts are types we do not have. */
const static_types_order = `
  PyBaseObject_Type PyType_Type PyAsyncGen_Type PyByteArrayIter_Type PyByteArray_Type PyBytesIter_Type PyBytes_Type PyCFunction_Type
  PyCallIter_Type PyCapsule_Type PyCell_Type PyClassMethodDescr_Type PyClassMethod_Type PyCode_Type PyComplex_Type PyContextToken_Type
  PyContextVar_Type PyContext_Type PyCoro_Type PyDictItems_Type PyDictIterItem_Type PyDictIterKey_Type PyDictIterValue_Type PyDictKeys_Type
  PyDictProxy_Type PyDictRevIterItem_Type PyDictRevIterKey_Type PyDictRevIterValue_Type PyDictValues_Type PyDict_Type PyEllipsis_Type
  PyEnum_Type PyFilter_Type PyFloat_Type PyFrame_Type PyFrameLocalsProxy_Type PyFrozenSet_Type PyFunction_Type PyGen_Type PyGetSetDescr_Type
  PyInstanceMethod_Type PyListIter_Type PyListRevIter_Type PyList_Type PyLongRangeIter_Type PyLong_Type PyMap_Type PyMemberDescr_Type
  PyMemoryView_Type PyMethodDescr_Type PyMethod_Type PyModuleDef_Type PyModule_Type PyODictIter_Type PyPickleBuffer_Type PyProperty_Type
  PyRangeIter_Type PyRange_Type PyReversed_Type PySTEntry_Type PySeqIter_Type PySetIter_Type PySet_Type PySlice_Type PyStaticMethod_Type
  PyStdPrinter_Type PySuper_Type PyTraceBack_Type PyTupleIter_Type PyTuple_Type PyUnicodeIter_Type PyUnicode_Type PyWrapperDescr_Type
  PyZip_Type Py_GenericAliasType _PyAnextAwaitable_Type _PyAsyncGenASend_Type _PyAsyncGenAThrow_Type _PyAsyncGenWrappedValue_Type
  _PyBufferWrapper_Type _PyContextTokenMissing_Type _PyCoroWrapper_Type Py_GenericAliasIterType _PyHamt_Type _PyLegacyEventHandler_Type
  _PyLineIterator_Type _PyManagedBuffer_Type _PyMemoryIter_Type _PyMethodWrapper_Type _PyNamespace_Type _PyNone_Type _PyNotImplemented_Type
  _PyPositionsIterator_Type _PyUnicodeASCIIIter_Type _PyUnion_Type _PyWeakref_CallableProxyType _PyWeakref_ProxyType _PyWeakref_RefType
  _PyTypeAlias_Type _PyNoDefault_Type PyBool_Type PyCMethod_Type PyODict_Type
  PyODictItems_Type PyODictKeys_Type PyODictValues_Type`.trim().split(/\s+/);

/** Gives the free objects of all kinds back to the allocator: after a full collection, and (slices too) at the end. */
export function _PyObject_ClearFreeLists(is_finalization: boolean): void {
  freelist_clear(FREELIST_floats, PyObject.ob_type, PyObject_Free);
  _PyTuple_ClearFreeList();
  _PyList_ClearFreeList();
  _PyDict_ClearFreeList();
  if (is_finalization) _PySlice_ClearFreeList(true);
}

/** Writes the structs of all static types, not yet ready: before the first object of any of them is made. */
export function _PyTypes_WriteStaticTypes(): void {
  for (const [address, spec] of static_types) write_static_type(address, spec);
}

/** Writes every declared static type into the heap and readies it. 0, or -1 with an exception. Once a process. */
export function _PyTypes_InitTypes(_interp: number): number {
  init_type_statics();
  const addresses = statics as unknown as Record<string, number | undefined>;
  for (const name of static_types_order) {
    const address = addresses[name];
    if (address !== undefined && static_types.has(address) && PyType_Ready(address) < 0) return -1;
  }
  for (const address of static_types.keys()) if (PyType_Ready(address) < 0) return -1;
  return 0;
}

// ---- None ----------------------------------------------------------------------------------------------------------------------------

function none_repr(_op: number): number {
  return PyUnicode_FromString('None');
}

function none_dealloc(none: number): void {
  _Py_SetImmortal(none);
}

function none_new(_type: number, args: number, kwargs: number): number {
  if (PyTuple_GET_SIZE(args) || (kwargs !== 0 && PyDict_GET_SIZE(kwargs))) {
    PyErr_SetString(PyExc_TypeError, 'NoneType takes no arguments');
    return 0;
  }
  return Py_None;
}

function none_bool(_v: number): number {
  return 0;
}

function none_hash(_v: number): number {
  return hash_result(0xfca86420, 0);
}

// ---- NotImplemented -------------------------------------------------------------------------------------------------------------------

function NotImplemented_repr(_op: number): number {
  return PyUnicode_FromString('NotImplemented');
}

function notimplemented_new(_type: number, args: number, kwargs: number): number {
  if (PyTuple_GET_SIZE(args) || (kwargs !== 0 && PyDict_GET_SIZE(kwargs))) {
    PyErr_SetString(PyExc_TypeError, 'NotImplementedType takes no arguments');
    return 0;
  }
  return Py_NotImplemented;
}

function notimplemented_bool(_v: number): number {
  return PyErr_WarnEx(PyExc_DeprecationWarning, 'NotImplemented should not be used in a boolean context', 1) < 0 ? -1 : 1;
}

static_type(_PyNone_Type, {
  tp_name: 'NoneType',
  tp_dealloc: none_dealloc,
  tp_repr: none_repr,
  tp_as_number: { nb_bool: none_bool },
  tp_hash: none_hash,
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_doc: 'The type of the None singleton.',
  tp_richcompare: _Py_BaseObject_RichCompare,
  tp_new: none_new,
});

static_type(_PyNotImplemented_Type, {
  tp_name: 'NotImplementedType',
  tp_dealloc: none_dealloc,
  tp_repr: NotImplemented_repr,
  tp_as_number: { nb_bool: notimplemented_bool },
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_doc: 'The type of the NotImplemented singleton.',
  tp_methods: [['__reduce__', NotImplemented_repr, METH_NOARGS, null]],
  tp_new: notimplemented_new,
});
