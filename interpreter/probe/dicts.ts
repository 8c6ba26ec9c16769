// Dicts, sets and instance attributes read from memory (layouts: objects/dictobject_keys.ts, dictobject_values.ts, setobject.ts).

import { PyDictKeysObject, PyDictObject, PyDictValues, PySetObject, PyTypeObject, PyHeapTypeObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { MANAGED_DICT_OFFSET, Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_INLINE_VALUES, Py_TPFLAGS_MANAGED_DICT } from '../include/object';
import { _PySet_Dummy } from '../include/statics';
import { has_flag, is_object, object_slot, readable, slot, ssize, type_of, unicode_is } from './memory';

const KIND_GENERAL = 0;
const MAX_ENTRIES = 1 << 26;

export interface DictItem {
  key: number;
  value: number;
  /** Address of the slot that holds the value. */
  at: number;
}

/** The items in insertion order, from item `start`, at most `count`. */
export function dict_items(dict: number, start = 0, count = Number.MAX_SAFE_INTEGER): DictItem[] {
  const keys = slot(dict + PyDictObject.ma_keys);
  return keys_items(keys, slot(dict + PyDictObject.ma_values), start, count);
}

/** The entries of a table: address of the first key slot, distance of two, how many. Null when it cannot be read. */
function entries_of(keys: number): { start: number; size: number; count: number } | null {
  if (!readable(keys, PyDictKeysObject.dk_indices)) return null;
  const general = HEAPU8[keys + PyDictKeysObject.dk_kind] === KIND_GENERAL;
  const log2 = HEAPU8[keys + PyDictKeysObject.dk_log2_index_bytes];
  const count = ssize(keys + PyDictKeysObject.dk_nentries);
  if (log2 > 30 || count < 0 || count > MAX_ENTRIES) return null;
  const start = keys + PyDictKeysObject.dk_indices + 2 ** log2;
  const size = general ? 24 : 16;
  return readable(start, count * size) ? { start: start + (general ? 8 : 0), size, count } : null;
}

function keys_items(keys: number, values: number, start: number, count: number): DictItem[] {
  const items: DictItem[] = [];
  const table = entries_of(keys);
  if (table === null) return items;
  let skip = start;
  for (const ix of entry_order(values, table.count)) {
    const at = table.start + ix * table.size;
    const value_at = values !== 0 ? values + PyDictValues.values + ix * 8 : at + 8;
    const key = object_slot(at);
    const value = object_slot(value_at);
    if (key === 0 || value === 0) continue;
    if (skip > 0) skip--;
    else if (items.push({ key, value, at: value_at }) >= count) break;
  }
  return items;
}

/** Indexes of the entries in insertion order: split values keep it in bytes behind the values. */
function* entry_order(values: number, n: number): Iterable<number> {
  if (values === 0) {
    for (let i = 0; i < n; i++) yield i;
    return;
  }
  if (!readable(values, 8)) return;
  const capacity = HEAPU8[values + PyDictValues.capacity];
  const size = HEAPU8[values + PyDictValues.size];
  for (let i = 0; i < size && i < capacity; i++) {
    const ix = HEAPU8[values + PyDictValues.values + capacity * 8 + i];
    if (ix < n) yield ix;
  }
}

export function dict_length(dict: number): number {
  return Math.max(0, ssize(dict + PyDictObject.ma_used));
}

export function is_dict(op: number): boolean {
  return is_object(op) && has_flag(op, Py_TPFLAGS_DICT_SUBCLASS);
}

/** Where a table has the key that `matches`: index of its entry, address of its key slot; null when it has none. */
export function find_entry(keys: number, matches: (key: number) => boolean): { index: number; at: number } | null {
  const table = entries_of(keys);
  if (table === null) return null;
  for (let index = 0; index < table.count; index++) {
    const at = table.start + index * table.size;
    const key = object_slot(at);
    if (key !== 0 && matches(key)) return { index, at };
  }
  return null;
}

/** The value under a str key, by a linear walk; 0 when there is none. */
export function dict_get(dict: number, name: string): number {
  if (!is_dict(dict)) return 0;
  const keys = slot(dict + PyDictObject.ma_keys);
  const values = slot(dict + PyDictObject.ma_values);
  const table = entries_of(keys);
  if (table === null) return 0;
  for (let i = 0; i < table.count; i++) {
    const at = table.start + i * table.size;
    if (!unicode_is(slot(at), name)) continue;
    const value = object_slot(values !== 0 ? values + PyDictValues.values + i * 8 : at + 8);
    if (value !== 0) return value;
  }
  return 0;
}

/** The inline values of an instance while they are valid; 0 otherwise. */
export function inline_values(op: number): number {
  const tp = type_of(op);
  if ((HEAP32[(tp + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_INLINE_VALUES) === 0) return 0;
  const values = op + ssize(tp + PyTypeObject.tp_basicsize);
  return readable(values, 8) && HEAPU8[values + PyDictValues.valid] === 1 ? values : 0;
}

export function has_inline_values(op: number): boolean {
  return inline_values(op) !== 0;
}

/** The address of the pointer to the `__dict__`; 0 when the type has none. */
export function dict_pointer(op: number): number {
  const tp = type_of(op);
  const flags = HEAP32[(tp + PyTypeObject.tp_flags) >> 2];
  if ((flags & Py_TPFLAGS_MANAGED_DICT) !== 0) return op + MANAGED_DICT_OFFSET;
  let offset = ssize(tp + PyTypeObject.tp_dictoffset);
  if (offset < 0) {
    const itemsize = ssize(tp + PyTypeObject.tp_itemsize);
    const n = Math.abs(ssize(op + 16));
    offset += (ssize(tp + PyTypeObject.tp_basicsize) + n * itemsize + 7) & ~7;
  }
  return offset <= 0 ? 0 : op + offset;
}

/** The `__dict__` that exists as an object; 0 when there is none (attributes may then be inline). */
export function instance_dict(op: number): number {
  const at = dict_pointer(op);
  const dict = at === 0 ? 0 : object_slot(at);
  return dict !== 0 && is_dict(dict) ? dict : 0;
}

/** Where the instance's attributes are inline: name → value. */
export function inline_items(op: number): DictItem[] {
  const values = inline_values(op);
  const tp = type_of(op);
  if (values === 0 || (HEAP32[(tp + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HEAPTYPE) === 0) return [];
  return keys_items(slot(tp + PyHeapTypeObject.ht_cached_keys), values, 0, Number.MAX_SAFE_INTEGER);
}

/** Instance attributes wherever they are stored. */
export function instance_items(op: number): DictItem[] {
  const dict = instance_dict(op);
  if (dict !== 0) return dict_items(dict);
  return inline_items(op);
}

/** The attribute of an instance by name, read from its dict or inline values; 0 when it has none. */
export function instance_get(op: number, name: string): number {
  for (const item of instance_items(op)) if (unicode_is(item.key, name)) return item.value;
  return 0;
}

/** The members of a set or frozenset in table order. */
export function set_items(op: number, start = 0, count = Number.MAX_SAFE_INTEGER): number[] {
  const table = slot(op + PySetObject.table);
  const mask = ssize(op + PySetObject.mask);
  const members: number[] = [];
  if (mask < 0 || mask > MAX_ENTRIES || !readable(table, (mask + 1) * 16)) return members;
  let skip = start;
  for (let i = 0; i <= mask && members.length < count; i++) {
    const key = object_slot(table + i * 16);
    if (key === 0 || key === _PySet_Dummy) continue;
    if (skip > 0) skip--;
    else members.push(key);
  }
  return members;
}

export function set_length(op: number): number {
  return Math.max(0, ssize(op + PySetObject.used));
}
