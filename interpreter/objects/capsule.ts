// Answers to Objects/capsule.c of CPython 3.13: an address with a name, handed from one extension to another.
// Deviation: names are the addresses of C strings, as in C; where a text is compared it is read from there.

import { FUNCS } from '../include/functable';
import { cstring, read_ptr, write_ptr } from '../include/heap';
import { Py_DECREF, Py_IS_TYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_XDECREF } from '../include/object';
import { PyCapsule_Type, PyExc_AttributeError, PyExc_ImportError, PyExc_ValueError } from '../include/statics';
import { static_cstring, static_type } from '../include/typespec';
import { PyErr_Format, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_New, _PyObject_GC_TRACK, PyObject_GC_Del, PyObject_GC_UnTrack } from '../python/gc';
import { PyImport_ImportModule } from '../python/import';
import { PyObject_GetAttrString } from './object';
import { PyUnicode_FromFormat } from './unicodeobject';

const enum PyCapsule {
  pointer = 16,
  name = 24,
  context = 32,
  destructor = 40,
  traverse_func = 48,
  clear_func = 56,
  SIZEOF = 64,
}

/** A name as C passes it (an address, 0 for NULL) or as TypeScript writes it. */
type Name = number | string | null;

function name_text(name: Name): string | null {
  if (typeof name === 'number') return name === 0 ? null : cstring(name);
  return name;
}

export function PyCapsule_CheckExact(op: number): boolean {
  return Py_IS_TYPE(op, PyCapsule_Type);
}

function is_legal_capsule(op: number, caller: string): boolean {
  if (op !== 0 && PyCapsule_CheckExact(op) && read_ptr(op + PyCapsule.pointer) !== 0) return true;
  PyErr_SetString(PyExc_ValueError, `${caller} called with invalid PyCapsule object`);
  return false;
}

/** Returns new. `destructor` is a function index or 0. May fail. */
export function PyCapsule_New(pointer: number, name: Name, destructor: number): number {
  if (pointer === 0) {
    PyErr_SetString(PyExc_ValueError, 'PyCapsule_New called with null pointer');
    return 0;
  }
  const capsule = _PyObject_GC_New(PyCapsule_Type);
  if (capsule === 0) return 0;
  write_ptr(capsule + PyCapsule.pointer, pointer);
  write_ptr(capsule + PyCapsule.name, typeof name === 'number' ? name : static_cstring(name));
  write_ptr(capsule + PyCapsule.context, 0);
  write_ptr(capsule + PyCapsule.destructor, destructor);
  write_ptr(capsule + PyCapsule.traverse_func, 0);
  write_ptr(capsule + PyCapsule.clear_func, 0);
  // Not tracked: a capsule refers to no object until _PyCapsule_SetTraverse.
  return capsule;
}

export function PyCapsule_IsValid(op: number, name: Name): boolean {
  return op !== 0 && PyCapsule_CheckExact(op) && read_ptr(op + PyCapsule.pointer) !== 0 && name_text(read_ptr(op + PyCapsule.name)) === name_text(name);
}

/** The address, or NULL with ValueError. */
export function PyCapsule_GetPointer(op: number, name: Name): number {
  if (!is_legal_capsule(op, 'PyCapsule_GetPointer')) return 0;
  if (name_text(name) === name_text(read_ptr(op + PyCapsule.name))) return read_ptr(op + PyCapsule.pointer);
  PyErr_SetString(PyExc_ValueError, 'PyCapsule_GetPointer called with incorrect name');
  return 0;
}

function get_field(op: number, field: number, caller: string): number {
  return is_legal_capsule(op, caller) ? read_ptr(op + field) : 0;
}
function set_field(op: number, field: number, value: number, caller: string): number {
  if (!is_legal_capsule(op, caller)) return -1;
  write_ptr(op + field, value);
  return 0;
}

