// Answers to the Pattern and SRE_Scanner types and _sre.compile of CPython 3.13's Modules/_sre/sre.c.

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { FUNCS } from '../../include/functable';
import { PatternObject, Py_buffer, PyTypeObject, ScannerObject, TemplateObject } from '../../include/generated/offsets';
import { hash_hi, hash_result } from '../../include/hash';
import { HEAP32, HEAPU8, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_METHOD, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_EQ, Py_NE, Py_NewRef, Py_READONLY, Py_SIZE, Py_T_INT,
  Py_T_PYSSIZET, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE, Py_XDECREF,
} from '../../include/object';
import { Py_None, Py_NotImplemented, PyExc_OverflowError, PyExc_RuntimeError, PyExc_TypeError } from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { PyBool_FromLong } from '../../objects/boolobject';
import { PyObject_CallMethodOneArg, PyObject_CallOneArg } from '../../objects/call';
import { PyDictProxy_New } from '../../objects/descrobject';
import { PyDict_Check, PyDict_GET_SIZE, PyDict_New } from '../../objects/dictobject';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import { PyCallIter_New } from '../../objects/iterobject';
import { PyList_Append, PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New } from '../../objects/listobject';
import { PyLong_AsUnsignedLong, PyLong_FromSsize_t } from '../../objects/longobject';
import { _PyModule_GetState } from '../../objects/moduleobject';
import { PyCallable_Check, PyObject_GetAttr, PyObject_Hash, PyObject_RichCompareBool } from '../../objects/object';
import { PyTuple_Check, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../../objects/tupleobject';
import { _Py_ID, PyUnicode_Check, PyUnicode_FindChar, PyUnicode_Join } from '../../objects/unicodeobject';
import { PyUnicode_FromFormat } from '../../objects/unicodeobject_format';
import { PyObject_ClearWeakRefs } from '../../objects/weakrefobject';
import { PyErr_Clear, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyObject_GC_New, PyObject_GC_NewVar, PyObject_GC_Track, PyObject_GC_UnTrack } from '../../python/gc';
import { _PyArg_BadArgument } from '../../python/getargs';
import { _Py_HashBytes } from '../../python/pyhash';
import { as_int, as_ssize, clinic_args } from '../clinic';
import { SRE_FLAG_ASCII, SRE_FLAG_DEBUG, SRE_FLAG_DOTALL, SRE_FLAG_IGNORECASE, SRE_FLAG_LOCALE, SRE_FLAG_MULTILINE, SRE_FLAG_UNICODE, SRE_FLAG_VERBOSE } from './sre_constants';
import { sre_match, sre_search } from './sre_lib';
import { pattern_new_match } from './sre_match';
import {
  chars_of, getstring, module_state_of, pattern_error, release_view, type SRE_Session, sremodulestate, state_alloc, state_fini, state_free, state_getslice, state_init,
  state_reset, state_slice, string_data, string_isbytes, string_length,
} from './sre_state';
import { compile_template, expand_template } from './sre_template';
import { validate } from './sre_validate';

type visitproc = (op: number, arg: number) => number;

const MAX = Number.MAX_SAFE_INTEGER;

/** The pattern's code as an index into HEAP32. */
function code_of(pattern: number): number {
  return (pattern + PatternObject.code) >> 2;
}

function groups_of(pattern: number): number {
  return HEAP32[(pattern + PatternObject.groups) >> 2];
}

// ---- struct ----

const COMPILE = { fname: 'compile', keywords: ['pattern', 'flags', 'code', 'groups', 'groupindex', 'indexgroup'] };

/** _sre.compile: a Pattern around the code that re._compiler made. */
export function _sre_compile(module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args(COMPILE, 6, 6, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const [pattern, , code, , groupindex, indexgroup] = a;
  const flags = as_int(a[1]);
  if (flags === null) return 0;
  if (!PyList_Check(code)) {
    _PyArg_BadArgument('compile', "argument 'code'", 'list', code);
    return 0;
  }
  const groups = as_ssize(a[3]);
  if (groups === null) return 0;
  if (!PyDict_Check(groupindex)) {
    _PyArg_BadArgument('compile', "argument 'groupindex'", 'dict', groupindex);
    return 0;
  }
  if (!PyTuple_Check(indexgroup)) {
    _PyArg_BadArgument('compile', "argument 'indexgroup'", 'tuple', indexgroup);
    return 0;
  }
  const self = new_pattern(HEAP32[(_PyModule_GetState(module) + sremodulestate.Pattern_Type) >> 2], code);
  if (self === 0) return 0;
  const isbytes = pattern === Py_None ? -1 : is_bytes_pattern(pattern);
  if (isbytes === null) {
    Py_DECREF(self);
    return 0;
  }
  HEAP32[(self + PatternObject.isbytes) >> 2] = isbytes;
  HEAP32[(self + PatternObject.flags) >> 2] = flags;
  write_ptr(self + PatternObject.pattern, Py_NewRef(pattern));
  write_ssize(self + PatternObject.groups, groups);
  if (PyDict_GET_SIZE(groupindex) > 0) {
    write_ptr(self + PatternObject.groupindex, Py_NewRef(groupindex));
    if (PyTuple_GET_SIZE(indexgroup) > 0) write_ptr(self + PatternObject.indexgroup, Py_NewRef(indexgroup));
  }
  const at = code_of(self);
  if (!validate(at, at + HEAP32[(self + PatternObject.codesize) >> 2], groups)) {
    PyErr_SetString(PyExc_RuntimeError, 'invalid SRE code');
    Py_DECREF(self);
    return 0;
  }
  return self;
}

/** Returns new: a Pattern with this code and nothing else. */
function new_pattern(type: number, code: number): number {
  const n = PyList_GET_SIZE(code);
  const self = PyObject_GC_NewVar(type, n);
  if (self === 0) return 0;
  for (let p = self + PatternObject.groups; p < self + PatternObject.code; p += 8) write_ptr(p, 0);
  write_ptr(self + PatternObject.codesize, n);
  PyObject_GC_Track(self);
  const words = code_of(self);
  for (let i = 0; i < n; i++) {
    const value = PyLong_AsUnsignedLong(PyList_GET_ITEM(code, i));
    if (value === -1 || PyErr_Occurred()) {
      Py_DECREF(self);
      return 0;
    }
    if (value > 0xffffffff) {
      PyErr_SetString(PyExc_OverflowError, 'regular expression code size limit exceeded');
      Py_DECREF(self);
      return 0;
    }
    HEAP32[words + i] = value;
  }
  return self;
}

/** 1 for bytes, 0 for str; null with TypeError. */
function is_bytes_pattern(pattern: number): number | null {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  const ok = getstring(pattern, view);
  if (ok) release_view(view);
  stackRestore(mark);
  return ok ? Number(string_isbytes) : null;
}

function pattern_clear(self: number): number {
  Py_CLEAR(self + PatternObject.groupindex);
  Py_CLEAR(self + PatternObject.indexgroup);
  Py_CLEAR(self + PatternObject.pattern);
  return 0;
}

function pattern_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  if (HEAP32[(self + PatternObject.weakreflist) >> 2] !== 0) PyObject_ClearWeakRefs(self);
  pattern_clear(self);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}

function pattern_traverse(self: number, visit: visitproc, arg: number): number {
  let e = visit(Py_TYPE(self), arg);
  for (const at of [PatternObject.groupindex, PatternObject.indexgroup, PatternObject.pattern]) {
    if (e) return e;
    const o = HEAP32[(self + at) >> 2];
    if (o !== 0) e = visit(o, arg);
  }
  return e;
}

// ---- arguments ----

/** The arguments string, pos, endpos of the call being made; read them before anything else runs. */
let arg_string = 0;
let arg_pos = 0;
let arg_endpos = 0;

function string_args(fname: string, args: number, nargs: number, kwnames: number): boolean {
  arg_pos = 0;
  arg_endpos = MAX;
  if (nargs === 1 && kwnames === 0) {
    arg_string = HEAP32[args >> 2];
    return true;
  }
  const a = clinic_args({ fname, keywords: ['string', 'pos', 'endpos'] }, 1, 3, 0, args, nargs, kwnames);
  if (a === null) return false;
  const pos = a[1] === 0 ? 0 : as_ssize(a[1]);
  if (pos === null) return false;
  const endpos = a[2] === 0 ? MAX : as_ssize(a[2]);
  if (endpos === null) return false;
  arg_string = a[0];
  arg_pos = pos;
  arg_endpos = endpos;
  return true;
}

// ---- match, fullmatch, search ----

const enum How {
  match,
  fullmatch,
  search,
}

function match_once(self: number, args: number, nargs: number, kwnames: number, fname: string, how: How): number {
  if (!string_args(fname, args, nargs, kwnames)) return 0;
  const mark = stackSave();
  const state = state_init(self, arg_string, arg_pos, arg_endpos);
  let result = 0;
  if (state !== null) {
    state.match_all = how === How.fullmatch;
    const status = how === How.search ? sre_search(state, code_of(self)) : sre_match(state, code_of(self), true);
    if (status === 0) result = Py_None;
    else if (status > 0 || !PyErr_Occurred()) result = pattern_new_match(module_state_of(self), self, state, status);
    state_fini(state);
  }
  stackRestore(mark);
  return result;
}

function pattern_match(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  return match_once(self, args, nargs, kwnames, 'match', How.match);
}

function pattern_fullmatch(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  return match_once(self, args, nargs, kwnames, 'fullmatch', How.fullmatch);
}

function pattern_search(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  return match_once(self, args, nargs, kwnames, 'search', How.search);
}

// ---- all matches ----

/** Finds the next match of a session: 1, 0 when there is none, -1 with an exception. */
function search_next(state: SRE_Session, code: number): number {
  state_reset(state);
  state.ptr = state.start;
  const status = sre_search(state, code);
  if (status >= 0) return status;
  if (!PyErr_Occurred()) pattern_error(status);
  return -1;
}

/** The next search begins where this match ended, and must not find nothing there again. */
function advance(state: SRE_Session): void {
  state.must_advance = state.ptr === state.start;
  state.start = state.ptr;
}

/** Appends and releases `item`; false when it is NULL or there was no room. */
function append(list: number, item: number): boolean {
  if (item === 0) return false;
  const r = PyList_Append(list, item);
  Py_DECREF(item);
  return r === 0;
}

/** Returns new: what findall lists for a match. */
function findall_item(state: SRE_Session, groups: number): number {
  if (groups === 0) return state_slice(state, state.start, state.ptr);
  if (groups === 1) return state_getslice(state, 1, true);
  const item = PyTuple_New(groups);
  if (item === 0) return 0;
  for (let i = 0; i < groups; i++) {
    const o = state_getslice(state, i + 1, true);
    if (o === 0) {
      Py_DECREF(item);
      return 0;
    }
    PyTuple_SET_ITEM(item, i, o);
  }
  return item;
}

/** Runs `body` with a session and a new list; returns the list, or NULL when `body` says false. */
function collect(self: number, string: number, pos: number, endpos: number, body: (state: SRE_Session, list: number) => boolean): number {
  const mark = stackSave();
  const state = state_init(self, string, pos, endpos);
  let list = state === null ? 0 : PyList_New(0);
  if (state !== null) {
    if (list !== 0 && !body(state, list)) {
      Py_DECREF(list);
      list = 0;
    }
    state_fini(state);
  }
  stackRestore(mark);
  return list;
}

function pattern_findall(self: number, args: number, nargs: number, kwnames: number): number {
  if (!string_args('findall', args, nargs, kwnames)) return 0;
  const code = code_of(self);
  const groups = groups_of(self);
  return collect(self, arg_string, arg_pos, arg_endpos, (state, list) => {
    while (state.start <= state.end) {
      const status = search_next(state, code);
      if (status <= 0) return status === 0;
      if (!append(list, findall_item(state, groups))) return false;
      advance(state);
    }
    return true;
  });
}

function pattern_split(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'split', keywords: ['string', 'maxsplit'] }, 1, 2, 0, args, nargs, kwnames);
  const maxsplit = a === null ? null : a[1] === 0 ? 0 : as_ssize(a[1]);
  if (a === null || maxsplit === null) return 0;
  const code = code_of(self);
  const groups = groups_of(self);
  return collect(self, a[0], 0, MAX, (state, list) => {
    let last = state.start;
    for (let n = 0; maxsplit === 0 || n < maxsplit; n++) {
      const status = search_next(state, code);
      if (status < 0) return false;
      if (status === 0) break;
      if (!append(list, state_slice(state, last, state.start))) return false;
      for (let i = 0; i < groups; i++) if (!append(list, state_getslice(state, i + 1, false))) return false;
      advance(state);
      last = state.start;
    }
    return append(list, state_slice(state, last, state.end));
  });
}

