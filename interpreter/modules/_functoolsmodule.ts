// Answers to Modules/_functoolsmodule.c of CPython 3.13: partial, reduce, cmp_to_key, lru_cache. Deviation: the mark between
// positional and keyword arguments in a cache key is an object of each cache instead of one of the module; the two types
// that CPython keeps in its module state are in the module's dict here, as "(KeyWrapper)" and "(_lru_list_elem)".

import { PyTupleObject, PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { hash_hi } from '../include/hash';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_CLEAR, Py_DECREF, Py_INCREF, Py_NewRef, Py_READONLY, Py_REFCNT, Py_TPFLAGS_BASETYPE,
  Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TYPE,
  Py_XDECREF, Py_XSETREF,
} from '../include/object';
import {
  Py_None, PyBaseObject_Type, PyExc_AttributeError, PyExc_FutureWarning, PyExc_TypeError, PyLong_Type, PyUnicode_Type,
} from '../include/statics';
import { builtin_module, type_spec } from '../include/typespec';
import { PyErr_WarnEx } from '../python/_warnings';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK, PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional } from '../python/getargs';
import { Py_BuildValue } from '../python/modsupport';
import { PyIter_Next, PyObject_GetIter, PySequence_Tuple } from '../objects/abstract';
import { PY_VECTORCALL_ARGUMENTS_OFFSET, PyObject_Call, PyObject_CallFunctionObjArgs, PyObject_CallNoArgs, PyObject_CallObject, PyObject_Vectorcall, PyVectorcall_NARGS } from '../objects/call';
import { PyMethod_New } from '../objects/classobject';
import {
  _PyDict_GetItem_KnownHash, _PyDict_Pop_KnownHash, _PyDict_SetItem_KnownHash, PyDict_Check, PyDict_CheckExact, PyDict_Clear, PyDict_Copy, PyDict_GET_SIZE, PyDict_GetItemWithError, PyDict_Merge, PyDict_New,
  PyDict_SetItem,
} from '../objects/dictobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from '../objects/longobject';
import {
  Py_ReprEnter, Py_ReprLeave, PyCallable_Check, PyObject_GenericGetDict, PyObject_GenericSetDict, PyObject_GetAttr, PyObject_Hash, PyObject_HashNotImplemented, PyObject_IsTrue,
  PyObject_RichCompare,
} from '../objects/object';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice, PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyType_FromModuleAndSpec, PyType_GetModule, PyType_GetModuleName, PyType_GetQualName } from '../objects/typeobject';
import { _Py_ID, PyUnicode_Append, PyUnicode_FromFormat, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { for_each_item } from './_operator';
import { add_type, clear_of, dealloc_of, get, set, traverse_of, type_alloc, unpack_fast, unpack_new } from './iterutil';

// -------------------------------------------------------------------------------------------------------------- partial

const PA_FN = 16;
const PA_ARGS = 24;
const PA_KW = 32;
const PA_DICT = 40;
const PA_WEAKREFS = 48;
const PA_VECTORCALL = 56;
const PARTIAL_FIELDS = [PA_FN, PA_ARGS, PA_KW, PA_DICT];

/** The function that a value of type partial whose __dict__ is empty can be flattened into. */
function is_plain_partial(func: number): boolean {
  return HEAP32[(Py_TYPE(func) + PyTypeObject.tp_call) >> 2] === func_index(partial_call) && get(func, PA_DICT) === 0;
}

/** a + b of two tuples. Returns new. */
function concat_tuples(a: number, b: number): number {
  const na = PyTuple_GET_SIZE(a);
  const nb = PyTuple_GET_SIZE(b);
  if (na === 0 && PyTuple_CheckExact(b)) return Py_NewRef(b);
  if (nb === 0 && PyTuple_CheckExact(a)) return Py_NewRef(a);
  const t = PyTuple_New(na + nb);
  if (t === 0) return 0;
  for (let i = 0; i < na; i++) PyTuple_SET_ITEM(t, i, Py_NewRef(PyTuple_GET_ITEM(a, i)));
  for (let i = 0; i < nb; i++) PyTuple_SET_ITEM(t, na + i, Py_NewRef(PyTuple_GET_ITEM(b, i)));
  return t;
}

function partial_new(type: number, args: number, kw: number): number {
  if (PyTuple_GET_SIZE(args) < 1) {
    PyErr_SetString(PyExc_TypeError, "type 'partial' takes at least one argument");
    return 0;
  }
  let func = PyTuple_GET_ITEM(args, 0);
  if (!PyCallable_Check(func)) {
    PyErr_SetString(PyExc_TypeError, 'the first argument must be callable');
    return 0;
  }
  let pargs = 0;
  let pkw = 0;
  if (is_plain_partial(func)) {
    pargs = get(func, PA_ARGS);
    pkw = get(func, PA_KW);
    func = get(func, PA_FN);
  }
  const pto = type_alloc(type);
  if (pto === 0) return 0;
  set(pto, PA_FN, Py_NewRef(func));
  const nargs = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
  if (nargs === 0) {
    Py_DECREF(pto);
    return 0;
  }
  if (pargs === 0) set(pto, PA_ARGS, nargs);
  else {
    set(pto, PA_ARGS, concat_tuples(pargs, nargs));
    Py_DECREF(nargs);
  }
  let keywords: number;
  if (pkw === 0 || PyDict_GET_SIZE(pkw) === 0) keywords = kw === 0 ? PyDict_New() : PyDict_Copy(kw);
  else {
    keywords = PyDict_Copy(pkw);
    if (kw !== 0 && keywords !== 0 && PyDict_Merge(keywords, kw, 1) !== 0) {
      Py_DECREF(pto);
      Py_DECREF(keywords);
      return 0;
    }
  }
  set(pto, PA_KW, keywords);
  if (get(pto, PA_ARGS) === 0 || keywords === 0) {
    Py_DECREF(pto);
    return 0;
  }
  set(pto, PA_VECTORCALL, func_index(partial_vectorcall));
  return pto;
}

function partial_clear(pto: number): number {
  for (const f of PARTIAL_FIELDS) Py_CLEAR(pto + f);
  return 0;
}

function partial_dealloc(pto: number): void {
  const type = Py_TYPE(pto);
  PyObject_GC_UnTrack(pto);
  if (get(pto, PA_WEAKREFS) !== 0) PyObject_ClearWeakRefs(pto);
  partial_clear(pto);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](pto);
  Py_DECREF(type);
}

