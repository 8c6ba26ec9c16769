// Answers to Modules/_abc.c of CPython 3.13: the registry and the caches of abstract base classes.
// Each ABC has an _abc_data in its `_abc_impl`: three sets of weak references (made on first use) and a cache version.

import { PyObject, PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_MAPPING, Py_TPFLAGS_SEQUENCE, Py_TYPE, Py_XDECREF } from '../include/object';
import { Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_RuntimeError, PyExc_TypeError } from '../include/statics';
import { builtin_module, type_spec, write_methods } from '../include/typespec';
import { PyObject_IsSubclass, PyMapping_Items, PySequence_Tuple } from '../objects/abstract';
import { PyCFunction_NewEx } from '../objects/methodobject';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from '../objects/call';
import { PyDict_GetItemWithError } from '../objects/dictobject';
import { PyList_GET_ITEM, PyList_GET_SIZE } from '../objects/listobject';
import { PyLong_FromSsize_t } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_SetAttr } from '../objects/object';
import { PyFrozenSet_New, PySet_Add, PySet_Contains, PySet_Discard, PySet_New, PySet_Clear } from '../objects/setobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { _PyType_SetFlagsRecursive, PyType_Check, PyType_FromModuleAndSpec, PyType_IsSubtype, PyType_GetDict } from '../objects/typeobject';
import { _Py_ID } from '../objects/unicodeobject';
import { _PyWeakref_GET_REF, PyWeakref_NewRef } from '../objects/weakrefobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format } from '../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_Add } from '../python/modsupport';
import { PyDict_GetItemString, PyDict_SetItemString } from '../objects/dictobject';
import { PyLong_AsSsize_t } from '../objects/longobject';

const REGISTRY = PyObject.SIZEOF;
const CACHE = REGISTRY + 8;
const NEGATIVE_CACHE = REGISTRY + 16;
const VERSION = REGISTRY + 24;
const DATA_SIZE = REGISTRY + 32;
const SETS = [REGISTRY, CACHE, NEGATIVE_CACHE];

