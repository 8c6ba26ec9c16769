// evaluate: an expression, or statements in the console, in the stopped thread. While the program reads its standard input, what
// is typed into the console is for the program.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { type RequestDefinition, RequestError } from '../request';

export const evaluate: RequestDefinition = {
  command: 'evaluate',
  when: 'launched',
  capabilities: { supportsEvaluateForHovers: true, supportsClipboardContext: true },
  async handle(session, args: DebugProtocol.EvaluateArguments) {
    const debuggee = session.the_debuggee();
    if (args.context === 'repl' && debuggee.reads_stdin) {
      debuggee.type_line(args.expression);
      return { result: '', variablesReference: 0 };
    }
    if (session.state !== 'stopped') throw new RequestError('the program is running: pause it to evaluate something');
    const { frame } = debuggee.frame(args.frameId);
    if (frame === 0) throw new RequestError('there is no Python frame to evaluate in');
    const result = await debuggee.command({ cmd: 'evaluate', text: args.expression, frame, statements: args.context === 'repl' });
    if (result.error !== undefined) throw new RequestError(result.error);
    if (args.context === 'repl') session.afterwards(() => session.event('invalidated', { areas: ['variables'] }));
    const address = result.address ?? 0;
    if (address === 0) return { result: '', variablesReference: 0 };
    debuggee.hold(address);
    const text = result.text ?? '';
    // As Python's own prompt: None is not shown.
    if (args.context === 'repl' && text === 'None') return { result: '', variablesReference: 0 };
    const handle = debuggee.variables.handle(address, args.expression, frame);
    return { result: args.context === 'watch' || args.context === 'hover' ? debuggee.variables.with_count(text, address) : text, type: debuggee.type_name(address), ...handle };
  },
};
