// Answers to Python/instrumentation.c of CPython 3.13.
import { PyCodeObject, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { _PyOpcode_Deopt } from '../include/pycore_opcode_metadata';
import { _PyCode_LineOf } from '../objects/codelocations';
import { _PyThreadState_GET } from './pystate';

export const PY_MONITORING_EVENT_STOP_ITERATION = 9;
export const PY_MONITORING_EVENT_RAISE = 10;
export const PY_MONITORING_EVENT_EXCEPTION_HANDLED = 11;
export const PY_MONITORING_EVENT_PY_UNWIND = 12;
export const PY_MONITORING_EVENT_PY_THROW = 13;
export const PY_MONITORING_EVENT_RERAISE = 14;

export function no_tools_for_global_event(tstate: number, event: number): boolean {
  return true;
}
export function no_tools_for_local_event(tstate: number, frame: number, event: number): boolean {
  return true;
}
export function _Py_call_instrumentation_arg(tstate: number, event: number, frame: number, instr: number, arg: number): number {
  return 0;
}
export function _Py_Instrument(code: number, interp: number): number {
  HEAP32[(code + PyCodeObject._co_instrumentation_version) >> 2] = HEAP32[(_PyThreadState_GET() + PyThreadState.eval_breaker) >> 2] & ~255;
  return 0;
}
export function _Py_GetBaseOpcode(code: number, i: number): number {
  return _PyOpcode_Deopt[HEAPU8[code + PyCodeObject.co_code_adaptive + i * 2]];
}
export function _Py_Instrumentation_GetLine(code: number, index: number): number {
  return _PyCode_LineOf(code, index * 2);
}
export function free_monitoring_data(data: number): void {}
