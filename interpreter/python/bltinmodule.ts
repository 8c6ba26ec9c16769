// Answers to Python/bltinmodule.c of CPython 3.13: the built-in functions, and the iterator types filter, map and zip.

import { PyAnextAwaitable_New } from '../objects/iterobject';
import { PyCellObject, PyObject, PyTupleObject, PyTypeObject, rangeobject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { hash_hi } from '../include/hash';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_GT, Py_INCREF, Py_LT, Py_NewRef, Py_REFCNT, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, METH_VARARGS } from '../include/object';
import * as S from '../include/statics';
import { Py_Ellipsis, Py_False, Py_None, Py_NotImplemented, Py_True, PyExc_RuntimeError, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { builtin_module, static_type } from '../include/typespec';
import { EXCEPTION_NAMES, PyExc_ExceptionGroup } from '../objects/exceptions';
import { PyIter_Check, PyIter_Next, PyMapping_Check, PyNumber_Absolute, PyNumber_Add, PyNumber_Divmod, PyNumber_Power, PyNumber_ToBase, PyObject_DelItem, PyObject_Format, PyObject_GetIter, PyObject_GetAIter, PyObject_IsInstance, PyObject_IsSubclass, PyObject_Size, PySequence_List } from '../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyByteArray_Check, PyByteArray_AS_STRING, PyByteArray_GET_SIZE } from '../objects/bytearrayobject';
import { _PyStack_AsDict, PyObject_CallMethodNoArgs, PyObject_CallNoArgs, PyObject_CallOneArg, PyObject_Vectorcall, PyObject_VectorcallDict } from '../objects/call';
import { PyCell_Check } from '../objects/cellobject';
import { PyCode_Check, PyCode_GetNumFree } from '../objects/codeobject';
import { PyDict_Check, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem, PyDict_SetItemString, PyDict_Contains } from '../objects/dictobject';
import { PyFile_GetLine, PyFile_WriteObject } from '../objects/fileobject';
import { _PyTextIOWrapper_PrintLine, has_plain_write } from '../modules/_io/textio';
import { PyFloat_AS_DOUBLE, PyFloat_CheckExact, PyFloat_FromDouble } from '../objects/floatobject';
import { PyFunction_Check } from '../objects/funcobject';

import { long_small } from '../objects/longobject_arith';
import { _PyLong_AsInt, PyLong_AsLongAndOverflow, PyLong_CheckExact, PyLong_FromLong, PyLong_FromSize_t, PyLong_FromSsize_t, PyLong_FromBigInt, PyLong_Check, PyLong_AsDouble } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyCallable_Check, PyObject_ASCII, PyObject_DelAttr, PyObject_Dir, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_Hash, PyObject_IsTrue, PyObject_Repr, PyObject_RichCompareBool, PyObject_SetAttr } from '../objects/object';
import { _PyObject_LookupSpecial, _PyType_CalculateMetaclass, _PyType_Name, PyType_Check } from '../objects/typeobject';
import { _PyTuple_FromArray, PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM, PyTuple_CheckExact } from '../objects/tupleobject';
import { type Mode } from '../parser/pegen';
import { PyUnicode_FSDecoder } from '../objects/unicodeobject_codecs';
import { _Py_ID, get_latin1_char, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromOrdinal, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR } from '../objects/unicodeobject';

import { PyEval_EvalCode, PyEval_EvalCodeEx, PyEval_GetBuiltins, PyEval_GetGlobals, _PyEval_GetFrameLocals, PyEval_MergeCompilerFlags, _PyEval_Vector } from './ceval';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyObject_GC_UnTrack, type visitproc } from './gc';
import { _PyArg_BadArgument, _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_UnpackKeywords, error_unexpected_keyword_arg, PyArg_ParseTupleAndKeywords } from './getargs';
import { PyImport_ImportModuleLevelObject } from './import';
import { Py_CompileStringObject, PyCF_MASK, PyCF_ONLY_AST, PyRun_SourceObject, source_as_string, compile_ast } from './pythonrun';
import { _PyThreadState_GET } from './pystate';
import { PySys_Audit, PySys_GetObject } from './sysmodule';

const arg = (args: number, i: number): number => HEAP32[(args + i * 8) >> 2];

/** Runs `f` with the unpacked arguments of a FASTCALL|KEYWORDS function; missing ones are 0. */
function with_keywords(fname: string, keywords: string[], args: number, nargs: number, kwnames: number, minpos: number, maxpos: number, minkw: number, f: (at: (i: number) => number) => number): number {
  const n = keywords.length;
  const mark = stackSave();
  const buf = stackAlloc(n * 8);
  for (let i = 0; i < n; i++) write_ptr(buf + i * 8, 0);
  const a = _PyArg_UnpackKeywords(args, nargs, 0, kwnames, { fname, keywords }, minpos, maxpos, minkw, buf);
  const given = Array.from({ length: n }, (_x, i) => (a === 0 ? 0 : a === args && i >= nargs ? 0 : HEAP32[(a + i * 8) >> 2]));
  stackRestore(mark);
  return a === 0 ? 0 : f((i) => given[i]);
}

// --- classes and import ---------------------------------------------------------------------------------------------

/** Replaces bases that are not types by what their __mro_entries__ give. New reference, or `bases` itself (no reference) when nothing changes; 0 on failure. */
function update_bases(bases: number): number {
  const n = PyTuple_GET_SIZE(bases);
  let out: number[] | null = null;
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(bases, i);
    let meth = 0;
    if (!PyType_Check(base)) {
      const mark = stackSave();
      const slot = stackAlloc(8);
      const r = PyObject_GetOptionalAttr(base, _Py_ID('__mro_entries__'), slot);
      meth = HEAP32[slot >> 2];
      stackRestore(mark);
      if (r < 0) return fail(out);
    }
    if (meth === 0) {
      out?.push(Py_NewRef(base));
      continue;
    }
    const entries = PyObject_CallOneArg(meth, bases);
    Py_DECREF(meth);
    if (entries === 0) return fail(out);
    if (!PyTuple_Check(entries)) {
      PyErr_SetString(PyExc_TypeError, '__mro_entries__ must return a tuple');
      Py_DECREF(entries);
      return fail(out);
    }
    out ??= Array.from({ length: i }, (_x, j) => Py_NewRef(PyTuple_GET_ITEM(bases, j)));
    for (let j = 0; j < PyTuple_GET_SIZE(entries); j++) out.push(Py_NewRef(PyTuple_GET_ITEM(entries, j)));
    Py_DECREF(entries);
  }
  if (out === null) return bases;
  const t = PyTuple_New(out.length);
  out.forEach((o, i) => PyTuple_SET_ITEM(t, i, o));
  return t;
}
function fail(refs: number[] | null): 0 {
  for (const r of refs ?? []) Py_DECREF(r);
  return 0;
}

function builtin___build_class__(_m: number, args: number, nargs: number, kwnames: number): number {
  if (nargs < 2) return PyErr_Format(PyExc_TypeError, '__build_class__: not enough arguments');
  const func = arg(args, 0);
  if (!PyFunction_Check(func)) return PyErr_Format(PyExc_TypeError, '__build_class__: func must be a function');
  const name = arg(args, 1);
  if (!PyUnicode_Check(name)) return PyErr_Format(PyExc_TypeError, '__build_class__: name is not a string');
  const orig_bases = PyTuple_New(nargs - 2);
  for (let i = 2; i < nargs; i++) PyTuple_SET_ITEM(orig_bases, i - 2, Py_NewRef(arg(args, i)));
  const bases = update_bases(orig_bases);
  if (bases === 0) {
    Py_DECREF(orig_bases);
    return 0;
  }
  const mkw = kwnames === 0 ? 0 : _PyStack_AsDict(args + nargs * 8, kwnames);
  const cls = build_class(func, name, orig_bases, bases, mkw);
  if (bases !== orig_bases) Py_DECREF(orig_bases);
  Py_DECREF(bases);
  Py_XDECREF(mkw);
  return cls;
}

