// Parser/lexer/lexer.c, Parser/lexer/state.h and Parser/tokenizer/string_tokenizer.c of CPython 3.13.
// Deviations: the source is one decoded JS string (newlines already translated), so positions are string indices and byte
// columns are derived from them; a tokenizer error is a thrown PySyntaxError instead of ERRORTOKEN plus an error indicator.
// `lineno`, `line_start`, `cur`, `inp`, `buf` mean what they mean in tok_state: the parser's error positions depend on them.

import { PySyntaxError, type CompileWarning } from '../include/pycore_ast';
import { T, Token, KEYWORDS, _PyToken_OneChar, _PyToken_TwoChars, _PyToken_ThreeChars } from './token';

export const enum E { OK, EOF, ERROR, DEDENT, TABSPACE, TOODEEP, LINECONT }

const MAXINDENT = 100;
const MAXLEVEL = 200;
const MAXFSTRINGLEVEL = 150;
const MAX_EXPR_NESTING = 3;
const TABSIZE = 8;
const EOF = -1;

interface TokenizerMode {
  fstring: boolean;
  curly_bracket_depth: number;
  curly_bracket_expr_start_depth: number;
  quote: number;
  quote_size: number;
  raw: boolean;
  start: number;
  multi_line_start: number;
  line_start: number;
  /** Where the text of the replacement field being read starts, -1 when there is none. */
  last_expr_start: number;
  last_expr_end: number;
  debug: boolean;
  in_format_spec: boolean;
}

const newMode = (fstring: boolean): TokenizerMode => ({
  fstring, curly_bracket_depth: 0, curly_bracket_expr_start_depth: -1, quote: 0, quote_size: 0, raw: false, start: 0,
  multi_line_start: 0, line_start: 0, last_expr_start: -1, last_expr_end: -1, debug: false, in_format_spec: false,
});

/** Character classes of ASCII: 1 identifier start, 2 identifier part, 4 digit, 8 hex digit. */
const CLASS = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const s = String.fromCharCode(c);
  if (/[A-Za-z_]/.test(s)) CLASS[c] |= 3;
  if (/[0-9]/.test(s)) CLASS[c] |= 2 | 4 | 8;
  if (/[a-fA-F]/.test(s)) CLASS[c] |= 8;
}
const isIdStart = (c: number): boolean => c >= 128 || (c >= 0 && (CLASS[c] & 1) !== 0);
const isIdChar = (c: number): boolean => c >= 128 || (c >= 0 && (CLASS[c] & 2) !== 0);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isHex = (c: number): boolean => c >= 0 && c < 128 && (CLASS[c] & 8) !== 0;

const NONASCII = /[^\x00-\x7f]/;
const NONPRINTABLE = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]$/u;
const isPrintable = (ch: string): boolean => ch === ' ' || !NONPRINTABLE.test(ch);

/** UTF-8 length of s[from, to). */
export function utf8Length(s: string, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    const c = s.charCodeAt(i);
    if (c < 0x80) n++;
    else if (c < 0x800) n += 2;
    else if (c >= 0xd800 && c < 0xdc00 && i + 1 < to && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00) { n += 4; i++; }
    else n += 3;
  }
  return n;
}

/** Number of code points in s[from, to). */
export function codePointLength(s: string, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    if ((s.charCodeAt(i) & 0xfc00) === 0xd800 && i + 1 < to && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    n++;
  }
  return n;
}

/** Index of the first code point of `s` that no identifier can have there, or s.length. Answers to _PyUnicode_ScanIdentifier. */
function scanIdentifier(s: string): number {
  let i = 0;
  for (const ch of s) {
    // PEP 3131 checks the NFKC form as well; the \p{XID_*} properties are closed under it.
    const ok = i === 0 ? ch === '_' || /^\p{XID_Start}$/u.test(ch) : /^\p{XID_Continue}$/u.test(ch);
    if (!ok) return i;
    i += ch.length;
  }
  return i;
}

