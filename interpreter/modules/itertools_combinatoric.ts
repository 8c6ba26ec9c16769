// Answers to the combinatoric part of Modules/itertoolsmodule.c of CPython 3.13: product, combinations,
// combinations_with_replacement, permutations. Each reuses its result tuple while only the iterator holds it.

import { FUNCS } from '../include/functable';
import { PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../include/object';
import { Py_None, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { type TypeSpec, type_spec } from '../include/typespec';
import { PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { error_unexpected_keyword_arg } from '../python/getargs';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK, PyObject_GC_UnTrack } from '../python/gc';
import { Py_BuildValue } from '../python/modsupport';
import { _PyNumber_Index, PySequence_Tuple } from '../objects/abstract';
import { PyDict_GET_SIZE, PyDict_GetItemWithError } from '../objects/dictobject';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from '../objects/longobject';
import { PyObject_SelfIter } from '../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _Py_ID } from '../objects/unicodeobject';
import { get, pickle_deprecation, set, traverse_of, type_alloc, unpack_new } from './iterutil';

const FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE;

// All four: pool, result (pointers), then arrays of Py_ssize_t, r and stopped. A product has no r: stopped is in its place.
const POOL = 16;
const INDICES = 24;
const RESULT = 32;
const R = 40;
const STOPPED = 48;
const PRODUCT_STOPPED = R;
const CYCLES = 56;
const FIELDS = [POOL, RESULT];

function new_array(n: number): number {
  const p = PyMem_Malloc(n === 0 ? 1 : n * 8);
  if (p === 0) PyErr_NoMemory();
  return p;
}

function at(array: number, i: number): number {
  return HEAP32[(array + 8 * i) >> 2];
}

function put(array: number, i: number, v: number): void {
  write_ssize(array + 8 * i, v);
}

/** tp_dealloc of the four. */
function dealloc(co: number): void {
  const type = Py_TYPE(co);
  PyObject_GC_UnTrack(co);
  Py_CLEAR(co + POOL);
  Py_CLEAR(co + RESULT);
  if (get(co, INDICES) !== 0) PyMem_Free(get(co, INDICES));
  if (HEAP32[(type + PyTypeObject.tp_basicsize) >> 2] > CYCLES && has_cycles(type) && get(co, CYCLES) !== 0) PyMem_Free(get(co, CYCLES));
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](co);
  Py_DECREF(type);
}

/** Only permutations have a second array: its tp_iternext tells it, also in a subclass. */
function has_cycles(type: number): boolean {
  let t = type;
  while (t !== 0) {
    const base = HEAP32[(t + PyTypeObject.tp_base) >> 2];
    if (base === 0 || HEAP32[(base + PyTypeObject.tp_basicsize) >> 2] === 16) break;
    t = base;
  }
  return FUNCS[HEAP32[(t + PyTypeObject.tp_iternext) >> 2]] === permutations_next;
}

/** The result tuple, ready to be changed: the iterator's own when nobody else holds it, else a copy. Borrowed; 0 on failure. */
function writable_result(co: number): number {
  const old = get(co, RESULT);
  if ((HEAP32[old >> 2] & 0x7fffffff) === 1) {
    if (!_PyObject_GC_IS_TRACKED(old)) _PyObject_GC_TRACK(old);
    return old;
  }
  const n = PyTuple_GET_SIZE(old);
  const copy = PyTuple_New(n);
  if (copy === 0) return 0;
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(copy, i, Py_NewRef(PyTuple_GET_ITEM(old, i)));
  set(co, RESULT, copy);
  Py_DECREF(old);
  return copy;
}

/** Replaces item i of the result. */
function replace(result: number, i: number, item: number): void {
  const slot = result + PyTupleObject.ob_item + 8 * i;
  const old = HEAP32[slot >> 2];
  write_ptr(slot, Py_NewRef(item));
  Py_DECREF(old);
}

function stop(co: number, stopped = STOPPED): number {
  HEAP32[(co + stopped) >> 2] = 1;
  return 0;
}

/** The first result: pool items at `index(i)`. Returns new (a second reference). */
function first_result(co: number, n: number, index: (i: number) => number, stopped = STOPPED): number {
  const result = PyTuple_New(n);
  if (result === 0) return stop(co, stopped);
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(result, i, Py_NewRef(index(i)));
  set(co, RESULT, result);
  return Py_NewRef(result);
}

// -------------------------------------------------------------------------------------------------------------- product

function product_new(type: number, args: number, kwds: number): number {
  let repeat = 1;
  if (kwds !== 0 && PyDict_GET_SIZE(kwds) > 0) {
    const given = PyDict_GET_SIZE(kwds);
    if (given > 1) return PyErr_Format(PyExc_TypeError, 'product() takes at most 1 keyword argument (%zd given)', given);
    const o = PyDict_GetItemWithError(kwds, _Py_ID('repeat'));
    if (o === 0) return PyErr_Occurred() ? 0 : error_unexpected_keyword_arg(kwds, 0, { fname: 'product', keywords: ['repeat'], by_text: true }, 0);
    const index = _PyNumber_Index(o);
    if (index === 0) return 0;
    repeat = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (repeat === -1 && PyErr_Occurred()) return 0;
    if (repeat < 0) {
      PyErr_SetString(PyExc_ValueError, 'repeat argument cannot be negative');
      return 0;
    }
  }
  const nargs = repeat === 0 ? 0 : PyTuple_GET_SIZE(args);
  const npools = nargs * repeat;
  if (npools > 2 ** 27) {
    PyErr_SetString(PyExc_OverflowError, 'repeat argument too large');
    return 0;
  }
  const indices = new_array(npools);
  const pools = indices === 0 ? 0 : PyTuple_New(npools);
  if (pools === 0) {
    if (indices !== 0) PyMem_Free(indices);
    return 0;
  }
  for (let i = 0; i < npools; i++) {
    const pool = i < nargs ? PySequence_Tuple(PyTuple_GET_ITEM(args, i)) : Py_NewRef(PyTuple_GET_ITEM(pools, i - nargs));
    if (pool === 0) {
      PyMem_Free(indices);
      Py_DECREF(pools);
      return 0;
    }
    PyTuple_SET_ITEM(pools, i, pool);
    put(indices, i, 0);
  }
  const lz = type_alloc(type);
  if (lz === 0) {
    PyMem_Free(indices);
    Py_DECREF(pools);
    return 0;
  }
  set(lz, POOL, pools);
  set(lz, INDICES, indices);
  return lz;
}

function product_next(lz: number): number {
  if (HEAP32[(lz + PRODUCT_STOPPED) >> 2] !== 0) return 0;
  const pools = get(lz, POOL);
  const n = PyTuple_GET_SIZE(pools);
  if (get(lz, RESULT) === 0) {
    for (let i = 0; i < n; i++) if (PyTuple_GET_SIZE(PyTuple_GET_ITEM(pools, i)) === 0) return stop(lz, PRODUCT_STOPPED);
    return first_result(lz, n, (i) => PyTuple_GET_ITEM(PyTuple_GET_ITEM(pools, i), 0), PRODUCT_STOPPED);
  }
  const indices = get(lz, INDICES);
  const result = writable_result(lz);
  if (result === 0) return stop(lz, PRODUCT_STOPPED);
  for (let i = n - 1; i >= 0; i--) {
    const pool = PyTuple_GET_ITEM(pools, i);
    const k = at(indices, i) + 1;
    if (k === PyTuple_GET_SIZE(pool)) {
      put(indices, i, 0);
      replace(result, i, PyTuple_GET_ITEM(pool, 0));
    } else {
      put(indices, i, k);
      replace(result, i, PyTuple_GET_ITEM(pool, k));
      return Py_NewRef(result);
    }
  }
  return stop(lz, PRODUCT_STOPPED);
}

function index_tuple(array: number, n: number): number {
  const t = PyTuple_New(n);
  if (t !== 0) for (let i = 0; i < n; i++) PyTuple_SET_ITEM(t, i, PyLong_FromSsize_t(at(array, i)));
  return t;
}

function empty_pool_args(type: number): number {
  const empty = PyTuple_New(0);
  return Py_BuildValue('O(N)', type, empty);
}

function product_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const pools = get(lz, POOL);
  if (HEAP32[(lz + PRODUCT_STOPPED) >> 2] !== 0) return empty_pool_args(Py_TYPE(lz));
  if (get(lz, RESULT) === 0) return Py_BuildValue('OO', Py_TYPE(lz), pools);
  return Py_BuildValue('OON', Py_TYPE(lz), pools, index_tuple(get(lz, INDICES), PyTuple_GET_SIZE(pools)));
}

