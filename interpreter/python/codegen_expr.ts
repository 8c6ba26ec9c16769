// The expression part of Python/compile.c of CPython 3.13, long because compile.c has it in one file and its cases call each other.

import type { arg, arguments_, boolop, cmpop, expr, keyword, operator, PyConst } from '../include/pycore_ast';
import { INTRINSIC_1, NB, OP } from '../include/pycore_opcode_ids';
import { const_str, NONE } from './const_cache';
import { unique_items } from './const_fold';
import { compiler_dictcomp, compiler_genexp, compiler_listcomp, compiler_setcomp } from './codegen_comprehension';
import {
  ADD_YIELD_FROM, ADDOP, ADDOP_I, ADDOP_JUMP, ADDOP_LOAD_CONST, ADDOP_NAME, ADDOP_YIELD, type Compiler, compiler_add_const,
  compiler_enter_scope, compiler_error, compiler_exit_scope, compiler_make_closure, compiler_nameop, compiler_warn, forbidden_name,
  get_ref_type, IS_TOP_LEVEL_AWAIT, LOC, MAKE_FUNCTION_DEFAULTS, MAKE_FUNCTION_KWDEFAULTS, NEW_LABEL, optimize_and_assemble,
  Scope, STACK_USE_GUIDELINE, USE_LABEL,
} from './codegen_unit';
import { Location, NO_LOCATION } from './instruction_sequence';
import { _Py_MaybeMangle, _PyST_GetScope, _PyST_GetSymbol, _PyST_IsFunctionLike, DEF_IMPORT, FREE, GLOBAL_IMPLICIT } from './symtable';

type E<K extends expr['kind']> = expr & { kind: K };

export function visit_exprs(c: Compiler, seq: expr[]): void {
  for (const e of seq) compiler_visit_expr(c, e);
}

/***** Operators *****/

const BINARY: Record<operator, number> = {
  Add: NB.NB_ADD, Sub: NB.NB_SUBTRACT, Mult: NB.NB_MULTIPLY, MatMult: NB.NB_MATRIX_MULTIPLY, Div: NB.NB_TRUE_DIVIDE,
  Mod: NB.NB_REMAINDER, Pow: NB.NB_POWER, LShift: NB.NB_LSHIFT, RShift: NB.NB_RSHIFT, BitOr: NB.NB_OR, BitXor: NB.NB_XOR,
  BitAnd: NB.NB_AND, FloorDiv: NB.NB_FLOOR_DIVIDE,
};

export function ADDOP_BINARY(c: Compiler, loc: Location, op: operator): void {
  ADDOP_I(c, loc, OP.BINARY_OP, BINARY[op]);
}

export function ADDOP_INPLACE(c: Compiler, loc: Location, op: operator): void {
  ADDOP_I(c, loc, OP.BINARY_OP, BINARY[op] + NB.NB_INPLACE_ADD);
}

// Py_LT..Py_GE in the top three bits, the mask of outcomes that are true in the low four (pycore_code.h COMPARISON_*).
const COMPARE: Partial<Record<cmpop, number>> = {
  Lt: (0 << 5) | 2, LtE: (1 << 5) | 10, Eq: (2 << 5) | 8, NotEq: (3 << 5) | 7, Gt: (4 << 5) | 4, GtE: (5 << 5) | 12,
};

export function ADDOP_COMPARE(c: Compiler, loc: Location, op: cmpop): void {
  switch (op) {
    case 'Is': return ADDOP_I(c, loc, OP.IS_OP, 0);
    case 'IsNot': return ADDOP_I(c, loc, OP.IS_OP, 1);
    case 'In': return ADDOP_I(c, loc, OP.CONTAINS_OP, 0);
    case 'NotIn': return ADDOP_I(c, loc, OP.CONTAINS_OP, 1);
  }
  ADDOP_I(c, loc, OP.COMPARE_OP, COMPARE[op]!);
}

/***** Warnings about what can hardly be meant *****/

const TYPE_NAME: Record<PyConst['t'], string> = {
  None: 'NoneType', True: 'bool', False: 'bool', Ellipsis: 'ellipsis', int: 'int', float: 'float', complex: 'complex',
  str: 'str', bytes: 'bytes', tuple: 'tuple', frozenset: 'frozenset',
};

function infer_type(e: expr): string | null {
  switch (e.kind) {
    case 'Tuple': return 'tuple';
    case 'List':
    case 'ListComp': return 'list';
    case 'Dict':
    case 'DictComp': return 'dict';
    case 'Set':
    case 'SetComp': return 'set';
    case 'GeneratorExp': return 'generator';
    case 'Lambda': return 'function';
    case 'JoinedStr':
    case 'FormattedValue': return 'str';
    case 'Constant': return TYPE_NAME[e.value.t];
  }
  return null;
}

/** False for a constant that is no singleton. */
function check_is_arg(e: expr): boolean {
  if (e.kind !== 'Constant') return true;
  const t = e.value.t;
  return t === 'None' || t === 'False' || t === 'True' || t === 'Ellipsis';
}

