// SessionHost on Node: the adapter's own process.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SessionHost } from '../session_host';
import { DEFAULT_HEAP_MIB } from '../heapSizes';
import { new_memory } from '../process';
import { exit_process } from './native';
import { load_snapshot, load_stdlib, node_worker_factory, PreparedWorker } from './node_factory';
import { offer_terminal } from './terminal';

export function node_session_host(dist: URL): SessionHost {
  let prepared: PreparedWorker | null = null;
  return {
    platform: 'node',
    read_file: (path) => readFile(path),
    stdlib: async (cwd) => load_stdlib(dist, cwd),
    snapshot: async () => load_snapshot(dist),
    prepare() {
      prepared ??= new PreparedWorker(dist, new_memory(DEFAULT_HEAP_MIB));
    },
    memory(mib) {
      if (prepared !== null && mib === DEFAULT_HEAP_MIB) return prepared.memory;
      prepared?.discard();
      return new_memory(mib);
    },
    worker_factory: () => node_worker_factory(dist, prepared),
    environ: () => process.env as Record<string, string>,
    cwd: () => process.cwd(),
    monotonic_ms: () => Number(process.hrtime.bigint()) / 1e6,
    offer_terminal: () => offer_terminal(dist),
    build_extensions: async (program, setting, say) => (await import('../cc')).build_extensions(program, setting, fileURLToPath(new URL('pyxray.mjs', dist)), say),
    quit: () => exit_process(0),
  };
}
