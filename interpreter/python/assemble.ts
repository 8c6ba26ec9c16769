// Python/assemble.c of CPython 3.13: from the optimised instruction sequence to bytecode, line table and exception table.
// Deviation: the result is a CodeDesc, not a heap object; buffers are growing JS arrays.
//
// Exception table entry: start, size, target (code units), depth<<1|lasti, each a varint of 6-bit digits, most significant
// digit first; bit 6 says that more digits follow, bit 7 marks the first byte of an entry so that the table can be bisected.
// Line table entry: first byte 0x80 | form<<3 | units-1, then what the form (cpython_code.ts) needs; see Objects/locations.md.

import {
  type CodeConst, type CodeDesc, CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_FAST_LOCAL,
  PY_CODE_LOCATION_INFO_LONG, PY_CODE_LOCATION_INFO_NO_COLUMNS, PY_CODE_LOCATION_INFO_NONE,
  PY_CODE_LOCATION_INFO_ONE_LINE0, PY_CODE_LOCATION_INFO_SHORT0,
} from '../include/cpython_code';
import { OP } from '../include/pycore_opcode_ids';
import { _PyOpcode_Caches, OPCODE_HAS_JUMP } from '../include/pycore_opcode_metadata';
import {
  _PyInstructionSequence_ApplyLabelMap, type Instruction, type InstructionSequence, type Location, NO_LOCATION, same_location,
} from './instruction_sequence';

/** _PyCompile_CodeUnitMetadata: names map to their index, in order of first use. */
export interface CodeUnitMetadata {
  u_name: string;
  u_qualname: string;
  u_consts: Map<CodeConst, number>;
  u_names: Map<string, number>;
  u_varnames: Map<string, number>;
  u_cellvars: Map<string, number>;
  u_freevars: Map<string, number>;
  /** Names that are, or were for a while, fast locals of inlined comprehensions in a class or module. */
  u_fasthidden: Map<string, boolean>;
  u_argcount: number;
  u_posonlyargcount: number;
  u_kwonlyargcount: number;
  u_firstlineno: number;
}

function instr_size(instr: Instruction): number {
  const oparg = instr.i_oparg;
  const size = 1 + _PyOpcode_Caches[instr.i_opcode];
  if (oparg <= 0xff) return size;
  return size + (oparg <= 0xffff ? 1 : oparg <= 0xffffff ? 2 : 3);
}

function emit_exception_table_item(out: number[], value: number, msb: number): void {
  for (let shift = 24; shift >= 6; shift -= 6) {
    if (value >= 1 << shift) {
      out.push(((value >> shift) & 0x3f) | 64 | msb);
      msb = 0;
    }
  }
  out.push((value & 0x3f) | msb);
}

function emit_exception_table_entry(out: number[], start: number, end: number, handler_offset: number, handler: Instruction): void {
  const lasti = handler.h_preserve_lasti;
  const depth = handler.h_startdepth - 1 - lasti;
  emit_exception_table_item(out, start, 128);
  emit_exception_table_item(out, end - start, 0);
  emit_exception_table_item(out, handler_offset, 0);
  emit_exception_table_item(out, (depth << 1) | lasti, 0);
}

function assemble_exception_table(instrs: Instruction[]): Uint8Array {
  const out: number[] = [];
  let ioffset = 0;
  let start = -1;
  let handler: Instruction | null = null;
  const flush = (): void => {
    if (handler !== null && handler.h_label >= 0) {
      emit_exception_table_entry(out, start, ioffset, instrs[handler.h_label].i_offset, handler);
    }
  };
  for (const instr of instrs) {
    if (instr.h_label !== (handler === null ? -1 : (handler as Instruction).h_label)) {
      flush();
      start = ioffset;
      handler = instr;
    }
    ioffset += instr_size(instr);
  }
  flush();
  return Uint8Array.from(out);
}