function check_compare(c: Compiler, e: E<'Compare'>): void {
  let left = check_is_arg(e.left);
  let left_expr = e.left;
  for (let i = 0; i < e.ops.length; i++) {
    const op = e.ops[i];
    const right_expr = e.comparators[i];
    const right = check_is_arg(right_expr);
    if ((op === 'Is' || op === 'IsNot') && (!right || !left)) {
      const type = infer_type(!left ? left_expr : right_expr);
      const msg = op === 'Is'
        ? `"is" with '${type}' literal. Did you mean "=="?`
        : `"is not" with '${type}' literal. Did you mean "!="?`;
      compiler_warn(c, LOC(e), msg);
      return;
    }
    left = right;
    left_expr = right_expr;
  }
}

function check_caller(c: Compiler, e: expr): void {
  switch (e.kind) {
    case 'Constant':
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'Dict':
    case 'DictComp':
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'JoinedStr':
    case 'FormattedValue':
      compiler_warn(c, LOC(e), `'${infer_type(e)}' object is not callable; perhaps you missed a comma?`);
  }
}

function check_subscripter(c: Compiler, e: expr): void {
  if (e.kind === 'Constant') {
    const t = e.value.t;
    if (t === 'str' || t === 'bytes' || t === 'tuple') return;
  } else if (e.kind !== 'Set' && e.kind !== 'SetComp' && e.kind !== 'GeneratorExp' && e.kind !== 'Lambda') {
    return;
  }
  compiler_warn(c, LOC(e), `'${infer_type(e)}' object is not subscriptable; perhaps you missed a comma?`);
}

function check_index(c: Compiler, e: expr, s: expr): void {
  const index_type = infer_type(s);
  if (index_type === null || index_type === 'int' || index_type === 'bool') return;
  switch (e.kind) {
    case 'Constant':
      if (e.value.t !== 'str' && e.value.t !== 'bytes' && e.value.t !== 'tuple') return;
      break;
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'JoinedStr':
    case 'FormattedValue':
      break;
    default:
      return;
  }
  compiler_warn(
    c, LOC(e), `${infer_type(e)} indices must be integers or slices, not ${index_type}; perhaps you missed a comma?`,
  );
}

/***** Conditions *****/

function jump_if_boolop(c: Compiler, loc: Location, e: E<'BoolOp'>, next: number, cond: boolean): void {
  const n = e.values.length - 1;
  const cond2 = e.op === 'Or';
  const next2 = cond2 !== cond ? NEW_LABEL(c) : next;
  for (let i = 0; i < n; i++) compiler_jump_if(c, loc, e.values[i], next2, cond2);
  compiler_jump_if(c, loc, e.values[n], next, cond);
  if (next2 !== next) USE_LABEL(c, next2);
}

function jump_if_compare(c: Compiler, e: E<'Compare'>, next: number, cond: boolean): void {
  const n = e.ops.length - 1;
  const loc = LOC(e);
  check_compare(c, e);
  const cleanup = NEW_LABEL(c);
  compiler_visit_expr(c, e.left);
  for (let i = 0; i < n; i++) {
    compiler_visit_expr(c, e.comparators[i]);
    ADDOP_I(c, loc, OP.SWAP, 2);
    ADDOP_I(c, loc, OP.COPY, 2);
    ADDOP_COMPARE(c, loc, e.ops[i]);
    ADDOP(c, loc, OP.TO_BOOL);
    ADDOP_JUMP(c, loc, OP.POP_JUMP_IF_FALSE, cleanup);
  }
  compiler_visit_expr(c, e.comparators[n]);
  ADDOP_COMPARE(c, loc, e.ops[n]);
  ADDOP(c, loc, OP.TO_BOOL);
  ADDOP_JUMP(c, loc, cond ? OP.POP_JUMP_IF_TRUE : OP.POP_JUMP_IF_FALSE, next);
  const end = NEW_LABEL(c);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
  USE_LABEL(c, cleanup);
  ADDOP(c, loc, OP.POP_TOP);
  if (!cond) ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, next);
  USE_LABEL(c, end);
}

/** Jumps to `next` if the truth of `e` is `cond`, else falls through. */
export function compiler_jump_if(c: Compiler, loc: Location, e: expr, next: number, cond: boolean): void {
  switch (e.kind) {
    case 'UnaryOp':
      if (e.op === 'Not') return compiler_jump_if(c, loc, e.operand, next, !cond);
      break;
    case 'BoolOp':
      return jump_if_boolop(c, loc, e, next, cond);
    case 'IfExp': {
      const end = NEW_LABEL(c);
      const next2 = NEW_LABEL(c);
      compiler_jump_if(c, loc, e.test, next2, false);
      compiler_jump_if(c, loc, e.body, next, cond);
      ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
      USE_LABEL(c, next2);
      compiler_jump_if(c, loc, e.orelse, next, cond);
      USE_LABEL(c, end);
      return;
    }
    case 'Compare':
      if (e.ops.length > 1) return jump_if_compare(c, e, next, cond);
      break;
  }
  compiler_visit_expr(c, e);
  ADDOP(c, LOC(e), OP.TO_BOOL);
  ADDOP_JUMP(c, LOC(e), cond ? OP.POP_JUMP_IF_TRUE : OP.POP_JUMP_IF_FALSE, next);
}

