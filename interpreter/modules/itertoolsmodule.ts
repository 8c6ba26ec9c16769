// Answers to Modules/itertoolsmodule.c of CPython 3.13. Deviation: the combinatoric iterators are in itertools_combinatoric.ts;
// a helper type (_grouper, _tee) is found through its module's dict instead of a module state. Long: one part per iterator.

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { PyTypeObject, PyTupleObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_INCREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XSETREF, Py_XDECREF,
} from '../include/object';
import { Py_None, PyBool_Type, PyExc_OverflowError, PyExc_RuntimeError, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError, PyTuple_Type } from '../include/statics';
import { builtin_module, type TypeSpec, type_spec } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_New, _PyObject_GC_TRACK, PyObject_GC_Del, PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { _PyNumber_Index, PyIter_Next, PyNumber_Add, PyNumber_AsSsize_t, PyNumber_Check, PyObject_GetIter, PySequence_Tuple } from '../objects/abstract';
import { PyObject_CallNoArgs, PyObject_Call, PyObject_CallFunctionObjArgs, PyObject_CallOneArg } from '../objects/call';
import { PyDict_GET_SIZE, PyDict_GetItemWithError } from '../objects/dictobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_Check } from '../objects/listobject';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_CheckExact, PyLong_FromSsize_t, PyLong_FromLong } from '../objects/longobject';
import { long_small } from '../objects/longobject_arith';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_RichCompareBool, PyObject_SelfIter } from '../objects/object';
import { _PyTuple_Resize, PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyType_GetModule, PyType_GetName } from '../objects/typeobject';
import { _Py_ID } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { combinatoric_types } from './itertools_combinatoric';
import { add_type, clear_of, dealloc_of, get, iternext, no_keywords, pickle_deprecation, set, traverse_of, type_alloc, unpack_new } from './iterutil';
import { type_name_of } from '../objects/fileobject';
import { as_int } from './clinic';

const FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE;

/** The helper type of this name in the module of `type`. Borrowed. */
function module_type(module: number, name: string): number {
  return PyDict_GetItemWithError(PyModule_GetDict(module), _Py_ID(name));
}

function state_not_tuple(): number {
  PyErr_SetString(PyExc_TypeError, 'state is not a tuple');
  return 0;
}

/** The items of the tuple `state` when it is one of n, borrowed; null with TypeError. */
export function state_items(state: number, n: number): number[] | null {
  if (!PyTuple_Check(state)) {
    state_not_tuple();
    return null;
  }
  if (PyTuple_GET_SIZE(state) !== n) {
    PyErr_Format(PyExc_TypeError, 'function takes exactly %d argument%s (%zd given)', n, n === 1 ? '' : 's', PyTuple_GET_SIZE(state));
    return null;
  }
  return Array.from({ length: n }, (_, i) => PyTuple_GET_ITEM(state, i));
}

// -------------------------------------------------------------------------------------------------------------- batched

const B_IT = 16;
const B_SIZE = 24;
const B_STRICT = 32;
const batched_parser = { fname: 'batched', keywords: ['iterable', 'n', 'strict'] };

function batched_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, batched_parser, 2, 2);
  if (a === null) return 0;
  const index = _PyNumber_Index(a[1]);
  if (index === 0) return 0;
  const n = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  if (n === -1 && PyErr_Occurred()) return 0;
  const strict = a[2] === 0 ? 0 : PyObject_IsTrue(a[2]);
  if (strict < 0) return 0;
  if (n < 1) {
    PyErr_SetString(PyExc_ValueError, 'n must be at least one');
    return 0;
  }
  const it = PyObject_GetIter(a[0]);
  if (it === 0) return 0;
  const bo = type_alloc(type);
  if (bo === 0) {
    Py_DECREF(it);
    return 0;
  }
  set(bo, B_IT, it);
  write_ssize(bo + B_SIZE, n);
  HEAPU8[bo + B_STRICT] = strict;
  return bo;
}

function batched_next(bo: number): number {
  const it = get(bo, B_IT);
  if (it === 0) return 0;
  const n = read_ssize(bo + B_SIZE);
  let result = PyTuple_New(n);
  if (result === 0) return 0;
  let i = 0;
  for (; i < n; i++) {
    const item = iternext(it);
    if (item === 0) break;
    PyTuple_SET_ITEM(result, i, item);
  }
  if (i === n) return result;
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
      Py_CLEAR(bo + B_IT);
      Py_DECREF(result);
      return 0;
    }
    PyErr_Clear();
  }
  Py_CLEAR(bo + B_IT);
  if (i === 0) {
    Py_DECREF(result);
    return 0;
  }
  if (HEAPU8[bo + B_STRICT] !== 0) {
    Py_DECREF(result);
    PyErr_SetString(PyExc_ValueError, 'batched(): incomplete batch');
    return 0;
  }
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, result);
  _PyTuple_Resize(slot, i);
  result = HEAP32[slot >> 2];
  stackRestore(mark);
  return result;
}

const batched_spec = type_spec({
  tp_name: 'itertools.batched', tp_basicsize: 40, tp_flags: FLAGS, tp_new: batched_new, tp_iternext: batched_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'batched(iterable, n, *, strict=False)\n--\n\nTuples of n consecutive items; the last may be shorter, unless strict.',
  tp_dealloc: dealloc_of('batched', [B_IT]), tp_traverse: traverse_of('batched', [B_IT]),
});

// ------------------------------------------------------------------------------------------------------------- pairwise

const PW_IT = 16;
const PW_OLD = 24;
const PW_RESULT = 32;

function pairwise_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('pairwise', type, kwargs)) return 0;
  if (!_PyArg_CheckPositional('pairwise', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  const it = PyObject_GetIter(PyTuple_GET_ITEM(args, 0));
  if (it === 0) return 0;
  const po = type_alloc(type);
  if (po === 0) {
    Py_DECREF(it);
    return 0;
  }
  set(po, PW_IT, it);
  set(po, PW_RESULT, PyTuple_Pack(2, Py_None, Py_None));
  return po;
}

/** Reuses the pair `result` when only the iterator holds it. Takes references to both of its own. Returns new. */
export function reuse_pair(result: number, first: number, second: number): number {
  Py_INCREF(result);
  const a = PyTuple_GET_ITEM(result, 0);
  const b = PyTuple_GET_ITEM(result, 1);
  write_ptr(result + PyTupleObject.ob_item, first);
  write_ptr(result + PyTupleObject.ob_item + 8, second);
  Py_DECREF(a);
  Py_DECREF(b);
  // the collector may have untracked the pair of Nones
  if (!_PyObject_GC_IS_TRACKED(result)) _PyObject_GC_TRACK(result);
  return result;
}

function pairwise_next(po: number): number {
  let it = get(po, PW_IT);
  if (it === 0) return 0;
  let old = get(po, PW_OLD);
  if (old === 0) {
    old = iternext(it);
    Py_XSETREF(po + PW_OLD, old);
    if (old === 0) {
      Py_CLEAR(po + PW_IT);
      return 0;
    }
    it = get(po, PW_IT);
    if (it === 0) {
      Py_CLEAR(po + PW_OLD);
      return 0;
    }
  }
  Py_INCREF(old);
  const item = iternext(it);
  if (item === 0) {
    Py_CLEAR(po + PW_IT);
    Py_CLEAR(po + PW_OLD);
    Py_DECREF(old);
    return 0;
  }
  let result = get(po, PW_RESULT);
  if ((HEAP32[result >> 2] & 0x7fffffff) === 1) result = reuse_pair(result, Py_NewRef(old), Py_NewRef(item));
  else {
    result = PyTuple_New(2);
    if (result !== 0) {
      PyTuple_SET_ITEM(result, 0, Py_NewRef(old));
      PyTuple_SET_ITEM(result, 1, Py_NewRef(item));
    }
  }
  Py_XSETREF(po + PW_OLD, item);
  Py_DECREF(old);
  return result;
}

const pairwise_spec = type_spec({
  tp_name: 'itertools.pairwise', tp_basicsize: 40, tp_flags: FLAGS, tp_new: pairwise_new, tp_iternext: pairwise_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'pairwise(iterable, /)\n--\n\nOverlapping pairs of consecutive items.',
  tp_dealloc: dealloc_of('pairwise', [PW_IT, PW_OLD, PW_RESULT]), tp_traverse: traverse_of('pairwise', [PW_IT, PW_OLD, PW_RESULT]),
  tp_clear: clear_of('pairwise', [PW_IT, PW_OLD, PW_RESULT]),
});

// -------------------------------------------------------------------------------------------------------------- groupby

const G_IT = 16;
const G_KEYFUNC = 24;
const G_TGTKEY = 32;
const G_CURRKEY = 40;
const G_CURRVALUE = 48;
/** The grouper that may still read: borrowed, only compared. */
const G_CURRGROUPER = 56;
const groupby_parser = { fname: 'groupby', keywords: ['iterable', 'key'] };

function groupby_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, groupby_parser, 1, 2);
  if (a === null) return 0;
  const gbo = type_alloc(type);
  if (gbo === 0) return 0;
  set(gbo, G_KEYFUNC, Py_NewRef(a[1] === 0 ? Py_None : a[1]));
  const it = PyObject_GetIter(a[0]);
  if (it === 0) {
    Py_DECREF(gbo);
    return 0;
  }
  set(gbo, G_IT, it);
  return gbo;
}