export function PyCapsule_GetName(op: number): number {
  return get_field(op, PyCapsule.name, 'PyCapsule_GetName');
}
export function PyCapsule_GetDestructor(op: number): number {
  return get_field(op, PyCapsule.destructor, 'PyCapsule_GetDestructor');
}
export function PyCapsule_GetContext(op: number): number {
  return get_field(op, PyCapsule.context, 'PyCapsule_GetContext');
}

export function PyCapsule_SetPointer(op: number, pointer: number): number {
  if (!is_legal_capsule(op, 'PyCapsule_SetPointer')) return -1;
  if (pointer === 0) {
    PyErr_SetString(PyExc_ValueError, 'PyCapsule_SetPointer called with null pointer');
    return -1;
  }
  write_ptr(op + PyCapsule.pointer, pointer);
  return 0;
}
export function PyCapsule_SetName(op: number, name: number): number {
  return set_field(op, PyCapsule.name, name, 'PyCapsule_SetName');
}
export function PyCapsule_SetDestructor(op: number, destructor: number): number {
  return set_field(op, PyCapsule.destructor, destructor, 'PyCapsule_SetDestructor');
}
export function PyCapsule_SetContext(op: number, context: number): number {
  return set_field(op, PyCapsule.context, context, 'PyCapsule_SetContext');
}

/** Function indexes; from now on the collector looks into the capsule. */
export function _PyCapsule_SetTraverse(op: number, traverse_func: number, clear_func: number): number {
  if (!is_legal_capsule(op, '_PyCapsule_SetTraverse')) return -1;
  if (traverse_func === 0 || clear_func === 0) {
    PyErr_SetString(PyExc_ValueError, '_PyCapsule_SetTraverse() called with NULL callback');
    return -1;
  }
  if (!_PyObject_GC_IS_TRACKED(op)) _PyObject_GC_TRACK(op);
  write_ptr(op + PyCapsule.traverse_func, traverse_func);
  write_ptr(op + PyCapsule.clear_func, clear_func);
  return 0;
}

/** The pointer of the capsule at "module.attribute". NULL on error. Runs Python code. */
export function PyCapsule_Import(name: Name, _no_block: number): number {
  const text = name_text(name) ?? '';
  let object = 0;
  for (const part of text.split('.')) {
    if (object === 0) {
      object = PyImport_ImportModule(part);
      if (object === 0) PyErr_Format(PyExc_ImportError, 'PyCapsule_Import could not import module "%s"', part);
    } else {
      const next = PyObject_GetAttrString(object, part);
      Py_DECREF(object);
      object = next;
    }
    if (object === 0) return 0;
  }
  let pointer = 0;
  if (PyCapsule_IsValid(object, text)) pointer = read_ptr(object + PyCapsule.pointer);
  else PyErr_Format(PyExc_AttributeError, 'PyCapsule_Import "%s" is not valid', text);
  Py_XDECREF(object);
  return pointer;
}

function capsule_dealloc(op: number): void {
  PyObject_GC_UnTrack(op);
  const destructor = read_ptr(op + PyCapsule.destructor);
  if (destructor !== 0) FUNCS[destructor](op);
  PyObject_GC_Del(op);
}

function capsule_traverse(op: number, visit: (op: number, arg: number) => number, arg: number): number {
  const f = read_ptr(op + PyCapsule.traverse_func);
  return f !== 0 ? FUNCS[f](op, visit, arg) : 0;
}

function capsule_clear(op: number): number {
  const f = read_ptr(op + PyCapsule.clear_func);
  return f !== 0 ? FUNCS[f](op) : 0;
}

function capsule_repr(op: number): number {
  const name = name_text(read_ptr(op + PyCapsule.name));
  return PyUnicode_FromFormat('<capsule object %s at %p>', name === null ? 'NULL' : `"${name}"`, op);
}

static_type(PyCapsule_Type, {
  tp_name: 'PyCapsule',
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
  tp_basicsize: PyCapsule.SIZEOF,
  tp_dealloc: capsule_dealloc,
  tp_repr: capsule_repr,
  tp_doc: 'An opaque pointer that one C module exports to another, with a name.',
  tp_traverse: capsule_traverse,
  tp_clear: capsule_clear,
});
