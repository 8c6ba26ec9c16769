# functools: lru_cache, cached_property, partial, reduce, singledispatch, total_ordering, wraps, cmp_to_key, partialmethod.
import functools as F
calls = []
@F.lru_cache(maxsize=2)
def sq(x, *, k=1): calls.append(x); return x * x * k
print(sq(1), sq(2), sq(1), sq(3), sq(2), sq(1, k=2), calls, sq.cache_info(), sq.cache_parameters(), sq.__wrapped__(5)); sq.cache_clear(); print(sq.cache_info())
@F.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().hits)
@F.lru_cache(typed=True)
def typed(x): return type(x).__name__
print(typed(1), typed(1.0), typed(True), typed.cache_info().currsize)
for f in (lambda: sq([]), lambda: F.lru_cache(maxsize='x'), lambda: F.partial(), lambda: F.partial(5), lambda: F.reduce(lambda a, b: a, []), lambda: F.reduce(5, [1, 2]), lambda: F.singledispatch(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
p = F.partial(print, 'a', sep='-'); p('b', end='!\n'); q = F.partial(p, 'c', sep='+'); q(); print(q.args, q.keywords, q.func is print, F.partial(int, base=2)('101'), F.partial(F.partial(max, 1), 2).args)
print(F.reduce(lambda a, b: a + [b], 'xyz', []), F.reduce(lambda a, b: a * b, range(1, 6)))
class C:
    n = 0
    @F.cached_property
    def v(self): self.n += 1; return self.n
    @F.partialmethod
    def bad(self): pass
    def base(self, a, b): return a, b
    part = F.partialmethod(base, 'fixed')
    @F.singledispatchmethod
    def show(self, x): return f'other {x}'
    @show.register
    def _(self, x: int): return f'int {x}'
    @show.register(list)
    def _(self, x): return f'list {x}'
c = C(); print(c.v, c.v, c.__dict__, c.part(2), c.show(1), c.show([]), c.show('s'), C.v.__class__.__name__); del c.v; print(c.v)
@F.singledispatch
def desc(x): return 'object'
@desc.register(int)
@desc.register(float)
def _(x): return 'number'
@desc.register
def _(x: list | tuple): return 'sequence'
print(desc(1), desc(2.0), desc([]), desc(()), desc('s'), desc(True), desc.dispatch(bool) is desc.dispatch(int), sorted(t.__name__ for t in desc.registry))
@F.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2), sorted(['b', 'a', 'C'], key=F.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
