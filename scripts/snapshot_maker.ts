// What snapshot.mjs bundles and runs: the heap after Python's start, of one realm bundle.
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { share_stdlib, STDLIB_PREFIX } from '../debug-adapter/hosts/vfs';
import { new_memory, type RealmEvent, type RealmStart } from '../debug-adapter/process';

const HEAP_MIB = 64;

/** The web realm's port is its global scope. Its host gets nobody to ask for files: the start reads the packed library only. */
const SCRIPT = `
const { workerData: { start, url, web }, parentPort } = require('node:worker_threads');
globalThis.pyxrayMemory = start.memory;
globalThis.postMessage = (message) => parentPort.postMessage(message);
globalThis.addEventListener = () => {};
if (web) import(url).then((realm) => realm.run_web_realm(start, new SharedArrayBuffer(64)));
else {
  const file = require('node:url').fileURLToPath(url);
  const module = { exports: {} };
  new (require('node:vm').Script)(require('node:fs').readFileSync(file, 'latin1'), { filename: file }).runInThisContext()(module.exports, require, module, file, '');
  module.exports.run_node_realm(start, parentPort);
}
`;

/** `stdlib`: path of stdlib.bin; `url`: the realm's. Rejects with what the start failed at. */
export async function make_snapshot(url: string, stdlib: string, web: boolean): Promise<Uint8Array> {
  const start: RealmStart = {
    role: 'snapshot',
    memory: new_memory(HEAP_MIB),
    stdlib: share_stdlib(readFileSync(stdlib), '/'),
    output: 'direct',
    environ: {},
    cwd: '/',
    config: {
      argv: [''],
      orig_argv: [],
      executable: '/usr/bin/python3.13',
      prefix: '/usr',
      stdlib_dir: STDLIB_PREFIX,
      module_search_paths: [STDLIB_PREFIX],
      warnoptions: [],
      xoptions: {},
      flags: {},
      hash_seed: 0,
      heap_limit: HEAP_MIB << 20,
      gil: { policy: 'os', seed: 1, interval_us: 5000 },
      site: true,
    },
  };
  const worker = new Worker(SCRIPT, { eval: true, workerData: { start, url, web }, resourceLimits: { stackSizeMb: 60 } });
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (event: RealmEvent & { bytes: Uint8Array }) => {
        if (event.kind === 'snapshot') resolve(event.bytes);
        else reject(new Error(`snapshot: the start sent ${JSON.stringify(event)}`));
      });
      worker.on('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}
