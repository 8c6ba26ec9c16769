// How static types and builtin modules are declared. Answers to the static PyTypeObject and PyModuleDef initialisers of
// CPython's C files: a declaration is data, made at module evaluation in every realm (which registers its functions in the
// function table); the first realm of a process then writes the structs into the heap (`write_static_type`).

import { PyAsyncMethods, PyBufferProcs, PyGetSetDef, PyMappingMethods, PyMemberDef, PyMethodDef, PyNumberMethods, PySequenceMethods, PyTypeObject } from './generated/offsets';
import { type CFunction, func_index } from './functable';
import { HEAP32, HEAPU8, utf8_bytes, write_ptr, write_ssize } from './heap';
import { _Py_TPFLAGS_STATIC_BUILTIN, Py_TPFLAGS_IMMUTABLETYPE } from './object';
import { PyType_Type, STATIC_BUMP, STATIC_BUMP_END } from './statics';

/** name, function, METH_ flags, docstring (its first line may be a signature, then "--", as in CPython). */
export type MethodSpec = [name: string, fn: CFunction, flags: number, doc?: string | null];
/** name, Py_T_ type, offset, flags, docstring. */
export type MemberSpec = [name: string, type: number, offset: number, flags: number, doc?: string | null];
/** name, getter (self, closure) -> new, setter (self, value | NULL, closure) -> 0 | -1, docstring, closure. */
export type GetSetSpec = [name: string, get: CFunction | null, set: CFunction | null, doc?: string | null, closure?: number];

type Suite<K extends string> = { [P in K]?: CFunction };
export type NumberSuite = Suite<Exclude<keyof typeof PyNumberMethods, 'nb_reserved' | 'SIZEOF'>>;
export type SequenceSuite = Suite<Exclude<keyof typeof PySequenceMethods, 'was_sq_slice' | 'was_sq_ass_slice' | 'SIZEOF'>>;
export type MappingSuite = Suite<Exclude<keyof typeof PyMappingMethods, 'SIZEOF'>>;
export type AsyncSuite = Suite<Exclude<keyof typeof PyAsyncMethods, 'SIZEOF'>>;
export type BufferSuite = Suite<Exclude<keyof typeof PyBufferProcs, 'SIZEOF'>>;

const FUNC_SLOTS = {
  tp_dealloc: PyTypeObject.tp_dealloc, tp_getattr: PyTypeObject.tp_getattr, tp_setattr: PyTypeObject.tp_setattr, tp_repr: PyTypeObject.tp_repr,
  tp_hash: PyTypeObject.tp_hash, tp_call: PyTypeObject.tp_call, tp_str: PyTypeObject.tp_str, tp_getattro: PyTypeObject.tp_getattro,
  tp_setattro: PyTypeObject.tp_setattro, tp_traverse: PyTypeObject.tp_traverse, tp_clear: PyTypeObject.tp_clear,
  tp_richcompare: PyTypeObject.tp_richcompare, tp_iter: PyTypeObject.tp_iter, tp_iternext: PyTypeObject.tp_iternext,
  tp_descr_get: PyTypeObject.tp_descr_get, tp_descr_set: PyTypeObject.tp_descr_set, tp_init: PyTypeObject.tp_init, tp_alloc: PyTypeObject.tp_alloc,
  tp_new: PyTypeObject.tp_new, tp_free: PyTypeObject.tp_free, tp_is_gc: PyTypeObject.tp_is_gc, tp_del: PyTypeObject.tp_del,
  tp_finalize: PyTypeObject.tp_finalize, tp_vectorcall: PyTypeObject.tp_vectorcall,
} as const;

