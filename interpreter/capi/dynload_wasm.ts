// Answers to Python/dynload_shlib.c and importdl.c of CPython 3.13: loading and initialising a C extension. Deviation: dlopen is
// ours. An extension is a shared WebAssembly module for 64-bit memories ("dylink.0"); its data lies in the one heap.
//
// Every thread is a realm with an instance of its own on the same memory, the same table layout and the same data. The first
// realm allocates data (raw domain) and indexes, relocates and runs constructors; what it decided stands in the list of
// _capi_extension. The others instantiate when they first meet an index that they do not know (`first_call`). Each realm has a
// C stack of its own.

import { c_functions_base, C_FUNCTIONS_MAX, type CFunction, func_index, FUNCS } from '../include/functable';
import { _capi_extension, _capi_runtime_state, PyModuleDef, PyModuleObject } from '../include/generated/offsets';
import { cstring, HEAP32, HEAPU8, memset0, MEMORY, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF, Py_TYPE, Py_XDECREF } from '../include/object';
import { PyExc_SystemError, PyModuleDef_Type } from '../include/statics';
import { static_cstring } from '../include/typespec';
import { HostError } from '../host';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { PyModule_Check, PyModule_ExecDef, PyModule_FromDefAndSpec } from '../objects/moduleobject';
import { PyObject_GetAttrString } from '../objects/object';
import { PyMem_RawCalloc, PyMem_RawMalloc } from '../objects/obmalloc';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyLong_FromLong } from '../objects/longobject';
import { _PyArg_CheckPositional } from '../python/getargs';
import { _PyErr_FormatFromCause, PyErr_Clear, PyErr_Format, PyErr_Occurred, PyErr_SetImportError } from '../python/errors';
import { read_file } from '../python/pythonrun';
import { API, DATA, EXCEPTIONS, SLOT_FUNCTIONS } from './generated/api';
import { call_entry, type CFunctionInfo, define_c_function, set_stack_overflow, set_trampolines, visit_current, visit_index } from './cfunction';
import { c_type, functions_for_c, stack_check, trampolines } from './glue';
import { set_int64_cell } from './int64';
import { checking, kept, ledger_functions, register_extension } from './ledger';
import { LIBC, LIBC_DATA } from './libc/all';
import { capi_state, make_capi_state } from './runtime';
import { slot_functions } from './slot_functions';
import { type ExtensionModule, I32, I64, ModuleWriter, read_module, type WasmImport } from './wasm_binary';

/** As a thread of Linux has; untouched pages cost nothing. */
const CSTACK_SIZE = 8 << 20;
/** Below the stack: a function's own frame may reach so far before the check that follows it. */
const GUARD_SIZE = 1 << 16;
/** What clang has every function call (-finstrument-function-entry-bare). */
const STACK_CHECK = '__cyg_profile_func_enter_bare';
/** Below the guard: the cell of 64-bit results, errno, strtok's place. */
const CELL_SIZE = 32;

/** What is wrong with an extension: the text of an ImportError. */
class LoadError extends Error {}

interface Realm {
  table: WebAssembly.Table;
  table_flags: number;
  stack_pointer: WebAssembly.Global;
  stack_check: unknown;
  /** Trampolines by signature. */
  calls: Record<string, CFunction>;
  /** Extensions of the process that this realm has instantiated. */
  loaded: number;
}
let realm: Realm | undefined;

// ---- this thread's realm ------------------------------------------------------------------------------------------------

/** Descriptors with 64-bit addresses are newer than TypeScript's library. */
const wide = (n: number): number => BigInt(n) as unknown as number;