function build_class(func: number, name: number, orig_bases: number, bases: number, mkw: number): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  let meta = 0;
  let isclass = false;
  if (mkw !== 0) {
    meta = PyDict_GetItemWithError(mkw, _Py_ID('metaclass'));
    if (meta !== 0) {
      Py_INCREF(meta);
      PyObject_DelItem(mkw, _Py_ID('metaclass'));
      isclass = PyType_Check(meta);
    }
  }
  if (meta === 0) {
    meta = Py_NewRef(PyTuple_GET_SIZE(bases) === 0 ? S.PyType_Type : Py_TYPE(PyTuple_GET_ITEM(bases, 0)));
    isclass = true;
  }
  if (isclass) {
    const winner = _PyType_CalculateMetaclass(meta, bases);
    if (winner === 0) {
      Py_DECREF(meta);
      stackRestore(mark);
      return 0;
    }
    if (winner !== meta) {
      Py_DECREF(meta);
      meta = Py_NewRef(winner);
    }
  }
  let ns = 0;
  const found = PyObject_GetOptionalAttr(meta, _Py_ID('__prepare__'), slot);
  const prep = HEAP32[slot >> 2];
  if (found >= 0) {
    if (prep === 0) ns = PyDict_New();
    else {
      write_ptr(slot, 0);
      const a = stackAlloc(16);
      write_ptr(a, name);
      write_ptr(a + 8, bases);
      ns = PyObject_VectorcallDict(prep, a, 2, mkw);
      Py_DECREF(prep);
    }
  }
  stackRestore(mark);
  if (ns === 0) {
    Py_DECREF(meta);
    return 0;
  }
  if (!PyMapping_Check(ns)) {
    PyErr_Format(PyExc_TypeError, '%.200s.__prepare__() must return a mapping, not %.200s', isclass ? _PyType_Name(meta) : '<metaclass>', _PyType_Name(Py_TYPE(ns)));
    Py_DECREF(ns);
    Py_DECREF(meta);
    return 0;
  }
  const cls = run_class_body(func, name, orig_bases, bases, mkw, meta, ns);
  Py_DECREF(ns);
  Py_DECREF(meta);
  return cls;
}

function run_class_body(func: number, name: number, orig_bases: number, bases: number, mkw: number, meta: number, ns: number): number {
  const tstate = _PyThreadState_GET();
  const cell = _PyEval_Vector(tstate, func, ns, 0, 0, 0);
  if (cell === 0) return 0;
  let cls = 0;
  if (bases !== orig_bases && PyObject_SetItem(ns, _Py_ID('__orig_bases__'), orig_bases) < 0) {
    Py_DECREF(cell);
    return 0;
  }
  const mark = stackSave();
  const a = stackAlloc(24);
  write_ptr(a, name);
  write_ptr(a + 8, bases);
  write_ptr(a + 16, ns);
  cls = PyObject_VectorcallDict(meta, a, 3, mkw);
  stackRestore(mark);
  if (cls !== 0 && PyType_Check(cls) && PyCell_Check(cell)) {
    const cell_cls = HEAP32[(cell + PyCellObject.ob_ref) >> 2];
    if (cell_cls !== cls) {
      if (cell_cls === 0) PyErr_Format(PyExc_RuntimeError, '__class__ not set defining %.200R as %.200R. Was __classcell__ propagated to type.__new__?', name, cls);
      else PyErr_Format(PyExc_TypeError, '__class__ set to %.200R defining %.200R as %.200R', cell_cls, name, cls);
      Py_DECREF(cls);
      cls = 0;
    }
  }
  Py_DECREF(cell);
  return cls;
}
import { PyObject_SetItem } from '../objects/abstract';

function builtin___import__(_m: number, args: number, nargs: number, kwnames: number): number {
  return with_keywords('__import__', ['name', 'globals', 'locals', 'fromlist', 'level'], args, nargs, kwnames, 1, 5, 0, (at) => {
    const level = at(4) === 0 ? 0 : _PyLong_AsInt(at(4));
    if (level === -1 && PyErr_Occurred()) return 0;
    return PyImport_ImportModuleLevelObject(at(0), at(1), at(2), at(3), level);
  });
}

// --- simple functions -----------------------------------------------------------------------------------------------

function builtin_all_any(iterable: number, stop: number): number {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return 0;
  for (;;) {
    const item = PyIter_Next(it);
    if (item === 0) break;
    const cmp = PyObject_IsTrue(item);
    Py_DECREF(item);
    if (cmp < 0 || cmp === stop) {
      Py_DECREF(it);
      return cmp < 0 ? 0 : stop ? Py_True : Py_False;
    }
  }
  Py_DECREF(it);
  return PyErr_Occurred() ? 0 : stop ? Py_False : Py_True;
}

function builtin_chr(_m: number, o: number): number {
  const mark = stackSave();
  const overflow = stackAlloc(8);
  const v = PyLong_AsLongAndOverflow(o, overflow);
  const of = HEAP32[overflow >> 2];
  stackRestore(mark);
  if (v === -1 && PyErr_Occurred()) return 0;
  return PyUnicode_FromOrdinal(of ? (of < 0 ? -1 : 0x7fffffff) : v);
}

function builtin_ord(_m: number, c: number): number {
  let size: number;
  if (PyBytes_Check(c)) {
    size = PyBytes_GET_SIZE(c);
    if (size === 1) return PyLong_FromLong(HEAPU8[PyBytes_AS_STRING(c)]);
  } else if (PyUnicode_Check(c)) {
    size = PyUnicode_GET_LENGTH(c);
    if (size === 1) return PyLong_FromLong(PyUnicode_READ_CHAR(c, 0));
  } else if (PyByteArray_Check(c)) {
    size = PyByteArray_GET_SIZE(c);
    if (size === 1) return PyLong_FromLong(HEAPU8[PyByteArray_AS_STRING(c)]);
  } else return PyErr_Format(PyExc_TypeError, 'ord() expected string of length 1, but %.200s found', _PyType_Name(Py_TYPE(c)));
  return PyErr_Format(PyExc_TypeError, 'ord() expected a character, but string of length %zd found', size);
}

function builtin_getattr(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('getattr', nargs, 2, 3)) return 0;
  const [v, name] = [arg(args, 0), arg(args, 1)];
  if (nargs < 3) return PyObject_GetAttr(v, name);
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(v, name, slot);
  const result = HEAP32[slot >> 2];
  stackRestore(mark);
  if (r < 0) return 0;
  return result === 0 ? Py_NewRef(arg(args, 2)) : result;
}

function builtin_hasattr(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('hasattr', nargs, 2, 2)) return 0;
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(arg(args, 0), arg(args, 1), slot);
  const v = HEAP32[slot >> 2];
  stackRestore(mark);
  if (r < 0) return 0;
  if (v === 0) return Py_False;
  Py_DECREF(v);
  return Py_True;
}

