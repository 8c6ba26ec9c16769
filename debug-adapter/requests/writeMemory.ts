// writeMemory: changes bytes of the heap. Nothing checks them: a wrong pointer ends the program.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const writeMemory: RequestDefinition = {
  command: 'writeMemory',
  when: 'stopped',
  capabilities: { supportsWriteMemoryRequest: true },
  arguments: shape<DebugProtocol.WriteMemoryArguments>({ memoryReference: 'string', data: 'string', 'offset?': 'integer', 'allowPartial?': 'boolean' }),
  handle(session, args: DebugProtocol.WriteMemoryArguments) {
    const debuggee = session.the_debuggee();
    const at = Number(args.memoryReference) + (args.offset ?? 0);
    if (!Number.isSafeInteger(at) || at <= 0) throw new RequestError(`"${args.memoryReference}" is no address`);
    const wanted = from_base64(args.data);
    const room = debuggee.read_memory(at, wanted.length).length;
    if (room < wanted.length && !args.allowPartial) throw new RequestError(`only ${room} of ${wanted.length} bytes lie in the heap`);
    if (room === 0) return { bytesWritten: 0 };
    debuggee.write_memory(at, wanted.subarray(0, room));
    session.afterwards(() => {
      session.event('memory', { memoryReference: args.memoryReference, offset: args.offset ?? 0, count: room });
      session.event('invalidated', { areas: ['variables'] });
    });
    return { bytesWritten: room };
  },
};

function from_base64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) || text.replace(/[\s=]/g, '').length % 4 === 1) throw new RequestError('"data" is no base64');
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
