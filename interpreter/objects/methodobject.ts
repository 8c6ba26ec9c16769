// Answers to Objects/methodobject.c of CPython 3.13: builtin_function_or_method, one vectorcall function per calling convention.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { FUNCS, func_index } from '../include/functable';
import { PyCFunctionObject, PyCMethodObject, PyMethodDef } from '../include/generated/offsets';
import { hash_hi } from '../include/hash';
import { cstring, HEAP32, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_FASTCALL, METH_KEYWORDS, METH_METHOD, METH_NOARGS, METH_O, METH_STATIC, METH_VARARGS, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL, Py_TYPE, Py_XDECREF, Py_XNewRef,
} from '../include/object';
import { Py_False, Py_None, Py_NotImplemented, Py_True, PyCFunction_Type, PyCMethod_Type, PyExc_SystemError, PyExc_TypeError } from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import { _Py_EnterRecursiveCallTstate, _Py_LeaveRecursiveCallTstate, _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_Format, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { _Py_HashPointer, PyObject_GenericHash } from '../python/pyhash';
import { _PyThreadState_GET } from '../python/pystate';
import { _Py_CheckFunctionResult, PyVectorcall_Call } from './call';
import { combine_hashes } from './descrobject';
import { PyDict_GET_SIZE } from './dictobject';
import { PyModule_Check } from './moduleobject';
import { _PyObject_FunctionStr, PyObject_GenericGetAttr, PyObject_GetAttr } from './object';
import { PyTuple_GET_SIZE } from './tupleobject';
import { _PyType_GetDocFromInternalDoc, _PyType_GetTextSignatureFromInternalDoc, cstring_or_null, PyObject_TypeCheck, PyType_Check, tp_name } from './typeobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

export function PyCFunction_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyCFunction_Type;
}
export function PyCFunction_Check(op: number): boolean {
  return PyObject_TypeCheck(op, PyCFunction_Type);
}
export function PyCMethod_CheckExact(op: number): boolean {
  return Py_TYPE(op) === PyCMethod_Type;
}
export function PyCMethod_Check(op: number): boolean {
  return PyObject_TypeCheck(op, PyCMethod_Type);
}

function m_ml(func: number): number {
  return HEAP32[(func + PyCFunctionObject.m_ml) >> 2];
}
/** The function index. */
export function PyCFunction_GET_FUNCTION(func: number): number {
  return HEAP32[(m_ml(func) + PyMethodDef.ml_meth) >> 2];
}
/** Borrowed; NULL for a static method. */
export function PyCFunction_GET_SELF(func: number): number {
  return HEAP32[(m_ml(func) + PyMethodDef.ml_flags) >> 2] & METH_STATIC ? 0 : HEAP32[(func + PyCFunctionObject.m_self) >> 2];
}
export function PyCFunction_GET_FLAGS(func: number): number {
  return HEAP32[(m_ml(func) + PyMethodDef.ml_flags) >> 2];
}
/** Borrowed, or NULL. */
export function PyCFunction_GET_CLASS(func: number): number {
  return HEAP32[(m_ml(func) + PyMethodDef.ml_flags) >> 2] & METH_METHOD ? HEAP32[(func + PyCMethodObject.mm_class) >> 2] : 0;
}

// ---- new -------------------------------------------------------------------------------------------------------------------

export function PyCFunction_New(ml: number, self: number): number {
  return PyCMethod_New(ml, self, 0, 0);
}

/** Returns new. ml is the address of a PyMethodDef that outlives the function. May fail. */
export function PyCFunction_NewEx(ml: number, self: number, module: number): number {
  return PyCMethod_New(ml, self, module, 0);
}

