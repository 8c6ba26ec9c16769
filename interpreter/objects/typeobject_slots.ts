// Answers to the slot half of Objects/typeobject.c of CPython 3.13: the table that ties special method names to slots, the
// wrappers that make a slot callable from Python (wrap_*), the slot functions that call Python methods (slot_*), and the code
// that keeps a class's slots true to its dict (update_slot, fixup_slot_dispatchers).
//
// Deviations: the slot functions of one shape are made by factories (C has macros). The table exists twice: as JavaScript
// data in every realm, and as struct wrapperbase at SLOTDEFS, which is what a wrapper descriptor points to. Long: it is a table.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { type CFunction, FUNCS, func_index } from '../include/functable';
import {
  PyAsyncMethods, PyBufferProcs, PyCFunctionObject, PyDescrObject, PyHeapTypeObject, PyInterpreterState, PyLongObject, PyMappingMethods, PyMemoryViewObject,
  PyMethodDef, PyNumberMethods, PySequenceMethods, PyTypeObject, PyWrapperDescrObject, wrapperbase, Py_buffer,
} from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, HEAPU32, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_TPFLAGS_STATIC_BUILTIN, METH_KEYWORDS, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_IS_TYPE, Py_LE, Py_LT, Py_NE, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TYPE, Py_XDECREF, PyType_HasFeature,
} from '../include/object';
import * as statics from '../include/statics';
import {
  _PyBufferWrapper_Type, _PyInterpreterState_Main, Py_None, Py_NotImplemented, PyCFunction_Type, PyExc_AttributeError, PyExc_OverflowError, PyExc_StopIteration, PyExc_SystemError,
  PyExc_TypeError, PyExc_ValueError, PyLong_Type, PyWrapperDescr_Type, SLOTDEFS, TYPE_STATICS, PyBool_Type,
} from '../include/statics';
import { static_cstring, static_type } from '../include/typespec';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetNone, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString, PyErr_WriteUnraisable } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyThreadState_GET } from '../python/pystate';
import { _PyNumber_Index, _PySequence_IterSearch, PY_ITERSEARCH_CONTAINS, PyNumber_AsSsize_t, PyObject_GetBuffer } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { _PyObject_Call, _PyObject_Call_Prepend, _PyObject_VectorcallTstate, PY_VECTORCALL_ARGUMENTS_OFFSET, PyObject_CallMethodNoArgs, PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall } from './call';
import { PyDescr_NewWrapper } from './descrobject';
import { PyDict_Check, PyDict_Contains, PyDict_SetItem } from './dictobject';
import { PySeqIter_New } from './iterobject';
import { PyLong_Check, PyLong_FromInt64, PyLong_FromLong, PyLong_FromSsize_t, _PyLong_IsNegative } from './longobject';
import { _Py_MEMORYVIEW_RELEASED, _Py_MEMORYVIEW_RESTRICTED, _PyMemoryView_FromBufferProc, PyMemoryView_Check, PyMemoryView_FromBuffer } from './memoryobject';
import { PyCFunction_NewEx } from './methodobject';
import { _PyObject_GenericGetAttrWithDict, _PyObject_NextNotImplemented, PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_HashNotImplemented, PyObject_IsTrue, PyObject_RichCompareBool } from './object';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice } from './tupleobject';
import {
  _Py_TYPE_BASE_VERSION_TAG, _PyType_LookupRef, find_name_error, find_name_in_mro, is_subtype_with_mro, lookup_tp_dict, lookup_tp_mro, NEXT_GLOBAL_VERSION_TAG, PyType_Check,
  PyType_GenericAlloc, PyType_IsSubtype, PyType_Modified, subclass_refs, tp_name,
} from './typeobject';
import { slot_init_statics } from './typeobject_new';
import { _Py_ID } from './unicodeobject';

// ---- looking special methods up and calling them --------------------------------------------------------------------------

let unbound = false;
/** Whether the method that lookup_maybe_method returned last wants self as its first argument. Read at once. */
export function lookup_unbound(): boolean {
  return unbound;
}

/** A special method: bound, or unbound with lookup_unbound() true. Returns new, or NULL with or without an exception. */
export function lookup_maybe_method(self: number, attr: number): number {
  const tp = Py_TYPE(self);
  const res = _PyType_LookupRef(tp, attr);
  if (res === 0) return 0;
  const t = Py_TYPE(res);
  if (PyType_HasFeature(t, Py_TPFLAGS_METHOD_DESCRIPTOR)) {
    unbound = true;
    return res;
  }
  const f = HEAP32[(t + PyTypeObject.tp_descr_get) >> 2];
  if (f === 0) {
    unbound = false;
    return res;
  }
  const bound = FUNCS[f](res, self, tp);
  unbound = false;
  Py_DECREF(res);
  return bound;
}

/** As lookup_maybe_method, with an AttributeError when there is none. */
export function lookup_method(self: number, attr: number): number {
  const res = lookup_maybe_method(self, attr);
  const was_unbound = unbound;
  if (res === 0 && !PyErr_Occurred()) PyErr_SetObject(PyExc_AttributeError, attr);
  unbound = was_unbound;
  return res;
}

/** args holds self and nargs - 1 arguments. */
function vectorcall_unbound(is_unbound: boolean, func: number, args: number, nargs: number): number {
  const tstate = _PyThreadState_GET();
  if (is_unbound) return _PyObject_VectorcallTstate(tstate, func, args, nargs, 0);
  return _PyObject_VectorcallTstate(tstate, func, args + 8, (nargs - 1) | PY_VECTORCALL_ARGUMENTS_OFFSET, 0);
}

export function call_unbound_noarg(is_unbound: boolean, func: number, self: number): number {
  return is_unbound ? PyObject_CallOneArg(func, self) : PyObject_CallNoArgs(func);
}

/** Calls self.name(...). args is an array of self and nargs - 1 arguments. Returns new. */
function vectorcall_method(name: number, args: number, nargs: number): number {
  const func = lookup_method(read_ptr(args), name);
  if (func === 0) return 0;
  const retval = vectorcall_unbound(unbound, func, args, nargs);
  Py_DECREF(func);
  return retval;
}

/** As vectorcall_method, but NotImplemented where there is no such method. */
function vectorcall_maybe(name: number, args: number, nargs: number): number {
  const func = lookup_maybe_method(read_ptr(args), name);
  if (func === 0) return PyErr_Occurred() ? 0 : Py_NotImplemented;
  const retval = vectorcall_unbound(unbound, func, args, nargs);
  Py_DECREF(func);
  return retval;
}

function call0(name: number, self: number): number {
  const mark = stackSave();
  const stack = stackAlloc(8);
  write_ptr(stack, self);
  const res = vectorcall_method(name, stack, 1);
  stackRestore(mark);
  return res;
}

function call1(name: number, self: number, arg1: number): number {
  const mark = stackSave();
  const stack = stackAlloc(16);
  write_ptr(stack, self);
  write_ptr(stack + 8, arg1);
  const res = vectorcall_method(name, stack, 2);
  stackRestore(mark);
  return res;
}

function call2(name: number, self: number, arg1: number, arg2: number): number {
  const mark = stackSave();
  const stack = stackAlloc(24);
  write_ptr(stack, self);
  write_ptr(stack + 8, arg1);
  write_ptr(stack + 16, arg2);
  const res = vectorcall_method(name, stack, 3);
  stackRestore(mark);
  return res;
}

function maybe1(name: number, self: number, arg1: number): number {
  const mark = stackSave();
  const stack = stackAlloc(16);
  write_ptr(stack, self);
  write_ptr(stack + 8, arg1);
  const res = vectorcall_maybe(name, stack, 2);
  stackRestore(mark);
  return res;
}

// ---- wrappers: (self, args tuple, index of the wrapped slot function[, kwds]) -> new -------------------------------------------

function check_num_args(ob: number, n: number): boolean {
  if (!PyTuple_CheckExact(ob)) {
    PyErr_SetString(PyExc_SystemError, 'PyArg_UnpackTuple() argument list is not a tuple');
    return false;
  }
  const size = PyTuple_GET_SIZE(ob);
  if (size === n) return true;
  PyErr_Format(PyExc_TypeError, 'expected %d argument%s, got %zd', n, n === 1 ? '' : 's', size);
  return false;
}

/** PyArg_UnpackTuple(args, "", min, max, ...): its checks. */
function check_args_range(args: number, min: number, max: number): boolean {
  return _PyArg_CheckPositional('', PyTuple_GET_SIZE(args), min, max);
}

function wrap_lenfunc(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 0)) return 0;
  const res = FUNCS[wrapped](self);
  if (res === -1 && PyErr_Occurred()) return 0;
  return PyLong_FromSsize_t(res);
}

function wrap_inquirypred(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 0)) return 0;
  const res = FUNCS[wrapped](self);
  if (res === -1 && PyErr_Occurred()) return 0;
  return PyBool_FromLong(res);
}

function wrap_binaryfunc(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0));
}

function wrap_binaryfunc_l(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0));
}

function wrap_binaryfunc_r(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  return FUNCS[wrapped](PyTuple_GET_ITEM(args, 0), self);
}

function third_argument(args: number): number {
  return PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 1) : Py_None;
}

function wrap_ternaryfunc(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 1, 2)) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), third_argument(args));
}

