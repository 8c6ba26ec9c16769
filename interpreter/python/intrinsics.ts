// Answers to Python/intrinsics.c of CPython 3.13.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { PyCodeObject, PyListObject, PyThreadState } from '../include/generated/offsets';
import { HEAP32, write_ptr } from '../include/heap';
import { Py_DECREF, Py_NewRef, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE, Py_XDECREF, PyType_FastSubclass } from '../include/object';
import { CO_ASYNC_GENERATOR, CO_COROUTINE } from '../include/cpython_code';
import { Py_None, PyDict_Type, PyExc_ImportError, PyExc_IndexError, PyExc_RuntimeError, PyExc_StopAsyncIteration, PyExc_StopIteration, PyExc_SystemError, PyExc_TypeError } from '../include/statics';
import { PyMapping_Keys, PyNumber_Positive, PyObject_SetItem, PySequence_GetItem } from '../objects/abstract';
import { PyObject_CallOneArg } from '../objects/call';
import { PyDict_SetItem } from '../objects/dictobject';
import { _PyExc_PrepReraiseStar, PyException_SetCause, PyException_SetContext } from '../objects/exceptions';
import { _PyFrame_GetLocals } from '../objects/frameobject';
import { _Py_set_function_type_params } from '../objects/funcobject';
import { _PyAsyncGenValueWrapperNew } from '../objects/genobject';
import { PyObject_GetAttr, PyObject_GetOptionalAttr } from '../objects/object';
import { PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _Py_make_paramspec, _Py_make_typealias, _Py_make_typevar, _Py_make_typevartuple, _Py_set_typeparam_default, _Py_subscript_generic } from '../objects/typevarobject';
import { _Py_ID, PyUnicode_FromString, PyUnicode_READ_CHAR } from '../objects/unicodeobject';
import { TP_NAME } from './ceval_macros';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GivenExceptionMatches, PyErr_SetString } from './errors';
import { _PyFrame_GetCode } from './frame';
import { _PySys_GetRequiredAttr } from './sysmodule';

export interface intrinsic_func1_info {
  name: string;
  func: (tstate: number, value: number) => number;
}

export interface intrinsic_func2_info {
  name: string;
  func: (tstate: number, value2: number, value1: number) => number;
}

function no_intrinsic(_tstate: number): number {
  PyErr_SetString(PyExc_SystemError, 'invalid intrinsic function');
  return 0;
}

function print_expr(_tstate: number, value: number): number {
  const hook = _PySys_GetRequiredAttr(_Py_ID('displayhook'));
  if (hook === 0) return 0;
  const res = PyObject_CallOneArg(hook, value);
  Py_DECREF(hook);
  return res;
}

let lookup_err = 0;

function optional_attr(v: number, name: string): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  lookup_err = PyObject_GetOptionalAttr(v, _Py_ID(name), out);
  const attr = HEAP32[out >> 2];
  stackRestore(mark);
  return attr;
}

/** The names to import (new), or NULL with an error; skip_private is set when they come from __dict__. */
let skip_private = false;

function names_of(v: number): number {
  const all = optional_attr(v, '__all__');
  skip_private = all === 0;
  if (lookup_err < 0 || all !== 0) return all;
  const dict = optional_attr(v, '__dict__');
  if (lookup_err < 0) return 0;
  if (dict === 0) {
    PyErr_SetString(PyExc_ImportError, 'from-import-* object has no __dict__ and no __all__');
    return 0;
  }
  const keys = PyMapping_Keys(dict);
  Py_DECREF(dict);
  return keys;
}

function bad_name(v: number, name: number): number {
  const modname = PyObject_GetAttr(v, _Py_ID('__name__'));
  if (modname === 0) return -1;
  if (!PyType_FastSubclass(Py_TYPE(modname), Py_TPFLAGS_UNICODE_SUBCLASS)) PyErr_Format(PyExc_TypeError, 'module __name__ must be a string, not %.100s', TP_NAME(modname));
  else PyErr_Format(PyExc_TypeError, '%s in %U.%s must be str, not %.100s', skip_private ? 'Key' : 'Item', modname, skip_private ? '__dict__' : '__all__', TP_NAME(name));
  Py_DECREF(modname);
  return -1;
}

function import_all_from(locals: number, v: number): number {
  const all = names_of(v);
  if (all === 0) return -1;
  const skip = skip_private;
  let err = 0;
  for (let pos = 0; err >= 0; pos++) {
    const name = PySequence_GetItem(all, pos);
    if (name === 0) {
      if (!PyErr_ExceptionMatches(PyExc_IndexError)) err = -1;
      else PyErr_Clear();
      break;
    }
    skip_private = skip;
    if (!PyType_FastSubclass(Py_TYPE(name), Py_TPFLAGS_UNICODE_SUBCLASS)) err = bad_name(v, name);
    else if (!skip || PyUnicode_READ_CHAR(name, 0) !== 0x5f) {
      const value = PyObject_GetAttr(v, name);
      if (value === 0) err = -1;
      else if (Py_TYPE(locals) === PyDict_Type) err = PyDict_SetItem(locals, name, value);
      else err = PyObject_SetItem(locals, name, value);
      Py_XDECREF(value);
    }
    Py_DECREF(name);
  }
  Py_DECREF(all);
  return err;
}

