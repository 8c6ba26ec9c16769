// Answers to the variadic functions of Python/getargs.c of CPython 3.13: every variable argument is a pointer.

import { FUNCS } from '../include/functable';
import { cstring, HEAP32 } from '../include/heap';
import { PyTupleObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { write_ptr } from '../include/heap';
import { PyUnicode_FSConverter, PyUnicode_FSDecoder } from '../objects/unicodeobject_codecs';
import * as getargs from '../python/getargs';
import { converted } from './ledger';
import { VaList } from './va_list';

/** The pointers that `format` takes, for the TypeScript functions: a converter (O&) is made a function. */
function out_parameters(format: string, va: VaList): unknown[] {
  const out: unknown[] = [];
  const converters = getargs.converter_positions(format);
  for (let i = 0, n = getargs.format_out_count(format); i < n; i++) {
    const p = va.pointer();
    out.push(converters.has(i) ? converter(p) : p);
  }
  return out;
}

/** An 'O&' function. Those of ours leave a new reference, which the caller owns then. */
function converter(index: number): (o: number, addr: number) => number {
  const f = FUNCS[index];
  const ours = f === PyUnicode_FSConverter || f === PyUnicode_FSDecoder;
  return (o, addr) => {
    const r = f(o, addr) as number;
    if (ours && r !== 0 && o !== 0) converted(addr);
    return r;
  };
}

/** Fills what the pointers point to (borrowed). 1, or 0 with an exception. */
export function PyArg_ParseTuple(args: number, format: string, va: number): number {
  return getargs.PyArg_ParseTuple(args, format, ...out_parameters(format, new VaList(va))) ? 1 : 0;
}
export function PyArg_VaParse(args: number, format: string, va: number): number {
  return PyArg_ParseTuple(args, format, va);
}
/** The object itself is the argument; a format of several units takes it as a tuple. */
export function PyArg_Parse(arg: number, format: string, va: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, arg);
  const ok = getargs._PyArg_ParseStack(slot, 1, format, ...out_parameters(format, new VaList(va)));
  stackRestore(mark);
  return ok ? 1 : 0;
}

function keyword_list(kwlist: number): string[] {
  const names: string[] = [];
  for (let p = kwlist >> 2; HEAP32[p] !== 0; p += 2) names.push(cstring(HEAP32[p]));
  return names;
}
export function PyArg_ParseTupleAndKeywords(args: number, kwargs: number, format: string, kwlist: number, va: number): number {
  return getargs.PyArg_ParseTupleAndKeywords(args, kwargs, format, keyword_list(kwlist), ...out_parameters(format, new VaList(va))) ? 1 : 0;
}
export function PyArg_VaParseTupleAndKeywords(args: number, kwargs: number, format: string, kwlist: number, va: number): number {
  return PyArg_ParseTupleAndKeywords(args, kwargs, format, kwlist, va);
}

export function PyArg_UnpackTuple(args: number, name: string | null, min: number, max: number, va: number): number {
  const list = new VaList(va);
  const out: number[] = [];
  for (let i = 0; i < max; i++) out.push(list.pointer());
  return getargs._PyArg_UnpackStack(args + PyTupleObject.ob_item, HEAP32[(args + PyTupleObject.ob_size) >> 2], name as string, min, max, ...out) ? 1 : 0;
}

/** struct _PyArg_Parser of Python.h: format at 0, keywords at 8. */
export function _PyArg_ParseTupleAndKeywordsFast(args: number, kwargs: number, parser: number, va: number): number {
  return PyArg_ParseTupleAndKeywords(args, kwargs, cstring(HEAP32[parser >> 2]), HEAP32[(parser + 8) >> 2], va);
}
