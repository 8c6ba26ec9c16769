// Reads of the heap from outside, answering to no CPython file: a thread may be running, so nothing is believed. A pointer is
// followed only if it is aligned, inside the memory and (for objects) has a type whose own type is a type.

import { PyASCIIObject, PyBytesObject, PyCompactUnicodeObject, PyTypeObject, PyUnicodeObject } from '../include/generated/offsets';
import { HEAP32, HEAPU16, HEAPU32, HEAPU8, utf8_at } from '../include/heap';
import { Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS } from '../include/object';
import { _PyMem_UsedBounds } from '../objects/obmalloc';
import { _PyRuntime, PyUnicode_Type, STATIC_TYPES } from '../include/statics';

const END = HEAPU8.length;

/** Whether [p, p + n) lies in the memory, above the guard page, and `p` is 8-byte aligned. */
export function readable(p: number, n: number): boolean {
  return p >= _PyRuntime && (p & 7) === 0 && p + n <= END;
}

/** The pointer in the slot at `p`; 0 when the slot cannot be read or holds no address. */
export function slot(p: number): number {
  if (!readable(p, 8) || HEAP32[(p + 4) >> 2] !== 0) return 0;
  const v = HEAPU32[p >> 2];
  return v < END ? v : 0;
}

/** A signed 64-bit field; 0 when it cannot be read. */
export function ssize(p: number): number {
  return readable(p, 8) ? HEAP32[(p + 4) >> 2] * 4294967296 + HEAPU32[p >> 2] : 0;
}

export function int32(p: number): number {
  return (p & 3) === 0 && p >= _PyRuntime && p + 4 <= END ? HEAP32[p >> 2] : 0;
}

