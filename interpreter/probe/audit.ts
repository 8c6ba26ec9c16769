// The heap checker; answers to no CPython file (its nearest relatives there are gc.c's validate_list and debug builds' refleak
// runs). Reads the whole heap of a thread that stands still and holds the GIL, and says what cannot be right:
//
//   too few     ob_refcnt < references found by tp_traverse and in owning fields   -> will be freed while in use
//   freed       a reference to a block that obmalloc has on a free list            -> is in use after being freed
//   too many    ob_refcnt > words in the whole memory that hold the address        -> a reference was never released
//   obmalloc    pools whose free list and count disagree; malloc chunks whose tags disagree
//
// The first bound counts only what is certainly owned, the second counts every word that might be: between them lies what
// frames, the interpreter's state and JavaScript variables hold. Objects are found by walking all blocks, so the leaked are
// seen too. Runs no Python code and allocates nothing in the heap.

import { arena_object, PyCodeObject, PyDescrObject, PyDictKeysObject, PyDictObject, PyDictUnicodeEntry, PyGC_Head, PyHeapTypeObject, PyInterpreterState, pool_header, PyTypeObject, PyVarObject, rangeobject } from '../include/generated/offsets';
import { FUNCS, func_name } from '../include/functable';
import { HEAP32, HEAPU8 } from '../include/heap';
import { Py_REFCNT, Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_PREHEADER, Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS } from '../include/object';
import { _Py_NoneStruct, _PyInterpreterState_Main, _PyRuntime, ARENA_MAP, HEAP_START, MALLOC_START, PyCode_Type, PyGetSetDescr_Type, PyMemberDescr_Type, PyMethodDescr_Type, PyRange_Type, PyWrapperDescr_Type, STATIC_BUMP, TYPE_CACHE } from '../include/statics';
import { ARENA_BITS, ARENAS, LAST_SIZE, MALLOC_HEADER, malloc_lock, malloc_unlock, MAXARENAS, POOL_OVERHEAD, POOL_SIZE, SMALL_REQUEST_THRESHOLD, TOP } from '../objects/obmalloc';
import { GC_NEXT, GEN_HEAD, PERMANENT } from '../python/gc';
import { in_extension_data } from '../capi/runtime';
import { hex, is_object, is_type, type_name, type_of, unicode_length } from './memory';
import { safe_repr } from './objects';

export interface AuditReport {
  objects: number;
  /** One line each. */
  violations: string[];
  /** Objects with references that nothing in memory accounts for. */
  leaks: string[];
}

const FREELIST_LINKS: readonly [index: number, link: number, head: number][] = [
  [0, 8, 0], ...Array.from({ length: 20 }, (_, i) => [1 + i, 24, 16] as [number, number, number]), [21, 24, 16], [22, 16, 16], [23, 0, 0], [24, 16, 16],
];
/** Counts above this are taken for addresses: what looks like an object is an array of pointers. */
const MAX_PLAUSIBLE_COUNT = HEAP_START;

const MAX_HOLDERS = 3;

export function audit(limit = 60): AuditReport {
  return new Audit(limit).run();
}

/** The report as text. */
export function audit_text(limit = 60): string {
  const r = audit(limit);
  const lines = [...r.violations.map((v) => `audit: ${v}`), ...r.leaks.map((v) => `audit: leak: ${v}`)];
  return `${lines.join('\n')}${lines.length > 0 ? '\n' : ''}audit: ${r.objects} objects, ${r.violations.length} violations, ${r.leaks.length} leaks\n`;
}

class Audit {
  private readonly violations: string[] = [];
  private readonly free = new Set<number>();
  /** Start of every block in use -> its size. */
  private readonly blocks = new Map<number, number>();
  private readonly owned = new Map<number, number>();
  private readonly mentioned = new Map<number, number>();
  private readonly objects = new Set<number>();
  private readonly holders = new Map<number, number[]>();

  constructor(private readonly limit: number) {}

