// Answers to no CPython file: what the C modules of iterators and small heap types repeat (allocate, deallocate, traverse, read
// arguments), said once. A type is described by the byte offsets of its pointer fields.

import { PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { type CFunction, FUNCS } from '../include/functable';
import { HEAP32, write_ptr } from '../include/heap';
import { Py_CLEAR, Py_DECREF, Py_TYPE } from '../include/object';
import { PyBaseObject_Type, PyExc_DeprecationWarning } from '../include/statics';
import type { TypeSpec } from '../include/typespec';
import { PyErr_WarnEx } from '../python/_warnings';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_NoKeywords, _PyArg_UnpackKeywords } from '../python/getargs';
import { PyModule_AddType } from '../python/modsupport';
import { PyDict_GET_SIZE } from '../objects/dictobject';
import { _PyTuple_ITEMS, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../objects/tupleobject';
import { PyType_FromModuleAndSpec } from '../objects/typeobject';

/** The pointer at a field. */
export function get(o: number, field: number): number {
  return HEAP32[(o + field) >> 2];
}

/** Stores a pointer in a field. */
export function set(o: number, field: number, v: number): void {
  write_ptr(o + field, v);
}

/** type->tp_alloc(type, 0): zeroed and, for a GC type, tracked. Returns new. */
export function type_alloc(type: number): number {
  return FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
}

/** tp_iternext of an iterator: new, or NULL at the end (with or without StopIteration) or with an exception. */
export function iternext(it: number): number {
  return FUNCS[HEAP32[(HEAP32[(it + 8) >> 2] + PyTypeObject.tp_iternext) >> 2]](it) as number;
}

function named(name: string, f: CFunction): CFunction {
  Object.defineProperty(f, 'name', { value: name });
  return f;
}

/** tp_dealloc of a GC heap type with these pointer fields. */
export function dealloc_of(name: string, fields: readonly number[]): CFunction {
  return named(`${name}_dealloc`, (self: number): void => {
    const type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (const f of fields) {
      const v = HEAP32[(self + f) >> 2];
      if (v !== 0) Py_DECREF(v);
    }
    FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
    Py_DECREF(type);
  });
}

/** tp_traverse of a heap type with these pointer fields. */
export function traverse_of(name: string, fields: readonly number[]): CFunction {
  return named(`${name}_traverse`, (self: number, visit: visitproc, arg: number): number => {
    let e = visit(Py_TYPE(self), arg);
    for (const f of fields) {
      const v = HEAP32[(self + f) >> 2];
      if (e === 0 && v !== 0) e = visit(v, arg);
    }
    return e;
  });
}

export function clear_of(name: string, fields: readonly number[]): CFunction {
  return named(`${name}_clear`, (self: number): number => {
    for (const f of fields) Py_CLEAR(self + f);
    return 0;
  });
}

export interface Parser {
  fname: string;
  keywords: string[];
}

/** The arguments of a tp_new(args, kwargs), borrowed, 0 for those not given; null with TypeError. */
export function unpack_new(args: number, kwargs: number, parser: Parser, min: number, max: number): number[] | null {
  const nargs = PyTuple_GET_SIZE(args);
  const n = parser.keywords.length;
  const out: number[] = new Array<number>(n).fill(0);
  if (nargs >= min && nargs <= max && (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0)) {
    for (let i = 0; i < nargs; i++) out[i] = PyTuple_GET_ITEM(args, i);
    return out;
  }
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(_PyTuple_ITEMS(args), nargs, kwargs, 0, parser, min, max, 0, stackAlloc(8 * n));
  if (a !== 0) for (let i = 0; i < n; i++) out[i] = HEAP32[(a + 8 * i) >> 2];
  stackRestore(mark);
  return a === 0 ? null : out;
}

/** The arguments of a METH_FASTCALL | METH_KEYWORDS function likewise. */
export function unpack_fast(args: number, nargs: number, kwnames: number, parser: Parser, min: number, max: number, minkw = 0): number[] | null {
  const n = parser.keywords.length;
  const out: number[] = new Array<number>(n).fill(0);
  if (kwnames === 0 && nargs >= min && nargs <= max && minkw === 0) {
    for (let i = 0; i < nargs; i++) out[i] = HEAP32[(args + 8 * i) >> 2];
    return out;
  }
  const mark = stackSave();
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, parser, min, max, minkw, stackAlloc(8 * n));
  if (a !== 0) for (let i = 0; i < n; i++) out[i] = HEAP32[(a + 8 * i) >> 2];
  stackRestore(mark);
  return a === 0 ? null : out;
}

/** No keywords for a type that has no __init__ of its own. */
export function no_keywords(name: string, type: number, kwargs: number): boolean {
  if (kwargs === 0) return true;
  const plain = HEAP32[(type + PyTypeObject.tp_init) >> 2] === HEAP32[(PyBaseObject_Type + PyTypeObject.tp_init) >> 2];
  return !plain || _PyArg_NoKeywords(name, kwargs);
}

/** Makes a heap type of the module and adds it to the module's dict. Borrowed; 0 with an exception. */
export function add_type(module: number, spec: TypeSpec): number {
  const type = PyType_FromModuleAndSpec(module, spec, 0);
  if (type === 0) return 0;
  const err = PyModule_AddType(module, type);
  Py_DECREF(type);
  return err < 0 ? 0 : type;
}

/** The DeprecationWarning of everything in itertools that pickles. False with an exception. */
export function pickle_deprecation(): boolean {
  return PyErr_WarnEx(PyExc_DeprecationWarning, 'Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.', 1) >= 0;
}
