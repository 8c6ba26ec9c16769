// setExpression: an assignment in the frame.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';
import { without_count } from '../variables_text';

export const setExpression: RequestDefinition = {
  command: 'setExpression',
  when: 'stopped',
  capabilities: { supportsSetExpression: true },
  arguments: shape<DebugProtocol.SetExpressionArguments>({ expression: 'string', value: 'string', 'frameId?': 'integer' }),
  async handle(session, args: DebugProtocol.SetExpressionArguments) {
    const debuggee = session.the_debuggee();
    const { frame } = debuggee.frame(args.frameId);
    const done = await debuggee.command({ cmd: 'evaluate', text: `${args.expression} = (${without_count(args.value)})`, frame, statements: true });
    if (done.error !== undefined) throw new RequestError(done.error);
    session.afterwards(() => session.event('invalidated', { areas: ['variables'] }));
    const result = await debuggee.command({ cmd: 'evaluate', text: args.expression, frame, statements: false });
    const address = result.address ?? 0;
    if (result.error !== undefined || address === 0) throw new RequestError(result.error ?? 'no value');
    debuggee.hold(address);
    return { value: debuggee.variables.with_count(result.text ?? '', address), type: debuggee.type_name(address), ...debuggee.variables.handle(address, args.expression, frame) };
  },
};
