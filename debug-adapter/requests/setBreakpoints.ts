// setBreakpoints: the line breakpoints of one file, placed on lines that have code.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import { breakable_lines, next_breakable } from '../breakableLines';
import { condition_problem } from '../conditionProblem';
import { normalize } from '../hosts/vfs';
import { RequestError } from '../requestError';
import type { RequestDefinition } from '../session';
import { hit_condition_problem } from '../hitCondition';

export const setBreakpoints: RequestDefinition = {
  command: 'setBreakpoints',
  when: 'always',
  capabilities: { supportsConditionalBreakpoints: true, supportsHitConditionalBreakpoints: true, supportsLogPoints: true },
  arguments: shape<DebugProtocol.SetBreakpointsArguments>({ source: { 'path?': 'string' }, 'breakpoints?': [{ line: 'integer', 'condition?': 'string', 'hitCondition?': 'string', 'logMessage?': 'string' }] }),
  async handle(session, args: DebugProtocol.SetBreakpointsArguments) {
    if (typeof args.source?.path !== 'string') throw new RequestError('breakpoints need a file with a path');
    const path = normalize(args.source.path);
    const offset = session.lines_start_at_1 ? 0 : 1;
    const wanted = (args.breakpoints ?? []).map((b) => ({ ...b, line: b.line + offset }));
    const lines = wanted.length === 0 ? [] : await read_lines(path, (p) => session.host.read_file(p));
    const breakpoints = session.breakpoints.set_lines(path, wanted, (line) => {
      // A file that cannot be read or compiled: the line may be right all the same, once the program loads it.
      if (lines === null) return { line, message: 'The file cannot be read or has no valid Python; the breakpoint is set when the program loads it.' };
      const at = next_breakable(lines, line);
      return at === null ? null : { line: at };
    });
    session.configure();
    return { breakpoints: breakpoints.map((b, i) => ({ ...b, line: b.line === undefined ? undefined : b.line - offset, ...hit_condition_problem(wanted[i].hitCondition), ...unverified(condition_problem(wanted[i].condition)) })) };
  },
};

function unverified(message: string | null): { verified: false; message: string } | Record<string, never> {
  return message === null ? {} : { verified: false, message };
}

async function read_lines(path: string, read: (path: string) => Promise<Uint8Array>): Promise<number[] | null> {
  try {
    return breakable_lines(await read(path), path);
  } catch {
    return null;
  }
}