function partial_vectorcall(pto: number, args: number, nargsf: number, kwnames: number): number {
  const nargs = PyVectorcall_NARGS(nargsf);
  const pargs = get(pto, PA_ARGS);
  const kw = get(pto, PA_KW);
  const n = PyTuple_GET_SIZE(pargs);
  const nkw = PyDict_GET_SIZE(kw);
  if (nkw !== 0) return partial_call_with_keywords(pto, args, nargs, kwnames);
  const given = kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames);
  const total = nargs + given;
  if (n === 0) return PyObject_Vectorcall(get(pto, PA_FN), args, nargsf, kwnames);
  const mark = stackSave();
  const stack = stackAlloc(8 * (n + total) + 8) + 8;
  for (let i = 0; i < n; i++) write_ptr(stack + 8 * i, PyTuple_GET_ITEM(pargs, i));
  for (let i = 0; i < total; i++) write_ptr(stack + 8 * (n + i), HEAP32[(args + 8 * i) >> 2]);
  const r = PyObject_Vectorcall(get(pto, PA_FN), stack, (n + nargs) | PY_VECTORCALL_ARGUMENTS_OFFSET, kwnames);
  stackRestore(mark);
  return r;
}

/** fn(*pargs, *args, **{**pkw, **given}). */
function partial_call_with_keywords(pto: number, args: number, nargs: number, kwnames: number): number {
  const pargs = get(pto, PA_ARGS);
  const n = PyTuple_GET_SIZE(pargs);
  const kwargs = PyDict_Copy(get(pto, PA_KW));
  if (kwargs === 0) return 0;
  const given = kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames);
  for (let i = 0; i < given; i++) {
    if (PyDict_SetItem(kwargs, PyTuple_GET_ITEM(kwnames, i), HEAP32[(args + 8 * (nargs + i)) >> 2]) < 0) {
      Py_DECREF(kwargs);
      return 0;
    }
  }
  const t = PyTuple_New(n + nargs);
  let r = 0;
  if (t !== 0) {
    for (let i = 0; i < n; i++) PyTuple_SET_ITEM(t, i, Py_NewRef(PyTuple_GET_ITEM(pargs, i)));
    for (let i = 0; i < nargs; i++) PyTuple_SET_ITEM(t, n + i, Py_NewRef(HEAP32[(args + 8 * i) >> 2]));
    r = PyObject_Call(get(pto, PA_FN), t, kwargs);
    Py_DECREF(t);
  }
  Py_DECREF(kwargs);
  return r;
}

function partial_call(pto: number, args: number, kwargs: number): number {
  let kwargs2 = get(pto, PA_KW);
  if (PyDict_GET_SIZE(kwargs2) === 0) kwargs2 = kwargs === 0 ? 0 : Py_NewRef(kwargs);
  else {
    kwargs2 = PyDict_Copy(kwargs2);
    if (kwargs2 === 0) return 0;
    if (kwargs !== 0 && PyDict_Merge(kwargs2, kwargs, 1) !== 0) {
      Py_DECREF(kwargs2);
      return 0;
    }
  }
  const args2 = concat_tuples(get(pto, PA_ARGS), args);
  const res = args2 === 0 ? 0 : PyObject_Call(get(pto, PA_FN), args2, kwargs2);
  if (args2 !== 0) Py_DECREF(args2);
  if (kwargs2 !== 0) Py_DECREF(kwargs2);
  return res;
}

