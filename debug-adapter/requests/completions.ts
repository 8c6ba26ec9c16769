// completions: attributes after a dot, else the names that the frame can see.

import type { DebugProtocol } from '@vscode/debugprotocol';
import { shape } from '../argumentShape';
import type { RequestDefinition } from '../session';

const KEYWORDS = ['False', 'None', 'True', 'and', 'await', 'def', 'del', 'for', 'from', 'if', 'import', 'in', 'is', 'lambda', 'not', 'or', 'print', 'return', 'while', 'with'];

export const completions: RequestDefinition = {
  command: 'completions',
  when: 'stopped',
  capabilities: { supportsCompletionsRequest: true, completionTriggerCharacters: ['.'] },
  arguments: shape<DebugProtocol.CompletionsArguments>({ text: 'string', column: 'integer', 'line?': 'integer', 'frameId?': 'integer' }),
  async handle(session, args: DebugProtocol.CompletionsArguments) {
    const debuggee = session.the_debuggee();
    const { frame } = debuggee.frame(args.frameId);
    const lines = args.text.split('\n');
    const text = (lines[(args.line ?? 1) - (session.lines_start_at_1 ? 1 : 0)] ?? args.text).slice(0, args.column - (session.columns_start_at_1 ? 1 : 0));
    const word = /\w*$/.exec(text)?.[0] ?? '';
    const names = text[text.length - word.length - 1] === '.' && !debuggee.frozen ? ((await debuggee.command({ cmd: 'complete', text, frame })).names ?? []) : debuggee.visible_names(frame).concat(KEYWORDS).filter((n) => n.startsWith(word));
    return { targets: [...new Set(names)].sort().map((label) => ({ label, start: text.length - word.length, length: word.length })) };
  },
};
