// The calls in a code object, in the order of the bytecode, with where they stand in the source.

import { OP } from '../include/pycore_opcode_ids';
import { PyCodeAddressRange } from '../objects/codelocations';
import { base_opcode, cache_entries, code_length } from './frames';

const CALLS = new Set<number>([OP.CALL, OP.CALL_KW, OP.CALL_FUNCTION_EX]);

export interface CallSite {
  /** Byte offset of the instruction, or of the EXTENDED_ARG before it. */
  offset: number;
  /** Lines from 1; columns from 0 in bytes, -1 where unknown. */
  line: number;
  end_line: number;
  column: number;
  end_column: number;
}

/** Those at or behind byte `from`, each place in the source once: a loop's condition and a `finally` are compiled twice. */
export function call_sites(code: number, from: number): CallSite[] {
  const found: CallSite[] = [];
  const range = new PyCodeAddressRange(code);
  const end = code_length(code);
  let start = -1;
  for (let at = 0; at < end; at += 2 + cache_entries(code, at) * 2) {
    const op = base_opcode(code, at);
    if (start < 0) start = at;
    if (op === OP.EXTENDED_ARG) continue;
    if (CALLS.has(op) && at >= from) {
      range.seek(at);
      const site = { offset: start, line: range.ar_line, end_line: range.end_line, column: range.column, end_column: range.end_column };
      if (site.line > 0 && !found.some((f) => f.line === site.line && f.column === site.column && f.end_line === site.end_line && f.end_column === site.end_column)) found.push(site);
    }
    start = -1;
  }
  return found;
}
