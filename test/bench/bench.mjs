// npm run bench: how fast programs run here beside CPython 3.13 (python3.13 on PATH or PYXRAY_ORACLE), in turn, best of all rounds.
// Prints three tables and asserts nothing but that both computed the same. Start-up is startup.mjs's, the debugger's latencies latency.mjs's.
//   node test/bench/bench.mjs [NAME...]     BENCH_ROUNDS=2     BENCH_CLOCK=cpu for a busy machine
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  ...(python === null ? [] : [{ name: 'python3.13', run: (args, fields) => lines(python, args, fields) }]),
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
const ratios_of = (figures) => [...figures.values()].filter((f) => f.length === 2).map(([ours, theirs]) => ours / theirs);

function print_table(title, unit, figures) {
  if (figures.size === 0) return;
  console.log(`\n${title.padEnd(24)}${sides.map((s) => `${s.name}, ${unit}`.padStart(18)).join('')}${'ratio'.padStart(8)}`);
  for (const [name, f] of figures) {
    console.log(`${name.padEnd(24)}${f.map((v) => v.toFixed(1).padStart(18)).join('')}${(f.length === 2 ? (f[0] / f[1]).toFixed(2) : '-').padStart(8)}`);
  }
  const ratios = ratios_of(figures);
  if (ratios.length > 0) console.log(`${'geometric mean'.padEnd(24)}${''.padEnd(36)}${geometric_mean(ratios).toFixed(2).padStart(8)}`);
}

const programs = readdirSync(join(here, 'programs')).filter((f) => f.endsWith('.py')).map((f) => f.slice(0, -3)).filter(is_wanted).sort();
const short = new Map();
const long = new Map();
for (const name of programs) {
  const values = new Set();
  const best = best_of_rounds((side) => {
    const [[first, most, value]] = side.run([join(here, 'program.py'), join(here, 'programs', `${name}.py`), ...CLOCK], 3);
    values.add(value);
    return [['short', Number(first)], ['long', Number(most)]];
  });
  if (values.size > 1) throw new Error(`${name}: results differ: ${[...values].join(' | ')}`);
  short.set(name, best.get('short'));
  long.set(name, best.get('long'));
}
const operations = wanted.length > 0 && wanted.every((w) => programs.includes(w) || w === 'memory')
  ? new Map()
  : best_of_rounds((side) => side.run([join(here, 'micro.py'), ...CLOCK, ...wanted], 2).map(([name, ns]) => [name, Number(ns)]));

print_table('programs', 'ms', long);
print_table('the same, short and cold', 'ms', short);
print_table('operations', 'ns', operations);
if (is_wanted('memory')) {
  const rows = new Map();
  sides.forEach((side, i) => {
    for (const [name, size, resident] of side.run([join(here, 'memory.py')], 3)) rows.set(name, [...(rows.get(name) ?? []), `${Number(size).toFixed(1)} (${resident})`]);
  });
  console.log(`\n${'bytes an object: sys.getsizeof (growth of the process)'}`);
  for (const [name, f] of rows) console.log(`${name.padEnd(24)}${f.map((v) => v.padStart(18)).join('')}`);
}
const all = [...ratios_of(long), ...ratios_of(operations)];
if (wanted.length === 0 && all.length > 0) console.log(`\ngeometric mean of all programs (long) and operations: ${geometric_mean(all).toFixed(2)} times CPython's time`);