// ---- sub ----

const enum Filter {
  LITERAL,
  TEMPLATE,
  CALLABLE,
}

/** Is the replacement a text without a backslash? */
function is_literal(template: number): boolean {
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  let literal = false;
  if (getstring(template, view)) {
    if (string_isbytes) literal = HEAPU8.subarray(string_data, string_data + string_length).indexOf(92) < 0;
    else literal = PyUnicode_FindChar(template, 92, 0, string_length, 1) === -1;
    release_view(view);
  } else PyErr_Clear();
  stackRestore(mark);
  return literal;
}

/** The kind of the filter made last by make_filter. */
let filter_kind = Filter.LITERAL;

/** Returns new. */
function make_filter(module_state: number, self: number, template: number): number {
  filter_kind = PyCallable_Check(template) ? Filter.CALLABLE : Filter.LITERAL;
  if (filter_kind === Filter.CALLABLE || is_literal(template)) return Py_NewRef(template);
  const filter = compile_template(module_state, self, template);
  if (filter === 0) return 0;
  filter_kind = Filter.TEMPLATE;
  if (Py_SIZE(filter) !== 0) return filter;
  filter_kind = Filter.LITERAL;
  const literal = Py_NewRef(HEAP32[(filter + TemplateObject.literal) >> 2]);
  Py_DECREF(filter);
  return literal;
}