function groupby_step(gbo: number): number {
  const newvalue = PyIter_Next(get(gbo, G_IT));
  if (newvalue === 0) return -1;
  let newkey = newvalue;
  if (get(gbo, G_KEYFUNC) === Py_None) Py_INCREF(newvalue);
  else {
    newkey = PyObject_CallOneArg(get(gbo, G_KEYFUNC), newvalue);
    if (newkey === 0) {
      Py_DECREF(newvalue);
      return -1;
    }
  }
  const oldvalue = get(gbo, G_CURRVALUE);
  set(gbo, G_CURRVALUE, newvalue);
  Py_XSETREF(gbo + G_CURRKEY, newkey);
  if (oldvalue !== 0) Py_DECREF(oldvalue);
  return 0;
}

function groupby_next(gbo: number): number {
  set(gbo, G_CURRGROUPER, 0);
  for (;;) {
    if (get(gbo, G_CURRKEY) !== 0) {
      if (get(gbo, G_TGTKEY) === 0) break;
      const rcmp = PyObject_RichCompareBool(get(gbo, G_TGTKEY), get(gbo, G_CURRKEY), Py_EQ);
      if (rcmp === -1) return 0;
      if (rcmp === 0) break;
    }
    if (groupby_step(gbo) < 0) return 0;
  }
  Py_XSETREF(gbo + G_TGTKEY, Py_NewRef(get(gbo, G_CURRKEY)));
  const module = PyType_GetModule(base_of(Py_TYPE(gbo)));
  if (module === 0) return 0;
  const grouper = grouper_create(module_type(module, '_grouper'), gbo, get(gbo, G_TGTKEY));
  if (grouper === 0) return 0;
  const r = PyTuple_Pack(2, get(gbo, G_CURRKEY), grouper);
  Py_DECREF(grouper);
  return r;
}

/** The type of this module that a (possibly Python) subclass derives from: the one whose tp_iternext is native to it. */
function base_of(type: number): number {
  let t = type;
  for (;;) {
    const base = HEAP32[(t + PyTypeObject.tp_base) >> 2];
    if (base === 0 || HEAP32[(base + PyTypeObject.tp_basicsize) >> 2] === 16) return t;
    t = base;
  }
}

const groupby_spec = type_spec({
  tp_name: 'itertools.groupby', tp_basicsize: 72, tp_flags: FLAGS, tp_new: groupby_new, tp_iternext: groupby_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'groupby(iterable, key=None)\n--\n\nPairs of a key and an iterator over the consecutive items that have it.',
  tp_dealloc: dealloc_of('groupby', [G_IT, G_KEYFUNC, G_TGTKEY, G_CURRKEY, G_CURRVALUE]),
  tp_traverse: traverse_of('groupby', [G_IT, G_KEYFUNC, G_TGTKEY, G_CURRKEY, G_CURRVALUE]),
  tp_methods: [
    ['__reduce__', groupby_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', groupby_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

function groupby_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const it = get(lz, G_IT);
  const keyfunc = get(lz, G_KEYFUNC);
  const [tgt, key, value] = [get(lz, G_TGTKEY), get(lz, G_CURRKEY), get(lz, G_CURRVALUE)];
  if (tgt !== 0 && key !== 0 && value !== 0) return Py_BuildValue('O(OO)(OOO)', Py_TYPE(lz), it, keyfunc, key, value, tgt);
  return Py_BuildValue('O(OO)', Py_TYPE(lz), it, keyfunc);
}

function groupby_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const items = state_items(state, 3);
  if (items === null) return 0;
  Py_XSETREF(lz + G_CURRKEY, Py_NewRef(items[0]));
  Py_XSETREF(lz + G_CURRVALUE, Py_NewRef(items[1]));
  Py_XSETREF(lz + G_TGTKEY, Py_NewRef(items[2]));
  return Py_None;
}

const GR_PARENT = 16;
const GR_TGTKEY = 24;

function grouper_create(type: number, parent: number, tgtkey: number): number {
  if (type === 0) return 0;
  const igo = _PyObject_GC_New(type);
  if (igo === 0) return 0;
  set(igo, GR_PARENT, Py_NewRef(parent));
  set(igo, GR_TGTKEY, Py_NewRef(tgtkey));
  set(parent, G_CURRGROUPER, igo);
  _PyObject_GC_TRACK(igo);
  return igo;
}

function grouper_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('_grouper', type, kwargs)) return 0;
  if (!_PyArg_CheckPositional('_grouper', PyTuple_GET_SIZE(args), 2, 2)) return 0;
  const parent = PyTuple_GET_ITEM(args, 0);
  if (HEAP32[(Py_TYPE(parent) + PyTypeObject.tp_iternext) >> 2] === 0 || HEAP32[(base_of(Py_TYPE(parent)) + PyTypeObject.tp_basicsize) >> 2] !== 72) {
    _PyArg_BadArgument('_grouper', 'argument 1', 'itertools.groupby', parent);
    return 0;
  }
  return grouper_create(type, parent, PyTuple_GET_ITEM(args, 1));
}

function grouper_next(igo: number): number {
  const gbo = get(igo, GR_PARENT);
  if (get(gbo, G_CURRGROUPER) !== igo) return 0;
  if (get(gbo, G_CURRVALUE) === 0 && groupby_step(gbo) < 0) return 0;
  const rcmp = PyObject_RichCompareBool(get(igo, GR_TGTKEY), get(gbo, G_CURRKEY), Py_EQ);
  if (rcmp <= 0) return 0;
  const r = get(gbo, G_CURRVALUE);
  set(gbo, G_CURRVALUE, 0);
  Py_CLEAR(gbo + G_CURRKEY);
  return r;
}

function grouper_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  if (get(get(lz, GR_PARENT), G_CURRGROUPER) !== lz) return Py_BuildValue('N(())', _PyEval_GetBuiltin(_Py_ID('iter')));
  return Py_BuildValue('O(OO)', Py_TYPE(lz), get(lz, GR_PARENT), get(lz, GR_TGTKEY));
}

const grouper_spec = type_spec({
  tp_name: 'itertools._grouper', tp_basicsize: 32, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_new: grouper_new,
  tp_iternext: grouper_next, tp_iter: PyObject_SelfIter, tp_dealloc: dealloc_of('_grouper', [GR_PARENT, GR_TGTKEY]),
  tp_traverse: traverse_of('_grouper', [GR_PARENT, GR_TGTKEY]), tp_methods: [['__reduce__', grouper_reduce, METH_NOARGS, 'Return state information for pickling.']],
});

// ------------------------------------------------------------------------------------------------------------------ tee

