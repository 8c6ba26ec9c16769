// What pack_stdlib.mjs bundles and runs: our own compiler, from source text to a .pyc.
import { _PyParser_ASTFromString, setUnicodeNameLookup } from '../interpreter/frontend';
import { _PyAST_Compile } from '../interpreter/python/compile';
import { writePyc } from '../interpreter/python/marshal_write';

export { setUnicodeNameLookup };

/** The bytes of the .pyc of `source`, with the source's `mtime` and size in it. Throws PySyntaxError. */
export function compilePyc(source: Uint8Array, filename: string, mtime: number): Uint8Array {
  const tree = _PyParser_ASTFromString(source, filename, 'exec', {});
  return writePyc(_PyAST_Compile(tree, filename, { cf_flags: 0 }, 0), mtime, source.length);
}
