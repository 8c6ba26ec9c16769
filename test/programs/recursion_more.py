# recursion: limits in Python and C code, repr of recursive containers, deep structures, recovery, setrecursionlimit.
import sys


def down(n):
    return 0 if n == 0 else 1 + down(n - 1)


print(down(500))
for f in (lambda: down(10 ** 6), lambda: (lambda g: g(g))(lambda g: g(g)), lambda: sorted([1, 2], key=lambda x: down(10 ** 6))):
    try:
        f()
    except RecursionError as e:
        print(e)


class Loop:
    def __getattr__(self, name): return getattr(self, name + 'x')
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __hash__(self): return hash(self)
    def __call__(self): return self()
    def __iter__(self): return iter(self)


for f in (lambda: Loop().a, lambda: repr(Loop()), lambda: Loop() == 1, lambda: hash(Loop()), lambda: Loop()(), lambda: iter(Loop()), lambda: str(Loop())):
    try:
        f()
    except RecursionError as e:
        print('RecursionError')
l = []
l.append(l)
d = {}
d['d'] = d
t = (l, d)
s = type('S', (list,), {})([1])
s.append(s)
print(l, d, t, s)
try:
    l == [l]
    a, b = [], []
    a.append(b)
    b.append(a)
    print(a == b)
except RecursionError as e:
    print('compare', 'maximum recursion depth' in str(e))
nested = []
for _ in range(200):
    nested = [nested]
print(len(repr(nested)), nested == nested)
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
try:
    down(300)
except RecursionError as e:
    print('low limit', e)
for bad in (0, -5, 'x', 2 ** 40):
    try:
        sys.setrecursionlimit(bad)
    except Exception as e:
        print(type(e).__name__, e)
sys.setrecursionlimit(old)


def gen(n):
    if n:
        yield n
        yield from gen(n - 1)


print(sum(gen(100)), down(900))
depth = 0


def cleanup():
    global depth
    try:
        depth += 1
        cleanup()
    finally:
        depth -= 1


try:
    cleanup()
except RecursionError:
    print('unwound to', depth)
