// The type letters of HostFfi (interpreter/host.ts) as koffi's types, and values both ways.

import type { TypeObject } from 'koffi';
import { FfiError, type FfiValue } from '../../interpreter/host';

type Koffi = typeof import('koffi').default;
// biome-ignore lint/suspicious/noExplicitAny: what koffi takes and gives depends on the type
type Native = any;

/** A type: how koffi calls it, and how a value goes to C and comes from there. */
export interface FfiType {
  koffi: string | TypeObject;
  size: number;
  align: number;
  to(v: FfiValue): Native;
  from(v: Native): FfiValue;
  /** The same for a value inside a structure's bytes. */
  read(bytes: DataView, o: number): Native;
  write(bytes: DataView, o: number, v: Native): void;
}

/** A function's type. `fixed`: the parameters before the variable ones. */
export interface FunctionType {
  result: FfiType;
  params: FfiType[];
  fixed: number;
}

function scalar(koffi: string, size: number, read: FfiType['read'], write: FfiType['write'], from: FfiType['from'] = (v) => v as FfiValue): FfiType {
  return { koffi, size, align: size || 1, to: (v) => v, from, read, write };
}

const pointer = scalar(
  'void *', 8,
  (d, o) => d.getBigUint64(o, true), (d, o, v) => d.setBigUint64(o, BigInt(v ?? 0), true),
  (v) => (v === null || v === undefined ? 0 : Number(v)),
);

const SCALARS: Record<string, FfiType> = {
  v: scalar('void', 0, () => undefined, () => {}),
  b: scalar('int8_t', 1, (d, o) => d.getInt8(o), (d, o, v) => d.setInt8(o, v)),
  B: scalar('uint8_t', 1, (d, o) => d.getUint8(o), (d, o, v) => d.setUint8(o, v)),
  h: scalar('int16_t', 2, (d, o) => d.getInt16(o, true), (d, o, v) => d.setInt16(o, v, true)),
  H: scalar('uint16_t', 2, (d, o) => d.getUint16(o, true), (d, o, v) => d.setUint16(o, v, true)),
  i: scalar('int32_t', 4, (d, o) => d.getInt32(o, true), (d, o, v) => d.setInt32(o, v, true)),
  I: scalar('uint32_t', 4, (d, o) => d.getUint32(o, true), (d, o, v) => d.setUint32(o, v, true)),
  q: scalar('int64_t', 8, (d, o) => d.getBigInt64(o, true), (d, o, v) => d.setBigInt64(o, BigInt(v), true)),
  Q: scalar('uint64_t', 8, (d, o) => d.getBigUint64(o, true), (d, o, v) => d.setBigUint64(o, BigInt(v), true)),
  f: scalar('float', 4, (d, o) => d.getFloat32(o, true), (d, o, v) => d.setFloat32(o, v, true)),
  d: scalar('double', 8, (d, o) => d.getFloat64(o, true), (d, o, v) => d.setFloat64(o, v, true)),
  p: { ...pointer, to: (v) => BigInt((v as number | bigint | undefined) ?? 0) },
};

interface Member {
  name: string;
  offset: number;
  type: FfiType;
}

/** Reads signatures; types are kept, so that equal ones are one koffi type. */
export class TypeReader {
  private readonly compounds = new Map<string, FfiType>();

  constructor(private readonly koffi: Koffi) {}

  function_type(signature: string): FunctionType {
    const at = { i: 0 };
    const result = this.type(signature, at);
    const params: FfiType[] = [];
    let fixed = -1;
    for (at.i++; signature[at.i] !== ')'; ) {
      if (signature[at.i] === '.') {
        fixed = params.length;
        at.i++;
      } else params.push(this.type(signature, at));
    }
    return { result, params, fixed };
  }

  private type(text: string, at: { i: number }): FfiType {
    const c = text[at.i];
    if (c !== '{' && c !== '[') {
      at.i++;
      const t = SCALARS[c];
      if (t === undefined) throw new FfiError(c === 'g' ? 'long double cannot be passed to or returned by a C function here: use double' : `a value of type '${c}' cannot be passed to C`);
      return t;
    }
    const start = at.i;
    const t = c === '{' ? this.structure(text, at) : this.array(text, at);
    const key = text.slice(start, at.i);
    const known = this.compounds.get(key);
    if (known === undefined) this.compounds.set(key, t());
    return this.compounds.get(key) as FfiType;
  }

