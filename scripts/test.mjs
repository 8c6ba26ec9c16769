// npm test: typecheck, lint, generated files, then every test/**/*.test.ts. The last line says `N passed, N failed`.
//   node scripts/test.mjs [FILTER...]   only test files whose path contains one of the words; no checks
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './bundle.mjs';

// What this machine tells every Python is no test's affair.
for (const name of Object.keys(process.env)) if (name.startsWith('PYTHON')) delete process.env[name];
const filters = process.argv.slice(2);
// Of its own, so that two runs do not take each other's files away.
const out = join(root, 'out/tests', String(process.pid));
let passed = 0;
let failed = 0;

function check(name, command, args) {
  const r = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (r.status === 0) passed++;
  else {
    failed++;
    console.log(`not ok: ${name}`);
  }
}

if (filters.length === 0) {
  const bin = (n) => join(root, 'node_modules/.bin', n);
  check('types', bin('tsc'), ['-b', '--pretty', 'false']);
  check('lint', bin('biome'), ['lint', '--diagnostic-level=error', '.']);
  check('generated files', process.execPath, ['scripts/regen.mjs', '--check']);
}

const files = readdirSync(join(root, 'test'), { recursive: true })
  .map((f) => f.replaceAll('\\', '/'))
  .filter((f) => f.endsWith('.test.ts') && (filters.length === 0 || filters.some((w) => f.includes(w))))
  .sort((a, b) => Number(a.startsWith('e2e')) - Number(b.startsWith('e2e')) || (a < b ? -1 : 1));
mkdirSync(out, { recursive: true });
await esbuild.build({
  entryPoints: files.map((f) => ({ in: join(root, 'test', f), out: f.slice(0, -3).replaceAll('/', '__') })),
  outdir: out, bundle: true, platform: 'node', format: 'esm', packages: 'external', outExtension: { '.js': '.mjs' }, sourcemap: 'inline', logLevel: 'warning', absWorkingDir: root,
  banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" },
});

const FILE_TIMEOUT_MS = 900_000;

/** A session or a browser that does not go away must not hold the run up; the others end by themselves. Runs one test file; counts come from node's own tap summary. */
function run(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--enable-source-maps', '--test', '--test-timeout=600000', ...(/(dap|e2e)__/.test(file) ? ['--test-force-exit'] : []), '--test-reporter=tap', file], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (d) => {
      text += d;
    });
    // A file that hangs is a failure, not the end of the run.
    const timer = setTimeout(() => child.kill('SIGKILL'), FILE_TIMEOUT_MS);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve({ code, text });
    });
  });
}

for (const f of files) {
  const started = Date.now();
  const { code, text } = await run(join(out, `${f.slice(0, -3).replaceAll('/', '__')}.mjs`));
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  const [ok, bad] = [count('pass'), count('fail') + count('cancelled')];
  const skips = [...text.matchAll(/# SKIP (.+)$/gm)].map((m) => m[1]);
  const skipped = skips.length === 0 ? '' : `, ${skips.length} skipped: ${[...new Set(skips)].join('; ')}`;
  passed += ok;
  failed += bad || (code === 0 ? 0 : 1);
  console.log(`${bad || code ? 'FAIL' : 'ok  '} ${f}: ${ok} passed, ${bad} failed${skipped} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (bad || code) console.log(text.split('\n').filter((l) => !/^\s*(duration_ms|type:|---|\.\.\.)/.test(l)).slice(0, 400).join('\n'));
}
rmSync(out, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
