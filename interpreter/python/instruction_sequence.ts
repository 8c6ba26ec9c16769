// Python/instruction_sequence.c of CPython 3.13: the flat list of instructions that code generation emits and assembly reads.
// Deviation: no Python object wraps it (`_testinternalcapi` is not offered), and an array grows by itself.

import { OP } from '../include/pycore_opcode_ids';
import { OPCODE_HAS_JUMP } from '../include/pycore_opcode_metadata';

/** _Py_SourceLocation: immutable, shared by reference. -1 is "none". */
export class Location {
  constructor(
    readonly lineno: number,
    readonly end_lineno: number,
    readonly col_offset: number,
    readonly end_col_offset: number,
  ) {}
}

export const NO_LOCATION = new Location(-1, -1, -1, -1);

export function same_location(a: Location, b: Location): boolean {
  return a === b ||
    (a.lineno === b.lineno && a.end_lineno === b.end_lineno &&
      a.col_offset === b.col_offset && a.end_col_offset === b.end_col_offset);
}

export function IS_BLOCK_PUSH_OPCODE(opcode: number): boolean {
  return opcode === OP.SETUP_FINALLY || opcode === OP.SETUP_WITH || opcode === OP.SETUP_CLEANUP;
}

export function HAS_TARGET(opcode: number): boolean {
  return OPCODE_HAS_JUMP(opcode) || IS_BLOCK_PUSH_OPCODE(opcode);
}

/** _PyInstruction. `i_target` is scratch: a jump-target mark, later the index of the target. */
export class Instruction {
  i_target = 0;
  i_offset = 0;
  h_label = -1;
  h_startdepth = -1;
  h_preserve_lasti = 0;
  constructor(
    public i_opcode: number,
    public i_oparg: number,
    public i_loc: Location,
  ) {}
}

export class InstructionSequence {
  readonly s_instrs: Instruction[] = [];
  s_next_free_label = 0;
  /** Label to index of the instruction after it; null once applied. */
  s_labelmap: number[] | null = [];
}

export function _PyInstructionSequence_NewLabel(seq: InstructionSequence): number {
  return ++seq.s_next_free_label;
}

export function _PyInstructionSequence_UseLabel(seq: InstructionSequence, lbl: number): void {
  seq.s_labelmap![lbl] = seq.s_instrs.length;
}

export function _PyInstructionSequence_Addop(seq: InstructionSequence, opcode: number, oparg: number, loc: Location): Instruction {
  const instr = new Instruction(opcode, oparg, loc);
  seq.s_instrs.push(instr);
  return instr;
}

export function _PyInstructionSequence_InsertInstruction(
  seq: InstructionSequence, pos: number, opcode: number, oparg: number, loc: Location,
): void {
  seq.s_instrs.splice(pos, 0, new Instruction(opcode, oparg, loc));
  const map = seq.s_labelmap!;
  for (let lbl = 0; lbl < map.length; lbl++) {
    if (map[lbl] >= pos) map[lbl]++;
  }
}

/** Turns labels into instruction indexes, in targets and exception handlers. */
export function _PyInstructionSequence_ApplyLabelMap(seq: InstructionSequence): void {
  const map = seq.s_labelmap;
  if (map === null) return;
  for (const instr of seq.s_instrs) {
    if (HAS_TARGET(instr.i_opcode)) instr.i_oparg = map[instr.i_oparg];
    if (instr.h_label >= 0) instr.h_label = map[instr.h_label];
  }
  seq.s_labelmap = null;
}
