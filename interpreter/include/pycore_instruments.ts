// Answers to Include/cpython/monitoring.h and Include/internal/pycore_instruments.h of CPython 3.13: events and tools of PEP 669.

// Local events: caused by an instruction.
export const PY_MONITORING_EVENT_PY_START = 0;
export const PY_MONITORING_EVENT_PY_RESUME = 1;
export const PY_MONITORING_EVENT_PY_RETURN = 2;
export const PY_MONITORING_EVENT_PY_YIELD = 3;
export const PY_MONITORING_EVENT_CALL = 4;
export const PY_MONITORING_EVENT_LINE = 5;
export const PY_MONITORING_EVENT_INSTRUCTION = 6;
export const PY_MONITORING_EVENT_JUMP = 7;
export const PY_MONITORING_EVENT_BRANCH = 8;
export const PY_MONITORING_EVENT_STOP_ITERATION = 9;
export const _PY_MONITORING_LOCAL_EVENTS = 10;
// Others.
export const PY_MONITORING_EVENT_RAISE = 10;
export const PY_MONITORING_EVENT_EXCEPTION_HANDLED = 11;
export const PY_MONITORING_EVENT_PY_UNWIND = 12;
export const PY_MONITORING_EVENT_PY_THROW = 13;
export const PY_MONITORING_EVENT_RERAISE = 14;
export const _PY_MONITORING_UNGROUPED_EVENTS = 15;
// They come with CALL.
export const PY_MONITORING_EVENT_C_RETURN = 15;
export const PY_MONITORING_EVENT_C_RAISE = 16;
export const _PY_MONITORING_EVENTS = 17;

export const EVENT_NAMES = [
  'PY_START', 'PY_RESUME', 'PY_RETURN', 'PY_YIELD', 'CALL', 'LINE', 'INSTRUCTION', 'JUMP', 'BRANCH', 'STOP_ITERATION', 'RAISE', 'EXCEPTION_HANDLED',
  'PY_UNWIND', 'PY_THROW', 'RERAISE', 'C_RETURN', 'C_RAISE',
] as const;

export const PY_MONITORING_SYS_PROFILE_ID = 6;
export const PY_MONITORING_SYS_TRACE_ID = 7;
/** The debugger's events (steps, exceptions, calls). */
export const PY_MONITORING_DEBUG_TOOL_ID = 8;
/** The debugger's line breakpoints. */
export const PY_MONITORING_BREAKPOINT_TOOL_ID = 9;

/** What a callback returns to switch its event off at this place. */
export const DISABLE = 1;

