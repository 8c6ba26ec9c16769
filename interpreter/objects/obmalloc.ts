// Answers to Objects/obmalloc.c of CPython 3.13. Deviations are listed below.
//
// Three layers, as in CPython:
//
//   object domain, mem domain     pymalloc: requests of 1..512 bytes     -> 32 size classes of 16 bytes each
//      usedpools[szidx]  ->  pool (16 KiB: 48-byte header, then blocks)  -> pool.freeblock is a list through free blocks
//      arena (1 MiB, 64 pools)  <- usable_arenas, sorted so that the fullest arena is used first and empty ones can go back
//   everything larger, and the raw domain: malloc                         (the second half of this file)
//
//   0 ..... HEAP_START: six arenas, MALLOC_START ──► malloc grows up        free         arenas grow down ◄── heap limit
//
// A pool's header sits at its 16 KiB boundary, so `p & ~(POOL_SIZE-1)` finds it; whether an address belongs to pymalloc is
// one byte of ARENA_MAP (CPython asks a radix tree; arenas here are 1 MiB-aligned so a byte map says the same).
// A pool is used (some blocks taken), full (in no list) or empty (in its arena's freepools, may change its size class).
//
// Deviations: usedpools stores real pool addresses in a ring per class with a header of its own; the raw domain's malloc is
// ours (CPython uses libc's); nothing is cleared.

import { _PyRuntimeState, arena_object, pool_header } from '../include/generated/offsets';
import { HEAP32, HEAPU8, MEMORY, memset0 } from '../include/heap';
import { DTRACE_ARENA, PyDTrace_ENABLED, probes } from '../include/pydtrace';
import { _PyRuntime, ARENA_MAP, HEAP_START, MALLOC_START, MALLOC_STATE, OBMALLOC_STATE } from '../include/statics';

export const ALIGNMENT = 16;
export const SMALL_REQUEST_THRESHOLD = 512;
export const NB_SMALL_SIZE_CLASSES = SMALL_REQUEST_THRESHOLD / ALIGNMENT;
export const ARENA_BITS = 20;
export const ARENA_SIZE = 1 << ARENA_BITS;
export const POOL_SIZE = 1 << 14;
export const POOL_OVERHEAD = pool_header.SIZEOF;
export const MAX_POOLS_IN_ARENA = ARENA_SIZE / POOL_SIZE;
const POOL_MASK = ~(POOL_SIZE - 1);
const MAX_ARENAS = 2048;

// OBMALLOC_STATE: 32 ring heads (pool headers, of which only nextpool and prevpool count), then counters, then arena objects.
export const USEDPOOLS = OBMALLOC_STATE;
const RING = pool_header.SIZEOF;
const STATE = USEDPOOLS + NB_SMALL_SIZE_CLASSES * RING;
const UNUSED_ARENAS = STATE;
export const USABLE_ARENAS = STATE + 4;
export const NARENAS_CURRENTLY_ALLOCATED = STATE + 8;
export const NTIMES_ARENA_ALLOCATED = STATE + 12;
export const NARENAS_HIGHWATER = STATE + 16;
const LOWEST_ARENA = STATE + 20;
export const RAW_ALLOCATED_BLOCKS = STATE + 24;
const FREE_ARENA_LIST = STATE + 28;
export const MAXARENAS = STATE + 32;
/** The first of the arenas below MALLOC_START that was never used. */
const LOW_ARENA = STATE + 36;
export const ARENAS = STATE + 64;

const P_NEXT = pool_header.nextpool;
const P_PREV = pool_header.prevpool;

/** Initialises pymalloc and malloc. `limit`: bytes of the heap that may be used. Once a process. */
export function _PyMem_Init(limit: number): void {
  memset0(OBMALLOC_STATE, ARENAS - OBMALLOC_STATE);
  for (let i = 0; i < NB_SMALL_SIZE_CLASSES; i++) {
    const ring = USEDPOOLS + i * RING;
    HEAP32[(ring + P_NEXT) >> 2] = ring;
    HEAP32[(ring + P_PREV) >> 2] = ring;
  }
  HEAP32[LOW_ARENA >> 2] = HEAP_START;
  malloc_init();
  _PyMem_SetLimit(limit);
}

