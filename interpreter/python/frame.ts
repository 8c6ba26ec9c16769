// Answers to Python/frame.c and Include/internal/pycore_frame.h of CPython 3.13. Deviation: a trampoline's code lies on the
// C stack beside its entry frame (see python/ceval.ts), so that no realm needs an address of its own.
//
// A frame is a _PyInterpreterFrame followed by its locals, cells, free variables and value stack (`localsplus`), on the
// thread's data stack or inside a generator. A PyFrameObject is made only when somebody asks for one.

import { _PyInterpreterFrame, PyCodeObject, PyFrameObject, PyFunctionObject, PyGenObject, PyThreadState } from '../include/generated/offsets';
import { HEAP16, HEAP32, HEAP8, HEAPU8, memmove, memset0, write_ptr } from '../include/heap';
import { Py_CLEAR, Py_DECREF, Py_INCREF, Py_NewRef, Py_REFCNT, Py_XDECREF } from '../include/object';
import { Py_None } from '../include/statics';
import { PyCode_Addr2Line } from '../objects/codeobject';
import { _PyFrame_New_NoTrack } from '../objects/frameobject';
import { PyErr_Clear, PyErr_GetRaisedException, PyErr_SetRaisedException } from './errors';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK } from './gc';

export const FRAME_OWNED_BY_THREAD = 0;
export const FRAME_OWNED_BY_GENERATOR = 1;
export const FRAME_OWNED_BY_FRAME_OBJECT = 2;
export const FRAME_OWNED_BY_CSTACK = 3;

export const FRAME_CREATED = -3;
export const FRAME_SUSPENDED = -2;
export const FRAME_SUSPENDED_YIELD_FROM = -1;
export const FRAME_EXECUTING = 0;
export const FRAME_COMPLETED = 1;
export const FRAME_CLEARED = 4;

/** Words of a frame before its localsplus. */
export const FRAME_SPECIALS_SIZE = _PyInterpreterFrame.SIZEOF / 8;

export type visitproc = (op: number, arg: number) => number;

export function FRAME_STATE_SUSPENDED(state: number): boolean {
  return state === FRAME_SUSPENDED || state === FRAME_SUSPENDED_YIELD_FROM;
}

/** Borrowed. */
export function _PyFrame_GetCode(frame: number): number {
  return HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2];
}

export function _PyCode_CODE(code: number): number {
  return code + PyCodeObject.co_code_adaptive;
}

/** In code units. */
export function _PyInterpreterFrame_LASTI(frame: number): number {
  return (HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] - _PyCode_CODE(_PyFrame_GetCode(frame))) >> 1;
}

export function _PyFrame_Stackbase(frame: number): number {
  return frame + _PyInterpreterFrame.localsplus + (HEAP32[(_PyFrame_GetCode(frame) + PyCodeObject.co_nlocalsplus) >> 2] << 3);
}

/** Steals `value`. */
export function _PyFrame_StackPush(frame: number, value: number): void {
  const top = HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2];
  write_ptr(frame + _PyInterpreterFrame.localsplus + (top << 3), value);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = top + 1;
}

/** Borrowed. */
export function _PyFrame_StackPeek(frame: number): number {
  const top = HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2];
  return HEAP32[(frame + _PyInterpreterFrame.localsplus + ((top - 1) << 3)) >> 2];
}

export function _PyFrame_StackPop(frame: number): number {
  const top = HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] - 1;
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = top;
  return HEAP32[(frame + _PyInterpreterFrame.localsplus + (top << 3)) >> 2];
}

export function _PyFrame_SetStackPointer(frame: number, sp: number): void {
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = (sp - frame - _PyInterpreterFrame.localsplus) >> 3;
}

/** Leaves stacktop at -1, so that a GC that meets a running frame sees no half-changed stack. */
export function _PyFrame_GetStackPointer(frame: number): number {
  const sp = frame + _PyInterpreterFrame.localsplus + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = -1;
  return sp;
}

export function _PyFrame_GetLocalsArray(frame: number): number {
  return frame + _PyInterpreterFrame.localsplus;
}

export function _PyFrame_NumSlotsForCodeObject(code: number): number {
  return HEAP32[(code + PyCodeObject.co_framesize) >> 2] - FRAME_SPECIALS_SIZE;
}

/** Moves the frame, references included, into a generator. */
export function _PyFrame_Copy(src: number, dest: number): void {
  memmove(dest, src, _PyInterpreterFrame.SIZEOF + (HEAP32[(src + _PyInterpreterFrame.stacktop) >> 2] << 3));
  HEAP32[(dest + _PyInterpreterFrame.previous) >> 2] = 0;
}

