// co_lines() of Objects/codeobject.c of CPython 3.13, of a code description instead of a code object in the heap
// (objects/codelocations.ts reads that one). The table's format is described there.

import {
  type CodeDesc, PY_CODE_LOCATION_INFO_LONG, PY_CODE_LOCATION_INFO_NO_COLUMNS, PY_CODE_LOCATION_INFO_NONE, PY_CODE_LOCATION_INFO_ONE_LINE0, PY_CODE_LOCATION_INFO_ONE_LINE2,
} from '../include/cpython_code';

/** Code from `start` up to `end` (bytes) belongs to `line`, or to none. */
export interface CodeLine {
  start: number;
  end: number;
  line: number | null;
}

/** In order and without gaps; neighbours have different lines. */
export function co_lines(code: CodeDesc): CodeLine[] {
  const table = code.co_linetable;
  const lines: CodeLine[] = [];
  let line = code.co_firstlineno;
  let at = 0;
  let p = 0;
  const varint = (): number => {
    let read = table[p++];
    let value = read & 63;
    for (let shift = 6; read & 64; shift += 6) {
      read = table[p++];
      value |= (read & 63) << shift;
    }
    return value;
  };
  while (p < table.length) {
    const first = table[p++];
    const form = (first >> 3) & 15;
    const start = at;
    at += ((first & 7) + 1) * 2;
    if (form === PY_CODE_LOCATION_INFO_LONG || form === PY_CODE_LOCATION_INFO_NO_COLUMNS) {
      const delta = varint();
      line += delta & 1 ? -(delta >>> 1) : delta >>> 1;
      if (form === PY_CODE_LOCATION_INFO_LONG) for (let i = 0; i < 3; i++) varint();
    } else if (form >= PY_CODE_LOCATION_INFO_ONE_LINE0 && form <= PY_CODE_LOCATION_INFO_ONE_LINE2) {
      line += form - PY_CODE_LOCATION_INFO_ONE_LINE0;
      p += 2;
    } else if (form !== PY_CODE_LOCATION_INFO_NONE) p++;
    const here = form === PY_CODE_LOCATION_INFO_NONE ? null : line;
    const last = lines.at(-1);
    if (last !== undefined && last.line === here) last.end = at;
    else lines.push({ start, end: at, line: here });
  }
  return lines;
}
