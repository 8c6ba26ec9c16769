// The invalid_ rules of Grammar/python.gram, CPython 3.13: tried in the second pass only, to say what is wrong better than
// "invalid syntax" does. Each raises or gives null with the mark where it was; their order matters as it does there.
// They stand apart from parser.ts because no valid program ever runs one.

import type { comprehension, expr, pattern } from '../include/pycore_ast';
import { Targets, exprName, isLegacyStmt, lastComprehensionItem, raiseInvalidTarget, type CallArgs } from './action_helpers';
import type { Parser } from './parser';
import { T, keywordText, type Token } from './token';

type P = Parser;

/** Runs alternatives from the same mark; whoever matches raises, so all that come back have failed. */
function alternatives(p: P, ...rules: (() => unknown)[]): null {
  const mark = p.mark;
  for (const rule of rules) {
    rule();
    p.mark = mark;
  }
  return null;
}

/** Looks ahead with `rule` and comes back. */
function at<N>(p: P, rule: () => N): N {
  const mark = p.mark;
  const result = rule();
  p.mark = mark;
  return result;
}

const lastItem = <N>(list: N[]): N => list[list.length - 1];
const lastOf = (clauses: comprehension[]): expr => lastComprehensionItem(lastItem(clauses));

/** NEWLINE !INDENT */
const missingIndent = (p: P): boolean => p.accept(T.NEWLINE) && p.peek() !== T.INDENT;

function expectIndent(p: P, after: string, a: Token): void {
  if (missingIndent(p)) p.raiseIndentation(`expected an indented block after ${after} on line ${a.lineno}`);
}

const isKeywordConstant = (type: T): boolean => type === T.K_TRUE || type === T.K_FALSE || type === T.K_NONE;

// Calls

const GENEXP_PARENS = 'Generator expression must be parenthesized';
const WALRUS_OR_EQ = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

export function invalid_arguments(p: P): null {
  const mark = p.mark;
  return alternatives(p,
    () => {
      // (positional+ ',' kwargs | kwargs) ',' (starred_expression !'=')+
      const positional = p.gather(T.COMMA, () => p.positionalArgument());
      let ok = positional !== null && p.accept(T.COMMA) && p.kwargs() !== null;
      if (!ok) {
        p.mark = mark;
        ok = p.kwargs() !== null;
      }
      const comma = ok ? p.expect(T.COMMA) : null;
      if (comma === null) return;
      const starred = p.starred_expression();
      if (starred !== null && p.peek() !== T.EQUAL) {
        while (p.accept(T.COMMA)) {
          const next = p.starred_expression();
          if (next === null) break;
        }
        p.raiseFrom(comma, 'iterable argument unpacking follows keyword argument unpacking');
      }
    },
    () => {
      const a = p.expression();
      const b = a === null ? null : p.for_if_clauses();
      if (b === null || !p.accept(T.COMMA)) return;
      const m = p.mark;
      if (p.args() === null) {
        p.mark = m;
        if (p.expression() === null || p.for_if_clauses() === null) p.mark = m;
      }
      p.raiseRange(a!, lastOf(b), GENEXP_PARENS);
    },
    () => {
      const a = p.expect(T.NAME);
      const b = a === null ? null : p.expect(T.EQUAL);
      if (b !== null && p.expression() !== null && p.for_if_clauses() !== null) p.raiseRange(a!, b, WALRUS_OR_EQ);
    },
    () => {
      if (p.args() === null || !p.accept(T.COMMA)) p.mark = mark;
      const a = p.expect(T.NAME);
      const b = a === null ? null : p.expect(T.EQUAL);
      if (b !== null && (p.peek() === T.COMMA || p.peek() === T.RPAR)) p.raiseRange(a!, b, 'expected argument value expression');
    },
    () => {
      const a = p.args();
      const b = a === null ? null : p.for_if_clauses();
      if (b !== null && a!.args.length > 1) p.raiseRange(lastItem(a!.args), lastOf(b), GENEXP_PARENS);
    },
    () => {
      if (p.args() === null || !p.accept(T.COMMA)) return;
      const a = p.expression();
      const b = a === null ? null : p.for_if_clauses();
      if (b !== null) p.raiseRange(a!, lastOf(b), GENEXP_PARENS);
    },
    () => {
      const a = p.args();
      if (a !== null && p.accept(T.COMMA) && p.args() !== null) positionalAfterKeyword(p, a);
    },
  );
}

