// Answers to Modules/_heapqmodule.c of CPython 3.13: heaps in lists, smallest first, and largest first for merge().

import { PyListObject } from '../include/generated/offsets';
import { HEAP32, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_O, Py_DECREF, Py_INCREF, Py_LT, Py_NewRef } from '../include/object';
import { Py_None, PyExc_IndexError, PyExc_RuntimeError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { PyList_Append, PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_SetSlice } from '../objects/listobject';
import { PyObject_RichCompareBool } from '../objects/object';

/** Is a before b? -1 with an exception. */
type Before = (a: number, b: number) => number;
const less: Before = (a, b) => PyObject_RichCompareBool(a, b, Py_LT);
const greater: Before = (a, b) => PyObject_RichCompareBool(b, a, Py_LT);

function compare(before: Before, a: number, b: number): number {
  Py_INCREF(a);
  Py_INCREF(b);
  const r = before(a, b);
  Py_DECREF(a);
  Py_DECREF(b);
  return r;
}

function changed(heap: number, size: number): boolean {
  if (PyList_GET_SIZE(heap) === size) return false;
  PyErr_SetString(PyExc_RuntimeError, 'list changed size during iteration');
  return true;
}

function swap(heap: number, i: number, j: number): void {
  const items = HEAP32[(heap + PyListObject.ob_item) >> 2];
  const a = HEAP32[(items + 8 * i) >> 2];
  HEAP32[(items + 8 * i) >> 2] = HEAP32[(items + 8 * j) >> 2];
  HEAP32[(items + 8 * j) >> 2] = a;
}

/** Moves the item at `pos` up to its place, not above `startpos`. -1 with an exception. */
function siftdown(heap: number, startpos: number, pos: number, before: Before): number {
  const size = PyList_GET_SIZE(heap);
  if (pos >= size) {
    PyErr_SetString(PyExc_IndexError, 'index out of range');
    return -1;
  }
  while (pos > startpos) {
    const parentpos = (pos - 1) >> 1;
    const cmp = compare(before, PyList_GET_ITEM(heap, pos), PyList_GET_ITEM(heap, parentpos));
    if (cmp < 0) return -1;
    if (changed(heap, size)) return -1;
    if (cmp === 0) break;
    swap(heap, pos, parentpos);
    pos = parentpos;
  }
  return 0;
}

/** Moves the item at `pos` down to a leaf along the smaller children, then up. -1 with an exception. */
function siftup(heap: number, pos: number, before: Before): number {
  const endpos = PyList_GET_SIZE(heap);
  const startpos = pos;
  if (pos >= endpos) {
    PyErr_SetString(PyExc_IndexError, 'index out of range');
    return -1;
  }
  const limit = endpos >> 1;
  while (pos < limit) {
    let childpos = 2 * pos + 1;
    if (childpos + 1 < endpos) {
      const cmp = compare(before, PyList_GET_ITEM(heap, childpos), PyList_GET_ITEM(heap, childpos + 1));
      if (cmp < 0) return -1;
      if (cmp === 0) childpos++;
      if (changed(heap, endpos)) return -1;
    }
    swap(heap, childpos, pos);
    pos = childpos;
  }
  return siftdown(heap, startpos, pos, before);
}

function check_heap(fname: string, heap: number, argument = 'argument 1'): boolean {
  if (PyList_Check(heap)) return true;
  _PyArg_BadArgument(fname, argument, 'list', heap);
  return false;
}

function two(fname: string, args: number, nargs: number): boolean {
  return _PyArg_CheckPositional(fname, nargs, 2, 2) && check_heap(fname, HEAP32[args >> 2]);
}

function heappush(_m: number, args: number, nargs: number): number {
  if (!two('heappush', args, nargs)) return 0;
  const heap = HEAP32[args >> 2];
  if (PyList_Append(heap, HEAP32[(args + 8) >> 2]) < 0) return 0;
  return siftdown(heap, 0, PyList_GET_SIZE(heap) - 1, less) < 0 ? 0 : Py_None;
}

function pop(heap: number, before: Before): number {
  const n = PyList_GET_SIZE(heap);
  if (n === 0) {
    PyErr_SetString(PyExc_IndexError, 'index out of range');
    return 0;
  }
  const lastelt = Py_NewRef(PyList_GET_ITEM(heap, n - 1));
  if (PyList_SetSlice(heap, n - 1, n, 0) !== 0) {
    Py_DECREF(lastelt);
    return 0;
  }
  if (n === 1) return lastelt;
  const items = HEAP32[(heap + PyListObject.ob_item) >> 2];
  const returnitem = HEAP32[items >> 2];
  write_ptr(items, lastelt);
  if (siftup(heap, 0, before) < 0) {
    Py_DECREF(returnitem);
    return 0;
  }
  return returnitem;
}

function replace(heap: number, item: number, before: Before): number {
  if (PyList_GET_SIZE(heap) === 0) {
    PyErr_SetString(PyExc_IndexError, 'index out of range');
    return 0;
  }
  const items = HEAP32[(heap + PyListObject.ob_item) >> 2];
  const returnitem = HEAP32[items >> 2];
  write_ptr(items, Py_NewRef(item));
  if (siftup(heap, 0, before) < 0) {
    Py_DECREF(returnitem);
    return 0;
  }
  return returnitem;
}

function heappushpop(_m: number, args: number, nargs: number): number {
  if (!two('heappushpop', args, nargs)) return 0;
  const heap = HEAP32[args >> 2];
  const item = HEAP32[(args + 8) >> 2];
  if (PyList_GET_SIZE(heap) === 0) return Py_NewRef(item);
  const cmp = compare(less, PyList_GET_ITEM(heap, 0), item);
  if (cmp < 0) return 0;
  if (cmp === 0) return Py_NewRef(item);
  return replace(heap, item, less);
}

/** The order in which parents are visited keeps a big heap's subtrees in the cache. */
function keep_top_bit(n: number): number {
  return n === 0 ? 0 : 2 ** (31 - Math.clz32(n));
}

function cache_friendly_heapify(heap: number, before: Before): number {
  const m = PyList_GET_SIZE(heap) >> 1;
  const leftmost = keep_top_bit(m + 1) - 1;
  const mhalf = m >> 1;
  for (let i = leftmost - 1; i >= mhalf; i--) {
    let j = i;
    for (;;) {
      if (siftup(heap, j, before) < 0) return 0;
      if ((j & 1) === 0) break;
      j >>= 1;
    }
  }
  for (let i = m - 1; i >= leftmost; i--) {
    let j = i;
    for (;;) {
      if (siftup(heap, j, before) < 0) return 0;
      if ((j & 1) === 0) break;
      j >>= 1;
    }
  }
  return Py_None;
}

function make_heap(heap: number, before: Before): number {
  const n = PyList_GET_SIZE(heap);
  if (n > 2500) return cache_friendly_heapify(heap, before);
  for (let i = (n >> 1) - 1; i >= 0; i--) if (siftup(heap, i, before) < 0) return 0;
  return Py_None;
}

function heappop(_m: number, heap: number): number {
  return check_heap('heappop', heap, 'argument') ? pop(heap, less) : 0;
}

function heapreplace(_m: number, args: number, nargs: number): number {
  return two('heapreplace', args, nargs) ? replace(HEAP32[args >> 2], HEAP32[(args + 8) >> 2], less) : 0;
}

function heapify(_m: number, heap: number): number {
  return check_heap('heapify', heap, 'argument') ? make_heap(heap, less) : 0;
}

function _heappop_max(_m: number, heap: number): number {
  return check_heap('_heappop_max', heap, 'argument') ? pop(heap, greater) : 0;
}

function _heapreplace_max(_m: number, args: number, nargs: number): number {
  return two('_heapreplace_max', args, nargs) ? replace(HEAP32[args >> 2], HEAP32[(args + 8) >> 2], greater) : 0;
}

function _heapify_max(_m: number, heap: number): number {
  return check_heap('_heapify_max', heap, 'argument') ? make_heap(heap, greater) : 0;
}

builtin_module({
  m_name: '_heapq',
  m_doc: 'Heaps in lists: heap[0] is the smallest item.',
  m_methods: [
    ['heappush', heappush, METH_FASTCALL, 'heappush($module, heap, item, /)\n--\n\nPuts item on the heap.'],
    ['heappushpop', heappushpop, METH_FASTCALL, 'heappushpop($module, heap, item, /)\n--\n\nPuts item on the heap, then takes the smallest off.'],
    ['heappop', heappop, METH_O, 'heappop($module, heap, /)\n--\n\nTakes the smallest item off the heap.'],
    ['heapreplace', heapreplace, METH_FASTCALL, 'heapreplace($module, heap, item, /)\n--\n\nTakes the smallest item off, then puts item on.'],
    ['heapify', heapify, METH_O, 'heapify($module, heap, /)\n--\n\nMakes a list a heap, in place, in linear time.'],
    ['_heappop_max', _heappop_max, METH_O, '_heappop_max($module, heap, /)\n--\n\nTakes the largest item off a max-heap.'],
    ['_heapreplace_max', _heapreplace_max, METH_FASTCALL, '_heapreplace_max($module, heap, item, /)\n--\n\nTakes the largest item off a max-heap, then puts item on.'],
    ['_heapify_max', _heapify_max, METH_O, '_heapify_max($module, heap, /)\n--\n\nMakes a list a max-heap, in place, in linear time.'],
  ],
});
