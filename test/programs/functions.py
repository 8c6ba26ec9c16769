def f(a, b=2, *args, c, d=4, **kw):
    """Doc."""
    return a, b, args, c, d, kw
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6), f(*[1, 2], **{'c': 3}), f.__name__, f.__doc__, f.__defaults__, f.__kwdefaults__)
def g(x, /, y, *, z): return x, y, z
print(g(1, y=2, z=3), g.__code__.co_varnames, g.__code__.co_argcount)
def outer():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
i = outer()
print(i(), i(5), i.__closure__[0].cell_contents, [fn(3) for fn in [lambda x, k=k: x * k for k in range(3)]])
def rec(n): return 1 if n < 2 else n * rec(n - 1)
print(rec(20), (lambda *a, **k: (a, k))(1, x=2))
def deco(tag):
    def wrap(fn):
        def inner(*a): return f'<{tag}>{fn(*a)}</{tag}>'
        return inner
    return wrap
@deco('b')
@deco('i')
def hello(n): return f'hi {n}'
print(hello('you'))
def default(l=[]):
    l.append(len(l)); return l
print(default(), default(), default([9]))
for call in ("f()", "f(1)", "g(1, 2)", "g(x=1, y=2, z=3)", "rec()", "rec(1, 2)", "f(1, c=2, a=3)", "g(1, 2, z=3, w=4)", "print(1, foo=2)", "len()", "len(1, 2)", "int('5', bass=2)"):
    try:
        eval(call)
    except TypeError as e:
        print(call, '->', e)
x = 'global'
def scope():
    global x
    x = 'changed'
scope()
print(x, callable(f), callable(3), f.__qualname__, deco.__qualname__, type(lambda: 0).__name__)
def ann(a: int, b: 'str' = 'x') -> list: ...
print(ann.__annotations__)
