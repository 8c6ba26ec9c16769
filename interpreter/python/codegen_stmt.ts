// The statement part of Python/compile.c of CPython 3.13: functions, classes, flow, imports, try, with; and unwinding.
// Long because compile.c has it in one file: a finally block unwinds by compiling statements, and every statement may unwind.

import type {
  alias, arg, arguments_, AsyncFunctionDef, ClassDef, excepthandler, expr, FunctionDef, identifier, stmt, type_param,
} from '../include/pycore_ast';
import { CO_FUTURE_ANNOTATIONS } from '../include/cpython_code';
import { INTRINSIC_1, INTRINSIC_2, OP } from '../include/pycore_opcode_ids';
import { _PyAST_ExprAsUnicode } from './ast_unparse';
import { _PyCompile_CleanDoc } from './cleandoc';
import {
  ADDOP_INPLACE, compiler_call_helper, compiler_check_debug_args, compiler_default_arguments, compiler_jump_if, compiler_slice,
  compiler_visit_expr, is_two_element_slice, set_argument_counts, update_start_location_to_match_attr, visit_exprs,
} from './codegen_expr';
import { compiler_match } from './codegen_pattern';
import {
  ADD_YIELD_FROM, ADDOP, ADDOP_I, ADDOP_JUMP, ADDOP_LOAD_CONST, ADDOP_NAME, type Compiler, compiler_add_const, compiler_addop_o,
  compiler_enter_scope, compiler_error, compiler_exit_scope, compiler_lookup_arg, compiler_make_closure, compiler_nameop,
  compiler_pop_fblock, compiler_push_fblock, compiler_warn, FBlock, type FBlockInfo, forbidden_name, IS_TOP_LEVEL_AWAIT, LOC,
  MAKE_FUNCTION_ANNOTATIONS, MAKE_FUNCTION_DEFAULTS, MAKE_FUNCTION_KWDEFAULTS, NEW_LABEL, NO_LABEL, optimize_and_assemble, Scope,
  sorted_names, USE_LABEL, wrap_in_stopiteration_handler,
} from './codegen_unit';
import { const_int, const_str, NONE } from './const_cache';
import { _PyAST_GetDocString } from './future';
import { Location, NO_LOCATION } from './instruction_sequence';
import { _Py_MaybeMangle, _PyST_IsFunctionLike } from './symtable';

type S<K extends stmt['kind']> = stmt & { kind: K };

export function visit_stmts(c: Compiler, body: stmt[]): void {
  for (const s of body) compiler_visit_stmt(c, s);
}

/***** Unwinding frame blocks *****/

function call_exit_with_nones(c: Compiler, loc: Location): void {
  for (let i = 0; i < 3; i++) ADDOP_LOAD_CONST(c, loc, NONE);
  ADDOP_I(c, loc, OP.CALL, 2);
}

function await_(c: Compiler, loc: Location, where: number): void {
  ADDOP_I(c, loc, OP.GET_AWAITABLE, where);
  ADDOP_LOAD_CONST(c, loc, NONE);
  ADD_YIELD_FROM(c, loc, true);
}

function pop_except_and_reraise(c: Compiler, loc: Location): void {
  // [exc_info, lasti, exc]: exception_unwind clears the stack.
  ADDOP_I(c, loc, OP.COPY, 3);
  ADDOP(c, loc, OP.POP_EXCEPT);
  ADDOP_I(c, loc, OP.RERAISE, 1);
}

/** Undoes one block on the way out of it, keeping TOS if asked. Returns the location of what follows. */
function unwind_fblock(c: Compiler, loc: Location, info: FBlockInfo, preserve_tos: boolean): Location {
  const keep = (): void => {
    if (preserve_tos) ADDOP_I(c, loc, OP.SWAP, 2);
  };
  switch (info.fb_type) {
    case FBlock.WHILE_LOOP:
    case FBlock.EXCEPTION_HANDLER:
    case FBlock.EXCEPTION_GROUP_HANDLER:
    case FBlock.ASYNC_COMPREHENSION_GENERATOR:
    case FBlock.STOP_ITERATION:
      return loc;
    case FBlock.FOR_LOOP:
    case FBlock.POP_VALUE:
      keep();
      ADDOP(c, loc, OP.POP_TOP);
      return loc;
    case FBlock.TRY_EXCEPT:
      ADDOP(c, loc, OP.POP_BLOCK);
      return loc;
    case FBlock.FINALLY_TRY:
      ADDOP(c, loc, OP.POP_BLOCK);
      if (preserve_tos) compiler_push_fblock(c, loc, FBlock.POP_VALUE, NO_LABEL, NO_LABEL, null);
      visit_stmts(c, info.fb_datum as stmt[]);
      if (preserve_tos) compiler_pop_fblock(c, FBlock.POP_VALUE, NO_LABEL);
      // The finally block runs after the statement that leaves: what still unwinds is artificial.
      return NO_LOCATION;
    case FBlock.FINALLY_END:
      keep();
      ADDOP(c, loc, OP.POP_TOP);
      keep();
      ADDOP(c, loc, OP.POP_BLOCK);
      ADDOP(c, loc, OP.POP_EXCEPT);
      return loc;
    case FBlock.WITH:
    case FBlock.ASYNC_WITH:
      loc = info.fb_loc;
      ADDOP(c, loc, OP.POP_BLOCK);
      keep();
      call_exit_with_nones(c, loc);
      if (info.fb_type === FBlock.ASYNC_WITH) await_(c, loc, 2);
      ADDOP(c, loc, OP.POP_TOP);
      return NO_LOCATION;
    case FBlock.HANDLER_CLEANUP: {
      const name = info.fb_datum as string | null;
      if (name !== null) ADDOP(c, loc, OP.POP_BLOCK);
      keep();
      ADDOP(c, loc, OP.POP_BLOCK);
      ADDOP(c, loc, OP.POP_EXCEPT);
      if (name !== null) unbind_exception_name(c, loc, name);
      return loc;
    }
  }
}

/** name = None; del name */
function unbind_exception_name(c: Compiler, loc: Location, name: string): void {
  ADDOP_LOAD_CONST(c, loc, NONE);
  compiler_nameop(c, loc, name, 'Store');
  compiler_nameop(c, loc, name, 'Del');
}

interface Unwound {
  loc: Location;
  loop: FBlockInfo | null;
}

