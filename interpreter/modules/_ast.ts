// Answers to Python/Python-ast.c of CPython 3.13: the module _ast, its node classes, and trees as Python objects.
// The classes come from include/generated/python_asdl.ts. The other way, obj2ast, is in _ast_obj2ast.ts.

import { PyObject, PyTypeObject } from '../include/generated/offsets';
import { ASDL } from '../include/generated/python_asdl';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { HEAP32, write_ptr, write_ssize } from '../include/heap';
import { METH_NOARGS, Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF } from '../include/object';
import type { PyConst } from '../include/pycore_ast';
import { Py_None, PyBaseObject_Type, PyExc_DeprecationWarning, PyExc_TypeError, PyList_Type, PyLong_Type, PyType_Type, PyUnicode_Type } from '../include/statics';
import { builtin_module, type_spec } from '../include/typespec';
import { PyNumber_Or } from '../objects/abstract';
import { PyObject_Call, PyObject_CallNoArgs } from '../objects/call';
import { _PyConst_ToObject } from '../objects/codeobject';
import { PyDict_GetItemString, PyDict_New, PyDict_Next, PyDict_SetItemString } from '../objects/dictobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyObject_GenericGetDict, PyObject_GenericSetDict, PyObject_SetAttr, PyObject_SetAttrString } from '../objects/object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _PyType_Name, PyType_FromModuleAndSpec } from '../objects/typeobject';
import { PyUnicode_AsUTF8, PyUnicode_FromJS, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_Format, PyErr_WarnFormat } from '../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { PyImport_ImportModule } from '../python/import';
import { PyModule_Add, PyModule_AddIntConstant } from '../python/modsupport';

export interface NodeClass {
  name: string;
  base: string;
  fields: [name: string, type: string][];
  attributes: string[];
}
export const classes = new Map<string, NodeClass>();
for (const [name, base, fields, attributes] of ASDL) {
  classes.set(name, {
    name, base, fields: fields === '' ? [] : fields.split(' ').map((f) => f.split(':') as [string, string]),
    attributes: attributes === null ? (classes.get(base)?.attributes ?? []) : attributes === '' ? [] : attributes.split(' '),
  });
}
/** Classes without fields that have one instance each: contexts and operators. */

// --- AST ------------------------------------------------------------------------------------------------------------

const DICT = PyObject.SIZEOF;