/** The items of a state tuple as integers clipped to [low, high(i)]; null with an exception. */
function state_indices(state: number, n: number, high: (i: number) => number): number[] | null {
  if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) !== n) {
    PyErr_SetString(PyExc_ValueError, 'invalid arguments');
    return null;
  }
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    const item = PyTuple_GET_ITEM(state, i);
    const k = PyLong_AsSsize_t(item);
    if (k < 0 && PyErr_Occurred()) return null;
    out.push(Math.max(0, Math.min(k, high(i))));
  }
  return out;
}

function restore(co: number, indices: number[], item: (i: number) => number): number {
  const result = PyTuple_New(indices.length);
  if (result === 0) return 0;
  indices.forEach((k, i) => {
    put(get(co, INDICES), i, k);
    PyTuple_SET_ITEM(result, i, Py_NewRef(item(i)));
  });
  const old = get(co, RESULT);
  set(co, RESULT, result);
  if (old !== 0) Py_DECREF(old);
  return Py_None;
}

function product_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const pools = get(lz, POOL);
  const n = PyTuple_GET_SIZE(pools);
  for (let i = 0; i < n; i++) {
    if (PyTuple_GET_SIZE(PyTuple_GET_ITEM(pools, i)) === 0) {
      HEAP32[(lz + PRODUCT_STOPPED) >> 2] = 1;
      return Py_None;
    }
  }
  const indices = state_indices(state, n, (i) => PyTuple_GET_SIZE(PyTuple_GET_ITEM(pools, i)) - 1);
  return indices === null ? 0 : restore(lz, indices, (i) => PyTuple_GET_ITEM(PyTuple_GET_ITEM(pools, i), indices[i]));
}

