// Python/ast_opt.c of CPython 3.13: constant folding on the AST, before symbols are analysed.
// Deviation: a visitor returns the node to use instead of overwriting the node in place; the AST is changed all the same.

import { CO_FUTURE_ANNOTATIONS } from '../include/cpython_code';
import type {
  arg, arguments_, CompileWarning, comprehension, Constant, expr, JoinedStr, mod, pattern, Position, PyConst, stmt, type_param,
} from '../include/pycore_ast';
import { FALSE, TRUE } from './const_cache';
import { fold_binary, fold_subscript, fold_unary, unique_items } from './const_fold';
import { _PyAST_GetDocString } from './future';

interface State {
  optimize: number;
  ff_features: number;
  warnings: CompileWarning[];
}

const INVERT_BOOL =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the " +
  'underlying int object and is usually not what you expect from negating a bool. Use the \'not\' operator for boolean negation or ' +
  '~int(x) if you really want the bitwise inversion of the underlying int.';

/** Folding runs bool.__invert__, which warns about the code that runs: no position of its own (lineno 0), as PyErr_WarnEx. */
function warn_invert_bool(state: State): void {
  state.warnings.push({
    category: 'DeprecationWarning', msg: INVERT_BOOL, filename: '', lineno: 0, col_offset: -1, end_lineno: 0, end_col_offset: -1,
  });
}

function make_const(node: expr, value: PyConst | null): expr {
  if (value === null) return node;
  return {
    kind: 'Constant', value, kind_: null, lineno: node.lineno, col_offset: node.col_offset,
    end_lineno: node.end_lineno, end_col_offset: node.end_col_offset,
  };
}

function has_starred(elts: expr[]): boolean {
  return elts.some((e) => e.kind === 'Starred');
}

function fold_unaryop(node: expr & { kind: 'UnaryOp' }, state: State): expr {
  const operand = node.operand;
  if (operand.kind === 'Constant') {
    if (node.op === 'Invert' && (operand.value.t === 'True' || operand.value.t === 'False')) warn_invert_bool(state);
    return make_const(node, fold_unary(node.op, operand.value));
  }
  if (node.op !== 'Not' || operand.kind !== 'Compare' || operand.ops.length !== 1) return node;
  // == and the orderings may be defined one without the other; is and in cannot.
  switch (operand.ops[0]) {
    case 'Is': operand.ops[0] = 'IsNot'; break;
    case 'IsNot': operand.ops[0] = 'Is'; break;
    case 'In': operand.ops[0] = 'NotIn'; break;
    case 'NotIn': operand.ops[0] = 'In'; break;
    default: return node;
  }
  return operand;
}

/***** 'literal' % (tuple) becomes an f-string *****/

const NO_POSITION: Position = { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 };

function str_node(v: string): Constant {
  return { kind: 'Constant', value: { t: 'str', v }, kind_: null, ...NO_POSITION };
}

