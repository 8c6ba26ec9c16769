// Answers to the Match type of CPython 3.13's Modules/_sre/sre.c.
//
// mark[2 * i] and mark[2 * i + 1] are where group i begins and ends in the string, -1 when it took no part.

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { FUNCS } from '../../include/functable';
import { MatchObject, PatternObject, PyTypeObject } from '../../include/generated/offsets';
import { HEAP32, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import {
  _Py_T_OBJECT, METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_INCREF, Py_NewRef, Py_READONLY, Py_T_PYSSIZET,
  Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import { Py_None, PyExc_IndexError } from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { PyIndex_Check, PyNumber_AsSsize_t } from '../../objects/abstract';
import { _PyDict_Next, _PyDict_SetItem_KnownHash, PyDict_GetItemWithError, PyDict_New } from '../../objects/dictobject';
import { Py_GenericAlias } from '../../objects/genericaliasobject';
import { PyLong_AsSsize_t, PyLong_Check, PyLong_FromSsize_t } from '../../objects/longobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../../objects/tupleobject';
import { PyUnicode_FromFormat } from '../../objects/unicodeobject_format';
import { PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyObject_GC_NewVar, PyObject_GC_Track, PyObject_GC_UnTrack } from '../../python/gc';
import { _PyArg_CheckPositional } from '../../python/getargs';
import { clinic_args } from '../clinic';
import { module_state_of, pattern_error, type SRE_Session, sremodulestate, wrong_span } from './sre_state';
import { mark_at, match_getslice_by_index } from './sre_group';
import { compile_template, expand_template } from './sre_template';

type visitproc = (op: number, arg: number) => number;

function groups_of(self: number): number {
  return HEAP32[(self + MatchObject.groups) >> 2];
}

function pattern_of(self: number): number {
  return HEAP32[(self + MatchObject.pattern) >> 2];
}

/** Returns new: a Match, None when status is 0, NULL with the exception of a status below 0. */
export function pattern_new_match(module_state: number, pattern: number, state: SRE_Session, status: number): number {
  if (status === 0) return Py_None;
  if (status < 0) {
    pattern_error(status);
    return 0;
  }
  const groups = HEAP32[(pattern + PatternObject.groups) >> 2];
  const match = PyObject_GC_NewVar(HEAP32[(module_state + sremodulestate.Match_Type) >> 2], 2 * (groups + 1));
  if (match === 0) return 0;
  Py_INCREF(pattern);
  write_ptr(match + MatchObject.pattern, pattern);
  Py_INCREF(state.string);
  write_ptr(match + MatchObject.string, state.string);
  write_ptr(match + MatchObject.regs, 0);
  write_ptr(match + MatchObject.groups, groups + 1);
  const base = state.beginning;
  write_ptr(mark_at(match, 0), state.start - base);
  write_ptr(mark_at(match, 1), state.ptr - base);
  const mark = state.mark;
  for (let j = 0; j < groups * 2; j += 2) {
    const taken = j + 1 <= state.lastmark && mark[j] !== -1 && mark[j + 1] !== -1;
    write_ssize(mark_at(match, j + 2), taken ? mark[j] - base : -1);
    write_ssize(mark_at(match, j + 3), taken ? mark[j + 1] - base : -1);
    if (taken && mark[j] > mark[j + 1]) {
      Py_DECREF(match);
      return wrong_span();
    }
  }
  write_ptr(match + MatchObject.pos, state.pos);
  write_ptr(match + MatchObject.endpos, state.endpos);
  write_ssize(match + MatchObject.lastindex, state.lastindex);
  PyObject_GC_Track(match);
  return match;
}

function match_clear(self: number): number {
  Py_CLEAR(self + MatchObject.string);
  Py_CLEAR(self + MatchObject.regs);
  Py_CLEAR(self + MatchObject.pattern);
  return 0;
}

function match_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  match_clear(self);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}

function match_traverse(self: number, visit: visitproc, arg: number): number {
  let e = visit(Py_TYPE(self), arg);
  if (e) return e;
  for (const at of [MatchObject.string, MatchObject.regs, MatchObject.pattern]) {
    const o = HEAP32[(self + at) >> 2];
    if (o !== 0) e = visit(o, arg);
    if (e) return e;
  }
  return 0;
}

/** The number of the group with this number or name; -1 with an exception. */
function match_getindex(self: number, index: number): number {
  if (index === 0) return 0;
  let i = -1;
  if (PyIndex_Check(index)) i = PyNumber_AsSsize_t(index, 0);
  else {
    const groupindex = HEAP32[(pattern_of(self) + PatternObject.groupindex) >> 2];
    const number = groupindex === 0 ? 0 : PyDict_GetItemWithError(groupindex, index);
    if (number !== 0 && PyLong_Check(number)) i = PyLong_AsSsize_t(number);
  }
  if (i >= 0 && i < groups_of(self)) return i;
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_IndexError, 'no such group');
  return -1;
}

