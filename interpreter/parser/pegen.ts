// Parser/pegen.c and Parser/pegen_errors.c of CPython 3.13: the token array, memo, error raising, and the two passes.
// Deviations: raising is throwing, so nothing looks at an error indicator; a raised PySyntaxError of the tokenizer is told
// from one of the parser by tok.done, as in CPython.

import {
  PySyntaxError, type CompileWarning, type Constant, type Name, type expr, type identifier, type Position, type PyConst,
} from '../include/pycore_ast';
import { E, Tokenizer, codePointLength } from './tokenizer';
import { T, Token } from './token';
import { DecodeError, decodeBytesWithEscapes, decodeUnicodeWithEscapes, splitLiteral, type InvalidEscape } from './string_parser';

export type Mode = 'exec' | 'eval' | 'single' | 'func_type';

export interface ParserFlags {
  /** PyCF_TYPE_COMMENTS */
  type_comments?: boolean;
  /** PyPARSE_BARRY_AS_BDFL: `<>` instead of `!=`. */
  barry_as_bdfl?: boolean;
  /** PyCF_ALLOW_INCOMPLETE_INPUT: input that only lacks its rest raises _IncompleteInputError. */
  allow_incomplete_input?: boolean;
  /** PyCF_DONT_IMPLY_DEDENT */
  dont_imply_dedent?: boolean;
  /** 3.x: syntax that is newer is refused. */
  feature_version?: number;
  /** sys.get_int_max_str_digits(); 0 for no limit. */
  max_str_digits?: number;
  /** Receives what CPython's parser adds to its arena. */
  arena?: { identifiers: Set<string>; twice: Set<PyConst> };
}

/** sys.int_info.default_max_str_digits */
const MAX_STR_DIGITS = 4300;
/** sys.int_info.str_digits_check_threshold */
const STR_DIGITS_THRESHOLD = 640;
/** MAXSTACK of the generated parser. */
const MAX_STACK = 6000;
/** Rules of that parser between the start of a source and an expression's operand. */
const BASE_LEVEL = 32;
/** A check of this version is passed by every parser. */
const NEWEST = 13;

const NONASCII = /[^\x00-\x7f]/;

/** Stand-in for a position that is where the tokenizer is. */
const CURRENT_POS = -5;

export abstract class Pegen {
  readonly tokens: Token[] = [];
  mark = 0;
  fill = 0;
  call_invalid_rules = false;
  readonly type_ignores: { lineno: number; tag: string }[] = [];
  private memos: Map<number, { node: unknown; mark: number }>[] = [];
  private parsing_started = false;
  private warned = new Set<number>();
  private level = BASE_LEVEL;

  constructor(
    readonly tok: Tokenizer,
    readonly mode: Mode,
    readonly flags: ParserFlags,
  ) {
    tok.type_comments = flags.type_comments === true;
    tok.fail = (done) => this.tokenizerError(done);
  }

  // Tokens

  /** The token at the mark, fetched if need be. */
  tok0(): Token {
    return this.mark < this.fill ? this.tokens[this.mark] : this.fillToken();
  }

  /** Type of the token at the mark. */
  peek(): T {
    return this.mark < this.fill ? this.tokens[this.mark].type : this.fillToken().type;
  }

  /** Type of the token after the one at the mark, which must have been looked at. */
  peek1(): T {
    const i = this.mark + 1;
    return i < this.fill ? this.tokens[i].type : this.fillToken().type;
  }

  private fillToken(): Token {
    let token = this.tok.next();
    while (token.type === T.TYPE_IGNORE) {
      this.type_ignores.push({ lineno: token.lineno, tag: token.text });
      token = this.tok.next();
    }
    if (token.type === T.ENDMARKER && this.mode === 'single' && this.parsing_started) {
      token.type = T.NEWLINE;
      this.parsing_started = false;
      if (this.tok.indent > 0 && !this.flags.dont_imply_dedent) {
        this.tok.pendin = -this.tok.indent;
        this.tok.indent = 0;
      }
    } else this.parsing_started = true;
    this.tokens[this.fill++] = token;
    return token;
  }

