// The program under the debugger: its process, the commands to the thread that is stopped, its events as the session's.
// Loaded by `import()` after globalThis.pyxrayMemory is set, because the probe's heap views are constants of the module.

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RunConfig } from '../interpreter/index';
import * as control from '../interpreter/probe/control';
import { type CallSite, call_sites } from '../interpreter/probe/call_sites';
import { code_at, type Instruction, instructions } from '../interpreter/probe/disassembly';
import { gil_state, thread_activity } from '../interpreter/probe/gil';
import { record_timeline } from '../interpreter/probe/gil_timeline';
import { place_problem } from '../interpreter/probe/data_watches';
import { true_bytes, with_true_counts } from '../interpreter/probe/watch';
import { leave_out } from '../interpreter/probe/standstill';
import { code_filename, code_length, code_name, code_start, frame_builtins, frame_code, frame_globals, frame_lasti, frame_locals, frame_place, frames_of, loaded_modules, module_files, namespace_children, starting_thread_name, thread_by_id, thread_id, thread_ident, thread_name, thread_states } from '../interpreter/probe/frames';
import { type ExceptionFacts, exception_facts } from '../interpreter/probe/exceptions';
import { peek } from '../interpreter/probe/peek';
import { heap_graph, heap_summary } from '../interpreter/probe/heapgraph';
import { choose_next_owner, freeze_thread, is_frozen, thaw_thread } from '../interpreter/probe/scheduling';
import { clear_heap, read_bytes, type_name_of, write_bytes } from '../interpreter/probe/memory';
import type { BreakpointStore, OfferedPlace } from './breakpointStore';
import type { Client, ObservedProgram } from './client';
import { PythonProcess, type RealmEvent } from './process';
import type { HeapGraphArguments, HeapGraphColumns, HeapSummaryArguments, HeapSummaryColumns } from './protocol';
import { RequestError } from './requestError';
import { SharedStdin } from './stdin';
import type { Terminal } from './terminal';
import { GilReporter } from './gilReport';
import { BLOCKED, RUNNING, type Seed, WAITING } from './timeline/builder';
import { TimelineRecorder } from './timeline/recorder';
import { data_place } from './dataPlaces';
import { describe_stop, refcount_error_text } from './stops';
import { VariableTree } from './variables';
import { STDLIB_PREFIX, StdlibTree } from './hosts/vfs';

export interface DebuggeeOptions {
  memory: WebAssembly.Memory;
  stdlib: SharedArrayBuffer;
  snapshot: SharedArrayBuffer | null;
  config: RunConfig;
  environ: Record<string, string>;
  cwd: string;
  no_debug: boolean;
  just_my_code: boolean;
  stop_on_entry: boolean;
  /** Record the timeline from the first line on. */
  timeline: boolean;
  /** That of the program before a restart, which goes on. */
  earlier_timeline: TimelineRecorder | undefined;
  /** Where the program's standard streams are; null: they travel as events. */
  terminal: Terminal | null;
}

export interface CommandResult {
  id: number;
  error?: string;
  text?: string;
  address?: number;
  names?: string[];
}

type Command = Extract<control.ProbeCommand, { id: number }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const PAUSE_TRY_MS = 20;
const PAUSE_TRIES = 25;
const SIGINT = 2;

export class Debuggee implements ObservedProgram {
  readonly variables: VariableTree;
  readonly gil: GilReporter;
  readonly timeline: TimelineRecorder;
  /** Why the program stands still; null while it runs. */
  stop: control.StopReport | null = null;
  /** Since when it stands still, on the threads' clock. */
  stopped_at: number | null = null;
  /** It stands still because the adapter holds the GIL: no thread can run code. */
  frozen = false;
  /** References that results shown to the user hold: not the program's. */
  readonly held = new Map<number, number>();
  private readonly process: PythonProcess;
  private readonly stdin = new SharedStdin();
  private told_of_stdin = false;
  /** By ident; threads that have ended too. */
  private readonly known_names = new Map<number, string>();
  private readonly waiting = new Map<number, (result: CommandResult) => void>();
  private next_id = 1;
  private readonly frame_ids = new Map<number, { tstate: number; frame: number }>();
  private next_frame = 1;
  /** What stepInTargets has offered at this stop, by id. */
  readonly step_targets = new Map<number, control.StepTarget>();
  /** What dataBreakpointInfo has offered at this stop, by dataId. */
  private readonly offered = new Map<string, OfferedPlace>();
  private function_names: string[] = [];
  private readonly decoders = new Map<number, InstanceType<typeof TextDecoder>>();
  private replaced = false;
  private pause_timer: ReturnType<typeof setInterval> | null = null;

