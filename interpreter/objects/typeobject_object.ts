// Answers to the `object` part of Objects/typeobject.c of CPython 3.13: object's slots and methods, __class__ assignment,
// and pickling (__reduce_ex__, __getstate__ through copyreg). See typeobject.ts for the split. Deviation: no audit events.

import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS } from '../include/functable';
import { PyTypeObject, PyVarObject } from '../include/generated/offsets';
import { HEAP32, read_ptr, read_ssize, write_ptr } from '../include/heap';
import {
  METH_CLASS, METH_NOARGS, METH_O, Py_DECREF, Py_EQ, Py_INCREF, Py_NE, Py_NewRef, Py_SET_TYPE, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HEAPTYPE,
  Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_IS_ABSTRACT, Py_TPFLAGS_MANAGED_DICT, Py_TYPE, Py_XDECREF, PyType_HasFeature,
} from '../include/object';
import { Py_False, Py_None, Py_NotImplemented, Py_True, PyBaseObject_Type, PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError, PyModule_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { PyErr_BadInternalCall, PyErr_Clear, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument } from '../python/getargs';
import { PyImport_GetModule, PyImport_Import } from '../python/import';
import { PyObject_GenericHash } from '../python/pyhash';
import { PyObject_GetIter, PySequence_List } from './abstract';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodObjArgs, PyObject_CallMethodOneArg, PyObject_CallNoArgs } from './call';
import {
  _PyDict_DetachFromObject, _PyObject_GetManagedDict, _PyObject_IsInstanceDictEmpty, _PyObject_MaterializeManagedDict, PyDict_Check, PyDict_Copy, PyDict_GET_SIZE, PyDict_Keys,
  PyDict_New, PyDict_SetItem, PyObject_GenericGetDict,
} from './dictobject';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_Sort } from './listobject';
import { PyLong_AsInt, PyLong_FromLong, PyLong_FromSsize_t } from './longobject';
import { PyCFunction_Check, PyCFunction_GET_FUNCTION, PyCFunction_GET_SELF } from './methodobject';
import { PyObject_GenericGetAttr, PyObject_GenericSetAttr, PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_IsTrue, PyObject_Str } from './object';
import { PyObject_Free } from './obmalloc';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_Pack, PyTuple_SET_ITEM } from './tupleobject';
import {
  _PyObject_LookupSpecial, compatible_for_assignment, merge_class_dict, PyType_Check, PyType_GenericAlloc, PyType_IsSubtype, tp_name, type_abstractmethods, type_dict_get, type_module,
  type_qualname,
} from './typeobject';
import { _Py_ID, _PyUnicode_Equal, PyUnicode_Check, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_Join } from './unicodeobject';

// ---- new, init, dealloc -----------------------------------------------------------------------------------------------

function excess_args(args: number, kwds: number): boolean {
  return PyTuple_GET_SIZE(args) !== 0 || (kwds !== 0 && PyDict_Check(kwds) && PyDict_GET_SIZE(kwds) !== 0);
}

/** object.__init__: complains of arguments unless a class overrides __new__ and not __init__. */
export function object_init(self: number, args: number, kwds: number): number {
  if (!excess_args(args, kwds)) return 0;
  const type = Py_TYPE(self);
  if (FUNCS[read_ptr(type + PyTypeObject.tp_init)] !== object_init) {
    PyErr_SetString(PyExc_TypeError, 'object.__init__() takes exactly one argument (the instance to initialize)');
    return -1;
  }
  if (FUNCS[read_ptr(type + PyTypeObject.tp_new)] === object_new) {
    PyErr_Format(PyExc_TypeError, '%.200s.__init__() takes exactly one argument (the instance to initialize)', tp_name(type));
    return -1;
  }
  return 0;
}

function abstract_class_error(type: number): void {
  const abstract_methods = type_abstractmethods(type, 0);
  if (abstract_methods === 0) return;
  const sorted_methods = PySequence_List(abstract_methods);
  Py_DECREF(abstract_methods);
  if (sorted_methods === 0) return;
  const separator = PyList_Sort(sorted_methods) < 0 ? 0 : PyUnicode_FromString("', '");
  const joined = separator === 0 ? 0 : PyUnicode_Join(separator, sorted_methods);
  Py_XDECREF(separator);
  const method_count = PyList_GET_SIZE(sorted_methods);
  Py_DECREF(sorted_methods);
  if (joined === 0) return;
  const text = "Can't instantiate abstract class %s without an implementation for abstract method%s '%U'";
  PyErr_Format(PyExc_TypeError, text, tp_name(type), method_count > 1 ? 's' : '', joined);
  Py_DECREF(joined);
}

