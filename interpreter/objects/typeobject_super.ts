// Answers to the `super` part of Objects/typeobject.c of CPython 3.13. See typeobject.ts for the split.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { PyBytesObject, PyCodeObject, PyTypeObject, superobject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, Py_DECREF, Py_INCREF, Py_IS_TYPE, Py_NewRef, Py_READONLY, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TYPE,
  Py_XDECREF, Py_XSETREF, PyType_HasFeature,
} from '../include/object';
import { Py_None, PyExc_RuntimeError, PyExc_TypeError, PySuper_Type, PyType_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyFrame_GetCode, _PyFrame_GetLocalsArray, _PyInterpreterFrame_LASTI, _PyThreadState_GetFrame } from '../python/frame';
import { _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames, PyArg_ParseTuple } from '../python/getargs';
import { _PyThreadState_GET } from '../python/pystate';
import { PyObject_CallFunctionObjArgs, PyObject_Vectorcall, PyVectorcall_NARGS } from './call';
import { PyCell_Check, PyCell_GET } from './cellobject';
import { PyDict_GetItemRef } from './dictobject';
import { PyObject_GenericGetAttr, PyObject_GetOptionalAttr } from './object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { lookup_tp_dict, lookup_tp_mro, PyType_Check, PyType_GenericAlloc, PyType_GenericNew, PyType_IsSubtype, tp_name } from './typeobject';
import { _Py_ID, _PyUnicode_Equal, PyUnicode_Check } from './unicodeobject';

const CO_FAST_CELL = 0x40;

function super_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(read_ptr(self + superobject.obj));
  Py_XDECREF(read_ptr(self + superobject.type));
  Py_XDECREF(read_ptr(self + superobject.obj_type));
  FUNCS[read_ptr(Py_TYPE(self) + PyTypeObject.tp_free)](self);
}

