// Answers to Python/bytecodes.c of CPython 3.13: calls. See bytecodes/load_store.ts.
// On the stack: callable, self or NULL, args[oparg] (and kwnames). Caches of CALL (bytes): counter 2, function version 4.

import { _PyInterpreterFrame, PyCFunctionObject, PyCodeObject, PyFunctionObject, PyHeapTypeObject, PyMethodDef, PyMethodDescrObject, PyMethodObject, PyThreadState, PyTupleObject, PyTypeObject } from '../../include/generated/offsets';
import { FUNCS, func_index } from '../../include/functable';
import { HEAP32, HEAPU16, HEAPU8 } from '../../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_INCREF, Py_NewRef, Py_TPFLAGS_TYPE_SUBCLASS, Py_TYPE, PyType_FastSubclass } from '../../include/object';
import { CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS } from '../../include/cpython_code';
import { Py_False, Py_None, Py_True, PyCFunction_Type, PyExc_TypeError, PyFunction_Type, PyList_Type, PyMethod_Type, PyMethodDescr_Type, PyTuple_Type, PyType_Type, PyUnicode_Type } from '../../include/statics';
import { PyObject_IsInstance, PyObject_Size, PySequence_Tuple } from '../../objects/abstract';
import { _PyFunction_Vectorcall, PyObject_Call, PyObject_Vectorcall } from '../../objects/call';
import { _PyList_AppendTakeRef } from '../../objects/listobject';
import { PyLong_FromSsize_t } from '../../objects/longobject';
import { PyObject_Str } from '../../objects/object';
import { _Py_InitCleanup, _PyEval_FrameClearAndPop, _PyEvalFramePushAndInit, _PyEvalFramePushAndInit_Ex, check_args_iterable } from '../ceval';
import { ADAPTIVE, DISPATCH_INLINED, ERROR, FRAME_CHANGED, INSTR, JUMPBY, PEEK, POKE, read_u32, REDO, TP_NAME, VECTORCALL_OFFSET } from '../ceval_macros';
import { PyErr_Format } from '../errors';
import { PyType_GenericAlloc } from '../../objects/typeobject';
import { _PyFrame_PushTrampolineUnchecked, _PyFrame_PushUnchecked, _PyThreadState_HasStackSpace } from '../frame';
import { CALL_RESULT, RELEASE, RELEASE2 } from './tails';
import { _Py_Specialize_Call, is_builtin_isinstance, is_builtin_len, is_list_append } from '../specialize';

let function_vectorcall = 0;

/** Whether a call of this function can stay in the loop. */
export function is_plain_function(callable: number): boolean {
  if (Py_TYPE(callable) !== PyFunction_Type) return false;
  if (function_vectorcall === 0) function_vectorcall = func_index(_PyFunction_Vectorcall);
  return HEAP32[(callable + PyFunctionObject.vectorcall) >> 2] === function_vectorcall;
}

/** Locals of a new frame of `func`: NULL for optimized code, else its globals (new). */
export function locals_for(func: number): number {
  const code = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  return HEAP32[(code + PyCodeObject.co_flags) >> 2] & CO_OPTIMIZED ? 0 : Py_NewRef(HEAP32[(func + PyFunctionObject.func_globals) >> 2]);
}

/** Enters `func`; its arguments (stolen) are at `args`, sp is below callable and self. */
export function enter_function(tstate: number, frame: number, base: number, func: number, args: number, nargs: number, kwnames: number, size: number): number {
  const new_frame = _PyEvalFramePushAndInit(tstate, func, locals_for(func), args, nargs, kwnames);
  if (new_frame === 0) return ERROR(base);
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = size;
  return DISPATCH_INLINED(tstate, frame, base, new_frame);
}

/** Splits a bound method: function and self take the two slots at `base`. */
export function expand_method(base: number): void {
  const callable = HEAP32[base >> 2];
  HEAP32[(base + 8) >> 2] = Py_NewRef(HEAP32[(callable + PyMethodObject.im_self) >> 2]);
  HEAP32[base >> 2] = Py_NewRef(HEAP32[(callable + PyMethodObject.im_func) >> 2]);
  Py_DECREF(callable);
}

