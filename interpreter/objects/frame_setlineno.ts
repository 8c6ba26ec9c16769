// Answers to frame_setlineno and what it needs (mark_stacks, marklines) of Objects/frameobject.c of CPython 3.13: jumping to
// another line from a trace function. Deviation: a modelled stack is a string of kinds, so that no depth overflows.
//
// Each instruction gets a model of the value stack as it is before it, one letter a value. A jump is allowed to an
// instruction whose stack is a compatible bottom part of the present one; what is above is popped.

import { PyBytesObject, PyCodeObject, PyFrameObject, PyGenObject, PyThreadState, _PyErr_StackItem, _PyInterpreterFrame } from '../include/generated/offsets';
import { HEAP32, HEAP8, HEAPU8, read_ptr } from '../include/heap';
import { Py_TYPE, Py_XDECREF } from '../include/object';
import { _PyOpcode_Caches } from '../include/pycore_opcode_metadata';
import { OP } from '../include/pycore_opcode_ids';
import { PY_MONITORING_EVENT_BRANCH, PY_MONITORING_EVENT_C_RAISE, PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_CALL, PY_MONITORING_EVENT_EXCEPTION_HANDLED, PY_MONITORING_EVENT_INSTRUCTION, PY_MONITORING_EVENT_JUMP, PY_MONITORING_EVENT_LINE, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_THROW, PY_MONITORING_EVENT_PY_UNWIND, PY_MONITORING_EVENT_PY_YIELD, PY_MONITORING_EVENT_RAISE } from '../include/pycore_instruments';
import { Py_None, PyExc_AttributeError, PyExc_RuntimeWarning, PyExc_SystemError, PyExc_ValueError, PyLong_Type } from '../include/statics';
import { _PyCode_CODE } from './codeobject';
import { PyCodeAddressRange } from './codelocations';
import { PyLong_AsDouble } from './longobject';
import { PyErr_Clear, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyFrame_GetCode, _PyFrame_GetGenerator, _PyFrame_StackPop, _PyInterpreterFrame_LASTI, FRAME_OWNED_BY_GENERATOR, FRAME_SUSPENDED } from '../python/frame';
import { _Py_GetBaseOpcode } from '../python/instrumentation';
import { _PyThreadState_GET } from '../python/pystate';
import { PyErr_WarnEx } from '../python/_warnings';
import { stack_effect } from '../python/flowgraph';

const ITERATOR = 'i';
const EXCEPT = 'e';
const OBJECT = 'o';
const NULL = 'n';
const LASTI = 'l';

/** A modelled stack, or undefined where no path was found. */
type Stack = string | undefined;

function pop(s: string, n = 1): string {
  return s.slice(0, Math.max(0, s.length - n));
}

function swap(s: string, n: number): string {
  const a = [...s];
  const i = a.length - n;
  if (i >= 0) [a[i], a[a.length - 1]] = [a[a.length - 1], a[i]];
  return a.join('');
}

/** The stack after an instruction that just goes on; undefined for the end of a block. */
function effect(opcode: number, oparg: number, s: string): Stack {
  switch (opcode) {
    case OP.GET_ITER:
    case OP.GET_AITER:
      return pop(s) + ITERATOR;
    case OP.END_ASYNC_FOR:
      return pop(s, 2);
    case OP.PUSH_EXC_INFO:
      return s + EXCEPT;
    case OP.POP_EXCEPT:
      return pop(s);
    case OP.RETURN_VALUE:
    case OP.RETURN_CONST:
    case OP.RAISE_VARARGS:
    case OP.RERAISE:
      return undefined;
    case OP.PUSH_NULL:
      return s + NULL;
    case OP.LOAD_GLOBAL:
      return s + OBJECT + (oparg & 1 ? NULL : '');
    case OP.LOAD_ATTR:
      return oparg & 1 ? pop(s) + OBJECT + NULL : s;
    case OP.SWAP:
      return swap(s, oparg);
    case OP.COPY:
      return s + (s[s.length - oparg] ?? OBJECT);
    default: {
      const delta = Math.max(stack_effect(opcode, oparg, false), stack_effect(opcode, oparg, true));
      return delta < 0 ? pop(s, -delta) : s + OBJECT.repeat(delta);
    }
  }
}

let varint_end = 0;

function parse_varint(p: number): number {
  let b = HEAPU8[p];
  let v = b & 63;
  while (b & 64) {
    b = HEAPU8[++p];
    v = (v << 6) | (b & 63);
  }
  varint_end = p + 1;
  return v;
}

/** How many values are on the stack before the instruction at code unit `i`; 0 where it cannot be reached. */
export function stack_depth(code: number, i: number): number {
  return mark_stacks(code)[i]?.length ?? 0;
}

