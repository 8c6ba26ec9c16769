// Answers to match_getslice_by_index of CPython 3.13's Modules/_sre/sre.c: the text of one group, which matches and templates need.

import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { MatchObject, Py_buffer } from '../../include/generated/offsets';
import { HEAP32 } from '../../include/heap';
import { Py_NewRef } from '../../include/object';
import { Py_None } from '../../include/statics';
import { getslice, getstring, release_view, string_data, string_isbytes, string_length } from './sre_state';

/** The address of mark[i]. */
export function mark_at(self: number, i: number): number {
  return self + MatchObject.mark + i * 8;
}

/** Returns new: the group's text, or `def` where it took no part. */
export function match_getslice_by_index(self: number, index: number, def: number): number {
  const string = HEAP32[(self + MatchObject.string) >> 2];
  if (string === Py_None || HEAP32[mark_at(self, index * 2) >> 2] < 0) return Py_NewRef(def);
  const mark = stackSave();
  const view = stackAlloc(Py_buffer.SIZEOF);
  let result = 0;
  if (getstring(string, view)) {
    const i = Math.min(HEAP32[mark_at(self, index * 2) >> 2], string_length);
    const j = Math.min(HEAP32[mark_at(self, index * 2 + 1) >> 2], string_length);
    result = getslice(string_isbytes, string_data, string, i, j);
    release_view(view);
  }
  stackRestore(mark);
  return result;
}
