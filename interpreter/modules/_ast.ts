// Answers to Python/Python-ast.c of CPython 3.13: the module _ast, its node classes, and trees as Python objects.
// The classes come from include/generated/python_asdl.ts. The other way, obj2ast, is in _ast_obj2ast.ts.

import { PyObject, PyTypeObject } from '../include/generated/offsets';
import { ASDL } from '../include/generated/python_asdl';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { HEAP32, write_ptr, write_ssize } from '../include/heap';
import { METH_NOARGS, Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TYPE, Py_XDECREF } from '../include/object';
import type { PyConst } from '../include/pycore_ast';
import { _PyInterpreterState_Main, Py_GenericAliasType, Py_None, PyBaseObject_Type, PyExc_DeprecationWarning, PyExc_TypeError, PyList_Type, PyLong_Type, PyType_Type, PyUnicode_Type } from '../include/statics';
import { builtin_module, type_spec } from '../include/typespec';
import { PyNumber_Or, PySequence_Contains, PySequence_GetItem, PySequence_List, PySequence_Size } from '../objects/abstract';
import { PyObject_Call, PyObject_CallNoArgs } from '../objects/call';
import { _PyConst_ToObject } from '../objects/codeobject';
import { PyDict_GetItemString, PyDict_GetItemWithError, PyDict_New, PyDict_Next, PyDict_SetItemString } from '../objects/dictobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyObject_GenericGetDict, PyObject_GenericSetDict, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_SetAttr, PyObject_SetAttrString } from '../objects/object';
import { PySet_Discard, PySet_GET_SIZE, PySet_New } from '../objects/setobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _PyType_Name, PyType_FromModuleAndSpec, PyType_GenericNew } from '../objects/typeobject';
import { _PyUnion_Check } from '../objects/unionobject';
import { _Py_ID, intern_common, PyUnicode_FromJS, PyUnicode_FromString } from '../objects/unicodeobject';
import { STRINGS } from './_ast_obj2ast';
import { PyErr_Format, PyErr_Occurred, PyErr_WarnFormat } from '../python/errors';
import { PyObject_GC_UnTrack, type visitproc } from '../python/gc';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { PyInterpreterState_GetDict } from '../python/pystate';

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

function ast_type_init(self: number, args: number, kw: number): number {
  const type = Py_TYPE(self);
  const mark = stackSave();
  const at = stackAlloc(8);
  write_ptr(at, 0);
  const found = PyObject_GetOptionalAttr(type, _Py_ID('_fields'), at);
  const fields = HEAP32[at >> 2];
  stackRestore(mark);
  if (found < 0) return -1;
  const remaining = PySet_New(fields);
  let r = remaining === 0 ? -1 : set_positional(self, args, fields, remaining);
  if (r === 0 && kw !== 0) r = set_keywords(self, kw, fields, remaining);
  if (r === 0 && PySet_GET_SIZE(remaining) > 0) r = set_defaults(self, remaining);
  Py_XDECREF(fields);
  Py_XDECREF(remaining);
  return r;
}

function set_positional(self: number, args: number, fields: number, remaining: number): number {
  const n = PyTuple_GET_SIZE(args);
  const size = fields === 0 ? 0 : PySequence_Size(fields);
  if (size < 0) return -1;
  if (n > size) {
    PyErr_Format(PyExc_TypeError, '%.400s constructor takes at most %zd positional argument%s', _PyType_Name(Py_TYPE(self)), size, size === 1 ? '' : 's');
    return -1;
  }
  for (let i = 0; i < n; i++) {
    const name = PySequence_GetItem(fields, i);
    if (name === 0) return -1;
    const r = PyObject_SetAttr(self, name, PyTuple_GET_ITEM(args, i)) < 0 ? -1 : PySet_Discard(remaining, name);
    Py_DECREF(name);
    if (r < 0) return -1;
  }
  return 0;
}

const UNEXPECTED = '%.400s.__init__ got an unexpected keyword argument %R. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.';

function set_keywords(self: number, kw: number, fields: number, remaining: number): number {
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  let r = 0;
  while (r === 0 && PyDict_Next(kw, p, p + 8, p + 16)) {
    const key = HEAP32[(p + 8) >> 2];
    r = check_keyword(self, key, fields, remaining);
    if (r === 0) r = PyObject_SetAttr(self, key, HEAP32[(p + 16) >> 2]);
  }
  stackRestore(mark);
  return r;
}

