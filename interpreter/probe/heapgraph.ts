// The heap as a graph in columns: objects from some roots along their references, or what holds them, with the cycles of the
// whole reachable heap marked. Only while the program stands still.
//
// What is "the program's own": all but what the library brought. Without includeBuiltins, modules, types, code, builtin
// functions, immortal objects (small ints, interned names) and the library's objects are no nodes, and references to them no
// edges; cycles that only go through a module's namespace are none then.

import { PyCodeObject, PyFunctionObject, PyInterpreterState, PyModuleObject, PyTypeObject, PyWeakReference } from '../include/generated/offsets';
import { Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_TYPE_SUBCLASS } from '../include/object';
import { _PyInterpreterState_Main, PyBaseObject_Type, PyBytes_Type, PyCFunction_Type, PyCMethod_Type, PyClassMethodDescr_Type, PyCode_Type, PyDict_Type, PyFunction_Type, PyGetSetDescr_Type, PyMemberDescr_Type, PyMethodDescr_Type, PyModule_Type, PyWrapperDescr_Type } from '../include/statics';
import { dict_get, dict_items, is_dict } from './dicts';
import { edges_of, MAX_EDGES, type Edge } from './edges';
import { frame_globals, frame_locals, frames_of, is_module_frame, namespace_children, thread_states } from './frames';
import { generation_objects } from './gil';
import { derives, has_flag, int32, is_object, is_type, is_unicode, object_slot, slot, type_name_of, type_of, unicode_text } from './memory';
import { fair_choice, strongly_connected } from './graph';
import { container_length, is_gc, refcount, short_repr, size_of } from './objects';

export interface GraphQuery {
  readonly roots: 'locals' | 'module' | 'cycles' | readonly number[];
  readonly depth: number;
  readonly maxNodes: number;
  readonly includeBuiltins: boolean;
  readonly direction?: 'referents' | 'referrers';
}

export interface GraphColumns {
  version: 1;
  address: number[];
  typeIndex: number[];
  types: string[];
  repr: string[];
  refcount: number[];
  size: number[];
  generation: number[];
  edgesFrom: number[];
  edgesTo: number[];
  edgeLabel: string[];
  roots: number[];
  rootName: string[];
  scc: number[];
  references: number[];
  total: number;
  complete: boolean;
}

const MAX_REACHED = 400_000;
const HIDDEN_TYPES = new Set([PyCode_Type, PyCFunction_Type, PyCMethod_Type, PyMethodDescr_Type, PyClassMethodDescr_Type, PyMemberDescr_Type, PyGetSetDescr_Type, PyWrapperDescr_Type, PyModule_Type, PyBytes_Type]);
const HIDDEN_LABELS = new Set(['.__globals__', '.__builtins__', '.__code__', '.__name__', '.__qualname__', '.__doc__', '.__module__', 'ob_type', '.f_code', '.f_funcobj', '.f_locals']);

/** Object → generation of the collector. */
function generations(): Map<number, number> {
  const found = new Map<number, number>();
  for (let g = 0; g < 4; g++) for (const op of generation_objects(g)) found.set(op, g);
  return found;
}

/** The namespaces of all modules: cycles through them are everywhere and mean nothing. */
function module_dicts(): Set<number> {
  const found = new Set<number>();
  const modules = slot(_PyInterpreterState_Main + PyInterpreterState.imports_modules);
  found.add(modules);
  if (is_dict(modules)) for (const item of dict_items(modules)) if (derives(type_of(item.value), PyModule_Type)) found.add(object_slot(item.value + PyModuleObject.md_dict));
  for (const field of [PyInterpreterState.sysdict, PyInterpreterState.builtins, PyInterpreterState.interned_strings]) found.add(slot(_PyInterpreterState_Main + field));
  return found;
}

class Filter {
  private readonly namespaces: Set<number>;

  constructor(private readonly everything: boolean) {
    this.namespaces = everything ? new Set() : module_dicts();
  }

  /** Whether an object is a node (a root always is). */
  wants(op: number): boolean {
    if (this.everything) return true;
    const tp = type_of(op);
    if (HIDDEN_TYPES.has(tp) || derives(tp, PyModule_Type) || has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS) || this.namespaces.has(op)) return false;
    if (refcount(op) < 0) return false;
    return !is_library_function(op, tp);
  }

  edges(op: number): Edge[] {
    const all = edges_of(op);
    if (this.everything) return all;
    return all.filter((e) => !HIDDEN_LABELS.has(e.label) && !(e.label.startsWith('key ') && is_unicode(e.to)) && this.wants(e.to));
  }

  /** How many references of an object are edges; of those beyond what edges_of reads each counts. */
  count(op: number): number {
    return this.edges(op).length + Math.max(0, container_length(op) - MAX_EDGES);
  }
}

