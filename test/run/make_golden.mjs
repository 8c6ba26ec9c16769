// Records with CPython 3.13 (PYXRAY_ORACLE or python3.13) what the programs of test/programs print. Run from the project's folder.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const bundle = await build({ entryPoints: ['test/run/oracle.ts'], bundle: true, platform: 'node', format: 'esm', write: false });
const { oracle, run, mask } = await import(`data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`);
const python = oracle();
if (python === null) throw new Error('no CPython 3.13: set PYXRAY_ORACLE or put python3.13 on PATH');
const dir = join(process.cwd(), 'test/programs');
const all = {};
for (const file of readdirSync(dir).filter((f) => f.endsWith('.py')).sort()) {
  const o = run(python, [join(dir, file), ...(file === 'argv_env.py' ? ['a', 'b c'] : [])]);
  all[file] = { stdout: mask(o.stdout), stderr: mask(o.stderr), status: o.status };
}
writeFileSync(join(dir, 'golden.json'), `${JSON.stringify(all, null, 1)}\n`);
console.log(`${Object.keys(all).length} programs recorded`);