function abc_data_traverse(self: number, visit: visitproc, arg: number): number {
  for (const f of SETS) {
    const o = HEAP32[(self + f) >> 2];
    const e = o === 0 ? 0 : visit(o, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}
function abc_data_clear(self: number): number {
  for (const f of SETS) Py_CLEAR(self + f);
  return 0;
}
function abc_data_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  const tp = Py_TYPE(self);
  abc_data_clear(self);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}
function abc_data_new(type: number): number {
  return FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
}
const data_spec = type_spec({
  tp_name: '_abc._abc_data', tp_basicsize: DATA_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, tp_doc: 'Internal state held by ABC machinery.',
  tp_new: abc_data_new, tp_dealloc: abc_data_dealloc, tp_traverse: abc_data_traverse, tp_clear: abc_data_clear,
});

// The invalidation counter and the type are attributes of the module that programs do not look at.
const state = (m: number, name: string): number => PyDict_GetItemString(PyModule_GetDict(m), name);
function invalidation_counter(m: number): number {
  return PyLong_AsSsize_t(state(m, '_invalidation_counter'));
}
function bump(m: number): void {
  const n = PyLong_FromSsize_t(invalidation_counter(m) + 1);
  PyDict_SetItemString(PyModule_GetDict(m), '_invalidation_counter', n);
  Py_DECREF(n);
}

/** The _abc_data of an ABC: new reference or 0. */
function get_impl(m: number, self: number): number {
  const impl = PyObject_GetAttr(self, _Py_ID('_abc_impl'));
  if (impl === 0) return 0;
  if (Py_TYPE(impl) !== state(m, '_abc_data')) {
    PyErr_Format(PyExc_TypeError, '_abc_impl is set to a wrong type');
    Py_DECREF(impl);
    return 0;
  }
  return impl;
}

function in_weak_set(impl: number, field: number, obj: number): number {
  const set = HEAP32[(impl + field) >> 2];
  if (set === 0 || read_ssize(set + 24) === 0) return 0;
  const ref = PyWeakref_NewRef(obj, 0);
  if (ref === 0) {
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
    return 0;
  }
  const r = PySet_Contains(set, ref);
  Py_DECREF(ref);
  return r;
}

/** The callback of a weak reference in a set: the set is reached through a weak reference of its own, bound as self. */
function destroy(setweakref: number, objweakref: number): number {
  const set = _PyWeakref_GET_REF(setweakref);
  if (set === 0) return Py_None;
  const r = PySet_Discard(set, objweakref);
  Py_DECREF(set);
  return r < 0 ? 0 : Py_None;
}

func_index(destroy);
let destroy_ml = 0;
/** The PyMethodDef of destroy, one a realm. */
function destroy_def(): number {
  destroy_ml ||= write_methods([['_destroy', destroy, METH_O]]);
  return destroy_ml;
}

function add_to_weak_set(impl: number, field: number, obj: number): number {
  if (HEAP32[(impl + field) >> 2] === 0) {
    const s = PySet_New(0);
    if (s === 0) return -1;
    write_ptr(impl + field, s);
  }
  const set = HEAP32[(impl + field) >> 2];
  const wr = PyWeakref_NewRef(set, 0);
  const cb = wr === 0 ? 0 : PyCFunction_NewEx(destroy_def(), wr, 0);
  const ref = cb === 0 ? 0 : PyWeakref_NewRef(obj, cb);
  Py_XDECREF(cb);
  Py_XDECREF(wr);
  if (ref === 0) return -1;
  const r = PySet_Add(set, ref);
  Py_DECREF(ref);
  return r;
}

// --- _abc_init ------------------------------------------------------------------------------------------------------

/** Collects __abstractmethods__ from the namespace and the bases. 0 or -1. */
function compute_abstract_methods(self: number): number {
  const abstracts = PyFrozenSet_New(0);
  if (abstracts === 0) return -1;
  const ok = own_abstracts(self, abstracts) && inherited_abstracts(self, abstracts) && PyObject_SetAttr(self, _Py_ID('__abstractmethods__'), abstracts) >= 0;
  Py_DECREF(abstracts);
  return ok ? 0 : -1;
}
/** 1 abstract, 0 not, -1 failure. */
function is_abstract(o: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(o, _Py_ID('__isabstractmethod__'), slot);
  const v = HEAP32[slot >> 2];
  stackRestore(mark);
  if (r <= 0) return r;
  const t = PyObject_IsTrue(v);
  Py_DECREF(v);
  return t;
}
function own_abstracts(self: number, abstracts: number): boolean {
  const ns = PyObject_GetAttr(self, _Py_ID('__dict__'));
  const items = ns === 0 ? 0 : PyMapping_Items(ns);
  Py_XDECREF(ns);
  if (items === 0) return false;
  let ok = true;
  for (let i = 0; i < PyList_GET_SIZE(items) && ok; i++) {
    const it = PyList_GET_ITEM(items, i);
    const a = is_abstract(PyTuple_GET_ITEM(it, 1));
    if (a < 0 || (a > 0 && PySet_Add(abstracts, PyTuple_GET_ITEM(it, 0)) < 0)) ok = false;
  }
  Py_DECREF(items);
  return ok;
}
function inherited_abstracts(self: number, abstracts: number): boolean {
  const bases = PyObject_GetAttr(self, _Py_ID('__bases__'));
  if (bases === 0) return false;
  let ok = true;
  for (let i = 0; i < PyTuple_GET_SIZE(bases) && ok; i++) {
    const mark = stackSave();
    const slot = stackAlloc(8);
    const r = PyObject_GetOptionalAttr(PyTuple_GET_ITEM(bases, i), _Py_ID('__abstractmethods__'), slot);
    const names = HEAP32[slot >> 2];
    stackRestore(mark);
    if (r < 0) ok = false;
    if (r <= 0) continue;
    const t = PySequence_Tuple(names);
    Py_DECREF(names);
    if (t === 0) {
      ok = false;
      break;
    }
    for (let j = 0; j < PyTuple_GET_SIZE(t) && ok; j++) {
      const name = PyTuple_GET_ITEM(t, j);
      const value_slot = stackAlloc(8);
      const found = PyObject_GetOptionalAttr(self, name, value_slot);
      const value = HEAP32[value_slot >> 2];
      stackRestore(mark);
      if (found <= 0) {
        ok = found === 0;
        continue;
      }
      const a = is_abstract(value);
      Py_DECREF(value);
      if (a < 0 || (a > 0 && PySet_Add(abstracts, name) < 0)) ok = false;
    }
    Py_DECREF(t);
  }
  Py_DECREF(bases);
  return ok;
}

const COLLECTION_FLAGS = Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING;

function abc_init(m: number, self: number): number {
  if (compute_abstract_methods(self) < 0) return 0;
  const data = abc_data_new(state(m, '_abc_data'));
  if (data === 0) return 0;
  for (const f of SETS) write_ptr(data + f, 0);
  write_ssize(data + VERSION, invalidation_counter(m));
  const r = PyObject_SetAttr(self, _Py_ID('_abc_impl'), data);
  Py_DECREF(data);
  if (r < 0) return 0;
  if (PyType_Check(self)) {
    const dict = PyType_GetDict(self);
    const flags = PyDict_GetItemWithError(dict, _Py_ID('__abc_tpflags__'));
    Py_DECREF(dict);
    if (flags !== 0) {
      const v = PyLong_AsSsize_t(flags);
      if ((v & COLLECTION_FLAGS) === COLLECTION_FLAGS) return PyErr_Format(PyExc_TypeError, '__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
      HEAP32[(self + PyTypeObject.tp_flags) >> 2] |= v & COLLECTION_FLAGS;
      const name = _Py_ID('__abc_tpflags__');
      if (PyObject_DelAttr(self, name) < 0) return 0;
    }
  }
  return Py_None;
}
import { PyObject_DelAttr } from '../objects/object';

function abc_register(m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_abc_register', nargs, 2, 2)) return 0;
  const [self, subclass] = [HEAP32[args >> 2], HEAP32[(args + 8) >> 2]];
  if (!PyType_Check(subclass)) return PyErr_Format(PyExc_TypeError, 'Can only register classes');
  const already = PyObject_IsSubclass(subclass, self);
  if (already !== 0) return already > 0 ? Py_NewRef(subclass) : 0;
  const cycle = PyObject_IsSubclass(self, subclass);
  if (cycle !== 0) return cycle > 0 ? PyErr_Format(PyExc_RuntimeError, 'Refusing to create an inheritance cycle') : 0;
  const impl = get_impl(m, self);
  if (impl === 0) return 0;
  const r = add_to_weak_set(impl, REGISTRY, subclass);
  Py_DECREF(impl);
  if (r < 0) return 0;
  bump(m);
  const flags = PyType_Check(self) ? HEAP32[(self + PyTypeObject.tp_flags) >> 2] & COLLECTION_FLAGS : 0;
  if (flags) _PyType_SetFlagsRecursive(subclass, COLLECTION_FLAGS, flags);
  return Py_NewRef(subclass);
}

function abc_instancecheck(m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_abc_instancecheck', nargs, 2, 2)) return 0;
  const [self, instance] = [HEAP32[args >> 2], HEAP32[(args + 8) >> 2]];
  const impl = get_impl(m, self);
  if (impl === 0) return 0;
  const subclass = PyObject_GetAttr(instance, _Py_ID('__class__'));
  const r = subclass === 0 ? 0 : instancecheck(m, impl, self, instance, subclass);
  Py_DECREF(impl);
  Py_XDECREF(subclass);
  return r;
}
function instancecheck(m: number, impl: number, self: number, instance: number, subclass: number): number {
  const cached = in_weak_set(impl, CACHE, subclass);
  if (cached < 0) return 0;
  if (cached > 0) return Py_True;
  const subtype = Py_TYPE(instance);
  if (subtype === subclass) {
    if (read_ssize(impl + VERSION) === invalidation_counter(m)) {
      const negative = in_weak_set(impl, NEGATIVE_CACHE, subclass);
      if (negative < 0) return 0;
      if (negative > 0) return Py_False;
    }
    return PyObject_CallMethodOneArg(self, _Py_ID('__subclasscheck__'), subclass);
  }
  const first = PyObject_CallMethodOneArg(self, _Py_ID('__subclasscheck__'), subclass);
  if (first === 0) return 0;
  const t = PyObject_IsTrue(first);
  if (t !== 0) {
    if (t > 0) return first;
    Py_DECREF(first);
    return 0;
  }
  Py_DECREF(first);
  return PyObject_CallMethodOneArg(self, _Py_ID('__subclasscheck__'), subtype);
}

function abc_subclasscheck(m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_abc_subclasscheck', nargs, 2, 2)) return 0;
  const [self, subclass] = [HEAP32[args >> 2], HEAP32[(args + 8) >> 2]];
  if (!PyType_Check(subclass)) return PyErr_Format(PyExc_TypeError, 'issubclass() arg 1 must be a class');
  const impl = get_impl(m, self);
  if (impl === 0) return 0;
  const r = subclasscheck(m, impl, self, subclass);
  Py_DECREF(impl);
  return r < 0 ? 0 : r ? Py_True : Py_False;
}
/** 1, 0 or -1; fills the caches. */
function subclasscheck(m: number, impl: number, self: number, subclass: number): number {
  const cached = in_weak_set(impl, CACHE, subclass);
  if (cached !== 0) return cached;
  if (read_ssize(impl + VERSION) < invalidation_counter(m)) {
    const neg = HEAP32[(impl + NEGATIVE_CACHE) >> 2];
    if (neg !== 0 && PySet_Clear(neg) < 0) return -1;
    write_ssize(impl + VERSION, invalidation_counter(m));
  } else {
    const negative = in_weak_set(impl, NEGATIVE_CACHE, subclass);
    if (negative !== 0) return negative < 0 ? -1 : 0;
  }
  const yes = (): number => (add_to_weak_set(impl, CACHE, subclass) < 0 ? -1 : 1);
  const ok = PyObject_CallMethodOneArg(self, _Py_ID('__subclasshook__'), subclass);
  if (ok === 0) return -1;
  Py_DECREF(ok);
  if (ok === Py_True) return yes();
  if (ok === Py_False) return add_to_weak_set(impl, NEGATIVE_CACHE, subclass) < 0 ? -1 : 0;
  if (ok !== Py_NotImplemented) {
    PyErr_Format(PyExc_RuntimeError, `__subclasshook__ must return either False, True, or NotImplemented`);
    return -1;
  }
  if (PyType_IsSubtype(subclass, self)) return yes();
  const registered = check_registry(impl, subclass);
  if (registered !== 0) return registered > 0 ? yes() : -1;
  const subclasses = PyObject_CallMethodNoArgs(self, _Py_ID('__subclasses__'));
  if (subclasses === 0) return -1;
  let result = 0;
  for (let i = 0; i < PyList_GET_SIZE(subclasses) && result === 0; i++) {
    const scls = Py_NewRef(PyList_GET_ITEM(subclasses, i));
    result = PyObject_IsSubclass(subclass, scls);
    Py_DECREF(scls);
  }
  Py_DECREF(subclasses);
  if (result !== 0) return result > 0 ? yes() : -1;
  return add_to_weak_set(impl, NEGATIVE_CACHE, subclass) < 0 ? -1 : 0;
}
function check_registry(impl: number, subclass: number): number {
  const registered = in_weak_set(impl, REGISTRY, subclass);
  if (registered !== 0) return registered;
  const set = HEAP32[(impl + REGISTRY) >> 2];
  if (set === 0) return 0;
  const refs = PySequence_Tuple(set);
  if (refs === 0) return -1;
  let r = 0;
  for (let i = 0; i < PyTuple_GET_SIZE(refs) && r === 0; i++) {
    const rkey = _PyWeakref_GET_REF(PyTuple_GET_ITEM(refs, i));
    if (rkey === 0) continue;
    r = PyObject_IsSubclass(subclass, rkey);
    Py_DECREF(rkey);
  }
  Py_DECREF(refs);
  return r;
}

function reset(m: number, self: number, fields: number[]): number {
  const impl = get_impl(m, self);
  if (impl === 0) return 0;
  for (const f of fields) {
    const set = HEAP32[(impl + f) >> 2];
    if (set !== 0) PySet_Clear(set);
  }
  Py_DECREF(impl);
  return Py_None;
}
function get_dump(m: number, self: number): number {
  const impl = get_impl(m, self);
  if (impl === 0) return 0;
  const set = (f: number): number => (HEAP32[(impl + f) >> 2] === 0 ? PySet_New(0) : PySet_New(HEAP32[(impl + f) >> 2]));
  const parts = [set(REGISTRY), set(CACHE), set(NEGATIVE_CACHE), PyLong_FromSsize_t(read_ssize(impl + VERSION))];
  const r = PyTuple_Pack(4, parts[0], parts[1], parts[2], parts[3]);
  for (const p of parts) Py_DECREF(p);
  Py_DECREF(impl);
  return r;
}

builtin_module({
  m_name: '_abc',
  m_doc: 'C accelerators for the ABC machinery.',
  m_methods: [
    ['get_cache_token', (m: number) => PyLong_FromSsize_t(invalidation_counter(m)), METH_NOARGS], ['_abc_init', abc_init, METH_O], ['_reset_registry', (m: number, s: number) => reset(m, s, [REGISTRY]), METH_O],
    ['_reset_caches', (m: number, s: number) => reset(m, s, [CACHE, NEGATIVE_CACHE]), METH_O], ['_get_dump', get_dump, METH_O], ['_abc_register', abc_register, METH_FASTCALL],
    ['_abc_instancecheck', abc_instancecheck, METH_FASTCALL], ['_abc_subclasscheck', abc_subclasscheck, METH_FASTCALL],
  ],
  m_exec: (m) => {
    const type = PyType_FromModuleAndSpec(m, data_spec, 0);
    if (type === 0 || PyModule_Add(m, '_abc_data', type) < 0) return -1;
    return PyModule_Add(m, '_invalidation_counter', PyLong_FromSsize_t(0));
  },
});
