// The timeline's model, summary and layout: what is drawn, as text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GilTimelineColumns, TimelineState } from '../../debug-adapter/protocol';
import { arrowEnds, clampSpan, hit, laneTop, layout, MIXED, rowsBetween, ticks, timeAt, TOP, xOf, zoomSpan } from '../../extension/webviews/gilTimeline/layout';
import { KEEP, NONE, Timeline } from '../../extension/webviews/gilTimeline/model';
import { kindOf, percent, summarize, verdict, verdictOfAll } from '../../extension/webviews/gilTimeline/summary';
import { asText, cutText, drawingText, handoffText, segmentText } from '../../extension/webviews/gilTimeline/text';

const R = 1;
const W = 2;
const B = 3;

interface Part {
  /** thread, state, from, to, call */
  segments?: [number, TimelineState, number, number, number?][];
  /** released, taken, from, to, reason */
  handoffs?: [number, number, number, number, 'drop_request' | 'blocking' | 'exit'][];
  cuts?: [number, number][];
  now: number;
  open?: [TimelineState | 0, number][];
  names?: string[];
  first?: boolean;
  /** Segments that were sent before. */
  since?: number;
}

/** Columns of two threads (or more), as the adapter sends them. */
function columns({ segments = [], handoffs = [], cuts = [], now, open = [], names = ['a', 'b'], first = true, since = 0 }: Part): GilTimelineColumns {
  const at = (i: number): [TimelineState | 0, number] => open[i] ?? [0, 0];
  return {
    version: 1, recording: 1, recordingNow: true, now, stopped: false, lost: 0, more: false, since: { places: first ? 0 : 4, segments: since, handoffs: 0, cuts: 0 }, next: { places: 4, segments: since + segments.length, handoffs: handoffs.length, cuts: Math.max(0, cuts.length - 1) },
    threads: { id: names.map((_, i) => i + 1), name: names, ended: names.map(() => -1), state: names.map((_, i) => at(i)[0]), since: names.map((_, i) => at(i)[1]), call: names.map(() => 0), place: names.map(() => 3), line: names.map(() => 7) },
    places: first ? { name: ['', 'time.sleep', 'Lock.acquire', 'work'], path: ['', '', '', '/x/y.py'] } : { name: [], path: [] },
    segments: {
      thread: segments.map((s) => s[0]), state: segments.map((s) => s[1]), from: segments.map((s) => s[2]), to: segments.map((s) => s[3]), call: segments.map((s) => s[4] ?? 0), place: segments.map(() => 3),
      line: segments.map(() => 7),
    },
    handoffs: {
      released: handoffs.map((h) => h[0]), taken: handoffs.map((h) => h[1]), from: handoffs.map((h) => h[2]), to: handoffs.map((h) => h[3]), reason: handoffs.map((h) => h[4]), waited: handoffs.map((h) => h[1] - h[0] + 5),
      switchNumber: handoffs.map((_, i) => i + 1),
    },
    cuts: { at: cuts.map((c) => c[0]), ms: cuts.map((c) => c[1]), thread: cuts.map(() => 0) },
  };
}

function timelineOf(part: Part): Timeline {
  const timeline = new Timeline();
  timeline.append(columns(part));
  return timeline;
}

const view = (from: number, to: number, width: number, height = 400, scroll = 0) => ({ from, to, width, height, scroll });

/** Two threads that count in turn, one that sleeps. */
function shared(): Timeline {
  return timelineOf({
    names: ['cpu-1', 'cpu-2', 'io'],
    segments: [[0, R, 0, 10], [1, W, 4, 11], [2, B, 0, 18, 1], [1, R, 11, 20], [0, W, 10, 21], [2, W, 18, 22]],
    handoffs: [[10, 11, 0, 1, 'drop_request'], [20, 21, 1, 0, 'drop_request']],
    cuts: [[15, 2500]],
    now: 40,
    open: [[R, 21], [W, 20], [B, 22]],
  });
}

test('a drawing as text: segments, what goes on, a cut', () => {
  const timeline = shared();
  assert.equal(
    drawingText(timeline, layout(timeline, view(0, 40, 40))),
    ['cpu-1 |##########...........###################|', 'cpu-2 |    .......#########....................|', 'io    |~~~~~~~~~~~~~~~~~~....~~~~~~~~~~~~~~~~~~|', '                      ^'].join('\n'),
  );
  assert.equal(drawingText(timeline, layout(timeline, view(8, 13, 10))), ['cpu-1 |####......|', 'cpu-2 |......####|', 'io    |~~~~~~~~~~|'].join('\n'));
});

