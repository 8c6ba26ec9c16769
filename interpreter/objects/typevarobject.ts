// Answers to Objects/typevarobject.c of CPython 3.13: TypeVar, TypeVarTuple, ParamSpec, its args and kwargs, TypeAliasType, Generic, NoDefault.
// Deviation: the heap types are made when the first of them is needed, not at start (generic_types).
//
// What is written as `class C[T: int = str]` keeps functions that evaluate bound, constraints and default; the results are kept
// when they are asked for first. Much of the behaviour is Python code in typing.py, which is imported only when it is needed.

import { FUNCS } from '../include/functable';
import { _Py_interp_cached_objects, _PyInterpreterFrame, PyInterpreterState, PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_EQ, Py_INCREF, Py_NE, Py_NewRef, Py_READONLY, Py_T_BOOL,
  Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_MANAGED_WEAKREF, Py_TYPE, Py_XDECREF,
} from '../include/object';
import {
  _Py_NoDefaultStruct, _PyNoDefault_Type, _PyTypeAlias_Type, Py_None, Py_NotImplemented, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError,
} from '../include/statics';
import { static_type, type_spec, type TypeSpec } from '../include/typespec';
import { clinic_new } from '../modules/clinic';
import { PyErr_Clear, PyErr_Format, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { _PyImport_GetModuleAttrString } from '../python/import';
import { _PyInterpreterState_GET, _PyThreadState_GET } from '../python/pystate';
import { PyObject_GetItem, PyObject_GetIter, PySequence_Concat, PySequence_Index, PySequence_Size } from './abstract';
import { PyBool_FromLong } from './boolobject';
import { _PyObject_CallNoArgs, PyObject_Call, PyObject_CallFunctionObjArgs } from './call';
import { PyDict_GET_SIZE, PyObject_ClearManagedDict, PyObject_VisitManagedDict } from './dictobject';
import { PyFunction_GetModule } from './funcobject';
import { Py_GenericAlias } from './genericaliasobject';
import { PyObject_GetAttr, PyObject_IsTrue, PyObject_RichCompare, PyObject_SetAttr } from './object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import { PyType_FromSpec, PyType_GenericAlloc } from './typeobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_FromString } from './unicodeobject';
import { PyUnicode_FromFormat } from './unicodeobject_format';
import { _Py_union_type_or } from './unionobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

type visitproc = (op: number, arg: number) => number;

const enum typevarobject {
  name = 16,
  bound = 24,
  evaluate_bound = 32,
  constraints = 40,
  evaluate_constraints = 48,
  default_value = 56,
  evaluate_default = 64,
  covariant = 72,
  contravariant = 73,
  infer_variance = 74,
  SIZEOF = 80,
}

const enum typevartupleobject {
  name = 16,
  default_value = 24,
  evaluate_default = 32,
  SIZEOF = 40,
}

const enum paramspecobject {
  name = 16,
  bound = 24,
  default_value = 32,
  evaluate_default = 40,
  covariant = 48,
  contravariant = 49,
  infer_variance = 50,
  SIZEOF = 56,
}

const enum paramspecattrobject {
  __origin__ = 16,
  SIZEOF = 24,
}

const enum typealiasobject {
  name = 16,
  type_params = 24,
  compute_value = 32,
  value = 40,
  module = 48,
  SIZEOF = 56,
}

// ---- what the types share ----

/** Borrowed: a heap type of this file. 0 with an exception. */
export function generic_type(which: _Py_interp_cached_objects): number {
  const at = _PyInterpreterState_GET() + PyInterpreterState.cached_objects;
  if (HEAP32[at >> 2] === 0 && _Py_initialize_generic(_PyInterpreterState_GET()) < 0) return 0;
  return HEAP32[(at + which) >> 2];
}

function is_a(op: number, which: _Py_interp_cached_objects): boolean {
  return Py_TYPE(op) === HEAP32[(_PyInterpreterState_GET() + PyInterpreterState.cached_objects + which) >> 2];
}

function get(op: number, at: number): number {
  return HEAP32[(op + at) >> 2];
}

/** Stores a new reference to `v` (or NULL) in a field of a fresh object. */
function init(op: number, at: number, v: number): void {
  if (v !== 0) Py_INCREF(v);
  write_ptr(op + at, v);
}