/** `table_flags`: of the first extension's import; 4 when its table has 64-bit indexes. */
function make_realm(table_flags: number): Realm {
  const size = c_functions_base() + C_FUNCTIONS_MAX;
  const descriptor = table_flags & 4 ? { element: 'anyfunc', initial: wide(size), address: 'i64' } : { element: 'anyfunc', initial: size };
  const base = PyMem_RawMalloc(CSTACK_SIZE + GUARD_SIZE + CELL_SIZE + 32);
  if (base === 0) throw new LoadError('no memory for the C stack of this thread');
  const bottom = (base + 15) & ~15;
  memset0(bottom, CELL_SIZE);
  set_int64_cell(bottom);
  const stack_limit = bottom + CELL_SIZE + GUARD_SIZE;
  const stack_pointer = new WebAssembly.Global({ value: 'i64', mutable: true }, BigInt(stack_limit + CSTACK_SIZE) & ~15n);
  const r: Realm = { table: new WebAssembly.Table(descriptor as WebAssembly.TableDescriptor), table_flags, stack_pointer, stack_check: stack_check(stack_pointer, stack_limit), calls: {}, loaded: 0 };
  set_stack_overflow(() => Number(stack_pointer.value) < stack_limit);
  set_trampolines((signature) => {
    const f = (r.calls[signature] ??= trampolines(r.table, r.table_flags, [signature])[signature]);
    return f;
  });
  const names = new Map<string, readonly [CFunction, string]>();
  for (const [index, [signature, owns, name]] of slot_functions()) names.set(`${index}`, [kept(name, FUNCS[index], signature, owns), signature]);
  names.set(`${visit_index()}`, [visit_current, 'iPP']);
  const e = functions_for_c(names);
  for (const name of names.keys()) r.table.set(table_index(r, Number(name)), e[name]);
  return r;
}
function table_index(r: Realm, i: number): number {
  return r.table_flags & 4 ? wide(i) : i;
}

/** What FUNCS holds before this realm has an instance: loads what the process has loaded, then gives the function. */
export function first_call(index: number): CFunction {
  const before = FUNCS[index];
  load_missing();
  if (FUNCS[index] === before) throw new Error(`call of C function #${index}, which no extension has`);
  return FUNCS[index];
}
function load_missing(): void {
  const state = capi_state();
  if (state === 0) return;
  const all: number[] = [];
  for (let x = HEAP32[(state + _capi_runtime_state.extensions) >> 2]; x !== 0; x = HEAP32[(x + _capi_extension.next) >> 2]) all.unshift(x);
  for (const x of all.slice(realm?.loaded ?? 0)) instantiate(x);
}

// ---- symbols ----------------------------------------------------------------------------------------------------------------

/** The C function `name` as this process offers it: implementation, signature, ownership. */
function find_function(name: string): readonly [CFunction, string, string] | undefined {
  return own(API, name) ?? own(LIBC, name) ?? own(ledger_functions, name);
}
function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The address of a data symbol of ours; 0 when there is none. */
function find_data(name: string): number {
  const state = capi_state();
  if (name === '_PyXray_site') return state + _capi_runtime_state.site_file;
  if (Object.hasOwn(EXCEPTIONS, name)) {
    const at = state + _capi_runtime_state.exceptions + Object.keys(EXCEPTIONS).indexOf(name) * 8;
    write_ptr(at, EXCEPTIONS[name]);
    return at;
  }
  return own(DATA, name) ?? own(LIBC_DATA, name)?.(state) ?? 0;
}

function check_types(name: string, signature: string, m: ExtensionModule, imp: WasmImport): void {
  const ours = c_type(signature);
  const theirs = m.types[imp.type];
  if (ours.params.join() !== theirs.params.join() || ours.results.join() !== theirs.results.join()) {
    throw new LoadError(`symbol ${name} is declared with other types than PyXray's headers give it`);
  }
}

const raw_indexes = new Map<CFunction, number>();
for (const f of SLOT_FUNCTIONS) raw_indexes.set(f, func_index(f));

// ---- one extension ------------------------------------------------------------------------------------------------------------

function undefined_symbols(m: ExtensionModule): string[] {
  const provided = new Set(['memory', '__indirect_function_table', '__stack_pointer', '__memory_base', '__table_base', '__table_base32', STACK_CHECK]);
  return m.imports
    .filter(({ module, name, kind }) => {
      if (module === 'env') return kind === 0 ? find_function(name) === undefined && !m.exports.has(name) && name !== STACK_CHECK : !provided.has(name);
      if (m.exports.has(name)) return false;
      return module === 'GOT.func' ? find_function(name) === undefined : module === 'GOT.mem' ? find_data(name) === 0 : true;
    })
    .map((i) => i.name);
}

/** Functions whose address the extension takes: each has an index of its own unless a slot of ours has it already. */
function got_functions(m: ExtensionModule): string[] {
  return m.imports.filter((i) => i.module === 'GOT.func').map((i) => i.name).filter((n) => m.exports.has(n) || raw_indexes.get(find_function(n)?.[0] as CFunction) === undefined);
}

