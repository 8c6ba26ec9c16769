// The parser against CPython: golden files made by make_golden.py, and, where a python3.13 is at hand, its standard library.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CompileWarning } from '../../interpreter/include/pycore_ast';
import { PySyntaxError } from '../../interpreter/include/pycore_ast';
import { dump } from '../../interpreter/parser/astdump';
import { _PyParser_ASTFromString, type ParseFlags } from '../../interpreter/parser/peg_api';
import type { Mode } from '../../interpreter/parser/pegen';

const HERE = join(process.cwd(), 'test/parser');
const ORACLE = process.env.PYXRAY_ORACLE ?? 'python3.13';
const HAVE_ORACLE = spawnSync(ORACLE, ['-c', 'import sys; sys.exit(sys.version_info[:2] != (3, 13))']).status === 0;

type Row = [source: string, mode: Mode, error: unknown[] | null];

const golden = <R>(name: string): R[] => JSON.parse(readFileSync(join(HERE, 'golden', name), 'utf8')) as R[];

const parse = (source: string | Uint8Array, mode: Mode = 'exec', flags?: ParseFlags) =>
  _PyParser_ASTFromString(source, '<s>', mode, flags);

/** [type, msg, lineno, offset, end_lineno, end_offset, text], or null when there is no error. */
function errorOf(source: string | Uint8Array, mode: Mode): unknown[] | null {
  try {
    parse(source, mode);
  } catch (e) {
    if (!(e instanceof PySyntaxError)) throw e;
    return [e.type, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text];
  }
  return null;
}

test('syntax errors equal CPython 3.13: type, message, range and text', () => {
  const rows = golden<Row>('errors.json');
  assert.ok(rows.length >= 300);
  // A lone unknown name needs the Unicode name table, which the parser gets from its host.
  const wrong = rows.filter(([source, mode, error]) => !source.includes('\\N{foo')
    && JSON.stringify(errorOf(source, mode)) !== JSON.stringify(error));
  assert.deepEqual(wrong.map(([source, mode, error]) => ({ source, ours: errorOf(source, mode), cpython: error })), []);
});

test('trees equal CPython 3.13 with positions', () => {
  for (const [source, mode, tree] of golden<[string, Mode, string]>('trees.json'))
    assert.equal(dump(parse(source, mode)), tree);
});

test('the standard library gives the same trees', { skip: !HAVE_ORACLE }, () => {
  const all = process.env.PYXRAY_ALL === '1';
  const list = spawnSync(ORACLE, ['-c', [
    'import os, glob',
    'L = os.path.dirname(os.__file__)',
    `print(*sorted(glob.glob(L + ${all ? "'/**/*.py', recursive=True" : "'/*.py'"})), sep='\\n')`,
  ].join('\n')], { encoding: 'utf8' }).stdout.trim().split('\n').filter((p) => !p.includes('site-packages'));
  const out = spawnSync(ORACLE, [join(HERE, 'oracle_ast.py'), 'trees'], { input: list.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 });
  const wrong: string[] = [];
  for (const line of out.stdout.trim().split('\n')) {
    const at = line.indexOf(' ');
    const path = line.slice(at + 1);
    const source = readFileSync(path);
    let ours: string;
    try {
      ours = createHash('sha256').update(dump(parse(source))).digest('hex');
    } catch (e) {
      if (!(e instanceof PySyntaxError)) throw e;
      if (e.msg.includes('Unicode name table')) continue;
      ours = `!${e.type}`;
    }
    if (ours !== line.slice(0, at)) wrong.push(path);
  }
  assert.ok(list.length >= 60);
  assert.deepEqual(wrong, []);
});

test('warnings name the line of the token, once', () => {
  const warnings: CompileWarning[] = [];
  parse("a\nx = '\\d' '''\n\\q'''\ny = 1if y else '\\777'\nwith (f'\\{z}'): pass", 'exec', { warnings });
  assert.deepEqual(warnings.map((w) => [w.lineno, w.msg]), [
    [2, "invalid escape sequence '\\d'"],
    [2, "invalid escape sequence '\\q'"],
    [4, 'invalid decimal literal'],
    [4, "invalid octal escape sequence '\\777'"],
    [5, "invalid escape sequence '\\{'"],
  ]);
});

test('source bytes: cookies, BOM, wrong bytes', () => {
  const latin = Uint8Array.from('# coding: latin-1\nx = "\xe9"\n', (c) => c.charCodeAt(0));
  assert.match(dump(parse(latin)), /"\\\{e9\}"/);
  const bom = Uint8Array.from([0xef, 0xbb, 0xbf, 0x78]);
  assert.match(dump(parse(bom)), /Name\(id="x"/);
  assert.deepEqual(errorOf(Uint8Array.from('# coding: foo\n', (c) => c.charCodeAt(0)), 'exec')?.slice(0, 4),
    ['SyntaxError', 'unknown encoding: foo', 0, -1]);
  assert.throws(() => parse(Uint8Array.from([0x78, 0x3d, 0x22, 0xff, 0x22]), 'exec', { source_kind: 'file' }),
    (e: PySyntaxError) => e.msg.startsWith("Non-UTF-8 code starting with '\\xff' in file <s> on line 1, but no encoding declared"));
  assert.deepEqual(errorOf('a\0b', 'exec')?.[1], 'source code string cannot contain null bytes');
});

test('a source of many brackets or operators ends in an error or a tree, not in a crash', () => {
  assert.equal(errorOf('('.repeat(201) + ')'.repeat(201), 'exec')?.[1], 'too many nested parentheses');
  assert.equal(errorOf('-'.repeat(200000) + '1', 'exec')?.[0], 'MemoryError');
  assert.equal(errorOf(`x = ${'['.repeat(80)}{1: 2, 3}${']'.repeat(80)}`, 'exec')?.[1], "':' expected after dictionary key");
  assert.equal(errorOf(`x = ${'{'.repeat(80)}a b${'}'.repeat(80)}`, 'exec')?.[1], 'invalid syntax. Perhaps you forgot a comma?');
  parse('a' + '+a'.repeat(20000));
});
