// Answers to the obj2ast half of Python/Python-ast.c of CPython 3.13: from objects of the module _ast to the compiler's tree.
// Deviation: driven by the table of classes (_ast.ts) where CPython has a generated function a class.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_TYPE } from '../include/object';
import type { mod, PyConst } from '../include/pycore_ast';
import { Py_Ellipsis, Py_False, Py_None, Py_True, PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyBytes_AS_STRING, PyBytes_CheckExact, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyComplex_CheckExact, PyComplex_ImagAsDouble, PyComplex_RealAsDouble } from '../objects/complexobject';
import { PyDict_GetItemString } from '../objects/dictobject';
import { PyFloat_AsDouble, PyFloat_CheckExact } from '../objects/floatobject';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE } from '../objects/listobject';
import { _PyLong_AsInt, PyLong_AsBigInt, PyLong_Check, PyLong_CheckExact } from '../objects/longobject';
import { PyObject_GetOptionalAttrString } from '../objects/object';
import { PyFrozenSet_CheckExact } from '../objects/setobject';
import { PyObject_IsInstance, PySequence_List } from '../objects/abstract';
import { PyTuple_CheckExact } from '../objects/tupleobject';
import { _PyType_Name } from '../objects/typeobject';
import { PyUnicode_AsJS, PyUnicode_CheckExact, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ } from '../objects/unicodeobject';
import { _Py_EnterRecursiveCall, _Py_LeaveRecursiveCall } from '../python/ceval';
import { PyErr_Format, PyErr_Occurred } from '../python/errors';
import { ast_state, classes, type NodeClass } from './_ast';

/** The classes that are sums: their instances are told apart by subclass. */
const SUMS = new Set(['mod', 'stmt', 'expr', 'expr_context', 'boolop', 'operator', 'unaryop', 'cmpop', 'excepthandler', 'pattern', 'type_ignore', 'type_param']);
const SIMPLE_SUMS = new Set(['expr_context', 'boolop', 'operator', 'unaryop', 'cmpop']);
/** Fields of type string; the other texts are identifiers. */
export const STRINGS = new Set(['type_comment', 'tag', 'kind']);

/** Marks a failure with the exception set; never a value of a tree. */
const FAILED = Symbol('failed');
type Value = unknown;

function fail(exc: number, format: string, ...args: (number | string)[]): typeof FAILED {
  PyErr_Format(exc, format, ...args);
  return FAILED;
}

/** obj.name: a new reference, 0 when it is not there, -1 with an exception. */
function optional_attr(obj: number, name: string): number {
  const mark = stackSave();
  const at = stackAlloc(8);
  write_ptr(at, 0);
  const r = PyObject_GetOptionalAttrString(obj, name, at);
  const v = HEAP32[at >> 2];
  stackRestore(mark);
  return r < 0 ? -1 : v;
}

/** The text of a str, with surrogates that JavaScript would join told apart. */
function str_const(o: number): PyConst {
  const v = PyUnicode_AsJS(o);
  if (!/[\ud800-\udbff]/.test(v) || [...v].length === PyUnicode_GET_LENGTH(o)) return { t: 'str', v };
  const [kind, data] = [PyUnicode_KIND(o), PyUnicode_DATA(o)];
  return { t: 'str', v, cps: Array.from({ length: PyUnicode_GET_LENGTH(o) }, (_, i) => PyUnicode_READ(kind, data, i)) };
}

/** A constant, or null with TypeError. */
export function obj2const(o: number): PyConst | null {
  if (o === Py_None) return { t: 'None' };
  if (o === Py_True) return { t: 'True' };
  if (o === Py_False) return { t: 'False' };
  if (o === Py_Ellipsis) return { t: 'Ellipsis' };
  if (PyLong_CheckExact(o)) return { t: 'int', v: PyLong_AsBigInt(o) };
  if (PyFloat_CheckExact(o)) return { t: 'float', v: PyFloat_AsDouble(o) };
  if (PyComplex_CheckExact(o)) return { t: 'complex', re: PyComplex_RealAsDouble(o), im: PyComplex_ImagAsDouble(o) };
  if (PyUnicode_CheckExact(o)) return str_const(o);
  if (PyBytes_CheckExact(o)) return { t: 'bytes', v: HEAPU8.slice(PyBytes_AS_STRING(o), PyBytes_AS_STRING(o) + PyBytes_GET_SIZE(o)) };
  if (PyTuple_CheckExact(o) || PyFrozenSet_CheckExact(o)) return items2const(o, PyTuple_CheckExact(o) ? 'tuple' : 'frozenset');
  PyErr_Format(PyExc_TypeError, 'got an invalid type in Constant: %s', _PyType_Name(Py_TYPE(o)));
  return null;
}

function items2const(o: number, t: 'tuple' | 'frozenset'): PyConst | null {
  if (_Py_EnterRecursiveCall(' during compilation')) return null;
  const list = PySequence_List(o);
  const v: PyConst[] = [];
  for (let i = 0; list !== 0 && i < PyList_GET_SIZE(list); i++) {
    const item = obj2const(PyList_GET_ITEM(list, i));
    if (item === null) break;
    v.push(item);
  }
  const whole = list !== 0 && v.length === PyList_GET_SIZE(list);
  if (list !== 0) Py_DECREF(list);
  _Py_LeaveRecursiveCall();
  return whole ? { t, v } : null;
}

class Reader {
  /** `types`: the dict of the module _ast, borrowed. */
  constructor(private readonly types: number) {}

  private type_of(name: string): number {
    return PyDict_GetItemString(this.types, name);
  }

