// exceptionInfo: the exception that stopped the thread, with its chain, and the traceback as CPython prints it.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionFacts } from '../../interpreter/probe/exceptions';
import type { RequestDefinition } from '../session';
import { RequestError } from '../requestError';

export const exceptionInfo: RequestDefinition = {
  command: 'exceptionInfo',
  when: 'stopped',
  capabilities: { supportsExceptionInfoRequest: true },
  async handle(session) {
    const debuggee = session.the_debuggee();
    const stop = debuggee.stop;
    if (stop === null || stop.exception === undefined) throw new RequestError('the thread is not stopped at an exception');
    const { type, value } = stop.names ?? {};
    const traceback = await debuggee.command({ cmd: 'exception', address: stop.exception });
    return {
      exceptionId: String(type),
      description: String(value ?? ''),
      breakMode: stop.event === 'userUncaught' ? 'userUnhandled' : stop.uncaught ? 'unhandled' : 'always',
      details: { ...details(debuggee.exception_facts(stop.exception)), stackTrace: traceback.text },
    };
  },
};

function details(facts: ExceptionFacts): DebugProtocol.ExceptionDetails {
  return { message: facts.text, typeName: facts.type, fullTypeName: facts.full_type, ...(facts.inner === null ? {} : { innerException: [details(facts.inner)] }) };
}