const NUMBER = {
  nb_add: PyNumberMethods.nb_add, nb_subtract: PyNumberMethods.nb_subtract, nb_multiply: PyNumberMethods.nb_multiply, nb_remainder: PyNumberMethods.nb_remainder,
  nb_divmod: PyNumberMethods.nb_divmod, nb_power: PyNumberMethods.nb_power, nb_negative: PyNumberMethods.nb_negative, nb_positive: PyNumberMethods.nb_positive,
  nb_absolute: PyNumberMethods.nb_absolute, nb_bool: PyNumberMethods.nb_bool, nb_invert: PyNumberMethods.nb_invert, nb_lshift: PyNumberMethods.nb_lshift,
  nb_rshift: PyNumberMethods.nb_rshift, nb_and: PyNumberMethods.nb_and, nb_xor: PyNumberMethods.nb_xor, nb_or: PyNumberMethods.nb_or, nb_int: PyNumberMethods.nb_int,
  nb_float: PyNumberMethods.nb_float, nb_inplace_add: PyNumberMethods.nb_inplace_add, nb_inplace_subtract: PyNumberMethods.nb_inplace_subtract,
  nb_inplace_multiply: PyNumberMethods.nb_inplace_multiply, nb_inplace_remainder: PyNumberMethods.nb_inplace_remainder, nb_inplace_power: PyNumberMethods.nb_inplace_power,
  nb_inplace_lshift: PyNumberMethods.nb_inplace_lshift, nb_inplace_rshift: PyNumberMethods.nb_inplace_rshift, nb_inplace_and: PyNumberMethods.nb_inplace_and,
  nb_inplace_xor: PyNumberMethods.nb_inplace_xor, nb_inplace_or: PyNumberMethods.nb_inplace_or, nb_floor_divide: PyNumberMethods.nb_floor_divide,
  nb_true_divide: PyNumberMethods.nb_true_divide, nb_inplace_floor_divide: PyNumberMethods.nb_inplace_floor_divide,
  nb_inplace_true_divide: PyNumberMethods.nb_inplace_true_divide, nb_index: PyNumberMethods.nb_index, nb_matrix_multiply: PyNumberMethods.nb_matrix_multiply,
  nb_inplace_matrix_multiply: PyNumberMethods.nb_inplace_matrix_multiply,
} as const;
const SEQUENCE = {
  sq_length: PySequenceMethods.sq_length, sq_concat: PySequenceMethods.sq_concat, sq_repeat: PySequenceMethods.sq_repeat, sq_item: PySequenceMethods.sq_item,
  sq_ass_item: PySequenceMethods.sq_ass_item, sq_contains: PySequenceMethods.sq_contains, sq_inplace_concat: PySequenceMethods.sq_inplace_concat,
  sq_inplace_repeat: PySequenceMethods.sq_inplace_repeat,
} as const;
const MAPPING = { mp_length: PyMappingMethods.mp_length, mp_subscript: PyMappingMethods.mp_subscript, mp_ass_subscript: PyMappingMethods.mp_ass_subscript } as const;
const ASYNC = { am_await: PyAsyncMethods.am_await, am_aiter: PyAsyncMethods.am_aiter, am_anext: PyAsyncMethods.am_anext, am_send: PyAsyncMethods.am_send } as const;
const BUFFER = { bf_getbuffer: PyBufferProcs.bf_getbuffer, bf_releasebuffer: PyBufferProcs.bf_releasebuffer } as const;

/** The suites of a type: where each is pointed to, how large it is, its slots' offsets. */
export const SUITES = {
  tp_as_number: { field: PyTypeObject.tp_as_number, size: PyNumberMethods.SIZEOF, slots: NUMBER as Record<string, number> },
  tp_as_sequence: { field: PyTypeObject.tp_as_sequence, size: PySequenceMethods.SIZEOF, slots: SEQUENCE as Record<string, number> },
  tp_as_mapping: { field: PyTypeObject.tp_as_mapping, size: PyMappingMethods.SIZEOF, slots: MAPPING as Record<string, number> },
  tp_as_async: { field: PyTypeObject.tp_as_async, size: PyAsyncMethods.SIZEOF, slots: ASYNC as Record<string, number> },
  tp_as_buffer: { field: PyTypeObject.tp_as_buffer, size: PyBufferProcs.SIZEOF, slots: BUFFER as Record<string, number> },
} as const;
export const TYPE_FUNC_SLOTS: Record<string, number> = FUNC_SLOTS;

export type FuncSlots = { [K in keyof typeof FUNC_SLOTS]?: CFunction };

