// Writes the snapshot that python/snapshot.ts describes, of a heap that Py_InitializeForSnapshot made and nobody uses. Runs at
// build time. Objects are found by walking all blocks in use; what only looks like one is told by its parts.

import { _PyRuntimeState, arena_object, pool_header, PyASCIIObject, PyBytesObject, PyDictObject, PyGC_Head, PyHeapTypeObject, PySetObject, PyTypeObject, PyWeakReference, PyODictObject } from '../include/generated/offsets';
import { func_index } from '../include/functable';
import { HEAP32, HEAPU8 } from '../include/heap';
import { Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_TYPE_SUBCLASS } from '../include/object';
import { _PyRuntime, _PySet_Dummy, _PyWeakref_RefType, BYTES_CHARACTERS, HEAP_START, LATIN1_CHARACTERS, MALLOC_START, PROBE_AREA, PROBE_AREA_SIZE, PyBool_Type, PyBytes_Type, PyCFunction_Type, PyComplex_Type, PyFloat_Type, PyFrozenSet_Type, PyLong_Type, PySet_Type, PyTuple_Type, PyUnicode_Type, PyODict_Type } from '../include/statics';
import { DICT_KEYS_GENERAL, DICT_KEYS_SPLIT, DK_ENTRY_SIZE, DK_KEY_SLOT, DK_KIND, DK_NENTRIES } from '../objects/dictobject_keys';
import { _PyMem_OnlyLowArenas, ARENAS, MALLOC_HEADER, MAXARENAS, POOL_OVERHEAD, POOL_SIZE, TOP } from '../objects/obmalloc';
import { PyObject_GenericHash } from '../python/pyhash';
import { SNAPSHOT_FORMAT, SNAPSHOT_HEADER_WORDS, SNAPSHOT_LISTS, SNAPSHOT_MAGIC, SNAPSHOT_OF } from '../python/snapshot';
import { derives, has_flag, hex, is_object, type_name, type_of } from './memory';

interface Lists {
  keys: Set<number>;
  sets: number[];
  strings: number[];
  bytes: number[];
  frozensets: number[];
}

// ---- blocks in use ----

function* pool_blocks(pool: number): Generator<[number, number]> {
  const size = (HEAP32[(pool + pool_header.szidx) >> 2] + 1) << 4;
  const free = new Set<number>();
  for (let b = HEAP32[(pool + pool_header.freeblock) >> 2]; b !== 0; b = HEAP32[b >> 2]) free.add(b);
  const end = pool + Math.min(HEAP32[(pool + pool_header.nextoffset) >> 2], POOL_SIZE);
  for (let b = pool + POOL_OVERHEAD; b < end && b + size <= pool + POOL_SIZE; b += size) if (!free.has(b)) yield [b, size];
}

/** Used arenas: from, to. */
function* arenas(): Generator<[number, number]> {
  for (let i = 0; i < HEAP32[MAXARENAS >> 2]; i++) {
    const ao = ARENAS + i * arena_object.SIZEOF;
    const base = HEAP32[(ao + arena_object.address) >> 2];
    if (base !== 0) yield [base, HEAP32[(ao + arena_object.pool_address) >> 2]];
  }
}

function blocks_in_use(): Map<number, number> {
  const blocks = new Map<number, number>();
  for (const [base, end] of arenas()) {
    for (let pool = base; pool < end; pool += POOL_SIZE) {
      if (HEAP32[pool >> 2] !== 0) for (const [block, size] of pool_blocks(pool)) blocks.set(block, size);
    }
  }
  for (let c = MALLOC_START; c < HEAP32[TOP >> 2]; ) {
    const tag = HEAP32[(c + 4) >> 2];
    if ((tag & 1) !== 0) blocks.set(c + MALLOC_HEADER, (tag & ~15) - MALLOC_HEADER);
    c += tag & ~15;
  }
  return blocks;
}

// ---- objects that depend on the hash secret ----

function is_alive(op: number): boolean {
  // Two pointers, the second to a type, look like an object.
  return HEAP32[op >> 2] !== 0 && HEAP32[(op + 4) >> 2] === 0 && is_object(op) && !is_object(HEAP32[op >> 2]);
}

