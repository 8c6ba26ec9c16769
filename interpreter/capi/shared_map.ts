// A hash table from addresses to numbers in the raw domain, so that all realms see the same one. Under the GIL.

import { HEAP32, HEAPU32, write_ptr } from '../include/heap';
import { PyMem_RawCalloc, PyMem_RawFree } from '../objects/obmalloc';

const DELETED = 1;

/** `header()`: the address of three 8-byte words: entries, capacity, used (deleted ones included). Entries are key, value: 4 bytes each. */
export class SharedMap {
  constructor(private readonly header: () => number) {}

  private find(key: number): number {
    const h = this.header() >> 2;
    const entries = HEAP32[h] >> 2;
    const mask = HEAP32[h + 2] - 1;
    if (entries === 0) return -1;
    for (let i = (Math.imul(key >> 3, 0x9e3779b1) >>> 7) & mask; ; i = (i + 1) & mask) {
      const k = HEAP32[entries + i * 2];
      if (k === key) return entries + i * 2;
      if (k === 0) return -1;
    }
  }
  get(key: number): number | undefined {
    const at = this.find(key);
    return at < 0 ? undefined : HEAP32[at + 1];
  }
  has(key: number): boolean {
    return this.find(key) >= 0;
  }
  /** Key 0 and 1 cannot be stored. */
  set(key: number, value: number): void {
    const at = this.find(key);
    if (at >= 0) {
      HEAP32[at + 1] = value;
      return;
    }
    const h = this.header() >> 2;
    if ((HEAP32[h + 4] + 1) * 4 > HEAP32[h + 2] * 3 && !this.grow()) return;
    const entries = HEAP32[h] >> 2;
    const mask = HEAP32[h + 2] - 1;
    let i = (Math.imul(key >> 3, 0x9e3779b1) >>> 7) & mask;
    while (HEAP32[entries + i * 2] !== 0) i = (i + 1) & mask;
    HEAP32[entries + i * 2] = key;
    HEAP32[entries + i * 2 + 1] = value;
    HEAP32[h + 4]++;
  }
  delete(key: number): void {
    const at = this.find(key);
    if (at >= 0) HEAP32[at] = DELETED;
  }
  /** A copy of what is in it. */
  entries(): [key: number, value: number][] {
    const h = this.header() >> 2;
    const from = HEAP32[h] >> 2;
    const all: [number, number][] = [];
    for (let i = 0; i < HEAP32[h + 2]; i++) if (HEAPU32[from + i * 2] > DELETED) all.push([HEAP32[from + i * 2], HEAP32[from + i * 2 + 1]]);
    return all;
  }
  private grow(): boolean {
    const all = this.entries();
    let capacity = 64;
    while (capacity < all.length * 3) capacity *= 2;
    const p = PyMem_RawCalloc(capacity, 8);
    if (p === 0) return false;
    const header = this.header();
    PyMem_RawFree(HEAP32[header >> 2]);
    write_ptr(header, p);
    HEAP32[(header + 8) >> 2] = capacity;
    HEAP32[(header + 16) >> 2] = 0;
    for (const [k, v] of all) this.set(k, v);
    return true;
  }
}
