// The adapter as VS Code's own test client sees it.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import type { DebugClient } from '@vscode/debugadapter-testsupport';
import { line_of, program } from './story';

const { DebugClient: Client } = createRequire(resolve('package.json'))('@vscode/debugadapter-testsupport') as { DebugClient: typeof DebugClient };

describe('@vscode/debugadapter-testsupport', { timeout: 60_000 }, () => {
  test('hits a breakpoint and runs to the end', async () => {
    const client = new Client('node', resolve(process.env.PYXRAY_ADAPTER ?? 'dist/adapter.js'), 'pyxray');
    client.defaultTimeout = 20_000;
    await client.start();
    const path = program('lines.py');
    await client.hitBreakpoint({ program: path }, { path, line: line_of(path, 'value = total') });
    const { body } = await client.threadsRequest();
    assert.equal(body.threads[0].name, 'MainThread');
    await Promise.all([client.continueRequest({ threadId: 1 }), client.waitForEvent('terminated')]);
    await client.stop();
  });
});
