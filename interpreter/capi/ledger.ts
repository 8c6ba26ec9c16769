// The books of C's references: which C code took, gave back, gave away and keeps. Answers to no CPython file; the rules are those of
// "Objects, Types and Reference Counts" in the Python/C API manual.
//
// Each call into C has a frame. In it every object has a balance: +1 for a new reference that the API gave and for Py_INCREF,
// -1 for Py_DECREF, for a stolen argument and for a result that is handed over. When the call ends, a balance must be matched
// by what C's storage now has more (or less) of that object:
//
//   storage   the bodies of instances of C's types, C's static data, module states, malloc'ed blocks
//   touched   the part of it that the call could reach at once (its arguments, what these point to, static data, what it
//             allocated or freed): copied when the call begins, compared when it ends
//
//   balance > gain of the touched storage:  the rest must stand in storage that was not touched, else it leaked
//   balance < gain:  the rest came out of storage that was not touched, else C gave back (or returned) what it does not own.
//                    `held`, the sum of an object's balances over all calls, tells: C cannot give back more than it took, nor
//                    own less than its storage shows.
//
// In doubt nothing is reported. Calls from C back into C by way of the interpreter have frames of their own, except callbacks
// whose kind is unknown (converters, comparisons): they belong to the call that they are part of.

import type { CFunction } from '../include/functable';
import { _capi_runtime_state, _gil_runtime_state, _PyRuntimeState, PyInterpreterState, PyModuleDef, PyModuleObject, PyThreadState, PyTypeObject, PyVarObject, PyTupleObject } from '../include/generated/offsets';
import { cstring, HEAP32, utf8_bytes } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_TPFLAGS_HEAPTYPE, Py_TYPE, PyType_HasFeature } from '../include/object';
import { _PyInterpreterState_Main, _PyRuntime, Py_False, Py_None, Py_NotImplemented, Py_True, PyModule_Type, PyModuleDef_Type, PyTuple_Type, STATIC_TYPES_END } from '../include/statics';
import { host } from '../host';
import { PyType_GetModule } from '../objects/typeobject_new';
import { _PyThreadState_GET } from '../python/pystate';
import type { CFunctionInfo } from './cfunction';
import { stolen_by_format } from './modsupport';
import { capi_state } from './runtime';
import { SharedMap } from './shared_map';
import type { Kind } from './signatures';

interface Site {
  file: number;
  line: number;
}
interface Entry {
  net: number;
  type: number;
  /** Where the references that are still open were taken. */
  taken: Site[];
  given: Site | null;
}
/** A piece of C's storage as it was: from `at`, in words of 8 bytes of which the low halves count. */
interface Piece {
  at: number;
  size: number;
  before: Int32Array | null;
  freed: boolean;
}
export interface Frame {
  info: CFunctionInfo;
  outer: Frame | null;
  entries: Map<number, Entry>;
  pieces: Map<number, Piece>;
  self: number;
  /** The newest Python frame when the call began. */
  caller: number;
}

const map = (offset: number): SharedMap => new SharedMap(() => capi_state() + offset);
/** References that C owns, by object. */
const held = map(_capi_runtime_state.held);
/** Memory that C allocated, module states (NOT_MALLOCED) and instances that C has seen (negative): address -> size. */
const blocks = map(_capi_runtime_state.blocks);
/** Types that C made. */
const ctypes = map(_capi_runtime_state.ctypes);

const NOT_MALLOCED = 1;

let current: Frame | null = null;
const MAX_PIECES = 24;
const MAX_PIECE = 1 << 16;

function python_frame(): number {
  const tstate = _PyThreadState_GET();
  return tstate === 0 ? 0 : HEAP32[(tstate + PyThreadState.current_frame) >> 2];
}
/** __FILE__ is as the compiler was given it: beside the extension, unless absolute. */
function path_of(s: Site, frame: Frame): string {
  const file = s.file === 0 ? '?' : cstring(s.file);
  return file.startsWith('/') ? file : frame.info.path.slice(0, frame.info.path.lastIndexOf('/') + 1) + file;
}

