// From events of the ring to the timeline's tables: a lane a thread, segments, hand-offs, cuts. Pure.
//
// Time is the program's: what passes while the debugger holds the program is taken out, and a cut remains. Threads that go on
// meanwhile (a sleep that ends) do so at the cut.

import { EVENT_DROP, EVENT_GO_ON, EVENT_NAME, EVENT_STOP, EVENT_TAKE, EVENT_WAIT, type Name, type RingEvent } from '../../interpreter/probe/timeline_ring';
import type { GilTimelineColumns, GilTimelineCursor, HandoffReason, TimelineState } from '../protocol';

export const RUNNING = 1;
export const WAITING = 2;
export const BLOCKED = 3;
export const FROZEN = 4;

/** So many segments (or hand-offs) are kept; then the oldest quarter goes. */
export const KEEP = 400_000;
/** So many rows of a table one answer holds. */
const PAGE = 20_000;

/** What a thread does when the recording begins. */
export interface Seed {
  id: number;
  ident: number;
  name: string;
  state: TimelineState;
  call: string;
  frozen: boolean;
}

type Columns<K extends string> = { [key in K]: number[] };

/** Rows of numbers that are only added; those at the beginning may be gone. */
class Table<K extends string> {
  readonly columns: Columns<K>;
  gone = 0;

  constructor(readonly keys: readonly K[]) {
    this.columns = Object.fromEntries(keys.map((k) => [k, []])) as unknown as Columns<K>;
  }

  get length(): number {
    return this.gone + this.columns[this.keys[0]].length;
  }

  push(row: Record<K, number>): void {
    for (const k of this.keys) this.columns[k].push(row[k]);
    if (this.columns[this.keys[0]].length > KEEP) this.forget(KEEP / 4);
  }

  private forget(count: number): void {
    for (const k of this.keys) this.columns[k].splice(0, count);
    this.gone += count;
  }

  page(since: number): Columns<K> {
    const from = Math.max(0, since - this.gone);
    return Object.fromEntries(this.keys.map((k) => [k, this.columns[k].slice(from, from + PAGE)])) as unknown as Columns<K>;
  }

  /** The cursor after page(since). */
  after(since: number): number {
    return Math.min(this.length, Math.max(since, this.gone) + PAGE);
  }
}

interface Lane {
  id: number;
  ident: number;
  name: string;
  ended: number;
  state: TimelineState | 0;
  since: number;
  call: number;
  place: number;
  line: number;
  /** When it gave the GIL up last. */
  dropped: number;
  /** The person at the debugger holds it back. */
  frozen: boolean;
}

export class TimelineBuilder {
  readonly lanes: Lane[] = [];
  readonly segments = new Table(['thread', 'state', 'from', 'to', 'call', 'place', 'line'] as const);
  readonly handoffs = new Table(['released', 'taken', 'from', 'to', 'reason', 'waited', 'switchNumber'] as const);
  readonly cuts = new Table(['at', 'ms', 'thread'] as const);
  readonly places: Name[] = [{ text: '', file: '' }];
  /** Names of the ring → places. Each worker names a function anew. */
  private readonly place_of_name: number[] = [0];
  private readonly place_of_text = new Map<string, number>([[' ', 0]]);
  private readonly lane_of_id = new Map<number, number>();
  private readonly lane_of_ident = new Map<number, number>();
  private holder = -1;
  /** Milliseconds of the threads' clock at which the program's time is 0: later by each standstill. */
  private zero: number | null;
  private stopped_at: number | null = null;
  private latest = 0;

  constructor(
    /** When the recording begins, in ms of the threads' clock; null: with the first event. */
    begin: number | null,
    private readonly name: (index: number) => Name,
  ) {
    this.zero = begin;
  }

  get stopped(): boolean {
    return this.stopped_at !== null;
  }

  /** Program time of a moment of the threads' clock. Never runs back: a thread notes the time before others see its event. */
  program_time(time: number): number {
    if (this.zero === null) return 0;
    const still = this.stopped_at === null ? time : Math.min(time, this.stopped_at);
    this.latest = Math.max(this.latest, Math.round((still - this.zero) * 1000) / 1000);
    return this.latest;
  }

  seed(seeds: readonly Seed[]): void {
    for (const s of seeds) {
      const i = this.lane(s.id);
      this.call_itself(i, s.name, s.ident);
      this.lanes[i].frozen = s.frozen;
      this.turn(i, 0, s.state, this.place({ text: s.call, file: '' }));
    }
  }

  take(e: RingEvent): void {
    this.zero ??= e.time;
    const i = this.lane(e.thread);
    const t = this.program_time(e.time);
    switch (e.kind) {
      case EVENT_NAME:
        return this.call_itself(i, this.name(e.name).text, e.other);
      case EVENT_WAIT:
        if (this.lanes[i].state !== WAITING && this.lanes[i].state !== FROZEN) this.turn(i, t, WAITING, 0);
        return;
      case EVENT_TAKE:
        return this.taken(i, t, e);
      case EVENT_DROP:
        return this.dropped(i, t, e);
      case EVENT_STOP:
        this.at(i, e);
        return this.stop(e.time, i);
      case EVENT_GO_ON:
        return this.go_on(e.time, i);
    }
  }

  private taken(i: number, t: number, e: RingEvent): void {
    const lane = this.lanes[i];
    const waited = lane.state === WAITING ? Math.round((t - lane.since) * 1000) / 1000 : 0;
    this.hold(i, t);
    if (e.other === 0) return;
    const from = this.lane_of_ident.get(e.other) ?? -1;
    const released = from < 0 ? t : this.lanes[from].dropped;
    this.handoffs.push({ released, taken: t, from, to: i, reason: this.place(this.name(e.reason)), waited, switchNumber: e.number });
  }

