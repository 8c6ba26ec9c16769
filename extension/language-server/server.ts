// The language server, on whatever connection it is given. It answers from the newest text; diagnostics wait until typing pauses.

import { type Connection, type DocumentSymbol, type InitializeResult, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Analyses } from './analyses';
import { diagnosticsOf } from './diagnostics';
import { disassemblyOf } from './disassembly';
import { documentSymbols } from './documentSymbol';
import { bytecodeHover } from './hover';
import { inlineValues } from './inlineValue';
import { DISASSEMBLY, type DisassemblyParams, type DisassemblyResult } from './protocol';

/** Typing has paused when nothing came for as long (ms) as checking the document took last time, within these limits. */
const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 1000;

/** Documents that are no files of Python: cells allow more, and of a version in git there is nothing to mend. */
const NOT_OURS = /^(vscode-notebook-cell|git|output|vscode-scm|interactive)[:-]/;

export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const analyses = new Analyses();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const took = new Map<string, number>();
  const symbols = new Map<string, DocumentSymbol[]>();

  const find = (uri: string): TextDocument | undefined => (NOT_OURS.test(uri) ? undefined : documents.get(uri));

  function check(uri: string): void {
    waiting.delete(uri);
    const document = find(uri);
    if (document === undefined) return;
    const start = performance.now();
    const diagnostics = diagnosticsOf(analyses.of(document));
    took.set(uri, performance.now() - start);
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
  }

  documents.onDidChangeContent(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    const pause = took.has(uri) ? Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, took.get(uri)!)) : 0;
    waiting.set(uri, setTimeout(() => check(uri), pause));
  });

  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    for (const map of [waiting, took, symbols]) map.delete(uri);
    analyses.forget(uri);
    if (!NOT_OURS.test(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onInitialize(
    (): InitializeResult => ({
      serverInfo: { name: 'PyXray' },
      capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, documentSymbolProvider: true, hoverProvider: true, inlineValueProvider: true },
    }),
  );

  connection.onDocumentSymbol(({ textDocument: { uri } }) => {
    const document = find(uri);
    if (document === undefined) return null;
    const { tree, source } = analyses.of(document);
    // A text with an error has no tree: the outline keeps that of the last text that had one.
    if (tree !== null) symbols.set(uri, documentSymbols(tree, source));
    return symbols.get(uri) ?? [];
  });

  connection.onHover(({ textDocument: { uri }, position }) => {
    const document = find(uri);
    return document === undefined ? null : bytecodeHover(analyses.of(document), position.line);
  });

  connection.languages.inlineValue.on(({ textDocument: { uri }, range, context }) => {
    const document = find(uri);
    if (document === undefined) return null;
    const { tree, source } = analyses.of(document);
    return tree === null ? [] : inlineValues(tree, source, range, context.stoppedLocation.end.line);
  });

  connection.onRequest(DISASSEMBLY, ({ uri, showOffsets }: DisassemblyParams): DisassemblyResult => {
    const document = find(uri);
    if (document === undefined) return { text: null, sourceLines: [], problem: `${uri} is not open as a Python file.` };
    return disassemblyOf(analyses.of(document), showOffsets);
  });

  documents.listen(connection);
  connection.listen();
}
