// Answers to the creation half of Objects/typeobject.c of CPython 3.13: type.__new__ (metaclass, __slots__, layout, cells,
// __set_name__, __init_subclass__) and heap types made from a spec. See typeobject.ts for the split.
//
// Deviations: a PyType_Spec is a TypeSpec (include/typespec.ts): slots are named, basicsize is never negative unless asked for,
// and the special members __weaklistoffset__, __dictoffset__, __vectorcalloffset__ have fields of their own.

import { PyUnicode_IsIdentifier } from './unicodeobject_methods';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { PyGetSetDef, PyHeapTypeObject, PyMemberDef, PyTypeObject } from '../include/generated/offsets';
import { HEAP32, read_ptr, write_ptr, write_ssize } from '../include/heap';
import {
  MANAGED_WEAKREF_OFFSET, Py_DECREF, Py_NewRef, Py_T_OBJECT_EX, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE,
  Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_MANAGED_WEAKREF, Py_TYPE, Py_XDECREF, Py_XNewRef, PyType_HasFeature,
} from '../include/object';
import {
  Py_None, PyBaseObject_Type, PyDict_Type, PyExc_AttributeError, PyExc_DeprecationWarning, PyExc_RuntimeWarning, PyExc_TypeError, PyExc_ValueError, PySuper_Type, PyTuple_Type, PyType_Type, TYPE_STATICS,
} from '../include/statics';
import { type GetSetSpec, SUITES, static_cstring, type TypeSpec, write_getset, write_methods, write_slots } from '../include/typespec';
import { _PyErr_FormatNote, PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyErr_WarnFormat } from '../python/errors';
import { PyEval_GetGlobals } from '../python/ceval';
import { PyObject_GC_Del } from '../python/gc';
import { PyArg_ParseTuple } from '../python/getargs';
import { PySequence_Tuple } from './abstract';
import { PyObject_CallFunctionObjArgs, PyObject_Vectorcall, PyObject_VectorcallDict } from './call';
import { PyCell_Check, PyCell_Set } from './cellobject';
import { PyDescr_IsData } from './descrobject';
import {
  _PyDict_HasOnlyStringKeys, _PyObject_SetManagedDict, PyDict_Check, PyDict_Contains, PyDict_Copy, PyDict_DelItem, PyDict_GetItemRef, PyDict_GetItemWithError, PyDict_SetItem,
  PyObject_GenericGetDict,
} from './dictobject';
import { PyClassMethod_New, PyFunction_Check, PyStaticMethod_New } from './funcobject';
import { PyList_AsTuple, PyList_New, PyList_SET_ITEM, PyList_Sort } from './listobject';
import { _PyModule_GetDef, _PyModule_GetState } from './moduleobject';
import { _PyObject_ComputedDictPointer, PyObject_GenericGetAttr, PyObject_GenericSetAttr, PyObject_GetAttr, PyObject_HasAttrWithError } from './object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from './tupleobject';
import {
  _PyHeapType_GET_MEMBERS, _PyObject_LookupSpecial, _PyType_DocWithoutSignature, _PyType_Lookup, best_base, dict_entries, lookup_tp_dict, lookup_tp_mro, malloc_cstring, PyType_Check,
  PyType_GenericAlloc, PyType_IsSubtype, set_tp_bases, set_tp_name, subtype_clear, subtype_dealloc, subtype_traverse, tp_name,
} from './typeobject';
import { PyType_Ready } from './typeobject_ready';
import { fixup_slot_dispatchers } from './typeobject_slots';
import { _Py_ID, _PyUnicode_Equal, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_DATA, PyUnicode_FromString, PyUnicode_IS_ASCII } from './unicodeobject';

// ---- __dict__ and __weakref__ of instances ---------------------------------------------------------------------------------

function get_builtin_base_with_dict(type: number): number {
  for (; read_ptr(type + PyTypeObject.tp_base) !== 0; type = read_ptr(type + PyTypeObject.tp_base)) {
    if (read_ptr(type + PyTypeObject.tp_dictoffset) !== 0 && !PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) return type;
  }
  return 0;
}

/** The accessor of a static base's own __dict__ descriptor (borrowed), or 0 with TypeError. */
function base_dict_accessor(base: number, obj: number, field: number): [descr: number, f: number] {
  const descr = _PyType_Lookup(base, _Py_ID('__dict__'));
  const f = descr !== 0 && PyDescr_IsData(descr) ? read_ptr(Py_TYPE(descr) + field) : 0;
  if (f === 0) PyErr_Format(PyExc_TypeError, "this __dict__ descriptor does not support '%.200s' objects", tp_name(Py_TYPE(obj)));
  return [descr, f];
}

function subtype_dict(obj: number, context: number): number {
  const base = get_builtin_base_with_dict(Py_TYPE(obj));
  if (base === 0) return PyObject_GenericGetDict(obj, context);
  const [descr, f] = base_dict_accessor(base, obj, PyTypeObject.tp_descr_get);
  return f === 0 ? 0 : FUNCS[f](descr, obj, Py_TYPE(obj));
}

