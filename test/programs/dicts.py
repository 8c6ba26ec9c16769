d = {'a': 1, 'b': 2, 3: 'c', (1, 2): [4]}
d['z'] = None
d.update(a=10, y=11)
print(d, len(d), d['a'], d.get('q'), d.get('q', 0), 'a' in d, list(d), list(d.values()), list(d.items())[:2])
print(d.pop('b'), d.pop('nope', 'dflt'), d.setdefault('n', []), d.popitem(), d | {'k': 1}, {**d, 'a': 0})
del d[3]
print(d, {k: v for k, v in zip('abc', range(3))}, dict([(1, 2)], x=3), dict.fromkeys('ab', 0))
print(d.keys() & {'a', 'zz'}, d.items() == dict(d).items(), list(reversed({'p': 1, 'q': 2})), {1: 1} == {1.0: True})
e = {}
for i in range(1000):
    e[i] = i * i
for i in range(0, 1000, 2):
    del e[i]
print(len(e), sum(e), next(iter(e)), e[999])
e.clear()
print(e, bool(e), {}.keys(), {'x': 1}.values(), {'x': 1}.items())
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): return isinstance(o, H) and self.v == o.v
    def __repr__(self): return f'H({self.v})'
h = {H(i): i for i in range(5)}
print(h, h[H(3)], H(9) in h)
class D(dict):
    def __missing__(self, k): return k * 2
print(D()[4], D(a=1))
for f in (lambda: {}['k'], lambda: {[]: 1}, lambda: dict([1]), lambda: {}.popitem(), lambda: {(1,): 2}[(2,)]):
    try:
        f()
    except Exception as ex:
        print(type(ex).__name__, ex)
g = {1: 1}
try:
    for k in g:
        g[k + 1] = 1
except RuntimeError as ex:
    print(ex)