  constructor(
    private readonly session: Client,
    private readonly options: DebuggeeOptions,
  ) {
    this.variables = new VariableTree(this, () => this.gil.snapshot());
    this.gil = new GilReporter(session, this);
    this.timeline = new TimelineRecorder(
      {
        now: () => session.host.monotonic_ms(),
        record: (on) => record_timeline(on),
        seeds: () => this.timeline_seeds(),
        stopped: () => this.stop !== null,
        tell: (event) => session.event('pyxray/gilTimeline', event),
      },
      options.timeline,
      options.earlier_timeline,
    );
    this.process = new PythonProcess(session.host.worker_factory(), {
      memory: options.memory,
      stdlib: options.stdlib,
      snapshot: options.snapshot,
      config: options.config,
      output: 'events',
      stdin: this.stdin.shared,
      tty: options.terminal?.tty,
      environ: options.environ,
      cwd: options.cwd,
      debug: options.no_debug ? undefined : {},
      timeline: { ring: this.timeline.ring, library: STDLIB_PREFIX },
      on_event: (event) => this.receive(event),
      on_exit: (status) => this.exited(status),
    });
  }

  start(): void {
    this.process.start();
    this.gil.start();
    this.options.terminal?.on_event({
      input: (bytes) => (bytes.length === 0 ? this.stdin.end(true) : this.stdin.write(bytes)),
      end: () => this.stdin.end(false),
      interrupt: () => this.interrupt(),
      closed: () => this.terminate(),
    });
  }

  terminate(): void {
    this.stop_pausing();
    this.gil.stop();
    this.timeline.end();
    this.process.terminate();
  }

  /** Settles when no worker of an ended program is left. */
  gone(): Promise<void> {
    return this.process.gone();
  }

  /** Ends the program for another to take its place: the client sees its threads end, not the session. */
  async replace(): Promise<void> {
    const threads = this.threads();
    this.replaced = true;
    this.terminate();
    await this.gone();
    for (const { id } of threads) this.session.event('thread', { reason: 'exited', threadId: id });
    clear_heap();
  }

  // ---- standard input ----

  /**
   * Whether what is typed into the console is for the program: one that runs and has read its standard input before
   * (typing ahead), or one that stands still and whose input() an expression of the console has called.
   */
  get reads_stdin(): boolean {
    return this.stop === null ? this.told_of_stdin : this.waiting.size > 0 && this.stdin.waiting && this.options.terminal === null;
  }

  /** A line of the debug console for the program. ^D alone is the end of the input. */
  type_line(text: string): void {
    if (text.trim() === '^D') this.stdin.end(false);
    else this.stdin.write(new TextEncoder().encode(text.endsWith('\n') ? text : `${text}\n`));
  }

  private tell_of_stdin(): void {
    if (this.told_of_stdin || this.options.terminal !== null) return;
    this.told_of_stdin = true;
    this.session.output('PyXray: the program reads its standard input: type a line here (^D ends the input)\n');
  }

  /** Ctrl+C. A second one that nobody looked at ends the program. */
  private interrupt(): void {
    if (this.process.interrupt(SIGINT)) this.stdin.wake();
    else this.process.terminate(128 + SIGINT);
  }

  configure(breakpoints: BreakpointStore, events: ReadonlyMap<string, string>): void {
    control.clear_hits(breakpoints.fresh.splice(0));
    control.write_config({
      lines: Object.fromEntries(breakpoints.lines),
      functions: breakpoints.functions,
      instructions: breakpoints.instructions,
      data: breakpoints.data.filter((b) => b.ended === undefined),
      events: Object.fromEntries(events),
      library: STDLIB_PREFIX,
      just_my_code: this.options.just_my_code,
      stop_on_entry: this.options.stop_on_entry,
      code: this.options.config.code !== undefined,
      cwd: this.options.cwd,
    });
  }

  // ---- events of the process ----

