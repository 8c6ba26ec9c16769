// One debug session: DAP messages in and out, and the state that requests share. What a request does is in requests/; what
// is known of the program is in debuggee.ts, which is loaded when the program's memory exists (its heap views are constants).

import type { DebugProtocol } from '@vscode/debugprotocol';
import { type EventBreakpoint, eventBreakpoints, implementedEventBreakpoints } from './eventBreakpoints';
import type { Debuggee } from './debuggee';
import type { EventBreakpointSetting, PyxrayLaunchArguments } from './protocol';
import type { Client, SessionState } from './client';
import { shape_problem } from './argumentShape';
import type { RequestOf } from './request';
import { RequestError } from './requestError';
import { BreakpointStore } from './breakpointStore';
import { condition_problem } from './conditionProblem';
import type { SessionHost } from './session_host';

export type RequestDefinition = RequestOf<Session>;

export class Session implements Client {
  /** Line and column numbers of the client start at 1 (DAP's default) or 0. */
  lines_start_at_1 = true;
  columns_start_at_1 = true;
  /** The client starts programs in terminals (the reverse request runInTerminal). */
  client_has_terminals = false;
  state: SessionState = 'new';
  launch_arguments: PyxrayLaunchArguments | null = null;
  debuggee: Debuggee | null = null;
  configured = false;
  readonly breakpoints = new BreakpointStore();
  /** What setExceptionBreakpoints or pyxray/setEventBreakpoints set last; id → condition. */
  events = new Map<string, string>();
  private seq = 1;
  private readonly after: (() => void)[] = [];
  private readonly asked = new Map<number, { done: (body: unknown) => void; fail: (error: Error) => void }>();

  constructor(
    readonly host: SessionHost,
    /** By command: requests/registry.ts. */
    private readonly requests: ReadonlyMap<string, RequestDefinition>,
    private readonly send_message: (message: DebugProtocol.ProtocolMessage) => void,
  ) {}

  // ---- messages ----

  private send(message: object): void {
    this.send_message({ ...message, seq: this.seq++ } as DebugProtocol.ProtocolMessage);
  }

  /** A reverse request; answers the response's body. */
  ask_client(command: string, args: object): Promise<unknown> {
    return new Promise((done, fail) => {
      this.asked.set(this.seq, { done, fail });
      this.send({ type: 'request', command, arguments: args });
    });
  }

  private answered(response: DebugProtocol.Response): void {
    const asked = this.asked.get(response.request_seq);
    this.asked.delete(response.request_seq);
    if (response.success) asked?.done(response.body);
    else asked?.fail(new RequestError(`the client refused "${response.command}": ${response.message ?? 'no reason given'}`, true));
  }

  event(event: string, body?: object): void {
    this.send({ type: 'event', event, ...(body === undefined ? {} : { body }) });
  }

  output(text: string, category: 'console' | 'stdout' | 'stderr' | 'important' = 'console'): void {
    if (text !== '') this.event('output', { category, output: text });
  }

  /** Runs `f` after the response of the request that is being handled. */
  afterwards(f: () => void): void {
    this.after.push(f);
  }

  malformed(what: string): void {
    this.output(`PyXray: a message that is no DAP message was ignored (${what})\n`, 'stderr');
  }

