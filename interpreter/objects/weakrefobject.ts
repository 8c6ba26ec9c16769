// Answers to Objects/weakrefobject.c of CPython 3.13: weak references and proxies.
//
// The weak references of an object form a doubly linked list, whose head is in the object: first the plain reference without
// a callback (there is at most one, shared), then the proxy without a callback, then all others, the newest first. A dead
// reference points to None. When the object dies all are cleared before any callback runs.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { func_index, FUNCS } from '../include/functable';
import { PyTypeObject, PyWeakReference } from '../include/generated/offsets';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_INCREF, Py_IS_TYPE, Py_NE, Py_NewRef, Py_READONLY, Py_REFCNT, Py_SET_TYPE,
  Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL, Py_TYPE, Py_XDECREF, Py_XNewRef,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import {
  _PyWeakref_CallableProxyType, _PyWeakref_ProxyType, _PyWeakref_RefType, Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_ReferenceError,
  PyExc_TypeError,
} from '../include/statics';
import { static_type } from '../include/typespec';
import {
  _PyErr_ChainExceptions1, PyErr_BadInternalCall, PyErr_Format, PyErr_GetRaisedException, PyErr_SetRaisedException, PyErr_SetString, PyErr_WriteUnraisable,
} from '../python/errors';
import { _PyObject_GC_New, PyObject_GC_Del, PyObject_GC_Track, PyObject_GC_UnTrack } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames, PyArg_UnpackTuple } from '../python/getargs';
import {
  PyIter_Check, PyIter_Next, PyNumber_Absolute, PyNumber_Add, PyNumber_And, PyNumber_Divmod, PyNumber_Float, PyNumber_FloorDivide, PyNumber_Index,
  PyNumber_InPlaceAdd, PyNumber_InPlaceAnd, PyNumber_InPlaceFloorDivide, PyNumber_InPlaceLshift, PyNumber_InPlaceMatrixMultiply, PyNumber_InPlaceMultiply,
  PyNumber_InPlaceOr, PyNumber_InPlacePower, PyNumber_InPlaceRemainder, PyNumber_InPlaceRshift, PyNumber_InPlaceSubtract, PyNumber_InPlaceTrueDivide,
  PyNumber_InPlaceXor, PyNumber_Invert, PyNumber_Long, PyNumber_Lshift, PyNumber_MatrixMultiply, PyNumber_Multiply, PyNumber_Negative, PyNumber_Or,
  PyNumber_Positive, PyNumber_Power, PyNumber_Remainder, PyNumber_Rshift, PyNumber_Subtract, PyNumber_TrueDivide, PyNumber_Xor, PyObject_DelItem,
  PyObject_GetItem, PyObject_GetIter, PyObject_Size, PyObject_SetItem, PySequence_Contains,
} from './abstract';
import { PyObject_Call, PyObject_CallMethodNoArgs, PyObject_CallOneArg, PyVectorcall_Call, PyVectorcall_NARGS } from './call';
import { Py_GenericAlias } from './genericaliasobject';
import {
  _PyObject_GET_WEAKREFS_LISTPTR, PyCallable_Check, PyObject_GetAttr, PyObject_Hash, PyObject_IsTrue, PyObject_RichCompare, PyObject_SetAttr, PyObject_Str,
} from './object';
import { PyTuple_GET_ITEM, PyTuple_New, PyTuple_SET_ITEM } from './tupleobject';
import { _PyObject_LookupSpecial, PyType_GenericAlloc, PyType_IsSubtype } from './typeobject';
import { _Py_ID, PyUnicode_Check, type_name } from './unicodeobject';

const OBJECT = PyWeakReference.wr_object;
const CALLBACK = PyWeakReference.wr_callback;
const PREV = PyWeakReference.wr_prev;
const NEXT = PyWeakReference.wr_next;

type visitproc = (op: number, arg: number) => number;

export function PyWeakref_CheckRef(op: number): boolean {
  return Py_IS_TYPE(op, _PyWeakref_RefType) || PyType_IsSubtype(Py_TYPE(op), _PyWeakref_RefType);
}

export function PyWeakref_CheckRefExact(op: number): boolean {
  return Py_IS_TYPE(op, _PyWeakref_RefType);
}

