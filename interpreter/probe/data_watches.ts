// What is set of data breakpoints: in the shared slots, once for the process (apply_data), and what a thread looks at (ValueWatch).

import { HEAP32, HEAPU8 } from '../include/heap';
import { Py_REFCNT } from '../include/object';
import { type DataBreakpoint, type DataPlace, MAX_DATA_BREAKPOINTS, type ProbeConfig } from './control';
import { ARMED, BYTES, ENDED, FREE, ID, MAX_BYTES, PARKED, STATE, TAGGED, VALUE } from './data_slots';
import { frame_code, frames_of, thread_states } from './frames';
import { hex, is_object, type_name_of } from './memory';
import { refcount } from './objects';
import { Place, value_text } from './places';
import { tag_count, untag_count } from './watch';

export function is_armed(b: DataBreakpoint): boolean {
  return HEAP32[ID(b.slot)] === b.id && HEAP32[STATE(b.slot)] === ARMED;
}

/** Whether a breakpoint that watches a value is armed: then every instruction is looked at. */
export function watches_values(config: ProbeConfig): boolean {
  return config.data.some((b) => b.place.kind !== 'count' && !b.parked && is_armed(b));
}

/** The code whose frames' ends must be noticed. */
export function watched_frames(config: ProbeConfig): number[] {
  return config.data.flatMap((b) => (b.place.kind === 'local' && is_armed(b) ? [b.place.code] : []));
}

/** Null, or why it cannot be watched. */
export function place_problem(place: DataPlace): string | null {
  if (place.kind === 'local') {
    const there = thread_states().includes(place.tstate) && frames_of(place.tstate).includes(place.frame) && frame_code(place.frame) === place.code;
    return there ? null : 'the call that this variable belonged to has ended';
  }
  const owner = place.object;
  if (owner !== 0 && (!is_object(owner) || Py_REFCNT(owner) === 0)) return 'the object has been deallocated';
  if (place.kind === 'count' && refcount(owner) < 0) return `${type_name_of(owner)} at ${hex(owner)} is immortal: its count never changes`;
  return null;
}

/** Makes the slots fit the config. With the GIL; once per version in the process. `ended`: what cannot be watched. */
export function apply_data(config: ProbeConfig, ended: (id: number, why: string) => void): void {
  for (let slot = 0; slot < MAX_DATA_BREAKPOINTS; slot++) {
    const id = HEAP32[ID(slot)];
    if (id === 0 || config.data.some((b) => b.id === id)) continue;
    release(slot);
    HEAP32[STATE(slot)] = FREE;
    HEAP32[ID(slot)] = 0;
  }
  for (const b of config.data) {
    const was_parked = HEAP32[PARKED(b.slot)] === 1;
    HEAP32[PARKED(b.slot)] = b.parked ? 1 : 0;
    if (HEAP32[ID(b.slot)] === b.id) {
      // What it missed is no change to stop for.
      if (was_parked && !b.parked && is_armed(b)) watch_of(b)?.accept();
      continue;
    }
    HEAP32[ID(b.slot)] = b.id;
    const problem = place_problem(b.place);
    HEAP32[STATE(b.slot)] = problem === null ? ARMED : ENDED;
    if (problem === null) arm(b);
    else ended(b.id, problem);
  }
}

function arm(b: DataBreakpoint): void {
  if (b.place.kind === 'count') {
    HEAP32[TAGGED(b.slot)] = b.place.object;
    tag_count(b.place.object);
  } else watch_of(b)?.accept();
}

/** Nothing is watched with this slot any more. */
function release(slot: number): void {
  const op = HEAP32[TAGGED(slot)];
  HEAP32[TAGGED(slot)] = 0;
  for (let other = 0; op !== 0 && other < MAX_DATA_BREAKPOINTS; other++) if (HEAP32[TAGGED(other)] === op) return;
  if (op !== 0) untag_count(op);
}

/** What it watches has gone. */
export function end_watch(b: DataBreakpoint): void {
  release(b.slot);
  HEAP32[STATE(b.slot)] = ENDED;
}

/** A value as one thread looks at it; what was last seen is common to all. */
export interface ValueWatch {
  readonly of: DataBreakpoint;
  /** Cheap: after every instruction. */
  changed(): boolean;
  /** What was seen last, and what is there now. */
  texts(): { from: string; to: string };
  /** What is there now is what has been seen. */
  accept(): void;
}

export function watch_of(b: DataBreakpoint): ValueWatch | null {
  if (b.place.kind === 'count') return null;
  return b.place.kind === 'bytes' ? new BytesWatch(b, b.place.at, b.place.count) : new PlaceWatch(b, b.place);
}

class PlaceWatch implements ValueWatch {
  private readonly place: Place;
  private readonly last: number;
  /** The pointer whose text is `text`, written while the value was there. */
  private seen = -1;
  private text = '';

  constructor(
    readonly of: DataBreakpoint,
    private readonly kind: Exclude<DataPlace, { kind: 'count' | 'bytes' }>,
  ) {
    this.place = new Place(kind);
    this.last = VALUE(of.slot);
  }

  changed(): boolean {
    const was = HEAP32[this.last];
    if (this.place.value() !== was) return true;
    if (this.seen !== was) this.describe(was);
    return false;
  }

  private describe(value: number): void {
    this.seen = value;
    this.text = value_text(value, this.kind.kind, true);
  }

  texts(): { from: string; to: string } {
    const was = HEAP32[this.last];
    return { from: was === this.seen ? this.text : was === 0 ? value_text(0, this.kind.kind, true) : hex(was), to: value_text(this.place.value(), this.kind.kind, false) };
  }

  accept(): void {
    const now = this.place.value();
    HEAP32[this.last] = now;
    this.describe(now);
  }
}

class BytesWatch implements ValueWatch {
  private readonly last: number;

  constructor(
    readonly of: DataBreakpoint,
    private readonly at: number,
    private readonly count: number,
  ) {
    this.last = BYTES(of.slot);
  }

  changed(): boolean {
    for (let i = 0; i < this.count; i++) if (HEAPU8[this.at + i] !== HEAPU8[this.last + i]) return true;
    return false;
  }

  texts(): { from: string; to: string } {
    return { from: bytes_text(this.last, this.count), to: bytes_text(this.at, this.count) };
  }

  accept(): void {
    HEAPU8.copyWithin(this.last, this.at, this.at + this.count);
  }
}

/** A number where the width is one of C's, else the bytes. */
function bytes_text(at: number, n: number): string {
  const bytes = HEAPU8.slice(at, at + n);
  if (n !== 1 && n !== 2 && n !== 4 && n !== 8) return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(' ');
  let v = 0n;
  for (let i = n - 1; i >= 0; i--) v = v * 256n + BigInt(bytes[i]);
  return String(BigInt.asIntN(n * 8, v));
}

/** Null, or why these bytes cannot be watched. */
export function bytes_problem(at: number, count: number): string | null {
  if (!Number.isSafeInteger(at) || at < 0 || at + count > HEAPU8.length) return 'there is no memory of the program at this address';
  return Number.isSafeInteger(count) && count >= 1 && count <= MAX_BYTES ? null : `1 to ${MAX_BYTES} bytes can be watched, not ${count}`;
}

/** How a watch that ends with its owner says so. */
export function end_of_owner(b: DataBreakpoint, owner: number): string {
  return `${b.label} is gone: ${type_name_of(owner)} at ${hex(owner)} was deallocated`;
}
