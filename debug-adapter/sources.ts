// Sources that are no files of the user's: the packed standard library has references instead of paths.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debuggee } from './debuggee';

const references = new Map<string, number>();
const paths: string[] = [''];

/** The DAP source of a code object's file name. */
export function source_of(debuggee: Debuggee, filename: string): DebugProtocol.Source | undefined {
  if (filename.startsWith('<')) return { name: filename, presentationHint: 'deemphasize' };
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  if (!debuggee.is_library(filename)) return { name, path: filename };
  return { name, path: filename, sourceReference: reference(filename), origin: 'Python 3.13 standard library', presentationHint: 'deemphasize' };
}

function reference(path: string): number {
  let n = references.get(path);
  if (n === undefined) {
    n = paths.push(path) - 1;
    references.set(path, n);
  }
  return n;
}

export function source_path(n: number | undefined): string | undefined {
  return n === undefined || n === 0 ? undefined : paths[n];
}
