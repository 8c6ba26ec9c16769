// textDocument/publishDiagnostics: what CPython's parser, symbol table and compiler refuse, and what they warn of.

import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import type { CompileWarning } from '../../interpreter/frontend';
import type { Analysis, Problem } from './analysis';
import type { SourceLines } from './sourceLines';

const SOURCE = 'PyXray';

export function diagnosticsOf(analysis: Analysis): Diagnostic[] {
  const { problem, source } = analysis;
  const found: Diagnostic[] = [];
  if (problem !== null) {
    const { msg, type } = problem.error;
    found.push({ range: problemRange(problem, source), severity: DiagnosticSeverity.Error, source: SOURCE, code: type, message: msg });
  }
  for (const warning of analysis.warnings) {
    // A warning without a line is for the frame that calls compile().
    if (warning.lineno > 0) {
      found.push({ range: warningRange(warning, source), severity: DiagnosticSeverity.Warning, source: SOURCE, code: warning.category, message: warning.msg });
    }
  }
  return found;
}

/**
 * As CPython marks it in a traceback: no end, or one that is not after the start, means one character; no column means the
 * whole line. What lies past a line's end is shown under its last character.
 */
function problemRange({ error, columns }: Problem, source: SourceLines): Range {
  const lineno = error.lineno ?? 1;
  if (error.offset === null || error.offset < 1) return wholeLine(lineno, source);
  const at = (line: number, offset: number) => (columns === 'bytes' ? source.ofBytes(line, offset - 1) : source.ofCodePoints(line, offset - 1));
  const start = at(lineno, error.offset);
  const hasEnd = error.end_lineno !== null && error.end_offset !== null && error.end_offset > 0;
  const later = hasEnd && (error.end_lineno! > lineno || (error.end_lineno === lineno && error.end_offset! > error.offset));
  const end = later ? at(error.end_lineno!, error.end_offset!) : at(lineno, error.offset + 1);
  return visible({ start, end }, source);
}

function visible(range: Range, source: SourceLines): Range {
  const { start, end } = range;
  if (start.line !== end.line || start.character !== end.character) return range;
  const text = source.lines[start.line];
  const low = text.charCodeAt(start.character - 1);
  const width = start.character > 1 && low >= 0xdc00 && low < 0xe000 ? 2 : 1;
  return { start: { line: start.line, character: Math.max(0, start.character - width) }, end };
}

function wholeLine(lineno: number, source: SourceLines): Range {
  const { line } = source.ofCodePoints(lineno, 0);
  const text = source.lines[line];
  return { start: { line, character: text.length - text.trimStart().length }, end: { line, character: source.endOfLine(line) } };
}

function warningRange(warning: CompileWarning, source: SourceLines): Range {
  const start = source.ofBytes(warning.lineno, Math.max(0, warning.col_offset));
  const end = warning.end_lineno > 0 && warning.end_col_offset >= 0 ? source.ofBytes(warning.end_lineno, warning.end_col_offset) : { line: start.line, character: source.endOfLine(start.line) };
  return escapeRange(warning, { start, end }, source) ?? visible({ start, end }, source);
}

/** CPython names only the string's first line; the escape itself is the first of its kind in the literal. */
function escapeRange(warning: CompileWarning, { start, end }: Range, source: SourceLines): Range | null {
  const escape = /^invalid (?:octal )?escape sequence '(\\.+)'$/u.exec(warning.msg)?.[1];
  if (escape === undefined) return null;
  for (let line = start.line; line <= end.line; line++) {
    const text = source.lines[line];
    const stop = line === end.line ? end.character : text.length;
    for (let i = line === start.line ? start.character : 0; i < stop; i++) {
      if (text[i] !== '\\') continue;
      if (text.startsWith(escape, i)) return { start: { line, character: i }, end: { line, character: i + escape.length } };
      i++;
    }
  }
  return null;
}