/** A str of its own in a block of `size` bytes. */
function is_str(op: number, size: number): boolean {
  const state = HEAP32[(op + PyASCIIObject.state) >> 2];
  const kind = (state >> 2) & 7;
  const bytes = (HEAP32[(op + PyASCIIObject.length) >> 2] + 1) * kind;
  return type_of(op) === PyUnicode_Type && (kind === 1 || kind === 2 || kind === 4) && (state & 0x20) !== 0 && bytes > 0 && bytes + 40 <= size;
}

function is_hashed(op: number, field: number): boolean {
  return HEAP32[(op + field) >> 2] !== -1 || HEAP32[(op + field + 4) >> 2] !== -1;
}

const BY_SECRET = [PyUnicode_Type, PyBytes_Type, PyTuple_Type, PyFrozenSet_Type];
/** By numbers and addresses. */
const BY_VALUE = [PyLong_Type, PyBool_Type, PyFloat_Type, PyComplex_Type, PyCFunction_Type];

/** Whether a key's hash depends on the secret. Throws for a type that this does not know. */
function is_secret(key: number): boolean {
  const tp = type_of(key);
  if (BY_SECRET.includes(tp)) return true;
  if (BY_VALUE.includes(tp) || HEAP32[(tp + PyTypeObject.tp_hash) >> 2] === func_index(PyObject_GenericHash)) return false;
  const referent = derives(tp, _PyWeakref_RefType) ? HEAP32[(key + PyWeakReference.wr_object) >> 2] : 0;
  if (referent !== 0 && is_object(referent) && !is_secret(referent)) return false;
  throw new Error(`snapshot: a key of type ${type_name(tp)} at ${hex(key)}: whether its hash depends on the hash secret is not known here`);
}

function add_keys(dk: number, lists: Lists, blocks: Map<number, number>): void {
  if (dk < HEAP_START || !blocks.has(dk) || lists.keys.has(dk)) return;
  const n = DK_NENTRIES(dk);
  if (DK_KIND(dk) > DICT_KEYS_SPLIT || n < 0 || DK_KEY_SLOT(dk, n) > dk + (blocks.get(dk) as number) + DK_ENTRY_SIZE(dk)) return;
  if (DK_KIND(dk) !== DICT_KEYS_GENERAL) {
    if (n > 0) lists.keys.add(dk);
    return;
  }
  for (let i = 0; i < n; i++) {
    const key = HEAP32[DK_KEY_SLOT(dk, i) >> 2];
    if (key !== 0 && is_secret(key)) lists.keys.add(dk);
  }
}

function add_set(so: number, lists: Lists): void {
  const table = HEAP32[(so + PySetObject.table) >> 2];
  let secret = false;
  for (let entry = table, end = table + (HEAP32[(so + PySetObject.mask) >> 2] << 4); entry <= end; entry += 16) {
    const key = HEAP32[entry >> 2];
    if (key !== 0 && key !== _PySet_Dummy && is_secret(key)) secret = true;
  }
  if (secret) lists.sets.push(so);
  if (is_hashed(so, PySetObject.hash)) lists.frozensets.push(so);
}

