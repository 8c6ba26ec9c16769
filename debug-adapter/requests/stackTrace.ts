// stackTrace: a thread's Python frames, read from memory.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { Debuggee } from '../debuggee';
import type { RequestDefinition, Session } from '../session';
import { source_of } from '../sources';

export const stackTrace: RequestDefinition = {
  command: 'stackTrace',
  when: 'stopped',
  capabilities: { supportsDelayedStackTraceLoading: true },
  arguments: shape<DebugProtocol.StackTraceArguments>({ threadId: 'integer', 'startFrame?': 'integer', 'levels?': 'integer' }),
  handle(session, args: DebugProtocol.StackTraceArguments) {
    const debuggee = session.the_debuggee();
    const tstate = debuggee.thread(args.threadId);
    const all = debuggee.frames(tstate);
    const start = args.startFrame ?? 0;
    const wanted = args.levels ? all.slice(start, start + args.levels) : all.slice(start);
    return { stackFrames: wanted.map((frame) => stack_frame(session, debuggee, tstate, frame)), totalFrames: all.length };
  },
};

function stack_frame(session: Session, debuggee: Debuggee, tstate: number, frame: number): DebugProtocol.StackFrame {
  const place = debuggee.place(frame);
  const line = place.line - (session.lines_start_at_1 ? 0 : 1);
  const column = session.columns_start_at_1 ? 1 : 0;
  const ends = place.column >= 0 && place.end_line > 0 ? { endLine: place.end_line - (session.lines_start_at_1 ? 0 : 1), endColumn: place.end_column + column } : {};
  return {
    id: debuggee.frame_id(tstate, frame),
    name: place.name,
    source: source_of(debuggee, place.filename),
    line,
    column: Math.max(0, place.column) + column,
    ...ends,
    instructionPointerReference: `0x${debuggee.instruction_pointer(frame).toString(16)}`,
    ...(debuggee.is_library(place.filename) ? { presentationHint: 'subtle' } : {}),
  };
}
