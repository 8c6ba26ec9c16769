// Positions: CPython's into LSP's. Lines are 1-based there and 0-based here; columns are UTF-8 bytes (trees, code)
// or code points (errors of the parser) there, UTF-16 units here.

import type { Position as LspPosition } from 'vscode-languageserver';

export class SourceLines {
  readonly lines: readonly string[];

  constructor(text: string) {
    this.lines = text.split(/\r\n|\n|\r/);
  }

  /** `lineno` is 1-based, `column` a 0-based UTF-8 offset; both are brought into the text. */
  ofBytes(lineno: number, column: number): LspPosition {
    return this.position(lineno, column, (cp) => (cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4));
  }

  /** `lineno` is 1-based, `column` a 0-based count of code points; both are brought into the text. */
  ofCodePoints(lineno: number, column: number): LspPosition {
    return this.position(lineno, column, () => 1);
  }

  /** Index into the whole line where its text ends, spaces at its end left out. */
  endOfLine(line: number): number {
    return (this.lines[line] ?? '').trimEnd().length;
  }

  private position(lineno: number, column: number, width: (codePoint: number) => number): LspPosition {
    const line = Math.min(Math.max(lineno - 1, 0), this.lines.length - 1);
    const text = this.lines[line];
    let character = 0;
    for (let left = column; left > 0 && character < text.length; ) {
      const codePoint = text.codePointAt(character)!;
      left -= width(codePoint);
      character += codePoint > 0xffff ? 2 : 1;
    }
    return { line, character };
  }
}
