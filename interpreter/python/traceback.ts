// Answers to Python/traceback.c of CPython 3.13: traceback objects, and the plain printing of one that is used when the module
// traceback cannot be imported.

import { PyBaseExceptionObject, PyCodeObject, PyFrameObject, PyThreadState, PyTracebackObject as T } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, write_ptr } from '../include/heap';
import { METH_NOARGS, Py_CLEAR, Py_DECREF, Py_NewRef, Py_READONLY, Py_T_INT, _Py_T_OBJECT, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF, Py_XNewRef, Py_XSETREF, Py_IS_TYPE } from '../include/object';
import { Py_None, PyExc_TypeError, PyExc_ValueError, PyFrame_Type, PyTraceBack_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { PyCode_Addr2Line } from '../objects/codeobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { _PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { _PyType_Name } from '../objects/typeobject';
import { PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString } from './errors';
import { _PyFrame_GetCode, _PyFrame_GetFrameObject, _PyInterpreterFrame_LASTI } from './frame';
import { _PyObject_GC_New, _PyObject_GC_TRACK, PyObject_GC_Del, PyObject_GC_UnTrack, type visitproc } from './gc';
import { PyArg_ParseTupleAndKeywords, _PyArg_BadArgument } from './getargs';


export function PyTraceBack_Check(v: number): boolean {
  return Py_TYPE(v) === PyTraceBack_Type;
}

/** Steals next and frame. New reference or 0. */
function tb_create_raw(next: number, frame: number, lasti: number, lineno: number): number {
  const tb = _PyObject_GC_New(PyTraceBack_Type);
  if (tb === 0) {
    Py_XDECREF(next);
    Py_DECREF(frame);
    return 0;
  }
  write_ptr(tb + T.tb_next, next);
  write_ptr(tb + T.tb_frame, frame);
  HEAP32[(tb + T.tb_lasti) >> 2] = lasti;
  HEAP32[(tb + T.tb_lineno) >> 2] = lineno;
  _PyObject_GC_TRACK(tb);
  return tb;
}

function tb_new(_type: number, args: number, kwds: number): number {
  const mark = stackSave();
  const out = stackAlloc(32);
  const ok = PyArg_ParseTupleAndKeywords(args, kwds, 'OOii:traceback', ['tb_next', 'tb_frame', 'tb_lasti', 'tb_lineno'], out, out + 8, out + 16, out + 24);
  const [next, frame, lasti, lineno] = [HEAP32[out >> 2], HEAP32[(out + 8) >> 2], HEAP32[(out + 16) >> 2], HEAP32[(out + 24) >> 2]];
  stackRestore(mark);
  if (!ok) return 0;
  if (!Py_IS_TYPE(frame, PyFrame_Type)) return _PyArg_BadArgument('traceback', "argument 'tb_frame'", 'frame', frame), 0;
  if (next !== Py_None && !PyTraceBack_Check(next)) return PyErr_Format(PyExc_TypeError, `expected traceback object or None, got '%s'`, _PyType_Name(Py_TYPE(next)));
  return tb_create_raw(next === Py_None ? 0 : Py_NewRef(next), Py_NewRef(frame), lasti, lineno);
}

function tb_dealloc(tb: number): void {
  PyObject_GC_UnTrack(tb);
  // A long chain is released in a loop, not by recursion.
  let next = HEAP32[(tb + T.tb_next) >> 2];
  write_ptr(tb + T.tb_next, 0);
  Py_XDECREF(HEAP32[(tb + T.tb_frame) >> 2]);
  PyObject_GC_Del(tb);
  while (next !== 0 && HEAP32[next >> 2] === 1) {
    const after = HEAP32[(next + T.tb_next) >> 2];
    write_ptr(next + T.tb_next, 0);
    Py_DECREF(next);
    next = after;
  }
  Py_XDECREF(next);
}

function tb_traverse(tb: number, visit: visitproc, arg: number): number {
  for (const f of [T.tb_next, T.tb_frame]) {
    const o = HEAP32[(tb + f) >> 2];
    const e = o === 0 ? 0 : visit(o, arg);
    if (e) return e;
  }
  return 0;
}
function tb_clear(tb: number): number {
  Py_CLEAR(tb + T.tb_next);
  Py_CLEAR(tb + T.tb_frame);
  return 0;
}

function tb_next_get(self: number): number {
  return Py_XNewRef(HEAP32[(self + T.tb_next) >> 2]) || Py_None;
}
function tb_next_set(self: number, value: number): number {
  if (value === 0) {
    PyErr_SetString(PyExc_TypeError, `can't delete tb_next attribute`);
    return -1;
  }
  if (value !== Py_None && !PyTraceBack_Check(value)) {
    PyErr_Format(PyExc_TypeError, `expected traceback object, got '%s'`, _PyType_Name(Py_TYPE(value)));
    return -1;
  }
  const next = value === Py_None ? 0 : value;
  for (let cursor = next; cursor !== 0; cursor = HEAP32[(cursor + T.tb_next) >> 2]) {
    if (cursor !== self) continue;
    PyErr_SetString(PyExc_ValueError, 'traceback loop detected');
    return -1;
  }
  Py_XSETREF(self + T.tb_next, Py_XNewRef(next));
  return 0;
}

/** The line, found late when it was not known at creation (-1). */
export function tb_lineno(tb: number): number {
  const line = HEAP32[(tb + T.tb_lineno) >> 2];
  if (line !== -1) return line;
  const frame = HEAP32[(tb + T.tb_frame) >> 2];
  return PyCode_Addr2Line(_PyFrame_GetCode(HEAP32[(frame + PyFrameObject.f_frame) >> 2]), HEAP32[(tb + T.tb_lasti) >> 2]);
}
function tb_lineno_get(tb: number): number {
  const line = tb_lineno(tb);
  return line < 0 ? Py_None : PyLong_FromLong(line);
}
function tb_lineno_set(tb: number, value: number): number {
  const n = value === 0 ? -1 : _PyLong_AsInt(value);
  if (n === -1 && PyErr_Occurred()) return -1;
  HEAP32[(tb + T.tb_lineno) >> 2] = n;
  return 0;
}

function tb_dir(): number {
  const names = ['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno'];
  const l = PyList_New(names.length);
  names.forEach((n, i) => PyList_SET_ITEM(l, i, PyUnicode_FromString(n)));
  return l;
}

/** A traceback for an interpreter frame, in front of tb_next (borrowed, may be 0). New reference or 0. */
export function _PyTraceBack_FromFrame(tb_next: number, frame: number): number {
  const addr = _PyInterpreterFrame_LASTI(HEAP32[(frame + PyFrameObject.f_frame) >> 2]) * 2;
  return tb_create_raw(Py_XNewRef(tb_next), Py_NewRef(frame), addr, -1);
}

/** Adds a frame object to the traceback of the exception that is set. 0 or -1. */
export function PyTraceBack_Here(frame: number): number {
  const exc = PyErr_GetRaisedException();
  const tb = HEAP32[(exc + PyBaseExceptionObject.traceback) >> 2];
  const newtb = _PyTraceBack_FromFrame(tb, frame);
  if (newtb === 0) {
    if (PyErr_Occurred()) Py_DECREF(exc);
    else PyErr_SetRaisedException(exc);
    return -1;
  }
  Py_XSETREF(exc + PyBaseExceptionObject.traceback, newtb);
  PyErr_SetRaisedException(exc);
  return 0;
}

/** PyTraceBack_Here for the frame that runs. 0 or -1. */
export function PyTraceBack_Here_current(tstate: number): number {
  const frame = HEAP32[(tstate + PyThreadState.current_frame) >> 2];
  const f = frame === 0 ? 0 : _PyFrame_GetFrameObject(frame);
  return f === 0 ? -1 : PyTraceBack_Here(f);
}

/** The traceback as plain lines, outermost frame first; without source. */
export function traceback_lines(tb: number): string[] {
  const lines: string[] = [];
  for (let t = tb; t !== 0 && t !== Py_None; t = HEAP32[(t + T.tb_next) >> 2]) {
    const frame = HEAP32[(t + T.tb_frame) >> 2];
    const code = _PyFrame_GetCode(HEAP32[(frame + PyFrameObject.f_frame) >> 2]);
    const name = PyUnicode_AsUTF8(HEAP32[(code + PyCodeObject.co_name) >> 2]) ?? '?';
    const file = PyUnicode_AsUTF8(HEAP32[(code + PyCodeObject.co_filename) >> 2]) ?? '?';
    lines.push(`  File "${file}", line ${tb_lineno(t)}, in ${name}`);
  }
  return lines;
}

static_type(PyTraceBack_Type, {
  tp_name: 'traceback', tp_basicsize: T.SIZEOF, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, tp_doc: 'traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.',
  tp_new: tb_new, tp_dealloc: tb_dealloc, tp_traverse: tb_traverse, tp_clear: tb_clear,
  tp_members: [['tb_frame', _Py_T_OBJECT, T.tb_frame, Py_READONLY], ['tb_lasti', Py_T_INT, T.tb_lasti, Py_READONLY]],
  tp_getset: [['tb_next', tb_next_get, tb_next_set], ['tb_lineno', tb_lineno_get, tb_lineno_set]],
  tp_methods: [['__dir__', tb_dir, METH_NOARGS]],
});
