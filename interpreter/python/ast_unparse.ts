// Python/ast_unparse.c of CPython 3.13: an expression back to text, for annotations under the `annotations` future feature.
// Deviation: repr() of constants is here too, in plain JS, since there is no heap at compile time.

import type { arg, arguments_, cmpop, comprehension, expr, operator, PyConst, unaryop } from '../include/pycore_ast';

const enum PR {
  TUPLE,
  TEST,
  OR,
  AND,
  NOT,
  CMP,
  EXPR,
  BOR = EXPR,
  BXOR,
  BAND,
  SHIFT,
  ARITH,
  TERM,
  FACTOR,
  POWER,
  AWAIT,
  ATOM,
}

/***** repr() of constants *****/

const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

function escape_code_point(cp: number): string {
  if (cp < 0x100) return `\\x${cp.toString(16).padStart(2, '0')}`;
  if (cp < 0x10000) return `\\u${cp.toString(16).padStart(4, '0')}`;
  return `\\U${cp.toString(16).padStart(8, '0')}`;
}

function quote_for(has_single: boolean, has_double: boolean): string {
  return has_single && !has_double ? '"' : "'";
}

function repr_code_point(cp: number, quote: string): string {
  const ch = String.fromCodePoint(cp);
  if (ch === quote || ch === '\\') return `\\${ch}`;
  if (ch === '\t') return '\\t';
  if (ch === '\n') return '\\n';
  if (ch === '\r') return '\\r';
  if (cp < 0x20 || cp === 0x7f) return escape_code_point(cp);
  return cp < 0x7f || !NOT_PRINTABLE.test(ch) ? ch : escape_code_point(cp);
}

export function py_repr_str(s: string, cps: Iterable<number> = Array.from(s, (ch) => ch.codePointAt(0)!)): string {
  const quote = quote_for(s.includes("'"), s.includes('"'));
  let out = quote;
  for (const cp of cps) out += repr_code_point(cp, quote);
  return out + quote;
}

function repr_bytes(bytes: Uint8Array): string {
  const quote = quote_for(bytes.includes(0x27), bytes.includes(0x22));
  let out = `b${quote}`;
  for (const b of bytes) out += b < 0x7f ? repr_code_point(b, quote) : escape_code_point(b);
  return out + quote;
}

