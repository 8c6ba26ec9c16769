// What the threads of one process share about calls into C: how many run, and where descriptors 1 and 2 of C go.
//
// Under the debugger DAP may be spoken on descriptor 1. Before the first call into C the thread asks the main thread
// (`ask_for_stdio`), which moves DAP to another descriptor and puts unlinked files on 1 and 2 (`give_stdio`). After each call
// the thread reads what has arrived and posts it on its own ordered channel (`drain`); the main thread looks now and then for
// what C's own threads wrote, and at the end. On the command line C has the process's descriptors, with a buffer as in python3.

import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import type { NativeStart } from '../process';

export type Koffi = typeof import('koffi').default;

const IN_CALL = 0;
const STDIO = 1;
const LOCK = 2;
/** Descriptors of the files on 1 and 2, for reading; how far they were read. */
const FILES = 3;
const POSITIONS = 5;
const BUFFERED = 7;
const WORDS = 8;

const STDIO_ASKED = 1;
const STDIO_GIVEN = 2;
const STDIO_FAILED = 3;
const DRAIN_INTERVAL_MS = 50;
const CHUNK = 65536;

/** Loads koffi, which is looked for from the file URL `dist`; throws when it is not there or has no build for this platform. */
export function load_koffi(dist: string): Koffi {
  return createRequire(new URL('koffi.js', dist))('koffi') as Koffi;
}

/** The shared words, with what is done with them. */
export class NativeState {
  private readonly words: Int32Array;

  constructor(state: SharedArrayBuffer) {
    this.words = new Int32Array(state);
  }

  enter_call(): void {
    Atomics.add(this.words, IN_CALL, 1);
  }
  leave_call(): void {
    Atomics.sub(this.words, IN_CALL, 1);
  }
  in_call(): boolean {
    return Atomics.load(this.words, IN_CALL) > 0;
  }

  /** Whether the caller is the first to ask: it gives C's stdout the buffer that Node took away. */
  first_buffering(): boolean {
    return Atomics.compareExchange(this.words, BUFFERED, 0, 1) === 0;
  }

  /** On a Python thread: returns when C's output is taken care of. `ask` sends the wish to the main thread. */
  ask_for_stdio(ask: () => void): void {
    if (Atomics.compareExchange(this.words, STDIO, 0, STDIO_ASKED) === 0) ask();
    while (Atomics.load(this.words, STDIO) === STDIO_ASKED) Atomics.wait(this.words, STDIO, STDIO_ASKED);
  }

  /** On the main thread: C's descriptors are files from now on, or stay what they are. */
  give_stdio(files: [number, number] | null): void {
    files?.forEach((fd, i) => Atomics.store(this.words, FILES + i, fd));
    Atomics.store(this.words, STDIO, files === null ? STDIO_FAILED : STDIO_GIVEN);
    Atomics.notify(this.words, STDIO);
  }

  /** Gives what C has written since the last time to `out`. A Python thread waits for its turn, the main thread does not. */
  drain(out: (fd: 1 | 2, bytes: Uint8Array) => void, wait: boolean): void {
    if (Atomics.load(this.words, STDIO) !== STDIO_GIVEN) return;
    while (Atomics.compareExchange(this.words, LOCK, 0, 1) !== 0) {
      if (!wait) return;
      Atomics.wait(this.words, LOCK, 1, 10);
    }
    try {
      for (const i of [0, 1] as const) this.drain_file(i, out);
    } finally {
      Atomics.store(this.words, LOCK, 0);
      Atomics.notify(this.words, LOCK);
    }
  }

  private drain_file(i: 0 | 1, out: (fd: 1 | 2, bytes: Uint8Array) => void): void {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const position = this.words[POSITIONS + i];
      const n = fs.readSync(this.words[FILES + i], buffer, 0, CHUNK, position);
      if (n === 0) return;
      this.words[POSITIONS + i] = position + n;
      out(i === 0 ? 1 : 2, buffer.slice(0, n));
    }
  }
}

