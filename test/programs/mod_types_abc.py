# abc and collections.abc: abstract methods, registration, subclass hooks, mixins, isinstance through protocols.
import abc, collections.abc as A, numbers
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
    @classmethod
    @abc.abstractmethod
    def make(cls): ...
    @staticmethod
    @abc.abstractmethod
    def s(): ...
print(sorted(Shape.__abstractmethods__), Shape.area.__isabstractmethod__)
class Half(Shape):
    def area(self): return 1
for c in (Shape, Half):
    try: c()
    except TypeError as e: print(e)
class One(abc.ABC):
    @abc.abstractmethod
    def only(self): ...
try: One()
except TypeError as e: print(e)
class Reg: pass
Shape.register(Reg); print(issubclass(Reg, Shape), isinstance(Reg(), Shape), Reg.__mro__)
class Hook(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return True if hasattr(c, 'magic') else NotImplemented
class M: magic = 1
print(issubclass(M, Hook), issubclass(int, Hook), isinstance(M(), Hook), abc.get_cache_token() > 0)
class Seq(A.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * 10
s = Seq(); print(list(s), 20 in s, s.index(10), s.count(0), list(reversed(s)), isinstance(s, A.Reversible), isinstance(s, A.Collection))
class MS(A.MutableSet):
    def __init__(self, it=()): self.d = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.d
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
    def add(self, x): x in self.d or self.d.append(x)
    def discard(self, x): x in self.d and self.d.remove(x)
m = MS('abc'); m |= MS('cd'); m -= MS('a'); print(sorted(m), sorted(m & MS('bz')), sorted(m ^ MS('b')), m <= MS('bcde'), m == MS('dcb'), m.pop() in 'bcd', m.isdisjoint('q'))
class MM(A.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
mm = MM(); mm.update(a=1, b=2); print(mm.pop('a'), mm.setdefault('c', 3), mm.get('zz'), dict(mm.items()), list(mm.keys()), 'b' in mm, mm == {'b': 2, 'c': 3}, mm.popitem())
for c in (A.Hashable, A.Iterable, A.Iterator, A.Generator, A.Callable, A.Sized, A.Container, A.Mapping, A.Sequence, A.Set, A.Coroutine, A.Awaitable, A.Buffer, numbers.Number, numbers.Integral):
    print(c.__name__, [isinstance(o, c) for o in (1, 's', [], {}, set(), iter([]), (i for i in ()), len, b'', range(1), 1.5, None)])
class Abstract(A.Iterator): pass
try: Abstract()
except TypeError as e: print(e)
Half.make = classmethod(lambda c: 1); abc.update_abstractmethods(Half); print(sorted(Half.__abstractmethods__))
