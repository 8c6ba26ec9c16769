// setVariable: the value of an expression, evaluated in the frame, goes where the row's value is.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';
import { without_count } from '../variables_text';

export const setVariable: RequestDefinition = {
  command: 'setVariable',
  when: 'stopped',
  capabilities: { supportsSetVariable: true },
  arguments: shape<DebugProtocol.SetVariableArguments>({ variablesReference: 'integer', name: 'string', value: 'string' }),
  async handle(session, args: DebugProtocol.SetVariableArguments) {
    const debuggee = session.the_debuggee();
    const { target, frame } = debuggee.variables.target(args.variablesReference, args.name);
    const result = await debuggee.command({ cmd: 'store', text: without_count(args.value), frame, target });
    if (result.error !== undefined || result.address === undefined) throw new RequestError(result.error ?? 'no value');
    debuggee.hold(result.address);
    const { name: _name, ...row } = debuggee.variables.variable(args.name, result.address, undefined, frame);
    return row;
  },
};
