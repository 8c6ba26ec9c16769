// DAP's framing over a byte stream: "Content-Length: n", an empty line, n bytes of JSON. Robust: bytes that are no message are
// reported and skipped, and the next header is found again.

const HEADER_END = [13, 10, 13, 10];
const MAX_HEADER = 4096;
const MAX_BODY = 256 * 1024 * 1024;

function find_header_end(bytes: Uint8Array): number {
  for (let i = 0; i + 3 < bytes.length; i++) if (HEADER_END.every((b, k) => bytes[i + k] === b)) return i;
  return -1;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

export class MessageReader {
  private pending: Uint8Array = new Uint8Array(0);
  /** Of the body that is awaited; -1: a header is awaited. */
  private length = -1;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(
    private readonly on_message: (message: unknown) => void,
    private readonly on_malformed: (what: string) => void,
  ) {}

  push(chunk: Uint8Array): void {
    this.pending = concat(this.pending, chunk);
    while (this.length >= 0 ? this.read_body() : this.read_header());
  }

  private take(n: number): Uint8Array {
    const head = this.pending.subarray(0, n);
    this.pending = this.pending.slice(n);
    return head;
  }

  private read_header(): boolean {
    const end = find_header_end(this.pending);
    if (end < 0) {
      if (this.pending.length <= MAX_HEADER) return false;
      this.on_malformed(`${this.pending.length} bytes without the end of a header`);
      // Keep what may be the beginning of a header.
      const at = this.last_header_start();
      this.take(at > 0 ? at : this.pending.length);
      return this.pending.length > 0 && at > 0;
    }
    const header = new TextDecoder('latin1').decode(this.take(end + 4));
    const match = /content-length:[ \t]*(\d+)[ \t]*\r\n/i.exec(header);
    if (match === null || Number(match[1]) > MAX_BODY) {
      this.on_malformed(match === null ? `a header without Content-Length: ${JSON.stringify(header.trim().slice(0, 100))}` : `a message of ${match[1]} bytes`);
      return true;
    }
    if (match.index > 0 && !/^[\w-]+:/.test(header)) this.on_malformed(`${match.index} bytes before a header were skipped`);
    this.length = Number(match[1]);
    return true;
  }

  private last_header_start(): number {
    const text = new TextDecoder('latin1').decode(this.pending);
    return text.toLowerCase().lastIndexOf('content-length:');
  }

  private read_body(): boolean {
    if (this.pending.length < this.length) return false;
    const body = this.take(this.length);
    this.length = -1;
    let message: unknown;
    try {
      message = JSON.parse(this.decoder.decode(body));
    } catch (error) {
      this.on_malformed((error as Error).message);
      return true;
    }
    this.on_message(message);
    return true;
  }
}

export function encode_message(message: object): Uint8Array {
  const body = new TextEncoder().encode(JSON.stringify(message));
  const header = new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`);
  return concat(header, body);
}
