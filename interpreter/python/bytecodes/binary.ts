// Answers to Python/bytecodes.c of CPython 3.13: operators, subscription, truth. See bytecodes/load_store.ts.

import { _PyInterpreterFrame, PyFloatObject, PyFunctionObject, PyCodeObject, PyHeapTypeObject, PyListObject, PyLongObject, PyTupleObject, PyTypeObject, PyASCIIObject } from '../../include/generated/offsets';
import { HEAP32, HEAPF64, HEAPU8, write_ptr, HEAPU16 } from '../../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_TPFLAGS_HEAPTYPE, Py_TYPE, PyType_HasFeature } from '../../include/object';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { _Py_SINGLETON_str_empty, LATIN1_CHARACTERS, Py_False, Py_None, Py_True, PyBool_Type, PyDict_Type, PyFloat_Type, PyList_Type, PyLong_Type, PyTuple_Type, PyUnicode_Type } from '../../include/statics';
import { _PyNumber_InPlacePowerNoMod, _PyNumber_PowerNoMod, PyNumber_Add, PyNumber_And, PyNumber_FloorDivide, PyNumber_InPlaceAdd, PyNumber_InPlaceAnd, PyNumber_InPlaceFloorDivide, PyNumber_InPlaceLshift, PyNumber_InPlaceMatrixMultiply, PyNumber_InPlaceMultiply, PyNumber_InPlaceOr, PyNumber_InPlaceRemainder, PyNumber_InPlaceRshift, PyNumber_InPlaceSubtract, PyNumber_InPlaceTrueDivide, PyNumber_InPlaceXor, PyNumber_Invert, PyNumber_Lshift, PyNumber_MatrixMultiply, PyNumber_Multiply, PyNumber_Negative, PyNumber_Or, PyNumber_Remainder, PyNumber_Rshift, PyNumber_Subtract, PyNumber_TrueDivide, PyNumber_Xor, PyObject_DelItem, PyObject_GetItem, PyObject_SetItem } from '../../objects/abstract';
import { _PyDict_SetItem_Take2, PyDict_GetItemRef } from '../../objects/dictobject';
import { PyFloat_FromDouble } from '../../objects/floatobject';
import { _PyLong_Add, _PyLong_Multiply, _PyLong_Subtract, PyLong_FromLong } from '../../objects/longobject';
import { long_from_int32 } from '../../objects/longobject_arith';
import { PyObject_IsTrue } from '../../objects/object';
import { _PyBuildSlice_ConsumeRefs } from '../../objects/sliceobject';
import { PyUnicode_Append, PyUnicode_Concat, PyUnicode_READ_CHAR } from '../../objects/unicodeobject';
import { ADAPTIVE, DISPATCH_INLINED, ERROR, INSTR, JUMPBY, PEEK, POKE, REDO, read_u32 } from '../ceval_macros';
import { _PyErr_SetKeyError } from '../errors';
import { _PyFrame_PushUnchecked, _PyThreadState_HasStackSpace } from '../frame';
import { BINARY_RESULT, FLOAT_RESULT, INT_RESULT, RELEASE, RELEASE2 } from './tails';
import { _Py_Specialize_BinaryOp, _Py_Specialize_BinarySubscr, _Py_Specialize_StoreSubscr, _Py_Specialize_ToBool } from '../specialize';

/** By oparg. May run Python code. */
export function binary_op(oparg: number, left: number, right: number): number {
  switch (oparg) {
    case 0: return PyNumber_Add(left, right);
    case 1: return PyNumber_And(left, right);
    case 2: return PyNumber_FloorDivide(left, right);
    case 3: return PyNumber_Lshift(left, right);
    case 4: return PyNumber_MatrixMultiply(left, right);
    case 5: return PyNumber_Multiply(left, right);
    case 6: return PyNumber_Remainder(left, right);
    case 7: return PyNumber_Or(left, right);
    case 8: return _PyNumber_PowerNoMod(left, right);
    case 9: return PyNumber_Rshift(left, right);
    case 10: return PyNumber_Subtract(left, right);
    case 11: return PyNumber_TrueDivide(left, right);
    case 12: return PyNumber_Xor(left, right);
    case 13: return PyNumber_InPlaceAdd(left, right);
    case 14: return PyNumber_InPlaceAnd(left, right);
    case 15: return PyNumber_InPlaceFloorDivide(left, right);
    case 16: return PyNumber_InPlaceLshift(left, right);
    case 17: return PyNumber_InPlaceMatrixMultiply(left, right);
    case 18: return PyNumber_InPlaceMultiply(left, right);
    case 19: return PyNumber_InPlaceRemainder(left, right);
    case 20: return PyNumber_InPlaceOr(left, right);
    case 21: return _PyNumber_InPlacePowerNoMod(left, right);
    case 22: return PyNumber_InPlaceRshift(left, right);
    case 23: return PyNumber_InPlaceSubtract(left, right);
    case 24: return PyNumber_InPlaceTrueDivide(left, right);
    case 25: return PyNumber_InPlaceXor(left, right);
    default: throw new Error(`BINARY_OP ${oparg}`);
  }
}

