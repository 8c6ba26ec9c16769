# Functions, methods, descriptors and calls, and what each wrong call says.
def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('no error', r)
    except BaseException as e:
        print(type(e).__name__, e)
def f(a, /, b, c=3, *args, d, e=5, **kw): "docf"; return (a, b, c, args, d, e, kw)
print(f.__name__, f.__qualname__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__module__, f.__code__.co_name, f.__closure__, f.__dict__, f.__annotations__, f.__type_params__)
err(f); err(f, 1); err(f, 1, 2); print(f(1, 2, d=4), f(1, 2, 3, 4, 5, d=6, z=7)); err(f, 1, 2, d=1, b=3); err(f, 1, 2, d=1, a=3)
f.x = 5; print(f.__dict__, f.x); f.__defaults__ = (10,); print(f(1, 2, d=4)); f.__defaults__ = None; err(f, 1, 2, d=4); err(f, 1, 2)
err(setattr, f, '__defaults__', 1); err(setattr, f, '__kwdefaults__', 1); err(setattr, f, '__name__', 1); err(setattr, f, '__code__', 1); err(setattr, f, '__globals__', {}); err(setattr, f, '__dict__', 1)
f.__name__ = 'ff'; f.__qualname__ = 'qf'; print(f.__name__, f.__qualname__)
def g(a: int, b: str = 'x') -> float: pass
print(g.__annotations__)
def outer(v):
    def inner(): return v
    return inner
i = outer(4); print(i(), i.__closure__[0].cell_contents, i.__qualname__, type(i.__closure__[0]).__name__)
i.__closure__[0].cell_contents = 9; print(i())
err(setattr, i, '__code__', f.__code__)
FT = type(f)
h = FT(i.__code__, {'__builtins__': {}}, 'hh', None, i.__closure__); print(h(), h.__name__); err(FT, i.__code__, {}); err(FT, i.__code__, {}, 'a', None, (1,)); err(FT, 1, {}); err(FT, f.__code__, 1); err(FT); err(FT, i.__code__, {}, 5)
CT = type(i.__closure__[0]); print(CT(1) == CT(1), CT(1) < CT(2), CT() < CT(1), CT() == CT()); err(lambda: CT().cell_contents); err(CT, 1, 2)
class A:
    def m(self, x=1): "md"; return (self, x)
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(x): return x
a = A()
print(a.m.__self__ is a, a.m.__func__ is A.m, a.m.__name__, a.m.__doc__, a.m == a.m, a.m == A().m, hash(a.m) == hash(a.m), A.c.__self__, A.c.__func__, A.__dict__['s'].__func__(3), A.__dict__['c'].__wrapped__.__name__)
MT = type(a.m); err(MT); err(MT, 1, 2); err(MT, len, None); print(MT(len, [1, 2])()); err(setattr, a.m, 'x', 1)
sm = staticmethod(len); print(sm([1]), sm.__name__, sm.__wrapped__); cm = classmethod(lambda cls: cls); err(cm); err(staticmethod); err(classmethod, 1, 2); err(classmethod, function=1)
err(lambda: a.m(1, 2)); err(lambda: A.m()); err(lambda: a.c(1)); err(lambda: a.s()); err(len, *[1], **{'x': 1}); err(lambda: f(**{1: 2}))
print((lambda *a, **k: (a, k))(*[1, 2], *(3,), **{'x': 1}, **{'y': 2})); err(lambda: dict(**{'a': 1}, **{'a': 2}))
class Callable:
    def __call__(self, *a, **k): return (a, k)
print(Callable()(1, b=2), Callable().__call__(3), callable(Callable()), callable(1))
class Meta(type):
    def __call__(cls, *a): return ('meta', a)
class MC(metaclass=Meta): pass
print(MC(1, 2))
import_error = None
err(5); err('a'); err(None)
print(type(len), len, print.__name__, [].append, ''.join)
# super
class P1:
    def who(self): return 'P1'
    @classmethod
    def k(cls): return ('P1k', cls.__name__)
    attr = 'pa'
class P2(P1):
    attr = 'pb'
    def who(self): return 'P2>' + super().who()
    @classmethod
    def k(cls): return ('P2k', super().k())
    def at(self): return super().attr
    def sup(self): return super()
p = P2(); print(p.who(), P2.k(), p.k(), p.at(), super(P2, p).who(), super(P2, P2).k(), super(P2), p.sup().__thisclass__, p.sup().__self__ is p, p.sup().__self_class__)
err(super); err(super, 1); err(super, P2, 1); err(super, P1, P2, 3); err(lambda: super(P2, p).zork); err(super, type=1)
def bare(x): return super()
err(bare, 1)
class Q:
    def f(self):
        def g(): return super().__init__
        return g
err(lambda: Q().f()())
class D1:
    def __init__(self): print('D1'); super().__init__()
class D2:
    def __init__(self): print('D2'); super().__init__()
class D3(D1, D2):
    def __init__(self): print('D3'); super().__init__()
D3()
# generic alias, union
print(list[int], dict[str, int], tuple[int, ...], list[list[int]], list[int] == list[int], hash(list[int]) == hash(list[int]), list[int].__origin__, list[int].__args__, list[int](), list[int]([1]), type(list[int]), tuple[()])
print(int | str, int | None, int | str | int, (int | str) == (str | int), isinstance(1, int | str), isinstance('a', int | list), issubclass(bool, int | str), (int | str).__args__, type(int | str), list[int] | None)
err(lambda: int | 1); err(lambda: isinstance(1, list[int])); err(lambda: issubclass(int, list[int])); err(isinstance, 1, 2); err(isinstance, 1, (int, 2)); err(isinstance, 'x', (int, 2)); err(issubclass, 1, int); err(issubclass, int, 1)
class LI(list[int]): pass
print(LI.__mro__, LI.__orig_bases__)
err(lambda: list[int][str]); print(*list[int].__mro_entries__(()), [*tuple[int]])
import sys
print(sys.getrefcount(a) if hasattr(sys, 'getrefcount') else 2)
class Fin:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
x = Fin(1); x = None; y = [Fin(2)]; y.clear(); z = Fin(3); z.z = z; del z
class Res:
    keep = None
    def __del__(self): Res.keep = self; print('resurrect')
r = Res(); del r; print(Res.keep is not None); Res.keep = None
class SlotFin:
    __slots__ = ('a',)
    def __del__(self): print('slotdel', self.a.n)
s = SlotFin(); s.a = Fin(4); del s
deep = None
for _ in range(20000): deep = [deep]
del deep; print('deep ok')
class Node:
    def __init__(self, n): self.next = n
nd = None
for _ in range(20000): nd = Node(nd)
del nd; print('deep nodes ok')