/** %[flags][width][.precision](s|r|a) with at most two digits in either number. */
const FORMAT_UNIT = /([-+ #0]*)([1-9]\d?)?(?:\.(\d{0,2}))?([sra])/y;

function parse_format(fmt: string, at: number, arg: expr): { node: expr; end: number } | null {
  FORMAT_UNIT.lastIndex = at;
  const m = FORMAT_UNIT.exec(fmt);
  if (m === null) return null;
  const [, flags, width, prec, spec] = m;
  let format_spec = '';
  if (width !== undefined && !flags.includes('-')) format_spec += '>';
  if (width !== undefined) format_spec += width;
  if (prec !== undefined) format_spec += `.${Number(prec === '' ? 0 : prec)}`;
  const node: expr = {
    kind: 'FormattedValue', value: arg, conversion: spec.charCodeAt(0), format_spec: format_spec === '' ? null : str_node(format_spec),
    lineno: arg.lineno, col_offset: arg.col_offset, end_lineno: arg.end_lineno, end_col_offset: arg.end_col_offset,
  };
  return { node, end: FORMAT_UNIT.lastIndex };
}

/** The end of the literal text (with %% pairs) that starts at `at`. */
function literal_end(fmt: string, at: number): number {
  while (at < fmt.length) {
    if (fmt[at] !== '%') at++;
    else if (fmt[at + 1] === '%') at += 2;
    else break;
  }
  return at;
}

function optimize_format(node: expr, fmt: string, elts: expr[]): expr {
  const values: expr[] = [];
  let pos = 0;
  let cnt = 0;
  for (;;) {
    const end = literal_end(fmt, pos);
    if (end !== pos) values.push(str_node(fmt.slice(pos, end).replaceAll('%%', '%')));
    pos = end;
    if (pos >= fmt.length) break;
    if (cnt >= elts.length) return node;
    const unit = parse_format(fmt, pos + 1, elts[cnt++]);
    if (unit === null) return node;
    values.push(unit.node);
    pos = unit.end;
  }
  if (cnt < elts.length) return node;
  const joined: JoinedStr = {
    kind: 'JoinedStr', values, lineno: node.lineno, col_offset: node.col_offset, end_lineno: node.end_lineno, end_col_offset: node.end_col_offset,
  };
  return joined;
}

function fold_binop(node: expr & { kind: 'BinOp' }): expr {
  const { left, right } = node;
  if (left.kind !== 'Constant') return node;
  const lv = left.value;
  if (node.op === 'Mod' && right.kind === 'Tuple' && lv.t === 'str' && !has_starred(right.elts)) {
    return lv.cps === undefined ? optimize_format(node, lv.v, right.elts) : node;
  }
  if (right.kind !== 'Constant') return node;
  return make_const(node, fold_binary(node.op, lv, right.value));
}

function make_const_tuple(elts: expr[]): PyConst[] | null {
  const items: PyConst[] = [];
  for (const e of elts) {
    if (e.kind !== 'Constant') return null;
    items.push(e.value);
  }
  return items;
}

function fold_tuple(node: expr & { kind: 'Tuple' }): expr {
  if (node.ctx !== 'Load') return node;
  const items = make_const_tuple(node.elts);
  return items === null ? node : make_const(node, { t: 'tuple', v: items });
}

/** A literal list or set that is only iterated or searched becomes a tuple or frozenset. */
function fold_iter(node: expr): expr {
  if (node.kind === 'List') {
    if (has_starred(node.elts)) return node;
    const tuple: expr = {
      kind: 'Tuple', elts: node.elts, ctx: node.ctx, lineno: node.lineno, col_offset: node.col_offset,
      end_lineno: node.end_lineno, end_col_offset: node.end_col_offset,
    };
    const items = make_const_tuple(node.elts);
    return items === null ? tuple : make_const(tuple, { t: 'tuple', v: items });
  }
  if (node.kind === 'Set') {
    const items = make_const_tuple(node.elts);
    return items === null ? node : make_const(node, { t: 'frozenset', v: unique_items(items) });
  }
  return node;
}

function fold_compare(node: expr & { kind: 'Compare' }): void {
  const last = node.ops.length - 1;
  if (node.ops[last] === 'In' || node.ops[last] === 'NotIn') node.comparators[last] = fold_iter(node.comparators[last]);
}

/***** Visitors *****/

function fold_exprs(seq: expr[], state: State): void {
  for (let i = 0; i < seq.length; i++) seq[i] = astfold_expr(seq[i], state);
}

function fold_opt_exprs(seq: (expr | null)[], state: State): void {
  for (let i = 0; i < seq.length; i++) seq[i] = fold_opt(seq[i], state);
}

function fold_opt(node: expr | null, state: State): expr | null {
  return node === null ? null : astfold_expr(node, state);
}

function fold_comprehensions(seq: comprehension[], state: State): void {
  for (const comp of seq) {
    comp.target = astfold_expr(comp.target, state);
    comp.iter = astfold_expr(comp.iter, state);
    fold_exprs(comp.ifs, state);
    comp.iter = fold_iter(comp.iter);
  }
}

function astfold_expr(node: expr, state: State): expr {
  switch (node.kind) {
    case 'Constant':
      return node;
    case 'Name':
      if (node.ctx === 'Load' && node.id === '__debug__') return make_const(node, state.optimize ? FALSE : TRUE);
      return node;
    case 'Attribute':
    case 'Starred':
    case 'Await':
    case 'YieldFrom':
    case 'NamedExpr':
      node.value = astfold_expr(node.value, state);
      return node;
    case 'Yield':
      node.value = fold_opt(node.value, state);
      return node;
    case 'Call':
      node.func = astfold_expr(node.func, state);
      fold_exprs(node.args, state);
      for (const k of node.keywords) k.value = astfold_expr(k.value, state);
      return node;
    case 'BinOp':
      node.left = astfold_expr(node.left, state);
      node.right = astfold_expr(node.right, state);
      return fold_binop(node);
    case 'UnaryOp':
      node.operand = astfold_expr(node.operand, state);
      return fold_unaryop(node, state);
    case 'BoolOp':
    case 'JoinedStr':
      fold_exprs(node.values, state);
      return node;
    case 'Compare':
      node.left = astfold_expr(node.left, state);
      fold_exprs(node.comparators, state);
      fold_compare(node);
      return node;
    case 'Subscript':
      node.value = astfold_expr(node.value, state);
      node.slice = astfold_expr(node.slice, state);
      if (node.ctx !== 'Load' || node.value.kind !== 'Constant' || node.slice.kind !== 'Constant') return node;
      return make_const(node, fold_subscript(node.value.value, node.slice.value));
    case 'Slice':
      node.lower = fold_opt(node.lower, state);
      node.upper = fold_opt(node.upper, state);
      node.step = fold_opt(node.step, state);
      return node;
    case 'Lambda':
      astfold_arguments(node.args, state);
      node.body = astfold_expr(node.body, state);
      return node;
    case 'IfExp':
      node.test = astfold_expr(node.test, state);
      node.body = astfold_expr(node.body, state);
      node.orelse = astfold_expr(node.orelse, state);
      return node;
    case 'Dict':
      fold_opt_exprs(node.keys, state);
      fold_exprs(node.values, state);
      return node;
    case 'Set':
    case 'List':
      fold_exprs(node.elts, state);
      return node;
    case 'Tuple':
      fold_exprs(node.elts, state);
      return fold_tuple(node);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      node.elt = astfold_expr(node.elt, state);
      fold_comprehensions(node.generators, state);
      return node;
    case 'DictComp':
      node.key = astfold_expr(node.key, state);
      node.value = astfold_expr(node.value, state);
      fold_comprehensions(node.generators, state);
      return node;
    case 'FormattedValue':
      node.value = astfold_expr(node.value, state);
      node.format_spec = fold_opt(node.format_spec, state);
      return node;
  }
}

function astfold_args(args: (arg | null)[], state: State): void {
  if (state.ff_features & CO_FUTURE_ANNOTATIONS) return;
  for (const a of args) {
    if (a !== null) a.annotation = fold_opt(a.annotation, state);
  }
}

function astfold_arguments(node: arguments_, state: State): void {
  astfold_args(node.posonlyargs, state);
  astfold_args(node.args, state);
  astfold_args([node.vararg], state);
  astfold_args(node.kwonlyargs, state);
  fold_opt_exprs(node.kw_defaults, state);
  astfold_args([node.kwarg], state);
  fold_exprs(node.defaults, state);
}

/** A first statement that only folding made a string must not become the docstring. */
function astfold_body(stmts: stmt[], state: State): void {
  const docstring = _PyAST_GetDocString(stmts) !== null;
  fold_stmts(stmts, state);
  if (docstring || _PyAST_GetDocString(stmts) === null) return;
  const st = stmts[0] as stmt & { kind: 'Expr' };
  st.value = {
    kind: 'JoinedStr', values: [st.value], lineno: st.lineno, col_offset: st.col_offset,
    end_lineno: st.end_lineno, end_col_offset: st.end_col_offset,
  };
}

function fold_stmts(stmts: stmt[], state: State): void {
  for (const s of stmts) astfold_stmt(s, state);
}

function astfold_stmt(node: stmt, state: State): void {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      astfold_type_params(node.type_params, state);
      astfold_arguments(node.args, state);
      astfold_body(node.body, state);
      fold_exprs(node.decorator_list, state);
      if (!(state.ff_features & CO_FUTURE_ANNOTATIONS)) node.returns = fold_opt(node.returns, state);
      break;
    case 'ClassDef':
      astfold_type_params(node.type_params, state);
      fold_exprs(node.bases, state);
      for (const k of node.keywords) k.value = astfold_expr(k.value, state);
      astfold_body(node.body, state);
      fold_exprs(node.decorator_list, state);
      break;
    case 'Return':
      node.value = fold_opt(node.value, state);
      break;
    case 'Delete':
      fold_exprs(node.targets, state);
      break;
    case 'Assign':
      fold_exprs(node.targets, state);
      node.value = astfold_expr(node.value, state);
      break;
    case 'AugAssign':
      node.target = astfold_expr(node.target, state);
      node.value = astfold_expr(node.value, state);
      break;
    case 'AnnAssign':
      node.target = astfold_expr(node.target, state);
      if (!(state.ff_features & CO_FUTURE_ANNOTATIONS)) node.annotation = astfold_expr(node.annotation, state);
      node.value = fold_opt(node.value, state);
      break;
    case 'TypeAlias':
      node.name = astfold_expr(node.name, state);
      astfold_type_params(node.type_params, state);
      node.value = astfold_expr(node.value, state);
      break;
    case 'For':
    case 'AsyncFor':
      node.target = astfold_expr(node.target, state);
      node.iter = astfold_expr(node.iter, state);
      fold_stmts(node.body, state);
      fold_stmts(node.orelse, state);
      if (node.kind === 'For') node.iter = fold_iter(node.iter);
      break;
    case 'While':
    case 'If':
      node.test = astfold_expr(node.test, state);
      fold_stmts(node.body, state);
      fold_stmts(node.orelse, state);
      break;
    case 'With':
    case 'AsyncWith':
      for (const item of node.items) {
        item.context_expr = astfold_expr(item.context_expr, state);
        item.optional_vars = fold_opt(item.optional_vars, state);
      }
      fold_stmts(node.body, state);
      break;
    case 'Raise':
      node.exc = fold_opt(node.exc, state);
      node.cause = fold_opt(node.cause, state);
      break;
    case 'Try':
    case 'TryStar':
      fold_stmts(node.body, state);
      for (const handler of node.handlers) {
        handler.type = fold_opt(handler.type, state);
        fold_stmts(handler.body, state);
      }
      fold_stmts(node.orelse, state);
      fold_stmts(node.finalbody, state);
      break;
    case 'Assert':
      node.test = astfold_expr(node.test, state);
      node.msg = fold_opt(node.msg, state);
      break;
    case 'Expr':
      node.value = astfold_expr(node.value, state);
      break;
    case 'Match':
      node.subject = astfold_expr(node.subject, state);
      for (const m of node.cases) {
        astfold_pattern(m.pattern, state);
        m.guard = fold_opt(m.guard, state);
        fold_stmts(m.body, state);
      }
      break;
    case 'Import':
    case 'ImportFrom':
    case 'Global':
    case 'Nonlocal':
    case 'Pass':
    case 'Break':
    case 'Continue':
      break;
  }
}

/** Needed for the complex and negative numbers in value and mapping patterns. */
function astfold_pattern(node: pattern, state: State): void {
  switch (node.kind) {
    case 'MatchValue':
      node.value = astfold_expr(node.value, state);
      break;
    case 'MatchSequence':
    case 'MatchOr':
      for (const p of node.patterns) astfold_pattern(p, state);
      break;
    case 'MatchMapping':
      fold_exprs(node.keys, state);
      for (const p of node.patterns) astfold_pattern(p, state);
      break;
    case 'MatchClass':
      node.cls = astfold_expr(node.cls, state);
      for (const p of node.patterns) astfold_pattern(p, state);
      for (const p of node.kwd_patterns) astfold_pattern(p, state);
      break;
    case 'MatchAs':
      if (node.pattern !== null) astfold_pattern(node.pattern, state);
      break;
    case 'MatchSingleton':
    case 'MatchStar':
      break;
  }
}

function astfold_type_params(params: type_param[], state: State): void {
  for (const tp of params) {
    if (tp.kind === 'TypeVar') tp.bound = fold_opt(tp.bound, state);
    tp.default_value = fold_opt(tp.default_value, state);
  }
}

/** `optimize` is the level 0..2, `ff_features` the future features in force. */
export function _PyAST_Optimize(mod: mod, optimize: number, ff_features: number, warnings: CompileWarning[] = []): void {
  const state: State = { optimize, ff_features, warnings };
  switch (mod.kind) {
    case 'Module':
      astfold_body(mod.body, state);
      break;
    case 'Interactive':
      fold_stmts(mod.body, state);
      break;
    case 'Expression':
      mod.body = astfold_expr(mod.body, state);
      break;
    case 'FunctionType':
      break;
  }
}