  expect(type: T): Token | null {
    const t = this.tok0();
    if (t.type !== type) return null;
    this.mark++;
    return t;
  }

  accept(type: T): boolean {
    if (this.peek() !== type) return false;
    this.mark++;
    return true;
  }

  /** A soft keyword: a NAME with that text. */
  expectSoft(word: string): Token | null {
    const t = this.tok0();
    if (t.type !== T.NAME || t.text !== word) return null;
    this.mark++;
    return t;
  }

  isSoft(word: string): boolean {
    const t = this.tok0();
    return t.type === T.NAME && t.text === word;
  }

  /** && of the grammar: the token, or a syntax error at the token there. */
  expectForced(type: T, text: string): Token {
    const t = this.tok0();
    if (t.type !== type) this.raiseAt(t, `expected '${text}'`);
    this.mark++;
    return t;
  }

  /** Last token that is neither white space nor the end: where a node ends. */
  last(): Token {
    let m = this.mark - 1;
    while (m > 0) {
      const type = this.tokens[m].type;
      if (type !== T.ENDMARKER && (type < T.NEWLINE || type > T.DEDENT)) break;
      m--;
    }
    return this.tokens[m];
  }

  /** Restores the mark and says null: the end of every failed alternative. */
  reset(mark: number): null {
    this.mark = mark;
    return null;
  }

  // Memo

  /** Runs `rule` once for a position; both passes have memos of their own. */
  memo<N>(id: number, rule: () => N | null): N | null {
    const at = this.mark;
    const here = (this.memos[at] ??= new Map());
    const known = here.get(id);
    if (known !== undefined) {
      this.mark = known.mark;
      return known.node as N | null;
    }
    const node = rule();
    here.set(id, { node, mark: this.mark });
    return node;
  }

  // Errors

  private sourceLine(lineno: number): string {
    const { src } = this.tok;
    let from = 0;
    for (let i = 1; i < lineno; i++) {
      const nl = src.indexOf('\n', from);
      if (nl < 0) break;
      from = nl + 1;
    }
    const end = src.indexOf('\n', from);
    return src.slice(from, end < 0 ? src.length : end);
  }

  /** _PyPegen_raise_error_known_location: columns are 1-based bytes; end_col 0 or -1 is passed through as CPython does. */
  private raiseKnownLocation(errtype: string, lineno: number, col: number, end_lineno: number, end_col: number, msg: string): never {
    const { tok } = this;
    if (end_lineno === CURRENT_POS) end_lineno = tok.lineno;
    if (end_col === CURRENT_POS) end_col = tok.curCol();
    const text = tok.lineno <= lineno && tok.inp > tok.buf ? tok.src.slice(tok.buf, tok.inp) : this.sourceLine(lineno);
    const offset = byteOffsetToCharacterOffset(text, col);
    const end_offset = end_col > 0 ? byteOffsetToCharacterOffset(text, end_col) : end_col;
    throw new PySyntaxError(errtype, msg, tok.filename, lineno, offset, text, end_lineno, end_offset);
  }

  /** _PyPegen_raise_error: at the last token fetched, or at the mark. */
  raise(msg: string, errtype = 'SyntaxError', use_mark = false): never {
    if (this.fill === 0) this.raiseKnownLocation(errtype, 0, 0, 0, -1, msg);
    if (use_mark) this.tok0();
    const t = this.tokens[use_mark ? this.mark : this.fill - 1];
    const col = t.col_offset === -1 ? this.tok.curCol() : t.col_offset + 1;
    const end = t.end_col_offset === -1 ? -1 : t.end_col_offset + 1;
    this.raiseKnownLocation(errtype, t.lineno, col, t.end_lineno, end, msg);
  }

  /** CHECK_VERSION: an error when `what` came with 3.`version` and the source is older. */
  checkVersion(version: number, what: string): void {
    if ((this.flags.feature_version ?? NEWEST) < version) this.raise(`${what} only supported in Python 3.${version} and greater`);
  }