/** Says where the heap ends; while no arena lies at the end. */
export function _PyMem_SetLimit(limit: number): void {
  const size = Math.min(limit, MEMORY.buffer.byteLength) & ~(ARENA_SIZE - 1);
  HEAP32[(_PyRuntime + _PyRuntimeState.heap_limit) >> 2] = size;
  HEAP32[LOWEST_ARENA >> 2] = size;
}

/** Whether all arenas lie below MALLOC_START: the heap's end may still be moved. */
export function _PyMem_OnlyLowArenas(): boolean {
  return HEAP32[LOWEST_ARENA >> 2] === HEAP32[(_PyRuntime + _PyRuntimeState.heap_limit) >> 2];
}

// --- pymalloc -------------------------------------------------------------------------------------------------------

/** The ends of what is in use: [bottom of the heap, first] and [last, top of the heap] may be other than 0, nothing between them. */
export function _PyMem_UsedBounds(): { first: number; last: number; top: number } {
  return { first: HEAP32[TOP >> 2], last: HEAP32[LOWEST_ARENA >> 2], top: HEAP32[(_PyRuntime + _PyRuntimeState.heap_limit) >> 2] };
}

/** Whether `p` lies in an arena. */
export function address_in_range(p: number): boolean {
  return HEAPU8[ARENA_MAP + (p >>> ARENA_BITS)] !== 0;
}

/** Memory for an object, 16-byte aligned, not cleared; 0 when there is none. nbytes 0 is 1. */
export function PyObject_Malloc(nbytes: number): number {
  if (nbytes > SMALL_REQUEST_THRESHOLD) return large_malloc(nbytes);
  const szidx = nbytes === 0 ? 0 : (nbytes - 1) >> 4;
  const ring = USEDPOOLS + szidx * RING;
  const pool = HEAP32[(ring + P_NEXT) >> 2];
  if (pool === ring) return allocate_from_new_pool(szidx);
  HEAP32[pool >> 2]++;
  const bp = HEAP32[(pool + pool_header.freeblock) >> 2];
  const next = HEAP32[bp >> 2];
  HEAP32[(pool + pool_header.freeblock) >> 2] = next;
  if (next === 0) pymalloc_pool_extend(pool, szidx);
  return bp;
}

/** The free list ran out: carve the next block off the pool's end, or unlink the full pool. */
function pymalloc_pool_extend(pool: number, szidx: number): void {
  const nextoffset = HEAP32[(pool + pool_header.nextoffset) >> 2];
  if (nextoffset <= HEAP32[(pool + pool_header.maxnextoffset) >> 2]) {
    const block = pool + nextoffset;
    HEAP32[(pool + pool_header.freeblock) >> 2] = block;
    HEAP32[(pool + pool_header.nextoffset) >> 2] = nextoffset + ((szidx + 1) << 4);
    HEAP32[block >> 2] = 0;
    return;
  }
  unlink(pool);
}

function unlink(pool: number): void {
  const next = HEAP32[(pool + P_NEXT) >> 2];
  const prev = HEAP32[(pool + P_PREV) >> 2];
  HEAP32[(next + P_PREV) >> 2] = prev;
  HEAP32[(prev + P_NEXT) >> 2] = next;
}

function arena_addr(i: number): number {
  return ARENAS + i * arena_object.SIZEOF;
}

