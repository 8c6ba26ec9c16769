// npm run test:e2e: bundles and runs the tests that drive a real VS Code. They run one after another: each has a browser.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const names = fs.readdirSync(path.join(root, 'test/e2e')).filter((name) => name.endsWith('.test.ts'));
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? names : names.filter((name) => wanted.some((want) => name.includes(want)));
if (chosen.length === 0) {
  console.error(`No such test. There are: ${names.join(', ')}`);
  process.exit(1);
}
const out = path.join(root, 'out', 'e2e');
await build({
  absWorkingDir: root,
  entryPoints: chosen.map((name) => `test/e2e/${name}`),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const files = chosen.map((name) => path.join(out, name.replace(/\.ts$/, '.mjs')));
const result = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-concurrency=1', '--test-reporter=spec', ...files], { cwd: root, stdio: 'inherit' });
process.exit(result.status ?? 1);
