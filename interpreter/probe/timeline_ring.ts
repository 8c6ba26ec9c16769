// What the Python threads do with the GIL, as a ring of events in a shared buffer of its own: not in the heap, so that the
// program's memory is as it would be, and readable by who has not opened the heap (the command line).
//
//    threads (probe/gil_timeline.ts)                      one reader (debug-adapter/timeline/)
//      i = HEAD++, fill the event, STAMP(i) = i + 1  ──►    reads while STAMP is what it expects
//
// Writers never wait: a reader that is slower than a whole ring loses events, and is told how many. Threads, functions and
// calls are named by an index into a table of names, which lies behind the events and is written under the GIL.

export const RING_EVENTS = 1 << 16;
const EVENT_SIZE = 40;
const MAX_NAMES = 1 << 14;
const NAME_SIZE = 16;
const TEXT_SIZE = 1 << 21;
const EVENTS = 64;
const NAMES = EVENTS + RING_EVENTS * EVENT_SIZE;
const TEXT = NAMES + MAX_NAMES * NAME_SIZE;

/** Words of the head. */
const HEAD = 0;
const NAME_COUNT = 1;
const TEXT_USED = 2;
const WANTED = 3;

export const EVENT_WAIT = 1;
export const EVENT_TAKE = 2;
export const EVENT_DROP = 3;
/** The thread is called `name`, its ident is `other`. */
export const EVENT_NAME = 4;
/** The thread stopped for the debugger, and goes on. */
export const EVENT_STOP = 5;
export const EVENT_GO_ON = 6;

/** Unused fields are 0. Names are indexes into the table of names, 0 for none. */
export interface RingEvent {
  kind: number;
  /** Milliseconds, monotonic. */
  time: number;
  /** PyThreadState.id. */
  thread: number;
  /** EVENT_TAKE: ident of the last holder. */
  other: number;
  /** EVENT_TAKE, EVENT_DROP: the name of the reason. */
  reason: number;
  /** EVENT_TAKE: the switch number. EVENT_DROP: the name of the call. */
  number: number;
  /** The name of the function, and the line. EVENT_NAME: the thread's name. */
  name: number;
  line: number;
}

export interface Name {
  text: string;
  /** A function's file; ''. */
  file: string;
}

/** Whether a program that begins records from its first line on. (One that runs is told by record_timeline.) */
export function want_recording(ring: SharedArrayBuffer, on: boolean): void {
  Atomics.store(new Int32Array(ring), WANTED, on ? 1 : 0);
}
export function is_recording_wanted(ring: SharedArrayBuffer): boolean {
  return Atomics.load(new Int32Array(ring), WANTED) !== 0;
}

/** An empty ring. Its pages are touched when they are written. */
export function new_ring(): SharedArrayBuffer {
  return new SharedArrayBuffer(TEXT + TEXT_SIZE);
}

export class RingWriter {
  private readonly i32: Int32Array;
  private readonly f64: Float64Array;
  private readonly bytes: Uint8Array;

  constructor(
    ring: SharedArrayBuffer,
    private readonly encode: (text: string) => Uint8Array,
  ) {
    this.i32 = new Int32Array(ring);
    this.f64 = new Float64Array(ring);
    this.bytes = new Uint8Array(ring);
  }

  write(kind: number, time: number, thread: number, other: number, reason: number, number: number, name: number, line: number): void {
    const i = Atomics.add(this.i32, HEAD, 1);
    const at = EVENTS + (i & (RING_EVENTS - 1)) * EVENT_SIZE;
    const w = at >> 2;
    Atomics.store(this.i32, w + 2, 0);
    this.f64[at >> 3] = time;
    this.i32[w + 3] = kind;
    this.i32[w + 4] = thread;
    this.i32[w + 5] = other;
    this.i32[w + 6] = reason;
    this.i32[w + 7] = number;
    this.i32[w + 8] = name;
    this.i32[w + 9] = line;
    Atomics.store(this.i32, w + 2, (i + 1) | 0);
  }