/** The traverse, clear and dealloc of an object that owns the pointer fields [first, last] and perhaps a managed dict. */
function owner(first: number, last: number, dict: boolean, weak: boolean): Pick<TypeSpec, 'tp_traverse' | 'tp_clear' | 'tp_dealloc'> {
  const traverse = (self: number, visit: visitproc, arg: number): number => {
    let e = dict ? visit(Py_TYPE(self), arg) : 0;
    for (let at = first; at <= last && !e; at += 8) {
      const o = get(self, at);
      if (o !== 0) e = visit(o, arg);
    }
    return e || (dict ? PyObject_VisitManagedDict(self, visit, arg) : 0);
  };
  const clear = (self: number): number => {
    for (let at = first; at <= last; at += 8) Py_CLEAR(self + at);
    if (dict) PyObject_ClearManagedDict(self);
    return 0;
  };
  const dealloc = (self: number): void => {
    const tp = Py_TYPE(self);
    _PyObject_GC_UNTRACK(self);
    for (let at = first; at <= last; at += 8) Py_XDECREF(get(self, at));
    if (dict) PyObject_ClearManagedDict(self);
    if (weak) PyObject_ClearWeakRefs(self);
    FUNCS[get(tp, PyTypeObject.tp_free)](self);
    Py_DECREF(tp);
  };
  return { tp_traverse: traverse, tp_clear: clear, tp_dealloc: dealloc };
}

/** Returns new: typing.<name>(a, b, c), as many as are not 0. */
function call_typing(name: string, a: number, b: number, c = 0): number {
  const func = _PyImport_GetModuleAttrString('typing', name);
  if (func === 0) return 0;
  const result = PyObject_CallFunctionObjArgs(func, a, b, c, 0);
  Py_DECREF(func);
  return result;
}

/** Returns new: the bound as a type. */
function type_check(arg: number, msg: string): number {
  if (arg === Py_None) return Py_NewRef(Py_TYPE(arg));
  const message = PyUnicode_FromString(msg);
  if (message === 0) return 0;
  const result = call_typing('_type_check', arg, message);
  Py_DECREF(message);
  return result;
}

/** `|`: a typing.Union, which takes forward references in strings. */
function make_union(self: number, other: number): number {
  return call_typing('_make_union', self, other);
}

/** Returns new: the module of the running function, None when there is none. */
function caller(): number {
  const f = HEAP32[(_PyThreadState_GET() + PyThreadState.current_frame) >> 2];
  const func = f === 0 ? 0 : HEAP32[(f + _PyInterpreterFrame.f_funcobj) >> 2];
  if (func === 0) return Py_None;
  const module = PyFunction_GetModule(func);
  if (module !== 0) return Py_NewRef(module);
  PyErr_Clear();
  return Py_None;
}

/** Returns new: typing.Unpack[self]. */
function unpack(self: number): number {
  const unpack_form = _PyImport_GetModuleAttrString('typing', 'Unpack');
  if (unpack_form === 0) return 0;
  const result = PyObject_GetItem(unpack_form, self);
  Py_DECREF(unpack_form);
  return result;
}

/** Returns new: the type parameters with each TypeVarTuple unpacked. */
function unpack_typevartuples(params: number): number {
  const n = PyTuple_GET_SIZE(params);
  let i = 0;
  while (i < n && !is_a(PyTuple_GET_ITEM(params, i), _Py_interp_cached_objects.typevartuple_type)) i++;
  if (i === n) return Py_NewRef(params);
  const new_params = PyTuple_New(n);
  if (new_params === 0) return 0;
  for (i = 0; i < n; i++) {
    const param = PyTuple_GET_ITEM(params, i);
    const item = is_a(param, _Py_interp_cached_objects.typevartuple_type) ? unpack(param) : Py_NewRef(param);
    if (item === 0) {
      Py_DECREF(new_params);
      return 0;
    }
    PyTuple_SET_ITEM(new_params, i, item);
  }
  return new_params;
}

/** Returns new: the field at `value`; else what the function at `evaluate` says, which is kept; else `none`. */
function lazily(self: number, value: number, evaluate: number, none: number): number {
  const known = get(self, value);
  if (known !== 0) return Py_NewRef(known);
  const evaluator = get(self, evaluate);
  if (evaluator === 0) return Py_NewRef(none);
  const result = _PyObject_CallNoArgs(evaluator);
  if (result === 0) return 0;
  const old = get(self, value);
  init(self, value, result);
  Py_XDECREF(old);
  return result;
}

function has_default(self: number, value: number, evaluate: number): number {
  const v = get(self, value);
  return PyBool_FromLong(get(self, evaluate) !== 0 || (v !== _Py_NoDefaultStruct && v !== 0));
}

/** Sets __module__. False with an exception. */
function set_module(self: number, module: number): boolean {
  return module === 0 || PyObject_SetAttr(self, _Py_ID('__module__'), module) === 0;
}

function no_subclass(what: string): (self: number, args: number) => number {
  return () => {
    PyErr_SetString(PyExc_TypeError, `Cannot subclass an instance of ${what}`);
    return 0;
  };
}

function reduce_to_name(self: number): number {
  return Py_NewRef(get(self, typevarobject.name));
}

/** The three flags of a variable. */
interface Variance {
  covariant: boolean;
  contravariant: boolean;
  infer_variance: boolean;
}
const INFERRED: Variance = { covariant: false, contravariant: false, infer_variance: true };

