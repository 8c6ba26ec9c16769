class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = '_' + n
    def __get__(self, i, o): return self if i is None else getattr(i, self.n)
    def __set__(self, i, v):
        if not isinstance(v, self.t): raise TypeError(f'{self.n}: {v!r}')
        setattr(i, self.n, v)
class R: x = Typed(int)
r = R(); r.x = 5; print(r.x, R.x.n)
try: r.x = 'a'
except TypeError as e: print(e)
class Meta(type):
    @classmethod
    def __prepare__(m, n, b): print('prepare', n); return {}
    def __init__(c, n, b, ns): print('init', n); super().__init__(n, b, ns)
    def __instancecheck__(c, i): return i == 42
    def __len__(c): return 7
    def __getitem__(c, k): return f'{c.__name__}[{k}]'
class K(metaclass=Meta): pass
print(isinstance(42, K), len(K), K['z'], type(K))
class Reg:
    subs = []
    def __init_subclass__(cls, /, tag=None, **k): super().__init_subclass__(**k); Reg.subs.append((cls.__name__, tag))
class S1(Reg, tag='a'): pass
class S2(S1): pass
print(Reg.subs, Reg.__subclasses__())
class G:
    def __class_getitem__(cls, k): return k
print(G[5], list[int], dict[str, int], int | None, list[int].__origin__)
class New:
    def __new__(cls, *a): o = super().__new__(cls); o.a = a; return o
print(New(1, 2).a)
class Sing:
    _i = None
    def __new__(cls): cls._i = cls._i or super().__new__(cls); return cls._i
print(Sing() is Sing())
r.__class__ = type('R2', (R,), {'hi': lambda s: 'hi'}); print(r.hi(), r.x)
class A:
    x = 1
    def __getattribute__(self, n): return 'ga ' + n if n != 'x' else object.__getattribute__(self, n)
print(A().foo, A().x, A.__dict__['x'], sorted(k for k in A.__dict__ if not k.startswith('__')))
try:
    class L(list, dict): pass
except TypeError as e: print(e)
try:
    class X(A, object, A): pass
except TypeError as e: print(e)
try: object.__new__(int)
except TypeError as e: print(e)
try: R(1)
except TypeError as e: print(e)
print(type.mro(bool), bool.__bases__, type('Q', (), {})().__class__.__name__)
