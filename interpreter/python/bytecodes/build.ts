// Answers to Python/bytecodes.c of CPython 3.13: building containers, strings, functions. See bytecodes/load_store.ts.

import { PyCodeObject, PyFunctionObject, PyTypeObject } from '../../include/generated/offsets';
import { HEAP32, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_TYPE } from '../../include/object';
import { _Py_SINGLETON_str_empty, PyExc_AttributeError, PyExc_TypeError, PyUnicode_Type } from '../../include/statics';
import { PyObject_Format, PySequence_Check } from '../../objects/abstract';
import { _PyDict_FromItems, _PyDict_MergeEx, _PyDict_SetItem_Take2, PyDict_Update } from '../../objects/dictobject';
import { _PyFunction_SetVersion, PyFunction_New } from '../../objects/funcobject';
import { _PyList_AppendTakeRef, _PyList_Extend, _PyList_FromArraySteal } from '../../objects/listobject';
import { PyObject_ASCII, PyObject_Repr, PyObject_Str } from '../../objects/object';
import { _PySet_Update, PySet_Add, PySet_New } from '../../objects/setobject';
import { PySlice_New } from '../../objects/sliceobject';
import { _PyTuple_FromArraySteal } from '../../objects/tupleobject';
import { _PyUnicode_JoinArray } from '../../objects/unicodeobject';
import { _PyEval_FormatKwargsError } from '../ceval';
import { ERROR, GLOBALS, PEEK, POKE, PUSH, TP_NAME } from '../ceval_macros';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format } from '../errors';

/** Releases the n values below sp. */
export function decref_n(sp: number, n: number): void {
  for (let i = 1; i <= n; i++) Py_DECREF(PEEK(sp, i));
}

/** (pieces[oparg] -- str) */
export function BUILD_STRING(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - (oparg << 3);
  const str = _PyUnicode_JoinArray(_Py_SINGLETON_str_empty, base, oparg);
  decref_n(sp, oparg);
  if (str === 0) return ERROR(base);
  PUSH(base, str);
  return base + 8;
}

/** (values[oparg] -- tuple) */
export function BUILD_TUPLE(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - (oparg << 3);
  const tup = _PyTuple_FromArraySteal(base, oparg);
  if (tup === 0) return ERROR(base);
  PUSH(base, tup);
  return base + 8;
}

/** (values[oparg] -- list) */
export function BUILD_LIST(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - (oparg << 3);
  const list = _PyList_FromArraySteal(base, oparg);
  if (list === 0) return ERROR(base);
  PUSH(base, list);
  return base + 8;
}

/** (list, ..., iterable -- list, ...) */
export function LIST_EXTEND(tstate: number, frame: number, sp: number, oparg: number): number {
  const iterable = PEEK(sp, 1);
  const none = _PyList_Extend(PEEK(sp, oparg + 1), iterable);
  if (none === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) && HEAP32[(Py_TYPE(iterable) + PyTypeObject.tp_iter) >> 2] === 0 && !PySequence_Check(iterable)) {
      PyErr_Clear();
      PyErr_Format(PyExc_TypeError, 'Value after * must be an iterable, not %.200s', TP_NAME(iterable));
    }
    Py_DECREF(iterable);
    return ERROR(sp - 8);
  }
  Py_DECREF(iterable);
  return sp - 8;
}

/** (list, ..., value -- list, ...) hot */
export function LIST_APPEND(tstate: number, frame: number, sp: number, oparg: number): number {
  return _PyList_AppendTakeRef(PEEK(sp, oparg + 1), PEEK(sp, 1)) < 0 ? ERROR(sp - 8) : sp - 8;
}

/** (set, ..., value -- set, ...) */
export function SET_ADD(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const err = PySet_Add(PEEK(sp, oparg + 1), v);
  Py_DECREF(v);
  return err ? ERROR(sp - 8) : sp - 8;
}

/** (set, ..., iterable -- set, ...) */
export function SET_UPDATE(tstate: number, frame: number, sp: number, oparg: number): number {
  const iterable = PEEK(sp, 1);
  const err = _PySet_Update(PEEK(sp, oparg + 1), iterable);
  Py_DECREF(iterable);
  return err < 0 ? ERROR(sp - 8) : sp - 8;
}

/** (values[oparg] -- set) */
export function BUILD_SET(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - (oparg << 3);
  const set = PySet_New(0);
  if (set === 0) return ERROR(sp);
  let err = 0;
  for (let i = 0; i < oparg; i++) {
    const item = HEAP32[(base + (i << 3)) >> 2];
    if (err === 0) err = PySet_Add(set, item);
    Py_DECREF(item);
  }
  if (err !== 0) {
    Py_DECREF(set);
    return ERROR(base);
  }
  PUSH(base, set);
  return base + 8;
}

