// Parser/action_helpers.c of CPython 3.13: what the grammar's actions do beyond making one node.
// Deviation: sequences are arrays, so the sequence helpers of CPython are JS operators here.

import type {
  arg, arguments_, comprehension, Constant, expr, expr_context, FormattedValue, JoinedStr, keyword, Name, Position,
} from '../include/pycore_ast';
import type { Pegen } from './pegen';
import { concatStr, type PyStr } from './string_parser';
import { T, type Token } from './token';

export interface NameDefaultPair { arg: arg; value: expr | null }
export interface StarEtc { vararg: arg | null; kwonlyargs: NameDefaultPair[]; kwarg: arg | null }
/** A keyword argument, or a starred positional one that came after a keyword. */
export type KeywordOrStarred = keyword | expr;
export interface CallArgs { args: expr[]; keywords: keyword[] }
export interface ResultTokenWithMetadata { result: expr; metadata: string | null }

export const enum Targets { STAR, DEL, FOR }

export function makeArguments(posonly: NameDefaultPair[], plain: NameDefaultPair[], star: StarEtc | null): arguments_ {
  const defaults: expr[] = [];
  for (const p of posonly) if (p.value !== null) defaults.push(p.value);
  for (const p of plain) if (p.value !== null) defaults.push(p.value);
  return {
    kind: 'arguments',
    posonlyargs: posonly.map((p) => p.arg),
    args: plain.map((p) => p.arg),
    vararg: star === null ? null : star.vararg,
    kwonlyargs: star === null ? [] : star.kwonlyargs.map((p) => p.arg),
    kw_defaults: star === null ? [] : star.kwonlyargs.map((p) => p.value),
    kwarg: star === null ? null : star.kwarg,
    defaults,
  };
}

/** Sets the context of a freshly made target and of what it consists of, in place. */
export function setExprContext(e: expr, ctx: expr_context): expr {
  switch (e.kind) {
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      e.ctx = ctx;
      break;
    case 'Tuple':
    case 'List':
      e.ctx = ctx;
      for (const elt of e.elts) setExprContext(elt, ctx);
      break;
    case 'Starred':
      e.ctx = ctx;
      setExprContext(e.value, ctx);
      break;
  }
  return e;
}

/** Joins positional arguments with what came after the first keyword. */
export function collectCallSeqs(args: expr[], rest: KeywordOrStarred[]): CallArgs {
  const keywords: keyword[] = [];
  for (const k of rest) {
    if (k.kind === 'keyword') keywords.push(k);
    else args.push(k);
  }
  return { args, keywords };
}

export function lastComprehensionItem(c: comprehension): expr {
  return c.ifs.length === 0 ? c.iter : c.ifs[c.ifs.length - 1];
}

export const isLegacyStmt = (e: expr): boolean => e.kind === 'Name' && (e.id === 'print' || e.id === 'exec');

/** _PyPegen_get_expr_name: what an error message calls an expression. */
export function exprName(e: expr): string {
  switch (e.kind) {
    case 'Attribute': return 'attribute';
    case 'Subscript': return 'subscript';
    case 'Starred': return 'starred';
    case 'Name': return 'name';
    case 'List': return 'list';
    case 'Tuple': return 'tuple';
    case 'Lambda': return 'lambda';
    case 'Call': return 'function call';
    case 'BoolOp':
    case 'BinOp':
    case 'UnaryOp': return 'expression';
    case 'GeneratorExp': return 'generator expression';
    case 'Yield':
    case 'YieldFrom': return 'yield expression';
    case 'Await': return 'await expression';
    case 'ListComp': return 'list comprehension';
    case 'SetComp': return 'set comprehension';
    case 'DictComp': return 'dict comprehension';
    case 'Dict': return 'dict literal';
    case 'Set': return 'set display';
    case 'JoinedStr':
    case 'FormattedValue': return 'f-string expression';
    case 'Compare': return 'comparison';
    case 'IfExp': return 'conditional expression';
    case 'NamedExpr': return 'named expression';
    case 'Constant':
      switch (e.value.t) {
        case 'None': return 'None';
        case 'False': return 'False';
        case 'True': return 'True';
        case 'Ellipsis': return 'ellipsis';
        default: return 'literal';
      }
    case 'Slice': return 'slice';
  }
}

/** The part of `e` that cannot be assigned to or deleted, or null. */
export function invalidTarget(e: expr, type: Targets): expr | null {
  switch (e.kind) {
    case 'List':
    case 'Tuple':
      for (const elt of e.elts) {
        const bad = invalidTarget(elt, type);
        if (bad !== null) return bad;
      }
      return null;
    case 'Starred':
      return type === Targets.DEL ? e : invalidTarget(e.value, type);
    case 'Compare':
      // `a in b` of `for a in b` parses as a comparison.
      if (type === Targets.FOR) return e.ops[0] === 'In' ? invalidTarget(e.left, type) : null;
      return e;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return e;
  }
}

/** RAISE_SYNTAX_ERROR_INVALID_TARGET: raises, or null when the target is fine. */
export function raiseInvalidTarget(p: Pegen, type: Targets, e: expr): null {
  const bad = invalidTarget(e, type);
  if (bad !== null) p.raiseAt(bad, `${type === Targets.DEL ? 'cannot delete' : 'cannot assign to'} ${exprName(bad)}`);
  return null;
}

// f-strings

const isStr = (e: expr): e is Constant => e.kind === 'Constant' && e.value.t === 'str';
const isEmptyStr = (e: expr): boolean => isStr(e) && (e.value as PyStr).v === '';

