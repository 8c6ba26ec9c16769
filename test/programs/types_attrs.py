# Attributes: generic, slots, properties, hooks, instance dicts, and what each refusal says.
def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('no error', r)
    except BaseException as e:
        print(type(e).__name__, e)
class C:
    "doc of C"
    x = 1
    def m(self, a, b=2, *args, c=3, **kw): return (a, b, args, c, sorted(kw.items()))
c = C()
print(c.m(1), c.m(1, 5, 6, c=7, d=8), C.m(c, 1))
err(c.m); err(c.m, 1, a=2); err(C.m); err(lambda: c.zork); err(lambda: C.zork); err(lambda: None.foo)
def setx(o, n, v): setattr(o, n, v)
err(setx, 1, 'x', 2); err(setx, object(), 'x', 2); err(setx, int, 'x', 2); err(setx, [], 'append', 1); err(setattr, c, 1, 2); err(getattr, c, 1)
err(delattr, c, 'x'); err(delattr, c, 'nope'); err(delattr, C, 'nope')
print(C.__doc__, C.__dict__['x'], type(C.__dict__), C.__weakref__, C.__dict__['__dict__'], C.__dict__['__weakref__'])
c.a = 1; c.b = 2; c.c = 3
print(c.__dict__, vars(c)); del c.b; print(c.__dict__); c.__dict__ = {'z': 26}; print(c.z, c.__dict__)
err(setattr, c, '__dict__', 1)
for i in range(40): setattr(c, 'a%d' % i, i)
print(len(c.__dict__), c.a39)
class G:
    def __getattr__(self, n):
        if n == 'bad': raise AttributeError('custom ' + n)
        return n * 2
g = G(); print(g.foo, hasattr(g, 'bad')); err(lambda: g.bad)
class GA:
    def __getattribute__(self, n):
        if n.startswith('q'): return 'Q' + n
        return object.__getattribute__(self, n)
ga = GA(); ga.v = 1; print(ga.qq, ga.v); err(lambda: ga.nope)
class SA:
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __delattr__(self, n): print('del', n); object.__delattr__(self, n)
s = SA(); s.v = 4; print(s.v); del s.v; print(s.__dict__)
class D:
    def __get__(self, o, t=None): return ('get', o is None, t.__name__)
    def __set__(self, o, v): o.__dict__['d'] = v
    def __delete__(self, o): print('delete')
    def __set_name__(self, owner, name): print('set_name', owner.__name__, name)
class H: d = D()
h = H(); print(H.d, h.d); h.d = 5; print(h.__dict__, h.d); del h.d
class ND:
    def __get__(self, o, t=None): return 'nd'
class H2: d = ND()
h2 = H2(); print(h2.d); h2.d = 3; print(h2.d)
class S:
    __slots__ = ('a', 'b', '__c')
    def __init__(self): self.__c = 9
    def get(self): return self.__c
s = S(); s.a = 1; print(s.a, s.get(), S.__slots__, S.a); err(lambda: s.b); err(setattr, s, 'q', 1); del s.a; err(lambda: s.a); err(delattr, s, 'a')
class S2(S): pass
s2 = S2(); s2.q = 4; print(s2.q, s2.__dict__)
class S3(S): __slots__ = ('__dict__', 'z')
s3 = S3(); s3.w = 1; s3.z = 2; print(s3.__dict__, s3.z)
err(lambda: type('X', (), {'__slots__': ('a', 'a b')})); err(lambda: type('X', (), {'__slots__': ('a',), 'a': 1})); err(lambda: type('X', (int,), {'__slots__': ('a',)})); err(lambda: type('X', (), {'__slots__': 1}))
err(lambda: type('X', (S,), {'__slots__': ('__weakref__', '__weakref__')}))
print(S.__basicsize__, S2.__basicsize__, C.__basicsize__, S.__dictoffset__, C.__dictoffset__, C.__weakrefoffset__, S.__weakrefoffset__, C.__itemsize__, int.__basicsize__)
class P:
    @property
    def x(self):
        "docx"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    ro = property(lambda self: 5)
    wo = property(None, lambda self, v: None)
p = P(); p.x = 3; print(p.x, P.x.__doc__, P.x.fget is not None, P.x.__name__, P.ro.__name__); del p.x; err(lambda: p.x); err(setattr, p, 'ro', 1); err(delattr, p, 'ro'); err(lambda: p.wo)
err(property, 1, 2, 3, 4, 5); print(property(doc='d').__doc__); err(property, foo=1)
print(P.x.__isabstractmethod__)
err(lambda: C()(1)); err(lambda: C().x.y.z)
print([k for k in dir(C()) if not k.startswith('__')], dir(C)[:5])
print(c.__class__, C.__class__, type.__class__, object.__class__)
class E1: pass
class E2: pass
e = E1(); e.v = 1; e.__class__ = E2; print(type(e).__name__, e.v); err(setattr, e, '__class__', int); err(setattr, e, '__class__', 5); err(setattr, 1, '__class__', E2); err(setattr, e, '__class__', S)
