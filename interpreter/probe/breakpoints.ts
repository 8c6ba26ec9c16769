// What is set of line breakpoints, function breakpoints, steps and raised exceptions, for the probe's monitoring tool (PEP 669;
// its callbacks are in probe/callbacks.ts). In each Python worker; what is set is shared memory (probe/control.ts), so that any thread sees a step or a breakpoint of another.
//
// Every code object reports its first start (PY_START, then DISABLE): one whose file has a breakpoint within its lines gets
// LINE events of its own, in which lines without a breakpoint disable themselves. So code without a breakpoint pays nothing.

import { _PyInterpreterFrame, PyCodeObject, PyThreadState } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { host } from '../host';
import { PyCodeAddressRange } from '../objects/codelocations';
import { _PyMonitoring_GetLocalEvents, _PyMonitoring_RestartEvents, _PyMonitoring_SetEvents, _PyMonitoring_SetLocalEvents } from '../python/instrumentation';
import { code_at } from './disassembly';
import { EVENT_INSTRUCTION, EVENT_LINE, EVENT_PY_RESUME, EVENT_PY_RETURN, EVENT_PY_START, EVENT_PY_UNWIND, EVENT_RAISE, PROBE_TOOL_ID } from './monitor';
import * as C from './control';
import { APPLIED_VERSION, type LineBreakpoint, type ProbeConfig, STEP_FRAME, STEP_IN, STEP_KIND, STEP_NONE, STEP_OUT, STEP_OVER, STEP_TSTATE } from './control';
import { apply_data, watched_frames, watches_values } from './data_watches';
import { code_filename, code_start, frame_code, frame_lasti, frames_of, older_frame, thread_states } from './frames';
import { slot } from './memory';
import { unicode_starts_with, unicode_text } from './memory';

export const bit = (event: number): number => 1 << event;

/** The breakpoints of a file, as co_filename names it. */
export function lines_of(config: ProbeConfig, code: number): LineBreakpoint[] | undefined {
  const file = code_filename(code);
  return config.lines[file] ?? (file.startsWith('/') || file.startsWith('<') ? undefined : config.lines[normalize(`${config.cwd}/${file}`)]);
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const p of path.split('/')) {
    if (p === '..') parts.pop();
    else if (p !== '' && p !== '.') parts.push(p);
  }
  return `/${parts.join('/')}`;
}

/** Whether the code is the program's own, not the library's. */
export function is_user_code(config: ProbeConfig, code: number): boolean {
  const file = slot(code + PyCodeObject.co_filename);
  if (unicode_starts_with(file, '<')) return config.code && unicode_text(file, 20) === '<string>';
  return !unicode_starts_with(file, config.library);
}

export function has_line(code: number, lines: readonly LineBreakpoint[]): boolean {
  const range = new PyCodeAddressRange(code);
  while (range.next()) if (lines.some((b) => b.line === range.ar_line)) return true;
  return false;
}

/** Line events, and instruction events where those are wanted, from one code object. */
function watch(code: number, event: number): void {
  _PyMonitoring_SetLocalEvents(code, PROBE_TOOL_ID, _PyMonitoring_GetLocalEvents(code, PROBE_TOOL_ID) | bit(event));
}

export function watch_lines(code: number): void {
  watch(code, EVENT_LINE);
}

/** What ends a step in this code. */
export function watch_step(code: number): void {
  watch(code, HEAP32[C.STEP_BY_INSTRUCTION] === 1 ? EVENT_INSTRUCTION : EVENT_LINE);
}

// ---- what is set ----

/** Makes the monitoring state fit the config. With the GIL; once per version in the process. */
export function apply_config(config: ProbeConfig, version: number): void {
  if (HEAP32[APPLIED_VERSION] === version) return;
  HEAP32[APPLIED_VERSION] = version;
  apply_data(config, (id, message) => host().post('data_breakpoint', { id, message }));
  for (const code of watched_frames(config)) watch(code, EVENT_PY_RETURN);
  refresh_events(config);
  for (const t of thread_states()) {
    for (const frame of frames_of(t)) {
      const lines = lines_of(config, frame_code(frame));
      if (lines !== undefined && has_line(frame_code(frame), lines)) watch_lines(frame_code(frame));
    }
  }
  for (const b of config.instructions) {
    const code = code_at(b.address);
    if (code !== 0) watch(code, EVENT_INSTRUCTION);
  }
  _PyMonitoring_RestartEvents();
}