/** Returns new: what stands for a match; None is nothing. */
function replacement(module_state: number, self: number, state: SRE_Session, filter: number, kind: Filter): number {
  if (kind === Filter.LITERAL) return Py_NewRef(filter);
  const match = pattern_new_match(module_state, self, state, 1);
  if (match === 0) return 0;
  const item = kind === Filter.TEMPLATE ? expand_template(filter, match) : PyObject_CallOneArg(filter, match);
  Py_DECREF(match);
  return item;
}

function pattern_subx(self: number, fname: string, args: number, nargs: number, kwnames: number, subn: boolean): number {
  const a = clinic_args({ fname, keywords: ['repl', 'string', 'count'] }, 2, 3, 0, args, nargs, kwnames);
  const count = a === null ? null : a[2] === 0 ? 0 : as_ssize(a[2]);
  if (a === null || count === null) return 0;
  const string = a[1];
  const module_state = module_state_of(self);
  const filter = make_filter(module_state, self, a[0]);
  if (filter === 0) return 0;
  const kind = filter_kind;
  const code = code_of(self);
  let n = 0;
  let joiner = 0;
  const list = collect(self, string, 0, MAX, (state, list) => {
    let last = state.start;
    while (count === 0 || n < count) {
      const status = search_next(state, code);
      if (status < 0) return false;
      if (status === 0) break;
      if (last < state.start && !append(list, state_slice(state, last, state.start))) return false;
      const item = replacement(module_state, self, state, filter, kind);
      if (item === 0) return false;
      if (item !== Py_None && !append(list, item)) return false;
      last = state.ptr;
      n++;
      advance(state);
    }
    if (last < state.end && !append(list, state_slice(state, last, state.end))) return false;
    joiner = state_slice(state, state.beginning, state.beginning);
    return joiner !== 0;
  });
  Py_DECREF(filter);
  if (list === 0) return 0;
  const text = join(joiner, list);
  if (text === 0 || !subn) return text;
  const result = PyTuple_New(2);
  if (result === 0) {
    Py_DECREF(text);
    return 0;
  }
  PyTuple_SET_ITEM(result, 0, text);
  PyTuple_SET_ITEM(result, 1, PyLong_FromSsize_t(n));
  return result;
}