/** 3.13: a partial in a class body is not bound yet, but warns that it will be. */
function partial_descr_get(self: number, obj: number, _type: number): number {
  if (obj === Py_None || obj === 0) return Py_NewRef(self);
  const text = 'functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you want to preserve the old behavior';
  if (PyErr_WarnEx(PyExc_FutureWarning, text, 1) < 0) return 0;
  return Py_NewRef(self);
}

function append(slot: number, piece: number): boolean {
  if (piece === 0) return false;
  PyUnicode_Append(slot, piece);
  Py_DECREF(piece);
  return HEAP32[slot >> 2] !== 0;
}

function partial_repr(pto: number): number {
  const status = Py_ReprEnter(pto);
  if (status !== 0) return status < 0 ? 0 : PyUnicode_FromString('...');
  const mark = stackSave();
  const slot = stackAlloc(8);
  const mod = PyType_GetModuleName(Py_TYPE(pto));
  const name = PyType_GetQualName(Py_TYPE(pto));
  write_ptr(slot, mod === 0 || name === 0 ? 0 : PyUnicode_FromFormat('%S.%S(%R', mod, name, get(pto, PA_FN)));
  if (mod !== 0) Py_DECREF(mod);
  if (name !== 0) Py_DECREF(name);
  let ok = HEAP32[slot >> 2] !== 0;
  const args = get(pto, PA_ARGS);
  for (let i = 0; ok && i < PyTuple_GET_SIZE(args); i++) ok = append(slot, PyUnicode_FromFormat(', %R', PyTuple_GET_ITEM(args, i)));
  for_each_item(get(pto, PA_KW), (key, value) => {
    if (ok) {
      Py_INCREF(value);
      ok = append(slot, PyUnicode_FromFormat(', %S=%R', key, value));
      Py_DECREF(value);
    }
  });
  if (ok) ok = append(slot, PyUnicode_FromString(')'));
  let r = HEAP32[slot >> 2];
  stackRestore(mark);
  Py_ReprLeave(pto);
  if (!ok && r !== 0) {
    Py_DECREF(r);
    r = 0;
  }
  return r;
}

function partial_reduce(pto: number): number {
  return Py_BuildValue('O(O)(OOOO)', Py_TYPE(pto), get(pto, PA_FN), get(pto, PA_FN), get(pto, PA_ARGS), get(pto, PA_KW), get(pto, PA_DICT) || Py_None);
}

function partial_setstate(pto: number, state: number): number {
  const n = PyTuple_Check(state) ? PyTuple_GET_SIZE(state) : 0;
  const item = (i: number): number => PyTuple_GET_ITEM(state, i);
  if (n !== 4 || !PyCallable_Check(item(0)) || !PyTuple_Check(item(1)) || (item(2) !== Py_None && !PyDict_Check(item(2)))) {
    PyErr_SetString(PyExc_TypeError, 'invalid partial state');
    return 0;
  }
  const fnargs = PyTuple_CheckExact(item(1)) ? Py_NewRef(item(1)) : PySequence_Tuple(item(1));
  if (fnargs === 0) return 0;
  const kw = item(2) === Py_None ? PyDict_New() : PyDict_CheckExact(item(2)) ? Py_NewRef(item(2)) : PyDict_Copy(item(2));
  if (kw === 0) {
    Py_DECREF(fnargs);
    return 0;
  }
  Py_XSETREF(pto + PA_FN, Py_NewRef(item(0)));
  Py_XSETREF(pto + PA_ARGS, fnargs);
  Py_XSETREF(pto + PA_KW, kw);
  Py_XSETREF(pto + PA_DICT, item(3) === Py_None ? 0 : Py_NewRef(item(3)));
  return Py_None;
}

