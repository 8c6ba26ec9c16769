// Words for one row of the timeline, and the whole as text: for the details, for screen readers, for copying, for tests.

import { formatMs } from '../../threads/describe';
import { layout, MIXED, type Drawing } from './layout';
import { BLOCKED, FROZEN, RUNNING, WAITING, type Handoff, type Segment, type Timeline } from './model';
import { percent, summarize, verdict, verdictOfAll } from './summary';

const REASON_TEXTS = {
  drop_request: 'the switch interval ran out and a waiter asked for it',
  blocking: 'the holder made a blocking call',
  exit: 'the holder ended',
  manual: 'chosen by hand',
};

export function reasonText(reason: Handoff['reason']): string {
  return REASON_TEXTS[reason];
}

/** 'at 1,234.567 ms' without the words. */
export function formatTime(ms: number): string {
  return `${ms.toLocaleString('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 })} ms`;
}

export function stateText({ state, call }: Pick<Segment, 'state' | 'call'>): string {
  return state === RUNNING ? 'holds the GIL' : state === WAITING ? 'waits for the GIL' : state === FROZEN ? 'frozen by the debugger' : `blocked in ${call || 'a call'}`;
}

export function placeText({ place, path, line }: Pick<Segment, 'place' | 'path' | 'line'>): string {
  if (place === '') return '';
  return path === '' ? place : `${place} ${path.split(/[\\/]/).pop()}:${line}`;
}

export function segmentText(timeline: Timeline, segment: Segment): string {
  const place = placeText(segment);
  return `${timeline.threads.name[segment.thread]} ${stateText(segment)} for ${formatMs(segment.to - segment.from)}${segment.open ? ' so far' : ''}${place === '' ? '' : ` · ${place}`}`;
}

export function handoffText(timeline: Timeline, handoff: Handoff): string {
  const name = (thread: number): string => (thread < 0 ? 'a thread that has ended' : timeline.threads.name[thread]);
  return `hand-off ${handoff.switchNumber}: ${name(handoff.from)} → ${name(handoff.to)}, ${handoff.reason}, waited ${formatMs(handoff.waited)}`;
}

export function cutText(timeline: Timeline, cut: number): string {
  const { at, ms } = timeline.cuts.columns;
  const length = ms.array[cut];
  return `the debugger ${length < 0 ? 'holds the program here' : `held the program for ${formatMs(length)}`}, at ${formatTime(at.array[cut])}: this time is cut out`;
}

/** A lane's bars as characters: # holds the GIL, . waits, ~ blocked, = frozen; a mixed pixel as what most of it is, in another letter. */
export function drawingText(timeline: Timeline, drawing: Drawing): string {
  const names = drawing.lanes.map((lane) => timeline.threads.name[lane.thread]);
  const wide = Math.max(0, ...names.map((name) => name.length));
  const rows = drawing.lanes.map((lane, n) => {
    const cells = new Array<string>(drawing.view.width).fill(' ');
    for (let i = 0; i < lane.count; i++) {
      const sign = lane.kind[i] === MIXED ? mixedSign(lane.running[i], lane.waiting[i]) : { [RUNNING]: '#', [WAITING]: '.', [BLOCKED]: '~', [FROZEN]: '=' }[lane.kind[i]]!;
      for (let x = Math.max(0, Math.round(lane.x0[i])); x < Math.min(cells.length, Math.round(lane.x1[i])); x++) cells[x] = sign;
    }
    return `${names[n].padEnd(wide)} |${cells.join('')}|`;
  });
  const cuts = drawing.cuts.length === 0 ? [] : [`${''.padEnd(wide)}  ${drawing.cuts.reduce((line, { x }) => line.padEnd(x) + '^', '')}`];
  return [...rows, ...cuts].join('\n');
}

function mixedSign(running: number, waiting: number): string {
  const blocked = 1 - running - waiting;
  return running >= waiting && running >= blocked ? 'R' : waiting >= blocked ? 'W' : 'B';
}

const COLUMNS = 100;

/** Picture, numbers and verdicts of a part of the timeline. */
export function asText(timeline: Timeline, from: number, to: number): string {
  const drawing = layout(timeline, { from, to, width: COLUMNS, height: Number.MAX_SAFE_INTEGER, scroll: 0 });
  const summary = summarize(timeline, from, to);
  const span = to - from;
  const rows = summary.threads
    .filter((row) => row.running + row.waiting + row.blocked > 0)
    .map((row) => `${timeline.threads.name[row.thread]}: holds ${percent(row.running, span)}, waits ${percent(row.waiting, span)}, blocked ${percent(row.blocked, span)}; ${row.got} hand-offs to it; longest wait ${formatMs(row.longestWait)}. ${verdict(row)}`);
  return [
    `GIL timeline from ${formatTime(from)} to ${formatTime(to)} (# holds, . waits, ~ blocked, = frozen; R, W, B: most of a column; ^ the debugger held the program)`,
    drawingText(timeline, drawing),
    ...rows,
    `${summary.handoffs} hand-offs. ${verdictOfAll(summary)}`,
    '',
  ].join('\n');
}
