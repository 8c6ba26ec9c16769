// Answers to the INSTRUMENTED_* opcodes of Python/bytecodes.c of CPython 3.13. See bytecodes/load_store.ts.
export function INSTRUMENTED_LINE(tstate: number, frame: number, sp: number, ip: number): number {
  throw new Error('INSTRUMENTED_LINE');
}