/** Returns new. */
function match_getslice(self: number, index: number, def: number): number {
  const i = match_getindex(self, index);
  return i < 0 ? 0 : match_getslice_by_index(self, i, def);
}

function match_group(self: number, args: number, nargs: number): number {
  if (nargs === 0) return match_getslice_by_index(self, 0, Py_None);
  if (nargs === 1) return match_getslice(self, HEAP32[args >> 2], Py_None);
  const result = PyTuple_New(nargs);
  if (result === 0) return 0;
  for (let i = 0; i < nargs; i++) {
    const item = match_getslice(self, HEAP32[(args + i * 8) >> 2], Py_None);
    if (item === 0) {
      Py_DECREF(result);
      return 0;
    }
    PyTuple_SET_ITEM(result, i, item);
  }
  return result;
}

function match_getitem(self: number, name: number): number {
  return match_getslice(self, name, Py_None);
}

/** The argument `default` of groups() and groupdict(); 0 with an exception. */
function default_arg(fname: string, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname, keywords: ['default'] }, 0, 1, 0, args, nargs, kwnames);
  return a === null ? 0 : a[0] || Py_None;
}

function match_groups(self: number, args: number, nargs: number, kwnames: number): number {
  const def = default_arg('groups', args, nargs, kwnames);
  const n = groups_of(self);
  const result = def === 0 ? 0 : PyTuple_New(n - 1);
  if (result === 0) return 0;
  for (let index = 1; index < n; index++) {
    const item = match_getslice_by_index(self, index, def);
    if (item === 0) {
      Py_DECREF(result);
      return 0;
    }
    PyTuple_SET_ITEM(result, index - 1, item);
  }
  return result;
}

function match_groupdict(self: number, args: number, nargs: number, kwnames: number): number {
  const def = default_arg('groupdict', args, nargs, kwnames);
  const result = def === 0 ? 0 : PyDict_New();
  const groupindex = HEAP32[(pattern_of(self) + PatternObject.groupindex) >> 2];
  if (result === 0 || groupindex === 0) return result;
  const mark = stackSave();
  const at = stackAlloc(32);
  write_ssize(at, 0);
  let ok = true;
  while (ok && _PyDict_Next(groupindex, at, at + 8, 0, at + 16)) {
    const key = Py_NewRef(HEAP32[(at + 8) >> 2]);
    const lo = HEAP32[(at + 16) >> 2];
    const hi = HEAP32[(at + 20) >> 2];
    const value = match_getslice(self, key, def);
    ok = value !== 0 && _PyDict_SetItem_KnownHash(result, key, value, lo, hi) === 0;
    if (value !== 0) Py_DECREF(value);
    Py_DECREF(key);
  }
  stackRestore(mark);
  if (ok) return result;
  Py_DECREF(result);
  return 0;
}

function group_arg(self: number, fname: string, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional(fname, nargs, 0, 1)) return -1;
  return match_getindex(self, nargs === 0 ? 0 : HEAP32[args >> 2]);
}

function match_start(self: number, args: number, nargs: number): number {
  const index = group_arg(self, 'start', args, nargs);
  return index < 0 ? 0 : PyLong_FromSsize_t(HEAP32[mark_at(self, index * 2) >> 2]);
}

function match_end(self: number, args: number, nargs: number): number {
  const index = group_arg(self, 'end', args, nargs);
  return index < 0 ? 0 : PyLong_FromSsize_t(HEAP32[mark_at(self, index * 2 + 1) >> 2]);
}

/** Returns new: (start, end) of a group. */
function pair(self: number, index: number): number {
  const result = PyTuple_New(2);
  if (result === 0) return 0;
  for (let i = 0; i < 2; i++) {
    const item = PyLong_FromSsize_t(HEAP32[mark_at(self, index * 2 + i) >> 2]);
    if (item === 0) {
      Py_DECREF(result);
      return 0;
    }
    PyTuple_SET_ITEM(result, i, item);
  }
  return result;
}

function match_span(self: number, args: number, nargs: number): number {
  const index = group_arg(self, 'span', args, nargs);
  return index < 0 ? 0 : pair(self, index);
}

