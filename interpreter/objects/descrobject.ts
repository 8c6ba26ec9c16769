// Answers to Objects/descrobject.c of CPython 3.13: the descriptors that type tables become (method, class method, member,
// getset, slot wrapper), the bound method-wrapper, mappingproxy and property. Deviation: no audit events.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import {
  mappingproxyobject, propertyobject, PyDescrObject, PyGetSetDef, PyGetSetDescrObject, PyMemberDef, PyMemberDescrObject, PyMethodDef, PyMethodDescrObject, PyTupleObject, PyTypeObject,
  PyWrapperDescrObject, wrapperbase, wrapperobject,
} from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { cstring, HEAP32, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_METHOD, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_EQ, Py_IS_TYPE, Py_NE, Py_NewRef,
  Py_READONLY, Py_RELATIVE_OFFSET, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_MAPPING, Py_TPFLAGS_METHOD_DESCRIPTOR,
  Py_TYPE, Py_XDECREF, Py_XNewRef, Py_XSETREF,
} from '../include/object';
import {
  _PyMethodWrapper_Type, Py_False, Py_None, Py_NotImplemented, Py_True, PyClassMethodDescr_Type, PyDictProxy_Type, PyExc_AttributeError, PyExc_SystemError, PyExc_TypeError,
  PyGetSetDescr_Type, PyMemberDescr_Type, PyMethodDescr_Type, PyProperty_Type, PyWrapperDescr_Type,
} from '../include/statics';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from './trashcan';
import { static_type } from '../include/typespec';
import { _Py_EnterRecursiveCallTstate, _Py_LeaveRecursiveCallTstate, _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { _Py_HashPointer, PyObject_GenericHash } from '../python/pyhash';
import { _PyThreadState_GET } from '../python/pystate';
import { PyMember_GetOne, PyMember_SetOne } from '../python/structmember';
import { _PyObject_RealIsSubclass, PyMapping_Check, PyNumber_Or, PyObject_GetItem, PyObject_GetIter, PyObject_Size, PySequence_Contains } from './abstract';
import {
  _PyStack_AsDict, PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs, PyObject_CallOneArg, PyObject_Vectorcall, PyObject_VectorcallDict, PyObject_VectorcallMethod,
  PyVectorcall_Call,
} from './call';
import { PyDict_CheckExact, PyDict_Contains, PyDict_Check, PyDict_GET_SIZE } from './dictobject';
import { Py_GenericAlias } from './genericaliasobject';
import { PyList_Check } from './listobject';
import { PyCFunction_NewEx, PyCMethod_New } from './methodobject';
import {
  _PyObject_FunctionStr, _PyObject_IsAbstract, PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_Hash, PyObject_RichCompare,
  PyObject_SetAttr, PyObject_Str,
} from './object';
import { _PyTuple_FromArray, PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice } from './tupleobject';
import {
  _PyType_GetDocFromInternalDoc, _PyType_GetTextSignatureFromInternalDoc, cstring_or_null, PyObject_TypeCheck, PyType_Check, PyType_GenericAlloc, PyType_GenericNew,
  PyType_GetQualName, PyType_IsSubtype, tp_name,
} from './typeobject';
import { PyWrapperFlag_KEYWORDS } from './typeobject_slots';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString, PyUnicode_InternFromString } from './unicodeobject';

type visitproc = (op: number, arg: number) => number;

/** Borrowed. */
export function PyDescr_TYPE(descr: number): number {
  return HEAP32[(descr + PyDescrObject.d_type) >> 2];
}

/** Borrowed. */
export function PyDescr_NAME(descr: number): number {
  return HEAP32[(descr + PyDescrObject.d_name) >> 2];
}

export function PyDescr_IsData(ob: number): boolean {
  return HEAP32[(Py_TYPE(ob) + PyTypeObject.tp_descr_set) >> 2] !== 0;
}

// ---- what all descriptors share ------------------------------------------------------------------------------------------

function descr_dealloc(descr: number): void {
  _PyObject_GC_UNTRACK(descr);
  Py_XDECREF(read_ptr(descr + PyDescrObject.d_type));
  Py_XDECREF(read_ptr(descr + PyDescrObject.d_name));
  Py_XDECREF(read_ptr(descr + PyDescrObject.d_qualname));
  PyObject_GC_Del(descr);
}

function descr_traverse(descr: number, visit: visitproc, arg: number): number {
  const type = PyDescr_TYPE(descr);
  return type !== 0 ? visit(type, arg) : 0;
}

/** The name for messages. */
function descr_name(descr: number): string {
  const name = PyDescr_NAME(descr);
  return (name !== 0 && PyUnicode_Check(name) ? PyUnicode_AsUTF8(name) : null) ?? '?';
}

function descr_repr(descr: number, kind: string): number {
  return PyUnicode_FromFormat("<%s '%s' of '%s' objects>", kind, descr_name(descr), tp_name(PyDescr_TYPE(descr)));
}
function method_repr(descr: number): number {
  return descr_repr(descr, 'method');
}
function member_repr(descr: number): number {
  return descr_repr(descr, 'member');
}
function getset_repr(descr: number): number {
  return descr_repr(descr, 'attribute');
}
function wrapperdescr_repr(descr: number): number {
  return descr_repr(descr, 'slot wrapper');
}

function descr_check(descr: number, obj: number): boolean {
  const type = PyDescr_TYPE(descr);
  if (PyObject_TypeCheck(obj, type)) return true;
  PyErr_Format(PyExc_TypeError, "descriptor '%s' for '%.100s' objects doesn't apply to a '%.100s' object", descr_name(descr), tp_name(type), tp_name(Py_TYPE(obj)));
  return false;
}

