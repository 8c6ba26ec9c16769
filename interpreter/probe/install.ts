// Fills the hooks that include/pydtrace.ts, python/ceval_gil.ts and python/gil_policy.ts offer: each event of the runtime becomes
// one of the agent's, with the names that its condition can use.

import { PyInterpreterState, PyThreadState } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, read_ssize } from '../include/heap';
import { _Py_unset_eval_breaker_bit, _PY_EVAL_PLEASE_STOP_BIT } from '../include/pycore_ceval';
import { probes } from '../include/pydtrace';
import { _PyInterpreterState_Main, PyExc_KeyboardInterrupt, STATIC_TYPES_END } from '../include/statics';
import { host } from '../host';
import { pending_hooks } from '../python/ceval_gil';
import { _PyThreadState_GET } from '../python/pystate';
import { PyErr_SetNone } from '../python/errors';
import { DROP_EXIT, DROP_REASONS, policy_hooks } from '../python/gil_policy';
import { begin_step } from './breakpoints';
import { ONE_HANDOFF, PAUSE, STEP_IN, STEP_KIND, STEP_NONE, STEP_TSTATE } from './control';
import { starting_thread_name, thread_ident } from './frames';
import { list_objects } from './gil';
import { type_name_of } from './memory';
import { short_repr, size_of } from './objects';
import { install_deferred, raise_deferred } from './deferred';
import { agent, is_cancelled } from './agent';
import { data_breakpoints } from './data_breakpoints';
import { register_callbacks } from './callbacks';
import { thread_names, name_of_ident, own_thread } from './thread_names';

const FINALIZING = (_PyInterpreterState_Main + PyInterpreterState.finalizing) >> 2;

const static_names = new Map<number, string>();

function dealloc_name(op: number, name: string): string | number | undefined {
  switch (name) {
    case 'type': {
      const tp = HEAP32[(op + 8) >> 2];
      if (tp >= STATIC_TYPES_END) return type_name_of(op);
      let text = static_names.get(tp);
      if (text === undefined) static_names.set(tp, (text = type_name_of(op)));
      return text;
    }
    case 'address':
      return op;
    case 'size':
      return size_of(op);
    case 'repr':
      return short_repr(op, 120);
    default:
      return undefined;
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function install_probes(): void {
  probes.gil_handoff = (tstate, from, reason, waited_ms, switch_number) => {
    if (agent.busy) return;
    agent.look(tstate);
    // A thread that has just started, or stands in the library: not where a person's code is.
    if (agent.just_my_code && !agent.in_user_code(tstate)) return;
    const once = Atomics.exchange(HEAP32, ONE_HANDOFF, 0) === 1;
    agent.event(tstate, 'gil.handoff', () => ({ ...thread_names('from_thread', from), ...thread_names('to_thread', thread_ident(tstate)), reason, waited_ms: round(Math.max(0, waited_ms)), switch_number }), once);
  };
  probes.gil_release = (tstate, call) => agent.event(tstate, 'gil.release', () => ({ ...thread_names('thread', thread_ident(tstate)), call }));
  probes.gil_acquire = (tstate, call) => agent.event(tstate, 'gil.acquire', () => ({ ...thread_names('thread', thread_ident(tstate)), call }));
  probes.gc_start = (generation, reason) => agent.event(_PyThreadState_GET(), 'gc.start', () => ({ generation, reason: String(reason) }));
  probes.gc_unreachable = (generation, head) => agent.event(_PyThreadState_GET(), 'gc.unreachable', () => ({ generation, unreachable: list_objects(head, 1_000_000).length }));
  probes.gc_done = (generation, collected, uncollectable) => agent.event(_PyThreadState_GET(), 'gc.done', () => ({ generation, collected, uncollectable }));
  probes.dealloc = (op) => {
    const tstate = _PyThreadState_GET();
    if (tstate === 0) return;
    data_breakpoints.owner_dies(op);
    if (agent.busy || !agent.wants('refcount.zero')) return;
    // Deallocations are many: what the condition alone rules out goes no further.
    if (agent.ruled_out('refcount.zero', (name) => dealloc_name(op, name))) return;
    if (agent.just_my_code && !agent.in_user_code(tstate)) return;
    agent.event(tstate, 'refcount.zero', () => ({ type: type_name_of(op), repr: short_repr(op, 120), address: op, size: size_of(op) }));
  };
  probes.thread_start = (tstate) => {
    own_thread.ident = thread_ident(tstate);
    own_thread.name = starting_thread_name(tstate) ?? `thread ${own_thread.ident}`;
    host().post('thread', { reason: 'started', tstate, id: read_ssize(tstate + PyThreadState.id) });
    agent.event(tstate, 'thread.start', () => thread_names('thread', thread_ident(tstate)));
  };
  probes.thread_exit = (tstate) => {
    agent.event(tstate, 'thread.exit', () => thread_names('thread', thread_ident(tstate)));
    host().post('thread', { reason: 'exited', tstate, id: read_ssize(tstate + PyThreadState.id) });
  };
  probes.breakpoint = (tstate) => {
    if (!agent.is_watched) return false;
    if (agent.busy) return true;
    agent.look(tstate);
    agent.stop(tstate, { reason: 'breakpoint', tstate });
    return true;
  };
  pending_hooks.please_stop = (tstate) => {
    if (agent.busy) return cancelled();
    agent.look(tstate);
    raise_deferred(tstate);
    if (Atomics.compareExchange(HEAP32, PAUSE, 1, 0) === 1) agent.stop(tstate, { reason: 'pause', tstate });
    return 0;
  };
}

/** While the thread runs something for the debugger: -1 with KeyboardInterrupt when the person gave it up. */
function cancelled(): number {
  if (!is_cancelled()) return 0;
  PyErr_SetNone(PyExc_KeyboardInterrupt);
  return -1;
}

/** Policy `manual`: the thread that is about to give the GIL up stops, and the person chooses. */
function ask_for_owner(tstate: number, reason: number, candidates: readonly number[], suggestion: number): void {
  if (agent.busy || reason === DROP_EXIT || HEAP32[FINALIZING] !== 0) return;
  const config = agent.look(tstate);
  // Who steps keeps the GIL.
  if (config === null || (HEAP32[STEP_KIND] !== STEP_NONE && HEAP32[STEP_TSTATE] === tstate)) return;
  const names = (threads: readonly number[]): string => threads.map((t) => name_of_ident(thread_ident(t))).join(', ');
  agent.stop(tstate, { reason: 'event', tstate, event: 'gil.choose', names: { thread: names([tstate]), reason: DROP_REASONS[reason], candidates: names(candidates), suggestion: names([suggestion]) } });
}

/** `debug` as the watcher gave it to the process; in the main thread holding the GIL, in others before they take it. */
export function install_agent(_debug: unknown, tstate: number): void {
  install_probes();
  install_deferred();
  data_breakpoints.install();
  policy_hooks.choose = ask_for_owner;
  if (_PyThreadState_GET() !== tstate) return;
  // The main thread, before the program: what is common to the process.
  register_callbacks();
  host().post('functions', { names: FUNCS.map((f) => f.name) });
  host().post('thread', { reason: 'started', tstate, id: read_ssize(tstate + PyThreadState.id) });
  const config = agent.look(tstate);
  _Py_unset_eval_breaker_bit(tstate, _PY_EVAL_PLEASE_STOP_BIT);
  if (config?.stop_on_entry) begin_step(config, tstate, STEP_IN, 0);
}

