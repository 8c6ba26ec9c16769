// loadedSources: the files of the modules that the program has imported.

import type { RequestDefinition } from '../session';
import { source_of } from '../sources';

export const loadedSources: RequestDefinition = {
  command: 'loadedSources',
  when: 'launched',
  capabilities: { supportsLoadedSourcesRequest: true },
  handle(session) {
    const debuggee = session.the_debuggee();
    return { sources: debuggee.loaded_files().map((path) => source_of(debuggee, path)) };
  },
};