function super_traverse(self: number, visit: (op: number, arg: number) => number, arg: number): number {
  for (const field of [superobject.obj, superobject.type, superobject.obj_type]) {
    const op = read_ptr(self + field);
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}

function super_repr(self: number): number {
  const type = read_ptr(self + superobject.type);
  const obj_type = read_ptr(self + superobject.obj_type);
  const name = type !== 0 ? tp_name(type) : 'NULL';
  if (obj_type !== 0) return PyUnicode_FromFormat("<super: <class '%s'>, <%s object>>", name, tp_name(obj_type));
  return PyUnicode_FromFormat("<super: <class '%s'>, NULL>", name);
}

/** name in the dicts of the MRO of su_obj_type after su_type. Returns new, or NULL with or without an exception. */
function _super_lookup_descr(su_type: number, su_obj_type: number, name: number): number {
  const mro = lookup_tp_mro(su_obj_type);
  if (mro === 0) return 0;
  Py_INCREF(mro);
  const n = PyTuple_GET_SIZE(mro);
  let i = 0;
  while (i + 1 < n && PyTuple_GET_ITEM(mro, i) !== su_type) i++;
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  for (i++; i < n; i++) if (PyDict_GetItemRef(lookup_tp_dict(PyTuple_GET_ITEM(mro, i)), name, out) !== 0) break;
  const res = read_ptr(out);
  stackRestore(mark);
  Py_DECREF(mro);
  return res;
}

/** su may be NULL (it is made when its own attributes are wanted). *method (unless NULL) becomes 1 for an unbound method. */
function do_super_lookup(su: number, su_type: number, su_obj: number, su_obj_type: number, name: number, method: number): number {
  if (su_obj_type !== 0) {
    const res = _super_lookup_descr(su_type, su_obj_type, name);
    if (res !== 0) {
      if (method !== 0 && PyType_HasFeature(Py_TYPE(res), Py_TPFLAGS_METHOD_DESCRIPTOR)) {
        HEAP32[method >> 2] = 1;
        return res;
      }
      const f = read_ptr(Py_TYPE(res) + PyTypeObject.tp_descr_get);
      if (f === 0) return res;
      // For super(type, type) the descriptor gets no instance.
      const bound = FUNCS[f](res, su_obj === su_obj_type ? 0 : su_obj, su_obj_type);
      Py_DECREF(res);
      return bound;
    }
    if (PyErr_Occurred()) return 0;
  }
  if (su !== 0) return PyObject_GenericGetAttr(su, name);
  const mark = stackSave();
  const args = stackAlloc(16);
  write_ptr(args, su_type);
  write_ptr(args + 8, su_obj);
  const temp_su = PyObject_Vectorcall(PySuper_Type, args, 2, 0);
  stackRestore(mark);
  if (temp_su === 0) return 0;
  const res = PyObject_GenericGetAttr(temp_su, name);
  Py_DECREF(temp_su);
  return res;
}

function super_getattro(self: number, name: number): number {
  // __class__ is super's own, so that isinstance sees a super object.
  if (PyUnicode_Check(name) && _PyUnicode_Equal(name, _Py_ID('__class__'))) return PyObject_GenericGetAttr(self, name);
  return do_super_lookup(self, read_ptr(self + superobject.type), read_ptr(self + superobject.obj), read_ptr(self + superobject.obj_type), name, 0);
}

/** The type whose MRO super(type, obj) walks. Returns new. May fail, may run Python code. */
function supercheck(type: number, obj: number): number {
  if (PyType_Check(obj) && PyType_IsSubtype(obj, type)) return Py_NewRef(obj);
  if (PyType_IsSubtype(Py_TYPE(obj), type)) return Py_NewRef(Py_TYPE(obj));
  // A proxy may pretend to be an instance through __class__.
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(obj, _Py_ID('__class__'), out);
  const class_attr = read_ptr(out);
  stackRestore(mark);
  if (rc < 0) return 0;
  if (class_attr !== 0 && PyType_Check(class_attr) && class_attr !== Py_TYPE(obj) && PyType_IsSubtype(class_attr, type)) return class_attr;
  Py_XDECREF(class_attr);
  const is_type = PyType_Check(obj);
  PyErr_Format(
    PyExc_TypeError,
    'super(type, obj): obj (%s %.200s) is not an instance or subtype of type (%.200s).',
    is_type ? 'type' : 'instance of',
    tp_name(is_type ? obj : Py_TYPE(obj)),
    tp_name(type),
  );
  return 0;
}

/** super(su_type, su_obj).name without the super object. Returns new. May fail, may run Python code. */
export function _PySuper_Lookup(su_type: number, su_obj: number, name: number, method: number): number {
  const su_obj_type = supercheck(su_type, su_obj);
  if (su_obj_type === 0) return 0;
  const res = do_super_lookup(0, su_type, su_obj, su_obj_type, name, method);
  Py_DECREF(su_obj_type);
  return res;
}

function super_descr_get(self: number, obj: number, _type: number): number {
  if (obj === 0 || obj === Py_None || read_ptr(self + superobject.obj) !== 0) return Py_NewRef(self);
  const type = read_ptr(self + superobject.type);
  if (!Py_IS_TYPE(self, PySuper_Type)) return PyObject_CallFunctionObjArgs(Py_TYPE(self), type, obj);
  const obj_type = supercheck(type, obj);
  if (obj_type === 0) return 0;
  const newobj = PyType_GenericNew(PySuper_Type, 0, 0);
  if (newobj === 0) {
    Py_DECREF(obj_type);
    return 0;
  }
  write_ptr(newobj + superobject.type, Py_NewRef(type));
  write_ptr(newobj + superobject.obj, Py_NewRef(obj));
  write_ptr(newobj + superobject.obj_type, obj_type);
  return newobj;
}

/** What super() without arguments means in this frame: [__class__ cell's content, first argument], borrowed; null on error. */
function super_init_without_args(cframe: number): [type: number, obj: number] | null {
  const co = _PyFrame_GetCode(cframe);
  const fail = (text: string): null => {
    PyErr_SetString(PyExc_RuntimeError, text);
    return null;
  };
  if (HEAP32[(co + PyCodeObject.co_argcount) >> 2] === 0) return fail('super(): no arguments');
  const locals = _PyFrame_GetLocalsArray(cframe);
  let firstarg = read_ptr(locals);
  const kinds = read_ptr(co + PyCodeObject.co_localspluskinds) + PyBytesObject.ob_sval;
  // The first argument is in a cell only after MAKE_CELL has run.
  if (firstarg !== 0 && HEAPU8[kinds] & CO_FAST_CELL && _PyInterpreterFrame_LASTI(cframe) >= 0) firstarg = PyCell_GET(firstarg);
  if (firstarg === 0) return fail('super(): arg[0] deleted');
  const nlocalsplus = HEAP32[(co + PyCodeObject.co_nlocalsplus) >> 2];
  const names = read_ptr(co + PyCodeObject.co_localsplusnames);
  for (let i = nlocalsplus - HEAP32[(co + PyCodeObject.co_nfreevars) >> 2]; i < nlocalsplus; i++) {
    if (!_PyUnicode_Equal(PyTuple_GET_ITEM(names, i), _Py_ID('__class__'))) continue;
    const cell = read_ptr(locals + 8 * i);
    if (cell === 0 || !PyCell_Check(cell)) return fail('super(): bad __class__ cell');
    const type = PyCell_GET(cell);
    if (type === 0) return fail('super(): empty __class__ cell');
    if (!PyType_Check(type)) {
      PyErr_Format(PyExc_RuntimeError, 'super(): __class__ is not a type (%s)', tp_name(Py_TYPE(type)));
      return null;
    }
    return [type, firstarg];
  }
  return fail('super(): __class__ cell not found');
}

function super_init_impl(self: number, type: number, obj: number): number {
  if (type === 0) {
    const frame = _PyThreadState_GetFrame(_PyThreadState_GET());
    if (frame === 0) {
      PyErr_SetString(PyExc_RuntimeError, 'super(): no current frame');
      return -1;
    }
    const found = super_init_without_args(frame);
    if (found === null) return -1;
    [type, obj] = found;
  }
  if (obj === Py_None) obj = 0;
  let obj_type = 0;
  if (obj !== 0) {
    obj_type = supercheck(type, obj);
    if (obj_type === 0) return -1;
    Py_INCREF(obj);
  }
  Py_XSETREF(self + superobject.type, Py_NewRef(type));
  Py_XSETREF(self + superobject.obj, obj);
  Py_XSETREF(self + superobject.obj_type, obj_type);
  return 0;
}

function super_init(self: number, args: number, kwds: number): number {
  if (!_PyArg_NoKeywords('super', kwds)) return -1;
  const mark = stackSave();
  const out = stackAlloc(16);
  write_ptr(out, 0);
  write_ptr(out + 8, 0);
  const ok = PyArg_ParseTuple(args, '|O!O:super', PyType_Type, out, out + 8);
  const [type, obj] = [read_ptr(out), read_ptr(out + 8)];
  stackRestore(mark);
  return ok ? super_init_impl(self, type, obj) : -1;
}

function super_vectorcall(self_type: number, args: number, nargsf: number, kwnames: number): number {
  if (!_PyArg_NoKwnames('super', kwnames)) return 0;
  const nargs = PyVectorcall_NARGS(nargsf);
  if (!_PyArg_CheckPositional('super()', nargs, 0, 2)) return 0;
  const su = FUNCS[read_ptr(self_type + PyTypeObject.tp_alloc)](self_type, 0);
  if (su === 0) return 0;
  const type = nargs !== 0 ? read_ptr(args) : 0;
  const obj = nargs === 2 ? read_ptr(args + 8) : 0;
  if (type !== 0 && !PyType_Check(type)) PyErr_Format(PyExc_TypeError, 'super() argument 1 must be a type, not %.200s', tp_name(Py_TYPE(type)));
  else if (super_init_impl(su, type, obj) === 0) return su;
  Py_DECREF(su);
  return 0;
}

static_type(PySuper_Type, {
  tp_name: 'super',
  tp_basicsize: superobject.SIZEOF,
  tp_dealloc: super_dealloc,
  tp_repr: super_repr,
  tp_getattro: super_getattro,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  tp_doc: 'super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; looks attributes up after type in the MRO.',
  tp_traverse: super_traverse,
  tp_members: [
    ['__thisclass__', _Py_T_OBJECT, superobject.type, Py_READONLY, 'the class invoking super()'],
    ['__self__', _Py_T_OBJECT, superobject.obj, Py_READONLY, 'the instance invoking super(); may be None'],
    ['__self_class__', _Py_T_OBJECT, superobject.obj_type, Py_READONLY, 'the type of the instance invoking super(); may be None'],
  ],
  tp_descr_get: super_descr_get,
  tp_init: super_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
  tp_vectorcall: super_vectorcall,
});
