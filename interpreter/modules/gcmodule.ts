// Answers to Modules/gcmodule.c of CPython 3.13: the module gc.

import { _gc_runtime_state, gc_generation_stats, PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { HEAP32, read_ssize, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_DECREF, Py_TYPE } from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_ValueError, PyExc_TypeError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyList_Append, PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { _PyLong_AsInt, PyLong_FromLong, PyLong_FromSsize_t } from '../objects/longobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';

import { PyErr_Format, PyErr_Occurred } from '../python/errors';
import { _PyGC_Freeze, _PyGC_Unfreeze, gc_collect_main, gc_list_size, gc_state, GC_NEXT, GEN_HEAD, generation_count, generation_stats, generation_threshold, PERMANENT, PyObject_GC_IsFinalized, PyObject_GC_IsTracked, _PyObject_IS_GC, DEBUG_COLLECTABLE, DEBUG_LEAK, DEBUG_SAVEALL, DEBUG_STATS, DEBUG_UNCOLLECTABLE } from '../python/gc';
import { _PyArg_UnpackKeywords } from '../python/getargs';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { _PyThreadState_GET } from '../python/pystate';
import { PySys_Audit } from '../python/sysmodule';
import { _PyType_Name } from '../objects/typeobject';
import { _PyIndex_Check } from '../objects/abstract';

const ENABLED = gc_state(_gc_runtime_state.enabled) >> 2;
const DEBUG = gc_state(_gc_runtime_state.debug) >> 2;

/** The argument `generation` of collect() and get_objects(); NaN with an exception. */
function generation_arg(fname: string, args: number, nargs: number, kwnames: number, dflt: number): number {
  const mark = stackSave();
  const buf = stackAlloc(8);
  write_ptr(buf, 0);
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname, keywords: ['generation'] }, 0, 1, 0, buf);
  const o = a === 0 || (a === args && nargs === 0) ? 0 : HEAP32[a >> 2];
  stackRestore(mark);
  if (a === 0) return Number.NaN;
  if (o === 0 || (o === Py_None && fname === 'get_objects')) return dflt;
  if (fname === 'get_objects' && !_PyIndex_Check(o)) {
    PyErr_Format(PyExc_TypeError, "argument should be integer or None, not '%.200s'", _PyType_Name(Py_TYPE(o)));
    return Number.NaN;
  }
  const n = _PyLong_AsInt(o);
  return n === -1 && PyErr_Occurred() ? Number.NaN : n;
}

function gc_collect(_m: number, args: number, nargs: number, kwnames: number): number {
  const generation = generation_arg('collect', args, nargs, kwnames, 2);
  if (Number.isNaN(generation)) return 0;
  if (generation < 0 || generation > 2) return PyErr_Format(PyExc_ValueError, 'invalid generation');
  const n = gc_collect_main(_PyThreadState_GET(), generation, 'manual');
  return n === -1 && PyErr_Occurred() ? 0 : PyLong_FromSsize_t(n);
}

function three(at: (i: number) => number): number {
  const t = PyTuple_New(3);
  for (let i = 0; i < 3; i++) PyTuple_SET_ITEM(t, i, PyLong_FromLong(HEAP32[at(i) >> 2]));
  return t;
}
function gc_set_threshold(_m: number, args: number, nargs: number): number {
  if (nargs < 1 || nargs > 3) return PyErr_Format(PyExc_TypeError, 'gc.set_threshold requires 1 to 3 arguments');
  for (let i = 0; i < nargs; i++) {
    const n = _PyLong_AsInt(HEAP32[(args + i * 8) >> 2]);
    if (n === -1 && PyErr_Occurred()) return 0;
    HEAP32[generation_threshold(i) >> 2] = n;
  }
  return Py_None;
}
function gc_get_stats(): number {
  const l = PyList_New(3);
  for (let i = 0; i < 3; i++) {
    const d = PyDict_New();
    for (const [name, f] of [['collections', gc_generation_stats.collections], ['collected', gc_generation_stats.collected], ['uncollectable', gc_generation_stats.uncollectable]] as const) {
      const n = PyLong_FromSsize_t(read_ssize(generation_stats(i) + f));
      PyDict_SetItemString(d, name, n);
      Py_DECREF(n);
    }
    PyList_SET_ITEM(l, i, d);
  }
  return l;
}

