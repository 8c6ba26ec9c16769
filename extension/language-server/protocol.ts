// What the language server is asked besides LSP's own requests. Lines are 0-based, as in LSP.

export interface DisassemblyParams {
  readonly uri: string;
  /** A column with each instruction's offset in bytes, as `dis --show-offsets` has it. */
  readonly showOffsets: boolean;
}

export interface DisassemblyResult {
  /** What `python3.13 -m dis` prints of the document; null: it does not compile. */
  readonly text: string | null;
  /** For each line of `text` the source line of its instruction, or -1. */
  readonly sourceLines: readonly number[];
  /** Why there is no text: 'SyntaxError: invalid syntax (line 3)'. */
  readonly problem: string;
}

export const DISASSEMBLY = 'pyxray/disassembly';
