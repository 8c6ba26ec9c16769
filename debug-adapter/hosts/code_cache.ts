// A script with V8's compiled code of an earlier run: most of a worker's start would be parsing and compiling the interpreter.
//
// The code lies in dist/cache/, one file for each bundle, V8 and kind of run, made at the end of the first run of that kind, or
// when it first stops: by then what a run needs has been compiled. V8 refuses code of another version or another source; a folder that cannot be written
// to costs time and nothing else.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { constants, Script } from 'node:vm';

export interface LoadedScript {
  exports: unknown;
  /** Keeps the code compiled so far for the next run, if that is not done yet. */
  keep_code(): void;
}

function read_or_nothing(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    return bytes.length > 0 ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Writes `bytes` as a whole or not at all, and removes what other bundles left. Errors are nobody's business: it is a cache. */
function write_cache(file: string, bundle: string, bytes: Uint8Array): void {
  const dir = dirname(file);
  const fresh = `${file}.${process.pid}`;
  try {
    mkdirSync(dir, { recursive: true });
    for (const name of readdirSync(dir)) if (!name.startsWith(bundle)) rmSync(join(dir, name), { force: true });
    writeFileSync(fresh, bytes);
    renameSync(fresh, file);
  } catch {
    if (existsSync(fresh)) rmSync(fresh);
  }
}

/** Runs the script `file`, all ASCII: a function that makes a CommonJS module, with the bundle's name before it (scripts/bundle.mjs). `kinds`: this run's kind, then others whose code will do. */
export function load_script(file: string, kinds: readonly string[]): LoadedScript {
  const text = readFileSync(file, 'latin1');
  const bundle = /^.*pyxray:([0-9a-f]{16})/.exec(text)?.[1] ?? '';
  const cache = (kind: string): string => join(dirname(file), 'cache', `${bundle}-${process.arch}-${cachedDataVersionTag()}-${kind}`);
  let found = kinds.length;
  let cachedData: Buffer | undefined;
  kinds.forEach((kind, i) => {
    if (cachedData === undefined && (cachedData = read_or_nothing(cache(kind))) !== undefined) found = i;
  });
  const script = new Script(text, { filename: file, cachedData, importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER as never });
  let kept = found === 0 && script.cachedDataRejected !== true;
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports,
    keep_code() {
      if (kept) return;
      kept = true;
      write_cache(cache(kinds[0]), bundle, script.createCachedData());
    },
  };
}
