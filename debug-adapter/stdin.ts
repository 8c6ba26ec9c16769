// Standard input that is typed somewhere else (the debug console, a terminal's relay): a ring of bytes in shared memory.
//
//   adapter                                   a Python thread in read(0)
//     write: bytes, TAIL, SEQ++, notify ────►   copies bytes, HEAD by compare-and-swap (several threads may read)
//     wake (a signal): SEQ++, notify    ────►   EINTR
//                                               WAITING counts the threads that wait for something
//
// HEAD and TAIL count bytes for ever, modulo 2^32; the ring's size divides that.

import { EINTR, HostError } from '../interpreter/host';

const HEAD = 0;
const TAIL = 1;
/** END_ONCE: the next read that finds nothing is told the end, as a terminal's Ctrl+D; END: every one. */
const AT_END = 2;
const SEQ = 3;
const WAITING = 4;
const END_ONCE = 1;
const END = 2;
const HEADER = 32;
const SIZE = 1 << 16;
const RETRY_MS = 10;

/** The writing end, in the adapter. */
export class SharedStdin {
  readonly shared = new SharedArrayBuffer(HEADER + SIZE);
  private readonly words = new Int32Array(this.shared, 0, HEADER / 4);
  private readonly ring = new Uint8Array(this.shared, HEADER);
  private readonly pending: Uint8Array[] = [];
  /** What comes after the pending bytes. */
  private end_kind = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** Whether a thread waits for input. */
  get waiting(): boolean {
    return Atomics.load(this.words, WAITING) > 0;
  }

  write(bytes: Uint8Array): void {
    this.pending.push(bytes);
    this.flush();
  }

  /** The end of the input, after what was written; `once`: reading may go on after it. */
  end(once: boolean): void {
    this.end_kind = once ? END_ONCE : END;
    this.flush();
  }

  /** Readers look whether a signal waits. */
  wake(): void {
    Atomics.add(this.words, SEQ, 1);
    Atomics.notify(this.words, SEQ);
  }

  /** No more is written: what did not fit is dropped. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.pending.length = 0;
  }

  private flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    while (this.pending.length > 0) {
      const tail = Atomics.load(this.words, TAIL);
      const room = SIZE - ((tail - Atomics.load(this.words, HEAD)) >>> 0);
      const part = this.pending[0].subarray(0, room);
      for (let i = 0; i < part.length; i++) this.ring[(tail + i) & (SIZE - 1)] = part[i];
      Atomics.store(this.words, TAIL, (tail + part.length) | 0);
      if (part.length === this.pending[0].length) this.pending.shift();
      else {
        this.pending[0] = this.pending[0].subarray(part.length);
        this.timer = setTimeout(() => this.flush(), RETRY_MS);
        break;
      }
    }
    if (this.pending.length === 0 && this.end_kind !== 0) {
      Atomics.store(this.words, AT_END, this.end_kind);
      this.end_kind = 0;
    }
    this.wake();
  }
}

/** The reading end, in a Python thread: read(0, into). `interrupted`: a signal waits for this thread; `on_wait`: called before it blocks. */
export function stdin_reader(shared: SharedArrayBuffer, interrupted: () => boolean, on_wait: () => void): (into: Uint8Array) => number {
  const words = new Int32Array(shared, 0, HEADER / 4);
  const ring = new Uint8Array(shared, HEADER);
  return (into) => {
    if (into.length === 0) return 0;
    for (;;) {
      const seq = Atomics.load(words, SEQ);
      const n = take(words, ring, into);
      if (n > 0) return n;
      const end = Atomics.load(words, AT_END);
      if (end === END || (end === END_ONCE && Atomics.compareExchange(words, AT_END, END_ONCE, 0) === END_ONCE)) return 0;
      if (interrupted()) throw new HostError(EINTR, 'a signal came');
      Atomics.add(words, WAITING, 1);
      on_wait();
      Atomics.wait(words, SEQ, seq);
      Atomics.sub(words, WAITING, 1);
    }
  };
}

/** Takes what is there. */
function take(words: Int32Array, ring: Uint8Array, into: Uint8Array): number {
  for (;;) {
    const head = Atomics.load(words, HEAD);
    const n = Math.min(into.length, (Atomics.load(words, TAIL) - head) >>> 0);
    if (n === 0) return 0;
    for (let i = 0; i < n; i++) into[i] = ring[(head + i) & (SIZE - 1)];
    if (Atomics.compareExchange(words, HEAD, head, (head + n) | 0) === head) return n;
  }
}