/** object.__new__. Returns new. May fail. */
export function object_new(type: number, args: number, kwds: number): number {
  if (excess_args(args, kwds)) {
    if (FUNCS[read_ptr(type + PyTypeObject.tp_new)] !== object_new) {
      PyErr_SetString(PyExc_TypeError, 'object.__new__() takes exactly one argument (the type to instantiate)');
      return 0;
    }
    if (FUNCS[read_ptr(type + PyTypeObject.tp_init)] === object_init) {
      PyErr_Format(PyExc_TypeError, '%.200s() takes no arguments', tp_name(type));
      return 0;
    }
  }
  if (PyType_HasFeature(type, Py_TPFLAGS_IS_ABSTRACT)) {
    abstract_class_error(type);
    return 0;
  }
  return FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
}

function object_dealloc(self: number): void {
  FUNCS[HEAP32[(Py_TYPE(self) + PyTypeObject.tp_free) >> 2]](self);
}

// ---- repr, compare ------------------------------------------------------------------------------------------------------

function object_repr(self: number): number {
  const type = Py_TYPE(self);
  let mod = type_module(type);
  if (mod === 0) PyErr_Clear();
  else if (!PyUnicode_Check(mod)) {
    Py_DECREF(mod);
    mod = 0;
  }
  const name = type_qualname(type);
  if (name === 0) {
    Py_XDECREF(mod);
    return 0;
  }
  const rtn =
    mod !== 0 && !_PyUnicode_Equal(mod, _Py_ID('builtins'))
      ? PyUnicode_FromFormat('<%U.%U object at %p>', mod, name, self)
      : PyUnicode_FromFormat('<%s object at %p>', tp_name(type), self);
  Py_XDECREF(mod);
  Py_DECREF(name);
  return rtn;
}

function object_str(self: number): number {
  const f = HEAP32[(Py_TYPE(self) + PyTypeObject.tp_repr) >> 2];
  return f === 0 ? object_repr(self) : FUNCS[f](self);
}

function object_richcompare(self: number, other: number, op: number): number {
  if (op === Py_EQ) return self === other ? Py_True : Py_NotImplemented;
  if (op !== Py_NE) return Py_NotImplemented;
  // != is the opposite of ==, unless == does not know.
  const f = HEAP32[(Py_TYPE(self) + PyTypeObject.tp_richcompare) >> 2];
  if (f === 0) return Py_NotImplemented;
  const res = FUNCS[f](self, other, Py_EQ);
  if (res === 0 || res === Py_NotImplemented) return res;
  const ok = PyObject_IsTrue(res);
  Py_DECREF(res);
  return ok < 0 ? 0 : ok ? Py_False : Py_True;
}

export function _Py_BaseObject_RichCompare(self: number, other: number, op: number): number {
  return object_richcompare(self, other, op);
}

// ---- __class__ --------------------------------------------------------------------------------------------------------------

function object_get_class(self: number, _closure: number): number {
  return Py_NewRef(Py_TYPE(self));
}

function object_set_class(self: number, newto: number, _closure: number): number {
  if (newto === 0) {
    PyErr_SetString(PyExc_TypeError, "can't delete __class__ attribute");
    return -1;
  }
  if (!PyType_Check(newto)) {
    PyErr_Format(PyExc_TypeError, "__class__ must be set to a class, not '%s' object", tp_name(Py_TYPE(newto)));
    return -1;
  }
  const oldto = Py_TYPE(self);
  const modules = PyType_IsSubtype(newto, PyModule_Type) && PyType_IsSubtype(oldto, PyModule_Type);
  if (!modules && (PyType_HasFeature(newto, Py_TPFLAGS_IMMUTABLETYPE) || PyType_HasFeature(oldto, Py_TPFLAGS_IMMUTABLETYPE))) {
    PyErr_Format(PyExc_TypeError, '__class__ assignment only supported for mutable types or ModuleType subclasses');
    return -1;
  }
  if (!compatible_for_assignment(oldto, newto, '__class__')) return -1;
  // Inline values belong to the old class's shared keys: the dict takes them along.
  if (PyType_HasFeature(oldto, Py_TPFLAGS_INLINE_VALUES)) {
    const dict = _PyObject_GetManagedDict(self) || _PyObject_MaterializeManagedDict(self);
    if (dict === 0 || _PyDict_DetachFromObject(dict, self) < 0) return -1;
  }
  if (PyType_HasFeature(newto, Py_TPFLAGS_HEAPTYPE)) Py_INCREF(newto);
  Py_SET_TYPE(self, newto);
  if (PyType_HasFeature(oldto, Py_TPFLAGS_HEAPTYPE)) Py_DECREF(oldto);
  return 0;
}

