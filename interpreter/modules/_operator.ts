// Answers to Modules/_operator.c of CPython 3.13: the operators as functions; attrgetter, itemgetter, methodcaller.

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { type CFunction, func_index } from '../include/functable';
import { cstring, HEAP32, HEAPU8, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_GE, Py_GT, Py_INCREF, Py_LE, Py_LT, Py_NE, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC,
  Py_TPFLAGS_HAVE_VECTORCALL, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_TypeError, PyTuple_Type } from '../include/statics';
import { builtin_module, type MethodSpec, type_spec, type GetSetSpec } from '../include/typespec';
import { Py_buffer, PyTypeObject } from '../include/generated/offsets';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from '../python/getargs';
import {
  PyBuffer_Release, PyNumber_Absolute, PyNumber_Add, PyNumber_And, PyNumber_FloorDivide, PyNumber_Index, PyNumber_InPlaceAdd, PyNumber_InPlaceAnd, PyNumber_InPlaceFloorDivide,
  PyNumber_InPlaceLshift, PyNumber_InPlaceMatrixMultiply, PyNumber_InPlaceMultiply, PyNumber_InPlaceOr, PyNumber_InPlacePower, PyNumber_InPlaceRemainder, PyNumber_InPlaceRshift,
  PyNumber_InPlaceSubtract, PyNumber_InPlaceTrueDivide, PyNumber_InPlaceXor, PyNumber_Invert, PyNumber_Lshift, PyNumber_MatrixMultiply, PyNumber_Multiply, PyNumber_Negative,
  PyNumber_Or, PyNumber_Positive, PyNumber_Power, PyNumber_Remainder, PyNumber_Rshift, PyNumber_Subtract, PyNumber_TrueDivide, PyNumber_Xor, PyObject_CheckBuffer, PyObject_DelItem,
  PyObject_GetBuffer, PyObject_GetItem, PyObject_LengthHint, PyObject_SetItem, PySequence_Concat, PySequence_Contains, PySequence_Count, PySequence_Index, PySequence_InPlaceConcat,
} from '../objects/abstract';
import { PY_VECTORCALL_ARGUMENTS_OFFSET, PyObject_Vectorcall, PyObject_VectorcallMethod, PyVectorcall_NARGS } from '../objects/call';
import { PyDict_Copy, PyDict_GET_SIZE, PyDict_Next } from '../objects/dictobject';
import { PyLong_AsSsize_t, PyLong_CheckExact, PyLong_FromSsize_t } from '../objects/longobject';
import { long_small } from '../objects/longobject_arith';
import { Py_ReprEnter, Py_ReprLeave, PyObject_GetAttr, PyObject_IsTrue, PyObject_RichCompare } from '../objects/object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyUnicode_Append, PyUnicode_AsJS, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_DATA, PyUnicode_FindChar, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_InternInPlace, PyUnicode_IS_ASCII, PyUnicode_Join, PyUnicode_Substring } from '../objects/unicodeobject';
import { _PyImport_GetModuleAttrString } from '../python/import';
import { add_type, clear_of, dealloc_of, get, set, traverse_of, type_alloc } from './iterutil';

const bool = (r: number): number => (r < 0 ? 0 : r !== 0 ? Py_True : Py_False);

/** A function of two operands, by the METH_FASTCALL convention. */
function two(name: string, f: (a: number, b: number) => number): MethodSpec {
  const fn = (_m: number, args: number, nargs: number): number =>
    _PyArg_CheckPositional(name, nargs, 2, 2) ? f(HEAP32[args >> 2], HEAP32[(args + 8) >> 2]) : 0;
  Object.defineProperty(fn, 'name', { value: `_operator_${name}` });
  return [name, fn, METH_FASTCALL, `${name}($module, a, b, /)\n--\n\nThe operator as a function of a and b.`];
}

function one(name: string, f: (a: number) => number): MethodSpec {
  const fn = (_m: number, a: number): number => f(a);
  Object.defineProperty(fn, 'name', { value: `_operator_${name}` });
  return [name, fn, METH_O, `${name}($module, a, /)\n--\n\nThe operator as a function of a.`];
}