function compiler_ifexp(c: Compiler, e: E<'IfExp'>): void {
  const end = NEW_LABEL(c);
  const next = NEW_LABEL(c);
  compiler_jump_if(c, LOC(e), e.test, next, false);
  compiler_visit_expr(c, e.body);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
  USE_LABEL(c, next);
  compiler_visit_expr(c, e.orelse);
  USE_LABEL(c, end);
}

function compiler_boolop(c: Compiler, loc: Location, op: boolop, values: expr[]): void {
  const jumpi = op === 'And' ? OP.POP_JUMP_IF_FALSE : OP.POP_JUMP_IF_TRUE;
  const end = NEW_LABEL(c);
  const n = values.length - 1;
  for (let i = 0; i < n; i++) {
    compiler_visit_expr(c, values[i]);
    ADDOP_I(c, loc, OP.COPY, 1);
    ADDOP(c, loc, OP.TO_BOOL);
    ADDOP_JUMP(c, loc, jumpi, end);
    ADDOP(c, loc, OP.POP_TOP);
  }
  compiler_visit_expr(c, values[n]);
  USE_LABEL(c, end);
}

function compiler_compare(c: Compiler, e: E<'Compare'>): void {
  const loc = LOC(e);
  const n = e.ops.length - 1;
  check_compare(c, e);
  compiler_visit_expr(c, e.left);
  if (n === 0) {
    compiler_visit_expr(c, e.comparators[0]);
    ADDOP_COMPARE(c, loc, e.ops[0]);
    return;
  }
  const cleanup = NEW_LABEL(c);
  for (let i = 0; i < n; i++) {
    compiler_visit_expr(c, e.comparators[i]);
    ADDOP_I(c, loc, OP.SWAP, 2);
    ADDOP_I(c, loc, OP.COPY, 2);
    ADDOP_COMPARE(c, loc, e.ops[i]);
    ADDOP_I(c, loc, OP.COPY, 1);
    ADDOP(c, loc, OP.TO_BOOL);
    ADDOP_JUMP(c, loc, OP.POP_JUMP_IF_FALSE, cleanup);
    ADDOP(c, loc, OP.POP_TOP);
  }
  compiler_visit_expr(c, e.comparators[n]);
  ADDOP_COMPARE(c, loc, e.ops[n]);
  const end = NEW_LABEL(c);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP_NO_INTERRUPT, end);
  USE_LABEL(c, cleanup);
  ADDOP_I(c, loc, OP.SWAP, 2);
  ADDOP(c, loc, OP.POP_TOP);
  USE_LABEL(c, end);
}

/***** Displays *****/

function constants_of(elts: (expr | null)[], begin: number, end: number): PyConst[] | null {
  const items: PyConst[] = [];
  for (let i = begin; i < end; i++) {
    const e = elts[i];
    if (e === null || e.kind !== 'Constant') return null;
    items.push(e.value);
  }
  return items;
}

/** The opcodes that build one kind of container. */
interface Builder {
  build: number;
  add: number;
  extend: number;
  tuple: boolean;
}

const LIST: Builder = { build: OP.BUILD_LIST, add: OP.LIST_APPEND, extend: OP.LIST_EXTEND, tuple: false };
const TUPLE: Builder = { build: OP.BUILD_LIST, add: OP.LIST_APPEND, extend: OP.LIST_EXTEND, tuple: true };
const SET: Builder = { build: OP.BUILD_SET, add: OP.SET_ADD, extend: OP.SET_UPDATE, tuple: false };

function starunpack_consts(c: Compiler, loc: Location, items: PyConst[], pushed: number, b: Builder): void {
  if (b.tuple && pushed === 0) {
    ADDOP_LOAD_CONST(c, loc, { t: 'tuple', v: items });
    return;
  }
  ADDOP_I(c, loc, b.build, pushed);
  ADDOP_LOAD_CONST(c, loc, b === SET ? { t: 'frozenset', v: unique_items(items) } : { t: 'tuple', v: items });
  ADDOP_I(c, loc, b.extend, 1);
  if (b.tuple) ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_LIST_TO_TUPLE);
}