  private number(text: string, at: { i: number }): number {
    const digits = (/^\d+/.exec(text.slice(at.i)) as RegExpExecArray)[0];
    at.i += digits.length;
    return Number(digits);
  }

  /** [n type] */
  private array(text: string, at: { i: number }): () => FfiType {
    at.i++;
    const n = this.number(text, at);
    at.i++;
    const item = this.type(text, at);
    at.i++;
    return () => {
      const all = (f: (i: number) => Native): Native[] => Array.from({ length: n }, (_, i) => f(i));
      return {
        koffi: this.koffi.array(item.koffi, n, 'Array'), size: n * item.size, align: item.align, to: (v) => v, from: (v) => v,
        read: (d, o) => all((i) => item.read(d, o + i * item.size)), write: (d, o, v) => void all((i) => item.write(d, o + i * item.size, v[i])),
      };
    };
  }

  /** {size,align|offset:type,...}, a union with < after the bar */
  private structure(text: string, at: { i: number }): () => FfiType {
    at.i++;
    const size = this.number(text, at);
    at.i++;
    const align = this.number(text, at);
    at.i++;
    const union = text[at.i] === '<';
    const members: Member[] = [];
    // Base classes' members may bring a bar of their own.
    while (text[at.i] !== '}') {
      if (text[at.i] === '<' || text[at.i] === ',') at.i++;
      else {
        const offset = this.number(text, at);
        at.i++;
        members.push({ name: `m${members.length}`, offset, type: this.type(text, at) });
      }
    }
    at.i++;
    return () => (union ? this.make_union(size, align, members) : this.make_struct(size, align, members));
  }

  private make_struct(size: number, align: number, members: Member[]): FfiType {
    if (size === 0) throw new FfiError('a structure without members cannot be passed by value');
    return {
      koffi: this.struct_type(size, members), size, align,
      to: (v) => this.object(v, members), from: (v) => bytes_of(size, (d) => write_members(d, 0, v, members)),
      read: (d, o) => read_members(d, o, members), write: (d, o, v) => write_members(d, o, v, members),
    };
  }

  private object(v: FfiValue, members: Member[]): Native {
    const bytes = v as Uint8Array;
    return read_members(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, members);
  }

  /** koffi's own layout where it is this one (then registers are chosen as in C); else byte by byte. */
  private struct_type(size: number, members: Member[]): TypeObject {
    let at = 0;
    const natural = members.every((m) => {
      const fits = Math.ceil(at / m.type.align) * m.type.align === m.offset;
      at = m.offset + m.type.size;
      return fits;
    });
    if (natural) {
      const type = this.koffi.struct(Object.fromEntries(members.map((m) => [m.name, m.type.koffi])));
      if (type.size === size) return type;
    }
    const packed: Record<string, string | TypeObject> = {};
    at = 0;
    for (const m of members) {
      if (m.offset < at) throw new FfiError('a structure whose members overlap cannot be passed by value');
      if (m.offset > at) packed[`pad${at}`] = this.koffi.array('uint8_t', m.offset - at);
      packed[m.name] = m.type.koffi;
      at = m.offset + m.type.size;
    }
    if (size > at) packed[`pad${at}`] = this.koffi.array('uint8_t', size - at);
    return this.koffi.pack(packed);
  }

  /** A union's bytes go through its largest member. */
  private make_union(size: number, align: number, members: Member[]): FfiType {
    const widest = members.reduce((a, b) => (b.type.size > a.type.size ? b : a));
    const read = (d: DataView, o: number): Native => ({ [widest.name]: widest.type.read(d, o) });
    const write = (d: DataView, o: number, v: Native): void => widest.type.write(d, o, v[widest.name]);
    return {
      koffi: this.koffi.union(Object.fromEntries(members.map((m) => [m.name, m.type.koffi]))), size, align, read, write,
      to: (v) => read(new DataView((v as Uint8Array).buffer, (v as Uint8Array).byteOffset, size), 0), from: (v) => bytes_of(size, (d) => write(d, 0, v)),
    };
  }
}

function read_members(d: DataView, o: number, members: Member[]): Native {
  return Object.fromEntries(members.map((m) => [m.name, m.type.read(d, o + m.offset)]));
}
function write_members(d: DataView, o: number, v: Native, members: Member[]): void {
  for (const m of members) m.type.write(d, o + m.offset, v[m.name]);
}
function bytes_of(size: number, write: (d: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}
