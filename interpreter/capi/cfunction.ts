// Calls from TypeScript into C. Answers to the C calls through function pointers of CPython 3.13.
//
// A C function pointer is an index of the one function table (include/functable.ts) and of the WebAssembly table alike. What it
// takes follows from where it was put: the functions that C hands slots, PyMethodDefs and the like to (adopt.ts) write a kind
// into the process's table; what FUNCS holds for the index looks whether its kind is still the one it was made for.

import { c_functions_base, type CFunction, FUNCS, is_c_function, set_c_function } from '../include/functable';
import { _capi_runtime_state } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { cstring, HEAP32, HEAPU8, utf8_bytes } from '../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { host } from '../host';
import { dump_frames } from '../modules/faulthandler';
import { PyExc_SystemError } from '../include/statics';
import { PyErr_SetString } from '../python/errors';
import { _PyThreadState_GET } from '../python/pystate';
import { c_frames, fault_text } from './fault';
import { set_converters } from './glue';
import { int64_cell } from './int64';
import { enter, type Frame, leave } from './ledger';
import { capi_state } from './runtime';
import { type Kind, kind_of, KINDS } from './signatures';
import { F32, F64, type FuncType, I32, I64 } from './wasm_binary';

/** What this realm knows of a C function: its WebAssembly type, its C name and its extension's path. */
export interface CFunctionInfo {
  type: FuncType;
  name: string;
  path: string;
}
const known = new Map<number, CFunctionInfo>();
/** The trampoline of a signature; set by the loader. */
let trampoline_of: (signature: string) => CFunction;

export function set_trampolines(f: (signature: string) => CFunction): void {
  trampoline_of = f;
}

function kind_id(index: number): number {
  return HEAPU8[capi_state() + _capi_runtime_state.kinds + index - c_functions_base()];
}

const LETTERS: Record<number, string> = { [I64]: 'Z', [I32]: 'i', [F64]: 'd', [F32]: 'f' };
const WORDS = 'PNFCZLH';

/** The signature to call with: the kind's as far as the function has it. C callers on other machines get away with more or fewer arguments; so do they here. */
function effective_signature(type: FuncType, kind: Kind): string {
  const fits = (letter: string | undefined, wasm: number): boolean => letter !== undefined && (WORDS.includes(letter) ? wasm === I64 : LETTERS[wasm] === letter);
  const result = type.results.length === 0 ? 'v' : fits(kind.signature[0], type.results[0]) ? kind.signature[0] : LETTERS[type.results[0]];
  return result + type.params.map((t, i) => (fits(kind.signature[1 + i], t) ? kind.signature[1 + i] : LETTERS[t])).join('');
}

// ---- visitprocs --------------------------------------------------------------------------------------------------------

type Visit = (op: number, arg: number) => number;
let current_visit: Visit = () => 0;
/** The index that C gets for the visitproc of the traversal that runs; the first of the C range. */
export function visit_index(): number {
  return c_functions_base();
}
export function visit_current(op: number, arg: number): number {
  return current_visit(op, arg);
}
/** The visitproc that C passed on. */
function to_visit(index: number): Visit {
  return index === visit_index() ? current_visit : (op, arg) => FUNCS[index](op, arg) as number;
}
const text = (p: number): string => cstring(p);
set_converters({ s: text as never, S: ((p: number) => (p === 0 ? null : cstring(p))) as never, c: ((v: number) => String.fromCharCode(v & 255)) as never, F: to_visit as never, hash_hi: hash_hi as never });

// ---- a call ----------------------------------------------------------------------------------------------------------------

function guarded(t: CFunction, index: number, info: CFunctionInfo, a: unknown, b: unknown, c: unknown, d: unknown, e: unknown): unknown {
  try {
    return t(index, a, b, c, d, e);
  } catch (error) {
    return failed(error, info);
  }
}

let stack_overflowed = (): boolean => false;
/** `f`: whether this realm's C stack is used up. */
export function set_stack_overflow(f: () => boolean): void {
  stack_overflowed = f;
}

/** An error that C code cannot survive ends the process, as a fatal signal does; anything else was not C's doing. */
function failed(error: unknown, info: CFunctionInfo): never {
  const overflow = (error instanceof RangeError && /call stack/.test(error.message)) || (error instanceof WebAssembly.RuntimeError && stack_overflowed());
  const why = overflow ? 'stack overflow' : fault_text(error);
  if (why === null) throw error;
  fatal(`Fatal Python error: Segmentation fault\n\nPyXray: ${why}, in C code of ${info.path}, called as ${info.name}:\n${c_frames(error)}`, 139);
}

/** Writes the message and the Python stack, and ends the process. */
export function fatal(message: string, status: number): never {
  host().write(2, utf8_bytes(`${message}\nStack (most recent call first):\n${dump_frames(_PyThreadState_GET())}`));
  return host().exit(status);
}

