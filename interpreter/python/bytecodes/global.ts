// Answers to Python/bytecodes.c of CPython 3.13: names and globals. See bytecodes/load_store.ts.

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { PyDictKeysObject, PyDictObject, PyDictUnicodeEntry } from '../../include/generated/offsets';
import { HEAP32, HEAPU16, HEAPU8, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_TYPE } from '../../include/object';
import { PyDict_Type, PyExc_NameError, PyExc_SystemError } from '../../include/statics';
import { PyMapping_GetOptionalItem, PyObject_DelItem, PyObject_SetItem } from '../../objects/abstract';
import { _PyDict_LoadGlobal, PyDict_New, PyDict_Pop, PyDict_SetItem } from '../../objects/dictobject';
import { _Py_ID } from '../../objects/unicodeobject';
import { _PyEval_FormatExcCheckArg, NAME_ERROR_MSG } from '../ceval';
import { ADAPTIVE, BUILTINS, ERROR, GETNAME, GLOBALS, INSTR, LOCALS, PEEK, POKE, PUSH, REDO } from '../ceval_macros';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../errors';
import { PUSHED_CALLABLE } from './tails';
import { _Py_Specialize_LoadGlobal } from '../specialize';

let lookup_failed = false;

/** The item (new) or NULL; lookup_failed when that is an error. */
export function optional_item(mapping: number, name: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  lookup_failed = PyMapping_GetOptionalItem(mapping, name, out) < 0;
  const v = HEAP32[out >> 2];
  stackRestore(mark);
  return v;
}

/** The global or builtin (new), or NULL with a NameError or another one. */
export function load_global(tstate: number, frame: number, name: number): number {
  const globals = GLOBALS(frame);
  const builtins = BUILTINS(frame);
  let v: number;
  if (Py_TYPE(globals) === PyDict_Type && Py_TYPE(builtins) === PyDict_Type) {
    v = _PyDict_LoadGlobal(globals, builtins, name);
    if (v !== 0 || PyErr_Occurred() !== 0) return v;
  } else {
    v = optional_item(globals, name);
    if (v === 0 && !lookup_failed) v = optional_item(builtins, name);
    if (v !== 0 || lookup_failed) return v;
  }
  _PyEval_FormatExcCheckArg(tstate, PyExc_NameError, NAME_ERROR_MSG, name);
  return 0;
}

/** (value -- ) */
export function STORE_NAME(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const name = GETNAME(frame, oparg);
  const ns = LOCALS(frame);
  let err = -1;
  if (ns === 0) PyErr_Format(PyExc_SystemError, 'no locals found when storing %R', name);
  else err = Py_TYPE(ns) === PyDict_Type ? PyDict_SetItem(ns, name, v) : PyObject_SetItem(ns, name, v);
  Py_DECREF(v);
  return err ? ERROR(sp - 8) : sp - 8;
}

/** ( -- ) */
export function DELETE_NAME(tstate: number, frame: number, sp: number, oparg: number): number {
  const name = GETNAME(frame, oparg);
  const ns = LOCALS(frame);
  if (ns === 0) {
    PyErr_Format(PyExc_SystemError, 'no locals when deleting %R', name);
    return ERROR(sp);
  }
  if (PyObject_DelItem(ns, name) === 0) return sp;
  _PyEval_FormatExcCheckArg(tstate, PyExc_NameError, NAME_ERROR_MSG, name);
  return ERROR(sp);
}

/** ( -- value) */
export function LOAD_NAME(tstate: number, frame: number, sp: number, oparg: number): number {
  const ns = LOCALS(frame);
  if (ns === 0) {
    PyErr_SetString(PyExc_SystemError, 'no locals found');
    return ERROR(sp);
  }
  const name = GETNAME(frame, oparg);
  let v = optional_item(ns, name);
  if (v === 0) {
    if (lookup_failed) return ERROR(sp);
    v = load_global(tstate, frame, name);
    if (v === 0) return ERROR(sp);
  }
  PUSH(sp, v);
  return sp + 8;
}

/** (dict -- value) */
export function LOAD_FROM_DICT_OR_GLOBALS(tstate: number, frame: number, sp: number, oparg: number): number {
  const dict = PEEK(sp, 1);
  const name = GETNAME(frame, oparg);
  let v = optional_item(dict, name);
  if (v === 0) {
    if (lookup_failed) return ERROR(sp);
    v = load_global(tstate, frame, name);
    if (v === 0) return ERROR(sp);
  }
  POKE(sp, 1, v);
  Py_DECREF(dict);
  return sp;
}

