/** The memory that the interpreter's heap views are made of; set before they are loaded (interpreter/include/heap.ts). */
declare var pyxrayMemory: WebAssembly.Memory | undefined;
