// Answers to Objects/genericaliasobject.c of CPython 3.13: list[int], and substitution of type parameters.
// Deviation: reprs are collected as text instead of in a _PyUnicodeWriter.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { gaobject, PyTypeObject } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, HEAPU8, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_READONLY, Py_T_BOOL, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL, Py_TYPE, Py_XDECREF,
} from '../include/object';
import {
  Py_Ellipsis, Py_False, Py_GenericAliasIterType, Py_GenericAliasType, Py_None, Py_NotImplemented, Py_True, PyExc_AttributeError, PyExc_StopIteration, PyExc_TypeError, PyTuple_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyEval_GetBuiltin } from '../python/ceval';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetNone, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_UNTRACK, PyObject_GC_Del, PyObject_GC_Track, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { PyObject_GetItem, PyObject_GetIter, PySequence_Contains } from './abstract';
import { PyObject_Call, PyObject_CallFunctionObjArgs, PyObject_CallOneArg, PyVectorcall_Function } from './call';
import { PyList_Append, PyList_CheckExact, PyList_GET_ITEM, PyList_GET_SIZE } from './listobject';
import {
  PyObject_Dir, PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_HasAttrWithError, PyObject_Hash, PyObject_IsTrue, PyObject_Repr, PyObject_RichCompare,
  PyObject_RichCompareBool, PyObject_SelfIter, PyObject_SetAttr, PyObject_Str,
} from './object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { PyObject_TypeCheck, PyType_Check, PyType_GenericAlloc } from './typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import { _Py_union_type_or } from './unionobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

type visitproc = (op: number, arg: number) => number;

export function _PyGenericAlias_Check(op: number): boolean {
  return PyObject_TypeCheck(op, Py_GenericAliasType);
}

function origin_of(alias: number): number {
  return HEAP32[(alias + gaobject.origin) >> 2];
}
function args_of(alias: number): number {
  return HEAP32[(alias + gaobject.args) >> 2];
}

/** An optional attribute: new, NULL when missing, -1 on error. */
function optional(obj: number, id: string): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(obj, _Py_ID(id), out);
  const value = read_ptr(out);
  stackRestore(mark);
  return rc < 0 ? -1 : value;
}

// ---- dealloc, traverse ------------------------------------------------------------------------------------------------------

function ga_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + gaobject.weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  Py_XDECREF(origin_of(self));
  Py_XDECREF(args_of(self));
  Py_XDECREF(read_ptr(self + gaobject.parameters));
  FUNCS[read_ptr(Py_TYPE(self) + PyTypeObject.tp_free)](self);
}