export class Tokenizer {
  done: E = E.OK;
  cur = 0;
  inp = 0;
  buf = 0;
  lineno = 0;
  line_start = 0;
  level = 0;
  readonly parenstack = new Uint8Array(MAXLEVEL);
  readonly parenlinenostack = new Int32Array(MAXLEVEL);
  readonly parencolstack = new Int32Array(MAXLEVEL);
  indent = 0;
  pendin = 0;
  type_comments = false;
  report_warnings = true;
  /** True: for the tokenize module, which lets pass what the parser would refuse later. */
  extra_tokens = false;
  /** True: a prompt's input, in which an empty line ends a compound statement. */
  interactive = false;
  start = -1;
  private startCol = -1;
  private first_lineno = 0;
  private multi_line_start = 0;
  private atbol = true;
  private cont_line = false;
  private readonly indstack = new Int32Array(MAXINDENT);
  private readonly altindstack = new Int32Array(MAXINDENT);
  private readonly modes: TokenizerMode[] = [newMode(false)];
  private mode = this.modes[0];
  private metadata: string | null = null;
  private readonly ascii: boolean;
  private colLine = -1;
  private colPos = 0;
  private colBytes = 0;

  constructor(
    readonly src: string,
    readonly filename: string,
    readonly warnings: CompileWarning[] | null,
  ) {
    this.ascii = !NONASCII.test(src);
  }

  // Positions

  /** Byte column of `pos`, which lies in the line that starts at `lineStart`. */
  byteCol(pos: number, lineStart: number): number {
    if (this.ascii) return pos - lineStart;
    if (this.colLine !== lineStart || pos < this.colPos) {
      this.colLine = lineStart;
      this.colPos = lineStart;
      this.colBytes = 0;
    }
    this.colBytes += utf8Length(this.src, this.colPos, pos);
    this.colPos = pos;
    return this.colBytes;
  }

  /** Byte column of the reading position: tok->cur - tok->line_start. */
  curCol(): number {
    return this.byteCol(this.cur, this.line_start);
  }

  insideFstring(): boolean {
    return this.modes.length > 1;
  }

  // Errors

  private errorRange(msg: string, offset: number, endOffset: number): never {
    this.done = E.ERROR;
    let end = this.src.indexOf('\n', this.line_start);
    if (end < 0) end = this.src.length;
    const text = this.src.slice(this.line_start, end);
    throw new PySyntaxError('SyntaxError', msg, this.filename, this.lineno, offset, text, this.lineno, endOffset);
  }

  /** E_EOFS, E_EOLS: what is wrong is only that the source ends inside a string. */
  ended_in_literal = false;

  private syntaxerror(msg: string): never {
    const offset = codePointLength(this.src, this.line_start, this.cur);
    this.errorRange(msg, offset, offset);
  }

  /** tokenizer_error of pegen_errors.c for the kinds that are no exceptions yet; `fail` builds the error with the parser's knowledge. */
  fail: (done: E) => never = (done) => {
    throw new Error(`tokenizer error ${done}`);
  };

  private warn(msg: string): void {
    if (!this.report_warnings || this.warnings === null) return;
    const col = this.byteCol(this.cur, this.line_start);
    this.warnings.push({
      category: 'SyntaxWarning', msg, filename: this.filename, lineno: this.lineno, col_offset: col,
      end_lineno: this.lineno, end_col_offset: col,
    });
  }

  // Characters

  private underflow(): boolean {
    const src = this.src;
    if (this.done !== E.OK) return false;
    if (this.inp >= src.length) {
      this.done = E.EOF;
      return false;
    }
    const nl = src.indexOf('\n', this.inp);
    if (this.start < 0) this.buf = this.cur;
    this.line_start = this.cur;
    this.lineno++;
    this.inp = nl < 0 ? src.length : nl + 1;
    return true;
  }

  private nextc(): number {
    if (this.cur === this.inp && !this.underflow()) {
      this.cur = this.inp;
      return EOF;
    }
    return this.src.charCodeAt(this.cur++);
  }

  private backup(c: number): void {
    if (c !== EOF) this.cur--;
  }

  private peek(): number {
    const c = this.nextc();
    this.backup(c);
    return c;
  }

  // Tokens

