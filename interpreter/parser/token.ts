// Include/internal/pycore_token.h of CPython 3.13. Deviations: keywords are token types of their own (500 on, as the
// generated parser numbers them), and a Token carries source indices instead of a bytes object.

export const enum T {
  ENDMARKER = 0, NAME, NUMBER, STRING, NEWLINE, INDENT, DEDENT,
  LPAR, RPAR, LSQB, RSQB, COLON, COMMA, SEMI, PLUS, MINUS, STAR, SLASH, VBAR, AMPER, LESS, GREATER, EQUAL, DOT,
  PERCENT, LBRACE, RBRACE, EQEQUAL, NOTEQUAL, LESSEQUAL, GREATEREQUAL, TILDE, CIRCUMFLEX, LEFTSHIFT, RIGHTSHIFT,
  DOUBLESTAR, PLUSEQUAL, MINEQUAL, STAREQUAL, SLASHEQUAL, PERCENTEQUAL, AMPEREQUAL, VBAREQUAL, CIRCUMFLEXEQUAL,
  LEFTSHIFTEQUAL, RIGHTSHIFTEQUAL, DOUBLESTAREQUAL, DOUBLESLASH, DOUBLESLASHEQUAL, AT, ATEQUAL, RARROW, ELLIPSIS,
  COLONEQUAL, EXCLAMATION, OP, TYPE_IGNORE, TYPE_COMMENT, SOFT_KEYWORD, FSTRING_START, FSTRING_MIDDLE, FSTRING_END,
  COMMENT, NL, ERRORTOKEN,
  K_FALSE = 500, K_NONE, K_TRUE, K_AND, K_AS, K_ASSERT, K_ASYNC, K_AWAIT, K_BREAK, K_CLASS, K_CONTINUE, K_DEF, K_DEL,
  K_ELIF, K_ELSE, K_EXCEPT, K_FINALLY, K_FOR, K_FROM, K_GLOBAL, K_IF, K_IMPORT, K_IN, K_IS, K_LAMBDA, K_NONLOCAL,
  K_NOT, K_OR, K_PASS, K_RAISE, K_RETURN, K_TRY, K_WHILE, K_WITH, K_YIELD,
}

const NAMES = [
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del',
  'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal',
  'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield',
];

/** Keyword text to its token type. */
export const KEYWORDS: ReadonlyMap<string, T> = new Map(NAMES.map((name, i) => [name, (T.K_FALSE + i) as T]));

export const keywordText = (type: T): string => NAMES[type - T.K_FALSE];

/** One token. `start` and `end` index the decoded source; col_offset and end_col_offset count UTF-8 bytes, -1 where CPython has none. */
export class Token {
  constructor(
    public type: T,
    readonly start: number,
    readonly end: number,
    readonly lineno: number,
    readonly col_offset: number,
    readonly end_lineno: number,
    readonly end_col_offset: number,
    /** Depth of brackets after this token. */
    readonly level: number,
    /** NAME: its text before normalisation; FSTRING tokens: text. Else ''. */
    readonly text: string,
    /** Source text of an f-string expression with `=`, on the token that ends it. */
    readonly metadata: string | null,
  ) {}
}

const OPERATORS: Record<string, T> = {
  '(': T.LPAR, ')': T.RPAR, '[': T.LSQB, ']': T.RSQB, ':': T.COLON, ',': T.COMMA, ';': T.SEMI, '+': T.PLUS, '-': T.MINUS,
  '*': T.STAR, '/': T.SLASH, '|': T.VBAR, '&': T.AMPER, '<': T.LESS, '>': T.GREATER, '=': T.EQUAL, '.': T.DOT,
  '%': T.PERCENT, '{': T.LBRACE, '}': T.RBRACE, '~': T.TILDE, '^': T.CIRCUMFLEX, '@': T.AT, '!': T.EXCLAMATION,
  '==': T.EQEQUAL, '!=': T.NOTEQUAL, '<>': T.NOTEQUAL, '<=': T.LESSEQUAL, '>=': T.GREATEREQUAL, '<<': T.LEFTSHIFT,
  '>>': T.RIGHTSHIFT, '**': T.DOUBLESTAR, '+=': T.PLUSEQUAL, '-=': T.MINEQUAL, '*=': T.STAREQUAL, '/=': T.SLASHEQUAL,
  '%=': T.PERCENTEQUAL, '&=': T.AMPEREQUAL, '|=': T.VBAREQUAL, '^=': T.CIRCUMFLEXEQUAL, '//': T.DOUBLESLASH,
  '@=': T.ATEQUAL, '->': T.RARROW, ':=': T.COLONEQUAL, '<<=': T.LEFTSHIFTEQUAL, '>>=': T.RIGHTSHIFTEQUAL,
  '**=': T.DOUBLESTAREQUAL, '//=': T.DOUBLESLASHEQUAL, '...': T.ELLIPSIS,
};

const ONE = new Uint8Array(128).fill(T.OP);
const TWO = new Uint8Array(128 * 128).fill(T.OP);
for (const op of Object.keys(OPERATORS)) {
  if (op.length === 1) ONE[op.charCodeAt(0)] = OPERATORS[op];
  if (op.length === 2) TWO[op.charCodeAt(0) * 128 + op.charCodeAt(1)] = OPERATORS[op];
}

export const _PyToken_OneChar = (c: number): T => (c < 128 && c >= 0 ? ONE[c] : T.OP);
export const _PyToken_TwoChars = (c1: number, c2: number): T =>
  c1 < 128 && c2 < 128 && c1 >= 0 && c2 >= 0 ? TWO[c1 * 128 + c2] : T.OP;
export const _PyToken_ThreeChars = (two: T, c3: number): T => {
  if (c3 !== 0x3d) return T.OP;
  switch (two) {
    case T.DOUBLESTAR: return T.DOUBLESTAREQUAL;
    case T.DOUBLESLASH: return T.DOUBLESLASHEQUAL;
    case T.LEFTSHIFT: return T.LEFTSHIFTEQUAL;
    case T.RIGHTSHIFT: return T.RIGHTSHIFTEQUAL;
    default: return T.OP;
  }
};