export function PyWeakref_CheckProxy(op: number): boolean {
  return Py_IS_TYPE(op, _PyWeakref_ProxyType) || Py_IS_TYPE(op, _PyWeakref_CallableProxyType);
}

export function PyWeakref_Check(op: number): boolean {
  return PyWeakref_CheckRef(op) || PyWeakref_CheckProxy(op);
}

export function _PyType_SUPPORTS_WEAKREFS(type: number): boolean {
  return HEAP32[(type + PyTypeObject.tp_weaklistoffset) >> 2] !== 0;
}

/** Returns new: the object, or NULL when it is dead or dying. */
export function _PyWeakref_GET_REF(ref: number): number {
  const obj = HEAP32[(ref + OBJECT) >> 2];
  if (obj === Py_None || Py_REFCNT(obj) === 0) return 0;
  Py_INCREF(obj);
  return obj;
}

export function _PyWeakref_IS_DEAD(ref: number): boolean {
  const obj = HEAP32[(ref + OBJECT) >> 2];
  return obj === Py_None || Py_REFCNT(obj) === 0;
}

export function _PyWeakref_IsDead(ref: number): number {
  return _PyWeakref_IS_DEAD(ref) ? 1 : 0;
}

/** How many weak references and proxies the object has. */
export function _PyWeakref_GetWeakrefCount(obj: number): number {
  if (!_PyType_SUPPORTS_WEAKREFS(Py_TYPE(obj))) return 0;
  return count_list(HEAP32[_PyObject_GET_WEAKREFS_LISTPTR(obj) >> 2]);
}

function count_list(head: number): number {
  let n = 0;
  for (let ref = head; ref !== 0; ref = HEAP32[(ref + NEXT) >> 2]) n++;
  return n;
}

// ---- life ----

function init_weakref(self: number, ob: number, callback: number): void {
  write_ssize(self + PyWeakReference.hash, -1);
  write_ptr(self + OBJECT, ob);
  write_ptr(self + PREV, 0);
  write_ptr(self + NEXT, 0);
  write_ptr(self + CALLBACK, Py_XNewRef(callback));
  write_ptr(self + PyWeakReference.vectorcall, weakref_vectorcall_index);
}

/** Takes the reference out of its object's list; the callback stays. */
function unlink(self: number): void {
  const obj = HEAP32[(self + OBJECT) >> 2];
  if (obj === Py_None) return;
  const list = _PyObject_GET_WEAKREFS_LISTPTR(obj);
  const prev = HEAP32[(self + PREV) >> 2];
  const next = HEAP32[(self + NEXT) >> 2];
  if (HEAP32[list >> 2] === self) write_ptr(list, next);
  write_ptr(self + OBJECT, Py_None);
  if (prev !== 0) write_ptr(prev + NEXT, next);
  if (next !== 0) write_ptr(next + PREV, prev);
  write_ptr(self + PREV, 0);
  write_ptr(self + NEXT, 0);
}

/** Makes the reference dead and drops its callback. May run Python code. */
function clear_weakref(self: number): void {
  const callback = HEAP32[(self + CALLBACK) >> 2];
  unlink(self);
  if (callback !== 0) {
    write_ptr(self + CALLBACK, 0);
    Py_DECREF(callback);
  }
}

/** For the collector: makes the reference dead, leaves the callback uncalled in place. Runs no Python code. */
export function _PyWeakref_ClearRef(self: number): void {
  unlink(self);
}

function weakref_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  clear_weakref(self);
  FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}

function proxy_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  clear_weakref(self);
  PyObject_GC_Del(self);
}

function gc_traverse(self: number, visit: visitproc, arg: number): number {
  const callback = HEAP32[(self + CALLBACK) >> 2];
  return callback !== 0 ? visit(callback, arg) : 0;
}

function gc_clear(self: number): number {
  clear_weakref(self);
  return 0;
}

// ---- the list ----

let basic_ref = 0;
let basic_proxy = 0;

/** Leaves the shared reference and proxy without callback of a list in basic_ref and basic_proxy (0 where there is none). */
function get_basic_refs(head: number): void {
  basic_ref = 0;
  basic_proxy = 0;
  let ref = head;
  if (ref === 0 || HEAP32[(ref + CALLBACK) >> 2] !== 0) return;
  if (PyWeakref_CheckRefExact(ref)) {
    basic_ref = ref;
    ref = HEAP32[(ref + NEXT) >> 2];
  }
  if (ref !== 0 && HEAP32[(ref + CALLBACK) >> 2] === 0 && PyWeakref_CheckProxy(ref)) basic_proxy = ref;
}