function builtin_setattr(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('setattr', nargs, 3, 3)) return 0;
  return PyObject_SetAttr(arg(args, 0), arg(args, 1), arg(args, 2)) < 0 ? 0 : Py_None;
}
function builtin_delattr(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('delattr', nargs, 2, 2)) return 0;
  return PyObject_DelAttr(arg(args, 0), arg(args, 1)) < 0 ? 0 : Py_None;
}

function builtin_hash(_m: number, o: number): number {
  const lo = PyObject_Hash(o);
  const hi = hash_hi();
  if (lo === -1 && hi === -1) return 0;
  return PyLong_FromBigInt((BigInt(hi) << 32n) | BigInt(lo >>> 0));
}

function builtin_isinstance(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('isinstance', nargs, 2, 2)) return 0;
  const r = PyObject_IsInstance(arg(args, 0), arg(args, 1));
  return r < 0 ? 0 : r ? Py_True : Py_False;
}
function builtin_issubclass(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('issubclass', nargs, 2, 2)) return 0;
  const r = PyObject_IsSubclass(arg(args, 0), arg(args, 1));
  return r < 0 ? 0 : r ? Py_True : Py_False;
}

function builtin_iter(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('iter', nargs, 1, 2)) return 0;
  if (nargs === 1) return PyObject_GetIter(arg(args, 0));
  if (!PyCallable_Check(arg(args, 0))) return PyErr_Format(PyExc_TypeError, 'iter(v, w): v must be callable');
  return PyCallIter_New(arg(args, 0), arg(args, 1));
}
import { PyCallIter_New } from '../objects/iterobject';

function builtin_next(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('next', nargs, 1, 2)) return 0;
  const it = arg(args, 0);
  if (!PyIter_Check(it)) return PyErr_Format(PyExc_TypeError, `'%.200s' object is not an iterator`, _PyType_Name(Py_TYPE(it)));
  const res = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]](it);
  if (res !== 0) return res;
  if (nargs > 1) {
    if (PyErr_Occurred()) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return 0;
      PyErr_Clear();
    }
    return Py_NewRef(arg(args, 1));
  }
  if (!PyErr_Occurred()) PyErr_SetNone(PyExc_StopIteration);
  return 0;
}
import { PyErr_SetNone } from './errors';

function builtin_anext(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('anext', nargs, 1, 2)) return 0;
  const aiter = arg(args, 0);
  const async_ = HEAP32[(Py_TYPE(aiter) + PyTypeObject.tp_as_async) >> 2];
  const anext = async_ === 0 ? 0 : HEAP32[(async_ + 16) >> 2];
  if (anext === 0) return PyErr_Format(PyExc_TypeError, `'%.200s' object is not an async iterator`, _PyType_Name(Py_TYPE(aiter)));
  const awaitable = FUNCS[anext](aiter);
  if (awaitable === 0 || nargs < 2) return awaitable;
  const r = PyAnextAwaitable_New(awaitable, arg(args, 1));
  Py_DECREF(awaitable);
  return r;
}

function builtin_id(_m: number, o: number): number {
  return PyLong_FromSize_t(o);
}

function min_max(args: number, nargs: number, kwnames: number, op: number): number {
  const name = op === Py_LT ? 'min' : 'max';
  let keyfunc = 0;
  let dflt = 0;
  if (nargs === 0) return PyErr_Format(PyExc_TypeError, '%s expected at least 1 argument, got 0', name);
  if (kwnames !== 0) {
    const given = PyTuple_GET_SIZE(kwnames);
    if (given > 2) return PyErr_Format(PyExc_TypeError, '%s() takes at most 2 keyword arguments (%zd given)', name, given);
    for (let i = 0; i < given; i++) {
      const k = PyUnicode_AsUTF8(PyTuple_GET_ITEM(kwnames, i));
      if (k === 'key') keyfunc = arg(args, nargs + i);
      else if (k === 'default') dflt = arg(args, nargs + i);
      else return error_unexpected_keyword_arg(0, kwnames, { fname: name, keywords: ['key', 'default'] }, 0);
    }
  }
  const positional = nargs > 1;
  if (positional && dflt !== 0) return PyErr_Format(PyExc_TypeError, 'Cannot specify a default for %s() with multiple positional arguments', name);
  if (keyfunc === Py_None) keyfunc = 0;
  const it = positional ? 0 : PyObject_GetIter(arg(args, 0));
  if (!positional && it === 0) return 0;
  let maxitem = 0;
  let maxval = 0;
  let failed = false;
  for (let i = 0; ; i++) {
    const item = positional ? (i < nargs ? Py_NewRef(arg(args, i)) : 0) : PyIter_Next(it);
    if (item === 0) {
      failed = !positional && PyErr_Occurred() !== 0;
      break;
    }
    const val = keyfunc === 0 ? Py_NewRef(item) : PyObject_CallOneArg(keyfunc, item);
    if (val === 0) {
      Py_DECREF(item);
      failed = true;
      break;
    }
    const cmp = maxval === 0 ? 1 : PyObject_RichCompareBool(val, maxval, op);
    if (cmp > 0) {
      Py_XDECREF(maxval);
      Py_XDECREF(maxitem);
      maxval = val;
      maxitem = item;
    } else {
      Py_DECREF(item);
      Py_DECREF(val);
      if (cmp < 0) {
        failed = true;
        break;
      }
    }
  }
  Py_XDECREF(it);
  Py_XDECREF(maxval);
  if (failed) {
    Py_XDECREF(maxitem);
    return 0;
  }
  if (maxitem !== 0) return maxitem;
  if (dflt !== 0) return Py_NewRef(dflt);
  return PyErr_Format(PyExc_ValueError, '%s() iterable argument is empty', name);
}

function builtin_pow(_m: number, args: number, nargs: number, kwnames: number): number {
  return with_keywords('pow', ['base', 'exp', 'mod'], args, nargs, kwnames, 2, 3, 0, (at) => PyNumber_Power(at(0), at(1), at(2) === 0 ? Py_None : at(2)));
}

function builtin_round(_m: number, args: number, nargs: number, kwnames: number): number {
  return with_keywords('round', ['number', 'ndigits'], args, nargs, kwnames, 1, 2, 0, (at) => {
    const [number, ndigits] = [at(0), at(1)];
    const round = _PyObject_LookupSpecial(number, _Py_ID('__round__'));
    if (round === 0) {
      if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, `type %.100s doesn't define __round__ method`, _PyType_Name(Py_TYPE(number)));
      return 0;
    }
    const r = ndigits === 0 || ndigits === Py_None ? PyObject_CallNoArgs(round) : PyObject_CallOneArg(round, ndigits);
    Py_DECREF(round);
    return r;
  });
}

function builtin_sorted(_m: number, args: number, nargs: number, kwnames: number): number {
  if (!_PyArg_CheckPositional('sorted', nargs, 1, 1)) return 0;
  const list = PySequence_List(arg(args, 0));
  if (list === 0) return 0;
  const sort = PyObject_GetAttr(list, _Py_ID('sort'));
  const v = sort === 0 ? 0 : PyObject_Vectorcall(sort, args + 8, nargs - 1, kwnames);
  Py_XDECREF(sort);
  if (v === 0) {
    Py_DECREF(list);
    return 0;
  }
  Py_DECREF(v);
  return list;
}

/** Compensated addition for floats, exact for ints, __add__ for the rest. */
function builtin_sum(_m: number, args: number, nargs: number, kwnames: number): number {
  if (nargs === 1 && kwnames === 0) return sum(arg(args, 0), 0);
  return with_keywords('sum', ['', 'start'], args, nargs, kwnames, 1, 2, 0, (at) => sum(at(0), at(1)));
}

