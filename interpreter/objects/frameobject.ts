// Answers to Objects/frameobject.c of CPython 3.13: frame objects and the write-through proxy of their variables (PEP 667).
// Deviation: setting f_lineno is in objects/frame_setlineno.ts.
//
// A frame object only points at its _PyInterpreterFrame while that runs; when the frame dies first, python/frame.ts moves
// it into the object (_f_frame_data), which from then on owns it.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_HIDDEN, CO_OPTIMIZED } from '../include/cpython_code';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { _PyInterpreterFrame, PyCellObject, PyCodeObject, PyFrameLocalsProxyObject, PyFrameObject, PyGenObject, PyModuleObject } from '../include/generated/offsets';
import { hash_hi } from '../include/hash';
import { HEAP32, HEAP8, HEAPU8, memset0, read_ptr, write_ptr } from '../include/heap';
import { METH_COEXIST, METH_FASTCALL, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_T_BOOL, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_MAPPING, Py_TYPE, Py_XDECREF, Py_XNewRef } from '../include/object';
import { Py_False, Py_None, Py_NotImplemented, Py_True, PyBool_Type, PyCell_Type, PyExc_KeyError, PyExc_RuntimeError, PyExc_TypeError, PyFrame_Type, PyFrameLocalsProxy_Type, PyModule_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyCode_CODE, _PyLocals_GetKind } from './codeobject';
import { PyDict_Contains, PyDict_GetItemRef, PyDict_New, PyDict_SetItem, PyDict_Size, PyDict_Update, PyDict_Check } from './dictobject';
import { _PyFunction_FromConstructor } from './funcobject';
import { PyList_Append, PyList_New, PyList_Reverse } from './listobject';
import { PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { PyMapping_Items, PyMapping_Keys, PyObject_GetItem, PyObject_GetIter } from './abstract';
import { Py_ReprEnter, Py_ReprLeave, PyObject_GenericGetAttr, PyObject_GenericSetAttr, PyObject_Hash, PyObject_Repr, PyObject_RichCompare, PyObject_RichCompareBool } from './object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _Py_ID, PyUnicode_FromString } from './unicodeobject';
import { _PyEval_GetBuiltins } from '../python/ceval';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyFrame_ClearLocals, _PyFrame_GetCode, _PyFrame_GetFirstComplete, _PyFrame_GetFrameObject, _PyFrame_GetGenerator, _PyFrame_GetLocalsArray, _PyFrame_Initialize, _PyFrame_Traverse, _PyInterpreterFrame_LASTI, FRAME_EXECUTING, FRAME_OWNED_BY_FRAME_OBJECT, FRAME_OWNED_BY_GENERATOR, FRAME_OWNED_BY_THREAD, FRAME_STATE_SUSPENDED, PyUnstable_InterpreterFrame_GetLine, type visitproc } from '../python/frame';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_New, _PyObject_GC_NewVar, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyEval_SetOpcodeTrace } from '../python/legacy_tracing';
import { PySys_Audit } from '../python/sysmodule';
import { frame_setlineno } from './frame_setlineno';
import { _PyGen_Finalize } from './genobject';

export function PyFrame_Check(op: number): boolean {
  return Py_TYPE(op) === PyFrame_Type;
}

export function PyFrameLocalsProxy_Check(op: number): boolean {
  return Py_TYPE(op) === PyFrameLocalsProxy_Type;
}

function iframe(f: number): number {
  return read_ptr(f + PyFrameObject.f_frame);
}

function owner(frame: number): number {
  return HEAP8[frame + _PyInterpreterFrame.owner];
}

// ---------------------------------------------------------------------------------------------------------------------
// The variables of a frame

/** The value of variable `i` (new), or NULL when it has none; looks into cells. */
function getval(frame: number, co: number, i: number): number {
  let value = HEAP32[(_PyFrame_GetLocalsArray(frame) + (i << 3)) >> 2];
  if (value === 0) return 0;
  const kind = _PyLocals_GetKind(read_ptr(co + PyCodeObject.co_localspluskinds), i);
  if (kind & (CO_FAST_FREE | CO_FAST_CELL) && Py_TYPE(value) === PyCell_Type) value = read_ptr(value + PyCellObject.ob_ref);
  return Py_XNewRef(value);
}

