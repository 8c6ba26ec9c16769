// Answers to Objects/codeobject.c of CPython 3.13. Deviations: PyCode_FromDesc makes the object from the compiler's plain JS
// description; locations are in objects/codelocations.ts; no co_extra users, no code watchers. Long because codeobject.c is.
//
// co_code_adaptive is what runs: the compiler's code with instrumented and specialised opcodes written over it and live
// inline caches. `co_code` is computed back from it.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { type CodeConst, type CodeDesc, CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_FAST_LOCAL, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS } from '../include/cpython_code';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { PyASCIIObject, PyBytesObject, PyCodeObject, PyInterpreterState, PyTupleObject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, HEAPU8, memmove, read_ptr, write_ptr, write_ssize } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_READONLY, _Py_T_OBJECT, Py_T_INT, Py_TPFLAGS_BYTES_SUBCLASS, Py_TPFLAGS_TUPLE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE, Py_XDECREF, Py_XNewRef, PyType_FastSubclass } from '../include/object';
import { _PyOpcode_Caches } from '../include/pycore_opcode_metadata';
import { OP } from '../include/pycore_opcode_ids';
import { _Py_SINGLETON_tuple_empty, _PyLineIterator_Type, _PyPositionsIterator_Type, Py_Ellipsis, Py_False, Py_None, Py_NotImplemented, Py_True, PyBool_Type, PyBytes_Type, PyCode_Type, PyComplex_Type, PyExc_DeprecationWarning, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError, PyFloat_Type, PyFrozenSet_Type, PyLong_Type, PyTuple_Type, PyUnicode_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { PySequence_Tuple } from './abstract';
import { PyBytes_FromStringAndSize } from './bytesobject';
import { PyCodeAddressRange, _PyCode_LineOf } from './codelocations';
import { PyComplex_FromDoubles, PyComplex_ImagAsDouble, PyComplex_RealAsDouble } from './complexobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from './floatobject';
import { PyLong_AsInt, PyLong_FromBigInt, PyLong_FromLong, PyLong_FromSsize_t, PyLong_FromVoidPtr } from './longobject';
import { _PyObject_NewVar, PyObject_Hash, PyObject_RichCompareBool, PyObject_SelfIter } from './object';
import { PyMem_Calloc, PyMem_Free, PyObject_Free } from './obmalloc';
import { PyFrozenSet_New } from './setobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { PyType_GenericAlloc } from './typeobject';
import { _PyUnicode_InternImmortal, intern_common, _PyUnicode_InternMortal, PyUnicode_AsUTF8, PyUnicode_FromKindAndData, PyUnicode_FromString } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';
import { PyErr_BadInternalCall, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { FRAME_SPECIALS_SIZE } from '../python/frame';
import { _Py_GetBaseOpcode, _Py_Instrumentation_GetLine, free_monitoring_data } from '../python/instrumentation';
import { _PyCode_Quicken } from '../python/specialize';
import { _PyInterpreterState_GET } from '../python/pystate';
import { _PyArg_UnpackKeywords, PyArg_ParseTuple } from '../python/getargs';
import { PyErr_WarnEx } from '../python/_warnings';

export function PyCode_Check(op: number): boolean {
  return Py_TYPE(op) === PyCode_Type;
}

export function _PyCode_CODE(co: number): number {
  return co + PyCodeObject.co_code_adaptive;
}

/** In bytes. */
export function _PyCode_NBYTES(co: number): number {
  return HEAP32[(co + PyCodeObject.ob_size) >> 2] * 2;
}

export function PyUnstable_Code_GetFirstFree(co: number): number {
  return HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2] - HEAP32[(co + PyCodeObject.co_nfreevars) >> 2];
}

export const PyCode_GetFirstFree = PyUnstable_Code_GetFirstFree;

export function PyCode_GetNumFree(co: number): number {
  return HEAP32[(co + PyCodeObject.co_nfreevars) >> 2];
}

/** The kind byte of variable `i`. */
export function _PyLocals_GetKind(kinds: number, i: number): number {
  return HEAPU8[kinds + PyBytesObject.ob_sval + i];
}

function bytes_size(b: number): number {
  return HEAP32[(b + PyBytesObject.ob_size) >> 2];
}

// ---------------------------------------------------------------------------------------------------------------------
// Interning

function should_intern_string(o: number): boolean {
  const state = HEAP32[(o + PyASCIIObject.state) >> 2];
  if ((state & 0x40) === 0) return false;
  const s = PyUnicode_AsUTF8(o);
  return s !== null && /^[a-zA-Z0-9_]*$/.test(s);
}

function intern_strings(tuple: number): number {
  const interp = _PyInterpreterState_GET();
  for (let i = PyTuple_GET_SIZE(tuple) - 1; i >= 0; i--) {
    const slot = tuple + PyTupleObject.ob_item + (i << 3);
    const v = read_ptr(slot);
    if (v === 0 || Py_TYPE(v) !== PyUnicode_Type) {
      PyErr_SetString(PyExc_SystemError, 'non-string found in code slot');
      return -1;
    }
    _PyUnicode_InternImmortal(interp, slot);
  }
  return 0;
}

/** Interns strings that look like names, in place. 1 when anything changed, 0, or -1 with an error. */
function intern_constants(tuple: number): number {
  const interp = _PyInterpreterState_GET();
  let modified = 0;
  for (let i = PyTuple_GET_SIZE(tuple) - 1; i >= 0; i--) {
    const slot = tuple + PyTupleObject.ob_item + (i << 3);
    const v = read_ptr(slot);
    const t = Py_TYPE(v);
    if (t === PyUnicode_Type) {
      if (!should_intern_string(v)) continue;
      _PyUnicode_InternMortal(interp, slot);
      if (read_ptr(slot) !== v) modified = 1;
    } else if (t === PyTuple_Type) {
      if (intern_constants(v) < 0) return -1;
    } else if (t === PyFrozenSet_Type) {
      const tmp = PySequence_Tuple(v);
      if (tmp === 0) return -1;
      const changed = intern_constants(tmp);
      if (changed > 0) {
        const fresh = PyFrozenSet_New(tmp);
        if (fresh === 0) {
          Py_DECREF(tmp);
          return -1;
        }
        write_ptr(slot, fresh);
        Py_DECREF(v);
        modified = 1;
      }
      Py_DECREF(tmp);
      if (changed < 0) return -1;
    }
  }
  return modified;
}

// ---------------------------------------------------------------------------------------------------------------------
// Construction

/** Everything borrowed. */
export interface _PyCodeConstructor {
  filename: number;
  name: number;
  qualname: number;
  flags: number;
  code: number;
  firstlineno: number;
  linetable: number;
  consts: number;
  names: number;
  localsplusnames: number;
  localspluskinds: number;
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  stacksize: number;
  exceptiontable: number;
}

function localsplus_counts(kinds: number): { nlocals: number; ncellvars: number; nfreevars: number } {
  let nlocals = 0;
  let ncellvars = 0;
  let nfreevars = 0;
  for (let i = 0; i < bytes_size(kinds); i++) {
    const kind = _PyLocals_GetKind(kinds, i);
    if (kind & CO_FAST_LOCAL) {
      nlocals++;
      if (kind & CO_FAST_CELL) ncellvars++;
    } else if (kind & CO_FAST_CELL) ncellvars++;
    else if (kind & CO_FAST_FREE) nfreevars++;
  }
  return { nlocals, ncellvars, nfreevars };
}

function has_flag(o: number, flag: number): boolean {
  return o !== 0 && PyType_FastSubclass(Py_TYPE(o), flag);
}

/** 0, or -1 with an error. */
export function _PyCode_Validate(con: _PyCodeConstructor): number {
  if (
    con.argcount < con.posonlyargcount || con.posonlyargcount < 0 || con.kwonlyargcount < 0 || con.stacksize < 0 || con.flags < 0 ||
    !has_flag(con.code, Py_TPFLAGS_BYTES_SUBCLASS) || !has_flag(con.consts, Py_TPFLAGS_TUPLE_SUBCLASS) || !has_flag(con.names, Py_TPFLAGS_TUPLE_SUBCLASS) ||
    !has_flag(con.localsplusnames, Py_TPFLAGS_TUPLE_SUBCLASS) || !has_flag(con.localspluskinds, Py_TPFLAGS_BYTES_SUBCLASS) ||
    PyTuple_GET_SIZE(con.localsplusnames) !== bytes_size(con.localspluskinds) ||
    !has_flag(con.name, Py_TPFLAGS_UNICODE_SUBCLASS) || !has_flag(con.qualname, Py_TPFLAGS_UNICODE_SUBCLASS) || !has_flag(con.filename, Py_TPFLAGS_UNICODE_SUBCLASS) ||
    !has_flag(con.linetable, Py_TPFLAGS_BYTES_SUBCLASS) || !has_flag(con.exceptiontable, Py_TPFLAGS_BYTES_SUBCLASS)
  ) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (bytes_size(con.code) % 2 !== 0) {
    PyErr_SetString(PyExc_ValueError, 'code: co_code is malformed');
    return -1;
  }
  const { nlocals } = localsplus_counts(con.localspluskinds);
  const nplain = nlocals - con.argcount - con.kwonlyargcount - (con.flags & CO_VARARGS ? 1 : 0) - (con.flags & CO_VARKEYWORDS ? 1 : 0);
  if (nplain < 0) {
    PyErr_SetString(PyExc_ValueError, 'code: co_varnames is too small');
    return -1;
  }
  return 0;
}

/** A new reference to the interned string. */
function interned(name: number, slot: number): void {
  write_ptr(slot, Py_NewRef(name));
  _PyUnicode_InternMortal(_PyInterpreterState_GET(), slot);
}

/** Returns new. The constructor has been validated. */
export function _PyCode_New(con: _PyCodeConstructor): number {
  if (intern_strings(con.names) < 0 || intern_constants(con.consts) < 0 || intern_strings(con.localsplusnames) < 0) return 0;
  const units = bytes_size(con.code) / 2;
  const co = _PyObject_NewVar(PyCode_Type, units);
  if (co === 0) return PyErr_NoMemory();
  for (let p = co + PyCodeObject.co_consts; p < co + PyCodeObject.SIZEOF; p += 4) HEAP32[p >> 2] = 0;
  const i32 = (offset: number, v: number): void => {
    HEAP32[(co + offset) >> 2] = v;
  };
  const ref = (offset: number, o: number): void => write_ptr(co + offset, Py_NewRef(o));
  interned(con.filename, co + PyCodeObject.co_filename);
  interned(con.name, co + PyCodeObject.co_name);
  interned(con.qualname, co + PyCodeObject.co_qualname);
  ref(PyCodeObject.co_linetable, con.linetable);
  ref(PyCodeObject.co_consts, con.consts);
  ref(PyCodeObject.co_names, con.names);
  ref(PyCodeObject.co_localsplusnames, con.localsplusnames);
  ref(PyCodeObject.co_localspluskinds, con.localspluskinds);
  ref(PyCodeObject.co_exceptiontable, con.exceptiontable);
  const nlocalsplus = PyTuple_GET_SIZE(con.localsplusnames);
  const stacksize = con.stacksize === 0 ? 1 : con.stacksize;
  const counts = localsplus_counts(con.localspluskinds);
  i32(PyCodeObject.co_flags, con.flags);
  i32(PyCodeObject.co_firstlineno, con.firstlineno);
  i32(PyCodeObject.co_argcount, con.argcount);
  i32(PyCodeObject.co_posonlyargcount, con.posonlyargcount);
  i32(PyCodeObject.co_kwonlyargcount, con.kwonlyargcount);
  i32(PyCodeObject.co_stacksize, stacksize);
  i32(PyCodeObject.co_nlocalsplus, nlocalsplus);
  i32(PyCodeObject.co_nlocals, counts.nlocals);
  i32(PyCodeObject.co_framesize, nlocalsplus + stacksize + FRAME_SPECIALS_SIZE);
  i32(PyCodeObject.co_ncellvars, counts.ncellvars);
  i32(PyCodeObject.co_nfreevars, counts.nfreevars);
  const next = (_PyInterpreterState_GET() + PyInterpreterState.next_func_version) >> 2;
  i32(PyCodeObject.co_version, HEAP32[next]);
  if (HEAP32[next] !== 0) HEAP32[next]++;
  memmove(_PyCode_CODE(co), con.code + PyBytesObject.ob_sval, units * 2);
  let entry = 0;
  while (entry < units && HEAPU8[_PyCode_CODE(co) + entry * 2] !== OP.RESUME) entry++;
  i32(PyCodeObject._co_unique_id_or_firsttraceable, entry);
  _PyCode_Quicken(co);
  return co;
}

function new_bytes(b: Uint8Array): number {
  return PyBytes_FromStringAndSize(b, b.length);
}

function new_str(v: string, cps?: number[]): number {
  if (!cps) return PyUnicode_FromString(v);
  const mark = stackSave();
  const buffer = stackAlloc(cps.length * 4);
  HEAP32.set(cps, buffer >> 2);
  const s = PyUnicode_FromKindAndData(4, buffer, cps.length);
  stackRestore(mark);
  return s;
}

function new_names(names: string[], cache: ConstCache): number {
  const t = PyTuple_New(names.length);
  for (let i = 0; t !== 0 && i < names.length; i++) {
    const s = PyUnicode_FromString(names[i]);
    if (s === 0) {
      Py_DECREF(t);
      return 0;
    }
    PyTuple_SET_ITEM(t, i, intern_common(s, true));
  }
  return merged_tuple(t, cache);
}

/**
 * What one compilation has made, each owned: the object of a JS constant (the compiler's cache has merged those that are equal) and, by a
 * text that says what is in it, each tuple and bytes object, for a code object's own parts are merged with the constants too.
 */
class ConstCache extends Map<object | string, number> {
  /** Strings for which there was an interned one already: the object is not this compilation's own. */
  readonly known_before = new Set<object>();
}

/** Steals `o`. Returns new: the object made before with the same content, or `o`. */
function merged(content: string, o: number, cache: ConstCache): number {
  if (o === 0) return 0;
  const known = cache.get(content);
  if (known === undefined) {
    cache.set(content, Py_NewRef(o));
    return o;
  }
  Py_DECREF(o);
  return Py_NewRef(known);
}

/** Its items are merged or interned already: identity tells them apart. */
function merged_tuple(t: number, cache: ConstCache): number {
  let content = '(';
  for (let i = 0; t !== 0 && i < PyTuple_GET_SIZE(t); i++) content += `${PyTuple_GET_ITEM(t, i)} `;
  return merged(content, t, cache);
}

function merged_bytes(b: Uint8Array, cache: ConstCache): number {
  let content = 'b';
  for (let i = 0; i < b.length; i++) content += String.fromCharCode(b[i]);
  return merged(content, new_bytes(b), cache);
}

/** A Python object for the constant. Returns new. */
export function _PyConst_ToObject(c: CodeConst): number {
  const cache = new ConstCache();
  const o = const_object(c, cache);
  for (const cached of cache.values()) Py_DECREF(cached);
  return o;
}

/** As _PyConst_ToObject, with the objects of constants met before; the cache owns a reference to each. */
function const_object(c: CodeConst, cache: ConstCache): number {
  const known = cache.get(c);
  if (known !== undefined) return Py_NewRef(known);
  const o = make_const(c, cache);
  if (o !== 0) cache.set(c, Py_NewRef(o));
  return o;
}

/** As intern_constants does to a string. Returns new; may fail. */
function str_constant(c: CodeConst & { t: 'str' }, cache: ConstCache): number {
  const s = new_str(c.v, c.cps);
  if (s === 0 || !should_intern_string(s)) return s;
  const interned = intern_common(s, false);
  if (interned !== s) cache.known_before.add(c);
  return interned;
}

function make_const(c: CodeConst, cache: ConstCache): number {
  switch (c.t) {
    case 'None': return Py_None;
    case 'True': return Py_True;
    case 'False': return Py_False;
    case 'Ellipsis': return Py_Ellipsis;
    case 'int': return PyLong_FromBigInt(c.v);
    case 'float': return PyFloat_FromDouble(c.v);
    case 'complex': return PyComplex_FromDoubles(c.re, c.im);
    case 'str': return str_constant(c, cache);
    case 'bytes': return merged_bytes(c.v, cache);
    case 'code': return code_from_desc(c.v, cache);
    case 'tuple': return const_tuple(c.v, cache);
    case 'frozenset': {
      const t = const_tuple(c.v, cache);
      if (t === 0) return 0;
      const set = PyFrozenSet_New(t);
      Py_DECREF(t);
      return set;
    }
  }
}

function const_tuple(items: CodeConst[], cache: ConstCache): number {
  const t = PyTuple_New(items.length);
  for (let i = 0; t !== 0 && i < items.length; i++) {
    const o = const_object(items[i], cache);
    if (o === 0) {
      Py_DECREF(t);
      return 0;
    }
    PyTuple_SET_ITEM(t, i, o);
  }
  return merged_tuple(t, cache);
}

/**
 * The code object, nested ones included, that the compiler described. `filename`: the str it was compiled with, borrowed, or 0.
 * `made` gets the objects of the constants that are new, with a reference to each. Returns new.
 */
export function PyCode_FromDesc(desc: CodeDesc, filename = 0, made: Map<unknown, number> | null = null): number {
  const cache = new ConstCache();
  if (filename !== 0) cache.set(`f${desc.co_filename}`, Py_NewRef(filename));
  const co = code_from_desc(desc, cache);
  for (const [constant, o] of cache) {
    if (made === null || cache.known_before.has(constant as object)) Py_DECREF(o);
    else made.set(constant, o);
  }
  return co;
}

function filename_object(name: string, cache: ConstCache): number {
  const known = cache.get(`f${name}`);
  return known !== undefined ? Py_NewRef(known) : merged(`f${name}`, PyUnicode_FromString(name), cache);
}

function code_from_desc(desc: CodeDesc, cache: ConstCache): number {
  const parts = [
    filename_object(desc.co_filename, cache), PyUnicode_FromString(desc.co_name), PyUnicode_FromString(desc.co_qualname), new_bytes(desc.co_code),
    merged_bytes(desc.co_linetable, cache), const_tuple(desc.co_consts, cache), new_names(desc.co_names, cache), new_names(desc.co_localsplusnames, cache),
    new_bytes(desc.co_localspluskinds), merged_bytes(desc.co_exceptiontable, cache),
  ];
  let co = 0;
  if (!parts.includes(0)) {
    const con: _PyCodeConstructor = {
      filename: parts[0], name: parts[1], qualname: parts[2], code: parts[3], linetable: parts[4], consts: parts[5], names: parts[6],
      localsplusnames: parts[7], localspluskinds: parts[8], exceptiontable: parts[9], flags: desc.co_flags, firstlineno: desc.co_firstlineno,
      argcount: desc.co_argcount, posonlyargcount: desc.co_posonlyargcount, kwonlyargcount: desc.co_kwonlyargcount, stacksize: desc.co_stacksize,
    };
    if (_PyCode_Validate(con) === 0) co = _PyCode_New(con);
  }
  for (const p of parts) Py_XDECREF(p);
  return co;
}

/**
 * For marshal: `parts` are code, consts, names, localsplusnames, localspluskinds, filename, name, qualname, linetable,
 * exceptiontable, borrowed. Returns new.
 */
export function PyCode_FromParts(
  n: { argcount: number; posonlyargcount: number; kwonlyargcount: number; stacksize: number; flags: number; firstlineno: number }, parts: number[],
): number {
  const con: _PyCodeConstructor = {
    ...n, code: parts[0], consts: parts[1], names: parts[2], localsplusnames: parts[3], localspluskinds: parts[4], filename: parts[5], name: parts[6],
    qualname: parts[7], linetable: parts[8], exceptiontable: parts[9],
  };
  return _PyCode_Validate(con) < 0 ? 0 : _PyCode_New(con);
}

/** Variables in Python's terms: names of locals, cells and free variables. Returns new. */
function PyCode_NewWithPosOnlyArgs(
  argcount: number, posonlyargcount: number, kwonlyargcount: number, nlocals: number, stacksize: number, flags: number, code: number, consts: number,
  names: number, varnames: number, freevars: number, cellvars: number, filename: number, name: number, qualname: number, firstlineno: number,
  linetable: number, exceptiontable: number,
): number {
  const all = (t: number): number[] => Array.from({ length: PyTuple_GET_SIZE(t) }, (_, i) => PyTuple_GET_ITEM(t, i));
  const text = (o: number): string => PyUnicode_AsUTF8(o) ?? '';
  const vars = all(varnames);
  const kinds: number[] = vars.map(() => CO_FAST_LOCAL);
  for (const cell of all(cellvars)) {
    const arg = vars.findIndex((v, i) => i < PyTuple_GET_SIZE(varnames) && text(v) === text(cell));
    if (arg >= 0) kinds[arg] |= CO_FAST_CELL;
    else {
      vars.push(cell);
      kinds.push(CO_FAST_CELL);
    }
  }
  for (const free of all(freevars)) {
    vars.push(free);
    kinds.push(CO_FAST_FREE);
  }
  if (!(flags & CO_OPTIMIZED) && !mark_hidden(code, kinds)) return 0;
  const localsplusnames = PyTuple_New(vars.length);
  const localspluskinds = new_bytes(Uint8Array.from(kinds));
  let co = 0;
  if (localsplusnames !== 0 && localspluskinds !== 0) {
    for (const [i, v] of vars.entries()) PyTuple_SET_ITEM(localsplusnames, i, Py_NewRef(v));
    const con: _PyCodeConstructor = {
      filename, name, qualname, flags, code, firstlineno, linetable, consts, names, localsplusnames, localspluskinds, argcount, posonlyargcount,
      kwonlyargcount, stacksize, exceptiontable,
    };
    if (_PyCode_Validate(con) === 0) {
      if (nlocals !== PyTuple_GET_SIZE(varnames)) PyErr_SetString(PyExc_ValueError, 'code: co_nlocals != len(co_varnames)');
      else co = _PyCode_New(con);
    }
  }
  Py_XDECREF(localsplusnames);
  Py_XDECREF(localspluskinds);
  return co;
}

/** Variables of inlined comprehensions are hidden from the frame's locals outside functions. */
function mark_hidden(code: number, kinds: number[]): boolean {
  const n = bytes_size(code) / 2;
  const base = code + PyBytesObject.ob_sval;
  let extended = 0;
  for (let i = 0; i < n; i += 1 + _PyOpcode_Caches[HEAPU8[base + i * 2]]) {
    const opcode = HEAPU8[base + i * 2];
    const oparg = (extended << 8) | HEAPU8[base + i * 2 + 1];
    if (opcode === OP.EXTENDED_ARG) {
      extended = oparg;
      continue;
    }
    if (opcode === OP.LOAD_FAST_AND_CLEAR) {
      if (oparg >= kinds.length) {
        PyErr_Format(PyExc_ValueError, 'code: LOAD_FAST_AND_CLEAR oparg %d out of range', oparg);
        return false;
      }
      kinds[oparg] |= CO_FAST_HIDDEN;
    }
    extended = 0;
  }
  return true;
}

/** A code object that raises AssertionError at a place: for synthetic traceback entries. Returns new. */
export function PyCode_NewEmpty(filename: string, funcname: string, firstlineno: number): number {
  return PyCode_FromDesc({
    co_code: Uint8Array.of(OP.RESUME, 0, OP.LOAD_ASSERTION_ERROR, 0, OP.RAISE_VARARGS, 1), co_consts: [], co_names: [], co_localsplusnames: [],
    co_localspluskinds: new Uint8Array(0), co_filename: filename, co_name: funcname, co_qualname: funcname, co_firstlineno: firstlineno, co_argcount: 0,
    co_posonlyargcount: 0, co_kwonlyargcount: 0, co_stacksize: 1, co_flags: 0, co_linetable: Uint8Array.of(0x80 | (13 << 3) | 2, 0),
    co_exceptiontable: new Uint8Array(0),
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Locations

/** -1 where the code has no line. */
export function PyCode_Addr2Line(co: number, addrq: number): number {
  if (addrq >= 0 && HEAP32[(co + PyCodeObject._co_monitoring) >> 2] !== 0) return _Py_Instrumentation_GetLine(co, addrq >> 1);
  return _PyCode_LineOf(co, addrq);
}

export { PyCode_Addr2Location } from './codelocations';

/** PEP 626's co_lines over the ranges of one line. */
export function co_line_ranges(co: number): { start: number; end: number; line: number }[] {
  const out: { start: number; end: number; line: number }[] = [];
  const range = new PyCodeAddressRange(co);
  while (range.next()) {
    const last = out.at(-1);
    if (last && last.line === range.ar_line) last.end = range.ar_end;
    else out.push({ start: range.ar_start, end: range.ar_end, line: range.ar_line });
  }
  return out;
}

// An iterator holds its code and the byte offset it has come to (ob at 16, position at 24).
const LI_CODE = 16;
const LI_POS = 24;
const LI_SIZE = 32;

function iter_new(type: number, co: number): number {
  const it = PyType_GenericAlloc(type, 0);
  if (it === 0) return 0;
  write_ptr(it + LI_CODE, Py_NewRef(co));
  write_ssize(it + LI_POS, 0);
  return it;
}

function iter_dealloc(it: number): void {
  Py_DECREF(read_ptr(it + LI_CODE));
  PyObject_Free(it);
}

function int_or_none(v: number): number {
  return v === -1 ? Py_None : PyLong_FromLong(v);
}

function pack_steal(items: number[]): number {
  const t = items.includes(0) ? 0 : PyTuple_New(items.length);
  for (const [i, o] of items.entries()) {
    if (t !== 0) PyTuple_SET_ITEM(t, i, o);
    else Py_XDECREF(o);
  }
  return t;
}

function lineiter_next(it: number): number {
  const co = read_ptr(it + LI_CODE);
  const pos = HEAP32[(it + LI_POS) >> 2];
  const range = new PyCodeAddressRange(co);
  if (!range.seek(pos)) return 0;
  const start = range.ar_start;
  const line = range.ar_line;
  let end = range.ar_end;
  while (range.next() && range.ar_line === line) end = range.ar_end;
  HEAP32[(it + LI_POS) >> 2] = end;
  return pack_steal([PyLong_FromLong(start), PyLong_FromLong(end), int_or_none(line)]);
}

function positionsiter_next(it: number): number {
  const co = read_ptr(it + LI_CODE);
  const pos = HEAP32[(it + LI_POS) >> 2];
  const range = new PyCodeAddressRange(co);
  if (!range.seek(pos)) return 0;
  HEAP32[(it + LI_POS) >> 2] = pos + 2;
  return pack_steal([int_or_none(range.ar_line), int_or_none(range.end_line), int_or_none(range.column), int_or_none(range.end_column)]);
}

/** The old lnotab form. */
function decode_linetable(co: number): number {
  const out: number[] = [];
  let line = HEAP32[(co + PyCodeObject.co_firstlineno) >> 2];
  let offset = 0;
  const range = new PyCodeAddressRange(co);
  while (range.next()) {
    if (range.computed_line === line) continue;
    let bdelta = range.ar_start - offset;
    let ldelta = range.computed_line - line;
    for (; bdelta > 255; bdelta -= 255) out.push(255, 0);
    for (; ldelta > 127; ldelta -= 127, bdelta = 0) out.push(bdelta, 127);
    for (; ldelta < -128; ldelta += 128, bdelta = 0) out.push(bdelta, -128);
    out.push(bdelta, ldelta);
    offset = range.ar_start;
    line = range.computed_line;
  }
  return new_bytes(Uint8Array.from(out, (b) => b & 255));
}

// ---------------------------------------------------------------------------------------------------------------------
// Accessors

/** _PyCoCached: four pointers, made on demand. */
const CACHED_CODE = 0;
const CACHED_VARNAMES = 8;
const CACHED_CELLVARS = 16;
const CACHED_FREEVARS = 24;

/** The slot of a cached value, or 0 with an error. */
function cached_slot(co: number, offset: number): number {
  let cached = read_ptr(co + PyCodeObject._co_cached);
  if (cached === 0) {
    cached = PyMem_Calloc(1, 32);
    if (cached === 0) return PyErr_NoMemory();
    write_ptr(co + PyCodeObject._co_cached, cached);
  }
  return cached + offset;
}

function get_localsplus_names(co: number, kind: number, num: number): number {
  const names = PyTuple_New(num);
  if (names === 0) return 0;
  const kinds = HEAP32[(co + PyCodeObject.co_localspluskinds) >> 2];
  const all = HEAP32[(co + PyCodeObject.co_localsplusnames) >> 2];
  let index = 0;
  for (let i = 0; i < HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2]; i++) {
    if (_PyLocals_GetKind(kinds, i) & kind) PyTuple_SET_ITEM(names, index++, Py_NewRef(PyTuple_GET_ITEM(all, i)));
  }
  return names;
}

function get_cached_locals(co: number, offset: number, kind: number, num: number): number {
  const slot = cached_slot(co, offset);
  if (slot === 0) return 0;
  if (read_ptr(slot) === 0) write_ptr(slot, get_localsplus_names(co, kind, num));
  return Py_XNewRef(read_ptr(slot));
}

/** Returns new. */
export function _PyCode_GetVarnames(co: number): number {
  return get_cached_locals(co, CACHED_VARNAMES, CO_FAST_LOCAL, HEAP32[(co + PyCodeObject.co_nlocals) >> 2]);
}

/** Returns new. */
export function _PyCode_GetCellvars(co: number): number {
  return get_cached_locals(co, CACHED_CELLVARS, CO_FAST_CELL, HEAP32[(co + PyCodeObject.co_ncellvars) >> 2]);
}

/** Returns new. */
export function _PyCode_GetFreevars(co: number): number {
  return get_cached_locals(co, CACHED_FREEVARS, CO_FAST_FREE, HEAP32[(co + PyCodeObject.co_nfreevars) >> 2]);
}

export function PyCode_GetVarnames(co: number): number {
  return _PyCode_GetVarnames(co);
}

export function PyCode_GetCellvars(co: number): number {
  return _PyCode_GetCellvars(co);
}

export function PyCode_GetFreevars(co: number): number {
  return _PyCode_GetFreevars(co);
}

/** The code as compiled, caches zeroed, as bytes. Returns new. */
export function _PyCode_GetCode(co: number): number {
  const slot = cached_slot(co, CACHED_CODE);
  if (slot === 0) return 0;
  if (read_ptr(slot) === 0) {
    const n = _PyCode_NBYTES(co);
    const code = HEAPU8.slice(_PyCode_CODE(co), _PyCode_CODE(co) + n);
    for (let i = 0; i < n / 2; i++) {
      const opcode = _Py_GetBaseOpcode(co, i);
      code[i * 2] = opcode;
      const caches = _PyOpcode_Caches[opcode];
      code.fill(0, (i + 1) * 2, (i + 1 + caches) * 2);
      i += caches;
    }
    write_ptr(slot, new_bytes(code));
  }
  return Py_XNewRef(read_ptr(slot));
}

export function PyCode_GetCode(co: number): number {
  return _PyCode_GetCode(co);
}

// ---------------------------------------------------------------------------------------------------------------------
// The type

const CODE_REFS = [
  PyCodeObject.co_consts, PyCodeObject.co_names, PyCodeObject.co_localsplusnames, PyCodeObject.co_localspluskinds, PyCodeObject.co_filename,
  PyCodeObject.co_name, PyCodeObject.co_qualname, PyCodeObject.co_linetable, PyCodeObject.co_exceptiontable,
];

function code_dealloc(co: number): void {
  for (const field of CODE_REFS) Py_XDECREF(read_ptr(co + field));
  const cached = read_ptr(co + PyCodeObject._co_cached);
  if (cached !== 0) {
    for (let i = 0; i < 4; i++) Py_XDECREF(read_ptr(cached + i * 8));
    PyMem_Free(cached);
  }
  if (read_ptr(co + PyCodeObject.co_weakreflist) !== 0) PyObject_ClearWeakRefs(co);
  free_monitoring_data(read_ptr(co + PyCodeObject._co_monitoring));
  PyObject_Free(co);
}

function code_repr(co: number): number {
  const lineno = HEAP32[(co + PyCodeObject.co_firstlineno) >> 2];
  return PyUnicode_FromFormat('<code object %U at %p, file "%U", line %d>', read_ptr(co + PyCodeObject.co_name), co, read_ptr(co + PyCodeObject.co_filename), lineno !== 0 ? lineno : -1);
}

/** A key under which equal constants of different types stay apart: 1 and 1.0, 0.0 and -0.0. Returns new. */
export function _PyCode_ConstantKey(op: number): number {
  const t = Py_TYPE(op);
  if (op === Py_None || op === Py_Ellipsis || t === PyLong_Type || t === PyUnicode_Type || t === PyCode_Type) return Py_NewRef(op);
  if (t === PyBool_Type || t === PyBytes_Type) return PyTuple_Pack(2, t, op);
  if (t === PyFloat_Type) {
    const d = PyFloat_AsDouble(op);
    return Object.is(d, -0) ? PyTuple_Pack(3, t, op, Py_None) : PyTuple_Pack(2, t, op);
  }
  if (t === PyComplex_Type) {
    const re = Object.is(PyComplex_RealAsDouble(op), -0);
    const im = Object.is(PyComplex_ImagAsDouble(op), -0);
    if (re && im) return PyTuple_Pack(3, t, op, Py_True);
    if (im) return PyTuple_Pack(3, t, op, Py_False);
    if (re) return PyTuple_Pack(3, t, op, Py_None);
    return PyTuple_Pack(2, t, op);
  }
  if (t === PyTuple_Type) return tuple_key(op);
  if (t === PyFrozenSet_Type) return set_key(op);
  const id = PyLong_FromVoidPtr(op);
  if (id === 0) return 0;
  const key = PyTuple_Pack(2, id, op);
  Py_DECREF(id);
  return key;
}

function packed_with(key: number, op: number): number {
  if (key === 0) return 0;
  const pair = PyTuple_Pack(2, key, op);
  Py_DECREF(key);
  return pair;
}

function tuple_key(op: number): number {
  const n = PyTuple_GET_SIZE(op);
  const items = PyTuple_New(n);
  for (let i = 0; items !== 0 && i < n; i++) {
    const key = _PyCode_ConstantKey(PyTuple_GET_ITEM(op, i));
    if (key === 0) {
      Py_DECREF(items);
      return 0;
    }
    PyTuple_SET_ITEM(items, i, key);
  }
  return packed_with(items, op);
}

function set_key(op: number): number {
  const keys = PySequence_Tuple(op);
  if (keys === 0) return 0;
  const pair = tuple_key(keys);
  Py_DECREF(keys);
  if (pair === 0) return 0;
  const set = PyFrozenSet_New(PyTuple_GET_ITEM(pair, 0));
  Py_DECREF(pair);
  return packed_with(set, op);
}

const COMPARED_INTS = [
  PyCodeObject.co_argcount, PyCodeObject.co_posonlyargcount, PyCodeObject.co_kwonlyargcount, PyCodeObject.co_flags, PyCodeObject.co_firstlineno,
  PyCodeObject.ob_size,
];

/** 1, 0, or -1 with an error. */
function code_equal(co: number, cp: number): number {
  const eq = PyObject_RichCompareBool(read_ptr(co + PyCodeObject.co_name), read_ptr(cp + PyCodeObject.co_name), Py_EQ);
  if (eq <= 0) return eq;
  for (const field of COMPARED_INTS) if (HEAP32[(co + field) >> 2] !== HEAP32[(cp + field) >> 2]) return 0;
  for (let i = 0; i < HEAP32[(co + PyCodeObject.ob_size) >> 2]; i++) {
    const opcode = _Py_GetBaseOpcode(co, i);
    if (opcode !== _Py_GetBaseOpcode(cp, i) || HEAPU8[_PyCode_CODE(co) + i * 2 + 1] !== HEAPU8[_PyCode_CODE(cp) + i * 2 + 1]) return 0;
    i += _PyOpcode_Caches[opcode];
  }
  const k1 = _PyCode_ConstantKey(read_ptr(co + PyCodeObject.co_consts));
  if (k1 === 0) return -1;
  const k2 = _PyCode_ConstantKey(read_ptr(cp + PyCodeObject.co_consts));
  const same = k2 === 0 ? -1 : PyObject_RichCompareBool(k1, k2, Py_EQ);
  Py_DECREF(k1);
  Py_XDECREF(k2);
  if (same <= 0) return same;
  for (const field of [PyCodeObject.co_names, PyCodeObject.co_localsplusnames, PyCodeObject.co_linetable, PyCodeObject.co_exceptiontable]) {
    const e = PyObject_RichCompareBool(read_ptr(co + field), read_ptr(cp + field), Py_EQ);
    if (e <= 0) return e;
  }
  return 1;
}

function code_richcompare(self: number, other: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || !PyCode_Check(self) || !PyCode_Check(other)) return Py_NotImplemented;
  const eq = code_equal(self, other);
  if (eq < 0) return 0;
  return (eq === 1) === (op === Py_EQ) ? Py_True : Py_False;
}

const MULTIPLIER = 1000003n;
const MASK64 = 0xffffffffffffffffn;

function code_hash(co: number): number {
  let uhash = 20221211n;
  const scramble = (h: bigint): void => {
    uhash = ((uhash ^ (h & MASK64)) * MULTIPLIER) & MASK64;
  };
  for (const field of [PyCodeObject.co_name, PyCodeObject.co_consts, PyCodeObject.co_names, PyCodeObject.co_localsplusnames, PyCodeObject.co_linetable, PyCodeObject.co_exceptiontable]) {
    const lo = PyObject_Hash(read_ptr(co + field));
    const hi = hash_hi();
    if (lo === -1 && hi === -1) return hash_result(-1, -1);
    scramble((BigInt(hi) << 32n) | BigInt(lo >>> 0));
  }
  for (const field of COMPARED_INTS) scramble(BigInt(HEAP32[(co + field) >> 2]));
  for (let i = 0; i < HEAP32[(co + PyCodeObject.ob_size) >> 2]; i++) {
    const opcode = _Py_GetBaseOpcode(co, i);
    scramble(BigInt(opcode));
    scramble(BigInt(HEAPU8[_PyCode_CODE(co) + i * 2 + 1]));
    i += _PyOpcode_Caches[opcode];
  }
  if (uhash === MASK64) uhash = MASK64 - 1n;
  return hash_result(Number(BigInt.asIntN(32, uhash)), Number(BigInt.asIntN(32, uhash >> 32n)));
}

/** A tuple of exact strings: itself (new), or a copy with exact strings. */
function validate_and_copy_tuple(tup: number): number {
  const n = PyTuple_GET_SIZE(tup);
  const copy = PyTuple_New(n);
  for (let i = 0; copy !== 0 && i < n; i++) {
    const item = PyTuple_GET_ITEM(tup, i);
    if (!PyType_FastSubclass(Py_TYPE(item), Py_TPFLAGS_UNICODE_SUBCLASS)) {
      PyErr_Format(PyExc_TypeError, 'name tuples must contain only strings, not \'%.500s\'', type_name(item));
      Py_DECREF(copy);
      return 0;
    }
    PyTuple_SET_ITEM(copy, i, Py_TYPE(item) === PyUnicode_Type ? Py_NewRef(item) : PyUnicode_FromString(PyUnicode_AsUTF8(item) ?? ''));
  }
  return copy;
}

function type_name(o: number): string {
  return PyUnicode_AsUTF8_of_type(Py_TYPE(o));
}

function PyUnicode_AsUTF8_of_type(t: number): string {
  let s = '';
  for (let p = HEAP32[(t + 24) >> 2]; HEAPU8[p] !== 0; p++) s += String.fromCharCode(HEAPU8[p]);
  return s;
}

function code_new(_type: number, args: number, _kwargs: number): number {
  const mark = stackSave();
  const a = stackAlloc(18 * 8);
  for (let i = 0; i < 18; i++) write_ptr(a + i * 8, 0);
  const at = (i: number): number => a + i * 8;
  let res = 0;
  if (PyArg_ParseTuple(args, 'iiiiiiSO!O!O!UUUiSS|O!O!:code', at(0), at(1), at(2), at(3), at(4), at(5), at(6), PyTuple_Type, at(7), PyTuple_Type, at(8), PyTuple_Type, at(9), at(10), at(11), at(12), at(13), at(14), at(15), PyTuple_Type, at(16), PyTuple_Type, at(17))) {
    const v = Array.from({ length: 18 }, (_, i) => HEAP32[at(i) >> 2]);
    res = code_new_impl(v);
  }
  stackRestore(mark);
  return res;
}

function code_new_impl(v: number[]): number {
  const checks: [number, string][] = [[v[0], 'argcount'], [v[1], 'posonlyargcount'], [v[2], 'kwonlyargcount'], [v[3], 'nlocals']];
  for (const [n, what] of checks) {
    if (n < 0) {
      PyErr_SetString(PyExc_ValueError, `code: ${what} must not be negative`);
      return 0;
    }
  }
  const ours = [v[8], v[9], v[16] || _Py_SINGLETON_tuple_empty, v[17] || _Py_SINGLETON_tuple_empty].map(validate_and_copy_tuple);
  let co = 0;
  if (!ours.includes(0)) {
    co = PyCode_NewWithPosOnlyArgs(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], ours[0], ours[1], ours[2], ours[3], v[10], v[11], v[12], v[13], v[14], v[15]);
  }
  for (const t of ours) Py_XDECREF(t);
  return co;
}

const REPLACE_INTS: [string, number][] = [
  ['co_argcount', PyCodeObject.co_argcount], ['co_posonlyargcount', PyCodeObject.co_posonlyargcount], ['co_kwonlyargcount', PyCodeObject.co_kwonlyargcount],
  ['co_nlocals', PyCodeObject.co_nlocals], ['co_stacksize', PyCodeObject.co_stacksize], ['co_flags', PyCodeObject.co_flags],
  ['co_firstlineno', PyCodeObject.co_firstlineno],
];
const REPLACE_OBJECTS: [string, number][] = [
  ['co_code', PyBytes_Type], ['co_consts', PyTuple_Type], ['co_names', PyTuple_Type], ['co_varnames', PyTuple_Type], ['co_freevars', PyTuple_Type],
  ['co_cellvars', PyTuple_Type], ['co_filename', PyUnicode_Type], ['co_name', PyUnicode_Type], ['co_qualname', PyUnicode_Type],
  ['co_linetable', PyBytes_Type], ['co_exceptiontable', PyBytes_Type],
];
const REPLACE_PARSER = { fname: 'replace', keywords: [...REPLACE_INTS.map((r) => r[0]), ...REPLACE_OBJECTS.map((r) => r[0])] };
const UNCHANGED: Record<string, number> = {
  co_consts: PyCodeObject.co_consts, co_names: PyCodeObject.co_names, co_filename: PyCodeObject.co_filename, co_name: PyCodeObject.co_name,
  co_qualname: PyCodeObject.co_qualname, co_linetable: PyCodeObject.co_linetable, co_exceptiontable: PyCodeObject.co_exceptiontable,
};

function code_replace(self: number, args: number, nargs: number, kwnames: number): number {
  const mark = stackSave();
  const buf = stackAlloc(REPLACE_PARSER.keywords.length * 8);
  const argv = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, REPLACE_PARSER, 0, 0, 0, buf);
  let res = 0;
  if (argv !== 0) {
    const given = REPLACE_PARSER.keywords.map((_, i) => read_ptr(argv + i * 8));
    res = code_replace_impl(self, given);
  }
  stackRestore(mark);
  return res;
}

