// C extensions under the debugger: built at launch, their output in order with Python's, mistakes with reference counts as output
// with a place and as an event to stop at; a C file that does not compile fails the launch and nothing else.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';

function directory(name: string): string {
  const dir = join(process.cwd(), 'out/capi', name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  return dir;
}

describe('C extensions under the debugger', { timeout: 300_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  test('the example: output in order, the fault with file and line, a stop at it', async () => {
    const dir = directory('dap-example');
    for (const f of ['examplemodule.c', 'use_examplemodule.py']) copyFileSync(join('examples/c_extension', f), join(dir, f));
    client = new Client();
    await client.start({ program: join(dir, 'use_examplemodule.py') }, { events: ['refcount.error'] });
    const stop = await client.stopped(120_000);
    assert.match(JSON.stringify(stop), /example_func returns None without owning a reference/);
    const top = (await client.stack(stop.threadId))[0];
    assert.equal(top.line, 8);
    await client.request('continue', { threadId: stop.threadId });
    await client.event('exited');
    assert.equal(client.output('stdout'), 'An example of a C extension.\nHello from C: one\nNone\nHello from C: two\nNone\nTypeError: argument 1 must be str, not int\n');
    const told = client.messages.find((m) => m.event === 'output' && m.body.category === 'important');
    assert.equal(told?.body.source.path, join(dir, 'examplemodule.c'));
    assert.equal(told?.body.line, 17);
    assert.doesNotMatch(client.output('stderr'), /PyXray/);
  });

  test('referenceCheck false: nothing is said', async () => {
    const dir = join(process.cwd(), 'out/capi/dap-example');
    client = new Client();
    await client.start({ program: join(dir, 'use_examplemodule.py'), referenceCheck: false }, { events: ['refcount.error'] });
    await client.event('exited', 120_000);
    assert.equal(client.output('important'), '');
  });

  test('a C file that does not compile: the launch fails, the adapter answers', async () => {
    const dir = directory('dap-bad');
    writeFileSync(join(dir, 'bad.c'), '#include <Python.h>\nPyMODINIT_FUNC PyInit_bad(void) { return nothing; }\n');
    writeFileSync(join(dir, 'use.py'), 'import bad\n');
    client = new Client();
    await assert.rejects(client.start({ program: join(dir, 'use.py') }), /C extension not compiled: .*bad\.c/);
    assert.match(client.output('stderr'), /bad\.c:2:42: error: use of undeclared identifier 'nothing'/);
    assert.deepEqual((await client.request('threads')).threads, []);
  });

  test('C code that crashes ends the program, not the adapter', async () => {
    const dir = directory('dap-crash');
    writeFileSync(join(dir, 'boom.c'), '#include <Python.h>\nstatic struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "boom"};\nPyMODINIT_FUNC PyInit_boom(void) { *(volatile long *)0x7fffffffffffL = 1; return PyModule_Create(&def); }\n');
    writeFileSync(join(dir, 'use.py'), 'import boom\n');
    client = new Client();
    await client.start({ program: join(dir, 'use.py') });
    const { exitCode } = await client.event('exited', 120_000);
    assert.equal(exitCode, 139);
    assert.match(client.output('stderr'), /Segmentation fault[\s\S]*boom[\s\S]*PyInit_boom/);
  });
});