const LINKCELLS = 57;
const TD_IT = 16;
const TD_NUMREAD = 24;
const TD_RUNNING = 28;
const TD_NEXTLINK = 32;
const TD_VALUES = 40;
const TD_SIZE = TD_VALUES + 8 * LINKCELLS;
const T_DATAOBJ = 16;
const T_INDEX = 24;
const T_WEAKREFS = 32;

function teedataobject_newinternal(type: number, it: number): number {
  const tdo = _PyObject_GC_New(type);
  if (tdo === 0) return 0;
  HEAP32[(tdo + TD_RUNNING) >> 2] = 0;
  HEAP32[(tdo + TD_NUMREAD) >> 2] = 0;
  set(tdo, TD_NEXTLINK, 0);
  set(tdo, TD_IT, Py_NewRef(it));
  _PyObject_GC_TRACK(tdo);
  return tdo;
}

function teedataobject_jumplink(tdo: number): number {
  if (get(tdo, TD_NEXTLINK) === 0) set(tdo, TD_NEXTLINK, teedataobject_newinternal(Py_TYPE(tdo), get(tdo, TD_IT)));
  const next = get(tdo, TD_NEXTLINK);
  return next === 0 ? 0 : Py_NewRef(next);
}

function teedataobject_getitem(tdo: number, i: number): number {
  if (i < HEAP32[(tdo + TD_NUMREAD) >> 2]) return Py_NewRef(get(tdo, TD_VALUES + 8 * i));
  if (HEAP32[(tdo + TD_RUNNING) >> 2] !== 0) {
    PyErr_SetString(PyExc_RuntimeError, 'cannot re-enter the tee iterator');
    return 0;
  }
  HEAP32[(tdo + TD_RUNNING) >> 2] = 1;
  const value = PyIter_Next(get(tdo, TD_IT));
  HEAP32[(tdo + TD_RUNNING) >> 2] = 0;
  if (value === 0) return 0;
  HEAP32[(tdo + TD_NUMREAD) >> 2]++;
  set(tdo, TD_VALUES + 8 * i, value);
  return Py_NewRef(value);
}

function teedataobject_traverse(tdo: number, visit: visitproc, arg: number): number {
  let e = visit(Py_TYPE(tdo), arg) || visit(get(tdo, TD_IT), arg);
  const n = HEAP32[(tdo + TD_NUMREAD) >> 2];
  for (let i = 0; e === 0 && i < n; i++) e = visit(get(tdo, TD_VALUES + 8 * i), arg);
  const next = get(tdo, TD_NEXTLINK);
  return e === 0 && next !== 0 ? visit(next, arg) : e;
}

/** Frees a chain of links that only the previous one holds, without recursion. */
function safe_decref(obj: number): void {
  while (obj !== 0 && (HEAP32[obj >> 2] & 0x7fffffff) === 1) {
    const next = get(obj, TD_NEXTLINK);
    set(obj, TD_NEXTLINK, 0);
    Py_DECREF(obj);
    obj = next;
  }
  if (obj !== 0) Py_DECREF(obj);
}

function teedataobject_clear(tdo: number): number {
  Py_CLEAR(tdo + TD_IT);
  const n = HEAP32[(tdo + TD_NUMREAD) >> 2];
  for (let i = 0; i < n; i++) Py_CLEAR(tdo + TD_VALUES + 8 * i);
  const next = get(tdo, TD_NEXTLINK);
  set(tdo, TD_NEXTLINK, 0);
  safe_decref(next);
  return 0;
}

function teedataobject_dealloc(tdo: number): void {
  const type = Py_TYPE(tdo);
  PyObject_GC_UnTrack(tdo);
  teedataobject_clear(tdo);
  PyObject_GC_Del(tdo);
  Py_DECREF(type);
}

function teedataobject_reduce(tdo: number): number {
  if (!pickle_deprecation()) return 0;
  const n = HEAP32[(tdo + TD_NUMREAD) >> 2];
  const values = PyList_New(0);
  if (values === 0) return 0;
  for (let i = 0; i < n; i++) PyList_Append(values, get(tdo, TD_VALUES + 8 * i));
  return Py_BuildValue('O(ONO)', Py_TYPE(tdo), get(tdo, TD_IT), values, get(tdo, TD_NEXTLINK) || Py_None);
}

function teedataobject_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('teedataobject', type, kwargs)) return 0;
  if (!_PyArg_CheckPositional('teedataobject', PyTuple_GET_SIZE(args), 3, 3)) return 0;
  const [it, values, next] = [PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1), PyTuple_GET_ITEM(args, 2)];
  const tdo = teedataobject_newinternal(type, it);
  if (tdo === 0) return 0;
  const n = PyList_GET_SIZE(values);
  if (n > LINKCELLS || (n < LINKCELLS && next !== Py_None)) {
    Py_DECREF(tdo);
    PyErr_SetString(PyExc_ValueError, 'Invalid arguments');
    return 0;
  }
  for (let i = 0; i < n; i++) set(tdo, TD_VALUES + 8 * i, Py_NewRef(PyList_GET_ITEM(values, i)));
  HEAP32[(tdo + TD_NUMREAD) >> 2] = n;
  if (n === LINKCELLS && next !== Py_None) set(tdo, TD_NEXTLINK, Py_NewRef(next));
  return tdo;
}

const teedataobject_spec = type_spec({
  tp_name: 'itertools._tee_dataobject', tp_basicsize: TD_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_doc: 'teedataobject(iterable, values, next, /)\n--\n\nItems that tee objects share.', tp_new: teedataobject_new, tp_dealloc: teedataobject_dealloc,
  tp_traverse: teedataobject_traverse, tp_clear: teedataobject_clear, tp_methods: [['__reduce__', teedataobject_reduce, METH_NOARGS, 'Return state information for pickling.']],
});

function tee_next(to: number): number {
  if (HEAP32[(to + T_INDEX) >> 2] >= LINKCELLS) {
    const link = teedataobject_jumplink(get(to, T_DATAOBJ));
    if (link === 0) return 0;
    const old = get(to, T_DATAOBJ);
    set(to, T_DATAOBJ, link);
    Py_DECREF(old);
    HEAP32[(to + T_INDEX) >> 2] = 0;
  }
  const value = teedataobject_getitem(get(to, T_DATAOBJ), HEAP32[(to + T_INDEX) >> 2]);
  if (value !== 0) HEAP32[(to + T_INDEX) >> 2]++;
  return value;
}

function make_tee(type: number, dataobj: number, index: number): number {
  const to = _PyObject_GC_New(type);
  if (to === 0) return 0;
  set(to, T_DATAOBJ, dataobj);
  HEAP32[(to + T_INDEX) >> 2] = index;
  HEAP32[(to + T_INDEX + 4) >> 2] = 0;
  set(to, T_WEAKREFS, 0);
  _PyObject_GC_TRACK(to);
  return to;
}

function tee_copy(to: number): number {
  return make_tee(Py_TYPE(to), Py_NewRef(get(to, T_DATAOBJ)), HEAP32[(to + T_INDEX) >> 2]);
}

/** A tee object over any iterable. Returns new. */
function tee_fromiterable(module: number, iterable: number): number {
  const tee_type = module_type(module, '_tee');
  const data_type = module_type(module, '_tee_dataobject');
  if (tee_type === 0 || data_type === 0) return 0;
  const it = PyObject_GetIter(iterable);
  if (it === 0) return 0;
  let to: number;
  if (Py_TYPE(it) === tee_type) to = tee_copy(it);
  else {
    const dataobj = teedataobject_newinternal(data_type, it);
    to = dataobj === 0 ? 0 : make_tee(tee_type, dataobj, 0);
    if (to === 0 && dataobj !== 0) Py_DECREF(dataobj);
  }
  Py_DECREF(it);
  return to;
}

