# functions: defaults, keyword-only, positional-only, *args, **kwargs, lambdas, evaluation of defaults, calls with everything.
import inspect


def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(1, *[2, 3], *(4,), d=0, **{'x': 1}, **{'y': 2}))
print(f.__defaults__, f.__kwdefaults__, inspect.signature(f))
made = [lambda x, i=i: (x, i) for i in range(3)]
late = [lambda: i for i in range(3)]
print([g(9) for g in made], [g() for g in late])


def mutable(acc=[], *, seen={}):
    acc.append(len(acc))
    seen[len(seen)] = acc[-1]
    return acc, seen


mutable()
print(mutable(), mutable([]))
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda: (yield))().send(None))
print((lambda x, /, y, *, z: x + y + z)(1, y=2, z=3))
f.__defaults__ = (20, 30)
f.__kwdefaults__ = {'d': 40, 'e': 50}
print(f(1))
for call in ('f()', 'f(1, 2, 3, a=1)', 'f(a=1, d=2)', 'f(b=1)', 'mutable(1, 2)', 'mutable(x=1)', '(lambda x, y: 0)(1)', '(lambda x, y, z: 0)()', '(lambda *, x, y: 0)()', '(lambda x: 0)(1, 2)', '(lambda x=1: 0)(1, 2)',
             '(lambda x: 0)(1, x=1)', 'f(1, **{1: 2})', 'f(1, *5)', 'f(1, **5)', 'f(1, d=1, **{"d": 2})', '(lambda: 0)(**{"a": 1})', '(lambda x, /: 0)(x=1)', '(lambda a, b, /, c: 0)(a=1, b=2, c=3)', 'len()', 'len(1, 2)', 'len(x=1)', 'print(nope=1)', 'int("1", bas=3)'):
    try:
        print(eval(call))
    except TypeError as e:
        print(call, '|', e)
for bad in ('def f(a=1, b): pass', 'def f(a, a): pass', 'def f(*): pass', 'def f(**k, a): pass', 'def f(*, **k): pass', 'def f(/): pass', 'def f(a, /, b, /): pass', 'f(**k, *a)', 'f(a=1, 2)', 'f(a=1, a=2)', 'def f(*a, *b): pass', 'lambda *: 0', 'f(x for x in y, 1)', 'f(1=2)', 'f(a.b=1)', 'def f(a:=1): pass', 'def f(None): pass', 'lambda x=: 0', 'f(True=1)', 'def f(*a=1): pass'):
    try:
        compile(bad, '<f>', 'exec')
        print('fine', bad)
    except SyntaxError as e:
        print(e.msg)


def annotated(a: int, *args: 'str', k: list[int] = [], **kw: dict) -> None: ...


print(annotated.__annotations__, annotated.__name__, annotated.__qualname__, annotated.__doc__)