function check_keyword(self: number, key: number, fields: number, remaining: number): number {
  const type = Py_TYPE(self);
  const is_field = fields === 0 ? 0 : PySequence_Contains(fields, key);
  if (is_field < 0) return -1;
  if (is_field) {
    const was_missing = PySet_Discard(remaining, key);
    if (was_missing === 0) PyErr_Format(PyExc_TypeError, '%.400s got multiple values for argument %R', _PyType_Name(type), key);
    return was_missing === 1 ? 0 : -1;
  }
  const attributes = PyObject_GetAttr(type, _Py_ID('_attributes'));
  if (attributes === 0) return -1;
  const is_attribute = PySequence_Contains(attributes, key);
  Py_DECREF(attributes);
  return is_attribute === 0 ? PyErr_WarnFormat(PyExc_DeprecationWarning, 1, UNEXPECTED, _PyType_Name(type), key) : is_attribute < 0 ? -1 : 0;
}

/** Fields without an argument: by the class's _field_types, which a class of a program may lack. */
function set_defaults(self: number, remaining: number): number {
  const mark = stackSave();
  const at = stackAlloc(8);
  write_ptr(at, 0);
  const found = PyObject_GetOptionalAttr(Py_TYPE(self), _Py_ID('_field_types'), at);
  const types = HEAP32[at >> 2];
  stackRestore(mark);
  const names = found <= 0 ? 0 : PySequence_List(remaining);
  let r = found < 0 || (found > 0 && names === 0) ? -1 : 0;
  for (let i = 0; r === 0 && names !== 0 && i < PyList_GET_SIZE(names); i++) r = set_default(self, PyList_GET_ITEM(names, i), types);
  Py_XDECREF(types);
  Py_XDECREF(names);
  return r;
}

function set_default(self: number, name: number, types: number): number {
  const type_name = _PyType_Name(Py_TYPE(self));
  const type = PyDict_GetItemWithError(types, name);
  if (type === 0) {
    if (PyErr_Occurred()) return -1;
    return PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "Field '%U' is missing from %.400s._field_types. This will become an error in Python 3.15.", name, type_name);
  }
  if (_PyUnion_Check(type)) return 0;
  const is_list = Py_TYPE(type) === Py_GenericAliasType;
  if (!is_list && !is_expr_context(type)) {
    return PyErr_WarnFormat(PyExc_DeprecationWarning, 1, "%.400s.__init__ missing 1 required positional argument: '%U'. This will become an error in Python 3.15.", type_name, name);
  }
  const value = is_list ? PyList_New(0) : ast_singleton('Load');
  const r = value === 0 ? -1 : PyObject_SetAttr(self, name, value);
  Py_XDECREF(value);
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
  tp_new: PyType_GenericNew, tp_init: ast_type_init, tp_dealloc: ast_dealloc, tp_traverse: ast_traverse, tp_clear: ast_clear, tp_methods: [['__reduce__', ast_type_reduce, METH_NOARGS]],
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
function field_type(types: number, type: string): number {
  const base = type.replace(/[*?]$/, '');
  const t = base === 'string' ? PyUnicode_Type : base === 'int' ? PyLong_Type : base === 'constant' ? PyBaseObject_Type : PyDict_GetItemString(types, base);
  if (type.endsWith('*')) return Py_GenericAlias(PyList_Type, t);
  return type.endsWith('?') ? PyNumber_Or(t, Py_None) : Py_NewRef(t);
}

function make_type(types: number, [name, base, , attributes, optional, doc]: (typeof ASDL)[number]): number {
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
  const bases = PyTuple_Pack(1, PyDict_GetItemString(types, base));
  const args = PyTuple_Pack(3, n, bases, d);
  const type = PyObject_Call(PyType_Type, args, 0);
  for (const o of [d, n, bases, args]) Py_DECREF(o);
  return type;
}

const singleton_name = (name: string): string => `_${name}_singleton`;

