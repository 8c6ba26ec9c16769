// Python/flowgraph.c of CPython 3.13: the control flow graph of a code unit, its optimisation and its flattening.
// Deviations: a block's instructions are a JS array (b_iused is its length); the 64-bit mask of unsafe locals is two 32-bit halves.
// Long because flowgraph.c is one theory: blocks, exception targets, optimisation passes in a fixed order, prefix and cells.
//
//   instruction sequence -> blocks -> label exception targets -> optimise -> unused consts, checks for unbound locals,
//   superinstructions -> cold blocks last -> line numbers -> stack depth, prefix, cells -> instruction sequence

import type { CodeConst } from '../include/cpython_code';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR } from '../include/cpython_code';
import { OP } from '../include/pycore_opcode_ids';
import {
  _PyOpcode_Deopt, _PyOpcode_num_popped, _PyOpcode_num_pushed, OPCODE_HAS_CONST, OPCODE_HAS_EVAL_BREAK, OPCODE_HAS_JUMP,
} from '../include/pycore_opcode_metadata';
import type { CodeUnitMetadata } from './assemble';
import { type ConstCache, const_is_true, TRUE, FALSE } from './const_cache';
import {
  _PyInstructionSequence_Addop, _PyInstructionSequence_ApplyLabelMap, _PyInstructionSequence_UseLabel,
  HAS_TARGET, InstructionSequence, IS_BLOCK_PUSH_OPCODE, Location, NO_LOCATION,
} from './instruction_sequence';

export const PY_INVALID_STACK_EFFECT = 0x7fffffff;

const RESUME_AT_FUNC_START = 0;
const RESUME_OPARG_DEPTH1_MASK = 0x4;

/** Maximum size of basic block that should be copied in optimizer. */
const MAX_COPY_SIZE = 4;

class CfgInstr {
  /** Target block, if this is a jump or pushes a block. */
  i_target: BasicBlock | null = null;
  /** Where an exception raised here goes. */
  i_except: BasicBlock | null = null;
  constructor(
    public i_opcode: number,
    public i_oparg: number,
    public i_loc: Location,
  ) {}

  copy(): CfgInstr {
    const c = new CfgInstr(this.i_opcode, this.i_oparg, this.i_loc);
    c.i_target = this.i_target;
    c.i_except = this.i_except;
    return c;
  }

  set0(opcode: number): void {
    this.i_opcode = opcode;
    this.i_oparg = 0;
  }

  set1(opcode: number, oparg: number): void {
    this.i_opcode = opcode;
    this.i_oparg = oparg;
  }
}

class BasicBlock {
  b_label = -1;
  b_exceptstack: BasicBlock[] | null = null;
  b_instr: CfgInstr[] = [];
  b_next: BasicBlock | null = null;
  b_unsafe_lo = 0;
  b_unsafe_hi = 0;
  b_predecessors = 0;
  b_startdepth = 0;
  b_preserve_lasti = 0;
  b_visited = false;
  b_except_handler = false;
  b_cold = false;
  b_warm = false;
}

export interface CfgBuilder {
  g_entryblock: BasicBlock;
  g_curblock: BasicBlock;
  g_current_label: number;
}

function IS_SCOPE_EXIT_OPCODE(op: number): boolean {
  return op === OP.RETURN_VALUE || op === OP.RETURN_CONST || op === OP.RAISE_VARARGS || op === OP.RERAISE;
}

function IS_UNCONDITIONAL_JUMP_OPCODE(op: number): boolean {
  return op === OP.JUMP || op === OP.JUMP_NO_INTERRUPT ||
    op === OP.JUMP_FORWARD || op === OP.JUMP_BACKWARD || op === OP.JUMP_BACKWARD_NO_INTERRUPT;
}

function last_instr(b: BasicBlock): CfgInstr | undefined {
  return b.b_instr[b.b_instr.length - 1];
}

function addop(b: BasicBlock, opcode: number, oparg: number, loc: Location): CfgInstr {
  const i = new CfgInstr(opcode, oparg, loc);
  b.b_instr.push(i);
  return i;
}

function add_jump(b: BasicBlock, opcode: number, target: BasicBlock, loc: Location): void {
  addop(b, opcode, target.b_label, loc).i_target = target;
}

function append_instructions(to: BasicBlock, from: BasicBlock): void {
  for (const i of from.b_instr) to.b_instr.push(i.copy());
}

function no_fallthrough(b: BasicBlock): boolean {
  const last = last_instr(b);
  return last !== undefined && (IS_SCOPE_EXIT_OPCODE(last.i_opcode) || IS_UNCONDITIONAL_JUMP_OPCODE(last.i_opcode));
}

function exits_scope(b: BasicBlock): boolean {
  const last = last_instr(b);
  return last !== undefined && IS_SCOPE_EXIT_OPCODE(last.i_opcode);
}

function next_nonempty_block(b: BasicBlock | null): BasicBlock | null {
  while (b !== null && b.b_instr.length === 0) b = b.b_next;
  return b;
}

/***** CFG construction *****/

function current_block_is_terminated(g: CfgBuilder): boolean {
  const last = last_instr(g.g_curblock);
  if (last !== undefined && (OPCODE_HAS_JUMP(last.i_opcode) || IS_SCOPE_EXIT_OPCODE(last.i_opcode))) return true;
  if (g.g_current_label >= 0) {
    if (last !== undefined || g.g_curblock.b_label >= 0) return true;
    g.g_curblock.b_label = g.g_current_label;
    g.g_current_label = -1;
  }
  return false;
}

function maybe_start_new_block(g: CfgBuilder): void {
  if (!current_block_is_terminated(g)) return;
  const b = new BasicBlock();
  b.b_label = g.g_current_label;
  g.g_current_label = -1;
  g.g_curblock.b_next = b;
  g.g_curblock = b;
}

export function instr_sequence_to_cfg(seq: InstructionSequence): CfgBuilder {
  _PyInstructionSequence_ApplyLabelMap(seq);
  const entry = new BasicBlock();
  const g: CfgBuilder = { g_entryblock: entry, g_curblock: entry, g_current_label: -1 };
  const instrs = seq.s_instrs;
  for (const instr of instrs) instr.i_target = 0;
  for (const instr of instrs) {
    if (HAS_TARGET(instr.i_opcode)) instrs[instr.i_oparg].i_target = 1;
  }
  for (let i = 0; i < instrs.length; i++) {
    const instr = instrs[i];
    if (instr.i_target !== 0) {
      g.g_current_label = i;
      maybe_start_new_block(g);
    }
    maybe_start_new_block(g);
    addop(g.g_curblock, instr.i_opcode, instr.i_oparg, instr.i_loc);
  }
  return g;
}