/** From the arguments covariant, contravariant, infer_variance (0: not given); null with an exception. */
function variance_args(covariant: number, contravariant: number, infer_variance: number): Variance | null {
  const flags: boolean[] = [];
  for (const a of [covariant, contravariant, infer_variance]) {
    const r = a === 0 ? 0 : PyObject_IsTrue(a);
    if (r < 0) return null;
    flags.push(r > 0);
  }
  const [co, contra, infer] = flags;
  if (co && contra) PyErr_SetString(PyExc_ValueError, 'Bivariant types are not supported.');
  else if (infer && (co || contra)) PyErr_SetString(PyExc_ValueError, 'Variance cannot be specified with infer_variance.');
  else return { covariant: co, contravariant: contra, infer_variance: infer };
  return null;
}

function write_variance(self: number, at: number, v: Variance): void {
  HEAPU8[self + at] = Number(v.covariant);
  HEAPU8[self + at + 1] = Number(v.contravariant);
  HEAPU8[self + at + 2] = Number(v.infer_variance);
}

function variance_repr(self: number, at: number): number {
  const name = get(self, typevarobject.name);
  if (HEAPU8[self + at + 2]) return Py_NewRef(name);
  return PyUnicode_FromFormat('%s%U', HEAPU8[self + at] ? '+' : HEAPU8[self + at + 1] ? '-' : '~', name);
}

function check_name(fname: string, name: number): boolean {
  if (PyUnicode_Check(name)) return true;
  _PyArg_BadArgument(fname, "argument 'name'", 'str', name);
  return false;
}

/** Returns new: the checked bound, 0 for none; -1 with an exception. */
function bound_arg(bound: number): number {
  if (bound === 0 || bound === Py_None) return 0;
  return type_check(bound, 'Bound must be a type.') || -1;
}

// ---- NoDefault ----

function NoDefault_repr(): number {
  return PyUnicode_FromString('typing.NoDefault');
}

function NoDefault_reduce(): number {
  return PyUnicode_FromString('NoDefault');
}

function nodefault_new(_type: number, args: number, kwargs: number): number {
  if (PyTuple_GET_SIZE(args) === 0 && (kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0)) return _Py_NoDefaultStruct;
  PyErr_SetString(PyExc_TypeError, 'NoDefaultType takes no arguments');
  return 0;
}

static_type(_PyNoDefault_Type, {
  tp_name: 'NoDefaultType',
  tp_basicsize: 16,
  tp_repr: NoDefault_repr,
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_doc: 'NoDefaultType()\n--\n\nThe type of the NoDefault singleton.',
  tp_methods: [['__reduce__', NoDefault_reduce, METH_NOARGS, null]],
  tp_new: nodefault_new,
});

// ---- TypeVar ----

/** Returns new. Borrows all; 0 is none. */
function typevar_alloc(name: number, bound: number, evaluate_bound: number, constraints: number, evaluate_constraints: number, default_value: number, v: Variance, module: number): number {
  const tp = generic_type(_Py_interp_cached_objects.typevar_type);
  const tv = tp === 0 ? 0 : _PyObject_GC_New(tp);
  if (tv === 0) return 0;
  init(tv, typevarobject.name, name);
  init(tv, typevarobject.bound, bound);
  init(tv, typevarobject.evaluate_bound, evaluate_bound);
  init(tv, typevarobject.constraints, constraints);
  init(tv, typevarobject.evaluate_constraints, evaluate_constraints);
  init(tv, typevarobject.default_value, default_value);
  init(tv, typevarobject.evaluate_default, 0);
  write_variance(tv, typevarobject.covariant, v);
  _PyObject_GC_TRACK(tv);
  if (set_module(tv, module)) return tv;
  Py_DECREF(tv);
  return 0;
}

