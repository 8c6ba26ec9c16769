// Answers to Objects/exceptions.c of CPython 3.13: every built-in exception type.
// The file is long because CPython has them all in one place: struct, new, init, dealloc, str of each, the type tables last.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { PyAttributeErrorObject, PyBaseExceptionGroupObject as G, PyBaseExceptionObject as E, PyImportErrorObject as I, PyNameErrorObject, PyOSErrorObject as O, PyStopIterationObject, PySyntaxErrorObject as X, PySystemExitObject, PyTypeObject, PyUnicodeErrorObject as U } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { type CFunction, FUNCS } from '../include/functable';
import { HEAP32, HEAPU8, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { METH_CLASS, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_INCREF, Py_NewRef, Py_READONLY, Py_T_BOOL, _Py_T_OBJECT, Py_T_PYSSIZET, Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, Py_XNewRef, Py_XSETREF, PyType_FastSubclass, Py_TPFLAGS_TYPE_SUBCLASS } from '../include/object';
import * as S from '../include/statics';
import { Py_None, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { type GetSetSpec, type MemberSpec, type MethodSpec, static_type, static_types, type TypeSpec } from '../include/typespec';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { _PyArg_NoKeywords, PyArg_ParseTuple, PyArg_ParseTupleAndKeywords } from '../python/getargs';
import { PyErr_Clear, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyObject_Call, PyObject_CallFunctionObjArgs } from './call';
import { _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from '../python/ceval';
import { PyObject_IsTrue } from './object';
import { PyDict_Copy, PyDict_New, PyDict_Next, PyDict_SetItemString } from './dictobject';
import { PyList_Append, PyList_Check, PyList_New, PyList_GET_SIZE } from './listobject';
import { PyLong_AsLong, PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from './longobject';
import { PyObject_GenericGetAttr, PyObject_GenericGetDict, PyObject_GenericSetAttr, PyObject_GenericSetDict, PyObject_GetOptionalAttr, PyObject_Repr, PyObject_SetAttr, PyObject_Str, PyObject_GetAttr, PyObject_Bytes } from './object';
import { PySequence_Check, PySequence_Tuple, PySequence_List, PyObject_IsInstance } from './abstract';
import { PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice, PyTuple_New, PyTuple_Pack } from './tupleobject';
import { _PyType_Name, PyType_IsSubtype } from './typeobject';
import { _Py_ID, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR } from './unicodeobject';
import { PyBytes_Check, PyBytes_GET_SIZE } from './bytesobject';
import { PyTraceBack_Check } from '../python/traceback';
import { Py_GenericAlias } from './genericaliasobject';
import { give_back_memory_error } from './exceptions_memory';


export function PyExceptionClass_Check(x: number): boolean {
  return PyType_FastSubclass(Py_TYPE(x), Py_TPFLAGS_TYPE_SUBCLASS) && PyType_FastSubclass(x, Py_TPFLAGS_BASE_EXC_SUBCLASS);
}
export function PyExceptionInstance_Check(x: number): boolean {
  return PyType_FastSubclass(Py_TYPE(x), Py_TPFLAGS_BASE_EXC_SUBCLASS);
}
export function PyExceptionClass_Name(x: number): string {
  return _PyType_Name_full(x);
}
function _PyType_Name_full(tp: number): string {
  return _PyType_Name(tp);
}

// --- BaseException --------------------------------------------------------------------------------------------------

function BaseException_new(type: number, args: number, _kwds: number): number {
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  if (self === 0) return 0;
  write_ptr(self + E.dict, 0);
  write_ptr(self + E.traceback, 0);
  write_ptr(self + E.cause, 0);
  write_ptr(self + E.context, 0);
  HEAPU8[self + E.suppress_context] = 0;
  if (args !== 0) {
    write_ptr(self + E.args, Py_NewRef(args));
    return self;
  }
  const empty = PyTuple_New(0);
  if (empty === 0) {
    Py_DECREF(self);
    return 0;
  }
  write_ptr(self + E.args, empty);
  return self;
}

function BaseException_init(self: number, args: number, kwds: number): number {
  if (kwds !== 0 && !_PyArg_NoKeywords(_PyType_Name(Py_TYPE(self)), kwds)) return -1;
  Py_XSETREF(self + E.args, Py_NewRef(args));
  return 0;
}

function BaseException_clear(self: number): number {
  Py_CLEAR(self + E.dict);
  Py_CLEAR(self + E.args);
  Py_CLEAR(self + E.notes);
  Py_CLEAR(self + E.traceback);
  Py_CLEAR(self + E.cause);
  Py_CLEAR(self + E.context);
  return 0;
}

function BaseException_traverse(self: number, visit: visitproc, arg: number): number {
  for (const f of BASE_FIELDS) {
    const o = HEAP32[(self + f) >> 2];
    if (o !== 0) {
      const e = visit(o, arg);
      if (e) return e;
    }
  }
  return 0;
}
const BASE_FIELDS = [E.dict, E.args, E.notes, E.traceback, E.cause, E.context];

function BaseException_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  BaseException_clear(self);
  FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}

function MemoryError_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  BaseException_clear(self);
  if (!give_back_memory_error(self)) FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}
function BaseException_str(self: number): number {
  const args = HEAP32[(self + E.args) >> 2];
  const n = PyTuple_GET_SIZE(args);
  if (n === 0) return PyUnicode_FromString('');
  if (n === 1) return PyObject_Str(PyTuple_GET_ITEM(args, 0));
  return PyObject_Str(args);
}

function BaseException_repr(self: number): number {
  const name = _PyType_Name(Py_TYPE(self));
  const args = HEAP32[(self + E.args) >> 2];
  if (PyTuple_GET_SIZE(args) === 1) return PyUnicode_FromFormat('%s(%R)', name, PyTuple_GET_ITEM(args, 0));
  return PyUnicode_FromFormat('%s%R', name, args);
}

function BaseException_reduce(self: number): number {
  const dict = HEAP32[(self + E.dict) >> 2];
  const args = HEAP32[(self + E.args) >> 2];
  return dict !== 0 ? PyTuple_Pack(3, Py_TYPE(self), args, dict) : PyTuple_Pack(2, Py_TYPE(self), args);
}

function BaseException_setstate(self: number, state: number): number {
  if (state === Py_None) return Py_None;
  if (!PyType_IsSubtype(Py_TYPE(state), S.PyDict_Type)) return PyErr_Format(PyExc_TypeError, 'state is not a dictionary');
  const mark = stackSave();
  const pos = stackAlloc(24);
  write_ssize(pos, 0);
  let result = Py_None;
  while (PyDict_Next(state, pos, pos + 8, pos + 16)) {
    const k = Py_NewRef(HEAP32[(pos + 8) >> 2]);
    const v = Py_NewRef(HEAP32[(pos + 16) >> 2]);
    const r = PyObject_SetAttr(self, k, v);
    Py_DECREF(v);
    Py_DECREF(k);
    if (r < 0) {
      result = 0;
      break;
    }
  }
  stackRestore(mark);
  return result;
}

function BaseException_with_traceback(self: number, tb: number): number {
  return PyException_SetTraceback(self, tb) < 0 ? 0 : Py_NewRef(self);
}

/** Appends to __notes__, making the list on first use. 0 or -1. */
export function _PyException_AddNote(self: number, note: number): number {
  const r = BaseException_add_note(self, note);
  return r === 0 ? -1 : 0;
}

function BaseException_add_note(self: number, note: number): number {
  if (!PyUnicode_Check(note)) return PyErr_Format(PyExc_TypeError, `note must be a str, not '%s'`, _PyType_Name(Py_TYPE(note)));
  const mark = stackSave();
  const slot = stackAlloc(8);
  const found = PyObject_GetOptionalAttr(self, _Py_ID('__notes__'), slot);
  let notes = HEAP32[slot >> 2];
  stackRestore(mark);
  if (found < 0) return 0;
  if (notes === 0) {
    notes = PyList_New(0);
    if (notes === 0 || PyObject_SetAttr(self, _Py_ID('__notes__'), notes) < 0) {
      Py_XDECREF(notes);
      return 0;
    }
  } else if (!PyList_Check(notes)) {
    Py_DECREF(notes);
    return PyErr_Format(PyExc_TypeError, 'Cannot add note: __notes__ is not a list');
  }
  const r = PyList_Append(notes, note);
  Py_DECREF(notes);
  return r < 0 ? 0 : Py_None;
}

const get_field = (offset: number): CFunction =>
  function get(self: number): number {
    const v = HEAP32[(self + offset) >> 2];
    return Py_NewRef(v === 0 ? Py_None : v);
  };

function set_args(self: number, val: number): number {
  if (val === 0) {
    PyErr_SetString(PyExc_TypeError, 'args may not be deleted');
    return -1;
  }
  const seq = PySequence_Tuple(val);
  if (seq === 0) return -1;
  Py_XSETREF(self + E.args, seq);
  return 0;
}

function set_traceback(self: number, tb: number): number {
  if (tb === 0) {
    PyErr_SetString(PyExc_TypeError, '__traceback__ may not be deleted');
    return -1;
  }
  if (tb !== Py_None && !PyTraceBack_Check(tb)) {
    PyErr_SetString(PyExc_TypeError, '__traceback__ must be a traceback or None');
    return -1;
  }
  Py_XSETREF(self + E.traceback, tb === Py_None ? 0 : Py_NewRef(tb));
  return 0;
}

function set_context(self: number, arg: number): number {
  if (arg === 0) PyErr_SetString(PyExc_TypeError, '__context__ may not be deleted');
  else if (arg !== Py_None && !PyExceptionInstance_Check(arg)) PyErr_SetString(PyExc_TypeError, 'exception context must be None or derive from BaseException');
  else {
    PyException_SetContext(self, arg === Py_None ? 0 : Py_NewRef(arg));
    return 0;
  }
  return -1;
}

function set_cause(self: number, arg: number): number {
  if (arg === 0) PyErr_SetString(PyExc_TypeError, '__cause__ may not be deleted');
  else if (arg !== Py_None && !PyExceptionInstance_Check(arg)) PyErr_SetString(PyExc_TypeError, 'exception cause must be None or derive from BaseException');
  else {
    PyException_SetCause(self, arg === Py_None ? 0 : Py_NewRef(arg));
    return 0;
  }
  return -1;
}

/** New reference or 0. */
export function PyException_GetTraceback(self: number): number {
  return Py_XNewRef(HEAP32[(self + E.traceback) >> 2]);
}
/** Borrows `tb` (a traceback or None). 0 or -1. */
export function PyException_SetTraceback(self: number, tb: number): number {
  return set_traceback(self, tb);
}
/** Borrows `tb`; for the eval loop. */
export function _PyException_SetTraceback(self: number, tb: number): void {
  Py_XSETREF(self + E.traceback, Py_XNewRef(tb));
}
/** New reference or 0. */
export function PyException_GetCause(self: number): number {
  return Py_XNewRef(HEAP32[(self + E.cause) >> 2]);
}
/** Steals `cause` (may be 0). */
export function PyException_SetCause(self: number, cause: number): void {
  HEAPU8[self + E.suppress_context] = 1;
  Py_XSETREF(self + E.cause, cause);
}
/** New reference or 0. */
export function PyException_GetContext(self: number): number {
  return Py_XNewRef(HEAP32[(self + E.context) >> 2]);
}
/** Steals `context` (may be 0). */
export function PyException_SetContext(self: number, context: number): void {
  Py_XSETREF(self + E.context, context);
}
/** New reference. */
export function PyException_GetArgs(self: number): number {
  return Py_NewRef(HEAP32[(self + E.args) >> 2]);
}
/** Steals nothing. */
export function PyException_SetArgs(self: number, args: number): void {
  Py_XSETREF(self + E.args, Py_NewRef(args));
}

const BASE_METHODS: MethodSpec[] = [
  ['__reduce__', BaseException_reduce, METH_NOARGS],
  ['__setstate__', BaseException_setstate, METH_O],
  ['with_traceback', BaseException_with_traceback, METH_O, 'with_traceback($self, object, /)\n--\n\nSets __traceback__ and returns self.'],
  ['add_note', BaseException_add_note, METH_O, 'add_note($self, object, /)\n--\n\nAdds a note to the exception.'],
];
const BASE_MEMBERS: MemberSpec[] = [['__suppress_context__', Py_T_BOOL, E.suppress_context, 0]];
const BASE_GETSET: GetSetSpec[] = [
  ['__dict__', PyObject_GenericGetDict_, PyObject_GenericSetDict_],
  ['args', get_field(E.args), set_args],
  ['__traceback__', get_field(E.traceback), set_traceback],
  ['__context__', get_field(E.context), set_context, 'exception context'],
  ['__cause__', get_field(E.cause), set_cause, 'exception cause'],
];
// Called late, so that this file does not need another room at module evaluation.
function PyObject_GenericGetDict_(self: number, closure: number): number {
  return PyObject_GenericGetDict(self, closure);
}
function PyObject_GenericSetDict_(self: number, value: number, closure: number): number {
  return PyObject_GenericSetDict(self, value, closure);
}

const FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC;
const object_members = (fields: Record<string, number>): MemberSpec[] => Object.entries(fields).map(([n, o]) => [n, _Py_T_OBJECT, o, 0]);

/** dealloc, traverse and clear of a type whose struct adds the object fields `fields` to BaseException's. */
function gc_slots(fields: readonly number[]): Pick<TypeSpec, 'tp_dealloc' | 'tp_traverse' | 'tp_clear'> {
  const clear = (self: number): number => {
    for (const f of fields) Py_CLEAR(self + f);
    return BaseException_clear(self);
  };
  return {
    tp_clear: clear,
    tp_dealloc: (self: number): void => {
      PyObject_GC_UnTrack(self);
      clear(self);
      FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
    },
    tp_traverse: (self: number, visit: visitproc, arg: number): number => {
      for (const f of fields) {
        const o = HEAP32[(self + f) >> 2];
        const e = o === 0 ? 0 : visit(o, arg);
        if (e) return e;
      }
      return BaseException_traverse(self, visit, arg);
    },
  };
}

/** SimpleExtendsException: the base's struct and behaviour. */
function simple(address: number, name: string, base: number, doc: string, more: Partial<TypeSpec> = {}): void {
  static_type(address, {
    tp_name: name, tp_basicsize: E.SIZEOF, tp_flags: FLAGS, tp_doc: doc, tp_base: base, tp_dictoffset: E.dict,
    tp_dealloc: BaseException_dealloc, tp_traverse: BaseException_traverse, tp_clear: BaseException_clear, tp_init: BaseException_init, tp_new: BaseException_new, ...more,
  });
}

interface Extra {
  size?: number;
  fields?: readonly number[];
  spec?: Partial<TypeSpec>;
}
/** ComplexExtendsException. */
function complex(address: number, name: string, base: number, doc: string, extra: Extra): void {
  static_type(address, {
    tp_name: name, tp_basicsize: extra.size ?? E.SIZEOF, tp_flags: FLAGS, tp_doc: doc, tp_base: base, tp_dictoffset: E.dict,
    tp_init: BaseException_init, tp_new: BaseException_new, ...gc_slots(extra.fields ?? []), ...extra.spec,
  });
}

// --- StopIteration, SystemExit --------------------------------------------------------------------------------------

/** Stores args in `.value` or `.code`: nothing, the one argument, or (for SystemExit) all of them. */
function init_value(self: number, args: number, kwds: number, field: number, all: boolean): number {
  if (BaseException_init(self, args, kwds) < 0) return -1;
  const n = PyTuple_GET_SIZE(args);
  const value = n === 0 ? Py_None : n === 1 || !all ? PyTuple_GET_ITEM(args, 0) : args;
  if (n === 0 && all) return 0;
  Py_XSETREF(self + field, Py_NewRef(value));
  return 0;
}
function StopIteration_init(self: number, args: number, kwds: number): number {
  return init_value(self, args, kwds, PyStopIterationObject.value, false);
}
function SystemExit_init(self: number, args: number, kwds: number): number {
  return init_value(self, args, kwds, PySystemExitObject.code, true);
}

// --- ImportError ----------------------------------------------------------------------------------------------------

function ImportError_init(self: number, args: number, kwds: number): number {
  if (BaseException_init(self, args, 0) < 0) return -1;
  const mark = stackSave();
  const out = stackAlloc(24);
  for (let i = 0; i < 3; i++) write_ptr(out + i * 8, 0);
  const empty = PyTuple_New(0);
  const ok = PyArg_ParseTupleAndKeywords(empty, kwds, '|$OOO:ImportError', ['name', 'path', 'name_from'], out, out + 8, out + 16);
  Py_DECREF(empty);
  if (ok) {
    [I.name, I.path, I.name_from].forEach((f, i) => {
      const v = HEAP32[(out + i * 8) >> 2];
      Py_XSETREF(self + f, Py_XNewRef(v));
    });
    Py_XSETREF(self + I.msg, PyTuple_GET_SIZE(args) === 1 ? Py_NewRef(PyTuple_GET_ITEM(args, 0)) : 0);
  }
  stackRestore(mark);
  return ok ? 0 : -1;
}
function ImportError_str(self: number): number {
  const msg = HEAP32[(self + I.msg) >> 2];
  return msg !== 0 && PyUnicode_CheckExact(msg) ? Py_NewRef(msg) : BaseException_str(self);
}
function ImportError_reduce(self: number): number {
  const state = PyDict_New_with(self, { name: I.name, path: I.path, name_from: I.name_from });
  if (state < 0) return 0;
  const args = HEAP32[(self + E.args) >> 2];
  const r = state === 0 ? PyTuple_Pack(2, Py_TYPE(self), args) : PyTuple_Pack(3, Py_TYPE(self), args, state);
  Py_XDECREF(state);
  return r;
}
/** A dict of __dict__ and the fields that are set; 0 when there is nothing in it, -1 on failure. */
function PyDict_New_with(self: number, fields: Record<string, number>): number {
  const own = HEAP32[(self + E.dict) >> 2];
  let dict = own === 0 ? 0 : PyDict_Copy(own);
  for (const [name, offset] of Object.entries(fields)) {
    const v = HEAP32[(self + offset) >> 2];
    if (v === 0) continue;
    if (dict === 0) dict = PyDict_New();
    if (dict === 0 || PyDict_SetItemString(dict, name, v) < 0) return -1;
  }
  return dict;
}

// --- OSError --------------------------------------------------------------------------------------------------------

/** errno (Linux) to subclass. */
const ERRNO_TYPES: Record<number, number> = {
  11: S.PyExc_BlockingIOError, 114: S.PyExc_BlockingIOError, 115: S.PyExc_BlockingIOError, 32: S.PyExc_BrokenPipeError, 108: S.PyExc_BrokenPipeError,
  10: S.PyExc_ChildProcessError, 103: S.PyExc_ConnectionAbortedError, 111: S.PyExc_ConnectionRefusedError, 104: S.PyExc_ConnectionResetError,
  17: S.PyExc_FileExistsError, 2: S.PyExc_FileNotFoundError, 21: S.PyExc_IsADirectoryError, 20: S.PyExc_NotADirectoryError, 4: S.PyExc_InterruptedError,
  13: S.PyExc_PermissionError, 1: S.PyExc_PermissionError, 3: S.PyExc_ProcessLookupError, 110: S.PyExc_TimeoutError,
};

function oserror_use_init(type: number): boolean {
  const init = HEAP32[(type + PyTypeObject.tp_init) >> 2];
  const base_init = HEAP32[(S.PyExc_OSError + PyTypeObject.tp_init) >> 2];
  const nw = HEAP32[(type + PyTypeObject.tp_new) >> 2];
  const base_new = HEAP32[(S.PyExc_OSError + PyTypeObject.tp_new) >> 2];
  return init !== base_init && nw === base_new;
}

/** Fills the fields from args; the args to keep (new reference) in return, 0 on failure. */
function oserror_init(self: number, args: number): number {
  const n = PyTuple_GET_SIZE(args);
  const set = (f: number, v: number): void => Py_XSETREF(self + f, Py_NewRef(v));
  if (n < 2 || n > 5) return Py_NewRef(args);
  const filename = n >= 3 ? PyTuple_GET_ITEM(args, 2) : 0;
  const filename2 = n >= 5 ? PyTuple_GET_ITEM(args, 4) : 0;
  set(O.myerrno, PyTuple_GET_ITEM(args, 0));
  set(O.strerror, PyTuple_GET_ITEM(args, 1));
  if (filename === 0 || filename === Py_None) return Py_NewRef(args);
  if (Py_TYPE(self) === S.PyExc_BlockingIOError && PyLong_Check(filename)) {
    const written = PyLong_AsSsize_t(filename);
    if (written === -1 && PyErr_Occurred()) return 0;
    write_ssize(self + O.written, written);
    return Py_NewRef(args);
  }
  set(O.filename, filename);
  if (filename2 !== 0 && filename2 !== Py_None) set(O.filename2, filename2);
  return PyTuple_GetSlice(args, 0, 2);
}

function OSError_new(type: number, args: number, kwds: number): number {
  const use_init = oserror_use_init(type);
  if (!use_init && kwds !== 0 && !_PyArg_NoKeywords(_PyType_Name(type), kwds)) return 0;
  let n = use_init ? 0 : PyTuple_GET_SIZE(args);
  if (n >= 2 && n <= 5 && type === S.PyExc_OSError) {
    const e = PyTuple_GET_ITEM(args, 0);
    if (PyLong_Check(e)) {
      const errno = PyLong_AsLong(e);
      if (errno === -1) PyErr_Clear();
      type = ERRNO_TYPES[errno] ?? type;
    }
  }
  const self = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  if (self === 0) return 0;
  write_ssize(self + O.written, -1);
  if (use_init) {
    write_ptr(self + E.args, PyTuple_New(0));
    return self;
  }
  const kept = oserror_init(self, args);
  n = kept;
  if (kept === 0) {
    Py_DECREF(self);
    return 0;
  }
  write_ptr(self + E.args, kept);
  return self;
}

function OSError_init(self: number, args: number, kwds: number): number {
  if (!oserror_use_init(Py_TYPE(self))) return 0;
  if (!_PyArg_NoKeywords(_PyType_Name(Py_TYPE(self)), kwds)) return -1;
  const kept = oserror_init(self, args);
  if (kept === 0) return -1;
  Py_XSETREF(self + E.args, kept);
  return 0;
}

function OSError_str(self: number): number {
  const [errno, strerror, filename, filename2] = [O.myerrno, O.strerror, O.filename, O.filename2].map((f) => HEAP32[(self + f) >> 2]);
  const or_none = (o: number): number => (o === 0 ? Py_None : o);
  if (filename !== 0) {
    if (filename2 !== 0) return PyUnicode_FromFormat('[Errno %S] %S: %R -> %R', or_none(errno), or_none(strerror), filename, filename2);
    return PyUnicode_FromFormat('[Errno %S] %S: %R', or_none(errno), or_none(strerror), filename);
  }
  if (errno !== 0 && strerror !== 0) return PyUnicode_FromFormat('[Errno %S] %S', errno, strerror);
  return BaseException_str(self);
}

function OSError_reduce(self: number): number {
  let args = HEAP32[(self + E.args) >> 2];
  const filename = HEAP32[(self + O.filename) >> 2];
  const filename2 = HEAP32[(self + O.filename2) >> 2];
  if (PyTuple_GET_SIZE(args) === 2 && filename !== 0) {
    const a = PyTuple_GET_ITEM(args, 0);
    const b = PyTuple_GET_ITEM(args, 1);
    args = filename2 !== 0 ? PyTuple_Pack(5, a, b, filename, Py_None, filename2) : PyTuple_Pack(3, a, b, filename);
  } else Py_INCREF(args);
  const dict = HEAP32[(self + E.dict) >> 2];
  const r = dict !== 0 ? PyTuple_Pack(3, Py_TYPE(self), args, dict) : PyTuple_Pack(2, Py_TYPE(self), args);
  Py_DECREF(args);
  return r;
}

function OSError_written_get(self: number): number {
  const n = read_ssize(self + O.written);
  if (n === -1) return PyErr_Format(S.PyExc_AttributeError, 'characters_written');
  return PyLong_FromSsize_t(n);
}
function OSError_written_set(self: number, arg: number): number {
  if (arg === 0) {
    if (read_ssize(self + O.written) === -1) {
      PyErr_SetString(S.PyExc_AttributeError, 'characters_written');
      return -1;
    }
    write_ssize(self + O.written, -1);
    return 0;
  }
  const n = PyLong_AsSsize_t(arg);
  if (n === -1 && PyErr_Occurred()) return -1;
  write_ssize(self + O.written, n);
  return 0;
}

// --- NameError, AttributeError --------------------------------------------------------------------------------------

/** Keyword-only fields, as `name=` of NameError. */
function init_keywords(self: number, args: number, kwds: number, format: string, names: string[], fields: number[]): number {
  if (BaseException_init(self, args, 0) < 0) return -1;
  const mark = stackSave();
  const out = stackAlloc(16);
  write_ptr(out, 0);
  write_ptr(out + 8, 0);
  const empty = PyTuple_New(0);
  const ok = PyArg_ParseTupleAndKeywords(empty, kwds, format, names, ...fields.map((_f, i) => out + i * 8));
  Py_DECREF(empty);
  if (ok) fields.forEach((f, i) => Py_XSETREF(self + f, Py_XNewRef(HEAP32[(out + i * 8) >> 2])));
  stackRestore(mark);
  return ok ? 0 : -1;
}
function NameError_init(self: number, args: number, kwds: number): number {
  return init_keywords(self, args, kwds, '|$O:NameError', ['name'], [PyNameErrorObject.name]);
}
function AttributeError_init(self: number, args: number, kwds: number): number {
  return init_keywords(self, args, kwds, '|$OO:AttributeError', ['name', 'obj'], [PyAttributeErrorObject.name, PyAttributeErrorObject.obj]);
}
function AttributeError_getstate(self: number): number {
  const dict = PyDict_New_with(self, { name: PyAttributeErrorObject.name });
  if (dict < 0) return 0;
  return dict === 0 ? Py_None : dict;
}
function AttributeError_reduce(self: number): number {
  const state = AttributeError_getstate(self);
  if (state === 0) return 0;
  const r = PyTuple_Pack(3, Py_TYPE(self), HEAP32[(self + E.args) >> 2], state);
  Py_DECREF(state);
  return r;
}

// --- SyntaxError ----------------------------------------------------------------------------------------------------

const SYNTAX_FIELDS = { msg: X.msg, filename: X.filename, lineno: X.lineno, offset: X.offset, text: X.text, end_lineno: X.end_lineno, end_offset: X.end_offset, print_file_and_line: X.print_file_and_line };
function SyntaxError_init(self: number, args: number, kwds: number): number {
  if (BaseException_init(self, args, kwds) < 0) return -1;
  const n = PyTuple_GET_SIZE(args);
  if (n >= 1) Py_XSETREF(self + X.msg, Py_NewRef(PyTuple_GET_ITEM(args, 0)));
  if (n !== 2) return 0;
  const info = PySequence_Tuple(PyTuple_GET_ITEM(args, 1));
  if (info === 0) return -1;
  const mark = stackSave();
  const out = stackAlloc(48);
  for (let i = 0; i < 6; i++) write_ptr(out + i * 8, 0);
  const ok = PyArg_ParseTuple(info, 'OOOO|OO', out, out + 8, out + 16, out + 24, out + 32, out + 40);
  if (ok) {
    [X.filename, X.lineno, X.offset, X.text, X.end_lineno, X.end_offset].forEach((f, i) => {
      Py_XSETREF(self + f, Py_XNewRef(HEAP32[(out + i * 8) >> 2]));
    });
  }
  stackRestore(mark);
  Py_DECREF(info);
  if (!ok) return -1;
  if (HEAP32[(self + X.end_lineno) >> 2] !== 0 && HEAP32[(self + X.end_offset) >> 2] === 0) {
    PyErr_SetString(PyExc_TypeError, 'end_offset must be provided when end_lineno is provided');
    return -1;
  }
  return 0;
}
function SyntaxError_str(self: number): number {
  const msg = HEAP32[(self + X.msg) >> 2];
  const filename_obj = HEAP32[(self + X.filename) >> 2];
  const lineno = HEAP32[(self + X.lineno) >> 2];
  const shown = msg === 0 ? Py_None : msg;
  const filename = filename_obj !== 0 && PyUnicode_Check(filename_obj) ? (PyUnicode_AsUTF8(filename_obj) ?? '').replace(/^.*\//s, '') : null;
  const have_lineno = lineno !== 0 && PyLong_Check(lineno);
  if (filename === null && !have_lineno) return PyObject_Str(shown);
  if (filename !== null && have_lineno) return PyUnicode_FromFormat('%S (%s, line %S)', shown, filename, lineno);
  if (filename !== null) return PyUnicode_FromFormat('%S (%s)', shown, filename);
  return PyUnicode_FromFormat('%S (line %S)', shown, lineno);
}

// --- KeyError -------------------------------------------------------------------------------------------------------

function KeyError_str(self: number): number {
  const args = HEAP32[(self + E.args) >> 2];
  return PyTuple_GET_SIZE(args) === 1 ? PyObject_Repr(PyTuple_GET_ITEM(args, 0)) : BaseException_str(self);
}

// --- UnicodeError ---------------------------------------------------------------------------------------------------

function unicode_error_init(self: number, args: number, kwds: number, format: string, has_encoding: boolean): number {
  if (BaseException_init(self, args, kwds) < 0) return -1;
  const mark = stackSave();
  const out = stackAlloc(40);
  for (let i = 0; i < 5; i++) write_ptr(out + i * 8, 0);
  const ok = has_encoding ? PyArg_ParseTuple(args, format, out, out + 8, out + 16, out + 24, out + 32) : PyArg_ParseTuple(args, format, out + 8, out + 16, out + 24, out + 32);
  if (ok) {
    if (has_encoding) Py_XSETREF(self + U.encoding, Py_NewRef(HEAP32[out >> 2]));
    let object = HEAP32[(out + 8) >> 2];
    if (format.startsWith('UO')) {
      object = PyBytes_Check(object) ? Py_NewRef(object) : PyObject_Bytes(object);
      if (object === 0) {
        stackRestore(mark);
        return -1;
      }
    } else Py_INCREF(object);
    Py_XSETREF(self + U.object, object);
    write_ssize(self + U.start, read_ssize(out + 16));
    write_ssize(self + U.end, read_ssize(out + 24));
    Py_XSETREF(self + U.reason, Py_NewRef(HEAP32[(out + 32) >> 2]));
  }
  stackRestore(mark);
  return ok ? 0 : -1;
}
const UnicodeEncodeError_init = (self: number, args: number, kwds: number): number => unicode_error_init(self, args, kwds, 'UUnnU', true);
const UnicodeDecodeError_init = (self: number, args: number, kwds: number): number => unicode_error_init(self, args, kwds, 'UOnnU', true);
const UnicodeTranslateError_init = (self: number, args: number, kwds: number): number => unicode_error_init(self, args, kwds, 'UnnU', false);

function code_point(c: number): string {
  const h = c.toString(16);
  return c <= 0xff ? `\\x${h.padStart(2, '0')}` : c <= 0xffff ? `\\u${h.padStart(4, '0')}` : `\\U${h.padStart(8, '0')}`;
}
/** str() of encoding and reason, which may have been set to anything, handed to `body`. Returns new. May run Python code. */
function with_texts(self: number, body: (encoding: number, reason: number) => number): number {
  const reason = PyObject_Str(HEAP32[(self + U.reason) >> 2]);
  if (reason === 0) return 0;
  const held = HEAP32[(self + U.encoding) >> 2];
  const encoding = held === 0 ? 0 : PyObject_Str(held);
  const result = held !== 0 && encoding === 0 ? 0 : body(encoding, reason);
  Py_XDECREF(encoding);
  Py_DECREF(reason);
  return result;
}
function UnicodeEncodeError_str(self: number): number {
  if (HEAP32[(self + U.object) >> 2] === 0) return PyUnicode_FromString('');
  return with_texts(self, (encoding, reason) => encode_error_text(self, encoding, reason));
}
function encode_error_text(self: number, encoding: number, reason: number): number {
  const object = HEAP32[(self + U.object) >> 2];
  const start = read_ssize(self + U.start);
  const end = read_ssize(self + U.end);
  const verb = encoding === 0 ? `can't translate` : `'%U' codec can't encode`;
  const lead = encoding === 0 ? [] : [encoding];
  if (start < PyUnicode_GET_LENGTH(object) && end === start + 1) return PyUnicode_FromFormat(`${verb} character '%s' in position %zd: %U`, ...lead, code_point(PyUnicode_READ_CHAR(object, start)), start, reason);
  return PyUnicode_FromFormat(`${verb} characters in position %zd-%zd: %U`, ...lead, start, end - 1, reason);
}
function UnicodeDecodeError_str(self: number): number {
  if (HEAP32[(self + U.object) >> 2] === 0) return PyUnicode_FromString('');
  return with_texts(self, (encoding, reason) => decode_error_text(self, encoding, reason));
}
function decode_error_text(self: number, encoding: number, reason: number): number {
  const object = HEAP32[(self + U.object) >> 2];
  const start = read_ssize(self + U.start);
  const end = read_ssize(self + U.end);
  if (start < PyBytes_GET_SIZE(object) && end === start + 1) {
    const byte = HEAPU8[object + 32 + start].toString(16).padStart(2, '0');
    return PyUnicode_FromFormat(`'%U' codec can't decode byte 0x%s in position %zd: %U`, encoding, byte, start, reason);
  }
  return PyUnicode_FromFormat(`'%U' codec can't decode bytes in position %zd-%zd: %U`, encoding, start, end - 1, reason);
}

/** Raises UnicodeDecodeError / UnicodeEncodeError's instance: new reference or 0. `object`: bytes or str. */
export function PyUnicodeDecodeError_Create(encoding: string, object: number, start: number, end: number, reason: string): number {
  return create_unicode_error(S.PyExc_UnicodeDecodeError, encoding, object, start, end, reason);
}
export function _PyUnicodeEncodeError_Create(encoding: string, object: number, start: number, end: number, reason: string): number {
  return create_unicode_error(S.PyExc_UnicodeEncodeError, encoding, object, start, end, reason);
}
export function _PyUnicodeTranslateError_Create(object: number, start: number, end: number, reason: string): number {
  return create_unicode_error(S.PyExc_UnicodeTranslateError, null, object, start, end, reason);
}
function create_unicode_error(type: number, encoding: string | null, object: number, start: number, end: number, reason: string): number {
  const e = encoding === null ? 0 : PyUnicode_FromString(encoding);
  const s = PyLong_FromSsize_t(start);
  const n = PyLong_FromSsize_t(end);
  const r = PyUnicode_FromString(reason);
  const args = e === 0 ? PyTuple_Pack(4, object, s, n, r) : PyTuple_Pack(5, e, object, s, n, r);
  for (const o of [e, s, n, r]) Py_XDECREF(o);
  const exc = PyObject_Call(type, args, 0);
  Py_DECREF(args);
  return exc;
}
export const PyUnicodeError_object = U.object;
export function PyUnicodeEncodeError_GetStart(exc: number): number {
  return read_ssize(exc + U.start);
}
export function PyUnicodeEncodeError_GetEnd(exc: number): number {
  return read_ssize(exc + U.end);
}
/** New reference. */
export function PyUnicodeEncodeError_GetObject(exc: number): number {
  return Py_XNewRef(HEAP32[(exc + U.object) >> 2]);
}
export const PyUnicodeDecodeError_GetStart = PyUnicodeEncodeError_GetStart;
export const PyUnicodeDecodeError_GetEnd = PyUnicodeEncodeError_GetEnd;
export const PyUnicodeDecodeError_GetObject = PyUnicodeEncodeError_GetObject;
export const PyUnicodeTranslateError_GetStart = PyUnicodeEncodeError_GetStart;
export const PyUnicodeTranslateError_GetEnd = PyUnicodeEncodeError_GetEnd;
export const PyUnicodeTranslateError_GetObject = PyUnicodeEncodeError_GetObject;
export function PyUnicodeDecodeError_SetStart(exc: number, start: number): number {
  write_ssize(exc + U.start, start);
  return 0;
}
export function PyUnicodeDecodeError_SetEnd(exc: number, end: number): number {
  write_ssize(exc + U.end, end);
  return 0;
}
export function PyUnicodeDecodeError_SetReason(exc: number, reason: string): number {
  const r = PyUnicode_FromString(reason);
  if (r === 0) return -1;
  Py_XSETREF(exc + U.reason, r);
  return 0;
}
export const PyUnicodeEncodeError_SetStart = PyUnicodeDecodeError_SetStart;
export const PyUnicodeEncodeError_SetEnd = PyUnicodeDecodeError_SetEnd;
export const PyUnicodeEncodeError_SetReason = PyUnicodeDecodeError_SetReason;
export const PyUnicodeTranslateError_SetStart = PyUnicodeDecodeError_SetStart;
export const PyUnicodeTranslateError_SetEnd = PyUnicodeDecodeError_SetEnd;
export const PyUnicodeTranslateError_SetReason = PyUnicodeDecodeError_SetReason;

// --- exception groups -----------------------------------------------------------------------------------------------

export function _PyBaseExceptionGroup_Check(o: number): boolean {
  return PyType_IsSubtype(Py_TYPE(o), S.PyExc_BaseExceptionGroup);
}

function exception_group_type(): number {
  return HEAP32[EXCEPTION_GROUP_SLOT >> 2];
}
/** PyExc_ExceptionGroup is a heap type with two bases; its address is kept in the static region. */
export const EXCEPTION_GROUP_SLOT = S._PySet_Dummy + 0x80;

function BaseExceptionGroup_new(type: number, args: number, _kwds: number): number {
  const mark = stackSave();
  const out = stackAlloc(16);
  const ok = PyArg_ParseTuple(args, 'UO:BaseExceptionGroup.__new__', out, out + 8);
  const message = HEAP32[out >> 2];
  let exceptions = HEAP32[(out + 8) >> 2];
  stackRestore(mark);
  if (!ok) return 0;
  if (!PySequence_Check(exceptions)) return PyErr_Format(PyExc_TypeError, 'second argument (exceptions) must be a sequence');
  exceptions = PySequence_Tuple(exceptions);
  if (exceptions === 0) return 0;
  const fail = (exc: number, format: string, ...a: (number | string)[]): 0 => {
    Py_DECREF(exceptions);
    return PyErr_Format(exc, format, ...a);
  };
  const n = PyTuple_GET_SIZE(exceptions);
  if (n === 0) return fail(PyExc_ValueError, 'second argument (exceptions) must be a non-empty sequence');
  let nested_base = false;
  for (let i = 0; i < n; i++) {
    const exc = PyTuple_GET_ITEM(exceptions, i);
    if (!PyExceptionInstance_Check(exc)) return fail(PyExc_ValueError, 'Item %d of second argument (exceptions) is not an exception', i);
    if (!PyType_IsSubtype(Py_TYPE(exc), S.PyExc_Exception)) nested_base = true;
  }
  let cls = type;
  const eg = exception_group_type();
  if (cls === S.PyExc_BaseExceptionGroup) {
    if (!nested_base) cls = eg;
  } else if (cls === eg) {
    if (nested_base) return fail(PyExc_TypeError, 'Cannot nest BaseExceptions in an ExceptionGroup');
  } else if (nested_base && PyType_IsSubtype(cls, S.PyExc_Exception)) {
    return fail(PyExc_TypeError, `Cannot nest BaseExceptions in '%.200s'`, _PyType_Name(cls));
  }
  const self = BaseException_new(cls, args, 0);
  if (self === 0) {
    Py_DECREF(exceptions);
    return 0;
  }
  write_ptr(self + G.msg, Py_NewRef(message));
  write_ptr(self + G.excs, exceptions);
  return self;
}

function BaseExceptionGroup_init(self: number, args: number, kwds: number): number {
  return _PyArg_NoKeywords(_PyType_Name(Py_TYPE(self)), kwds) ? BaseException_init(self, args, 0) : -1;
}

function BaseExceptionGroup_str(self: number): number {
  const n = PyTuple_GET_SIZE(HEAP32[(self + G.excs) >> 2]);
  return PyUnicode_FromFormat('%S (%zd sub-exception%s)', HEAP32[(self + G.msg) >> 2], n, n > 1 ? 's' : '');
}

/** New exception group of BaseExceptionGroup/ExceptionGroup. Borrows. */
export function _PyExc_CreateExceptionGroup(msg: string, excs: number): number {
  const m = PyUnicode_FromString(msg);
  const args = PyTuple_Pack(2, m, excs);
  Py_DECREF(m);
  const g = PyObject_Call(S.PyExc_BaseExceptionGroup, args, 0);
  Py_DECREF(args);
  return g;
}

function BaseExceptionGroup_derive(self: number, excs: number): number {
  const args = PyTuple_Pack(2, HEAP32[(self + G.msg) >> 2], excs);
  if (args === 0) return 0;
  const r = PyObject_Call(S.PyExc_BaseExceptionGroup, args, 0);
  Py_DECREF(args);
  return r;
}

/** A group like `orig` with the exceptions of the list `excs`; None (0 refs needed) for an empty list. New reference or 0. */
function exceptiongroup_subset(orig: number, excs: number): number {
  if (PyList_GET_SIZE(excs) === 0) return Py_None;
  const derive = PyObject_GetAttr(orig, _Py_ID('derive'));
  if (derive === 0) return 0;
  const eg = PyObject_CallFunctionObjArgs(derive, excs);
  Py_DECREF(derive);
  if (eg === 0) return 0;
  if (!_PyBaseExceptionGroup_Check(eg)) {
    Py_DECREF(eg);
    return PyErr_Format(PyExc_TypeError, 'derive must return an instance of BaseExceptionGroup');
  }
  const tb = PyException_GetTraceback(orig);
  if (tb !== 0) {
    PyException_SetTraceback(eg, tb);
    Py_DECREF(tb);
  }
  PyException_SetContext(eg, PyException_GetContext(orig));
  PyException_SetCause(eg, PyException_GetCause(orig));
  HEAPU8[eg + E.suppress_context] = HEAPU8[orig + E.suppress_context];
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(orig, _Py_ID('__notes__'), slot);
  const notes = HEAP32[slot >> 2];
  stackRestore(mark);
  if (r < 0) {
    Py_DECREF(eg);
    return 0;
  }
  if (notes !== 0) {
    if (PySequence_Check(notes)) {
      const copy = PySequence_List(notes);
      PyObject_SetAttr(eg, _Py_ID('__notes__'), copy);
      Py_DECREF(copy);
    }
    Py_DECREF(notes);
  }
  return eg;
}

type Matcher = (exc: number) => number;
/** Splits by `matches` (1, 0, -1): [match, rest] as new references with None for nothing; null on failure. */
function split_recursive(exc: number, matches: Matcher, want_rest: boolean): [number, number] | null {
  const is = matches(exc);
  if (is < 0) return null;
  if (is) return [Py_NewRef(exc), Py_None];
  if (!_PyBaseExceptionGroup_Check(exc)) return [Py_None, want_rest ? Py_NewRef(exc) : Py_None];
  const match_list = PyList_New(0);
  const rest_list = PyList_New(0);
  const excs = HEAP32[(exc + G.excs) >> 2];
  let failed = false;
  for (let i = 0; i < PyTuple_GET_SIZE(excs) && !failed; i++) {
    const parts = _Py_EnterRecursiveCall(' in exceptiongroup_split_recursive') ? null : split_nested(PyTuple_GET_ITEM(excs, i), matches, want_rest);
    if (parts === null) {
      failed = true;
      break;
    }
    if (parts[0] !== Py_None) failed = PyList_Append(match_list, parts[0]) < 0;
    if (parts[1] !== Py_None) failed = PyList_Append(rest_list, parts[1]) < 0 || failed;
    Py_DECREF(parts[0]);
    Py_DECREF(parts[1]);
  }
  const match = failed ? 0 : exceptiongroup_subset(exc, match_list);
  const rest = failed || match === 0 ? 0 : want_rest ? exceptiongroup_subset(exc, rest_list) : Py_None;
  Py_DECREF(match_list);
  Py_DECREF(rest_list);
  if (match !== 0 && rest !== 0) return [match, rest];
  Py_XDECREF(match);
  return null;
}

/** split_recursive, whose recursion has been counted. */
function split_nested(exc: number, matches: Matcher, want_rest: boolean): [number, number] | null {
  const parts = split_recursive(exc, matches, want_rest);
  _Py_LeaveRecursiveCall();
  return parts;
}

function matcher_of(value: number): Matcher | null {
  const is_class = (v: number): boolean => PyExceptionClass_Check(v);
  const all_classes = PyTuple_CheckExact(value) && Array.from({ length: PyTuple_GET_SIZE(value) }, (_x, i) => PyTuple_GET_ITEM(value, i)).every(is_class);
  if (is_class(value) || all_classes) return (exc) => PyObject_IsInstance(exc, value);
  if (HEAP32[(Py_TYPE(value) + PyTypeObject.tp_call) >> 2] !== 0 && !PyType_FastSubclass(Py_TYPE(value), Py_TPFLAGS_TYPE_SUBCLASS)) {
    return (exc) => {
      const r = PyObject_CallFunctionObjArgs(value, exc);
      if (r === 0) return -1;
      const t = PyObject_IsTrue(r);
      Py_DECREF(r);
      return t;
    };
  }
  PyErr_SetString(PyExc_TypeError, 'expected an exception type, a tuple of exception types, or a callable (other than a class)');
  return null;
}

function BaseExceptionGroup_split(self: number, matcher_value: number): number {
  const matches = matcher_of(matcher_value);
  const parts = matches && split_recursive(self, matches, true);
  if (!parts) return 0;
  const r = PyTuple_Pack(2, parts[0], parts[1]);
  Py_DECREF(parts[0]);
  Py_DECREF(parts[1]);
  return r;
}
function BaseExceptionGroup_subgroup(self: number, matcher_value: number): number {
  const matches = matcher_of(matcher_value);
  const parts = matches && split_recursive(self, matches, false);
  return parts ? parts[0] : 0;
}

/** For except*: the parts of `exc` that match the class or tuple `match_type`; [match, rest] new references. */
export function _PyExceptionGroup_Split(exc: number, match_type: number): [number, number] | null {
  return split_recursive(exc, (e) => PyObject_IsInstance(e, match_type), true);
}

function collect_exception_group_leaf_ids(exc: number, ids: Set<number>): void {
  if (exc === Py_None) return;
  if (!_PyBaseExceptionGroup_Check(exc)) {
    ids.add(exc);
    return;
  }
  const excs = HEAP32[(exc + G.excs) >> 2];
  for (let i = 0; i < PyTuple_GET_SIZE(excs); i++) collect_exception_group_leaf_ids(PyTuple_GET_ITEM(excs, i), ids);
}
/** The part of `orig` whose leaves are in `keep`. New reference. */
function exception_group_projection(orig: number, keep: number): number {
  const ids = new Set<number>();
  for (let i = 0; i < PyList_GET_SIZE(keep); i++) collect_exception_group_leaf_ids(HEAP32[(HEAP32[(keep + 24) >> 2] + i * 8) >> 2], ids);
  const parts = split_recursive(orig, (e) => (!_PyBaseExceptionGroup_Check(e) && ids.has(e) ? 1 : 0), false);
  return parts ? parts[0] : 0;
}
function is_same_exception_metadata(a: number, b: number): boolean {
  return [E.notes, E.traceback, E.cause, E.context].every((f) => HEAP32[(a + f) >> 2] === HEAP32[(b + f) >> 2]);
}

/** What an except* statement raises in the end: None, or an exception. `excs`: list of raised and re-raised. New reference or 0. */
export function _PyExc_PrepReraiseStar(orig: number, excs: number): number {
  const n = PyList_GET_SIZE(excs);
  if (n === 0) return Py_None;
  const item = (i: number): number => HEAP32[(HEAP32[(excs + 24) >> 2] + i * 8) >> 2];
  if (!_PyBaseExceptionGroup_Check(orig)) {
    return Py_NewRef(item(0));
  }
  const raised = PyList_New(0);
  const reraised = PyList_New(0);
  for (let i = 0; i < n; i++) {
    const e = item(i);
    if (e === Py_None) continue;
    PyList_Append(is_same_exception_metadata(e, orig) ? reraised : raised, e);
  }
  let result = 0;
  const reraised_eg = exception_group_projection(orig, reraised);
  if (reraised_eg !== 0) {
    if (PyList_GET_SIZE(raised) === 0) result = Py_NewRef(reraised_eg);
    else {
      if (reraised_eg !== Py_None) PyList_Append(raised, reraised_eg);
      result = PyList_GET_SIZE(raised) > 1 ? _PyExc_CreateExceptionGroup('', raised) : Py_NewRef(HEAP32[HEAP32[(raised + 24) >> 2] >> 2]);
    }
    Py_DECREF(reraised_eg);
  }
  Py_DECREF(raised);
  Py_DECREF(reraised);
  return result;
}

/** Makes ExceptionGroup(BaseExceptionGroup, Exception). 0 or -1. Once a process, after the types are ready. */
export function _PyExc_InitGroups(): number {
  const name = PyUnicode_FromString('ExceptionGroup');
  const bases = PyTuple_Pack(2, S.PyExc_BaseExceptionGroup, S.PyExc_Exception);
  const dict = PyDict_New();
  const mod = PyUnicode_FromString('builtins');
  PyDict_SetItemString(dict, '__module__', mod);
  const args = PyTuple_Pack(3, name, bases, dict);
  const type = PyObject_Call(S.PyType_Type, args, 0);
  for (const o of [name, bases, dict, mod, args]) Py_XDECREF(o);
  if (type === 0) return -1;
  write_ptr(EXCEPTION_GROUP_SLOT, type);
  return 0;
}
/** Borrowed. */
export function PyExc_ExceptionGroup(): number {
  return exception_group_type();
}

// --- the types ------------------------------------------------------------------------------------------------------

static_type(S.PyExc_BaseException, {
  tp_name: 'BaseException', tp_basicsize: E.SIZEOF, tp_flags: FLAGS | Py_TPFLAGS_BASE_EXC_SUBCLASS, tp_doc: 'Common base class for all exceptions',
  tp_dictoffset: E.dict, tp_new: BaseException_new, tp_init: BaseException_init, tp_dealloc: BaseException_dealloc, tp_traverse: BaseException_traverse,
  tp_clear: BaseException_clear, tp_repr: BaseException_repr, tp_str: BaseException_str, tp_getattro: PyObject_GenericGetAttr, tp_setattro: PyObject_GenericSetAttr,
  tp_methods: BASE_METHODS, tp_members: BASE_MEMBERS, tp_getset: BASE_GETSET,
});

simple(S.PyExc_Exception, 'Exception', S.PyExc_BaseException, 'Common base class for all non-exit exceptions.');
simple(S.PyExc_TypeError, 'TypeError', S.PyExc_Exception, 'Inappropriate argument type.');
simple(S.PyExc_StopAsyncIteration, 'StopAsyncIteration', S.PyExc_Exception, 'Signal the end from iterator.__anext__().');
simple(S.PyExc_GeneratorExit, 'GeneratorExit', S.PyExc_BaseException, 'Request that a generator exit.');
simple(S.PyExc_KeyboardInterrupt, 'KeyboardInterrupt', S.PyExc_BaseException, 'Program interrupted by user.');
complex(S.PyExc_StopIteration, 'StopIteration', S.PyExc_Exception, 'Signal the end from iterator.__next__().', {
  size: PyStopIterationObject.SIZEOF, fields: [PyStopIterationObject.value], spec: { tp_init: StopIteration_init, tp_members: object_members({ value: PyStopIterationObject.value }) },
});
complex(S.PyExc_SystemExit, 'SystemExit', S.PyExc_BaseException, 'Request to exit from the interpreter.', {
  size: PySystemExitObject.SIZEOF, fields: [PySystemExitObject.code], spec: { tp_init: SystemExit_init, tp_members: object_members({ code: PySystemExitObject.code }) },
});
complex(S.PyExc_BaseExceptionGroup, 'BaseExceptionGroup', S.PyExc_BaseException, 'A combination of multiple unrelated exceptions.', {
  size: G.SIZEOF, fields: [G.msg, G.excs],
  spec: {
    tp_new: BaseExceptionGroup_new, tp_init: BaseExceptionGroup_init, tp_str: BaseExceptionGroup_str,
    tp_members: [['message', _Py_T_OBJECT, G.msg, Py_READONLY, 'exception message'], ['exceptions', _Py_T_OBJECT, G.excs, Py_READONLY, 'nested exceptions']],
    tp_methods: [
      ['__class_getitem__', (cls: number, item: number) => Py_GenericAlias(cls, item), METH_O | METH_CLASS],
      ['derive', BaseExceptionGroup_derive, METH_O], ['split', BaseExceptionGroup_split, METH_O], ['subgroup', BaseExceptionGroup_subgroup, METH_O],
    ],
  },
});
complex(S.PyExc_ImportError, 'ImportError', S.PyExc_Exception, `Import can't find module, or can't find name in module.`, {
  size: I.SIZEOF, fields: [I.msg, I.name, I.path, I.name_from],
  spec: { tp_init: ImportError_init, tp_str: ImportError_str, tp_members: object_members({ msg: I.msg, name: I.name, path: I.path, name_from: I.name_from }), tp_methods: [['__reduce__', ImportError_reduce, METH_NOARGS]] },
});
complex(S.PyExc_ModuleNotFoundError, 'ModuleNotFoundError', S.PyExc_ImportError, 'Module not found.', {
  size: I.SIZEOF, fields: [I.msg, I.name, I.path, I.name_from], spec: { tp_init: ImportError_init, tp_str: ImportError_str },
});
const OS_FIELDS = [O.myerrno, O.strerror, O.filename, O.filename2];
complex(S.PyExc_OSError, 'OSError', S.PyExc_Exception, 'Base class for I/O related errors.', {
  size: O.SIZEOF, fields: OS_FIELDS,
  spec: {
    tp_new: OSError_new, tp_init: OSError_init, tp_str: OSError_str,
    tp_members: object_members({ errno: O.myerrno, strerror: O.strerror, filename: O.filename, filename2: O.filename2 }),
    tp_methods: [['__reduce__', OSError_reduce, METH_NOARGS]], tp_getset: [['characters_written', OSError_written_get, OSError_written_set]],
  },
});
for (const [address, name, base, doc] of [
  [S.PyExc_BlockingIOError, 'BlockingIOError', S.PyExc_OSError, 'I/O operation would block.'], [S.PyExc_ConnectionError, 'ConnectionError', S.PyExc_OSError, 'Connection error.'],
  [S.PyExc_ChildProcessError, 'ChildProcessError', S.PyExc_OSError, 'Child process error.'], [S.PyExc_BrokenPipeError, 'BrokenPipeError', S.PyExc_ConnectionError, 'Broken pipe.'],
  [S.PyExc_ConnectionAbortedError, 'ConnectionAbortedError', S.PyExc_ConnectionError, 'Connection aborted.'], [S.PyExc_ConnectionRefusedError, 'ConnectionRefusedError', S.PyExc_ConnectionError, 'Connection refused.'],
  [S.PyExc_ConnectionResetError, 'ConnectionResetError', S.PyExc_ConnectionError, 'Connection reset.'], [S.PyExc_FileExistsError, 'FileExistsError', S.PyExc_OSError, 'File already exists.'],
  [S.PyExc_FileNotFoundError, 'FileNotFoundError', S.PyExc_OSError, 'File not found.'], [S.PyExc_IsADirectoryError, 'IsADirectoryError', S.PyExc_OSError, `Operation doesn't work on directories.`],
  [S.PyExc_NotADirectoryError, 'NotADirectoryError', S.PyExc_OSError, 'Operation only works on directories.'], [S.PyExc_InterruptedError, 'InterruptedError', S.PyExc_OSError, 'Interrupted by signal.'],
  [S.PyExc_PermissionError, 'PermissionError', S.PyExc_OSError, 'Not enough permissions.'], [S.PyExc_ProcessLookupError, 'ProcessLookupError', S.PyExc_OSError, 'Process not found.'],
  [S.PyExc_TimeoutError, 'TimeoutError', S.PyExc_OSError, 'Timeout expired.'],
] as const) complex(address, name, base, doc, { size: O.SIZEOF, fields: OS_FIELDS, spec: { tp_new: OSError_new, tp_init: OSError_init, tp_str: OSError_str } });

simple(S.PyExc_EOFError, 'EOFError', S.PyExc_Exception, 'Read beyond end of file.');
simple(S.PyExc_RuntimeError, 'RuntimeError', S.PyExc_Exception, 'Unspecified run-time error.');
simple(S.PyExc_RecursionError, 'RecursionError', S.PyExc_RuntimeError, 'Recursion limit exceeded.');
simple(S.PyExc_PythonFinalizationError, 'PythonFinalizationError', S.PyExc_RuntimeError, 'Operation blocked during Python finalization.');
simple(S.PyExc_NotImplementedError, 'NotImplementedError', S.PyExc_RuntimeError, `Method or function hasn't been implemented yet.`);
const NAME: Extra = { size: PyNameErrorObject.SIZEOF, fields: [PyNameErrorObject.name], spec: { tp_init: NameError_init } };
complex(S.PyExc_NameError, 'NameError', S.PyExc_Exception, 'Name not found globally.', { ...NAME, spec: { ...NAME.spec, tp_members: object_members({ name: PyNameErrorObject.name }) } });
complex(S.PyExc_UnboundLocalError, 'UnboundLocalError', S.PyExc_NameError, 'Local name referenced but not bound to a value.', NAME);
complex(S.PyExc_AttributeError, 'AttributeError', S.PyExc_Exception, 'Attribute not found.', {
  size: PyAttributeErrorObject.SIZEOF, fields: [PyAttributeErrorObject.obj, PyAttributeErrorObject.name],
  spec: {
    tp_init: AttributeError_init, tp_members: object_members({ name: PyAttributeErrorObject.name, obj: PyAttributeErrorObject.obj }),
    tp_methods: [['__getstate__', AttributeError_getstate, METH_NOARGS], ['__reduce__', AttributeError_reduce, METH_NOARGS]],
  },
});
const SYNTAX: Extra = { size: X.SIZEOF, fields: Object.values(SYNTAX_FIELDS), spec: { tp_init: SyntaxError_init, tp_str: SyntaxError_str } };
complex(S.PyExc_SyntaxError, 'SyntaxError', S.PyExc_Exception, 'Invalid syntax.', { ...SYNTAX, spec: { ...SYNTAX.spec, tp_members: object_members(SYNTAX_FIELDS) } });
complex(S.PyExc_IndentationError, 'IndentationError', S.PyExc_SyntaxError, 'Improper indentation.', SYNTAX);
complex(S.PyExc_TabError, 'TabError', S.PyExc_IndentationError, 'Improper mixture of spaces and tabs.', SYNTAX);
complex(S.PyExc__IncompleteInputError, '_IncompleteInputError', S.PyExc_SyntaxError, 'incomplete input.', SYNTAX);
simple(S.PyExc_LookupError, 'LookupError', S.PyExc_Exception, 'Base class for lookup errors.');
simple(S.PyExc_IndexError, 'IndexError', S.PyExc_LookupError, 'Sequence index out of range.');
complex(S.PyExc_KeyError, 'KeyError', S.PyExc_LookupError, 'Mapping key not found.', { spec: { tp_str: KeyError_str } });
simple(S.PyExc_ValueError, 'ValueError', S.PyExc_Exception, 'Inappropriate argument value (of correct type).');
simple(S.PyExc_UnicodeError, 'UnicodeError', S.PyExc_ValueError, 'Unicode related error.');
const UNICODE = { size: U.SIZEOF, fields: [U.encoding, U.object, U.reason] };
const UNICODE_MEMBERS: MemberSpec[] = [...object_members({ encoding: U.encoding, object: U.object, reason: U.reason }), ['start', Py_T_PYSSIZET, U.start, 0], ['end', Py_T_PYSSIZET, U.end, 0]];
complex(S.PyExc_UnicodeEncodeError, 'UnicodeEncodeError', S.PyExc_UnicodeError, 'Unicode encoding error.', { ...UNICODE, spec: { tp_init: UnicodeEncodeError_init, tp_str: UnicodeEncodeError_str, tp_members: UNICODE_MEMBERS } });
complex(S.PyExc_UnicodeDecodeError, 'UnicodeDecodeError', S.PyExc_UnicodeError, 'Unicode decoding error.', { ...UNICODE, spec: { tp_init: UnicodeDecodeError_init, tp_str: UnicodeDecodeError_str, tp_members: UNICODE_MEMBERS } });
complex(S.PyExc_UnicodeTranslateError, 'UnicodeTranslateError', S.PyExc_UnicodeError, 'Unicode translation error.', { ...UNICODE, spec: { tp_init: UnicodeTranslateError_init, tp_str: UnicodeEncodeError_str, tp_members: UNICODE_MEMBERS } });
simple(S.PyExc_AssertionError, 'AssertionError', S.PyExc_Exception, 'Assertion failed.');
simple(S.PyExc_ArithmeticError, 'ArithmeticError', S.PyExc_Exception, 'Base class for arithmetic errors.');
simple(S.PyExc_FloatingPointError, 'FloatingPointError', S.PyExc_ArithmeticError, 'Floating-point operation failed.');
simple(S.PyExc_OverflowError, 'OverflowError', S.PyExc_ArithmeticError, 'Result too large to be represented.');
simple(S.PyExc_ZeroDivisionError, 'ZeroDivisionError', S.PyExc_ArithmeticError, 'Second argument to a division or modulo operation was zero.');
simple(S.PyExc_SystemError, 'SystemError', S.PyExc_Exception, 'Internal error in the Python interpreter.');
simple(S.PyExc_ReferenceError, 'ReferenceError', S.PyExc_Exception, 'Weak ref proxy used after referent went away.');
simple(S.PyExc_MemoryError, 'MemoryError', S.PyExc_Exception, 'Out of memory.', { tp_dealloc: MemoryError_dealloc });
simple(S.PyExc_BufferError, 'BufferError', S.PyExc_Exception, 'Buffer error.');
simple(S.PyExc_Warning, 'Warning', S.PyExc_Exception, 'Base class for warning categories.');
for (const [address, name] of [
  [S.PyExc_UserWarning, 'UserWarning'], [S.PyExc_EncodingWarning, 'EncodingWarning'], [S.PyExc_DeprecationWarning, 'DeprecationWarning'], [S.PyExc_PendingDeprecationWarning, 'PendingDeprecationWarning'],
  [S.PyExc_SyntaxWarning, 'SyntaxWarning'], [S.PyExc_RuntimeWarning, 'RuntimeWarning'], [S.PyExc_FutureWarning, 'FutureWarning'], [S.PyExc_ImportWarning, 'ImportWarning'],
  [S.PyExc_UnicodeWarning, 'UnicodeWarning'], [S.PyExc_BytesWarning, 'BytesWarning'], [S.PyExc_ResourceWarning, 'ResourceWarning'],
] as const) simple(address, name, S.PyExc_Warning, `Warning category ${name}.`);

/** Names and addresses of all built-in exceptions, for the builtins module. */
export const EXCEPTION_NAMES: readonly (readonly [string, number])[] = Object.entries(S)
  .filter(([n]) => n.startsWith('PyExc_') && n !== 'PyExc_ExceptionGroup')
  .map(([n, a]) => [n.slice(6), a] as const);

// __subclasses__() lists types in the order in which they became ready: CPython's, level by level.
const READY_ORDER = `BaseException BaseExceptionGroup Exception GeneratorExit KeyboardInterrupt SystemExit ArithmeticError AssertionError AttributeError
  BufferError EOFError ImportError LookupError MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError
  SystemError TypeError ValueError Warning FloatingPointError OverflowError ZeroDivisionError BytesWarning DeprecationWarning EncodingWarning FutureWarning
  ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning BlockingIOError ChildProcessError
  ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
  IndentationError _IncompleteInputError IndexError KeyError ModuleNotFoundError NotImplementedError PythonFinalizationError RecursionError UnboundLocalError
  UnicodeError BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError TabError UnicodeDecodeError UnicodeEncodeError
  UnicodeTranslateError`.split(/\s+/);
const by_name = new Map(EXCEPTION_NAMES);
for (const name of READY_ORDER) {
  const address = by_name.get(name) as number;
  const spec = static_types.get(address) as TypeSpec;
  static_types.delete(address);
  static_types.set(address, spec);
}