function import_star(tstate: number, from: number): number {
  const locals = _PyFrame_GetLocals(HEAP32[(tstate + PyThreadState.current_frame) >> 2]);
  if (locals === 0) {
    PyErr_SetString(PyExc_SystemError, "no locals found during 'import *'");
    return 0;
  }
  const err = import_all_from(locals, from);
  Py_DECREF(locals);
  return err < 0 ? 0 : Py_None;
}

function stopiteration_error(tstate: number, exc: number): number {
  const flags = HEAP32[(_PyFrame_GetCode(HEAP32[(tstate + PyThreadState.current_frame) >> 2]) + PyCodeObject.co_flags) >> 2];
  const kind = flags & CO_ASYNC_GENERATOR ? 'async generator' : flags & CO_COROUTINE ? 'coroutine' : 'generator';
  let msg = '';
  if (PyErr_GivenExceptionMatches(exc, PyExc_StopIteration)) msg = `${kind} raised StopIteration`;
  else if (flags & CO_ASYNC_GENERATOR && PyErr_GivenExceptionMatches(exc, PyExc_StopAsyncIteration)) msg = 'async generator raised StopAsyncIteration';
  if (msg === '') return Py_NewRef(exc);
  const message = PyUnicode_FromString(msg);
  if (message === 0) return 0;
  const error = PyObject_CallOneArg(PyExc_RuntimeError, message);
  Py_DECREF(message);
  if (error === 0) return 0;
  PyException_SetCause(error, Py_NewRef(exc));
  PyException_SetContext(error, Py_NewRef(exc));
  return error;
}

function unary_pos(_tstate: number, value: number): number {
  return PyNumber_Positive(value);
}

function list_to_tuple(_tstate: number, v: number): number {
  const n = HEAP32[(v + PyListObject.ob_size) >> 2];
  const t = PyTuple_New(n);
  const items = HEAP32[(v + PyListObject.ob_item) >> 2];
  for (let i = 0; t !== 0 && i < n; i++) PyTuple_SET_ITEM(t, i, Py_NewRef(HEAP32[(items + i * 8) >> 2]));
  return t;
}

function make_typevar(_tstate: number, name: number): number {
  return _Py_make_typevar(name, 0, 0);
}

function make_typevar_with_bound(_tstate: number, name: number, evaluate_bound: number): number {
  return _Py_make_typevar(name, evaluate_bound, 0);
}

function make_typevar_with_constraints(_tstate: number, name: number, evaluate_constraints: number): number {
  return _Py_make_typevar(name, 0, evaluate_constraints);
}

function prep_reraise_star(_tstate: number, orig: number, excs: number): number {
  return _PyExc_PrepReraiseStar(orig, excs);
}

export const _PyIntrinsics_UnaryFunctions: readonly intrinsic_func1_info[] = [
  { name: 'INTRINSIC_1_INVALID', func: no_intrinsic },
  { name: 'INTRINSIC_PRINT', func: print_expr },
  { name: 'INTRINSIC_IMPORT_STAR', func: import_star },
  { name: 'INTRINSIC_STOPITERATION_ERROR', func: stopiteration_error },
  { name: 'INTRINSIC_ASYNC_GEN_WRAP', func: (tstate, v) => _PyAsyncGenValueWrapperNew(tstate, v) },
  { name: 'INTRINSIC_UNARY_POSITIVE', func: unary_pos },
  { name: 'INTRINSIC_LIST_TO_TUPLE', func: list_to_tuple },
  { name: 'INTRINSIC_TYPEVAR', func: make_typevar },
  { name: 'INTRINSIC_PARAMSPEC', func: (tstate, v) => _Py_make_paramspec(tstate, v) },
  { name: 'INTRINSIC_TYPEVARTUPLE', func: (tstate, v) => _Py_make_typevartuple(tstate, v) },
  { name: 'INTRINSIC_SUBSCRIPT_GENERIC', func: (tstate, v) => _Py_subscript_generic(tstate, v) },
  { name: 'INTRINSIC_TYPEALIAS', func: (tstate, v) => _Py_make_typealias(tstate, v) },
];

export const _PyIntrinsics_BinaryFunctions: readonly intrinsic_func2_info[] = [
  { name: 'INTRINSIC_2_INVALID', func: no_intrinsic },
  { name: 'INTRINSIC_PREP_RERAISE_STAR', func: prep_reraise_star },
  { name: 'INTRINSIC_TYPEVAR_WITH_BOUND', func: make_typevar_with_bound },
  { name: 'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS', func: make_typevar_with_constraints },
  { name: 'INTRINSIC_SET_FUNCTION_TYPE_PARAMS', func: (tstate, f, t) => _Py_set_function_type_params(tstate, f, t) },
  { name: 'INTRINSIC_SET_TYPEPARAM_DEFAULT', func: (tstate, t, d) => _Py_set_typeparam_default(tstate, t, d) },
];