/** Files the object that starts a block of this size, if that is what the block holds. */
function add_object(op: number, lists: Lists, blocks: Map<number, number>): void {
  if (derives(type_of(op), PyODict_Type) && HEAP32[(op + PyODictObject.od_first) >> 2] !== 0) throw new Error(`snapshot: an OrderedDict at ${hex(op)}: its nodes hold hashes, which are not put right here`);
  if (has_flag(op, Py_TPFLAGS_DICT_SUBCLASS)) add_keys(HEAP32[(op + PyDictObject.ma_keys) >> 2], lists, blocks);
  else if (has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS)) {
    if ((HEAP32[(op + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HEAPTYPE) !== 0) add_keys(HEAP32[(op + PyHeapTypeObject.ht_cached_keys) >> 2], lists, blocks);
  } else if (derives(type_of(op), PySet_Type) || derives(type_of(op), PyFrozenSet_Type)) {
    const table = HEAP32[(op + PySetObject.table) >> 2];
    if (table === op + PySetObject.smalltable || blocks.has(table)) add_set(op, lists);
  }
}

function find_objects(): Lists {
  const lists: Lists = { keys: new Set(), sets: [], strings: [], bytes: [], frozensets: [] };
  const blocks = blocks_in_use();
  for (const [block, size] of blocks) {
    if (is_alive(block) && is_str(block, size)) {
      if (is_hashed(block, PyASCIIObject.hash)) lists.strings.push(block);
    } else if (is_alive(block) && type_of(block) === PyBytes_Type) {
      if (is_hashed(block, PyBytesObject.ob_shash)) lists.bytes.push(block);
    }
    for (const op of [block + PyGC_Head.SIZEOF, block + 2 * PyGC_Head.SIZEOF]) {
      // A block may have been a part of something larger, of which the rest is still there to be read.
      const fits = is_alive(op) && op + HEAP32[(type_of(op) + PyTypeObject.tp_basicsize) >> 2] <= block + size;
      if (fits && has_flag(op, Py_TPFLAGS_HAVE_GC)) add_object(op, lists, blocks);
    }
  }
  for (let c = 0; c < 256; c++) {
    if (is_hashed(LATIN1_CHARACTERS + c * 64, PyASCIIObject.hash)) lists.strings.push(LATIN1_CHARACTERS + c * 64);
    if (is_hashed(BYTES_CHARACTERS + c * 48, PyBytesObject.ob_shash)) lists.bytes.push(BYTES_CHARACTERS + c * 48);
  }
  return lists;
}

// ---- the file ----

/** Zeros of at least this many bytes are left out: the memory of a new process has them. */
const GAP = 256;

/** Parts of [from, to) that are not zero, 16-byte aligned. */
function* parts(from: number, to: number): Generator<[number, number]> {
  let start = -1;
  let last = from;
  for (let p = from; p < to; p += 4) {
    if (HEAP32[p >> 2] === 0) continue;
    if (start >= 0 && p - last > GAP) {
      yield [start, last];
      start = -1;
    }
    if (start < 0) start = p & ~15;
    last = (p & ~15) + 16;
  }
  if (start >= 0) yield [start, last];
}

/** Words of _PyRuntime that belong to the process that loads: others write them before its Python starts. */
const LIVE = [_PyRuntimeState.dtrace_mask, _PyRuntimeState.event_seq, _PyRuntimeState.signals_pending].map((f) => _PyRuntime + f).sort((a, b) => a - b);

function* segments(): Generator<[number, number]> {
  let from = _PyRuntime;
  for (const word of LIVE) {
    yield [from, word];
    from = word + 4;
  }
  yield* [[from, PROBE_AREA]] as [number, number][];
  yield* parts(PROBE_AREA + PROBE_AREA_SIZE, HEAP_START);
  for (const [base, end] of arenas()) yield* parts(base, end);
  yield* parts(MALLOC_START, HEAP32[TOP >> 2]);
}

/** The snapshot's bytes. `of`: see snapshot_of. Throws when the heap has something that cannot be taken over. */
export function write_snapshot(tstate: number, of: string): Uint8Array {
  if (!_PyMem_OnlyLowArenas()) throw new Error('snapshot: the start needs more arenas than there are below MALLOC_START (include/statics.ts): move it');
  const title = new TextEncoder().encode(of);
  if (title.length >= (SNAPSHOT_HEADER_WORDS - SNAPSHOT_OF) * 4) throw new Error('snapshot: its title is too long');
  const found = find_objects();
  const spans = [...segments()].filter(([from, to]) => to > from);
  const lists: Record<(typeof SNAPSHOT_LISTS)[number], number[]> = { ...found, keys: [...found.keys], segments: [] };
  const listed = found.keys.size + found.sets.length + found.strings.length + found.bytes.length + found.frozensets.length + spans.length * 3;
  let at = ((SNAPSHOT_HEADER_WORDS + listed) * 4 + 15) & ~15;
  for (const [from, to] of spans) {
    lists.segments.push(from, to - from, at);
    at = (at + to - from + 15) & ~15;
  }
  const file = new Uint8Array(at);
  const words = new Int32Array(file.buffer);
  words.set([SNAPSHOT_MAGIC, SNAPSHOT_FORMAT, tstate, spans.length, ...SNAPSHOT_LISTS.slice(1).map((l) => lists[l].length)]);
  file.set(title, SNAPSHOT_OF * 4);
  words.set(SNAPSHOT_LISTS.flatMap((l) => lists[l]), SNAPSHOT_HEADER_WORDS);
  spans.forEach(([from, to], i) => file.set(HEAPU8.subarray(from, to), lists.segments[i * 3 + 2]));
  return file;
}