/** Allocates for a new extension and links it into the process's list. Returns its record; throws LoadError. */
function add_extension(path: string, bytes: Uint8Array): number {
  let m: ExtensionModule;
  try {
    m = read_module(bytes);
  } catch (error) {
    throw new LoadError(`not an extension that PyXray can load (${(error as Error).message}); compile it with: pyxray cc`);
  }
  if (m.needed.length > 0) throw new LoadError(`it needs other shared modules (${m.needed.join(', ')}), which PyXray does not load`);
  if ((m.imports.find((i) => i.kind === 2)?.type ?? 7) !== 7) throw new LoadError('it was not compiled for wasm64 with shared memory');
  const state = capi_state() || make_capi_state();
  if (state !== 0) HEAP32[(state + _capi_runtime_state.site_checking) >> 2] = checking() ? 1 : 0;
  const missing = state === 0 ? [] : undefined_symbols(m);
  if (missing.length > 0) throw new LoadError(`undefined symbol: ${missing[0]}`);
  const first = HEAP32[(state + _capi_runtime_state.next_function) >> 2] || c_functions_base();
  // The first index of all is the visitproc.
  const table_base = first === c_functions_base() ? first + 1 : first;
  const count = m.table_size + got_functions(m).length;
  if (table_base + count > c_functions_base() + C_FUNCTIONS_MAX) throw new LoadError(`more than ${C_FUNCTIONS_MAX} C functions in one process`);
  const x = PyMem_RawCalloc(1, _capi_extension.SIZEOF);
  const block = PyMem_RawCalloc(1, m.memory_size + m.memory_align + 16);
  const copy = PyMem_RawMalloc(bytes.length);
  if (state === 0 || x === 0 || block === 0 || copy === 0) throw new LoadError('no memory');
  const align = Math.max(m.memory_align, 16);
  HEAPU8.set(bytes, copy);
  write_ptr(x + _capi_extension.path, static_cstring(path));
  write_ptr(x + _capi_extension.bytes, copy);
  write_ssize(x + _capi_extension.nbytes, bytes.length);
  write_ssize(x + _capi_extension.memory_base, Math.ceil(block / align) * align);
  write_ssize(x + _capi_extension.memory_size, m.memory_size);
  HEAP32[(x + _capi_extension.table_base) >> 2] = table_base;
  HEAP32[(x + _capi_extension.nfunctions) >> 2] = count;
  HEAP32[(state + _capi_runtime_state.next_function) >> 2] = table_base + count;
  write_ptr(x + _capi_extension.next, HEAP32[(state + _capi_runtime_state.extensions) >> 2]);
  write_ptr(state + _capi_runtime_state.extensions, x);
  HEAP32[(state + _capi_runtime_state.nextensions) >> 2]++;
  return x;
}

const instances = new Map<number, WebAssembly.Instance>();

