// textDocument/inlineValue: beside which lines VS Code writes which variables while the program stands still. Without it VS Code
// writes beside every word of the file that is spelt like a variable of the frame, other functions' variables and comments too.
// Here: the variables of the function (class body, module) of the stop, down to the line of the stop.

import type { InlineValueVariableLookup, Range } from 'vscode-languageserver';
import type { expr, Module, stmt } from '../../interpreter/frontend';
import type { SourceLines } from './sourceLines';

type Definition = Extract<stmt, { kind: 'FunctionDef' | 'AsyncFunctionDef' | 'ClassDef' }>;
type Scope = Module | Definition;
type FunctionNode = Extract<stmt, { kind: 'FunctionDef' | 'AsyncFunctionDef' }>;
type Argument = FunctionNode['args']['args'][number];
type AnyNode = stmt | expr | Argument;

/** They have variables of their own. */
const SCOPES = new Set(['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'Lambda']);
const COMPREHENSIONS = new Set(['ListComp', 'SetComp', 'DictComp', 'GeneratorExp']);

/** `stopped` and the lines of `range` are 0-based. */
export function inlineValues(tree: Module, source: SourceLines, range: Range, stopped: number): InlineValueVariableLookup[] {
  const scope = scopeAt(tree, stopped + 1);
  const bound = new Set<string>();
  visit(scope, (node) => bindsInto(bound, node), true);
  const found = new Map<string, InlineValueVariableLookup>();
  const mention = (node: AnyNode): void => {
    // On the line of a `def` the function itself may stand, about to begin.
    if (isFunction(node) && node.lineno <= stopped + 1 && node.body[0].lineno > stopped + 1) for (const argument of argumentsOf(node)) show(argument, argument.arg);
    else if (node.kind === 'Name' && bound.has(node.id)) show(node, node.id);
    else if (node.kind === 'arg') show(node, node.arg);
  };
  const show = (node: AnyNode, name: string): void => {
    const line = node.lineno - 1;
    if (line > stopped || line < range.start.line || line > range.end.line || found.has(`${line} ${name}`)) return;
    // An argument's end is that of its annotation.
    const start = source.ofBytes(node.lineno, node.col_offset);
    found.set(`${line} ${name}`, { range: { start, end: { line, character: start.character + name.length } }, variableName: name, caseSensitiveLookup: true });
  };
  visit(scope, mention, false);
  return [...found.values()];
}

/** The innermost scope whose body has the line. */
function scopeAt(tree: Module, lineno: number): Scope {
  let scope: Scope = tree;
  const enter = (node: AnyNode): void => {
    if (!isFunction(node) && node.kind !== 'ClassDef') return;
    if (node.body[0].lineno > lineno || node.end_lineno < lineno) return;
    scope = node;
    visit(node, enter, true);
  };
  visit(tree, enter, true);
  return scope;
}

function isFunction(node: AnyNode): node is FunctionNode {
  return node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef';
}

function argumentsOf({ args }: FunctionNode): Argument[] {
  return [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg].filter((argument) => argument !== null);
}

function bindsInto(bound: Set<string>, node: AnyNode): void {
  if (node.kind === 'arg') bound.add(node.arg);
  else if (node.kind === 'Name' && node.ctx === 'Store') bound.add(node.id);
  else if (node.kind === 'Global' || node.kind === 'Nonlocal') for (const name of node.names) bound.add(name);
}

/** The nodes of a scope, without those of the scopes in it; `binding`: nor of comprehensions, whose variables are gone after them. */
function visit(scope: Scope, act: (node: AnyNode) => void, binding: boolean): void {
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return;
    const node = value as AnyNode;
    act(node);
    if (SCOPES.has(node.kind) || (binding && COMPREHENSIONS.has(node.kind))) return;
    Object.values(node).forEach(walk);
  };
  if ('args' in scope) walk(scope.args);
  walk(scope.body);
}