// ---- pickling ------------------------------------------------------------------------------------------------------------------

/** Returns new. May fail. */
function import_copyreg(): number {
  const copyreg = PyImport_GetModule(_Py_ID('copyreg'));
  if (copyreg !== 0 || PyErr_Occurred()) return copyreg;
  return PyImport_Import(_Py_ID('copyreg'));
}

/** cls.__slotnames__, made by copyreg when need be: a new list or None. May fail. */
function _PyType_GetSlotNames(cls: number): number {
  const known = type_dict_get(cls, _Py_ID('__slotnames__'));
  if (known !== 0) {
    if (known === Py_None || PyList_Check(known)) return known;
    PyErr_Format(PyExc_TypeError, '%.200s.__slotnames__ should be a list or None, not %.200s', tp_name(cls), tp_name(Py_TYPE(known)));
    Py_DECREF(known);
    return 0;
  }
  if (PyErr_Occurred()) return 0;
  const copyreg = import_copyreg();
  if (copyreg === 0) return 0;
  const slotnames = PyObject_CallMethodOneArg(copyreg, _Py_ID('_slotnames'), cls);
  Py_DECREF(copyreg);
  if (slotnames !== 0 && slotnames !== Py_None && !PyList_Check(slotnames)) {
    PyErr_SetString(PyExc_TypeError, "copyreg._slotnames didn't return a list or None");
    Py_DECREF(slotnames);
    return 0;
  }
  return slotnames;
}

/** With `required` there is no other way to restore the object: its struct may hold nothing that the state misses. */
function check_picklable_layout(obj: number, slotnames: number): boolean {
  const type = Py_TYPE(obj);
  let basicsize = HEAP32[(PyBaseObject_Type + PyTypeObject.tp_basicsize) >> 2];
  if (read_ptr(type + PyTypeObject.tp_dictoffset) !== 0 && !PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)) basicsize += 8;
  if (HEAP32[(type + PyTypeObject.tp_weaklistoffset) >> 2] > 0) basicsize += 8;
  if (slotnames !== Py_None) basicsize += 8 * PyList_GET_SIZE(slotnames);
  if (HEAP32[(type + PyTypeObject.tp_basicsize) >> 2] <= basicsize) return true;
  PyErr_Format(PyExc_TypeError, "cannot pickle '%.200s' object", tp_name(type));
  return false;
}

/** The set slots as a new dict. May fail, may run Python code. */
function slots_state(obj: number, slotnames: number): number {
  const slots = PyDict_New();
  if (slots === 0) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  const size = PyList_GET_SIZE(slotnames);
  let ok = true;
  for (let i = 0; i < size && ok; i++) {
    const name = Py_NewRef(PyList_GET_ITEM(slotnames, i));
    ok = PyObject_GetOptionalAttr(obj, name, out) >= 0;
    const value = read_ptr(out);
    if (ok && value !== 0) {
      ok = PyDict_SetItem(slots, name, value) === 0;
      Py_DECREF(value);
    }
    Py_DECREF(name);
    if (ok && size !== PyList_GET_SIZE(slotnames)) {
      PyErr_Format(PyExc_RuntimeError, '__slotsname__ changed size during iteration');
      ok = false;
    }
  }
  stackRestore(mark);
  if (!ok) {
    Py_DECREF(slots);
    return 0;
  }
  return slots;
}

