// The GIL from outside: schedules that repeat, fair shares, updates that are lost where CPython loses them, and clean ends.
import assert from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Outcome, run } from '../run/oracle';

const folder = mkdtempSync(join(tmpdir(), 'pyxray-gil-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function pyxray(program: string, ...options: string[]): Outcome {
  return pyxray_in({}, program, ...options);
}

function pyxray_in(env: Record<string, string>, program: string, ...options: string[]): Outcome {
  const file = join(folder, 'program.py');
  writeFileSync(file, program);
  return run(process.execPath, ['dist/pyxray.mjs', 'run', ...options, file], { timeout: 60_000, env });
}

function good(o: Outcome): string {
  assert.strictEqual(o.stderr, '');
  assert.strictEqual(o.status, 0);
  return o.stdout;
}

/** Output and hand-offs of a seeded run. */
function traced(program: string, seed: number, policy = 'seeded', env: Record<string, string> = {}): { out: string; handoffs: string } {
  const trace = join(folder, 'trace');
  const out = good(pyxray_in(env, program, '--policy', policy, '--seed', String(seed), '--trace-gil', trace));
  return { out, handoffs: readFileSync(trace, 'utf8') };
}

const COUNTERS = `
import threading
plain = called = locked = 0
lock = threading.Lock()
def bump(v): return v + 1
def work():
    global plain, called, locked
    for i in range(1500):
        plain += 1
        called = bump(called)
        with lock:
            locked = bump(locked)
threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(plain, called, locked)
`;

const MIXED = `
import threading, queue, time, random
order = []
q = queue.Queue(maxsize=2)
ready = threading.Event()
cond = threading.Condition()
sem = threading.Semaphore(2)
barrier = threading.Barrier(4)
rlock = threading.RLock()
turn = 0
def producer(n):
    ready.wait()
    for i in range(10): q.put((n, i))
def consumer(n):
    ready.wait()
    for i in range(10):
        order.append((n, q.get()))
        q.task_done()
def member(n):
    global turn
    with sem:
        time.sleep(0.001 * n)
    with cond:
        cond.wait_for(lambda: turn == n)
        with rlock:
            with rlock: turn += 1
        cond.notify_all()
    barrier.wait()
    order.append(n)
threads = [threading.Thread(target=f, args=(n,)) for n in range(2) for f in (producer, consumer)] + [threading.Thread(target=member, args=(n,)) for n in range(4)]
for t in threads: t.start()
ready.set()
for t in threads: t.join()
q.join()
timer = threading.Timer(0.01, order.append, ['timer'])
timer.start(); timer.join()
local = threading.local()
local.x = 1
print(turn, len(order), sorted(x for x in order if isinstance(x, int)), order)
`;

for (const policy of ['seeded', 'round-robin']) {
  for (const [name, program] of [['counters', COUNTERS], ['locks, queues, conditions, sleep', MIXED]]) {
    test(`${policy}: ${name}: the same schedule twice`, () => {
      const first = traced(program, 7, policy);
      assert.ok(first.handoffs.split('\n').length > 10);
      assert.deepStrictEqual(traced(program, 7, policy), first);
    });
  }
}

// The schedule depends on nothing but the program and the seed: not on the machine, its speed, the environment or the folder.
test('the hand-offs are the recorded ones, on every machine', () => {
  const file = 'test/gil/golden/handoffs.txt';
  const runs: string[] = [];
  for (const [name, program] of [['counters', COUNTERS], ['mixed', MIXED]]) {
    for (const [policy, seed] of [['seeded', 1], ['seeded', 7], ['round-robin', 1]] as const) runs.push(`# ${name}, ${policy}, seed ${seed}\n${traced(program, seed, policy).handoffs}`);
  }
  const text = runs.join('');
  if (process.env.PYXRAY_UPDATE_GOLDEN) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
  const other: Record<string, string> = { HOME: '/', LANG: 'C', PYTHONHASHSEED: 'random', ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`VARIABLE_${i}`, 'x'.repeat(i)])) };
  assert.equal(`# mixed, seeded, seed 7\n${traced(MIXED, 7, 'seeded', other).handoffs}`, runs[4]);
});

test('replay: the recorded decisions again; a record that is none is refused', () => {
  const [record, again] = [join(folder, 'record'), join(folder, 'again')];
  const first = good(pyxray(COUNTERS, '--policy', 'seeded', '--seed', '3', '--record', record));
  assert.ok(readFileSync(record, 'utf8').split('\n').length > 50);
  assert.equal(good(pyxray(COUNTERS, '--policy', 'replay', '--replay', record, '--record', again)), first);
  assert.equal(readFileSync(again, 'utf8'), readFileSync(record, 'utf8'));
  writeFileSync(record, 'nonsense\n');
  const o = pyxray(COUNTERS, '--policy', 'replay', '--replay', record);
  assert.deepEqual([o.status, o.stderr], [2, 'pyxray: --replay: line 1 is no decision of the scheduler: nonsense\n']);
});

