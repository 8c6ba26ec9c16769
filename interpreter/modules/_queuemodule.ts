// Answers to Modules/_queuemodule.c of CPython 3.13: SimpleQueue. Deviation: get() waits for a lock of the queue's, which put()
// releases, as in 3.12; 3.13 hands the item to the thread that has waited longest.
//
// The items are a ring: `num_items` of them from get_idx on, in an array of items_cap.

import { PyModuleObject, PyObject, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, read_ptr, write_ptr } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_METHOD, METH_NOARGS, METH_O, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XDECREF,
} from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_ValueError } from '../include/statics';
import { builtin_module, type_spec } from '../include/typespec';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyLong_FromSsize_t } from '../objects/longobject';
import { PyMem_Calloc, PyMem_Free } from '../objects/obmalloc';
import { PyTuple_GET_SIZE } from '../objects/tupleobject';
import { PyType_FromModuleAndSpec, PyType_GetModule } from '../objects/typeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { PyErr_NewException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetNone, PyErr_SetString } from '../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from '../python/getargs';
import { PyModule_AddObjectRef } from '../python/modsupport';
import { monotonic_ms } from '../python/pytime';
import { as_bool, clinic_args } from './clinic';
import { seconds_of } from './timemodule';
import { PyThread_acquire_lock_timed, PyThread_release_lock } from './_threadmodule';

const INITIAL_RING_BUF_CAPACITY = 8;

// simplequeueobject: the lock has the place of has_threads_waiting, right behind the header, where probe/waits.ts looks for it.
const LOCK = PyObject.SIZEOF;
const PUT_IDX = LOCK + 8;
const GET_IDX = PUT_IDX + 8;
const ITEMS = GET_IDX + 8;
const ITEMS_CAP = ITEMS + 8;
const NUM_ITEMS = ITEMS_CAP + 8;
const WEAKREFLIST = NUM_ITEMS + 8;
const SIMPLEQUEUE_SIZE = WEAKREFLIST + 8;

// --- the ring -----------------------------------------------------------------------------------------------------------

/** A new array, the items at its beginning. 0 or -1 (without an exception). */
function resize_ringbuf(q: number, capacity: number): number {
  const new_capacity = Math.max(INITIAL_RING_BUF_CAPACITY, capacity);
  const cap = read_ptr(q + ITEMS_CAP);
  if (new_capacity === cap) return 0;
  const items = PyMem_Calloc(new_capacity, 8);
  if (items === 0) return -1;
  const n = read_ptr(q + NUM_ITEMS);
  for (let i = 0; i < n; i++) write_ptr(items + i * 8, ring_at(q, i));
  PyMem_Free(read_ptr(q + ITEMS));
  write_ptr(q + ITEMS, items);
  write_ptr(q + ITEMS_CAP, new_capacity);
  write_ptr(q + GET_IDX, 0);
  write_ptr(q + PUT_IDX, n);
  return 0;
}

function ring_at(q: number, i: number): number {
  return read_ptr(read_ptr(q + ITEMS) + ((read_ptr(q + GET_IDX) + i) % read_ptr(q + ITEMS_CAP)) * 8);
}

/** Returns new: the first of the items, of which there is one. */
function RingBuf_Get(q: number): number {
  const cap = read_ptr(q + ITEMS_CAP);
  // Without memory for the smaller array the larger one stays.
  if (read_ptr(q + NUM_ITEMS) < Math.floor(cap / 4)) resize_ringbuf(q, Math.floor(cap / 2));
  const at = read_ptr(q + GET_IDX);
  const slot = read_ptr(q + ITEMS) + at * 8;
  const item = read_ptr(slot);
  write_ptr(slot, 0);
  write_ptr(q + GET_IDX, (at + 1) % read_ptr(q + ITEMS_CAP));
  write_ptr(q + NUM_ITEMS, read_ptr(q + NUM_ITEMS) - 1);
  return item;
}

/** Adds a reference to the item at the end. 0 or -1. */
function RingBuf_Put(q: number, item: number): number {
  const n = read_ptr(q + NUM_ITEMS);
  if (n === read_ptr(q + ITEMS_CAP) && resize_ringbuf(q, n * 2) < 0) return PyErr_NoMemory() - 1;
  const at = read_ptr(q + PUT_IDX);
  write_ptr(read_ptr(q + ITEMS) + at * 8, Py_NewRef(item));
  write_ptr(q + PUT_IDX, (at + 1) % read_ptr(q + ITEMS_CAP));
  write_ptr(q + NUM_ITEMS, n + 1);
  return 0;
}

// --- SimpleQueue ----------------------------------------------------------------------------------------------------------

function simplequeue_new(type: number, args: number, kwargs: number): number {
  if ((kwargs !== 0 && !_PyArg_NoKeywords('SimpleQueue', kwargs)) || !_PyArg_CheckPositional('SimpleQueue', PyTuple_GET_SIZE(args), 0, 0)) return 0;
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  if (self === 0) return 0;
  const items = PyMem_Calloc(INITIAL_RING_BUF_CAPACITY, 8);
  write_ptr(self + ITEMS, items);
  if (items !== 0) {
    write_ptr(self + ITEMS_CAP, INITIAL_RING_BUF_CAPACITY);
    return self;
  }
  Py_DECREF(self);
  return PyErr_NoMemory();
}

