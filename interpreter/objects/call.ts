// Answers to Objects/call.c and the inline functions of Include/internal/pycore_call.h of CPython 3.13: the ways to call.
//
//   vectorcall   FUNCS[f](callable, args, nargsf, kwnames): args is an array of nargs positional arguments followed by the
//                values of the keywords whose names are the tuple kwnames (or NULL). With PY_VECTORCALL_ARGUMENTS_OFFSET in
//                nargsf the callee may overwrite args[-1] for the time of the call.
//   tp_call      FUNCS[f](callable, args tuple, kwargs dict or NULL)
//
// Deviations: variable arguments are rest parameters; formats go through Py_BuildValue.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { PyCodeObject, PyFunctionObject, PyThreadState, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, memmove, read_ptr, write_ptr } from '../include/heap';
import { Py_DECREF, Py_IS_TYPE, Py_NewRef, Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE, Py_XDECREF } from '../include/object';
import { PyExc_SystemError, PyExc_TypeError, PyModule_Type } from '../include/statics';
import { _Py_EnterRecursiveCallTstate, _Py_LeaveRecursiveCallTstate, _PyEval_Vector } from '../python/ceval';
import { _PyErr_FormatFromCause, PyErr_Clear, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { Py_BuildValue } from '../python/modsupport';
import { _PyThreadState_GET } from '../python/pystate';
import { _PyDict_FromItems, PyDict_Check, PyDict_GET_SIZE, PyDict_Next } from './dictobject';
import { PyModule_GetNameObject } from './moduleobject';
import { _PyObject_GetMethod, PyCallable_Check, PyObject_GetAttr, PyObject_GetAttrString, PyObject_GetOptionalAttr } from './object';
import { PyMem_Free, PyMem_Malloc } from './obmalloc';
import { _PyTuple_FromArray, PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { tp_name } from './typeobject';

/** As int32: `nargs | PY_VECTORCALL_ARGUMENTS_OFFSET`. */
export const PY_VECTORCALL_ARGUMENTS_OFFSET = 0x80000000 | 0;
export const _PY_FASTCALL_SMALL_STACK = 5;
const CO_OPTIMIZED = 1;

export function PyVectorcall_NARGS(nargsf: number): number {
  return nargsf & 0x7fffffff;
}

function null_error(): number {
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, 'null argument to internal routine');
  return 0;
}

/** Passes a call's result on, or turns a broken one (NULL without exception, or the reverse) into SystemError. */
export function _Py_CheckFunctionResult(tstate: number, callable: number, result: number, where: string | null): number {
  if (HEAP32[(tstate + PyThreadState.current_exception) >> 2] === 0) {
    if (result !== 0) return result;
    if (callable !== 0) PyErr_Format(PyExc_SystemError, '%R returned NULL without setting an exception', callable);
    else PyErr_Format(PyExc_SystemError, '%s returned NULL without setting an exception', where ?? '');
    return 0;
  }
  if (result === 0) return 0;
  Py_DECREF(result);
  if (callable !== 0) _PyErr_FormatFromCause(PyExc_SystemError, '%R returned a result with an exception set', callable);
  else _PyErr_FormatFromCause(PyExc_SystemError, '%s returned a result with an exception set', where ?? '');
  return 0;
}

/** The index of the callable's vectorcall function, or 0. */
export function PyVectorcall_Function(callable: number): number {
  const tp = Py_TYPE(callable);
  if ((HEAP32[(tp + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HAVE_VECTORCALL) === 0) return 0;
  return HEAP32[(callable + HEAP32[(tp + PyTypeObject.tp_vectorcall_offset) >> 2]) >> 2];
}
export { PyVectorcall_Function as _PyVectorcall_FunctionInline };

/** Returns new. May fail, may run Python code. So do all calls below. */
export function _PyObject_VectorcallTstate(tstate: number, callable: number, args: number, nargsf: number, kwnames: number): number {
  const func = PyVectorcall_Function(callable);
  if (func === 0) return _PyObject_MakeTpCall(tstate, callable, args, nargsf & 0x7fffffff, kwnames);
  return _Py_CheckFunctionResult(tstate, callable, FUNCS[func](callable, args, nargsf, kwnames), null);
}

export function PyObject_Vectorcall(callable: number, args: number, nargsf: number, kwnames: number): number {
  return _PyObject_VectorcallTstate(_PyThreadState_GET(), callable, args, nargsf, kwnames);
}

export function _PyObject_CallNoArgsTstate(tstate: number, func: number): number {
  return _PyObject_VectorcallTstate(tstate, func, 0, 0, 0);
}

export function PyObject_CallNoArgs(func: number): number {
  return _PyObject_VectorcallTstate(_PyThreadState_GET(), func, 0, 0, 0);
}
export { PyObject_CallNoArgs as _PyObject_CallNoArgs };

export function PyObject_CallOneArg(func: number, arg: number): number {
  const mark = stackSave();
  const args = stackAlloc(16) + 8;
  write_ptr(args, arg);
  const res = _PyObject_VectorcallTstate(_PyThreadState_GET(), func, args, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, 0);
  stackRestore(mark);
  return res;
}

function object_is_not_callable(callable: number): void {
  // A module called instead of its function of the same name (datetime) gets a hint.
  if (Py_IS_TYPE(callable, PyModule_Type) && suggest_module_member(callable)) return;
  PyErr_Format(PyExc_TypeError, "'%.200s' object is not callable", tp_name(Py_TYPE(callable)));
}

function suggest_module_member(callable: number): boolean {
  const name = PyModule_GetNameObject(callable);
  if (name === 0) {
    PyErr_Clear();
    return false;
  }
  const mark = stackSave();
  const out = stackAlloc(8);
  const res = PyObject_GetOptionalAttr(callable, name, out);
  const attr = read_ptr(out);
  stackRestore(mark);
  if (res < 0) PyErr_Clear();
  const hint = res > 0 && PyCallable_Check(attr);
  if (hint) PyErr_Format(PyExc_TypeError, "'%.200s' object is not callable. Did you mean: '%U.%U(...)'?", tp_name(Py_TYPE(callable)), name, name);
  Py_XDECREF(attr);
  Py_DECREF(name);
  return hint;
}

/** Calls through tp_call. keywords is NULL, a dict, or a tuple of names whose values follow args. */
export function _PyObject_MakeTpCall(tstate: number, callable: number, args: number, nargs: number, keywords: number): number {
  const call = HEAP32[(Py_TYPE(callable) + PyTypeObject.tp_call) >> 2];
  if (call === 0) {
    object_is_not_callable(callable);
    return 0;
  }
  const argstuple = _PyTuple_FromArray(args, nargs);
  if (argstuple === 0) return 0;
  let kwdict = 0;
  let made = false;
  if (keywords !== 0) {
    if (PyDict_Check(keywords)) kwdict = keywords;
    else if (PyTuple_GET_SIZE(keywords) !== 0) {
      kwdict = _PyStack_AsDict(args + nargs * 8, keywords);
      if (kwdict === 0) {
        Py_DECREF(argstuple);
        return 0;
      }
      made = true;
    }
  }
  let result = 0;
  if (!_Py_EnterRecursiveCallTstate(tstate, ' while calling a Python object')) {
    result = FUNCS[call](callable, argstuple, kwdict);
    _Py_LeaveRecursiveCallTstate(tstate);
  }
  Py_DECREF(argstuple);
  if (made) Py_DECREF(kwdict);
  return _Py_CheckFunctionResult(tstate, callable, result, null);
}

export function _PyObject_VectorcallDictTstate(tstate: number, callable: number, args: number, nargsf: number, kwargs: number): number {
  const nargs = nargsf & 0x7fffffff;
  const func = PyVectorcall_Function(callable);
  if (func === 0) return _PyObject_MakeTpCall(tstate, callable, args, nargs, kwargs);
  if (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0) return _Py_CheckFunctionResult(tstate, callable, FUNCS[func](callable, args, nargsf, 0), null);
  return vectorcall_with_dict(tstate, func, callable, args, nargs, kwargs);
}

function vectorcall_with_dict(tstate: number, func: number, callable: number, args: number, nargs: number, kwargs: number): number {
  const mark = stackSave();
  const p_kwnames = stackAlloc(8);
  const newargs = _PyStack_UnpackDict(tstate, args, nargs, kwargs, p_kwnames);
  const kwnames = read_ptr(p_kwnames);
  stackRestore(mark);
  if (newargs === 0) return 0;
  const res = FUNCS[func](callable, newargs, nargs | PY_VECTORCALL_ARGUMENTS_OFFSET, kwnames);
  _PyStack_UnpackDict_Free(newargs, nargs, kwnames);
  return _Py_CheckFunctionResult(tstate, callable, res, null);
}

export function PyObject_VectorcallDict(callable: number, args: number, nargsf: number, kwargs: number): number {
  return _PyObject_VectorcallDictTstate(_PyThreadState_GET(), callable, args, nargsf, kwargs);
}

function _PyVectorcall_Call(tstate: number, func: number, callable: number, tuple: number, kwargs: number): number {
  const nargs = PyTuple_GET_SIZE(tuple);
  const items = tuple + PyTupleObject.ob_item;
  if (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0) return FUNCS[func](callable, items, nargs, 0);
  return vectorcall_with_dict(tstate, func, callable, items, nargs, kwargs);
}

/** The tp_call of a type that has vectorcall. */
export function PyVectorcall_Call(callable: number, tuple: number, kwargs: number): number {
  const offset = HEAP32[(Py_TYPE(callable) + PyTypeObject.tp_vectorcall_offset) >> 2];
  const func = offset > 0 ? read_ptr(callable + offset) : 0;
  if (func === 0) {
    PyErr_Format(PyExc_TypeError, "'%.200s' object does not support vectorcall", tp_name(Py_TYPE(callable)));
    return 0;
  }
  return _PyVectorcall_Call(_PyThreadState_GET(), func, callable, tuple, kwargs);
}

/** args is a tuple, kwargs a dict or NULL. */
export function _PyObject_Call(tstate: number, callable: number, args: number, kwargs: number): number {
  const vector_func = PyVectorcall_Function(callable);
  if (vector_func !== 0) return _PyVectorcall_Call(tstate, vector_func, callable, args, kwargs);
  const call = HEAP32[(Py_TYPE(callable) + PyTypeObject.tp_call) >> 2];
  if (call === 0) {
    object_is_not_callable(callable);
    return 0;
  }
  if (_Py_EnterRecursiveCallTstate(tstate, ' while calling a Python object')) return 0;
  const result = FUNCS[call](callable, args, kwargs);
  _Py_LeaveRecursiveCallTstate(tstate);
  return _Py_CheckFunctionResult(tstate, callable, result, null);
}

export function PyObject_Call(callable: number, args: number, kwargs: number): number {
  return _PyObject_Call(_PyThreadState_GET(), callable, args, kwargs);
}
export { PyObject_Call as PyCFunction_Call };

/** args is a tuple or NULL. */
export function PyObject_CallObject(callable: number, args: number): number {
  if (args === 0) return PyObject_CallNoArgs(callable);
  if (!PyTuple_Check(args)) {
    PyErr_SetString(PyExc_TypeError, 'argument list must be a tuple');
    return 0;
  }
  return PyObject_Call(callable, args, 0);
}

/** The vectorcall function of Python functions. */
export function _PyFunction_Vectorcall(func: number, stack: number, nargsf: number, kwnames: number): number {
  const code = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  const locals = HEAP32[(code + PyCodeObject.co_flags) >> 2] & CO_OPTIMIZED ? 0 : HEAP32[(func + PyFunctionObject.func_globals) >> 2];
  return _PyEval_Vector(_PyThreadState_GET(), func, locals, stack, nargsf & 0x7fffffff, kwnames);
}

/** callable(obj, *args, **kwargs). */
export function _PyObject_Call_Prepend(tstate: number, callable: number, obj: number, args: number, kwargs: number): number {
  const argcount = PyTuple_GET_SIZE(args);
  const small = argcount + 1 <= _PY_FASTCALL_SMALL_STACK;
  const mark = stackSave();
  const stack = small ? stackAlloc((argcount + 1) * 8) : PyMem_Malloc((argcount + 1) * 8);
  if (stack === 0) {
    PyErr_NoMemory();
    return 0;
  }
  write_ptr(stack, obj);
  memmove(stack + 8, args + PyTupleObject.ob_item, argcount * 8);
  const result = _PyObject_VectorcallDictTstate(tstate, callable, stack, argcount + 1, kwargs);
  if (!small) PyMem_Free(stack);
  stackRestore(mark);
  return result;
}

// ---- calls with formats --------------------------------------------------------------------------------------------------

/** Calls with what Py_BuildValue makes of the format; a format that makes one tuple gives the arguments themselves. */
export function PyObject_CallFunction(callable: number, format: string | null, ...va: unknown[]): number {
  if (callable === 0) return null_error();
  if (!format) return PyObject_CallNoArgs(callable);
  const args = Py_BuildValue(`(${format})`, ...(va as never[]));
  if (args === 0) return 0;
  const only = PyTuple_GET_SIZE(args) === 1 ? PyTuple_GET_ITEM(args, 0) : 0;
  const tuple = only !== 0 && PyTuple_Check(only) ? only : args;
  const result = PyObject_Vectorcall(callable, tuple + PyTupleObject.ob_item, PyTuple_GET_SIZE(tuple), 0);
  Py_DECREF(args);
  return result;
}

function callmethod(callable: number, format: string | null, va: unknown[]): number {
  if (callable === 0) return 0;
  let retval = 0;
  if (PyCallable_Check(callable)) retval = PyObject_CallFunction(callable, format, ...va);
  else PyErr_Format(PyExc_TypeError, "attribute of type '%.200s' is not callable", tp_name(Py_TYPE(callable)));
  Py_DECREF(callable);
  return retval;
}

export function PyObject_CallMethod(obj: number, name: string, format: string | null, ...va: unknown[]): number {
  return obj === 0 ? null_error() : callmethod(PyObject_GetAttrString(obj, name), format, va);
}

/** As PyObject_CallMethod; name is a str object. */
export function _PyObject_CallMethod(obj: number, name: number, format: string | null, ...va: unknown[]): number {
  return obj === 0 || name === 0 ? null_error() : callmethod(PyObject_GetAttr(obj, name), format, va);
}

// ---- calls with objects ----------------------------------------------------------------------------------------------------

/** A trailing 0 ends the arguments, as NULL does in C. */
function object_vacall(base: number, callable: number, vargs: number[]): number {
  const end = vargs.indexOf(0);
  const count = end < 0 ? vargs.length : end;
  const first = base !== 0 ? 1 : 0;
  const mark = stackSave();
  const stack = stackAlloc((count + 2) * 8) + 8;
  if (base !== 0) write_ptr(stack, base);
  for (let i = 0; i < count; i++) write_ptr(stack + (first + i) * 8, vargs[i]);
  const result = _PyObject_VectorcallTstate(_PyThreadState_GET(), callable, stack, (count + first) | PY_VECTORCALL_ARGUMENTS_OFFSET, 0);
  stackRestore(mark);
  return result;
}

export function PyObject_CallFunctionObjArgs(callable: number, ...vargs: number[]): number {
  return callable === 0 ? null_error() : object_vacall(0, callable, vargs);
}

export function PyObject_CallMethodObjArgs(obj: number, name: number, ...vargs: number[]): number {
  if (obj === 0 || name === 0) return null_error();
  const mark = stackSave();
  const method = stackAlloc(8);
  const is_method = _PyObject_GetMethod(obj, name, method);
  const callable = read_ptr(method);
  stackRestore(mark);
  if (callable === 0) return 0;
  const result = object_vacall(is_method ? obj : 0, callable, vargs);
  Py_DECREF(callable);
  return result;
}

/** args[0].name(*args[1:]); nargsf counts args[0] too. */
export function PyObject_VectorcallMethod(name: number, args: number, nargsf: number, kwnames: number): number {
  const mark = stackSave();
  const method = stackAlloc(8);
  const unbound = _PyObject_GetMethod(read_ptr(args), name, method);
  const callable = read_ptr(method);
  stackRestore(mark);
  if (callable === 0) return 0;
  const tstate = _PyThreadState_GET();
  // args[0] is the caller's: it may serve as the slot before the arguments, but args[-1] is not ours to give.
  const result = unbound
    ? _PyObject_VectorcallTstate(tstate, callable, args, nargsf & 0x7fffffff, kwnames)
    : _PyObject_VectorcallTstate(tstate, callable, args + 8, nargsf - 1, kwnames);
  Py_DECREF(callable);
  return result;
}

export function PyObject_CallMethodNoArgs(self: number, name: number): number {
  const mark = stackSave();
  const args = stackAlloc(16) + 8;
  write_ptr(args, self);
  const res = PyObject_VectorcallMethod(name, args, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, 0);
  stackRestore(mark);
  return res;
}

export function PyObject_CallMethodOneArg(self: number, name: number, arg: number): number {
  const mark = stackSave();
  const args = stackAlloc(24) + 8;
  write_ptr(args, self);
  write_ptr(args + 8, arg);
  const res = PyObject_VectorcallMethod(name, args, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET, 0);
  stackRestore(mark);
  return res;
}

// ---- keywords -----------------------------------------------------------------------------------------------------------------

/** {kwnames[i]: values[i]} as a new dict. May fail. */
export function _PyStack_AsDict(values: number, kwnames: number): number {
  return _PyDict_FromItems(kwnames + PyTupleObject.ob_item, 1, values, 1, PyTuple_GET_SIZE(kwnames));
}

/**
 * The address of a new array of args and the values of kwargs (all owned), with a free slot before it; the names as a new
 * tuple at *p_kwnames. To be released with _PyStack_UnpackDict_Free. NULL on error.
 */
export function _PyStack_UnpackDict(_tstate: number, args: number, nargs: number, kwargs: number, p_kwnames: number): number {
  const nkwargs = PyDict_GET_SIZE(kwargs);
  const block = PyMem_Malloc((1 + nargs + nkwargs) * 8);
  if (block === 0) {
    PyErr_NoMemory();
    return 0;
  }
  const kwnames = PyTuple_New(nkwargs);
  if (kwnames === 0) {
    PyMem_Free(block);
    return 0;
  }
  const stack = block + 8;
  for (let i = 0; i < nargs; i++) write_ptr(stack + i * 8, Py_NewRef(read_ptr(args + i * 8)));
  let keys_are_strings = Py_TPFLAGS_UNICODE_SUBCLASS;
  const mark = stackSave();
  const pos = stackAlloc(24);
  write_ptr(pos, 0);
  for (let i = 0; PyDict_Next(kwargs, pos, pos + 8, pos + 16); i++) {
    const key = read_ptr(pos + 8);
    keys_are_strings &= HEAP32[(Py_TYPE(key) + PyTypeObject.tp_flags) >> 2];
    PyTuple_SET_ITEM(kwnames, i, Py_NewRef(key));
    write_ptr(stack + (nargs + i) * 8, Py_NewRef(read_ptr(pos + 16)));
  }
  stackRestore(mark);
  if (!keys_are_strings) {
    PyErr_SetString(PyExc_TypeError, 'keywords must be strings');
    _PyStack_UnpackDict_Free(stack, nargs, kwnames);
    return 0;
  }
  write_ptr(p_kwnames, kwnames);
  return stack;
}

export function _PyStack_UnpackDict_Free(stack: number, nargs: number, kwnames: number): void {
  const n = PyTuple_GET_SIZE(kwnames) + nargs;
  for (let i = 0; i < n; i++) Py_DECREF(read_ptr(stack + i * 8));
  _PyStack_UnpackDict_FreeNoDecRef(stack, kwnames);
}

export function _PyStack_UnpackDict_FreeNoDecRef(stack: number, kwnames: number): void {
  PyMem_Free(stack - 8);
  Py_DECREF(kwnames);
}
