// PyXray: Show Bytecode: a read-only document beside the source with what `python3.13 -m dis` prints of it. It follows the
// source's edits, and the line with the cursor is marked in the other one.

import * as vscode from 'vscode';
import { Commands, DISASSEMBLY_LANGUAGE, Settings } from '../ids';
import type { LanguageFeatures } from './features';

const SCHEME = 'pyxray-dis';

/** How long (ms) typing must pause before the listing is made anew. */
const PAUSE = 300;

interface Listing {
  readonly text: string;
  /** For each line the source line, or -1. */
  readonly sourceLines: readonly number[];
}

const NOTHING: Listing = { text: '', sourceLines: [] };

export class BytecodeView implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** By the listing's URI: what of the source compiled last, and what is shown. */
  private readonly listings = new Map<string, { good: Listing; shown: Listing }>();
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  });

  constructor(private readonly language: LanguageFeatures) {}

  register(context: vscode.ExtensionContext): void {
    context.subscriptions.push(
      this.mark,
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.commands.registerCommand(Commands.showBytecode, (uri?: vscode.Uri) => this.show(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => (document.uri.scheme === SCHEME ? this.link() : this.sourceChanged(document.uri))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.listings.delete(uri.toString())),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(Settings.showOffsets)) for (const uri of this.listings.keys()) this.changed.fire(vscode.Uri.parse(uri, true));
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.link()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.link(textEditor)),
    );
  }

  /** Called by VS Code, also when the document is to be made anew. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const source = sourceOf(uri);
    await vscode.workspace.openTextDocument(source);
    const showOffsets = vscode.workspace.getConfiguration().get<boolean>(Settings.showOffsets, false);
    const { text, sourceLines, problem } = await this.language.disassembly({ uri: source.toString(), showOffsets });
    // Half-typed source does not compile: the listing of before stays, under the reason.
    const good = text === null ? (this.listings.get(uri.toString())?.good ?? NOTHING) : { text, sourceLines };
    const shown = text === null ? { text: `# ${problem}\n${good.text}`, sourceLines: [-1, ...good.sourceLines] } : good;
    this.listings.set(uri.toString(), { good, shown });
    return shown.text;
  }

  private async show(uri: vscode.Uri | undefined): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const source = uri ?? editor?.document.uri;
    if (source === undefined || source.scheme === SCHEME) {
      void vscode.window.showErrorMessage('Open a Python file first.');
      return;
    }
    try {
      const document = await vscode.workspace.openTextDocument(listingOf(source));
      await vscode.languages.setTextDocumentLanguage(document, DISASSEMBLY_LANGUAGE);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
      this.link(editor);
    } catch (error) {
      void vscode.window.showErrorMessage(`There is no bytecode to show: ${(error as Error).message}`);
    }
  }

  private sourceChanged(source: vscode.Uri): void {
    const uri = listingOf(source);
    const key = uri.toString();
    if (!vscode.workspace.textDocuments.some((document) => document.uri.toString() === key)) return;
    clearTimeout(this.waiting.get(key));
    this.waiting.set(key, setTimeout(() => {
      this.waiting.delete(key);
      this.changed.fire(uri);
    }, PAUSE));
  }

  /** Marks, for each listing on the screen, the rows of the source's line and, where the cursor is in the listing, the row's source line. */
  private link(moved?: vscode.TextEditor): void {
    for (const listing of vscode.window.visibleTextEditors) {
      if (listing.document.uri.scheme !== SCHEME) continue;
      const source = sourceOf(listing.document.uri).toString();
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === source);
      const known = this.listings.get(listing.document.uri.toString())?.shown;
      if (editor === undefined || known === undefined) continue;
      const fromListing = vscode.window.activeTextEditor === listing;
      const line = fromListing ? (known.sourceLines[listing.selection.active.line] ?? -1) : editor.selection.active.line;
      const rows = known.sourceLines.flatMap((sourceLine, row) => (sourceLine === line && line >= 0 ? [wholeLine(row)] : []));
      listing.setDecorations(this.mark, rows);
      editor.setDecorations(this.mark, fromListing && line >= 0 ? [wholeLine(line)] : []);
      if (moved === editor && !fromListing && rows.length > 0) listing.revealRange(rows[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      if (moved === listing && fromListing && line >= 0) editor.revealRange(wholeLine(line), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}

function wholeLine(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}

/** pyxray-dis:/a/b.py.pyxray-dis?file%3A///a/b.py */
function listingOf(source: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `${source.path}.${DISASSEMBLY_LANGUAGE}`, query: source.toString() });
}

function sourceOf(listing: vscode.Uri): vscode.Uri {
  return vscode.Uri.parse(listing.query, true);
}
