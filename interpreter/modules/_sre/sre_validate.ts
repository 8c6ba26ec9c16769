// Answers to the code validation of CPython 3.13's Modules/_sre/sre.c: refuses code that the engine could not run safely.
//
// All jumps are relative and forward, and nest: the engine may trust every skip that passes here.

import { HEAP32, HEAPU32, HEAPU8 } from '../../include/heap';
import { AT, CATEGORY, OP, SRE_INFO_CHARSET, SRE_INFO_LITERAL, SRE_INFO_PREFIX, SRE_MAXGROUPS } from './sre_constants';

class Invalid extends Error {}

function check(ok: boolean): void {
  if (!ok) throw new Invalid();
}

/** Reads words of [at, end). */
class Reader {
  constructor(public at: number, readonly end: number) {}

  word(): number {
    check(this.at < this.end);
    return HEAPU32[this.at++];
  }

  /** A skip, relative to its own place. */
  skip(adjust = 0): number {
    check(this.at < this.end);
    const skip = HEAPU32[this.at];
    // As unsigned as C's: a skip below `adjust` wraps around and is too far.
    check(skip >= adjust && skip - adjust <= this.end - this.at);
    this.at++;
    return skip;
  }

  pass(n: number): void {
    check(n >= 0 && n <= this.end - this.at);
    this.at += n;
  }
}

function validate_charset(from: number, to: number): void {
  const r = new Reader(from, to);
  while (r.at < to) {
    switch (r.word()) {
      case OP.NEGATE:
        break;
      case OP.LITERAL:
        r.word();
        break;
      case OP.RANGE:
      case OP.RANGE_UNI_IGNORE:
        r.word();
        r.word();
        break;
      case OP.CHARSET:
        r.pass(8);
        break;
      case OP.BIGCHARSET: {
        const blocks = r.word();
        const table = r.at;
        r.pass(64);
        for (let i = 0; i < 256; i++) check(HEAPU8[(table << 2) + i] < blocks);
        r.pass(blocks * 8);
        break;
      }
      case OP.CATEGORY:
        check(r.word() < CATEGORY.COUNT);
        break;
      default:
        check(false);
    }
  }
}

/** <INFO> <1=skip> <2=flags> <3=min> <4=max>, then a prefix and its overlap table, or a set. */
function validate_info(r: Reader): void {
  const skip = r.skip();
  const after = r.at + skip - 1;
  const flags = r.word();
  r.word();
  r.word();
  check((flags & ~(SRE_INFO_PREFIX | SRE_INFO_LITERAL | SRE_INFO_CHARSET)) === 0);
  check(!(flags & SRE_INFO_PREFIX && flags & SRE_INFO_CHARSET));
  check(!(flags & SRE_INFO_LITERAL) || (flags & SRE_INFO_PREFIX) !== 0);
  if (flags & SRE_INFO_PREFIX) {
    const n = r.word();
    r.word();
    check(n <= after - r.at);
    r.at += n;
    check(n <= after - r.at);
    for (let i = 0; i < n; i++) check(HEAPU32[r.at + i] < n);
    r.at += n;
  }
  if (flags & SRE_INFO_CHARSET) {
    validate_charset(r.at, after - 1);
    check(HEAP32[after - 1] === OP.FAILURE);
    r.at = after;
  } else check(r.at === after);
}

function validate_branch(r: Reader, groups: number): void {
  let target = -1;
  for (;;) {
    const skip = r.skip();
    if (skip === 0) break;
    check(!validate_inner(r.at, r.at + skip - 3, groups));
    r.at += skip - 3;
    check(r.word() === OP.JUMP);
    const jump = r.skip();
    if (target === -1) target = r.at + jump - 1;
    else check(r.at + jump - 1 === target);
  }
  check(r.at === target);
}

function validate_repeat(r: Reader, groups: number, size: number, ends: (op: number) => boolean): void {
  const skip = r.skip();
  check(r.word() <= r.word());
  check(!validate_inner(r.at, r.at + skip - size, groups));
  r.at += skip - size;
  check(ends(r.word()));
}