function calculate_qualname(descr: number): number {
  const name = PyDescr_NAME(descr);
  if (name === 0 || !PyUnicode_Check(name)) {
    PyErr_SetString(PyExc_TypeError, '<descriptor>.__name__ is not a unicode object');
    return 0;
  }
  const type_qualname = PyObject_GetAttr(PyDescr_TYPE(descr), _Py_ID('__qualname__'));
  if (type_qualname === 0) return 0;
  let res = 0;
  if (PyUnicode_Check(type_qualname)) res = PyUnicode_FromFormat('%S.%S', type_qualname, name);
  else PyErr_SetString(PyExc_TypeError, '<descriptor>.__objclass__.__qualname__ is not a unicode object');
  Py_DECREF(type_qualname);
  return res;
}

function descr_get_qualname(descr: number, _closure: number): number {
  if (read_ptr(descr + PyDescrObject.d_qualname) === 0) write_ptr(descr + PyDescrObject.d_qualname, calculate_qualname(descr));
  return Py_XNewRef(read_ptr(descr + PyDescrObject.d_qualname));
}

function descr_reduce(descr: number, _args: number): number {
  return Py_BuildValue('N(OO)', _PyEval_GetBuiltin(_Py_ID('getattr')), PyDescr_TYPE(descr), PyDescr_NAME(descr));
}

function descr_new(descrtype: number, type: number, name: number): number {
  const descr = PyType_GenericAlloc(descrtype, 0);
  if (descr === 0) return 0;
  write_ptr(descr + PyDescrObject.d_type, Py_XNewRef(type));
  const d_name = PyUnicode_InternFromString(cstring(name));
  write_ptr(descr + PyDescrObject.d_name, d_name);
  if (d_name === 0) {
    Py_DECREF(descr);
    return 0;
  }
  return descr;
}

// ---- method descriptors: __get__ ---------------------------------------------------------------------------------------------

function d_method_of(descr: number): number {
  return HEAP32[(descr + PyMethodDescrObject.d_method) >> 2];
}

function classmethod_get(descr: number, obj: number, type: number): number {
  const d_type = PyDescr_TYPE(descr);
  if (type === 0) {
    if (obj === 0) {
      PyErr_Format(PyExc_TypeError, "descriptor '%s' for type '%.100s' needs either an object or a type", descr_name(descr), tp_name(d_type));
      return 0;
    }
    type = Py_TYPE(obj);
  }
  if (!PyType_Check(type)) {
    PyErr_Format(PyExc_TypeError, "descriptor '%s' for type '%.100s' needs a type, not a '%.100s' as arg 2", descr_name(descr), tp_name(d_type), tp_name(Py_TYPE(type)));
    return 0;
  }
  if (!PyType_IsSubtype(type, d_type)) {
    PyErr_Format(PyExc_TypeError, "descriptor '%s' requires a subtype of '%.100s' but received '%.100s'", descr_name(descr), tp_name(d_type), tp_name(type));
    return 0;
  }
  const meth = d_method_of(descr);
  return PyCMethod_New(meth, type, 0, HEAP32[(meth + PyMethodDef.ml_flags) >> 2] & METH_METHOD ? d_type : 0);
}

function method_get(descr: number, obj: number, type: number): number {
  if (obj === 0) return Py_NewRef(descr);
  if (!descr_check(descr, obj)) return 0;
  const meth = d_method_of(descr);
  if ((HEAP32[(meth + PyMethodDef.ml_flags) >> 2] & METH_METHOD) === 0) return PyCFunction_NewEx(meth, obj, 0);
  if (type !== 0 && !PyType_Check(type)) {
    PyErr_Format(PyExc_TypeError, "descriptor '%s' needs a type, not '%s', as arg 2", descr_name(descr), tp_name(Py_TYPE(type)));
    return 0;
  }
  return PyCMethod_New(meth, obj, 0, PyDescr_TYPE(descr));
}

// ---- method descriptors: calls without binding ----------------------------------------------------------------------------------

/** Sets a TypeError of "funcstr() text". */
function call_error(func: number, format: string, ...args: number[]): void {
  const funcstr = _PyObject_FunctionStr(func);
  if (funcstr === 0) return;
  PyErr_Format(PyExc_TypeError, format, funcstr, ...args);
  Py_DECREF(funcstr);
}

/** args[0] is self. kwnames is NULL where keywords are allowed. */
function method_check_args(func: number, args: number, nargs: number, kwnames: number): boolean {
  if (nargs < 1) {
    call_error(func, 'unbound method %U needs an argument');
    return false;
  }
  if (!descr_check(func, HEAP32[args >> 2])) return false;
  if (kwnames !== 0 && PyTuple_GET_SIZE(kwnames) !== 0) {
    call_error(func, '%U takes no keyword arguments');
    return false;
  }
  return true;
}

/** The index of the C function, after counting the recursion; 0 with RecursionError. */
function method_enter_call(tstate: number, func: number): number {
  if (_Py_EnterRecursiveCallTstate(tstate, ' while calling a Python object')) return 0;
  return HEAP32[(d_method_of(func) + PyMethodDef.ml_meth) >> 2];
}

function method_vectorcall_VARARGS(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, kwnames)) return 0;
  const argstuple = _PyTuple_FromArray(args + 8, nargs - 1);
  if (argstuple === 0) return 0;
  const meth = method_enter_call(tstate, func);
  let result = 0;
  if (meth !== 0) {
    result = FUNCS[meth](HEAP32[args >> 2], argstuple);
    _Py_LeaveRecursiveCallTstate(tstate);
  }
  Py_DECREF(argstuple);
  return result;
}

function method_vectorcall_VARARGS_KEYWORDS(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, 0)) return 0;
  const argstuple = _PyTuple_FromArray(args + 8, nargs - 1);
  if (argstuple === 0) return 0;
  let kwdict = 0;
  let ok = true;
  if (kwnames !== 0 && PyTuple_GET_SIZE(kwnames) > 0) {
    kwdict = _PyStack_AsDict(args + nargs * 8, kwnames);
    ok = kwdict !== 0;
  }
  const meth = ok ? method_enter_call(tstate, func) : 0;
  let result = 0;
  if (meth !== 0) {
    result = FUNCS[meth](HEAP32[args >> 2], argstuple, kwdict);
    _Py_LeaveRecursiveCallTstate(tstate);
  }
  Py_DECREF(argstuple);
  Py_XDECREF(kwdict);
  return result;
}