/** The value of an exact compact int or an exact float; NaN of anything else (and of a float that is). */
function plain_number(o: number): number {
  const t = HEAP32[(o + 8) >> 2];
  if (t === PyFloat_Type) return HEAPF64[(o + PyFloatObject.ob_fval) >> 3];
  const tag = HEAP32[(o + PyLongObject.lv_tag) >> 2];
  return t === PyLong_Type && tag < 16 ? (1 - (tag & 3)) * HEAP32[(o + PyLongObject.ob_digit) >> 2] : NaN;
}

/** What the types' own slots would make of two plain numbers, new; 0 where that is left to them. */
function number_op(oparg: number, left: number, right: number): number {
  const l = plain_number(left);
  const r = plain_number(right);
  if (l !== l || r !== r) return 0;
  if (HEAP32[(left + 8) >> 2] !== PyLong_Type || HEAP32[(right + 8) >> 2] !== PyLong_Type) return float_op(oparg, l, r);
  return int_op(oparg >= 13 ? oparg - 13 : oparg, l | 0, r | 0);
}

function float_op(oparg: number, l: number, r: number): number {
  switch (oparg) {
    case 0: case 13: return PyFloat_FromDouble(l + r);
    case 5: case 18: return PyFloat_FromDouble(l * r);
    case 10: case 23: return PyFloat_FromDouble(l - r);
    case 11: case 24: return r === 0 ? 0 : PyFloat_FromDouble(l / r);
    default: return 0;
  }
}

/** Both have at most 30 bits. */
function int_op(oparg: number, l: number, r: number): number {
  switch (oparg) {
    case 0: return PyLong_FromLong(l + r);
    case 1: return long_from_int32(l & r);
    case 2: return r === 0 ? 0 : long_from_int32(Math.floor(l / r) | 0);
    case 3: return r < 0 || r > 22 ? 0 : PyLong_FromLong(l * (1 << r));
    case 6: return r === 0 ? 0 : long_from_int32(modulo(l, r));
    case 7: return long_from_int32(l | r);
    case 9: return r < 0 ? 0 : long_from_int32(l >> (r > 31 ? 31 : r));
    case 10: return PyLong_FromLong(l - r);
    case 11: return r === 0 ? 0 : PyFloat_FromDouble(l / r);
    case 12: return long_from_int32(l ^ r);
    default: return 0;
  }
}

/** With the sign of r. */
function modulo(l: number, r: number): number {
  const m = (l % r) | 0;
  return m !== 0 && (m ^ r) < 0 ? m + r : m;
}

/** (left, right -- result) */
export function BINARY_OP(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_BinaryOp(left, right, ip, oparg, frame + _PyInterpreterFrame.localsplus);
    return REDO(HEAPU8[ip]);
  }
  let res = number_op(oparg, left, right);
  if (res === 0) res = binary_op(oparg, left, right);
  return BINARY_RESULT(sp, left, right, res);
}

/** The value of an int of at most two digits below 2^52; NaN for others. */
export function small_value(o: number): number {
  const tag = HEAP32[(o + PyLongObject.lv_tag) >> 2];
  const low = HEAP32[(o + PyLongObject.ob_digit) >> 2];
  if (tag < 16) return (1 - (tag & 3)) * low;
  if (tag >= 24) return NaN;
  const high = HEAP32[(o + PyLongObject.ob_digit + 4) >> 2];
  return high < 0x400000 ? (1 - (tag & 3)) * (high * 0x40000000 + low) : NaN;
}

