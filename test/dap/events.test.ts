// Event breakpoints that stop a little later than where they happen, or in another thread.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';

describe('event breakpoints', { timeout: 120_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  test('gil.drop_request stops in the holder', async () => {
    client = new Client();
    const code = `import threading
done = False
def work():
    while not done: pass
for i in (1, 2): threading.Thread(target=work, name=f'worker-{i}', daemon=True).start()
while True: pass
`;
    await client.start({ code, switchInterval: 20 }, { events: [{ filterId: 'gil.drop_request', condition: "holder == 'worker-2' and waiter != holder" }] });
    const s = await client.stopped();
    assert.equal(s.description, 'GIL drop request');
    const [, waiter, held] = /^(MainThread|worker-1) asks worker-2 for the GIL, held for ([\d.]+) ms$/.exec(s.text)!;
    assert.ok(Number(held) >= 19, `held for ${held} ms`);
    const gil = await client.request('pyxray/gil', {});
    assert.equal(gil.threads.find((t: { id: number }) => t.id === s.threadId).name, 'worker-2');
    assert.equal(gil.threads.find((t: { name: string }) => t.name === waiter).state, 'waiting');
    assert.equal(gil.dropRequest, true);
  });

  test('alloc.arena: mapped and released', async () => {
    client = new Client();
    await client.start({ code: 'def grow(): return [str(i) * 3 for i in range(100_000)]\nx = grow()\nprint("grown")\ndel x\nimport gc\ngc.collect()\nprint("end")' }, { events: [{ filterId: 'alloc.arena', condition: "bytes > 6_000_000 and change == 'mapped'" }] });
    const s = await client.stopped();
    const [, arenas, bytes] = /^mapped at 0x[0-9a-f]+: (\d+) arenas, (\d+) bytes$/.exec(s.text)!;
    assert.equal(Number(bytes), Number(arenas) * 2 ** 20);
    assert.ok(Number(bytes) > 6_000_000);
    assert.match((await client.stack(s.threadId))[0].name, /grow|<module>/);
    await client.request('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'alloc.arena', condition: "change == 'released'" }] });
    await client.request('continue', { threadId: s.threadId });
    assert.match((await client.stopped()).text, /^released at/);
  });

  test('userUncaught: an exception that leaves one\'s own code for the library to catch', async () => {
    client = new Client();
    const code = `import concurrent.futures
def inner():
    try: int('x')
    except ValueError: pass
def job():
    inner()
    raise KeyError('lost')
with concurrent.futures.ThreadPoolExecutor(1) as pool:
    f = pool.submit(job)
    print(type(f.exception()).__name__)
`;
    await client.start({ code }, { events: ['userUncaught'] });
    const s = await client.stopped();
    assert.equal(s.description, 'User uncaught exception');
    assert.equal(s.text, "KeyError: 'lost'");
    const info = await client.request('exceptionInfo', { threadId: s.threadId });
    assert.equal(info.breakMode, 'userUnhandled');
    await client.request('continue', { threadId: s.threadId });
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.equal(client.output(), 'KeyError\n');
  });
});
