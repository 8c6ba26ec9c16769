// What watches from inside: in each Python worker of a debugged process. It answers to no CPython file.
//
// A thread that stops keeps the GIL: the others come to a halt at their next take_gil. It says so with post('stopped', …),
// on the same ordered channel as the program's output, then waits for commands in shared memory (probe/control.ts) and does
// them in its own thread: evaluate, store, step, resume. Nothing of the interpreter knows about it: it fills the hooks that
// include/pydtrace.ts, python/ceval_gil.ts and the monitoring tool (probe/breakpoints.ts) offer.

import { _PyRuntimeState, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { Py_DECREF } from '../include/object';
import { _Py_unset_eval_breaker_bit, _PY_GIL_DROP_REQUEST_BIT } from '../include/pycore_ceval';
import { DTRACE_ARENA, DTRACE_BEFORE_DROP, DTRACE_BLOCKING, DTRACE_DEALLOC, DTRACE_GC, DTRACE_GIL, DTRACE_GIL_STATE, DTRACE_THREAD } from '../include/pydtrace';
import { _PyInterpreterState_Main, _PyRuntime } from '../include/statics';
import { host } from '../host';
import { flush_io } from '../python/pythonrun';
import { monotonic_ms } from '../python/pytime';
import { PyObject_Dir } from '../objects/object';
import { PyErr_Clear } from '../python/errors';
import { apply_config, begin_step, begin_step_into, end_step, is_user_code } from './breakpoints';
import { CANCEL, CONFIG_VERSION, PAUSE, type ProbeCommand, type ProbeConfig, read_config, receive_command, STOPPED, type StopReport } from './control';
import { type Names, simple_condition } from './conditions';
import { condition_holds, eval_in_frame, eval_or_exec, type EventNames, go_to_line, repr_text, store, take_error, traceback_text, unnoticed } from './evaluate';
import { frame_code, frame_place, top_frame } from './frames';
import { timeline_go_on, timeline_stop } from './gil_timeline';
import { unicode_text } from './memory';
import { sequence_item, sequence_length } from './objects';
import { has_wish } from './scheduling';
import { leave_out } from './standstill';

const FINALIZING = (_PyInterpreterState_Main + PyInterpreterState.finalizing) >> 2;

class Agent {
  /** The thread runs Python for the debugger, or is stopped: no event stops it. */
  busy = false;
  private config: ProbeConfig | null = null;
  private version = 0;
  /** The id of the command that runs; 0: none. */
  serving = 0;
  /** Filled by probe/data_breakpoints.ts: a new config is read; a stop is over. */
  on_config: (config: ProbeConfig) => void = () => {};
  on_resumed: () => void = () => {};
  /** Results that the console or a view looks at: released when the stop ends. */
  private held: number[] = [];

  /** The config as it is now, its effects made. Needs the GIL. */
  look(_tstate: number): ProbeConfig | null {
    if (HEAP32[CONFIG_VERSION] !== this.version) {
      const read = read_config();
      if (read === null) return this.config;
      this.config = read.config;
      this.version = read.version;
      set_trace_mask(trace_mask(read.config));
      apply_config(read.config, read.version);
      this.on_config(read.config);
    }
    return this.config;
  }

  /** As it was last read. */
  get current_config(): ProbeConfig | null {
    return this.config;
  }

  busily<T>(f: () => T): T {
    const was = this.busy;
    this.busy = true;
    try {
      return f();
    } finally {
      this.busy = was;
    }
  }

  log(text: string, frame: number): void {
    const place = frame_place(frame);
    host().post('log', { text: `${text}\n`, filename: place.filename, line: place.line });
  }

  /** Stops this thread, which holds the GIL, until it is resumed. */
  stop(tstate: number, report: StopReport): void {
    const was = this.busy;
    this.busy = true;
    const begin = monotonic_ms();
    const breaker = (tstate + PyThreadState.eval_breaker) >> 2;
    const asked = HEAP32[breaker] & _PY_GIL_DROP_REQUEST_BIT;
    Atomics.store(HEAP32, PAUSE, 0);
    unnoticed(tstate, flush_io);
    Atomics.store(HEAP32, STOPPED, tstate);
    timeline_stop(tstate);
    host().post('stopped', { ...report, drop_request: asked !== 0 });
    try {
      this.serve(tstate);
    } finally {
      Atomics.store(HEAP32, STOPPED, 0);
      this.on_resumed();
      this.busy = was;
      const end = monotonic_ms();
      leave_out(begin, end);
      timeline_go_on(tstate);
      // Time stood still: whoever asked for the GIL during the stop asks again when the holder's interval is over.
      if (asked === 0 && !has_wish(tstate)) _Py_unset_eval_breaker_bit(tstate, _PY_GIL_DROP_REQUEST_BIT);
    }
  }

  private serve(tstate: number): void {
    for (;;) {
      const command = receive_command();
      this.look(tstate);
      if (command.cmd === 'resume' || command.cmd === 'step') {
        unnoticed(tstate, () => this.release_held());
        if (command.cmd === 'step' && this.config !== null) {
          if (command.target === undefined) begin_step(this.config, command.tstate, command.kind, command.frame, command.by_instruction);
          else begin_step_into(this.config, command.tstate, command.target);
        }
        return;
      }
      let result: Record<string, unknown>;
      try {
        this.serving = command.id;
        result = is_cancelled() ? { error: 'KeyboardInterrupt' } : unnoticed(tstate, () => this.perform(command));
      } catch (error) {
        result = { error: `internal error: ${(error as Error).stack ?? String(error)}` };
      }
      this.serving = 0;
      host().post('result', { ...result, id: command.id });
    }
  }

  private release_held(): void {
    for (const op of this.held.splice(0)) Py_DECREF(op);
  }

  private perform(command: Exclude<ProbeCommand, { cmd: 'resume' | 'step' }>): Record<string, unknown> {
    switch (command.cmd) {
      case 'evaluate': {
        const { value, statements } = command.statements ? eval_or_exec(command.text, command.frame) : { value: eval_in_frame(command.text, command.frame), statements: false };
        if (value === 0) return { error: take_error() };
        if (statements) {
          Py_DECREF(value);
          flush_io();
          return { text: '', address: 0 };
        }
        return this.hold(value);
      }
      case 'store': {
        const value = store(command.text, command.frame, command.target);
        return value === 0 ? { error: take_error() } : this.hold(value);
      }
      case 'exception':
        return { text: traceback_text(command.address) };
      case 'goto':
        return go_to_line(command.frame, command.line) < 0 ? { error: take_error() } : {};
      case 'complete':
        return { names: complete(command.text, command.frame) };
    }
  }

  private hold(value: number): Record<string, unknown> {
    const text = repr_text(value);
    flush_io();
    this.held.push(value);
    return { text, address: value };
  }

  // ---- events ----

  /** Stops at event `id` when it is wanted and its condition holds. */
  event(tstate: number, id: string, names: () => EventNames, once = false): void {
    // What Python does while it ends (its last collection, for one) is not the program's.
    if (this.busy || tstate === 0 || HEAP32[FINALIZING] !== 0) return;
    const config = this.look(tstate);
    if (config === null || (!once && !(id in config.events))) return;
    const frame = top_frame(tstate);
    const values: EventNames = names();
    if (frame !== 0) values.line = frame_place(frame).line;
    const notes: string[] = [];
    if (!once && !this.busily(() => condition_holds(tstate, config.events[id], frame, values, (note) => notes.push(note)))) return;
    end_step(config);
    this.stop(tstate, { reason: 'event', tstate, event: id, names: values, note: notes.join('\n') || undefined });
  }

  /** Whether somebody can be shown a stop. */
  get is_watched(): boolean {
    return this.config !== null;
  }

  wants(id: string): boolean {
    return this.config !== null && id in this.config.events;
  }

  /** Whether the event's condition is simple and does not hold. */
  ruled_out(id: string, names: Names): boolean {
    const condition = this.config?.events[id];
    return condition !== undefined && condition !== '' && simple_condition(condition, names) === false;
  }

  /** Whether the newest frame is the program's own code. */
  in_user_code(tstate: number): boolean {
    const frame = top_frame(tstate);
    return this.config !== null && frame !== 0 && is_user_code(this.config, frame_code(frame));
  }

  get just_my_code(): boolean {
    return this.config?.just_my_code ?? false;
  }
}

export const agent = new Agent();

/** DTRACE_GIL_STATE is not ours (probe/gil_timeline.ts). The caller holds the GIL. */
function set_trace_mask(bits: number): void {
  const mask = (_PyRuntime + _PyRuntimeState.dtrace_mask) >> 2;
  Atomics.and(HEAP32, mask, bits | DTRACE_GIL_STATE);
  Atomics.or(HEAP32, mask, bits);
}

function trace_mask(config: ProbeConfig): number {
  const wants = (...ids: string[]): boolean => ids.some((id) => id in config.events);
  return (
    DTRACE_THREAD | DTRACE_GIL |
    (wants('gc.start', 'gc.unreachable', 'gc.done') ? DTRACE_GC : 0) |
    (wants('refcount.zero') || config.data.some((b) => b.place.kind !== 'count') ? DTRACE_DEALLOC : 0) |
    (config.data.length > 0 ? DTRACE_BEFORE_DROP : 0) |
    (wants('alloc.arena') ? DTRACE_ARENA : 0) |
    (wants('gil.release', 'gil.acquire') ? DTRACE_BLOCKING : 0)
  );
}

export function is_cancelled(): boolean {
  return agent.serving !== 0 && Atomics.load(HEAP32, CANCEL) >= agent.serving;
}

/** Names for `text` (what stands before the cursor): attributes after a dot, else names of the frame. */
function complete(text: string, frame: number): string[] {
  const dot = /^(.*?)\.\s*(\w*)$/s.exec(/[\w.\])'"]*$/.exec(text)?.[0] ?? '');
  if (dot === null || dot[1] === '') return [];
  const owner = eval_in_frame(dot[1], frame);
  if (owner === 0) {
    PyErr_Clear();
    return [];
  }
  const dir = PyObject_Dir(owner);
  Py_DECREF(owner);
  if (dir === 0) {
    PyErr_Clear();
    return [];
  }
  const names: string[] = [];
  for (let i = 0; i < sequence_length(dir); i++) names.push(unicode_text(sequence_item(dir, i), 300) ?? '');
  Py_DECREF(dir);
  return names.filter((n) => n.startsWith(dot[2]));
}