/** Undoes blocks from the innermost out, all of them or up to the first loop. */
function unwind_fblock_stack(c: Compiler, loc: Location, preserve_tos: boolean, to_loop: boolean): Unwound {
  const blocks = c.u.u_fblock;
  const top = blocks[blocks.length - 1];
  if (top === undefined) return { loc, loop: null };
  if (top.fb_type === FBlock.EXCEPTION_GROUP_HANDLER) {
    compiler_error(c, loc, "'break', 'continue' and 'return' cannot appear in an except* block");
  }
  if (to_loop && (top.fb_type === FBlock.WHILE_LOOP || top.fb_type === FBlock.FOR_LOOP)) return { loc, loop: top };
  blocks.pop();
  const after = unwind_fblock(c, loc, top, preserve_tos);
  const result = unwind_fblock_stack(c, after, preserve_tos, to_loop);
  blocks.push(top);
  return result;
}

/***** Bodies *****/

function any_has_annotations(bodies: stmt[][]): boolean {
  return bodies.some(find_ann);
}

/** Whether a body has an annotated assignment that is not in a nested scope. */
export function find_ann(stmts: stmt[]): boolean {
  return stmts.some((st) => {
    switch (st.kind) {
      case 'AnnAssign': return true;
      case 'For':
      case 'AsyncFor':
      case 'While':
      case 'If': return any_has_annotations([st.body, st.orelse]);
      case 'With':
      case 'AsyncWith': return find_ann(st.body);
      case 'Try':
      case 'TryStar': return any_has_annotations([...st.handlers.map((h) => h.body), st.body, st.finalbody, st.orelse]);
      case 'Match': return any_has_annotations(st.cases.map((m) => m.body));
    }
    return false;
  });
}

/** A module's or class's body: __annotations__, docstring, statements. */
export function compiler_body(c: Compiler, loc: Location, stmts: stmt[]): void {
  if (c.u.u_scope_type === Scope.MODULE && stmts.length > 0) loc = LOC(stmts[0]);
  if (find_ann(stmts)) ADDOP(c, loc, OP.SETUP_ANNOTATIONS);
  const docstring = _PyAST_GetDocString(stmts);
  if (docstring !== null && c.c_optimize < 2) {
    ADDOP_LOAD_CONST(c, LOC((stmts[0] as S<'Expr'>).value), _PyCompile_CleanDoc(docstring));
    compiler_nameop(c, NO_LOCATION, '__doc__', 'Store');
  }
  for (let i = docstring !== null ? 1 : 0; i < stmts.length; i++) compiler_visit_stmt(c, stmts[i]);
}

/***** Functions *****/

function apply_decorators(c: Compiler, decos: expr[]): void {
  for (let i = decos.length - 1; i >= 0; i--) ADDOP_I(c, LOC(decos[i]), OP.CALL, 0);
}

function visit_annotation(c: Compiler, annotation: expr): void {
  if (c.c_future.ff_features & CO_FUTURE_ANNOTATIONS) {
    ADDOP_LOAD_CONST(c, LOC(annotation), const_str(_PyAST_ExprAsUnicode(annotation)));
  } else {
    compiler_visit_expr(c, annotation);
  }
}

/** Pushes name and annotation; returns how many items. */
function visit_argannotation(c: Compiler, id: identifier, annotation: expr | null, loc: Location): number {
  if (annotation === null) return 0;
  ADDOP_LOAD_CONST(c, loc, const_str(_Py_MaybeMangle(c.u.u_private, c.u.u_ste, id)));
  if (annotation.kind === 'Starred' && !(c.c_future.ff_features & CO_FUTURE_ANNOTATIONS)) {
    // *args: *Ts
    compiler_visit_expr(c, annotation.value);
    ADDOP_I(c, loc, OP.UNPACK_SEQUENCE, 1);
  } else {
    visit_annotation(c, annotation);
  }
  return 2;
}

function visit_annotations(c: Compiler, loc: Location, args: arguments_, returns: expr | null): boolean {
  let n = 0;
  const visit = (a: arg | null): void => {
    if (a !== null) n += visit_argannotation(c, a.arg, a.annotation, loc);
  };
  args.args.forEach(visit);
  args.posonlyargs.forEach(visit);
  visit(args.vararg);
  args.kwonlyargs.forEach(visit);
  visit(args.kwarg);
  n += visit_argannotation(c, 'return', returns, loc);
  if (n === 0) return false;
  ADDOP_I(c, loc, OP.BUILD_TUPLE, n);
  return true;
}

/** A function that evaluates the bound or default of a type parameter when asked. */
function type_param_bound_or_default(c: Compiler, e: expr, tp: type_param, is_default: boolean): void {
  const blocks = is_default ? c.c_st.st_default_blocks : c.c_st.st_blocks;
  compiler_enter_scope(c, tp.name, Scope.TYPEPARAMS, tp, e.lineno, blocks.get(tp));
  if (tp.kind === 'TypeVarTuple' && e.kind === 'Starred') {
    compiler_visit_expr(c, e.value);
    ADDOP_I(c, LOC(e), OP.UNPACK_SEQUENCE, 1);
  } else {
    compiler_visit_expr(c, e);
  }
  ADDOP(c, LOC(e), OP.RETURN_VALUE);
  const co = optimize_and_assemble(c, true);
  compiler_exit_scope(c);
  compiler_make_closure(c, LOC(e), co, 0);
}

function type_param_object(c: Compiler, loc: Location, tp: type_param): void {
  ADDOP_LOAD_CONST(c, loc, const_str(tp.name));
  if (tp.kind === 'TypeVar' && tp.bound !== null) {
    type_param_bound_or_default(c, tp.bound, tp, false);
    ADDOP_I(
      c, loc, OP.CALL_INTRINSIC_2,
      tp.bound.kind === 'Tuple' ? INTRINSIC_2.INTRINSIC_TYPEVAR_WITH_CONSTRAINTS : INTRINSIC_2.INTRINSIC_TYPEVAR_WITH_BOUND,
    );
    return;
  }
  const intrinsic = tp.kind === 'TypeVar' ? INTRINSIC_1.INTRINSIC_TYPEVAR
    : tp.kind === 'TypeVarTuple' ? INTRINSIC_1.INTRINSIC_TYPEVARTUPLE : INTRINSIC_1.INTRINSIC_PARAMSPEC;
  ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, intrinsic);
}

/** Makes and binds the type parameters and leaves their tuple. */
function compiler_type_params(c: Compiler, type_params: type_param[]): void {
  let seen_default = false;
  for (const tp of type_params) {
    const loc = LOC(tp);
    type_param_object(c, loc, tp);
    if (tp.default_value !== null) {
      seen_default = true;
      type_param_bound_or_default(c, tp.default_value, tp, true);
      ADDOP_I(c, loc, OP.CALL_INTRINSIC_2, INTRINSIC_2.INTRINSIC_SET_TYPEPARAM_DEFAULT);
    } else if (seen_default) {
      compiler_error(c, loc, `non-default type parameter '${tp.name}' follows default type parameter`);
    }
    ADDOP_I(c, loc, OP.COPY, 1);
    compiler_nameop(c, loc, tp.name, 'Store');
  }
  ADDOP_I(c, LOC(type_params[0]), OP.BUILD_TUPLE, type_params.length);
}

