// The C stack of this realm's thread, in the heap: out-parameters and argument arrays of calls made from TypeScript.
//
//   const mark = stackSave(); const out = stackAlloc(8); ... stackRestore(mark);
//
// Restore on every path. (Emscripten's names.) A C extension's own stack is another region of the same thread.

let top = 0;
let limit = 0;

/** Gives this realm the region [base, base + size). */
export function set_cstack(base: number, size: number): void {
  top = base;
  limit = base + size;
}

export function stackSave(): number {
  return top;
}

/** `n` bytes, 16-byte aligned, not cleared. Write pointers with write_ptr. */
export function stackAlloc(n: number): number {
  const p = top;
  top = (top + n + 15) & ~15;
  if (top > limit) {
    top = p;
    throw new Error('C stack overflow: a builtin recursed past its limit');
  }
  return p;
}

export function stackRestore(mark: number): void {
  top = mark;
}