function method_vectorcall_FASTCALL_KEYWORDS_METHOD(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, 0)) return 0;
  const meth = method_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](HEAP32[args >> 2], PyDescr_TYPE(func), args + 8, nargs - 1, kwnames);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function method_vectorcall_FASTCALL(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, kwnames)) return 0;
  const meth = method_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](HEAP32[args >> 2], args + 8, nargs - 1);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function method_vectorcall_FASTCALL_KEYWORDS(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, 0)) return 0;
  const meth = method_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](HEAP32[args >> 2], args + 8, nargs - 1, kwnames);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function method_vectorcall_NOARGS(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, kwnames)) return 0;
  if (nargs !== 1) {
    call_error(func, '%U takes no arguments (%zd given)', nargs - 1);
    return 0;
  }
  const meth = method_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](HEAP32[args >> 2], 0);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

function method_vectorcall_O(func: number, args: number, nargsf: number, kwnames: number): number {
  const tstate = _PyThreadState_GET();
  const nargs = nargsf & 0x7fffffff;
  if (!method_check_args(func, args, nargs, kwnames)) return 0;
  if (nargs !== 2) {
    call_error(func, '%U takes exactly one argument (%zd given)', nargs - 1);
    return 0;
  }
  const meth = method_enter_call(tstate, func);
  if (meth === 0) return 0;
  const result = FUNCS[meth](HEAP32[args >> 2], HEAP32[(args + 8) >> 2]);
  _Py_LeaveRecursiveCallTstate(tstate);
  return result;
}

const CALL_FLAGS = METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD;
const VECTORCALLS = new Map<number, number>([
  [METH_VARARGS, func_index(method_vectorcall_VARARGS)],
  [METH_VARARGS | METH_KEYWORDS, func_index(method_vectorcall_VARARGS_KEYWORDS)],
  [METH_FASTCALL, func_index(method_vectorcall_FASTCALL)],
  [METH_FASTCALL | METH_KEYWORDS, func_index(method_vectorcall_FASTCALL_KEYWORDS)],
  [METH_NOARGS, func_index(method_vectorcall_NOARGS)],
  [METH_O, func_index(method_vectorcall_O)],
  [METH_METHOD | METH_FASTCALL | METH_KEYWORDS, func_index(method_vectorcall_FASTCALL_KEYWORDS_METHOD)],
]);

function classmethoddescr_call(descr: number, args: number, kwds: number): number {
  const argc = PyTuple_GET_SIZE(args);
  if (argc < 1) {
    PyErr_Format(PyExc_TypeError, "descriptor '%s' of '%.100s' object needs an argument", descr_name(descr), tp_name(PyDescr_TYPE(descr)));
    return 0;
  }
  const bound = classmethod_get(descr, 0, PyTuple_GET_ITEM(args, 0));
  if (bound === 0) return 0;
  const res = PyObject_VectorcallDict(bound, args + PyTupleObject.ob_item + 8, argc - 1, kwds);
  Py_DECREF(bound);
  return res;
}

function method_get_doc(descr: number, _closure: number): number {
  const meth = d_method_of(descr);
  return _PyType_GetDocFromInternalDoc(cstring(read_ptr(meth + PyMethodDef.ml_name)), cstring_or_null(read_ptr(meth + PyMethodDef.ml_doc)));
}

function method_get_text_signature(descr: number, _closure: number): number {
  const meth = d_method_of(descr);
  const doc = cstring_or_null(read_ptr(meth + PyMethodDef.ml_doc));
  return _PyType_GetTextSignatureFromInternalDoc(cstring(read_ptr(meth + PyMethodDef.ml_name)), doc, HEAP32[(meth + PyMethodDef.ml_flags) >> 2]);
}

/** Returns new. May fail. `method` is the address of a PyMethodDef that outlives the descriptor; so below. */
export function PyDescr_NewMethod(type: number, method: number): number {
  const vectorcall = VECTORCALLS.get(HEAP32[(method + PyMethodDef.ml_flags) >> 2] & CALL_FLAGS);
  if (vectorcall === undefined) {
    PyErr_Format(PyExc_SystemError, '%s() method: bad call flags', cstring(read_ptr(method + PyMethodDef.ml_name)));
    return 0;
  }
  const descr = descr_new(PyMethodDescr_Type, type, read_ptr(method + PyMethodDef.ml_name));
  if (descr !== 0) {
    write_ptr(descr + PyMethodDescrObject.d_method, method);
    write_ptr(descr + PyMethodDescrObject.vectorcall, vectorcall);
  }
  return descr;
}

export function PyDescr_NewClassMethod(type: number, method: number): number {
  const descr = descr_new(PyClassMethodDescr_Type, type, read_ptr(method + PyMethodDef.ml_name));
  if (descr !== 0) write_ptr(descr + PyMethodDescrObject.d_method, method);
  return descr;
}

// ---- member and getset descriptors -------------------------------------------------------------------------------------------------

function member_get(descr: number, obj: number, _type: number): number {
  if (obj === 0) return Py_NewRef(descr);
  if (!descr_check(descr, obj)) return 0;
  return PyMember_GetOne(obj, HEAP32[(descr + PyMemberDescrObject.d_member) >> 2]);
}

function member_set(descr: number, obj: number, value: number): number {
  if (!descr_check(descr, obj)) return -1;
  return PyMember_SetOne(obj, HEAP32[(descr + PyMemberDescrObject.d_member) >> 2], value);
}

function member_get_doc(descr: number, _closure: number): number {
  const doc = read_ptr(read_ptr(descr + PyMemberDescrObject.d_member) + PyMemberDef.doc);
  return doc === 0 ? Py_None : PyUnicode_FromString(cstring(doc));
}

