// A file system for `npm start` in the browser: pyxray-workspace:/<folder>/… is the served folder, over the server's /files.

import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const files = context.extensionUri.with({ path: '/files' });
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('pyxray-workspace', new ServedFolder(files.toString(true)), { isCaseSensitive: true }));
}

class ServedFolder implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly filesUrl: string;

  constructor(filesUrl: string) {
    this.filesUrl = filesUrl;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.request('GET', 'stat', uri)).json() as Promise<vscode.FileStat>;
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return (await this.request('GET', 'list', uri)).json() as Promise<[string, vscode.FileType][]>;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return new Uint8Array(await (await this.request('GET', 'read', uri)).arrayBuffer());
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await this.request('PUT', 'mkdir', uri);
    this.changed(vscode.FileChangeType.Created, uri);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array, options: { create: boolean; overwrite: boolean }): Promise<void> {
    const exists = await this.stat(uri).then(
      () => true,
      () => false,
    );
    if (!exists && !options.create) throw vscode.FileSystemError.FileNotFound(uri);
    if (exists && options.create && !options.overwrite) throw vscode.FileSystemError.FileExists(uri);
    await this.request('PUT', 'write', uri, content);
    this.changed(exists ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri);
  }

  async delete(uri: vscode.Uri): Promise<void> {
    await this.request('POST', 'delete', uri);
    this.changed(vscode.FileChangeType.Deleted, uri);
  }

  async rename(oldUri: vscode.Uri, newUri: vscode.Uri, options: { overwrite: boolean }): Promise<void> {
    if (
      !options.overwrite &&
      (await this.stat(newUri).then(
        () => true,
        () => false,
      ))
    )
      throw vscode.FileSystemError.FileExists(newUri);
    await this.request('POST', 'rename', oldUri, JSON.stringify({ to: inFolder(newUri) }));
    this.changed(vscode.FileChangeType.Deleted, oldUri);
    this.changed(vscode.FileChangeType.Created, newUri);
  }

  private changed(type: vscode.FileChangeType, uri: vscode.Uri): void {
    this.changes.fire([{ type, uri }]);
  }

  private async request(method: string, op: string, uri: vscode.Uri, body?: Uint8Array | string): Promise<Response> {
    const url = `${this.filesUrl}${inFolder(uri).split('/').map(encodeURIComponent).join('/')}?op=${op}`;
    let response: Response;
    try {
      response = await fetch(url, { method, body: body as BodyInit | undefined });
    } catch {
      throw vscode.FileSystemError.Unavailable('The server of `npm start` does not answer. Is it still running?');
    }
    if (response.ok) return response;
    if (response.status === 404) throw vscode.FileSystemError.FileNotFound(uri);
    if (response.status === 403) throw vscode.FileSystemError.NoPermissions(uri);
    const problem = (await response.json().catch(() => ({}))) as { message?: string };
    throw new vscode.FileSystemError(problem.message ?? `${op} failed with HTTP ${response.status}`);
  }
}

/** pyxray-workspace:/<folder>/a/b → /a/b */
function inFolder(uri: vscode.Uri): string {
  const slash = uri.path.indexOf('/', 1);
  return slash < 0 ? '/' : uri.path.slice(slash);
}
