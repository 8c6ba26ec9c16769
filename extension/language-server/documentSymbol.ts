// textDocument/documentSymbol: classes, functions and methods with what is nested in them; names assigned, annotated or
// aliased in modules and classes, in `if`, `try`, `with` and loops too.

import { type DocumentSymbol, type Position as LspPosition, type Range, SymbolKind } from 'vscode-languageserver';
import type { expr, Module, Position, stmt } from '../../interpreter/frontend';
import type { SourceLines } from './sourceLines';

type Scope = 'module' | 'class' | 'function';
type Definition = Extract<stmt, { kind: 'FunctionDef' | 'AsyncFunctionDef' | 'ClassDef' }>;

export function documentSymbols(tree: Module, source: SourceLines): DocumentSymbol[] {
  return symbolsOf(tree.body, 'module', source);
}

function symbolsOf(body: readonly stmt[], scope: Scope, source: SourceLines): DocumentSymbol[] {
  const found: DocumentSymbol[] = [];
  const seen = new Set<string>();
  for (const statement of body) collect(statement, scope, source, found, seen);
  return found;
}

function collect(s: stmt, scope: Scope, source: SourceLines, found: DocumentSymbol[], seen: Set<string>): void {
  switch (s.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      found.push(definition(s, scope, source));
      return;
    case 'TypeAlias':
      names(s.name, s, SymbolKind.TypeParameter, 'type', scope, source, found, seen);
      return;
    case 'Assign':
      for (const target of s.targets) names(target, s, null, '', scope, source, found, seen);
      return;
    case 'AnnAssign':
      names(s.target, s, isFinal(s.annotation) ? SymbolKind.Constant : null, sourceText(s.annotation, source), scope, source, found, seen);
      return;
  }
  for (const inner of blocksOf(s)) for (const statement of inner) collect(statement, scope, source, found, seen);
}

/** The statements inside a statement that opens no scope. */
function blocksOf(s: stmt): readonly (readonly stmt[])[] {
  switch (s.kind) {
    case 'If':
    case 'For':
    case 'AsyncFor':
    case 'While':
      return [s.body, s.orelse];
    case 'With':
    case 'AsyncWith':
      return [s.body];
    case 'Try':
    case 'TryStar':
      return [s.body, ...s.handlers.map((handler) => handler.body), s.orelse, s.finalbody];
    case 'Match':
      return s.cases.map((c) => c.body);
    default:
      return [];
  }
}

function definition(s: Definition, scope: Scope, source: SourceLines): DocumentSymbol {
  const isClass = s.kind === 'ClassDef';
  const range: Range = { start: startOf(s, source), end: source.ofBytes(s.end_lineno, s.end_col_offset) };
  return {
    name: s.name,
    detail: s.kind === 'AsyncFunctionDef' ? 'async' : '',
    kind: isClass ? SymbolKind.Class : functionKind(s, scope),
    range,
    selectionRange: nameRange(s, source) ?? range,
    children: symbolsOf(s.body, isClass ? 'class' : 'function', source),
  };
}

/** The first decorator's @, which the tree leaves out, or the definition. */
function startOf(s: Definition, source: SourceLines): LspPosition {
  const decorator = s.decorator_list.at(0);
  if (decorator === undefined) return source.ofBytes(s.lineno, s.col_offset);
  const start = source.ofBytes(decorator.lineno, decorator.col_offset);
  return { line: start.line, character: Math.max(0, source.lines[start.line].lastIndexOf('@', start.character)) };
}

function functionKind(s: Exclude<Definition, { kind: 'ClassDef' }>, scope: Scope): SymbolKind {
  if (scope !== 'class') return SymbolKind.Function;
  if (s.name === '__init__') return SymbolKind.Constructor;
  return s.decorator_list.some(isProperty) ? SymbolKind.Property : SymbolKind.Method;
}

/** @property, @cached_property, @x.setter */
function isProperty(decorator: expr): boolean {
  if (decorator.kind === 'Name') return /^(cached_)?property$/.test(decorator.id);
  return decorator.kind === 'Attribute' && /^(setter|getter|deleter|cached_property|abstractproperty)$/.test(decorator.attr);
}

/** `async`, `def` or `class` and what parts them from the name: spaces, or a backslash and a new line. */
const KEYWORDS = /^(?:async(?:\s|\\\n)+)?(?:def|class)(?:\s|\\\n)+/;

/** The tree does not say where a definition's name is: it follows the keyword. */
function nameRange(s: Definition, source: SourceLines): Range | null {
  const start = source.ofBytes(s.lineno, s.col_offset);
  const text = source.lines.slice(start.line, s.body[0].lineno).join('\n').slice(start.character);
  const keywords = KEYWORDS.exec(text)?.[0];
  if (keywords === undefined) return null;
  const name = /^[^\s\\(:[]+/.exec(text.slice(keywords.length))?.[0] ?? '';
  const breaks = keywords.split('\n');
  const line = start.line + breaks.length - 1;
  const character = (breaks.length === 1 ? start.character : 0) + breaks.at(-1)!.length;
  return { start: { line, character }, end: { line, character: character + name.length } };
}

/** The names that an assignment binds. One that was there before is not listed again; functions have locals, not symbols. */
function names(target: expr, s: Position, kind: SymbolKind | null, detail: string, scope: Scope, source: SourceLines, found: DocumentSymbol[], seen: Set<string>): void {
  if (scope === 'function') return;
  if (target.kind === 'Tuple' || target.kind === 'List') for (const element of target.elts) names(element, s, kind, detail, scope, source, found, seen);
  else if (target.kind === 'Starred') names(target.value, s, kind, detail, scope, source, found, seen);
  else if (target.kind === 'Name' && !seen.has(target.id)) {
    seen.add(target.id);
    found.push({ name: target.id, detail, kind: kind ?? nameKind(target.id, scope), range: rangeOf(s, source), selectionRange: rangeOf(target, source) });
  }
}

function nameKind(name: string, scope: Scope): SymbolKind {
  if (/^_*[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1) return SymbolKind.Constant;
  return scope === 'class' ? SymbolKind.Field : SymbolKind.Variable;
}

/** Final, typing.Final, Final[int] */
function isFinal(annotation: expr): boolean {
  if (annotation.kind === 'Subscript') return isFinal(annotation.value);
  return (annotation.kind === 'Name' && annotation.id === 'Final') || (annotation.kind === 'Attribute' && annotation.attr === 'Final');
}

function rangeOf(p: Position, source: SourceLines): Range {
  return { start: source.ofBytes(p.lineno, p.col_offset), end: source.ofBytes(p.end_lineno, p.end_col_offset) };
}

function sourceText(p: Position, source: SourceLines): string {
  const { start, end } = rangeOf(p, source);
  return start.line === end.line ? source.lines[start.line].slice(start.character, end.character) : '…';
}
