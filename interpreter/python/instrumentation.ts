// Answers to Python/instrumentation.c of CPython 3.13 (PEP 669). Deviations:
//  - ten tools instead of eight: 8 and 9 are the debugger's, invisible to sys.monitoring; 9 is its line
//    breakpoints, set on single lines of a code object, so that code without a breakpoint pays nothing. Tool sets are 16 bits;
//  - per-instruction tool sets are always arrays; a line table is one byte (opcode) and one int32 (line) an instruction;
//  - the tools of sys.setprofile and sys.settrace (6, 7) call legacy_tracing.ts directly instead of handler objects.
//
// An event costs nothing until a tool wants it. Then the opcodes that can cause it are rewritten to INSTRUMENTED_*, and where
// a line (or every instruction) is watched, the opcode goes into a side table and INSTRUMENTED_LINE (or _INSTRUCTION) takes
// its place:
//
//      code unit        lines table          per-instruction table
//   INSTRUMENTED_LINE ──► INSTRUMENTED_INSTRUCTION ──► INSTRUMENTED_CALL ──► (de-instrumented) CALL
//
// The version of the tool sets is in the upper bits of every thread's eval_breaker; a code object that carries another
// version is brought up to date by its next RESUME.

import { CO_NO_MONITORING_EVENTS } from '../include/cpython_code';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { _PyInterpreterFrame, PyBytesObject, PyCodeObject, PyFrameObject, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAP8, HEAPU16, HEAPU32, HEAPU8, read_ptr, write_ptr } from '../include/heap';
import { Py_DECREF, Py_XDECREF, Py_XNewRef } from '../include/object';
import { _PyOpcode_Caches, _PyOpcode_Deopt } from '../include/pycore_opcode_metadata';
import { DISABLE, EVENT_NAMES, PY_MONITORING_BREAKPOINT_TOOL_ID, PY_MONITORING_EVENT_BRANCH, PY_MONITORING_EVENT_CALL, PY_MONITORING_EVENT_INSTRUCTION, PY_MONITORING_EVENT_JUMP, PY_MONITORING_EVENT_LINE, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_YIELD, PY_MONITORING_EVENT_STOP_ITERATION, PY_MONITORING_SYS_PROFILE_ID, PY_MONITORING_SYS_TRACE_ID, _PY_MONITORING_EVENTS, _PY_MONITORING_LOCAL_EVENTS, _PY_MONITORING_UNGROUPED_EVENTS } from '../include/pycore_instruments';
import { MIN_INSTRUMENTED_OPCODE, OP } from '../include/pycore_opcode_ids';
import { _PyInterpreterState_Main, PyBaseObject_Type, PyExc_OverflowError, PyExc_SystemError, PyExc_ValueError } from '../include/statics';
import { FUNCS } from '../include/functable';
import { PyObject_Vectorcall } from '../objects/call';
import { _PyCode_LineOf, PyCodeAddressRange } from '../objects/codelocations';
import { PyLong_FromLong } from '../objects/longobject';
import { PyMem_Calloc, PyMem_Free } from '../objects/obmalloc';
import { _PY_EVAL_EVENTS_MASK, VECTORCALL_OFFSET } from './ceval_macros';
import { PyErr_Format, PyErr_GetRaisedException, PyErr_NoMemory, PyErr_SetRaisedException } from './errors';
import { _PyFrame_GetCode, _PyFrame_GetFrameObject, FRAME_OWNED_BY_CSTACK } from './frame';
import { legacy_call } from './legacy_tracing';

/** object() singletons of sys.monitoring, in the static area. */
export const _PyInstrumentation_DISABLE = 0x40240;
export const _PyInstrumentation_MISSING = 0x40260;

export const _PyMonitoring_DISABLE = DISABLE;

// The debugger's callbacks are function indexes: (tstate, code, where, arg) => 0 | -1 with an error set | DISABLE. `where` is
// the line for LINE, else the byte offset; `arg` is borrowed: the value returned or yielded, the exception, the callable, the
// target offset of a jump (a number, not an object); 0 for none. They run with tstate->tracing raised and the frame's stack
// in memory; tstate->current_frame is the frame.

const FIRST_DEBUG_TOOL = 8;
const INTERP = _PyInterpreterState_Main;
const MONITORS = (INTERP + PyInterpreterState.monitors) >> 1;
/** The version of the tool sets (low word) and the one of the last restart_events (high word). */
const VERSION = (INTERP + PyInterpreterState.monitoring_version) >> 2;
const CALLABLES = INTERP + PyInterpreterState.monitoring_callables;
const MONITORING_VERSION_INCREMENT = 1 << 8;

// _PyCoMonitoringData: two sets of 10 uint16, then tables with an entry a code unit.
const LOCAL_MONITORS = 0;
const ACTIVE_MONITORS = 24;
const TOOLS = 48;
const LINE_OPCODES = 56;
const LINE_NUMBERS = 64;
const LINE_TOOLS = 72;
const INSTR_OPCODES = 80;
const INSTR_TOOLS = 88;
const MONITORING_SIZE = 96;

const EVENT_FOR_OPCODE = new Int8Array(256).fill(-1);
const DE_INSTRUMENT = new Uint8Array(256);
const INSTRUMENTED_OPCODES = new Uint8Array(256);

function has_event(base: number, instrumented: number, event: number): void {
  EVENT_FOR_OPCODE[base] = EVENT_FOR_OPCODE[instrumented] = event;
  DE_INSTRUMENT[instrumented] = base;
  INSTRUMENTED_OPCODES[base] = INSTRUMENTED_OPCODES[instrumented] = instrumented;
}