export function add_ints(left: number, right: number): number {
  const v = small_value(left) + small_value(right);
  return v === v ? PyLong_FromLong(v) : _PyLong_Add(left, right);
}

export function subtract_ints(left: number, right: number): number {
  const v = small_value(left) - small_value(right);
  return v === v ? PyLong_FromLong(v) : _PyLong_Subtract(left, right);
}

export function multiply_ints(left: number, right: number): number {
  const v = small_value(left) * small_value(right);
  return v < 9007199254740992 && v > -9007199254740992 ? PyLong_FromLong(v) : _PyLong_Multiply(left, right);
}

/** (left, right -- result) hot */
export function BINARY_OP_ADD_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyLong_Type || HEAP32[(right + 8) >> 2] !== PyLong_Type) return BINARY_OP(tstate, frame, sp, oparg);
  const ltag = HEAP32[(left + PyLongObject.lv_tag) >> 2];
  const rtag = HEAP32[(right + PyLongObject.lv_tag) >> 2];
  if ((ltag | rtag) >= 16) return BINARY_RESULT(sp, left, right, add_ints(left, right));
  return INT_RESULT(sp, left, right, (Math.imul(1 - (ltag & 3), HEAP32[(left + PyLongObject.ob_digit) >> 2]) + Math.imul(1 - (rtag & 3), HEAP32[(right + PyLongObject.ob_digit) >> 2])) | 0);
}

/** (left, right -- result) hot */
export function BINARY_OP_SUBTRACT_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyLong_Type || HEAP32[(right + 8) >> 2] !== PyLong_Type) return BINARY_OP(tstate, frame, sp, oparg);
  const ltag = HEAP32[(left + PyLongObject.lv_tag) >> 2];
  const rtag = HEAP32[(right + PyLongObject.lv_tag) >> 2];
  if ((ltag | rtag) >= 16) return BINARY_RESULT(sp, left, right, subtract_ints(left, right));
  return INT_RESULT(sp, left, right, (Math.imul(1 - (ltag & 3), HEAP32[(left + PyLongObject.ob_digit) >> 2]) - Math.imul(1 - (rtag & 3), HEAP32[(right + PyLongObject.ob_digit) >> 2])) | 0);
}

/** (left, right -- result) hot */
export function BINARY_OP_MULTIPLY_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyLong_Type || HEAP32[(right + 8) >> 2] !== PyLong_Type) return BINARY_OP(tstate, frame, sp, oparg);
  return BINARY_RESULT(sp, left, right, multiply_ints(left, right));
}

/** (left, right -- result) hot */
export function BINARY_OP_ADD_FLOAT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyFloat_Type || HEAP32[(right + 8) >> 2] !== PyFloat_Type) return BINARY_OP(tstate, frame, sp, oparg);
  return FLOAT_RESULT(sp, left, right, HEAPF64[(left + PyFloatObject.ob_fval) >> 3] + HEAPF64[(right + PyFloatObject.ob_fval) >> 3]);
}

/** (left, right -- result) hot */
export function BINARY_OP_SUBTRACT_FLOAT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyFloat_Type || HEAP32[(right + 8) >> 2] !== PyFloat_Type) return BINARY_OP(tstate, frame, sp, oparg);
  return FLOAT_RESULT(sp, left, right, HEAPF64[(left + PyFloatObject.ob_fval) >> 3] - HEAPF64[(right + PyFloatObject.ob_fval) >> 3]);
}

/** (left, right -- result) hot */
export function BINARY_OP_MULTIPLY_FLOAT(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (HEAP32[(left + 8) >> 2] !== PyFloat_Type || HEAP32[(right + 8) >> 2] !== PyFloat_Type) return BINARY_OP(tstate, frame, sp, oparg);
  return FLOAT_RESULT(sp, left, right, HEAPF64[(left + PyFloatObject.ob_fval) >> 3] * HEAPF64[(right + PyFloatObject.ob_fval) >> 3]);
}

