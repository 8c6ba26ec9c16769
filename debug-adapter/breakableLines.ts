// The lines of a source file on which a breakpoint can stand: those at which its bytecode starts a line.

import { _PyParser_ASTFromString } from '../interpreter/frontend';
import type { CodeDesc } from '../interpreter/include/cpython_code';
import { _PyAST_Compile } from '../interpreter/python/compile';

/** Sorted; null: the source has no valid Python. */
export function breakable_lines(source: Uint8Array, filename: string): number[] | null {
  let code: CodeDesc;
  try {
    code = _PyAST_Compile(_PyParser_ASTFromString(source, filename, 'exec'), filename, null, 0);
  } catch {
    return null;
  }
  const lines = new Set<number>();
  collect(code, lines);
  return [...lines].sort((a, b) => a - b);
}

function collect(code: CodeDesc, lines: Set<number>): void {
  for (const line of code_lines(code)) lines.add(line);
  for (const c of code.co_consts) if (c.t === 'code') collect(c.v as CodeDesc, lines);
}

const RESUME = 149;

/** Walks co_linetable (Objects/locations.md of CPython). */
function code_lines(code: CodeDesc): number[] {
  const table = code.co_linetable;
  const lines: number[] = [];
  const resume = first_resume(code);
  let line = code.co_firstlineno;
  let unit = 0;
  let p = 0;
  const varint = (): number => {
    let b = table[p++];
    let v = b & 63;
    for (let shift = 6; b & 64; shift += 6) {
      b = table[p++];
      v |= (b & 63) << shift;
    }
    return v;
  };
  while (p < table.length) {
    const first = table[p++];
    const form = (first >> 3) & 15;
    const start = unit;
    unit += (first & 7) + 1;
    if (form === 15) continue;
    if (form === 14 || form === 13) {
      const u = varint();
      line += u & 1 ? -(u >>> 1) : u >>> 1;
      if (form === 14) for (let i = 0; i < 3; i++) varint();
    } else if (form >= 10) {
      line += form - 10;
      p += 2;
    } else p++;
    // What runs before RESUME, and RESUME itself, belongs to no line that a person would stop at.
    if (line > 0 && start > resume) lines.push(line);
  }
  return lines;
}

function first_resume(code: CodeDesc): number {
  for (let i = 0; i < code.co_code.length; i += 2) if (code.co_code[i] === RESUME) return i / 2;
  return -1;
}

/** The line itself if code starts there, else the next that has some; null after the last. */
export function next_breakable(lines: readonly number[], line: number): number | null {
  return lines.find((l) => l >= line) ?? null;
}
