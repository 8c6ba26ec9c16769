// Answers to Python/ast.c of CPython 3.13: _PyAST_Validate, what a tree that a program built must keep to.
// Deviation: throws AstError, which the caller turns into the exception; no recursion count (a JavaScript RangeError is RecursionError).

import type { arguments_, comprehension, excepthandler, expr, expr_context, mod, pattern, Position, stmt, type_param } from '../include/pycore_ast';

/** What is wrong with a tree: the exception's type and text. */
export class AstError extends Error {
  constructor(
    readonly type: 'ValueError' | 'TypeError',
    readonly msg: string,
  ) {
    super(msg);
  }
}

function wrong(msg: string): never {
  throw new AstError('ValueError', msg);
}

/** Trees that a program built may have null where the types say there is a node. */
type Maybe<T> = T | null;

function validate_positions(n: Position): void {
  if (n.lineno > n.end_lineno) wrong(`AST node line range (${n.lineno}, ${n.end_lineno}) is not valid`);
  if ((n.lineno < 0 && n.end_lineno !== n.lineno) || (n.col_offset < 0 && n.col_offset !== n.end_col_offset))
    wrong(`AST node column range (${n.col_offset}, ${n.end_col_offset}) for line range (${n.lineno}, ${n.end_lineno}) is not valid`);
  if (n.lineno === n.end_lineno && n.col_offset > n.end_col_offset) wrong(`line ${n.lineno}, column ${n.col_offset}-${n.end_col_offset} is not a valid range`);
}

function validate_name(name: string): void {
  if (['None', 'True', 'False'].includes(name)) wrong(`identifier field can't represent '${name}' constant`);
}

function validate_nonempty(items: unknown[], what: string, owner: string): void {
  if (items.length === 0) wrong(`empty ${what} on ${owner}`);
}

// --- expressions ----------------------------------------------------------------------------------------------------

const WITH_CONTEXT = new Set(['Attribute', 'Subscript', 'Starred', 'Name', 'List', 'Tuple']);

function check_context(e: expr, ctx: expr_context): void {
  if (!WITH_CONTEXT.has(e.kind)) {
    if (ctx !== 'Load') wrong(`expression which can't be assigned to in ${ctx} context`);
    return;
  }
  const actual = (e as expr & { ctx: expr_context }).ctx;
  if (actual !== ctx) wrong(`expression must have ${ctx} context but has ${actual} instead`);
}

function validate_exprs(exprs: Maybe<expr>[], ctx: expr_context, null_ok = false): void {
  for (const e of exprs) {
    if (e !== null) validate_expr(e, ctx);
    else if (!null_ok) wrong('None disallowed in expression list');
  }
}

function validate_optional(e: Maybe<expr>): void {
  if (e !== null) validate_expr(e, 'Load');
}

function validate_comprehension(generators: comprehension[]): void {
  if (generators.length === 0) wrong('comprehension with no generators');
  for (const g of generators) {
    validate_expr(g.target, 'Store');
    validate_expr(g.iter, 'Load');
    validate_exprs(g.ifs, 'Load');
  }
}

function validate_arguments(a: arguments_): void {
  for (const arg of [...a.posonlyargs, ...a.args, a.vararg, ...a.kwonlyargs, a.kwarg]) {
    if (arg === null) continue;
    validate_positions(arg);
    validate_optional(arg.annotation);
  }
  if (a.defaults.length > a.posonlyargs.length + a.args.length) wrong('more positional defaults than args on arguments');
  if (a.kw_defaults.length !== a.kwonlyargs.length) wrong('length of kwonlyargs is not the same as kw_defaults on arguments');
  validate_exprs(a.defaults, 'Load');
  validate_exprs(a.kw_defaults, 'Load', true);
}

function validate_expr(e: expr, ctx: expr_context): void {
  validate_positions(e);
  check_context(e, ctx);
  switch (e.kind) {
    case 'Name': return validate_name(e.id);
    case 'Constant': return;
    case 'BoolOp':
      if (e.values.length < 2) wrong('BoolOp with less than 2 values');
      return validate_exprs(e.values, 'Load');
    case 'BinOp': return validate_exprs([e.left, e.right], 'Load');
    case 'UnaryOp': return validate_expr(e.operand, 'Load');
    case 'Lambda':
      validate_arguments(e.args);
      return validate_expr(e.body, 'Load');
    case 'IfExp': return validate_exprs([e.test, e.body, e.orelse], 'Load');
    case 'Dict':
      if (e.keys.length !== e.values.length) wrong("Dict doesn't have the same number of keys as values");
      validate_exprs(e.keys, 'Load', true);
      return validate_exprs(e.values, 'Load');
    case 'Set': return validate_exprs(e.elts, 'Load');
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      validate_comprehension(e.generators);
      return validate_expr(e.elt, 'Load');
    case 'DictComp':
      validate_comprehension(e.generators);
      return validate_exprs([e.key, e.value], 'Load');
    case 'Yield': return validate_optional(e.value);
    case 'YieldFrom':
    case 'Await': return validate_expr(e.value, 'Load');
    case 'Compare':
      if (e.comparators.length === 0) wrong('Compare with no comparators');
      if (e.comparators.length !== e.ops.length) wrong('Compare has a different number of comparators and operands');
      validate_exprs(e.comparators, 'Load');
      return validate_expr(e.left, 'Load');
    case 'Call':
      validate_expr(e.func, 'Load');
      validate_exprs(e.args, 'Load');
      return validate_exprs(e.keywords.map((k) => k.value), 'Load');
    case 'JoinedStr': return validate_exprs(e.values, 'Load');
    case 'FormattedValue':
      validate_expr(e.value, 'Load');
      return validate_optional(e.format_spec);
    case 'Attribute': return validate_expr(e.value, 'Load');
    case 'Subscript': return validate_exprs([e.slice, e.value], 'Load');
    case 'Starred': return validate_expr(e.value, ctx);
    case 'Slice': return validate_exprs([e.lower, e.upper, e.step], 'Load', true);
    case 'List':
    case 'Tuple': return validate_exprs(e.elts, ctx);
    case 'NamedExpr':
      if (e.target.kind !== 'Name') throw new AstError('TypeError', 'NamedExpr target must be a Name');
      return validate_expr(e.value, 'Load');
  }
}

