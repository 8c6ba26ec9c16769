// Answers to Python/context.c (and hamt.c) of CPython 3.13: contextvars.
// Deviation: the mapping of a context is a dict that is never changed once a context shows it (setting a variable makes a
// new one), instead of a HAMT: copying a context costs nothing, setting costs the number of its variables.

import { PyContext, PyContextToken, PyContextVar, PyObject, PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { hash_hi, hash_result } from '../include/hash';
import { HEAP32, read_ptr, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_IS_TYPE, Py_NE, Py_NewRef, _Py_SetImmortal,
  Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_XDECREF, Py_XNewRef, Py_XSETREF, Py_READONLY, _Py_T_OBJECT,
} from '../include/object';
import * as S from '../include/statics';
import { static_type } from '../include/typespec';
import { arg } from '../modules/clinic';
import { PyObject_GetIter } from '../objects/abstract';
import { PyObject_Vectorcall } from '../objects/call';
import { PyDict_Copy, PyDict_DelItem, PyDict_GET_SIZE, PyDict_GetItemWithError, PyDict_Items, PyDict_Keys, PyDict_New, PyDict_SetItem, PyDict_SetItemString, PyDict_Values } from '../objects/dictobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyObject_Hash, PyObject_HashNotImplemented, PyObject_RichCompare } from '../objects/object';
import { PyTuple_GET_SIZE } from '../objects/tupleobject';
import { PyType_Modified } from '../objects/typeobject';
import { PyUnicode_Check, PyUnicode_FromFormat, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyObject_ClearWeakRefs } from '../objects/weakrefobject';
import { PyErr_Format, PyErr_Occurred, PyErr_SetObject, PyErr_SetString } from './errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del, PyObject_GC_UnTrack, type visitproc } from './gc';
import { _PyArg_CheckPositional, PyArg_ParseTupleAndKeywords } from './getargs';
import { _PyThreadState_GET } from './pystate';

// --- Context --------------------------------------------------------------------------------------------------------

/** New reference. Steals vars. May fail. */
function context_new(vars: number): number {
  if (vars === 0) return 0;
  const ctx = _PyObject_GC_New(S.PyContext_Type);
  if (ctx === 0) {
    Py_DECREF(vars);
    return 0;
  }
  write_ptr(ctx + PyContext.ctx_prev, 0);
  write_ptr(ctx + PyContext.ctx_vars, vars);
  write_ptr(ctx + PyContext.ctx_weakreflist, 0);
  HEAP32[(ctx + PyContext.ctx_entered) >> 2] = 0;
  _PyObject_GC_TRACK(ctx);
  return ctx;
}

/** New reference to an empty context. May fail. */
export function PyContext_New(): number {
  return context_new(PyDict_New());
}
/** New reference: a context with the same values. May fail. */
export function PyContext_Copy(ctx: number): number {
  return context_new(Py_NewRef(read_ptr(ctx + PyContext.ctx_vars)));
}
/** Borrowed: the current context of the thread, made on first use. May fail. */
function context_get(): number {
  const slot = _PyThreadState_GET() + PyThreadState.context;
  if (read_ptr(slot) === 0) write_ptr(slot, PyContext_New());
  return read_ptr(slot);
}
/** New reference. May fail. */
export function PyContext_CopyCurrent(): number {
  const ctx = context_get();
  return ctx === 0 ? 0 : PyContext_Copy(ctx);
}

function new_version(ts: number): void {
  write_ssize(ts + PyThreadState.context_ver, read_ssize(ts + PyThreadState.context_ver) + 1);
}

/** Makes ctx current. 0 or -1. */
export function _PyContext_Enter(ts: number, ctx: number): number {
  if (HEAP32[(ctx + PyContext.ctx_entered) >> 2] !== 0) {
    PyErr_Format(S.PyExc_RuntimeError, 'cannot enter context: %R is already entered', ctx);
    return -1;
  }
  // The thread's reference to the previous context moves into ctx_prev.
  write_ptr(ctx + PyContext.ctx_prev, read_ptr(ts + PyThreadState.context));
  HEAP32[(ctx + PyContext.ctx_entered) >> 2] = 1;
  write_ptr(ts + PyThreadState.context, Py_NewRef(ctx));
  new_version(ts);
  return 0;
}
export function PyContext_Enter(ctx: number): number {
  return _PyContext_Enter(_PyThreadState_GET(), ctx);
}

/** Makes what was current before it current again. 0 or -1. */
export function _PyContext_Exit(ts: number, ctx: number): number {
  if (HEAP32[(ctx + PyContext.ctx_entered) >> 2] === 0) {
    PyErr_Format(S.PyExc_RuntimeError, 'cannot exit context: %R has not been entered', ctx);
    return -1;
  }
  if (read_ptr(ts + PyThreadState.context) !== ctx) {
    PyErr_SetString(S.PyExc_RuntimeError, 'cannot exit context: thread state references a different context object');
    return -1;
  }
  const prev = read_ptr(ctx + PyContext.ctx_prev);
  write_ptr(ctx + PyContext.ctx_prev, 0);
  HEAP32[(ctx + PyContext.ctx_entered) >> 2] = 0;
  Py_XSETREF(ts + PyThreadState.context, prev);
  new_version(ts);
  return 0;
}
export function PyContext_Exit(ctx: number): number {
  return _PyContext_Exit(_PyThreadState_GET(), ctx);
}

function vars_of(ctx: number): number {
  return read_ptr(ctx + PyContext.ctx_vars);
}

function context_tp_new(_type: number, args: number, kwds: number): number {
  if (PyTuple_GET_SIZE(args) > 0 || (kwds !== 0 && PyDict_GET_SIZE(kwds) > 0)) {
    PyErr_SetString(S.PyExc_TypeError, 'Context() does not accept any arguments');
    return 0;
  }
  return PyContext_New();
}
function context_tp_clear(self: number): number {
  Py_CLEAR(self + PyContext.ctx_prev);
  Py_CLEAR(self + PyContext.ctx_vars);
  return 0;
}
function context_tp_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of [PyContext.ctx_prev, PyContext.ctx_vars]) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function context_tp_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  if (read_ptr(self + PyContext.ctx_weakreflist) !== 0) PyObject_ClearWeakRefs(self);
  context_tp_clear(self);
  PyObject_GC_Del(self);
}