const partial_spec = type_spec({
  tp_name: 'functools.partial', tp_basicsize: 64,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE, tp_vectorcall_offset: PA_VECTORCALL,
  tp_dictoffset: PA_DICT, tp_weaklistoffset: PA_WEAKREFS, tp_new: partial_new, tp_dealloc: partial_dealloc, tp_call: partial_call, tp_repr: partial_repr,
  tp_descr_get: partial_descr_get, tp_traverse: traverse_of('partial', PARTIAL_FIELDS), tp_clear: partial_clear,
  tp_doc: 'partial(func, /, *args, **keywords)\n--\n\nA callable that calls func with these arguments before its own.',
  tp_methods: [
    ['__reduce__', partial_reduce, METH_NOARGS],
    ['__setstate__', partial_setstate, METH_O],
    ['__class_getitem__', Py_GenericAlias_, METH_O | METH_CLASS, 'See PEP 585'],
  ],
  tp_members: [
    ['func', _Py_T_OBJECT, PA_FN, Py_READONLY, 'function object to use in future partial calls'],
    ['args', _Py_T_OBJECT, PA_ARGS, Py_READONLY, 'tuple of arguments to future partial calls'],
    ['keywords', _Py_T_OBJECT, PA_KW, Py_READONLY, 'dictionary of keyword arguments to future partial calls'],
  ],
  tp_getset: [['__dict__', getdict, setdict]],
});

function Py_GenericAlias_(type: number, item: number): number {
  return Py_GenericAlias(type, item);
}

function getdict(self: number, context: number): number {
  return PyObject_GenericGetDict(self, context);
}

function setdict(self: number, value: number, context: number): number {
  return PyObject_GenericSetDict(self, value, context);
}

// ----------------------------------------------------------------------------------------------------------- cmp_to_key

const K_CMP = 16;
const K_OBJECT = 24;
const K_FIELDS = [K_CMP, K_OBJECT];
const keyobject_parser = { fname: 'K', keywords: ['obj'] };

function keyobject_call(ko: number, args: number, kwds: number): number {
  const a = unpack_new(args, kwds, keyobject_parser, 1, 1);
  if (a === null) return 0;
  const result = make_key(Py_TYPE(ko), get(ko, K_CMP), a[0]);
  return result;
}

function make_key(type: number, cmp: number, object: number): number {
  const ko = type_alloc(type);
  if (ko === 0) return 0;
  set(ko, K_CMP, Py_NewRef(cmp));
  if (object !== 0) set(ko, K_OBJECT, Py_NewRef(object));
  return ko;
}

function keyobject_richcompare(ko: number, other: number, op: number): number {
  if (Py_TYPE(other) !== Py_TYPE(ko)) {
    PyErr_Format(PyExc_TypeError, 'other argument must be K instance');
    return 0;
  }
  const x = get(ko, K_OBJECT);
  const y = get(other, K_OBJECT);
  if (x === 0 || y === 0) {
    PyErr_Format(PyExc_AttributeError, 'object');
    return 0;
  }
  const res = PyObject_CallFunctionObjArgs(get(ko, K_CMP), x, y);
  if (res === 0) return 0;
  const zero = PyLong_FromSsize_t(0);
  const answer = PyObject_RichCompare(res, zero, op);
  Py_DECREF(res);
  return answer;
}

const keyobject_spec = type_spec({
  tp_name: 'functools.KeyWrapper', tp_basicsize: 32, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: dealloc_of('keyobject', K_FIELDS), tp_traverse: traverse_of('keyobject', K_FIELDS), tp_clear: clear_of('keyobject', K_FIELDS), tp_call: keyobject_call,
  tp_richcompare: keyobject_richcompare, tp_hash: PyObject_HashNotImplemented, tp_members: [['obj', _Py_T_OBJECT, K_OBJECT, 0, 'Value wrapped by a key function.']],
  tp_getset: [['__text_signature__', () => PyUnicode_FromString('(obj)'), null]],
});

/** The type of this name in the module's dict. Borrowed. */
function module_type(module: number, name: string): number {
  return PyDict_GetItemWithError(PyModule_GetDict(module), _Py_ID(name));
}

function cmp_to_key(module: number, args: number, nargs: number, kwnames: number): number {
  const a = unpack_fast(args, nargs, kwnames, { fname: 'cmp_to_key', keywords: ['mycmp'] }, 1, 1);
  if (a === null) return 0;
  const type = hidden_type(module, 'KeyWrapper');
  return type === 0 ? 0 : make_key(type, a[0], 0);
}

// --------------------------------------------------------------------------------------------------------------- reduce

function functools_reduce(_module: number, args: number): number {
  const given = args + PyTupleObject.ob_item;
  const nargs = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('reduce', nargs, 2, 3)) return 0;
  const it = PyObject_GetIter(HEAP32[(given + 8) >> 2]);
  if (it === 0) {
    if (PyErr_ExceptionMatches(PyExc_TypeError)) PyErr_SetString(PyExc_TypeError, 'reduce() arg 2 must support iteration');
    return 0;
  }
  const result = reduce_items(HEAP32[given >> 2], it, nargs > 2 ? Py_NewRef(HEAP32[(given + 16) >> 2]) : 0);
  Py_DECREF(it);
  return result;
}