/** float_repr_style 'short': the fewest digits that read back the same. */
export function py_repr_float(v: number, add_dot_0 = true): string {
  if (Number.isNaN(v)) return 'nan';
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf';
  const sign = v < 0 || Object.is(v, -0) ? '-' : '';
  const [mantissa, exp] = Math.abs(v).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exp);
  if (exponent < -4 || exponent >= 16) {
    const frac = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const abs = Math.abs(exponent);
    return `${sign}${digits[0]}${frac}e${exponent < 0 ? '-' : '+'}${abs < 10 ? '0' : ''}${abs}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const frac = digits.slice(exponent + 1);
  return sign + whole + (frac !== '' ? `.${frac}` : add_dot_0 ? '.0' : '');
}

function repr_complex(re: number, im: number): string {
  const imag = py_repr_float(im, false);
  if (re === 0 && !Object.is(re, -0)) return `${imag}j`;
  return `(${py_repr_float(re, false)}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}

function repr_items(items: PyConst[]): string {
  return items.map(py_repr).join(', ');
}

/** repr() of a constant. */
export function py_repr(c: PyConst): string {
  switch (c.t) {
    case 'None':
    case 'True':
    case 'False':
    case 'Ellipsis':
      return c.t;
    case 'int': return c.v.toString();
    case 'float': return py_repr_float(c.v);
    case 'complex': return repr_complex(c.re, c.im);
    case 'str': return py_repr_str(c.v, c.cps);
    case 'bytes': return repr_bytes(c.v);
    case 'tuple': return `(${repr_items(c.v)}${c.v.length === 1 ? ',' : ''})`;
    case 'frozenset': return c.v.length === 0 ? 'frozenset()' : `frozenset({${repr_items(c.v)}})`;
  }
}

/** As repr, but infinity is written as a literal that evaluates to it. */
function append_constant(c: PyConst): string {
  if (c.t === 'tuple') return `(${c.v.map(append_constant).join(', ')}${c.v.length === 1 ? ',' : ''})`;
  if (c.t === 'Ellipsis') return 'Ellipsis';
  const repr = py_repr(c);
  return (c.t === 'float' && !Number.isFinite(c.v) && !Number.isNaN(c.v)) || c.t === 'complex' ? repr.replaceAll('inf', '1e309') : repr;
}

/***** Expressions *****/

const BINOP: Record<operator, readonly [string, PR]> = {
  Add: [' + ', PR.ARITH], Sub: [' - ', PR.ARITH], Mult: [' * ', PR.TERM], MatMult: [' @ ', PR.TERM], Div: [' / ', PR.TERM],
  Mod: [' % ', PR.TERM], LShift: [' << ', PR.SHIFT], RShift: [' >> ', PR.SHIFT], BitOr: [' | ', PR.BOR], BitXor: [' ^ ', PR.BXOR],
  BitAnd: [' & ', PR.BAND], FloorDiv: [' // ', PR.TERM], Pow: [' ** ', PR.POWER],
};

const UNARYOP: Record<unaryop, readonly [string, PR]> = {
  Invert: ['~', PR.FACTOR], Not: ['not ', PR.NOT], UAdd: ['+', PR.FACTOR], USub: ['-', PR.FACTOR],
};

const CMPOP: Record<cmpop, string> = {
  Eq: ' == ', NotEq: ' != ', Lt: ' < ', LtE: ' <= ', Gt: ' > ', GtE: ' >= ', Is: ' is ', IsNot: ' is not ', In: ' in ', NotIn: ' not in ',
};

function paren(text: string, yes: boolean): string {
  return yes ? `(${text})` : text;
}

function list(seq: expr[]): string {
  return seq.map((e) => append_expr(e, PR.TEST)).join(', ');
}

function append_binop(e: expr & { kind: 'BinOp' }, level: PR): string {
  const [op, pr] = BINOP[e.op];
  const rassoc = e.op === 'Pow' ? 1 : 0;
  return paren(append_expr(e.left, pr + rassoc) + op + append_expr(e.right, pr + 1 - rassoc), level > pr);
}

function append_arg(a: arg): string {
  return a.annotation === null ? a.arg : `${a.arg}: ${append_expr(a.annotation, PR.TEST)}`;
}

function append_args(args: arguments_): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  positional.forEach((a, i) => {
    const di = i - positional.length + args.defaults.length;
    parts.push(append_arg(a) + (di >= 0 ? `=${append_expr(args.defaults[di], PR.TEST)}` : ''));
    if (i + 1 === args.posonlyargs.length) parts.push('/');
  });
  if (args.vararg !== null || args.kwonlyargs.length > 0) parts.push(`*${args.vararg !== null ? append_arg(args.vararg) : ''}`);
  args.kwonlyargs.forEach((a, i) => {
    const default_ = args.kw_defaults[i];
    parts.push(append_arg(a) + (default_ !== null && default_ !== undefined ? `=${append_expr(default_, PR.TEST)}` : ''));
  });
  if (args.kwarg !== null) parts.push(`**${append_arg(args.kwarg)}`);
  return parts.join(', ');
}

function append_lambda(e: expr & { kind: 'Lambda' }, level: PR): string {
  const positional = e.args.args.length + e.args.posonlyargs.length > 0;
  return paren(`${positional ? 'lambda ' : 'lambda'}${append_args(e.args)}: ${append_expr(e.body, PR.TEST)}`, level > PR.TEST);
}

function append_dict(e: expr & { kind: 'Dict' }): string {
  const items = e.values.map((value, i) => {
    const key = e.keys[i];
    return key === null ? `**${append_expr(value, PR.EXPR)}` : `${append_expr(key, PR.TEST)}: ${append_expr(value, PR.TEST)}`;
  });
  return `{${items.join(', ')}}`;
}

function append_comprehensions(generators: comprehension[]): string {
  return generators.map((gen) => {
    const ifs = gen.ifs.map((e) => ` if ${append_expr(e, PR.TEST + 1)}`).join('');
    return `${gen.is_async ? ' async for ' : ' for '}${append_expr(gen.target, PR.TUPLE)} in ${append_expr(gen.iter, PR.TEST + 1)}${ifs}`;
  }).join('');
}

function append_compare(e: expr & { kind: 'Compare' }, level: PR): string {
  const rest = e.comparators.map((right, i) => CMPOP[e.ops[i]] + append_expr(right, PR.CMP + 1)).join('');
  return paren(append_expr(e.left, PR.CMP + 1) + rest, level > PR.CMP);
}

function append_call(e: expr & { kind: 'Call' }): string {
  const func = append_expr(e.func, PR.ATOM);
  if (e.args.length === 1 && e.keywords.length === 0 && e.args[0].kind === 'GeneratorExp') return func + append_expr(e.args[0], PR.TEST);
  const keywords = e.keywords.map((k) => `${k.arg === null ? '**' : `${k.arg}=`}${append_expr(k.value, PR.TEST)}`);
  return `${func}(${[...e.args.map((a) => append_expr(a, PR.TEST)), ...keywords].join(', ')})`;
}

