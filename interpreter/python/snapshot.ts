// A heap on which Python's start has run, in a file: answers to Python/frozen.c of CPython 3.13 and to the static data that its
// compiler lays out. CPython has the modules of its start frozen in the program; here the heap that results is kept.
//
//   words   0 magic | 1 format | 2 main thread's state | 3..9 how many of each list below | 16..47 of what (a text, zero-padded)
//           segments: address, length, where in the file (bytes; 16-byte aligned)
//           keys, sets, strings, bytes, frozensets: addresses of what depends on the hash secret
//   bytes   the segments
//
// A run copies the segments into its memory, draws a hash secret of its own, and files every key anew under it. What else is a
// run's own (arguments, environment, streams, clock) is made after that by pylifecycle.ts. Words that other threads may have
// written before the copy (events, signals, the probe's area) are in no segment. probe/snapshot_writer.ts makes the file.

import { _PyRuntimeState, PyASCIIObject, PyBytesObject, PySetObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8 } from '../include/heap';
import { _PyRuntime } from '../include/statics';
import { dictkeys_rehash } from '../objects/dictobject_keys';
import { set_rehash } from '../objects/setobject';
import type { PyConfig } from './sysmodule';

export const SNAPSHOT_MAGIC = 0x53505850;
export const SNAPSHOT_FORMAT = 1;
export const SNAPSHOT_HEADER_WORDS = 48;
export const SNAPSHOT_OF = 16;
/** Words of the header with the length of a list, in the order of the lists. */
export const SNAPSHOT_LISTS = ['segments', 'keys', 'sets', 'strings', 'bytes', 'frozensets'] as const;
const COUNTS = 3;

/** The file's bytes; shared memory or not. */
export type HeapSnapshot = Uint8Array;
type List = (typeof SNAPSHOT_LISTS)[number];

/** What a snapshot is of, beside the bundle: what the early part of the start looks at. */
export function snapshot_of(bundle: string, config: PyConfig): string {
  return [bundle, config.stdlib_dir, config.prefix].join('\n');
}

/** Flags that the start looks at before any module of the library runs: with them it has to happen. The others are set later. */
const EARLY_FLAGS = ['debug', 'optimize', 'verbose', 'bytes_warning', 'dev_mode', 'utf8_mode', 'warn_default_encoding', 'no_site'] as const;

const LATE_XOPTIONS: ReadonlySet<string> = new Set(['faulthandler', 'int_max_str_digits', 'tracemalloc']);

/** Whether a start under this configuration begins as the snapshot's did. */
export function snapshot_fits(config: PyConfig & { site: boolean }): boolean {
  return config.site && config.warnoptions.length === 0 && Object.keys(config.xoptions).every((x) => LATE_XOPTIONS.has(x)) && EARLY_FLAGS.every((f) => !config.flags[f]);
}

function words_of(snapshot: HeapSnapshot): Int32Array {
  return new Int32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength >> 2);
}

/** The text that `snapshot_of` made for it; '' when this is no snapshot of this format. */
export function snapshot_title(snapshot: HeapSnapshot): string {
  if (snapshot.byteLength < SNAPSHOT_HEADER_WORDS * 4) return '';
  const words = words_of(snapshot);
  if (words[0] !== SNAPSHOT_MAGIC || words[1] !== SNAPSHOT_FORMAT) return '';
  const text = snapshot.slice(SNAPSHOT_OF * 4, SNAPSHOT_HEADER_WORDS * 4);
  return new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
}

function list_of(words: Int32Array, list: List): Int32Array {
  let at = SNAPSHOT_HEADER_WORDS;
  for (let i = 0; ; i++) {
    const length = words[COUNTS + i] * (SNAPSHOT_LISTS[i] === 'segments' ? 3 : 1);
    if (SNAPSHOT_LISTS[i] === list) return words.subarray(at, at + length);
    at += length;
  }
}

/** Copies the segments into the heap, which nothing has used. The main thread's state. */
export function snapshot_copy(snapshot: HeapSnapshot): number {
  const words = words_of(snapshot);
  const segments = list_of(words, 'segments');
  for (let i = 0; i < segments.length; i += 3) HEAPU8.set(snapshot.subarray(segments[i + 2], segments[i + 2] + segments[i + 1]), segments[i]);
  return words[2];
}

const SECRET = (_PyRuntime + _PyRuntimeState.hash_seed_k0_lo) >> 2;

/** The hash secret is no longer the one (PYTHONHASHSEED=0) that the snapshot was made under: files all keys anew. */
export function rehash(snapshot: HeapSnapshot): void {
  if (HEAP32[SECRET] === 0 && HEAP32[SECRET + 1] === 0 && HEAP32[SECRET + 2] === 0 && HEAP32[SECRET + 3] === 0) return;
  const words = words_of(snapshot);
  forget(list_of(words, 'strings'), PyASCIIObject.hash);
  forget(list_of(words, 'bytes'), PyBytesObject.ob_shash);
  forget(list_of(words, 'frozensets'), PySetObject.hash);
  for (const so of list_of(words, 'sets')) set_rehash(so);
  for (const dk of list_of(words, 'keys')) dictkeys_rehash(dk);
}

/** Hashes are computed when they are asked for. */
function forget(objects: Int32Array, field: number): void {
  for (let i = 0; i < objects.length; i++) {
    const at = (objects[i] + field) >> 2;
    HEAP32[at] = -1;
    HEAP32[at + 1] = -1;
  }
}