/** The index of the variable that `key` names, -1 for none, -2 with an error. `read`: it must have a value. */
function getkeyindex(frame: number, key: number, read: boolean): number {
  const co = _PyFrame_GetCode(frame);
  const names = read_ptr(co + PyCodeObject.co_localsplusnames);
  const kinds = read_ptr(co + PyCodeObject.co_localspluskinds);
  const n = HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2];
  const usable = (i: number): boolean => {
    if (!read) return (_PyLocals_GetKind(kinds, i) & CO_FAST_HIDDEN) === 0;
    const v = getval(frame, co, i);
    Py_XDECREF(v);
    return v !== 0;
  };
  const hash = PyObject_Hash(key);
  const hi = hash_hi();
  if (hash === -1 && hi === -1) return -2;
  for (let i = 0; i < n; i++) if (PyTuple_GET_ITEM(names, i) === key && usable(i)) return i;
  for (let i = 0; i < n; i++) {
    if (PyObject_Hash(PyTuple_GET_ITEM(names, i)) !== hash || hash_hi() !== hi) continue;
    const same = PyObject_RichCompareBool(PyTuple_GET_ITEM(names, i), key, Py_EQ);
    if (same < 0) return -2;
    if (same && usable(i)) return i;
  }
  return -1;
}

/** Whether a comprehension's variable, inlined into a module or class, has a value now. */
export function _PyFrame_HasHiddenLocals(frame: number): boolean {
  const co = _PyFrame_GetCode(frame);
  const kinds = read_ptr(co + PyCodeObject.co_localspluskinds);
  for (let i = 0; i < HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2]; i++) {
    if (_PyLocals_GetKind(kinds, i) & CO_FAST_HIDDEN) {
      const v = getval(frame, co, i);
      Py_XDECREF(v);
      if (v !== 0) return true;
    }
  }
  return false;
}

/** The namespace of a module or class (new); NULL without an error for a function. */
function namespace_of(frame: number): number {
  const co = _PyFrame_GetCode(frame);
  if (HEAP32[(co + PyCodeObject.co_flags) >> 2] & CO_OPTIMIZED || _PyFrame_HasHiddenLocals(frame)) return 0;
  if (read_ptr(frame + _PyInterpreterFrame.f_locals) === 0) {
    const d = PyDict_New();
    if (d === 0) return 0;
    write_ptr(frame + _PyInterpreterFrame.f_locals, d);
  }
  return Py_NewRef(read_ptr(frame + _PyInterpreterFrame.f_locals));
}

/** A module's or class's namespace, or a proxy of a function's variables. For a running frame. Returns new. */
export function _PyFrame_GetLocals(frame: number): number {
  const ns = namespace_of(frame);
  if (ns !== 0 || PyErr_Occurred() !== 0) return ns;
  const f = _PyFrame_GetFrameObject(frame);
  return f === 0 ? 0 : _PyFrameLocalsProxy_New(f);
}

/** Returns new. */
export function _PyFrameLocalsProxy_New(f: number): number {
  const proxy = _PyObject_GC_New(PyFrameLocalsProxy_Type);
  if (proxy === 0) return 0;
  write_ptr(proxy + PyFrameLocalsProxyObject.frame, Py_NewRef(f));
  _PyObject_GC_TRACK(proxy);
  return proxy;
}

function proxied(self: number): number {
  return read_ptr(self + PyFrameLocalsProxyObject.frame);
}

function extra_locals(self: number): number {
  return read_ptr(proxied(self) + PyFrameObject.f_extra_locals);
}

/** The value of `key` (new), or NULL: without an error when there is none. */
function proxy_lookup(self: number, key: number): number {
  const frame = iframe(proxied(self));
  const i = getkeyindex(frame, key, true);
  if (i === -2) return 0;
  if (i >= 0) return getval(frame, _PyFrame_GetCode(frame), i);
  const extra = extra_locals(self);
  if (extra === 0) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  PyDict_GetItemRef(extra, key, out);
  const v = read_ptr(out);
  stackRestore(mark);
  return v;
}

