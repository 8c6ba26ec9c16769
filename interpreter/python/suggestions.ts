// Answers to Python/suggestions.c of CPython 3.13: "Did you mean: ...?", by a weighted edit distance.

import { PyTupleObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { METH_FASTCALL } from '../include/object';
import { Py_None, PyExc_TypeError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE } from '../objects/listobject';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_Format } from './errors';
import { _PyArg_CheckPositional } from './getargs';

const MAX_CANDIDATE_ITEMS = 750;
const MAX_STRING_SIZE = 40;
const MOVE_COST = 2;
const CASE_COST = 1;

function substitution_cost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? CASE_COST : MOVE_COST;
}

/** The distance, or a number above `max_cost` as soon as it is known to be larger. */
function levenshtein_distance(a: string, b: string, max_cost: number): number {
  if (a === b) return 0;
  let pre = 0;
  while (pre < a.length && pre < b.length && a[pre] === b[pre]) pre++;
  a = a.slice(pre);
  b = b.slice(pre);
  let post = 0;
  while (post < a.length && post < b.length && a[a.length - 1 - post] === b[b.length - 1 - post]) post++;
  a = a.slice(0, a.length - post);
  b = b.slice(0, b.length - post);
  if (a === '' || b === '') return MOVE_COST * (a.length + b.length);
  if (a.length > MAX_STRING_SIZE || b.length > MAX_STRING_SIZE) return max_cost + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE_COST > max_cost) return max_cost + 1;
  const row = Array.from(a, (_c, i) => (i + 1) * MOVE_COST);
  let result = 0;
  for (let j = 0; j < b.length; j++) {
    let distance = j * MOVE_COST;
    result = distance;
    let minimum = Infinity;
    for (let i = 0; i < a.length; i++) {
      const substitute = distance + substitution_cost(b[j], a[i]);
      distance = row[i];
      const insert_delete = Math.min(result, distance) + MOVE_COST;
      result = Math.min(insert_delete, substitute);
      row[i] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > max_cost) return max_cost + 1;
  }
  return result;
}

/** The candidate nearest to `name`; null when none is near. */
export function nearest(candidates: readonly string[], name: string): string | null {
  if (candidates.length >= MAX_CANDIDATE_ITEMS) return null;
  let best = Infinity;
  let suggestion: string | null = null;
  for (const item of candidates) {
    if (item === name) continue;
    const max_distance = Math.min(Math.floor(((name.length + item.length + 3) * MOVE_COST) / 6), best - 1);
    const distance = levenshtein_distance(name, item, max_distance);
    if (distance > max_distance) continue;
    if (suggestion === null || distance < best) {
      suggestion = item;
      best = distance;
    }
  }
  return suggestion;
}

/** The nearest of a list or tuple of strings: new str, or 0 without an exception. */
export function _Py_CalculateSuggestions(dir: number, name: number): number {
  const list = PyList_Check(dir);
  const n = list ? PyList_GET_SIZE(dir) : HEAP32[(dir + 16) >> 2];
  const names: string[] = [];
  for (let i = 0; i < n; i++) {
    const item = list ? PyList_GET_ITEM(dir, i) : HEAP32[(dir + PyTupleObject.ob_item + i * 8) >> 2];
    if (PyUnicode_Check(item)) names.push(PyUnicode_AsUTF8(item) ?? '');
  }
  const s = nearest(names, PyUnicode_AsUTF8(name) ?? '');
  return s === null ? 0 : PyUnicode_FromString(s);
}

builtin_module({
  m_name: '_suggestions',
  m_methods: [[
    '_generate_suggestions',
    (_m: number, args: number, nargs: number) => {
      if (!_PyArg_CheckPositional('_generate_suggestions', nargs, 2, 2)) return 0;
      const [candidates, item] = [HEAP32[args >> 2], HEAP32[(args + 8) >> 2]];
      if (!PyList_Check(candidates)) return PyErr_Format(PyExc_TypeError, 'candidates must be a list');
      return _Py_CalculateSuggestions(candidates, item) || Py_None;
    },
    METH_FASTCALL,
  ]],
});