export function PyDescr_NewMember(type: number, member: number): number {
  if (HEAP32[(member + PyMemberDef.flags) >> 2] & Py_RELATIVE_OFFSET) {
    PyErr_SetString(PyExc_SystemError, 'PyDescr_NewMember used with Py_RELATIVE_OFFSET');
    return 0;
  }
  const descr = descr_new(PyMemberDescr_Type, type, read_ptr(member + PyMemberDef.name));
  if (descr !== 0) write_ptr(descr + PyMemberDescrObject.d_member, member);
  return descr;
}

function getset_get(descr: number, obj: number, _type: number): number {
  if (obj === 0) return Py_NewRef(descr);
  if (!descr_check(descr, obj)) return 0;
  const d_getset = HEAP32[(descr + PyGetSetDescrObject.d_getset) >> 2];
  const get = HEAP32[(d_getset + PyGetSetDef.get) >> 2];
  if (get !== 0) return FUNCS[get](obj, HEAP32[(d_getset + PyGetSetDef.closure) >> 2]);
  PyErr_Format(PyExc_AttributeError, "attribute '%s' of '%.100s' objects is not readable", descr_name(descr), tp_name(PyDescr_TYPE(descr)));
  return 0;
}

function getset_set(descr: number, obj: number, value: number): number {
  if (!descr_check(descr, obj)) return -1;
  const d_getset = HEAP32[(descr + PyGetSetDescrObject.d_getset) >> 2];
  const set = HEAP32[(d_getset + PyGetSetDef.set) >> 2];
  if (set !== 0) return FUNCS[set](obj, value, HEAP32[(d_getset + PyGetSetDef.closure) >> 2]);
  PyErr_Format(PyExc_AttributeError, "attribute '%s' of '%.100s' objects is not writable", descr_name(descr), tp_name(PyDescr_TYPE(descr)));
  return -1;
}

function getset_get_doc(descr: number, _closure: number): number {
  const doc = read_ptr(read_ptr(descr + PyGetSetDescrObject.d_getset) + PyGetSetDef.doc);
  return doc === 0 ? Py_None : PyUnicode_FromString(cstring(doc));
}

export function PyDescr_NewGetSet(type: number, getset: number): number {
  const descr = descr_new(PyGetSetDescr_Type, type, read_ptr(getset + PyGetSetDef.name));
  if (descr !== 0) write_ptr(descr + PyGetSetDescrObject.d_getset, getset);
  return descr;
}

// ---- slot wrappers -------------------------------------------------------------------------------------------------------------------

function d_base_of(descr: number): number {
  return HEAP32[(descr + PyWrapperDescrObject.d_base) >> 2];
}

function wrapperdescr_get(descr: number, obj: number, _type: number): number {
  if (obj === 0) return Py_NewRef(descr);
  return descr_check(descr, obj) ? PyWrapper_New(descr, obj) : 0;
}

function wrapperdescr_raw_call(descr: number, self: number, args: number, kwds: number): number {
  const base = d_base_of(descr);
  const wrapper = FUNCS[HEAP32[(base + wrapperbase.wrapper) >> 2]];
  const d_wrapped = HEAP32[(descr + PyWrapperDescrObject.d_wrapped) >> 2];
  if (HEAP32[(base + wrapperbase.flags) >> 2] & PyWrapperFlag_KEYWORDS) return wrapper(self, args, d_wrapped, kwds);
  if (kwds !== 0 && (!PyDict_Check(kwds) || PyDict_GET_SIZE(kwds) !== 0)) {
    PyErr_Format(PyExc_TypeError, 'wrapper %s() takes no keyword arguments', cstring(read_ptr(base + wrapperbase.name)));
    return 0;
  }
  return wrapper(self, args, d_wrapped);
}

function wrapperdescr_call(descr: number, args: number, kwds: number): number {
  const argc = PyTuple_GET_SIZE(args);
  const d_type = PyDescr_TYPE(descr);
  if (argc < 1) {
    PyErr_Format(PyExc_TypeError, "descriptor '%s' of '%.100s' object needs an argument", descr_name(descr), tp_name(d_type));
    return 0;
  }
  const self = PyTuple_GET_ITEM(args, 0);
  if (!_PyObject_RealIsSubclass(Py_TYPE(self), d_type)) {
    PyErr_Format(PyExc_TypeError, "descriptor '%s' requires a '%.100s' object but received a '%.100s'", descr_name(descr), tp_name(d_type), tp_name(Py_TYPE(self)));
    return 0;
  }
  const rest = PyTuple_GetSlice(args, 1, argc);
  if (rest === 0) return 0;
  const result = wrapperdescr_raw_call(descr, self, rest, kwds);
  Py_DECREF(rest);
  return result;
}

function wrapperdescr_get_doc(descr: number, _closure: number): number {
  const base = d_base_of(descr);
  return _PyType_GetDocFromInternalDoc(cstring(read_ptr(base + wrapperbase.name)), cstring_or_null(read_ptr(base + wrapperbase.doc)));
}

function wrapperdescr_get_text_signature(descr: number, _closure: number): number {
  const base = d_base_of(descr);
  return _PyType_GetTextSignatureFromInternalDoc(cstring(read_ptr(base + wrapperbase.name)), cstring_or_null(read_ptr(base + wrapperbase.doc)), 0);
}

/** base is the address of a struct wrapperbase, wrapped a function index. Returns new. May fail. */
export function PyDescr_NewWrapper(type: number, base: number, wrapped: number): number {
  const descr = descr_new(PyWrapperDescr_Type, type, read_ptr(base + wrapperbase.name));
  if (descr !== 0) {
    write_ptr(descr + PyWrapperDescrObject.d_base, base);
    write_ptr(descr + PyWrapperDescrObject.d_wrapped, wrapped);
  }
  return descr;
}

// ---- method-wrapper: a slot wrapper bound to an object -----------------------------------------------------------------------------------

function wrapper_descr(wp: number): number {
  return HEAP32[(wp + wrapperobject.descr) >> 2];
}