has_event(OP.RESUME, OP.INSTRUMENTED_RESUME, PY_MONITORING_EVENT_PY_START);
has_event(OP.RETURN_CONST, OP.INSTRUMENTED_RETURN_CONST, PY_MONITORING_EVENT_PY_RETURN);
has_event(OP.RETURN_VALUE, OP.INSTRUMENTED_RETURN_VALUE, PY_MONITORING_EVENT_PY_RETURN);
has_event(OP.CALL, OP.INSTRUMENTED_CALL, PY_MONITORING_EVENT_CALL);
has_event(OP.CALL_KW, OP.INSTRUMENTED_CALL_KW, PY_MONITORING_EVENT_CALL);
has_event(OP.CALL_FUNCTION_EX, OP.INSTRUMENTED_CALL_FUNCTION_EX, PY_MONITORING_EVENT_CALL);
has_event(OP.LOAD_SUPER_ATTR, OP.INSTRUMENTED_LOAD_SUPER_ATTR, PY_MONITORING_EVENT_CALL);
has_event(OP.YIELD_VALUE, OP.INSTRUMENTED_YIELD_VALUE, PY_MONITORING_EVENT_PY_YIELD);
has_event(OP.JUMP_FORWARD, OP.INSTRUMENTED_JUMP_FORWARD, PY_MONITORING_EVENT_JUMP);
has_event(OP.JUMP_BACKWARD, OP.INSTRUMENTED_JUMP_BACKWARD, PY_MONITORING_EVENT_JUMP);
has_event(OP.POP_JUMP_IF_FALSE, OP.INSTRUMENTED_POP_JUMP_IF_FALSE, PY_MONITORING_EVENT_BRANCH);
has_event(OP.POP_JUMP_IF_TRUE, OP.INSTRUMENTED_POP_JUMP_IF_TRUE, PY_MONITORING_EVENT_BRANCH);
has_event(OP.POP_JUMP_IF_NONE, OP.INSTRUMENTED_POP_JUMP_IF_NONE, PY_MONITORING_EVENT_BRANCH);
has_event(OP.POP_JUMP_IF_NOT_NONE, OP.INSTRUMENTED_POP_JUMP_IF_NOT_NONE, PY_MONITORING_EVENT_BRANCH);
has_event(OP.FOR_ITER, OP.INSTRUMENTED_FOR_ITER, PY_MONITORING_EVENT_BRANCH);
has_event(OP.END_FOR, OP.INSTRUMENTED_END_FOR, PY_MONITORING_EVENT_STOP_ITERATION);
has_event(OP.END_SEND, OP.INSTRUMENTED_END_SEND, PY_MONITORING_EVENT_STOP_ITERATION);

/** The event of instruction `i` of base opcode `base`, -1 for none. */
function event_of(code: number, i: number, base: number): number {
  if (base === OP.RESUME) return HEAPU8[unit(code, i) + 1] !== 0 ? PY_MONITORING_EVENT_PY_RESUME : PY_MONITORING_EVENT_PY_START;
  return EVENT_FOR_OPCODE[base];
}

function unit(code: number, i: number): number {
  return code + PyCodeObject.co_code_adaptive + i * 2;
}

function monitoring(code: number): number {
  return read_ptr(code + PyCodeObject._co_monitoring);
}

function units(code: number): number {
  return HEAP32[(code + PyCodeObject.ob_size) >> 2];
}

function first_traceable(code: number): number {
  return HEAP32[(code + PyCodeObject._co_unique_id_or_firsttraceable) >> 2];
}

/** The entry of the byte table `table` for instruction `i`: an address. */
function byte_at(data: number, table: number, i: number): number {
  return read_ptr(data + table) + i;
}

function short_at(data: number, table: number, i: number): number {
  return (read_ptr(data + table) >> 1) + i;
}

// ---------------------------------------------------------------------------------------------------------------------
// Looking through instrumentation

/** The opcode that the compiler wrote at instruction `i`. */
export function _Py_GetBaseOpcode(code: number, i: number): number {
  let opcode = HEAPU8[unit(code, i)];
  if (opcode === OP.INSTRUMENTED_LINE) opcode = HEAPU8[byte_at(monitoring(code), LINE_OPCODES, i)];
  if (opcode === OP.INSTRUMENTED_INSTRUCTION) opcode = HEAPU8[byte_at(monitoring(code), INSTR_OPCODES, i)];
  return DE_INSTRUMENT[opcode] || _PyOpcode_Deopt[opcode];
}

/** Code units of instruction `i` with its caches. */
export function _PyInstruction_GetLength(code: number, i: number): number {
  return 1 + _PyOpcode_Caches[_Py_GetBaseOpcode(code, i)];
}

/** Where the opcode proper of instruction `i` is kept: in the code or in a side table. An address. */
function opcode_place(code: number, i: number): number {
  let p = unit(code, i);
  if (HEAPU8[p] === OP.INSTRUMENTED_LINE) p = byte_at(monitoring(code), LINE_OPCODES, i);
  if (HEAPU8[p] === OP.INSTRUMENTED_INSTRUCTION) p = byte_at(monitoring(code), INSTR_OPCODES, i);
  return p;
}

function warm_up(code: number, i: number, base: number): void {
  if (_PyOpcode_Caches[base]) HEAPU16[(unit(code, i) + 2) >> 1] = 17;
}