/** A static type, or the spec of a heap type for PyType_FromModuleAndSpec. Sizes and offsets in bytes. */
export interface TypeSpec extends FuncSlots {
  tp_name: string;
  tp_basicsize?: number;
  tp_itemsize?: number;
  tp_flags?: number;
  tp_doc?: string | null;
  tp_base?: number;
  tp_weaklistoffset?: number;
  tp_dictoffset?: number;
  tp_vectorcall_offset?: number;
  tp_as_number?: NumberSuite;
  tp_as_sequence?: SequenceSuite;
  tp_as_mapping?: MappingSuite;
  tp_as_async?: AsyncSuite;
  tp_as_buffer?: BufferSuite;
  tp_methods?: MethodSpec[];
  tp_members?: MemberSpec[];
  tp_getset?: GetSetSpec[];
}

/** A builtin module (PyModuleDef). `exec` fills the new module: 0, or -1 with an exception. */
export interface ModuleSpec {
  m_name: string;
  m_doc?: string | null;
  m_methods?: MethodSpec[];
  m_exec?: (module: number) => number;
}

export const static_types = new Map<number, TypeSpec>();
export const PyImport_Inittab = new Map<string, ModuleSpec>();

function register(spec: object): void {
  for (const v of Object.values(spec)) {
    if (typeof v === 'function') func_index(v as CFunction);
  }
}

/** Registers every function of a type spec in the function table; call at module evaluation. Returns the spec. */
export function type_spec(spec: TypeSpec): TypeSpec {
  register(spec);
  for (const suite of Object.keys(SUITES) as (keyof typeof SUITES)[]) if (spec[suite]) register(spec[suite]);
  for (const m of spec.tp_methods ?? []) func_index(m[1]);
  for (const g of spec.tp_getset ?? []) {
    func_index(g[1]);
    func_index(g[2]);
  }
  return spec;
}

/** Declares the static type at `address` (a constant of statics.ts). The last statement of a type's file. */
export function static_type(address: number, spec: TypeSpec): void {
  static_types.set(address, type_spec(spec));
}

/** Declares a builtin module. The last statement of a module's file. */
export function builtin_module(spec: ModuleSpec): void {
  for (const m of spec.m_methods ?? []) func_index(m[1]);
  PyImport_Inittab.set(spec.m_name, spec);
}

let bump = STATIC_BUMP;
const strings = new Map<string, number>();

/** Never freed, zeroed memory. Only while the runtime is initialised by its first realm; later use PyMem_RawCalloc. */
export function static_alloc(n: number): number {
  const p = bump;
  bump = (bump + n + 15) & ~15;
  if (bump > STATIC_BUMP_END) throw new Error('static_alloc: the static region is full; enlarge it in include/statics.ts');
  return p;
}

let raw_alloc: (n: number) => number = static_alloc;

/** After initialisation method tables and C strings come from here (PyMem_RawCalloc(1, n)). */
export function set_raw_alloc(f: (n: number) => number): void {
  raw_alloc = f;
}

/** The NUL-terminated C string for `s`, immortal; 0 for null. */
export function static_cstring(s: string | null | undefined): number {
  if (s === null || s === undefined) return 0;
  let p = strings.get(s);
  if (p === undefined) {
    const bytes = utf8_bytes(s);
    p = raw_alloc(bytes.length + 1);
    HEAPU8.set(bytes, p);
    HEAPU8[p + bytes.length] = 0;
    strings.set(s, p);
  }
  return p;
}

/** An array of PyMethodDef, ended by a NULL name. */
export function write_methods(specs: readonly MethodSpec[] | undefined): number {
  if (!specs || specs.length === 0) return 0;
  const table = raw_alloc((specs.length + 1) * PyMethodDef.SIZEOF);
  specs.forEach(([name, fn, flags, doc], i) => {
    const p = table + i * PyMethodDef.SIZEOF;
    write_ptr(p + PyMethodDef.ml_name, static_cstring(name));
    write_ptr(p + PyMethodDef.ml_meth, func_index(fn));
    HEAP32[(p + PyMethodDef.ml_flags) >> 2] = flags;
    write_ptr(p + PyMethodDef.ml_doc, static_cstring(doc));
  });
  return table;
}

