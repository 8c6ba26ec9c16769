// Who waits for whom: the wait-for graph, read from memory. Answers to no CPython file.

import { _gil_runtime_state, PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { HEAP32, HEAPF64 } from '../include/heap';
import { _PyInterpreterState_Main } from '../include/statics';
import { frame_place, frames_of, thread_ident, thread_states } from './frames';
import { CALL_NAMES } from './gil';
import { int32, is_object, slot, ssize, type_name_of } from './memory';
import { is_frozen } from './scheduling';

const GIL = _PyInterpreterState_Main + PyInterpreterState.gil;
const POLICY = (GIL + _gil_runtime_state.policy) >> 2;
const LOCKED = (GIL + _gil_runtime_state.locked) >> 2;
const NEXT_OWNER = (GIL + _gil_runtime_state.next_owner) >> 2;
const POLICY_OS = 0;
const NOBODY = -1;
const SCHED_LOCK = 1;

// _threadmodule.ts: a lock's word follows the object's header; ThreadHandle's fields.
const OB_HEAD = 16;
const H_DONE = 8;
const H_IDENT = 16;

export interface Wait {
  tstate: number;
  /** It would run if it were not frozen. */
  frozen: boolean;
  /** What it waits for: '' if it is only frozen, 'Thread.join', 'Lock', 'RLock', or the library function in which it waits ('Condition.wait'). */
  what: string;
  /** The object; 0: none. */
  object: number;
  /** The thread that can end the wait; 0: not known. */
  owner: number;
}

function thread_of(ident: number): number {
  return thread_states().find((t) => thread_ident(t) === ident) ?? 0;
}

/** Null: the thread can go on by itself. */
function wait_of(tstate: number): Wait | null {
  const repeatable = HEAP32[POLICY] !== POLICY_OS;
  const target = slot(tstate + PyThreadState.sched_lock);
  const call = CALL_NAMES[int32(tstate + PyThreadState.blocked_in)];
  const blocked = target !== 0 && (call === 'Lock.acquire' || call === 'Thread.join') && HEAPF64[(tstate + PyThreadState.sched_deadline) >> 3] === Infinity;
  const waits = blocked && (repeatable ? int32(tstate + PyThreadState.sched_state) === SCHED_LOCK : HEAPF64[(tstate + PyThreadState.gil_wait_since) >> 3] === 0);
  if (!waits) return is_frozen(tstate) ? { tstate, frozen: true, what: '', object: 0, owner: 0 } : null;
  if (call === 'Thread.join') return int32(target + H_DONE) !== 0 ? null : { tstate, frozen: false, what: call, object: 0, owner: thread_of(ssize(target + H_IDENT)) };
  if (int32(target) === 0) return null;
  const object = is_object(target - OB_HEAD) ? target - OB_HEAD : 0;
  const type = object === 0 ? 'Lock' : type_name_of(object);
  // RLock: its owner is the next field. Lock: the high word of its slot has the ident of who took it last.
  const owner = thread_of(type === 'RLock' ? ssize(target + 8) : int32(target + 4));
  return { tstate, frozen: false, what: owner === tstate || owner === 0 ? waiting_function(tstate, type === 'SimpleQueue' ? 'SimpleQueue.get' : 'Lock') : type === 'lock' ? 'Lock' : type, object, owner: owner === tstate ? 0 : owner };
}

/** The library's function that the program called and in which the thread waits. */
function waiting_function(tstate: number, first: string): string {
  let name = first;
  for (const frame of frames_of(tstate, 20)) {
    const place = frame_place(frame);
    if (place.name.startsWith('Thread.') || !/\/(threading|queue|concurrent\/futures\/\w+|multiprocessing\/\w+)\.py$/.test(place.filename)) break;
    name = place.name;
  }
  return name;
}

/** What every thread waits for, when none can go on by itself; null: some thread can. Nobody holds the GIL then. */
export function standstill(): Wait[] | null {
  if (Atomics.load(HEAP32, LOCKED) !== 0) return null;
  if (HEAP32[POLICY] !== POLICY_OS && Atomics.load(HEAP32, NEXT_OWNER) !== NOBODY) return null;
  const threads = thread_states();
  const waits = threads.map(wait_of);
  return threads.length === 0 || waits.includes(null) ? null : (waits as Wait[]);
}