/** An item's value while a sum of ints stays in what a double holds; NaN ends that. */
function small_summand(item: number): number {
  return PyLong_CheckExact(item) || Py_TYPE(item) === S.PyBool_Type ? long_small(item) : NaN;
}

function sum(iterable: number, start: number): number {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return 0;
  let result = start;
  let total = NaN;
  if (result === 0) total = 0;
  else {
    for (const [check, message] of [[PyUnicode_Check, `sum() can't sum strings [use ''.join(seq) instead]`], [PyBytes_Check, `sum() can't sum bytes [use b''.join(seq) instead]`], [PyByteArray_Check, `sum() can't sum bytearray [use b''.join(seq) instead]`]] as const) {
      if (check(result)) {
        Py_DECREF(it);
        return PyErr_Format(PyExc_TypeError, message);
      }
    }
    Py_INCREF(result);
  }
  for (;;) {
    const item = PyIter_Next(it);
    if (item === 0) break;
    if (total === total) {
      const next = total + small_summand(item);
      if (Math.abs(next) <= Number.MAX_SAFE_INTEGER) {
        total = next;
        Py_DECREF(item);
        continue;
      }
      result = PyLong_FromLong(total);
      total = NaN;
      if (result === 0) {
        Py_DECREF(item);
        break;
      }
    }
    if (PyFloat_CheckExact(result) && (PyFloat_CheckExact(item) || PyLong_CheckExact(item))) {
      result = sum_floats(it, result, item);
      if (result === 0) break;
      continue;
    }
    const next = PyNumber_Add(result, item);
    Py_DECREF(result);
    Py_DECREF(item);
    result = next;
    if (result === 0) break;
  }
  Py_DECREF(it);
  if (total === total) result = PyLong_FromLong(total);
  if (result !== 0 && PyErr_Occurred()) {
    Py_DECREF(result);
    return 0;
  }
  return result;
}
/** Neumaier's sum over the run of floats and ints that begins with `item`. Steals result and item. New reference or 0. */
function sum_floats(it: number, result: number, item: number): number {
  let total = PyFloat_AS_DOUBLE(result);
  let c = 0;
  Py_DECREF(result);
  let other = 0;
  for (let v = item; v !== 0; v = PyIter_Next(it)) {
    if (PyFloat_CheckExact(v)) {
      const x = PyFloat_AS_DOUBLE(v);
      const t = total + x;
      c += Math.abs(total) >= Math.abs(x) ? total - t + x : x - t + total;
      total = t;
    } else if (PyLong_Check(v)) {
      const x = PyLong_AsDouble(v);
      if (x === -1 && PyErr_Occurred()) {
        Py_DECREF(v);
        return 0;
      }
      total += x;
    } else {
      other = v;
      break;
    }
    Py_DECREF(v);
  }
  if (c !== 0 && Number.isFinite(c)) total += c;
  const f = PyFloat_FromDouble(total);
  if (other === 0 || f === 0) return f;
  const next = PyNumber_Add(f, other);
  Py_DECREF(f);
  Py_DECREF(other);
  return next;
}

function builtin_vars(_m: number, args: number): number {
  const nargs = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('vars', nargs, 0, 1)) return 0;
  if (nargs === 0) return _PyEval_GetFrameLocals();
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(PyTuple_GET_ITEM(args, 0), _Py_ID('__dict__'), slot);
  const d = HEAP32[slot >> 2];
  stackRestore(mark);
  if (r === 0) return PyErr_Format(PyExc_TypeError, 'vars() argument must have __dict__ attribute');
  return r < 0 ? 0 : d;
}

function builtin_dir(_m: number, args: number): number {
  const nargs = PyTuple_GET_SIZE(args);
  return _PyArg_CheckPositional('dir', nargs, 0, 1) ? PyObject_Dir(nargs === 0 ? 0 : PyTuple_GET_ITEM(args, 0)) : 0;
}

function builtin_format(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('format', nargs, 1, 2)) return 0;
  if (nargs === 2 && !PyUnicode_Check(arg(args, 1))) return _PyArg_BadArgument('format', 'argument 2', 'str', arg(args, 1));
  return PyObject_Format(arg(args, 0), nargs === 2 ? arg(args, 1) : 0);
}

function builtin_len(_m: number, o: number): number {
  const n = PyObject_Size(o);
  // a range can be longer than a double counts exactly
  if (n > Number.MAX_SAFE_INTEGER && Py_TYPE(o) === S.PyRange_Type) return Py_NewRef(HEAP32[(o + rangeobject.length) >> 2]);
  return n < 0 ? 0 : PyLong_FromSsize_t(n);
}

// --- print and input ------------------------------------------------------------------------------------------------

const PRINT = { fname: 'print', keywords: ['sep', 'end', 'file', 'flush'] };

function builtin_print(_m: number, args: number, nargs: number, kwnames: number): number {
  let sep = Py_None;
  let end = Py_None;
  let file = Py_None;
  let flush = 0;
  if (kwnames !== 0) {
    for (let i = 0; i < PyTuple_GET_SIZE(kwnames); i++) {
      const v = arg(args, nargs + i);
      switch (PyUnicode_AsUTF8(PyTuple_GET_ITEM(kwnames, i))) {
        case 'sep': sep = v; break;
        case 'end': end = v; break;
        case 'file': file = v; break;
        case 'flush':
          flush = PyObject_IsTrue(v);
          if (flush < 0) return 0;
          break;
        default:
          return error_unexpected_keyword_arg(0, kwnames, PRINT, 0);
      }
    }
  }
  const given = file !== Py_None;
  if (!given) {
    file = PySys_GetObject('stdout');
    if (file === 0) return PyErr_Format(PyExc_RuntimeError, 'lost sys.stdout');
    if (file === Py_None) return Py_None;
  }
  if (!none_or_str('sep', sep) || !none_or_str('end', end)) return 0;
  // sys.stdout may be replaced by an object's __str__ (3.13.0 crashes then); a file that was given is the caller's.
  const borrowed = given ? 0 : Py_NewRef(file);
  // The arguments travel as a tuple, as in 3.13: an object's __str__ sees that reference.
  const objects = _PyTuple_FromArray(args, nargs);
  const ok = objects !== 0 && print_to(file, objects + PyTupleObject.ob_item, nargs, sep, end, flush);
  Py_XDECREF(objects);
  Py_XDECREF(borrowed);
  return ok ? Py_None : 0;
}
function none_or_str(name: string, v: number): boolean {
  if (v === Py_None || PyUnicode_Check(v)) return true;
  PyErr_Format(PyExc_TypeError, `%s must be None or a string, not %.200s`, name, _PyType_Name(Py_TYPE(v)));
  return false;
}
const Py_PRINT_RAW = 1;
function print_to(file: number, args: number, nargs: number, sep: number, end: number, flush: number): boolean {
  const line = sep === Py_None && end === Py_None && has_plain_write(file) ? _PyTextIOWrapper_PrintLine(file, args, nargs) : 0;
  if (line < 0 || (line === 0 && !print_pieces(file, args, nargs, sep, end))) return false;
  if (!flush) return true;
  const r = PyObject_CallMethodNoArgs(file, _Py_ID('flush'));
  if (r === 0) return false;
  Py_DECREF(r);
  return true;
}
function print_pieces(file: number, args: number, nargs: number, sep: number, end: number): boolean {
  for (let i = 0; i < nargs; i++) {
    if (i > 0 && PyFile_WriteObject(sep === Py_None ? get_latin1_char(32) : sep, file, Py_PRINT_RAW) < 0) return false;
    if (PyFile_WriteObject(arg(args, i), file, Py_PRINT_RAW) < 0) return false;
  }
  return PyFile_WriteObject(end === Py_None ? get_latin1_char(10) : end, file, Py_PRINT_RAW) === 0;
}

