// Makes the program that a session debugs: its memory, its terminal, its process. `launch` and `restart` use it.

import { build_c_extensions } from './extensions';
import type { Debuggee } from './debuggee';
import { check_launch, environment, heap_mib, read_decisions, run_config, working_directory } from './launchConfig';
import type { PyxrayLaunchArguments } from './protocol';
import { RequestError } from './requestError';
import type { Session } from './session';
import type { Terminal } from './terminal';

/** The process's one memory: the heap views of the bundle are constants. */
function memory_for(session: Session, args: PyxrayLaunchArguments): WebAssembly.Memory {
  const mib = heap_mib(args);
  const present = globalThis.pyxrayMemory;
  if (present !== undefined) {
    const room = present.buffer.byteLength / 2 ** 20;
    if (room < mib) throw new RequestError(`"heapSize" cannot grow from ${room} to ${mib} MiB in a restart: stop, and start anew`, true);
    return present;
  }
  try {
    return (globalThis.pyxrayMemory = session.host.memory(mib));
  } catch (error) {
    throw new RequestError(`a heap of ${mib} MiB could not be made: ${(error as Error).message}. Set a smaller "heapSize".`, true);
  }
}

async function open_terminal(session: Session, args: PyxrayLaunchArguments, cwd: string): Promise<Terminal | null> {
  if (args.console === undefined || args.console === 'internalConsole') return null;
  const offer = await session.host.offer_terminal!();
  try {
    await session.ask_client('runInTerminal', { kind: args.console === 'externalTerminal' ? 'external' : 'integrated', title: 'PyXray', cwd, args: offer.args, env: offer.env });
    return await offer.connected;
  } catch (error) {
    offer.cancel();
    throw new RequestError(`no terminal for "console": "${args.console}": ${(error as Error).message}`, true);
  }
}

/** Checks the arguments before anything is done; `before`: what must end first. */
export async function make_program(session: Session, args: PyxrayLaunchArguments, before?: () => Promise<void>): Promise<Debuggee> {
  check_launch(session, args);
  const cwd = working_directory(session, args);
  const decisions = await read_decisions(session, args, cwd);
  const memory = memory_for(session, args);
  await before?.();
  await build_c_extensions(session, args, cwd);
  // Loaded now: its heap views are of the memory above.
  const { Debuggee } = await import('./debuggee');
  const environ = environment(session, args);
  return new Debuggee(session, {
    memory,
    stdlib: await session.host.stdlib(cwd),
    snapshot: await session.host.snapshot(),
    config: run_config(args, cwd, environ, decisions),
    environ,
    cwd,
    no_debug: args.noDebug === true,
    just_my_code: args.justMyCode !== false,
    stop_on_entry: args.stopOnEntry === true && args.noDebug !== true,
    timeline: args.timeline === true,
    earlier_timeline: session.debuggee?.timeline,
    terminal: await open_terminal(session, args, cwd),
  });
}
