// The structural pattern matching part of Python/compile.c of CPython 3.13 (PEP 634).
//
// Each pattern consumes TOS, the subject, and on failure jumps to fail_pop[n], which pops n items. `on_top` counts the items
// above the captures that must be popped on failure; captures are rotated beneath them and stored only when all has matched.

import type { expr, match_case, pattern, PyConst, stmt } from '../include/pycore_ast';
import { OP } from '../include/pycore_opcode_ids';
import { py_repr, py_repr_str } from './ast_unparse';
import { ADDOP_BINARY, ADDOP_COMPARE, compiler_jump_if, compiler_visit_expr } from './codegen_expr';
import {
  ADDOP, ADDOP_I, ADDOP_JUMP, ADDOP_LOAD_CONST, type Compiler, compiler_error, compiler_nameop, forbidden_name, LOC, NEW_LABEL,
  USE_LABEL,
} from './codegen_unit';
import { const_int, const_str, NONE } from './const_cache';
import { const_equal } from './const_fold';
import { type Location, NO_LOCATION } from './instruction_sequence';

type P<K extends pattern['kind']> = pattern & { kind: K };

interface PatternContext {
  /** Names captured so far, in the order of their values on the stack. */
  stores: string[];
  allow_irrefutable: boolean;
  /** Label n pops n items. */
  fail_pop: number[];
  on_top: number;
}

function WILDCARD_CHECK(p: pattern): boolean {
  return p.kind === 'MatchAs' && p.name === null;
}

function ensure_fail_pop(c: Compiler, pc: PatternContext, n: number): void {
  while (pc.fail_pop.length < n + 1) pc.fail_pop.push(NEW_LABEL(c));
}

function jump_to_fail_pop(c: Compiler, loc: Location, pc: PatternContext, op: number): void {
  const pops = pc.on_top + pc.stores.length;
  ensure_fail_pop(c, pc, pops);
  ADDOP_JUMP(c, loc, op, pc.fail_pop[pops]);
}

function emit_and_reset_fail_pop(c: Compiler, loc: Location, pc: PatternContext): void {
  for (let n = pc.fail_pop.length - 1; n >= 0; n--) {
    USE_LABEL(c, pc.fail_pop[n]);
    if (n > 0) ADDOP(c, loc, OP.POP_TOP);
  }
  pc.fail_pop = [];
}

function error_duplicate_store(c: Compiler, loc: Location, name: string): never {
  compiler_error(c, loc, `multiple assignments to name ${py_repr_str(name)} in pattern`);
}

function rotate(c: Compiler, loc: Location, count: number): void {
  for (; count > 1; count--) ADDOP_I(c, loc, OP.SWAP, count);
}

function store_name(c: Compiler, loc: Location, name: string | null, pc: PatternContext): void {
  if (name === null) {
    ADDOP(c, loc, OP.POP_TOP);
    return;
  }
  forbidden_name(c, loc, name, 'Store');
  if (pc.stores.includes(name)) error_duplicate_store(c, loc, name);
  rotate(c, loc, pc.on_top + pc.stores.length + 1);
  pc.stores.push(name);
}

/***** Sequences *****/

function pattern_unpack_helper(c: Compiler, loc: Location, elts: pattern[]): void {
  const n = elts.length;
  const star = elts.findIndex((p) => p.kind === 'MatchStar');
  if (star < 0) {
    ADDOP_I(c, loc, OP.UNPACK_SEQUENCE, n);
    return;
  }
  if (star >= 1 << 8 || n - star - 1 >= 0x7fffffff >> 8) {
    compiler_error(c, loc, 'too many expressions in star-unpacking sequence pattern');
  }
  ADDOP_I(c, loc, OP.UNPACK_EX, star + ((n - star - 1) << 8));
}

function sequence_unpack(c: Compiler, loc: Location, patterns: pattern[], pc: PatternContext): void {
  pattern_unpack_helper(c, loc, patterns);
  pc.on_top += patterns.length;
  for (const p of patterns) {
    pc.on_top--;
    pattern_subpattern(c, p, pc);
  }
}