export function _Py_Instrumentation_GetLine(code: number, index: number): number {
  const data = monitoring(code);
  const numbers = data === 0 ? 0 : read_ptr(data + LINE_NUMBERS);
  return numbers === 0 ? _PyCode_LineOf(code, index * 2) : HEAP32[(numbers + index * 4) >> 2];
}

// ---------------------------------------------------------------------------------------------------------------------
// Rewriting opcodes

function instrument(code: number, i: number): void {
  const p = opcode_place(code, i);
  if (HEAPU8[p] >= MIN_INSTRUMENTED_OPCODE) return;
  const base = _PyOpcode_Deopt[HEAPU8[p]];
  HEAPU8[p] = INSTRUMENTED_OPCODES[base];
  warm_up(code, i, base);
}

function de_instrument(code: number, i: number): void {
  const p = opcode_place(code, i);
  const base = DE_INSTRUMENT[HEAPU8[p]];
  if (base === 0) return;
  HEAPU8[p] = base;
  warm_up(code, i, base);
}

function instrument_line(code: number, i: number): void {
  const p = unit(code, i);
  if (HEAPU8[p] === OP.INSTRUMENTED_LINE) return;
  HEAPU8[byte_at(monitoring(code), LINE_OPCODES, i)] = _PyOpcode_Deopt[HEAPU8[p]];
  HEAPU8[p] = OP.INSTRUMENTED_LINE;
}

function de_instrument_line(code: number, i: number): void {
  const p = unit(code, i);
  if (HEAPU8[p] !== OP.INSTRUMENTED_LINE) return;
  const original = HEAPU8[byte_at(monitoring(code), LINE_OPCODES, i)];
  HEAPU8[p] = original;
  warm_up(code, i, _PyOpcode_Deopt[original]);
}

function instrument_per_instruction(code: number, i: number): void {
  const data = monitoring(code);
  let p = unit(code, i);
  if (HEAPU8[p] === OP.INSTRUMENTED_LINE) p = byte_at(data, LINE_OPCODES, i);
  if (HEAPU8[p] === OP.INSTRUMENTED_INSTRUCTION) return;
  HEAPU8[byte_at(data, INSTR_OPCODES, i)] = HEAPU8[p] >= MIN_INSTRUMENTED_OPCODE ? HEAPU8[p] : _PyOpcode_Deopt[HEAPU8[p]];
  HEAPU8[p] = OP.INSTRUMENTED_INSTRUCTION;
}

function de_instrument_per_instruction(code: number, i: number): void {
  const data = monitoring(code);
  let p = unit(code, i);
  if (HEAPU8[p] === OP.INSTRUMENTED_LINE) p = byte_at(data, LINE_OPCODES, i);
  if (HEAPU8[p] !== OP.INSTRUMENTED_INSTRUCTION) return;
  const original = HEAPU8[byte_at(data, INSTR_OPCODES, i)];
  HEAPU8[p] = original;
  warm_up(code, i, _PyOpcode_Deopt[original]);
}

/** Takes `tools` off a table's entry; `undo` when none is left. */
function remove_from(code: number, table: number, i: number, tools: number, undo: (code: number, i: number) => void): void {
  const at = short_at(monitoring(code), table, i);
  HEAPU16[at] &= ~tools;
  if (HEAPU16[at] === 0) undo(code, i);
}

function add_to(code: number, table: number, i: number, tools: number, redo: (code: number, i: number) => void): void {
  HEAPU16[short_at(monitoring(code), table, i)] |= tools;
  redo(code, i);
}

// ---------------------------------------------------------------------------------------------------------------------
// Tables of a code object