/** An array of PyMemberDef, ended by a NULL name. */
export function write_members(specs: readonly MemberSpec[] | undefined): number {
  if (!specs || specs.length === 0) return 0;
  const table = raw_alloc((specs.length + 1) * PyMemberDef.SIZEOF);
  specs.forEach(([name, type, offset, flags, doc], i) => {
    const p = table + i * PyMemberDef.SIZEOF;
    write_ptr(p + PyMemberDef.name, static_cstring(name));
    HEAP32[(p + PyMemberDef.type) >> 2] = type;
    write_ssize(p + PyMemberDef.offset, offset);
    HEAP32[(p + PyMemberDef.flags) >> 2] = flags;
    write_ptr(p + PyMemberDef.doc, static_cstring(doc));
  });
  return table;
}

/** An array of PyGetSetDef, ended by a NULL name. */
export function write_getset(specs: readonly GetSetSpec[] | undefined): number {
  if (!specs || specs.length === 0) return 0;
  const table = raw_alloc((specs.length + 1) * PyGetSetDef.SIZEOF);
  specs.forEach(([name, get, set, doc, closure], i) => {
    const p = table + i * PyGetSetDef.SIZEOF;
    write_ptr(p + PyGetSetDef.name, static_cstring(name));
    write_ptr(p + PyGetSetDef.get, func_index(get));
    write_ptr(p + PyGetSetDef.set, func_index(set));
    write_ptr(p + PyGetSetDef.doc, static_cstring(doc));
    write_ptr(p + PyGetSetDef.closure, closure ?? 0);
  });
  return table;
}

/** Writes the slots that `spec` names into the type at `tp`; suites go to `suite_at(name)` (an address of that suite's size). */
export function write_slots(tp: number, spec: TypeSpec, suite_at: (suite: keyof typeof SUITES) => number): void {
  const s = spec as unknown as Record<string, CFunction | Record<string, CFunction> | undefined>;
  for (const [name, offset] of Object.entries(TYPE_FUNC_SLOTS)) {
    if (s[name]) write_ptr(tp + offset, func_index(s[name] as CFunction));
  }
  for (const suite of Object.keys(SUITES) as (keyof typeof SUITES)[]) {
    const given = s[suite] as Record<string, CFunction> | undefined;
    if (!given) continue;
    const at = suite_at(suite);
    write_ptr(tp + SUITES[suite].field, at);
    for (const [name, fn] of Object.entries(given)) write_ptr(at + SUITES[suite].slots[name], func_index(fn));
  }
}

/** Writes a declared static type's struct. PyType_Ready comes after. */
export function write_static_type(address: number, spec: TypeSpec): void {
  HEAP32[address >> 2] = -1;
  write_ptr(address + PyTypeObject.ob_type, PyType_Type);
  write_ptr(address + PyTypeObject.tp_name, static_cstring(spec.tp_name));
  write_ssize(address + PyTypeObject.tp_basicsize, spec.tp_basicsize ?? 0);
  write_ssize(address + PyTypeObject.tp_itemsize, spec.tp_itemsize ?? 0);
  HEAP32[(address + PyTypeObject.tp_flags) >> 2] = (spec.tp_flags ?? 0) | _Py_TPFLAGS_STATIC_BUILTIN | Py_TPFLAGS_IMMUTABLETYPE;
  write_ptr(address + PyTypeObject.tp_doc, static_cstring(spec.tp_doc));
  write_ptr(address + PyTypeObject.tp_base, spec.tp_base ?? 0);
  write_ssize(address + PyTypeObject.tp_weaklistoffset, spec.tp_weaklistoffset ?? 0);
  write_ssize(address + PyTypeObject.tp_dictoffset, spec.tp_dictoffset ?? 0);
  write_ssize(address + PyTypeObject.tp_vectorcall_offset, spec.tp_vectorcall_offset ?? 0);
  write_slots(address, spec, (suite) => static_alloc(SUITES[suite].size));
  write_ptr(address + PyTypeObject.tp_methods, write_methods(spec.tp_methods));
  write_ptr(address + PyTypeObject.tp_members, write_members(spec.tp_members));
  write_ptr(address + PyTypeObject.tp_getset, write_getset(spec.tp_getset));
}