function tee_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('_tee', type, kwargs)) return 0;
  if (!_PyArg_CheckPositional('_tee', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  const module = PyType_GetModule(type);
  return module === 0 ? 0 : tee_fromiterable(module, PyTuple_GET_ITEM(args, 0));
}

function tee_clear(to: number): number {
  if (get(to, T_WEAKREFS) !== 0) PyObject_ClearWeakRefs(to);
  Py_CLEAR(to + T_DATAOBJ);
  return 0;
}

function tee_dealloc(to: number): void {
  const type = Py_TYPE(to);
  PyObject_GC_UnTrack(to);
  tee_clear(to);
  PyObject_GC_Del(to);
  Py_DECREF(type);
}

function tee_reduce(to: number): number {
  if (!pickle_deprecation()) return 0;
  return Py_BuildValue('O(())(Oi)', Py_TYPE(to), get(to, T_DATAOBJ), HEAP32[(to + T_INDEX) >> 2]);
}

function tee_setstate(to: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const items = state_items(state, 2);
  if (items === null) return 0;
  const index = PyLong_AsSsize_t(items[1]);
  if (index === -1 && PyErr_Occurred()) return 0;
  if (index < 0 || index > LINKCELLS) {
    PyErr_SetString(PyExc_ValueError, 'Index out of range');
    return 0;
  }
  Py_XSETREF(to + T_DATAOBJ, Py_NewRef(items[0]));
  HEAP32[(to + T_INDEX) >> 2] = index;
  return Py_None;
}

const tee_spec = type_spec({
  tp_name: 'itertools._tee', tp_basicsize: 48, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, tp_weaklistoffset: T_WEAKREFS,
  tp_doc: '_tee(iterable, /)\n--\n\nAn iterator that can be copied.', tp_new: tee_new, tp_iternext: tee_next, tp_iter: PyObject_SelfIter, tp_dealloc: tee_dealloc,
  tp_traverse: traverse_of('tee', [T_DATAOBJ]), tp_clear: tee_clear,
  tp_methods: [
    ['__copy__', tee_copy, METH_NOARGS, 'Returns an independent iterator.'],
    ['__reduce__', tee_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', tee_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

/** itertools.tee(iterable, n=2). */
function itertools_tee(module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('tee', nargs, 1, 2)) return 0;
  let n = 2;
  if (nargs > 1) {
    const index = _PyNumber_Index(HEAP32[(args + 8) >> 2]);
    if (index === 0) return 0;
    n = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (n === -1 && PyErr_Occurred()) return 0;
  }
  if (n < 0) {
    PyErr_SetString(PyExc_ValueError, 'n must be >= 0');
    return 0;
  }
  const result = PyTuple_New(n);
  if (result === 0 || n === 0) return result;
  let copyable = PyObject_GetIter(HEAP32[args >> 2]);
  if (copyable === 0) {
    Py_DECREF(result);
    return 0;
  }
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  let ok = PyObject_GetOptionalAttr(copyable, _Py_ID('__copy__'), slot) >= 0;
  let copyfunc = HEAP32[slot >> 2];
  stackRestore(mark);
  if (ok && copyfunc === 0) {
    const it = copyable;
    copyable = tee_fromiterable(module, it);
    Py_DECREF(it);
    copyfunc = copyable === 0 ? 0 : PyObject_GetAttr(copyable, _Py_ID('__copy__'));
    ok = copyfunc !== 0;
  }
  if (!ok) {
    if (copyable !== 0) Py_DECREF(copyable);
    Py_DECREF(result);
    return 0;
  }
  PyTuple_SET_ITEM(result, 0, copyable);
  for (let i = 1; i < n; i++) {
    const copy = PyObject_CallNoArgs(copyfunc);
    if (copy === 0) {
      Py_DECREF(copyfunc);
      Py_DECREF(result);
      return 0;
    }
    PyTuple_SET_ITEM(result, i, copy);
  }
  Py_DECREF(copyfunc);
  return result;
}

// ---------------------------------------------------------------------------------------------------------------- cycle

const CY_IT = 16;
const CY_SAVED = 24;
const CY_INDEX = 32;
const CY_FIRSTPASS = 40;

function cycle_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('cycle', type, kwargs)) return 0;
  if (!_PyArg_CheckPositional('cycle', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  const it = PyObject_GetIter(PyTuple_GET_ITEM(args, 0));
  if (it === 0) return 0;
  const saved = PyList_New(0);
  const lz = saved === 0 ? 0 : type_alloc(type);
  if (lz === 0) {
    Py_DECREF(it);
    if (saved !== 0) Py_DECREF(saved);
    return 0;
  }
  set(lz, CY_IT, it);
  set(lz, CY_SAVED, saved);
  return lz;
}

function cycle_next(lz: number): number {
  const it = get(lz, CY_IT);
  if (it !== 0) {
    const item = PyIter_Next(it);
    if (item !== 0) {
      if (HEAP32[(lz + CY_FIRSTPASS) >> 2] !== 0) return item;
      if (PyList_Append(get(lz, CY_SAVED), item) !== 0) {
        Py_DECREF(item);
        return 0;
      }
      return item;
    }
    if (PyErr_Occurred()) return 0;
    Py_CLEAR(lz + CY_IT);
  }
  const saved = get(lz, CY_SAVED);
  const n = PyList_GET_SIZE(saved);
  if (n === 0) return 0;
  const i = HEAP32[(lz + CY_INDEX) >> 2];
  HEAP32[(lz + CY_INDEX) >> 2] = i + 1 >= n ? 0 : i + 1;
  return Py_NewRef(PyList_GET_ITEM(saved, i));
}

function cycle_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const saved = get(lz, CY_SAVED);
  if (get(lz, CY_IT) !== 0) return Py_BuildValue('O(O)(Oi)', Py_TYPE(lz), get(lz, CY_IT), saved, HEAP32[(lz + CY_FIRSTPASS) >> 2]);
  const it = PyObject_GetIter(saved);
  if (it === 0) return 0;
  if (HEAP32[(lz + CY_INDEX) >> 2] !== 0) {
    const setstate = PyObject_GetAttr(it, _Py_ID('__setstate__'));
    const index = PyLong_FromSsize_t(HEAP32[(lz + CY_INDEX) >> 2]);
    const res = setstate === 0 ? 0 : PyObject_CallOneArg(setstate, index);
    if (setstate !== 0) Py_DECREF(setstate);
    Py_DECREF(index);
    if (res === 0) {
      Py_DECREF(it);
      return 0;
    }
    Py_DECREF(res);
  }
  return Py_BuildValue('O(N)(Oi)', Py_TYPE(lz), it, saved, 1);
}

function cycle_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const items = state_items(state, 2);
  if (items === null) return 0;
  if (!PyList_Check(items[0])) return PyErr_Format(PyExc_TypeError, 'argument 1 must be list, not %.50s', type_name_of(items[0]));
  const firstpass = as_int(items[1]);
  if (firstpass === null) return 0;
  Py_XSETREF(lz + CY_SAVED, Py_NewRef(items[0]));
  HEAP32[(lz + CY_FIRSTPASS) >> 2] = firstpass !== 0 ? 1 : 0;
  HEAP32[(lz + CY_INDEX) >> 2] = 0;
  return Py_None;
}

const cycle_spec = type_spec({
  tp_name: 'itertools.cycle', tp_basicsize: 48, tp_flags: FLAGS, tp_new: cycle_new, tp_iternext: cycle_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'cycle(iterable, /)\n--\n\nThe items of the iterable, then the same again, without end.', tp_dealloc: dealloc_of('cycle', [CY_IT, CY_SAVED]),
  tp_traverse: traverse_of('cycle', [CY_IT, CY_SAVED]),
  tp_methods: [
    ['__reduce__', cycle_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', cycle_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

// ------------------------------------------------------------------------------- dropwhile, takewhile, filterfalse, starmap

const F_FUNC = 16;
const F_IT = 24;
const F_STATE = 32;
const FUNC_FIELDS = [F_FUNC, F_IT];

/** tp_new(function, iterable) of the four. */
function func_new(name: string) {
  return (type: number, args: number, kwargs: number): number => {
    if (!no_keywords(name, type, kwargs)) return 0;
    if (!_PyArg_CheckPositional(name, PyTuple_GET_SIZE(args), 2, 2)) return 0;
    const it = PyObject_GetIter(PyTuple_GET_ITEM(args, 1));
    if (it === 0) return 0;
    const lz = type_alloc(type);
    if (lz === 0) {
      Py_DECREF(it);
      return 0;
    }
    set(lz, F_FUNC, Py_NewRef(PyTuple_GET_ITEM(args, 0)));
    set(lz, F_IT, it);
    return lz;
  };
}

/** Truth of func(item): 1, 0, or -1 with an exception. */
function predicate(func: number, item: number): number {
  const good = PyObject_CallOneArg(func, item);
  if (good === 0) return -1;
  const ok = PyObject_IsTrue(good);
  Py_DECREF(good);
  return ok;
}

function dropwhile_next(lz: number): number {
  for (;;) {
    const item = iternext(get(lz, F_IT));
    if (item === 0) return 0;
    if (HEAP32[(lz + F_STATE) >> 2] === 1) return item;
    const ok = predicate(get(lz, F_FUNC), item);
    if (ok === 0) {
      HEAP32[(lz + F_STATE) >> 2] = 1;
      return item;
    }
    Py_DECREF(item);
    if (ok < 0) return 0;
  }
}

function takewhile_next(lz: number): number {
  if (HEAP32[(lz + F_STATE) >> 2] === 1) return 0;
  const item = iternext(get(lz, F_IT));
  if (item === 0) return 0;
  const ok = predicate(get(lz, F_FUNC), item);
  if (ok === 1) return item;
  Py_DECREF(item);
  if (ok === 0) HEAP32[(lz + F_STATE) >> 2] = 1;
  return 0;
}

function filterfalse_next(lz: number): number {
  const func = get(lz, F_FUNC);
  for (;;) {
    const item = iternext(get(lz, F_IT));
    if (item === 0) return 0;
    const ok = func === Py_None || func === PyBool_Type ? PyObject_IsTrue(item) : predicate(func, item);
    if (ok === 0) return item;
    Py_DECREF(item);
    if (ok < 0) return 0;
  }
}

function starmap_next(lz: number): number {
  let args = iternext(get(lz, F_IT));
  if (args === 0) return 0;
  if (HEAP32[(args + 8) >> 2] !== PyTuple_Type) {
    const t = PySequence_Tuple(args);
    Py_DECREF(args);
    if (t === 0) return 0;
    args = t;
  }
  const result = PyObject_Call(get(lz, F_FUNC), args, 0);
  Py_DECREF(args);
  return result;
}

function func_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  return Py_BuildValue('O(OO)', Py_TYPE(lz), get(lz, F_FUNC), get(lz, F_IT));
}

function while_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  return Py_BuildValue('O(OO)l', Py_TYPE(lz), get(lz, F_FUNC), get(lz, F_IT), HEAP32[(lz + F_STATE) >> 2]);
}

function while_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const on = PyObject_IsTrue(state);
  if (on < 0) return 0;
  HEAP32[(lz + F_STATE) >> 2] = on;
  return Py_None;
}

function func_spec(name: string, next: (lz: number) => number, doc: string, has_state: boolean): TypeSpec {
  return type_spec({
    tp_name: `itertools.${name}`, tp_basicsize: has_state ? 40 : 32, tp_flags: FLAGS, tp_new: func_new(name), tp_iternext: next, tp_iter: PyObject_SelfIter, tp_doc: doc,
    tp_dealloc: dealloc_of(name, FUNC_FIELDS), tp_traverse: traverse_of(name, FUNC_FIELDS),
    tp_methods: has_state
      ? [
          ['__reduce__', while_reduce, METH_NOARGS, 'Return state information for pickling.'],
          ['__setstate__', while_setstate, METH_O, 'Set state information for unpickling.'],
        ]
      : [['__reduce__', func_reduce, METH_NOARGS, 'Return state information for pickling.']],
  });
}

const dropwhile_spec = func_spec('dropwhile', dropwhile_next, 'dropwhile(predicate, iterable, /)\n--\n\nThe items from the first on for which the predicate is false.', true);
const takewhile_spec = func_spec('takewhile', takewhile_next, 'takewhile(predicate, iterable, /)\n--\n\nThe items before the first for which the predicate is false.', true);
const filterfalse_spec = func_spec('filterfalse', filterfalse_next, 'filterfalse(function, iterable, /)\n--\n\nThe items for which the function is false; with None, the false items.', false);
const starmap_spec = func_spec('starmap', starmap_next, 'starmap(function, iterable, /)\n--\n\nfunction(*item) for every item.', false);

// --------------------------------------------------------------------------------------------------------------- islice

const IS_IT = 16;
const IS_NEXT = 24;
const IS_STOP = 32;
const IS_STEP = 40;
const IS_CNT = 48;

/** A count for islice: -1 for None (`none`), null with ValueError. */
function islice_index(o: number, none: number, text: string): number | null {
  if (o === Py_None) return none;
  const n = PyNumber_AsSsize_t(o, PyExc_OverflowError);
  if (n < 0) {
    if (PyErr_Occurred()) PyErr_Clear();
    PyErr_SetString(PyExc_ValueError, text);
    return null;
  }
  return Math.min(n, 9223372036854774784);
}

const STOP_TEXT = 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.';
const INDEX_TEXT = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.';

function islice_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('islice', type, kwargs)) return 0;
  const nargs = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('islice', nargs, 2, 4)) return 0;
  const at = (i: number): number => (i < nargs ? PyTuple_GET_ITEM(args, i) : Py_None);
  const start = nargs === 2 ? 0 : islice_index(at(1), 0, INDEX_TEXT);
  if (start === null) return 0;
  const stop = nargs === 2 ? islice_index(at(1), -1, STOP_TEXT) : islice_index(at(2), -1, STOP_TEXT);
  if (stop === null) return 0;
  const step = islice_index(at(3), 1, 'Step for islice() must be a positive integer or None.');
  if (step === null) return 0;
  if (step < 1) {
    PyErr_SetString(PyExc_ValueError, 'Step for islice() must be a positive integer or None.');
    return 0;
  }
  const it = PyObject_GetIter(at(0));
  if (it === 0) return 0;
  const lz = type_alloc(type);
  if (lz === 0) {
    Py_DECREF(it);
    return 0;
  }
  set(lz, IS_IT, it);
  write_ssize(lz + IS_NEXT, start);
  write_ssize(lz + IS_STOP, stop);
  write_ssize(lz + IS_STEP, step);
  return lz;
}