function positionalAfterKeyword(p: P, a: CallArgs): never {
  const unpacking = a.keywords.some((k) => k.arg === null);
  p.raise(`positional argument follows keyword argument${unpacking ? ' unpacking' : ''}`);
}

export function invalid_kwarg(p: P): null {
  return alternatives(p,
    () => {
      const a = p.tok0();
      if (!isKeywordConstant(a.type)) return;
      p.mark++;
      const b = p.expect(T.EQUAL);
      if (b !== null) p.raiseRange(a, b, `cannot assign to ${keywordText(a.type)}`);
    },
    () => {
      const a = p.expect(T.NAME);
      const b = a === null ? null : p.expect(T.EQUAL);
      if (b !== null && p.expression() !== null && p.for_if_clauses() !== null) p.raiseRange(a!, b, WALRUS_OR_EQ);
    },
    () => {
      if (at(p, () => p.accept(T.NAME) && p.accept(T.EQUAL))) return;
      const a = p.expression();
      const b = a === null ? null : p.expect(T.EQUAL);
      if (b !== null) p.raiseRange(a!, b, 'expression cannot contain assignment, perhaps you meant "=="?');
    },
    () => {
      const a = p.expect(T.DOUBLESTAR);
      if (a === null || p.expression() === null || !p.accept(T.EQUAL)) return;
      const b = p.expression();
      if (b !== null) p.raiseRange(a, b, 'cannot assign to keyword argument unpacking');
    },
  );
}

export function invalid_starred_expression(p: P): null {
  return alternatives(p, () => {
    const a = p.expect(T.STAR);
    if (a === null || p.expression() === null || !p.accept(T.EQUAL)) return;
    const b = p.expression();
    if (b !== null) p.raiseRange(a, b, 'cannot assign to iterable argument unpacking');
  });
}

// Expressions

const SOFT_KEYWORDS = ['_', 'case', 'match', 'type'];

/** SOFT_KEYWORD of the grammar, which CPython compares over the token's length only: `c` counts as `case`. */
const isSoftKeyword = (text: string): boolean => SOFT_KEYWORDS.some((k) => k.startsWith(text));

export function invalid_legacy_expression(p: P): null {
  return alternatives(p, () => {
    const t = p.expect(T.NAME);
    if (t === null || p.peek() === T.LPAR) return;
    const b = p.star_expressions();
    if (b === null) return;
    const a = p.nameFrom(t);
    if (isLegacyStmt(a)) p.raiseRange(a, b, `Missing parentheses in call to '${a.id}'. Did you mean ${a.id}(...)?`);
  });
}

export function invalid_expression(p: P): null {
  return alternatives(p,
    () => {
      const t = p.tok0();
      if (t.type === T.NAME && (p.peek1() === T.STRING || isSoftKeyword(t.text))) return;
      const a = p.disjunction();
      const b = a === null ? null : p.expression_without_invalid();
      if (b === null || isLegacyStmt(a!) || p.tokens[p.mark - 1].level === 0) return;
      p.raiseRange(a!, b, 'invalid syntax. Perhaps you forgot a comma?');
    },
    () => {
      const a = p.disjunction();
      if (a === null || !p.accept(T.K_IF)) return;
      const b = p.disjunction();
      if (b !== null && p.peek() !== T.K_ELSE && p.peek() !== T.COLON) p.raiseRange(a, b, "expected 'else' after 'if' expression");
    },
    () => {
      const a = p.expect(T.K_LAMBDA);
      if (a === null) return;
      p.params(true);
      const b = p.expect(T.COLON);
      if (b !== null && p.peek() === T.FSTRING_MIDDLE)
        p.raiseRange(a, b, 'f-string: lambda expressions are not allowed without parentheses');
    },
  );
}

export function invalid_named_expression(p: P): null {
  return alternatives(p,
    () => {
      const a = p.expression();
      if (a !== null && p.accept(T.COLONEQUAL) && p.expression() !== null)
        p.raiseAt(a, `cannot use assignment expressions with ${exprName(a)}`);
    },
    () => {
      const t = p.expect(T.NAME);
      if (t === null || !p.accept(T.EQUAL)) return;
      const b = p.bitwise_or();
      if (b !== null && p.peek() !== T.EQUAL && p.peek() !== T.COLONEQUAL) p.raiseRange(t, b, WALRUS_OR_EQ);
    },
    () => {
      const type = p.peek();
      if (isKeywordConstant(type)) return;
      if (at(p, () => p.list() !== null || p.tuple() !== null || p.genexp() !== null)) return;
      const a = p.bitwise_or();
      if (a === null || !p.accept(T.EQUAL) || p.bitwise_or() === null) return;
      if (p.peek() !== T.EQUAL && p.peek() !== T.COLONEQUAL)
        p.raiseAt(a, `cannot assign to ${exprName(a)} here. Maybe you meant '==' instead of '='?`);
    },
  );
}

