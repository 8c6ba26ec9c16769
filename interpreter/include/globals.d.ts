// What the interpreter uses of every JavaScript platform beyond ECMAScript. Nothing of `dom` or `node`.

declare namespace WebAssembly {
  interface MemoryDescriptor {
    initial: number;
    maximum?: number;
    shared?: boolean;
  }
  class Memory {
    constructor(descriptor: MemoryDescriptor);
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
  }
  type Exports = Record<string, unknown>;
  type ModuleImports = Record<string, unknown>;
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports?: Record<string, ModuleImports>);
    readonly exports: Exports;
  }
  interface TableDescriptor {
    element: 'anyfunc';
    initial: number;
  }
  class Table {
    constructor(descriptor: TableDescriptor);
    set(index: number, value: unknown): void;
  }
  class Global {
    constructor(descriptor: { value: 'i32' | 'i64'; mutable: boolean }, value: number | bigint);
    value: number | bigint;
  }
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}
}
/** The memory that heap.ts makes its views of; set before it is loaded. */
declare var pyxrayMemory: WebAssembly.Memory | undefined;
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
/** Base 64 to a string of bytes (char codes 0..255). */
declare function atob(data: string): string;
