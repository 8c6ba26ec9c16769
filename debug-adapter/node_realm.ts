// run_realm on Node: dist/realm.cjs.

import type { MessagePort } from 'node:worker_threads';
import { make_node_host } from './hosts/node';
import { StdlibTree } from './hosts/vfs';
import type { RealmStart } from './process';
import { run_realm } from './realm';

export function run_node_realm(start: RealmStart, port: MessagePort, keep_code?: () => void): void {
  run_realm(start, {
    post: (message) => port.postMessage(message),
    on_message: (f) => port.on('message', f),
    keep_code,
    make_host: (functions, s) =>
      make_node_host({
        ...functions, stdlib: new StdlibTree(s.stdlib), environ: s.environ, heap: new Uint8Array(s.memory.buffer), native: s.native, ask_for_stdio: () => port.postMessage({ kind: 'native_stdio', seq: -1 }),
      }),
  });
}