function compare(name: string, op: number): MethodSpec {
  return two(name, (a, b) => PyObject_RichCompare(a, b, op));
}

function setitem(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('setitem', nargs, 3, 3)) return 0;
  return PyObject_SetItem(HEAP32[args >> 2], HEAP32[(args + 8) >> 2], HEAP32[(args + 16) >> 2]) === -1 ? 0 : Py_None;
}

function length_hint(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('length_hint', nargs, 1, 2)) return 0;
  let none = 0;
  if (nargs > 1) {
    const index = PyNumber_Index(HEAP32[(args + 8) >> 2]);
    if (index === 0) return 0;
    none = PyLong_AsSsize_t(index);
    Py_DECREF(index);
    if (none === -1 && PyErr_Occurred()) return 0;
  }
  const hint = PyObject_LengthHint(HEAP32[args >> 2], none);
  return hint === -1 && PyErr_Occurred() ? 0 : PyLong_FromSsize_t(hint);
}

function index_of(r: number): number {
  return r === -1 ? 0 : PyLong_FromSsize_t(r);
}

/** operator.call(obj, /, *args, **kwargs). */
function _operator_call(_m: number, args: number, nargs: number, kwnames: number): number {
  if (nargs < 1) {
    PyErr_SetString(PyExc_TypeError, 'call expected at least 1 argument, got 0');
    return 0;
  }
  return PyObject_Vectorcall(HEAP32[args >> 2], args + 8, (nargs - 1) | PY_VECTORCALL_ARGUMENTS_OFFSET, kwnames);
}

/** Equality in a time that depends only on the length of b. */
function tscmp(a: number, len_a: number, b: number, len_b: number): number {
  let diff = len_a === len_b ? 0 : 1;
  const from = len_a === len_b ? a : b;
  for (let i = 0; i < len_b; i++) diff |= HEAPU8[from + i] ^ HEAPU8[b + i];
  return diff === 0 ? Py_True : Py_False;
}

function compare_digest(a: number, b: number): number {
  if (PyUnicode_Check(a) && PyUnicode_Check(b)) {
    if (!PyUnicode_IS_ASCII(a) || !PyUnicode_IS_ASCII(b)) {
      PyErr_SetString(PyExc_TypeError, 'comparing strings with non-ASCII characters is not supported');
      return 0;
    }
    return tscmp(PyUnicode_DATA(a), PyUnicode_GET_LENGTH(a), PyUnicode_DATA(b), PyUnicode_GET_LENGTH(b));
  }
  const name = (o: number): string => cstring(HEAP32[(Py_TYPE(o) + PyTypeObject.tp_name) >> 2]);
  if (!PyObject_CheckBuffer(a) && !PyObject_CheckBuffer(b)) {
    PyErr_Format(PyExc_TypeError, "unsupported operand types(s) or combination of types: '%.100s' and '%.100s'", name(a), name(b));
    return 0;
  }
  const mark = stackSave();
  const va = stackAlloc(Py_buffer.SIZEOF);
  const vb = stackAlloc(Py_buffer.SIZEOF);
  let result = 0;
  if (PyObject_GetBuffer(a, va, 0) !== -1) {
    if (PyObject_GetBuffer(b, vb, 0) !== -1) {
      if (HEAP32[(va + Py_buffer.ndim) >> 2] > 1 || HEAP32[(vb + Py_buffer.ndim) >> 2] > 1) PyErr_SetString(PyExc_TypeError, 'Buffer must be single dimension');
      else result = tscmp(get(va, Py_buffer.buf), get(va, Py_buffer.len), get(vb, Py_buffer.buf), get(vb, Py_buffer.len));
      PyBuffer_Release(vb);
    }
    PyBuffer_Release(va);
  }
  stackRestore(mark);
  return result;
}

// ------------------------------------------------------------------------------------------------- what the getters share

const GETTER_FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_IMMUTABLETYPE;

