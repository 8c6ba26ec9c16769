// Answers to the replacement templates (SRE_Template) of CPython 3.13's Modules/_sre/sre.c.
//
// A template is a literal, then pairs of a group's number and the literal after it (NULL when that is empty).

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { FUNCS } from '../../include/functable';
import { MatchObject, PyTypeObject, TemplateObject } from '../../include/generated/offsets';
import { HEAP32, write_ptr } from '../../include/heap';
import {
  Py_DECREF, Py_NewRef, Py_SET_SIZE, Py_SIZE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XDECREF,
} from '../../include/object';
import { _Py_SINGLETON_bytes_empty, _Py_SINGLETON_str_empty, Py_None, PyExc_IndexError, PyExc_RuntimeError, PyExc_TypeError } from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { PyObject_CheckBuffer } from '../../objects/abstract';
import { PyBytes_Check, PyBytes_CheckExact, PyBytes_FromObject, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallMethodOneArg } from '../../objects/call';
import { PyList_Append, PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New } from '../../objects/listobject';
import { PyLong_AsSsize_t } from '../../objects/longobject';
import { _Py_ID, _PyUnicode_Copy, _PyUnicode_JoinArray, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_GET_LENGTH, type_name } from '../../objects/unicodeobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyObject_GC_NewVar, PyObject_GC_Track, PyObject_GC_UnTrack } from '../../python/gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../../python/getargs';
import { _PyImport_GetModuleAttrString } from '../../python/import';
import { _PyModule_GetState } from '../../objects/moduleobject';
import { match_getslice_by_index } from './sre_group';
import { sremodulestate } from './sre_state';

type visitproc = (op: number, arg: number) => number;

/** struct { Py_ssize_t index; PyObject *literal; } */
const enum item {
  index = 0,
  literal = 8,
  SIZEOF = 16,
}

function item_at(self: number, i: number): number {
  return self + TemplateObject.items + i * item.SIZEOF;
}

function bad_template(self: number): 0 {
  PyErr_SetString(PyExc_TypeError, 'invalid template');
  if (self !== 0) Py_DECREF(self);
  return 0;
}

function is_empty(literal: number): boolean {
  return (PyUnicode_Check(literal) && PyUnicode_GET_LENGTH(literal) === 0) || (PyBytes_Check(literal) && PyBytes_GET_SIZE(literal) === 0);
}

/** _sre.template(pattern, [literal, group, literal, ...]). */
export function _sre_template(module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('template', nargs, 2, 2)) return 0;
  const template = HEAP32[(args + 8) >> 2];
  if (!PyList_Check(template)) {
    _PyArg_BadArgument('template', 'argument 2', 'list', template);
    return 0;
  }
  const size = PyList_GET_SIZE(template);
  if ((size & 1) === 0) return bad_template(0);
  const n = size >> 1;
  const self = PyObject_GC_NewVar(HEAP32[(_PyModule_GetState(module) + sremodulestate.Template_Type) >> 2], n);
  if (self === 0) return 0;
  let chunks = 1 + 2 * n;
  write_ptr(self + TemplateObject.literal, Py_NewRef(PyList_GET_ITEM(template, 0)));
  for (let i = 0; i < n; i++) {
    const index = PyLong_AsSsize_t(PyList_GET_ITEM(template, 2 * i + 1));
    if (index < 0) {
      Py_SET_SIZE(self, i);
      if (!PyErr_Occurred()) return bad_template(self);
      Py_DECREF(self);
      return 0;
    }
    const literal = PyList_GET_ITEM(template, 2 * i + 2);
    const empty = is_empty(literal);
    if (empty) chunks--;
    write_ptr(item_at(self, i) + item.index, index);
    write_ptr(item_at(self, i) + item.literal, empty ? 0 : Py_NewRef(literal));
  }
  write_ptr(self + TemplateObject.chunks, chunks);
  PyObject_GC_Track(self);
  return self;
}

function template_clear(self: number): number {
  const literal = HEAP32[(self + TemplateObject.literal) >> 2];
  write_ptr(self + TemplateObject.literal, 0);
  Py_XDECREF(literal);
  for (let i = 0, n = Py_SIZE(self); i < n; i++) {
    const at = item_at(self, i) + item.literal;
    const o = HEAP32[at >> 2];
    write_ptr(at, 0);
    Py_XDECREF(o);
  }
  return 0;
}

function template_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  template_clear(self);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}