function gc_get_objects(_m: number, args: number, nargs: number, kwnames: number): number {
  const generation = generation_arg('get_objects', args, nargs, kwnames, -1);
  if (Number.isNaN(generation)) return 0;
  if (PySys_Audit('gc.get_objects') < 0) return 0;
  if (generation >= 3) return PyErr_Format(PyExc_ValueError, 'generation parameter must be less than the number of available generations (3)');
  if (generation < -1) return PyErr_Format(PyExc_ValueError, 'generation parameter cannot be negative');
  const result = PyList_New(0);
  for (let i = 0; i < 3; i++) {
    if (generation !== -1 && generation !== i) continue;
    const head = GEN_HEAD(i);
    for (let g = GC_NEXT(head); g !== head; g = GC_NEXT(g)) if (g + 16 !== result) PyList_Append(result, g + 16);
  }
  return result;
}

function gc_get_referrers(_m: number, args: number): number {
  const objs = new Set<number>();
  for (let i = 0; i < PyTuple_GET_SIZE(args); i++) objs.add(PyTuple_GET_ITEM(args, i));
  const result = PyList_New(0);
  const visit = (o: number): number => (objs.has(o) ? 1 : 0);
  for (let i = 0; i < 3; i++) {
    const head = GEN_HEAD(i);
    for (let g = GC_NEXT(head); g !== head; g = GC_NEXT(g)) {
      const o = g + 16;
      if (o === args || o === result) continue;
      const traverse = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_traverse) >> 2];
      if (traverse !== 0 && FUNCS[traverse](o, visit, 0)) PyList_Append(result, o);
    }
  }
  return result;
}
function gc_get_referents(_m: number, args: number): number {
  const result = PyList_New(0);
  const visit = (o: number): number => (PyList_Append(result, o), 0);
  for (let i = 0; i < PyTuple_GET_SIZE(args); i++) {
    const o = PyTuple_GET_ITEM(args, i);
    if (!_PyObject_IS_GC(o)) continue;
    const traverse = HEAP32[(Py_TYPE(o) + PyTypeObject.tp_traverse) >> 2];
    if (traverse !== 0) FUNCS[traverse](o, visit, 0);
  }
  return result;
}

const set_enabled = (v: number) => (): number => {
  HEAP32[ENABLED] = v;
  return Py_None;
};
function gc_set_debug(_m: number, o: number): number {
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return 0;
  HEAP32[DEBUG] = n;
  return Py_None;
}
const bool = (n: number): number => (n ? Py_True : Py_False);

builtin_module({
  m_name: 'gc',
  m_doc: 'Access to the garbage collector for reference cycles.',
  m_methods: [
    ['enable', set_enabled(1), METH_NOARGS, 'enable($module, /)\n--\n\nEnable automatic garbage collection.'], ['disable', set_enabled(0), METH_NOARGS, 'disable($module, /)\n--\n\nDisable automatic garbage collection.'],
    ['isenabled', () => bool(HEAP32[ENABLED]), METH_NOARGS], ['set_debug', gc_set_debug, METH_O], ['get_debug', () => PyLong_FromLong(HEAP32[DEBUG]), METH_NOARGS],
    ['get_count', () => three(generation_count), METH_NOARGS], ['set_threshold', gc_set_threshold, METH_FASTCALL], ['get_threshold', () => three(generation_threshold), METH_NOARGS],
    ['collect', gc_collect, METH_FASTCALL | METH_KEYWORDS, 'collect($module, /, generation=2)\n--\n\nRun the garbage collector; the number of unreachable objects.'],
    ['get_objects', gc_get_objects, METH_FASTCALL | METH_KEYWORDS], ['get_stats', gc_get_stats, METH_NOARGS], ['is_tracked', (_m: number, o: number) => bool(PyObject_GC_IsTracked(o)), METH_O],
    ['is_finalized', (_m: number, o: number) => bool(PyObject_GC_IsFinalized(o)), METH_O], ['get_referrers', gc_get_referrers, METH_VARARGS], ['get_referents', gc_get_referents, METH_VARARGS],
    ['freeze', () => (_PyGC_Freeze(), Py_None), METH_NOARGS], ['unfreeze', () => (_PyGC_Unfreeze(), Py_None), METH_NOARGS], ['get_freeze_count', () => PyLong_FromSsize_t(gc_list_size(PERMANENT)), METH_NOARGS],
  ],
  m_exec: (m) => {
    for (const [n, f] of [['garbage', _gc_runtime_state.garbage], ['callbacks', _gc_runtime_state.callbacks]] as const) if (PyModule_AddObjectRef(m, n, HEAP32[gc_state(f) >> 2]) < 0) return -1;
    for (const [n, v] of Object.entries({ DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK })) if (PyModule_AddIntConstant(m, n, v) < 0) return -1;
    return 0;
  },
});