// --- patterns -------------------------------------------------------------------------------------------------------

function is_number(e: expr, real: boolean, imaginary: boolean): boolean {
  if (e.kind !== 'Constant') return false;
  return (real && (e.value.t === 'int' || e.value.t === 'float')) || (imaginary && e.value.t === 'complex');
}
function is_negative(e: expr, real: boolean, imaginary: boolean): boolean {
  return e.kind === 'UnaryOp' && e.op === 'USub' && is_number(e.operand, real, imaginary);
}
function is_complex(e: expr): boolean {
  if (e.kind !== 'BinOp' || (e.op !== 'Add' && e.op !== 'Sub')) return false;
  const left = e.left.kind === 'UnaryOp' ? is_negative(e.left, true, false) : is_number(e.left, true, false);
  return left && is_number(e.right, false, true);
}

function validate_match_value(e: expr): void {
  validate_expr(e, 'Load');
  if (e.kind === 'Constant') {
    if (!['int', 'float', 'bytes', 'complex', 'str'].includes(e.value.t)) wrong('unexpected constant inside of a literal pattern');
    return;
  }
  if (e.kind === 'Attribute' || e.kind === 'JoinedStr' || is_negative(e, true, true) || is_complex(e)) return;
  wrong('patterns may only match literals and attribute lookups');
}

function validate_capture(name: string): void {
  if (name === '_') wrong("can't capture name '_' in patterns");
  validate_name(name);
}

function validate_class_name(cls: expr): void {
  let e = cls;
  while (e.kind === 'Attribute') e = e.value;
  if (e.kind !== 'Name') wrong('MatchClass cls field can only contain Name or Attribute nodes.');
}

function validate_patterns(patterns: pattern[], star_ok: boolean): void {
  for (const p of patterns) validate_pattern(p, star_ok);
}

function validate_pattern(p: pattern, star_ok: boolean): void {
  validate_positions(p);
  switch (p.kind) {
    case 'MatchValue': return validate_match_value(p.value);
    case 'MatchSingleton':
      if (!['None', 'True', 'False'].includes(p.value.t)) wrong('MatchSingleton can only contain True, False and None');
      return;
    case 'MatchSequence': return validate_patterns(p.patterns, true);
    case 'MatchMapping':
      if (p.keys.length !== p.patterns.length) wrong("MatchMapping doesn't have the same number of keys as patterns");
      if (p.rest !== null) validate_capture(p.rest);
      for (const key of p.keys) if (key.kind !== 'Constant' || !['None', 'True', 'False'].includes(key.value.t)) validate_match_value(key);
      return validate_patterns(p.patterns, false);
    case 'MatchClass':
      if (p.kwd_attrs.length !== p.kwd_patterns.length) wrong("MatchClass doesn't have the same number of keyword attributes as patterns");
      validate_expr(p.cls, 'Load');
      validate_class_name(p.cls);
      p.kwd_attrs.forEach(validate_name);
      validate_patterns(p.patterns, false);
      return validate_patterns(p.kwd_patterns, false);
    case 'MatchStar':
      if (!star_ok) wrong("can't use MatchStar here");
      if (p.name !== null) validate_capture(p.name);
      return;
    case 'MatchAs':
      if (p.name !== null) validate_capture(p.name);
      if (p.pattern === null) return;
      if (p.name === null) wrong('MatchAs must specify a target name if a pattern is given');
      return validate_pattern(p.pattern, false);
    case 'MatchOr':
      if (p.patterns.length < 2) wrong('MatchOr requires at least 2 patterns');
      return validate_patterns(p.patterns, false);
  }
}

// --- statements -----------------------------------------------------------------------------------------------------

function validate_type_params(params: type_param[]): void {
  for (const p of params) {
    validate_positions(p);
    validate_name(p.name);
    if (p.kind === 'TypeVar') validate_optional(p.bound);
    validate_optional(p.default_value);
  }
}

