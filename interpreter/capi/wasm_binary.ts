// The WebAssembly binary format, as far as the loader reads and the glue writes it. Source: the WebAssembly core
// specification 3.0 (memory64), and "dylink.0" of tool-conventions/DynamicLinking.md.

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const FUNCREF = 0x70;

export interface FuncType {
  params: number[];
  results: number[];
}
export interface WasmImport {
  module: string;
  name: string;
  /** 0 function, 1 table, 2 memory, 3 global, 4 tag. */
  kind: number;
  /** Functions: index of the type. Globals: the value type. Tables and memories: the flags of the limits. */
  type: number;
}
export interface ExtensionModule {
  memory_size: number;
  memory_align: number;
  table_size: number;
  needed: string[];
  types: FuncType[];
  imports: WasmImport[];
  /** The type of every function, imports first. */
  functions: number[];
  exports: Map<string, { kind: number; index: number }>;
  /** Function indexes in the order of the table from __table_base on. */
  elements: number[];
  /** Function names by index, from the name section. */
  names: Map<number, string>;
  /** Custom sections by name. */
  custom: Map<string, Uint8Array>;
  /** Where the code section's payload begins in the file. */
  code: number;
}

class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
    readonly end = bytes.length,
  ) {}
  byte(): number {
    return this.bytes[this.at++];
  }
  /** LEB128; exact below 2^53. */
  leb(): number {
    let v = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = this.byte();
      v += (b & 127) * scale;
      if (b < 128) return v;
    }
  }
  name(): string {
    const n = this.leb();
    this.at += n;
    return new TextDecoder().decode(this.bytes.slice(this.at - n, this.at));
  }
  vector<T>(read: () => T): T[] {
    const n = this.leb();
    const all: T[] = [];
    for (let i = 0; i < n; i++) all.push(read());
    return all;
  }
  limits(): number {
    const flags = this.byte();
    this.leb();
    if (flags & 1) this.leb();
    return flags;
  }
}

function read_dylink(r: Reader, m: ExtensionModule): void {
  while (r.at < r.end) {
    const kind = r.byte();
    const size = r.leb();
    const next = r.at + size;
    if (kind === 1) {
      m.memory_size = r.leb();
      m.memory_align = 2 ** r.leb();
      m.table_size = r.leb();
    } else if (kind === 2) m.needed = r.vector(() => r.name());
    r.at = next;
  }
}

function read_names(r: Reader, m: ExtensionModule): void {
  while (r.at < r.end) {
    const kind = r.byte();
    const size = r.leb();
    const next = r.at + size;
    if (kind === 1) for (let n = r.leb(); n > 0; n--) m.names.set(r.leb(), r.name());
    r.at = next;
  }
}

function read_import(r: Reader): WasmImport {
  const module = r.name();
  const name = r.name();
  const kind = r.byte();
  let type: number;
  if (kind === 0) type = r.leb();
  else if (kind === 1) {
    r.byte();
    type = r.limits();
  } else if (kind === 2) type = r.limits();
  else {
    type = r.byte();
    r.byte();
  }
  return { module, name, kind, type };
}

/** Skips a constant expression. */
function skip_expression(r: Reader): void {
  for (let op = r.byte(); op !== 0x0b; op = r.byte()) {
    if (op === 0x41 || op === 0x42 || op === 0x23 || op === 0xd2) r.leb();
  }
}

/** Elements of active segments at __table_base; extensions have at most one. */
function read_elements(r: Reader, m: ExtensionModule): void {
  for (let n = r.leb(); n > 0; n--) {
    const flags = r.leb();
    if (flags & 1) throw new Error('the module has passive element segments');
    if (flags & 2) r.leb();
    skip_expression(r);
    if (flags & 2) r.byte();
    m.elements.push(...r.vector(() => r.leb()));
  }
}

