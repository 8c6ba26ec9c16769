// After each program of test/programs, examples/ and test/memory/programs the heap checker (interpreter/probe/audit.ts) finds nothing: no count
// below the references that exist, no freed block in use, no reference that nothing accounts for, obmalloc's pools and malloc's chunks whole.
import assert from 'node:assert';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { run } from '../run/oracle';

/** os._exit: there is no end to look at. */
const WITHOUT_END = ['exit_in_thread.py'];
const folders = ['test/programs', 'test/memory/programs', 'examples'].filter((f) => existsSync(join(process.cwd(), f)));

for (const folder of folders) {
  for (const file of readdirSync(join(process.cwd(), folder)).filter((f) => f.endsWith('.py') && !WITHOUT_END.includes(f)).sort()) {
    test(`${folder}/${file}`, () => {
      const { stdout, stderr } = run(process.execPath, ['dist/pyxray.mjs', 'run', '--audit', join(folder, file)], { timeout: 120_000 });
      const lines = stderr.split('\n').filter((l) => l.startsWith('audit:') || l.startsWith('pyxray: internal error'));
      if (folder === 'test/memory/programs') assert.strictEqual(stdout, 'done\n');
      assert.match(lines.join('\n'), /^audit: \d+ objects, 0 violations, 0 leaks$/);
    });
  }
}