function product_sizeof(lz: number): number {
  return PyLong_FromSsize_t(HEAP32[(Py_TYPE(lz) + PyTypeObject.tp_basicsize) >> 2] + 8 * PyTuple_GET_SIZE(get(lz, POOL)));
}

// --------------------------------------------------------------------------- combinations, with and without replacement

const combinations_parser = { fname: 'combinations', keywords: ['iterable', 'r'] };
const cwr_parser = { fname: 'combinations_with_replacement', keywords: ['iterable', 'r'] };
const permutations_parser = { fname: 'permutations', keywords: ['iterable', 'r'] };

/** A Py_ssize_t argument: null with an exception. */
function ssize_arg(o: number): number | null {
  const index = _PyNumber_Index(o);
  if (index === 0) return null;
  const n = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** Makes the object of a pool (stolen) and its index array. */
function make(type: number, pool: number, r: number, count: number, initial: (i: number) => number, stopped: boolean): number {
  const indices = new_array(count);
  const co = indices === 0 ? 0 : type_alloc(type);
  if (co === 0) {
    if (indices !== 0) PyMem_Free(indices);
    Py_DECREF(pool);
    return 0;
  }
  for (let i = 0; i < count; i++) put(indices, i, initial(i));
  set(co, POOL, pool);
  set(co, INDICES, indices);
  write_ssize(co + R, r);
  HEAP32[(co + STOPPED) >> 2] = stopped ? 1 : 0;
  return co;
}

/** pool and r of combinations(iterable, r); null with an exception. */
function pool_and_r(args: number, kwargs: number, parser: { fname: string; keywords: string[] }): [pool: number, r: number] | null {
  const a = unpack_new(args, kwargs, parser, 2, 2);
  if (a === null) return null;
  const r = ssize_arg(a[1]);
  if (r === null) return null;
  const pool = PySequence_Tuple(a[0]);
  if (pool === 0) return null;
  if (r < 0) {
    PyErr_SetString(PyExc_ValueError, 'r must be non-negative');
    Py_DECREF(pool);
    return null;
  }
  return [pool, r];
}

function combinations_new(type: number, args: number, kwargs: number): number {
  const a = pool_and_r(args, kwargs, combinations_parser);
  if (a === null) return 0;
  const [pool, r] = a;
  const stopped = r > PyTuple_GET_SIZE(pool);
  return make(type, pool, r, stopped ? 0 : r, (i) => i, stopped);
}

function combinations_next(co: number): number {
  if (HEAP32[(co + STOPPED) >> 2] !== 0) return 0;
  const pool = get(co, POOL);
  const indices = get(co, INDICES);
  const r = read_ssize(co + R);
  if (get(co, RESULT) === 0) return first_result(co, r, (i) => PyTuple_GET_ITEM(pool, at(indices, i)));
  const n = PyTuple_GET_SIZE(pool);
  const result = writable_result(co);
  if (result === 0) return stop(co);
  let i = r - 1;
  while (i >= 0 && at(indices, i) === i + n - r) i--;
  if (i < 0) return stop(co);
  put(indices, i, at(indices, i) + 1);
  for (let j = i + 1; j < r; j++) put(indices, j, at(indices, j - 1) + 1);
  for (; i < r; i++) replace(result, i, PyTuple_GET_ITEM(pool, at(indices, i)));
  return Py_NewRef(result);
}

function combinations_reduce(co: number): number {
  if (!pickle_deprecation()) return 0;
  const r = read_ssize(co + R);
  if (get(co, RESULT) === 0) return Py_BuildValue('O(On)', Py_TYPE(co), get(co, POOL), r);
  if (HEAP32[(co + STOPPED) >> 2] !== 0) return Py_BuildValue('O(()n)', Py_TYPE(co), r);
  return Py_BuildValue('O(On)N', Py_TYPE(co), get(co, POOL), r, index_tuple(get(co, INDICES), r));
}

function combinations_setstate(co: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const pool = get(co, POOL);
  const n = PyTuple_GET_SIZE(pool);
  const r = read_ssize(co + R);
  const indices = state_indices(state, r, (i) => i + n - r);
  return indices === null ? 0 : restore(co, indices, (i) => PyTuple_GET_ITEM(pool, indices[i]));
}

function r_sizeof(co: number): number {
  return PyLong_FromSsize_t(HEAP32[(Py_TYPE(co) + PyTypeObject.tp_basicsize) >> 2] + 8 * read_ssize(co + R));
}

function permutations_sizeof(po: number): number {
  return PyLong_FromSsize_t(HEAP32[(Py_TYPE(po) + PyTypeObject.tp_basicsize) >> 2] + 8 * (PyTuple_GET_SIZE(get(po, POOL)) + read_ssize(po + R)));
}

function cwr_new(type: number, args: number, kwargs: number): number {
  const a = pool_and_r(args, kwargs, cwr_parser);
  if (a === null) return 0;
  const [pool, r] = a;
  const stopped = PyTuple_GET_SIZE(pool) === 0 && r > 0;
  return make(type, pool, r, r, () => 0, stopped);
}

function cwr_next(co: number): number {
  if (HEAP32[(co + STOPPED) >> 2] !== 0) return 0;
  const pool = get(co, POOL);
  const indices = get(co, INDICES);
  const r = read_ssize(co + R);
  const n = PyTuple_GET_SIZE(pool);
  if (get(co, RESULT) === 0) return first_result(co, r, () => PyTuple_GET_ITEM(pool, 0));
  const result = writable_result(co);
  if (result === 0) return stop(co);
  let i = r - 1;
  while (i >= 0 && at(indices, i) === n - 1) i--;
  if (i < 0) return stop(co);
  const index = at(indices, i) + 1;
  for (; i < r; i++) {
    put(indices, i, index);
    replace(result, i, PyTuple_GET_ITEM(pool, index));
  }
  return Py_NewRef(result);
}

function cwr_setstate(co: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const pool = get(co, POOL);
  const n = PyTuple_GET_SIZE(pool);
  const indices = state_indices(state, read_ssize(co + R), () => n - 1);
  return indices === null ? 0 : restore(co, indices, (i) => PyTuple_GET_ITEM(pool, indices[i]));
}

// --------------------------------------------------------------------------------------------------------- permutations

function permutations_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, permutations_parser, 1, 2);
  if (a === null) return 0;
  const pool = PySequence_Tuple(a[0]);
  if (pool === 0) return 0;
  const n = PyTuple_GET_SIZE(pool);
  let r = n;
  if (a[1] !== 0 && a[1] !== Py_None) {
    if (!PyLong_Check(a[1])) {
      PyErr_SetString(PyExc_TypeError, 'Expected int as r');
      Py_DECREF(pool);
      return 0;
    }
    r = PyLong_AsSsize_t(a[1]);
    if (r === -1 && PyErr_Occurred()) {
      Py_DECREF(pool);
      return 0;
    }
  }
  if (r < 0) {
    PyErr_SetString(PyExc_ValueError, 'r must be non-negative');
    Py_DECREF(pool);
    return 0;
  }
  const stopped = r > n;
  const po = make(type, pool, r, n, (i) => i, stopped);
  if (po === 0) return 0;
  const cycles = new_array(stopped ? 0 : r);
  if (cycles === 0) {
    Py_DECREF(po);
    return 0;
  }
  for (let i = 0; i < r && !stopped; i++) put(cycles, i, n - i);
  set(po, CYCLES, cycles);
  return po;
}