/** Gives the code its monitoring data. 0, or -1 with MemoryError. */
function allocate_instrumentation_data(code: number): number {
  if (monitoring(code) !== 0) return 0;
  const data = PyMem_Calloc(1, MONITORING_SIZE);
  if (data === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(code + PyCodeObject._co_monitoring, data);
  return 0;
}

/** Makes a table of `width` bytes a code unit when there is none; returns whether it is new, -1 with MemoryError. */
function table(code: number, field: number, width: number): number {
  const slot = monitoring(code) + field;
  if (read_ptr(slot) !== 0) return 0;
  const p = PyMem_Calloc(units(code) + 1, width);
  if (p === 0) {
    PyErr_NoMemory();
    return -1;
  }
  write_ptr(slot, p);
  return 1;
}

export function free_monitoring_data(data: number): void {
  if (data === 0) return;
  for (const field of [TOOLS, LINE_OPCODES, LINE_NUMBERS, LINE_TOOLS, INSTR_OPCODES, INSTR_TOOLS]) PyMem_Free(read_ptr(data + field));
  PyMem_Free(data);
}

let varint_end = 0;

function parse_varint(p: number): number {
  let b = HEAPU8[p];
  let v = b & 63;
  while (b & 64) {
    b = HEAPU8[++p];
    v = (v << 6) | (b & 63);
  }
  varint_end = p + 1;
  return v;
}

/** The line of each instruction, and its opcode where a line event belongs (0 elsewhere). */
function initialize_lines(code: number): void {
  const data = monitoring(code);
  const n = units(code);
  const opcodes = read_ptr(data + LINE_OPCODES);
  const numbers = read_ptr(data + LINE_NUMBERS);
  const range = new PyCodeAddressRange(code);
  let current = -1;
  for (let i = 0; i < n; ) {
    const opcode = _Py_GetBaseOpcode(code, i);
    range.seek(i * 2);
    const line = range.ar_line;
    HEAP32[(numbers + i * 4) >> 2] = line;
    const skipped = opcode === OP.END_ASYNC_FOR || opcode === OP.END_FOR || opcode === OP.END_SEND || opcode === OP.RESUME;
    if (i >= first_traceable(code) && !skipped) {
      if (line !== current && line >= 0) HEAPU8[opcodes + i] = opcode;
      current = line;
    }
    const length = 1 + _PyOpcode_Caches[opcode];
    for (let j = 1; j < length; j++) HEAP32[(numbers + (i + j) * 4) >> 2] = -1;
    i += length;
  }
  const starts_line = (i: number): void => {
    if (HEAP32[(numbers + i * 4) >> 2] >= 0) HEAPU8[opcodes + i] = _Py_GetBaseOpcode(code, i);
  };
  jump_targets(code, starts_line);
  handlers(code, (handler) => {
    if (_Py_GetBaseOpcode(code, handler) !== OP.END_ASYNC_FOR) starts_line(handler);
  });
}

/** The instructions to which the code goes from another than the one before. */
export function branch_targets(code: number, f: (target: number) => void): void {
  jump_targets(code, f);
  handlers(code, f);
}

function handlers(code: number, f: (handler: number) => void): void {
  const table = read_ptr(code + PyCodeObject.co_exceptiontable);
  const end = table + PyBytesObject.ob_sval + HEAP32[(table + PyBytesObject.ob_size) >> 2];
  for (let p = table + PyBytesObject.ob_sval; p < end; ) {
    parse_varint(p);
    parse_varint(varint_end);
    f(parse_varint(varint_end));
    parse_varint(varint_end);
    p = varint_end;
  }
}

function jump_targets(code: number, f: (target: number) => void): void {
  const n = units(code);
  for (let i = first_traceable(code); i < n; ) {
    let opcode = _Py_GetBaseOpcode(code, i);
    let oparg = 0;
    while (opcode === OP.EXTENDED_ARG) {
      oparg = (oparg << 8) | HEAPU8[unit(code, i) + 1];
      opcode = _Py_GetBaseOpcode(code, ++i);
    }
    oparg = (oparg << 8) | HEAPU8[unit(code, i) + 1];
    i += 1 + _PyOpcode_Caches[opcode];
    switch (opcode) {
      case OP.POP_JUMP_IF_FALSE:
      case OP.POP_JUMP_IF_TRUE:
      case OP.POP_JUMP_IF_NONE:
      case OP.POP_JUMP_IF_NOT_NONE:
      case OP.JUMP_FORWARD:
        f(i + oparg);
        break;
      case OP.FOR_ITER:
      case OP.SEND:
        f(i + oparg + 1); // behind END_FOR or END_SEND
        break;
      case OP.JUMP_BACKWARD:
      case OP.JUMP_BACKWARD_NO_INTERRUPT:
        f(i - oparg);
        break;
    }
  }
}

function need_lines(code: number): number {
  const fresh = table(code, LINE_OPCODES, 1);
  if (fresh < 0 || table(code, LINE_NUMBERS, 4) < 0 || table(code, LINE_TOOLS, 2) < 0) return -1;
  if (fresh) initialize_lines(code);
  return 0;
}

/** Makes the tables that the events in `all` need. */
function update_instrumentation_data(code: number, all: Uint16Array): number {
  if (allocate_instrumentation_data(code) < 0 || table(code, TOOLS, 2) < 0) return -1;
  if (all[PY_MONITORING_EVENT_LINE] && need_lines(code) < 0) return -1;
  if (!all[PY_MONITORING_EVENT_INSTRUCTION]) return 0;
  const fresh = table(code, INSTR_OPCODES, 1);
  if (fresh < 0 || table(code, INSTR_TOOLS, 2) < 0) return -1;
  return 0;
}

function monitors_at(at: number): Uint16Array {
  return HEAPU16.slice(at >> 1, (at >> 1) + _PY_MONITORING_LOCAL_EVENTS);
}

/** The tools of each local event: global ones and the code's own. */
function active_events(code: number): Uint16Array {
  const all = HEAPU16.slice(MONITORS, MONITORS + _PY_MONITORING_LOCAL_EVENTS);
  const data = monitoring(code);
  if (data !== 0) {
    const local = monitors_at(data + LOCAL_MONITORS);
    for (let e = 0; e < all.length; e++) all[e] |= local[e];
  }
  return all;
}

function each_instruction(code: number, f: (i: number, base: number) => void): void {
  const n = units(code);
  for (let i = first_traceable(code); i < n; ) {
    const base = _Py_GetBaseOpcode(code, i);
    f(i, base);
    i += 1 + _PyOpcode_Caches[base];
  }
}

function force_instrument(code: number): number {
  if (HEAP32[(code + PyCodeObject.co_flags) >> 2] & CO_NO_MONITORING_EVENTS) return 0;
  const active = active_events(code);
  const version = HEAPU32[VERSION];
  if (monitoring(code) === 0 && active.every((t) => t === 0)) {
    HEAP32[(code + PyCodeObject._co_instrumentation_version) >> 2] = version;
    return 0;
  }
  if (update_instrumentation_data(code, active) < 0) return -1;
  const data = monitoring(code);
  const before = monitors_at(data + ACTIVE_MONITORS);
  const restarted = HEAPU32[VERSION + 1] > HEAPU32[(code + PyCodeObject._co_instrumentation_version) >> 2];
  const removed = restarted ? before : before.map((t, e) => t & ~active[e]);
  const added = restarted ? active : active.map((t, e) => t & ~before[e]);
  HEAPU16.set(active, (data + ACTIVE_MONITORS) >> 1);
  if (removed.some((t) => t !== 0) || added.some((t) => t !== 0)) rewrite(code, removed, added);
  HEAP32[(code + PyCodeObject._co_instrumentation_version) >> 2] = version;
  return 0;
}

function rewrite(code: number, removed: Uint16Array, added: Uint16Array): void {
  const data = monitoring(code);
  each_instruction(code, (i, base) => {
    if (INSTRUMENTED_OPCODES[base] === 0) return;
    const event = event_of(code, i, base);
    if (removed[event]) remove_from(code, TOOLS, i, removed[event], de_instrument);
    if (added[event]) add_to(code, TOOLS, i, added[event], instrument);
  });
  const has_line = (i: number): boolean => HEAPU8[byte_at(data, LINE_OPCODES, i)] !== 0;
  const countable = (base: number): boolean => base !== OP.RESUME && base !== OP.END_FOR;
  const [rl, ri] = [removed[PY_MONITORING_EVENT_LINE], removed[PY_MONITORING_EVENT_INSTRUCTION]];
  // Both kinds go before either comes: a removal looks through the other's table.
  if (rl) each_instruction(code, (i) => has_line(i) && remove_from(code, LINE_TOOLS, i, rl, de_instrument_line));
  if (ri) each_instruction(code, (i, base) => countable(base) && remove_from(code, INSTR_TOOLS, i, ri, de_instrument_per_instruction));
  const [al, ai] = [added[PY_MONITORING_EVENT_LINE], added[PY_MONITORING_EVENT_INSTRUCTION]];
  if (al) each_instruction(code, (i) => has_line(i) && add_to(code, LINE_TOOLS, i, al, instrument_line));
  if (ai) each_instruction(code, (i, base) => countable(base) && add_to(code, INSTR_TOOLS, i, ai, instrument_per_instruction));
}

/** Brings the code up to the current version. 0, or -1 with an error. */
export function _Py_Instrument(code: number, _interp: number): number {
  if (HEAPU32[VERSION] === HEAPU32[(code + PyCodeObject._co_instrumentation_version) >> 2]) return 0;
  return force_instrument(code);
}

// ---------------------------------------------------------------------------------------------------------------------
// Tool sets

export function no_tools_for_global_event(_tstate: number, event: number): boolean {
  return HEAPU16[MONITORS + event] === 0;
}

export function no_tools_for_local_event(_tstate: number, frame: number, event: number): boolean {
  const data = monitoring(_PyFrame_GetCode(frame));
  return data === 0 ? HEAPU16[MONITORS + event] === 0 : HEAPU16[((data + ACTIVE_MONITORS) >> 1) + event] === 0;
}

/** Writes the version into every thread's eval breaker. */
function set_global_version(version: number): void {
  HEAPU32[VERSION] = version;
  for (let t = read_ptr(INTERP + PyInterpreterState.threads_head); t !== 0; t = read_ptr(t + PyThreadState.next)) {
    const at = (t + PyThreadState.eval_breaker) >> 2;
    for (;;) {
      const old = Atomics.load(HEAP32, at);
      if (Atomics.compareExchange(HEAP32, at, old, (old & _PY_EVAL_EVENTS_MASK) | version) === old) break;
    }
  }
}

function instrument_all_executing_code_objects(): number {
  for (let t = read_ptr(INTERP + PyInterpreterState.threads_head); t !== 0; t = read_ptr(t + PyThreadState.next)) {
    for (let f = read_ptr(t + PyThreadState.current_frame); f !== 0; f = read_ptr(f + _PyInterpreterFrame.previous)) {
      if (HEAP8[f + _PyInterpreterFrame.owner] !== FRAME_OWNED_BY_CSTACK && _Py_Instrument(_PyFrame_GetCode(f), INTERP) < 0) return -1;
    }
  }
  return 0;
}

function set_bits(at: number, n: number, tool: number, events: number): void {
  for (let e = 0; e < n; e++) HEAPU16[at + e] = (HEAPU16[at + e] & ~(1 << tool)) | (((events >> e) & 1) << tool);
}

function get_bits(at: number, n: number, tool: number): number {
  let events = 0;
  for (let e = 0; e < n; e++) if ((HEAPU16[at + e] >> tool) & 1) events |= 1 << e;
  return events;
}

export function _PyMonitoring_GetEvents(tool_id: number): number {
  return get_bits(MONITORS, _PY_MONITORING_UNGROUPED_EVENTS, tool_id);
}

function new_version(): number {
  const version = HEAPU32[VERSION] + MONITORING_VERSION_INCREMENT;
  if (version > 0x7fffff00) {
    PyErr_Format(PyExc_OverflowError, 'events set too many times');
    return 0;
  }
  return version;
}

/** 0, or -1 with an error. `events` are bits by event number. */
export function _PyMonitoring_SetEvents(tool_id: number, events: number): number {
  if (_PyMonitoring_GetEvents(tool_id) === events) return 0;
  set_bits(MONITORS, _PY_MONITORING_UNGROUPED_EVENTS, tool_id, events);
  const version = new_version();
  if (version === 0) return -1;
  set_global_version(version);
  return instrument_all_executing_code_objects();
}

export function _PyMonitoring_SetLocalEvents(code: number, tool_id: number, events: number): number {
  if (first_traceable(code) >= units(code)) {
    PyErr_Format(PyExc_SystemError, "cannot instrument shim code object '%U'", read_ptr(code + PyCodeObject.co_name));
    return -1;
  }
  if (allocate_instrumentation_data(code) < 0) return -1;
  const at = (monitoring(code) + LOCAL_MONITORS) >> 1;
  if (get_bits(at, _PY_MONITORING_LOCAL_EVENTS, tool_id) === events) return 0;
  set_bits(at, _PY_MONITORING_LOCAL_EVENTS, tool_id, events);
  return force_instrument(code);
}

export function _PyMonitoring_GetLocalEvents(code: number, tool_id: number): number {
  const data = monitoring(code);
  return data === 0 ? 0 : get_bits((data + LOCAL_MONITORS) >> 1, _PY_MONITORING_LOCAL_EVENTS, tool_id);
}

/** sys.monitoring.restart_events: what DISABLE switched off comes back. */
export function _PyMonitoring_RestartEvents(): number {
  const version = HEAPU32[VERSION] + MONITORING_VERSION_INCREMENT;
  const next = version + MONITORING_VERSION_INCREMENT;
  if (next > 0x7fffff00) {
    PyErr_Format(PyExc_OverflowError, 'events set too many times');
    return -1;
  }
  HEAPU32[VERSION + 1] = version;
  set_global_version(next);
  return instrument_all_executing_code_objects();
}

/** Returns the previous callback (new) or NULL. For the debugger's tool, `obj` is a function index. */
export function _PyMonitoring_RegisterCallback(tool_id: number, event_id: number, obj: number): number {
  const slot = CALLABLES + (tool_id * _PY_MONITORING_EVENTS + event_id) * 8;
  const old = read_ptr(slot);
  write_ptr(slot, tool_id >= FIRST_DEBUG_TOOL ? obj : Py_XNewRef(obj));
  return old;
}

/**
 * The debugger's line breakpoints in one code object: exactly these lines, none for an empty set. Returns the lines that
 * have an instruction that starts them, or undefined with an error.
 */
export function _PyMonitoring_SetBreakpointLines(code: number, lines: ReadonlySet<number>): number[] | undefined {
  if (lines.size === 0 && (monitoring(code) === 0 || read_ptr(monitoring(code) + LINE_TOOLS) === 0)) return [];
  if (first_traceable(code) >= units(code)) return [];
  if (allocate_instrumentation_data(code) < 0 || table(code, TOOLS, 2) < 0 || need_lines(code) < 0) return undefined;
  const data = monitoring(code);
  const found = new Set<number>();
  const bit = 1 << PY_MONITORING_BREAKPOINT_TOOL_ID;
  each_instruction(code, (i) => {
    if (HEAPU8[byte_at(data, LINE_OPCODES, i)] === 0) return;
    const line = HEAP32[(read_ptr(data + LINE_NUMBERS) + i * 4) >> 2];
    if (lines.has(line)) {
      found.add(line);
      add_to(code, LINE_TOOLS, i, bit, instrument_line);
    } else if (HEAPU16[short_at(data, LINE_TOOLS, i)] & bit) remove_from(code, LINE_TOOLS, i, bit, de_instrument_line);
  });
  return [...found];
}

/** The lines of the code object where a line event can happen. Does not touch the code object. */
export function _PyMonitoring_LinesOf(code: number): number[] {
  const out = new Set<number>();
  const range = new PyCodeAddressRange(code);
  while (range.next()) if (range.ar_line > 0 && range.ar_end > first_traceable(code) * 2) out.add(range.ar_line);
  return [...out].sort((a, b) => a - b);
}

// ---------------------------------------------------------------------------------------------------------------------
// Calling the tools

/** args: an array of `nargs` objects with a free slot before. 0, -1, or DISABLE. */
function call_one_instrument(tstate: number, args: number, nargs: number, tool: number, event: number): number {
  if (tool >= PY_MONITORING_SYS_PROFILE_ID) return with_tracing(tstate, event, () => legacy_call(tstate, tool, event, args, nargs));
  const callable = read_ptr(CALLABLES + (tool * _PY_MONITORING_EVENTS + event) * 8);
  if (callable === 0) return 0;
  return with_tracing(tstate, event, () => {
    const res = PyObject_Vectorcall(callable, args, nargs | VECTORCALL_OFFSET, 0);
    if (res === 0) return -1;
    Py_DECREF(res);
    return res === _PyInstrumentation_DISABLE ? DISABLE : 0;
  });
}

function with_tracing(tstate: number, event: number, f: () => number): number {
  const what = (tstate + PyThreadState.what_event) >> 2;
  const tracing = (tstate + PyThreadState.tracing) >> 2;
  const old = HEAP32[what];
  HEAP32[what] = event;
  HEAP32[tracing]++;
  const r = f();
  HEAP32[tracing]--;
  HEAP32[what] = old;
  return r;
}

function call_debug_tools(tstate: number, tools: number, event: number, code: number, where: number, arg: number): number {
  let result = 0;
  for (let tool = PY_MONITORING_BREAKPOINT_TOOL_ID; tool >= FIRST_DEBUG_TOOL; tool--) {
    if (!((tools >> tool) & 1)) continue;
    const callback = read_ptr(CALLABLES + (FIRST_DEBUG_TOOL * _PY_MONITORING_EVENTS + event) * 8);
    if (callback === 0) continue;
    const what = (tstate + PyThreadState.what_event) >> 2;
    const tracing = (tstate + PyThreadState.tracing) >> 2;
    const old = HEAP32[what];
    HEAP32[what] = event;
    HEAP32[tracing]++;
    const r = FUNCS[callback](tstate, code, where, arg);
    HEAP32[tracing]--;
    HEAP32[what] = old;
    if (r < 0) return -1;
    if (r === DISABLE) result |= 1 << tool;
  }
  return result;
}

function most_significant_bit(bits: number): number {
  return 31 - Math.clz32(bits);
}

const USER_TOOLS = 0xff;

/** `nargs` counts code and offset. 0, or -1 with an error. */
function call_instrumentation_vector(tstate: number, event: number, frame: number, instr: number, nargs: number, arg0: number, arg1: number): number {
  if (HEAP32[(tstate + PyThreadState.tracing) >> 2] !== 0) return 0;
  const code = _PyFrame_GetCode(frame);
  const offset = (instr - code - PyCodeObject.co_code_adaptive) >> 1;
  const grouped = event >= _PY_MONITORING_UNGROUPED_EVENTS ? PY_MONITORING_EVENT_CALL : event;
  const local = grouped < _PY_MONITORING_LOCAL_EVENTS;
  let tools = local ? HEAPU16[short_at(monitoring(code), TOOLS, offset)] : HEAPU16[MONITORS + grouped];
  if (tools > USER_TOOLS) {
    const off = call_debug_tools(tstate, tools, event, code, offset * 2, arg0);
    if (off < 0) return -1;
    if (off !== 0 && local) remove_from(code, TOOLS, offset, off, de_instrument);
  }
  tools &= USER_TOOLS;
  if (tools === 0) return 0;
  const is_jump = event === PY_MONITORING_EVENT_JUMP || event === PY_MONITORING_EVENT_BRANCH;
  const offset_obj = PyLong_FromLong(offset * 2);
  const arg_obj = is_jump ? PyLong_FromLong(arg0) : arg0;
  const mark = stackSave();
  const args = stackAlloc(40) + 8;
  write_ptr(args - 8, 0);
  write_ptr(args, code);
  write_ptr(args + 8, offset_obj);
  write_ptr(args + 16, arg_obj);
  write_ptr(args + 24, arg1);
  let err = 0;
  while (tools !== 0 && err === 0) {
    const tool = most_significant_bit(tools);
    tools ^= 1 << tool;
    const res = call_one_instrument(tstate, args, nargs, tool, event);
    if (res < 0) err = -1;
    else if (res === DISABLE) {
      if (event < _PY_MONITORING_LOCAL_EVENTS) remove_from(code, TOOLS, offset, 1 << tool, de_instrument);
      else {
        PyErr_Format(PyExc_ValueError, 'Cannot disable %s events. Callback removed.', EVENT_NAMES[event]);
        Py_XDECREF(_PyMonitoring_RegisterCallback(tool, event, 0));
        err = -1;
      }
    }
  }
  stackRestore(mark);
  Py_DECREF(offset_obj);
  if (is_jump) Py_DECREF(arg_obj);
  return err;
}

export function _Py_call_instrumentation(tstate: number, event: number, frame: number, instr: number): number {
  return call_instrumentation_vector(tstate, event, frame, instr, 2, 0, 0);
}

export function _Py_call_instrumentation_arg(tstate: number, event: number, frame: number, instr: number, arg: number): number {
  return call_instrumentation_vector(tstate, event, frame, instr, 3, arg, 0);
}

export function _Py_call_instrumentation_2args(tstate: number, event: number, frame: number, instr: number, arg0: number, arg1: number): number {
  return call_instrumentation_vector(tstate, event, frame, instr, 4, arg0, arg1);
}

/** An error is set before and after. */
export function _Py_call_instrumentation_exc2(tstate: number, event: number, frame: number, instr: number, arg0: number, arg1: number): void {
  const exc = PyErr_GetRaisedException();
  if (call_instrumentation_vector(tstate, event, frame, instr, 4, arg0, arg1) < 0) Py_XDECREF(exc);
  else PyErr_SetRaisedException(exc);
}

/** The address to go on at, or 0 with an error. */
export function _Py_call_instrumentation_jump(tstate: number, event: number, frame: number, instr: number, target: number): number {
  const to = target - _PyFrame_GetCode(frame) - PyCodeObject.co_code_adaptive;
  if (call_instrumentation_vector(tstate, event, frame, instr, 3, to, 0) < 0) return 0;
  const now = HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2];
  return now !== instr ? now : target;
}

