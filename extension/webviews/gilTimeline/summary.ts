// What the timeline says in numbers and in a sentence: who ran, who waited, who was blocked, and what that means. Pure.

import { formatMs } from '../../threads/describe';
import { BLOCKED, NONE, RUNNING, WAITING, type Timeline } from './model';

export interface ThreadSummary {
  readonly thread: number;
  /** Milliseconds within the range. */
  readonly running: number;
  readonly waiting: number;
  readonly blocked: number;
  /** Hand-offs to this thread, and those that took the GIL from it against its will. */
  readonly got: number;
  readonly taken: number;
  readonly longestWait: number;
  /** The number of that segment; NONE. */
  readonly longestWaitSegment: number;
  /** The call in which it was blocked longest; ''. */
  readonly call: string;
}

export interface Summary {
  readonly from: number;
  readonly to: number;
  readonly threads: readonly ThreadSummary[];
  readonly handoffs: number;
  /** How long somebody held the GIL. */
  readonly held: number;
}

/** Of a part of the timeline, in program time. */
export function summarize(timeline: Timeline, from: number, to: number): Summary {
  const threads = timeline.threads.id.map((_, thread) => summarizeThread(timeline, thread, from, to));
  const got = threads.map(() => 0);
  const taken = threads.map(() => 0);
  const { columns, gone } = timeline.handoffs;
  const first = timeline.handoffFrom(from);
  let last = first;
  for (; last < timeline.handoffs.end && columns.taken.array[last - gone] <= to; last++) {
    got[columns.to.array[last - gone]]++;
    const giver = columns.from.array[last - gone];
    if (giver >= 0 && columns.reason.array[last - gone] === 0) taken[giver]++;
  }
  return {
    from,
    to,
    threads: threads.map((row, i) => ({ ...row, got: got[i], taken: taken[i] })),
    handoffs: last - first,
    held: threads.reduce((sum, row) => sum + row.running, 0),
  };
}

function summarizeThread(timeline: Timeline, thread: number, from: number, to: number): ThreadSummary {
  const ms = [0, 0, 0, 0, 0];
  const calls = new Map<number, number>();
  let longestWait = 0;
  let longestWaitSegment = NONE;
  const add = (number: number, state: number, begin: number, end: number, call: number): void => {
    const inside = Math.min(end, to) - Math.max(begin, from);
    if (inside <= 0) return;
    ms[state] += inside;
    if (state === BLOCKED) calls.set(call, (calls.get(call) ?? 0) + inside);
    else if (state === WAITING && end - begin > longestWait) {
      longestWait = end - begin;
      longestWaitSegment = number;
    }
  };
  const lane = timeline.lanes[thread];
  const { columns: c, gone } = timeline.segments;
  for (let i = timeline.firstInLane(thread, from); i < lane.length; i++) {
    const row = lane.array[i] - gone;
    if (c.from.array[row] >= to) break;
    add(lane.array[i], c.state.array[row], c.from.array[row], c.to.array[row], c.call.array[row]);
  }
  const { state, since, call } = timeline.threads;
  if (state[thread] !== 0) add(timeline.openSegment(thread), state[thread], since[thread], timeline.now, call[thread]);
  const [most] = [...calls].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  return { thread, running: ms[RUNNING], waiting: ms[WAITING], blocked: ms[BLOCKED], got: 0, taken: 0, longestWait, longestWaitSegment, call: timeline.names[most] ?? '' };
}

export type Kind = 'none' | 'cpu' | 'io' | 'others' | 'mixed' | 'starved';

/** Calls in which a thread waits for another one, not for the world. */
const FOR_OTHERS = new Set(['Lock.acquire', 'Thread.join', 'start']);

/** By what it would do if nobody else wanted the GIL: computes, or is blocked, most of the time. Waiting is the others' doing. */
export function kindOf({ running, waiting, blocked, call }: ThreadSummary): Kind {
  const own = running + blocked;
  if (own <= 0) return waiting > 0 ? 'starved' : 'none';
  if (blocked >= 0.7 * own) return FOR_OTHERS.has(call) ? 'others' : 'io';
  return running >= 0.7 * own ? 'cpu' : 'mixed';
}

export function percent(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const share = (100 * part) / whole;
  return share > 0 && share < 1 ? '<1 %' : `${Math.round(share)} %`;
}

/** One thread in words. */
export function verdict(row: ThreadSummary): string {
  const { running, waiting, blocked, call } = row;
  const life = running + waiting + blocked;
  const starves = waiting >= 0.2 * life;
  switch (kindOf(row)) {
    case 'none':
      return '';
    case 'starved':
      return 'waits for the GIL all the time';
    case 'io':
      return `I/O-bound: blocked ${percent(blocked, life)} of its time${call === '' ? '' : `, mostly in ${call}`}${starves ? `; when it comes back it waits for the GIL, ${percent(waiting, life)}` : ''}`;
    case 'others':
      return `waits for other threads: blocked ${percent(blocked, life)} of its time, mostly in ${call}`;
    case 'cpu':
      return starves ? `CPU-bound: wants the GIL ${percent(running + waiting, life)} of its time, has it ${percent(running, life)}` : `CPU-bound: runs ${percent(running, life)} of its time`;
    case 'mixed':
      return `mixed: runs ${percent(running, life)}, blocked ${percent(blocked, life)}${call === '' ? '' : ` (${call})`}`;
  }
}

/** The program in words. */
export function verdictOfAll(summary: Summary): string {
  const span = summary.to - summary.from;
  const of = (kind: Kind): readonly ThreadSummary[] => summary.threads.filter((row) => kindOf(row) === kind);
  if (of('none').length === summary.threads.length || span <= 0) return '';
  const held = `The GIL is held ${percent(summary.held, span)} of ${formatMs(span)}.`;
  const cpu = of('cpu');
  const contention = cpu.reduce((sum, row) => sum + row.waiting, 0) >= 0.2 * cpu.reduce((sum, row) => sum + row.running, 0);
  if (cpu.length >= 2 && contention) return `${held} CPU-bound: ${cpu.length} threads compute, and take turns where they do so at once; threads make this no faster.`;
  const late = of('io').filter((row) => row.waiting >= 0.2 * row.blocked);
  if (cpu.length >= 1 && late.length > 0) return `${held} A CPU-bound thread keeps I/O-bound ones waiting: each comes back from its call and has to ask for the GIL.`;
  if (summary.held < 0.5 * span && of('io').length > 0) return `${held} I/O-bound: threads are blocked at the same time and hardly need it; threads help here.`;
  if (cpu.length >= 1) return `${held} CPU-bound: ${cpu.length === 1 ? 'one thread computes' : `${cpu.length} threads compute, one after the other`}.`;
  return held;
}
