// Records test/capi/golden: each program of test/capi/modules run by CPython 3.13 with the module that gcc made of the same C file.
//   PYXRAY_ORACLE=/path/to/python3.13 node test/capi/make_golden.mjs
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = process.env.PYXRAY_ORACLE ?? 'python3.13';
const include = execFileSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("include"))'], { encoding: 'utf8' }).trim();
for (const f of readdirSync('test/capi/modules').filter((n) => n.endsWith('.c'))) {
  const name = f.slice(0, -2);
  const dir = mkdtempSync(join(tmpdir(), 'pyxray-native-'));
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-w', `-I${include}`, join('test/capi/modules', f), '-o', join(dir, `${name}.so`), '-lm']);
  copyFileSync(join('test/capi/modules', `${name}.py`), join(dir, `${name}.py`));
  const r = spawnSync(python, [join(dir, `${name}.py`)], { encoding: 'utf8', env: { ...process.env, PYTHONHASHSEED: '0' } });
  if (r.stderr) process.stderr.write(r.stderr);
  writeFileSync(`test/capi/golden/${name}.txt`, `${r.stdout}status ${r.status}\n`);
  rmSync(dir, { recursive: true });
}
