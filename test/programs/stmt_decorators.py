# decorators: order, any expression, classes, methods, arguments, stacking with class keywords.
def note(label):
    print('make', label)

    def apply(thing):
        print('apply', label, 'to', thing.__name__)
        return thing
    return apply


registry = {}


@note('outer')
@note('inner')
@registry.setdefault('key', lambda f: f)
def function(): return 'called'


print(function())


@note('class')
class Decorated:
    @note('method')
    def method(self): return self.__class__.__name__

    @staticmethod
    def static(x): return x

    @classmethod
    def create(cls, *a): return cls, a

    @property
    def value(self): return 'got'

    @value.setter
    def value(self, v): print('set', v)

    @value.deleter
    def value(self): print('deleted')

    @staticmethod
    @note('static')
    def both(): return 'both'


d = Decorated()
print(d.method(), d.static(1), Decorated.static(2), d.create(3), d.value, d.both())
d.value = 5
del d.value
print(Decorated.__dict__['static'], type(Decorated.__dict__['create']).__name__, Decorated.static.__wrapped__ if hasattr(Decorated.static, '__wrapped__') else 'unwrapped')


@lambda f: [f.__name__, f(2)]
def replaced(x): return x * 21


print(replaced)


@(registry.get('nothing') or (lambda c: type('Sub', (c,), {'extra': 1})))
class Original: pass


print(Original.__name__, Original.extra, Original.__mro__[1].__name__)


class Counter:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a): self.n += 1; return self.f(*a)
    def __get__(self, obj, cls): return lambda *a: self(obj, *a)


class Uses:
    @Counter
    def m(self, x): return x


u = Uses()
print(u.m(1), u.m(2), Uses.__dict__['m'].n)
import functools


def wrapped(f):
    @functools.wraps(f)
    def inner(*a, **k):
        'inner doc'
        return f(*a, **k)
    return inner


@wrapped
def documented(a: int) -> str:
    'documented doc'
    return str(a)


print(documented(5), documented.__name__, documented.__doc__, documented.__wrapped__.__name__, documented.__annotations__)
try:
    @5
    def broken(): pass
except TypeError as e:
    print(e)
for bad in ('@\ndef f(): pass', '@x\nx = 1', '@x y\ndef f(): pass'):
    try:
        compile(bad, '<d>', 'exec')
    except SyntaxError as e:
        print(e.msg)