/** Finishes the scope of type parameters and calls its function, with `nargs` arguments on the stack. */
function finish_type_params_scope(c: Compiler, loc: Location, nargs: number): void {
  const co = optimize_and_assemble(c, false);
  compiler_exit_scope(c);
  compiler_make_closure(c, loc, co, 0);
  if (nargs > 0) {
    ADDOP_I(c, loc, OP.SWAP, nargs + 1);
    ADDOP_I(c, loc, OP.CALL, nargs - 1);
  } else {
    ADDOP(c, loc, OP.PUSH_NULL);
    ADDOP_I(c, loc, OP.CALL, 0);
  }
}

function function_body(c: Compiler, s: FunctionDef | AsyncFunctionDef, funcflags: number, firstlineno: number): void {
  const scope_type = s.kind === 'AsyncFunctionDef' ? Scope.ASYNC_FUNCTION : Scope.FUNCTION;
  compiler_enter_scope(c, s.name, scope_type, s, firstlineno);
  const docstring = _PyAST_GetDocString(s.body);
  compiler_add_const(c, docstring !== null && c.c_optimize < 2 ? _PyCompile_CleanDoc(docstring) : NONE);
  set_argument_counts(c, s.args);
  const start = NEW_LABEL(c);
  USE_LABEL(c, start);
  const add_stopiteration_handler = c.u.u_ste.ste_coroutine || c.u.u_ste.ste_generator;
  // The handler will push a block.
  if (add_stopiteration_handler) compiler_push_fblock(c, NO_LOCATION, FBlock.STOP_ITERATION, start, NO_LABEL, null);
  for (let i = docstring !== null ? 1 : 0; i < s.body.length; i++) compiler_visit_stmt(c, s.body[i]);
  if (add_stopiteration_handler) {
    wrap_in_stopiteration_handler(c);
    compiler_pop_fblock(c, FBlock.STOP_ITERATION, start);
  }
  const co = optimize_and_assemble(c, true);
  compiler_exit_scope(c);
  compiler_make_closure(c, LOC(s), co, funcflags);
}

function first_line(s: FunctionDef | AsyncFunctionDef | ClassDef): number {
  return s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno;
}

function compiler_function(c: Compiler, s: FunctionDef | AsyncFunctionDef): void {
  compiler_check_debug_args(c, s.args);
  visit_exprs(c, s.decorator_list);
  const firstlineno = first_line(s);
  const loc = LOC(s);
  const is_generic = s.type_params.length > 0;
  let funcflags = compiler_default_arguments(c, loc, s.args);
  let num_typeparam_args = 0;
  if (is_generic) {
    if (funcflags & MAKE_FUNCTION_DEFAULTS) num_typeparam_args++;
    if (funcflags & MAKE_FUNCTION_KWDEFAULTS) num_typeparam_args++;
    if (num_typeparam_args === 2) ADDOP_I(c, loc, OP.SWAP, 2);
    compiler_enter_scope(c, `<generic parameters of ${s.name}>`, Scope.TYPEPARAMS, s.type_params, firstlineno);
    compiler_type_params(c, s.type_params);
    for (let i = 0; i < num_typeparam_args; i++) ADDOP_I(c, loc, OP.LOAD_FAST, i);
  }
  if (visit_annotations(c, loc, s.args, s.returns)) funcflags |= MAKE_FUNCTION_ANNOTATIONS;
  function_body(c, s, funcflags, firstlineno);
  if (is_generic) {
    ADDOP_I(c, loc, OP.SWAP, 2);
    ADDOP_I(c, loc, OP.CALL_INTRINSIC_2, INTRINSIC_2.INTRINSIC_SET_FUNCTION_TYPE_PARAMS);
    c.u.u_metadata.u_argcount = num_typeparam_args;
    finish_type_params_scope(c, loc, num_typeparam_args);
  }
  apply_decorators(c, s.decorator_list);
  compiler_nameop(c, loc, s.name, 'Store');
}

/***** Classes *****/

/** __module__, __qualname__, __firstlineno__, __type_params__ and the cell of the class's namespace. */
function class_prologue(c: Compiler, loc: Location, s: ClassDef): void {
  const umd = c.u.u_metadata;
  compiler_nameop(c, loc, '__name__', 'Load');
  compiler_nameop(c, loc, '__module__', 'Store');
  ADDOP_LOAD_CONST(c, loc, const_str(umd.u_qualname));
  compiler_nameop(c, loc, '__qualname__', 'Store');
  ADDOP_LOAD_CONST(c, loc, const_int(umd.u_firstlineno));
  compiler_nameop(c, loc, '__firstlineno__', 'Store');
  if (s.type_params.length > 0) {
    compiler_nameop(c, loc, '.type_params', 'Load');
    compiler_nameop(c, loc, '__type_params__', 'Store');
  }
  if (c.u.u_ste.ste_needs_classdict) {
    ADDOP(c, loc, OP.LOAD_LOCALS);
    compiler_addop_o(c, loc, OP.STORE_DEREF, umd.u_cellvars, '__classdict__');
  }
}

/** __static_attributes__ and the cells that type.__new__ fills; returns the class cell or None. */
function class_epilogue(c: Compiler): void {
  const umd = c.u.u_metadata;
  const attributes = sorted_names([...c.u.u_static_attributes!]);
  ADDOP_LOAD_CONST(c, NO_LOCATION, { t: 'tuple', v: attributes.map(const_str) });
  compiler_nameop(c, NO_LOCATION, '__static_attributes__', 'Store');
  if (c.u.u_ste.ste_needs_classdict) {
    ADDOP_I(c, NO_LOCATION, OP.LOAD_CLOSURE, compiler_lookup_arg(umd.u_cellvars, '__classdict__'));
    compiler_nameop(c, NO_LOCATION, '__classdictcell__', 'Store');
  }
  if (c.u.u_ste.ste_needs_class_closure) {
    ADDOP_I(c, NO_LOCATION, OP.LOAD_CLOSURE, compiler_lookup_arg(umd.u_cellvars, '__class__'));
    ADDOP_I(c, NO_LOCATION, OP.COPY, 1);
    compiler_nameop(c, NO_LOCATION, '__classcell__', 'Store');
  } else {
    ADDOP_LOAD_CONST(c, NO_LOCATION, NONE);
  }
  ADDOP(c, NO_LOCATION, OP.RETURN_VALUE);
}

