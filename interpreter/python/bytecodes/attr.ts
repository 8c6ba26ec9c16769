// Answers to Python/bytecodes.c of CPython 3.13: attributes. See bytecodes/load_store.ts.
// Caches of LOAD_ATTR (from the instruction, in bytes): counter 2, type version 4, keys version or dict offset 8 or index 8, descr 12.

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { _PyInterpreterFrame, PyCodeObject, PyDictKeyEntry, PyDictKeysObject, PyDictObject, PyDictUnicodeEntry, PyDictValues, PyFunctionObject, PyHeapTypeObject, PyModuleObject, PyTypeObject } from '../../include/generated/offsets';
import { HEAP32, HEAPU16, HEAPU8, write_ptr } from '../../include/heap';
import { MANAGED_DICT_OFFSET, Py_DECREF, Py_NewRef, Py_TPFLAGS_TYPE_SUBCLASS, Py_TYPE, PyType_FastSubclass } from '../../include/object';
import { PyDict_Type, PyModule_Type, PySuper_Type } from '../../include/statics';
import { PyObject_Vectorcall } from '../../objects/call';
import { _PyDictValues_AddToInsertionOrder, _PyObject_GetManagedDict, _PyObject_InlineValues } from '../../objects/dictobject';
import { _PyObject_GetMethod, PyObject_GenericGetAttr, PyObject_GetAttr, PyObject_SetAttr } from '../../objects/object';
import { _PySuper_Lookup } from '../../objects/typeobject';
import { ADAPTIVE, DISPATCH_INLINED, ERROR, GETNAME, INSTR, PEEK, POKE, PUSH, read_u32, REDO } from '../ceval_macros';
import { _PyFrame_PushUnchecked, _PyThreadState_HasStackSpace } from '../frame';
import { func_index } from '../../include/functable';
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_MAY_BE_TRACKED, _PyObject_GC_TRACK } from '../gc';
import { RELEASE2, REPLACED, REPLACED_METHOD } from './tails';
import { _Py_Specialize_LoadAttr, _Py_Specialize_LoadSuperAttr, _Py_Specialize_StoreAttr } from '../specialize';

/** (owner -- attr) or, for a method call (oparg & 1), (owner -- function, self) or (owner -- attr, NULL) */
export function LOAD_ATTR(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  const name = GETNAME(frame, oparg >> 1);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_LoadAttr(owner, ip, name);
    return REDO(HEAPU8[ip]);
  }
  if (oparg & 1) return load_method(sp, owner, name);
  const attr = PyObject_GetAttr(owner, name);
  Py_DECREF(owner);
  if (attr === 0) return ERROR(sp - 8);
  POKE(sp, 1, attr);
  return sp;
}

export function load_method(sp: number, owner: number, name: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const unbound = _PyObject_GetMethod(owner, name, out);
  const attr = HEAP32[out >> 2];
  stackRestore(mark);
  if (unbound) {
    POKE(sp, 1, attr);
    PUSH(sp, owner);
    return sp + 8;
  }
  Py_DECREF(owner);
  if (attr === 0) return ERROR(sp - 8);
  POKE(sp, 1, attr);
  PUSH(sp, 0);
  return sp + 8;
}

