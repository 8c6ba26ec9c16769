// Installs VS Code's server (inside the npm package code-server) for test/e2e/desktop.test.ts, apart from the project's
// dependencies: 600 MB, some minutes. It compiles native modules: on Debian they need libkrb5-dev libsecret-1-dev libxkbfile-dev pkg-config.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = process.env.PYXRAY_CODE_SERVER ?? path.join(root, '.vscode-test', 'code-server');
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(
  path.join(folder, 'package.json'),
  JSON.stringify({ private: true, dependencies: { 'code-server': '4.139', node: '24' }, allowScripts: { 'code-server': true, node: true, argon2: true } }),
);
const env = { ...process.env, PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}` };
const result = spawnSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: 'inherit', shell: process.platform === 'win32' });
process.exit(result.status ?? 1);