/** Up to the arguments of `__build_class__(<body function>, <name>, ...)`. */
function class_body(c: Compiler, s: ClassDef, firstlineno: number): void {
  compiler_enter_scope(c, s.name, Scope.CLASS, s, firstlineno);
  c.u.u_private = s.name;
  const body_loc = new Location(firstlineno, firstlineno, 0, 0);
  class_prologue(c, body_loc, s);
  compiler_body(c, body_loc, s.body);
  class_epilogue(c);
  const co = optimize_and_assemble(c, true);
  compiler_exit_scope(c);
  const loc = LOC(s);
  ADDOP(c, loc, OP.LOAD_BUILD_CLASS);
  ADDOP(c, loc, OP.PUSH_NULL);
  compiler_make_closure(c, loc, co, 0);
  ADDOP_LOAD_CONST(c, loc, const_str(s.name));
}

function compiler_class(c: Compiler, s: ClassDef): void {
  visit_exprs(c, s.decorator_list);
  const firstlineno = first_line(s);
  const loc = LOC(s);
  const is_generic = s.type_params.length > 0;
  if (is_generic) {
    compiler_enter_scope(c, `<generic parameters of ${s.name}>`, Scope.TYPEPARAMS, s.type_params, firstlineno);
    c.u.u_private = s.name;
    compiler_type_params(c, s.type_params);
    compiler_nameop(c, loc, '.type_params', 'Store');
  }
  class_body(c, s, firstlineno);
  if (is_generic) {
    compiler_nameop(c, loc, '.type_params', 'Load');
    ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_SUBSCRIPT_GENERIC);
    compiler_nameop(c, loc, '.generic_base', 'Store');
    const generic_base: expr = {
      kind: 'Name', id: '.generic_base', ctx: 'Load', lineno: s.lineno, col_offset: s.col_offset,
      end_lineno: s.end_lineno, end_col_offset: s.end_col_offset,
    };
    compiler_call_helper(c, loc, 2, [...s.bases, generic_base], s.keywords);
    finish_type_params_scope(c, loc, 0);
  } else {
    compiler_call_helper(c, loc, 2, s.bases, s.keywords);
  }
  apply_decorators(c, s.decorator_list);
  compiler_nameop(c, loc, s.name, 'Store');
}

/***** type statements *****/

function typealias_body(c: Compiler, s: S<'TypeAlias'>, name: string): void {
  const loc = LOC(s);
  compiler_enter_scope(c, name, Scope.FUNCTION, s, s.lineno);
  // The first constant would be the docstring.
  compiler_add_const(c, NONE);
  compiler_visit_expr(c, s.value);
  ADDOP(c, loc, OP.RETURN_VALUE);
  const co = optimize_and_assemble(c, false);
  compiler_exit_scope(c);
  compiler_make_closure(c, loc, co, 0);
  ADDOP_I(c, loc, OP.BUILD_TUPLE, 3);
  ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_TYPEALIAS);
}

function compiler_typealias(c: Compiler, s: S<'TypeAlias'>): void {
  if (s.name.kind !== 'Name') throw new Error('TypeAlias with non-Name name');
  const loc = LOC(s);
  const name = s.name.id;
  const is_generic = s.type_params.length > 0;
  if (is_generic) {
    compiler_enter_scope(c, `<generic parameters of ${name}>`, Scope.TYPEPARAMS, s.type_params, s.lineno);
    ADDOP_LOAD_CONST(c, loc, const_str(name));
    compiler_type_params(c, s.type_params);
  } else {
    ADDOP_LOAD_CONST(c, loc, const_str(name));
    ADDOP_LOAD_CONST(c, loc, NONE);
  }
  typealias_body(c, s, name);
  if (is_generic) finish_type_params_scope(c, loc, 0);
  compiler_nameop(c, loc, name, 'Store');
}

/***** Branches and loops *****/

function compiler_if(c: Compiler, s: S<'If'>): void {
  const end = NEW_LABEL(c);
  const has_else = s.orelse.length > 0;
  const next = has_else ? NEW_LABEL(c) : end;
  compiler_jump_if(c, LOC(s), s.test, next, false);
  visit_stmts(c, s.body);
  if (has_else) {
    ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
    USE_LABEL(c, next);
    visit_stmts(c, s.orelse);
  }
  USE_LABEL(c, end);
}

function compiler_for(c: Compiler, s: S<'For'>): void {
  const start = NEW_LABEL(c);
  const body = NEW_LABEL(c);
  const cleanup = NEW_LABEL(c);
  const end = NEW_LABEL(c);
  compiler_push_fblock(c, LOC(s), FBlock.FOR_LOOP, start, end, null);
  compiler_visit_expr(c, s.iter);
  const loc = LOC(s.iter);
  ADDOP(c, loc, OP.GET_ITER);
  USE_LABEL(c, start);
  ADDOP_JUMP(c, loc, OP.FOR_ITER, cleanup);
  // For line tracing of a `for` over several lines; removed if redundant.
  ADDOP(c, LOC(s.target), OP.NOP);
  USE_LABEL(c, body);
  compiler_visit_expr(c, s.target);
  visit_stmts(c, s.body);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP, start);
  USE_LABEL(c, cleanup);
  // END_FOR first: a generator's iteration ends there, others jump behind it.
  ADDOP(c, NO_LOCATION, OP.END_FOR);
  ADDOP(c, NO_LOCATION, OP.POP_TOP);
  compiler_pop_fblock(c, FBlock.FOR_LOOP, start);
  visit_stmts(c, s.orelse);
  USE_LABEL(c, end);
}

function check_async(c: Compiler, loc: Location, what: string): void {
  if (IS_TOP_LEVEL_AWAIT(c)) c.u.u_ste.ste_coroutine = true;
  else if (c.u.u_scope_type !== Scope.ASYNC_FUNCTION) compiler_error(c, loc, `'${what}' outside async function`);
}

function compiler_async_for(c: Compiler, s: S<'AsyncFor'>): void {
  const loc = LOC(s);
  check_async(c, loc, 'async for');
  const start = NEW_LABEL(c);
  const except = NEW_LABEL(c);
  const end = NEW_LABEL(c);
  compiler_visit_expr(c, s.iter);
  ADDOP(c, LOC(s.iter), OP.GET_AITER);
  USE_LABEL(c, start);
  compiler_push_fblock(c, loc, FBlock.FOR_LOOP, start, end, null);
  // Guards __anext__.
  ADDOP_JUMP(c, loc, OP.SETUP_FINALLY, except);
  ADDOP(c, loc, OP.GET_ANEXT);
  ADDOP_LOAD_CONST(c, loc, NONE);
  ADD_YIELD_FROM(c, loc, true);
  ADDOP(c, loc, OP.POP_BLOCK);
  compiler_visit_expr(c, s.target);
  visit_stmts(c, s.body);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP, start);
  compiler_pop_fblock(c, FBlock.FOR_LOOP, start);
  USE_LABEL(c, except);
  ADDOP(c, LOC(s.iter), OP.END_ASYNC_FOR);
  visit_stmts(c, s.orelse);
  USE_LABEL(c, end);
}

