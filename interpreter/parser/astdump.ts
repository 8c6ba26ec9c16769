// Lib/ast.py's dump() with include_attributes, for comparing trees with CPython's. Deviation: its own notation, in which
// nothing is left out, floats are their bits and strings are ASCII; test/parser/oracle_ast.py writes the same from CPython.

import type { PyConst } from '../include/pycore_ast';

/** Fields of each node in the order of Python.asdl. */
const FIELDS: Record<string, string[]> = {
  Module: ['body', 'type_ignores'], Interactive: ['body'], Expression: ['body'], FunctionType: ['argtypes', 'returns'],
  TypeIgnore: ['lineno', 'tag'],
  FunctionDef: ['name', 'args', 'body', 'decorator_list', 'returns', 'type_comment', 'type_params'],
  AsyncFunctionDef: ['name', 'args', 'body', 'decorator_list', 'returns', 'type_comment', 'type_params'],
  ClassDef: ['name', 'bases', 'keywords', 'body', 'decorator_list', 'type_params'],
  Return: ['value'], Delete: ['targets'], Assign: ['targets', 'value', 'type_comment'],
  TypeAlias: ['name', 'type_params', 'value'], AugAssign: ['target', 'op', 'value'],
  AnnAssign: ['target', 'annotation', 'value', 'simple'],
  For: ['target', 'iter', 'body', 'orelse', 'type_comment'], AsyncFor: ['target', 'iter', 'body', 'orelse', 'type_comment'],
  While: ['test', 'body', 'orelse'], If: ['test', 'body', 'orelse'],
  With: ['items', 'body', 'type_comment'], AsyncWith: ['items', 'body', 'type_comment'],
  Match: ['subject', 'cases'], Raise: ['exc', 'cause'],
  Try: ['body', 'handlers', 'orelse', 'finalbody'], TryStar: ['body', 'handlers', 'orelse', 'finalbody'],
  Assert: ['test', 'msg'], Import: ['names'], ImportFrom: ['module', 'names', 'level'], Global: ['names'], Nonlocal: ['names'],
  Expr: ['value'], Pass: [], Break: [], Continue: [],
  BoolOp: ['op', 'values'], NamedExpr: ['target', 'value'], BinOp: ['left', 'op', 'right'], UnaryOp: ['op', 'operand'],
  Lambda: ['args', 'body'], IfExp: ['test', 'body', 'orelse'], Dict: ['keys', 'values'], Set: ['elts'],
  ListComp: ['elt', 'generators'], SetComp: ['elt', 'generators'], DictComp: ['key', 'value', 'generators'],
  GeneratorExp: ['elt', 'generators'], Await: ['value'], Yield: ['value'], YieldFrom: ['value'],
  Compare: ['left', 'ops', 'comparators'], Call: ['func', 'args', 'keywords'],
  FormattedValue: ['value', 'conversion', 'format_spec'], JoinedStr: ['values'], Constant: ['value', 'kind_'],
  Attribute: ['value', 'attr', 'ctx'], Subscript: ['value', 'slice', 'ctx'], Starred: ['value', 'ctx'], Name: ['id', 'ctx'],
  List: ['elts', 'ctx'], Tuple: ['elts', 'ctx'], Slice: ['lower', 'upper', 'step'],
  comprehension: ['target', 'iter', 'ifs', 'is_async'], ExceptHandler: ['type', 'name', 'body'],
  arguments: ['posonlyargs', 'args', 'vararg', 'kwonlyargs', 'kw_defaults', 'kwarg', 'defaults'],
  arg: ['arg', 'annotation', 'type_comment'], keyword: ['arg', 'value'], alias: ['name', 'asname'],
  withitem: ['context_expr', 'optional_vars'], match_case: ['pattern', 'guard', 'body'],
  MatchValue: ['value'], MatchSingleton: ['value'], MatchSequence: ['patterns'], MatchMapping: ['keys', 'patterns', 'rest'],
  MatchClass: ['cls', 'patterns', 'kwd_attrs', 'kwd_patterns'], MatchStar: ['name'], MatchAs: ['pattern', 'name'],
  MatchOr: ['patterns'], TypeVar: ['name', 'bound', 'default_value'], ParamSpec: ['name', 'default_value'],
  TypeVarTuple: ['name', 'default_value'],
};

const bits = new DataView(new ArrayBuffer(8));

function floatBits(v: number): string {
  bits.setFloat64(0, v);
  return bits.getBigUint64(0).toString(16).padStart(16, '0');
}

function quote(cps: Iterable<number>): string {
  let s = '"';
  for (const c of cps) s += c >= 0x20 && c < 0x7f && c !== 0x22 && c !== 0x5c ? String.fromCharCode(c) : `\\{${c.toString(16)}}`;
  return s + '"';
}

function* codePoints(s: string): Iterable<number> {
  for (const ch of s) yield ch.codePointAt(0)!;
}

function constant(c: PyConst): string {
  switch (c.t) {
    case 'int': return c.v.toString(16);
    case 'float': return `f${floatBits(c.v)}`;
    case 'complex': return `c${floatBits(c.re)},${floatBits(c.im)}`;
    case 'str': return quote(c.cps ?? codePoints(c.v));
    case 'bytes': return `b${quote(c.v)}`;
    case 'tuple': return `(${c.v.map(constant).join(',')})`;
    case 'frozenset': return `{${c.v.map(constant).join(',')}}`;
    default: return c.t;
  }
}

function value(v: unknown): string {
  if (v === null || v === undefined) return 'None';
  if (Array.isArray(v)) return `[${v.map(value).join(',')}]`;
  if (typeof v === 'string') return quote(codePoints(v));
  if (typeof v === 'number') return String(v);
  if (typeof v === 'object' && 't' in v) return constant(v as PyConst);
  return dump(v as { kind: string });
}

const ENUM_FIELDS = new Set(['op', 'ctx', 'ops']);

/** The tree below `node` in one line. */
export function dump(node: { kind: string }): string {
  const n = node as unknown as Record<string, unknown>;
  const parts = FIELDS[node.kind].map((f) => {
    if (!ENUM_FIELDS.has(f)) return `${f}=${value(n[f])}`;
    const v = n[f];
    return `${f}=${Array.isArray(v) ? `[${v.join(',')}]` : v}`;
  });
  const at = 'lineno' in n && node.kind !== 'TypeIgnore' ? `@${n.lineno},${n.col_offset},${n.end_lineno},${n.end_col_offset}` : '';
  return `${node.kind}(${parts.join(',')})${at}`;
}
