# Descriptors, properties, slots, class creation, metaclasses, weak references with callbacks, closures and cells, dataclasses, enums.
import sys
import weakref
from dataclasses import dataclass, field
from enum import Enum, Flag
R = sys.getrefcount


class Named:
    def __set_name__(self, owner, name): self.owner, self.name = owner, name
    def __get__(self, o, t): return self if o is None else o.__dict__.get(self.name)
    def __set__(self, o, v): o.__dict__[self.name] = v
    def __delete__(self, o): del o.__dict__[self.name]


class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        made = super().__new__(m, name, bases, ns)
        made.kw = kw
        return made

    def __call__(cls, *args):
        o = super().__call__(*args)
        return o

    def __prepare__(name, bases, **kw): return {'prepared': kw}


class Root(metaclass=Meta, flag=[1]):
    field = Named()

    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        cls.seen = kw


print(R(Root), R(Meta), R(Named), R(Root.field), R(Root.kw), R(Root.prepared))


class Leaf(Root, extra='e'):
    __slots__ = ('s',)

    def __init__(self, v): self.s = v

    @property
    def p(self): return self.s

    @p.setter
    def p(self, v): self.s = v

    @classmethod
    def c(cls): return cls

    @staticmethod
    def st(v): return v


v = [1]
leaf = Leaf(v)
print(R(Leaf), R(Root), R(leaf), R(v), R(Leaf.__dict__['p']), R(Leaf.__dict__['c']), R(Leaf.__dict__['st']), R(Leaf.__mro__), R(Leaf.__bases__))
leaf.field = v
print(R(v), R(leaf.__dict__))
leaf.p = leaf.p
print(R(v), R(leaf.c), R(leaf.c.__self__), R(leaf.st))
del leaf.field
bound = leaf.__init__
print(R(bound), R(leaf), R(bound.__func__), R(Leaf))
del leaf.s, bound
print(R(v), R(leaf))
calls = []
r1, r2 = weakref.ref(leaf), weakref.ref(leaf)
r3 = weakref.ref(leaf, calls.append)
p = weakref.proxy(leaf)
f = weakref.finalize(leaf, calls.append, v)
print(r1 is r2, R(r1), R(r3), R(p), R(leaf), R(calls), R(v), weakref.getweakrefcount(leaf))
d = weakref.WeakValueDictionary(k=leaf)
k = weakref.WeakKeyDictionary({leaf: v})
s = weakref.WeakSet([leaf])
print(R(leaf), R(v), len(d), len(k), len(s))
del leaf
print(R(calls), len(calls), R(r3), R(v), len(d), len(k), len(s), r1() is None)
calls.clear()


def outer(x):
    y = [x]

    def inner():
        nonlocal y
        y = y + [x]
        return inner
    return inner


fn = outer(v)
print(R(v), R(fn), [R(c) for c in fn.__closure__], R(fn.__code__), R(fn.__closure__))
fn()
print(R(v), [R(c.cell_contents) for c in fn.__closure__ if c.cell_contents is not fn])
fn.extra = v
fn.__defaults__ = (v,)
print(R(v), R(fn.__dict__), R(fn.__globals__))
fn = None
print(R(v))


@dataclass
class Data:
    a: list
    b: list = field(default_factory=list)
    c: object = None


one = Data(v)
two = Data(v, v)
print(R(v), R(Data), R(one), R(one.b), one == two, repr(one) == repr(two), R(v))


@dataclass(slots=True, frozen=True)
class Slotted:
    a: object


three = Slotted(v)
print(R(v), R(Slotted), R(three))
try:
    three.a = 1
except AttributeError as e:
    print(R(e), R(three))


class Colour(Enum):
    RED = 1
    BLUE = 2
    ALIAS = 1


class Bits(Flag):
    A = 1
    B = 2


red = Colour.RED
print(R(red), R(Colour), R(Colour(2)), R(Colour['RED']), R(Bits.A | Bits.B), R(Bits.A), R(Bits))
made = type('Made', (Root,), {'x': v, 'm': lambda self: v})
print(R(made), R(v), R(Root), R(made.__dict__['m']), len(Root.__subclasses__()))
o = made()
made.m2 = made.m
o.__class__ = made
print(R(made), R(made.m), R(o))
del made, o
print(R(Root), R(v))
sup = super(Leaf, Leaf)
print(R(Leaf), R(sup))
del sup
print(R(Leaf))