  raiseIndentation(msg: string): never {
    this.raise(msg, 'IndentationError');
  }

  /** RAISE_SYNTAX_ERROR_KNOWN_LOCATION */
  raiseAt(a: Position, msg: string): never {
    this.raiseRange(a, a, msg);
  }

  /** RAISE_SYNTAX_ERROR_KNOWN_RANGE */
  raiseRange(a: Position, b: Position, msg: string): never {
    this.raiseKnownLocation('SyntaxError', a.lineno, a.col_offset + 1, b.end_lineno, b.end_col_offset + 1, msg);
  }

  /** RAISE_SYNTAX_ERROR_STARTING_FROM */
  raiseFrom(a: Position, msg: string): never {
    this.raiseKnownLocation('SyntaxError', a.lineno, a.col_offset + 1, CURRENT_POS, CURRENT_POS, msg);
  }

  /** RAISE_ERROR_KNOWN_LOCATION with 0-based columns; end_col -1 gives end_offset 0. */
  raiseCols(errtype: string, lineno: number, col: number, end_lineno: number, end_col: number, msg: string): never {
    this.raiseKnownLocation(errtype, lineno, col + 1, end_lineno, end_col + 1, msg);
  }

  private raiseUnclosedParentheses(): never {
    const { tok } = this;
    const i = tok.level - 1;
    const lineno = tok.parenlinenostack[i];
    this.raiseCols('SyntaxError', lineno, tok.parencolstack[i], lineno, -1, `'${String.fromCharCode(tok.parenstack[i])}' was never closed`);
  }

  /** _Pypegen_tokenizer_error; the ERRORTOKEN that CPython has appended by then is appended here. */
  private tokenizerError(done: E): never {
    const { tok } = this;
    this.tokens[this.fill++] = new Token(T.ERRORTOKEN, tok.cur, tok.cur, tok.lineno, -1, tok.lineno, -1, tok.level, '', null);
    switch (done) {
      case E.EOF:
        if (tok.level > 0) this.raiseUnclosedParentheses();
        this.raise('unexpected EOF while parsing');
      case E.DEDENT:
        this.raiseIndentation('unindent does not match any outer indentation level');
      case E.TABSPACE:
        this.raiseCols('TabError', tok.lineno, 0, tok.lineno, -1, 'inconsistent use of tabs and spaces in indentation');
      case E.TOODEEP:
        this.raiseCols('IndentationError', tok.lineno, 0, tok.lineno, -1, 'too many levels of indentation');
      case E.LINECONT: {
        const col = tok.byteCol(tok.cur, tok.line_start) + (tok.line_start - tok.buf) - 1;
        this.raiseCols('SyntaxError', tok.lineno, col >= 0 ? col : 0, tok.lineno, -1, 'unexpected character after line continuation character');
      }
      default:
        return this.raise('unknown parsing error');
    }
  }

  /** Tokenizer errors further on win over a parser's error; so does a bracket left open on an earlier line. */
  private tokenizeRest(): void {
    const errLine = this.tokens[this.fill - 1].lineno;
    const { tok } = this;
    tok.fail = () => {
      if (tok.level > 0 && errLine > tok.parenlinenostack[tok.level - 1]) this.raiseUnclosedParentheses();
      throw new EndOfCheck();
    };
    try {
      while (tok.next().type !== T.ENDMARKER);
    } catch (e) {
      // Inside an f-string the error in its expression stays: what the tokenizer misses there only follows from it.
      if (!(e instanceof EndOfCheck) && !tok.insideFstring()) throw e;
    }
  }

  // The two passes

  abstract start(): unknown;

  abstract beginSecondPass(): void;

  run(): unknown {
    const first = this.attempt();
    if (first !== null) return first;
    const last = this.tokens[this.fill - 1];
    this.memos = [];
    this.mark = 0;
    this.call_invalid_rules = true;
    this.beginSecondPass();
    this.tok.report_warnings = false;
    this.attempt();
    this.genericError(last);
  }

