// Parser/parser.c of CPython 3.13, generated there from Grammar/python.gram, written by hand here: one method a rule, with
// the rule's name. A method gives null and leaves the mark alone when its rule does not match. It is long as parser.c is.
// Deviations: left-recursive rules are loops; the binary operators are one loop over precedences. In the first pass, where
// almost all source ends, alternatives that begin alike are parsed once (a statement's targets as expressions that are then
// checked, brackets, arguments, parameters). In the second pass, which only looks for the best error, alternatives run in
// the grammar's order with CPython's memo, so that the invalid_ rules see what they see there.

import type {
  alias, arg, arguments_, cmpop, comprehension, excepthandler, expr, identifier, keyword, match_case, mod, operator, pattern,
  stmt, type_param, withitem,
} from '../include/pycore_ast';
import * as A from './Python-ast';
import {
  checkBarryAsFlufl, collectCallSeqs, concatenateStrings, formattedValue, fullFormatSpec, isBracket, joinedStr,
  makeArguments, setExprContext, type CallArgs, type FstringPart, type KeywordOrStarred, type NameDefaultPair,
  type ResultTokenWithMetadata, type StarEtc,
} from './action_helpers';
import * as I from './parser_invalid';
import { Pegen } from './pegen';
import { T, Token } from './token';

const enum R {
  expression, star_expression, disjunction, conjunction, inversion, bitwise_or, sum, factor, await_primary, primary, strings,
  arguments_, star_target, target_with_star_atom, t_primary, del_target, block, simple_stmt, import_stmt, closed_pattern,
  star_pattern, type_param, invalid_named_expression,
}

const PREC = new Uint8Array(600);
const OPS: operator[] = [];
const binary = (type: T, prec: number, op: operator): void => {
  PREC[type] = prec;
  OPS[type] = op;
};
binary(T.VBAR, 1, 'BitOr');
binary(T.CIRCUMFLEX, 2, 'BitXor');
binary(T.AMPER, 3, 'BitAnd');
binary(T.LEFTSHIFT, 4, 'LShift');
binary(T.RIGHTSHIFT, 4, 'RShift');
binary(T.PLUS, 5, 'Add');
binary(T.MINUS, 5, 'Sub');
binary(T.STAR, 6, 'Mult');
binary(T.SLASH, 6, 'Div');
binary(T.DOUBLESLASH, 6, 'FloorDiv');
binary(T.PERCENT, 6, 'Mod');
binary(T.AT, 6, 'MatMult');
const PREC_SHIFT = 4;
const PREC_SUM = 5;
const PREC_TERM = 6;

const POSONLY = 'Positional-only parameters are';
const MATMUL = "The '@' operator is";
const AUGASSIGN: operator[] = [];
AUGASSIGN[T.PLUSEQUAL] = 'Add';
AUGASSIGN[T.MINEQUAL] = 'Sub';
AUGASSIGN[T.STAREQUAL] = 'Mult';
AUGASSIGN[T.ATEQUAL] = 'MatMult';
AUGASSIGN[T.SLASHEQUAL] = 'Div';
AUGASSIGN[T.PERCENTEQUAL] = 'Mod';
AUGASSIGN[T.AMPEREQUAL] = 'BitAnd';
AUGASSIGN[T.VBAREQUAL] = 'BitOr';
AUGASSIGN[T.CIRCUMFLEXEQUAL] = 'BitXor';
AUGASSIGN[T.LEFTSHIFTEQUAL] = 'LShift';
AUGASSIGN[T.RIGHTSHIFTEQUAL] = 'RShift';
AUGASSIGN[T.DOUBLESTAREQUAL] = 'Pow';
AUGASSIGN[T.DOUBLESLASHEQUAL] = 'FloorDiv';

export interface KeyPatternPair { key: expr; pattern: pattern }
export interface KeyValuePair { key: expr | null; value: expr }

/** What an expression must be to stand left of `=`: what star_targets would have matched. */
function isStarTarget(e: expr): boolean {
  switch (e.kind) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return true;
    case 'Starred':
      return e.value.kind !== 'Starred' && isStarTarget(e.value);
    case 'Tuple':
    case 'List':
      return e.elts.every(isStarTarget);
    default:
      return false;
  }
}

const isSingleTarget = (e: expr): boolean => e.kind === 'Name' || e.kind === 'Attribute' || e.kind === 'Subscript';

export class Parser extends Pegen {
  start(): mod | null {
    switch (this.mode) {
      case 'exec': return this.file();
      case 'single': return this.interactive();
      case 'eval': return this.eval_();
      case 'func_type': return this.func_type();
    }
  }

  /** True in the second pass, whatever expression_without_invalid has made of call_invalid_rules. */
  second = false;

  override beginSecondPass(): void {
    this.second = true;
  }

  // STARTING RULES

  file(): mod | null {
    const body = this.statements() ?? [];
    if (!this.accept(T.ENDMARKER)) return null;
    const type_ignores = this.type_ignores.map((t) => ({ kind: 'TypeIgnore' as const, lineno: t.lineno, tag: t.tag }));
    return { kind: 'Module', body, type_ignores };
  }

  interactive(): mod | null {
    const body = this.statement_newline();
    return body === null ? null : { kind: 'Interactive', body };
  }

  eval_(): mod | null {
    const body = this.expressions();
    if (body === null) return null;
    while (this.accept(T.NEWLINE));
    return this.accept(T.ENDMARKER) ? { kind: 'Expression', body } : null;
  }

  func_type(): mod | null {
    if (!this.accept(T.LPAR)) return null;
    const argtypes = this.type_expressions() ?? [];
    if (!this.accept(T.RPAR) || !this.accept(T.RARROW)) return null;
    const returns = this.expression();
    if (returns === null) return null;
    while (this.accept(T.NEWLINE));
    return this.accept(T.ENDMARKER) ? { kind: 'FunctionType', argtypes, returns } : null;
  }

  // GENERAL STATEMENTS

  statements(): stmt[] | null {
    const body: stmt[] = [];
    while (this.statement(body));
    return body.length > 0 ? body : null;
  }

  /** Appends the statements of one logical line to `out`. */
  private statement(out: stmt[]): boolean {
    const compound = this.compound_stmt();
    if (compound !== null) {
      out.push(compound);
      return true;
    }
    return this.simpleStmtsInto(out);
  }

  statement_newline(): stmt[] | null {
    const mark = this.mark;
    const s = this.tok0();
    const compound = this.compound_stmt();
    if (compound !== null) {
      if (this.accept(T.NEWLINE)) return [compound];
      this.mark = mark;
    }
    const simple = this.simple_stmts();
    if (simple !== null) return simple;
    if (this.accept(T.NEWLINE)) return [A._PyAST_Pass(s, s)];
    return null;
  }

  simple_stmts(): stmt[] | null {
    const out: stmt[] = [];
    return this.simpleStmtsInto(out) ? out : null;
  }

  private simpleStmtsInto(out: stmt[]): boolean {
    const mark = this.mark;
    const n = out.length;
    const first = this.simple_stmt();
    if (first === null) return false;
    out.push(first);
    while (this.accept(T.SEMI)) {
      const next = this.simple_stmt();
      if (next === null) break;
      out.push(next);
    }
    if (this.accept(T.NEWLINE)) return true;
    out.length = n;
    this.mark = mark;
    return false;
  }

  simple_stmt(): stmt | null {
    return this.second ? this.memo(R.simple_stmt, () => this.simpleStmtSecond()) : this.simpleStmtFirst();
  }

  private keywordStmt(type: T): stmt | null {
    switch (type) {
      case T.K_IMPORT:
      case T.K_FROM: return this.import_stmt();
      case T.K_RETURN: return this.return_stmt();
      case T.K_RAISE: return this.raise_stmt();
      case T.K_PASS: { const s = this.tokens[this.mark++]; return A._PyAST_Pass(s, s); }
      case T.K_DEL: return this.del_stmt();
      case T.K_YIELD: return this.yield_stmt();
      case T.K_ASSERT: return this.assert_stmt();
      case T.K_BREAK: { const s = this.tokens[this.mark++]; return A._PyAST_Break(s, s); }
      case T.K_CONTINUE: { const s = this.tokens[this.mark++]; return A._PyAST_Continue(s, s); }
      case T.K_GLOBAL: return this.global_stmt();
      case T.K_NONLOCAL: return this.nonlocal_stmt();
      default: return null;
    }
  }

  private simpleStmtFirst(): stmt | null {
    const s = this.tok0();
    if (s.type >= T.K_FALSE) {
      const known = this.keywordStmt(s.type);
      if (known !== null) return known;
    } else if (s.type === T.NAME) {
      if (s.text === 'type' && this.peek1() === T.NAME) {
        const aliasStmt = this.type_alias();
        if (aliasStmt !== null) return aliasStmt;
      }
      if (this.peek1() === T.COLON) return this.annAssignRest(s, this.nameTarget(), 1);
    }
    const mark = this.mark;
    const e = this.star_expressions();
    if (e === null) return null;
    const type = this.peek();
    if (type === T.NEWLINE) return A._PyAST_Expr(e, s, this.last());
    if (type === T.EQUAL) return this.assignRest(mark, s, e);
    if (type === T.COLON && isSingleTarget(e)) {
      const node = this.annAssignRest(s, setExprContext(e, 'Store'), 0);
      return node ?? this.reset(mark);
    }
    const op = AUGASSIGN[type];
    if (op !== undefined && isSingleTarget(e)) {
      if (op === 'MatMult') this.checkVersion(5, MATMUL);
      this.mark++;
      const value = this.annotated_rhs();
      if (value === null) return this.reset(mark);
      return A._PyAST_AugAssign(setExprContext(e, 'Store'), op, value, s, this.last());
    }
    return A._PyAST_Expr(e, s, this.last());
  }

  private nameTarget(): expr {
    const name = this.nameFrom(this.tokens[this.mark++]);
    name.ctx = 'Store';
    return name;
  }

  /** From the ':' on; the target has been read. */
  private annAssignRest(s: Token, target: expr, simple: number): stmt | null {
    const mark = this.mark;
    this.mark++;
    const annotation = this.expression();
    if (annotation === null) return this.reset(mark);
    let value: expr | null = null;
    const eq = this.mark;
    if (this.accept(T.EQUAL)) {
      value = this.annotated_rhs();
      if (value === null) this.mark = eq;
    }
    this.checkVersion(6, target.kind === 'Name' && simple ? 'Variable annotation syntax is' : 'Variable annotations syntax is');
    return A._PyAST_AnnAssign(target, annotation, value, simple, s, this.last());
  }

  /** From the first '=' on. */
  private assignRest(mark: number, s: Token, first: expr): stmt | null {
    const targets: expr[] = [];
    let value = first;
    while (this.peek() === T.EQUAL) {
      if (!isStarTarget(value)) return this.reset(mark);
      targets.push(setExprContext(value, 'Store'));
      this.mark++;
      const next = this.annotated_rhs();
      if (next === null) return this.reset(mark);
      value = next;
    }
    const type_comment = this.typeComment();
    return A._PyAST_Assign(targets, value, type_comment, s, this.last());
  }

  private typeComment(): string | null {
    if (this.peek() !== T.TYPE_COMMENT) return null;
    return this.tokens[this.mark++].text;
  }

