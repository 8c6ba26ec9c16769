// The line and function breakpoints that the client set, with ids and hit counters, and the lines on which code can stop.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DataBreakpoint, DataPlace } from '../interpreter/probe/control';

export interface StoredLine {
  id: number;
  line: number;
  hits: number;
  condition?: string;
  hit?: string;
  log?: string;
}

export interface StoredFunction {
  id: number;
  name: string;
  hits: number;
  condition?: string;
  hit?: string;
}

export interface StoredInstruction {
  id: number;
  address: number;
  hits: number;
  condition?: string;
  hit?: string;
}

export interface StoredData extends DataBreakpoint {
  dataId: string;
  /** What ended it. */
  ended?: string;
}

/** A place that dataBreakpointInfo has offered. */
export interface OfferedPlace {
  place: DataPlace;
  label: string;
}

const MAX_COUNTERS = 1024;
const MAX_DATA = 32;

export class BreakpointStore {
  readonly lines = new Map<string, StoredLine[]>();
  functions: StoredFunction[] = [];
  instructions: StoredInstruction[] = [];
  data: StoredData[] = [];
  private next_id = 1;
  private next_counter = 0;
  private free: number[] = [];

  /** A counter of its own for a breakpoint. Counters are zeroed by whoever hands them to the program (fresh below). */
  private counter(): number {
    return this.free.pop() ?? this.next_counter++ % MAX_COUNTERS;
  }

  /** Counters that start again. */
  readonly fresh: number[] = [];

  private renew(): number {
    const n = this.counter();
    this.fresh.push(n);
    return n;
  }

  /** Replaces a file's breakpoints; `place` answers the line where one can stand, or null. */
  set_lines(path: string, wanted: readonly DebugProtocol.SourceBreakpoint[], place: (line: number) => { line: number; message?: string } | null): DebugProtocol.Breakpoint[] {
    const old = this.lines.get(path) ?? [];
    const kept: StoredLine[] = [];
    const answers = wanted.map((b) => {
      const at = place(b.line);
      if (at === null) return { verified: false, line: b.line, message: 'There is no code on this line or after it.' };
      const same = old.find((o) => o.line === at.line && o.condition === (b.condition || undefined) && o.hit === (b.hitCondition || undefined) && o.log === (b.logMessage || undefined) && !kept.includes(o));
      const stored = same ?? { id: this.next_id++, line: at.line, hits: this.renew(), condition: b.condition || undefined, hit: b.hitCondition || undefined, log: b.logMessage || undefined };
      kept.push(stored);
      return { id: stored.id, verified: at.message === undefined, line: at.line, message: at.message };
    });
    for (const o of old) if (!kept.includes(o)) this.free.push(o.hits);
    if (kept.length > 0) this.lines.set(path, kept);
    else this.lines.delete(path);
    return answers;
  }

  /** `known`: whether an instruction that can be watched lies at the address. */
  set_instructions(wanted: readonly DebugProtocol.InstructionBreakpoint[], known: (address: number) => boolean): DebugProtocol.Breakpoint[] {
    for (const o of this.instructions) this.free.push(o.hits);
    this.instructions = [];
    return wanted.map((b) => {
      const address = Number(b.instructionReference) + (b.offset ?? 0);
      if (!known(address)) return { verified: false, message: 'There is no instruction of a code object that runs at this address.' };
      const stored = { id: this.next_id++, address, hits: this.renew(), condition: b.condition || undefined, hit: b.hitCondition || undefined };
      this.instructions.push(stored);
      return { id: stored.id, verified: true, instructionReference: `0x${address.toString(16)}` };
    });
  }

  set_functions(wanted: readonly DebugProtocol.FunctionBreakpoint[]): DebugProtocol.Breakpoint[] {
    for (const o of this.functions) this.free.push(o.hits);
    this.functions = wanted.map((b) => ({ id: this.next_id++, name: b.name, hits: this.renew(), condition: b.condition || undefined, hit: b.hitCondition || undefined }));
    return this.functions.map((b) => ({ id: b.id, verified: true }));
  }

  /**
   * `offer`: the place of a dataId, or why there is none. One that stays keeps its hits, and what it has seen. One that goes is
   * parked, as the client's check box does no more than that: set again, it is the same.
   */
  set_data(wanted: readonly DebugProtocol.DataBreakpoint[], offer: (dataId: string) => OfferedPlace | string): DebugProtocol.Breakpoint[] {
    const old = this.data;
    this.data = [];
    const answers = wanted.map((b): DebugProtocol.Breakpoint => {
      const [condition, hit] = [b.condition || undefined, b.hitCondition || undefined];
      const same = old.find((o) => o.dataId === b.dataId && !this.data.includes(o));
      if (same !== undefined) {
        if (same.condition !== condition || same.hit !== hit) this.fresh.push(same.hits);
        Object.assign(same, { condition, hit, parked: undefined });
        this.data.push(same);
        return same.ended === undefined ? { id: same.id, verified: true } : { id: same.id, verified: false, message: same.ended };
      }
      const offered = offer(b.dataId);
      if (typeof offered === 'string') return { verified: false, message: offered };
      const slot = this.free_slot(old, wanted);
      if (slot === undefined) return { verified: false, message: `There is room for ${MAX_DATA} data breakpoints: remove one.` };
      const stored = { id: this.next_id++, slot, hits: this.renew(), dataId: b.dataId, ...offered, condition, hit };
      this.data.push(stored);
      return { id: stored.id, verified: true };
    });
    for (const o of old) {
      if (this.data.includes(o)) continue;
      if (o.ended === undefined) this.data.push(Object.assign(o, { parked: true }));
      else this.free.push(o.hits);
    }
    return answers;
  }

  /** Where none is free, that of one which is parked: it leaves `old`. */
  private free_slot(old: StoredData[], wanted: readonly DebugProtocol.DataBreakpoint[]): number | undefined {
    for (let n = 0; n < MAX_DATA; n++) if (![...old, ...this.data].some((o) => o.slot === n)) return n;
    const at = old.findIndex((o) => !wanted.some((b) => b.dataId === o.dataId));
    if (at < 0) return undefined;
    const [gone] = old.splice(at, 1);
    this.free.push(gone.hits);
    return gone.slot;
  }

  /** What data breakpoints (all, if not given) watched has gone. The ids of those that end now, as far as the client has them. */
  end_data(message: string, ids?: readonly number[]): number[] {
    const ending = this.data.filter((b) => b.ended === undefined && (ids?.includes(b.id) ?? true));
    for (const b of ending) b.ended = message;
    return ending.filter((b) => !b.parked).map((b) => b.id);
  }
}
