// Answers to Python/specialize.c of CPython 3.13. Deviations: no statistics; builtins that have an opcode of their own are
// known by their function index instead of by a cache of objects.
//
// An adaptive instruction counts down in its first cache entry. At zero it looks at its operands and rewrites itself to a
// member of its family that suits them, with what that member needs (versions, indexes, borrowed pointers) in the caches.
// A member that meets other operands runs the family's general form, which counts on and specialises again.

import { PyCFunctionObject, PyCodeObject, PyDictKeysObject, PyDictObject, PyDictValues, PyFunctionObject, PyHeapTypeObject, PyListObject, PyLongObject, PyMappingMethods, PyMemberDef, PyMemberDescrObject, PyMethodDef, PyMethodDescrObject, PyMethodObject, PyModuleObject, PyNumberMethods, PySequenceMethods, PyTupleObject, PyTypeObject, PyASCIIObject } from '../include/generated/offsets';
import { CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS } from '../include/cpython_code';
import { func_index } from '../include/functable';
import { HEAP32, HEAPU16, HEAPU8, read_ptr, read_ssize, write_ptr } from '../include/heap';
import { MANAGED_DICT_OFFSET, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_AUDIT_READ, Py_EQ, Py_NE, Py_READONLY, Py_RELATIVE_OFFSET, Py_T_OBJECT_EX, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_IS_ABSTRACT, Py_TPFLAGS_MANAGED_DICT, Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TPFLAGS_READY, Py_TPFLAGS_TYPE_SUBCLASS, Py_TYPE, PyType_FastSubclass, PyType_HasFeature } from '../include/object';
import { _PyOpcode_Caches } from '../include/pycore_opcode_metadata';
import { NB, OP } from '../include/pycore_opcode_ids';
import { _PyInterpreterState_Main, Py_None, PyBaseObject_Type, PyBool_Type, PyCFunction_Type, PyClassMethod_Type, PyClassMethodDescr_Type, PyCoro_Type, PyDict_Type, PyFloat_Type, PyFrozenSet_Type, PyFunction_Type, PyGen_Type, PyList_Type, PyListIter_Type, PyLong_Type, PyMemberDescr_Type, PyMethod_Type, PyMethodDescr_Type, PyModule_Type, PyProperty_Type, PyRangeIter_Type, PySet_Type, PySuper_Type, PyTuple_Type, PyTupleIter_Type, PyType_Type, PyUnicode_Type } from '../include/statics';
import { PyImport_Inittab, static_types } from '../include/typespec';
import { PyDescr_TYPE } from '../objects/descrobject';
import { _PyDict_LookupIndex, _PyDictKeys_GetVersionForCurrentState, _PyDictKeys_StringLookup, _PyObject_GetManagedDict, _PyObject_InlineValues } from '../objects/dictobject';
import { _PyFunction_GetVersionForCurrentState } from '../objects/funcobject';
import { PyObject_GenericGetAttr, PyObject_GenericSetAttr } from '../objects/object';
import { _Py_slot_tp_getattr_hook, _Py_slot_tp_getattro, _Py_type_getattro, _PyType_Lookup, PyType_IsSubtype } from '../objects/typeobject';
import { _Py_ID } from '../objects/unicodeobject';
import { write_u32 } from './ceval_macros';
import { PyErr_Clear, PyErr_Occurred } from './errors';

const INTERP = _PyInterpreterState_Main;
const DKIX_EMPTY = -1;

/** value << 4 | back-off exponent. */
const WARMUP = (1 << 4) | 1;
const COOLDOWN = 52 << 4;

/** Prepares fresh code: warms up the counters, so that code that runs once is not specialised. */
export function _PyCode_Quicken(code: number): void {
  const start = code + PyCodeObject.co_code_adaptive;
  const n = HEAP32[(code + PyCodeObject.ob_size) >> 2];
  for (let i = 0; i < n; i++) {
    const opcode = HEAPU8[start + i * 2];
    const caches = _PyOpcode_Caches[opcode];
    if (caches === 0) continue;
    const counter = (start + i * 2 + 2) >> 1;
    switch (opcode) {
      case OP.JUMP_BACKWARD:
        HEAPU16[counter] = (16 << 4) | 4;
        break;
      case OP.POP_JUMP_IF_FALSE:
      case OP.POP_JUMP_IF_TRUE:
      case OP.POP_JUMP_IF_NONE:
      case OP.POP_JUMP_IF_NOT_NONE:
        HEAPU16[counter] = 0x5555;
        break;
      default:
        HEAPU16[counter] = WARMUP;
    }
    i += caches;
  }
}