  private simpleStmtSecond(): stmt | null {
    const s = this.tok0();
    const assignment = this.assignment();
    if (assignment !== null) return assignment;
    if (s.type === T.NAME && s.text === 'type') {
      const aliasStmt = this.type_alias();
      if (aliasStmt !== null) return aliasStmt;
    }
    const e = this.star_expressions();
    if (e !== null) return A._PyAST_Expr(e, s, this.last());
    return s.type >= T.K_FALSE ? this.keywordStmt(s.type) : null;
  }

  compound_stmt(): stmt | null {
    const t = this.tok0();
    switch (t.type) {
      case T.K_DEF: return this.function_def_raw([]);
      case T.AT: return this.decorated();
      case T.K_ASYNC: return this.function_def_raw([]) ?? this.with_stmt() ?? this.for_stmt();
      case T.K_IF: return this.if_stmt();
      case T.K_CLASS: return this.class_def_raw([]);
      case T.K_WITH: return this.with_stmt();
      case T.K_FOR: return this.for_stmt();
      case T.K_TRY: return this.try_stmt();
      case T.K_WHILE: return this.while_stmt();
      case T.NAME: return t.text === 'match' ? this.match_stmt() : null;
      default: return null;
    }
  }

  // SIMPLE STATEMENTS

  /** The rule as written; the first pass does without. */
  assignment(): stmt | null {
    const mark = this.mark;
    const s = this.tok0();
    if (s.type === T.NAME) {
      this.mark++;
      if (this.peek() === T.COLON) {
        const node = this.annAssignRest(s, this.nameFrom(s), 1);
        if (node !== null) return node;
      }
      this.mark = mark;
    }
    const target = this.parenthesizedSingleTarget() ?? this.single_subscript_attribute_target();
    if (target !== null) {
      if (this.peek() === T.COLON) {
        const node = this.annAssignRest(s, target, 0);
        if (node !== null) return node;
      }
      this.mark = mark;
    }
    const targets: expr[] = [];
    for (;;) {
      const m = this.mark;
      const t = this.star_targets();
      if (t === null) break;
      if (!this.accept(T.EQUAL)) {
        this.mark = m;
        break;
      }
      targets.push(t);
    }
    if (targets.length > 0) {
      const value = this.annotated_rhs();
      if (value !== null && this.peek() !== T.EQUAL) return A._PyAST_Assign(targets, value, this.typeComment(), s, this.last());
    }
    this.mark = mark;
    const single = this.single_target();
    if (single !== null) {
      const op = AUGASSIGN[this.peek()];
      if (op !== undefined) {
        this.mark++;
        const value = this.annotated_rhs();
        return value === null ? this.reset(mark) : A._PyAST_AugAssign(single, op, value, s, this.last());
      }
      this.mark = mark;
    }
    if (this.call_invalid_rules) I.invalid_assignment(this);
    return null;
  }

  private parenthesizedSingleTarget(): expr | null {
    const mark = this.mark;
    if (!this.accept(T.LPAR)) return null;
    const t = this.single_target();
    return t !== null && this.accept(T.RPAR) ? t : this.reset(mark);
  }

  isAugassign(): boolean {
    return AUGASSIGN[this.peek()] !== undefined;
  }

  annotated_rhs(): expr | null {
    return this.peek() === T.K_YIELD ? this.yield_expr() : this.star_expressions();
  }

  return_stmt(): stmt | null {
    const s = this.tokens[this.mark++];
    const value = this.star_expressions();
    return A._PyAST_Return(value, s, this.last());
  }

  raise_stmt(): stmt | null {
    const s = this.tokens[this.mark++];
    const exc = this.expression();
    if (exc === null) return A._PyAST_Raise(null, null, s, s);
    const m = this.mark;
    if (this.accept(T.K_FROM)) {
      const cause = this.expression();
      if (cause !== null) return A._PyAST_Raise(exc, cause, s, this.last());
      this.mark = m;
    }
    return A._PyAST_Raise(exc, null, s, this.last());
  }

  private names(): identifier[] | null {
    const list: identifier[] = [];
    for (;;) {
      const m = this.mark;
      if (list.length > 0 && !this.accept(T.COMMA)) break;
      const t = this.expect(T.NAME);
      if (t === null) {
        this.mark = m;
        break;
      }
      list.push(this.newIdentifier(t.text));
    }
    return list.length > 0 ? list : null;
  }