function get_max_label(entry: BasicBlock): number {
  let lbl = -1;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    if (b.b_label > lbl) lbl = b.b_label;
  }
  return lbl;
}

/***** CFG preprocessing (jump targets and exceptions) *****/

function translate_jump_labels_to_targets(entry: BasicBlock): void {
  const label2block: BasicBlock[] = [];
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    if (b.b_label >= 0) label2block[b.b_label] = b;
  }
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    for (const instr of b.b_instr) {
      if (HAS_TARGET(instr.i_opcode)) instr.i_target = label2block[instr.i_oparg];
    }
  }
}

function mark_except_handlers(entry: BasicBlock): void {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    for (const instr of b.b_instr) {
      if (IS_BLOCK_PUSH_OPCODE(instr.i_opcode)) instr.i_target!.b_except_handler = true;
    }
  }
}

function clear_visited(entry: BasicBlock): void {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) b.b_visited = false;
}

/** The except stack is an array of handler blocks; the innermost is last, an empty one means no handler. */
function label_exception_targets(entry: BasicBlock): void {
  clear_visited(entry);
  entry.b_visited = true;
  entry.b_exceptstack = [];
  const todo: BasicBlock[] = [entry];
  const visit = (block: BasicBlock, stack: BasicBlock[]): void => {
    block.b_exceptstack = stack;
    block.b_visited = true;
    todo.push(block);
  };
  while (todo.length > 0) {
    const b = todo.pop()!;
    let stack: BasicBlock[] | null = b.b_exceptstack!;
    b.b_exceptstack = null;
    let handler: BasicBlock | null = stack.length > 0 ? stack[stack.length - 1] : null;
    let last_yield_except_depth = -1;
    for (const instr of b.b_instr) {
      const opcode = instr.i_opcode;
      if (IS_BLOCK_PUSH_OPCODE(opcode)) {
        const target = instr.i_target!;
        if (!target.b_visited) visit(target, stack!.slice());
        if (opcode === OP.SETUP_WITH || opcode === OP.SETUP_CLEANUP) target.b_preserve_lasti = 1;
        stack!.push(target);
        handler = target;
      } else if (opcode === OP.POP_BLOCK) {
        stack!.pop();
        handler = stack!.length > 0 ? stack![stack!.length - 1] : null;
        instr.set0(OP.NOP);
      } else if (OPCODE_HAS_JUMP(opcode)) {
        instr.i_except = handler;
        if (!instr.i_target!.b_visited) {
          if (no_fallthrough(b)) {
            visit(instr.i_target!, stack!);
            stack = null;
          } else {
            visit(instr.i_target!, stack!.slice());
          }
        }
      } else if (opcode === OP.YIELD_VALUE) {
        instr.i_except = handler;
        last_yield_except_depth = stack!.length;
      } else if (opcode === OP.RESUME) {
        instr.i_except = handler;
        if (instr.i_oparg !== RESUME_AT_FUNC_START) {
          if (last_yield_except_depth === 1) instr.i_oparg |= RESUME_OPARG_DEPTH1_MASK;
          last_yield_except_depth = -1;
        }
      } else {
        instr.i_except = handler;
      }
    }
    if (!no_fallthrough(b) && b.b_next !== null && !b.b_next.b_visited) visit(b.b_next, stack!);
  }
}

/***** Stack depth *****/

/** PyCompile_OpcodeStackEffectWithJump: net items pushed; `jump` says whether the jump is taken. */
export function stack_effect(opcode: number, oparg: number, jump: boolean): number {
  if (opcode < 256) {
    if (_PyOpcode_Deopt[opcode] !== opcode) return PY_INVALID_STACK_EFFECT;
    const popped = _PyOpcode_num_popped(opcode, oparg);
    const pushed = _PyOpcode_num_pushed(opcode, oparg);
    return popped < 0 || pushed < 0 ? PY_INVALID_STACK_EFFECT : pushed - popped;
  }
  switch (opcode) {
    case OP.POP_BLOCK:
    case OP.JUMP:
    case OP.JUMP_NO_INTERRUPT:
      return 0;
    case OP.SETUP_FINALLY:
    case OP.SETUP_WITH:
      return jump ? 1 : 0;
    case OP.SETUP_CLEANUP:
      return jump ? 2 : 0;
    case OP.STORE_FAST_MAYBE_NULL:
      return -1;
    case OP.LOAD_CLOSURE:
    case OP.LOAD_METHOD:
      return 1;
    case OP.LOAD_SUPER_METHOD:
    case OP.LOAD_ZERO_SUPER_METHOD:
    case OP.LOAD_ZERO_SUPER_ATTR:
      return -1;
  }
  return PY_INVALID_STACK_EFFECT;
}

function stackdepth_push(stack: BasicBlock[], b: BasicBlock, depth: number): void {
  if (!(b.b_startdepth < 0 || b.b_startdepth === depth)) throw new Error('Invalid CFG, inconsistent stackdepth');
  if (b.b_startdepth < depth && b.b_startdepth < 100) {
    b.b_startdepth = depth;
    stack.push(b);
  }
}

/** The largest stack over all flow paths; cycles have no net effect. */
function calculate_stackdepth(entry: BasicBlock): number {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) b.b_startdepth = -0x80000000;
  const stack: BasicBlock[] = [];
  let maxdepth = 0;
  stackdepth_push(stack, entry, 0);
  while (stack.length > 0) {
    const b = stack.pop()!;
    let depth = b.b_startdepth;
    let next = b.b_next;
    for (const instr of b.b_instr) {
      const opcode = instr.i_opcode;
      const effect = stack_effect(opcode, instr.i_oparg, false);
      if (effect === PY_INVALID_STACK_EFFECT) {
        throw new Error(`Invalid stack effect for opcode=${opcode}, arg=${instr.i_oparg}`);
      }
      const new_depth = depth + effect;
      if (new_depth < 0) throw new Error('Invalid CFG, stack underflow');
      if (new_depth > maxdepth) maxdepth = new_depth;
      if (HAS_TARGET(opcode)) {
        const target_depth = depth + stack_effect(opcode, instr.i_oparg, true);
        if (target_depth > maxdepth) maxdepth = target_depth;
        stackdepth_push(stack, instr.i_target!, target_depth);
      }
      depth = new_depth;
      if (IS_UNCONDITIONAL_JUMP_OPCODE(opcode) || IS_SCOPE_EXIT_OPCODE(opcode)) {
        next = null;
        break;
      }
    }
    if (next !== null) stackdepth_push(stack, next, depth);
  }
  return maxdepth;
}

