// Starts a Python for a test that wants one (processes.py asks): the interpreter under test starts no processes itself.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds between two looks at the folder. */
const INTERVAL = 20;
/** Milliseconds that one process may take. */
const TIMEOUT = 50_000;

interface Request {
  args: string[];
  cwd: string;
  env: Record<string, string>;
  input: string;
  /** stderr goes where stdout goes. */
  merged: boolean;
}

/** Answers the requests in `folder`, which has `path` with the tests' package in it, with processes of `command`. Returns what ends that, and all that still run. */
export function serve(folder: string, command: string[]): () => void {
  const running = new Set<ChildProcess>();
  const timer = setInterval(() => {
    for (const name of readdirSync(folder)) if (name.endsWith('.request')) start(join(folder, name), command, running);
  }, INTERVAL);
  return () => {
    clearInterval(timer);
    for (const child of running) child.kill('SIGKILL');
    // What they answer nobody reads, and the folder may be gone.
    running.clear();
  };
}

const folder_of = (path: string): string => join(path, '..');

/** CPython finds `test` in its library, even when isolated; here it comes by PYTHONPATH, and what -I and -E say else is said so. */
function with_tests({ args, env }: Request, path: string): [string[], Record<string, string>] {
  const isolated = args.includes('-I');
  const clean = isolated || args.includes('-E');
  const kept = clean ? Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PYTHON'))) : env;
  const python_path = [kept.PYTHONPATH, path].filter(Boolean).join(':');
  return [args.flatMap((a) => (a === '-I' ? ['-s', '-P'] : a === '-E' ? [] : [a])), { ...kept, PYTHONPATH: python_path, PYTHONDONTWRITEBYTECODE: '1' }];
}

function start(path: string, [program, ...words]: string[], running: Set<ChildProcess>): void {
  const request = JSON.parse(readFileSync(path, 'utf8')) as Request;
  rmSync(path);
  const [args, env] = with_tests(request, join(folder_of(path), 'path'));
  const child = spawn(program, [...words, ...args], { cwd: request.cwd, env });
  running.add(child);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (b: Buffer) => stdout.push(b));
  child.stderr.on('data', (b: Buffer) => (request.merged ? stdout : stderr).push(b));
  child.stdin.on('error', () => {}).end(Buffer.from(request.input, 'latin1'));
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT);
  const answer = (status: number): void => {
    if (!running.delete(child)) return;
    clearTimeout(timer);
    const base = path.slice(0, -'.request'.length);
    writeFileSync(`${base}.written`, JSON.stringify({ status, stdout: Buffer.concat(stdout).toString('latin1'), stderr: Buffer.concat(stderr).toString('latin1') }));
    renameSync(`${base}.written`, `${base}.answer`);
  };
  child.on('error', () => answer(127));
  child.on('close', (code) => answer(code ?? -9));
}