/** (left, right -- result) */
export function BINARY_OP_ADD_UNICODE(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (Py_TYPE(left) !== PyUnicode_Type || Py_TYPE(right) !== PyUnicode_Type) return BINARY_OP(tstate, frame, sp, oparg);
  const res = PyUnicode_Concat(left, right);
  return BINARY_RESULT(sp, left, right, res);
}

/** (left, right -- ) `x = x + y` with the STORE_FAST that follows: grows x in place when nobody else has it. */
export function BINARY_OP_INPLACE_ADD_UNICODE(tstate: number, frame: number, sp: number, oparg: number): number {
  const left = PEEK(sp, 2);
  const right = PEEK(sp, 1);
  if (Py_TYPE(left) !== PyUnicode_Type || Py_TYPE(right) !== PyUnicode_Type) return BINARY_OP(tstate, frame, sp, oparg);
  const store = INSTR(frame) + 4;
  const target = frame + _PyInterpreterFrame.localsplus + (HEAPU8[store + 1] << 3);
  if (HEAP32[target >> 2] !== left) return BINARY_OP(tstate, frame, sp, oparg);
  Py_DECREF(left);
  PyUnicode_Append(target, right);
  Py_DECREF(right);
  if (HEAP32[target >> 2] === 0) return ERROR(sp - 16);
  JUMPBY(frame, 1);
  return sp - 16;
}

/** (container, sub -- result) */
export function BINARY_SUBSCR(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const container = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_BinarySubscr(container, sub, ip);
    return REDO(HEAPU8[ip]);
  }
  const res = PyObject_GetItem(container, sub);
  Py_DECREF(container);
  Py_DECREF(sub);
  if (res === 0) return ERROR(sp - 16);
  POKE(sp, 2, res);
  return sp - 8;
}

/** (list, sub -- result) hot */
export function BINARY_SUBSCR_LIST_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const list = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (HEAP32[(sub + 8) >> 2] !== PyLong_Type || HEAP32[(list + 8) >> 2] !== PyList_Type) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const tag = HEAP32[(sub + PyLongObject.lv_tag) >> 2];
  const index = HEAP32[(sub + PyLongObject.ob_digit) >> 2];
  if (tag >= 16 || (tag & 3) === 2 || index >= HEAP32[(list + PyListObject.ob_size) >> 2]) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const res = HEAP32[(HEAP32[(list + PyListObject.ob_item) >> 2] >> 2) + (index << 1)];
  Py_INCREF(res);
  POKE(sp, 2, res);
  return RELEASE2(sp - 8, list, sub);
}

/** (tuple, sub -- result) hot */
export function BINARY_SUBSCR_TUPLE_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const tuple = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (HEAP32[(sub + 8) >> 2] !== PyLong_Type || HEAP32[(tuple + 8) >> 2] !== PyTuple_Type) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const tag = HEAP32[(sub + PyLongObject.lv_tag) >> 2];
  const index = HEAP32[(sub + PyLongObject.ob_digit) >> 2];
  if (tag >= 16 || (tag & 3) === 2 || index >= HEAP32[(tuple + PyTupleObject.ob_size) >> 2]) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const res = HEAP32[((tuple + PyTupleObject.ob_item) >> 2) + (index << 1)];
  Py_INCREF(res);
  POKE(sp, 2, res);
  return RELEASE2(sp - 8, tuple, sub);
}

/** (str, sub -- result) An ASCII character of any string. hot */
export function BINARY_SUBSCR_STR_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const str = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (Py_TYPE(sub) !== PyLong_Type || Py_TYPE(str) !== PyUnicode_Type) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const tag = HEAP32[(sub + PyLongObject.lv_tag) >> 2];
  const index = HEAP32[(sub + PyLongObject.ob_digit) >> 2];
  if (tag >= 16 || (tag & 3) === 2 || index >= HEAP32[(str + PyASCIIObject.length) >> 2]) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const c = PyUnicode_READ_CHAR(str, index);
  if (c >= 128) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  POKE(sp, 2, LATIN1_CHARACTERS + (c << 6));
  return RELEASE2(sp - 8, str, sub);
}

/** (dict, sub -- result) hot */
export function BINARY_SUBSCR_DICT(tstate: number, frame: number, sp: number, oparg: number): number {
  const dict = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (Py_TYPE(dict) !== PyDict_Type) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  return BINARY_RESULT(sp, dict, sub, dict_item(dict, sub));
}

