// Workers of Node for PythonProcess, and the packed standard library from dist/.

import { close, closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RealmEvent, RealmStart, WorkerFactory } from '../process';
import { watch_native } from './native';
import { close_fds, stdlib_bytes, stdlib_loaded, stdlib_memory } from './vfs';

/** JavaScript stack of a Python thread: what Py_C_RECURSION_LIMIT levels of builtins need. */
const STACK_SIZE_MB = 60;

/** What a worker is made with. Without `start` it loads the interpreter and waits for a message with it. */
export interface WorkerData {
  memory: WebAssembly.Memory;
  debug: boolean;
  start?: RealmStart;
}

function new_worker(dist: URL, workerData: WorkerData): Worker {
  // Descriptors belong to the process: they outlive the thread that opened them.
  return new Worker(new URL('worker.cjs', dist), { workerData, trackUnmanagedFds: false, resourceLimits: { stackSizeMb: STACK_SIZE_MB, maxOldGenerationSizeMb: 4096 } });
}

/** A worker on a memory, made before it is known what to run. It does not keep the process alive. */
export class PreparedWorker {
  private worker: Worker | null;

  constructor(
    dist: URL,
    readonly memory: WebAssembly.Memory,
  ) {
    this.worker = new_worker(dist, { memory, debug: true });
    this.worker.unref();
    // Whoever wants the worker then makes one, which fails as this did.
    this.worker.once('error', () => (this.worker = null));
  }

  /** The worker, told what to run; null when it is gone or runs already. */
  take(start: RealmStart): Worker | null {
    const worker = start.memory === this.memory ? this.worker : null;
    if (worker === null) return null;
    this.worker = null;
    worker.removeAllListeners('error');
    worker.ref();
    worker.postMessage(start);
    return worker;
  }

  discard(): void {
    void this.worker?.terminate();
    this.worker = null;
  }
}

/** `dist`: the folder (file URL) of the bundles. `prepared`: a worker for whoever wants one on its memory. */
export function node_worker_factory(dist: URL, prepared: PreparedWorker | null = null): WorkerFactory {
  const receivers = new Set<(event: RealmEvent) => void>();
  const native = watch_native(dist, (fd, bytes) => [...receivers][0]?.({ seq: -1, kind: 'native_output', fd, bytes }));
  return {
    finished: (stdlib) => close_fds(stdlib, (fd) => close(fd, () => {})),
    create(start, on_event, on_error, on_exit) {
      const what = { ...start, native: native.start };
      const worker = prepared?.take(what) ?? new_worker(dist, { memory: start.memory, debug: start.debug !== undefined, start: what });
      receivers.add(on_event);
      worker.on('message', (m: RealmEvent) => {
        if (m.kind === 'native_stdio') {
          native.redirect_stdio();
          return;
        }
        // What C wrote comes before the end.
        if (m.kind === 'exit') native.finish();
        on_event(m);
      });
      worker.on('error', (e) => on_error(e as Error));
      worker.on('exit', (code) => {
        receivers.delete(on_event);
        if (start.role === 'main') native.finish();
        on_exit(code);
      });
      return { post: (m) => worker.postMessage(m), terminate: () => worker.terminate() };
    },
  };
}

/** dist/stdlib.bin in shared memory, with `cwd` as the current directory of the process to start. It is read while the worker starts. */
export function load_stdlib(dist: URL, cwd: string): SharedArrayBuffer {
  const fd = openSync(fileURLToPath(new URL('stdlib.bin', dist)), 'r');
  const shared = stdlib_memory(fstatSync(fd).size, cwd);
  const bytes = stdlib_bytes(shared);
  const read_from = (at: number): void => {
    read(fd, bytes, at, bytes.length - at, at, (error, n) => {
      if (error === null && n > 0 && at + n < bytes.length) return read_from(at + n);
      stdlib_loaded(shared, error === null && at + n === bytes.length);
      close(fd);
    });
  };
  read_from(0);
  return shared;
}

/** dist/snapshot.bin in shared memory; null when it is not there. */
export function load_snapshot(dist: URL): SharedArrayBuffer | null {
  return read_shared(new URL('snapshot.bin', dist));
}

/** A whole file in shared memory; null when it cannot be opened. */
function read_shared(file: URL): SharedArrayBuffer | null {
  let fd: number;
  try {
    fd = openSync(fileURLToPath(file), 'r');
  } catch {
    return null;
  }
  try {
    const shared = new SharedArrayBuffer(fstatSync(fd).size);
    const bytes = new Uint8Array(shared);
    for (let at = 0; at < bytes.length; ) {
      const n = readSync(fd, bytes, at, bytes.length - at, at);
      if (n === 0) return null;
      at += n;
    }
    return shared;
  } finally {
    closeSync(fd);
  }
}