/***** CFG optimizations *****/

function remove_unreachable(entry: BasicBlock): void {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    b.b_predecessors = 0;
    b.b_visited = false;
  }
  entry.b_predecessors = 1;
  entry.b_visited = true;
  const stack: BasicBlock[] = [entry];
  const reach = (b: BasicBlock): void => {
    if (!b.b_visited) {
      stack.push(b);
      b.b_visited = true;
    }
    b.b_predecessors++;
  };
  while (stack.length > 0) {
    const b = stack.pop()!;
    if (b.b_next !== null && !no_fallthrough(b)) reach(b.b_next);
    for (const instr of b.b_instr) {
      if (HAS_TARGET(instr.i_opcode)) reach(instr.i_target!);
    }
  }
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    if (b.b_predecessors === 0) {
      b.b_instr.length = 0;
      b.b_except_handler = false;
    }
  }
}

/** Line of the first instruction that stays in `b`, or -1. */
function first_real_lineno(b: BasicBlock): number {
  for (const instr of b.b_instr) {
    if (instr.i_opcode === OP.NOP && instr.i_loc.lineno === -1) continue;
    return instr.i_loc.lineno;
  }
  return -1;
}

/** A NOP stays only where its line would otherwise have no instruction. */
function block_remove_redundant_nops(bb: BasicBlock): number {
  const instrs = bb.b_instr;
  const used = instrs.length;
  let dest = 0;
  let prev_lineno = -1;
  for (let src = 0; src < used; src++) {
    const instr = instrs[src];
    const lineno = instr.i_loc.lineno;
    if (instr.i_opcode === OP.NOP) {
      if (lineno < 0 || prev_lineno === lineno) continue;
      if (src < used - 1) {
        const next = instrs[src + 1];
        const next_lineno = next.i_loc.lineno;
        if (next_lineno === lineno) continue;
        if (next_lineno < 0) {
          next.i_loc = instr.i_loc;
          continue;
        }
      } else {
        const next = next_nonempty_block(bb.b_next);
        if (next !== null && lineno === first_real_lineno(next)) continue;
      }
    }
    if (dest !== src) instrs[dest] = instr;
    dest++;
    prev_lineno = lineno;
  }
  if (dest !== used) instrs.length = dest;
  return used - dest;
}

function remove_redundant_nops(entry: BasicBlock): number {
  let changes = 0;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) changes += block_remove_redundant_nops(b);
  return changes;
}

function remove_redundant_nops_and_pairs(entry: BasicBlock): void {
  let done = false;
  while (!done) {
    done = true;
    let instr: CfgInstr | null = null;
    for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
      block_remove_redundant_nops(b);
      if (b.b_label >= 0) instr = null;
      for (const cur of b.b_instr) {
        const prev: CfgInstr | null = instr;
        instr = cur;
        if (cur.i_opcode === OP.POP_TOP && prev !== null &&
            (prev.i_opcode === OP.LOAD_CONST || (prev.i_opcode === OP.COPY && prev.i_oparg === 1))) {
          prev.set0(OP.NOP);
          cur.set0(OP.NOP);
          done = false;
        }
      }
      if ((instr !== null && OPCODE_HAS_JUMP((instr as CfgInstr).i_opcode)) || no_fallthrough(b)) instr = null;
    }
  }
}

function remove_redundant_jumps(entry: BasicBlock): number {
  let changes = 0;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    const last = last_instr(b);
    if (last === undefined || !IS_UNCONDITIONAL_JUMP_OPCODE(last.i_opcode)) continue;
    const jump_target = next_nonempty_block(last.i_target);
    if (jump_target === null) throw new Error('jump with NULL target');
    if (jump_target === next_nonempty_block(b.b_next)) {
      changes++;
      last.set0(OP.NOP);
    }
  }
  return changes;
}

function remove_redundant_nops_and_jumps(entry: BasicBlock): void {
  let removed: number;
  do {
    removed = remove_redundant_nops(entry);
    removed += remove_redundant_jumps(entry);
  } while (removed > 0);
}

function has_no_lineno(b: BasicBlock): boolean {
  for (const instr of b.b_instr) {
    if (instr.i_loc.lineno >= 0) return false;
  }
  return true;
}

/** If the block ends with a jump to a small exit block, or to one without lines and fallthrough, appends that block instead. */
function block_inline_small_or_no_lineno(bb: BasicBlock): boolean {
  const last = last_instr(bb);
  if (last === undefined || !IS_UNCONDITIONAL_JUMP_OPCODE(last.i_opcode)) return false;
  const target = last.i_target!;
  const small_exit_block = exits_scope(target) && target.b_instr.length <= MAX_COPY_SIZE;
  const no_lineno_no_fallthrough = no_fallthrough(target) && has_no_lineno(target);
  if (!small_exit_block && !no_lineno_no_fallthrough) return false;
  const removed_jump_opcode = last.i_opcode;
  last.set0(OP.NOP);
  append_instructions(bb, target);
  if (no_lineno_no_fallthrough) {
    const tail = last_instr(bb)!;
    // Not to lose eval breaker checks.
    if (IS_UNCONDITIONAL_JUMP_OPCODE(tail.i_opcode) && removed_jump_opcode === OP.JUMP) tail.i_opcode = OP.JUMP;
  }
  target.b_predecessors--;
  return true;
}

function inline_small_or_no_lineno_blocks(entry: BasicBlock): void {
  let changes: boolean;
  do {
    changes = false;
    for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
      if (block_inline_small_or_no_lineno(b)) changes = true;
    }
  } while (changes);
}

