// Answers to Python/pyarena.c of CPython 3.13: what a tree's Python objects are held by while code compiled from source runs.
// So a constant of the program's main file, of exec(text) and eval(text) has one reference more as long as that runs.
// Deviations: the tree is plain JS; the list `a_objects` holds the constants of its code objects (identifiers are immortal).

import { Py_DECREF, Py_XDECREF } from '../include/object';
import type { PyConst } from '../include/pycore_ast';
import { PySequence_Tuple } from '../objects/abstract';
import { PyList_Append, PyList_New } from '../objects/listobject';
import { PyFrozenSet_CheckExact, PyFrozenSet_New } from '../objects/setobject';
import { PyErr_Clear } from './errors';

export interface PyArena {
  a_objects: number;
  /** Identifiers that the parser met. */
  identifiers: Set<string>;
  /** Literals that the parser adds twice: a bytes literal on its own is its token's and its expression's object. */
  twice: Set<PyConst>;
}

/** `runs`: whether code is about to run while the tree lives; else there is no list. Released with _PyArena_Free. */
export function _PyArena_New(runs: boolean): PyArena {
  const a_objects = runs ? PyList_New(0) : 0;
  if (runs && a_objects === 0) PyErr_Clear();
  return { a_objects, identifiers: new Set(), twice: new Set() };
}

/** Holds `obj`, borrowed, until the arena is freed. Without memory it does not. */
export function _PyArena_AddPyObject(arena: PyArena, obj: number): void {
  if (arena.a_objects !== 0 && PyList_Append(arena.a_objects, obj) < 0) PyErr_Clear();
}

export function _PyArena_Free(arena: PyArena): void {
  Py_XDECREF(arena.a_objects);
  arena.a_objects = 0;
}

/** Adds those of the objects made from constants (each with its reference, released here) that the tree's expressions hold. */
export function add_constants(arena: PyArena, tree: object, made: Map<unknown, number>): void {
  const constants = arena.a_objects === 0 ? null : new Set<unknown>();
  if (constants !== null) collect_constants(tree, constants);
  for (const [constant, o] of made) {
    if (constants?.has(constant)) {
      if (PyFrozenSet_CheckExact(o)) add_copy(arena, o);
      else _PyArena_AddPyObject(arena, o);
      if (arena.twice.has(constant as PyConst)) _PyArena_AddPyObject(arena, o);
    }
    Py_DECREF(o);
  }
}

/** The compiler merges the items of a frozenset into a new one; the tree keeps its own. */
function add_copy(arena: PyArena, frozenset: number): void {
  const items = PySequence_Tuple(frozenset);
  const copy = items === 0 ? 0 : PyFrozenSet_New(items);
  if (copy === 0) PyErr_Clear();
  else _PyArena_AddPyObject(arena, copy);
  Py_XDECREF(items);
  Py_XDECREF(copy);
}

/** The constants of the expressions below `node`, items of folded tuples and frozensets included. */
function collect_constants(node: object, into: Set<unknown>): void {
  for (const key in node) {
    const v = (node as Record<string, unknown>)[key];
    if (typeof v !== 'object' || v === null) continue;
    if ('t' in v) add_constant(v as PyConst, into);
    else collect_constants(v, into);
  }
}

function add_constant(c: PyConst, into: Set<unknown>): void {
  into.add(c);
  if (c.t === 'tuple' || c.t === 'frozenset') for (const item of c.v) add_constant(item, into);
}