/** Steals `result`, 0 for none. The pair of arguments is one tuple, used again where nobody kept it. Returns new; may fail. Runs Python code. */
function reduce_items(func: number, it: number, result: number): number {
  let pair = PyTuple_New(2);
  while (pair !== 0) {
    if (Py_REFCNT(pair) > 1) {
      Py_DECREF(pair);
      pair = PyTuple_New(2);
      if (pair === 0) break;
    }
    const op2 = PyIter_Next(it);
    if (op2 === 0) {
      Py_DECREF(pair);
      if (!PyErr_Occurred()) return result !== 0 ? result : none_to_reduce();
      Py_XDECREF(result);
      return 0;
    }
    if (result === 0) {
      result = op2;
      continue;
    }
    Py_XSETREF(pair + PyTupleObject.ob_item, result);
    Py_XSETREF(pair + PyTupleObject.ob_item + 8, op2);
    result = PyObject_Call(func, pair, 0);
    if (result === 0) {
      Py_DECREF(pair);
      return 0;
    }
    if (!_PyObject_GC_IS_TRACKED(pair)) _PyObject_GC_TRACK(pair);
  }
  Py_XDECREF(result);
  return 0;
}

function none_to_reduce(): 0 {
  PyErr_SetString(PyExc_TypeError, 'reduce() of empty iterable with no initial value');
  return 0;
}

// ------------------------------------------------------------------------------------------------------------ lru_cache

// A link of the list, oldest first. The list and the dict own a reference each. The cache object begins like a link: it is the
// head of the ring.
const L_PREV = 16;
const L_NEXT = 24;
const L_HASH = 32;
const L_KEY = 40;
const L_RESULT = 48;
const LC_WRAPPER = 56;
const LC_TYPED = 64;
const LC_CACHE = 72;
const LC_HITS = 80;
const LC_FUNC = 88;
const LC_MAXSIZE = 96;
const LC_MISSES = 104;
const LC_KWD_MARK = 112;
const LC_ELEM_TYPE = 120;
const LC_INFO_TYPE = 128;
const LC_DICT = 136;
const LC_WEAKREFS = 144;

function lru_list_elem_dealloc(link: number): void {
  const type = Py_TYPE(link);
  PyObject_GC_UnTrack(link);
  if (get(link, L_KEY) !== 0) Py_DECREF(get(link, L_KEY));
  if (get(link, L_RESULT) !== 0) Py_DECREF(get(link, L_RESULT));
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](link);
  Py_DECREF(type);
}

const lru_list_elem_spec = type_spec({
  tp_name: 'functools._lru_list_elem', tp_basicsize: 56, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: lru_list_elem_dealloc, tp_traverse: traverse_of('lru_list_elem', [L_KEY, L_RESULT]),
});

/** The key of a call: the single positional str or int itself, else a tuple. Returns new. */
function lru_cache_make_key(self: number, args: number, kwds: number): number {
  const typed = HEAP32[(self + LC_TYPED) >> 2] !== 0;
  const n = PyTuple_GET_SIZE(args);
  const nkw = kwds === 0 ? 0 : PyDict_GET_SIZE(kwds);
  if (!typed && nkw === 0) {
    if (n !== 1) return Py_NewRef(args);
    const key = PyTuple_GET_ITEM(args, 0);
    const type = Py_TYPE(key);
    return Py_NewRef(type === PyUnicode_Type || type === PyLong_Type ? key : args);
  }
  const size = n + (nkw > 0 ? 1 + 2 * nkw : 0) + (typed ? n + nkw : 0);
  const key = PyTuple_New(size);
  if (key === 0) return 0;
  let k = 0;
  const add = (o: number): void => {
    PyTuple_SET_ITEM(key, k++, Py_NewRef(o));
  };
  for (let i = 0; i < n; i++) add(PyTuple_GET_ITEM(args, i));
  if (nkw > 0) {
    add(get(self, LC_KWD_MARK));
    for_each_item(kwds, (keyword, value) => {
      add(keyword);
      add(value);
    });
  }
  if (typed) {
    for (let i = 0; i < n; i++) add(Py_TYPE(PyTuple_GET_ITEM(args, i)));
    if (nkw > 0) for_each_item(kwds, (_, value) => add(Py_TYPE(value)));
  }
  return key;
}

function count(self: number, field: number): void {
  write_ssize(self + field, read_ssize(self + field) + 1);
}

function uncached_lru_cache_wrapper(self: number, args: number, kwds: number): number {
  count(self, LC_MISSES);
  return PyObject_Call(get(self, LC_FUNC), args, kwds);
}

