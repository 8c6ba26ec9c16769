// The language server over LSP messages, against what CPython 3.13 says: golden.json, and live where there is one.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { type Diagnostic, DiagnosticSeverity, type DocumentSymbol, type Range, SymbolKind } from 'vscode-languageserver-protocol/node';
import { oracle, run } from '../run/oracle';
import { LanguageServer } from './client';

const HERE = path.join(process.cwd(), 'test', 'language-server');

interface Verdict {
  source: string;
  error: [type: string, msg: string, lineno: number, offset: number | null, end_lineno: number | null, end_offset: number | null] | null;
  warnings: [category: string, msg: string, lineno: number][];
}

const golden = JSON.parse(fs.readFileSync(path.join(HERE, 'golden.json'), 'utf8')) as { programs: Verdict[]; listing: string; listingWithOffsets: string };
const sample = fs.readFileSync(path.join(HERE, 'sample.py'), 'utf8');

let server: LanguageServer;
before(async () => {
  server = await LanguageServer.start();
});
after(async () => {
  assert.equal(await server.end(), 0);
});

/** A set's order hangs on the hash seed. */
function masked(text: string | null): string {
  return (text ?? '').replace(/frozenset\(\{[^\n]*\}\)/g, 'frozenset({...})');
}

/** CPython's range in LSP's terms, of a line of ASCII: its rules for a missing end are those of traceback.py. */
function expectedRange([, , lineno, offset, end_lineno, end_offset]: NonNullable<Verdict['error']>, lines: string[]): Range {
  const clamp = (line: number, character: number) => ({ line, character: Math.min(character, lines[line].length) });
  const start = clamp(lineno - 1, offset! - 1);
  const isLater = end_lineno !== null && end_offset! > 0 && (end_lineno > lineno || end_offset! > offset!);
  const end = isLater ? clamp(end_lineno - 1, end_offset! - 1) : clamp(lineno - 1, offset!);
  if (start.line === end.line && start.character === end.character) start.character = Math.max(0, start.character - 1);
  return { start, end };
}

function marked(range: Range, source: string): string {
  const lines = source.split('\n');
  if (range.start.line === range.end.line) return lines[range.start.line].slice(range.start.character, range.end.character);
  return `${lines[range.start.line].slice(range.start.character)}…`;
}

test('it says what it can do', () => {
  assert.deepEqual(server.capabilities, { textDocumentSync: 2, documentSymbolProvider: true, hoverProvider: true, inlineValueProvider: true });
});

