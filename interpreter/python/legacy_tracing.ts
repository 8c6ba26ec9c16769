// Answers to Python/legacy_tracing.c of CPython 3.13.
export function _PyEval_SetProfile(tstate: number, func: number, arg: number): number { throw new Error('sys.setprofile is not there yet'); }
export function _PyEval_SetTrace(tstate: number, func: number, arg: number): number { throw new Error('sys.settrace is not there yet'); }
export function _PyEval_SetOpcodeTrace(f: number, enable: boolean): number { throw new Error('f_trace_opcodes is not there yet'); }
