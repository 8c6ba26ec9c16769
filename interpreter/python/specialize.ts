// Answers to Python/specialize.c of CPython 3.13.

import { HEAPU16, HEAPU8 } from '../include/heap';
import { PyCodeObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { _PyOpcode_Caches, _PyOpcode_Deopt } from '../include/pycore_opcode_metadata';

function adaptive_counter_backoff(ip: number): void {
  const counter = HEAPU16[(ip + 2) >> 1];
  const backoff = Math.min((counter & 15) + 1, 12);
  HEAPU16[(ip + 2) >> 1] = (((1 << backoff) - 1) << 4) | backoff;
}

/** Prepares fresh code: warms up the adaptive counters. */
export function _PyCode_Quicken(code: number): void {
  const start = code + PyCodeObject.co_code_adaptive;
  const n = HEAP32[(code + PyCodeObject.ob_size) >> 2];
  for (let i = 0; i < n; i++) {
    const opcode = HEAPU8[start + i * 2];
    const caches = _PyOpcode_Caches[opcode];
    if (caches) {
      HEAPU16[(start + i * 2 + 2) >> 1] = 17;
      i += caches;
    }
  }
}
export function _Py_Specialize_BinaryOp(l: number, r: number, ip: number, oparg: number, locals: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_BinarySubscr(c: number, s: number, ip: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_StoreSubscr(c: number, s: number, ip: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_ToBool(v: number, ip: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_CompareOp(l: number, r: number, ip: number, oparg: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_ContainsOp(v: number, ip: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_ForIter(v: number, ip: number, oparg: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_UnpackSequence(v: number, ip: number, oparg: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_LoadGlobal(g: number, b: number, ip: number, name: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_LoadAttr(o: number, ip: number, name: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_StoreAttr(o: number, ip: number, name: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_LoadSuperAttr(s: number, c: number, ip: number, method: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_Call(callable: number, ip: number, nargs: number): void { adaptive_counter_backoff(ip); }
export function _Py_Specialize_Send(r: number, ip: number): void { adaptive_counter_backoff(ip); }
export function is_builtin_len(o: number): boolean { return false; }
export function is_builtin_isinstance(o: number): boolean { return false; }
export function is_list_append(o: number): boolean { return false; }