  global_stmt(): stmt | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const names = this.names();
    return names === null ? this.reset(mark) : A._PyAST_Global(names, s, this.last());
  }

  nonlocal_stmt(): stmt | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const names = this.names();
    return names === null ? this.reset(mark) : A._PyAST_Nonlocal(names, s, this.last());
  }

  del_stmt(): stmt | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const targets = this.del_targets();
    if (targets !== null) {
      const type = this.peek();
      if (type === T.SEMI || type === T.NEWLINE) return A._PyAST_Delete(targets, s, this.last());
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_del_stmt(this);
    return null;
  }

  yield_stmt(): stmt | null {
    const s = this.tok0();
    const y = this.yield_expr();
    return y === null ? null : A._PyAST_Expr(y, s, this.last());
  }

  assert_stmt(): stmt | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const test = this.expression();
    if (test === null) return this.reset(mark);
    let msg: expr | null = null;
    const m = this.mark;
    if (this.accept(T.COMMA)) {
      msg = this.expression();
      if (msg === null) this.mark = m;
    }
    return A._PyAST_Assert(test, msg, s, this.last());
  }

  import_stmt(): stmt | null {
    return this.second ? this.memo(R.import_stmt, () => this.importStmt()) : this.importStmt();
  }

  private importStmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_import(this);
    return this.peek() === T.K_IMPORT ? this.import_name() : this.import_from();
  }

  import_name(): stmt | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const names = this.gather(T.COMMA, () => this.dotted_as_name());
    return names === null ? this.reset(mark) : A._PyAST_Import(names, s, this.last());
  }

  import_from(): stmt | null {
    const mark = this.mark;
    const s = this.expect(T.K_FROM);
    if (s === null) return null;
    let level = 0;
    for (;;) {
      if (this.accept(T.DOT)) level++;
      else if (this.accept(T.ELLIPSIS)) level += 3;
      else break;
    }
    const module = this.dotted_name();
    if (module === null && level === 0) return this.reset(mark);
    if (!this.accept(T.K_IMPORT)) return this.reset(mark);
    const names = this.import_from_targets();
    if (names === null) return this.reset(mark);
    if (module === '__future__' && names.some((n) => n.name === 'barry_as_FLUFL')) this.flags.barry_as_bdfl = true;
    return A._PyAST_ImportFrom(module, names, level, s, this.last());
  }

  import_from_targets(): alias[] | null {
    const mark = this.mark;
    if (this.accept(T.LPAR)) {
      const names = this.import_from_as_names();
      if (names !== null) {
        this.accept(T.COMMA);
        if (this.accept(T.RPAR)) return names;
      }
      this.mark = mark;
    } else {
      const names = this.import_from_as_names();
      if (names !== null) {
        if (this.peek() !== T.COMMA) return names;
        this.mark = mark;
      }
      const star = this.expect(T.STAR);
      if (star !== null) return [A._PyAST_alias('*', null, star, star)];
    }
    if (this.call_invalid_rules) I.invalid_import_from_targets(this);
    return null;
  }

  import_from_as_names(): alias[] | null {
    return this.gather(T.COMMA, () => this.import_from_as_name());
  }

  import_from_as_name(): alias | null {
    const t = this.expect(T.NAME);
    return t === null ? null : A._PyAST_alias(this.newIdentifier(t.text), this.asName(), t, this.last());
  }

  /** ['as' NAME] */
  asName(): identifier | null {
    const mark = this.mark;
    if (!this.accept(T.K_AS)) return null;
    const t = this.expect(T.NAME);
    return t === null ? this.reset(mark) : this.newIdentifier(t.text);
  }

  dotted_as_name(): alias | null {
    const s = this.tok0();
    const name = this.dotted_name();
    return name === null ? null : A._PyAST_alias(name, this.asName(), s, this.last());
  }

  dotted_name(): identifier | null {
    const t = this.expect(T.NAME);
    if (t === null) return null;
    let name = this.newIdentifier(t.text);
    while (this.peek() === T.DOT) {
      const m = this.mark++;
      const next = this.expect(T.NAME);
      if (next === null) {
        this.mark = m;
        break;
      }
      name += '.' + this.newIdentifier(next.text);
    }
    return name;
  }

  // COMPOUND STATEMENTS

  block(): stmt[] | null {
    return this.second ? this.memo(R.block, () => this.blockRule()) : this.blockRule();
  }

  private blockRule(): stmt[] | null {
    const mark = this.mark;
    if (this.accept(T.NEWLINE)) {
      if (this.accept(T.INDENT)) {
        const body = this.statements();
        if (body !== null && this.accept(T.DEDENT)) return body;
      }
      this.mark = mark;
    }
    const simple = this.simple_stmts();
    if (simple !== null) return simple;
    if (this.call_invalid_rules) I.invalid_block(this);
    return null;
  }

  private decorated(): stmt | null {
    const mark = this.mark;
    const decorators: expr[] = [];
    while (this.peek() === T.AT) {
      const m = this.mark++;
      const d = this.named_expression();
      if (d === null || !this.accept(T.NEWLINE)) {
        this.mark = m;
        break;
      }
      decorators.push(d);
    }
    if (decorators.length === 0) return this.reset(mark);
    return this.function_def_raw(decorators) ?? this.class_def_raw(decorators) ?? this.reset(mark);
  }

  class_def_raw(decorators: expr[]): stmt | null {
    const mark = this.mark;
    if (this.peek() !== T.K_CLASS) return null;
    if (this.call_invalid_rules) I.invalid_class_def_raw(this);
    const s = this.tokens[this.mark++];
    const name = this.expect(T.NAME);
    if (name === null) return this.reset(mark);
    const params = this.type_params() ?? [];
    const args = this.optionalArguments();
    if (!this.accept(T.COLON)) return this.reset(mark);
    const body = this.block();
    if (body === null) return this.reset(mark);
    return A._PyAST_ClassDef(this.newIdentifier(name.text), args.args, args.keywords, body, decorators, params, s, this.last());
  }

  /** ['(' [arguments] ')'] */
  optionalArguments(): CallArgs {
    const none: CallArgs = { args: [], keywords: [] };
    const mark = this.mark;
    if (!this.accept(T.LPAR)) return none;
    const args = this.arguments_() ?? none;
    if (this.accept(T.RPAR)) return args;
    this.mark = mark;
    return none;
  }

  function_def_raw(decorators: expr[]): stmt | null {
    const mark = this.mark;
    const s = this.tok0();
    if (s.type !== T.K_DEF && s.type !== T.K_ASYNC) return null;
    if (this.call_invalid_rules) I.invalid_def_raw(this);
    this.mark++;
    const isAsync = s.type === T.K_ASYNC;
    if (isAsync && !this.accept(T.K_DEF)) return this.reset(mark);
    const name = this.expect(T.NAME);
    if (name === null) return this.reset(mark);
    const type_params = this.type_params() ?? [];
    if (!this.accept(T.LPAR)) return this.reset(mark);
    const args = this.params(false) ?? makeArguments([], [], null);
    if (!this.accept(T.RPAR)) return this.reset(mark);
    const returns = this.returnAnnotation();
    if (!this.accept(T.COLON)) return this.reset(mark);
    const comment = this.func_type_comment();
    const body = this.block();
    if (body === null) return this.reset(mark);
    const id = this.newIdentifier(name.text);
    if (isAsync) this.checkVersion(5, 'Async functions are');
    return isAsync
      ? A._PyAST_AsyncFunctionDef(id, args, body, decorators, returns, comment, type_params, s, this.last())
      : A._PyAST_FunctionDef(id, args, body, decorators, returns, comment, type_params, s, this.last());
  }

  /** ['->' expression] */
  returnAnnotation(): expr | null {
    const mark = this.mark;
    if (!this.accept(T.RARROW)) return null;
    return this.expression() ?? this.reset(mark);
  }

  func_type_comment(): string | null {
    if (!this.tok.type_comments) return null;
    const mark = this.mark;
    if (this.accept(T.NEWLINE)) {
      const t = this.expect(T.TYPE_COMMENT);
      if (t !== null && this.accept(T.NEWLINE)) {
        const indented = this.peek() === T.INDENT;
        this.mark--;
        if (indented) return t.text;
      }
      this.mark = mark;
    }
    if (this.call_invalid_rules) I.invalid_double_type_comments(this);
    return this.typeComment();
  }

  // Function parameters. `l` says lambda: no annotations, and ':' instead of ')' at the end.

  params(l: boolean): arguments_ | null {
    if (!this.second) return this.paramsFirst(l);
    if (this.call_invalid_rules) I.invalid_parameters(this, l);
    return this.parameters(l);
  }

  /** parameters of the first pass: one walk, which refuses what the grammar's alternatives cannot match. */
  private paramsFirst(l: boolean): arguments_ | null {
    const end = l ? T.COLON : T.RPAR;
    const mark = this.mark;
    if (this.peek() === end) return null;
    let posonly: NameDefaultPair[] = [];
    let plain: NameDefaultPair[] = [];
    let star: StarEtc | null = null;
    let seenSlash = false;
    let seenDefault = false;
    for (;;) {
      const type = this.peek();
      if (type === T.NAME) {
        const a = this.param(l)!;
        const value = this.peek() === T.EQUAL ? this.default_() : null;
        if (this.peek() === T.EQUAL) return this.reset(mark);
        if (star === null) {
          if (value !== null) seenDefault = true;
          else if (seenDefault) return this.reset(mark);
        }
        const pair = { arg: a, value };
        this.commaInParams(a);
        (star === null ? plain : star.kwonlyargs).push(pair);
      } else if (type === T.SLASH) {
        if (seenSlash || star !== null || plain.length === 0) return this.reset(mark);
        seenSlash = true;
        this.mark++;
        posonly = plain;
        plain = [];
        this.accept(T.COMMA);
        this.checkVersion(8, POSONLY);
      } else if (type === T.STAR) {
        if (star !== null) return this.reset(mark);
        star = { vararg: null, kwonlyargs: [], kwarg: null };
        this.mark++;
        if (this.peek() === T.NAME) {
          star.vararg = l ? this.param(l) : this.paramStarAnnotation();
          if (star.vararg === null) return this.reset(mark);
          this.commaInParams(star.vararg);
        } else if (!this.accept(T.COMMA) || this.peek() !== T.NAME) return this.reset(mark);
      } else if (type === T.DOUBLESTAR) {
        this.mark++;
        star ??= { vararg: null, kwonlyargs: [], kwarg: null };
        star.kwarg = this.param(l);
        if (star.kwarg === null) return this.reset(mark);
        this.commaInParams(star.kwarg);
        break;
      } else return this.reset(mark);
      if (this.peek() === end) break;
      if (this.tokens[this.mark - 1].type !== T.COMMA && this.tokens[this.mark - 1].type !== T.TYPE_COMMENT) return this.reset(mark);
    }
    return this.peek() === end ? makeArguments(posonly, plain, star) : this.reset(mark);
  }

  private commaInParams(a: arg): void {
    this.accept(T.COMMA);
    const comment = this.typeComment();
    if (comment !== null) a.type_comment = comment;
  }

  private paramEnd(l: boolean): T {
    return l ? T.COLON : T.RPAR;
  }

  /** ',' TYPE_COMMENT? | TYPE_COMMENT? &')' */
  private afterParam(l: boolean, a: arg): boolean {
    if (this.accept(T.COMMA)) {
      if (!l) this.takeTypeComment(a);
      return true;
    }
    if (!l) this.takeTypeComment(a);
    return this.peek() === this.paramEnd(l);
  }

  private takeTypeComment(a: arg): void {
    const comment = this.typeComment();
    if (comment !== null) a.type_comment = comment;
  }

  parameters(l: boolean): arguments_ | null {
    const mark = this.mark;
    const slash = this.slash_no_default(l);
    if (slash !== null) {
      this.checkVersion(8, POSONLY);
      const b = this.many(() => this.param_no_default(l));
      const c = this.many(() => this.param_with_default(l));
      return makeArguments(slash, [...b, ...c], this.star_etc(l));
    }
    const slashDefault = this.slash_with_default(l);
    if (slashDefault !== null) this.checkVersion(8, POSONLY);
    if (slashDefault !== null) return makeArguments(slashDefault, this.many(() => this.param_with_default(l)), this.star_etc(l));
    const plain = this.many(() => this.param_no_default(l));
    const withDefault = this.many(() => this.param_with_default(l));
    const star = this.star_etc(l);
    if (plain.length === 0 && withDefault.length === 0 && star === null) return this.reset(mark);
    return makeArguments([], [...plain, ...withDefault], star);
  }

  private slashEnd(l: boolean): boolean {
    return this.accept(T.SLASH) && (this.accept(T.COMMA) || this.peek() === this.paramEnd(l));
  }

  slash_no_default(l: boolean): NameDefaultPair[] | null {
    const mark = this.mark;
    const a = this.many(() => this.param_no_default(l));
    return a.length > 0 && this.slashEnd(l) ? a : this.reset(mark);
  }

  slash_with_default(l: boolean): NameDefaultPair[] | null {
    const mark = this.mark;
    const a = this.many(() => this.param_no_default(l));
    const b = this.many(() => this.param_with_default(l));
    return b.length > 0 && this.slashEnd(l) ? [...a, ...b] : this.reset(mark);
  }

  star_etc(l: boolean): StarEtc | null {
    if (this.call_invalid_rules) I.invalid_star_etc(this, l);
    const mark = this.mark;
    if (this.accept(T.STAR)) {
      const a = this.param_no_default(l)?.arg ?? (l ? null : this.param_no_default_star_annotation());
      if (a !== null) {
        const kwonlyargs = this.many(() => this.param_maybe_default(l));
        return { vararg: a, kwonlyargs, kwarg: this.kwds(l) };
      }
      if (this.accept(T.COMMA)) {
        const kwonlyargs = this.many(() => this.param_maybe_default(l));
        if (kwonlyargs.length > 0) return { vararg: null, kwonlyargs, kwarg: this.kwds(l) };
      }
      this.mark = mark;
    }
    const kwarg = this.kwds(l);
    return kwarg === null ? null : { vararg: null, kwonlyargs: [], kwarg };
  }

  kwds(l: boolean): arg | null {
    if (this.call_invalid_rules) I.invalid_kwds(this, l);
    const mark = this.mark;
    if (!this.accept(T.DOUBLESTAR)) return null;
    return this.param_no_default(l)?.arg ?? this.reset(mark);
  }

  param_no_default(l: boolean): NameDefaultPair | null {
    const mark = this.mark;
    const a = this.param(l);
    return a !== null && this.afterParam(l, a) ? { arg: a, value: null } : this.reset(mark);
  }

  private param_no_default_star_annotation(): arg | null {
    const mark = this.mark;
    const a = this.paramStarAnnotation();
    return a !== null && this.afterParam(false, a) ? a : this.reset(mark);
  }

  param_with_default(l: boolean): NameDefaultPair | null {
    const mark = this.mark;
    const a = this.param(l);
    if (a === null) return null;
    const value = this.default_();
    return value !== null && this.afterParam(l, a) ? { arg: a, value } : this.reset(mark);
  }

  param_maybe_default(l: boolean): NameDefaultPair | null {
    const mark = this.mark;
    const a = this.param(l);
    if (a === null) return null;
    const value = this.default_();
    return this.afterParam(l, a) ? { arg: a, value } : this.reset(mark);
  }

  param(l: boolean): arg | null {
    const t = this.expect(T.NAME);
    if (t === null) return null;
    let annotation: expr | null = null;
    if (!l && this.peek() === T.COLON) {
      const m = this.mark++;
      annotation = this.expression();
      if (annotation === null) this.mark = m;
    }
    return A._PyAST_arg(this.newIdentifier(t.text), annotation, null, t, this.last());
  }

  /** param, or param_star_annotation: NAME ':' star_expression. */
  private paramStarAnnotation(): arg | null {
    const mark = this.mark;
    const t = this.expect(T.NAME);
    if (t === null) return null;
    let annotation: expr | null = null;
    if (this.accept(T.COLON)) {
      annotation = this.star_expression();
      if (annotation === null) return this.reset(mark);
    }
    return A._PyAST_arg(this.newIdentifier(t.text), annotation, null, t, this.last());
  }

  default_(): expr | null {
    const mark = this.mark;
    if (!this.accept(T.EQUAL)) return null;
    const value = this.expression();
    if (value !== null) return value;
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_default(this);
    return null;
  }

  // if, while, for, with, try

  if_stmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_if_stmt(this, T.K_IF);
    return this.ifRest();
  }

  private ifRest(): stmt | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const test = this.named_expression();
    if (test === null || !this.accept(T.COLON)) return this.reset(mark);
    const body = this.block();
    if (body === null) return this.reset(mark);
    const elif = this.peek() === T.K_ELIF ? this.elif_stmt() : null;
    const orelse = elif !== null ? [elif] : this.else_block() ?? [];
    return A._PyAST_If(test, body, orelse, s, this.last());
  }

  elif_stmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_if_stmt(this, T.K_ELIF);
    return this.nested(1, () => this.ifRest());
  }

  else_block(): stmt[] | null {
    const mark = this.mark;
    if (this.peek() !== T.K_ELSE) return null;
    if (this.call_invalid_rules) I.invalid_else_stmt(this);
    this.mark++;
    this.expectForced(T.COLON, ':');
    return this.block() ?? this.reset(mark);
  }

  while_stmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_while_stmt(this);
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const test = this.named_expression();
    if (test === null || !this.accept(T.COLON)) return this.reset(mark);
    const body = this.block();
    if (body === null) return this.reset(mark);
    return A._PyAST_While(test, body, this.else_block() ?? [], s, this.last());
  }

  for_stmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_for_stmt(this);
    const mark = this.mark;
    const s = this.tok0();
    const isAsync = this.accept(T.K_ASYNC);
    if (this.accept(T.K_FOR)) {
      const target = this.star_targets();
      if (target !== null && this.accept(T.K_IN)) {
        const iter = this.star_expressions();
        if (iter === null || !this.accept(T.COLON)) return this.reset(mark);
        const comment = this.typeComment();
        const body = this.block();
        if (body === null) return this.reset(mark);
        const orelse = this.else_block() ?? [];
        if (isAsync) this.checkVersion(5, 'Async for loops are');
        return isAsync
          ? A._PyAST_AsyncFor(target, iter, body, orelse, comment, s, this.last())
          : A._PyAST_For(target, iter, body, orelse, comment, s, this.last());
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_for_target(this);
    return null;
  }

  with_stmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_with_stmt_indent(this);
    const mark = this.mark;
    const s = this.tok0();
    const isAsync = this.accept(T.K_ASYNC);
    if (this.accept(T.K_WITH)) {
      const m = this.mark;
      const items = this.parenthesizedWithItems() ?? this.withItemsColon();
      if (items !== null) {
        const node = this.withRest(s, isAsync, items);
        if (node !== null) return node;
        // A parenthesized list may have been an expression after all.
        this.mark = m;
        const again = this.withItemsColon();
        const retry = again === null ? null : this.withRest(s, isAsync, again);
        if (retry !== null) return retry;
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_with_stmt(this);
    return null;
  }

  private withRest(s: Token, isAsync: boolean, items: withitem[]): stmt | null {
    const comment = this.typeComment();
    const body = this.block();
    if (body === null) return null;
    if (isAsync) this.checkVersion(5, 'Async with statements are');
    return isAsync
      ? A._PyAST_AsyncWith(items, body, comment, s, this.last())
      : A._PyAST_With(items, body, comment, s, this.last());
  }

  private parenthesizedWithItems(): withitem[] | null {
    const mark = this.mark;
    if (!this.accept(T.LPAR)) return null;
    const items = this.gather(T.COMMA, () => this.with_item());
    if (items === null) return this.reset(mark);
    this.accept(T.COMMA);
    return this.accept(T.RPAR) && this.accept(T.COLON) ? items : this.reset(mark);
  }

  private withItemsColon(): withitem[] | null {
    const mark = this.mark;
    const items = this.gather(T.COMMA, () => this.with_item());
    return items !== null && this.accept(T.COLON) ? items : this.reset(mark);
  }

  with_item(): withitem | null {
    const mark = this.mark;
    const e = this.expression();
    if (e !== null) {
      const m = this.mark;
      if (this.accept(T.K_AS)) {
        const t = this.star_target();
        if (t !== null) {
          const type = this.peek();
          if (type === T.COMMA || type === T.RPAR || type === T.COLON) return { kind: 'withitem', context_expr: e, optional_vars: t };
        }
      }
      this.mark = mark;
      if (this.call_invalid_rules) I.invalid_with_item(this);
      this.mark = m;
      return { kind: 'withitem', context_expr: e, optional_vars: null };
    }
    return null;
  }

  try_stmt(): stmt | null {
    if (this.call_invalid_rules) I.invalid_try_stmt(this);
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    this.expectForced(T.COLON, ':');
    const body = this.block();
    if (body === null) return this.reset(mark);
    const m = this.mark;
    const onlyFinally = this.finally_block();
    if (onlyFinally !== null) return A._PyAST_Try(body, [], [], onlyFinally, s, this.last());
    let handlers = this.many(() => this.except_block());
    if (handlers.length > 0) {
      const orelse = this.else_block() ?? [];
      const final = this.finally_block() ?? [];
      return A._PyAST_Try(body, handlers, orelse, final, s, this.last());
    }
    this.mark = m;
    handlers = this.many(() => this.except_star_block());
    if (handlers.length === 0) return this.reset(mark);
    const orelse = this.else_block() ?? [];
    const final = this.finally_block() ?? [];
    this.checkVersion(11, 'Exception groups are');
    return A._PyAST_TryStar(body, handlers, orelse, final, s, this.last());
  }

  except_block(): excepthandler | null {
    const mark = this.mark;
    if (this.peek() !== T.K_EXCEPT) return null;
    if (this.call_invalid_rules) I.invalid_except_stmt_indent(this);
    const s = this.tokens[this.mark++];
    const node = this.exceptRest(s, this.expression());
    if (node !== null) return node;
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_except_stmt(this);
    return null;
  }

  private exceptRest(s: Token, type: expr | null): excepthandler | null {
    const name = type === null ? null : this.asName();
    if (!this.accept(T.COLON)) return null;
    const body = this.block();
    return body === null ? null : A._PyAST_ExceptHandler(type, name, body, s, this.last());
  }

  except_star_block(): excepthandler | null {
    const mark = this.mark;
    if (this.peek() !== T.K_EXCEPT) return null;
    if (this.call_invalid_rules) I.invalid_except_star_stmt_indent(this);
    const s = this.tokens[this.mark++];
    if (this.accept(T.STAR)) {
      const type = this.expression();
      const node = type === null ? null : this.exceptRest(s, type);
      if (node !== null) return node;
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_except_stmt(this);
    return null;
  }

  finally_block(): stmt[] | null {
    const mark = this.mark;
    if (this.peek() !== T.K_FINALLY) return null;
    if (this.call_invalid_rules) I.invalid_finally_stmt(this);
    this.mark++;
    this.expectForced(T.COLON, ':');
    return this.block() ?? this.reset(mark);
  }

  // Match statement

  match_stmt(): stmt | null {
    const mark = this.mark;
    const s = this.expectSoft('match');
    if (s === null) return null;
    const subject = this.subject_expr();
    if (subject !== null && this.accept(T.COLON) && this.accept(T.NEWLINE) && this.accept(T.INDENT)) {
      const cases = this.many(() => this.case_block());
      if (cases.length > 0 && this.accept(T.DEDENT)) {
        this.checkVersion(10, 'Pattern matching is');
        return A._PyAST_Match(subject, cases, s, this.last());
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_match_stmt(this);
    return null;
  }

  subject_expr(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    const first = this.star_named_expression();
    if (first !== null && this.accept(T.COMMA)) {
      const rest = this.star_named_expressions() ?? [];
      return A._PyAST_Tuple([first, ...rest], 'Load', s, this.last());
    }
    if (!this.second && first !== null && first.kind !== 'Starred') return first;
    this.mark = mark;
    return this.named_expression();
  }

  case_block(): match_case | null {
    if (this.call_invalid_rules) I.invalid_case_block(this);
    const mark = this.mark;
    if (this.expectSoft('case') === null) return null;
    const pat = this.patterns();
    if (pat === null) return this.reset(mark);
    const guard = this.guard();
    if (!this.accept(T.COLON)) return this.reset(mark);
    const body = this.block();
    return body === null ? this.reset(mark) : { kind: 'match_case', pattern: pat, guard, body };
  }

  guard(): expr | null {
    const mark = this.mark;
    if (!this.accept(T.K_IF)) return null;
    return this.named_expression() ?? this.reset(mark);
  }

  patterns(): pattern | null {
    const s = this.tok0();
    const open = this.open_sequence_pattern();
    return open !== null ? A._PyAST_MatchSequence(open, s, this.last()) : this.pattern();
  }

  pattern(): pattern | null {
    const mark = this.mark;
    const s = this.tok0();
    const p = this.or_pattern();
    if (p !== null && this.accept(T.K_AS)) {
      const target = this.pattern_capture_target();
      if (target !== null) return A._PyAST_MatchAs(p, target, s, this.last());
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_as_pattern(this);
    return this.or_pattern();
  }

  or_pattern(): pattern | null {
    const s = this.tok0();
    const list = this.gather(T.VBAR, () => this.closed_pattern());
    if (list === null) return null;
    return list.length === 1 ? list[0] : A._PyAST_MatchOr(list, s, this.last());
  }

  closed_pattern(): pattern | null {
    return this.memo(R.closed_pattern, () => this.closedPattern());
  }

  private closedPattern(): pattern | null {
    const s = this.tok0();
    switch (s.type) {
      case T.NUMBER:
      case T.MINUS: {
        const value = this.signedOrComplex();
        return value === null ? null : A._PyAST_MatchValue(value, s, this.last());
      }
      case T.STRING:
      case T.FSTRING_START: {
        const value = this.strings();
        return value === null ? null : A._PyAST_MatchValue(value, s, this.last());
      }
      case T.K_NONE: this.mark++; return A._PyAST_MatchSingleton({ t: 'None' }, s, s);
      case T.K_TRUE: this.mark++; return A._PyAST_MatchSingleton({ t: 'True' }, s, s);
      case T.K_FALSE: this.mark++; return A._PyAST_MatchSingleton({ t: 'False' }, s, s);
      case T.NAME: return this.namePattern(s);
      case T.LPAR: return this.group_pattern() ?? this.sequence_pattern();
      case T.LSQB: return this.sequence_pattern();
      case T.LBRACE: return this.mapping_pattern();
      default: return null;
    }
  }

  private namePattern(s: Token): pattern | null {
    const capture = this.pattern_capture_target();
    if (capture !== null) return A._PyAST_MatchAs(null, capture, s, s);
    if (s.text === '_') {
      this.mark++;
      return A._PyAST_MatchAs(null, null, s, s);
    }
    const mark = this.mark;
    const attr = this.attr();
    if (attr !== null) {
      const type = this.peek();
      if (type !== T.DOT && type !== T.LPAR && type !== T.EQUAL) return A._PyAST_MatchValue(attr, s, this.last());
    }
    this.mark = mark;
    return this.class_pattern();
  }

  /** signed_number !('+' | '-') | complex_number */
  private signedOrComplex(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    const number = this.signedNumber();
    if (number === null) return null;
    const type = this.peek();
    if (type !== T.PLUS && type !== T.MINUS) return number;
    this.mark++;
    const real = number.kind === 'UnaryOp' ? number.operand : number;
    if (real.kind === 'Constant' && real.value.t === 'complex') this.raiseAt(real, 'real number required in complex literal');
    const t = this.expect(T.NUMBER);
    if (t === null) return this.reset(mark);
    const imag = this.number(t);
    if (imag.kind !== 'Constant' || imag.value.t !== 'complex') this.raiseAt(imag, 'imaginary number required in complex literal');
    return A._PyAST_BinOp(number, type === T.PLUS ? 'Add' : 'Sub', imag, s, t);
  }

  private signedNumber(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    const minus = this.accept(T.MINUS);
    const t = this.expect(T.NUMBER);
    if (t === null) return this.reset(mark);
    const n = this.number(t);
    return minus ? A._PyAST_UnaryOp('USub', n, s, t) : n;
  }

  pattern_capture_target(): identifier | null {
    const t = this.tok0();
    if (t.type !== T.NAME || t.text === '_') return null;
    const next = this.peek1();
    if (next === T.DOT || next === T.LPAR || next === T.EQUAL) return null;
    this.mark++;
    return this.newIdentifier(t.text);
  }

  /** NAME ('.' NAME)+ */
  attr(): expr | null {
    const mark = this.mark;
    const e = this.name_or_attr();
    return e !== null && e.kind === 'Attribute' ? e : this.reset(mark);
  }

  name_or_attr(): expr | null {
    const s = this.expect(T.NAME);
    if (s === null) return null;
    let e: expr = this.nameFrom(s);
    while (this.peek() === T.DOT) {
      const m = this.mark++;
      const t = this.expect(T.NAME);
      if (t === null) {
        this.mark = m;
        break;
      }
      e = A._PyAST_Attribute(e, this.newIdentifier(t.text), 'Load', s, t);
    }
    return e;
  }

  private group_pattern(): pattern | null {
    const mark = this.mark;
    this.mark++;
    const p = this.pattern();
    return p !== null && this.accept(T.RPAR) ? p : this.reset(mark);
  }

  private sequence_pattern(): pattern | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const list = s.type === T.LSQB ? this.maybe_sequence_pattern() : this.open_sequence_pattern();
    if (!this.accept(s.type === T.LSQB ? T.RSQB : T.RPAR)) return this.reset(mark);
    return A._PyAST_MatchSequence(list ?? [], s, this.last());
  }

  open_sequence_pattern(): pattern[] | null {
    const mark = this.mark;
    const first = this.maybe_star_pattern();
    if (first === null || !this.accept(T.COMMA)) return this.reset(mark);
    return [first, ...(this.maybe_sequence_pattern() ?? [])];
  }

  private maybe_sequence_pattern(): pattern[] | null {
    const list = this.gather(T.COMMA, () => this.maybe_star_pattern());
    if (list !== null) this.accept(T.COMMA);
    return list;
  }

  private maybe_star_pattern(): pattern | null {
    return this.peek() === T.STAR ? this.star_pattern() : this.pattern();
  }

  private star_pattern(): pattern | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const target = this.pattern_capture_target();
    if (target !== null) return A._PyAST_MatchStar(target, s, this.last());
    return this.expectSoft('_') !== null ? A._PyAST_MatchStar(null, s, this.last()) : this.reset(mark);
  }

  private mapping_pattern(): pattern | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const items = this.gather(T.COMMA, () => this.key_value_pattern()) ?? [];
    let rest: identifier | null = null;
    const m = this.mark;
    if (items.length === 0 || this.accept(T.COMMA)) {
      if (this.accept(T.DOUBLESTAR)) {
        rest = this.pattern_capture_target();
        if (rest === null) this.mark = m;
      } else this.mark = m;
    }
    if (items.length > 0 || rest !== null) this.accept(T.COMMA);
    if (!this.accept(T.RBRACE)) return this.reset(mark);
    return A._PyAST_MatchMapping(items.map((i) => i.key), items.map((i) => i.pattern), rest, s, this.last());
  }

  private key_value_pattern(): KeyPatternPair | null {
    const mark = this.mark;
    const key = this.literal_expr() ?? this.attr();
    if (key === null || !this.accept(T.COLON)) return this.reset(mark);
    const pat = this.pattern();
    return pat === null ? this.reset(mark) : { key, pattern: pat };
  }

  private literal_expr(): expr | null {
    const s = this.tok0();
    switch (s.type) {
      case T.NUMBER:
      case T.MINUS: return this.signedOrComplex();
      case T.STRING:
      case T.FSTRING_START: return this.strings();
      case T.K_NONE: this.mark++; return this.constant({ t: 'None' }, s, s);
      case T.K_TRUE: this.mark++; return this.constant({ t: 'True' }, s, s);
      case T.K_FALSE: this.mark++; return this.constant({ t: 'False' }, s, s);
      default: return null;
    }
  }

  private class_pattern(): pattern | null {
    const mark = this.mark;
    const s = this.tok0();
    const cls = this.name_or_attr();
    if (cls !== null && this.accept(T.LPAR)) {
      const patterns = this.positional_patterns() ?? [];
      let keywords: KeyPatternPair[] = [];
      const m = this.mark;
      if (patterns.length === 0 || this.accept(T.COMMA)) {
        keywords = this.keyword_patterns() ?? [];
        if (keywords.length === 0) this.mark = m;
      }
      if (patterns.length > 0 || keywords.length > 0) this.accept(T.COMMA);
      if (this.accept(T.RPAR)) {
        const names = keywords.map((k) => (k.key.kind === 'Name' ? k.key.id : ''));
        return A._PyAST_MatchClass(cls, patterns, names, keywords.map((k) => k.pattern), s, this.last());
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_class_pattern(this);
    return null;
  }

  positional_patterns(): pattern[] | null {
    return this.gather(T.COMMA, () => this.pattern());
  }

  keyword_patterns(): KeyPatternPair[] | null {
    return this.gather(T.COMMA, () => this.keyword_pattern());
  }

  private keyword_pattern(): KeyPatternPair | null {
    const mark = this.mark;
    const t = this.expect(T.NAME);
    if (t === null || !this.accept(T.EQUAL)) return this.reset(mark);
    const value = this.pattern();
    return value === null ? this.reset(mark) : { key: this.nameFrom(t), pattern: value };
  }

  // Type statement and parameters

  type_alias(): stmt | null {
    const mark = this.mark;
    const s = this.expectSoft('type');
    if (s === null) return null;
    const t = this.expect(T.NAME);
    if (t === null) return this.reset(mark);
    const params = this.type_params() ?? [];
    if (!this.accept(T.EQUAL)) return this.reset(mark);
    const value = this.expression();
    if (value === null) return this.reset(mark);
    const name = this.nameFrom(t);
    name.ctx = 'Store';
    this.checkVersion(12, 'Type statement is');
    return A._PyAST_TypeAlias(name, params, value, s, this.last());
  }

  type_params(): type_param[] | null {
    const mark = this.mark;
    if (this.peek() !== T.LSQB) return null;
    if (this.call_invalid_rules) I.invalid_type_params(this);
    this.mark++;
    const list = this.gather(T.COMMA, () => this.type_param());
    if (list === null) return this.reset(mark);
    this.accept(T.COMMA);
    if (!this.accept(T.RSQB)) return this.reset(mark);
    this.checkVersion(12, 'Type parameter lists are');
    return list;
  }

  type_param(): type_param | null {
    return this.memo(R.type_param, () => this.typeParam());
  }

  private typeParam(): type_param | null {
    const mark = this.mark;
    const s = this.tok0();
    const starred = s.type === T.STAR || s.type === T.DOUBLESTAR;
    if (starred) this.mark++;
    const t = this.expect(T.NAME);
    if (t === null) return this.reset(mark);
    const name = this.newIdentifier(t.text);
    if (starred) this.boundNotAllowed(s.type === T.STAR ? 'TypeVarTuple' : 'ParamSpec');
    if (s.type === T.STAR) {
      const value = this.typeParamDefault(() => this.star_expression());
      return A._PyAST_TypeVarTuple(name, value, s, this.last());
    }
    if (s.type === T.DOUBLESTAR) {
      const value = this.typeParamDefault(() => this.expression());
      return A._PyAST_ParamSpec(name, value, s, this.last());
    }
    const bound = this.afterToken(T.COLON, () => this.expression());
    const value = this.typeParamDefault(() => this.expression());
    return A._PyAST_TypeVar(name, bound, value, s, this.last());
  }

  private boundNotAllowed(what: string): void {
    const mark = this.mark;
    const colon = this.expect(T.COLON);
    const e = colon === null ? null : this.expression();
    if (e !== null) this.raiseFrom(colon!, `cannot use ${e.kind === 'Tuple' ? 'constraints' : 'bound'} with ${what}`);
    this.mark = mark;
  }

  /** ['=' rule] */
  private typeParamDefault(rule: () => expr | null): expr | null {
    const value = this.afterToken(T.EQUAL, rule);
    if (value !== null) this.checkVersion(13, 'Type parameter defaults are');
    return value;
  }

  /** [type rule] */
  private afterToken<N>(type: T, rule: () => N | null): N | null {
    const mark = this.mark;
    if (!this.accept(type)) return null;
    return rule() ?? this.reset(mark);
  }

  // EXPRESSIONS

  expressions(): expr | null {
    return this.commaList(() => this.expression());
  }

  /** e (',' e)* [','], a tuple when there is a comma. */
  private commaList(rule: () => expr | null): expr | null {
    const s = this.tok0();
    const first = rule();
    if (first === null || this.peek() !== T.COMMA) return first;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const next = rule();
      if (next === null) break;
      elts.push(next);
    }
    return A._PyAST_Tuple(elts, 'Load', s, this.last());
  }

  expression(): expr | null {
    if (!this.second) return this.expressionRest();
    return this.memo(R.expression, () => {
      if (this.call_invalid_rules) {
        I.invalid_expression(this);
        I.invalid_legacy_expression(this);
      }
      return this.expressionRest();
    });
  }

  expression_without_invalid(): expr | null {
    const before = this.call_invalid_rules;
    this.call_invalid_rules = false;
    const e = this.expressionRest();
    this.call_invalid_rules = before;
    return e;
  }

  private expressionRest(): expr | null {
    const s = this.tok0();
    if (s.type === T.K_LAMBDA) return this.lambdef();
    const a = this.disjunction();
    if (a === null || this.peek() !== T.K_IF) return a;
    const m = this.mark++;
    const b = this.disjunction();
    if (b !== null && this.accept(T.K_ELSE)) {
      const c = this.nested(1, () => this.expression());
      if (c !== null) return A._PyAST_IfExp(b, a, c, s, this.last());
    }
    this.mark = m;
    return a;
  }

  yield_expr(): expr | null {
    const s = this.expect(T.K_YIELD);
    if (s === null) return null;
    const m = this.mark;
    if (this.accept(T.K_FROM)) {
      const value = this.expression();
      if (value !== null) return A._PyAST_YieldFrom(value, s, this.last());
      this.mark = m;
    }
    const value = this.star_expressions();
    return A._PyAST_Yield(value, s, this.last());
  }

  star_expressions(): expr | null {
    const s = this.tok0();
    const first = this.star_expression();
    if (first === null || this.peek() !== T.COMMA) return first;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const next = this.star_expression();
      if (next === null) break;
      elts.push(next);
    }
    return A._PyAST_Tuple(elts, 'Load', s, this.last());
  }

  star_expression(): expr | null {
    return this.second ? this.memo(R.star_expression, () => this.starExpression()) : this.starExpression();
  }

  private starExpression(): expr | null {
    return this.peek() === T.STAR ? this.starBitwiseOr() : this.expression();
  }

  /** '*' bitwise_or */
  private starBitwiseOr(): expr | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const value = this.bitwise_or();
    return value === null ? this.reset(mark) : A._PyAST_Starred(value, 'Load', s, this.last());
  }

  star_named_expressions(): expr[] | null {
    const first = this.star_named_expression();
    if (first === null) return null;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const next = this.star_named_expression();
      if (next === null) break;
      elts.push(next);
    }
    return elts;
  }

  star_named_expression(): expr | null {
    return this.peek() === T.STAR ? this.starBitwiseOr() : this.named_expression();
  }

  assignment_expression(): expr | null {
    const s = this.tok0();
    if (s.type !== T.NAME || this.peek1() !== T.COLONEQUAL) return null;
    const mark = this.mark;
    this.mark += 2;
    const value = this.expression();
    if (value === null) return this.reset(mark);
    const target = this.nameFrom(s);
    target.ctx = 'Store';
    this.checkVersion(8, 'Assignment expressions are');
    return A._PyAST_NamedExpr(target, value, s, this.last());
  }

  named_expression(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    if (s.type === T.NAME && this.peek1() === T.COLONEQUAL) {
      const a = this.assignment_expression();
      if (a !== null) return a;
      // The cut after ':=' only ends assignment_expression.
    }
    if (this.call_invalid_rules) this.memo(R.invalid_named_expression, () => I.invalid_named_expression(this));
    const e = this.expression();
    return e !== null && this.peek() === T.COLONEQUAL ? this.reset(mark) : e;
  }

  /** assignment_expression | expression !':=' */
  assignmentOrExpression(): expr | null {
    const mark = this.mark;
    const a = this.assignment_expression();
    if (a !== null) return a;
    const e = this.expression();
    return e !== null && this.peek() === T.COLONEQUAL ? this.reset(mark) : e;
  }

  disjunction(): expr | null {
    return this.second ? this.memo(R.disjunction, () => this.disjunctionRule()) : this.disjunctionRule();
  }

  private disjunctionRule(): expr | null {
    const s = this.tok0();
    const first = this.conjunction();
    if (first === null || this.peek() !== T.K_OR) return first;
    const values = [first];
    while (this.peek() === T.K_OR) {
      this.mark++;
      const next = this.conjunction();
      if (next === null) {
        this.mark--;
        break;
      }
      values.push(next);
    }
    return values.length === 1 ? first : A._PyAST_BoolOp('Or', values, s, this.last());
  }

  conjunction(): expr | null {
    return this.second ? this.memo(R.conjunction, () => this.conjunctionRule()) : this.conjunctionRule();
  }

  private conjunctionRule(): expr | null {
    const s = this.tok0();
    const first = this.inversion();
    if (first === null || this.peek() !== T.K_AND) return first;
    const values = [first];
    while (this.peek() === T.K_AND) {
      this.mark++;
      const next = this.inversion();
      if (next === null) {
        this.mark--;
        break;
      }
      values.push(next);
    }
    return values.length === 1 ? first : A._PyAST_BoolOp('And', values, s, this.last());
  }

  inversion(): expr | null {
    return this.second ? this.memo(R.inversion, () => this.inversionRule()) : this.inversionRule();
  }

  private inversionRule(): expr | null {
    if (this.peek() !== T.K_NOT) return this.comparison();
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const operand = this.nested(1, () => this.inversion());
    return operand === null ? this.reset(mark) : A._PyAST_UnaryOp('Not', operand, s, this.last());
  }

  private compareOp(): cmpop | null {
    const t = this.tok0();
    let op: cmpop;
    switch (t.type) {
      case T.EQEQUAL: op = 'Eq'; break;
      case T.NOTEQUAL:
        if (checkBarryAsFlufl(this, t)) return null;
        op = 'NotEq';
        break;
      case T.LESSEQUAL: op = 'LtE'; break;
      case T.LESS: op = 'Lt'; break;
      case T.GREATEREQUAL: op = 'GtE'; break;
      case T.GREATER: op = 'Gt'; break;
      case T.K_IN: op = 'In'; break;
      case T.K_NOT:
        if (this.peek1() !== T.K_IN) return null;
        this.mark++;
        op = 'NotIn';
        break;
      case T.K_IS:
        if (this.peek1() === T.K_NOT) {
          this.mark++;
          op = 'IsNot';
        } else op = 'Is';
        break;
      default:
        return null;
    }
    this.mark++;
    return op;
  }

  comparison(): expr | null {
    const s = this.tok0();
    const left = this.bitwise_or();
    if (left === null) return null;
    let m = this.mark;
    let op = this.compareOp();
    if (op === null) return left;
    const ops: cmpop[] = [];
    const comparators: expr[] = [];
    while (op !== null) {
      const right = this.bitwise_or();
      if (right === null) {
        this.mark = m;
        break;
      }
      ops.push(op);
      comparators.push(right);
      m = this.mark;
      op = this.compareOp();
    }
    return ops.length === 0 ? left : A._PyAST_Compare(left, ops, comparators, s, this.last());
  }

  bitwise_or(): expr | null {
    return this.second ? this.memo(R.bitwise_or, () => this.operators(1)) : this.operators(1);
  }

  sum(): expr | null {
    return this.memo(R.sum, () => this.operators(PREC_SUM));
  }

  /** bitwise_or, bitwise_xor, bitwise_and, shift_expr, sum and term: operators that bind at least as tightly as `min`. */
  private operators(min: number): expr | null {
    const s = this.tok0();
    if (this.call_invalid_rules) {
      if (min <= PREC_SHIFT) I.invalid_arithmetic(this);
      if (min <= PREC_TERM) I.invalid_factor(this);
    }
    let left = this.factor();
    if (left === null) return null;
    for (;;) {
      const type = this.peek();
      const prec = PREC[type];
      if (prec < min || prec === 0) return left;
      const m = this.mark++;
      const right = prec === PREC_TERM ? this.factor() : this.operators(prec + 1);
      if (right === null) {
        this.mark = m;
        return left;
      }
      if (type === T.AT) this.checkVersion(5, MATMUL);
      left = A._PyAST_BinOp(left, OPS[type], right, s, this.last());
    }
  }

  factor(): expr | null {
    return this.second ? this.memo(R.factor, () => this.factorRule()) : this.factorRule();
  }

  private factorRule(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    switch (s.type) {
      case T.PLUS:
      case T.MINUS:
      case T.TILDE: {
        this.mark++;
        const operand = this.nested(1, () => this.factor());
        if (operand === null) return this.reset(mark);
        const op = s.type === T.PLUS ? 'UAdd' : s.type === T.MINUS ? 'USub' : 'Invert';
        return A._PyAST_UnaryOp(op, operand, s, this.last());
      }
    }
    const base = this.await_primary();
    if (base === null || this.peek() !== T.DOUBLESTAR) return base;
    const m = this.mark++;
    const exponent = this.nested(2, () => this.factor());
    if (exponent === null) {
      this.mark = m;
      return base;
    }
    return A._PyAST_BinOp(base, 'Pow', exponent, s, this.last());
  }

  await_primary(): expr | null {
    if (this.peek() !== T.K_AWAIT) return this.primary();
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const value = this.primary();
    if (value === null) return this.reset(mark);
    this.checkVersion(5, 'Await expressions are');
    return A._PyAST_Await(value, s, this.last());
  }

  primary(): expr | null {
    return this.second ? this.memo(R.primary, () => this.primaryRule()) : this.primaryRule();
  }

  private primaryRule(): expr | null {
    const s = this.tok0();
    let a = this.atom();
    if (a === null) return null;
    for (;;) {
      const next = this.primaryStep(s, a);
      if (next === null) return a;
      a = next;
    }
  }

  /** One '.' NAME, call or subscript after `a`, or null. */
  private primaryStep(s: Token, a: expr): expr | null {
    const m = this.mark;
    const type = this.peek();
    // The rule tries a genexp here, and so invalid_comprehension, which takes any bracket.
    if (this.call_invalid_rules && (type === T.LSQB || type === T.LBRACE)) I.invalid_comprehension(this);
    switch (type) {
      case T.DOT: {
        this.mark++;
        const t = this.expect(T.NAME);
        return t === null ? this.reset(m) : A._PyAST_Attribute(a, this.newIdentifier(t.text), 'Load', s, t);
      }
      case T.LPAR: {
        const args = this.second ? this.callSecond() : this.callFirst();
        return args === null ? this.reset(m) : A._PyAST_Call(a, args.args, args.keywords, s, this.last());
      }
      case T.LSQB: {
        this.mark++;
        const slice = this.slices();
        const close = slice === null ? null : this.expect(T.RSQB);
        return close === null ? this.reset(m) : A._PyAST_Subscript(a, slice!, 'Load', s, close);
      }
      default:
        return null;
    }
  }

  private callSecond(): CallArgs | null {
    const m = this.mark;
    const g = this.genexp();
    if (g !== null) return { args: [g], keywords: [] };
    this.mark = m + 1;
    const args = this.arguments_() ?? { args: [], keywords: [] };
    return this.accept(T.RPAR) ? args : this.reset(m);
  }

  /** genexp | '(' [arguments] ')' in one walk. */
  private callFirst(): CallArgs | null {
    const open = this.tokens[this.mark];
    this.mark++;
    const args = this.argsFirst(open);
    return args !== null && this.accept(T.RPAR) ? args : null;
  }

  /** Arguments up to the ')'. `open` is the '(' that a generator expression would begin with, null where none may stand. */
  private argsFirst(open: Token | null): CallArgs | null {
    const args: expr[] = [];
    const keywords: keyword[] = [];
    let doubleStarred = false;
    while (this.peek() !== T.RPAR) {
      const s = this.tokens[this.mark];
      if (s.type === T.STAR) {
        if (doubleStarred) return null;
        const e = this.starred_expression();
        if (e === null) return null;
        args.push(e);
      } else if (s.type === T.DOUBLESTAR) {
        this.mark++;
        const e = this.expression();
        if (e === null) return null;
        doubleStarred = true;
        keywords.push(A._PyAST_keyword(null, e, s, this.last()));
      } else if (s.type === T.NAME && this.peek1() === T.EQUAL) {
        this.mark += 2;
        const e = this.expression();
        if (e === null) return null;
        keywords.push(A._PyAST_keyword(this.newIdentifier(s.text), e, s, this.last()));
      } else {
        if (keywords.length > 0) return null;
        const e = this.assignmentOrExpression();
        if (e === null) return null;
        const type = this.peek();
        if (type === T.EQUAL) return null;
        if ((type === T.K_FOR || type === T.K_ASYNC) && open !== null && args.length === 0) {
          const clauses = this.for_if_clauses();
          if (clauses === null || this.peek() !== T.RPAR) return null;
          const close = this.tokens[this.mark];
          return { args: [A._PyAST_GeneratorExp(e, clauses, open, close)], keywords };
        }
        args.push(e);
      }
      if (!this.accept(T.COMMA)) break;
    }
    return { args, keywords };
  }

  slices(): expr | null {
    const s = this.tok0();
    const first = s.type === T.STAR ? this.starred_expression() : this.slice();
    if (first === null) return null;
    if (this.peek() !== T.COMMA && s.type !== T.STAR) return first;
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const next = this.peek() === T.STAR ? this.starred_expression() : this.slice();
      if (next === null) break;
      elts.push(next);
    }
    return A._PyAST_Tuple(elts, 'Load', s, this.last());
  }

  slice(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    let lower: expr | null = null;
    if (s.type !== T.COLON) {
      if (s.type === T.NAME && this.peek1() === T.COLONEQUAL) return this.named_expression();
      lower = this.expression();
      if (lower === null || this.peek() !== T.COLON) {
        if (!this.second) return lower !== null && this.peek() === T.COLONEQUAL ? this.reset(mark) : lower;
        this.mark = mark;
        return this.named_expression();
      }
    }
    this.mark++;
    const upper = this.expression();
    const step = this.accept(T.COLON) ? this.expression() : null;
    return A._PyAST_Slice(lower, upper, step, s, this.last());
  }

  atom(): expr | null {
    const t = this.tok0();
    switch (t.type) {
      case T.NAME: this.mark++; return this.nameFrom(t);
      case T.K_TRUE: this.mark++; return this.constant({ t: 'True' }, t, t);
      case T.K_FALSE: this.mark++; return this.constant({ t: 'False' }, t, t);
      case T.K_NONE: this.mark++; return this.constant({ t: 'None' }, t, t);
      case T.STRING:
      case T.FSTRING_START: return this.strings();
      case T.NUMBER: this.mark++; return this.number(t);
      case T.LPAR: return this.second ? this.tuple() ?? this.group() ?? this.genexp() : this.parenFirst();
      case T.LSQB: return this.second ? this.list() ?? this.listcomp() : this.listFirst();
      case T.LBRACE: return this.second ? this.dict() ?? this.set() ?? this.dictcomp() ?? this.setcomp() : this.braceFirst();
      case T.ELLIPSIS: this.mark++; return this.constant({ t: 'Ellipsis' }, t, t);
      default: return null;
    }
  }

  /** tuple | group | genexp */
  private parenFirst(): expr | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const type = this.peek();
    if (type === T.RPAR) return A._PyAST_Tuple([], 'Load', s, this.tokens[this.mark++]);
    if (type === T.K_YIELD) {
      const y = this.yield_expr();
      return y !== null && this.accept(T.RPAR) ? y : this.reset(mark);
    }
    const first = this.star_named_expression();
    if (first === null) return this.reset(mark);
    switch (this.peek()) {
      case T.RPAR:
        if (type === T.STAR) return this.reset(mark);
        this.mark++;
        return first;
      case T.COMMA: {
        const elts = this.restOfElements(first);
        const close = this.expect(T.RPAR);
        return close === null ? this.reset(mark) : A._PyAST_Tuple(elts, 'Load', s, close);
      }
      case T.K_FOR:
      case T.K_ASYNC: {
        if (type === T.STAR) return this.reset(mark);
        const clauses = this.for_if_clauses();
        const close = clauses === null ? null : this.expect(T.RPAR);
        return close === null ? this.reset(mark) : A._PyAST_GeneratorExp(first, clauses!, s, close);
      }
      default:
        return this.reset(mark);
    }
  }

  private restOfElements(first: expr): expr[] {
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const next = this.star_named_expression();
      if (next === null) break;
      elts.push(next);
    }
    return elts;
  }

  /** list | listcomp */
  private listFirst(): expr | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const type = this.peek();
    if (type === T.RSQB) return A._PyAST_List([], 'Load', s, this.tokens[this.mark++]);
    const first = this.star_named_expression();
    if (first === null) return this.reset(mark);
    const next = this.peek();
    if ((next === T.K_FOR || next === T.K_ASYNC) && type !== T.STAR) {
      const clauses = this.for_if_clauses();
      const end = clauses === null ? null : this.expect(T.RSQB);
      return end === null ? this.reset(mark) : A._PyAST_ListComp(first, clauses!, s, end);
    }
    const elts = this.restOfElements(first);
    const close = this.expect(T.RSQB);
    return close === null ? this.reset(mark) : A._PyAST_List(elts, 'Load', s, close);
  }

  /** Marks of braces that have failed in the first pass: looking for the reason parses what is inside again. */
  private readonly failedBraces = new Set<number>();

  /** dict | set | dictcomp | setcomp */
  private braceFirst(): expr | null {
    const mark = this.mark;
    if (this.failedBraces.has(mark)) return null;
    const e = this.braceContents();
    if (e !== null) return e;
    this.failedBraces.add(mark);
    // The one invalid rule that the first pass runs too; see dict().
    this.mark = mark + 1;
    I.invalid_double_starred_kvpairs(this);
    return this.reset(mark);
  }

  private braceContents(): expr | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const type = this.peek();
    if (type === T.RBRACE) return A._PyAST_Dict([], [], s, this.tokens[this.mark++]);
    if (type === T.DOUBLESTAR) return this.dictFirst(mark, s, null);
    const walrus = type === T.NAME && this.peek1() === T.COLONEQUAL;
    const first = type === T.STAR || walrus ? this.star_named_expression() : this.expression();
    if (first === null) return this.reset(mark);
    switch (this.peek()) {
      case T.COLON:
        return type === T.STAR || walrus ? this.reset(mark) : this.dictFirst(mark, s, first);
      case T.K_FOR:
      case T.K_ASYNC: {
        if (type === T.STAR) return this.reset(mark);
        const clauses = this.for_if_clauses();
        const end = clauses === null ? null : this.expect(T.RBRACE);
        return end === null ? this.reset(mark) : A._PyAST_SetComp(first, clauses!, s, end);
      }
    }
    const elts = this.restOfElements(first);
    const close = this.expect(T.RBRACE);
    return close === null ? this.reset(mark) : A._PyAST_Set(elts, s, close);
  }

  /** From the first key on (already read), or from '**'. */
  private dictFirst(mark: number, s: Token, key: expr | null): expr | null {
    const keys: (expr | null)[] = [];
    const values: expr[] = [];
    let first = key;
    for (;;) {
      if (first === null && this.peek() === T.DOUBLESTAR) {
        this.mark++;
        const value = this.bitwise_or();
        if (value === null) return this.reset(mark);
        keys.push(null);
        values.push(value);
      } else {
        const k = first ?? this.expression();
        first = null;
        if (k === null || !this.accept(T.COLON)) return this.reset(mark);
        const value = this.expression();
        if (value === null) return this.reset(mark);
        if (keys.length === 0 && (this.peek() === T.K_FOR || this.peek() === T.K_ASYNC)) {
          const clauses = this.for_if_clauses();
          const end = clauses === null ? null : this.expect(T.RBRACE);
          return end === null ? this.reset(mark) : A._PyAST_DictComp(k, value, clauses!, s, end);
        }
        keys.push(k);
        values.push(value);
      }
      if (!this.accept(T.COMMA) || this.peek() === T.RBRACE) break;
    }
    const close = this.expect(T.RBRACE);
    return close === null ? this.reset(mark) : A._PyAST_Dict(keys, values, s, close);
  }

  group(): expr | null {
    const mark = this.mark;
    if (this.accept(T.LPAR)) {
      const e = this.yield_expr() ?? this.named_expression();
      if (e !== null && this.accept(T.RPAR)) return e;
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_group(this);
    return null;
  }

  lambdef(): expr | null {
    const mark = this.mark;
    const s = this.tokens[this.mark++];
    const args = this.params(true) ?? makeArguments([], [], null);
    if (!this.accept(T.COLON)) return this.reset(mark);
    const body = this.nested(2, () => this.expression());
    return body === null ? this.reset(mark) : A._PyAST_Lambda(args, body, s, this.last());
  }

  // LITERALS

  strings(): expr | null {
    return this.second ? this.memo(R.strings, () => this.stringsRule()) : this.stringsRule();
  }

  private stringsRule(): expr | null {
    const s = this.tok0();
    const first = this.fstringOrString();
    if (first === null) return null;
    const type = this.peek();
    if (type !== T.STRING && type !== T.FSTRING_START) {
      if (first.kind !== 'Constant') return concatenateStrings(this, [first], first);
      if (first.value.t === 'bytes') this.flags.arena?.twice.add(first.value);
      return first;
    }
    const list = [first];
    for (;;) {
      const next = this.fstringOrString();
      if (next === null) break;
      list.push(next);
    }
    const e = this.last();
    return concatenateStrings(this, list, { lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset });
  }

  private fstringOrString(): expr | null {
    const t = this.tok0();
    if (t.type === T.STRING) {
      this.mark++;
      return this.stringConstant(t);
    }
    return t.type === T.FSTRING_START ? this.fstring() : null;
  }

  private fstring(): expr | null {
    const mark = this.mark;
    const a = this.tokens[this.mark++];
    const parts: FstringPart[] = [];
    for (;;) {
      const t = this.tok0();
      if (t.type === T.FSTRING_MIDDLE) {
        this.mark++;
        parts.push({ kind: 'Middle', token: t });
        continue;
      }
      const field = this.fstring_replacement_field();
      if (field === null) break;
      parts.push(field);
    }
    const b = this.expect(T.FSTRING_END);
    return b === null ? this.reset(mark) : joinedStr(this, a, parts, b);
  }

  fstring_replacement_field(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    if (this.accept(T.LBRACE)) {
      const value = this.annotated_rhs();
      if (value !== null) {
        const debug = this.expect(T.EQUAL);
        const conversion = this.fstring_conversion();
        const format = this.fstring_full_format_spec();
        const rbrace = this.expect(T.RBRACE);
        if (rbrace !== null) return formattedValue(this, value, debug, conversion, format, rbrace, s, rbrace);
      }
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_replacement_field(this);
    return null;
  }

  private fstring_conversion(): ResultTokenWithMetadata | null {
    const mark = this.mark;
    const bang = this.expect(T.EXCLAMATION);
    if (bang === null) return null;
    const t = this.expect(T.NAME);
    if (t === null) return this.reset(mark);
    if (bang.lineno !== t.lineno || bang.end_col_offset !== t.col_offset)
      this.raiseRange(bang, t, 'f-string: conversion type must come right after the exclamanation mark');
    return { result: this.nameFrom(t), metadata: bang.metadata };
  }

  private fstring_full_format_spec(): ResultTokenWithMetadata | null {
    const colon = this.expect(T.COLON);
    if (colon === null) return null;
    const spec = this.many(() => this.fstring_format_spec());
    return fullFormatSpec(this, colon, spec, colon, this.last());
  }

  fstring_format_spec(): expr | null {
    const t = this.tok0();
    if (t.type === T.FSTRING_MIDDLE) {
      this.mark++;
      return this.constant(this.decodeStr(t.text, false, t, t.start), t, t);
    }
    return this.fstring_replacement_field();
  }

  // The brackets of the second pass, rule by rule

  list(): expr | null {
    const mark = this.mark;
    const s = this.expect(T.LSQB);
    if (s === null) return null;
    const elts = this.star_named_expressions() ?? [];
    const close = this.expect(T.RSQB);
    return close === null ? this.reset(mark) : A._PyAST_List(elts, 'Load', s, close);
  }

  tuple(): expr | null {
    const mark = this.mark;
    const s = this.expect(T.LPAR);
    if (s === null) return null;
    let elts: expr[] = [];
    const m = this.mark;
    const first = this.star_named_expression();
    if (first !== null && this.accept(T.COMMA)) elts = [first, ...(this.star_named_expressions() ?? [])];
    else this.mark = m;
    const close = this.expect(T.RPAR);
    return close === null ? this.reset(mark) : A._PyAST_Tuple(elts, 'Load', s, close);
  }

  set(): expr | null {
    const mark = this.mark;
    const s = this.expect(T.LBRACE);
    if (s === null) return null;
    const elts = this.star_named_expressions();
    const close = elts === null ? null : this.expect(T.RBRACE);
    return close === null ? this.reset(mark) : A._PyAST_Set(elts!, s, close);
  }

  dict(): expr | null {
    const mark = this.mark;
    const s = this.expect(T.LBRACE);
    if (s === null) return null;
    const pairs = this.gather(T.COMMA, () => this.double_starred_kvpair()) ?? [];
    if (pairs.length > 0) this.accept(T.COMMA);
    const close = this.expect(T.RBRACE);
    if (close !== null) return A._PyAST_Dict(pairs.map((p) => p.key), pairs.map((p) => p.value), s, close);
    this.mark = mark + 1;
    // Not asked whether invalid rules are on: in the grammar this alternative is a '{' and then the invalid rule.
    I.invalid_double_starred_kvpairs(this);
    return this.reset(mark);
  }

  double_starred_kvpair(): KeyValuePair | null {
    const mark = this.mark;
    if (this.accept(T.DOUBLESTAR)) {
      const value = this.bitwise_or();
      return value === null ? this.reset(mark) : { key: null, value };
    }
    return this.kvpair();
  }

  private kvpair(): KeyValuePair | null {
    const mark = this.mark;
    const key = this.expression();
    if (key === null || !this.accept(T.COLON)) return this.reset(mark);
    const value = this.expression();
    return value === null ? this.reset(mark) : { key, value };
  }

  for_if_clauses(): comprehension[] | null {
    const first = this.for_if_clause();
    if (first === null) return null;
    const list = [first];
    for (;;) {
      const next = this.for_if_clause();
      if (next === null) return list;
      list.push(next);
    }
  }

  private for_if_clause(): comprehension | null {
    const mark = this.mark;
    const type = this.peek();
    if (type !== T.K_FOR && type !== T.K_ASYNC) return null;
    const is_async = this.accept(T.K_ASYNC) ? 1 : 0;
    if (!this.accept(T.K_FOR)) return this.reset(mark);
    const m = this.mark;
    const target = this.star_targets();
    if (target !== null && this.accept(T.K_IN)) {
      const iter = this.disjunction();
      if (iter === null) return this.reset(mark);
      const ifs: expr[] = [];
      while (this.peek() === T.K_IF) {
        this.mark++;
        const test = this.disjunction();
        if (test === null) {
          this.mark--;
          break;
        }
        ifs.push(test);
      }
      if (is_async) this.checkVersion(6, 'Async comprehensions are');
      return { kind: 'comprehension', target, iter, ifs, is_async };
    }
    this.mark = m;
    if (this.gather(T.COMMA, () => this.bitwise_or()) !== null) {
      this.accept(T.COMMA);
      if (this.peek() !== T.K_IN) this.raise("'in' expected after for-loop variables");
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_for_target(this);
    return null;
  }

  listcomp(): expr | null {
    return this.bracketComp(T.LSQB, T.RSQB);
  }

  setcomp(): expr | null {
    return this.bracketComp(T.LBRACE, T.RBRACE);
  }

  private bracketComp(open: T, end: T): expr | null {
    const mark = this.mark;
    const s = this.expect(open);
    if (s !== null) {
      const elt = this.named_expression();
      const clauses = elt === null ? null : this.for_if_clauses();
      const close = clauses === null ? null : this.expect(end);
      if (close !== null) return (open === T.LSQB ? A._PyAST_ListComp : A._PyAST_SetComp)(elt!, clauses!, s, close);
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_comprehension(this);
    return null;
  }

  genexp(): expr | null {
    const mark = this.mark;
    const s = this.expect(T.LPAR);
    if (s !== null) {
      const elt = this.assignmentOrExpression();
      const clauses = elt === null ? null : this.for_if_clauses();
      const close = clauses === null ? null : this.expect(T.RPAR);
      if (close !== null) return A._PyAST_GeneratorExp(elt!, clauses!, s, close);
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_comprehension(this);
    return null;
  }

  dictcomp(): expr | null {
    const mark = this.mark;
    const s = this.expect(T.LBRACE);
    if (s !== null) {
      const pair = this.kvpair();
      const clauses = pair === null ? null : this.for_if_clauses();
      const close = clauses === null ? null : this.expect(T.RBRACE);
      if (close !== null) return A._PyAST_DictComp(pair!.key!, pair!.value, clauses!, s, close);
    }
    this.mark = mark;
    if (this.call_invalid_rules) I.invalid_dict_comprehension(this);
    return null;
  }

  // FUNCTION CALL ARGUMENTS

  arguments_(): CallArgs | null {
    if (!this.second) {
      const mark = this.mark;
      if (this.peek() === T.RPAR) return null;
      const args = this.argsFirst(null);
      return args !== null && this.peek() === T.RPAR ? args : this.reset(mark);
    }
    return this.memo(R.arguments_, () => {
      const mark = this.mark;
      const args = this.args();
      if (args !== null) {
        this.accept(T.COMMA);
        if (this.peek() === T.RPAR) return args;
      }
      this.mark = mark;
      if (this.call_invalid_rules) I.invalid_arguments(this);
      return null;
    });
  }

  /** starred_expression | (assignment_expression | expression !':=') !'=' */
  positionalArgument(): expr | null {
    const mark = this.mark;
    const starred = this.starred_expression();
    if (starred !== null) return starred;
    const e = this.assignmentOrExpression();
    return e !== null && this.peek() === T.EQUAL ? this.reset(mark) : e;
  }

  args(): CallArgs | null {
    const positional = this.gather(T.COMMA, () => this.positionalArgument());
    if (positional !== null) {
      const m = this.mark;
      if (this.accept(T.COMMA)) {
        const rest = this.kwargs();
        if (rest !== null) return collectCallSeqs(positional, rest);
        this.mark = m;
      }
      return { args: positional, keywords: [] };
    }
    const rest = this.kwargs();
    return rest === null ? null : collectCallSeqs([], rest);
  }

  kwargs(): KeywordOrStarred[] | null {
    const a = this.gather(T.COMMA, () => this.kwargOr(T.STAR));
    if (a !== null) {
      const m = this.mark;
      if (this.accept(T.COMMA)) {
        const b = this.gather(T.COMMA, () => this.kwargOr(T.DOUBLESTAR));
        if (b !== null) return [...a, ...b];
        this.mark = m;
      }
      return a;
    }
    return this.gather(T.COMMA, () => this.kwargOr(T.DOUBLESTAR));
  }

  starred_expression(): expr | null {
    const s = this.tok0();
    if (s.type !== T.STAR) return null;
    if (this.call_invalid_rules) I.invalid_starred_expression(this);
    this.mark++;
    const value = this.expression();
    if (value === null) this.raise('Invalid star expression');
    return A._PyAST_Starred(value, 'Load', s, this.last());
  }

  /** kwarg_or_starred, kwarg_or_double_starred */
  private kwargOr(star: T): KeywordOrStarred | null {
    if (this.call_invalid_rules) I.invalid_kwarg(this);
    const mark = this.mark;
    const s = this.tok0();
    if (s.type === T.NAME) {
      this.mark++;
      if (this.accept(T.EQUAL)) {
        const value = this.expression();
        if (value !== null) return A._PyAST_keyword(this.newIdentifier(s.text), value, s, this.last());
      }
      return this.reset(mark);
    }
    if (star === T.STAR) return this.starred_expression();
    if (!this.accept(T.DOUBLESTAR)) return null;
    const value = this.expression();
    return value === null ? this.reset(mark) : A._PyAST_keyword(null, value, s, this.last());
  }

  // ASSIGNMENT TARGETS

  star_targets(): expr | null {
    const s = this.tok0();
    const first = this.star_target();
    if (first === null || this.peek() !== T.COMMA) return first;
    return A._PyAST_Tuple(this.restOfTargets(first), 'Store', s, this.last());
  }

  private restOfTargets(first: expr): expr[] {
    const elts = [first];
    while (this.accept(T.COMMA)) {
      const next = this.star_target();
      if (next === null) break;
      elts.push(next);
    }
    return elts;
  }

  star_target(): expr | null {
    const s = this.tok0();
    // Most targets are one name, for which no rule needs its memo.
    if (s.type === T.NAME && !isBracket(this.peek1())) return this.nameTarget();
    return this.memo(R.star_target, () => {
      const mark = this.mark;
      if (!this.accept(T.STAR)) return this.target_with_star_atom();
      const value = this.peek() === T.STAR ? null : this.star_target();
      return value === null ? this.reset(mark) : A._PyAST_Starred(setExprContext(value, 'Store'), 'Store', s, this.last());
    });
  }

  target_with_star_atom(): expr | null {
    return this.memo(R.target_with_star_atom, () => this.attributeOrSubscript('Store') ?? this.star_atom());
  }

  /** t_primary '.' NAME !t_lookahead | t_primary '[' slices ']' !t_lookahead */
  private attributeOrSubscript(ctx: 'Store' | 'Del'): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    const a = this.t_primary();
    if (a === null) return null;
    if (this.accept(T.DOT)) {
      const t = this.expect(T.NAME);
      if (t !== null && !isBracket(this.peek())) return A._PyAST_Attribute(a, this.newIdentifier(t.text), ctx, s, t);
    } else if (this.accept(T.LSQB)) {
      const slice = this.slices();
      const close = slice === null ? null : this.expect(T.RSQB);
      if (close !== null && !isBracket(this.peek())) return A._PyAST_Subscript(a, slice!, ctx, s, close);
    }
    return this.reset(mark);
  }

  private star_atom(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    switch (s.type) {
      case T.NAME:
        return this.nameTarget();
      case T.LPAR: {
        this.mark++;
        const inner = this.target_with_star_atom();
        if (inner !== null && this.accept(T.RPAR)) return setExprContext(inner, 'Store');
        this.mark = mark + 1;
        let elts: expr[] = [];
        const first = this.star_target();
        if (first !== null) {
          if (this.peek() !== T.COMMA) return this.reset(mark);
          elts = this.restOfTargets(first);
        }
        const close = this.expect(T.RPAR);
        return close === null ? this.reset(mark) : A._PyAST_Tuple(elts, 'Store', s, close);
      }
      case T.LSQB: {
        this.mark++;
        const first = this.star_target();
        const elts = first === null ? [] : this.restOfTargets(first);
        const close = this.expect(T.RSQB);
        return close === null ? this.reset(mark) : A._PyAST_List(elts, 'Store', s, close);
      }
      default:
        return null;
    }
  }

  single_target(): expr | null {
    const target = this.single_subscript_attribute_target();
    if (target !== null) return target;
    return this.peek() === T.NAME ? this.nameTarget() : this.parenthesizedSingleTarget();
  }

  single_subscript_attribute_target(): expr | null {
    return this.attributeOrSubscript('Store');
  }

  t_primary(): expr | null {
    return this.memo(R.t_primary, () => {
      const mark = this.mark;
      const s = this.tok0();
      let a = this.atom();
      if (a === null) return null;
      if (!isBracket(this.peek())) return this.reset(mark);
      for (;;) {
        const m = this.mark;
        const next = this.primaryStep(s, a);
        if (next === null || !isBracket(this.peek())) {
          this.mark = m;
          return a;
        }
        a = next;
      }
    });
  }

  // Targets for del statements

  del_targets(): expr[] | null {
    const list = this.gather(T.COMMA, () => this.del_target());
    if (list !== null) this.accept(T.COMMA);
    return list;
  }

  del_target(): expr | null {
    return this.memo(R.del_target, () => this.attributeOrSubscript('Del') ?? this.del_t_atom());
  }

  private del_t_atom(): expr | null {
    const mark = this.mark;
    const s = this.tok0();
    switch (s.type) {
      case T.NAME: {
        this.mark++;
        return setExprContext(this.nameFrom(s), 'Del');
      }
      case T.LPAR: {
        this.mark++;
        const inner = this.del_target();
        if (inner !== null && this.accept(T.RPAR)) return setExprContext(inner, 'Del');
        this.mark = mark + 1;
        const elts = this.del_targets() ?? [];
        const close = this.expect(T.RPAR);
        return close === null ? this.reset(mark) : A._PyAST_Tuple(elts, 'Del', s, close);
      }
      case T.LSQB: {
        this.mark++;
        const elts = this.del_targets() ?? [];
        const close = this.expect(T.RSQB);
        return close === null ? this.reset(mark) : A._PyAST_List(elts, 'Del', s, close);
      }
      default:
        return null;
    }
  }

  // TYPING ELEMENTS

  /** `*` and `**` are allowed and ignored. */
  private type_expressions(): expr[] | null {
    const list: expr[] = [];
    let starred = 0;
    for (;;) {
      const m = this.mark;
      if (list.length > 0 && !this.accept(T.COMMA)) break;
      const star = this.peek();
      const rank = star === T.STAR ? 1 : star === T.DOUBLESTAR ? 2 : 0;
      if (rank > 0) this.mark++;
      const e = rank > 0 && rank <= starred ? null : rank === 0 && starred > 0 ? null : this.expression();
      if (e === null) {
        this.mark = m;
        break;
      }
      starred = rank;
      list.push(e);
    }
    return list.length > 0 ? list : null;
  }

  // Repetition

  /** rule* */
  many<N>(rule: () => N | null): N[] {
    const list: N[] = [];
    for (;;) {
      const n = rule();
      if (n === null) return list;
      list.push(n);
    }
  }

  /** sep.rule+ */
  gather<N>(sep: T, rule: () => N | null): N[] | null {
    const first = rule();
    if (first === null) return null;
    const list = [first];
    for (;;) {
      const m = this.mark;
      if (!this.accept(sep)) return list;
      const n = rule();
      if (n === null) {
        this.mark = m;
        return list;
      }
      list.push(n);
    }
  }
}
