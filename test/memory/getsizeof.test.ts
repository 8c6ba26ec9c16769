// sys.getsizeof of some 230 values and of things while they grow, and addresses that are used again: as CPython 3.13 says
// (sizes.golden.txt is its output; compared live where there is a CPython).
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { oracle, run } from '../run/oracle';

test('sizes and growth', () => {
  const python = oracle();
  const expected = python === null ? readFileSync('test/memory/sizes.golden.txt', 'utf8') : run(python, ['test/memory/sizes.py']).stdout;
  const ours = run(process.execPath, ['dist/pyxray.mjs', 'run', 'test/memory/sizes.py']);
  assert.strictEqual(ours.stderr, '');
  assert.deepStrictEqual(ours.stdout.split('\n'), expected.split('\n'));
});