function permutations_next(po: number): number {
  if (HEAP32[(po + STOPPED) >> 2] !== 0) return 0;
  const pool = get(po, POOL);
  const indices = get(po, INDICES);
  const cycles = get(po, CYCLES);
  const r = read_ssize(po + R);
  if (get(po, RESULT) === 0) return first_result(po, r, (i) => PyTuple_GET_ITEM(pool, at(indices, i)));
  const n = PyTuple_GET_SIZE(pool);
  if (n === 0) return stop(po);
  const result = writable_result(po);
  if (result === 0) return stop(po);
  for (let i = r - 1; i >= 0; i--) {
    const c = at(cycles, i) - 1;
    put(cycles, i, c);
    if (c === 0) {
      // rotate: indices[i:] = indices[i+1:] + indices[i:i+1]
      const index = at(indices, i);
      for (let j = i; j < n - 1; j++) put(indices, j, at(indices, j + 1));
      put(indices, n - 1, index);
      put(cycles, i, n - i);
    } else {
      const j = at(indices, i);
      put(indices, i, at(indices, n - c));
      put(indices, n - c, j);
      for (let k = i; k < r; k++) replace(result, k, PyTuple_GET_ITEM(pool, at(indices, k)));
      return Py_NewRef(result);
    }
  }
  return stop(po);
}

