// Answers to Objects/structseq.c of CPython 3.13: tuples whose items have names (time.struct_time, os.stat_result).
//
// An instance holds all fields; ob_size counts only those that the sequence shows (n_in_sequence). Types are heap types; the
// counts are in the type's dict, as in C. Deviation: a description is a JavaScript object.

import { PyMemberDef, PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_KEYWORDS, METH_NOARGS, METH_VARARGS, Py_DECREF, Py_NewRef, Py_READONLY, Py_SIZE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE, Py_TYPE, Py_XDECREF, PyType_HasFeature,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { Py_None, PyExc_SystemError, PyExc_TypeError, PyTuple_Type } from '../include/statics';
import { type MemberSpec, type TypeSpec, type_spec } from '../include/typespec';
import { PyErr_Format, PyErr_Occurred } from '../python/errors';
import { _PyObject_GC_NewVar, _PyObject_GC_TRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_NoPositional, _PyArg_UnpackKeywords } from '../python/getargs';
import { PySequence_Fast, PySequence_Fast_GET_ITEM, PySequence_Fast_GET_SIZE } from './abstract';
import {
  PyDict_Check, PyDict_Copy, PyDict_GET_SIZE, PyDict_GetItemStringRef, PyDict_Keys, PyDict_New, PyDict_PopString, PyDict_SetItemString,
  _PyDict_GetItemStringWithError,
} from './dictobject';
import { PyLong_AsSsize_t, PyLong_FromSsize_t } from './longobject';
import { _Py_FinishRepr, _Py_WriteRepr, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { PyType_FromModuleAndSpec } from './typeobject';
import { PyUnicode_FromString } from './unicodeobject';
import { _PyUnicodeWriter, _PyUnicodeWriter_WriteASCIIString } from './unicodeobject_writer';

/** The name of a field that has only an index. */
export const PyStructSequence_UnnamedField = 'unnamed field';

export interface PyStructSequence_Desc {
  name: string;
  doc?: string | null;
  fields: readonly (readonly [name: string, doc?: string | null])[];
  n_in_sequence: number;
}

const ITEMS = PyTupleObject.ob_item;

type visitproc = (op: number, arg: number) => number;

/** A count kept in the type's dict. */
function type_count(type: number, name: string): number {
  const v = _PyDict_GetItemStringWithError(HEAP32[(type + PyTypeObject.tp_dict) >> 2], name);
  return v === 0 ? -1 : PyLong_AsSsize_t(v);
}

function REAL_SIZE_TP(type: number): number {
  return type_count(type, 'n_fields');
}

function VISIBLE_SIZE_TP(type: number): number {
  return type_count(type, 'n_sequence_fields');
}

function UNNAMED_FIELDS_TP(type: number): number {
  return type_count(type, 'n_unnamed_fields');
}

/** The name of member `i`, or null after the last. Unnamed fields have none and are not counted. */
function member_name(type: number, i: number): string | null {
  const name = HEAP32[(HEAP32[(type + PyTypeObject.tp_members) >> 2] + i * PyMemberDef.SIZEOF + PyMemberDef.name) >> 2];
  return name === 0 ? null : cstring(name);
}

/** Returns new, with fields NULL and untracked. May fail. */
export function PyStructSequence_New(type: number): number {
  const size = REAL_SIZE_TP(type);
  const vsize = VISIBLE_SIZE_TP(type);
  if (size < 0 || vsize < 0) return 0;
  // The hidden fields are counted in the type's basicsize.
  const obj = _PyObject_GC_NewVar(type, vsize);
  if (obj === 0) return 0;
  for (let i = 0; i < size; i++) write_ptr(obj + ITEMS + (i << 3), 0);
  return obj;
}

/** Steals `value`. For a fresh instance. */
export function PyStructSequence_SetItem(op: number, index: number, value: number): void {
  write_ptr(op + ITEMS + (index << 3), value);
}

export const PyStructSequence_SET_ITEM = PyStructSequence_SetItem;

/** Returns borrowed. */
export function PyStructSequence_GetItem(op: number, index: number): number {
  return HEAP32[(op + ITEMS + (index << 3)) >> 2];
}

export const PyStructSequence_GET_ITEM = PyStructSequence_GetItem;

function structseq_traverse(obj: number, visit: visitproc, arg: number): number {
  const type = Py_TYPE(obj);
  let e = PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) ? visit(type, arg) : 0;
  for (let i = 0, n = REAL_SIZE_TP(type); !e && i < n; i++) {
    const v = PyStructSequence_GetItem(obj, i);
    if (v !== 0) e = visit(v, arg);
  }
  return e;
}

function structseq_dealloc(obj: number): void {
  PyObject_GC_UnTrack(obj);
  const type = Py_TYPE(obj);
  for (let i = 0, n = REAL_SIZE_TP(type); i < n; i++) Py_XDECREF(PyStructSequence_GetItem(obj, i));
  PyObject_GC_Del(obj);
  if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) Py_DECREF(type);
}