const NOT_OPERATORS = new Set<T>([T.PLUS, T.MINUS, T.STAR, T.SLASH, T.PERCENT, T.DOUBLESLASH, T.AT]);
const NOT_PARENS = "'not' after an operator must be parenthesized";

export function invalid_arithmetic(p: P): null {
  return alternatives(p, () => {
    if (p.sum() === null || !NOT_OPERATORS.has(p.peek())) return;
    p.mark++;
    const a = p.expect(T.K_NOT);
    const b = a === null ? null : p.inversion();
    if (b !== null) p.raiseRange(a!, b, NOT_PARENS);
  });
}

export function invalid_factor(p: P): null {
  const type = p.peek();
  if (type !== T.PLUS && type !== T.MINUS && type !== T.TILDE) return null;
  return alternatives(p, () => {
    p.mark++;
    const a = p.expect(T.K_NOT);
    const b = a === null ? null : p.factor();
    if (b !== null) p.raiseRange(a!, b, NOT_PARENS);
  });
}

export function invalid_comprehension(p: P): null {
  const open = p.peek();
  if (open !== T.LSQB && open !== T.LPAR && open !== T.LBRACE) return null;
  const parens = 'did you forget parentheses around the comprehension target?';
  return alternatives(p,
    () => {
      p.mark++;
      const a = p.starred_expression();
      if (a !== null && p.for_if_clauses() !== null) p.raiseAt(a, 'iterable unpacking cannot be used in comprehension');
    },
    () => {
      if (open === T.LPAR) return;
      p.mark++;
      const a = p.star_named_expression();
      if (a === null || !p.accept(T.COMMA)) return;
      const b = p.star_named_expressions();
      if (b !== null && p.for_if_clauses() !== null) p.raiseRange(a, lastItem(b), parens);
    },
    () => {
      if (open === T.LPAR) return;
      p.mark++;
      const a = p.star_named_expression();
      const b = a === null ? null : p.expect(T.COMMA);
      if (b !== null && p.for_if_clauses() !== null) p.raiseRange(a!, b, parens);
    },
  );
}

export function invalid_dict_comprehension(p: P): null {
  return alternatives(p, () => {
    if (!p.accept(T.LBRACE)) return;
    const a = p.expect(T.DOUBLESTAR);
    if (a !== null && p.bitwise_or() !== null && p.for_if_clauses() !== null && p.accept(T.RBRACE))
      p.raiseAt(a, 'dict unpacking cannot be used in dict comprehension');
  });
}

export function invalid_group(p: P): null {
  return alternatives(p,
    () => {
      if (!p.accept(T.LPAR)) return;
      const a = p.starred_expression();
      if (a !== null && p.accept(T.RPAR)) p.raiseAt(a, 'cannot use starred expression here');
    },
    () => {
      if (!p.accept(T.LPAR)) return;
      const a = p.expect(T.DOUBLESTAR);
      if (a !== null && p.expression() !== null && p.accept(T.RPAR)) p.raiseAt(a, 'cannot use double starred expression here');
    },
  );
}

export function invalid_double_starred_kvpairs(p: P): null {
  return alternatives(p,
    () => {
      if (p.gather(T.COMMA, () => p.double_starred_kvpair()) !== null && p.accept(T.COMMA)) invalid_kvpair(p);
    },
    () => starredValue(p),
    () => missingValue(p),
  );
}

function starredValue(p: P): void {
  if (p.expression() === null || !p.accept(T.COLON)) return;
  const a = p.expect(T.STAR);
  if (a !== null && p.bitwise_or() !== null) p.raiseFrom(a, 'cannot use a starred expression in a dictionary value');
}

function missingValue(p: P): void {
  if (p.expression() === null) return;
  const a = p.expect(T.COLON);
  if (a !== null && (p.peek() === T.RBRACE || p.peek() === T.COMMA))
    p.raiseAt(a, "expression expected after dictionary key and ':'");
}

