// Our code descriptions in the form of dump_code.py, field by field.

import {
  _PyCode_GetCellvars, _PyCode_GetFreevars, _PyCode_GetVarnames, type CodeConst, type CodeDesc,
} from '../../interpreter/include/cpython_code';

export const FIELDS = [
  'qualname', 'name', 'firstlineno', 'flags', 'argcount', 'posonlyargcount', 'kwonlyargcount', 'stacksize', 'code', 'consts',
  'names', 'varnames', 'cellvars', 'freevars', 'linetable', 'exceptiontable',
] as const;

export type CodeDump = (string | number | string[])[];

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function double(v: number): string {
  const b = Buffer.alloc(8);
  b.writeDoubleBE(v);
  return b.toString('hex');
}

function escaped(cps: number[]): string {
  return cps.map((cp) => (cp >= 32 && cp < 127 && cp !== 92 ? String.fromCharCode(cp) : `\\${cp.toString(16)};`)).join('');
}

function dumpConst(c: CodeConst, codes: CodeDump[]): string {
  switch (c.t) {
    case 'code': return `code:${dumpInto(c.v, codes)}`;
    case 'int': return `i${c.v.toString(16)}`;
    case 'float': return `f${double(c.v)}`;
    case 'complex': return `c${double(c.re)}${double(c.im)}`;
    case 'str': return `s${escaped(c.cps ?? Array.from(c.v, (ch) => ch.codePointAt(0)!))}`;
    case 'bytes': return `b${hex(c.v)}`;
    case 'tuple': return `(${c.v.map((x) => dumpConst(x, codes)).join(',')})`;
    case 'frozenset': return `{${c.v.map((x) => dumpConst(x, codes)).sort().join(',')}}`;
    default: return c.t;
  }
}

function dumpInto(co: CodeDesc, codes: CodeDump[]): number {
  const index = codes.length;
  codes.push([]);
  const consts = co.co_consts.map((c) => dumpConst(c, codes));
  codes[index] = [
    co.co_qualname, co.co_name, co.co_firstlineno, co.co_flags, co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount,
    co.co_stacksize, hex(co.co_code), consts, co.co_names, _PyCode_GetVarnames(co), _PyCode_GetCellvars(co), _PyCode_GetFreevars(co),
    hex(co.co_linetable), hex(co.co_exceptiontable),
  ];
  return index;
}

/** All code objects of `co`, itself first. */
export function dumpCode(co: CodeDesc): CodeDump[] {
  const codes: CodeDump[] = [];
  dumpInto(co, codes);
  return codes;
}

/** The fields in which two code objects differ. */
export function differingFields(ours: CodeDump, theirs: CodeDump): string[] {
  return FIELDS.filter((_, i) => {
    const a = ours[i];
    const b = theirs[i];
    if (!Array.isArray(a) || !Array.isArray(b)) return a !== b;
    return a.length !== b.length || a.some((x, j) => x !== b[j]);
  });
}