function framelocalsproxy_getitem(self: number, key: number): number {
  const v = proxy_lookup(self, key);
  if (v === 0 && PyErr_Occurred() === 0) PyErr_Format(PyExc_KeyError, "local variable '%R' is not defined", key);
  return v;
}

function set_fast(frame: number, i: number, value: number): void {
  const at = _PyFrame_GetLocalsArray(frame) + (i << 3);
  const old = read_ptr(at);
  const co = _PyFrame_GetCode(frame);
  const kind = _PyLocals_GetKind(read_ptr(co + PyCodeObject.co_localspluskinds), i);
  const slot = old !== 0 && kind & (CO_FAST_FREE | CO_FAST_CELL) && Py_TYPE(old) === PyCell_Type ? old + PyCellObject.ob_ref : at;
  const replaced = read_ptr(slot);
  if (replaced === value) return;
  write_ptr(slot, Py_NewRef(value));
  Py_XDECREF(replaced);
}

function framelocalsproxy_setitem(self: number, key: number, value: number): number {
  if (value === 0) {
    // 3.13.0; later patch releases remove names that are no variables.
    PyErr_SetString(PyExc_TypeError, 'cannot remove variables from FrameLocalsProxy');
    return -1;
  }
  const f = proxied(self);
  const i = getkeyindex(iframe(f), key, false);
  if (i === -2) return -1;
  if (i >= 0) {
    set_fast(iframe(f), i, value);
    return 0;
  }
  let extra = read_ptr(f + PyFrameObject.f_extra_locals);
  if (extra === 0) {
    extra = PyDict_New();
    if (extra === 0) return -1;
    write_ptr(f + PyFrameObject.f_extra_locals, extra);
  }
  return PyDict_SetItem(extra, key, value);
}

/** Calls f(name, value) for every variable that has a value; false stops. Values are borrowed. */
function each_fast(frame: number, f: (name: number, value: number) => boolean): boolean {
  const co = _PyFrame_GetCode(frame);
  const names = read_ptr(co + PyCodeObject.co_localsplusnames);
  for (let i = 0; i < HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2]; i++) {
    const v = getval(frame, co, i);
    if (v === 0) continue;
    const go_on = f(PyTuple_GET_ITEM(names, i), v);
    Py_DECREF(v);
    if (!go_on) return false;
  }
  return true;
}

/** The proxy's contents as a new dict. */
function proxy_as_dict(self: number): number {
  const d = PyDict_New();
  if (d === 0) return 0;
  let ok = each_fast(iframe(proxied(self)), (name, v) => PyDict_SetItem(d, name, v) === 0);
  if (ok && extra_locals(self) !== 0) ok = PyDict_Update(d, extra_locals(self)) === 0;
  if (ok) return d;
  Py_DECREF(d);
  return 0;
}

function framelocalsproxy_keys(self: number, _: number): number {
  const names = PyList_New(0);
  if (names === 0) return 0;
  let ok = each_fast(iframe(proxied(self)), (name) => PyList_Append(names, name) === 0);
  const extra = extra_locals(self);
  if (ok && extra !== 0) {
    const keys = PyMapping_Keys(extra);
    const n = keys === 0 ? -1 : HEAP32[(keys + 16) >> 2];
    ok = n >= 0;
    for (let i = 0; ok && i < n; i++) ok = PyList_Append(names, read_ptr(read_ptr(keys + 24) + i * 8)) === 0;
    Py_XDECREF(keys);
  }
  if (ok) return names;
  Py_DECREF(names);
  return 0;
}

/** A list made of the dict form by `f`. */
function via_dict(f: (d: number) => number): (self: number, _: number) => number {
  return (self) => {
    const d = proxy_as_dict(self);
    if (d === 0) return 0;
    const res = f(d);
    Py_DECREF(d);
    return res;
  };
}

