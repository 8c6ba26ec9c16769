// The program's output on its way to the adapter: a ring of bytes in shared memory, so that a program that writes line by line
// costs a copy a line, not a message a line.
//
//   a Python thread in write(1 or 2)                      adapter
//     LOCK; [fd][length][bytes] at TAIL; unlock
//     RUNG: 0 → 1? post 'output' once  ─────────────────►  drain: RUNG = 0, everything up to TAIL, HEAD = TAIL, notify HEAD
//     full: wait on HEAD
//
// What a thread wrote before it posted another event is in the ring when that event is delivered: the adapter drains first.

const HEAD = 0;
const TAIL = 1;
const LOCK = 2;
const RUNG = 3;
/** Values of LOCK: 0 free, held, held and somebody waits. */
const HELD = 1;
const CONTENDED = 2;
const HEADER = 16;
const SIZE = 1 << 18;
const RECORD = 8;
/** Up to here a loop is quicker than a copy by two views. */
const SHORT = 128;

export function output_ring(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER + SIZE);
}

/** The writing end. `ring_bell`: posts something that makes the adapter drain. */
export function output_writer(shared: SharedArrayBuffer, ring_bell: () => void): (fd: number, bytes: Uint8Array) => void {
  const words = new Int32Array(shared, 0, HEADER / 4);
  const ring = new Uint8Array(shared, HEADER);
  const put = (at: number, bytes: Uint8Array): void => {
    if (bytes.length <= SHORT) {
      for (let i = 0; i < bytes.length; i++) ring[(at + i) & (SIZE - 1)] = bytes[i];
      return;
    }
    const offset = at & (SIZE - 1);
    const first = bytes.subarray(0, SIZE - offset);
    ring.set(first, offset);
    ring.set(bytes.subarray(first.length));
  };
  const head = new Uint8Array(RECORD);
  const head_words = new Int32Array(head.buffer);
  const write_part = (fd: number, bytes: Uint8Array): void => {
    if (Atomics.compareExchange(words, LOCK, 0, HELD) !== 0) while (Atomics.exchange(words, LOCK, CONTENDED) !== 0) Atomics.wait(words, LOCK, CONTENDED);
    const tail = Atomics.load(words, TAIL);
    for (;;) {
      const taken = Atomics.load(words, HEAD);
      if (SIZE - ((tail - taken) >>> 0) >= RECORD + bytes.length) break;
      if (Atomics.compareExchange(words, RUNG, 0, 1) === 0) ring_bell();
      Atomics.wait(words, HEAD, taken);
    }
    head_words[0] = fd;
    head_words[1] = bytes.length;
    put(tail, head);
    put(tail + RECORD, bytes);
    Atomics.store(words, TAIL, (tail + RECORD + bytes.length) | 0);
    if (Atomics.exchange(words, LOCK, 0) === CONTENDED) Atomics.notify(words, LOCK, 1);
    if (Atomics.compareExchange(words, RUNG, 0, 1) === 0) ring_bell();
  };
  const MOST = SIZE / 2;
  return (fd, bytes) => {
    if (bytes.length <= MOST) return write_part(fd, bytes);
    for (let at = 0; at < bytes.length; at += MOST) write_part(fd, bytes.subarray(at, at + MOST));
  };
}

/** The reading end: calls `take` with runs of bytes for one descriptor, in the order of writing. */
export function drain_output(shared: SharedArrayBuffer, take: (fd: number, bytes: Uint8Array) => void): void {
  const words = new Int32Array(shared, 0, HEADER / 4);
  const ring = new Uint8Array(shared, HEADER);
  Atomics.store(words, RUNG, 0);
  const [head, tail] = [Atomics.load(words, HEAD), Atomics.load(words, TAIL)];
  if (head === tail) return;
  const all = new Uint8Array((tail - head) >>> 0);
  const offset = head & (SIZE - 1);
  const first = Math.min(all.length, SIZE - offset);
  all.set(ring.subarray(offset, offset + first));
  all.set(ring.subarray(0, all.length - first), first);
  Atomics.store(words, HEAD, tail);
  Atomics.notify(words, HEAD);
  const view = new DataView(all.buffer);
  let [run, run_fd] = [[] as Uint8Array[], 0];
  const flush = (): void => {
    if (run.length > 0) take(run_fd, join(run));
    run = [];
  };
  for (let at = 0; at < all.length; ) {
    const [fd, length] = [view.getInt32(at, true), view.getInt32(at + 4, true)];
    if (fd !== run_fd) flush();
    run_fd = fd;
    run.push(all.subarray(at + RECORD, at + RECORD + length));
    at += RECORD + length;
  }
  flush();
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}
