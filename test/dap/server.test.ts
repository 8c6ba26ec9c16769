// The adapter on a socket, for other editors: a process for each connection, none left when it closes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { test } from 'node:test';

test('--server: two connections at once, each with a session of its own', { timeout: 60_000 }, async () => {
  const server = spawn(process.execPath, [resolve(process.env.PYXRAY_ADAPTER ?? 'dist/adapter.js'), '--server=0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    const port = await new Promise<number>((done, fail) => {
      server.stderr.on('data', (d: Buffer) => {
        const match = /listening on port (\d+)/.exec(d.toString());
        if (match !== null) done(Number(match[1]));
      });
      server.on('exit', () => fail(new Error('the server ended')));
    });
    const answers = await Promise.all([1, 2].map(() => initialize(port)));
    for (const answer of answers) assert.match(answer, /"command":"initialize","success":true/);
  } finally {
    server.kill();
  }
});

function initialize(port: number): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1', () => {
      const body = JSON.stringify({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'pyxray' } });
      socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    });
    let text = '';
    socket.on('data', (d) => {
      text += d.toString();
      if (text.includes('"event":"initialized"')) socket.end();
    });
    socket.on('close', () => done(text));
    socket.on('error', fail);
  });
}

test('--server with no port says so', () => {
  const server = spawn(process.execPath, [resolve(process.env.PYXRAY_ADAPTER ?? 'dist/adapter.js'), '--server=nothing'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise<void>((done) => {
    let text = '';
    server.stderr.on('data', (d: Buffer) => {
      text += d.toString();
    });
    server.on('exit', (code) => {
      assert.equal(code, 2);
      assert.match(text, /the port must be 0 to 65535/);
      done();
    });
  });
});