/** Steals func and locals. Does not set `previous`. */
export function _PyFrame_Initialize(frame: number, func: number, locals: number, code: number, null_locals_from: number): void {
  Py_INCREF(code);
  HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2] = code;
  HEAP32[(frame + _PyInterpreterFrame.f_funcobj) >> 2] = func;
  HEAP32[(frame + _PyInterpreterFrame.f_builtins) >> 2] = HEAP32[(func + PyFunctionObject.func_builtins) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.f_globals) >> 2] = HEAP32[(func + PyFunctionObject.func_globals) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.f_locals) >> 2] = locals;
  const nlocalsplus = HEAP32[(code + PyCodeObject.co_nlocalsplus) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = nlocalsplus;
  HEAP32[(frame + _PyInterpreterFrame.frame_obj) >> 2] = 0;
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = code + PyCodeObject.co_code_adaptive;
  HEAP32[(frame + _PyInterpreterFrame.return_offset) >> 2] = FRAME_OWNED_BY_THREAD << 16;
  const locals_at = (frame + _PyInterpreterFrame.localsplus) >> 2;
  for (let i = null_locals_from; i < nlocalsplus; i++) HEAP32[locals_at + (i << 1)] = 0;
}

/** Determines whether the frame has not reached its first RESUME, or is a trampoline: then nobody may see it. */
export function _PyFrame_IsIncomplete(frame: number): boolean {
  const owner = HEAP8[frame + _PyInterpreterFrame.owner];
  if (owner === FRAME_OWNED_BY_CSTACK) return true;
  if (owner === FRAME_OWNED_BY_GENERATOR) return false;
  const code = _PyFrame_GetCode(frame);
  const first = HEAP32[(code + PyCodeObject._co_unique_id_or_firsttraceable) >> 2];
  return HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] < _PyCode_CODE(code) + (first << 1);
}

export function _PyFrame_GetFirstComplete(frame: number): number {
  while (frame !== 0 && _PyFrame_IsIncomplete(frame)) frame = HEAP32[(frame + _PyInterpreterFrame.previous) >> 2];
  return frame;
}

export function _PyThreadState_GetFrame(tstate: number): number {
  return _PyFrame_GetFirstComplete(HEAP32[(tstate + PyThreadState.current_frame) >> 2]);
}

/** Borrowed; made when there is none. May fail. */
export function _PyFrame_GetFrameObject(frame: number): number {
  const res = HEAP32[(frame + _PyInterpreterFrame.frame_obj) >> 2];
  return res !== 0 ? res : _PyFrame_MakeAndSetFrameObject(frame);
}

export function _PyFrame_GetGenerator(frame: number): number {
  return frame - PyGenObject.gi_iframe;
}

/** Whether `size` words fit into the current chunk of the data stack. */
export function _PyThreadState_HasStackSpace(tstate: number, size: number): boolean {
  const top = HEAP32[(tstate + PyThreadState.datastack_top) >> 2];
  return top !== 0 && size << 3 < HEAP32[(tstate + PyThreadState.datastack_limit) >> 2] - top;
}

/** Needs _PyThreadState_HasStackSpace. Steals func. */
export function _PyFrame_PushUnchecked(tstate: number, func: number, null_locals_from: number): number {
  const code = HEAP32[(func + PyFunctionObject.func_code) >> 2];
  const frame = HEAP32[(tstate + PyThreadState.datastack_top) >> 2];
  HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = frame + (HEAP32[(code + PyCodeObject.co_framesize) >> 2] << 3);
  _PyFrame_Initialize(frame, func, 0, code, null_locals_from);
  return frame;
}

/** Needs _PyThreadState_HasStackSpace. A frame with no function, such as the one that checks what __init__ returned. */
export function _PyFrame_PushTrampolineUnchecked(tstate: number, code: number, stackdepth: number): number {
  const frame = HEAP32[(tstate + PyThreadState.datastack_top) >> 2];
  HEAP32[(tstate + PyThreadState.datastack_top) >> 2] = frame + (HEAP32[(code + PyCodeObject.co_framesize) >> 2] << 3);
  memset0(frame, _PyInterpreterFrame.SIZEOF);
  HEAP32[(frame + _PyInterpreterFrame.f_funcobj) >> 2] = Py_None;
  HEAP32[(frame + _PyInterpreterFrame.f_executable) >> 2] = Py_NewRef(code);
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = HEAP32[(code + PyCodeObject.co_nlocalsplus) >> 2] + stackdepth;
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = _PyCode_CODE(code);
  return frame;
}