const TYPEVAR = { fname: 'typevar', keywords: ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance'] };

/** name, *constraints, and the rest by keyword: the constraints are taken off before the others are matched to their names. */
function typevar_new(_type: number, args: number, kwargs: number): number {
  const n = PyTuple_GET_SIZE(args);
  const first = PyTuple_GetSlice(args, 0, Math.min(1, n));
  if (first === 0) return 0;
  const a = clinic_new(TYPEVAR, 1, 1, 0, first, kwargs);
  Py_DECREF(first);
  if (a === null || !check_name('typevar', a[0])) return 0;
  const v = variance_args(a[3], a[4], a[5]);
  const bound = v === null ? -1 : bound_arg(a[1]);
  if (v === null || bound === -1) return 0;
  const n_constraints = Math.max(0, n - 1);
  if (n_constraints === 1 || (n_constraints > 0 && bound !== 0)) {
    PyErr_SetString(PyExc_TypeError, n_constraints === 1 ? 'A single constraint is not allowed' : 'Constraints cannot be combined with bound=...');
    Py_XDECREF(bound);
    return 0;
  }
  const constraints = n_constraints === 0 ? 0 : PyTuple_GetSlice(args, 1, n);
  const module = caller();
  const tv = typevar_alloc(a[0], bound, 0, constraints, 0, a[2] || _Py_NoDefaultStruct, v, module);
  Py_DECREF(module);
  Py_XDECREF(constraints);
  Py_XDECREF(bound);
  return tv;
}

function typevar_bound(self: number): number {
  return lazily(self, typevarobject.bound, typevarobject.evaluate_bound, Py_None);
}

function typevar_default(self: number): number {
  return lazily(self, typevarobject.default_value, typevarobject.evaluate_default, _Py_NoDefaultStruct);
}

function typevar_constraints(self: number): number {
  if (get(self, typevarobject.constraints) === 0 && get(self, typevarobject.evaluate_constraints) === 0) return PyTuple_New(0);
  return lazily(self, typevarobject.constraints, typevarobject.evaluate_constraints, 0);
}

function typevar_typing_subst(self: number, arg: number): number {
  return call_typing('_typevar_subst', self, arg);
}

/** The arguments with the default of this variable added when they end just before it. */
function typevar_typing_prepare_subst(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('__typing_prepare_subst__', nargs, 2, 2)) return 0;
  const alias = HEAP32[args >> 2];
  const given = HEAP32[(args + 8) >> 2];
  const params = PyObject_GetAttr(alias, _Py_ID('__parameters__'));
  if (params === 0) return 0;
  const i = PySequence_Index(params, self);
  Py_DECREF(params);
  const args_len = i === -1 ? -1 : PySequence_Size(given);
  if (args_len === -1) return 0;
  if (i < args_len) return Py_NewRef(given);
  if (i === args_len) {
    const dflt = typevar_default(self);
    if (dflt === 0) return 0;
    if (dflt !== _Py_NoDefaultStruct) {
      const more = PyTuple_Pack(1, dflt);
      Py_DECREF(dflt);
      const result = more === 0 ? 0 : PySequence_Concat(given, more);
      Py_XDECREF(more);
      return result;
    }
  }
  PyErr_Format(PyExc_TypeError, 'Too few arguments for %S; actual %zd, expected at least %zd', alias, args_len, i + 1);
  return 0;
}

const HEAP_FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_MANAGED_WEAKREF;
const SUBST_DOC = '__typing_subst__($self, arg, /)\n--\n\n';
const PREPARE_DOC = '__typing_prepare_subst__($self, alias, args, /)\n--\n\n';
const REDUCE_DOC = '__reduce__($self, /)\n--\n\n';
const HAS_DEFAULT_DOC = 'has_default($self, /)\n--\n\n';
const MRO_DOC = '__mro_entries__($self, object, /)\n--\n\n';

const typevar_spec = type_spec({
  tp_name: 'typing.TypeVar',
  tp_basicsize: typevarobject.SIZEOF,
  tp_flags: HEAP_FLAGS | Py_TPFLAGS_MANAGED_DICT,
  tp_doc: 'Type variable.\n\nThe preferred way to make one is the syntax `class C[T]`; TypeVar("T") is the older way.\n',
  ...owner(typevarobject.name, typevarobject.evaluate_default, true, true),
  tp_as_number: { nb_or: make_union },
  tp_new: typevar_new,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_repr: (self: number) => variance_repr(self, typevarobject.covariant),
  tp_methods: [
    ['__typing_subst__', typevar_typing_subst, METH_O, SUBST_DOC],
    ['__typing_prepare_subst__', typevar_typing_prepare_subst, METH_FASTCALL, PREPARE_DOC],
    ['__reduce__', reduce_to_name, METH_NOARGS, REDUCE_DOC],
    ['has_default', (self: number) => has_default(self, typevarobject.default_value, typevarobject.evaluate_default), METH_NOARGS, HAS_DEFAULT_DOC],
    ['__mro_entries__', no_subclass('TypeVar'), METH_O, MRO_DOC],
  ],
  tp_members: [
    ['__name__', _Py_T_OBJECT, typevarobject.name, Py_READONLY, null],
    ['__covariant__', Py_T_BOOL, typevarobject.covariant, Py_READONLY, null],
    ['__contravariant__', Py_T_BOOL, typevarobject.contravariant, Py_READONLY, null],
    ['__infer_variance__', Py_T_BOOL, typevarobject.infer_variance, Py_READONLY, null],
  ],
  tp_getset: [
    ['__bound__', typevar_bound, null, null],
    ['__constraints__', typevar_constraints, null, null],
    ['__default__', typevar_default, null, null],
  ],
});

// ---- ParamSpecArgs, ParamSpecKwargs ----

/** Returns new. */
function paramspecattr_alloc(tp: number, origin: number): number {
  const psa = tp === 0 ? 0 : _PyObject_GC_New(tp);
  if (psa === 0) return 0;
  init(psa, paramspecattrobject.__origin__, origin);
  _PyObject_GC_TRACK(psa);
  return psa;
}