function wrap_ternaryfunc_r(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 1, 2)) return 0;
  return FUNCS[wrapped](PyTuple_GET_ITEM(args, 0), self, third_argument(args));
}

function wrap_unaryfunc(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 0)) return 0;
  return FUNCS[wrapped](self);
}

function wrap_indexargfunc(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 1, 1)) return 0;
  const i = PyNumber_AsSsize_t(PyTuple_GET_ITEM(args, 0), PyExc_OverflowError);
  if (i === -1 && PyErr_Occurred()) return 0;
  return FUNCS[wrapped](self, i);
}

function getindex(self: number, arg: number): number {
  let i = PyNumber_AsSsize_t(arg, PyExc_OverflowError);
  if (i === -1 && PyErr_Occurred()) return -1;
  if (i < 0) {
    const sq = read_ptr(Py_TYPE(self) + PyTypeObject.tp_as_sequence);
    const length = sq !== 0 ? read_ptr(sq + PySequenceMethods.sq_length) : 0;
    if (length !== 0) {
      const n = FUNCS[length](self);
      if (n < 0) return -1;
      i += n;
    }
  }
  return i;
}

function wrap_sq_item(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  const i = getindex(self, PyTuple_GET_ITEM(args, 0));
  if (i === -1 && PyErr_Occurred()) return 0;
  return FUNCS[wrapped](self, i);
}

function wrap_sq_setitem(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 2, 2)) return 0;
  const i = getindex(self, PyTuple_GET_ITEM(args, 0));
  if (i === -1 && PyErr_Occurred()) return 0;
  const res = FUNCS[wrapped](self, i, PyTuple_GET_ITEM(args, 1));
  return res === -1 && PyErr_Occurred() ? 0 : Py_None;
}

function wrap_sq_delitem(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  const i = getindex(self, PyTuple_GET_ITEM(args, 0));
  if (i === -1 && PyErr_Occurred()) return 0;
  const res = FUNCS[wrapped](self, i, 0);
  return res === -1 && PyErr_Occurred() ? 0 : Py_None;
}

function wrap_objobjproc(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  const res = FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0));
  return res === -1 && PyErr_Occurred() ? 0 : PyBool_FromLong(res);
}

function wrap_objobjargproc(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 2, 2)) return 0;
  const res = FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
  return res === -1 && PyErr_Occurred() ? 0 : Py_None;
}

function wrap_delitem(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  const res = FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), 0);
  return res === -1 && PyErr_Occurred() ? 0 : Py_None;
}

/** object.__setattr__ on a type that has a tp_setattro of its own would go round its checks. */
function hackcheck(self: number, func: number, what: string): boolean {
  if (!PyType_Check(self)) return true;
  const type = Py_TYPE(self);
  const mro = lookup_tp_mro(type);
  if (mro === 0) return true;
  const setattro = (t: number): number => HEAP32[(t + PyTypeObject.tp_setattro) >> 2];
  let defining_type = type;
  for (let i = PyTuple_GET_SIZE(mro) - 1; i >= 0; i--) {
    const base = PyTuple_GET_ITEM(mro, i);
    if (setattro(base) !== slot_tp_setattro_index && setattro(base) === setattro(type)) {
      defining_type = base;
      break;
    }
  }
  for (let base = defining_type; base !== 0; base = read_ptr(base + PyTypeObject.tp_base)) {
    if (setattro(base) === func) break;
    if (setattro(base) !== slot_tp_setattro_index) {
      PyErr_Format(PyExc_TypeError, "can't apply this %s to %s object", what, tp_name(type));
      return false;
    }
  }
  return true;
}

function wrap_setattr(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 2, 2)) return 0;
  if (!hackcheck(self, wrapped, '__setattr__')) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1)) < 0 ? 0 : Py_None;
}

function wrap_delattr(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  if (!hackcheck(self, wrapped, '__delattr__')) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), 0) < 0 ? 0 : Py_None;
}

/** The int for a 64-bit hash in two words. Returns new. */
export function PyLong_FromHash(lo: number, hi: number): number {
  const n = hi * 4294967296 + (lo >>> 0);
  return Number.isSafeInteger(n) ? PyLong_FromSsize_t(n) : PyLong_FromInt64((BigInt(hi) << 32n) | BigInt(lo >>> 0));
}

function wrap_hashfunc(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 0)) return 0;
  const lo = FUNCS[wrapped](self);
  const hi = hash_hi();
  if (lo === -1 && hi === -1 && PyErr_Occurred()) return 0;
  return PyLong_FromHash(lo, hi);
}

function wrap_call(self: number, args: number, wrapped: number, kwds: number): number {
  return FUNCS[wrapped](self, args, kwds);
}

function wrap_del(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 0)) return 0;
  FUNCS[wrapped](self);
  return Py_None;
}

function wrap_richcmpfunc(self: number, args: number, wrapped: number, op: number): number {
  if (!check_num_args(args, 1)) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), op);
}

function richcmp_lt(self: number, args: number, wrapped: number): number {
  return wrap_richcmpfunc(self, args, wrapped, Py_LT);
}
function richcmp_le(self: number, args: number, wrapped: number): number {
  return wrap_richcmpfunc(self, args, wrapped, Py_LE);
}
function richcmp_eq(self: number, args: number, wrapped: number): number {
  return wrap_richcmpfunc(self, args, wrapped, Py_EQ);
}
function richcmp_ne(self: number, args: number, wrapped: number): number {
  return wrap_richcmpfunc(self, args, wrapped, Py_NE);
}
function richcmp_gt(self: number, args: number, wrapped: number): number {
  return wrap_richcmpfunc(self, args, wrapped, Py_GT);
}
function richcmp_ge(self: number, args: number, wrapped: number): number {
  return wrap_richcmpfunc(self, args, wrapped, Py_GE);
}

function wrap_next(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 0)) return 0;
  const res = FUNCS[wrapped](self);
  if (res === 0 && !PyErr_Occurred()) PyErr_SetNone(PyExc_StopIteration);
  return res;
}

function wrap_descr_get(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 1, 2)) return 0;
  let obj = PyTuple_GET_ITEM(args, 0);
  let type = PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 1) : 0;
  if (obj === Py_None) obj = 0;
  if (type === Py_None) type = 0;
  if (type === 0 && obj === 0) {
    PyErr_SetString(PyExc_TypeError, '__get__(None, None) is invalid');
    return 0;
  }
  return FUNCS[wrapped](self, obj, type);
}

function wrap_descr_set(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 2, 2)) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1)) < 0 ? 0 : Py_None;
}

function wrap_descr_delete(self: number, args: number, wrapped: number): number {
  if (!check_num_args(args, 1)) return 0;
  return FUNCS[wrapped](self, PyTuple_GET_ITEM(args, 0), 0) < 0 ? 0 : Py_None;
}

function wrap_buffer(self: number, args: number, wrapped: number): number {
  if (!check_args_range(args, 1, 1)) return 0;
  const flags = PyNumber_AsSsize_t(PyTuple_GET_ITEM(args, 0), PyExc_OverflowError);
  if (flags === -1 && PyErr_Occurred()) return 0;
  if (flags > 0x7fffffff) {
    PyErr_SetString(PyExc_OverflowError, 'buffer flags too large');
    return 0;
  }
  return _PyMemoryView_FromBufferProc(self, flags | 0, FUNCS[wrapped]);
}

function wrap_releasebuffer(self: number, args: number, _wrapped: number): number {
  if (!check_args_range(args, 1, 1)) return 0;
  const mview = PyTuple_GET_ITEM(args, 0);
  if (!PyMemoryView_Check(mview)) {
    PyErr_SetString(PyExc_TypeError, 'expected a memoryview object');
    return 0;
  }
  const obj = read_ptr(mview + PyMemoryViewObject.view_obj);
  if (obj === 0) return Py_None;
  if (obj !== self) {
    PyErr_SetString(PyExc_ValueError, "memoryview's buffer is not this object");
    return 0;
  }
  if (HEAP32[(mview + PyMemoryViewObject.flags) >> 2] & _Py_MEMORYVIEW_RELEASED) {
    PyErr_SetString(PyExc_ValueError, "memoryview's buffer has already been released");
    return 0;
  }
  const res = PyObject_CallMethodNoArgs(mview, _Py_ID('release'));
  if (res === 0) return 0;
  Py_DECREF(res);
  return Py_None;
}

function wrap_init(self: number, args: number, wrapped: number, kwds: number): number {
  return FUNCS[wrapped](self, args, kwds) < 0 ? 0 : Py_None;
}

