// The timeline of a run without a debugger, into a file: `pyxray run --timeline FILE`.

import { closeSync, openSync, writeSync } from 'node:fs';
import { new_ring, RingReader, want_recording } from '../../interpreter/probe/timeline_ring';
import { STDLIB_PREFIX } from '../hosts/vfs';
import type { TimelineStart } from '../process';
import { TimelineBuilder } from './builder';
import { chrome_trace } from './chromeTrace';

const DRAIN_MS = 20;

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export class TimelineFile {
  readonly start: TimelineStart = { ring: new_ring(), library: STDLIB_PREFIX };
  private readonly fd: number;
  private readonly reader = new RingReader(this.start.ring);
  private readonly builder = new TimelineBuilder(null, (index) => this.reader.name(index));

  /** Opens the file at once: a wrong path is told before the program runs. Throws what opening it throws. */
  constructor(path: string) {
    this.fd = openSync(path, 'w');
    want_recording(this.start.ring, true);
    setInterval(() => this.drain(), DRAIN_MS).unref();
  }

  private drain(): void {
    this.reader.drain(now(), (event) => this.builder.take(event));
  }

  write(program: string): void {
    this.drain();
    this.builder.end(now());
    writeSync(this.fd, chrome_trace(this.builder, program));
    closeSync(this.fd);
    if (this.reader.lost > 0) process.stderr.write(`pyxray: ${this.reader.lost} events of the timeline came too fast and are missing in it\n`);
  }
}