function paramspecattr_richcompare(a: number, b: number, op: number): number {
  if (Py_TYPE(a) !== Py_TYPE(b) || (op !== Py_EQ && op !== Py_NE)) return Py_NotImplemented;
  return PyObject_RichCompare(get(a, paramspecattrobject.__origin__), get(b, paramspecattrobject.__origin__), op);
}

function paramspecattr_spec(name: string, fname: string, attribute: string): TypeSpec {
  return type_spec({
    tp_name: `typing.${name}`,
    tp_basicsize: paramspecattrobject.SIZEOF,
    tp_flags: HEAP_FLAGS,
    tp_doc: `The ${attribute} of a ParamSpec: P.${attribute}. Its __origin__ is P.\n`,
    ...owner(paramspecattrobject.__origin__, paramspecattrobject.__origin__, false, true),
    tp_new: (type: number, args: number, kwargs: number) => {
      const a = clinic_new({ fname, keywords: ['origin'] }, 1, 1, 0, args, kwargs);
      return a === null ? 0 : paramspecattr_alloc(type, a[0]);
    },
    tp_alloc: PyType_GenericAlloc,
    tp_free: PyObject_GC_Del,
    tp_repr: (self: number) => {
      const origin = get(self, paramspecattrobject.__origin__);
      if (is_a(origin, _Py_interp_cached_objects.paramspec_type)) return PyUnicode_FromFormat(`%U.${attribute}`, get(origin, paramspecobject.name));
      return PyUnicode_FromFormat(`%R.${attribute}`, origin);
    },
    tp_richcompare: paramspecattr_richcompare,
    tp_methods: [['__mro_entries__', no_subclass(name), METH_O, MRO_DOC]],
    tp_members: [['__origin__', _Py_T_OBJECT, paramspecattrobject.__origin__, Py_READONLY, null]],
  });
}
const paramspecargs_spec = paramspecattr_spec('ParamSpecArgs', 'paramspecargs', 'args');
const paramspeckwargs_spec = paramspecattr_spec('ParamSpecKwargs', 'paramspeckwargs', 'kwargs');

// ---- ParamSpec ----

/** Returns new. */
function paramspec_alloc(name: number, bound: number, default_value: number, v: Variance, module: number): number {
  const tp = generic_type(_Py_interp_cached_objects.paramspec_type);
  const ps = tp === 0 ? 0 : _PyObject_GC_New(tp);
  if (ps === 0) return 0;
  init(ps, paramspecobject.name, name);
  init(ps, paramspecobject.bound, bound);
  init(ps, paramspecobject.default_value, default_value);
  init(ps, paramspecobject.evaluate_default, 0);
  write_variance(ps, paramspecobject.covariant, v);
  _PyObject_GC_TRACK(ps);
  if (set_module(ps, module)) return ps;
  Py_DECREF(ps);
  return 0;
}

const PARAMSPEC = { fname: 'paramspec', keywords: ['name', 'bound', 'default', 'covariant', 'contravariant', 'infer_variance'] };

function paramspec_new(_type: number, args: number, kwargs: number): number {
  const a = clinic_new(PARAMSPEC, 1, 1, 0, args, kwargs);
  if (a === null || !check_name('paramspec', a[0])) return 0;
  const v = variance_args(a[3], a[4], a[5]);
  const bound = v === null ? -1 : bound_arg(a[1]);
  if (v === null || bound === -1) return 0;
  const module = caller();
  const ps = paramspec_alloc(a[0], bound, a[2] || _Py_NoDefaultStruct, v, module);
  Py_DECREF(module);
  Py_XDECREF(bound);
  return ps;
}

function paramspec_default(self: number): number {
  return lazily(self, paramspecobject.default_value, paramspecobject.evaluate_default, _Py_NoDefaultStruct);
}

function prepare_subst(name: string): (self: number, args: number, nargs: number) => number {
  return (self, args, nargs) => {
    if (!_PyArg_CheckPositional('__typing_prepare_subst__', nargs, 2, 2)) return 0;
    return call_typing(name, self, HEAP32[args >> 2], HEAP32[(args + 8) >> 2]);
  };
}