/** The function behind every type's __new__ in its dict. */
export function tp_new_wrapper(type: number, args: number, kwds: number): number {
  if (type === 0 || !PyType_Check(type)) {
    PyErr_Format(PyExc_SystemError, "__new__() called with non-type 'self'");
    return 0;
  }
  if (!PyTuple_Check(args) || PyTuple_GET_SIZE(args) < 1) {
    PyErr_Format(PyExc_TypeError, '%s.__new__(): not enough arguments', tp_name(type));
    return 0;
  }
  const subtype = PyTuple_GET_ITEM(args, 0);
  if (!PyType_Check(subtype)) {
    PyErr_Format(PyExc_TypeError, '%s.__new__(X): X is not a type object (%s)', tp_name(type), tp_name(Py_TYPE(subtype)));
    return 0;
  }
  if (!PyType_IsSubtype(subtype, type)) {
    PyErr_Format(PyExc_TypeError, '%s.__new__(%s): %s is not a subtype of %s', tp_name(type), tp_name(subtype), tp_name(subtype), tp_name(type));
    return 0;
  }
  // The most derived static base must agree about tp_new: object.__new__(dict) would make a broken dict.
  let staticbase = subtype;
  while (staticbase !== 0 && read_ptr(staticbase + PyTypeObject.tp_new) === slot_tp_new_index) staticbase = read_ptr(staticbase + PyTypeObject.tp_base);
  if (staticbase !== 0 && read_ptr(staticbase + PyTypeObject.tp_new) !== read_ptr(type + PyTypeObject.tp_new)) {
    PyErr_Format(PyExc_TypeError, '%s.__new__(%s) is not safe, use %s.__new__()', tp_name(type), tp_name(subtype), tp_name(staticbase));
    return 0;
  }
  const rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
  if (rest === 0) return 0;
  const res = FUNCS[read_ptr(type + PyTypeObject.tp_new)](subtype, rest, kwds);
  Py_DECREF(rest);
  return res;
}
const tp_new_wrapper_index = func_index(tp_new_wrapper);
const tp_new_methoddef = TYPE_STATICS + 64;

export function add_tp_new_wrapper(type: number): number {
  const dict = lookup_tp_dict(type);
  const r = PyDict_Contains(dict, _Py_ID('__new__'));
  if (r !== 0) return r > 0 ? 0 : -1;
  const func = PyCFunction_NewEx(tp_new_methoddef, type, 0);
  if (func === 0) return -1;
  const res = PyDict_SetItem(dict, _Py_ID('__new__'), func);
  Py_DECREF(func);
  return res;
}

// ---- slot functions that call Python methods ----------------------------------------------------------------------------------------

function named(name: string, f: CFunction): CFunction {
  Object.defineProperty(f, 'name', { value: name });
  func_index(f);
  return f;
}

function SLOT0(name: string, dunder: string): CFunction {
  let id = 0;
  return named(name, (self: number): number => {
    if (id === 0) id = _Py_ID(dunder);
    return call0(id, self);
  });
}

function SLOT1(name: string, dunder: string): CFunction {
  let id = 0;
  return named(name, (self: number, arg1: number): number => {
    if (id === 0) id = _Py_ID(dunder);
    return call1(id, self, arg1);
  });
}

/** Whether right's type has a reflected method of its own, other than left's. 1, 0 or -1. */
function method_is_overloaded(left: number, right: number, name: number): number {
  const mark = stackSave();
  const out = stackAlloc(16);
  let ok = -1;
  if (PyObject_GetOptionalAttr(Py_TYPE(right), name, out) >= 0) {
    const b = read_ptr(out);
    if (b === 0) ok = 0;
    else {
      if (PyObject_GetOptionalAttr(Py_TYPE(left), name, out + 8) >= 0) {
        const a = read_ptr(out + 8);
        if (a === 0) ok = 1;
        else {
          ok = PyObject_RichCompareBool(a, b, Py_NE);
          Py_DECREF(a);
        }
      }
      Py_DECREF(b);
    }
  }
  stackRestore(mark);
  return ok;
}

function has_number_slot(o: number, slot: number, f: number): boolean {
  const nb = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_as_number) >> 2];
  return nb !== 0 && HEAP32[(nb + slot) >> 2] === f;
}

/** A binary operator: the right operand goes first when its type is a subclass that overrides the reflected method. */
function binary_slot(self: number, other: number, f: number, slot: number, id: number, rid: number): number {
  let do_other = Py_TYPE(self) !== Py_TYPE(other) && has_number_slot(other, slot, f);
  if (has_number_slot(self, slot, f)) {
    if (do_other && PyType_IsSubtype(Py_TYPE(other), Py_TYPE(self))) {
      const ok = method_is_overloaded(self, other, rid);
      if (ok < 0) return 0;
      if (ok) {
        const r = maybe1(rid, other, self);
        if (r !== Py_NotImplemented) return r;
        do_other = false;
      }
    }
    const r = maybe1(id, self, other);
    if (r !== Py_NotImplemented || Py_TYPE(other) === Py_TYPE(self)) return r;
  }
  return do_other ? maybe1(rid, other, self) : Py_NotImplemented;
}

function SLOT1BIN(name: string, slot: number, dunder: string, rdunder: string): CFunction {
  let id = 0;
  let rid = 0;
  const f = named(name, (self: number, other: number): number => {
    if (id === 0) {
      id = _Py_ID(dunder);
      rid = _Py_ID(rdunder);
    }
    return binary_slot(self, other, index, slot, id, rid);
  });
  const index = func_index(f);
  return f;
}

function slot_sq_length(self: number): number {
  let res = call0(_Py_ID('__len__'), self);
  if (res === 0) return -1;
  const index = _PyNumber_Index(res);
  Py_DECREF(res);
  res = index;
  if (res === 0) return -1;
  if (_PyLong_IsNegative(res)) {
    Py_DECREF(res);
    PyErr_SetString(PyExc_ValueError, '__len__() should return >= 0');
    return -1;
  }
  const len = PyNumber_AsSsize_t(res, PyExc_OverflowError);
  Py_DECREF(res);
  return len;
}

function slot_sq_item(self: number, i: number): number {
  const ival = PyLong_FromSsize_t(i);
  if (ival === 0) return 0;
  const retval = call1(_Py_ID('__getitem__'), self, ival);
  Py_DECREF(ival);
  return retval;
}

/** 0 when `res` (stolen) is an object, -1 when it is NULL. */
function done(res: number): number {
  if (res === 0) return -1;
  Py_DECREF(res);
  return 0;
}

function slot_sq_ass_item(self: number, index: number, value: number): number {
  const index_obj = PyLong_FromSsize_t(index);
  if (index_obj === 0) return -1;
  const res = slot_mp_ass_subscript(self, index_obj, value);
  Py_DECREF(index_obj);
  return res;
}

function slot_sq_contains(self: number, value: number): number {
  const func = lookup_maybe_method(self, _Py_ID('__contains__'));
  const is_unbound = unbound;
  if (func === Py_None) {
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not a container", tp_name(Py_TYPE(self)));
    return -1;
  }
  if (func === 0) return PyErr_Occurred() ? -1 : _PySequence_IterSearch(self, value, PY_ITERSEARCH_CONTAINS);
  const mark = stackSave();
  const args = stackAlloc(16);
  write_ptr(args, self);
  write_ptr(args + 8, value);
  const res = vectorcall_unbound(is_unbound, func, args, 2);
  stackRestore(mark);
  Py_DECREF(func);
  if (res === 0) return -1;
  const result = PyObject_IsTrue(res);
  Py_DECREF(res);
  return result;
}

const slot_mp_subscript = SLOT1('slot_mp_subscript', '__getitem__');

function slot_mp_ass_subscript(self: number, key: number, value: number): number {
  return done(value === 0 ? call1(_Py_ID('__delitem__'), self, key) : call2(_Py_ID('__setitem__'), self, key, value));
}

const slot_nb_add = SLOT1BIN('slot_nb_add', PyNumberMethods.nb_add, '__add__', '__radd__');
const slot_nb_subtract = SLOT1BIN('slot_nb_subtract', PyNumberMethods.nb_subtract, '__sub__', '__rsub__');
const slot_nb_multiply = SLOT1BIN('slot_nb_multiply', PyNumberMethods.nb_multiply, '__mul__', '__rmul__');
const slot_nb_matrix_multiply = SLOT1BIN('slot_nb_matrix_multiply', PyNumberMethods.nb_matrix_multiply, '__matmul__', '__rmatmul__');
const slot_nb_remainder = SLOT1BIN('slot_nb_remainder', PyNumberMethods.nb_remainder, '__mod__', '__rmod__');
const slot_nb_divmod = SLOT1BIN('slot_nb_divmod', PyNumberMethods.nb_divmod, '__divmod__', '__rdivmod__');
const slot_nb_lshift = SLOT1BIN('slot_nb_lshift', PyNumberMethods.nb_lshift, '__lshift__', '__rlshift__');
const slot_nb_rshift = SLOT1BIN('slot_nb_rshift', PyNumberMethods.nb_rshift, '__rshift__', '__rrshift__');
const slot_nb_and = SLOT1BIN('slot_nb_and', PyNumberMethods.nb_and, '__and__', '__rand__');
const slot_nb_xor = SLOT1BIN('slot_nb_xor', PyNumberMethods.nb_xor, '__xor__', '__rxor__');
const slot_nb_or = SLOT1BIN('slot_nb_or', PyNumberMethods.nb_or, '__or__', '__ror__');
const slot_nb_floor_divide = SLOT1BIN('slot_nb_floor_divide', PyNumberMethods.nb_floor_divide, '__floordiv__', '__rfloordiv__');
const slot_nb_true_divide = SLOT1BIN('slot_nb_true_divide', PyNumberMethods.nb_true_divide, '__truediv__', '__rtruediv__');

function slot_nb_power(self: number, other: number, modulus: number): number {
  if (modulus === Py_None) return binary_slot(self, other, slot_nb_power_index, PyNumberMethods.nb_power, _Py_ID('__pow__'), _Py_ID('__rpow__'));
  if (has_number_slot(self, PyNumberMethods.nb_power, slot_nb_power_index)) return call2(_Py_ID('__pow__'), self, other, modulus);
  return Py_NotImplemented;
}
const slot_nb_power_index = func_index(slot_nb_power);

