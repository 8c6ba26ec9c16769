// The shared words between a debugged process's threads (probe/agent.ts) and who watches them (debug-adapter/), in PROBE_AREA.
//
//   who watches                                            a Python thread
//     write_config: JSON, version++   ── EVAL_PLEASE_STOP ──►  reads it at its next look at the eval breaker
//     PAUSE = 1                       ── EVAL_PLEASE_STOP ──►  the first that looks takes it back and stops
//                                     ◄── post 'stopped' ───   STOPPED = tstate; waits on COMMAND_SEQ, keeping the GIL
//     send_command: JSON, COMMAND_SEQ++, notify ───────────►   does it, post 'result'; 'resume' ends the stop
//
// A command longer than the buffer goes in parts, each taken before the next is written.

import { _gil_runtime_state, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPU8, utf8_at, utf8_bytes } from '../include/heap';
import { _PY_EVAL_PLEASE_STOP_BIT } from '../include/pycore_ceval';
import { _PyInterpreterState_Main, PROBE_AREA, PROBE_AREA_SIZE } from '../include/statics';
import { thread_states } from './frames';

const word = (n: number): number => (PROBE_AREA >> 2) + n;
export const CONFIG_VERSION = word(0);
export const CONFIG_LENGTH = word(1);
/** The config version whose effect on the monitoring state somebody has made. */
export const APPLIED_VERSION = word(2);
/** The thread state that is stopped; 0: none. */
export const STOPPED = word(3);
export const COMMAND_SEQ = word(4);
export const COMMAND_LENGTH = word(5);
export const COMMAND_MORE = word(6);
export const COMMAND_TAKEN = word(7);
export const PAUSE = word(8);
/** 1: the next hand-off stops once, whatever the config says. */
export const ONE_HANDOFF = word(9);
export const STEP_KIND = word(10);
export const STEP_TSTATE = word(11);
export const STEP_FRAME = word(12);
/** 1: the step goes on to the next instruction, not line. */
export const STEP_BY_INSTRUCTION = word(13);
export const STEP_CODE = word(14);
/** The instruction from which a step by instruction starts: the line stop came before it, and it comes once more. */
export const STEP_FROM = word(15);
/** 1: gil.drop_request is ticked. Then the waiter writes who is to stop, for whom, and how long the GIL was held. */
export const DROP_WANTED = word(16);
export const DROP_HOLDER = word(17);
export const DROP_WAITER = word(18);
export const DROP_HELD = (PROBE_AREA >> 3) + 10;
/** Commands up to this id are given up: what the stopped thread runs for one ends with a KeyboardInterrupt. */
export const CANCEL = word(24);
/** The address of the call that a step goes into; 0: none is chosen. Until it comes the step goes over all others. */
export const STEP_TARGET = word(25);
/** The lines within which it is waited for. */
export const STEP_FIRST_LINE = word(26);
export const STEP_LAST_LINE = word(27);
export const HITS = (PROBE_AREA + 0x100) >> 2;
export const MAX_HITS = 1024;
/** Data breakpoints: a slot each (probe/data_watches.ts). */
export const DATA_SLOTS = PROBE_AREA + 0x1100;
export const DATA_SLOT_SIZE = 96;
export const MAX_DATA_BREAKPOINTS = 32;
/** Eight bytes that stay 0. */
export const NOTHING = DATA_SLOTS + DATA_SLOT_SIZE * MAX_DATA_BREAKPOINTS;
/** How many threads wait for their next instruction, to stop there for a count that changed. */
export const DATA_PENDING = (NOTHING >> 2) + 2;
const CONFIG = NOTHING + 64;
const COMMAND_SIZE = 0x3000;
const COMMAND = PROBE_AREA + PROBE_AREA_SIZE - COMMAND_SIZE;
export const MAX_CONFIG = COMMAND - CONFIG;

export const STEP_NONE = 0;
export const STEP_IN = 1;
export const STEP_OVER = 2;
export const STEP_OUT = 3;

/** Text lies in shared memory: JSON there must not be read while it is written, so the version changes first and last. */
export function write_config(config: ProbeConfig): void {
  const bytes = utf8_bytes(JSON.stringify(config));
  if (bytes.length > MAX_CONFIG) throw new Error(`the breakpoints take ${bytes.length} bytes; there is room for ${MAX_CONFIG}: set fewer`);
  Atomics.add(HEAP32, CONFIG_VERSION, 1);
  HEAPU8.set(bytes, CONFIG);
  Atomics.store(HEAP32, CONFIG_LENGTH, bytes.length);
  Atomics.add(HEAP32, CONFIG_VERSION, 1);
  HEAP32[DROP_WANTED] = 'gil.drop_request' in config.events ? 1 : 0;
  ask_all_to_look();
}