test('syntax errors are those of CPython: type, message and range', async () => {
  assert.ok(golden.programs.filter(({ error }) => error !== null).length >= 60);
  for (const [i, { source, error }] of golden.programs.entries()) {
    const found = (await server.open(`file:///errors/${i}.py`, source)).filter((d) => d.severity === DiagnosticSeverity.Error);
    assert.deepEqual(found.map((d) => [d.code, d.message, d.source]), error === null ? [] : [[error[0], error[1], 'PyXray']], source);
    const lines = source.split('\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what the rule is for
    if (error !== null && error[3] !== null && error[3] > 0 && /^[\x00-\x7f]*$/.test(lines[error[2] - 1])) assert.deepEqual(found[0].range, expectedRange(error, lines), source);
  }
});

test('columns are counted as the editor counts them: in UTF-16 units', async () => {
  const cases: [source: string, mark: string][] = [
    ["é = 'ü' 'x' y\n", 'y'],
    ["x = '😀' + * 2\n", '*'],
    ["é = '😀'; return é\n", 'return é'],
    ["def f():\n    é, b = '😀', [1 for i in x if (yield)]\n", 'yield'],
    ["名 = '😀'; f(a=1, a=2)\n", 'a=2'],
  ];
  for (const [i, [source, mark]] of cases.entries()) {
    const [found] = await server.open(`file:///wide/${i}.py`, source);
    assert.equal(marked(found.range, source), mark, source);
  }
});

test('warnings are those of CPython: message and line', async () => {
  let seen = 0;
  for (const [i, { source, warnings }] of golden.programs.entries()) {
    const uri = `file:///warnings/${i}.py`;
    const found = (await server.open(uri, source)).filter((d) => d.severity === DiagnosticSeverity.Warning);
    assert.deepEqual(unique(found.map((d) => `${d.code} ${d.message}`)), unique(warnings.map(([category, msg]) => `${category} ${msg}`)), source);
    // An escape is marked where it is, CPython names the line in which its string begins.
    for (const [, msg, lineno] of warnings) {
      if (!msg.startsWith('invalid escape')) assert.ok(found.some((d) => d.message === msg && d.range.start.line === lineno - 1), source);
      else assert.ok(found.filter((d) => d.message === msg).every((d) => msg.includes(`'${marked(d.range, source)}'`)), source);
      seen++;
    }
  }
  assert.ok(seen >= 8);
});

function unique(items: string[]): string[] {
  return [...new Set(items)].sort();
}

test('Show Bytecode is what python3.13 -m dis prints', async () => {
  const uri = 'file:///a/sample.py';
  await server.open(uri, sample);
  const { text, sourceLines } = await server.disassembly(uri);
  assert.equal(masked(text), golden.listing);
  assert.equal(masked((await server.disassembly(uri, true)).text), golden.listingWithOffsets);
  const rows = text!.split('\n');
  assert.equal(sourceLines.length, rows.length - 1);
  // A row that names a line is a row of that line.
  for (const [i, row] of rows.entries()) {
    const line = /^\s{0,2}(\d+) {2,}(?:L\d+:)? *[A-Z]/.exec(row);
    if (line !== null) assert.equal(sourceLines[i], Number(line[1]) - 1, row);
  }
  const broken = 'file:///a/broken.py';
  await server.open(broken, 'x = 1\nx = = 2\n');
  assert.deepEqual(await server.disassembly(broken), { text: null, sourceLines: [], problem: 'SyntaxError: invalid syntax (line 2)' });
});

test('listings of the standard library equal live CPython', { skip: oracle() === null ? 'no CPython 3.13 here' : false }, async () => {
  const lib = run(oracle()!, ['-c', 'import os; print(os.path.dirname(os.__file__))']).stdout.trim();
  const files = ['dis.py', 'functools.py', 'asyncio/tasks.py', 'typing.py', 'test/test_patma.py', 'contextlib.py'].map((f) => path.join(lib, f)).filter((f) => fs.existsSync(f));
  const theirs = JSON.parse(run(oracle()!, [path.join(HERE, 'oracle.py'), ...files]).stdout) as string[];
  for (const [i, file] of files.entries()) {
    const uri = `file:///lib/${path.basename(file)}`;
    await server.open(uri, fs.readFileSync(file, 'utf8'));
    assert.equal(masked((await server.disassembly(uri)).text), theirs[i], file);
    await server.close(uri);
  }
});

test('hover shows the bytecode of the line, of all code objects that have some', async () => {
  const uri = 'file:///hover/count.py';
  await server.open(uri, 'counter = 0\n\ndef count(n):\n    global counter\n    for _ in range(n):\n        counter += 1\n');
  const text = async (line: number) => ((await server.hover(uri, line))?.contents as { value: string } | undefined)?.value;
  assert.equal(
    await text(5),
    [
      '```pyxray-dis',
      'Disassembly of <code object count, file "count.py", line 3>:',
      '  6           LOAD_GLOBAL              2 (counter)',
      '              LOAD_CONST               1 (1)',
      '              BINARY_OP               13 (+=)',
      '              STORE_GLOBAL             1 (counter)',
      '              JUMP_BACKWARD           14 (to L1)',
      '```',
    ].join('\n'),
  );
  const definition = (await text(2))!;
  assert.match(definition, /Disassembly of <code object <module>, file "count\.py", line 1>:\n {2}3 +LOAD_CONST +1 \(<code object count, file "count\.py", line 3>\)\n +MAKE_FUNCTION/);
  assert.match(definition, /Disassembly of <code object count, file "count\.py", line 3>:\n {2}3 +RESUME +0/);
  assert.equal(await text(1), undefined);
  assert.equal(await text(99), undefined);
});

test('hover names the handlers that guard the line', async () => {
  const uri = 'file:///hover/guarded.py';
  await server.open(uri, 'try:\n    f()\nexcept ValueError:\n    g()\n');
  const { value } = (await server.hover(uri, 1))!.contents as { value: string };
  assert.match(value, /RETURN_CONST +0 \(None\)\nExceptionTable:\n {2}L1 to L2 -> L3 \[0\] {2}# handler at line 3\n```$/);
});

function outline(symbols: DocumentSymbol[], indent = ''): string[] {
  const kinds = Object.entries(SymbolKind);
  return symbols.flatMap((s) => [
    `${indent}${kinds.find(([, kind]) => kind === s.kind)![0]} ${s.name}${s.detail ? ` : ${s.detail}` : ''} ${s.range.start.line + 1}-${s.range.end.line + 1}`,
    ...outline(s.children ?? [], `${indent}  `),
  ]);
}

test('document symbols', async () => {
  const uri = 'file:///symbols/a.py';
  const source = [
    'from typing import Final', 'LIMIT = 3', 'name: str = "é"; other = 1', 'END: Final[int] = 4', 'type Pair[T] = tuple[T, T]', 'name = 2', '(a, [b, *c]), d.e = x = value', 'if LIMIT:',
    '    import json', '    def late(): pass', 'try:', '    fast = True', 'except ImportError:', '    fast = False', '    slow = 1', '@decorate', '@again(1)', 'class Class[T](Base):', '    """doc"""', '    ROOM = 1',
    '    field: int', '    def __init__(self):', '        self.x = 1', '        local = 2', '    @property', '    def area(self): return 1', '    @area.setter', '    def area(self, v): pass',
    '    @staticmethod', '    async def go():', '        class Inner:', '            deep = 1', '        def helper(): pass', '    class Nested: pass', 'async \\', '  def \\', '    far(): pass', '',
  ].join('\n');
  await server.open(uri, source);
  const symbols = await server.symbols(uri);
  assert.deepEqual(outline(symbols), [
    'Constant LIMIT 2-2', 'Variable name : str 3-3', 'Variable other 3-3', 'Constant END : Final[int] 4-4', 'TypeParameter Pair : type 5-5', 'Variable a 7-7', 'Variable b 7-7', 'Variable c 7-7', 'Variable x 7-7',
    'Function late 10-10', 'Variable fast 12-12', 'Variable slow 15-15', 'Class Class 16-34', '  Constant ROOM 20-20', '  Field field : int 21-21', '  Constructor __init__ 22-24', '  Property area 25-26',
    '  Property area 27-28', '  Method go : async 29-33', '    Class Inner 31-32', '      Field deep 32-32', '    Function helper 33-33', '  Class Nested 34-34', 'Function far : async 35-37',
  ]);
  const flat = (list: DocumentSymbol[]): DocumentSymbol[] => list.flatMap((s) => [s, ...flat(s.children ?? [])]);
  for (const s of flat(symbols)) assert.equal(marked(s.selectionRange, source), s.name);
  assert.equal(marked(symbols.find(({ name }) => name === 'Class')!.range, source), '@decorate…');
});

test('an edit that breaks the text is found, keeps the outline, and one that mends it takes the error away', async () => {
  const uri = 'file:///edit/a.py';
  assert.deepEqual(await server.open(uri, 'def f():\n    return 1\n'), []);
  assert.deepEqual(outline(await server.symbols(uri)), ['Function f 1-2']);
  const at = { line: 1, character: 12 };
  const broken = await server.edit(uri, { start: at, end: at }, ' +');
  const [error] = await server.diagnostics(uri, broken);
  // CPython puts it on the end of the line, where there is nothing to underline.
  assert.deepEqual([error.message, error.range], ['invalid syntax', { start: { line: 1, character: 13 }, end: { line: 1, character: 14 } }]);
  assert.deepEqual(outline(await server.symbols(uri)), ['Function f 1-2']);
  const mended = await server.edit(uri, { start: at, end: { line: 1, character: 14 } }, '');
  assert.deepEqual(await server.diagnostics(uri, mended), []);
  await server.close(uri);
});

test('cells of notebooks and versions in git are left alone; closing takes the errors away', async () => {
  for (const uri of ['vscode-notebook-cell:/a.ipynb#1', 'git:/a.py?1']) {
    const { connection } = server;
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version: 1, text: '%magic (' } });
    assert.equal(await server.hover(uri, 0), null);
  }
  const uri = 'file:///closed/a.py';
  assert.equal((await server.open(uri, '(')).length, 1);
  await server.close(uri);
  await server.hover(uri, 0);
  assert.deepEqual(server.allOf(uri).at(-1)!.diagnostics, []);
  assert.deepEqual(server.allOf('git:/a.py?1'), []);
});

