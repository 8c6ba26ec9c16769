t = (1, 'a', (2, 3))
print(t, len(t), t[1], t[-1][0], t + (4,), t * 2, t[::-1], (5,), (), tuple('abc'), 1 in t, t.index('a'), t.count(1))
a, (b, c), *d = 1, (2, 3), 4, 5
print(a, b, c, d, (1, 2) < (1, 3), (1, 2) == (1.0, 2.0), hash((1, 2)) == hash((1, 2)), hash(()), hash((1, 'x')) == hash((1, 'x')))
print(hash((1, 2, 3)), hash((0,)), hash((1, (2, 3))))
from collections import namedtuple
P = namedtuple('P', 'x y', defaults=[0])
p = P(1)
print(p, p.x, p._replace(y=5), p._asdict(), P._fields, P(1, 2) == (1, 2))
for f in (lambda: t[10], lambda: t.index('zz'), lambda: (1, 2) + [3]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    x, y = (1, 2, 3)
except ValueError as e:
    print(e)
try:
    x, y, *z = (1,)
except ValueError as e:
    print(e)
