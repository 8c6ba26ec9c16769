// One run of Python: its memory, its workers, its events. Platform-neutral; who makes a worker is a parameter.
// Used by the command line and by the debug session. Only the thread that owns this object starts workers (DESIGN section 6).

import { trip_signal } from '../interpreter/probe/trip_signal';
import { MAX_HEAP_MIB, MIN_HEAP_MIB } from './heapSizes';
import { drain_output, output_ring } from './outputRing';
import type { RunConfig } from '../interpreter/index';

/** What a realm is told at its start. */
export interface RealmStart {
  memory: WebAssembly.Memory;
  /** The packed standard library. */
  stdlib: SharedArrayBuffer;
  /** snapshot: starts Python and sends the heap that results (event `snapshot`); for the build. */
  role: 'main' | 'thread' | 'warm' | 'snapshot';
  /** roles main and snapshot */
  config?: RunConfig;
  /** role main: a heap on which the start has run; used when it is this bundle's. */
  snapshot?: SharedArrayBuffer | null;
  /** role thread */
  tstate?: number;
  /** Output goes to the descriptors themselves, or into this ring (outputRing.ts). */
  output: 'direct' | SharedArrayBuffer;
  /** Standard input that is typed somewhere else (stdin.ts); without it descriptor 0 is the process's own. */
  stdin?: SharedArrayBuffer;
  /** Bit n: descriptor n, which is not the process's own, is a terminal. */
  tty?: number;
  environ: Record<string, string>;
  cwd: string;
  /** Present when the run is debugged: given to probe/install.ts as it is. */
  debug?: unknown;
  /** Looks the heap over after the program (probe/audit.ts): event `audit` with its text. */
  audit?: boolean;
  /** Event `gil_handoff` for each. */
  trace_gil?: boolean;
  timeline?: TimelineStart;
  /** Of a factory whose workers can call C (hosts/native.ts). */
  native?: NativeStart;
}

/** What the workers of a process share about calls into C, and where the library for them is found. */
export interface NativeStart {
  state: SharedArrayBuffer;
  /** A file URL beside which koffi is installed. */
  dist: string;
}

/** Where what the threads do with the GIL is recorded (interpreter/probe/gil_timeline.ts), when somebody asks for it. */
export interface TimelineStart {
  ring: SharedArrayBuffer;
  /** Paths below this are the library. */
  library: string;
}

/** A message of a realm. `seq` is drawn under the GIL and orders messages of all realms; -1: unordered. */
export interface RealmEvent {
  seq: number;
  kind: string;
  [field: string]: unknown;
}

export interface RealmWorker {
  post(message: unknown): void;
  /** Settles when the worker has gone and touches the memory no more. */
  terminate(): Promise<unknown>;
}

export interface WorkerFactory {
  /** Starts a worker that runs realm.ts with `start`. */
  create(start: RealmStart, on_event: (event: RealmEvent) => void, on_error: (error: Error) => void, on_exit: (code: number) => void): RealmWorker;
  /** All workers of a process have gone; `stdlib` is what they shared. */
  finished?(stdlib: SharedArrayBuffer): void;
}

export interface ProcessOptions {
  memory: WebAssembly.Memory;
  stdlib: SharedArrayBuffer;
  /** dist/snapshot.bin; null: none. */
  snapshot: SharedArrayBuffer | null;
  config: RunConfig;
  /** events: `output` with fd and bytes, before every event that was posted after it was written. */
  output: 'direct' | 'events';
  stdin?: SharedArrayBuffer;
  tty?: number;
  environ: Record<string, string>;
  cwd: string;
  debug?: unknown;
  audit?: boolean;
  trace_gil?: boolean;
  timeline?: TimelineStart;
  /** Every event, in the order of `seq`. */
  on_event: (event: RealmEvent) => void;
  /** Once, after the last event. */
  on_exit: (status: number) => void;
}

/** Size of the address space in 64 KiB pages for a heap of `mib` MiB. */
export function heap_pages(mib: number): number {
  return Math.min(Math.max(Math.ceil(mib), MIN_HEAP_MIB), MAX_HEAP_MIB) * 16;
}

/** With 64-bit addresses where the engine has them (V8 13): C extensions are wasm64 and import this memory. JavaScript sees the same buffer. */
export function new_memory(mib: number): WebAssembly.Memory {
  const pages = heap_pages(mib);
  try {
    const size = BigInt(pages) as unknown as number;
    return new WebAssembly.Memory({ address: 'i64', initial: size, maximum: size, shared: true } as WebAssembly.MemoryDescriptor);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }
}

/** How long output may wait for more of it. */
const OUTPUT_MS = 4;

/** Two threads can start at once without waiting for a worker. */
const WARM_WORKERS = 2;
/** A program that ends so soon after it imported threading, or starts its threads so soon, does not share the processors with workers that nobody has asked for. */
const WARM_AFTER_MS = 250;

export class PythonProcess {
  private readonly workers = new Set<RealmWorker>();
  /** Workers that wait for a thread to run. */
  private readonly warm: RealmWorker[] = [];
  private readonly ring: SharedArrayBuffer | null;
  private drain_timer: ReturnType<typeof setTimeout> | null = null;
  private warm_timer: ReturnType<typeof setTimeout> | null = null;
  private next_seq = 0;
  private readonly held = new Map<number, RealmEvent>();
  private ended = false;
  private status: number | null = null;
  private readonly leaving = new Set<Promise<unknown>>();

