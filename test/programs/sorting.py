import functools
data = [('b', 2), ('a', 3), ('c', 1), ('a', 1), ('b', 1)]
print(sorted(data), sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: (-t[1], t[0])), sorted(data, reverse=True))
l = [5, 2, 8, 1, 9, 3] * 20
l.sort(); print(l[:5], l == sorted(l), l[-1])
class K:
    n = 0
    def __init__(s, v): s.v = v
    def __lt__(s, o): K.n += 1; return s.v < o.v
ks = [K((i * 37) % 101) for i in range(101)]
ks.sort(); print(K.n, [k.v for k in ks[:5]])
K.n = 0; sorted(ks); print(K.n); K.n = 0; sorted(ks, reverse=True); print(K.n)
def key(x): raise ValueError('key')
try: [3, 1].sort(key=key)
except ValueError as e: print(e)
m = [3, 1, 2]
try: m.sort(key=lambda x: (m.append(x), x)[1])
except ValueError as e: print(e)
print(min('hello world'.split(), key=len), sorted('bca'), sorted({'b': 1, 'a': 2}), sorted([[2], [1, 5], []]))
