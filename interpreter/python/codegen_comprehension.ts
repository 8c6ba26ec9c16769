// The comprehension part of Python/compile.c of CPython 3.13.
// List, set and dict comprehensions are inlined (PEP 709): clashing names of the block are pushed on the stack and restored,
// also when an exception leaves. A generator expression is a nested function.

import type { comprehension, expr } from '../include/pycore_ast';
import { OP } from '../include/pycore_opcode_ids';
import { compiler_jump_if, compiler_visit_expr } from './codegen_expr';
import {
  ADD_YIELD_FROM, ADDOP, ADDOP_I, ADDOP_JUMP, ADDOP_LOAD_CONST, ADDOP_NAME, ADDOP_YIELD, type Compiler, compiler_enter_scope,
  compiler_error, compiler_exit_scope, compiler_make_closure, compiler_pop_fblock, compiler_push_fblock, FBlock,
  IS_TOP_LEVEL_AWAIT, LOC, NEW_LABEL, NO_LABEL, optimize_and_assemble, Scope, USE_LABEL, wrap_in_stopiteration_handler,
} from './codegen_unit';
import { NONE } from './const_cache';
import { Location, NO_LOCATION } from './instruction_sequence';
import {
  _PyST_IsFunctionLike, _PySymtable_Lookup, BlockType, CELL, DEF_LOCAL, DEF_NONLOCAL, FREE, SCOPE_MASK, SCOPE_OFFSET, type STEntry,
} from './symtable';

const enum Comp {
  GENEXP,
  LISTCOMP,
  SETCOMP,
  DICTCOMP,
}

/** What stays the same while the `for`s of one comprehension are compiled. */
interface CompState {
  loc: Location;
  generators: comprehension[];
  elt: expr;
  val: expr | null;
  type: Comp;
}

function comprehension_generator(c: Compiler, s: CompState, gen_index: number, depth: number, iter_on_stack: boolean): void {
  if (s.generators[gen_index].is_async) async_comprehension_generator(c, s, gen_index, depth, iter_on_stack);
  else sync_comprehension_generator(c, s, gen_index, depth, iter_on_stack);
}

/** The innermost part: makes the element and adds it. Returns the element's location. */
function comprehension_element(c: Compiler, s: CompState, depth: number): Location {
  compiler_visit_expr(c, s.elt);
  let elt_loc = LOC(s.elt);
  switch (s.type) {
    case Comp.GENEXP:
      ADDOP_YIELD(c, elt_loc);
      ADDOP(c, elt_loc, OP.POP_TOP);
      break;
    case Comp.LISTCOMP:
      ADDOP_I(c, elt_loc, OP.LIST_APPEND, depth + 1);
      break;
    case Comp.SETCOMP:
      ADDOP_I(c, elt_loc, OP.SET_ADD, depth + 1);
      break;
    case Comp.DICTCOMP: {
      const val = s.val!;
      compiler_visit_expr(c, val);
      elt_loc = new Location(s.elt.lineno, val.end_lineno, s.elt.col_offset, val.end_col_offset);
      ADDOP_I(c, elt_loc, OP.MAP_ADD, depth + 1);
      break;
    }
  }
  return elt_loc;
}

function comprehension_body(c: Compiler, s: CompState, gen_index: number, depth: number, if_cleanup: number): Location {
  for (const e of s.generators[gen_index].ifs) compiler_jump_if(c, s.loc, e, if_cleanup, false);
  if (gen_index + 1 < s.generators.length) {
    comprehension_generator(c, s, gen_index + 1, depth, false);
    return LOC(s.elt);
  }
  return comprehension_element(c, s, depth);
}

/** The one item of `for y in [f(x)]`, which is an assignment and needs no loop. */
function single_item(iter: expr): expr | null {
  if ((iter.kind !== 'List' && iter.kind !== 'Tuple') || iter.elts.length !== 1) return null;
  return iter.elts[0].kind === 'Starred' ? null : iter.elts[0];
}

