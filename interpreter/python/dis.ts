// Lib/dis.py of CPython 3.13, of a code description: what `python3.13 -m dis FILE` prints, for those who have no heap.
// Deviations: a code object has no address, so its repr is <code object f, file "x.py", line 1>; a frozenset's items stand in the
// order of the source; neither specialised code nor caches, which a description does not have. Each row knows its source line.

import type { CodeConst, CodeDesc } from '../include/cpython_code';
import { CMP_OP, CONVERT_VALUES, FUNCTION_ATTR_FLAGS, INTRINSIC_1_DESCS, INTRINSIC_2_DESCS, NB_OPS } from '../include/opcode_names';
import { OP } from '../include/pycore_opcode_ids';
import {
  _PyOpcode_Caches, _PyOpcode_OpName, OPCODE_HAS_ARG, OPCODE_HAS_CONST, OPCODE_HAS_FREE, OPCODE_HAS_JUMP, OPCODE_HAS_LOCAL, OPCODE_HAS_NAME,
} from '../include/pycore_opcode_metadata';
import { py_repr } from './ast_unparse';
import { co_lines } from './code_lines';

/** Offsets are in bytes; `label` counts from 1. */
export interface Instruction {
  opname: string;
  opcode: number;
  arg: number | null;
  /** What the argument means; '' where the number says it all. */
  argrepr: string;
  offset: number;
  starts_line: boolean;
  line_number: number | null;
  label: number | null;
}

/** Code from `start` up to `end` is guarded by the handler at `target`. */
export interface ExceptionTableEntry {
  start: number;
  end: number;
  target: number;
  depth: number;
  lasti: boolean;
}

/** A line of the listing; `instruction` is null on what is none. */
export interface Row {
  text: string;
  instruction: Instruction | null;
}

/** One code object: its instructions and its exception table, both as `dis` prints them. */
export interface Disassembly {
  code: CodeDesc;
  /** dis parts lines of source with an empty row. */
  rows: Row[];
  exceptions: (ExceptionTableEntry & { text: string })[];
}

const OPNAME_WIDTH = 20;
const OPARG_WIDTH = 5;
const NO_LINENO = '  --';

function* unpack_opargs(code: Uint8Array): Generator<[offset: number, op: number, arg: number | null]> {
  let extended = 0;
  for (let i = 0; i < code.length; i += 2 + _PyOpcode_Caches[code[i]] * 2) {
    const op = code[i];
    const arg = OPCODE_HAS_ARG(op) ? code[i + 1] | extended : null;
    extended = op === OP.EXTENDED_ARG ? arg! << 8 : 0;
    yield [i, op, arg];
  }
}

/** The offset that a jump goes to, or null for what is no jump. */
function jump_target(op: number, arg: number, offset: number): number | null {
  if (!OPCODE_HAS_JUMP(op)) return null;
  const backward = op === OP.JUMP_BACKWARD || op === OP.JUMP_BACKWARD_NO_INTERRUPT;
  return offset + 2 + _PyOpcode_Caches[op] * 2 + (backward ? -arg : arg) * 2;
}

export function parse_exception_table(code: CodeDesc): ExceptionTableEntry[] {
  const table = code.co_exceptiontable;
  let p = 0;
  const varint = (): number => {
    let value = 0;
    for (;;) {
      const b = table[p++];
      value = (value << 6) | (b & 63);
      if ((b & 64) === 0) return value;
    }
  };
  const entries: ExceptionTableEntry[] = [];
  while (p < table.length) {
    const start = varint() * 2;
    const end = start + varint() * 2;
    const target = varint() * 2;
    const depth_lasti = varint();
    entries.push({ start, end, target, depth: depth_lasti >> 1, lasti: (depth_lasti & 1) !== 0 });
  }
  return entries;
}

/** Where jumps go to and where guarded code begins and ends: offset to number. */
function make_labels_map(code: Uint8Array, entries: readonly ExceptionTableEntry[]): Map<number, number> {
  const offsets = new Set<number>();
  for (const [offset, op, arg] of unpack_opargs(code)) {
    const target = arg === null ? null : jump_target(op, arg, offset);
    if (target !== null) offsets.add(target);
  }
  for (const { start, end, target } of entries) offsets.add(start).add(end).add(target);
  return new Map([...offsets].sort((a, b) => a - b).map((offset, i) => [offset, i + 1]));
}

/** repr() of a code object, as far as a description has what it says. */
export function code_repr(code: CodeDesc): string {
  return `<code object ${code.co_name}, file "${code.co_filename}", line ${code.co_firstlineno}>`;
}

function const_repr(c: CodeConst): string {
  return c.t === 'code' ? code_repr(c.v) : py_repr(c);
}

function name_repr(code: CodeDesc, op: number, arg: number): string {
  const { co_names } = code;
  if (op === OP.LOAD_GLOBAL) return co_names[arg >> 1] + (arg & 1 ? ' + NULL' : '');
  if (op === OP.LOAD_ATTR) return co_names[arg >> 1] + (arg & 1 ? ' + NULL|self' : '');
  if (op === OP.LOAD_SUPER_ATTR) return co_names[arg >> 2] + (arg & 1 ? ' + NULL|self' : '');
  return co_names[arg];
}

