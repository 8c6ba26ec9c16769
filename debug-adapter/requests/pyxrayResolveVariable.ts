// pyxray/resolveVariable: the address of the object that a row shows.

import { shape } from '../argumentShape';
import type { ResolveVariableArguments, ResolveVariableResponse } from '../protocol';
import type { RequestDefinition } from '../session';

export const pyxrayResolveVariable: RequestDefinition = {
  command: 'pyxray/resolveVariable',
  when: 'stopped',
  arguments: shape<ResolveVariableArguments>({ variablesReference: 'integer', name: 'string' }),
  handle(session, args: ResolveVariableArguments): ResolveVariableResponse {
    return { address: session.the_debuggee().variables.address(args.variablesReference, args.name) };
  },
};
