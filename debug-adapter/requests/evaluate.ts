// evaluate: an expression, or statements in the console, in the stopped thread. A hover runs no code: it reads what names,
// attributes and items lie in memory. While the program reads its standard input, the console is that.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { Debuggee } from '../debuggee';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const evaluate: RequestDefinition = {
  command: 'evaluate',
  when: 'launched',
  capabilities: { supportsEvaluateForHovers: true, supportsClipboardContext: true },
  arguments: shape<DebugProtocol.EvaluateArguments>({ expression: 'string', 'frameId?': 'integer', 'context?': 'string', 'format?': { 'hex?': 'boolean' } }),
  async handle(session, args: DebugProtocol.EvaluateArguments) {
    const debuggee = session.the_debuggee();
    if (args.context === 'repl' && debuggee.reads_stdin) {
      debuggee.type_line(args.expression);
      return { result: '', variablesReference: 0 };
    }
    if (session.state !== 'stopped') throw new RequestError('the program is running: pause it to evaluate something');
    const { frame } = debuggee.frame(args.frameId);
    if (frame === 0) throw new RequestError('there is no Python frame to evaluate in');
    const read = args.context === 'hover' || debuggee.frozen ? debuggee.peek(args.expression, frame) : 0;
    if (read !== 0) return answer(debuggee, args, frame, read, null);
    if (args.context === 'hover') throw new RequestError(`"${args.expression}" cannot be read without running code`);
    const result = await debuggee.command({ cmd: 'evaluate', text: args.expression, frame, statements: args.context === 'repl' });
    if (result.error !== undefined) throw new RequestError(result.error);
    if (args.context === 'repl') session.afterwards(() => session.event('invalidated', { areas: ['variables'] }));
    const address = result.address ?? 0;
    // As Python's own prompt: None is not shown.
    if (address === 0 || (args.context === 'repl' && result.text === 'None')) return { result: '', variablesReference: 0 };
    debuggee.hold(address);
    return answer(debuggee, args, frame, address, result.text ?? '');
  },
};

/** `text`: repr() of it, when Python made one. */
function answer(debuggee: Debuggee, args: DebugProtocol.EvaluateArguments, frame: number, address: number, text: string | null): DebugProtocol.EvaluateResponse['body'] {
  const shown = text === null || args.format?.hex ? debuggee.variables.repr(address, args.format) : text;
  const counted = args.context === 'watch' || args.context === 'hover';
  return { result: counted ? debuggee.variables.with_count(shown, address) : shown, type: debuggee.type_name(address), ...debuggee.variables.handle(address, args.expression, frame) };
}