/** Makes this realm's instance of the extension with record `x`. */
function instantiate(x: number): WebAssembly.Instance {
  const bytes = HEAPU8.slice(HEAP32[(x + _capi_extension.bytes) >> 2], HEAP32[(x + _capi_extension.bytes) >> 2] + HEAP32[(x + _capi_extension.nbytes) >> 2]);
  const path = cstring(HEAP32[(x + _capi_extension.path) >> 2]);
  const m = read_module(bytes);
  const memory_base = HEAP32[(x + _capi_extension.memory_base) >> 2];
  const table_base = HEAP32[(x + _capi_extension.table_base) >> 2];
  const table_flags = m.imports.find((i) => i.kind === 1)?.type ?? 4;
  realm ??= make_realm(table_flags);
  const r = realm;
  if ((r.table_flags & 4) !== (table_flags & 4)) throw new LoadError('its function table has another index type than that of the extension loaded before');

  const wanted = new Map<string, readonly [CFunction, string]>();
  for (const i of m.imports) {
    if (i.kind !== 0 && i.module !== 'GOT.func') continue;
    const found = find_function(i.name);
    if (found === undefined) continue;
    if (i.kind === 0) check_types(i.name, found[1], m, i);
    wanted.set(i.name, [kept(i.name, found[0], found[1], found[2]), found[1]]);
  }
  const ours = functions_for_c(wanted);

  // Exports that the module itself imports (its own functions called through the dynamic symbol) are forwarded when they exist.
  let instance: WebAssembly.Instance | undefined;
  const own_function = (name: string): CFunction => (...args) => (instance?.exports[name] as CFunction)(...args);
  const got: { name: string; index: number }[] = [];
  got_functions(m).forEach((name, i) => got.push({ name, index: table_base + m.table_size + i }));
  const env: Record<string, unknown> = {};
  const got_func: Record<string, WebAssembly.Global> = {};
  const got_mem: Record<string, WebAssembly.Global> = {};
  const global = (v: number, type = I64): WebAssembly.Global => (type === I32 ? new WebAssembly.Global({ value: 'i32', mutable: true }, v) : new WebAssembly.Global({ value: 'i64', mutable: true }, BigInt(v)));
  for (const i of m.imports) {
    if (i.module === 'GOT.func') got_func[i.name] = global(got.find((g) => g.name === i.name)?.index ?? (raw_indexes.get(find_function(i.name)?.[0] as CFunction) as number), i.type);
    else if (i.module === 'GOT.mem') got_mem[i.name] = global(m.exports.has(i.name) ? 0 : find_data(i.name), i.type);
    else if (i.name === STACK_CHECK) env[i.name] = r.stack_check;
    else if (i.kind === 0) env[i.name] = ours[i.name] ?? own_function(i.name);
    else if (i.kind === 2) env[i.name] = MEMORY;
    else if (i.kind === 1) env[i.name] = r.table;
    else if (i.name === '__stack_pointer') env[i.name] = r.stack_pointer;
    else {
      const v = i.name === '__memory_base' ? memory_base : table_base;
      env[i.name] = i.type === I32 ? new WebAssembly.Global({ value: 'i32', mutable: false }, v) : new WebAssembly.Global({ value: 'i64', mutable: false }, BigInt(v));
    }
  }
  for (const [i, f] of m.elements.entries()) define_c_function(table_base + i, { type: m.types[m.functions[f]], name: m.names.get(f) ?? `function ${f}`, path });
  instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: env as WebAssembly.ModuleImports, 'GOT.func': got_func, 'GOT.mem': got_mem });
  for (const { name, index } of got) {
    const f = (instance.exports[name] ?? ours[name]) as CFunction;
    r.table.set(table_index(r, index), f);
    const e = m.exports.get(name);
    const type = e ? m.types[m.functions[e.index]] : c_type((find_function(name) as readonly [CFunction, string, string])[1]);
    define_c_function(index, { type, name, path });
  }
  for (const [name, g] of Object.entries(got_mem)) {
    if (m.exports.has(name)) g.value = BigInt(memory_base) + BigInt((instance.exports[name] as WebAssembly.Global).value as bigint);
  }
  if (!HEAP32[(x + _capi_extension.initialised) >> 2]) {
    HEAP32[(x + _capi_extension.initialised) >> 2] = 1;
    (instance.exports.__wasm_apply_data_relocs as CFunction | undefined)?.();
    (instance.exports.__wasm_call_ctors as CFunction | undefined)?.();
  }
  register_extension(path, memory_base, m.memory_size);
  r.loaded++;
  instances.set(x, instance);
  return instance;
}

/** Takes the newest extension out of the list: it could not be linked. */
function forget_extension(x: number): void {
  const head = capi_state() + _capi_runtime_state.extensions;
  if (HEAP32[head >> 2] === x) write_ptr(head, HEAP32[(x + _capi_extension.next) >> 2]);
}

function find_extension(path: string): number {
  const state = capi_state();
  if (state === 0) return 0;
  for (let x = HEAP32[(state + _capi_runtime_state.extensions) >> 2]; x !== 0; x = HEAP32[(x + _capi_extension.next) >> 2]) {
    if (cstring(HEAP32[(x + _capi_extension.path) >> 2]) === path) return x;
  }
  return 0;
}

/** dlopen: this realm's instance of the extension at `path`. Throws LoadError. */
function dlopen(path: string): WebAssembly.Instance {
  load_missing();
  let x = find_extension(path);
  if (x === 0) {
    let bytes: Uint8Array;
    try {
      bytes = read_file(path);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      throw new LoadError(`cannot open shared object file: ${error.message}`);
    }
    if (!engine_has_memory64()) throw new LoadError('C extensions need WebAssembly with 64-bit memories: run PyXray on Node 24 or newer, or Chromium 133 or newer');
    x = add_extension(path, bytes);
  }
  const there = instances.get(x);
  if (there) return there;
  try {
    return instantiate(x);
  } catch (error) {
    forget_extension(x);
    if (error instanceof LoadError || !(error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError)) throw error;
    throw new LoadError(error.message);
  }
}