  /** The index of a new name; 0 when the table is full. The caller holds the GIL. */
  add_name(text: string, file: string): number {
    const index = this.i32[NAME_COUNT] + 1;
    const parts = [this.encode(text), this.encode(file)];
    const used = this.i32[TEXT_USED];
    if (index >= MAX_NAMES || used + parts[0].length + parts[1].length > TEXT_SIZE) return 0;
    const w = (NAMES + index * NAME_SIZE) >> 2;
    let at = used;
    parts.forEach((part, n) => {
      this.bytes.set(part, TEXT + at);
      this.i32[w + n * 2] = at;
      this.i32[w + n * 2 + 1] = part.length;
      at += part.length;
    });
    this.i32[TEXT_USED] = at;
    Atomics.store(this.i32, NAME_COUNT, index);
    return index;
  }
}

const decoder = new (globalThis as unknown as { TextDecoder: new () => { decode(bytes: Uint8Array): string } }).TextDecoder();

/** An event that is not finished for so long belongs to a thread that was ended while it wrote. */
const ABANDONED_MS = 1000;

export class RingReader {
  /** Events that were overwritten before they were read. */
  lost = 0;
  private next: number;
  private stuck_since: number | null = null;
  private readonly i32: Int32Array;
  private readonly f64: Float64Array;
  private readonly bytes: Uint8Array;
  private readonly names: Name[] = [{ text: '', file: '' }];
  private readonly event: RingEvent = { kind: 0, time: 0, thread: 0, other: 0, reason: 0, number: 0, name: 0, line: 0 };

  /** Reads what is written from now on. */
  constructor(ring: SharedArrayBuffer) {
    this.i32 = new Int32Array(ring);
    this.f64 = new Float64Array(ring);
    this.bytes = new Uint8Array(ring);
    this.next = Atomics.load(this.i32, HEAD);
  }

  /** Gives each new event to `take`, which must not keep it. `now` in ms. */
  drain(now: number, take: (event: RingEvent) => void): void {
    const head = Atomics.load(this.i32, HEAD);
    this.skip_to(head - RING_EVENTS);
    while (((head - this.next) | 0) > 0) {
      const stamp = this.read(this.next);
      const ahead = (stamp - (this.next + 1)) | 0;
      if (stamp === 0 || ahead < 0) {
        if (!this.is_abandoned(now)) return;
      } else if (ahead > 0) this.lost++;
      else take(this.event);
      this.stuck_since = null;
      this.next = (this.next + 1) | 0;
    }
  }

  private skip_to(oldest: number): void {
    const behind = (oldest - this.next) | 0;
    if (behind <= 0) return;
    this.lost += behind;
    this.next = oldest | 0;
    this.stuck_since = null;
  }

  private is_abandoned(now: number): boolean {
    this.stuck_since ??= now;
    return now - this.stuck_since > ABANDONED_MS;
  }

  /** Reads event `i`; its stamp, the same before and after, or 0. */
  private read(i: number): number {
    const at = EVENTS + (i & (RING_EVENTS - 1)) * EVENT_SIZE;
    const w = at >> 2;
    const stamp = Atomics.load(this.i32, w + 2);
    const e = this.event;
    e.time = this.f64[at >> 3];
    [e.kind, e.thread, e.other, e.reason, e.number, e.name, e.line] = this.i32.subarray(w + 3, w + 10);
    return Atomics.load(this.i32, w + 2) === stamp ? stamp : 0;
  }

  name(index: number): Name {
    const count = Math.min(Atomics.load(this.i32, NAME_COUNT), MAX_NAMES - 1);
    for (let n = this.names.length; n <= count; n++) this.names.push({ text: this.text(n, 0), file: this.text(n, 1) });
    return this.names[index] ?? this.names[0];
  }

  private text(index: number, part: number): string {
    const w = ((NAMES + index * NAME_SIZE) >> 2) + part * 2;
    const at = TEXT + this.i32[w];
    // A decoder takes no shared memory.
    return decoder.decode(this.bytes.slice(at, at + this.i32[w + 1]));
  }
}
