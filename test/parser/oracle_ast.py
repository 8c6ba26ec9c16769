# Writes trees and syntax errors of the running CPython for the tests in this folder.
#   oracle_ast.py trees FILE...      one line a file: sha256 of the dump, or "!" and the error's type, then the path
#   oracle_ast.py dump FILE          the dump itself
#   oracle_ast.py errors             reads a JSON list of [source, mode], writes a JSON list of error tuples (null: no error)
#   oracle_ast.py snippets           reads a JSON list of [source, mode], writes a JSON list of dumps
import ast, hashlib, json, struct, sys, warnings

warnings.simplefilter('ignore')
sys.setrecursionlimit(20000)


def bits(x):
    return struct.pack('>d', x).hex()


def quote(codes):
    return '"' + ''.join(chr(c) if 0x20 <= c < 0x7f and c not in (0x22, 0x5c) else '\\{%x}' % c for c in codes) + '"'


def constant(v):
    if v is None or v is True or v is False:
        return str(v)
    if v is ...:
        return 'Ellipsis'
    if isinstance(v, int):
        return '%x' % v
    if isinstance(v, float):
        return 'f' + bits(v)
    if isinstance(v, complex):
        return 'c%s,%s' % (bits(v.real), bits(v.imag))
    if isinstance(v, str):
        return quote(map(ord, v))
    if isinstance(v, bytes):
        return 'b' + quote(v)
    raise TypeError(v)


def value(v):
    if v is None:
        return 'None'
    if isinstance(v, list):
        return '[' + ','.join(map(value, v)) + ']'
    if isinstance(v, str):
        return quote(map(ord, v))
    if isinstance(v, int):
        return str(v)
    return dump(v)


def dump(n):
    name = type(n).__name__
    if isinstance(n, (ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context)):
        return name
    parts = []
    for f in n._fields:
        v = getattr(n, f)
        if name in ('Constant', 'MatchSingleton') and f == 'value':
            parts.append('value=' + constant(v))
        else:
            parts.append(('kind_' if f == 'kind' else f) + '=' + value(v))
    at = ''
    if 'col_offset' in n._attributes:
        at = '@%d,%d,%d,%d' % (n.lineno, n.col_offset, n.end_lineno, n.end_col_offset)
    return name + '(' + ','.join(parts) + ')' + at


def parse(source, mode='exec', name='<s>'):
    return compile(source, name, mode, ast.PyCF_ONLY_AST)


def error(source, mode):
    try:
        parse(source, mode)
    except SyntaxError as e:
        return [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]
    except Exception as e:
        return [type(e).__name__, str(e), None, None, None, None, None]
    return None


def main(args):
    if args[0] == 'trees':
        for path in args[1:] or sys.stdin.read().split('\n'):
            with open(path, 'rb') as f:
                source = f.read()
            try:
                line = hashlib.sha256(dump(parse(source)).encode('ascii')).hexdigest()
            except (SyntaxError, ValueError) as e:
                line = '!' + type(e).__name__
            print(line, path)
    elif args[0] == 'dump':
        with open(args[1], 'rb') as f:
            print(dump(parse(f.read())))
    elif args[0] == 'errors':
        json.dump([error(s, m) for s, m in json.load(sys.stdin)], sys.stdout)
    elif args[0] == 'snippets':
        json.dump([dump(parse(s, m)) for s, m in json.load(sys.stdin)], sys.stdout)


main(sys.argv[1:])
