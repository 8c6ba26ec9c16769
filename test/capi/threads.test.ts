// Threads that were there before an extension was imported call it: each makes its instance when it first meets a C function.
import assert from 'node:assert';
import { join } from 'node:path';
import { test } from 'node:test';
import { directory_of, pyxray } from './extension';

test('extensions that are imported while threads run', () => {
  const dir = directory_of('test/capi/modules/api.c', ['test/capi/threads/late.py']);
  const other = directory_of('test/capi/modules/custom.c', []);
  assert.strictEqual(pyxray(['cc', join(other, 'custom.c')]).status, 0);
  for (const policy of ['os', 'seeded']) {
    const r = pyxray(['run', '--policy', policy, '--audit', join(dir, 'late.py'), other]);
    assert.match(r.stdout, /^\[("\(\[2, 1\], 499500, b'x', None\)", ){6}'True', 'a b'\]\n$/);
    assert.match(r.stderr, /^audit: \d+ objects, 0 violations, 0 leaks\n$/);
  }
});
