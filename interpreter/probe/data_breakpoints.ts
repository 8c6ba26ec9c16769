// Data breakpoints in the thread that makes the change: counts, and values of names, attributes, items and bytes.
//
// A count changes: refcount_hooks (probe/watch.ts) tell of each change at once, in the middle of whatever INCREFs; there the
// thread cannot stop, because Python code that the person evaluates would run inside a half-done operation. So the change is kept, with the
// instruction that made it, and the thread stops before its next one: from there to the stop, and only there, every
// instruction is looked at (PEP 669 INSTRUCTION events). The last reference is the exception: before tp_dealloc anything may run,
// and afterwards the object is gone.
//
// A value changes: nothing tells of a store, so while one is watched every instruction of every thread is followed by a
// comparison of the watched slots (probe/data_watches.ts), which finds stores of builtins too. It costs nothing when none is
// set. What a thread changed is found before another can run: at its next instruction, or before it gives the GIL up.
//
// With justMyCode, what the library does is told at the next instruction of the program's own code below which it ran.

import { _PyInterpreterFrame, PyCodeObject, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { Py_REFCNT } from '../include/object';
import { probes } from '../include/pydtrace';
import { _PyInterpreterState_Main, PyCode_Type } from '../include/statics';
import { c_place } from '../capi/ledger';
import { host } from '../host';
import { _PyMonitoring_RestartEvents } from '../python/instrumentation';
import { _PyThreadState_GET } from '../python/pystate';
import { agent } from './agent';
import { end_step, is_user_code, refresh_events } from './breakpoints';
import { simple_condition } from './conditions';
import { DATA_PENDING, type DataBreakpoint, type DataChange, HITS, hit_condition_met, type ProbeConfig } from './control';
import { end_of_owner, end_watch, is_armed, type ValueWatch, watch_of } from './data_watches';
import { instruction_text } from './disassembly';
import { look_is_due, storing_instruction } from './store_points';
import { condition_holds, type EventNames } from './evaluate';
import { code_filename, code_length, code_name, code_place, frame_code, frame_lasti, frames_of, top_frame } from './frames';
import { called_builtin } from './call_sites';
import { hex, int32, is_exact, slot, type_name_of } from './memory';
import { short_repr } from './objects';
import { type CountListener, install_counts } from './watch';

const FINALIZING = (_PyInterpreterState_Main + PyInterpreterState.finalizing) >> 2;

interface Pending {
  of: DataBreakpoint;
  change: DataChange;
  names: EventNames | undefined;
}

function by_key(all: readonly DataBreakpoint[], key: (b: DataBreakpoint) => number): Map<number, DataBreakpoint[]> {
  const map = new Map<number, DataBreakpoint[]>();
  for (const b of all) {
    const k = key(b);
    if (k !== 0) map.set(k, [...(map.get(k) ?? []), b]);
  }
  return map;
}

class DataBreakpoints implements CountListener {
  private values: ValueWatch[] = [];
  /** By the object whose count is watched. */
  private counts = new Map<number, DataBreakpoint[]>();
  /** Of values, by the object that they lie in. */
  private owners = new Map<number, DataBreakpoint[]>();
  private locals: DataBreakpoint[] = [];
  private pending: Pending[] = [];
  /** This thread is one of DATA_PENDING: it has something pending, or has had, and a condition did not hold. */
  private waits = false;
  /** The instruction that ran last, as far as every instruction is looked at. */
  private code = 0;
  private offset = 0;

  configure(config: ProbeConfig): void {
    const all = config.data.filter(is_armed);
    this.counts = by_key(all, (b) => (b.place.kind === 'count' ? b.place.object : 0));
    const values = all.filter((b) => b.place.kind !== 'count');
    this.owners = by_key(values, (b) => b.place.object);
    this.locals = values.filter((b) => b.place.kind === 'local');
    this.values = values.filter((b) => !b.parked).map((b) => watch_of(b) as ValueWatch);
    for (const w of this.values) w.changed();
    if (this.pending.length === 0) this.wait_no_more(config);
  }

  /** Whether any instruction may be the one to stop at. */
  get looks(): boolean {
    return this.values.length > 0 || HEAP32[DATA_PENDING] > 0;
  }

  /** Before an instruction: what those before have changed. Whether the next look here is wanted too. */
  before_instruction(tstate: number, code: number, offset: number): boolean {
    const values = this.values;
    for (let i = 0; i < values.length; i++) if (values[i].changed()) this.note_value(values[i], this.code, this.code === 0 ? 0 : storing_instruction(this.code, this.offset));
    this.code = code;
    this.offset = offset;
    if (this.pending.length > 0 && this.is_due(tstate, code)) this.flush(tstate);
    return HEAP32[DATA_PENDING] > 0 || look_is_due(code, offset);
  }

  /** The debugger itself may have changed what is watched: that is no change of the program's. */
  accept(): void {
    for (const w of this.values) if (is_armed(w.of)) w.accept();
  }

  // ---- values ----

  private note_value(w: ValueWatch, code: number, offset: number): void {
    if (!is_armed(w.of)) {
      this.values = this.values.filter((other) => other !== w);
      return;
    }
    const { from, to } = w.texts();
    w.accept();
    this.pending.push({ of: w.of, names: undefined, change: { id: w.of.id, what: 'value', label: w.of.label, from, to, ...what_ran(code, offset) } });
  }

  /** The thread gives the GIL up, or a frame ends: what it changed so far is its own. */
  private look_now(tstate: number): void {
    const frame = top_frame(tstate);
    for (const w of this.values) if (w.changed()) this.note_value(w, frame === 0 ? 0 : frame_code(frame), frame === 0 ? 0 : frame_lasti(frame));
    if (this.pending.length > 0 && this.is_due(tstate, frame === 0 ? 0 : frame_code(frame))) this.flush(tstate);
  }

  before_drop(tstate: number): void {
    if (!agent.busy && HEAP32[FINALIZING] === 0) this.look_now(tstate);
  }

  /** The frame is returned from, or an exception leaves it. */
  leave_frame(tstate: number, frame: number): void {
    const own = this.locals.filter((b) => b.place.kind === 'local' && b.place.frame === frame && is_armed(b));
    if (own.length === 0) return;
    this.look_now(tstate);
    for (const b of own) this.end(b, `${b.label} ended with the call that it belonged to`);
  }

  /** Before tp_dealloc. */
  owner_dies(op: number): void {
    for (const b of this.owners.get(op) ?? []) if (is_armed(b)) this.end(b, end_of_owner(b, op));
    this.owners.delete(op);
  }

  private end(b: DataBreakpoint, message: string): void {
    end_watch(b);
    this.values = this.values.filter((w) => w.of !== b);
    host().post('data_breakpoint', { id: b.id, message });
    const config = agent.current_config;
    if (config !== null) refresh_events(config);
  }

  // ---- counts ----

  changed(op: number, from: number, to: number): void {
    const tstate = _PyThreadState_GET();
    if (tstate === 0 || agent.busy || HEAP32[FINALIZING] !== 0) return;
    for (const b of this.counts.get(op) ?? []) this.note_count(tstate, b, op, from, to);
    if (this.pending.length > 0 && !this.waits) this.wait_for_next();
  }

  private note_count(tstate: number, b: DataBreakpoint, op: number, from: number, to: number): void {
    if (b.parked) return;
    const names: EventNames = { refcount: to, old_refcount: from };
    if (b.condition !== undefined && simple_condition(b.condition, (name) => (Object.hasOwn(names, name) ? names[name] : undefined)) === false) return;
    // Without a condition the hits are counted here, so that a program whose count changes often is not slowed by each.
    if (b.condition === undefined && !count_hit(b)) return;
    const frame = leaving_frame(tstate) || top_frame(tstate);
    const place = what_ran(frame === 0 ? 0 : frame_code(frame), frame === 0 ? 0 : frame_lasti(frame));
    const what = to === 0 ? 'death' : 'count';
    this.pending.push({ of: b, names, change: { id: b.id, what, label: short_repr(op, 60), from: String(from), to: String(to), ...place, ...in_c(tstate, frame) } });
  }

  dying(op: number): void {
    const tstate = _PyThreadState_GET();
    const of = this.counts.get(op) ?? [];
    if (tstate !== 0 && !agent.busy && HEAP32[FINALIZING] === 0) {
      for (const b of of) this.note_count(tstate, b, op, 1, 0);
      if (this.pending.some((p) => of.includes(p.of))) this.flush(tstate);
    }
    if (Py_REFCNT(op) > 1) return;
    for (const b of of) this.end(b, `${type_name_of(op)} at ${hex(op)} was deallocated`);
    this.counts.delete(op);
  }

  // ---- stops ----

  private wait_for_next(): void {
    this.waits = true;
    HEAP32[DATA_PENDING]++;
    if (HEAP32[DATA_PENDING] > 1) return;
    if (agent.current_config !== null) refresh_events(agent.current_config);
    // Where values are watched, instructions have been left out that now matter.
    if (this.values.length > 0) _PyMonitoring_RestartEvents();
  }

  private wait_no_more(config: ProbeConfig): void {
    if (!this.waits) return;
    this.waits = false;
    HEAP32[DATA_PENDING]--;
    if (HEAP32[DATA_PENDING] === 0) refresh_events(config);
  }

  private is_due(tstate: number, code: number): boolean {
    const config = agent.current_config;
    if (config === null || !config.just_my_code) return config !== null;
    return (code !== 0 && is_user_code(config, code)) || !frames_of(tstate).some((f) => is_user_code(config, frame_code(f)));
  }

  private flush(tstate: number): void {
    const all = this.pending;
    this.pending = [];
    const config = agent.look(tstate);
    if (config === null) return;
    const frame = top_frame(tstate);
    const notes: string[] = [];
    const hit = all.filter((p) => config.data.some((b) => b.id === p.of.id && !b.parked) && this.is_hit(tstate, p, frame, notes));
    // Where a condition has to be evaluated after each change, going back and forth would cost more than looking on.
    if (hit.length === 0) return;
    this.wait_no_more(config);
    end_step(config);
    agent.stop(tstate, { reason: 'data breakpoint', tstate, breakpoints: [...new Set(hit.map((p) => p.of.id))], changes: hit.map((p) => p.change), note: notes.join('\n') || undefined });
  }

  private is_hit(tstate: number, { of, names }: Pending, frame: number, notes: string[]): boolean {
    const { condition, place } = of;
    if (condition === undefined) return names !== undefined || count_hit(of);
    const at = place.kind === 'local' && is_armed(of) ? place.frame : frame;
    return agent.busily(() => condition_holds(tstate, condition, at, names, (note) => notes.push(note))) && count_hit(of);
  }

  install(): void {
    install_counts(this);
    agent.on_config = (config) => this.configure(config);
    agent.on_resumed = () => this.accept();
    probes.gil_before_drop = (tstate) => this.before_drop(tstate);
  }
}

export const data_breakpoints = new DataBreakpoints();

function count_hit(b: DataBreakpoint): boolean {
  const hits = Atomics.add(HEAP32, HITS + b.hits, 1) + 1;
  return b.hit === undefined || hit_condition_met(b.hit, hits);
}

function what_ran(code: number, offset: number): Pick<DataChange, 'instruction' | 'function' | 'file' | 'line'> {
  if (!is_exact(code, PyCode_Type)) return { instruction: '', function: '', file: '', line: 0 };
  return { instruction: instruction_text(code, offset), function: code_name(code), file: code_filename(code), line: code_place(code, offset).line };
}

/**
 * The frame that has been left already, its caller being the current one, and whose locals are released now; 0 when there is
 * none: it lies behind the caller's on the data stack, and is past its start.
 */
function leaving_frame(tstate: number): number {
  const caller = slot(tstate + PyThreadState.current_frame);
  if (caller === 0 || !is_exact(slot(caller + _PyInterpreterFrame.f_executable), PyCode_Type)) return 0;
  const frame = caller + int32(frame_code(caller) + PyCodeObject.co_framesize) * 8;
  if (frame >= slot(tstate + PyThreadState.datastack_top) || slot(frame + _PyInterpreterFrame.previous) !== caller || HEAPU8[frame + _PyInterpreterFrame.owner] !== 0) return 0;
  const code = frame_code(frame);
  return code !== 0 && frame_lasti(frame) > int32(code + PyCodeObject._co_unique_id_or_firsttraceable) * 2 && frame_lasti(frame) < code_length(code) ? frame : 0;
}

/** The function in C that the frame's call runs: an extension's with its place, or a builtin. */
function in_c(tstate: number, frame: number): Partial<DataChange> {
  const place = c_place(slot(tstate + PyThreadState.current_frame));
  if (place !== null) return { called: place.function, c_file: place.file, c_line: place.line };
  const called = frame === 0 ? null : called_builtin(frame);
  return called === null ? {} : { called };
}