function compiler_while(c: Compiler, s: S<'While'>): void {
  const loop = NEW_LABEL(c);
  const body = NEW_LABEL(c);
  const end = NEW_LABEL(c);
  const anchor = NEW_LABEL(c);
  USE_LABEL(c, loop);
  compiler_push_fblock(c, LOC(s), FBlock.WHILE_LOOP, loop, end, null);
  compiler_jump_if(c, LOC(s), s.test, anchor, false);
  USE_LABEL(c, body);
  visit_stmts(c, s.body);
  compiler_jump_if(c, LOC(s), s.test, body, true);
  compiler_pop_fblock(c, FBlock.WHILE_LOOP, loop);
  USE_LABEL(c, anchor);
  visit_stmts(c, s.orelse);
  USE_LABEL(c, end);
}

function compiler_return(c: Compiler, s: S<'Return'>): void {
  let loc = LOC(s);
  const value = s.value;
  if (!_PyST_IsFunctionLike(c.u.u_ste)) compiler_error(c, loc, "'return' outside function");
  if (value !== null && c.u.u_ste.ste_coroutine && c.u.u_ste.ste_generator) {
    compiler_error(c, loc, "'return' with value in async generator");
  }
  const preserve_tos = value !== null && value.kind !== 'Constant';
  if (preserve_tos) {
    compiler_visit_expr(c, value);
  } else if (value !== null) {
    // An instruction with the line of the returned constant.
    loc = LOC(value);
    ADDOP(c, loc, OP.NOP);
  }
  if (value === null || value.lineno !== s.lineno) {
    loc = LOC(s);
    ADDOP(c, loc, OP.NOP);
  }
  loc = unwind_fblock_stack(c, loc, preserve_tos, false).loc;
  if (value === null) ADDOP_LOAD_CONST(c, loc, NONE);
  else if (value.kind === 'Constant') ADDOP_LOAD_CONST(c, loc, value.value);
  ADDOP(c, loc, OP.RETURN_VALUE);
}

function compiler_break(c: Compiler, origin_loc: Location): void {
  ADDOP(c, origin_loc, OP.NOP);
  const { loc, loop } = unwind_fblock_stack(c, origin_loc, false, true);
  if (loop === null) compiler_error(c, origin_loc, "'break' outside loop");
  ADDOP_JUMP(c, unwind_fblock(c, loc, loop, false), OP.JUMP, loop.fb_exit);
}

function compiler_continue(c: Compiler, origin_loc: Location): void {
  ADDOP(c, origin_loc, OP.NOP);
  const { loc, loop } = unwind_fblock_stack(c, origin_loc, false, true);
  if (loop === null) compiler_error(c, origin_loc, "'continue' not properly in loop");
  ADDOP_JUMP(c, loc, OP.JUMP, loop.fb_block);
}

/***** try *****/

/** The finally body is compiled twice: after the try body, and as the handler that reraises. */
function compiler_try_finally(c: Compiler, s: S<'Try' | 'TryStar'>): void {
  const loc = LOC(s);
  const body = NEW_LABEL(c);
  const end = NEW_LABEL(c);
  const exit = NEW_LABEL(c);
  const cleanup = NEW_LABEL(c);
  ADDOP_JUMP(c, loc, OP.SETUP_FINALLY, end);
  USE_LABEL(c, body);
  compiler_push_fblock(c, loc, FBlock.FINALLY_TRY, body, end, s.finalbody);
  if (s.handlers.length === 0) visit_stmts(c, s.body);
  else if (s.kind === 'Try') compiler_try_except(c, s);
  else compiler_try_star_except(c, s);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  compiler_pop_fblock(c, FBlock.FINALLY_TRY, body);
  visit_stmts(c, s.finalbody);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, exit);

  USE_LABEL(c, end);
  ADDOP_JUMP(c, NO_LOCATION, OP.SETUP_CLEANUP, cleanup);
  ADDOP(c, NO_LOCATION, OP.PUSH_EXC_INFO);
  compiler_push_fblock(c, NO_LOCATION, FBlock.FINALLY_END, end, NO_LABEL, null);
  visit_stmts(c, s.finalbody);
  compiler_pop_fblock(c, FBlock.FINALLY_END, end);
  ADDOP_I(c, NO_LOCATION, OP.RERAISE, 0);
  USE_LABEL(c, cleanup);
  pop_except_and_reraise(c, NO_LOCATION);
  USE_LABEL(c, exit);
}

/** except T as name: the body is a try whose finally unbinds the name. */
function named_handler(c: Compiler, loc: Location, handler: excepthandler, name: string, end: number): void {
  const cleanup_end = NEW_LABEL(c);
  const cleanup_body = NEW_LABEL(c);
  compiler_nameop(c, loc, name, 'Store');
  ADDOP_JUMP(c, loc, OP.SETUP_CLEANUP, cleanup_end);
  USE_LABEL(c, cleanup_body);
  compiler_push_fblock(c, loc, FBlock.HANDLER_CLEANUP, cleanup_body, NO_LABEL, name);
  visit_stmts(c, handler.body);
  compiler_pop_fblock(c, FBlock.HANDLER_CLEANUP, cleanup_body);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP(c, NO_LOCATION, OP.POP_EXCEPT);
  unbind_exception_name(c, NO_LOCATION, name);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
  USE_LABEL(c, cleanup_end);
  unbind_exception_name(c, NO_LOCATION, name);
  ADDOP_I(c, NO_LOCATION, OP.RERAISE, 1);
}

function unnamed_handler(c: Compiler, loc: Location, handler: excepthandler, end: number): void {
  const cleanup_body = NEW_LABEL(c);
  ADDOP(c, loc, OP.POP_TOP);
  USE_LABEL(c, cleanup_body);
  compiler_push_fblock(c, loc, FBlock.HANDLER_CLEANUP, cleanup_body, NO_LABEL, null);
  visit_stmts(c, handler.body);
  compiler_pop_fblock(c, FBlock.HANDLER_CLEANUP, cleanup_body);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP(c, NO_LOCATION, OP.POP_EXCEPT);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
}

