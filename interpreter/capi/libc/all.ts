// The C library that extensions are linked with: name -> implementation, signature (../signatures.ts), ownership (none).

import type { CFunction } from '../../include/functable';
import { COMPILER_RT } from './compiler_rt';
import { ERRNO } from './errno';
import { MATH } from './math';
import { SANITIZER } from './sanitizer';
import { standard_stream, STDIO } from './stdio';
import { STDLIB } from './stdlib';
import { STRING } from './string';
import { clock_symbol, TIME } from './time';

export const LIBC = { ...ERRNO, ...STDIO, ...STDLIB, ...STRING, ...MATH, ...TIME, ...SANITIZER, ...COMPILER_RT } as unknown as Record<string, readonly [CFunction, string, string]>;

/** Data symbols: their address, given the process's state. */
export const LIBC_DATA: Record<string, (state: number) => number> = {
  stdin: (s) => standard_stream(s, 0), stdout: (s) => standard_stream(s, 1), stderr: (s) => standard_stream(s, 2),
};
['_CLOCK_REALTIME', '_CLOCK_MONOTONIC', '_CLOCK_PROCESS_CPUTIME_ID', '_CLOCK_THREAD_CPUTIME_ID'].forEach((name, i) => {
  LIBC_DATA[name] = (s) => clock_symbol(s, name, i);
});