const slot_nb_negative = SLOT0('slot_nb_negative', '__neg__');
const slot_nb_positive = SLOT0('slot_nb_positive', '__pos__');
const slot_nb_absolute = SLOT0('slot_nb_absolute', '__abs__');
const slot_nb_invert = SLOT0('slot_nb_invert', '__invert__');
const slot_nb_int = SLOT0('slot_nb_int', '__int__');
const slot_nb_float = SLOT0('slot_nb_float', '__float__');
const slot_nb_index = SLOT0('slot_nb_index', '__index__');

function slot_nb_bool(self: number): number {
  let using_len = false;
  let func = lookup_maybe_method(self, _Py_ID('__bool__'));
  if (func === 0) {
    if (PyErr_Occurred()) return -1;
    func = lookup_maybe_method(self, _Py_ID('__len__'));
    if (func === 0) return PyErr_Occurred() ? -1 : 1;
    using_len = true;
  }
  const value = call_unbound_noarg(unbound, func, self);
  let result = -1;
  if (value !== 0) {
    if (using_len || Py_IS_TYPE(value, PyBool_Type)) result = PyObject_IsTrue(value);
    else PyErr_Format(PyExc_TypeError, '__bool__ should return bool, returned %s', tp_name(Py_TYPE(value)));
    Py_DECREF(value);
  }
  Py_DECREF(func);
  return result;
}

const slot_nb_inplace_add = SLOT1('slot_nb_inplace_add', '__iadd__');
const slot_nb_inplace_subtract = SLOT1('slot_nb_inplace_subtract', '__isub__');
const slot_nb_inplace_multiply = SLOT1('slot_nb_inplace_multiply', '__imul__');
const slot_nb_inplace_matrix_multiply = SLOT1('slot_nb_inplace_matrix_multiply', '__imatmul__');
const slot_nb_inplace_remainder = SLOT1('slot_nb_inplace_remainder', '__imod__');
const slot_nb_inplace_power = SLOT1('slot_nb_inplace_power', '__ipow__');
const slot_nb_inplace_lshift = SLOT1('slot_nb_inplace_lshift', '__ilshift__');
const slot_nb_inplace_rshift = SLOT1('slot_nb_inplace_rshift', '__irshift__');
const slot_nb_inplace_and = SLOT1('slot_nb_inplace_and', '__iand__');
const slot_nb_inplace_xor = SLOT1('slot_nb_inplace_xor', '__ixor__');
const slot_nb_inplace_or = SLOT1('slot_nb_inplace_or', '__ior__');
const slot_nb_inplace_floor_divide = SLOT1('slot_nb_inplace_floor_divide', '__ifloordiv__');
const slot_nb_inplace_true_divide = SLOT1('slot_nb_inplace_true_divide', '__itruediv__');

function slot_tp_repr(self: number): number {
  const func = lookup_maybe_method(self, _Py_ID('__repr__'));
  if (func !== 0) {
    const res = call_unbound_noarg(unbound, func, self);
    Py_DECREF(func);
    return res;
  }
  PyErr_Clear();
  return PyUnicode_FromFormat('<%s object at %p>', tp_name(Py_TYPE(self)), self);
}

const slot_tp_str = SLOT0('slot_tp_str', '__str__');

/** The value of an int that fits 64 bits as hash words: true with the words in hash_words. */
const hash_words = [0, 0];
function long_as_hash(v: number): boolean {
  const tag = HEAPU32[(v + PyLongObject.lv_tag) >> 2];
  const ndigits = tag >>> 3;
  const d = (v + PyLongObject.ob_digit) >> 2;
  const d0 = ndigits > 0 ? HEAPU32[d] : 0;
  const d1 = ndigits > 1 ? HEAPU32[d + 1] : 0;
  const d2 = ndigits > 2 ? HEAPU32[d + 2] : 0;
  const negative = (tag & 3) === 2;
  if (ndigits > 3 || d2 > 8 || (d2 === 8 && !(negative && d0 === 0 && d1 === 0))) return false;
  let lo = d0 | (d1 << 30);
  let hi = (d1 >>> 2) | (d2 << 28);
  if (negative) {
    lo = -lo | 0;
    hi = (~hi + (lo === 0 ? 1 : 0)) | 0;
  }
  hash_words[0] = lo;
  hash_words[1] = hi;
  return true;
}

function slot_tp_hash(self: number): number {
  const func = lookup_maybe_method(self, _Py_ID('__hash__'));
  if (func === Py_None || func === 0) return PyObject_HashNotImplemented(self);
  const res = call_unbound_noarg(unbound, func, self);
  Py_DECREF(func);
  if (res === 0) return hash_result(-1, -1);
  if (!PyLong_Check(res)) {
    PyErr_SetString(PyExc_TypeError, '__hash__ method should return an integer');
    Py_DECREF(res);
    return hash_result(-1, -1);
  }
  let lo: number;
  let hi: number;
  if (long_as_hash(res)) {
    lo = hash_words[0];
    hi = hash_words[1];
  } else {
    // Too large for a hash: what int itself makes of it.
    lo = FUNCS[read_ptr(PyLong_Type + PyTypeObject.tp_hash)](res);
    hi = hash_hi();
  }
  Py_DECREF(res);
  if (lo === -1 && hi === -1) lo = -2;
  return hash_result(lo, hi);
}

function call_with_self(is_unbound: boolean, meth: number, self: number, args: number, kwds: number): number {
  const tstate = _PyThreadState_GET();
  return is_unbound ? _PyObject_Call_Prepend(tstate, meth, self, args, kwds) : _PyObject_Call(tstate, meth, args, kwds);
}

function slot_tp_call(self: number, args: number, kwds: number): number {
  const meth = lookup_method(self, _Py_ID('__call__'));
  if (meth === 0) return 0;
  const res = call_with_self(unbound, meth, self, args, kwds);
  Py_DECREF(meth);
  return res;
}
const slot_tp_call_index = func_index(slot_tp_call);

/** tp_getattro of a class with __getattribute__ and no __getattr__. */
export function _Py_slot_tp_getattro(self: number, name: number): number {
  return call1(_Py_ID('__getattribute__'), self, name);
}

function call_attribute(self: number, attr: number, name: number): number {
  const t = Py_TYPE(attr);
  if (PyType_HasFeature(t, Py_TPFLAGS_METHOD_DESCRIPTOR)) {
    const mark = stackSave();
    const args = stackAlloc(16);
    write_ptr(args, self);
    write_ptr(args + 8, name);
    const res = PyObject_Vectorcall(attr, args, 2, 0);
    stackRestore(mark);
    return res;
  }
  const f = HEAP32[(t + PyTypeObject.tp_descr_get) >> 2];
  if (f === 0) return PyObject_CallOneArg(attr, name);
  const descr = FUNCS[f](attr, self, Py_TYPE(self));
  if (descr === 0) return 0;
  const res = PyObject_CallOneArg(descr, name);
  Py_DECREF(descr);
  return res;
}

/** tp_getattro of a class with __getattr__: called only when __getattribute__ finds nothing. */
export function _Py_slot_tp_getattr_hook(self: number, name: number): number {
  const tp = Py_TYPE(self);
  const getattr = _PyType_LookupRef(tp, _Py_ID('__getattr__'));
  if (getattr === 0) {
    // No __getattr__: from now on without this detour.
    HEAP32[(tp + PyTypeObject.tp_getattro) >> 2] = slot_tp_getattro_index;
    return _Py_slot_tp_getattro(self, name);
  }
  const getattribute = _PyType_LookupRef(tp, _Py_ID('__getattribute__'));
  let res: number;
  if (
    getattribute === 0 ||
    (Py_IS_TYPE(getattribute, PyWrapperDescr_Type) && FUNCS[read_ptr(getattribute + PyWrapperDescrObject.d_wrapped)] === PyObject_GenericGetAttr)
  ) {
    Py_XDECREF(getattribute);
    res = _PyObject_GenericGetAttrWithDict(self, name, 0, 1);
    if (res === 0 && !PyErr_Occurred()) res = call_attribute(self, getattr, name);
  } else {
    res = call_attribute(self, getattribute, name);
    Py_DECREF(getattribute);
    if (res === 0 && PyErr_ExceptionMatches(PyExc_AttributeError)) {
      PyErr_Clear();
      res = call_attribute(self, getattr, name);
    }
  }
  Py_DECREF(getattr);
  return res;
}
const slot_tp_getattro_index = func_index(_Py_slot_tp_getattro);

function slot_tp_setattro(self: number, name: number, value: number): number {
  return done(value === 0 ? call1(_Py_ID('__delattr__'), self, name) : call2(_Py_ID('__setattr__'), self, name, value));
}
const slot_tp_setattro_index = func_index(slot_tp_setattro);

const name_op = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'];

function slot_tp_richcompare(self: number, other: number, op: number): number {
  const func = lookup_maybe_method(self, _Py_ID(name_op[op]));
  const is_unbound = unbound;
  if (func === 0) {
    PyErr_Clear();
    return Py_NotImplemented;
  }
  const mark = stackSave();
  const stack = stackAlloc(16);
  write_ptr(stack, self);
  write_ptr(stack + 8, other);
  const res = vectorcall_unbound(is_unbound, func, stack, 2);
  stackRestore(mark);
  Py_DECREF(func);
  return res;
}