/** Jump to a jump: jump straight there. Returns 1 if changed. */
function jump_thread(bb: BasicBlock, inst: CfgInstr, target: CfgInstr, opcode: number): number {
  if (inst.i_target === target.i_target) return 0;
  inst.set0(OP.NOP);
  add_jump(bb, opcode, target.i_target!, target.i_loc);
  return 1;
}

/** The constants of one code unit, as a list with a key index over it. */
export class ConstList {
  private readonly index = new Map<CodeConst, number>();
  constructor(
    readonly list: CodeConst[],
    private readonly cache: ConstCache,
  ) {
    for (let i = list.length - 1; i >= 0; i--) this.index.set(list[i], i);
  }

  add(value: CodeConst): number {
    const merged = this.cache.merge(value);
    let i = this.index.get(merged);
    if (i === undefined) {
      i = this.list.length;
      this.list.push(merged);
      this.index.set(merged, i);
    }
    return i;
  }
}

function fold_tuple_on_constants(instrs: CfgInstr[], start: number, n: number, consts: ConstList): void {
  for (let i = start; i < start + n; i++) {
    if (!OPCODE_HAS_CONST(instrs[i].i_opcode)) return;
  }
  const items = [];
  for (let i = start; i < start + n; i++) {
    const item = consts.list[instrs[i].i_oparg];
    if (item.t === 'code') return;
    items.push(item);
  }
  const index = consts.add({ t: 'tuple', v: items });
  for (let i = start; i < start + n; i++) instrs[i].set0(OP.NOP);
  instrs[start + n].set1(OP.LOAD_CONST, index);
}

/**
 * Replaces the run of SWAPs and NOPs at `ix` by an optimal one. Returns the index of the run's last instruction.
 * The run is simulated on [0..depth-1]; the permutation's cycles, each passing through 0, are then written from the end.
 */
function swaptimize(instrs: CfgInstr[], ix: number): number {
  let depth = instrs[ix].i_oparg;
  let len = 0;
  let more = false;
  const limit = instrs.length - ix;
  while (++len < limit) {
    const opcode = instrs[ix + len].i_opcode;
    if (opcode === OP.SWAP) {
      depth = Math.max(depth, instrs[ix + len].i_oparg);
      more = true;
    } else if (opcode !== OP.NOP) {
      break;
    }
  }
  if (!more) return ix;
  const VISITED = -1;
  const stack: number[] = [];
  for (let i = 0; i < depth; i++) stack.push(i);
  for (let i = 0; i < len; i++) {
    const instr = instrs[ix + i];
    if (instr.i_opcode === OP.SWAP) {
      const top = stack[0];
      stack[0] = stack[instr.i_oparg - 1];
      stack[instr.i_oparg - 1] = top;
    }
  }
  let current = len - 1;
  for (let i = 0; i < depth; i++) {
    if (stack[i] === VISITED || stack[i] === i) continue;
    let j = i;
    for (;;) {
      if (j !== 0) {
        instrs[ix + current].i_opcode = OP.SWAP;
        instrs[ix + current--].i_oparg = j + 1;
      }
      if (stack[j] === VISITED) break;
      const next_j = stack[j];
      stack[j] = VISITED;
      j = next_j;
    }
  }
  while (current >= 0) instrs[ix + current--].set0(OP.NOP);
  return ix + len - 1;
}

/** Only these may be reordered: no control flow, no arbitrary code, only TOS. */
function SWAPPABLE(opcode: number): boolean {
  return opcode === OP.STORE_FAST || opcode === OP.STORE_FAST_MAYBE_NULL || opcode === OP.POP_TOP;
}

function STORES_TO(instr: CfgInstr): number {
  return instr.i_opcode === OP.STORE_FAST || instr.i_opcode === OP.STORE_FAST_MAYBE_NULL ? instr.i_oparg : -1;
}

function next_swappable_instruction(instrs: CfgInstr[], i: number, lineno: number): number {
  while (++i < instrs.length) {
    const instr = instrs[i];
    if (lineno >= 0 && instr.i_loc.lineno !== lineno) return -1;
    if (instr.i_opcode === OP.NOP) continue;
    return SWAPPABLE(instr.i_opcode) ? i : -1;
  }
  return -1;
}

/** Applies SWAPs by swapping instructions instead of stack items. */
function apply_static_swaps(instrs: CfgInstr[], i: number): void {
  for (; i >= 0; i--) {
    const swap = instrs[i];
    if (swap.i_opcode !== OP.SWAP) {
      if (swap.i_opcode === OP.NOP || SWAPPABLE(swap.i_opcode)) continue;
      return;
    }
    const j = next_swappable_instruction(instrs, i, -1);
    if (j < 0) return;
    let k = j;
    const lineno = instrs[j].i_loc.lineno;
    for (let count = swap.i_oparg - 1; count > 0; count--) {
      k = next_swappable_instruction(instrs, k, lineno);
      if (k < 0) return;
    }
    const store_j = STORES_TO(instrs[j]);
    const store_k = STORES_TO(instrs[k]);
    if (store_j >= 0 || store_k >= 0) {
      if (store_j === store_k) return;
      for (let idx = j + 1; idx < k; idx++) {
        const store_idx = STORES_TO(instrs[idx]);
        if (store_idx >= 0 && (store_idx === store_j || store_idx === store_k)) return;
      }
    }
    swap.set0(OP.NOP);
    const temp = instrs[j];
    instrs[j] = instrs[k];
    instrs[k] = temp;
  }
}

/** `x is None` followed by a jump becomes one jump. */
function fold_is_none(instrs: CfgInstr[], i: number, value: CodeConst): void {
  if (value.t !== 'None' || instrs.length <= i + 2) return;
  const is_instr = instrs[i + 1];
  let jump_instr = instrs[i + 2];
  if (jump_instr.i_opcode === OP.TO_BOOL) {
    jump_instr.set0(OP.NOP);
    if (instrs.length <= i + 3) return;
    jump_instr = instrs[i + 3];
  }
  let invert = is_instr.i_oparg !== 0;
  if (jump_instr.i_opcode === OP.POP_JUMP_IF_FALSE) invert = !invert;
  else if (jump_instr.i_opcode !== OP.POP_JUMP_IF_TRUE) return;
  instrs[i].set0(OP.NOP);
  is_instr.set0(OP.NOP);
  jump_instr.i_opcode = invert ? OP.POP_JUMP_IF_NOT_NONE : OP.POP_JUMP_IF_NONE;
}