const paramspec_spec = type_spec({
  tp_name: 'typing.ParamSpec',
  tp_basicsize: paramspecobject.SIZEOF,
  tp_flags: HEAP_FLAGS | Py_TPFLAGS_MANAGED_DICT,
  tp_doc: 'Parameter specification variable.\n\nThe preferred way to make one is the syntax `def f[**P]`; ParamSpec("P") is the older way.\n',
  ...owner(paramspecobject.name, paramspecobject.evaluate_default, true, true),
  tp_as_number: { nb_or: make_union },
  tp_new: paramspec_new,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_repr: (self: number) => variance_repr(self, paramspecobject.covariant),
  tp_methods: [
    ['__typing_subst__', (self: number, arg: number) => call_typing('_paramspec_subst', self, arg), METH_O, SUBST_DOC],
    ['__typing_prepare_subst__', prepare_subst('_paramspec_prepare_subst'), METH_FASTCALL, PREPARE_DOC],
    ['has_default', (self: number) => has_default(self, paramspecobject.default_value, paramspecobject.evaluate_default), METH_NOARGS, HAS_DEFAULT_DOC],
    ['__reduce__', reduce_to_name, METH_NOARGS, REDUCE_DOC],
    ['__mro_entries__', no_subclass('ParamSpec'), METH_O, MRO_DOC],
  ],
  tp_members: [
    ['__name__', _Py_T_OBJECT, paramspecobject.name, Py_READONLY, null],
    ['__bound__', _Py_T_OBJECT, paramspecobject.bound, Py_READONLY, null],
    ['__covariant__', Py_T_BOOL, paramspecobject.covariant, Py_READONLY, null],
    ['__contravariant__', Py_T_BOOL, paramspecobject.contravariant, Py_READONLY, null],
    ['__infer_variance__', Py_T_BOOL, paramspecobject.infer_variance, Py_READONLY, null],
  ],
  tp_getset: [
    ['args', (self: number) => paramspecattr_alloc(generic_type(_Py_interp_cached_objects.paramspecargs_type), self), null, 'Represents positional arguments.'],
    ['kwargs', (self: number) => paramspecattr_alloc(generic_type(_Py_interp_cached_objects.paramspeckwargs_type), self), null, 'Represents keyword arguments.'],
    ['__default__', paramspec_default, null, 'The default value for this ParamSpec.'],
  ],
});

// ---- TypeVarTuple ----

/** Returns new. */
function typevartuple_alloc(name: number, module: number, default_value: number): number {
  const tp = generic_type(_Py_interp_cached_objects.typevartuple_type);
  const tvt = tp === 0 ? 0 : _PyObject_GC_New(tp);
  if (tvt === 0) return 0;
  init(tvt, typevartupleobject.name, name);
  init(tvt, typevartupleobject.default_value, default_value);
  init(tvt, typevartupleobject.evaluate_default, 0);
  _PyObject_GC_TRACK(tvt);
  if (set_module(tvt, module)) return tvt;
  Py_DECREF(tvt);
  return 0;
}

const TYPEVARTUPLE = { fname: 'typevartuple', keywords: ['name', 'default'] };

function typevartuple_new(_type: number, args: number, kwargs: number): number {
  const a = clinic_new(TYPEVARTUPLE, 1, 1, 0, args, kwargs);
  if (a === null || !check_name('typevartuple', a[0])) return 0;
  const module = caller();
  const result = typevartuple_alloc(a[0], module, a[1] || _Py_NoDefaultStruct);
  Py_DECREF(module);
  return result;
}

/** Iterating gives one thing: typing.Unpack[Ts], so that tuple[*Ts] works. */
function typevartuple_iter(self: number): number {
  const unpacked = unpack(self);
  if (unpacked === 0) return 0;
  const tuple = PyTuple_Pack(1, unpacked);
  Py_DECREF(unpacked);
  if (tuple === 0) return 0;
  const result = PyObject_GetIter(tuple);
  Py_DECREF(tuple);
  return result;
}

function typevartuple_typing_subst(): number {
  PyErr_SetString(PyExc_TypeError, 'Substitution of bare TypeVarTuple is not supported');
  return 0;
}

function typevartuple_default(self: number): number {
  return lazily(self, typevartupleobject.default_value, typevartupleobject.evaluate_default, _Py_NoDefaultStruct);
}

const typevartuple_spec = type_spec({
  tp_name: 'typing.TypeVarTuple',
  tp_basicsize: typevartupleobject.SIZEOF,
  tp_flags: HEAP_FLAGS | Py_TPFLAGS_MANAGED_DICT,
  tp_doc: 'Type variable tuple: stands for any number of types.\n\nThe preferred way to make one is the syntax `class C[*Ts]`; TypeVarTuple("Ts") is the older way.\n',
  ...owner(typevartupleobject.name, typevartupleobject.evaluate_default, true, true),
  tp_new: typevartuple_new,
  tp_iter: typevartuple_iter,
  tp_repr: reduce_to_name,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    ['__typing_subst__', typevartuple_typing_subst, METH_O, SUBST_DOC],
    ['__typing_prepare_subst__', prepare_subst('_typevartuple_prepare_subst'), METH_FASTCALL, PREPARE_DOC],
    ['__reduce__', reduce_to_name, METH_NOARGS, REDUCE_DOC],
    ['has_default', (self: number) => has_default(self, typevartupleobject.default_value, typevartupleobject.evaluate_default), METH_NOARGS, HAS_DEFAULT_DOC],
    ['__mro_entries__', no_subclass('TypeVarTuple'), METH_O, MRO_DOC],
  ],
  tp_members: [['__name__', _Py_T_OBJECT, typevartupleobject.name, Py_READONLY, null]],
  tp_getset: [['__default__', typevartuple_default, null, 'The default value for this TypeVarTuple.']],
});