function template_traverse(self: number, visit: visitproc, arg: number): number {
  const literal = HEAP32[(self + TemplateObject.literal) >> 2];
  let e = visit(Py_TYPE(self), arg) || (literal === 0 ? 0 : visit(literal, arg));
  for (let i = 0, n = Py_SIZE(self); i < n && !e; i++) {
    const o = HEAP32[(item_at(self, i) + item.literal) >> 2];
    if (o !== 0) e = visit(o, arg);
  }
  return e;
}

/** Returns new: re._compile_template(pattern, template). May run Python code; may fail. */
export function compile_template(module_state: number, pattern: number, template: number): number {
  let func = HEAP32[(module_state + sremodulestate.compile_template) >> 2];
  if (func === 0) {
    func = _PyImport_GetModuleAttrString('re', '_compile_template');
    if (func === 0) return 0;
    const old = HEAP32[(module_state + sremodulestate.compile_template) >> 2];
    write_ptr(module_state + sremodulestate.compile_template, func);
    Py_XDECREF(old);
  }
  let result = PyObject_CallFunctionObjArgs(func, pattern, template, 0);
  if (result === 0 && PyErr_ExceptionMatches(PyExc_TypeError)) {
    // The replacement may be unhashable, as a bytearray is: as the plain type once more.
    const plain = plain_copy(template);
    if (plain === 0) return 0;
    result = PyObject_CallFunctionObjArgs(func, pattern, plain, 0);
    Py_DECREF(plain);
  }
  if (result !== 0 && Py_TYPE(result) !== HEAP32[(module_state + sremodulestate.Template_Type) >> 2]) {
    PyErr_Format(PyExc_RuntimeError, 'the result of compiling a replacement string is %.200s', type_name(result));
    Py_DECREF(result);
    return 0;
  }
  return result;
}

/** Returns new; 0 with the exception that is set, or another. */
function plain_copy(template: number): number {
  if (PyUnicode_Check(template) && !PyUnicode_CheckExact(template)) {
    PyErr_Clear();
    return _PyUnicode_Copy(template);
  }
  if (PyObject_CheckBuffer(template) && !PyBytes_CheckExact(template)) {
    PyErr_Clear();
    return PyBytes_FromObject(template);
  }
  return 0;
}

/** Returns new: the template filled with the groups of a match. */
export function expand_template(self: number, match: number): number {
  const literal = HEAP32[(self + TemplateObject.literal) >> 2];
  if (Py_SIZE(self) === 0) return Py_NewRef(literal);
  if (!PyUnicode_Check(literal)) return expand_bytes(self, match);
  const mark = stackSave();
  const out = stackAlloc(HEAP32[(self + TemplateObject.chunks) >> 2] * 8);
  let n = 0;
  const ok = each_chunk(self, match, (chunk) => {
    write_ptr(out + 8 * n++, chunk);
    return true;
  });
  const result = ok ? _PyUnicode_JoinArray(_Py_SINGLETON_str_empty, out, n) : 0;
  for (let i = 0; i < n; i++) Py_DECREF(HEAP32[(out + 8 * i) >> 2]);
  stackRestore(mark);
  return result;
}

function expand_bytes(self: number, match: number): number {
  const list = PyList_New(0);
  if (list === 0) return 0;
  const ok = each_chunk(self, match, (chunk) => {
    const r = PyList_Append(list, chunk);
    Py_DECREF(chunk);
    return r === 0;
  });
  const result = ok ? PyObject_CallMethodOneArg(_Py_SINGLETON_bytes_empty, _Py_ID('join'), list) : 0;
  Py_DECREF(list);
  return result;
}

/** Hands every part of the text on, as a reference that `take` owns. False with an exception. */
function each_chunk(self: number, match: number, take: (chunk: number) => boolean): boolean {
  if (!take(Py_NewRef(HEAP32[(self + TemplateObject.literal) >> 2]))) return false;
  for (let i = 0; i < Py_SIZE(self); i++) {
    const index = HEAP32[(item_at(self, i) + item.index) >> 2];
    if (index >= HEAP32[(match + MatchObject.groups) >> 2]) {
      PyErr_SetString(PyExc_IndexError, 'no such group');
      return false;
    }
    const group = match_getslice_by_index(match, index, Py_None);
    if (group === 0 || (group !== Py_None && !take(group))) return false;
    const literal = HEAP32[(item_at(self, i) + item.literal) >> 2];
    if (literal !== 0 && !take(Py_NewRef(literal))) return false;
  }
  return true;
}

export const template_spec = type_spec({
  tp_name: '_sre.SRE_Template',
  tp_basicsize: TemplateObject.SIZEOF,
  tp_itemsize: item.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC,
  tp_dealloc: template_dealloc,
  tp_traverse: template_traverse,
  tp_clear: template_clear,
});
