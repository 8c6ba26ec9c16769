// The middle of Python/compile.c of CPython 3.13: compiler, compiler unit, scopes, emission, names, closures, frame blocks' records.
// Deviations: a failing step throws PySyntaxError; warnings are collected in c_warnings for the caller to issue.

import {
  type CodeConst, type CodeDesc, CO_ASYNC_GENERATOR, CO_COROUTINE, CO_FAST_FREE, CO_GENERATOR, CO_MAXBLOCKS, CO_NESTED, CO_NEWLOCALS,
  CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS, PyCF_ALLOW_TOP_LEVEL_AWAIT, PyCF_MASK,
} from '../include/cpython_code';
import { type CompileWarning, type expr_context, type Position, PySyntaxError, type stmt } from '../include/pycore_ast';
import { INTRINSIC_1, OP } from '../include/pycore_opcode_ids';
import { _PyAssemble_MakeCodeObject, type CodeUnitMetadata } from './assemble';
import { type ConstCache, NONE } from './const_cache';
import { _PyCfg_OptimizeCodeUnit, _PyCfg_OptimizedCfgToInstructionSequence, ConstList, instr_sequence_to_cfg } from './flowgraph';
import type { FutureFeatures } from './future';
import {
  _PyInstructionSequence_Addop, _PyInstructionSequence_InsertInstruction, _PyInstructionSequence_NewLabel,
  _PyInstructionSequence_UseLabel, InstructionSequence, Location, NO_LOCATION,
} from './instruction_sequence';
import {
  _Py_Mangle, _Py_MaybeMangle, _PyST_GetScope, _PyST_IsFunctionLike, _PySymtable_Lookup, BlockType, CELL, DEF_COMP_CELL,
  DEF_FREE_CLASS, FREE, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, LOCAL, SCOPE_MASK, SCOPE_OFFSET, type STEntry, type symtable,
} from './symtable';

export const NO_LABEL = -1;

/** More stack than this is not used for the items of one display, call or f-string. */
export const STACK_USE_GUIDELINE = 30;

export const MAKE_FUNCTION_DEFAULTS = 0x01;
export const MAKE_FUNCTION_KWDEFAULTS = 0x02;
export const MAKE_FUNCTION_ANNOTATIONS = 0x04;
export const MAKE_FUNCTION_CLOSURE = 0x08;

export const RESUME_AT_FUNC_START = 0;
export const RESUME_AFTER_YIELD = 1;
export const RESUME_AFTER_YIELD_FROM = 2;
export const RESUME_AFTER_AWAIT = 3;

export const enum Scope {
  MODULE,
  CLASS,
  FUNCTION,
  ASYNC_FUNCTION,
  LAMBDA,
  COMPREHENSION,
  TYPEPARAMS,
}

export const enum FBlock {
  WHILE_LOOP,
  FOR_LOOP,
  TRY_EXCEPT,
  FINALLY_TRY,
  FINALLY_END,
  WITH,
  ASYNC_WITH,
  HANDLER_CLEANUP,
  POP_VALUE,
  EXCEPTION_HANDLER,
  EXCEPTION_GROUP_HANDLER,
  ASYNC_COMPREHENSION_GENERATOR,
  STOP_ITERATION,
}

/** A loop, try or with that is being compiled: what leaving it must undo. */
export interface FBlockInfo {
  fb_type: FBlock;
  fb_block: number;
  fb_loc: Location;
  fb_exit: number;
  /** FINALLY_TRY: the finally body. HANDLER_CLEANUP: the name bound to the exception, or null. */
  fb_datum: stmt[] | string | null;
}

export interface CompilerUnit {
  u_ste: STEntry;
  u_scope_type: Scope;
  u_private: string | null;
  /** For a class: attributes stored through self.X in its methods. */
  u_static_attributes: Set<string> | null;
  u_instr_sequence: InstructionSequence;
  u_fblock: FBlockInfo[];
  u_in_inlined_comp: number;
  u_metadata: CodeUnitMetadata;
}

