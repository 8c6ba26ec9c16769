// variables: the rows below a scope, an object or a C view.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const variables: RequestDefinition = {
  command: 'variables',
  when: 'stopped',
  arguments: shape<DebugProtocol.VariablesArguments>({ variablesReference: 'integer', 'filter?': 'string', 'start?': 'integer', 'count?': 'integer', 'format?': { 'hex?': 'boolean' } }),
  handle(session, args: DebugProtocol.VariablesArguments) {
    return { variables: session.the_debuggee().variables.variables(args) };
  },
};
