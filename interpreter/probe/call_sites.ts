// The calls in a code object, in the order of the bytecode, with where they stand in the source.

import { _PyInterpreterFrame, PyCFunctionObject, PyCodeObject, PyDescrObject, PyMethodDef, PyMethodDescrObject } from '../include/generated/offsets';
import { HEAPU8 } from '../include/heap';
import { OP } from '../include/pycore_opcode_ids';
import { PyCFunction_Type, PyCMethod_Type, PyMethodDescr_Type, PyType_Type } from '../include/statics';
import { PyCodeAddressRange } from '../objects/codelocations';
import { stack_depth } from '../objects/frame_setlineno';
import { base_opcode, cache_entries, code_length, code_start, frame_code, frame_lasti } from './frames';
import { c_text, int32, object_slot, slot, type_name, type_of } from './memory';

const CALLS = new Set<number>([OP.CALL, OP.CALL_KW, OP.CALL_FUNCTION_EX]);

export interface CallSite {
  /** Byte offset of the instruction, or of the EXTENDED_ARG before it. */
  offset: number;
  /** Lines from 1; columns from 0 in bytes, -1 where unknown. */
  line: number;
  end_line: number;
  column: number;
  end_column: number;
}

/** Those at or behind byte `from`, each place in the source once: a loop's condition and a `finally` are compiled twice. */
export function call_sites(code: number, from: number): CallSite[] {
  const found: CallSite[] = [];
  const range = new PyCodeAddressRange(code);
  const end = code_length(code);
  let start = -1;
  for (let at = 0; at < end; at += 2 + cache_entries(code, at) * 2) {
    const op = base_opcode(code, at);
    if (start < 0) start = at;
    if (op === OP.EXTENDED_ARG) continue;
    if (CALLS.has(op) && at >= from) {
      range.seek(at);
      const site = { offset: start, line: range.ar_line, end_line: range.end_line, column: range.column, end_column: range.end_column };
      if (site.line > 0 && !found.some((f) => f.line === site.line && f.column === site.column && f.end_line === site.end_line && f.end_column === site.end_column)) found.push(site);
    }
    start = -1;
  }
  return found;
}

/** The name of the builtin that the call at which the frame stands calls; null where it is none, or the instruction no call. */
export function called_builtin(frame: number): string | null {
  const code = frame_code(frame);
  const at = frame_lasti(frame);
  const op = base_opcode(code, at);
  if (!CALLS.has(op)) return null;
  const oparg = HEAPU8[code_start(code) + at + 1];
  const below = op === OP.CALL ? oparg + 2 : op === OP.CALL_KW ? oparg + 3 : 3 + (oparg & 1);
  const index = int32(code + PyCodeObject.co_nlocalsplus) + stack_depth(code, at >> 1) - below;
  const callable = object_slot(frame + _PyInterpreterFrame.localsplus + index * 8);
  if (callable === 0) return null;
  const type = type_of(callable);
  const def = type === PyCFunction_Type || type === PyCMethod_Type ? slot(callable + PyCFunctionObject.m_ml) : type === PyMethodDescr_Type ? slot(callable + PyMethodDescrObject.d_method) : 0;
  if (def === 0) return type === PyType_Type ? type_name(callable) : null;
  const owner = type === PyMethodDescr_Type ? `${type_name(slot(callable + PyDescrObject.d_type))}.` : '';
  return owner + c_text(slot(def + PyMethodDef.ml_name));
}