function invalid_kvpair(p: P): null {
  return alternatives(p,
    () => {
      const a = p.expression();
      if (a !== null && p.peek() !== T.COLON)
        p.raiseCols('SyntaxError', a.lineno, a.end_col_offset - 1, a.end_lineno, -1, "':' expected after dictionary key");
    },
    () => starredValue(p),
    () => missingValue(p),
  );
}

// f-strings

export function invalid_replacement_field(p: P): null {
  if (p.peek() !== T.LBRACE) return null;
  const start = p.mark + 1;
  /** '{' annotated_rhs '='? ['!' NAME], as far as asked; false when there is no expression. */
  const head = (debug: boolean, conversion: boolean): boolean => {
    p.mark = start;
    if (p.annotated_rhs() === null) return false;
    if (debug) p.accept(T.EQUAL);
    const m = p.mark;
    if (conversion && !(p.accept(T.EXCLAMATION) && p.accept(T.NAME))) p.mark = m;
    return true;
  };
  const oneOf = (...types: T[]): boolean => types.includes(p.peek());
  const fail = (what: string): never => p.raise(`f-string: ${what}`, 'SyntaxError', true);
  return alternatives(p,
    () => {
      p.mark = start;
      const a = p.tok0();
      const text = a.type === T.EQUAL ? '=' : a.type === T.EXCLAMATION ? '!' : a.type === T.COLON ? ':' : a.type === T.RBRACE ? '}' : '';
      if (text !== '') p.raiseAt(a, `f-string: valid expression required before '${text}'`);
    },
    () => {
      p.mark = start;
      if (at(p, () => p.annotated_rhs()) === null) fail("expecting a valid expression after '{'");
    },
    () => {
      if (head(false, false) && !oneOf(T.EQUAL, T.EXCLAMATION, T.COLON, T.RBRACE)) fail("expecting '=', or '!', or ':', or '}'");
    },
    () => {
      if (head(false, false) && p.accept(T.EQUAL) && !oneOf(T.EXCLAMATION, T.COLON, T.RBRACE)) fail("expecting '!', or ':', or '}'");
    },
    () => {
      if (head(true, false)) invalid_conversion_character(p, fail);
    },
    () => {
      if (head(true, true) && !oneOf(T.COLON, T.RBRACE)) fail("expecting ':' or '}'");
    },
    () => {
      if (!head(true, true) || !p.accept(T.COLON)) return;
      p.many(() => p.fstring_format_spec());
      if (!oneOf(T.RBRACE)) fail("expecting '}', or format specs");
    },
    () => {
      if (head(true, true) && !oneOf(T.RBRACE)) fail("expecting '}'");
    },
  );
}

function invalid_conversion_character(p: P, fail: (what: string) => never): void {
  if (!p.accept(T.EXCLAMATION)) return;
  if (p.peek() === T.COLON || p.peek() === T.RBRACE) fail('missing conversion character');
  if (p.peek() !== T.NAME) fail('invalid conversion character');
}

// Assignment

export function invalid_assignment(p: P): null {
  /** (star_targets '=')* */
  const targets = (): void => {
    for (;;) {
      const m = p.mark;
      if (p.star_targets() === null || !p.accept(T.EQUAL)) {
        p.mark = m;
        return;
      }
    }
  };
  return alternatives(p,
    () => {
      const a = invalid_ann_assign_target(p);
      if (a !== null && p.accept(T.COLON) && p.expression() !== null)
        p.raiseAt(a, `only single target (not ${exprName(a)}) can be annotated`);
    },
    () => {
      const a = p.star_named_expression();
      if (a === null || !p.accept(T.COMMA)) return;
      p.many(() => p.star_named_expressions());
      if (p.accept(T.COLON) && p.expression() !== null) p.raiseAt(a, 'only single target (not tuple) can be annotated');
    },
    () => {
      const a = p.expression();
      if (a !== null && p.accept(T.COLON) && p.expression() !== null) p.raiseAt(a, 'illegal target for annotation');
    },
    () => {
      targets();
      const a = p.star_expressions();
      if (a !== null && p.accept(T.EQUAL)) raiseInvalidTarget(p, Targets.STAR, a);
    },
    () => {
      targets();
      const a = p.yield_expr();
      if (a !== null && p.accept(T.EQUAL)) p.raiseAt(a, 'assignment to yield expression not possible');
    },
    () => {
      const a = p.star_expressions();
      if (a === null || !p.isAugassign()) return;
      p.mark++;
      if (p.annotated_rhs() !== null) p.raiseAt(a, `'${exprName(a)}' is an illegal expression for augmented assignment`);
    },
  );
}