test('source that no one should write: deep nesting, null bytes, nothing at all', async () => {
  assert.deepEqual(await server.open('file:///odd/empty.py', ''), []);
  const deep = await server.open('file:///odd/deep.py', `x = ${'('.repeat(5000)}`);
  assert.deepEqual(deep.map((d: Diagnostic) => d.message), ['too many nested parentheses']);
  const nested = await server.open('file:///odd/nested.py', `x = ${'-'.repeat(100_000)}1`);
  assert.equal(nested.length, 1);
  assert.match(String(nested[0].code), /MemoryError|RecursionError/);
  const nul = await server.open('file:///odd/nul.py', 'x = 1\0\n');
  assert.deepEqual(nul.map((d: Diagnostic) => d.message), ['source code string cannot contain null bytes']);
});

test('typing into 10,000 lines: every key is taken at once, only the last text is checked', async () => {
  const uri = 'file:///large/a.py';
  const lines = Array.from({ length: 2500 }, (_, i) => `def f${i}(a, b=${i}):\n    if a > b:\n        return [x for x in range(a) if x % 2]\n    return {'k': a, 'v': b}`);
  await server.open(uri, `${lines.join('\n')}\n`);
  const at = { line: 5000, character: 0 };
  let version = 0;
  for (const key of 'nonlocal_name = 1\n') {
    version = await server.edit(uri, { start: at, end: at }, key);
    at.character++;
  }
  await server.diagnostics(uri, version);
  assert.ok(server.allOf(uri).length <= 4, `${server.allOf(uri).length} versions were checked, of 18 typed`);
});