function success(ip: number, opcode: number): void {
  HEAPU8[ip] = opcode;
  HEAPU16[(ip + 2) >> 1] = COOLDOWN;
}

/** Back to the general form, which tries again after twice the time. */
function unspecialize(ip: number, opcode: number): void {
  HEAPU8[ip] = opcode;
  const backoff = Math.min((HEAPU16[(ip + 2) >> 1] & 15) + 1, 12);
  HEAPU16[(ip + 2) >> 1] = (((1 << backoff) - 1) << 4) | backoff;
}

/** `opcode`, or with 0 the general form `base`. */
function finish(ip: number, opcode: number, base: number): void {
  if (opcode !== 0) success(ip, opcode);
  else unspecialize(ip, base);
}

function tag(o: number): number {
  return HEAP32[(o + PyLongObject.lv_tag) >> 2];
}

/** An int object of one digit, not negative. */
function is_index(o: number): boolean {
  return Py_TYPE(o) === PyLong_Type && tag(o) < 16 && (tag(o) & 3) !== 2;
}

function digit(o: number): number {
  return HEAP32[(o + PyLongObject.ob_digit) >> 2];
}

function is_type(o: number): boolean {
  return PyType_FastSubclass(Py_TYPE(o), Py_TPFLAGS_TYPE_SUBCLASS);
}

// ---------------------------------------------------------------------------------------------------------------------
// Operators, subscription, truth, loops

function binary_op(left: number, right: number, ip: number, oparg: number, locals: number): number {
  const t = Py_TYPE(left);
  if (t !== Py_TYPE(right)) return 0;
  switch (oparg) {
    case NB.NB_ADD:
    case NB.NB_INPLACE_ADD:
      if (t === PyUnicode_Type) {
        const to_left = HEAPU8[ip + 4] === OP.STORE_FAST && read_ptr(locals + HEAPU8[ip + 5] * 8) === left;
        return to_left ? OP.BINARY_OP_INPLACE_ADD_UNICODE : OP.BINARY_OP_ADD_UNICODE;
      }
      return t === PyLong_Type ? OP.BINARY_OP_ADD_INT : t === PyFloat_Type ? OP.BINARY_OP_ADD_FLOAT : 0;
    case NB.NB_MULTIPLY:
    case NB.NB_INPLACE_MULTIPLY:
      return t === PyLong_Type ? OP.BINARY_OP_MULTIPLY_INT : t === PyFloat_Type ? OP.BINARY_OP_MULTIPLY_FLOAT : 0;
    case NB.NB_SUBTRACT:
    case NB.NB_INPLACE_SUBTRACT:
      return t === PyLong_Type ? OP.BINARY_OP_SUBTRACT_INT : t === PyFloat_Type ? OP.BINARY_OP_SUBTRACT_FLOAT : 0;
    default:
      return 0;
  }
}

export function _Py_Specialize_BinaryOp(left: number, right: number, ip: number, oparg: number, locals: number): void {
  finish(ip, binary_op(left, right, ip, oparg, locals), OP.BINARY_OP);
}

function compare_op(left: number, right: number, oparg: number): number {
  const t = Py_TYPE(left);
  if (t !== Py_TYPE(right)) return 0;
  if (t === PyFloat_Type) return OP.COMPARE_OP_FLOAT;
  if (t === PyLong_Type) return (tag(left) | tag(right)) < 16 ? OP.COMPARE_OP_INT : 0;
  if (t !== PyUnicode_Type) return 0;
  return oparg >> 5 === Py_EQ || oparg >> 5 === Py_NE ? OP.COMPARE_OP_STR : 0;
}

export function _Py_Specialize_CompareOp(left: number, right: number, ip: number, oparg: number): void {
  finish(ip, compare_op(left, right, oparg), OP.COMPARE_OP);
}

export function _Py_Specialize_ContainsOp(container: number, ip: number): void {
  const t = Py_TYPE(container);
  finish(ip, t === PyDict_Type ? OP.CONTAINS_OP_DICT : t === PySet_Type || t === PyFrozenSet_Type ? OP.CONTAINS_OP_SET : 0, OP.CONTAINS_OP);
}