function block_optimize_load_const(bb: BasicBlock, consts: ConstList): void {
  const instrs = bb.b_instr;
  let opcode = 0;
  let oparg = 0;
  for (let i = 0; i < instrs.length; i++) {
    const inst = instrs[i];
    const is_copy_of_load_const = opcode === OP.LOAD_CONST && inst.i_opcode === OP.COPY && inst.i_oparg === 1;
    if (!is_copy_of_load_const) {
      opcode = inst.i_opcode;
      oparg = inst.i_oparg;
    }
    if (opcode !== OP.LOAD_CONST || i + 1 >= instrs.length) continue;
    const next = instrs[i + 1];
    switch (next.i_opcode) {
      case OP.POP_JUMP_IF_FALSE:
      case OP.POP_JUMP_IF_TRUE: {
        const is_true = const_is_true(consts.list[oparg]);
        inst.set0(OP.NOP);
        if (is_true === (next.i_opcode === OP.POP_JUMP_IF_TRUE)) next.i_opcode = OP.JUMP;
        else next.set0(OP.NOP);
        break;
      }
      case OP.IS_OP:
        fold_is_none(instrs, i, consts.list[oparg]);
        break;
      case OP.RETURN_VALUE:
        inst.set0(OP.NOP);
        instrs[++i].set1(OP.RETURN_CONST, oparg);
        break;
      case OP.TO_BOOL:
        inst.set0(OP.NOP);
        next.set1(OP.LOAD_CONST, consts.add(const_is_true(consts.list[oparg]) ? TRUE : FALSE));
        break;
    }
  }
}

function optimize_block_build_tuple(instrs: CfgInstr[], i: number, consts: ConstList): void {
  const inst = instrs[i];
  const oparg = inst.i_oparg;
  const next = instrs[i + 1];
  if (next !== undefined && next.i_opcode === OP.UNPACK_SEQUENCE && next.i_oparg === oparg) {
    if (oparg === 1) {
      inst.set0(OP.NOP);
      next.set0(OP.NOP);
      return;
    }
    if (oparg === 2 || oparg === 3) {
      inst.set0(OP.NOP);
      next.i_opcode = OP.SWAP;
      return;
    }
  }
  if (i >= oparg) fold_tuple_on_constants(instrs, i - oparg, oparg, consts);
}

function optimize_basic_block(bb: BasicBlock, consts: ConstList): void {
  const instrs = bb.b_instr;
  for (let i = 0; i < instrs.length; i++) {
    const inst = instrs[i];
    const opcode = inst.i_opcode;
    const oparg = inst.i_oparg;
    const next = instrs[i + 1];
    const nextop = next !== undefined ? next.i_opcode : 0;
    switch (opcode) {
      case OP.BUILD_TUPLE:
        optimize_block_build_tuple(instrs, i, consts);
        break;
      case OP.POP_JUMP_IF_NOT_NONE:
      case OP.POP_JUMP_IF_NONE:
      case OP.POP_JUMP_IF_FALSE:
      case OP.POP_JUMP_IF_TRUE: {
        const target = inst.i_target!.b_instr[0];
        if (target.i_opcode === OP.JUMP) i -= jump_thread(bb, inst, target, opcode);
        break;
      }
      case OP.JUMP:
      case OP.JUMP_NO_INTERRUPT: {
        const target = inst.i_target!.b_instr[0];
        if (target.i_opcode === OP.JUMP) i -= jump_thread(bb, inst, target, OP.JUMP);
        else if (target.i_opcode === OP.JUMP_NO_INTERRUPT) i -= jump_thread(bb, inst, target, opcode);
        break;
      }
      case OP.STORE_FAST:
        if (nextop === opcode && oparg === next.i_oparg && inst.i_loc.lineno === next.i_loc.lineno) inst.set0(OP.POP_TOP);
        break;
      case OP.SWAP:
        if (oparg === 1) inst.set0(OP.NOP);
        break;
      case OP.LOAD_GLOBAL:
        if (nextop === OP.PUSH_NULL && (oparg & 1) === 0) {
          inst.set1(OP.LOAD_GLOBAL, oparg | 1);
          next.set0(OP.NOP);
        }
        break;
      case OP.COMPARE_OP:
        if (nextop === OP.TO_BOOL) {
          inst.set0(OP.NOP);
          next.set1(OP.COMPARE_OP, oparg | 16);
        }
        break;
      case OP.CONTAINS_OP:
      case OP.IS_OP:
        if (nextop === OP.TO_BOOL) {
          inst.set0(OP.NOP);
          next.set1(opcode, oparg);
        }
        break;
      case OP.TO_BOOL:
        if (nextop === OP.TO_BOOL) inst.set0(OP.NOP);
        break;
      case OP.UNARY_NOT:
        if (nextop === OP.TO_BOOL) {
          inst.set0(OP.NOP);
          next.set0(OP.UNARY_NOT);
        } else if (nextop === OP.UNARY_NOT) {
          inst.set0(OP.NOP);
          next.set0(OP.NOP);
        }
        break;
    }
  }
  for (let i = 0; i < instrs.length; i++) {
    if (instrs[i].i_opcode === OP.SWAP) {
      i = swaptimize(instrs, i);
      apply_static_swaps(instrs, i);
    }
  }
}

/** Gaps that a transformation leaves are NOPs, removed at the end. */
function optimize_cfg(entry: BasicBlock, consts: ConstList): void {
  inline_small_or_no_lineno_blocks(entry);
  remove_unreachable(entry);
  resolve_line_numbers(entry);
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) block_optimize_load_const(b, consts);
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) optimize_basic_block(b, consts);
  remove_redundant_nops_and_pairs(entry);
  remove_unreachable(entry);
  remove_redundant_nops_and_jumps(entry);
}

function make_super_instruction(inst1: CfgInstr, inst2: CfgInstr, super_op: number): void {
  const line1 = inst1.i_loc.lineno;
  const line2 = inst2.i_loc.lineno;
  if (line1 >= 0 && line2 >= 0 && line1 !== line2) return;
  if (inst1.i_oparg >= 16 || inst2.i_oparg >= 16) return;
  inst1.set1(super_op, (inst1.i_oparg << 4) | inst2.i_oparg);
  inst2.set0(OP.NOP);
}