  /** bad_single_statement: after one statement of interactive input only blank lines and comments may follow. */
  checkSingleStatement(): void {
    const { src } = this.tok;
    let i = this.tok.cur;
    for (;;) {
      while (i < src.length && ' \t\n\f'.includes(src[i])) i++;
      if (i >= src.length) return;
      if (src[i] !== '#') this.raise('multiple statements found while compiling a single statement');
      const nl = src.indexOf('\n', i);
      if (nl < 0) return;
      i = nl + 1;
    }
  }

  /** Runs a rule that the grammar nests without brackets; CPython's parser is `levels` rules deeper in it, and has a limit. */
  nested<N>(levels: number, rule: () => N): N {
    this.level += levels;
    if (this.level > MAX_STACK) this.stackOverflow();
    const node = rule();
    this.level -= levels;
    return node;
  }

  private stackOverflow(): never {
    throw new PySyntaxError('MemoryError', 'Parser stack overflowed - Python source too complex to parse', this.tok.filename, null, null, null, null, null);
  }

  private attempt(): unknown {
    this.level = BASE_LEVEL;
    try {
      return this.start();
    } catch (e) {
      if (e instanceof RangeError && /call stack/i.test(e.message)) this.stackOverflow();
      if (e instanceof PySyntaxError) this.preferTokenizerError();
      throw e;
    }
  }

  private preferTokenizerError(): void {
    if (this.flags.allow_incomplete_input && this.atEndOfSource()) this.incompleteInput();
    if (this.tok.done === E.OK && this.fill > 0) this.tokenizeRest();
  }

  /** At the last token, which is the ERRORTOKEN when that was a string. */
  private incompleteInput(): never {
    const { tok } = this;
    const col = tok.byteCol(tok.start, tok.line_start);
    if (tok.ended_in_literal && !tok.insideFstring()) this.tokens[this.fill++] = new Token(T.ERRORTOKEN, tok.start, tok.cur, tok.lineno, col, tok.lineno, col, tok.level, '', null);
    this.raise('incomplete input', '_IncompleteInputError');
  }

  private atEndOfSource(): boolean {
    const { tok } = this;
    return tok.done === E.EOF || tok.ended_in_literal || (tok.done === E.ERROR && tok.inp >= tok.src.length && tok.cur >= tok.src.length);
  }

  private genericError(last: Token): never {
    if (this.flags.allow_incomplete_input && this.atEndOfSource()) this.raise('incomplete input', '_IncompleteInputError');
    if (last.type === T.INDENT || last.type === T.DEDENT)
      this.raiseIndentation(last.type === T.INDENT ? 'unexpected indent' : 'unexpected unindent');
    let error: PySyntaxError;
    try {
      this.raiseAt(last, 'invalid syntax');
    } catch (e) {
      error = e as PySyntaxError;
    }
    this.tokenizeRest();
    throw error;
  }

  // Identifiers and literals

  newIdentifier(text: string): identifier {
    const name = NONASCII.test(text) ? text.normalize('NFKC') : text;
    this.flags.arena?.identifiers.add(name);
    return name;
  }

  nameFrom(t: Token): Name {
    return {
      kind: 'Name', id: this.newIdentifier(t.text), ctx: 'Load',
      lineno: t.lineno, col_offset: t.col_offset, end_lineno: t.end_lineno, end_col_offset: t.end_col_offset,
    };
  }

  constant(value: PyConst, s: Token, e: Token, kind_: string | null = null): Constant {
    return {
      kind: 'Constant', value, kind_,
      lineno: s.lineno, col_offset: s.col_offset, end_lineno: e.end_lineno, end_col_offset: e.end_col_offset,
    };
  }

  number(t: Token): expr {
    let text = this.tok.src.slice(t.start, t.end);
    if (text.includes('_')) {
      this.checkVersion(6, 'Underscores in numeric literals are');
      text = text.replaceAll('_', '');
    }
    return this.constant(this.parseNumber(text, t), t, t);
  }