function insert_after(newref: number, prev: number): void {
  const next = HEAP32[(prev + NEXT) >> 2];
  write_ptr(newref + PREV, prev);
  write_ptr(newref + NEXT, next);
  if (next !== 0) write_ptr(next + PREV, newref);
  write_ptr(prev + NEXT, newref);
}

function insert_head(newref: number, list: number): void {
  const next = HEAP32[list >> 2];
  write_ptr(newref + PREV, 0);
  write_ptr(newref + NEXT, next);
  if (next !== 0) write_ptr(next + PREV, newref);
  write_ptr(list, newref);
}

/** Returns new: the shared reference or proxy that would do for this request, or NULL. */
function try_reuse_basic_ref(list: number, type: number, callback: number): number {
  get_basic_refs(HEAP32[list >> 2]);
  if (callback !== 0) return 0;
  if (type === _PyWeakref_RefType) return Py_XNewRef(basic_ref);
  return type === _PyWeakref_ProxyType ? Py_XNewRef(basic_proxy) : 0;
}

/** Links a new reference where it belongs; basic_ref and basic_proxy are those of its list. */
function link(newref: number, list: number): void {
  const plain = HEAP32[(newref + CALLBACK) >> 2] === 0;
  let prev = basic_proxy !== 0 ? basic_proxy : basic_ref;
  if (plain && PyWeakref_CheckRefExact(newref)) prev = 0;
  else if (plain && PyWeakref_CheckProxy(newref)) prev = basic_ref;
  if (prev === 0) insert_head(newref, list);
  else insert_after(newref, prev);
}

/** Returns new. May fail. */
function get_or_create_weakref(type: number, allocate: (type: number, obj: number, callback: number) => number, obj: number, given: number): number {
  if (!_PyType_SUPPORTS_WEAKREFS(Py_TYPE(obj))) {
    PyErr_Format(PyExc_TypeError, "cannot create weak reference to '%s' object", type_name(obj));
    return 0;
  }
  const callback = given === Py_None ? 0 : given;
  const list = _PyObject_GET_WEAKREFS_LISTPTR(obj);
  const shared = try_reuse_basic_ref(list, type, callback);
  if (shared !== 0) return shared;
  const newref = allocate(type, obj, callback);
  if (newref === 0) return 0;
  // The allocation may have collected garbage, and that may have run code that made one.
  const now_shared = try_reuse_basic_ref(list, type, callback);
  if (now_shared !== 0) {
    write_ptr(newref + OBJECT, Py_None);
    Py_DECREF(newref);
    return now_shared;
  }
  link(newref, list);
  return newref;
}

function new_weakref(ob: number, callback: number): number {
  const result = _PyObject_GC_New(_PyWeakref_RefType);
  if (result === 0) return 0;
  init_weakref(result, ob, callback);
  PyObject_GC_Track(result);
  return result;
}

function allocate_ref_subtype(type: number, obj: number, callback: number): number {
  const result = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0) as number;
  if (result !== 0) init_weakref(result, obj, callback);
  return result;
}

function allocate_ref(_type: number, obj: number, callback: number): number {
  return new_weakref(obj, callback);
}

function allocate_proxy(_type: number, obj: number, callback: number): number {
  const result = new_weakref(obj, callback);
  if (result !== 0) Py_SET_TYPE(result, PyCallable_Check(obj) ? _PyWeakref_CallableProxyType : _PyWeakref_ProxyType);
  return result;
}

/** Returns new; `callback` may be NULL or None. May fail. */
export function PyWeakref_NewRef(ob: number, callback: number): number {
  return get_or_create_weakref(_PyWeakref_RefType, allocate_ref, ob, callback);
}

/** Returns new; `callback` may be NULL or None. May fail. */
export function PyWeakref_NewProxy(ob: number, callback: number): number {
  return get_or_create_weakref(_PyWeakref_ProxyType, allocate_proxy, ob, callback);
}