function builtin_input(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('input', nargs, 0, 1)) return 0;
  const fin = PySys_GetObject('stdin');
  const fout = PySys_GetObject('stdout');
  const ferr = PySys_GetObject('stderr');
  for (const [name, f] of [['stdin', fin], ['stdout', fout], ['stderr', ferr]] as const) {
    if (f === 0 || f === Py_None) return PyErr_Format(PyExc_RuntimeError, 'input(): lost sys.%s', name);
  }
  if (PySys_Audit('builtins.input', nargs ? arg(args, 0) : Py_None) < 0) return 0;
  const flushed = PyObject_CallMethodNoArgs(ferr, _Py_ID('flush'));
  if (flushed === 0) PyErr_Clear();
  else Py_DECREF(flushed);
  if (nargs === 1 && PyFile_WriteObject(arg(args, 0), fout, Py_PRINT_RAW) < 0) return 0;
  const out = PyObject_CallMethodNoArgs(fout, _Py_ID('flush'));
  if (out === 0) PyErr_Clear();
  else Py_DECREF(out);
  return PyFile_GetLine(fin, -1);
}

// --- compile, eval, exec --------------------------------------------------------------------------------------------

/** The __future__ flags of the code that calls. */
function inherited_flags(): number {
  const cf = { cf_flags: 0, cf_feature_version: 13 };
  PyEval_MergeCompilerFlags(cf);
  return cf.cf_flags;
}

/** PyUnicode_FSDecoder: str, bytes or path as a str. Returns new. */
function fs_decoded(path: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const ok = PyUnicode_FSDecoder(path, out);
  const decoded = HEAP32[out >> 2];
  stackRestore(mark);
  return ok ? decoded : 0;
}

function compile_source(source: number, filename: number, is_ast: boolean, mode: Mode, flags: number, optimize: number, feature_version: number): number {
  if (is_ast) return compile_ast(source, filename, mode, flags, optimize);
  const text = source_as_string(source, 'compile', 'string, bytes or AST');
  return text === null ? 0 : Py_CompileStringObject(text, filename, mode, flags, optimize, feature_version);
}

function builtin_compile(_m: number, args: number, nargs: number, kwnames: number): number {
  return with_keywords('compile', ['source', 'filename', 'mode', 'flags', 'dont_inherit', 'optimize', '_feature_version'], args, nargs, kwnames, 3, 6, 0, (at) => {
    const source = at(0);
    if (!PyUnicode_Check(at(2))) return _PyArg_BadArgument('compile', `argument 'mode'`, 'str', at(2));
    const mode = PyUnicode_AsUTF8(at(2)) ?? '';
    const number = (o: number, d: number): number => (o === 0 ? d : _PyLong_AsInt(o));
    let flags = number(at(3), 0);
    const dont_inherit = at(4) === 0 ? 0 : PyObject_IsTrue(at(4));
    const optimize = number(at(5), -1);
    const feature_version = number(at(6), -1);
    if (PyErr_Occurred()) return 0;
    if (flags & ~PyCF_MASK) return PyErr_Format(PyExc_ValueError, 'compile(): unrecognised flags');
    if (optimize < -1 || optimize > 2) return PyErr_Format(PyExc_ValueError, 'compile(): invalid optimize value');
    if (!dont_inherit) flags |= inherited_flags();
    if (!['exec', 'eval', 'single', 'func_type'].includes(mode)) return PyErr_Format(PyExc_ValueError, flags & PyCF_ONLY_AST ? `compile() mode must be 'exec', 'eval', 'single' or 'func_type'` : `compile() mode must be 'exec', 'eval' or 'single'`);
    if (mode === 'func_type' && !(flags & PyCF_ONLY_AST)) return PyErr_Format(PyExc_ValueError, `compile() mode 'func_type' requires flag PyCF_ONLY_AST`);
    const is_ast = PyAST_Check(source);
    if (is_ast < 0) return 0;
    const filename = fs_decoded(at(1));
    if (filename === 0) return 0;
    const code = compile_source(source, filename, is_ast !== 0, mode as Mode, flags, optimize, feature_version);
    Py_DECREF(filename);
    return code;
  });
}

/** Globals and locals of eval/exec: defaults, checks, __builtins__. null on failure. Globals borrowed, a new reference to locals. */
function eval_scopes(name: string, globals: number, locals: number): [number, number] | null {
  if (locals !== Py_None && locals !== 0 && !PyMapping_Check(locals)) {
    PyErr_Format(PyExc_TypeError, name === 'eval' ? 'locals must be a mapping' : 'locals must be a mapping or None, not %.100s', _PyType_Name(Py_TYPE(locals)));
    return null;
  }
  if (globals !== Py_None && globals !== 0 && !PyDict_Check(globals)) {
    PyErr_SetString(PyExc_TypeError, name === 'eval' ? (PyMapping_Check(globals) ? 'globals must be a real dict; try eval(expr, {}, mapping)' : 'globals must be a dict') : `exec() globals must be a dict, not ${_PyType_Name(Py_TYPE(globals))}`);
    return null;
  }
  let [g, l] = [globals, locals];
  if (g === Py_None || g === 0) {
    g = PyEval_GetGlobals();
    if (g === 0) return null;
    if (l === Py_None || l === 0) {
      l = _PyEval_GetFrameLocals();
      if (l === 0) return null;
    } else Py_INCREF(l);
  } else l = l === Py_None || l === 0 ? Py_NewRef(g) : Py_NewRef(l);
  const has = PyDict_Contains(g, _Py_ID('__builtins__'));
  if (has === 0 && PyDict_SetItem(g, _Py_ID('__builtins__'), PyEval_GetBuiltins()) < 0) {
    Py_DECREF(l);
    return null;
  }
  return [g, l];
}

function builtin_eval(_m: number, args: number, nargs: number, kwnames: number): number {
  return with_keywords('eval', ['', 'globals', 'locals'], args, nargs, kwnames, 1, 3, 0, (at) => {
    const scopes = eval_scopes('eval', at(1), at(2));
    if (scopes === null) return 0;
    const r = eval_in(at(0), scopes[0], scopes[1]);
    Py_DECREF(scopes[1]);
    return r;
  });
}
function eval_in(source: number, globals: number, locals: number): number {
  if (PyCode_Check(source)) {
    if (PyCode_GetNumFree(source) > 0) return PyErr_Format(PyExc_TypeError, 'code object passed to eval() may not contain free variables');
    return PyEval_EvalCode(source, globals, locals);
  }
  const text = source_as_string(source, 'eval', 'string, bytes or code');
  if (text === null) return 0;
  const stripped = typeof text === 'string' ? text.replace(/^[ \t]+/, '') : text;
  return run_string(stripped, 'eval', globals, locals);
}
function run_string(text: string | Uint8Array, mode: 'eval' | 'exec', globals: number, locals: number): number {
  const name = PyUnicode_FromString('<string>');
  const r = PyRun_SourceObject(text, name, mode, globals, locals, inherited_flags());
  Py_DECREF(name);
  return r;
}