function write_varint(out: number[], val: number): void {
  while (val >= 64) {
    out.push(64 | (val & 63));
    val >>>= 6;
  }
  out.push(val);
}

function write_signed_varint(out: number[], val: number): void {
  write_varint(out, val < 0 ? ((-val) << 1) | 1 : val << 1);
}

class LineTable {
  readonly out: number[] = [];
  constructor(private a_lineno: number) {}

  private first_byte(code: number, length: number): void {
    this.out.push(128 | (code << 3) | (length - 1));
  }

  private long_form(loc: Location, isize: number): void {
    this.first_byte(PY_CODE_LOCATION_INFO_LONG, isize);
    write_signed_varint(this.out, loc.lineno - this.a_lineno);
    write_varint(this.out, loc.end_lineno - loc.lineno);
    write_varint(this.out, loc.col_offset + 1);
    write_varint(this.out, loc.end_col_offset + 1);
  }

  private write_location_info_entry(loc: Location, isize: number): void {
    if (loc.lineno === -1) {
      this.first_byte(PY_CODE_LOCATION_INFO_NONE, isize);
      return;
    }
    const line_delta = loc.lineno - this.a_lineno;
    const column = loc.col_offset;
    const end_column = loc.end_col_offset;
    if (column < 0 || end_column < 0) {
      if (loc.end_lineno === loc.lineno || loc.end_lineno < 0) {
        this.first_byte(PY_CODE_LOCATION_INFO_NO_COLUMNS, isize);
        write_signed_varint(this.out, line_delta);
        this.a_lineno = loc.lineno;
        return;
      }
    } else if (loc.end_lineno === loc.lineno) {
      if (line_delta === 0 && column < 80 && end_column - column < 16 && end_column >= column) {
        this.first_byte(PY_CODE_LOCATION_INFO_SHORT0 + (column >> 3), isize);
        this.out.push(((column & 7) << 4) | (end_column - column));
        return;
      }
      if (line_delta >= 0 && line_delta < 3 && column < 128 && end_column < 128) {
        this.first_byte(PY_CODE_LOCATION_INFO_ONE_LINE0 + line_delta, isize);
        this.out.push(column, end_column);
        this.a_lineno = loc.lineno;
        return;
      }
    }
    this.long_form(loc, isize);
    this.a_lineno = loc.lineno;
  }

  emit(loc: Location, isize: number): void {
    if (isize === 0) return;
    while (isize > 8) {
      this.write_location_info_entry(loc, 8);
      isize -= 8;
    }
    this.write_location_info_entry(loc, isize);
  }
}

function assemble_location_info(instrs: Instruction[], firstlineno: number): Uint8Array {
  const table = new LineTable(firstlineno);
  let loc = NO_LOCATION;
  let size = 0;
  for (const instr of instrs) {
    if (!same_location(loc, instr.i_loc)) {
      table.emit(loc, size);
      loc = instr.i_loc;
      size = 0;
    }
    size += instr_size(instr);
  }
  table.emit(loc, size);
  return Uint8Array.from(table.out);
}

function assemble_code(instrs: Instruction[]): Uint8Array {
  const last = instrs[instrs.length - 1];
  const code = new Uint8Array(2 * (last.i_offset + instr_size(last)));
  let at = 0;
  for (const instr of instrs) {
    const oparg = instr.i_oparg;
    for (let shift = 24; shift > 0; shift -= 8) {
      if (oparg >>> shift !== 0) {
        code[at++] = OP.EXTENDED_ARG;
        code[at++] = (oparg >>> shift) & 0xff;
      }
    }
    code[at++] = instr.i_opcode;
    code[at++] = oparg & 0xff;
    at += 2 * _PyOpcode_Caches[instr.i_opcode];
  }
  return code;
}