/** The config and its version; null while it is being written or when there is none. */
export function read_config(): { version: number; config: ProbeConfig } | null {
  const version = Atomics.load(HEAP32, CONFIG_VERSION);
  if (version === 0 || version % 2 !== 0) return null;
  const text = utf8_at(CONFIG, Atomics.load(HEAP32, CONFIG_LENGTH));
  if (Atomics.load(HEAP32, CONFIG_VERSION) !== version) return null;
  return { version, config: JSON.parse(text) as ProbeConfig };
}

/** Makes every thread look at config and pause request at its next look at the eval breaker. */
export function ask_all_to_look(): void {
  for (const t of thread_states()) Atomics.or(HEAP32, (t + PyThreadState.eval_breaker) >> 2, _PY_EVAL_PLEASE_STOP_BIT);
}

/** Hit counters that start again. */
export function clear_hits(counters: readonly number[]): void {
  for (const n of counters) Atomics.store(HEAP32, HITS + n, 0);
}

export function clear_pause(): void {
  Atomics.store(HEAP32, PAUSE, 0);
}

/** The next hand-off stops once, whatever the config says. */
export function stop_at_next_handoff(): void {
  Atomics.store(HEAP32, ONE_HANDOFF, 1);
}

/** Gives up the commands up to this id. */
export function request_cancel(id: number): void {
  Atomics.store(HEAP32, CANCEL, id);
  ask_all_to_look();
}

export function request_pause(): void {
  Atomics.store(HEAP32, PAUSE, 1);
  ask_all_to_look();
}

/** Writes a command for the stopped thread. Waits, a few ms at most, while parts are taken. */
export function send_command(command: ProbeCommand): void {
  const bytes = utf8_bytes(JSON.stringify(command));
  for (let at = 0; ; at += COMMAND_SIZE) {
    const part = bytes.subarray(at, at + COMMAND_SIZE);
    const more = at + COMMAND_SIZE < bytes.length;
    HEAPU8.set(part, COMMAND);
    Atomics.store(HEAP32, COMMAND_LENGTH, part.length);
    Atomics.store(HEAP32, COMMAND_MORE, more ? 1 : 0);
    const seq = Atomics.add(HEAP32, COMMAND_SEQ, 1) + 1;
    Atomics.notify(HEAP32, COMMAND_SEQ);
    if (!more) return;
    while (Atomics.load(HEAP32, COMMAND_TAKEN) !== seq) Atomics.wait(HEAP32, COMMAND_TAKEN, seq - 1, 100);
  }
}

/** In the stopped thread: the next command. Blocks. */
export function receive_command(): ProbeCommand {
  const parts: Uint8Array[] = [];
  for (;;) {
    const taken = Atomics.load(HEAP32, COMMAND_TAKEN);
    while (Atomics.load(HEAP32, COMMAND_SEQ) === taken) Atomics.wait(HEAP32, COMMAND_SEQ, taken);
    const n = Atomics.load(HEAP32, COMMAND_LENGTH);
    parts.push(HEAPU8.slice(COMMAND, COMMAND + n));
    const more = Atomics.load(HEAP32, COMMAND_MORE);
    Atomics.add(HEAP32, COMMAND_TAKEN, 1);
    Atomics.notify(HEAP32, COMMAND_TAKEN);
    if (more === 0) break;
  }
  let length = 0;
  for (const p of parts) length += p.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return JSON.parse(utf8_text(all)) as ProbeCommand;
}

function utf8_text(bytes: Uint8Array): string {
  return new (globalThis as unknown as { TextDecoder: new () => { decode(b: Uint8Array): string } }).TextDecoder().decode(bytes);
}

const LOCKED = (_PyInterpreterState_Main + PyInterpreterState.gil + _gil_runtime_state.locked) >> 2;
const NEXT_OWNER = (_PyInterpreterState_Main + PyInterpreterState.gil + _gil_runtime_state.next_owner) >> 2;

/** Takes the GIL for the watcher while every thread is blocked elsewhere: nobody can run. False when somebody holds it. */
export function lock_gil(): boolean {
  return Atomics.compareExchange(HEAP32, LOCKED, 0, 1) === 0;
}

export function unlock_gil(): void {
  Atomics.store(HEAP32, LOCKED, 0);
  Atomics.notify(HEAP32, LOCKED);
  Atomics.notify(HEAP32, NEXT_OWNER);
}

// ---- what is written there ----

export interface LineBreakpoint {
  id: number;
  line: number;
  /** Index of its hit counter. */
  hits: number;
  condition?: string;
  /** '5', '>= 5', '% 5' ...: see hit_condition_met. */
  hit?: string;
  log?: string;
}

export interface FunctionBreakpoint {
  id: number;
  name: string;
  hits: number;
  condition?: string;
  hit?: string;
}

