// exceptionInfo: the exception that stopped the thread, with the traceback as CPython prints it.

import type { RequestDefinition } from '../request';
import { RequestError } from '../request';

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
      details: { message: String(value ?? ''), typeName: String(type), fullTypeName: debuggee.full_type_name(stop.exception), stackTrace: traceback.text },
    };
  },
};
