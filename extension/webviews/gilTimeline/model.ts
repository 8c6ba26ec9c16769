// The timeline's model: columns as they arrive from the adapter, indexed by lane. No object a segment: rows are numbers.
//
// A row's number never changes: when the oldest rows go, the others keep theirs. What a thread does at this moment is a row
// too, not over yet: its number is OPEN - (the thread's index).

import type { GilTimelineColumns, GilTimelineCursor, HandoffReason, TimelineState } from '../../../debug-adapter/protocol';

export const RUNNING = 1;
export const WAITING = 2;
export const BLOCKED = 3;
export const FROZEN = 4;

export const REASONS: readonly HandoffReason[] = ['drop_request', 'blocking', 'exit', 'manual'];

/** So many segments are kept; then the oldest quarter goes. */
export const KEEP = 400_000;

const OPEN = -2;
export const NONE = -1;

type Numbers = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A column that grows. */
class Column<A extends Numbers> {
  length = 0;

  constructor(public array: A) {}

  push(values: readonly number[]): void {
    this.reserve(this.length + values.length);
    this.array.set(values, this.length);
    this.length += values.length;
  }

  add(value: number): void {
    this.reserve(this.length + 1);
    this.array[this.length++] = value;
  }

  private reserve(needed: number): void {
    if (needed <= this.array.length) return;
    const larger = new (this.array.constructor as new (length: number) => A)(Math.max(needed, this.array.length * 2));
    larger.set(this.array.subarray(0, this.length));
    this.array = larger;
  }

  forget(count: number): void {
    this.array.copyWithin(0, count, this.length);
    this.length -= count;
  }
}

const int = (): Column<Int32Array<ArrayBuffer>> => new Column(new Int32Array(64));
const float = (): Column<Float64Array<ArrayBuffer>> => new Column(new Float64Array(64));

/** Rows of columns; the first `gone` have been forgotten. */
class Rows<C extends Record<string, Column<Numbers>>> {
  gone = 0;

  constructor(readonly columns: C) {}

  get end(): number {
    return this.gone + Object.values(this.columns)[0].length;
  }

  push(rows: { readonly [K in keyof C]: readonly number[] }): void {
    for (const key of Object.keys(this.columns)) this.columns[key].push(rows[key]);
  }

  forget(count: number): void {
    for (const column of Object.values(this.columns)) column.forget(count);
    this.gone += count;
  }
}

export interface Segment {
  thread: number;
  state: TimelineState;
  from: number;
  to: number;
  call: string;
  place: string;
  path: string;
  line: number;
  /** It goes on. */
  open: boolean;
}

export interface Handoff {
  released: number;
  taken: number;
  from: number;
  to: number;
  reason: HandoffReason;
  waited: number;
  switchNumber: number;
}

const NO_THREADS: GilTimelineColumns['threads'] = { id: [], name: [], ended: [], state: [], since: [], call: [], place: [], line: [] };

export class Timeline {
  recording = 0;
  recordingNow = false;
  stopped = false;
  now = 0;
  lost = 0;
  /** Where what is kept begins. */
  begin = 0;
  next: GilTimelineCursor | undefined;
  threads = NO_THREADS;
  readonly names: string[] = [];
  readonly paths: string[] = [];
  readonly segments = new Rows({ thread: int(), state: int(), from: float(), to: float(), call: int(), place: int(), line: int() });
  readonly handoffs = new Rows({ released: float(), taken: float(), from: int(), to: int(), reason: int(), waited: float(), switchNumber: int() });
  readonly cuts = new Rows({ at: float(), ms: float(), thread: int() });
  /** Per thread the numbers of its segments, in order of time. */
  lanes: Column<Int32Array<ArrayBuffer>>[] = [];

  get isEmpty(): boolean {
    return this.threads.id.length === 0;
  }

  /**
   * Adds an answer. Answers may overlap, and an older one may come after a newer one: what is known is left out.
   * Refuses columns that do not fit together: a wrong picture is worse than none.
   */
  append(answer: GilTimelineColumns): void {
    const c = this.next === undefined ? answer : withoutKnown(answer, this.next);
    if (c.version !== 1) throw new Error(`The timeline's data has version ${String(c.version)}; this view reads version 1.`);
    check('segments', c.segments);
    check('handoffs', c.handoffs);
    check('cuts', c.cuts);
    check('threads', c.threads);
    this.recording = c.recording;
    if (c.now >= this.now) {
      this.recordingNow = c.recordingNow;
      this.stopped = c.stopped;
      this.now = c.now;
      this.lost = c.lost;
      this.threads = c.threads;
    }
    this.names.push(...c.places.name);
    this.paths.push(...c.places.path);
    this.addSegments(c.segments);
    this.handoffs.push({ ...c.handoffs, reason: c.handoffs.reason.map((reason) => REASONS.indexOf(reason)) });
    this.addCuts(c.cuts);
    this.next = laterCursor(this.next ?? c.next, c.next);
    if (this.segments.end - this.segments.gone > KEEP) this.forget();
  }

  private addSegments(segments: GilTimelineColumns['segments']): void {
    const first = this.segments.end;
    while (this.lanes.length < this.threads.id.length) this.lanes.push(int());
    segments.thread.forEach((thread, i) => {
      const lane = this.lanes[thread];
      if (lane === undefined) throw new Error(`The timeline's segment ${first + i} is of thread ${thread}, of ${this.lanes.length}.`);
      lane.add(first + i);
    });
    this.segments.push(segments);
  }