const PyTrace_LINE = 2;

/** The opcode under the INSTRUMENTED_LINE at `instr`, or -1 with an error. `prev` is what ran before in this frame. */
export function _Py_call_instrumentation_line(tstate: number, frame: number, instr: number, prev: number): number {
  const code = _PyFrame_GetCode(frame);
  const data = monitoring(code);
  const i = (instr - code - PyCodeObject.co_code_adaptive) >> 1;
  const original = byte_at(data, LINE_OPCODES, i);
  const line = _Py_Instrumentation_GetLine(code, i);
  const prev_index = (prev - code - PyCodeObject.co_code_adaptive) >> 1;
  if (_Py_Instrumentation_GetLine(code, prev_index) === line) {
    const prev_opcode = HEAPU8[prev];
    if (prev_opcode !== OP.RESUME && prev_opcode !== OP.RESUME_CHECK && prev_opcode !== OP.INSTRUMENTED_RESUME) return HEAPU8[original];
  }
  let tools = HEAPU16[short_at(data, LINE_TOOLS, i)];
  if (tools > USER_TOOLS) {
    const off = call_debug_tools(tstate, tools, PY_MONITORING_EVENT_LINE, code, line, 0);
    if (off < 0) return -1;
    if (off !== 0) remove_from(code, LINE_TOOLS, i, off, de_instrument_line);
  }
  tools &= USER_TOOLS;
  if (tools & (1 << PY_MONITORING_SYS_TRACE_ID) && trace_line_event(tstate, frame, line) < 0) return -1;
  tools &= ~(1 << PY_MONITORING_SYS_TRACE_ID);
  if (tools !== 0 && call_with_int(tstate, PY_MONITORING_EVENT_LINE, code, i, line, tools, LINE_TOOLS, de_instrument_line) < 0) return -1;
  return HEAPU8[original];
}

