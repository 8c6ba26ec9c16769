// The command behind `node test/libtest/libtest.mjs`: runs CPython's own tests under us and holds them against the ledger.
//   node test/libtest/libtest.mjs [--oracle] [--update] [--show] [MODULE[:TEST]...]
// --oracle runs them under CPython instead; --update writes what was found into ledger.json (reasons are kept); --show prints details.
import { writeFileSync } from 'node:fs';
import { oracle } from '../run/oracle';
import { compare, type Entry, libFolder, LEDGER, readLedger, summary } from './ledger';
import { OURS, runModule, type TestOutcome } from './runner';

async function main(): Promise<number> {
  const flags = process.argv.slice(2).filter((a) => a.startsWith('--'));
  const words = process.argv.slice(2).filter((a) => !a.startsWith('--'));
  const python = oracle();
  const lib = libFolder();
  if (python === null || lib === null) {
    console.log('no CPython 3.13 with Lib/test: set PYXRAY_ORACLE or put python3.13 on PATH');
    return 2;
  }
  const ledger = readLedger();
  const modules = words.length > 0 ? words : Object.keys(ledger);
  let bad = 0;
  for (const word of modules) {
    const [module = '', ...only] = word.split(':');
    const started = Date.now();
    const outcomes = await runModule(flags.includes('--oracle') ? [python] : OURS, lib, module, only);
    const entry = ledger[module] ?? { passed: 0, skipped: 0, failing: {} };
    const problems = only.length > 0 ? [] : compare(entry, outcomes);
    bad += problems.length;
    console.log(`${module}: ${summary(outcomes)} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    for (const p of problems) console.log(`  ${p}`);
    if (flags.includes('--show')) for (const [id, o] of outcomes) if (o.verdict !== 'ok' && o.verdict !== 'skip') console.log(`--- ${o.verdict} ${module}:${id}\n${o.detail.trimEnd()}`);
    if (flags.includes('--update') && only.length === 0) {
      ledger[module] = updated(entry, outcomes);
      writeFileSync(LEDGER, `${JSON.stringify(Object.fromEntries(Object.entries(ledger).sort(([a], [b]) => (a < b ? -1 : 1))), null, 1)}\n`);
    }
  }
  console.log(`${modules.length} modules, ${bad} differences from the ledger`);
  return bad > 0 && !flags.includes('--update') ? 1 : 0;
}

/** Causes that many tests share; the rest is for the person who updates the ledger to explain. */
const CAUSES: [RegExp, string][] = [
  [/attribute '(pipe|fork|posix_spawn)'/, 'starts a process: os.pipe and fork are not there'],
  [/AttributeError: no (_\w+)\.|from '_test\w+'/, "needs one of CPython's own test modules in C"],
  [/No module named '(_\w+|zlib|bz2|lzma|readline|mmap|fcntl|termios|pwd|grp|resource|syslog|_ctypes)'/, 'needs a C module that is not there'],
];

function reason(o: TestOutcome): string {
  for (const [pattern, cause] of CAUSES) if (pattern.test(o.detail)) return cause;
  return `unexplained ${o.verdict}: ${o.detail.trimEnd().split('\n').at(-1)?.slice(0, 160)}`;
}

function updated(entry: Entry, outcomes: Awaited<ReturnType<typeof runModule>>): Entry {
  const next: Entry = { passed: 0, skipped: 0, failing: {} };
  for (const [id, o] of [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (o.verdict === 'ok') next.passed++;
    else if (o.verdict === 'skip') next.skipped++;
    else next.failing[id] = entry.failing[id] ?? reason(o);
  }
  return next;
}

process.exit(await main());
