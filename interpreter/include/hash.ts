// How a 64-bit Py_hash_t travels between functions: the low word is the return value (int32), the high word is left here.
//
//   const lo = PyObject_Hash(o); const hi = hash_hi();  if (lo === -1 && hi === -1) -> error
//
// A function that returns a hash calls set_hash_hi last.

let high = 0;

/** The high word (int32) of the hash returned last in this realm. Read it before calling anything else. */
export function hash_hi(): number {
  return high;
}

/** `return hash_result(lo, hi)`. */
export function hash_result(lo: number, hi: number): number {
  high = hi | 0;
  return lo | 0;
}
