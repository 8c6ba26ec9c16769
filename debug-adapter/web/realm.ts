// run_realm in the browser: dist/realm.web.js, imported by a worker that session.ts starts (WORKER_SCRIPT there).

import { StdlibTree } from '../hosts/vfs';
import type { RealmStart } from '../process';
import { run_realm } from '../realm';
import { WebHost } from './host';

interface Scope {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', f: (event: { data: { type: string; tstate?: number } }) => void): void;
}

export function run_web_realm(start: RealmStart, buffer: SharedArrayBuffer): void {
  const scope = globalThis as unknown as Scope;
  const stdlib = new StdlibTree(start.stdlib);
  run_realm(start, {
    post: (message) => scope.postMessage(message),
    on_message: (f) => scope.addEventListener('message', (event) => f(event.data)),
    make_host: (functions) => new WebHost({ ...functions, stdlib, environ: start.environ, buffer, send: (op, args) => scope.postMessage({ kind: 'fs', op, args }) }),
  });
}