  async receive(message: unknown): Promise<void> {
    if (typeof message !== 'object' || message === null) return this.malformed('not an object');
    const request = message as DebugProtocol.Request;
    if ((request.type as string) === 'response') return this.answered(message as DebugProtocol.Response);
    if (request.type === 'event') return;
    if (request.type !== 'request' || typeof request.command !== 'string') return this.malformed('neither request nor response');
    const answer = { type: 'response', request_seq: typeof request.seq === 'number' ? request.seq : 0, command: request.command };
    try {
      const body = await this.handle(request);
      this.send({ ...answer, success: true, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      this.send({ ...answer, success: false, ...error_response(error) });
    }
    for (const f of this.after.splice(0)) f();
  }

  private async handle(request: DebugProtocol.Request): Promise<unknown> {
    const definition = this.requests.get(request.command);
    if (definition === undefined) throw new RequestError(`PyXray does not know the request "${request.command}"`);
    this.check_allowed(definition);
    const args: unknown = request.arguments ?? {};
    const problem = shape_problem(args, definition.arguments ?? {});
    if (problem !== null) throw new RequestError(`"${request.command}": ${problem}`);
    return definition.handle(this, args);
  }

  private check_allowed(definition: RequestDefinition): void {
    if (definition.when === 'always') return;
    if (this.debuggee === null || this.state === 'ended') throw new RequestError(`"${definition.command}": there is no program`);
    if (definition.when === 'stopped' && this.state !== 'stopped') throw new RequestError(`"${definition.command}": the program is running`);
  }

  // ---- capabilities ----

  capabilities(): DebugProtocol.Capabilities {
    const all: DebugProtocol.Capabilities = {};
    for (const definition of this.requests.values()) Object.assign(all, definition.capabilities);
    // There a client starts a new session instead.
    if (this.host.platform === 'web') delete all.supportsRestartRequest;
    return { ...all, exceptionBreakpointFilters: implementedEventBreakpoints.map(exception_filter) };
  }

  // ---- breakpoints ----

  /** Replaces the set of event breakpoints; per setting, in order, null or what is wrong with it. */
  set_events(settings: readonly EventBreakpointSetting[]): (string | null)[] {
    const problems = settings.map((s) => event_problem(s));
    this.events = new Map(settings.filter((_, i) => problems[i] === null).map((s) => [s.id, s.condition ?? '']));
    this.configure();
    return problems;
  }

  /** What they watched has gone. `ids`: all, if not given. */
  end_data_breakpoints(message: string, ids?: readonly number[]): void {
    for (const id of this.breakpoints.end_data(message, ids)) this.event('breakpoint', { reason: 'changed', breakpoint: { id, verified: false, message } });
  }

  /** Writes all breakpoints where the program's threads look. */
  configure(): void {
    this.debuggee?.configure(this.breakpoints, this.events);
  }

  // ---- the program ----

  the_debuggee(): Debuggee {
    if (this.debuggee === null) throw new RequestError('there is no program');
    return this.debuggee;
  }

  /** Once both launch and configurationDone have come. */
  start_when_ready(): void {
    if (this.debuggee === null || !this.configured || this.state !== 'new') return;
    this.state = 'running';
    this.configure();
    this.debuggee.start();
  }

  stopped(body: DebugProtocol.StoppedEvent['body']): void {
    this.state = 'stopped';
    this.event('stopped', body);
  }

  /** `from_client`: a request resumes the program, so the client knows. */
  resumed(thread_id: number, from_client: boolean): void {
    this.state = 'running';
    if (!from_client) this.event('continued', { threadId: thread_id, allThreadsContinued: true });
  }

  ended(status: number): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.event('exited', { exitCode: status });
    this.event('terminated');
  }

  /** The client has gone, or is going. Settles when nothing of the program is left. */
  async close(): Promise<void> {
    this.state = 'ended';
    this.debuggee?.terminate();
    await this.debuggee?.gone();
  }
}

function exception_filter(event: EventBreakpoint): DebugProtocol.ExceptionBreakpointsFilter {
  return { filter: event.id, label: event.label, description: event.description, default: event.default, supportsCondition: true, conditionDescription: event.conditionDescription };
}

function event_problem(setting: EventBreakpointSetting): string | null {
  const known = eventBreakpoints.find((e) => e.id === setting.id);
  if (known === undefined) return `there is no event breakpoint "${setting.id}"`;
  if (!known.implemented) return `"${setting.id}" is not raised by this version of PyXray`;
  return condition_problem(setting.condition);
}

function error_response(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  const show = error instanceof RequestError && error.show_user;
  const text = error instanceof RequestError ? message : `internal error: ${error instanceof Error ? (error.stack ?? message) : message}`;
  return { message: text, body: { error: { id: 1, format: text.replace(/[{}]/g, (c) => (c === '{' ? '(' : ')')), showUser: show } } };
}
