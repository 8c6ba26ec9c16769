// The ring of GIL events, and the tables that are built of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCKED, KEEP, RUNNING, TimelineBuilder, WAITING } from '../../debug-adapter/timeline/builder';
import { chrome_trace } from '../../debug-adapter/timeline/chromeTrace';
import { EVENT_DROP, EVENT_GO_ON, EVENT_NAME, EVENT_STOP, EVENT_TAKE, EVENT_WAIT, new_ring, RING_EVENTS, RingReader, RingWriter } from '../../interpreter/probe/timeline_ring';

const encoder = new TextEncoder();
const STATES = ['', 'runs', 'waits', 'blocked', 'frozen'];
const BEGINNING = { places: 0, segments: 0, handoffs: 0, cuts: 0 };

/** A ring with threads that write into it as the interpreter's do. */
function recording(begin = 1000) {
  const ring = new_ring();
  const writer = new RingWriter(ring, (text) => encoder.encode(text));
  const reader = new RingReader(ring);
  const builder = new TimelineBuilder(begin, (index) => reader.name(index));
  const drain = (): void => reader.drain(0, (event) => builder.take(event));
  const word = (text: string): number => writer.add_name(text, '');
  return {
    ring, writer, reader, builder, drain,
    name: (time: number, thread: number, name: string) => writer.write(EVENT_NAME, time, thread, thread * 10, 0, 0, word(name), 0),
    wait: (time: number, thread: number) => writer.write(EVENT_WAIT, time, thread, 0, 0, 0, 0, 0),
    take: (time: number, thread: number, from = 0, reason = '', number = 0) => writer.write(EVENT_TAKE, time, thread, from * 10, word(reason), number, 0, 0),
    drop: (time: number, thread: number, reason: string, call = '', line = 1) => writer.write(EVENT_DROP, time, thread, 0, word(reason), word(call), writer.add_name('work', '/x.py'), line),
    stop: (time: number, thread: number) => writer.write(EVENT_STOP, time, thread, 0, 0, 0, 0, 0),
    go_on: (time: number, thread: number) => writer.write(EVENT_GO_ON, time, thread, 0, 0, 0, 0, 0),
    segments: (): string[] => {
      drain();
      const { lanes, places, segments } = builder;
      const s = segments.columns;
      return s.from.map((_, i) => `${lanes[s.thread[i]].name} ${STATES[s.state[i]]} ${s.from[i]}-${s.to[i]} ${places[s.call[i]].text} ${s.line[i]}`.trimEnd());
    },
    handoffs: (): string[] => {
      drain();
      const { lanes, places, handoffs } = builder;
      const h = handoffs.columns;
      return h.taken.map((_, i) => `${h.from[i] < 0 ? '?' : lanes[h.from[i]].name} ${h.released[i]} → ${lanes[h.to[i]].name} ${h.taken[i]}, ${places[h.reason[i]].text}, waited ${h.waited[i]}, number ${h.switchNumber[i]}`);
    },
  };
}

test('two threads share the GIL, one sleeps', () => {
  const r = recording();
  r.name(1000, 1, 'a');
  r.take(1000, 1);
  r.wait(1002, 2);
  r.drop(1007, 1, 'drop_request', '', 7);
  r.name(1008, 2, 'b');
  r.take(1008, 2, 1, 'drop_request', 5);
  r.drop(1010, 2, 'blocking', 'time.sleep', 9);
  r.take(1010.5, 1, 2, 'blocking', 6);
  r.wait(1030, 2);
  r.drop(1031, 1, 'exit');
  r.take(1031.25, 2, 1, 'exit', 7);
  r.drop(1040, 2, 'exit');
  assert.deepEqual(r.segments(), ['a runs 0-7  7', 'b waits 2-8  0', 'b runs 8-10  9', 'a waits 7-10.5  7', 'b blocked 10-30 time.sleep 9', 'a runs 10.5-31  1', 'b waits 30-31.25  9', 'b runs 31.25-40  1']);
  assert.deepEqual(r.handoffs(), ['a 7 → b 8, drop_request, waited 6, number 5', 'b 10 → a 10.5, blocking, waited 3.5, number 6', 'a 31 → b 31.25, exit, waited 1.25, number 7']);
  assert.deepEqual(r.builder.lanes.map((lane) => lane.ended), [31, 40]);
});

test('the debugger holds the program: no time passes, a cut remains', () => {
  const r = recording();
  r.name(1000, 1, 'a');
  r.take(1000, 1);
  r.wait(1004, 2);
  r.stop(1010, 1);
  r.wait(1500, 3);
  assert.deepEqual(r.segments(), []);
  assert.equal(r.builder.stopped, true);
  assert.equal(r.builder.program_time(5000), 10);
  assert.deepEqual(r.builder.columns(BEGINNING).cuts, { at: [10], ms: [-1], thread: [0] });
  // It may have ended when one asks again.
  const { next } = r.builder.columns(BEGINNING);
  r.go_on(9010, 1);
  r.drop(9015, 1, 'drop_request');
  r.take(9016, 2, 1, 'drop_request', 2);
  r.drain();
  assert.deepEqual(r.builder.columns(next).cuts, { at: [10], ms: [8000], thread: [0] });
  r.builder.end(9020);
  assert.deepEqual(r.segments(), ['a runs 0-15  1', 'Thread 2 waits 4-16  0', 'a waits 15-20  1', 'Thread 2 runs 16-20  0', 'Thread 3 waits 10-20  0']);
});