function trace_line_event(tstate: number, frame: number, line: number): number {
  if (read_ptr(tstate + PyThreadState.c_tracefunc) === 0) return 0;
  const f = _PyFrame_GetFrameObject(frame);
  if (f === 0) return -1;
  if (!HEAPU8[f + PyFrameObject.f_trace_lines]) return 0;
  return with_tracing(tstate, PY_MONITORING_EVENT_LINE, () => {
    HEAP32[(f + PyFrameObject.f_lineno) >> 2] = line;
    const mark = stackSave();
    const args = stackAlloc(16);
    write_ptr(args, f);
    const err = legacy_call(tstate, PY_MONITORING_SYS_TRACE_ID, PY_MONITORING_EVENT_LINE, args, PyTrace_LINE);
    stackRestore(mark);
    HEAP32[(f + PyFrameObject.f_lineno) >> 2] = 0;
    return err;
  });
}

/** Calls user tools with (code, number) and honours DISABLE. */
function call_with_int(tstate: number, event: number, code: number, i: number, value: number, tools: number, field: number, undo: (code: number, i: number) => void): number {
  const obj = PyLong_FromLong(value);
  if (obj === 0) return -1;
  const mark = stackSave();
  const args = stackAlloc(24) + 8;
  write_ptr(args - 8, 0);
  write_ptr(args, code);
  write_ptr(args + 8, obj);
  let err = 0;
  while (tools !== 0 && err === 0) {
    const tool = most_significant_bit(tools);
    tools &= ~(1 << tool);
    const res = call_one_instrument(tstate, args, 2, tool, event);
    if (res < 0) err = -1;
    else if (res === DISABLE) remove_from(code, field, i, 1 << tool, undo);
  }
  stackRestore(mark);
  Py_DECREF(obj);
  return err;
}

