// A worker thread of Node: sets the memory, then loads the interpreter (whose heap views are module constants).

import * as node_module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { RealmStart } from '../process';

// V8's compiled code of the interpreter, kept between runs: most of a worker's start is parsing. (Node 20 has no such cache.)
node_module.enableCompileCache?.();
const start = workerData as RealmStart;
globalThis.pyxrayMemory = start.memory;
// A separate bundle, so that it is evaluated after the line above.
const realm = (await import('./realm.mjs' as string)) as typeof import('../node_realm');
realm.run_node_realm(start, parentPort as NonNullable<typeof parentPort>);
