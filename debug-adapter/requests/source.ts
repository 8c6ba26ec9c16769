// source: the text of a file of the packed standard library.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';
import { source_path } from '../sources';

export const source: RequestDefinition = {
  command: 'source',
  when: 'launched',
  // Clients leave the reference out where the source has it.
  arguments: shape<DebugProtocol.SourceArguments>({ sourceReference: 'any', 'source?': { 'path?': 'string', 'sourceReference?': 'integer' } }),
  handle(session, args: DebugProtocol.SourceArguments) {
    const path = source_path(args.source?.sourceReference ?? args.sourceReference) ?? args.source?.path;
    const content = path === undefined ? null : session.the_debuggee().library_source(path);
    if (content === null) throw new RequestError(`there is no source for ${path ?? 'this reference'}`);
    return { content, mimeType: 'text/x-python' };
  },
};
