// At every line of these programs the count of every local, and of what it names, equals CPython 3.13's.
// Live where there is a CPython; elsewhere against the digests that make_golden.mjs recorded with one.
import assert from 'node:assert';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { oracle, run } from '../run/oracle';
import { EXCLUDED, groups } from './programs';

const golden = JSON.parse(readFileSync(join(process.cwd(), 'test/counts/golden.json'), 'utf8')) as Record<string, { lines: number; sha256: string }>;
const dir = mkdtempSync(join(tmpdir(), 'pyxray-counts-'));
const python = oracle();
const tool = join(process.cwd(), 'test/counts/trace_counts.py');

test('what is left out is there', () => {
  for (const name of Object.keys(EXCLUDED)) assert.ok(existsSync(join(process.cwd(), 'test/programs', name)), name);
});

for (const [i, group] of groups(Object.keys(golden)).entries()) {
  test(`counts of ${group.map((p) => basename(p, '.py')).join(', ')}`, () => {
    const programs = group.map((p) => join(process.cwd(), p));
    const [ours, theirs] = ['ours', 'cpython'].map((who) => join(dir, `${i}.${who}`));
    for (const folder of [ours, theirs]) mkdirSync(folder);
    const r = run(process.execPath, ['dist/pyxray.mjs', 'run', tool, ours, ...programs], { timeout: 180_000 });
    assert.strictEqual(r.status, 0, r.stderr);
    if (python !== null) run(python, [tool, theirs, ...programs], { timeout: 180_000 });
    for (const program of group) compare(program, ours, python === null ? null : theirs);
  });
}

function compare(program: string, ours: string, theirs: string | null): void {
  const file = `${basename(program)}.counts`;
  const text = readFileSync(join(ours, file), 'utf8');
  if (theirs !== null) {
    assert.deepStrictEqual(text.split('\n'), readFileSync(join(theirs, file), 'utf8').split('\n'), program);
    return;
  }
  assert.strictEqual(text.split('\n').length, golden[program].lines, program);
  assert.strictEqual(createHash('sha256').update(text).digest('hex'), golden[program].sha256, `${program}: some count differs from CPython's; compare with a CPython 3.13 at hand to see where`);
}
