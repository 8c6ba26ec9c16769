// C's errno: one a thread. Answers to <errno.h>; numbers are Linux's (capi/headers/errno.h).

import { HEAP32 } from '../../include/heap';
import { strerror as message } from '../../python/errno';
import { static_cstring } from '../../include/typespec';
import { int64_cell } from '../int64';

/** The int after this realm's cell for 64-bit results. */
function __errno_location(): number {
  return int64_cell() + 8;
}
export function errno_value(): number {
  return HEAP32[__errno_location() >> 2];
}
export function set_errno(n: number): void {
  HEAP32[__errno_location() >> 2] = n;
}
function strerror(n: number): number {
  return static_cstring(message(n));
}

export const ERRNO = { __errno_location: [__errno_location, 'P', ''], strerror: [strerror, 'Pi', ''] } as const;