export interface Compiler {
  c_filename: string;
  c_st: symtable;
  c_future: FutureFeatures;
  c_flags: number;
  c_optimize: number;
  c_interactive: boolean;
  c_nestlevel: number;
  c_const_cache: ConstCache;
  u: CompilerUnit;
  c_stack: CompilerUnit[];
  c_warnings: CompileWarning[];
}

export function LOC(n: Position): Location {
  return new Location(n.lineno, n.end_lineno, n.col_offset, n.end_col_offset);
}

export function IS_TOP_LEVEL_AWAIT(c: Compiler): boolean {
  return (c.c_flags & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0 && c.u.u_ste.ste_type === BlockType.ModuleBlock;
}

/** `text` of the error stays null: who knows the file fills it in, as PyErr_ProgramText does. */
export function compiler_error(c: Compiler, loc: Location, msg: string): never {
  throw new PySyntaxError(
    'SyntaxError', msg, c.c_filename, loc.lineno, loc.col_offset + 1, null, loc.end_lineno, loc.end_col_offset + 1,
  );
}

export function compiler_warn(c: Compiler, loc: Location, msg: string): void {
  c.c_warnings.push({
    category: 'SyntaxWarning', msg, filename: c.c_filename, lineno: loc.lineno, col_offset: loc.col_offset,
    end_lineno: loc.end_lineno, end_col_offset: loc.end_col_offset,
  });
}

/***** Emission *****/

export function NEW_LABEL(c: Compiler): number {
  return _PyInstructionSequence_NewLabel(c.u.u_instr_sequence);
}

export function USE_LABEL(c: Compiler, label: number): void {
  _PyInstructionSequence_UseLabel(c.u.u_instr_sequence, label);
}

export function ADDOP(c: Compiler, loc: Location, opcode: number): void {
  _PyInstructionSequence_Addop(c.u.u_instr_sequence, opcode, 0, loc);
}

export function ADDOP_I(c: Compiler, loc: Location, opcode: number, oparg: number): void {
  _PyInstructionSequence_Addop(c.u.u_instr_sequence, opcode, oparg, loc);
}

export function ADDOP_JUMP(c: Compiler, loc: Location, opcode: number, target: number): void {
  _PyInstructionSequence_Addop(c.u.u_instr_sequence, opcode, target, loc);
}

function dict_add_o<K>(dict: Map<K, number>, key: K): number {
  let arg = dict.get(key);
  if (arg === undefined) {
    arg = dict.size;
    dict.set(key, arg);
  }
  return arg;
}

export function compiler_add_const(c: Compiler, value: CodeConst): number {
  return dict_add_o(c.u.u_metadata.u_consts, c.c_const_cache.merge(value));
}

export function ADDOP_LOAD_CONST(c: Compiler, loc: Location, value: CodeConst): void {
  ADDOP_I(c, loc, OP.LOAD_CONST, compiler_add_const(c, value));
}

/** An opcode whose argument is the index of `name`, as it is, in `dict`. */
export function compiler_addop_o(c: Compiler, loc: Location, opcode: number, dict: Map<string, number>, name: string): void {
  ADDOP_I(c, loc, opcode, dict_add_o(dict, name));
}

/** An opcode with a name, mangled; pseudo forms of LOAD_ATTR and LOAD_SUPER_ATTR get their flag bits. */
export function ADDOP_NAME(c: Compiler, loc: Location, opcode: number, name: string, dict: Map<string, number> = c.u.u_metadata.u_names): void {
  let arg = dict_add_o(dict, _Py_MaybeMangle(c.u.u_private, c.u.u_ste, name));
  switch (opcode) {
    case OP.LOAD_ATTR:
      arg <<= 1;
      break;
    case OP.LOAD_METHOD:
      opcode = OP.LOAD_ATTR;
      arg = (arg << 1) | 1;
      break;
    case OP.LOAD_SUPER_ATTR:
      arg = (arg << 2) | 2;
      break;
    case OP.LOAD_SUPER_METHOD:
      opcode = OP.LOAD_SUPER_ATTR;
      arg = (arg << 2) | 3;
      break;
    case OP.LOAD_ZERO_SUPER_ATTR:
      opcode = OP.LOAD_SUPER_ATTR;
      arg <<= 2;
      break;
    case OP.LOAD_ZERO_SUPER_METHOD:
      opcode = OP.LOAD_SUPER_ATTR;
      arg = (arg << 2) | 1;
      break;
  }
  ADDOP_I(c, loc, opcode, arg);
}

/** Awaits or delegates to the iterator under TOS, sending TOS (`yield from`, `await`). */
export function ADD_YIELD_FROM(c: Compiler, loc: Location, await_: boolean): void {
  const send = NEW_LABEL(c);
  const fail = NEW_LABEL(c);
  const exit = NEW_LABEL(c);
  USE_LABEL(c, send);
  ADDOP_JUMP(c, loc, OP.SEND, exit);
  // A virtual try: YIELD_VALUE raises only StopIteration of close() or throw().
  ADDOP_JUMP(c, loc, OP.SETUP_FINALLY, fail);
  ADDOP_I(c, loc, OP.YIELD_VALUE, 1);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP_I(c, loc, OP.RESUME, await_ ? RESUME_AFTER_AWAIT : RESUME_AFTER_YIELD_FROM);
  ADDOP_JUMP(c, loc, OP.JUMP_NO_INTERRUPT, send);
  USE_LABEL(c, fail);
  ADDOP(c, loc, OP.CLEANUP_THROW);
  USE_LABEL(c, exit);
  ADDOP(c, loc, OP.END_SEND);
}

export function ADDOP_YIELD(c: Compiler, loc: Location): void {
  if (c.u.u_ste.ste_generator && c.u.u_ste.ste_coroutine) {
    ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_ASYNC_GEN_WRAP);
  }
  ADDOP_I(c, loc, OP.YIELD_VALUE, 0);
  ADDOP_I(c, loc, OP.RESUME, RESUME_AFTER_YIELD);
}