function slot_tp_iter(self: number): number {
  const func = lookup_maybe_method(self, _Py_ID('__iter__'));
  if (func === Py_None) {
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", tp_name(Py_TYPE(self)));
    return 0;
  }
  if (func !== 0) {
    const res = call_unbound_noarg(unbound, func, self);
    Py_DECREF(func);
    return res;
  }
  PyErr_Clear();
  const getitem = lookup_maybe_method(self, _Py_ID('__getitem__'));
  if (getitem === 0) {
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", tp_name(Py_TYPE(self)));
    return 0;
  }
  Py_DECREF(getitem);
  return PySeqIter_New(self);
}

const slot_tp_iternext = SLOT0('slot_tp_iternext', '__next__');

function slot_tp_descr_get(self: number, obj: number, type: number): number {
  const tp = Py_TYPE(self);
  const get = _PyType_LookupRef(tp, _Py_ID('__get__'));
  if (get === 0) {
    // Avoid further slowdowns.
    if (read_ptr(tp + PyTypeObject.tp_descr_get) === slot_tp_descr_get_index) HEAP32[(tp + PyTypeObject.tp_descr_get) >> 2] = 0;
    return Py_NewRef(self);
  }
  const mark = stackSave();
  const stack = stackAlloc(24);
  write_ptr(stack, self);
  write_ptr(stack + 8, obj === 0 ? Py_None : obj);
  write_ptr(stack + 16, type === 0 ? Py_None : type);
  const res = PyObject_Vectorcall(get, stack, 3, 0);
  stackRestore(mark);
  Py_DECREF(get);
  return res;
}
const slot_tp_descr_get_index = func_index(slot_tp_descr_get);

function slot_tp_descr_set(self: number, target: number, value: number): number {
  return done(value === 0 ? call1(_Py_ID('__delete__'), self, target) : call2(_Py_ID('__set__'), self, target, value));
}

function slot_tp_init(self: number, args: number, kwds: number): number {
  const meth = lookup_method(self, _Py_ID('__init__'));
  if (meth === 0) return -1;
  const res = call_with_self(unbound, meth, self, args, kwds);
  Py_DECREF(meth);
  if (res === 0) return -1;
  if (res !== Py_None) {
    PyErr_Format(PyExc_TypeError, "__init__() should return None, not '%.200s'", tp_name(Py_TYPE(res)));
    Py_DECREF(res);
    return -1;
  }
  return 0;
}

function slot_tp_new(type: number, args: number, kwds: number): number {
  const func = PyObject_GetAttr(type, _Py_ID('__new__'));
  if (func === 0) return 0;
  const result = _PyObject_Call_Prepend(_PyThreadState_GET(), func, type, args, kwds);
  Py_DECREF(func);
  return result;
}
const slot_tp_new_index = func_index(slot_tp_new);

function slot_tp_finalize(self: number): void {
  const exc = PyErr_GetRaisedException();
  const del = lookup_maybe_method(self, _Py_ID('__del__'));
  if (del !== 0) {
    const res = call_unbound_noarg(unbound, del, self);
    if (res === 0) PyErr_WriteUnraisable(del);
    else Py_DECREF(res);
    Py_DECREF(del);
  }
  PyErr_SetRaisedException(exc);
}

// ---- __buffer__ and __release_buffer__ -----------------------------------------------------------------------------------------------

const enum PyBufferWrapper {
  mv = 16,
  obj = 24,
  SIZEOF = 32,
}

function bufferwrapper_traverse(self: number, visit: (op: number, arg: number) => number, arg: number): number {
  for (const field of [PyBufferWrapper.mv, PyBufferWrapper.obj]) {
    const op = read_ptr(self + field);
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}

function bufferwrapper_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(read_ptr(self + PyBufferWrapper.mv));
  Py_XDECREF(read_ptr(self + PyBufferWrapper.obj));
  FUNCS[read_ptr(Py_TYPE(self) + PyTypeObject.tp_free)](self);
}

function releasebuffer_slot(type: number): number {
  const suite = read_ptr(type + PyTypeObject.tp_as_buffer);
  return suite === 0 ? 0 : read_ptr(suite + PyBufferProcs.bf_releasebuffer);
}

function bufferwrapper_releasebuf(self: number, view: number): void {
  const mv = read_ptr(self + PyBufferWrapper.mv);
  const obj = read_ptr(self + PyBufferWrapper.obj);
  if (mv === 0 || obj === 0) return;
  FUNCS[releasebuffer_slot(Py_TYPE(mv))](mv, view);
  // A memoryview of obj itself released obj's buffer already.
  if (read_ptr(mv + PyMemoryViewObject.view_obj) !== obj && releasebuffer_slot(Py_TYPE(obj)) === slot_bf_releasebuffer_index) releasebuffer_call_python(obj, view);
  Py_CLEAR(self + PyBufferWrapper.mv);
  Py_CLEAR(self + PyBufferWrapper.obj);
}

function slot_bf_getbuffer(self: number, buffer: number, flags: number): number {
  const flags_obj = PyLong_FromLong(flags);
  if (flags_obj === 0) return -1;
  const ret = call1(_Py_ID('__buffer__'), self, flags_obj);
  let ok = false;
  if (ret !== 0) {
    if (!PyMemoryView_Check(ret)) PyErr_Format(PyExc_TypeError, '__buffer__ returned non-memoryview object');
    else if (PyObject_GetBuffer(ret, buffer, flags) >= 0) {
      const wrapper = _PyObject_GC_New(_PyBufferWrapper_Type);
      if (wrapper !== 0) {
        write_ptr(wrapper + PyBufferWrapper.mv, ret);
        write_ptr(wrapper + PyBufferWrapper.obj, Py_NewRef(self));
        _PyObject_GC_TRACK(wrapper);
        // The wrapper takes over the reference that PyObject_GetBuffer put into the view.
        write_ptr(buffer + Py_buffer.obj, wrapper);
        ok = true;
      }
    }
    Py_DECREF(ret);
  }
  Py_DECREF(flags_obj);
  return ok ? 0 : -1;
}

/** The index of the releasebuffer slot of the first base in C, or 0. */
function releasebuffer_of_super(self: number): number {
  const self_type = Py_TYPE(self);
  const mro = lookup_tp_mro(self_type);
  if (mro === 0) return 0;
  const n = PyTuple_GET_SIZE(mro);
  let i = 0;
  while (i < n - 1 && PyTuple_GET_ITEM(mro, i) !== self_type) i++;
  for (i++; i < n; i++) {
    const base = PyTuple_GET_ITEM(mro, i);
    const f = PyType_Check(base) ? releasebuffer_slot(base) : 0;
    if (f !== 0 && f !== slot_bf_releasebuffer_index) return f;
  }
  return 0;
}

function releasebuffer_call_python(self: number, buffer: number): void {
  const exc = PyErr_GetRaisedException();
  const bw = read_ptr(buffer + Py_buffer.obj);
  const is_buffer_wrapper = Py_TYPE(bw) === _PyBufferWrapper_Type;
  let mv: number;
  if (is_buffer_wrapper) {
    mv = read_ptr(bw + PyBufferWrapper.mv);
    if (mv === 0) return PyErr_SetRaisedException(exc);
    Py_INCREF(mv);
  } else {
    // A memoryview that __release_buffer__ may look at but not keep.
    mv = PyMemoryView_FromBuffer(buffer);
    if (mv === 0) {
      PyErr_FormatUnraisable('Exception ignored in bf_releasebuffer of %s', tp_name(Py_TYPE(self)));
      return PyErr_SetRaisedException(exc);
    }
    HEAP32[(mv + PyMemoryViewObject.flags) >> 2] |= _Py_MEMORYVIEW_RESTRICTED;
  }
  const ret = call1(_Py_ID('__release_buffer__'), self, mv);
  if (ret === 0) PyErr_FormatUnraisable('Exception ignored in __release_buffer__ of %s', tp_name(Py_TYPE(self)));
  else Py_DECREF(ret);
  if (!is_buffer_wrapper) {
    const res = PyObject_CallMethodNoArgs(mv, _Py_ID('release'));
    if (res === 0) PyErr_FormatUnraisable('Exception ignored in bf_releasebuffer of %s', tp_name(Py_TYPE(self)));
    else Py_DECREF(res);
  }
  Py_DECREF(mv);
  PyErr_SetRaisedException(exc);
}

function slot_bf_releasebuffer(self: number, buffer: number): void {
  releasebuffer_call_python(self, buffer);
  const base_releasebuffer = releasebuffer_of_super(self);
  if (base_releasebuffer !== 0) FUNCS[base_releasebuffer](self, buffer);
}
const slot_bf_releasebuffer_index = func_index(slot_bf_releasebuffer);

static_type(_PyBufferWrapper_Type, {
  tp_name: '_buffer_wrapper',
  tp_basicsize: PyBufferWrapper.SIZEOF,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_traverse: bufferwrapper_traverse,
  tp_dealloc: bufferwrapper_dealloc,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_as_buffer: { bf_releasebuffer: bufferwrapper_releasebuf },
});

// ---- __await__, __aiter__, __anext__ ----------------------------------------------------------------------------------------------------

