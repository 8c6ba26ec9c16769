// Python/Python-ast.c of CPython 3.13: the node constructors. Deviation: a node's place is given by its first and last
// token; written out one by one so that every kind of node has one hidden class.

import type * as A from '../include/pycore_ast';
import type { Token } from './token';

export const _PyAST_FunctionDef = (
  name: A.identifier, args: A.arguments_, body: A.stmt[], decorator_list: A.expr[], returns: A.expr | null, type_comment: string | null, type_params: A.type_param[], s: Token, e: Token,
): A.FunctionDef => ({
  kind: 'FunctionDef', name, args, body, decorator_list, returns, type_comment, type_params, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_AsyncFunctionDef = (
  name: A.identifier, args: A.arguments_, body: A.stmt[], decorator_list: A.expr[], returns: A.expr | null, type_comment: string | null, type_params: A.type_param[], s: Token, e: Token,
): A.AsyncFunctionDef => ({
  kind: 'AsyncFunctionDef', name, args, body, decorator_list, returns, type_comment, type_params, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_ClassDef = (
  name: A.identifier, bases: A.expr[], keywords: A.keyword[], body: A.stmt[], decorator_list: A.expr[], type_params: A.type_param[], s: Token, e: Token,
): A.ClassDef => ({
  kind: 'ClassDef', name, bases, keywords, body, decorator_list, type_params, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Return = (value: A.expr | null, s: Token, e: Token): A.Return => ({
  kind: 'Return', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Delete = (targets: A.expr[], s: Token, e: Token): A.Delete => ({
  kind: 'Delete', targets, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Assign = (
  targets: A.expr[], value: A.expr, type_comment: string | null, s: Token, e: Token,
): A.Assign => ({
  kind: 'Assign', targets, value, type_comment, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_TypeAlias = (
  name: A.expr, type_params: A.type_param[], value: A.expr, s: Token, e: Token,
): A.TypeAlias => ({
  kind: 'TypeAlias', name, type_params, value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_AugAssign = (target: A.expr, op: A.operator, value: A.expr, s: Token, e: Token): A.AugAssign => ({
  kind: 'AugAssign', target, op, value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_AnnAssign = (
  target: A.expr, annotation: A.expr, value: A.expr | null, simple: number, s: Token, e: Token,
): A.AnnAssign => ({
  kind: 'AnnAssign', target, annotation, value, simple, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_For = (
  target: A.expr, iter: A.expr, body: A.stmt[], orelse: A.stmt[], type_comment: string | null, s: Token, e: Token,
): A.For => ({
  kind: 'For', target, iter, body, orelse, type_comment, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_AsyncFor = (
  target: A.expr, iter: A.expr, body: A.stmt[], orelse: A.stmt[], type_comment: string | null, s: Token, e: Token,
): A.AsyncFor => ({
  kind: 'AsyncFor', target, iter, body, orelse, type_comment, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_While = (test: A.expr, body: A.stmt[], orelse: A.stmt[], s: Token, e: Token): A.While => ({
  kind: 'While', test, body, orelse, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_If = (test: A.expr, body: A.stmt[], orelse: A.stmt[], s: Token, e: Token): A.If => ({
  kind: 'If', test, body, orelse, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_With = (
  items: A.withitem[], body: A.stmt[], type_comment: string | null, s: Token, e: Token,
): A.With => ({
  kind: 'With', items, body, type_comment, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_AsyncWith = (
  items: A.withitem[], body: A.stmt[], type_comment: string | null, s: Token, e: Token,
): A.AsyncWith => ({
  kind: 'AsyncWith', items, body, type_comment, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Match = (subject: A.expr, cases: A.match_case[], s: Token, e: Token): A.Match => ({
  kind: 'Match', subject, cases, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Raise = (exc: A.expr | null, cause: A.expr | null, s: Token, e: Token): A.Raise => ({
  kind: 'Raise', exc, cause, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Try = (
  body: A.stmt[], handlers: A.excepthandler[], orelse: A.stmt[], finalbody: A.stmt[], s: Token, e: Token,
): A.Try => ({
  kind: 'Try', body, handlers, orelse, finalbody, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_TryStar = (
  body: A.stmt[], handlers: A.excepthandler[], orelse: A.stmt[], finalbody: A.stmt[], s: Token, e: Token,
): A.TryStar => ({
  kind: 'TryStar', body, handlers, orelse, finalbody, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Assert = (test: A.expr, msg: A.expr | null, s: Token, e: Token): A.Assert => ({
  kind: 'Assert', test, msg, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Import = (names: A.alias[], s: Token, e: Token): A.Import => ({
  kind: 'Import', names, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_ImportFrom = (
  module: A.identifier | null, names: A.alias[], level: number, s: Token, e: Token,
): A.ImportFrom => ({
  kind: 'ImportFrom', module, names, level, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Global = (names: A.identifier[], s: Token, e: Token): A.Global => ({
  kind: 'Global', names, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Nonlocal = (names: A.identifier[], s: Token, e: Token): A.Nonlocal => ({
  kind: 'Nonlocal', names, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Expr = (value: A.expr, s: Token, e: Token): A.Expr => ({
  kind: 'Expr', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Pass = (s: Token, e: Token): A.Pass => ({
  kind: 'Pass', lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Break = (s: Token, e: Token): A.Break => ({
  kind: 'Break', lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Continue = (s: Token, e: Token): A.Continue => ({
  kind: 'Continue', lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_BoolOp = (op: A.boolop, values: A.expr[], s: Token, e: Token): A.BoolOp => ({
  kind: 'BoolOp', op, values, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_NamedExpr = (target: A.expr, value: A.expr, s: Token, e: Token): A.NamedExpr => ({
  kind: 'NamedExpr', target, value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_BinOp = (left: A.expr, op: A.operator, right: A.expr, s: Token, e: Token): A.BinOp => ({
  kind: 'BinOp', left, op, right, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_UnaryOp = (op: A.unaryop, operand: A.expr, s: Token, e: Token): A.UnaryOp => ({
  kind: 'UnaryOp', op, operand, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Lambda = (args: A.arguments_, body: A.expr, s: Token, e: Token): A.Lambda => ({
  kind: 'Lambda', args, body, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_IfExp = (test: A.expr, body: A.expr, orelse: A.expr, s: Token, e: Token): A.IfExp => ({
  kind: 'IfExp', test, body, orelse, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Dict = (keys: (A.expr | null)[], values: A.expr[], s: Token, e: Token): A.Dict => ({
  kind: 'Dict', keys, values, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Set = (elts: A.expr[], s: Token, e: Token): A.Set_ => ({
  kind: 'Set', elts, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_ListComp = (elt: A.expr, generators: A.comprehension[], s: Token, e: Token): A.ListComp => ({
  kind: 'ListComp', elt, generators, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_SetComp = (elt: A.expr, generators: A.comprehension[], s: Token, e: Token): A.SetComp => ({
  kind: 'SetComp', elt, generators, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_DictComp = (
  key: A.expr, value: A.expr, generators: A.comprehension[], s: Token, e: Token,
): A.DictComp => ({
  kind: 'DictComp', key, value, generators, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_GeneratorExp = (
  elt: A.expr, generators: A.comprehension[], s: Token, e: Token,
): A.GeneratorExp => ({
  kind: 'GeneratorExp', elt, generators, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Await = (value: A.expr, s: Token, e: Token): A.Await => ({
  kind: 'Await', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Yield = (value: A.expr | null, s: Token, e: Token): A.Yield => ({
  kind: 'Yield', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_YieldFrom = (value: A.expr, s: Token, e: Token): A.YieldFrom => ({
  kind: 'YieldFrom', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Compare = (left: A.expr, ops: A.cmpop[], comparators: A.expr[], s: Token, e: Token): A.Compare => ({
  kind: 'Compare', left, ops, comparators, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Call = (func: A.expr, args: A.expr[], keywords: A.keyword[], s: Token, e: Token): A.Call => ({
  kind: 'Call', func, args, keywords, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_FormattedValue = (
  value: A.expr, conversion: number, format_spec: A.expr | null, s: Token, e: Token,
): A.FormattedValue => ({
  kind: 'FormattedValue', value, conversion, format_spec, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_JoinedStr = (values: A.expr[], s: Token, e: Token): A.JoinedStr => ({
  kind: 'JoinedStr', values, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Attribute = (
  value: A.expr, attr: A.identifier, ctx: A.expr_context, s: Token, e: Token,
): A.Attribute => ({
  kind: 'Attribute', value, attr, ctx, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Subscript = (
  value: A.expr, slice: A.expr, ctx: A.expr_context, s: Token, e: Token,
): A.Subscript => ({
  kind: 'Subscript', value, slice, ctx, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Starred = (value: A.expr, ctx: A.expr_context, s: Token, e: Token): A.Starred => ({
  kind: 'Starred', value, ctx, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Name = (id: A.identifier, ctx: A.expr_context, s: Token, e: Token): A.Name => ({
  kind: 'Name', id, ctx, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_List = (elts: A.expr[], ctx: A.expr_context, s: Token, e: Token): A.List => ({
  kind: 'List', elts, ctx, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Tuple = (elts: A.expr[], ctx: A.expr_context, s: Token, e: Token): A.Tuple => ({
  kind: 'Tuple', elts, ctx, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_Slice = (
  lower: A.expr | null, upper: A.expr | null, step: A.expr | null, s: Token, e: Token,
): A.Slice => ({
  kind: 'Slice', lower, upper, step, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_ExceptHandler = (
  type: A.expr | null, name: A.identifier | null, body: A.stmt[], s: Token, e: Token,
): A.ExceptHandler => ({
  kind: 'ExceptHandler', type, name, body, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_arg = (
  arg: A.identifier, annotation: A.expr | null, type_comment: string | null, s: Token, e: Token,
): A.arg => ({
  kind: 'arg', arg, annotation, type_comment, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_keyword = (arg: A.identifier | null, value: A.expr, s: Token, e: Token): A.keyword => ({
  kind: 'keyword', arg, value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_alias = (name: A.identifier, asname: A.identifier | null, s: Token, e: Token): A.alias => ({
  kind: 'alias', name, asname, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchValue = (value: A.expr, s: Token, e: Token): A.MatchValue => ({
  kind: 'MatchValue', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchSingleton = (value: A.PyConst, s: Token, e: Token): A.MatchSingleton => ({
  kind: 'MatchSingleton', value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchSequence = (patterns: A.pattern[], s: Token, e: Token): A.MatchSequence => ({
  kind: 'MatchSequence', patterns, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchMapping = (
  keys: A.expr[], patterns: A.pattern[], rest: A.identifier | null, s: Token, e: Token,
): A.MatchMapping => ({
  kind: 'MatchMapping', keys, patterns, rest, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchClass = (
  cls: A.expr, patterns: A.pattern[], kwd_attrs: A.identifier[], kwd_patterns: A.pattern[], s: Token, e: Token,
): A.MatchClass => ({
  kind: 'MatchClass', cls, patterns, kwd_attrs, kwd_patterns, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchStar = (name: A.identifier | null, s: Token, e: Token): A.MatchStar => ({
  kind: 'MatchStar', name, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchAs = (
  pattern: A.pattern | null, name: A.identifier | null, s: Token, e: Token,
): A.MatchAs => ({
  kind: 'MatchAs', pattern, name, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_MatchOr = (patterns: A.pattern[], s: Token, e: Token): A.MatchOr => ({
  kind: 'MatchOr', patterns, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_TypeVar = (
  name: A.identifier, bound: A.expr | null, default_value: A.expr | null, s: Token, e: Token,
): A.TypeVar => ({
  kind: 'TypeVar', name, bound, default_value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_ParamSpec = (
  name: A.identifier, default_value: A.expr | null, s: Token, e: Token,
): A.ParamSpec => ({
  kind: 'ParamSpec', name, default_value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
export const _PyAST_TypeVarTuple = (
  name: A.identifier, default_value: A.expr | null, s: Token, e: Token,
): A.TypeVarTuple => ({
  kind: 'TypeVarTuple', name, default_value, lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
});
