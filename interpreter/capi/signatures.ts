// What a function pointer in a slot, a PyMethodDef or a PyGetSetDef is in C: its signature, and what it owes its caller.
// Answers to the function types of Include/object.h, methodobject.h and descrobject.h of CPython 3.13.
//
// A signature is the result's letter, then the parameters':
//   P pointer (a number below 2 GiB)   Z Py_ssize_t and other 64-bit integers (a double)   N nargsf of a vectorcall
//   i int   d double   f float   v void   L 64 bits, exact (two words; see int64.ts)   H Py_hash_t (see include/hash.ts)
//   s, S const char * as text (S: null for NULL)   c char as text   F visitproc

import { PyHeapTypeObject } from '../include/generated/offsets';
import { METH_FASTCALL, METH_KEYWORDS, METH_METHOD } from '../include/object';
import { SUITES, TYPE_FUNC_SLOTS } from '../include/typespec';

const GROUPS: Record<string, string> = {
  vP: 'tp_dealloc tp_del tp_finalize tp_free m_free',
  PP: 'tp_repr tp_str tp_iter tp_iternext am_await am_aiter am_anext nb_negative nb_positive nb_absolute nb_invert nb_int nb_float nb_index',
  PPP: 'tp_getattr tp_getattro mp_subscript sq_concat sq_inplace_concat nb_add nb_subtract nb_multiply nb_remainder nb_divmod nb_lshift nb_rshift nb_and nb_xor nb_or nb_inplace_add nb_inplace_subtract nb_inplace_multiply nb_inplace_remainder nb_inplace_lshift nb_inplace_rshift nb_inplace_and nb_inplace_xor nb_inplace_or nb_floor_divide nb_true_divide nb_inplace_floor_divide nb_inplace_true_divide nb_matrix_multiply nb_inplace_matrix_multiply METH_VARARGS getter m_create',
  PPPP: 'tp_call tp_descr_get tp_new nb_power nb_inplace_power METH_KEYWORDS',
  PPZ: 'tp_alloc sq_item sq_repeat sq_inplace_repeat',
  PPPi: 'tp_richcompare',
  PPPNP: 'tp_vectorcall',
  PPPZ: 'METH_FASTCALL',
  PPPZP: 'METH_FASTCALL_KEYWORDS',
  PPPPZP: 'METH_METHOD',
  iP: 'tp_clear tp_is_gc nb_bool m_exec m_clear',
  iPP: 'sq_contains converter',
  iPPP: 'tp_setattr tp_setattro tp_descr_set tp_init mp_ass_subscript am_send setter',
  iPFP: 'tp_traverse m_traverse',
  iPZP: 'sq_ass_item',
  iPPiP: 'Py_tracefunc',
  iPPi: 'bf_getbuffer',
  vPP: 'bf_releasebuffer',
  ZP: 'sq_length mp_length',
  HP: 'tp_hash',
  v: 'atexit',
  P: 'PyInit',
};

export interface Kind {
  name: string;
  signature: string;
  /** The result is a new reference. */
  returns_new: boolean;
  /** The number that stands for it in the process's table. */
  id: number;
}

/** By id; 0: nothing is known but the WebAssembly type. */
export const KINDS: Kind[] = [{ name: '', signature: '', returns_new: false, id: 0 }];
const by_name = new Map<string, Kind>();
for (const [signature, names] of Object.entries(GROUPS)) {
  for (const name of names.split(' ')) {
    const kind = { name, signature, returns_new: signature[0] === 'P', id: KINDS.length };
    KINDS.push(kind);
    by_name.set(name, kind);
  }
}

/** The kind of a slot or function-pointer field; undefined when there is none of this name. */
export function kind_of(name: string): Kind | undefined {
  return by_name.get(name);
}
export function kind_of_method(flags: number): Kind {
  const name =
    flags & METH_METHOD ? 'METH_METHOD' : flags & METH_FASTCALL ? (flags & METH_KEYWORDS ? 'METH_FASTCALL_KEYWORDS' : 'METH_FASTCALL') : flags & METH_KEYWORDS ? 'METH_KEYWORDS' : 'METH_VARARGS';
  return by_name.get(name) as Kind;
}

const SUITE_AT: Record<keyof typeof SUITES, number> = {
  tp_as_number: PyHeapTypeObject.as_number, tp_as_sequence: PyHeapTypeObject.as_sequence, tp_as_mapping: PyHeapTypeObject.as_mapping, tp_as_async: PyHeapTypeObject.as_async, tp_as_buffer: PyHeapTypeObject.as_buffer,
};
/** Slot names by their offset in PyHeapTypeObject. */
export const SLOT_AT = new Map<number, string>(Object.entries(TYPE_FUNC_SLOTS).map(([name, offset]) => [offset, name]));
for (const suite of Object.keys(SUITES) as (keyof typeof SUITES)[]) for (const [name, offset] of Object.entries(SUITES[suite].slots)) SLOT_AT.set(SUITE_AT[suite] + offset, name);
