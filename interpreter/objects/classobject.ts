// Answers to Objects/classobject.c of CPython 3.13: bound methods, and the instancemethod wrapper of C code.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { PyInstanceMethodObject, PyMethodObject, PyTypeObject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, memmove, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_NOARGS, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_READONLY, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL, Py_TYPE, Py_XDECREF,
} from '../include/object';
import { Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_TypeError, PyInstanceMethod_Type, PyMethod_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_BadInternalCall, PyErr_NoMemory, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_NoKeywords, _PyArg_CheckPositional } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { PyObject_GenericHash } from '../python/pyhash';
import { _PyThreadState_GET } from '../python/pystate';
import { _PY_FASTCALL_SMALL_STACK, _PyObject_VectorcallTstate, PY_VECTORCALL_ARGUMENTS_OFFSET, PyObject_Call, PyVectorcall_Call } from './call';
import { combine_hashes } from './descrobject';
import { PyCallable_Check, PyObject_GenericSetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_Hash, PyObject_RichCompareBool } from './object';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _PyType_LookupRef } from './typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

type visitproc = (op: number, arg: number) => number;

export function PyMethod_Check(op: number): boolean {
  return Py_TYPE(op) === PyMethod_Type;
}
/** Borrowed. */
export function PyMethod_GET_FUNCTION(meth: number): number {
  return HEAP32[(meth + PyMethodObject.im_func) >> 2];
}
/** Borrowed. */
export function PyMethod_GET_SELF(meth: number): number {
  return HEAP32[(meth + PyMethodObject.im_self) >> 2];
}

export function PyMethod_Function(im: number): number {
  if (PyMethod_Check(im)) return PyMethod_GET_FUNCTION(im);
  PyErr_BadInternalCall();
  return 0;
}
export function PyMethod_Self(im: number): number {
  if (PyMethod_Check(im)) return PyMethod_GET_SELF(im);
  PyErr_BadInternalCall();
  return 0;
}

// ---- call: self goes before the arguments, in the free slot if the caller offers one -------------------------------------------

function method_vectorcall(method: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const self = PyMethod_GET_SELF(method);
  const func = PyMethod_GET_FUNCTION(method);
  const nargs = nargsf & 0x7fffffff;
  if ((nargsf & PY_VECTORCALL_ARGUMENTS_OFFSET) !== 0) {
    const slot = (args - 8) >> 2;
    const tmp = HEAP32[slot];
    const tmp_high = HEAP32[slot + 1];
    HEAP32[slot] = self;
    HEAP32[slot + 1] = 0;
    const result = _PyObject_VectorcallTstate(tstate, func, args - 8, nargs + 1, kwnames);
    HEAP32[slot] = tmp;
    HEAP32[slot + 1] = tmp_high;
    return result;
  }
  const totalargs = nargs + (kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames));
  const small = totalargs <= _PY_FASTCALL_SMALL_STACK - 1;
  const mark = stackSave();
  const newargs = small ? stackAlloc((totalargs + 1) * 8) : PyMem_Malloc((totalargs + 1) * 8);
  if (newargs === 0) {
    PyErr_NoMemory();
    return 0;
  }
  write_ptr(newargs, self);
  memmove(newargs + 8, args, totalargs * 8);
  const result = _PyObject_VectorcallTstate(tstate, func, newargs, nargs + 1, kwnames);
  if (!small) PyMem_Free(newargs);
  stackRestore(mark);
  return result;
}
const method_vectorcall_index = func_index(method_vectorcall);

/** Returns new. May fail. */
export function PyMethod_New(func: number, self: number): number {
  if (self === 0) {
    PyErr_BadInternalCall();
    return 0;
  }
  const im = _PyObject_GC_New(PyMethod_Type);
  if (im === 0) return 0;
  write_ptr(im + PyMethodObject.im_weakreflist, 0);
  write_ptr(im + PyMethodObject.im_func, Py_NewRef(func));
  write_ptr(im + PyMethodObject.im_self, Py_NewRef(self));
  write_ptr(im + PyMethodObject.vectorcall, method_vectorcall_index);
  _PyObject_GC_TRACK(im);
  return im;
}

/** The positional arguments of a tp_new without keywords, or null. */
function positional(name: string, args: number, kwargs: number, n: number): number[] | null {
  if (!_PyArg_NoKeywords(name, kwargs) || !_PyArg_CheckPositional(name, PyTuple_GET_SIZE(args), n, n)) return null;
  return Array.from({ length: n }, (_, i) => PyTuple_GET_ITEM(args, i));
}

