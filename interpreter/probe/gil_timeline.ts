// Records what a thread does with the GIL: in each Python worker, into a ring that who watches reads (timeline_ring.ts).
//
// Nothing is written unless DTRACE_GIL_STATE is set; it costs a microsecond or two a hand-off then, and nothing between.
// The place of an event is the newest frame of the program's own code: `t.join()`, not a line of threading.py.

import { _PyRuntimeState, PyCodeObject } from '../include/generated/offsets';
import { HEAP32, utf8_bytes } from '../include/heap';
import { DTRACE_GIL_STATE, PyDTrace_ENABLED, probes } from '../include/pydtrace';
import { _PyRuntime } from '../include/statics';
import { PyCodeAddressRange } from '../objects/codelocations';
import { monotonic_ms } from '../python/pytime';
import { code_filename, code_name, frame_code, frame_lasti, older_frame, starting_thread_name, thread_id, thread_ident, thread_name, thread_states, top_frame } from './frames';
import { int32, slot } from './memory';
import { EVENT_DROP, EVENT_GO_ON, EVENT_NAME, EVENT_STOP, EVENT_TAKE, EVENT_WAIT, is_recording_wanted, RingWriter } from './timeline_ring';

const MASK = (_PyRuntime + _PyRuntimeState.dtrace_mask) >> 2;
/** The program's own code is looked for among so many frames. */
const MAX_DEPTH = 50;

interface KnownCode {
  filename: number;
  qualname: number;
  first_line: number;
  name: number;
  library: boolean;
}

/** Switches recording on or off, at any time, in any realm. */
export function record_timeline(on: boolean): void {
  if (on) Atomics.or(HEAP32, MASK, DTRACE_GIL_STATE);
  else Atomics.and(HEAP32, MASK, ~DTRACE_GIL_STATE);
}

class Recorder {
  /** This realm's thread has said its name. */
  private named = false;
  /** The thread stands still for the debugger: what it does then is not the program's. */
  private still = false;
  private place_line = 0;
  private readonly writer: RingWriter;
  private readonly codes = new Map<number, KnownCode>();
  private readonly words = new Map<string, number>();

  get is_wanted(): boolean {
    return is_recording_wanted(this.ring);
  }

  constructor(
    private readonly ring: SharedArrayBuffer,
    /** Paths below this are the library. */
    private readonly library: string,
  ) {
    this.writer = new RingWriter(ring, utf8_bytes);
  }

  wait(tstate: number): void {
    if (!this.still) this.writer.write(EVENT_WAIT, monotonic_ms(), thread_id(tstate), 0, 0, 0, 0, 0);
  }

  take(tstate: number, from: number, reason: string, switch_number: number): void {
    if (this.still) return;
    if (!this.named) this.introduce(tstate);
    this.writer.write(EVENT_TAKE, monotonic_ms(), thread_id(tstate), from, this.word(reason), switch_number, 0, 0);
  }

  drop(tstate: number, reason: string, call: string): void {
    if (this.still) return;
    if (!this.named) this.introduce(tstate);
    const name = this.place(tstate);
    this.writer.write(EVENT_DROP, monotonic_ms(), thread_id(tstate), 0, this.word(reason), this.word(call), name, this.place_line);
  }

  stop(tstate: number): void {
    if (PyDTrace_ENABLED(DTRACE_GIL_STATE)) {
      if (!this.named) this.introduce(tstate);
      const name = this.place(tstate);
      this.writer.write(EVENT_STOP, monotonic_ms(), thread_id(tstate), 0, 0, 0, name, this.place_line);
    }
    this.still = true;
  }

  go_on(tstate: number): void {
    this.still = false;
    if (PyDTrace_ENABLED(DTRACE_GIL_STATE)) this.writer.write(EVENT_GO_ON, monotonic_ms(), thread_id(tstate), 0, 0, 0, 0, 0);
  }

  private introduce(tstate: number): void {
    this.named = true;
    const ident = thread_ident(tstate);
    const name = thread_name(ident) ?? (thread_states()[0] === tstate ? 'MainThread' : starting_thread_name(tstate)) ?? `Thread ${ident}`;
    this.writer.write(EVENT_NAME, monotonic_ms(), thread_id(tstate), ident, 0, 0, this.writer.add_name(name, ''), 0);
  }

  private word(text: string): number {
    if (text === '') return 0;
    let name = this.words.get(text);
    if (name === undefined) this.words.set(text, (name = this.writer.add_name(text, '')));
    return name;
  }

  /** Where the thread is; the line is in place_line. */
  private place(tstate: number): number {
    let outer = 0;
    let frame = top_frame(tstate);
    for (let depth = 0; frame !== 0 && depth < MAX_DEPTH; depth++) {
      const code = frame_code(frame);
      const known = this.code(code);
      if (!known.library) {
        this.place_line = line_at(code, frame_lasti(frame));
        return known.name;
      }
      if (outer === 0) outer = frame;
      frame = older_frame(frame);
    }
    if (outer === 0) {
      this.place_line = 0;
      return 0;
    }
    const code = frame_code(outer);
    this.place_line = line_at(code, frame_lasti(outer));
    return this.code(code).name;
  }

  private code(code: number): KnownCode {
    const filename = slot(code + PyCodeObject.co_filename);
    const qualname = slot(code + PyCodeObject.co_qualname);
    const first_line = int32(code + PyCodeObject.co_firstlineno);
    const known = this.codes.get(code);
    // Another code object may have taken a dead one's place.
    if (known !== undefined && known.filename === filename && known.qualname === qualname && known.first_line === first_line) return known;
    const file = code_filename(code);
    const fresh = { filename, qualname, first_line, name: this.writer.add_name(code_name(code), file), library: file.startsWith(`${this.library}/`) || file.startsWith('<frozen') };
    this.codes.set(code, fresh);
    return fresh;
  }
}

function line_at(code: number, lasti: number): number {
  let line = int32(code + PyCodeObject.co_firstlineno);
  const range = new PyCodeAddressRange(code);
  while (range.next()) {
    if (range.ar_line > 0) line = range.ar_line;
    if (range.ar_end > lasti) break;
  }
  return line;
}

let recorder: Recorder | null = null;

/** Once in each realm, before its thread takes the GIL. */
export function install_timeline(ring: SharedArrayBuffer, library: string): void {
  const r = new Recorder(ring, library);
  recorder = r;
  probes.gil_wait = (tstate) => r.wait(tstate);
  probes.gil_take = (tstate, from, reason, switch_number) => r.take(tstate, from, reason, switch_number);
  probes.gil_drop = (tstate, reason, call) => r.drop(tstate, reason, call);
}

/** In the main thread, which has the GIL, before the program: records from here on if somebody wants it. */
export function begin_timeline(tstate: number): void {
  if (recorder === null || !recorder.is_wanted) return;
  record_timeline(true);
  recorder.take(tstate, 0, '', 0);
}

/** The thread stops for the debugger, holding the GIL. */
export function timeline_stop(tstate: number): void {
  recorder?.stop(tstate);
}
export function timeline_go_on(tstate: number): void {
  recorder?.go_on(tstate);
}
