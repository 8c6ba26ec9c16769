// Answers to what Argument Clinic puts into the .c.h files of CPython 3.13's modules: taking arguments apart.
// Deviation: arguments come as a JavaScript array of borrowed references (0: not given). For functions that are not hot.

import { HostError } from '../host';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import { Py_buffer, PyTupleObject } from '../include/generated/offsets';
import { Py_DECREF } from '../include/object';
import { Py_None, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyBuffer_Release, PyIndex_Check, PyNumber_Index, PyObject_GetBuffer } from '../objects/abstract';
import { type_name_of } from '../objects/fileobject';
import { _PyLong_AsInt, PyLong_AsLongLong, PyLong_AsSsize_t } from '../objects/longobject';
import { PyObject_GetOptionalAttr, PyObject_IsTrue } from '../objects/object';
import { PyTuple_GET_SIZE } from '../objects/tupleobject';
import { _Py_ID, PyUnicode_AsJS, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FSDecoder } from '../objects/unicodeobject';
import { PyErr_Clear, PyErr_Format, PyErr_Occurred, PyErr_SetFromErrno, PyErr_SetString } from '../python/errors';
import { PySys_GetObject } from '../python/sysmodule';
import { type _PyArg_Parser, _PyArg_BadArgument, _PyArg_UnpackKeywords } from '../python/getargs';

/** The arguments of a METH_FASTCALL|METH_KEYWORDS function by parameter, or null with TypeError. */
export function clinic_args(parser: _PyArg_Parser, minpos: number, maxpos: number, minkw: number, args: number, nargs: number, kwnames: number): number[] | null {
  return unpack(parser, minpos, maxpos, minkw, args, nargs, 0, kwnames);
}

/** The arguments of a tp_new or tp_init by parameter, or null with TypeError. */
export function clinic_new(parser: _PyArg_Parser, minpos: number, maxpos: number, minkw: number, args: number, kwargs: number): number[] | null {
  return unpack(parser, minpos, maxpos, minkw, args + PyTupleObject.ob_item, PyTuple_GET_SIZE(args), kwargs, 0);
}

function unpack(parser: _PyArg_Parser, minpos: number, maxpos: number, minkw: number, args: number, nargs: number, kwargs: number, kwnames: number): number[] | null {
  const n = parser.keywords.length;
  const mark = stackSave();
  const buf = stackAlloc(n * 8 + 8);
  const at = _PyArg_UnpackKeywords(args, nargs, kwargs, kwnames, parser, minpos, maxpos, minkw, buf);
  if (at === 0) {
    stackRestore(mark);
    return null;
  }
  const given = nargs + (kwnames === 0 ? 0 : PyTuple_GET_SIZE(kwnames));
  const out: number[] = [];
  // When the array is the caller's own, only the given ones are there.
  for (let i = 0; i < n; i++) out.push(at === buf || i < given ? HEAP32[(at + i * 8) >> 2] : 0);
  stackRestore(mark);
  return out;
}

/** The i-th of an argument array. */
export function arg(args: number, i: number): number {
  return HEAP32[(args + i * 8) >> 2];
}

/** obj.name as a new reference, 0 when there is none, -1 with an exception. `name` is a str object. */
export function optional_attr(obj: number, name: number): number {
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, 0);
  const r = PyObject_GetOptionalAttr(obj, name, p);
  const v = HEAP32[p >> 2];
  stackRestore(mark);
  return r < 0 ? -1 : v;
}

/** An `object(converter) = None` size: -1 for None and for "not given"; null with an exception. _Py_convert_optional_to_ssize_t. */
export function optional_ssize(o: number): number | null {
  if (o === 0 || o === Py_None) return -1;
  if (!PyIndex_Check(o)) {
    PyErr_Format(PyExc_TypeError, "argument should be integer or None, not '%.200s'", type_name_of(o));
    return null;
  }
  const index = PyNumber_Index(o);
  if (index === 0) return null;
  const n = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** int: null with an exception. */
export function as_int(o: number): number | null {
  const n = _PyLong_AsInt(o);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** Py_ssize_t through __index__: null with an exception. */
export function as_ssize(o: number): number | null {
  const index = PyNumber_Index(o);
  if (index === 0) return null;
  const n = PyLong_AsSsize_t(index);
  Py_DECREF(index);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** long long (exact below 2^53): null with an exception. */
export function as_longlong(o: number): number | null {
  const n = PyLong_AsLongLong(o);
  return n === -1 && PyErr_Occurred() ? null : n;
}

/** bool: null with an exception. */
export function as_bool(o: number): boolean | null {
  const r = PyObject_IsTrue(o);
  return r < 0 ? null : r > 0;
}

/** str(accept={str}) or, with `none`, str | None: the text, null for None, undefined with an exception. */
export function as_str(o: number, fname: string, displayname: string, none: boolean): string | null | undefined {
  if (none && o === Py_None) return null;
  if (!PyUnicode_Check(o)) {
    _PyArg_BadArgument(fname, displayname, none ? 'str or None' : 'str', o);
    return undefined;
  }
  const s = PyUnicode_AsUTF8(o);
  if (s === null) return undefined;
  if (s.includes('\0')) {
    PyErr_SetString(PyExc_ValueError, 'embedded null character');
    return undefined;
  }
  return s;
}

/** Runs `body` over the bytes of a buffer-providing object; `failed` when it has none (an exception is set). */
export function with_buffer<T>(o: number, flags: number, failed: T, body: (p: number, n: number) => T): T {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  HEAPU8.fill(0, view, view + Py_buffer.SIZEOF);
  if (PyObject_GetBuffer(o, view, flags) !== 0) {
    stackRestore(mark);
    return failed;
  }
  const r = body(HEAP32[(view + Py_buffer.buf) >> 2], HEAP32[(view + Py_buffer.len) >> 2]);
  PyBuffer_Release(view);
  stackRestore(mark);
  return r;
}

/** The text of a path argument (str, bytes or os.PathLike; bytes decoded as os.fsdecode does); null with an exception. */
export function fs_path(o: number): string | null {
  const mark = stackSave();
  const p = stackAlloc(8);
  write_ptr(p, 0);
  const ok = PyUnicode_FSDecoder(o, p);
  const str = HEAP32[p >> 2];
  stackRestore(mark);
  if (!ok) {
    // PyUnicode_FSConverter, which CPython's callers of this use, counts in bytes.
    if (PyUnicode_Check(o) && PyUnicode_AsJS(o).includes('\0')) PyErr_SetString(PyExc_ValueError, 'embedded null byte');
    return null;
  }
  const text = PyUnicode_AsJS(str);
  Py_DECREF(str);
  return text;
}

/** Raises the OSError of what a host call threw; other errors go on as they are. `filename`: borrowed or 0. Returns 0. */
export function raise_host_error(error: unknown, filename = 0, filename2 = 0): 0 {
  if (!(error instanceof HostError)) throw error;
  return PyErr_SetFromErrno(error.errno, filename, filename2);
}

/** sys.flags.<name> as a truth value; false before sys has it. Never raises. */
export function sys_flag(name: string): boolean {
  const flags = PySys_GetObject('flags');
  if (flags === 0) return false;
  const v = optional_attr(flags, _Py_ID(name));
  if (v <= 0) {
    PyErr_Clear();
    return false;
  }
  const r = PyObject_IsTrue(v);
  Py_DECREF(v);
  return r > 0;
}
