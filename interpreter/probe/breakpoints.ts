// Line breakpoints, function breakpoints, stepping and raised exceptions, by the probe's monitoring tool (PEP 669). In each
// Python worker; what is set is shared memory (probe/control.ts), so that any thread sees a step or a breakpoint of another.
//
// Every code object reports its first start (PY_START, then DISABLE): one whose file has a breakpoint within its lines gets
// LINE events of its own, in which lines without a breakpoint disable themselves. So code without a breakpoint pays nothing.

import { _PyInterpreterFrame, PyBaseExceptionObject, PyCodeObject, PyThreadState, PyTracebackObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { func_index } from '../include/functable';
import { PyCodeAddressRange } from '../objects/codelocations';
import { _PyMonitoring_DISABLE, _PyMonitoring_GetLocalEvents, _PyMonitoring_RegisterCallback, _PyMonitoring_RestartEvents, _PyMonitoring_SetEvents, _PyMonitoring_SetLocalEvents } from '../python/instrumentation';
import { code_at } from './disassembly';
import { EVENT_INSTRUCTION, EVENT_LINE, EVENT_PY_RESUME, EVENT_PY_START, EVENT_RAISE, PROBE_TOOL_ID } from './monitor';
import * as C from './control';
import { APPLIED_VERSION, hit_condition_met, type LineBreakpoint, type ProbeConfig, STEP_FRAME, STEP_IN, STEP_KIND, STEP_NONE, STEP_OUT, STEP_TSTATE } from './control';
import { condition_holds, log_text } from './evaluate';
import { code_filename, code_name, code_start, frame_code, frame_lasti, frames_of, older_frame, thread_states, top_frame } from './frames';
import { slot } from './memory';
import { exception_text } from './exceptions';
import { type_name_of, unicode_starts_with, unicode_text } from './memory';
import { catching_frame } from './uncaught';
import { agent } from './agent';

const bit = (event: number): number => 1 << event;

/** The breakpoints of a file, as co_filename names it. */
function lines_of(config: ProbeConfig, code: number): LineBreakpoint[] | undefined {
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

function has_line(code: number, lines: readonly LineBreakpoint[]): boolean {
  const range = new PyCodeAddressRange(code);
  while (range.next()) if (lines.some((b) => b.line === range.ar_line)) return true;
  return false;
}

/** Line events, and instruction events where those are wanted, from one code object. */
function watch(code: number, event: number): void {
  _PyMonitoring_SetLocalEvents(code, PROBE_TOOL_ID, _PyMonitoring_GetLocalEvents(code, PROBE_TOOL_ID) | bit(event));
}

function watch_lines(code: number): void {
  watch(code, EVENT_LINE);
}

/** What ends a step in this code. */
function watch_step(code: number): void {
  watch(code, HEAP32[C.STEP_BY_INSTRUCTION] === 1 ? EVENT_INSTRUCTION : EVENT_LINE);
}

// ---- what is set ----

/** Makes the monitoring state fit the config. With the GIL; once per version in the process. */
export function apply_config(config: ProbeConfig, version: number): void {
  if (HEAP32[APPLIED_VERSION] === version) return;
  HEAP32[APPLIED_VERSION] = version;
  set_global_events(config);
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

function set_global_events(config: ProbeConfig): void {
  let events = 0;
  if (Object.keys(config.lines).length > 0 || config.functions.length > 0 || HEAP32[STEP_KIND] === STEP_IN) events |= bit(EVENT_PY_START) | bit(EVENT_PY_RESUME);
  if ('raised' in config.events || 'uncaught' in config.events || 'userUncaught' in config.events) events |= bit(EVENT_RAISE);
  _PyMonitoring_SetEvents(PROBE_TOOL_ID, events);
}

// ---- steps ----

/** From now on the thread is stepping; frame 0: stop at the first line of the program's own. */
export function begin_step(config: ProbeConfig, tstate: number, kind: number, frame: number, by_instruction = false): void {
  HEAP32[C.STEP_BY_INSTRUCTION] = by_instruction ? 1 : 0;
  HEAP32[STEP_TSTATE] = tstate;
  HEAP32[STEP_FRAME] = frame;
  HEAP32[C.STEP_FROM] = by_instruction && frame !== 0 ? code_start(frame_code(frame)) + frame_lasti(frame) : 0;
  HEAP32[C.STEP_CODE] = frame === 0 ? 0 : frame_code(frame);
  HEAP32[STEP_KIND] = kind;
  set_global_events(config);
  // The frame itself and those it may return to.
  for (let f = frame; f !== 0; f = older_frame(f)) {
    if (f !== frame || kind !== STEP_OUT) watch_step(frame_code(f));
  }
  _PyMonitoring_RestartEvents();
}

export function end_step(config: ProbeConfig): void {
  if (HEAP32[STEP_KIND] === STEP_NONE) return;
  HEAP32[STEP_KIND] = STEP_NONE;
  set_global_events(config);
}

function on_stack(tstate: number, frame: number): boolean {
  for (let f = slot(tstate + PyThreadState.current_frame); f !== 0; f = slot(f + _PyInterpreterFrame.previous)) if (f === frame) return true;
  return false;
}

/** Whether a line that is about to run ends the thread's step. */
function step_ends(config: ProbeConfig, tstate: number, frame: number, code: number): boolean {
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

// ---- callbacks ----

function on_start(tstate: number, code: number, _offset: number): number {
  if (agent.busy) return 0;
  const config = agent.look(tstate);
  if (config === null) return 0;
  const lines = lines_of(config, code);
  const here = lines !== undefined && has_line(code, lines);
  if (here) watch_lines(code);
  const stops = config.functions.filter((b) => b.name === code_name(code) || b.name === unicode_text(slot(code + PyCodeObject.co_name), 300));
  if (stops.length > 0) {
    stop_at_function(config, tstate, stops);
    return 0;
  }
  if (HEAP32[STEP_KIND] === STEP_IN) {
    if (HEAP32[STEP_TSTATE] === tstate && (!config.just_my_code || is_user_code(config, code))) watch_step(code);
    return 0;
  }
  return _PyMonitoring_DISABLE;
}

function stop_at_function(config: ProbeConfig, tstate: number, stops: ProbeConfig['functions']): void {
  const frame = top_frame(tstate);
  const notes: string[] = [];
  const hit = stops.filter((b) => counted(tstate, frame, b, notes));
  if (hit.length === 0) return;
  end_step(config);
  agent.stop(tstate, { reason: 'breakpoint', tstate, breakpoints: hit.map((b) => b.id), note: notes.join('\n') || undefined });
}

/** Condition, then hit count. */
function counted(tstate: number, frame: number, b: { condition?: string; hit?: string; hits: number }, notes: string[]): boolean {
  if (b.condition !== undefined && !condition_holds_busy(tstate, b.condition, frame, notes)) return false;
  const hits = Atomics.add(HEAP32, C.HITS + b.hits, 1) + 1;
  return b.hit === undefined || hit_condition_met(b.hit, hits);
}

function condition_holds_busy(tstate: number, text: string, frame: number, notes: string[]): boolean {
  return agent.busily(() => condition_holds(tstate, text, frame, undefined, (note) => notes.push(note)));
}

function on_line(tstate: number, code: number, line: number): number {
  if (agent.busy) return 0;
  const config = agent.look(tstate);
  if (config === null) return 0;
  const lines = lines_of(config, code)?.filter((b) => b.line === line);
  const stepping = HEAP32[STEP_KIND] !== STEP_NONE;
  if ((lines === undefined || lines.length === 0) && !stepping) return _PyMonitoring_DISABLE;
  const frame = top_frame(tstate);
  const notes: string[] = [];
  const hit = (lines ?? []).filter((b) => counted(tstate, frame, b, notes));
  for (const b of hit) if (b.log !== undefined) agent.busily(() => agent.log(log_text(tstate, b.log!, frame), frame));
  const stops = hit.filter((b) => b.log === undefined);
  const stepped = HEAP32[C.STEP_BY_INSTRUCTION] === 0 && step_ends(config, tstate, frame, code);
  if (stops.length === 0 && !stepped) return 0;
  const entry = stepped && HEAP32[STEP_FRAME] === 0;
  end_step(config);
  agent.stop(tstate, { reason: stops.length > 0 ? 'breakpoint' : entry ? 'entry' : 'step', tstate, breakpoints: stops.map((b) => b.id), note: notes.join('\n') || undefined });
  return 0;
}

function on_instruction(tstate: number, code: number, offset: number): number {
  if (agent.busy) return 0;
  const config = agent.look(tstate);
  if (config === null) return 0;
  const address = code_start(code) + offset;
  const here = config.instructions.filter((b) => b.address === address);
  const stepping = HEAP32[STEP_KIND] !== STEP_NONE && HEAP32[C.STEP_BY_INSTRUCTION] === 1;
  if (here.length === 0 && !stepping) return _PyMonitoring_DISABLE;
  const notes: string[] = [];
  const frame = top_frame(tstate);
  const stops = here.filter((b) => counted(tstate, frame, b, notes));
  const again = HEAP32[C.STEP_FROM] === address;
  HEAP32[C.STEP_FROM] = 0;
  if (stops.length === 0 && !(stepping && !again && step_ends(config, tstate, frame, code))) return 0;
  end_step(config);
  agent.stop(tstate, { reason: stops.length > 0 ? 'instruction breakpoint' : 'step', tstate, breakpoints: stops.map((b) => b.id), note: notes.join('\n') || undefined });
  return 0;
}

function on_raise(tstate: number, code: number, _offset: number, exc: number): number {
  if (agent.busy) return 0;
  const config = agent.look(tstate);
  if (config === null || !is_fresh(exc)) return 0;
  const foretold = 'uncaught' in config.events || 'userUncaught' in config.events;
  if (config.just_my_code && !is_user_code(config, code) && !foretold) return 0;
  const catcher = foretold ? catching_frame(tstate, exc) : 0;
  const uncaught = 'uncaught' in config.events && catcher === 0;
  const user_uncaught = 'userUncaught' in config.events && (catcher === 0 || leaves_user_code(config, tstate, catcher));
  const raised = 'raised' in config.events && (!config.just_my_code || is_user_code(config, code));
  for (const [event, wanted] of [['uncaught', uncaught], ['userUncaught', user_uncaught], ['raised', raised]] as const) {
    if (!wanted) continue;
    const names = { type: type_name_of(exc), value: exception_text(exc) };
    const notes: string[] = [];
    if (!agent.busily(() => condition_holds(tstate, config.events[event], top_frame(tstate), names, (note) => notes.push(note)))) continue;
    end_step(config);
    agent.stop(tstate, { reason: 'exception', tstate, event, names, exception: exc, uncaught: event !== 'raised', note: notes.join('\n') || undefined });
    return 0;
  }
  return 0;
}

/** Whether the exception passes the program's own code on its way to a handler in the library's. */
function leaves_user_code(config: ProbeConfig, tstate: number, catcher: number): boolean {
  if (is_user_code(config, frame_code(catcher))) return false;
  for (let frame = top_frame(tstate); frame !== 0 && frame !== catcher; frame = older_frame(frame)) if (is_user_code(config, frame_code(frame))) return true;
  return false;
}

/** RAISE comes in every frame that an exception passes; only in the first its traceback has one entry. */
function is_fresh(exc: number): boolean {
  const tb = slot(exc + PyBaseExceptionObject.traceback);
  return tb === 0 || slot(tb + PyTracebackObject.tb_next) === 0;
}

const CALLBACKS: [number, number][] = [
  [EVENT_PY_START, func_index(on_start)],
  [EVENT_PY_RESUME, func_index(on_start)],
  [EVENT_LINE, func_index(on_line)],
  [EVENT_INSTRUCTION, func_index(on_instruction)],
  [EVENT_RAISE, func_index(on_raise)],
];

/** Once a process. */
export function register_callbacks(): void {
  for (const [event, index] of CALLBACKS) _PyMonitoring_RegisterCallback(PROBE_TOOL_ID, event, index);
}