  /** The class of a sum whose instance `o` is, null for None of it; FAILED for what is none. */
  private subclass(o: number, sum: string): NodeClass | typeof FAILED {
    for (const c of classes.values()) {
      if (c.base !== sum) continue;
      const r = PyObject_IsInstance(o, this.type_of(c.name));
      if (r < 0) return FAILED;
      if (r > 0) return c;
    }
    return fail(PyExc_TypeError, `expected some sort of ${sum}, but got %R`, o);
  }

  private value(o: number, type: string, field: string): Value {
    if (type === 'string') return this.text(o, STRINGS.has(field));
    if (type === 'int') return this.int(o);
    if (type === 'constant') return obj2const(o) ?? FAILED;
    if (o === Py_None) return null;
    if (SIMPLE_SUMS.has(type)) {
      const c = this.subclass(o, type);
      return c === FAILED ? FAILED : (c as NodeClass).name;
    }
    return this.node(o, type);
  }

  private text(o: number, string: boolean): Value {
    if (o === Py_None) return null;
    if (PyUnicode_CheckExact(o)) return PyUnicode_AsJS(o);
    if (string && PyBytes_CheckExact(o)) return new TextDecoder().decode(HEAPU8.slice(PyBytes_AS_STRING(o), PyBytes_AS_STRING(o) + PyBytes_GET_SIZE(o)));
    return fail(PyExc_TypeError, string ? 'AST string must be of type str' : 'AST identifier must be of type str');
  }

  private int(o: number): Value {
    if (!PyLong_Check(o)) return fail(PyExc_ValueError, 'invalid integer value: %R', o);
    const n = _PyLong_AsInt(o);
    return n === -1 && PyErr_Occurred() ? FAILED : n;
  }

  private list(o: number, type: string, owner: string, field: string): Value {
    if (!PyList_Check(o)) return fail(PyExc_TypeError, `${owner} field "${field}" must be a list, not a %.200s`, _PyType_Name(Py_TYPE(o)));
    const n = PyList_GET_SIZE(o);
    const out: Value[] = [];
    for (let i = 0; i < n; i++) {
      const item = PyList_GET_ITEM(o, i);
      Py_INCREF(item);
      const v = this.value(item, type, field);
      Py_DECREF(item);
      if (v === FAILED) return FAILED;
      if (PyList_GET_SIZE(o) !== n) return fail(PyExc_RuntimeError, `${owner} field "${field}" changed size during iteration`);
      out.push(v);
    }
    return out;
  }

  /** One field of `o`: `owner` is the class in messages. */
  private field(o: number, owner: string, name: string, type: string): Value {
    const v = optional_attr(o, name);
    if (v === -1) return FAILED;
    if (v === 0) {
      if (type.endsWith('*')) return [];
      if (type.endsWith('?')) return null;
      return fail(PyExc_TypeError, `required field "${name}" missing from ${owner}`);
    }
    if (_Py_EnterRecursiveCall(` while traversing '${owner}' node`)) {
      Py_DECREF(v);
      return FAILED;
    }
    let out: Value;
    if (type.endsWith('*')) out = this.list(v, type.slice(0, -1), owner, name);
    else if (type.endsWith('?')) out = v === Py_None ? null : this.value(v, type.slice(0, -1), name);
    else {
      out = this.value(v, type, name);
      if (out === null) out = fail(PyExc_ValueError, `field '${name}' is required for ${owner}`);
    }
    _Py_LeaveRecursiveCall();
    Py_DECREF(v);
    return out;
  }

  /** lineno and the like: end positions default to the start. */
  private attributes(o: number, sum: string, c: NodeClass, out: Record<string, Value>): boolean {
    for (const name of c.attributes) {
      const v = this.field(o, sum, name, name.startsWith('end_') ? 'int?' : 'int');
      if (v === FAILED) return false;
      out[name] = v ?? out[name.slice(4)];
    }
    return true;
  }

  node(o: number, type: string): Value {
    const out: Record<string, Value> = { kind: type };
    if (SUMS.has(type) && !this.attributes(o, type, classes.get(type) as NodeClass, out)) return FAILED;
    const found = SUMS.has(type) ? this.subclass(o, type) : (classes.get(type) as NodeClass);
    if (found === FAILED) return FAILED;
    const c = found as NodeClass;
    out.kind = c.name;
    for (const [name, t] of c.fields) {
      const v = this.field(o, c.name, name, t);
      if (v === FAILED) return FAILED;
      out[c.name === 'Constant' && name === 'kind' ? 'kind_' : name] = v;
    }
    return SUMS.has(type) || this.attributes(o, type, c, out) ? out : FAILED;
  }
}

const ROOTS = { exec: 'Module', eval: 'Expression', single: 'Interactive', func_type: 'FunctionType' } as const;

/** Is `o` a node of an abstract syntax tree? -1 on failure. */
export function PyAST_Check(o: number): number {
  const types = ast_state();
  return types === 0 ? -1 : PyObject_IsInstance(o, PyDict_GetItemString(types, 'AST'));
}

/** The tree behind `ast`, not yet validated; null with an exception. Runs Python code (attributes). */
export function PyAST_obj2mod(ast: number, mode: keyof typeof ROOTS): mod | null {
  const types = ast_state();
  if (types === 0) return null;
  const isinstance = PyObject_IsInstance(ast, PyDict_GetItemString(types, ROOTS[mode]));
  if (isinstance === 0) PyErr_Format(PyExc_TypeError, `expected ${ROOTS[mode]} node, got %.400s`, _PyType_Name(Py_TYPE(ast)));
  const tree = isinstance > 0 ? new Reader(types).node(ast, 'mod') : FAILED;
  return tree === FAILED ? null : (tree as mod);
}
