// A quick selection of CPython's own tests under us, held against the ledger. All of it: node test/libtest/libtest.mjs
// Skipped where there is no CPython 3.13 with its Lib/test.
import assert from 'node:assert';
import { test } from 'node:test';
import { compare, libFolder, readLedger } from './ledger';
import { OURS, runModule } from './runner';

const QUICK = ['test_bool', 'test_dict', 'test_fileio', 'test_generators', 'test_list', 'test_marshal', 'test_ordered_dict', 'test_patma', 'test_posixpath'];

const lib = libFolder();
const ledger = readLedger();

for (const module of QUICK) {
  test(`Lib/test/${module}`, { skip: lib === null ? 'no CPython 3.13 with Lib/test here' : false }, async (t) => {
    const outcomes = await runModule(OURS, lib ?? '', module);
    t.diagnostic(`${[...outcomes.values()].filter((o) => o.verdict === 'ok').length} tests passed`);
    assert.deepStrictEqual(compare(ledger[module], outcomes), []);
  });
}
