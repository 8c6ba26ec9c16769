import sys
rc = sys.getrefcount
a = []
print(rc(a))
b = a
print(rc(a))
l = [a, a]
print(rc(a)); del b; print(rc(a)); l.clear(); print(rc(a))
d = {'k': a}; print(rc(a)); d['k'] = 1; print(rc(a))
def f(x): return rc(x)
print(f(a), (lambda x: rc(x))(a), f([]), rc(object()))
t = (a,) * 5; print(rc(a)); del t
class C:
    def __init__(self): self.a = a
c = C(); print(rc(a), rc(c), rc(C)); del c; print(rc(a))
def g():
    y = a
    def h(): return y
    return h
h = g(); print(rc(a)); del h; print(rc(a))
try:
    e_ = a
    raise ValueError(a)
except ValueError as e: print(rc(a))
print(rc(a)); del e_
gen = (x for x in [a]); print(rc(a)); next(gen); print(rc(a)); del gen; print(rc(a))
print(rc(None) == rc(True) == 4294967295, rc(5) == 4294967295)
s = {1: a}.values(); print(rc(a)); del s
it = iter(a); print(rc(a)); del it; print(rc(a))
x, y = a, a; print(rc(a)); del x, y
m = a.append; print(rc(a)); del m
p = [a for _ in range(3)]; print(rc(a)); del p; print(rc(a))
z = a if a is not None else 0; print(rc(a))
for q in [a]: print(rc(a))
print(rc(a)); del q, z
with_star = [*[a], *(a,)]; print(rc(a))