function binary_subscr(container: number, sub: number): number {
  const t = Py_TYPE(container);
  if (t === PyList_Type) return is_index(sub) ? OP.BINARY_SUBSCR_LIST_INT : 0;
  if (t === PyTuple_Type) return is_index(sub) ? OP.BINARY_SUBSCR_TUPLE_INT : 0;
  if (t === PyUnicode_Type) return is_index(sub) && digit(sub) < HEAP32[(container + PyASCIIObject.length) >> 2] ? OP.BINARY_SUBSCR_STR_INT : 0;
  if (t === PyDict_Type) return OP.BINARY_SUBSCR_DICT;
  const getitem = _PyType_Lookup(t, _Py_ID('__getitem__'));
  if (getitem === 0 || Py_TYPE(getitem) !== PyFunction_Type || !PyType_HasFeature(t, Py_TPFLAGS_HEAPTYPE)) return 0;
  const version = simple_version(getitem, 2);
  if (version === 0) return 0;
  // Borrowed: the type drops it when it changes.
  write_ptr(t + PyHeapTypeObject.getitem, getitem);
  HEAP32[(t + PyHeapTypeObject.getitem_version) >> 2] = version;
  return OP.BINARY_SUBSCR_GETITEM;
}

export function _Py_Specialize_BinarySubscr(container: number, sub: number, ip: number): void {
  finish(ip, binary_subscr(container, sub), OP.BINARY_SUBSCR);
}

export function _Py_Specialize_StoreSubscr(container: number, sub: number, ip: number): void {
  const t = Py_TYPE(container);
  let opcode = 0;
  if (t === PyList_Type) opcode = is_index(sub) && digit(sub) < HEAP32[(container + PyListObject.ob_size) >> 2] ? OP.STORE_SUBSCR_LIST_INT : 0;
  else if (t === PyDict_Type) opcode = OP.STORE_SUBSCR_DICT;
  finish(ip, opcode, OP.STORE_SUBSCR);
}

/** Whether the type has neither __bool__ nor __len__. */
function always_true(t: number): boolean {
  const number = read_ptr(t + PyTypeObject.tp_as_number);
  const mapping = read_ptr(t + PyTypeObject.tp_as_mapping);
  const sequence = read_ptr(t + PyTypeObject.tp_as_sequence);
  return (
    (number === 0 || read_ptr(number + PyNumberMethods.nb_bool) === 0) && (mapping === 0 || read_ptr(mapping + PyMappingMethods.mp_length) === 0) &&
    (sequence === 0 || read_ptr(sequence + PySequenceMethods.sq_length) === 0)
  );
}

function to_bool(v: number, ip: number): number {
  const t = Py_TYPE(v);
  if (t === PyBool_Type) return OP.TO_BOOL_BOOL;
  if (t === PyLong_Type) return OP.TO_BOOL_INT;
  if (t === PyList_Type) return OP.TO_BOOL_LIST;
  if (v === Py_None) return OP.TO_BOOL_NONE;
  if (t === PyUnicode_Type) return OP.TO_BOOL_STR;
  if (!PyType_HasFeature(t, Py_TPFLAGS_HEAPTYPE) || !always_true(t)) return 0;
  const version = type_version(t);
  if (version === 0) return 0;
  write_u32(ip + 4, version);
  return OP.TO_BOOL_ALWAYS_TRUE;
}

export function _Py_Specialize_ToBool(v: number, ip: number): void {
  finish(ip, to_bool(v, ip), OP.TO_BOOL);
}

export function _Py_Specialize_ForIter(iter: number, ip: number, _oparg: number): void {
  const t = Py_TYPE(iter);
  let opcode = 0;
  if (t === PyListIter_Type) opcode = OP.FOR_ITER_LIST;
  else if (t === PyTupleIter_Type) opcode = OP.FOR_ITER_TUPLE;
  else if (t === PyRangeIter_Type) opcode = OP.FOR_ITER_RANGE;
  else if (t === PyGen_Type) opcode = OP.FOR_ITER_GEN;
  finish(ip, opcode, OP.FOR_ITER);
}

export function _Py_Specialize_Send(receiver: number, ip: number): void {
  const t = Py_TYPE(receiver);
  finish(ip, t === PyGen_Type || t === PyCoro_Type ? OP.SEND_GEN : 0, OP.SEND);
}

export function _Py_Specialize_UnpackSequence(seq: number, ip: number, oparg: number): void {
  const t = Py_TYPE(seq);
  let opcode = 0;
  if (t === PyTuple_Type && HEAP32[(seq + PyTupleObject.ob_size) >> 2] === oparg) opcode = oparg === 2 ? OP.UNPACK_SEQUENCE_TWO_TUPLE : OP.UNPACK_SEQUENCE_TUPLE;
  else if (t === PyList_Type && HEAP32[(seq + PyListObject.ob_size) >> 2] === oparg) opcode = OP.UNPACK_SEQUENCE_LIST;
  finish(ip, opcode, OP.UNPACK_SEQUENCE);
}

// ---------------------------------------------------------------------------------------------------------------------
// Globals and attributes