function insert_superinstructions(entry: BasicBlock): void {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    const instrs = b.b_instr;
    for (let i = 0; i + 1 < instrs.length; i++) {
      const inst = instrs[i];
      const nextop = instrs[i + 1].i_opcode;
      if (inst.i_opcode === OP.LOAD_FAST) {
        if (nextop === OP.LOAD_FAST) make_super_instruction(inst, instrs[i + 1], OP.LOAD_FAST_LOAD_FAST);
      } else if (inst.i_opcode === OP.STORE_FAST) {
        if (nextop === OP.LOAD_FAST) make_super_instruction(inst, instrs[i + 1], OP.STORE_FAST_LOAD_FAST);
        else if (nextop === OP.STORE_FAST) make_super_instruction(inst, instrs[i + 1], OP.STORE_FAST_STORE_FAST);
      }
    }
  }
  remove_redundant_nops(entry);
}

/***** Loads of locals that may be unbound: LOAD_FAST_CHECK *****/

function maybe_push(b: BasicBlock, lo: number, hi: number, stack: BasicBlock[]): void {
  const both_lo = b.b_unsafe_lo | lo;
  const both_hi = b.b_unsafe_hi | hi;
  if (b.b_unsafe_lo === both_lo && b.b_unsafe_hi === both_hi) return;
  b.b_unsafe_lo = both_lo;
  b.b_unsafe_hi = both_hi;
  if (!b.b_visited) {
    stack.push(b);
    b.b_visited = true;
  }
}

/** Bit i of the mask is set while local i may be unbound. */
function scan_block_for_locals(b: BasicBlock, stack: BasicBlock[]): void {
  let lo = b.b_unsafe_lo;
  let hi = b.b_unsafe_hi;
  for (const instr of b.b_instr) {
    if (instr.i_except !== null) maybe_push(instr.i_except, lo, hi, stack);
    const oparg = instr.i_oparg;
    if (oparg >= 64) continue;
    const bit_lo = oparg < 32 ? 1 << oparg : 0;
    const bit_hi = oparg < 32 ? 0 : 1 << (oparg - 32);
    switch (instr.i_opcode) {
      case OP.DELETE_FAST:
      case OP.LOAD_FAST_AND_CLEAR:
      case OP.STORE_FAST_MAYBE_NULL:
        lo |= bit_lo;
        hi |= bit_hi;
        break;
      case OP.LOAD_FAST:
        if (((lo & bit_lo) | (hi & bit_hi)) !== 0) instr.i_opcode = OP.LOAD_FAST_CHECK;
        lo &= ~bit_lo;
        hi &= ~bit_hi;
        break;
      case OP.STORE_FAST:
      case OP.LOAD_FAST_CHECK:
        lo &= ~bit_lo;
        hi &= ~bit_hi;
        break;
    }
  }
  if (b.b_next !== null && !no_fallthrough(b)) maybe_push(b.b_next, lo, hi, stack);
  const last = last_instr(b);
  if (last !== undefined && OPCODE_HAS_JUMP(last.i_opcode)) maybe_push(last.i_target!, lo, hi, stack);
}

/** Locals beyond the first 64 are analysed one block at a time. */
function fast_scan_many_locals(entry: BasicBlock, nlocals: number): void {
  const states = new Int32Array(nlocals - 64);
  let blocknum = 0;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    blocknum++;
    for (const instr of b.b_instr) {
      const arg = instr.i_oparg;
      if (arg < 64) continue;
      switch (instr.i_opcode) {
        case OP.DELETE_FAST:
        case OP.LOAD_FAST_AND_CLEAR:
        case OP.STORE_FAST_MAYBE_NULL:
          states[arg - 64] = blocknum - 1;
          break;
        case OP.STORE_FAST:
          states[arg - 64] = blocknum;
          break;
        case OP.LOAD_FAST:
          if (states[arg - 64] !== blocknum) instr.i_opcode = OP.LOAD_FAST_CHECK;
          states[arg - 64] = blocknum;
          break;
      }
    }
  }
}

/** Bits [from, to) of a 32-bit word. */
function bits(from: number, to: number): number {
  let mask = 0;
  for (let i = Math.max(from, 0); i < Math.min(to, 32); i++) mask |= 1 << i;
  return mask;
}

function add_checks_for_loads_of_uninitialized_variables(entry: BasicBlock, nlocals: number, nparams: number): void {
  if (nlocals === 0) return;
  if (nlocals > 64) {
    fast_scan_many_locals(entry, nlocals);
    nlocals = 64;
  }
  clear_visited(entry);
  const stack: BasicBlock[] = [];
  maybe_push(entry, bits(nparams, nlocals), bits(nparams - 32, nlocals - 32), stack);
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) scan_block_for_locals(b, stack);
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.b_visited = false;
    scan_block_for_locals(b, stack);
  }
}

/** Drops the constants that no instruction loads; the first may be the docstring and always stays. */
function remove_unused_consts(entry: BasicBlock, consts: CodeConst[]): void {
  const nconsts = consts.length;
  if (nconsts === 0) return;
  const used = new Uint8Array(nconsts);
  used[0] = 1;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    for (const instr of b.b_instr) {
      if (OPCODE_HAS_CONST(instr.i_opcode)) used[instr.i_oparg] = 1;
    }
  }
  const new_index = new Int32Array(nconsts);
  let n = 0;
  for (let i = 0; i < nconsts; i++) {
    if (used[i] === 0) continue;
    consts[n] = consts[i];
    new_index[i] = n++;
  }
  if (n === nconsts) return;
  consts.length = n;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    for (const instr of b.b_instr) {
      if (OPCODE_HAS_CONST(instr.i_opcode)) instr.i_oparg = new_index[instr.i_oparg];
    }
  }
}

/***** Cold blocks (exception handlers) go to the end *****/

