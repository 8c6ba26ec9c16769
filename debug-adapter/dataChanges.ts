// What a data breakpoint stopped for, in words: "Count of [1, 2] changed 2 → 3", and what did it.

import type { DataChange } from '../interpreter/probe/control';

const MOST = 8;

export function describe_changes(changes: readonly DataChange[]): { reason: string; description: string; text: string } {
  const by_id = new Map<number, DataChange[]>();
  for (const c of changes) by_id.set(c.id, [...(by_id.get(c.id) ?? []), c]);
  return {
    reason: 'data breakpoint',
    description: [...by_id.values()].map(summary).join('; '),
    text: by_id.size === 1 ? causes(changes) : [...by_id.values()].map((own) => `${own[0].label}: ${causes(own)}`).join('; '),
  };
}

/** All steps of one breakpoint: 2 → 3 → 2. */
function summary(own: readonly DataChange[]): string {
  const last = own[own.length - 1];
  const steps = [own[0].from, ...own.map((c) => c.to)];
  const shown = steps.length > MOST ? [...steps.slice(0, MOST - 2), '…', ...steps.slice(-1)] : steps;
  const died = last.what === 'death' ? ', deallocated' : '';
  return last.what === 'value' ? `${last.label} changed ${shown.join(' → ')}` : `Count of ${last.label} changed ${shown.join(' → ')}${died}`;
}

/** Each cause once, in order. */
function causes(own: readonly DataChange[]): string {
  const texts = [...new Set(own.map(cause))];
  return texts.length > MOST ? [...texts.slice(0, MOST), `and ${texts.length - MOST} more`].join(', then ') : texts.join(', then ');
}

function cause(c: DataChange): string {
  const called = c.called === undefined ? '' : ` in ${c.called}${c.c_line ? ` (${c.c_file}:${c.c_line})` : ''}`;
  if (c.instruction === '') return `outside of Python code${called}`;
  return `${c.instruction}${called}, line ${c.line} in ${c.function}`;
}