function ga_traverse(self: number, visit: visitproc, arg: number): number {
  for (const field of [gaobject.origin, gaobject.args, gaobject.parameters]) {
    const op = read_ptr(self + field);
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}

// ---- repr ----------------------------------------------------------------------------------------------------------------------

/** A new str's text; releases it. null for NULL. */
function take_text(r: number): string | null {
  if (r === 0) return null;
  const text = PyUnicode_AsUTF8(r);
  Py_DECREF(r);
  return text;
}

/** module.qualname of a type-like object, repr() of other objects; null with an exception. */
export function type_repr_text(p: number): string | null {
  if (p === Py_Ellipsis) return '...';
  let rc = PyObject_HasAttrWithError(p, _Py_ID('__origin__'));
  if (rc > 0) rc = PyObject_HasAttrWithError(p, _Py_ID('__args__'));
  if (rc < 0) return null;
  if (rc > 0) return take_text(PyObject_Repr(p));
  const qualname = optional(p, '__qualname__');
  if (qualname < 0) return null;
  if (qualname === 0) return take_text(PyObject_Repr(p));
  const module = optional(p, '__module__');
  let text: string | null = null;
  if (module === 0 || module === Py_None) text = take_text(PyObject_Repr(p));
  else if (module > 0) {
    const prefix = take_text(PyObject_Str(module));
    const name = prefix === null ? null : take_text(PyObject_Str(qualname));
    if (name !== null) text = PyUnicode_Check(module) && prefix === 'builtins' ? name : `${prefix}.${name}`;
    Py_DECREF(module);
  }
  Py_DECREF(qualname);
  return text;
}

/** The items of args, a list among them in brackets; null with an exception. */
function ga_repr_item(p: number): string | null {
  if (!PyList_CheckExact(p)) return type_repr_text(p);
  const parts: string[] = [];
  for (let i = 0; i < PyList_GET_SIZE(p); i++) {
    const text = type_repr_text(PyList_GET_ITEM(p, i));
    if (text === null) return null;
    parts.push(text);
  }
  return `[${parts.join(', ')}]`;
}

function ga_repr(self: number): number {
  const origin = type_repr_text(origin_of(self));
  if (origin === null) return 0;
  const args = args_of(self);
  const parts: string[] = [];
  for (let i = 0; i < PyTuple_GET_SIZE(args); i++) {
    const text = ga_repr_item(PyTuple_GET_ITEM(args, i));
    if (text === null) return 0;
    parts.push(text);
  }
  return PyUnicode_FromString(`${HEAPU8[self + gaobject.starred] ? '*' : ''}${origin}[${parts.length === 0 ? '()' : parts.join(', ')}]`);
}

// ---- type parameters ---------------------------------------------------------------------------------------------------------------

/** A new tuple of borrowed items. */
function tuple_from(items: number[]): number {
  const tuple = PyTuple_New(items.length);
  if (tuple !== 0) items.forEach((item, i) => PyTuple_SET_ITEM(tuple, i, Py_NewRef(item)));
  return tuple;
}

function tuple_items(tuple: number): number[] {
  return Array.from({ length: PyTuple_GET_SIZE(tuple) }, (_, i) => PyTuple_GET_ITEM(tuple, i));
}

/** The type parameters in args, each once, in order, as a new tuple. May fail, may run Python code. */
export function _Py_make_parameters(args: number): number {
  const parameters: number[] = [];
  const held: number[] = [];
  const add = (t: number): void => {
    if (!parameters.includes(t)) parameters.push(t);
  };
  let ok = true;
  for (const t of tuple_items(args)) {
    // Types have no __parameters__ of interest.
    if (PyType_Check(t)) continue;
    const rc = PyObject_HasAttrWithError(t, _Py_ID('__typing_subst__'));
    if (rc > 0) add(t);
    else if (rc === 0) {
      const subparams = optional(t, '__parameters__');
      if (subparams > 0) {
        held.push(subparams);
        if (PyTuple_Check(subparams)) tuple_items(subparams).forEach(add);
      }
      ok = subparams >= 0;
    } else ok = false;
    if (!ok) break;
  }
  const result = ok ? tuple_from(parameters) : 0;
  held.forEach(Py_DECREF);
  return result;
}

/** obj with its parameters replaced: obj[subargs]. Returns new. */
function subs_tvars(obj: number, params: number[], argitems: number[]): number {
  const subparams = optional(obj, '__parameters__');
  if (subparams < 0) return 0;
  let result: number;
  if (subparams > 0 && PyTuple_Check(subparams) && PyTuple_GET_SIZE(subparams) > 0) {
    const subargs: number[] = [];
    for (const param of tuple_items(subparams)) {
      const iparam = params.indexOf(param);
      if (iparam < 0) {
        subargs.push(param);
        continue;
      }
      const arg = argitems[iparam];
      // A TypeVarTuple (iterable) takes several arguments.
      if (read_ptr(Py_TYPE(param) + PyTypeObject.tp_iter) !== 0 && PyTuple_Check(arg)) subargs.push(...tuple_items(arg));
      else subargs.push(arg);
    }
    const tuple = tuple_from(subargs);
    result = tuple === 0 ? 0 : PyObject_GetItem(obj, tuple);
    Py_XDECREF(tuple);
  } else result = Py_NewRef(obj);
  Py_XDECREF(subparams);
  return result;
}

/** 1, 0 or -1. */
function _is_unpacked_typevartuple(arg: number): number {
  if (PyType_Check(arg)) return 0;
  const tmp = optional(arg, '__typing_is_unpacked_typevartuple__');
  if (tmp <= 0) return tmp;
  const res = PyObject_IsTrue(tmp);
  Py_DECREF(tmp);
  return res;
}

/** The arguments of *tuple[...]: new, or NULL with or without an exception. */
function _unpacked_tuple_args(arg: number): number {
  if (_PyGenericAlias_Check(arg) && HEAPU8[arg + gaobject.starred] && origin_of(arg) === PyTuple_Type) return Py_NewRef(args_of(arg));
  const result = optional(arg, '__typing_unpacked_tuple_args__');
  return result === Py_None || result < 0 ? 0 : result;
}

/** The item of a subscript as a new tuple, with *tuple[...] of known length laid open. May fail. */
function _unpack_args(item: number): number {
  const newargs: number[] = [];
  const held: number[] = [];
  let ok = true;
  for (const arg of PyTuple_Check(item) ? tuple_items(item) : [item]) {
    const subargs = PyType_Check(arg) ? 0 : _unpacked_tuple_args(arg);
    if (subargs !== 0) held.push(subargs);
    if (subargs !== 0 && PyTuple_Check(subargs) && tuple_items(subargs).at(-1) !== Py_Ellipsis) newargs.push(...tuple_items(subargs));
    else if (subargs === 0 && PyErr_Occurred()) {
      ok = false;
      break;
    } else newargs.push(arg);
  }
  const result = ok ? tuple_from(newargs) : 0;
  held.forEach(Py_DECREF);
  return result;
}

/** Lets parameters with defaults or of variable length prepare the arguments. Steals item. Returns new. */
function prepare_subst(self: number, parameters: number, item: number): number {
  for (const param of tuple_items(parameters)) {
    if (item === 0) break;
    const prepare = optional(param, '__typing_prepare_subst__');
    if (prepare < 0) {
      Py_DECREF(item);
      return 0;
    }
    if (prepare === 0 || prepare === Py_None) continue;
    const tuple = PyTuple_Check(item) ? Py_NewRef(item) : PyTuple_Pack(1, item);
    const next = tuple === 0 ? 0 : PyObject_CallFunctionObjArgs(prepare, self, tuple);
    Py_XDECREF(tuple);
    Py_DECREF(prepare);
    Py_DECREF(item);
    item = next;
  }
  return item;
}

/** One argument of the alias with parameters replaced. Returns new. */
function substitute(arg: number, params: number[], argitems: number[]): number {
  const subst = optional(arg, '__typing_subst__');
  if (subst < 0) return 0;
  if (subst === 0) return subs_tvars(arg, params, argitems);
  const result = PyObject_CallOneArg(subst, argitems[params.indexOf(arg)]);
  Py_DECREF(subst);
  return result;
}

/** The arguments of self[item] as a new tuple. May fail, may run Python code. */
export function _Py_subs_parameters(self: number, args: number, parameters: number, item: number): number {
  const params = tuple_items(parameters);
  if (params.length === 0) {
    PyErr_Format(PyExc_TypeError, '%R is not a generic class', self);
    return 0;
  }
  const unpacked = _unpack_args(item);
  const prepared = unpacked === 0 ? 0 : prepare_subst(self, parameters, unpacked);
  if (prepared === 0) return 0;
  const argitems = PyTuple_Check(prepared) ? tuple_items(prepared) : [prepared];
  const newargs: number[] = [];
  let ok = argitems.length === params.length;
  if (!ok) {
    const amount = argitems.length > params.length ? 'many' : 'few';
    PyErr_Format(PyExc_TypeError, 'Too %s arguments for %R; actual %zd, expected %zd', amount, self, argitems.length, params.length);
  }
  for (const arg of ok ? tuple_items(args) : []) {
    if (PyType_Check(arg)) {
      newargs.push(Py_NewRef(arg));
      continue;
    }
    const unpack = _is_unpacked_typevartuple(arg);
    const value = unpack < 0 ? 0 : substitute(arg, params, argitems);
    if (value === 0) {
      ok = false;
      break;
    }
    if (unpack) {
      newargs.push(...tuple_items(value).map(Py_NewRef));
      Py_DECREF(value);
    } else newargs.push(value);
  }
  Py_DECREF(prepared);
  const result = ok ? tuple_from(newargs) : 0;
  newargs.forEach(Py_DECREF);
  return result;
}

/** alias.__parameters__, made on first use: borrowed, NULL on error. */
function parameters_of(alias: number): number {
  if (read_ptr(alias + gaobject.parameters) === 0) write_ptr(alias + gaobject.parameters, _Py_make_parameters(args_of(alias)));
  return read_ptr(alias + gaobject.parameters);
}

function ga_getitem(self: number, item: number): number {
  const parameters = parameters_of(self);
  if (parameters === 0) return 0;
  const newargs = _Py_subs_parameters(self, args_of(self), parameters, item);
  if (newargs === 0) return 0;
  const res = Py_GenericAlias(origin_of(self), newargs);
  if (res !== 0) HEAPU8[res + gaobject.starred] = HEAPU8[self + gaobject.starred];
  Py_DECREF(newargs);
  return res;
}

// ---- hash, compare, call ----------------------------------------------------------------------------------------------------------------

function ga_hash(self: number): number {
  const lo0 = PyObject_Hash(origin_of(self));
  const hi0 = hash_hi();
  if (lo0 === -1 && hi0 === -1) return hash_result(-1, -1);
  const lo1 = PyObject_Hash(args_of(self));
  const hi1 = hash_hi();
  if (lo1 === -1 && hi1 === -1) return hash_result(-1, -1);
  return hash_result(lo0 ^ lo1, hi0 ^ hi1);
}

function ga_richcompare(a: number, b: number, op: number): number {
  if (!_PyGenericAlias_Check(b) || (op !== Py_EQ && op !== Py_NE)) return Py_NotImplemented;
  if (op === Py_NE) {
    const eq = ga_richcompare(a, b, Py_EQ);
    if (eq === 0) return 0;
    Py_DECREF(eq);
    return eq === Py_True ? Py_False : Py_True;
  }
  if (HEAPU8[a + gaobject.starred] !== HEAPU8[b + gaobject.starred]) return Py_False;
  const eq = PyObject_RichCompareBool(origin_of(a), origin_of(b), Py_EQ);
  if (eq <= 0) return eq < 0 ? 0 : Py_False;
  return PyObject_RichCompare(args_of(a), args_of(b), Py_EQ);
}

/** Tells the new object (stolen) how it was made, if it can remember. */
function set_orig_class(obj: number, self: number): number {
  if (obj !== 0 && PyObject_SetAttr(obj, _Py_ID('__orig_class__'), self) < 0) {
    if (!PyErr_ExceptionMatches(PyExc_AttributeError) && !PyErr_ExceptionMatches(PyExc_TypeError)) {
      Py_DECREF(obj);
      return 0;
    }
    PyErr_Clear();
  }
  return obj;
}

function ga_call(self: number, args: number, kwds: number): number {
  return set_orig_class(PyObject_Call(origin_of(self), args, kwds), self);
}

function ga_vectorcall(self: number, args: number, nargsf: number, kwnames: number): number {
  const origin = origin_of(self);
  return set_orig_class(FUNCS[PyVectorcall_Function(origin)](origin, args, nargsf, kwnames), self);
}
const ga_vectorcall_index = func_index(ga_vectorcall);

// ---- attributes: all but these are the origin's ---------------------------------------------------------------------------------------------

const attr_exceptions = [
  '__class__', '__bases__', '__origin__', '__args__', '__unpacked__', '__parameters__', '__typing_unpacked_tuple_args__', '__mro_entries__', '__reduce_ex__', '__reduce__', '__copy__',
  '__deepcopy__',
];

function ga_getattro(self: number, name: number): number {
  if (PyUnicode_Check(name) && !attr_exceptions.includes(PyUnicode_AsUTF8(name) ?? '')) {
    PyErr_Clear();
    return PyObject_GetAttr(origin_of(self), name);
  }
  return PyObject_GenericGetAttr(self, name);
}

function ga_mro_entries(self: number, _args: number): number {
  return PyTuple_Pack(1, origin_of(self));
}

function ga_instancecheck(_self: number, _arg: number): number {
  PyErr_SetString(PyExc_TypeError, 'isinstance() argument 2 cannot be a parameterized generic');
  return 0;
}

function ga_subclasscheck(_self: number, _arg: number): number {
  PyErr_SetString(PyExc_TypeError, 'issubclass() argument 2 cannot be a parameterized generic');
  return 0;
}

function ga_reduce(self: number, _args: number): number {
  if (!HEAPU8[self + gaobject.starred]) return Py_BuildValue('O(OO)', Py_TYPE(self), origin_of(self), args_of(self));
  const alias = Py_GenericAlias(origin_of(self), args_of(self));
  const iter = alias === 0 ? 0 : PyObject_GetIter(alias);
  Py_XDECREF(alias);
  return iter === 0 ? 0 : Py_BuildValue('N(N)', _PyEval_GetBuiltin(_Py_ID('next')), iter);
}

function ga_dir(self: number, _args: number): number {
  const dir = PyObject_Dir(origin_of(self));
  if (dir === 0) return 0;
  for (const name of attr_exceptions) {
    const entry = PyUnicode_FromString(name);
    const contains = entry === 0 ? -1 : PySequence_Contains(dir, entry);
    const failed = contains < 0 || (contains === 0 && PyList_Append(dir, entry) < 0);
    Py_XDECREF(entry);
    if (failed) {
      Py_DECREF(dir);
      return 0;
    }
  }
  return dir;
}

function ga_parameters(self: number, _closure: number): number {
  const parameters = parameters_of(self);
  return parameters === 0 ? 0 : Py_NewRef(parameters);
}

function ga_unpacked_tuple_args(self: number, _closure: number): number {
  return HEAPU8[self + gaobject.starred] && origin_of(self) === PyTuple_Type ? Py_NewRef(args_of(self)) : Py_None;
}

// ---- new ---------------------------------------------------------------------------------------------------------------------------------------

function setup_ga(alias: number, origin: number, args: number): boolean {
  const tuple = PyTuple_Check(args) ? Py_NewRef(args) : PyTuple_Pack(1, args);
  if (tuple === 0) return false;
  write_ptr(alias + gaobject.origin, Py_NewRef(origin));
  write_ptr(alias + gaobject.args, tuple);
  write_ptr(alias + gaobject.vectorcall, PyVectorcall_Function(origin) !== 0 ? ga_vectorcall_index : 0);
  return true;
}

function make_alias(type: number, origin: number, args: number): number {
  const alias = FUNCS[read_ptr(type + PyTypeObject.tp_alloc)](type, 0);
  if (alias !== 0 && !setup_ga(alias, origin, args)) {
    Py_DECREF(alias);
    return 0;
  }
  return alias;
}

function ga_new(type: number, args: number, kwds: number): number {
  if (!_PyArg_NoKeywords('GenericAlias', kwds) || !_PyArg_CheckPositional('GenericAlias', PyTuple_GET_SIZE(args), 2, 2)) return 0;
  return make_alias(type, PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
}

/** origin[args]; args is a tuple or the only argument. Returns new. May fail. Also the __class_getitem__ of builtin types. */
export function Py_GenericAlias(origin: number, args: number): number {
  return make_alias(Py_GenericAliasType, origin, args);
}

// ---- iter(alias) yields *alias once -----------------------------------------------------------------------------------------------------------------

const enum gaiterobject {
  obj = 16,
  SIZEOF = 24,
}

function ga_iternext(gi: number): number {
  const alias = read_ptr(gi + gaiterobject.obj);
  if (alias === 0) {
    PyErr_SetNone(PyExc_StopIteration);
    return 0;
  }
  const starred_alias = Py_GenericAlias(origin_of(alias), args_of(alias));
  if (starred_alias === 0) return 0;
  HEAPU8[starred_alias + gaobject.starred] = 1;
  Py_CLEAR(gi + gaiterobject.obj);
  return starred_alias;
}

function ga_iter_dealloc(gi: number): void {
  PyObject_GC_UnTrack(gi);
  Py_XDECREF(read_ptr(gi + gaiterobject.obj));
  PyObject_GC_Del(gi);
}

function ga_iter_traverse(gi: number, visit: visitproc, arg: number): number {
  const obj = read_ptr(gi + gaiterobject.obj);
  return obj !== 0 ? visit(obj, arg) : 0;
}

function ga_iter_clear(gi: number): number {
  Py_CLEAR(gi + gaiterobject.obj);
  return 0;
}

function ga_iter_reduce(gi: number, _args: number): number {
  const iter = _PyEval_GetBuiltin(_Py_ID('iter'));
  const obj = read_ptr(gi + gaiterobject.obj);
  return obj !== 0 ? Py_BuildValue('N(O)', iter, obj) : Py_BuildValue('N(())', iter);
}

function ga_iter(self: number): number {
  const gi = _PyObject_GC_New(Py_GenericAliasIterType);
  if (gi === 0) return 0;
  write_ptr(gi + gaiterobject.obj, Py_NewRef(self));
  PyObject_GC_Track(gi);
  return gi;
}

static_type(Py_GenericAliasIterType, {
  tp_name: 'generic_alias_iterator',
  tp_basicsize: gaiterobject.SIZEOF,
  tp_iter: PyObject_SelfIter,
  tp_iternext: ga_iternext,
  tp_traverse: ga_iter_traverse,
  tp_methods: [['__reduce__', ga_iter_reduce, METH_NOARGS]],
  tp_dealloc: ga_iter_dealloc,
  tp_clear: ga_iter_clear,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
});

static_type(Py_GenericAliasType, {
  tp_name: 'types.GenericAlias',
  tp_doc: 'GenericAlias(origin, args, /)\n--\n\nA parameterized type such as list[int].',
  tp_basicsize: gaobject.SIZEOF,
  tp_dealloc: ga_dealloc,
  tp_repr: ga_repr,
  tp_as_number: { nb_or: _Py_union_type_or },
  tp_as_mapping: { mp_subscript: ga_getitem },
  tp_hash: ga_hash,
  tp_call: ga_call,
  tp_getattro: ga_getattro,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
  tp_traverse: ga_traverse,
  tp_richcompare: ga_richcompare,
  tp_weaklistoffset: gaobject.weakreflist,
  tp_methods: [
    ['__mro_entries__', ga_mro_entries, METH_O],
    ['__instancecheck__', ga_instancecheck, METH_O],
    ['__subclasscheck__', ga_subclasscheck, METH_O],
    ['__reduce__', ga_reduce, METH_NOARGS],
    ['__dir__', ga_dir, METH_NOARGS],
  ],
  tp_members: [
    ['__origin__', _Py_T_OBJECT, gaobject.origin, Py_READONLY],
    ['__args__', _Py_T_OBJECT, gaobject.args, Py_READONLY],
    ['__unpacked__', Py_T_BOOL, gaobject.starred, Py_READONLY],
  ],
  tp_getset: [
    ['__parameters__', ga_parameters, null, 'Type variables in the GenericAlias.'],
    ['__typing_unpacked_tuple_args__', ga_unpacked_tuple_args, null],
  ],
  tp_alloc: PyType_GenericAlloc,
  tp_new: ga_new,
  tp_free: PyObject_GC_Del,
  tp_iter: ga_iter,
  tp_vectorcall_offset: gaobject.vectorcall,
});