/** (callable, self_or_null, args[oparg] -- result) */
export function CALL(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const base = sp - ((oparg + 2) << 3);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_Call(HEAP32[base >> 2], ip, oparg + (HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0));
    return REDO(HEAPU8[ip]);
  }
  return call_generic(tstate, frame, sp, oparg, base);
}

export function call_generic(tstate: number, frame: number, sp: number, oparg: number, base: number): number {
  if (HEAP32[(base + 8) >> 2] === 0 && Py_TYPE(HEAP32[base >> 2]) === PyMethod_Type) expand_method(base);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const args = base + 16 - (has_self << 3);
  const total = oparg + has_self;
  if (is_plain_function(callable)) return enter_function(tstate, frame, base, callable, args, total, 0, 4);
  const res = PyObject_Vectorcall(callable, args, total | VECTORCALL_OFFSET, 0);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (callable, self_or_null, args[oparg] -- result) hot */
export function CALL_PY_EXACT_ARGS(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const self = HEAP32[(base + 8) >> 2];
  const nargs = self !== 0 ? oparg + 1 : oparg;
  if (HEAP32[(callable + 8) >> 2] !== PyFunction_Type || HEAP32[(callable + PyFunctionObject.func_version) >> 2] !== read_u32(ip + 4)) {
    return CALL(tstate, frame, sp, oparg);
  }
  const code = HEAP32[(callable + PyFunctionObject.func_code) >> 2];
  const new_frame = HEAP32[(tstate + PyThreadState.datastack_top) >> 2];
  const new_top = new_frame + (HEAP32[(code + PyCodeObject.co_framesize) >> 2] << 3);
  const remaining = HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2];
  if (HEAP32[(code + PyCodeObject.co_argcount) >> 2] !== nargs || new_frame === 0 || new_top >= HEAP32[(tstate + PyThreadState.datastack_limit) >> 2] || remaining <= 1) {
    return CALL(tstate, frame, sp, oparg);
  }
  HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = new_top;
  Py_INCREF(code);
  HEAP32[(new_frame + _PyInterpreterFrame.f_executable) >> 2] = code;
  HEAP32[(new_frame + _PyInterpreterFrame.previous) >> 2] = frame;
  HEAP32[(new_frame + _PyInterpreterFrame.f_funcobj) >> 2] = callable;
  HEAP32[(new_frame + _PyInterpreterFrame.f_globals) >> 2] = HEAP32[(callable + PyFunctionObject.func_globals) >> 2];
  HEAP32[(new_frame + _PyInterpreterFrame.f_builtins) >> 2] = HEAP32[(callable + PyFunctionObject.func_builtins) >> 2];
  HEAP32[(new_frame + _PyInterpreterFrame.f_locals) >> 2] = 0;
  HEAP32[(new_frame + _PyInterpreterFrame.frame_obj) >> 2] = 0;
  HEAP32[(new_frame + _PyInterpreterFrame.instr_ptr) >> 2] = code + PyCodeObject.co_code_adaptive;
  HEAP32[(new_frame + _PyInterpreterFrame.return_offset) >> 2] = 0;
  const nlocalsplus = HEAP32[(code + PyCodeObject.co_nlocalsplus) >> 2];
  HEAP32[(new_frame + _PyInterpreterFrame.stacktop) >> 2] = nlocalsplus;
  const locals_at = (new_frame + _PyInterpreterFrame.localsplus) >> 2;
  const args_at = (self !== 0 ? base + 8 : base + 16) >> 2;
  for (let i = 0; i < nargs; i++) HEAP32[locals_at + (i << 1)] = HEAP32[args_at + (i << 1)];
  for (let i = nargs; i < nlocalsplus; i++) HEAP32[locals_at + (i << 1)] = 0;
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 4;
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = (base - frame - _PyInterpreterFrame.localsplus) >> 3;
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = new_frame;
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2] = remaining - 1;
  return FRAME_CHANGED;
}

/** (method, NULL, args[oparg] -- result) */
export function CALL_BOUND_METHOD_EXACT_ARGS(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  if (HEAP32[(base + 8) >> 2] !== 0 || Py_TYPE(HEAP32[base >> 2]) !== PyMethod_Type) return CALL(tstate, frame, sp, oparg);
  expand_method(base);
  return CALL_PY_EXACT_ARGS(tstate, frame, sp, oparg);
}

