// restart: breakpoints stay, new arguments count, nothing of the earlier program is left.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program } from './story';

describe('restart', { timeout: 120_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  /** Threads of the adapter's process, as the system counts them. */
  const system_threads = (): number => readdirSync(`/proc/${client.process.pid}/task`).length;

  test('from a stop: the breakpoint is hit again, with its hit count from the start', async () => {
    const path = program('lines.py');
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: [{ line: line_of(path, 'result += number'), hitCondition: '3' }] } });
    for (let i = 0; i < 3; i++) {
      const s = await client.stopped();
      assert.match((await client.scope(s.threadId, 'Locals')).number.value, /^3 /);
      if (i < 2) await client.request('restart', {});
      else await client.request('continue', { threadId: s.threadId });
    }
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.equal(client.messages.filter((m) => m.event === 'terminated').length <= 1, true);
    const exits = client.messages.filter((m) => m.event === 'thread' && m.body.reason === 'exited').length;
    assert.ok(exits >= 2);
  });

  test('while it runs, with new arguments and a running second thread; no worker is left', async (t) => {
    client = new Client();
    const code = (n: number) => `import threading, sys, time\nthreading.Thread(target=lambda: time.sleep(1000), daemon=True).start()\nprint("run", ${n}, sys.argv[1:], sys.getswitchinterval(), flush=True)\nwhile True: pass`;
    await client.start({ code: code(0) });
    while (!client.output().includes('run 0')) await client.event('output');
    const counts: number[] = [];
    for (let n = 1; n <= 5; n++) {
      await client.request('restart', { arguments: { code: code(n), args: [String(n)], switchInterval: n } });
      while (!client.output().includes(`run ${n} ['${n}'] 0.00${n}\n`)) await client.event('output');
      await new Promise((done) => setTimeout(done, 300));
      if (process.platform === 'linux') counts.push(system_threads());
    }
    t.diagnostic(`threads of the process after each restart: ${counts.join(' ')}`);
    assert.ok(Math.max(...counts) - counts[0] <= 1, `threads are left: ${counts}`);
    await client.request('terminate');
    await client.event('terminated');
  });

  test('arguments that are wrong leave the program alone; a larger heap needs a new session', async () => {
    client = new Client();
    await client.start({ code: 'x = 1\nprint(x)', stopOnEntry: true, heapSize: 64 });
    const s = await client.stopped();
    assert.match(await client.failure('restart', { arguments: { code: 'x', module: 'y' } }), /exactly one of/);
    assert.match(await client.failure('restart', { arguments: { code: 'x', heapSize: 128 } }), /"heapSize" cannot grow from 64 to 128 MiB/);
    await client.request('continue', { threadId: s.threadId });
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.match(await client.failure('restart', {}), /there is no program/);
  });
});