/** Maps a fresh arena; its arena_object or 0. */
function new_arena(): number {
  let address = HEAP32[FREE_ARENA_LIST >> 2];
  if (address !== 0) {
    HEAP32[FREE_ARENA_LIST >> 2] = HEAP32[address >> 2];
  } else if (HEAP32[LOW_ARENA >> 2] < MALLOC_START) {
    address = HEAP32[LOW_ARENA >> 2];
    HEAP32[LOW_ARENA >> 2] = address + ARENA_SIZE;
  } else {
    address = HEAP32[LOWEST_ARENA >> 2] - ARENA_SIZE;
    if (address < HEAP32[TOP >> 2] + 65536) return 0;
    HEAP32[LOWEST_ARENA >> 2] = address;
  }
  let ao = HEAP32[UNUSED_ARENAS >> 2];
  if (ao !== 0) HEAP32[UNUSED_ARENAS >> 2] = HEAP32[(ao + arena_object.nextarena) >> 2];
  else {
    const i = HEAP32[MAXARENAS >> 2];
    if (i >= MAX_ARENAS) return 0;
    HEAP32[MAXARENAS >> 2] = i + 1;
    ao = arena_addr(i);
  }
  HEAPU8[ARENA_MAP + (address >>> ARENA_BITS)] = 1;
  HEAP32[(ao + arena_object.address) >> 2] = address;
  HEAP32[(ao + arena_object.pool_address) >> 2] = address;
  HEAP32[(ao + arena_object.nfreepools) >> 2] = MAX_POOLS_IN_ARENA;
  HEAP32[(ao + arena_object.ntotalpools) >> 2] = MAX_POOLS_IN_ARENA;
  HEAP32[(ao + arena_object.freepools) >> 2] = 0;
  HEAP32[(ao + arena_object.nextarena) >> 2] = 0;
  HEAP32[(ao + arena_object.prevarena) >> 2] = 0;
  const n = ++HEAP32[NARENAS_CURRENTLY_ALLOCATED >> 2];
  HEAP32[NTIMES_ARENA_ALLOCATED >> 2]++;
  if (n > HEAP32[NARENAS_HIGHWATER >> 2]) HEAP32[NARENAS_HIGHWATER >> 2] = n;
  if (PyDTrace_ENABLED(DTRACE_ARENA)) probes.arena(address, true);
  return ao;
}

function allocate_from_new_pool(szidx: number): number {
  let ao = HEAP32[USABLE_ARENAS >> 2];
  if (ao === 0) {
    ao = new_arena();
    if (ao === 0) return 0;
    HEAP32[USABLE_ARENAS >> 2] = ao;
  }
  let pool = HEAP32[(ao + arena_object.freepools) >> 2];
  let fresh = false;
  if (pool !== 0) HEAP32[(ao + arena_object.freepools) >> 2] = HEAP32[(pool + P_NEXT) >> 2];
  else {
    pool = HEAP32[(ao + arena_object.pool_address) >> 2];
    HEAP32[(ao + arena_object.pool_address) >> 2] = pool + POOL_SIZE;
    memset0(pool, pool_header.SIZEOF);
    HEAP32[(pool + pool_header.arenaindex) >> 2] = (ao - ARENAS) / arena_object.SIZEOF;
    HEAP32[(pool + pool_header.szidx) >> 2] = 0xffff;
    fresh = true;
  }
  if (--HEAP32[(ao + arena_object.nfreepools) >> 2] === 0) {
    const next = HEAP32[(ao + arena_object.nextarena) >> 2];
    HEAP32[USABLE_ARENAS >> 2] = next;
    if (next !== 0) HEAP32[(next + arena_object.prevarena) >> 2] = 0;
    HEAP32[(ao + arena_object.nextarena) >> 2] = 0;
  }
  // Front of the class's ring.
  const ring = USEDPOOLS + szidx * RING;
  const next = HEAP32[(ring + P_NEXT) >> 2];
  HEAP32[(pool + P_NEXT) >> 2] = next;
  HEAP32[(pool + P_PREV) >> 2] = ring;
  HEAP32[(next + P_PREV) >> 2] = pool;
  HEAP32[(ring + P_NEXT) >> 2] = pool;
  HEAP32[pool >> 2] = 1;
  if (!fresh && HEAP32[(pool + pool_header.szidx) >> 2] === szidx) {
    const bp = HEAP32[(pool + pool_header.freeblock) >> 2];
    const rest = HEAP32[bp >> 2];
    HEAP32[(pool + pool_header.freeblock) >> 2] = rest;
    if (rest === 0) pymalloc_pool_extend(pool, szidx);
    return bp;
  }
  const size = (szidx + 1) << 4;
  HEAP32[(pool + pool_header.szidx) >> 2] = szidx;
  const bp = pool + POOL_OVERHEAD;
  HEAP32[(pool + pool_header.nextoffset) >> 2] = POOL_OVERHEAD + (size << 1);
  HEAP32[(pool + pool_header.maxnextoffset) >> 2] = POOL_SIZE - size;
  HEAP32[(pool + pool_header.freeblock) >> 2] = bp + size;
  HEAP32[(bp + size) >> 2] = 0;
  return bp;
}

