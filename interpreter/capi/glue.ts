// The two directions over C's border, as small generated WebAssembly modules, so that no BigInt crosses it: C's 64-bit values
// are i64 in its own signatures, and words or doubles in those that JavaScript sees. Letters: signatures.ts.

import { HEAP32, MEMORY } from '../include/heap';
import type { CFunction } from '../include/functable';
import { int64_cell } from './int64';
import { F32, F64, I32, I64, leb, ModuleWriter, sleb } from './wasm_binary';

const C_TYPES: Record<string, number> = { P: I64, Z: I64, N: I64, L: I64, H: I64, s: I64, S: I64, F: I64, i: I32, c: I32, d: F64, f: F32 };
const JS_TYPES: Record<string, number[]> = { P: [I32], N: [I32], s: [I32], S: [I32], F: [I32], c: [I32], i: [I32], Z: [F64], L: [I32, I32], d: [F64], f: [F32] };

const LOCAL_GET = 0x20;
const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const I32_WRAP_I64 = 0xa7;
const I64_EXTEND_I32_U = 0xad;
const F64_CONVERT_I64_S = 0xb9;
const I64_TRUNC_SAT_F64_S = [0xfc, 6];
const I64_LOAD = [0x29, 3, 0];
const I64_STORE = [0x37, 3, 0];
const I64_CONST = 0x42;
const I64_SHR_U = 0x88;
const I64_LT_U = 0x54;
const GLOBAL_GET = 0x23;
const IF = 0x04;
const VOID = 0x40;
const UNREACHABLE = 0x00;
const END = 0x0b;

/** The WebAssembly type of a C function with this signature. */
export function c_type(signature: string): { params: number[]; results: number[] } {
  return { params: [...signature.slice(1)].map((k) => C_TYPES[k]), results: signature[0] === 'v' ? [] : [C_TYPES[signature[0]]] };
}
const in_cell = (kind: string): boolean => kind === 'L' || kind === 'H';

/** From C: `f` as C calls it. Its JavaScript parameters are words and doubles. */
function add_import(w: ModuleWriter, name: string, signature: string): { index: number; define: () => void } {
  const c = c_type(signature);
  const js = [...signature.slice(1)].flatMap((k) => JS_TYPES[k]);
  const result = signature[0];
  const index = w.import_function(name, js, result === 'v' || in_cell(result) ? [] : JS_TYPES[result]);
  const code: number[] = [];
  [...signature.slice(1)].forEach((k, i) => {
    code.push(LOCAL_GET, ...leb(i));
    if (k === 'L') code.push(I32_WRAP_I64, LOCAL_GET, ...leb(i), I64_CONST, 32, I64_SHR_U, I32_WRAP_I64);
    else if (k === 'Z') code.push(F64_CONVERT_I64_S);
    else if (C_TYPES[k] === I64) code.push(I32_WRAP_I64);
  });
  code.push(CALL, ...leb(index));
  if (in_cell(result)) code.push(I64_CONST, ...sleb(int64_cell()), ...I64_LOAD);
  else if (result === 'Z') code.push(...I64_TRUNC_SAT_F64_S);
  else if (result === 'P') code.push(I64_EXTEND_I32_U);
  return { index, define: () => w.add_function(name, c.params, c.results, code) };
}

const pages = (): number => MEMORY.buffer.byteLength / 65536;

/** WebAssembly functions of C's types that call the given JavaScript functions. */
export function functions_for_c(wanted: ReadonlyMap<string, readonly [f: CFunction, signature: string]>): WebAssembly.Exports {
  const w = new ModuleWriter();
  w.import_memory(pages());
  const e: Record<string, unknown> = { memory: MEMORY };
  const all = [...wanted].map(([name, [f, signature]]) => {
    e[name] = marshalled(f, signature);
    return add_import(w, name, signature);
  });
  for (const a of all) a.define();
  return new WebAssembly.Instance(new WebAssembly.Module(w.finish()), { e: e as WebAssembly.ModuleImports }).exports;
}

/** To C: for each signature a function (index, ...arguments) that calls through the table. */
export function trampolines(table: WebAssembly.Table, table_flags: number, signatures: Iterable<string>): Record<string, CFunction> {
  const w = new ModuleWriter();
  w.import_memory(pages());
  w.import_table(table_flags);
  for (const signature of new Set(signatures)) {
    const c = c_type(signature);
    const result = signature[0];
    const js = [...signature.slice(1)].flatMap((k) => JS_TYPES[k]);
    const code: number[] = in_cell(result) ? [I64_CONST, ...sleb(int64_cell())] : [];
    [...signature.slice(1)].forEach((k, i) => {
      code.push(LOCAL_GET, ...leb(i + 1));
      if (k === 'Z') code.push(...I64_TRUNC_SAT_F64_S);
      else if (C_TYPES[k] === I64) code.push(I64_EXTEND_I32_U);
    });
    code.push(LOCAL_GET, 0);
    if (table_flags & 4) code.push(I64_EXTEND_I32_U);
    code.push(CALL_INDIRECT, ...leb(w.type(c.params, c.results)), 0);
    if (in_cell(result)) code.push(...I64_STORE);
    else if (result === 'Z') code.push(F64_CONVERT_I64_S);
    else if (result === 'P') code.push(I32_WRAP_I64);
    w.add_function(signature, [I32, ...js], result === 'v' || in_cell(result) ? [] : JS_TYPES[result], code);
  }
  return new WebAssembly.Instance(new WebAssembly.Module(w.finish()), { e: { memory: MEMORY, table } }).exports as Record<string, CFunction>;
}

/** What every C function calls first: traps when the C stack has grown below `limit`, before it reaches other memory. */
export function stack_check(stack_pointer: WebAssembly.Global, limit: number): unknown {
  const w = new ModuleWriter();
  w.import_global('sp');
  w.add_function('check', [], [], [GLOBAL_GET, 0, I64_CONST, ...sleb(limit), I64_LT_U, IF, VOID, UNREACHABLE, END]);
  return new WebAssembly.Instance(new WebAssembly.Module(w.finish()), { e: { sp: stack_pointer } }).exports.check;
}

// ---- what words cannot say ------------------------------------------------------------------------------------------------

type Converter = (v: number) => unknown;
let converters: Record<string, Converter> = {};

/** How text and visitprocs come to TypeScript; set by cfunction.ts. */
export function set_converters(c: Record<string, Converter>): void {
  converters = c;
}

/** `f` with its text parameters read from C strings, and a hash result left in the cell. */
function marshalled(f: CFunction, signature: string): CFunction {
  let g = f;
  if (/[sScF]/.test(signature.slice(1))) {
    const by: (Converter | undefined)[] = [...signature.slice(1)].flatMap((k) => (k === 'L' ? [undefined, undefined] : [converters[k]]));
    g = (...args) => {
      for (let i = 0; i < by.length; i++) {
        const convert = by[i];
        if (convert !== undefined) args[i] = convert(args[i] as number);
      }
      return f(...args);
    };
  }
  if (signature[0] !== 'H') return g;
  const read_hi = converters.hash_hi as unknown as () => number;
  return (...args) => {
    const lo = g(...args) as number;
    const cell = int64_cell() >> 2;
    HEAP32[cell] = lo;
    HEAP32[cell + 1] = read_hi();
  };
}
