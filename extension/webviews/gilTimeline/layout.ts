// Places for what is to be drawn: pure. Only what is visible is gone through, and never more is drawn than there are pixels.
//
// A segment that is narrower than a pixel is not drawn by itself: the pixel's column shows the shares of the states in it,
// stacked. Where hand-offs stand closer than arrows can, the strip at the top shows how many there are.

import { NONE, type Timeline } from './model';

export const AXIS = 24;
export const STRIP = 20;
export const TOP = AXIS + STRIP;
export const LANE = 38;
export const BAR = 22;
/** Arrows are drawn when there is this much room for each. */
const ROOM_PER_ARROW = 7;

export interface Viewport {
  /** Program time at the left and the right edge, in ms. */
  readonly from: number;
  readonly to: number;
  /** Pixels of the lanes' part. */
  readonly width: number;
  readonly height: number;
  /** Pixels that the lanes are scrolled up. */
  readonly scroll: number;
  /** Per thread the row of its lane; NONE: not shown. Without it each has one. */
  readonly rows?: Int32Array;
}

/** A bar's kind: RUNNING, WAITING, BLOCKED, FROZEN, or a pixel that has more than one of them. */
export const MIXED = 0;

/** Bars of one lane, from left to right, as columns. */
export interface LaneDrawing {
  readonly thread: number;
  /** Top of the bar. */
  readonly y: number;
  count: number;
  readonly x0: Float32Array;
  readonly x1: Float32Array;
  readonly kind: Uint8Array;
  /** The segment's number; of a mixed pixel the longest one's. */
  readonly segment: Int32Array;
  /** Shares of a mixed pixel; the rest is blocked or frozen. */
  readonly running: Float32Array;
  readonly waiting: Float32Array;
}

export interface Drawing {
  readonly view: Viewport;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly lanes: readonly LaneDrawing[];
  /** Numbers of the hand-offs with an arrow; empty when there are too many. */
  readonly arrows: readonly number[];
  /** Hand-offs in view. */
  readonly handoffs: number;
  /** Hand-offs per pixel. */
  readonly density: Uint16Array;
  readonly cuts: readonly { readonly x: number; readonly cut: number }[];
  /** How many cuts are at the same pixel as another one. */
  readonly hiddenCuts: number;
}

export function xOf(view: Viewport, time: number): number {
  return ((time - view.from) * view.width) / (view.to - view.from);
}

export function timeAt(view: Viewport, x: number): number {
  return view.from + (x * (view.to - view.from)) / view.width;
}

/** Row of a thread's lane; NONE. */
export function rowOf(view: Viewport, thread: number): number {
  return view.rows === undefined ? thread : (view.rows[thread] ?? NONE);
}

/** Top of a thread's bar. */
export function laneTop(view: Viewport, thread: number): number {
  return TOP + rowOf(view, thread) * LANE + (LANE - BAR) / 2 - view.scroll;
}

/** Rows for those threads only that do anything between two times. */
export function rowsBetween(timeline: Timeline, from: number, to: number): Int32Array {
  const { columns: c, gone } = timeline.segments;
  let row = 0;
  return Int32Array.from(timeline.threads.id, (_, thread) => {
    const lane = timeline.lanes[thread];
    const first = timeline.firstInLane(thread, from);
    const isThere = first < lane.length ? c.from.array[lane.array[first] - gone] <= to : timeline.threads.state[thread] !== 0 && timeline.threads.since[thread] <= to && timeline.now >= from;
    return isThere ? row++ : NONE;
  });
}

export function contentHeight(rows: number): number {
  return TOP + rows * LANE + 8;
}

export function layout(timeline: Timeline, view: Viewport): Drawing {
  const lanes: LaneDrawing[] = [];
  timeline.threads.id.forEach((_, thread) => {
    if (rowOf(view, thread) === NONE) return;
    const y = laneTop(view, thread);
    if (y + BAR > TOP - LANE && y < view.height) lanes.push(new LaneBuilder(timeline, view, thread, y).build());
  });
  return { view, ticks: ticks(view), lanes, ...handoffs(timeline, view), ...cuts(timeline, view) };
}

class LaneBuilder implements LaneDrawing {
  count = 0;
  readonly x0: Float32Array;
  readonly x1: Float32Array;
  readonly kind: Uint8Array;
  readonly segment: Int32Array;
  readonly running: Float32Array;
  readonly waiting: Float32Array;
  /** The pixel that is being filled with what is too narrow. */
  private pixel = -1;
  private readonly share = [0, 0, 0, 0, 0];
  private longest = 0;
  private longestSegment = 0;