const framelocalsproxy_items = via_dict(PyMapping_Items_of);
const framelocalsproxy_values = via_dict(values_of);

function PyMapping_Items_of(d: number): number {
  return PyMapping_Items(d);
}

function values_of(d: number): number {
  const items = PyMapping_Items(d);
  const values = items === 0 ? 0 : PyList_New(0);
  const n = values === 0 ? 0 : HEAP32[(items + 16) >> 2];
  for (let i = 0; i < n; i++) PyList_Append(values, PyTuple_GET_ITEM(read_ptr(read_ptr(items + 24) + i * 8), 1));
  Py_XDECREF(items);
  return values;
}

function framelocalsproxy_copy(self: number, _: number): number {
  return proxy_as_dict(self);
}

function framelocalsproxy_iter(self: number): number {
  const keys = framelocalsproxy_keys(self, 0);
  if (keys === 0) return 0;
  const it = PyObject_GetIter(keys);
  Py_DECREF(keys);
  return it;
}

function framelocalsproxy_reversed(self: number, _: number): number {
  const keys = framelocalsproxy_keys(self, 0);
  if (keys !== 0 && PyList_Reverse(keys) < 0) {
    Py_DECREF(keys);
    return 0;
  }
  return keys;
}

function framelocalsproxy_length(self: number): number {
  let n = 0;
  each_fast(iframe(proxied(self)), () => {
    n++;
    return true;
  });
  return n + (extra_locals(self) === 0 ? 0 : PyDict_Size(extra_locals(self)));
}

function framelocalsproxy_contains(self: number, key: number): number {
  const i = getkeyindex(iframe(proxied(self)), key, true);
  if (i === -2) return -1;
  if (i >= 0) return 1;
  return extra_locals(self) === 0 ? 0 : PyDict_Contains(extra_locals(self), key);
}

function framelocalsproxy___contains__(self: number, key: number): number {
  const r = framelocalsproxy_contains(self, key);
  return r < 0 ? 0 : r ? Py_True : Py_False;
}

/** Merges a dict or another proxy. 0, or -1 with an error; -2 when `other` is neither. */
function proxy_merge(self: number, other: number): number {
  if (!PyDict_Check(other) && !PyFrameLocalsProxy_Check(other)) return -2;
  const keys = PyMapping_Keys(other);
  if (keys === 0) return -1;
  let err = 0;
  for (let i = 0; err === 0 && i < HEAP32[(keys + 16) >> 2]; i++) {
    const key = read_ptr(read_ptr(keys + 24) + i * 8);
    const v = PyObject_GetItem(other, key);
    err = v === 0 ? -1 : framelocalsproxy_setitem(self, key, v);
    Py_XDECREF(v);
  }
  Py_DECREF(keys);
  return err;
}

function framelocalsproxy_update(self: number, other: number): number {
  const err = proxy_merge(self, other);
  if (err === -2) PyErr_SetString(PyExc_TypeError, 'update() argument must be dict or another FrameLocalsProxy');
  return err < 0 ? 0 : Py_None;
}

function framelocalsproxy_inplace_or(self: number, other: number): number {
  const err = proxy_merge(self, other);
  if (err === -2) return Py_NotImplemented;
  return err < 0 ? 0 : Py_NewRef(self);
}

function framelocalsproxy_or(self: number, other: number): number {
  const mapping = (o: number): boolean => PyDict_Check(o) || PyFrameLocalsProxy_Check(o);
  if (!mapping(self) || !mapping(other)) return Py_NotImplemented;
  const d = PyDict_New();
  if (d === 0) return 0;
  if (PyDict_Update(d, self) === 0 && PyDict_Update(d, other) === 0) return d;
  Py_DECREF(d);
  return 0;
}

function framelocalsproxy_get(self: number, args: number, nargs: number): number {
  if (nargs < 1 || nargs > 2) {
    PyErr_SetString(PyExc_TypeError, 'get expected 1 or 2 arguments');
    return 0;
  }
  const v = proxy_lookup(self, read_ptr(args));
  if (v !== 0 || PyErr_Occurred() !== 0) return v;
  return nargs > 1 ? Py_NewRef(read_ptr(args + 8)) : Py_None;
}