/** dict[key], new; NULL with KeyError. */
export function dict_item(dict: number, key: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const rc = PyDict_GetItemRef(dict, key, out);
  const res = HEAP32[out >> 2];
  stackRestore(mark);
  if (rc === 0) _PyErr_SetKeyError(key);
  return rc <= 0 ? 0 : res;
}

/** (container, sub -- result) A Python __getitem__, entered without recursion. */
export function BINARY_SUBSCR_GETITEM(tstate: number, frame: number, sp: number, oparg: number): number {
  const container = PEEK(sp, 2);
  const tp = Py_TYPE(container);
  if (!PyType_HasFeature(tp, Py_TPFLAGS_HEAPTYPE)) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const getitem = HEAP32[(tp + PyHeapTypeObject.getitem) >> 2];
  if (getitem === 0 || HEAP32[(getitem + PyFunctionObject.func_version) >> 2] !== HEAP32[(tp + PyHeapTypeObject.getitem_version) >> 2]) {
    return BINARY_SUBSCR(tstate, frame, sp, oparg);
  }
  const code = HEAP32[(getitem + PyFunctionObject.func_code) >> 2];
  if (!_PyThreadState_HasStackSpace(tstate, HEAP32[(code + PyCodeObject.co_framesize) >> 2])) return BINARY_SUBSCR(tstate, frame, sp, oparg);
  const new_frame = _PyFrame_PushUnchecked(tstate, Py_NewRef(getitem), 2);
  HEAP32[(new_frame + _PyInterpreterFrame.localsplus) >> 2] = container;
  HEAP32[(new_frame + _PyInterpreterFrame.localsplus + 8) >> 2] = PEEK(sp, 1);
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 2;
  return DISPATCH_INLINED(tstate, frame, sp - 16, new_frame);
}

/** (container, start, stop -- result) */
export function BINARY_SLICE(tstate: number, frame: number, sp: number, oparg: number): number {
  const container = PEEK(sp, 3);
  const slice = _PyBuildSlice_ConsumeRefs(PEEK(sp, 2), PEEK(sp, 1));
  let res = 0;
  if (slice !== 0) {
    res = PyObject_GetItem(container, slice);
    Py_DECREF(slice);
  }
  Py_DECREF(container);
  if (res === 0) return ERROR(sp - 24);
  POKE(sp, 3, res);
  return sp - 16;
}

/** (value, container, start, stop -- ) */
export function STORE_SLICE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 4);
  const container = PEEK(sp, 3);
  const slice = _PyBuildSlice_ConsumeRefs(PEEK(sp, 2), PEEK(sp, 1));
  let err = -1;
  if (slice !== 0) {
    err = PyObject_SetItem(container, slice, v);
    Py_DECREF(slice);
  }
  Py_DECREF(v);
  Py_DECREF(container);
  return err ? ERROR(sp - 32) : sp - 32;
}

/** (value, container, sub -- ) */
export function STORE_SUBSCR(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const v = PEEK(sp, 3);
  const container = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_StoreSubscr(container, sub, ip);
    return REDO(HEAPU8[ip]);
  }
  const err = PyObject_SetItem(container, sub, v);
  Py_DECREF(v);
  Py_DECREF(container);
  Py_DECREF(sub);
  return err ? ERROR(sp - 24) : sp - 24;
}

/** (value, list, sub -- ) hot */
export function STORE_SUBSCR_LIST_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const list = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  if (HEAP32[(sub + 8) >> 2] !== PyLong_Type || HEAP32[(list + 8) >> 2] !== PyList_Type) return STORE_SUBSCR(tstate, frame, sp, oparg);
  const tag = HEAP32[(sub + PyLongObject.lv_tag) >> 2];
  const index = HEAP32[(sub + PyLongObject.ob_digit) >> 2];
  if (tag >= 16 || (tag & 3) === 2 || index >= HEAP32[(list + PyListObject.ob_size) >> 2]) return STORE_SUBSCR(tstate, frame, sp, oparg);
  const at = (HEAP32[(list + PyListObject.ob_item) >> 2] >> 2) + (index << 1);
  const old = HEAP32[at];
  HEAP32[at] = PEEK(sp, 3);
  Py_DECREF(old);
  return RELEASE2(sp - 24, list, sub);
}