export function PyCMethod_New(ml: number, self: number, module: number, cls: number): number {
  const flags = HEAP32[(ml + PyMethodDef.ml_flags) >> 2];
  const vectorcall = VECTORCALLS.get(flags & CALL_FLAGS);
  if (vectorcall === undefined) {
    PyErr_Format(PyExc_SystemError, '%s() method: bad call flags', cstring(read_ptr(ml + PyMethodDef.ml_name)));
    return 0;
  }
  let op: number;
  if (flags & METH_METHOD) {
    if (cls === 0) {
      PyErr_SetString(PyExc_SystemError, 'attempting to create PyCMethod with a METH_METHOD flag but no class');
      return 0;
    }
    op = _PyObject_GC_New(PyCMethod_Type);
    if (op === 0) return 0;
    write_ptr(op + PyCMethodObject.mm_class, Py_NewRef(cls));
  } else {
    if (cls !== 0) {
      PyErr_SetString(PyExc_SystemError, 'attempting to create PyCFunction with class but no METH_METHOD flag');
      return 0;
    }
    op = _PyObject_GC_New(PyCFunction_Type);
    if (op === 0) return 0;
  }
  write_ptr(op + PyCFunctionObject.m_weakreflist, 0);
  write_ptr(op + PyCFunctionObject.m_ml, ml);
  write_ptr(op + PyCFunctionObject.m_self, Py_XNewRef(self));
  write_ptr(op + PyCFunctionObject.m_module, Py_XNewRef(module));
  write_ptr(op + PyCFunctionObject.vectorcall, vectorcall);
  _PyObject_GC_TRACK(op);
  return op;
}

function checked(op: number, get: (op: number) => number, error: number): number {
  if (PyCFunction_Check(op)) return get(op);
  PyErr_BadInternalCall();
  return error;
}
export function PyCFunction_GetFunction(op: number): number {
  return checked(op, PyCFunction_GET_FUNCTION, 0);
}
export function PyCFunction_GetSelf(op: number): number {
  return checked(op, PyCFunction_GET_SELF, 0);
}
export function PyCFunction_GetFlags(op: number): number {
  return checked(op, PyCFunction_GET_FLAGS, -1);
}
export function PyCMethod_GetClass(op: number): number {
  return checked(op, PyCFunction_GET_CLASS, 0);
}

// ---- dealloc, traverse ---------------------------------------------------------------------------------------------------------

function meth_dealloc(m: number): void {
  PyObject_GC_UnTrack(m);
  if (Py_TRASHCAN_BEGIN(m, meth_dealloc_index)) return;
  if (read_ptr(m + PyCFunctionObject.m_weakreflist) !== 0) PyObject_ClearWeakRefs(m);
  Py_XDECREF(PyCFunction_GET_CLASS(m));
  Py_XDECREF(read_ptr(m + PyCFunctionObject.m_self));
  Py_XDECREF(read_ptr(m + PyCFunctionObject.m_module));
  PyObject_GC_Del(m);
  Py_TRASHCAN_END();
}
const meth_dealloc_index = func_index(meth_dealloc);