function name_of(type: number): string {
  return cstring(HEAP32[(type + PyTypeObject.tp_name) >> 2]);
}

const new_parser = { fname: 'structseq', keywords: ['sequence', 'dict'] };

function structseq_new(type: number, args: number, kwargs: number): number {
  const mark = stackSave();
  const argv = _PyArg_UnpackKeywords(args + ITEMS, PyTuple_GET_SIZE(args), kwargs, 0, new_parser, 1, 2, 0, stackAlloc(16));
  const sequence = argv === 0 ? 0 : HEAP32[argv >> 2];
  const dict = argv === 0 ? 0 : HEAP32[(argv + 8) >> 2];
  stackRestore(mark);
  if (argv === 0) return 0;
  const arg = PySequence_Fast(sequence, 'constructor requires a sequence');
  if (arg === 0) return 0;
  const result = structseq_new_impl(type, arg, dict);
  Py_DECREF(arg);
  return result;
}

function structseq_new_impl(type: number, arg: number, dict: number): number {
  const name = name_of(type);
  if (dict !== 0 && !PyDict_Check(dict)) {
    PyErr_Format(PyExc_TypeError, '%.500s() takes a dict as second arg, if any', name);
    return 0;
  }
  const len = PySequence_Fast_GET_SIZE(arg);
  const min_len = VISIBLE_SIZE_TP(type);
  const max_len = REAL_SIZE_TP(type);
  if (len < min_len || len > max_len) {
    const limit = len < min_len ? min_len : max_len;
    const how = min_len === max_len ? 'a' : len < min_len ? 'an at least' : 'an at most';
    PyErr_Format(PyExc_TypeError, '%.500s() takes %s %zd-sequence (%zd-sequence given)', name, how, limit, len);
    return 0;
  }
  const res = PyStructSequence_New(type);
  if (res === 0) return 0;
  for (let i = 0; i < len; i++) PyStructSequence_SetItem(res, i, Py_NewRef(PySequence_Fast_GET_ITEM(arg, i)));
  if (!fill_hidden(type, res, dict, len, max_len)) {
    Py_DECREF(res);
    return 0;
  }
  _PyObject_GC_TRACK(res);
  return res;
}

/** The fields from `len` on come from the dict, or are None. */
function fill_hidden(type: number, res: number, dict: number, len: number, max_len: number): boolean {
  const unnamed = UNNAMED_FIELDS_TP(type);
  let found = 0;
  for (let i = len; i < max_len; i++) {
    let value = 0;
    if (dict !== 0) {
      const mark = stackSave();
      const slot = stackAlloc(8);
      const r = PyDict_GetItemStringRef(dict, member_name(type, i - unnamed) ?? '', slot);
      value = HEAP32[slot >> 2];
      stackRestore(mark);
      if (r < 0) return false;
    }
    if (value !== 0) found++;
    PyStructSequence_SetItem(res, i, value !== 0 ? value : Py_None);
  }
  if (dict !== 0 && PyDict_GET_SIZE(dict) > found) {
    PyErr_Format(PyExc_TypeError, '%.500s() got duplicate or unexpected field name(s)', name_of(type));
    return false;
  }
  return true;
}

function structseq_repr(obj: number): number {
  const type = Py_TYPE(obj);
  const writer = new _PyUnicodeWriter();
  writer.overallocate = true;
  let ok = write_text(writer, `${name_of(type)}(`);
  for (let i = 0; ok && i < Py_SIZE(obj); i++) {
    const name = member_name(type, i);
    if (name === null) {
      PyErr_Format(PyExc_SystemError, 'In structseq_repr(), member %zd name is NULL for type %.500s', i, name_of(type));
      ok = false;
      break;
    }
    ok = write_text(writer, `${i > 0 ? ', ' : ''}${name}=`) && _Py_WriteRepr(writer, PyStructSequence_GetItem(obj, i));
  }
  return _Py_FinishRepr(writer, ok && write_text(writer, ')'));
}

function write_text(writer: _PyUnicodeWriter, text: string): boolean {
  return _PyUnicodeWriter_WriteASCIIString(writer, text) === 0;
}

function structseq_reduce(self: number): number {
  const type = Py_TYPE(self);
  const n_fields = REAL_SIZE_TP(type);
  const visible = Py_SIZE(self);
  const unnamed = UNNAMED_FIELDS_TP(type);
  const tup = PyTuple_New(visible);
  const dict = tup === 0 ? 0 : PyDict_New();
  let ok = dict !== 0;
  for (let i = 0; ok && i < visible; i++) PyTuple_SET_ITEM(tup, i, Py_NewRef(PyStructSequence_GetItem(self, i)));
  for (let i = visible; ok && i < n_fields; i++) {
    ok = PyDict_SetItemString(dict, member_name(type, i - unnamed) ?? '', PyStructSequence_GetItem(self, i)) === 0;
  }
  const args = ok ? PyTuple_Pack(2, tup, dict) : 0;
  const result = args !== 0 ? PyTuple_Pack(2, type, args) : 0;
  Py_XDECREF(tup);
  Py_XDECREF(dict);
  Py_XDECREF(args);
  return result;
}