function builtin_exec(_m: number, args: number, nargs: number, kwnames: number): number {
  return with_keywords('exec', ['', 'globals', 'locals', 'closure'], args, nargs, kwnames, 1, 3, 0, (at) => {
    const scopes = eval_scopes('exec', at(1), at(2));
    if (scopes === null) return 0;
    const r = exec_in(at(0), scopes[0], scopes[1], at(3) === Py_None ? 0 : at(3));
    Py_DECREF(scopes[1]);
    if (r === 0) return 0;
    Py_DECREF(r);
    return Py_None;
  });
}
function exec_in(source: number, globals: number, locals: number, closure: number): number {
  if (!PyCode_Check(source)) {
    if (closure !== 0) return PyErr_Format(PyExc_TypeError, 'closure can only be used when source is a code object');
    const text = source_as_string(source, 'exec', 'string, bytes or code');
    return text === null ? 0 : run_string(text, 'exec', globals, locals);
  }
  const free = PyCode_GetNumFree(source);
  if (free === 0) {
    if (closure !== 0) return PyErr_Format(PyExc_TypeError, 'cannot use a closure with this code object');
    return PyEval_EvalCode(source, globals, locals);
  }
  const ok = closure !== 0 && PyTuple_CheckExact(closure) && PyTuple_GET_SIZE(closure) === free && Array.from({ length: free }, (_x, i) => PyTuple_GET_ITEM(closure, i)).every((c) => PyCell_Check(c));
  if (!ok) return PyErr_Format(PyExc_TypeError, 'code object requires a closure of exactly length %zd', free);
  return PyEval_EvalCodeEx(source, globals, locals, 0, 0, 0, 0, 0, 0, 0, closure);
}

function builtin_breakpoint(_m: number, args: number, nargs: number, kwnames: number): number {
  const hook = PySys_GetObject('breakpointhook');
  if (hook === 0) return PyErr_Format(PyExc_RuntimeError, 'lost sys.breakpointhook');
  return PyObject_Vectorcall(hook, args, nargs, kwnames);
}

// --- filter, map, zip -----------------------------------------------------------------------------------------------
// One struct serves the three: func (or 0), a tuple of iterators or one iterator, zip's reusable result, strict.

const IT_FUNC = PyObject.SIZEOF;
const IT_ITERS = PyObject.SIZEOF + 8;
const IT_TUPLESIZE = PyObject.SIZEOF;
const IT_RESULT = PyObject.SIZEOF + 16;
const IT_STRICT = PyObject.SIZEOF + 24;

function traverse_two(self: number, visit: visitproc, a: number): number {
  for (const o of [HEAP32[(self + IT_FUNC) >> 2], HEAP32[(self + IT_ITERS) >> 2]]) {
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function dealloc_two(self: number): void {
  PyObject_GC_UnTrack(self);
  Py_XDECREF(HEAP32[(self + IT_FUNC) >> 2]);
  Py_XDECREF(HEAP32[(self + IT_ITERS) >> 2]);
  FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}
const alloc = (type: number): number => FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
const exact_or_plain_new = (type: number, base: number): boolean => type === base || HEAP32[(type + PyTypeObject.tp_init) >> 2] === HEAP32[(base + PyTypeObject.tp_init) >> 2];

function filter_new(type: number, args: number, kwds: number): number {
  if (exact_or_plain_new(type, S.PyFilter_Type) && !_PyArg_NoKeywords('filter', kwds)) return 0;
  if (!_PyArg_CheckPositional('filter', PyTuple_GET_SIZE(args), 2, 2)) return 0;
  const it = PyObject_GetIter(PyTuple_GET_ITEM(args, 1));
  if (it === 0) return 0;
  const lz = alloc(type);
  if (lz === 0) {
    Py_DECREF(it);
    return 0;
  }
  write_ptr(lz + IT_FUNC, Py_NewRef(PyTuple_GET_ITEM(args, 0)));
  write_ptr(lz + IT_ITERS, it);
  return lz;
}
function filter_next(lz: number): number {
  const it = HEAP32[(lz + IT_ITERS) >> 2];
  const func = HEAP32[(lz + IT_FUNC) >> 2];
  const iternext = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]];
  for (;;) {
    const item = iternext(it);
    if (item === 0) return 0;
    let ok: number;
    if (func === Py_None || func === S.PyBool_Type) ok = PyObject_IsTrue(item);
    else {
      const good = PyObject_CallOneArg(func, item);
      if (good === 0) {
        Py_DECREF(item);
        return 0;
      }
      ok = PyObject_IsTrue(good);
      Py_DECREF(good);
    }
    if (ok > 0) return item;
    Py_DECREF(item);
    if (ok < 0) return 0;
  }
}

/** A tuple of iterators over args[from..]; 0 on failure. */
function iterators(args: number, from: number): number {
  const n = PyTuple_GET_SIZE(args);
  const iters = PyTuple_New(n - from);
  for (let i = from; i < n; i++) {
    const it = PyObject_GetIter(PyTuple_GET_ITEM(args, i));
    if (it === 0) {
      Py_DECREF(iters);
      return 0;
    }
    PyTuple_SET_ITEM(iters, i - from, it);
  }
  return iters;
}

function map_new(type: number, args: number, kwds: number): number {
  if (exact_or_plain_new(type, S.PyMap_Type) && !_PyArg_NoKeywords('map', kwds)) return 0;
  if (PyTuple_GET_SIZE(args) < 2) return PyErr_Format(PyExc_TypeError, 'map() must have at least two arguments.');
  const iters = iterators(args, 1);
  if (iters === 0) return 0;
  const lz = alloc(type);
  if (lz === 0) {
    Py_DECREF(iters);
    return 0;
  }
  write_ptr(lz + IT_FUNC, Py_NewRef(PyTuple_GET_ITEM(args, 0)));
  write_ptr(lz + IT_ITERS, iters);
  return lz;
}
function map_next(lz: number): number {
  const iters = HEAP32[(lz + IT_ITERS) >> 2];
  const n = PyTuple_GET_SIZE(iters);
  const mark = stackSave();
  const stack = stackAlloc(n * 8);
  let i = 0;
  for (; i < n; i++) {
    const it = PyTuple_GET_ITEM(iters, i);
    const v = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]](it);
    if (v === 0) break;
    write_ptr(stack + i * 8, v);
  }
  const result = i === n ? PyObject_Vectorcall(HEAP32[(lz + IT_FUNC) >> 2], stack, n, 0) : 0;
  for (let j = 0; j < i; j++) Py_DECREF(HEAP32[(stack + j * 8) >> 2]);
  stackRestore(mark);
  return result;
}
function map_reduce(lz: number): number {
  const iters = HEAP32[(lz + IT_ITERS) >> 2];
  const n = PyTuple_GET_SIZE(iters);
  const args = PyTuple_New(n + 1);
  PyTuple_SET_ITEM(args, 0, Py_NewRef(HEAP32[(lz + IT_FUNC) >> 2]));
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(args, i + 1, Py_NewRef(PyTuple_GET_ITEM(iters, i)));
  const r = PyTuple_Pack(2, Py_TYPE(lz), args);
  Py_DECREF(args);
  return r;
}
function filter_reduce(lz: number): number {
  const args = PyTuple_Pack(2, HEAP32[(lz + IT_FUNC) >> 2], HEAP32[(lz + IT_ITERS) >> 2]);
  const r = PyTuple_Pack(2, Py_TYPE(lz), args);
  Py_DECREF(args);
  return r;
}

