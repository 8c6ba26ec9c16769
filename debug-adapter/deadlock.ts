// Looks now and then whether any thread of a running program can go on: each may wait for another, or be frozen.

import { simple_condition } from '../interpreter/probe/conditions';
import { frame_place, frames_of } from '../interpreter/probe/frames';
import { gil_state } from '../interpreter/probe/gil';
import { hex } from '../interpreter/probe/memory';
import { standstill, type Wait } from '../interpreter/probe/waits';
import type { Client, ObservedProgram } from './client';

export class DeadlockWatch {
  /** The switch number at which nobody could go on, as seen last; -1: somebody could. */
  private seen = -1;
  /** That standstill has been told. */
  private told = false;

  constructor(
    private readonly session: Client,
    private readonly debuggee: ObservedProgram,
  ) {}

  /** Of a running program. A standstill counts when it is found twice. */
  look(): void {
    if (this.debuggee.stop !== null) return;
    const waits = standstill();
    const now = waits === null ? -1 : gil_state().switch_number;
    if (now !== this.seen) this.told = false;
    else if (waits !== null && !this.told) this.tell(waits);
    this.seen = now;
  }

  private tell(waits: Wait[]): void {
    this.told = true;
    const frozen = waits.filter((w) => w.frozen);
    if (frozen.length > 0) {
      const names = frozen.map((w) => this.debuggee.name_of(w.tstate)).join(', ');
      this.session.output(`PyXray: no thread can go on: ${names} ${frozen.length === 1 ? 'is' : 'are'} frozen. Thaw one in the Threads & GIL view.\n`, 'important');
      return;
    }
    const condition = this.session.events.get('deadlock');
    const names = { threads: waits.length, graph: waits.map((w) => this.line(w)).join('\n') };
    const wanted = condition !== undefined && (condition === '' || simple_condition(condition, (name) => (name === 'threads' ? waits.length : undefined)) !== false);
    if (wanted) this.debuggee.stop_where_all_wait({ reason: 'event', event: 'deadlock', tstate: waits[0].tstate, names });
  }

  /** 'worker-1 (transfer:12) waits for Lock 0x…, held by worker-2' */
  private line(wait: Wait): string {
    const frames = frames_of(wait.tstate, 50);
    const frame = frames.find((f) => !this.debuggee.is_library(frame_place(f).filename));
    const place = frame === undefined ? null : frame_place(frame);
    const object = wait.object === 0 ? '' : ` ${hex(wait.object)}`;
    const owner = wait.owner === 0 ? '' : wait.what === 'Thread.join' ? ` of ${this.debuggee.name_of(wait.owner)}` : `, held by ${this.debuggee.name_of(wait.owner)}`;
    return `${this.debuggee.name_of(wait.tstate)}${place === null ? '' : ` (${place.name}:${place.line})`} waits ${wait.what.includes('.') ? 'in' : 'for'} ${wait.what}${object}${owner}`;
  }
}
