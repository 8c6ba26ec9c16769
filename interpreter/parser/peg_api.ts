// Parser/peg_api.c of CPython 3.13: the parser's entry. Deviation: errors are thrown as PySyntaxError (include/pycore_ast.ts),
// warnings are collected in an array instead of being issued.

import type { CompileWarning, mod } from '../include/pycore_ast';
import { Parser } from './parser';
import type { Mode, ParserFlags } from './pegen';
import { decodeByHost, type Decoder, decodeSource, nullBytes, translateNewlines, type SourceKind } from './source';
import { Tokenizer } from './tokenizer';

export interface ParseFlags extends ParserFlags {
  /** Receives SyntaxWarnings (invalid escapes and number suffixes). */
  warnings?: CompileWarning[];
  /** How undecodable bytes are reported: as `python FILE` does, or as compile() does (the default). */
  source_kind?: SourceKind;
  /** Decodes what is in another encoding than UTF-8, Latin-1 and ASCII; without it the host's TextDecoder does. */
  decode?: Decoder;
}

/** Parses `source`; throws PySyntaxError. The tree is plain data, new, and the caller's. */
export function _PyParser_ASTFromString(source: string | Uint8Array, filename: string, mode: Mode, flags: ParseFlags = {}): mod {
  const text = typeof source === 'string' ? source : decodeSource(source, filename, flags.source_kind ?? 'string', flags.decode ?? decodeByHost);
  if (text.includes('\0'))
    throw nullBytes(filename, flags.source_kind ?? 'string', text.slice(0, text.indexOf('\0')));
  const tok = new Tokenizer(translateNewlines(text, mode === 'exec'), filename, flags.warnings ?? null);
  const parser = new Parser(tok, mode, { ...flags });
  const tree = parser.run() as mod;
  if (mode === 'single') parser.checkSingleStatement();
  return tree;
}