function invalid_ann_assign_target(p: P): expr | null {
  const e = p.list() ?? p.tuple();
  if (e !== null) return e;
  const mark = p.mark;
  if (!p.accept(T.LPAR)) return null;
  const inner = invalid_ann_assign_target(p);
  return inner !== null && p.accept(T.RPAR) ? inner : p.reset(mark);
}

export function invalid_del_stmt(p: P): null {
  return alternatives(p, () => {
    if (!p.accept(T.K_DEL)) return;
    const a = p.star_expressions();
    if (a !== null) raiseInvalidTarget(p, Targets.DEL, a);
  });
}

export function invalid_for_target(p: P): null {
  return alternatives(p, () => {
    p.accept(T.K_ASYNC);
    if (!p.accept(T.K_FOR)) return;
    const a = p.star_expressions();
    if (a !== null) raiseInvalidTarget(p, Targets.FOR, a);
  });
}

export function invalid_with_item(p: P): null {
  return alternatives(p, () => {
    if (p.expression() === null || !p.accept(T.K_AS)) return;
    const a = p.expression();
    const type = p.peek();
    if (a !== null && (type === T.COMMA || type === T.RPAR || type === T.COLON)) raiseInvalidTarget(p, Targets.STAR, a);
  });
}

// Parameters of def and (l) lambda

export function invalid_parameters(p: P, l: boolean): null {
  const mark = p.mark;
  const slash = (): boolean => p.slash_no_default(l) !== null || p.slash_with_default(l) !== null;
  const maybe = (): void => void p.many(() => p.param_maybe_default(l));
  return alternatives(p,
    () => {
      const a = p.expect(T.SLASH);
      if (a !== null && p.accept(T.COMMA)) p.raiseAt(a, 'at least one argument must precede /');
    },
    () => {
      if (!slash()) return;
      maybe();
      const a = p.expect(T.SLASH);
      if (a !== null) p.raiseAt(a, '/ may appear only once');
    },
    () => {
      p.slash_no_default(l);
      p.many(() => p.param_no_default(l));
      const helper = p.slash_with_default(l) !== null || p.many(() => p.param_with_default(l)).length > 0;
      const a = helper ? p.param_no_default(l) : null;
      if (a !== null) p.raiseAt(a.arg, 'parameter without a default follows parameter with a default');
    },
    () => {
      p.many(() => p.param_no_default(l));
      const a = p.expect(T.LPAR);
      if (a === null) return;
      const inner = l ? p.gather(T.COMMA, () => p.param(true)) : p.many(() => p.param_no_default(false));
      if (inner === null || inner.length === 0) return;
      p.accept(T.COMMA);
      const b = p.expect(T.RPAR);
      if (b !== null) p.raiseRange(a, b, `${l ? 'Lambda expression' : 'Function'} parameters cannot be parenthesized`);
    },
    () => {
      if (!slash()) p.mark = mark;
      maybe();
      if (!p.accept(T.STAR)) return;
      if (!p.accept(T.COMMA) && p.param_no_default(l) === null) return;
      maybe();
      const a = p.expect(T.SLASH);
      if (a !== null) p.raiseAt(a, '/ must be ahead of *');
    },
    () => {
      if (p.many(() => p.param_maybe_default(l)).length === 0 || !p.accept(T.SLASH)) return;
      const a = p.expect(T.STAR);
      if (a !== null) p.raiseAt(a, 'expected comma between / and *');
    },
  );
}

export function invalid_default(p: P): null {
  return alternatives(p, () => {
    const a = p.expect(T.EQUAL);
    if (a !== null && (p.peek() === T.RPAR || p.peek() === T.COMMA)) p.raiseAt(a, 'expected default value expression');
  });
}

