// writeMemory: changes bytes of the heap. Nothing checks them: a wrong pointer ends the program.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const writeMemory: RequestDefinition = {
  command: 'writeMemory',
  when: 'stopped',
  capabilities: { supportsWriteMemoryRequest: true },
  handle(session, args: DebugProtocol.WriteMemoryArguments) {
    const debuggee = session.the_debuggee();
    const at = Number(args.memoryReference) + (args.offset ?? 0);
    if (!Number.isSafeInteger(at) || at <= 0) throw new RequestError(`"${args.memoryReference}" is no address`);
    const wanted = Uint8Array.from(atob(args.data), (c) => c.charCodeAt(0));
    const room = debuggee.read_memory(at, wanted.length).length;
    if (room < wanted.length && !args.allowPartial) throw new RequestError(`only ${room} of ${wanted.length} bytes lie in the heap`);
    debuggee.write_memory(at, wanted.subarray(0, room));
    session.afterwards(() => {
      session.event('memory', { memoryReference: args.memoryReference, offset: args.offset ?? 0, count: room });
      session.event('invalidated', { areas: ['variables'] });
    });
    return { bytesWritten: room };
  },
};
