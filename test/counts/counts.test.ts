// At every line of these programs the count of every local, and of what it names, equals CPython 3.13's.
// Live where there is a CPython; elsewhere against the digests that make_golden.mjs recorded with one.
import assert from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { oracle, run } from '../run/oracle';
import { PROGRAMS } from './programs';

const golden = JSON.parse(readFileSync(join(process.cwd(), 'test/counts/golden.json'), 'utf8')) as Record<string, { lines: number; sha256: string }>;
const dir = mkdtempSync(join(tmpdir(), 'pyxray-counts-'));
const python = oracle();
const tool = join(process.cwd(), 'test/counts/trace_counts.py');

for (const name of PROGRAMS) {
  test(`counts of ${name}`, () => {
    const program = join(process.cwd(), 'test/programs', name);
    const [ours, theirs] = [join(dir, `${name}.ours`), join(dir, `${name}.cpython`)];
    const r = run(process.execPath, ['dist/pyxray.mjs', 'run', tool, program, ours]);
    assert.strictEqual(r.status, 0, r.stderr);
    const text = readFileSync(ours, 'utf8');
    if (python !== null) {
      run(python, [tool, program, theirs]);
      assert.deepStrictEqual(text.split('\n'), readFileSync(theirs, 'utf8').split('\n'));
    } else {
      assert.strictEqual(text.split('\n').length, golden[name].lines);
      assert.strictEqual(createHash('sha256').update(text).digest('hex'), golden[name].sha256, `${name}: some count differs from CPython's; compare with a CPython 3.13 at hand to see where`);
    }
  });
}