function append_fstring_element(e: expr, is_format_spec: boolean): string {
  switch (e.kind) {
    case 'Constant':
      return e.value.t === 'str' ? e.value.v.replaceAll('{', '{{').replaceAll('}', '}}') : '';
    case 'JoinedStr':
      return append_joinedstr(e, is_format_spec);
    case 'FormattedValue':
      return append_formattedvalue(e);
    default:
      throw new Error('unknown expression kind inside f-string');
  }
}

function append_joinedstr(e: expr & { kind: 'JoinedStr' }, is_format_spec: boolean): string {
  const body = e.values.map((value) => append_fstring_element(value, is_format_spec)).join('');
  return is_format_spec ? body : `f${py_repr_str(body)}`;
}

function append_formattedvalue(e: expr & { kind: 'FormattedValue' }): string {
  const value = append_expr(e.value, PR.TEST + 1);
  const conversion = e.conversion > 0 ? `!${String.fromCharCode(e.conversion)}` : '';
  const spec = e.format_spec !== null ? `:${append_fstring_element(e.format_spec, true)}` : '';
  return `${value.startsWith('{') ? '{ ' : '{'}${value}${conversion}${spec}}`;
}

function append_tuple(e: expr & { kind: 'Tuple' }, level: PR): string {
  if (e.elts.length === 0) return '()';
  return paren(list(e.elts) + (e.elts.length === 1 ? ',' : ''), level > PR.TUPLE);
}

function append_slice(e: expr & { kind: 'Slice' }): string {
  const part = (p: expr | null): string => (p === null ? '' : append_expr(p, PR.TEST));
  return `${part(e.lower)}:${part(e.upper)}${e.step === null ? '' : `:${part(e.step)}`}`;
}

function append_attribute(e: expr & { kind: 'Attribute' }): string {
  // An int needs a space before the dot.
  const period = e.value.kind === 'Constant' && e.value.value.t === 'int' ? ' .' : '.';
  return append_expr(e.value, PR.ATOM) + period + e.attr;
}

function append_expr(e: expr, level: PR): string {
  switch (e.kind) {
    case 'BoolOp': {
      const pr = e.op === 'And' ? PR.AND : PR.OR;
      return paren(e.values.map((v) => append_expr(v, pr + 1)).join(e.op === 'And' ? ' and ' : ' or '), level > pr);
    }
    case 'BinOp': return append_binop(e, level);
    case 'UnaryOp': {
      const [op, pr] = UNARYOP[e.op];
      return paren(op + append_expr(e.operand, pr), level > pr);
    }
    case 'Lambda': return append_lambda(e, level);
    case 'IfExp': {
      const body = append_expr(e.body, PR.TEST + 1);
      return paren(`${body} if ${append_expr(e.test, PR.TEST + 1)} else ${append_expr(e.orelse, PR.TEST)}`, level > PR.TEST);
    }
    case 'Dict': return append_dict(e);
    case 'Set': return `{${list(e.elts)}}`;
    case 'GeneratorExp': return `(${append_expr(e.elt, PR.TEST)}${append_comprehensions(e.generators)})`;
    case 'ListComp': return `[${append_expr(e.elt, PR.TEST)}${append_comprehensions(e.generators)}]`;
    case 'SetComp': return `{${append_expr(e.elt, PR.TEST)}${append_comprehensions(e.generators)}}`;
    case 'DictComp':
      return `{${append_expr(e.key, PR.TEST)}: ${append_expr(e.value, PR.TEST)}${append_comprehensions(e.generators)}}`;
    case 'Yield': return e.value === null ? '(yield)' : `(yield ${append_expr(e.value, PR.TEST)})`;
    case 'YieldFrom': return `(yield from ${append_expr(e.value, PR.TEST)})`;
    case 'Await': return paren(`await ${append_expr(e.value, PR.ATOM)}`, level > PR.AWAIT);
    case 'Compare': return append_compare(e, level);
    case 'Call': return append_call(e);
    case 'Constant': return e.value.t === 'Ellipsis' ? '...' : (e.kind_ ?? '') + append_constant(e.value);
    case 'JoinedStr': return append_joinedstr(e, false);
    case 'FormattedValue': return append_formattedvalue(e);
    case 'Attribute': return append_attribute(e);
    case 'Subscript': return `${append_expr(e.value, PR.ATOM)}[${append_expr(e.slice, PR.TUPLE)}]`;
    case 'Starred': return `*${append_expr(e.value, PR.EXPR)}`;
    case 'Slice': return append_slice(e);
    case 'Name': return e.id;
    case 'List': return `[${list(e.elts)}]`;
    case 'Tuple': return append_tuple(e, level);
    case 'NamedExpr': return paren(`${append_expr(e.target, PR.ATOM)} := ${append_expr(e.value, PR.ATOM)}`, level > PR.TUPLE);
  }
}

export function _PyAST_ExprAsUnicode(e: expr): string {
  return append_expr(e, PR.TEST);
}