function dict_keys(dict: number): number {
  return read_ptr(dict + PyDictObject.ma_keys);
}

function keys_are_unicode(keys: number): boolean {
  return HEAPU8[keys + PyDictKeysObject.dk_kind] !== 0;
}

/** The index of `name` when it fits 16 bits, -1 when it is not there, -2 when it cannot be cached. */
function index16(keys: number, name: number): number {
  const i = _PyDictKeys_StringLookup(keys, name);
  if (i === DKIX_EMPTY) return -1;
  return i >= 0 && i < 65536 ? i : -2;
}

/** The version of keys, 0 when there is none to give; `limit` for 16-bit caches. */
function keys_version(keys: number, limit: number): number {
  const v = _PyDictKeys_GetVersionForCurrentState(INTERP, keys);
  return v !== 0 && v >>> 0 <= limit ? v : 0;
}

function load_global(globals: number, builtins: number, ip: number, name: number): number {
  if (Py_TYPE(globals) !== PyDict_Type || !keys_are_unicode(dict_keys(globals))) return 0;
  const index = index16(dict_keys(globals), name);
  if (index === -2) return 0;
  const version = keys_version(dict_keys(globals), 65535);
  if (version === 0) return 0;
  if (index >= 0) {
    HEAPU16[(ip + 4) >> 1] = version;
    HEAPU16[(ip + 8) >> 1] = index;
    return OP.LOAD_GLOBAL_MODULE;
  }
  if (Py_TYPE(builtins) !== PyDict_Type || !keys_are_unicode(dict_keys(builtins))) return 0;
  const builtin_index = index16(dict_keys(builtins), name);
  const builtin_version = keys_version(dict_keys(builtins), 65535);
  if (builtin_index < 0 || builtin_version === 0) return 0;
  HEAPU16[(ip + 4) >> 1] = version;
  HEAPU16[(ip + 6) >> 1] = builtin_version;
  HEAPU16[(ip + 8) >> 1] = builtin_index;
  return OP.LOAD_GLOBAL_BUILTIN;
}

export function _Py_Specialize_LoadGlobal(globals: number, builtins: number, ip: number, name: number): void {
  finish(ip, load_global(globals, builtins, ip, name), OP.LOAD_GLOBAL);
}

/** The type's version, 0 when it has none. The lookup gives it one. */
function type_version(type: number): number {
  if (HEAP32[(type + PyTypeObject.tp_version_tag) >> 2] === 0) _PyType_Lookup(type, _Py_ID('__class__'));
  return HEAP32[(type + PyTypeObject.tp_version_tag) >> 2];
}

const enum Kind {
  OVERRIDING,
  METHOD,
  PROPERTY,
  OBJECT_SLOT,
  OTHER_SLOT,
  NON_OVERRIDING,
  BUILTIN_CLASSMETHOD,
  PYTHON_CLASSMETHOD,
  NON_DESCRIPTOR,
  MUTABLE,
  ABSENT,
  DUNDER_CLASS,
  GETSET_OVERRIDDEN,
  GETATTRIBUTE_IS_PYTHON_FUNCTION,
}

let generic_getattr = 0;
let generic_setattr = 0;
let slot_getattr_hook = 0;
let slot_getattro = 0;
let type_getattro = 0;

function init_indexes(): void {
  generic_getattr = func_index(PyObject_GenericGetAttr);
  generic_setattr = func_index(PyObject_GenericSetAttr);
  slot_getattr_hook = func_index(_Py_slot_tp_getattr_hook);
  slot_getattro = func_index(_Py_slot_tp_getattro);
  type_getattro = func_index(_Py_type_getattro);
}

/** What analyze_descriptor found (borrowed), or NULL. */
let descr = 0;

/** How `type` gets (or sets) the attribute `name`. */
function analyze_descriptor(type: number, name: number, store: boolean): Kind {
  if (generic_getattr === 0) init_indexes();
  descr = 0;
  if (store) {
    if (read_ptr(type + PyTypeObject.tp_setattro) !== generic_setattr) return Kind.GETSET_OVERRIDDEN;
  } else {
    const getattro = read_ptr(type + PyTypeObject.tp_getattro);
    if (getattro === slot_getattr_hook || getattro === slot_getattro) {
      const getattribute = _PyType_Lookup(type, _Py_ID('__getattribute__'));
      const has_getattr = _PyType_Lookup(type, _Py_ID('__getattr__')) !== 0;
      if (getattribute !== 0 && getattribute !== _PyType_Lookup(PyBaseObject_Type, _Py_ID('__getattribute__'))) {
        if (getattro !== slot_getattro || has_getattr || Py_TYPE(getattribute) !== PyFunction_Type) return Kind.GETSET_OVERRIDDEN;
        descr = getattribute;
        return Kind.GETATTRIBUTE_IS_PYTHON_FUNCTION;
      }
    } else if (getattro !== generic_getattr && getattro !== type_getattro) return Kind.GETSET_OVERRIDDEN;
  }
  descr = _PyType_Lookup(type, name);
  return descr === 0 ? Kind.ABSENT : classify(descr, name);
}

