// dist/terminal.mjs: runs in the terminal that `console` asks for. Passes what is typed to the adapter, where the program runs,
// and the program's output back; Ctrl+C as an interrupt. Ends with the program, and with its status.

import { openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { EXIT, frame, frame_reader, HELLO, INTERRUPT, STDERR, STDIN, STDIN_END, STDOUT, TERMINAL_VARIABLE } from './terminal_frames';

const [port, token] = (process.env[TERMINAL_VARIABLE] ?? '').split(':');
if (!token) {
  process.stderr.write('pyxray terminal: this program is started by the debug adapter, for "console": "integratedTerminal"\n');
  process.exit(2);
}

const socket = connect(Number(port), '127.0.0.1', () => {
  const tty = [0, 1, 2].reduce((bits, fd) => bits | (isatty(fd) ? 1 << fd : 0), 0);
  socket.write(frame(HELLO, Buffer.from(JSON.stringify({ token, tty }))));
  pass_input(process.stdin);
});

function pass_input(stream: Readable): void {
  stream.on('data', (bytes: Buffer) => void socket.write(frame(STDIN, bytes)));
  stream.on('error', () => void socket.write(frame(STDIN_END)));
  stream.on('end', () => {
    if (!isatty(0)) return void socket.write(frame(STDIN_END));
    // Ctrl+D: over for this stream, but not for the terminal.
    socket.write(frame(STDIN));
    try {
      pass_input(new ReadStream(openSync('/dev/tty', 'r')));
    } catch {
      socket.write(frame(STDIN_END));
    }
  });
}

function write_all(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else return;
    }
  }
}

socket.on('data', frame_reader((kind, payload) => {
  if (kind === STDOUT) write_all(1, payload);
  else if (kind === STDERR) write_all(2, payload);
  // A negative status is a signal's number, as Python's subprocess has it.
  else if (kind === EXIT) process.exit(Number(payload.toString()) & 255);
}));
socket.on('error', (error) => {
  process.stderr.write(`pyxray terminal: ${error.message}\n`);
  process.exit(1);
});
socket.on('close', () => process.exit(1));
process.on('SIGINT', () => void socket.write(frame(INTERRUPT)));
