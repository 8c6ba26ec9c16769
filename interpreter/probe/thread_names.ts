// What the user calls a thread: its name in threading, also before it has one and after it has lost it.

import { starting_thread_name, thread_ident, thread_name, thread_states } from './frames';
import type { EventNames } from './evaluate';

/** What a thread is called that is no more; who watches knows the names of old. */
function ended_thread(ident: number): string {
  return `thread ${ident} (ended)`;
}

/** This realm's thread: threading forgets the name before the thread ends. */
export const own_thread = { ident: 0, name: '' };

export function name_of_ident(ident: number): string {
  const tstate = thread_states().find((t) => thread_ident(t) === ident);
  if (tstate === undefined) return thread_name(ident) ?? ended_thread(ident);
  const name = thread_name(ident) ?? (ident === own_thread.ident ? own_thread.name : starting_thread_name(tstate));
  return name ?? `thread ${ident}`;
}

export function thread_names(prefix: string, ident: number): EventNames {
  const name = name_of_ident(ident);
  return { [prefix]: name, [`${prefix}.name`]: name, [`${prefix}.ident`]: ident };
}