function zip_new(type: number, args: number, kwds: number): number {
  let strict = 0;
  if (kwds !== 0) {
    const mark = stackSave();
    const p = stackAlloc(8);
    HEAP32[p >> 2] = 0;
    const empty = PyTuple_New(0);
    const ok = PyArg_ParseTupleAndKeywords(empty, kwds, '|$p:zip', ['strict'], p);
    Py_DECREF(empty);
    strict = HEAP32[p >> 2];
    stackRestore(mark);
    if (!ok) return 0;
  }
  const n = PyTuple_GET_SIZE(args);
  const iters = iterators(args, 0);
  if (iters === 0) return 0;
  const result = PyTuple_New(n);
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(result, i, Py_None);
  const lz = alloc(type);
  write_ptr(lz + IT_TUPLESIZE, n);
  write_ptr(lz + IT_ITERS, iters);
  write_ptr(lz + IT_RESULT, result);
  HEAP32[(lz + IT_STRICT) >> 2] = strict;
  return lz;
}
function zip_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  Py_XDECREF(HEAP32[(self + IT_ITERS) >> 2]);
  Py_XDECREF(HEAP32[(self + IT_RESULT) >> 2]);
  FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}
function zip_traverse(self: number, visit: visitproc, a: number): number {
  for (const f of [IT_ITERS, IT_RESULT]) {
    const o = HEAP32[(self + f) >> 2];
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
}
function zip_next(lz: number): number {
  const n = HEAP32[(lz + IT_TUPLESIZE) >> 2];
  if (n === 0) return 0;
  const iters = HEAP32[(lz + IT_ITERS) >> 2];
  let result = HEAP32[(lz + IT_RESULT) >> 2];
  const reuse = Py_REFCNT(result) === 1;
  if (reuse) Py_INCREF(result);
  else result = PyTuple_New(n);
  for (let i = 0; i < n; i++) {
    const it = PyTuple_GET_ITEM(iters, i);
    const item = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]](it);
    if (item === 0) {
      Py_DECREF(result);
      return HEAP32[(lz + IT_STRICT) >> 2] ? zip_strict(iters, n, i) : 0;
    }
    const slot = (result + PyTupleObject.ob_item + i * 8) >> 2;
    const old = HEAP32[slot];
    write_ptr(result + PyTupleObject.ob_item + i * 8, item);
    if (reuse) Py_DECREF(old);
  }
  // The collector may have untracked the result while it held only atoms.
  if (reuse && !_PyObject_GC_IS_TRACKED(result)) _PyObject_GC_TRACK(result);
  return result;
}
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_TRACK } from './gc';
import { PyAST_Check } from '../modules/_ast_obj2ast';
function zip_strict(iters: number, n: number, i: number): number {
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return 0;
    PyErr_Clear();
  }
  if (i > 0) return PyErr_Format(PyExc_ValueError, 'zip() argument %d is shorter than argument%s%d', i + 1, i === 1 ? ' ' : 's 1-', i);
  for (i = 1; i < n; i++) {
    const it = PyTuple_GET_ITEM(iters, i);
    const item = FUNCS[HEAP32[(Py_TYPE(it) + PyTypeObject.tp_iternext) >> 2]](it);
    if (item !== 0) {
      Py_DECREF(item);
      return PyErr_Format(PyExc_ValueError, 'zip() argument %d is longer than argument%s%d', i + 1, i === 1 ? ' ' : 's 1-', i);
    }
    if (PyErr_Occurred()) {
      if (!PyErr_ExceptionMatches(PyExc_StopIteration)) return 0;
      PyErr_Clear();
    }
  }
  return 0;
}
function zip_reduce(lz: number): number {
  const iters = HEAP32[(lz + IT_ITERS) >> 2];
  return HEAP32[(lz + IT_STRICT) >> 2] ? PyTuple_Pack(3, Py_TYPE(lz), iters, Py_True) : PyTuple_Pack(2, Py_TYPE(lz), iters);
}
function zip_setstate(lz: number, state: number): number {
  const s = PyObject_IsTrue(state);
  if (s < 0) return 0;
  HEAP32[(lz + IT_STRICT) >> 2] = s;
  return Py_None;
}
const self_iter = (self: number): number => Py_NewRef(self);
const GC_FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE;

static_type(S.PyFilter_Type, {
  tp_name: 'filter', tp_basicsize: 32, tp_flags: GC_FLAGS, tp_doc: 'filter(function, iterable, /)\n--\n\nItems of iterable for which function(item) is true.',
  tp_new: filter_new, tp_dealloc: dealloc_two, tp_traverse: traverse_two, tp_iter: self_iter, tp_iternext: filter_next, tp_methods: [['__reduce__', filter_reduce, METH_NOARGS]],
});
static_type(S.PyMap_Type, {
  tp_name: 'map', tp_basicsize: 32, tp_flags: GC_FLAGS, tp_doc: 'map(function, iterable, /, *iterables)\n--\n\nApplies function to items taken from each iterable.',
  tp_new: map_new, tp_dealloc: dealloc_two, tp_traverse: traverse_two, tp_iter: self_iter, tp_iternext: map_next, tp_methods: [['__reduce__', map_reduce, METH_NOARGS]],
});
static_type(S.PyZip_Type, {
  tp_name: 'zip', tp_basicsize: 48, tp_flags: GC_FLAGS, tp_doc: 'zip(*iterables, strict=False)\n--\n\nTuples of the i-th items of each iterable.',
  tp_new: zip_new, tp_dealloc: zip_dealloc, tp_traverse: zip_traverse, tp_iter: self_iter, tp_iternext: zip_next,
  tp_methods: [['__reduce__', zip_reduce, METH_NOARGS], ['__setstate__', zip_setstate, METH_O]],
});

// --- the module -----------------------------------------------------------------------------------------------------

const TYPES: [string, number][] = [
  ['bool', S.PyBool_Type], ['memoryview', S.PyMemoryView_Type], ['bytearray', S.PyByteArray_Type], ['bytes', S.PyBytes_Type], ['classmethod', S.PyClassMethod_Type],
  ['complex', S.PyComplex_Type], ['dict', S.PyDict_Type], ['enumerate', S.PyEnum_Type], ['filter', S.PyFilter_Type], ['float', S.PyFloat_Type],
  ['frozenset', S.PyFrozenSet_Type], ['property', S.PyProperty_Type], ['int', S.PyLong_Type], ['list', S.PyList_Type], ['map', S.PyMap_Type],
  ['object', S.PyBaseObject_Type], ['range', S.PyRange_Type], ['reversed', S.PyReversed_Type], ['set', S.PySet_Type], ['slice', S.PySlice_Type],
  ['staticmethod', S.PyStaticMethod_Type], ['str', S.PyUnicode_Type], ['super', S.PySuper_Type], ['tuple', S.PyTuple_Type], ['type', S.PyType_Type], ['zip', S.PyZip_Type],
];

function builtins_exec(m: number): number {
  const d = PyModule_GetDict(m);
  const constants: [string, number][] = [['None', Py_None], ['Ellipsis', Py_Ellipsis], ['NotImplemented', Py_NotImplemented], ['False', Py_False], ['True', Py_True]];
  for (const [name, o] of [...constants, ...TYPES]) if (PyDict_SetItemString(d, name, o) < 0) return -1;
  return PyDict_SetItemString(d, '__debug__', Py_True);
}

/** The exceptions, added after the rest as in CPython. 0 or -1. */
export function _PyBuiltins_AddExceptions(dict: number): number {
  for (const [name, type] of EXCEPTION_NAMES) if (PyDict_SetItemString(dict, name, type) < 0) return -1;
  return PyDict_SetItemString(dict, 'ExceptionGroup', PyExc_ExceptionGroup());
}