  /** The last cut comes again as long as it is not over. */
  private addCuts(cuts: GilTimelineColumns['cuts']): void {
    const { at, ms } = this.cuts.columns;
    if (cuts.at.length > 0 && at.length > 0 && ms.array[ms.length - 1] < 0) {
      for (const column of Object.values(this.cuts.columns)) column.length--;
    }
    this.cuts.push(cuts);
  }

  private forget(): void {
    this.segments.forget(KEEP / 4);
    const { gone } = this.segments;
    this.begin = this.segments.columns.from.array[0];
    this.lanes.forEach((lane) => {
      let old = 0;
      while (old < lane.length && lane.array[old] < gone) old++;
      lane.forget(old);
    });
    const { taken } = this.handoffs.columns;
    this.handoffs.forget(lowerBound(taken.array, taken.length, this.begin));
  }

  // ---- one row, for reading ----

  /** The number of what a thread does now; NONE when it has ended. */
  openSegment(thread: number): number {
    return this.threads.state[thread] === 0 ? NONE : OPEN - thread;
  }

  segment(number: number): Segment | undefined {
    if (number <= OPEN) return this.open(OPEN - number);
    const { thread, state, from, to, call, place, line } = this.segments.columns;
    const i = number - this.segments.gone;
    if (i < 0 || i >= thread.length) return undefined;
    return {
      thread: thread.array[i], state: state.array[i] as TimelineState, from: from.array[i], to: to.array[i], call: this.names[call.array[i]] ?? '',
      place: this.names[place.array[i]] ?? '', path: this.paths[place.array[i]] ?? '', line: line.array[i], open: false,
    };
  }

  private open(thread: number): Segment | undefined {
    const { state, since, call, place, line } = this.threads;
    if (!(state[thread] > 0)) return undefined;
    return {
      thread, state: state[thread] as TimelineState, from: since[thread], to: this.now, call: this.names[call[thread]] ?? '',
      place: this.names[place[thread]] ?? '', path: this.paths[place[thread]] ?? '', line: line[thread], open: true,
    };
  }

  handoff(number: number): Handoff | undefined {
    const { released, taken, from, to, reason, waited, switchNumber } = this.handoffs.columns;
    const i = number - this.handoffs.gone;
    if (i < 0 || i >= taken.length) return undefined;
    return {
      released: released.array[i], taken: taken.array[i], from: from.array[i], to: to.array[i], reason: REASONS[reason.array[i]],
      waited: waited.array[i], switchNumber: switchNumber.array[i],
    };
  }

  // ---- searching ----

  /** Index in the thread's lane of the first segment that ends after `time`. */
  firstInLane(thread: number, time: number): number {
    const lane = this.lanes[thread];
    const { to } = this.segments.columns;
    let low = 0;
    let high = lane.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (to.array[lane.array[middle] - this.segments.gone] <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The segment of the thread at `time`; NONE. */
  segmentAt(thread: number, time: number): number {
    const lane = this.lanes[thread];
    if (lane === undefined) return NONE;
    const i = this.firstInLane(thread, time);
    if (i < lane.length) return this.segments.columns.from.array[lane.array[i] - this.segments.gone] <= time ? lane.array[i] : NONE;
    const open = this.open(thread);
    return open !== undefined && open.from <= time && time <= this.now ? OPEN - thread : NONE;
  }

  /** The thread's segment after (or before) another one of it; NONE. */
  neighbour(number: number, step: 1 | -1): number {
    const row = this.segment(number);
    if (row === undefined) return NONE;
    const lane = this.lanes[row.thread];
    const at = row.open ? lane.length : this.firstInLane(row.thread, row.from);
    const other = at + step;
    if (other >= 0 && other < lane.length) return lane.array[other];
    return other === lane.length ? this.openSegment(row.thread) : NONE;
  }

  /** The number of the first hand-off that was taken at `time` or later. */
  handoffFrom(time: number): number {
    const { taken } = this.handoffs.columns;
    return this.handoffs.gone + lowerBound(taken.array, taken.length, time);
  }
}

function laterCursor(a: GilTimelineCursor, b: GilTimelineCursor): GilTimelineCursor {
  return { places: Math.max(a.places, b.places), segments: Math.max(a.segments, b.segments), handoffs: Math.max(a.handoffs, b.handoffs), cuts: Math.max(a.cuts, b.cuts) };
}

/** The rows of an answer that come after `known`. */
function withoutKnown(c: GilTimelineColumns, known: GilTimelineCursor): GilTimelineColumns {
  const from = <T extends object>(table: T, skip: number): T =>
    skip <= 0 ? table : (Object.fromEntries(Object.entries(table).map(([name, column]) => [name, (column as readonly unknown[]).slice(skip)])) as T);
  return {
    ...c,
    places: from(c.places, known.places - c.since.places),
    segments: from(c.segments, known.segments - c.since.segments),
    handoffs: from(c.handoffs, known.handoffs - c.since.handoffs),
    cuts: from(c.cuts, known.cuts - c.since.cuts),
  };
}

function check(table: string, columns: object): void {
  const lengths = Object.entries(columns).map(([name, column]) => [name, (column as readonly unknown[]).length] as const);
  const odd = lengths.find(([, length]) => length !== lengths[0][1]);
  if (odd !== undefined) throw new Error(`The timeline's column ${table}.${odd[0]} has ${odd[1]} entries instead of ${lengths[0][1]}.`);
}

/** Index of the first value that is not below `value`; the values rise. */
export function lowerBound(values: Numbers, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