function framelocalsproxy_setdefault(self: number, args: number, nargs: number): number {
  if (nargs < 1 || nargs > 2) {
    PyErr_SetString(PyExc_TypeError, 'setdefault expected 1 or 2 arguments');
    return 0;
  }
  const v = proxy_lookup(self, read_ptr(args));
  if (v !== 0 || PyErr_Occurred() !== 0) return v;
  const value = nargs > 1 ? read_ptr(args + 8) : Py_None;
  return framelocalsproxy_setitem(self, read_ptr(args), value) < 0 ? 0 : Py_NewRef(value);
}

function framelocalsproxy_richcompare(self: number, other: number, op: number): number {
  if (PyFrameLocalsProxy_Check(other)) {
    const same = proxied(self) === proxied(other);
    if (op === Py_EQ) return same ? Py_True : Py_False;
    if (op === Py_NE) return same ? Py_False : Py_True;
  } else if (PyDict_Check(other)) {
    const d = proxy_as_dict(self);
    if (d === 0) return 0;
    const res = PyObject_RichCompare(d, other, op);
    Py_DECREF(d);
    return res;
  }
  return Py_NotImplemented;
}

const proxy_repr_of_dict = via_dict(repr_of);

function repr_of(d: number): number {
  return PyObject_Repr(d);
}

function framelocalsproxy_repr(self: number): number {
  const entered = Py_ReprEnter(self);
  if (entered !== 0) return entered > 0 ? PyUnicode_FromString('{...}') : 0;
  const res = proxy_repr_of_dict(self, 0);
  Py_ReprLeave(self);
  return res;
}

function framelocalsproxy_new(_type: number, args: number, _kwargs: number): number {
  if (PyTuple_GET_SIZE(args) !== 1) {
    PyErr_Format(PyExc_TypeError, 'FrameLocalsProxy expected 1 argument, got %zd', PyTuple_GET_SIZE(args));
    return 0;
  }
  const f = PyTuple_GET_ITEM(args, 0);
  if (!PyFrame_Check(f)) {
    PyErr_Format(PyExc_TypeError, 'expect frame, not %T', f);
    return 0;
  }
  return _PyFrameLocalsProxy_New(f);
}

function framelocalsproxy_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_CLEAR(self + PyFrameLocalsProxyObject.frame);
  PyObject_GC_Del(self);
}

function framelocalsproxy_traverse(self: number, visit: visitproc, arg: number): number {
  const f = proxied(self);
  return f === 0 ? 0 : visit(f, arg);
}

function framelocalsproxy_tp_clear(self: number): number {
  Py_CLEAR(self + PyFrameLocalsProxyObject.frame);
  return 0;
}

// ---------------------------------------------------------------------------------------------------------------------
// Frame objects

/** Untracked, pointing at no frame yet. Returns new. */
export function _PyFrame_New_NoTrack(code: number): number {
  const slots = HEAP32[(code + PyCodeObject.co_nlocalsplus) >> 2] + HEAP32[(code + PyCodeObject.co_stacksize) >> 2];
  const f = _PyObject_GC_NewVar(PyFrame_Type, slots);
  if (f === 0) return 0;
  memset0(f + PyFrameObject.f_back, PyFrameObject.SIZEOF + _PyInterpreterFrame.SIZEOF + slots * 8 - PyFrameObject.f_back);
  HEAPU8[f + PyFrameObject.f_trace_lines] = 1;
  return f;
}