test('the summary answers: CPU-bound or I/O-bound', () => {
  const timeline = shared();
  const summary = summarize(timeline, 0, 40);
  assert.deepEqual(summary.threads.map((row) => [row.running, row.waiting, row.blocked, row.got, row.taken, row.longestWait, row.call]), [[29, 11, 0, 1, 1, 11, ''], [9, 27, 0, 1, 1, 20, ''], [0, 4, 36, 0, 0, 4, 'time.sleep']]);
  assert.deepEqual([summary.handoffs, summary.held], [2, 38]);
  assert.deepEqual(summary.threads.map(verdict), ['CPU-bound: wants the GIL 100 % of its time, has it 73 %', 'CPU-bound: wants the GIL 100 % of its time, has it 25 %', 'I/O-bound: blocked 90 % of its time, mostly in time.sleep']);
  assert.match(verdictOfAll(summary), /^The GIL is held 95 % of 40 ms\. CPU-bound: 2 threads compute, and take turns/);
  // A part of it: what lies across its edges counts with what is inside.
  assert.deepEqual(summarize(timeline, 9, 12).threads.map((row) => [row.running, row.waiting, row.blocked]), [[1, 2, 0], [1, 2, 0], [0, 0, 3]]);
  assert.equal(timeline.segment(summary.threads[0].longestWaitSegment)?.from, 10);
});

test('other verdicts', () => {
  const row = { thread: 0, running: 0, waiting: 0, blocked: 0, got: 0, taken: 0, longestWait: 0, longestWaitSegment: NONE, call: '' };
  assert.equal(kindOf(row), 'none');
  assert.equal(verdict({ ...row, waiting: 3 }), 'waits for the GIL all the time');
  // What keeps it waiting is the others' business.
  assert.equal(verdict({ ...row, running: 1, blocked: 9, waiting: 10, call: 'read' }), 'I/O-bound: blocked 45 % of its time, mostly in read; when it comes back it waits for the GIL, 50 %');
  assert.equal(verdict({ ...row, running: 1, blocked: 99, call: 'Thread.join' }), 'waits for other threads: blocked 99 % of its time, mostly in Thread.join');
  assert.equal(verdict({ ...row, running: 5, blocked: 5, call: 'read' }), 'mixed: runs 50 %, blocked 50 % (read)');
  assert.match(verdictOfAll({ from: 0, to: 100, handoffs: 9, held: 3, threads: [{ ...row, running: 1, blocked: 99, call: 'read' }, { ...row, running: 2, blocked: 98, call: 'read' }] }), /^The GIL is held 3 % of 100 ms\. I\/O-bound: .* threads help here\.$/);
  assert.match(verdictOfAll({ from: 0, to: 100, handoffs: 9, held: 95, threads: [{ ...row, running: 94, waiting: 6 }, { ...row, running: 1, blocked: 60, waiting: 39, call: 'time.sleep' }] }), /A CPU-bound thread keeps I\/O-bound ones waiting/);
  assert.deepEqual([percent(0, 5), percent(0.01, 5), percent(5, 5), percent(1, 0)], ['0 %', '<1 %', '100 %', '–']);
});

test('what is under the mouse, in words', () => {
  const timeline = shared();
  const drawing = layout(timeline, view(0, 40, 400));
  const at = (x: number, y: number) => hit(timeline, drawing, x, y);
  assert.deepEqual(at(50, laneTop(drawing.view, 0) + 5), { kind: 'segment', segment: 0 });
  assert.equal(segmentText(timeline, timeline.segment(0)!), 'cpu-1 holds the GIL for 10 ms · work y.py:7');
  const open = at(350, laneTop(drawing.view, 2) + 5);
  assert.ok(open?.kind === 'segment');
  assert.equal(segmentText(timeline, timeline.segment(open.segment)!), 'io blocked in a call for 18 ms so far · work y.py:7');
  // On the arrow, which lies between the lanes.
  const ends = arrowEnds(timeline, drawing.view, 0)!;
  assert.deepEqual(at((ends.x0 + ends.x1) / 2, (ends.y0 + ends.y1) / 2), { kind: 'handoff', handoff: 0 });
  assert.equal(handoffText(timeline, timeline.handoff(0)!), 'hand-off 1: cpu-1 → cpu-2, drop_request, waited 6 ms');
  assert.deepEqual(at(110, TOP - 5), { kind: 'handoff', handoff: 0 });
  assert.deepEqual(at(151, 5), { kind: 'cut', cut: 0 });
  assert.equal(cutText(timeline, 0), 'the debugger held the program for 2500 ms, at 15.000 ms: this time is cut out');
  assert.equal(at(50, laneTop(drawing.view, 1) - 2), undefined);
});