/** Gives back what PyObject_Malloc gave; NULL is ignored. */
export function PyObject_Free(p: number): void {
  if (p === 0) return;
  if (HEAPU8[ARENA_MAP + (p >>> ARENA_BITS)] === 0) {
    HEAP32[RAW_ALLOCATED_BLOCKS >> 2]--;
    free(p);
    return;
  }
  const pool = p & POOL_MASK;
  const lastfree = HEAP32[(pool + pool_header.freeblock) >> 2];
  HEAP32[p >> 2] = lastfree;
  HEAP32[(pool + pool_header.freeblock) >> 2] = p;
  const used = --HEAP32[pool >> 2];
  if (lastfree === 0) insert_to_usedpool(pool);
  else if (used === 0) insert_to_freepool(pool);
}

/** A full pool got a free block: to the front of its class's ring, as CPython does. */
function insert_to_usedpool(pool: number): void {
  const ring = USEDPOOLS + HEAP32[(pool + pool_header.szidx) >> 2] * RING;
  const next = ring;
  const prev = HEAP32[(ring + P_PREV) >> 2];
  HEAP32[(pool + P_NEXT) >> 2] = next;
  HEAP32[(pool + P_PREV) >> 2] = prev;
  HEAP32[(next + P_PREV) >> 2] = pool;
  HEAP32[(prev + P_NEXT) >> 2] = pool;
}

/** A pool became empty: back to its arena; the arena is released when all its pools are free. */
function insert_to_freepool(pool: number): void {
  unlink(pool);
  const ao = arena_addr(HEAP32[(pool + pool_header.arenaindex) >> 2]);
  HEAP32[(pool + P_NEXT) >> 2] = HEAP32[(ao + arena_object.freepools) >> 2];
  HEAP32[(ao + arena_object.freepools) >> 2] = pool;
  const nf = ++HEAP32[(ao + arena_object.nfreepools) >> 2];
  const next = HEAP32[(ao + arena_object.nextarena) >> 2];
  if (nf === MAX_POOLS_IN_ARENA && next !== 0) {
    // Keep the last usable arena: releasing it at once would make a loop of one object map and unmap.
    unlink_arena(ao);
    release_arena(ao);
    return;
  }
  if (nf === 1) {
    HEAP32[(ao + arena_object.prevarena) >> 2] = 0;
    const head = HEAP32[USABLE_ARENAS >> 2];
    HEAP32[(ao + arena_object.nextarena) >> 2] = head;
    if (head !== 0) HEAP32[(head + arena_object.prevarena) >> 2] = ao;
    HEAP32[USABLE_ARENAS >> 2] = ao;
    return;
  }
  sift_arena(ao, nf);
}

function unlink_arena(ao: number): void {
  const next = HEAP32[(ao + arena_object.nextarena) >> 2];
  const prev = HEAP32[(ao + arena_object.prevarena) >> 2];
  if (prev === 0) HEAP32[USABLE_ARENAS >> 2] = next;
  else HEAP32[(prev + arena_object.nextarena) >> 2] = next;
  if (next !== 0) HEAP32[(next + arena_object.prevarena) >> 2] = prev;
}

