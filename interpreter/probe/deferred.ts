// Events that cannot stop the thread where they happen (inside the allocator, in C, in another thread than the one that
// stops): they are kept, and the thread stops at its next look at the eval breaker.

import { _gil_runtime_state, PyInterpreterState } from '../include/generated/offsets';
import { HEAP32, HEAPF64 } from '../include/heap';
import { _Py_set_eval_breaker_bit, _PY_EVAL_PLEASE_STOP_BIT } from '../include/pycore_ceval';
import { probes } from '../include/pydtrace';
import { _PyInterpreterState_Main } from '../include/statics';
import { ARENA_SIZE, NARENAS_CURRENTLY_ALLOCATED } from '../objects/obmalloc';
import { _PyThreadState_GET } from '../python/pystate';
import { agent } from './agent';
import { thread_names } from './thread_names';
import { DROP_HELD, DROP_HOLDER, DROP_WAITER, DROP_WANTED } from './control';
import { thread_ident } from './frames';
import type { EventNames } from './evaluate';

const HOLDER = (_PyInterpreterState_Main + PyInterpreterState.gil + _gil_runtime_state.holder) >> 2;

interface Kept {
  id: string;
  names: EventNames;
}

/** Of this realm's thread. */
const kept: Kept[] = [];
const MOST_KEPT = 100;

function keep(tstate: number, id: string, names: EventNames): void {
  if (kept.length < MOST_KEPT) kept.push({ id, names });
  _Py_set_eval_breaker_bit(tstate, _PY_EVAL_PLEASE_STOP_BIT);
}

/** Stops for what has been kept. At the eval breaker, holding the GIL. */
export function raise_deferred(tstate: number): void {
  for (const { id, names } of kept.splice(0)) agent.event(tstate, id, () => names);
  if (HEAP32[DROP_HOLDER] !== tstate) return;
  HEAP32[DROP_HOLDER] = 0;
  const [waiter, held_ms] = [HEAP32[DROP_WAITER], HEAPF64[DROP_HELD]];
  agent.event(tstate, 'gil.drop_request', () => ({ ...thread_names('holder', thread_ident(tstate)), ...thread_names('waiter', thread_ident(waiter)), held_ms: Math.round(held_ms * 1000) / 1000 }));
}

/** A count that is wrong, found by the C API's checks; fields as they are posted. */
export function note_refcount_error(fields: Record<string, unknown>): void {
  const tstate = _PyThreadState_GET();
  if (tstate === 0 || agent.busy) return;
  const names: EventNames = {};
  for (const [name, value] of Object.entries(fields)) if (typeof value === 'string' || typeof value === 'number') names[name] = value;
  keep(tstate, 'refcount.error', names);
}

export function install_deferred(): void {
  probes.arena = (address, mapped) => {
    const tstate = _PyThreadState_GET();
    if (tstate === 0 || agent.busy) return;
    const arenas = HEAP32[NARENAS_CURRENTLY_ALLOCATED >> 2];
    keep(tstate, 'alloc.arena', { change: mapped ? 'mapped' : 'released', arenas, bytes: arenas * ARENA_SIZE, address });
  };
  // In the waiter, which does not hold the GIL: the holder is to stop.
  probes.gil_drop_request = (holder, waiter, held_ms) => {
    if (HEAP32[DROP_WANTED] === 0 || Atomics.load(HEAP32, HOLDER) !== holder) return;
    HEAP32[DROP_WAITER] = waiter;
    HEAPF64[DROP_HELD] = held_ms;
    HEAP32[DROP_HOLDER] = holder;
    _Py_set_eval_breaker_bit(holder, _PY_EVAL_PLEASE_STOP_BIT);
  };
}