/** Whether the books are kept in this process. */
export function checking(): boolean {
  return HEAP32[(_PyRuntime + _PyRuntimeState.reference_check_off) >> 2] === 0;
}
const HOLDER = (_PyInterpreterState_Main + PyInterpreterState.gil + _gil_runtime_state.holder) >> 2;
function has_gil(): boolean {
  return HEAP32[HOLDER] === _PyThreadState_GET();
}

function site(): Site {
  const state = capi_state();
  return { file: HEAP32[(state + _capi_runtime_state.site_file) >> 2], line: HEAP32[(state + _capi_runtime_state.site_file + 8) >> 2] };
}

// ---- the balance ---------------------------------------------------------------------------------------------------------

function entry_of(frame: Frame, op: number): Entry {
  let e = frame.entries.get(op);
  if (e === undefined) frame.entries.set(op, (e = { net: 0, type: Py_TYPE(op), taken: [], given: null }));
  else if (e.net === 0) e.type = Py_TYPE(op);
  return e;
}
function take(op: number): void {
  if (current === null || op === 0) return;
  const e = entry_of(current, op);
  e.net++;
  e.taken.push(site());
}
function give(op: number): void {
  if (current === null || op === 0) return;
  const e = entry_of(current, op);
  e.net--;
  e.taken.pop();
  e.given = site();
}

// ---- storage -------------------------------------------------------------------------------------------------------------

function snapshot(at: number, size: number): Int32Array {
  return HEAP32.slice(at >> 2, (at + size) >> 2);
}
function touch(frame: Frame, at: number, size: number, fresh = false): void {
  if (at === 0 || size < 8 || size > MAX_PIECE || frame.pieces.has(at)) return;
  frame.pieces.set(at, { at, size: size & ~7, before: fresh ? null : snapshot(at, size & ~7), freed: false });
}

/** Size of the C struct of an instance of a C type; 0 for other objects. */
function body_size(op: number): number {
  const type = Py_TYPE(op);
  if (type < STATIC_TYPES_END) return 0;
  let depth = 0;
  for (let t = type; t >= STATIC_TYPES_END && depth < 64; t = HEAP32[(t + PyTypeObject.tp_base) >> 2], depth++) {
    if (!ctypes.has(t)) continue;
    const itemsize = HEAP32[(t + PyTypeObject.tp_itemsize) >> 2];
    const items = itemsize === 0 ? 0 : Math.abs(HEAP32[(op + PyVarObject.ob_size) >> 2]) * itemsize;
    return HEAP32[(t + PyTypeObject.tp_basicsize) >> 2] + items;
  }
  return 0;
}

function touch_object(frame: Frame, op: number): void {
  if (op < STATIC_TYPES_END || (op & 7) !== 0) return;
  const size = body_size(op);
  if (size > 0) {
    blocks.set(op, -size);
    touch(frame, op, size);
  } else if (Py_TYPE(op) === PyModule_Type) touch_module(frame, op);
}
function touch_module(frame: Frame, m: number): void {
  const def = HEAP32[(m + PyModuleObject.md_def) >> 2];
  const state = HEAP32[(m + PyModuleObject.md_state) >> 2];
  if (def === 0 || state === 0) return;
  const size = HEAP32[(def + PyModuleDef.m_size) >> 2];
  if (!blocks.has(state)) blocks.set(state, (size & ~7) | NOT_MALLOCED);
  touch(frame, state, size);
}
/** What the touched pieces point to. */
function touch_reachable(frame: Frame): void {
  for (const piece of frame.pieces.values()) {
    if (piece.before === null) continue;
    for (let i = 0; i < piece.before.length; i += 2) {
      if (frame.pieces.size >= MAX_PIECES) return;
      const p = piece.before[i];
      if (p < STATIC_TYPES_END || (p & 7) !== 0 || piece.before[i + 1] !== 0) continue;
      const size = block_size(p);
      if (size !== undefined) touch(frame, p, size);
    }
  }
}
/** Size of a block or instance; undefined when `p` is none, or the instance that was here is gone. */
function block_size(p: number): number | undefined {
  const size = blocks.get(p);
  if (size === undefined) return undefined;
  if (size > 0) return size & ~7;
  if (HEAP32[p >> 2] !== 0 && body_size(p) === -size) return -size;
  blocks.delete(p);
  return undefined;
}