/** (value, dict, sub -- ) hot */
export function STORE_SUBSCR_DICT(tstate: number, frame: number, sp: number, oparg: number): number {
  const dict = PEEK(sp, 2);
  if (Py_TYPE(dict) !== PyDict_Type) return STORE_SUBSCR(tstate, frame, sp, oparg);
  const err = _PyDict_SetItem_Take2(dict, PEEK(sp, 1), PEEK(sp, 3));
  Py_DECREF(dict);
  return err ? ERROR(sp - 24) : sp - 24;
}

/** (container, sub -- ) */
export function DELETE_SUBSCR(tstate: number, frame: number, sp: number, oparg: number): number {
  const container = PEEK(sp, 2);
  const sub = PEEK(sp, 1);
  const err = PyObject_DelItem(container, sub);
  Py_DECREF(container);
  Py_DECREF(sub);
  return err ? ERROR(sp - 16) : sp - 16;
}

/** (value -- result) */
export function UNARY_NEGATIVE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const res = PyNumber_Negative(v);
  Py_DECREF(v);
  if (res === 0) return ERROR(sp - 8);
  POKE(sp, 1, res);
  return sp;
}

/** (value -- result) */
export function UNARY_INVERT(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  const res = PyNumber_Invert(v);
  Py_DECREF(v);
  if (res === 0) return ERROR(sp - 8);
  POKE(sp, 1, res);
  return sp;
}

/** (bool -- bool) hot */
export function UNARY_NOT(tstate: number, frame: number, sp: number, oparg: number): number {
  POKE(sp, 1, PEEK(sp, 1) === Py_False ? Py_True : Py_False);
  return sp;
}

/** (value -- bool) */
export function TO_BOOL(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const v = PEEK(sp, 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_ToBool(v, ip);
    return REDO(HEAPU8[ip]);
  }
  const err = PyObject_IsTrue(v);
  Py_DECREF(v);
  if (err < 0) return ERROR(sp - 8);
  POKE(sp, 1, err ? Py_True : Py_False);
  return sp;
}

/** (bool -- bool) hot */
export function TO_BOOL_BOOL(tstate: number, frame: number, sp: number, oparg: number): number {
  if (HEAP32[(PEEK(sp, 1) + 8) >> 2] !== PyBool_Type) return TO_BOOL(tstate, frame, sp, oparg);
  return sp;
}

/** (int -- bool) hot */
export function TO_BOOL_INT(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (HEAP32[(v + 8) >> 2] !== PyLong_Type) return TO_BOOL(tstate, frame, sp, oparg);
  POKE(sp, 1, (HEAP32[(v + PyLongObject.lv_tag) >> 2] & 3) === 1 ? Py_False : Py_True);
  return RELEASE(sp, v);
}

/** (list -- bool) hot */
export function TO_BOOL_LIST(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (Py_TYPE(v) !== PyList_Type) return TO_BOOL(tstate, frame, sp, oparg);
  POKE(sp, 1, HEAP32[(v + PyListObject.ob_size) >> 2] === 0 ? Py_False : Py_True);
  return RELEASE(sp, v);
}

/** (None -- bool) hot */
export function TO_BOOL_NONE(tstate: number, frame: number, sp: number, oparg: number): number {
  if (PEEK(sp, 1) !== Py_None) return TO_BOOL(tstate, frame, sp, oparg);
  POKE(sp, 1, Py_False);
  return sp;
}

/** (str -- bool) hot */
export function TO_BOOL_STR(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (Py_TYPE(v) !== PyUnicode_Type) return TO_BOOL(tstate, frame, sp, oparg);
  POKE(sp, 1, v === _Py_SINGLETON_str_empty ? Py_False : Py_True);
  return RELEASE(sp, v);
}

/** (value -- True) Of a type that has neither __bool__ nor __len__. hot */
export function TO_BOOL_ALWAYS_TRUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (HEAP32[(Py_TYPE(v) + PyTypeObject.tp_version_tag) >> 2] !== read_u32(INSTR(frame) + 4)) return TO_BOOL(tstate, frame, sp, oparg);
  POKE(sp, 1, Py_True);
  return RELEASE(sp, v);
}