function islice_next(lz: number): number {
  const it = get(lz, IS_IT);
  if (it === 0) return 0;
  const stop = read_ssize(lz + IS_STOP);
  const next = read_ssize(lz + IS_NEXT);
  let cnt = read_ssize(lz + IS_CNT);
  while (cnt < next) {
    const item = iternext(it);
    if (item === 0) {
      Py_CLEAR(lz + IS_IT);
      return 0;
    }
    Py_DECREF(item);
    write_ssize(lz + IS_CNT, ++cnt);
  }
  if (stop !== -1 && cnt >= stop) {
    Py_CLEAR(lz + IS_IT);
    return 0;
  }
  const item = iternext(it);
  if (item === 0) {
    Py_CLEAR(lz + IS_IT);
    return 0;
  }
  write_ssize(lz + IS_CNT, cnt + 1);
  const following = next + read_ssize(lz + IS_STEP);
  write_ssize(lz + IS_NEXT, stop !== -1 && following > stop ? stop : Math.min(following, 9223372036854774784));
  return item;
}

function islice_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  if (get(lz, IS_IT) === 0) {
    const empty = PyList_New(0);
    const it = empty === 0 ? 0 : PyObject_GetIter(empty);
    if (empty !== 0) Py_DECREF(empty);
    return it === 0 ? 0 : Py_BuildValue('O(Nn)n', Py_TYPE(lz), it, 0, 0);
  }
  const stop = read_ssize(lz + IS_STOP);
  const o_stop = stop === -1 ? Py_None : PyLong_FromSsize_t(stop);
  return Py_BuildValue('O(OnNn)n', Py_TYPE(lz), get(lz, IS_IT), read_ssize(lz + IS_NEXT), o_stop, read_ssize(lz + IS_STEP), read_ssize(lz + IS_CNT));
}