function context_tp_richcompare(v: number, w: number, op: number): number {
  if (!Py_IS_TYPE(v, S.PyContext_Type) || !Py_IS_TYPE(w, S.PyContext_Type) || (op !== Py_EQ && op !== Py_NE)) return S.Py_NotImplemented;
  return PyObject_RichCompare(vars_of(v), vars_of(w), op);
}

function check_key(key: number): boolean {
  if (Py_IS_TYPE(key, S.PyContextVar_Type)) return true;
  PyErr_Format(S.PyExc_TypeError, 'a ContextVar key was expected, got %R', key);
  return false;
}
/** Borrowed value, or 0 without exception; with one when the key is no ContextVar. */
function find(self: number, key: number): number {
  return check_key(key) ? PyDict_GetItemWithError(vars_of(self), key) : 0;
}

function context_tp_len(self: number): number {
  return PyDict_GET_SIZE(vars_of(self));
}
function context_tp_subscript(self: number, key: number): number {
  const v = find(self, key);
  if (v === 0 && !PyErr_Occurred()) PyErr_SetObject(S.PyExc_KeyError, key);
  return Py_XNewRef(v);
}
function context_tp_contains(self: number, key: number): number {
  const v = find(self, key);
  return v !== 0 ? 1 : PyErr_Occurred() ? -1 : 0;
}
/** New iterator over a fresh list. Steals it. */
function iterate(list: number): number {
  if (list === 0) return 0;
  const it = PyObject_GetIter(list);
  Py_DECREF(list);
  return it;
}
function context_tp_iter(self: number): number {
  return iterate(PyDict_Keys(vars_of(self)));
}
function context_items(self: number): number {
  return iterate(PyDict_Items(vars_of(self)));
}
function context_values(self: number): number {
  return iterate(PyDict_Values(vars_of(self)));
}
function context_get_method(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('get', nargs, 1, 2)) return 0;
  const v = find(self, arg(args, 0));
  if (v !== 0) return Py_NewRef(v);
  return PyErr_Occurred() ? 0 : nargs > 1 ? Py_NewRef(arg(args, 1)) : S.Py_None;
}
function context_run(self: number, args: number, nargs: number, kwnames: number): number {
  if (nargs < 1) {
    PyErr_SetString(S.PyExc_TypeError, 'run() missing 1 required positional argument');
    return 0;
  }
  const ts = _PyThreadState_GET();
  if (_PyContext_Enter(ts, self) < 0) return 0;
  const result = PyObject_Vectorcall(arg(args, 0), args + 8, nargs - 1, kwnames);
  if (_PyContext_Exit(ts, self) < 0) {
    Py_XDECREF(result);
    return 0;
  }
  return result;
}

