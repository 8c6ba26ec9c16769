// _PyCompile_CleanDoc of Python/compile.c of CPython 3.13: inspect.cleandoc() without removing blank lines at either end.

import { type PyConst, PySyntaxError } from '../include/pycore_ast';

/** str.expandtabs(8), on code points. */
function expandtabs(cps: Iterable<string>): string[] {
  let column = 0;
  const out: string[] = [];
  for (const ch of cps) {
    if (ch === '\t') {
      const n = 8 - (column % 8);
      for (let i = 0; i < n; i++) out.push(' ');
      column += n;
    } else {
      out.push(ch);
      column = ch === '\n' || ch === '\r' ? 0 : column + 1;
    }
  }
  return out;
}

/** The docstring goes through UTF-8, which has no surrogates. */
function encode_error(cps: string[]): PySyntaxError {
  const lone = (ch: string): boolean => ch.length === 1 && ch >= '\ud800' && ch <= '\udfff';
  const start = cps.findIndex(lone);
  let end = start;
  while (end + 1 < cps.length && lone(cps[end + 1])) end++;
  const what = start === end
    ? `character '\\u${cps[start].charCodeAt(0).toString(16)}' in position ${start}`
    : `characters in position ${start}-${end}`;
  const msg = `'utf-8' codec can't encode ${what}: surrogates not allowed`;
  return new PySyntaxError('UnicodeEncodeError', msg, '', null, null, null, null, null);
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
  if (doc.cps !== undefined || !doc.v.isWellFormed()) {
    throw encode_error(expandtabs(doc.cps !== undefined ? doc.cps.map((cp) => String.fromCodePoint(cp)) : doc.v));
  }
  const text = doc.v.includes('\t') ? expandtabs(doc.v).join('') : doc.v;
  const lines = text.split('\n');
  const margin = find_margin(lines);
  if (margin === 0 && !text.startsWith(' ')) return text === doc.v ? doc : { t: 'str', v: text };
  const first = lines[0].replace(/^ +/, '');
  return { t: 'str', v: [first, ...lines.slice(1).map((line) => strip_margin(line, margin))].join('\n') };
}
