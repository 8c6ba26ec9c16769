// readMemory: the heap's bytes. At id(x) the first eight are x's reference count.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

/** What a client shows at once is far less; more would keep the adapter from answering anything else. */
const MOST = 1 << 24;

export const readMemory: RequestDefinition = {
  command: 'readMemory',
  when: 'launched',
  capabilities: { supportsReadMemoryRequest: true },
  arguments: shape<DebugProtocol.ReadMemoryArguments>({ memoryReference: 'string', count: 'integer', 'offset?': 'integer' }),
  handle(session, args: DebugProtocol.ReadMemoryArguments) {
    const base = Number(args.memoryReference);
    if (!Number.isSafeInteger(base)) throw new RequestError(`"${args.memoryReference}" is no address`);
    if (args.count < 0 || args.count > MOST) throw new RequestError(`"count" is ${args.count}: at most ${MOST} bytes are read at once`);
    const at = base + (args.offset ?? 0);
    const bytes = session.the_debuggee().read_memory(at, args.count);
    return { address: `0x${Math.max(0, at).toString(16)}`, unreadableBytes: args.count - bytes.length, data: base64(bytes) };
  },
};

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
