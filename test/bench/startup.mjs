// Start-up beside python3.13 in the same run, in ms, the least of several: `pyxray run` of an empty file, with and without what
// the build and earlier runs keep for it; the debug adapter from `launch` to the first stop, in a process that was there
// before (as a client has it) and counted from the adapter's own start; 5 MB of output to a DAP client.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client } from './client.mjs';

const RUNS = Number(process.env.PYXRAY_BENCH_RUNS ?? 7);
const dir = mkdtempSync(join(tmpdir(), 'pyxray-startup-'));
const empty = join(dir, 'empty.py');
const lines = join(dir, 'lines.py');
const LINES = 500_000;
writeFileSync(empty, '');
writeFileSync(lines, `for i in range(${LINES}):\n    print('0123456789')\n`);

function least(f) {
  let best = Infinity;
  for (let i = 0; i < RUNS; i++) best = Math.min(best, f());
  return best;
}

/** Wall time of a command. */
function wall(command, args) {
  const began = performance.now();
  const r = spawnSync(command, args, { stdio: 'ignore' });
  return r.status === 0 ? performance.now() - began : NaN;
}

async function first_stop() {
  const began = performance.now();
  const c = client();
  await c.request('initialize', { adapterID: 'pyxray' });
  const launched = performance.now();
  const stopped = c.event('stopped');
  const launch = c.request('launch', { program: empty, stopOnEntry: true });
  await c.request('configurationDone', {});
  await launch;
  await stopped;
  const now = performance.now();
  c.close();
  return { from_launch: now - launched, from_start: now - began };
}

async function output() {
  const c = client();
  let bytes = 0;
  let first = 0;
  c.on_output((text) => {
    if (first === 0) first = performance.now();
    bytes += Buffer.byteLength(text);
  });
  await c.request('initialize', { adapterID: 'pyxray' });
  const ended = c.event('terminated');
  const began = performance.now();
  const launch = c.request('launch', { program: lines });
  await c.request('configurationDone', {});
  await launch;
  await ended;
  const now = performance.now();
  c.close();
  if (bytes !== LINES * 11) throw new Error(`${bytes} bytes of output came, not ${LINES * 11}`);
  return { from_launch: now - began, from_first: now - first };
}

async function least_of(f) {
  const all = [];
  for (let i = 0; i < Math.min(RUNS, 5); i++) all.push(await f());
  return Object.fromEntries(Object.keys(all[0]).map((k) => [k, Math.min(...all.map((a) => a[k]))]));
}

const row = (what, ms, beside = '') => console.log(`${what.padEnd(44)}${ms.toFixed(0).padStart(6)} ms${beside === '' ? '' : `   ${beside}`}`);
const python = [process.env.PYXRAY_ORACLE, 'python3.13'].find((p) => p && spawnSync(p, ['--version']).status === 0);
const native = python === undefined ? NaN : least(() => wall(python, [empty]));
wall(process.execPath, ['dist/pyxray.mjs', 'run', empty]);
row('pyxray run of an empty file', least(() => wall(process.execPath, ['dist/pyxray.mjs', 'run', empty])), `python3.13 ${native.toFixed(0)}, node itself ${least(() => wall(process.execPath, ['-e', '0'])).toFixed(0)}`);
row('  without the snapshot', least(() => wall(process.execPath, ['dist/pyxray.mjs', 'run', '--no-snapshot', empty])));
await first_stop();
const stop = await least_of(first_stop);
row('launch to the first stop', stop.from_launch);
row('  from the start of the adapter', stop.from_start);
const out = await least_of(output);
row(`${LINES / 1000}k prints, 5 MB, to a DAP client`, out.from_first, `from launch ${out.from_launch.toFixed(0)}`);
rmSync(dir, { recursive: true, force: true });
process.exit(0);
