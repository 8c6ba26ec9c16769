// The writing half of Python/marshal.c of CPython 3.13, version 4 of the format, for code descriptions; and the pyc header.
// Deviation: CPython marks what may be referred to again by its reference count. Here an interned string is always marked and
// any other object if the same JS object (or equal string) occurs twice: same values read back, not always the same bytes.
//
// A mark (FLAG_REF) gives the object the next index, before its parts get theirs; TYPE_REF and that index stand for it later.

import { type CodeConst, type CodeDesc } from '../include/cpython_code';
import { type PyConst } from '../include/pycore_ast';
import { PYC_MAGIC_NUMBER } from '../include/pycore_opcode_ids';

export const FLAG_REF = 0x80;
export const MAX_MARSHAL_STACK_DEPTH = 2000;

function type(ch: string): number {
  return ch.charCodeAt(0);
}

/** UTF-8 with lone surrogates passed through ('surrogatepass'). */
function utf8(cps: Iterable<number>): number[] {
  const out: number[] = [];
  for (const cp of cps) {
    if (cp < 0x80) out.push(cp);
    else if (cp < 0x800) out.push(0xc0 | (cp >> 6), 0x80 | (cp & 63));
    else if (cp < 0x10000) out.push(0xe0 | (cp >> 12), 0x80 | ((cp >> 6) & 63), 0x80 | (cp & 63));
    else out.push(0xf0 | (cp >> 18), 0x80 | ((cp >> 12) & 63), 0x80 | ((cp >> 6) & 63), 0x80 | (cp & 63));
  }
  return out;
}

function code_points(s: string): number[] {
  return Array.from(s, (ch) => ch.codePointAt(0)!);
}

function is_ascii(s: string): boolean {
  return /^[\x00-\x7f]*$/.test(s);
}

/** A string constant that CPython interns when it makes a code object. */
function should_intern(s: string): boolean {
  return /^[A-Za-z0-9_]*$/.test(s);
}

class Writer {
  private buf = new Uint8Array(4096);
  private len = 0;
  private readonly refs = new Map<unknown, number>();
  /** Objects that occur again: by JS identity, strings by content. */
  private readonly shared = new Set<unknown>();

  constructor(private readonly root: CodeDesc) {
    this.find_shared(new Set(), root);
  }

  private static key(c: CodeConst): unknown {
    return c.t === 'str' && c.cps === undefined ? `s${c.v}` : c.t === 'code' ? c.v : c;
  }

  private note(seen: Set<unknown>, key: unknown): boolean {
    if (seen.has(key)) {
      this.shared.add(key);
      return false;
    }
    seen.add(key);
    return true;
  }

  private find_shared(seen: Set<unknown>, co: CodeDesc): void {
    const visit = (c: CodeConst): void => {
      if (!this.note(seen, Writer.key(c))) return;
      if (c.t === 'code') this.find_shared(seen, c.v);
      else if (c.t === 'tuple' || c.t === 'frozenset') c.v.forEach(visit);
    };
    co.co_consts.forEach(visit);
    this.note(seen, `s${co.co_filename}`);
    this.note(seen, `s${co.co_name}`);
    this.note(seen, `s${co.co_qualname}`);
  }

  private reserve(n: number): void {
    if (this.len + n <= this.buf.length) return;
    const bigger = new Uint8Array(Math.max(this.buf.length * 2, this.len + n));
    bigger.set(this.buf);
    this.buf = bigger;
  }

  private byte(v: number): void {
    this.reserve(1);
    this.buf[this.len++] = v;
  }

  long(v: number): void {
    this.reserve(4);
    for (let i = 0; i < 4; i++) this.buf[this.len++] = (v >> (8 * i)) & 0xff;
  }

  private bytes(b: ArrayLike<number>): void {
    this.reserve(b.length);
    this.buf.set(b, this.len);
    this.len += b.length;
  }

  /** Writes a reference and returns -1, or returns the flag for the object's type byte. */
  private ref(key: unknown, mark: boolean): number {
    if (!mark) return 0;
    const index = this.refs.get(key);
    if (index !== undefined) {
      this.byte(type('r'));
      this.long(index);
      return -1;
    }
    this.refs.set(key, this.refs.size);
    return FLAG_REF;
  }

  private str(s: string, cps: number[] | undefined, interned: boolean): void {
    const key = cps === undefined ? `s${s}` : cps;
    const flag = this.ref(key, interned || this.shared.has(key));
    if (flag < 0) return;
    if (cps === undefined && is_ascii(s)) {
      const short = s.length < 256;
      this.byte(type(short ? (interned ? 'Z' : 'z') : interned ? 'A' : 'a') | flag);
      if (short) this.byte(s.length);
      else this.long(s.length);
      this.bytes(utf8(code_points(s)));
      return;
    }
    const data = utf8(cps ?? code_points(s));
    this.byte(type(interned ? 't' : 'u') | flag);
    this.long(data.length);
    this.bytes(data);
  }