static_type(S.PyContext_Type, {
  tp_name: '_contextvars.Context', tp_basicsize: PyContext.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_new: context_tp_new, tp_dealloc: context_tp_dealloc, tp_traverse: context_tp_traverse, tp_clear: context_tp_clear, tp_iter: context_tp_iter,
  tp_hash: PyObject_HashNotImplemented, tp_richcompare: context_tp_richcompare, tp_weaklistoffset: PyContext.ctx_weakreflist,
  tp_as_mapping: { mp_length: context_tp_len, mp_subscript: context_tp_subscript }, tp_as_sequence: { sq_contains: context_tp_contains },
  tp_methods: [
    ['get', context_get_method, METH_FASTCALL, 'get($self, key, default=None, /)\n--\n\nThe value of a variable, or default.'],
    ['items', context_items, METH_NOARGS, 'items($self, /)\n--\n\nPairs of variable and value.'],
    ['keys', context_tp_iter, METH_NOARGS, 'keys($self, /)\n--\n\nThe variables.'],
    ['values', context_values, METH_NOARGS, 'values($self, /)\n--\n\nThe values.'],
    ['copy', PyContext_Copy, METH_NOARGS, 'copy($self, /)\n--\n\nA copy of the context.'],
    ['run', context_run, METH_FASTCALL | METH_KEYWORDS, 'run($self, callable, /, *args, **kwargs)\n--\n\nCall callable in this context.'],
  ],
});

// --- ContextVar -----------------------------------------------------------------------------------------------------

/** New reference. `name`: str object; def may be 0. May fail. */
function contextvar_new(name: number, def: number): number {
  if (!PyUnicode_Check(name)) {
    PyErr_SetString(S.PyExc_TypeError, 'context variable name must be a str');
    return 0;
  }
  const v = _PyObject_GC_New(S.PyContextVar_Type);
  if (v === 0) return 0;
  write_ptr(v + PyContextVar.var_name, Py_NewRef(name));
  write_ptr(v + PyContextVar.var_default, Py_XNewRef(def));
  write_ptr(v + PyContextVar.var_cached, 0);
  write_ssize(v + PyContextVar.var_cached_tsid, 0);
  write_ssize(v + PyContextVar.var_cached_tsver, 0);
  const lo = PyObject_Hash(name);
  const hi = hash_hi();
  HEAP32[(v + PyContextVar.var_hash) >> 2] = lo ^ (v >>> 4);
  HEAP32[(v + PyContextVar.var_hash + 4) >> 2] = hi;
  // References to anything that can hold us exist only with a default.
  if (def !== 0) _PyObject_GC_TRACK(v);
  return v;
}
/** New reference. def may be 0. May fail. */
export function PyContextVar_New(name: string, def: number): number {
  const n = PyUnicode_FromString(name);
  if (n === 0) return 0;
  const v = contextvar_new(n, def);
  Py_DECREF(n);
  return v;
}

/** Borrowed: the value in the thread's current context; 0 without exception when it has none. */
function lookup(v: number): number {
  const ts = _PyThreadState_GET();
  const ctx = read_ptr(ts + PyThreadState.context);
  if (ctx === 0) return 0;
  const cached = read_ptr(v + PyContextVar.var_cached);
  const version = read_ssize(ts + PyThreadState.context_ver);
  if (cached !== 0 && read_ssize(v + PyContextVar.var_cached_tsid) === read_ssize(ts + PyThreadState.id) && read_ssize(v + PyContextVar.var_cached_tsver) === version) return cached;
  const found = PyDict_GetItemWithError(vars_of(ctx), v);
  if (found !== 0) cache(v, ts, found);
  return found;
}

/** The cached value is borrowed from the context of thread state and version. */
function cache(v: number, ts: number, value: number): void {
  write_ptr(v + PyContextVar.var_cached, value);
  write_ssize(v + PyContextVar.var_cached_tsid, read_ssize(ts + PyThreadState.id));
  write_ssize(v + PyContextVar.var_cached_tsver, read_ssize(ts + PyThreadState.context_ver));
}