function islice_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  const cnt = PyLong_AsSsize_t(state);
  if (cnt === -1 && PyErr_Occurred()) return 0;
  write_ssize(lz + IS_CNT, cnt);
  return Py_None;
}

const islice_spec = type_spec({
  tp_name: 'itertools.islice', tp_basicsize: 56, tp_flags: FLAGS, tp_new: islice_new, tp_iternext: islice_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nThe items that a slice with these indices would select.',
  tp_dealloc: dealloc_of('islice', [IS_IT]), tp_traverse: traverse_of('islice', [IS_IT]),
  tp_methods: [
    ['__reduce__', islice_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', islice_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

// ---------------------------------------------------------------------------------------------------------------- chain

const CH_SOURCE = 16;
const CH_ACTIVE = 24;

function chain_new_internal(type: number, source: number): number {
  const lz = type_alloc(type);
  if (lz === 0) {
    Py_DECREF(source);
    return 0;
  }
  set(lz, CH_SOURCE, source);
  return lz;
}

function chain_new(type: number, args: number, kwargs: number): number {
  if (!no_keywords('chain', type, kwargs)) return 0;
  const source = PyObject_GetIter(args);
  return source === 0 ? 0 : chain_new_internal(type, source);
}

function chain_from_iterable(type: number, arg: number): number {
  const source = PyObject_GetIter(arg);
  return source === 0 ? 0 : chain_new_internal(type, source);
}

function chain_next(lz: number): number {
  while (get(lz, CH_SOURCE) !== 0) {
    if (get(lz, CH_ACTIVE) === 0) {
      const iterable = PyIter_Next(get(lz, CH_SOURCE));
      if (iterable === 0) {
        Py_CLEAR(lz + CH_SOURCE);
        return 0;
      }
      const active = PyObject_GetIter(iterable);
      set(lz, CH_ACTIVE, active);
      Py_DECREF(iterable);
      if (active === 0) {
        Py_CLEAR(lz + CH_SOURCE);
        return 0;
      }
    }
    const item = iternext(get(lz, CH_ACTIVE));
    if (item !== 0) return item;
    if (PyErr_Occurred()) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return 0;
      PyErr_Clear();
    }
    Py_CLEAR(lz + CH_ACTIVE);
  }
  return 0;
}

function chain_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const source = get(lz, CH_SOURCE);
  const active = get(lz, CH_ACTIVE);
  if (source === 0) return Py_BuildValue('O()', Py_TYPE(lz));
  if (active !== 0) return Py_BuildValue('O()(OO)', Py_TYPE(lz), source, active);
  return Py_BuildValue('O()(O)', Py_TYPE(lz), source);
}

function chain_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  if (!PyTuple_Check(state)) return state_not_tuple();
  const n = PyTuple_GET_SIZE(state);
  const source = n > 0 ? PyTuple_GET_ITEM(state, 0) : 0;
  const active = n > 1 ? PyTuple_GET_ITEM(state, 1) : 0;
  const is_iter = (o: number): boolean => o === 0 || HEAP32[(Py_TYPE(o) + PyTypeObject.tp_iternext) >> 2] !== 0;
  if (n < 1 || n > 2 || !is_iter(source) || !is_iter(active)) {
    PyErr_SetString(PyExc_TypeError, 'Arguments must be iterators.');
    return 0;
  }
  Py_XSETREF(lz + CH_SOURCE, Py_NewRef(source));
  Py_XSETREF(lz + CH_ACTIVE, active === 0 ? 0 : Py_NewRef(active));
  return Py_None;
}

const chain_spec = type_spec({
  tp_name: 'itertools.chain', tp_basicsize: 32, tp_flags: FLAGS, tp_new: chain_new, tp_iternext: chain_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'chain(*iterables)\n--\n\nThe items of the first iterable, then those of the next, until all are exhausted.', tp_dealloc: dealloc_of('chain', [CH_SOURCE, CH_ACTIVE]),
  tp_traverse: traverse_of('chain', [CH_SOURCE, CH_ACTIVE]),
  tp_methods: [
    ['from_iterable', chain_from_iterable, METH_O | METH_CLASS, 'from_iterable($type, iterable, /)\n--\n\nchain() of the items of one iterable.'],
    ['__reduce__', chain_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', chain_setstate, METH_O, 'Set state information for unpickling.'],
    ['__class_getitem__', class_getitem, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

function class_getitem(type: number, item: number): number {
  return Py_GenericAlias(type, item);
}

// ----------------------------------------------------------------------------------------------------------- accumulate

const AC_TOTAL = 16;
const AC_IT = 24;
const AC_BINOP = 32;
const AC_INITIAL = 40;
const AC_FIELDS = [AC_BINOP, AC_TOTAL, AC_IT, AC_INITIAL];
const accumulate_parser = { fname: 'accumulate', keywords: ['iterable', 'func', 'initial'] };

function accumulate_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, accumulate_parser, 1, 2);
  if (a === null) return 0;
  const it = PyObject_GetIter(a[0]);
  if (it === 0) return 0;
  const lz = type_alloc(type);
  if (lz === 0) {
    Py_DECREF(it);
    return 0;
  }
  if (a[1] !== 0 && a[1] !== Py_None) set(lz, AC_BINOP, Py_NewRef(a[1]));
  set(lz, AC_IT, it);
  set(lz, AC_INITIAL, Py_NewRef(a[2] === 0 ? Py_None : a[2]));
  return lz;
}

function accumulate_next(lz: number): number {
  const initial = get(lz, AC_INITIAL);
  if (initial !== Py_None) {
    set(lz, AC_INITIAL, Py_None);
    set(lz, AC_TOTAL, Py_NewRef(initial));
    return initial;
  }
  const val = iternext(get(lz, AC_IT));
  if (val === 0) return 0;
  const total = get(lz, AC_TOTAL);
  if (total === 0) {
    set(lz, AC_TOTAL, Py_NewRef(val));
    return val;
  }
  const binop = get(lz, AC_BINOP);
  const newtotal = binop === 0 ? PyNumber_Add(total, val) : PyObject_CallFunctionObjArgs(binop, total, val);
  Py_DECREF(val);
  if (newtotal === 0) return 0;
  Py_XSETREF(lz + AC_TOTAL, Py_NewRef(newtotal));
  return newtotal;
}

function accumulate_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const binop = get(lz, AC_BINOP) || Py_None;
  const total = get(lz, AC_TOTAL) || Py_None;
  if (get(lz, AC_INITIAL) !== Py_None) return Py_BuildValue('O(NO)O', Py_TYPE(lz), chained(lz, get(lz, AC_INITIAL)), binop, Py_None);
  if (get(lz, AC_TOTAL) === Py_None) return reduce_with_total_none(lz, binop);
  return Py_BuildValue('O(OO)O', Py_TYPE(lz), get(lz, AC_IT), binop, total);
}

/** chain((first,), the rest of the input). Returns new. May fail. */
function chained(lz: number, first: number): number {
  const chain = module_attr(lz, 'chain');
  const head = chain === 0 ? 0 : PyTuple_Pack(1, first);
  const result = head === 0 ? 0 : PyObject_CallFunctionObjArgs(chain, head, get(lz, AC_IT));
  Py_XDECREF(head);
  Py_XDECREF(chain);
  return result;
}

/** A total of None cannot be told from none at all: islice(accumulate(chain((None,), rest), binop), 1, None). */
function reduce_with_total_none(lz: number, binop: number): number {
  const islice = module_attr(lz, 'islice');
  const it = islice === 0 ? 0 : chained(lz, Py_None);
  const inner = it === 0 ? 0 : PyObject_CallFunctionObjArgs(Py_TYPE(lz), it, binop);
  Py_XDECREF(it);
  if (inner !== 0) return Py_BuildValue('N(NiO)', islice, inner, 1, Py_None);
  Py_XDECREF(islice);
  return 0;
}

/** A type of this module. Returns new. May fail. */
function module_attr(lz: number, name: string): number {
  const module = PyType_GetModule(Py_TYPE(lz));
  return module === 0 ? 0 : PyObject_GetAttr(module, _Py_ID(name));
}

function accumulate_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  Py_XSETREF(lz + AC_TOTAL, Py_NewRef(state));
  return Py_None;
}

const accumulate_spec = type_spec({
  tp_name: 'itertools.accumulate', tp_basicsize: 56, tp_flags: FLAGS, tp_new: accumulate_new, tp_iternext: accumulate_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'accumulate(iterable, func=None, *, initial=None)\n--\n\nThe running sums of the items, or what func(total, item) makes of them.',
  tp_dealloc: dealloc_of('accumulate', AC_FIELDS), tp_traverse: traverse_of('accumulate', AC_FIELDS),
  tp_methods: [
    ['__reduce__', accumulate_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', accumulate_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

// ------------------------------------------------------------------------------------------------------------- compress

const CO_DATA = 16;
const CO_SELECTORS = 24;
const compress_parser = { fname: 'compress', keywords: ['data', 'selectors'] };

function compress_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, compress_parser, 2, 2);
  if (a === null) return 0;
  const data = PyObject_GetIter(a[0]);
  if (data === 0) return 0;
  const selectors = PyObject_GetIter(a[1]);
  const lz = selectors === 0 ? 0 : type_alloc(type);
  if (lz === 0) {
    Py_DECREF(data);
    if (selectors !== 0) Py_DECREF(selectors);
    return 0;
  }
  set(lz, CO_DATA, data);
  set(lz, CO_SELECTORS, selectors);
  return lz;
}

function compress_next(lz: number): number {
  for (;;) {
    const datum = iternext(get(lz, CO_DATA));
    if (datum === 0) return 0;
    const selector = iternext(get(lz, CO_SELECTORS));
    if (selector === 0) {
      Py_DECREF(datum);
      return 0;
    }
    const ok = PyObject_IsTrue(selector);
    Py_DECREF(selector);
    if (ok === 1) return datum;
    Py_DECREF(datum);
    if (ok < 0) return 0;
  }
}

function compress_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  return Py_BuildValue('O(OO)', Py_TYPE(lz), get(lz, CO_DATA), get(lz, CO_SELECTORS));
}

const compress_spec = type_spec({
  tp_name: 'itertools.compress', tp_basicsize: 32, tp_flags: FLAGS, tp_new: compress_new, tp_iternext: compress_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'compress(data, selectors)\n--\n\nThe items of data whose selector is true.', tp_dealloc: dealloc_of('compress', [CO_DATA, CO_SELECTORS]),
  tp_traverse: traverse_of('compress', [CO_DATA, CO_SELECTORS]), tp_methods: [['__reduce__', compress_reduce, METH_NOARGS, 'Return state information for pickling.']],
});

// ---------------------------------------------------------------------------------------------------------------- count

/** In fast mode (cnt below SSIZE_MAX) long_cnt is NULL and long_step 1; in slow mode long_cnt counts. */
const CN_CNT = 16;
const CN_LONG_CNT = 24;
const CN_LONG_STEP = 32;
const SLOW = -1;
const count_parser = { fname: 'count', keywords: ['start', 'step'] };

function count_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, count_parser, 0, 2);
  if (a === null) return 0;
  const start = a[0];
  const step = a[1];
  if ((start !== 0 && !PyNumber_Check(start)) || (step !== 0 && !PyNumber_Check(step))) {
    PyErr_SetString(PyExc_TypeError, 'a number is required');
    return 0;
  }
  const cnt = start === 0 ? 0 : PyLong_CheckExact(start) ? long_small(start) : Number.NaN;
  const fast = cnt >= 0 && (step === 0 || (PyLong_Check(step) && long_small(step) === 1));
  const lz = type_alloc(type);
  if (lz === 0) return 0;
  set(lz, CN_LONG_STEP, step === 0 ? PyLong_FromLong(1) : Py_NewRef(step));
  write_ssize(lz + CN_CNT, fast ? cnt : SLOW);
  if (!fast) set(lz, CN_LONG_CNT, start === 0 ? PyLong_FromLong(0) : Py_NewRef(start));
  return lz;
}

function count_next(lz: number): number {
  const cnt = read_ssize(lz + CN_CNT);
  if (cnt !== SLOW && cnt < Number.MAX_SAFE_INTEGER) {
    write_ssize(lz + CN_CNT, cnt + 1);
    return PyLong_FromSsize_t(cnt);
  }
  let long_cnt = get(lz, CN_LONG_CNT);
  if (long_cnt === 0) {
    long_cnt = PyLong_FromSsize_t(cnt);
    write_ssize(lz + CN_CNT, SLOW);
  }
  const stepped = PyNumber_Add(long_cnt, get(lz, CN_LONG_STEP));
  if (stepped === 0) {
    set(lz, CN_LONG_CNT, long_cnt);
    return 0;
  }
  set(lz, CN_LONG_CNT, stepped);
  return long_cnt;
}

/** The number that comes next. Returns new. */
function count_value(lz: number): number {
  const long_cnt = get(lz, CN_LONG_CNT);
  return long_cnt !== 0 ? Py_NewRef(long_cnt) : PyLong_FromSsize_t(read_ssize(lz + CN_CNT));
}

function count_repr(lz: number): number {
  const value = count_value(lz);
  const step = get(lz, CN_LONG_STEP);
  const name = PyType_GetName(Py_TYPE(lz));
  const plain = PyLong_Check(step) && long_small(step) === 1;
  const r = plain ? PyUnicode_FromFormat('%U(%R)', name, value) : PyUnicode_FromFormat('%U(%R, %R)', name, value, step);
  Py_DECREF(name);
  Py_DECREF(value);
  return r;
}

function count_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const step = get(lz, CN_LONG_STEP);
  if (PyLong_Check(step) && long_small(step) === 1) return Py_BuildValue('O(N)', Py_TYPE(lz), count_value(lz));
  return Py_BuildValue('O(NO)', Py_TYPE(lz), count_value(lz), step);
}

