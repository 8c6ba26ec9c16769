// A person schedules: manual policy, the next owner chosen once, frozen threads; and what is told when nobody can go on.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';

const TWO = `import threading
order = []
def step(n): order.append(n)
def work(n):
    for i in range(300): step(n)
threads = [threading.Thread(target=work, args=(n,), name=f'worker-{n}') for n in (1, 2)]
for t in threads: t.start()
for t in threads: t.join()
runs = [order[0]] + [b for a, b in zip(order, order[1:]) if a != b]
print('runs', runs, len(order))
`;

describe('scheduling by hand', { timeout: 200_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  async function ids(): Promise<Record<string, number>> {
    const { threads } = await client.request('threads');
    return Object.fromEntries((threads as { id: number; name: string }[]).map((t) => [t.name, t.id]));
  }

  /** Answers every question with `wish` among the candidates; how often it was asked. */
  async function answer_all(wish: (text: string) => string): Promise<number> {
    let asked = 0;
    for (;;) {
      const s = await client.stopped().catch(() => null);
      if (s === null) return asked;
      assert.equal(s.description, 'Choose who gets the GIL');
      asked++;
      const name = wish(s.text as string);
      const threads = await ids();
      if (name in threads) await client.request('pyxray/chooseNextOwner', { threadId: threads[name] });
      await client.request('continue', { threadId: s.threadId });
    }
  }

  test('manual: the person is asked at each hand-off with a choice, and the choice counts', async () => {
    client = new Client();
    await client.start({ code: TWO, scheduler: 'manual' });
    const asked = await answer_all((text) => (/worker-2[,; ].*can have it/.test(text) ? 'worker-2' : 'worker-1'));
    assert.ok(asked >= 3, `asked ${asked} times`);
    // worker-1 runs until worker-2 is there; from then on worker-2 is preferred until it has ended.
    assert.match(client.output(), /runs \[(1, )?2(, 1)?\] 600/);
  });

  test('manual: without a choice the threads take turns; the same each time', async () => {
    const outputs: string[] = [];
    for (let i = 0; i < 2; i++) {
      client = new Client();
      await client.start({ code: TWO, scheduler: 'manual' });
      assert.ok((await answer_all(() => '')) > 3);
      outputs.push(client.output());
      await client.close();
    }
    assert.equal(outputs[0], outputs[1]);
    assert.match(outputs[0], /runs \[1, 2, 1, 2/);
  });

  const BUSY = `import threading, time
stop = False
counts = [0, 0]
def work(i):
    while not stop: counts[i] += 1
threads = [threading.Thread(target=work, args=(i,), name=f'busy-{i}') for i in range(2)]
for t in threads: t.start()
time.sleep(0.5)
print('counting', flush=True)
time.sleep(10**6) # under the repeatable policies 5 ms of it pass with each decision
`;

  for (const scheduler of ['os', 'seeded']) {
    test(`${scheduler}: a waiting thread is chosen once; a blocked one cannot be; a frozen one does not run`, async () => {
      client = new Client();
      await client.start({ code: BUSY, scheduler });
      while (!client.output().includes('counting')) await client.event('output');
      // Until MainThread sleeps.
      while ((await client.request('pyxray/gil', {})).threads[0].call !== 'time.sleep') await new Promise((done) => setTimeout(done, 20));
      await client.request('pause', { threadId: 1 });
      let s = await client.stopped();
      const threads = await ids();
      const other = s.threadId === threads['busy-0'] ? 'busy-1' : 'busy-0';
      assert.match(await client.failure('pyxray/chooseNextOwner', { threadId: threads.MainThread }), /MainThread is blocked in time\.sleep: it cannot take the GIL/);
      assert.match(await client.failure('pyxray/chooseNextOwner', { threadId: 99 }), /there is no thread 99/);
      // The chosen one is next, and the hand-off says why.
      await client.request('pyxray/chooseNextOwner', { threadId: threads[other] });
      await client.request('pyxray/continueToHandoff', {});
      s = await client.stopped();
      assert.equal(s.threadId, threads[other]);
      assert.match(s.text, /manual/);

      // Frozen: the holder gives the GIL up and does not get it again.
      await client.request('pyxray/freezeThread', { threadId: s.threadId, frozen: true });
      assert.match(await client.failure('pyxray/chooseNextOwner', { threadId: s.threadId }), /is frozen: thaw it first/);
      const frozen = Number(other.slice(-1));
      const look = async (): Promise<number[]> => {
        await client.request('continue', { threadId: 1 });
        await new Promise((done) => setTimeout(done, 150));
        await client.request('pause', { threadId: 1 });
        s = await client.stopped();
        const [top] = await client.stack(s.threadId);
        return JSON.parse((await client.request('evaluate', { expression: 'counts', frameId: top.id, context: 'clipboard' })).result) as number[];
      };
      const first = await look();
      const second = await look();
      assert.equal(second[frozen], first[frozen]);
      assert.ok(second[1 - frozen] > first[1 - frozen]);
      const gil = await client.request('pyxray/gil', {});
      assert.equal(gil.threads.find((t: { name: string }) => t.name === other).frozen, true);
      await client.request('pyxray/freezeThread', { threadId: threads[other], frozen: false });
      let third = await look();
      for (let i = 0; i < 20 && third[frozen] === second[frozen]; i++) third = await look();
      assert.ok(third[frozen] > second[frozen]);
    });

    test(`${scheduler}: every thread frozen is told, and thawing one goes on`, async () => {
      client = new Client();
      await client.start({ code: 'import time\nprint("go", flush=True)\nfor i in range(10**9):\n    if i % 1000 == 0 and i: pass', scheduler });
      while (!client.output().includes('go')) await client.event('output');
      await client.request('pyxray/freezeThread', { threadId: 1, frozen: true });
      while (!client.output('important').includes('MainThread is frozen')) await client.event('output');
      assert.match(client.output('important'), /no thread can go on: MainThread is frozen\. Thaw one/);
      await client.request('pyxray/freezeThread', { threadId: 1, frozen: false });
      await client.request('pause', { threadId: 1 });
      const s = await client.stopped();
      const [top] = await client.stack(s.threadId);
      assert.equal((await client.request('evaluate', { expression: '1 + 1', frameId: top.id, context: 'clipboard' })).result, '2');
    });

    test(`${scheduler}: a deadlock stops with the wait-for graph`, async () => {
      client = new Client();
      const code = `import threading
a, b = threading.Lock(), threading.RLock()
go = threading.Barrier(2)
def transfer(x, y):
    with x:
        go.wait()
        with y: pass
threads = [threading.Thread(target=transfer, args=p, name=n) for p, n in (((a, b), 'worker-1'), ((b, a), 'worker-2'))]
threads.append(threading.Thread(target=threading.Event().wait, name='listener'))
for t in threads: t.start()
for t in threads: t.join()
`;
      await client.start({ code, scheduler }, { events: [{ filterId: 'deadlock', condition: 'threads == 4' }] });
      const s = await client.stopped();
      assert.equal(s.description, 'Deadlock');
      const lines = (s.text as string).replace(/0x[0-9a-f]+/g, '0x…').split('\n');
      assert.deepEqual(lines, [
        'MainThread (<module>:11) waits in Thread.join of worker-1',
        'worker-1 (transfer:7) waits for RLock 0x…, held by worker-2',
        'worker-2 (transfer:7) waits for Lock 0x…, held by worker-1',
        lines[3],
      ]);
      assert.match(lines[3], /^listener waits in Event\.wait 0x…$/);
      const threads = await ids();
      assert.equal((await client.stack(threads['worker-1']))[0].name, 'transfer');
      await client.request('continue', { threadId: s.threadId });
      await client.request('terminate');
      await client.event('terminated');
    });
  }
});