  private make(type: T, p_start: number, p_end: number, text = ''): Token {
    const isString = type === T.STRING || (type >= T.FSTRING_START && type <= T.FSTRING_END);
    const meta = this.metadata;
    this.metadata = null;
    return new Token(type, p_start, p_end, isString ? this.first_lineno : this.lineno, this.startCol, this.lineno,
      this.byteCol(this.cur, this.line_start), this.level, text, meta);
  }

  /** A token without text: INDENT, DEDENT, ENDMARKER, which have no columns either. */
  private bare(type: T): Token {
    return new Token(type, this.cur, this.cur, this.lineno, -1, this.lineno, -1, this.level, '', null);
  }

  next(): Token {
    return this.mode.fstring ? this.fstringMode() : this.normalMode();
  }

  private continuationLine(): number {
    let c = this.nextc();
    if (c !== 10) {
      this.done = E.LINECONT;
      this.fail(E.LINECONT);
    }
    c = this.nextc();
    if (c === EOF) {
      this.done = E.EOF;
      this.cur = this.inp;
      this.fail(E.EOF);
    }
    this.backup(c);
    return c;
  }

  private indenterror(): never {
    this.done = E.TABSPACE;
    this.cur = this.inp;
    return this.fail(E.TABSPACE);
  }

  /** Reads the white space a line starts with; true when the line is blank. */
  private readIndentation(): boolean {
    let col = 0;
    let altcol = 0;
    let cont_line_col = 0;
    let c: number;
    for (;;) {
      c = this.nextc();
      if (c === 32) { col++; altcol++; }
      else if (c === 9) { col = (((col / TABSIZE) | 0) + 1) * TABSIZE; altcol++; }
      else if (c === 12) { col = 0; altcol = 0; }
      else if (c === 92) {
        // The first backslash found decides the indentation of what follows.
        cont_line_col = cont_line_col !== 0 ? cont_line_col : col;
        this.continuationLine();
      } else break;
    }
    this.backup(c);
    let blankline = false;
    if (c === 35 || c === 10) {
      if (this.interactive && (col === 0 && c === 10)) blankline = false;
      else if (this.interactive && this.lineno === 1) { col = 0; altcol = 0; }
      else blankline = true;
    }
    if (!blankline && this.level === 0) {
      if (cont_line_col !== 0) { col = cont_line_col; altcol = cont_line_col; }
      this.setIndentation(col, altcol);
    }
    return blankline;
  }

  private setIndentation(col: number, altcol: number): void {
    const { indstack, altindstack } = this;
    if (col === indstack[this.indent]) {
      if (altcol !== altindstack[this.indent]) this.indenterror();
    } else if (col > indstack[this.indent]) {
      if (this.indent + 1 >= MAXINDENT) {
        this.done = E.TOODEEP;
        this.cur = this.inp;
        this.fail(E.TOODEEP);
      }
      if (altcol <= altindstack[this.indent]) this.indenterror();
      this.pendin++;
      indstack[++this.indent] = col;
      altindstack[this.indent] = altcol;
    } else {
      while (this.indent > 0 && col < indstack[this.indent]) {
        this.pendin--;
        this.indent--;
      }
      if (col !== indstack[this.indent]) {
        this.done = E.DEDENT;
        this.cur = this.inp;
        this.fail(E.DEDENT);
      }
      if (altcol !== altindstack[this.indent]) this.indenterror();
    }
  }

