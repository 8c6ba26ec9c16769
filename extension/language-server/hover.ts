// textDocument/hover: the bytecode of the line, as `dis` prints it, with the handlers that guard it.

import { type Hover, MarkupKind } from 'vscode-languageserver';
import { code_repr, type Disassembly } from '../../interpreter/frontend';
import type { Analysis } from './analysis';

/** A line with more instructions is cut: the rest is in Show Bytecode. */
const MAX_ROWS = 40;

/** `line` is 0-based. null: no instruction belongs to the line. */
export function bytecodeHover(analysis: Analysis, line: number): Hover | null {
  const listings = analysis.disassembliesOf(line + 1).map((listing) => listingOfLine(listing, line + 1));
  if (listings.length === 0) return null;
  const text = listings.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
  const shown = text.length > MAX_ROWS ? [...text.slice(0, MAX_ROWS), `# ${text.length - MAX_ROWS} lines more: command PyXray: Show Bytecode`] : text;
  return {
    contents: { kind: MarkupKind.Markdown, value: `\`\`\`pyxray-dis\n${shown.join('\n')}\n\`\`\`` },
    range: { start: { line, character: 0 }, end: { line, character: analysis.source.lines[line]?.length ?? 0 } },
  };
}

/** The rows of one code object that belong to a line, under its name. */
function listingOfLine({ code, rows, exceptions }: Disassembly, lineno: number): string[] {
  const lines: string[] = [];
  const offsets: number[] = [];
  let gap = false;
  for (const { text, instruction } of rows) {
    if (instruction?.line_number !== lineno) {
      gap ||= instruction !== null;
      continue;
    }
    if (gap && lines.length > 0) lines.push('');
    gap = false;
    lines.push(text);
    offsets.push(instruction.offset);
  }
  const guards = exceptions.filter((e) => offsets.some((offset) => offset >= e.start && offset < e.end));
  const handlers = guards.map((e) => `${e.text}${handlerLine(rows, e.target)}`);
  return [`Disassembly of ${code_repr(code)}:`, ...lines, ...(handlers.length > 0 ? ['ExceptionTable:', ...handlers] : [])];
}

/** The instruction that a handler begins with, PUSH_EXC_INFO, has no line. */
function handlerLine(rows: Disassembly['rows'], target: number): string {
  const row = rows.find(({ instruction }) => instruction !== null && instruction.offset >= target && instruction.line_number !== null);
  return row === undefined ? '' : `  # handler at line ${row.instruction!.line_number}`;
}