/** A frame object of its own, for synthetic tracebacks. Returns new. */
export function PyFrame_New(tstate: number, code: number, globals: number, locals: number): number {
  const builtins = _PyEval_BuiltinsFromGlobals(tstate, globals);
  if (builtins === 0) return 0;
  const name = read_ptr(code + PyCodeObject.co_name);
  const func = _PyFunction_FromConstructor({
    fc_globals: globals, fc_builtins: builtins, fc_name: name, fc_qualname: name, fc_code: code, fc_defaults: 0, fc_kwdefaults: 0, fc_closure: 0,
  });
  if (func === 0) return 0;
  const f = _PyFrame_New_NoTrack(code);
  if (f === 0) {
    Py_DECREF(func);
    return 0;
  }
  const frame = f + PyFrameObject._f_frame_data;
  _PyFrame_Initialize(frame, func, Py_XNewRef(locals), code, 0);
  write_ptr(f + PyFrameObject.f_frame, frame);
  HEAPU8[frame + _PyInterpreterFrame.owner] = FRAME_OWNED_BY_FRAME_OBJECT;
  const first = HEAP32[(code + PyCodeObject._co_unique_id_or_firsttraceable) >> 2];
  HEAP32[(frame + _PyInterpreterFrame.instr_ptr) >> 2] = _PyCode_CODE(code) + (first + 1) * 2;
  _PyObject_GC_TRACK(f);
  return f;
}

function frame_dealloc(f: number): void {
  if (_PyObject_GC_IS_TRACKED(f)) _PyObject_GC_UNTRACK(f);
  const frame = f + PyFrameObject._f_frame_data;
  let co = 0;
  if (iframe(f) === frame && owner(frame) === FRAME_OWNED_BY_FRAME_OBJECT) {
    co = read_ptr(frame + _PyInterpreterFrame.f_executable);
    write_ptr(frame + _PyInterpreterFrame.f_executable, 0);
    Py_CLEAR(frame + _PyInterpreterFrame.f_funcobj);
    Py_CLEAR(frame + _PyInterpreterFrame.f_locals);
    const n = HEAP32[(frame + _PyInterpreterFrame.stacktop) >> 2];
    for (let i = 0; i < n; i++) Py_CLEAR(frame + _PyInterpreterFrame.localsplus + i * 8);
  }
  Py_CLEAR(f + PyFrameObject.f_back);
  Py_CLEAR(f + PyFrameObject.f_trace);
  Py_CLEAR(f + PyFrameObject.f_extra_locals);
  Py_CLEAR(f + PyFrameObject.f_locals_cache);
  PyObject_GC_Del(f);
  Py_XDECREF(co);
}

function frame_traverse(f: number, visit: visitproc, arg: number): number {
  for (const field of [PyFrameObject.f_back, PyFrameObject.f_trace, PyFrameObject.f_extra_locals, PyFrameObject.f_locals_cache]) {
    const op = read_ptr(f + field);
    if (op !== 0) {
      const e = visit(op, arg);
      if (e) return e;
    }
  }
  return owner(iframe(f)) === FRAME_OWNED_BY_FRAME_OBJECT ? _PyFrame_Traverse(iframe(f), visit, arg) : 0;
}

function frame_tp_clear(f: number): number {
  Py_CLEAR(f + PyFrameObject.f_trace);
  Py_CLEAR(f + PyFrameObject.f_extra_locals);
  Py_CLEAR(f + PyFrameObject.f_locals_cache);
  _PyFrame_ClearLocals(iframe(f));
  return 0;
}

function frame_clear(f: number, _: number): number {
  const frame = iframe(f);
  if (owner(frame) === FRAME_OWNED_BY_GENERATOR) {
    const gen = _PyFrame_GetGenerator(frame);
    const state = HEAP8[gen + PyGenObject.gi_frame_state];
    if (state === FRAME_EXECUTING) return cannot_clear('an executing');
    if (FRAME_STATE_SUSPENDED(state)) return cannot_clear('a suspended');
    _PyGen_Finalize(gen);
  } else if (owner(frame) === FRAME_OWNED_BY_THREAD) return cannot_clear('an executing');
  else frame_tp_clear(f);
  return Py_None;
}

function cannot_clear(what: string): number {
  PyErr_SetString(PyExc_RuntimeError, `cannot clear ${what} frame`);
  return 0;
}

function frame_sizeof(f: number, _: number): number {
  const code = _PyFrame_GetCode(iframe(f));
  return PyLong_FromSsize_t(PyFrameObject.SIZEOF + _PyInterpreterFrame.SIZEOF + (HEAP32[(code + PyCodeObject.co_nlocalsplus) >> 2] + HEAP32[(code + PyCodeObject.co_stacksize) >> 2]) * 8);
}

