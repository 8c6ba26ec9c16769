// readMemory: the heap's bytes. At id(x) the first eight are x's reference count.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';

export const readMemory: RequestDefinition = {
  command: 'readMemory',
  when: 'launched',
  capabilities: { supportsReadMemoryRequest: true },
  handle(session, args: DebugProtocol.ReadMemoryArguments) {
    const base = Number(args.memoryReference);
    if (!Number.isSafeInteger(base)) throw new RequestError(`"${args.memoryReference}" is no address`);
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
