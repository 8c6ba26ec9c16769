// The calls of the statement at which a frame stands, from its instruction on, as targets to step into.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { _PyParser_ASTFromString } from '../interpreter/frontend';
import type { CallSite } from '../interpreter/probe/call_sites';

const MAX_LABEL = 60;

interface Node {
  kind?: string;
  lineno?: number;
  end_lineno?: number;
}

/** Fields that hold statements, or what holds statements (handlers, cases). */
const BLOCKS = ['body', 'orelse', 'finalbody', 'handlers', 'cases'] as const;

function blocks(node: Node): Node[] {
  return BLOCKS.flatMap((field) => {
    const inner = (node as Record<string, unknown>)[field];
    return Array.isArray(inner) ? (inner as Node[]) : [];
  });
}

/** Lines of the innermost statement at `line`, the blocks below it left out; the line itself where nothing stands there. */
export function statement_lines(source: Uint8Array, line: number): { first: number; last: number } {
  let found = { first: line, last: line };
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      const inner = blocks(node);
      if (node.lineno === undefined) visit(inner);
      else if (node.lineno <= line && (node.end_lineno ?? 0) >= line) {
        const below = Math.min(...inner.flatMap((n) => n.lineno ?? []), Number.POSITIVE_INFINITY);
        if (line < below) found = { first: node.lineno, last: Math.max(node.lineno, Math.min(node.end_lineno ?? line, below - 1)) };
        visit(inner);
      }
    }
  };
  try {
    visit((_PyParser_ASTFromString(source, '<source>', 'exec') as { body: Node[] }).body);
  } catch {
    // Not what was compiled: the line alone.
  }
  return found;
}

const decoder = new TextDecoder();

/** Of the calls within these lines. `base`: what the client's lines and columns start at. */
export function step_targets(source: Uint8Array, sites: readonly CallSite[], { first, last }: { first: number; last: number }, base: { line: number; column: number }): DebugProtocol.StepInTarget[] {
  const lines = split_lines(source);
  const here = sites.filter((s) => s.line >= first && s.line <= last && s.column >= 0 && s.end_line >= s.line && s.end_line <= lines.length);
  return here.flatMap((s) => {
    const text = segment(lines, s).replace(/\s+/g, ' ');
    // A decorator without arguments, the exception of an assert: no call that stands there.
    if (!text.endsWith(')')) return [];
    return {
      id: s.offset,
      label: text.length <= MAX_LABEL ? text : `${text.slice(0, MAX_LABEL - 1)}…`,
      line: s.line - 1 + base.line,
      column: width(lines[s.line - 1], s.column) + base.column,
      endLine: s.end_line - 1 + base.line,
      endColumn: width(lines[s.end_line - 1], s.end_column) + base.column,
    };
  });
}

function split_lines(source: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start <= source.length; ) {
    const end = source.indexOf(10, start);
    lines.push(source.subarray(start, end < 0 ? source.length : end));
    start = end < 0 ? source.length + 1 : end + 1;
  }
  return lines;
}

function segment(lines: readonly Uint8Array[], s: CallSite): string {
  const rows = lines.slice(s.line - 1, s.end_line);
  return rows.map((row, i) => decoder.decode(row.subarray(i === 0 ? s.column : 0, i === rows.length - 1 ? s.end_column : undefined))).join('\n');
}

/** UTF-16 units of the first `bytes` bytes. */
function width(line: Uint8Array, bytes: number): number {
  return decoder.decode(line.subarray(0, bytes)).length;
}