function subtype_setdict(obj: number, value: number, _context: number): number {
  const base = get_builtin_base_with_dict(Py_TYPE(obj));
  if (base !== 0) {
    const [descr, f] = base_dict_accessor(base, obj, PyTypeObject.tp_descr_set);
    return f === 0 ? -1 : FUNCS[f](descr, obj, value);
  }
  if (value !== 0 && !PyDict_Check(value)) {
    PyErr_Format(PyExc_TypeError, "__dict__ must be set to a dictionary, not a '%.200s'", tp_name(Py_TYPE(value)));
    return -1;
  }
  if (PyType_HasFeature(Py_TYPE(obj), Py_TPFLAGS_MANAGED_DICT)) return _PyObject_SetManagedDict(obj, value);
  const dictptr = _PyObject_ComputedDictPointer(obj);
  if (dictptr === 0) {
    PyErr_SetString(PyExc_AttributeError, 'This object has no __dict__');
    return -1;
  }
  const old = read_ptr(dictptr);
  write_ptr(dictptr, Py_XNewRef(value));
  Py_XDECREF(old);
  return 0;
}

function subtype_getweakref(obj: number, _context: number): number {
  const offset = HEAP32[(Py_TYPE(obj) + PyTypeObject.tp_weaklistoffset) >> 2];
  if (offset === 0) {
    PyErr_SetString(PyExc_AttributeError, 'This object has no __weakref__');
    return 0;
  }
  const weaklist = read_ptr(obj + offset);
  return weaklist === 0 ? Py_None : Py_NewRef(weaklist);
}

const DICT: GetSetSpec = ['__dict__', subtype_dict, subtype_setdict, 'dictionary for instance variables'];
const WEAKREF: GetSetSpec = ['__weakref__', subtype_getweakref, null, 'list of weak references to the object'];
for (const [, get, set] of [DICT, WEAKREF]) {
  func_index(get);
  func_index(set);
}
// The tables lie at fixed places: full (two entries and an end), dict only, weakref only.
const subtype_getsets_full = TYPE_STATICS + 256;
const subtype_getsets_dict_only = subtype_getsets_full + 3 * PyGetSetDef.SIZEOF;
const subtype_getsets_weakref_only = subtype_getsets_dict_only + 2 * PyGetSetDef.SIZEOF;

/** Writes the three tables. Once a process. */
export function slot_init_statics(): void {
  const place = (at: number, specs: GetSetSpec[]): void => {
    specs.forEach(([name, get, set, doc], i) => {
      const p = at + i * PyGetSetDef.SIZEOF;
      write_ptr(p + PyGetSetDef.name, static_cstring(name));
      write_ptr(p + PyGetSetDef.get, func_index(get));
      write_ptr(p + PyGetSetDef.set, func_index(set));
      write_ptr(p + PyGetSetDef.doc, static_cstring(doc));
      write_ptr(p + PyGetSetDef.closure, 0);
    });
  };
  place(subtype_getsets_full, [DICT, WEAKREF]);
  place(subtype_getsets_dict_only, [DICT]);
  place(subtype_getsets_weakref_only, [WEAKREF]);
}

// ---- type.__new__ -------------------------------------------------------------------------------------------------------------

/** Borrowed: the most derived of the metatype and the bases' types; NULL with TypeError when there is none. */
export function _PyType_CalculateMetaclass(metatype: number, bases: number): number {
  let winner = metatype;
  const nbases = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < nbases; i++) {
    const tmptype = Py_TYPE(PyTuple_GET_ITEM(bases, i));
    if (PyType_IsSubtype(winner, tmptype)) continue;
    if (!PyType_IsSubtype(tmptype, winner)) {
      PyErr_SetString(
        PyExc_TypeError,
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      );
      return 0;
    }
    winner = tmptype;
  }
  return winner;
}

interface type_new_ctx {
  metatype: number;
  args: number;
  kwds: number;
  orig_dict: number;
  name: number;
  /** Owned once type_new_get_bases returned 0. */
  bases: number;
  base: number;
  /** Owned tuple, or NULL without __slots__. */
  slots: number;
  nslot: number;
  add_dict: number;
  add_weak: number;
  may_add_dict: boolean;
  may_add_weak: boolean;
}

function valid_identifier(s: number): boolean {
  if (!PyUnicode_Check(s)) {
    PyErr_Format(PyExc_TypeError, "__slots__ items must be strings, not '%.200s'", tp_name(Py_TYPE(s)));
    return false;
  }
  if (!PyUnicode_IsIdentifier(s)) {
    PyErr_SetString(PyExc_TypeError, '__slots__ must be identifiers');
    return false;
  }
  return true;
}

function type_new_visit_slots(ctx: type_new_ctx): number {
  for (let i = 0; i < ctx.nslot; i++) {
    const name = PyTuple_GET_ITEM(ctx.slots, i);
    if (!valid_identifier(name)) return -1;
    if (_PyUnicode_Equal(name, _Py_ID('__dict__'))) {
      if (!ctx.may_add_dict || ctx.add_dict !== 0) {
        PyErr_SetString(PyExc_TypeError, '__dict__ slot disallowed: we already got one');
        return -1;
      }
      ctx.add_dict++;
    }
    if (_PyUnicode_Equal(name, _Py_ID('__weakref__'))) {
      if (!ctx.may_add_weak || ctx.add_weak !== 0) {
        PyErr_SetString(PyExc_TypeError, '__weakref__ slot disallowed: we already got one');
        return -1;
      }
      ctx.add_weak++;
    }
  }
  return 0;
}

