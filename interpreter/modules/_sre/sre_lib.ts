// Answers to Modules/_sre/sre_lib.h of CPython 3.13: the matching engine over the code that Lib/re/_compiler.py makes.
// Deviations: the subject's character width is a typed array's type, not three copies of this file; SRE_REPEAT lies in the
// context of its REPEAT, not in memory of its own.
//
// The engine never recurses. A context is what one `match` call of a recursive engine would have: where its code and its
// subject stood when it tried a continuation, how often it has repeated, and what to do when the continuation comes back
// (`jump`). Contexts and saved groups lie on one stack of int32, which belongs to the realm and is reused:
//
//     | context | saved marks | context | context | saved last_ptr | ...         top
//
// `op` is either an opcode of the pattern or one of the STEPs from 64 on: enter a context, leave it, go on after a jump.
// Positions in the code are indexes into HEAP32, positions in the subject are indexes into `chars`; -1 is C's NULL.

import { HEAP32, HEAPU32 } from '../../include/heap';
import { PyErr_CheckSignals } from '../signalmodule';
import {
  char_loc_ignore, type Chars, charset, charset_loc_ignore, scan_charset, sre_at, sre_category, sre_lower_ascii, sre_lower_locale, sre_lower_unicode,
} from './sre_chars';
import { AT, OP, SRE_ERROR_ILLEGAL, SRE_ERROR_INTERRUPTED, SRE_ERROR_MEMORY, SRE_ERROR_STATE, SRE_INFO_CHARSET, SRE_INFO_LITERAL, SRE_INFO_PREFIX, SRE_MAXREPEAT } from './sre_constants';

/** One match in progress. Positions are indexes into `chars`. */
export interface SRE_STATE {
  chars: Chars;
  beginning: number;
  start: number;
  end: number;
  ptr: number;
  mark: Int32Array;
  lastmark: number;
  lastindex: number;
  must_advance: boolean;
  match_all: boolean;
}

const enum CTX {
  count, rep, lastmark, lastindex, pattern, ptr, toplevel, jump, last,
  /** SRE_REPEAT, when the context is that of a REPEAT. */
  rep_count, rep_pattern, rep_prev, rep_last_ptr,
  SIZE,
}

const enum STEP {
  ENTER = 64, EXIT, FAIL, NONE, BRANCH_TRY, BRANCH, REPEAT_ONE_TRY, REPEAT_ONE, MIN_REPEAT_ONE_TRY, MIN_REPEAT_ONE, REPEAT, MAX_UNTIL_1, MAX_UNTIL_2,
  MAX_UNTIL_TAIL, MAX_UNTIL_3, MIN_UNTIL_1, MIN_UNTIL_2, MIN_UNTIL_3, POSS_REPEAT_MIN, POSS_REPEAT_1, POSS_REPEAT_MORE, POSS_REPEAT_2, ATOMIC_GROUP, ASSERT, ASSERT_NOT,
}

const SMALL_STACK = 1 << 14;
const MAX_STACK = 1 << 27;
const GENERAL = -100;

let S = new Int32Array(SMALL_STACK);
let top = 0;

/** Room for n more words; false when the stack is at its limit. */
function reserve(n: number): boolean {
  if (top + n <= S.length) return true;
  if (top + n > MAX_STACK) return false;
  const bigger = new Int32Array(Math.min(MAX_STACK, Math.max(S.length * 2, top + n)));
  bigger.set(S);
  S = bigger;
  return true;
}

/** A new context on top of `last`; the caller has reserved its room. */
function push(last: number, jump: number, toplevel: number): number {
  const ctx = top;
  top = ctx + CTX.SIZE;
  S[ctx + CTX.toplevel] = toplevel;
  S[ctx + CTX.jump] = jump;
  S[ctx + CTX.last] = last;
  return ctx;
}

function enter(ctx: number, pc: number, ptr: number, jump: number, toplevel: number): number {
  S[ctx + CTX.pattern] = pc;
  S[ctx + CTX.ptr] = ptr;
  return push(ctx, jump, toplevel);
}

function mark_push(mark: Int32Array, lastmark: number): void {
  for (let i = 0; i <= lastmark; i++) S[top++] = mark[i];
}

/** Copies the marks that lie on top of the stack back; they stay there. */
function mark_restore(mark: Int32Array, lastmark: number): void {
  const from = top - lastmark - 1;
  for (let i = 0; i <= lastmark; i++) mark[i] = S[from + i];
}

