// Answers to Objects/cellobject.c of CPython 3.13: the cells that closures share variables through.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { PyCellObject } from '../include/generated/offsets';
import { HEAP32, read_ptr, write_ptr } from '../include/heap';
import {
  Py_CLEAR, Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, Py_XNewRef, Py_XSETREF,
} from '../include/object';
import { Py_False, Py_NotImplemented, Py_True, PyCell_Type, PyExc_ValueError } from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_BadInternalCall, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_NoKeywords, PyArg_UnpackTuple } from '../python/getargs';
import { PyObject_GenericGetAttr, PyObject_RichCompare } from './object';
import { tp_name } from './typeobject';


export function PyCell_Check(op: number): boolean {
  return Py_TYPE(op) === PyCell_Type;
}

/** Returns new; obj may be NULL. May fail. */
export function PyCell_New(obj: number): number {
  const op = _PyObject_GC_New(PyCell_Type);
  if (op === 0) return 0;
  write_ptr(op + PyCellObject.ob_ref, Py_XNewRef(obj));
  _PyObject_GC_TRACK(op);
  return op;
}

/** Borrowed, or NULL. */
export function PyCell_GET(op: number): number {
  return HEAP32[(op + PyCellObject.ob_ref) >> 2];
}

/** Steals value; the old content is not released. */
export function PyCell_SET(op: number, value: number): void {
  HEAP32[(op + PyCellObject.ob_ref) >> 2] = value;
}

/** Returns new, or NULL for an empty cell (no exception). */
export function PyCell_GetRef(op: number): number {
  return Py_XNewRef(PyCell_GET(op));
}

/** Steals value (may be NULL). May run Python code (a finalizer). */
export function PyCell_SetTakeRef(op: number, value: number): void {
  Py_XSETREF(op + PyCellObject.ob_ref, value);
}

/** Steals value; returns the old content, owned. */
export function PyCell_SwapTakeRef(op: number, value: number): number {
  const old = PyCell_GET(op);
  PyCell_SET(op, value);
  return old;
}

/** Returns new, or NULL. */
export function PyCell_Get(op: number): number {
  if (PyCell_Check(op)) return PyCell_GetRef(op);
  PyErr_BadInternalCall();
  return 0;
}

/** 0 or -1. */
export function PyCell_Set(op: number, value: number): number {
  if (!PyCell_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  PyCell_SetTakeRef(op, Py_XNewRef(value));
  return 0;
}

function cell_new(_type: number, args: number, kwargs: number): number {
  if (!_PyArg_NoKeywords('cell', kwargs)) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const ok = PyArg_UnpackTuple(args, 'cell', 0, 1, out);
  const obj = read_ptr(out);
  stackRestore(mark);
  return ok ? PyCell_New(obj) : 0;
}

function cell_dealloc(op: number): void {
  _PyObject_GC_UNTRACK(op);
  Py_XDECREF(PyCell_GET(op));
  PyObject_GC_Del(op);
}

function cell_traverse(op: number, visit: (op: number, arg: number) => number, arg: number): number {
  const ref = PyCell_GET(op);
  return ref !== 0 ? visit(ref, arg) : 0;
}

function cell_clear(op: number): number {
  Py_CLEAR(op + PyCellObject.ob_ref);
  return 0;
}

/** Contents compare; an empty cell is less than a full one. */
function cell_richcompare(a: number, b: number, op: number): number {
  if (!PyCell_Check(a) || !PyCell_Check(b)) return Py_NotImplemented;
  const x = PyCell_GET(a);
  const y = PyCell_GET(b);
  if (x !== 0 && y !== 0) return PyObject_RichCompare(x, y, op);
  const left = y === 0 ? 1 : 0;
  const right = x === 0 ? 1 : 0;
  const results: Record<number, boolean> = {
    [Py_EQ]: left === right, [Py_NE]: left !== right, [Py_LT]: left < right, [Py_GT]: left > right, [Py_LE]: left <= right, [Py_GE]: left >= right,
  };
  return results[op] ? Py_True : Py_False;
}

function cell_repr(op: number): number {
  const ref = PyCell_GET(op);
  if (ref === 0) return PyUnicode_FromFormat('<cell at %p: empty>', op);
  return PyUnicode_FromFormat('<cell at %p: %.80s object at %p>', op, tp_name(Py_TYPE(ref)), ref);
}

function cell_get_contents(op: number, _closure: number): number {
  const ref = PyCell_GET(op);
  if (ref !== 0) return Py_NewRef(ref);
  PyErr_SetString(PyExc_ValueError, 'Cell is empty');
  return 0;
}

function cell_set_contents(op: number, obj: number, _closure: number): number {
  PyCell_SetTakeRef(op, Py_XNewRef(obj));
  return 0;
}

static_type(PyCell_Type, {
  tp_name: 'cell',
  tp_basicsize: PyCellObject.SIZEOF,
  tp_dealloc: cell_dealloc,
  tp_repr: cell_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'cell([contents])\n--\n\nA new cell.',
  tp_traverse: cell_traverse,
  tp_clear: cell_clear,
  tp_richcompare: cell_richcompare,
  tp_getset: [['cell_contents', cell_get_contents, cell_set_contents]],
  tp_new: cell_new,
});
