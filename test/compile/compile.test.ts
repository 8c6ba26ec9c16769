// The compiler against CPython 3.13: golden answers that it made (make_golden.py), and CPython itself where there is one.
// PYXRAY_ORACLE names a python3.13 (default: the one on PATH); PYXRAY_ALL_STDLIB=1 compares its whole Lib, tests included.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { CO_FUTURE_ANNOTATIONS, PyCF_ALLOW_TOP_LEVEL_AWAIT } from '../../interpreter/include/cpython_code';
import { type CompileWarning, PySyntaxError } from '../../interpreter/include/pycore_ast';
import { _PyParser_ASTFromString, type Mode, setUnicodeNameLookup } from '../../interpreter/frontend';
import { _PyAST_Compile } from '../../interpreter/python/compile';
import { PyMarshal_WriteCodeDesc, writePyc } from '../../interpreter/python/marshal_write';
import { type CodeDump, differingFields, dumpCode } from './code_dump';

const HERE = join(process.cwd(), 'test', 'compile');
const ORACLE = process.env.PYXRAY_ORACLE ?? 'python3.13';
const haveOracle = (() => {
  const probe = spawnSync(ORACLE, ['-c', 'import sys; print(sys.version_info[:2] == (3, 13))'], { encoding: 'utf8' });
  return probe.status === 0 && probe.stdout.trim() === 'True';
})();
const needsOracle = haveOracle ? false : 'no CPython 3.13 here';

function golden<T>(name: string): T {
  return JSON.parse(readFileSync(join(HERE, 'golden', name), 'utf8')) as T;
}