/** 1 and the object (new) in *pobj, 0 when it is dead, -1 with an exception. */
export function PyWeakref_GetRef(ref: number, pobj: number): number {
  write_ptr(pobj, 0);
  if (ref === 0) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (!PyWeakref_Check(ref)) {
    PyErr_SetString(PyExc_TypeError, 'expected a weakref');
    return -1;
  }
  const obj = _PyWeakref_GET_REF(ref);
  write_ptr(pobj, obj);
  return obj !== 0 ? 1 : 0;
}

/** Returns borrowed: the object, or None. May fail. */
export function PyWeakref_GetObject(ref: number): number {
  if (ref === 0 || !PyWeakref_Check(ref)) {
    PyErr_BadInternalCall();
    return 0;
  }
  const obj = HEAP32[(ref + OBJECT) >> 2];
  return _PyWeakref_IS_DEAD(ref) ? Py_None : obj;
}

// ---- the death of an object ----

function handle_callback(ref: number, callback: number): void {
  const result = PyObject_CallOneArg(callback, ref);
  if (result === 0) PyErr_WriteUnraisable(callback);
  else Py_DECREF(result);
}

/** For tp_dealloc: clears all weak references to an object whose count is 0, then calls the callbacks. Runs Python code. */
export function PyObject_ClearWeakRefs(object: number): void {
  if (object === 0 || !_PyType_SUPPORTS_WEAKREFS(Py_TYPE(object)) || Py_REFCNT(object) !== 0) {
    PyErr_BadInternalCall();
    return;
  }
  const list = _PyObject_GET_WEAKREFS_LISTPTR(object);
  for (let i = 0; i < 2; i++) {
    const head = HEAP32[list >> 2];
    if (head !== 0 && HEAP32[(head + CALLBACK) >> 2] === 0) clear_weakref(head);
  }
  const first = HEAP32[list >> 2];
  if (first === 0) return;
  const exc = PyErr_GetRaisedException();
  if (!clear_many(first, count_list(first))) {
    _PyErr_ChainExceptions1(exc);
    return;
  }
  PyErr_SetRaisedException(exc);
}

/** All references are cleared before the first callback runs; a tuple keeps them and their callbacks alive. */
function clear_many(first: number, count: number): boolean {
  const tuple = PyTuple_New(count * 2);
  if (tuple === 0) return false;
  let current = first;
  for (let i = 0; i < count; i++) {
    const next = HEAP32[(current + NEXT) >> 2];
    const callback = HEAP32[(current + CALLBACK) >> 2];
    if (Py_REFCNT(current) > 0) {
      PyTuple_SET_ITEM(tuple, i * 2, Py_NewRef(current));
      PyTuple_SET_ITEM(tuple, i * 2 + 1, callback);
    } else {
      Py_XDECREF(callback);
    }
    write_ptr(current + CALLBACK, 0);
    clear_weakref(current);
    current = next;
  }
  for (let i = 0; i < count; i++) {
    const callback = PyTuple_GET_ITEM(tuple, i * 2 + 1);
    if (callback !== 0) handle_callback(PyTuple_GET_ITEM(tuple, i * 2), callback);
  }
  Py_DECREF(tuple);
  return true;
}

/** For subtype_dealloc: clears the references, leaves their callbacks uncalled in place. */
export function _PyWeakref_ClearWeakRefsNoCallbacks(obj: number): void {
  const list = _PyObject_GET_WEAKREFS_LISTPTR(obj);
  while (HEAP32[list >> 2] !== 0) _PyWeakref_ClearRef(HEAP32[list >> 2]);
}

/** At finalization: clears the references to a static type. */
export function _PyStaticType_ClearWeakRefs(_interp: number, type: number): void {
  const list = _PyObject_GET_WEAKREFS_LISTPTR(type);
  while (HEAP32[list >> 2] !== 0) clear_weakref(HEAP32[list >> 2]);
}

// ---- ref ----

function weakref_vectorcall(self: number, _args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('weakref', kwnames)) return 0;
  if (!_PyArg_CheckPositional('weakref', PyVectorcall_NARGS(nargsf), 0, 0)) return 0;
  const obj = _PyWeakref_GET_REF(self);
  return obj === 0 ? Py_None : obj;
}
const weakref_vectorcall_index = func_index(weakref_vectorcall);