function meth_traverse(m: number, visit: (op: number, arg: number) => number, arg: number): number {
  for (const op of [PyCFunction_GET_CLASS(m), read_ptr(m + PyCFunctionObject.m_self), read_ptr(m + PyCFunctionObject.m_module)]) {
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}

// ---- attributes, repr, compare ------------------------------------------------------------------------------------------------------

function ml_name(m: number): string {
  return cstring(read_ptr(m_ml(m) + PyMethodDef.ml_name));
}

function is_module_function(m: number): boolean {
  const self = read_ptr(m + PyCFunctionObject.m_self);
  return self === 0 || PyModule_Check(self);
}

function meth_reduce(m: number, _args: number): number {
  if (is_module_function(m)) return PyUnicode_FromString(ml_name(m));
  return Py_BuildValue('N(Os)', _PyEval_GetBuiltin(_Py_ID('getattr')), read_ptr(m + PyCFunctionObject.m_self), ml_name(m));
}

function meth_get__text_signature__(m: number, _closure: number): number {
  return _PyType_GetTextSignatureFromInternalDoc(ml_name(m), cstring_or_null(read_ptr(m_ml(m) + PyMethodDef.ml_doc)), PyCFunction_GET_FLAGS(m));
}

function meth_get__doc__(m: number, _closure: number): number {
  return _PyType_GetDocFromInternalDoc(ml_name(m), cstring_or_null(read_ptr(m_ml(m) + PyMethodDef.ml_doc)));
}

function meth_get__name__(m: number, _closure: number): number {
  return PyUnicode_FromString(ml_name(m));
}

/** type.name for a method, else the name. */
function meth_get__qualname__(m: number, _closure: number): number {
  if (is_module_function(m)) return PyUnicode_FromString(ml_name(m));
  const self = read_ptr(m + PyCFunctionObject.m_self);
  const type_qualname = PyObject_GetAttr(PyType_Check(self) ? self : Py_TYPE(self), _Py_ID('__qualname__'));
  if (type_qualname === 0) return 0;
  let res = 0;
  if (PyUnicode_Check(type_qualname)) res = PyUnicode_FromFormat('%S.%s', type_qualname, ml_name(m));
  else PyErr_SetString(PyExc_TypeError, '<method>.__class__.__qualname__ is not a unicode object');
  Py_DECREF(type_qualname);
  return res;
}

function meth_get__self__(m: number, _closure: number): number {
  return Py_NewRef(PyCFunction_GET_SELF(m) || Py_None);
}

function meth_repr(m: number): number {
  if (is_module_function(m)) return PyUnicode_FromFormat('<built-in function %s>', ml_name(m));
  const self = read_ptr(m + PyCFunctionObject.m_self);
  return PyUnicode_FromFormat('<built-in method %s of %s object at %p>', ml_name(m), tp_name(Py_TYPE(self)), self);
}

function meth_richcompare(self: number, other: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || !PyCFunction_Check(self) || !PyCFunction_Check(other)) return Py_NotImplemented;
  const eq =
    read_ptr(self + PyCFunctionObject.m_self) === read_ptr(other + PyCFunctionObject.m_self) && PyCFunction_GET_FUNCTION(self) === PyCFunction_GET_FUNCTION(other);
  return eq === (op === Py_EQ) ? Py_True : Py_False;
}

function meth_hash(a: number): number {
  const xlo = PyObject_GenericHash(read_ptr(a + PyCFunctionObject.m_self));
  const xhi = hash_hi();
  const ylo = _Py_HashPointer(PyCFunction_GET_FUNCTION(a));
  return combine_hashes(xlo, xhi, ylo, hash_hi());
}

// ---- calls -----------------------------------------------------------------------------------------------------------------------------

/** Sets a TypeError of "funcstr() text". */
function call_error(func: number, format: string, ...args: number[]): number {
  const funcstr = _PyObject_FunctionStr(func);
  if (funcstr !== 0) {
    PyErr_Format(PyExc_TypeError, format, funcstr, ...args);
    Py_DECREF(funcstr);
  }
  return 0;
}

function has_keywords(kwnames: number): boolean {
  return kwnames !== 0 && PyTuple_GET_SIZE(kwnames) !== 0;
}

/** The index of the C function, after counting the recursion; 0 with RecursionError. */
function cfunction_enter_call(tstate: number, func: number): number {
  if (_Py_EnterRecursiveCallTstate(tstate, ' while calling a Python object')) return 0;
  return PyCFunction_GET_FUNCTION(func);
}