  private normalMode(): Token {
    const src = this.src;
    for (;;) {
      this.start = -1;
      this.startCol = -1;
      let blankline = false;
      if (this.atbol) {
        this.atbol = false;
        blankline = this.readIndentation();
      }
      this.start = this.cur;
      if (this.pendin !== 0) {
        if (this.pendin < 0) {
          this.pendin++;
          return this.bare(T.DEDENT);
        }
        this.pendin--;
        return this.bare(T.INDENT);
      }
      this.peek();
      let again = true;
      while (again) {
        again = false;
        this.start = -1;
        let c: number;
        do c = this.nextc(); while (c === 32 || c === 9 || c === 12);
        this.start = c === EOF ? this.cur : this.cur - 1;
        if (c === 35) {
          const token = this.comment(blankline);
          if (token !== null) return token;
          // The comment's last character read is the newline (or the end), as after the loop in lexer.c.
          c = this.cur === this.inp && src.charCodeAt(this.cur - 1) === 10 ? 10 : EOF;
          if (c === 10) {
            // The NEWLINE after a comment starts, as in CPython, where the comment starts.
            this.atbol = true;
            if (blankline || this.level > 0) break;
            this.cont_line = false;
            return this.make(T.NEWLINE, this.start, this.cur - 1);
          }
        }
        if (c === EOF) {
          if (this.level > 0) this.fail(E.EOF);
          return this.bare(T.ENDMARKER);
        }
        this.startCol = this.byteCol(this.start, this.line_start);
        if (isIdStart(c)) return this.nameOrString(c);
        if (c === 10) {
          this.atbol = true;
          if (blankline || this.level > 0) break;
          this.cont_line = false;
          return this.make(T.NEWLINE, this.start, this.cur - 1);
        }
        if (c === 46) {
          c = this.nextc();
          if (isDigit(c)) return this.fraction(c);
          if (c === 46) {
            c = this.nextc();
            if (c === 46) return this.make(T.ELLIPSIS, this.start, this.cur);
            this.backup(c);
            this.backup(46);
          } else this.backup(c);
          return this.make(T.DOT, this.start, this.cur);
        }
        if (isDigit(c)) return this.number(c);
        if (c === 39 || c === 34) return this.string(c);
        if (c === 92) {
          this.continuationLine();
          this.cont_line = true;
          again = true;
          continue;
        }
        return this.punctuation(c);
      }
    }
  }

  /** Skips a comment up to and with its newline; gives the token of a type comment when those are asked for. */
  private comment(blankline: boolean): Token | null {
    const src = this.src;
    const from = this.cur - 1;
    this.startCol = this.byteCol(from, this.line_start);
    // Lines end with '\n' except perhaps the last.
    const end = src.charCodeAt(this.inp - 1) === 10 ? this.inp - 1 : this.inp;
    if (this.type_comments) {
      const m = /^#[ \t]*type:[ \t]*/.exec(src.slice(from, end));
      if (m !== null) {
        this.startCol = this.byteCol(from + m[0].length, this.line_start);
        this.cur = end;
        const at = from + m[0].length;
        const body = src.slice(at, end);
        if (/^ignore(?![A-Za-z0-9\x80-\uffff])/.test(body)) {
          this.startCol += 6;
          const token = this.make(T.TYPE_IGNORE, at + 6, end, body.slice(6));
          if (blankline) { this.nextc(); this.atbol = true; }
          return token;
        }
        return this.make(T.TYPE_COMMENT, at, end, body);
      }
    }
    this.cur = this.inp;
    if (end === this.inp) this.nextc();
    return null;
  }

  private nameOrString(c: number): Token {
    const src = this.src;
    let saw_b = false, saw_r = false, saw_u = false, saw_f = false;
    const first = c | 32;
    if (first === 98 || first === 102 || first === 114 || first === 117) {
      for (;;) {
        const l = c | 32;
        if (l === 98 && !(saw_b || saw_u || saw_f)) saw_b = true;
        else if (l === 117 && !(saw_b || saw_u || saw_r || saw_f)) saw_u = true;
        else if (l === 114 && !(saw_r || saw_u)) saw_r = true;
        else if (l === 102 && !(saw_f || saw_b || saw_u)) saw_f = true;
        else break;
        if (c >= 128) break;
        c = this.nextc();
        if (c === 34 || c === 39) return saw_f ? this.fstringStart(c) : this.string(c);
      }
      this.backup(c);
    }
    // An identifier never spans lines, so the scan needs no underflow.
    let pos = this.cur;
    const end = this.inp;
    let nonascii = first >= 128;
    while (pos < end) {
      const ch = src.charCodeAt(pos);
      if (ch >= 128) nonascii = true;
      else if ((CLASS[ch] & 2) === 0) break;
      pos++;
    }
    this.cur = pos;
    const text = src.slice(this.start, pos);
    if (nonascii) {
      if (!this.extra_tokens) this.verifyIdentifier(text);
    } else {
      const kw = KEYWORDS.get(text);
      if (kw !== undefined) return this.make(kw, this.start, pos, text);
    }
    return this.make(T.NAME, this.start, pos, text);
  }