/** A container of `pushed` items on the stack and then `elts`, which may be starred. */
function starunpack_helper(c: Compiler, loc: Location, elts: expr[], pushed: number, b: Builder): void {
  const n = elts.length;
  if (n > 2) {
    const items = constants_of(elts, 0, n);
    if (items !== null) return starunpack_consts(c, loc, items, pushed, b);
  }
  const big = n + pushed > STACK_USE_GUIDELINE;
  const seen_star = elts.some((e) => e.kind === 'Starred');
  if (!seen_star && !big) {
    visit_exprs(c, elts);
    ADDOP_I(c, loc, b.tuple ? OP.BUILD_TUPLE : b.build, n + pushed);
    return;
  }
  let sequence_built = false;
  if (big) {
    ADDOP_I(c, loc, b.build, pushed);
    sequence_built = true;
  }
  for (let i = 0; i < n; i++) {
    const elt = elts[i];
    if (elt.kind === 'Starred') {
      if (!sequence_built) {
        ADDOP_I(c, loc, b.build, i + pushed);
        sequence_built = true;
      }
      compiler_visit_expr(c, elt.value);
      ADDOP_I(c, loc, b.extend, 1);
    } else {
      compiler_visit_expr(c, elt);
      if (sequence_built) ADDOP_I(c, loc, b.add, 1);
    }
  }
  if (b.tuple) ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_LIST_TO_TUPLE);
}

function unpack_helper(c: Compiler, loc: Location, elts: expr[]): void {
  const n = elts.length;
  let seen_star = false;
  for (let i = 0; i < n; i++) {
    if (elts[i].kind !== 'Starred') continue;
    if (seen_star) compiler_error(c, loc, 'multiple starred expressions in assignment');
    if (i >= 1 << 8 || n - i - 1 >= 0x7fffffff >> 8) compiler_error(c, loc, 'too many expressions in star-unpacking assignment');
    ADDOP_I(c, loc, OP.UNPACK_EX, i + ((n - i - 1) << 8));
    seen_star = true;
  }
  if (!seen_star) ADDOP_I(c, loc, OP.UNPACK_SEQUENCE, n);
}

function compiler_list_or_tuple(c: Compiler, e: E<'List' | 'Tuple'>): void {
  const loc = LOC(e);
  if (e.ctx === 'Store') {
    unpack_helper(c, loc, e.elts);
    for (const elt of e.elts) compiler_visit_expr(c, elt.kind === 'Starred' ? elt.value : elt);
  } else if (e.ctx === 'Load') {
    starunpack_helper(c, loc, e.elts, 0, e.kind === 'List' ? LIST : TUPLE);
  } else {
    visit_exprs(c, e.elts);
  }
}

function compiler_subdict(c: Compiler, e: E<'Dict'>, begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  const loc = LOC(e);
  if (n > 1 && !big) {
    const keys = constants_of(e.keys, begin, end);
    if (keys !== null) {
      for (let i = begin; i < end; i++) compiler_visit_expr(c, e.values[i]);
      ADDOP_LOAD_CONST(c, loc, { t: 'tuple', v: keys });
      ADDOP_I(c, loc, OP.BUILD_CONST_KEY_MAP, n);
      return;
    }
  }
  if (big) ADDOP_I(c, loc, OP.BUILD_MAP, 0);
  for (let i = begin; i < end; i++) {
    compiler_visit_expr(c, e.keys[i]!);
    compiler_visit_expr(c, e.values[i]);
    if (big) ADDOP_I(c, loc, OP.MAP_ADD, 1);
  }
  if (!big) ADDOP_I(c, loc, OP.BUILD_MAP, n);
}

function compiler_dict(c: Compiler, e: E<'Dict'>): void {
  const loc = LOC(e);
  const n = e.values.length;
  let have_dict = false;
  let elements = 0;
  const merge = (begin: number, end: number): void => {
    compiler_subdict(c, e, begin, end);
    if (have_dict) ADDOP_I(c, loc, OP.DICT_UPDATE, 1);
    have_dict = true;
    elements = 0;
  };
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) merge(i - elements, i);
      if (!have_dict) {
        ADDOP_I(c, loc, OP.BUILD_MAP, 0);
        have_dict = true;
      }
      compiler_visit_expr(c, e.values[i]);
      ADDOP_I(c, loc, OP.DICT_UPDATE, 1);
    } else if (elements * 2 > STACK_USE_GUIDELINE) {
      merge(i - elements, i + 1);
    } else {
      elements++;
    }
  }
  if (elements > 0) merge(n - elements, n);
  if (!have_dict) ADDOP_I(c, loc, OP.BUILD_MAP, 0);
}

/***** Attributes and super() *****/

/** Loads and stores over several lines get the line of the attribute's name. */
export function update_start_location_to_match_attr(loc: Location, attr: E<'Attribute'>): Location {
  if (loc.lineno === attr.end_lineno) return loc;
  const lineno = attr.end_lineno;
  let col_offset = -1;
  let end_col_offset = -1;
  const len = [...attr.attr].length;
  if (len <= attr.end_col_offset) {
    col_offset = attr.end_col_offset - len;
    end_col_offset = loc.end_col_offset;
  }
  const end_lineno = Math.max(lineno, loc.end_lineno);
  if (lineno === end_lineno) end_col_offset = Math.max(col_offset, end_col_offset);
  return new Location(lineno, end_lineno, col_offset, end_col_offset);
}

