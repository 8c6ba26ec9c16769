// Answers to Include/object.h and Include/refcount.h of CPython 3.13: the object header, reference counts, type flags.
//
// Counts are CPython's: a 64-bit ob_refcnt of which the low 32 bits count; 0xFFFFFFFF (-1 as int32) is immortal.
// Deviation: any other negative low word is the tagged count of an object that the probe watches (see probe/watch.ts); the
// branch that immortal objects take finds it, so that an unwatched object's INCREF costs what it costs in CPython.

import { PyObject, PyTypeObject, PyVarObject } from './generated/offsets';
import { FUNCS } from './functable';
import { HEAP32, HEAPU32 } from './heap';
import { DTRACE_DEALLOC, probes, PyDTrace_ENABLED, refcount_hooks } from './pydtrace';
import { Py_None } from './statics';

export const _Py_IMMORTAL_REFCNT = 0xffffffff;

/** Borrowed. */
export function Py_TYPE(op: number): number {
  return HEAP32[(op + PyObject.ob_type) >> 2];
}

export function Py_SIZE(op: number): number {
  return HEAP32[(op + PyVarObject.ob_size) >> 2];
}

export function Py_SET_SIZE(op: number, size: number): void {
  HEAP32[(op + PyVarObject.ob_size) >> 2] = size;
}

export function Py_SET_TYPE(op: number, type: number): void {
  HEAP32[(op + PyObject.ob_type) >> 2] = type;
}

export function Py_IS_TYPE(op: number, type: number): boolean {
  return HEAP32[(op + PyObject.ob_type) >> 2] === type;
}

/** The count as CPython reports it. A watched object's tag is taken off. */
export function Py_REFCNT(op: number): number {
  const r = HEAP32[op >> 2];
  return r >= 0 || r === -1 ? HEAPU32[op >> 2] : refcount_hooks.refcnt(op);
}

export function _Py_IsImmortal(op: number): boolean {
  return HEAP32[op >> 2] === -1;
}

export function _Py_SetImmortal(op: number): void {
  HEAP32[op >> 2] = -1;
  HEAP32[(op + 4) >> 2] = 0;
}

/** Sets the count of a fresh or private object. */
export function Py_SET_REFCNT(op: number, n: number): void {
  HEAP32[op >> 2] = n;
  HEAP32[(op + 4) >> 2] = 0;
}

export function Py_INCREF(op: number): void {
  const r = HEAP32[op >> 2];
  if (r >= 0) HEAP32[op >> 2] = r + 1;
  else if (r !== -1) refcount_hooks.incref(op);
}

/** May run Python code (a finalizer), unless the object cannot have one. */
export function Py_DECREF(op: number): void {
  const r = HEAP32[op >> 2];
  if (r > 1) HEAP32[op >> 2] = r - 1;
  else if (r !== -1) _Py_DecRefSlow(op, r);
}

/** The last reference goes, or the object is watched, or the count is broken. */
function _Py_DecRefSlow(op: number, r: number): void {
  if (r === 1) {
    HEAP32[op >> 2] = 0;
    _Py_Dealloc(op);
  } else if (r < 0) refcount_hooks.decref(op);
  else refcount_hooks.negative(op);
}

/** Runs the type's tp_dealloc on an object whose count is 0. (Here, not in objects/object.ts, so that include/ imports nothing.) */
export function _Py_Dealloc(op: number): void {
  if (PyDTrace_ENABLED(DTRACE_DEALLOC)) probes.dealloc(op);
  FUNCS[HEAP32[(Py_TYPE(op) + PyTypeObject.tp_dealloc) >> 2]](op);
}

export function Py_XINCREF(op: number): void {
  if (op !== 0) Py_INCREF(op);
}

export function Py_XDECREF(op: number): void {
  if (op !== 0) Py_DECREF(op);
}

/** A new reference to `op`. */
export function Py_NewRef(op: number): number {
  Py_INCREF(op);
  return op;
}

export function Py_XNewRef(op: number): number {
  if (op !== 0) Py_INCREF(op);
  return op;
}

/** Empties the pointer slot at `slot` (an address), then releases what it held. */
export function Py_CLEAR(slot: number): void {
  const old = HEAP32[slot >> 2];
  if (old !== 0) {
    HEAP32[slot >> 2] = 0;
    Py_DECREF(old);
  }
}

/** Stores `value` (stolen) in the pointer slot, then releases the old content, which may not be NULL. */
export function Py_SETREF(slot: number, value: number): void {
  const old = HEAP32[slot >> 2];
  HEAP32[slot >> 2] = value;
  Py_DECREF(old);
}