function permutations_reduce(po: number): number {
  if (!pickle_deprecation()) return 0;
  const pool = get(po, POOL);
  const r = read_ssize(po + R);
  if (get(po, RESULT) === 0) return Py_BuildValue('O(On)', Py_TYPE(po), pool, r);
  if (HEAP32[(po + STOPPED) >> 2] !== 0) return Py_BuildValue('O(()n)', Py_TYPE(po), r);
  const n = PyTuple_GET_SIZE(pool);
  return Py_BuildValue('O(On)(NN)', Py_TYPE(po), pool, r, index_tuple(get(po, INDICES), n), index_tuple(get(po, CYCLES), r));
}

function permutations_setstate(po: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const pool = get(po, POOL);
  const n = PyTuple_GET_SIZE(pool);
  const r = read_ssize(po + R);
  if (!PyTuple_Check(state) || PyTuple_GET_SIZE(state) !== 2) {
    PyErr_SetString(PyExc_ValueError, 'invalid arguments');
    return 0;
  }
  const indices = state_indices(PyTuple_GET_ITEM(state, 0), n, () => n - 1);
  const cycles = indices === null ? null : state_indices(PyTuple_GET_ITEM(state, 1), r, (i) => n - i);
  if (indices === null || cycles === null) return 0;
  indices.forEach((k, i) => put(get(po, INDICES), i, k));
  cycles.forEach((k, i) => put(get(po, CYCLES), i, Math.max(1, k)));
  return restore(po, indices.slice(0, r), (i) => PyTuple_GET_ITEM(pool, indices[i]));
}

function spec(name: string, size: number, tp_new: TypeSpec['tp_new'], next: TypeSpec['tp_iternext'], doc: string, methods: [reduce: (o: number) => number, setstate: (o: number, s: number) => number, size_of: (o: number) => number]): TypeSpec {
  return type_spec({
    tp_name: `itertools.${name}`, tp_basicsize: size, tp_flags: FLAGS, tp_new, tp_iternext: next, tp_iter: PyObject_SelfIter, tp_doc: doc, tp_dealloc: dealloc,
    tp_traverse: traverse_of(name, FIELDS),
    tp_methods: [
      ['__reduce__', methods[0], METH_NOARGS, 'Return state information for pickling.'],
      ['__setstate__', methods[1], METH_O, 'Set state information for unpickling.'],
      ['__sizeof__', methods[2], METH_NOARGS, 'Returns size in memory, in bytes.'],
    ],
  });
}

/** The specs that itertools adds to its module. */
export const combinatoric_types: TypeSpec[] = [
  spec('combinations_with_replacement', 56, cwr_new, cwr_next, 'combinations_with_replacement(iterable, r)\n--\n\nSorted selections of r items, which may repeat.', [combinations_reduce, cwr_setstate, r_sizeof]),
  spec('combinations', 56, combinations_new, combinations_next, 'combinations(iterable, r)\n--\n\nSorted selections of r items.', [combinations_reduce, combinations_setstate, r_sizeof]),
  spec('permutations', 64, permutations_new, permutations_next, 'permutations(iterable, r=None)\n--\n\nOrdered selections of r items.', [permutations_reduce, permutations_setstate, permutations_sizeof]),
  spec('product', 48, product_new, product_next, 'product(*iterables, repeat=1) --> product object\n\nThe tuples that nested loops over the iterables would make.', [product_reduce, product_setstate, product_sizeof]),
];