function validate_stmts(body: Maybe<stmt>[]): void {
  for (const s of body) {
    if (s === null) wrong('None disallowed in statement list');
    validate_stmt(s);
  }
}

function validate_body(body: stmt[], owner: string): void {
  validate_nonempty(body, 'body', owner);
  validate_stmts(body);
}

function validate_targets(targets: expr[], ctx: expr_context): void {
  validate_nonempty(targets, 'targets', ctx === 'Del' ? 'Delete' : 'Assign');
  validate_exprs(targets, ctx);
}

function validate_try(s: stmt & { kind: 'Try' | 'TryStar' }): void {
  validate_body(s.body, s.kind);
  if (s.handlers.length === 0 && s.finalbody.length === 0) wrong(`${s.kind} has neither except handlers nor finalbody`);
  if (s.handlers.length === 0 && s.orelse.length > 0) wrong(`${s.kind} has orelse but no except handlers`);
  for (const h of s.handlers as excepthandler[]) {
    validate_positions(h);
    validate_optional(h.type);
    validate_body(h.body, 'ExceptHandler');
  }
  validate_stmts(s.finalbody);
  validate_stmts(s.orelse);
}

function validate_annassign(s: stmt & { kind: 'AnnAssign' }): void {
  if (s.target.kind !== 'Name' && s.simple) throw new AstError('TypeError', 'AnnAssign with simple non-Name target');
  validate_expr(s.target, 'Store');
  validate_optional(s.value);
  validate_expr(s.annotation, 'Load');
}

function validate_stmt(s: stmt): void {
  validate_positions(s);
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      validate_body(s.body, s.kind);
      validate_type_params(s.type_params);
      validate_arguments(s.args);
      validate_exprs(s.decorator_list, 'Load');
      return validate_optional(s.returns);
    case 'ClassDef':
      validate_body(s.body, 'ClassDef');
      validate_type_params(s.type_params);
      validate_exprs(s.bases, 'Load');
      validate_exprs(s.keywords.map((k) => k.value), 'Load');
      return validate_exprs(s.decorator_list, 'Load');
    case 'Return': return validate_optional(s.value);
    case 'Delete': return validate_targets(s.targets, 'Del');
    case 'Assign':
      validate_targets(s.targets, 'Store');
      return validate_expr(s.value, 'Load');
    case 'AugAssign':
      validate_expr(s.target, 'Store');
      return validate_expr(s.value, 'Load');
    case 'AnnAssign': return validate_annassign(s);
    case 'TypeAlias':
      if (s.name.kind !== 'Name') throw new AstError('TypeError', 'TypeAlias with non-Name name');
      validate_expr(s.name, 'Store');
      validate_type_params(s.type_params);
      return validate_expr(s.value, 'Load');
    case 'For':
    case 'AsyncFor':
      validate_expr(s.target, 'Store');
      validate_expr(s.iter, 'Load');
      validate_body(s.body, s.kind);
      return validate_stmts(s.orelse);
    case 'While':
    case 'If':
      validate_expr(s.test, 'Load');
      validate_body(s.body, s.kind);
      return validate_stmts(s.orelse);
    case 'With':
    case 'AsyncWith':
      validate_nonempty(s.items, 'items', s.kind);
      for (const item of s.items) {
        validate_expr(item.context_expr, 'Load');
        if (item.optional_vars !== null) validate_expr(item.optional_vars, 'Store');
      }
      return validate_body(s.body, s.kind);
    case 'Match':
      validate_expr(s.subject, 'Load');
      validate_nonempty(s.cases, 'cases', 'Match');
      for (const c of s.cases) {
        validate_pattern(c.pattern, false);
        validate_optional(c.guard);
        validate_body(c.body, 'match_case');
      }
      return;
    case 'Raise':
      if (s.exc === null && s.cause !== null) wrong('Raise with cause but no exception');
      return validate_exprs([s.exc, s.cause], 'Load', true);
    case 'Try':
    case 'TryStar': return validate_try(s);
    case 'Assert':
      validate_expr(s.test, 'Load');
      return validate_optional(s.msg);
    case 'Import': return validate_nonempty(s.names, 'names', 'Import');
    case 'ImportFrom':
      if ((s.level ?? 0) < 0) wrong('Negative ImportFrom level');
      return validate_nonempty(s.names, 'names', 'ImportFrom');
    case 'Global':
    case 'Nonlocal': return validate_nonempty(s.names, 'names', s.kind);
    case 'Expr': return validate_expr(s.value, 'Load');
    case 'Pass':
    case 'Break':
    case 'Continue': return;
  }
}

/** Throws AstError when the compiler could not make sense of `mod`. */
export function _PyAST_Validate(mod: mod): void {
  switch (mod.kind) {
    case 'Module':
    case 'Interactive': return validate_stmts(mod.body);
    case 'Expression': return validate_expr(mod.body, 'Load');
    case 'FunctionType':
      validate_exprs(mod.argtypes, 'Load');
      return validate_expr(mod.returns, 'Load');
  }
}
