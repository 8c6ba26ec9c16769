// The scheduler's decisions as a text, a line each: what `--record` writes and policy `replay` follows.

import type { RunConfig } from '../interpreter/index';

/** Checks since the last one, DROP_ reason, id of the next owner (python/gil_policy.ts). */
export type Decision = NonNullable<RunConfig['gil']['decisions']>[number];

export function format_decisions(decisions: readonly Decision[]): string {
  return decisions.map((d) => `${d.join(' ')}\n`).join('');
}

/** A string says what is wrong. */
export function parse_decisions(text: string): Decision[] | string {
  const lines = text.split('\n').filter((l) => l.trim() !== '');
  const wrong = lines.findIndex((l) => !/^\d+ [1-4] \d+$/.test(l.trim()));
  if (wrong >= 0) return `line ${wrong + 1} is no decision of the scheduler: ${lines[wrong].slice(0, 60)}`;
  return lines.map((l) => l.trim().split(' ').map(Number) as unknown as Decision);
}