/** The opcode under the INSTRUMENTED_INSTRUCTION at `instr`, or -1 with an error. */
export function _Py_call_instrumentation_instruction(tstate: number, frame: number, instr: number): number {
  const code = _PyFrame_GetCode(frame);
  const data = monitoring(code);
  const i = (instr - code - PyCodeObject.co_code_adaptive) >> 1;
  const next_opcode = HEAPU8[byte_at(data, INSTR_OPCODES, i)];
  if (HEAP32[(tstate + PyThreadState.tracing) >> 2] !== 0) return next_opcode;
  let tools = HEAPU16[short_at(data, INSTR_TOOLS, i)];
  if (tools > USER_TOOLS) {
    const off = call_debug_tools(tstate, tools, PY_MONITORING_EVENT_INSTRUCTION, code, i * 2, 0);
    if (off < 0) return -1;
    if (off !== 0) remove_from(code, INSTR_TOOLS, i, off, de_instrument_per_instruction);
  }
  tools &= USER_TOOLS;
  if (tools !== 0 && call_with_int(tstate, PY_MONITORING_EVENT_INSTRUCTION, code, i, i * 2, tools, INSTR_TOOLS, de_instrument_per_instruction) < 0) return -1;
  return next_opcode;
}

/** The opcode under an INSTRUMENTED_LINE, without any event. */
export function original_line_opcode(frame: number, instr: number): number {
  const code = _PyFrame_GetCode(frame);
  return HEAPU8[byte_at(monitoring(code), LINE_OPCODES, (instr - code - PyCodeObject.co_code_adaptive) >> 1)];
}