function frame_repr(f: number): number {
  const code = _PyFrame_GetCode(iframe(f));
  return PyUnicode_FromFormat('<frame at %p, file %R, line %d, code %S>', f, read_ptr(code + PyCodeObject.co_filename), PyFrame_GetLineNumber(f), read_ptr(code + PyCodeObject.co_name));
}

/** -1 where there is no line. */
export function PyFrame_GetLineNumber(f: number): number {
  const lineno = HEAP32[(f + PyFrameObject.f_lineno) >> 2];
  return lineno !== 0 ? lineno : PyUnstable_InterpreterFrame_GetLine(iframe(f));
}

/** Returns new. */
export function PyFrame_GetCode(f: number): number {
  return Py_NewRef(_PyFrame_GetCode(iframe(f)));
}

/** Returns new, or NULL for the outermost frame. */
export function PyFrame_GetBack(f: number): number {
  let back = read_ptr(f + PyFrameObject.f_back);
  if (back === 0) {
    const prev = _PyFrame_GetFirstComplete(read_ptr(iframe(f) + _PyInterpreterFrame.previous));
    if (prev !== 0) back = _PyFrame_GetFrameObject(prev);
  }
  return Py_XNewRef(back);
}

/** Returns new. */
export function PyFrame_GetLocals(f: number): number {
  const ns = namespace_of(iframe(f));
  return ns !== 0 || PyErr_Occurred() !== 0 ? ns : _PyFrameLocalsProxy_New(f);
}

/** Returns new. */
export function PyFrame_GetGlobals(f: number): number {
  return Py_NewRef(read_ptr(iframe(f) + _PyInterpreterFrame.f_globals) || Py_None);
}

/** Returns new. */
export function PyFrame_GetBuiltins(f: number): number {
  return Py_NewRef(read_ptr(iframe(f) + _PyInterpreterFrame.f_builtins) || Py_None);
}

export function PyFrame_GetLasti(f: number): number {
  const lasti = _PyInterpreterFrame_LASTI(iframe(f));
  return lasti < 0 ? -1 : lasti * 2;
}

/** The generator the frame belongs to (new), or NULL. */
export function PyFrame_GetGenerator(f: number): number {
  return owner(iframe(f)) === FRAME_OWNED_BY_GENERATOR ? Py_NewRef(_PyFrame_GetGenerator(iframe(f))) : 0;
}

function frame_getlineno(f: number): number {
  const lineno = PyFrame_GetLineNumber(f);
  return lineno < 0 ? Py_None : PyLong_FromLong(lineno);
}

function frame_getlasti(f: number): number {
  return PyLong_FromLong(PyFrame_GetLasti(f));
}

function frame_getcode(f: number): number {
  return PySys_Audit('object.__getattr__', f, _Py_ID('f_code')) < 0 ? 0 : PyFrame_GetCode(f);
}

function frame_getback(f: number): number {
  const back = PyFrame_GetBack(f);
  return back !== 0 || PyErr_Occurred() !== 0 ? back : Py_None;
}

function frame_gettrace(f: number): number {
  return Py_NewRef(read_ptr(f + PyFrameObject.f_trace) || Py_None);
}

function frame_settrace(f: number, v: number): number {
  if (v === Py_None) v = 0;
  const old = read_ptr(f + PyFrameObject.f_trace);
  if (v === old) return 0;
  write_ptr(f + PyFrameObject.f_trace, Py_XNewRef(v));
  Py_XDECREF(old);
  if (v !== 0 && HEAPU8[f + PyFrameObject.f_trace_opcodes]) return _PyEval_SetOpcodeTrace(f, true);
  return 0;
}

function frame_gettrace_opcodes(f: number): number {
  return HEAPU8[f + PyFrameObject.f_trace_opcodes] ? Py_True : Py_False;
}

