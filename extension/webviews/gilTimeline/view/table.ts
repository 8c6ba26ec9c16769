// The summary below the lanes: each thread's share of what is in view, and what it means.

import { formatMs } from '../../../threads/describe';
import { h } from '../../dom';
import { NONE, type Timeline } from '../model';
import { percent, verdict, verdictOfAll, type Summary, type ThreadSummary } from '../summary';

export interface TableActions {
  chooseThread(thread: number): void;
  chooseSegment(number: number): void;
}

export function renderSummary(host: HTMLElement, timeline: Timeline, summary: Summary, actions: TableActions): void {
  const span = summary.to - summary.from;
  const rows = summary.threads.filter((row) => row.running + row.waiting + row.blocked > 0);
  const scroll = host.scrollTop;
  host.replaceChildren(
    h('p', { id: 'verdict' }, h('strong', {}, verdictOfAll(summary)), ` ${summary.handoffs.toLocaleString('en')} hand-off${summary.handoffs === 1 ? '' : 's'} in view.`),
    h(
      'table',
      { 'aria-labelledby': 'verdict' },
      h('thead', {}, h('tr', {}, ...HEADS.map(([name, title]) => h('th', { scope: 'col', title }, name)))),
      h('tbody', {}, ...rows.map((row) => tableRow(timeline, row, span, actions))),
    ),
  );
  host.scrollTop = scroll;
}

const HEADS: readonly (readonly [string, string])[] = [
  ['Thread', ''],
  ['Shares', 'Of the time in view: holds the GIL, waits for it, blocked without it'],
  ['What it is', 'By what it does when it does not wait for the GIL: CPU-bound runs at least 70 % of that time, I/O-bound is blocked at least 70 %'],
  ['Holds', 'Share of the time in view in which it holds the GIL'],
  ['Waits', 'Share of the time in view in which it could run but has to wait for the GIL'],
  ['Blocked', 'Share of the time in view in which it gave up the GIL for a call'],
  ['Got it', 'Hand-offs to this thread'],
  ['Lost it', 'Hand-offs because another thread asked for it'],
  ['Longest wait', 'For the GIL; choose it to see it'],
];

function tableRow(timeline: Timeline, row: ThreadSummary, span: number, actions: TableActions): HTMLElement {
  const name = timeline.threads.name[row.thread];
  const number = (text: string): HTMLElement => h('td', { class: 'number' }, text);
  return h(
    'tr',
    {},
    h('td', {}, h('button', { class: 'link', onClick: () => actions.chooseThread(row.thread) }, name)),
    h('td', { class: 'shares' }, shareBar(row, span)),
    h('td', { class: 'verdict' }, verdict(row)),
    number(percent(row.running, span)),
    number(percent(row.waiting, span)),
    number(percent(row.blocked, span)),
    number(row.got.toLocaleString('en')),
    number(row.taken.toLocaleString('en')),
    h(
      'td',
      { class: 'number' },
      row.longestWaitSegment === NONE ? '–' : h('button', { class: 'link', onClick: () => actions.chooseSegment(row.longestWaitSegment) }, formatMs(row.longestWait)),
    ),
  );
}

function shareBar(row: ThreadSummary, span: number): HTMLElement {
  const part = (kind: string, ms: number): HTMLElement => h('span', { class: kind, style: `width: ${((100 * ms) / span).toFixed(2)}%` });
  return h('div', { class: 'shareBar', 'aria-hidden': 'true' }, part('running', row.running), part('waiting', row.waiting), part('blocked', row.blocked));
}
