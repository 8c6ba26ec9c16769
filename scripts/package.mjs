// npm run package: the .vsix of PyXray, and its size.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const vsix = path.join(root, 'out', `pyxray-${version}.vsix`);

fs.rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs'), '--minify'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

/** koffi, which dist/ loads when a program uses ctypes: its script and the builds for the platforms that npm has installed here. */
function packKoffi() {
  const from = path.join(root, 'node_modules');
  const to = path.join(root, 'dist', 'node_modules');
  for (const file of ['package.json', 'index.cjs', 'LICENSE.txt', 'src/koffi/index.cjs', 'src/koffi/src/static.cjs']) fs.cpSync(path.join(from, 'koffi', file), path.join(to, 'koffi', file));
  const builds = fs.readdirSync(path.join(from, '@koromix')).filter((name) => name.startsWith('koffi-'));
  for (const name of builds) fs.cpSync(path.join(from, '@koromix', name), path.join(to, '@koromix', name), { recursive: true });
  return builds.map((name) => name.slice('koffi-'.length));
}

const platforms = packKoffi();
fs.mkdirSync(path.dirname(vsix), { recursive: true });
await createVSIX({ cwd: root, packagePath: vsix, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
console.log(`${path.relative(root, vsix)}: ${(fs.statSync(vsix).size / 1024 / 1024).toFixed(1)} MiB; calls of C libraries (ctypes) on ${platforms.join(', ')}`);
