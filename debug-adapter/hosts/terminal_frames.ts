// What travels between the adapter and the relay in a terminal: [kind: byte][length: u32, big-endian][payload].

/** relay → adapter: the first frame, {token, tty} as JSON. */
export const HELLO = 0;
/** relay → adapter: typed bytes (none: Ctrl+D); adapter → relay: for descriptor 1 and 2. */
export const STDIN = 1;
export const STDOUT = 2;
export const STDERR = 3;
/** relay → adapter: no more input; Ctrl+C. */
export const STDIN_END = 4;
export const INTERRUPT = 5;
/** adapter → relay: the program's exit status, as decimal text. */
export const EXIT = 6;

/** In the relay's environment: PORT:TOKEN. */
export const TERMINAL_VARIABLE = 'PYXRAY_TERMINAL';

const HEADER = 5;

export function frame(kind: number, payload: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.alloc(HEADER + payload.length);
  bytes[0] = kind;
  bytes.writeUInt32BE(payload.length, 1);
  bytes.set(payload, HEADER);
  return bytes;
}

/** Cuts a stream of bytes into frames. */
export function frame_reader(on_frame: (kind: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER && pending.length >= HEADER + pending.readUInt32BE(1)) {
      const end = HEADER + pending.readUInt32BE(1);
      const [kind, payload] = [pending[0], pending.subarray(HEADER, end)];
      pending = pending.subarray(end);
      on_frame(kind, payload);
    }
  };
}
