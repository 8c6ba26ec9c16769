# __slots__: dicts, weakrefs, inheritance, conflicts, layout of instances, __class__ assignment.
import sys
import weakref


class Plain: pass


class Slotted:
    __slots__ = ('a', 'b')


class WithDict(Slotted):
    __slots__ = ('c', '__dict__')


class WithWeak(Slotted):
    __slots__ = ('__weakref__',)


class Empty(Slotted):
    __slots__ = ()


class Mangled:
    __slots__ = ('__private', 'public')

    def __init__(self): self.__private = 1


class Documented:
    __slots__ = {'x': 'the x', 'y': None}


class SubInt(int):
    __slots__ = ()


s = Slotted()
for o in (Plain(), s, WithDict(), WithWeak(), Empty(), Mangled(), Documented(), SubInt(5)):
    print(type(o).__name__, sys.getsizeof(o), hasattr(o, '__dict__'), hasattr(o, '__weakref__'), type(o).__basicsize__, type(o).__dictoffset__, type(o).__weakrefoffset__)
s.a = 1
print(s.a, Slotted.a, type(Slotted.a).__name__)
for do in ('s.b', 's.z', 's.z = 1', 'del s.b', 's.__dict__', 'weakref.ref(s)', 'Slotted.a.__get__(5)', 'Slotted.a.__set__(5, 1)'):
    try:
        exec(do)
        print('fine', do)
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
del s.a
w = WithDict()
w.a, w.c, w.free = 1, 2, 3
print(w.__dict__, w.a, w.c, weakref.ref(WithWeak()) is not None)
print(Mangled()._Mangled__private, Mangled.__slots__, Documented.x.__doc__)
for source in ('class X(int): __slots__ = ("a",)\nX()', 'class X: __slots__ = ("1bad",)', 'class X: __slots__ = ("a",); a = 1', 'class X(Slotted, Documented): pass', 'class X: __slots__ = ("__dict__", "__dict__")', 'class X(tuple): __slots__ = ("a",)', 'class X(Plain): __slots__ = ("__dict__",)', 'class X: __slots__ = 5', 'class X: __slots__ = ("a", 5)'):
    try:
        exec(source)
        print('fine', source)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class A: pass
class B: pass
class C:
    __slots__ = ('x',)


a = A()
a.v = 1
a.__class__ = B
print(type(a).__name__, a.v)
for bad in (C, int, 5):
    try:
        a.__class__ = bad
    except TypeError as e:
        print(e)
one, two = A(), A()
one.x = one.y = 1
two.y = two.x = 2
print(list(one.__dict__), list(two.__dict__), vars(one) == {'x': 1, 'y': 1})
one.__dict__ = {'fresh': 1}
print(one.fresh, one.__dict__)
try:
    one.__dict__ = 5
except TypeError as e:
    print(e)
