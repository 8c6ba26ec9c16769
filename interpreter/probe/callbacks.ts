// The callbacks of the probe's monitoring tool (PEP 669): a function starts, a line, an instruction, an exception is raised.
// Each asks what is set (probe/breakpoints.ts) and stops the thread where that says so (probe/agent.ts).

import { PyBaseExceptionObject, PyCodeObject, PyTracebackObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { PyExc_SystemExit } from '../include/statics';
import { func_index } from '../include/functable';
import { _PyMonitoring_DISABLE, _PyMonitoring_RegisterCallback } from '../python/instrumentation';
import { EVENT_INSTRUCTION, EVENT_LINE, EVENT_PY_RESUME, EVENT_PY_RETURN, EVENT_PY_START, EVENT_PY_UNWIND, EVENT_RAISE, PROBE_TOOL_ID } from './monitor';
import * as C from './control';
import { hit_condition_met, type ProbeConfig, STEP_FRAME, STEP_IN, STEP_KIND, STEP_NONE, STEP_TSTATE } from './control';
import { condition_holds, log_text } from './evaluate';
import { code_name, code_start, frame_code, older_frame, top_frame } from './frames';
import { exception_text } from './exceptions';
import { derives, slot, type_name_of, type_of, unicode_text } from './memory';
import { catching_frame } from './uncaught';
import { agent } from './agent';
import { data_breakpoints } from './data_breakpoints';
import { watched_frames } from './data_watches';
import { arrives_at_target, awaits_target, end_step, has_line, is_user_code, lines_of, step_ends, watch_lines, watch_step } from './breakpoints';

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
  const stepped = HEAP32[C.STEP_BY_INSTRUCTION] === 0 && !awaits_target(frame, line) && step_ends(config, tstate, frame, code);
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
  const data = data_breakpoints.looks;
  if (data) {
    const again = data_breakpoints.before_instruction(tstate, code, offset);
    if (config.instructions.length === 0 && HEAP32[STEP_KIND] === STEP_NONE) return again ? 0 : _PyMonitoring_DISABLE;
  }
  const address = code_start(code) + offset;
  if (HEAP32[C.STEP_TARGET] !== 0) arrives_at_target(config, tstate, top_frame(tstate), address);
  const here = config.instructions.filter((b) => b.address === address);
  const stepping = HEAP32[STEP_KIND] !== STEP_NONE && HEAP32[C.STEP_BY_INSTRUCTION] === 1;
  if (here.length === 0 && !stepping) return data ? 0 : _PyMonitoring_DISABLE;
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

/** PY_RETURN and PY_UNWIND, of code with a local that is watched. */
function on_leave(tstate: number): number {
  const config = agent.busy ? null : agent.look(tstate);
  if (config === null) return 0;
  if (watched_frames(config).length === 0) return _PyMonitoring_DISABLE;
  data_breakpoints.leave_frame(tstate, top_frame(tstate));
  return 0;
}

function on_raise(tstate: number, code: number, _offset: number, exc: number): number {
  if (agent.busy) return 0;
  const config = agent.look(tstate);
  if (config === null || !is_fresh(exc)) return 0;
  const foretold = !is_exit(exc) && ('uncaught' in config.events || 'userUncaught' in config.events);
  if (config.just_my_code && !is_user_code(config, code) && !foretold) return 0;
  const catcher = foretold ? catching_frame(tstate, exc) : 0;
  const uncaught = foretold && 'uncaught' in config.events && catcher === 0;
  const user_uncaught = foretold && 'userUncaught' in config.events && (catcher === 0 || leaves_user_code(config, tstate, catcher));
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

/** SystemExit asks for the program's end: no handler is missing. */
function is_exit(exc: number): boolean {
  return derives(type_of(exc), PyExc_SystemExit);
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
  [EVENT_PY_RETURN, func_index(on_leave)],
  [EVENT_PY_UNWIND, func_index(on_leave)],
];

/** Once a process. */
export function register_callbacks(): void {
  for (const [event, index] of CALLBACKS) _PyMonitoring_RegisterCallback(PROBE_TOOL_ID, event, index);
}
