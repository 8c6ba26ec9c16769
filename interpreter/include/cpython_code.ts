// Include/cpython/code.h of CPython 3.13: the code object, here as a description in plain JS that owns no heap.
// The compiler writes it; `objects/codeobject.ts` makes the heap object from it and `python/marshal_write.ts` the pyc.
// Equal constants of one compilation are one JS object (CPython's c_const_cache), so identity may be carried over.

import type { PyConst } from './pycore_ast';

export type CodeConst = PyConst | { t: 'code'; v: CodeDesc };

export interface CodeDesc {
  /** Two bytes a code unit, inline caches included and zeroed. */
  co_code: Uint8Array;
  co_consts: CodeConst[];
  co_names: string[];
  /** Locals, then cells that are no locals, then free variables. */
  co_localsplusnames: string[];
  co_localspluskinds: Uint8Array;
  co_filename: string;
  co_name: string;
  co_qualname: string;
  co_firstlineno: number;
  /** Positional arguments, positional-only ones included. */
  co_argcount: number;
  co_posonlyargcount: number;
  co_kwonlyargcount: number;
  co_stacksize: number;
  co_flags: number;
  co_linetable: Uint8Array;
  co_exceptiontable: Uint8Array;
}

export const CO_OPTIMIZED = 0x0001;
export const CO_NEWLOCALS = 0x0002;
export const CO_VARARGS = 0x0004;
export const CO_VARKEYWORDS = 0x0008;
export const CO_NESTED = 0x0010;
export const CO_GENERATOR = 0x0020;
export const CO_COROUTINE = 0x0080;
export const CO_ITERABLE_COROUTINE = 0x0100;
export const CO_ASYNC_GENERATOR = 0x0200;
export const CO_FUTURE_DIVISION = 0x20000;
export const CO_FUTURE_ABSOLUTE_IMPORT = 0x40000;
export const CO_FUTURE_WITH_STATEMENT = 0x80000;
export const CO_FUTURE_PRINT_FUNCTION = 0x100000;
export const CO_FUTURE_UNICODE_LITERALS = 0x200000;
export const CO_FUTURE_BARRY_AS_BDFL = 0x400000;
export const CO_FUTURE_GENERATOR_STOP = 0x800000;
export const CO_FUTURE_ANNOTATIONS = 0x1000000;
export const CO_NO_MONITORING_EVENTS = 0x2000000;

/** Frame blocks (loops, try, with) that may be nested in one code unit. */
export const CO_MAXBLOCKS = 21;

/** Kinds in co_localspluskinds. */
export const CO_FAST_HIDDEN = 0x10;
export const CO_FAST_LOCAL = 0x20;
export const CO_FAST_CELL = 0x40;
export const CO_FAST_FREE = 0x80;

/** Forms of an entry of co_linetable (Objects/locations.md). */
export const PY_CODE_LOCATION_INFO_SHORT0 = 0;
export const PY_CODE_LOCATION_INFO_ONE_LINE0 = 10;
export const PY_CODE_LOCATION_INFO_ONE_LINE1 = 11;
export const PY_CODE_LOCATION_INFO_ONE_LINE2 = 12;
export const PY_CODE_LOCATION_INFO_NO_COLUMNS = 13;
export const PY_CODE_LOCATION_INFO_LONG = 14;
export const PY_CODE_LOCATION_INFO_NONE = 15;

/** Flags of compile(): Include/cpython/compile.h. */
export const PyCF_MASK =
  CO_FUTURE_DIVISION | CO_FUTURE_ABSOLUTE_IMPORT | CO_FUTURE_WITH_STATEMENT | CO_FUTURE_PRINT_FUNCTION |
  CO_FUTURE_UNICODE_LITERALS | CO_FUTURE_BARRY_AS_BDFL | CO_FUTURE_GENERATOR_STOP | CO_FUTURE_ANNOTATIONS;
export const PyCF_MASK_OBSOLETE = CO_NESTED;
export const PyCF_SOURCE_IS_UTF8 = 0x0100;
export const PyCF_DONT_IMPLY_DEDENT = 0x0200;
export const PyCF_ONLY_AST = 0x0400;
export const PyCF_IGNORE_COOKIE = 0x0800;
export const PyCF_TYPE_COMMENTS = 0x1000;
export const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;
export const PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000;
export const PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST;
export const PyCF_COMPILE_MASK =
  PyCF_ONLY_AST | PyCF_ALLOW_TOP_LEVEL_AWAIT | PyCF_TYPE_COMMENTS | PyCF_DONT_IMPLY_DEDENT |
  PyCF_ALLOW_INCOMPLETE_INPUT | PyCF_OPTIMIZED_AST;

export interface PyCompilerFlags {
  cf_flags: number;
  cf_feature_version?: number;
}

function namesOfKind(code: CodeDesc, mask: number): string[] {
  return code.co_localsplusnames.filter((_, i) => (code.co_localspluskinds[i] & mask) !== 0);
}

export function _PyCode_GetVarnames(code: CodeDesc): string[] {
  return namesOfKind(code, CO_FAST_LOCAL);
}

export function _PyCode_GetCellvars(code: CodeDesc): string[] {
  return namesOfKind(code, CO_FAST_CELL);
}

export function _PyCode_GetFreevars(code: CodeDesc): string[] {
  return namesOfKind(code, CO_FAST_FREE);
}
