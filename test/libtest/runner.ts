// Runs one module of CPython's Lib/test, under us or under CPython, and says what came of every test. A test that kills or
// hangs the process is noted, and the rest is run in a new one without it.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './processes';

export type Verdict = 'ok' | 'skip' | 'fail' | 'error' | 'crash' | 'timeout';
export interface TestOutcome {
  verdict: Verdict;
  detail: string;
}

/** Milliseconds that one test may take without a word. */
const TEST_TIMEOUT = Number(process.env.PYXRAY_LIBTEST_TIMEOUT ?? 60_000);
const MAX_RESTARTS = 25;

export const OURS = [process.execPath, 'dist/pyxray.mjs', 'run'];

interface Attempt {
  ended: boolean;
  running: string | null;
  why: 'crash' | 'timeout';
  tail: string;
}

const unescape = (s: string) => s.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));

/** The tests that ran, by id without its leading `test.MODULE.`; module-level outcomes are under `<module>`. */
export async function runModule(command: string[], lib: string, module: string, only: string[] = []): Promise<Map<string, TestOutcome>> {
  const outcomes = new Map<string, TestOutcome>();
  const skip = new Set<string>();
  for (let restart = 0; restart <= MAX_RESTARTS; restart++) {
    const a = await attempt(command, lib, module, only, skip, outcomes);
    if (a.ended) break;
    const id = a.running ?? `test.${module}`;
    outcomes.set(short(id, module), { verdict: a.why, detail: a.tail });
    if (a.running === null || id === `test.${module}`) break;
    for (const done of outcomes.keys()) skip.add(`test.${module}.${done}`);
  }
  return outcomes;
}

function short(id: string, module: string): string {
  if (id === `test.${module}`) return '<module>';
  return id.startsWith(`test.${module}.`) ? id.slice(module.length + 6) : id.replaceAll(`test.${module}.`, '');
}

async function attempt(command: string[], lib: string, module: string, only: string[], skip: Set<string>, outcomes: Map<string, TestOutcome>): Promise<Attempt> {
  const dir = mkdtempSync(join(tmpdir(), 'pyxray-libtest-'));
  const file = join(dir, 'outcomes');
  const skipFile = join(dir, 'skip');
  const work = mkdtempSync(join(dir, 'cwd-'));
  const processes = command === OURS ? join(dir, 'processes') : '';
  if (processes) {
    mkdirSync(join(processes, 'path'), { recursive: true });
    symlinkSync(join(lib, 'test'), join(processes, 'path/test'));
  }
  writeFileSync(file, '');
  writeFileSync(skipFile, [...skip].join('\n'));
  const output = openSync(join(dir, 'output'), 'w');
  const [program, ...rest] = command.map((c) => (c.startsWith('dist/') || c.startsWith('node_modules/') ? join(process.cwd(), c) : c));
  const stop_serving = processes ? serve(processes, [program ?? '', ...rest]) : () => {};
  const child = spawn(program ?? '', [...rest, join(process.cwd(), 'test/libtest/run_module.py'), lib, file, skipFile, processes, module, ...only], {
    cwd: work, stdio: ['ignore', output, output], env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', NO_COLOR: '1' },
  });
  const timedOut = await watch(child, file);
  stop_serving();
  closeSync(output);
  const { ended, running } = read(file, module, outcomes);
  const tail = readFileSync(join(dir, 'output'), 'utf8').slice(-2000);
  rmSync(dir, { recursive: true, force: true });
  return { ended, running, why: timedOut ? 'timeout' : 'crash', tail };
}

/** Waits for the process; ends it when the outcomes file stood still for too long. */
function watch(child: ReturnType<typeof spawn>, file: string): Promise<boolean> {
  return new Promise((resolve) => {
    let timedOut = false;
    let size = -1;
    let since = Date.now();
    const timer = setInterval(() => {
      const now = existsSync(file) ? statSync(file).size : 0;
      if (now !== size) {
        size = now;
        since = Date.now();
      } else if (Date.now() - since > TEST_TIMEOUT) {
        timedOut = true;
        child.kill('SIGKILL');
      }
    }, 250);
    child.on('exit', () => {
      clearInterval(timer);
      resolve(timedOut);
    });
  });
}

function read(file: string, module: string, outcomes: Map<string, TestOutcome>): { ended: boolean; running: string | null } {
  let running: string | null = null;
  let ended = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [word, id, detail] = line.split('\t').map(unescape);
    if (word === 'start') running = id ?? null;
    else if (word === 'end') ended = true;
    else if (word && id) {
      outcomes.set(short(id, module), { verdict: word as Verdict, detail: detail ?? '' });
      running = null;
    }
  }
  return { ended, running };
}
