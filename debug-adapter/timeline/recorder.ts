// The timeline of a debugged program: switches recording on while somebody looks, empties the ring, answers pyxray/gilTimeline.

import { new_ring, RingReader, want_recording } from '../../interpreter/probe/timeline_ring';
import type { GilTimelineArguments, GilTimelineColumns, GilTimelineCursor, GilTimelineEvent } from '../protocol';
import { type Seed, TimelineBuilder } from './builder';

/** What the recorder asks of the program. */
export interface RecordedProgram {
  /** The threads' clock. */
  now(): number;
  /** record_timeline of the probe. */
  record(on: boolean): void;
  /** What each thread does at this moment. */
  seeds(): Seed[];
  /** The program stands still. */
  stopped(): boolean;
  /** There is more: tell who has subscribed. */
  tell(event: GilTimelineEvent): void;
}

const DRAIN_MS = 50;
const TELL_MS = 250;
const BEGINNING = { places: 0, segments: 0, handoffs: 0, cuts: 0 };

export class TimelineRecorder {
  readonly ring = new_ring();
  private reader: RingReader | null = null;
  private builder: TimelineBuilder | null = null;
  private recording = 0;
  private subscribed = false;
  private timer: ReturnType<typeof setInterval> | null = null;
  private told_at = 0;
  /** How many rows there were when somebody was told. */
  private told = -1;
  private ended = false;
  /** Where the last answer began. */
  private answered_from: GilTimelineCursor = BEGINNING;

  constructor(
    private readonly program: RecordedProgram,
    /** From the first line on, for as long as the program runs. */
    private readonly always: boolean,
    /** The recorder of the program that this one takes the place of (a restart). */
    before?: TimelineRecorder,
  ) {
    this.recording = before?.recording ?? 0;
    this.subscribed = before?.subscribed ?? false;
    if (!always && !this.subscribed) return;
    want_recording(this.ring, true);
    this.begin(null);
  }

  answer(args: GilTimelineArguments): GilTimelineColumns {
    if (args.subscribe !== undefined) this.subscribe(args.subscribe);
    this.drain();
    const head = { recording: this.recording, recordingNow: this.timer !== null, lost: this.reader?.lost ?? 0 };
    const builder = this.builder ?? new TimelineBuilder(null, () => ({ text: '', file: '' }));
    if (this.timer !== null) builder.program_time(this.program.now());
    const columns = builder.columns(args.recording === this.recording && args.since !== undefined ? args.since : BEGINNING);
    this.answered_from = columns.since;
    return { ...head, ...columns };
  }

  private subscribe(on: boolean): void {
    this.subscribed = on;
    if (this.ended || this.always) return;
    if (on && this.timer === null) {
      want_recording(this.ring, true);
      this.program.record(true);
      const now = this.program.now();
      this.begin(now);
      this.builder?.seed(this.program.seeds());
      if (this.program.stopped()) this.builder?.stop(now);
    } else if (!on) this.pause();
  }

  /** `time`: when; null: with the program. */
  private begin(time: number | null): void {
    const reader = new RingReader(this.ring);
    this.recording++;
    this.answered_from = BEGINNING;
    this.reader = reader;
    this.builder = new TimelineBuilder(time, (index) => reader.name(index));
    this.timer = setInterval(() => this.look(), DRAIN_MS);
  }

  private pause(): void {
    if (this.timer === null) return;
    this.drain();
    want_recording(this.ring, false);
    this.program.record(false);
    clearInterval(this.timer);
    this.timer = null;
  }

  private drain(): void {
    if (this.timer !== null) this.reader?.drain(this.program.now(), (event) => this.builder?.take(event));
  }

  private look(): void {
    this.drain();
    const now = this.program.now();
    const rows = (this.builder?.segments.length ?? 0) + (this.builder?.cuts.length ?? 0);
    // While the program runs the lanes grow, even if nothing happens.
    if (!this.subscribed || now - this.told_at < TELL_MS || (rows === this.told && this.program.stopped())) return;
    this.told = rows;
    this.told_at = now;
    this.program.tell({ recording: this.recording });
  }

  /** The debugger stopped the program itself: all threads were blocked. */
  note_standstill(begins: boolean): void {
    this.drain();
    if (this.timer === null) return;
    if (begins) this.builder?.stop(this.program.now());
    else this.builder?.go_on(this.program.now());
  }

  /** The person at the debugger has frozen or thawed a thread. */
  freeze(id: number, frozen: boolean): void {
    this.drain();
    if (this.timer !== null) this.builder?.freeze(id, frozen, this.program.now());
  }

  /** The process has ended. What was recorded can still be asked for. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.drain();
    if (this.timer === null) return;
    this.builder?.end(this.program.now());
    clearInterval(this.timer);
    this.timer = null;
    if (!this.subscribed) return;
    let since = this.answered_from;
    for (let more = true; more; ) {
      const last = this.answer({ recording: this.recording, since });
      this.program.tell({ recording: this.recording, last });
      since = last.next;
      more = last.more;
    }
  }
}