/** Keeps usable_arenas sorted by free pools, fewest first. */
function sift_arena(ao: number, nf: number): void {
  let next = HEAP32[(ao + arena_object.nextarena) >> 2];
  if (next === 0 || HEAP32[(next + arena_object.nfreepools) >> 2] >= nf) return;
  unlink_arena(ao);
  let prev = next;
  while (next !== 0 && HEAP32[(next + arena_object.nfreepools) >> 2] < nf) {
    prev = next;
    next = HEAP32[(next + arena_object.nextarena) >> 2];
  }
  HEAP32[(ao + arena_object.nextarena) >> 2] = next;
  HEAP32[(ao + arena_object.prevarena) >> 2] = prev;
  HEAP32[(prev + arena_object.nextarena) >> 2] = ao;
  if (next !== 0) HEAP32[(next + arena_object.prevarena) >> 2] = ao;
}

function release_arena(ao: number): void {
  const address = HEAP32[(ao + arena_object.address) >> 2];
  HEAPU8[ARENA_MAP + (address >>> ARENA_BITS)] = 0;
  HEAP32[address >> 2] = HEAP32[FREE_ARENA_LIST >> 2];
  HEAP32[FREE_ARENA_LIST >> 2] = address;
  HEAP32[(ao + arena_object.address) >> 2] = 0;
  HEAP32[(ao + arena_object.nextarena) >> 2] = HEAP32[UNUSED_ARENAS >> 2];
  HEAP32[UNUSED_ARENAS >> 2] = ao;
  HEAP32[NARENAS_CURRENTLY_ALLOCATED >> 2]--;
  if (PyDTrace_ENABLED(DTRACE_ARENA)) probes.arena(address, false);
}

function large_malloc(nbytes: number): number {
  const p = malloc(nbytes);
  if (p !== 0) HEAP32[RAW_ALLOCATED_BLOCKS >> 2]++;
  return p;
}

/** Resizes; the old block stays valid when 0 is returned. realloc(NULL, n) is malloc. */
export function PyObject_Realloc(p: number, nbytes: number): number {
  if (p === 0) return PyObject_Malloc(nbytes);
  if (!address_in_range(p)) return nbytes === 0 ? realloc(p, 1) : realloc(p, nbytes);
  const size = (HEAP32[((p & POOL_MASK) + pool_header.szidx) >> 2] + 1) << 4;
  // A shrink of less than a quarter keeps the block, as in CPython.
  if (nbytes <= size && 4 * nbytes > 3 * size) return p;
  const bp = PyObject_Malloc(nbytes);
  if (bp === 0) return nbytes <= size ? p : 0;
  HEAPU8.copyWithin(bp, p, p + Math.min(size, nbytes));
  PyObject_Free(p);
  return bp;
}

/** Cleared memory. */
export function PyObject_Calloc(nelem: number, elsize: number): number {
  const n = nelem * elsize;
  const p = PyObject_Malloc(n);
  if (p !== 0) HEAPU8.fill(0, p, p + n);
  return p;
}

// The mem domain is pymalloc too.
export function PyMem_Malloc(n: number): number {
  return PyObject_Malloc(n);
}
export function PyMem_Calloc(nelem: number, elsize: number): number {
  return PyObject_Calloc(nelem, elsize);
}
export function PyMem_Realloc(p: number, n: number): number {
  return PyObject_Realloc(p, n);
}
export function PyMem_Free(p: number): void {
  PyObject_Free(p);
}

export function PyMem_RawMalloc(n: number): number {
  return malloc(n);
}
export function PyMem_RawCalloc(nelem: number, elsize: number): number {
  const n = nelem * elsize;
  const p = malloc(n);
  if (p !== 0) HEAPU8.fill(0, p, p + n);
  return p;
}
export function PyMem_RawRealloc(p: number, n: number): number {
  return p === 0 ? malloc(n) : realloc(p, n === 0 ? 1 : n);
}
export function PyMem_RawFree(p: number): void {
  if (p !== 0) free(p);
}

