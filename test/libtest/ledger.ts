// The ledger: per module of Lib/test how many tests pass and are skipped, and each failing test with its reason. An unexpected
// pass is as wrong as an unexpected failure: the ledger says what is so.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oracle } from '../run/oracle';
import type { TestOutcome } from './runner';

export const LEDGER = 'test/libtest/ledger.json';

export interface Entry {
  passed: number;
  skipped: number;
  /** Test id (without `test.MODULE.`) → why it fails. */
  failing: Record<string, string>;
}

export const readLedger = (): Record<string, Entry> => (existsSync(LEDGER) ? JSON.parse(readFileSync(LEDGER, 'utf8')) : {});

/** The folder of the oracle's library, or null where its `test` package is not installed. */
export function libFolder(): string | null {
  const python = oracle();
  if (python === null) return null;
  const lib = spawnSync(python, ['-c', 'import os; print(os.path.dirname(os.__file__))'], { encoding: 'utf8' }).stdout.trim();
  return existsSync(join(lib, 'test/test_list.py')) ? lib : null;
}

const isBad = (o: TestOutcome | undefined) => o !== undefined && o.verdict !== 'ok' && o.verdict !== 'skip';

/** One line for each difference between the ledger and what happened. */
export function compare(entry: Entry, outcomes: Map<string, TestOutcome>): string[] {
  const problems: string[] = [];
  for (const [id, o] of outcomes) {
    if (isBad(o) && !(id in entry.failing)) problems.push(`unexpected ${o.verdict}: ${id}: ${o.detail.trimEnd().split('\n').at(-1)}`);
  }
  for (const id of Object.keys(entry.failing)) {
    if (!outcomes.has(id)) problems.push(`in the ledger but not run: ${id}`);
    else if (!isBad(outcomes.get(id))) problems.push(`unexpected ${outcomes.get(id)?.verdict}: ${id}: take it from the ledger`);
  }
  const passed = [...outcomes.values()].filter((o) => o.verdict === 'ok').length;
  if (problems.length === 0 && passed < entry.passed) problems.push(`only ${passed} passed, the ledger says ${entry.passed}`);
  return problems;
}

export function summary(outcomes: Map<string, TestOutcome>): string {
  const count = new Map<string, number>();
  for (const o of outcomes.values()) count.set(o.verdict, (count.get(o.verdict) ?? 0) + 1);
  return [...count].map(([v, n]) => `${n} ${v}`).join(', ');
}