/** (function, self_or_null, args[oparg] -- result) */
export function CALL_PY_GENERAL(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  if (Py_TYPE(callable) !== PyFunction_Type || HEAP32[(callable + PyFunctionObject.func_version) >> 2] !== read_u32(INSTR(frame) + 4)) return CALL(tstate, frame, sp, oparg);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  return enter_function(tstate, frame, base, callable, base + 16 - (has_self << 3), oparg + has_self, 0, 4);
}

/** (method, NULL, args[oparg] -- result) */
export function CALL_BOUND_METHOD_GENERAL(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  if (Py_TYPE(callable) !== PyMethod_Type || HEAP32[(base + 8) >> 2] !== 0) return CALL(tstate, frame, sp, oparg);
  const func = HEAP32[(callable + PyMethodObject.im_func) >> 2];
  if (Py_TYPE(func) !== PyFunction_Type || HEAP32[(func + PyFunctionObject.func_version) >> 2] !== read_u32(INSTR(frame) + 4)) return CALL(tstate, frame, sp, oparg);
  expand_method(base);
  return enter_function(tstate, frame, base, func, base + 8, oparg + 1, 0, 4);
}

/** (callable, self_or_null, args[oparg] -- result) hot */
export function CALL_NON_PY_GENERAL(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const t = Py_TYPE(callable);
  if (t === PyFunction_Type || t === PyMethod_Type) return CALL(tstate, frame, sp, oparg);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const res = PyObject_Vectorcall(callable, base + 16 - (has_self << 3), (oparg + has_self) | VECTORCALL_OFFSET, 0);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (type, NULL, arg -- class) */
export function CALL_TYPE_1(tstate: number, frame: number, sp: number, oparg: number): number {
  if (PEEK(sp, 2) !== 0 || PEEK(sp, 3) !== PyType_Type) return CALL(tstate, frame, sp, oparg);
  const arg = PEEK(sp, 1);
  POKE(sp, 3, Py_NewRef(Py_TYPE(arg)));
  return RELEASE(sp - 16, arg);
}

/** (str, NULL, arg -- str) */
export function CALL_STR_1(tstate: number, frame: number, sp: number, oparg: number): number {
  if (PEEK(sp, 2) !== 0 || PEEK(sp, 3) !== PyUnicode_Type) return CALL(tstate, frame, sp, oparg);
  return CALL_RESULT(tstate, frame, sp, sp - 24, PyObject_Str(PEEK(sp, 1)));
}

/** (tuple, NULL, arg -- tuple) */
export function CALL_TUPLE_1(tstate: number, frame: number, sp: number, oparg: number): number {
  if (PEEK(sp, 2) !== 0 || PEEK(sp, 3) !== PyTuple_Type) return CALL(tstate, frame, sp, oparg);
  return CALL_RESULT(tstate, frame, sp, sp - 24, PySequence_Tuple(PEEK(sp, 1)));
}

/** (class, self_or_null, args[oparg] -- result) A class with a tp_vectorcall. hot */
export function CALL_BUILTIN_CLASS(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const tp = HEAP32[base >> 2];
  if (!PyType_FastSubclass(Py_TYPE(tp), Py_TPFLAGS_TYPE_SUBCLASS) || HEAP32[(tp + PyTypeObject.tp_vectorcall) >> 2] === 0) return CALL(tstate, frame, sp, oparg);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const res = FUNCS[HEAP32[(tp + PyTypeObject.tp_vectorcall) >> 2]](tp, base + 16 - (has_self << 3), oparg + has_self, 0);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** The flags of a builtin function, -1 of anything else. */
export function cfunction_flags(callable: number): number {
  if (Py_TYPE(callable) !== PyCFunction_Type) return -1;
  return HEAP32[(HEAP32[(callable + PyCFunctionObject.m_ml) >> 2] + PyMethodDef.ml_flags) >> 2];
}

export function cfunction_self(callable: number): number {
  return HEAP32[(callable + PyCFunctionObject.m_self) >> 2];
}

export function cfunction_meth(callable: number): number {
  return HEAP32[(HEAP32[(callable + PyCFunctionObject.m_ml) >> 2] + PyMethodDef.ml_meth) >> 2];
}

/** (builtin, self_or_null, arg -- result) hot */
export function CALL_BUILTIN_O(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const crr = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  if (oparg + has_self !== 1 || cfunction_flags(callable) !== METH_O || HEAP32[crr] <= 0) return CALL(tstate, frame, sp, oparg);
  HEAP32[crr]--;
  const res = FUNCS[cfunction_meth(callable)](cfunction_self(callable), PEEK(sp, 1));
  HEAP32[crr]++;
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (builtin, self_or_null, args[oparg] -- result) hot */
export function CALL_BUILTIN_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  if (cfunction_flags(callable) !== METH_FASTCALL) return CALL(tstate, frame, sp, oparg);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const res = FUNCS[cfunction_meth(callable)](cfunction_self(callable), base + 16 - (has_self << 3), oparg + has_self);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (builtin, self_or_null, args[oparg] -- result) hot */
export function CALL_BUILTIN_FAST_WITH_KEYWORDS(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  if (cfunction_flags(callable) !== (METH_FASTCALL | METH_KEYWORDS)) return CALL(tstate, frame, sp, oparg);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const res = FUNCS[cfunction_meth(callable)](cfunction_self(callable), base + 16 - (has_self << 3), oparg + has_self, 0);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (len, self_or_null, arg -- int) hot */
export function CALL_LEN(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  if (oparg + has_self !== 1 || !is_builtin_len(HEAP32[base >> 2])) return CALL(tstate, frame, sp, oparg);
  const n = PyObject_Size(PEEK(sp, 1));
  if (n < 0) return ERROR(sp);
  const res = PyLong_FromSsize_t(n);
  if (res === 0) return ERROR(sp);
  const arg = PEEK(sp, 1);
  const callable = HEAP32[base >> 2];
  HEAP32[base >> 2] = res;
  return RELEASE2(base + 8, callable, arg);
}

/** (isinstance, self_or_null, obj, class -- bool) hot */
export function CALL_ISINSTANCE(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  if (oparg + has_self !== 2 || !is_builtin_isinstance(HEAP32[base >> 2])) return CALL(tstate, frame, sp, oparg);
  const res = PyObject_IsInstance(PEEK(sp, 2), PEEK(sp, 1));
  if (res < 0) return ERROR(sp);
  const obj = PEEK(sp, 2);
  const cls = PEEK(sp, 1);
  const callable = HEAP32[base >> 2];
  HEAP32[base >> 2] = res ? Py_True : Py_False;
  Py_DECREF(obj);
  return RELEASE2(base + 8, callable, cls);
}

/** (list.append, list, value -- ) with the POP_TOP that follows. hot */
export function CALL_LIST_APPEND(tstate: number, frame: number, sp: number, oparg: number): number {
  const callable = PEEK(sp, 3);
  const self = PEEK(sp, 2);
  if (self === 0 || !is_list_append(callable) || Py_TYPE(self) !== PyList_Type) return CALL(tstate, frame, sp, oparg);
  if (_PyList_AppendTakeRef(self, PEEK(sp, 1)) < 0) return ERROR(sp - 8);
  JUMPBY(frame, 1);
  return RELEASE2(sp - 24, callable, self);
}

/** The method's ml_flags when callable describes a method of exactly self's type, else -1. */
export function descr_flags(callable: number, self: number): number {
  if (Py_TYPE(callable) !== PyMethodDescr_Type || Py_TYPE(self) !== HEAP32[(callable + PyMethodDescrObject.d_type) >> 2]) return -1;
  return HEAP32[(HEAP32[(callable + PyMethodDescrObject.d_method) >> 2] + PyMethodDef.ml_flags) >> 2];
}

export function descr_meth(callable: number): number {
  return HEAP32[(HEAP32[(callable + PyMethodDescrObject.d_method) >> 2] + PyMethodDef.ml_meth) >> 2];
}

/** (descriptor, self_or_null, args -- result) hot */
export function CALL_METHOD_DESCRIPTOR_O(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const crr = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  if (oparg + has_self !== 2 || descr_flags(callable, PEEK(sp, 2)) !== METH_O || HEAP32[crr] <= 0) return CALL(tstate, frame, sp, oparg);
  HEAP32[crr]--;
  const res = FUNCS[descr_meth(callable)](PEEK(sp, 2), PEEK(sp, 1));
  HEAP32[crr]++;
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (descriptor, self_or_null, args -- result) hot */
export function CALL_METHOD_DESCRIPTOR_NOARGS(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const crr = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  if (oparg + has_self !== 1 || descr_flags(callable, PEEK(sp, 1)) !== METH_NOARGS || HEAP32[crr] <= 0) return CALL(tstate, frame, sp, oparg);
  HEAP32[crr]--;
  const res = FUNCS[descr_meth(callable)](PEEK(sp, 1), 0);
  HEAP32[crr]++;
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (descriptor, self_or_null, args -- result) hot */
export function CALL_METHOD_DESCRIPTOR_FAST(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const total = oparg + has_self;
  const args = base + 16 - (has_self << 3);
  if (total === 0 || descr_flags(callable, HEAP32[args >> 2]) !== METH_FASTCALL) return CALL(tstate, frame, sp, oparg);
  const res = FUNCS[descr_meth(callable)](HEAP32[args >> 2], args + 8, total - 1);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (descriptor, self_or_null, args -- result) hot */
export function CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const callable = HEAP32[base >> 2];
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const total = oparg + has_self;
  const args = base + 16 - (has_self << 3);
  if (total === 0 || descr_flags(callable, HEAP32[args >> 2]) !== (METH_FASTCALL | METH_KEYWORDS)) return CALL(tstate, frame, sp, oparg);
  const res = FUNCS[descr_meth(callable)](HEAP32[args >> 2], args + 8, total - 1, 0);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** (callable, self_or_null, args[oparg], kwnames -- result) */
export function CALL_KW(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 3) << 3);
  if (HEAP32[(base + 8) >> 2] === 0 && Py_TYPE(HEAP32[base >> 2]) === PyMethod_Type) expand_method(base);
  const callable = HEAP32[base >> 2];
  const kwnames = PEEK(sp, 1);
  const has_self = HEAP32[(base + 8) >> 2] !== 0 ? 1 : 0;
  const args = base + 16 - (has_self << 3);
  const positional = oparg + has_self - HEAP32[(kwnames + PyTupleObject.ob_size) >> 2];
  if (is_plain_function(callable)) {
    const new_frame = _PyEvalFramePushAndInit(tstate, callable, locals_for(callable), args, positional, kwnames);
    Py_DECREF(kwnames);
    if (new_frame === 0) return ERROR(base);
    HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 1;
    return DISPATCH_INLINED(tstate, frame, base, new_frame);
  }
  const res = PyObject_Vectorcall(callable, args, positional | VECTORCALL_OFFSET, kwnames);
  return CALL_RESULT(tstate, frame, sp, base, res);
}

/** Makes the argument iterable at sp's slot `n` a tuple. 0, or -1 with an error. */
export function callargs_to_tuple(sp: number, n: number, func: number): number {
  const callargs = PEEK(sp, n);
  if (Py_TYPE(callargs) === PyTuple_Type) return 0;
  if (check_args_iterable(func, callargs) < 0) return -1;
  const tuple = PySequence_Tuple(callargs);
  if (tuple === 0) return -1;
  POKE(sp, n, tuple);
  Py_DECREF(callargs);
  return 0;
}

/** (func, NULL, callargs[, kwargs] -- result) */
export function CALL_FUNCTION_EX(tstate: number, frame: number, sp: number, oparg: number): number {
  const n = (oparg & 1) + 1;
  const base = sp - ((oparg & 1) + 3) * 8;
  const func = HEAP32[base >> 2];
  if (callargs_to_tuple(sp, n, func) < 0) return ERROR(sp);
  const callargs = PEEK(sp, n);
  const kwargs = oparg & 1 ? PEEK(sp, 1) : 0;
  if (is_plain_function(func)) {
    const new_frame = _PyEvalFramePushAndInit_Ex(tstate, func, locals_for(func), HEAP32[(callargs + PyTupleObject.ob_size) >> 2], callargs, kwargs);
    if (new_frame === 0) return ERROR(base);
    HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 1;
    return DISPATCH_INLINED(tstate, frame, base, new_frame);
  }
  return CALL_RESULT(tstate, frame, sp, base, PyObject_Call(func, callargs, kwargs));
}

/** (class, NULL, args[oparg] -- instance) Enters the Python __init__ without recursion, above a shim frame that holds the instance. */
export function CALL_ALLOC_AND_ENTER_INIT(tstate: number, frame: number, sp: number, oparg: number): number {
  const base = sp - ((oparg + 2) << 3);
  const tp = HEAP32[base >> 2];
  if (HEAP32[(base + 8) >> 2] !== 0 || !PyType_FastSubclass(Py_TYPE(tp), Py_TPFLAGS_TYPE_SUBCLASS) || HEAP32[(tp + PyTypeObject.tp_version_tag) >> 2] !== read_u32(INSTR(frame) + 4)) {
    return CALL(tstate, frame, sp, oparg);
  }
  const init = HEAP32[(tp + PyHeapTypeObject.init) >> 2];
  const code = HEAP32[(init + PyFunctionObject.func_code) >> 2];
  const size = HEAP32[(code + PyCodeObject.co_framesize) >> 2] + HEAP32[(_Py_InitCleanup + PyCodeObject.co_framesize) >> 2];
  if (
    HEAP32[(code + PyCodeObject.co_argcount) >> 2] !== oparg + 1 || (HEAP32[(code + PyCodeObject.co_flags) >> 2] & (CO_VARKEYWORDS | CO_VARARGS | CO_OPTIMIZED)) !== CO_OPTIMIZED ||
    HEAP32[(code + PyCodeObject.co_kwonlyargcount) >> 2] !== 0 || !_PyThreadState_HasStackSpace(tstate, size)
  ) return CALL(tstate, frame, sp, oparg);
  const self = PyType_GenericAlloc(tp, 0);
  if (self === 0) return ERROR(sp);
  Py_DECREF(tp);
  const shim = _PyFrame_PushTrampolineUnchecked(tstate, _Py_InitCleanup, 1);
  HEAP32[(shim + _PyInterpreterFrame.localsplus) >> 2] = Py_NewRef(self);
  HEAP32[(shim + _PyInterpreterFrame.previous) >> 2] = frame;
  const init_frame = _PyFrame_PushUnchecked(tstate, Py_NewRef(init), oparg + 1);
  HEAP32[(init_frame + _PyInterpreterFrame.localsplus) >> 2] = self;
  for (let i = 0; i < oparg; i++) {
    HEAP32[(init_frame + _PyInterpreterFrame.localsplus + 8 + (i << 3)) >> 2] = HEAP32[(base + 16 + (i << 3)) >> 2];
  }
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 4;
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = (base - frame - _PyInterpreterFrame.localsplus) >> 3;
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = shim;
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]--;
  return enter_init(tstate, frame, shim, init_frame);
}

/** Like DISPATCH_INLINED from the shim; when the recursion limit is reached, the shim goes too. */
function enter_init(tstate: number, frame: number, shim: number, init_frame: number): number {
  const r = DISPATCH_INLINED(tstate, shim, shim + _PyInterpreterFrame.localsplus + 8, init_frame);
  if (r >= 0) return r;
  HEAP32[(shim + _PyInterpreterFrame.stacktop) >> 2] = 1;
  HEAP32[(tstate + PyThreadState.py_recursion_remaining) >> 2]++;
  HEAP32[(tstate + PyThreadState.current_frame) >> 2] = frame;
  _PyEval_FrameClearAndPop(tstate, shim);
  const sp = frame + _PyInterpreterFrame.localsplus + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
  return ERROR(sp);
}

/** (value -- ) Behind an __init__ that was entered without recursion. */
export function EXIT_INIT_CHECK(tstate: number, frame: number, sp: number, oparg: number): number {
  const v = PEEK(sp, 1);
  if (v === Py_None) return sp - 8;
  PyErr_Format(PyExc_TypeError, "__init__() should return None, not '%.200s'", TP_NAME(v));
  return ERROR(sp);
}
