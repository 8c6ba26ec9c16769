// Answers to Modules/selectmodule.c of CPython 3.13: select() and poll() over the socket pairs of _socketmodule.ts.
// Deviations: a descriptor of the host (a file, standard input) counts as always ready: a host cannot wait for it.
// There is no epoll, so that selectors takes poll.

import { read_ptr, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_INCREF, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION } from '../include/object';
import { PyObject } from '../include/generated/offsets';
import * as S from '../include/statics';
import { builtin_module, static_type } from '../include/typespec';
import { PySequence_Fast, PySequence_Fast_GET_ITEM, PySequence_Fast_GET_SIZE } from '../objects/abstract';
import { PyDict_DelItem, PyDict_GetItemWithError, PyDict_Keys, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { PyObject_AsFileDescriptor } from '../objects/fileobject';
import { PyFloat_AsDouble } from '../objects/floatobject';
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New } from '../objects/listobject';
import { PyLong_AsLong, PyLong_FromLong } from '../objects/longobject';
import { PyTuple_Pack } from '../objects/tupleobject';
import { PyType_GenericAlloc } from '../objects/typeobject';
import { PyErr_Format, PyErr_Occurred, PyErr_SetFromErrno, PyErr_SetObject, PyErr_SetString } from '../python/errors';
import { ENOENT } from '../python/errno';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { tp_free } from './_io/iobase';
import { socket_ready, wait_events } from './_socketmodule';
import { arg, as_int } from './clinic';

const POLLIN = 1;
const POLLPRI = 2;
const POLLOUT = 4;

/** Which of the asked events are there. */
function ready_events(fd: number, asked: number): number {
  const r = socket_ready(fd) ?? { readable: true, writable: true };
  return (r.readable ? asked & POLLIN : 0) | (r.writable ? asked & POLLOUT : 0);
}

interface Watched {
  fd: number;
  object: number;
}

/** The descriptors of one argument of select(); null with an exception. Objects are borrowed from `keep`, a sequence to release. */
function watched(o: number, keep: number[]): Watched[] | null {
  const seq = PySequence_Fast(o, 'arguments 1-3 must be sequences');
  if (seq === 0) return null;
  keep.push(seq);
  const out: Watched[] = [];
  for (let i = 0; i < PySequence_Fast_GET_SIZE(seq); i++) {
    const object = PySequence_Fast_GET_ITEM(seq, i);
    const fd = PyObject_AsFileDescriptor(object);
    if (fd < 0) return null;
    out.push({ fd, object });
  }
  return out;
}

function select_select(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('select', nargs, 3, 4)) return 0;
  const timeout = nargs < 4 || arg(args, 3) === S.Py_None ? Infinity : PyFloat_AsDouble(arg(args, 3));
  if (timeout === -1 && PyErr_Occurred()) {
    PyErr_SetString(S.PyExc_TypeError, 'timeout must be a float or None');
    return 0;
  }
  if (timeout < 0) return PyErr_Format(S.PyExc_ValueError, 'timeout must be non-negative');
  const keep: number[] = [];
  const sets: Watched[][] = [];
  for (let i = 0; i < 3; i++) {
    const set = watched(arg(args, i), keep);
    if (set === null) break;
    sets.push(set);
  }
  let result = 0;
  if (sets.length === 3) {
    const masks = [POLLIN, POLLOUT, POLLPRI];
    const ready = (): boolean => sets.some((set, i) => set.some((w) => ready_events(w.fd, masks[i]) !== 0));
    if (wait_events(ready, timeout * 1000) >= 0) {
      const lists = sets.map((set, i) => {
        const list = PyList_New(0);
        for (const w of set) if (ready_events(w.fd, masks[i]) !== 0) PyList_Append(list, w.object);
        return list;
      });
      result = PyTuple_Pack(3, lists[0], lists[1], lists[2]);
      for (const l of lists) Py_DECREF(l);
    }
  }
  for (const seq of keep) Py_DECREF(seq);
  return result;
}

// --- poll objects ---------------------------------------------------------------------------------------------------

const DICT = PyObject.SIZEOF;

function select_poll(): number {
  const self = PyType_GenericAlloc(S.select_poll_Type, 0);
  if (self !== 0) write_ptr(self + DICT, PyDict_New());
  return self;
}
function poll_dealloc(self: number): void {
  Py_CLEAR(self + DICT);
  tp_free(self);
}