function code_replace_impl(self: number, given: number[]): number {
  const ints: Record<string, number> = {};
  for (const [i, [name, field]] of REPLACE_INTS.entries()) {
    let v = HEAP32[(self + field) >> 2];
    if (given[i] !== 0) {
      v = PyLong_AsInt(given[i]);
      if (v === -1 && PyErr_Occurred() !== 0) return 0;
    }
    if (v < 0) {
      PyErr_SetString(PyExc_ValueError, `${name} must be a positive integer`);
      return 0;
    }
    ints[name] = v;
  }
  const objs: Record<string, number> = {};
  const owned: number[] = [];
  const cleanup = (r: number): number => {
    for (const o of owned) Py_XDECREF(o);
    return r;
  };
  for (const [j, [name, type]] of REPLACE_OBJECTS.entries()) {
    const o = given[REPLACE_INTS.length + j];
    if (o !== 0) {
      const flag = type === PyBytes_Type ? Py_TPFLAGS_BYTES_SUBCLASS : type === PyTuple_Type ? Py_TPFLAGS_TUPLE_SUBCLASS : Py_TPFLAGS_UNICODE_SUBCLASS;
      if (!PyType_FastSubclass(Py_TYPE(o), flag)) {
        PyErr_Format(PyExc_TypeError, "replace() argument '%s' must be %s, not %.50s", name, PyUnicode_AsUTF8_of_type(type), type_name(o));
        return cleanup(0);
      }
      objs[name] = o;
    } else if (name in UNCHANGED) objs[name] = read_ptr(self + UNCHANGED[name]);
    else {
      const made = name === 'co_code' ? _PyCode_GetCode(self) : name === 'co_varnames' ? _PyCode_GetVarnames(self) : name === 'co_cellvars' ? _PyCode_GetCellvars(self) : _PyCode_GetFreevars(self);
      owned.push(made);
      if (made === 0) return cleanup(0);
      objs[name] = made;
    }
  }
  return cleanup(PyCode_NewWithPosOnlyArgs(
    ints.co_argcount, ints.co_posonlyargcount, ints.co_kwonlyargcount, ints.co_nlocals, ints.co_stacksize, ints.co_flags, objs.co_code, objs.co_consts,
    objs.co_names, objs.co_varnames, objs.co_freevars, objs.co_cellvars, objs.co_filename, objs.co_name, objs.co_qualname, ints.co_firstlineno,
    objs.co_linetable, objs.co_exceptiontable));
}

