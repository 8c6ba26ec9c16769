// VS Code's server with the checkout as an extension under development, on a free port, with a profile of its own.

import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';

export interface VsCodeServerOptions {
  /** server-main.js */
  readonly server: string;
  readonly node: string;
  readonly extensionRoot: string;
  readonly folder: string;
  readonly settings: Record<string, unknown>;
}

export async function startVsCodeServer(options: VsCodeServerOptions): Promise<{ url: string; close(): Promise<void> }> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'pyxray-vscode-server-'));
  const settings = { ...options.settings, 'security.workspace.trust.enabled': false, 'telemetry.telemetryLevel': 'off', 'pyxray.nodePath': options.node };
  for (const place of ['User', 'Machine']) {
    fs.mkdirSync(path.join(data, 'data', place), { recursive: true });
    fs.writeFileSync(path.join(data, 'data', place, 'settings.json'), JSON.stringify(settings));
  }
  const port = await freePort();
  const child = spawn(
    options.node,
    [
      options.server,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--without-connection-token',
      '--accept-server-license-terms',
      '--server-data-dir',
      data,
      '--enable-smoke-test-driver',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: options.extensionRoot },
  );
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      log += chunk.toString();
      if (/available at/i.test(log)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`VS Code's server ended with ${code}:\n${log}`)));
  });
  const payload = JSON.stringify([['extensionDevelopmentPath', `vscode-remote://localhost:${port}${options.extensionRoot}`]]);
  return {
    url: `http://localhost:${port}/?folder=${encodeURIComponent(options.folder)}&payload=${encodeURIComponent(payload)}`,
    close: async () => {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      fs.rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