function classify(d: number, name: number): Kind {
  const cls = Py_TYPE(d);
  if (!PyType_HasFeature(cls, Py_TPFLAGS_IMMUTABLETYPE)) return Kind.MUTABLE;
  if (read_ptr(cls + PyTypeObject.tp_descr_set) !== 0) {
    if (cls === PyMemberDescr_Type) {
      const member = read_ptr(d + PyMemberDescrObject.d_member);
      return HEAP32[(member + PyMemberDef.type) >> 2] === Py_T_OBJECT_EX ? Kind.OBJECT_SLOT : Kind.OTHER_SLOT;
    }
    if (cls === PyProperty_Type) return Kind.PROPERTY;
    return name === _Py_ID('__class__') && d === _PyType_Lookup(PyBaseObject_Type, name) ? Kind.DUNDER_CLASS : Kind.OVERRIDING;
  }
  if (read_ptr(cls + PyTypeObject.tp_descr_get) === 0) return Kind.NON_DESCRIPTOR;
  if (PyType_HasFeature(cls, Py_TPFLAGS_METHOD_DESCRIPTOR)) return Kind.METHOD;
  if (cls === PyClassMethodDescr_Type) return Kind.BUILTIN_CLASSMETHOD;
  return cls === PyClassMethod_Type ? Kind.PYTHON_CLASSMETHOD : Kind.NON_OVERRIDING;
}

/** An attribute in the instance: its inline values or its dict. */
function dict_access(owner: number, ip: number, type: number, name: number, store: boolean, values_op: number, hint_op: number): number {
  if (!PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)) return 0;
  const dict = _PyObject_GetManagedDict(owner);
  const inline = PyType_HasFeature(type, Py_TPFLAGS_INLINE_VALUES) && HEAPU8[_PyObject_InlineValues(owner) + PyDictValues.valid] !== 0;
  const version = type_version(type);
  if (version === 0) return 0;
  if (inline && !(store && dict !== 0)) {
    const index = index16(read_ptr(type + PyHeapTypeObject.ht_cached_keys), name);
    if (index < 0) return 0;
    write_u32(ip + 4, version);
    HEAPU16[(ip + 8) >> 1] = index;
    return values_op;
  }
  if (dict === 0 || Py_TYPE(dict) !== PyDict_Type || read_ptr(dict + PyDictObject.ma_values) !== 0) return 0;
  const index = _PyDict_LookupIndex(dict, name);
  if (index < 0 || index > 65535) {
    if (PyErr_Occurred() !== 0) PyErr_Clear();
    return 0;
  }
  write_u32(ip + 4, version);
  HEAPU16[(ip + 8) >> 1] = index;
  return hint_op;
}

/** An attribute of the class, seen through an instance that does not shadow it. */
function class_attr(owner: number, ip: number, name: number, d: number, is_method: boolean): number {
  const cls = Py_TYPE(owner);
  const version = type_version(cls);
  if (version === 0) return 0;
  let opcode: number;
  if (PyType_HasFeature(cls, Py_TPFLAGS_INLINE_VALUES)) {
    const keys = read_ptr(cls + PyHeapTypeObject.ht_cached_keys);
    if (_PyDictKeys_StringLookup(keys, name) !== DKIX_EMPTY) return 0;
    const shared = keys_version(keys, 0xffffffff);
    if (shared === 0) return 0;
    write_u32(ip + 8, shared);
    opcode = is_method ? OP.LOAD_ATTR_METHOD_WITH_VALUES : OP.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES;
  } else {
    const offset = PyType_HasFeature(cls, Py_TPFLAGS_MANAGED_DICT) ? MANAGED_DICT_OFFSET : read_ssize(cls + PyTypeObject.tp_dictoffset);
    if (offset === 0) opcode = is_method ? OP.LOAD_ATTR_METHOD_NO_DICT : OP.LOAD_ATTR_NONDESCRIPTOR_NO_DICT;
    else {
      if (!is_method || (offset < 0 && offset !== MANAGED_DICT_OFFSET) || offset > 32767 + MANAGED_DICT_OFFSET || read_ptr(owner + offset) !== 0) return 0;
      HEAPU16[(ip + 8) >> 1] = offset - MANAGED_DICT_OFFSET;
      opcode = OP.LOAD_ATTR_METHOD_LAZY_DICT;
    }
  }
  write_u32(ip + 4, version);
  write_u32(ip + 12, d);
  return opcode;
}