function cfunction_vectorcall_FASTCALL(func: number, args: number, nargsf: number, kwnames: number): number {
  if (has_keywords(kwnames)) return call_error(func, '%U takes no keyword arguments');
  const tstate = _PyThreadState_GET();
  const meth = cfunction_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](PyCFunction_GET_SELF(func), args, nargsf & 0x7fffffff);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function cfunction_vectorcall_FASTCALL_KEYWORDS(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const meth = cfunction_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](PyCFunction_GET_SELF(func), args, nargsf & 0x7fffffff, kwnames);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function cfunction_vectorcall_FASTCALL_KEYWORDS_METHOD(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const meth = cfunction_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](PyCFunction_GET_SELF(func), PyCFunction_GET_CLASS(func), args, nargsf & 0x7fffffff, kwnames);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function cfunction_vectorcall_NOARGS(func: number, _args: number, nargsf: number, kwnames: number): number {
  if (has_keywords(kwnames)) return call_error(func, '%U takes no keyword arguments');
  const nargs = nargsf & 0x7fffffff;
  if (nargs !== 0) return call_error(func, '%U takes no arguments (%zd given)', nargs);
  const tstate = _PyThreadState_GET();
  const meth = cfunction_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](PyCFunction_GET_SELF(func), 0);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function cfunction_vectorcall_O(func: number, args: number, nargsf: number, kwnames: number): number {
  if (has_keywords(kwnames)) return call_error(func, '%U takes no keyword arguments');
  const nargs = nargsf & 0x7fffffff;
  if (nargs !== 1) return call_error(func, '%U takes exactly one argument (%zd given)', nargs);
  const tstate = _PyThreadState_GET();
  const meth = cfunction_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](PyCFunction_GET_SELF(func), HEAP32[args >> 2]);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

/** tp_call: METH_VARARGS functions get the tuple and dict as they are. */
function cfunction_call(func: number, args: number, kwargs: number): number {
  const flags = PyCFunction_GET_FLAGS(func);
  if (!(flags & METH_VARARGS)) return PyVectorcall_Call(func, args, kwargs);
  const meth = FUNCS[PyCFunction_GET_FUNCTION(func)];
  const self = PyCFunction_GET_SELF(func);
  let result: number;
  if (flags & METH_KEYWORDS) result = meth(self, args, kwargs);
  else {
    if (kwargs !== 0 && PyDict_GET_SIZE(kwargs) !== 0) {
      PyErr_Format(PyExc_TypeError, '%.200s() takes no keyword arguments', ml_name(func));
      return 0;
    }
    result = meth(self, args);
  }
  return _Py_CheckFunctionResult(_PyThreadState_GET(), func, result, null);
}

const CALL_FLAGS = METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD;
// METH_VARARGS has none: tp_call is its natural convention.
const VECTORCALLS = new Map<number, number>([
  [METH_VARARGS, 0],
  [METH_VARARGS | METH_KEYWORDS, 0],
  [METH_FASTCALL, func_index(cfunction_vectorcall_FASTCALL)],
  [METH_FASTCALL | METH_KEYWORDS, func_index(cfunction_vectorcall_FASTCALL_KEYWORDS)],
  [METH_NOARGS, func_index(cfunction_vectorcall_NOARGS)],
  [METH_O, func_index(cfunction_vectorcall_O)],
  [METH_METHOD | METH_FASTCALL | METH_KEYWORDS, func_index(cfunction_vectorcall_FASTCALL_KEYWORDS_METHOD)],
]);

static_type(PyCFunction_Type, {
  tp_name: 'builtin_function_or_method',
  tp_basicsize: PyCFunctionObject.SIZEOF,
  tp_dealloc: meth_dealloc,
  tp_vectorcall_offset: PyCFunctionObject.vectorcall,
  tp_repr: meth_repr,
  tp_hash: meth_hash,
  tp_call: cfunction_call,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_traverse: meth_traverse,
  tp_richcompare: meth_richcompare,
  tp_weaklistoffset: PyCFunctionObject.m_weakreflist,
  tp_methods: [['__reduce__', meth_reduce, METH_NOARGS, null]],
  tp_members: [['__module__', _Py_T_OBJECT, PyCFunctionObject.m_module, 0]],
  tp_getset: [
    ['__doc__', meth_get__doc__, null], ['__name__', meth_get__name__, null], ['__qualname__', meth_get__qualname__, null], ['__self__', meth_get__self__, null],
    ['__text_signature__', meth_get__text_signature__, null],
  ],
});

static_type(PyCMethod_Type, {
  tp_name: 'builtin_method',
  tp_basicsize: PyCMethodObject.SIZEOF,
  tp_base: PyCFunction_Type,
});