/** The tuple of f(item) for every item of `items`, or the single one. Returns new. */
function map_items(items: number, n: number, f: (item: number) => number): number {
  if (n === 1) return f(PyTuple_GET_ITEM(items, 0));
  const result = PyTuple_New(n);
  if (result === 0) return 0;
  for (let i = 0; i < n; i++) {
    const v = f(PyTuple_GET_ITEM(items, i));
    if (v === 0) {
      Py_DECREF(result);
      return 0;
    }
    PyTuple_SET_ITEM(result, i, v);
  }
  return result;
}

function one_argument(name: string, args: number, nargsf: number, kwnames: number): number {
  if (kwnames !== 0 && !_PyArg_NoKwnames(name, kwnames)) return 0;
  if (!_PyArg_CheckPositional(name, PyVectorcall_NARGS(nargsf), 1, 1)) return 0;
  return HEAP32[args >> 2];
}

/** repr: name(items...) with the tuple's own parentheses. */
function guarded_repr(self: number, make: () => number): number {
  const status = Py_ReprEnter(self);
  if (status !== 0) return status < 0 ? 0 : PyUnicode_FromFormat('%s(...)', cstring(HEAP32[(Py_TYPE(self) + PyTypeObject.tp_name) >> 2]));
  const r = make();
  Py_ReprLeave(self);
  return r;
}

function type_name(self: number): string {
  return cstring(HEAP32[(Py_TYPE(self) + PyTypeObject.tp_name) >> 2]);
}

// ----------------------------------------------------------------------------------------------------------- itemgetter

const IG_NITEMS = 16;
const IG_ITEM = 24;
/** The index when the only item is a non-negative int, else -1. */
const IG_INDEX = 32;
const IG_VECTORCALL = 40;

function itemgetter_call_impl(ig: number, obj: number): number {
  const index = read_ssize(ig + IG_INDEX);
  if (index >= 0 && HEAP32[(obj + 8) >> 2] === PyTuple_Type && index < PyTuple_GET_SIZE(obj)) return Py_NewRef(PyTuple_GET_ITEM(obj, index));
  const n = read_ssize(ig + IG_NITEMS);
  if (n === 1) return PyObject_GetItem(obj, get(ig, IG_ITEM));
  return map_items(get(ig, IG_ITEM), n, (item) => PyObject_GetItem(obj, item));
}

function itemgetter_vectorcall(ig: number, args: number, nargsf: number, kwnames: number): number {
  const obj = one_argument('itemgetter', args, nargsf, kwnames);
  return obj === 0 ? 0 : itemgetter_call_impl(ig, obj);
}

