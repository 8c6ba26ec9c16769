// Synchronous calls of a Python thread's worker to the session's worker, which has the files (fileServer.ts).
//
//   Python worker:  post {fs call} to its parent, Atomics.wait(STATE)
//   session worker: does it, writes the answer into the worker's shared buffer, part by part, STATE = READY, notify
//
//   shared buffer: [ STATE int32 | LENGTH int32 | MORE int32 | pad ][ data: DATA_SIZE bytes ]

export const STATE = 0;
export const LENGTH = 1;
export const MORE = 2;
const IDLE = 0;
const READY = 1;
const HEADER = 16;
const DATA_SIZE = 1 << 20;

export interface FileCall {
  op: string;
  args: unknown[];
}

export interface FileAnswer {
  value?: unknown;
  /** Linux's number. */
  errno?: number;
  message?: string;
  /** Bytes that follow the JSON. */
  bytes?: number;
}

export function rpc_buffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER + DATA_SIZE);
}

/** The answer as bytes: u32 length of JSON, JSON, raw bytes. */
function pack(answer: FileAnswer, bytes: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify({ ...answer, bytes: bytes.length }));
  const all = new Uint8Array(4 + json.length + bytes.length);
  new DataView(all.buffer).setUint32(0, json.length, true);
  all.set(json, 4);
  all.set(bytes, 4 + json.length);
  return all;
}

/** In the session worker. Waits, between parts, until the caller took the part. */
export async function answer_call(buffer: SharedArrayBuffer, answer: FileAnswer, bytes: Uint8Array = new Uint8Array(0)): Promise<void> {
  const words = new Int32Array(buffer, 0, 4);
  const data = new Uint8Array(buffer, HEADER);
  const all = pack(answer, bytes);
  for (let at = 0; ; at += DATA_SIZE) {
    const part = all.subarray(at, at + DATA_SIZE);
    data.set(part);
    words[LENGTH] = part.length;
    words[MORE] = at + DATA_SIZE < all.length ? 1 : 0;
    Atomics.store(words, STATE, READY);
    Atomics.notify(words, STATE);
    if (words[MORE] === 0) return;
    while (Atomics.load(words, STATE) === READY) await new Promise((done) => setTimeout(done, 0));
  }
}

/** In the Python worker, after the call was posted. Blocks. */
export function await_answer(buffer: SharedArrayBuffer): { answer: FileAnswer; bytes: Uint8Array } {
  const words = new Int32Array(buffer, 0, 4);
  const parts: Uint8Array[] = [];
  for (;;) {
    Atomics.wait(words, STATE, IDLE);
    parts.push(new Uint8Array(buffer, HEADER, words[LENGTH]).slice());
    const more = words[MORE] !== 0;
    Atomics.store(words, STATE, IDLE);
    if (!more) break;
  }
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  parts.reduce((at, p) => {
    all.set(p, at);
    return at + p.length;
  }, 0);
  const n = new DataView(all.buffer).getUint32(0, true);
  return { answer: JSON.parse(new TextDecoder().decode(all.subarray(4, 4 + n))) as FileAnswer, bytes: all.subarray(4 + n) };
}
