// Browser: the session runs in a worker that the web extension host starts; this adapter passes its DAP messages and
// answers its file requests through VS Code.

import * as vscode from 'vscode';
import type { FsRequestMessage, FsResponseMessage, FsStat, HostToSessionMessage, SessionToHostMessage } from '../../debug-adapter/protocol';
import { mustExist } from './mustExist';
import { fromSessionPath, mapPaths, mountOf, toSessionPath, uriText, type Mount } from './uriPaths';

export class WorkerAdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(private readonly extensionUri: vscode.Uri) {}

  async createDebugAdapterDescriptor(session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor> {
    if (!(globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated) {
      throw new Error(
        'PyXray needs shared memory, which this browser page does not have. Open it with ?vscode-coi=3 (on vscode.dev: https://vscode.dev/?vscode-coi=3), or use VS Code on the desktop.',
      );
    }
    const distUrl = `${this.extensionUri.toString(true).replace(/\/$/, '')}/dist/`;
    const bundle = `${distUrl}session.web.js`;
    await mustExist('The session', bundle);
    return new vscode.DebugAdapterInlineImplementation(new WorkerAdapter(bundle, distUrl, mountsFor(session.configuration)));
  }
}

/**
 * The extension host makes every worker a classic one, whose script must have the host's own origin; the session is a
 * module at the extension's URL. So the worker's script is a blob that imports it, and keeps what arrives before that.
 */
function bootstrap(bundle: string): string {
  const script = `
const early = [];
self.onmessage = (event) => early.push(event.data);
import(${JSON.stringify(bundle)}).then(
  () => early.forEach((data) => self.dispatchEvent(new MessageEvent('message', { data }))),
  (error) => self.postMessage({ type: 'fatal', text: String(error && error.stack || error) }));
`;
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

/** The workspace folders, and the folder of a program that lies in none of them. */
function mountsFor(configuration: vscode.DebugConfiguration): Mount[] {
  const mounts = (vscode.workspace.workspaceFolders ?? []).map((folder) => mountOf(folder.uri.toString())).filter((mount) => mount !== null);
  const program = typeof configuration.program === 'string' ? mountOf(configuration.program) : null;
  if (program !== null && !mounts.some((mount) => mount.prefix === program.prefix && program.path.startsWith(`${mount.path}/`))) {
    mounts.push({ prefix: program.prefix, path: program.path.slice(0, program.path.lastIndexOf('/')) });
  }
  return mounts;
}

class WorkerAdapter implements vscode.DebugAdapter {
  private readonly messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.messages.event;
  private readonly worker: Worker;

  constructor(
    bundle: string,
    distUrl: string,
    private readonly mounts: readonly Mount[],
  ) {
    const script = bootstrap(bundle);
    this.worker = new Worker(script, { name: 'pyxray-session' });
    this.worker.onmessage = (event: MessageEvent<SessionToHostMessage>) => this.receive(event.data);
    this.worker.onerror = (event: ErrorEvent) => {
      event.preventDefault?.();
      this.fail(`${event.message ?? 'The session did not start'}${event.filename ? ` (${event.filename}:${event.lineno})` : ''}`);
    };
    this.post({ type: 'start', distUrl, mounts: mounts.map((mount) => mount.path || '/') });
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.post({ type: 'dap', message: mapPaths(message, (path) => toSessionPath(this.mounts, path)) as object });
  }

  dispose(): void {
    this.worker.terminate();
    this.messages.dispose();
  }

  private post(message: HostToSessionMessage): void {
    this.worker.postMessage(message);
  }

  private receive(message: SessionToHostMessage): void {
    switch (message.type) {
      case 'dap':
        this.messages.fire(mapPaths(message.message, (path) => this.toClientPath(path)) as vscode.DebugProtocolMessage);
        break;
      case 'fs':
        void this.answerFile(message);
        break;
      case 'fatal':
        this.fail(message.text);
        break;
    }
  }

  private toClientPath(path: string): string {
    const parts = fromSessionPath(this.mounts, path);
    return parts === null ? path : vscode.Uri.parse(uriText(parts)).toString();
  }

  /** The session is dead: say why, and end it for VS Code. */
  private fail(text: string): void {
    const event = (name: string, body?: object) => this.messages.fire({ seq: 0, type: 'event', event: name, body } as vscode.DebugProtocolMessage);
    event('output', { category: 'stderr', output: `PyXray: ${text}\n` });
    event('terminated');
    void vscode.window.showErrorMessage(`PyXray's session ended: ${text}`);
  }

  private async answerFile(request: FsRequestMessage): Promise<void> {
    let answer: FsResponseMessage;
    try {
      answer = { type: 'fsResult', id: request.id, ok: true, value: await performFile(this.mounts, request) };
    } catch (error) {
      answer = { type: 'fsResult', id: request.id, ok: false, error: errnoName(error), message: (error as Error).message };
    }
    this.post(answer);
  }
}

async function performFile(mounts: readonly Mount[], request: FsRequestMessage): Promise<Uint8Array | FsStat | [string, 'file' | 'directory'][] | null> {
  const parts = fromSessionPath(mounts, request.path);
  if (parts === null) throw vscode.FileSystemError.FileNotFound(request.path);
  const uri = vscode.Uri.parse(uriText(parts));
  switch (request.op) {
    case 'readFile':
      return new Uint8Array(await vscode.workspace.fs.readFile(uri));
    case 'stat': {
      const stat = await vscode.workspace.fs.stat(uri);
      return { kind: stat.type & vscode.FileType.Directory ? 'directory' : 'file', size: stat.size, mtime: stat.mtime };
    }
    case 'readDirectory':
      return (await vscode.workspace.fs.readDirectory(uri)).map(([name, type]) => [name, type & vscode.FileType.Directory ? 'directory' : 'file']);
    case 'writeFile':
      await vscode.workspace.fs.writeFile(uri, request.content);
      return null;
  }
}

function errnoName(error: unknown): string {
  const names: Record<string, string> = { FileNotFound: 'ENOENT', FileExists: 'EEXIST', FileNotADirectory: 'ENOTDIR', FileIsADirectory: 'EISDIR', NoPermissions: 'EACCES' };
  return (error instanceof vscode.FileSystemError ? names[error.code] : undefined) ?? 'EIO';
}
