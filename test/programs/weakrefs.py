import weakref, gc
class O:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'O({self.n})'
o = O(1)
r = weakref.ref(o, lambda w: print('callback 1'))
r2 = weakref.ref(o, lambda w: print('callback 2'))
p = weakref.proxy(o)
print(r(), r() is o, p.n, weakref.getweakrefcount(o), weakref.ref(o) is weakref.ref(o), r == weakref.ref(o))
del o
print(r(), r2())
try: p.n
except ReferenceError as e: print(e)
d = weakref.WeakValueDictionary(); k = O(2); d['k'] = k
print(len(d), d['k']); del k; print(len(d), 'k' in d)
kd = weakref.WeakKeyDictionary(); k = O(3); kd[k] = 'v'
print(kd[k], len(kd)); del k; print(len(kd))
s = weakref.WeakSet(); a, b = O(4), O(5); s.add(a); s.add(b)
print(len(s)); del a; print(len(s))
f = weakref.finalize(b, print, 'finalized', 42)
print(f.alive); del b; print(f.alive)
class M:
    def meth(self): return 'm'
m = M(); wm = weakref.WeakMethod(m.meth)
print(wm()()); del m; print(wm())
try: weakref.ref(5)
except TypeError as e: print(e)