/** A slot of the instance at `offset`. */
function slot_attr(type: number, ip: number, offset: number, opcode: number): number {
  const version = type_version(type);
  if (version === 0 || offset < 0 || offset > 65535) return 0;
  write_u32(ip + 4, version);
  HEAPU16[(ip + 8) >> 1] = offset;
  return opcode;
}

/** The offset of a member of `type` or its bases (a descriptor lent to another class must raise TypeError), else -1. */
function member_offset(type: number, d: number, forbidden: number): number {
  if (!PyType_IsSubtype(type, PyDescr_TYPE(d))) return -1;
  const member = read_ptr(d + PyMemberDescrObject.d_member);
  if (HEAP32[(member + PyMemberDef.flags) >> 2] & (forbidden | Py_RELATIVE_OFFSET)) return -1;
  return read_ssize(member + PyMemberDef.offset);
}

/** A getter that is a Python function of `nargs` plain parameters. */
function getter(type: number, ip: number, f: number, nargs: number, opcode: number): number {
  if (f === 0 || Py_TYPE(f) !== PyFunction_Type) return 0;
  const version = simple_version(f, nargs);
  const tp_version = type_version(type);
  if (version === 0 || tp_version === 0) return 0;
  write_u32(ip + 4, tp_version);
  write_u32(ip + 8, version);
  write_u32(ip + 12, f);
  return opcode;
}

function instance_load_attr(owner: number, ip: number, name: number): number {
  const type = Py_TYPE(owner);
  const for_call = (HEAPU8[ip + 1] & 1) !== 0;
  const kind = analyze_descriptor(type, name, false);
  const d = descr;
  if (type_version(type) === 0) return 0;
  switch (kind) {
    case Kind.METHOD:
      return for_call ? class_attr(owner, ip, name, d, true) : 0;
    case Kind.PROPERTY:
      return for_call ? 0 : getter(type, ip, read_ptr(d + 16), 1, OP.LOAD_ATTR_PROPERTY);
    case Kind.OBJECT_SLOT:
      return slot_attr(type, ip, member_offset(type, d, Py_AUDIT_READ), OP.LOAD_ATTR_SLOT);
    case Kind.DUNDER_CLASS:
      return slot_attr(type, ip, 8, OP.LOAD_ATTR_SLOT);
    case Kind.GETATTRIBUTE_IS_PYTHON_FUNCTION:
      return for_call ? 0 : getter(type, ip, d, 2, OP.LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN);
    case Kind.NON_DESCRIPTOR:
      return for_call ? 0 : class_attr(owner, ip, name, d, false);
    case Kind.ABSENT:
      return dict_access(owner, ip, type, name, false, OP.LOAD_ATTR_INSTANCE_VALUE, OP.LOAD_ATTR_WITH_HINT);
    default:
      return 0;
  }
}

function module_load_attr(owner: number, ip: number, name: number): number {
  const dict = read_ptr(owner + PyModuleObject.md_dict);
  const keys = dict_keys(dict);
  if (!keys_are_unicode(keys) || HEAPU8[keys + PyDictKeysObject.dk_kind] !== 1) return 0;
  if (_PyDictKeys_StringLookup(keys, _Py_ID('__getattr__')) !== DKIX_EMPTY) return 0;
  const index = index16(keys, name);
  const version = keys_version(keys, 0xffffffff);
  if (index < 0 || version === 0) return 0;
  write_u32(ip + 4, version);
  HEAPU16[(ip + 8) >> 1] = index;
  return OP.LOAD_ATTR_MODULE;
}

function class_load_attr(cls: number, ip: number, name: number): number {
  if (generic_getattr === 0) init_indexes();
  const meta = Py_TYPE(cls);
  if (read_ptr(meta + PyTypeObject.tp_getattro) !== type_getattro || meta !== PyType_Type) return 0;
  // A data descriptor of the metaclass would win.
  const meta_attr = _PyType_Lookup(meta, name);
  if (meta_attr !== 0 && read_ptr(Py_TYPE(meta_attr) + PyTypeObject.tp_descr_set) !== 0) return 0;
  const d = _PyType_Lookup(cls, name);
  const version = type_version(cls);
  if (d === 0 || version === 0) return 0;
  const kind = classify(d, name);
  if (kind !== Kind.METHOD && kind !== Kind.NON_DESCRIPTOR) return 0;
  write_u32(ip + 4, version);
  write_u32(ip + 12, d);
  return OP.LOAD_ATTR_CLASS;
}

