# list and tuple: methods, slices, sorting with keys, comparisons, growth, recursion, errors, mutation during sort.
import sys
l = [3, 1, 2]
l.append(5); l.extend('ab'); l.insert(1, 'i'); l.insert(-100, 'first'); l.insert(100, 'last'); l.remove('a'); l[2:4] = []; l[1:1] = [7, 8]; l += (9,); l *= 2; del l[::3]; print(l, l.pop(), l.pop(0), l.index(9), l.count(2), l[::-2], l.copy() == l)
l.reverse(); l[::2] = [0] * len(l[::2]); print(l, [1, 2] + [3], [0] * 3, 2 * [1, 2], [1] < [1, 0], [2] > [1, 9], [1, [2]] == [1, [2]], (1,) * 3, (1, 2) + (), () is tuple(), tuple('ab'), (1, 2, 3)[::-1], (1, 2).index(2), 5 in (1, 5))
words = ['bb', 'A', 'ccc', 'a', 'B']
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (-len(w), w)), sorted({3: 1, 1: 2}), sorted([(1, 'b'), (1, 'a'), (0, 'z')]), sorted([1.5, 1, True, 0]), sorted('hello'), list(reversed(words)))
for e in ('[].pop()', '[1].pop(5)', '[1].remove(2)', '[1].index(2)', '[1][1]', '[1]["x"]', '[1] + (2,)', '[1] * "x"', '[3, "a"].sort()', 'sorted([1, None])', 'sorted(5)', '[1].sort(5)', 'hash([])', 'hash(([],))', '[1, 2][::0]', 'list(5)', 'tuple(1, 2)', '(1,)[5]', '[].insert("x", 1)', '[1].extend(5)', 'sorted([1], key=5)', '[1].sort(cmp=1)', '(1, 2) < [1]', 'sorted()', 'list(a=1)'):
    try: print(eval(e))
    except Exception as x: print(type(x).__name__, x)
for stmt in ('l[0:2:2] = [1, 2, 3]', 'l[5:1] = 5', 'l["a"] = 1', '(1, 2)[0] = 5', 'del (1,)[0]', 'l[1000] = 1', 'del l[1000]'):
    try: exec(stmt)
    except Exception as x: print(type(x).__name__, x)
bad = [3, 2, 1]
try: bad.sort(key=lambda x: bad.append(x) or x)
except ValueError as x: print(x, bad)
class Half:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        if self.v == 2: raise LookupError('lt')
        return self.v < o.v
h = [Half(i) for i in (3, 1, 2)]
try: h.sort()
except LookupError as x: print(x, len(h))
sizes = []
g = []
for i in range(150):
    g.append(i)
    if not sizes or sys.getsizeof(g) != sizes[-1]: sizes.append(sys.getsizeof(g))
print(sizes, sys.getsizeof([None] * 10), sys.getsizeof(list(range(10))), sys.getsizeof([*range(10)]), sys.getsizeof([i for i in range(10)]), sys.getsizeof(()), sys.getsizeof((1, 2)), sys.getsizeof(list('abc') + [1]))
r = [1]; r.append(r); t = (r,); print(r, t, r == r)
data = [(i * 7919) % 1000 for i in range(2000)]
print(sorted(data)[:5], sorted(data, reverse=True)[:3], sum(sorted(data, key=lambda v: -v)[:10]), [x for x in range(20) if x % 3 if x % 2], [[j for j in range(i)] for i in range(3)], [*'ab', *[1]], [y for x in [[1], [2]] for y in x])
it = iter([1, 2, 3]); next(it); print(it.__length_hint__(), it.__reduce__()[2], list(it), repr(iter(()))[:15])
