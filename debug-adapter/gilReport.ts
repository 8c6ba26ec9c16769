// The GIL and its threads for pyxray/gil: asked for at any time, and sent while the program runs when something changed.

import { frames_of, frame_place, instruction_at, thread_id, thread_ident, thread_states } from '../interpreter/probe/frames';
import { thread_activity } from '../interpreter/probe/gil';
import { is_frozen } from '../interpreter/probe/scheduling';
import type { Client, ObservedProgram } from './client';
import { DeadlockWatch } from './deadlock';
import type { GilSnapshot, GilThread } from './protocol';

const EVERY_MS = 100;

export class GilReporter {
  private timer: ReturnType<typeof setInterval> | null = null;
  private last = '';
  private readonly deadlock: DeadlockWatch;

  constructor(
    private readonly session: Client,
    private readonly debuggee: ObservedProgram,
  ) {
    this.deadlock = new DeadlockWatch(session, debuggee);
  }

  start(): void {
    this.timer = setInterval(() => {
      this.report();
      if (this.session.state === 'running') this.deadlock.look();
    }, EVERY_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** Sends the state when it differs from what was sent. */
  report(): void {
    if (this.session.state === 'ended' || this.session.state === 'new') return;
    const snapshot = this.snapshot();
    const { threads, ...rest } = snapshot;
    const key = JSON.stringify([rest, threads.map((t) => [t.id, t.name, t.state, t.holdsGil, t.frozen, t.call, t.location?.line])]);
    if (key === this.last) return;
    this.last = key;
    this.session.event('pyxray/gil', snapshot);
  }

  snapshot(): GilSnapshot {
    const gil = this.debuggee.gil_state();
    const states = thread_states();
    const id = (tstate: number): number | null => (states.includes(tstate) ? thread_id(tstate) : null);
    // Around an evaluation the holder's name is taken away: the thread that is stopped has the GIL all the same.
    const holder = this.debuggee.frozen ? 0 : this.debuggee.stop !== null ? this.debuggee.stop.tstate : gil.holder;
    return {
      locked: gil.locked,
      holder: gil.locked ? id(holder) : null,
      lastHolder: id(gil.last_holder),
      switchNumber: gil.switch_number,
      dropRequest: this.debuggee.stop?.drop_request ?? gil.drop_request,
      switchInterval: gil.interval_ms,
      scheduler: gil.policy,
      // The first thread's first take is switch 1, and nobody's hand-off.
      ...(gil.reason === '' || gil.switch_number < 2 ? {} : { lastReason: gil.reason as GilSnapshot['lastReason'] }),
      threads: states.map((t) => this.thread(t, gil.locked && t === holder)),
      stopped: this.debuggee.stop !== null,
    };
  }

  private thread(tstate: number, holds: boolean): GilThread {
    const state = thread_activity(tstate);
    // During a stop time stands still; what began in it has lasted for no time.
    const now = this.debuggee.stopped_at ?? this.session.host.monotonic_ms();
    const frozen = is_frozen(tstate);
    const activity = holds ? 'running' : frozen && state.activity === 'waiting' ? 'parked' : state.activity === 'running' ? 'waiting' : state.activity;
    return {
      id: thread_id(tstate),
      name: this.debuggee.name_of(tstate),
      ident: thread_ident(tstate),
      state: activity,
      holdsGil: holds,
      ...(frozen ? { frozen } : {}),
      ...(state.since > 0 ? { sinceMs: Math.max(0, now - state.since) } : {}),
      ...(state.call === '' ? {} : { call: state.call }),
      ...this.location(tstate),
    };
  }

  /** Where the thread is, in the program's own code if it is anywhere there. */
  private location(tstate: number): Pick<GilThread, 'location'> {
    try {
      const frames = frames_of(tstate, 200);
      const frame = frames.find((f) => !this.debuggee.is_library(frame_place(f).filename)) ?? frames[0];
      if (frame === undefined) return {};
      const place = frame_place(frame);
      const file = this.debuggee.is_library(place.filename) || place.filename.startsWith('<') ? {} : { path: place.filename };
      return { location: { name: place.name, ...file, line: place.line, instruction: instruction_at(frame) } };
    } catch {
      // The thread runs: what was read may have changed meanwhile.
      return {};
    }
  }
}