/** As Py_SETREF; the old content may be NULL. */
export function Py_XSETREF(slot: number, value: number): void {
  const old = HEAP32[slot >> 2];
  HEAP32[slot >> 2] = value;
  if (old !== 0) Py_DECREF(old);
}

export function Py_RETURN_NONE(): number {
  return Py_None;
}

export function PyType_HasFeature(type: number, feature: number): boolean {
  return (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & feature) !== 0;
}

export function PyType_FastSubclass(type: number, flag: number): boolean {
  return (HEAP32[(type + PyTypeObject.tp_flags) >> 2] & flag) !== 0;
}

// tp_flags (bits 0-31; all that exist fit).
export const _Py_TPFLAGS_STATIC_BUILTIN = 1 << 1;
export const Py_TPFLAGS_INLINE_VALUES = 1 << 2;
export const Py_TPFLAGS_MANAGED_WEAKREF = 1 << 3;
export const Py_TPFLAGS_MANAGED_DICT = 1 << 4;
export const Py_TPFLAGS_PREHEADER = (1 << 3) | (1 << 4);
export const Py_TPFLAGS_SEQUENCE = 1 << 5;
export const Py_TPFLAGS_MAPPING = 1 << 6;
export const Py_TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7;
export const Py_TPFLAGS_IMMUTABLETYPE = 1 << 8;
export const Py_TPFLAGS_HEAPTYPE = 1 << 9;
export const Py_TPFLAGS_BASETYPE = 1 << 10;
export const Py_TPFLAGS_HAVE_VECTORCALL = 1 << 11;
export const Py_TPFLAGS_READY = 1 << 12;
export const Py_TPFLAGS_READYING = 1 << 13;
export const Py_TPFLAGS_HAVE_GC = 1 << 14;
export const Py_TPFLAGS_METHOD_DESCRIPTOR = 1 << 17;
export const Py_TPFLAGS_VALID_VERSION_TAG = 1 << 19;
export const Py_TPFLAGS_IS_ABSTRACT = 1 << 20;
export const _Py_TPFLAGS_MATCH_SELF = 1 << 22;
export const Py_TPFLAGS_ITEMS_AT_END = 1 << 23;
export const Py_TPFLAGS_LONG_SUBCLASS = 1 << 24;
export const Py_TPFLAGS_LIST_SUBCLASS = 1 << 25;
export const Py_TPFLAGS_TUPLE_SUBCLASS = 1 << 26;
export const Py_TPFLAGS_BYTES_SUBCLASS = 1 << 27;
export const Py_TPFLAGS_UNICODE_SUBCLASS = 1 << 28;
export const Py_TPFLAGS_DICT_SUBCLASS = 1 << 29;
export const Py_TPFLAGS_BASE_EXC_SUBCLASS = 1 << 30;
export const Py_TPFLAGS_TYPE_SUBCLASS = 1 << 31;
export const Py_TPFLAGS_DEFAULT = 0;

/** Offsets from the object of the pre-header slots of a type with MANAGED_WEAKREF or MANAGED_DICT. */
export const MANAGED_WEAKREF_OFFSET = -32;
export const MANAGED_DICT_OFFSET = -24;

// Rich comparison.
export const Py_LT = 0;
export const Py_LE = 1;
export const Py_EQ = 2;
export const Py_NE = 3;
export const Py_GT = 4;
export const Py_GE = 5;

// ml_flags (methodobject.h).
export const METH_VARARGS = 0x0001;
export const METH_KEYWORDS = 0x0002;
export const METH_NOARGS = 0x0004;
export const METH_O = 0x0008;
export const METH_CLASS = 0x0010;
export const METH_STATIC = 0x0020;
export const METH_COEXIST = 0x0040;
export const METH_FASTCALL = 0x0080;
export const METH_METHOD = 0x0200;

// PyMemberDef.type (structmember.h).
export const Py_T_SHORT = 0;
export const Py_T_INT = 1;
export const Py_T_LONG = 2;
export const Py_T_FLOAT = 3;
export const Py_T_DOUBLE = 4;
export const Py_T_STRING = 5;
export const _Py_T_OBJECT = 6;
export const Py_T_CHAR = 7;
export const Py_T_BYTE = 8;
export const Py_T_UBYTE = 9;
export const Py_T_USHORT = 10;
export const Py_T_UINT = 11;
export const Py_T_ULONG = 12;
export const Py_T_STRING_INPLACE = 13;
export const Py_T_BOOL = 14;
export const Py_T_OBJECT_EX = 16;
export const Py_T_LONGLONG = 17;
export const Py_T_ULONGLONG = 18;
export const Py_T_PYSSIZET = 19;
export const Py_READONLY = 1;
export const Py_AUDIT_READ = 2;
export const Py_RELATIVE_OFFSET = 8;
