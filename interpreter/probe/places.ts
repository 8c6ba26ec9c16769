// Where a watched value is now: the address of its slot, found again when its owner has moved it (a list or dict that has grown,
// inline values that became a dict). Reads memory only.
//
// A place keeps the words on which its address depends (`ma_keys`, `ob_item`, the key in the entry, ...). While they are what
// they were the address holds, and a look costs five loads; when one differs the slot is looked up again.

import { PyCellObject, PyDictKeysObject, PyDictObject, PyDictValues, PyHeapTypeObject, PyListObject, PyVarObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { PyBool_Type, PyBytes_Type, PyComplex_Type, PyFloat_Type, PyLong_Type, PyUnicode_Type } from '../include/statics';
import { type DataKey, type DataPlace, NOTHING } from './control';
import { dict_pointer, find_entry, inline_values, instance_dict, is_dict } from './dicts';
import { hex, slot, ssize, type_name_of, type_of, unicode_is } from './memory';
import { is_definition, long_value, short_repr } from './objects';

const GUARDS = 4;

export class Place {
  private at = NOTHING >> 2;
  private readonly words = new Int32Array(GUARDS).fill(NOTHING >> 2);
  private readonly were = new Int32Array(GUARDS);
  private used = 0;

  constructor(private readonly of: Exclude<DataPlace, { kind: 'count' | 'bytes' }>) {
    this.find();
  }

  /** The pointer that is there now; 0: nothing is. */
  value(): number {
    const { words, were } = this;
    if (HEAP32[words[0]] !== were[0] || HEAP32[words[1]] !== were[1] || HEAP32[words[2]] !== were[2] || HEAP32[words[3]] !== were[3]) this.find();
    return HEAP32[this.at];
  }

  private guard(address: number): void {
    this.words[this.used] = address >> 2;
    this.were[this.used++] = HEAP32[address >> 2];
  }

  private find(): void {
    this.words.fill(NOTHING >> 2);
    this.were.fill(0);
    this.used = 0;
    this.at = this.address() >> 2;
  }

  private address(): number {
    const of = this.of;
    switch (of.kind) {
      case 'local':
      case 'slot':
        return of.at;
      case 'cell':
        return of.object + PyCellObject.ob_ref;
      case 'item':
        this.guard(of.object + PyListObject.ob_item);
        this.guard(of.object + PyVarObject.ob_size);
        return of.index < ssize(of.object + PyVarObject.ob_size) ? slot(of.object + PyListObject.ob_item) + of.index * 8 : NOTHING;
      case 'key':
        return this.in_dict(of.object, (key) => is_key(key, of.key));
      case 'attribute':
        return this.attribute(of.object, of.name);
    }
  }

  private attribute(op: number, name: string): number {
    const pointer = dict_pointer(op);
    if (pointer !== 0) this.guard(pointer);
    const dict = instance_dict(op);
    const same = (key: number): boolean => unicode_is(key, name);
    if (dict !== 0) return this.in_dict(dict, same);
    const values = inline_values(op);
    if (values === 0) return NOTHING;
    // Its bytes say how many values there are and whether they are still the instance's.
    this.guard(values);
    return this.in_keys(slot(type_of(op) + PyHeapTypeObject.ht_cached_keys), values, same);
  }

  private in_dict(dict: number, matches: (key: number) => boolean): number {
    if (!is_dict(dict)) return NOTHING;
    this.guard(dict + PyDictObject.ma_keys);
    this.guard(dict + PyDictObject.ma_values);
    return this.in_keys(slot(dict + PyDictObject.ma_keys), slot(dict + PyDictObject.ma_values), matches);
  }

  /** An entry whose key goes is not used again; a new key comes behind the others. */
  private in_keys(keys: number, values: number, matches: (key: number) => boolean): number {
    const entry = find_entry(keys, matches);
    this.guard(entry === null ? keys + PyDictKeysObject.dk_nentries : entry.at);
    if (entry === null) return NOTHING;
    return values === 0 ? entry.at + 8 : values + PyDictValues.values + entry.index * 8;
  }
}

function is_key(key: number, wanted: DataKey): boolean {
  if ('text' in wanted) return unicode_is(key, wanted.text);
  if ('int' in wanted) return type_of(key) === PyLong_Type && String(long_value(key)) === wanted.int;
  return key === wanted.address;
}

/** A key of a dict as data breakpoints name it. */
export function key_of(key: number, text: string | null): DataKey {
  if (text !== null && type_of(key) === PyUnicode_Type) return { text };
  if (type_of(key) === PyLong_Type) return { int: String(long_value(key)) };
  return { address: key };
}

const ABSENT: Partial<Record<DataPlace['kind'], string>> = { item: 'no item', key: 'no item', attribute: 'no attribute', slot: 'no attribute' };

/** The value as text; one that is there no more, when it can have changed since it was looked at, by type and address. */
export function value_text(value: number, kind: DataPlace['kind'], gone: boolean): string {
  if (value === 0) return ABSENT[kind] ?? 'unbound';
  return gone && !is_constant(value) ? `${type_name_of(value)} at ${hex(value)}` : short_repr(value, 60);
}

const CONSTANT = new Set([PyLong_Type, PyBool_Type, PyFloat_Type, PyComplex_Type, PyUnicode_Type, PyBytes_Type]);

function is_constant(value: number): boolean {
  return CONSTANT.has(type_of(value)) || is_definition(value) || HEAP32[value >> 2] === -1;
}
