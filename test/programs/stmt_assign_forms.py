# assignment: chains, unpacking with stars, augmented on everything, annotated, walrus, order of evaluation.
order = []


def t(name, value=None):
    order.append(name)
    return value


class Box:
    def __init__(self): self.items = {}
    def __getitem__(self, k): order.append(f'get {k}'); return self.items.get(k, 0)
    def __setitem__(self, k, v): order.append(f'set {k}'); self.items[k] = v
    def __iadd__(self, o): order.append('iadd'); return self


box = Box()
t('t1', box)[t('k1', 'a')] = t('t2', box)[t('k2', 'b')] = t('value', 7)
print(order, box.items)
order.clear()
t('obj', box)[t('key', 'a')] += t('rhs', 3)
print(order, box.items)
box += 1
a, *b, c = range(6)
*d, e = 'xy'
f, (g, *h), [i] = 1, 'abc', {9}
print(a, b, c, d, e, f, g, h, i)
(j), = [1]
[k, l] = k2 = {1: 2, 3: 4}.items()
print(j, k, l, k2)
x = [1, 2]
y = x
x += (3,)
x *= 2
print(x is y, x)
s = t1 = (1,)
s += (2,)
print(s, t1)
n = 17
n //= 3; n **= 3; n %= 100; n <<= 2; n |= 1; n ^= 7; n &= 0xff; n >>= 1; n -= 1
print(n)
m: int = 5
undefined: 'whatever'
(p): str = 'q'
box.attr: list = []
print(__annotations__)
print([last := 1, last ** 2], last, (u := 5) + u)
while chunk := x[:2]:
    del x[:3]
    print(chunk)
print(f'{(w := 3)} {w!r:>4}')
for bad in ('a, b = 1', 'a, b = 1, 2, 3', '*a, b, c = [1]', 'a, = ()', '[a] = 5'):
    try:
        exec(bad)
    except Exception as exc:
        print(bad, '|', type(exc).__name__, exc)
for bad in ('*a = 1', '*a, *b = 1', '1 = x', 'f() = 1', 'x + 1 = 2', '(a, b) += 1', 'a := 1', '(a.b := 1)', 'None = 1', '[x for x in y] = 1', '"s" = 1', 'a = 1 = b', '__debug__ = 1', 'x: int: 5', '{a} = 1', 'lambda: x = 1'):
    try:
        exec(bad)
    except SyntaxError as exc:
        print(bad, '|', exc.msg)
