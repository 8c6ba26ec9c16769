// Where the adapter's DAP messages go: descriptor 1, until a program calls into C; then a duplicate of it, because C's stdout is
// descriptor 1 (see native.ts).

import * as fs from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { stdio_owner } from './native';

/** A stream on a descriptor of any kind. */
function stream_on(fd: number): Writable {
  const stat = fs.fstatSync(fd);
  if (stat.isFIFO() || stat.isSocket()) return new Socket({ fd, readable: false, writable: true });
  return fs.createWriteStream('', { fd, autoClose: false });
}

export class DapOutlet {
  private stream: Writable = process.stdout;
  /** Messages that wait while the descriptor moves. */
  private held: Uint8Array[] | null = null;

  /** `gone`: the client does not read any more. */
  constructor(private readonly gone: () => void) {
    this.stream.on('error', gone);
    stdio_owner.move = (redirect) => this.move(redirect);
  }

  write(message: Uint8Array): void {
    if (this.held) this.held.push(message);
    else this.stream.write(message);
  }

  /** Once what was written is out, `redirect` may give descriptor 1 away; the rest goes to the one that it keeps. */
  private move(redirect: (keep: (fd: number) => void) => void): void {
    this.held = [];
    this.stream.write('', () => {
      redirect((fd) => {
        this.stream = stream_on(fd);
        this.stream.on('error', this.gone);
      });
      const held = this.held ?? [];
      this.held = null;
      for (const message of held) this.stream.write(message);
    });
  }
}