function SLOT_ASYNC(name: string, dunder: string): CFunction {
  return named(name, (self: number): number => {
    const func = lookup_maybe_method(self, _Py_ID(dunder));
    if (func !== 0) {
      const res = call_unbound_noarg(unbound, func, self);
      Py_DECREF(func);
      return res;
    }
    PyErr_Format(PyExc_AttributeError, 'object %.50s does not have %s method', tp_name(Py_TYPE(self)), dunder);
    return 0;
  });
}
const slot_am_await = SLOT_ASYNC('slot_am_await', '__await__');
const slot_am_aiter = SLOT_ASYNC('slot_am_aiter', '__aiter__');
const slot_am_anext = SLOT_ASYNC('slot_am_anext', '__anext__');

// ---- the table -----------------------------------------------------------------------------------------------------------------------------

export const PyWrapperFlag_KEYWORDS = 1;

interface slotdef {
  name: string;
  offset: number;
  function: number;
  wrapper: CFunction | null;
  doc: string;
  flags: number;
}

const slotdefs: slotdef[] = [];

function TPSLOT(name: string, offset: number, fn: CFunction | null, wrapper: CFunction | null, doc: string, flags = 0): void {
  slotdefs.push({ name, offset, function: func_index(fn), wrapper, doc, flags });
  func_index(wrapper);
}

/** A slot of a suite: `suite` is the suite's offset in PyHeapTypeObject. doc is "(signature)\n--\n\ntext". */
function ETSLOT(name: string, suite: number, slot: number, fn: CFunction | null, wrapper: CFunction, signature: string, doc: string): void {
  TPSLOT(name, suite + slot, fn, wrapper, `${name}${signature}\n--\n\n${doc}`);
}
const NB = PyHeapTypeObject.as_number;
const SQ = PyHeapTypeObject.as_sequence;
const MP = PyHeapTypeObject.as_mapping;
const AM = PyHeapTypeObject.as_async;
const BF = PyHeapTypeObject.as_buffer;

function BINSLOT(name: string, rname: string, slot: number, fn: CFunction, op: string): void {
  ETSLOT(name, NB, slot, fn, wrap_binaryfunc_l, '($self, value, /)', `Return self${op}value.`);
  ETSLOT(rname, NB, slot, fn, wrap_binaryfunc_r, '($self, value, /)', `Return value${op}self.`);
}
function UNSLOT(name: string, slot: number, fn: CFunction, wrapper: CFunction, doc: string): void {
  ETSLOT(name, NB, slot, fn, wrapper, '($self, /)', doc);
}
function IBSLOT(name: string, slot: number, fn: CFunction, wrapper: CFunction, op: string): void {
  ETSLOT(name, NB, slot, fn, wrapper, '($self, value, /)', `Return self${op}value.`);
}

// The order matters: entries of one slot are neighbours, and of two slots with one name (__getitem__) the mapping's comes first.
TPSLOT('__getattribute__', PyTypeObject.tp_getattr, null, null, '');
TPSLOT('__getattr__', PyTypeObject.tp_getattr, null, null, '');
TPSLOT('__setattr__', PyTypeObject.tp_setattr, null, null, '');
TPSLOT('__delattr__', PyTypeObject.tp_setattr, null, null, '');
TPSLOT('__repr__', PyTypeObject.tp_repr, slot_tp_repr, wrap_unaryfunc, '__repr__($self, /)\n--\n\nReturn repr(self).');
TPSLOT('__hash__', PyTypeObject.tp_hash, slot_tp_hash, wrap_hashfunc, '__hash__($self, /)\n--\n\nReturn hash(self).');
TPSLOT('__call__', PyTypeObject.tp_call, slot_tp_call, wrap_call, '__call__($self, /, *args, **kwargs)\n--\n\nCall self as a function.', PyWrapperFlag_KEYWORDS);
TPSLOT('__str__', PyTypeObject.tp_str, slot_tp_str, wrap_unaryfunc, '__str__($self, /)\n--\n\nReturn str(self).');
TPSLOT('__getattribute__', PyTypeObject.tp_getattro, _Py_slot_tp_getattr_hook, wrap_binaryfunc, '__getattribute__($self, name, /)\n--\n\nReturn getattr(self, name).');
TPSLOT('__getattr__', PyTypeObject.tp_getattro, _Py_slot_tp_getattr_hook, null, '__getattr__($self, name, /)\n--\n\nImplement getattr(self, name).');
TPSLOT('__setattr__', PyTypeObject.tp_setattro, slot_tp_setattro, wrap_setattr, '__setattr__($self, name, value, /)\n--\n\nImplement setattr(self, name, value).');
TPSLOT('__delattr__', PyTypeObject.tp_setattro, slot_tp_setattro, wrap_delattr, '__delattr__($self, name, /)\n--\n\nImplement delattr(self, name).');
TPSLOT('__lt__', PyTypeObject.tp_richcompare, slot_tp_richcompare, richcmp_lt, '__lt__($self, value, /)\n--\n\nReturn self<value.');
TPSLOT('__le__', PyTypeObject.tp_richcompare, slot_tp_richcompare, richcmp_le, '__le__($self, value, /)\n--\n\nReturn self<=value.');
TPSLOT('__eq__', PyTypeObject.tp_richcompare, slot_tp_richcompare, richcmp_eq, '__eq__($self, value, /)\n--\n\nReturn self==value.');
TPSLOT('__ne__', PyTypeObject.tp_richcompare, slot_tp_richcompare, richcmp_ne, '__ne__($self, value, /)\n--\n\nReturn self!=value.');
TPSLOT('__gt__', PyTypeObject.tp_richcompare, slot_tp_richcompare, richcmp_gt, '__gt__($self, value, /)\n--\n\nReturn self>value.');
TPSLOT('__ge__', PyTypeObject.tp_richcompare, slot_tp_richcompare, richcmp_ge, '__ge__($self, value, /)\n--\n\nReturn self>=value.');
TPSLOT('__iter__', PyTypeObject.tp_iter, slot_tp_iter, wrap_unaryfunc, '__iter__($self, /)\n--\n\nImplement iter(self).');
TPSLOT('__next__', PyTypeObject.tp_iternext, slot_tp_iternext, wrap_next, '__next__($self, /)\n--\n\nImplement next(self).');
TPSLOT('__get__', PyTypeObject.tp_descr_get, slot_tp_descr_get, wrap_descr_get, '__get__($self, instance, owner=None, /)\n--\n\nReturn an attribute of instance, which is of type owner.');
TPSLOT('__set__', PyTypeObject.tp_descr_set, slot_tp_descr_set, wrap_descr_set, '__set__($self, instance, value, /)\n--\n\nSet an attribute of instance to value.');
TPSLOT('__delete__', PyTypeObject.tp_descr_set, slot_tp_descr_set, wrap_descr_delete, '__delete__($self, instance, /)\n--\n\nDelete an attribute of instance.');
TPSLOT('__init__', PyTypeObject.tp_init, slot_tp_init, wrap_init, '__init__($self, /, *args, **kwargs)\n--\n\nInitialize self.  See help(type(self)) for accurate signature.', PyWrapperFlag_KEYWORDS);
TPSLOT('__new__', PyTypeObject.tp_new, slot_tp_new, null, '__new__(type, /, *args, **kwargs)\n--\n\nCreate and return new object.  See help(type) for accurate signature.');
TPSLOT('__del__', PyTypeObject.tp_finalize, slot_tp_finalize, wrap_del, '__del__($self, /)\n--\n\nCalled when the instance is about to be destroyed.');

ETSLOT('__buffer__', BF, PyBufferProcs.bf_getbuffer, slot_bf_getbuffer, wrap_buffer, '($self, flags, /)', 'Return a buffer object that exposes the underlying memory of the object.');
ETSLOT('__release_buffer__', BF, PyBufferProcs.bf_releasebuffer, slot_bf_releasebuffer, wrap_releasebuffer, '($self, buffer, /)', 'Release the buffer object that exposes the underlying memory of the object.');

ETSLOT('__await__', AM, PyAsyncMethods.am_await, slot_am_await, wrap_unaryfunc, '($self, /)', 'Return an iterator to be used in await expression.');
ETSLOT('__aiter__', AM, PyAsyncMethods.am_aiter, slot_am_aiter, wrap_unaryfunc, '($self, /)', 'Return an awaitable, that resolves in asynchronous iterator.');
ETSLOT('__anext__', AM, PyAsyncMethods.am_anext, slot_am_anext, wrap_unaryfunc, '($self, /)', 'Return a value or raise StopAsyncIteration.');