export function joinedStr(p: Pegen, a: Token, parts: FstringPart[], b: Token): JoinedStr {
  const raw = /r/i.test(a.text);
  const values: expr[] = [];
  for (const part of parts) {
    if (part.kind === 'Middle') {
      if (part.token.text === '') continue;
      const value = p.decodeStr(part.token.text, raw, part.token, part.token.start);
      if (value.t === 'str' && value.v === '') continue;
      values.push(p.constant(value, part.token, part.token));
    } else if (part.kind === 'JoinedStr') {
      for (const v of part.values) if (!isEmptyStr(v)) values.push(v);
    } else values.push(part);
  }
  return {
    kind: 'JoinedStr', values,
    lineno: a.lineno, col_offset: a.col_offset, end_lineno: b.end_lineno, end_col_offset: b.end_col_offset,
  };
}

/** A piece of an f-string: literal text not decoded yet, or an expression. */
export type FstringPart = { kind: 'Middle'; token: Token } | expr;

export function fullFormatSpec(p: Pegen, colon: Token, spec: expr[], s: Position, e: Token): ResultTokenWithMetadata {
  const parts = spec.filter((item) => !isEmptyStr(item));
  const pos = { lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset };
  const result: expr = parts.length === 0 || (parts.length === 1 && parts[0].kind === 'Constant')
    ? { kind: 'JoinedStr', values: parts, ...pos }
    : concatenateStrings(p, parts, pos);
  return { result, metadata: colon.metadata };
}

export function formattedValue(
  p: Pegen, expression: expr, debug: Token | null, conversion: ResultTokenWithMetadata | null,
  format: ResultTokenWithMetadata | null, rbrace: Token, s: Token, e: Token,
): expr {
  let conv = -1;
  if (conversion !== null) {
    const name = conversion.result as Name;
    if (name.id !== 's' && name.id !== 'r' && name.id !== 'a')
      p.raiseAt(name, `f-string: invalid conversion character '${name.id}': expected 's', 'r', or 'a'`);
    conv = name.id.charCodeAt(0);
  } else if (debug !== null && format === null) conv = 114;
  const value: FormattedValue = {
    kind: 'FormattedValue', value: expression, conversion: conv, format_spec: format === null ? null : format.result,
    lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
  };
  if (debug === null) return value;
  let line = e.end_lineno;
  let col = e.end_col_offset;
  let metadata = rbrace.metadata;
  if (conversion !== null) {
    line = conversion.result.lineno;
    col = conversion.result.col_offset;
    metadata = conversion.metadata;
  } else if (format !== null) {
    line = format.result.lineno;
    col = format.result.col_offset + 1;
    metadata = format.metadata;
  }
  const label: Constant = {
    kind: 'Constant', value: { t: 'str', v: metadata ?? '' }, kind_: null,
    lineno: s.lineno, col_offset: s.col_offset + 1, end_lineno: line, end_col_offset: col - 1,
  };
  return { kind: 'JoinedStr', values: [label, value], lineno: s.lineno, col_offset: s.col_offset, end_lineno: line, end_col_offset: col };
}

/** _PyPegen_concatenate_strings: adjacent literals become one; constants next to each other are joined. */
export function concatenateStrings(p: Pegen, strings: expr[], pos: Position): expr {
  let fstring = false;
  let str = false;
  let bytes = false;
  for (const s of strings) {
    if (s.kind === 'Constant') {
      if (s.value.t === 'bytes') bytes = true;
      else str = true;
    } else fstring = true;
  }
  if ((str || fstring) && bytes) p.raise('cannot mix bytes and nonbytes literals');
  if (bytes) return concatenateBytes(strings as Constant[], pos);
  if (!fstring && strings.length === 1) return strings[0];
  const flat: expr[] = [];
  for (const s of strings) {
    if (s.kind === 'JoinedStr') flat.push(...s.values);
    else flat.push(s);
  }
  const values: expr[] = [];
  for (let i = 0; i < flat.length; i++) {
    let elem = flat[i];
    if (isStr(elem)) {
      const first = elem;
      let lastElem = elem;
      let value = elem.value as PyStr;
      while (i + 1 < flat.length && isStr(flat[i + 1])) {
        lastElem = flat[++i] as Constant;
        value = concatStr(value, lastElem.value as PyStr);
      }
      if (lastElem !== first) {
        elem = {
          kind: 'Constant', value, kind_: first.kind_, lineno: first.lineno, col_offset: first.col_offset,
          end_lineno: lastElem.end_lineno, end_col_offset: lastElem.end_col_offset,
        };
      }
      if (fstring && isEmptyStr(elem)) continue;
    }
    values.push(elem);
  }
  if (!fstring) return values[0];
  return {
    kind: 'JoinedStr', values,
    lineno: pos.lineno, col_offset: pos.col_offset, end_lineno: pos.end_lineno, end_col_offset: pos.end_col_offset,
  };
}

function concatenateBytes(strings: Constant[], pos: Position): expr {
  const parts = strings.map((s) => (s.value.t === 'bytes' ? s.value.v : new Uint8Array()));
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return {
    kind: 'Constant', value: { t: 'bytes', v: all }, kind_: strings[0].kind_,
    lineno: pos.lineno, col_offset: pos.col_offset, end_lineno: pos.end_lineno, end_col_offset: pos.end_col_offset,
  };
}

/** True when `t` is `<>` and only `!=` may be said, or the other way round under barry_as_FLUFL (then it raises). */
export function checkBarryAsFlufl(p: Pegen, t: Token): boolean {
  const diamond = p.tok.src.charCodeAt(t.start) === 60;
  if (p.flags.barry_as_bdfl) {
    if (!diamond) p.raise("with Barry as BDFL, use '<>' instead of '!='");
    return false;
  }
  return diamond;
}

export const isBracket = (type: T): boolean => type === T.LPAR || type === T.LSQB || type === T.DOT;