/** Returns new; steals both. */
function join(joiner: number, list: number): number {
  if (PyList_GET_SIZE(list) === 0) {
    Py_DECREF(list);
    return joiner;
  }
  const isbytes = !PyUnicode_Check(joiner);
  const text = isbytes ? PyObject_CallMethodOneArg(joiner, _Py_ID('join'), list) : PyUnicode_Join(joiner, list);
  Py_DECREF(joiner);
  Py_DECREF(list);
  return text;
}

function pattern_sub(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  return pattern_subx(self, 'sub', args, nargs, kwnames, false);
}

function pattern_subn(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  return pattern_subx(self, 'subn', args, nargs, kwnames, true);
}

function pattern_copy(self: number): number {
  return Py_NewRef(self);
}

// ---- repr, hash, comparison ----

const FLAG_NAMES = [
  ['re.IGNORECASE', SRE_FLAG_IGNORECASE], ['re.LOCALE', SRE_FLAG_LOCALE], ['re.MULTILINE', SRE_FLAG_MULTILINE], ['re.DOTALL', SRE_FLAG_DOTALL],
  ['re.UNICODE', SRE_FLAG_UNICODE], ['re.VERBOSE', SRE_FLAG_VERBOSE], ['re.DEBUG', SRE_FLAG_DEBUG], ['re.ASCII', SRE_FLAG_ASCII],
] as const;