  private receive(event: RealmEvent): void {
    switch (event.kind) {
      case 'output':
        this.write(event.fd as number, event.bytes as Uint8Array);
        break;
      case 'stdin':
        this.tell_of_stdin();
        break;
      case 'log':
        this.session.event('output', { category: 'console', output: event.text, source: { path: event.filename as string }, line: event.line });
        break;
      case 'thread':
        if (event.reason === 'started') this.name_of(event.tstate as number);
        this.session.event('thread', { reason: event.reason, threadId: event.id });
        break;
      case 'stopped':
        this.on_stopped(event as unknown as control.StopReport);
        break;
      case 'refcount_error':
        this.session.event('output', { category: 'important', output: `PyXray: ${refcount_error_text(event)}\n`, ...(typeof event.c_file === 'string' ? { source: { path: event.c_file }, line: event.c_line } : {}) });
        break;
      case 'result':
        this.waiting.get(event.id as number)?.(event as unknown as CommandResult);
        this.waiting.delete(event.id as number);
        break;
      case 'data_breakpoint':
        this.session.end_data_breakpoints(event.message as string, [event.id as number]);
        break;
      case 'functions':
        this.function_names = event.names as string[];
        break;
      case 'crash':
        this.session.output(`PyXray: ${event.message as string}\n`, 'stderr');
        break;
    }
  }

  private write(fd: number, bytes: Uint8Array): void {
    if (this.options.terminal !== null) this.options.terminal.write(fd, bytes);
    else this.session.output(this.decode(fd, bytes), fd === 2 ? 'stderr' : 'stdout');
  }

  private decode(fd: number, bytes: Uint8Array): string {
    let decoder = this.decoders.get(fd);
    if (decoder === undefined) this.decoders.set(fd, (decoder = new TextDecoder()));
    return decoder.decode(bytes, { stream: true });
  }

  private exited(status: number): void {
    this.stop_pausing();
    this.gil.stop();
    this.timeline.end();
    for (const [fd, decoder] of this.decoders) this.session.output(decoder.decode(), fd === 2 ? 'stderr' : 'stdout');
    for (const resolve of this.waiting.values()) resolve({ id: 0, error: 'the program has ended' });
    this.waiting.clear();
    this.stdin.close();
    this.options.terminal?.end(status);
    if (!this.replaced) this.session.ended(status);
  }

  private on_stopped(report: control.StopReport): void {
    this.stop_pausing();
    // Asked for again while this stop was under way, it would stop the program once more.
    control.clear_pause();
    this.stop = report;
    this.stopped_at = this.session.host.monotonic_ms();
    if (report.note) this.session.output(`PyXray: ${report.note}\n`, 'stderr');
    this.session.stopped(this.stopped_body(report));
    this.gil.report();
  }

  private stopped_body(report: control.StopReport): DebugProtocol.StoppedEvent['body'] {
    const { reason, description, text } = describe_stop(report, (ident) => this.known_names.get(ident));
    return { reason, description, text, threadId: thread_id(report.tstate), allThreadsStopped: true, ...(report.breakpoints?.length ? { hitBreakpointIds: report.breakpoints } : {}) };
  }

  // ---- control ----

