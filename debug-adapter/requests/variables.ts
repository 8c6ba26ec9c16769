// variables: the rows below a scope, an object or a C view.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RequestDefinition } from '../session';

export const variables: RequestDefinition = {
  command: 'variables',
  when: 'stopped',
  handle(session, args: DebugProtocol.VariablesArguments) {
    return { variables: session.the_debuggee().variables.variables(args) };
  },
};