function is_library_function(op: number, tp: number): boolean {
  if (tp !== PyFunction_Type) return false;
  const file = unicode_text(slot(slot(op + PyFunctionObject.func_code) + PyCodeObject.co_filename), 200) ?? '';
  return file.startsWith('<frozen') || /\/lib\/python3\.13\//.test(file);
}

// ---- roots ----

interface Root {
  op: number;
  name: string;
}

function query_roots(query: GraphQuery, frame: number, filter: Filter): Root[] {
  const named = (names: readonly { name: string; value: number }[]): Root[] => names.map((n) => ({ op: n.value, name: n.name })).filter((r) => filter.wants(r.op));
  // A module's locals are its globals.
  if (query.roots === 'module' || (query.roots === 'locals' && is_module_frame(frame))) return named(namespace_children(frame_globals(frame)).filter((c) => !/^__\w+__$/.test(c.name)));
  if (query.roots === 'locals') return named(frame_locals(frame));
  if (query.roots === 'cycles') return [];
  return query.roots.filter((a) => is_object(a)).map((a) => ({ op: a, name: '' }));
}

// ---- the reachable heap ----

interface Reached {
  nodes: number[];
  index: Map<number, number>;
  depth: number[];
  from: number[];
  to: number[];
  label: string[];
  complete: boolean;
}

/** Everything reachable from `start`, breadth first. */
function reach(start: readonly number[], edges: (op: number) => Edge[]): Reached {
  const r: Reached = { nodes: [], index: new Map(), depth: [], from: [], to: [], label: [], complete: true };
  const add = (op: number, depth: number): number => {
    let i = r.index.get(op);
    if (i === undefined) {
      i = r.nodes.push(op) - 1;
      r.index.set(op, i);
      r.depth.push(depth);
    }
    return i;
  };
  for (const op of start) add(op, 0);
  for (let i = 0; i < r.nodes.length; i++) {
    if (r.nodes.length > MAX_REACHED) {
      r.complete = false;
      break;
    }
    for (const e of edges(r.nodes[i])) {
      r.from.push(i);
      r.to.push(add(e.to, r.depth[i] + 1));
      r.label.push(e.label);
    }
  }
  return r;
}

// ---- the program's own objects ----

/** Tracked objects that the library alone does not reach, and their references to each other and to what only they reach. */
function own_objects(all: Map<number, number>, filter: Filter): { own: number[]; edges: (op: number) => Edge[] } {
  const library = library_objects();
  return { own: [...all.keys()].filter((op) => filter.wants(op) && !library.has(op)), edges: (op) => filter.edges(op).filter((e) => !library.has(e.to)) };
}