function sync_comprehension_generator(c: Compiler, s: CompState, gen_index: number, depth: number, iter_on_stack: boolean): void {
  const start = NEW_LABEL(c);
  const if_cleanup = NEW_LABEL(c);
  const anchor = NEW_LABEL(c);
  const gen = s.generators[gen_index];
  let loop = true;
  if (!iter_on_stack) {
    if (gen_index === 0) {
      c.u.u_metadata.u_argcount = 1;
      ADDOP_I(c, s.loc, OP.LOAD_FAST, 0);
    } else {
      const item = single_item(gen.iter);
      if (item !== null) {
        compiler_visit_expr(c, item);
        loop = false;
      } else {
        compiler_visit_expr(c, gen.iter);
        ADDOP(c, LOC(gen.iter), OP.GET_ITER);
      }
    }
  }
  if (loop) {
    depth++;
    USE_LABEL(c, start);
    ADDOP_JUMP(c, LOC(gen.iter), OP.FOR_ITER, anchor);
  }
  compiler_visit_expr(c, gen.target);
  const elt_loc = comprehension_body(c, s, gen_index, depth, if_cleanup);
  USE_LABEL(c, if_cleanup);
  if (loop) {
    ADDOP_JUMP(c, elt_loc, OP.JUMP, start);
    USE_LABEL(c, anchor);
    // END_FOR first: a generator's iteration ends there, others jump behind it.
    ADDOP(c, NO_LOCATION, OP.END_FOR);
    ADDOP(c, NO_LOCATION, OP.POP_TOP);
  }
}

function async_comprehension_generator(c: Compiler, s: CompState, gen_index: number, depth: number, iter_on_stack: boolean): void {
  const start = NEW_LABEL(c);
  const except = NEW_LABEL(c);
  const if_cleanup = NEW_LABEL(c);
  const gen = s.generators[gen_index];
  if (!iter_on_stack) {
    if (gen_index === 0) {
      c.u.u_metadata.u_argcount = 1;
      ADDOP_I(c, s.loc, OP.LOAD_FAST, 0);
    } else {
      compiler_visit_expr(c, gen.iter);
      ADDOP(c, LOC(gen.iter), OP.GET_AITER);
    }
  }
  USE_LABEL(c, start);
  // The runtime pushes a block here.
  compiler_push_fblock(c, s.loc, FBlock.ASYNC_COMPREHENSION_GENERATOR, start, NO_LABEL, null);
  ADDOP_JUMP(c, s.loc, OP.SETUP_FINALLY, except);
  ADDOP(c, s.loc, OP.GET_ANEXT);
  ADDOP_LOAD_CONST(c, s.loc, NONE);
  ADD_YIELD_FROM(c, s.loc, true);
  ADDOP(c, s.loc, OP.POP_BLOCK);
  compiler_visit_expr(c, gen.target);
  const elt_loc = comprehension_body(c, s, gen_index, depth + 1, if_cleanup);
  USE_LABEL(c, if_cleanup);
  ADDOP_JUMP(c, elt_loc, OP.JUMP, start);
  compiler_pop_fblock(c, FBlock.ASYNC_COMPREHENSION_GENERATOR, start);
  USE_LABEL(c, except);
  ADDOP(c, s.loc, OP.END_ASYNC_FOR);
}

/***** Inlining *****/

interface InlinedState {
  /** Names whose outer value is on the stack. */
  pushed_locals: string[];
  /** Outer symbols that are replaced meanwhile. */
  temp_symbols: Map<string, number>;
  fast_hidden: string[];
  cleanup: number;
  end: number;
}

/** A name of the comprehension that must be isolated goes to the stack and is a fast local meanwhile. */
function isolate_local(c: Compiler, loc: Location, state: InlinedState, name: string, scope: number, outsc: number): void {
  const umd = c.u.u_metadata;
  if (!_PyST_IsFunctionLike(c.u.u_ste) && umd.u_fasthidden.get(name) !== true) {
    umd.u_fasthidden.set(name, true);
    state.fast_hidden.push(name);
  }
  // Of a cell the cell itself is pushed, and the comprehension gets a new one.
  ADDOP_NAME(c, loc, OP.LOAD_FAST_AND_CLEAR, name, umd.u_varnames);
  if (scope === CELL) ADDOP_NAME(c, loc, OP.MAKE_CELL, name, outsc === FREE ? umd.u_freevars : umd.u_cellvars);
  state.pushed_locals.push(name);
}

