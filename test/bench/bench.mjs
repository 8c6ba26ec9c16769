// npm run bench: how fast programs run here beside CPython 3.13 (python3.13 on PATH or PYXRAY_ORACLE), in turn, best of all rounds.
// Asserts nothing but that both computed the same. Start-up is startup.mjs's, the debugger's latencies latency.mjs's.
//   node test/bench/bench.mjs [NAME...]     BENCH_ROUNDS=2     BENCH_CLOCK=cpu for a busy machine
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What this machine tells every Python is no part of the measurement.
for (const name of Object.keys(process.env)) if (name.startsWith('PYTHON')) delete process.env[name];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 2);
const CLOCK = process.env.BENCH_CLOCK === 'cpu' ? ['--cpu'] : [];
const here = fileURLToPath(new URL('.', import.meta.url));
const CLI = join(here, '../../dist/pyxray.mjs');
const wanted = process.argv.slice(2);
const is_wanted = (name) => wanted.length === 0 || wanted.includes(name);

function find_oracle() {
  for (const c of [process.env.PYXRAY_ORACLE, 'python3.13']) {
    if (c && spawnSync(c, ['-c', 'import sys; print(sys.version_info[:2])'], { encoding: 'utf8' }).stdout?.trim() === '(3, 13)') return c;
  }
  console.log('no CPython 3.13 (python3.13 on PATH or PYXRAY_ORACLE): only our own figures');
  return null;
}

/** What a script prints, line by line, split at the first `fields - 1` spaces. */
function lines(command, args, fields) {
  const r = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, PYTHONHASHSEED: '0' } });
  if (r.status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${r.status}\n${r.stderr}`);
  return r.stdout.trimEnd().split('\n').map((line) => {
    const words = line.split(' ');
    return [...words.slice(0, fields - 1), words.slice(fields - 1).join(' ')];
  });
}

const python = find_oracle();
const sides = [
  { name: 'PyXray', run: (args, fields) => lines(process.execPath, [CLI, 'run', ...args], fields) },
  ...(python === null ? [] : [{ name: 'CPython', run: (args, fields) => lines(python, args, fields) }]),
];

/** name → the least figure of every round, a side each. */
function best_of_rounds(measure) {
  const best = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    sides.forEach((side, i) => {
      for (const [name, value] of measure(side)) {
        const figures = best.get(name) ?? [];
        figures[i] = Math.min(figures[i] ?? Number.POSITIVE_INFINITY, value);
        best.set(name, figures);
      }
    });
  }
  return best;
}

const geometric_mean = (ratios) => Math.exp(ratios.reduce((s, r) => s + Math.log(r), 0) / ratios.length);
const ratio = ([ours, theirs]) => (theirs === undefined ? [] : [ours / theirs]);
const columns = (figures, digits) => figures.map((v) => v.toFixed(digits).padStart(12)).join('') + ratio(figures).map((r) => r.toFixed(2).padStart(8)).join('');
const heading = (unit) => sides.map((s) => `${s.name} ${unit}`.padStart(12)).join('') + (sides.length > 1 ? 'ratio'.padStart(8) : '');
const means = [];

function print_mean(what, ratios) {
  if (ratios.length === 0) return;
  means.push(...ratios);
  console.log(`${what.padEnd(22)} geometric mean ${geometric_mean(ratios).toFixed(2)} times CPython's time\n`);
}

const programs = readdirSync(join(here, 'programs')).filter((f) => f.endsWith('.py')).map((f) => f.slice(0, -3)).filter(is_wanted).sort();
const only_programs = wanted.length > 0 && wanted.every((w) => programs.includes(w) || w === 'memory');

/** ms of a program's first, short run and of its best long one. */
function measure_program(name) {
  const values = new Set();
  const best = best_of_rounds((side) => {
    const [[first, most, value]] = side.run([join(here, 'program.py'), join(here, 'programs', `${name}.py`), ...CLOCK], 3);
    values.add(value);
    return [['short', Number(first)], ['long', Number(most)]];
  });
  if (values.size > 1) throw new Error(`${name}: results differ: ${[...values].join(' | ')}`);
  return best;
}

if (programs.length > 0) {
  console.log(`${'programs'.padEnd(22)}${heading('ms')}    short, cold:${heading('ms')}`);
  const ratios = { short: [], long: [] };
  for (const name of programs) {
    const best = measure_program(name);
    for (const length of ['short', 'long']) ratios[length].push(...ratio(best.get(length)));
    console.log(`${name.padEnd(22)}${columns(best.get('long'), 0)}                ${columns(best.get('short'), 1)}`);
  }
  if (ratios.short.length > 0) console.log(`${'programs, short'.padEnd(22)} geometric mean ${geometric_mean(ratios.short).toFixed(2)} times CPython's time`);
  print_mean('programs', ratios.long);
}

if (!only_programs) {
  const operations = best_of_rounds((side) => side.run([join(here, 'micro.py'), ...CLOCK, ...wanted], 2).map(([name, ns]) => [name, Number(ns)]));
  console.log(`${'operations'.padEnd(22)}${heading('ns')}`);
  for (const [name, figures] of operations) console.log(`${name.padEnd(22)}${columns(figures, 1)}`);
  print_mean('operations', [...operations.values()].flatMap(ratio));
}

if (wanted.length === 0) print_mean('programs, operations', [...means]);

if (is_wanted('memory')) {
  const rows = new Map();
  for (const side of sides) {
    for (const [name, size, resident] of side.run([join(here, 'memory.py')], 3)) rows.set(name, [...(rows.get(name) ?? []), `${Number(size).toFixed(1)} (${resident})`]);
  }
  console.log(`bytes an object: sys.getsizeof (growth of the process)\n${''.padEnd(22)}${sides.map((s) => s.name.padStart(16)).join('')}`);
  for (const [name, figures] of rows) console.log(`${name.padEnd(22)}${figures.map((v) => v.padStart(16)).join('')}`);
}