/** Writes the headers of DISABLE and MISSING. */
export function init_instrumentation_singletons(): void {
  for (const o of [_PyInstrumentation_DISABLE, _PyInstrumentation_MISSING]) {
    HEAP32[o >> 2] = -1;
    write_ptr(o + 8, PyBaseObject_Type);
  }
}

export { _Py_CreateMonitoringObject } from './monitoringmodule';
export { DISABLE, EVENT_NAMES, PY_MONITORING_BREAKPOINT_TOOL_ID, PY_MONITORING_DEBUG_TOOL_ID, PY_MONITORING_EVENT_BRANCH, PY_MONITORING_EVENT_CALL, PY_MONITORING_EVENT_C_RAISE, PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_EXCEPTION_HANDLED, PY_MONITORING_EVENT_INSTRUCTION, PY_MONITORING_EVENT_JUMP, PY_MONITORING_EVENT_LINE, PY_MONITORING_EVENT_PY_RESUME, PY_MONITORING_EVENT_PY_RETURN, PY_MONITORING_EVENT_PY_START, PY_MONITORING_EVENT_PY_THROW, PY_MONITORING_EVENT_PY_UNWIND, PY_MONITORING_EVENT_PY_YIELD, PY_MONITORING_EVENT_RAISE, PY_MONITORING_EVENT_RERAISE, PY_MONITORING_EVENT_STOP_ITERATION, PY_MONITORING_SYS_PROFILE_ID, PY_MONITORING_SYS_TRACE_ID, _PY_MONITORING_EVENTS, _PY_MONITORING_LOCAL_EVENTS, _PY_MONITORING_UNGROUPED_EVENTS } from '../include/pycore_instruments';
