# Reference counts after each operation of types, calls and attributes, also where it fails.
import sys
import gc; gc.disable()
rc = sys.getrefcount
class A:
    x = 1
    def __init__(self, v=None): self.v = v
    def m(self): return self
    @property
    def p(self): return self
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(x): return x
    __slots__ = ('v', 'w', '__weakref__')
class B(A): pass
def f(): pass
a = A(); b = B(); o = object(); n = 'some name'
print(rc(A), rc(B), rc(a), rc(b), rc(o), rc(f), rc(f.__code__), rc(f.__globals__) - rc(f.__globals__))
bm = a.m; print(rc(a), rc(A.m)); del bm; print(rc(a), rc(A.m))
a.v = o; print(rc(o)); b.q = o; print(rc(o)); del a.v, b.q; print(rc(o))
l = [A() for _ in range(5)]; print(rc(A)); del l; print(rc(A))
d = type('D', (A,), {'attr': o}); print(rc(A), rc(o), rc(d)); del d
print(rc(A.__mro__), rc(A.__bases__), rc(A.__dict__['m']), rc(A.p), rc(A.__dict__['c']), rc(A.__init__))
k = A.c; print(rc(A)); del k; print(rc(A))
su = super(B, b); print(rc(b), rc(B)); del su; print(rc(b), rc(B))
for t in (int, str, list): print(rc(t) > 1000000)
def g(x, *args, **kw): return rc(x), rc(args), rc(kw)
print(g(o), g(o, 1), g(o, 1, z=o), g(*[o]), g(**{'x': o}))
def h(x=o): return rc(x)
print(h(), rc(h.__defaults__), rc(o))
def outer():
    v = o
    def inner(): return v
    return inner
i = outer(); print(rc(o), rc(i.__closure__), rc(i.__closure__[0])); del i; print(rc(o))
try: a.nope
except AttributeError as e: print(rc(a), rc(e), rc(e.obj))
print(rc(a))
ga = list[o] if False else tuple[A]; print(rc(A), rc(ga)); del ga; print(rc(A))
u = A | B; print(rc(A), rc(B)); del u; print(rc(A), rc(B))
class Cmp:
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return [self]
    def __add__(self, o): return (self, o)
    def __getattr__(self, n): return [n]
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): pass
    def __call__(self, *a): return a
    def __iter__(self): return iter([self])
    def __contains__(self, x): return True
    def __hash__(self): return 3
    def __len__(self): return 2
c = Cmp()
def check(name, fn):
    objs = (o, c, Cmp, a, A)
    for _ in range(3): fn()
    before = [rc(x) for x in objs]
    for _ in range(10): fn()
    after = [rc(x) for x in objs]
    if before != after: print('LEAK', name, [y - x for x, y in zip(before, after)])
def tr(fn):
    def w():
        try: fn()
        except Exception: pass
    return w
tests = dict(eq=lambda: c == o, lt=lambda: c < o, add=lambda: c + o, getattr=lambda: c.zork, item=lambda: c[o], call=lambda: c(o, a), iter=lambda: list(c), contains=lambda: o in c,
  hash=lambda: hash(c), len=lambda: len(c), isinst=lambda: isinstance(a, (int, A)), issub=lambda: issubclass(A, (int, object)), typ=lambda: type('T', (A,), {'a': o}),
  noattr=tr(lambda: a.nope), badcall=tr(lambda: A(1, 2, 3)), badadd=tr(lambda: o + a), new=lambda: A(o), meth=lambda: a.m(), prop=lambda: a.p, cm=lambda: a.c(), sm=lambda: a.s(o),
  sup=lambda: super(B, b).m(), gal=lambda: list[A], galn=lambda: tuple[A, o], un=lambda: A | B, setatt=lambda: setattr(a, 'w', o), getat=lambda: getattr(a, 'w', o), delat=lambda: delattr(a, 'w') if hasattr(a, 'w') else setattr(a, 'w', o),
  dirr=lambda: dir(a), repr=lambda: repr(a), repr2=lambda: repr(A), fmt=lambda: format(o), vars_=tr(lambda: vars(c)), cmpn=tr(lambda: o < a), bound=lambda: a.m == a.m, hb=lambda: hash(a.m), cell=lambda: (lambda x: lambda: x)(o)(),
  kw=lambda: dict(x=o, y=a), kw2=lambda: (lambda **k: k)(x=o), kw3=lambda: (lambda *a, **k: (a, k))(*[o], **{'x': a}), badkw=tr(lambda: (lambda x: x)(y=o)), badkw2=tr(lambda: (lambda x: x)(o, x=o)), prp=lambda: property(a.m), prp2=lambda: property(o).getter(a), cmeth=lambda: classmethod(a.m), smeth=lambda: staticmethod(a.m),
  setcls=lambda: None, mro=lambda: A.mro(), subs=lambda: A.__subclasses__(), basess=tr(lambda: type('X', (A, A), {})), layout=tr(lambda: type('X', (int, A), {})), slots=lambda: type('X', (), {'__slots__': ('a', 'b')}), slots2=tr(lambda: type('X', (), {'__slots__': ('a', 'a b')})),
  cf=lambda: [].append, cf2=tr(lambda: [].append(1, 2)), md=lambda: list.append, md2=tr(lambda: list.append(o, 1)), wd=lambda: c.__add__, wd2=lambda: (1).__add__(2), wd3=tr(lambda: int.__add__(o, 1)), mp=lambda: A.__dict__['m'], mp2=lambda: list(A.__dict__), state=tr(lambda: a.__reduce_ex__(5)),
  init_sub=lambda: type('X', (), {}), metac=lambda: type('M', (type,), {})('Y', (), {'o': o}), fin=lambda: type('F', (), {'__del__': lambda self: None})(), wr=lambda: A.__weakref__, cell2=tr(lambda: type((lambda x: lambda: x)(o).__closure__[0])(o)))
for k, v in tests.items(): check(k, v)
try: collect = gccollect
except NameError:
    import gc; collect = gc.collect
class Fin:
    __slots__ = ()
    def __del__(self): pass
def blocks(fn):
    for _ in range(5): fn()
    collect()
    x = sys.getallocatedblocks()
    for _ in range(20): fn()
    collect()
    y = sys.getallocatedblocks()
    return y - x
for k, v in tests.items():
    d = blocks(v)
    if d > 3: print('BLOCKS', k, d)
print('done')
