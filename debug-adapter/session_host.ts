// What a debug session needs from its platform. Node: hosts/node_session.ts; browser: web/session.ts.

import type { WorkerFactory } from './process';
import type { TerminalOffer } from './terminal';

export interface SessionHost {
  readonly platform: 'node' | 'web';
  /** The whole file. Rejects with an Error whose message is fit to show. */
  read_file(path: string): Promise<Uint8Array>;
  /** The packed standard library in shared memory, for a process whose current directory is `cwd`. */
  stdlib(cwd: string): Promise<SharedArrayBuffer>;
  /** dist/snapshot.bin in shared memory; null when it is not there. */
  snapshot(): Promise<SharedArrayBuffer | null>;
  /** Makes what a program will need, while the client decides what to launch. */
  prepare?(): void;
  /** A memory of that many MiB: the prepared one where it fits. */
  memory(mib: number): WebAssembly.Memory;
  worker_factory(): WorkerFactory;
  environ(): Record<string, string>;
  cwd(): string;
  /** The clock of the Python threads' host (Host.monotonic_ns), in ms. */
  monotonic_ms(): number;
  /** Waits for the relay that the client starts in a terminal of its own. Missing where there are no terminals. */
  offer_terminal?(): Promise<TerminalOffer>;
  /** Compiles what is stale of the C extensions beside `program`, or of these files; what the compiler says goes to `say`. The files that did not compile. Missing where there is no compiler. */
  build_extensions?(program: string | undefined, setting: 'auto' | string[], say: (text: string) => void): Promise<string[]>;
  /** The client is gone: end this process or worker. */
  quit(): void;
}