/** For [first, *_, last]: indexes instead of unpacking. */
function sequence_subscr(c: Compiler, loc: Location, patterns: pattern[], star: number, pc: PatternContext): void {
  pc.on_top++;
  const size = patterns.length;
  for (let i = 0; i < size; i++) {
    const p = patterns[i];
    if (WILDCARD_CHECK(p) || i === star) continue;
    ADDOP_I(c, loc, OP.COPY, 1);
    if (i < star) {
      ADDOP_LOAD_CONST(c, loc, const_int(i));
    } else {
      // The subject may not support negative indexes.
      ADDOP(c, loc, OP.GET_LEN);
      ADDOP_LOAD_CONST(c, loc, const_int(size - i));
      ADDOP_BINARY(c, loc, 'Sub');
    }
    ADDOP(c, loc, OP.BINARY_SUBSCR);
    pattern_subpattern(c, p, pc);
  }
  pc.on_top--;
  ADDOP(c, loc, OP.POP_TOP);
}

function pattern_sequence(c: Compiler, p: P<'MatchSequence'>, pc: PatternContext): void {
  const loc = LOC(p);
  const size = p.patterns.length;
  let star = -1;
  let only_wildcard = true;
  let star_wildcard = false;
  p.patterns.forEach((sub, i) => {
    if (sub.kind === 'MatchStar') {
      if (star >= 0) compiler_error(c, loc, 'multiple starred names in sequence pattern');
      star_wildcard = sub.name === null;
      only_wildcard &&= star_wildcard;
      star = i;
    } else {
      only_wildcard &&= WILDCARD_CHECK(sub);
    }
  });
  pc.on_top++;
  ADDOP(c, loc, OP.MATCH_SEQUENCE);
  jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
  if (star < 0 || size > 1) {
    ADDOP(c, loc, OP.GET_LEN);
    ADDOP_LOAD_CONST(c, loc, const_int(star < 0 ? size : size - 1));
    ADDOP_COMPARE(c, loc, star < 0 ? 'Eq' : 'GtE');
    jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
  }
  pc.on_top--;
  if (only_wildcard) ADDOP(c, loc, OP.POP_TOP);
  else if (star_wildcard) sequence_subscr(c, loc, p.patterns, star, pc);
  else sequence_unpack(c, loc, p.patterns, pc);
}

/***** Classes *****/

function validate_kwd_attrs(c: Compiler, attrs: string[], patterns: pattern[]): void {
  for (let i = 0; i < attrs.length; i++) {
    forbidden_name(c, LOC(patterns[i]), attrs[i], 'Store');
    for (let j = i + 1; j < attrs.length; j++) {
      if (attrs[j] === attrs[i]) compiler_error(c, LOC(patterns[j]), `attribute name repeated in class pattern: ${attrs[i]}`);
    }
  }
}

/** Fails the pattern if TOS (kept) is None. */
function fail_if_none(c: Compiler, loc: Location, pc: PatternContext, pushed: number): void {
  ADDOP_I(c, loc, OP.COPY, 1);
  ADDOP_LOAD_CONST(c, loc, NONE);
  ADDOP_I(c, loc, OP.IS_OP, 1);
  pc.on_top += pushed;
  jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
}

function pattern_class(c: Compiler, p: P<'MatchClass'>, pc: PatternContext): void {
  const loc = LOC(p);
  const nargs = p.patterns.length;
  const nattrs = p.kwd_attrs.length;
  validate_kwd_attrs(c, p.kwd_attrs, p.kwd_patterns);
  compiler_visit_expr(c, p.cls);
  ADDOP_LOAD_CONST(c, loc, { t: 'tuple', v: p.kwd_attrs.map(const_str) });
  ADDOP_I(c, loc, OP.MATCH_CLASS, nargs);
  fail_if_none(c, loc, pc, 1);
  ADDOP_I(c, loc, OP.UNPACK_SEQUENCE, nargs + nattrs);
  pc.on_top += nargs + nattrs - 1;
  for (let i = 0; i < nargs + nattrs; i++) {
    pc.on_top--;
    const sub = i < nargs ? p.patterns[i] : p.kwd_patterns[i - nargs];
    if (WILDCARD_CHECK(sub)) ADDOP(c, loc, OP.POP_TOP);
    else pattern_subpattern(c, sub, pc);
  }
}

/***** Mappings *****/

function mapping_keys(c: Compiler, loc: Location, keys: expr[]): void {
  const seen: PyConst[] = [];
  for (const key of keys) {
    if (key.kind === 'Constant') {
      const value = key.value;
      if (seen.some((s) => const_equal(s, value))) {
        compiler_error(c, loc, `mapping pattern checks duplicate key (${py_repr(value)})`);
      }
      seen.push(value);
    } else if (key.kind !== 'Attribute') {
      compiler_error(c, loc, 'mapping pattern keys may only match literals and attribute lookups');
    }
    compiler_visit_expr(c, key);
  }
}

