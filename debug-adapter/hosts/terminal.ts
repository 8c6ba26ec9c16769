// The adapter's end of a terminal on Node: waits on a local port for the relay (terminal_relay.ts), which knows a secret.

import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Terminal, TerminalListener, TerminalOffer } from '../terminal';
import { EXIT, frame, frame_reader, HELLO, INTERRUPT, STDERR, STDIN, STDIN_END, STDOUT, TERMINAL_VARIABLE } from './terminal_frames';

const CONNECT_MS = 30_000;

export async function offer_terminal(dist: URL): Promise<TerminalOffer> {
  const token = randomBytes(16).toString('hex');
  const server = createServer();
  const port = await new Promise<number>((done, fail) => {
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port));
  });
  const connected = wait_for_relay(server, token);
  // Whoever cancels does not wait for it.
  connected.catch(() => {});
  return {
    args: [process.execPath, fileURLToPath(new URL('terminal.mjs', dist))],
    env: { [TERMINAL_VARIABLE]: `${port}:${token}`, ELECTRON_RUN_AS_NODE: '1' },
    connected,
    cancel: () => void server.close(),
  };
}

function wait_for_relay(server: Server, token: string): Promise<Terminal> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      server.close();
      fail(new Error(`the terminal did not answer within ${CONNECT_MS / 1000} seconds`));
    }, CONNECT_MS);
    server.on('close', () => clearTimeout(timer));
    server.on('connection', (socket) => {
      const terminal = new SocketTerminal(socket, (hello) => {
        if (hello.token !== token) return socket.destroy();
        server.close();
        return done(terminal);
      });
    });
  });
}

class SocketTerminal implements Terminal {
  tty = 0;
  private listener: TerminalListener | null = null;
  private greeted = false;
  /** What came before somebody listened. */
  private early: ((l: TerminalListener) => void)[] = [];

  constructor(
    private readonly socket: Socket,
    on_hello: (hello: { token: string }) => void,
  ) {
    socket.on('data', frame_reader((kind, payload) => {
      if (this.greeted) return this.receive(kind, payload);
      if (kind !== HELLO) return void socket.destroy();
      this.greeted = true;
      const hello = JSON.parse(payload.toString()) as { token: string; tty: number };
      this.tty = hello.tty;
      on_hello(hello);
    }));
    socket.on('error', () => {});
    socket.on('close', () => this.tell((l) => l.closed()));
  }

  private receive(kind: number, payload: Buffer): void {
    if (kind === STDIN) this.tell((l) => l.input(Uint8Array.from(payload)));
    else if (kind === STDIN_END) this.tell((l) => l.end());
    else if (kind === INTERRUPT) this.tell((l) => l.interrupt());
  }

  private tell(event: (l: TerminalListener) => void): void {
    if (this.listener === null) this.early.push(event);
    else event(this.listener);
  }

  on_event(listener: TerminalListener): void {
    this.listener = listener;
    for (const event of this.early.splice(0)) event(listener);
  }

  write(fd: number, bytes: Uint8Array): void {
    this.socket.write(frame(fd === 2 ? STDERR : STDOUT, bytes));
  }

  end(status: number): void {
    this.listener = null;
    this.socket.end(frame(EXIT, Buffer.from(String(status))));
  }
}
