import gc, weakref
gc.disable()
class Node:
    def __init__(self, name): self.name, self.children, self.parent = name, [], None
    def add(self, c): self.children.append(c); c.parent = self
    def __del__(self): print('del', self.name)
def build():
    root = Node('root')
    root.add(Node('child'))
    return weakref.ref(root)
gc.collect()
w = build()
print(w() is not None)
print(gc.collect(), w())
class Res:
    saved = None
    def __del__(self): Res.saved = self; print('resurrected')
r = Res(); r.me = r; del r
print(gc.collect(), Res.saved is not None)
Res.saved.me = None
Res.saved = None
l = []; l.append(l); del l
print(gc.collect())
print(gc.get_threshold(), gc.isenabled(), gc.get_count()[1:], len(gc.get_stats()))
gc.callbacks.append(lambda p, i: print(p, i['generation'], i['collected']))
d = {}; d['d'] = d; del d
gc.collect(1)
gc.callbacks.clear()
a = [1, [2]]
print(gc.is_tracked(a), gc.is_tracked(5), gc.is_tracked('x'), gc.is_tracked({}), gc.is_tracked({'a': 1}), gc.is_tracked({'a': []}), gc.is_tracked(()), gc.is_tracked((1, 2)))
print(gc.get_referents([1, 'a']), any(x is a for x in gc.get_objects()), [x is a[1] for x in gc.get_referents(a)])
gc.set_debug(gc.DEBUG_SAVEALL)
x = []; x.append(x); del x
n = gc.collect(); print(n, len(gc.garbage)); gc.set_debug(0); gc.garbage.clear()
class A: pass
def cyc():
    a, b = A(), A()
    a.b, b.a = b, a
    wa = weakref.ref(a, lambda r: print('weak callback'))
    return wa
w = cyc(); print(gc.collect(), w())