/** AST and its classes into the dict. 0 or -1. */
function init_types(types: number): number {
  const ast = PyType_FromModuleAndSpec(0, ast_spec, 0);
  if (ast === 0) return -1;
  put(types, 'AST', ast);
  for (const name of ['_fields', '_attributes', '__match_args__']) {
    const t = PyTuple_New(0);
    PyObject_SetAttrString(ast, name, t);
    Py_DECREF(t);
  }
  for (const row of ASDL) {
    const type = make_type(types, row);
    if (type === 0) return -1;
    put(types, row[0], type);
  }
  for (const node of classes.values()) if (add_ast_annotations(types, node) < 0) return -1;
  return 0;
}

function add_ast_annotations(types: number, node: NodeClass): number {
  const type = PyDict_GetItemString(types, node.name);
  const annotations = PyDict_New();
  for (const [f, t] of node.fields) put(annotations, f, field_type(types, t));
  const r = PyObject_SetAttrString(type, '_field_types', annotations) < 0 ? -1 : PyObject_SetAttrString(type, '__annotations__', annotations);
  Py_DECREF(annotations);
  return r;
}

const STATE = '_ast.state';

/** The classes by name, and the singletons by singleton_name: made when first asked for, as interp->ast. Borrowed; 0 on failure. */
export function ast_state(): number {
  const interp_dict = PyInterpreterState_GetDict(_PyInterpreterState_Main);
  const known = PyDict_GetItemString(interp_dict, STATE);
  if (known !== 0) return known;
  const types = PyDict_New();
  const r = types === 0 || init_types(types) < 0 ? -1 : PyDict_SetItemString(interp_dict, STATE, types);
  Py_XDECREF(types);
  return r < 0 ? 0 : types;
}

const FLAGS = { PyCF_ALLOW_TOP_LEVEL_AWAIT: 0x2000, PyCF_ONLY_AST: 0x400, PyCF_TYPE_COMMENTS: 0x1000, PyCF_OPTIMIZED_AST: 0x8400 };

function ast_exec(m: number): number {
  const types = ast_state();
  if (types === 0) return -1;
  for (const name of ['AST', ...classes.keys()]) if (PyModule_AddObjectRef(m, name, PyDict_GetItemString(types, name)) < 0) return -1;
  for (const [n, v] of Object.entries(FLAGS)) if (PyModule_AddIntConstant(m, n, v) < 0) return -1;
  return 0;
}

// --- trees as objects -----------------------------------------------------------------------------------------------

/** The one instance of a context or operator class. New reference or 0. */
function ast_singleton(name: string): number {
  const types = ast_state();
  if (types === 0) return 0;
  const known = PyDict_GetItemString(types, singleton_name(name));
  if (known !== 0) return Py_NewRef(known);
  const o = PyObject_CallNoArgs(PyDict_GetItemString(types, name));
  if (o !== 0) put(types, singleton_name(name), Py_NewRef(o));
  return o;
}

function is_expr_context(type: number): boolean {
  return type === PyDict_GetItemString(ast_state(), 'expr_context');
}

type Json = Record<string, unknown>;

/** One field's value: `type` as in the grammar, `name` the field's. New reference or 0. */
function value2obj(d: number, type: string, name: string, value: unknown): number {
  if (type.endsWith('*')) {
    const items = value as unknown[];
    const list = PyList_New(items.length);
    for (let i = 0; i < items.length; i++) {
      const o = value2obj(d, type.slice(0, -1), name, items[i]);
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
  if (base === 'string') return STRINGS.has(name) ? PyUnicode_FromJS(value as string) : intern_common(PyUnicode_FromJS(value as string), true);
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
    c.fields.every(([name, t]) => set(name, value2obj(d, t, name, c.name === 'Constant' && name === 'kind' ? node.kind_ : node[name]))) &&
    c.attributes.every((a) => set(a, node[a] === null || node[a] === undefined ? Py_None : PyLong_FromLong(node[a] as number)));
  if (ok) return o;
  Py_DECREF(o);
  return 0;
}

/** The tree as objects of the module _ast. New reference or 0. */
export function PyAST_mod2obj(mod: object): number {
  const types = ast_state();
  return types === 0 ? 0 : node2obj(types, mod as Json);
}

builtin_module({ m_name: '_ast', m_exec: ast_exec });
