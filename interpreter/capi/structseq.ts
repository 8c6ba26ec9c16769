// Answers to the functions of Objects/structseq.c of CPython 3.13 that take a PyStructSequence_Desc.

import { PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32, read_ssize, write_ptr, write_ssize } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC } from '../include/object';
import { PyTuple_Type } from '../include/statics';
import { PyDict_GetItemString, PyDict_SetItemString } from '../objects/dictobject';
import { type PyStructSequence_Desc, PyStructSequence_NewType as new_type } from '../objects/structseq';
import { PyType_Ready } from '../objects/typeobject_ready';
import { PyErr_Clear } from '../python/errors';

const text_or_null = (p: number): string | null => (p === 0 ? null : cstring(p));

/** struct { const char *name, *doc; PyStructSequence_Field *fields; int n_in_sequence; }; a field is { const char *name, *doc; }. */
function read_desc(desc: number): PyStructSequence_Desc {
  const fields: [string, string | null][] = [];
  for (let f = HEAP32[(desc + 16) >> 2]; HEAP32[f >> 2] !== 0; f += 16) fields.push([cstring(HEAP32[f >> 2]), text_or_null(HEAP32[(f + 8) >> 2])]);
  return { name: cstring(HEAP32[desc >> 2]), doc: text_or_null(HEAP32[(desc + 8) >> 2]), fields, n_in_sequence: HEAP32[(desc + 24) >> 2] };
}
/** Returns new: a struct sequence type. May fail. */
export function PyStructSequence_NewType(desc: number): number {
  return new_type(read_desc(desc));
}

const POINTERS = [PyTypeObject.tp_dealloc, PyTypeObject.tp_repr, PyTypeObject.tp_traverse, PyTypeObject.tp_new, PyTypeObject.tp_methods, PyTypeObject.tp_members];
const COUNTS = ['n_sequence_fields', 'n_fields', 'n_unnamed_fields', '__match_args__'];

/** Makes the static type of C a struct sequence type: what a heap type of the same description has. 0, or -1 with an exception. */
export function PyStructSequence_InitType2(type: number, desc: number): number {
  const model = PyStructSequence_NewType(desc);
  if (model === 0) return -1;
  for (const offset of POINTERS) write_ptr(type + offset, HEAP32[(model + offset) >> 2]);
  write_ptr(type + PyTypeObject.tp_name, HEAP32[desc >> 2]);
  write_ptr(type + PyTypeObject.tp_doc, HEAP32[(desc + 8) >> 2]);
  write_ssize(type + PyTypeObject.tp_basicsize, read_ssize(model + PyTypeObject.tp_basicsize));
  write_ssize(type + PyTypeObject.tp_itemsize, read_ssize(model + PyTypeObject.tp_itemsize));
  write_ssize(type + PyTypeObject.tp_flags, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC);
  write_ptr(type + PyTypeObject.tp_base, PyTuple_Type);
  // The model stays: its tables are the type's.
  Py_INCREF(type);
  if (PyType_Ready(type) < 0) {
    Py_DECREF(model);
    return -1;
  }
  const from = HEAP32[(model + PyTypeObject.tp_dict) >> 2];
  const to = HEAP32[(type + PyTypeObject.tp_dict) >> 2];
  return COUNTS.every((key) => PyDict_SetItemString(to, key, PyDict_GetItemString(from, key)) === 0) ? 0 : -1;
}
export function PyStructSequence_InitType(type: number, desc: number): void {
  if (PyStructSequence_InitType2(type, desc) < 0) PyErr_Clear();
}
