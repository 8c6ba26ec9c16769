// The lines of a source file on which a breakpoint can stand: those at which its bytecode starts a line.

import { _PyAST_Compile, _PyParser_ASTFromString, co_lines, code_objects, type CodeDesc, setUnicodeNameLookup } from '../interpreter/frontend';
import { OP } from '../interpreter/include/pycore_opcode_ids';

// Which character a \N{...} is makes no difference to the lines.
setUnicodeNameLookup(() => 0xfffd);

/** Sorted; null: the source has no valid Python. */
export function breakable_lines(source: Uint8Array, filename: string): number[] | null {
  let code: CodeDesc;
  try {
    code = _PyAST_Compile(_PyParser_ASTFromString(source, filename, 'exec'), filename, null, 0);
  } catch {
    return null;
  }
  const lines = new Set([...code_objects(code)].flatMap(own_lines));
  return [...lines].sort((a, b) => a - b);
}

/** What runs before RESUME, and RESUME itself, belongs to no line that a person would stop at. */
function own_lines(code: CodeDesc): number[] {
  const resume = code.co_code.findIndex((op, i) => i % 2 === 0 && op === OP.RESUME);
  return co_lines(code).flatMap(({ end, line }) => (line !== null && line > 0 && end > resume + 2 ? [line] : []));
}

/** The line itself if code starts there, else the next that has some; null after the last. */
export function next_breakable(lines: readonly number[], line: number): number | null {
  return lines.find((l) => l >= line) ?? null;
}