function weakref_hash(self: number): number {
  const at = self + PyWeakReference.hash;
  if (HEAP32[at >> 2] !== -1 || HEAP32[(at + 4) >> 2] !== -1) return hash_result(HEAP32[at >> 2], HEAP32[(at + 4) >> 2]);
  const obj = _PyWeakref_GET_REF(self);
  if (obj === 0) {
    PyErr_SetString(PyExc_TypeError, 'weak object has gone away');
    return hash_result(-1, -1);
  }
  const lo = PyObject_Hash(obj);
  const hi = hash_hi();
  Py_DECREF(obj);
  HEAP32[at >> 2] = lo;
  HEAP32[(at + 4) >> 2] = hi;
  return hash_result(lo, hi);
}

function weakref_repr(self: number): number {
  const obj = _PyWeakref_GET_REF(self);
  if (obj === 0) return PyUnicode_FromFormat('<weakref at %p; dead>', self);
  const name = _PyObject_LookupSpecial(obj, _Py_ID('__name__'));
  const repr =
    name === 0 || !PyUnicode_Check(name)
      ? PyUnicode_FromFormat("<weakref at %p; to '%T' at %p>", self, obj, obj)
      : PyUnicode_FromFormat("<weakref at %p; to '%T' at %p (%U)>", self, obj, obj, name);
  Py_DECREF(obj);
  Py_XDECREF(name);
  return repr;
}

/** Equal when the objects are equal; when one is dead, when identical. */
function weakref_richcompare(self: number, other: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || !PyWeakref_Check(self) || !PyWeakref_Check(other)) return Py_NotImplemented;
  const obj = _PyWeakref_GET_REF(self);
  const other_obj = _PyWeakref_GET_REF(other);
  let res: number;
  if (obj === 0 || other_obj === 0) res = (self === other) === (op === Py_EQ) ? Py_True : Py_False;
  else res = PyObject_RichCompare(obj, other_obj, op);
  Py_XDECREF(obj);
  Py_XDECREF(other_obj);
  return res;
}

function weakref___new__(type: number, args: number, _kwargs: number): number {
  const mark = stackSave();
  const at = stackAlloc(16);
  write_ptr(at, 0);
  write_ptr(at + 8, 0);
  const ok = PyArg_UnpackTuple(args, '__new__', 1, 2, at, at + 8);
  const ob = HEAP32[at >> 2];
  const callback = HEAP32[(at + 8) >> 2];
  stackRestore(mark);
  return ok ? get_or_create_weakref(type, allocate_ref_subtype, ob, callback) : 0;
}

function weakref___init__(_self: number, args: number, kwargs: number): number {
  if (!_PyArg_NoKeywords('ref', kwargs)) return -1;
  const mark = stackSave();
  const at = stackAlloc(16);
  const ok = PyArg_UnpackTuple(args, '__init__', 1, 2, at, at + 8);
  stackRestore(mark);
  return ok ? 0 : -1;
}

static_type(_PyWeakref_RefType, {
  tp_name: 'weakref.ReferenceType',
  tp_basicsize: PyWeakReference.SIZEOF,
  tp_dealloc: weakref_dealloc,
  tp_vectorcall_offset: PyWeakReference.vectorcall,
  tp_call: PyVectorcall_Call,
  tp_repr: weakref_repr,
  tp_hash: weakref_hash,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_BASETYPE,
  tp_traverse: gc_traverse,
  tp_clear: gc_clear,
  tp_richcompare: weakref_richcompare,
  tp_methods: [['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585']],
  tp_members: [['__callback__', _Py_T_OBJECT, CALLBACK, Py_READONLY, null]],
  tp_init: weakref___init__,
  tp_alloc: PyType_GenericAlloc,
  tp_new: weakref___new__,
  tp_free: PyObject_GC_Del,
});

// ---- proxies ----

/** `obj` (new, from _PyWeakref_GET_REF) is alive; else ReferenceError. */
function proxy_check_ref(obj: number): boolean {
  if (obj === 0) PyErr_SetString(PyExc_ReferenceError, 'weakly-referenced object no longer exists');
  return obj !== 0;
}

/** Returns new: what a proxy stands for, anything else itself; NULL with ReferenceError. */
function UNWRAP(o: number): number {
  if (!PyWeakref_CheckProxy(o)) return Py_NewRef(o);
  const obj = _PyWeakref_GET_REF(o);
  proxy_check_ref(obj);
  return obj;
}