/** (key, value, ... -- dict) */
export function BUILD_MAP(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - (oparg << 4);
  const map = _PyDict_FromItems(base, 2, base + 8, 2, oparg);
  decref_n(sp, oparg * 2);
  if (map === 0) return ERROR(base);
  PUSH(base, map);
  return base + 8;
}

/** (values[oparg], keys -- dict) */
export function BUILD_CONST_KEY_MAP(tstate: number, frame: number, sp: number, oparg: number): number {
  const keys = PEEK(sp, 1);
  const base = sp - ((oparg + 1) << 3);
  const map = _PyDict_FromItems(keys + 24, 1, base, 1, oparg);
  decref_n(sp, oparg + 1);
  if (map === 0) return ERROR(base);
  PUSH(base, map);
  return base + 8;
}

/** (dict, ..., update -- dict, ...) */
export function DICT_UPDATE(tstate: number, frame: number, sp: number, oparg: number): number {
  const update = PEEK(sp, 1);
  const err = PyDict_Update(PEEK(sp, oparg + 1), update);
  if (err < 0 && PyErr_ExceptionMatches(PyExc_AttributeError)) PyErr_Format(PyExc_TypeError, "'%.200s' object is not a mapping", TP_NAME(update));
  Py_DECREF(update);
  return err < 0 ? ERROR(sp - 8) : sp - 8;
}

/** (callable, NULL, args, dict, ..., update -- callable, NULL, args, dict, ...) */
export function DICT_MERGE(tstate: number, frame: number, sp: number, oparg: number): number {
  const update = PEEK(sp, 1);
  const err = _PyDict_MergeEx(PEEK(sp, oparg + 1), update, 2);
  if (err < 0) _PyEval_FormatKwargsError(tstate, PEEK(sp, oparg + 4), update);
  Py_DECREF(update);
  return err < 0 ? ERROR(sp - 8) : sp - 8;
}

/** (dict, ..., key, value -- dict, ...) */
export function MAP_ADD(tstate: number, frame: number, sp: number, oparg: number): number {
  return _PyDict_SetItem_Take2(PEEK(sp, oparg + 2), PEEK(sp, 2), PEEK(sp, 1)) !== 0 ? ERROR(sp - 16) : sp - 16;
}

/** (start, stop[, step] -- slice) */
export function BUILD_SLICE(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - (oparg << 3);
  const slice = PySlice_New(HEAP32[base >> 2], HEAP32[(base + 8) >> 2], oparg === 3 ? HEAP32[(base + 16) >> 2] : 0);
  decref_n(sp, oparg);
  if (slice === 0) return ERROR(base);
  PUSH(base, slice);
  return base + 8;
}

/** (value -- str) */
export function CONVERT_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const res = oparg === 1 ? PyObject_Str(v) : oparg === 2 ? PyObject_Repr(v) : PyObject_ASCII(v);
  Py_DECREF(v);
  if (res === 0) return ERROR(sp - 8);
  POKE(sp, 1, res);
  return sp;
}

/** (value -- str) */
export function FORMAT_SIMPLE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (Py_TYPE(v) === PyUnicode_Type) return sp;
  const res = PyObject_Format(v, 0);
  Py_DECREF(v);
  if (res === 0) return ERROR(sp - 8);
  POKE(sp, 1, res);
  return sp;
}

/** (value, spec -- str) */
export function FORMAT_WITH_SPEC(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 2);
  const spec = PEEK(sp, 1);
  const res = PyObject_Format(v, spec);
  Py_DECREF(v);
  Py_DECREF(spec);
  if (res === 0) return ERROR(sp - 16);
  POKE(sp, 2, res);
  return sp - 8;
}

/** (code -- function) */
export function MAKE_FUNCTION(tstate: number, frame: number, sp: number, oparg: number): number {
  const code = PEEK(sp, 1);
  const func = PyFunction_New(code, GLOBALS(frame));
  if (func !== 0) _PyFunction_SetVersion(func, HEAP32[(code + PyCodeObject.co_version) >> 2] >>> 0);
  Py_DECREF(code);
  if (func === 0) return ERROR(sp - 8);
  POKE(sp, 1, func);
  return sp;
}

const FUNCTION_ATTRIBUTES: Record<number, number> = {
  1: PyFunctionObject.func_defaults,
  2: PyFunctionObject.func_kwdefaults,
  4: PyFunctionObject.func_annotations,
  8: PyFunctionObject.func_closure,
};

/** (attr, function -- function) */
export function SET_FUNCTION_ATTRIBUTE(tstate: number, frame: number, sp: number, oparg: number): number {
  const func = PEEK(sp, 1);
  write_ptr(func + FUNCTION_ATTRIBUTES[oparg], PEEK(sp, 2));
  POKE(sp, 2, func);
  return sp - 8;
}