  private verifyIdentifier(s: string): void {
    const invalid = scanIdentifier(s);
    if (invalid >= s.length) return;
    const ch = String.fromCodePoint(s.codePointAt(invalid)!);
    if (invalid + ch.length < s.length) this.cur = this.start + invalid + ch.length;
    const code = ch.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    this.syntaxerror(isPrintable(ch) ? `invalid character '${ch}' (U+${code})` : `invalid non-printable character U+${code}`);
  }

  // Numbers

  private lookahead(test: string): boolean {
    return this.src.startsWith(test, this.cur) && !isIdChar(this.src.charCodeAt(this.cur + test.length));
  }

  /** `c` is the character after the number, already read. A keyword may follow with a warning, anything else of a name may not. */
  private verifyEndOfNumber(c: number, kind: string): void {
    if (this.extra_tokens) return;
    let r = false;
    if (c === 97) r = this.lookahead('nd');
    else if (c === 101) r = this.lookahead('lse');
    else if (c === 102) r = this.lookahead('or');
    else if (c === 105) {
      const c2 = this.src.charCodeAt(this.cur);
      r = c2 === 102 || c2 === 110 || c2 === 115;
    } else if (c === 111) r = this.lookahead('r');
    else if (c === 110) r = this.lookahead('ot');
    if (r) {
      this.backup(c);
      this.warn(`invalid ${kind} literal`);
      this.nextc();
    } else if (c < 128 && isIdChar(c)) {
      this.backup(c);
      this.syntaxerror(`invalid ${kind} literal`);
    }
  }

  private decimalTail(): number {
    for (;;) {
      let c: number;
      do c = this.nextc(); while (isDigit(c));
      if (c !== 95) return c;
      c = this.nextc();
      if (!isDigit(c)) {
        this.backup(c);
        this.syntaxerror('invalid decimal literal');
      }
    }
  }

  private numberToken(c: number): Token {
    this.backup(c);
    return this.make(T.NUMBER, this.start, this.cur);
  }

  private number(c: number): Token {
    if (c !== 48) return this.afterInteger(this.decimalTail());
    c = this.nextc();
    const l = c | 32;
    if (l === 120) return this.radix(isHex, 'hexadecimal', false);
    if (l === 111) return this.radix((d) => d >= 48 && d < 56, 'octal', true);
    if (l === 98) return this.radix((d) => d === 48 || d === 49, 'binary', true);
    return this.leadingZero(c);
  }