/** (owner -- attr[, NULL]) hot */
export function LOAD_ATTR_INSTANCE_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  const tp = HEAP32[(owner + 8) >> 2];
  if (HEAP32[(tp + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  const values = owner + HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2];
  if (HEAPU8[values + PyDictValues.valid] === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  const attr = HEAP32[(values + PyDictValues.values + (HEAPU16[(ip + 8) >> 1] << 3)) >> 2];
  if (attr === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED(sp, owner, attr, oparg);
}

/** The value of entry `index` of a unicode table. Borrowed. */
export function unicode_entry_value(keys: number, index: number): number {
  const entries = keys + PyDictKeysObject.dk_indices + (1 << HEAPU8[keys + PyDictKeysObject.dk_log2_index_bytes]);
  return HEAP32[(entries + (index << 4) + PyDictUnicodeEntry.me_value) >> 2];
}

/** (module -- attr[, NULL]) hot */
export function LOAD_ATTR_MODULE(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (Py_TYPE(owner) !== PyModule_Type) return LOAD_ATTR(tstate, frame, sp, oparg);
  const keys = HEAP32[(HEAP32[(owner + PyModuleObject.md_dict) >> 2] + PyDictObject.ma_keys) >> 2];
  if (HEAP32[(keys + PyDictKeysObject.dk_version) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  const attr = unicode_entry_value(keys, HEAPU16[(ip + 8) >> 1]);
  if (attr === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED(sp, owner, attr, oparg);
}

/** The address of me_value of entry `hint` when its key is `name`, else 0. */
export function hinted_slot(dict: number, hint: number, name: number): number {
  const keys = HEAP32[(dict + PyDictObject.ma_keys) >> 2];
  if (hint >= HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2]) return 0;
  const entries = keys + PyDictKeysObject.dk_indices + (1 << HEAPU8[keys + PyDictKeysObject.dk_log2_index_bytes]);
  if (HEAPU8[keys + PyDictKeysObject.dk_kind] !== 0) {
    const ep = entries + hint * PyDictUnicodeEntry.SIZEOF;
    return HEAP32[(ep + PyDictUnicodeEntry.me_key) >> 2] === name ? ep + PyDictUnicodeEntry.me_value : 0;
  }
  const ep = entries + hint * PyDictKeyEntry.SIZEOF;
  return HEAP32[(ep + PyDictKeyEntry.me_key) >> 2] === name ? ep + PyDictKeyEntry.me_value : 0;
}

/** (owner -- attr[, NULL]) The instance has a real dict. hot */
export function LOAD_ATTR_WITH_HINT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(Py_TYPE(owner) + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  const dict = _PyObject_GetManagedDict(owner);
  const slot = dict === 0 ? 0 : hinted_slot(dict, HEAPU16[(ip + 8) >> 1], GETNAME(frame, oparg >> 1));
  const attr = slot === 0 ? 0 : HEAP32[slot >> 2];
  if (attr === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED(sp, owner, attr, oparg);
}

/** (owner -- attr[, NULL]) hot */
export function LOAD_ATTR_SLOT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(HEAP32[(owner + 8) >> 2] + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  const attr = HEAP32[(owner + HEAPU16[(ip + 8) >> 1]) >> 2];
  if (attr === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED(sp, owner, attr, oparg);
}

/** (class -- attr[, NULL]) hot */
export function LOAD_ATTR_CLASS(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (!PyType_FastSubclass(Py_TYPE(owner), Py_TPFLAGS_TYPE_SUBCLASS) || HEAP32[(owner + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) {
    return LOAD_ATTR(tstate, frame, sp, oparg);
  }
  return REPLACED(sp, owner, read_u32(ip + 12), oparg);
}

/** Enters the getter at cache 12 when versions and space allow; 0 when not. */
export function getter_frame(tstate: number, ip: number, owner: number, nargs: number): number {
  if (HEAP32[(Py_TYPE(owner) + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return 0;
  const f = read_u32(ip + 12);
  if (HEAP32[(f + PyFunctionObject.func_version) >> 2] !== read_u32(ip + 8)) return 0;
  const code = HEAP32[(f + PyFunctionObject.func_code) >> 2];
  if (!_PyThreadState_HasStackSpace(tstate, HEAP32[(code + PyCodeObject.co_framesize) >> 2])) return 0;
  const new_frame = _PyFrame_PushUnchecked(tstate, Py_NewRef(f), nargs);
  HEAP32[(new_frame + _PyInterpreterFrame.localsplus) >> 2] = owner;
  return new_frame;
}

/** (owner -- attr) A property whose getter is a Python function. hot */
export function LOAD_ATTR_PROPERTY(tstate: number, frame: number, sp: number, oparg: number): number {
  const new_frame = getter_frame(tstate, INSTR(frame), PEEK(sp, 1), 1);
  if (new_frame === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 10;
  return DISPATCH_INLINED(tstate, frame, sp - 8, new_frame);
}

/** (owner -- attr) A Python __getattribute__. */
export function LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN(tstate: number, frame: number, sp: number, oparg: number): number {
  const new_frame = getter_frame(tstate, INSTR(frame), PEEK(sp, 1), 2);
  if (new_frame === 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  HEAP32[(new_frame + _PyInterpreterFrame.localsplus + 8) >> 2] = Py_NewRef(GETNAME(frame, oparg >> 1));
  HEAPU16[(frame + _PyInterpreterFrame.return_offset) >> 1] = 10;
  return DISPATCH_INLINED(tstate, frame, sp - 8, new_frame);
}

/** (owner -- function, self) hot */
export function LOAD_ATTR_METHOD_WITH_VALUES(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  const tp = HEAP32[(owner + 8) >> 2];
  if (
    HEAP32[(tp + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4) ||
    HEAPU8[owner + HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2] + PyDictValues.valid] === 0 ||
    HEAP32[(HEAP32[(tp + PyHeapTypeObject.ht_cached_keys) >> 2] + PyDictKeysObject.dk_version) >> 2] !== read_u32(ip + 8)
  ) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED_METHOD(sp, owner, read_u32(ip + 12));
}

/** (owner -- function, self) hot */
export function LOAD_ATTR_METHOD_NO_DICT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(HEAP32[(owner + 8) >> 2] + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED_METHOD(sp, owner, read_u32(ip + 12));
}

/** (owner -- function, self) The instance's __dict__ is not made yet. */
export function LOAD_ATTR_METHOD_LAZY_DICT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(Py_TYPE(owner) + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  if (HEAP32[(owner + MANAGED_DICT_OFFSET + HEAPU16[(ip + 8) >> 1]) >> 2] !== 0) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED_METHOD(sp, owner, read_u32(ip + 12));
}

/** (owner -- attr) A class variable, when no instance shadows it. hot */
export function LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  const tp = Py_TYPE(owner);
  if (
    HEAP32[(tp + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4) || HEAPU8[_PyObject_InlineValues(owner) + PyDictValues.valid] === 0 ||
    HEAP32[(HEAP32[(tp + PyHeapTypeObject.ht_cached_keys) >> 2] + PyDictKeysObject.dk_version) >> 2] !== read_u32(ip + 8)
  ) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED(sp, owner, read_u32(ip + 12), 0);
}

/** (owner -- attr) hot */
export function LOAD_ATTR_NONDESCRIPTOR_NO_DICT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(Py_TYPE(owner) + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return LOAD_ATTR(tstate, frame, sp, oparg);
  return REPLACED(sp, owner, read_u32(ip + 12), 0);
}

/** (value, owner -- ) */
export function STORE_ATTR(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  const v = PEEK(sp, 2);
  const name = GETNAME(frame, oparg);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_StoreAttr(owner, ip, name);
    return REDO(HEAPU8[ip]);
  }
  const err = PyObject_SetAttr(owner, name, v);
  Py_DECREF(v);
  Py_DECREF(owner);
  return err ? ERROR(sp - 16) : sp - 16;
}

/** (value, owner -- ) hot */
export function STORE_ATTR_INSTANCE_VALUE(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  const tp = HEAP32[(owner + 8) >> 2];
  if (HEAP32[(tp + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return STORE_ATTR(tstate, frame, sp, oparg);
  const values = owner + HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2];
  if (HEAP32[(owner + MANAGED_DICT_OFFSET) >> 2] !== 0 || HEAPU8[values + PyDictValues.valid] === 0) return STORE_ATTR(tstate, frame, sp, oparg);
  const index = HEAPU16[(ip + 8) >> 1];
  const at = (values + PyDictValues.values + (index << 3)) >> 2;
  const old = HEAP32[at];
  HEAP32[at] = PEEK(sp, 2);
  if (old === 0) _PyDictValues_AddToInsertionOrder(values, index);
  return RELEASE2(sp - 16, old, owner);
}

/** (value, owner -- ) hot */
export function STORE_ATTR_SLOT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(HEAP32[(owner + 8) >> 2] + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return STORE_ATTR(tstate, frame, sp, oparg);
  const at = (owner + HEAPU16[(ip + 8) >> 1]) >> 2;
  const old = HEAP32[at];
  HEAP32[at] = PEEK(sp, 2);
  return RELEASE2(sp - 16, old, owner);
}

/** (value, owner -- ) The instance has a real dict with this key. */
export function STORE_ATTR_WITH_HINT(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const owner = PEEK(sp, 1);
  if (HEAP32[(Py_TYPE(owner) + PyTypeObject.tp_version_tag) >> 2] !== read_u32(ip + 4)) return STORE_ATTR(tstate, frame, sp, oparg);
  const dict = _PyObject_GetManagedDict(owner);
  if (dict === 0 || Py_TYPE(dict) !== PyDict_Type) return STORE_ATTR(tstate, frame, sp, oparg);
  const slot = hinted_slot(dict, HEAPU16[(ip + 8) >> 1], GETNAME(frame, oparg));
  if (slot === 0 || HEAP32[slot >> 2] === 0) return STORE_ATTR(tstate, frame, sp, oparg);
  const old = HEAP32[slot >> 2];
  const v = PEEK(sp, 2);
  HEAP32[slot >> 2] = v;
  if (!_PyObject_GC_IS_TRACKED(dict) && _PyObject_GC_MAY_BE_TRACKED(v)) _PyObject_GC_TRACK(dict);
  Py_DECREF(old);
  Py_DECREF(owner);
  return sp - 16;
}

/** (owner -- ) */
export function DELETE_ATTR(tstate: number, frame: number, sp: number, oparg: number): number {
  const owner = PEEK(sp, 1);
  const err = PyObject_SetAttr(owner, GETNAME(frame, oparg), 0);
  Py_DECREF(owner);
  return err ? ERROR(sp - 8) : sp - 8;
}

/** (super, class, self -- attr[, NULL]) oparg & 2: super was called with both arguments. */
export function LOAD_SUPER_ATTR(tstate: number, frame: number, sp: number, oparg: number): number {
  const ip = INSTR(frame);
  const global_super = PEEK(sp, 3);
  const cls = PEEK(sp, 2);
  if (ADAPTIVE(ip)) {
    _Py_Specialize_LoadSuperAttr(global_super, cls, ip, oparg & 1);
    return REDO(HEAPU8[ip]);
  }
  const zuper = PyObject_Vectorcall(global_super, sp - 16, oparg & 2, 0);
  return load_from_super(frame, sp, oparg, zuper);
}

/** Takes the three operands off and puts zuper's attribute on. Steals zuper, which may be NULL. */
export function load_from_super(frame: number, sp: number, oparg: number, zuper: number): number {
  Py_DECREF(PEEK(sp, 3));
  Py_DECREF(PEEK(sp, 2));
  Py_DECREF(PEEK(sp, 1));
  if (zuper === 0) return ERROR(sp - 24);
  const attr = PyObject_GetAttr(zuper, GETNAME(frame, oparg >> 2));
  Py_DECREF(zuper);
  if (attr === 0) return ERROR(sp - 24);
  POKE(sp, 3, attr);
  POKE(sp, 2, 0);
  return sp - 16 + ((oparg & 1) << 3);
}

/** (super, class, self -- attr) */
export function LOAD_SUPER_ATTR_ATTR(tstate: number, frame: number, sp: number, oparg: number): number {
  const cls = PEEK(sp, 2);
  const self = PEEK(sp, 1);
  if (PEEK(sp, 3) !== PySuper_Type || !PyType_FastSubclass(Py_TYPE(cls), Py_TPFLAGS_TYPE_SUBCLASS)) return LOAD_SUPER_ATTR(tstate, frame, sp, oparg);
  const attr = _PySuper_Lookup(cls, self, GETNAME(frame, oparg >> 2), 0);
  Py_DECREF(PEEK(sp, 3));
  Py_DECREF(cls);
  Py_DECREF(self);
  if (attr === 0) return ERROR(sp - 24);
  POKE(sp, 3, attr);
  return sp - 16;
}

let generic_getattr = 0;

/** (super, class, self -- function, self) or (super, class, self -- attr, NULL) */
export function LOAD_SUPER_ATTR_METHOD(tstate: number, frame: number, sp: number, oparg: number): number {
  const cls = PEEK(sp, 2);
  const self = PEEK(sp, 1);
  if (PEEK(sp, 3) !== PySuper_Type || !PyType_FastSubclass(Py_TYPE(cls), Py_TPFLAGS_TYPE_SUBCLASS)) return LOAD_SUPER_ATTR(tstate, frame, sp, oparg);
  if (generic_getattr === 0) generic_getattr = func_index(PyObject_GenericGetAttr);
  const mark = stackSave();
  const found = stackAlloc(8);
  write_ptr(found, 0);
  const generic = HEAP32[(Py_TYPE(self) + PyTypeObject.tp_getattro) >> 2] === generic_getattr;
  const attr = _PySuper_Lookup(cls, self, GETNAME(frame, oparg >> 2), generic ? found : 0);
  const method_found = HEAP32[found >> 2];
  stackRestore(mark);
  Py_DECREF(PEEK(sp, 3));
  Py_DECREF(cls);
  if (attr === 0) {
    Py_DECREF(self);
    return ERROR(sp - 24);
  }
  POKE(sp, 3, attr);
  POKE(sp, 2, method_found ? self : 0);
  if (!method_found) Py_DECREF(self);
  return sp - 8;
}