function ast_dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  Py_XDECREF(HEAP32[(self + DICT) >> 2]);
  const type = Py_TYPE(self);
  FUNCS[HEAP32[(type + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(type);
}
function ast_traverse(self: number, visit: visitproc, arg: number): number {
  const d = HEAP32[(self + DICT) >> 2];
  const e = d === 0 ? 0 : visit(d, arg);
  return e || visit(Py_TYPE(self), arg);
}
function ast_clear(self: number): number {
  Py_CLEAR(self + DICT);
  return 0;
}

/** The table's entry for a class or the nearest base that has one. */
function node_class(type: number): NodeClass | undefined {
  for (let t = type; t !== 0; t = HEAP32[(t + PyTypeObject.tp_base) >> 2]) {
    const c = classes.get(_PyType_Name(t));
    if (c) return c;
  }
  return undefined;
}

function ast_type_init(self: number, args: number, kw: number): number {
  const type_name = _PyType_Name(Py_TYPE(self));
  const node = node_class(Py_TYPE(self));
  const fields = node?.fields ?? [];
  const n = PyTuple_GET_SIZE(args);
  if (n > fields.length) {
    PyErr_Format(PyExc_TypeError, '%.400s constructor takes at most %zd positional argument%s', type_name, fields.length, fields.length === 1 ? '' : 's');
    return -1;
  }
  const remaining = new Set(fields.map(([f]) => f));
  for (let i = 0; i < n; i++) {
    if (PyObject_SetAttrString(self, fields[i][0], PyTuple_GET_ITEM(args, i)) < 0) return -1;
    remaining.delete(fields[i][0]);
  }
  if (kw !== 0 && set_keywords(self, kw, type_name, node, remaining) < 0) return -1;
  for (const [name, type] of fields) if (remaining.has(name) && set_default(self, name, type, type_name) < 0) return -1;
  return 0;
}

function set_keywords(self: number, kw: number, type_name: string, node: NodeClass | undefined, remaining: Set<string>): number {
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  let r = 0;
  while (r === 0 && PyDict_Next(kw, p, p + 8, p + 16)) {
    const key = HEAP32[(p + 8) >> 2];
    const name = PyUnicode_AsUTF8(key) ?? '';
    if (node?.fields.some(([f]) => f === name)) {
      if (!remaining.delete(name)) {
        PyErr_Format(PyExc_TypeError, '%.400s got multiple values for argument %R', type_name, key);
        r = -1;
      }
    } else if (!node?.attributes.includes(name)) {
      r = PyErr_WarnFormat(PyExc_DeprecationWarning, 1, '%.400s.__init__ got an unexpected keyword argument %R. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.', type_name, key);
    }
    if (r === 0) r = PyObject_SetAttr(self, key, HEAP32[(p + 16) >> 2]);
  }
  stackRestore(mark);
  return r;
}

function set_default(self: number, name: string, type: string, type_name: string): number {
  if (type.endsWith('?')) return 0;
  if (!type.endsWith('*') && type !== 'expr_context') {
    const key = PyUnicode_FromString(name);
    const r = PyErr_WarnFormat(PyExc_DeprecationWarning, 1, '%.400s.__init__ missing 1 required positional argument: %R. This will become an error in Python 3.15.', type_name, key);
    Py_DECREF(key);
    return r;
  }
  const value = type.endsWith('*') ? PyList_New(0) : ast_singleton('Load');
  if (value === 0) return -1;
  const r = PyObject_SetAttrString(self, name, value);
  Py_DECREF(value);
  return r;
}

function ast_type_reduce(self: number): number {
  const d = HEAP32[(self + DICT) >> 2];
  const empty = PyTuple_New(0);
  const r = d === 0 ? PyTuple_Pack(2, Py_TYPE(self), empty) : PyTuple_Pack(3, Py_TYPE(self), empty, d);
  Py_DECREF(empty);
  return r;
}

const ast_spec = type_spec({
  tp_name: 'ast.AST', tp_basicsize: PyObject.SIZEOF + 8, tp_dictoffset: DICT, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_init: ast_type_init, tp_dealloc: ast_dealloc, tp_traverse: ast_traverse, tp_clear: ast_clear, tp_methods: [['__reduce__', ast_type_reduce, METH_NOARGS]],
  tp_getset: [['__dict__', (s: number, c: number) => PyObject_GenericGetDict(s, c), (s: number, v: number, c: number) => PyObject_GenericSetDict(s, v, c)]],
});

// --- the classes ----------------------------------------------------------------------------------------------------

function str_tuple(names: string[]): number {
  const t = PyTuple_New(names.length);
  names.forEach((n, i) => PyTuple_SET_ITEM(t, i, PyUnicode_FromString(n)));
  return t;
}
function put(d: number, name: string, value: number): void {
  PyDict_SetItemString(d, name, value);
  Py_DECREF(value);
}

/** A field's type as _field_types shows it. New reference. */
function field_type(module: number, type: string): number {
  const base = type.replace(/[*?]$/, '');
  const t = base === 'string' ? PyUnicode_Type : base === 'int' ? PyLong_Type : base === 'constant' ? PyBaseObject_Type : PyDict_GetItemString(PyModule_GetDict(module), base);
  if (type.endsWith('*')) return Py_GenericAlias(PyList_Type, t);
  return type.endsWith('?') ? PyNumber_Or(t, Py_None) : Py_NewRef(t);
}

function make_type(module: number, [name, base, , attributes, optional, doc]: (typeof ASDL)[number]): number {
  const node = classes.get(name) as NodeClass;
  const d = PyDict_New();
  put(d, '_fields', str_tuple(node.fields.map(([f]) => f)));
  put(d, '__match_args__', str_tuple(node.fields.map(([f]) => f)));
  put(d, '__module__', PyUnicode_FromString('ast'));
  put(d, '__doc__', PyUnicode_FromString(doc));
  if (attributes !== null) put(d, '_attributes', str_tuple(node.attributes));
  if (attributes !== null && optional !== '') for (const a of optional.split(' ')) PyDict_SetItemString(d, a, Py_None);
  for (const [f, type] of node.fields) if (type.endsWith('?')) PyDict_SetItemString(d, f, Py_None);
  const n = PyUnicode_FromString(name);
  const bases = PyTuple_Pack(1, PyDict_GetItemString(PyModule_GetDict(module), base));
  const args = PyTuple_Pack(3, n, bases, d);
  const type = PyObject_Call(PyType_Type, args, 0);
  for (const o of [d, n, bases, args]) Py_DECREF(o);
  return type;
}

const singleton_name = (name: string): string => `_${name}_singleton`;

function ast_exec(m: number): number {
  const ast = PyType_FromModuleAndSpec(m, ast_spec, 0);
  if (ast === 0 || PyModule_Add(m, 'AST', ast) < 0) return -1;
  for (const name of ['_fields', '_attributes', '__match_args__']) {
    const t = PyTuple_New(0);
    PyObject_SetAttrString(ast, name, t);
    Py_DECREF(t);
  }
  for (const row of ASDL) {
    const type = make_type(m, row);
    if (type === 0 || PyModule_Add(m, row[0], type) < 0) return -1;
  }
  for (const node of classes.values()) {
    const type = PyDict_GetItemString(PyModule_GetDict(m), node.name);
    const types = PyDict_New();
    for (const [f, t] of node.fields) put(types, f, field_type(m, t));
    const r = PyObject_SetAttrString(type, '_field_types', types);
    Py_DECREF(types);
    if (r < 0) return -1;
  }
  for (const [n, v] of Object.entries({ PyCF_ALLOW_TOP_LEVEL_AWAIT: 0x2000, PyCF_ONLY_AST: 0x400, PyCF_TYPE_COMMENTS: 0x1000, PyCF_OPTIMIZED_AST: 0x8400 })) if (PyModule_AddIntConstant(m, n, v) < 0) return -1;
  return 0;
}

// --- trees as objects -----------------------------------------------------------------------------------------------

/** The one instance of a context or operator class. New reference or 0. */
function ast_singleton(name: string): number {
  const m = PyImport_ImportModule('_ast');
  if (m === 0) return 0;
  const d = PyModule_GetDict(m);
  let o = PyDict_GetItemString(d, singleton_name(name));
  if (o === 0) {
    o = PyObject_CallNoArgs(PyDict_GetItemString(d, name));
    if (o !== 0) put(d, singleton_name(name), Py_NewRef(o));
  } else Py_NewRef(o);
  Py_DECREF(m);
  return o;
}

type Json = Record<string, unknown>;

/** One field's value. New reference or 0. */
function value2obj(d: number, type: string, value: unknown): number {
  if (type.endsWith('*')) {
    const items = value as unknown[];
    const list = PyList_New(items.length);
    for (let i = 0; i < items.length; i++) {
      const o = value2obj(d, type.slice(0, -1), items[i]);
      if (o === 0) {
        Py_DECREF(list);
        return 0;
      }
      PyList_SET_ITEM(list, i, o);
    }
    return list;
  }
  if (value === null || value === undefined) return Py_None;
  const base = type.replace('?', '');
  if (base === 'string') return PyUnicode_FromJS(value as string);
  if (base === 'int') return PyLong_FromLong(Number(value));
  if (base === 'constant') return _PyConst_ToObject(value as PyConst as never);
  if (typeof value === 'string') return ast_singleton(value);
  return node2obj(d, value as Json);
}

function node2obj(d: number, node: Json): number {
  const c = classes.get(node.kind as string);
  const type = c ? PyDict_GetItemString(d, c.name) : 0;
  if (!c || type === 0) throw new Error(`no AST class for ${String(node.kind)}`);
  const o = FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
  if (o === 0) return 0;
  write_ptr(o + DICT, 0);
  const set = (name: string, v: number): boolean => {
    const r = v === 0 ? -1 : PyObject_SetAttrString(o, name, v);
    Py_XDECREF(v);
    return r >= 0;
  };
  const ok =
    c.fields.every(([name, t]) => set(name, value2obj(d, t, c.name === 'Constant' && name === 'kind' ? node.kind_ : node[name]))) &&
    c.attributes.every((a) => set(a, node[a] === null || node[a] === undefined ? Py_None : PyLong_FromLong(node[a] as number)));
  if (ok) return o;
  Py_DECREF(o);
  return 0;
}

/** The tree as objects of the module _ast. New reference or 0. */
export function PyAST_mod2obj(mod: object): number {
  const m = PyImport_ImportModule('_ast');
  if (m === 0) return 0;
  const r = node2obj(PyModule_GetDict(m), mod as Json);
  Py_DECREF(m);
  return r;
}

builtin_module({ m_name: '_ast', m_exec: ast_exec });
