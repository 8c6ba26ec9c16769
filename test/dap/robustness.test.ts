// What goes wrong outside the program: messages that are none, clients that leave, programs that cannot be read.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { program } from './story';

describe('robustness', { timeout: 200_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  async function run(launch: object): Promise<{ exitCode: number; stderr: string; stdout: string }> {
    client = new Client();
    await client.start(launch);
    const { exitCode } = await client.event('exited');
    return { exitCode, stderr: client.output('stderr'), stdout: client.output() };
  }

  test('malformed messages are answered or reported, and the session goes on', async () => {
    client = new Client();
    client.raw('Content-Length: 7\r\n\r\n{"a": 1');
    client.raw('Content-Length: 4\r\n\r\nnull');
    client.raw('X-Nothing: 1\r\n\r\n');
    client.raw('Content-Length: 2\r\n\r\n{}');
    const capabilities = await client.request('initialize', { adapterID: 'pyxray' });
    assert.equal(capabilities.supportsConfigurationDoneRequest, true);
    assert.equal(client.messages.filter((m) => m.event === 'output' && /no DAP message/.test(m.body.output)).length, 4);
    assert.match(await client.failure('noSuchRequest'), /does not know/);
    assert.match(await client.failure('stackTrace', { threadId: 1 }), /no program/);
    assert.match(await client.failure('launch', {}), /exactly one of/);
    assert.match(await client.failure('setBreakpoints', {}), /"source" is missing: it must be an object/);
    assert.match(await client.failure('setBreakpoints', { source: {} }), /need a file/);
    assert.match(await client.failure('setBreakpoints', { source: { path: '/a.py' }, breakpoints: [{ line: 1 }, { line: 'x' }] }), /"breakpoints\[1\]\.line" is "x", but it must be a whole number/);
    assert.match(await client.failure('setExceptionBreakpoints', { filters: 'raised' }), /"filters" is "raised", but it must be a list/);
    await client.request('disconnect');
  });

  test('what cannot be answered at once is refused, not tried', async () => {
    client = new Client();
    await client.start({ program: program('loop.py') });
    assert.match(await client.failure('readMemory', { memoryReference: '0x1000', count: 1e9 }), /at most 16777216 bytes/);
    await client.request('pause', { threadId: 1 });
    await client.event('stopped');
    assert.match(await client.failure('disassemble', { memoryReference: '0x1000', instructionCount: 1e9 }), /at most 100000 instructions/);
    // null is what some clients send for "not given".
    assert.ok((await client.request('stackTrace', { threadId: 1, startFrame: null, levels: null })).stackFrames.length > 0);
  });

  test('a client that disconnects while the program runs leaves nothing behind', async () => {
    client = new Client();
    await client.start({ program: program('loop.py') });
    while (!client.output().includes('looping')) await client.event('output');
    const pid = client.process.pid!;
    await client.close();
    assert.throws(() => process.kill(pid, 0));
  });

  test('disconnect ends the adapter', async () => {
    client = new Client();
    await client.start({ program: program('loop.py') });
    await client.request('disconnect', { terminateDebuggee: true });
    const deadline = Date.now() + 5000;
    while (!client.exited && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
    assert.equal(client.exited, true);
  });

  test('a syntax error, with CPython\'s caret', async () => {
    const { exitCode, stderr } = await run({ program: program('syntax_error.py') });
    assert.equal(exitCode, 1);
    assert.equal(stderr, `  File "${program('syntax_error.py')}", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax\n`);
  });

  test("a missing module is runpy's to report: nobody's uncaught exception", async () => {
    client = new Client();
    await client.start({ module: 'no_such_module' }, { events: ['uncaught', 'userUncaught'] });
    assert.deepEqual(await client.event('exited'), { exitCode: 1 });
    assert.match(client.output('stderr'), /No module named no_such_module/);
    assert.equal(client.messages.some((m) => m.event === 'stopped'), false);
  });

  test('sys.exit is no uncaught exception; it is raised all the same', async () => {
    client = new Client();
    await client.start({ code: 'import sys\nsys.exit(3)' }, { events: ['uncaught', 'userUncaught'] });
    assert.deepEqual(await client.event('exited'), { exitCode: 3 });
    await client.close();
    client = new Client();
    await client.start({ code: 'import sys\nsys.exit(3)' }, { events: ['raised'] });
    assert.match((await client.stopped()).text, /SystemExit/);
  });

  test('a missing program', async () => {
    const { exitCode, stderr } = await run({ program: '/nowhere/at/all.py' });
    assert.equal(exitCode, 2);
    assert.match(stderr, /can't open file '\/nowhere\/at\/all.py': \[Errno 2\] No such file or directory/);
  });

  test('a directory', async () => {
    const { exitCode, stderr } = await run({ program: program('') });
    assert.equal(exitCode, 1);
    assert.match(stderr, /can't find '__main__' module in/);
  });

  test('a program that is not UTF-8', async () => {
    const { exitCode, stderr } = await run({ program: program('latin1.py') });
    assert.equal(exitCode, 1);
    assert.match(stderr, /SyntaxError: \(unicode error\) 'utf-8' codec can't decode byte 0xe9|SyntaxError: Non-UTF-8 code starting with '\\xe9'/);
  });

  test('endless recursion is a RecursionError', async () => {
    const { exitCode, stderr } = await run({ code: 'def f(): f()\nf()' });
    assert.equal(exitCode, 1);
    assert.match(stderr, /RecursionError: maximum recursion depth exceeded/);
  });

  test('the exit status is the program\'s', async () => {
    assert.equal((await run({ code: 'raise SystemExit(3)' })).exitCode, 3);
  });

  test('arguments, environment and working directory arrive', async () => {
    const { stdout } = await run({ code: 'import sys, os; print(sys.argv[1:], os.environ["PYXRAY_TEST"], os.getcwd())', args: ['a', 'b c'], env: { PYXRAY_TEST: 'yes' }, cwd: '/' });
    assert.equal(stdout, "['a', 'b c'] yes /\n");
  });

  test('without debugging: no stops, same output', async () => {
    const path = program('lines.py');
    client = new Client();
    await client.start({ program: path, noDebug: true }, { breakpoints: { [path]: [23] } });
    assert.equal((await client.event('exited')).exitCode, 0);
    assert.match(client.output(), /^first line\nvalue 60\nend\n$/);
  });
});
