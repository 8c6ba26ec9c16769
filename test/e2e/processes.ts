// The processes of this machine that run a file of the checkout's dist/.

import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Those whose command line names `file` of the checkout's dist/: 'adapter.js', 'languageServer.cjs'. Needs `ps`. */
export function processesOf(file: string): RunningProcess[] {
  const wanted = path.join(process.cwd(), 'dist', file);
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const parts = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    // Z: it has ended, and its parent has not looked yet.
    return parts !== null && !parts[2].startsWith('Z') && parts[3].includes(wanted) ? [{ pid: Number(parts[1]), command: parts[3] }] : [];
  });
}

/** Waits until as many as wanted run, but for those that ran before; answers them. */
export async function processesBecome(file: string, count: number, before: readonly RunningProcess[], timeout = 30_000): Promise<RunningProcess[]> {
  const end = Date.now() + timeout;
  for (;;) {
    const now = processesOf(file).filter(({ pid }) => !before.some((other) => other.pid === pid));
    if (now.length === count) return now;
    if (Date.now() > end) throw new Error(`${now.length} processes run ${file}, not ${count}:\n${now.map(({ pid, command }) => `${pid} ${command}`).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