/** An import binds the name of `e` in the module. */
function is_import_originated(c: Compiler, e: expr): boolean {
  return e.kind === 'Name' && (_PyST_GetSymbol(c.c_st.st_top, e.id) & DEF_IMPORT) !== 0;
}

/** `super().x` or `super(a, b).x` with nothing in sight that shadows super. */
function can_optimize_super_call(c: Compiler, attr: E<'Attribute'>): boolean {
  const e = attr.value;
  if (e.kind !== 'Call' || e.func.kind !== 'Name' || e.func.id !== 'super' || attr.attr === '__class__' || e.keywords.length !== 0) {
    return false;
  }
  if (_PyST_GetScope(c.u.u_ste, 'super') !== GLOBAL_IMPLICIT || _PyST_GetScope(c.c_st.st_top, 'super') !== 0) return false;
  if (e.args.length === 2) return !e.args.some((a) => a.kind === 'Starred');
  if (e.args.length !== 0) return false;
  const umd = c.u.u_metadata;
  if (umd.u_argcount === 0 && umd.u_posonlyargcount === 0) return false;
  return get_ref_type(c, '__class__') === FREE;
}

function load_args_for_super(c: Compiler, e: E<'Call'>): void {
  const loc = LOC(e);
  compiler_nameop(c, LOC(e.func), 'super', 'Load');
  if (e.args.length === 2) {
    visit_exprs(c, e.args);
    return;
  }
  compiler_nameop(c, loc, '__class__', 'Load');
  const [self] = c.u.u_metadata.u_varnames.keys();
  compiler_nameop(c, loc, self, 'Load');
}

function maybe_add_static_attribute_to_class(c: Compiler, e: E<'Attribute'>): void {
  if (e.ctx !== 'Store' || e.value.kind !== 'Name' || e.value.id !== 'self') return;
  for (let i = c.c_stack.length - 1; i >= 0; i--) {
    const attributes = c.c_stack[i].u_static_attributes;
    if (attributes !== null) {
      attributes.add(e.attr);
      return;
    }
  }
}

function compiler_attribute(c: Compiler, e: E<'Attribute'>): void {
  let loc = LOC(e);
  if (e.ctx === 'Load' && can_optimize_super_call(c, e)) {
    const call = e.value as E<'Call'>;
    load_args_for_super(c, call);
    ADDOP_NAME(c, loc, call.args.length > 0 ? OP.LOAD_SUPER_ATTR : OP.LOAD_ZERO_SUPER_ATTR, e.attr);
    loc = update_start_location_to_match_attr(loc, e);
    ADDOP(c, loc, OP.NOP);
    return;
  }
  maybe_add_static_attribute_to_class(c, e);
  compiler_visit_expr(c, e.value);
  loc = update_start_location_to_match_attr(loc, e);
  if (e.ctx === 'Store') forbidden_name(c, loc, e.attr, 'Store');
  ADDOP_NAME(c, loc, e.ctx === 'Load' ? OP.LOAD_ATTR : e.ctx === 'Store' ? OP.STORE_ATTR : OP.DELETE_ATTR, e.attr);
}

/***** Calls *****/

function validate_keywords(c: Compiler, keywords: keyword[]): void {
  for (let i = 0; i < keywords.length; i++) {
    const key = keywords[i];
    if (key.arg === null) continue;
    forbidden_name(c, LOC(key), key.arg, 'Store');
    for (let j = i + 1; j < keywords.length; j++) {
      if (keywords[j].arg === key.arg) compiler_error(c, LOC(keywords[j]), `keyword argument repeated: ${key.arg}`);
    }
  }
}

function load_keyword_names(c: Compiler, loc: Location, keywords: keyword[]): void {
  ADDOP_LOAD_CONST(c, loc, { t: 'tuple', v: keywords.map((k) => const_str(k.arg!)) });
}

function visit_keyword_values(c: Compiler, keywords: keyword[]): void {
  for (const k of keywords) compiler_visit_expr(c, k.value);
}