type unary = (o: number) => number;
type binary = (x: number, y: number) => number;
type ternary = (x: number, y: number, z: number) => number;

// The generic function is taken by a thunk: another module's functions may not be there yet when this one is evaluated.
function WRAP_UNARY(generic: () => unary): unary {
  return (proxy) => {
    const o = UNWRAP(proxy);
    if (o === 0) return 0;
    const res = generic()(o);
    Py_DECREF(o);
    return res;
  };
}

function WRAP_BINARY(generic: () => binary): binary {
  return (px, py) => {
    const x = UNWRAP(px);
    if (x === 0) return 0;
    const y = UNWRAP(py);
    const res = y === 0 ? 0 : generic()(x, y);
    Py_DECREF(x);
    Py_XDECREF(y);
    return res;
  };
}

function WRAP_TERNARY(generic: () => ternary): ternary {
  return (px, py, pz) => {
    const x = UNWRAP(px);
    if (x === 0) return 0;
    const y = UNWRAP(py);
    const z = y === 0 || pz === 0 ? 0 : UNWRAP(pz);
    const res = y === 0 || (pz !== 0 && z === 0) ? 0 : generic()(x, y, z);
    Py_DECREF(x);
    Py_XDECREF(y);
    Py_XDECREF(z);
    return res;
  };
}

/** Calls `f` with what the proxy stands for; -1 when that is dead. */
function with_referent(proxy: number, f: (obj: number) => number): number {
  const obj = _PyWeakref_GET_REF(proxy);
  if (!proxy_check_ref(obj)) return -1;
  const res = f(obj);
  Py_DECREF(obj);
  return res;
}

const proxy_getattr = WRAP_BINARY(() => PyObject_GetAttr);
const proxy_str = WRAP_UNARY(() => PyObject_Str);
const proxy_call = WRAP_TERNARY(() => PyObject_Call);

function proxy_repr(proxy: number): number {
  const obj = _PyWeakref_GET_REF(proxy);
  if (obj === 0) return PyUnicode_FromFormat('<weakproxy at %p; dead>', proxy);
  const repr = PyUnicode_FromFormat("<weakproxy at %p; to '%T' at %p>", proxy, obj, obj);
  Py_DECREF(obj);
  return repr;
}

function proxy_setattr(proxy: number, name: number, value: number): number {
  return with_referent(proxy, (obj) => PyObject_SetAttr(obj, name, value));
}

function proxy_richcompare(px: number, pv: number, op: number): number {
  const x = UNWRAP(px);
  if (x === 0) return 0;
  const v = UNWRAP(pv);
  const res = v === 0 ? 0 : PyObject_RichCompare(x, v, op);
  Py_DECREF(x);
  Py_XDECREF(v);
  return res;
}

function proxy_bool(proxy: number): number {
  return with_referent(proxy, PyObject_IsTrue);
}

function proxy_contains(proxy: number, value: number): number {
  return with_referent(proxy, (obj) => PySequence_Contains(obj, value));
}

function proxy_length(proxy: number): number {
  return with_referent(proxy, PyObject_Size);
}

function proxy_setitem(proxy: number, key: number, value: number): number {
  return with_referent(proxy, (obj) => (value === 0 ? PyObject_DelItem(obj, key) : PyObject_SetItem(obj, key, value)));
}

function proxy_iter(proxy: number): number {
  return Math.max(0, with_referent(proxy, PyObject_GetIter));
}

function proxy_iternext(proxy: number): number {
  return Math.max(0, with_referent(proxy, (obj) => {
    if (PyIter_Check(obj)) return PyIter_Next(obj);
    PyErr_Format(PyExc_TypeError, "Weakref proxy referenced a non-iterator '%.200s' object", type_name(obj));
    return 0;
  }));
}

function proxy_bytes(proxy: number): number {
  return Math.max(0, with_referent(proxy, (obj) => PyObject_CallMethodNoArgs(obj, _Py_ID('__bytes__'))));
}

function proxy_reversed(proxy: number): number {
  return Math.max(0, with_referent(proxy, (obj) => PyObject_CallMethodNoArgs(obj, _Py_ID('__reversed__'))));
}