function infinite_lru_cache_wrapper(self: number, args: number, kwds: number): number {
  const key = lru_cache_make_key(self, args, kwds);
  if (key === 0) return 0;
  const lo = PyObject_Hash(key);
  const hi = hash_hi();
  if (lo === -1 && hi === -1) {
    Py_DECREF(key);
    return 0;
  }
  let result = _PyDict_GetItem_KnownHash(get(self, LC_CACHE), key, lo, hi);
  if (result !== 0) {
    Py_INCREF(result);
    count(self, LC_HITS);
    Py_DECREF(key);
    return result;
  }
  if (PyErr_Occurred()) {
    Py_DECREF(key);
    return 0;
  }
  count(self, LC_MISSES);
  result = PyObject_Call(get(self, LC_FUNC), args, kwds);
  if (result !== 0 && _PyDict_SetItem_KnownHash(get(self, LC_CACHE), key, result, lo, hi) < 0) {
    Py_DECREF(result);
    result = 0;
  }
  Py_DECREF(key);
  return result;
}

function lru_cache_extract_link(link: number): void {
  const prev = get(link, L_PREV);
  const next = get(link, L_NEXT);
  set(prev, L_NEXT, next);
  set(next, L_PREV, prev);
}

function lru_cache_append_link(self: number, link: number): void {
  const last = get(self, L_PREV);
  set(last, L_NEXT, link);
  set(self, L_PREV, link);
  set(link, L_PREV, last);
  set(link, L_NEXT, self);
}

function lru_cache_prepend_link(self: number, link: number): void {
  const first = get(self, L_NEXT);
  set(first, L_PREV, link);
  set(self, L_NEXT, link);
  set(link, L_NEXT, first);
  set(link, L_PREV, self);
}

function bounded_lru_cache_wrapper(self: number, args: number, kwds: number): number {
  const key = lru_cache_make_key(self, args, kwds);
  if (key === 0) return 0;
  const lo = PyObject_Hash(key);
  const hi = hash_hi();
  if (lo === -1 && hi === -1) {
    Py_DECREF(key);
    return 0;
  }
  const link = _PyDict_GetItem_KnownHash(get(self, LC_CACHE), key, lo, hi);
  if (link !== 0) {
    lru_cache_extract_link(link);
    lru_cache_append_link(self, link);
    count(self, LC_HITS);
    const hit = Py_NewRef(get(link, L_RESULT));
    Py_DECREF(key);
    return hit;
  }
  if (PyErr_Occurred()) {
    Py_DECREF(key);
    return 0;
  }
  count(self, LC_MISSES);
  const result = PyObject_Call(get(self, LC_FUNC), args, kwds);
  if (result === 0) {
    Py_DECREF(key);
    return 0;
  }
  // a recursive call may have put the key into the cache meanwhile
  if (_PyDict_GetItem_KnownHash(get(self, LC_CACHE), key, lo, hi) !== 0) {
    Py_DECREF(key);
    return result;
  }
  if (PyErr_Occurred()) {
    Py_DECREF(key);
    Py_DECREF(result);
    return 0;
  }
  const full = PyDict_GET_SIZE(get(self, LC_CACHE)) >= read_ssize(self + LC_MAXSIZE) && get(self, L_NEXT) !== self;
  return full ? replace_oldest(self, key, lo, hi, result) : add_link(self, key, lo, hi, result);
}

/** Steals key; result is returned with a second reference in the link. */
function add_link(self: number, key: number, lo: number, hi: number, result: number): number {
  const link = type_alloc(get(self, LC_ELEM_TYPE));
  if (link === 0) {
    Py_DECREF(key);
    Py_DECREF(result);
    return 0;
  }
  HEAP32[(link + L_HASH) >> 2] = lo;
  HEAP32[(link + L_HASH + 4) >> 2] = hi;
  set(link, L_KEY, key);
  set(link, L_RESULT, result);
  if (_PyDict_SetItem_KnownHash(get(self, LC_CACHE), key, link, lo, hi) < 0) {
    Py_DECREF(link);
    return 0;
  }
  lru_cache_append_link(self, link);
  return Py_NewRef(result);
}

/** The cache is full: the oldest link gets the new key and result. Steals key. */
function replace_oldest(self: number, key: number, lo: number, hi: number, result: number): number {
  const link = get(self, L_NEXT);
  lru_cache_extract_link(link);
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  const found = _PyDict_Pop_KnownHash(get(self, LC_CACHE), get(link, L_KEY), HEAP32[(link + L_HASH) >> 2], HEAP32[(link + L_HASH + 4) >> 2], slot);
  const popresult = HEAP32[slot >> 2];
  stackRestore(mark);
  if (found < 0) {
    // the old key's __eq__ failed: the list stays as it was
    lru_cache_prepend_link(self, link);
    Py_DECREF(key);
    Py_DECREF(result);
    return 0;
  }
  if (found === 0) {
    // somebody removed the key from under us; the link goes
    Py_DECREF(link);
    Py_DECREF(key);
    return result;
  }
  const oldkey = get(link, L_KEY);
  const oldresult = get(link, L_RESULT);
  HEAP32[(link + L_HASH) >> 2] = lo;
  HEAP32[(link + L_HASH + 4) >> 2] = hi;
  set(link, L_KEY, key);
  set(link, L_RESULT, result);
  if (_PyDict_SetItem_KnownHash(get(self, LC_CACHE), key, link, lo, hi) < 0) {
    Py_DECREF(popresult);
    Py_DECREF(link);
    Py_DECREF(oldkey);
    Py_DECREF(oldresult);
    return 0;
  }
  lru_cache_append_link(self, link);
  Py_INCREF(result);
  Py_DECREF(popresult);
  Py_DECREF(oldkey);
  Py_DECREF(oldresult);
  return result;
}