/** A call of an attribute as LOAD_ATTR's method form. Returns whether it was one. */
function maybe_optimize_method_call(c: Compiler, e: E<'Call'>): boolean {
  const meth = e.func;
  if (meth.kind !== 'Attribute' || meth.ctx !== 'Load' || is_import_originated(c, meth.value)) return false;
  const argsl = e.args.length;
  const kwdsl = e.keywords.length;
  if (argsl + kwdsl + (kwdsl !== 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return false;
  if (e.args.some((a) => a.kind === 'Starred') || e.keywords.some((k) => k.arg === null)) return false;

  let loc = LOC(meth);
  if (can_optimize_super_call(c, meth)) {
    const call = meth.value as E<'Call'>;
    load_args_for_super(c, call);
    ADDOP_NAME(c, loc, call.args.length > 0 ? OP.LOAD_SUPER_METHOD : OP.LOAD_ZERO_SUPER_METHOD, meth.attr);
    loc = update_start_location_to_match_attr(loc, meth);
    ADDOP(c, loc, OP.NOP);
  } else {
    compiler_visit_expr(c, meth.value);
    loc = update_start_location_to_match_attr(loc, meth);
    ADDOP_NAME(c, loc, OP.LOAD_METHOD, meth.attr);
  }
  visit_exprs(c, e.args);
  if (kwdsl > 0) {
    visit_keyword_values(c, e.keywords);
    load_keyword_names(c, loc, e.keywords);
  }
  loc = update_start_location_to_match_attr(LOC(e), meth);
  ADDOP_I(c, loc, kwdsl > 0 ? OP.CALL_KW : OP.CALL, argsl + kwdsl);
  return true;
}

function compiler_call(c: Compiler, e: E<'Call'>): void {
  validate_keywords(c, e.keywords);
  if (maybe_optimize_method_call(c, e)) return;
  check_caller(c, e.func);
  compiler_visit_expr(c, e.func);
  ADDOP(c, LOC(e.func), OP.PUSH_NULL);
  compiler_call_helper(c, LOC(e), 0, e.args, e.keywords);
}

function compiler_subkwargs(c: Compiler, loc: Location, keywords: keyword[], begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  const part = keywords.slice(begin, end);
  if (n > 1 && !big) {
    visit_keyword_values(c, part);
    load_keyword_names(c, loc, part);
    ADDOP_I(c, loc, OP.BUILD_CONST_KEY_MAP, n);
    return;
  }
  if (big) ADDOP_I(c, NO_LOCATION, OP.BUILD_MAP, 0);
  for (const kw of part) {
    ADDOP_LOAD_CONST(c, loc, const_str(kw.arg!));
    compiler_visit_expr(c, kw.value);
    if (big) ADDOP_I(c, NO_LOCATION, OP.MAP_ADD, 1);
  }
  if (!big) ADDOP_I(c, loc, OP.BUILD_MAP, n);
}

/** The keywords of a CALL_FUNCTION_EX as one dict. */
function call_ex_keywords(c: Compiler, loc: Location, keywords: keyword[]): void {
  let have_dict = false;
  let nseen = 0;
  const merge = (end: number): void => {
    compiler_subkwargs(c, loc, keywords, end - nseen, end);
    if (have_dict) ADDOP_I(c, loc, OP.DICT_MERGE, 1);
    have_dict = true;
    nseen = 0;
  };
  for (let i = 0; i < keywords.length; i++) {
    if (keywords[i].arg !== null) {
      nseen++;
      continue;
    }
    if (nseen > 0) merge(i);
    if (!have_dict) {
      ADDOP_I(c, loc, OP.BUILD_MAP, 0);
      have_dict = true;
    }
    compiler_visit_expr(c, keywords[i].value);
    ADDOP_I(c, loc, OP.DICT_MERGE, 1);
  }
  if (nseen > 0) merge(keywords.length);
}

/** Arguments and the call itself, with `n` arguments already pushed. */
export function compiler_call_helper(c: Compiler, loc: Location, n: number, args: expr[], keywords: keyword[]): void {
  validate_keywords(c, keywords);
  const nelts = args.length;
  const nkwelts = keywords.length;
  const simple = nelts + nkwelts * 2 <= STACK_USE_GUIDELINE &&
    !args.some((a) => a.kind === 'Starred') && !keywords.some((k) => k.arg === null);
  if (simple) {
    visit_exprs(c, args);
    if (nkwelts > 0) {
      visit_keyword_values(c, keywords);
      load_keyword_names(c, loc, keywords);
      ADDOP_I(c, loc, OP.CALL_KW, n + nelts + nkwelts);
    } else {
      ADDOP_I(c, loc, OP.CALL, n + nelts);
    }
    return;
  }
  if (n === 0 && nelts === 1 && args[0].kind === 'Starred') compiler_visit_expr(c, args[0].value);
  else starunpack_helper(c, loc, args, n, TUPLE);
  if (nkwelts > 0) call_ex_keywords(c, loc, keywords);
  ADDOP_I(c, loc, OP.CALL_FUNCTION_EX, nkwelts > 0 ? 1 : 0);
}

/***** f-strings *****/

function compiler_joined_str(c: Compiler, e: E<'JoinedStr'>): void {
  const loc = LOC(e);
  const value_count = e.values.length;
  if (value_count > STACK_USE_GUIDELINE) {
    ADDOP_LOAD_CONST(c, loc, const_str(''));
    ADDOP_NAME(c, loc, OP.LOAD_METHOD, 'join');
    ADDOP_I(c, loc, OP.BUILD_LIST, 0);
    for (const value of e.values) {
      compiler_visit_expr(c, value);
      ADDOP_I(c, loc, OP.LIST_APPEND, 1);
    }
    ADDOP_I(c, loc, OP.CALL, 1);
    return;
  }
  visit_exprs(c, e.values);
  if (value_count > 1) ADDOP_I(c, loc, OP.BUILD_STRING, value_count);
  else if (value_count === 0) ADDOP_LOAD_CONST(c, loc, const_str(''));
}

function compiler_formatted_value(c: Compiler, e: E<'FormattedValue'>): void {
  compiler_visit_expr(c, e.value);
  const loc = LOC(e);
  if (e.conversion !== -1) {
    const oparg = ' sra'.indexOf(String.fromCharCode(e.conversion));
    if (oparg <= 0) throw new Error(`Unrecognized conversion character ${e.conversion}`);
    ADDOP_I(c, loc, OP.CONVERT_VALUE, oparg);
  }
  if (e.format_spec !== null) {
    compiler_visit_expr(c, e.format_spec);
    ADDOP(c, loc, OP.FORMAT_WITH_SPEC);
  } else {
    ADDOP(c, loc, OP.FORMAT_SIMPLE);
  }
}

/***** Subscripts *****/

export function is_two_element_slice(s: expr): s is E<'Slice'> {
  return s.kind === 'Slice' && s.step === null;
}

/** Pushes the parts of a slice; returns how many. */
export function compiler_slice(c: Compiler, s: E<'Slice'>): number {
  for (const bound of [s.lower, s.upper]) {
    if (bound !== null) compiler_visit_expr(c, bound);
    else ADDOP_LOAD_CONST(c, LOC(s), NONE);
  }
  if (s.step === null) return 2;
  compiler_visit_expr(c, s.step);
  return 3;
}

function compiler_subscript(c: Compiler, e: E<'Subscript'>): void {
  const loc = LOC(e);
  if (e.ctx === 'Load') {
    check_subscripter(c, e.value);
    check_index(c, e.value, e.slice);
  }
  compiler_visit_expr(c, e.value);
  if (is_two_element_slice(e.slice) && e.ctx !== 'Del') {
    compiler_slice(c, e.slice);
    ADDOP(c, loc, e.ctx === 'Load' ? OP.BINARY_SLICE : OP.STORE_SLICE);
    return;
  }
  compiler_visit_expr(c, e.slice);
  ADDOP(c, loc, e.ctx === 'Load' ? OP.BINARY_SUBSCR : e.ctx === 'Store' ? OP.STORE_SUBSCR : OP.DELETE_SUBSCR);
}

/***** Functions' defaults; lambda *****/

export function compiler_check_debug_args(c: Compiler, args: arguments_): void {
  const check = (a: arg | null): void => {
    if (a !== null) forbidden_name(c, LOC(a), a.arg, 'Store');
  };
  args.posonlyargs.forEach(check);
  args.args.forEach(check);
  check(args.vararg);
  args.kwonlyargs.forEach(check);
  check(args.kwarg);
}

function visit_kwonlydefaults(c: Compiler, loc: Location, args: arguments_): boolean {
  const keys: PyConst[] = [];
  for (let i = 0; i < args.kwonlyargs.length; i++) {
    const default_ = args.kw_defaults[i];
    if (default_ === null || default_ === undefined) continue;
    keys.push(const_str(_Py_MaybeMangle(c.u.u_private, c.u.u_ste, args.kwonlyargs[i].arg)));
    compiler_visit_expr(c, default_);
  }
  if (keys.length === 0) return false;
  ADDOP_LOAD_CONST(c, loc, { t: 'tuple', v: keys });
  ADDOP_I(c, loc, OP.BUILD_CONST_KEY_MAP, keys.length);
  return true;
}

/** Pushes the defaults; returns the MAKE_FUNCTION_* flags of what was pushed. */
export function compiler_default_arguments(c: Compiler, loc: Location, args: arguments_): number {
  let funcflags = 0;
  if (args.defaults.length > 0) {
    visit_exprs(c, args.defaults);
    ADDOP_I(c, loc, OP.BUILD_TUPLE, args.defaults.length);
    funcflags |= MAKE_FUNCTION_DEFAULTS;
  }
  if (visit_kwonlydefaults(c, loc, args)) funcflags |= MAKE_FUNCTION_KWDEFAULTS;
  return funcflags;
}

export function set_argument_counts(c: Compiler, args: arguments_): void {
  const umd = c.u.u_metadata;
  umd.u_argcount = args.args.length;
  umd.u_posonlyargcount = args.posonlyargs.length;
  umd.u_kwonlyargcount = args.kwonlyargs.length;
}

function compiler_lambda(c: Compiler, e: E<'Lambda'>): void {
  compiler_check_debug_args(c, e.args);
  const loc = LOC(e);
  const funcflags = compiler_default_arguments(c, loc, e.args);
  compiler_enter_scope(c, '<lambda>', Scope.LAMBDA, e, e.lineno);
  // The first constant would be the docstring.
  compiler_add_const(c, NONE);
  set_argument_counts(c, e.args);
  compiler_visit_expr(c, e.body);
  const is_generator = c.u.u_ste.ste_generator;
  if (!is_generator) ADDOP(c, LOC(e.body), OP.RETURN_VALUE);
  const co = optimize_and_assemble(c, !is_generator);
  compiler_exit_scope(c);
  compiler_make_closure(c, loc, co, funcflags);
}

/***** yield, await *****/

function compiler_yield(c: Compiler, loc: Location, e: E<'Yield'>): void {
  if (!_PyST_IsFunctionLike(c.u.u_ste)) compiler_error(c, loc, "'yield' outside function");
  if (e.value !== null) compiler_visit_expr(c, e.value);
  else ADDOP_LOAD_CONST(c, loc, NONE);
  ADDOP_YIELD(c, loc);
}

function compiler_yield_from(c: Compiler, loc: Location, e: E<'YieldFrom'>): void {
  if (!_PyST_IsFunctionLike(c.u.u_ste)) compiler_error(c, loc, "'yield from' outside function");
  if (c.u.u_scope_type === Scope.ASYNC_FUNCTION) compiler_error(c, loc, "'yield from' inside async function");
  compiler_visit_expr(c, e.value);
  ADDOP(c, loc, OP.GET_YIELD_FROM_ITER);
  ADDOP_LOAD_CONST(c, loc, NONE);
  ADD_YIELD_FROM(c, loc, false);
}

function compiler_await(c: Compiler, loc: Location, e: E<'Await'>): void {
  if (!IS_TOP_LEVEL_AWAIT(c)) {
    if (!_PyST_IsFunctionLike(c.u.u_ste)) compiler_error(c, loc, "'await' outside function");
    const type = c.u.u_scope_type;
    if (type !== Scope.ASYNC_FUNCTION && type !== Scope.COMPREHENSION) compiler_error(c, loc, "'await' outside async function");
  }
  compiler_visit_expr(c, e.value);
  ADDOP_I(c, loc, OP.GET_AWAITABLE, 0);
  ADDOP_LOAD_CONST(c, loc, NONE);
  ADD_YIELD_FROM(c, loc, true);
}

function compiler_unaryop(c: Compiler, loc: Location, e: E<'UnaryOp'>): void {
  compiler_visit_expr(c, e.operand);
  switch (e.op) {
    case 'UAdd':
      ADDOP_I(c, loc, OP.CALL_INTRINSIC_1, INTRINSIC_1.INTRINSIC_UNARY_POSITIVE);
      break;
    case 'Not':
      ADDOP(c, loc, OP.TO_BOOL);
      ADDOP(c, loc, OP.UNARY_NOT);
      break;
    case 'Invert':
      ADDOP(c, loc, OP.UNARY_INVERT);
      break;
    case 'USub':
      ADDOP(c, loc, OP.UNARY_NEGATIVE);
      break;
  }
}

/** Pushes the value of `e`, or stores or deletes, by its context. */
export function compiler_visit_expr(c: Compiler, e: expr): void {
  switch (e.kind) {
    case 'Name':
      return compiler_nameop(c, LOC(e), e.id, e.ctx);
    case 'Constant':
      return ADDOP_LOAD_CONST(c, LOC(e), e.value);
    case 'Attribute':
      return compiler_attribute(c, e);
    case 'Call':
      return compiler_call(c, e);
    case 'NamedExpr':
      compiler_visit_expr(c, e.value);
      ADDOP_I(c, LOC(e), OP.COPY, 1);
      return compiler_visit_expr(c, e.target);
    case 'BoolOp':
      return compiler_boolop(c, LOC(e), e.op, e.values);
    case 'BinOp':
      compiler_visit_expr(c, e.left);
      compiler_visit_expr(c, e.right);
      return ADDOP_BINARY(c, LOC(e), e.op);
    case 'UnaryOp':
      return compiler_unaryop(c, LOC(e), e);
    case 'Lambda':
      return compiler_lambda(c, e);
    case 'IfExp':
      return compiler_ifexp(c, e);
    case 'Dict':
      return compiler_dict(c, e);
    case 'Set':
      return starunpack_helper(c, LOC(e), e.elts, 0, SET);
    case 'GeneratorExp':
      return compiler_genexp(c, e);
    case 'ListComp':
      return compiler_listcomp(c, e);
    case 'SetComp':
      return compiler_setcomp(c, e);
    case 'DictComp':
      return compiler_dictcomp(c, e);
    case 'Yield':
      return compiler_yield(c, LOC(e), e);
    case 'YieldFrom':
      return compiler_yield_from(c, LOC(e), e);
    case 'Await':
      return compiler_await(c, LOC(e), e);
    case 'Compare':
      return compiler_compare(c, e);
    case 'JoinedStr':
      return compiler_joined_str(c, e);
    case 'FormattedValue':
      return compiler_formatted_value(c, e);
    case 'Subscript':
      return compiler_subscript(c, e);
    case 'Starred':
      // In a list or tuple the element's value is visited instead.
      return compiler_error(
        c, LOC(e), e.ctx === 'Store' ? 'starred assignment target must be in a list or tuple' : "can't use starred expression here",
      );
    case 'Slice':
      return ADDOP_I(c, LOC(e), OP.BUILD_SLICE, compiler_slice(c, e));
    case 'List':
    case 'Tuple':
      return compiler_list_or_tuple(c, e);
  }
}
