// Objects/codeobject.c (_PyCode_ConstantKey) and compile.c (merge_consts_recursive) of CPython 3.13: merging of equal constants.
// Deviation: the key is a string and the merged constant is the first JS object with that key; a tuple's items are replaced in it.
// 1, 1.0, True and 1j differ, 0.0 and -0.0 differ; a NaN equals nothing but itself; code objects compare by content.

import type { CodeConst, CodeDesc } from '../include/cpython_code';
import type { PyConst } from '../include/pycore_ast';

export const NONE: PyConst = { t: 'None' };
export const TRUE: PyConst = { t: 'True' };
export const FALSE: PyConst = { t: 'False' };
export const ELLIPSIS: PyConst = { t: 'Ellipsis' };

export function const_int(v: number): PyConst {
  return { t: 'int', v: BigInt(v) };
}

export function const_str(v: string): PyConst {
  return { t: 'str', v };
}

/** PyObject_IsTrue of a constant. */
export function const_is_true(c: CodeConst): boolean {
  switch (c.t) {
    case 'None':
    case 'False':
      return false;
    case 'int': return c.v !== 0n;
    case 'float': return c.v !== 0;
    case 'complex': return c.re !== 0 || c.im !== 0;
    case 'str':
    case 'bytes':
    case 'tuple':
    case 'frozenset':
      return c.v.length > 0;
    default: return true;
  }
}

function latin1(bytes: Uint8Array): string {
  let s = '';
  for (let i = 0; i < bytes.length; i++) s += String.fromCharCode(bytes[i]);
  return s;
}

function float_key(v: number): string {
  return Object.is(v, -0) ? '-0' : String(v);
}

function same_bytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

function same_list<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** code_richcompare: constants of both are merged already, so identity compares them. */
function same_code(a: CodeDesc, b: CodeDesc): boolean {
  return a.co_name === b.co_name && a.co_argcount === b.co_argcount && a.co_posonlyargcount === b.co_posonlyargcount &&
    a.co_kwonlyargcount === b.co_kwonlyargcount && a.co_flags === b.co_flags && a.co_firstlineno === b.co_firstlineno &&
    same_bytes(a.co_code, b.co_code) && same_list(a.co_consts, b.co_consts) && same_list(a.co_names, b.co_names) &&
    same_list(a.co_localsplusnames, b.co_localsplusnames) && same_bytes(a.co_linetable, b.co_linetable) &&
    same_bytes(a.co_exceptiontable, b.co_exceptiontable);
}

export class ConstCache {
  private readonly byKey = new Map<string, CodeConst>();
  private readonly codes = new Map<string, { t: 'code'; v: CodeDesc }[]>();
  private readonly identities = new Map<PyConst, number>();

  /** The one object that stands for all constants equal to `value`. */
  merge<T extends CodeConst>(value: T): T {
    if (value.t === 'None') return NONE as T;
    if (value.t === 'Ellipsis') return ELLIPSIS as T;
    if (value.t === 'code') return this.merge_code(value) as T;
    const key = this.key(value);
    const known = this.byKey.get(key);
    if (known !== undefined) return known as T;
    if (value.t === 'tuple' || value.t === 'frozenset') for (let i = 0; i < value.v.length; i++) value.v[i] = this.merge(value.v[i]);
    this.byKey.set(key, value);
    return value;
  }

  private merge_code(value: { t: 'code'; v: CodeDesc }): CodeConst {
    const code = value.v;
    const key = `${code.co_firstlineno}:${code.co_code.length}:${code.co_name}`;
    const bucket = this.codes.get(key);
    if (bucket === undefined) {
      this.codes.set(key, [value]);
      return value;
    }
    for (const known of bucket) {
      if (same_code(known.v, code)) return known;
    }
    bucket.push(value);
    return value;
  }

  private key(c: PyConst): string {
    switch (c.t) {
      case 'None': return 'N';
      case 'Ellipsis': return 'E';
      case 'True': return 'T';
      case 'False': return 'F';
      case 'int': return `i${c.v}`;
      case 'float': return c.v !== c.v ? this.identity(c) : `f${float_key(c.v)}`;
      case 'complex': return c.re !== c.re || c.im !== c.im ? this.identity(c) : `c${float_key(c.re)},${float_key(c.im)}`;
      case 'str': return c.cps !== undefined ? `S${c.cps.join(',')}` : `s${c.v}`;
      case 'bytes': return `b${latin1(c.v)}`;
      case 'tuple': return `(${this.keys(c.v).join('')}`;
      case 'frozenset': return `{${this.keys(c.v).sort().join('')}`;
    }
  }

  private keys(items: PyConst[]): string[] {
    return items.map((item) => {
      const key = this.key(item);
      return `${key.length}:${key}`;
    });
  }

  private identity(c: PyConst): string {
    let id = this.identities.get(c);
    if (id === undefined) {
      id = this.identities.size;
      this.identities.set(c, id);
    }
    return `#${id}`;
  }
}
