// Answers to the `_local` part of Modules/_threadmodule.c of CPython 3.13: thread-local data (threading.local).
//
//   localobject --key--> tstate->dict[key] = the attribute dict of this local in that thread
//
// The dict dies with its thread (the thread state's dict is cleared) or with the local (its key is taken out of every thread's
// dict). A subclass's __init__ runs once in each thread that touches the local, with the arguments of the first call.
// Deviation: CPython keeps a dummy object between the two; here the attribute dict itself is the value.

import { PyObject, PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, write_ptr } from '../include/heap';
import { Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XDECREF, Py_XNewRef } from '../include/object';
import { _PyInterpreterState_Main, PyExc_AttributeError, PyExc_TypeError } from '../include/statics';
import { type_spec } from '../include/typespec';
import { PyDict_Contains, PyDict_DelItem, PyDict_GET_SIZE, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { _PyObject_GenericGetAttrWithDict, _PyObject_GenericSetAttrWithDict } from '../objects/object';
import { PyTuple_GET_SIZE } from '../objects/tupleobject';
import { _PyType_Name } from '../objects/typeobject';
import { _PyUnicode_EqualToASCIIString } from '../objects/unicodeobject';
import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { PyErr_Clear, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException } from '../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyThreadState_GET, thread_states } from '../python/pystate';

const KEY = PyObject.SIZEOF;
const ARGS = KEY + 8;
const KW = KEY + 16;
const WEAK = KEY + 24;
const SIZE = KEY + 32;

function local_new(type: number, args: number, kw: number): number {
  if (HEAP32[(type + PyTypeObject.tp_init) >> 2] === BASE_INIT() && ((args !== 0 && PyTuple_GET_SIZE(args) > 0) || (kw !== 0 && PyDict_GET_SIZE(kw) > 0))) {
    return PyErr_Format(PyExc_TypeError, 'Initialization arguments are not supported');
  }
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  if (self === 0) return 0;
  write_ptr(self + WEAK, 0);
  write_ptr(self + KEY, PyUnicode_FromFormat('thread.local.%p', self));
  write_ptr(self + ARGS, Py_XNewRef(args));
  write_ptr(self + KW, Py_XNewRef(kw));
  if (thread_dict(self, false) === 0) {
    Py_DECREF(self);
    return 0;
  }
  return self;
}
import { PyBaseObject_Type } from '../include/statics';
const BASE_INIT = (): number => HEAP32[(PyBaseObject_Type + PyTypeObject.tp_init) >> 2];

function local_traverse(self: number, visit: visitproc, arg: number): number {
  for (const f of [ARGS, KW]) {
    const o = HEAP32[(self + f) >> 2];
    const e = o === 0 ? 0 : visit(o, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}
function local_clear(self: number): number {
  Py_CLEAR(self + ARGS);
  Py_CLEAR(self + KW);
  drop_everywhere(self);
  return 0;
}
/** Takes this local's dicts out of every thread. */
function drop_everywhere(self: number): void {
  const key = HEAP32[(self + KEY) >> 2];
  if (key === 0) return;
  const exc = PyErr_GetRaisedException();
  for (const t of thread_states(_PyInterpreterState_Main)) {
    const dict = HEAP32[(t + PyThreadState.dict) >> 2];
    if (dict !== 0 && PyDict_Contains(dict, key) > 0 && PyDict_DelItem(dict, key) < 0) PyErr_Clear();
  }
  if (exc !== 0) PyErr_SetRaisedException(exc);
}
function local_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  if (HEAP32[(self + WEAK) >> 2] !== 0) PyObject_ClearWeakRefs(self);
  local_clear(self);
  Py_XDECREF(HEAP32[(self + KEY) >> 2]);
  const type = Py_TYPE(self);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(type);
}

/** The attribute dict of this local in the current thread, made (and initialised) on first use. Borrowed; 0 with an exception. */
function thread_dict(self: number, init: boolean): number {
  const tstate = _PyThreadState_GET();
  if (HEAP32[(tstate + PyThreadState.dict) >> 2] === 0) write_ptr(tstate + PyThreadState.dict, PyDict_New());
  const tdict = HEAP32[(tstate + PyThreadState.dict) >> 2];
  const key = HEAP32[(self + KEY) >> 2];
  const known = PyDict_GetItemWithError(tdict, key);
  if (known !== 0 || PyErr_Occurred()) return known;
  const ldict = PyDict_New();
  if (ldict === 0) return 0;
  const r = PyDict_SetItem(tdict, key, ldict);
  Py_DECREF(ldict);
  if (r < 0) return 0;
  const tp_init = HEAP32[(Py_TYPE(self) + PyTypeObject.tp_init) >> 2];
  if (init && tp_init !== BASE_INIT() && FUNCS[tp_init](self, HEAP32[(self + ARGS) >> 2], HEAP32[(self + KW) >> 2]) < 0) {
    const exc = PyErr_GetRaisedException();
    PyDict_DelItem(tdict, key);
    PyErr_SetRaisedException(exc);
    return 0;
  }
  return ldict;
}

function local_getattro(self: number, name: number): number {
  const ldict = thread_dict(self, true);
  if (ldict === 0) return 0;
  if (_PyUnicode_EqualToASCIIString(name, '__dict__')) return Py_NewRef(ldict);
  return _PyObject_GenericGetAttrWithDict(self, name, ldict, 0);
}
function local_setattro(self: number, name: number, value: number): number {
  const ldict = thread_dict(self, true);
  if (ldict === 0) return -1;
  if (_PyUnicode_EqualToASCIIString(name, '__dict__')) {
    PyErr_Format(PyExc_AttributeError, `'%.100s' object attribute '%U' is read-only`, _PyType_Name(Py_TYPE(self)), name);
    return -1;
  }
  return _PyObject_GenericSetAttrWithDict(self, name, value, ldict);
}

export const local_spec = type_spec({
  tp_name: '_thread._local', tp_basicsize: SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_weaklistoffset: WEAK, tp_doc: 'Thread-local data',
  tp_new: local_new, tp_dealloc: local_dealloc, tp_traverse: local_traverse, tp_clear: local_clear, tp_getattro: local_getattro, tp_setattro: local_setattro,
});