  constructor(
    private readonly factory: WorkerFactory,
    private readonly options: ProcessOptions,
  ) {
    this.ring = options.output === 'events' ? output_ring() : null;
  }

  start(): void {
    this.spawn({ role: 'main', config: this.options.config, snapshot: this.options.snapshot });
  }

  /** Ends everything at once. The exit callback comes with `status`. */
  terminate(status = -15): void {
    if (this.ended) return;
    this.ended = true;
    if (this.warm_timer !== null) clearTimeout(this.warm_timer);
    this.flush_held();
    this.drain();
    for (const w of [...this.workers, ...this.warm]) this.dismiss(w);
    this.workers.clear();
    this.options.on_exit(status);
  }

  /** Settles when no worker of an ended process is left. */
  async gone(): Promise<void> {
    await Promise.all(this.leaving);
    this.factory.finished?.(this.options.stdlib);
  }

  /** Signal `signum` for the main Python thread, as the terminal's Ctrl+C is. False when an earlier one was not handled yet. */
  interrupt(signum: number): boolean {
    return trip_signal(this.options.memory, signum);
  }

  private base(): Omit<RealmStart, 'role'> {
    const { memory, stdlib, stdin, tty, environ, cwd, debug, audit, trace_gil, timeline } = this.options;
    return { memory, stdlib, output: this.ring ?? 'direct', stdin, tty, environ, cwd, debug, audit, trace_gil, timeline };
  }

  private spawn(start: Pick<RealmStart, 'role' | 'config' | 'snapshot' | 'tstate'>): RealmWorker {
    const worker: RealmWorker = this.factory.create(
      { ...this.base(), ...start },
      (event) => this.receive(event, worker),
      (error) => this.crashed(error, worker),
      () => this.lost(worker, start.role === 'main'),
    );
    if (start.role !== 'warm') this.workers.add(worker);
    return worker;
  }

  private dismiss(worker: RealmWorker): void {
    const left = worker.terminate().finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  /** Keeps workers ready, so that a Python thread starts without a worker's start-up time. */
  private warm_up(): void {
    while (this.warm.length < WARM_WORKERS && !this.ended) this.warm.push(this.spawn({ role: 'warm' }));
  }

  private warm_soon(): void {
    this.warm_timer ??= setTimeout(() => this.warm_up(), WARM_AFTER_MS);
  }

  private start_thread(tstate: number): void {
    const worker = this.warm.shift();
    if (worker === undefined) {
      this.spawn({ role: 'thread', tstate });
      this.warm_soon();
      return;
    }
    this.workers.add(worker);
    worker.post({ type: 'thread', tstate });
    this.warm_up();
  }

  private receive(event: RealmEvent, worker: RealmWorker): void {
    if (this.ended) return;
    // Starting a thread does not wait for its turn: the order of output and stops does not depend on it.
    if (event.kind === 'start_thread') this.start_thread(event.tstate as number);
    else if (event.kind === 'realm_done') {
      this.workers.delete(worker);
      this.dismiss(worker);
    } else if (event.seq < 0) this.deliver(event);
    else {
      this.held.set(event.seq, event);
      for (let e = this.held.get(this.next_seq); e !== undefined && !this.ended; e = this.held.get(this.next_seq)) {
        this.held.delete(this.next_seq++);
        this.deliver(e);
      }
    }
  }

  /** Hands on what was written. */
  private drain(): void {
    if (this.drain_timer !== null) clearTimeout(this.drain_timer);
    this.drain_timer = null;
    if (this.ring !== null) drain_output(this.ring, (fd, bytes) => this.options.on_event({ seq: -1, kind: 'output', fd, bytes }));
  }

  private deliver(event: RealmEvent): void {
    if (event.kind === 'output') {
      // A program that writes line by line makes few events of many lines.
      this.drain_timer ??= setTimeout(() => this.drain(), OUTPUT_MS);
      return;
    }
    this.drain();
    if (event.kind === 'native_output') this.options.on_event({ ...event, kind: 'output' });
    else if (event.kind === 'exit') {
      this.status = event.status as number;
      this.terminate(this.status);
    } else if (event.kind === 'threads_expected') this.warm_soon();
    else this.options.on_event(event);
  }

  /** At the end: what could not be put in order (its predecessor never came) is delivered all the same. */
  private flush_held(): void {
    for (const seq of [...this.held.keys()].sort((a, b) => a - b)) {
      const e = this.held.get(seq);
      this.held.delete(seq);
      if (e !== undefined && e.kind !== 'exit') this.options.on_event(e);
    }
  }

  private crashed(error: Error, worker: RealmWorker): void {
    // Nobody has asked for a worker that waits: without it a thread starts later.
    if (this.ended || this.forget_warm(worker)) return;
    this.options.on_event({ seq: -1, kind: 'crash', message: error.stack ?? String(error) });
    this.terminate(70);
  }

  /** Whether the worker was one that waits; it is given no thread any more. */
  private forget_warm(worker: RealmWorker): boolean {
    const at = this.warm.indexOf(worker);
    if (at >= 0) this.warm.splice(at, 1);
    return at >= 0;
  }

  private lost(worker: RealmWorker, was_main: boolean): void {
    this.forget_warm(worker);
    this.workers.delete(worker);
    if (was_main && !this.ended) this.terminate(this.status ?? 70);
  }
}