function method_new(_type: number, args: number, kwargs: number): number {
  const values = positional('method', args, kwargs, 2);
  if (values === null) return 0;
  const [func, instance] = values;
  if (!PyCallable_Check(func)) {
    PyErr_SetString(PyExc_TypeError, 'first argument must be callable');
    return 0;
  }
  if (instance === Py_None) {
    PyErr_SetString(PyExc_TypeError, 'instance must not be None');
    return 0;
  }
  return PyMethod_New(func, instance);
}

// ---- dealloc, traverse ------------------------------------------------------------------------------------------------------------

function method_dealloc(im: number): void {
  _PyObject_GC_UNTRACK(im);
  if (HEAP32[(im + PyMethodObject.im_weakreflist) >> 2] !== 0) PyObject_ClearWeakRefs(im);
  Py_DECREF(PyMethod_GET_FUNCTION(im));
  Py_XDECREF(PyMethod_GET_SELF(im));
  PyObject_GC_Del(im);
}

function method_traverse(im: number, visit: visitproc, arg: number): number {
  return visit(PyMethod_GET_FUNCTION(im), arg) || visit(PyMethod_GET_SELF(im), arg);
}

// ---- attributes, repr, compare -------------------------------------------------------------------------------------------------------

/** What the type has, bound; else what the function has. */
function getattro_through(obj: number, name: number, func: number): number {
  const tp = Py_TYPE(obj);
  const descr = _PyType_LookupRef(tp, name);
  if (descr === 0) return PyObject_GetAttr(func, name);
  const f = HEAP32[(Py_TYPE(descr) + PyTypeObject.tp_descr_get) >> 2];
  if (f === 0) return descr;
  const res = FUNCS[f](descr, obj, tp);
  Py_DECREF(descr);
  return res;
}

function method_getattro(obj: number, name: number): number {
  return getattro_through(obj, name, PyMethod_GET_FUNCTION(obj));
}

function method_get_doc(im: number, _context: number): number {
  return PyObject_GetAttr(PyMethod_GET_FUNCTION(im), _Py_ID('__doc__'));
}

function method_reduce(im: number, _args: number): number {
  const funcname = PyObject_GetAttr(PyMethod_GET_FUNCTION(im), _Py_ID('__name__'));
  if (funcname === 0) return 0;
  return Py_BuildValue('N(ON)', _PyEval_GetBuiltin(_Py_ID('getattr')), PyMethod_GET_SELF(im), funcname);
}

function method_richcompare(self: number, other: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || !PyMethod_Check(self) || !PyMethod_Check(other)) return Py_NotImplemented;
  let eq = PyObject_RichCompareBool(PyMethod_GET_FUNCTION(self), PyMethod_GET_FUNCTION(other), Py_EQ);
  if (eq < 0) return 0;
  if (eq === 1) eq = PyMethod_GET_SELF(self) === PyMethod_GET_SELF(other) ? 1 : 0;
  return (eq === 1) === (op === Py_EQ) ? Py_True : Py_False;
}

/** The first of the function's name attributes that is there, as text; null on error. */
function function_name(func: number, attributes: string[]): string | null {
  const mark = stackSave();
  const out = stackAlloc(8);
  let text: string | null = '?';
  for (const attribute of attributes) {
    if (PyObject_GetOptionalAttr(func, _Py_ID(attribute), out) < 0) {
      text = null;
      break;
    }
    const name = read_ptr(out);
    if (name === 0) continue;
    if (PyUnicode_Check(name)) text = PyUnicode_AsUTF8(name);
    Py_DECREF(name);
    break;
  }
  stackRestore(mark);
  return text;
}

function method_repr(im: number): number {
  const name = function_name(PyMethod_GET_FUNCTION(im), ['__qualname__', '__name__']);
  return name === null ? 0 : PyUnicode_FromFormat('<bound method %s of %R>', name, PyMethod_GET_SELF(im));
}

function method_hash(im: number): number {
  const xlo = PyObject_GenericHash(PyMethod_GET_SELF(im));
  const xhi = hash_hi();
  const ylo = PyObject_Hash(PyMethod_GET_FUNCTION(im));
  const yhi = hash_hi();
  return ylo === -1 && yhi === -1 ? hash_result(-1, -1) : combine_hashes(xlo, xhi, ylo, yhi);
}

/** A bound method on a class stays as it is. */
function method_descr_get(meth: number, _obj: number, _cls: number): number {
  return Py_NewRef(meth);
}

