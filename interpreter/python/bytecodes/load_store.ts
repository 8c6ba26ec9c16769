// Answers to Python/bytecodes.c of CPython 3.13: constants, locals, cells and the order of the stack.
// What a definition may say and return: python/ceval_macros.ts. `hot` in the comment above puts the body into the loop.

import { PyCellObject, PyCodeObject, PyFunctionObject, _PyInterpreterFrame } from '../../include/generated/offsets';
import { HEAP32, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../../include/object';
import { PyExc_AssertionError, PyExc_NameError, PyExc_SystemError, PyExc_UnboundLocalError } from '../../include/statics';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { PyMapping_GetOptionalItem } from '../../objects/abstract';
import { PyCell_New } from '../../objects/cellobject';
import { PyTuple_GET_ITEM } from '../../objects/tupleobject';
import { _Py_ID } from '../../objects/unicodeobject';
import { _PyEval_FormatExcCheckArg, _PyEval_FormatExcUnbound, UNBOUNDLOCAL_ERROR_MSG } from '../ceval';
import { BUILTINS, ERROR, GETCONST, GETLOCAL, LOCALNAME, LOCALS, PEEK, POKE, PUSH, SETLOCAL } from '../ceval_macros';
import { PyErr_SetString } from '../errors';
import { _PyFrame_GetCode } from '../frame';
import { PUSHED, RELEASE } from './tails';

/** ( -- ) hot */
export function NOP(tstate: number, frame: number, sp: number, oparg: number): number {
  return sp;
}

/** ( -- value) hot */
export function LOAD_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  return PUSHED(sp, GETLOCAL(frame, oparg));
}

/** ( -- value) hot */
export function LOAD_FAST_CHECK(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = GETLOCAL(frame, oparg);
  if (v === 0) return unbound_local(tstate, frame, sp, oparg);
  return PUSHED(sp, v);
}

export function unbound_local(tstate: number, frame: number, sp: number, oparg: number): number {
  _PyEval_FormatExcCheckArg(tstate, PyExc_UnboundLocalError, UNBOUNDLOCAL_ERROR_MSG, LOCALNAME(frame, oparg));
  return ERROR(sp);
}

/** ( -- value) hot */
export function LOAD_FAST_AND_CLEAR(tstate: number, frame: number, sp: number, oparg: number): number {
  const at = frame + _PyInterpreterFrame.localsplus + (oparg << 3);
  PUSH(sp, HEAP32[at >> 2]);
  HEAP32[at >> 2] = 0;
  return sp + 8;
}

/** ( -- value1, value2) hot */
export function LOAD_FAST_LOAD_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = GETLOCAL(frame, oparg >> 4);
  const w = GETLOCAL(frame, oparg & 15);
  Py_INCREF(v);
  PUSH(sp, v);
  return PUSHED(sp + 8, w);
}

/** ( -- value) hot */
export function LOAD_CONST(tstate: number, frame: number, sp: number, oparg: number): number {
  return PUSHED(sp, GETCONST(frame, oparg));
}

/** (value -- ) hot */
export function STORE_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  const old = GETLOCAL(frame, oparg);
  HEAP32[((frame + _PyInterpreterFrame.localsplus) >> 2) + (oparg << 1)] = PEEK(sp, 1);
  return RELEASE(sp - 8, old);
}

/** (value1 -- value2) hot */
export function STORE_FAST_LOAD_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  const old = GETLOCAL(frame, oparg >> 4);
  HEAP32[((frame + _PyInterpreterFrame.localsplus) >> 2) + ((oparg >> 4) << 1)] = PEEK(sp, 1);
  if (old !== 0) Py_DECREF(old);
  return PUSHED(sp - 8, GETLOCAL(frame, oparg & 15));
}

/** (value2, value1 -- ) hot */
export function STORE_FAST_STORE_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  const old1 = GETLOCAL(frame, oparg >> 4);
  HEAP32[((frame + _PyInterpreterFrame.localsplus) >> 2) + ((oparg >> 4) << 1)] = PEEK(sp, 1);
  if (old1 !== 0) Py_DECREF(old1);
  const old2 = GETLOCAL(frame, oparg & 15);
  HEAP32[((frame + _PyInterpreterFrame.localsplus) >> 2) + ((oparg & 15) << 1)] = PEEK(sp, 2);
  return RELEASE(sp - 16, old2);
}

/** ( -- ) */
export function DELETE_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  if (GETLOCAL(frame, oparg) === 0) return unbound_local(tstate, frame, sp, oparg);
  SETLOCAL(frame, oparg, 0);
  return sp;
}

/** (value -- ) hot */
export function POP_TOP(tstate: number, frame: number, sp: number, oparg: number): number {
  return RELEASE(sp - 8, PEEK(sp, 1));
}

/** ( -- NULL) hot */
export function PUSH_NULL(tstate: number, frame: number, sp: number, oparg: number): number {
  PUSH(sp, 0);
  return sp + 8;
}