function pattern_repr(self: number): number {
  let flags = HEAP32[(self + PatternObject.flags) >> 2];
  const pattern = HEAP32[(self + PatternObject.pattern) >> 2];
  // A str pattern is a Unicode pattern unless it says otherwise.
  if (HEAP32[(self + PatternObject.isbytes) >> 2] === 0 && (flags & (SRE_FLAG_LOCALE | SRE_FLAG_UNICODE | SRE_FLAG_ASCII)) === SRE_FLAG_UNICODE) flags &= ~SRE_FLAG_UNICODE;
  const names: string[] = [];
  for (const [name, bit] of FLAG_NAMES) {
    if ((flags & bit) === 0) continue;
    names.push(name);
    flags &= ~bit;
  }
  if (flags !== 0) names.push(`0x${(flags >>> 0).toString(16)}`);
  if (names.length === 0) return PyUnicode_FromFormat('re.compile(%.200R)', pattern);
  return PyUnicode_FromFormat('re.compile(%.200R, %s)', pattern, names.join('|'));
}

function pattern_hash(self: number): number {
  let lo = PyObject_Hash(HEAP32[(self + PatternObject.pattern) >> 2]);
  let hi = hash_hi();
  if (lo === -1 && hi === -1) return hash_result(-1, -1);
  const codesize = HEAP32[(self + PatternObject.codesize) >> 2];
  const isbytes = HEAP32[(self + PatternObject.isbytes) >> 2];
  const flags = HEAP32[(self + PatternObject.flags) >> 2];
  lo ^= _Py_HashBytes(self + PatternObject.code, codesize * 4) ^ flags ^ isbytes ^ codesize;
  hi ^= hash_hi() ^ (flags >> 31) ^ (isbytes >> 31);
  return lo === -1 && hi === -1 ? hash_result(-2, -1) : hash_result(lo, hi);
}

function same_words(left: number, right: number, n: number): boolean {
  for (let i = 0; i < n; i++) if (HEAP32[left + i] !== HEAP32[right + i]) return false;
  return true;
}

function pattern_richcompare(left: number, right: number, op: number): number {
  if ((op !== Py_EQ && op !== Py_NE) || Py_TYPE(right) !== Py_TYPE(left)) return Py_NotImplemented;
  if (left === right) return PyBool_FromLong(op === Py_EQ);
  const same = (at: number) => HEAP32[(left + at) >> 2] === HEAP32[(right + at) >> 2];
  let cmp = Number(
    same(PatternObject.flags) && same(PatternObject.isbytes) && same(PatternObject.codesize) && same_words(code_of(left), code_of(right), HEAP32[(left + PatternObject.codesize) >> 2]),
  );
  if (cmp) cmp = PyObject_RichCompareBool(HEAP32[(left + PatternObject.pattern) >> 2], HEAP32[(right + PatternObject.pattern) >> 2], Py_EQ);
  if (cmp < 0) return 0;
  return PyBool_FromLong((cmp === 1) === (op === Py_EQ));
}

function pattern_groupindex(self: number): number {
  const groupindex = HEAP32[(self + PatternObject.groupindex) >> 2];
  return groupindex === 0 ? PyDict_New() : PyDictProxy_New(groupindex);
}

// ---- scanner ----

/** What ScannerObject.state holds: the Py_buffer of the subject, then where its data begin and how wide and of what kind its characters are. */
const enum scan {
  view = ScannerObject.state,
  data = ScannerObject.state + 80,
  charsize = ScannerObject.state + 88,
  isbytes = ScannerObject.state + 92,

}

