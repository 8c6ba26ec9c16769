import sys
def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print('RecursionError', e)
class A:
    def __repr__(self): return repr(self)
try:
    repr(A())
except RecursionError as e:
    print('repr', str(e)[:34])
class B:
    def __getattr__(self, n): return getattr(self, n + 'x')
try:
    B().a
except RecursionError as e:
    print('getattr ok')
print(sys.getrecursionlimit())
sys.setrecursionlimit(3000)
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(2500))
l = []
for _ in range(100000): l = [l]
del l
try:
    import functools
    l = []
    for _ in range(100000): l = [l]
    print(len(repr(l)))
except RecursionError as e:
    print('nested repr', type(e).__name__)