  private bytes_object(b: Uint8Array, flag = 0): void {
    this.byte(type('s') | flag);
    this.long(b.length);
    this.bytes(b);
  }

  private tuple_header(n: number, flag: number): void {
    if (n < 256) {
      this.byte(type(')') | flag);
      this.byte(n);
    } else {
      this.byte(type('(') | flag);
      this.long(n);
    }
  }

  private names(names: string[]): void {
    this.tuple_header(names.length, 0);
    for (const name of names) this.str(name, undefined, true);
  }

  private int(v: bigint, flag: number): void {
    if (v >= -0x80000000n && v <= 0x7fffffffn) {
      this.byte(type('i') | flag);
      this.long(Number(v));
      return;
    }
    const digits: number[] = [];
    for (let a = v < 0n ? -v : v; a !== 0n; a >>= 15n) digits.push(Number(a & 0x7fffn));
    this.byte(type('l') | flag);
    this.long(v < 0n ? -digits.length : digits.length);
    for (const d of digits) {
      this.byte(d & 0xff);
      this.byte(d >> 8);
    }
  }

  private double(v: number): void {
    const b = new DataView(new ArrayBuffer(8));
    b.setFloat64(0, v, true);
    this.bytes(new Uint8Array(b.buffer));
  }

  /** In source order; CPython sorts them by their marshalled form, for its sets have no order. */
  private frozenset(items: PyConst[], flag: number): void {
    this.byte(type('>') | flag);
    this.long(items.length);
    for (const item of items) this.object(item);
  }

  private object(c: CodeConst): void {
    switch (c.t) {
      case 'None': return this.byte(type('N'));
      case 'True': return this.byte(type('T'));
      case 'False': return this.byte(type('F'));
      case 'Ellipsis': return this.byte(type('.'));
      case 'str': return this.str(c.v, c.cps, c.cps === undefined && should_intern(c.v));
    }
    const key = Writer.key(c);
    const flag = this.ref(key, this.shared.has(key));
    if (flag < 0) return;
    switch (c.t) {
      case 'int': return this.int(c.v, flag);
      case 'float':
        this.byte(type('g') | flag);
        return this.double(c.v);
      case 'complex':
        this.byte(type('y') | flag);
        this.double(c.re);
        return this.double(c.im);
      case 'bytes': return this.bytes_object(c.v, flag);
      case 'tuple':
        this.tuple_header(c.v.length, flag);
        for (const item of c.v) this.object(item);
        return;
      case 'frozenset': return this.frozenset(c.v, flag);
      case 'code': return this.code(c.v, flag);
    }
  }

  private code(co: CodeDesc, flag: number): void {
    this.byte(type('c') | flag);
    this.long(co.co_argcount);
    this.long(co.co_posonlyargcount);
    this.long(co.co_kwonlyargcount);
    this.long(co.co_stacksize);
    this.long(co.co_flags);
    this.bytes_object(co.co_code);
    this.tuple_header(co.co_consts.length, 0);
    for (const c of co.co_consts) this.object(c);
    this.names(co.co_names);
    this.names(co.co_localsplusnames);
    this.bytes_object(co.co_localspluskinds);
    this.str(co.co_filename, undefined, true);
    this.str(co.co_name, undefined, true);
    this.str(co.co_qualname, undefined, true);
    this.long(co.co_firstlineno);
    this.bytes_object(co.co_linetable);
    this.bytes_object(co.co_exceptiontable);
  }

  finish(): Uint8Array {
    this.code(this.root, 0);
    return this.buf.slice(0, this.len);
  }
}

/** What `marshal.loads` of CPython 3.13 reads as the code object. */
export function PyMarshal_WriteCodeDesc(code: CodeDesc): Uint8Array {
  return new Writer(code).finish();
}

/** A timestamp-based pyc (PEP 552): `mtime` in seconds and `size` of the source, both modulo 2**32. */
export function writePyc(code: CodeDesc, mtime: number, size: number): Uint8Array {
  const body = PyMarshal_WriteCodeDesc(code);
  const pyc = new Uint8Array(16 + body.length);
  const header = new DataView(pyc.buffer);
  header.setUint16(0, PYC_MAGIC_NUMBER, true);
  header.setUint16(2, 0x0a0d, true);
  header.setUint32(4, 0, true);
  header.setUint32(8, mtime >>> 0, true);
  header.setUint32(12, size >>> 0, true);
  pyc.set(body, 16);
  return pyc;
}