function resolve_unconditional_jumps(instrs: Instruction[]): void {
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    const is_forward = instr.i_oparg > i;
    if (instr.i_opcode === OP.JUMP) {
      instr.i_opcode = is_forward ? OP.JUMP_FORWARD : OP.JUMP_BACKWARD;
    } else if (instr.i_opcode === OP.JUMP_NO_INTERRUPT) {
      instr.i_opcode = is_forward ? OP.JUMP_FORWARD : OP.JUMP_BACKWARD_NO_INTERRUPT;
    }
  }
}

/** Jump offsets depend on instruction sizes and these on the offsets (EXTENDED_ARG): repeat until no size changes. */
function resolve_jump_offsets(instrs: Instruction[]): void {
  const jumps: Instruction[] = [];
  for (const instr of instrs) {
    if (OPCODE_HAS_JUMP(instr.i_opcode)) {
      instr.i_target = instr.i_oparg;
      jumps.push(instr);
    }
  }
  let extended_arg_recompile: boolean;
  do {
    let totsize = 0;
    for (const instr of instrs) {
      instr.i_offset = totsize;
      totsize += instr_size(instr);
    }
    extended_arg_recompile = false;
    for (const instr of jumps) {
      const isize = instr_size(instr);
      const offset = instr.i_offset + isize;
      const target = instrs[instr.i_target].i_offset;
      instr.i_oparg = target < offset ? offset - target : target - offset;
      if (instr_size(instr) !== isize) extended_arg_recompile = true;
    }
  } while (extended_arg_recompile);
}

function compute_localsplus_info(umd: CodeUnitMetadata, nlocalsplus: number, names: string[], kinds: Uint8Array): void {
  names.length = nlocalsplus;
  for (const [k, offset] of umd.u_varnames) {
    names[offset] = k;
    kinds[offset] = CO_FAST_LOCAL | (umd.u_fasthidden.has(k) ? CO_FAST_HIDDEN : 0) | (umd.u_cellvars.has(k) ? CO_FAST_CELL : 0);
  }
  const nlocals = umd.u_varnames.size;
  let numdropped = 0;
  for (const [k, index] of umd.u_cellvars) {
    if (umd.u_varnames.has(k)) {
      numdropped++;
      continue;
    }
    const offset = index + nlocals - numdropped;
    names[offset] = k;
    kinds[offset] = CO_FAST_CELL;
  }
  for (const [k, index] of umd.u_freevars) {
    const offset = index + nlocals - numdropped;
    names[offset] = k;
    kinds[offset] = CO_FAST_FREE;
  }
}

export function _PyAssemble_MakeCodeObject(
  umd: CodeUnitMetadata, consts: CodeConst[], maxdepth: number, seq: InstructionSequence,
  nlocalsplus: number, code_flags: number, filename: string,
): CodeDesc {
  _PyInstructionSequence_ApplyLabelMap(seq);
  const instrs = seq.s_instrs;
  resolve_unconditional_jumps(instrs);
  resolve_jump_offsets(instrs);
  const co_localsplusnames: string[] = [];
  const co_localspluskinds = new Uint8Array(nlocalsplus);
  compute_localsplus_info(umd, nlocalsplus, co_localsplusnames, co_localspluskinds);
  return {
    co_code: assemble_code(instrs),
    co_consts: consts,
    co_names: [...umd.u_names.keys()],
    co_localsplusnames,
    co_localspluskinds,
    co_filename: filename,
    co_name: umd.u_name,
    co_qualname: umd.u_qualname,
    co_firstlineno: umd.u_firstlineno,
    co_argcount: umd.u_posonlyargcount + umd.u_argcount,
    co_posonlyargcount: umd.u_posonlyargcount,
    co_kwonlyargcount: umd.u_kwonlyargcount,
    co_stacksize: Math.max(maxdepth, 1),
    co_flags: code_flags,
    co_linetable: assemble_location_info(instrs, umd.u_firstlineno),
    co_exceptiontable: assemble_exception_table(instrs),
  };
}