export interface InstructionBreakpoint {
  id: number;
  address: number;
  hits: number;
  condition?: string;
  hit?: string;
}

/** A key of a dict, so that it is found again after the key object has gone. */
export type DataKey = { text: string } | { int: string } | { address: number };

/** What a data breakpoint watches: a place by its owner, not by its address. */
export type DataPlace =
  | { kind: 'count'; object: number }
  /** object: the generator that the frame belongs to; 0: none. */
  | { kind: 'local'; object: number; tstate: number; frame: number; code: number; at: number }
  | { kind: 'cell'; object: number }
  | { kind: 'item'; object: number; index: number }
  | { kind: 'key'; object: number; key: DataKey }
  | { kind: 'attribute'; object: number; name: string }
  | { kind: 'slot'; object: number; at: number }
  /** object: whose memory it is; 0: nobody's. At most 64 bytes. */
  | { kind: 'bytes'; object: number; at: number; count: number };

export interface DataBreakpoint {
  id: number;
  /** Index of its slot in DATA_SLOTS. */
  slot: number;
  hits: number;
  place: DataPlace;
  /** What is watched, in words. */
  label: string;
  /** The client has taken it away and may set it again: nothing stops, only its end is noticed. */
  parked?: boolean;
  condition?: string;
  hit?: string;
}

/** One change of what a data breakpoint watches. */
export interface DataChange {
  id: number;
  what: 'count' | 'value' | 'death';
  label: string;
  /** Counts, or values as text. */
  from: string;
  to: string;
  /** The instruction, as dis writes it, and where it stands. */
  instruction: string;
  function: string;
  file: string;
  line: number;
  /** The function in C that was called: a builtin, or an extension's with its place. */
  called?: string;
  c_file?: string;
  c_line?: number;
}

export interface ProbeConfig {
  /** Absolute path → its breakpoints. */
  lines: Record<string, LineBreakpoint[]>;
  functions: FunctionBreakpoint[];
  instructions: InstructionBreakpoint[];
  data: DataBreakpoint[];
  /** Event id → condition ('' for none). */
  events: Record<string, string>;
  /** Paths below this are the library. */
  library: string;
  just_my_code: boolean;
  stop_on_entry: boolean;
  /** The program is a text given at launch: <string> is its own code. */
  code: boolean;
  cwd: string;
}

/** Where a value is stored that the debugger changes. */
export type StoreTarget = { kind: 'slot'; at: number } | { kind: 'item'; container: number; index: number } | { kind: 'key'; container: number; slot: number } | { kind: 'attribute'; object: number; name: string } | { kind: 'name'; frame: number; name: string };

/** A call to step into: the byte offset of its instruction, and the lines of the statement that it is part of. */
export interface StepTarget {
  frame: number;
  offset: number;
  first: number;
  last: number;
}

export type ProbeCommand =
  | { cmd: 'resume' }
  | { cmd: 'step'; kind: number; tstate: number; frame: number; by_instruction: boolean; target?: StepTarget }
  | { id: number; cmd: 'evaluate'; text: string; frame: number; statements: boolean }
  | { id: number; cmd: 'store'; text: string; frame: number; target: StoreTarget }
  | { id: number; cmd: 'exception'; address: number }
  | { id: number; cmd: 'goto'; frame: number; line: number }
  | { id: number; cmd: 'complete'; text: string; frame: number };

/** What a thread says when it stops. */
export interface StopReport {
  reason: 'entry' | 'breakpoint' | 'step' | 'goto' | 'pause' | 'instruction breakpoint' | 'data breakpoint' | 'event' | 'exception';
  tstate: number;
  /** The event's id and what it tells, by name. */
  event?: string;
  names?: Record<string, string | number>;
  breakpoints?: number[];
  /** Reason 'data breakpoint': in the order in which they came. */
  changes?: DataChange[];
  exception?: number;
  uncaught?: boolean;
  /** A waiter had asked for the GIL when the thread stopped: those who ask during the stop do not count. */
  drop_request?: boolean;
  /** A condition that failed: its text and why. */
  note?: string;
}

/** '5' and '== 5', '> 5', '>= 5', '< 5', '<= 5', '% 5' (every fifth). */
export function hit_condition_met(text: string, hits: number): boolean {
  const match = /^\s*(==|>=|<=|>|<|%)?\s*(\d+)\s*$/.exec(text);
  if (match === null) return true;
  const n = Number(match[2]);
  switch (match[1]) {
    case '>':
      return hits > n;
    case '>=':
      return hits >= n;
    case '<':
      return hits < n;
    case '<=':
      return hits <= n;
    case '%':
      return n > 0 && hits % n === 0;
    default:
      return hits === n;
  }
}
