# weakref: ref, proxy, WeakValueDictionary, WeakKeyDictionary, WeakSet, WeakMethod, finalize, callbacks and their order.
import gc, weakref as W
class C:
    def __init__(self, n): self.n = n
    def m(self): return f'm{self.n}'
    def __repr__(self): return f'C{self.n}'
    def __len__(self): return 3
    def __getitem__(self, i): return i
    def __call__(self, x): return x
    def __add__(self, o): return ('add', o)
o = C(1); r = W.ref(o, lambda r: print('dead', r() is None)); p = W.proxy(o)
print(r() is o, W.ref(o) is W.ref(o), r is W.ref(o), p.n, p.m(), len(p), p[5], p(7) if callable(p) else 0, p + 1, p == o, bool(p), W.getweakrefcount(o), str(p), hash(r) == hash(o), type(p).__name__)
p.x = 5; print(o.x); del p.x
del o
print(r(), p is None)
for f in (lambda: p.n, lambda: str(p), lambda: W.ref(5), lambda: W.ref([]), lambda: W.proxy('s'), lambda: hash(W.ref(C(1))), lambda: W.ref(C(0))(), lambda: W.ref(), lambda: hash(p)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
v = W.WeakValueDictionary(); a, b = C('a'), C('b'); v['a'], v['b'] = a, b; print(sorted(v), v['a'], len(v)); del a; print(sorted(v.items()), v.get('a'), 'a' in v)
k = W.WeakKeyDictionary(); k[b] = 'data'; x = C('x'); k[x] = 2; print(len(k), k[b]); del x; print(list(k.values()))
s = W.WeakSet([b]); y = C('y'); s.add(y); print(len(s), b in s); del y; print(len(s))
del b
print(len(s), len(k), len(v))
o = C(2); wm = W.WeakMethod(o.m, lambda r: print('method gone')); print(wm()(), W.ref(o.m)() is None); del o; print(wm())
f = W.finalize(z := C(3), print, 'finalized', sep=' '); print(f.alive, f.peek()[2], f.atexit); del z; print(f.alive, f())
e = W.finalize(q := C(4), lambda: 'called'); print(e(), e(), e.alive)
order = []
o = C(5); refs = [W.ref(o, lambda r, i=i: order.append(i)) for i in range(3)]; del o; print(order)
class Cycle: pass
c = Cycle(); c.self = c; w = W.ref(c, lambda r: print('cycle collected')); del c; print(w() is not None); gc.collect(); print(w())
class Slots: __slots__ = ('__weakref__',)
print(W.ref(Slots()) is not None, W.getweakrefs(C)[:0], W.ref(C)() is C, W.ref(len)() is len, isinstance(r, W.ReferenceType), W.ref(C(1)) == W.ref(C(1)), r == r)
def cb(r): raise ValueError('in callback')
import sys
sys.unraisablehook = lambda u: print('unraisable', u.exc_type.__name__, u.exc_value)
o = C(6); r = W.ref(o, cb); del o
keep = C(7); W.finalize(keep, print, 'at exit')
