// pyxray/heapGraph: objects along their references, as columns.

import { shape } from '../argumentShape';
import type { HeapGraphArguments, HeapGraphColumns } from '../protocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const pyxrayHeapGraph: RequestDefinition = {
  command: 'pyxray/heapGraph',
  when: 'stopped',
  arguments: shape<HeapGraphArguments>({ roots: 'any', depth: 'integer', maxNodes: 'integer', includeBuiltins: 'boolean', 'frameId?': 'integer', 'direction?': 'string' }),
  handle(session, args: HeapGraphArguments): HeapGraphColumns {
    const roots = args.roots;
    if (!(roots === 'locals' || roots === 'module' || roots === 'cycles' || (Array.isArray(roots) && roots.every((r) => typeof r === 'number')))) throw new RequestError('"roots" is locals, module, cycles or a list of addresses');
    for (const name of ['depth', 'maxNodes'] as const) if (!(args[name] >= 0)) throw new RequestError(`"${name}" is a number from 0`);
    return session.the_debuggee().heap_graph(args);
  },
};