/** Which events are asked of all code. With the GIL. */
export function refresh_events(config: ProbeConfig): void {
  let events = 0;
  if (Object.keys(config.lines).length > 0 || config.functions.length > 0 || HEAP32[STEP_KIND] === STEP_IN) events |= bit(EVENT_PY_START) | bit(EVENT_PY_RESUME);
  if ('raised' in config.events || 'uncaught' in config.events || 'userUncaught' in config.events) events |= bit(EVENT_RAISE);
  if (HEAP32[C.DATA_PENDING] > 0 || watches_values(config)) events |= bit(EVENT_INSTRUCTION);
  if (watched_frames(config).length > 0) events |= bit(EVENT_PY_UNWIND);
  _PyMonitoring_SetEvents(PROBE_TOOL_ID, events);
}

// ---- steps ----

/** From now on the thread is stepping; frame 0: stop at the first line of the program's own. */
export function begin_step(config: ProbeConfig, tstate: number, kind: number, frame: number, by_instruction = false): void {
  HEAP32[C.STEP_BY_INSTRUCTION] = by_instruction ? 1 : 0;
  HEAP32[C.STEP_TARGET] = 0;
  HEAP32[STEP_TSTATE] = tstate;
  HEAP32[STEP_FRAME] = frame;
  HEAP32[C.STEP_FROM] = by_instruction && frame !== 0 ? code_start(frame_code(frame)) + frame_lasti(frame) : 0;
  HEAP32[C.STEP_CODE] = frame === 0 ? 0 : frame_code(frame);
  HEAP32[STEP_KIND] = kind;
  refresh_events(config);
  // The frame itself and those it may return to.
  for (let f = frame; f !== 0; f = older_frame(f)) {
    if (f !== frame || kind !== STEP_OUT) watch_step(frame_code(f));
  }
  _PyMonitoring_RestartEvents();
}

/** A step into a call of the frame's statement; should it not come, a step over the statement. */
export function begin_step_into(config: ProbeConfig, tstate: number, { frame, offset, first, last }: C.StepTarget): void {
  begin_step(config, tstate, STEP_OVER, frame);
  HEAP32[C.STEP_TARGET] = code_start(frame_code(frame)) + offset;
  HEAP32[C.STEP_FIRST_LINE] = first;
  HEAP32[C.STEP_LAST_LINE] = last;
  watch(frame_code(frame), EVENT_INSTRUCTION);
}

/** Whether the thread has the call that its step is to go into still before it. */
export function awaits_target(frame: number, line: number): boolean {
  return HEAP32[C.STEP_TARGET] !== 0 && HEAP32[STEP_FRAME] === frame && line >= HEAP32[C.STEP_FIRST_LINE] && line <= HEAP32[C.STEP_LAST_LINE];
}

/** Whether the thread is at the call that its step was to go into; then the step goes into it. */
export function arrives_at_target(config: ProbeConfig, tstate: number, frame: number, address: number): boolean {
  if (HEAP32[C.STEP_TARGET] !== address || HEAP32[STEP_TSTATE] !== tstate || HEAP32[STEP_FRAME] !== frame) return false;
  begin_step(config, tstate, STEP_IN, frame);
  return true;
}

export function end_step(config: ProbeConfig): void {
  if (HEAP32[STEP_KIND] === STEP_NONE) return;
  HEAP32[STEP_KIND] = STEP_NONE;
  HEAP32[C.STEP_TARGET] = 0;
  refresh_events(config);
}

function on_stack(tstate: number, frame: number): boolean {
  for (let f = slot(tstate + PyThreadState.current_frame); f !== 0; f = slot(f + _PyInterpreterFrame.previous)) if (f === frame) return true;
  return false;
}

/** Whether a line that is about to run ends the thread's step. */
export function step_ends(config: ProbeConfig, tstate: number, frame: number, code: number): boolean {
  const kind = HEAP32[STEP_KIND];
  if (kind === STEP_NONE || HEAP32[STEP_TSTATE] !== tstate) return false;
  if (config.just_my_code && !is_user_code(config, code)) return false;
  const start = HEAP32[STEP_FRAME];
  if (start === frame && HEAP32[C.STEP_CODE] === code) {
    // A loop of one line comes back to the same line: that is a new line event, and a stop.
    return kind !== STEP_OUT;
  }
  if (kind === STEP_IN) return true;
  return start === 0 || !on_stack(tstate, start);
}
