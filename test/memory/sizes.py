# Prints sys.getsizeof of many values and of things as they grow; the same under CPython 3.13 and here.
import sys, collections, functools, itertools, types, weakref
from sys import getsizeof as size

def row(name, values):
    print(name, *[size(v) for v in values])

row('int', [0, 1, -1, 2**29, 2**30 - 1, 2**30, -2**30, 2**60 - 1, 2**60, 2**90, 10**100, -10**300, True, False])
row('float', [0.0, 1.5, float('inf'), 1j, 3 + 4j])
row('str', ['', 'a', 'abc', 'a' * 100, '\xe9', '\xe9' * 10, '\u20ac', '\u20ac' * 33, '\U0001f600', '\U0001f600ab' * 7, 'a' * 10000])
row('bytes', [b'', b'a', b'abc' * 11, bytes(1000), bytearray(), bytearray(b'a'), bytearray(100), memoryview(b'abc')])
row('tuple', [tuple(range(n)) for n in range(12)])
row('list', [[], [1], [1, 2], [1, 2, 3, 4, 5], list(range(5)), list(range(100)), [0] * 7, [None] * 50, list('abc'), [x for x in range(9)], sorted({3, 1})])
row('dict', [{}, {1: 2}, {'a': 1}, dict(a=1, b=2), {i: i for i in range(5)}, {i: i for i in range(6)}, {str(i): i for i in range(11)}, dict.fromkeys('abc'), dict.fromkeys(range(50))])
row('set', [set(), {1}, set(range(4)), set(range(5)), set(range(20)), set(range(100)), frozenset(), frozenset('abc'), frozenset(range(33))])
row('range', [range(3), range(1, 10, 2), slice(1), slice(1, 2, 3), iter(range(3)), iter([]), iter(()), iter(''), iter({}), iter(set()), reversed([]), enumerate([]), zip([]), map(str, []), filter(None, [])])
row('singletons', [None, NotImplemented, ..., object(), int, type, object])
row('views', [{}.keys(), {}.values(), {}.items(), iter({}.items())])

def f(a, b=1, *c, d=2, **e):
    x = a + b
    return lambda: x
def gen():
    yield 1
async def coro():
    await coro()
async def agen():
    yield 1
class C:
    pass
class S:
    __slots__ = ('a', 'b')
class D(C):
    def __init__(self):
        self.x = 1
class L(list): pass
class T(tuple): pass
class M(dict): pass
class I(int): pass
class U(str): pass
row('functions', [f, f(1), lambda: 0, len, [].append, C().__init__, f.__code__, gen.__code__, classmethod(f), staticmethod(f), property(), functools.partial(f, 1)])
row('generators', [gen(), (x for x in 'ab'), (x for x in range(3) for y in range(4))])
c = coro(); row('coroutine', [c]); c.close()
row('instances', [C(), D(), S(), L(), L([1, 2, 3]), T((1, 2)), M(a=1), I(5), U('abc'), C, S, L])
row('more', [types.SimpleNamespace(a=1), types.MappingProxyType({}), types.ModuleType('m'), types.CellType(1), list[int], int | str, super(D, D()), weakref.ref(C), property(len)])
row('exceptions', [ValueError(), ValueError(1, 2), KeyError('k'), OSError(1, 'x'), StopIteration(3), SyntaxError('s'), UnicodeDecodeError('utf-8', b'', 0, 1, 'r'), ImportError('i'), ExceptionGroup('g', [ValueError()])])
row('collections', [collections.deque(), collections.deque(range(100)), collections.defaultdict(int), collections.Counter('aab'), collections.namedtuple('P', 'x y')(1, 2)])
row('itertools', [itertools.count(), itertools.cycle([1]), itertools.repeat(1), itertools.chain(), itertools.islice([], 1), itertools.accumulate([]), itertools.permutations([1, 2]), itertools.tee([])[0], itertools.groupby([]), itertools.pairwise([])])

def growth(name, make, grow, n):
    o, sizes, last = make(), [], None
    for i in range(n):
        s = size(o)
        if s != last: sizes.append((i, s))
        last = s
        o = grow(o, i) or o
    print('grow', name, *sizes)
growth('list.append', list, lambda o, i: o.append(i), 2000)
growth('list.insert', list, lambda o, i: o.insert(0, i), 300)
growth('list.extend', list, lambda o, i: o.extend('abc'), 300)
growth('list +=', list, lambda o, i: o.__iadd__([i, i]), 300)
growth('dict int', dict, lambda o, i: o.__setitem__(i, i), 1500)
growth('dict str', dict, lambda o, i: o.__setitem__(str(i), i), 1500)
growth('dict then pop', lambda: {i: i for i in range(100)}, lambda o, i: o.popitem() and None if o else None, 120)
growth('set.add', set, lambda o, i: o.add(i), 3000)
growth('bytearray', bytearray, lambda o, i: o.append(i & 255), 3000)
growth('bytearray +=', bytearray, lambda o, i: o.__iadd__(b'abcdefg'), 300)
growth('deque', collections.deque, lambda o, i: o.append(i), 300)
growth('instance', C, lambda o, i: setattr(o, f'a{i}', i), 40)
growth('instance dict', C, lambda o, i: setattr(o, f'b{i}', i) or (o.__dict__ and None), 40)
growth('str +=', str, lambda o, i: o + 'ab', 200)
growth('int', lambda: 1, lambda o, i: o << 1, 300)
growth('list.pop', lambda: list(range(500)), lambda o, i: o and o.pop() and None, 500)
growth('del slice', lambda: list(range(500)), lambda o, i: o.__delitem__(slice(0, 3)), 170)
class G:
    def __init__(self): self.a = 1; self.b = 2
print('dict of instance', size(G().__dict__), size(vars(G())), size(C.__dict__), size(G))
print('reuse', id(object()) == id(object()), id([]) == id([]), id({}) == id({}), id(1.5 + len('')) == id(2.5 + len('')))
def addresses():
    a = [object() for i in range(5)]
    return [y - x for x, y in zip([id(v) for v in a], [id(v) for v in a][1:])]
print('neighbours', addresses() == addresses())