function wrapper_dealloc(wp: number): void {
  PyObject_GC_UnTrack(wp);
  if (Py_TRASHCAN_BEGIN(wp, wrapper_dealloc_index)) return;
  Py_XDECREF(wrapper_descr(wp));
  Py_XDECREF(read_ptr(wp + wrapperobject.self));
  PyObject_GC_Del(wp);
  Py_TRASHCAN_END();
}
const wrapper_dealloc_index = func_index(wrapper_dealloc);

function wrapper_traverse(wp: number, visit: visitproc, arg: number): number {
  const err = visit(wrapper_descr(wp), arg);
  return err ? err : visit(read_ptr(wp + wrapperobject.self), arg);
}

function wrapper_richcompare(a: number, b: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || Py_TYPE(a) !== _PyMethodWrapper_Type || Py_TYPE(b) !== _PyMethodWrapper_Type) return Py_NotImplemented;
  const eq = wrapper_descr(a) === wrapper_descr(b) && read_ptr(a + wrapperobject.self) === read_ptr(b + wrapperobject.self);
  return eq === (op === Py_EQ) ? Py_True : Py_False;
}

function wrapper_hash(wp: number): number {
  const xlo = PyObject_GenericHash(read_ptr(wp + wrapperobject.self));
  const xhi = hash_hi();
  const ylo = _Py_HashPointer(wrapper_descr(wp));
  return combine_hashes(xlo, xhi, ylo, hash_hi());
}

/** x ^ y, -2 for -1. */
export function combine_hashes(xlo: number, xhi: number, ylo: number, yhi: number): number {
  const lo = xlo ^ ylo;
  const hi = xhi ^ yhi;
  return hash_result(lo === -1 && hi === -1 ? -2 : lo, hi);
}

function wrapper_repr(wp: number): number {
  const self = read_ptr(wp + wrapperobject.self);
  return PyUnicode_FromFormat("<method-wrapper '%s' of %s object at %p>", cstring(read_ptr(d_base_of(wrapper_descr(wp)) + wrapperbase.name)), tp_name(Py_TYPE(self)), self);
}

function wrapper_reduce(wp: number, _args: number): number {
  return Py_BuildValue('N(OO)', _PyEval_GetBuiltin(_Py_ID('getattr')), read_ptr(wp + wrapperobject.self), PyDescr_NAME(wrapper_descr(wp)));
}

function wrapper_objclass(wp: number, _closure: number): number {
  return Py_NewRef(PyDescr_TYPE(wrapper_descr(wp)));
}
function wrapper_name(wp: number, _closure: number): number {
  return PyUnicode_FromString(cstring(read_ptr(d_base_of(wrapper_descr(wp)) + wrapperbase.name)));
}
function wrapper_doc(wp: number, closure: number): number {
  return wrapperdescr_get_doc(wrapper_descr(wp), closure);
}
function wrapper_text_signature(wp: number, closure: number): number {
  return wrapperdescr_get_text_signature(wrapper_descr(wp), closure);
}
function wrapper_qualname(wp: number, closure: number): number {
  return descr_get_qualname(wrapper_descr(wp), closure);
}

function wrapper_call(wp: number, args: number, kwds: number): number {
  return wrapperdescr_raw_call(wrapper_descr(wp), read_ptr(wp + wrapperobject.self), args, kwds);
}

/** Returns new. May fail. */
export function PyWrapper_New(descr: number, self: number): number {
  const wp = _PyObject_GC_New(_PyMethodWrapper_Type);
  if (wp === 0) return 0;
  write_ptr(wp + wrapperobject.descr, Py_NewRef(descr));
  write_ptr(wp + wrapperobject.self, Py_NewRef(self));
  _PyObject_GC_TRACK(wp);
  return wp;
}

// ---- mappingproxy: a read-only view of a mapping -----------------------------------------------------------------------------------------

function mapping_of(pp: number): number {
  return HEAP32[(pp + mappingproxyobject.mapping) >> 2];
}

function mappingproxy_len(pp: number): number {
  return PyObject_Size(mapping_of(pp));
}
function mappingproxy_getitem(pp: number, key: number): number {
  return PyObject_GetItem(mapping_of(pp), key);
}
function mappingproxy_contains(pp: number, key: number): number {
  const mapping = mapping_of(pp);
  return PyDict_CheckExact(mapping) ? PyDict_Contains(mapping, key) : PySequence_Contains(mapping, key);
}

function mappingproxy_or(left: number, right: number): number {
  if (PyObject_TypeCheck(left, PyDictProxy_Type)) left = mapping_of(left);
  if (PyObject_TypeCheck(right, PyDictProxy_Type)) right = mapping_of(right);
  return PyNumber_Or(left, right);
}

function mappingproxy_ior(self: number, _other: number): number {
  PyErr_Format(PyExc_TypeError, "'|=' is not supported by %s; use '|' instead", tp_name(Py_TYPE(self)));
  return 0;
}

function mappingproxy_get(pp: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('get', nargs, 1, 2)) return 0;
  const mark = stackSave();
  const newargs = stackAlloc(32) + 8;
  write_ptr(newargs, mapping_of(pp));
  write_ptr(newargs + 8, read_ptr(args));
  write_ptr(newargs + 16, nargs > 1 ? read_ptr(args + 8) : Py_None);
  const res = PyObject_VectorcallMethod(_Py_ID('get'), newargs, 3, 0);
  stackRestore(mark);
  return res;
}

function mappingproxy_keys(pp: number, _args: number): number {
  return PyObject_CallMethodNoArgs(mapping_of(pp), _Py_ID('keys'));
}
function mappingproxy_values(pp: number, _args: number): number {
  return PyObject_CallMethodNoArgs(mapping_of(pp), _Py_ID('values'));
}
function mappingproxy_items(pp: number, _args: number): number {
  return PyObject_CallMethodNoArgs(mapping_of(pp), _Py_ID('items'));
}
function mappingproxy_copy(pp: number, _args: number): number {
  return PyObject_CallMethodNoArgs(mapping_of(pp), _Py_ID('copy'));
}
function mappingproxy_reversed(pp: number, _args: number): number {
  return PyObject_CallMethodNoArgs(mapping_of(pp), _Py_ID('__reversed__'));
}