function object_getstate_default(obj: number, required: boolean): number {
  const type = Py_TYPE(obj);
  if (required && read_ptr(type + PyTypeObject.tp_itemsize) !== 0) {
    PyErr_Format(PyExc_TypeError, 'cannot pickle %.200s objects', tp_name(type));
    return 0;
  }
  let state = _PyObject_IsInstanceDictEmpty(obj) ? Py_None : PyObject_GenericGetDict(obj, 0);
  if (state === 0) return 0;
  const slotnames = _PyType_GetSlotNames(type);
  let ok = slotnames !== 0 && (!required || check_picklable_layout(obj, slotnames));
  if (ok && slotnames !== Py_None && PyList_GET_SIZE(slotnames) > 0) {
    const slots = slots_state(obj, slotnames);
    ok = slots !== 0;
    if (ok && PyDict_GET_SIZE(slots) > 0) {
      const both = PyTuple_Pack(2, state, slots);
      Py_DECREF(state);
      state = both;
    }
    Py_XDECREF(slots);
  }
  Py_XDECREF(slotnames);
  if (!ok) {
    Py_XDECREF(state);
    return 0;
  }
  return state;
}

function object___getstate__(self: number, _args: number): number {
  return object_getstate_default(self, false);
}

function object_getstate(obj: number, required: boolean): number {
  const getstate = PyObject_GetAttr(obj, _Py_ID('__getstate__'));
  if (getstate === 0) return 0;
  const own = PyCFunction_Check(getstate) && PyCFunction_GET_SELF(getstate) === obj && FUNCS[PyCFunction_GET_FUNCTION(getstate)] === object___getstate__;
  const state = own ? object_getstate_default(obj, required) : PyObject_CallNoArgs(getstate);
  Py_DECREF(getstate);
  return state;
}

/** Returns new. May fail, may run Python code. */
export function _PyObject_GetState(obj: number): number {
  return object_getstate(obj, false);
}

/** The arguments for __new__ when unpickling: *args and *kwargs new or NULL. 0 or -1. */
function _PyObject_GetNewArguments(obj: number, args: number, kwargs: number): number {
  write_ptr(args, 0);
  write_ptr(kwargs, 0);
  const getnewargs_ex = _PyObject_LookupSpecial(obj, _Py_ID('__getnewargs_ex__'));
  if (getnewargs_ex !== 0) return new_arguments_ex(getnewargs_ex, args, kwargs);
  if (PyErr_Occurred()) return -1;
  const getnewargs = _PyObject_LookupSpecial(obj, _Py_ID('__getnewargs__'));
  if (getnewargs === 0) return PyErr_Occurred() ? -1 : 0;
  const newargs = PyObject_CallNoArgs(getnewargs);
  Py_DECREF(getnewargs);
  if (newargs === 0) return -1;
  if (!PyTuple_Check(newargs)) {
    PyErr_Format(PyExc_TypeError, "__getnewargs__ should return a tuple, not '%.200s'", tp_name(Py_TYPE(newargs)));
    Py_DECREF(newargs);
    return -1;
  }
  write_ptr(args, newargs);
  return 0;
}