test('what threads do when recording begins; a stop by the debugger itself', () => {
  const r = recording();
  r.builder.seed([{ id: 1, ident: 10, name: 'main', state: BLOCKED, call: 'Thread.join', frozen: false }, { id: 2, ident: 20, name: 'busy', state: RUNNING, call: '', frozen: false }, { id: 3, ident: 30, name: 'other', state: WAITING, call: '', frozen: false }]);
  r.builder.stop(1003);
  r.builder.go_on(1103);
  r.drop(1108, 2, 'drop_request');
  r.take(1109, 3, 2, 'drop_request', 1);
  assert.deepEqual(r.segments(), ['busy runs 0-8  1', 'other waits 0-9  0']);
  assert.deepEqual(r.handoffs(), ['busy 8 → other 9, drop_request, waited 9, number 1']);
  assert.deepEqual(r.builder.columns(BEGINNING).threads.state, [3, 2, 1]);
});

test('a frozen thread does not wait', () => {
  const r = recording();
  r.name(1000, 1, 'a');
  r.take(1000, 1);
  r.wait(1002, 2);
  r.drain();
  r.builder.freeze(2, true, 1005);
  r.wait(1006, 2);
  r.drain();
  r.builder.freeze(2, false, 1010);
  r.drop(1012, 1, 'drop_request');
  r.take(1013, 2, 1, 'drop_request', 1);
  r.drain();
  // Frozen while it runs: once it gives the GIL up.
  r.builder.freeze(2, true, 1014);
  r.drop(1015, 2, 'drop_request');
  r.drain();
  r.builder.end(1020);
  assert.deepEqual(r.segments(), ['Thread 2 waits 2-5  0', 'Thread 2 frozen 5-10  0', 'a runs 0-12  1', 'Thread 2 waits 10-13  0', 'Thread 2 runs 13-15  1', 'a waits 12-20  1', 'Thread 2 frozen 15-20  1']);
  assert.deepEqual(r.handoffs(), ['a 12 → Thread 2 13, drop_request, waited 3, number 1']);
});

test('a slow reader loses events and knows it; one that a dead thread left unfinished is passed', () => {
  const r = recording();
  for (let i = 0; i < RING_EVENTS + 100; i++) r.wait(i, 1);
  let seen = 0;
  r.reader.drain(0, () => seen++);
  assert.deepEqual([seen, r.reader.lost], [RING_EVENTS, 100]);
  // A number was drawn, and then its thread was ended.
  Atomics.add(new Int32Array(r.ring), 0, 1);
  r.wait(5, 1);
  r.reader.drain(100, () => seen++);
  r.reader.drain(1000, () => seen++);
  assert.equal(seen, RING_EVENTS);
  r.reader.drain(1200, () => seen++);
  assert.equal(seen, RING_EVENTS + 1);
});

test('pages; the oldest go when there are too many', () => {
  const r = recording(0);
  r.builder.seed([{ id: 1, ident: 10, name: 'a', state: RUNNING, call: '', frozen: false }]);
  for (let i = 1; i <= KEEP / 2 + 10; i++) {
    r.drop(i, 1, 'blocking', 'read');
    r.take(i + 0.5, 1);
    if (i % 10_000 === 0) r.drain();
  }
  r.drain();
  let since = BEGINNING;
  let rows = 0;
  let last = -1;
  for (;;) {
    const page = r.builder.columns(since);
    for (const from of page.segments.from) {
      assert.ok(from > last);
      last = from;
      rows++;
    }
    since = page.next;
    if (!page.more) break;
  }
  assert.equal(rows, KEEP * 0.75 + 20);
  assert.equal(since.segments, KEEP + 20);
});

test('as trace events', () => {
  const r = recording();
  r.name(1000, 1, 'a "quoted"');
  r.take(1000, 1);
  r.wait(1001, 2);
  r.drop(1002, 1, 'blocking', 'read', 4);
  r.take(1003, 2, 1, 'blocking', 8);
  r.drain();
  r.builder.end(1005);
  const events = (JSON.parse(chrome_trace(r.builder, '/x.py')) as { traceEvents: Record<string, unknown>[] }).traceEvents;
  assert.deepEqual(events.filter((e) => e.ph === 'X').map((e) => [e.tid, e.name, e.ts, e.dur]), [[1, 'holds the GIL', 0, 2000], [2, 'waits for the GIL', 1000, 2000], [1, 'read', 2000, 3000], [2, 'holds the GIL', 3000, 2000]]);
  assert.deepEqual(events.filter((e) => e.ph === 's' || e.ph === 'f').map((e) => [e.ph, e.tid, e.ts, e.id]), [['s', 1, 1999.5, 1], ['f', 2, 3000.5, 1]]);
  assert.deepEqual(events.find((e) => e.ph === 's')!.args, { from: 'a "quoted"', to: 'Thread 2', reason: 'blocking', waited_ms: 2, switch_number: 8 });
});