/** How many characters from ptr, at most maxcount, the one-character pattern at pc takes; GENERAL when it is none of these. */
function count(chars: Chars, pc: number, ptr: number, end: number, maxcount: number): number {
  const from = ptr;
  if (maxcount < end - ptr) end = ptr + maxcount;
  const chr = HEAP32[pc + 1];
  switch (HEAP32[pc]) {
    case OP.IN:
      return scan_charset(chars, ptr, end, pc + 2, false) - from;
    case OP.ANY:
      while (ptr < end && chars[ptr] !== 10) ptr++;
      break;
    case OP.ANY_ALL:
      return end - from;
    case OP.LITERAL:
      while (ptr < end && chars[ptr] === chr) ptr++;
      break;
    case OP.NOT_LITERAL:
      while (ptr < end && chars[ptr] !== chr) ptr++;
      break;
    case OP.CATEGORY:
      while (ptr < end && sre_category(chr, chars[ptr])) ptr++;
      break;
    case OP.LITERAL_IGNORE:
      while (ptr < end && sre_lower_ascii(chars[ptr]) === chr) ptr++;
      break;
    case OP.LITERAL_UNI_IGNORE:
      while (ptr < end && sre_lower_unicode(chars[ptr]) === chr) ptr++;
      break;
    case OP.LITERAL_LOC_IGNORE:
      while (ptr < end && char_loc_ignore(chr, chars[ptr])) ptr++;
      break;
    case OP.NOT_LITERAL_IGNORE:
      while (ptr < end && sre_lower_ascii(chars[ptr]) !== chr) ptr++;
      break;
    case OP.NOT_LITERAL_UNI_IGNORE:
      while (ptr < end && sre_lower_unicode(chars[ptr]) !== chr) ptr++;
      break;
    case OP.NOT_LITERAL_LOC_IGNORE:
      while (ptr < end && !char_loc_ignore(chr, chars[ptr])) ptr++;
      break;
    case OP.IN_IGNORE:
      while (ptr < end && charset(pc + 2, sre_lower_ascii(chars[ptr]))) ptr++;
      break;
    case OP.IN_UNI_IGNORE:
      while (ptr < end && charset(pc + 2, sre_lower_unicode(chars[ptr]))) ptr++;
      break;
    case OP.IN_LOC_IGNORE:
      while (ptr < end && charset_loc_ignore(pc + 2, chars[ptr])) ptr++;
      break;
    default:
      return GENERAL;
  }
  return ptr - from;
}

/** As count, for any pattern: each turn is a match of its own. Below 0 on error. */
function count_general(state: SRE_STATE, pc: number, ptr: number, end: number, maxcount: number): number {
  const limit = maxcount < end - ptr ? ptr + maxcount : end;
  state.ptr = ptr;
  while (state.ptr < limit) {
    const status = sre_match(state, pc, false);
    if (status < 0) return status;
    if (status === 0) break;
  }
  return state.ptr - ptr;
}

/** Do the characters of group `ref` stand at ptr again? Returns the position after them, or -1. */
function groupref(chars: Chars, p: number, e: number, ptr: number, end: number, fold: number): number {
  if (e - p > end - ptr) return -1;
  for (; p < e; p++, ptr++) {
    const a = chars[ptr];
    const b = chars[p];
    if (a === b) continue;
    if (fold === OP.GROUPREF) return -1;
    if (fold === OP.GROUPREF_UNI_IGNORE ? sre_lower_unicode(a) !== sre_lower_unicode(b) : fold === OP.GROUPREF_IGNORE ? sre_lower_ascii(a) !== sre_lower_ascii(b) : sre_lower_locale(a) !== sre_lower_locale(b)) return -1;
  }
  return ptr;
}

/** Does the code at `pattern` match at state.ptr? 1 (state.ptr is the end), 0, or below 0 on error. May run Python code (signals). */
export function sre_match(state: SRE_STATE, pattern: number, at_top: boolean): number {
  const bottom = top;
  const status = run(state, pattern, at_top ? 1 : 0);
  top = bottom;
  if (bottom === 0 && S.length > SMALL_STACK << 6) S = new Int32Array(SMALL_STACK);
  return status;
}

