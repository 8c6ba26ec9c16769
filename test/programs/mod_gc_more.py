# gc: counts, thresholds, generations, referrers and referents, callbacks, freeze, DEBUG_SAVEALL, finalizers and resurrection.
import gc, weakref
gc.collect()
print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.garbage, gc.get_freeze_count(), len(gc.get_stats()), sorted(gc.get_stats()[0]))
class N:
    def __init__(self, name): self.name = name
    def __repr__(self): return f'N({self.name})'
a, b = N('a'), N('b'); a.b, b.a = b, a
print(gc.is_tracked(a), gc.is_tracked(5), gc.is_tracked([]), gc.is_tracked(()), gc.is_tracked({}), gc.is_tracked({'a': []}), gc.is_finalized(a), b in gc.get_referents(a) or b in gc.get_referents(a.__dict__), any(r is b or r is b.__dict__ for r in gc.get_referrers(a)))
del a, b
print(gc.collect(), gc.collect(), gc.collect(0), gc.collect(1))
l = []; l.append(l); del l; print(gc.collect())
events = []
def cb(phase, info): events.append((phase, info['generation'], info['collected'], info['uncollectable']))
gc.callbacks.append(cb); x = N('x'); x.x = x; del x; gc.collect(1); gc.collect(2); gc.callbacks.remove(cb); print(events)
class R:
    saved = None
    def __init__(self): self.me = self
    def __del__(self): R.saved = self; print('del called')
R(); print(gc.collect(), R.saved is not None, gc.is_finalized(R.saved)); R.saved = None; print(gc.collect())
w = []
class W: pass
o, p = W(), W(); o.p, p.o = p, o; w = [weakref.ref(o, lambda r: print('callback')), weakref.ref(p)]; del o, p; print(gc.collect(), [r() for r in w])
gc.set_debug(gc.DEBUG_SAVEALL); y = N('saved'); y.y = y; del y; print(gc.collect(), gc.garbage); gc.set_debug(0); gc.garbage.clear(); print(gc.collect())
gc.freeze(); print(gc.get_freeze_count() > 1000, gc.get_objects(0) == [] or len(gc.get_objects(0)) < 50); gc.unfreeze(); print(gc.get_freeze_count())
gc.disable(); before = gc.get_count()[0]; keep = [[] for _ in range(500)]; print(gc.isenabled(), gc.get_count()[0] >= 400); gc.enable()
for f in (lambda: gc.collect(3), lambda: gc.collect(-1), lambda: gc.get_objects(5), lambda: gc.get_objects('x'), lambda: gc.set_threshold(), lambda: gc.set_threshold(1, 2, 3, 4), lambda: gc.is_tracked(), lambda: gc.collect('x')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
gc.set_threshold(700, 5, 5); print(gc.get_threshold()); gc.set_threshold(0); print(gc.get_threshold())
gc.set_threshold(5, 2, 2); keep = [N(i) for i in range(100)]; gc.set_threshold(2000, 10, 10); print(len(keep), [i for i in dir(gc) if i.startswith('DEBUG')], gc.DEBUG_LEAK)
def gen():
    try: yield
    finally: print('generator finalized')
g = gen(); next(g); cyc = [g]; cyc.append(cyc); del g, cyc; print(gc.collect())
