// Python/future.c of CPython 3.13: which __future__ features a module asks for.

import { CO_FUTURE_ANNOTATIONS, CO_FUTURE_BARRY_AS_BDFL } from '../include/cpython_code';
import { type ImportFrom, type mod, type PyConst, PySyntaxError, type stmt } from '../include/pycore_ast';
import { Location, NO_LOCATION } from './instruction_sequence';

export interface FutureFeatures {
  ff_features: number;
  /** Location of the last future statement. */
  ff_location: Location;
}

const MANDATORY = new Set([
  'nested_scopes', 'generators', 'division', 'absolute_import', 'with_statement', 'print_function', 'unicode_literals',
  'generator_stop',
]);

/** The constant of a body's docstring, or null. */
export function _PyAST_GetDocString(body: stmt[]): (PyConst & { t: 'str' }) | null {
  if (body.length === 0) return null;
  const st = body[0];
  if (st.kind !== 'Expr' || st.value.kind !== 'Constant') return null;
  const value = st.value.value;
  return value.t === 'str' ? value : null;
}

function future_check_features(ff: FutureFeatures, s: ImportFrom, filename: string): void {
  for (const name of s.names) {
    const feature = name.name;
    if (MANDATORY.has(feature)) continue;
    if (feature === 'barry_as_FLUFL') {
      ff.ff_features |= CO_FUTURE_BARRY_AS_BDFL;
    } else if (feature === 'annotations') {
      ff.ff_features |= CO_FUTURE_ANNOTATIONS;
    } else {
      const msg = feature === 'braces' ? 'not a chance' : `future feature ${feature.slice(0, 100)} is not defined`;
      throw new PySyntaxError('SyntaxError', msg, filename, s.lineno, s.col_offset + 1, null, s.lineno, null);
    }
  }
}

export function _PyFuture_FromAST(mod: mod, filename: string): FutureFeatures {
  const ff: FutureFeatures = { ff_features: 0, ff_location: NO_LOCATION };
  if (mod.kind !== 'Module' && mod.kind !== 'Interactive') return ff;
  const body = mod.body;
  for (let i = _PyAST_GetDocString(body) !== null ? 1 : 0; i < body.length; i++) {
    const s = body[i];
    if (s.kind !== 'ImportFrom' || s.level !== 0 || s.module !== '__future__') break;
    future_check_features(ff, s, filename);
    ff.ff_location = new Location(s.lineno, s.end_lineno, s.col_offset, s.end_col_offset);
  }
  return ff;
}
