# dict: order, merging, defaults, views, fromkeys, __missing__, unhashable, mutation while iterating, equality, sizes.
import sys
d = {'a': 1, **{'b': 2}, 'c': 3}
d['a'] = 10; d.update(x=5, **{'y z': 6}); d.update([('p', 1), 'qr']); d |= {'b': 20}; d.setdefault('new', []).append(1)
print(d, list(d), d.pop('x'), d.pop('x', 'gone'), d.popitem(), d.get('zz'), 'a' in d, len(d), d | {'z': 1}, list(reversed(d)), dict.fromkeys('ab', 0), dict.fromkeys(range(2)), dict(zip('xy', (1, 2)), z=3), dict([]) == {})
class Missing(dict):
    def __missing__(self, k): return f'missing {k}'
print(Missing(a=1)['b'], Missing().get('b'), Missing(a=1)['a'])
for e in ('{}["k"]', '{[]: 1}', '{}.pop("k")', '{}.popitem()', 'dict([1])', 'dict(["abc"])', 'dict(5)', 'dict({}, {})', '{} | 5', '{}.update(5)', 'hash({})', '{} < {}', 'dict(**{1: 2})', '{**5}', 'd.fromkeys()', '{}.setdefault()', '{1: 2}.nothing', 'dict.fromkeys(5)'):
    try: print(eval(e))
    except Exception as x: print(type(x).__name__, x)
for do in (lambda m: m.__setitem__(99, 0), lambda m: m.pop(1), lambda m: (m.pop(1, 0), m.__setitem__(98, 0))):
    m = {1: 1, 2: 2}
    try:
        for k in m: do(m)
    except RuntimeError as x: print(x)
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
    def __repr__(self): return f'K{self.v}'
m = {K(i): i for i in range(6)}
del m[K(2)]; m[K(9)] = 'nine'; m[K(0)] = 'zero'
print(m, m[K(5)], K(2) in m)
class BadEq:
    def __hash__(self): return 5
    def __eq__(self, o): raise LookupError('eq')
try: {BadEq(): 1, BadEq(): 2}
except LookupError as x: print(x)
sizes = [sys.getsizeof({})]
m = {}
for i in range(200):
    m[i] = i
    if sys.getsizeof(m) != sizes[-1]: sizes.append(sys.getsizeof(m))
print(sizes)
for i in range(190): del m[i]
m['x'] = 1; print(sys.getsizeof(m), sys.getsizeof(m.copy()), sys.getsizeof(dict(m)), sys.getsizeof({**m}), {1: 'a', True: 'b', 1.0: 'c'}, {'self': 1}.items() == {'self': 1}.items())
r = {}; r['r'] = r; print(r, {k: v for k, v in zip('abc', range(3)) if v}, {i: {j: i * j for j in range(2)} for i in range(2)}, min({3: 1, 2: 2}), sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1]), all({}), any({0: 1}), sum({1: 2, 3: 4}))