/** What the packed library's modules and the static types reach without passing through the program's own namespaces. */
function library_objects(): Set<number> {
  const modules = slot(_PyInterpreterState_Main + PyInterpreterState.imports_modules);
  const roots: number[] = [];
  const own = new Set<number>();
  for (const item of is_dict(modules) ? dict_items(modules) : []) {
    if (!derives(type_of(item.value), PyModule_Type)) continue;
    const dict = object_slot(item.value + PyModuleObject.md_dict);
    const file = unicode_text(dict_get(dict, '__file__'), 4000);
    const name = unicode_text(item.key, 200);
    if (name === '__main__' || (file !== null && !file.startsWith('<') && !/\/lib\/python3\.13\//.test(file))) own.add(dict).add(item.value);
    else roots.push(item.value);
  }
  for (const field of LIBRARY_FIELDS) roots.push(slot(_PyInterpreterState_Main + field));
  roots.push(...library_types(own));
  const passes = (op: number): Edge[] => (own.has(op) || belongs_to(op, own) ? [] : edges_of(op));
  return new Set(reach(roots.filter((r) => is_object(r) && !own.has(r)), passes).nodes.filter((op) => !belongs_to(op, own)));
}

const LIBRARY_FIELDS = [
  PyInterpreterState.sysdict, PyInterpreterState.builtins, PyInterpreterState.importlib, PyInterpreterState.imports_modules_by_index, PyInterpreterState.codec_search_path,
  PyInterpreterState.codec_search_cache, PyInterpreterState.codec_error_registry, PyInterpreterState.dict, PyInterpreterState.warnings_filters, PyInterpreterState.atexit_callbacks,
  PyInterpreterState.interned_strings, PyInterpreterState.sysdict_copy, PyInterpreterState.builtins_copy,
];

/** All types but the program's own, with their lists of subclasses (which tp_traverse does not visit). */
function library_types(own: ReadonlySet<number>): number[] {
  const found = new Set<number>();
  const add = (tp: number): void => {
    if (found.has(tp) || !is_type(tp) || is_own_type(tp, own)) return;
    found.add(tp);
    const subclasses = slot(tp + PyTypeObject.tp_subclasses);
    if (!is_object(subclasses)) return;
    lists.push(subclasses);
    for (const item of is_dict(subclasses) ? dict_items(subclasses) : []) add(slot(item.value + PyWeakReference.wr_object));
  };
  const lists: number[] = [];
  add(PyBaseObject_Type);
  return [...found, ...lists];
}

/** A function or class of one of these namespaces, or an instance of such a class. */
function belongs_to(op: number, own: ReadonlySet<number>): boolean {
  const tp = type_of(op);
  if (tp === PyFunction_Type) return own.has(slot(op + PyFunctionObject.func_globals));
  if (has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS)) return is_own_type(op, own);
  return is_own_type(tp, own);
}

function is_own_type(tp: number, own: ReadonlySet<number>): boolean {
  if ((int32(tp + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) === 0) return false;
  const module = unicode_text(dict_get(slot(tp + PyTypeObject.tp_dict), '__module__'), 200);
  if (module === '__main__') return true;
  const modules = slot(_PyInterpreterState_Main + PyInterpreterState.imports_modules);
  const found = module === null ? 0 : dict_get(modules, module);
  return found !== 0 && own.has(found);
}

// ---- the answer ----

export function heap_graph(query: GraphQuery, frame: number, held: ReadonlyMap<number, number>): GraphColumns {
  const filter = new Filter(query.includeBuiltins);
  const all = generations();
  if (query.direction === 'referrers') return referrers(query, filter, all, held);
  if (query.roots === 'cycles') return cycles(query, filter, all, held);
  const roots = query_roots(query, frame, filter);
  const reached = reach(roots.map((r) => r.op), (op) => filter.edges(op));
  const component = strongly_connected(reached.nodes.length, reached.from, reached.to);
  return columns(reached, component, fair_choice(reached, query.depth, query.maxNodes), roots, all, held, filter);
}

function cycles(query: GraphQuery, filter: Filter, all: Map<number, number>, held: ReadonlyMap<number, number>): GraphColumns {
  const { own, edges } = own_objects(all, filter);
  const reached = reach(own, edges);
  const component = strongly_connected(reached.nodes.length, reached.from, reached.to);
  const on_cycle = reached.nodes.map((_, i) => i).filter((i) => component[i] >= 0 && i < own.length);
  const around = near(reached, on_cycle, query.depth);
  const first = new Map<number, number>();
  for (const i of on_cycle) if (!first.has(component[i])) first.set(component[i], i);
  const roots = [...first.values()].map((i) => ({ op: reached.nodes[i], name: name_of_root(reached.nodes[i]) }));
  return columns(reached, component, around.slice(0, query.maxNodes), roots, all, held, filter);
}

/** The nodes at most `depth` references away from `start`, start first. */
function near(reached: Reached, start: readonly number[], depth: number): number[] {
  const out = new Map<number, number[]>();
  reached.from.forEach((f, e) => {
    const list = out.get(f);
    if (list === undefined) out.set(f, [reached.to[e]]);
    else list.push(reached.to[e]);
  });
  const seen = new Set(start);
  let edge = [...start];
  for (let d = 0; d < depth; d++) {
    const next: number[] = [];
    for (const i of edge) {
      for (const t of out.get(i) ?? []) {
        if (seen.has(t)) continue;
        seen.add(t);
        next.push(t);
      }
    }
    edge = next;
  }
  return [...seen];
}

/** The name under which some frame or __main__ knows an object; ''. */
function name_of_root(op: number): string {
  for (const t of thread_states()) {
    for (const f of frames_of(t, 50)) {
      const found = frame_locals(f).find((l) => l.value === op);
      if (found !== undefined) return found.name;
    }
  }
  return '';
}

function referrers(query: GraphQuery, filter: Filter, all: Map<number, number>, held: ReadonlyMap<number, number>): GraphColumns {
  const roots = query_roots(query, 0, filter);
  let wanted = new Set(roots.map((r) => r.op));
  const r: Reached = { nodes: [...wanted], index: new Map([...wanted].map((op, i) => [op, i])), depth: [...wanted].map(() => 0), from: [], to: [], label: [], complete: true };
  for (let d = 1; d <= Math.max(1, query.depth); d++) {
    const found = new Set<number>();
    for (const op of all.keys()) {
      if (!filter.wants(op) && !is_namespace(op)) continue;
      for (const e of edges_of(op)) {
        if (!wanted.has(e.to) || (!query.includeBuiltins && e.label === 'ob_type')) continue;
        let i = r.index.get(op);
        if (i === undefined) {
          i = r.nodes.push(op) - 1;
          r.index.set(op, i);
          r.depth.push(d);
          found.add(op);
        }
        r.from.push(i);
        r.to.push(r.index.get(e.to)!);
        r.label.push(e.label);
      }
    }
    wanted = found;
  }
  const component = strongly_connected(r.nodes.length, r.from, r.to);
  return columns(r, component, r.nodes.map((_, i) => i).slice(0, query.maxNodes), roots, all, held, filter);
}

/** What holds an object is often a module's namespace: that is shown among the referrers. */
function is_namespace(op: number): boolean {
  return type_of(op) === PyDict_Type;
}

function columns(reached: Reached, component: Int32Array, kept: readonly number[], roots: readonly Root[], all: Map<number, number>, held: ReadonlyMap<number, number>, filter: Filter): GraphColumns {
  const place = new Map(kept.map((i, n) => [i, n]));
  const types = new Map<string, number>();
  const type_index = (name: string): number => {
    if (!types.has(name)) types.set(name, types.size);
    return types.get(name)!;
  };
  const objects = kept.map((i) => reached.nodes[i]);
  const edges = reached.from.map((_, e) => e).filter((e) => place.has(reached.from[e]) && place.has(reached.to[e]));
  const named = roots.map((root) => ({ at: place.get(reached.index.get(root.op) ?? -1), name: root.name })).filter((root) => root.at !== undefined);
  return {
    version: 1,
    address: objects,
    typeIndex: objects.map((op) => type_index(type_name_of(op))),
    types: [...types.keys()],
    repr: objects.map((op) => short_repr(op, 60)),
    refcount: objects.map((op) => Math.max(-1, refcount(op) - (refcount(op) < 0 ? 0 : (held.get(op) ?? 0)))),
    size: objects.map((op) => size_of(op)),
    generation: objects.map((op) => (is_gc(op) ? (all.get(op) ?? -1) : -1)),
    edgesFrom: edges.map((e) => place.get(reached.from[e])!),
    edgesTo: edges.map((e) => place.get(reached.to[e])!),
    edgeLabel: edges.map((e) => reached.label[e]),
    roots: named.map((root) => root.at!),
    rootName: named.map((root) => root.name),
    scc: kept.map((i) => component[i]),
    references: objects.map((op) => filter.count(op)),
    total: reached.nodes.length,
    complete: reached.complete,
  };
}

export interface SummaryColumns {
  version: 1;
  types: string[];
  count: number[];
  bytes: number[];
  examples: number[][];
}

/** Objects by type: the tracked ones and what they reach. */
export function heap_summary(include_builtins: boolean): SummaryColumns {
  const filter = new Filter(include_builtins);
  const all = generations();
  const everything = { own: [...all.keys()], edges: (op: number) => filter.edges(op) };
  const { own, edges } = include_builtins ? everything : own_objects(all, filter);
  const reached = reach(own, edges);
  const rows = new Map<string, { count: number; bytes: number; examples: number[] }>();
  for (const op of reached.nodes) {
    const name = type_name_of(op);
    const row = rows.get(name) ?? { count: 0, bytes: 0, examples: [] };
    row.count++;
    row.bytes += size_of(op);
    if (row.examples.length < 20) row.examples.push(op);
    rows.set(name, row);
  }
  const sorted = [...rows].sort((a, b) => b[1].bytes - a[1].bytes);
  return { version: 1, types: sorted.map(([n]) => n), count: sorted.map(([, r]) => r.count), bytes: sorted.map(([, r]) => r.bytes), examples: sorted.map(([, r]) => r.examples) };
}