function push_inlined_comprehension_state(c: Compiler, loc: Location, entry: STEntry): InlinedState {
  const ste = c.u.u_ste;
  const in_class_block = ste.ste_type === BlockType.ClassBlock && c.u.u_in_inlined_comp === 0;
  const state: InlinedState = { pushed_locals: [], temp_symbols: new Map(), fast_hidden: [], cleanup: NO_LABEL, end: NO_LABEL };
  c.u.u_in_inlined_comp++;
  for (const [k, symbol] of entry.ste_symbols) {
    const scope = (symbol >> SCOPE_OFFSET) & SCOPE_MASK;
    const outv = ste.ste_symbols.get(k) ?? 0;
    const outsc = (outv >> SCOPE_OFFSET) & SCOPE_MASK;
    // Free inside: as outside. Cell inside and free outside: *_DEREF either way.
    if ((scope !== outsc && scope !== FREE && !(scope === CELL && outsc === FREE)) || in_class_block) {
      ste.ste_symbols.set(k, symbol);
      state.temp_symbols.set(k, outv);
    }
    // DEF_LOCAL and DEF_NONLOCAL both: assignment expression to a nonlocal.
    if ((symbol & DEF_LOCAL && !(symbol & DEF_NONLOCAL)) || in_class_block) isolate_local(c, loc, state, k, scope, outsc);
  }
  if (state.pushed_locals.length > 0) {
    // The iterator back to TOS; the names' order is rotated and rotated back at the end.
    ADDOP_I(c, loc, OP.SWAP, state.pushed_locals.length + 1);
    state.cleanup = NEW_LABEL(c);
    state.end = NEW_LABEL(c);
    // No frame block: nothing can return, continue or break in a comprehension.
    ADDOP_JUMP(c, loc, OP.SETUP_FINALLY, state.cleanup);
  }
  return state;
}

function restore_inlined_comprehension_locals(c: Compiler, loc: Location, state: InlinedState): void {
  const npops = state.pushed_locals.length;
  ADDOP_I(c, loc, OP.SWAP, npops + 1);
  for (let i = npops - 1; i >= 0; i--) {
    ADDOP_NAME(c, loc, OP.STORE_FAST_MAYBE_NULL, state.pushed_locals[i], c.u.u_metadata.u_varnames);
  }
}

function pop_inlined_comprehension_state(c: Compiler, loc: Location, state: InlinedState): void {
  c.u.u_in_inlined_comp--;
  for (const [k, v] of state.temp_symbols) c.u.u_ste.ste_symbols.set(k, v);
  if (state.pushed_locals.length > 0) {
    ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
    ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, state.end);
    USE_LABEL(c, state.cleanup);
    // The incomplete result is beneath the exception.
    ADDOP_I(c, NO_LOCATION, OP.SWAP, 2);
    ADDOP(c, NO_LOCATION, OP.POP_TOP);
    restore_inlined_comprehension_locals(c, loc, state);
    ADDOP_I(c, NO_LOCATION, OP.RERAISE, 0);
    USE_LABEL(c, state.end);
    restore_inlined_comprehension_locals(c, loc, state);
  }
  // False, not deleted: the name stays CO_FAST_HIDDEN.
  for (const k of state.fast_hidden) c.u.u_metadata.u_fasthidden.set(k, false);
}

function comprehension_iter(c: Compiler, comp: comprehension): void {
  compiler_visit_expr(c, comp.iter);
  ADDOP(c, LOC(comp.iter), comp.is_async ? OP.GET_AITER : OP.GET_ITER);
}