BINSLOT('__add__', '__radd__', PyNumberMethods.nb_add, slot_nb_add, '+');
BINSLOT('__sub__', '__rsub__', PyNumberMethods.nb_subtract, slot_nb_subtract, '-');
BINSLOT('__mul__', '__rmul__', PyNumberMethods.nb_multiply, slot_nb_multiply, '*');
BINSLOT('__mod__', '__rmod__', PyNumberMethods.nb_remainder, slot_nb_remainder, '%');
ETSLOT('__divmod__', NB, PyNumberMethods.nb_divmod, slot_nb_divmod, wrap_binaryfunc_l, '($self, value, /)', 'Return divmod(self, value).');
ETSLOT('__rdivmod__', NB, PyNumberMethods.nb_divmod, slot_nb_divmod, wrap_binaryfunc_r, '($self, value, /)', 'Return divmod(value, self).');
ETSLOT('__pow__', NB, PyNumberMethods.nb_power, slot_nb_power, wrap_ternaryfunc, '($self, value, mod=None, /)', 'Return pow(self, value, mod).');
ETSLOT('__rpow__', NB, PyNumberMethods.nb_power, slot_nb_power, wrap_ternaryfunc_r, '($self, value, mod=None, /)', 'Return pow(value, self, mod).');
UNSLOT('__neg__', PyNumberMethods.nb_negative, slot_nb_negative, wrap_unaryfunc, '-self');
UNSLOT('__pos__', PyNumberMethods.nb_positive, slot_nb_positive, wrap_unaryfunc, '+self');
UNSLOT('__abs__', PyNumberMethods.nb_absolute, slot_nb_absolute, wrap_unaryfunc, 'abs(self)');
UNSLOT('__bool__', PyNumberMethods.nb_bool, slot_nb_bool, wrap_inquirypred, 'True if self else False');
UNSLOT('__invert__', PyNumberMethods.nb_invert, slot_nb_invert, wrap_unaryfunc, '~self');
BINSLOT('__lshift__', '__rlshift__', PyNumberMethods.nb_lshift, slot_nb_lshift, '<<');
BINSLOT('__rshift__', '__rrshift__', PyNumberMethods.nb_rshift, slot_nb_rshift, '>>');
BINSLOT('__and__', '__rand__', PyNumberMethods.nb_and, slot_nb_and, '&');
BINSLOT('__xor__', '__rxor__', PyNumberMethods.nb_xor, slot_nb_xor, '^');
BINSLOT('__or__', '__ror__', PyNumberMethods.nb_or, slot_nb_or, '|');
UNSLOT('__int__', PyNumberMethods.nb_int, slot_nb_int, wrap_unaryfunc, 'int(self)');
UNSLOT('__float__', PyNumberMethods.nb_float, slot_nb_float, wrap_unaryfunc, 'float(self)');
IBSLOT('__iadd__', PyNumberMethods.nb_inplace_add, slot_nb_inplace_add, wrap_binaryfunc, '+=');
IBSLOT('__isub__', PyNumberMethods.nb_inplace_subtract, slot_nb_inplace_subtract, wrap_binaryfunc, '-=');
IBSLOT('__imul__', PyNumberMethods.nb_inplace_multiply, slot_nb_inplace_multiply, wrap_binaryfunc, '*=');
IBSLOT('__imod__', PyNumberMethods.nb_inplace_remainder, slot_nb_inplace_remainder, wrap_binaryfunc, '%=');
IBSLOT('__ipow__', PyNumberMethods.nb_inplace_power, slot_nb_inplace_power, wrap_ternaryfunc, '**=');
IBSLOT('__ilshift__', PyNumberMethods.nb_inplace_lshift, slot_nb_inplace_lshift, wrap_binaryfunc, '<<=');
IBSLOT('__irshift__', PyNumberMethods.nb_inplace_rshift, slot_nb_inplace_rshift, wrap_binaryfunc, '>>=');
IBSLOT('__iand__', PyNumberMethods.nb_inplace_and, slot_nb_inplace_and, wrap_binaryfunc, '&=');
IBSLOT('__ixor__', PyNumberMethods.nb_inplace_xor, slot_nb_inplace_xor, wrap_binaryfunc, '^=');
IBSLOT('__ior__', PyNumberMethods.nb_inplace_or, slot_nb_inplace_or, wrap_binaryfunc, '|=');
BINSLOT('__floordiv__', '__rfloordiv__', PyNumberMethods.nb_floor_divide, slot_nb_floor_divide, '//');
BINSLOT('__truediv__', '__rtruediv__', PyNumberMethods.nb_true_divide, slot_nb_true_divide, '/');
IBSLOT('__ifloordiv__', PyNumberMethods.nb_inplace_floor_divide, slot_nb_inplace_floor_divide, wrap_binaryfunc, '//=');
IBSLOT('__itruediv__', PyNumberMethods.nb_inplace_true_divide, slot_nb_inplace_true_divide, wrap_binaryfunc, '/=');
UNSLOT('__index__', PyNumberMethods.nb_index, slot_nb_index, wrap_unaryfunc, 'Return self converted to an integer, if self is suitable for use as an index into a list.');
BINSLOT('__matmul__', '__rmatmul__', PyNumberMethods.nb_matrix_multiply, slot_nb_matrix_multiply, '@');
IBSLOT('__imatmul__', PyNumberMethods.nb_inplace_matrix_multiply, slot_nb_inplace_matrix_multiply, wrap_binaryfunc, '@=');

ETSLOT('__len__', MP, PyMappingMethods.mp_length, slot_sq_length, wrap_lenfunc, '($self, /)', 'Return len(self).');
ETSLOT('__getitem__', MP, PyMappingMethods.mp_subscript, slot_mp_subscript, wrap_binaryfunc, '($self, key, /)', 'Return self[key].');
ETSLOT('__setitem__', MP, PyMappingMethods.mp_ass_subscript, slot_mp_ass_subscript, wrap_objobjargproc, '($self, key, value, /)', 'Set self[key] to value.');
ETSLOT('__delitem__', MP, PyMappingMethods.mp_ass_subscript, slot_mp_ass_subscript, wrap_delitem, '($self, key, /)', 'Delete self[key].');

ETSLOT('__len__', SQ, PySequenceMethods.sq_length, slot_sq_length, wrap_lenfunc, '($self, /)', 'Return len(self).');
// sq_concat and sq_repeat have no slot function: a class's __add__ and __mul__ are nb_add and nb_multiply.
ETSLOT('__add__', SQ, PySequenceMethods.sq_concat, null, wrap_binaryfunc, '($self, value, /)', 'Return self+value.');
ETSLOT('__mul__', SQ, PySequenceMethods.sq_repeat, null, wrap_indexargfunc, '($self, value, /)', 'Return self*value.');
ETSLOT('__rmul__', SQ, PySequenceMethods.sq_repeat, null, wrap_indexargfunc, '($self, value, /)', 'Return value*self.');
ETSLOT('__getitem__', SQ, PySequenceMethods.sq_item, slot_sq_item, wrap_sq_item, '($self, key, /)', 'Return self[key].');
ETSLOT('__setitem__', SQ, PySequenceMethods.sq_ass_item, slot_sq_ass_item, wrap_sq_setitem, '($self, key, value, /)', 'Set self[key] to value.');
ETSLOT('__delitem__', SQ, PySequenceMethods.sq_ass_item, slot_sq_ass_item, wrap_sq_delitem, '($self, key, /)', 'Delete self[key].');
ETSLOT('__contains__', SQ, PySequenceMethods.sq_contains, slot_sq_contains, wrap_objobjproc, '($self, key, /)', 'Return bool(key in self).');
ETSLOT('__iadd__', SQ, PySequenceMethods.sq_inplace_concat, null, wrap_binaryfunc, '($self, value, /)', 'Implement self+=value.');
ETSLOT('__imul__', SQ, PySequenceMethods.sq_inplace_repeat, null, wrap_indexargfunc, '($self, value, /)', 'Implement self*=value.');

/** The interned names of the table's entries, once per realm. */
let name_ids: number[] | null = null;
/** The entries with a given name, and for each the first entry of its slot. */
let entries_by_name: Map<number, number[]> | null = null;

function slot_names(): number[] {
  if (name_ids === null) {
    const ids = slotdefs.map((p) => _Py_ID(p.name));
    const by_name = new Map<number, number[]>();
    ids.forEach((id, i) => {
      const list = by_name.get(id);
      if (list) list.push(i);
      else by_name.set(id, [i]);
    });
    name_ids = ids;
    entries_by_name = by_name;
  }
  return name_ids;
}

/** Writes what typeobject.c has as static data. Before the first PyType_Ready, once a process. */
export function init_type_statics(): void {
  HEAP32[NEXT_GLOBAL_VERSION_TAG >> 2] = 1;
  HEAP32[(_PyInterpreterState_Main + PyInterpreterState.next_type_version) >> 2] = _Py_TYPE_BASE_VERSION_TAG;
  const ids = slot_names();
  slotdefs.forEach((p, i) => {
    const at = SLOTDEFS + i * wrapperbase.SIZEOF;
    write_ptr(at + wrapperbase.name, static_cstring(p.name));
    HEAP32[(at + wrapperbase.offset) >> 2] = p.offset;
    write_ptr(at + wrapperbase.function, p.function);
    write_ptr(at + wrapperbase.wrapper, func_index(p.wrapper));
    write_ptr(at + wrapperbase.doc, static_cstring(p.doc));
    HEAP32[(at + wrapperbase.flags) >> 2] = p.flags;
    write_ptr(at + wrapperbase.name_strobj, ids[i]);
  });
  write_ptr(tp_new_methoddef + PyMethodDef.ml_name, static_cstring('__new__'));
  write_ptr(tp_new_methoddef + PyMethodDef.ml_meth, tp_new_wrapper_index);
  HEAP32[(tp_new_methoddef + PyMethodDef.ml_flags) >> 2] = METH_VARARGS | METH_KEYWORDS;
  write_ptr(tp_new_methoddef + PyMethodDef.ml_doc, static_cstring('__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.  See help(type) for accurate signature.'));
  slot_init_statics();
}

// ---- keeping slots true ------------------------------------------------------------------------------------------------------------------------

