// _PyCompile_CleanDoc of Python/compile.c of CPython 3.13: inspect.cleandoc() without removing blank lines at either end.

import { type PyConst, PySyntaxError } from '../include/pycore_ast';

/** str.expandtabs(8). */
function expandtabs(s: string): string {
  if (!s.includes('\t')) return s;
  let column = 0;
  let out = '';
  for (const ch of s) {
    if (ch === '\t') {
      const n = 8 - (column % 8);
      out += ' '.repeat(n);
      column += n;
    } else {
      out += ch;
      column = ch === '\n' || ch === '\r' ? 0 : column + 1;
    }
  }
  return out;
}

/** The smallest indentation of the non-blank lines after the first. */
function find_margin(lines: string[]): number {
  let margin = Infinity;
  for (let i = 1; i < lines.length; i++) {
    const indent = lines[i].search(/[^ ]/);
    if (indent >= 0) margin = Math.min(margin, indent);
  }
  return margin === Infinity ? 0 : margin;
}

function strip_margin(line: string, margin: number): string {
  let i = 0;
  while (i < margin && line[i] === ' ') i++;
  return line.slice(i);
}

export function _PyCompile_CleanDoc(doc: PyConst & { t: 'str' }): PyConst {
  const lone = doc.v.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
  if (lone >= 0 || doc.cps !== undefined) {
    const cp = doc.v.charCodeAt(Math.max(lone, 0)).toString(16);
    const at = Array.from(doc.v.slice(0, Math.max(lone, 0))).length;
    const msg = `'utf-8' codec can't encode character '\\u${cp}' in position ${at}: surrogates not allowed`;
    throw new PySyntaxError('UnicodeEncodeError', msg, '', null, null, null, null, null);
  }
  const text = expandtabs(doc.v);
  const lines = text.split('\n');
  const margin = find_margin(lines);
  if (margin === 0 && !text.startsWith(' ')) return text === doc.v ? doc : { t: 'str', v: text };
  const first = lines[0].replace(/^ +/, '');
  return { t: 'str', v: [first, ...lines.slice(1).map((line) => strip_margin(line, margin))].join('\n') };
}