  private radix(ok: (c: number) => boolean, kind: string, digits: boolean): Token {
    let c = this.nextc();
    do {
      if (c === 95) c = this.nextc();
      if (!ok(c)) {
        if (digits && isDigit(c)) this.syntaxerror(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
        this.backup(c);
        this.syntaxerror(`invalid ${kind} literal`);
      }
      do c = this.nextc(); while (ok(c));
    } while (c === 95);
    if (digits && isDigit(c)) this.syntaxerror(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
    this.verifyEndOfNumber(c, kind);
    return this.numberToken(c);
  }

  private leadingZero(c: number): Token {
    let nonzero = false;
    for (;;) {
      if (c === 95) {
        c = this.nextc();
        if (!isDigit(c)) {
          this.backup(c);
          this.syntaxerror('invalid decimal literal');
        }
      }
      if (c !== 48) break;
      c = this.nextc();
    }
    const zeros_end = this.cur;
    if (isDigit(c)) {
      nonzero = true;
      c = this.decimalTail();
    }
    if (c === 46) return this.fraction(this.nextc());
    if (c === 101 || c === 69) return this.exponent(c);
    if (c === 106 || c === 74) return this.imaginary();
    if (nonzero && !this.extra_tokens) {
      this.backup(c);
      this.errorRange('leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        codePointLength(this.src, this.line_start, this.start) + 1, codePointLength(this.src, this.line_start, zeros_end));
    }
    this.verifyEndOfNumber(c, 'decimal');
    return this.numberToken(c);
  }

  private afterInteger(c: number): Token {
    if (c === 46) return this.fraction(this.nextc());
    return this.afterFraction(c);
  }

  private fraction(c: number): Token {
    if (isDigit(c)) c = this.decimalTail();
    return this.afterFraction(c);
  }

  private afterFraction(c: number): Token {
    if (c === 101 || c === 69) return this.exponent(c);
    return this.afterExponent(c);
  }

  private exponent(e: number): Token {
    let c = this.nextc();
    if (c === 43 || c === 45) {
      c = this.nextc();
      if (!isDigit(c)) {
        this.backup(c);
        this.syntaxerror('invalid decimal literal');
      }
    } else if (!isDigit(c)) {
      this.backup(c);
      this.verifyEndOfNumber(e, 'decimal');
      this.backup(e);
      return this.make(T.NUMBER, this.start, this.cur);
    }
    return this.afterExponent(this.decimalTail());
  }

  private afterExponent(c: number): Token {
    if (c === 106 || c === 74) return this.imaginary();
    this.verifyEndOfNumber(c, 'decimal');
    return this.numberToken(c);
  }

  private imaginary(): Token {
    const c = this.nextc();
    this.verifyEndOfNumber(c, 'imaginary');
    return this.numberToken(c);
  }

  // Strings

  /** `quote` has just been read. */
  private string(quote: number): Token {
    let quote_size = 1;
    let end_quote_size = 0;
    let has_escaped_quote = false;
    this.first_lineno = this.lineno;
    this.multi_line_start = this.line_start;
    let c = this.nextc();
    if (c === quote) {
      c = this.nextc();
      if (c === quote) quote_size = 3;
      else end_quote_size = 1;
    }
    if (c !== quote) this.backup(c);
    while (end_quote_size !== quote_size) {
      c = this.nextc();
      if (c === EOF || (quote_size === 1 && c === 10)) this.unterminated(c, quote, quote_size, has_escaped_quote);
      if (c === quote) end_quote_size++;
      else {
        end_quote_size = 0;
        if (c === 92) {
          c = this.nextc();
          if (c === quote) has_escaped_quote = true;
        }
      }
    }
    return this.make(T.STRING, this.start, this.cur);
  }

  private unterminated(c: number, quote: number, quote_size: number, has_escaped_quote: boolean): never {
    this.cur = this.start + 1;
    this.line_start = this.multi_line_start;
    const detected = this.lineno;
    this.lineno = this.first_lineno;
    if (this.modes.length > 1 && this.mode.quote === quote && this.mode.quote_size === quote_size)
      this.syntaxerror("f-string: expecting '}'");
    this.ended_in_literal = c === EOF;
    if (quote_size === 3) this.syntaxerror(`unterminated triple-quoted string literal (detected at line ${detected})`);
    this.syntaxerror(`unterminated string literal (detected at line ${detected})` +
      (has_escaped_quote ? '; perhaps you escaped the end quote?' : ''));
  }

  private fstringStart(quote: number): Token {
    let quote_size = 1;
    this.first_lineno = this.lineno;
    this.multi_line_start = this.line_start;
    const after = this.nextc();
    if (after === quote) {
      const after2 = this.nextc();
      if (after2 === quote) quote_size = 3;
      else {
        this.backup(after2);
        this.backup(after);
      }
    } else this.backup(after);
    if (this.modes.length >= MAXFSTRINGLEVEL) this.syntaxerror('too many nested f-strings');
    const mode = newMode(true);
    mode.quote = quote;
    mode.quote_size = quote_size;
    mode.start = this.start;
    mode.multi_line_start = this.line_start;
    mode.line_start = this.lineno;
    const text = this.src.slice(this.start, this.cur);
    mode.raw = /r/i.test(text);
    this.modes.push(mode);
    this.mode = mode;
    return this.make(T.FSTRING_START, this.start, this.cur, text);
  }

  private enterExpression(mode: TokenizerMode): void {
    mode.curly_bracket_expr_start_depth++;
    if (mode.curly_bracket_expr_start_depth >= MAX_EXPR_NESTING) this.syntaxerror('f-string: expressions nested too deeply');
    mode.fstring = false;
  }

  private fstringMode(): Token {
    const mode = this.mode;
    this.start = this.cur;
    this.first_lineno = this.lineno;
    this.startCol = this.byteCol(this.cur, this.line_start);
    const start_char = this.nextc();
    if (start_char === 123) {
      const peek1 = this.nextc();
      this.backup(peek1);
      this.backup(start_char);
      if (peek1 !== 123) {
        this.enterExpression(mode);
        return this.normalMode();
      }
    } else this.backup(start_char);
    let quotes = 0;
    while (quotes < mode.quote_size) {
      const quote = this.nextc();
      if (quote !== mode.quote) {
        // Not the end: unlike backup() of each, reading starts again where this token starts, except that CPython
        // leaves already read quotes consumed; they count as text either way.
        this.backup(quote);
        break;
      }
      quotes++;
    }
    if (quotes === mode.quote_size) {
      this.modes.pop();
      this.mode = this.modes[this.modes.length - 1];
      return this.make(T.FSTRING_END, this.start, this.cur, this.src.slice(this.start, this.cur));
    }
    return this.fstringMiddle(mode);
  }

  private middle(end: number): Token {
    return this.make(T.FSTRING_MIDDLE, this.start, end, this.src.slice(this.start, end));
  }

  private fstringMiddle(mode: TokenizerMode): Token {
    let end_quote_size = 0;
    let unicode_escape = false;
    this.multi_line_start = this.line_start;
    while (end_quote_size !== mode.quote_size) {
      const c = this.nextc();
      const in_format_spec = mode.in_format_spec && mode.curly_bracket_expr_start_depth >= 0;
      if (c === EOF || (mode.quote_size === 1 && c === 10)) {
        // A newline ends a format spec; what follows is for the parser to complain about.
        if (in_format_spec && c === 10) {
          this.backup(c);
          mode.fstring = false;
          mode.in_format_spec = false;
          return this.middle(this.cur);
        }
        this.unterminatedFstring(c, mode);
      }
      if (c === mode.quote) {
        end_quote_size++;
        continue;
      }
      end_quote_size = 0;
      if (c === 123) {
        mode.last_expr_start = this.cur;
        mode.last_expr_end = -1;
        const peek = this.nextc();
        if (peek !== 123 || in_format_spec) {
          this.backup(peek);
          this.backup(c);
          this.enterExpression(mode);
          mode.in_format_spec = false;
          return this.middle(this.cur);
        }
        return this.middle(this.cur - 1);
      }
      if (c === 125) {
        if (unicode_escape) return this.middle(this.cur);
        const peek = this.nextc();
        if (peek === 125 && !in_format_spec && mode.curly_bracket_depth === 0) return this.middle(this.cur - 1);
        this.backup(peek);
        this.backup(c);
        mode.fstring = false;
        mode.in_format_spec = false;
        return this.middle(this.cur);
      }
      if (c === 92) {
        let peek = this.nextc();
        if (peek === 123 || peek === 125) {
          if (!mode.raw) this.warn(`invalid escape sequence '\\${String.fromCharCode(peek)}'`);
          this.backup(peek);
          continue;
        }
        if (!mode.raw && peek === 78) {
          peek = this.nextc();
          if (peek === 123) unicode_escape = true;
          else this.backup(peek);
        }
      }
    }
    this.cur -= mode.quote_size;
    return this.middle(this.cur);
  }

  private unterminatedFstring(c: number, mode: TokenizerMode): never {
    this.cur = mode.start + 1;
    this.line_start = mode.multi_line_start;
    const detected = this.lineno;
    this.lineno = mode.line_start;
    this.ended_in_literal = c === EOF && mode.quote_size === 3;
    const what = mode.quote_size === 3 ? 'unterminated triple-quoted f-string' : 'unterminated f-string';
    this.syntaxerror(`${what} literal (detected at line ${detected})`);
  }

  // Punctuation

  /** Keeps the text of a replacement field, from which `=` makes its label. */
  private noteFstringExpr(mode: TokenizerMode, c: number): boolean {
    const cursor = mode.curly_bracket_depth - (c !== 123 ? 1 : 0);
    const in_format_with_debug = cursor === 1 && (mode.debug || mode.in_format_spec);
    if (cursor === 0 || in_format_with_debug) {
      if (c === 123) {
        mode.last_expr_start = this.cur;
        mode.last_expr_end = -1;
      } else {
        if (mode.last_expr_end < 0) mode.last_expr_end = this.start;
        if (mode.debug) this.metadata = stripComments(this.src.slice(mode.last_expr_start, mode.last_expr_end));
      }
    }
    if (c === 58 && cursor === mode.curly_bracket_expr_start_depth) {
      mode.fstring = true;
      mode.in_format_spec = true;
      return true;
    }
    return false;
  }

  private punctuation(c: number): Token {
    const mode = this.mode;
    const inFstring = this.modes.length > 1;
    if (inFstring && (c === 58 || c === 125 || c === 33 || c === 123) && mode.curly_bracket_expr_start_depth >= 0)
      if (this.noteFstringExpr(mode, c)) return this.make(T.COLON, this.start, this.cur);
    const c2 = this.nextc();
    const two = _PyToken_TwoChars(c, c2);
    if (two !== T.OP) {
      const c3 = this.nextc();
      const three = _PyToken_ThreeChars(two, c3);
      if (three === T.OP) this.backup(c3);
      return this.make(three === T.OP ? two : three, this.start, this.cur);
    }
    this.backup(c2);
    if (c === 40 || c === 91 || c === 123) this.open(c, inFstring, mode);
    else if (c === 41 || c === 93 || c === 125) this.close(c, inFstring, mode);
    if (c < 32 || c === 127)
      this.syntaxerror(`invalid non-printable character U+${c.toString(16).toUpperCase().padStart(4, '0')}`);
    if (c === 61 && mode.curly_bracket_expr_start_depth >= 0) mode.debug = true;
    return this.make(_PyToken_OneChar(c), this.start, this.cur);
  }

  private open(c: number, inFstring: boolean, mode: TokenizerMode): void {
    if (this.level >= MAXLEVEL) this.syntaxerror('too many nested parentheses');
    this.parenstack[this.level] = c;
    this.parenlinenostack[this.level] = this.lineno;
    this.parencolstack[this.level] = this.byteCol(this.start, this.line_start);
    this.level++;
    if (inFstring) mode.curly_bracket_depth++;
  }

  private close(c: number, inFstring: boolean, mode: TokenizerMode): void {
    const ch = String.fromCharCode(c);
    if (inFstring && mode.curly_bracket_depth === 0 && c === 125) this.syntaxerror("f-string: single '}' is not allowed");
    if (this.level === 0 && !this.extra_tokens) this.syntaxerror(`unmatched '${ch}'`);
    if (this.level > 0) this.level--;
    const opening = this.parenstack[this.level];
    if (!this.extra_tokens && !((opening === 40 && c === 41) || (opening === 91 && c === 93) || (opening === 123 && c === 125))) {
      if (inFstring && opening === 123 && mode.curly_bracket_depth - 1 === mode.curly_bracket_expr_start_depth)
        this.syntaxerror(`f-string: unmatched '${ch}'`);
      const msg = `closing parenthesis '${ch}' does not match opening parenthesis '${String.fromCharCode(opening)}'`;
      const line = this.parenlinenostack[this.level];
      this.syntaxerror(line !== this.lineno ? `${msg} on line ${line}` : msg);
    }
    if (!inFstring) return;
    mode.curly_bracket_depth--;
    if (mode.curly_bracket_depth < 0) this.syntaxerror(`f-string: unmatched '${ch}'`);
    if (c === 125 && mode.curly_bracket_depth === mode.curly_bracket_expr_start_depth) {
      mode.curly_bracket_expr_start_depth--;
      mode.fstring = true;
      mode.in_format_spec = false;
      mode.debug = false;
    }
  }
}

/** The label of `{expr = }` without comments: they end at, and keep, their newline. */
function stripComments(text: string): string {
  return text.includes('#') ? text.replace(/#[^\n]*/g, '') : text;
}