/** Static data of extensions: base -> size. */
const data = new Map<number, number>();
const data_of = new Map<string, number>();
export function register_extension(path: string, base: number, size: number): void {
  if (size === 0) return;
  data.set(base, size);
  data_of.set(path, base);
}
/** A type that C made: its instances' structs are C's storage. */
export function register_type(type: number): void {
  if (checking() && capi_state() !== 0) ctypes.set(type, 1);
}

function occurrences(words: Int32Array | null, op: number): number {
  if (words === null) return 0;
  let n = 0;
  for (let i = 0; i < words.length; i += 2) if (words[i] === op) n++;
  return n;
}
function occurrences_at(at: number, size: number, op: number): number {
  let n = 0;
  for (let w = at >> 2, end = (at + size) >> 2; w < end; w += 2) if (HEAP32[w] === op) n++;
  return n;
}
/** How many more words of the touched storage name `op` than when the call began. */
function gain(frame: Frame, op: number): number {
  let n = 0;
  for (const p of frame.pieces.values()) n += (p.freed ? 0 : occurrences_at(p.at, p.size, op)) - occurrences(p.before, op);
  return n;
}
/** Words of storage that was not touched which name `op`. */
function elsewhere(frame: Frame, op: number): number {
  let n = 0;
  for (const [at] of blocks.entries()) {
    const size = frame.pieces.has(at) ? undefined : block_size(at);
    if (size !== undefined) n += occurrences_at(at, size, op);
  }
  for (const [at, size] of data) if (!frame.pieces.has(at)) n += occurrences_at(at, size, op);
  return n;
}
function in_touched(frame: Frame, op: number): number {
  let n = 0;
  for (const p of frame.pieces.values()) if (!p.freed) n += occurrences_at(p.at, p.size, op);
  return n;
}
/**
 * Words that name `op` where nothing stale stands: instances, module states, static data. A block that C keeps for later use, on a
 * list of its own, still names what it held.
 */
function surely_named(frame: Frame, op: number): number {
  let n = 0;
  for (const [at, mark] of blocks.entries()) {
    const size = mark < 0 || mark & NOT_MALLOCED ? block_size(at) : undefined;
    if (size !== undefined && frame.pieces.get(at)?.freed !== true) n += occurrences_at(at, size, op);
  }
  for (const [at, size] of data) n += occurrences_at(at, size, op);
  return n;
}

// ---- a call ----------------------------------------------------------------------------------------------------------------

/** Begins the books of a call into C; null where none are kept for it. `a`..`c`: its first arguments. */
export function enter(kind: Kind, info: CFunctionInfo, a: number, b: number, c = 0): Frame | null {
  if (kind.id === 0 && current !== null) return null;
  if (kind.signature.includes('F') || !checking()) return null;
  const frame: Frame = { info, outer: current, entries: new Map(), pieces: new Map(), self: a, caller: python_frame() };
  current = frame;
  const base = data_of.get(info.path);
  if (base !== undefined) touch(frame, base, data.get(base) as number);
  const letters = kind.signature.slice(1);
  if (letters[0] === 'P') touch_object(frame, a);
  if (letters[1] === 'P' && !/^(getter|tp_getattr|tp_setattr)$/.test(kind.name)) touch_arguments(frame, kind, b, c);
  if (kind.name === 'am_send') touch(frame, c, 8);
  else if (letters[2] === 'P' && kind.name !== 'setter' && !kind.name.startsWith('METH_')) touch_object(frame, c);
  touch_reachable(frame);
  return frame;
}

function touch_arguments(frame: Frame, kind: Kind, b: number, c: number): void {
  if (kind.name === 'bf_getbuffer' || kind.name === 'bf_releasebuffer') touch(frame, b, 80);
  else if (kind.name.startsWith('METH_FASTCALL')) for (let i = 0; i < Math.min(c, 8); i++) touch_object(frame, HEAP32[(b + i * 8) >> 2]);
  else if (b !== 0 && kind.name !== 'METH_METHOD' && kind.name !== 'tp_vectorcall') {
    if (b > STATIC_TYPES_END && Py_TYPE(b) === PyTuple_Type) {
      const n = Math.min(HEAP32[(b + PyTupleObject.ob_size) >> 2], 8);
      for (let i = 0; i < n; i++) touch_object(frame, HEAP32[(b + PyTupleObject.ob_item + i * 8) >> 2]);
    } else touch_object(frame, b);
  }
}

