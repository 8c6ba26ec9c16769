// Every fault with a reference count in faulty/faulty.c is reported, on its line and as what it is; correct code is not.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { directory_of, pyxray } from './extension';

const source = 'test/capi/faulty/faulty.c';
const dir = directory_of(source, ['test/capi/faulty/correct_calls.py', 'test/capi/faulty/each_fault.py']);
const WORDS: Record<string, RegExp> = { unowned_result: /without owning/, leak: /never gives it back/, over_release: /does not own/ };

test('correct functions are silent', () => {
  const r = pyxray(['run', '--audit', join(dir, 'correct_calls.py')]);
  assert.match(r.stderr, /^audit: \d+ objects, 0 violations, 0 leaks\n$/);
  assert.match(r.stdout, /done\n$/);
});

const faults: { name: string; line: number; kind: string }[] = [];
let current = '';
readFileSync(source, 'utf8').split('\n').forEach((text, i) => {
  const f = /^static PyObject \*(?:Thing_)?(\w+)\(/.exec(text);
  if (f) current = f[1];
  const r = /report: (\w+)/.exec(text);
  if (r && !text.startsWith('/*')) faults.push({ name: current, line: i + 1, kind: r[1] });
});

for (const { name, line, kind } of faults) {
  test(`${name}: ${kind}`, () => {
    const r = pyxray(['run', join(dir, 'each_fault.py'), name]);
    const reports = r.stderr.split('\n').filter(Boolean);
    assert.strictEqual(reports.length, 1, r.stderr);
    assert.ok(reports[0].startsWith(`PyXray: faulty.c:${line}: `), reports[0]);
    assert.match(reports[0], WORDS[kind]);
  });
}

test('--no-reference-check is silent', () => {
  const r = pyxray(['run', '--no-reference-check', join(dir, 'each_fault.py'), 'none_unowned']);
  assert.strictEqual(r.stderr, '');
});
