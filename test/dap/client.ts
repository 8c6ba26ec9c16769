// A DAP client over stdio for tests: sends requests, waits for events, and keeps the whole session as a text (golden.ts).

import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface Message {
  seq: number;
  type: 'request' | 'response' | 'event';
  command?: string;
  event?: string;
  success?: boolean;
  message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind
  body?: any;
  arguments?: unknown;
  request_seq?: number;
}

const adapter = resolve(process.env.PYXRAY_ADAPTER ?? 'dist/adapter.js');

export class Client {
  readonly messages: Message[] = [];
  readonly process: ChildProcess;
  private seq = 1;
  private buffer = Buffer.alloc(0);
  private readonly watchers = new Set<() => void>();
  /** Events before this index were waited for already. */
  private read = 0;
  exited = false;
  /** Answers reverse requests (runInTerminal). */
  on_request: ((request: Message) => void) | null = null;
  stderr = '';

  constructor(args: string[] = []) {
    this.process = spawn(process.execPath, [adapter, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stdout!.on('data', (chunk: Buffer) => this.receive(chunk));
    this.process.stderr!.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.process.on('exit', () => {
      this.exited = true;
      this.notify();
    });
    this.process.stdin!.on('error', () => {});
  }

  private notify(): void {
    for (const w of [...this.watchers]) w();
  }

  private receive(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) break;
      const length = Number(/Content-Length: (\d+)/.exec(this.buffer.subarray(0, end).toString())![1]);
      if (this.buffer.length < end + 4 + length) break;
      const message = JSON.parse(this.buffer.subarray(end + 4, end + 4 + length).toString()) as Message;
      this.messages.push(message);
      if (message.type === 'request') this.on_request?.(message);
      this.buffer = this.buffer.subarray(end + 4 + length);
    }
    this.notify();
  }

