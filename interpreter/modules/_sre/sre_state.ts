// Answers to getstring, state_init, state_fini, getslice and state_getslice of CPython 3.13's Modules/_sre/sre.c.
// Deviation: SRE_STATE is an object of the realm, taken from a pool; a scanner's keeps its fields in the ScannerObject.

import { stackAlloc } from '../../include/cstack';
import { PatternObject, Py_buffer, PyBytesObject, PyHeapTypeObject, PyModuleObject } from '../../include/generated/offsets';
import { HEAP32, HEAPU16, HEAPU32, HEAPU8, write_ptr } from '../../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_TYPE } from '../../include/object';
import { Py_None, PyExc_RuntimeError, PyExc_SystemError, PyExc_TypeError, PyExc_ValueError } from '../../include/statics';
import { PyBuffer_Release, PyObject_GetBuffer } from '../../objects/abstract';
import { PyBytes_CheckExact, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../../objects/bytesobject';
import { type_name, PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_Substring } from '../../objects/unicodeobject';
import { PyErr_Format, PyErr_NoMemory, PyErr_SetString } from '../../python/errors';
import type { Chars } from './sre_chars';
import { SRE_ERROR_INTERRUPTED, SRE_ERROR_MEMORY } from './sre_constants';
import type { SRE_STATE } from './sre_lib';

const PyBUF_SIMPLE = 0;

/** An SRE_STATE with what the methods of a pattern need of it. `string` is owned. */
export interface SRE_Session extends SRE_STATE {
  string: number;
  isbytes: boolean;
  charsize: number;
  pos: number;
  endpos: number;
  /** The Py_buffer that holds the subject, or 0. */
  view: number;
}

const pool: SRE_Session[] = [];

export function state_alloc(groups: number): SRE_Session {
  const state = pool.pop() ?? {
    chars: HEAPU8 as Chars, beginning: 0, start: 0, end: 0, ptr: 0, mark: new Int32Array(16), lastmark: -1, lastindex: -1, must_advance: false, match_all: false,
    string: 0, isbytes: false, charsize: 1, pos: 0, endpos: 0, view: 0,
  };
  if (state.mark.length < groups * 2 + 2) state.mark = new Int32Array(groups * 2 + 2);
  state.must_advance = false;
  state.match_all = false;
  state.view = 0;
  return state;
}

/** Gives the object back to the pool; what it holds has been released or lives on in a scanner. */
export function state_free(state: SRE_Session): void {
  if (pool.length < 16) pool.push(state);
}

export function state_reset(state: SRE_STATE): void {
  state.lastmark = -1;
  state.lastindex = -1;
}

/** What getstring says of a subject. */
export let string_data = 0;
export let string_length = 0;
export let string_isbytes = false;
export let string_charsize = 0;

/** The data of a str or of a bytes-like object in string_data and so on; fills the Py_buffer at `view` (its obj is 0 when there is none). False with an exception. */
export function getstring(string: number, view: number): boolean {
  write_ptr(view + Py_buffer.obj, 0);
  write_ptr(view + Py_buffer.buf, 0);
  if (PyUnicode_Check(string)) {
    string_length = PyUnicode_GET_LENGTH(string);
    string_charsize = PyUnicode_KIND(string);
    string_isbytes = false;
    string_data = PyUnicode_DATA(string);
    return true;
  }
  string_charsize = 1;
  string_isbytes = true;
  if (PyBytes_CheckExact(string)) {
    string_length = PyBytes_GET_SIZE(string);
    string_data = string + PyBytesObject.ob_sval;
    return true;
  }
  if (PyObject_GetBuffer(string, view, PyBUF_SIMPLE) !== 0) {
    write_ptr(view + Py_buffer.buf, 0);
    PyErr_Format(PyExc_TypeError, "expected string or bytes-like object, got '%.200s'", type_name(string));
    return false;
  }
  string_length = HEAP32[(view + Py_buffer.len) >> 2];
  string_charsize = 1;
  string_isbytes = true;
  string_data = HEAP32[(view + Py_buffer.buf) >> 2];
  if (string_data !== 0) return true;
  PyBuffer_Release(view);
  PyErr_SetString(PyExc_ValueError, 'Buffer is NULL');
  return false;
}

export function release_view(view: number): void {
  if (HEAP32[(view + Py_buffer.buf) >> 2] !== 0) PyBuffer_Release(view);
}

export function chars_of(charsize: number): Chars {
  return charsize === 1 ? HEAPU8 : charsize === 2 ? HEAPU16 : HEAPU32;
}

/** A session over string[start:end]; `view` is the address of a Py_buffer, 0: on this thread's C stack. Null with an exception. */
export function state_init(pattern: number, string: number, start: number, end: number, view = 0): SRE_Session | null {
  if (view === 0) view = stackAlloc(Py_buffer.SIZEOF);
  if (!getstring(string, view)) return null;
  const isbytes = HEAP32[(pattern + PatternObject.isbytes) >> 2];
  if (string_isbytes ? isbytes === 0 : isbytes > 0) {
    PyErr_SetString(PyExc_TypeError, string_isbytes ? 'cannot use a string pattern on a bytes-like object' : 'cannot use a bytes pattern on a string-like object');
    release_view(view);
    return null;
  }
  const length = string_length;
  start = start < 0 ? 0 : start > length ? length : start;
  end = end < 0 ? 0 : end > length ? length : end;
  const state = state_alloc(HEAP32[(pattern + PatternObject.groups) >> 2]);
  const base = string_data / string_charsize;
  state.chars = chars_of(string_charsize);
  state.charsize = string_charsize;
  state.isbytes = string_isbytes;
  state.beginning = base;
  state.start = base + start;
  state.ptr = base + start;
  state.end = base + end;
  state.pos = start;
  state.endpos = end;
  state.view = view;
  state.string = string;
  state_reset(state);
  Py_INCREF(string);
  return state;
}

export function state_fini(state: SRE_Session): void {
  release_view(state.view);
  const string = state.string;
  state_free(state);
  Py_DECREF(string);
}

/** Returns new: string[start:end], of a bytes-like object as bytes. */
export function getslice(isbytes: boolean, data: number, string: number, start: number, end: number): number {
  if (!isbytes) return PyUnicode_Substring(string, start, end);
  if (PyBytes_CheckExact(string) && start === 0 && end === PyBytes_GET_SIZE(string)) return Py_NewRef(string);
  return PyBytes_FromStringAndSize(data + start, end - start);
}

/** Returns new: the subject between two positions of the session. */
export function state_slice(state: SRE_Session, from: number, to: number): number {
  return getslice(state.isbytes, state.beginning * state.charsize, state.string, from - state.beginning, to - state.beginning);
}

/** Returns new: the text of group `index`, or for a group that took no part None, or '' with `empty`. */
export function state_getslice(state: SRE_Session, index: number, empty: boolean): number {
  const i = (index - 1) * 2;
  if (i >= state.lastmark || state.mark[i] === -1 || state.mark[i + 1] === -1) return empty ? state_slice(state, state.beginning, state.beginning) : Py_None;
  if (state.mark[i] > state.mark[i + 1]) return wrong_span();
  return state_slice(state, state.mark[i], state.mark[i + 1]);
}

export function wrong_span(): 0 {
  PyErr_SetString(PyExc_SystemError, 'The span of capturing group is wrong, please report a bug for the re module.');
  return 0;
}

export function pattern_error(status: number): void {
  if (status === SRE_ERROR_MEMORY) PyErr_NoMemory();
  else if (status !== SRE_ERROR_INTERRUPTED) PyErr_SetString(PyExc_RuntimeError, 'internal error in regular expression engine');
}

/** The module's state: its types and re._compile_template (0 until the first replacement template). Owned. */
export const enum sremodulestate {
  Pattern_Type = 0,
  Match_Type = 8,
  Scanner_Type = 16,
  Template_Type = 24,
  compile_template = 32,
  SIZEOF = 40,
}

/** The module state of one of this module's objects. */
export function module_state_of(op: number): number {
  const module = HEAP32[(Py_TYPE(op) + PyHeapTypeObject.ht_module) >> 2];
  return HEAP32[(module + PyModuleObject.md_state) >> 2];
}