/***** Scopes *****/

function list2dict(list: string[]): Map<string, number> {
  return new Map(list.map((name, i) => [name, i]));
}

function compare_code_points(a: string, b: string): number {
  const x = [...a];
  const y = [...b];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const d = x[i].codePointAt(0)! - y[i].codePointAt(0)!;
    if (d !== 0) return d;
  }
  return x.length - y.length;
}

/** Sorted as Python sorts str. */
export function sorted_names(names: string[]): string[] {
  return names.some((n) => /[\ud800-\udfff]/.test(n)) ? names.sort(compare_code_points) : names.sort();
}

/** Names of `src` with the scope or the flag, sorted, numbered from `offset`. */
function dictbytype(src: Map<string, number>, scope_type: number, flag: number, offset: number): Map<string, number> {
  const names: string[] = [];
  for (const [name, vi] of src) {
    if (((vi >> SCOPE_OFFSET) & SCOPE_MASK) === scope_type || vi & flag) names.push(name);
  }
  return new Map(sorted_names(names).map((name, i) => [name, i + offset]));
}

function new_metadata(ste: STEntry, name: string, lineno: number): CodeUnitMetadata {
  const cellvars = dictbytype(ste.ste_symbols, CELL, DEF_COMP_CELL, 0);
  if (ste.ste_needs_class_closure) dict_add_o(cellvars, '__class__');
  if (ste.ste_needs_classdict) dict_add_o(cellvars, '__classdict__');
  return {
    u_name: name,
    u_qualname: name,
    u_consts: new Map(),
    u_names: new Map(),
    u_varnames: list2dict(ste.ste_varnames),
    u_cellvars: cellvars,
    u_freevars: dictbytype(ste.ste_symbols, FREE, DEF_FREE_CLASS, cellvars.size),
    u_fasthidden: new Map(),
    u_argcount: 0,
    u_posonlyargcount: 0,
    u_kwonlyargcount: 0,
    u_firstlineno: lineno,
  };
}