const count_spec = type_spec({
  tp_name: 'itertools.count', tp_basicsize: 40, tp_flags: FLAGS, tp_new: count_new, tp_iternext: count_next, tp_iter: PyObject_SelfIter, tp_repr: count_repr,
  tp_doc: 'count(start=0, step=1)\n--\n\nstart, start + step, start + 2 * step, without end.', tp_dealloc: dealloc_of('count', [CN_LONG_CNT, CN_LONG_STEP]),
  tp_traverse: traverse_of('count', [CN_LONG_CNT, CN_LONG_STEP]), tp_methods: [['__reduce__', count_reduce, METH_NOARGS, 'Return state information for pickling.']],
});

// --------------------------------------------------------------------------------------------------------------- repeat

const R_ELEMENT = 16;
const R_CNT = 24;
const repeat_parser = { fname: 'repeat', keywords: ['object', 'times'] };

function repeat_new(type: number, args: number, kwargs: number): number {
  const a = unpack_new(args, kwargs, repeat_parser, 1, 2);
  if (a === null) return 0;
  let cnt = -1;
  if (a[1] !== 0) {
    Py_INCREF(a[1]);
    const index = _PyNumber_Index(a[1]);
    Py_DECREF(a[1]);
    if (index === 0) return 0;
    cnt = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (cnt === -1 && PyErr_Occurred()) return 0;
    if (cnt < 0) cnt = 0;
  }
  const ro = type_alloc(type);
  if (ro === 0) return 0;
  set(ro, R_ELEMENT, Py_NewRef(a[0]));
  write_ssize(ro + R_CNT, Math.min(cnt, 9223372036854774784));
  return ro;
}

function repeat_next(ro: number): number {
  const cnt = read_ssize(ro + R_CNT);
  if (cnt === 0) return 0;
  if (cnt > 0) write_ssize(ro + R_CNT, cnt - 1);
  return Py_NewRef(get(ro, R_ELEMENT));
}