function hash(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function compileSource(source: string | Uint8Array, mode: Mode = 'exec', flags = 0, warnings: CompileWarning[] = []) {
  const ast = _PyParser_ASTFromString(source, '<oracle>', mode, { warnings });
  return _PyAST_Compile(ast, '<oracle>', { cf_flags: flags }, 0, warnings);
}

function useNames(names: Record<string, number>): void {
  setUnicodeNameLookup((name) => names[name] ?? -1);
}

/** Empty if all code objects are the same, else what differs first. */
function firstDifference(ours: CodeDump[], theirs: CodeDump[]): string {
  if (ours.length !== theirs.length) return `${ours.length} code objects, CPython has ${theirs.length}`;
  for (let i = 0; i < ours.length; i++) {
    const fields = differingFields(ours[i], theirs[i]);
    if (fields.length > 0) return `${theirs[i][0]} (line ${theirs[i][2]}): ${fields.join(', ')}`;
  }
  return '';
}

interface Snippet {
  head: string;
  source: string;
  codes: CodeDump[] | null;
  error: (string | number | null)[] | null;
  warnings: (string | number)[][];
}

const FLAGS: Record<string, number> = { await: PyCF_ALLOW_TOP_LEVEL_AWAIT, future: CO_FUTURE_ANNOTATIONS };

test('snippets: code, errors with positions, warnings as CPython made them', async (t) => {
  const answers = golden<Snippet[]>('snippets.json');
  const blocks = readFileSync(join(HERE, 'snippets.txt'), 'utf8').split('#### ').slice(1);
  assert.equal(blocks.length, answers.length, 'golden/snippets.json is older than snippets.txt: run make_golden.py');
  for (let i = 0; i < blocks.length; i++) {
    const newline = blocks[i].indexOf('\n');
    const [mode, flag] = blocks[i].slice(0, newline).split(' ');
    let source = blocks[i].slice(newline + 1);
    if (mode === 'eval') source = source.trim();
    const expected = answers[i];
    assert.equal(hash(source), expected.source, 'golden/snippets.json is older than snippets.txt: run make_golden.py');
    await t.test(`${expected.head}: ${source.split('\n', 2).join(' / ').slice(0, 60)}`, () => {
      const warnings: CompileWarning[] = [];
      let ours: CodeDump[] | null = null;
      let error: unknown[] | null = null;
      try {
        ours = dumpCode(compileSource(source, mode as Mode, FLAGS[flag] ?? 0, warnings));
      } catch (e) {
        if (!(e instanceof PySyntaxError)) throw e;
        error = [e.type, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset];
      }
      assert.deepEqual(error, expected.error);
      if (ours !== null) assert.equal(firstDifference(ours, expected.codes!), '');
      assert.deepEqual(warnings.map((w) => [w.category, w.msg, w.lineno]), expected.warnings);
    });
  }
});

test('the standard library that pyodide carries: hashes of all code objects of at least 400 files', (t) => {
  const answers = golden<Record<string, [string, string, Record<string, number>]>>('stdlib.json');
  const zip = unzipSync(readFileSync(join(process.cwd(), 'node_modules', 'pyodide', 'python_stdlib.zip')));
  const different: string[] = [];
  let compared = 0;
  let [equal, total] = [0, 0];
  for (const [name, [sourceHash, codeHash, names]] of Object.entries(answers)) {
    const source = zip[name];
    // Another release of pyodide: only the files that are the same can be compared.
    if (source === undefined || hash(source) !== sourceHash) continue;
    useNames(names);
    compared++;
    const codes = dumpCode(compileSource(source));
    total += codes.length;
    if (hash(JSON.stringify(codes)) !== codeHash) different.push(name);
    else equal += codes.length;
  }
  t.diagnostic(`${compared} files: ${equal} of ${total} code objects equal CPython's (${((100 * equal) / total).toFixed(2)}%), the others in ${different.length} files`);
  assert.ok(compared >= 400, `only ${compared} files of pyodide's library are the ones the golden file knows`);
  assert.deepEqual(different, []);
});

/** [file, code objects or null, Unicode names] of CPython. */
function* oracleDumps(files: string[]): Generator<[string, CodeDump[] | null, Record<string, number>]> {
  for (let i = 0; i < files.length; i += 100) {
    const run = spawnSync(ORACLE, [join(HERE, 'dump_code.py'), ...files.slice(i, i + 100)], { encoding: 'utf8', maxBuffer: 1 << 29 });
    assert.equal(run.status, 0, run.stderr);
    for (const line of run.stdout.trim().split('\n')) yield JSON.parse(line);
  }
}

function oracleFiles(all: boolean): string[] {
  const script = `import glob, os
lib = os.path.dirname(os.__file__)
files = sorted(f for f in glob.glob(lib + '/**/*.py', recursive=True) if '/site-packages/' not in f)
print('\\n'.join(files if ${all ? 'True' : 'False'} else files[::20]))`;
  return spawnSync(ORACLE, ['-c', script], { encoding: 'utf8' }).stdout.trim().split('\n');
}

test("CPython's own Lib, live", { skip: needsOracle }, (t) => {
  const different: string[] = [];
  let total = 0;
  for (const [file, codes, names] of oracleDumps(oracleFiles(process.env.PYXRAY_ALL_STDLIB === '1'))) {
    useNames(names);
    let difference = '';
    try {
      const ours = dumpCode(compileSource(readFileSync(file)));
      difference = codes === null ? 'CPython rejects it' : firstDifference(ours, codes);
    } catch (e) {
      if (codes !== null) difference = String(e);
    }
    total += codes?.length ?? 0;
    if (difference !== '') different.push(`${file}: ${difference}`);
  }
  t.diagnostic(`${total} code objects compared, ${different.length} files differ`);
  assert.ok(total > 1000);
  assert.deepEqual(different, []);
});

test('marshal data is read back equal by CPython, and a pyc runs', { skip: needsOracle }, () => {
  const source = readFileSync(join(HERE, 'snippets.txt'), 'utf8').split('#### ').slice(1)
    .filter((b) => b.startsWith('exec\n')).map((b) => b.slice(5));
  const pairs: string[] = [];
  for (const text of source) {
    try {
      pairs.push(JSON.stringify([text, Buffer.from(PyMarshal_WriteCodeDesc(compileSource(text))).toString('hex')]));
    } catch (e) {
      if (!(e instanceof PySyntaxError)) throw e;
    }
  }
  const pyc = writePyc(compileSource('def f(x):\n    return {x, 2 ** 70, 1.5, b"y"}\nprint(sorted(map(str, f(None))))\n'), 1, 2);
  pairs.push(JSON.stringify(['', Buffer.from(pyc).toString('hex')]));
  const check = `import json, marshal, sys, importlib.util, warnings
warnings.simplefilter('ignore')
lines = sys.stdin.read().splitlines()
for line in lines[:-1]:
    text, data = json.loads(line)
    assert marshal.loads(bytes.fromhex(data)) == compile(text, '<oracle>', 'exec', 0, True), text
pyc = bytes.fromhex(json.loads(lines[-1])[1])
assert pyc[:4] == importlib.util.MAGIC_NUMBER
exec(marshal.loads(pyc[16:]))
print(len(lines) - 1)`;
  const run = spawnSync(ORACLE, ['-c', check], { input: pairs.join('\n'), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout.trim(), `['1.5', '1180591620717411303424', 'None', "b'y'"]\n${pairs.length - 1}`);
  assert.ok(pairs.length > 30);
});

test('compile time grows with the size of the source', () => {
  const time = (n: number): number => {
    const source = `${'def f(a, b):\n    if a: return [b + i for i in a if i]\n    x = {"k": a.b.c(b)}\n    return x\n'.repeat(n)}`;
    let best = Infinity;
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      compileSource(source);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  };
  const small = time(200);
  const large = time(1600);
  assert.ok(large < small * 8 * 4, `8 times the source took ${(large / small).toFixed(1)} times as long`);
});