export function _PyFrame_Traverse(frame: number, visit: visitproc, arg: number): number {
  for (const field of [_PyInterpreterFrame.frame_obj, _PyInterpreterFrame.f_locals, _PyInterpreterFrame.f_funcobj, _PyInterpreterFrame.f_executable]) {
    const op = HEAP32[(frame + field) >> 2];
    if (op !== 0) {
      const e = visit(op, arg);
      if (e) return e;
    }
  }
  const top = HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2];
  for (let i = 0; i < top; i++) {
    const op = HEAP32[(frame + _PyInterpreterFrame.localsplus + (i << 3)) >> 2];
    if (op !== 0) {
      const e = visit(op, arg);
      if (e) return e;
    }
  }
  return 0;
}

/** Borrowed (the frame keeps the reference). May fail. */
export function _PyFrame_MakeAndSetFrameObject(frame: number): number {
  const exc = PyErr_GetRaisedException();
  const f = _PyFrame_New_NoTrack(_PyFrame_GetCode(frame));
  if (f === 0) {
    Py_XDECREF(exc);
    return 0;
  }
  PyErr_SetRaisedException(exc);
  write_ptr(f + PyFrameObject.f_frame, frame);
  HEAP32[(frame + _PyInterpreterFrame.frame_obj) >> 2] = f;
  return f;
}

/** The frame dies, its frame object lives on: the contents move into the object. */
function take_ownership(f: number, frame: number): void {
  const size = _PyInterpreterFrame.SIZEOF + (HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] << 3);
  const code = _PyFrame_GetCode(frame);
  Py_INCREF(code);
  memmove(f + PyFrameObject._f_frame_data, frame, size);
  const own = f + PyFrameObject._f_frame_data;
  write_ptr(f + PyFrameObject.f_frame, own);
  HEAPU8[own + _PyInterpreterFrame.owner] = FRAME_OWNED_BY_FRAME_OBJECT;
  if (_PyFrame_IsIncomplete(own)) {
    // A generator that never started: pretend that the first RESUME ran.
    const first = HEAP32[(code + PyCodeObject._co_unique_id_or_firsttraceable) >> 2];
    HEAP32[(own + _PyInterpreterFrame.instr_ptr) >> 2] = _PyCode_CODE(code) + ((first + 1) << 1);
  }
  const prev = _PyFrame_GetFirstComplete(HEAP32[(own + _PyInterpreterFrame.previous) >> 2]);
  HEAP32[(own + _PyInterpreterFrame.previous) >> 2] = 0;
  if (prev !== 0) {
    const back = _PyFrame_GetFrameObject(prev);
    if (back === 0) PyErr_Clear();
    else write_ptr(f + PyFrameObject.f_back, Py_NewRef(back));
  }
  if (!_PyObject_GC_IS_TRACKED(f)) _PyObject_GC_TRACK(f);
}

export function _PyFrame_ClearLocals(frame: number): void {
  const top = HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2] = 0;
  const at = (frame + _PyInterpreterFrame.localsplus) >> 2;
  for (let i = 0; i < top; i++) {
    const op = HEAP32[at + (i << 1)];
    if (op === 0) continue;
    HEAP32[at + (i << 1)] = 0; // a frame object may live on and be looked at
    Py_DECREF(op);
  }
  if (HEAP32[(frame + _PyInterpreterFrame.f_locals) >> 2] !== 0) Py_CLEAR(frame + _PyInterpreterFrame.f_locals);
}

/** Clears all references in the frame but the code's, or hands them to the frame object if somebody else holds it. */
export function _PyFrame_ClearExceptCode(frame: number): void {
  const f = HEAP32[(frame + _PyInterpreterFrame.frame_obj) >> 2];
  if (f !== 0) {
    HEAP32[(frame + _PyInterpreterFrame.frame_obj) >> 2] = 0;
    if (Py_REFCNT(f) > 1) {
      take_ownership(f, frame);
      Py_DECREF(f);
      return;
    }
    Py_DECREF(f);
  }
  _PyFrame_ClearLocals(frame);
  Py_DECREF(HEAP32[(frame + _PyInterpreterFrame.f_funcobj) >> 2]);
}

/** Returns new. */
export function PyUnstable_InterpreterFrame_GetCode(frame: number): number {
  return Py_NewRef(_PyFrame_GetCode(frame));
}

export function PyUnstable_InterpreterFrame_GetLasti(frame: number): number {
  return _PyInterpreterFrame_LASTI(frame) * 2;
}

export function PyUnstable_InterpreterFrame_GetLine(frame: number): number {
  return PyCode_Addr2Line(_PyFrame_GetCode(frame), _PyInterpreterFrame_LASTI(frame) * 2);
}

export function _PyFrame_get_return_offset(frame: number): number {
  return HEAP16[(frame + _PyInterpreterFrame.return_offset) >> 1] & 0xffff;
}