const to_base = (base: number) => (_m: number, n: number): number => PyNumber_ToBase(n, base);

builtin_module({
  m_name: 'builtins',
  m_doc: 'Built-in functions, types, exceptions, and other objects.',
  m_exec: builtins_exec,
  m_methods: [
    ['__build_class__', builtin___build_class__, METH_FASTCALL | METH_KEYWORDS, '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nWhat a class statement calls.'], ['__import__', builtin___import__, METH_FASTCALL | METH_KEYWORDS, '__import__($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)\n--\n\nWhat an import statement calls.'],
    ['abs', (_m: number, x: number) => PyNumber_Absolute(x), METH_O, 'abs($module, x, /)\n--\n\nThe absolute value of the argument.'],
    ['all', (_m: number, x: number) => builtin_all_any(x, 0), METH_O, 'all($module, iterable, /)\n--\n\nTrue if bool(x) is True for all values x.'],
    ['any', (_m: number, x: number) => builtin_all_any(x, 1), METH_O, 'any($module, iterable, /)\n--\n\nTrue if bool(x) is True for any x.'],
    ['ascii', (_m: number, x: number) => PyObject_ASCII(x), METH_O, 'ascii($module, obj, /)\n--\n\nASCII-only representation of an object.'],
    ['bin', to_base(2), METH_O, 'bin($module, number, /)\n--\n\nBinary representation of an integer.'],
    ['breakpoint', builtin_breakpoint, METH_FASTCALL | METH_KEYWORDS, 'breakpoint($module, /, *args, **kws)\n--\n\nCall sys.breakpointhook.'],
    ['callable', (_m: number, x: number) => (PyCallable_Check(x) ? Py_True : Py_False), METH_O, 'callable($module, obj, /)\n--\n\nWhether the object is callable.'],
    ['chr', builtin_chr, METH_O, 'chr($module, i, /)\n--\n\nThe character of ordinal i.'],
    ['compile', builtin_compile, METH_FASTCALL | METH_KEYWORDS, 'compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)\n--\n\nCompile source into a code object.'],
    ['delattr', builtin_delattr, METH_FASTCALL, 'delattr($module, obj, name, /)\n--\n\nDelete the named attribute.'],
    ['dir', builtin_dir, METH_VARARGS, 'dir([object]) -> list of strings\n\nThe names of the current scope, or the attributes of an object.'], ['divmod', (_m: number, a: number, n: number) => (_PyArg_CheckPositional('divmod', n, 2, 2) ? PyNumber_Divmod(arg(a, 0), arg(a, 1)) : 0), METH_FASTCALL, 'divmod($module, x, y, /)\n--\n\nThe tuple (x//y, x%y).'],
    ['eval', builtin_eval, METH_FASTCALL | METH_KEYWORDS, 'eval($module, source, /, globals=None, locals=None)\n--\n\nEvaluate source in the given scopes.'],
    ['exec', builtin_exec, METH_FASTCALL | METH_KEYWORDS, 'exec($module, source, /, globals=None, locals=None, *, closure=None)\n--\n\nExecute source in the given scopes.'],
    ['format', builtin_format, METH_FASTCALL, 'format($module, value, format_spec=\'\', /)\n--\n\ntype(value).__format__(value, format_spec)'],
    ['getattr', builtin_getattr, METH_FASTCALL, 'getattr(object, name[, default]) -> value\n\nThe named attribute, or the default.'], ['globals', () => Py_NewRef(PyEval_GetGlobals()), METH_NOARGS, 'globals($module, /)\n--\n\nThe dict of the current scope\'s globals.'],
    ['hasattr', builtin_hasattr, METH_FASTCALL, 'hasattr($module, obj, name, /)\n--\n\nWhether the object has the attribute.'],
    ['hash', builtin_hash, METH_O, 'hash($module, obj, /)\n--\n\nThe hash value of the object.'], ['hex', to_base(16), METH_O, 'hex($module, number, /)\n--\n\nHexadecimal representation of an integer.'],
    ['id', builtin_id, METH_O, 'id($module, obj, /)\n--\n\nThe identity of an object: its address.'], ['input', builtin_input, METH_FASTCALL, 'input($module, prompt=\'\', /)\n--\n\nRead a line from standard input.'],
    ['isinstance', builtin_isinstance, METH_FASTCALL, 'isinstance($module, obj, class_or_tuple, /)\n--\n\nWhether obj is an instance.'],
    ['issubclass', builtin_issubclass, METH_FASTCALL, 'issubclass($module, cls, class_or_tuple, /)\n--\n\nWhether cls is a subclass.'],
    ['iter', builtin_iter, METH_FASTCALL, 'iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nAn iterator over an object, or over what calls return until the sentinel.'], ['aiter', (_m: number, x: number) => PyObject_GetAIter(x), METH_O, 'aiter($module, async_iterable, /)\n--\n\nAn asynchronous iterator.'],
    ['len', builtin_len, METH_O, 'len($module, obj, /)\n--\n\nThe number of items in a container.'], ['locals', () => _PyEval_GetFrameLocals(), METH_NOARGS, 'locals($module, /)\n--\n\nThe current scope\'s local variables.'],
    ['max', (_m: number, a: number, n: number, k: number) => min_max(a, n, k, Py_GT), METH_FASTCALL | METH_KEYWORDS, 'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nThe biggest item.'], ['min', (_m: number, a: number, n: number, k: number) => min_max(a, n, k, Py_LT), METH_FASTCALL | METH_KEYWORDS, 'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nThe smallest item.'],
    ['next', builtin_next, METH_FASTCALL, 'next(iterator[, default])\n\nThe next item of the iterator; at its end the default or StopIteration.'], ['anext', builtin_anext, METH_FASTCALL, 'anext($module, aiterator, default=<unrepresentable>, /)\n--\n\nThe next item of an async iterator.'],
    ['oct', to_base(8), METH_O, 'oct($module, number, /)\n--\n\nOctal representation of an integer.'], ['ord', builtin_ord, METH_O, 'ord($module, c, /)\n--\n\nThe ordinal of a character.'],
    ['pow', builtin_pow, METH_FASTCALL | METH_KEYWORDS, 'pow($module, /, base, exp, mod=None)\n--\n\nbase**exp, or base**exp % mod.'],
    ['print', builtin_print, METH_FASTCALL | METH_KEYWORDS, 'print($module, /, *args, sep=\' \', end=\'\\n\', file=None, flush=False)\n--\n\nPrint the values to a stream.'],
    ['repr', (_m: number, x: number) => PyObject_Repr(x), METH_O, 'repr($module, obj, /)\n--\n\nThe canonical string representation.'],
    ['round', builtin_round, METH_FASTCALL | METH_KEYWORDS, 'round($module, /, number, ndigits=None)\n--\n\nRound to a precision in decimal digits.'],
    ['setattr', builtin_setattr, METH_FASTCALL, 'setattr($module, obj, name, value, /)\n--\n\nSet the named attribute.'],
    ['sorted', builtin_sorted, METH_FASTCALL | METH_KEYWORDS, 'sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nA new sorted list of the items.'],
    ['sum', builtin_sum, METH_FASTCALL | METH_KEYWORDS, 'sum($module, iterable, /, start=0)\n--\n\nThe sum of start and the items.'], ['vars', builtin_vars, METH_VARARGS, 'vars([object]) -> dictionary\n\nlocals(), or the __dict__ of an object.'],
  ],
});