function repeat_repr(ro: number): number {
  const cnt = read_ssize(ro + R_CNT);
  const name = PyType_GetName(Py_TYPE(ro));
  const r = cnt === -1 ? PyUnicode_FromFormat('%U(%R)', name, get(ro, R_ELEMENT)) : PyUnicode_FromFormat('%U(%R, %zd)', name, get(ro, R_ELEMENT), cnt);
  Py_DECREF(name);
  return r;
}

function repeat_len(ro: number): number {
  const cnt = read_ssize(ro + R_CNT);
  if (cnt === -1) {
    PyErr_SetString(PyExc_TypeError, 'len() of unsized object');
    return 0;
  }
  return PyLong_FromSsize_t(cnt);
}

function repeat_reduce(ro: number): number {
  if (!pickle_deprecation()) return 0;
  const cnt = read_ssize(ro + R_CNT);
  return cnt >= 0 ? Py_BuildValue('O(On)', Py_TYPE(ro), get(ro, R_ELEMENT), cnt) : Py_BuildValue('O(O)', Py_TYPE(ro), get(ro, R_ELEMENT));
}

const repeat_spec = type_spec({
  tp_name: 'itertools.repeat', tp_basicsize: 32, tp_flags: FLAGS, tp_new: repeat_new, tp_iternext: repeat_next, tp_iter: PyObject_SelfIter, tp_repr: repeat_repr,
  tp_doc: 'repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.',
  tp_dealloc: dealloc_of('repeat', [R_ELEMENT]), tp_traverse: traverse_of('repeat', [R_ELEMENT]),
  tp_methods: [
    ['__length_hint__', repeat_len, METH_NOARGS, 'Private method returning an estimate of len(list(it)).'],
    ['__reduce__', repeat_reduce, METH_NOARGS, 'Return state information for pickling.'],
  ],
});

// ---------------------------------------------------------------------------------------------------------- zip_longest

const Z_SIZE = 16;
const Z_ACTIVE = 24;
const Z_ITTUPLE = 32;
const Z_RESULT = 40;
const Z_FILL = 48;

function zip_longest_new(type: number, args: number, kwargs: number): number {
  let fillvalue = Py_None;
  if (kwargs !== 0 && PyDict_GET_SIZE(kwargs) > 0) {
    fillvalue = PyDict_GET_SIZE(kwargs) === 1 ? PyDict_GetItemWithError(kwargs, _Py_ID('fillvalue')) : 0;
    if (fillvalue === 0) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, 'zip_longest() got an unexpected keyword argument');
      return 0;
    }
  }
  const n = PyTuple_GET_SIZE(args);
  const ittuple = PyTuple_New(n);
  if (ittuple === 0) return 0;
  for (let i = 0; i < n; i++) {
    const it = PyObject_GetIter(PyTuple_GET_ITEM(args, i));
    if (it === 0) {
      Py_DECREF(ittuple);
      return 0;
    }
    PyTuple_SET_ITEM(ittuple, i, it);
  }
  const result = PyTuple_New(n);
  const lz = result === 0 ? 0 : type_alloc(type);
  if (lz === 0) {
    Py_DECREF(ittuple);
    if (result !== 0) Py_DECREF(result);
    return 0;
  }
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(result, i, Py_None);
  set(lz, Z_ITTUPLE, ittuple);
  write_ssize(lz + Z_SIZE, n);
  write_ssize(lz + Z_ACTIVE, n);
  set(lz, Z_RESULT, result);
  set(lz, Z_FILL, Py_NewRef(fillvalue));
  return lz;
}

/** The next item of iterator i, or the fill value; 0 at the end or with an exception. Returns new. */
function zip_longest_item(lz: number, i: number): number {
  const ittuple = get(lz, Z_ITTUPLE);
  const it = PyTuple_GET_ITEM(ittuple, i);
  if (it === 0) return Py_NewRef(get(lz, Z_FILL));
  const item = PyIter_Next(it);
  if (item !== 0) return item;
  const active = read_ssize(lz + Z_ACTIVE) - 1;
  write_ssize(lz + Z_ACTIVE, active);
  if (active === 0 || PyErr_Occurred()) {
    write_ssize(lz + Z_ACTIVE, 0);
    return 0;
  }
  write_ptr(ittuple + PyTupleObject.ob_item + 8 * i, 0);
  Py_DECREF(it);
  return Py_NewRef(get(lz, Z_FILL));
}

function zip_longest_next(lz: number): number {
  const n = read_ssize(lz + Z_SIZE);
  if (n === 0 || read_ssize(lz + Z_ACTIVE) === 0) return 0;
  let result = get(lz, Z_RESULT);
  const reuse = (HEAP32[result >> 2] & 0x7fffffff) === 1;
  if (reuse) Py_INCREF(result);
  else {
    result = PyTuple_New(n);
    if (result === 0) return 0;
  }
  for (let i = 0; i < n; i++) {
    const item = zip_longest_item(lz, i);
    if (item === 0) {
      Py_DECREF(result);
      return 0;
    }
    const slot = result + PyTupleObject.ob_item + 8 * i;
    const old = HEAP32[slot >> 2];
    write_ptr(slot, item);
    if (reuse) Py_DECREF(old);
  }
  if (reuse && !_PyObject_GC_IS_TRACKED(result)) _PyObject_GC_TRACK(result);
  return result;
}

function zip_longest_reduce(lz: number): number {
  if (!pickle_deprecation()) return 0;
  const n = read_ssize(lz + Z_SIZE);
  const args = PyTuple_New(n);
  if (args === 0) return 0;
  for (let i = 0; i < n; i++) {
    const it = PyTuple_GET_ITEM(get(lz, Z_ITTUPLE), i);
    PyTuple_SET_ITEM(args, i, it === 0 ? PyTuple_New(0) : Py_NewRef(it));
  }
  return Py_BuildValue('ONO', Py_TYPE(lz), args, get(lz, Z_FILL));
}

function zip_longest_setstate(lz: number, state: number): number {
  if (!pickle_deprecation()) return 0;
  Py_XSETREF(lz + Z_FILL, Py_NewRef(state));
  return Py_None;
}

const zip_longest_spec = type_spec({
  tp_name: 'itertools.zip_longest', tp_basicsize: 56, tp_flags: FLAGS, tp_new: zip_longest_new, tp_iternext: zip_longest_next, tp_iter: PyObject_SelfIter,
  tp_doc: 'zip_longest(*iterables, fillvalue=None)\n--\n\nzip() that goes on to the end of the longest iterable.', tp_dealloc: dealloc_of('zip_longest', [Z_ITTUPLE, Z_RESULT, Z_FILL]),
  tp_traverse: traverse_of('zip_longest', [Z_ITTUPLE, Z_RESULT, Z_FILL]),
  tp_methods: [
    ['__reduce__', zip_longest_reduce, METH_NOARGS, 'Return state information for pickling.'],
    ['__setstate__', zip_longest_setstate, METH_O, 'Set state information for unpickling.'],
  ],
});

// --------------------------------------------------------------------------------------------------------------- module

const specs: TypeSpec[] = [
  accumulate_spec, batched_spec, chain_spec, compress_spec, count_spec, cycle_spec, dropwhile_spec, filterfalse_spec, groupby_spec, grouper_spec, islice_spec, pairwise_spec,
  repeat_spec, starmap_spec, takewhile_spec, tee_spec, teedataobject_spec, zip_longest_spec, ...combinatoric_types,
];

function itertoolsmodule_exec(module: number): number {
  for (const spec of specs) if (add_type(module, spec) === 0) return -1;
  return 0;
}

builtin_module({
  m_name: 'itertools',
  m_doc: 'Iterators: without end (count, cycle, repeat), that stop with the shortest input, and combinatoric ones.',
  m_methods: [['tee', itertools_tee, METH_FASTCALL, 'tee($module, iterable, n=2, /)\n--\n\nA tuple of n independent iterators.']],
  m_exec: itertoolsmodule_exec,
});
