# attribute access: __getattr__, __getattribute__, descriptors of all kinds, super, instance over class, suggestions.
class Log:
    def __getattribute__(self, name):
        if not name.startswith('_'):
            print('getattribute', name)
        return super().__getattribute__(name)

    def __getattr__(self, name):
        print('getattr', name)
        if name == 'missing':
            raise AttributeError('custom')
        return name.upper()

    def __setattr__(self, name, value):
        print('setattr', name, value)
        super().__setattr__(name, value)

    def __dir__(self): return ['b', 'a']


o = Log()
o.x = 1
print(o.x, o.y, dir(o), hasattr(o, 'missing'), getattr(o, 'missing', 'default'))


class Data:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, cls=None): return self if obj is None else ('data', self.name, obj.__dict__.get(self.name))
    def __set__(self, obj, value): obj.__dict__[self.name] = value
    def __delete__(self, obj): del obj.__dict__[self.name]


class NonData:
    def __get__(self, obj, cls=None): return 'nondata'


class Uses:
    d = Data()
    n = NonData()
    c = 'class'


u = Uses()
u.__dict__.update(d='inst d', n='inst n', c='inst c')
print(u.d, u.n, u.c, Uses.n, type(Uses.d).__name__)
u.d = 5
print(u.__dict__)
del u.d
print(u.d)
Uses.d = 'replaced'
print(u.d, Uses.d)


class P:
    @property
    def only(self): return 1
    both = property(lambda s: 'got', lambda s, v: print('set', v), None, 'the doc')
    broken = property(lambda s: s.nothing)


p = P()
for do in ('p.only = 2', 'del p.only', 'del p.both', 'p.broken', 'P.only.fget(p)', 'p.onlly', 'P.nothing', 'p.both = 3', 'None.x', '(5).bit_lenght', '[].apend', '"".uper()', 'len.x = 1', 'int.x = 1', 'p.__class__.__name__', 'object().x = 1', 'P.__dict__["x"] = 1', 'type(p).__name__ = 5', 'p.__doc__'):
    try:
        exec(do)
        print('fine', do)
    except Exception as e:
        print(type(e).__name__, e)
print(P.both.__doc__, P.only.__name__, P.both.fdel, P.both.getter(lambda s: 'new').fget(p))


class A:
    def m(self): return ['A']
    @classmethod
    def c(cls): return [cls.__name__]
    v = 'A.v'


class B(A):
    def m(self): return super().m() + ['B']
    @classmethod
    def c(cls): return super().c() + ['B']


class C(A):
    def m(self): return super().m() + ['C']
    v = 'C.v'


class D(B, C):
    def m(self): return super(D, self).m() + [super().v, super(B, self).v]
    @classmethod
    def c(cls): return super().c() + ['D']


print(D().m(), D.c(), super(B, D()).m(), super(D, D).m(D()), repr(super(B, D()))[:20])
for bad in (lambda: super(D, A()).m, lambda: super(5, 5), lambda: super(B).m, lambda: super().x):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(B.m, D().m.__func__ is D.m, D.c.__self__ is D, A.__dict__['m'], type(A.__dict__['c']).__name__)
bound = D().m
print(bound.__name__, bound.__self__.__class__.__name__, bound == D().m, bound() == bound.__call__())