export function invalid_star_etc(p: P, l: boolean): null {
  if (p.peek() !== T.STAR) return null;
  const end = l ? T.COLON : T.RPAR;
  return alternatives(p,
    () => {
      const a = p.expect(T.STAR)!;
      const bare = p.accept(end) || (p.accept(T.COMMA) && (p.accept(end) || p.accept(T.DOUBLESTAR)));
      if (!bare) return;
      const msg = 'named arguments must follow bare *';
      if (l) p.raise(msg);
      p.raiseAt(a, msg);
    },
    () => {
      p.mark++;
      if (!l && p.accept(T.COMMA) && p.accept(T.TYPE_COMMENT)) p.raise('bare * has associated type comment');
    },
    () => {
      p.mark++;
      const a = p.param(l) === null ? null : p.expect(T.EQUAL);
      if (a !== null) p.raiseAt(a, 'var-positional argument cannot have default value');
    },
    () => {
      p.mark++;
      if (p.param_no_default(l) === null && !p.accept(T.COMMA)) return;
      p.many(() => p.param_maybe_default(l));
      const a = p.expect(T.STAR);
      if (a !== null && (p.param_no_default(l) !== null || p.accept(T.COMMA))) p.raiseAt(a, '* argument may appear only once');
    },
  );
}

export function invalid_kwds(p: P, l: boolean): null {
  if (p.peek() !== T.DOUBLESTAR) return null;
  const follows = 'arguments cannot follow var-keyword argument';
  return alternatives(p,
    () => {
      p.mark++;
      const a = p.param(l) === null ? null : p.expect(T.EQUAL);
      if (a !== null) p.raiseAt(a, 'var-keyword argument cannot have default value');
    },
    () => {
      p.mark++;
      const a = p.param(l) !== null && p.accept(T.COMMA) ? p.param(l) : null;
      if (a !== null) p.raiseAt(a, follows);
    },
    () => {
      p.mark++;
      if (p.param(l) === null || !p.accept(T.COMMA)) return;
      const a = p.tok0();
      if (a.type === T.STAR || a.type === T.DOUBLESTAR || a.type === T.SLASH) p.raiseAt(a, follows);
    },
  );
}

export function invalid_double_type_comments(p: P): null {
  return alternatives(p, () => {
    if (p.accept(T.TYPE_COMMENT) && p.accept(T.NEWLINE) && p.accept(T.TYPE_COMMENT) && p.accept(T.NEWLINE) && p.accept(T.INDENT))
      p.raise('Cannot have two type comments on def');
  });
}

export function invalid_type_params(p: P): null {
  return alternatives(p, () => {
    p.mark++;
    const t = p.expect(T.RSQB);
    if (t !== null) p.raiseFrom(t, 'Type parameter list cannot be empty');
  });
}

// Imports

export function invalid_import(p: P): null {
  return alternatives(p,
    () => {
      const a = p.expect(T.K_IMPORT);
      if (a === null || p.gather(T.COMMA, () => p.dotted_name()) === null) return;
      if (p.accept(T.K_FROM) && p.dotted_name() !== null) p.raiseFrom(a, "Did you mean to use 'from ... import ...' instead?");
    },
    () => {
      const t = p.accept(T.K_IMPORT) ? p.expect(T.NEWLINE) : null;
      if (t !== null) p.raiseFrom(t, "Expected one or more names after 'import'");
    },
  );
}

export function invalid_import_from_targets(p: P): null {
  return alternatives(p,
    () => {
      if (p.import_from_as_names() !== null && p.accept(T.COMMA) && p.accept(T.NEWLINE))
        p.raise('trailing comma not allowed without surrounding parentheses');
    },
    () => {
      const t = p.expect(T.NEWLINE);
      if (t !== null) p.raiseFrom(t, "Expected one or more names after 'import'");
    },
  );
}

// Blocks

export function invalid_block(p: P): null {
  return alternatives(p, () => {
    if (missingIndent(p)) p.raiseIndentation('expected an indented block');
  });
}

const EXPECTED_COLON = "expected ':'";

