// After which instructions a watched value can have changed, so that not every one must be followed by a look.
//
// An instruction of PURE only moves references between stack, constants and namespaces: it runs no code, releases no reference
// and stores nowhere. Looked at is each instruction whose predecessor is not one of them, and each to which the code branches; from one
// look to the next at most one other instruction ran that can have stored, the first from the earlier look on.

import { PyCodeObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { OP } from '../include/pycore_opcode_ids';
import { branch_targets } from '../python/instrumentation';
import { base_opcode, cache_entries, code_length } from './frames';

const PURE = new Set<number>([
  OP.NOP, OP.EXTENDED_ARG, OP.PUSH_NULL, OP.COPY, OP.SWAP, OP.LOAD_FAST, OP.LOAD_FAST_LOAD_FAST, OP.LOAD_FAST_CHECK, OP.LOAD_CONST, OP.LOAD_GLOBAL, OP.LOAD_DEREF,
  OP.BUILD_TUPLE, OP.BUILD_LIST, OP.JUMP_FORWARD, OP.POP_JUMP_IF_TRUE, OP.POP_JUMP_IF_FALSE,
]);

interface Points {
  version: number;
  /** By code unit: 1 where a look is due. */
  looks: Uint8Array;
}

/** By code object; another one at the same address has another co_version. */
const known = new Map<number, Points>();
const MOST_KNOWN = 10_000;

/** The one that was asked for last. */
let last_code = 0;
let last: Points = { version: 0, looks: new Uint8Array(0) };

function points_of(code: number): Points {
  const version = HEAP32[(code + PyCodeObject.co_version) >> 2];
  if (code === last_code && last.version === version) return last;
  let points = known.get(code);
  if (points === undefined || points.version !== version) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(code, (points = { version, looks: looks_of(code) }));
  }
  last_code = code;
  return (last = points);
}

function looks_of(code: number): Uint8Array {
  const end = code_length(code);
  const looks = new Uint8Array((end >> 1) + 1);
  let pure = false;
  for (let at = 0; at < end; at += 2 + cache_entries(code, at) * 2) {
    if (!pure) looks[at >> 1] = 1;
    pure = PURE.has(base_opcode(code, at));
  }
  branch_targets(code, (target) => {
    looks[target] = 1;
  });
  return looks;
}

/** Whether a value can have changed when the code arrives at byte `offset`. */
export function look_is_due(code: number, offset: number): boolean {
  return points_of(code).looks[offset >> 1] === 1;
}

/** The first instruction from byte `offset` on that can store. */
export function storing_instruction(code: number, offset: number): number {
  const end = code_length(code);
  for (let at = offset; at < end; at += 2 + cache_entries(code, at) * 2) if (!PURE.has(base_opcode(code, at))) return at;
  return offset;
}