function argument_repr(code: CodeDesc, op: number, arg: number, offset: number, labels: ReadonlyMap<number, number>): string {
  if (OPCODE_HAS_CONST(op)) return const_repr(code.co_consts[arg]);
  if (OPCODE_HAS_NAME(op)) return name_repr(code, op, arg);
  const target = jump_target(op, arg, offset);
  if (target !== null) return `to L${labels.get(target)}`;
  switch (op) {
    case OP.LOAD_FAST_LOAD_FAST:
    case OP.STORE_FAST_LOAD_FAST:
    case OP.STORE_FAST_STORE_FAST:
      return `${code.co_localsplusnames[arg >> 4]}, ${code.co_localsplusnames[arg & 15]}`;
    case OP.COMPARE_OP:
      return arg & 16 ? `bool(${CMP_OP[arg >> 5]})` : CMP_OP[arg >> 5];
    case OP.CONVERT_VALUE:
      return CONVERT_VALUES[arg];
    case OP.SET_FUNCTION_ATTRIBUTE:
      return FUNCTION_ATTR_FLAGS.filter((_, bit) => arg & (1 << bit)).join(', ');
    case OP.BINARY_OP:
      return NB_OPS[arg][1];
    case OP.CALL_INTRINSIC_1:
      return INTRINSIC_1_DESCS[arg];
    case OP.CALL_INTRINSIC_2:
      return INTRINSIC_2_DESCS[arg];
  }
  return OPCODE_HAS_LOCAL(op) || OPCODE_HAS_FREE(op) ? code.co_localsplusnames[arg] : '';
}

function get_instructions(code: CodeDesc, labels: ReadonlyMap<number, number>, linestarts: ReadonlyMap<number, number | null>): Instruction[] {
  const found: Instruction[] = [];
  let line_number: number | null = null;
  for (const [offset, opcode, arg] of unpack_opargs(code.co_code)) {
    const starts_line = linestarts.has(offset);
    if (starts_line) line_number = linestarts.get(offset)!;
    const argrepr = arg === null ? '' : argument_repr(code, opcode, arg, offset, labels);
    found.push({ opname: _PyOpcode_OpName[opcode], opcode, arg, argrepr, offset, starts_line, line_number, label: labels.get(offset) ?? null });
  }
  return found;
}

interface Widths { lineno: number; label: number; offset: number }

function lineno_width(linestarts: ReadonlyMap<number, number | null>): number {
  const lines = [...linestarts.values()];
  const known = lines.filter((line) => line !== null);
  if (known.length === 0) return 0;
  const width = Math.max(3, ...known.map((line) => String(line).length));
  return lines.includes(null) ? Math.max(width, NO_LINENO.length) : width;
}

function instruction_text(i: Instruction, width: Widths): string {
  const fields: string[] = [];
  if (width.lineno > 0) fields.push((i.starts_line ? String(i.line_number ?? NO_LINENO) : '').padStart(width.lineno));
  fields.push((i.label === null ? '' : `L${i.label}:`).padStart(width.label));
  if (width.offset > 0) fields.push(`${String(i.offset).padStart(width.offset)}  `);
  fields.push('   ', i.opname.padEnd(OPNAME_WIDTH));
  if (i.arg !== null) {
    fields.push(String(i.arg).padStart(OPARG_WIDTH - Math.max(0, i.opname.length - OPNAME_WIDTH)));
    if (i.argrepr !== '') fields.push(`(${i.argrepr})`);
  }
  return fields.join(' ').trimEnd();
}

/** Disassembles one code object. */
export function disassemble(code: CodeDesc, show_offsets = false): Disassembly {
  const entries = parse_exception_table(code);
  const labels = make_labels_map(code.co_code, entries);
  const linestarts = new Map(co_lines(code).map(({ start, line }) => [start, line]));
  const offset = show_offsets ? Math.max(4, String(code.co_code.length - 2).length) : 0;
  const width = { lineno: lineno_width(linestarts), label: 4 + String(labels.size).length, offset };
  const rows: Row[] = [];
  for (const instruction of get_instructions(code, labels, linestarts)) {
    if (width.lineno > 0 && instruction.starts_line && instruction.offset > 0) rows.push({ text: '', instruction: null });
    rows.push({ text: instruction_text(instruction, width), instruction });
  }
  const exceptions = entries.map((e) => ({
    ...e, text: `  L${labels.get(e.start)} to L${labels.get(e.end)} -> L${labels.get(e.target)} [${e.depth}]${e.lasti ? ' lasti' : ''}`,
  }));
  return { code, rows, exceptions };
}

/** `code` and, before what follows it, each code object among its constants. */
export function* code_objects(code: CodeDesc): Generator<CodeDesc> {
  yield code;
  for (const c of code.co_consts) if (c.t === 'code') yield* code_objects(c.v);
}

/** All that `python3.13 -m dis` prints of a module. */
export function disassemble_recursive(code: CodeDesc, show_offsets = false): Row[] {
  const rows: Row[] = [];
  const say = (...texts: string[]): void => {
    for (const text of texts) rows.push({ text, instruction: null });
  };
  for (const co of code_objects(code)) {
    if (co !== code) say('', `Disassembly of ${code_repr(co)}:`);
    const { rows: own, exceptions } = disassemble(co, show_offsets);
    // Not spread: a data module has more instructions than a call takes arguments.
    for (const row of own) rows.push(row);
    if (exceptions.length > 0) say('ExceptionTable:', ...exceptions.map((e) => e.text));
  }
  return rows;
}