/** Whether the heap is a memory with 64-bit addresses: only then can an extension import it. */
function engine_has_memory64(): boolean {
  const w = new ModuleWriter();
  w.import_memory(MEMORY.buffer.byteLength / 65536);
  try {
    new WebAssembly.Instance(new WebAssembly.Module(w.finish()), { e: { memory: MEMORY } });
    return true;
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) return false;
    throw error;
  }
}

// ---- _imp.create_dynamic, exec_dynamic ----------------------------------------------------------------------------------------

function import_error(message: string, name: number, path: number): 0 {
  const msg = PyUnicode_FromString(message);
  PyErr_SetImportError(msg, name, path);
  if (msg !== 0) Py_DECREF(msg);
  return 0;
}

/** The address of what PyInit_<name> gave; 0 with an exception. */
function call_init(init: CFunction, info: CFunctionInfo, shown: string): number {
  const p = call_entry(init, info);
  if (p === 0) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_SystemError, 'initialization of %s failed without raising an exception', shown);
    return 0;
  }
  if (PyErr_Occurred()) {
    _PyErr_FormatFromCause(PyExc_SystemError, 'initialization of %s raised unreported exception', shown);
    return 0;
  }
  if (Py_TYPE(p) === 0) return PyErr_Format(PyExc_SystemError, 'init function of %s returned uninitialized object', shown);
  return p;
}

/** The rest of single-phase initialisation: the module knows its file. */
function finish_single_phase(m: number, path: number, shown: string): number {
  if (!PyModule_Check(m) || HEAP32[(m + PyModuleObject.md_def) >> 2] === 0) {
    PyErr_Format(PyExc_SystemError, 'initialization of %s did not return an extension module', shown);
    Py_DECREF(m);
    return 0;
  }
  if (PyModule_AddObjectRef(m, '__file__', path) < 0) PyErr_Clear();
  return m;
}

/** _imp.create_dynamic(spec, file=None): new module, or 0 with ImportError. Runs C code. */
export function _imp_create_dynamic(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('create_dynamic', nargs, 1, 2)) return 0;
  const spec = HEAP32[args >> 2];
  const name = PyObject_GetAttrString(spec, 'name');
  const path = name === 0 ? 0 : PyObject_GetAttrString(spec, 'origin');
  const m = path === 0 ? 0 : create_dynamic(spec, name, path);
  Py_XDECREF(name);
  Py_XDECREF(path);
  return m;
}

function create_dynamic(spec: number, name: number, path: number): number {
  const shown = PyUnicode_AsUTF8(name);
  const file = PyUnicode_AsUTF8(path);
  if (shown === null || file === null) return 0;
  const symbol = `PyInit_${shown.slice(shown.lastIndexOf('.') + 1)}`;
  let instance: WebAssembly.Instance;
  try {
    instance = dlopen(file);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return import_error(`${file}: ${error.message}`, name, path);
  }
  const init = instance.exports[symbol] as CFunction | undefined;
  if (init === undefined) return import_error(`dynamic module does not define module export function (${symbol})`, name, path);
  const p = call_init(init, { type: { params: [], results: [I64] }, name: symbol, path: file }, shown);
  if (p === 0) return 0;
  return Py_TYPE(p) === PyModuleDef_Type ? PyModule_FromDefAndSpec(p, spec) : finish_single_phase(p, path, shown);
}

/** _imp.exec_dynamic(mod): the second phase of multi-phase initialisation; nothing for other modules. */
export function _imp_exec_dynamic(_m: number, mod: number): number {
  const def = PyModule_Check(mod) ? HEAP32[(mod + PyModuleObject.md_def) >> 2] : 0;
  const done = def === 0 || HEAP32[(mod + PyModuleObject.md_state) >> 2] !== 0 || HEAP32[(def + PyModuleDef.m_slots) >> 2] === 0;
  if (!done && PyModule_ExecDef(mod, def) < 0) return 0;
  return PyLong_FromLong(0);
}
