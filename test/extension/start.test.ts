// npm start, with a `code` that only writes down how it was called.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';

const root = process.cwd();
const skip = process.platform === 'win32' ? 'needs scripts with #!' : false;
let bin: string;

before(() => {
  bin = fs.mkdtempSync(path.join(os.tmpdir(), 'pyxray start '));
  fs.symlinkSync('/bin/sh', path.join(bin, 'sh'));
});
after(() => fs.rmSync(bin, { recursive: true, force: true }));

function fakeCode(version: string): void {
  fs.writeFileSync(path.join(bin, 'code'), `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; echo commit; echo x64; else printf '%s\\n' "$@" > "${bin}/called"; fi\n`, { mode: 0o755 });
}

/** npm start with nothing on PATH but the folder of `code`. */
function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs'), '--no-build', ...args], { env: { PATH: bin, HOME: bin }, stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: ChildProcess): Promise<{ status: number | null; text: string }> {
  let text = '';
  child.stdout!.on('data', (chunk) => (text += chunk));
  child.stderr!.on('data', (chunk) => (text += chunk));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, text })));
}

test('a VS Code on PATH is opened with the checkout as the extension and the examples as the folder', { skip }, async () => {
  fakeCode('1.102.3');
  const { status, text } = await ended(start());
  assert.equal(status, 0, text);
  assert.match(text, /^Opening VS Code 1\.102\.3 with PyXray and .*examples\n$/);
  const called = fs.readFileSync(path.join(bin, 'called'), 'utf8').trim().split('\n');
  assert.deepEqual(called, ['--new-window', '--disable-workspace-trust', `--extensionDevelopmentPath=${root}`, path.join(root, 'examples')]);
});

test('a folder of another one is not trusted unasked', { skip }, async () => {
  fakeCode('1.102.3');
  await ended(start('--desktop', bin));
  assert.deepEqual(fs.readFileSync(path.join(bin, 'called'), 'utf8').trim().split('\n'), ['--new-window', `--extensionDevelopmentPath=${root}`, bin]);
});

test('an old one, or none, is named; what was asked for and cannot be is refused', { skip }, async () => {
  fakeCode('1.80.0');
  const old = await ended(start('--desktop'));
  assert.deepEqual([old.status, old.text], [1, 'VS Code 1.80.0 on PATH is too old: PyXray needs 1.91. In the browser: npm start -- --web\n']);
  fs.rmSync(path.join(bin, 'code'));
  const none = await ended(start('--desktop'));
  assert.deepEqual([none.status, none.text], [1, 'There is no `code` command on PATH. In the browser: npm start -- --web\n']);
});

test('with neither a desktop VS Code nor a browser, the address to open is printed and served until Ctrl+C', { skip }, async () => {
  fs.rmSync(path.join(bin, 'code'), { force: true });
  const child = start('--port', '0');
  const end = ended(child);
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk) => {
      text += chunk;
      if (text.includes('Ctrl+C')) resolve();
    });
    child.on('close', () => reject(new Error(`it ended: ${text}`)));
  });
  assert.match(text, /There is no `code` command on PATH\. VS Code opens in the browser\./);
  assert.match(text, /No browser was found to open it\. Open the address in Chrome, Edge, Firefox or Safari on this machine\./);
  const page = await fetch(/http:\/\/localhost:\d+\/\S*/.exec(text)![0]);
  assert.match(await page.text(), /<title>PyXray<\/title>/);
  child.kill('SIGINT');
  assert.equal((await end).status, 0);
});