function structseq_replace(self: number, args: number, kwargs: number): number {
  if (!_PyArg_NoPositional('__replace__', args)) return 0;
  const type = Py_TYPE(self);
  if (UNNAMED_FIELDS_TP(type) > 0) {
    PyErr_Format(PyExc_TypeError, '__replace__() is not supported for %.500s because it has unnamed field(s)', name_of(type));
    return 0;
  }
  const result = PyStructSequence_New(type);
  const changes = result === 0 ? 0 : kwargs === 0 ? PyDict_New() : PyDict_Copy(kwargs);
  const ok = changes !== 0 && replace_fields(type, self, result, changes);
  Py_XDECREF(changes);
  if (!ok) {
    Py_XDECREF(result);
    return 0;
  }
  return result;
}

function replace_fields(type: number, self: number, result: number, changes: number): boolean {
  for (let i = 0, n = REAL_SIZE_TP(type); i < n; i++) {
    const mark = stackSave();
    const slot = stackAlloc(8);
    const r = PyDict_PopString(changes, member_name(type, i) ?? '', slot);
    const value = HEAP32[slot >> 2];
    stackRestore(mark);
    if (r < 0) return false;
    PyStructSequence_SetItem(result, i, value !== 0 ? value : Py_NewRef(PyStructSequence_GetItem(self, i)));
  }
  if (PyDict_GET_SIZE(changes) === 0) return true;
  const names = PyDict_Keys(changes);
  if (names !== 0) {
    PyErr_Format(PyExc_TypeError, 'Got unexpected field name(s): %R', names);
    Py_DECREF(names);
  }
  return false;
}

/** What all these types share; registered once, so that every realm knows the functions. */
const template: TypeSpec = type_spec({
  tp_name: 'structseq',
  tp_basicsize: PyTupleObject.SIZEOF,
  tp_itemsize: 8,
  tp_dealloc: structseq_dealloc,
  tp_repr: structseq_repr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: structseq_traverse,
  tp_new: structseq_new,
  tp_methods: [
    ['__reduce__', structseq_reduce, METH_NOARGS, null],
    ['__replace__', structseq_replace, METH_VARARGS | METH_KEYWORDS, '__replace__($self, /, **changes)\n--\n\nA copy with some fields changed.'],
  ],
});

function set_size(dict: number, key: string, value: number): boolean {
  const v = PyLong_FromSsize_t(value);
  const ok = v !== 0 && PyDict_SetItemString(dict, key, v) === 0;
  Py_XDECREF(v);
  return ok;
}

/** __match_args__: the names of the visible fields. */
function set_match_args(dict: number, desc: PyStructSequence_Desc): boolean {
  const names = desc.fields.slice(0, desc.n_in_sequence).filter(([name]) => name !== PyStructSequence_UnnamedField);
  const keys = PyTuple_New(names.length);
  if (keys === 0) return false;
  let ok = true;
  names.forEach(([name], i) => {
    const s = PyUnicode_FromString(name);
    ok = ok && s !== 0;
    PyTuple_SET_ITEM(keys, i, s);
  });
  ok = ok && PyDict_SetItemString(dict, '__match_args__', keys) === 0;
  Py_DECREF(keys);
  return ok;
}

/** Returns new: a type for the description. May fail. */
export function PyStructSequence_NewType(desc: PyStructSequence_Desc): number {
  const members: MemberSpec[] = [];
  desc.fields.forEach(([name, doc], i) => {
    if (name !== PyStructSequence_UnnamedField) members.push([name, _Py_T_OBJECT, ITEMS + i * 8, Py_READONLY, doc ?? null]);
  });
  const bases = PyTuple_Pack(1, PyTuple_Type);
  if (bases === 0) return 0;
  const tp_basicsize = PyTupleObject.SIZEOF + (desc.fields.length - desc.n_in_sequence) * 8;
  const type = PyType_FromModuleAndSpec(0, { ...template, tp_name: desc.name, tp_basicsize, tp_doc: desc.doc ?? null, tp_members: members }, bases);
  Py_DECREF(bases);
  if (type === 0) return 0;
  const dict = HEAP32[(type + PyTypeObject.tp_dict) >> 2];
  const ok =
    set_size(dict, 'n_sequence_fields', desc.n_in_sequence) && set_size(dict, 'n_fields', desc.fields.length) &&
    set_size(dict, 'n_unnamed_fields', desc.fields.length - members.length) && set_match_args(dict, desc);
  if (ok && !PyErr_Occurred()) return type;
  Py_DECREF(type);
  return 0;
}
