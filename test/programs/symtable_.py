"""The compiler's symbol tables, and syntax trees made by hand."""
import ast
import symtable
import types
import warnings

SOURCE = '''
import os
glob = 1
def outer(a, /, b, *args, c=1, **kw):
    global glob
    x = [i for i in args if i > a]
    def inner():
        nonlocal x
        x = b
        return lambda: (x, kw, os)
    return inner
class C[T](list[T]):
    attr: int = 1
    __private = 2
    def method(self):
        return __class__, self.__private, T
type Alias[K, *V] = dict[K, tuple[*V]]
'''


def show(table, depth=0):
    print('  ' * depth, table.get_type(), table.get_name(), table.get_lineno(), table.is_nested(), table.is_optimized())
    for s in table.get_symbols():
        kinds = [n for n in ('referenced', 'parameter', 'global', 'local', 'free', 'imported', 'assigned', 'annotated', 'namespace', 'nonlocal', 'declared_global') if getattr(s, 'is_' + n)()]
        print('  ' * depth, '  ', s.get_name(), *kinds)
    for child in table.get_children():
        show(child, depth + 1)


show(symtable.symtable(SOURCE, 'f.py', 'exec'))
for bad in 'def f(x):\n global x', 'x = ', 'nonlocal y':
    try:
        symtable.symtable(bad, 'f.py', 'exec')
    except SyntaxError as e:
        print(e.msg, e.lineno)

with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    print(ast.dump(ast.Name('x')), ast.List().elts, ast.Module().body)
    ast.Name()
    ast.Name('x', ast.Load(), foo=1)

    class Mine(ast.AST):
        _fields = ('a', 'b')
        _field_types = {'a': int | None}
        a = None
    print(vars(Mine()), vars(Mine(1, 2)))
    for args, kw in ((1, 2, 3), {}), ((1,), {'a': 2}):
        try:
            Mine(*args, **kw)
        except TypeError as e:
            print(e)
    for seen in w:
        print(seen.category.__name__, seen.message)
print(ast.Name.__annotations__, ast.arguments._field_types['args'])
body = [ast.ImportFrom(module='time', names=[ast.alias(name='sleep')], level=None)]
exec(compile(ast.fix_missing_locations(ast.Module(body=body, type_ignores=[])), '<test>', 'exec'), ns := {})
print(ns['sleep'].__name__)
print(types.SimpleNamespace({'x': 1}, y=2), types.SimpleNamespace([('x', 1)]))
functions = {}
exec('def f(a, b): return a.x(b.y)\ndef g(a, b): return a.x(b.y)\nt = ("x", "y")', functions)
f, g = functions['f'].__code__, functions['g'].__code__
print(f.co_names is g.co_names, f.co_names is functions['t'], f.co_linetable is g.co_linetable, f.co_consts is g.co_consts)
