// gotoTargets: the line itself, or the next that has code. Whether the jump is allowed, goto finds out.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { breakable_lines, next_breakable } from '../breakableLines';
import type { RequestDefinition } from '../session';

export const gotoTargets: RequestDefinition = {
  command: 'gotoTargets',
  when: 'stopped',
  capabilities: { supportsGotoTargetsRequest: true },
  arguments: shape<DebugProtocol.GotoTargetsArguments>({ source: { 'path?': 'string' }, line: 'integer' }),
  async handle(session, args: DebugProtocol.GotoTargetsArguments) {
    const path = args.source?.path;
    const source = path === undefined ? null : await session.host.read_file(path).catch(() => null);
    const offset = session.lines_start_at_1 ? 0 : 1;
    const line = source === null || path === undefined ? null : next_breakable(breakable_lines(source, path) ?? [], args.line + offset);
    // The line is the id: targets of one line are one.
    return { targets: line === null ? [] : [{ id: line, label: `line ${line - offset}`, line: line - offset }] };
  },
};