function mark_warm(entry: BasicBlock): void {
  clear_visited(entry);
  const stack: BasicBlock[] = [entry];
  entry.b_visited = true;
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.b_warm = true;
    const next = b.b_next;
    if (next !== null && !next.b_visited && !no_fallthrough(b)) {
      stack.push(next);
      next.b_visited = true;
    }
    for (const instr of b.b_instr) {
      if (OPCODE_HAS_JUMP(instr.i_opcode) && !instr.i_target!.b_visited) {
        stack.push(instr.i_target!);
        instr.i_target!.b_visited = true;
      }
    }
  }
}

function mark_cold(entry: BasicBlock): void {
  mark_warm(entry);
  clear_visited(entry);
  const stack: BasicBlock[] = [];
  const visit = (b: BasicBlock): void => {
    if (b.b_warm || b.b_visited) return;
    stack.push(b);
    b.b_visited = true;
  };
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    if (b.b_except_handler) {
      stack.push(b);
      b.b_visited = true;
    }
  }
  while (stack.length > 0) {
    const b = stack.pop()!;
    b.b_cold = true;
    if (b.b_next !== null && !no_fallthrough(b)) visit(b.b_next);
    for (const instr of b.b_instr) {
      if (OPCODE_HAS_JUMP(instr.i_opcode)) visit(instr.i_target!);
    }
  }
}

/** A cold block that falls through to a warm one gets an explicit jump. */
function add_jumps_from_cold_to_warm(entry: BasicBlock): void {
  let next_lbl = get_max_label(entry) + 1;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    const next: BasicBlock | null = b.b_next;
    if (!b.b_cold || next === null || !next.b_warm || no_fallthrough(b)) continue;
    const explicit_jump = new BasicBlock();
    if (next.b_label < 0) next.b_label = next_lbl++;
    add_jump(explicit_jump, OP.JUMP_NO_INTERRUPT, next, NO_LOCATION);
    explicit_jump.b_cold = true;
    explicit_jump.b_next = next;
    explicit_jump.b_predecessors = 1;
    b.b_next = explicit_jump;
  }
}

function push_cold_blocks_to_end(entry: BasicBlock): void {
  if (entry.b_next === null) return;
  mark_cold(entry);
  add_jumps_from_cold_to_warm(entry);
  let cold_blocks: BasicBlock | null = null;
  let cold_blocks_tail: BasicBlock | null = null;
  let b: BasicBlock = entry;
  while (b.b_next !== null) {
    while (b.b_next !== null && !b.b_next.b_cold) b = b.b_next;
    if (b.b_next === null) break;
    let b_end: BasicBlock = b.b_next;
    while (b_end.b_next !== null && b_end.b_next.b_cold) b_end = b_end.b_next;
    if (cold_blocks_tail === null) cold_blocks = b.b_next;
    else cold_blocks_tail.b_next = b.b_next;
    cold_blocks_tail = b_end;
    b.b_next = b_end.b_next;
    b_end.b_next = null;
  }
  b.b_next = cold_blocks;
  if (cold_blocks !== null) remove_redundant_nops_and_jumps(entry);
}

/***** Line numbers *****/

function is_exit_or_eval_check_without_lineno(b: BasicBlock): boolean {
  if (!exits_scope(b) && !b.b_instr.some((i) => OPCODE_HAS_EVAL_BREAK(i.i_opcode))) return false;
  return has_no_lineno(b);
}

/**
 * PEP 626: f_lineno must be right after a frame ended, and it is computed lazily from the exiting instruction.
 * So every exit block without a line is copied for each jump to it, until each has one predecessor whose line it takes.
 */
function duplicate_exits_without_lineno(entry: BasicBlock): void {
  let next_lbl = get_max_label(entry) + 1;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    const last = last_instr(b);
    if (last === undefined || !OPCODE_HAS_JUMP(last.i_opcode)) continue;
    const target = next_nonempty_block(last.i_target)!;
    if (target.b_predecessors > 1 && is_exit_or_eval_check_without_lineno(target)) {
      const new_target = new BasicBlock();
      append_instructions(new_target, target);
      new_target.b_instr[0].i_loc = last.i_loc;
      last.i_target = new_target;
      target.b_predecessors--;
      new_target.b_predecessors = 1;
      new_target.b_next = target.b_next;
      new_target.b_label = next_lbl++;
      target.b_next = new_target;
    }
  }
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    if (b.b_next !== null && b.b_instr.length > 0 && !no_fallthrough(b) && is_exit_or_eval_check_without_lineno(b.b_next)) {
      b.b_next.b_instr[0].i_loc = last_instr(b)!.i_loc;
    }
  }
}

function inherit_location(b: BasicBlock, loc: Location): void {
  if (b.b_predecessors === 1 && b.b_instr.length > 0 && b.b_instr[0].i_loc.lineno < 0) b.b_instr[0].i_loc = loc;
}

function propagate_line_numbers(entry: BasicBlock): void {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    const last = last_instr(b);
    if (last === undefined) continue;
    let prev_location = NO_LOCATION;
    for (const instr of b.b_instr) {
      if (instr.i_loc.lineno < 0) instr.i_loc = prev_location;
      else prev_location = instr.i_loc;
    }
    if (b.b_next !== null && !no_fallthrough(b)) inherit_location(b.b_next, prev_location);
    if (OPCODE_HAS_JUMP(last.i_opcode)) inherit_location(last.i_target!, prev_location);
  }
}

function resolve_line_numbers(entry: BasicBlock): void {
  duplicate_exits_without_lineno(entry);
  propagate_line_numbers(entry);
}

export function _PyCfg_OptimizeCodeUnit(g: CfgBuilder, consts: ConstList, nlocals: number, nparams: number): void {
  const entry = g.g_entryblock;
  translate_jump_labels_to_targets(entry);
  mark_except_handlers(entry);
  label_exception_targets(entry);
  optimize_cfg(entry, consts);
  remove_unused_consts(entry, consts.list);
  add_checks_for_loads_of_uninitialized_variables(entry, nlocals, nparams);
  insert_superinstructions(entry);
  push_cold_blocks_to_end(entry);
  resolve_line_numbers(entry);
}

/***** Prefix instructions, cells and final form *****/

function build_cellfixedoffsets(umd: CodeUnitMetadata): number[] {
  const nlocals = umd.u_varnames.size;
  const noffsets = umd.u_cellvars.size + umd.u_freevars.size;
  const fixed: number[] = [];
  for (let i = 0; i < noffsets; i++) fixed.push(nlocals + i);
  for (const [name, oldindex] of umd.u_cellvars) {
    const argoffset = umd.u_varnames.get(name);
    if (argoffset !== undefined) fixed[oldindex] = argoffset;
  }
  return fixed;
}