  private parseNumber(text: string, t: Token): PyConst {
    const last = text.charCodeAt(text.length - 1) | 32;
    const radix = text.length > 2 && text[0] === '0' && /[xob]/i.test(text[1]);
    if (!radix && last === 106) return { t: 'complex', re: 0, im: Number(text.slice(0, -1)) };
    if (radix) return { t: 'int', v: BigInt(text.toLowerCase()) };
    if (/[.eE]/.test(text)) return { t: 'float', v: Number(text) };
    const limit = this.flags.max_str_digits ?? MAX_STR_DIGITS;
    if (text.length > STR_DIGITS_THRESHOLD && limit > 0 && text.length > limit) this.raiseDigits(text, limit, t);
    return { t: 'int', v: BigInt(text) };
  }

  private raiseDigits(text: string, limit: number, t: Token): never {
    const msg = `Exceeds the limit (${limit} digits) for integer string conversion: value has ${text.length} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.';
    this.raiseCols('SyntaxError', t.lineno, -1, t.end_lineno, -1, msg);
  }

  /** Runs a decoder; its failure is a syntax error at the last token, "(unicode error) ..." or "(value error) ...". */
  private decoding<R>(t: Token, bodyIndex: number, decode: (invalid: { found: InvalidEscape | null }) => R): R {
    const invalid: { found: InvalidEscape | null } = { found: null };
    let result: R;
    try {
      result = decode(invalid);
    } catch (e) {
      if (e instanceof DecodeError) this.raise(`(${e.errtype}) ${e.msg}`);
      throw e;
    }
    if (invalid.found !== null) this.warnInvalidEscape(invalid.found, t, bodyIndex);
    return result;
  }

  private warnInvalidEscape(found: InvalidEscape, t: Token, bodyIndex: number): void {
    const { warnings, filename } = this.tok;
    if (this.call_invalid_rules || warnings === null || this.warned.has(bodyIndex)) return;
    const c = found.msg.charAt(found.msg.length - 2);
    if ((t.type === T.FSTRING_MIDDLE || t.type === T.FSTRING_END) && (c === '{' || c === '}')) return;
    this.warned.add(bodyIndex);
    // As CPython has it: the line the token starts in, wherever the escape is.
    const warning: CompileWarning = {
      category: 'SyntaxWarning', msg: found.msg, filename, lineno: t.lineno, col_offset: t.col_offset,
      end_lineno: t.end_lineno, end_col_offset: t.end_col_offset,
    };
    warnings.push(warning);
  }

  decodeStr(body: string, raw: boolean, t: Token, bodyIndex: number): PyConst {
    if (raw || !body.includes('\\')) return { t: 'str', v: body };
    return this.decoding(t, bodyIndex, (invalid) => decodeUnicodeWithEscapes(body, invalid));
  }

  /** _PyPegen_constant_from_string */
  stringConstant(t: Token): Constant {
    const text = this.tok.src.slice(t.start, t.end);
    const { prefix, body, bodyStart } = splitLiteral(text);
    const raw = /r/i.test(prefix);
    if (/b/i.test(prefix)) {
      if (NONASCII.test(body)) this.raiseAt(t, 'bytes can only contain ASCII literal characters');
      const bytes = raw || !body.includes('\\')
        ? Uint8Array.from(body, (ch) => ch.charCodeAt(0))
        : this.decoding(t, t.start + bodyStart, (invalid) => decodeBytesWithEscapes(body, invalid));
      return this.constant({ t: 'bytes', v: bytes }, t, t);
    }
    return this.constant(this.decodeStr(body, raw, t, t.start + bodyStart), t, t, prefix[0] === 'u' ? 'u' : null);
  }
}

class EndOfCheck extends Error {}

/** Characters in the first `col` bytes of `text`; a cut character counts as one. Columns past the end stop one after it. */
function byteOffsetToCharacterOffset(text: string, col: number): number {
  if (col <= 0) return col;
  let bytes = 0;
  let i = 0;
  while (i < text.length && bytes < col) {
    const c = text.codePointAt(i)!;
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    i += c > 0xffff ? 2 : 1;
  }
  const chars = codePointLength(text, 0, i);
  return bytes < col ? chars + 1 : chars;
}
