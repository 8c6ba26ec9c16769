// The programs of examples/, for the walkthrough and the command that opens one.

import { Commands } from '../ids';

export const examples: readonly { readonly file: string; readonly about: string }[] = [
  { file: 'lost_update.py', about: 'two threads lose updates; a lock mends it' },
  { file: 'cpu_vs_io.py', about: 'what the GIL does to threads that compute and to threads that wait' },
  { file: 'cycle_finalizers.py', about: 'a cycle, its finalizers and weakref callbacks' },
  { file: 'closure_leak.py', about: 'a leak through a closure, and who holds on' },
  { file: 'ctypes_libc.py', about: 'C functions, structures and callbacks through ctypes' },
  { file: 'c_extension/use_examplemodule.py', about: 'a C extension, compiled and imported, with a mistake in a reference count' },
];

/** A link of the walkthrough: beside it, so that it stays in view. */
export function exampleLink(text: string, file: string): string {
  return `[${text}](command:toSide:${Commands.openExample}?${encodeURIComponent(JSON.stringify([file]))})`;
}
