// Answers to Python/bytecodes.c of CPython 3.13: imports, structural matching, intrinsics. See bytecodes/load_store.ts.

import { Py_DECREF, Py_TPFLAGS_MAPPING, Py_TPFLAGS_SEQUENCE, Py_TYPE, PyType_HasFeature } from '../../include/object';
import { Py_False, Py_None, Py_True } from '../../include/statics';
import { PyObject_Size } from '../../objects/abstract';
import { PyLong_FromSsize_t } from '../../objects/longobject';
import { _PyEval_ImportFrom, _PyEval_ImportName, _PyEval_MatchClass, _PyEval_MatchKeys } from '../ceval';
import { ERROR, GETNAME, PEEK, POKE, PUSH } from '../ceval_macros';
import { PyErr_Occurred } from '../errors';
import { _PyIntrinsics_BinaryFunctions, _PyIntrinsics_UnaryFunctions } from '../intrinsics';

/** (level, fromlist -- module) */
export function IMPORT_NAME(tstate: number, frame: number, sp: number, oparg: number): number {
  const level = PEEK(sp, 2);
  const fromlist = PEEK(sp, 1);
  const res = _PyEval_ImportName(tstate, frame, GETNAME(frame, oparg), fromlist, level);
  Py_DECREF(level);
  Py_DECREF(fromlist);
  if (res === 0) return ERROR(sp - 16);
  POKE(sp, 2, res);
  return sp - 8;
}

/** (module -- module, attr) */
export function IMPORT_FROM(tstate: number, frame: number, sp: number, oparg: number): number {
  const res = _PyEval_ImportFrom(tstate, PEEK(sp, 1), GETNAME(frame, oparg));
  if (res === 0) return ERROR(sp);
  PUSH(sp, res);
  return sp + 8;
}

/** (obj -- obj, len) */
export function GET_LEN(tstate: number, frame: number, sp: number, oparg: number): number {
  const n = PyObject_Size(PEEK(sp, 1));
  if (n < 0) return ERROR(sp);
  const len = PyLong_FromSsize_t(n);
  if (len === 0) return ERROR(sp);
  PUSH(sp, len);
  return sp + 8;
}

/** (subject, type, names -- attrs) None when it does not match. */
export function MATCH_CLASS(tstate: number, frame: number, sp: number, oparg: number): number {
  const subject = PEEK(sp, 3);
  const type = PEEK(sp, 2);
  const names = PEEK(sp, 1);
  const attrs = _PyEval_MatchClass(tstate, subject, type, oparg, names);
  Py_DECREF(subject);
  Py_DECREF(type);
  Py_DECREF(names);
  if (attrs === 0 && PyErr_Occurred() !== 0) return ERROR(sp - 24);
  POKE(sp, 3, attrs === 0 ? Py_None : attrs);
  return sp - 16;
}

/** (subject -- subject, bool) */
export function MATCH_MAPPING(tstate: number, frame: number, sp: number, oparg: number): number {
  PUSH(sp, PyType_HasFeature(Py_TYPE(PEEK(sp, 1)), Py_TPFLAGS_MAPPING) ? Py_True : Py_False);
  return sp + 8;
}

/** (subject -- subject, bool) */
export function MATCH_SEQUENCE(tstate: number, frame: number, sp: number, oparg: number): number {
  PUSH(sp, PyType_HasFeature(Py_TYPE(PEEK(sp, 1)), Py_TPFLAGS_SEQUENCE) ? Py_True : Py_False);
  return sp + 8;
}

/** (subject, keys -- subject, keys, values) None when one is missing. */
export function MATCH_KEYS(tstate: number, frame: number, sp: number, oparg: number): number {
  const values = _PyEval_MatchKeys(tstate, PEEK(sp, 2), PEEK(sp, 1));
  if (values === 0) return ERROR(sp);
  PUSH(sp, values);
  return sp + 8;
}

/** (value -- result) */
export function CALL_INTRINSIC_1(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const res = _PyIntrinsics_UnaryFunctions[oparg].func(tstate, v);
  Py_DECREF(v);
  if (res === 0) return ERROR(sp - 8);
  POKE(sp, 1, res);
  return sp;
}

/** (value2, value1 -- result) */
export function CALL_INTRINSIC_2(tstate: number, frame: number, sp: number, oparg: number): number {
  const value2 = PEEK(sp, 2);
  const value1 = PEEK(sp, 1);
  const res = _PyIntrinsics_BinaryFunctions[oparg].func(tstate, value2, value1);
  Py_DECREF(value2);
  Py_DECREF(value1);
  if (res === 0) return ERROR(sp - 16);
  POKE(sp, 2, res);
  return sp - 8;
}