// ---- what the compiler's intrinsics call ----

/** Returns new. */
export function _Py_make_typevar(name: number, evaluate_bound: number, evaluate_constraints: number): number {
  return typevar_alloc(name, 0, evaluate_bound, 0, evaluate_constraints, 0, INFERRED, 0);
}

/** Returns new. */
export function _Py_make_paramspec(_tstate: number, v: number): number {
  return paramspec_alloc(v, 0, 0, INFERRED, 0);
}

/** Returns new. */
export function _Py_make_typevartuple(_tstate: number, v: number): number {
  return typevartuple_alloc(v, 0, 0);
}

/** Returns new: the type parameter itself, which now knows how to make its default. */
export function _Py_set_typeparam_default(_tstate: number, typeparam: number, evaluate_default: number): number {
  let at = 0;
  if (is_a(typeparam, _Py_interp_cached_objects.typevar_type)) at = typevarobject.evaluate_default;
  else if (is_a(typeparam, _Py_interp_cached_objects.paramspec_type)) at = paramspecobject.evaluate_default;
  else if (is_a(typeparam, _Py_interp_cached_objects.typevartuple_type)) at = typevartupleobject.evaluate_default;
  else {
    PyErr_Format(PyExc_TypeError, 'Expected a type param, got %R', typeparam);
    return 0;
  }
  const old = get(typeparam, at);
  init(typeparam, at, evaluate_default);
  Py_XDECREF(old);
  return Py_NewRef(typeparam);
}

/** Returns new: Generic[params], the base that `class C[T]` gets. */
export function _Py_subscript_generic(_tstate: number, params: number): number {
  const generic = generic_type(_Py_interp_cached_objects.generic_type);
  if (generic === 0) {
    PyErr_SetString(PyExc_SystemError, 'Cannot find Generic type');
    return 0;
  }
  const unpacked = unpack_typevartuples(params);
  if (unpacked === 0) return 0;
  const result = call_typing('_GenericAlias', generic, unpacked);
  Py_DECREF(unpacked);
  return result;
}

// ---- TypeAliasType ----

/** Returns new. */
function typealias_alloc(name: number, type_params: number, compute_value: number, value: number, module: number): number {
  const ta = _PyObject_GC_New(_PyTypeAlias_Type);
  if (ta === 0) return 0;
  init(ta, typealiasobject.name, name);
  init(ta, typealiasobject.type_params, type_params);
  init(ta, typealiasobject.compute_value, compute_value);
  init(ta, typealiasobject.value, value);
  init(ta, typealiasobject.module, module);
  _PyObject_GC_TRACK(ta);
  return ta;
}

/** No parameters are NULL. */
function convert_type_params(type_params: number): number {
  return type_params === Py_None || (type_params !== 0 && PyTuple_Check(type_params) && PyTuple_GET_SIZE(type_params) === 0) ? 0 : type_params;
}

/** Returns new: the alias of a `type` statement from (name, type_params, compute_value). */
export function _Py_make_typealias(_tstate: number, args: number): number {
  return typealias_alloc(PyTuple_GET_ITEM(args, 0), convert_type_params(PyTuple_GET_ITEM(args, 1)), PyTuple_GET_ITEM(args, 2), 0, 0);
}

const TYPEALIAS = { fname: 'typealias', keywords: ['name', 'value', 'type_params'] };

function typealias_new(_type: number, args: number, kwargs: number): number {
  const a = clinic_new(TYPEALIAS, 2, 2, 0, args, kwargs);
  if (a === null || !check_name('typealias', a[0])) return 0;
  if (a[2] !== 0 && !PyTuple_Check(a[2])) {
    PyErr_SetString(PyExc_TypeError, 'type_params must be a tuple');
    return 0;
  }
  const module = caller();
  const ta = typealias_alloc(a[0], convert_type_params(a[2]), 0, a[1], module);
  Py_DECREF(module);
  return ta;
}

function typealias_value(self: number): number {
  return lazily(self, typealiasobject.value, typealiasobject.compute_value, Py_None);
}

function typealias_parameters(self: number): number {
  const type_params = get(self, typealiasobject.type_params);
  return type_params === 0 ? PyTuple_New(0) : unpack_typevartuples(type_params);
}

function typealias_type_params(self: number): number {
  const type_params = get(self, typealiasobject.type_params);
  return type_params === 0 ? PyTuple_New(0) : Py_NewRef(type_params);
}

function typealias_module(self: number): number {
  const module = get(self, typealiasobject.module);
  if (module !== 0) return Py_NewRef(module);
  const compute_value = get(self, typealiasobject.compute_value);
  const mod = compute_value === 0 ? 0 : PyFunction_GetModule(compute_value);
  return mod === 0 ? Py_None : Py_NewRef(mod);
}