/** rest = dict(subject) without the matched keys. */
function mapping_rest(c: Compiler, loc: Location, size: number): void {
  ADDOP_I(c, loc, OP.BUILD_MAP, 0);
  ADDOP_I(c, loc, OP.SWAP, 3);
  ADDOP_I(c, loc, OP.DICT_UPDATE, 2);
  ADDOP_I(c, loc, OP.UNPACK_SEQUENCE, size);
  for (let n = size; n > 0; n--) {
    ADDOP_I(c, loc, OP.COPY, 1 + n);
    ADDOP_I(c, loc, OP.SWAP, 2);
    ADDOP(c, loc, OP.DELETE_SUBSCR);
  }
}

function pattern_mapping(c: Compiler, p: P<'MatchMapping'>, pc: PatternContext): void {
  const loc = LOC(p);
  const size = p.keys.length;
  pc.on_top++;
  ADDOP(c, loc, OP.MATCH_MAPPING);
  jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
  if (size === 0 && p.rest === null) {
    pc.on_top--;
    ADDOP(c, loc, OP.POP_TOP);
    return;
  }
  if (size > 0) {
    ADDOP(c, loc, OP.GET_LEN);
    ADDOP_LOAD_CONST(c, loc, const_int(size));
    ADDOP_COMPARE(c, loc, 'GtE');
    jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
  }
  mapping_keys(c, loc, p.keys);
  ADDOP_I(c, loc, OP.BUILD_TUPLE, size);
  ADDOP(c, loc, OP.MATCH_KEYS);
  fail_if_none(c, loc, pc, 2);
  ADDOP_I(c, loc, OP.UNPACK_SEQUENCE, size);
  pc.on_top += size - 1;
  for (const sub of p.patterns) {
    pc.on_top--;
    pattern_subpattern(c, sub, pc);
  }
  pc.on_top -= 2;
  if (p.rest !== null) {
    mapping_rest(c, loc, size);
    store_name(c, loc, p.rest, pc);
  } else {
    ADDOP(c, loc, OP.POP_TOP);
    ADDOP(c, loc, OP.POP_TOP);
  }
}

/***** Alternatives *****/

/** Brings the captures of an alternative into the order of the first one, on the stack and in `stores`. */
function reorder_captures(c: Compiler, p: P<'MatchOr'>, alt: pattern, control: string[], pc: PatternContext): void {
  for (let icontrol = control.length - 1; icontrol >= 0; icontrol--) {
    const istores = pc.stores.indexOf(control[icontrol]);
    if (istores < 0) compiler_error(c, LOC(p), 'alternative patterns bind different names');
    if (icontrol === istores) continue;
    let rotations = istores + 1;
    const rotated = pc.stores.splice(0, rotations);
    pc.stores.splice(icontrol - istores, 0, ...rotated);
    for (; rotations > 0; rotations--) rotate(c, LOC(alt), icontrol + 1);
  }
}

function pattern_or(c: Compiler, p: P<'MatchOr'>, pc: PatternContext): void {
  const loc = LOC(p);
  const end = NEW_LABEL(c);
  const old: PatternContext = { ...pc };
  let control: string[] | null = null;
  p.patterns.forEach((alt, i) => {
    pc.stores = [];
    pc.allow_irrefutable = i === p.patterns.length - 1 && old.allow_irrefutable;
    pc.fail_pop = [];
    pc.on_top = 0;
    ADDOP_I(c, LOC(alt), OP.COPY, 1);
    compiler_pattern(c, alt, pc);
    if (control === null) control = pc.stores;
    else if (pc.stores.length !== control.length) compiler_error(c, loc, 'alternative patterns bind different names');
    else reorder_captures(c, p, alt, control, pc);
    ADDOP_JUMP(c, LOC(alt), OP.JUMP, end);
    emit_and_reset_fail_pop(c, LOC(alt), pc);
  });
  Object.assign(pc, old);
  // No match: pop the copy of the subject and fail.
  ADDOP(c, loc, OP.POP_TOP);
  jump_to_fail_pop(c, loc, pc, OP.JUMP);
  USE_LABEL(c, end);
  const names: string[] = control ?? [];
  // Above the place of the captures are: the others, the copy of the subject, what is on top, earlier captures.
  const nrots = names.length + 1 + pc.on_top + pc.stores.length;
  for (const name of names) {
    rotate(c, loc, nrots);
    if (pc.stores.includes(name)) error_duplicate_store(c, loc, name);
    pc.stores.push(name);
  }
  ADDOP(c, loc, OP.POP_TOP);
}

/***** The rest *****/

