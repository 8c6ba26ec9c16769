import functools
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info()); fib.cache_clear(); print(fib.cache_info())
@functools.lru_cache(maxsize=2)
def sq(n): print('calc', n); return n * n
print(sq(1), sq(2), sq(1), sq(3), sq(2), sq.cache_info())
p = functools.partial(print, 'a', sep='-'); p('b'); print(p.func, p.args, p.keywords)
@functools.wraps(fib)
def w(): 'doc w'
print(w.__name__, functools.reduce(lambda a, b: a + b, [1, 2, 3], 10), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(T(1) >= T(0), T(1) <= T(0))
class C:
    @functools.cached_property
    def x(self): print('once'); return 5
c = C(); print(c.x, c.x)
@functools.singledispatch
def sd(x): return 'default'
@sd.register
def _(x: int): return 'int'
@sd.register(list)
def _(x): return 'list'
print(sd(1), sd([]), sd('s'))
class PM:
    def m(self, a, b): return a, b
    pm = functools.partialmethod(m, 1)
print(PM().pm(2))
