// npm run bench: how fast programs run here beside CPython 3.13 (python3.13 on PATH or PYXRAY_ORACLE), interleaved, median of five.
// Prints a table; asserts nothing. Each program prints its own time, so that start-up is a row of its own.
//   node test/bench/bench.mjs [NAME...]   BENCH_ROUNDS=5
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CLI = 'dist/pyxray.mjs';

/** Bytecodes of `loop` a round: for i in range: n += 1 is FOR_ITER, STORE_FAST, LOAD_FAST, LOAD_CONST, BINARY_OP, STORE_FAST, JUMP_BACKWARD. */
const LOOP_BYTECODES = 7;
const LOOP_ROUNDS = 2_000_000;

const PROGRAMS = {
  loop: `
def run():
    n = 0
    for i in range(${LOOP_ROUNDS}):
        n += 1
    return n
`,
  fib: `
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def run(): return fib(23)
`,
  nbody: `
def run():
    bodies = [[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47], [4.84, -1.16, -0.10, 0.6, 2.81, -0.02, 0.037], [8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011], [12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017], [15.37, -25.9, 0.17, 0.97, 0.59, -0.03, 0.002]]
    for step in range(2500):
        for i in range(5):
            a = bodies[i]
            x, y, z, vx, vy, vz, m = a
            for j in range(i + 1, 5):
                b = bodies[j]
                dx = x - b[0]; dy = y - b[1]; dz = z - b[2]
                d2 = dx * dx + dy * dy + dz * dz
                mag = 0.01 / (d2 * d2 ** 0.5)
                bm = b[6] * mag; am = m * mag
                vx -= dx * bm; vy -= dy * bm; vz -= dz * bm
                b[3] += dx * am; b[4] += dy * am; b[5] += dz * am
            a[3] = vx; a[4] = vy; a[5] = vz
        for a in bodies:
            a[0] += 0.01 * a[3]; a[1] += 0.01 * a[4]; a[2] += 0.01 * a[5]
    return round(bodies[0][0], 6)
`,
  words: `
def run():
    text = ' '.join(f'word{i * 7919 % 1009} and the {i % 13}' for i in range(12000))
    counts = {}
    for line in [text[i:i + 800] for i in range(0, len(text), 800)]:
        for word in line.lower().replace(',', ' ').split():
            counts[word] = counts.get(word, 0) + 1
    top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:10]
    return ', '.join(f'{w}={n}' for w, n in top)
`,
  classes: `
class Packet:
    def __init__(self, link, ident, kind):
        self.link, self.ident, self.kind, self.datum = link, ident, kind, 0
    def append_to(self, queue):
        self.link = None
        if queue is None: return self
        p = queue
        while p.link is not None: p = p.link
        p.link = self
        return queue
class Task:
    def __init__(self, ident, priority):
        self.ident, self.priority, self.queue, self.handled = ident, priority, None, 0
    @property
    def waiting(self): return self.queue is None
    def add(self, packet): self.queue = packet.append_to(self.queue)
    def step(self, tasks): raise NotImplementedError
class Worker(Task):
    def step(self, tasks):
        if self.waiting: return False
        packet = self.queue
        self.queue = packet.link
        self.handled += 1
        packet.datum += self.ident
        tasks[(self.ident + packet.kind) % len(tasks)].add(packet)
        return True
class Device(Worker):
    def step(self, tasks):
        moved = super().step(tasks)
        self.priority ^= 1
        return moved
def run():
    tasks = [(Worker if i % 2 else Device)(i, i * 10) for i in range(6)]
    for i in range(8): tasks[i % 6].add(Packet(None, i, 1 + i % 3))
    for n in range(6000):
        for t in tasks: t.step(tasks)
    return sum(t.handled for t in tasks)
`,
  lists: `
def run():
    x, out = 12345, []
    for i in range(60000):
        x = (x * 1103515245 + 12345) & 0x7fffffff
        out.append(x)
    out.sort()
    squares = [v * v for v in out if v & 1]
    pairs = sorted(((v % 1000, v) for v in out), reverse=True)
    return len(squares), pairs[0], sum(v for _, v in pairs[::2]), max(out), {v % 10 for v in out}
`,
};

const HARNESS = `
import time
run()
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    value = run()
    best = min(best, time.perf_counter() - start)
print(best, repr(value))
`;

function find_oracle() {
  for (const c of [process.env.PYXRAY_ORACLE, 'python3.13']) {
    if (c && spawnSync(c, ['-c', 'import sys; print(sys.version_info[:2])'], { encoding: 'utf8' }).stdout?.trim() === '(3, 13)') return c;
  }
  return null;
}

function run(command, args) {
  const started = performance.now();
  const r = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, PYTHONHASHSEED: '0' } });
  if (r.status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${r.status}\n${r.stderr}`);
  return { ms: performance.now() - started, out: r.stdout };
}

const median = (a) => a.toSorted((x, y) => x - y)[a.length >> 1];
const python = find_oracle();
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'pyxray-bench-'));
const rows = [];
if (python === null) console.log('no CPython 3.13 (python3.13 on PATH or PYXRAY_ORACLE): only our own times');

function measure(name, file, time_of) {
  const times = { ours: [], theirs: [] };
  const values = new Set();
  for (let i = 0; i < ROUNDS; i++) {
    const a = run(process.execPath, [CLI, 'run', file]);
    times.ours.push(time_of(a));
    values.add(a.out.slice(a.out.indexOf(' ')));
    if (python === null) continue;
    const b = run(python, [file]);
    times.theirs.push(time_of(b));
    values.add(b.out.slice(b.out.indexOf(' ')));
  }
  if (values.size > 1) throw new Error(`${name}: results differ: ${[...values].join(' | ')}`);
  rows.push({ name, ours: median(times.ours), theirs: python === null ? null : median(times.theirs) });
}

for (const [name, source] of Object.entries(PROGRAMS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const file = join(folder, `${name}.py`);
  writeFileSync(file, source + HARNESS);
  measure(name, file, (r) => Number(r.out.split(' ', 1)[0]) * 1000);
}
if (wanted.length === 0 || wanted.includes('start-up')) {
  const file = join(folder, 'empty.py');
  writeFileSync(file, '');
  measure('start-up', file, (r) => r.ms);
}
rmSync(folder, { recursive: true, force: true });

const ms = (v) => (v === null ? '-' : `${v.toFixed(1)} ms`);
console.log(`${'program'.padEnd(10)}${'PyXray'.padStart(12)}${'python3.13'.padStart(12)}${'ratio'.padStart(8)}`);
for (const r of rows) console.log(`${r.name.padEnd(10)}${ms(r.ours).padStart(12)}${ms(r.theirs).padStart(12)}${(r.theirs === null ? '-' : (r.ours / r.theirs).toFixed(2)).padStart(8)}`);
const five = rows.filter((r) => r.theirs !== null && r.name !== 'start-up' && r.name !== 'loop');
if (five.length > 0) console.log(`geometric mean of ${five.map((r) => r.name).join(', ')}: ${Math.exp(five.reduce((s, r) => s + Math.log(r.ours / r.theirs), 0) / five.length).toFixed(2)} times CPython's time`);
const loop = rows.find((r) => r.name === 'loop');
if (loop !== undefined) {
  const ns = (v) => (v === null ? '-' : `${((v * 1e6) / (LOOP_ROUNDS * LOOP_BYTECODES)).toFixed(2)} ns`);
  console.log(`a bytecode of the loop: ${ns(loop.ours)}, CPython ${ns(loop.theirs)}`);
}
