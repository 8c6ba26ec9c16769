// The references that an object holds, each with its name: the heap graph's edges. tp_traverse knows the references but not
// their names, so this reads the structs: one walker per kind of type, the rest by the layouts of include/structs.ts.
//
// For GC objects the set agrees with tp_traverse (test/probe compares them); objects without tp_traverse (code, range, str
// subclasses, ...) show what they own too.

import { LAYOUTS } from '../include/generated/layouts';
import { _PyInterpreterFrame, PyCellObject, PyDictKeysObject, PyDictObject, PyFrameObject, PyGenObject, PyHeapTypeObject, PyModuleObject, PyTypeObject } from '../include/generated/offsets';
import { HEAPU8 } from '../include/heap';
import { Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_LIST_SUBCLASS, Py_TPFLAGS_LONG_SUBCLASS, Py_TPFLAGS_TUPLE_SUBCLASS, Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS } from '../include/object';
import { PyAsyncGen_Type, PyCoro_Type, PyFrame_Type, PyFrozenSet_Type, PyGen_Type, PyModule_Type, PyODict_Type, PySet_Type } from '../include/statics';
import { struct_name } from './cview';
import { dict_items, has_inline_values, inline_items, instance_dict, set_items } from './dicts';
import { fast_locals, value_stack } from './frames';
import { derives, has_flag, int32, is_object, object_slot, slot, ssize, type_of, unicode_text } from './memory';
import { deque_items, is_deque, safe_repr, sequence_item, sequence_length, slots_children } from './objects';

export interface Edge {
  to: number;
  label: string;
}

/** Of one object no more are read. */
export const MAX_EDGES = 100_000;

/** Slots that are looked through but own nothing. */
const NOT_OWNED = new Set(['wr_object', 'wr_prev', 'wr_next', 'weakreflist', 'func_weakreflist', 'im_weakreflist', 'm_weakreflist', 'gi_weakreflist', 'md_weaklist', 'co_weakreflist', 'tp_weaklist', 'tp_subclasses', 'tp_cache', 'ob_type', 'one']);

/** Attribute names for slots whose name in C differs. */
const ATTRIBUTE: Record<string, string> = {
  func_globals: '__globals__', func_builtins: '__builtins__', func_name: '__name__', func_qualname: '__qualname__', func_code: '__code__', func_defaults: '__defaults__',
  func_kwdefaults: '__kwdefaults__', func_closure: '__closure__', func_doc: '__doc__', func_dict: '__dict__', func_module: '__module__', func_annotations: '__annotations__',
  func_typeparams: '__type_params__', im_func: '__func__', im_self: '__self__', ob_ref: 'cell_contents', m_self: '__self__', m_module: '__module__', traceback: '__traceback__',
  context: '__context__', cause: '__cause__', dict: '__dict__', notes: '__notes__', wr_callback: '__callback__', prop_get: 'fget', prop_set: 'fset', prop_del: 'fdel', cm_callable: '__func__', sm_callable: '__func__',
};

/** Every reference of `op`; types' references to their own parts included. */
export function edges_of(op: number): Edge[] {
  const edges: Edge[] = [];
  const add = (to: number, label: string): void => {
    if (to !== 0 && edges.length < MAX_EDGES && is_object(to)) edges.push({ to, label });
  };
  if (!is_object(op)) return edges;
  const tp = type_of(op);
  if (has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS)) type_edges(op, add);
  else {
    own_edges(op, tp, add);
    attribute_edges(op, add);
  }
  if ((int32(tp + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) !== 0) add(tp, 'ob_type');
  return edges;
}

type Add = (to: number, label: string) => void;

function own_edges(op: number, tp: number, add: Add): void {
  if (has_flag(op, Py_TPFLAGS_LIST_SUBCLASS) || has_flag(op, Py_TPFLAGS_TUPLE_SUBCLASS)) {
    for (let i = 0, n = Math.min(sequence_length(op), MAX_EDGES); i < n; i++) add(sequence_item(op, i), `[${i}]`);
  } else if (has_flag(op, Py_TPFLAGS_DICT_SUBCLASS)) dict_edges(op, derives(tp, PyODict_Type), add);
  else if (derives(tp, PySet_Type) || derives(tp, PyFrozenSet_Type)) for (const member of set_items(op, 0, MAX_EDGES)) add(member, `{${key_text(member)}}`);
  else if (has_flag(op, Py_TPFLAGS_UNICODE_SUBCLASS) || has_flag(op, Py_TPFLAGS_LONG_SUBCLASS)) return;
  else if (derives(tp, PyGen_Type) || derives(tp, PyCoro_Type) || derives(tp, PyAsyncGen_Type)) generator_edges(op, add);
  else if (derives(tp, PyFrame_Type)) frame_edges(op, add);
  else if (derives(tp, PyModule_Type)) add(object_slot(op + PyModuleObject.md_dict), '__dict__');
  else struct_edges(op, add);
}

function key_text(key: number): string {
  return safe_repr(key, { depth: 1, items: 3, chars: 40 });
}