function pattern_as(c: Compiler, p: P<'MatchAs'>, pc: PatternContext): void {
  const loc = LOC(p);
  if (p.pattern === null) {
    if (!pc.allow_irrefutable) {
      compiler_error(
        c, loc, p.name !== null
          ? `name capture ${py_repr_str(p.name)} makes remaining patterns unreachable`
          : 'wildcard makes remaining patterns unreachable',
      );
    }
    store_name(c, loc, p.name, pc);
    return;
  }
  pc.on_top++;
  ADDOP_I(c, loc, OP.COPY, 1);
  compiler_pattern(c, p.pattern, pc);
  pc.on_top--;
  store_name(c, loc, p.name, pc);
}

function pattern_value(c: Compiler, p: P<'MatchValue'>, pc: PatternContext): void {
  const loc = LOC(p);
  if (p.value.kind !== 'Constant' && p.value.kind !== 'Attribute') {
    compiler_error(c, loc, 'patterns may only match literals and attribute lookups');
  }
  compiler_visit_expr(c, p.value);
  ADDOP_COMPARE(c, loc, 'Eq');
  ADDOP(c, loc, OP.TO_BOOL);
  jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
}

function pattern_singleton(c: Compiler, p: P<'MatchSingleton'>, pc: PatternContext): void {
  const loc = LOC(p);
  ADDOP_LOAD_CONST(c, loc, p.value);
  ADDOP_COMPARE(c, loc, 'Is');
  jump_to_fail_pop(c, loc, pc, OP.POP_JUMP_IF_FALSE);
}

/** As compiler_pattern, but irrefutable patterns are allowed. */
function pattern_subpattern(c: Compiler, p: pattern, pc: PatternContext): void {
  const allow_irrefutable = pc.allow_irrefutable;
  pc.allow_irrefutable = true;
  compiler_pattern(c, p, pc);
  pc.allow_irrefutable = allow_irrefutable;
}

function compiler_pattern(c: Compiler, p: pattern, pc: PatternContext): void {
  switch (p.kind) {
    case 'MatchValue': return pattern_value(c, p, pc);
    case 'MatchSingleton': return pattern_singleton(c, p, pc);
    case 'MatchSequence': return pattern_sequence(c, p, pc);
    case 'MatchMapping': return pattern_mapping(c, p, pc);
    case 'MatchClass': return pattern_class(c, p, pc);
    case 'MatchStar': return store_name(c, LOC(p), p.name, pc);
    case 'MatchAs': return pattern_as(c, p, pc);
    case 'MatchOr': return pattern_or(c, p, pc);
  }
}

function match_case_(c: Compiler, m: match_case, irrefutable: boolean, is_last: boolean, end: number, visit_body: (body: stmt[]) => void): void {
  const loc = LOC(m.pattern);
  if (!is_last) ADDOP_I(c, loc, OP.COPY, 1);
  const pc: PatternContext = { stores: [], allow_irrefutable: irrefutable, fail_pop: [], on_top: 0 };
  compiler_pattern(c, m.pattern, pc);
  for (const name of pc.stores) compiler_nameop(c, loc, name, 'Store');
  if (m.guard !== null) {
    ensure_fail_pop(c, pc, 0);
    compiler_jump_if(c, loc, m.guard, pc.fail_pop[0], false);
  }
  if (!is_last) ADDOP(c, loc, OP.POP_TOP);
  visit_body(m.body);
  ADDOP_JUMP(c, NO_LOCATION, OP.JUMP, end);
  // The cleanup has the line of the pattern that failed, not of the body's end.
  emit_and_reset_fail_pop(c, loc, pc);
}

/** `visit_body` compiles statements; codegen_stmt.ts hands it in. */
export function compiler_match(c: Compiler, s: stmt & { kind: 'Match' }, visit_body: (body: stmt[]) => void): void {
  compiler_visit_expr(c, s.subject);
  const end = NEW_LABEL(c);
  const cases = s.cases.length;
  const has_default = cases > 1 && WILDCARD_CHECK(s.cases[cases - 1].pattern);
  const tried = has_default ? cases - 1 : cases;
  for (let i = 0; i < tried; i++) {
    const m = s.cases[i];
    match_case_(c, m, m.guard !== null || i === cases - 1, i === tried - 1, end, visit_body);
  }
  if (has_default) {
    const m = s.cases[cases - 1];
    const loc = LOC(m.pattern);
    // For line coverage: the default case makes no code of its own.
    ADDOP(c, loc, OP.NOP);
    if (m.guard !== null) compiler_jump_if(c, loc, m.guard, end, false);
    visit_body(m.body);
  }
  USE_LABEL(c, end);
}