function match_expand(self: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'expand', keywords: ['template'] }, 1, 1, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const filter = compile_template(module_state_of(self), pattern_of(self), a[0]);
  if (filter === 0) return 0;
  const result = expand_template(filter, self);
  Py_DECREF(filter);
  return result;
}

function match_copy(self: number): number {
  return Py_NewRef(self);
}

function match_lastindex(self: number): number {
  const i = read_ssize(self + MatchObject.lastindex);
  return i >= 0 ? PyLong_FromSsize_t(i) : Py_None;
}

function match_lastgroup(self: number): number {
  const indexgroup = HEAP32[(pattern_of(self) + PatternObject.indexgroup) >> 2];
  const i = read_ssize(self + MatchObject.lastindex);
  if (indexgroup === 0 || i < 0 || i >= PyTuple_GET_SIZE(indexgroup)) return Py_None;
  return Py_NewRef(PyTuple_GET_ITEM(indexgroup, i));
}

function match_regs(self: number): number {
  const known = HEAP32[(self + MatchObject.regs) >> 2];
  if (known !== 0) return Py_NewRef(known);
  const n = groups_of(self);
  const regs = PyTuple_New(n);
  if (regs === 0) return 0;
  for (let index = 0; index < n; index++) {
    const item = pair(self, index);
    if (item === 0) {
      Py_DECREF(regs);
      return 0;
    }
    PyTuple_SET_ITEM(regs, index, item);
  }
  write_ptr(self + MatchObject.regs, Py_NewRef(regs));
  return regs;
}

function match_repr(self: number): number {
  const group0 = match_getslice_by_index(self, 0, Py_None);
  if (group0 === 0) return 0;
  const result = PyUnicode_FromFormat('<re.Match object; span=(%zd, %zd), match=%.50R>', HEAP32[mark_at(self, 0) >> 2], HEAP32[mark_at(self, 1) >> 2], group0);
  Py_DECREF(group0);
  return result;
}

export const match_spec = type_spec({
  tp_name: 're.Match',
  tp_basicsize: MatchObject.SIZEOF,
  tp_itemsize: 8,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'What re.match() and re.search() found.\nA Match is always true.',
  tp_dealloc: match_dealloc,
  tp_repr: match_repr,
  tp_traverse: match_traverse,
  tp_clear: match_clear,
  tp_as_mapping: { mp_subscript: match_getitem },
  tp_methods: [
    ['group', match_group, METH_FASTCALL, 'group([group1, ...]) -> str or tuple.\n    The text of the groups with these numbers or names; 0 is the whole match.'],
    ['start', match_start, METH_FASTCALL, 'start($self, group=0, /)\n--\n\nWhere the group begins.'],
    ['end', match_end, METH_FASTCALL, 'end($self, group=0, /)\n--\n\nWhere the group ends.'],
    ['span', match_span, METH_FASTCALL, 'span($self, group=0, /)\n--\n\nThe tuple (m.start(group), m.end(group)).'],
    ['groups', match_groups, METH_FASTCALL | METH_KEYWORDS, 'groups($self, /, default=None)\n--\n\nA tuple of all groups, from 1.\n\n  default\n    Is used for groups that did not participate in the match.'],
    ['groupdict', match_groupdict, METH_FASTCALL | METH_KEYWORDS, 'groupdict($self, /, default=None)\n--\n\nA dict of all named groups.\n\n  default\n    Is used for groups that did not participate in the match.'],
    ['expand', match_expand, METH_FASTCALL | METH_KEYWORDS, 'expand($self, /, template)\n--\n\nThe template with its backslash references replaced, as sub() does.'],
    ['__copy__', match_copy, METH_NOARGS, '__copy__($self, /)\n--\n\n'],
    ['__deepcopy__', match_copy, METH_O, '__deepcopy__($self, memo, /)\n--\n\n'],
    ['__class_getitem__', Py_GenericAlias, METH_O | METH_CLASS, 'See PEP 585'],
  ],
  tp_members: [
    ['string', _Py_T_OBJECT, MatchObject.string, Py_READONLY, 'The string passed to match() or search().'],
    ['re', _Py_T_OBJECT, MatchObject.pattern, Py_READONLY, 'The regular expression object.'],
    ['pos', Py_T_PYSSIZET, MatchObject.pos, Py_READONLY, 'Where in the string the search began.'],
    ['endpos', Py_T_PYSSIZET, MatchObject.endpos, Py_READONLY, 'Where in the string the search had to end.'],
  ],
  tp_getset: [
    ['lastindex', match_lastindex, null, 'The number of the last group that matched.'],
    ['lastgroup', match_lastgroup, null, 'The name of the last group that matched.'],
    ['regs', match_regs, null, null],
  ],
});
