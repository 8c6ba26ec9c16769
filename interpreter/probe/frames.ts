// Threads and frames read from memory: who runs what, where, with which locals. (Layouts: python/frame.ts, python/pystate.ts.)

import { _PyInterpreterFrame, PyBytesObject, PyCellObject, PyCodeObject, PyFunctionObject, PyGenObject, PyInterpreterState, PyMethodObject, PyModuleObject, PyThreadState, PyTupleObject, PyVarObject } from '../include/generated/offsets';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_FAST_LOCAL, CO_OPTIMIZED } from '../include/cpython_code';
import { HEAPU8 } from '../include/heap';
import { OP } from '../include/pycore_opcode_ids';
import { _PyOpcode_Caches, _PyOpcode_Deopt, _PyOpcode_OpName } from '../include/pycore_opcode_metadata';
import { _PyInterpreterState_Main, PyCell_Type, PyCode_Type, PyFunction_Type, PyMethod_Type } from '../include/statics';
import { PyCodeAddressRange } from '../objects/codelocations';
import { dict_get, dict_items, instance_get, is_dict } from './dicts';
import { int32, is_exact, object_slot, readable, slot, ssize, unicode_text } from './memory';
import { long_value, type Child } from './objects';

const OWNED_BY_GENERATOR = 1;
const OWNED_BY_CSTACK = 3;
const MAX_FRAMES = 20_000;

/** The thread states, oldest first. */
export function thread_states(): number[] {
  const all: number[] = [];
  for (let t = slot(_PyInterpreterState_Main + PyInterpreterState.threads_head); t !== 0 && all.length < 10_000; t = slot(t + PyThreadState.next)) {
    if (!readable(t, PyThreadState.SIZEOF)) break;
    all.push(t);
  }
  return all.reverse();
}

/** PyThreadState.id: what the debugger knows a thread by; never used twice in a process. */
export function thread_id(tstate: number): number {
  return ssize(tstate + PyThreadState.id);
}

export function thread_ident(tstate: number): number {
  return ssize(tstate + PyThreadState.thread_id);
}

export function thread_by_id(id: number): number {
  return thread_states().find((t) => thread_id(t) === id) ?? 0;
}

/** threading's name of the thread with this ident, from threading._active; null before it has one. */
export function thread_name(ident: number): string | null {
  const threading = dict_get(slot(_PyInterpreterState_Main + PyInterpreterState.imports_modules), 'threading');
  if (threading === 0) return null;
  const module_dict = object_slot(threading + 16);
  for (const table of ['_active', '_limbo']) {
    const active = dict_get(module_dict, table);
    if (active === 0) continue;
    for (const item of dict_items(active)) {
      const thread = item.value;
      const own = table === '_active' ? long_value(item.key) : long_value(instance_get(thread, '_ident'));
      if (own !== null && Number(own) === ident) return unicode_text(instance_get(thread, '_name'), 200);
    }
  }
  return null;
}

/** The name of a thread that threading starts and that has not told its identity yet: of the Thread whose method it will run. */
export function starting_thread_name(tstate: number): string | null {
  const func = slot(slot(tstate + PyThreadState.boot));
  if (!is_exact(func, PyMethod_Type)) return null;
  const thread = object_slot(func + PyMethodObject.im_self);
  return thread === 0 ? null : unicode_text(instance_get(thread, '_name'), 200);
}

/** The newest frame that Python code can see; 0 when there is none. */
export function top_frame(tstate: number): number {
  return complete(slot(tstate + PyThreadState.current_frame));
}

/** The next older visible frame. */
export function older_frame(frame: number): number {
  return complete(slot(frame + _PyInterpreterFrame.previous));
}

function complete(frame: number): number {
  for (let n = 0; frame !== 0 && n < MAX_FRAMES; n++) {
    if (!readable(frame, _PyInterpreterFrame.SIZEOF)) return 0;
    if (is_complete(frame)) return frame;
    frame = slot(frame + _PyInterpreterFrame.previous);
  }
  return 0;
}

function is_complete(frame: number): boolean {
  const owner = HEAPU8[frame + _PyInterpreterFrame.owner];
  if (owner === OWNED_BY_CSTACK) return false;
  const code = frame_code(frame);
  if (code === 0) return false;
  if (owner === OWNED_BY_GENERATOR) return true;
  return slot(frame + _PyInterpreterFrame.instr_ptr) >= code + PyCodeObject.co_code_adaptive + int32(code + PyCodeObject._co_unique_id_or_firsttraceable) * 2;
}

/** Visible frames, newest first. */
export function frames_of(tstate: number, limit = MAX_FRAMES): number[] {
  const frames: number[] = [];
  for (let f = top_frame(tstate); f !== 0 && frames.length < limit; f = older_frame(f)) frames.push(f);
  return frames;
}

