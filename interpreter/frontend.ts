// The door for those who only read Python source (language server, build steps): parse. No heap, no host.

export { _PyParser_ASTFromString, type ParseFlags } from './parser/peg_api';
export { setUnicodeNameLookup } from './parser/string_parser';
export type { Mode } from './parser/pegen';