/** The text as a C string on TypeScript's C stack. */
function temporary(s: string): number {
  const bytes = utf8_bytes(s);
  const p = stackAlloc(bytes.length + 1);
  HEAPU8.set(bytes, p);
  HEAPU8[p + bytes.length] = 0;
  return p;
}

function special(signature: string, call: CFunction): CFunction {
  if (signature.includes('F')) {
    return (self, visit, arg) => {
      const outer = current_visit;
      current_visit = visit as Visit;
      try {
        return call(self, visit_index(), arg);
      } finally {
        current_visit = outer;
      }
    };
  }
  if (signature[0] === 'H') {
    return (self) => {
      call(self);
      const cell = int64_cell() >> 2;
      return hash_result(HEAP32[cell], HEAP32[cell + 1]);
    };
  }
  return call;
}

function with_text(call: CFunction): CFunction {
  return (self, name, value) => {
    const mark = stackSave();
    const r = call(self, typeof name === 'string' ? temporary(name) : name, value);
    stackRestore(mark);
    return r;
  };
}

const VECTORCALL = kind_of('tp_vectorcall') as Kind;
/** A function that no table of the API held: one with the type of a vectorcall was put into an instance, any other is a callback. */
function guess(type: FuncType): Kind {
  const vectorcall = type.params.length === 4 && type.params.every((t) => t === I64) && type.results[0] === I64;
  return vectorcall ? VECTORCALL : KINDS[0];
}

/** What makes the function uncallable as `kind`: a number in a float register where C's callers pass a pointer or an integer. */
function misfit(type: FuncType, kind: Kind): string | null {
  const is_float = (t: number | undefined): boolean => t === F64 || t === F32;
  const parameter = type.params.findIndex((t, i) => i + 1 < kind.signature.length && is_float(t));
  if (parameter >= 0) return `its parameter ${parameter + 1} is a floating-point number`;
  return kind.signature !== '' && is_float(type.results[0]) ? 'its result is a floating-point number' : null;
}
/** Stands for a function that cannot be called: an exception, and the failure that the kind's result has. */
function uncallable(info: CFunctionInfo, kind: Kind, why: string): CFunction {
  return () => {
    PyErr_SetString(PyExc_SystemError, `C function ${info.name} of ${info.path} is called as ${kind.name}, but ${why}: correct its declaration, or the PyMethodDef or slot that names it`);
    return 'iZ'.includes(kind.signature[0]) ? -1 : 0;
  };
}

/** The function that FUNCS holds for `index` while its kind is `id`. */
function make(index: number, id: number): CFunction {
  const info = known.get(index) as CFunctionInfo;
  const kind = id === 0 ? guess(info.type) : KINDS[id];
  const wrong = misfit(info.type, kind);
  if (wrong !== null) return uncallable(info, kind, wrong);
  const signature = effective_signature(info.type, kind);
  const t = trampoline_of(signature);
  const slow = kind.id !== 0 && signature[0] !== kind.signature[0];
  const call: CFunction = (a, b, c, d, e) => {
    if (kind_id(index) !== id) return rebind(index)(a, b, c, d, e);
    const frame: Frame | null = enter(kind, info, a as number, b as number, c as number);
    let r: unknown;
    if (frame === null) r = guarded(t, index, info, a, b, c, d, e);
    else {
      try {
        r = guarded(t, index, info, a, b, c, d, e);
      } catch (error) {
        leave(frame, kind, 0);
        throw error;
      }
      leave(frame, kind, typeof r === 'number' ? r : 0);
    }
    return slow && r === undefined ? 0 : r;
  };
  const f = special(signature, call);
  return kind.name === 'tp_getattr' || kind.name === 'tp_setattr' ? with_text(f) : f;
}

function rebind(index: number): CFunction {
  const f = make(index, kind_id(index));
  set_c_function(index, f);
  return f;
}

/** Makes the C function callable in this realm. */
export function define_c_function(index: number, info: CFunctionInfo): void {
  known.set(index, info);
  rebind(index);
}

/** Says what a function pointer is: it was put where `kind` is called. Nothing for a function of ours. */
export function adopt(index: number, kind: Kind | undefined): void {
  if (kind === undefined || index === 0 || !is_c_function(index) || index === visit_index()) return;
  const at = capi_state() + _capi_runtime_state.kinds + index - c_functions_base();
  if (HEAPU8[at] === kind.id) return;
  HEAPU8[at] = kind.id;
  rebind(index);
}

/** Calls a function that is no table entry: PyInit_<name>, a destructor at exit. The pointer it returns, 0 for void. */
export function call_entry(f: CFunction, info: CFunctionInfo): number {
  const kind = kind_of('PyInit') as Kind;
  const frame = enter(kind, info, 0, 0);
  let r = 0;
  try {
    r = Number(f() ?? 0);
  } catch (error) {
    if (frame !== null) leave(frame, kind, 0);
    return failed(error, info);
  }
  if (frame !== null) leave(frame, kind, r);
  return r;
}
