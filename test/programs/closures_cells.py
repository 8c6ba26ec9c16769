# cells: sharing, late binding, cell objects, comprehension scopes, class cells, deletion and re-binding, comparison.
import types


def make():
    shared = 0

    def inc():
        nonlocal shared
        shared += 1
        return shared

    def get():
        return shared

    def drop():
        nonlocal shared
        del shared
    return inc, get, drop


inc, get, drop = make()
print(inc(), inc(), get(), inc.__closure__[0] is get.__closure__[0], inc.__closure__[0].cell_contents)
inc.__closure__[0].cell_contents = 40
print(get(), inc.__code__.co_freevars, get.__code__.co_cellvars, make.__code__.co_cellvars)
drop()
for f in (get, lambda: get.__closure__[0].cell_contents):
    try:
        print(f())
    except (NameError, ValueError) as e:
        print(type(e).__name__, e)
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]], list(f() for f in (lambda: i for i in range(3))))
c, d = types.CellType(1), types.CellType(1)
print(c == d, c < types.CellType(2), types.CellType() == types.CellType(), repr(c)[:8], c.cell_contents)
del c.cell_contents
try:
    c.cell_contents
except ValueError as e:
    print(e)


class Meta(type):
    def __new__(m, name, bases, ns):
        print(sorted(k for k in ns if k.startswith('__class')), '__classcell__' in ns)
        return super().__new__(m, name, bases, ns)


class Uses(metaclass=Meta):
    def who(self): return __class__.__name__
    def sup(self): return super().__repr__()[:1]


class Without(metaclass=Meta):
    pass


print(Uses().who(), Uses().sup(), Uses.who.__closure__[0].cell_contents is Uses)
try:
    class Bad(metaclass=type('M', (type,), {'__new__': lambda m, n, b, ns: type.__new__(m, n, b, {k: v for k, v in ns.items() if k != '__classcell__'})})):
        def f(self): return __class__
except RuntimeError as e:
    print(str(e).split('0x')[0])


def deep(a):
    def one():
        b = a + 1

        def two():
            def three(): return a, b
            return three
        return two()
    return one()


print(deep(1)(), deep(1).__code__.co_freevars, deep.__qualname__, deep(1).__qualname__)
