# __init_subclass__, __set_name__, __prepare__, class keywords, __class_getitem__, __mro_entries__, metaclass calls.
class Tracked(dict):
    def __setitem__(self, k, v):
        if not k.startswith('__'):
            print('set', k)
        super().__setitem__(k, v)


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print('prepare', name, bases, kw)
        return Tracked()

    def __new__(mcls, name, bases, ns, **kw):
        print('new', name, sorted(kw))
        return super().__new__(mcls, name, bases, dict(ns), **{k: v for k, v in kw.items() if k != 'only_meta'})

    def __init__(cls, name, bases, ns, **kw):
        print('init', name)
        super().__init__(name, bases, ns)

    def __call__(cls, *a, **k):
        print('call', cls.__name__, a)
        return super().__call__(*a, **k)

    def __getitem__(cls, k): return f'{cls.__name__}[{k}]'
    def __len__(cls): return 42
    def __iter__(cls): return iter('meta')
    def __contains__(cls, x): return x == 'in'


class Named:
    def __set_name__(self, owner, name): print('set_name', owner.__name__, name)
    def __get__(self, obj, cls): return 'named' if obj else self


class Base(metaclass=Meta, only_meta=1):
    field = Named()

    def __init_subclass__(cls, /, flavour='plain', **kw):
        print('init_subclass', cls.__name__, flavour, kw)
        super().__init_subclass__(**kw)

    def __init__(self, *a): print('object init', a)


class Child(Base, flavour='sweet'):
    other = Named()
    x: int = 1

    def m(self): return __class__, super().__init_subclass__


print(Child[3], len(Child), list(Child), 'in' in Child, Child().m()[0])
try:
    class Bad(Base, unknown=1): pass
except TypeError as e:
    print('TypeError', e)


class Generic:
    def __class_getitem__(cls, k): return (cls.__name__, k)


print(Generic[int, str])


class Entries:
    def __mro_entries__(self, bases):
        print('mro_entries', len(bases))
        return (dict, Generic)


class FromEntries(Entries(), list and object): pass


print([c.__name__ for c in FromEntries.__mro__], FromEntries.__orig_bases__[1:])


class A: pass
class B(A): pass


for bases in ((A, B), (A, A), (bool,), (int, str), (None,)):
    try:
        type('X', bases, {})
    except TypeError as e:
        print(e)
try:
    class Conflict(A, metaclass=type('M1', (type,), {})): pass

    class Conflict2(Conflict, metaclass=type('M2', (type,), {})): pass
except TypeError as e:
    print(e)


class Failing:
    def __set_name__(self, owner, name): raise ValueError('no')


try:
    class Uses:
        f = Failing()
except Exception as e:
    print(type(e).__name__, e, e.__notes__)
D = type('Dyn', (A,), {'y': 5, '__doc__': 'doc'})
print(D.__name__, D.y, D.__doc__, D.__module__, D.__qualname__, D.__bases__, A.__subclasses__())
D.__name__, D.__qualname__ = 'New', 'Q.New'
print(D)
B.__bases__ = (D,)
print([c.__name__ for c in B.__mro__])