export function _Py_Specialize_LoadAttr(owner: number, ip: number, name: number): void {
  let opcode = 0;
  if (PyType_HasFeature(Py_TYPE(owner), Py_TPFLAGS_READY)) {
    if (Py_TYPE(owner) === PyModule_Type) opcode = module_load_attr(owner, ip, name);
    else if (is_type(owner)) opcode = class_load_attr(owner, ip, name);
    else opcode = instance_load_attr(owner, ip, name);
  }
  finish(ip, opcode, OP.LOAD_ATTR);
}

function store_attr(owner: number, ip: number, name: number): number {
  const type = Py_TYPE(owner);
  if (type === PyModule_Type || is_type(owner)) return 0;
  const kind = analyze_descriptor(type, name, true);
  const d = descr;
  if (type_version(type) === 0) return 0;
  if (kind === Kind.OBJECT_SLOT) return slot_attr(type, ip, member_offset(type, d, Py_READONLY), OP.STORE_ATTR_SLOT);
  if (kind === Kind.ABSENT) return dict_access(owner, ip, type, name, true, OP.STORE_ATTR_INSTANCE_VALUE, OP.STORE_ATTR_WITH_HINT);
  return 0;
}

export function _Py_Specialize_StoreAttr(owner: number, ip: number, name: number): void {
  finish(ip, store_attr(owner, ip, name), OP.STORE_ATTR);
}

export function _Py_Specialize_LoadSuperAttr(global_super: number, cls: number, ip: number, load_method: number): void {
  const plain = global_super === PySuper_Type && is_type(cls);
  finish(ip, plain ? (load_method ? OP.LOAD_SUPER_ATTR_METHOD : OP.LOAD_SUPER_ATTR_ATTR) : 0, OP.LOAD_SUPER_ATTR);
}

// ---------------------------------------------------------------------------------------------------------------------
// Calls

/** The function's version when it has exactly `nargs` parameters, all positional; else 0. */
function simple_version(f: number, nargs: number): number {
  const code = read_ptr(f + PyFunctionObject.func_code);
  if (!is_simple(code) || HEAP32[(code + PyCodeObject.co_argcount) >> 2] !== nargs) return 0;
  return _PyFunction_GetVersionForCurrentState(f);
}

function is_simple(code: number): boolean {
  const flags = HEAP32[(code + PyCodeObject.co_flags) >> 2];
  return (flags & (CO_VARKEYWORDS | CO_VARARGS | CO_OPTIMIZED)) === CO_OPTIMIZED && HEAP32[(code + PyCodeObject.co_kwonlyargcount) >> 2] === 0;
}

function py_call(f: number, ip: number, nargs: number, bound: boolean): number {
  const code = read_ptr(f + PyFunctionObject.func_code);
  const version = _PyFunction_GetVersionForCurrentState(f);
  if (version === 0) return 0;
  write_u32(ip + 4, version);
  if (is_simple(code) && HEAP32[(code + PyCodeObject.co_argcount) >> 2] === nargs) return bound ? OP.CALL_BOUND_METHOD_EXACT_ARGS : OP.CALL_PY_EXACT_ARGS;
  return bound ? OP.CALL_BOUND_METHOD_GENERAL : OP.CALL_PY_GENERAL;
}

function ml_flags(ml: number): number {
  return HEAP32[(ml + PyMethodDef.ml_flags) >> 2];
}

let len_index = 0;
let isinstance_index = 0;
let append_index = 0;

function builtin_index(name: string): number {
  const found = PyImport_Inittab.get('builtins')?.m_methods?.find((m) => m[0] === name);
  return found ? func_index(found[1]) : -1;
}

function cfunction_index(o: number): number {
  return Py_TYPE(o) === PyCFunction_Type ? read_ptr(read_ptr(o + PyCFunctionObject.m_ml) + PyMethodDef.ml_meth) : 0;
}

export function is_builtin_len(o: number): boolean {
  if (len_index === 0) len_index = builtin_index('len');
  return cfunction_index(o) === len_index;
}

export function is_builtin_isinstance(o: number): boolean {
  if (isinstance_index === 0) isinstance_index = builtin_index('isinstance');
  return cfunction_index(o) === isinstance_index;
}

export function is_list_append(o: number): boolean {
  if (append_index === 0) {
    const found = static_types.get(PyList_Type)?.tp_methods?.find((m) => m[0] === 'append');
    append_index = found ? func_index(found[1]) : -1;
  }
  return Py_TYPE(o) === PyMethodDescr_Type && read_ptr(read_ptr(o + PyMethodDescrObject.d_method) + PyMethodDef.ml_meth) === append_index;
}