/** Whether a type object lies at `tp`. */
export function is_type(tp: number): boolean {
  if (tp < STATIC_TYPES || !readable(tp, PyTypeObject.SIZEOF)) return false;
  const meta = slot(tp + PyTypeObject.ob_type);
  return meta >= STATIC_TYPES && readable(meta, PyTypeObject.SIZEOF) && (HEAP32[(meta + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_TYPE_SUBCLASS) !== 0;
}

/** Whether an object lies at `p`, as far as its header tells. */
export function is_object(p: number): boolean {
  return p >= STATIC_TYPES && readable(p, 16) && is_type(slot(p + 8));
}

/** The object in the slot at `p`; 0 for NULL and for what is no object. */
export function object_slot(p: number): number {
  const v = slot(p);
  return v !== 0 && is_object(v) ? v : 0;
}

export function type_of(op: number): number {
  return slot(op + 8);
}

export function has_flag(op: number, flag: number): boolean {
  return (HEAP32[(type_of(op) + PyTypeObject.tp_flags) >> 2] & flag) !== 0;
}

export function is_exact(op: number, type: number): boolean {
  return is_object(op) && type_of(op) === type;
}

/** Whether `tp` is `base` or derives from it by tp_base. */
export function derives(tp: number, base: number): boolean {
  for (let t = tp, depth = 0; t !== 0 && depth < 64; t = slot(t + PyTypeObject.tp_base), depth++) {
    if (t === base) return true;
    if (!is_type(t)) return false;
  }
  return false;
}

/** A C string of at most `max` bytes. */
export function c_text(p: number, max = 200): string {
  if (p < _PyRuntime || p >= END) return '';
  let end = p;
  while (end < END && end - p < max && HEAPU8[end] !== 0) end++;
  return utf8_at(p, end - p);
}

/** type.__name__ */
export function type_name(tp: number): string {
  if (!is_type(tp)) return '?';
  const name = c_text(slot(tp + PyTypeObject.tp_name));
  return (HEAP32[(tp + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HEAPTYPE) !== 0 && !name.includes('.') ? name : name.slice(name.lastIndexOf('.') + 1);
}

export function type_name_of(op: number): string {
  return type_name(type_of(op));
}

/** Code points of a str; 0 when it is none. */
export function unicode_length(op: number): number {
  return is_object(op) && has_flag(op, Py_TPFLAGS_UNICODE_SUBCLASS) ? Math.max(0, ssize(op + PyASCIIObject.length)) : 0;
}

/** The first `max` code points of a str; null when there is no readable str at `op`. */
export function unicode_text(op: number, max = 100_000): string | null {
  if (!is_object(op) || !has_flag(op, Py_TPFLAGS_UNICODE_SUBCLASS)) return null;
  const state = HEAP32[(op + PyASCIIObject.state) >> 2];
  const kind = (state >> 2) & 7;
  const n = Math.min(max, unicode_length(op));
  const compact = op + ((state & 0x40) !== 0 ? PyASCIIObject.SIZEOF : PyCompactUnicodeObject.SIZEOF);
  const data = (state & 0x20) !== 0 ? compact : slot(op + PyUnicodeObject.data);
  if ((kind !== 1 && kind !== 2 && kind !== 4) || data < _PyRuntime || data + n * kind > END) return null;
  let text = '';
  for (let i = 0; i < n; i++) {
    const c = kind === 1 ? HEAPU8[data + i] : kind === 2 ? HEAPU16[(data >> 1) + i] : HEAPU32[(data >> 2) + i];
    text += c < 0x10000 ? String.fromCharCode(c) : c < 0x110000 ? String.fromCodePoint(c) : '\ufffd';
  }
  return text;
}

const COMPACT_ASCII = 0x60;

function ascii_at(op: number, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (HEAPU8[op + PyASCIIObject.SIZEOF + at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether the str at `op` is `text`, without making a JavaScript string of it where it is plain ASCII. */
export function unicode_is(op: number, text: string): boolean {
  if (!is_unicode(op)) return false;
  const n = HEAP32[(op + PyASCIIObject.length) >> 2];
  if ((HEAP32[(op + PyASCIIObject.state) >> 2] & COMPACT_ASCII) === COMPACT_ASCII) return n === text.length && ascii_at(op, 0, text);
  return n <= text.length && unicode_text(op, text.length + 1) === text;
}

export function unicode_starts_with(op: number, text: string): boolean {
  if (!is_unicode(op)) return false;
  if ((HEAP32[(op + PyASCIIObject.state) >> 2] & COMPACT_ASCII) === COMPACT_ASCII) return HEAP32[(op + PyASCIIObject.length) >> 2] >= text.length && ascii_at(op, 0, text);
  return unicode_text(op, text.length)?.startsWith(text) ?? false;
}

export function unicode_ends_with(op: number, text: string): boolean {
  if (!is_unicode(op)) return false;
  const n = HEAP32[(op + PyASCIIObject.length) >> 2];
  if ((HEAP32[(op + PyASCIIObject.state) >> 2] & COMPACT_ASCII) === COMPACT_ASCII) return n >= text.length && ascii_at(op, n - text.length, text);
  return unicode_text(op)?.endsWith(text) ?? false;
}

export function is_unicode(op: number): boolean {
  return is_object(op) && type_of(op) === PyUnicode_Type;
}

/** The bytes of a bytes object, at most `max`. */
export function bytes_of(op: number, max = 100_000): Uint8Array {
  const n = Math.max(0, Math.min(max, ssize(op + PyBytesObject.ob_size), END - op - PyBytesObject.ob_sval));
  return HEAPU8.slice(op + PyBytesObject.ob_sval, op + PyBytesObject.ob_sval + n);
}

export function hex(p: number): string {
  return `0x${p.toString(16)}`;
}

/** Bytes of the heap from `at`, as many of `count` as there are. */
export function read_bytes(at: number, count: number): Uint8Array {
  const from = Math.max(0, at);
  return HEAPU8.slice(from, Math.max(from, Math.min(END, at + Math.max(0, count))));
}

/** Makes the memory what it was before a program ran in it. Only when no worker is left. */
export function clear_heap(): void {
  const { first, last, top } = _PyMem_UsedBounds();
  HEAPU8.fill(0, Math.min(last || END, END), top || END);
  HEAPU8.fill(0, 0, first === 0 ? END : first);
}

/** Only below the heap's end: the caller has checked. */
export function write_bytes(at: number, bytes: Uint8Array): void {
  HEAPU8.set(bytes, at);
}