/** The stack before each instruction. */
function mark_stacks(code: number): Stack[] {
  const len = HEAP32[(code + PyCodeObject.ob_size) >> 2];
  const start = _PyCode_CODE(code);
  const stacks: Stack[] = new Array(len + 1).fill(undefined);
  stacks[0] = '';
  for (let todo = true; todo; ) {
    todo = false;
    for (let i = 0; i < len; ) {
      const s = stacks[i];
      let opcode = _Py_GetBaseOpcode(code, i);
      let oparg = HEAPU8[start + i * 2 + 1];
      while (opcode === OP.EXTENDED_ARG) {
        i++;
        opcode = _Py_GetBaseOpcode(code, i);
        oparg = (oparg << 8) | HEAPU8[start + i * 2 + 1];
        stacks[i] = s;
      }
      const next = i + 1 + _PyOpcode_Caches[opcode];
      if (s !== undefined) {
        if (mark_one(stacks, opcode, oparg, i, next, s)) todo = true;
      }
      i = next;
    }
    if (mark_handlers(code, stacks)) todo = true;
  }
  return stacks;
}

/** True when a target before this instruction got its first stack. */
function mark_one(stacks: Stack[], opcode: number, oparg: number, i: number, next: number, s: string): boolean {
  switch (opcode) {
    case OP.POP_JUMP_IF_FALSE:
    case OP.POP_JUMP_IF_TRUE:
    case OP.POP_JUMP_IF_NONE:
    case OP.POP_JUMP_IF_NOT_NONE:
      stacks[next + oparg] = stacks[next] = pop(s);
      return false;
    case OP.SEND:
      stacks[next + oparg] = stacks[next] = s;
      return false;
    case OP.FOR_ITER:
      stacks[next + oparg] = stacks[next] = s + OBJECT;
      return false;
    case OP.JUMP_FORWARD:
      stacks[next + oparg] = s;
      return false;
    case OP.JUMP_BACKWARD:
    case OP.JUMP_BACKWARD_NO_INTERRUPT: {
      const target = next - oparg;
      const fresh = stacks[target] === undefined && target < i;
      stacks[target] = s;
      return fresh;
    }
  }
  const after = effect(opcode, oparg, s);
  if (after !== undefined) stacks[next] = after;
  return false;
}

function mark_handlers(code: number, stacks: Stack[]): boolean {
  const table = read_ptr(code + PyCodeObject.co_exceptiontable);
  const end = table + PyBytesObject.ob_sval + HEAP32[(table + PyBytesObject.ob_size) >> 2];
  let fresh = false;
  for (let p = table + PyBytesObject.ob_sval; p < end; p = varint_end) {
    const from = parse_varint(p);
    parse_varint(varint_end);
    const handler = parse_varint(varint_end);
    const depth_and_lasti = parse_varint(varint_end);
    const s = stacks[from];
    if (s === undefined || stacks[handler] !== undefined) continue;
    stacks[handler] = s.slice(0, depth_and_lasti >> 1) + (depth_and_lasti & 1 ? LASTI : '') + EXCEPT;
    fresh = true;
  }
  return fresh;
}

function compatible_kind(from: string, to: string): boolean {
  if (to === OBJECT) return from !== NULL;
  return to === NULL || from === to;
}

function compatible_stack(from: Stack, to: Stack): boolean {
  if (from === undefined || to === undefined || from.length < to.length) return false;
  return [...to].every((kind, i) => compatible_kind(from[i], kind));
}

function explain_incompatible_stack(to: Stack): string {
  if (to === undefined) return "can't jump into an exception handler, or code may be unreachable";
  switch (to.at(-1)) {
    case EXCEPT:
      return "can't jump into an 'except' block as there's no exception";
    case LASTI:
      return "can't jump into a re-raising block as there's no location";
    case ITERATOR:
      return "can't jump into the body of a for loop";
    default:
      return 'incompatible stacks';
  }
}

/** The line that starts at each instruction, -1 for none. */
function marklines(code: number): Int32Array {
  const starts = new Int32Array(HEAP32[(code + PyCodeObject.ob_size) >> 2]).fill(-1);
  let last = -1;
  const range = new PyCodeAddressRange(code);
  while (range.next()) {
    if (range.ar_line !== last && range.ar_line !== -1) {
      starts[range.ar_start >> 1] = range.ar_line;
      last = range.ar_line;
    }
  }
  return starts;
}

/** Whether the present event allows a jump; else the error is set. */
function event_allows_jump(what_event: number): boolean {
  switch (what_event) {
    case PY_MONITORING_EVENT_PY_RESUME:
    case PY_MONITORING_EVENT_JUMP:
    case PY_MONITORING_EVENT_BRANCH:
    case PY_MONITORING_EVENT_LINE:
    case PY_MONITORING_EVENT_PY_YIELD:
      return true;
    case PY_MONITORING_EVENT_PY_START:
    case PY_MONITORING_EVENT_PY_THROW:
      PyErr_SetString(PyExc_ValueError, "can't jump from the 'call' trace event of a new frame");
      return false;
    case PY_MONITORING_EVENT_CALL:
    case PY_MONITORING_EVENT_C_RETURN:
      PyErr_SetString(PyExc_ValueError, "can't jump during a call");
      return false;
    case PY_MONITORING_EVENT_PY_RETURN:
    case PY_MONITORING_EVENT_PY_UNWIND:
    case PY_MONITORING_EVENT_EXCEPTION_HANDLED:
    case PY_MONITORING_EVENT_RAISE:
    case PY_MONITORING_EVENT_C_RAISE:
    case PY_MONITORING_EVENT_INSTRUCTION:
      PyErr_SetString(PyExc_ValueError, "can only jump from a 'line' trace event");
      return false;
    default:
      if (what_event < 0) PyErr_SetString(PyExc_ValueError, 'f_lineno can only be set in a trace function');
      else PyErr_SetString(PyExc_SystemError, 'unexpected event type');
      return false;
  }
}

