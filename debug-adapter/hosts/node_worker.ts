// A worker thread of Node: sets the memory, then loads the interpreter (whose heap views are module constants).

import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { RealmStart } from '../process';
import { load_script } from './code_cache';
import type { WorkerData } from './node_factory';

const { memory, debug, start } = workerData as WorkerData;
const port = parentPort as NonNullable<typeof parentPort>;
globalThis.pyxrayMemory = memory;
// A separate bundle, so that it is evaluated after the line above.
const realm = load_script(join(__dirname, 'realm.cjs'), debug ? ['debug', 'run'] : ['run', 'debug']);
const run = (what: RealmStart): void => (realm.exports as typeof import('../node_realm')).run_node_realm(what, port, realm.keep_code);
if (start === undefined) port.once('message', run);
else run(start);
