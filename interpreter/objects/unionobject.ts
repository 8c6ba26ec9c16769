// Answers to Objects/unionobject.c of CPython 3.13: int | str.

import { FUNCS } from '../include/functable';
import { PyTypeObject, unionobject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, read_ptr, write_ptr } from '../include/heap';
import { _Py_T_OBJECT, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_READONLY, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF } from '../include/object';
import { _PyNone_Type, _PyTypeAlias_Type, _PyUnion_Type, Py_None, Py_NotImplemented } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { PyNumber_Or } from './abstract';
import { _Py_make_parameters, _Py_subs_parameters, _PyGenericAlias_Check, type_repr_text } from './genericaliasobject';
import { PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_Hash, PyObject_RichCompare, PyObject_RichCompareBool } from './object';
import { PyFrozenSet_New, PySet_New } from './setobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { PyType_Check, PyType_GenericAlloc } from './typeobject';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';

export function _PyUnion_Check(op: number): boolean {
  return Py_TYPE(op) === _PyUnion_Type;
}

/** Borrowed. */
export function _Py_union_args(self: number): number {
  return HEAP32[(self + unionobject.args) >> 2];
}

function unionobject_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(_Py_union_args(self));
  Py_XDECREF(read_ptr(self + unionobject.parameters));
  FUNCS[read_ptr(Py_TYPE(self) + PyTypeObject.tp_free)](self);
}

function union_traverse(self: number, visit: (op: number, arg: number) => number, arg: number): number {
  const parameters = read_ptr(self + unionobject.parameters);
  return visit(_Py_union_args(self), arg) || (parameters !== 0 ? visit(parameters, arg) : 0);
}

/** Order does not matter: as of a frozenset of the members. */
function union_hash(self: number): number {
  const args = PyFrozenSet_New(_Py_union_args(self));
  if (args === 0) return hash_result(-1, -1);
  const lo = PyObject_Hash(args);
  const hi = hash_hi();
  Py_DECREF(args);
  return hash_result(lo, hi);
}

function union_richcompare(a: number, b: number, op: number): number {
  if (!_PyUnion_Check(b) || (op !== Py_EQ && op !== Py_NE)) return Py_NotImplemented;
  const a_set = PySet_New(_Py_union_args(a));
  const b_set = a_set === 0 ? 0 : PySet_New(_Py_union_args(b));
  const result = b_set === 0 ? 0 : PyObject_RichCompare(a_set, b_set, op);
  Py_XDECREF(a_set);
  Py_XDECREF(b_set);
  return result;
}

// ---- new: a | b -----------------------------------------------------------------------------------------------------------

/** Borrowed members of what may stand beside |, None as its type. */
function members_of(obj: number): number[] {
  if (obj === Py_None) return [_PyNone_Type];
  if (!_PyUnion_Check(obj)) return [obj];
  const args = _Py_union_args(obj);
  return Array.from({ length: PyTuple_GET_SIZE(args) }, (_, i) => PyTuple_GET_ITEM(args, i));
}

function is_unionable(obj: number): boolean {
  return obj === Py_None || PyType_Check(obj) || _PyGenericAlias_Check(obj) || _PyUnion_Check(obj) || Py_TYPE(obj) === _PyTypeAlias_Type;
}

/** 1, 0 or -1: generic aliases are compared, other types are the same or not. */
function is_same(left: number, right: number): number {
  if (_PyGenericAlias_Check(left) && _PyGenericAlias_Check(right)) return PyObject_RichCompareBool(left, right, Py_EQ);
  return left === right ? 1 : 0;
}

function make_union(args: number): number {
  const result = _PyObject_GC_New(_PyUnion_Type);
  if (result === 0) return 0;
  write_ptr(result + unionobject.parameters, 0);
  write_ptr(result + unionobject.args, Py_NewRef(args));
  _PyObject_GC_TRACK(result);
  return result;
}

/** self | other for types: new, NotImplemented for what is no type. May fail, may run Python code. */
export function _Py_union_type_or(self: number, other: number): number {
  if (!is_unionable(self) || !is_unionable(other)) return Py_NotImplemented;
  const items1 = members_of(self);
  const added: number[] = [];
  for (const arg of members_of(other)) {
    let duplicate = 0;
    for (const item of items1) {
      duplicate = is_same(item, arg);
      if (duplicate !== 0) break;
    }
    if (duplicate < 0) return 0;
    if (duplicate === 0) added.push(arg);
  }
  if (added.length === 0) return Py_NewRef(self === Py_None ? _PyNone_Type : self);
  const items = [...items1, ...added];
  const tuple = PyTuple_New(items.length);
  if (tuple === 0) return 0;
  items.forEach((item, i) => PyTuple_SET_ITEM(tuple, i, Py_NewRef(item)));
  const result = make_union(tuple);
  Py_DECREF(tuple);
  return result;
}

// ---- repr, subscript, attributes --------------------------------------------------------------------------------------------

function union_repr(self: number): number {
  const parts: string[] = [];
  for (const p of members_of(self)) {
    const text = p === _PyNone_Type ? 'None' : type_repr_text(p);
    if (text === null) return 0;
    parts.push(text);
  }
  return PyUnicode_FromString(parts.join(' | '));
}

/** Borrowed, made on first use; NULL on error. */
function parameters_of(self: number): number {
  if (read_ptr(self + unionobject.parameters) === 0) write_ptr(self + unionobject.parameters, _Py_make_parameters(_Py_union_args(self)));
  return read_ptr(self + unionobject.parameters);
}

function union_getitem(self: number, item: number): number {
  const parameters = parameters_of(self);
  if (parameters === 0) return 0;
  const newargs = _Py_subs_parameters(self, _Py_union_args(self), parameters, item);
  if (newargs === 0) return 0;
  const nargs = PyTuple_GET_SIZE(newargs);
  let res = nargs === 0 ? make_union(newargs) : Py_NewRef(PyTuple_GET_ITEM(newargs, 0));
  for (let i = 1; i < nargs && res !== 0; i++) {
    const next = PyNumber_Or(res, PyTuple_GET_ITEM(newargs, i));
    Py_DECREF(res);
    res = next;
  }
  Py_DECREF(newargs);
  return res;
}

function union_parameters(self: number, _closure: number): number {
  const parameters = parameters_of(self);
  return parameters === 0 ? 0 : Py_NewRef(parameters);
}

/** __module__ is the type's. */
function union_getattro(self: number, name: number): number {
  if (PyUnicode_Check(name) && PyUnicode_AsUTF8(name) === '__module__') return PyObject_GetAttr(Py_TYPE(self), name);
  return PyObject_GenericGetAttr(self, name);
}

static_type(_PyUnion_Type, {
  tp_name: 'types.UnionType',
  tp_doc: 'A union of types, as in int | str.',
  tp_basicsize: unionobject.SIZEOF,
  tp_dealloc: unionobject_dealloc,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: union_traverse,
  tp_hash: union_hash,
  tp_getattro: union_getattro,
  tp_members: [['__args__', _Py_T_OBJECT, unionobject.args, Py_READONLY]],
  tp_richcompare: union_richcompare,
  tp_as_mapping: { mp_subscript: union_getitem },
  tp_as_number: { nb_or: _Py_union_type_or },
  tp_repr: union_repr,
  tp_getset: [['__parameters__', union_parameters, null, 'Type variables in the types.UnionType.']],
});
