// The program of a worker: one Python thread. Bundled with the interpreter (dist/realm.cjs); globalThis.pyxrayMemory is set
// before this is loaded. Platform entries (hosts/node_worker.ts, web/worker.ts) call run_realm with their host.

import { type HeapSnapshot, type Host, HostError, InitError, main_thread_has_signals, next_event_seq, Py_InitializeForSnapshot, Py_RunMain, set_host, snapshot_of, snapshot_title, thread_run } from '../interpreter/index';
import { install_agent } from '../interpreter/probe/install';
import { audit_text } from '../interpreter/probe/audit';
import { begin_timeline, install_timeline } from '../interpreter/probe/gil_timeline';
import { note_refcount_error } from '../interpreter/probe/deferred';
import { record_decisions, trace_gil } from '../interpreter/probe/gil_trace';
import { write_snapshot } from '../interpreter/probe/snapshot_writer';
import { output_writer } from './outputRing';
import type { RealmStart } from './process';
import { stdin_reader } from './stdin';

/** Names this bundle and its standard library; scripts/bundle.mjs writes it. Another bundle's function table and addresses are others. */
declare const PYXRAY_BUNDLE: string;

export interface RealmPort {
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  on_message(f: (message: { type: string; tstate?: number }) => void): void;
  /** What a run needs has been compiled, and there is time to keep it: the program has ended, or stands still for the first time. */
  keep_code?(): void;
  /** Makes the platform's host out of the functions that the realm gives it. */
  make_host(functions: HostFunctions, start: RealmStart): Host;
}
export interface HostFunctions {
  start_thread(tstate: number): void;
  post(kind: string, fields: Record<string, unknown>): void;
  exit(status: number): never;
  /** Replaces writes to 1 and 2 when output travels as events. */
  write_fd?: (fd: number, bytes: Uint8Array) => void;
  /** Replaces reads of 0 when input is typed elsewhere. May block. */
  read_stdin?: (into: Uint8Array) => number;
  /** Bit n: descriptor n is a terminal, though not the process's own. */
  tty?: number;
}

/** Runs this realm: the main program, or one thread, or waits for one. */
export function run_realm(start: RealmStart, port: RealmPort): void {
  const post = (kind: string, fields: Record<string, unknown>, ordered = true): void => {
    if (kind === 'refcount_error' && start.debug !== undefined) note_refcount_error(fields);
    port.post({ ...fields, kind, seq: ordered ? next_event_seq() : -1 });
  };
  const functions: HostFunctions = {
    start_thread: (tstate) => port.post({ kind: 'start_thread', tstate, seq: -1 }),
    post: (kind, fields) => {
      post(kind, fields);
      if (kind === 'stopped') port.keep_code?.();
    },
    exit: (status) => {
      post('exit', { status });
      // The owner terminates this worker; nothing may run until then.
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  };
  if (start.output !== 'direct') functions.write_fd = output_writer(start.output, () => post('output', {}, false));
  functions.tty = start.tty;
  // Only the main thread runs signal handlers: no other is woken for one.
  if (start.stdin !== undefined) functions.read_stdin = stdin_reader(start.stdin, () => start.role === 'main' && main_thread_has_signals(), () => post('stdin', {}));
  set_host(port.make_host(functions, start));
  if (start.timeline !== undefined) install_timeline(start.timeline.ring, start.timeline.library);
  if (start.trace_gil) {
    trace_gil((fields) => post('gil_handoff', fields));
    record_decisions((decision) => post('gil_decision', { decision }));
  }

  const run_thread = (tstate: number): void => {
    if (start.debug !== undefined) install_agent(start.debug, tstate);
    thread_run(tstate);
    port.post({ kind: 'realm_done', seq: -1 });
  };
  if (start.role === 'thread') run_thread(start.tstate as number);
  else if (start.role === 'warm') port.on_message((m) => m.type === 'thread' && run_thread(m.tstate as number));
  else if (start.role === 'snapshot') make_snapshot(start, post);
  else run_main(start, functions, port, post);
}

function config_of(start: RealmStart): NonNullable<RealmStart['config']> {
  if (!start.config) throw new Error(`the ${start.role} realm has no configuration`);
  return start.config;
}

function make_snapshot(start: RealmStart, post: (kind: string, fields: Record<string, unknown>) => void): void {
  const config = config_of(start);
  const tstate = Py_InitializeForSnapshot(config);
  post('snapshot', { bytes: write_snapshot(tstate, snapshot_of(PYXRAY_BUNDLE, config)) });
}

/** The snapshot, when it is of this bundle and of a start like this one. */
function own_snapshot(start: RealmStart): HeapSnapshot | null {
  if (!start.snapshot) return null;
  const snapshot = new Uint8Array(start.snapshot);
  return snapshot_title(snapshot) === snapshot_of(PYXRAY_BUNDLE, config_of(start)) ? snapshot : null;
}

function run_main(start: RealmStart, functions: HostFunctions, port: RealmPort, post: (kind: string, fields: Record<string, unknown>) => void): void {
  const config = config_of(start);
  let status: number;
  try {
    status = Py_RunMain(config, {
      before_run: (tstate) => {
        begin_timeline(tstate);
        if (start.debug !== undefined) install_agent(start.debug, tstate);
        post('running', {});
      },
      after_run: start.audit ? () => post('audit', { text: audit_text() }) : undefined,
    }, own_snapshot(start));
  } catch (error) {
    if (!(error instanceof InitError) && !(error instanceof HostError)) throw error;
    post('crash', { message: error.message });
    status = 70;
  }
  port.keep_code?.();
  functions.exit(status);
}