/** sys.getallocatedblocks: blocks in use in pools, plus large blocks of the object domain. */
export function _Py_GetGlobalAllocatedBlocks(): number {
  let n = HEAP32[RAW_ALLOCATED_BLOCKS >> 2];
  const arenas = HEAP32[MAXARENAS >> 2];
  for (let i = 0; i < arenas; i++) {
    const ao = arena_addr(i);
    const base = HEAP32[(ao + arena_object.address) >> 2];
    if (base === 0) continue;
    const end = HEAP32[(ao + arena_object.pool_address) >> 2];
    for (let pool = base; pool < end; pool += POOL_SIZE) n += HEAP32[pool >> 2];
  }
  return n;
}

// --- malloc ---------------------------------------------------------------------------------------------------------
//
// Boundary tags: a chunk is [prev_size u32 | size u32 with flag bits][8 bytes unused] payload; sizes are multiples of 16 and
// include the 16-byte header. Bit 0: this chunk is in use; bit 1: the previous one is. Free chunks sit in 128 bins, doubly
// linked through their payload; bins are exact up to 1 KiB, then four to a power of two. The chunk at the top is `TOP`.
// Several threads may call it without the GIL: a spin lock in memory guards it.

const M_LOCK = MALLOC_STATE;
export const TOP = MALLOC_STATE + 4;
export const MALLOC_IN_USE = MALLOC_STATE + 8;
export const LAST_SIZE = MALLOC_STATE + 12;
const BINS = MALLOC_STATE + 64;
const NBINS = 128;
export const MALLOC_HEADER = 16;
const HDR = MALLOC_HEADER;
const INUSE = 1;
const PREV_INUSE = 2;
const SIZE_MASK = ~15;

function malloc_init(): void {
  memset0(MALLOC_STATE, 64 + NBINS * 4);
  HEAP32[TOP >> 2] = MALLOC_START;
}

export function malloc_lock(): void {
  while (Atomics.compareExchange(HEAP32, M_LOCK >> 2, 0, 1) !== 0) Atomics.wait(HEAP32, M_LOCK >> 2, 1, 1);
}

export function malloc_unlock(): void {
  Atomics.store(HEAP32, M_LOCK >> 2, 0);
}

function bin_of(size: number): number {
  if (size <= 1024) return size >> 4;
  const log = 31 - Math.clz32(size);
  return Math.min(NBINS - 1, 64 + ((log - 10) << 2) + ((size >> (log - 2)) & 3));
}

function bin_insert(c: number, size: number): void {
  const bin = BINS + bin_of(size) * 4;
  const head = HEAP32[bin >> 2];
  HEAP32[(c + HDR) >> 2] = head;
  HEAP32[(c + HDR + 4) >> 2] = 0;
  if (head !== 0) HEAP32[(head + HDR + 4) >> 2] = c;
  HEAP32[bin >> 2] = c;
}

function bin_remove(c: number, size: number): void {
  const next = HEAP32[(c + HDR) >> 2];
  const prev = HEAP32[(c + HDR + 4) >> 2];
  if (prev !== 0) HEAP32[(prev + HDR) >> 2] = next;
  else HEAP32[(BINS + bin_of(size) * 4) >> 2] = next;
  if (next !== 0) HEAP32[(next + HDR + 4) >> 2] = prev;
}

/** A free chunk of at least `size`, taken out of its bin; 0 when there is none. */
function find_chunk(size: number): number {
  for (let b = bin_of(size); b < NBINS; b++) {
    for (let c = HEAP32[(BINS + b * 4) >> 2]; c !== 0; c = HEAP32[(c + HDR) >> 2]) {
      const have = HEAP32[(c + 4) >> 2] & SIZE_MASK;
      if (have >= size) {
        bin_remove(c, have);
        return c;
      }
    }
  }
  return 0;
}