function compiler_try_except(c: Compiler, s: S<'Try'>): void {
  const loc = LOC(s);
  const body = NEW_LABEL(c);
  let except = NEW_LABEL(c);
  const end = NEW_LABEL(c);
  const cleanup = NEW_LABEL(c);
  ADDOP_JUMP(c, loc, OP.SETUP_FINALLY, except);
  USE_LABEL(c, body);
  compiler_push_fblock(c, loc, FBlock.TRY_EXCEPT, body, NO_LABEL, null);
  visit_stmts(c, s.body);
  compiler_pop_fblock(c, FBlock.TRY_EXCEPT, body);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  visit_stmts(c, s.orelse);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);

  USE_LABEL(c, except);
  ADDOP_JUMP(c, NO_LOCATION, OP.SETUP_CLEANUP, cleanup);
  ADDOP(c, NO_LOCATION, OP.PUSH_EXC_INFO);
  // The runtime pushes a block here.
  compiler_push_fblock(c, loc, FBlock.EXCEPTION_HANDLER, NO_LABEL, NO_LABEL, null);
  s.handlers.forEach((handler, i) => {
    const hloc = LOC(handler);
    if (handler.type === null && i < s.handlers.length - 1) compiler_error(c, hloc, "default 'except:' must be last");
    except = NEW_LABEL(c);
    if (handler.type !== null) {
      compiler_visit_expr(c, handler.type);
      ADDOP(c, hloc, OP.CHECK_EXC_MATCH);
      ADDOP_JUMP(c, hloc, OP.POP_JUMP_IF_FALSE, except);
    }
    if (handler.name !== null) named_handler(c, hloc, handler, handler.name, end);
    else unnamed_handler(c, hloc, handler, end);
    USE_LABEL(c, except);
  });
  compiler_pop_fblock(c, FBlock.EXCEPTION_HANDLER, NO_LABEL);
  ADDOP_I(c, NO_LOCATION, OP.RERAISE, 0);
  USE_LABEL(c, cleanup);
  pop_except_and_reraise(c, NO_LOCATION);
  USE_LABEL(c, end);
}

/** One `except* T as name`. Stack: the group, the list of results, what is unhandled so far. Returns nothing new on it. */
function star_handler(c: Compiler, loc: Location, handler: excepthandler): void {
  const except = NEW_LABEL(c);
  const except_with_error = NEW_LABEL(c);
  const no_match = NEW_LABEL(c);
  if (handler.type !== null) {
    compiler_visit_expr(c, handler.type);
    ADDOP(c, loc, OP.CHECK_EG_MATCH);
    ADDOP_I(c, loc, OP.COPY, 1);
    ADDOP_JUMP(c, loc, OP.POP_JUMP_IF_NONE, no_match);
  }
  const cleanup_end = NEW_LABEL(c);
  const cleanup_body = NEW_LABEL(c);
  if (handler.name !== null) compiler_nameop(c, loc, handler.name, 'Store');
  else ADDOP(c, loc, OP.POP_TOP);
  ADDOP_JUMP(c, loc, OP.SETUP_CLEANUP, cleanup_end);
  USE_LABEL(c, cleanup_body);
  compiler_push_fblock(c, loc, FBlock.HANDLER_CLEANUP, cleanup_body, NO_LABEL, handler.name);
  visit_stmts(c, handler.body);
  compiler_pop_fblock(c, FBlock.HANDLER_CLEANUP, cleanup_body);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  if (handler.name !== null) unbind_exception_name(c, NO_LOCATION, handler.name);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, except);

  USE_LABEL(c, cleanup_end);
  if (handler.name !== null) unbind_exception_name(c, NO_LOCATION, handler.name);
  // What the body raised joins the results.
  ADDOP_I(c, NO_LOCATION, OP.LIST_APPEND, 3);
  ADDOP(c, NO_LOCATION, OP.POP_TOP);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, except_with_error);

  USE_LABEL(c, except);
  ADDOP(c, NO_LOCATION, OP.NOP);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, except_with_error);
  USE_LABEL(c, no_match);
  ADDOP(c, loc, OP.POP_TOP);
  USE_LABEL(c, except_with_error);
}

function compiler_try_star_except(c: Compiler, s: S<'TryStar'>): void {
  const loc = LOC(s);
  const body = NEW_LABEL(c);
  const except = NEW_LABEL(c);
  const orelse = NEW_LABEL(c);
  const end = NEW_LABEL(c);
  const cleanup = NEW_LABEL(c);
  const reraise_star = NEW_LABEL(c);
  ADDOP_JUMP(c, loc, OP.SETUP_FINALLY, except);
  USE_LABEL(c, body);
  compiler_push_fblock(c, loc, FBlock.TRY_EXCEPT, body, NO_LABEL, null);
  visit_stmts(c, s.body);
  compiler_pop_fblock(c, FBlock.TRY_EXCEPT, body);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, orelse);

  USE_LABEL(c, except);
  ADDOP_JUMP(c, NO_LOCATION, OP.SETUP_CLEANUP, cleanup);
  ADDOP(c, NO_LOCATION, OP.PUSH_EXC_INFO);
  compiler_push_fblock(c, loc, FBlock.EXCEPTION_GROUP_HANDLER, NO_LABEL, NO_LABEL, null);
  s.handlers.forEach((handler, i) => {
    const hloc = LOC(handler);
    if (i === 0) {
      ADDOP_I(c, hloc, OP.BUILD_LIST, 0);
      ADDOP_I(c, hloc, OP.COPY, 2);
    }
    star_handler(c, hloc, handler);
    if (i === s.handlers.length - 1) {
      ADDOP_I(c, NO_LOCATION, OP.LIST_APPEND, 1);
      ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, reraise_star);
    }
  });
  compiler_pop_fblock(c, FBlock.EXCEPTION_GROUP_HANDLER, NO_LABEL);
  const reraise = NEW_LABEL(c);
  USE_LABEL(c, reraise_star);
  ADDOP_I(c, NO_LOCATION, OP.CALL_INTRINSIC_2, INTRINSIC_2.INTRINSIC_PREP_RERAISE_STAR);
  ADDOP_I(c, NO_LOCATION, OP.COPY, 1);
  ADDOP_JUMP(c, NO_LOCATION, OP.POP_JUMP_IF_NOT_NONE, reraise);
  // Nothing to reraise.
  ADDOP(c, NO_LOCATION, OP.POP_TOP);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP(c, NO_LOCATION, OP.POP_EXCEPT);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
  USE_LABEL(c, reraise);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP_I(c, NO_LOCATION, OP.SWAP, 2);
  ADDOP(c, NO_LOCATION, OP.POP_EXCEPT);
  ADDOP_I(c, NO_LOCATION, OP.RERAISE, 0);
  USE_LABEL(c, cleanup);
  pop_except_and_reraise(c, NO_LOCATION);
  USE_LABEL(c, orelse);
  visit_stmts(c, s.orelse);
  USE_LABEL(c, end);
}

function compiler_try(c: Compiler, s: S<'Try' | 'TryStar'>): void {
  if (s.finalbody.length > 0) compiler_try_finally(c, s);
  else if (s.kind === 'Try') compiler_try_except(c, s);
  else compiler_try_star_except(c, s);
}

/***** with *****/