  private hold(i: number, t: number): void {
    // Somebody whose letting go was lost, or is not the program's.
    if (this.holder >= 0 && this.holder !== i && this.lanes[this.holder].state === RUNNING) this.turn(this.holder, t, WAITING, 0);
    this.holder = i;
    if (this.lanes[i].state !== RUNNING) this.turn(i, t, RUNNING, 0);
  }

  private dropped(i: number, t: number, e: RingEvent): void {
    const lane = this.lanes[i];
    const reason = this.name(e.reason).text as HandoffReason;
    this.at(i, e);
    this.turn(i, t, reason === 'exit' ? 0 : reason === 'blocking' ? BLOCKED : WAITING, reason === 'blocking' ? this.place(this.name(e.number)) : 0);
    lane.dropped = t;
    if (reason === 'exit') lane.ended = t;
    if (this.holder === i) this.holder = -1;
  }

  /** The debugger holds the program from now on; `i`: the thread that stopped, -1 when the debugger took the GIL itself. */
  stop(time: number, i = -1): void {
    if (this.stopped_at !== null) return;
    this.cuts.push({ at: this.program_time(time), ms: -1, thread: i });
    this.stopped_at = time;
  }

  go_on(time: number, i = -1): void {
    if (this.stopped_at === null) return;
    const ms = Math.max(0, time - this.stopped_at);
    this.cuts.columns.ms[this.cuts.columns.ms.length - 1] = ms;
    if (this.zero !== null) this.zero += ms;
    this.stopped_at = null;
    if (i >= 0) this.hold(i, this.program_time(time));
  }

  /** A thread is frozen, or thawed: what it waits meanwhile is the debugger's doing. */
  freeze(id: number, frozen: boolean, time: number): void {
    const i = this.lane(id);
    const lane = this.lanes[i];
    lane.frozen = frozen;
    if (lane.state === WAITING || lane.state === FROZEN) this.turn(i, this.program_time(time), WAITING, 0);
  }

  /** The process has ended: nothing goes on. */
  end(time: number): void {
    this.go_on(time);
    const t = this.program_time(time);
    this.lanes.forEach((lane, i) => {
      if (lane.state === 0) return;
      this.turn(i, t, 0, 0);
      lane.ended = t;
    });
  }

  // ---- lanes and places ----

  private lane(id: number): number {
    let i = this.lane_of_id.get(id);
    if (i === undefined) {
      i = this.lanes.push({ id, ident: 0, name: `Thread ${id}`, ended: -1, state: 0, since: 0, call: 0, place: 0, line: 0, dropped: 0, frozen: false }) - 1;
      this.lane_of_id.set(id, i);
    }
    return i;
  }

  private call_itself(i: number, name: string, ident: number): void {
    this.lanes[i].name = name;
    this.lanes[i].ident = ident;
    this.lane_of_ident.set(ident, i);
  }

  /** A thread that ends has no frames any more: then it was last seen where it was. */
  private at(i: number, e: RingEvent): void {
    if (e.name === 0) return;
    this.lanes[i].place = this.place_of(e.name);
    this.lanes[i].line = e.line;
  }

  /** From `t` on the thread does something else. */
  private turn(i: number, t: number, wanted: TimelineState | 0, call: number): void {
    const lane = this.lanes[i];
    const state = wanted === WAITING && lane.frozen ? FROZEN : wanted;
    if (lane.state !== 0 && t > lane.since) this.segments.push({ thread: i, state: lane.state, from: lane.since, to: t, call: lane.call, place: lane.place, line: lane.line });
    lane.state = state;
    lane.since = t;
    lane.call = call;
    if (state === RUNNING) this.holder = i;
  }

  private place_of(name: number): number {
    return (this.place_of_name[name] ??= this.place(this.name(name)));
  }

  private place({ text, file }: Name): number {
    const key = `${text} ${file}`;
    let place = this.place_of_text.get(key);
    if (place === undefined) {
      place = this.places.push({ text, file }) - 1;
      this.place_of_text.set(key, place);
    }
    return place;
  }

  // ---- as columns ----

  columns(since: GilTimelineCursor): Omit<GilTimelineColumns, 'recording' | 'recordingNow' | 'lost'> {
    const { lanes, places } = this;
    const pick = <K extends keyof Lane>(key: K): Lane[K][] => lanes.map((lane) => lane[key]);
    const handoffs = this.handoffs.page(since.handoffs);
    const next = { places: places.length, segments: this.segments.after(since.segments), handoffs: this.handoffs.after(since.handoffs), cuts: this.cuts.after(since.cuts) };
    // A cut that is not over yet is sent again.
    if (this.stopped && next.cuts === this.cuts.length) next.cuts--;
    const more = next.segments < this.segments.length || next.handoffs < this.handoffs.length;
    const fresh = places.slice(since.places);
    return {
      version: 1,
      now: this.latest,
      stopped: this.stopped,
      threads: { id: pick('id'), name: pick('name'), ended: pick('ended'), state: pick('state'), since: pick('since'), call: pick('call'), place: pick('place'), line: pick('line') },
      places: { name: fresh.map((p) => p.text), path: fresh.map((p) => p.file) },
      segments: this.segments.page(since.segments) as unknown as GilTimelineColumns['segments'],
      handoffs: { ...handoffs, reason: handoffs.reason.map((p) => places[p].text as HandoffReason) },
      cuts: this.cuts.page(since.cuts),
      since: { places: since.places, segments: Math.max(since.segments, this.segments.gone), handoffs: Math.max(since.handoffs, this.handoffs.gone), cuts: Math.max(since.cuts, this.cuts.gone) },
      next,
      more,
    };
  }
}
