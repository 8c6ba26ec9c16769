# set and frozenset: algebra, comparisons, mutation, hashing, errors, iteration while changing.
a, b = {1, 2, 3, 4}, frozenset([3, 4, 5])
print(a | b, a & b, a - b, a ^ b, b | a, type(b | a).__name__, type(a | b).__name__, a.union([9], (8,)), b.intersection('x', [3]), a.isdisjoint({7}), {3} < b, b <= b, b >= {3}, b > b, a == b, b == {3, 4, 5})
print(hash(b) == hash(frozenset([5, 4, 3])), hash(frozenset()) , {b: 'key'}[frozenset({5, 3, 4})], b.copy() is b, frozenset(b) is b, set(a) is a, {frozenset({1}), frozenset({1})})
s = {1}
s.add(2); s.update([3], {4}); s |= {5}; s &= {1, 2, 3, 4}; s ^= {1, 9}; s -= {9}; s.discard(100); s.remove(2); s.difference_update([3]); print(s, s.pop(), s)
s.symmetric_difference_update([1, 1, 2]); s.intersection_update([1]); print(s); s.clear(); print(s, frozenset(), repr({frozenset()}))
for e in ('{1}.remove(5)', 'set().pop()', '{[]}', 'frozenset([{}])', '{1} | [2]', '{1} < [1]', 'hash({1})', '{1}.add([])', 'frozenset().add(1)', 'set(5)', 'set(1, 2)', '{1}.update(5)', '{1} + {2}', 'set(a=1)', '{1}[0]'):
    try: print(eval(e))
    except Exception as x: print(type(x).__name__, x)
s = {1, 2, 3}
try:
    for x in s: s.add(x + 10)
except RuntimeError as x: print(x)
it = iter({1, 2}); next(it); print(it.__length_hint__(), [].__eq__({}), {1: 2}.keys() & {1, 5}, {1, 2} == {1: 1, 2: 2}.keys())
class S(set):
    def __init__(self, *a, tag=None): super().__init__(*a); self.tag = tag
x = S([1, 2], tag='t'); print(x, x.tag, x | {3}, type(x | {3}).__name__, type(x.copy()).__name__, x.__reduce__()[0].__name__)
class F(frozenset): pass
print(F([1]), F([1]) == frozenset([1]), type(F([1]).copy()).__name__, {1, True, 1.0}, {0.0, -0.0, 0})