  /** Waits until `f` answers something. */
  private wait<T>(f: () => T | undefined, what: string, ms = 60_000): Promise<T> {
    return new Promise((done, fail) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const finish = (then: () => void): void => {
        clearTimeout(timer);
        this.watchers.delete(check);
        then();
      };
      const check = (): void => {
        let found: T | undefined;
        try {
          found = f();
        } catch (error) {
          finish(() => fail(error as Error));
          return;
        }
        if (found !== undefined) finish(() => done(found));
        else if (this.exited) finish(() => fail(new Error(`the adapter ended while waiting for ${what}\n${this.stderr}`)));
      };
      timer = setTimeout(() => finish(() => fail(new Error(`no ${what} within ${ms} ms; last messages:\n${this.messages.slice(-6).map((m) => JSON.stringify(m)).join('\n')}\n${this.stderr}`))), ms);
      this.watchers.add(check);
      check();
    });
  }

  raw(bytes: string | Buffer): void {
    this.process.stdin!.write(bytes);
  }

  send(command: string, args?: unknown): number {
    const seq = this.seq++;
    const body = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.messages.push({ seq, type: 'request', command, arguments: args });
    this.raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return seq;
  }

  /** Answers a reverse request. */
  answer(request: Message, body: object, success = true): void {
    const text = JSON.stringify({ seq: this.seq++, type: 'response', request_seq: request.seq, command: request.command, success, ...(success ? { body } : { message: 'refused' }) });
    this.raw(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  async response(seq: number, command: string): Promise<Message> {
    return this.wait(() => this.messages.find((m) => m.type === 'response' && m.request_seq === seq), `response to ${command}`);
  }

  /** The body of a successful response. */
  // biome-ignore lint/suspicious/noExplicitAny: see Message
  async request(command: string, args?: unknown): Promise<any> {
    const answer = await this.response(this.send(command, args), command);
    if (!answer.success) throw new Error(`${command}: ${answer.message}`);
    return answer.body;
  }

  async failure(command: string, args?: unknown): Promise<string> {
    const answer = await this.response(this.send(command, args), command);
    if (answer.success) throw new Error(`${command} succeeded: ${JSON.stringify(answer.body)}`);
    return answer.message ?? '';
  }

  /** The next event of that name after those that were waited for. */
  // biome-ignore lint/suspicious/noExplicitAny: see Message
  async event(name: string, ms?: number): Promise<any> {
    return this.wait(
      () => {
        const at = this.messages.findIndex((m, i) => i >= this.read && m.type === 'event' && m.event === name);
        if (at < 0) {
          if (name !== 'terminated' && this.messages.some((m) => m.event === 'terminated')) throw new Error(`the program ended while waiting for ${name}; stderr:\n${this.output('stderr')}`);
          return undefined;
        }
        this.read = at + 1;
        return { body: this.messages[at].body as unknown };
      },
      `event ${name}`,
      ms,
    ).then((found) => found.body);
  }

  /** Waits until one of these events has come at or after message `from`; takes none. */
  async next_of(names: string[], from: number): Promise<void> {
    await this.wait(() => this.messages.slice(from).find((m) => m.type === 'event' && names.includes(m.event!)), `one of ${names}`);
  }

  // biome-ignore lint/suspicious/noExplicitAny: see Message
  stopped(ms?: number): Promise<any> {
    return this.event('stopped', ms);
  }

  async start(launch: object, options: { breakpoints?: Record<string, (number | object)[]>; events?: (string | object)[] } = {}): Promise<void> {
    await this.request('initialize', { adapterID: 'pyxray', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path', supportsRunInTerminalRequest: this.on_request !== null });
    await this.event('initialized');
    const launched = this.send('launch', launch);
    await this.set_breakpoints(options.breakpoints ?? {});
    await this.request('setExceptionBreakpoints', { filters: [], filterOptions: (options.events ?? []).map((e) => (typeof e === 'string' ? { filterId: e } : e)) });
    await this.request('configurationDone');
    const answer = await this.response(launched, 'launch');
    if (!answer.success) throw new Error(`launch: ${answer.message}`);
  }

  async set_breakpoints(all: Record<string, (number | object)[]>): Promise<Message['body'][]> {
    const answers = [];
    for (const [path, lines] of Object.entries(all)) {
      answers.push(await this.request('setBreakpoints', { source: { path }, breakpoints: lines.map((l) => (typeof l === 'number' ? { line: l } : l)) }));
    }
    return answers;
  }

  /** The frames of a thread as "name:line". */
  async stack(threadId: number): Promise<{ id: number; name: string; line: number; source?: { path?: string; sourceReference?: number } }[]> {
    return (await this.request('stackTrace', { threadId })).stackFrames;
  }

  async variables(reference: number, more: object = {}): Promise<Record<string, { name: string; value: string; type?: string; variablesReference: number; memoryReference?: string; indexedVariables?: number }>> {
    const rows = (await this.request('variables', { variablesReference: reference, ...more })).variables as { name: string; value: string; variablesReference: number }[];
    return Object.fromEntries(rows.map((v) => [v.name, v]));
  }

  async scope(threadId: number, name: string): Promise<ReturnType<Client['variables']> extends Promise<infer T> ? T : never> {
    const [top] = await this.stack(threadId);
    const { scopes } = await this.request('scopes', { frameId: top.id });
    return this.variables((scopes as { name: string; variablesReference: number }[]).find((s) => s.name === name)!.variablesReference);
  }

  /** Everything the program wrote so far. */
  output(category = 'stdout'): string {
    return this.messages
      .filter((m) => m.type === 'event' && m.event === 'output' && m.body.category === category)
      .map((m) => m.body.output as string)
      .join('');
  }

  async close(): Promise<void> {
    if (this.exited) return;
    this.process.stdin!.end();
    await this.wait(() => (this.exited ? true : undefined), 'end of the adapter', 5000).catch(() => this.process.kill('SIGKILL'));
  }
}