/** (bottom, ... -- bottom, ..., top) hot */
export function COPY(tstate: number, frame: number, sp: number, oparg: number): number {
  return PUSHED(sp, PEEK(sp, oparg));
}

/** (bottom, ..., top -- top, ..., bottom) hot */
export function SWAP(tstate: number, frame: number, sp: number, oparg: number): number {
  const top = PEEK(sp, 1);
  POKE(sp, 1, PEEK(sp, oparg));
  POKE(sp, oparg, top);
  return sp;
}

/** ( -- ) The variable's value, or NULL, goes into a new cell. */
export function MAKE_CELL(tstate: number, frame: number, sp: number, oparg: number): number {
  const cell = PyCell_New(GETLOCAL(frame, oparg));
  if (cell === 0) return ERROR(sp);
  SETLOCAL(frame, oparg, cell);
  return sp;
}

/** ( -- value) hot */
export function LOAD_DEREF(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = HEAP32[(GETLOCAL(frame, oparg) + PyCellObject.ob_ref) >> 2];
  if (v === 0) return unbound_deref(tstate, frame, sp, oparg);
  return PUSHED(sp, v);
}

export function unbound_deref(tstate: number, frame: number, sp: number, oparg: number): number {
  _PyEval_FormatExcUnbound(tstate, _PyFrame_GetCode(frame), oparg);
  return ERROR(sp);
}

/** (value -- ) hot */
export function STORE_DEREF(tstate: number, frame: number, sp: number, oparg: number): number {
  const cell = GETLOCAL(frame, oparg);
  const old = HEAP32[(cell + PyCellObject.ob_ref) >> 2];
  HEAP32[(cell + PyCellObject.ob_ref) >> 2] = PEEK(sp, 1);
  return RELEASE(sp - 8, old);
}

/** ( -- ) */
export function DELETE_DEREF(tstate: number, frame: number, sp: number, oparg: number): number {
  const cell = GETLOCAL(frame, oparg);
  const old = HEAP32[(cell + PyCellObject.ob_ref) >> 2];
  if (old === 0) return unbound_deref(tstate, frame, sp, oparg);
  HEAP32[(cell + PyCellObject.ob_ref) >> 2] = 0;
  Py_DECREF(old);
  return sp;
}

/** (class_dict -- value) */
export function LOAD_FROM_DICT_OR_DEREF(tstate: number, frame: number, sp: number, oparg: number): number {
  const class_dict = PEEK(sp, 1);
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const err = PyMapping_GetOptionalItem(class_dict, LOCALNAME(frame, oparg), out);
  let v = HEAP32[out >> 2];
  stackRestore(mark);
  if (err < 0) return ERROR(sp);
  if (v === 0) {
    v = HEAP32[(GETLOCAL(frame, oparg) + PyCellObject.ob_ref) >> 2];
    if (v === 0) return unbound_deref(tstate, frame, sp, oparg);
    Py_INCREF(v);
  }
  POKE(sp, 1, v);
  Py_DECREF(class_dict);
  return sp;
}

/** ( -- ) The function's closure becomes the last `oparg` variables. */
export function COPY_FREE_VARS(tstate: number, frame: number, sp: number, oparg: number): number {
  const closure = HEAP32[(HEAP32[(frame + _PyInterpreterFrame.f_funcobj) >> 2] + PyFunctionObject.func_closure) >> 2];
  const first = HEAP32[(_PyFrame_GetCode(frame) + PyCodeObject.co_nlocalsplus) >> 2] - oparg;
  for (let i = 0; i < oparg; i++) {
    HEAP32[(frame + _PyInterpreterFrame.localsplus + ((first + i) << 3)) >> 2] = Py_NewRef(PyTuple_GET_ITEM(closure, i));
  }
  return sp;
}

/** ( -- locals) */
export function LOAD_LOCALS(tstate: number, frame: number, sp: number, oparg: number): number {
  const locals = LOCALS(frame);
  if (locals === 0) {
    PyErr_SetString(PyExc_SystemError, 'no locals found');
    return ERROR(sp);
  }
  PUSH(sp, Py_NewRef(locals));
  return sp + 8;
}

/** ( -- value) */
export function LOAD_ASSERTION_ERROR(tstate: number, frame: number, sp: number, oparg: number): number {
  PUSH(sp, Py_NewRef(PyExc_AssertionError));
  return sp + 8;
}

/** ( -- function) */
export function LOAD_BUILD_CLASS(tstate: number, frame: number, sp: number, oparg: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const err = PyMapping_GetOptionalItem(BUILTINS(frame), _Py_ID('__build_class__'), out);
  const bc = HEAP32[out >> 2];
  stackRestore(mark);
  if (err < 0) return ERROR(sp);
  if (bc === 0) {
    PyErr_SetString(PyExc_NameError, '__build_class__ not found');
    return ERROR(sp);
  }
  PUSH(sp, bc);
  return sp + 8;
}