/** Steals getnewargs_ex. */
function new_arguments_ex(getnewargs_ex: number, args: number, kwargs: number): number {
  const newargs = PyObject_CallNoArgs(getnewargs_ex);
  Py_DECREF(getnewargs_ex);
  if (newargs === 0) return -1;
  let ok = false;
  if (!PyTuple_Check(newargs)) PyErr_Format(PyExc_TypeError, "__getnewargs_ex__ should return a tuple, not '%.200s'", tp_name(Py_TYPE(newargs)));
  else if (PyTuple_GET_SIZE(newargs) !== 2) PyErr_Format(PyExc_ValueError, '__getnewargs_ex__ should return a tuple of length 2, not %zd', PyTuple_GET_SIZE(newargs));
  else {
    const [a, k] = [PyTuple_GET_ITEM(newargs, 0), PyTuple_GET_ITEM(newargs, 1)];
    if (!PyTuple_Check(a)) {
      PyErr_Format(PyExc_TypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%.200s'", tp_name(Py_TYPE(a)));
    } else if (!PyDict_Check(k)) {
      PyErr_Format(PyExc_TypeError, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%.200s'", tp_name(Py_TYPE(k)));
    } else {
      write_ptr(args, Py_NewRef(a));
      write_ptr(kwargs, Py_NewRef(k));
      ok = true;
    }
  }
  Py_DECREF(newargs);
  return ok ? 0 : -1;
}

/** Iterators over the items of a list and of a dict, None for other objects. [0, 0] on error. */
function _PyObject_GetItemsIter(obj: number): [listitems: number, dictitems: number] {
  const listitems = PyList_Check(obj) ? PyObject_GetIter(obj) : Py_None;
  if (listitems === 0) return [0, 0];
  if (!PyDict_Check(obj)) return [listitems, Py_None];
  const items = PyObject_CallMethodNoArgs(obj, _Py_ID('items'));
  const dictitems = items === 0 ? 0 : PyObject_GetIter(items);
  Py_XDECREF(items);
  if (dictitems === 0) {
    Py_DECREF(listitems);
    return [0, 0];
  }
  return [listitems, dictitems];
}

/** (cls, *args) as a new tuple; args may be NULL. */
function prepend_class(cls: number, args: number): number {
  const n = args === 0 ? 0 : PyTuple_GET_SIZE(args);
  const newargs = PyTuple_New(n + 1);
  if (newargs === 0) return 0;
  PyTuple_SET_ITEM(newargs, 0, Py_NewRef(cls));
  for (let i = 0; i < n; i++) PyTuple_SET_ITEM(newargs, i + 1, Py_NewRef(PyTuple_GET_ITEM(args, i)));
  return newargs;
}

function reduce_newobj(obj: number): number {
  const cls = Py_TYPE(obj);
  if (read_ptr(cls + PyTypeObject.tp_new) === 0) {
    PyErr_Format(PyExc_TypeError, "cannot pickle '%.200s' object", tp_name(cls));
    return 0;
  }
  const mark = stackSave();
  const out = stackAlloc(16);
  const rc = _PyObject_GetNewArguments(obj, out, out + 8);
  const [args, kwargs] = [read_ptr(out), read_ptr(out + 8)];
  stackRestore(mark);
  if (rc < 0) return 0;
  const hasargs = args !== 0;
  const plain = kwargs === 0 || PyDict_GET_SIZE(kwargs) === 0;
  const copyreg = import_copyreg();
  let newobj = 0;
  let newargs = 0;
  if (copyreg !== 0) {
    if (!plain && !hasargs) PyErr_BadInternalCall();
    else {
      newobj = PyObject_GetAttr(copyreg, _Py_ID(plain ? '__newobj__' : '__newobj_ex__'));
      if (newobj !== 0) newargs = plain ? prepend_class(cls, args) : PyTuple_Pack(3, cls, args, kwargs);
    }
    Py_DECREF(copyreg);
  }
  Py_XDECREF(args);
  Py_XDECREF(kwargs);
  let result = 0;
  if (newargs !== 0) {
    const state = object_getstate(obj, !(hasargs || PyList_Check(obj) || PyDict_Check(obj)));
    if (state !== 0) {
      const [listitems, dictitems] = _PyObject_GetItemsIter(obj);
      if (listitems !== 0) {
        result = PyTuple_Pack(5, newobj, newargs, state, listitems, dictitems);
        Py_DECREF(listitems);
        Py_DECREF(dictitems);
      }
      Py_DECREF(state);
    }
    Py_DECREF(newargs);
  }
  Py_XDECREF(newobj);
  return result;
}

function _common_reduce(self: number, proto: number): number {
  if (proto >= 2) return reduce_newobj(self);
  const copyreg = import_copyreg();
  if (copyreg === 0) return 0;
  const number = PyLong_FromLong(proto);
  const res = number === 0 ? 0 : PyObject_CallMethodObjArgs(copyreg, _Py_ID('_reduce_ex'), self, number);
  Py_XDECREF(number);
  Py_DECREF(copyreg);
  return res;
}

function object___reduce__(self: number, _args: number): number {
  return _common_reduce(self, 0);
}

/** object.__dict__['__reduce__']: a class that overrides __reduce__ is one where this is not found. Borrowed. */
function objreduce(): number {
  const descr = type_dict_get(PyBaseObject_Type, _Py_ID('__reduce__'));
  Py_XDECREF(descr);
  return descr;
}

function object___reduce_ex__(self: number, arg: number): number {
  const protocol = PyLong_AsInt(arg);
  if (protocol === -1 && PyErr_Occurred()) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  const rc = PyObject_GetOptionalAttr(self, _Py_ID('__reduce__'), out);
  const reduce = read_ptr(out);
  stackRestore(mark);
  if (rc < 0) return 0;
  if (reduce !== 0) {
    const clsreduce = PyObject_GetAttr(Py_TYPE(self), _Py_ID('__reduce__'));
    if (clsreduce === 0) {
      Py_DECREF(reduce);
      return 0;
    }
    const override = clsreduce !== objreduce();
    Py_DECREF(clsreduce);
    const res = override ? PyObject_CallNoArgs(reduce) : 0;
    Py_DECREF(reduce);
    if (override) return res;
  }
  return _common_reduce(self, protocol);
}

// ---- the other methods ------------------------------------------------------------------------------------------------------------

function object_subclasshook(_cls: number, _args: number): number {
  return Py_NotImplemented;
}

function object_init_subclass(_cls: number, _arg: number): number {
  return Py_None;
}

function object___format__(self: number, format_spec: number): number {
  if (!PyUnicode_Check(format_spec)) return _PyArg_BadArgument('__format__', 'argument', 'str', format_spec);
  if (PyUnicode_GET_LENGTH(format_spec) > 0) {
    PyErr_Format(PyExc_TypeError, 'unsupported format string passed to %.200s.__format__', tp_name(Py_TYPE(self)));
    return 0;
  }
  return PyObject_Str(self);
}

function object___sizeof__(self: number, _args: number): number {
  const type = Py_TYPE(self);
  const isize = HEAP32[(type + PyTypeObject.tp_itemsize) >> 2];
  const items = isize > 0 ? read_ssize(self + PyVarObject.ob_size) * isize : 0;
  return PyLong_FromSsize_t(items + HEAP32[(type + PyTypeObject.tp_basicsize) >> 2]);
}

function object___dir__(self: number, _args: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  let dict = 0;
  let result = 0;
  if (PyObject_GetOptionalAttr(self, _Py_ID('__dict__'), out) >= 0) {
    const own = read_ptr(out);
    dict = own !== 0 && PyDict_Check(own) ? PyDict_Copy(own) : PyDict_New();
    Py_XDECREF(own);
  }
  if (dict !== 0) {
    if (PyObject_GetOptionalAttr(self, _Py_ID('__class__'), out) >= 0) {
      const itsclass = read_ptr(out);
      if (itsclass === 0 || merge_class_dict(dict, itsclass) === 0) result = PyDict_Keys(dict);
      Py_XDECREF(itsclass);
    }
    Py_DECREF(dict);
  }
  stackRestore(mark);
  return result;
}

static_type(PyBaseObject_Type, {
  tp_name: 'object',
  tp_basicsize: 16,
  tp_dealloc: object_dealloc,
  tp_repr: object_repr,
  tp_hash: PyObject_GenericHash,
  tp_str: object_str,
  tp_getattro: PyObject_GenericGetAttr,
  tp_setattro: PyObject_GenericSetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
  tp_doc: 'object()\n--\n\nThe base class of all classes.',
  tp_richcompare: object_richcompare,
  tp_methods: [
    ['__reduce_ex__', object___reduce_ex__, METH_O, '__reduce_ex__($self, protocol, /)\n--\n\nWhat pickle needs to restore the object.'],
    ['__reduce__', object___reduce__, METH_NOARGS, '__reduce__($self, /)\n--\n\nWhat pickle needs to restore the object.'],
    ['__getstate__', object___getstate__, METH_NOARGS, '__getstate__($self, /)\n--\n\nThe state for pickling.'],
    ['__subclasshook__', object_subclasshook, METH_CLASS | METH_O, 'Lets an abstract class decide what counts as its subclass.'],
    ['__init_subclass__', object_init_subclass, METH_CLASS | METH_NOARGS, 'Called when a class is subclassed; does nothing by default.'],
    ['__format__', object___format__, METH_O, '__format__($self, format_spec, /)\n--\n\nThe default formatter: str(self) for an empty format.'],
    ['__sizeof__', object___sizeof__, METH_NOARGS, '__sizeof__($self, /)\n--\n\nThe size of the object in bytes.'],
    ['__dir__', object___dir__, METH_NOARGS, '__dir__($self, /)\n--\n\nThe names for dir().'],
  ],
  tp_getset: [['__class__', object_get_class, object_set_class, "the object's class"]],
  tp_init: object_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: object_new,
  tp_free: PyObject_Free,
});
