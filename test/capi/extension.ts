// Compiles a C file of test/capi once a run (out/capi/<name>), and runs programs with it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Outcome {
  stdout: string;
  stderr: string;
  status: number | null;
}
const cli = join(process.cwd(), 'dist/pyxray.mjs');

export function pyxray(args: string[], timeout = 120_000): Outcome {
  const r = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', timeout, env: { ...process.env, PYTHONHASHSEED: '0' } });
  return { stdout: r.stdout, stderr: r.stderr, status: r.status };
}

/** A directory with the source, the programs beside it and the compiled module. `run` compiles what is stale by itself. */
export function directory_of(source: string, programs: string[]): string {
  const dir = join(process.cwd(), 'out/capi', basename(source, '.c'));
  mkdirSync(dir, { recursive: true });
  for (const f of [source, ...programs]) {
    const to = join(dir, basename(f));
    if (!existsSync(to) || readFileSync(to, 'utf8') !== readFileSync(f, 'utf8')) copyFileSync(f, to);
  }
  return dir;
}