export function compiler_enter_scope(
  c: Compiler, name: string, scope_type: Scope, key: object, lineno: number, ste: STEntry = _PySymtable_Lookup(c.c_st, key),
): void {
  const outer: CompilerUnit | undefined = c.u;
  const u: CompilerUnit = {
    u_ste: ste,
    u_scope_type: scope_type,
    u_private: outer === undefined ? null : outer.u_private,
    u_static_attributes: scope_type === Scope.CLASS ? new Set() : null,
    u_instr_sequence: new InstructionSequence(),
    u_fblock: [],
    u_in_inlined_comp: 0,
    u_metadata: new_metadata(ste, name, lineno),
  };
  if (outer !== undefined) c.c_stack.push(outer);
  c.u = u;
  c.c_nestlevel++;
  const is_module = scope_type === Scope.MODULE;
  if (!is_module) compiler_set_qualname(c);
  ADDOP_I(c, new Location(is_module ? 0 : lineno, lineno, 0, 0), OP.RESUME, RESUME_AT_FUNC_START);
}

export function compiler_exit_scope(c: Compiler): void {
  c.c_nestlevel--;
  const outer = c.c_stack.pop();
  if (outer !== undefined) c.u = outer;
}

/** The name that the qualified name starts with, or null at the top level. */
function qualname_base(c: Compiler): string | null {
  const u = c.u;
  const size = c.c_stack.length;
  if (size <= 1) return null;
  let parent = c.c_stack[size - 1];
  if (parent.u_scope_type === Scope.TYPEPARAMS) {
    if (size === 2) return null;
    parent = c.c_stack[size - 2];
  }
  const type = u.u_scope_type;
  if (type === Scope.FUNCTION || type === Scope.ASYNC_FUNCTION || type === Scope.CLASS) {
    const mangled = _Py_Mangle(parent.u_private, u.u_metadata.u_name);
    if (_PyST_GetScope(parent.u_ste, mangled) === GLOBAL_EXPLICIT) return null;
  }
  const ptype = parent.u_scope_type;
  const has_locals = ptype === Scope.FUNCTION || ptype === Scope.ASYNC_FUNCTION || ptype === Scope.LAMBDA;
  return has_locals ? `${parent.u_metadata.u_qualname}.<locals>` : parent.u_metadata.u_qualname;
}

function compiler_set_qualname(c: Compiler): void {
  const base = qualname_base(c);
  if (base !== null) c.u.u_metadata.u_qualname = `${base}.${c.u.u_metadata.u_name}`;
}

/***** Frame blocks *****/

export function compiler_push_fblock(
  c: Compiler, loc: Location, type: FBlock, block: number, exit: number, datum: stmt[] | string | null,
): void {
  if (c.u.u_fblock.length >= CO_MAXBLOCKS) compiler_error(c, loc, 'too many statically nested blocks');
  c.u.u_fblock.push({ fb_type: type, fb_block: block, fb_loc: loc, fb_exit: exit, fb_datum: datum });
}

export function compiler_pop_fblock(c: Compiler, type: FBlock, block: number): void {
  const top = c.u.u_fblock.pop();
  if (top === undefined || top.fb_type !== type || top.fb_block !== block) throw new Error('frame blocks out of order');
}

/***** Names *****/

export function forbidden_name(c: Compiler, loc: Location, name: string, ctx: expr_context): void {
  if (name !== '__debug__') return;
  if (ctx === 'Store') compiler_error(c, loc, 'cannot assign to __debug__');
  if (ctx === 'Del') compiler_error(c, loc, 'cannot delete __debug__');
}

const FAST = { Load: OP.LOAD_FAST, Store: OP.STORE_FAST, Del: OP.DELETE_FAST };
const GLOBAL = { Load: OP.LOAD_GLOBAL, Store: OP.STORE_GLOBAL, Del: OP.DELETE_GLOBAL };
const DEREF = { Load: OP.LOAD_DEREF, Store: OP.STORE_DEREF, Del: OP.DELETE_DEREF };
const NAME = { Load: OP.LOAD_NAME, Store: OP.STORE_NAME, Del: OP.DELETE_NAME };