function c_call(callable: number, nargs: number): number {
  switch (ml_flags(read_ptr(callable + PyCFunctionObject.m_ml))) {
    case METH_O:
      if (nargs !== 1) return 0;
      return is_builtin_len(callable) ? OP.CALL_LEN : OP.CALL_BUILTIN_O;
    case METH_FASTCALL:
      return nargs === 2 && is_builtin_isinstance(callable) ? OP.CALL_ISINSTANCE : OP.CALL_BUILTIN_FAST;
    case METH_FASTCALL | METH_KEYWORDS:
      return OP.CALL_BUILTIN_FAST_WITH_KEYWORDS;
    default:
      return OP.CALL_NON_PY_GENERAL;
  }
}

function method_descriptor_call(d: number, ip: number, nargs: number): number {
  switch (ml_flags(read_ptr(d + PyMethodDescrObject.d_method))) {
    case METH_NOARGS:
      return nargs === 1 ? OP.CALL_METHOD_DESCRIPTOR_NOARGS : 0;
    case METH_O:
      if (nargs !== 2) return 0;
      return is_list_append(d) && HEAPU8[ip + 1] === 1 && HEAPU8[ip + 8] === OP.POP_TOP ? OP.CALL_LIST_APPEND : OP.CALL_METHOD_DESCRIPTOR_O;
    case METH_FASTCALL | METH_KEYWORDS:
      return OP.CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
    case METH_FASTCALL:
      return OP.CALL_METHOD_DESCRIPTOR_FAST;
    default:
      return OP.CALL_NON_PY_GENERAL;
  }
}

/** A class of Python's with a plain __init__: its instances are made in the loop. */
function python_class_call(tp: number, ip: number): number {
  const generic = OP.CALL_NON_PY_GENERAL;
  if (Py_TYPE(tp) !== PyType_Type || read_ptr(tp + PyTypeObject.tp_new) !== read_ptr(PyBaseObject_Type + PyTypeObject.tp_new)) return generic;
  if (read_ptr(tp + PyTypeObject.tp_alloc) !== read_ptr(PyBaseObject_Type + PyTypeObject.tp_alloc)) return generic;
  if (!PyType_HasFeature(tp, Py_TPFLAGS_INLINE_VALUES) || !PyType_HasFeature(tp, Py_TPFLAGS_HEAPTYPE) || PyType_HasFeature(tp, Py_TPFLAGS_IS_ABSTRACT)) return generic;
  const init = _PyType_Lookup(tp, _Py_ID('__init__'));
  const version = type_version(tp);
  if (init === 0 || version === 0 || Py_TYPE(init) !== PyFunction_Type || !is_simple(read_ptr(init + PyFunctionObject.func_code))) return generic;
  // Borrowed: good as long as the type has this version.
  write_ptr(tp + PyHeapTypeObject.init, init);
  write_u32(ip + 4, version);
  return OP.CALL_ALLOC_AND_ENTER_INIT;
}

function class_call(tp: number, ip: number, nargs: number): number {
  if (!PyType_HasFeature(tp, Py_TPFLAGS_IMMUTABLETYPE)) return python_class_call(tp, ip);
  if (nargs === 1 && HEAPU8[ip + 1] === 1) {
    if (tp === PyUnicode_Type) return OP.CALL_STR_1;
    if (tp === PyType_Type) return OP.CALL_TYPE_1;
    if (tp === PyTuple_Type) return OP.CALL_TUPLE_1;
  }
  return read_ptr(tp + PyTypeObject.tp_vectorcall) !== 0 ? OP.CALL_BUILTIN_CLASS : OP.CALL_NON_PY_GENERAL;
}

function call(callable: number, ip: number, nargs: number): number {
  const t = Py_TYPE(callable);
  if (t === PyCFunction_Type) return c_call(callable, nargs);
  if (t === PyFunction_Type) return py_call(callable, ip, nargs, false);
  if (is_type(callable)) return class_call(callable, ip, nargs);
  if (t === PyMethodDescr_Type) return method_descriptor_call(callable, ip, nargs);
  if (t === PyMethod_Type) {
    const f = read_ptr(callable + PyMethodObject.im_func);
    return Py_TYPE(f) === PyFunction_Type ? py_call(f, ip, nargs + 1, true) : 0;
  }
  return OP.CALL_NON_PY_GENERAL;
}

export function _Py_Specialize_Call(callable: number, ip: number, nargs: number): void {
  finish(ip, call(callable, ip, nargs), OP.CALL);
}