const proxy_as_number = {
  nb_add: WRAP_BINARY(() => PyNumber_Add),
  nb_subtract: WRAP_BINARY(() => PyNumber_Subtract),
  nb_multiply: WRAP_BINARY(() => PyNumber_Multiply),
  nb_remainder: WRAP_BINARY(() => PyNumber_Remainder),
  nb_divmod: WRAP_BINARY(() => PyNumber_Divmod),
  nb_power: WRAP_TERNARY(() => PyNumber_Power),
  nb_negative: WRAP_UNARY(() => PyNumber_Negative),
  nb_positive: WRAP_UNARY(() => PyNumber_Positive),
  nb_absolute: WRAP_UNARY(() => PyNumber_Absolute),
  nb_bool: proxy_bool,
  nb_invert: WRAP_UNARY(() => PyNumber_Invert),
  nb_lshift: WRAP_BINARY(() => PyNumber_Lshift),
  nb_rshift: WRAP_BINARY(() => PyNumber_Rshift),
  nb_and: WRAP_BINARY(() => PyNumber_And),
  nb_xor: WRAP_BINARY(() => PyNumber_Xor),
  nb_or: WRAP_BINARY(() => PyNumber_Or),
  nb_int: WRAP_UNARY(() => PyNumber_Long),
  nb_float: WRAP_UNARY(() => PyNumber_Float),
  nb_inplace_add: WRAP_BINARY(() => PyNumber_InPlaceAdd),
  nb_inplace_subtract: WRAP_BINARY(() => PyNumber_InPlaceSubtract),
  nb_inplace_multiply: WRAP_BINARY(() => PyNumber_InPlaceMultiply),
  nb_inplace_remainder: WRAP_BINARY(() => PyNumber_InPlaceRemainder),
  nb_inplace_power: WRAP_TERNARY(() => PyNumber_InPlacePower),
  nb_inplace_lshift: WRAP_BINARY(() => PyNumber_InPlaceLshift),
  nb_inplace_rshift: WRAP_BINARY(() => PyNumber_InPlaceRshift),
  nb_inplace_and: WRAP_BINARY(() => PyNumber_InPlaceAnd),
  nb_inplace_xor: WRAP_BINARY(() => PyNumber_InPlaceXor),
  nb_inplace_or: WRAP_BINARY(() => PyNumber_InPlaceOr),
  nb_floor_divide: WRAP_BINARY(() => PyNumber_FloorDivide),
  nb_true_divide: WRAP_BINARY(() => PyNumber_TrueDivide),
  nb_inplace_floor_divide: WRAP_BINARY(() => PyNumber_InPlaceFloorDivide),
  nb_inplace_true_divide: WRAP_BINARY(() => PyNumber_InPlaceTrueDivide),
  nb_index: WRAP_UNARY(() => PyNumber_Index),
  nb_matrix_multiply: WRAP_BINARY(() => PyNumber_MatrixMultiply),
  nb_inplace_matrix_multiply: WRAP_BINARY(() => PyNumber_InPlaceMatrixMultiply),
};

const proxy_spec = {
  tp_basicsize: PyWeakReference.SIZEOF,
  tp_dealloc: proxy_dealloc,
  tp_repr: proxy_repr,
  tp_as_number: proxy_as_number,
  tp_as_sequence: { sq_length: proxy_length, sq_contains: proxy_contains },
  tp_as_mapping: { mp_length: proxy_length, mp_subscript: WRAP_BINARY(() => PyObject_GetItem), mp_ass_subscript: proxy_setitem },
  tp_str: proxy_str,
  tp_getattro: proxy_getattr,
  tp_setattro: proxy_setattr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: gc_traverse,
  tp_clear: gc_clear,
  tp_richcompare: proxy_richcompare,
  tp_iter: proxy_iter,
  tp_iternext: proxy_iternext,
};

static_type(_PyWeakref_ProxyType, {
  ...proxy_spec,
  tp_name: 'weakref.ProxyType',
  tp_methods: [
    ['__bytes__', proxy_bytes, METH_NOARGS, null],
    ['__reversed__', proxy_reversed, METH_NOARGS, null],
  ],
});

static_type(_PyWeakref_CallableProxyType, { ...proxy_spec, tp_name: 'weakref.CallableProxyType', tp_call: proxy_call });