function typealias_subscript(self: number, args: number): number {
  if (get(self, typealiasobject.type_params) !== 0) return Py_GenericAlias(self, args);
  PyErr_SetString(PyExc_TypeError, 'Only generic type aliases are subscriptable');
  return 0;
}

function typealias_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  for (let at: number = typealiasobject.name; at <= typealiasobject.module; at += 8) Py_XDECREF(get(self, at));
  FUNCS[get(Py_TYPE(self), PyTypeObject.tp_free)](self);
}

static_type(_PyTypeAlias_Type, {
  tp_name: 'typing.TypeAliasType',
  tp_basicsize: typealiasobject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Type alias, as `type Alias = int` makes it.\n\n__value__ is evaluated when it is asked for first.\n',
  ...owner(typealiasobject.name, typealiasobject.module, false, false),
  tp_dealloc: typealias_dealloc,
  tp_new: typealias_new,
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_repr: reduce_to_name,
  tp_as_number: { nb_or: _Py_union_type_or },
  tp_as_mapping: { mp_subscript: typealias_subscript },
  tp_methods: [['__reduce__', reduce_to_name, METH_NOARGS, REDUCE_DOC]],
  tp_members: [['__name__', _Py_T_OBJECT, typealiasobject.name, Py_READONLY, null]],
  tp_getset: [
    ['__parameters__', typealias_parameters, null, null],
    ['__type_params__', typealias_type_params, null, null],
    ['__value__', typealias_value, null, null],
    ['__module__', typealias_module, null, null],
  ],
});

// ---- Generic ----

/** Returns new: typing.<name>(cls, *args, **kwargs). */
function call_typing_args_kwargs(name: string, cls: number, args: number, kwargs: number): number {
  const func = _PyImport_GetModuleAttrString('typing', name);
  if (func === 0) return 0;
  const nargs = PyTuple_GET_SIZE(args);
  const new_args = PyTuple_New(nargs + 1);
  let result = 0;
  if (new_args !== 0) {
    PyTuple_SET_ITEM(new_args, 0, Py_NewRef(cls));
    for (let i = 0; i < nargs; i++) PyTuple_SET_ITEM(new_args, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
    result = PyObject_Call(func, new_args, kwargs);
    Py_DECREF(new_args);
  }
  Py_DECREF(func);
  return result;
}

function generic_init_subclass(cls: number, args: number, kwargs: number): number {
  return call_typing_args_kwargs('_generic_init_subclass', cls, args, kwargs);
}

function generic_class_getitem(cls: number, args: number, kwargs: number): number {
  return call_typing_args_kwargs('_generic_class_getitem', cls, args, kwargs);
}

function generic_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  _PyObject_GC_UNTRACK(self);
  FUNCS[get(tp, PyTypeObject.tp_free)](self);
  Py_DECREF(tp);
}

const generic_spec = type_spec({
  tp_name: 'typing.Generic',
  tp_basicsize: 16,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'Abstract base class for generic types.\n\nA class with a parameter list after its name derives from it by itself.\n',
  tp_dealloc: generic_dealloc,
  tp_traverse: (self: number, visit: visitproc, arg: number) => visit(Py_TYPE(self), arg),
  tp_alloc: PyType_GenericAlloc,
  tp_free: PyObject_GC_Del,
  tp_methods: [
    ['__class_getitem__', generic_class_getitem, METH_VARARGS | METH_KEYWORDS | METH_CLASS, 'Parameterizes a generic class: Foo[int].'],
    ['__init_subclass__', generic_init_subclass, METH_VARARGS | METH_KEYWORDS | METH_CLASS, 'Function to initialize subclasses.'],
  ],
});

/** Makes the heap types. 0 or -1. */
export function _Py_initialize_generic(interp: number): number {
  HEAP32[_Py_NoDefaultStruct >> 2] = -1;
  write_ptr(_Py_NoDefaultStruct + 8, _PyNoDefault_Type);
  const at = interp + PyInterpreterState.cached_objects;
  const specs = [
    [_Py_interp_cached_objects.generic_type, generic_spec], [_Py_interp_cached_objects.typevar_type, typevar_spec],
    [_Py_interp_cached_objects.typevartuple_type, typevartuple_spec], [_Py_interp_cached_objects.paramspec_type, paramspec_spec],
    [_Py_interp_cached_objects.paramspecargs_type, paramspecargs_spec], [_Py_interp_cached_objects.paramspeckwargs_type, paramspeckwargs_spec],
  ] as const;
  for (const [field, spec] of specs) {
    const type = PyType_FromSpec(spec);
    if (type === 0) return -1;
    write_ptr(at + field, type);
  }
  return 0;
}

export function _Py_clear_generic_types(interp: number): void {
  const at = interp + PyInterpreterState.cached_objects;
  for (let field = 0; field < _Py_interp_cached_objects.SIZEOF; field += 8) Py_CLEAR(at + field);
}