/** Returns new. */
function pattern_scanner(self: number, string: number, pos: number, endpos: number): number {
  const scanner = PyObject_GC_New(HEAP32[(module_state_of(self) + sremodulestate.Scanner_Type) >> 2]);
  if (scanner === 0) return 0;
  for (let p = scanner + ScannerObject.pattern; p < scanner + ScannerObject.SIZEOF; p += 8) write_ptr(p, 0);
  const state = state_init(self, string, pos, endpos, scanner + scan.view);
  if (state === null) {
    Py_DECREF(scanner);
    return 0;
  }
  write_ptr(scanner + ScannerObject.pattern, Py_NewRef(self));
  write_ptr(scanner + ScannerObject.string, state.string);
  write_ptr(scanner + ScannerObject.start, state.pos);
  write_ptr(scanner + ScannerObject.pos, state.pos);
  write_ptr(scanner + ScannerObject.end, state.endpos);
  write_ptr(scanner + scan.data, state.beginning * state.charsize);
  HEAP32[(scanner + scan.charsize) >> 2] = state.charsize;
  HEAP32[(scanner + scan.isbytes) >> 2] = Number(state.isbytes);
  state_free(state);
  PyObject_GC_Track(scanner);
  return scanner;
}

function scanner_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  release_view(self + scan.view);
  Py_XDECREF(HEAP32[(self + ScannerObject.string) >> 2]);
  scanner_clear(self);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}

function scanner_traverse(self: number, visit: visitproc, arg: number): number {
  const pattern = HEAP32[(self + ScannerObject.pattern) >> 2];
  return visit(Py_TYPE(self), arg) || (pattern === 0 ? 0 : visit(pattern, arg));
}

function scanner_clear(self: number): number {
  Py_CLEAR(self + ScannerObject.pattern);
  return 0;
}

/** The session of a scanner, from its fields. Its string is borrowed. */
function scanner_session(self: number, pattern: number): SRE_Session {
  const state = state_alloc(groups_of(pattern));
  const charsize = HEAP32[(self + scan.charsize) >> 2];
  const base = HEAP32[(self + scan.data) >> 2] / charsize;
  state.chars = chars_of(charsize);
  state.charsize = charsize;
  state.isbytes = HEAP32[(self + scan.isbytes) >> 2] !== 0;
  state.beginning = base;
  state.start = state.ptr = base + HEAP32[(self + ScannerObject.start) >> 2];
  state.pos = HEAP32[(self + ScannerObject.pos) >> 2];
  state.endpos = HEAP32[(self + ScannerObject.end) >> 2];
  state.end = base + state.endpos;
  state.must_advance = HEAP32[(self + ScannerObject.must_advance) >> 2] !== 0;
  state.string = HEAP32[(self + ScannerObject.string) >> 2];
  state_reset(state);
  return state;
}

function scanner_next(self: number, fname: string, nargs: number, kwnames: number, find: (state: SRE_Session, code: number) => number): number {
  if (nargs !== 0 || (kwnames !== 0 && PyTuple_GET_SIZE(kwnames) > 0)) {
    PyErr_SetString(PyExc_TypeError, `${fname}() takes no arguments`);
    return 0;
  }
  if (read_ssize(self + ScannerObject.start) < 0) return Py_None;
  const pattern = HEAP32[(self + ScannerObject.pattern) >> 2];
  const state = scanner_session(self, pattern);
  const status = find(state, code_of(pattern));
  const match = status < 0 && PyErr_Occurred() ? 0 : pattern_new_match(module_state_of(self), pattern, state, status);
  if (status > 0) {
    write_ssize(self + ScannerObject.start, state.ptr - state.beginning);
    HEAP32[(self + ScannerObject.must_advance) >> 2] = Number(state.ptr === state.start);
  } else if (status === 0) write_ssize(self + ScannerObject.start, -1);
  state_free(state);
  return match;
}

function scanner_match(self: number, _cls: number, _args: number, nargs: number, kwnames: number): number {
  return scanner_next(self, 'match', nargs, kwnames, (state, code) => sre_match(state, code, true));
}

function scanner_search(self: number, _cls: number, _args: number, nargs: number, kwnames: number): number {
  return scanner_next(self, 'search', nargs, kwnames, sre_search);
}

