// One version of a document: its tree, its code and what CPython says against it, each made when it is first asked for.

import {
  _PyAST_Compile, _PyParser_ASTFromString, type CodeDesc, co_lines, code_objects, type CompileWarning, disassemble, type Disassembly, type Module, PySyntaxError,
} from '../../interpreter/frontend';
import { SourceLines } from './sourceLines';
import './unicodeNames';

/** An error and in what its columns count: the parser's in code points, those of symbol table and compiler in UTF-8 bytes. */
export interface Problem {
  readonly error: PySyntaxError;
  readonly columns: 'codePoints' | 'bytes';
}

export class Analysis {
  readonly source: SourceLines;
  private parsed: { tree: Module | null; problem: Problem | null; warnings: CompileWarning[] } | undefined;
  private compiled: { code: CodeDesc | null; problem: Problem | null; warnings: CompileWarning[] } | undefined;

  /** `name` is what code objects and messages call the file. */
  constructor(
    readonly text: string,
    readonly name: string,
  ) {
    this.source = new SourceLines(text);
  }

  /** null: the text has an error. Compiling folds constants in it; statements stay what and where they are. */
  get tree(): Module | null {
    return this.parse().tree;
  }

  get code(): CodeDesc | null {
    return this.compile().code;
  }

  /** CPython stops at the first error, so there is at most one. */
  get problem(): Problem | null {
    return this.compile().problem;
  }

  get warnings(): readonly CompileWarning[] {
    return this.compile().warnings;
  }

  /** The listings of the code objects that have instructions on a line (1-based), outer ones first; none when the text does not compile. */
  disassembliesOf(lineno: number): Disassembly[] {
    const { code } = this;
    if (code === null) return [];
    return [...code_objects(code)].filter((co) => co_lines(co).some(({ line }) => line === lineno)).map((co) => disassemble(co));
  }

  private parse() {
    if (this.parsed !== undefined) return this.parsed;
    const warnings: CompileWarning[] = [];
    const { result, error } = attempt(() => _PyParser_ASTFromString(this.text, this.name, 'exec', { warnings }) as Module);
    const problem: Problem | null = error === null ? null : { error, columns: 'codePoints' };
    return (this.parsed = { tree: result, problem, warnings });
  }

  private compile() {
    if (this.compiled !== undefined) return this.compiled;
    const { tree, problem, warnings } = this.parse();
    if (tree === null) return (this.compiled = { code: null, problem, warnings });
    const all = [...warnings];
    const { result, error } = attempt(() => _PyAST_Compile(tree, this.name, null, 0, all));
    return (this.compiled = { code: result, problem: error === null ? null : { error, columns: 'bytes' }, warnings: all });
  }
}

function attempt<T>(act: () => T): { result: T | null; error: PySyntaxError | null } {
  try {
    return { result: act(), error: null };
  } catch (error) {
    if (error instanceof PySyntaxError) return { result: null, error };
    // JavaScript's stack ends where CPython's parser counts to its limit.
    if (error instanceof RangeError) return { result: null, error: new PySyntaxError('MemoryError', 'Parser stack overflowed - Memory Error', '', null, null, null, null, null) };
    throw error;
  }
}
