// Workers of Node for PythonProcess, and the packed standard library from dist/.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RealmEvent, WorkerFactory } from '../process';
import { share_stdlib } from './vfs';

/** JavaScript stack of a Python thread: what Py_C_RECURSION_LIMIT levels of builtins need. */
const STACK_SIZE_MB = 60;

/** `dist`: the folder (file URL) of the bundles. */
export function node_worker_factory(dist: URL): WorkerFactory {
  return {
    create(start, on_event, on_error, on_exit) {
      const worker = new Worker(new URL('worker.mjs', dist), { workerData: start, resourceLimits: { stackSizeMb: STACK_SIZE_MB, maxOldGenerationSizeMb: 4096 } });
      worker.on('message', (m: RealmEvent) => on_event(m));
      worker.on('error', (e) => on_error(e as Error));
      worker.on('exit', on_exit);
      return { post: (m) => worker.postMessage(m), terminate: () => worker.terminate() };
    },
  };
}

/** dist/stdlib.bin in shared memory, with `cwd` as the current directory of the process to start. */
export function load_stdlib(dist: URL, cwd: string): SharedArrayBuffer {
  return share_stdlib(readFileSync(fileURLToPath(new URL('stdlib.bin', dist))), cwd);
}