test('the segments of a lane, one after the other', () => {
  const timeline = shared();
  const of = (number: number): string => {
    const row = timeline.segment(number);
    return row === undefined ? 'none' : `${row.from}-${row.to}`;
  };
  const seen = [];
  for (let number = timeline.segmentAt(0, 5); number !== NONE; number = timeline.neighbour(number, 1)) seen.push(of(number));
  assert.deepEqual(seen, ['0-10', '10-21', '21-40']);
  assert.equal(of(timeline.neighbour(timeline.openSegment(0), -1)), '10-21');
  assert.equal(timeline.neighbour(0, -1), NONE);
  assert.equal(timeline.segmentAt(0, 99), NONE);
});

/** Segments of a hundredth of a millisecond. */
function many(count: number): Timeline {
  const segments: Part['segments'] = [];
  const handoffs: Part['handoffs'] = [];
  for (let i = 0; i < count; i++) {
    segments.push([i % 2, R, i / 100, (i + 1) / 100], [(i + 1) % 2, W, i / 100, (i + 1) / 100]);
    handoffs.push([(i + 1) / 100, (i + 1) / 100, i % 2, (i + 1) % 2, 'drop_request']);
  }
  return timelineOf({ segments, handoffs, now: count / 100 });
}

test('100,000 segments: no more is drawn than there are pixels, and quickly', () => {
  const timeline = many(50_000);
  const whole = view(0, 500, 1000);
  const drawing = layout(timeline, whole);
  for (const lane of drawing.lanes) {
    assert.ok(lane.count <= 1001, `${lane.count} bars`);
    assert.ok(lane.kind.subarray(0, lane.count).every((kind) => kind === MIXED));
    assert.ok(Math.abs(lane.running[500] - 0.5) < 0.1);
  }
  assert.deepEqual([drawing.handoffs, drawing.arrows.length], [50_000, 0]);
  assert.equal(drawing.density.reduce((a, b) => a + b), 50_000);
  assert.equal(hit(timeline, drawing, 500, TOP - 5)?.kind, 'crowd');
  const narrow = layout(timeline, view(250, 250.1, 1000));
  assert.ok(narrow.lanes.every((lane) => lane.count >= 10 && lane.count <= 12));
  assert.ok(narrow.arrows.length >= 10 && narrow.arrows.length <= 11);
  const began = process.cpuUsage();
  for (let i = 0; i < 20; i++) {
    layout(timeline, whole);
    summarize(timeline, 0, 500);
  }
  const ms = process.cpuUsage(began).user / 1000 / 20;
  assert.ok(ms < 50, `a drawing took ${ms} ms`);
});

test('only lanes in view are laid out', () => {
  const names = Array.from({ length: 300 }, (_, i) => `t${i}`);
  const timeline = timelineOf({ names, segments: names.map((_, i) => [i, R, i, i + 1]), now: 300 });
  const drawing = layout(timeline, view(0, 300, 500, 400, 1000));
  assert.ok(drawing.lanes.length > 8 && drawing.lanes.length < 14);
  assert.ok(drawing.lanes.every((lane) => lane.y > 0 && lane.y < 400));
});

test('threads that do nothing in view have no lane', () => {
  const timeline = timelineOf({ names: ['a', 'b', 'c', 'd'], segments: [[0, R, 0, 10], [1, R, 10, 20], [2, R, 20, 30], [0, B, 10, 30]], handoffs: [[10, 10, 0, 1, 'blocking'], [20, 20, 1, 2, 'exit']], now: 40, open: [[0, 0], [0, 0], [0, 0], [W, 35]] });
  const rows = (from: number, to: number) => [...rowsBetween(timeline, from, to)];
  assert.deepEqual(rows(0, 40), [0, 1, 2, 3]);
  assert.deepEqual(rows(21, 25), [0, NONE, 1, NONE]);
  assert.deepEqual(rows(36, 37), [NONE, NONE, NONE, 0]);
  const v = { ...view(19.9, 25, 10), rows: rowsBetween(timeline, 20.5, 25) };
  assert.equal(drawingText(timeline, layout(timeline, v)), ['a |~~~~~~~~~~|', 'c |##########|'].join('\n'));
  assert.deepEqual(arrowEnds(timeline, v, 1), { x0: arrowEnds(timeline, v, 1)!.x1, y0: TOP, x1: arrowEnds(timeline, v, 1)!.x1, y1: laneTop(v, 2) });
  assert.equal(arrowEnds(timeline, v, 0), undefined);
});