/** Ends the books of a call: `result` is what it returned (0 after an error). */
export function leave(frame: Frame, kind: Kind, result: number): void {
  current = frame.outer;
  const at_return = site();
  const owed = kind.returns_new && result !== 0 && !(kind.name === 'PyInit' && Py_TYPE(result) === PyModuleDef_Type);
  if (owed) {
    const e = entry_of(frame, result);
    e.net--;
    e.taken.pop();
  }
  if (kind.name === 'tp_dealloc' || kind.name === 'tp_free') close_dealloc(frame);
  pass_balances_on(frame);
  for (const [op, e] of frame.entries) if (e.net !== 0) settle(frame, op, e, owed && op === result ? at_return : null);
  pass_changes_on(frame);
}

/** The instance is gone with what it held; a heap type's reference from its instance was taken by the allocator, not by C. */
function close_dealloc(frame: Frame): void {
  const body = frame.pieces.get(frame.self);
  if (body !== undefined) body.freed = true;
  blocks.delete(frame.self);
  for (const e of frame.entries.values()) if (e.net === -1 && e.type !== 0 && is_type_of(frame, e)) e.net = 0;
}
function is_type_of(frame: Frame, e: Entry): boolean {
  for (const [op, other] of frame.entries) if (other === e) return op === frame.pieces.get(frame.self)?.before?.[2] && PyType_HasFeature(op, Py_TPFLAGS_HEAPTYPE);
  return false;
}

/** The call that allocated a block or instance, while it lasts. */
const makers = new Map<number, Frame>();

/**
 * What a call put into, or took out of, storage that a call around it has allocated is that one's balance: at its end all that such
 * storage names counts as gained. (A node that C makes, fills, and lets go of: its deallocator gives back what the maker took.)
 */
function pass_balances_on(frame: Frame): void {
  for (const [at, piece] of frame.pieces) {
    const maker = makers.get(at);
    if (maker === frame) makers.delete(at);
    if (maker === undefined || maker === frame || piece.before === null) continue;
    for (const [op, e] of frame.entries) pass_balance(op, e, (piece.freed ? 0 : occurrences_at(at, piece.size, op)) - occurrences(piece.before, op), maker);
    piece.before = piece.freed ? new Int32Array(0) : snapshot(at, piece.size);
    const theirs = maker.pieces.get(at);
    if (piece.freed && theirs !== undefined) theirs.freed = true;
  }
}
function pass_balance(op: number, e: Entry, change: number, maker: Frame): void {
  const passed = change < 0 ? Math.max(change, Math.min(e.net, 0)) : Math.min(change, Math.max(e.net, 0));
  if (passed === 0) return;
  e.net -= passed;
  const to = entry_of(maker, op);
  to.net += passed;
  if (passed > 0) to.taken.push(...e.taken.splice(-passed));
  else to.taken.splice(passed);
  to.given = e.given ?? to.given;
}

/** What the inner call changed in storage that the outer one had touched is not the outer one's doing. */
function pass_changes_on(frame: Frame): void {
  const outer = frame.outer;
  if (outer === null) return;
  for (const [at, piece] of frame.pieces) {
    const theirs = outer.pieces.get(at);
    if (theirs === undefined) continue;
    if (piece.freed) {
      theirs.freed = true;
      theirs.before?.fill(0);
      continue;
    }
    if (theirs.before === null || piece.before === null) continue;
    for (let i = 0, w = at >> 2; i < piece.before.length && i < theirs.before.length; i++) if (piece.before[i] !== HEAP32[w + i]) theirs.before[i] = HEAP32[w + i];
  }
}

function settle(frame: Frame, op: number, e: Entry, returned: Site | null): void {
  const before = held.get(op) ?? 0;
  const after = before + e.net;
  const rest = e.net - gain(frame, op);
  let now = Math.max(after, 0);
  if (rest > 0 && e.net > 0) {
    // What is named as often as C owns it was not leaked: a word may have been stale before.
    const named = elsewhere(frame, op);
    const leaked = Math.min(rest - named, after - named - in_touched(frame, op));
    if (leaked > 0) {
      now = Math.max(after - leaked, 0);
      for (const s of e.taken.slice(-leaked)) report('leak', s, e, op, frame);
    }
  } else if (rest < 0 && e.net < 0 && (after < 0 || surely_named(frame, op) > after)) {
    if (returned !== null) report('unowned_result', returned, e, op, frame);
    else report('over_release', e.given ?? site(), e, op, frame);
    now = before;
  }
  if (now === 0) held.delete(op);
  else held.set(op, now);
}