/** The address of the slot at a PyHeapTypeObject offset in this type's own or inherited suite; NULL when it has no such suite. */
function slotptr(type: number, offset: number): number {
  let ptr: number;
  if (offset >= BF) {
    ptr = HEAP32[(type + PyTypeObject.tp_as_buffer) >> 2];
    offset -= BF;
  } else if (offset >= SQ) {
    ptr = HEAP32[(type + PyTypeObject.tp_as_sequence) >> 2];
    offset -= SQ;
  } else if (offset >= MP) {
    ptr = HEAP32[(type + PyTypeObject.tp_as_mapping) >> 2];
    offset -= MP;
  } else if (offset >= NB) {
    ptr = HEAP32[(type + PyTypeObject.tp_as_number) >> 2];
    offset -= NB;
  } else if (offset >= AM) {
    ptr = HEAP32[(type + PyTypeObject.tp_as_async) >> 2];
    offset -= AM;
  } else ptr = type;
  return ptr === 0 ? 0 : ptr + offset;
}

/** The one slot of this name that is filled in the type; NULL when none or several are. */
function resolve_slotdups(type: number, name: number): number {
  let res = 0;
  for (const i of entries_by_name?.get(name) ?? []) {
    const ptr = slotptr(type, slotdefs[i].offset);
    if (ptr === 0 || HEAP32[ptr >> 2] === 0) continue;
    if (res !== 0) return 0;
    res = ptr;
  }
  return res;
}

const NEXT_NOT_IMPLEMENTED = func_index(_PyObject_NextNotImplemented);
const HASH_NOT_IMPLEMENTED = func_index(PyObject_HashNotImplemented);

/** Sets the slot of entry i and its neighbours from the class's dicts; returns the next entry. */
function update_one_slot(type: number, i: number): number {
  const ids = slot_names();
  const offset = slotdefs[i].offset;
  const ptr = slotptr(type, offset);
  if (ptr === 0) {
    do i++;
    while (i < slotdefs.length && slotdefs[i].offset === offset);
    return i;
  }
  let specific = 0;
  let generic = 0;
  let use_generic = false;
  for (; i < slotdefs.length && slotdefs[i].offset === offset; i++) {
    const p = slotdefs[i];
    const descr = find_name_in_mro(type, ids[i]);
    if (descr === 0) {
      if (find_name_error() === -1) PyErr_Clear();
      if (offset === PyTypeObject.tp_iternext) specific = NEXT_NOT_IMPLEMENTED;
      continue;
    }
    const d_base = Py_IS_TYPE(descr, PyWrapperDescr_Type) ? read_ptr(descr + PyWrapperDescrObject.d_base) : 0;
    if (d_base !== 0 && read_ptr(d_base + wrapperbase.name_strobj) === ids[i]) {
      // A slot wrapper: the slot may hold the wrapped function itself, if it is of this very slot and type.
      const tptr = resolve_slotdups(type, ids[i]);
      if (tptr === 0 || tptr === ptr) generic = p.function;
      const d_wrapped = read_ptr(descr + PyWrapperDescrObject.d_wrapped);
      if (
        (specific === 0 || specific === d_wrapped) &&
        read_ptr(d_base + wrapperbase.wrapper) === func_index(p.wrapper) &&
        is_subtype_with_mro(lookup_tp_mro(type), type, read_ptr(descr + PyDescrObject.d_type))
      ) {
        specific = d_wrapped;
      } else use_generic = true;
    } else if (
      offset === PyTypeObject.tp_new &&
      Py_IS_TYPE(descr, PyCFunction_Type) &&
      read_ptr(read_ptr(descr + PyCFunctionObject.m_ml) + PyMethodDef.ml_meth) === tp_new_wrapper_index
    ) {
      // The __new__ wrapper of a base: tp_new was inherited already.
      specific = read_ptr(type + PyTypeObject.tp_new);
    } else if (descr === Py_None && offset === PyTypeObject.tp_hash) specific = HASH_NOT_IMPLEMENTED;
    else {
      use_generic = true;
      generic = p.function;
      if (generic === slot_tp_call_index) HEAP32[(type + PyTypeObject.tp_flags) >> 2] &= ~Py_TPFLAGS_HAVE_VECTORCALL;
    }
    Py_DECREF(descr);
  }
  HEAP32[ptr >> 2] = specific !== 0 && !use_generic ? specific : generic;
  return i;
}

/** The first entries of the slots that a name belongs to. */
function slots_of_name(name: number): number[] {
  slot_names();
  const found = entries_by_name?.get(name) ?? [];
  return found.map((i) => {
    while (i > 0 && slotdefs[i - 1].offset === slotdefs[i].offset) i--;
    return i;
  });
}

/** `name` was set or deleted in type's dict: the slots of the type, and of subclasses that do not define it, follow. 0 or -1. */
export function update_slot(type: number, name: number): number {
  const entries = slots_of_name(name);
  return entries.length === 0 ? 0 : update_subclasses(type, name, entries);
}

function update_subclasses(type: number, attr_name: number, entries: number[]): number {
  for (const i of entries) update_one_slot(type, i);
  let result = 0;
  for (const subclass of subclass_refs(type)) {
    const dict = lookup_tp_dict(subclass);
    if (result === 0) {
      const r = dict !== 0 && PyDict_Check(dict) ? PyDict_Contains(dict, attr_name) : 0;
      if (r < 0) result = -1;
      else if (r === 0) result = update_subclasses(subclass, attr_name, entries);
    }
    Py_DECREF(subclass);
  }
  return result;
}

/** Sets all slots of a new class. */
export function fixup_slot_dispatchers(type: number): void {
  for (let i = 0; i < slotdefs.length; ) i = update_one_slot(type, i);
}

export function update_all_slots(type: number): void {
  PyType_Modified(type);
  for (const id of new Set(slot_names())) update_slot(type, id);
}

const INIT_NOT_INHERITED = new Set([
  statics.PyExc_BaseException, statics.PyExc_BaseExceptionGroup, statics.PyExc_ImportError, statics.PyExc_NameError, statics.PyExc_OSError, statics.PyExc_StopIteration,
  statics.PyExc_SyntaxError, statics.PyExc_UnicodeDecodeError, statics.PyExc_UnicodeEncodeError, statics.PyBool_Type, statics.PyBytes_Type, statics.PyMemoryView_Type,
  statics.PyComplex_Type, statics.PyEnum_Type, statics.PyFilter_Type, statics.PyFloat_Type, statics.PyFrozenSet_Type, statics.PyLong_Type, statics.PyMap_Type,
  statics.PyRange_Type, statics.PyReversed_Type, statics.PySlice_Type, statics.PyTuple_Type, statics.PyUnicode_Type, statics.PyZip_Type,
]);
const GETATTRO_INHERITED = new Set([
  statics.PyExc_BaseException, statics.PyByteArray_Type, statics.PyBytes_Type, statics.PyComplex_Type, statics.PyDict_Type, statics.PyEnum_Type, statics.PyFilter_Type,
  statics.PyLong_Type, statics.PyList_Type, statics.PyMap_Type, statics.PyMemoryView_Type, statics.PyProperty_Type, statics.PyRange_Type, statics.PyReversed_Type,
  statics.PySet_Type, statics.PySlice_Type, statics.PySuper_Type, statics.PyTuple_Type, statics.PyZip_Type,
]);

/** Static types whose table names the base's own function get a wrapper all the same, for these slots. */
function expect_manually_inherited(type: number, offset: number): boolean {
  if (offset === PyTypeObject.tp_init) return !INIT_NOT_INHERITED.has(type);
  if (offset === PyTypeObject.tp_str) return type === statics.PyExc_AttributeError || type === statics.PyExc_NameError;
  if (offset === PyTypeObject.tp_getattr || offset === PyTypeObject.tp_getattro) return GETATTRO_INHERITED.has(type);
  return false;
}

/** Adds a slot wrapper to the type's dict for every filled slot that it did not inherit. 0 or -1. */
export function add_operators(type: number): number {
  const ids = slot_names();
  const dict = lookup_tp_dict(type);
  const base = read_ptr(type + PyTypeObject.tp_base);
  for (let i = 0; i < slotdefs.length; i++) {
    const p = slotdefs[i];
    if (p.wrapper === null) continue;
    const ptr = slotptr(type, p.offset);
    const wrapped = ptr === 0 ? 0 : HEAP32[ptr >> 2];
    if (wrapped === 0) continue;
    if (base !== 0 && (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & _Py_TPFLAGS_STATIC_BUILTIN) !== 0) {
      const ptr_base = slotptr(base, p.offset);
      if (ptr_base !== 0 && HEAP32[ptr_base >> 2] === wrapped && !expect_manually_inherited(type, p.offset)) continue;
    }
    const r = PyDict_Contains(dict, ids[i]);
    if (r > 0) continue;
    if (r < 0) return -1;
    if (wrapped === HASH_NOT_IMPLEMENTED) {
      if (PyDict_SetItem(dict, ids[i], Py_None) < 0) return -1;
      continue;
    }
    const descr = PyDescr_NewWrapper(type, SLOTDEFS + i * wrapperbase.SIZEOF, wrapped);
    if (descr === 0) return -1;
    const res = PyDict_SetItem(dict, ids[i], descr);
    Py_DECREF(descr);
    if (res < 0) return -1;
  }
  return 0;
}