/** ( -- value) or ( -- value, NULL) with oparg & 1 */
export function LOAD_GLOBAL(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const name = GETNAME(frame, oparg >> 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_LoadGlobal(GLOBALS(frame), BUILTINS(frame), ip, name);
    return REDO(HEAPU8[ip]);
  }
  const v = load_global(tstate, frame, name);
  if (v === 0) return ERROR(sp);
  PUSH(sp, v);
  if (oparg & 1) PUSH(sp + 8, 0);
  return sp + 8 + ((oparg & 1) << 3);
}

/** ( -- value) or ( -- value, NULL) hot */
export function LOAD_GLOBAL_MODULE(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const dict = GLOBALS(frame);
  const keys = HEAP32[(dict + PyDictObject.ma_keys) >> 2];
  if (HEAP32[(dict + 8) >> 2] !== PyDict_Type || HEAP32[(keys + PyDictKeysObject.dk_version) >> 2] !== HEAPU16[(ip + 4) >> 1]) return LOAD_GLOBAL(tstate, frame, sp, oparg);
  const entries = keys + PyDictKeysObject.dk_indices + (1 << HEAPU8[keys + PyDictKeysObject.dk_log2_index_bytes]);
  const v = HEAP32[(entries + (HEAPU16[(ip + 8) >> 1] << 4) + PyDictUnicodeEntry.me_value) >> 2];
  if (v === 0) return LOAD_GLOBAL(tstate, frame, sp, oparg);
  return PUSHED_CALLABLE(sp, v, oparg);
}

/** ( -- value) or ( -- value, NULL) hot */
export function LOAD_GLOBAL_BUILTIN(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const dict = GLOBALS(frame);
  const bdict = BUILTINS(frame);
  const bkeys = HEAP32[(bdict + PyDictObject.ma_keys) >> 2];
  if (
    HEAP32[(dict + 8) >> 2] !== PyDict_Type || HEAP32[(HEAP32[(dict + PyDictObject.ma_keys) >> 2] + PyDictKeysObject.dk_version) >> 2] !== HEAPU16[(ip + 4) >> 1] ||
    HEAP32[(bdict + 8) >> 2] !== PyDict_Type || HEAP32[(bkeys + PyDictKeysObject.dk_version) >> 2] !== HEAPU16[(ip + 6) >> 1]
  ) return LOAD_GLOBAL(tstate, frame, sp, oparg);
  const entries = bkeys + PyDictKeysObject.dk_indices + (1 << HEAPU8[bkeys + PyDictKeysObject.dk_log2_index_bytes]);
  const v = HEAP32[(entries + (HEAPU16[(ip + 8) >> 1] << 4) + PyDictUnicodeEntry.me_value) >> 2];
  if (v === 0) return LOAD_GLOBAL(tstate, frame, sp, oparg);
  return PUSHED_CALLABLE(sp, v, oparg);
}

/** (value -- ) */
export function STORE_GLOBAL(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const err = PyDict_SetItem(GLOBALS(frame), GETNAME(frame, oparg), v);
  Py_DECREF(v);
  return err ? ERROR(sp - 8) : sp - 8;
}

/** ( -- ) */
export function DELETE_GLOBAL(tstate: number, frame: number, sp: number, oparg: number): number {
  const name = GETNAME(frame, oparg);
  const err = PyDict_Pop(GLOBALS(frame), name, 0);
  if (err > 0) return sp;
  if (err === 0) _PyEval_FormatExcCheckArg(tstate, PyExc_NameError, NAME_ERROR_MSG, name);
  return ERROR(sp);
}

/** ( -- ) */
export function SETUP_ANNOTATIONS(tstate: number, frame: number, sp: number, oparg: number): number {
  const ns = LOCALS(frame);
  if (ns === 0) {
    PyErr_Format(PyExc_SystemError, 'no locals found when setting up annotations');
    return ERROR(sp);
  }
  let annotations = optional_item(ns, _Py_ID('__annotations__'));
  if (lookup_failed) return ERROR(sp);
  let err = 0;
  if (annotations === 0) {
    annotations = PyDict_New();
    if (annotations === 0) return ERROR(sp);
    err = PyObject_SetItem(ns, _Py_ID('__annotations__'), annotations);
  }
  Py_DECREF(annotations);
  return err ? ERROR(sp) : sp;
}