/** The first line of code at or after the wanted one, -1 with an error. */
function target_line(code: number, lines: Int32Array, v: number): number {
  const wanted = PyLong_AsDouble(v);
  if (PyErr_Occurred() !== 0 || wanted > 2147483647 || wanted < -2147483648) {
    PyErr_Clear();
    PyErr_SetString(PyExc_ValueError, 'lineno out of range');
    return -1;
  }
  if (wanted < HEAP32[(code + PyCodeObject.co_firstlineno) >> 2]) {
    PyErr_Format(PyExc_ValueError, 'line %d comes before the current code block', wanted);
    return -1;
  }
  const found = lines.reduce((best, l) => (l >= wanted && (best < 0 || l < best) ? l : best), -1);
  if (found < 0) PyErr_Format(PyExc_ValueError, 'line %d comes after the current code block', wanted);
  return found;
}

/** The instruction to go to, -1 with an error. */
function target_instruction(lines: Int32Array, stacks: Stack[], line: number, from: Stack): number {
  let best = -1;
  let msg = 'cannot find bytecode for specified line';
  let explained = false;
  lines.forEach((l, i) => {
    if (l !== line) return;
    if (compatible_stack(from, stacks[i])) {
      if (best < 0 || (stacks[i] as string).length > (stacks[best] as string).length) best = i;
    } else if (best < 0 && !explained) {
      if (from === undefined) msg = "can't jump from within an exception handler";
      else {
        msg = explain_incompatible_stack(stacks[i]);
        explained = true;
      }
    }
  });
  if (best < 0) PyErr_SetString(PyExc_ValueError, msg);
  return best;
}

/** Variables that the target may take for bound get None, with a warning. */
function bind_unbound(frame: number, code: number): number {
  const n = HEAP32[(code + PyCodeObject.co_nlocalsplus) >> 2];
  const at = (i: number): number => (frame + _PyInterpreterFrame.localsplus + i * 8) >> 2;
  let unbound = 0;
  for (let i = 0; i < n; i++) if (HEAP32[at(i)] === 0) unbound++;
  if (unbound === 0) return 0;
  if (PyErr_WarnEx(PyExc_RuntimeWarning, `assigning None to ${unbound} unbound local${unbound === 1 ? '' : 's'}`, 0) < 0) return -1;
  for (let i = 0; i < n; i++) if (HEAP32[at(i)] === 0) HEAP32[at(i)] = Py_None;
  return 0;
}

/** The setter of f_lineno. */
export function frame_setlineno(f: number, v: number): number {
  const frame = read_ptr(f + PyFrameObject.f_frame);
  const code = _PyFrame_GetCode(frame);
  if (v === 0) {
    PyErr_SetString(PyExc_AttributeError, 'cannot delete attribute');
    return -1;
  }
  if (Py_TYPE(v) !== PyLong_Type) {
    PyErr_SetString(PyExc_ValueError, 'lineno must be an integer');
    return -1;
  }
  const tstate = _PyThreadState_GET();
  if (!event_allows_jump(HEAP32[(tstate + PyThreadState.what_event) >> 2])) return -1;
  const lines = marklines(code);
  const line = target_line(code, lines, v);
  if (line < 0) return -1;
  const stacks = mark_stacks(code);
  let from = stacks[_PyInterpreterFrame_LASTI(frame)];
  const best = target_instruction(lines, stacks, line, from);
  if (best < 0 || bind_unbound(frame, code) < 0) return -1;
  const suspended = HEAP8[frame + _PyInterpreterFrame.owner] === FRAME_OWNED_BY_GENERATOR && HEAP8[_PyFrame_GetGenerator(frame) + PyGenObject.gi_frame_state] === FRAME_SUSPENDED;
  if (suspended) from = pop(from as string); // the yielded value is gone already
  pop_stack(tstate, frame, from as string, (stacks[best] as string).length);
  HEAP32[(f + PyFrameObject.f_lineno) >> 2] = 0;
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = _PyCode_CODE(code) + best * 2;
  return 0;
}

function pop_stack(tstate: number, frame: number, from: string, depth: number): void {
  for (; from.length > depth; from = pop(from)) {
    const v = _PyFrame_StackPop(frame);
    if (from.at(-1) === EXCEPT) {
      const slot = (read_ptr(tstate + PyThreadState.exc_info) + _PyErr_StackItem.exc_value) >> 2;
      const old = HEAP32[slot];
      HEAP32[slot] = v === Py_None ? 0 : v;
      Py_XDECREF(old);
    } else Py_XDECREF(v);
  }
}
