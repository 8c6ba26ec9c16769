// A worker thread of Node: sets the memory, then loads the interpreter (whose heap views are module constants).

import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { RealmStart } from '../process';
import { load_script } from './code_cache';

const start = workerData as RealmStart;
globalThis.pyxrayMemory = start.memory;
// A separate bundle, so that it is evaluated after the line above.
const realm = load_script(join(__dirname, 'realm.cjs'), start.debug === undefined ? ['run', 'debug'] : ['debug', 'run']);
(realm.exports as typeof import('../node_realm')).run_node_realm(start, parentPort as NonNullable<typeof parentPort>, realm.keep_code);
