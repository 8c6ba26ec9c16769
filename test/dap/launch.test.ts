// Every launch attribute does what it says, and says what is wrong with it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program } from './story';

const folder = mkdtempSync(join(tmpdir(), 'pyxray-launch-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('launch attributes', { timeout: 300_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  async function run(launch: object): Promise<{ exitCode: number; out: string; err: string }> {
    client = new Client();
    await client.start(launch);
    const { exitCode } = await client.event('exited', 60_000);
    await client.close();
    return { exitCode, out: client.output(), err: client.output('stderr') };
  }

  test('program, args, cwd, env, relative paths', async () => {
    file('sub/show.py', 'import sys, os\nprint(sys.argv[1:], os.getcwd(), os.environ.get("A"), os.environ.get("HOME"), __file__, sys.path[0])');
    const { out } = await run({ program: 'sub/show.py', args: ['x', ''], cwd: folder, env: { A: 'ä', HOME: null } });
    assert.equal(out, `['x', ''] ${folder} ä None ${folder}/sub/show.py ${folder}/sub\n`);
  });

  test('module: a module, a package with __main__, one without, a missing one; breakpoints in them', async () => {
    file('plain.py', 'import sys\nprint(__name__, sys.argv[0], sys.argv[1:])\n');
    const main = file('pack/__main__.py', 'from . import part\nprint(__name__, __package__, part.value)\n');
    file('pack/__init__.py', '');
    file('pack/part.py', 'value = 42\n');
    file('bare/__init__.py', '');
    assert.equal((await run({ module: 'plain', args: ['1'], cwd: folder })).out, `__main__ ${folder}/plain.py ['1']\n`);
    assert.equal((await run({ module: 'pack', cwd: folder })).out, '__main__ pack 42\n');
    assert.equal((await run({ module: 'pack.part', cwd: folder })).exitCode, 0);
    assert.match((await run({ module: 'bare', cwd: folder })).err, /No module named bare\.__main__; 'bare' is a package and cannot be directly executed/);
    const missing = await run({ module: 'no_such_module', cwd: folder });
    assert.deepEqual([missing.exitCode, /No module named no_such_module/.test(missing.err)], [1, true]);
    client = new Client();
    await client.start({ module: 'pack', cwd: folder }, { breakpoints: { [main]: [2] } });
    const s = await client.stopped();
    assert.deepEqual((await client.stack(s.threadId)).slice(0, 1).map((f) => [f.line, f.source!.path]), [[2, main]]);
  });

  test('code; stopOnEntry in each kind of program', async () => {
    assert.equal((await run({ code: 'import sys; print(sys.argv)', args: ['a'] })).out, "['-c', 'a']\n");
    for (const launch of [{ code: 'x = 1\ny = 2\n' }, { program: file('entry.py', 'x = 1\ny = 2\n') }, { module: 'entry', cwd: folder }]) {
      client = new Client();
      await client.start({ ...launch, stopOnEntry: true });
      const s = await client.stopped();
      assert.equal(s.reason, 'entry');
      const [top] = await client.stack(s.threadId);
      assert.deepEqual([top.name, top.line], ['<module>', 1]);
      await client.request('next', { threadId: s.threadId });
      assert.equal((await client.stopped(), await client.stack(s.threadId))[0].line, 2);
      await client.close();
    }
  });

  test('justMyCode: false steps into the library', async () => {
    for (const justMyCode of [true, false]) {
      client = new Client();
      const path = file('mine.py', 'import textwrap\nx = textwrap.dedent(" a")\ny = 1\n');
      await client.start({ program: path, justMyCode }, { breakpoints: { [path]: [2] } });
      const s = await client.stopped();
      await client.request('stepIn', { threadId: s.threadId });
      await client.stopped();
      const [top] = await client.stack(s.threadId);
      assert.equal(top.name, justMyCode ? '<module>' : 'dedent');
      if (!justMyCode) assert.match((await client.request('source', { source: top.source, sourceReference: top.source!.sourceReference })).content, /def dedent/);
      await client.close();
    }
  });

  test('switchInterval, heapSize, PYTHONHASHSEED', async () => {
    assert.equal((await run({ code: 'import sys; print(sys.getswitchinterval())', switchInterval: 0.5 })).out, '0.0005\n');
    const small = await run({ code: 'try: x = bytearray(40 << 20)\nexcept MemoryError: print("no room")\nelse: print("room")', heapSize: 32 });
    assert.equal(small.out, 'no room\n');
    assert.equal((await run({ code: 'x = bytearray(40 << 20); print("room")', heapSize: 128 })).out, 'room\n');
    const hashes = await Promise.all([1, 2].map(async () => {
      const c = new Client();
      await c.start({ code: 'print(hash("spam"))', env: { PYTHONHASHSEED: '0' } });
      await c.event('exited');
      await c.close();
      return c.output();
    }));
    assert.equal(hashes[0], hashes[1]);
  });

  test('scheduler and seed: the same hand-offs again', async () => {
    const code = `import threading
order = []
def note(n): order.append(n)
def work(n):
    for i in range(150): note(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(''.join(map(str, order)))`;
    const out = async (launch: object) => (await run({ code, ...launch })).out;
    const seeded = await out({ scheduler: 'seeded', seed: 5 });
    assert.equal(await out({ scheduler: 'seeded', seed: 5 }), seeded);
    assert.notEqual(await out({ scheduler: 'seeded', seed: 6 }), seeded);
    const turns = await out({ scheduler: 'round-robin' });
    assert.equal(await out({ scheduler: 'round-robin' }), turns);
    assert.notEqual(turns, seeded);
    // The debugger's run follows what the command line recorded, whatever the seed.
    const record = join(folder, 'record');
    const recorded = spawnSync(process.execPath, ['dist/pyxray.mjs', 'run', '--policy', 'seeded', '--seed', '9', '--record', record, '-c', code], { encoding: 'utf8' });
    assert.equal(recorded.stderr, '');
    assert.equal(await out({ scheduler: 'replay', replayFile: record }), recorded.stdout);
  });

  test('eventBreakpoints of the configuration', async () => {
    client = new Client();
    await client.start({ code: 'import gc\ngc.collect()', eventBreakpoints: [{ id: 'gc.start', condition: 'generation == 2' }] }, {});
    // setExceptionBreakpoints of the client comes later and counts; without one the configuration's do.
    await client.close();
    client = new Client();
    await client.request('initialize', {});
    client.send('launch', { code: 'import gc\ngc.collect()', eventBreakpoints: [{ id: 'gc.start', condition: 'generation == 2' }] });
    await client.request('configurationDone');
    assert.equal((await client.stopped()).description, 'Garbage collection starts');
  });

  test('what is wrong is named', async () => {
    client = new Client();
    await client.request('initialize', {});
    for (const [launch, problem] of [
      [{}, /exactly one of "program", "module" and "code"/],
      [{ program: 'a.py', code: 'x' }, /exactly one of/],
      [{ program: 5 }, /"program" is 5, but it must be a text/],
      [{ module: '' }, /"module" is "", but it must be given/],
      [{ code: '1', args: 'a b' }, /"args" is "a b", but it must be a list of texts/],
      [{ code: '1', args: [1] }, /"args" is \[1\]/],
      [{ code: '1', cwd: 1 }, /"cwd" is 1/],
      [{ code: '1', env: { A: 1 } }, /"env" is \{"A":1\}, but it must be an object of texts/],
      [{ code: '1', stopOnEntry: 'yes' }, /"stopOnEntry" is "yes", but it must be true or false/],
      [{ code: '1', justMyCode: 1 }, /"justMyCode" is 1/],
      [{ code: '1', switchInterval: 0 }, /"switchInterval" is 0, but it must be a positive number of milliseconds/],
      [{ code: '1', scheduler: 'fair' }, /"scheduler" is "fair", but it must be one of os, round-robin, seeded/],
      [{ code: '1', scheduler: 'replay' }, /which needs "replayFile"/],
      [{ code: '1', scheduler: 'replay', replayFile: '/no/such/file' }, /"replayFile": ENOENT/],
      [{ code: '1', seed: 1.5 }, /"seed" is 1.5/],
      [{ code: '1', heapSize: 8 }, /"heapSize" is 8, but it must be a number of MiB from 16 to 2047/],
      [{ code: '1', heapSize: 4096 }, /"heapSize" is 4096, but it must be/],
      [{ code: '1', console: 'window' }, /"console" is "window", but it must be one of internalConsole/],
    ] as const) assert.match(await client.failure('launch', launch), problem, JSON.stringify(launch));
    // After all that a good one is taken.
    client.send('launch', { code: 'print("ran")' });
    await client.request('configurationDone');
    await client.event('exited');
    assert.equal(client.output(), 'ran\n');
  });

  test('a working directory that is not there', async () => {
    const { exitCode, err } = await run({ code: 'import os; print(os.listdir("."))', cwd: join(folder, 'nowhere') });
    assert.equal(exitCode, 1);
    assert.match(err, /FileNotFoundError: \[Errno 2\] No such file or directory: '\.'/);
  });

  test('a breakpoint in a file that is never loaded, or is no Python, or is not there', async () => {
    client = new Client();
    await client.request('initialize', {});
    const set = async (path: string) => (await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: 1 }] })).breakpoints[0];
    assert.deepEqual({ ...(await set(program('lines.py'))), id: 0 }, { id: 0, verified: true, line: 1 });
    for (const path of [join(folder, 'missing.py'), file('broken.py', 'def f(:\n')]) {
      const b = await set(path);
      assert.equal(b.verified, false);
      assert.match(b.message, /cannot be read or has no valid Python/);
    }
    const beyond = await client.request('setBreakpoints', { source: { path: program('lines.py') }, breakpoints: [{ line: 10_000 }] });
    assert.match(beyond.breakpoints[0].message, /There is no code on this line or after it/);
    assert.ok(line_of(program('lines.py'), 'def') > 0);
  });
});
