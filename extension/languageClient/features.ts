// The language server's client, for as long as the setting wants it. Where the server runs is the entry's business.

import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { Settings } from '../ids';
import { DISASSEMBLY, type DisassemblyParams, type DisassemblyResult } from '../language-server/protocol';

export type MakeClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

export class LanguageFeatures {
  private client: BaseLanguageClient | undefined;
  /** Starts and stops follow one another. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly makeClient: MakeClient) {}

  register(context: vscode.ExtensionContext): void {
    const follow = (): void => {
      this.last = this.last.then(() => (isOn(Settings.languageServer) ? this.start() : this.stop())).catch((error: Error) => {
        void vscode.window.showErrorMessage(`PyXray's language server did not start: ${error.message}`);
      });
    };
    context.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(Settings.languageServer)) follow();
      }),
      { dispose: () => void this.stop() },
    );
    follow();
  }

  /** Throws an Error for the user where there is no server. */
  async disassembly(params: DisassemblyParams): Promise<DisassemblyResult> {
    await this.last;
    if (this.client === undefined) throw new Error(`The language server is switched off: see the setting "${Settings.languageServer}".`);
    return this.client.sendRequest<DisassemblyResult>(DISASSEMBLY, params);
  }

  private async start(): Promise<void> {
    if (this.client !== undefined) return;
    const client = await this.makeClient({
      documentSelector: [{ language: 'python' }],
      outputChannelName: 'PyXray Language Server',
      middleware: { provideHover: (document, position, token, next) => (isOn(Settings.hover) ? next(document, position, token) : null) },
    });
    await client.start();
    this.client = client;
  }

  private async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.dispose();
  }
}

function isOn(setting: string): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(setting, true);
}