/** The generator or coroutine that a frame lies in; 0: none. */
export function generator_of(frame: number): number {
  return HEAPU8[frame + _PyInterpreterFrame.owner] === OWNED_BY_GENERATOR ? frame - PyGenObject.gi_iframe : 0;
}

export function frame_code(frame: number): number {
  const code = slot(frame + _PyInterpreterFrame.f_executable);
  return is_exact(code, PyCode_Type) ? code : 0;
}

/** Byte offset of the instruction that the frame is at. */
export function frame_lasti(frame: number): number {
  return slot(frame + _PyInterpreterFrame.instr_ptr) - frame_code(frame) - PyCodeObject.co_code_adaptive;
}

export interface CodePlace {
  name: string;
  filename: string;
  line: number;
  /** 0-based bytes; -1: unknown. */
  column: number;
  end_line: number;
  end_column: number;
}

export function code_name(code: number): string {
  return unicode_text(slot(code + PyCodeObject.co_qualname), 300) ?? '?';
}

export function code_filename(code: number): string {
  return unicode_text(slot(code + PyCodeObject.co_filename), 4000) ?? '?';
}

/** Where the instruction at byte `lasti` stands in the source. A call's frame is at the call; a place without a line takes the one before it. */
export function code_place(code: number, lasti: number): CodePlace {
  const place = { name: code_name(code), filename: code_filename(code), line: int32(code + PyCodeObject.co_firstlineno), column: -1, end_line: -1, end_column: -1 };
  const range = new PyCodeAddressRange(code);
  while (range.next()) {
    if (range.ar_line > 0) {
      place.line = range.ar_line;
      place.column = range.column;
      place.end_line = range.end_line;
      place.end_column = range.end_column;
    }
    if (range.ar_end > lasti) break;
  }
  return place;
}

export function frame_place(frame: number): CodePlace {
  return code_place(frame_code(frame), frame_lasti(frame));
}

const INSTRUMENTED = 'INSTRUMENTED_';
/** Instrumented opcode → what it stands for. */
const BASE = _PyOpcode_OpName.map((name, op) => (name?.startsWith(INSTRUMENTED) ? Math.max(op && _PyOpcode_OpName.indexOf(name.slice(INSTRUMENTED.length)), 0) : _PyOpcode_Deopt[op]));
/** Fields of a code object's monitoring data (python/instrumentation.ts) where the opcodes under INSTRUMENTED_LINE and _INSTRUCTION are. */
const LINE_OPCODES = 56;
const INSTR_OPCODES = 80;

/** The opcode at byte `offset`, instrumentation and specialisation taken off. */
export function base_opcode(code: number, offset: number): number {
  let op = HEAPU8[code + PyCodeObject.co_code_adaptive + offset];
  const monitoring = slot(code + PyCodeObject._co_monitoring);
  for (const [hidden, field] of [[OP.INSTRUMENTED_LINE, LINE_OPCODES], [OP.INSTRUMENTED_INSTRUCTION, INSTR_OPCODES]]) {
    const table = op === hidden && monitoring !== 0 ? slot(monitoring + field) : 0;
    if (table !== 0) op = HEAPU8[table + (offset >> 1)];
  }
  return BASE[op] ?? op;
}

export function opcode_name(code: number, offset: number): string {
  const op = base_opcode(code, offset);
  return _PyOpcode_OpName[op] ?? `<${op}>`;
}

export function cache_entries(code: number, offset: number): number {
  return _PyOpcode_Caches[base_opcode(code, offset)];
}

function kind(code: number, i: number): number {
  return HEAPU8[slot(code + PyCodeObject.co_localspluskinds) + PyBytesObject.ob_sval + i];
}

function local_name(code: number, i: number): string {
  return unicode_text(slot(slot(code + PyCodeObject.co_localsplusnames) + PyTupleObject.ob_item + i * 8), 300) ?? '?';
}

export interface Local extends Child {
  kind: 'local' | 'cell' | 'free';
}

/** The bound locals, cells and free variables of an optimised frame, contents of cells in place of cells. */
export function fast_locals(frame: number): Local[] {
  const code = frame_code(frame);
  const n = Math.min(int32(code + PyCodeObject.co_nlocalsplus), ssize(slot(code + PyCodeObject.co_localsplusnames) + PyVarObject.ob_size));
  const free = free_variables(frame, code);
  const found: Local[] = [];
  for (let i = 0; i < n; i++) {
    const k = kind(code, i);
    if ((k & CO_FAST_HIDDEN) !== 0) continue;
    let at = frame + _PyInterpreterFrame.localsplus + i * 8;
    let value = object_slot(at);
    if ((k & CO_FAST_FREE) !== 0 && value === 0) value = free[i] ?? 0;
    if ((k & (CO_FAST_CELL | CO_FAST_FREE)) !== 0 && is_exact(value, PyCell_Type)) {
      at = value + PyCellObject.ob_ref;
      value = object_slot(at);
    }
    if (value === 0) continue;
    found.push({ name: local_name(code, i), value, at, kind: (k & CO_FAST_FREE) !== 0 ? 'free' : (k & CO_FAST_CELL) !== 0 && (k & CO_FAST_LOCAL) === 0 ? 'cell' : 'local' });
  }
  return found;
}