const IONBF = 2;
const IOLBF = 1;
const IOFBF = 0;

/** Address of C's stdout. */
function c_stdout(koffi: Koffi, c: ReturnType<Koffi['load']>): unknown {
  return koffi.decode(c.symbol(process.platform === 'darwin' ? '__stdoutp' : 'stdout'), 'void *');
}

/** Node makes C's stdout unbuffered at its start; Python does not, unless it is told to (PYTHONUNBUFFERED). */
export function buffer_stdout(koffi: Koffi): void {
  if (process.env.PYTHONUNBUFFERED) return;
  const c = koffi.load(null);
  const size = fs.fstatSync(1).blksize;
  // The buffer is C's from now on.
  const buffer = c.func('void *malloc(size_t)')(size) as bigint;
  c.func('int setvbuf(void *, void *, int, size_t)')(c_stdout(koffi, c), buffer, isatty(1) ? IOLBF : IOFBF, size);
}

// --- the main thread --------------------------------------------------------------------------------------------------

/** Moves DAP off descriptor 1 (set by main.ts); default: nobody speaks there. `keep` gets the descriptor that is what 1 was. */
export const stdio_owner = { move: (redirect: (keep: (fd: number) => void) => void): void => redirect(() => {}) };

/** A file that only this process sees, open for appending and reading. */
function anonymous_file(name: string): number {
  const path = join(tmpdir(), `pyxray-${process.pid}-${name}`);
  const fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_EXCL | fs.constants.O_APPEND, 0o600);
  fs.unlinkSync(path);
  return fd;
}

/** C's side of one process, as its main thread has it. */
export interface NativeWatch {
  readonly start: NativeStart;
  redirect_stdio(): void;
  /** Brings out what is left. */
  finish(): void;
}

const watched = new Map<NativeState, string>();

/** Puts files on descriptors 1 and 2 and makes C's stdout write at once. */
function redirect_stdio(state: NativeState, dist: string): void {
  let koffi: Koffi;
  let files: [number, number];
  try {
    koffi = load_koffi(dist);
    files = [anonymous_file('out'), anonymous_file('err')];
  } catch {
    state.give_stdio(null);
    return;
  }
  const c = koffi.load(null);
  const dup = c.func('int dup(int)');
  const dup2 = c.func('int dup2(int, int)');
  const setvbuf = c.func('int setvbuf(void *, void *, int, size_t)');
  stdio_owner.move((keep) => {
    keep(dup(1));
    dup2(files[0], 1);
    dup2(files[1], 2);
    setvbuf(c_stdout(koffi, c), null, IONBF, 0);
    state.give_stdio(files);
  });
}

/** `out` takes what C's own threads write to 1 and 2, and what is left at the end. */
export function watch_native(dist: URL, out: (fd: 1 | 2, bytes: Uint8Array) => void): NativeWatch {
  const start: NativeStart = { state: new SharedArrayBuffer(WORDS * 4), dist: dist.href };
  const state = new NativeState(start.state);
  watched.set(state, start.dist);
  let timer: NodeJS.Timeout | undefined;
  return {
    start,
    redirect_stdio: () => {
      redirect_stdio(state, start.dist);
      timer ??= setInterval(() => state.drain(out, false), DRAIN_INTERVAL_MS).unref();
    },
    finish: () => {
      clearInterval(timer);
      state.drain(out, true);
    },
  };
}

/** Ends the process. A thread that is in a call of C cannot be waited for: then without the runtime's own end. */
export function exit_process(status: number): never {
  for (const [state, dist] of watched) if (state.in_call()) exit_at_once(status, dist);
  process.exit(status);
}

function exit_at_once(status: number, dist: string): void {
  const c = load_koffi(dist).load(null);
  c.func('int fflush(void *)')(null);
  c.func('void _exit(int)')(status);
}
