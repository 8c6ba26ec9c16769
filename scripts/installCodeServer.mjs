// Installs VS Code's server (inside the npm package code-server) for test/e2e/desktop.test.ts, apart from the project's
// dependencies: 600 MB, some minutes. What is there already stays. It compiles native modules, for which a Linux needs some packages.
//
//   node scripts/installCodeServer.mjs            into .vscode-test/code-server, or PYXRAY_CODE_SERVER
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '4.139';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = process.env.PYXRAY_CODE_SERVER ?? path.join(root, '.vscode-test', 'code-server');
const installed = path.join(folder, 'node_modules', 'code-server');
const main = path.join(installed, 'lib', 'vscode', 'out', 'server-main.js');

/** The server and the native module without which its extension host does not start. */
function isComplete() {
  const manifest = path.join(installed, 'package.json');
  if (!fs.existsSync(main) || !fs.existsSync(manifest)) return false;
  if (!JSON.parse(fs.readFileSync(manifest, 'utf8')).version.startsWith(`${VERSION}.`)) return false;
  return fs.existsSync(path.join(installed, 'lib', 'vscode', 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'));
}

/** What node-gyp will look for and a bare Linux does not have. */
function missingPackages() {
  if (process.platform !== 'linux') return [];
  const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  const missing = ['make', 'g++', 'python3', 'pkg-config'].filter((command) => !has(command, '--version'));
  if (missing.includes('pkg-config')) return [...missing, 'libkrb5-dev', 'libsecret-1-dev', 'libxkbfile-dev'];
  const libraries = { 'krb5-gssapi': 'libkrb5-dev', 'libsecret-1': 'libsecret-1-dev', xkbfile: 'libxkbfile-dev' };
  for (const [library, name] of Object.entries(libraries)) if (!has('pkg-config', '--exists', library)) missing.push(name);
  return missing;
}

function install() {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'code-server': VERSION, node: '24' }, allowScripts: { 'code-server': true, node: true, argon2: true } }),
  );
  // The modules are compiled for the Node that will run them: the project's.
  const env = { ...process.env, PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}` };
  return spawnSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

if (isComplete()) {
  console.log(`VS Code's server is there: ${path.relative(process.cwd(), installed)}`);
  process.exit(0);
}
const missing = missingPackages();
if (missing.length > 0) {
  console.error(`VS Code's server is compiled with what this machine lacks. On Debian or Ubuntu: apt-get install ${missing.join(' ')}`);
  process.exit(1);
}
// A registry that does not answer once may the next time.
if (!install() && !install()) process.exit(1);
if (!isComplete()) {
  console.error(`npm has installed code-server, but VS Code's server is not complete: ${main}`);
  process.exit(1);
}