  run(): AuditReport {
    this.walk_pools();
    // The raw domain is used without the GIL: by threads that end, for example.
    malloc_lock();
    this.walk_chunks();
    malloc_unlock();
    this.walk_freelists();
    this.walk_generations();
    this.find_objects();
    for (const op of this.objects) this.count_edges(op);
    this.scan_words();
    const leaks = this.compare();
    return { objects: this.objects.size, violations: this.violations, leaks };
  }

  private complain(text: string): void {
    if (this.violations.length < this.limit) this.violations.push(text);
  }

  // --- blocks ---------------------------------------------------------------------------------------------------------

  private walk_pools(): void {
    const n = HEAP32[MAXARENAS >> 2];
    for (let i = 0; i < n; i++) {
      const ao = ARENAS + i * arena_object.SIZEOF;
      const base = HEAP32[(ao + arena_object.address) >> 2];
      if (base === 0) continue;
      const end = HEAP32[(ao + arena_object.pool_address) >> 2];
      let free_pools = (base + (1 << ARENA_BITS) - end) / POOL_SIZE;
      for (let pool = base; pool < end; pool += POOL_SIZE) {
        if (HEAP32[pool >> 2] === 0) free_pools++;
        else this.walk_pool(pool);
      }
      const said = HEAP32[(ao + arena_object.nfreepools) >> 2];
      if (said !== free_pools) this.complain(`arena ${hex(base)}: nfreepools is ${said}, ${free_pools} pools are free`);
    }
  }

  private walk_pool(pool: number): void {
    const size = (HEAP32[(pool + pool_header.szidx) >> 2] + 1) << 4;
    const end = Math.min(HEAP32[(pool + pool_header.nextoffset) >> 2], POOL_SIZE);
    const free = new Set<number>();
    for (let b = HEAP32[(pool + pool_header.freeblock) >> 2]; b !== 0; b = HEAP32[b >> 2]) {
      if (b < pool + POOL_OVERHEAD || b >= pool + POOL_SIZE || (b - pool - POOL_OVERHEAD) % size !== 0 || free.has(b)) {
        this.complain(`pool ${hex(pool)} of ${size}-byte blocks: the free list is broken at ${hex(b)} (freed twice, or written to after being freed)`);
        break;
      }
      free.add(b);
      this.free.add(b);
    }
    let used = 0;
    for (let b = pool + POOL_OVERHEAD; b < pool + end && b + size <= pool + POOL_SIZE; b += size) {
      if (free.has(b)) continue;
      used++;
      this.blocks.set(b, size);
    }
    const said = HEAP32[pool >> 2];
    if (said !== used) this.complain(`pool ${hex(pool)} of ${size}-byte blocks: ref.count is ${said}, ${used} blocks are in use`);
  }

  private walk_chunks(): void {
    const top = HEAP32[TOP >> 2];
    let prev_in_use = true;
    for (let c = MALLOC_START; c < top; ) {
      const tag = HEAP32[(c + 4) >> 2];
      const size = tag & ~15;
      if (size < 32 || c + size > top) {
        this.complain(`malloc: chunk ${hex(c)} has size ${size} (its header was overwritten)`);
        return;
      }
      if (((tag & 2) !== 0) !== prev_in_use) this.complain(`malloc: chunk ${hex(c)} is wrong about its predecessor`);
      prev_in_use = (tag & 1) !== 0;
      if (prev_in_use) this.blocks.set(c + MALLOC_HEADER, size - MALLOC_HEADER);
      else this.free.add(c + MALLOC_HEADER);
      c += size;
    }
    if ((HEAP32[LAST_SIZE >> 2] === 0) !== prev_in_use) this.complain('malloc: the top is wrong about the last chunk');
  }