function frame_settrace_opcodes(f: number, v: number): number {
  if (v === 0 || Py_TYPE(v) !== PyBool_Type) {
    PyErr_SetString(PyExc_TypeError, 'attribute value type must be bool');
    return -1;
  }
  HEAPU8[f + PyFrameObject.f_trace_opcodes] = v === Py_True ? 1 : 0;
  return v === Py_True ? _PyEval_SetOpcodeTrace(f, true) : _PyEval_SetOpcodeTrace(f, false);
}

/** The builtins that code with these globals sees. Borrowed; NULL with an error. */
export function _PyEval_BuiltinsFromGlobals(tstate: number, globals: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const err = PyDict_GetItemRef(globals, _Py_ID('__builtins__'), out);
  const builtins = read_ptr(out);
  stackRestore(mark);
  if (err < 0) return 0;
  if (builtins === 0) return _PyEval_GetBuiltins(tstate);
  Py_DECREF(builtins); // the globals keep it
  return Py_TYPE(builtins) === PyModule_Type ? read_ptr(builtins + PyModuleObject.md_dict) : builtins;
}

static_type(PyFrame_Type, {
  tp_name: 'frame',
  tp_basicsize: PyFrameObject.SIZEOF + _PyInterpreterFrame.SIZEOF,
  tp_itemsize: 8,
  tp_dealloc: frame_dealloc,
  tp_repr: frame_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_traverse: frame_traverse,
  tp_clear: frame_tp_clear,
  tp_methods: [
    ['clear', frame_clear, METH_NOARGS, 'Release what the frame refers to.'],
    ['__sizeof__', frame_sizeof, METH_NOARGS, 'Size of the frame in memory, in bytes.'],
  ],
  tp_members: [['f_trace_lines', Py_T_BOOL, PyFrameObject.f_trace_lines, 0]],
  tp_getset: [
    ['f_back', frame_getback, null],
    ['f_locals', PyFrame_GetLocals, null],
    ['f_lineno', frame_getlineno, frame_setlineno],
    ['f_trace', frame_gettrace, frame_settrace],
    ['f_lasti', frame_getlasti, null],
    ['f_globals', PyFrame_GetGlobals, null],
    ['f_builtins', PyFrame_GetBuiltins, null],
    ['f_code', frame_getcode, null],
    ['f_trace_opcodes', frame_gettrace_opcodes, frame_settrace_opcodes],
  ],
});

static_type(PyFrameLocalsProxy_Type, {
  tp_name: 'FrameLocalsProxy',
  tp_basicsize: PyFrameLocalsProxyObject.SIZEOF,
  tp_dealloc: framelocalsproxy_dealloc,
  tp_repr: framelocalsproxy_repr,
  tp_as_number: { nb_or: framelocalsproxy_or, nb_inplace_or: framelocalsproxy_inplace_or },
  tp_as_sequence: { sq_contains: framelocalsproxy_contains },
  tp_as_mapping: { mp_length: framelocalsproxy_length, mp_subscript: framelocalsproxy_getitem, mp_ass_subscript: framelocalsproxy_setitem },
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MAPPING,
  tp_traverse: framelocalsproxy_traverse,
  tp_clear: framelocalsproxy_tp_clear,
  tp_richcompare: framelocalsproxy_richcompare,
  tp_iter: framelocalsproxy_iter,
  tp_new: framelocalsproxy_new,
  tp_methods: [
    ['__contains__', framelocalsproxy___contains__, METH_O | METH_COEXIST],
    ['__getitem__', framelocalsproxy_getitem, METH_O | METH_COEXIST],
    ['update', framelocalsproxy_update, METH_O],
    ['__reversed__', framelocalsproxy_reversed, METH_NOARGS],
    ['copy', framelocalsproxy_copy, METH_NOARGS],
    ['keys', framelocalsproxy_keys, METH_NOARGS],
    ['values', framelocalsproxy_values, METH_NOARGS],
    ['items', framelocalsproxy_items, METH_NOARGS],
    ['get', framelocalsproxy_get, METH_FASTCALL],
    ['setdefault', framelocalsproxy_setdefault, METH_FASTCALL],
  ],
});