/** ident as the class `privateobj` sees it: __x becomes _Class__x. Returns new. May fail. */
export function _Py_Mangle(privateobj: number, ident: number): number {
  const name = PyUnicode_AsUTF8(ident);
  const cls = privateobj !== 0 && PyUnicode_Check(privateobj) ? PyUnicode_AsUTF8(privateobj) : null;
  if (name === null) return 0;
  const stripped = cls === null ? '' : cls.replace(/^_+/, '');
  if (stripped === '' || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return Py_NewRef(ident);
  return PyUnicode_FromString(`_${stripped}${name}`);
}

/** The sorted, mangled slots without __dict__ and __weakref__ as a new tuple. May fail. */
function type_new_copy_slots(ctx: type_new_ctx, dict: number): number {
  const new_slots = PyList_New(ctx.nslot - ctx.add_dict - ctx.add_weak);
  if (new_slots === 0) return 0;
  let j = 0;
  for (let i = 0; i < ctx.nslot; i++) {
    const item = PyTuple_GET_ITEM(ctx.slots, i);
    if ((ctx.add_dict && _PyUnicode_Equal(item, _Py_ID('__dict__'))) || (ctx.add_weak && _PyUnicode_Equal(item, _Py_ID('__weakref__')))) continue;
    const slot = _Py_Mangle(ctx.name, item);
    let r = -1;
    if (slot !== 0) {
      PyList_SET_ITEM(new_slots, j++, slot);
      r = PyDict_Contains(dict, slot);
    }
    // The compiler itself puts __qualname__ and __classcell__ into the dict.
    if (r > 0 && !['__qualname__', '__classcell__', '__classdictcell__'].some((id) => _PyUnicode_Equal(slot, _Py_ID(id)))) {
      PyErr_Format(PyExc_ValueError, '%R in __slots__ conflicts with class variable', slot);
      r = -1;
    }
    if (r < 0) {
      Py_DECREF(new_slots);
      return 0;
    }
  }
  const tuple = PyList_Sort(new_slots) < 0 ? 0 : PyList_AsTuple(new_slots);
  Py_DECREF(new_slots);
  return tuple;
}

/** Secondary bases may provide a __dict__ or weak references that the layout base lacks. */
function type_new_slots_bases(ctx: type_new_ctx): void {
  const nbases = PyTuple_GET_SIZE(ctx.bases);
  const want_dict = (): boolean => ctx.may_add_dict && ctx.add_dict === 0;
  const want_weak = (): boolean => ctx.may_add_weak && ctx.add_weak === 0;
  if (nbases <= 1) return;
  for (let i = 0; i < nbases && (want_dict() || want_weak()); i++) {
    const base = PyTuple_GET_ITEM(ctx.bases, i);
    if (base === ctx.base) continue;
    if (want_dict() && read_ptr(base + PyTypeObject.tp_dictoffset) !== 0) ctx.add_dict++;
    if (want_weak() && read_ptr(base + PyTypeObject.tp_weaklistoffset) !== 0) ctx.add_weak++;
  }
}

function type_new_slots(ctx: type_new_ctx, dict: number): number {
  ctx.may_add_dict = read_ptr(ctx.base + PyTypeObject.tp_dictoffset) === 0;
  ctx.may_add_weak = read_ptr(ctx.base + PyTypeObject.tp_weaklistoffset) === 0 && read_ptr(ctx.base + PyTypeObject.tp_itemsize) === 0;
  if (ctx.slots === 0) {
    if (ctx.may_add_dict) ctx.add_dict++;
    if (ctx.may_add_weak) ctx.add_weak++;
    return 0;
  }
  if (ctx.nslot > 0 && read_ptr(ctx.base + PyTypeObject.tp_itemsize) !== 0) {
    PyErr_Format(PyExc_TypeError, "nonempty __slots__ not supported for subtype of '%s'", tp_name(ctx.base));
    return -1;
  }
  if (type_new_visit_slots(ctx) < 0) return -1;
  const new_slots = type_new_copy_slots(ctx, dict);
  if (new_slots === 0) return -1;
  Py_DECREF(ctx.slots);
  ctx.slots = new_slots;
  ctx.nslot = PyTuple_GET_SIZE(new_slots);
  type_new_slots_bases(ctx);
  return 0;
}

function point_to_own_suites(type: number): void {
  write_ptr(type + PyTypeObject.tp_as_async, type + PyHeapTypeObject.as_async);
  write_ptr(type + PyTypeObject.tp_as_number, type + PyHeapTypeObject.as_number);
  write_ptr(type + PyTypeObject.tp_as_sequence, type + PyHeapTypeObject.as_sequence);
  write_ptr(type + PyTypeObject.tp_as_mapping, type + PyHeapTypeObject.as_mapping);
  write_ptr(type + PyTypeObject.tp_as_buffer, type + PyHeapTypeObject.as_buffer);
}

function type_new_alloc(ctx: type_new_ctx): number {
  const type = FUNCS[read_ptr(ctx.metatype + PyTypeObject.tp_alloc)](ctx.metatype, ctx.nslot);
  if (type === 0) return 0;
  HEAP32[(type + PyTypeObject.tp_flags) >> 2] = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HEAPTYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC;
  point_to_own_suites(type);
  set_tp_bases(type, Py_NewRef(ctx.bases));
  write_ptr(type + PyTypeObject.tp_base, Py_NewRef(ctx.base));
  write_ptr(type + PyTypeObject.tp_dealloc, func_index(subtype_dealloc));
  write_ptr(type + PyTypeObject.tp_alloc, func_index(PyType_GenericAlloc));
  write_ptr(type + PyTypeObject.tp_free, func_index(PyObject_GC_Del));
  write_ptr(type + PyTypeObject.tp_traverse, func_index(subtype_traverse));
  write_ptr(type + PyTypeObject.tp_clear, func_index(subtype_clear));
  write_ptr(type + PyHeapTypeObject.ht_name, Py_NewRef(ctx.name));
  return type;
}

function type_new_set_module(type: number): number {
  const dict = lookup_tp_dict(type);
  let r = PyDict_Contains(dict, _Py_ID('__module__'));
  if (r !== 0) return r < 0 ? -1 : 0;
  const globals = PyEval_GetGlobals();
  if (globals === 0) return 0;
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  r = PyDict_GetItemRef(globals, _Py_ID('__name__'), out);
  const module = read_ptr(out);
  stackRestore(mark);
  if (module !== 0) {
    r = PyDict_SetItem(dict, _Py_ID('__module__'), module);
    Py_DECREF(module);
  }
  return r;
}

function type_new_set_ht_name(type: number): number {
  const dict = lookup_tp_dict(type);
  const qualname = PyDict_GetItemWithError(dict, _Py_ID('__qualname__'));
  if (qualname === 0) {
    if (PyErr_Occurred()) return -1;
    write_ptr(type + PyHeapTypeObject.ht_qualname, Py_NewRef(read_ptr(type + PyHeapTypeObject.ht_name)));
    return 0;
  }
  if (!PyUnicode_Check(qualname)) {
    PyErr_Format(PyExc_TypeError, 'type __qualname__ must be a str, not %s', tp_name(Py_TYPE(qualname)));
    return -1;
  }
  write_ptr(type + PyHeapTypeObject.ht_qualname, Py_NewRef(qualname));
  return PyDict_DelItem(dict, _Py_ID('__qualname__'));
}

function type_new_set_doc(type: number): number {
  const doc = PyDict_GetItemWithError(lookup_tp_dict(type), _Py_ID('__doc__'));
  if (doc === 0) return PyErr_Occurred() ? -1 : 0;
  if (!PyUnicode_Check(doc)) return 0;
  const text = PyUnicode_AsUTF8(doc);
  if (text === null) return -1;
  const tp_doc = malloc_cstring(text);
  if (tp_doc === 0) return -1;
  write_ptr(type + PyTypeObject.tp_doc, tp_doc);
  return 0;
}

/** Wraps a plain function in the class dict: __new__ is a static method, __init_subclass__ and __class_getitem__ class methods. */
function type_new_wrap(type: number, attr: number, wrap: (func: number) => number): number {
  const dict = lookup_tp_dict(type);
  const func = PyDict_GetItemWithError(dict, attr);
  if (func === 0) return PyErr_Occurred() ? -1 : 0;
  if (!PyFunction_Check(func)) return 0;
  const wrapped = wrap(func);
  if (wrapped === 0) return -1;
  const res = PyDict_SetItem(dict, attr, wrapped);
  Py_DECREF(wrapped);
  return res;
}

/** The address of a slot name's characters: the tuple ht_slots keeps the str alive. */
function slot_name_address(name: number): number {
  if (PyUnicode_IS_ASCII(name)) return PyUnicode_DATA(name);
  const text = PyUnicode_AsUTF8(name);
  return text === null ? 0 : static_cstring(text);
}

function type_new_descriptors(ctx: type_new_ctx, type: number): number {
  let slotoffset = HEAP32[(ctx.base + PyTypeObject.tp_basicsize) >> 2];
  const slots = read_ptr(type + PyHeapTypeObject.ht_slots);
  if (slots !== 0) {
    let mp = _PyHeapType_GET_MEMBERS(type);
    const nslot = PyTuple_GET_SIZE(slots);
    for (let i = 0; i < nslot; i++, mp += PyMemberDef.SIZEOF) {
      const name = slot_name_address(PyTuple_GET_ITEM(slots, i));
      if (name === 0) return -1;
      write_ptr(mp + PyMemberDef.name, name);
      HEAP32[(mp + PyMemberDef.type) >> 2] = Py_T_OBJECT_EX;
      write_ssize(mp + PyMemberDef.offset, slotoffset);
      slotoffset += 8;
    }
  }
  if (ctx.add_weak) {
    HEAP32[(type + PyTypeObject.tp_flags) >> 2] |= Py_TPFLAGS_MANAGED_WEAKREF;
    write_ssize(type + PyTypeObject.tp_weaklistoffset, MANAGED_WEAKREF_OFFSET);
  }
  if (ctx.add_dict) {
    HEAP32[(type + PyTypeObject.tp_flags) >> 2] |= Py_TPFLAGS_MANAGED_DICT;
    write_ssize(type + PyTypeObject.tp_dictoffset, -1);
  }
  write_ssize(type + PyTypeObject.tp_basicsize, slotoffset);
  write_ptr(type + PyTypeObject.tp_itemsize, read_ptr(ctx.base + PyTypeObject.tp_itemsize));
  write_ptr(type + PyTypeObject.tp_members, _PyHeapType_GET_MEMBERS(type));
  return 0;
}

function type_new_set_slots(ctx: type_new_ctx, type: number): void {
  const weak = read_ptr(type + PyTypeObject.tp_weaklistoffset) !== 0;
  const dict = read_ptr(type + PyTypeObject.tp_dictoffset) !== 0;
  let getset = 0;
  if (weak && dict) getset = subtype_getsets_full;
  else if (weak) getset = subtype_getsets_weakref_only;
  else if (dict) getset = subtype_getsets_dict_only;
  write_ptr(type + PyTypeObject.tp_getset, getset);
  if (!dict && ctx.nslot === 0) return;
  const has = (field: number): boolean => read_ptr(ctx.base + field) !== 0;
  if (!has(PyTypeObject.tp_getattr) && !has(PyTypeObject.tp_getattro)) write_ptr(type + PyTypeObject.tp_getattro, func_index(PyObject_GenericGetAttr));
  if (!has(PyTypeObject.tp_setattr) && !has(PyTypeObject.tp_setattro)) write_ptr(type + PyTypeObject.tp_setattro, func_index(PyObject_GenericSetAttr));
}

/** Fills the cell that the compiler left in the class dict under `name`, and removes it from there. */
function type_new_set_cell(type: number, name: string, value: number): number {
  const dict = lookup_tp_dict(type);
  const cell = PyDict_GetItemWithError(dict, _Py_ID(name));
  if (cell === 0) return PyErr_Occurred() ? -1 : 0;
  if (!PyCell_Check(cell)) {
    PyErr_Format(PyExc_TypeError, '%s must be a nonlocal cell, not %.200R', name, Py_TYPE(cell));
    return -1;
  }
  PyCell_Set(cell, value);
  return PyDict_DelItem(dict, _Py_ID(name));
}

function type_new_set_attrs(ctx: type_new_ctx, type: number): number {
  if (set_tp_name(type, ctx.name) < 0 || type_new_set_module(type) < 0 || type_new_set_ht_name(type) < 0 || type_new_set_doc(type) < 0) return -1;
  if (type_new_wrap(type, _Py_ID('__new__'), PyStaticMethod_New) < 0) return -1;
  if (type_new_wrap(type, _Py_ID('__init_subclass__'), PyClassMethod_New) < 0) return -1;
  if (type_new_wrap(type, _Py_ID('__class_getitem__'), PyClassMethod_New) < 0) return -1;
  if (type_new_descriptors(ctx, type) < 0) return -1;
  type_new_set_slots(ctx, type);
  if (type_new_set_cell(type, '__classcell__', type) < 0) return -1;
  return type_new_set_cell(type, '__classdictcell__', lookup_tp_dict(type));
}

function type_new_get_slots(ctx: type_new_ctx, dict: number): number {
  const slots = PyDict_GetItemWithError(dict, _Py_ID('__slots__'));
  if (slots === 0) return PyErr_Occurred() ? -1 : 0;
  const new_slots = PyUnicode_Check(slots) ? PyTuple_Pack(1, slots) : PySequence_Tuple(slots);
  if (new_slots === 0) return -1;
  ctx.slots = new_slots;
  ctx.nslot = PyTuple_GET_SIZE(new_slots);
  return 0;
}

/** The new type with its dict and slots, otherwise empty. May fail. */
function type_new_init(ctx: type_new_ctx): number {
  const dict = PyDict_Copy(ctx.orig_dict);
  if (dict === 0) return 0;
  const type = type_new_get_slots(ctx, dict) < 0 || type_new_slots(ctx, dict) < 0 ? 0 : type_new_alloc(ctx);
  if (type === 0) {
    Py_XDECREF(ctx.slots);
    ctx.slots = 0;
    Py_DECREF(dict);
    return 0;
  }
  write_ptr(type + PyTypeObject.tp_dict, dict);
  write_ptr(type + PyHeapTypeObject.ht_slots, ctx.slots);
  ctx.slots = 0;
  return type;
}

function type_new_finish(ctx: type_new_ctx, type: number): boolean {
  if (type_new_set_attrs(ctx, type) < 0 || PyType_Ready(type) < 0) return false;
  fixup_slot_dispatchers(type);
  if (!_PyDict_HasOnlyStringKeys(lookup_tp_dict(type))) {
    if (PyErr_WarnFormat(PyExc_RuntimeWarning, 1, 'non-string key in the __dict__ of class %.200s', tp_name(type)) === -1) return false;
  }
  return type_new_set_names(type) === 0 && type_new_init_subclass(type, ctx.kwds) === 0;
}

/** Calls __set_name__ of whatever in the class dict has one. 0 or -1. */
function type_new_set_names(type: number): number {
  const names_to_set = PyDict_Copy(lookup_tp_dict(type));
  if (names_to_set === 0) return -1;
  const entries = dict_entries(names_to_set);
  let result = 0;
  for (let i = 0; i < entries.length && result === 0; i += 2) {
    const key = entries[i];
    const value = entries[i + 1];
    const set_name = _PyObject_LookupSpecial(value, _Py_ID('__set_name__'));
    if (set_name === 0) {
      if (PyErr_Occurred()) result = -1;
      continue;
    }
    const res = PyObject_CallFunctionObjArgs(set_name, type, key);
    Py_DECREF(set_name);
    if (res === 0) {
      _PyErr_FormatNote("Error calling __set_name__ on '%.100s' instance %R in '%.100s'", tp_name(Py_TYPE(value)), key, tp_name(type));
      result = -1;
    } else Py_DECREF(res);
  }
  Py_DECREF(names_to_set);
  return result;
}

/** super(type, type).__init_subclass__(**kwds). 0 or -1. */
function type_new_init_subclass(type: number, kwds: number): number {
  const mark = stackSave();
  const args = stackAlloc(16);
  write_ptr(args, type);
  write_ptr(args + 8, type);
  const zuper = PyObject_Vectorcall(PySuper_Type, args, 2, 0);
  stackRestore(mark);
  if (zuper === 0) return -1;
  const func = PyObject_GetAttr(zuper, _Py_ID('__init_subclass__'));
  Py_DECREF(zuper);
  if (func === 0) return -1;
  const result = PyObject_VectorcallDict(func, 0, 0, kwds);
  Py_DECREF(func);
  if (result === 0) return -1;
  Py_DECREF(result);
  return 0;
}

let made_by_metaclass = 0;

/** 0: ctx.base and ctx.bases (owned) are set; 1: another metaclass made the type (in made_by_metaclass); -1. */
function type_new_get_bases(ctx: type_new_ctx): number {
  const nbases = PyTuple_GET_SIZE(ctx.bases);
  if (nbases === 0) {
    ctx.base = PyBaseObject_Type;
    ctx.bases = PyTuple_Pack(1, PyBaseObject_Type);
    return ctx.bases === 0 ? -1 : 0;
  }
  for (let i = 0; i < nbases; i++) {
    const base = PyTuple_GET_ITEM(ctx.bases, i);
    if (PyType_Check(base)) continue;
    const rc = PyObject_HasAttrWithError(base, _Py_ID('__mro_entries__'));
    if (rc < 0) return -1;
    if (rc) {
      PyErr_SetString(PyExc_TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
      return -1;
    }
  }
  const winner = _PyType_CalculateMetaclass(ctx.metatype, ctx.bases);
  if (winner === 0) return -1;
  if (winner !== ctx.metatype) {
    const winner_new = FUNCS[read_ptr(winner + PyTypeObject.tp_new)];
    if (winner_new !== type_new) {
      made_by_metaclass = winner_new(winner, ctx.args, ctx.kwds);
      return made_by_metaclass === 0 ? -1 : 1;
    }
    ctx.metatype = winner;
  }
  ctx.base = best_base(ctx.bases);
  if (ctx.base === 0) return -1;
  Py_NewRef(ctx.bases);
  return 0;
}

/** type.__new__(metatype, name, bases, dict, **kwds). Returns new. May fail, may run Python code. */
export function type_new(metatype: number, args: number, kwds: number): number {
  const mark = stackSave();
  const out = stackAlloc(24);
  const ok = PyArg_ParseTuple(args, 'UO!O!:type.__new__', out, PyTuple_Type, out + 8, PyDict_Type, out + 16);
  const [name, bases, orig_dict] = [read_ptr(out), read_ptr(out + 8), read_ptr(out + 16)];
  stackRestore(mark);
  if (!ok) return 0;
  const ctx: type_new_ctx = {
    metatype, args, kwds, orig_dict, name, bases, base: 0, slots: 0, nslot: 0, add_dict: 0, add_weak: 0, may_add_dict: false, may_add_weak: false,
  };
  const res = type_new_get_bases(ctx);
  if (res !== 0) return res < 0 ? 0 : made_by_metaclass;
  let type = type_new_init(ctx);
  if (type !== 0 && !type_new_finish(ctx, type)) {
    Py_DECREF(type);
    type = 0;
  }
  Py_DECREF(ctx.bases);
  return type;
}

// ---- types from a spec ------------------------------------------------------------------------------------------------------------

/** A new tuple of the bases: what was given, or the spec's base, or object. */
function get_bases_tuple(bases_in: number, spec: TypeSpec): number {
  if (bases_in === 0) return PyTuple_Pack(1, spec.tp_base || PyBaseObject_Type);
  return PyTuple_Check(bases_in) ? Py_NewRef(bases_in) : PyTuple_Pack(1, bases_in);
}

function warn_mutable_bases(spec: TypeSpec, bases: number): boolean {
  if (!((spec.tp_flags ?? 0) & Py_TPFLAGS_IMMUTABLETYPE)) return true;
  const n = PyTuple_GET_SIZE(bases);
  for (let i = 0; i < n; i++) {
    const b = PyTuple_GET_ITEM(bases, i);
    if (PyType_HasFeature(b, Py_TPFLAGS_IMMUTABLETYPE)) continue;
    const text = 'Creating immutable type %s from mutable base %s is deprecated, and slated to be disallowed in Python 3.14.';
    if (PyErr_WarnFormat(PyExc_DeprecationWarning, 0, text, spec.tp_name, tp_name(b))) return false;
  }
  return true;
}

function spec_metaclass(metaclass: number, bases: number): number {
  const winner = _PyType_CalculateMetaclass(metaclass || PyType_Type, bases);
  if (winner === 0) return 0;
  const winner_new = read_ptr(winner + PyTypeObject.tp_new);
  if (winner_new !== 0 && winner_new !== read_ptr(PyType_Type + PyTypeObject.tp_new)) {
    PyErr_SetString(PyExc_TypeError, 'Metaclasses with custom tp_new are not supported.');
    return 0;
  }
  return winner;
}

/** Method and getset tables of a spec, made once a realm; they outlive every type made from it. */
const spec_tables = new Map<TypeSpec, { methods: number; getset: number }>();

function tables_of(spec: TypeSpec): { methods: number; getset: number } {
  let tables = spec_tables.get(spec);
  if (!tables) {
    tables = { methods: write_methods(spec.tp_methods), getset: write_getset(spec.tp_getset) };
    spec_tables.set(spec, tables);
  }
  return tables;
}

const SPECIAL_MEMBERS = { __weaklistoffset__: PyTypeObject.tp_weaklistoffset, __dictoffset__: PyTypeObject.tp_dictoffset, __vectorcalloffset__: PyTypeObject.tp_vectorcall_offset };

/** Fills a fresh heap type from the spec up to, not including, PyType_Ready. false with an exception. */
function fill_from_spec(type: number, spec: TypeSpec, module: number, base: number, bases: number): boolean {
  HEAP32[(type + PyTypeObject.tp_flags) >> 2] = (spec.tp_flags ?? 0) | Py_TPFLAGS_HEAPTYPE;
  write_ptr(type + PyHeapTypeObject.ht_module, Py_XNewRef(module));
  point_to_own_suites(type);
  write_ptr(type + PyTypeObject.tp_base, Py_NewRef(base));
  set_tp_bases(type, Py_NewRef(bases));
  const name = malloc_cstring(spec.tp_name);
  write_ptr(type + PyTypeObject.tp_name, name);
  write_ptr(type + PyHeapTypeObject._ht_tpname, name);
  const ht_name = PyUnicode_FromString(spec.tp_name.slice(spec.tp_name.lastIndexOf('.') + 1));
  write_ptr(type + PyHeapTypeObject.ht_name, ht_name);
  write_ptr(type + PyHeapTypeObject.ht_qualname, Py_XNewRef(ht_name));
  if (name === 0 || ht_name === 0) return false;
  if (spec.tp_doc !== null && spec.tp_doc !== undefined) {
    const doc = malloc_cstring(spec.tp_doc);
    if (doc === 0) return false;
    write_ptr(type + PyTypeObject.tp_doc, doc);
  }
  write_ssize(type + PyTypeObject.tp_basicsize, spec.tp_basicsize || HEAP32[(base + PyTypeObject.tp_basicsize) >> 2]);
  write_ssize(type + PyTypeObject.tp_itemsize, spec.tp_itemsize ?? 0);
  write_slots(type, spec, (suite) => read_ptr(type + SUITES[suite].field));
  const tables = tables_of(spec);
  write_ptr(type + PyTypeObject.tp_methods, tables.methods);
  write_ptr(type + PyTypeObject.tp_getset, tables.getset);
  const members = spec.tp_members ?? [];
  if (members.length > 0) {
    // Behind the struct, as in C: the type owns its member table (and the zeroed sentinel after it).
    const at = _PyHeapType_GET_MEMBERS(type);
    members.forEach(([member, kind, offset, flags, doc], i) => {
      const p = at + i * PyMemberDef.SIZEOF;
      write_ptr(p + PyMemberDef.name, static_cstring(member));
      HEAP32[(p + PyMemberDef.type) >> 2] = kind;
      write_ssize(p + PyMemberDef.offset, offset);
      HEAP32[(p + PyMemberDef.flags) >> 2] = flags;
      write_ptr(p + PyMemberDef.doc, static_cstring(doc));
    });
    write_ptr(type + PyTypeObject.tp_members, at);
  }
  if (read_ptr(type + PyTypeObject.tp_dealloc) === 0) write_ptr(type + PyTypeObject.tp_dealloc, func_index(subtype_dealloc));
  write_ssize(type + PyTypeObject.tp_vectorcall_offset, spec.tp_vectorcall_offset ?? 0);
  write_ssize(type + PyTypeObject.tp_weaklistoffset, spec.tp_weaklistoffset ?? 0);
  write_ssize(type + PyTypeObject.tp_dictoffset, spec.tp_dictoffset ?? 0);
  for (const [member, , offset] of members) {
    const field = SPECIAL_MEMBERS[member as keyof typeof SPECIAL_MEMBERS];
    if (field !== undefined) write_ssize(type + field, offset);
  }
  return true;
}

/** __doc__ and __module__ of a readied spec type; the special members go. false with an exception. */
function finish_from_spec(type: number, spec: TypeSpec): boolean {
  const dict = lookup_tp_dict(type);
  if (spec.tp_doc !== null && spec.tp_doc !== undefined) {
    const doc = PyUnicode_FromString(_PyType_DocWithoutSignature(spec.tp_name, spec.tp_doc) ?? '');
    if (doc === 0) return false;
    const r = PyDict_SetItem(dict, _Py_ID('__doc__'), doc);
    Py_DECREF(doc);
    if (r < 0) return false;
  }
  for (const [member] of spec.tp_members ?? []) {
    if ((member === '__weaklistoffset__' || member === '__dictoffset__') && PyDict_DelItem(dict, _Py_ID(member)) < 0) return false;
  }
  const r = PyDict_Contains(dict, _Py_ID('__module__'));
  if (r !== 0) return r > 0;
  const dot = spec.tp_name.lastIndexOf('.');
  if (dot < 0) return PyErr_WarnFormat(PyExc_DeprecationWarning, 1, 'builtin type %.200s has no __module__ attribute', spec.tp_name) === 0;
  const modname = PyUnicode_FromString(spec.tp_name.slice(0, dot));
  if (modname === 0) return false;
  const res = PyDict_SetItem(dict, _Py_ID('__module__'), modname);
  Py_DECREF(modname);
  return res === 0;
}

/** Returns new: a heap type after `spec`. module may be NULL; bases NULL, a type or a tuple. May fail. */
export function PyType_FromMetaclass(metaclass: number, module: number, spec: TypeSpec, bases_in: number): number {
  const bases = get_bases_tuple(bases_in, spec);
  if (bases === 0) return 0;
  let type = 0;
  if (warn_mutable_bases(spec, bases)) {
    const winner = spec_metaclass(metaclass, bases);
    const base = winner === 0 ? 0 : best_base(bases);
    if (base !== 0) type = FUNCS[read_ptr(winner + PyTypeObject.tp_alloc)](winner, spec.tp_members?.length ?? 0);
    if (type !== 0 && !(fill_from_spec(type, spec, module, base, bases) && PyType_Ready(type) === 0 && finish_from_spec(type, spec))) {
      Py_DECREF(type);
      type = 0;
    }
  }
  Py_DECREF(bases);
  return type;
}

export function PyType_FromModuleAndSpec(module: number, spec: TypeSpec, bases: number): number {
  return PyType_FromMetaclass(0, module, spec, bases);
}

export function PyType_FromSpecWithBases(spec: TypeSpec, bases: number): number {
  return PyType_FromMetaclass(0, 0, spec, bases);
}

export function PyType_FromSpec(spec: TypeSpec): number {
  return PyType_FromMetaclass(0, 0, spec, 0);
}

// ---- what a spec type knows of its module --------------------------------------------------------------------------------------------

/** The content of a slot given by its offset in PyTypeObject. */
export function PyType_GetSlot(type: number, offset: number): number {
  return read_ptr(type + offset);
}

/** Borrowed. May fail. */
export function PyType_GetModule(type: number): number {
  if (!PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE)) {
    PyErr_Format(PyExc_TypeError, "PyType_GetModule: Type '%s' is not a heap type", tp_name(type));
    return 0;
  }
  const module = read_ptr(type + PyHeapTypeObject.ht_module);
  if (module === 0) PyErr_Format(PyExc_TypeError, "PyType_GetModule: Type '%s' has no associated module", tp_name(type));
  return module;
}

/** The address of the state of the type's module, or NULL. */
export function PyType_GetModuleState(type: number): number {
  const m = PyType_GetModule(type);
  return m === 0 ? 0 : _PyModule_GetState(m);
}

function get_module_by_def(type: number, def: number): number {
  const mro = lookup_tp_mro(type);
  const n = PyTuple_GET_SIZE(mro);
  for (let i = 0; i < n; i++) {
    const base = PyTuple_GET_ITEM(mro, i);
    if (!PyType_HasFeature(base, Py_TPFLAGS_HEAPTYPE)) continue;
    const module = read_ptr(base + PyHeapTypeObject.ht_module);
    if (module !== 0 && _PyModule_GetDef(module) === def) return module;
  }
  return 0;
}

/** Borrowed: the module with this definition of the type or of a superclass. May fail. */
export function PyType_GetModuleByDef(type: number, def: number): number {
  const module = get_module_by_def(type, def);
  if (module === 0) PyErr_Format(PyExc_TypeError, "PyType_GetModuleByDef: No superclass of '%s' has the given module", tp_name(type));
  return module;
}

export function _PyType_GetModuleByDef2(left: number, right: number, def: number): number {
  const module = get_module_by_def(left, def) || get_module_by_def(right, def);
  if (module === 0) PyErr_Format(PyExc_TypeError, "PyType_GetModuleByDef: No superclass of '%s' nor '%s' has the given module", tp_name(left), tp_name(right));
  return module;
}

export function _PyType_GetModuleByDef3(left: number, right: number, third: number, def: number): number {
  const module = get_module_by_def(left, def) || get_module_by_def(right, def) || get_module_by_def(third, def);
  if (module === 0) {
    PyErr_Format(PyExc_TypeError, "PyType_GetModuleByDef: No superclass of '%s', '%s' nor '%s' has the given module", tp_name(left), tp_name(right), tp_name(third));
  }
  return module;
}