function simplequeue_clear(self: number): number {
  const items = read_ptr(self + ITEMS);
  const held: number[] = [];
  for (let i = 0, n = read_ptr(self + NUM_ITEMS); i < n; i++) held.push(ring_at(self, i));
  for (const field of [PUT_IDX, GET_IDX, ITEMS, ITEMS_CAP, NUM_ITEMS]) write_ptr(self + field, 0);
  for (const item of held) Py_DECREF(item);
  PyMem_Free(items);
  return 0;
}

function simplequeue_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  simplequeue_clear(self);
  if (read_ptr(self + WEAKREFLIST) !== 0) PyObject_ClearWeakRefs(self);
  const type = Py_TYPE(self);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(type);
}

function simplequeue_traverse(self: number, visit: visitproc, arg: number): number {
  for (let i = 0, n = read_ptr(self + NUM_ITEMS); i < n; i++) {
    const e = visit(ring_at(self, i), arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}

/** Lets the next thread that waits look again. */
function wake(self: number): void {
  if (HEAP32[(self + LOCK) >> 2] !== 0) PyThread_release_lock(self + LOCK);
}

function put(self: number, item: number): number {
  if (RingBuf_Put(self, item) < 0) return 0;
  wake(self);
  return Py_None;
}

function simplequeue_put(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'put', keywords: ['item', 'block', 'timeout'] }, 1, 3, 0, args, nargs, kwnames);
  return a === null || (a[1] !== 0 && as_bool(a[1]) === null) ? 0 : put(self, a[0]);
}

function simplequeue_put_nowait(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'put_nowait', keywords: ['item'] }, 1, 1, 0, args, nargs, kwnames);
  return a === null ? 0 : put(self, a[0]);
}

function empty_error(cls: number): number {
  const module = PyType_GetModule(cls);
  if (module !== 0) PyErr_SetNone(read_ptr(read_ptr(module + PyModuleObject.md_state)));
  return 0;
}

/** Waits at most `ms` (0: not at all) for an item. Returns new. */
function take(self: number, cls: number, ms: number): number {
  const deadline = monotonic_ms() + ms;
  while (read_ptr(self + NUM_ITEMS) === 0) {
    if (ms === 0 || !PyThread_acquire_lock_timed(self + LOCK, Math.max(0, deadline - monotonic_ms()), 'Lock.acquire', true)) {
      return PyErr_Occurred() ? 0 : empty_error(cls);
    }
  }
  const item = RingBuf_Get(self);
  wake(self);
  return item;
}

function simplequeue_get(self: number, cls: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'get', keywords: ['block', 'timeout'] }, 0, 2, 0, args, nargs, kwnames);
  const block = a && (a[0] === 0 || as_bool(a[0]));
  if (a === null || block === null) return 0;
  if (!block) return take(self, cls, 0);
  if (a[1] === 0 || a[1] === Py_None) return take(self, cls, Infinity);
  const seconds = seconds_of(a[1]);
  if (seconds === -1 && PyErr_Occurred()) return 0;
  if (seconds < 0) {
    PyErr_SetString(PyExc_ValueError, "'timeout' must be a non-negative number");
    return 0;
  }
  return take(self, cls, seconds * 1000);
}

const FK = METH_FASTCALL | METH_KEYWORDS;
const spec = type_spec({
  tp_name: '_queue.SimpleQueue', tp_basicsize: SIMPLEQUEUE_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.', tp_new: simplequeue_new, tp_dealloc: simplequeue_dealloc, tp_traverse: simplequeue_traverse, tp_clear: simplequeue_clear, tp_weaklistoffset: WEAKREFLIST,
  tp_methods: [
    ['empty', (self: number) => (read_ptr(self + NUM_ITEMS) === 0 ? Py_True : Py_False), METH_NOARGS, 'empty($self, /)\n--\n\nIs there nothing in it now?'],
    ['get', simplequeue_get, METH_METHOD | FK, 'get($self, /, block=True, timeout=None)\n--\n\nRemoves the first item and returns it; waits for one, or raises Empty.'],
    ['get_nowait', (self: number, cls: number, _args: number, nargs: number, kwnames: number) => (clinic_args({ fname: 'get_nowait', keywords: [] }, 0, 0, 0, _args, nargs, kwnames) ? take(self, cls, 0) : 0), METH_METHOD | FK, 'get_nowait($self, /)\n--\n\nRemoves the first item and returns it, or raises Empty.'],
    ['put', simplequeue_put, FK, 'put($self, /, item, block=True, timeout=None)\n--\n\nAdds the item; block and timeout mean nothing.'],
    ['put_nowait', simplequeue_put_nowait, FK, 'put_nowait($self, /, item)\n--\n\nAdds the item.'],
    ['qsize', (self: number) => PyLong_FromSsize_t(read_ptr(self + NUM_ITEMS)), METH_NOARGS, 'qsize($self, /)\n--\n\nHow many items there are now.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

// simplequeue_state: the class Empty.
function queuemodule_exec(module: number): number {
  const state = PyMem_Calloc(1, 8);
  if (state === 0) return PyErr_NoMemory() - 1;
  write_ptr(module + PyModuleObject.md_state, state);
  const empty = PyErr_NewException('_queue.Empty', 0, 0);
  write_ptr(state, empty);
  if (empty === 0 || PyModule_AddObjectRef(module, 'Empty', empty) < 0) return -1;
  const type = PyType_FromModuleAndSpec(module, spec, 0);
  const status = type === 0 ? -1 : PyModule_AddObjectRef(module, 'SimpleQueue', type);
  Py_XDECREF(type);
  return status;
}

builtin_module({ m_name: '_queue', m_doc: 'C implementation of the Python queue module.', m_methods: [], m_exec: queuemodule_exec });