static_type(PyMethod_Type, {
  tp_name: 'method',
  tp_basicsize: PyMethodObject.SIZEOF,
  tp_dealloc: method_dealloc,
  tp_vectorcall_offset: PyMethodObject.vectorcall,
  tp_repr: method_repr,
  tp_hash: method_hash,
  tp_call: PyVectorcall_Call,
  tp_getattro: method_getattro,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_doc: 'method(function, instance, /)\n--\n\nA function bound to an instance.',
  tp_traverse: method_traverse,
  tp_richcompare: method_richcompare,
  tp_weaklistoffset: PyMethodObject.im_weakreflist,
  tp_methods: [['__reduce__', method_reduce, METH_NOARGS, '__reduce__($self, /)\n--\n\nFor pickle.']],
  tp_members: [
    ['__func__', _Py_T_OBJECT, PyMethodObject.im_func, Py_READONLY, 'the function (or other callable) implementing a method'],
    ['__self__', _Py_T_OBJECT, PyMethodObject.im_self, Py_READONLY, 'the instance to which a method is bound'],
  ],
  tp_getset: [['__doc__', method_get_doc, null]],
  tp_descr_get: method_descr_get,
  tp_new: method_new,
});

// ---- instancemethod: makes any callable bind as a function does ------------------------------------------------------------------------

export function PyInstanceMethod_Check(op: number): boolean {
  return Py_TYPE(op) === PyInstanceMethod_Type;
}
/** Borrowed. */
export function PyInstanceMethod_GET_FUNCTION(meth: number): number {
  return HEAP32[(meth + PyInstanceMethodObject.func) >> 2];
}
export function PyInstanceMethod_Function(im: number): number {
  if (PyInstanceMethod_Check(im)) return PyInstanceMethod_GET_FUNCTION(im);
  PyErr_BadInternalCall();
  return 0;
}

/** Returns new. May fail. */
export function PyInstanceMethod_New(func: number): number {
  const method = _PyObject_GC_New(PyInstanceMethod_Type);
  if (method === 0) return 0;
  write_ptr(method + PyInstanceMethodObject.func, Py_NewRef(func));
  _PyObject_GC_TRACK(method);
  return method;
}

function instancemethod_new(_type: number, args: number, kwargs: number): number {
  const values = positional('instancemethod', args, kwargs, 1);
  if (values === null) return 0;
  if (!PyCallable_Check(values[0])) {
    PyErr_SetString(PyExc_TypeError, 'first argument must be callable');
    return 0;
  }
  return PyInstanceMethod_New(values[0]);
}

function instancemethod_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(PyInstanceMethod_GET_FUNCTION(self));
  PyObject_GC_Del(self);
}
function instancemethod_traverse(self: number, visit: visitproc, arg: number): number {
  return visit(PyInstanceMethod_GET_FUNCTION(self), arg);
}
function instancemethod_getattro(self: number, name: number): number {
  return getattro_through(self, name, PyInstanceMethod_GET_FUNCTION(self));
}
function instancemethod_get_doc(self: number, _context: number): number {
  return PyObject_GetAttr(PyInstanceMethod_GET_FUNCTION(self), _Py_ID('__doc__'));
}
function instancemethod_call(self: number, args: number, kw: number): number {
  return PyObject_Call(PyInstanceMethod_GET_FUNCTION(self), args, kw);
}
function instancemethod_descr_get(descr: number, obj: number, _type: number): number {
  const func = PyInstanceMethod_GET_FUNCTION(descr);
  return obj === 0 ? Py_NewRef(func) : PyMethod_New(func, obj);
}
function instancemethod_richcompare(self: number, other: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || !PyInstanceMethod_Check(self) || !PyInstanceMethod_Check(other)) return Py_NotImplemented;
  const eq = PyObject_RichCompareBool(PyInstanceMethod_GET_FUNCTION(self), PyInstanceMethod_GET_FUNCTION(other), Py_EQ);
  if (eq < 0) return 0;
  return (eq === 1) === (op === Py_EQ) ? Py_True : Py_False;
}
function instancemethod_repr(self: number): number {
  const name = function_name(PyInstanceMethod_GET_FUNCTION(self), ['__name__']);
  return name === null ? 0 : PyUnicode_FromFormat('<instancemethod %s at %p>', name, self);
}

static_type(PyInstanceMethod_Type, {
  tp_name: 'instancemethod',
  tp_basicsize: PyInstanceMethodObject.SIZEOF,
  tp_dealloc: instancemethod_dealloc,
  tp_repr: instancemethod_repr,
  tp_call: instancemethod_call,
  tp_getattro: instancemethod_getattro,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'instancemethod(function, /)\n--\n\nBinds a callable to a class.',
  tp_traverse: instancemethod_traverse,
  tp_richcompare: instancemethod_richcompare,
  tp_members: [['__func__', _Py_T_OBJECT, PyInstanceMethodObject.func, Py_READONLY, 'the function (or other callable) implementing a method']],
  tp_getset: [['__doc__', instancemethod_get_doc, null]],
  tp_descr_get: instancemethod_descr_get,
  tp_new: instancemethod_new,
});
