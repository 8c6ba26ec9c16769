// dataBreakpointInfo: what of a row can be watched. The row of a count: each change of it; a name, an attribute or an item: each
// new value; another row with an object: that object's count; with asAddress, bytes of the memory.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const dataBreakpointInfo: RequestDefinition = {
  command: 'dataBreakpointInfo',
  when: 'stopped',
  capabilities: { supportsDataBreakpoints: true, supportsDataBreakpointBytes: true },
  arguments: shape<DebugProtocol.DataBreakpointInfoArguments>({ name: 'string', 'variablesReference?': 'integer', 'frameId?': 'integer', 'bytes?': 'integer', 'asAddress?': 'boolean' }),
  handle(session, args: DebugProtocol.DataBreakpointInfoArguments): DebugProtocol.DataBreakpointInfoResponse['body'] {
    const offered = session.the_debuggee().offer_data(args);
    if (typeof offered === 'string') return { dataId: null, description: offered };
    // Addresses are another run's no more; reads cannot be seen.
    return { dataId: offered.dataId, description: offered.label, accessTypes: ['write'], canPersist: false };
  },
};
