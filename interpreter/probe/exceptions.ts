// Exceptions read from memory: their text and their chain.

import { PyBaseExceptionObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { PyExc_KeyError } from '../include/statics';
import { derives, object_slot, slot, type_name_of, type_of, unicode_text } from './memory';
import { qualified_type_name, short_repr } from './objects';

/** str(exc) for the usual case of one argument. */
export function exception_text(exc: number): string {
  const args = slot(exc + PyBaseExceptionObject.args);
  const n = args === 0 ? 0 : HEAP32[(args + 16) >> 2];
  if (n === 0) return '';
  const first = slot(args + 24);
  // KeyError shows its key's repr.
  if (n === 1) return derives(type_of(exc), PyExc_KeyError) ? short_repr(first, 200) : (unicode_text(first, 2000) ?? short_repr(first, 200));
  return short_repr(args, 200);
}

export interface ExceptionFacts {
  type: string;
  full_type: string;
  text: string;
  /** __cause__, or __context__ if that is not suppressed. */
  inner: ExceptionFacts | null;
}

export function exception_facts(exc: number, seen: number[] = []): ExceptionFacts {
  const cause = object_slot(exc + PyBaseExceptionObject.cause);
  const context = HEAPU8[exc + PyBaseExceptionObject.suppress_context] === 0 ? object_slot(exc + PyBaseExceptionObject.context) : 0;
  const inner = cause || context;
  return {
    type: type_name_of(exc),
    full_type: qualified_type_name(type_of(exc)),
    text: exception_text(exc),
    inner: inner === 0 || seen.includes(inner) || seen.length > 20 ? null : exception_facts(inner, [...seen, exc]),
  };
}
