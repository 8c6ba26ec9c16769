// The probe's own monitoring tool: number 8, which sys.monitoring does not show (python/instrumentation.ts), and the numbers
// of the events it asks for (CPython's, Include/cpython/monitoring.h).

export const PROBE_TOOL_ID = 8;
export const EVENT_PY_START = 0;
export const EVENT_PY_RESUME = 1;
export const EVENT_PY_RETURN = 2;
export const EVENT_LINE = 5;
export const EVENT_INSTRUCTION = 6;
export const EVENT_RAISE = 10;
export const EVENT_PY_UNWIND = 12;