  constructor(
    private readonly timeline: Timeline,
    private readonly view: Viewport,
    readonly thread: number,
    readonly y: number,
  ) {
    // A pixel holds at most one mixed bar and the ends of two others.
    const room = Math.min(3 * Math.ceil(view.width) + 8, timeline.lanes[thread].length * 2 + 8);
    this.x0 = new Float32Array(room);
    this.x1 = new Float32Array(room);
    this.kind = new Uint8Array(room);
    this.segment = new Int32Array(room);
    this.running = new Float32Array(room);
    this.waiting = new Float32Array(room);
  }

  build(): LaneDrawing {
    const { timeline, view, thread } = this;
    const lane = timeline.lanes[thread];
    const { columns: c, gone } = timeline.segments;
    for (let i = timeline.firstInLane(thread, view.from); i < lane.length; i++) {
      const row = lane.array[i] - gone;
      if (c.from.array[row] >= view.to) break;
      this.add(lane.array[i], c.state.array[row], c.from.array[row], c.to.array[row]);
    }
    const { state, since } = timeline.threads;
    if (state[thread] !== 0 && since[thread] < view.to && timeline.now > view.from) this.add(timeline.openSegment(thread), state[thread], since[thread], timeline.now);
    this.flush();
    return this;
  }

  private add(number: number, state: number, from: number, to: number): void {
    const x0 = Math.max(-1, xOf(this.view, from));
    const x1 = Math.min(this.view.width + 1, xOf(this.view, to));
    if (x1 - x0 >= 1) {
      this.flush();
      this.push(x0, x1, state, number);
      return;
    }
    const pixel = Math.floor(x0);
    if (pixel !== this.pixel) {
      this.flush();
      this.pixel = pixel;
    }
    this.share[state] += x1 - x0;
    if (x1 - x0 >= this.longest) {
      this.longest = x1 - x0;
      this.longestSegment = number;
    }
  }

  private flush(): void {
    const [, running, waiting, blocked, frozen] = this.share;
    const sum = running + waiting + blocked + frozen;
    if (sum > 0) {
      this.running[this.count] = running / sum;
      this.waiting[this.count] = waiting / sum;
      this.push(this.pixel, this.pixel + 1, MIXED, this.longestSegment);
      this.share.fill(0);
      this.longest = 0;
    }
    this.pixel = -1;
  }

  private push(x0: number, x1: number, kind: number, segment: number): void {
    this.x0[this.count] = x0;
    this.x1[this.count] = x1;
    this.kind[this.count] = kind;
    this.segment[this.count++] = segment;
  }
}

function handoffs(timeline: Timeline, view: Viewport): Pick<Drawing, 'arrows' | 'handoffs' | 'density'> {
  const { columns, gone } = timeline.handoffs;
  const density = new Uint16Array(Math.max(1, Math.ceil(view.width)));
  const first = timeline.handoffFrom(view.from);
  let number = first;
  for (; number < timeline.handoffs.end && columns.taken.array[number - gone] <= view.to; number++) {
    density[Math.min(density.length - 1, Math.floor(xOf(view, columns.taken.array[number - gone])))]++;
  }
  const count = number - first;
  const arrows = count * ROOM_PER_ARROW <= view.width ? Array.from({ length: count }, (_, i) => first + i) : [];
  return { arrows, handoffs: count, density };
}

function cuts(timeline: Timeline, view: Viewport): Pick<Drawing, 'cuts' | 'hiddenCuts'> {
  const { at } = timeline.cuts.columns;
  const found: { x: number; cut: number }[] = [];
  let hiddenCuts = 0;
  for (let i = 0; i < at.length; i++) {
    if (at.array[i] < view.from || at.array[i] > view.to) continue;
    const x = Math.round(xOf(view, at.array[i]));
    if (found.at(-1)?.x === x) hiddenCuts++;
    else found.push({ x, cut: i });
  }
  return { cuts: found, hiddenCuts };
}

/** Round times, about 110 pixels apart. */
export function ticks(view: Viewport): { x: number; label: string }[] {
  const wanted = ((view.to - view.from) * 110) / Math.max(1, view.width);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].map((n) => n * power).find((candidate) => candidate >= wanted) ?? 10 * power;
  const found: { x: number; label: string }[] = [];
  for (let n = Math.ceil(view.from / step); n * step <= view.to; n++) found.push({ x: xOf(view, n * step), label: tickLabel(n * step, step) });
  return found;
}

