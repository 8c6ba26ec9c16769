// Answers to the functions of Objects/complexobject.c of CPython 3.13 that pass a Py_complex: by address in wasm64's ABI.

import { HEAPF64 } from '../include/heap';
import * as complex from '../objects/complexobject';

/** `result` is where the caller wants the struct. */
export function PyComplex_AsCComplex(result: number, op: number): void {
  const c = complex.PyComplex_AsCComplex(op);
  HEAPF64[result >> 3] = c[0];
  HEAPF64[(result + 8) >> 3] = c[1];
}
/** Returns new. May fail. */
export function PyComplex_FromCComplex(value: number): number {
  return complex.PyComplex_FromDoubles(HEAPF64[value >> 3], HEAPF64[(value + 8) >> 3]);
}
