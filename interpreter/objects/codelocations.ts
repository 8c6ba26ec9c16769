// Answers to the location part of Objects/codeobject.c of CPython 3.13 (PyCodeAddressRange): a file of its own here because
// monitoring, tracebacks, frames and the probe read it. Deviation: a range is a JS cursor, not a struct on the C stack.
//
// co_linetable is a sequence of entries, each for 1-8 code units: a first byte 1|form:4|units-1:3, then what the form needs.

import { PyBytesObject, PyCodeObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { PY_CODE_LOCATION_INFO_LONG, PY_CODE_LOCATION_INFO_NO_COLUMNS, PY_CODE_LOCATION_INFO_NONE, PY_CODE_LOCATION_INFO_ONE_LINE0, PY_CODE_LOCATION_INFO_ONE_LINE2 } from '../include/cpython_code';

/** A walk over a location table; offsets in bytes of code. `ar_line` is -1 where there is no line. */
export class PyCodeAddressRange {
  ar_start = -1;
  ar_end = 0;
  ar_line = -1;
  computed_line: number;
  end_line = -1;
  column = -1;
  end_column = -1;
  lo_next: number;
  readonly limit: number;

  constructor(code: number) {
    const table = HEAP32[(code + PyCodeObject.co_linetable) >> 2];
    this.lo_next = table + PyBytesObject.ob_sval;
    this.limit = this.lo_next + HEAP32[(table + PyBytesObject.ob_size) >> 2];
    this.computed_line = HEAP32[(code + PyCodeObject.co_firstlineno) >> 2];
  }

  private varint(): number {
    let read = HEAPU8[this.lo_next++];
    let val = read & 63;
    let shift = 0;
    while (read & 64) {
      read = HEAPU8[this.lo_next++];
      shift += 6;
      val |= (read & 63) << shift;
    }
    return val;
  }

  private signed_varint(): number {
    const u = this.varint();
    return u & 1 ? -(u >>> 1) : u >>> 1;
  }

  /** Moves to the next entry, reading its columns. False at the end. */
  next(): boolean {
    if (this.lo_next >= this.limit) return false;
    const first = HEAPU8[this.lo_next++];
    const form = (first >> 3) & 15;
    this.ar_start = this.ar_end;
    this.ar_end += ((first & 7) + 1) * 2;
    this.column = this.end_column = -1;
    if (form === PY_CODE_LOCATION_INFO_NONE) {
      this.ar_line = this.end_line = -1;
    } else if (form === PY_CODE_LOCATION_INFO_LONG) {
      this.computed_line += this.signed_varint();
      this.ar_line = this.computed_line;
      this.end_line = this.ar_line + this.varint();
      this.column = this.varint() - 1;
      this.end_column = this.varint() - 1;
    } else if (form === PY_CODE_LOCATION_INFO_NO_COLUMNS) {
      this.computed_line += this.signed_varint();
      this.ar_line = this.end_line = this.computed_line;
    } else if (form >= PY_CODE_LOCATION_INFO_ONE_LINE0 && form <= PY_CODE_LOCATION_INFO_ONE_LINE2) {
      this.computed_line += form - PY_CODE_LOCATION_INFO_ONE_LINE0;
      this.ar_line = this.end_line = this.computed_line;
      this.column = HEAPU8[this.lo_next++];
      this.end_column = HEAPU8[this.lo_next++];
    } else {
      const second = HEAPU8[this.lo_next++];
      this.ar_line = this.end_line = this.computed_line;
      this.column = (form << 3) | (second >> 4);
      this.end_column = this.column + (second & 15);
    }
    return true;
  }

  /** Moves forward to the entry that covers byte `addrq`. */
  seek(addrq: number): boolean {
    while (this.ar_end <= addrq) if (!this.next()) return false;
    return true;
  }
}

/** The line of byte `addrq` of the code, -1 when it has none, the first line for a negative address. */
export function _PyCode_LineOf(code: number, addrq: number): number {
  if (addrq < 0) return HEAP32[(code + PyCodeObject.co_firstlineno) >> 2];
  const range = new PyCodeAddressRange(code);
  return range.seek(addrq) ? range.ar_line : -1;
}

export interface CodeLocation {
  start_line: number;
  start_column: number;
  end_line: number;
  end_column: number;
}

/** PyCode_Addr2Location: 1-based lines, 0-based byte columns, -1 where unknown. */
export function PyCode_Addr2Location(code: number, addrq: number): CodeLocation {
  if (addrq < 0) {
    const line = HEAP32[(code + PyCodeObject.co_firstlineno) >> 2];
    return { start_line: line, start_column: 0, end_line: line, end_column: 0 };
  }
  const range = new PyCodeAddressRange(code);
  range.seek(addrq);
  return { start_line: range.ar_line, start_column: range.column, end_line: range.end_line, end_column: range.end_column };
}
