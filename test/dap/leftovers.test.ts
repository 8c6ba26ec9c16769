// Nothing is left behind: no worker after a program's end, no process after a session's, however it ends.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';

const THREADS = `import threading, time
for i in range(5): threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
print('ready', flush=True)
while True: pass
`;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(f: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; !f(); ) {
    assert.ok(Date.now() < end, what);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function children(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}

function thread_name(pid: number, task: string): string {
  try {
    return readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8');
  } catch {
    return '';
  }
}

describe('nothing is left', { timeout: 200_000, skip: existsSync('/proc') ? false : 'counts through /proc' }, () => {
  let client: Client;
  let server: ChildProcess | null = null;
  afterEach(async () => {
    await client?.close();
    server?.kill();
    server = null;
  });

  /** Of the adapter's process; Node's own pools, which stay, have other names. A thread may end while it is looked at. */
  const workers = (): number => readdirSync(`/proc/${client.process.pid}/task`).filter((task) => thread_name(client.process.pid!, task).startsWith('WorkerThread')).length;

  async function ready(): Promise<void> {
    client = new Client();
    await client.start({ code: THREADS });
    while (!client.output().includes('ready')) await client.event('output');
  }

  test('terminate: the workers end, the adapter lives until its client leaves', async () => {
    await ready();
    assert.ok(workers() >= 6, `${workers()} workers for six Python threads`);
    await client.request('terminate');
    await client.event('terminated');
    await until(() => workers() === 0, 'every worker ends');
    assert.equal(client.exited, false);
    await client.request('disconnect');
    await until(() => client.exited, 'the adapter ends');
  });

  test('disconnect, a closed pipe, a killed client', async () => {
    for (const leave of ['disconnect', 'close', 'kill']) {
      await ready();
      const pid = client.process.pid!;
      if (leave === 'disconnect') await client.request('disconnect');
      else if (leave === 'close') client.process.stdin!.end();
      // What the adapter sees of a client that is killed: both its ends of the pipes are gone.
      else for (const pipe of [client.process.stdin!, client.process.stdout!]) pipe.destroy();
      await until(() => !alive(pid), `the adapter ends after ${leave}`);
    }
  });

  test('a program that ends by itself, and one that ends by os._exit in a thread', async () => {
    for (const code of ['import threading\nthreading.Thread(target=print).start()', 'import os, threading\nthreading.Thread(target=os._exit, args=(3,)).start()\nwhile True: pass']) {
      client = new Client();
      await client.start({ code });
      const { exitCode } = await client.event('exited');
      assert.equal(exitCode, code.includes('_exit') ? 3 : 0);
      await client.request('disconnect');
      await until(() => client.exited, 'the adapter ends');
    }
  });

  test('twenty sessions on one server, some of which break off', async () => {
    server = spawn(process.execPath, [resolve(process.env.PYXRAY_ADAPTER ?? 'dist/adapter.js'), '--server=0'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const port = await new Promise<number>((done) => {
      server!.stderr!.on('data', (d: Buffer) => {
        const match = /listening on port (\d+)/.exec(d.toString());
        if (match !== null) done(Number(match[1]));
      });
    });
    const pid = server.pid!;
    for (let n = 0; n < 20; n++) await session(port, n % 3 === 0);
    await until(() => children(pid).length === 0, `${children(pid).length} processes are left`);
    assert.ok(alive(pid));
  });

  /** One session; `break_off`: the connection is dropped while the program runs. */
  function session(port: number, break_off: boolean): Promise<void> {
    return new Promise((done, fail) => {
      const socket = connect(port, '127.0.0.1', () => {
        const code = break_off ? 'print("on", flush=True)\nwhile True: pass' : 'print("on")';
        [['initialize', {}], ['launch', { code }], ['configurationDone', {}]].forEach(([command, args], i) => {
          const body = JSON.stringify({ seq: i + 1, type: 'request', command, arguments: args });
          socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
        });
      });
      let text = '';
      socket.on('data', (d) => {
        text += d.toString();
        if (text.includes(break_off ? '"output":"on' : '"event":"terminated"')) break_off ? socket.destroy() : socket.end();
      });
      socket.on('close', () => done());
      socket.on('error', fail);
    });
  }
});
