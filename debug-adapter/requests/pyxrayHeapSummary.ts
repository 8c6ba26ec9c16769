// pyxray/heapSummary: all objects of the program by type.

import { shape } from '../argumentShape';
import type { HeapSummaryArguments, HeapSummaryColumns } from '../protocol';
import type { RequestDefinition } from '../session';

export const pyxrayHeapSummary: RequestDefinition = {
  command: 'pyxray/heapSummary',
  when: 'stopped',
  arguments: shape<HeapSummaryArguments>({ includeBuiltins: 'boolean' }),
  handle(session, args: HeapSummaryArguments): HeapSummaryColumns {
    return session.the_debuggee().heap_summary(args);
  },
};
