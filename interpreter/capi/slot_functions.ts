// The functions of ours that C may find in a type's slots and call: index -> signature and ownership. Answers to no CPython file.

import { c_functions_base, func_index } from '../include/functable';
import { PyTypeObject, wrapperbase } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { SLOTDEFS } from '../include/statics';
import { static_types, SUITES } from '../include/typespec';
import { subtype_clear, subtype_dealloc, subtype_traverse } from '../objects/typeobject';
import { API, SLOT_FUNCTIONS } from './generated/api';
import { kind_of, SLOT_AT } from './signatures';

/** By index of the function table: [signature, ownership, name]. */
export function slot_functions(): Map<number, readonly [string, string, string]> {
  const all = new Map<number, readonly [string, string, string]>();
  const add = (index: number, slot: string): void => {
    const kind = kind_of(slot);
    // tp_getattr and tp_setattr take text here; no type of ours has one that C would call.
    if (kind === undefined || index === 0 || index >= c_functions_base() || all.has(index) || slot === 'tp_getattr' || slot === 'tp_setattr') return;
    all.set(index, [kind.signature.replaceAll('N', 'Z'), kind.returns_new ? `n${'.'.repeat(kind.signature.length - 1)}` : '', slot]);
  };
  const registered = new Set(SLOT_FUNCTIONS);
  for (const [name, [f, signature, owns]] of Object.entries(API)) if (registered.has(f)) all.set(func_index(f), [signature, owns, name]);
  for (const type of static_types.keys()) {
    for (const [offset, slot] of SLOT_AT) if (offset < PyTypeObject.SIZEOF) add(HEAP32[(type + offset) >> 2], slot);
    for (const suite of Object.values(SUITES)) {
      const at = HEAP32[(type + suite.field) >> 2];
      if (at !== 0) for (const [slot, offset] of Object.entries(suite.slots)) add(HEAP32[(at + offset) >> 2], slot);
    }
  }
  for (let d = SLOTDEFS; HEAP32[(d + wrapperbase.name) >> 2] !== 0; d += wrapperbase.SIZEOF) add(HEAP32[(d + wrapperbase.function) >> 2], SLOT_AT.get(HEAP32[(d + wrapperbase.offset) >> 2]) ?? '');
  add(func_index(subtype_dealloc), 'tp_dealloc');
  add(func_index(subtype_traverse), 'tp_traverse');
  add(func_index(subtype_clear), 'tp_clear');
  return all;
}