test('seeded: other seeds, other schedules; none deadlocks', () => {
  const runs = [1, 2, 3, 4, 5].map((seed) => traced(MIXED, seed));
  assert.ok(new Set(runs.map((r) => r.handoffs)).size > 1);
  for (const r of runs) assert.match(r.out, /^4 25 \[0, 1, 2, 3\] /);
});

test('a plain += loses nothing, a call between load and store does', () => {
  for (const seed of [1, 2, 3]) {
    const [plain, called, locked] = traced(COUNTERS, seed).out.trim().split(' ').map(Number);
    assert.strictEqual(plain, 4500);
    assert.strictEqual(locked, 4500);
    assert.ok(called < 4500, `seed ${seed} lost no update`);
  }
});

/** On a machine that others use too a time says little once: it must be good at least once in five runs. */
function at_best(measure: () => number, good_enough: (value: number) => boolean, what: string): void {
  const seen: number[] = [];
  do seen.push(measure());
  while (!good_enough(seen.at(-1)!) && seen.length < 5);
  assert.ok(good_enough(seen.at(-1)!), `${what}: ${seen.join(', ')}`);
}

test('os: two busy threads get between 40% and 60% each', () => {
  at_best(() => {
    const out = good(pyxray(`
import threading, time
stop = 0
used = [0, 0]
def begin():
    global stop
    stop = time.monotonic() + 1.2
go = threading.Barrier(2, begin)
def work(i):
    go.wait()
    began = time.thread_time()
    n = 0
    while time.monotonic() < stop:
        n += 1
    used[i] = time.thread_time() - began
threads = [threading.Thread(target=work, args=(i,)) for i in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(used[0] / sum(used))
`));
  return Number(out);
  }, (share) => share > 0.4 && share < 0.6, 'one of two busy threads had this share of the time');
});

test('os: a busy thread hands over within two intervals of the request', () => {
  at_best(() => {
    const out = good(pyxray(`
import threading, time, sys
sys.setswitchinterval(0.02)
waits = []
stop = False
def busy():
    while not stop: pass
t = threading.Thread(target=busy)
t.start()
for i in range(15):
    a = time.perf_counter()
    time.sleep(0)
    waits.append(time.perf_counter() - a)
stop = True
t.join()
waits.sort()
print(waits[len(waits) // 2])
`));
    return Number(out);
  }, (wait) => wait < 0.04, 'the median wait in s, with an interval of 0.02');
});

test('os: who sleeps gets the GIL back', () => {
  at_best(() => {
    const out = good(pyxray(`
import threading, time
stop = False
def busy():
    n = 0
    while not stop: n += 1
threads = [threading.Thread(target=busy) for _ in range(2)]
for t in threads: t.start()
late = []
for i in range(20):
    a = time.monotonic()
    time.sleep(0.01)
    late.append(time.monotonic() - a - 0.01)
stop = True
for t in threads: t.join()
print(sorted(late)[10])
`));
    return Number(out);
  }, (late) => late < 0.03, 'seconds that the median comes late, after two busy threads with an interval of 0.005');
});

test('a thread that waits for a lock or sleeps holds nothing', () => {
  const out = good(pyxray(`
import threading, time
lock = threading.Lock(); lock.acquire()
t = threading.Thread(target=lambda: (lock.acquire(), time.sleep(0.01), print('got it')))
t.start()
a = time.monotonic()
n = 0
while n < 20000: n += 1
print(n, t.is_alive())
lock.release(); t.join()
print(lock.acquire(timeout=0.02), lock.acquire(blocking=False), t.is_alive())
`));
  assert.strictEqual(out, '20000 True\ngot it\nFalse False False\n');
});

test('daemon threads end with the process, in a loop, in a sleep, at a lock', () => {
  const started = Date.now();
  const out = good(pyxray(`
import threading, time
lock = threading.Lock(); lock.acquire()
def spin():
    while True: pass
def sleep(): time.sleep(1000)
for f in (spin, sleep, lock.acquire): threading.Thread(target=f, daemon=True).start()
time.sleep(0.05)
print(threading.active_count())
`));
  assert.strictEqual(out, '4\n');
  assert.ok(Date.now() - started < 20_000);
});

test('non-daemon threads are waited for', () => {
  assert.strictEqual(good(pyxray(`
import threading, time, atexit
atexit.register(print, 'atexit')
threading.Thread(target=lambda: (time.sleep(0.1), print('thread done'))).start()
print('main done')
`)), 'main done\nthread done\natexit\n');
});

test('os._exit from a thread ends all at once', () => {
  const o = pyxray(`
import threading, os, time
print('before', flush=True)
threading.Thread(target=lambda: os._exit(7)).start()
time.sleep(100)
`);
  assert.deepStrictEqual([o.stdout, o.stderr, o.status], ['before\n', '', 7]);
});

test('sixty threads in a row and twenty at a time leave nothing behind', () => {
  assert.strictEqual(good(pyxray(`
import threading, sys
def once(): pass
for i in range(40):
    t = threading.Thread(target=once); t.start(); t.join()
threads = [threading.Thread(target=once) for _ in range(20)]
for t in threads: t.start()
for t in threads: t.join()
print(threading.active_count(), len(threading.enumerate()), len(sys._current_frames()))
`)), '1 1 1\n');
});