function mappingproxy_dealloc(pp: number): void {
  _PyObject_GC_UNTRACK(pp);
  Py_DECREF(mapping_of(pp));
  PyObject_GC_Del(pp);
}
function mappingproxy_getiter(pp: number): number {
  return PyObject_GetIter(mapping_of(pp));
}
function mappingproxy_hash(pp: number): number {
  return PyObject_Hash(mapping_of(pp));
}
function mappingproxy_str(pp: number): number {
  return PyObject_Str(mapping_of(pp));
}
function mappingproxy_repr(pp: number): number {
  return PyUnicode_FromFormat('mappingproxy(%R)', mapping_of(pp));
}
function mappingproxy_traverse(pp: number, visit: visitproc, arg: number): number {
  return visit(mapping_of(pp), arg);
}
function mappingproxy_richcompare(pp: number, w: number, op: number): number {
  return PyObject_RichCompare(mapping_of(pp), w, op);
}

/** A read-only view of mapping. Returns new. May fail. */
export function PyDictProxy_New(mapping: number): number {
  if (!PyMapping_Check(mapping) || PyList_Check(mapping) || PyTuple_Check(mapping)) {
    PyErr_Format(PyExc_TypeError, 'mappingproxy() argument must be a mapping, not %s', tp_name(Py_TYPE(mapping)));
    return 0;
  }
  const pp = _PyObject_GC_New(PyDictProxy_Type);
  if (pp === 0) return 0;
  write_ptr(pp + mappingproxyobject.mapping, Py_NewRef(mapping));
  _PyObject_GC_TRACK(pp);
  return pp;
}

/** The arguments of a tp_new or tp_init after keyword processing (borrowed, 0 where absent), or null with an exception. */
export function unpack_tuple_keywords(args: number, kwargs: number, fname: string, keywords: string[], minpos: number): number[] | null {
  const n = keywords.length;
  const mark = stackSave();
  const buf = stackAlloc(8 * n);
  for (let i = 0; i < n; i++) write_ptr(buf + 8 * i, 0);
  const found = _PyArg_UnpackKeywords(args + PyTupleObject.ob_item, PyTuple_GET_SIZE(args), kwargs, 0, { fname, keywords }, minpos, n, 0, buf);
  let values: number[] | null = null;
  if (found !== 0) {
    const given = PyTuple_GET_SIZE(args);
    values = keywords.map((_, i) => (found === buf || i < given ? read_ptr(found + 8 * i) : 0));
  }
  stackRestore(mark);
  return values;
}

function mappingproxy_new(_type: number, args: number, kwargs: number): number {
  const values = unpack_tuple_keywords(args, kwargs, 'mappingproxy', ['mapping'], 1);
  return values === null ? 0 : PyDictProxy_New(values[0]);
}

// ---- property ---------------------------------------------------------------------------------------------------------------------------------

function property_getter(self: number, getter: number): number {
  return property_copy(self, getter, 0, 0);
}
function property_setter(self: number, setter: number): number {
  return property_copy(self, 0, setter, 0);
}
function property_deleter(self: number, deleter: number): number {
  return property_copy(self, 0, 0, deleter);
}

function property_set_name(self: number, args: number): number {
  if (PyTuple_GET_SIZE(args) !== 2) {
    PyErr_Format(PyExc_TypeError, '__set_name__() takes 2 positional arguments but %d were given', PyTuple_GET_SIZE(args));
    return 0;
  }
  Py_XSETREF(self + propertyobject.prop_name, Py_NewRef(PyTuple_GET_ITEM(args, 1)));
  return Py_None;
}

const PROPERTY_FIELDS = [propertyobject.prop_get, propertyobject.prop_set, propertyobject.prop_del, propertyobject.prop_doc, propertyobject.prop_name];

function property_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  for (const field of PROPERTY_FIELDS) Py_XDECREF(read_ptr(self + field));
  FUNCS[read_ptr(Py_TYPE(self) + PyTypeObject.tp_free)](self);
}