const lru_cache_parser = { fname: 'lru_cache', keywords: ['user_function', 'maxsize', 'typed', 'cache_info_type'] };

function lru_cache_new(type: number, args: number, kw: number): number {
  const a = unpack_new(args, kw, lru_cache_parser, 4, 4);
  if (a === null) return 0;
  const [func, maxsize_O, typed_O, cache_info_type] = a;
  if (!PyCallable_Check(func)) {
    PyErr_SetString(PyExc_TypeError, 'the first argument must be callable');
    return 0;
  }
  const typed = PyObject_IsTrue(typed_O);
  if (typed < 0) return 0;
  let wrapper = infinite_lru_cache_wrapper;
  let maxsize = -1;
  if (maxsize_O !== Py_None) {
    if (!PyLong_Check(maxsize_O)) {
      PyErr_SetString(PyExc_TypeError, 'maxsize should be integer or None');
      return 0;
    }
    maxsize = PyLong_AsSsize_t(maxsize_O);
    if (maxsize === -1 && PyErr_Occurred()) return 0;
    if (maxsize < 0) maxsize = 0;
    wrapper = maxsize === 0 ? uncached_lru_cache_wrapper : bounded_lru_cache_wrapper;
  }
  const module = PyType_GetModule(lru_base(type));
  if (module === 0) return 0;
  const elem_type = hidden_type(module, '_lru_list_elem');
  if (elem_type === 0) return 0;
  const cachedict = PyDict_New();
  if (cachedict === 0) return 0;
  const obj = type_alloc(type);
  if (obj === 0) {
    Py_DECREF(cachedict);
    return 0;
  }
  set(obj, L_PREV, obj);
  set(obj, L_NEXT, obj);
  set(obj, LC_WRAPPER, func_index(wrapper));
  HEAP32[(obj + LC_TYPED) >> 2] = typed;
  set(obj, LC_CACHE, cachedict);
  set(obj, LC_FUNC, Py_NewRef(func));
  write_ssize(obj + LC_MAXSIZE, maxsize);
  set(obj, LC_KWD_MARK, PyObject_CallNoArgs(PyBaseObject_Type));
  set(obj, LC_ELEM_TYPE, Py_NewRef(elem_type));
  set(obj, LC_INFO_TYPE, Py_NewRef(cache_info_type));
  return obj;
}

/** The C type that a subclass derives from. */
function lru_base(type: number): number {
  let t = type;
  for (;;) {
    const base = HEAP32[(t + PyTypeObject.tp_base) >> 2];
    if (base === 0 || base === PyBaseObject_Type) return t;
    t = base;
  }
}

/** Empties the ring; returns the first link of a chain that ends with 0. The caller owns the chain's references. */
function lru_cache_unlink_list(self: number): number {
  const link = get(self, L_NEXT);
  if (link === self) return 0;
  set(get(self, L_PREV), L_NEXT, 0);
  set(self, L_NEXT, self);
  set(self, L_PREV, self);
  return link;
}

function lru_cache_clear_list(link: number): void {
  while (link !== 0) {
    const next = get(link, L_NEXT);
    Py_DECREF(link);
    link = next;
  }
}

const LC_FIELDS = [LC_CACHE, LC_FUNC, LC_KWD_MARK, LC_ELEM_TYPE, LC_INFO_TYPE, LC_DICT];

function lru_cache_tp_clear(self: number): number {
  const list = lru_cache_unlink_list(self);
  for (const f of LC_FIELDS) Py_CLEAR(self + f);
  lru_cache_clear_list(list);
  return 0;
}

function lru_cache_dealloc(obj: number): void {
  const type = Py_TYPE(obj);
  PyObject_GC_UnTrack(obj);
  if (get(obj, LC_WEAKREFS) !== 0) PyObject_ClearWeakRefs(obj);
  lru_cache_tp_clear(obj);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](obj);
  Py_DECREF(type);
}

