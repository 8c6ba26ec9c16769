// The ends of Python/compile.c of CPython 3.13: from a whole AST to a code description.
//   _PyAST_Compile: future features -> _PyAST_Optimize -> _PySymtable_Build -> codegen_*.ts -> flowgraph.ts -> assemble.ts
// Deviations: the result is a CodeDesc that owns no heap; the optimised AST is the one handed in; warnings go into an array.

import { type CodeDesc, type PyCompilerFlags } from '../include/cpython_code';
import { type CompileWarning, type mod, PySyntaxError } from '../include/pycore_ast';
import { OP } from '../include/pycore_opcode_ids';
import { _PyAST_Optimize } from './ast_opt';
import { compiler_visit_expr } from './codegen_expr';
import { compiler_body, find_ann, visit_stmts } from './codegen_stmt';
import { ADDOP, type Compiler, compiler_enter_scope, compiler_exit_scope, optimize_and_assemble, Scope } from './codegen_unit';
import { ConstCache } from './const_cache';
import { _PyFuture_FromAST } from './future';
import { Location } from './instruction_sequence';
import { _PySymtable_Build, type STEntry } from './symtable';

function compiler_codegen(c: Compiler, mod: mod): void {
  const loc = new Location(1, 1, 0, 0);
  switch (mod.kind) {
    case 'Module':
      compiler_body(c, loc, mod.body);
      break;
    case 'Interactive':
      if (find_ann(mod.body)) ADDOP(c, loc, OP.SETUP_ANNOTATIONS);
      c.c_interactive = true;
      visit_stmts(c, mod.body);
      break;
    case 'Expression':
      compiler_visit_expr(c, mod.body);
      break;
    case 'FunctionType':
      throw new Error('module kind FunctionType should not be possible');
  }
}

function new_compiler(mod: mod, filename: string, flags: PyCompilerFlags | null, optimize: number, warnings: CompileWarning[]): Compiler {
  const future = _PyFuture_FromAST(mod, filename);
  const merged = future.ff_features | (flags === null ? 0 : flags.cf_flags);
  future.ff_features = merged;
  if (flags !== null) flags.cf_flags = merged;
  const c_optimize = optimize === -1 ? 0 : optimize;
  _PyAST_Optimize(mod, c_optimize, merged, warnings);
  return {
    c_filename: filename,
    c_st: _PySymtable_Build(mod, filename, future),
    c_future: future,
    c_flags: merged,
    c_optimize,
    c_interactive: false,
    c_nestlevel: 0,
    c_const_cache: new ConstCache(),
    u: undefined as unknown as Compiler['u'],
    c_stack: [],
    c_warnings: warnings,
  };
}

function compiler_mod(c: Compiler, mod: mod): CodeDesc {
  compiler_enter_scope(c, '<module>', Scope.MODULE, mod, 1);
  compiler_codegen(c, mod);
  const code = optimize_and_assemble(c, mod.kind !== 'Expression');
  compiler_exit_scope(c);
  return code;
}

/** A RangeError of the JS stack is the C recursion limit's RecursionError. */
function recursion_error(error: unknown, filename: string): unknown {
  if (!(error instanceof RangeError)) return error;
  return new PySyntaxError('RecursionError', 'maximum recursion depth exceeded during compilation', filename, null, null, null, null, null);
}

/**
 * Compiles `mod`, which is changed by folding. `flags` gets the future features found added, as in CPython.
 * `optimize` is 0..2, or -1 for the interpreter's own level (0 here; who knows sys.flags.optimize passes that).
 * Throws PySyntaxError, whose `type` is mostly SyntaxError and whose `text` is null; warnings are appended to `warnings`:
 * one with lineno 0 is to be issued by PyErr_WarnEx, for the frame that calls, the others by PyErr_WarnExplicit.
 */
export function _PyAST_Compile(
  mod: mod, filename: string, flags: PyCompilerFlags | null, optimize: number, warnings: CompileWarning[] = [],
): CodeDesc {
  try {
    return compiler_mod(new_compiler(mod, filename, flags, optimize, warnings), mod);
  } catch (error) {
    throw recursion_error(error, filename);
  }
}

/** The block of the whole tree, with those in it. Throws PySyntaxError. */
export function _PySymtable_FromAST(mod: mod, filename: string): STEntry {
  try {
    return _PySymtable_Build(mod, filename, _PyFuture_FromAST(mod, filename)).st_top;
  } catch (error) {
    throw recursion_error(error, filename);
  }
}

/** compile(..., PyCF_OPTIMIZED_AST): only the folding. */
export function _PyCompile_AstOptimize(mod: mod, filename: string, flags: PyCompilerFlags | null, optimize: number): void {
  try {
    const future = _PyFuture_FromAST(mod, filename);
    _PyAST_Optimize(mod, optimize === -1 ? 0 : optimize, future.ff_features | (flags === null ? 0 : flags.cf_flags));
  } catch (error) {
    throw recursion_error(error, filename);
  }
}