test('shutdown and exit end the process, and so does a client that goes away', async () => {
  const first = await LanguageServer.start();
  assert.equal(await first.end(), 0);
  const second = await LanguageServer.start();
  second.connection.end();
  second.connection.dispose();
  await second.exited;
});

test("inline values: the variables of the stop's own function, down to its line, once a line", async () => {
  const text = `import sys
total = 0
def other(total):
    return total
class Thing:
    size = 3
    def method(self, *rest, wide: int = 1):
        global total
        ä = [n for n in rest]; deep = sys.argv
        for n in ä:
            total += n + deep[0]
        def inner(): return deep
        return total
print(total)
`;
  await server.open('file:///inline.py', text);
  const lines = text.split('\n');
  const at = async (stopped: number, from = 0) => {
    const found = await server.inlineValues('file:///inline.py', from, stopped);
    for (const { range, variableName } of found) assert.equal(lines[range.start.line].slice(range.start.character, range.end.character), variableName);
    return found.map(({ range, variableName }) => `${range.start.line} ${variableName}`);
  };
  assert.deepEqual(await at(12), ['6 self', '6 rest', '6 wide', '8 ä', '8 n', '8 rest', '8 deep', '9 n', '9 ä', '10 total', '10 n', '10 deep', '12 total']);
  assert.deepEqual(await at(8, 8), ['8 ä', '8 n', '8 rest', '8 deep']);
  assert.deepEqual(await at(3), ['2 total', '3 total']);
  assert.deepEqual(await at(5), ['5 size']);
  assert.deepEqual(await at(13), ['1 total', '13 total']);
  assert.deepEqual(await at(2), ['1 total', '2 total'], 'other() is about to begin, or is defined');
});