/** `ordered`: an OrderedDict, whose list of nodes holds the keys once more. */
function dict_edges(op: number, ordered: boolean, add: Add): void {
  // A table of str keys does not traverse them; another one does, str or not.
  const general = HEAPU8[slot(op + PyDictObject.ma_keys) + PyDictKeysObject.dk_kind] === 0;
  for (const item of dict_items(op, 0, MAX_EDGES)) {
    add(item.value, `[${key_text(item.key)}]`);
    if (general) add(item.key, `key ${key_text(item.key)}`);
    if (ordered) add(item.key, `node ${key_text(item.key)}`);
  }
}

function attribute_edges(op: number, add: Add): void {
  // While the inline values are valid they are the instance's, even where a __dict__ shows them.
  if (has_inline_values(op)) for (const item of inline_items(op)) add(item.value, `.${unicode_text(item.key, 100) ?? '?'}`);
  else add(instance_dict(op), '__dict__');
  for (const child of slots_children(op)) add(child.value, `.${child.name}`);
}

/** The pointer fields of the struct that hold objects. */
function struct_edges(op: number, add: Add): void {
  const walk = (struct: string, base: number): void => {
    for (const field of LAYOUTS[struct]?.fields ?? []) {
      if (field.type in LAYOUTS && !field.type.endsWith('*')) walk(field.type, base + field.offset);
      else if (field.type.endsWith('*') && !field.type.startsWith('char') && field.count === 1 && !NOT_OWNED.has(field.name)) {
        add(object_slot(base + field.offset), ATTRIBUTE[field.name] === undefined ? `.${field.name}` : `.${ATTRIBUTE[field.name]}`);
      }
    }
  };
  const struct = struct_name(op);
  if (struct !== 'PyObject') walk(struct, op);
  else if (is_deque(op)) deque_items(op).slice(0, MAX_EDGES).forEach((item, i) => add(item.value, `[${i}]`));
  else body_edges(op, add);
}

/** A C type without a layout (a deque, a lock, a partial): whatever in its body is the address of an object. */
function body_edges(op: number, add: Add): void {
  const tp = type_of(op);
  const skip = new Set([ssize(tp + PyTypeObject.tp_weaklistoffset), ssize(tp + PyTypeObject.tp_dictoffset)]);
  const named = new Map(slots_children(op).map((child) => [child.at - op, child.name]));
  for (let at = 16, end = Math.min(ssize(tp + PyTypeObject.tp_basicsize), 4096); at < end; at += 8) {
    if (!skip.has(at) && !named.has(at)) add(object_slot(op + at), `+${at}`);
  }
}

function interpreter_frame_edges(frame: number, add: Add): void {
  add(object_slot(frame + _PyInterpreterFrame.f_executable), '.f_code');
  add(object_slot(frame + _PyInterpreterFrame.f_funcobj), '.f_funcobj');
  add(object_slot(frame + _PyInterpreterFrame.f_locals), '.f_locals');
  add(object_slot(frame + _PyInterpreterFrame.frame_obj), '.frame_obj');
  for (const local of fast_locals(frame)) {
    // A cell is what the frame holds; the name stands for its contents.
    const slot_value = local.kind === 'local' ? local.value : local.at - PyCellObject.ob_ref;
    add(is_object(slot_value) ? slot_value : local.value, `local ${local.name}`);
  }
  for (const item of value_stack(frame) ?? []) add(item.value, `stack ${item.index}`);
}

const GENERATOR_CLEARED = 4;

function generator_edges(op: number, add: Add): void {
  for (const [field, label] of [[PyGenObject.gi_name, '.__name__'], [PyGenObject.gi_qualname, '.__qualname__'], [PyGenObject.gi_origin_or_finalizer, '.cr_origin']] as const) add(object_slot(op + field), label);
  if ((HEAPU8[op + PyGenObject.gi_frame_state] << 24) >> 24 < GENERATOR_CLEARED) interpreter_frame_edges(op + PyGenObject.gi_iframe, add);
  add(object_slot(op + PyGenObject.gi_exc_state), '.gi_exc_state');
}

function frame_edges(op: number, add: Add): void {
  add(object_slot(op + PyFrameObject.f_back), '.f_back');
  add(object_slot(op + PyFrameObject.f_trace), '.f_trace');
  add(object_slot(op + PyFrameObject.f_extra_locals), '.f_extra_locals');
  add(object_slot(op + PyFrameObject.f_locals_cache), '.f_locals');
  const frame = slot(op + PyFrameObject.f_frame);
  // A frame that runs belongs to its thread; the object only points at it.
  if (frame === op + PyFrameObject._f_frame_data) interpreter_frame_edges(frame, add);
}

function type_edges(op: number, add: Add): void {
  for (const [field, label] of [[PyTypeObject.tp_dict, '.__dict__'], [PyTypeObject.tp_base, '.__base__'], [PyTypeObject.tp_bases, '.__bases__'], [PyTypeObject.tp_mro, '.__mro__']] as const) add(object_slot(op + field), label);
  if ((int32(op + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) !== 0) add(object_slot(op + PyHeapTypeObject.ht_module), '.ht_module');
}

