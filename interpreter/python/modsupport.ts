// Answers to Python/modsupport.c of CPython 3.13: Py_BuildValue and what modules add to themselves.

import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../include/object';
import { Py_None, PyExc_SystemError } from '../include/statics';
import { PyBytes_FromString } from '../objects/bytesobject';
import { PyDict_New, PyDict_SetItem, PyDict_SetItemString } from '../objects/dictobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _PyType_Name } from '../objects/typeobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_Occurred, PyErr_SetString } from './errors';

type Value = number | string | null;

/** Builds one value of `format` at `at.i`; new reference or 0. */
function do_mkvalue(format: string, at: { i: number }, args: Value[]): number {
  const c = format[at.i++];
  switch (c) {
    case '(':
    case '[': {
      const items = do_mkitems(format, at, args, c === '(' ? ')' : ']');
      if (items === null) return 0;
      const seq = c === '(' ? PyTuple_New(items.length) : PyList_New(items.length);
      items.forEach((v, i) => (c === '(' ? PyTuple_SET_ITEM(seq, i, v) : PyList_SET_ITEM(seq, i, v)));
      return seq;
    }
    case '{': {
      const items = do_mkitems(format, at, args, '}');
      if (items === null) return 0;
      const d = PyDict_New();
      for (let i = 0; i + 1 < items.length; i += 2) PyDict_SetItem(d, items[i], items[i + 1]);
      for (const v of items) Py_DECREF(v);
      return d;
    }
    case 'O':
    case 'S':
    case 'U':
    case 'N': {
      if (c === 'U' && typeof args[0] === 'string') break;
      const v = args.shift() as number;
      if (v === 0) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, 'NULL object passed to Py_BuildValue');
        return 0;
      }
      return c === 'N' ? v : Py_NewRef(v);
    }
    case 's':
    case 'z':
      break;
    case 'y': {
      const v = args.shift() as string | null;
      return v === null ? Py_None : PyBytes_FromString(v);
    }
    case 'd':
    case 'f':
      return PyFloat_FromDouble(args.shift() as number);
    case 'i':
    case 'l':
    case 'n':
    case 'h':
    case 'b':
    case 'B':
    case 'H':
    case 'I':
    case 'k':
    case 'L':
    case 'K':
      return PyLong_FromLong(args.shift() as number);
    case ',':
    case ' ':
    case ':':
      return do_mkvalue(format, at, args);
    default:
      PyErr_SetString(PyExc_SystemError, 'bad format char passed to Py_BuildValue');
      return 0;
  }
  const text = args.shift() as string | null;
  return text === null ? Py_None : PyUnicode_FromString(text);
}

function do_mkitems(format: string, at: { i: number }, args: Value[], end: string): number[] | null {
  const items: number[] = [];
  let failed = false;
  while (format[at.i] !== end) {
    if (', :'.includes(format[at.i])) {
      at.i++;
      continue;
    }
    const v = do_mkvalue(format, at, args);
    if (v === 0) failed = true;
    items.push(v);
  }
  at.i++;
  if (!failed) return items;
  for (const v of items) Py_XDECREF(v);
  return null;
}

/** New reference. Strings are JavaScript strings or null (None); 'N' steals. */
export function Py_BuildValue(format: string, ...args: Value[]): number {
  const f = format.replace(/[, :]/g, '');
  if (f === '') return Py_None;
  const single = f.length === 1 || (/^[([{]/.test(f) && closes_at_end(f));
  return do_mkvalue(single ? f : `(${f})`, { i: 0 }, args);
}

function closes_at_end(f: string): boolean {
  let depth = 0;
  for (let i = 0; i < f.length; i++) {
    if ('([{'.includes(f[i])) depth++;
    else if (')]}'.includes(f[i]) && --depth === 0) return i === f.length - 1;
  }
  return false;
}

/** Borrows `value`. 0 or -1. */
export function PyModule_AddObjectRef(mod: number, name: string, value: number): number {
  if (value === 0) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_SystemError, 'PyModule_AddObjectRef() must be called with an exception raised if value is NULL');
    return -1;
  }
  return PyDict_SetItemString(PyModule_GetDict(mod), name, value);
}
/** Steals `value`, always. */
export function PyModule_Add(mod: number, name: string, value: number): number {
  const r = PyModule_AddObjectRef(mod, name, value);
  Py_XDECREF(value);
  return r;
}
/** Steals `value` only on success. */
export function PyModule_AddObject(mod: number, name: string, value: number): number {
  const r = PyModule_AddObjectRef(mod, name, value);
  if (r === 0) Py_DECREF(value);
  return r;
}
/** Adds a type under its name without the module. 0 or -1. */
export function PyModule_AddType(module: number, type: number): number {
  return PyModule_AddObjectRef(module, _PyType_Name(type), type);
}
export function PyModule_AddIntConstant(mod: number, name: string, value: number): number {
  return PyModule_Add(mod, name, PyLong_FromLong(value));
}
export function PyModule_AddStringConstant(mod: number, name: string, value: string): number {
  return PyModule_Add(mod, name, PyUnicode_FromString(value));
}
