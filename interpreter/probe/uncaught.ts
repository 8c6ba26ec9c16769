// Will anybody catch this exception? Foretold at the raise, from the exception tables and the handlers' bytecode of the
// frames on the stack, without running any of it. A handler counts as catching when it is a bare `except`, or when its
// classes, plain names as a rule, match; `with` (but contextlib.suppress) and `finally` do not. What cannot be told counts as catching only if the
// handler has an `except` whose class expression is not a plain name.
//
// threading's bootstrap catches everything to report it: there nobody catches.

import { _PyInterpreterFrame, PyBytesObject, PyCodeObject, PyMethodObject, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { HEAPU8 } from '../include/heap';
import { OP } from '../include/pycore_opcode_ids';
import { _PyOpcode_Caches } from '../include/pycore_opcode_metadata';
import { PyMethod_Type, PyTuple_Type } from '../include/statics';
import { dict_get, instance_get } from './dicts';
import { base_opcode, fast_locals, frame_builtins, frame_code, frame_globals, frame_lasti, frame_locals, older_frame, top_frame } from './frames';
import { derives, int32, is_exact, is_object, is_type, slot, ssize, type_name_of, type_of, unicode_ends_with, unicode_text } from './memory';

const REPORTER = '/threading.py';

/** The frame that will catch it; 0: none. */
export function catching_frame(tstate: number, exc: number): number {
  for (let frame = top_frame(tstate); frame !== 0; frame = older_frame(frame)) {
    const code = frame_code(frame);
    const file = slot(code + PyCodeObject.co_filename);
    if (unicode_ends_with(file, REPORTER)) continue;
    for (let offset = frame_lasti(frame), tries = 0; tries < 50; tries++) {
      const target = handler_of(code, offset);
      if (target < 0) break;
      const verdict = handler_catches(frame, code, target, exc) || suppressed(frame, code, target, exc);
      if (verdict) return frame;
      // Not this handler: it re-raises, and the one around it is asked.
      offset = target;
      const outer = handler_of(code, offset);
      if (outer === target || outer < 0) break;
    }
  }
  return 0;
}

let depth_of_handler = 0;

/** The handler of the innermost range around byte `offset`; -1: none. Leaves its stack depth in depth_of_handler. */
function handler_of(code: number, offset: number): number {
  const table = slot(code + PyCodeObject.co_exceptiontable);
  let p = table + PyBytesObject.ob_sval;
  const end = p + ssize(table + PyBytesObject.ob_size);
  const varint = (): number => {
    let b = HEAPU8[p++];
    let v = b & 63;
    while (b & 64 && p < end) {
      b = HEAPU8[p++];
      v = (v << 6) | (b & 63);
    }
    return v;
  };
  while (p < end) {
    const start = varint() * 2;
    const size = varint() * 2;
    const target = varint() * 2;
    const depth = varint() >> 1;
    if (start > offset) return -1;
    if (offset < start + size) {
      depth_of_handler = depth;
      return target;
    }
  }
  return -1;
}

interface Instruction {
  op: number;
  arg: number;
  next: number;
}

function instruction(code: number, at: number): Instruction {
  const base = code + PyCodeObject.co_code_adaptive;
  let arg = 0;
  let op = base_opcode(code, at);
  while (op === OP.EXTENDED_ARG) {
    arg = (arg | HEAPU8[base + at + 1]) << 8;
    at += 2;
    op = base_opcode(code, at);
  }
  return { op, arg: arg | HEAPU8[base + at + 1], next: at + 2 + _PyOpcode_Caches[op] * 2 };
}

/** Walks a handler from its PUSH_EXC_INFO: the classes that its `except` clauses name, one after the other. */
function handler_catches(frame: number, code: number, target: number, exc: number): boolean {
  let at = target;
  const stack: number[] = [];
  const limit = ssize(code + 16) * 2;
  for (let steps = 0; at < limit && steps < 400; steps++) {
    const ins = instruction(code, at);
    at = ins.next;
    switch (ins.op) {
      case OP.PUSH_EXC_INFO:
      case OP.NOP:
        break;
      case OP.LOAD_GLOBAL:
        stack.push(name_value(frame, code, ins.arg >> 1, true));
        break;
      case OP.LOAD_NAME:
        stack.push(name_value(frame, code, ins.arg, false));
        break;
      case OP.LOAD_FAST:
      case OP.LOAD_FAST_CHECK:
      case OP.LOAD_DEREF:
        stack.push(local_value(frame, code, ins.arg));
        break;
      case OP.LOAD_ATTR:
        stack.push(attribute(stack.pop() ?? 0, code, ins.arg >> 1));
        break;
      case OP.BUILD_TUPLE: {
        const items = stack.splice(Math.max(0, stack.length - ins.arg));
        if (items.some((c) => c === 0 || matches(exc, c))) return true;
        stack.push(NO_MATCH);
        break;
      }
      case OP.CHECK_EXC_MATCH: {
        const cls = stack.pop() ?? 0;
        // Not a plain name: it may well match.
        if (cls === 0 || (cls !== NO_MATCH && matches(exc, cls))) return true;
        break;
      }
      case OP.POP_JUMP_IF_FALSE:
        at += ins.arg * 2;
        break;
      case OP.POP_TOP:
        // A bare except drops the exception first.
        return stack.length === 0;
      default:
        // finally's body, `with`, the end of the clauses (RERAISE): it goes on.
        return false;
    }
  }
  return false;
}

/** A `with` whose manager is contextlib.suppress of a class that matches. Asked right after handler_of. */
function suppressed(frame: number, code: number, target: number, exc: number): boolean {
  const next = instruction(code, target).next;
  if (instruction(code, next).op !== OP.WITH_EXCEPT_START) return false;
  const exit = slot(frame + _PyInterpreterFrame.localsplus + (int32(code + PyCodeObject.co_nlocalsplus) + depth_of_handler - 1) * 8);
  if (!is_exact(exit, PyMethod_Type)) return false;
  const manager = slot(exit + PyMethodObject.im_self);
  return is_object(manager) && type_name_of(manager) === 'suppress' && matches(exc, instance_get(manager, '_exceptions'));
}

const NO_MATCH = -1;

function matches(exc: number, cls: number): boolean {
  if (is_exact(cls, PyTuple_Type)) {
    for (let i = 0, n = ssize(cls + 16); i < n; i++) if (matches(exc, slot(cls + PyTupleObject.ob_item + i * 8))) return true;
    return false;
  }
  if (!is_type(cls)) return true;
  const mro = slot(type_of(exc) + PyTypeObject.tp_mro);
  if (!is_exact(mro, PyTuple_Type)) return derives(type_of(exc), cls);
  for (let i = 0, n = ssize(mro + 16); i < n; i++) if (slot(mro + PyTupleObject.ob_item + i * 8) === cls) return true;
  return false;
}

function name_at(code: number, index: number): string {
  return unicode_text(slot(slot(code + PyCodeObject.co_names) + PyTupleObject.ob_item + index * 8), 300) ?? '';
}

function name_value(frame: number, code: number, index: number, global_only: boolean): number {
  const name = name_at(code, index);
  if (!global_only) {
    const own = frame_locals(frame).find((l) => l.name === name);
    if (own !== undefined) return own.value;
  }
  return dict_get(frame_globals(frame), name) || dict_get(frame_builtins(frame), name);
}

function local_value(frame: number, code: number, index: number): number {
  const name = unicode_text(slot(slot(code + PyCodeObject.co_localsplusnames) + PyTupleObject.ob_item + index * 8), 300);
  return fast_locals(frame).find((l) => l.name === name)?.value ?? 0;
}

/** module.Name or Class.Name, from the dict of the one or the other. */
function attribute(owner: number, code: number, index: number): number {
  if (owner <= 0 || !is_object(owner)) return 0;
  const name = name_at(code, index);
  return is_type(owner) ? dict_get(slot(owner + PyTypeObject.tp_dict), name) : instance_get(owner, name);
}