function property_traverse(self: number, visit: visitproc, arg: number): number {
  for (const field of PROPERTY_FIELDS) {
    const op = read_ptr(self + field);
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}

function property_clear(self: number): number {
  Py_CLEAR(self + propertyobject.prop_doc);
  return 0;
}

/** The property's name: new, NULL when unknown, -1 on error. May run Python code. */
function property_name(prop: number): number {
  const name = read_ptr(prop + propertyobject.prop_name);
  if (name !== 0) return Py_NewRef(name);
  const get = read_ptr(prop + propertyobject.prop_get);
  if (get === 0) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(get, _Py_ID('__name__'), out);
  const found = read_ptr(out);
  stackRestore(mark);
  return rc < 0 ? -1 : found;
}

/** AttributeError: the property has no getter, setter or deleter. */
function property_lacks(prop: number, obj: number, what: string): void {
  const propname = property_name(prop);
  if (propname < 0) return;
  const qualname = obj !== 0 ? PyType_GetQualName(Py_TYPE(obj)) : 0;
  if (propname !== 0 && qualname !== 0) PyErr_Format(PyExc_AttributeError, `property %R of %R object has no ${what}`, propname, qualname);
  else if (qualname !== 0) PyErr_Format(PyExc_AttributeError, `property of %R object has no ${what}`, qualname);
  else PyErr_SetString(PyExc_AttributeError, `property has no ${what}`);
  Py_XDECREF(propname);
  Py_XDECREF(qualname);
}

function property_descr_get(self: number, obj: number, _type: number): number {
  if (obj === 0 || obj === Py_None) return Py_NewRef(self);
  const get = HEAP32[(self + propertyobject.prop_get) >> 2];
  if (get !== 0) return PyObject_CallOneArg(get, obj);
  property_lacks(self, obj, 'getter');
  return 0;
}

function property_descr_set(self: number, obj: number, value: number): number {
  const func = read_ptr(self + (value === 0 ? propertyobject.prop_del : propertyobject.prop_set));
  if (func === 0) {
    property_lacks(self, obj, value === 0 ? 'deleter' : 'setter');
    return -1;
  }
  let res: number;
  if (value === 0) res = PyObject_CallOneArg(func, obj);
  else {
    const mark = stackSave();
    const args = stackAlloc(16);
    write_ptr(args, obj);
    write_ptr(args + 8, value);
    res = PyObject_Vectorcall(func, args, 2, 0);
    stackRestore(mark);
  }
  if (res === 0) return -1;
  Py_DECREF(res);
  return 0;
}

/** A copy with the functions that are given (not NULL, not None) in place of the old ones. Returns new. */
function property_copy(old: number, get: number, set: number, del: number): number {
  const choose = (given: number, field: number): number => (given === 0 || given === Py_None ? read_ptr(old + field) || Py_None : given);
  const g = choose(get, propertyobject.prop_get);
  const s = choose(set, propertyobject.prop_set);
  const d = choose(del, propertyobject.prop_del);
  // A docstring that came from the getter comes from the new getter again.
  const doc = HEAP32[(old + propertyobject.getter_doc) >> 2] && g !== Py_None ? Py_None : read_ptr(old + propertyobject.prop_doc) || Py_None;
  const type = Py_NewRef(Py_TYPE(old));
  const made = PyObject_CallFunctionObjArgs(type, g, s, d, doc);
  Py_DECREF(type);
  if (made !== 0 && PyObject_TypeCheck(made, PyProperty_Type)) {
    Py_XSETREF(made + propertyobject.prop_name, Py_XNewRef(read_ptr(old + propertyobject.prop_name)));
  }
  return made;
}

function property_init(self: number, args: number, kwargs: number): number {
  const values = unpack_tuple_keywords(args, kwargs, 'property', ['fget', 'fset', 'fdel', 'doc'], 0);
  if (values === null) return -1;
  const [fget, fset, fdel] = values.map((v) => (v === Py_None ? 0 : v));
  const doc = values[3];
  Py_XSETREF(self + propertyobject.prop_get, Py_XNewRef(fget));
  Py_XSETREF(self + propertyobject.prop_set, Py_XNewRef(fset));
  Py_XSETREF(self + propertyobject.prop_del, Py_XNewRef(fdel));
  Py_XSETREF(self + propertyobject.prop_doc, 0);
  Py_XSETREF(self + propertyobject.prop_name, 0);
  HEAP32[(self + propertyobject.getter_doc) >> 2] = 0;

  let prop_doc = 0;
  if (doc !== 0 && doc !== Py_None) prop_doc = Py_NewRef(doc);
  else if (fget !== 0) {
    prop_doc = getter_docstring(fget);
    if (prop_doc < 0) return -1;
    if (prop_doc !== 0) HEAP32[(self + propertyobject.getter_doc) >> 2] = 1;
  }
  if (Py_IS_TYPE(self, PyProperty_Type)) {
    Py_XSETREF(self + propertyobject.prop_doc, prop_doc);
    return 0;
  }
  return set_subclass_doc(self, prop_doc);
}

/** fget.__doc__: new, NULL for None or none, -1 on error. */
function getter_docstring(fget: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(fget, _Py_ID('__doc__'), out);
  const doc = read_ptr(out);
  stackRestore(mark);
  if (rc < 0) return -1;
  return doc === Py_None ? 0 : doc;
}

/** An instance of a subclass keeps its docstring in its dict, where it hides the class's. Steals prop_doc. */
function set_subclass_doc(self: number, prop_doc: number): number {
  if (prop_doc === 0) prop_doc = Py_None;
  const err = PyObject_SetAttr(self, _Py_ID('__doc__'), prop_doc);
  Py_DECREF(prop_doc);
  if (err >= 0) return 0;
  if (HEAP32[(self + propertyobject.getter_doc) >> 2] === 0 && PyErr_ExceptionMatches(PyExc_AttributeError)) {
    PyErr_Clear();
    return 0;
  }
  return -1;
}

function property_get__name__(prop: number, _closure: number): number {
  const name = property_name(prop);
  if (name === 0) PyErr_SetString(PyExc_AttributeError, "'property' object has no attribute '__name__'");
  return name < 0 ? 0 : name;
}

function property_set__name__(prop: number, value: number, _closure: number): number {
  Py_XSETREF(prop + propertyobject.prop_name, Py_XNewRef(value));
  return 0;
}

function property_get___isabstractmethod__(prop: number, _closure: number): number {
  for (const field of [propertyobject.prop_get, propertyobject.prop_set, propertyobject.prop_del]) {
    const res = _PyObject_IsAbstract(read_ptr(prop + field));
    if (res !== 0) return res < 0 ? 0 : Py_True;
  }
  return Py_False;
}

// ---- the types -------------------------------------------------------------------------------------------------------------------------------------

const descr_members: [string, number, number, number][] = [
  ['__objclass__', _Py_T_OBJECT, PyDescrObject.d_type, Py_READONLY],
  ['__name__', _Py_T_OBJECT, PyDescrObject.d_name, Py_READONLY],
];

static_type(PyMethodDescr_Type, {
  tp_name: 'method_descriptor',
  tp_basicsize: PyMethodDescrObject.SIZEOF,
  tp_dealloc: descr_dealloc,
  tp_vectorcall_offset: PyMethodDescrObject.vectorcall,
  tp_repr: method_repr,
  tp_call: PyVectorcall_Call,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
  tp_traverse: descr_traverse,
  tp_methods: [['__reduce__', descr_reduce, METH_NOARGS, null]],
  tp_members: descr_members,
  tp_getset: [['__doc__', method_get_doc, null], ['__qualname__', descr_get_qualname, null], ['__text_signature__', method_get_text_signature, null]],
  tp_descr_get: method_get,
});

static_type(PyClassMethodDescr_Type, {
  tp_name: 'classmethod_descriptor',
  tp_basicsize: PyMethodDescrObject.SIZEOF,
  tp_dealloc: descr_dealloc,
  tp_repr: method_repr,
  tp_call: classmethoddescr_call,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: descr_traverse,
  tp_members: descr_members,
  tp_getset: [['__doc__', method_get_doc, null], ['__qualname__', descr_get_qualname, null], ['__text_signature__', method_get_text_signature, null]],
  tp_descr_get: classmethod_get,
});

static_type(PyMemberDescr_Type, {
  tp_name: 'member_descriptor',
  tp_basicsize: PyMemberDescrObject.SIZEOF,
  tp_dealloc: descr_dealloc,
  tp_repr: member_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: descr_traverse,
  tp_methods: [['__reduce__', descr_reduce, METH_NOARGS, null]],
  tp_members: descr_members,
  tp_getset: [['__doc__', member_get_doc, null], ['__qualname__', descr_get_qualname, null]],
  tp_descr_get: member_get,
  tp_descr_set: member_set,
});

static_type(PyGetSetDescr_Type, {
  tp_name: 'getset_descriptor',
  tp_basicsize: PyGetSetDescrObject.SIZEOF,
  tp_dealloc: descr_dealloc,
  tp_repr: getset_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: descr_traverse,
  tp_members: descr_members,
  tp_getset: [['__doc__', getset_get_doc, null], ['__qualname__', descr_get_qualname, null]],
  tp_descr_get: getset_get,
  tp_descr_set: getset_set,
});

static_type(PyWrapperDescr_Type, {
  tp_name: 'wrapper_descriptor',
  tp_basicsize: PyWrapperDescrObject.SIZEOF,
  tp_dealloc: descr_dealloc,
  tp_repr: wrapperdescr_repr,
  tp_call: wrapperdescr_call,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_METHOD_DESCRIPTOR,
  tp_traverse: descr_traverse,
  tp_methods: [['__reduce__', descr_reduce, METH_NOARGS, null]],
  tp_members: descr_members,
  tp_getset: [['__doc__', wrapperdescr_get_doc, null], ['__qualname__', descr_get_qualname, null], ['__text_signature__', wrapperdescr_get_text_signature, null]],
  tp_descr_get: wrapperdescr_get,
});

static_type(_PyMethodWrapper_Type, {
  tp_name: 'method-wrapper',
  tp_basicsize: wrapperobject.SIZEOF,
  tp_dealloc: wrapper_dealloc,
  tp_repr: wrapper_repr,
  tp_hash: wrapper_hash,
  tp_call: wrapper_call,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: wrapper_traverse,
  tp_richcompare: wrapper_richcompare,
  tp_methods: [['__reduce__', wrapper_reduce, METH_NOARGS, null]],
  tp_members: [['__self__', _Py_T_OBJECT, wrapperobject.self, Py_READONLY]],
  tp_getset: [
    ['__objclass__', wrapper_objclass, null], ['__name__', wrapper_name, null], ['__qualname__', wrapper_qualname, null], ['__doc__', wrapper_doc, null],
    ['__text_signature__', wrapper_text_signature, null],
  ],
});

static_type(PyDictProxy_Type, {
  tp_name: 'mappingproxy',
  tp_basicsize: mappingproxyobject.SIZEOF,
  tp_dealloc: mappingproxy_dealloc,
  tp_repr: mappingproxy_repr,
  tp_as_number: { nb_or: mappingproxy_or, nb_inplace_or: mappingproxy_ior },
  tp_as_sequence: { sq_contains: mappingproxy_contains },
  tp_as_mapping: { mp_length: mappingproxy_len, mp_subscript: mappingproxy_getitem },
  tp_hash: mappingproxy_hash,
  tp_str: mappingproxy_str,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
  tp_doc: 'mappingproxy(mapping)\n--\n\nA read-only view of a mapping.',
  tp_traverse: mappingproxy_traverse,
  tp_richcompare: mappingproxy_richcompare,
  tp_iter: mappingproxy_getiter,
  tp_methods: [
    ['get', mappingproxy_get, METH_FASTCALL, 'get($self, key, default=None, /)\n--\n\nThe value for key if it is there, else default.'],
    ['keys', mappingproxy_keys, METH_NOARGS, "A view of the mapping's keys."],
    ['values', mappingproxy_values, METH_NOARGS, "A view of the mapping's values."],
    ['items', mappingproxy_items, METH_NOARGS, "A view of the mapping's items."],
    ['copy', mappingproxy_copy, METH_NOARGS, 'A shallow copy of the mapping.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
    ['__reversed__', mappingproxy_reversed, METH_NOARGS, 'A reverse iterator over the keys.'],
  ],
  tp_new: mappingproxy_new,
});

static_type(PyProperty_Type, {
  tp_name: 'property',
  tp_basicsize: propertyobject.SIZEOF,
  tp_dealloc: property_dealloc,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nAn attribute computed by functions: fget reads, fset writes, fdel deletes it.',
  tp_traverse: property_traverse,
  tp_clear: property_clear,
  tp_methods: [
    ['getter', property_getter, METH_O, 'A copy of the property with another getter.'],
    ['setter', property_setter, METH_O, 'A copy of the property with another setter.'],
    ['deleter', property_deleter, METH_O, 'A copy of the property with another deleter.'],
    ['__set_name__', property_set_name, METH_VARARGS, '__set_name__($self, owner, name, /)\n--\n\nRemembers the name of the property.'],
  ],
  tp_members: [
    ['fget', _Py_T_OBJECT, propertyobject.prop_get, Py_READONLY],
    ['fset', _Py_T_OBJECT, propertyobject.prop_set, Py_READONLY],
    ['fdel', _Py_T_OBJECT, propertyobject.prop_del, Py_READONLY],
    ['__doc__', _Py_T_OBJECT, propertyobject.prop_doc, 0],
  ],
  tp_getset: [
    ['__name__', property_get__name__, property_set__name__],
    ['__isabstractmethod__', property_get___isabstractmethod__, null],
  ],
  tp_descr_get: property_descr_get,
  tp_descr_set: property_descr_set,
  tp_init: property_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
});