function code_sizeof(co: number, _: number): number {
  return PyLong_FromSsize_t((PyCodeObject.SIZEOF + _PyCode_NBYTES(co) + 7) & ~7);
}

function code_varname_from_oparg(co: number, arg: number): number {
  const i = PyLong_AsInt(arg);
  if (i === -1 && PyErr_Occurred() !== 0) return 0;
  const names = read_ptr(co + PyCodeObject.co_localsplusnames);
  if (i < 0 || i >= PyTuple_GET_SIZE(names)) {
    PyErr_SetString(PyExc_SystemError, 'tuple index out of range');
    return 0;
  }
  return Py_NewRef(PyTuple_GET_ITEM(names, i));
}

function code_getlnotab(co: number): number {
  if (PyErr_WarnEx(PyExc_DeprecationWarning, 'co_lnotab is deprecated, use co_lines instead.', 1) < 0) return 0;
  return decode_linetable(co);
}

function code_getcodeadaptive(co: number): number {
  return new_bytes(HEAPU8.slice(_PyCode_CODE(co), _PyCode_CODE(co) + _PyCode_NBYTES(co)));
}

function code_linesiterator(co: number, _: number): number {
  return iter_new(_PyLineIterator_Type, co);
}

function code_positionsiterator(co: number, _: number): number {
  return iter_new(_PyPositionsIterator_Type, co);
}

