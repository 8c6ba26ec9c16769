// What clang calls where C code does what C leaves undefined (-fsanitize-minimal-runtime): natively most of it is a crash, in one heap
// it would go unseen. Answers to compiler-rt's ubsan_minimal.

import { CFault } from '../fault';

const fault = (what: string) => (): never => {
  throw new CFault(what);
};

export const SANITIZER = {
  __ubsan_handle_type_mismatch_minimal_abort: [fault('a NULL pointer is followed'), 'v', ''],
  __ubsan_handle_out_of_bounds_minimal_abort: [fault('an index is outside of its array'), 'v', ''],
  __ubsan_handle_builtin_unreachable_minimal: [fault('code marked as unreachable (Py_UNREACHABLE) is reached'), 'v', ''],
} as const;