function itemgetter_call(ig: number, args: number, kw: number): number {
  if (kw !== 0 && !_PyArg_NoKeywords('itemgetter', kw)) return 0;
  if (!_PyArg_CheckPositional('itemgetter', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  return itemgetter_call_impl(ig, PyTuple_GET_ITEM(args, 0));
}

function itemgetter_new(type: number, args: number, kwds: number): number {
  if (kwds !== 0 && !_PyArg_NoKeywords('itemgetter', kwds)) return 0;
  const n = PyTuple_GET_SIZE(args);
  let item = args;
  if (n <= 1) {
    if (!_PyArg_CheckPositional('itemgetter', n, 1, 1)) return 0;
    item = PyTuple_GET_ITEM(args, 0);
  }
  const ig = type_alloc(type);
  if (ig === 0) return 0;
  set(ig, IG_ITEM, Py_NewRef(item));
  write_ssize(ig + IG_NITEMS, n);
  const index = n === 1 && PyLong_CheckExact(item) ? long_small(item) : -1;
  write_ssize(ig + IG_INDEX, index >= 0 ? index : -1);
  set(ig, IG_VECTORCALL, func_index(itemgetter_vectorcall));
  return ig;
}

function itemgetter_repr(ig: number): number {
  const format = read_ssize(ig + IG_NITEMS) === 1 ? '%s(%R)' : '%s%R';
  return guarded_repr(ig, () => PyUnicode_FromFormat(format, type_name(ig), get(ig, IG_ITEM)));
}

function itemgetter_reduce(ig: number): number {
  if (read_ssize(ig + IG_NITEMS) !== 1) return PyTuple_Pack(2, Py_TYPE(ig), get(ig, IG_ITEM));
  const args = PyTuple_Pack(1, get(ig, IG_ITEM));
  if (args === 0) return 0;
  const t = PyTuple_Pack(2, Py_TYPE(ig), args);
  Py_DECREF(args);
  return t;
}

/** What inspect.signature() reads of a callable object. */
const TEXT_SIGNATURE: GetSetSpec = ['__text_signature__', () => PyUnicode_FromString('(obj, /)'), null];

const itemgetter_spec = type_spec({
  tp_name: 'operator.itemgetter', tp_basicsize: 48, tp_flags: GETTER_FLAGS, tp_vectorcall_offset: IG_VECTORCALL, tp_new: itemgetter_new, tp_call: itemgetter_call,
  tp_repr: itemgetter_repr, tp_dealloc: dealloc_of('itemgetter', [IG_ITEM]), tp_traverse: traverse_of('itemgetter', [IG_ITEM]), tp_clear: clear_of('itemgetter', [IG_ITEM]),
  tp_doc: 'itemgetter(item, /, *items)\n--\n\nA callable that fetches the item, or a tuple of the items, from its operand.',
  tp_methods: [['__reduce__', itemgetter_reduce, METH_NOARGS, 'Return state information for pickling']],
  tp_getset: [TEXT_SIGNATURE],
});

// ----------------------------------------------------------------------------------------------------------- attrgetter

const AG_NATTRS = 16;
/** A tuple: of interned names, or of tuples of them where a name has dots. */
const AG_ATTR = 24;
const AG_VECTORCALL = 32;

/** An interned copy of the text `s`. Returns new. */
function intern(s: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, s);
  PyUnicode_InternInPlace(slot);
  const r = HEAP32[slot >> 2];
  stackRestore(mark);
  return r;
}

/** The names between the dots, as a tuple; an interned name where there are none. Returns new. */
function attr_parts(item: number): number {
  const text = PyUnicode_AsJS(item);
  if (!text.includes('.')) return intern(Py_NewRef(item));
  const names = text.split('.');
  const t = PyTuple_New(names.length);
  if (t === 0) return 0;
  let start = 0;
  names.forEach((_, i) => {
    let dot = PyUnicode_FindChar(item, 46, start, PyUnicode_GET_LENGTH(item), 1);
    if (dot < 0) dot = PyUnicode_GET_LENGTH(item);
    const part = PyUnicode_Substring(item, start, dot);
    PyTuple_SET_ITEM(t, i, part === 0 ? 0 : intern(part));
    start = dot + 1;
  });
  return t;
}

function attrgetter_new(type: number, args: number, kwds: number): number {
  if (kwds !== 0 && !_PyArg_NoKeywords('attrgetter', kwds)) return 0;
  const n = PyTuple_GET_SIZE(args);
  if (n < 1 && !_PyArg_CheckPositional('attrgetter', n, 1, 1)) return 0;
  const attr = PyTuple_New(n);
  if (attr === 0) return 0;
  for (let i = 0; i < n; i++) {
    const item = PyTuple_GET_ITEM(args, i);
    if (!PyUnicode_Check(item)) {
      PyErr_SetString(PyExc_TypeError, 'attribute name must be a string');
      Py_DECREF(attr);
      return 0;
    }
    const parts = attr_parts(item);
    if (parts === 0) {
      Py_DECREF(attr);
      return 0;
    }
    PyTuple_SET_ITEM(attr, i, parts);
  }
  const ag = type_alloc(type);
  if (ag === 0) {
    Py_DECREF(attr);
    return 0;
  }
  set(ag, AG_ATTR, attr);
  write_ssize(ag + AG_NATTRS, n);
  set(ag, AG_VECTORCALL, func_index(attrgetter_vectorcall));
  return ag;
}

function dotted_getattr(obj: number, attr: number): number {
  if (HEAP32[(attr + 8) >> 2] !== PyTuple_Type) return PyObject_GetAttr(obj, attr);
  Py_INCREF(obj);
  const n = PyTuple_GET_SIZE(attr);
  for (let i = 0; i < n; i++) {
    const next = PyObject_GetAttr(obj, PyTuple_GET_ITEM(attr, i));
    Py_DECREF(obj);
    if (next === 0) return 0;
    obj = next;
  }
  return obj;
}

function attrgetter_call_impl(ag: number, obj: number): number {
  return map_items(get(ag, AG_ATTR), read_ssize(ag + AG_NATTRS), (attr) => dotted_getattr(obj, attr));
}

function attrgetter_vectorcall(ag: number, args: number, nargsf: number, kwnames: number): number {
  const obj = one_argument('attrgetter', args, nargsf, kwnames);
  return obj === 0 ? 0 : attrgetter_call_impl(ag, obj);
}

function attrgetter_call(ag: number, args: number, kw: number): number {
  if (kw !== 0 && !_PyArg_NoKeywords('attrgetter', kw)) return 0;
  if (!_PyArg_CheckPositional('attrgetter', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  return attrgetter_call_impl(ag, PyTuple_GET_ITEM(args, 0));
}

/** The arguments that would make this getter again: dotted names. Returns a new tuple. */
function attrgetter_args(ag: number): number {
  const attr = get(ag, AG_ATTR);
  const n = PyTuple_GET_SIZE(attr);
  const t = PyTuple_New(n);
  if (t === 0) return 0;
  for (let i = 0; i < n; i++) {
    let item = PyTuple_GET_ITEM(attr, i);
    if (HEAP32[(item + 8) >> 2] === PyTuple_Type) {
      const dot = PyUnicode_FromString('.');
      item = dot === 0 ? 0 : PyUnicode_Join(dot, item);
      if (dot !== 0) Py_DECREF(dot);
      if (item === 0) {
        Py_DECREF(t);
        return 0;
      }
    } else Py_INCREF(item);
    PyTuple_SET_ITEM(t, i, item);
  }
  return t;
}

function attrgetter_repr(ag: number): number {
  return guarded_repr(ag, () => {
    const args = attrgetter_args(ag);
    if (args === 0) return 0;
    const single = PyTuple_GET_SIZE(args) === 1;
    const r = single ? PyUnicode_FromFormat('%s(%R)', type_name(ag), PyTuple_GET_ITEM(args, 0)) : PyUnicode_FromFormat('%s%R', type_name(ag), args);
    Py_DECREF(args);
    return r;
  });
}

function attrgetter_reduce(ag: number): number {
  const args = attrgetter_args(ag);
  if (args === 0) return 0;
  const t = PyTuple_Pack(2, Py_TYPE(ag), args);
  Py_DECREF(args);
  return t;
}

const attrgetter_spec = type_spec({
  tp_name: 'operator.attrgetter', tp_basicsize: 40, tp_flags: GETTER_FLAGS, tp_vectorcall_offset: AG_VECTORCALL, tp_new: attrgetter_new, tp_call: attrgetter_call,
  tp_repr: attrgetter_repr, tp_dealloc: dealloc_of('attrgetter', [AG_ATTR]), tp_traverse: traverse_of('attrgetter', [AG_ATTR]), tp_clear: clear_of('attrgetter', [AG_ATTR]),
  tp_doc: 'attrgetter(attr, /, *attrs)\n--\n\nA callable that fetches the attribute, or a tuple of the attributes, of its operand; names may have dots.',
  tp_methods: [['__reduce__', attrgetter_reduce, METH_NOARGS, 'Return state information for pickling']],
  tp_getset: [TEXT_SIGNATURE],
});

// --------------------------------------------------------------------------------------------------------- methodcaller

const MC_NAME = 16;
const MC_ARGS = 24;
const MC_KWDS = 32;
const MC_VECTORCALL = 56;

function methodcaller_new(type: number, args: number, kwds: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (n < 1) {
    PyErr_SetString(PyExc_TypeError, 'methodcaller needs at least one argument, the method name');
    return 0;
  }
  const name = PyTuple_GET_ITEM(args, 0);
  if (!PyUnicode_Check(name)) {
    PyErr_SetString(PyExc_TypeError, 'method name must be a string');
    return 0;
  }
  const mc = type_alloc(type);
  if (mc === 0) return 0;
  const rest = PyTuple_GetSlice(args, 1, n);
  if (rest === 0) {
    Py_DECREF(mc);
    return 0;
  }
  set(mc, MC_ARGS, rest);
  set(mc, MC_NAME, PyUnicode_CheckExact(name) ? intern(Py_NewRef(name)) : Py_NewRef(name));
  if (kwds !== 0 && PyDict_GET_SIZE(kwds) > 0) {
    const copy = PyDict_Copy(kwds);
    if (copy === 0) {
      Py_DECREF(mc);
      return 0;
    }
    set(mc, MC_KWDS, copy);
  }
  set(mc, MC_VECTORCALL, func_index(methodcaller_vectorcall));
  return mc;
}

/** Calls fn(key, value, index) for the items of a dict, in order. Borrowed references. */
export function for_each_item(dict: number, fn: (key: number, value: number, i: number) => void): void {
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  for (let i = 0; PyDict_Next(dict, p, p + 8, p + 16); i++) fn(HEAP32[(p + 8) >> 2], HEAP32[(p + 16) >> 2], i);
  stackRestore(mark);
}

function methodcaller_call_impl(mc: number, obj: number): number {
  const args = get(mc, MC_ARGS);
  const kwds = get(mc, MC_KWDS);
  const n = PyTuple_GET_SIZE(args);
  const nkw = kwds === 0 ? 0 : PyDict_GET_SIZE(kwds);
  const mark = stackSave();
  const stack = stackAlloc(8 * (1 + n + nkw));
  write_ptr(stack, obj);
  for (let i = 0; i < n; i++) write_ptr(stack + 8 + 8 * i, PyTuple_GET_ITEM(args, i));
  let kwnames = 0;
  if (nkw > 0) {
    kwnames = PyTuple_New(nkw);
    if (kwnames === 0) {
      stackRestore(mark);
      return 0;
    }
    for_each_item(kwds, (key, value, i) => {
      PyTuple_SET_ITEM(kwnames, i, Py_NewRef(key));
      write_ptr(stack + 8 * (1 + n + i), value);
    });
  }
  const r = PyObject_VectorcallMethod(get(mc, MC_NAME), stack, (1 + n) | PY_VECTORCALL_ARGUMENTS_OFFSET, kwnames);
  if (kwnames !== 0) Py_DECREF(kwnames);
  stackRestore(mark);
  return r;
}

function methodcaller_vectorcall(mc: number, args: number, nargsf: number, kwnames: number): number {
  const obj = one_argument('methodcaller', args, nargsf, kwnames);
  return obj === 0 ? 0 : methodcaller_call_impl(mc, obj);
}

function methodcaller_call(mc: number, args: number, kw: number): number {
  if (kw !== 0 && !_PyArg_NoKeywords('methodcaller', kw)) return 0;
  if (!_PyArg_CheckPositional('methodcaller', PyTuple_GET_SIZE(args), 1, 1)) return 0;
  return methodcaller_call_impl(mc, PyTuple_GET_ITEM(args, 0));
}

/** Appends `piece` (stolen) to the str in the slot. */
function append(slot: number, piece: number): void {
  if (piece === 0) {
    const old = HEAP32[slot >> 2];
    write_ptr(slot, 0);
    if (old !== 0) Py_DECREF(old);
    return;
  }
  if (HEAP32[slot >> 2] !== 0) PyUnicode_Append(slot, piece);
  Py_DECREF(piece);
}

function methodcaller_repr(mc: number): number {
  return guarded_repr(mc, () => {
    const mark = stackSave();
    const slot = stackAlloc(8);
    write_ptr(slot, PyUnicode_FromFormat('%s(%R', type_name(mc), get(mc, MC_NAME)));
    const args = get(mc, MC_ARGS);
    for (let i = 0; i < PyTuple_GET_SIZE(args); i++) append(slot, PyUnicode_FromFormat(', %R', PyTuple_GET_ITEM(args, i)));
    if (get(mc, MC_KWDS) !== 0) for_each_item(get(mc, MC_KWDS), (key, value) => append(slot, PyUnicode_FromFormat(', %U=%R', key, value)));
    append(slot, PyUnicode_FromString(')'));
    const r = HEAP32[slot >> 2];
    stackRestore(mark);
    return r;
  });
}

/** The name followed by the arguments. Returns a new tuple. */
function name_and_args(mc: number): number {
  const args = get(mc, MC_ARGS);
  const n = PyTuple_GET_SIZE(args);
  const t = PyTuple_New(n + 1);
  if (t === 0) return 0;
  PyTuple_SET_ITEM(t, 0, Py_NewRef(get(mc, MC_NAME)));
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(t, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
  return t;
}

function methodcaller_reduce(mc: number): number {
  const kwds = get(mc, MC_KWDS);
  if (kwds === 0) {
    const newargs = name_and_args(mc);
    if (newargs === 0) return 0;
    const t = PyTuple_Pack(2, Py_TYPE(mc), newargs);
    Py_DECREF(newargs);
    return t;
  }
  const partial = _PyImport_GetModuleAttrString('functools', 'partial');
  if (partial === 0) return 0;
  const mark = stackSave();
  const nkw = PyDict_GET_SIZE(kwds);
  const all = stackAlloc(8 * (2 + nkw));
  write_ptr(all, Py_TYPE(mc));
  write_ptr(all + 8, get(mc, MC_NAME));
  const kwnames = PyTuple_New(nkw);
  for_each_item(kwds, (key, value, i) => {
    PyTuple_SET_ITEM(kwnames, i, Py_NewRef(key));
    write_ptr(all + 16 + 8 * i, value);
  });
  const constructor = PyObject_Vectorcall(partial, all, 2, kwnames);
  Py_DECREF(kwnames);
  Py_DECREF(partial);
  stackRestore(mark);
  if (constructor === 0) return 0;
  const t = PyTuple_Pack(2, constructor, get(mc, MC_ARGS));
  Py_DECREF(constructor);
  return t;
}

const methodcaller_spec = type_spec({
  tp_name: 'operator.methodcaller', tp_basicsize: 64, tp_flags: GETTER_FLAGS, tp_vectorcall_offset: MC_VECTORCALL, tp_new: methodcaller_new, tp_call: methodcaller_call,
  tp_repr: methodcaller_repr, tp_dealloc: dealloc_of('methodcaller', [MC_NAME, MC_ARGS, MC_KWDS]), tp_traverse: traverse_of('methodcaller', [MC_ARGS, MC_KWDS]),
  tp_clear: clear_of('methodcaller', [MC_NAME, MC_ARGS, MC_KWDS]),
  tp_doc: 'methodcaller(name, /, *args, **kwargs)\n--\n\nA callable that calls the named method of its operand.',
  tp_methods: [['__reduce__', methodcaller_reduce, METH_NOARGS, 'Return state information for pickling']],
  tp_getset: [TEXT_SIGNATURE],
});

// --------------------------------------------------------------------------------------------------------------- module

function operator_exec(module: number): number {
  for (const spec of [attrgetter_spec, itemgetter_spec, methodcaller_spec]) if (add_type(module, spec) === 0) return -1;
  return 0;
}

// The vectorcall functions are put into objects by address: every realm must know them.
for (const f of [itemgetter_vectorcall, attrgetter_vectorcall, methodcaller_vectorcall] as CFunction[]) func_index(f);

builtin_module({
  m_name: '_operator',
  m_doc: "Python's operators as functions.",
  m_methods: [
    one('truth', (a) => bool(PyObject_IsTrue(a))),
    two('contains', (a, b) => bool(PySequence_Contains(a, b))),
    two('indexOf', (a, b) => index_of(PySequence_Index(a, b))),
    two('countOf', (a, b) => index_of(PySequence_Count(a, b))),
    two('is_', (a, b) => bool(a === b ? 1 : 0)),
    two('is_not', (a, b) => bool(a !== b ? 1 : 0)),
    two('add', (a, b) => PyNumber_Add(a, b)), two('sub', (a, b) => PyNumber_Subtract(a, b)), two('mul', (a, b) => PyNumber_Multiply(a, b)),
    two('matmul', (a, b) => PyNumber_MatrixMultiply(a, b)), two('floordiv', (a, b) => PyNumber_FloorDivide(a, b)), two('truediv', (a, b) => PyNumber_TrueDivide(a, b)),
    two('mod', (a, b) => PyNumber_Remainder(a, b)), one('neg', (a) => PyNumber_Negative(a)), one('pos', (a) => PyNumber_Positive(a)), one('abs', (a) => PyNumber_Absolute(a)),
    one('inv', (a) => PyNumber_Invert(a)), one('invert', (a) => PyNumber_Invert(a)), two('lshift', (a, b) => PyNumber_Lshift(a, b)), two('rshift', (a, b) => PyNumber_Rshift(a, b)),
    one('not_', (a) => {
      const r = PyObject_IsTrue(a);
      return r < 0 ? 0 : r === 0 ? Py_True : Py_False;
    }),
    two('and_', (a, b) => PyNumber_And(a, b)), two('xor', (a, b) => PyNumber_Xor(a, b)), two('or_', (a, b) => PyNumber_Or(a, b)),
    two('iadd', (a, b) => PyNumber_InPlaceAdd(a, b)), two('isub', (a, b) => PyNumber_InPlaceSubtract(a, b)), two('imul', (a, b) => PyNumber_InPlaceMultiply(a, b)),
    two('imatmul', (a, b) => PyNumber_InPlaceMatrixMultiply(a, b)), two('ifloordiv', (a, b) => PyNumber_InPlaceFloorDivide(a, b)),
    two('itruediv', (a, b) => PyNumber_InPlaceTrueDivide(a, b)), two('imod', (a, b) => PyNumber_InPlaceRemainder(a, b)), two('ilshift', (a, b) => PyNumber_InPlaceLshift(a, b)),
    two('irshift', (a, b) => PyNumber_InPlaceRshift(a, b)), two('iand', (a, b) => PyNumber_InPlaceAnd(a, b)), two('ixor', (a, b) => PyNumber_InPlaceXor(a, b)),
    two('ior', (a, b) => PyNumber_InPlaceOr(a, b)), two('concat', (a, b) => PySequence_Concat(a, b)), two('iconcat', (a, b) => PySequence_InPlaceConcat(a, b)),
    two('getitem', (a, b) => PyObject_GetItem(a, b)), ['setitem', setitem, METH_FASTCALL, 'setitem($module, a, b, c, /)\n--\n\na[b] = c.'],
    two('delitem', (a, b) => (PyObject_DelItem(a, b) === -1 ? 0 : Py_None)), two('pow', (a, b) => PyNumber_Power(a, b, Py_None)), two('ipow', (a, b) => PyNumber_InPlacePower(a, b, Py_None)),
    one('index', (a) => PyNumber_Index(a)), compare('eq', Py_EQ), compare('ne', Py_NE), compare('lt', Py_LT), compare('le', Py_LE), compare('gt', Py_GT), compare('ge', Py_GE),
    ['length_hint', length_hint, METH_FASTCALL, 'length_hint($module, obj, default=0, /)\n--\n\nAn estimate of len(obj).'],
    two('_compare_digest', compare_digest),
    ['call', _operator_call, METH_FASTCALL | METH_KEYWORDS, 'call($module, obj, /, *args, **kwargs)\n--\n\nobj(*args, **kwargs).'],
  ],
  m_exec: operator_exec,
});
