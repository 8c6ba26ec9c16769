class A:
    count = 0
    def __init__(self, v=1):
        self.v = v
        A.count += 1
    def __repr__(self): return f'{type(self).__name__}({self.v})'
    def __eq__(self, o): return isinstance(o, A) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __add__(self, o): return A(self.v + (o.v if isinstance(o, A) else o))
    __radd__ = __add__
    def __getitem__(self, i): return self.v * i
    def __len__(self): return self.v
    def __call__(self, *a): return (self.v, a)
    def __contains__(self, x): return x == self.v
    def __bool__(self): return self.v != 0
    @property
    def double(self): return self.v * 2
    @double.setter
    def double(self, x): self.v = x // 2
    @classmethod
    def make(cls, v): return cls(v)
    @staticmethod
    def stat(x): return x + 1
class B(A):
    def __init__(self, v, w):
        super().__init__(v)
        self.w = w
    def __repr__(self): return 'B:' + super().__repr__()
a, b = A(3), B(4, 5)
print(a, b, a + b, 1 + a, a == A(3), a != b, a < b, sorted([b, a]), a[7], len(a), a(1, 2), 3 in a, bool(A(0)))
a.double = 20
print(a.double, A.make(9), B.stat(1), A.count, isinstance(b, A), issubclass(B, A), B.__mro__, b.__dict__, A.stat(4))
class M1:
    def who(self): return 'M1'
class M2(M1):
    def who(self): return 'M2>' + super().who()
class M3(M1):
    def who(self): return 'M3>' + super().who()
class M4(M2, M3):
    def who(self): return 'M4>' + super().who()
print(M4().who(), [c.__name__ for c in M4.__mro__])
class S:
    __slots__ = ('x', 'y')
s = S(); s.x = 1
print(s.x, hasattr(s, 'y'), S.__slots__)
try:
    s.z = 1
except AttributeError as e:
    print(e)
class Meta(type):
    def __new__(m, name, bases, ns, tag=None):
        c = super().__new__(m, name, bases, ns); c.tag = tag; return c
    def __call__(cls, *a):
        o = super().__call__(*a); o.made = True; return o
class W(metaclass=Meta, tag='t'):
    def __init_subclass__(cls, **kw): cls.kw = kw
class V(W, tag='u'): pass
print(W.tag, V.tag, W().made, type(W).__name__)
class Desc:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, o, t=None): return (self.name, o is None)
    def __set__(self, o, v): print('set', self.name, v)
class X: d = Desc()
X().d = 5
print(X.d, X().d)
class G:
    def __getattr__(self, n): return 'dyn_' + n
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __delattr__(self, n): print('del', n); object.__delattr__(self, n)
g = G(); g.q = 4
print(g.q, g.other); del g.q
print(getattr(g, 'q'), vars(g), type('Dyn', (A,), {'z': 1})(2).z)
try:
    A.nothing
except AttributeError as e:
    print(e)
try:
    b.nothing
except AttributeError as e:
    print(e)
try:
    class Bad(int, str): pass
except TypeError as e:
    print(e)
class It:
    def __iter__(self): return iter([1, 2])
    def __reversed__(self): return iter([2, 1])
    def __enter__(self): return 'in'
    def __exit__(self, *e): print('exit', e[0]); return True
    def __format__(self, spec): return f'fmt:{spec}'
    def __hash__(self): return 7
    def __index__(self): return 2
with It() as v:
    print(v); raise ValueError
print(list(It()), list(reversed(It())), f'{It():abc}', hash(It()), [0, 1, 2, 3][It()], hex(It()))
