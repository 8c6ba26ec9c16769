// Latencies of the debug adapter over stdio, in ms, medians: launch to the first stop, breakpoint, next, evaluate, pause.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client } from './client.mjs';

const dir = mkdtempSync(join(tmpdir(), 'pyxray-latency-'));
const program = join(dir, 'loop.py');
writeFileSync(program, 'n = 0\nwhile True:\n    n += 1\n    n -= 1\n');

const median = (a) => a.sort((x, y) => x - y)[a.length >> 1];
const lines = (at) => ({ source: { path: program }, breakpoints: at.map((line) => ({ line })) });

async function session() {
  const c = client();
  const initialized = c.event('initialized');
  await c.request('initialize', { adapterID: 'pyxray', linesStartAt1: true, columnsStartAt1: true });
  const started = performance.now();
  const stopped = c.event('stopped');
  const launch = c.request('launch', { program });
  await initialized;
  await c.request('setBreakpoints', lines([3]));
  await c.request('configurationDone', {});
  await launch;
  const { body } = await stopped;
  const first = performance.now() - started;
  const threadId = body.threadId;
  const time = async (n, f) => {
    const all = [];
    for (let i = 0; i < n; i++) {
      const t = performance.now();
      await f();
      all.push(performance.now() - t);
    }
    return median(all);
  };
  const until_stop = async (command) => {
    const s = c.event('stopped');
    await c.request(command, { threadId });
    await s;
  };
  const breakpoint = await time(100, () => until_stop('continue'));
  const next = await time(100, () => until_stop('next'));
  const { body: stack } = await c.request('stackTrace', { threadId });
  const evaluate = await time(100, () => c.request('evaluate', { expression: 'n + 1', frameId: stack.stackFrames[0].id, context: 'watch' }));
  await c.request('setBreakpoints', lines([]));
  const pause = await time(20, async () => {
    await c.request('continue', { threadId });
    await new Promise((r) => setTimeout(r, 20));
    const t = performance.now();
    await until_stop('pause');
    paused.push(performance.now() - t);
  });
  void pause;
  c.close();
  return { first, breakpoint, next, evaluate, pause: median(paused) };
}

const paused = [];
const runs = [];
for (let i = 0; i < 3; i++) runs.push(await session());
for (const [key, what] of [['first', 'launch to first stop'], ['breakpoint', 'continue to breakpoint'], ['next', 'next'], ['evaluate', 'evaluate'], ['pause', 'pause in a tight loop']]) {
  console.log(`${what.padEnd(24)}${median(runs.map((r) => r[key])).toFixed(1).padStart(8)} ms`);
}
process.exit(0);