/** if, elif and while: 'kw' named_expression NEWLINE | 'kw' named_expression ':' NEWLINE !INDENT */
function headerAndBlock(p: P, keyword: T): null {
  const after = `'${keywordText(keyword)}' statement`;
  return alternatives(p,
    () => {
      if (p.accept(keyword) && p.named_expression() !== null && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      const a = p.expect(keyword);
      if (a !== null && p.named_expression() !== null && p.accept(T.COLON)) expectIndent(p, after, a);
    },
  );
}

export function invalid_if_stmt(p: P, keyword: T): null {
  return headerAndBlock(p, keyword);
}

export function invalid_while_stmt(p: P): null {
  return headerAndBlock(p, T.K_WHILE);
}

export function invalid_else_stmt(p: P): null {
  return alternatives(p, () => {
    const a = p.expect(T.K_ELSE);
    if (a !== null && p.accept(T.COLON)) expectIndent(p, "'else' statement", a);
  });
}

export function invalid_finally_stmt(p: P): null {
  return alternatives(p, () => {
    const a = p.expect(T.K_FINALLY);
    if (a !== null && p.accept(T.COLON)) expectIndent(p, "'finally' statement", a);
  });
}

export function invalid_for_stmt(p: P): null {
  /** [ASYNC] 'for' star_targets 'in' star_expressions; the 'for' token. */
  const head = (): Token | null => {
    p.accept(T.K_ASYNC);
    const a = p.expect(T.K_FOR);
    return a !== null && p.star_targets() !== null && p.accept(T.K_IN) && p.star_expressions() !== null ? a : null;
  };
  return alternatives(p,
    () => {
      if (head() !== null && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      const a = head();
      if (a !== null && p.accept(T.COLON)) expectIndent(p, "'for' statement", a);
    },
  );
}

/** [ASYNC] 'with' items, in parentheses or not; the 'with' token. */
function withHead(p: P, parenthesized: boolean): Token | null {
  p.accept(T.K_ASYNC);
  const a = p.expect(T.K_WITH);
  if (a === null || (parenthesized && !p.accept(T.LPAR))) return null;
  const item = (): expr | null => {
    const e = parenthesized ? p.expressions() : p.expression();
    const m = p.mark;
    if (e !== null && p.accept(T.K_AS) && p.star_target() === null) p.mark = m;
    return e;
  };
  if (p.gather(T.COMMA, item) === null) return null;
  if (!parenthesized) return a;
  p.accept(T.COMMA);
  return p.accept(T.RPAR) ? a : null;
}

export function invalid_with_stmt(p: P): null {
  const rule = (parenthesized: boolean) => () => {
    if (withHead(p, parenthesized) !== null && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
  };
  return alternatives(p, rule(false), rule(true));
}

export function invalid_with_stmt_indent(p: P): null {
  const rule = (parenthesized: boolean) => () => {
    const a = withHead(p, parenthesized);
    if (a !== null && p.accept(T.COLON)) expectIndent(p, "'with' statement", a);
  };
  return alternatives(p, rule(false), rule(true));
}

const BOTH_EXCEPTS = "cannot have both 'except' and 'except*' on the same 'try'";

export function invalid_try_stmt(p: P): null {
  /** 'try' ':' block* */
  const head = (): boolean => {
    if (!p.accept(T.K_TRY) || !p.accept(T.COLON)) return false;
    p.many(() => p.block());
    return true;
  };
  return alternatives(p,
    () => {
      const a = p.expect(T.K_TRY);
      if (a !== null && p.accept(T.COLON)) expectIndent(p, "'try' statement", a);
    },
    () => {
      if (!p.accept(T.K_TRY) || !p.accept(T.COLON) || p.block() === null) return;
      if (p.peek() !== T.K_EXCEPT && p.peek() !== T.K_FINALLY) p.raise("expected 'except' or 'finally' block");
    },
    () => {
      if (!head() || p.many(() => p.except_block()).length === 0) return;
      const a = p.expect(T.K_EXCEPT);
      const b = a === null ? null : p.expect(T.STAR);
      if (b === null || p.expression() === null) return;
      p.asName();
      if (p.accept(T.COLON)) p.raiseRange(a!, b, BOTH_EXCEPTS);
    },
    () => {
      if (!head() || p.many(() => p.except_star_block()).length === 0) return;
      const a = p.expect(T.K_EXCEPT);
      if (a === null) return;
      if (p.expression() !== null) p.asName();
      if (p.accept(T.COLON)) p.raiseAt(a, BOTH_EXCEPTS);
    },
  );
}

export function invalid_except_stmt(p: P): null {
  return alternatives(p,
    () => {
      if (!p.accept(T.K_EXCEPT)) return;
      p.accept(T.STAR);
      const a = p.expression();
      if (a === null || !p.accept(T.COMMA) || p.expressions() === null) return;
      p.asName();
      if (p.accept(T.COLON)) p.raiseFrom(a, 'multiple exception types must be parenthesized');
    },
    () => {
      if (!p.accept(T.K_EXCEPT)) return;
      p.accept(T.STAR);
      if (p.expression() === null) return;
      p.asName();
      if (p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      if (p.accept(T.K_EXCEPT) && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      if (p.accept(T.K_EXCEPT) && p.accept(T.STAR) && (p.accept(T.NEWLINE) || p.accept(T.COLON)))
        p.raise('expected one or more exception types');
    },
  );
}

export function invalid_except_stmt_indent(p: P): null {
  return alternatives(p,
    () => {
      const a = p.expect(T.K_EXCEPT);
      if (a === null || p.expression() === null) return;
      p.asName();
      if (p.accept(T.COLON)) expectIndent(p, "'except' statement", a);
    },
    () => {
      const a = p.expect(T.K_EXCEPT);
      if (a !== null && p.accept(T.COLON)) expectIndent(p, "'except' statement", a);
    },
  );
}

export function invalid_except_star_stmt_indent(p: P): null {
  return alternatives(p, () => {
    const a = p.expect(T.K_EXCEPT);
    if (a === null || !p.accept(T.STAR) || p.expression() === null) return;
    p.asName();
    if (p.accept(T.COLON)) expectIndent(p, "'except*' statement", a);
  });
}

export function invalid_def_raw(p: P): null {
  return alternatives(p,
    () => {
      p.accept(T.K_ASYNC);
      const a = p.expect(T.K_DEF);
      if (a === null || !p.accept(T.NAME)) return;
      p.type_params();
      if (!p.accept(T.LPAR)) return;
      p.params(false);
      if (!p.accept(T.RPAR)) return;
      p.returnAnnotation();
      if (p.accept(T.COLON)) expectIndent(p, 'function definition', a);
    },
    () => {
      p.accept(T.K_ASYNC);
      if (!p.accept(T.K_DEF) || !p.accept(T.NAME)) return;
      p.type_params();
      p.expectForced(T.LPAR, '(');
      p.params(false);
      if (!p.accept(T.RPAR)) return;
      p.returnAnnotation();
      p.expectForced(T.COLON, ':');
      p.func_type_comment();
      p.block();
    },
  );
}

export function invalid_class_def_raw(p: P): null {
  /** 'class' NAME [type_params] ['(' [arguments] ')']; the 'class' token. */
  const head = (): Token | null => {
    const a = p.expect(T.K_CLASS);
    if (a === null || !p.accept(T.NAME)) return null;
    p.type_params();
    p.optionalArguments();
    return a;
  };
  return alternatives(p,
    () => {
      if (head() !== null && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      const a = head();
      if (a !== null && p.accept(T.COLON)) expectIndent(p, 'class definition', a);
    },
  );
}

// match

export function invalid_match_stmt(p: P): null {
  return alternatives(p,
    () => {
      if (p.expectSoft('match') !== null && p.subject_expr() !== null && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      const a = p.expectSoft('match');
      if (a !== null && p.subject_expr() !== null && p.accept(T.COLON)) expectIndent(p, "'match' statement", a);
    },
  );
}

export function invalid_case_block(p: P): null {
  const head = (): Token | null => {
    const a = p.expectSoft('case');
    if (a === null || p.patterns() === null) return null;
    p.guard();
    return a;
  };
  return alternatives(p,
    () => {
      if (head() !== null && p.accept(T.NEWLINE)) p.raise(EXPECTED_COLON);
    },
    () => {
      const a = head();
      if (a !== null && p.accept(T.COLON)) expectIndent(p, "'case' statement", a);
    },
  );
}

export function invalid_as_pattern(p: P): null {
  return alternatives(p,
    () => {
      if (p.or_pattern() === null || !p.accept(T.K_AS)) return;
      const a = p.expectSoft('_');
      if (a !== null) p.raiseAt(a, "cannot use '_' as a target");
    },
    () => {
      if (p.or_pattern() === null || !p.accept(T.K_AS) || p.peek() === T.NAME) return;
      const a = p.expression();
      if (a !== null) p.raiseAt(a, 'invalid pattern target');
    },
  );
}

export function invalid_class_pattern(p: P): null {
  return alternatives(p, () => {
    if (p.name_or_attr() === null || !p.accept(T.LPAR)) return;
    const a = invalid_class_argument_pattern(p);
    if (a !== null) p.raiseRange(a[0], lastItem(a), 'positional patterns follow keyword patterns');
  });
}

function invalid_class_argument_pattern(p: P): pattern[] | null {
  const m = p.mark;
  if (p.positional_patterns() === null || !p.accept(T.COMMA)) p.mark = m;
  if (p.keyword_patterns() === null || !p.accept(T.COMMA)) return null;
  return p.positional_patterns();
}