/** Before COPY_FREE_VARS ran, the cells are still with the function. */
function free_variables(frame: number, code: number): number[] {
  const func = slot(frame + _PyInterpreterFrame.f_funcobj);
  const all: number[] = [];
  if (!is_exact(func, PyFunction_Type)) return all;
  const closure = object_slot(func + PyFunctionObject.func_closure);
  const nfree = int32(code + PyCodeObject.co_nfreevars);
  const start = int32(code + PyCodeObject.co_nlocalsplus) - nfree;
  for (let i = 0; closure !== 0 && i < nfree; i++) all[start + i] = object_slot(closure + PyTupleObject.ob_item + i * 8);
  return all;
}

/** Locals as Python's locals() names them: fast locals, or the namespace of a module or class body. */
export function frame_locals(frame: number): Child[] {
  const code = frame_code(frame);
  const fast = fast_locals(frame);
  if ((int32(code + PyCodeObject.co_flags) & CO_OPTIMIZED) !== 0) return fast;
  const ns = object_slot(frame + _PyInterpreterFrame.f_locals);
  return [...namespace_children(ns), ...fast];
}

export function namespace_children(ns: number): Child[] {
  if (ns === 0 || !is_dict(ns)) return [];
  return dict_items(ns).map((item) => ({ name: unicode_text(item.key, 300) ?? '?', value: item.value, at: item.at }));
}

export function frame_globals(frame: number): number {
  return object_slot(frame + _PyInterpreterFrame.f_globals);
}

export function frame_builtins(frame: number): number {
  return object_slot(frame + _PyInterpreterFrame.f_builtins);
}

/** Whether locals are the globals (module level). */
export function is_module_frame(frame: number): boolean {
  const locals = object_slot(frame + _PyInterpreterFrame.f_locals);
  return locals !== 0 && locals === frame_globals(frame);
}

export interface StackItem {
  index: number;
  /** 0: a NULL that the bytecode keeps there. */
  value: number;
  at: number;
}

/** The value stack, bottom first; null where the frame keeps its depth in the running loop. */
export function value_stack(frame: number): StackItem[] | null {
  const top = int32(frame + _PyInterpreterFrame.stacktop);
  const code = frame_code(frame);
  const base = int32(code + PyCodeObject.co_nlocalsplus);
  if (top < base || top > base + int32(code + PyCodeObject.co_stacksize)) return null;
  const items: StackItem[] = [];
  for (let i = base; i < top; i++) {
    const at = frame + _PyInterpreterFrame.localsplus + i * 8;
    items.push({ index: i - base, value: object_slot(at), at });
  }
  return items;
}

/** Lines of a code object and of the code in its constants on which a breakpoint can stand. */
export function code_children(code: number): number[] {
  const consts = slot(code + PyCodeObject.co_consts);
  const found: number[] = [];
  for (let i = 0, n = ssize(consts + PyVarObject.ob_size); i < n && i < 100_000; i++) {
    const c = slot(consts + PyTupleObject.ob_item + i * 8);
    if (is_exact(c, PyCode_Type)) found.push(c);
  }
  return found;
}

export function instruction_at(frame: number): string {
  return opcode_name(frame_code(frame), frame_lasti(frame));
}

/** The address of a code object's first instruction. */
export function code_start(code: number): number {
  return code + PyCodeObject.co_code_adaptive;
}

/** Bytes of the code of a code object. */
export function code_length(code: number): number {
  return ssize(code + PyVarObject.ob_size) * 2;
}


/** sys.modules: names, and __file__ where there is one. */
export function loaded_modules(): { name: string; path: string | null }[] {
  const modules = slot(_PyInterpreterState_Main + PyInterpreterState.imports_modules);
  if (!is_dict(modules)) return [];
  return dict_items(modules).map((item) => ({ name: unicode_text(item.key, 300) ?? '?', path: unicode_text(dict_get(object_slot(item.value + PyModuleObject.md_dict), '__file__'), 4000) }));
}

/** __file__ of the modules in sys.modules. */
export function module_files(): string[] {
  return loaded_modules().flatMap((m) => m.path ?? []);
}