/** Reads a module made with -shared; throws where it is none. */
export function read_module(bytes: Uint8Array): ExtensionModule {
  const m: ExtensionModule = { memory_size: 0, memory_align: 1, table_size: 0, needed: [], types: [], imports: [], functions: [], exports: new Map(), elements: [], names: new Map(), custom: new Map(), code: 0 };
  let shared = false;
  const r = new Reader(bytes, 8);
  while (r.at < bytes.length) {
    const id = r.byte();
    const size = r.leb();
    const s = new Reader(bytes, r.at, r.at + size);
    r.at += size;
    if (id === 0) {
      const name = s.name();
      if (name === 'dylink.0') {
        shared = true;
        read_dylink(s, m);
      } else if (name === 'name') read_names(s, m);
      else m.custom.set(name, bytes.subarray(s.at, r.at));
    } else if (id === 1) {
      m.types = s.vector(() => {
        s.byte();
        return { params: s.vector(() => s.byte()), results: s.vector(() => s.byte()) };
      });
    } else if (id === 2) {
      m.imports = s.vector(() => read_import(s));
      m.functions = m.imports.filter((i) => i.kind === 0).map((i) => i.type);
    } else if (id === 3) m.functions.push(...s.vector(() => s.leb()));
    else if (id === 7) {
      for (let n = s.leb(); n > 0; n--) {
        const name = s.name();
        m.exports.set(name, { kind: s.byte(), index: s.leb() });
      }
    } else if (id === 9) read_elements(s, m);
    else if (id === 10) m.code = s.at;
  }
  if (!shared) throw new Error('the module was not linked with -shared');
  return m;
}

// ---- writing -----------------------------------------------------------------------------------------------------------

export function leb(n: number): number[] {
  const out: number[] = [];
  do {
    const b = n % 128;
    n = Math.floor(n / 128);
    out.push(n > 0 ? b + 128 : b);
  } while (n > 0);
  return out;
}
/** Signed. */
export function sleb(n: number): number[] {
  const out: number[] = [];
  for (;;) {
    const b = ((n % 128) + 128) % 128;
    n = Math.floor(n / 128);
    if ((n === 0 && b < 64) || (n === -1 && b >= 64)) return [...out, b];
    out.push(b + 128);
  }
}
const text = (s: string): number[] => {
  const b = new TextEncoder().encode(s);
  return [...leb(b.length), ...b];
};

/** Collects imports and functions of a small module. */
export class ModuleWriter {
  private readonly types = new Map<string, number>();
  private readonly imports: number[][] = [];
  private readonly functions: number[] = [];
  private readonly bodies: number[][] = [];
  private readonly exports: number[][] = [];
  private imported = 0;

  type(params: readonly number[], results: readonly number[]): number {
    const key = `${params.join()}:${results.join()}`;
    let i = this.types.get(key);
    if (i === undefined) this.types.set(key, (i = this.types.size));
    return i;
  }
  /** `pages`: of the shared memory with 64-bit addresses. */
  import_memory(pages: number): void {
    this.imports.push([...text('e'), ...text('memory'), 2, 7, ...leb(1), ...leb(pages)]);
  }
  /** `flags`: of its limits; 4 when indexes are i64. */
  import_table(flags: number): void {
    this.imports.push([...text('e'), ...text('table'), 1, FUNCREF, flags & 4, ...leb(0)]);
  }
  /** A mutable i64. */
  import_global(name: string): void {
    this.imports.push([...text('e'), ...text(name), 3, I64, 1]);
  }
  /** All imports of functions come before the first function. Returns its index. */
  import_function(name: string, params: readonly number[], results: readonly number[]): number {
    this.imports.push([...text('e'), ...text(name), 0, ...leb(this.type(params, results))]);
    return this.imported++;
  }
  add_function(name: string, params: readonly number[], results: readonly number[], code: readonly number[]): void {
    const index = this.imported + this.functions.length;
    this.functions.push(this.type(params, results));
    const body = [0, ...code, 0x0b];
    this.bodies.push([...leb(body.length), ...body]);
    this.exports.push([...text(name), 0, ...leb(index)]);
  }
  finish(): Uint8Array<ArrayBuffer> {
    const types = [...this.types.keys()].map((k) => {
      const [p, r] = k.split(':').map((x) => (x === '' ? [] : x.split(',').map(Number)));
      return [0x60, ...leb(p.length), ...p, ...leb(r.length), ...r];
    });
    const out = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    const section = (id: number, items: readonly (readonly number[])[]): void => {
      const size = items.reduce((n, i) => n + i.length, 0);
      const count = leb(items.length);
      out.push(id, ...leb(size + count.length), ...count);
      for (const item of items) for (const b of item) out.push(b);
    };
    section(1, types);
    section(2, this.imports);
    section(3, this.functions.map((t) => leb(t)));
    section(7, this.exports);
    section(10, this.bodies);
    return new Uint8Array(out);
  }
}
