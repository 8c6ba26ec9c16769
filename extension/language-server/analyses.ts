// The analysis of each open document's newest version.

import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Analysis } from './analysis';

export class Analyses {
  private readonly newest = new Map<string, { version: number; analysis: Analysis }>();

  of(document: TextDocument): Analysis {
    const known = this.newest.get(document.uri);
    if (known?.version === document.version) return known.analysis;
    const analysis = new Analysis(document.getText(), fileName(document.uri));
    this.newest.set(document.uri, { version: document.version, analysis });
    return analysis;
  }

  forget(uri: string): void {
    this.newest.delete(uri);
  }
}

/** 'file:///a/b%20c.py' → 'b c.py' */
function fileName(uri: string): string {
  const last = uri.replace(/[?#].*$/, '').slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