function run(state: SRE_STATE, pattern: number, at_top: number): number {
  const chars = state.chars;
  const beginning = state.beginning;
  const end = state.end;
  const mark = state.mark;
  /** What one step pushes at most: a context, all marks, a last_ptr. */
  const room = 2 * CTX.SIZE + mark.length + 2;
  let lastmark = state.lastmark;
  let lastindex = state.lastindex;
  let pc = pattern;
  let ptr = state.ptr;
  /** state->ptr: where the context that is entered starts, where the one that is left ended. */
  let sptr = ptr;
  let repeat = -1;
  let ret = 0;
  let exits = 0;
  if (!reserve(room)) return SRE_ERROR_MEMORY;
  let ctx = push(-1, STEP.NONE, at_top);
  let op: number = STEP.ENTER;

  for (;;) {
    switch (op) {
      case STEP.ENTER: {
        if (!reserve(room)) return SRE_ERROR_MEMORY;
        ptr = sptr;
        if (HEAP32[pc] === OP.INFO) {
          if (end - ptr < HEAPU32[pc + 3]) {
            op = STEP.FAIL;
            continue;
          }
          pc += HEAP32[pc + 1] + 1;
        }
        break;
      }
      case STEP.FAIL:
        ret = 0;
        op = STEP.EXIT;
        continue;
      case STEP.EXIT: {
        if ((++exits & 0xfff) === 0 && PyErr_CheckSignals() !== 0) return SRE_ERROR_INTERRUPTED;
        const last = S[ctx + CTX.last];
        if (last === -1) {
          state.ptr = sptr;
          state.lastmark = lastmark;
          state.lastindex = lastindex;
          return ret;
        }
        op = S[ctx + CTX.jump];
        top = ctx;
        ctx = last;
        pc = S[ctx + CTX.pattern];
        ptr = S[ctx + CTX.ptr];
        continue;
      }
      case OP.MARK: {
        const i = HEAP32[pc++];
        if (i & 1) lastindex = (i >> 1) + 1;
        if (i > lastmark) {
          for (let j = lastmark + 1; j < i; j++) mark[j] = -1;
          lastmark = i;
        }
        mark[i] = ptr;
        break;
      }
      case OP.LITERAL:
        if (ptr >= end || chars[ptr] !== HEAP32[pc]) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.NOT_LITERAL:
        if (ptr >= end || chars[ptr] === HEAP32[pc]) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.SUCCESS:
        if (S[ctx + CTX.toplevel] !== 0 && ((state.match_all && ptr !== end) || (state.must_advance && ptr === state.start))) {
          op = STEP.FAIL;
          continue;
        }
        sptr = ptr;
        ret = 1;
        op = STEP.EXIT;
        continue;
      case OP.AT:
        if (!sre_at(chars, beginning, end, ptr, HEAP32[pc])) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        break;
      case OP.CATEGORY:
        if (ptr >= end || !sre_category(HEAP32[pc], chars[ptr])) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.ANY:
        if (ptr >= end || chars[ptr] === 10) {
          op = STEP.FAIL;
          continue;
        }
        ptr++;
        break;
      case OP.ANY_ALL:
        if (ptr >= end) {
          op = STEP.FAIL;
          continue;
        }
        ptr++;
        break;
      case OP.IN:
        if (ptr >= end || !charset(pc + 1, chars[ptr])) {
          op = STEP.FAIL;
          continue;
        }
        pc += HEAP32[pc];
        ptr++;
        break;
      case OP.LITERAL_IGNORE:
        if (ptr >= end || sre_lower_ascii(chars[ptr]) !== HEAP32[pc]) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.LITERAL_UNI_IGNORE:
        if (ptr >= end || sre_lower_unicode(chars[ptr]) !== HEAP32[pc]) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.LITERAL_LOC_IGNORE:
        if (ptr >= end || !char_loc_ignore(HEAP32[pc], chars[ptr])) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.NOT_LITERAL_IGNORE:
        if (ptr >= end || sre_lower_ascii(chars[ptr]) === HEAP32[pc]) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.NOT_LITERAL_UNI_IGNORE:
        if (ptr >= end || sre_lower_unicode(chars[ptr]) === HEAP32[pc]) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.NOT_LITERAL_LOC_IGNORE:
        if (ptr >= end || char_loc_ignore(HEAP32[pc], chars[ptr])) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        ptr++;
        break;
      case OP.IN_IGNORE:
        if (ptr >= end || !charset(pc + 1, sre_lower_ascii(chars[ptr]))) {
          op = STEP.FAIL;
          continue;
        }
        pc += HEAP32[pc];
        ptr++;
        break;
      case OP.IN_UNI_IGNORE:
        if (ptr >= end || !charset(pc + 1, sre_lower_unicode(chars[ptr]))) {
          op = STEP.FAIL;
          continue;
        }
        pc += HEAP32[pc];
        ptr++;
        break;
      case OP.IN_LOC_IGNORE:
        if (ptr >= end || !charset_loc_ignore(pc + 1, chars[ptr])) {
          op = STEP.FAIL;
          continue;
        }
        pc += HEAP32[pc];
        ptr++;
        break;
      case OP.JUMP:
      case OP.INFO:
        pc += HEAP32[pc];
        break;

      // <BRANCH> <skip> code <JUMP> ... <0>
      case OP.BRANCH:
        S[ctx + CTX.lastmark] = lastmark;
        S[ctx + CTX.lastindex] = lastindex;
        if (repeat !== -1) mark_push(mark, lastmark);
        op = STEP.BRANCH_TRY;
        continue;
      case STEP.BRANCH_TRY: {
        while (HEAP32[pc] !== 0) {
          const first = HEAP32[pc + 1];
          if (first === OP.LITERAL) {
            if (ptr < end && chars[ptr] === HEAP32[pc + 2]) break;
          } else if (first === OP.IN) {
            if (ptr < end && charset(pc + 3, chars[ptr])) break;
          } else break;
          pc += HEAP32[pc];
        }
        if (HEAP32[pc] === 0) {
          op = STEP.FAIL;
          continue;
        }
        sptr = ptr;
        ctx = enter(ctx, pc, ptr, STEP.BRANCH, S[ctx + CTX.toplevel]);
        pc++;
        op = STEP.ENTER;
        continue;
      }
      case STEP.BRANCH:
        if (ret !== 0) {
          op = STEP.EXIT;
          continue;
        }
        lastmark = S[ctx + CTX.lastmark];
        lastindex = S[ctx + CTX.lastindex];
        if (repeat !== -1) mark_restore(mark, lastmark);
        pc += HEAP32[pc];
        op = STEP.BRANCH_TRY;
        continue;

      // <REPEAT_ONE> <skip> <1=min> <2=max> item <SUCCESS> tail
      case OP.REPEAT_ONE: {
        const min = HEAPU32[pc + 1];
        if (min > end - ptr) {
          op = STEP.FAIL;
          continue;
        }
        let n = count(chars, pc + 3, ptr, end, HEAPU32[pc + 2]);
        if (n < 0) {
          state.lastmark = lastmark;
          state.lastindex = lastindex;
          n = count_general(state, pc + 3, ptr, end, HEAPU32[pc + 2]);
          if (n < 0) return n;
          lastmark = state.lastmark;
          lastindex = state.lastindex;
        }
        if (n < min) {
          op = STEP.FAIL;
          continue;
        }
        ptr += n;
        if (HEAP32[pc + HEAP32[pc]] === OP.SUCCESS && ptr === end && !(S[ctx + CTX.toplevel] !== 0 && state.must_advance && ptr === state.start)) {
          sptr = ptr;
          ret = 1;
          op = STEP.EXIT;
          continue;
        }
        S[ctx + CTX.count] = n;
        S[ctx + CTX.lastmark] = lastmark;
        S[ctx + CTX.lastindex] = lastindex;
        if (repeat !== -1) mark_push(mark, lastmark);
        op = STEP.REPEAT_ONE_TRY;
        continue;
      }
      case STEP.REPEAT_ONE_TRY: {
        const min = HEAPU32[pc + 1];
        const tail = pc + HEAP32[pc];
        let n = S[ctx + CTX.count];
        if (HEAP32[tail] === OP.LITERAL) {
          const chr = HEAP32[tail + 1];
          while (n >= min && (ptr >= end || chars[ptr] !== chr)) {
            ptr--;
            n--;
          }
          S[ctx + CTX.count] = n;
        }
        if (n < min) {
          op = STEP.FAIL;
          continue;
        }
        sptr = ptr;
        ctx = enter(ctx, pc, ptr, STEP.REPEAT_ONE, S[ctx + CTX.toplevel]);
        pc = tail;
        op = STEP.ENTER;
        continue;
      }
      case STEP.REPEAT_ONE:
        if (ret !== 0) {
          op = STEP.EXIT;
          continue;
        }
        lastmark = S[ctx + CTX.lastmark];
        lastindex = S[ctx + CTX.lastindex];
        if (repeat !== -1) mark_restore(mark, lastmark);
        ptr--;
        S[ctx + CTX.count]--;
        op = STEP.REPEAT_ONE_TRY;
        continue;

      // <MIN_REPEAT_ONE> <skip> <1=min> <2=max> item <SUCCESS> tail
      case OP.MIN_REPEAT_ONE: {
        const min = HEAPU32[pc + 1];
        if (min > end - ptr) {
          op = STEP.FAIL;
          continue;
        }
        let n = 0;
        if (min !== 0) {
          n = count(chars, pc + 3, ptr, end, min);
          if (n < 0) {
            state.lastmark = lastmark;
            state.lastindex = lastindex;
            n = count_general(state, pc + 3, ptr, end, min);
            if (n < 0) return n;
            lastmark = state.lastmark;
            lastindex = state.lastindex;
          }
          if (n < min) {
            op = STEP.FAIL;
            continue;
          }
          ptr += n;
        }
        if (HEAP32[pc + HEAP32[pc]] === OP.SUCCESS && !(S[ctx + CTX.toplevel] !== 0 && ((state.match_all && ptr !== end) || (state.must_advance && ptr === state.start)))) {
          sptr = ptr;
          ret = 1;
          op = STEP.EXIT;
          continue;
        }
        S[ctx + CTX.count] = n;
        S[ctx + CTX.lastmark] = lastmark;
        S[ctx + CTX.lastindex] = lastindex;
        if (repeat !== -1) mark_push(mark, lastmark);
        op = STEP.MIN_REPEAT_ONE_TRY;
        continue;
      }
      case STEP.MIN_REPEAT_ONE_TRY:
        if (S[ctx + CTX.count] > HEAPU32[pc + 2]) {
          op = STEP.FAIL;
          continue;
        }
        sptr = ptr;
        ctx = enter(ctx, pc, ptr, STEP.MIN_REPEAT_ONE, S[ctx + CTX.toplevel]);
        pc += HEAP32[pc];
        op = STEP.ENTER;
        continue;
      case STEP.MIN_REPEAT_ONE: {
        if (ret !== 0) {
          op = STEP.EXIT;
          continue;
        }
        lastmark = S[ctx + CTX.lastmark];
        lastindex = S[ctx + CTX.lastindex];
        if (repeat !== -1) mark_restore(mark, lastmark);
        let n = count(chars, pc + 3, ptr, end, 1);
        if (n < 0) {
          state.lastmark = lastmark;
          state.lastindex = lastindex;
          n = count_general(state, pc + 3, ptr, end, 1);
          if (n < 0) return n;
          lastmark = state.lastmark;
          lastindex = state.lastindex;
        }
        if (n === 0) {
          op = STEP.FAIL;
          continue;
        }
        ptr++;
        S[ctx + CTX.count]++;
        op = STEP.MIN_REPEAT_ONE_TRY;
        continue;
      }

      // <POSSESSIVE_REPEAT_ONE> <skip> <1=min> <2=max> item <SUCCESS> tail
      case OP.POSSESSIVE_REPEAT_ONE: {
        const min = HEAPU32[pc + 1];
        if (min > end - ptr) {
          op = STEP.FAIL;
          continue;
        }
        let n = count(chars, pc + 3, ptr, end, HEAPU32[pc + 2]);
        if (n < 0) {
          state.lastmark = lastmark;
          state.lastindex = lastindex;
          n = count_general(state, pc + 3, ptr, end, HEAPU32[pc + 2]);
          if (n < 0) return n;
          lastmark = state.lastmark;
          lastindex = state.lastindex;
        }
        if (n < min) {
          op = STEP.FAIL;
          continue;
        }
        ptr += n;
        pc += HEAP32[pc];
        break;
      }

      // <REPEAT> <skip> <1=min> <2=max> item <MAX_UNTIL | MIN_UNTIL> tail: the UNTIL does the work
      case OP.REPEAT:
        S[ctx + CTX.rep_count] = -1;
        S[ctx + CTX.rep_pattern] = pc;
        S[ctx + CTX.rep_prev] = repeat;
        S[ctx + CTX.rep_last_ptr] = -1;
        repeat = ctx;
        sptr = ptr;
        ctx = enter(ctx, pc, ptr, STEP.REPEAT, S[ctx + CTX.toplevel]);
        pc += HEAP32[pc];
        op = STEP.ENTER;
        continue;
      case STEP.REPEAT:
        repeat = S[ctx + CTX.rep_prev];
        op = STEP.EXIT;
        continue;

      case OP.MAX_UNTIL: {
        const rep = repeat;
        if (rep === -1) return SRE_ERROR_STATE;
        S[ctx + CTX.rep] = rep;
        sptr = ptr;
        const n = S[rep + CTX.rep_count] + 1;
        S[ctx + CTX.count] = n;
        const item = S[rep + CTX.rep_pattern];
        if (n < HEAPU32[item + 1]) {
          S[rep + CTX.rep_count] = n;
          ctx = enter(ctx, pc, ptr, STEP.MAX_UNTIL_1, S[ctx + CTX.toplevel]);
          pc = item + 3;
          op = STEP.ENTER;
          continue;
        }
        const max = HEAPU32[item + 2];
        if ((n < max || max === SRE_MAXREPEAT) && ptr !== S[rep + CTX.rep_last_ptr]) {
          S[rep + CTX.rep_count] = n;
          S[ctx + CTX.lastmark] = lastmark;
          S[ctx + CTX.lastindex] = lastindex;
          mark_push(mark, lastmark);
          S[top++] = S[rep + CTX.rep_last_ptr];
          S[rep + CTX.rep_last_ptr] = ptr;
          ctx = enter(ctx, pc, ptr, STEP.MAX_UNTIL_2, S[ctx + CTX.toplevel]);
          pc = item + 3;
          op = STEP.ENTER;
          continue;
        }
        op = STEP.MAX_UNTIL_TAIL;
        continue;
      }
      case STEP.MAX_UNTIL_1:
        if (ret === 0) {
          S[S[ctx + CTX.rep] + CTX.rep_count] = S[ctx + CTX.count] - 1;
          sptr = ptr;
        }
        op = STEP.EXIT;
        continue;
      case STEP.MAX_UNTIL_2: {
        const rep = S[ctx + CTX.rep];
        S[rep + CTX.rep_last_ptr] = S[--top];
        if (ret !== 0) {
          op = STEP.EXIT;
          continue;
        }
        lastmark = S[ctx + CTX.lastmark];
        lastindex = S[ctx + CTX.lastindex];
        mark_restore(mark, lastmark);
        top -= lastmark + 1;
        S[rep + CTX.rep_count] = S[ctx + CTX.count] - 1;
        sptr = ptr;
        op = STEP.MAX_UNTIL_TAIL;
        continue;
      }
      case STEP.MAX_UNTIL_TAIL:
        repeat = S[S[ctx + CTX.rep] + CTX.rep_prev];
        ctx = enter(ctx, pc, ptr, STEP.MAX_UNTIL_3, S[ctx + CTX.toplevel]);
        op = STEP.ENTER;
        continue;
      case STEP.MAX_UNTIL_3:
        repeat = S[ctx + CTX.rep];
        if (ret === 0) sptr = ptr;
        op = STEP.EXIT;
        continue;

      case OP.MIN_UNTIL: {
        const rep = repeat;
        if (rep === -1) return SRE_ERROR_STATE;
        S[ctx + CTX.rep] = rep;
        sptr = ptr;
        const n = S[rep + CTX.rep_count] + 1;
        S[ctx + CTX.count] = n;
        const item = S[rep + CTX.rep_pattern];
        if (n < HEAPU32[item + 1]) {
          S[rep + CTX.rep_count] = n;
          ctx = enter(ctx, pc, ptr, STEP.MIN_UNTIL_1, S[ctx + CTX.toplevel]);
          pc = item + 3;
          op = STEP.ENTER;
          continue;
        }
        repeat = S[rep + CTX.rep_prev];
        S[ctx + CTX.lastmark] = lastmark;
        S[ctx + CTX.lastindex] = lastindex;
        if (repeat !== -1) mark_push(mark, lastmark);
        ctx = enter(ctx, pc, ptr, STEP.MIN_UNTIL_2, S[ctx + CTX.toplevel]);
        op = STEP.ENTER;
        continue;
      }
      case STEP.MIN_UNTIL_1:
        if (ret === 0) {
          S[S[ctx + CTX.rep] + CTX.rep_count] = S[ctx + CTX.count] - 1;
          sptr = ptr;
        }
        op = STEP.EXIT;
        continue;
      case STEP.MIN_UNTIL_2: {
        const rep = S[ctx + CTX.rep];
        const outer = S[rep + CTX.rep_prev];
        repeat = rep;
        if (ret !== 0) {
          op = STEP.EXIT;
          continue;
        }
        lastmark = S[ctx + CTX.lastmark];
        lastindex = S[ctx + CTX.lastindex];
        if (outer !== -1) {
          mark_restore(mark, lastmark);
          top -= lastmark + 1;
        }
        sptr = ptr;
        const item = S[rep + CTX.rep_pattern];
        const max = HEAPU32[item + 2];
        const n = S[ctx + CTX.count];
        if ((n >= max && max !== SRE_MAXREPEAT) || ptr === S[rep + CTX.rep_last_ptr]) {
          op = STEP.FAIL;
          continue;
        }
        S[rep + CTX.rep_count] = n;
        S[top++] = S[rep + CTX.rep_last_ptr];
        S[rep + CTX.rep_last_ptr] = ptr;
        ctx = enter(ctx, pc, ptr, STEP.MIN_UNTIL_3, S[ctx + CTX.toplevel]);
        pc = item + 3;
        op = STEP.ENTER;
        continue;
      }
      case STEP.MIN_UNTIL_3: {
        const rep = S[ctx + CTX.rep];
        S[rep + CTX.rep_last_ptr] = S[--top];
        if (ret === 0) {
          S[rep + CTX.rep_count] = S[ctx + CTX.count] - 1;
          sptr = ptr;
        }
        op = STEP.EXIT;
        continue;
      }

      // <POSSESSIVE_REPEAT> <skip> <1=min> <2=max> item <SUCCESS> tail
      case OP.POSSESSIVE_REPEAT:
        sptr = ptr;
        S[ctx + CTX.count] = 0;
        op = STEP.POSS_REPEAT_MIN;
        continue;
      case STEP.POSS_REPEAT_MIN:
        if (S[ctx + CTX.count] < HEAPU32[pc + 1]) {
          ctx = enter(ctx, pc, ptr, STEP.POSS_REPEAT_1, 0);
          pc += 3;
          op = STEP.ENTER;
          continue;
        }
        ptr = -1;
        op = STEP.POSS_REPEAT_MORE;
        continue;
      case STEP.POSS_REPEAT_1:
        if (ret === 0) {
          sptr = ptr;
          op = STEP.EXIT;
          continue;
        }
        S[ctx + CTX.count]++;
        op = STEP.POSS_REPEAT_MIN;
        continue;
      case STEP.POSS_REPEAT_MORE: {
        const max = HEAPU32[pc + 2];
        if ((S[ctx + CTX.count] < max || max === SRE_MAXREPEAT) && sptr !== ptr) {
          S[ctx + CTX.lastmark] = lastmark;
          S[ctx + CTX.lastindex] = lastindex;
          mark_push(mark, lastmark);
          // An item that takes nothing would be taken for ever: the next turn sees that sptr has not moved.
          ptr = sptr;
          ctx = enter(ctx, pc, ptr, STEP.POSS_REPEAT_2, 0);
          pc += 3;
          op = STEP.ENTER;
          continue;
        }
        pc += HEAP32[pc] + 1;
        ptr = sptr;
        break;
      }
      case STEP.POSS_REPEAT_2: {
        const saved = S[ctx + CTX.lastmark];
        if (ret !== 0) {
          top -= saved + 1;
          S[ctx + CTX.count]++;
          op = STEP.POSS_REPEAT_MORE;
          continue;
        }
        lastmark = saved;
        lastindex = S[ctx + CTX.lastindex];
        mark_restore(mark, lastmark);
        top -= lastmark + 1;
        sptr = ptr;
        pc += HEAP32[pc] + 1;
        break;
      }

      // <ATOMIC_GROUP> <skip> item <SUCCESS> tail
      case OP.ATOMIC_GROUP:
        sptr = ptr;
        ctx = enter(ctx, pc, ptr, STEP.ATOMIC_GROUP, 0);
        pc++;
        op = STEP.ENTER;
        continue;
      case STEP.ATOMIC_GROUP:
        if (ret === 0) {
          sptr = ptr;
          op = STEP.EXIT;
          continue;
        }
        pc += HEAP32[pc];
        ptr = sptr;
        break;

      case OP.GROUPREF:
      case OP.GROUPREF_IGNORE:
      case OP.GROUPREF_UNI_IGNORE:
      case OP.GROUPREF_LOC_IGNORE: {
        const i = HEAP32[pc] * 2;
        const p = i >= lastmark ? -1 : mark[i];
        const e = i >= lastmark ? -1 : mark[i + 1];
        ptr = p === -1 || e === -1 || e < p ? -1 : groupref(chars, p, e, ptr, end, op);
        if (ptr === -1) {
          op = STEP.FAIL;
          continue;
        }
        pc++;
        break;
      }
      // <GROUPREF_EXISTS> <group> <skip> codeyes <JUMP> codeno ...
      case OP.GROUPREF_EXISTS: {
        const i = HEAP32[pc] * 2;
        if (i >= lastmark || mark[i] === -1 || mark[i + 1] === -1 || mark[i + 1] < mark[i]) pc += HEAP32[pc + 1];
        else pc += 2;
        break;
      }

      // <ASSERT> <skip> <back> item
      case OP.ASSERT:
        if (ptr - beginning < HEAPU32[pc + 1]) {
          op = STEP.FAIL;
          continue;
        }
        sptr = ptr - HEAP32[pc + 1];
        ctx = enter(ctx, pc, ptr, STEP.ASSERT, 0);
        pc += 2;
        op = STEP.ENTER;
        continue;
      case STEP.ASSERT:
        if (ret === 0) {
          op = STEP.EXIT;
          continue;
        }
        pc += HEAP32[pc];
        break;
      case OP.ASSERT_NOT:
        if (ptr - beginning >= HEAPU32[pc + 1]) {
          sptr = ptr - HEAP32[pc + 1];
          S[ctx + CTX.lastmark] = lastmark;
          S[ctx + CTX.lastindex] = lastindex;
          if (repeat !== -1) mark_push(mark, lastmark);
          ctx = enter(ctx, pc, ptr, STEP.ASSERT_NOT, 0);
          pc += 2;
          op = STEP.ENTER;
          continue;
        }
        pc += HEAP32[pc];
        break;
      case STEP.ASSERT_NOT:
        if (ret !== 0) {
          op = STEP.FAIL;
          continue;
        }
        lastmark = S[ctx + CTX.lastmark];
        lastindex = S[ctx + CTX.lastindex];
        if (repeat !== -1) {
          mark_restore(mark, lastmark);
          top -= lastmark + 1;
        }
        pc += HEAP32[pc];
        break;
      case OP.FAILURE:
        op = STEP.FAIL;
        continue;
      default:
        return SRE_ERROR_ILLEGAL;
    }
    op = HEAP32[pc++];
  }
}