function check_async(c: Compiler, loc: Location, scope_type: Scope): void {
  if (scope_type === Scope.ASYNC_FUNCTION || scope_type === Scope.COMPREHENSION) return;
  compiler_error(c, loc, 'asynchronous comprehension outside of an asynchronous function');
}

const BUILD: Partial<Record<Comp, number>> = {
  [Comp.LISTCOMP]: OP.BUILD_LIST, [Comp.SETCOMP]: OP.BUILD_SET, [Comp.DICTCOMP]: OP.BUILD_MAP,
};

function inlined_comprehension(c: Compiler, s: CompState, entry: STEntry, is_async: boolean): void {
  const scope_type = c.u.u_scope_type;
  const is_top_level_await = IS_TOP_LEVEL_AWAIT(c);
  comprehension_iter(c, s.generators[0]);
  const state = push_inlined_comprehension_state(c, s.loc, entry);
  if (is_async && !is_top_level_await) check_async(c, s.loc, scope_type);
  ADDOP_I(c, s.loc, BUILD[s.type]!, 0);
  ADDOP_I(c, s.loc, OP.SWAP, 2);
  comprehension_generator(c, s, 0, 0, true);
  pop_inlined_comprehension_state(c, s.loc, state);
}

function nested_comprehension(c: Compiler, e: expr, name: string, s: CompState, is_async: boolean): void {
  const scope_type = c.u.u_scope_type;
  const is_top_level_await = IS_TOP_LEVEL_AWAIT(c);
  const is_genexp = s.type === Comp.GENEXP;
  compiler_enter_scope(c, name, Scope.COMPREHENSION, e, e.lineno);
  if (is_async && !is_genexp && !is_top_level_await) check_async(c, s.loc, scope_type);
  if (!is_genexp) ADDOP_I(c, s.loc, BUILD[s.type]!, 0);
  comprehension_generator(c, s, 0, 0, false);
  if (is_genexp) wrap_in_stopiteration_handler(c);
  else ADDOP(c, s.loc, OP.RETURN_VALUE);
  const co = optimize_and_assemble(c, true);
  compiler_exit_scope(c);
  if (is_top_level_await && is_async) c.u.u_ste.ste_coroutine = true;
  compiler_make_closure(c, s.loc, co, 0);
  comprehension_iter(c, s.generators[0]);
  ADDOP_I(c, s.loc, OP.CALL, 0);
  if (is_async && !is_genexp) {
    ADDOP_I(c, s.loc, OP.GET_AWAITABLE, 0);
    ADDOP_LOAD_CONST(c, s.loc, NONE);
    ADD_YIELD_FROM(c, s.loc, true);
  }
}

function compiler_comprehension(c: Compiler, e: expr, type: Comp, name: string, generators: comprehension[], elt: expr, val: expr | null): void {
  const entry = _PySymtable_Lookup(c.c_st, e);
  const state: CompState = { loc: LOC(e), generators, elt, val, type };
  if (entry.ste_comp_inlined) inlined_comprehension(c, state, entry, entry.ste_coroutine);
  else nested_comprehension(c, e, name, state, entry.ste_coroutine);
}

export function compiler_genexp(c: Compiler, e: expr & { kind: 'GeneratorExp' }): void {
  compiler_comprehension(c, e, Comp.GENEXP, '<genexpr>', e.generators, e.elt, null);
}

export function compiler_listcomp(c: Compiler, e: expr & { kind: 'ListComp' }): void {
  compiler_comprehension(c, e, Comp.LISTCOMP, '<listcomp>', e.generators, e.elt, null);
}

export function compiler_setcomp(c: Compiler, e: expr & { kind: 'SetComp' }): void {
  compiler_comprehension(c, e, Comp.SETCOMP, '<setcomp>', e.generators, e.elt, null);
}

export function compiler_dictcomp(c: Compiler, e: expr & { kind: 'DictComp' }): void {
  compiler_comprehension(c, e, Comp.DICTCOMP, '<dictcomp>', e.generators, e.key, e.value);
}