function lru_cache_tp_traverse(self: number, visit: visitproc, arg: number): number {
  let e = visit(Py_TYPE(self), arg);
  for (let link = get(self, L_NEXT); e === 0 && link !== 0 && link !== self; link = get(link, L_NEXT)) e = visit(link, arg);
  for (const f of LC_FIELDS) {
    const v = get(self, f);
    if (e === 0 && v !== 0) e = visit(v, arg);
  }
  return e;
}

function lru_cache_call(self: number, args: number, kwds: number): number {
  return FUNCS[get(self, LC_WRAPPER)](self, args, kwds) as number;
}

function lru_cache_descr_get(self: number, obj: number, _type: number): number {
  if (obj === Py_None || obj === 0) return Py_NewRef(self);
  return PyMethod_New(self, obj);
}

function lru_cache_cache_info(self: number): number {
  const maxsize = read_ssize(self + LC_MAXSIZE);
  const args = Py_BuildValue('(nnNn)', read_ssize(self + LC_HITS), read_ssize(self + LC_MISSES), maxsize === -1 ? Py_None : PyLong_FromSsize_t(maxsize), PyDict_GET_SIZE(get(self, LC_CACHE)));
  if (args === 0) return 0;
  const r = PyObject_CallObject(get(self, LC_INFO_TYPE), args);
  Py_DECREF(args);
  return r;
}

function lru_cache_cache_clear(self: number): number {
  const list = lru_cache_unlink_list(self);
  write_ssize(self + LC_HITS, 0);
  write_ssize(self + LC_MISSES, 0);
  if (get(self, LC_WRAPPER) === func_index(bounded_lru_cache_wrapper) || PyDict_GET_SIZE(get(self, LC_CACHE)) > 0) PyDict_Clear(get(self, LC_CACHE));
  lru_cache_clear_list(list);
  return Py_None;
}

function lru_cache_reduce(self: number): number {
  return PyObject_GetAttr(self, _Py_ID('__qualname__'));
}

function lru_cache_copy(self: number): number {
  return Py_NewRef(self);
}

const lru_cache_spec = type_spec({
  tp_name: 'functools._lru_cache_wrapper', tp_basicsize: 152,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_IMMUTABLETYPE, tp_dictoffset: LC_DICT,
  tp_weaklistoffset: LC_WEAKREFS, tp_new: lru_cache_new, tp_dealloc: lru_cache_dealloc, tp_call: lru_cache_call, tp_traverse: lru_cache_tp_traverse, tp_clear: lru_cache_tp_clear,
  tp_descr_get: lru_cache_descr_get, tp_doc: 'A callable that remembers the results of the calls made last.',
  tp_methods: [
    ['cache_info', lru_cache_cache_info, METH_NOARGS, 'cache_info($self, /)\n--\n\nReport cache statistics'],
    ['cache_clear', lru_cache_cache_clear, METH_NOARGS, 'cache_clear($self, /)\n--\n\nClear the cache and cache statistics'],
    ['__reduce__', lru_cache_reduce, METH_NOARGS],
    ['__copy__', lru_cache_copy, METH_NOARGS],
    ['__deepcopy__', lru_cache_copy, METH_O],
  ],
  tp_getset: [['__dict__', getdict, setdict]],
});

// --------------------------------------------------------------------------------------------------------------- module

/** The two types that no name of the module reaches in CPython: kept in the dict under a key that is no identifier. */
function hidden_type(module: number, name: string): number {
  return module_type(module, `(${name})`);
}

function add_hidden_type(module: number, name: string, spec: ReturnType<typeof type_spec>): boolean {
  const type = PyType_FromModuleAndSpec(module, spec, 0);
  if (type === 0) return false;
  const err = PyDict_SetItem(PyModule_GetDict(module), _Py_ID(`(${name})`), type);
  Py_DECREF(type);
  return err === 0;
}

function functools_exec(module: number): number {
  if (!add_hidden_type(module, 'KeyWrapper', keyobject_spec)) return -1;
  if (add_type(module, partial_spec) === 0 || add_type(module, lru_cache_spec) === 0) return -1;
  return add_hidden_type(module, '_lru_list_elem', lru_list_elem_spec) ? 0 : -1;
}

for (const f of [partial_vectorcall, uncached_lru_cache_wrapper, infinite_lru_cache_wrapper, bounded_lru_cache_wrapper]) func_index(f);

builtin_module({
  m_name: '_functools',
  m_doc: 'Tools that operate on functions.',
  m_methods: [
    ['reduce', functools_reduce, METH_VARARGS, 'reduce(function, iterable[, initial], /)\n--\n\nThe items combined from left to right by a function of two arguments.'],
    ['cmp_to_key', cmp_to_key, METH_FASTCALL | METH_KEYWORDS, 'cmp_to_key($module, /, mycmp)\n--\n\nA key function made of a comparison function.'],
  ],
  m_exec: functools_exec,
});