function nameop_deref(c: Compiler, loc: Location, mangled: string, ctx: expr_context, dict: Map<string, number>): void {
  const u = c.u;
  let op: number = DEREF[ctx];
  if (ctx === 'Load') {
    if (u.u_ste.ste_type === BlockType.ClassBlock && u.u_in_inlined_comp === 0) {
      op = OP.LOAD_FROM_DICT_OR_DEREF;
      ADDOP(c, loc, OP.LOAD_LOCALS);
    } else if (u.u_ste.ste_can_see_class_scope) {
      op = OP.LOAD_FROM_DICT_OR_DEREF;
      compiler_addop_o(c, loc, OP.LOAD_DEREF, u.u_metadata.u_freevars, '__classdict__');
    }
  }
  compiler_addop_o(c, loc, op, dict, mangled);
}

function nameop_global(c: Compiler, loc: Location, mangled: string, ctx: expr_context, scope: number): void {
  const u = c.u;
  let op: number = GLOBAL[ctx];
  if (ctx === 'Load' && u.u_ste.ste_can_see_class_scope && scope === GLOBAL_IMPLICIT) {
    op = OP.LOAD_FROM_DICT_OR_GLOBALS;
    compiler_addop_o(c, loc, OP.LOAD_DEREF, u.u_metadata.u_freevars, '__classdict__');
  }
  const arg = dict_add_o(u.u_metadata.u_names, mangled);
  ADDOP_I(c, loc, op, op === OP.LOAD_GLOBAL ? arg << 1 : arg);
}

function nameop_name(c: Compiler, loc: Location, mangled: string, ctx: expr_context): void {
  const u = c.u;
  if (ctx === 'Load' && u.u_ste.ste_type === BlockType.ClassBlock && u.u_in_inlined_comp > 0) {
    ADDOP_I(c, loc, OP.LOAD_GLOBAL, dict_add_o(u.u_metadata.u_names, mangled) << 1);
    return;
  }
  compiler_addop_o(c, loc, NAME[ctx], u.u_metadata.u_names, mangled);
}

/** Loads, stores or deletes a name by the scope that the symbol table found. */
export function compiler_nameop(c: Compiler, loc: Location, name: string, ctx: expr_context): void {
  forbidden_name(c, loc, name, ctx);
  const u = c.u;
  const umd = u.u_metadata;
  const mangled = _Py_MaybeMangle(u.u_private, u.u_ste, name);
  const scope = _PyST_GetScope(u.u_ste, mangled);
  switch (scope) {
    case FREE:
      return nameop_deref(c, loc, mangled, ctx, umd.u_freevars);
    case CELL:
      return nameop_deref(c, loc, mangled, ctx, umd.u_cellvars);
    case LOCAL:
      if (_PyST_IsFunctionLike(u.u_ste) || umd.u_fasthidden.get(mangled) === true) {
        return compiler_addop_o(c, loc, FAST[ctx], umd.u_varnames, mangled);
      }
      return nameop_name(c, loc, mangled, ctx);
    case GLOBAL_IMPLICIT:
      if (_PyST_IsFunctionLike(u.u_ste)) return nameop_global(c, loc, mangled, ctx, scope);
      return nameop_name(c, loc, mangled, ctx);
    case GLOBAL_EXPLICIT:
      return nameop_global(c, loc, mangled, ctx, scope);
    default:
      return nameop_name(c, loc, mangled, ctx);
  }
}

/** LOCAL goes before FREE: in a class a name may be both. */
export function get_ref_type(c: Compiler, name: string): number {
  if (c.u.u_scope_type === Scope.CLASS && (name === '__class__' || name === '__classdict__')) return CELL;
  const scope = _PyST_GetScope(c.u.u_ste, name);
  if (scope === 0) throw new Error(`unknown scope of '${name}' in unit ${c.u.u_metadata.u_name}`);
  return scope;
}

export function compiler_lookup_arg(dict: Map<string, number>, name: string): number {
  const arg = dict.get(name);
  if (arg === undefined) throw new Error(`no index for '${name}'`);
  return arg;
}

