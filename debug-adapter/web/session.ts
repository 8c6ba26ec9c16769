// dist/session.web.js: the debug session in a worker of VS Code's web extension host. Messages: protocol.ts, at its end.

import { FileError, FileServer } from './fileServer';
import type { DapMessage, FsRequestMessage, FsResponseMessage, HostToSessionMessage, SessionToHostMessage, StartMessage } from '../protocol';
import { new_memory, type RealmEvent, type RealmWorker, type WorkerFactory } from '../process';
import { requests } from '../requests/registry';
import { Session } from '../session';
import type { SessionHost } from '../session_host';
import { share_stdlib } from '../hosts/vfs';
import { answer_call, type FileCall, rpc_buffer } from './rpc';

interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { data: unknown }) => void) | null;
  onerror: ((event: { message?: string; preventDefault?: () => void }) => void) | null;
}

interface WorkerGlobal {
  postMessage(message: SessionToHostMessage): void;
  addEventListener(type: 'message', f: (event: { data: HostToSessionMessage }) => void): void;
  Worker: new (url: string) => WorkerLike;
  close(): void;
}

const scope = globalThis as unknown as WorkerGlobal;

/** A Python thread's worker. Its script must have the worker's origin; the realm itself comes from where we come from. */
function worker_script(realm: string): string {
  const text = `
const early = [];
const keep = (event) => early.push(event.data);
self.addEventListener('message', keep);
self.addEventListener('message', async function first(event) {
  self.removeEventListener('message', first);
  const { start, buffer } = event.data;
  globalThis.pyxrayMemory = start.memory;
  try {
    const realm = await import(${JSON.stringify(realm)});
    self.removeEventListener('message', keep);
    realm.run_web_realm(start, buffer);
    for (const data of early.slice(1)) self.dispatchEvent(new MessageEvent('message', { data }));
  } catch (error) {
    self.postMessage({ kind: 'failed', seq: -1, text: String((error && error.stack) || error) });
  }
});
`;
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}

class WebSessionHost implements SessionHost {
  readonly platform = 'web';
  private next_id = 1;
  private readonly waiting = new Map<number, (answer: FsResponseMessage) => void>();
  private readonly files: FileServer;
  private script: string | null = null;

  constructor(private readonly start: StartMessage) {
    this.files = new FileServer(start.mounts, (request) => this.remote(request));
  }

  private remote(request: object): Promise<unknown> {
    const id = this.next_id++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (answer) => (answer.ok ? resolve(answer.value) : reject(new FileError(answer.error, answer.message))));
      scope.postMessage({ ...request, type: 'fs', id } as FsRequestMessage);
    });
  }

  answered(answer: FsResponseMessage): void {
    this.waiting.get(answer.id)?.(answer);
    this.waiting.delete(answer.id);
  }

  read_file(path: string): Promise<Uint8Array> {
    return this.remote({ op: 'readFile', path }) as Promise<Uint8Array>;
  }

  async stdlib(cwd: string): Promise<SharedArrayBuffer> {
    const url = new URL('stdlib.bin', this.start.distUrl).href;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the standard library could not be loaded from ${url}: HTTP ${response.status}`);
    return share_stdlib(new Uint8Array(await response.arrayBuffer()), cwd);
  }

  async snapshot(): Promise<SharedArrayBuffer | null> {
    const response = await fetch(new URL('snapshot.web.bin', this.start.distUrl).href);
    if (!response.ok) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const shared = new SharedArrayBuffer(bytes.length);
    new Uint8Array(shared).set(bytes);
    return shared;
  }

  memory(mib: number): WebAssembly.Memory {
    return new_memory(mib);
  }

  worker_factory(): WorkerFactory {
    this.script ??= worker_script(new URL('realm.web.js', this.start.distUrl).href);
    const script = this.script;
    return {
      create: (start, on_event, on_error): RealmWorker => {
        const worker = new scope.Worker(script);
        const buffer = rpc_buffer();
        worker.onmessage = ({ data }) => {
          const event = data as RealmEvent & FileCall & { text?: string };
          if (event.kind === 'fs') void this.files.call(event).then(({ answer, bytes }) => answer_call(buffer, answer, bytes));
          else if (event.kind === 'failed') on_error(new Error(event.text));
          else on_event(event);
        };
        worker.onerror = (event) => {
          event.preventDefault?.();
          on_error(new Error(event.message ?? 'a worker failed'));
        };
        worker.postMessage({ start, buffer });
        return { post: (message) => worker.postMessage(message), terminate: async () => worker.terminate() };
      },
    };
  }

  environ(): Record<string, string> {
    return { HOME: '/home', PATH: '/usr/bin', LANG: 'C.UTF-8' };
  }

  cwd(): string {
    return this.start.mounts[0] ?? '/';
  }

  monotonic_ms(): number {
    return performance.timeOrigin + performance.now();
  }

  quit(): void {
    scope.close();
  }
}

let host: WebSessionHost | null = null;
let session: Session | null = null;

scope.addEventListener('message', ({ data }) => {
  switch (data.type) {
    case 'start':
      host = new WebSessionHost(data);
      session = new Session(host, requests, (message) => scope.postMessage({ type: 'dap', message } satisfies DapMessage));
      break;
    case 'dap':
      void session?.receive(data.message);
      break;
    case 'fsResult':
      host?.answered(data);
      break;
  }
});
