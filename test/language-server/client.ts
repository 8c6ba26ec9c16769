// A client of the real language server: its own process, LSP over stdio.

import { spawn } from 'node:child_process';
import * as path from 'node:path';
import {
  createProtocolConnection, type Diagnostic, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, type DocumentSymbol, DocumentSymbolRequest,
  ExitNotification, type Hover, HoverRequest, InitializedNotification, InitializeRequest, type InitializeResult, InlineValueRequest, type InlineValueVariableLookup, type ProtocolConnection, PublishDiagnosticsNotification,
  type PublishDiagnosticsParams, type Range, ShutdownRequest, StreamMessageReader, StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { DISASSEMBLY, type DisassemblyResult } from '../../extension/language-server/protocol';

export class LanguageServer {
  private readonly published: PublishDiagnosticsParams[] = [];
  private heard: () => void = () => {};
  private versions = new Map<string, number>();

  private constructor(
    readonly connection: ProtocolConnection,
    readonly exited: Promise<number | null>,
    readonly capabilities: InitializeResult['capabilities'],
  ) {
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.push(params);
      this.heard();
    });
  }

  static async start(): Promise<LanguageServer> {
    const child = spawn(process.execPath, [path.join(process.cwd(), 'dist', 'languageServer.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.listen();
    const { capabilities } = await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities: {} });
    await connection.sendNotification(InitializedNotification.type, {});
    return new LanguageServer(connection, exited, capabilities);
  }

  /** Opens a document and answers its diagnostics. */
  async open(uri: string, text: string): Promise<Diagnostic[]> {
    this.versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: 'python', version: 1, text } });
    return this.diagnostics(uri, 1);
  }

  /** Replaces a range, as an editor's keystroke does; answers the new version. */
  async edit(uri: string, range: Range, text: string): Promise<number> {
    const version = this.versions.get(uri)! + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: [{ range, text }] });
    return version;
  }

  /** Those of the lines from `from` (0-based) on, for a stop in line `stopped`. */
  async inlineValues(uri: string, from: number, stopped: number): Promise<InlineValueVariableLookup[]> {
    const line = (n: number): Range => ({ start: { line: n, character: 0 }, end: { line: n, character: 1 } });
    const range = { start: { line: from, character: 0 }, end: { line: 1000, character: 0 } };
    return (await this.connection.sendRequest(InlineValueRequest.type, { textDocument: { uri }, range, context: { frameId: 1, stoppedLocation: line(stopped) } })) as InlineValueVariableLookup[];
  }

  /** The diagnostics of that version, when they come. */
  async diagnostics(uri: string, version: number): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.published.find((p) => p.uri === uri && p.version === version);
      if (found !== undefined) return found.diagnostics;
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    }
  }

  /** All that was published of a document, oldest first. */
  allOf(uri: string): PublishDiagnosticsParams[] {
    return this.published.filter((p) => p.uri === uri);
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  async symbols(uri: string): Promise<DocumentSymbol[]> {
    return (await this.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) as DocumentSymbol[];
  }

  async hover(uri: string, line: number, character = 0): Promise<Hover | null> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line, character } });
  }

  async disassembly(uri: string, showOffsets = false): Promise<DisassemblyResult> {
    return this.connection.sendRequest<DisassemblyResult>(DISASSEMBLY, { uri, showOffsets });
  }

  /** Shuts down as LSP says; answers the exit status. */
  async end(): Promise<number | null> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return this.exited;
  }
}
