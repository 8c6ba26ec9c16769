// Calls into C under the debugger: what C prints comes as output, in order with Python's own and before the next stop, though
// DAP is spoken on the descriptor that C prints to; a crash in C is the session's end.

import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { Client, type Message } from './client';
import { line_of, program } from './story';

describe('ctypes in a session', { timeout: 120_000, skip: process.platform === 'linux' ? false : 'the libc is called by its Linux name' }, () => {
  let client: Client;
  let folder = '';
  afterEach(async () => {
    await client.close();
    if (folder !== '') rmSync(folder, { recursive: true });
    folder = '';
  });

  /** A program of these lines in a folder of its own. */
  function write(text: string): string {
    folder = mkdtempSync(join(tmpdir(), 'pyxray-ctypes-'));
    const path = join(folder, 'main.py');
    writeFileSync(path, text);
    return path;
  }

  test('printf, puts and write come in order, before the stop that follows', async () => {
    const path = program('ctypes_output.py');
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: [line_of(path, 'first stop'), line_of(path, 'second stop')] } });
    const first = await client.stopped();
    assert.equal(client.output(), 'Python 1\nC 1\nPython 2\nC 2, no end of line');
    await client.request('continue', { threadId: first.threadId });
    const second = await client.stopped();
    assert.equal(client.output(), 'Python 1\nC 1\nPython 2\nC 2, no end of line Python 3\nC 3\n');
    assert.equal(client.output('stderr'), 'C to stderr\n');
    await client.request('continue', { threadId: second.threadId });
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.match(client.output(), /C 4$/);
  });

  test("what C's own thread writes comes while Python waits", async () => {
    const path = write(`import ctypes, time
libc = ctypes.CDLL('libc.so.6')
libc.printf(b'start\\n')
thread = ctypes.c_ulong()
libc.pthread_create(ctypes.byref(thread), None, libc.puts, b'from a thread of C')
time.sleep(1)
here = 1
`);
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: [7] } });
    await client.stopped();
    assert.equal(client.output(), 'start\nfrom a thread of C\n');
  });

  test('event breakpoint gil.release names the call; a breakpoint in a callback', async () => {
    const path = write(`import ctypes
libc = ctypes.CDLL('libc.so.6')
CMP = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
def compare(a, b):
    return a[0] - b[0]
numbers = (ctypes.c_int * 2)(2, 1)
libc.qsort(numbers, 2, 4, CMP(compare))
print(list(numbers))
`);
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: [5] }, events: [{ filterId: 'gil.release', condition: "call == 'ctypes call'" }] });
    const release = await client.stopped();
    assert.match(`${release.description} ${release.text}`, /ctypes call/);
    await client.request('setExceptionBreakpoints', { filters: [], filterOptions: [] });
    await client.request('continue', { threadId: release.threadId });
    const stop = await client.stopped();
    assert.deepEqual((await client.stack(stop.threadId)).map((f) => f.name), ['compare', '<module>']);
    await client.request('continue', { threadId: stop.threadId });
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.equal(client.output(), '[1, 2]\n');
  });

  test('a crash in C ends the adapter', async () => {
    client = new Client();
    await client.start({ program: write('import ctypes\nctypes.CDLL(None).strlen(ctypes.c_void_p(16))\n') });
    const signal = await new Promise((done) => client.process.on('exit', (_, s) => done(s)));
    assert.equal(signal, 'SIGSEGV');
  });

  test('the session ends while a thread is in C', async () => {
    client = new Client();
    await client.start({ program: write("import ctypes, threading, time\nlibc = ctypes.CDLL(None)\nthreading.Thread(target=libc.sleep, args=(1000,), daemon=True).start()\ntime.sleep(0.2)\nprint('end')\n") });
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    const gone = new Promise((done) => client.process.on('exit', done));
    client.process.stdin?.end();
    await gone;
    const last = client.messages.filter((m: Message) => m.event === 'output').at(-1);
    assert.equal(last?.body.output, 'end\n');
  });
});
