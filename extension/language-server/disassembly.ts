// pyxray/disassembly: the listing of the whole document.

import { disassemble_recursive } from '../../interpreter/frontend';
import type { Analysis } from './analysis';
import type { DisassemblyResult } from './protocol';

export function disassemblyOf(analysis: Analysis, showOffsets: boolean): DisassemblyResult {
  const { code, problem } = analysis;
  if (code === null) {
    const { type, msg, lineno } = problem!.error;
    return { text: null, sourceLines: [], problem: `${type}: ${msg}${lineno === null ? '' : ` (line ${lineno})`}` };
  }
  const rows = disassemble_recursive(code, showOffsets);
  return {
    text: `${rows.map(({ text }) => text).join('\n')}\n`,
    sourceLines: rows.map(({ instruction }) => (instruction?.line_number ?? 0) - 1),
    problem: '',
  };
}
