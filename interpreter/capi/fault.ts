// An error that C code cannot survive, and where it happened. Answers to no CPython file: natively it is a signal.

import { _capi_extension, _capi_runtime_state } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { line_at, read_lines } from './debug_line';
import { capi_state } from './runtime';
import { type ExtensionModule, read_module } from './wasm_binary';

/** Thrown through C: the message says what C did. */
export class CFault extends Error {}

/** V8's words for a trap, with what it means in C. */
const TRAPS: [RegExp, string][] = [
  [/null function|signature mismatch|indirect call|function signature/, 'a call through a NULL function pointer, or through one whose function has other parameter or result types than the call (look at its declaration, casts, and its PyMethodDef or slot)'],
  [/table index|table access/, 'a call through a pointer that is no function'],
  [/memory access out of bounds|out of bounds memory/, 'memory access out of bounds: the pointer is wild, or points far behind its block'],
  [/unreachable/, 'code that ends with __builtin_trap or __builtin_unreachable is reached'],
];

/** What happened, in C's words; null when `error` did not come out of C code. */
export function fault_text(error: unknown): string | null {
  if (error instanceof CFault) return error.message;
  if (!(error instanceof WebAssembly.RuntimeError)) return null;
  return TRAPS.find(([pattern]) => pattern.test(error.message))?.[1] ?? error.message;
}

interface Loaded {
  module: ExtensionModule;
  imported: number;
  /** Of the code section's payload in the file. */
  code: number;
  lines: ReturnType<typeof read_lines>;
}

function loaded_extensions(): Loaded[] {
  const state = capi_state();
  const all: Loaded[] = [];
  for (let x = HEAP32[(state + _capi_runtime_state.extensions) >> 2]; x !== 0; x = HEAP32[(x + _capi_extension.next) >> 2]) {
    const at = HEAP32[(x + _capi_extension.bytes) >> 2];
    const bytes = HEAPU8.slice(at, at + HEAP32[(x + _capi_extension.nbytes) >> 2]);
    const module = read_module(bytes);
    const section = module.custom.get('.debug_line');
    all.push({ module, imported: module.imports.filter((i) => i.kind === 0).length, code: module.code, lines: section === undefined ? [] : read_lines(section) });
  }
  return all;
}

/** The C functions on the stack of `error`, the innermost first, a line each. */
export function c_frames(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const extensions = loaded_extensions();
  let text = '';
  let count = 0;
  for (const [, name, index, offset] of stack.matchAll(/at (?:.*\.)?([\w$]+) \(wasm:\/\/[^)]*wasm-function\[(\d+)\]:0x([0-9a-f]+)\)/g)) {
    // A frame of the glue has a function of another name at its index, or none.
    const x = extensions.find((e) => Number(index) >= e.imported && e.module.names.get(Number(index)) === name);
    if (x === undefined || ++count > 30) continue;
    const where = line_at(x.lines, Number.parseInt(offset, 16) - x.code);
    text += `  C function ${name}, ${where === '' ? `at 0x${offset}` : where}\n`;
  }
  return text;
}

