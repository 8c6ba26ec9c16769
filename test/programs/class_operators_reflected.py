# binary operators: reflection, subclass priority, NotImplemented, in-place fallback, unary, conversions and their errors.
class Base:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'{type(self).__name__}({self.n})'


def add(name, reverse):
    def op(self, other, *rest):
        print(name, self, other, *rest)
        return NotImplemented if other == 'no' else name
    setattr(Base, name, op)

    def rop(self, other, *rest):
        print(reverse, self, other)
        return reverse
    setattr(Base, reverse, rop)


for n in ('add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'divmod', 'pow', 'lshift', 'rshift', 'and', 'xor', 'or'):
    add(f'__{n}__', f'__r{n}__')


class Sub(Base):
    def __radd__(self, other):
        print('Sub.__radd__', self, other)
        return 'sub first'


b, s = Base(1), Sub(2)
print(b + s, s + b, b + 1, 1 + b, 'x' * b, b @ b, b ** 2, 2 ** b, pow(b, 2, 5), divmod(b, 3), divmod(3, b), b << 1, 1 >> b, b & 1, 1 ^ b, b | 1)
for e in ("b + 'no'", "b - 'no'", "b ** 'no'", "b @ 'no'", "object() + 1", "1 + 's'", "'s' + 1", "[] + ()", "{} | []", "-object()", "~1.5", "+'s'", "5 @ 5", "'a' - 'b'", "print >> 1", "2 ** 'x'", "pow(1, 2, 's')", "1 < 's'", "{} < {}", "None + None", "[1] * 1.5", "5 % 's'", "divmod(1, 's')", "1 << 's'", "not_defined + 1"):
    try:
        print(e, eval(e))
    except (TypeError, NameError) as exc:
        print(type(exc).__name__, exc)


class InPlace:
    def __init__(self): self.log = []
    def __iadd__(self, o): self.log.append(('iadd', o)); return self
    def __isub__(self, o): return NotImplemented
    def __sub__(self, o): return ('sub', o)
    def __ipow__(self, o): return ('ipow', o)


i = InPlace()
i += 1
print(i.log)
j = i
j -= 2
print(j)
i **= 3
print(i)


class Unary:
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'invert'
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __trunc__(self): return 7
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __int__(self): return 8
    def __float__(self): return 8.5
    def __complex__(self): return 1j
    def __index__(self): return 3
    def __bool__(self): return False
    def __len__(self): return 9
    def __hash__(self): return 10
    def __format__(self, spec): return f'<{spec}>'
    def __bytes__(self): return b'bytes'


import math
u = Unary()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u), int(u), float(u), complex(u), [0, 1, 2, 3][u], hex(u), bool(u), len(u), hash(u), f'{u:spec}', bytes(u), 'ab' * u)


class Bad:
    def __int__(self): return 'x'
    def __float__(self): return 1
    def __index__(self): return 1.5
    def __bool__(self): return 2
    def __len__(self): return -1
    def __hash__(self): return 'h'
    def __repr__(self): return 5
    def __str__(self): return b's'
    def __format__(self, s): return 1
    def __bytes__(self): return 's'
    def __iter__(self): return 5
    def __contains__(self, x): raise LookupError('c')
    def __eq__(self, o): return NotImplemented


for f in (int, float, hex, bool, len, hash, repr, str, format, bytes, iter, lambda b: 1 in b, lambda b: b < b, lambda b: b == b, lambda b: b != b, complex, lambda b: [1][b], lambda b: range(b)):
    try:
        print(f(Bad()))
    except Exception as e:
        print(type(e).__name__, e)


class Compare:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print('eq'); return self.v == o.v
    def __lt__(self, o): print('lt'); return self.v < o.v


print(Compare(1) == Compare(1), Compare(1) != Compare(2), Compare(1) < Compare(2), Compare(1) > Compare(2))
try:
    Compare(1) <= Compare(1)
except TypeError as e:
    print(e)
try:
    hash(Compare(1))
except TypeError as e:
    print(e)
print(1 < 2 < 3, 1 < 3 < 2, (1, 'a') < (1, 'b'), [1] == (1,), 1 == 1.0 == True)
