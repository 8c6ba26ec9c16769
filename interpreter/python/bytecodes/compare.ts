// Answers to Python/bytecodes.c of CPython 3.13: comparison, identity, membership. See bytecodes/load_store.ts.

import { PyFloatObject, PyLongObject } from '../../include/generated/offsets';
import { HEAP32, HEAPF64, HEAPU8 } from '../../include/heap';
import { Py_DECREF, Py_TYPE } from '../../include/object';
import { Py_False, Py_True, PyDict_Type, PyFloat_Type, PyFrozenSet_Type, PyLong_Type, PySet_Type, PyUnicode_Type } from '../../include/statics';
import { PySequence_Contains } from '../../objects/abstract';
import { PyDict_Contains } from '../../objects/dictobject';
import { PyObject_IsTrue, PyObject_RichCompare } from '../../objects/object';
import { _PySet_Contains } from '../../objects/setobject';
import { _PyUnicode_Equal } from '../../objects/unicodeobject';
import { ADAPTIVE, ERROR, INSTR, PEEK, POKE, REDO } from '../ceval_macros';
import { BINARY_RESULT, RELEASE2 } from './tails';
import { _Py_Specialize_CompareOp, _Py_Specialize_ContainsOp } from '../specialize';

/** (left, right -- result) oparg: operator << 5, 16 when the result becomes a bool, a mask of COMPARISON_* bits. */
export function COMPARE_OP(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_CompareOp(left, right, ip, oparg);
    return REDO(HEAPU8[ip]);
  }
  let res = PyObject_RichCompare(left, right, oparg >> 5);
  Py_DECREF(left);
  Py_DECREF(right);
  if (res === 0) return ERROR(sp - 16);
  if (oparg & 16) {
    const truth = PyObject_IsTrue(res);
    Py_DECREF(res);
    if (truth < 0) return ERROR(sp - 16);
    res = truth ? Py_True : Py_False;
  }
  POKE(sp, 2, res);
  return sp - 8;
}

/** (left, right -- bool) hot */
export function COMPARE_OP_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyLong_Type || HEAP32[(right + 8) >> 2] !== PyLong_Type) return COMPARE_OP(tstate, frame, sp, oparg);
  const ltag = HEAP32[(left + PyLongObject.lv_tag) >> 2];
  const rtag = HEAP32[(right + PyLongObject.lv_tag) >> 2];
  if ((ltag | rtag) >= 16) return COMPARE_OP(tstate, frame, sp, oparg);
  const l = Math.imul(1 - (ltag & 3), HEAP32[(left + PyLongObject.ob_digit) >> 2]);
  const r = Math.imul(1 - (rtag & 3), HEAP32[(right + PyLongObject.ob_digit) >> 2]);
  POKE(sp, 2, ((l < r ? 2 : l > r ? 4 : 8) & oparg) !== 0 ? Py_True : Py_False);
  return RELEASE2(sp - 8, left, right);
}

/** (left, right -- bool) hot */
export function COMPARE_OP_FLOAT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (Py_TYPE(left) !== PyFloat_Type || Py_TYPE(right) !== PyFloat_Type) return COMPARE_OP(tstate, frame, sp, oparg);
  const l = HEAPF64[(left + PyFloatObject.ob_fval) >> 3];
  const r = HEAPF64[(right + PyFloatObject.ob_fval) >> 3];
  POKE(sp, 2, ((l < r ? 2 : l > r ? 4 : l === r ? 8 : 1) & oparg) !== 0 ? Py_True : Py_False);
  return RELEASE2(sp - 8, left, right);
}

/** (left, right -- bool) == and != only. hot */
export function COMPARE_OP_STR(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (Py_TYPE(left) !== PyUnicode_Type || Py_TYPE(right) !== PyUnicode_Type) return COMPARE_OP(tstate, frame, sp, oparg);
  const eq = _PyUnicode_Equal(left, right);
  POKE(sp, 2, ((7 + Number(eq)) & oparg) !== 0 ? Py_True : Py_False);
  return RELEASE2(sp - 8, left, right);
}

/** (left, right -- bool) hot */
export function IS_OP(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  POKE(sp, 2, (left === right ? 1 : 0) ^ oparg ? Py_True : Py_False);
  return RELEASE2(sp - 8, left, right);
}

/** What CONTAINS_OP puts on the stack for 1, 0 or -1 (NULL). */
export function contains_result(res: number, oparg: number): number {
  return res < 0 ? 0 : res ^ oparg ? Py_True : Py_False;
}

/** (value, container -- bool) */
export function CONTAINS_OP(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_ContainsOp(PEEK(sp, 1), ip);
    return REDO(HEAPU8[ip]);
  }
  return BINARY_RESULT(sp, PEEK(sp, 2), PEEK(sp, 1), contains_result(PySequence_Contains(PEEK(sp, 1), PEEK(sp, 2)), oparg));
}

/** (value, set -- bool) hot */
export function CONTAINS_OP_SET(tstate: number, frame: number, sp: number, oparg: number): number {
  const t = Py_TYPE(PEEK(sp, 1));
  if (t !== PySet_Type && t !== PyFrozenSet_Type) return CONTAINS_OP(tstate, frame, sp, oparg);
  return BINARY_RESULT(sp, PEEK(sp, 2), PEEK(sp, 1), contains_result(_PySet_Contains(PEEK(sp, 1), PEEK(sp, 2)), oparg));
}

/** (value, dict -- bool) hot */
export function CONTAINS_OP_DICT(tstate: number, frame: number, sp: number, oparg: number): number {
  if (Py_TYPE(PEEK(sp, 1)) !== PyDict_Type) return CONTAINS_OP(tstate, frame, sp, oparg);
  return BINARY_RESULT(sp, PEEK(sp, 2), PEEK(sp, 1), contains_result(PyDict_Contains(PEEK(sp, 1), PEEK(sp, 2)), oparg));
}
