// Answers to Py_BuildValue of Python/modsupport.c of CPython 3.13, with C's variable arguments.

import { HEAPF64, HEAPU8 } from '../include/heap';
import { FUNCS } from '../include/functable';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../include/object';
import { Py_None, PyExc_SystemError } from '../include/statics';
import { PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { PyComplex_FromDoubles } from '../objects/complexobject';
import { PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyUnicode_FromStringAndSize, PyUnicode_FromOrdinal } from '../objects/unicodeobject';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyUnicode_FromWideChar } from './unicodeobject';
import { VaList } from './va_list';

interface Format {
  text: string;
  i: number;
  va: VaList;
}
const CLOSE: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** How many values stand before `end` at the nesting level of `f.i`; -1 with SystemError. */
function countformat(f: Format, end: string): number {
  let count = 0;
  let level = 0;
  for (let i = f.i; level > 0 || f.text[i] !== end; i++) {
    const c = f.text[i];
    if (c === undefined) {
      if (end === '' && level === 0) return count;
      PyErr_SetString(PyExc_SystemError, 'unmatched paren in format');
      return -1;
    }
    if (c in CLOSE) {
      if (level === 0) count++;
      level++;
    } else if (')]}'.includes(c)) level--;
    else if (!'#&,: \t'.includes(c) && level === 0) count++;
  }
  return count;
}

function integer(v: number | bigint): number {
  return typeof v === 'number' ? PyLong_FromLong(v) : PyLong_FromBigInt(v);
}

/** Text or bytes at a pointer, with the size that follows when '#' does. */
function counted(f: Format, make: (p: number, size: number) => number): number {
  const p = f.va.pointer();
  let n = -1;
  if (f.text[f.i] === '#') {
    f.i++;
    n = f.va.ssize();
  }
  if (p === 0) return Py_None;
  if (n < 0) for (n = 0; HEAPU8[p + n] !== 0; ) n++;
  return make(p, n);
}

function do_mkvalue(f: Format): number {
  for (;;) {
    const c = f.text[f.i++];
    switch (c) {
      case '(':
      case '[':
      case '{':
        return do_mksequence(f, c, countformat(f, CLOSE[c]));
      case 'b':
      case 'B':
      case 'h':
      case 'i':
      case 'p':
        return PyLong_FromLong(f.va.int());
      case 'H':
        return PyLong_FromLong(f.va.int() & 0xffff);
      case 'I':
        return PyLong_FromLong(f.va.int() >>> 0);
      case 'n':
      case 'l':
      case 'L':
        return integer(f.va.long());
      case 'k':
      case 'K':
        return integer(f.va.unsigned_long());
      case 'u': {
        const w = f.va.pointer();
        let n = -1;
        if (f.text[f.i] === '#') {
          f.i++;
          n = f.va.ssize();
        }
        return w === 0 ? Py_None : PyUnicode_FromWideChar(w, n);
      }
      case 'f':
      case 'd':
        return PyFloat_FromDouble(f.va.double());
      case 'D': {
        const p = f.va.pointer() >> 3;
        return PyComplex_FromDoubles(HEAPF64[p], HEAPF64[p + 1]);
      }
      case 'c': {
        const byte = f.va.int() & 255;
        const b = PyBytes_FromStringAndSize(0, 1);
        if (b !== 0) HEAPU8[b + 32] = byte;
        return b;
      }
      case 'C':
        return PyUnicode_FromOrdinal(f.va.int());
      case 's':
      case 'z':
      case 'U':
        return counted(f, PyUnicode_FromStringAndSize);
      case 'y':
        return counted(f, PyBytes_FromStringAndSize);
      case 'N':
      case 'S':
      case 'O': {
        if (f.text[f.i] === '&') {
          f.i++;
          const converter = f.va.pointer();
          return FUNCS[converter](f.va.pointer());
        }
        const v = f.va.pointer();
        if (v !== 0) return c === 'N' ? v : Py_NewRef(v);
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, 'NULL object passed to Py_BuildValue');
        return 0;
      }
      case ',':
      case ':':
      case ' ':
      case '\t':
        break;
      default:
        PyErr_SetString(PyExc_SystemError, 'bad format char passed to Py_BuildValue');
        return 0;
    }
  }
}

/** All items are read even after a failure, so that what 'N' gives is not lost. */
function do_mksequence(f: Format, open: string, n: number): number {
  if (n < 0) return 0;
  const items: number[] = [];
  for (let i = 0; i < n; i++) {
    const exc_set = items.includes(0);
    const v = do_mkvalue(f);
    if (!exc_set || v === 0) items.push(v);
    else items.push(v);
  }
  if (open !== '') {
    while (', \t:'.includes(f.text[f.i])) f.i++;
    f.i++;
  }
  if (items.includes(0)) {
    for (const v of items) Py_XDECREF(v);
    return 0;
  }
  if (open === '{') return dict_of(items);
  const seq = open === '[' ? PyList_New(n) : PyTuple_New(n);
  if (seq === 0) for (const v of items) Py_DECREF(v);
  else items.forEach((v, i) => (open === '[' ? PyList_SET_ITEM(seq, i, v) : PyTuple_SET_ITEM(seq, i, v)));
  return seq;
}

function dict_of(items: number[]): number {
  let d = items.length % 2 === 0 ? PyDict_New() : 0;
  if (items.length % 2 !== 0) PyErr_SetString(PyExc_SystemError, 'Bad dict format');
  for (let i = 0; d !== 0 && i < items.length; i += 2) {
    if (PyDict_SetItem(d, items[i], items[i + 1]) < 0) {
      Py_DECREF(d);
      d = 0;
    }
  }
  for (const v of items) Py_DECREF(v);
  return d;
}

/** Returns new; 'N' steals. May fail. */
export function Py_VaBuildValue(format: string, va: number): number {
  const f: Format = { text: format, i: 0, va: new VaList(va) };
  const n = countformat(f, '');
  if (n < 0) return 0;
  if (n === 0) return Py_None;
  return n === 1 ? do_mkvalue(f) : do_mksequence(f, '', n);
}
export function Py_BuildValue(format: string, va: number): number {
  return Py_VaBuildValue(format, va);
}

/** The objects that 'N' hands over in such a call. */
export function stolen_by_format(format: string, va: number): number[] {
  if (!format.includes('N')) return [];
  const list = new VaList(va);
  const stolen: number[] = [];
  for (const [unit] of format.matchAll(/[a-zA-Z][#&]?/g)) {
    if (unit[0] === 'N' && unit !== 'N&') stolen.push(list.pointer());
    else if ('bBhipHIcC'.includes(unit[0])) list.int();
    else if ('fd'.includes(unit[0])) list.double();
    else list.pointer();
    if (unit.length > 1) list.pointer();
  }
  return stolen;
}
