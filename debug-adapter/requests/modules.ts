// modules: sys.modules.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

export const modules: RequestDefinition = {
  command: 'modules',
  when: 'launched',
  capabilities: { supportsModulesRequest: true },
  arguments: shape<DebugProtocol.ModulesArguments>({ 'startModule?': 'integer', 'moduleCount?': 'integer' }),
  handle(session, args: DebugProtocol.ModulesArguments) {
    const debuggee = session.the_debuggee();
    const all = debuggee.modules();
    const start = args.startModule ?? 0;
    const wanted = args.moduleCount ? all.slice(start, start + args.moduleCount) : all.slice(start);
    return {
      modules: wanted.map(({ name, path }) => ({ id: name, name, ...(path === null ? {} : { path, isUserCode: !debuggee.is_library(path) }) })),
      totalModules: all.length,
    };
  },
};