function forget_groups(state: SRE_STATE): void {
  state.lastmark = -1;
  state.lastindex = -1;
}

/** Looks for the first match from state.start on: 1 (state.start and state.ptr are its ends), 0, below 0 on error. */
export function sre_search(state: SRE_STATE, pattern: number): number {
  if (state.start > state.end) return 0;
  if (HEAP32[pattern] !== OP.INFO) return search_any(state, pattern, state.end);
  // <INFO> <1=skip> <2=flags> <3=min> <4=max> <5=prefix length> <6=prefix skip> prefix, overlap | <5> set
  const flags = HEAP32[pattern + 2];
  const min = HEAPU32[pattern + 3];
  if (state.end - state.start < min) return 0;
  const code = pattern + 1 + HEAP32[pattern + 1];
  if (flags & SRE_INFO_PREFIX && HEAP32[pattern + 5] > 0) return search_prefix(state, pattern, code, (flags & SRE_INFO_LITERAL) !== 0);
  if (flags & SRE_INFO_CHARSET) return search_charset(state, pattern + 5, code);
  return search_any(state, code, min > 1 ? Math.max(state.start, state.end - (min - 1)) : state.end);
}

/** The Knuth-Morris-Pratt way: after a mismatch the overlap table says how much of the prefix still stands. */
function search_prefix(state: SRE_STATE, info: number, code: number, literal: boolean): number {
  const chars = state.chars;
  const end = state.end;
  const length = HEAP32[info + 5];
  const skip = HEAP32[info + 6];
  const prefix = info + 7;
  const overlap = prefix + length - 1;
  const first = HEAP32[prefix];
  const rest = code + 2 * skip;
  state.must_advance = false;
  let ptr = state.start;
  let i = 0;
  for (;;) {
    if (i === 0) while (ptr < end && chars[ptr] !== first) ptr++;
    if (ptr >= end) return 0;
    if (chars[ptr] !== HEAP32[prefix + i]) {
      i = i === 0 ? 0 : HEAP32[overlap + i];
      continue;
    }
    i++;
    ptr++;
    if (i < length) continue;
    state.start = ptr - length;
    state.ptr = state.start + skip;
    if (literal) return 1;
    const status = sre_match(state, rest, false);
    if (status !== 0) return status;
    forget_groups(state);
    i = HEAP32[overlap + length];
  }
}

function search_charset(state: SRE_STATE, set: number, code: number): number {
  const chars = state.chars;
  const end = state.end;
  state.must_advance = false;
  for (let ptr = state.start; ; ptr++) {
    ptr = scan_charset(chars, ptr, end, set, true);
    if (ptr >= end) return 0;
    state.start = ptr;
    state.ptr = ptr;
    const status = sre_match(state, code, false);
    if (status !== 0) return status;
    forget_groups(state);
  }
}

/** Tries every position from state.start to `last`. */
function search_any(state: SRE_STATE, code: number, last: number): number {
  let ptr = state.start;
  state.ptr = ptr;
  let status = sre_match(state, code, true);
  state.must_advance = false;
  if (status === 0 && HEAP32[code] === OP.AT && (HEAP32[code + 1] === AT.BEGINNING || HEAP32[code + 1] === AT.BEGINNING_STRING)) {
    state.start = state.ptr = last;
    return 0;
  }
  while (status === 0 && ptr < last) {
    ptr++;
    forget_groups(state);
    state.start = state.ptr = ptr;
    status = sre_match(state, code, false);
  }
  return status;
}