static_type(_PyLineIterator_Type, { tp_name: 'line_iterator', tp_basicsize: LI_SIZE, tp_dealloc: iter_dealloc, tp_iter: PyObject_SelfIter, tp_iternext: lineiter_next });
static_type(_PyPositionsIterator_Type, { tp_name: 'positions_iterator', tp_basicsize: LI_SIZE, tp_dealloc: iter_dealloc, tp_iter: PyObject_SelfIter, tp_iternext: positionsiter_next });

static_type(PyCode_Type, {
  tp_name: 'code',
  tp_basicsize: PyCodeObject.SIZEOF,
  tp_itemsize: 2,
  tp_doc: 'code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)\n--\n\nA piece of compiled Python.',
  tp_dealloc: code_dealloc,
  tp_repr: code_repr,
  tp_hash: code_hash,
  tp_richcompare: code_richcompare,
  tp_weaklistoffset: PyCodeObject.co_weakreflist,
  tp_new: code_new,
  tp_methods: [
    ['__sizeof__', code_sizeof, METH_NOARGS],
    ['co_lines', code_linesiterator, METH_NOARGS],
    ['co_positions', code_positionsiterator, METH_NOARGS],
    ['replace', code_replace, METH_FASTCALL | METH_KEYWORDS, 'replace($self, /, **changes)\n--\n\nReturn a copy with some fields changed.'],
    ['_varname_from_oparg', code_varname_from_oparg, METH_O, '_varname_from_oparg($self, /, oparg)\n--\n\nThe name of the variable that oparg stands for (internal).'],
    ['__replace__', code_replace, METH_FASTCALL | METH_KEYWORDS, '__replace__($self, /, **changes)\n--\n\nThe same as replace().'],
  ],
  tp_members: [
    ['co_argcount', Py_T_INT, PyCodeObject.co_argcount, Py_READONLY],
    ['co_posonlyargcount', Py_T_INT, PyCodeObject.co_posonlyargcount, Py_READONLY],
    ['co_kwonlyargcount', Py_T_INT, PyCodeObject.co_kwonlyargcount, Py_READONLY],
    ['co_stacksize', Py_T_INT, PyCodeObject.co_stacksize, Py_READONLY],
    ['co_flags', Py_T_INT, PyCodeObject.co_flags, Py_READONLY],
    ['co_nlocals', Py_T_INT, PyCodeObject.co_nlocals, Py_READONLY],
    ['co_consts', _Py_T_OBJECT, PyCodeObject.co_consts, Py_READONLY],
    ['co_names', _Py_T_OBJECT, PyCodeObject.co_names, Py_READONLY],
    ['co_filename', _Py_T_OBJECT, PyCodeObject.co_filename, Py_READONLY],
    ['co_name', _Py_T_OBJECT, PyCodeObject.co_name, Py_READONLY],
    ['co_qualname', _Py_T_OBJECT, PyCodeObject.co_qualname, Py_READONLY],
    ['co_firstlineno', Py_T_INT, PyCodeObject.co_firstlineno, Py_READONLY],
    ['co_linetable', _Py_T_OBJECT, PyCodeObject.co_linetable, Py_READONLY],
    ['co_exceptiontable', _Py_T_OBJECT, PyCodeObject.co_exceptiontable, Py_READONLY],
  ],
  tp_getset: [
    ['co_lnotab', code_getlnotab, null],
    ['_co_code_adaptive', code_getcodeadaptive, null],
    ['co_varnames', _PyCode_GetVarnames, null],
    ['co_cellvars', _PyCode_GetCellvars, null],
    ['co_freevars', _PyCode_GetFreevars, null],
    ['co_code', _PyCode_GetCode, null],
  ],
});