function set_next_prev_inuse(c: number, size: number, inuse: boolean): void {
  const n = c + size;
  if (n === HEAP32[TOP >> 2]) {
    HEAP32[LAST_SIZE >> 2] = inuse ? 0 : size;
    return;
  }
  if (inuse) HEAP32[(n + 4) >> 2] |= PREV_INUSE;
  else {
    HEAP32[(n + 4) >> 2] &= ~PREV_INUSE;
    HEAP32[n >> 2] = size;
  }
}

/** Gives the tail of a chunk (bytes from `size` on) back when it is worth it. The chunk is in use. */
function split(c: number, have: number, size: number): void {
  if (have - size < 32) return;
  HEAP32[(c + 4) >> 2] = size | (HEAP32[(c + 4) >> 2] & 15);
  const rest = c + size;
  HEAP32[(rest + 4) >> 2] = (have - size) | PREV_INUSE;
  release(rest, have - size);
}

function malloc(n: number): number {
  if (n > 0x7fff0000) return 0;
  const size = Math.max(32, (n + HDR + 15) & SIZE_MASK);
  malloc_lock();
  let c = find_chunk(size);
  if (c !== 0) {
    const have = HEAP32[(c + 4) >> 2] & SIZE_MASK;
    HEAP32[(c + 4) >> 2] |= INUSE;
    set_next_prev_inuse(c, have, true);
    split(c, have, size);
  } else {
    c = HEAP32[TOP >> 2];
    if (c + size > HEAP32[LOWEST_ARENA >> 2] - 65536) {
      malloc_unlock();
      return 0;
    }
    HEAP32[TOP >> 2] = c + size;
    HEAP32[(c + 4) >> 2] = size | INUSE | (HEAP32[LAST_SIZE >> 2] === 0 ? PREV_INUSE : 0);
    HEAP32[c >> 2] = HEAP32[LAST_SIZE >> 2];
    HEAP32[LAST_SIZE >> 2] = 0;
  }
  HEAP32[MALLOC_IN_USE >> 2] += HEAP32[(c + 4) >> 2] & SIZE_MASK;
  malloc_unlock();
  return c + HDR;
}

/** Frees the chunk `c` of `size`, coalescing with its neighbours. The lock is held. */
function release(c: number, size: number): void {
  if ((HEAP32[(c + 4) >> 2] & PREV_INUSE) === 0) {
    const before = HEAP32[c >> 2];
    c -= before;
    bin_remove(c, before);
    size += before;
  }
  const next = c + size;
  if (next === HEAP32[TOP >> 2]) {
    HEAP32[TOP >> 2] = c;
    HEAP32[LAST_SIZE >> 2] = 0;
    return;
  }
  const tag = HEAP32[(next + 4) >> 2];
  if ((tag & INUSE) === 0) {
    bin_remove(next, tag & SIZE_MASK);
    size += tag & SIZE_MASK;
  }
  HEAP32[(c + 4) >> 2] = size | (HEAP32[(c + 4) >> 2] & PREV_INUSE);
  set_next_prev_inuse(c, size, false);
  bin_insert(c, size);
}

function free(p: number): void {
  const c = p - HDR;
  malloc_lock();
  const size = HEAP32[(c + 4) >> 2] & SIZE_MASK;
  HEAP32[MALLOC_IN_USE >> 2] -= size;
  HEAP32[(c + 4) >> 2] &= ~INUSE;
  release(c, size);
  malloc_unlock();
}

function realloc(p: number, n: number): number {
  const c = p - HDR;
  const have = HEAP32[(c + 4) >> 2] & SIZE_MASK;
  const size = Math.max(32, (n + HDR + 15) & SIZE_MASK);
  if (size <= have) {
    malloc_lock();
    split(c, have, size);
    HEAP32[MALLOC_IN_USE >> 2] += (HEAP32[(c + 4) >> 2] & SIZE_MASK) - have;
    malloc_unlock();
    return p;
  }
  const bp = malloc(n);
  if (bp === 0) return 0;
  HEAPU8.copyWithin(bp, p, p + have - HDR);
  free(p);
  return bp;
}
