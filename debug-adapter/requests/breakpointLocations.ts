// breakpointLocations: the lines of a file on which a breakpoint can stand.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { breakable_lines } from '../breakableLines';
import type { RequestDefinition } from '../session';

export const breakpointLocations: RequestDefinition = {
  command: 'breakpointLocations',
  when: 'always',
  capabilities: { supportsBreakpointLocationsRequest: true },
  arguments: shape<DebugProtocol.BreakpointLocationsArguments>({ source: { 'path?': 'string' }, line: 'integer', 'endLine?': 'integer' }),
  async handle(session, args: DebugProtocol.BreakpointLocationsArguments) {
    const path = args.source?.path;
    const source = path === undefined ? null : await session.host.read_file(path).catch(() => null);
    const lines = source === null || path === undefined ? [] : (breakable_lines(source, path) ?? []);
    const offset = session.lines_start_at_1 ? 0 : 1;
    const from = args.line + offset;
    const to = (args.endLine ?? args.line) + offset;
    return { breakpoints: lines.filter((l) => l >= from && l <= to).map((l) => ({ line: l - offset })) };
  },
};