/** The C function that runs directly under the Python frame `caller`, and the place of its last call of ours; null: none does. */
export function c_place(caller: number): { function: string; file: string; line: number } | null {
  if (current === null || current.caller !== caller) return null;
  const s = site();
  return { function: current.info.name, file: path_of(s, current), line: s.line };
}

// ---- reports --------------------------------------------------------------------------------------------------------------------

const reported = new Set<string>();
const SINGLETONS = new Map([[Py_None, 'None'], [Py_True, 'True'], [Py_False, 'False'], [Py_NotImplemented, 'NotImplemented']]);

function report(kind: 'leak' | 'unowned_result' | 'over_release', s: Site, e: Entry, op: number, frame: Frame): void {
  const file = s.file === 0 ? '?' : cstring(s.file);
  const key = `${kind} ${file}:${s.line}`;
  if (reported.has(key)) return;
  reported.add(key);
  const type = cstring(HEAP32[(e.type + PyTypeObject.tp_name) >> 2]);
  const what = SINGLETONS.get(op) ?? `a '${type}' object`;
  const name = frame.info.name;
  const text = {
    leak: `${name} takes a reference to ${what} here and never gives it back: its Py_DECREF is missing`,
    unowned_result: `${name} returns ${what} without owning a reference to it: its Py_INCREF is missing`,
    over_release: `${name} gives back a reference to ${what} that it does not own`,
  }[kind];
  // A debugger shows the event; without one the text goes where C's errors go.
  if (!host().output_as_events) host().write(2, utf8_bytes(`PyXray: ${file}:${s.line}: ${text}\n`));
  host().post('refcount_error', { kind, error: kind, type, address: op, c_file: path_of(s, frame), c_line: s.line, c_function: name, text });
}

// ---- the calls of the API that move references ---------------------------------------------------------------------------------

/** _PyXray_IncRef and so on of Python.h. */
export const ledger_functions: Record<string, readonly [CFunction, string, string]> = {
  _PyXray_IncRef: [
    (op: number) => {
      Py_INCREF(op);
      take(op);
    }, 'vP', ''],
  _PyXray_DecRef: [
    (op: number) => {
      give(op);
      Py_DECREF(op);
    }, 'vP', ''],
  _PyXray_Steal: [give, 'vP', ''],
  _PyXray_Regain: [take, 'vP', ''],
};

/** A converter of ours gave C a new reference at `slot`. */
export function converted(slot: number): void {
  take(HEAP32[slot >> 2]);
}

function allocated(p: number, size: number): void {
  if (p === 0 || !has_gil()) return;
  blocks.set(p, size & ~7);
  if (current !== null) touch_fresh(current, p, size);
}
/** Memory that the call has just got: what it was before does not count, not even when the call freed it itself. */
function touch_fresh(frame: Frame, p: number, size: number): void {
  const piece = frame.pieces.get(p);
  makers.set(p, frame);
  if (piece === undefined) touch(frame, p, size, true);
  else {
    piece.freed = false;
    piece.size = size & ~7;
  }
}
function freeing(p: number): void {
  if (p === 0 || !has_gil()) return;
  const size = Math.abs(blocks.get(p) ?? 0) || undefined;
  if (size === undefined) return;
  if (current !== null) {
    touch(current, p, size);
    const piece = current.pieces.get(p);
    if (piece !== undefined) piece.freed = true;
  }
  blocks.delete(p);
}

const ALLOCATES = /^(malloc|PyMem_Malloc|PyMem_RawMalloc|PyObject_Malloc)$/;
const CALLOCATES = /^(calloc|PyMem_Calloc|PyMem_RawCalloc|PyObject_Calloc)$/;
const REALLOCATES = /^(realloc|PyMem_Realloc|PyMem_RawRealloc|PyObject_Realloc)$/;
const FREES = /^(free|PyMem_Free|PyMem_RawFree|PyObject_Free|PyObject_GC_Del)$/;