/** Notes descriptor and events. 0 or None. */
function set_events(self: number, fd: number, mask: number): number {
  const key = PyLong_FromLong(fd);
  const value = PyLong_FromLong(mask);
  const rc = PyDict_SetItem(read_ptr(self + DICT), key, value);
  Py_DECREF(key);
  Py_DECREF(value);
  return rc < 0 ? 0 : S.Py_None;
}
function poll_register(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('register', nargs, 1, 2)) return 0;
  const fd = PyObject_AsFileDescriptor(arg(args, 0));
  const mask = nargs > 1 ? as_int(arg(args, 1)) : POLLIN | POLLPRI | POLLOUT;
  return fd < 0 || mask === null ? 0 : set_events(self, fd, mask);
}
function poll_modify(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('modify', nargs, 2, 2)) return 0;
  const fd = PyObject_AsFileDescriptor(arg(args, 0));
  const mask = fd < 0 ? null : as_int(arg(args, 1));
  if (mask === null) return 0;
  const key = PyLong_FromLong(fd);
  const known = PyDict_GetItemWithError(read_ptr(self + DICT), key);
  Py_DECREF(key);
  return known === 0 ? PyErr_SetFromErrno(ENOENT) : set_events(self, fd, mask);
}
function poll_unregister(self: number, o: number): number {
  const fd = PyObject_AsFileDescriptor(o);
  if (fd < 0) return 0;
  const key = PyLong_FromLong(fd);
  const dict = read_ptr(self + DICT);
  let r = S.Py_None;
  if (PyDict_GetItemWithError(dict, key) === 0) {
    PyErr_SetObject(S.PyExc_KeyError, key);
    r = 0;
  } else PyDict_DelItem(dict, key);
  Py_DECREF(key);
  return r;
}

/** [descriptor, asked events] of all that are registered. */
function registered(self: number): [number, number][] {
  const dict = read_ptr(self + DICT);
  const keys = PyDict_Keys(dict);
  const out: [number, number][] = [];
  for (let i = 0; i < PyList_GET_SIZE(keys); i++) {
    const key = PyList_GET_ITEM(keys, i);
    out.push([PyLong_AsLong(key), PyLong_AsLong(PyDict_GetItemWithError(dict, key))]);
  }
  Py_DECREF(keys);
  return out;
}

function poll_poll(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('poll', nargs, 0, 1)) return 0;
  let ms = nargs === 0 || arg(args, 0) === S.Py_None ? Infinity : PyFloat_AsDouble(arg(args, 0));
  if (ms === -1 && PyErr_Occurred()) return 0;
  if (ms < 0) ms = Infinity;
  const fds = registered(self);
  Py_INCREF(self);
  const r = wait_events(() => fds.some(([fd, mask]) => ready_events(fd, mask) !== 0), ms);
  Py_DECREF(self);
  if (r < 0) return 0;
  const list = PyList_New(0);
  for (const [fd, mask] of fds) {
    const got = ready_events(fd, mask);
    if (got === 0) continue;
    const [f, e] = [PyLong_FromLong(fd), PyLong_FromLong(got)];
    const pair = PyTuple_Pack(2, f, e);
    PyList_Append(list, pair);
    for (const o of [f, e, pair]) Py_DECREF(o);
  }
  return list;
}

static_type(S.select_poll_Type, {
  tp_name: 'select.poll', tp_basicsize: PyObject.SIZEOF + 8, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_dealloc: poll_dealloc,
  tp_methods: [['register', poll_register, METH_FASTCALL], ['modify', poll_modify, METH_FASTCALL], ['unregister', poll_unregister, METH_O], ['poll', poll_poll, METH_FASTCALL]],
});

const CONSTANTS: Record<string, number> = { POLLIN, POLLPRI, POLLOUT, POLLERR: 8, POLLHUP: 16, POLLNVAL: 32, POLLRDNORM: 64, POLLRDBAND: 128, POLLWRNORM: 256, POLLWRBAND: 512, PIPE_BUF: 4096 };

builtin_module({
  m_name: 'select',
  m_doc: 'Waiting for descriptors.',
  m_methods: [['select', select_select, METH_FASTCALL], ['poll', select_poll, METH_NOARGS]],
  m_exec: (m) => {
    for (const [name, value] of Object.entries(CONSTANTS)) if (PyModule_AddIntConstant(m, name, value) < 0) return -1;
    return PyModule_AddObjectRef(m, 'error', S.PyExc_OSError);
  },
});
