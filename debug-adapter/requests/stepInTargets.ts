// stepInTargets: the calls of the statement at which the newest frame of a thread stands, in the order in which they come.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';
import { statement_lines, step_targets } from '../stepTargets';

export const stepInTargets: RequestDefinition = {
  command: 'stepInTargets',
  when: 'stopped',
  capabilities: { supportsStepInTargetsRequest: true },
  arguments: shape<DebugProtocol.StepInTargetsArguments>({ frameId: 'integer' }),
  async handle(session, args: DebugProtocol.StepInTargetsArguments): Promise<DebugProtocol.StepInTargetsResponse['body']> {
    const debuggee = session.the_debuggee();
    const { tstate, frame } = debuggee.frame(args.frameId);
    // An older frame is in the middle of a call already.
    if (debuggee.frames(tstate)[0] !== frame) return { targets: [] };
    const { filename, line } = debuggee.place(frame);
    const library = debuggee.is_library(filename) ? debuggee.library_source(filename) : null;
    const source = library !== null ? new TextEncoder().encode(library) : await session.host.read_file(filename).catch(() => null);
    if (source === null) return { targets: [] };
    const base = { line: session.lines_start_at_1 ? 1 : 0, column: session.columns_start_at_1 ? 1 : 0 };
    const lines = statement_lines(source, line);
    const targets = step_targets(source, debuggee.call_sites(frame), lines, base);
    for (const { id } of targets) debuggee.step_targets.set(id, { frame, offset: id, ...lines });
    return { targets };
  },
};