  /** Blocks of objects on free lists are in use for obmalloc and free for everyone else. */
  private walk_freelists(): void {
    for (const [index, link, head] of FREELIST_LINKS) {
      let n = 0;
      const count = HEAP32[(_PyInterpreterState_Main + PyInterpreterState.freelist_counts + index * 4) >> 2];
      for (let op = HEAP32[(_PyInterpreterState_Main + PyInterpreterState.freelists + index * 8) >> 2]; op !== 0 && n <= count; op = HEAP32[(op + link) >> 2]) {
        n++;
        if (!this.blocks.delete(op - head)) this.complain(`free list ${index}: ${hex(op)} is no block in use, or is there twice`);
        this.free.add(op - head);
      }
      if (n !== count) this.complain(`free list ${index}: count is ${count}, length ${n}`);
    }
  }

  /** The block that `op` must start in, from its type. */
  private static start(op: number): number {
    const flags = HEAP32[(type_of(op) + PyTypeObject.tp_flags) >> 2];
    let at = op;
    if ((flags & Py_TPFLAGS_HAVE_GC) !== 0 && is_gc(op)) at -= PyGC_Head.SIZEOF;
    if ((flags & Py_TPFLAGS_PREHEADER) !== 0) at -= 16;
    return at;
  }

  // --- objects and references -----------------------------------------------------------------------------------------

  private find_objects(): void {
    for (const [block, size] of this.blocks) {
      const in_arena = HEAPU8[ARENA_MAP + (block >>> ARENA_BITS)] !== 0;
      for (let op = block; op <= block + 32; op += 16) {
        const count = Py_REFCNT(op) | 0;
        if (count > 0 && count < MAX_PLAUSIBLE_COUNT && HEAP32[(op + 4) >> 2] === 0 && is_object(op) && this.is_live_type(type_of(op)) && Audit.start(op) === block && !looks_like_array(op) && (op === block || this.tracked_truly(op)) && (in_arena || fits_chunk(op, size))) {
          this.objects.add(op);
          break;
        }
      }
    }
  }

  /** Whether a GC head before `op` says untracked, or is in a generation: else it is no head. */
  private tracked_truly(op: number): boolean {
    return HEAP32[(op - PyGC_Head.SIZEOF) >> 2] === 0 || this.objects.has(op);
  }

  /** A static type, or one in a block in use. */
  private is_live_type(tp: number): boolean {
    if (tp < HEAP_START || in_extension_data(tp)) return true;
    const basicsize = HEAP32[(tp + PyTypeObject.tp_basicsize) >> 2];
    return this.blocks.has(tp - PyGC_Head.SIZEOF) && HEAP32[(tp + PyTypeObject.tp_mro) >> 2] !== 0 && basicsize >= 16 && basicsize < 1 << 20 && type_name(tp) !== '';
  }

  private walk_generations(): void {
    for (const head of [GEN_HEAD(0), GEN_HEAD(1), GEN_HEAD(2), PERMANENT]) {
      let previous = head;
      for (let g = GC_NEXT(head); g !== head; g = GC_NEXT(g)) {
        const op = g + PyGC_Head.SIZEOF;
        if (g === 0 || (g & 15) !== 0 || !is_object(op)) {
          this.complain(`gc list: ${hex(op)} after ${this.name(previous + PyGC_Head.SIZEOF)} is no object`);
          break;
        }
        if ((HEAP32[(g + 8) >> 2] & ~3) !== previous) this.complain(`gc list: _gc_prev of ${this.name(op)} is wrong`);
        if ((HEAP32[(g + 8) >> 2] & 2) !== 0) this.complain(`gc list: ${this.name(op)} is still marked COLLECTING`);
        this.objects.add(op);
        previous = g;
      }
    }
  }

  private edge(from: number, to: number): void {
    if (to === 0) return;
    if (!is_object(to) || !this.is_live_type(type_of(to))) {
      this.complain(`${this.name(from)} references ${hex(to)}, which is no object`);
      return;
    }
    if (HEAP32[to >> 2] === -1) return;
    this.owned.set(to, (this.owned.get(to) ?? 0) + 1);
    const holders = this.holders.get(to);
    if (holders === undefined) this.holders.set(to, [from]);
    else if (holders.length < MAX_HOLDERS) holders.push(from);
  }

