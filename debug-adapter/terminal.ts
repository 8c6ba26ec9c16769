// A terminal in which the program's standard streams are: what a debuggee asks of it. Node: hosts/terminal.ts.

/** How the client shall start the relay, and the relay when it has come. */
export interface TerminalOffer {
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly connected: Promise<Terminal>;
  /** Nobody will come. */
  cancel(): void;
}

export interface Terminal {
  /** Bit n: descriptor n is a terminal. */
  readonly tty: number;
  write(fd: number, bytes: Uint8Array): void;
  /** The program has ended: so does the relay, with its status. */
  end(status: number): void;
  on_event(listener: TerminalListener): void;
}

export interface TerminalListener {
  /** Empty: Ctrl+D. */
  input(bytes: Uint8Array): void;
  /** The input is over. */
  end(): void;
  /** Ctrl+C. */
  interrupt(): void;
  /** The terminal was closed. */
  closed(): void;
}