/** In front of the code: COPY_FREE_VARS, MAKE_CELLs in order of their final index, RETURN_GENERATOR and POP_TOP. */
function insert_prefix_instructions(umd: CodeUnitMetadata, entry: BasicBlock, fixed: number[], code_flags: number): void {
  const prefix: CfgInstr[] = [];
  const nfreevars = umd.u_freevars.size;
  if (nfreevars > 0) prefix.push(new CfgInstr(OP.COPY_FREE_VARS, nfreevars, NO_LOCATION));
  const ncellvars = umd.u_cellvars.size;
  const order: number[] = [];
  for (let i = 0; i < ncellvars; i++) order.push(i);
  order.sort((a, b) => fixed[a] - fixed[b]);
  for (const oldindex of order) prefix.push(new CfgInstr(OP.MAKE_CELL, oldindex, NO_LOCATION));
  if ((code_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) !== 0) {
    const loc = new Location(umd.u_firstlineno, umd.u_firstlineno, -1, -1);
    prefix.push(new CfgInstr(OP.RETURN_GENERATOR, 0, loc), new CfgInstr(OP.POP_TOP, 0, loc));
  }
  if (prefix.length > 0) entry.b_instr = prefix.concat(entry.b_instr);
}

/** Returns how many cells share the slot of an argument. */
function fix_cell_offsets(umd: CodeUnitMetadata, entry: BasicBlock, fixed: number[]): number {
  const nlocals = umd.u_varnames.size;
  let numdropped = 0;
  for (let i = 0; i < fixed.length; i++) {
    if (fixed[i] === i + nlocals) fixed[i] -= numdropped;
    else numdropped++;
  }
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    for (const inst of b.b_instr) {
      switch (inst.i_opcode) {
        case OP.MAKE_CELL:
        case OP.LOAD_CLOSURE:
        case OP.LOAD_DEREF:
        case OP.STORE_DEREF:
        case OP.DELETE_DEREF:
        case OP.LOAD_FROM_DICT_OR_DEREF:
          inst.i_oparg = fixed[inst.i_oparg];
      }
    }
  }
  return numdropped;
}

function prepare_localsplus(umd: CodeUnitMetadata, entry: BasicBlock, code_flags: number): number {
  const fixed = build_cellfixedoffsets(umd);
  insert_prefix_instructions(umd, entry, fixed, code_flags);
  const numdropped = fix_cell_offsets(umd, entry, fixed);
  return umd.u_varnames.size + umd.u_cellvars.size + umd.u_freevars.size - numdropped;
}

function convert_pseudo_ops(entry: BasicBlock): void {
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    for (const instr of b.b_instr) {
      if (IS_BLOCK_PUSH_OPCODE(instr.i_opcode)) instr.set0(OP.NOP);
      else if (instr.i_opcode === OP.LOAD_CLOSURE) instr.i_opcode = OP.LOAD_FAST;
      else if (instr.i_opcode === OP.STORE_FAST_MAYBE_NULL) instr.i_opcode = OP.STORE_FAST;
    }
  }
  remove_redundant_nops_and_jumps(entry);
}

function reversed_jump(opcode: number): number {
  switch (opcode) {
    case OP.POP_JUMP_IF_NOT_NONE: return OP.POP_JUMP_IF_NONE;
    case OP.POP_JUMP_IF_NONE: return OP.POP_JUMP_IF_NOT_NONE;
    case OP.POP_JUMP_IF_FALSE: return OP.POP_JUMP_IF_TRUE;
    case OP.POP_JUMP_IF_TRUE: return OP.POP_JUMP_IF_FALSE;
  }
  throw new Error(`no reversed form of jump opcode ${opcode}`);
}

/** Conditional jumps only go forward: a backward one becomes a reversed jump over an unconditional one. */
function normalize_jumps(entry: BasicBlock): void {
  clear_visited(entry);
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    b.b_visited = true;
    const last = last_instr(b);
    if (last === undefined || !OPCODE_HAS_JUMP(last.i_opcode) || IS_UNCONDITIONAL_JUMP_OPCODE(last.i_opcode)) continue;
    const target = last.i_target!;
    if (!target.b_visited) continue;
    const backwards_jump = new BasicBlock();
    add_jump(backwards_jump, OP.JUMP, target, last.i_loc);
    last.i_opcode = reversed_jump(last.i_opcode);
    last.i_target = b.b_next;
    backwards_jump.b_cold = b.b_cold;
    backwards_jump.b_next = b.b_next;
    b.b_next = backwards_jump;
  }
}

function cfg_to_instruction_sequence(entry: BasicBlock): InstructionSequence {
  const seq = new InstructionSequence();
  let lbl = 0;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) b.b_label = lbl++;
  for (let b: BasicBlock | null = entry; b !== null; b = b.b_next) {
    _PyInstructionSequence_UseLabel(seq, b.b_label);
    for (const instr of b.b_instr) {
      if (HAS_TARGET(instr.i_opcode)) instr.i_oparg = instr.i_target!.b_label;
      const out = _PyInstructionSequence_Addop(seq, instr.i_opcode, instr.i_oparg, instr.i_loc);
      if (instr.i_except !== null) {
        out.h_label = instr.i_except.b_label;
        out.h_startdepth = instr.i_except.b_startdepth;
        out.h_preserve_lasti = instr.i_except.b_preserve_lasti;
      }
    }
  }
  return seq;
}

export interface OptimizedCode {
  stackdepth: number;
  nlocalsplus: number;
  seq: InstructionSequence;
}

export function _PyCfg_OptimizedCfgToInstructionSequence(g: CfgBuilder, umd: CodeUnitMetadata, code_flags: number): OptimizedCode {
  const entry = g.g_entryblock;
  const stackdepth = calculate_stackdepth(entry);
  const nlocalsplus = prepare_localsplus(umd, entry, code_flags);
  convert_pseudo_ops(entry);
  normalize_jumps(entry);
  return { stackdepth, nlocalsplus, seq: cfg_to_instruction_sequence(entry) };
}
