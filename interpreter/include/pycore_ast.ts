// Include/internal/pycore_ast.h (Parser/Python.asdl) of CPython 3.13: the abstract syntax tree.
// Deviations: nodes are plain JS objects told apart by `kind` (in CPython they are arena data, not Python objects),
// sequences are arrays, optional fields are `T | null`, and constants are PyConst instead of objects.
// Constant's own `kind` field ("u" or absent) is therefore spelled `kind_`.
// Positions: lineno and end_lineno are 1-based, col_offset and end_col_offset are 0-based UTF-8 byte offsets.

export type PyConst =
  | { t: 'None' }
  | { t: 'True' }
  | { t: 'False' }
  | { t: 'Ellipsis' }
  | { t: 'int'; v: bigint }
  | { t: 'float'; v: number }
  | { t: 'complex'; re: number; im: number }
  /** `cps` (code points) is set only where `v` cannot represent the string: a high surrogate escape followed by a low one. */
  | { t: 'str'; v: string; cps?: number[] }
  | { t: 'bytes'; v: Uint8Array }
  | { t: 'tuple'; v: PyConst[] }
  | { t: 'frozenset'; v: PyConst[] };

/** A Python identifier, NFKC-normalised. */
export type identifier = string;

export interface Position {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

export type expr_context = 'Load' | 'Store' | 'Del';
export type boolop = 'And' | 'Or';
export type operator =
  | 'Add' | 'Sub' | 'Mult' | 'MatMult' | 'Div' | 'Mod' | 'Pow'
  | 'LShift' | 'RShift' | 'BitOr' | 'BitXor' | 'BitAnd' | 'FloorDiv';
export type unaryop = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type cmpop = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

// mod

export interface Module { kind: 'Module'; body: stmt[]; type_ignores: type_ignore[] }
export interface Interactive { kind: 'Interactive'; body: stmt[] }
export interface Expression { kind: 'Expression'; body: expr }
export interface FunctionType { kind: 'FunctionType'; argtypes: expr[]; returns: expr }
export type mod = Module | Interactive | Expression | FunctionType;

export interface TypeIgnore { kind: 'TypeIgnore'; lineno: number; tag: string }
export type type_ignore = TypeIgnore;

// stmt

export interface FunctionDef extends Position {
  kind: 'FunctionDef';
  name: identifier;
  args: arguments_;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_comment: string | null;
  type_params: type_param[];
}
export interface AsyncFunctionDef extends Position {
  kind: 'AsyncFunctionDef';
  name: identifier;
  args: arguments_;
  body: stmt[];
  decorator_list: expr[];
  returns: expr | null;
  type_comment: string | null;
  type_params: type_param[];
}
export interface ClassDef extends Position {
  kind: 'ClassDef';
  name: identifier;
  bases: expr[];
  keywords: keyword[];
  body: stmt[];
  decorator_list: expr[];
  type_params: type_param[];
}
export interface Return extends Position { kind: 'Return'; value: expr | null }
export interface Delete extends Position { kind: 'Delete'; targets: expr[] }
export interface Assign extends Position { kind: 'Assign'; targets: expr[]; value: expr; type_comment: string | null }
export interface TypeAlias extends Position { kind: 'TypeAlias'; name: expr; type_params: type_param[]; value: expr }
export interface AugAssign extends Position { kind: 'AugAssign'; target: expr; op: operator; value: expr }
/** `simple` is 1 for a bare name without parentheses, else 0. */
export interface AnnAssign extends Position {
  kind: 'AnnAssign';
  target: expr;
  annotation: expr;
  value: expr | null;
  simple: number;
}
export interface For extends Position {
  kind: 'For';
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
  type_comment: string | null;
}
export interface AsyncFor extends Position {
  kind: 'AsyncFor';
  target: expr;
  iter: expr;
  body: stmt[];
  orelse: stmt[];
  type_comment: string | null;
}
export interface While extends Position { kind: 'While'; test: expr; body: stmt[]; orelse: stmt[] }
export interface If extends Position { kind: 'If'; test: expr; body: stmt[]; orelse: stmt[] }
export interface With extends Position { kind: 'With'; items: withitem[]; body: stmt[]; type_comment: string | null }
export interface AsyncWith extends Position {
  kind: 'AsyncWith';
  items: withitem[];
  body: stmt[];
  type_comment: string | null;
}
export interface Match extends Position { kind: 'Match'; subject: expr; cases: match_case[] }
export interface Raise extends Position { kind: 'Raise'; exc: expr | null; cause: expr | null }
export interface Try extends Position {
  kind: 'Try';
  body: stmt[];
  handlers: excepthandler[];
  orelse: stmt[];
  finalbody: stmt[];
}
export interface TryStar extends Position {
  kind: 'TryStar';
  body: stmt[];
  handlers: excepthandler[];
  orelse: stmt[];
  finalbody: stmt[];
}
export interface Assert extends Position { kind: 'Assert'; test: expr; msg: expr | null }
export interface Import extends Position { kind: 'Import'; names: alias[] }
export interface ImportFrom extends Position {
  kind: 'ImportFrom';
  module: identifier | null;
  names: alias[];
  level: number | null;
}
export interface Global extends Position { kind: 'Global'; names: identifier[] }
export interface Nonlocal extends Position { kind: 'Nonlocal'; names: identifier[] }
export interface Expr extends Position { kind: 'Expr'; value: expr }
export interface Pass extends Position { kind: 'Pass' }
export interface Break extends Position { kind: 'Break' }
export interface Continue extends Position { kind: 'Continue' }

export type stmt =
  | FunctionDef | AsyncFunctionDef | ClassDef | Return | Delete | Assign | TypeAlias | AugAssign | AnnAssign
  | For | AsyncFor | While | If | With | AsyncWith | Match | Raise | Try | TryStar | Assert
  | Import | ImportFrom | Global | Nonlocal | Expr | Pass | Break | Continue;

// expr

export interface BoolOp extends Position { kind: 'BoolOp'; op: boolop; values: expr[] }
export interface NamedExpr extends Position { kind: 'NamedExpr'; target: expr; value: expr }
export interface BinOp extends Position { kind: 'BinOp'; left: expr; op: operator; right: expr }
export interface UnaryOp extends Position { kind: 'UnaryOp'; op: unaryop; operand: expr }
export interface Lambda extends Position { kind: 'Lambda'; args: arguments_; body: expr }
export interface IfExp extends Position { kind: 'IfExp'; test: expr; body: expr; orelse: expr }
/** A null key is `**value`. */
export interface Dict extends Position { kind: 'Dict'; keys: (expr | null)[]; values: expr[] }
export interface Set_ extends Position { kind: 'Set'; elts: expr[] }
export interface ListComp extends Position { kind: 'ListComp'; elt: expr; generators: comprehension[] }
export interface SetComp extends Position { kind: 'SetComp'; elt: expr; generators: comprehension[] }
export interface DictComp extends Position { kind: 'DictComp'; key: expr; value: expr; generators: comprehension[] }
export interface GeneratorExp extends Position { kind: 'GeneratorExp'; elt: expr; generators: comprehension[] }
export interface Await extends Position { kind: 'Await'; value: expr }
export interface Yield extends Position { kind: 'Yield'; value: expr | null }
export interface YieldFrom extends Position { kind: 'YieldFrom'; value: expr }
export interface Compare extends Position { kind: 'Compare'; left: expr; ops: cmpop[]; comparators: expr[] }
export interface Call extends Position { kind: 'Call'; func: expr; args: expr[]; keywords: keyword[] }
/** `conversion` is -1 (none) or the code of 's', 'r' or 'a'. */
export interface FormattedValue extends Position {
  kind: 'FormattedValue';
  value: expr;
  conversion: number;
  format_spec: expr | null;
}
export interface JoinedStr extends Position { kind: 'JoinedStr'; values: expr[] }
export interface Constant extends Position { kind: 'Constant'; value: PyConst; kind_: string | null }
export interface Attribute extends Position { kind: 'Attribute'; value: expr; attr: identifier; ctx: expr_context }
export interface Subscript extends Position { kind: 'Subscript'; value: expr; slice: expr; ctx: expr_context }
export interface Starred extends Position { kind: 'Starred'; value: expr; ctx: expr_context }
export interface Name extends Position { kind: 'Name'; id: identifier; ctx: expr_context }
export interface List extends Position { kind: 'List'; elts: expr[]; ctx: expr_context }
export interface Tuple extends Position { kind: 'Tuple'; elts: expr[]; ctx: expr_context }
export interface Slice extends Position { kind: 'Slice'; lower: expr | null; upper: expr | null; step: expr | null }

export type expr =
  | BoolOp | NamedExpr | BinOp | UnaryOp | Lambda | IfExp | Dict | Set_ | ListComp | SetComp | DictComp | GeneratorExp
  | Await | Yield | YieldFrom | Compare | Call | FormattedValue | JoinedStr | Constant
  | Attribute | Subscript | Starred | Name | List | Tuple | Slice;

// the rest

export interface comprehension {
  kind: 'comprehension';
  target: expr;
  iter: expr;
  ifs: expr[];
  /** 0 or 1 */
  is_async: number;
}

export interface ExceptHandler extends Position {
  kind: 'ExceptHandler';
  type: expr | null;
  name: identifier | null;
  body: stmt[];
}
export type excepthandler = ExceptHandler;

/** `arguments` in Python.asdl; a reserved name in strict JS modules, hence the underscore. A null in `kw_defaults` is "no default". */
export interface arguments_ {
  kind: 'arguments';
  posonlyargs: arg[];
  args: arg[];
  vararg: arg | null;
  kwonlyargs: arg[];
  kw_defaults: (expr | null)[];
  kwarg: arg | null;
  defaults: expr[];
}
export interface arg extends Position {
  kind: 'arg';
  arg: identifier;
  annotation: expr | null;
  type_comment: string | null;
}
/** A null `arg` is `**value`. */
export interface keyword extends Position { kind: 'keyword'; arg: identifier | null; value: expr }
export interface alias extends Position { kind: 'alias'; name: identifier; asname: identifier | null }
export interface withitem { kind: 'withitem'; context_expr: expr; optional_vars: expr | null }
export interface match_case { kind: 'match_case'; pattern: pattern; guard: expr | null; body: stmt[] }

export interface MatchValue extends Position { kind: 'MatchValue'; value: expr }
export interface MatchSingleton extends Position { kind: 'MatchSingleton'; value: PyConst }
export interface MatchSequence extends Position { kind: 'MatchSequence'; patterns: pattern[] }
export interface MatchMapping extends Position {
  kind: 'MatchMapping';
  keys: expr[];
  patterns: pattern[];
  rest: identifier | null;
}
export interface MatchClass extends Position {
  kind: 'MatchClass';
  cls: expr;
  patterns: pattern[];
  kwd_attrs: identifier[];
  kwd_patterns: pattern[];
}
export interface MatchStar extends Position { kind: 'MatchStar'; name: identifier | null }
export interface MatchAs extends Position { kind: 'MatchAs'; pattern: pattern | null; name: identifier | null }
export interface MatchOr extends Position { kind: 'MatchOr'; patterns: pattern[] }
export type pattern =
  | MatchValue | MatchSingleton | MatchSequence | MatchMapping | MatchClass | MatchStar | MatchAs | MatchOr;

export interface TypeVar extends Position {
  kind: 'TypeVar';
  name: identifier;
  bound: expr | null;
  default_value: expr | null;
}
export interface ParamSpec extends Position { kind: 'ParamSpec'; name: identifier; default_value: expr | null }
export interface TypeVarTuple extends Position { kind: 'TypeVarTuple'; name: identifier; default_value: expr | null }
export type type_param = TypeVar | ParamSpec | TypeVarTuple;

export type AST =
  | mod | type_ignore | stmt | expr | comprehension | excepthandler | arguments_ | arg | keyword | alias | withitem
  | match_case | pattern | type_param;

/** What a SyntaxError carries: `offset` and `end_offset` are 1-based and count characters (code points), as the Python attributes do. */
export interface SyntaxErrorFields {
  type: string;
  msg: string;
  filename: string;
  lineno: number | null;
  offset: number | null;
  text: string | null;
  end_lineno: number | null;
  end_offset: number | null;
}

/** Thrown by tokenizer, parser, symbol table and compiler; `python/pythonrun.ts` turns it into the Python exception of `type`. */
export class PySyntaxError extends Error implements SyntaxErrorFields {
  constructor(
    readonly type: string,
    readonly msg: string,
    readonly filename: string,
    readonly lineno: number | null,
    readonly offset: number | null,
    readonly text: string | null,
    readonly end_lineno: number | null,
    readonly end_offset: number | null,
  ) {
    super(`${type}: ${msg} (${filename}, line ${lineno})`);
    this.name = 'PySyntaxError';
  }
}

/** A warning met while parsing or compiling: positions as in SyntaxErrorFields' lineno, category by its Python name. */
export interface CompileWarning {
  category: 'SyntaxWarning' | 'DeprecationWarning';
  msg: string;
  filename: string;
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}