/** The value, `def` or the variable's default into *val as new reference (or 0). 0 or -1. */
export function PyContextVar_Get(v: number, def: number, val: number): number {
  let found = lookup(v);
  if (found === 0) {
    if (PyErr_Occurred()) {
      write_ptr(val, 0);
      return -1;
    }
    found = def !== 0 ? def : read_ptr(v + PyContextVar.var_default);
  }
  write_ptr(val, Py_XNewRef(found));
  return 0;
}

/** Puts the value into the current context, or takes it out (0). 0 or -1. */
function contextvar_set(v: number, value: number): number {
  write_ptr(v + PyContextVar.var_cached, 0);
  const ctx = context_get();
  if (ctx === 0) return -1;
  const fresh = PyDict_Copy(vars_of(ctx));
  if (fresh === 0) return -1;
  if ((value !== 0 ? PyDict_SetItem(fresh, v, value) : PyDict_DelItem(fresh, v)) < 0) {
    Py_DECREF(fresh);
    return -1;
  }
  Py_XSETREF(ctx + PyContext.ctx_vars, fresh);
  if (value !== 0) cache(v, _PyThreadState_GET(), value);
  return 0;
}

/** New token. May fail. */
export function PyContextVar_Set(v: number, value: number): number {
  const ctx = context_get();
  if (ctx === 0) return 0;
  const old = PyDict_GetItemWithError(vars_of(ctx), v);
  if (old === 0 && PyErr_Occurred()) return 0;
  const tok = token_new(ctx, v, old);
  if (tok !== 0 && contextvar_set(v, value) < 0) {
    Py_DECREF(tok);
    return 0;
  }
  return tok;
}

/** 0 or -1. */
export function PyContextVar_Reset(v: number, tok: number): number {
  if (HEAP32[(tok + PyContextToken.tok_used) >> 2] !== 0) {
    PyErr_Format(S.PyExc_RuntimeError, '%R has already been used once', tok);
    return -1;
  }
  if (v !== read_ptr(tok + PyContextToken.tok_var)) {
    PyErr_Format(S.PyExc_ValueError, '%R was created by a different ContextVar', tok);
    return -1;
  }
  if (context_get() !== read_ptr(tok + PyContextToken.tok_ctx)) {
    PyErr_Format(S.PyExc_ValueError, '%R was created in a different Context', tok);
    return -1;
  }
  HEAP32[(tok + PyContextToken.tok_used) >> 2] = 1;
  return contextvar_set(v, read_ptr(tok + PyContextToken.tok_oldval));
}

function contextvar_tp_new(_type: number, args: number, kwds: number): number {
  const mark = stackSave();
  const p = stackAlloc(16);
  write_ptr(p, 0);
  write_ptr(p + 8, 0);
  const ok = PyArg_ParseTupleAndKeywords(args, kwds, 'O|$O:ContextVar', ['', 'default'], p, p + 8);
  const v = ok ? contextvar_new(read_ptr(p), read_ptr(p + 8)) : 0;
  stackRestore(mark);
  return v;
}
function contextvar_tp_clear(self: number): number {
  Py_CLEAR(self + PyContextVar.var_name);
  Py_CLEAR(self + PyContextVar.var_default);
  write_ptr(self + PyContextVar.var_cached, 0);
  return 0;
}
function contextvar_tp_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of [PyContextVar.var_name, PyContextVar.var_default]) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function contextvar_tp_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  contextvar_tp_clear(self);
  PyObject_GC_Del(self);
}
function contextvar_tp_hash(self: number): number {
  return hash_result(HEAP32[(self + PyContextVar.var_hash) >> 2], HEAP32[(self + PyContextVar.var_hash + 4) >> 2]);
}
function contextvar_tp_repr(self: number): number {
  const def = read_ptr(self + PyContextVar.var_default);
  const name = read_ptr(self + PyContextVar.var_name);
  return def === 0 ? PyUnicode_FromFormat('<ContextVar name=%R at %p>', name, self) : PyUnicode_FromFormat('<ContextVar name=%R default=%R at %p>', name, def, self);
}

function contextvar_get(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('get', nargs, 0, 1)) return 0;
  const mark = stackSave();
  const p = stackAlloc(8);
  const rc = PyContextVar_Get(self, nargs > 0 ? arg(args, 0) : 0, p);
  const v = read_ptr(p);
  stackRestore(mark);
  if (rc === 0 && v === 0) PyErr_SetObject(S.PyExc_LookupError, self);
  return rc < 0 ? 0 : v;
}
function contextvar_reset(self: number, token: number): number {
  if (!Py_IS_TYPE(token, S.PyContextToken_Type)) return PyErr_Format(S.PyExc_TypeError, 'expected an instance of Token, got %R', token);
  return PyContextVar_Reset(self, token) < 0 ? 0 : S.Py_None;
}