/** A function from `co`, with the cells that it closes over and the attributes of `flags` that are on the stack. */
export function compiler_make_closure(c: Compiler, loc: Location, co: CodeDesc, flags: number): void {
  const umd = c.u.u_metadata;
  let nfreevars = 0;
  for (let i = 0; i < co.co_localsplusnames.length; i++) {
    if ((co.co_localspluskinds[i] & CO_FAST_FREE) === 0) continue;
    const name = co.co_localsplusnames[i];
    const dict = get_ref_type(c, name) === CELL ? umd.u_cellvars : umd.u_freevars;
    ADDOP_I(c, loc, OP.LOAD_CLOSURE, compiler_lookup_arg(dict, name));
    nfreevars++;
  }
  if (nfreevars > 0) {
    flags |= MAKE_FUNCTION_CLOSURE;
    ADDOP_I(c, loc, OP.BUILD_TUPLE, nfreevars);
  }
  ADDOP_LOAD_CONST(c, loc, { t: 'code', v: co });
  ADDOP(c, loc, OP.MAKE_FUNCTION);
  for (const flag of [MAKE_FUNCTION_CLOSURE, MAKE_FUNCTION_ANNOTATIONS, MAKE_FUNCTION_KWDEFAULTS, MAKE_FUNCTION_DEFAULTS]) {
    if (flags & flag) ADDOP_I(c, loc, OP.SET_FUNCTION_ATTRIBUTE, flag);
  }
}

/** Wraps the whole body of a generator: StopIteration that leaves it becomes RuntimeError. */
export function wrap_in_stopiteration_handler(c: Compiler): void {
  const handler = NEW_LABEL(c);
  _PyInstructionSequence_InsertInstruction(c.u.u_instr_sequence, 0, OP.SETUP_CLEANUP, handler, NO_LOCATION);
  ADDOP_LOAD_CONST(c, NO_LOCATION, NONE);
  ADDOP(c, NO_LOCATION, OP.RETURN_VALUE);
  USE_LABEL(c, handler);
  ADDOP_I(c, NO_LOCATION, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_STOPITERATION_ERROR);
  ADDOP_I(c, NO_LOCATION, OP.RERAISE, 1);
}

/***** Finishing a unit *****/

function compute_code_flags(c: Compiler): number {
  const ste = c.u.u_ste;
  let flags = 0;
  if (_PyST_IsFunctionLike(ste)) {
    flags |= CO_NEWLOCALS | CO_OPTIMIZED;
    if (ste.ste_nested) flags |= CO_NESTED;
    if (ste.ste_generator) flags |= ste.ste_coroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
    else if (ste.ste_coroutine) flags |= CO_COROUTINE;
    if (ste.ste_varargs) flags |= CO_VARARGS;
    if (ste.ste_varkeywords) flags |= CO_VARKEYWORDS;
  }
  flags |= c.c_flags & PyCF_MASK;
  if (IS_TOP_LEVEL_AWAIT(c) && ste.ste_coroutine && !ste.ste_generator) flags |= CO_COROUTINE;
  return flags;
}

/** The code of the current unit; `addNone` makes falling off its end return None instead of TOS. */
export function optimize_and_assemble(c: Compiler, addNone: boolean): CodeDesc {
  const u = c.u;
  const umd = u.u_metadata;
  const code_flags = compute_code_flags(c);
  if (addNone) ADDOP_LOAD_CONST(c, NO_LOCATION, NONE);
  ADDOP(c, NO_LOCATION, OP.RETURN_VALUE);
  const consts = new ConstList([...umd.u_consts.keys()], c.c_const_cache);
  const g = instr_sequence_to_cfg(u.u_instr_sequence);
  _PyCfg_OptimizeCodeUnit(g, consts, umd.u_varnames.size, u.u_ste.ste_varnames.length);
  const { stackdepth, nlocalsplus, seq } = _PyCfg_OptimizedCfgToInstructionSequence(g, umd, code_flags);
  return _PyAssemble_MakeCodeObject(umd, consts.list, stackdepth, seq, nlocalsplus, code_flags, c.c_filename);
}
