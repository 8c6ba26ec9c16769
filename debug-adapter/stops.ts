// Stops in words. `description` is short (the Call Stack shows it beside the thread), `text` has the rest.

import type { StopReport } from '../interpreter/probe/control';
import { describe_changes } from './dataChanges';
import { eventBreakpoints } from './eventBreakpoints';

export interface StopText {
  reason: string;
  description: string;
  text?: string;
}

const PLAIN: Record<Exclude<StopReport['reason'], 'event' | 'exception' | 'data breakpoint'>, StopText> = {
  entry: { reason: 'entry', description: 'Paused on entry' },
  breakpoint: { reason: 'breakpoint', description: 'Paused on breakpoint' },
  step: { reason: 'step', description: 'Paused on step' },
  goto: { reason: 'goto', description: 'Jumped to line' },
  'instruction breakpoint': { reason: 'instruction breakpoint', description: 'Paused on instruction breakpoint' },
  pause: { reason: 'pause', description: 'Paused' },
};

const EXCEPTIONS: Record<string, string> = { uncaught: 'Uncaught exception', userUncaught: 'User uncaught exception' };

/** `name_of`: the name of a thread that may have ended. */
export function describe_stop(report: StopReport, name_of: (ident: number) => string | undefined): StopText {
  if (report.reason === 'event') return { reason: 'event', description: label(report.event ?? ''), text: event_text(report, name_of) };
  if (report.reason === 'exception') return { reason: 'exception', description: EXCEPTIONS[report.event ?? ''] ?? 'Exception raised', text: exception_text(report) };
  if (report.reason === 'data breakpoint') return describe_changes(report.changes ?? []);
  return PLAIN[report.reason];
}

/** In words, with the place in C. */
export function refcount_error_text(n: Record<string, unknown>): string {
  const place = n.c_file === undefined ? '' : ` (${n.c_file}:${n.c_line})`;
  return `${n.text ?? `${n.kind}: ${n.type} object at 0x${Number(n.address).toString(16)}`}${place}`;
}

function label(id: string): string {
  if (id === 'gil.choose') return 'Choose who gets the GIL';
  return eventBreakpoints.find((e) => e.id === id)?.label ?? id;
}

function exception_text(report: StopReport): string {
  const { type, value } = report.names ?? {};
  return value === '' || value === undefined ? String(type) : `${String(type)}: ${String(value)}`;
}

function ms(value: unknown): string {
  const time = Number(value);
  return time < 1 ? `${Math.round(time * 1000)} µs` : `${Number(time.toFixed(1))} ms`;
}

function event_text(report: StopReport, name_of: (ident: number) => string | undefined): string {
  const n = report.names ?? {};
  const from = name_of(Number(n['from_thread.ident'])) ?? n.from_thread;
  switch (report.event) {
    case 'gil.handoff':
      return `${from} → ${n.to_thread}, ${n.reason}, waited ${ms(n.waited_ms)}`;
    case 'gil.choose':
      return `${n.thread} gives the GIL up (${n.reason}): ${n.candidates} can have it; unless you choose, ${n.suggestion} gets it`;
    case 'gil.drop_request':
      return `${n.waiter} asks ${n.holder} for the GIL, held for ${ms(n.held_ms)}`;
    case 'alloc.arena':
      return `${n.change} at 0x${Number(n.address).toString(16)}: ${n.arenas} arenas, ${n.bytes} bytes`;
    case 'refcount.error':
      return refcount_error_text(n);
    case 'deadlock':
      return String(n.graph);
    case 'gil.release':
    case 'gil.acquire':
      return `${n.thread}, ${n.call}`;
    case 'gc.start':
      return `generation ${n.generation}, ${n.reason}`;
    case 'gc.unreachable':
      return `generation ${n.generation}, ${n.unreachable} unreachable`;
    case 'gc.done':
      return `generation ${n.generation}, ${n.collected} collected, ${n.uncollectable} uncollectable`;
    case 'refcount.zero':
      return `${n.type}: ${n.repr}`;
    default:
      return String(n.thread ?? '');
  }
}