static_type(S.PyContextVar_Type, {
  tp_name: '_contextvars.ContextVar', tp_basicsize: PyContextVar.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_new: contextvar_tp_new, tp_dealloc: contextvar_tp_dealloc, tp_traverse: contextvar_tp_traverse, tp_clear: contextvar_tp_clear, tp_hash: contextvar_tp_hash,
  tp_repr: contextvar_tp_repr,
  tp_members: [['name', _Py_T_OBJECT, PyContextVar.var_name, Py_READONLY]],
  tp_methods: [
    ['get', contextvar_get, METH_FASTCALL, 'get($self, default=<unrepresentable>, /)\n--\n\nThe value in the current context.'],
    ['set', PyContextVar_Set, METH_O, 'set($self, value, /)\n--\n\nSet the value in the current context; a token for reset().'],
    ['reset', contextvar_reset, METH_O, 'reset($self, token, /)\n--\n\nGo back to the value before the set() that made the token.'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
});

// --- Token ----------------------------------------------------------------------------------------------------------

/** New reference. oldval may be 0. */
function token_new(ctx: number, v: number, oldval: number): number {
  const tok = _PyObject_GC_New(S.PyContextToken_Type);
  if (tok === 0) return 0;
  write_ptr(tok + PyContextToken.tok_ctx, Py_NewRef(ctx));
  write_ptr(tok + PyContextToken.tok_var, Py_NewRef(v));
  write_ptr(tok + PyContextToken.tok_oldval, Py_XNewRef(oldval));
  HEAP32[(tok + PyContextToken.tok_used) >> 2] = 0;
  _PyObject_GC_TRACK(tok);
  return tok;
}
function token_tp_new(): number {
  PyErr_SetString(S.PyExc_RuntimeError, 'Tokens can only be created by ContextVars');
  return 0;
}
const TOKEN_FIELDS = [PyContextToken.tok_ctx, PyContextToken.tok_var, PyContextToken.tok_oldval];
function token_tp_clear(self: number): number {
  for (const f of TOKEN_FIELDS) Py_CLEAR(self + f);
  return 0;
}
function token_tp_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of TOKEN_FIELDS) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function token_tp_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  token_tp_clear(self);
  PyObject_GC_Del(self);
}
function token_tp_repr(self: number): number {
  const used = HEAP32[(self + PyContextToken.tok_used) >> 2] !== 0;
  return PyUnicode_FromFormat('<Token%s var=%R at %p>', used ? ' used' : '', read_ptr(self + PyContextToken.tok_var), self);
}
function token_get_var(self: number): number {
  return Py_NewRef(read_ptr(self + PyContextToken.tok_var));
}
function token_get_old_value(self: number): number {
  const old = read_ptr(self + PyContextToken.tok_oldval);
  return old === 0 ? S._Py_SINGLETON_context_token_missing : Py_NewRef(old);
}

static_type(S.PyContextToken_Type, {
  tp_name: '_contextvars.Token', tp_basicsize: PyContextToken.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_new: token_tp_new, tp_dealloc: token_tp_dealloc, tp_traverse: token_tp_traverse, tp_clear: token_tp_clear, tp_hash: PyObject_HashNotImplemented, tp_repr: token_tp_repr,
  tp_getset: [['var', token_get_var, null], ['old_value', token_get_old_value, null]],
  tp_methods: [['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585']],
});

static_type(S._PyContextTokenMissing_Type, {
  tp_name: 'Token.MISSING', tp_basicsize: PyObject.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT,
  tp_repr: () => PyUnicode_FromString('<Token.MISSING>'),
});

/** Token.MISSING. Once a process. 0 or -1. */
export function _PyContext_Init(): number {
  const missing = S._Py_SINGLETON_context_token_missing;
  _Py_SetImmortal(missing);
  write_ptr(missing + PyObject.ob_type, S._PyContextTokenMissing_Type);
  const rc = PyDict_SetItemString(read_ptr(S.PyContextToken_Type + PyTypeObject.tp_dict), 'MISSING', missing);
  PyType_Modified(S.PyContextToken_Type);
  return rc;
}
