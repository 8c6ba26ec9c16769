// Records with CPython 3.13 the digests of the count traces. Run from the project's folder, with PYXRAY_ORACLE or python3.13.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const load = async (entry) => {
  const b = await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(b.outputFiles[0].text)}`);
};
const { oracle, run } = await load('test/run/oracle.ts');
const { groups, programs } = await load('test/counts/programs.ts');
const python = oracle();
if (python === null) throw new Error('no CPython 3.13: set PYXRAY_ORACLE or put python3.13 on PATH');
const dir = mkdtempSync(join(tmpdir(), 'pyxray-counts-'));
const all = {};
for (const [i, group] of groups(programs()).entries()) {
  const folder = join(dir, String(i));
  mkdirSync(folder);
  run(python, ['test/counts/trace_counts.py', folder, ...group.map((p) => join(process.cwd(), p))], { timeout: 180_000 });
  for (const program of group) {
    const text = readFileSync(join(folder, `${basename(program)}.counts`), 'utf8');
    all[program] = { lines: text.split('\n').length, sha256: createHash('sha256').update(text).digest('hex') };
  }
}
writeFileSync('test/counts/golden.json', `${JSON.stringify(all, null, 1)}\n`);