test('more data: rows keep their numbers, a cut that goes on is replaced, the oldest go', () => {
  const timeline = timelineOf({ segments: [[0, R, 0, 1]], cuts: [[1, -1]], now: 1 });
  timeline.append(columns({ first: false, since: 1, segments: [[0, B, 1, 2, 1]], cuts: [[1, 700], [2, 5]], now: 2 }));
  assert.deepEqual([...timeline.cuts.columns.ms.array.subarray(0, timeline.cuts.columns.ms.length)], [700, 5]);
  assert.equal(timeline.segment(1)?.call, 'time.sleep');
  const big = new Timeline();
  const rows = 10_000;
  for (let n = 0; n * rows <= KEEP; n++) {
    big.append(columns({ first: n === 0, since: n * rows, segments: Array.from({ length: rows }, (_, i) => [0, i % 2 === 0 ? R : B, n * rows + i, n * rows + i + 1]), now: (n + 1) * rows }));
  }
  assert.equal(big.segments.end, KEEP + rows);
  assert.equal(big.segments.gone, KEEP / 4);
  assert.equal(big.begin, KEEP / 4);
  assert.equal(big.segment(5), undefined);
  assert.equal(big.segment(KEEP)?.from, KEEP);
  assert.equal(big.segmentAt(0, KEEP + 0.5), KEEP);
});

test('answers that overlap, or come in the wrong order, add nothing twice', () => {
  const one = columns({ segments: [[0, R, 0, 1], [0, B, 1, 2, 1]], now: 2, open: [[R, 2]] });
  const two = columns({ first: false, since: 2, segments: [[0, R, 2, 3]], now: 3, open: [[B, 3]] });
  const last = columns({ segments: [[0, R, 0, 1], [0, B, 1, 2, 1], [0, R, 2, 3], [0, B, 3, 4, 1]], now: 4 });
  for (const order of [[one, two, last], [one, last, two], [last, one, two], [last, two]]) {
    const timeline = new Timeline();
    for (const answer of order) timeline.append(answer);
    assert.deepEqual([timeline.segments.end, timeline.names.length, timeline.now, timeline.threads.state[0]], [4, 4, 4, 0]);
    assert.deepEqual([0, 1, 2, 3].map((n) => timeline.segment(n)?.from), [0, 1, 2, 3]);
    assert.equal(timeline.next?.segments, 4);
  }
});

test('columns that do not fit together are refused', () => {
  const good = columns({ segments: [[0, R, 0, 1]], now: 1 });
  assert.throws(() => new Timeline().append({ ...good, version: 2 as 1 }), /version 2; this view reads version 1/);
  assert.throws(() => new Timeline().append({ ...good, segments: { ...good.segments, to: [] } }), /segments\.to has 0 entries instead of 1/);
  assert.throws(() => new Timeline().append({ ...good, segments: { ...good.segments, thread: [9] } }), /of thread 9/);
});

test('zoom and pan stay within the recording', () => {
  assert.deepEqual(clampSpan({ from: -50, to: 500 }, 0, 100), { from: -1.02, to: 100.98 });
  const inside = clampSpan({ from: 90, to: 110 }, 0, 100);
  assert.ok(Math.abs(inside.to - 100.2) < 1e-9 && Math.abs(inside.from - 80.2) < 1e-9);
  const deep = clampSpan({ from: 5, to: 5 }, 0, 100);
  assert.ok(deep.to - deep.from >= 0.001);
  const zoomed = zoomSpan({ from: 0, to: 100 }, 0.5, 25);
  assert.deepEqual(zoomed, { from: 12.5, to: 62.5 });
  const v = view(10, 20, 200);
  assert.equal(timeAt(v, xOf(v, 13)), 13);
});

test('round times on the axis', () => {
  const labels = (from: number, to: number): string[] => ticks(view(from, to, 440)).map((tick) => tick.label);
  assert.deepEqual(labels(0, 40), ['0', '10 ms', '20 ms', '30 ms', '40 ms']);
  assert.deepEqual(labels(0, 4000), ['0', '1 s', '2 s', '3 s', '4 s']);
  assert.deepEqual(labels(1000, 1000.02), ['1000.000 ms', '1000.005 ms', '1000.010 ms', '1000.015 ms', '1000.020 ms']);
  assert.deepEqual(labels(0, 2000), ['0', '0.5 s', '1.0 s', '1.5 s', '2.0 s']);
});

test('as text, to copy', () => {
  const text = asText(shared(), 0, 40);
  assert.match(text, /^GIL timeline from 0\.000 ms to 40\.000 ms/);
  assert.match(text, /\ncpu-1 \|#+\.+#+\|\n/);
  assert.match(text, /\nio: holds 0 %, waits 10 %, blocked 90 %; 0 hand-offs to it; longest wait 4 ms\. I\/O-bound/);
  assert.match(text, /\n2 hand-offs\. The GIL is held 95 %/);
});