  private count_edges(op: number): void {
    // Interned strings do not count the references of the table that finds them.
    if (op === HEAP32[(_PyInterpreterState_Main + PyInterpreterState.interned_strings) >> 2]) return;
    const tp = type_of(op);
    const flags = HEAP32[(tp + PyTypeObject.tp_flags) >> 2];
    const heap_type = (flags & Py_TPFLAGS_HEAPTYPE) !== 0;
    const traverse = HEAP32[(tp + PyTypeObject.tp_traverse) >> 2];
    if ((flags & Py_TPFLAGS_HAVE_GC) !== 0 && is_gc(op)) {
      if (traverse === 0) this.complain(`type ${type_name(tp)} has HAVE_GC and no tp_traverse`);
      else this.traverse(op, traverse);
    } else if (heap_type) this.edge(op, tp);
    this.untraversed(op, tp, flags);
  }

  private traverse(op: number, traverse: number): void {
    try {
      FUNCS[traverse](op, (to: number) => {
        this.edge(op, to);
        return 0;
      }, 0);
    } catch (error) {
      this.complain(`${func_name(traverse)} of ${this.name(op)} failed: ${(error as Error).message}`);
    }
  }

  /** What is owned and, as in CPython, not traversed since it can be in no cycle. */
  private untraversed(op: number, tp: number, flags: number): void {
    if ((flags & Py_TPFLAGS_DICT_SUBCLASS) !== 0) this.dict_str_keys(op);
    else if (tp === PyCode_Type) this.fields(op, [PyCodeObject.co_consts, PyCodeObject.co_names, PyCodeObject.co_exceptiontable, PyCodeObject.co_localsplusnames, PyCodeObject.co_localspluskinds, PyCodeObject.co_filename, PyCodeObject.co_name, PyCodeObject.co_qualname, PyCodeObject.co_linetable]);
    else if (tp === PyRange_Type) this.fields(op, [rangeobject.start, rangeobject.stop, rangeobject.step, rangeobject.length]);
    else if (tp === PyMethodDescr_Type || tp === PyMemberDescr_Type || tp === PyGetSetDescr_Type || tp === PyWrapperDescr_Type) this.fields(op, [PyDescrObject.d_name, PyDescrObject.d_qualname]);
    else if ((flags & Py_TPFLAGS_TYPE_SUBCLASS) !== 0 && (HEAP32[(op + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_HEAPTYPE) !== 0) this.fields(op, [PyHeapTypeObject.ht_name, PyHeapTypeObject.ht_qualname, PyHeapTypeObject.ht_slots]);
  }

  private fields(op: number, offsets: number[]): void {
    for (const offset of offsets) this.edge(op, HEAP32[(op + offset) >> 2]);
  }

  private dict_str_keys(op: number): void {
    const keys = HEAP32[(op + PyDictObject.ma_keys) >> 2];
    // Split keys belong to the shared table.
    if (keys < HEAP_START || HEAP32[(op + PyDictObject.ma_values) >> 2] !== 0 || HEAPU8[keys + PyDictKeysObject.dk_kind] === 0) return;
    const entries = keys + PyDictKeysObject.dk_indices + (1 << HEAPU8[keys + PyDictKeysObject.dk_log2_index_bytes]);
    const n = HEAP32[(keys + PyDictKeysObject.dk_nentries) >> 2];
    for (let i = 0; i < n; i++) {
      const at = entries + i * PyDictUnicodeEntry.SIZEOF;
      if (HEAP32[(at + PyDictUnicodeEntry.me_value) >> 2] !== 0) this.edge(op, HEAP32[(at + PyDictUnicodeEntry.me_key) >> 2]);
    }
  }

  /** Every aligned word of memory in use that holds an object's address. */
  private scan_words(): void {
    this.scan(_PyRuntime, TYPE_CACHE);
    // Entries of the method cache are three words of 4 bytes.
    this.scan(TYPE_CACHE, _Py_NoneStruct, 4);
    this.scan(_Py_NoneStruct, ARENA_MAP);
    this.scan(STATIC_BUMP, HEAP_START);
    for (const [block, size] of this.blocks) this.scan(block, block + size);
  }

  private scan(from: number, to: number, step = 8): void {
    for (let p = from; p + 8 <= to; p += step) {
      const v = HEAP32[p >> 2];
      if (v >= HEAP_START && this.objects.has(v)) this.mentioned.set(v, (this.mentioned.get(v) ?? 0) + 1);
    }
  }

  // --- verdict --------------------------------------------------------------------------------------------------------

  private compare(): string[] {
    for (const [op, n] of this.owned) {
      const count = Py_REFCNT(op);
      if (this.is_freed(op)) this.complain(`${this.name(op)} is freed, and referenced by ${this.held_by(op)}`);
      else if (count < n) this.complain(`${this.name(op)} has a count of ${count} and ${n} references, from ${this.held_by(op)}`);
    }
    const by_type = new Map<string, { n: number; refs: number; example: number }>();
    for (const op of this.objects) {
      const count = Py_REFCNT(op) | 0;
      const most = this.mentioned.get(op) ?? 0;
      if (count <= 0 || count <= most) continue;
      const key = `${type_name(type_of(op))}${most === 0 ? ' (unreachable)' : ''}`;
      const entry = by_type.get(key) ?? { n: 0, refs: 0, example: op };
      entry.n++;
      entry.refs += count - most;
      by_type.set(key, entry);
    }
    return [...by_type].sort((a, b) => b[1].refs - a[1].refs).map(([key, e]) => `${e.n} ${key}, ${e.refs} references too many, as ${this.name(e.example)}`);
  }

  private is_freed(op: number): boolean {
    if (op < HEAP_START) return false;
    const start = Audit.start(op);
    return HEAPU8[ARENA_MAP + (op >>> ARENA_BITS)] !== 0 ? !this.blocks.has(start) : this.free.has(start);
  }

  private held_by(op: number): string {
    return (this.holders.get(op) ?? []).map((h) => this.name(h)).join(' | ');
  }

  private name(op: number): string {
    if (!is_object(op)) return hex(op);
    const type = is_type(op) ? `type ${type_name(op)}` : type_name(type_of(op));
    let text = '';
    try {
      text = safe_repr(op, { depth: 2, items: 6, chars: 120 });
    } catch {
      text = '?';
    }
    return `${type} at ${hex(op)} (count ${HEAP32[op >> 2]}) ${text}`;
  }
}

/** tp_is_gc, which reads flags only (static types are no GC objects). */
function is_gc(op: number): boolean {
  const f = HEAP32[(type_of(op) + PyTypeObject.tp_is_gc) >> 2];
  return f === 0 || (f > 0 && f < FUNCS.length && FUNCS[f](op) !== 0);
}

/** An array of pointers whose second item is a type: the first would be its count. */
function looks_like_array(op: number): boolean {
  const count = Py_REFCNT(op) | 0;
  return is_object(count);
}

/** Whether an object of this size would be in a malloc chunk. Those are not cleared: what looks like an object may be a dead one's rest. */
function fits_chunk(op: number, size: number): boolean {
  if (size <= SMALL_REQUEST_THRESHOLD - MALLOC_HEADER) return false;
  const type = type_of(op);
  if ((HEAP32[(type + PyTypeObject.tp_flags) >> 2] & Py_TPFLAGS_UNICODE_SUBCLASS) !== 0) return unicode_length(op) <= size && unicode_length(op) * 4 + 80 >= size;
  const item = HEAP32[(type + PyTypeObject.tp_itemsize) >> 2];
  const items = item === 0 ? 0 : Math.abs(HEAP32[(op + PyVarObject.ob_size) >> 2]);
  const needs = HEAP32[(type + PyTypeObject.tp_basicsize) >> 2] + items * item;
  return needs <= size && needs + 512 >= size;
}