function pattern_scanner_method(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  return string_args('scanner', args, nargs, kwnames) ? pattern_scanner(self, arg_string, arg_pos, arg_endpos) : 0;
}

function pattern_finditer(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  if (!string_args('finditer', args, nargs, kwnames)) return 0;
  const scanner = pattern_scanner(self, arg_string, arg_pos, arg_endpos);
  if (scanner === 0) return 0;
  const search = PyObject_GetAttr(scanner, _Py_ID('search'));
  Py_DECREF(scanner);
  if (search === 0) return 0;
  const iterator = PyCallIter_New(search, Py_None);
  Py_DECREF(search);
  return iterator;
}

// ---- types ----

const FLAGS = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC;
const FASTKEYWORDS = METH_FASTCALL | METH_KEYWORDS;
const METHOD = METH_METHOD | METH_FASTCALL | METH_KEYWORDS;
const RANGE = 'string, pos=0, endpos=sys.maxsize';

export const pattern_spec = type_spec({
  tp_name: 're.Pattern',
  tp_basicsize: PatternObject.SIZEOF,
  tp_itemsize: 4,
  tp_flags: FLAGS,
  tp_doc: 'Compiled regular expression object.',
  tp_weaklistoffset: PatternObject.weakreflist,
  tp_dealloc: pattern_dealloc,
  tp_repr: pattern_repr,
  tp_hash: pattern_hash,
  tp_richcompare: pattern_richcompare,
  tp_traverse: pattern_traverse,
  tp_clear: pattern_clear,
  tp_methods: [
    ['match', pattern_match, METHOD, `match($self, /, ${RANGE})\n--\n\nMatches zero or more characters at the beginning of the string.`],
    ['fullmatch', pattern_fullmatch, METHOD, `fullmatch($self, /, ${RANGE})\n--\n\nMatches against all of the string.`],
    ['search', pattern_search, METHOD, `search($self, /, ${RANGE})\n--\n\nThe first match anywhere in the string, or None.`],
    ['sub', pattern_sub, METHOD, 'sub($self, /, repl, string, count=0)\n--\n\nThe string with the matches, which do not overlap, replaced by repl.'],
    ['subn', pattern_subn, METHOD, 'subn($self, /, repl, string, count=0)\n--\n\nThe tuple (new_string, number_of_subs_made).'],
    ['findall', pattern_findall, FASTKEYWORDS, `findall($self, /, ${RANGE})\n--\n\nA list of all matches, which do not overlap.`],
    ['split', pattern_split, FASTKEYWORDS, 'split($self, /, string, maxsplit=0)\n--\n\nThe string split at the matches.'],
    ['finditer', pattern_finditer, METHOD, `finditer($self, /, ${RANGE})\n--\n\nAn iterator over all matches, which do not overlap.`],
    ['scanner', pattern_scanner_method, METHOD, `scanner($self, /, ${RANGE})\n--\n\n`],
    ['__copy__', pattern_copy, METH_NOARGS, '__copy__($self, /)\n--\n\n'],
    ['__deepcopy__', pattern_copy, METH_O, '__deepcopy__($self, memo, /)\n--\n\n'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
  tp_members: [
    ['pattern', _Py_T_OBJECT, PatternObject.pattern, Py_READONLY, 'The text that the pattern was compiled from.'],
    ['flags', Py_T_INT, PatternObject.flags, Py_READONLY, 'The flags of the pattern.'],
    ['groups', Py_T_PYSSIZET, PatternObject.groups, Py_READONLY, 'How many groups the pattern has.'],
  ],
  tp_getset: [['groupindex', pattern_groupindex, null, 'The numbers of the named groups by name.']],
});

export const scanner_spec = type_spec({
  tp_name: '_sre.SRE_Scanner',
  tp_basicsize: ScannerObject.SIZEOF,
  tp_flags: FLAGS,
  tp_dealloc: scanner_dealloc,
  tp_traverse: scanner_traverse,
  tp_clear: scanner_clear,
  tp_methods: [
    ['match', scanner_match, METHOD, 'match($self, /)\n--\n\n'],
    ['search', scanner_search, METHOD, 'search($self, /)\n--\n\n'],
  ],
  tp_members: [['pattern', _Py_T_OBJECT, ScannerObject.pattern, Py_READONLY, null]],
});