function with_except_finish(c: Compiler, cleanup: number): void {
  const suppress = NEW_LABEL(c);
  ADDOP(c, NO_LOCATION, OP.TO_BOOL);
  ADDOP_JUMP(c, NO_LOCATION, OP.POP_JUMP_IF_TRUE, suppress);
  ADDOP_I(c, NO_LOCATION, OP.RERAISE, 2);
  USE_LABEL(c, suppress);
  ADDOP(c, NO_LOCATION, OP.POP_TOP);
  ADDOP(c, NO_LOCATION, OP.POP_BLOCK);
  ADDOP(c, NO_LOCATION, OP.POP_EXCEPT);
  ADDOP(c, NO_LOCATION, OP.POP_TOP);
  ADDOP(c, NO_LOCATION, OP.POP_TOP);
  const exit = NEW_LABEL(c);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, exit);
  USE_LABEL(c, cleanup);
  pop_except_and_reraise(c, NO_LOCATION);
  USE_LABEL(c, exit);
}

function compiler_with(c: Compiler, s: S<'With' | 'AsyncWith'>, pos: number): void {
  const is_async = s.kind === 'AsyncWith';
  const item = s.items[pos];
  if (is_async) check_async(c, LOC(s), 'async with');
  const block = NEW_LABEL(c);
  const final = NEW_LABEL(c);
  const exit = NEW_LABEL(c);
  const cleanup = NEW_LABEL(c);
  compiler_visit_expr(c, item.context_expr);
  const loc = LOC(item.context_expr);
  ADDOP(c, loc, is_async ? OP.BEFORE_ASYNC_WITH : OP.BEFORE_WITH);
  if (is_async) await_(c, loc, 1);
  ADDOP_JUMP(c, loc, OP.SETUP_WITH, final);
  USE_LABEL(c, block);
  const fblock = is_async ? FBlock.ASYNC_WITH : FBlock.WITH;
  compiler_push_fblock(c, loc, fblock, block, final, null);
  if (item.optional_vars !== null) compiler_visit_expr(c, item.optional_vars);
  else ADDOP(c, loc, OP.POP_TOP);
  if (pos + 1 === s.items.length) visit_stmts(c, s.body);
  else compiler_with(c, s, pos + 1);
  ADDOP(c, is_async ? loc : NO_LOCATION, OP.POP_BLOCK);
  compiler_pop_fblock(c, fblock, block);

  // Left normally: __exit__(None, None, None).
  call_exit_with_nones(c, loc);
  if (is_async) await_(c, loc, 2);
  ADDOP(c, loc, OP.POP_TOP);
  ADDOP_JUMP(c, loc, OP.JUMP, exit);

  // Left by an exception.
  USE_LABEL(c, final);
  ADDOP_JUMP(c, loc, OP.SETUP_CLEANUP, cleanup);
  ADDOP(c, loc, OP.PUSH_EXC_INFO);
  ADDOP(c, loc, OP.WITH_EXCEPT_START);
  if (is_async) await_(c, loc, 2);
  with_except_finish(c, cleanup);
  USE_LABEL(c, exit);
}

/***** import *****/

/** `import a.b.c as d`: IMPORT_FROM down the dotted name. */
function import_as(c: Compiler, loc: Location, name: string, asname: string): void {
  const parts = name.split('.');
  for (let i = 1; i < parts.length; i++) {
    if (i > 1) {
      ADDOP_I(c, loc, OP.SWAP, 2);
      ADDOP(c, loc, OP.POP_TOP);
    }
    compiler_addop_o(c, loc, OP.IMPORT_FROM, c.u.u_metadata.u_names, parts[i]);
  }
  compiler_nameop(c, loc, asname, 'Store');
  if (parts.length > 1) ADDOP(c, loc, OP.POP_TOP);
}

function compiler_import(c: Compiler, s: S<'Import'>): void {
  const loc = LOC(s);
  for (const a of s.names) {
    ADDOP_LOAD_CONST(c, loc, const_int(0));
    ADDOP_LOAD_CONST(c, loc, NONE);
    ADDOP_NAME(c, loc, OP.IMPORT_NAME, a.name);
    if (a.asname !== null) import_as(c, loc, a.name, a.asname);
    else compiler_nameop(c, loc, a.name.split('.', 1)[0], 'Store');
  }
}

/** Whether `loc1` starts after `loc2` ends. */
function location_is_after(loc1: Location, loc2: Location): boolean {
  return loc1.lineno > loc2.end_lineno || (loc1.lineno === loc2.end_lineno && loc1.col_offset > loc2.end_col_offset);
}

function compiler_from_import(c: Compiler, s: S<'ImportFrom'>): void {
  const loc = LOC(s);
  ADDOP_LOAD_CONST(c, loc, const_int(s.level ?? 0));
  if (s.module === '__future__' && s.level === 0 && location_is_after(loc, c.c_future.ff_location)) {
    compiler_error(c, loc, 'from __future__ imports must occur at the beginning of the file');
  }
  ADDOP_LOAD_CONST(c, loc, { t: 'tuple', v: s.names.map((a: alias) => const_str(a.name)) });
  ADDOP_NAME(c, loc, OP.IMPORT_NAME, s.module ?? '');
  for (const a of s.names) {
    if (a.name === '*') {
      ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_IMPORT_STAR);
      ADDOP(c, NO_LOCATION, OP.POP_TOP);
      return;
    }
    ADDOP_NAME(c, loc, OP.IMPORT_FROM, a.name);
    compiler_nameop(c, loc, a.asname ?? a.name, 'Store');
  }
  ADDOP(c, loc, OP.POP_TOP);
}

/***** Simple statements *****/

function compiler_assert(c: Compiler, s: S<'Assert'>): void {
  const test = s.test;
  if ((test.kind === 'Tuple' && test.elts.length > 0) ||
      (test.kind === 'Constant' && test.value.t === 'tuple' && test.value.v.length > 0)) {
    compiler_warn(c, LOC(s), 'assertion is always true, perhaps remove parentheses?');
  }
  if (c.c_optimize > 0) return;
  const end = NEW_LABEL(c);
  compiler_jump_if(c, LOC(s), test, end, true);
  ADDOP(c, LOC(s), OP.LOAD_ASSERTION_ERROR);
  if (s.msg !== null) {
    compiler_visit_expr(c, s.msg);
    ADDOP_I(c, LOC(s), OP.CALL, 0);
  }
  ADDOP_I(c, LOC(test), OP.RAISE_VARARGS, 1);
  USE_LABEL(c, end);
}

function compiler_stmt_expr(c: Compiler, loc: Location, value: expr): void {
  if (c.c_interactive && c.c_nestlevel <= 1) {
    compiler_visit_expr(c, value);
    ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_PRINT);
    ADDOP(c, NO_LOCATION, OP.POP_TOP);
  } else if (value.kind === 'Constant') {
    ADDOP(c, loc, OP.NOP);
  } else {
    compiler_visit_expr(c, value);
    ADDOP(c, NO_LOCATION, OP.POP_TOP);
  }
}

