// The oracle: a real CPython 3.13, where there is one. PYXRAY_ORACLE names it; else `python3.13` on PATH.
import { spawnSync } from 'node:child_process';

let found: string | null | undefined;

/** Its path, or null on a machine without CPython 3.13. */
export function oracle(): string | null {
  if (found !== undefined) return found;
  found = null;
  for (const candidate of [process.env.PYXRAY_ORACLE, 'python3.13']) {
    if (!candidate) continue;
    const r = spawnSync(candidate, ['-c', 'import sys; print(sys.version_info[:2] == (3, 13))'], { encoding: 'utf8' });
    if (r.stdout?.trim() === 'True') {
      found = candidate;
      break;
    }
  }
  return found;
}

export interface Outcome {
  stdout: string;
  stderr: string;
  status: number | null;
}

/** Runs a command with a time limit (ms). */
export function run(command: string, args: string[], options: { cwd?: string; timeout?: number; env?: Record<string, string> } = {}): Outcome {
  const r = spawnSync(command, args, {
    cwd: options.cwd, encoding: 'utf8', timeout: options.timeout ?? 60_000, maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', NO_COLOR: '1', ...options.env },
  });
  return { stdout: r.stdout, stderr: r.stderr, status: r.status };
}

/** What may differ between two machines or processes: addresses, the prefix of the library, thread identifiers. */
export function mask(text: string): string {
  return text
    .replace(/0x[0-9a-f]{5,}/g, '0xADDRESS')
    .replace(/\((\/[^)]*\/python3\.13)\//g, '(LIB/')
    .replace(/(File "|')\/[^"']*\/python3\.13\//g, '$1LIB/')
    .replace(/\/[^\s"']*\/programs\//g, 'PROGRAMS/')
    .replace(/\bThread-(\d+) \((\w+)\)/g, 'Thread-$1 ($2)');
}