function tickLabel(time: number, step: number): string {
  const digits = (unit: number): number => Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
  if (time === 0) return '0';
  return step >= 500 ? `${(time / 1000).toFixed(digits(1000))} s` : `${time.toFixed(Math.min(6, digits(1)))} ms`;
}

// ---- what is at a point ----

export type Hit =
  | { readonly kind: 'segment'; readonly segment: number }
  | { readonly kind: 'handoff'; readonly handoff: number }
  | { readonly kind: 'cut'; readonly cut: number }
  /** Too many hand-offs for arrows. */
  | { readonly kind: 'crowd'; readonly from: number; readonly to: number; readonly count: number };

const NEAR = 4;

/** What is drawn at a point of the lanes' part: arrows before bars, as they lie above them. */
export function hit(timeline: Timeline, drawing: Drawing, x: number, y: number): Hit | undefined {
  const { view } = drawing;
  if (x < 0 || x > view.width) return undefined;
  const cut = drawing.cuts.find((c) => Math.abs(c.x - x) <= NEAR);
  if (y < AXIS) return cut === undefined ? undefined : { kind: 'cut', cut: cut.cut };
  if (y < TOP) return inStrip(timeline, drawing, x);
  for (const number of drawing.arrows) if (isOnArrow(timeline, view, number, x, y)) return { kind: 'handoff', handoff: number };
  const lane = drawing.lanes.find((l) => y >= l.y && y <= l.y + BAR);
  if (lane !== undefined) {
    for (let i = 0; i < lane.count; i++) if (x >= lane.x0[i] && x <= lane.x1[i]) return { kind: 'segment', segment: lane.segment[i] };
  }
  return cut === undefined ? undefined : { kind: 'cut', cut: cut.cut };
}

function inStrip(timeline: Timeline, { view, density }: Drawing, x: number): Hit | undefined {
  const pixels = [0, -1, 1, -2, 2, -3, 3].map((d) => Math.floor(x) + d).filter((p) => (density[p] ?? 0) > 0);
  if (pixels.length === 0) return undefined;
  const first = timeline.handoffFrom(timeAt(view, pixels[0]));
  return density[pixels[0]] === 1 ? { kind: 'handoff', handoff: first } : { kind: 'crowd', from: timeAt(view, pixels[0] - 1), to: timeAt(view, pixels[0] + 2), count: density[pixels[0]] };
}

/** Ends of a hand-off's arrow. */
export function arrowEnds(timeline: Timeline, view: Viewport, number: number): { x0: number; y0: number; x1: number; y1: number } | undefined {
  const row = timeline.handoff(number);
  if (row === undefined || rowOf(view, row.to) === NONE) return undefined;
  const down = row.from < row.to;
  const x1 = xOf(view, row.taken);
  const y1 = laneTop(view, row.to) + (down ? 0 : BAR);
  if (row.from < 0 || rowOf(view, row.from) === NONE) return { x0: x1, y0: TOP, x1, y1 };
  return { x0: xOf(view, row.released), y0: laneTop(view, row.from) + (down ? BAR : 0), x1, y1 };
}

function isOnArrow(timeline: Timeline, view: Viewport, number: number, x: number, y: number): boolean {
  const a = arrowEnds(timeline, view, number);
  if (a === undefined || y < Math.min(a.y0, a.y1) || y > Math.max(a.y0, a.y1)) return false;
  const along = a.y1 === a.y0 ? 0 : (y - a.y0) / (a.y1 - a.y0);
  return Math.abs(a.x0 + along * (a.x1 - a.x0) - x) <= NEAR;
}

// ---- moving about ----

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The narrowest view: a microsecond. */
const NARROWEST = 0.001;

/** Keeps a view within the recording, or as much wider as nothing is lost. */
export function clampSpan({ from, to }: Span, begin: number, end: number): Span {
  const whole = Math.max(end - begin, 1);
  const width = Math.min(Math.max(to - from, NARROWEST), whole * 1.02);
  const margin = width * 0.01;
  const left = Math.min(Math.max(from, begin - margin), Math.max(begin - margin, end + margin - width));
  return { from: left, to: left + width };
}

/** `factor` above 1 shows more; the time `at` stays where it is. */
export function zoomSpan(span: Span, factor: number, at: number): Span {
  return { from: at - (at - span.from) * factor, to: at + (span.to - at) * factor };
}