/** `f` as C calls it, with the books kept. `owns`: result, then each argument (n new, s stolen, k stolen on success, o new out, r replaced). */
export function kept(name: string, f: CFunction, signature: string, owns: string): CFunction {
  if (!checking()) return f;
  if (ALLOCATES.test(name)) return (n: number) => after_alloc(f(n) as number, n);
  if (CALLOCATES.test(name)) return (n: number, size: number) => after_alloc(f(n, size) as number, n * size);
  if (REALLOCATES.test(name)) {
    return (p: number, n: number) => {
      freeing(p);
      return after_alloc(f(p, n) as number, n);
    };
  }
  if (FREES.test(name)) {
    return (p: number) => {
      freeing(p);
      f(p);
    };
  }
  if (name === 'PyModule_GetState') return (m: number) => (current !== null && touch_module(current, m), f(m));
  if (name === 'PyType_GetModuleState') {
    return (t: number) => {
      const state = f(t) as number;
      if (state !== 0 && current !== null) touch_module(current, PyType_GetModule(t));
      return state;
    };
  }
  if (owns.endsWith('f')) return with_format(f, signature);
  return owns === '' ? f : with_ownership(f, signature, owns, FRESH.test(name) ? take_fresh : take_new);
}
function after_alloc(p: number, n: number): number {
  allocated(p, n);
  return p;
}

/** Py_BuildValue and calls with its formats: 'N' steals. */
function with_format(f: CFunction, signature: string): CFunction {
  const at = signature.length - 3;
  return (...args) => {
    if (current === null) return f(...args);
    const format = args[at] as string | null;
    const stolen = format === null ? [] : stolen_by_format(format, args[at + 1] as number);
    const r = f(...args) as number;
    for (const op of stolen) give(op);
    if (r !== 0) take_new(r);
    return r;
  };
}
/** An object that C got. One of its own type it may have to look into. */
function take_new(r: number): void {
  take(r);
  if (current === null) return;
  const size = body_size(r);
  if (size === 0) return;
  blocks.set(r, -size);
  touch(current, r, size);
}
/** The same of one that has just been allocated. */
function take_fresh(r: number): void {
  take(r);
  if (current === null) return;
  const size = body_size(r);
  if (size === 0) return;
  blocks.set(r, -size);
  touch_fresh(current, r, size);
}
const FRESH = /^(_PyObject_(GC_)?New(Var)?|PyType_GenericAlloc|PyType_GenericNew|PyObject_Init(Var)?)$/;

function with_ownership(f: CFunction, signature: string, owns: string, got: (op: number) => void): CFunction {
  // JavaScript's argument numbers: an exact 64-bit argument is two.
  const positions: number[] = [];
  let n = 0;
  for (const letter of signature.slice(1)) {
    positions.push(n);
    n += letter === 'L' ? 2 : 1;
  }
  const all = (letter: string): number[] => [...owns.slice(1)].flatMap((o, i) => (o === letter ? [positions[i]] : []));
  const is_new = owns[0] === 'n';
  const stolen = all('s');
  const stolen_on_success = all('k');
  const out = all('o');
  const replaced = all('r');
  const plain = stolen.length + stolen_on_success.length + out.length + replaced.length === 0;
  if (plain && n <= 6) {
    return (a, b, c, d, e, g) => {
      const r = f(a, b, c, d, e, g) as number;
      if (r !== 0 && current !== null) got(r);
      return r;
    };
  }
  return (...args) => {
    if (current === null) return f(...args);
    const slots = args as number[];
    const old = replaced.map((i) => HEAP32[slots[i] >> 2]);
    for (const i of stolen) give(slots[i]);
    const r = f(...args) as number;
    if (is_new && r !== 0) got(r);
    if (r === 0) for (const i of stolen_on_success) give(slots[i]);
    for (const i of out) take(HEAP32[slots[i] >> 2]);
    replaced.forEach((i, k) => {
      const now = HEAP32[slots[i] >> 2];
      if (now === old[k]) return;
      give(old[k]);
      take(now);
    });
    return r;
  };
}
