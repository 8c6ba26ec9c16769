// The door for those who only read Python source (language server, build steps): parse, compile, disassemble. No heap, no host.

export type { CodeDesc } from './include/cpython_code';
export { type CompileWarning, type expr, type Module, type Position, PySyntaxError, type stmt } from './include/pycore_ast';
export { UnicodeDb } from './modules/unicodedata_db';
export { _PyParser_ASTFromString, type ParseFlags } from './parser/peg_api';
export type { Mode } from './parser/pegen';
export { setUnicodeNameLookup } from './parser/string_parser';
export { _PyAST_Compile } from './python/compile';
export { co_lines } from './python/code_lines';
export { code_objects, code_repr, disassemble, disassemble_recursive, type Disassembly, type Row } from './python/dis';
