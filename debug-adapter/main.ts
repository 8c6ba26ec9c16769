// dist/adapter.js: the debug adapter as a process. DAP on stdin and stdout; with --server=PORT on a socket, where each
// connection gets a process of its own, because a session's memory and workers are a process's.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DapOutlet } from './hosts/dap_outlet';
import { exit_process } from './hosts/native';
import { node_session_host } from './hosts/node_session';
import { requests } from './requests/registry';
import { Session } from './session';
import { encode_message, MessageReader } from './transport';

function run_stdio(): void {
  // Nothing else may write to descriptor 1: the program's output travels as events. (C's own: see hosts/native.ts.)
  const outlet = new DapOutlet(() => gone());
  const session = new Session(node_session_host(new URL('./', import.meta.url)), requests, (message) => outlet.write(encode_message(message)));
  const reader = new MessageReader((message) => void session.receive(message), (what) => session.malformed(what));
  process.stdin.on('data', (chunk: Buffer) => reader.push(chunk));
  const gone = (): void => {
    void session.close();
    exit_process(0);
  };
  process.stdin.on('end', gone);
  process.stdin.on('error', gone);
  process.on('SIGTERM', gone);
  process.on('uncaughtException', (error) => session.output(`PyXray: internal error: ${error.stack ?? String(error)}\n`, 'stderr'));
  process.on('unhandledRejection', (error) => session.output(`PyXray: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, 'stderr'));
}

function run_server(port: number): void {
  const server = createServer((socket) => {
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url)], { stdio: ['pipe', 'pipe', 'inherit'] });
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    socket.on('error', () => child.stdin.end());
    child.on('exit', () => socket.end());
  });
  server.on('error', (error) => {
    process.stderr.write(`pyxray adapter: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(port, '127.0.0.1', () => {
    const address = server.address();
    process.stderr.write(`pyxray adapter: listening on port ${typeof address === 'object' && address !== null ? address.port : port}\n`);
  });
}

const option = process.argv.slice(2).find((a) => a.startsWith('--server'));
if (option === undefined) run_stdio();
else {
  const port = Number(option.split('=')[1] ?? 4711);
  if (Number.isInteger(port) && port >= 0 && port < 65536) run_server(port);
  else {
    process.stderr.write(`pyxray adapter: ${option}: the port must be 0 to 65535\n`);
    process.exit(2);
  }
}