  /** Sends a command to the stopped thread and waits for its result. */
  command(command: WithoutId<Command>): Promise<CommandResult> {
    if (this.stop === null) throw new RequestError('the program is running');
    if (this.frozen) throw new RequestError('no thread can run code now: all of them are blocked');
    const id = this.next_id++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      control.send_command({ ...command, id } as Command);
    });
  }

  private leave_stop(): void {
    this.stop = null;
    this.stopped_at = null;
    this.held.clear();
    this.variables.clear();
    this.frame_ids.clear();
    this.offered.clear();
    this.step_targets.clear();
  }

  resume(): void {
    const was_frozen = this.frozen;
    if (was_frozen && this.stopped_at !== null) {
      leave_out(this.stopped_at, this.session.host.monotonic_ms());
      this.timeline.note_standstill(false);
    }
    this.leave_stop();
    this.frozen = false;
    this.session.resumed(0, true);
    if (was_frozen) control.unlock_gil();
    else control.send_command({ cmd: 'resume' });
    this.gil.report();
  }

  /** `target`: a call that stepInTargets named at this stop. */
  step(kind: number, id: number, granularity?: DebugProtocol.SteppingGranularity, target?: number): void {
    if (this.frozen) throw new RequestError('no thread can step now: all of them are blocked. Continue, or wait for one to go on');
    const tstate = this.thread(id);
    const frame = frames_of(tstate, 1)[0] ?? 0;
    const into = target === undefined ? undefined : this.step_targets.get(target);
    if (target !== undefined && into?.frame !== frame) throw new RequestError('the call to step into is of an earlier stop: choose it again', true);
    this.leave_stop();
    this.session.resumed(id, true);
    control.send_command({ cmd: 'step', kind, tstate, frame, by_instruction: granularity === 'instruction' && target === undefined, target: into });
  }

  /** Stops as soon as a thread looks at its eval breaker; where all are blocked, the adapter takes the GIL itself. */
  pause(): void {
    control.request_pause();
    let free = 0;
    let before = '';
    this.stop_pausing();
    this.pause_timer = setInterval(() => {
      if (this.stop !== null) return this.stop_pausing();
      const threads = thread_states();
      // A free GIL means nobody runs if it stays free, and untouched; else it may be between two owners.
      const { locked, switch_number, slice_left } = gil_state();
      const now = `${switch_number} ${slice_left}`;
      free = locked || now !== before ? 0 : free + 1;
      before = now;
      const all_blocked = threads.every((t) => thread_activity(t).activity === 'blocked' || is_frozen(t));
      const wanted = all_blocked ? 1 : PAUSE_TRIES;
      if (free < wanted || threads.length === 0 || !this.stop_where_all_wait({ reason: 'pause', tstate: threads[0] })) {
        control.request_pause();
        return;
      }
      control.clear_pause();
    }, PAUSE_TRY_MS);
  }

  /** Stops a program in which no thread can go on: the adapter takes the GIL. False when a thread has it. */
  stop_where_all_wait(report: control.StopReport): boolean {
    if (this.stop !== null || !control.lock_gil()) return false;
    this.frozen = true;
    this.timeline.note_standstill(true);
    this.on_stopped(report);
    return true;
  }

  /** The thread that stands still with the GIL; 0: none does. */
  private stopped_thread(): number {
    return this.frozen ? 0 : (this.stop?.tstate ?? 0);
  }

  /** Throws when the thread cannot take the GIL. */
  choose_next_owner(id: number): void {
    const tstate = this.thread(id);
    const problem = choose_next_owner(tstate, this.stopped_thread());
    if (problem !== null) throw new RequestError(`${this.name_of(tstate)} ${problem}`, true);
    this.gil.report();
  }

  freeze(id: number, frozen: boolean): void {
    const tstate = this.thread(id);
    if (frozen) freeze_thread(tstate, this.stopped_thread());
    else thaw_thread(tstate);
    this.timeline.freeze(id, frozen);
    this.gil.report();
  }

  private stop_pausing(): void {
    if (this.pause_timer !== null) clearInterval(this.pause_timer);
    this.pause_timer = null;
  }

  /** The next hand-off stops once. */
  stop_at_next_handoff(): void {
    control.stop_at_next_handoff();
  }

  // ---- threads and frames ----

  thread(id: number): number {
    const tstate = thread_by_id(id);
    if (tstate === 0) throw new RequestError(`there is no thread ${id}`);
    return tstate;
  }

  threads(): DebugProtocol.Thread[] {
    return thread_states().map((t) => ({ id: thread_id(t), name: this.name_of(t) }));
  }

  name_of(tstate: number): string {
    const ident = thread_ident(tstate);
    const name = thread_name(ident) ?? (thread_states()[0] === tstate ? 'MainThread' : starting_thread_name(tstate));
    if (name !== null) this.known_names.set(ident, name);
    return name ?? this.known_names.get(ident) ?? `Thread ${ident}`;
  }

  frame_id(tstate: number, frame: number): number {
    const id = this.next_frame++;
    this.frame_ids.set(id, { tstate, frame });
    return id;
  }

  /** The frame of a DAP frame id; undefined: the newest of the thread that stopped. */
  frame(id: number | undefined): { tstate: number; frame: number } {
    if (id === undefined) {
      const tstate = this.stop?.tstate ?? thread_states()[0];
      return { tstate, frame: frames_of(tstate, 1)[0] ?? 0 };
    }
    const found = this.frame_ids.get(id);
    if (found === undefined) throw new RequestError('this frame is of an earlier stop');
    return found;
  }

  frames(tstate: number): number[] {
    return frames_of(tstate);
  }

  place(frame: number): ReturnType<typeof frame_place> {
    return frame_place(frame);
  }

  /** A C function's name by its index in the function table. */
  readonly function_name = (index: number): string => (index === 0 ? 'NULL' : (this.function_names[index] ?? `func#${index}`));

  is_library(path: string): boolean {
    return path.startsWith(`${STDLIB_PREFIX}/`) || path.startsWith('<frozen');
  }

  /** What each thread does with the GIL now, for a recording that begins. */
  private timeline_seeds(): Seed[] {
    return thread_states().flatMap((t) => {
      const { activity, call } = thread_activity(t);
      if (activity === 'starting' || activity === 'exited') return [];
      const holds = activity === 'running' || (this.stop?.tstate === t && !this.frozen);
      return [{ id: thread_id(t), ident: thread_ident(t), name: this.name_of(t), state: holds ? RUNNING : activity === 'blocked' ? BLOCKED : WAITING, call: holds ? '' : call, frozen: is_frozen(t) }];
    });
  }

  gil_state(): ReturnType<typeof gil_state> {
    return gil_state();
  }

  /** The calls that the frame has still before it. */
  call_sites(frame: number): CallSite[] {
    return frame === 0 ? [] : call_sites(frame_code(frame), frame_lasti(frame));
  }

  /** The address of the instruction that a frame is at. */
  instruction_pointer(frame: number): number {
    return code_start(frame_code(frame)) + frame_lasti(frame);
  }

  /** The code object that has an instruction at this address. */
  code_at(address: number): { name: string; filename: string; start: number; end: number; instructions: Instruction[] } | null {
    const code = code_at(address);
    if (code === 0) return null;
    const start = code_start(code);
    return { name: code_name(code), filename: code_filename(code), start, end: start + code_length(code), instructions: instructions(code) };
  }

  // ---- data breakpoints ----

  /** What a data breakpoint on this row would watch, or why there can be none. */
  offer_data(args: DebugProtocol.DataBreakpointInfoArguments): OfferedPlace & { dataId: string } | string {
    const found = data_place(this.variables, args, this.frame(args.frameId));
    const problem = typeof found === 'string' ? found : place_problem(found.place);
    if (problem !== null) return problem;
    const offered = found as OfferedPlace;
    const dataId = JSON.stringify(offered.place);
    this.offered.set(dataId, offered);
    return { ...offered, dataId };
  }

  /** Only of this stop: later, another object may lie at the address. */
  offered_data(dataId: string): OfferedPlace | string {
    return this.offered.get(dataId) ?? 'It was chosen at an earlier stop, and may be another object by now: choose it again.';
  }

  // ---- objects ----

  /** A result shown to the user has a reference of ours until the program goes on. */
  hold(op: number): void {
    this.held.set(op, (this.held.get(op) ?? 0) + 1);
  }

  type_name(op: number): string {
    return type_name_of(op);
  }

  exception_facts(exc: number): ExceptionFacts {
    return exception_facts(exc);
  }

  /** What the expression names, read from memory; 0: that takes running code. */
  peek(text: string, frame: number): number {
    return peek(text, frame);
  }

  /** What the console or a watch runs now is given up. */
  cancel_evaluation(): void {
    if (this.waiting.size > 0) control.request_cancel(this.next_id - 1);
  }

  /** The thread goes on at another line of its newest frame. */
  async go_to(id: number, line: number): Promise<void> {
    const tstate = this.thread(id);
    if (tstate !== this.stop?.tstate) throw new RequestError('only the thread that stopped can jump', true);
    const result = await this.command({ cmd: 'goto', frame: frames_of(tstate, 1)[0] ?? 0, line });
    if (result.error !== undefined) throw new RequestError(`cannot jump to line ${line}: ${result.error}`, true);
    this.variables.clear();
    this.frame_ids.clear();
    this.stop = { reason: 'goto', tstate };
    this.session.stopped(this.stopped_body(this.stop));
  }

  modules(): { name: string; path: string | null }[] {
    return loaded_modules();
  }

  write_memory(at: number, bytes: Uint8Array): void {
    with_true_counts(at, bytes.length, () => write_bytes(at, bytes));
  }

  visible_names(frame: number): string[] {
    const names = (dict: number): string[] => namespace_children(dict).map((c) => c.name);
    return [...frame_locals(frame).map((l) => l.name), ...names(frame_globals(frame)), ...names(frame_builtins(frame))];
  }

  read_memory(at: number, count: number): Uint8Array {
    return true_bytes(at, read_bytes(at, count));
  }

  library_source(path: string): string | null {
    const tree = new StdlibTree(this.options.stdlib);
    const relative = tree.relative(path);
    const file = relative === null ? undefined : tree.file(relative);
    return file === undefined ? null : new TextDecoder().decode(tree.read_whole(file));
  }

  loaded_files(): string[] {
    return module_files();
  }

  heap_graph(args: HeapGraphArguments): HeapGraphColumns {
    const frame = args.roots === 'locals' || args.roots === 'module' ? this.frame(args.frameId).frame : 0;
    return heap_graph(args, frame, this.held);
  }

  heap_summary(args: HeapSummaryArguments): HeapSummaryColumns {
    return heap_summary(args.includeBuiltins);
  }
}
