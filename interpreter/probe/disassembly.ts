// Bytecode as text, read from a code object in memory: instrumentation and specialisation are taken off, as dis shows it.

import { PyCodeObject, PyTupleObject, PyVarObject } from '../include/generated/offsets';
import { HEAPU8 } from '../include/heap';
import { OP } from '../include/pycore_opcode_ids';
import { _PyOpcode_OpName, OPCODE_HAS_ARG, OPCODE_HAS_CONST, OPCODE_HAS_FREE, OPCODE_HAS_JUMP, OPCODE_HAS_LOCAL, OPCODE_HAS_NAME } from '../include/pycore_opcode_metadata';
import { PyCode_Type } from '../include/statics';
import { PyCodeAddressRange } from '../objects/codelocations';
import { base_opcode, cache_entries, code_children, code_length, code_start, frame_code, frames_of, opcode_name, thread_states } from './frames';
import { is_exact, slot, ssize, unicode_text } from './memory';
import { short_repr } from './objects';

export interface Instruction {
  address: number;
  /** Bytes, inline caches included. */
  size: number;
  text: string;
  /** -1: none. */
  line: number;
}

const COMPARE = ['<', '<=', '==', '!=', '>', '>='];
const BINARY = ['+', '&', '//', '<<', '@', '*', '%', '|', '**', '>>', '-', '/', '^', '+=', '&=', '//=', '<<=', '@=', '*=', '%=', '|=', '**=', '>>=', '-=', '/=', '^='];

function item(tuple: number, i: number): number {
  return i < ssize(tuple + PyVarObject.ob_size) ? slot(tuple + PyTupleObject.ob_item + i * 8) : 0;
}

function name_at(tuple: number, i: number): string {
  return unicode_text(item(tuple, i), 100) ?? '?';
}

/** What an argument means; '' where the number says it all. */
function argument_text(code: number, op: number, arg: number, next: number): string {
  const names = slot(code + PyCodeObject.co_names);
  const locals = slot(code + PyCodeObject.co_localsplusnames);
  if (op === OP.LOAD_GLOBAL) return name_at(names, arg >> 1) + (arg & 1 ? ' + NULL' : '');
  if (op === OP.LOAD_ATTR) return name_at(names, arg >> 1) + (arg & 1 ? ' + NULL|self' : '');
  if (op === OP.LOAD_SUPER_ATTR) return name_at(names, arg >> 2);
  if (op === OP.COMPARE_OP) return COMPARE[arg >> 5] ?? '';
  if (op === OP.BINARY_OP) return BINARY[arg] ?? '';
  if (op === OP.STORE_FAST_STORE_FAST || op === OP.LOAD_FAST_LOAD_FAST || op === OP.STORE_FAST_LOAD_FAST) return `${name_at(locals, arg >> 4)}, ${name_at(locals, arg & 15)}`;
  if (OPCODE_HAS_CONST(op)) return short_repr(item(slot(code + PyCodeObject.co_consts), arg), 60);
  if (OPCODE_HAS_NAME(op)) return name_at(names, arg);
  if (OPCODE_HAS_LOCAL(op) || OPCODE_HAS_FREE(op)) return name_at(locals, arg);
  if (OPCODE_HAS_JUMP(op)) return `to ${_PyOpcode_OpName[op].includes('BACKWARD') ? next - arg * 2 : next + arg * 2}`;
  return '';
}

/** All instructions of a code object, in order. */
export function instructions(code: number): Instruction[] {
  const found: Instruction[] = [];
  const base = code + PyCodeObject.co_code_adaptive;
  const range = new PyCodeAddressRange(code);
  const end = code_length(code);
  let extended = 0;
  for (let at = 0; at < end; ) {
    const op = base_opcode(code, at);
    const arg = extended | HEAPU8[base + at + 1];
    const size = 2 + cache_entries(code, at) * 2;
    range.seek(at);
    const meaning = OPCODE_HAS_ARG(op) ? argument_text(code, op, arg, at + size) : '';
    found.push({
      address: base + at, size, line: range.ar_line,
      text: `${String(at).padStart(5)} ${_PyOpcode_OpName[op] ?? `<${op}>`}${OPCODE_HAS_ARG(op) ? ` ${arg}` : ''}${meaning === '' ? '' : ` (${meaning})`}`,
    });
    extended = op === OP.EXTENDED_ARG ? arg << 8 : 0;
    at += size;
  }
  return found;
}

/** The instruction at byte `offset`, without its offset. */
export function instruction_text(code: number, offset: number): string {
  const found = instructions(code).find((i) => i.address === code_start(code) + offset);
  return found === undefined ? opcode_name(code, offset) : found.text.trim().replace(/^\d+ /, '');
}

/** The code object whose bytecode contains the address: one that a thread runs, or a constant of such a one; 0. */
export function code_at(address: number): number {
  const seen = new Set<number>();
  const visit = (code: number): number => {
    if (code === 0 || seen.has(code) || !is_exact(code, PyCode_Type)) return 0;
    seen.add(code);
    const base = code + PyCodeObject.co_code_adaptive;
    if (address >= base && address < base + code_length(code)) return code;
    for (const child of code_children(code)) {
      const found = visit(child);
      if (found !== 0) return found;
    }
    return 0;
  };
  for (const t of thread_states()) {
    for (const f of frames_of(t)) {
      const found = visit(frame_code(f));
      if (found !== 0) return found;
    }
  }
  return 0;
}
