// C modules compiled for PyXray do what the same files compiled by gcc do in CPython 3.13 (golden/, made by make_golden.mjs), keep
// the heap whole, and are not reported by the reference check: they are correct.
import assert from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { directory_of, pyxray } from './extension';

for (const name of readdirSync('test/capi/modules').filter((f) => f.endsWith('.c')).map((f) => f.slice(0, -2))) {
  test(`${name}.py with ${name}.c`, () => {
    const dir = directory_of(`test/capi/modules/${name}.c`, [`test/capi/modules/${name}.py`]);
    const r = pyxray(['run', '--audit', join(dir, `${name}.py`)]);
    assert.strictEqual(`${r.stdout}status ${r.status}\n`, readFileSync(`test/capi/golden/${name}.txt`, 'utf8'), r.stderr);
    assert.match(r.stderr, /^audit: \d+ objects, 0 violations, 0 leaks\n$/);
  });
}