function compiler_raise(c: Compiler, s: S<'Raise'>): void {
  let n = 0;
  if (s.exc !== null) {
    compiler_visit_expr(c, s.exc);
    n++;
    if (s.cause !== null) {
      compiler_visit_expr(c, s.cause);
      n++;
    }
  }
  ADDOP_I(c, LOC(s), OP.RAISE_VARARGS, n);
}

function augassign_load(c: Compiler, e: expr): void {
  const loc = LOC(e);
  switch (e.kind) {
    case 'Attribute':
      compiler_visit_expr(c, e.value);
      ADDOP_I(c, loc, OP.COPY, 1);
      ADDOP_NAME(c, update_start_location_to_match_attr(loc, e), OP.LOAD_ATTR, e.attr);
      break;
    case 'Subscript':
      compiler_visit_expr(c, e.value);
      if (is_two_element_slice(e.slice)) {
        compiler_slice(c, e.slice);
        for (let i = 0; i < 3; i++) ADDOP_I(c, loc, OP.COPY, 3);
        ADDOP(c, loc, OP.BINARY_SLICE);
      } else {
        compiler_visit_expr(c, e.slice);
        ADDOP_I(c, loc, OP.COPY, 2);
        ADDOP_I(c, loc, OP.COPY, 2);
        ADDOP(c, loc, OP.BINARY_SUBSCR);
      }
      break;
    case 'Name':
      compiler_nameop(c, loc, e.id, 'Load');
      break;
    default:
      throw new Error(`invalid node type (${e.kind}) for augmented assignment`);
  }
}

function augassign_store(c: Compiler, e: expr): void {
  let loc = LOC(e);
  if (e.kind === 'Attribute') {
    loc = update_start_location_to_match_attr(loc, e);
    ADDOP_I(c, loc, OP.SWAP, 2);
    ADDOP_NAME(c, loc, OP.STORE_ATTR, e.attr);
  } else if (e.kind === 'Subscript') {
    const sliced = is_two_element_slice(e.slice);
    if (sliced) ADDOP_I(c, loc, OP.SWAP, 4);
    ADDOP_I(c, loc, OP.SWAP, 3);
    ADDOP_I(c, loc, OP.SWAP, 2);
    ADDOP(c, loc, sliced ? OP.STORE_SLICE : OP.STORE_SUBSCR);
  } else if (e.kind === 'Name') {
    compiler_nameop(c, loc, e.id, 'Store');
  }
}

function compiler_augassign(c: Compiler, s: S<'AugAssign'>): void {
  augassign_load(c, s.target);
  compiler_visit_expr(c, s.value);
  ADDOP_INPLACE(c, LOC(s), s.op);
  augassign_store(c, s.target);
}

/***** Annotated assignment *****/

function check_ann_expr(c: Compiler, e: expr): void {
  compiler_visit_expr(c, e);
  ADDOP(c, LOC(e), OP.POP_TOP);
}

/** Everything in the subscript of an annotated target without value is evaluated. */
function check_ann_subscr(c: Compiler, e: expr): void {
  if (e.kind === 'Slice') {
    for (const part of [e.lower, e.upper, e.step]) {
      if (part !== null) check_ann_expr(c, part);
    }
  } else if (e.kind === 'Tuple') {
    for (const elt of e.elts) check_ann_subscr(c, elt);
  } else {
    check_ann_expr(c, e);
  }
}

function compiler_annassign(c: Compiler, s: S<'AnnAssign'>): void {
  const loc = LOC(s);
  const targ = s.target;
  const in_module_or_class = c.u.u_scope_type === Scope.MODULE || c.u.u_scope_type === Scope.CLASS;
  if (s.value !== null) {
    compiler_visit_expr(c, s.value);
    compiler_visit_expr(c, targ);
  }
  switch (targ.kind) {
    case 'Name':
      forbidden_name(c, loc, targ.id, 'Store');
      if (s.simple && in_module_or_class) {
        visit_annotation(c, s.annotation);
        ADDOP_NAME(c, loc, OP.LOAD_NAME, '__annotations__');
        ADDOP_LOAD_CONST(c, loc, const_str(_Py_MaybeMangle(c.u.u_private, c.u.u_ste, targ.id)));
        ADDOP(c, loc, OP.STORE_SUBSCR);
      }
      break;
    case 'Attribute':
      forbidden_name(c, loc, targ.attr, 'Store');
      if (s.value === null) check_ann_expr(c, targ.value);
      break;
    case 'Subscript':
      if (s.value === null) {
        check_ann_expr(c, targ.value);
        check_ann_subscr(c, targ.slice);
      }
      break;
    default:
      throw new Error(`invalid node type (${targ.kind}) for annotated assignment`);
  }
  if (!s.simple && in_module_or_class && !(c.c_future.ff_features & CO_FUTURE_ANNOTATIONS)) check_ann_expr(c, s.annotation);
}

function compiler_assign(c: Compiler, s: S<'Assign'>): void {
  compiler_visit_expr(c, s.value);
  const n = s.targets.length;
  for (let i = 0; i < n; i++) {
    if (i < n - 1) ADDOP_I(c, LOC(s), OP.COPY, 1);
    compiler_visit_expr(c, s.targets[i]);
  }
}

export function compiler_visit_stmt(c: Compiler, s: stmt): void {
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef': return compiler_function(c, s);
    case 'ClassDef': return compiler_class(c, s);
    case 'TypeAlias': return compiler_typealias(c, s);
    case 'Return': return compiler_return(c, s);
    case 'Delete': return visit_exprs(c, s.targets);
    case 'Assign': return compiler_assign(c, s);
    case 'AugAssign': return compiler_augassign(c, s);
    case 'AnnAssign': return compiler_annassign(c, s);
    case 'For': return compiler_for(c, s);
    case 'AsyncFor': return compiler_async_for(c, s);
    case 'While': return compiler_while(c, s);
    case 'If': return compiler_if(c, s);
    case 'Match': return compiler_match(c, s, (body) => visit_stmts(c, body));
    case 'Raise': return compiler_raise(c, s);
    case 'Try':
    case 'TryStar': return compiler_try(c, s);
    case 'Assert': return compiler_assert(c, s);
    case 'Import': return compiler_import(c, s);
    case 'ImportFrom': return compiler_from_import(c, s);
    case 'Global':
    case 'Nonlocal': return;
    case 'Expr': return compiler_stmt_expr(c, LOC(s), s.value);
    case 'Pass': return ADDOP(c, LOC(s), OP.NOP);
    case 'Break': return compiler_break(c, LOC(s));
    case 'Continue': return compiler_continue(c, LOC(s));
    case 'With':
    case 'AsyncWith': return compiler_with(c, s, 0);
  }
}
