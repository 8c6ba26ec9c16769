// Answers to Modules/_bisectmodule.c of CPython 3.13.

import { METH_FASTCALL, METH_KEYWORDS, Py_DECREF, Py_LT } from '../include/object';
import { Py_None, PyExc_ValueError, PyExc_OverflowError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyNumber_Index, PySequence_GetItem, PySequence_Size } from '../objects/abstract';
import { PyObject_CallMethodObjArgs, PyObject_CallOneArg } from '../objects/call';
import { PyList_CheckExact, PyList_Insert } from '../objects/listobject';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from '../objects/longobject';
import { PyObject_RichCompareBool } from '../objects/object';
import { _Py_ID } from '../objects/unicodeobject';
import { unpack_fast } from './iterutil';

const KEYWORDS = ['a', 'x', 'lo', 'hi', 'key'];

/** A Py_ssize_t argument or its default; null with an exception. */
function ssize(o: number, none: number): number | null {
  if (o === 0 || (none === -1 && o === Py_None)) return none;
  const index = _PyNumber_Index(o);
  if (index === 0) return null;
  const n = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** Where `item` goes into the sorted list[lo:hi]: right of its equals, or left. -1 with an exception. Runs Python code. */
function bisect(list: number, item: number, lo: number, hi: number, key: number, right: boolean): number {
  if (lo < 0) {
    PyErr_SetString(PyExc_ValueError, 'lo must be non-negative');
    return -1;
  }
  if (hi === -1) {
    hi = PySequence_Size(list);
    if (hi < 0) return -1;
  }
  if (hi > Number.MAX_SAFE_INTEGER) {
    PyErr_SetString(PyExc_OverflowError, 'bisection of a sequence of more than 2**53 items is not supported here');
    return -1;
  }
  while (lo < hi) {
    const mid = Math.floor((lo + hi) / 2);
    let litem = PySequence_GetItem(list, mid);
    if (litem === 0) return -1;
    if (key !== Py_None) {
      const k = PyObject_CallOneArg(key, litem);
      Py_DECREF(litem);
      if (k === 0) return -1;
      litem = k;
    }
    const res = right ? PyObject_RichCompareBool(item, litem, Py_LT) : PyObject_RichCompareBool(litem, item, Py_LT);
    Py_DECREF(litem);
    if (res < 0) return -1;
    if (right ? res === 1 : res === 0) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

interface Arguments {
  a: number;
  x: number;
  lo: number;
  hi: number;
  key: number;
}

function parse(fname: string, args: number, nargs: number, kwnames: number): Arguments | null {
  const v = unpack_fast(args, nargs, kwnames, { fname, keywords: KEYWORDS }, 2, 4);
  if (v === null) return null;
  const lo = ssize(v[2], 0);
  if (lo === null) return null;
  const hi = ssize(v[3], -1);
  return hi === null ? null : { a: v[0], x: v[1], lo, hi, key: v[4] === 0 ? Py_None : v[4] };
}

function find(fname: string, right: boolean, args: number, nargs: number, kwnames: number): number {
  const p = parse(fname, args, nargs, kwnames);
  if (p === null) return 0;
  const index = bisect(p.a, p.x, p.lo, p.hi, p.key, right);
  return index < 0 ? 0 : PyLong_FromSsize_t(index);
}

function insort(fname: string, right: boolean, args: number, nargs: number, kwnames: number): number {
  const p = parse(fname, args, nargs, kwnames);
  if (p === null) return 0;
  let key_x = p.x;
  if (p.key !== Py_None) {
    key_x = PyObject_CallOneArg(p.key, p.x);
    if (key_x === 0) return 0;
  }
  const index = bisect(p.a, key_x, p.lo, p.hi, p.key, right);
  if (key_x !== p.x) Py_DECREF(key_x);
  if (index < 0) return 0;
  if (PyList_CheckExact(p.a)) return PyList_Insert(p.a, index, p.x) < 0 ? 0 : Py_None;
  const i = PyLong_FromSsize_t(index);
  const result = PyObject_CallMethodObjArgs(p.a, _Py_ID('insert'), i, p.x);
  Py_DECREF(i);
  if (result === 0) return 0;
  Py_DECREF(result);
  return Py_None;
}

const bisect_right = (_m: number, args: number, nargs: number, kwnames: number): number => find('bisect_right', true, args, nargs, kwnames);
const bisect_left = (_m: number, args: number, nargs: number, kwnames: number): number => find('bisect_left', false, args, nargs, kwnames);
const insort_right = (_m: number, args: number, nargs: number, kwnames: number): number => insort('insort_right', true, args, nargs, kwnames);
const insort_left = (_m: number, args: number, nargs: number, kwnames: number): number => insort('insort_left', false, args, nargs, kwnames);
const FLAGS = METH_FASTCALL | METH_KEYWORDS;
const SIGNATURE = '($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\n';

builtin_module({
  m_name: '_bisect',
  m_doc: 'Bisection in sorted sequences.',
  m_methods: [
    ['bisect_right', bisect_right, FLAGS, `bisect_right${SIGNATURE}Where x goes, right of its equals.`],
    ['insort_right', insort_right, FLAGS, `insort_right${SIGNATURE}Inserts x right of its equals.`],
    ['bisect_left', bisect_left, FLAGS, `bisect_left${SIGNATURE}Where x goes, left of its equals.`],
    ['insort_left', insort_left, FLAGS, `insort_left${SIGNATURE}Inserts x left of its equals.`],
  ],
});
