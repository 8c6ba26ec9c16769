// The one heap: views on the shared WebAssembly.Memory in which all Python state lives. Answers to no CPython file.
//
// Each JavaScript realm (a Python thread's worker, the adapter's thread) sets `globalThis.pyxrayMemory` before it loads
// this module; the views are module-level constants so that V8 folds them into the code that uses them.
//
// An address (`PyObject *` and every other pointer) is a plain non-negative number below 2 GiB, the byte offset; 0 is NULL.
// A pointer slot is 8 bytes wide; reading and writing its low word is enough, because memory that is handed out for structs
// has high words of 0 and nothing ever writes another value there. Write a signed 64-bit field that may be negative with
// `write_ssize`, and a pointer array with `write_ptr` when the memory is fresh (obmalloc does not clear what it hands out).

/// <reference path="./globals.d.ts" />
export const MEMORY: WebAssembly.Memory =
  globalThis.pyxrayMemory ?? new WebAssembly.Memory({ initial: 8192, maximum: 8192, shared: true });
const buffer = MEMORY.buffer as unknown as ArrayBuffer;

export const HEAP8 = new Int8Array(buffer);
export const HEAPU8 = new Uint8Array(buffer);
export const HEAP16 = new Int16Array(buffer);
export const HEAPU16 = new Uint16Array(buffer);
/** Pointers are read through HEAP32: addresses are below 2 GiB, and int32 is what V8 likes best. */
export const HEAP32 = new Int32Array(buffer);
export const HEAPU32 = new Uint32Array(buffer);
export const HEAPF32 = new Float32Array(buffer);
export const HEAPF64 = new Float64Array(buffer);
export const HEAP64 = new BigInt64Array(buffer);
export const HEAPDV = new DataView(buffer);

/** Reads the pointer at address `p`. */
export function read_ptr(p: number): number {
  return HEAP32[p >> 2];
}

/** Writes pointer `v` at address `p`, high word included. */
export function write_ptr(p: number, v: number): void {
  HEAP32[p >> 2] = v;
  HEAP32[(p + 4) >> 2] = 0;
}

/** Reads a signed 64-bit integer as a number (exact up to 2^53). */
export function read_ssize(p: number): number {
  const low = HEAP32[p >> 2];
  const high = HEAP32[(p + 4) >> 2];
  return high === low >> 31 ? low : high * 4294967296 + (low >>> 0);
}

/** Writes a signed 64-bit integer given as a number; 2^63, the nearest number to PY_SSIZE_T_MAX, as that. */
export function write_ssize(p: number, v: number): void {
  const low = v | 0;
  if (low === v) {
    HEAP32[p >> 2] = low;
    HEAP32[(p + 4) >> 2] = low >> 31;
  } else if (v < 9223372036854775808) {
    HEAP32[p >> 2] = low;
    HEAP32[(p + 4) >> 2] = Math.floor(v / 4294967296);
  } else {
    HEAP32[p >> 2] = -1;
    HEAP32[(p + 4) >> 2] = 0x7fffffff;
  }
}

/** Up to so many bytes a loop over words is quicker than V8's builtin. */
const SMALL_MOVE = 256;

/** Clears `n` bytes from `p`. */
export function memset0(p: number, n: number): void {
  if (n > SMALL_MOVE || ((p | n) & 3) !== 0) HEAPU8.fill(0, p, p + n);
  else for (let i = p >> 2, end = (p + n) >> 2; i < end; i++) HEAP32[i] = 0;
}

/** memmove. */
export function memmove(dst: number, src: number, n: number): void {
  if (n > SMALL_MOVE || ((dst | src | n) & 3) !== 0) HEAPU8.copyWithin(dst, src, src + n);
  else if (dst <= src) for (let to = dst >> 2, from = src >> 2, end = (src + n) >> 2; from < end; ) HEAP32[to++] = HEAP32[from++];
  else for (let to = (dst + n) >> 2, from = (src + n) >> 2, end = src >> 2; from > end; ) HEAP32[--to] = HEAP32[--from];
}

const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const encoder = new TextEncoder();

/** The bytes [p, p+n) as UTF-8 text. (A TextDecoder refuses shared memory: the bytes are copied out.) */
export function utf8_at(p: number, n: number): string {
  if (n < 48) {
    let s = '';
    for (let i = 0; i < n; i++) {
      const c = HEAPU8[p + i];
      if (c >= 0x80) return decoder.decode(HEAPU8.slice(p, p + n));
      s += String.fromCharCode(c);
    }
    return s;
  }
  return decoder.decode(HEAPU8.slice(p, p + n));
}

/** The NUL-terminated C string at `p` as text; '' for NULL. */
export function cstring(p: number): string {
  if (p === 0) return '';
  let end = p;
  while (HEAPU8[end] !== 0) end++;
  return utf8_at(p, end - p);
}

/** Text as UTF-8 bytes. */
export function utf8_bytes(s: string): Uint8Array {
  return encoder.encode(s);
}
