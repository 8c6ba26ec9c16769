// The example of a C extension: compiled, imported, called; stdout as CPython's with the module that gcc built.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const dir = mkdtempSync(join(tmpdir(), 'pyxray-capi-'));
after(() => rmSync(dir, { recursive: true, force: true }));

test('use_examplemodule.py compiles and uses examplemodule.c', () => {
  for (const f of ['examplemodule.c', 'use_examplemodule.py']) copyFileSync(join('examples/c_extension', f), join(dir, f));
  const r = spawnSync(process.execPath, ['dist/pyxray.mjs', 'run', '--audit', join(dir, 'use_examplemodule.py')], { encoding: 'utf8', timeout: 120_000 });
  assert.strictEqual(r.stdout, 'An example of a C extension.\nNone\nNone\nTypeError: argument 1 must be str, not int\nHello from C: one\nHello from C: two\n');
  assert.match(r.stderr, /^PyXray: examplemodule.c:17: example_func returns None without owning a reference to it: its Py_INCREF is missing\naudit: \d+ objects, 0 violations, 0 leaks\n$/);
  assert.strictEqual(r.status, 0);
});