/** A `then` part that ends in a JUMP is followed by an `else` part. */
function validate_groupref_exists(r: Reader, groups: number): void {
  check(r.word() < groups);
  const skip = r.skip(1);
  const from = r.at - 1;
  if (!validate_inner(from + 1, from + skip - 1, groups)) {
    r.at = from + skip - 1;
    return;
  }
  r.at = from + skip - 2;
  const other = r.skip();
  check(!validate_inner(r.at, r.at + other - 1, groups));
  r.at += other - 1;
}

/** True when the last op is a JUMP. */
function validate_inner(from: number, to: number, groups: number): boolean {
  check(from <= to);
  const r = new Reader(from, to);
  const success = (op: number) => op === OP.SUCCESS;
  while (r.at < to) {
    const op = r.word();
    switch (op) {
      case OP.MARK:
        check(r.word() <= 2 * groups + 1);
        break;
      case OP.LITERAL: case OP.NOT_LITERAL: case OP.LITERAL_IGNORE: case OP.NOT_LITERAL_IGNORE: case OP.LITERAL_UNI_IGNORE:
      case OP.NOT_LITERAL_UNI_IGNORE: case OP.LITERAL_LOC_IGNORE: case OP.NOT_LITERAL_LOC_IGNORE:
        r.word();
        break;
      case OP.SUCCESS: case OP.FAILURE: case OP.ANY: case OP.ANY_ALL:
        break;
      case OP.AT:
        check(r.word() < AT.COUNT);
        break;
      case OP.IN: case OP.IN_IGNORE: case OP.IN_UNI_IGNORE: case OP.IN_LOC_IGNORE: {
        const skip = r.skip();
        check(skip >= 2);
        validate_charset(r.at, r.at + skip - 2);
        check(HEAP32[r.at + skip - 2] === OP.FAILURE);
        r.at += skip - 1;
        break;
      }
      case OP.INFO:
        validate_info(r);
        break;
      case OP.BRANCH:
        validate_branch(r, groups);
        break;
      case OP.REPEAT_ONE: case OP.MIN_REPEAT_ONE: case OP.POSSESSIVE_REPEAT_ONE:
        validate_repeat(r, groups, 4, success);
        break;
      case OP.REPEAT:
        validate_repeat(r, groups, 3, (end) => end === OP.MAX_UNTIL || end === OP.MIN_UNTIL);
        break;
      case OP.POSSESSIVE_REPEAT:
        validate_repeat(r, groups, 3, success);
        break;
      case OP.ATOMIC_GROUP: {
        const skip = r.skip();
        check(!validate_inner(r.at, r.at + skip - 2, groups));
        r.at += skip - 2;
        check(r.word() === OP.SUCCESS);
        break;
      }
      case OP.GROUPREF: case OP.GROUPREF_IGNORE: case OP.GROUPREF_UNI_IGNORE: case OP.GROUPREF_LOC_IGNORE:
        check(r.word() < groups);
        break;
      case OP.GROUPREF_EXISTS:
        validate_groupref_exists(r, groups);
        break;
      case OP.ASSERT: case OP.ASSERT_NOT: {
        const skip = r.skip();
        r.word();
        const from_arg = r.at - 1;
        check(!validate_inner(from_arg + 1, from_arg + skip - 2, groups));
        r.at = from_arg + skip - 2;
        check(r.word() === OP.SUCCESS);
        break;
      }
      case OP.JUMP:
        check(r.at + 1 === to);
        return true;
      default:
        check(false);
    }
  }
  return false;
}

/** Is the code in the words [code, end) (indexes into HEAP32) sound for a pattern with so many groups? */
export function validate(code: number, end: number, groups: number): boolean {
  try {
    check(groups >= 0 && groups <= SRE_MAXGROUPS && code < end && HEAP32[end - 1] === OP.SUCCESS);
    return !validate_inner(code, end - 1, groups);
  } catch (e) {
    if (e instanceof Invalid) return false;
    throw e;
  }
}
